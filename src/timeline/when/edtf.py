"""EDTF, the extended date/time format of ISO 8601-2:2019, Annex A: levels 0, 1 and 2.

This module reads what the standard writes and says which calendar days it may mean;
time zones and links between events are left to :mod:`timeline.when.parser`.
``docs/edtf.md`` lists what is decided where the standard leaves a gap.

>>> value = parse("2004-06-01~/2004-06-20..")
>>> str(value.lower), value.upper, value.end_kind, value.level
('2004-06-01', None, <EndKind.OPEN: 'open'>, 2)
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import NamedTuple, NoReturn

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when.bounds import DAY, Ticks, hull
from timeline.when.calendar import Day, month_length, ordinal
from timeline.when.timezones import offset_text

THROUGHOUT = "throughout:"
LONGEST = 256  # characters; the longest example of the standard has 53
MOST_DIGITS = 4000  # of a year: Python prints no number of more than 4,300

_MARK = "([?~%]?)"
_DATE = re.compile(
    rf"{_MARK}(-?[0-9X]{{4}})(?:S([0-9]+))?{_MARK}"
    rf"(?:-{_MARK}([0-9X]{{2}}){_MARK}(?:-{_MARK}([0-9X]{{2}}){_MARK})?)?"
).fullmatch
_LONG_YEAR = re.compile(
    rf"Y(-?)([1-9][0-9]*)(?:E([0-9]+))?(?:S([0-9]+))?{_MARK}"
).fullmatch
_CLOCK = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)"
    r"(Z|[+-](?:0[0-9]|1[0-3])(?::[0-5][0-9])?|[+-]14(?::00)?)?"
)
_PLAIN_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUARTER = re.compile(r"(-?[0-9]{4})-?[Qq]([1-4])").fullmatch
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})(?:-?([1-7]))?").fullmatch
_ENDS_OF_2012 = {
    "unknown": "leave that end empty, as in 2025/",
    "open": "write an open end with two dots, as in 2025/..",
}
_DIGITS_OF_2012 = str.maketrans("uxye", "XXYE")
_FLAGS = {"": 0, "-": 0, "?": 1, "~": 2, "%": 3}  # a mark is a set of two flags
_MARKS = "-?~%"
_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# The first and the last month of each group of months; winter ends in the next year.
_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 5), (6, 8), (9, 11), (12, 14)
_GROUPS = {
    f"{code}": months
    for code, months in enumerate(
        [_SPRING, _SUMMER, _AUTUMN, _WINTER] * 2
        + [_AUTUMN, _WINTER, _SPRING, _SUMMER]  # of the southern hemisphere
        + [(1, 3), (4, 6), (7, 9), (10, 12)]
        + [(1, 4), (5, 8), (9, 12)]
        + [(1, 6), (7, 12)],
        start=21,
    )
}


def _completions(most: int) -> dict[str, tuple[int, ...]]:
    """Map each pattern of two digits or ``X`` to the numbers up to *most* it fits."""
    numbers: dict[str, tuple[int, ...]] = {}
    for number in range(1, most + 1):
        tens, ones = divmod(number, 10)
        for pattern in (f"{tens}{ones}", f"{tens}X", f"X{ones}", "XX"):
            numbers[pattern] = (*numbers.get(pattern, ()), number)
    return numbers


_MONTHS = _completions(12)
_DAYS = _completions(31)


class EndKind(enum.Enum):
    """What is known of one end of a span.

    CLOSED: it is dated. OPEN (``..``): there is none, or none yet. UNKNOWN (nothing
    written): there is one, but its date is unknown.
    """

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Form(enum.Enum):
    """Whether a text is one date, a span, or a set of dates."""

    DATE = "date"
    INTERVAL = "interval"
    ONE_OF = "one of"
    ALL_OF = "all of"


class Precision(enum.Enum):
    """The unit to which a date is stated; the bounds say it exactly."""

    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MICROSECOND = "microsecond"

    @property
    def is_clock(self) -> bool:
        """Whether it is finer than a day."""
        return self in _CLOCK_UNITS


_YEAR, _SEASON, _MONTH, _DAY = [*Precision][:4]
_CLOCK_UNITS = {Precision.MINUTE, Precision.SECOND, Precision.MICROSECOND}


class Span(NamedTuple):
    """From the first to the last day, both included; None where there is no end."""

    first: Day | None
    last: Day | None


# A tuple and not an attrs class: one is made for every date that is read, and a tuple
# is made four times as fast.
class Point(NamedTuple):
    """A date as written: alone, at one end of a span, or as a member of a set.

    Attributes:
        low: The first tick that it may mean, on the wall clock; None if unbounded.
        high: The first tick after it; None if unbounded.
        precision: The unit to which it is stated.
        date: The date with its marks, where ISO 8601-2 prefers them; empty if no date
            is written.
        year: The year as written, such as ``2025``, ``-0044``, ``201X``, ``1950S2`` or
            ``Y12345``.
        month: The month, or a group of months, 21 to 41; empty if not written. In year,
            month and day each ``X`` is an unspecified digit.
        day: The day; empty if not written.
        marks: For year, month and day ``?`` (uncertain), ``~`` (approximate), ``%``
            (both) or ``-`` (neither), such as ``~~-``; empty if nothing is marked.
        kind: Whether this end is dated, open or unknown.
        clock: The time of day as written, without offset: ``16:30``.
        offset: Microseconds ahead of UTC; None if neither written nor given by a zone.
        zone: Name of the time zone; empty if not written.
        until: For a range ``a..b`` in a set: the date b.
    """

    low: int | None
    high: int | None
    precision: Precision = Precision.DAY
    date: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    marks: str = ""
    kind: EndKind = EndKind.CLOSED
    clock: str = ""
    offset: int | None = None
    zone: str = ""
    until: Point | None = None

    @property
    def first(self) -> Day | None:
        """The first day it may mean, as written; None if unbounded."""
        return None if self.low is None else Day.of(self.low // DAY)

    @property
    def last(self) -> Day | None:
        """The last day it may mean, as written; None if unbounded."""
        return None if self.high is None else Day.of((self.high - 1) // DAY)

    @property
    def is_masked(self) -> bool:
        """Whether a digit is unspecified, so that not every day between counts.

        >>> parse("2025-XX-12").start.is_masked
        True
        """
        return "X" in self.year or "X" in self.month or "X" in self.day

    @property
    def level(self) -> int:
        """The lowest EDTF level that can say this date: 0, 1 or 2."""
        if self.year[:1] == "Y":
            return 2 if "E" in self.year or "S" in self.year else 1
        group = self.month in _GROUPS
        masked = "-".join(filter(None, (self.year, self.month, self.day)))
        part = "-XX" if self.month else "X"  # level 1 masks whole parts, from the right
        inner = "X" in masked.removesuffix(part).removesuffix(part)
        is_late = group and self.month >= "25"
        if inner or is_late or "S" in self.year or len({*self.marks}) > 1:
            return 2
        return int(self.is_masked or group or self.marks != "" or self.year[0] == "-")

    def could_be(self, day: Day) -> bool:
        """Return whether *day* lies in some completion of the date."""
        first, last = self.first, self.last
        if (first and day < first) or (last and last < day):
            return False
        if not self.is_masked or self.kind is not EndKind.CLOSED or self.until:
            return True
        matches = re.compile(self.year.replace("X", "[0-9]")).fullmatch
        return any(
            first <= day <= last
            for year in (day.year - 1, day.year)  # a winter ends in the next
            if matches(f"{year:04}")
            for first, last in _completed(year, self.month, self.day)
        )

    def spans(self) -> Iterator[Span]:
        """Yield each completion of a mask, or each step of a range, in order."""
        if self.until:
            yield from itertools.starmap(Span, _steps(self, self.until))
        elif self.is_masked and self.kind is EndKind.CLOSED:
            for year in _years(self.year):
                days = _completed(year, self.month, self.day)
                yield from itertools.starmap(Span, days)
        else:
            yield Span(self.first, self.last)

    @property
    def where(self) -> str:
        """The time zone, or the offset in its place; empty if neither is written."""
        return self.zone or ("" if self.offset is None else offset_text(self.offset))

    def __str__(self) -> str:
        text = self.date
        if self.until:
            text = f"{text}..{self.until}"
        elif self.kind is EndKind.OPEN:
            text = f"..{text}" if self.low is None else f"{text}.."
        if self.clock:
            offset = "" if self.offset is None else offset_text(self.offset)
            text = f"{text}T{self.clock}{offset}"
        return f"{text}[{self.zone}]" if self.zone else text


class Value(NamedTuple):
    """What a text says of a time, without anchors.

    Attributes:
        text: The canonical text.
        form: Whether it is one date, a span or a set.
        start: When it starts: within this. For a date, and for a set, all of it.
        end: When it ends: within this; for a date the same as *start*.
        parts: The members of a set, in order.
        throughout: Whether it fills what it names, and does not lie somewhere in it.

    >>> value = parse("1984?/2004-06~")
    >>> str(value.start.last), str(value.end.first), value.marks
    ('1984-12-31', '2004-06-01', ('?', '~~'))
    """

    text: str
    form: Form
    start: Point
    end: Point
    parts: tuple[Point, ...] = ()
    throughout: bool = False

    @property
    def lower(self) -> Day | None:
        """The first day it may touch; None if its start is open or unknown."""
        return self.start.first

    @property
    def upper(self) -> Day | None:
        """The last day it may touch; None if its end is open or unknown."""
        return self.end.last

    @property
    def start_kind(self) -> EndKind:
        """Whether the start is dated, open or unknown."""
        return self.start.kind

    @property
    def end_kind(self) -> EndKind:
        """Whether the end is dated, open or unknown."""
        return self.end.kind

    @property
    def is_span(self) -> bool:
        """Whether start and end are written apart, as ``start/end``."""
        return self.form is Form.INTERVAL

    @property
    def is_lone_clock(self) -> bool:
        """Whether it is one clock time, whose end nobody states."""
        return self.form is Form.DATE and self.start.clock != ""

    @property
    def has_clock(self) -> bool:
        """Whether a clock time is written, at either end."""
        return self.start.clock != "" or self.end.clock != ""

    @property
    def dates(self) -> tuple[Point, ...]:
        """The dates written in it, from left to right; that of a plain date once."""
        ends = (self.start, self.end) if self.is_span else (self.start,)
        points = (p for part in self.parts or ends for p in (part, part.until) if p)
        return tuple([point for point in points if point.year])

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of each date that has any, as in `Point.marks`."""
        return tuple([point.marks for point in self.dates if point.marks])

    @property
    def has_gaps(self) -> bool:
        """Whether days between the bounds may be ruled out: ask `could_be`."""
        return self.parts != () or (not self.is_span and self.start.is_masked)

    @property
    def level(self) -> int:
        """The lowest EDTF level that can say this: 0, 1 or 2."""
        if self.parts:
            return 2
        if not self.is_span:
            return 0 if self.start.clock else self.start.level
        ends = [end for end in (self.start, self.end) if end.year]
        if any(end.kind is EndKind.OPEN or end.is_masked for end in ends):
            return 2
        return max(int(len(ends) < 2), *(end.level for end in ends))

    @property
    def members(self) -> Iterator[Span]:
        """The spans it may be, or for ``{}`` is: of a set and a mask, each by itself.

        They come one by one, as ``XXXX-XX-XX`` has 3,652,425 of them.

        >>> [str(day.first) for day in parse("2025-1X-31").members]
        ['2025-10-31', '2025-12-31']
        """
        if self.is_span:
            return iter([Span(self.lower, self.upper)])
        parts = self.parts or (self.start,)
        return itertools.chain.from_iterable(part.spans() for part in parts)

    def could_be(self, day: Day) -> bool:
        """Return whether the day may be one of those meant, exactly.

        >>> parse("2025-XX-12").could_be(Day(2025, 6, 20))
        False
        """
        if self.is_span:
            return Point(self.start.low, self.end.high).could_be(day)
        return any(part.could_be(day) for part in self.parts or (self.start,))

    @property
    def canonical(self) -> str:
        """The text by what is written in the points."""
        text = str(self.start)
        if self.parts:
            brackets = "[]" if self.form is Form.ONE_OF else "{}"
            zone = f"[{self.start.zone}]" if self.start.zone else ""
            text = f"{brackets[0]}{','.join(map(str, self.parts))}{brackets[1]}{zone}"
        elif self.start is not self.end:
            text = f"{text}/{self.end}"
        return f"{THROUGHOUT}{text}" if self.throughout else text

    def __str__(self) -> str:
        return self.text


def joint_mark(texts: Iterable[str]) -> str:
    """Return the mark of doubt that dates have together, ``%`` for several."""
    marks = {*"".join(texts)} & {*"?~%"}
    return "%" if len(marks) > 1 else "".join(marks)


def are_alike(a: Value, b: Value) -> bool:
    """Return whether two values with the same bounds mean the same, zones apart."""
    return a.text == b.text or _likeness(a) == _likeness(b)


def _likeness(value: Value) -> tuple[object, ...]:
    start, end = value.start, value.end
    masked = start.date if value.has_gaps else ""
    ends = (start.precision, start.kind, end.precision, end.kind)
    return *ends, value.marks, value.parts, masked


def parse(text: str) -> Value:
    """Read an EDTF text of any level.

    Raises:
        ParseError: it cannot be read; the position is that of the part at fault.

    >>> str(parse("?2004-?06-?11"))
    '2004-06-11?'
    >>> parse("2025-02-30")
    Traceback (most recent call last):
    timeline.errors.ParseError: "2025-02-30" is not a date: February 2025 has 28 days
    """
    if not isinstance(text, str):
        problem = f"{quote(text)} is not text"
        raise ParseError(problem, "write a date such as 2025-03-17")
    if len(text) > LONGEST:
        hint = f"write at most {LONGEST} characters"
        raise ParseError(f"{quote(text)} is too long for a date", hint, text=text)
    if text[:1] in ("[", "{"):
        return _set(text)
    if "/" in text:
        left, _, right = text.partition("/")
        return join(text, read_end(left, text, 0), read_end(right, text, len(left) + 1))
    if "T" in text:
        return _datetime(text)
    return lone(read_date(text, text, 0))


def fail(whole: str, at: int, problem: str, hint: str = "") -> NoReturn:
    """Raise ParseError for the part of *whole* that begins at *at*."""
    raise ParseError(f"{quote(whole)} {problem}", hint, text=whole, position=at)


def write(value: Value) -> Value:
    """Return the value with its canonical text."""
    return value._replace(text=value.canonical)


def lone(point: Point) -> Value:
    """Return the value that is one date."""
    return Value(str(point), Form.DATE, point, point)


def join(text: str, start: Point, end: Point) -> Value:
    """Return the span ``a/b``: it starts within a and ends within b."""
    if not start.year and not end.year:
        fail(text, 0, "has no date at either end", "write the date of one of them")
    if start.low is not None and end.high is not None and start.low >= end.high:
        fail(text, text.index("/") + 1, "ends before it starts", "swap the two")
    return Value(f"{start}/{end}", Form.INTERVAL, start, end)


def read_end(text: str, whole: str, at: int) -> Point:
    """Read one end of a span; *at* is its position in *whole*, 0 for the start."""
    if "/" in text:
        hint = "write a day as 2025-03-17, and a span as start/end"
        fail(whole, at + text.index("/"), "has a second slash", hint)
    if not text:
        return Point(None, None, kind=EndKind.UNKNOWN)
    if text == "..":
        return Point(None, None, kind=EndKind.OPEN)
    inner = text[:2] if at else text[-2:]  # a start is open before it, an end after it
    read = read_date if inner == ".." else _read_open
    return read(text, whole, at)


def _read_open(text: str, whole: str, at: int) -> Point:
    """Read ``a``, ``..a`` or ``a..``."""
    if text.startswith(".."):
        return read_date(text[2:], whole, at + 2)._replace(low=None, kind=EndKind.OPEN)
    if text.endswith(".."):
        return read_date(text[:-2], whole, at)._replace(high=None, kind=EndKind.OPEN)
    return read_date(text, whole, at)


def read_date(text: str, whole: str, at: int) -> Point:
    """Read one date, which is at *at* in *whole*."""
    match = _DATE(text)
    if match is None:
        return _long_year(text, whole, at)
    y1, year, digits, y2, m1, month, m2, d1, day, d2 = match.groups("")
    precision = _DAY if day else _MONTH if month else _YEAR
    if digits or year == "-0000":
        year, first, last = _significant_year(year, digits, month, whole, at)
        text = year
    else:
        try:
            number = int(year)
            if day:
                first = last = ordinal(number, int(month), int(day))
            elif month:
                first = ordinal(number, int(month), 1)
                last = first + month_length(number, int(month)) - 1
            else:
                first, last = ordinal(number, 1, 1), ordinal(number, 12, 31)
        except ValueError:  # a mask, a group of months, or no day at all
            first, last = _inexact_days(year, month, day, whole, at)
            precision = _SEASON if month in _GROUPS else precision
    marks = ""
    if y1 or y2 or m1 or m2 or d1 or d2:
        parts = (year, month, day)[: bool(day) + bool(month) + 1]
        marks = _combine((y1, y2, m1, m2, d1, d2))[: len(parts)]
        text = _with_marks(parts, marks)
    low, high = first * DAY, last * DAY + DAY
    return Point(low, high, precision, text, year, month, day, marks)


def _combine(around: tuple[str, ...]) -> str:
    """Return the marks of year, month and day, given those before and after each.

    A mark before a part holds for it alone, one after it also for all to its left.
    """
    y1, y2, m1, m2, d1, d2 = (_FLAGS[mark] for mark in around)
    flags = (y1 | y2 | m2 | d2, m1 | m2 | d2, d1 | d2)
    return "".join(_MARKS[flag] for flag in flags)


def _with_marks(parts: tuple[str, ...], marks: str) -> str:
    """Return a date with its marks where ISO 8601-2 prefers them."""
    # Parts that share the mark of the year need one, behind them; any other part has
    # its own, before it.
    lead = marks[0]
    shared = len(marks) - len(marks.lstrip(lead)) if lead != "-" else 0
    texts = [
        part if at < shared or mark == "-" else mark + part
        for at, (mark, part) in enumerate(zip(marks, parts, strict=True))
    ]
    if shared:
        texts[shared - 1] += lead
    return "-".join(texts)


def _inexact_days(
    year: str, month: str, day: str, whole: str, at: int
) -> tuple[int, int]:
    """Return the first and the last day where a part is masked or a group of months.

    Raises:
        ParseError: no completion is a day of the calendar.
    """
    if year[0] == "-" and "X" in year:
        fail(whole, at, "masks a year before 0000", "write a year, or a span of years")
    if month in _GROUPS and day:
        hint = "leave out the day, or write a month from 01 to 12"
        fail(whole, at, "has a day in a season", hint)
    if month and month not in _MONTHS and month not in _GROUPS:
        hint = "write a month from 01 to 12, or a season or quarter from 21 to 41"
        fail(whole, at, f"has an invalid month, {month}", hint)
    # The first completion is found by counting up and the last by counting down: only
    # 29 February ever looks at a second year.
    runs = [
        next(filter(None, ([*_completed(y, month, day)] for y in years)), [])
        for years in (_years(year), _years(year, "9876543210"))
    ]
    if not runs[0]:
        fail(whole, at, *_explain_day(year, month, day))
    return runs[0][0][0].number, runs[1][-1][1].number


def _explain_day(year: str, month: str, day: str) -> tuple[str, str]:
    """Say why the calendar has no such day, and what to do."""
    if not (year + month).lstrip("-").isdigit() or not day.isdigit():
        return "matches no day of the calendar", "write a day that exists"
    length = month_length(int(year), int(month))
    return f"is not a date: {_NAMES[int(month) - 1]} {year} has {length} days", ""


def group_length(month: str) -> int:
    """Return how many months a group has, such as 3 for a season; else 0.

    >>> group_length("34"), group_length("41"), group_length("12")
    (3, 6, 0)
    """
    first, last = _GROUPS.get(month, (1, 0))
    return last - first + 1


def _years(pattern: str, digits: str = "0123456789") -> Iterator[int]:
    """Yield the years that complete *pattern*, in the order of *digits*."""
    choices = [digits if char == "X" else char for char in pattern]
    return (int("".join(chosen)) for chosen in itertools.product(*choices))


def _completed(year: int, month: str, day: str) -> Iterator[tuple[Day, Day]]:
    """Yield the first and last day of each completion of month and day in one year."""
    if month not in _MONTHS:  # the whole year, or a group of months
        first, last = _GROUPS.get(month, (1, 12))
        end, last = (year + 1, last - 12) if last > 12 else (year, last)
        yield Day(year, first, 1), Day(end, last, month_length(end, last))
    for number in _MONTHS.get(month, ()):
        length = month_length(year, number)
        if not day:
            yield Day(year, number, 1), Day(year, number, length)
        for completed in _DAYS.get(day, ()):
            if completed <= length:
                yield (only := Day(year, number, completed)), only


def _steps(start: Point, end: Point) -> Iterator[tuple[Day, Day]]:
    """Yield each year, month or day from one date to another of the same precision."""
    bounds = start.first, end.last
    first, last = (day for day in bounds if day is not None)  # neither is open
    month, day = start.month and "XX", start.day and "XX"
    for year in range(first.year, last.year + 1):
        for span in _completed(year, month, day):
            if first <= span[0] and span[1] <= last:
                yield span


def _significant_year(
    year: str, digits: str, month: str, whole: str, at: int
) -> tuple[str, int, int]:
    """Return a year such as ``1950S2``, its first and its last day."""
    if year == "-0000":
        hint = "the year before 0001 is 0000, and before that comes -0001"
        fail(whole, at, "has a year -0000, which does not exist", hint)
    if month or "X" in year:
        hint = "leave out the month, and every X"
        fail(whole, at, "has significant digits beside a month or a mask", hint)
    kept = _significant(digits, 4, whole, at)
    return f"{year}S{kept}", *_year_span(int(year), 4, kept)


def _significant(digits: str, most: int, whole: str, at: int) -> int:
    if not 1 <= int(digits) <= most:
        hint = f"write S1 to S{most}"
        fail(whole, at, f"has {most} digits in its year, not {int(digits)}", hint)
    return int(digits)


def _year_span(year: int, width: int, kept: int) -> tuple[int, int]:
    """Return the days of a year of *width* digits of which *kept* are significant."""
    step = 10 ** (width - kept)
    low = abs(year) - abs(year) % step
    low, high = (low, low + step - 1) if year >= 0 else (1 - low - step, -low)
    return ordinal(low, 1, 1), ordinal(high, 12, 31)


def _long_year(text: str, whole: str, at: int) -> Point:
    """Read ``Y12345``, ``Y-17E7`` or ``Y3388E2S3``; no giant power is ever computed."""
    match = _LONG_YEAR(text)
    if match is None:
        if text.startswith("Y"):
            hint = "write Y and a year of more than four digits, alone: Y-170000002"
            fail(whole, at, "has an invalid long year", hint)
        problem = "is not a date" if text == whole else "has an invalid date"
        hint = "write YYYY, YYYY-MM or YYYY-MM-DD, or a span as start/end"
        fail(whole, at, problem, _spelling(text) or hint)
    sign, digits, exponent, significant, mark = match.groups()
    power = int(exponent or 0)
    width = len(digits) + power
    if width > MOST_DIGITS:
        fail(whole, at, "is too far away", f"a year has at most {MOST_DIGITS} digits")
    year = int(sign + digits) * 10**power
    if width < 5:
        hint = f"write {year:04}" if year >= 0 else f"write -{-year:04}"
        fail(whole, at, "has a Y before a year of four digits", hint)
    kept = _significant(significant, width, whole, at) if significant else width
    first, last = _year_span(year, width, kept)
    written = f"Y{sign}{digits}{f'E{power}' if exponent else ''}"
    written += f"S{kept}" if significant else ""
    low, high = first * DAY, last * DAY + DAY
    return Point(low, high, _YEAR, written + (mark or ""), written, marks=mark or "")


def _spelling(text: str) -> str:
    """Return how to write what ISO 8601-1, the EDTF of 2012 or people write."""
    if match := _QUARTER(text):
        return f"write that quarter as {match[1]}-{32 + int(match[2])}"
    if match := _WEEK(text):
        year, week, weekday = (int(part or 0) for part in match.groups())
        with suppress(ValueError):  # there is no such week
            days = (date.fromisocalendar(year, week, n) for n in [weekday or 1, 7])
            if weekday:
                return f"write that day of the week as {next(days)}"
            return f"write that week as its days, {'/'.join(map(str, days))}"
    if text in _ENDS_OF_2012:
        return _ENDS_OF_2012[text]
    now = text.replace("?~", "%").translate(_DIGITS_OF_2012)
    return f"write {now}" if _DATE(now) or _LONG_YEAR(now) else ""


def midnight(text: str) -> str:
    """Return how to write the 24:00 of a day, if that is what *text* says.

    >>> midnight("2025-12-31T24:00")
    'write 00:00 of the next day: 2026-01-01T00:00'
    """
    day, _, clock = text.partition("T")
    if clock[:5] != "24:00" or not _PLAIN_DAY.fullmatch(day):
        return ""
    first = read_date(day, text, 0).first
    following = "" if first is None else f": {Day.of(first.number + 1)}T00:00"
    return f"write 00:00 of the next day{following}"


def _datetime(text: str) -> Value:
    """Read a date and a time of day: only full ones exist, and only at level 0."""
    date, _, clock = text.partition("T")
    if not _PLAIN_DAY.fullmatch(date):
        hint = "write 2025-03-17T16:30:00Z"
        fail(text, 0, "has a clock time without a full day", hint)
    if not _CLOCK.fullmatch(clock):
        hint = "write hh:mm:ss, then nothing, Z or an offset from -14:00 to +14:00"
        hint = midnight(text) or hint
        fail(text, len(date) + 1, "has an invalid clock time", hint)
    if clock.endswith(("-00", "-00:00")) and len(clock) > 8:
        fail(text, len(date) + 9, "has a negative zero offset", "write Z or +00:00")
    return lone(read_date(date, text, 0)._replace(clock=clock))


def _set(text: str) -> Value:
    """Read ``[a,b]``, one of them, or ``{a,b}``, all of them."""
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing or len(text) < 3:
        hint = f"write the dates between {text[0]} and {closing}, with commas"
        fail(text, len(text) - 1, "is an incomplete set", hint)
    parts, at = [], 1
    for member in text[1:-1].split(","):
        parts.append(_member(member, text, at))
        at += len(member) + 1
    parts = [*dict.fromkeys(parts)]  # "3 or 3 January" is 3 January
    low, _, _, high = hull([Ticks(p.low, None, None, p.high) for p in parts])
    kinds = (EndKind.OPEN if end is None else EndKind.CLOSED for end in (low, high))
    start, end = (Point(low, high, kind=kind) for kind in kinds)
    form = Form.ONE_OF if closing == "]" else Form.ALL_OF
    return write(Value("", form, start, end, tuple(parts)))


def _member(text: str, whole: str, at: int) -> Point:
    """Read ``a``, ``..a``, ``a..`` or ``a..b``."""
    left, _, right = text.partition("..")
    if not (left and right):
        return _read_open(text, whole, at)
    first = read_date(left, whole, at)
    last = read_date(right, whole, at + len(left) + 2)
    for end in (first, last):
        if end.is_masked or end.marks or "S" in end.year:
            hint = "write plain years, months or days on both sides of the dots"
            fail(whole, at, "has a range between dates that are not exact", hint)
    if first.precision is not last.precision or first.month in _GROUPS:
        hint = "write years, months or days, the same on both sides"
        fail(whole, at, "has a range between different units", hint)
    if first.first > last.last:  # type: ignore[operator]
        fail(whole, at, "has a range that runs backwards", "swap the two")
    return first if first == last else first._replace(high=last.high, until=last)
