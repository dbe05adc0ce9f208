"""Hypothesis strategies for what a timeline is made of: any legal value, few names."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from timeline.records.event import Event
from timeline.records.meetings import Call, Meeting, Visit
from timeline.records.negotiations import Negotiation
from timeline.records.participants import Participant
from timeline.records.source import Citation
from timeline.when.anchors import Anchor, Duration
from timeline.when.when import When

# Few names, few years and few zones, so that what is drawn meets.
IDS = tuple(f"e{at}" for at in range(8))
ZONES = ("Europe/Paris", "America/Toronto", "Asia/Kathmandu", "UTC")
STATUSES = ("expected", "scheduled", "postponed", "under_way", "cancelled")

ids = st.sampled_from(IDS)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
texts = st.text(max_size=20).filter(str.isprintable)
filled = texts.filter(str.strip)


@st.composite
def durations(draw: st.DrawFn) -> Duration:
    """Any amount of time, forwards or backwards."""
    million = 1_000_000
    parts = (
        draw(st.integers(0, 13 * million)),
        draw(st.integers(0, 8 * million)),
        draw(st.integers(0, 3_661 * million * million)),
    )
    amount = Duration(*parts)
    return -amount if draw(st.booleans()) else amount


@st.composite
def anchors(draw: st.DrawFn) -> Anchor:
    """Any anchor to an event."""
    kind = draw(st.sampled_from(["not-before", "not-after", "during", "same-day"]))
    if kind in {"during", "same-day"}:
        return Anchor.parse(f"{kind}:{draw(ids)}")
    point = draw(st.sampled_from(["", "start", "end"]))
    shift = draw(st.none() | durations()) if point else None
    return Anchor(kind, draw(ids), point, shift)  # type: ignore[arg-type]


@st.composite
def dated(draw: st.DrawFn) -> When:
    """Any value with a date: days, months, years, spans, clock times, zones."""
    day = draw(days)
    text = day.isoformat()
    form = draw(st.sampled_from(["day", "month", "year", "span", "open", "clock"]))
    if form == "span":
        return When.parse(f"{text}/{draw(st.dates(day, date(2027, 12, 31)))}")
    if form == "clock":
        return When.parse(f"{text}T{draw(st.integers(0, 23)):02}:30Z")
    cut = {"day": text, "month": text[:7], "year": text[:4], "open": f"{text}/.."}
    return When.parse(cut[form])


@st.composite
def whens(draw: st.DrawFn) -> When:
    """Any value: a date, anchors, or both."""
    found = draw(st.lists(anchors(), max_size=3, unique=True))
    if not found or draw(st.booleans()):
        return When.parse(" ".join([str(draw(dated())), *map(str, found)]))
    return When.parse(" ".join(map(str, found)))


participants = st.builds(
    Participant,
    st.sampled_from(["", "Mark Carney", "Keir Starmer", "Emmanuel Macron"]),
    st.sampled_from(["CA", "GB", "FR", "EU"]),
)

_common = {
    "title": filled,
    "when": st.none() | dated(),
    "when_text": texts,
    "participants": st.lists(participants, max_size=3).map(tuple),
    "place": texts,
    "topics": st.lists(filled, max_size=2).map(tuple),
    "sources": st.lists(st.builds(Citation, ids, texts), max_size=2).map(tuple),
    "part_of": st.none() | ids,
    "about": st.lists(ids, max_size=2).map(tuple),
    "note": texts,
}


@st.composite
def events(draw: st.DrawFn, id: str = "") -> Event:  # noqa: A002  (its field)
    """Any record of a few kinds."""
    cls = draw(st.sampled_from([Event, Meeting, Call, Visit, Negotiation]))
    fields: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=_common))
    fields.setdefault("title", "Something")
    return cls(id=id or draw(ids), **fields)


@st.composite
def free_events(draw: st.DrawFn) -> list[Event]:
    """Records with unique ids that name nothing else."""
    names = draw(st.lists(ids, unique=True))
    return [
        Event(id=name, title=name, when=draw(st.none() | dated())) for name in names
    ]
