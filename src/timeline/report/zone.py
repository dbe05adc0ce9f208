"""Clock times as the clocks of a reader's zone show them; days float, and stay."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import attrs

from timeline.collection.collection import Collection
from timeline.formats.shared import iso
from timeline.language.message import Message
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.source import Citation
from timeline.when.anchors import Anchor
from timeline.when.edtf import Point
from timeline.when.timezones import as_zone, first_instant, offset_text, wall
from timeline.when.when import When

T = TypeVar("T")


def in_zone(timeline: Collection, zone: str | None) -> Collection:
    """Return *timeline* with its clock times on the clocks of *zone*.

    Without one, a clock time in the zone of its record alone is named with that. A
    clock time whose own zone nobody states stays as it is.

    Raises:
        UnknownZoneError: no zone has that name.
    """
    origin, home, shown = timeline.origin, timeline.tz, zone and as_zone(zone)
    named = ((e, shown or (e.tz if _is_elsewhere(e, home) else None)) for e in origin)
    events = [_event_in(event, name, home) for event, name in named if name]
    if not events:
        return timeline
    # All of the origin: what is overdue, or follows from links, is on these clocks too.
    zoned = origin.exchange({event.id for event in events}, events, tz=home)
    return zoned.selection(tuple(zoned[event.id] for event in timeline))


def _is_elsewhere(event: Event, home: str | None) -> bool:
    """Whether its clocks are those of its own zone, which its time does not name."""
    when = event.when if event.tz not in {None, home} else None
    return when is not None and when.value.has_clock and not when.is_placed


def zone_line(timeline: Collection, zone: str | None, words: Words) -> list[str]:
    """Return the line that names the zone of a table, if one was asked for."""
    if zone is None:
        return []
    whens = (timeline.placed(event) for event in timeline.events)
    floating = any(w and w.value.has_clock and not w.is_placed for w in whens)
    return [words.say("times-in-some" if floating else "times-in", zone)]


def shown_in(value: T, zone: str | None, home: str | None) -> T:
    """Return a value with each clock time in it on the clocks of *zone*, if any."""
    shown: Any = value
    if zone and isinstance(value, When) and "T" in str(value):
        shown = _when_in(value, zone, home)
    elif zone and isinstance(value, tuple):
        shown = tuple(shown_in(each, zone, home) for each in value)
    elif isinstance(value, Message):
        shown = attrs.evolve(value, values=shown_in(value.values, zone, home))
    elif isinstance(value, Citation):
        shown = attrs.evolve(value, when=shown_in(value.when, zone, home))
    return cast("T", shown)


def _event_in(event: Event, zone: str, home: str | None) -> Event:
    home = event.tz or home
    names = ("when", "since", "formerly", "sources")
    changes = {name: shown_in(getattr(event, name), zone, home) for name in names}
    return attrs.evolve(event, **changes)


def _when_in(when: When, zone: str, home: str | None) -> When:
    value = when.value
    text = when.text
    if value.has_clock and not value.parts:
        ends = (value.start, value.end) if value.is_span else (value.start,)
        text = "/".join(_end_in(end, zone, home) for end in ends)
    anchors = (_anchor_in(anchor, zone, home) for anchor in when.anchors)
    return When.parse(" ".join(filter(None, (text, *anchors))))


def _end_in(end: Point, zone: str, home: str | None) -> str:
    """Return one end of a time, on the clocks of *zone* if it is a known instant."""
    known = end.zone or home
    if not end.clock or end.low is None or (end.offset is None and not known):
        return str(end)
    instant = end.low - (end.offset or 0)
    if end.offset is None:
        instant = first_instant(end.low, str(known))
    shown = wall(instant, zone)
    clock = iso(shown)[: len(f"2025-03-17T{end.clock}")]
    return f"{clock}{offset_text(shown - instant)}[{zone}]" if clock else str(end)


def _anchor_in(anchor: Anchor, zone: str, home: str | None) -> str:
    if not anchor.is_date:
        return str(anchor)
    return f"{anchor.kind}:{_when_in(When.parse(anchor.target), zone, home)}"
