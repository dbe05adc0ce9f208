"""One article as it was reported, against what is known later: what moved, what not.

It prints the difference, the life of the expected call, and what was known on three
days. Every date is cited from the source that gives it. Run it with
``python examples/what_changed.py``.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from runpy import run_path
from typing import Any

from timeline import (
    Agreement,
    Call,
    Citation,
    Event,
    History,
    Meeting,
    ProvisionalApplication,
    Ratification,
    Source,
    Timeline,
    cite,
)

Fact = tuple[Mapping[str, Any], Sequence[Citation | str]]

ARTICLE = run_path(str(Path(__file__).with_name("carney_europe.py")))
REPORTED: Timeline = ARTICLE["as_reported"]()
CARNEY, LEYEN = ARTICLE["CARNEY"], ARTICLE["LEYEN"]
PENDING = ("BE", "BG", "CY", "GR", "HU", "IE", "IT", "PL", "SI")

# What later sources say of each record: its fields, and the sources that give them.
# In March, once the expected call had been held:
IN_MARCH: Mapping[str, Fact] = {
    "pm-carney-takes-office": ({"when": "2025-03-14"}, ["kyiv", "cp24"]),
    "carney-europe-visit": (
        {"when": "2025-03-17", "status": "concluded", "inferred": ("host", "status")},
        [cite("cp", "one-day trip to Paris and London"), "gov-uk", "ap"],
    ),
    "carney-macron-elysee": (
        {"when": "2025-03-17"},
        [cite("cp", "began the day in Paris")],
    ),
    "ca-fr-intelligence-partnership": (
        {"when": "2025-03-17"},
        [cite("cp", "discussed a new bilateral partnership")],
    ),
    "carney-statement-paris": (
        {"when": "2025-03-17 not-after:carney-macron-elysee"},
        ["cp"],
    ),
    "carney-starmer": (
        {
            "when": "2025-03-17",
            "place": "10 Downing Street, London",
            "status": "held",
            "inferred": ("part_of",),
        },
        ["gov-uk"],
    ),
    "zelenskyy-g7-invitation": (
        {"when": "2025-03-16"},
        [cite("kyiv", "had a phone call with Zelensky on March 16")],
    ),
    "carney-returns-ottawa": (  # in the Arctic on the 18th, in Ottawa on the 27th
        {
            "when": "not-before:2025-03-18 not-after:2025-03-27",
            "inferred": (),
            "status": "occurred",
        },
        ["ap", "castanet"],
    ),
    "carney-trump-call": (
        {
            "when": "2025-03-28",
            "when_text": "",
            "status": "held",
            "medium": "telephone",
        },
        ["cp24", "ap"],
    ),
    "carney-trump-not-yet": (  # until then, as the keeper infers
        {
            "when": "not-before:pm-carney-takes-office"
            " not-after:carney-trump-call#start",
            "inferred": ("when",),
        },
        [],
    ),
}
# In June, after the summit:
IN_JUNE: Mapping[str, Fact] = {
    "g7-summit": (
        {
            "when": "2025-06-15/2025-06-17",
            "when_text": "",
            "status": "held",
            "place": "Kananaskis, Alberta",
        },
        ["ap", "cbc"],
    ),
    "zelenskyy-g7-invitation": ({"status": "attended", "since": "2025-06-17"}, ["cbc"]),
    "ceta-fr": ({}, ["tracker"]),
    "uk-ca-fta": ({"status": "suspended", "since": "2024-01"}, ["politico"]),
}
MARCH_SOURCES = [
    Source(id="cp", title="Canadian Press in Darpan", published="2025-03-17"),
    Source(id="gov-uk", title="Readout of 10 Downing Street", published="2025-03-17"),
    Source(id="kyiv", title="Kyiv Independent"),
    Source(id="cp24", title="CP24"),
    Source(id="ap", title="Associated Press"),
    Source(id="castanet", title="Castanet"),
    Source(
        id="star",
        title="King called “steadfast defender” of Canada by country’s new PM",
        publisher="Shropshire Star",
        published="2025-03-17",
        url="https://www.shropshirestar.com/uk-news/2025/03/17/king-called-steadfast-defender-of-canada-by-countrys-new-pm-amid-us-tensions/",
    ),
]
NEW_IN_MARCH: list[Event] = [
    Meeting(
        id="carney-king",
        title="Audience with King Charles III",
        when="2025-03-17 not-after:carney-starmer",
        when_text="afternoon",
        participants=[CARNEY],
        place="Buckingham Palace, London",
        status="held",
        sources=[
            cite("star", "ahead of the Canadian leader’s visit to Downing Street")
        ],
    ),
]
JUNE_SOURCES = [
    Source(id="cbc", title="CBC, live story of the summit"),
    Source(id="tracker", title="CETA ratification tracker", as_of="2024-08"),
    Source(id="politico", title="Politico"),
    Source(id="gov-uk-june", title="Statement of 15 June", published="2025-06-15"),
    Source(id="calea", title="Calea Europeană", published="2025-05"),
    Source(
        id="eeas",
        title="EU and Canada sign Security and Defence Partnership",
        publisher="European External Action Service",
        url="https://eeas.europa.eu/eeas/security-and-defence-eu-and-canada-sign-security-and-defence-partnership_en",
    ),
]
NEW_IN_JUNE: list[Event] = [
    ProvisionalApplication(
        id="ceta-provisional",
        treaty="ceta",
        when="2017-09-21/..",
        status="applied",
        sources=["tracker"],
    ),
    *(
        Ratification(
            id=f"ceta-{party.lower()}",
            treaty="ceta",
            party=party,
            instrument="ratification",
            status="pending",
            sources=["tracker"],
        )
        for party in PENDING
    ),
    Event(
        id="ca-uk-task-force",
        title="Canada-UK task force agreed",
        when="2025-06-15",
        participants=["CA", "GB"],
        about=["uk-ca-fta"],
        status="occurred",
        sources=[cite("gov-uk-june", "agreed to set up a joint taskforce")],
    ),
    Call(  # reported on the day of a message, which need not be the day of the call
        id="carney-vonderleyen-call",
        title="Call on Canada-EU trade and defence",
        when="not-after:2025-05-04",
        participants=[CARNEY, LEYEN],
        medium="telephone",
        status="held",
        note="called the first, though the article had “recent talks” in March",
        sources=[cite("calea", "o primă convorbire telefonică")],
    ),
    Agreement(
        id="ca-eu-defence-partnership",
        title="Canada-EU Security and Defence Partnership",
        when="2025-06-23",
        participants=["CA", "EU"],
        status="signed",
        sources=[cite("eeas", "signed a Security and Defence Partnership")],
    ),
]


def with_facts(tl: Timeline, facts: Mapping[str, Fact]) -> Timeline:
    """Return *tl* with later facts in its records, and the sources that give them."""
    for name, (fields, sources) in facts.items():
        tl = tl.update(name, **fields, sources=[*tl[name].sources, *sources])
    return tl


def by_the_end_of_march() -> Timeline:
    """Return what was known once the expected call had been held."""
    march = with_facts(REPORTED.add(*MARCH_SOURCES, *NEW_IN_MARCH), IN_MARCH)
    # The article tells of that day as of the present, whatever the date on its page.
    return march.update("article", as_of="2025-03-17")


def by_the_end_of_june() -> Timeline:
    """Return what was known after the summit."""
    march = by_the_end_of_march()
    return with_facts(march.add(*JUNE_SOURCES, *NEW_IN_JUNE), IN_JUNE)


def main() -> None:
    """Print what changed, the life of one record, and what was known when."""
    march, june = by_the_end_of_march(), by_the_end_of_june()
    labels = ("As reported", "as known on 30 Jun 2025")
    print(june.since(REPORTED, labels=labels, on="2025-06-30").brief())

    # The article speaks of the day of both meetings, 17 March by the Canadian Press;
    # then come the day of the call, and the end of the month of the summit.
    history = (
        History()
        .record(REPORTED, "2025-03-17", source="article")
        .record(march, "2025-03-28", source="cp24")
        .record(june, "2025-06-30")
    )
    print("\nThe life of the expected call")
    for passage in history.of("carney-trump-call"):
        print(f"  {passage}")

    print("\nWhat was known")
    for day in ("2025-03-17", "2025-03-28", "2025-06-30"):
        tl = history.as_of(day)
        for name in ("carney-trump-call", "g7-summit"):
            event = tl[name]
            print(
                f"  on {day}: {event.title}: {event.status}, {event.when or 'no date'}"
            )


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
