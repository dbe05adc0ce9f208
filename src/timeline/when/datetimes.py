"""Dates of the standard library and of pendulum, read and made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from timeline.errors import InvalidError, OutOfRangeError, ParseError
from timeline.text import clean, quote
from timeline.when.bounds import DAY, SECOND
from timeline.when.calendar import Day
from timeline.when.timezones import is_zone, offset_text, seconds_of

if TYPE_CHECKING:
    import pendulum


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
        raise InvalidError(
            f"{clean(text)} has no time zone",
            'give it one, write When.of(..., tz="Europe/Paris"), or pass its .date()',
            code="naive-datetime",
        )
    if offset.microseconds:  # no text has a place for them
        try:
            return _datetime_text(value.astimezone(UTC), tz)
        except OverflowError:
            raise OutOfRangeError(
                f"{text} lies beyond the years 1 to 9999", "write it as a text"
            ) from None
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
        raise OutOfRangeError(
            f"{Day.of(tick // DAY)} lies beyond the years 1 to 9999",
            "ask for ticks or calendar days instead",
        ) from error


def pendulum_date(day: Day) -> pendulum.Date:
    """Return a day as pendulum has it.

    Raises:
        OutOfRangeError: it lies beyond the years 1 to 9999.
    """
    import pendulum  # noqa: PLC0415  (50 ms, and most programs never ask)

    try:
        return pendulum.Date(day.year, day.month, day.day)
    except ValueError as error:
        raise OutOfRangeError(
            f"{day} lies beyond the years 1 to 9999", "ask for its calendar day instead"
        ) from error
