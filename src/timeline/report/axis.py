"""Where the marks of a time axis stand, from hours to hundred thousands of years."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.language.format import Words
from timeline.when.bounds import DAY, HOUR
from timeline.when.calendar import Day

_MONTH, _YEAR = 30 * DAY, 365 * DAY
_STEPS: tuple[tuple[int, str, int], ...] = (
    *((n * HOUR, "hour", n) for n in (1, 3, 6, 12)),
    *((n * DAY, "day", n) for n in (1, 2, 7, 14)),
    *((n * _MONTH, "month", n) for n in (1, 3, 6)),
    *((n * 10**e * _YEAR, "year", n * 10**e) for e in range(6) for n in (1, 2, 5)),
)


def marks(low: int, high: int, most: int, words: Words) -> list[tuple[int, str]]:
    """Return at most about *most* round ticks within a stretch, each with its label.

    >>> from timeline.language.format import Words
    >>> day = 86_400_000_000
    >>> marks(20164 * day, 20264 * day, 4, Words())
    [(1743465600000000, 'Apr 2025'), (1746057600000000, 'May 2025'), \
(1748736000000000, 'Jun 2025')]
    """
    _, unit, step = next(
        (s for s in _STEPS if (high - low) // s[0] <= most), _STEPS[-1]
    )
    rounds = [tick for tick in _round(low, high, unit, step) if low <= tick <= high]
    return [
        (tick, _label(tick, unit, first=number == 0, words=words))
        for number, tick in enumerate(rounds)
    ]


def _round(low: int, high: int, unit: str, step: int) -> Iterator[int]:
    if unit in {"hour", "day"}:
        size = step * (HOUR if unit == "hour" else DAY)
        start = 4 * DAY if unit == "day" and step > 2 else 0  # weeks begin on Mondays
        yield from range(start + -(-(low - start) // size) * size, high + 1, size)
        return
    months = step * (12 if unit == "year" else 1)
    first = Day.of(low // DAY)
    month = (first.year * 12 + first.month - 1) // months * months
    while True:
        year = month // 12
        if unit == "year" and step > 1 and year <= 0:  # 500 BC is the year -499
            year += 1
        tick = Day(year, month % 12 + 1, 1).number * DAY
        if tick > high:
            return
        yield tick
        month += months


def _label(tick: int, unit: str, *, first: bool, words: Words) -> str:
    day = Day.of(tick // DAY)
    if unit == "year":
        return words.year(day.year)
    if unit == "month":
        return words.month(day.year, day.month)
    clock = tick % DAY // HOUR
    if unit == "hour" and clock and not first:
        return f"{clock:02}:00"
    said = words.days(day, day)
    return f"{said} {clock:02}:00" if clock else said
