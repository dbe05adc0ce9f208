"""The day from which one looks at a timeline."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from timeline.errors import InvalidError
from timeline.text import quote

__all__ = ["as_day"]


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
