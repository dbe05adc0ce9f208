"""What all exports share: a text with what it could not carry, and bounds as text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from timeline.errors import Problem
from timeline.when.bounds import DAY, SECOND
from timeline.when.calendar import EPOCH, Day
from timeline.when.edtf import Precision

if TYPE_CHECKING:
    from timeline.when.when import When

__all__ = ["CLOCK", "Export", "bounds_text", "iso", "loss"]


CLOCK = frozenset({Precision.MINUTE, Precision.SECOND, Precision.MICROSECOND})


@attrs.frozen
class Export:
    """A timeline in another format, and what that format could not carry.

    Attributes:
        text: The document.
        losses: What is not in it, each with the id of its record first in ``loc``.
    """

    text: str
    losses: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        return self.text


def loss(id_: str, message: str, field: str = "") -> Problem:
    """Return the note that an export could not carry something of a record."""
    loc = (id_, field) if field else (id_,)
    return Problem("not-carried", message, loc, severity="warning")


def bounds_text(when: When) -> tuple[str, str]:
    """Return in EDTF when it starts at the earliest and is over at the latest.

    A bound is a day as written, the last one inclusive, where only days are stated;
    else a clock time, in UTC if it is placed. It is ``..`` where there is none.

    >>> from timeline.when.when import When
    >>> bounds_text(When.parse("2025-02"))
    ('2025-02-01', '2025-02-28')
    >>> bounds_text(When.parse("2025-03-17T16:30-04:00/.."))
    ('2025-03-17T20:30:00Z', '..')
    """
    start, end = when.value.start, when.value.end
    first, last = when.start_earliest, when.end_latest
    return (
        _instant(first, placed=when.is_placed)
        if first is not None and start.precision in CLOCK
        else _day(when.first_calendar_day),
        _instant(last, placed=when.is_placed)
        if last is not None and end.precision in CLOCK
        else _day(when.last_calendar_day),
    )


def iso(tick: int) -> str:
    """Return a tick as ISO 8601 writes it, or nothing outside the years 1 to 9999.

    >>> iso(1_500_000)
    '1970-01-01T00:00:01.500000'
    """
    try:
        return (EPOCH + timedelta(microseconds=tick)).isoformat()
    except OverflowError:
        return ""


def _day(day: Day | None) -> str:
    if day is None:
        return ".."
    return str(day) if abs(day.year) <= 9999 else f"Y{day.year}"


def _instant(tick: int, *, placed: bool) -> str:
    if text := iso(tick):
        return f"{text}Z" if placed else text
    days, rest = divmod(tick, DAY)
    seconds, fraction = divmod(rest, SECOND)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    part = f".{fraction:06}" if fraction else ""
    return f"{Day.of(days)}T{clock}{part}{'Z' if placed else ''}"
