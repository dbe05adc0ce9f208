"""From text to time: EDTF, clock times, zones and anchors, put together.

A text is one date part and up to eight anchors, with a space between. The date part is
EDTF (:mod:`timeline.when.edtf`), to which this module adds clock times, offsets and
zones as RFC 9557 writes them, and the prefix ``throughout:``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

import attrs

from timeline.errors import AmbiguousTimeError, NonexistentTimeError, ParseError
from timeline.text import quote
from timeline.when import bounds, edtf, timezones
from timeline.when.anchors import Anchor, Kind
from timeline.when.bounds import DAY, MINUTE, SECOND, SLACK, Ticks, hull, tighten
from timeline.when.calendar import ordinal
from timeline.when.completions import Span, completions, merge
from timeline.when.edtf import EndKind, Form, Point, Precision, Value, fail

MOST_ANCHORS = 8
_LONGEST_TEXT = 2_000  # characters: a date part and eight anchors
_NOWHERE = Point(None, None, kind=EndKind.UNKNOWN)
NO_DATE = Value("", Form.DATE, _NOWHERE, _NOWHERE)

_ONE_DATE = "write one date, then anchors such as not-before:X, each after a space"
_SPELLINGS = (
    "write a day as 2025-03-17, a month as 2025-03, a clock time as 2025-03-17T14:30,"
    " a span as start/end; the source's words belong in when_text"
)
_CLOCK = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T(([01][0-9]|2[0-3]):([0-5][0-9])"
    r"(?::([0-5][0-9])(?:\.([0-9]{1,6}))?)?)"
    r"(Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9])?)?)?"
).fullmatch
_ZONED = re.compile(r"(.+)\[([A-Za-z0-9_+/-]{1,64})\]").fullmatch
_SLASH = re.compile(r"/(?![^\[]*\])")  # not the slash of a zone's name


class Zones(NamedTuple):
    """The zones of the clocks that showed the start and the end.

    Attributes:
        start: Name of an IANA zone, or an offset such as ``-04:00``.
        end: The same for the end.
    """

    start: str
    end: str


_Limits = list[tuple[Kind, Value]]  # anchors to dates
# What a When is made of, in the order of its fields.
Parsed = tuple[Ticks, Value, tuple[Anchor, ...], Zones | None, tuple[Ticks, ...]]


def parse(text: str) -> Parsed:
    """Read any text: one date part and anchors.

    Raises:
        ParseError: it cannot be read, or contradicts itself.
    """
    if not isinstance(text, str):
        hint = 'write a text such as "2025-03-17", or use When.of'
        raise ParseError(f"{quote(text)} is not a date", hint, code="bad-date")
    if len(text) > _LONGEST_TEXT:
        hint = f"write at most {_LONGEST_TEXT} characters"
        raise ParseError(f"{quote(text)} is too long", hint, text=text, code="bad-date")
    try:
        if " " in text or text[:1].islower():
            return assemble(*_split(text))
        return assemble(read(text))
    except ParseError as error:
        if error.problems[0].code != "bad-text":
            raise
        problem = attrs.evolve(error.problems[0], code="bad-date")
        raise ParseError([problem], text=text, position=error.position) from None


def _split(text: str) -> tuple[Value, tuple[Anchor, ...]]:
    """Read the date part of a text and its anchors."""
    dated, anchors = "", []
    for piece in text.split(" "):
        is_named = piece[:1].islower() and ":" in piece
        if is_named and not piece.startswith(edtf.THROUGHOUT):
            anchors.append(Anchor.parse(piece))
        elif anchors or dated or not piece:
            hint = _ONE_DATE if anchors else _SPELLINGS
            fail(text, 0, "is not a date", hint)
        else:
            dated = piece
    return read(dated) if dated else NO_DATE, tuple(anchors)


def read(text: str) -> Value:
    """Read a date part: EDTF, clock times, zones, ``throughout:``.

    Raises:
        ParseError: it cannot be read.
    """
    body = text.removeprefix(edtf.THROUGHOUT)
    value = _with_clocks(body) if "T" in body or "]" in body else edtf.parse(body)
    if body is not text and value.marks:
        hint = (
            "write the first and the last day it fills, such as 2025-06-14/2025-06-16"
        )
        fail(text, 0, "fills a date in doubt", hint)
    if value.form is Form.ALL_OF:
        hint = "give each a record of its own, or write [a,b] for one of them"
        fail(text, 0, "lists several occurrences", hint)
    return value if body is text else edtf.write(value._replace(throughout=True))


def _with_clocks(text: str) -> Value:
    """Read a date part in which there is a clock time, a zone or a set."""
    if len(text) > edtf.LONGEST:
        hint = f"write at most {edtf.LONGEST} characters"
        raise ParseError(f"{quote(text)} is too long for a date", hint, text=text)
    if text[0] in "[{":
        body, zone = _split_zone(text)
        value = edtf.parse(body)
        for point in value.dates if zone else ():
            _check_day(point._replace(zone=zone))
        start, end = value.start._replace(zone=zone), value.end._replace(zone=zone)
        return edtf.write(value._replace(start=start, end=end))
    start_text, *rest = _SLASH.split(text, 1) if "/" in text else [text]
    if not rest:
        return edtf.lone(_read_point(text, text, 0, edtf.read_date))
    start = _read_point(start_text, text, 0, edtf.read_end)
    end = _read_point(rest[0], text, len(start_text) + 1, edtf.read_end)
    value = edtf.join(text, start, end)
    if len({bool(point.where) for point in value.dates}) > 1:
        hint = "give both ends an offset or zone, or neither"
        fail(text, 0, "has a zone at one end only", hint)
    return value


def _split_zone(text: str) -> tuple[str, str]:
    """Split a text from the zone in brackets behind it, if there is one."""
    match = _ZONED(text)
    return (match[1], timezones.as_zone(match[2])) if match else (text, "")


def _read_point(
    text: str, whole: str, at: int, read_calendar: Callable[[str, str, int], Point]
) -> Point:
    """Read a date, a clock time or an undated end, with its zone if there is one."""
    text, zone = _split_zone(text)
    if "T" in text:
        return _read_clock(text, zone, whole, at)
    point = read_calendar(text, whole, at)
    return _check_day(point._replace(zone=zone)) if zone else point


def _read_clock(text: str, zone: str, whole: str, at: int) -> Point:
    """Read a clock time, and hold it against the clocks of *zone*."""
    match = _CLOCK(text)
    if match is None:
        hint = (
            "write 2025-03-17T16:30, or with seconds, from 00:00 to 23:59:59; "
            "then Z or an offset such as -04:00"
        )
        fail(whole, at, "has an invalid clock time", edtf.midnight(text) or hint)
    year, month, day, clock, hour, minute, second, fraction, written = match.groups("")
    try:
        low = ordinal(int(year), int(month), int(day)) * DAY
    except ValueError:  # raised again with the reason
        low = edtf.read_date(text[:10], whole, at).low or 0
    low += (int(hour) * 60 + int(minute)) * MINUTE
    unit, precision = MINUTE, Precision.MINUTE
    if second:
        low += int(second) * SECOND
        unit, precision = SECOND, Precision.SECOND
    if fraction:
        clock = f"{clock.partition('.')[0]}.{fraction:0<6}"
        low += int(clock[-6:])
        unit, precision = 1, Precision.MICROSECOND
    offset = _offset(written, whole, at) if written else None
    high, kind = low + unit, EndKind.CLOSED
    point = Point(
        low, high, precision, text[:10], year, month, day, "", kind, clock, offset, zone
    )
    return _check_clock(point) if zone else point


def _offset(text: str, whole: str, at: int) -> int:
    """Return microseconds ahead of UTC, given ``Z`` or an offset."""
    seconds = timezones.seconds_of(text)
    if not seconds and text[0] == "-":
        fail(whole, at, "has a negative zero offset", "write Z")
    return seconds * SECOND


def _check_day(point: Point) -> Point:
    """Return a date unless it is a day that its zone left out.

    Raises:
        NonexistentTimeError: the clocks skip all of it, as when a country changes sides
            of the date line.
    """
    low, high = point.low, point.high
    if point.day.isdigit() and low is not None and high is not None:
        first, last = _instants(point, low, high)
        if first == last:
            problem = f"{quote(point.date)} does not exist in {point.zone}"
            hint = "write the day before or after it"
            raise NonexistentTimeError(f"{problem}: the clocks skip that day", hint)
    return point


def _check_clock(point: Point) -> Point:
    """Return a clock time with the offset that its zone gives it.

    Raises:
        NonexistentTimeError: the clocks skip it.
        AmbiguousTimeError: they show it twice, and no offset says which.
        ParseError: the offset is not the zone's.
    """
    zone, shown = point.zone, quote(f"{point.date}T{point.clock}")
    early, late = timezones.offsets(point.low or 0, zone)
    both = " or ".join(dict.fromkeys(map(timezones.offset_text, (early, late))))
    if early < late:
        problem = f"{shown} does not exist in {zone}: the clocks skip it"
        raise NonexistentTimeError(problem, "write a time before or after the change")
    if point.offset is None:
        if early > late:
            hint = f"write the offset {both} before the zone"
            raise AmbiguousTimeError(f"{shown} occurs twice in {zone}", hint)
        return point._replace(offset=early)
    if point.offset not in (early, late):
        problem = f"{quote(str(point))} has an offset that {zone} does not have then"
        raise ParseError(problem, f"write {both}", code="zone-rule-changed")
    return point


def check_clocks(value: Value, zone: str) -> None:
    """Refuse days and clock times without a zone that *zone* skips or repeats.

    Raises:
        UnknownZoneError: no time zone has that name.
        NonexistentTimeError: they skip one.
        AmbiguousTimeError: they show one twice.
    """
    name = timezones.as_zone(zone)
    for point in value.dates:
        if not (point.where or value.start.where):
            check = _check_clock if point.clock else _check_day
            check(point._replace(zone=name))


def place(value: Value, zone: str) -> Value:
    """Return the same, shown by the clocks of *zone*."""
    start = _place(value.start, zone)
    end = _place(value.end, zone) if value.is_span or value.parts else start
    return edtf.write(value._replace(start=start, end=end))


def _place(point: Point, zone: str) -> Point:
    if point.low is None and point.high is None:
        return point
    offset = None
    if point.clock:
        early, late = timezones.offsets(point.low or 0, zone)
        offset = early if early == late else None
    return point._replace(zone=zone, offset=offset)


def _instants(point: Point, low: int | None, high: int | None) -> Span:
    """Return two ticks of the clock that shows *point*, on UTC if it is placed.

    Of a tick that the clocks show twice the first one counts for *low* and the last
    one for *high*; what they skip lies at the jump.
    """
    if point.offset is not None:
        low = None if low is None else low - point.offset
        high = None if high is None else high - point.offset
    elif point.zone:
        low = None if low is None else timezones.first_instant(low, point.zone)
        high = None if high is None else timezones.last_instant(high, point.zone)
    return low, high


def _unit(point: Point, low: int | None, high: int | None) -> Span:
    """Return the first tick of a date or clock time and the tick after its last."""
    low, high = _instants(point, low, high)
    if low is not None and high is not None and high <= low:  # the clocks skip it all
        high = low + 1
    return low, high


def _bounds(value: Value, begins: Span, ends: Span) -> Ticks:
    """Return the four bounds of a date part, before they are tightened.

    Args:
        value: The date part.
        begins: When it starts, on its clock.
        ends: When it ends, likewise.
    """
    start, end, throughout = value.start, value.end, value.throughout
    low, last = first, high = _unit(start, *begins)
    if value.is_span:
        first, high = _unit(end, *ends)
    elif start.clock and last is not None and not throughout:
        high = last - 1 + DAY  # how long it took is unknown: at most a day
    soonest = None if first is None else first + 1
    if value.is_span and end.clock and not (start.clock and first == low):
        # An end by the clock is that instant; one written equal to the start says that
        # it was a moment within its minute.
        soonest, high = _instants(end, end.low, end.low)
    if throughout:
        return Ticks(low, low, high, high)
    return Ticks(low, None if last is None else last - 1, soonest, high)


def _members(value: Value, *, marked: bool) -> list[Ticks]:
    """Return the bounds of each time that a date part may be.

    Args:
        value: The date part.
        marked: Whether its marks of doubt count.
    """
    if value.is_span:
        both = [completions(end, marked=marked) for end in (value.start, value.end)]
        begins, ends = ((spans[0][0], spans[-1][1]) for spans in both)
        return [_bounds(value, begins, ends)]
    parts = value.parts or (value.start,)
    spans = [span for part in parts for span in completions(part, marked=marked)]
    spans = spans if value.throughout else merge(spans)
    return [_bounds(value, span, span) for span in spans]


def _deadline(value: Value, *, marked: bool) -> int | None:
    """Return the tick by which all of it is over; of a clock time, that instant."""
    if value.is_lone_clock:
        return _instants(value.start, None, value.start.low)[1]
    return hull(_members(value, marked=marked)).end_latest


def _zones(value: Value) -> Zones | None:
    """Return the zones of both ends; None on the wall clock."""
    start = value.start.where
    end = start if value.end is value.start else value.end.where
    return Zones(start or end, end or start) if start or end else None


def assemble(value: Value, anchors: tuple[Anchor, ...] = (), zone: str = "") -> Parsed:
    """Put a date part and anchors together; an anchor to a date tightens the ticks.

    Args:
        value: The date part.
        anchors: The anchors.
        zone: Zone in which dates of anchors are read that have none of their own.

    Raises:
        ParseError: no time fits them all, or there are too many.
    """
    if len(anchors) > MOST_ANCHORS:
        hint = f"keep {MOST_ANCHORS} and leave out what they imply"
        raise ParseError(f"too many anchors: {len(anchors)}", hint)
    dated = (anchor for anchor in anchors if anchor.is_date)
    limits = [(anchor.kind, read(anchor.target)) for anchor in dated]
    if zone:
        limits = [(kind, v if _zones(v) else place(v, zone)) for kind, v in limits]
    try:
        return _assemble(value, anchors, limits)
    except ParseError as error:
        text = " ".join(filter(None, (value.text, *map(str, anchors))))
        raise type(error)(f"{quote(text)} {error.message}", error.hint) from None


def _assemble(value: Value, anchors: tuple[Anchor, ...], limits: _Limits) -> Parsed:
    """Return stated and tested bounds, which differ by marks of doubt and by gaps."""
    start, end, zones = value.start, value.end, _zones(value)
    is_doubtful = start.marks or end.marks or "X" in start.date or "X" in end.date
    if not (anchors or value.parts or is_doubtful):
        ticks = tighten(_bounds(value, start[:2], end[:2]))
        return ticks, value, anchors, zones, (ticks,)
    where = zones or next(filter(None, (_zones(date) for _, date in limits)), None)
    slack = SLACK if where and not zones else 0
    room = _window(limits, placed=where is not None, marked=False)
    members = [bounds.widen(ticks, slack) for ticks in _members(value, marked=False)]
    ticks = tighten(room.limit(hull(members)))
    marked = value.marks != ()
    in_doubt = marked or any(date.marks for _, date in limits)
    if in_doubt:
        room = _window(limits, placed=where is not None, marked=True)
        members = [bounds.widen(ticks, slack) for ticks in _members(value, marked=True)]
        is_lone = value.form is Form.DATE and len(members) == 1
        if marked and is_lone and None not in room:
            members = [bounds.UNBOUNDED]  # the source says how wide its doubt is
    spans = tuple(_fitting(members, room))
    if not spans:
        hint = "correct the dates or the anchors"
        raise ParseError("has no date within its anchors", hint)
    return ticks if in_doubt else hull(spans), value, anchors, where, spans


class _Window(NamedTuple):
    """Between which ticks anchors to dates leave room; None where none says."""

    start: int | None = None
    end: int | None = None

    def limit(self, ticks: Ticks) -> Ticks:
        """Return what of the bounds lies within, not yet tightened."""
        first = bounds.tightest(max, self.start, ticks.start_earliest)
        last = bounds.tightest(min, self.end, ticks.end_latest)
        return ticks._replace(start_earliest=first, end_latest=last)


def _fitting(members: list[Ticks], window: _Window) -> Iterator[Ticks]:
    for ticks in members:
        with suppress(ParseError):  # this one does not fit
            yield tighten(window.limit(ticks))


def _window(limits: _Limits, *, placed: bool, marked: bool) -> _Window:
    """Return the room that anchors to dates leave.

    All lie on UTC as soon as one of them does. An unplaced date beside a placed one is
    widened, since it is unknown where its clock was.
    """
    start = end = None
    for kind, value in limits:
        slack = SLACK if placed and not _zones(value) else 0
        if kind == "not-before":
            ticks = bounds.widen(hull(_members(value, marked=marked)), slack)
            start = bounds.tightest(max, start, ticks.start_earliest)
        else:
            last = _deadline(value, marked=marked)
            end = bounds.tightest(min, end, None if last is None else last + slack)
    return _Window(start, end)
