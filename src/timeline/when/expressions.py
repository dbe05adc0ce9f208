"""What an EDTF text can mean: dates with holes in them, ends of spans, sets.

The values of :mod:`timeline.when.edtf`, without its grammar.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from timeline.when.calendar import Day, month_length

__all__ = [
    "DAYS",
    "GROUPS",
    "MONTHS",
    "Date",
    "EndKind",
    "Form",
    "Part",
    "Span",
    "Value",
    "season",
    "years",
]

# The first and the last month of each grouping; winter ends in the next year.
_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 5), (6, 8), (9, 11), (12, 14)
GROUPS = {
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
    found: dict[str, tuple[int, ...]] = {}
    for number in range(1, most + 1):
        tens, ones = divmod(number, 10)
        for pattern in (f"{tens}{ones}", f"{tens}X", f"X{ones}", "XX"):
            found[pattern] = (*found.get(pattern, ()), number)
    return found


MONTHS = _completions(12)
DAYS = _completions(31)


def _fits(digits: str, pattern: str) -> bool:
    """Tell whether *digits* completes *pattern*, where an ``X`` is any digit."""
    return all(p in (d, "X") for d, p in zip(digits, pattern, strict=True))


def years(pattern: str, digits: str = "0123456789") -> Iterator[int]:
    """Yield the years that complete *pattern*, in the order of *digits*."""
    choices = [digits if char == "X" else char for char in pattern]
    return (int("".join(chosen)) for chosen in itertools.product(*choices))


def _within(year: int, month: str = "", day: str = "") -> Iterator[Span]:
    """Yield each completion of month and day in one year."""
    if month in GROUPS:
        yield Span(*season(year, year, month))
    elif not month:
        yield Span(Day(year, 1, 1), Day(year, 12, 31))
    for number in MONTHS.get(month, ()):
        length = month_length(year, number)
        if not day:
            yield Span(Day(year, number, 1), Day(year, number, length))
        for found in DAYS.get(day, ()):
            if found <= length:
                yield Span(only := Day(year, number, found), only)


def season(low: int, high: int, code: str) -> tuple[Day, Day]:
    """Return from the start of a grouping in year *low* to its end in year *high*."""
    first, last = GROUPS[code]
    if last > 12:
        high, last = high + 1, last - 12
    return Day(low, first, 1), Day(high, last, month_length(high, last))


class EndKind(enum.Enum):
    """What is known of one end of a span.

    CLOSED: it is dated. OPEN (``..``): there is none, or none yet. UNKNOWN (nothing
    written): there is one, but nobody says when.
    """

    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Form(enum.Enum):
    """Which of the five forms of EDTF a text has."""

    DATE = "date"
    DATETIME = "datetime"
    INTERVAL = "interval"
    ONE_OF = "one of"
    ALL_OF = "all of"


class Span(NamedTuple):
    """From the first to the last day, both included; None where there is no end."""

    first: Day | None
    last: Day | None


@attrs.frozen
class Date:
    """One date expression, such as ``2004-06~-11`` or ``156X``.

    Attributes:
        body: Year, month and day as written, as many as there are, unqualified. The
            month may be a grouping, 21 to 41; each digit may be an ``X``.
        qualifiers: For each of them ``""``, ``"?"`` (uncertain), ``"~"``
            (approximate) or ``"%"`` (both). They never move a bound.
        first: The first day it may mean.
        last: The last day it may mean.
        level: The lowest EDTF level that can say this.
    """

    body: tuple[str, ...]
    qualifiers: tuple[str, ...]
    first: Day
    last: Day
    level: int

    @property
    def precision(self) -> str:
        """``year``, ``season`` (any grouping of months), ``month`` or ``day``."""
        if len(self.body) == 2:
            return "season" if self.body[1] in GROUPS else "month"
        return "year" if len(self.body) == 1 else "day"

    @property
    def is_masked(self) -> bool:
        """Whether a digit of it is unspecified, so that not every day between counts.

        >>> from timeline.when import edtf
        >>> edtf.parse("2025-XX-12").dates[0].is_masked
        True
        """
        return any("X" in part for part in self.body)

    def could_be(self, day: Day) -> bool:
        """Tell whether *day* lies in some completion of the date."""
        if not self.first <= day <= self.last:
            return False
        if not self.is_masked:
            return True
        year, month = day.year, day.month
        if self.precision == "season":
            first, last = GROUPS[self.body[1]]
            if month <= last - 12:
                year, month = year - 1, month + 12
            return first <= month <= last and _fits(f"{year:04}", self.body[0])
        return all(
            map(_fits, (f"{year:04}", f"{month:02}", f"{day.day:02}"), self.body)
        )

    def spans(self) -> Iterator[Span]:
        """Yield each completion in order; only the date itself if it is not masked."""
        if not self.is_masked:
            yield Span(self.first, self.last)
            return
        for year in years(self.body[0]):
            yield from _within(year, *self.body[1:])

    def to(self, last: Date) -> Iterator[Span]:
        """Yield each year, month or day from this one to *last*, both included."""
        start, end = self.first, last.first
        if len(self.body) == 1:
            for year in range(start.year, end.year + 1):
                yield Span(Day(year, 1, 1), Day(year, 12, 31))
        elif len(self.body) == 2:
            months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
            for year, index in (divmod(month, 12) for month in months):
                yield from _within(year, f"{index + 1:02}")
        else:
            for number in range(start.number, end.number + 1):
                yield Span(only := Day.of(number), only)

    def __str__(self) -> str:
        if not any(self.qualifiers):
            return "-".join(self.body)
        lead = self.qualifiers[0]
        same = 0  # how many parts from the left are qualified like the year
        while same < len(self.body) and self.qualifiers[same] == lead:
            same += 1
        parts = [
            text if lead and at < same else mark + text
            for at, (mark, text) in enumerate(
                zip(self.qualifiers, self.body, strict=True)
            )
        ]
        parts[same - 1] += lead
        return "-".join(parts)


@attrs.frozen
class Part:
    """One end of an interval, or one element of a set.

    Attributes:
        first: The first day it may mean; None if unbounded.
        last: The last day it may mean; None if unbounded.
        kind: Whether it is dated, open or unknown.
        date: The date written in it, None if there is none.
        until: For ``a..b`` in a set: the date b.
        text: Its canonical text.
    """

    first: Day | None
    last: Day | None
    kind: EndKind = EndKind.CLOSED
    date: Date | None = None
    until: Date | None = None
    text: str = ""

    def could_be(self, day: Day) -> bool:
        """Tell whether *day* lies in it."""
        if self.date and not self.until and self.kind is EndKind.CLOSED:
            return self.date.could_be(day)
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last
        )

    def spans(self) -> Iterator[Span]:
        """Yield what it stands for, each completion and each step on its own."""
        if self.date is None or self.kind is EndKind.OPEN:
            return iter([Span(self.first, self.last)])
        return self.date.to(self.until) if self.until else self.date.spans()


@attrs.frozen
class Value:
    """What an EDTF text means.

    Attributes:
        text: The canonical text: the preferred placing of qualifiers, no others.
        level: The lowest EDTF level that can say this: 0, 1 or 2.
        form: Whether it is a date, an interval, a set and so on.
        start: When it starts: within this part. For a date, and for a set, all of it.
        end: When it ends: within this part.
        parts: The elements of a set, in order; empty if it is none.
        clock: The time of day of a date-time, as written: ``"23:20:30Z"``.

    >>> from timeline.when import edtf
    >>> value = edtf.parse("1984?/2004-06~")
    >>> str(value.start.last), str(value.end.first)
    ('1984-12-31', '2004-06-01')
    """

    text: str
    level: int
    form: Form
    start: Part
    end: Part
    parts: tuple[Part, ...] = ()
    clock: str = ""

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
    def dates(self) -> tuple[Date, ...]:
        """The dates written in it, from left to right; that of a plain date once."""
        parts = self.parts or (self.start, self.end)
        found = [d for part in parts for d in (part.date, part.until) if d]
        return tuple(found[:1] if self.start is self.end and not self.parts else found)

    @property
    def has_gaps(self) -> bool:
        """Whether days between the bounds may be ruled out: ask ``could_be``."""
        return bool(self.parts) or (self.form is Form.DATE and "X" in self.text)

    @property
    def members(self) -> Iterator[Span]:
        """The spans it may be, or for ``{}`` is: of a set and a mask, each by itself.

        They come one by one, as ``XXXX-XX-XX`` has 3,652,425 of them.

        >>> from timeline.when import edtf
        >>> [str(day.first) for day in edtf.parse("2025-1X-31").members]
        ['2025-10-31', '2025-12-31']
        """
        if self.form is Form.INTERVAL:
            return iter([Span(self.lower, self.upper)])
        return itertools.chain.from_iterable(
            p.spans() for p in self.parts or [self.start]
        )

    def could_be(self, day: Day) -> bool:
        """Tell whether the day may be one of those meant, exactly.

        >>> from timeline.when import edtf
        >>> edtf.parse("2025-XX-12").could_be(Day(2025, 6, 20))
        False
        """
        if self.form is Form.INTERVAL:
            return Part(self.lower, self.upper).could_be(day)
        return any(part.could_be(day) for part in self.parts or [self.start])

    def __str__(self) -> str:
        return self.text
