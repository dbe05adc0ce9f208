"""What all exports share: a text with what it could not carry, and bounds as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import attrs

from timeline.collection.ordering import reported_as_of
from timeline.errors import Problem
from timeline.language.words import Words, plain_day
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.standing import is_closed
from timeline.when.bounds import DAY
from timeline.when.calendar import EPOCH, Day
from timeline.when.edtf import Point
from timeline.when.timezones import is_zone
from timeline.when.when import When


@attrs.frozen
class Export:
    """A timeline in another format, and what that format could not carry.

    Attributes:
        text: The document.
        losses: What is not in it, each with the id of its record first in ``loc``.
    """

    text: str = attrs.field(repr=lambda text: f"<{len(text):,} characters>")
    losses: tuple[Problem, ...] = attrs.field(default=(), repr=lambda x: f"<{len(x)}>")

    def __str__(self) -> str:
        return self.text


def loss(id_: str, message: str, field: str = "") -> Problem:
    """Return the note that an export could not carry something of a record."""
    loc = (id_, field) if field else (id_,)
    return Problem("not-carried", message, loc, severity="warning")


def date_words(event: Event, words: Words) -> str:
    """Return the date of an event in the words of a table; nothing if it has none."""
    is_open = event.phase is Phase.UNDER_WAY
    return words.when(event.when, ongoing=is_open) if event.when else ""


def status_words(event: Event, words: Words, records: Mapping[str, Record]) -> str:
    """Return the status in words; of what has not taken place so far, as of when.

    >>> from timeline import Call
    >>> call = Call(id="c", title="C", status="did_not_take_place", when="2025-03/..")
    >>> status_words(call, Words(), {})
    'has not taken place'
    """
    if not event.did_not_take_place:
        return words.status(event.status, event.kind)
    if is_closed(event, records):
        return words.say("not-in-window")
    day = words.when(reported_as_of(event, records))
    return words.say("not-so-far-as-of" if day else "not-so-far", day)


def stated_points(when: When) -> Iterator[Point]:
    """Yield the dates that are written in *when*, those of its anchors too.

    >>> when = When.parse("2025-06 not-before:2025-06-10")
    >>> [point.date for point in stated_points(when)]
    ['2025-06', '2025-06-10']
    """
    yield from when.value.dates
    for anchor in when.anchors:
        if anchor.is_date:
            yield from When.parse(anchor.target).value.dates


def is_certain(when: When) -> bool:
    """Return whether days or clock times are stated, each without any doubt.

    >>> is_certain(When.parse("2025-06-15")), is_certain(When.parse("2025-06-15~"))
    (True, False)
    """
    dates = when.value.dates
    if when.value.parts or not dates:
        return False
    return when.value.throughout or all(map(plain_day, dates))


def bounds_text(when: When) -> tuple[str, str]:
    """Return in EDTF when it starts at the earliest and is over at the latest.

    A bound is a date as it is stated, no finer and with its marks; a stated clock time
    is one in UTC if it is placed. Where nobody states a bound it is ``..``.

    >>> bounds_text(When.parse("2025-02-03/2025-04~"))
    ('2025-02-03', '2025-04~')
    >>> bounds_text(When.parse("2025-03-17T16:30-04:00"))
    ('2025-03-17T20:30:00Z', '..')
    """
    points = [*stated_points(when)]
    ends = points[1:] if when.value.is_lone_clock else points
    low, high = when.first_calendar_day, when.last_calendar_day
    lows = [point.date for point in points if low and point.first == low]
    highs = [point.date for point in ends if high and point.last == high]
    first, last = (
        [] if tick is None else [_instant(tick, placed=when.is_placed)]
        for tick in clock_bounds(when)
    )
    return next(iter(first or lows), ".."), next(reversed(last or highs), "..")


def clock_bounds(when: When) -> tuple[int | None, int | None]:
    """Return when it starts at the earliest and is over at the latest, by the clock.

    A bound that no stated clock time gives is None.

    >>> noon = When.parse("not-before:2025-10-12 not-after:2025-10-13T12:00Z")
    >>> clock_bounds(noon) == (None, noon.end_latest)
    True
    """
    first, last = when.start_earliest, when.end_latest
    zone = when.zone.start if when.zone else ""
    by_clock: set[int | None] = set()
    limits = [When.parse(anchor.target) for anchor in when.anchors if anchor.is_date]
    placed = [limit.placed(zone) if is_zone(zone) else limit for limit in limits]
    for stated in (when, *placed):
        value = stated.value
        if value.start.clock:
            by_clock.add(stated.start_earliest)
        if value.end.clock and not value.is_lone_clock:
            by_clock.add(stated.end_latest)
    return first if first in by_clock else None, last if last in by_clock else None


def iso(tick: int) -> str:
    """Return a tick as ISO 8601 writes it, or nothing outside the years 1 to 9999.

    >>> iso(1_500_000)
    '1970-01-01T00:00:01.500000'
    """
    try:
        return (EPOCH + timedelta(microseconds=tick)).isoformat()
    except OverflowError:
        return ""


def _instant(tick: int, *, placed: bool) -> str:
    days, rest = divmod(tick, DAY)  # of any year
    clock = iso(rest).partition("T")[2]
    return f"{Day.of(days)}T{clock}{'Z' if placed else ''}"
