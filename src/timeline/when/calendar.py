"""Days of the proleptic Gregorian calendar, in any year.

`datetime` ends at the years 1 and 9999 and EDTF does not, so days are counted by plain
integers from 1970-01-01, exactly, in whichever year: as those of 2000 to 2399, whole
cycles of 400 years apart.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, Self

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (a clock reading: the zone is kept apart)
_EPOCH = EPOCH.toordinal()
_YEAR_2000 = date(2000, 1, 1).toordinal()
_CYCLE = 146_097  # days of 400 years, after which the calendar repeats
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Return whether *year* has 366 days; year 0 exists, and has.

    >>> is_leap(0), is_leap(1900), is_leap(-400)
    (True, False, True)
    """
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return how many days *month* (1 to 12) of *year* has."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def ordinal(year: int, month: int, day: int) -> int:
    """Return the number of days from 1970-01-01 to that day; negative before it.

    Raises:
        ValueError: the calendar has no such day.

    >>> ordinal(1970, 1, 1), ordinal(2025, 3, 17), ordinal(0, 1, 1)
    (0, 20164, -719528)
    """
    cycles, year = divmod(year - 2000, 400)
    return date(2000 + year, month, day).toordinal() - _EPOCH + cycles * _CYCLE


def civil(number: int) -> tuple[int, int, int]:
    """Return year, month and day of the day *number* days after 1970-01-01.

    >>> civil(20164), civil(-719528)
    ((2025, 3, 17), (0, 1, 1))
    """
    cycles, rest = divmod(number + _EPOCH - _YEAR_2000, _CYCLE)
    day = date.fromordinal(_YEAR_2000 + rest)
    return day.year + cycles * 400, day.month, day.day


def add_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """Return the day *months* later, clamped to the last day of a shorter month.

    >>> add_months(2024, 1, 31, 1), add_months(2024, 3, 31, -13)
    ((2024, 2, 29), (2023, 2, 28))
    """
    years, index = divmod(month - 1 + months, 12)
    year, month = year + years, index + 1
    return year, month, min(day, month_length(year, month))


class Day(NamedTuple):
    """One day of the calendar; days compare in calendar order.

    Attributes:
        year: The year, astronomically: 0 comes before 1, and -1 before 0.
        month: 1 to 12.
        day: 1 to the length of the month.

    >>> str(Day(-44, 3, 15)), Day(-44, 3, 15) < Day(0, 1, 1)
    ('-0044-03-15', True)
    """

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, number: int) -> Self:
        """Return the day *number* days after 1970-01-01."""
        return cls(*civil(number))

    @property
    def number(self) -> int:
        """How many days it is after 1970-01-01; negative before."""
        return ordinal(self.year, self.month, self.day)

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"
