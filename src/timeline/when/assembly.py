"""A whole `When` from its text: one date part and anchors, put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from types import MappingProxyType

import attrs

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when import bounds, edtf, reading, timezones
from timeline.when.anchors import Anchor
from timeline.when.bounds import DAY, LIMIT, MINUTE, SECOND, Ticks
from timeline.when.edtf import EndKind
from timeline.when.reading import Form, Precision, Stretch, Zoning

__all__ = ["ANCHORED", "Parts", "assembled", "parse", "placed"]

MOST_ANCHORS = 8
_LONGEST = 2_000  # characters: a date part and eight anchors
_BARE = frozenset(" :T[]{}")  # none of these stands in a date or span of EDTF
_ONE_DATE = "write one date, then anchors such as not-before:X, a space between"
_NO_WORDS = (
    "write a day as 2025-03-17, a month as 2025-03, a clock time as 2025-03-17T14:30,"
    " a span as start/end; the source's words belong in when_text"
)
_NO_TICKS = Ticks(None, None, None, None)

ANCHORED = Form(
    placed=False,
    precision=Precision.DAY,
    end_precision=Precision.DAY,
    start_kind=EndKind.UNKNOWN,
    end_kind=EndKind.UNKNOWN,
)

_PRECISION = {precision.value: precision for precision in Precision}
_LONE = {p.value: Form(placed=False, precision=p, end_precision=p) for p in Precision}
_PLACED = {p: Form(placed=True, precision=p, end_precision=p) for p in Precision}

# A clock time as it is printed, by which nearly all are written; none of a zone.
_CLOCK = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?"
    r"(Z|[+-](?!00:00)([01][0-9]|2[0-3]):([0-5][0-9]))?"
).fullmatch
_EPOCH = date(1970, 1, 1).toordinal()
_CLOCKS: Mapping[tuple[bool, Precision, Precision], Form] = MappingProxyType(
    {
        units: Form(*units)
        for units in product(
            (False, True),
            (Precision.MINUTE, Precision.SECOND),
            (Precision.MINUTE, Precision.SECOND),
        )
    }
)

# What a When is made of, in the order of its fields.
Parts = tuple[
    int | None,
    int | None,
    int | None,
    int | None,
    str,
    Form,
    tuple[Anchor, ...],
    Zoning | None,
]


def parse(text: str) -> Parts:
    """Read any text: one date part and anchors.

    Raises:
        ParseError: it is none.
    """
    if not isinstance(text, str):
        hint = 'write a text such as "2025-03-17", or use When.of'
        raise ParseError(f"{quote(text)} is not a date", hint, code="bad-date")
    if len(text) > _LONGEST:
        hint = f"write at most {_LONGEST} characters"
        raise ParseError(f"{quote(text)} is too long", hint, text=text, code="bad-date")
    try:
        if _BARE.isdisjoint(text):
            return _calendar(text)
        return _clocks(text) or _read(text)
    except ParseError as error:
        if error.problems[0].code != "bad-text":
            raise
        problem = attrs.evolve(error.problems[0], code="bad-date")
        raise ParseError([problem], text=text, position=error.position) from None


def _calendar(text: str) -> Parts:
    """Read what is no more than an EDTF date or span; `_read` is as right, but slow."""
    value = edtf.parse(text)
    start, end = value.start, value.end
    first, last = start.date, end.date
    if first is not None and first is last:  # a lone date, whose bounds are tight
        low, high = first.first.number * DAY, first.last.number * DAY + DAY
        if low < -LIMIT or high > LIMIT:
            return _read(text)
        form = _LONE[first.precision]
        if any(first.qualifiers) or value.has_gaps:
            members = value.text if value.has_gaps else ""
            unit, kind = form.precision, EndKind.CLOSED
            form = Form(False, unit, unit, kind, kind, _marks(first), members)  # noqa: FBT003  (all by place)
        return low, high - 1, low + 1, high, value.text, form, (), None
    ticks = Ticks(
        None if start.first is None else start.first.number * DAY,
        None if start.last is None else start.last.number * DAY + DAY - 1,
        None if end.first is None else end.first.number * DAY + 1,
        None if end.last is None else end.last.number * DAY + DAY,
    )
    form = Form(
        False,  # noqa: FBT003  (placed)
        _PRECISION[first.precision if first else "day"],
        _PRECISION[last.precision if last else "day"],
        start.kind,
        end.kind,
        _marks(first) + _marks(last),
    )
    try:
        return *bounds.tighten(ticks), value.text, form, (), None
    except ParseError:
        return _read(text)  # whose error names the text


def _clocks(text: str) -> Parts | None:
    """Read a plain clock time, or a span from one to another; `_read` is as right."""
    start, slash, end = text.partition("/")
    first = _clock(start)
    last = _clock(end) if slash else first
    if not first or not last or bool(first[3]) is not bool(last[3]):
        return None
    low, high, unit, place = first
    end_low, end_high, end_unit, end_place = last
    form = _CLOCKS[bool(place), unit, end_unit]
    zone = Zoning(place, end_place) if place else None
    if not slash:  # how long it lasted is not told, but no longer than a day
        return low, high - 1, low + 1, high - 1 + DAY, text, form, (), zone
    if end_high <= low:
        return None  # which `_read` explains
    ticks = bounds.tighten(Ticks(low, high - 1, end_low + 1, end_high))
    return *ticks, text, form, (), zone


def _clock(text: str) -> tuple[int, int, Precision, str] | None:
    """Return the ticks that a clock time lies between, its unit and its offset."""
    match = _CLOCK(text)
    if match is None:
        return None
    day, hour, minute, second, place, ahead, more = match.groups("")
    try:
        low = (date.fromisoformat(day).toordinal() - _EPOCH) * DAY
    except ValueError:
        return None
    low += (int(hour) * 60 + int(minute)) * MINUTE
    if ahead:
        offset = (int(ahead) * 60 + int(more)) * MINUTE
        low += offset if place[0] == "-" else -offset
    if second:
        low += int(second) * SECOND
        return low, low + SECOND, Precision.SECOND, place
    return low, low + MINUTE, Precision.MINUTE, place


def placed(ticks: Ticks, text: str, form: Form, zone: str) -> Parts | None:
    """Place a lone date or clock time without marks; None is for `assembled` to place.

    It is as right, but reads the text again.
    """
    low, last, _, high = ticks
    if low is None or last is None or high is None or "/" in text:
        return None
    where = Zoning(zone, zone)
    if form == _LONE[form.precision.value] and high == last + 1:
        low = timezones.first_instant(low, zone)
        high = max(
            timezones.last_instant(high, zone), low + 1
        )  # its clocks may skip it
        form = _PLACED[form.precision]
        return low, high - 1, low + 1, high, f"{text}[{zone}]", form, (), where
    offset, other = timezones.offsets(low, zone)
    if form not in _CLOCKS.values() or offset != other:
        return None
    text = f"{text}{timezones.offset_text(offset)}[{zone}]"
    form = _CLOCKS[True, form.precision, form.precision]
    low, last, high = low - offset, last - offset, high - offset
    return low, last, low + 1, high, text, form, (), where


def _marks(part: edtf.Date | None) -> tuple[str, ...]:
    if part is None or not any(part.qualifiers):
        return ()
    return ("".join(mark or "-" for mark in part.qualifiers),)


def _read(text: str) -> Parts:
    dated, anchors = "", []
    for piece in text.split(" "):
        if ":" in piece and piece[0].islower() and piece[:11] != reading.THROUGHOUT:
            anchors.append(Anchor.parse(piece))
        elif dated or anchors or not piece:
            hint = _ONE_DATE if anchors else _NO_WORDS
            raise ParseError(f"{quote(text)} is not a date", hint, text=text)
        else:
            dated = piece
    return assembled(reading.read(dated) if dated else None, tuple(anchors))


def assembled(
    stretch: Stretch | None, anchors: tuple[Anchor, ...], place: str = ""
) -> Parts:
    """Put a date part and anchors together; an anchor to a date tightens the ticks.

    Args:
        stretch: The date part; None if there is none.
        anchors: The anchors.
        place: Zone in which dates of anchors are read that have none of their own.

    Raises:
        ParseError: no time fits them all, or there are too many.
    """
    if len(anchors) > MOST_ANCHORS:
        hint = f"keep {MOST_ANCHORS} and leave out what they imply"
        raise ParseError(f"{len(anchors)} anchors are too many", hint)
    ticks, form, zone, text = _NO_TICKS, ANCHORED, None, ""
    if stretch is not None:
        ticks, form, zone = stretch.ticks, stretch.form, stretch.zone
        text = stretch.text
    limits = [(a, reading.read(a.target)) for a in anchors if a.is_date]
    if place:
        limits = [(a, s if s.zone else s.placed(place)) for a, s in limits]
    if limits:
        ticks, form, zone = _limited(ticks, form, zone, limits)
    try:
        return *bounds.tighten(ticks), text, form, anchors, zone
    except ParseError as error:
        whole = " ".join(filter(None, (text, *map(str, anchors))))
        raise type(error)(f"{quote(whole)} {error.message}", error.hint) from None


def _limited(
    ticks: Ticks, form: Form, zone: Zoning | None, limits: list[tuple[Anchor, Stretch]]
) -> tuple[Ticks, Form, Zoning | None]:
    """Tighten by anchors to dates: all on UTC as soon as one of them is.

    An unplaced date beside a placed one is widened, since nobody says whose it is.
    """
    zone = zone or next((limit.zone for _, limit in limits if limit.zone), None)
    if zone and not form.placed:
        ticks, form = bounds.widen(ticks), form._replace(placed=True)
    start, end = ticks.start_earliest, ticks.end_latest
    for anchor, limit in limits:
        within = limit.ticks
        if zone and not limit.zone:
            within = bounds.widen(within)
        if anchor.kind == "not-before":
            start = _tightest(max, start, within.start_earliest)
        else:
            end = _tightest(min, end, within.end_latest)
    return ticks._replace(start_earliest=start, end_latest=end), form, zone


def _tightest(
    choose: Callable[[int, int], int], a: int | None, b: int | None
) -> int | None:
    if a is None or b is None:
        return b if a is None else a
    return choose(a, b)
