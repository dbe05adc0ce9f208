"""Sorted arrays that find spans of time and words without looking at every event.

Spans are kept by class of length: those of one class that reach into a window begin
within two narrow ranges of one sorted array, so that a few bisections find them and
few are looked at in vain. Spans without an end would make a class as long as time:
they are classes of their own, and so are cores turned inside out (an event of one
known day surely fills no instant of it).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import sub
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from timeline.when.when import When

__all__ = ["EVER", "NEVER", "Index", "Spans", "Window"]

# No instant is earlier or later: what stands for "unbounded" where ints must stand.
NEVER = -(2**63)
EVER = 2**63 - 1

_FAR = 63 // 3  # the class of lengths in which one end stands for none

# A window as two ends for each line of time: (wall clock, UTC).
Window = tuple[tuple[int, int], tuple[int, int]]


@attrs.frozen
class _Form:
    placed: int = 2


@attrs.frozen
class _Undated:
    """Stands for the time of an event that has none."""

    start_earliest: int | None = None
    start_latest: int | None = None
    end_earliest: int | None = None
    end_latest: int | None = None
    form: _Form = _Form()
    is_dated: bool = False


def _filled(ticks: list[int | None], blank: int) -> array[int]:
    if None in ticks:
        return array("q", [blank if tick is None else tick for tick in ticks])
    return array("q", ticks)  # type: ignore[arg-type]


def _by(values: array[int], positions: list[int]) -> tuple[array[int], array[int]]:
    """Return the values at *positions* in order, and whose they are."""
    found = [values[p] for p in positions]
    if found != sorted(found):
        positions.sort(key=values.__getitem__)
        found.sort()
    return array("q", found), array("i", positions)


@attrs.frozen
class _Class:
    """Spans of similar length, in order of their lower ends.

    Attributes:
        lows: The lower ends.
        positions: Whose they are.
        least: The smallest length, less than 1 if the ends are turned.
        most: The greatest.
    """

    lows: array[int]
    positions: array[int]
    least: int
    most: int

    @classmethod
    def of(cls, lows: array[int], highs: array[int], positions: list[int]) -> _Class:
        """Make one of who is at *positions*."""
        starts, ordered = _by(lows, positions)
        lengths = list(map(sub, [highs[p] for p in ordered], starts))
        return cls(starts, ordered, min(lengths), max(lengths))

    def reaching(self, highs: array[int], a: int, b: int, found: list[int]) -> None:
        """Add who has its lower end below *b* and its upper end above *a*."""
        lows = self.lows
        first = bisect_right(lows, a - self.most)
        sure = last = bisect_left(lows, b, first)
        if last - first > 64:  # fewer are sooner looked at than bisected
            sure = bisect_right(lows, a - self.least, first, last)
            found += self.positions[sure:last]
        if first < sure:
            found += [p for p in self.positions[first:sure] if highs[p] > a]


@attrs.frozen
class _Line:
    """The spans on one line of time: the wall clock's, or that of UTC.

    Attributes:
        classes: Those with two ends.
        endless: Those without an upper end: the lower ends in order, and whose.
        beginless: Those without a lower end: the upper ends in order, and whose.
    """

    classes: tuple[_Class, ...]
    endless: tuple[array[int], array[int]]
    beginless: tuple[array[int], array[int]]


class Spans:
    """Two ends for each position: which reach into a window?

    The ends are those of the hull (earliest start and latest end: all it may fill) or
    of the core (latest start and earliest end: all it surely fills, if anything).

    Attributes:
        lows: The lower end at each position, `NEVER` or `EVER` if there is none.
        highs: The upper end at each position.
        lines: On which line each position is: 0 wall clock, 1 UTC, 2 undated.
        dated: How many are not undated; they come first.
        line_of_all: The line they are on, if it is one.
        in_order: Whether all are on one line in order of their lower ends, so that
            a window is one slice of them.
    """

    def __init__(
        self, lows: array[int], highs: array[int], lines: bytes, *, hull: bool
    ) -> None:
        self.lows, self.highs, self.lines = lows, highs, lines
        self.dated = len(lines.rstrip(b"\2"))
        self._missing = (NEVER, EVER) if hull else (EVER, NEVER)
        self._lines = {n: self._line(n) for n in (0, 1) if n in lines}
        started = lows[: self.dated].tolist()
        self.in_order = hull and len(self._lines) < 2 and started == sorted(started)
        self.line_of_all = max(self._lines, default=0)
        self._ends: dict[int, tuple[array[int], array[int]]] = {}

    def _line(self, line: int) -> _Line:
        low, high = self._missing
        lengths = map(sub, self.highs, self.lows)
        sizes = [
            n.bit_length() // 3 if n > 0 else ~(n.bit_length() // 3) for n in lengths
        ]
        groups: dict[int, list[int]] = {size: [] for size in set(sizes)}
        for p, (here, size) in enumerate(zip(self.lines, sizes, strict=True)):
            if here == line:
                groups[size].append(p)
        # Where an end is missing, another stands for it, as far away as can be.
        far = [p for size in (_FAR, ~_FAR) for p in groups.pop(size, ())]
        endless = [p for p in far if self.highs[p] == high]
        beginless = [p for p in far if self.lows[p] == low and self.highs[p] != high]
        groups[_FAR] = [p for p in far if self.lows[p] != low and self.highs[p] != high]
        return _Line(
            tuple(
                _Class.of(self.lows, self.highs, each)
                for each in groups.values()
                if each
            ),
            _by(self.lows, endless),
            _by(self.highs, beginless),
        )

    def reaching(self, window: Window) -> tuple[list[int], int, int]:
        """Return who has its lower end below *b* and its upper end above *a*.

        They are the positions in the list, in order, and after them all from the
        second to before the third.
        """
        found: list[int] = []
        if self.in_order:
            a, b = window[self.line_of_all]
            self._reach(a, a, found, self._lines)
            first = bisect_left(self.lows, a, 0, self.dated)
            found.sort()
            return found, first, bisect_left(self.lows, b, 0, self.dated)
        for line, (a, b) in enumerate(window):
            self._reach(a, b, found, {line} & self._lines.keys())
        found.sort()
        return found, self.dated, self.dated

    def _reach(self, a: int, b: int, found: list[int], lines: Iterable[int]) -> None:
        low, high = self._missing
        for line in lines:
            spans = self._lines[line]
            for each in spans.classes:
                each.reaching(self.highs, a, b, found)
            if high > a:
                lows, positions = spans.endless
                found += positions[: bisect_left(lows, b)]
            if low < b:
                highs, positions = spans.beginless
                found += positions[bisect_right(highs, a) :]

    def count(self, window: Window) -> int:
        """Return how many reach into *window*, without finding out which.

        All that begin before it ends, less all that end before it begins: right where
        each lower end is below its upper end, as those of a hull are.
        """
        if self.in_order:
            return self._counted(self.line_of_all, window)
        return sum(self._counted(line, window) for line in self._lines)

    def _counted(self, line: int, window: Window) -> int:
        if line not in self._ends:
            self._ends[line] = self._sorted(line)
        lows, highs = self._ends[line]
        a, b = window[line]
        return bisect_left(lows, b, 0, len(highs)) - bisect_right(highs, a)

    def _sorted(self, line: int) -> tuple[array[int], array[int]]:
        on = [p for p, here in enumerate(self.lines) if here == line]
        lows, highs = self.lows, self.highs
        if not self.in_order:
            lows = array("q", sorted([lows[p] for p in on]))
        return lows, array("q", sorted([highs[p] for p in on]))


class Index:
    """What is known of the positions of *events*, each part made when first needed.

    Attributes:
        events: In the order of their collection: undated ones last.

    Args:
        whens: Gives the placed time of each event, in the same order.
    """

    def __init__(
        self, events: tuple[Any, ...], whens: Callable[[], Iterable[When | None]]
    ) -> None:
        self.events = events
        self._whens = whens
        self._spans: dict[bool, Spans] = {}
        self._postings: dict[str, Mapping[str, array[int]]] = {}
        self._codes: dict[str, tuple[array[int], Mapping[str, int]]] = {}

    @property
    def hull(self) -> Spans:
        """From the earliest start to the latest end: all that each may fill."""
        return self._made(hull=True)

    @property
    def core(self) -> Spans:
        """From the latest start to the earliest end: all that each surely fills."""
        return self._made(hull=False)

    def _made(self, *, hull: bool) -> Spans:
        if hull not in self._spans:
            undated = _Undated()
            whens = [undated if when is None else when for when in self._whens()]
            lines = [when.form.placed for when in whens]
            if hull:
                lows = [when.start_earliest for when in whens]
                highs = [when.end_latest for when in whens]
            else:
                lows = [when.start_latest for when in whens]
                highs = [when.end_earliest for when in whens]
            if None in lows:
                for p, tick in enumerate(lows):
                    if tick is None and not whens[p].is_dated:
                        lines[p] = 2
            low, high = (NEVER, EVER) if hull else (EVER, NEVER)
            self._spans[hull] = Spans(
                _filled(lows, low), _filled(highs, high), bytes(lines), hull=hull
            )
        return self._spans[hull]

    def postings(
        self, name: str, keys: Callable[[Any], Iterable[str]]
    ) -> Mapping[str, Sequence[int]]:
        """Return the positions of the events that bear each of *keys*, in order.

        Args:
            name: Under which to keep them.
            keys: What an event bears.
        """
        if name not in self._postings:
            found: dict[str, array[int]] = {}
            for p, event in enumerate(self.events):
                for key in keys(event):
                    if key in found:
                        found[key].append(p)
                    else:
                        found[key] = array("i", (p,))
            self._postings[name] = found
        return self._postings[name]

    def codes(self, name: str) -> tuple[Sequence[int], Mapping[str, int]]:
        """Return a number at each position, and what it stands for.

        Args:
            name: Of postings already made, of which an event bears one.
        """
        if name not in self._codes:
            numbers = {key: at for at, key in enumerate(self._postings[name])}
            found = array("i", bytes(4 * len(self.events)))
            for key, positions in self._postings[name].items():
                for p in positions:
                    found[p] = numbers[key]
            self._codes[name] = found, numbers
        return self._codes[name]
