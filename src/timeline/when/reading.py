"""The date part of a `When`: EDTF, clock times and zones, read into two ends."""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

import attrs

from timeline.errors import AmbiguousTimeError, NonexistentTimeError, ParseError
from timeline.text import quote
from timeline.when import edtf, timezones
from timeline.when.bounds import DAY, MINUTE, SECOND, Ticks
from timeline.when.calendar import ordinal
from timeline.when.edtf import EndKind
from timeline.when.timezones import wall

__all__ = [
    "THROUGHOUT",
    "End",
    "Form",
    "Precision",
    "Stretch",
    "Zoning",
    "check_clocks",
    "read",
    "wall",
]

THROUGHOUT = "throughout:"

_CLOCK = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,6}))?)?"
    r"(Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9])?)?)?"
)
_ZONED = re.compile(r"(.+)\[([A-Za-z0-9_+/-]{1,64})\]")
_SLASH = re.compile(r"/(?![^\[]*\])")  # not the slash of a zone's name, nor in a set
_UNDATED_ENDS = ("", "..")


class Precision(enum.Enum):
    """To which unit an end is told; for words only, since the bounds say it exactly."""

    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MICROSECOND = "microsecond"


class Form(NamedTuple):
    """What the four ticks of a `When` do not say.

    Attributes:
        placed: Whether the ticks are of UTC, and not of the wall clock.
        precision: To which unit the start is told.
        end_precision: To which unit the end is told.
        start_kind: Whether the start is dated, open or unknown.
        end_kind: Whether the end is dated, open or unknown.
        qualifiers: The marks of each date, part by part, with ``-`` for none, such as
            ``"~~"``; no entry for a date without marks.
        members: Of a mask or a one-of set, the text that lists what it may be.
    """

    placed: bool
    precision: Precision
    end_precision: Precision
    start_kind: EndKind = EndKind.CLOSED
    end_kind: EndKind = EndKind.CLOSED
    qualifiers: tuple[str, ...] = ()
    members: str = ""


@attrs.frozen
class Zoning:
    """Where the clocks hung that showed the start and the end.

    Attributes:
        start: Name of an IANA zone, or an offset such as ``-04:00``.
        end: The same for the end.
    """

    start: str
    end: str


@attrs.frozen
class End:
    """Within what one end of a stretch lies: from *low* to before *high*.

    Attributes:
        low: The first wall tick; None if unbounded.
        high: The first wall tick after it; None if unbounded.
        kind: Whether it is dated, open or unknown.
        precision: The unit it is told to.
        text: As written, canonically, without offset and zone.
        offset: Microseconds ahead of UTC, if written.
        zone: Name of the zone, if written.
    """

    low: int | None
    high: int | None
    kind: EndKind
    precision: Precision
    text: str
    offset: int | None = None
    zone: str = ""

    @property
    def is_clock(self) -> bool:
        """Whether a clock time is told."""
        return "T" in self.text

    @property
    def where(self) -> str:
        """The zone, or the offset in its place; empty if neither is written."""
        if self.offset is None:
            return self.zone
        return self.zone or timezones.offset_text(self.offset)

    @property
    def utc(self) -> tuple[int | None, int | None]:
        """The two ticks on the line they belong to: UTC's if it is placed."""
        low, high = self.low, self.high
        if self.offset is not None:
            low = None if low is None else low - self.offset
            high = None if high is None else high - self.offset
        elif self.zone:
            low = None if low is None else timezones.first_instant(low, self.zone)
            high = None if high is None else timezones.last_instant(high, self.zone)
            if low is not None and high is not None:  # the clocks may skip all of it
                high = max(high, low + 1)
        return low, high

    def placed(self, zone: str) -> End:
        """Return the same, shown by the clocks of *zone*."""
        if self.text in _UNDATED_ENDS:
            return self
        offset = None
        if self.is_clock and self.low is not None:
            early, late = timezones.offsets(self.low, zone)
            offset = early if early == late else None
        return attrs.evolve(self, zone=zone, offset=offset)

    def __str__(self) -> str:
        offset = timezones.offset_text(self.offset) if self.offset is not None else ""
        return f"{self.text}{offset}{f'[{self.zone}]' if self.zone else ''}"


@attrs.frozen
class Stretch:
    """A date part that has been read.

    Attributes:
        start: Within what it starts.
        end: Within what it ends.
        lone: Whether it is told as one, so that *start* bears the text of both.
        throughout: Whether it fills what it names.
        qualifiers: As in `Form`.
        members: As in `Form`.
    """

    start: End
    end: End
    lone: bool = True
    throughout: bool = False
    qualifiers: tuple[str, ...] = ()
    members: str = ""

    @property
    def text(self) -> str:
        """The canonical text."""
        lead = THROUGHOUT if self.throughout else ""
        return f"{lead}{self.start}" if self.lone else f"{lead}{self.start}/{self.end}"

    @property
    def ticks(self) -> Ticks:
        """The four bounds, not yet tightened."""
        (low, last), (first, high) = self.start.utc, self.end.utc
        if self.throughout:
            return Ticks(low, low, high, high)
        last = None if last is None else last - 1
        first = None if first is None else first + 1
        if self.lone and self.start.is_clock and last is not None:
            first, high = None, last + DAY
        return Ticks(low, last, first, high)

    @property
    def form(self) -> Form:
        """What the ticks do not say."""
        return Form(
            self.zone is not None,
            self.start.precision,
            self.end.precision,
            self.start.kind,
            self.end.kind,
            self.qualifiers,
            self.members,
        )

    @property
    def zone(self) -> Zoning | None:
        """Where the clocks hung; None if that is not told."""
        start, end = self.start.where, self.end.where
        return Zoning(start or end, end or start) if start or end else None

    def placed(self, zone: str) -> Stretch:
        """Return the same, shown by the clocks of *zone*."""
        start = self.start.placed(zone)
        end = start if self.end is self.start else self.end.placed(zone)
        return attrs.evolve(self, start=start, end=end)


def read(text: str) -> Stretch:
    """Read a date part: EDTF, clock times, zones, ``throughout:``.

    Raises:
        ParseError: it is none.
    """
    if text.startswith(THROUGHOUT):
        return attrs.evolve(_plain(text.removeprefix(THROUGHOUT)), throughout=True)
    return _plain(text)


def _plain(text: str) -> Stretch:
    if len(text) > edtf.LONGEST:
        problem = f"{quote(text)} is too long for a date"
        raise ParseError(problem, f"write at most {edtf.LONGEST} characters", text=text)
    if "T" not in text and "]" not in text:
        return _calendar(text, "", "")
    parts = _SLASH.split(text)
    if text[0] in "[{" or len(parts) > 2:
        return _calendar(*_zoned(text), "")
    (start, first), (end, last) = _zoned(parts[0]), _zoned(parts[-1])
    if "T" not in start + end:
        stretch = _calendar("/".join((start, end)[: len(parts)]), first, last)
    else:
        low = _end(start, first)
        high = low if len(parts) == 1 else _end(end, last)
        stretch = Stretch(low, high, lone=high is low)
    _one_line(text, stretch)
    return stretch


def _zoned(text: str) -> tuple[str, str]:
    """Part a text and the zone that stands behind it in brackets."""
    match = _ZONED.fullmatch(text)
    return (match[1], timezones.as_zone(match[2])) if match else (text, "")


def _one_line(text: str, stretch: Stretch) -> None:
    """Refuse a span of which one dated end is placed and the other is not."""
    ends = (stretch.start, stretch.end)
    if len({bool(end.where) for end in ends if end.text not in _UNDATED_ENDS}) > 1:
        raise ParseError(
            f"{quote(text)} has a zone at one end only",
            "give both ends an offset or zone, or neither",
            text=text,
        )


def _calendar(text: str, first: str, last: str) -> Stretch:
    """Read a text of calendar dates only, the zones of its ends already cut off."""
    value = edtf.parse(text)
    if value.form is edtf.Form.ALL_OF:
        raise ParseError(
            f"{quote(text)} is several occurrences",
            "give each a record of its own, or write [a,b] for one of them",
            text=text,
        )
    marks = tuple(
        "".join(mark or "-" for mark in found.qualifiers)
        for found in value.dates
        if any(found.qualifiers)
    )
    members = value.text if value.has_gaps else ""
    lone = value.form is not edtf.Form.INTERVAL
    start = _dated(value.start, value.text if lone else value.start.text, first)
    end = _dated(
        value.end, value.text if lone else value.end.text, first if lone else last
    )
    return Stretch(start, end, lone, qualifiers=marks, members=members)


def _dated(part: edtf.Part, text: str, zone: str) -> End:
    """Return one end of a text of calendar dates."""
    precision = Precision(part.date.precision) if part.date else Precision.DAY
    low = None if part.first is None else part.first.number * DAY
    high = None if part.last is None else (part.last.number + 1) * DAY
    return End(low, high, part.kind, precision, text, zone=zone)


def _end(text: str, zone: str) -> End:
    """Read one end of a span of which at least one end has a clock time."""
    if "T" in text:
        return _clock(text, zone)
    if text in _UNDATED_ENDS:
        kind = EndKind.OPEN if text else EndKind.UNKNOWN
        return End(None, None, kind, Precision.DAY, text)
    return _calendar(text, zone, "").start


def _clock(text: str, zone: str) -> End:
    """Read a clock time, and hold it against the clocks of *zone*."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ParseError(
            f"{quote(text)} is no clock time",
            "write 2025-03-17T16:30, or with seconds, from 00:00 to 23:59:59; "
            "then Z or an offset such as -04:00",
            text=text,
        )
    hour, minute, second, fraction, offset = match.groups()
    low = ordinal(*_day(text)) * DAY
    low += (int(hour) * 60 + int(minute)) * MINUTE + int(second or 0) * SECOND
    low += int((fraction or "").ljust(6, "0"))
    unit, precision = (
        (1, Precision.MICROSECOND)
        if fraction
        else (SECOND, Precision.SECOND)
        if second
        else (MINUTE, Precision.MINUTE)
    )
    wall_text = text.removesuffix(offset or "")
    if fraction:
        wall_text = wall_text.partition(".")[0] + "." + fraction.ljust(6, "0")
    at = _offset(offset, text) if offset else None
    end = End(low, low + unit, EndKind.CLOSED, precision, wall_text, at, zone)
    return _checked(end) if zone else end


def _day(text: str) -> tuple[int, int, int]:
    """Return year, month and day of a text that begins with a day that exists."""
    edtf.parse(text[:10])
    return int(text[:4]), int(text[5:7]), int(text[8:10])


def _checked(end: End) -> End:
    """Return a clock time with the offset that its zone gives it.

    Raises:
        NonexistentTimeError: the clocks skip it.
        AmbiguousTimeError: they show it twice, and no offset tells which.
        ParseError: the offset is not the zone's.
    """
    early, late = timezones.offsets(end.low or 0, end.zone)
    shown = " or ".join(dict.fromkeys(map(timezones.offset_text, (early, late))))
    if early < late:
        raise NonexistentTimeError(
            f"{quote(end.text)} does not exist in {end.zone}: the clocks skip it",
            "write a time before or after the change",
        )
    if end.offset is None:
        if early > late:
            raise AmbiguousTimeError(
                f"{quote(end.text)} comes twice in {end.zone}",
                f"write the offset {shown} before the zone",
            )
        return attrs.evolve(end, offset=early)
    if end.offset not in (early, late):
        raise ParseError(
            f"{quote(str(end))} has an offset that {end.zone} does not have then",
            f"write {shown}",
            code="zone-rule-changed",
        )
    return end


def check_clocks(text: str, zone: str) -> None:
    """Refuse clock times without a place that the clocks of *zone* skip or repeat.

    Raises:
        NonexistentTimeError: they skip one.
        AmbiguousTimeError: they show one twice.
    """
    stretch = read(text)
    for end in (stretch.start, stretch.end):
        if end.is_clock:  # without an offset, or it would have a place
            _checked(attrs.evolve(end, zone=zone))


def _offset(text: str, whole: str = "") -> int:
    """Return microseconds ahead of UTC, given ``Z`` or an offset."""
    if text == "Z":
        return 0
    if not (total := timezones.seconds_of(text) * SECOND) and text[0] == "-":
        raise ParseError(f"{quote(whole)} has a negative zero offset", "write Z")
    return total
