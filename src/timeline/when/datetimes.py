"""Dates of the standard library, of pendulum and of Wikidata, read and made.

A time of Wikidata has a text, of which only so much counts as its precision says, and a
calendar: a year never becomes 1 January. See
https://www.wikidata.org/wiki/Help:Dates and the JSON of the Wikibase data model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from timeline.errors import InvalidError, OutOfRangeError, ParseError
from timeline.text import clean, quote
from timeline.when.bounds import DAY, SECOND
from timeline.when.calendar import Day
from timeline.when.timezones import is_zone, offset_text, seconds_of

if TYPE_CHECKING:
    import pendulum

_TIME = re.compile(r"([+-])0*(\d{1,6})-(\d\d)-(\d\d)T00:00:00Z")
_MILLENNIUM, _CENTURY, _DECADE, _YEAR, _MONTH, _DAY = range(6, 12)
_LENGTHS: Mapping[int, int] = {_MILLENNIUM: 1000, _CENTURY: 100}
_CALENDARS: Mapping[str, str] = {"Q1985727": "Gregorian", "Q1985786": "Julian"}
_EPOCH = 2_440_588  # the Julian day number of 1 January 1970


def as_date_text(value: object, tz: str | None = None) -> str:
    """Return a date or datetime as `When.parse` reads it.

    Args:
        value: A date or datetime; a text is returned as it is.
        tz: The zone in which a datetime without an offset is meant.

    Raises:
        InvalidError: a datetime has no zone, or the value is something else.

    >>> as_date_text(datetime(2025, 3, 17, 16, 30, tzinfo=UTC))
    '2025-03-17T16:30:00Z'
    """
    if isinstance(value, datetime):  # a datetime is a date too: ask this first
        return _datetime_text(value, tz)
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, str):
        return value
    raise _not_a_date(value)


def _not_a_date(value: object) -> ParseError:
    hint = 'pass a date, an aware datetime, or a text such as "2025-03-17"'
    return ParseError(f"{quote(value)} is not a date", hint, code="bad-date")


def _datetime_text(value: datetime, tz: str | None) -> str:
    try:
        offset = value.utcoffset()
        text = value.replace(tzinfo=None).isoformat()
    except ValueError:  # a table's missing value, such as pandas' NaT, is a datetime
        raise _not_a_date(value) from None
    if offset is None:
        if tz is not None:
            return text
        problem = f"{clean(text)} has no time zone"
        hint = 'give it one, write When.of(..., tz="Europe/Paris"), or pass its .date()'
        raise InvalidError(problem, hint, code="naive-datetime")
    if offset.microseconds:  # no text has a place for them
        try:
            return _datetime_text(value.astimezone(UTC), tz)
        except OverflowError:
            problem = f"{text} lies beyond the years 1 to 9999"
            raise OutOfRangeError(problem, "write it as a text") from None
    zone = value.tzinfo
    name = next((n for k in ("key", "zone", "name") if (n := getattr(zone, k, ""))), "")
    named = f"[{name}]" if is_zone(name) and name != "UTC" else ""
    return f"{text}{offset_text(offset // timedelta(microseconds=1))}{named}"


def moment(tick: int, where: str | None) -> pendulum.DateTime:
    """Return the instant at a tick of UTC as pendulum has it, in a zone or offset.

    Raises:
        OutOfRangeError: it lies beyond the years 1 to 9999.
    """
    import pendulum  # noqa: PLC0415  (50 ms, and most programs never ask)

    seconds, rest = divmod(tick, SECOND)
    try:
        instant = pendulum.from_timestamp(seconds).replace(microsecond=rest)
        if where is None or where == "Z":
            return instant
        zone = where if is_zone(where) else pendulum.FixedTimezone(seconds_of(where))
        return instant.in_timezone(zone)
    except (ValueError, OverflowError) as error:
        problem = f"{Day.of(tick // DAY)} lies beyond the years 1 to 9999"
        hint = "ask for ticks or calendar days instead"
        raise OutOfRangeError(problem, hint) from error


def pendulum_date(day: Day) -> pendulum.Date:
    """Return a day as pendulum has it.

    Raises:
        OutOfRangeError: it lies beyond the years 1 to 9999.
    """
    import pendulum  # noqa: PLC0415  (50 ms, and most programs never ask)

    try:
        return pendulum.Date(day.year, day.month, day.day)
    except ValueError as error:
        problem = f"{day} lies beyond the years 1 to 9999"
        raise OutOfRangeError(problem, "ask for its calendar day instead") from error


def of_wikidata(time: str, precision: int, calendar: str) -> str:
    """Return a time of Wikidata as EDTF; see `When.of_wikidata`."""
    found = _TIME.fullmatch(str(time))
    name = _CALENDARS.get(str(calendar).rpartition("/")[2])
    if found is None or name is None:
        what = f"time {quote(time)}" if name else f"calendar {quote(calendar)}"
        hint = "pass time, precision and calendarmodel as its JSON has them"
        raise ParseError(f"{what} is not one of Wikidata's", hint)
    if type(precision) is not int or not _MILLENNIUM <= precision <= _DAY:
        hint = "6 is a millennium, 11 a day; say any other in when_text"
        raise ParseError(f"no date has the precision {quote(precision)}", hint)
    sign, *digits = found.groups()
    year, month, day = map(int, digits)
    low, high = _years(year, precision)
    if sign == "-":  # 1 BCE is -0001 there, and 0000 here
        low, high = 1 - high, 1 - low
    if name == "Julian":
        return _between_julian((low, high), precision, month, day)
    if precision < _YEAR:
        return f"[{_year(low)}..{_year(high)}]"
    parts = [_year(low), digits[1], digits[2]]
    return "-".join(parts[: precision - _YEAR + 1])


def _years(year: int, precision: int) -> tuple[int, int]:
    """Return the first and the last year meant, counted from year 1 either way.

    The 19th century is 1801 to 1900 there, and the 1870s are 1870 to 1879.
    """
    if precision == _DECADE:
        start = year // 10 * 10
        return max(start, 1), start + 9
    if length := _LENGTHS.get(precision):
        end = -(-year // length) * length
        return end - length + 1, end
    return year, year


def _year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def _between_julian(
    years: tuple[int, int], precision: int, month: int, day: int
) -> str:
    """Return the days of this calendar on which a day, month or year of that one fell.

    Raises:
        ParseError: that calendar has no such day.
    """
    first, last = (years[0], 1), (years[1], 12)
    if precision >= _MONTH:
        first = last = (years[0], month)
    start, after = _month_start(*first), _month_start(last[0], last[1] + 1)
    if precision == _DAY:
        if not start <= start + day - 1 < after:
            problem = f"month {month} of {_year(years[0])} has no day {day}"
            raise ParseError(problem, "correct the day")
        return str(Day.of(start + day - 1))
    return f"[{Day.of(start)}..{Day.of(after - 1)}]"


def _month_start(year: int, month: int) -> int:
    """Return how many days after 1970-01-01 a month of the Julian calendar begins."""
    # Fliegel and Van Flandern's formula, with years from March; every fourth is longer.
    years, index = divmod(month - 3, 12)
    days = (153 * index + 2) // 5 + 1 + (years + year + 4800) * 1461 // 4
    return days - 32_083 - _EPOCH
