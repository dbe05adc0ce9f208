"""Where time stands in a picture: its stretches, its breaks, its ticks and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from timeline.language.words import Words
from timeline.report.shapes import BOLD, HIGH, REACH, measure
from timeline.when.bounds import DAY, HOUR, Ticks
from timeline.when.calendar import Day

GAP = 32  # pixels of an empty stretch, however long it is
_LEAST = 5  # pixels of a bar
_APART = 72  # pixels for each label of a tick
_MONTH, _YEAR = 30 * DAY, 365 * DAY
_STEPS: tuple[tuple[int, str, int], ...] = (
    *((n * HOUR, "hour", n) for n in (1, 3, 6, 12)),
    *((n * DAY, "day", n) for n in (1, 2, 7, 14)),
    *((n * _MONTH, "month", n) for n in (1, 3, 6)),
    *((n * 10**e * _YEAR, "year", n * 10**e) for e in range(6) for n in (1, 2, 5)),
)
_ABOVE = {"hour": "day", "day": "month", "month": "year"}  # what the upper line names


Stretch = tuple[int, int]  # from a tick to another
Piece = tuple[float, float, str]  # from a pixel to another, and which mark
Label = tuple[float, str, str]  # where it stands, its words and its look


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
    scale: float = attrs.field(init=False)  # how many pixels a tick takes

    @scale.default
    def _scale(self) -> float:
        room = self.right - self.left - GAP * (len(self.parts) - 1)
        return room / sum(high - low for low, high in self.parts)

    def x(self, tick: int) -> float:
        """Return where *tick* stands; what is outside, in the margins beyond fades."""
        if side := self.is_outside(tick):
            return (self.left, self.right)[side > 0] + side * REACH
        x = self.left
        for low, high in self.parts:
            x += min(max(tick - low, 0), high - low) * self.scale + GAP * (tick > high)
        return x

    @property
    def gaps(self) -> list[tuple[float, int, int]]:
        """The breaks: where each begins, and from when to when it is."""
        between = pairwise(self.parts)
        return [(self.x(end), end, start) for (_, end), (start, _) in between]

    def is_outside(self, tick: int | None) -> int:
        """Return -1 if *tick* is before it, 1 if after it, else 0."""
        low, high = self.parts[0][0], self.parts[-1][1]
        return 0 if tick is None else (tick > high) - (tick < low)

    def bar(self, ticks: Ticks, blur: tuple[bool, bool], look: str) -> list[Piece]:
        """Return how that is drawn which begins and ends within *ticks*.

        From the latest start to the earliest end it is as *look* says, pale around. It
        fades where nothing bounds it, and beyond what is in doubt by a mark, *blur*.
        """
        first, begun, over, last = ticks
        if begun is None or over is None:  # then one side is not bounded at all
            x = self.x(next(tick for tick in (first, last) if tick is not None))
            return [
                (x, x + REACH, "after") if begun is None else (x - REACH, x, "before")
            ]
        low, high = self.x(min(begun, over)), self.x(max(begun, over))
        left = low if first is None else self.x(first)
        right = high if last is None else self.x(last)
        look = look if begun <= over else "within"
        pieces = [(left, low, "within"), (low, high, look), (high, right, "within")]
        if right - left < HIGH:
            is_sure = right - left - (high - low) < 1
            middle, half = (left + right) / 2, max(right - left, _LEAST) / 2
            left, right = middle - half, middle + half
            pieces = [(left, right, look if is_sure else "within")]
        elif look == "within":
            pieces = [(left, right, look)]
        if self.is_outside(first) < 0:
            pieces.insert(0, (left - HIGH, left, "earlier"))
        elif first is None or blur[0]:
            pieces.insert(0, (left - REACH, left, "in"))
        if self.is_outside(last) > 0:
            pieces.append((right, right + HIGH, "later"))
        elif last is None or blur[1]:
            pieces.append((right, right + REACH, "out"))
        return [piece for whole in pieces for piece in self._broken(whole)]

    def _broken(self, piece: Piece) -> Iterator[Piece]:
        """Yield what is left of a piece at breaks, and dots across them."""
        left, right, look = piece
        for gap, _, _ in self.gaps:
            if left < gap and gap + GAP < right:
                yield left, gap, look
                yield gap, gap + GAP, "dots"
                left = gap + GAP
        if right - left >= 1:
            yield left, right, look

    def ticks(self, words: Words, edge: float) -> tuple[list[Label], list[Label]]:
        """Return what stands at each tick, and what a line above says of which of them.

        A label of the first line has its middle at its pixel, and is empty if it lies
        near a break; one of the second begins there and ends before the *edge*.

        >>> Axis([(20164 * DAY, 20264 * DAY)], 0, 400).ticks(Words(), 420)[1]
        [(0.0, '2025', 'ink bold')]
        """
        most = (self.right - self.left) / _APART
        length = sum(high - low for low, high in self.parts)
        sizes = (size for size in _STEPS if length // size[0] <= most)
        _, unit, step = next(sizes, _STEPS[-1])
        below: list[Label] = []
        above: list[tuple[float, str, float]] = []
        for low, high in self.parts:
            near = self.x(low) + REACH * (low > self.parts[0][0])
            far = self.x(high) - REACH * (high < self.parts[-1][1])
            for tick in _round(low, high, unit, step):
                x = self.x(tick)
                said = _name(tick, unit, words) if near <= x <= far else ""
                below.append((x, said, "mid"))
            if over := _ABOVE.get(unit):
                starts = sorted({low, *_round(low, high, over, 1)})
                if len(starts) > 1 and self.x(starts[1]) - self.x(low) < _APART:
                    del starts[0]  # what begins soon names the stretch
                for tick in starts:
                    end = edge if tick == starts[0] else self.x(high)
                    said = _name(tick, over, words, alone=True)
                    above.append((self.x(tick), said, end))
        return below, [*_placed(above, edge)]


def _placed(labels: Sequence[tuple[float, str, float]], edge: float) -> Iterator[Label]:
    """Yield from the last on what has room before its end; at the edge it may move."""
    free = edge
    for x, said, end in reversed(labels):
        wide = measure(said)
        left = min(x, edge - wide) if end == edge else x
        if left + wide <= min(end, free):
            yield left, said, BOLD
            free = left - 8


def _round(low: int, high: int, unit: str, step: int) -> Iterator[int]:
    """Yield the round ticks between two."""
    if unit in {"hour", "day"}:
        size = step * (HOUR if unit == "hour" else DAY)
        start = 4 * DAY if unit == "day" and step > 2 else 0  # weeks begin on Mondays
        yield from range(start + -(-(low - start) // size) * size, high + 1, size)
        return
    months = step * (12 if unit == "year" else 1)
    first, last = (Day.of(tick // DAY) for tick in (low, high))
    start = (first.year * 12 + first.month - 1) // months * months
    for month in range(start, last.year * 12 + last.month, months):
        year = month // 12
        if unit == "year" and step > 1 and year <= 0:  # 500 BC is the year -499
            year += 1
        tick = Day(year, month % 12 + 1, 1).number * DAY
        if low <= tick <= high:
            yield tick


def _name(tick: int, unit: str, words: Words, *, alone: bool = False) -> str:
    """Name the hour, day, month or year that begins at a tick; *alone* in full."""
    day = Day.of(tick // DAY)
    if unit == "hour":
        return f"{tick % DAY // HOUR:02}:00"
    if unit == "day":
        return words.days(day, day) if alone else str(day.day)
    if unit == "month":
        return words.month(day.year if alone else None, day.month, long=alone)
    return words.year(day.year)
