"""One news article as a timeline: what was held, what is planned, what is awaited.

The article gives no date for anything it tells, so none is printed: the date on its
page belongs to the page. What it does not say is not here, and links between records
that follow from it, but are not in it, are marked as inferred.
Run it with ``python examples/carney_europe.py``.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import attrs

from timeline import (
    Agreement,
    Call,
    Event,
    Invitation,
    Meeting,
    Negotiation,
    Participant,
    Ratification,
    Source,
    Statement,
    Summit,
    Timeline,
    Treaty,
    Visit,
    cite,
    not_after,
    not_before,
    same_day,
)
from timeline import query as q

CARNEY = Participant("Mark Carney", of="CA", office="Prime Minister")
MACRON = Participant("Emmanuel Macron", of="FR", office="President")
STARMER = Participant("Keir Starmer", of="GB", office="Prime Minister")
LEYEN = Participant("Ursula von der Leyen", of="EU", office="Commission President")
ZELENSKYY = Participant("Volodymyr Zelenskyy", of="UA", office="President")
TRUMP = Participant("Donald Trump", of="US", office="President")
PUTIN = Participant("Vladimir Putin", of="RU", office="President")

PILLARS = {
    "Cybersecurity & Intelligence Sharing": "defences against cyber threats, shared"
    " intelligence on global security risks",
    "Economic Security & Trade": "partnerships in AI, critical minerals and clean"
    " energy; defence of rules-based trade",
    "Global Stability & Defense": "support for Ukraine, measures against threats to"
    " democratic institutions",
}

ARTICLE = Source(
    id="article",
    title="Canada and France Forge New Intelligence and Security Partnership",
    published="2025-11-12",
)

BEFORE: list[Event] = [
    Event(
        id="pm-carney-takes-office",
        title="Takes office as prime minister",
        participants=[CARNEY],
        status="occurred",
        sources=[cite("article", "since taking office")],
    ),
    Meeting(
        id="carney-vonderleyen-talks",
        title="Talks on Canada-EU trade and defence",
        participants=[CARNEY, LEYEN],
        topics=["trade", "defence"],
        status="held",
        when_text="recent",
        sources=[cite("article", "recent talks with EU Commission President")],
    ),
    Invitation(
        id="zelenskyy-g7-invitation",
        title="Invitation to the G7 Summit",
        inviter=CARNEY,
        invitee=ZELENSKYY,
        to="g7-summit",
        status="extended",
        sources=[cite("article", "an invitation extended to Ukrainian President")],
    ),
    Call(
        id="carney-trump-not-yet",
        title="Conversation with President Trump",
        participants=[CARNEY, TRUMP],
        status="did_not_take_place",
        when=not_before("pm-carney-takes-office") & not_after("article"),
        when_text="since taking office",
        sources=[
            cite("article", "has not yet spoken with President Trump since taking")
        ],
    ),
]

VISIT: list[Event] = [
    Visit(
        id="carney-europe-visit",
        title="First official visit to Europe",
        participants=[CARNEY],
        host=["FR", "GB"],
        category="official",
        status="under_way",
        inferred=["host"],
        sources=[
            cite("article", "first official visit to Europe as prime minister"),
            cite("article", "European visit comes at a pivotal moment"),
            cite("article", "prioritize France and the U.K. over Washington"),
        ],
    ),
    Meeting(
        id="carney-macron-elysee",
        title="Private meeting at the Élysée",
        part_of="carney-europe-visit",
        participants=[CARNEY, MACRON],
        private=True,
        place="Palais de l'Élysée, Paris",
        about=["ceta"],
        status="held",
        inferred=["part_of"],
        sources=[
            cite("article", "During their private meeting"),
            cite("article", "making this meeting a key opportunity for progress"),
        ],
    ),
    Statement(
        id="carney-macron-shared-values",
        title="Shared: sovereignty, solidarity, sustainability",
        note="a deep strategic partnership of Canada and France",
        part_of="carney-macron-elysee",
        participants=[CARNEY, MACRON],
        status="made",
        sources=[
            cite("article", "emphasized the deep strategic partnership"),
            cite("article", "shared values of sovereignty, solidarity, and"),
        ],
    ),
    Agreement(
        id="ca-fr-intelligence-partnership",
        title="Bilateral intelligence and security partnership",
        part_of="carney-europe-visit",
        participants=[
            attrs.evolve(CARNEY, role="announces it"),
            attrs.evolve(MACRON, role="announces it"),
        ],
        purpose="to counter violent extremism, espionage, foreign interference and"
        " security threats by emerging technologies",
        pillars=[f"{name}: {what}" for name, what in PILLARS.items()],
        note="reinforces their commitment amid rising global tensions",
        status="announced",
        sources=[
            cite("article", "announced a new bilateral intelligence and security"),
            cite("article", "will focus on countering violent extremism, espionage"),
        ],
    ),
    Statement(
        id="carney-statement-paris",
        title="Reaffirms support for Ukraine and fair trade",
        note="and global security, as reliable partners for centuries",
        part_of="carney-europe-visit",
        speaker=CARNEY,
        place="Paris",
        topics=["Ukraine", "trade", "security"],
        status="made",
        inferred=["part_of"],
        sources=[
            cite("article", "France and Canada have been reliable partners"),
            cite("article", "our unwavering support for Ukraine, fair trade, and"),
        ],
    ),
    Statement(
        id="macron-unique-friend",
        title="Calls Canada a “unique friend” with a shared vision",
        note="for democracy, innovation and environmental protection",
        part_of="carney-europe-visit",
        speaker=MACRON,
        topics=["democracy", "innovation", "environment"],
        status="made",
        inferred=["part_of"],
        sources=[
            cite("article", "unique friend"),
            cite("article", "Macron echoed the sentiment"),
        ],
    ),
    Meeting(
        id="carney-starmer",
        title="Next steps in Canada-UK talks",
        part_of="carney-europe-visit",
        participants=[CARNEY, STARMER],
        about=["uk-ca-fta"],
        status="scheduled",
        when=same_day("carney-macron-elysee") & not_before("carney-macron-elysee"),
        when_text="later in the day",
        inferred=["part_of", "when"],  # “the day” is that of the other meeting
        sources=[cite("article", "later in the day will address next steps")],
    ),
]

# What the article says on its own account, and nobody in it.
ITS_OWN = [
    Statement(
        id="article-on-europe",
        title="The article: Canada shifts its focus toward Europe",
        about=["carney-europe-visit", "ca-fr-intelligence-partnership"],
        status="made",
        sources=[
            cite("article", "signals a clear shift"),
            cite("article", "at a pivotal moment for global security"),
        ],
    ),
    Statement(
        id="article-on-ceta",
        title="The article: the meeting is a key opportunity for CETA",
        about=["carney-macron-elysee", "ceta"],
        status="made",
        sources=[cite("article", "a key opportunity for progress")],
    ),
    Statement(
        id="article-on-trade",
        title="The article: U.S. trade is uncertain, Canada diversifies",
        note="France and the U.K. come before Washington",
        topics=["trade"],
        about=["carney-europe-visit"],
        status="made",
        sources=[
            cite("article", "amid U.S. trade uncertainty"),
            cite("article", "prioritize France and the U.K. over Washington"),
        ],
    ),
]

OPEN: list[Event] = [
    Treaty(
        id="ceta",
        title="Canada-EU free trade agreement (CETA)",
        parties=["CA", "EU", "FR"],
        sources=[cite("article", "free trade agreement (CETA) with the EU")],
    ),
    Ratification(
        id="ceta-fr",
        treaty="ceta",
        party="FR",
        instrument="ratification",
        status="pending",
        sources=[cite("article", "France has yet to ratify")],
    ),
    Negotiation(
        id="uk-ca-fta",
        title="Canada-UK talks on a post-Brexit trade deal",
        participants=["CA", "GB"],
        subject="post-Brexit trade deal",
        status="stalled",
        sources=[cite("article", "remain stalled")],
    ),
    Event(
        id="ca-us-trade-disputes",
        title="Trade disputes with the U.S.",
        note="urgent",
        participants=["CA", "US"],
        status="under_way",
        sources=[cite("article", "ongoing trade disputes with the U.S.")],
    ),
    Event(
        id="us-russia-ties",
        title="Increasing ties, which have raised concerns among allies",
        participants=[TRUMP, PUTIN],
        status="under_way",
        sources=[
            cite("article", "increasing ties"),
            cite("article", "have raised concerns among allies"),
        ],
    ),
]

AHEAD: list[Event] = [
    Summit(
        id="g7-summit",
        title="G7 Summit",
        participants=["G7"],
        place="Canada",
        status="scheduled",
        when_text="upcoming",
        sources=[cite("article", "upcoming G7 Summit in Canada")],
    ),
    Event(
        id="carney-returns-ottawa",
        title="Return to Ottawa",
        participants=[CARNEY],
        place="Ottawa",
        status="expected",
        when=not_before("carney-europe-visit"),
        inferred=["when"],  # that he returns from this visit is not in the article
        sources=[cite("article", "until Carney returns to Ottawa")],
    ),
    Call(
        id="carney-trump-call",
        title="First conversation since taking office",
        participants=[CARNEY, TRUMP],
        status="expected",
        when=not_before("carney-returns-ottawa"),
        when_text="not expected until Carney returns to Ottawa",
        sources=[cite("article", "not expected until Carney returns to Ottawa")],
    ),
]


def as_reported() -> Timeline:
    """Return the article's timeline, exactly as told."""
    return Timeline(
        [*BEFORE, *VISIT, *ITS_OWN, *OPEN, *AHEAD],
        sources=[ARTICLE],
        title=ARTICLE.title,
    )


def main() -> None:
    """Print the timeline, what is pending, and what the expected calls wait for."""
    tl = as_reported()
    print(tl.table())

    print("\nPending")
    for act in tl.where(q.status("pending")).of(Ratification):
        words = "; ".join(f"“{citation.quote}”" for citation in act.sources)
        print(f"  {tl[act.treaty].title}, ratification by {act.party}: {words}")

    print("\nWho is expected to speak, and what that waits for")
    for call in tl.where(q.kind(Call) & q.status("expected")):
        print(f"  {call.title} ({' and '.join(call.people)})")
        for _, waits_for in call.references:
            print(f"    waits for: {tl[waits_for].title}, {tl[waits_for].status}")


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
