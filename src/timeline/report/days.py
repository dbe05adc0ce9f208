"""The day from which one looks at a timeline."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from timeline.errors import InvalidError
from timeline.text import quote

__all__ = ["as_day", "days_before"]


def as_day(value: Any) -> date | None:  # noqa: ANN401  (a converter: it checks)
    """Return the day to look from; a moment is none, it depends on whose day."""
    if value is None:
        return None
    if isinstance(value, datetime):
        raise InvalidError(
            f"{value.isoformat()} is a moment, not a day", "pass moment.date()"
        )
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, str) and len(value) == 10:
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise InvalidError(f"{quote(value)} is not a day", "write YYYY-MM-DD", ("on",))


def days_before(day: date, days: int) -> date:
    """Return which day it was so many days before *day*.

    >>> days_before(date(2025, 3, 1), 7)
    datetime.date(2025, 2, 22)
    """
    if not 0 <= days < day.toordinal():
        raise InvalidError(
            f"{quote(days)} is no number of days before {day}", "pass 0 or more"
        )
    return day - timedelta(days)
