"""Where the marks of a time axis stand, from hours to hundred thousands of years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

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


Stretch = tuple[int, int]  # from a tick to another
GAP = 32  # pixels of an empty stretch, however long it is


def stretches(
    windows: Sequence[Stretch], seen_from: Sequence[Stretch]
) -> list[Stretch]:
    """Return from when to when an axis runs, without its longest empty stretches.

    It is the shortest span with four fifths of the ends of *windows*, within which
    things begin or end, with what lies near it and the day *seen_from*. Left out is
    where for over a quarter of that span nothing can begin or end.

    >>> march, later = (0, 31 * DAY), (90 * DAY, 91 * DAY)
    >>> [low // DAY for low, _ in stretches([march, later], [])]
    [-1, 89]
    """
    ends = sorted(tick for window in windows for tick in window)
    most = -(-len(ends) * 4 // 5)
    starts = range(len(ends) - most + 1)
    first = min(starts, key=lambda n: ends[n + most - 1] - ends[n])
    last = first + most - 1
    near = max((ends[last] - ends[first]) // 4, 3 * DAY)
    while first and ends[first] - ends[first - 1] <= near:
        first -= 1
    while last + 1 < len(ends) and ends[last + 1] - ends[last] <= near:
        last += 1
    low, high = ends[first], ends[last]
    inside = [(max(a, low), min(b, high)) for a, b in windows if a <= high and b >= low]
    parts: list[Stretch] = []
    for start, end in sorted([*inside, *seen_from]):
        if not parts or start - parts[-1][1] > near:
            parts.append((start, end))
        parts[-1] = parts[-1][0], max(end, parts[-1][1])
    length = sum(high - low for low, high in parts)
    slack = min(max(length // 40, DAY // 24), near // 8)
    return [(low - slack, high + slack) for low, high in parts]


@attrs.frozen
class Axis:
    """Where time stands in a picture: stretches of one scale, with breaks between.

    Attributes:
        parts: The stretches in order, as ticks.
        left: The first pixel of the first.
        right: The last pixel of the last.
    """

    parts: Sequence[Stretch]
    left: float
    right: float

    @property
    def scale(self) -> float:
        """How many pixels a tick takes."""
        room = self.right - self.left - GAP * (len(self.parts) - 1)
        return room / sum(high - low for low, high in self.parts)

    def x(self, tick: int) -> float:
        """Return where *tick*, which is in a stretch, stands."""
        scale = self.scale
        return self.left + sum(
            min(max(tick - low, 0), high - low) * scale + GAP * (tick > high)
            for low, high in self.parts
        )

    @property
    def gaps(self) -> list[tuple[float, int, int]]:
        """The breaks: where each begins, and from when to when it is."""
        after = self.parts[1:]
        return [
            (self.x(end), end, start)
            for (_, end), (start, _) in zip(self.parts, after, strict=False)
        ]

    def is_outside(self, tick: int | None) -> int:
        """Return -1 if *tick* is before it, 1 if after it, else 0."""
        low, high = self.parts[0][0], self.parts[-1][1]
        return 0 if tick is None else (tick > high) - (tick < low)


def marks(low: int, high: int, most: float, words: Words) -> list[tuple[int, str]]:
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
    before = [None, *rounds]
    return [
        (tick, _label(tick, unit, last, words))
        for tick, last in zip(rounds, before, strict=False)
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


def _label(tick: int, unit: str, last: int | None, words: Words) -> str:
    """Name a tick, as shortly as the *last* one before it allows."""
    day = Day.of(tick // DAY)
    if unit == "year":
        return words.year(day.year)
    if unit == "month":
        return words.month(day.year, day.month)
    clock = tick % DAY // HOUR
    if unit == "hour" and clock and last is not None:
        return f"{clock:02}:00"
    if unit == "day" and last is not None and Day.of(last // DAY).month == day.month:
        return f"{day.day}"
    said = words.days(day, day)
    return f"{said} {clock:02}:00" if clock else said
