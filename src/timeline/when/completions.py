"""What a date may turn out to be: its masks completed, its marks of doubt allowed for.

A mark of doubt (``?``, ``~``, ``%``) gives no width, and a yes or a no must not rest on
less than one: python-edtf pads a marked date by one unit, and so does this. The unit is
the smallest thing stated within what the mark covers: an unspecified digit states
nothing. A mark behind a part covers all to its left; one before a part covers it alone,
so that everything else stays as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from timeline.when.bounds import DAY, LIMIT
from timeline.when.calendar import add_months, civil, month_length, ordinal
from timeline.when.edtf import EndKind, Point, group_length

MOST = 64  # spans of one date; beyond, their hull stands for them
_MOST_JOINED = 1_000  # of which so few are made: ten centuries of a year such as X9XX
_FARTHEST = LIMIT - 2 * DAY  # room for the clocks of any zone

Span = tuple[int | None, int | None]  # the first tick and the one after the last
_ANY_TIME: Span = (None, None)


def completions(point: Point, *, marked: bool = True) -> list[Span]:
    """Return the stretches of the wall clock in which a date may lie, in order.

    Stretches that touch are one. A date without a year may lie anywhere.

    Args:
        point: The date.
        marked: Whether its marks of doubt count.

    >>> from timeline.when.edtf import read_date
    >>> about = read_date("2025-06-15~", "", 0)
    >>> [[end // DAY - about.low // DAY for end in span] for span in completions(about)]
    [[-1, 2]]
    >>> len(completions(read_date("?2025-06-15", "", 0)))
    3
    """
    if point.year == "XXXX":
        return [_ANY_TIME]
    spans = _masked(point)
    if marked and point.marks:
        for mark in sorted(_marks(point)):
            spans = merge(moved for span in spans for moved in _widened(span, mark))
        spans = [(_within_range(low), _within_range(high)) for low, high in spans]
    return spans


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one, and their hull if too many."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0] is not None, span[0])):
        if merged and _reaches(merged[-1][1], span[0]):
            low, high = merged.pop()
            ends = [end for end in (high, span[1]) if end is not None]
            merged.append((low, max(ends) if len(ends) == 2 else None))
        else:
            merged.append(span)
    return merged if len(merged) <= MOST else [(merged[0][0], merged[-1][1])]


def _reaches(end: int | None, start: int | None) -> bool:
    return end is None or start is None or start <= end


def _masked(point: Point) -> list[Span]:
    """Return the completions of a mask, without regard to marks."""
    whole = [(point.low, point.high)]
    if not point.is_masked or point.kind is not EndKind.CLOSED:
        return whole
    # A part that is all X says no more than the part before it, if nothing is stated
    # behind it: "2025-XX-XX" is 2025.
    day = "" if point.day == "XX" else point.day
    month = "" if point.month == "XX" and not day else point.month
    year = point.year.rstrip("X") if not month else point.year
    if "X" not in year + month + day:
        return whole
    days = point._replace(month=month, day=day).spans()
    # Only an open date lacks a side, and that has no digit left out.
    spans = ((a.number * DAY, b.number * DAY + DAY) for a, b in days if a and b)
    found = [*islice(spans, _MOST_JOINED + 1)]
    return merge(found) if len(found) <= _MOST_JOINED else whole


class _Mark(NamedTuple):
    """What one mark of doubt allows, coarsest first.

    Attributes:
        part: Which part states the unit: 0 the year, 1 the month, 2 the day.
        unit: The unit in months, or in days if the day states it.
        alone: Whether it covers that part alone, so that those before it are certain.
        finest: Whether nothing finer is stated: then all between is possible too.
        whole: Whether a step from the last day of a month leads to another one.
    """

    part: int
    unit: int
    alone: bool
    finest: bool
    whole: bool


def _marks(point: Point) -> set[_Mark]:
    """Return what each mark of a date allows."""
    parts = (point.year, point.month, point.day)[: len(point.marks)]
    covered = set()
    for flag in "?~":
        flags = point.marks.replace("%", flag)
        shared = len(flags) - len(flags.lstrip(flag))
        if shared:
            covered.add((0, shared))
        alone = (at for at in range(shared, len(parts)) if flags[at] == flag)
        covered.update((at, at + 1) for at in alone)
    marks = set()
    for first, last in covered:
        stated = [at for at in range(first, last) if parts[at].strip("X")]
        if stated:
            at = stated[-1]
            finest = not any(part.strip("X") for part in parts[at + 1 :])
            whole = not point.day.isdigit()
            marks.add(_Mark(at, _unit(parts[at], at), first > 0, finest, whole))
    return marks


def _unit(part: str, at: int) -> int:
    """Return the unit that a part states, in days for a day, else in months."""
    if at == 1 and (months := group_length(part)):
        return months
    if part[0] == "Y" or "S" in part:
        return 12 * _last_digit(part)
    step = _power(len(part) - len(part.rstrip("X")))
    return step * 12 if at == 0 else step


def _power(exponent: int) -> int:
    return int(10**exponent)


def _last_digit(year: str) -> int:
    """Return the value of the last significant digit of ``1950S2`` or ``Y17E3``."""
    number, _, significant = year.partition("S")
    digits, _, exponent = number.lstrip("Y-").partition("E")
    power = int(exponent or 0)
    return _power(len(digits) + power - int(significant) if significant else power)


def _widened(span: Span, mark: _Mark) -> Iterator[Span]:
    """Yield where a span may lie if it is a unit of the mark earlier or later."""
    low, high = _limits(span, mark) if mark.alone else _ANY_TIME
    steps = [(-1, 1)] if mark.finest else [(-1, -1), (0, 0), (1, 1)]
    moves = [_moved(span, mark, *times) for times in steps]
    for start, end in moves:
        first = start if low is None or start is None else max(start, low)
        after = end if high is None or end is None else min(end, high)
        if first is None or after is None or first < after:
            yield first, after


def _limits(span: Span, mark: _Mark) -> Span:
    """Return the year, or the month, that a mark on a part behind it leaves alone."""
    low, high = span
    anchor = low if low is not None else (high or 0) - DAY
    year, month, _ = civil(anchor // DAY)
    first, last = (1, 12) if mark.part == 1 else (month, month)
    start = ordinal(year, first, 1) * DAY
    end = ordinal(year, last, month_length(year, last)) * DAY + DAY
    return start, end if high is None else max(end, high)  # a winter ends in the next


def _moved(span: Span, mark: _Mark, back: int, forth: int) -> Span:
    """Return a span with its start, and its end, moved by that many units."""
    low, high = span
    if low is not None:
        low = _stepped(low // DAY, mark, mark.unit * back, whole=False) * DAY
    if high is not None:
        last, step = high // DAY - 1, mark.unit * forth
        high = _stepped(last, mark, step, whole=mark.whole) * DAY + DAY
    return low, high


def _stepped(number: int, mark: _Mark, step: int, *, whole: bool) -> int:
    """Return a day that many months or days later; clamped to the month's last day."""
    if mark.part == 2:
        return number + step
    year, month, day = civil(number)
    is_last = whole and day == month_length(year, month)
    year, month, day = add_months(year, month, day, step)
    return ordinal(year, month, month_length(year, month) if is_last else day)


def _within_range(tick: int | None) -> int | None:
    return None if tick is None or abs(tick) > _FARTHEST else tick
