"""Times as Wikidata's JSON has them, in EDTF: a year never becomes 1 January.

A value has a text, of which only so much counts as its precision says, and a calendar.
See https://www.wikidata.org/wiki/Help:Dates and the JSON of the Wikibase data model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when.calendar import Day

_TIME = re.compile(r"([+-])0*(\d{1,6})-(\d\d)-(\d\d)T00:00:00Z")
_MILLENNIUM, _CENTURY, _DECADE, _YEAR, _MONTH, _DAY = range(6, 12)
_LENGTHS: Mapping[int, int] = {_MILLENNIUM: 1000, _CENTURY: 100}
_CALENDARS: Mapping[str, str] = {"Q1985727": "Gregorian", "Q1985786": "Julian"}
_EPOCH = 2_440_588  # the Julian day number of 1 January 1970


def edtf_of(time: str, precision: int, calendar: str) -> str:
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
    return (
        (153 * index + 2) // 5 + 1 + (years + year + 4800) * 1461 // 4 - 32_083 - _EPOCH
    )
