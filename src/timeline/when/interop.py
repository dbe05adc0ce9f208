"""What a user may pass where one calendar day is meant."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from timeline.errors import InvalidError, ParseError
from timeline.text import quote
from timeline.when.calendar import Day
from timeline.when.edtf import EndKind
from timeline.when.reading import Form, Precision
from timeline.when.when import When

__all__ = ["DayLike", "as_day"]

DayLike = date | str | When | Day


def as_day(value: object, name: str = "on") -> Day:
    """Return the one calendar day that *value* is.

    Args:
        value: A date, an aware datetime (its day as written), a `Day`, or a `When` or
            text that is one plain day, with or without a zone.
        name: Name of the argument, for the error.

    Raises:
        InvalidError: it is anything else: a month, a clock time, a naive datetime.

    >>> as_day("2025-03-17[Asia/Tokyo]")
    Day(year=2025, month=3, day=17)
    >>> as_day("2025-03")
    Traceback (most recent call last):
    timeline.errors.InvalidError: on: "2025-03" is not one day; write YYYY-MM-DD
    """
    day: Day | None = None
    if isinstance(value, date):  # a datetime is a date too
        day = Day(value.year, value.month, value.day) if _is_one_day(value) else None
    elif isinstance(value, When):
        day = _day_of(value)
    elif isinstance(value, str | Day):
        with suppress(ParseError):
            day = _day_of(When.parse(str(value)))
    if day is None:
        shown = str(value) if isinstance(value, date | When | Day) else value
        message = f"{quote(shown)} is not one day"
        raise InvalidError(message, "write YYYY-MM-DD", (name,))
    return day


def _is_one_day(value: date) -> bool:
    """Whether a date is a day, or a datetime knows whose day it is."""
    if not isinstance(value, datetime):
        return True
    try:
        return value.utcoffset() is not None
    except ValueError:  # a table's missing value, such as pandas' NaT, is a datetime
        return False


def _day_of(when: When) -> Day | None:
    """Return the day of a date that is one whole day, without marks or anchors."""
    placed = when.is_placed
    day = Form(placed, Precision.DAY, Precision.DAY, EndKind.CLOSED, EndKind.CLOSED)
    first, last = when.first_calendar_day, when.last_calendar_day
    if when.form != day or when.anchors or first != last:
        return None
    return first
