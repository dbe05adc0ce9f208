"""Between which days something lies, as readers may be told: in EDTF, with marks."""

from __future__ import annotations

import attrs

from timeline.when.calendar import Day
from timeline.when.edtf import Precision
from timeline.when.when import When

_FIVE_DIGITS = 10_000


def days_between(when: When) -> tuple[Day | None, Day | None]:
    """Return between which days it is, or starts where nothing bounds its end."""
    last = None if when.value.is_lone_clock else when.last_calendar_day
    return when.first_calendar_day, last or when.last_start_day


def window(when: When) -> tuple[str, str]:
    """Return in EDTF before and after what it is not: as days, months or years.

    Empty where nothing bounds it; what rests on a mark of doubt has that mark.
    """
    stated, (begins, starts, ends) = days_between(when), when.tested_days
    points = when.value.start, when.value.end
    is_day = [point.precision is Precision.DAY for point in points]
    tested, units = (begins, ends or starts), in_units(*stated)
    sides = (
        str(day or "") if exact else unit
        for day, unit, exact in zip(stated, units, is_day, strict=True)
    )
    both = zip(sides, stated, tested, when.doubt, strict=True)
    low, high = (s + mark if s and own != wide else s for s, own, wide, mark in both)
    return low, high


def in_units(first: Day | None, last: Day | None) -> tuple[str, str]:
    """Return two days as months or years where these begin and end with them.

    A source that says "January" says nothing of the first of January. Empty for none.
    """
    if not all(map(is_writable, filter(None, (first, last)))):
        return str(first or ""), str(last or "")
    after = last and Day.of(last.number + 1)
    begins = first != last and first is not None and first.day == 1
    ends = first != last and after is not None and after.day == 1
    is_years = begins and ends and after and first and first.month == after.month == 1
    cut = -6 if is_years else -3
    low, high = str(first or ""), str(last or "")
    return low[:cut] if begins else low, high[:cut] if ends else high


def is_writable(day: Day) -> bool:
    """Whether EDTF can write it, and its month, as dates."""
    return abs(day.year) < _FIVE_DIGITS


def start_of(when: When) -> When:
    """Return the bounds of its start alone."""
    spans = tuple(span._replace(end_latest=None) for span in when.spans)
    ticks = when.ticks._replace(end_latest=None)
    return attrs.evolve(when, ticks=ticks, spans=spans)
