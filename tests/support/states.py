"""Hypothesis strategies for states of a timeline that are compared.

Few ids, parties and dates, so that what is drawn meets; the hour at which clocks are
set back is among the dates.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from timeline import (
    Call,
    Citation,
    Event,
    Meeting,
    Negotiation,
    Participant,
    Ratification,
    Source,
    Summit,
    Timeline,
    Treaty,
)
from timeline.records import lifecycle

IDS = ("a", "b", "c", "d", "e")
# Half past two on the night of 26 October 2025 came twice in Paris.
DATES = (
    "2025",
    "2025-03",
    "2025-03-17",
    "2025-03-12~",
    "2025-03-15/2025-03-17",
    "2025-03-15/..",
    "2025-06-15/2025-06-17",
    "throughout:2025-03",
    "2025-10-26T02:30+02:00[Europe/Paris]",
    "2025-10-26T02:30+01:00[Europe/Paris]",
    "2025-10-26T01:30Z",
    "2025-03-17T16:30",
    "not-before:2025-03-18",
)
WORDS = ("", "Paris", "London", "10 Downing Street, London", "“a|b” <i>")
participants = st.lists(
    st.sampled_from(
        [
            Participant(of="CA"),
            Participant("Mark Carney", "CA"),
            Participant("Mark Carney", "CA", "Prime Minister"),
            Participant("Keir Starmer", "GB"),
            Participant(of="UA"),
        ]
    ),
    max_size=3,
    unique=True,
).map(tuple)
dates = st.none() | st.sampled_from(DATES)
citations = st.lists(
    st.sampled_from(
        [
            Citation("s"),
            Citation("s", "words"),
            Citation("t"),
            Citation("t", stance="denies"),
            Citation("t", when="2024"),
        ]
    ),
    max_size=2,
    unique=True,
).map(tuple)


def _statuses(of: lifecycle.Lifecycle) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(list(of.statuses))


def _common(of: lifecycle.Lifecycle) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "title": st.sampled_from(["Talks", "Talks on trade"]),
        "when": dates,
        "when_text": st.sampled_from(["", "later in the day"]),
        "status": _statuses(of),
        "since": st.none() | st.just("2025-03"),
        "participants": participants,
        "place": st.sampled_from(WORDS),
        "sources": citations,
        "note": st.sampled_from(["", "noted"]),
    }


@st.composite
def events(draw: st.DrawFn, id: str) -> Event:  # noqa: A002  (what it is called)
    """Draw an event of that id: a span or an act, with and without a date."""
    kind: Any = draw(st.sampled_from([Event, Meeting, Call, Summit, Negotiation]))
    of = {Event: lifecycle.SPAN, Negotiation: lifecycle.NEGOTIATION}
    drawn = {k: draw(v) for k, v in _common(of.get(kind, lifecycle.MEETING)).items()}
    found: Event = kind(id=id, **drawn)
    return found


@st.composite
def timelines(draw: st.DrawFn, ids: tuple[str, ...] = IDS, tz: bool = True) -> Timeline:  # noqa: FBT001, FBT002
    """Draw a timeline of some of the ids, with a treaty and two sources."""
    found: list[Event] = []
    for name in draw(st.lists(st.sampled_from(ids), unique=True)):
        event = draw(events(name))
        earlier = draw(st.sampled_from([None, *found]))
        if earlier is not None and event.when is None and draw(st.booleans()):
            event = draw(_waiting(event, earlier.id))
        found.append(event)
    treaty = Treaty(id="ceta", title="CETA")
    deeds = [
        Ratification(id=f"r-{party}", treaty="ceta", party=party, status="pending")
        for party in draw(st.lists(st.sampled_from(["FR", "IT", "BE"]), unique=True))
    ]
    sources = [
        Source(
            id="s", title="Article", published=draw(st.sampled_from([None, "2025-11"]))
        ),
        Source(
            id="t", title="Readout", as_of=draw(st.sampled_from([None, "2025-03-17"]))
        ),
    ]
    zone = (
        draw(st.sampled_from([None, "Europe/Paris", "America/Toronto"])) if tz else None
    )
    return Timeline([*found, treaty, *deeds], sources, zone)


@st.composite
def _waiting(draw: st.DrawFn, event: Event, target: str) -> Event:
    """Let an event hang on an earlier one, in time or as a part of it."""
    import attrs  # noqa: PLC0415

    if draw(st.booleans()):
        return attrs.evolve(event, part_of=target)
    return attrs.evolve(event, when=f"not-before:{target}")
