"""A few timelines to look at, in every state that a table can show."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from timeline import (
    Agreement,
    Call,
    Event,
    Invitation,
    Meeting,
    Negotiation,
    Ratification,
    Signature,
    Source,
    Statement,
    Summit,
    Timeline,
    Treaty,
    Visit,
    cite,
)

PAGE = Source(
    id="article",
    title="Canada and France forge a partnership",
    published="2025-11-12",
    url="https://example.org/a?b=1&c=2",
)


@cache
def told() -> Timeline:
    """Return what one article tells: a visit, what waits, what is open; no date."""
    return Timeline(
        [
            Visit(
                id="visit",
                title="First official visit",
                participants=["Mark Carney @CA"],
                host=["Emmanuel Macron @FR"],
                status="under_way",
                sources=[cite("article", "first official visit")],
            ),
            Meeting(
                id="private-talk",
                title="Private meeting at the Élysée",
                part_of="visit",
                participants=["Mark Carney @CA", "Emmanuel Macron @FR"],
                place="Palais de l'Élysée, Paris",
                status="held",
            ),
            Agreement(
                id="pact",
                title="Security partnership",
                part_of="visit",
                participants=["CA", "FR"],
                status="announced",
            ),
            Meeting(
                id="starmer",
                title="Next steps in trade talks",
                part_of="visit",
                participants=["Mark Carney @CA", "Keir Starmer @GB"],
                status="scheduled",
                when="same-day:private-talk not-before:private-talk",
                when_text="later in the day",
            ),
            Statement(
                id="friend", title="A “unique friend”", speaker="FR", status="made"
            ),
            Event(
                id="return",
                title="Return to Ottawa",
                participants=["Mark Carney @CA"],
                place="Ottawa",
                status="expected",
                when="not-before:visit",
            ),
            Call(
                id="call",
                title="First conversation",
                participants=["CA", "US"],
                status="expected",
                when="not-before:return",
                when_text="not expected until Carney returns to Ottawa",
            ),
            Summit(
                id="g7",
                title="G7 Summit",
                participants=["G7"],
                host=["CA"],
                place="Canada",
                status="scheduled",
                when_text="upcoming",
            ),
            Invitation(
                id="invitation",
                title="Invitation to the G7 Summit",
                inviter="CA",
                invitee="UA",
                to="g7",
                status="extended",
            ),
            Treaty(id="ceta", title="Trade agreement", parties=["CA", "EU", "FR"]),
            Ratification(
                id="ceta-fr",
                treaty="ceta",
                party="FR",
                status="pending",
                instrument="ratification",
            ),
            Negotiation(
                id="talks",
                title="Free trade talks",
                participants=["CA", "GB"],
                status="stalled",
            ),
            Event(id="trip", title="Trip to the Arctic", status="cancelled"),
            Event(id="rumour", title="A rumour"),
        ],
        sources=[PAGE],
        title="The article",
    )


@cache
def dated() -> Timeline:
    """Return what later was known: dates of every precision, and what is disputed."""
    return Timeline(
        [
            Event(id="february", title="Ties", when="2025-02", status="under_way"),
            Meeting(
                id="morning",
                title="Talks in the morning",
                when="2025-03-17T10:00+01:00[Europe/Paris]",
                participants=["CA", "FR"],
                status="held",
                sources=["article", cite("readout", stance="denies")],
            ),
            Visit(
                id="visit",
                title="Visit",
                when="2025-03-17",
                participants=["CA"],
                host=["FR"],
                status="concluded",
            ),
            Event(
                id="return",
                title="Return",
                when="[2025-03-18..2025-03-27]",
                status="expected",
            ),
            Summit(
                id="g7",
                title="Summit",
                when="2025-06-15/2025-06-17",
                participants=["CA", "FR", "GB", "IT", "DE", "US", "JP"],
                status="scheduled",
            ),
            Negotiation(
                id="talks",
                title="Free trade talks",
                when="2024-01/..",
                status="suspended",
                since="2024-02",
                participants=["CA", "GB"],
            ),
            Event(id="before", title="Before", when="not-after:2025-03-20"),
            Event(id="after", title="After", when="not-before:2025-04-01"),
            Event(id="tour", title="Tour", when="2025-03-10/2025-03-20"),
            Event(
                id="window",
                title="Window",
                when="2025-03 not-before:2025-03-05",
                when_text="in a while",
            ),
            Treaty(id="old", title="Old treaty", in_force="1950", terminated="2001"),
            Treaty(id="new", title="New treaty", in_force="2020-05-01"),
            Signature(id="sig", treaty="new", party="FR", when="2019", status="signed"),
            Event(
                id="people",
                title="Walk",
                participants=["Mark Carney @CA"],
                when="2025-03-17T16:30",
                when_text="a very long remark of the source about it",
            ),
        ],
        sources=[PAGE, Source(id="readout", as_of="2025-04", published="2025-04-02")],
    )


HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x9b2J\x01",
    "a\u202eb\u200bc",
    "a|b `c` **d** [e](javascript:f)",
    "<script>alert('x')</script><img src=x onerror=y>",
    "\\input{/etc/passwd} $x$ 50% & # _ ^ ~ { }",
    "=HYPERLINK(1)",
    "line\nbreak\ttab\r\n| --- |\n### h",
    "習近平 👩‍👩‍👧 ﷽",
    "]]>--><!--",
    "x" * 1_000,
)
hostile = st.sampled_from(HOSTILE) | st.text(max_size=20).map(lambda text: f"x{text}")


@st.composite
def hostile_timelines(draw: st.DrawFn) -> Timeline:
    """Any timeline whose every free text may be an attack."""
    events = [
        Meeting(
            id=f"m{number}",
            title=draw(hostile),
            when=draw(st.sampled_from([None, "2025-03-17", "2025-03"])),
            when_text=draw(hostile | st.just("")),
            status=draw(st.sampled_from([None, "held", "expected"])),
            place=draw(hostile | st.just("")),
            topics=[draw(hostile)],
            note=draw(hostile),
            sources=[cite("s", draw(hostile))],
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    source = Source(id="s", title=draw(hostile), publisher=draw(hostile))
    return Timeline(events, sources=[source], title=draw(hostile))
