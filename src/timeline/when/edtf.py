"""EDTF, the extended date/time format of ISO 8601-2: levels 0, 1 and 2, whole.

This module stands alone. It reads what the standard writes and says which calendar
days it may mean; clock times, zones and links between events are the business of
:mod:`timeline.when.when`. ``docs/edtf.md`` lists what is decided where the standard
leaves a hole.

>>> value = parse("2004-06-01~/2004-06-20..")
>>> str(value.lower), value.upper, value.end_kind, value.level
('2004-06-01', None, <EndKind.OPEN: 'open'>, 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when.calendar import Day, month_length
from timeline.when.expressions import (
    DAYS,
    GROUPS,
    MONTHS,
    Date,
    EndKind,
    Form,
    Part,
    Span,
    Value,
    season,
    years,
)

__all__ = ["Date", "EndKind", "Form", "Part", "Span", "Value", "parse"]

LONGEST = 256  # characters; the longest example of the standard has 53
MOST_DIGITS = 4000  # of a year: Python prints no number of more than 4,300

_QUALIFIER = "([?~%]?)"
_DATE = re.compile(
    rf"{_QUALIFIER}(-?)([0-9X]{{4}})(?:S([0-9]+))?{_QUALIFIER}"
    rf"(?:-{_QUALIFIER}([0-9X]{{2}}){_QUALIFIER}"
    rf"(?:-{_QUALIFIER}([0-9X]{{2}}){_QUALIFIER})?)?"
)
_LONG_YEAR = re.compile(rf"Y(-?)([1-9][0-9]*)(?:E([0-9]+))?(?:S([0-9]+))?{_QUALIFIER}")
_CLOCK = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)"
    r"(Z|[+-](?:0[0-9]|1[0-3])(?::[0-5][0-9])?|[+-]14(?::00)?)?"
)
_PLAIN_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BITS = {None: 0, "": 0, "?": 1, "~": 2, "%": 3}  # a qualifier is a set of two flags
_SYMBOLS = ("", "?", "~", "%")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UNMARKED: tuple[str, ...] = ("", "", "")
_MARKS = (1, 5, 6, 8, 9, 11)  # the groups of _DATE
_PARTS = (2, 3, 4, 7, 10)


def parse(text: str) -> Value:
    """Read an EDTF text of any level.

    Raises:
        ParseError: It is none. Its position is that of the part that is wrong.

    >>> str(parse("?2004-?06-?11"))
    '2004-06-11?'
    >>> parse("2025-02-30")
    Traceback (most recent call last):
    timeline.errors.ParseError: "2025-02-30" is not a date (February 2025 has 28 days)
    """
    if not isinstance(text, str):
        raise ParseError(f"{quote(text)} is no text", "write a date such as 2025-03-17")
    if len(text) > LONGEST:
        hint = f"write at most {LONGEST} characters"
        raise ParseError(f"{quote(text)} is too long for a date", hint, text=text)
    if text[:1] in ("[", "{"):
        return _set(text)
    if "/" in text:
        return _interval(text)
    if "T" in text:
        return _datetime(text)
    date = _date(text, text, 0)
    part = _whole(date)
    return Value(part.text, date.level, Form.DATE, part, part)


def _fail(whole: str, at: int, problem: str, hint: str) -> NoReturn:
    raise ParseError(f"{quote(whole)} {problem}", hint, text=whole, position=at)


def _edge(
    among: Iterable[int], months: Sequence[int], days: Sequence[int], step: int
) -> Day | None:
    """Return the first day that completes a pattern, or for *step* -1 the last.

    Only 29 February ever looks at a second year.
    """
    for year in among:
        for month in months[::step]:
            for day in days[::step]:
                if day < 29 or day <= month_length(year, month):
                    return Day(year, month, day)
    return None


def _date(text: str, whole: str, at: int) -> Date:
    """Read one date expression, which stands at *at* in *whole*."""
    if text.startswith("Y"):
        return _long_year(text, whole, at)
    match = _DATE.fullmatch(text)
    if match is None:
        hint = "write YYYY, YYYY-MM or YYYY-MM-DD, or a span as start/end"
        _fail(whole, at, "is no date" if text == whole else "holds no date there", hint)
    *marks, sign, year, digits, month, day = match.group(*_MARKS, *_PARTS)
    body = (sign + year,) if month is None else (sign + year, month)
    if day is not None:
        body = (*body, day)
    level = 1 if sign else 0
    if sign and (year == "0000" or "X" in year):
        hint = "the year before 0001 is 0000, and before that comes -0001"
        _fail(whole, at, f"has no such year as -{year}", hint)
    if digits is not None:
        if month is not None or "X" in year:
            hint = "leave out the month, and every X"
            _fail(whole, at, "has significant digits of no plain year", hint)
        body, level = (f"{body[0]}S{_significant(digits, 4, whole, at)}",), 2
        span = _swept(int(sign + year), 4, int(digits))
    else:
        span = _calendar(body, whole, at)
        if "X" in text:
            level = max(level, _mask_level("-".join(body)))
        if month in GROUPS:
            level = max(level, 1 if month < "25" else 2)
    qualifiers = _UNMARKED
    if any(marks):
        qualifiers = _qualifiers(*marks)
        level = max(level, 1 if len(set(qualifiers[: len(body)])) == 1 else 2)
    return Date(body, qualifiers[: len(body)], *span, level)


def _qualifiers(*marks: str | None) -> tuple[str, ...]:
    """Return what qualifies year, month and day, by the marks around each.

    One on the left of a part holds for it alone, one on the right also for all that
    is left of it.
    """
    y1, y2, m1, m2, d1, d2 = [_BITS[mark] for mark in marks]
    right = m2 | d2
    return _SYMBOLS[y1 | y2 | right], _SYMBOLS[m1 | right], _SYMBOLS[d1 | d2]


def _calendar(body: Sequence[str], whole: str, at: int) -> tuple[Day, Day]:
    """Return the first and the last day of year, month and day, any of them masked."""
    year, month, day = (*body, "", "")[:3]
    low = int(year.replace("X", "0"))
    high = int(year.replace("X", "9"))
    if not month:
        return Day(low, 1, 1), Day(high, 12, 31)
    if month in GROUPS:
        if day:
            hint = "leave out the day, or write a month from 01 to 12"
            _fail(whole, at, "has a day in a season", hint)
        return season(low, high, month)
    if month not in MONTHS:
        hint = "write a month from 01 to 12, or a season or quarter from 21 to 41"
        _fail(whole, at, f"has no such month as {month}", hint)
    months, days = MONTHS[month], DAYS.get(day or "XX", ())
    first = _edge((low,), months, days, 1) or _edge(years(year), months, days, 1)
    if first is None:
        _fail(whole, at, *_no_day(*body))
    if low == high and len(days) == 1 == len(months):
        return first, first
    backwards = years(year, "9876543210")
    last = _edge((high,), months, days, -1) or _edge(backwards, months, days, -1)
    return first, last or first


def _no_day(year: str, month: str, day: str) -> tuple[str, str]:
    """Say why no completion of a date is in the calendar, and what to do."""
    if not (year + month).lstrip("-").isdigit() or not day.isdigit():
        return "is no day of the calendar", "write a day that exists"
    length = month_length(int(year), int(month))
    return f"is not a date ({_MONTHS[int(month) - 1]} {year} has {length} days)", ""


def _mask_level(text: str) -> int:
    """Return 1 if whole parts from the right are masked, else 2."""
    part = "-XX" if "-" in text[1:] else "X"
    return 2 if "X" in text.removesuffix(part).removesuffix(part) else 1


def _significant(digits: str, most: int, whole: str, at: int) -> int:
    if not 1 <= int(digits) <= most:
        hint = f"write S1 to S{most}"
        _fail(whole, at, f"has {most} digits in its year, not {int(digits)}", hint)
    return int(digits)


def _swept(year: int, width: int, kept: int) -> tuple[Day, Day]:
    """Return the bounds of a year of *width* digits of which *kept* are significant."""
    step = 10 ** (width - kept)
    low = abs(year) - abs(year) % step
    low, high = (low, low + step - 1) if year >= 0 else (1 - low - step, -low)
    return Day(low, 1, 1), Day(high, 12, 31)


def _long_year(text: str, whole: str, at: int) -> Date:
    """Read ``Y12345``, ``Y-17E7`` or ``Y3388E2S3``, without ever computing a giant."""
    match = _LONG_YEAR.fullmatch(text)
    if match is None:
        hint = "write Y and a year of more than four digits, alone: Y-170000002"
        _fail(whole, at, "holds no long year", hint)
    sign, digits, exponent, significant, mark = match.groups()
    power = int(exponent or 0)
    width = len(digits) + power
    if width > MOST_DIGITS:
        _fail(whole, at, "is too far away", f"a year has at most {MOST_DIGITS} digits")
    year = int(sign + digits) * 10**power
    if width < 5:
        hint = f"write {year:04}" if year >= 0 else f"write -{-year:04}"
        _fail(whole, at, "has a Y before a year of four digits", hint)
    body = f"Y{sign}{digits}" + (f"E{power}" if exponent else "")
    kept = width
    if significant:
        kept = _significant(significant, width, whole, at)
        body += f"S{kept}"
    level = 2 if exponent or significant else 1
    return Date((body,), (mark,), *_swept(year, width, kept), level)


def _datetime(text: str) -> Value:
    """Read a date and a time of day: only whole ones exist, and only at level 0."""
    day, _, clock = text.partition("T")
    if not _PLAIN_DAY.fullmatch(day):
        _fail(text, 0, "has a time but no plain day", "write 2025-03-17T16:30:00Z")
    if not _CLOCK.fullmatch(clock):
        hint = "write hh:mm:ss, then nothing, Z or an offset from -14:00 to +14:00"
        _fail(text, len(day) + 1, "has no such time of day", hint)
    if clock.endswith(("-00", "-00:00")) and len(clock) > 8:
        _fail(text, len(day) + 9, "has a negative zero offset", "write Z or +00:00")
    date = _date(day, text, 0)
    part = _whole(date)
    return Value(text, 0, Form.DATETIME, part, part, clock=clock)


def _interval(text: str) -> Value:
    """Read ``a/b``: it starts within a and ends within b."""
    left, _, right = text.partition("/")
    if "/" in right:
        at = len(left) + 1 + right.index("/")
        hint = "write a day as 2025-03-17, and a span as start/end"
        _fail(text, at, "has a second slash", hint)
    start = _end(left, text, 0)
    end = _end(right, text, len(left) + 1)
    if not start.date and not end.date:
        _fail(text, 0, "has no date at either end", "write the date of one of them")
    both = start.kind is EndKind.CLOSED is end.kind
    if both and start.first > end.last:  # type: ignore[operator]
        hint = "swap the two"
        _fail(text, len(left) + 1, "ends before it starts", hint)
    level = max(_end_level(start), _end_level(end))
    return Value(f"{start.text}/{end.text}", level, Form.INTERVAL, start, end)


def _end(text: str, whole: str, at: int) -> Part:
    """Read one end of an interval: which of the two, *at* tells."""
    if text in ("", ".."):
        return Part(None, None, EndKind.OPEN if text else EndKind.UNKNOWN, text=text)
    if text.startswith("..") and not at:
        date = _date(text[2:], whole, 2)
        return Part(None, date.last, EndKind.OPEN, date, text=f"..{date}")
    if text.endswith("..") and at:
        date = _date(text[:-2], whole, at)
        return Part(date.first, None, EndKind.OPEN, date, text=f"{date}..")
    return _whole(_date(text, whole, at))


def _whole(date: Date) -> Part:
    return Part(date.first, date.last, date=date, text=str(date))


def _end_level(part: Part) -> int:
    if part.date is None:
        return 1
    open_or_masked = part.kind is EndKind.OPEN or part.date.is_masked
    return 2 if open_or_masked else part.date.level


def _set(text: str) -> Value:
    """Read ``[a,b]``, one of them, or ``{a,b}``, all of them."""
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing or len(text) < 3:
        hint = f"write the dates between {text[0]} and {closing}, with commas"
        _fail(text, len(text) - 1, "is no complete set", hint)
    parts, at = [], 1
    for element in text[1:-1].split(","):
        parts.append(_element(element, text, at))
        at += len(element) + 1
    firsts = [part.first for part in parts]
    lasts = [part.last for part in parts]
    low = None if None in firsts else min(firsts)  # type: ignore[type-var]
    high = None if None in lasts else max(lasts)  # type: ignore[type-var]
    start = Part(low, high, EndKind.CLOSED if low else EndKind.OPEN)
    end = Part(low, high, EndKind.CLOSED if high else EndKind.OPEN)
    canonical = f"{text[0]}{','.join(part.text for part in parts)}{closing}"
    form = Form.ONE_OF if closing == "]" else Form.ALL_OF
    return Value(canonical, 2, form, start, end, tuple(parts))


def _element(text: str, whole: str, at: int) -> Part:
    """Read ``a``, ``..a``, ``a..`` or ``a..b``."""
    left, dots, right = text.partition("..")
    if not dots:
        return _whole(_date(text, whole, at))
    if not left:
        date = _date(right, whole, at + 2)
        return Part(None, date.last, EndKind.OPEN, date, text=f"..{date}")
    if not right:
        return _end(text, whole, at)
    date, until = _date(left, whole, at), _date(right, whole, at + len(left) + 2)
    for end in (date, until):
        if end.is_masked or any(end.qualifiers) or "S" in end.body[0]:
            hint = "write plain years, months or days on both sides of the dots"
            _fail(whole, at, "has a range between dates that are not exact", hint)
    if date.precision != until.precision or date.precision == "season":
        hint = "write years, months or days, the same on both sides"
        _fail(whole, at, "has a range between different units", hint)
    if date.first > until.last:
        _fail(whole, at, "has a range that runs backwards", "swap the two")
    return Part(date.first, until.last, date=date, until=until, text=f"{date}..{until}")
