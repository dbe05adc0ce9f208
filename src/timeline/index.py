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
from itertools import islice
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
_DIGITS = 3 * (_FAR + 1)  # no length has as many binary digits

# A window as two ends for each line of time: (wall clock, UTC).
Window = tuple[tuple[int, int], tuple[int, int]]


_BATCH = 250  # events whose times are read at once: what was read is at hand still


@attrs.frozen
class _Undated:
    """Stands for the time of an event that has none."""

    start_earliest: int | None = None
    start_latest: int | None = None
    end_earliest: int | None = None
    end_latest: int | None = None
    zone: None = None
    is_dated: bool = False


def _hulls(whens: Iterable[Any]) -> list[Any]:
    """Return the outer bounds of each and whether it is placed, all in one list."""
    return [
        each
        for when in whens
        for each in (when.start_earliest, when.end_latest, when.zone is not None)
    ]


def _cores(whens: Iterable[Any]) -> list[Any]:
    """Return the inner bounds of each and whether it is placed, all in one list."""
    return [
        each
        for when in whens
        for each in (when.start_latest, when.end_earliest, when.zone is not None)
    ]


def _filled(ticks: Sequence[int | None], blank: int) -> array[int]:
    try:
        return array("q", ticks)  # type: ignore[arg-type]
    except TypeError:
        return array("q", [blank if tick is None else tick for tick in ticks])


def _at(values: array[int], positions: list[int]) -> tuple[array[int], array[int]]:
    """Return the values at *positions*, and whose they are."""
    return array("q", map(values.__getitem__, positions)), array("i", positions)


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
    def of(
        cls, lows: array[int], lengths: Sequence[int], positions: list[int]
    ) -> _Class:
        """Make one of who is at *positions*, which are in order of their lower ends."""
        own = [lengths[p] for p in positions]
        return cls(*_at(lows, positions), min(own), max(own))

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


def _by_length(order: Iterable[int], lengths: Sequence[int]) -> list[list[int]]:
    """Return positions by how many binary digits a length has, each list in *order*.

    Lengths of turned ends are counted from the end of the list.
    """
    groups: list[list[int]] = [[] for _ in range(2 * (_FAR + 1))]
    adding = [groups[n // 3].append for n in (*range(_DIGITS), *range(-_DIGITS, 0))]
    if min(lengths, default=1) > 0:
        digits = list(map(int.bit_length, lengths))
    else:
        digits = [n.bit_length() if n > 0 else ~n.bit_length() for n in lengths]
    for p in order:
        adding[digits[p]](p)
    return groups


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
        started = lows[: self.dated].tolist()
        here = [n for n in (0, 1) if n in lines]
        alone = len(here) < 2
        ascending = started == sorted(started)
        self.in_order = hull and alone and ascending
        order: Sequence[int] = range(self.dated)
        if not ascending:
            order = sorted(order, key=started.__getitem__)
        lengths = list(map(sub, highs, lows))
        self._lines = {
            n: self._line(
                order if alone else [p for p in order if lines[p] == n], lengths
            )
            for n in here
        }
        self.line_of_all = max(here, default=0)
        self._ends: dict[int, tuple[array[int], array[int]]] = {}

    def _line(self, order: Iterable[int], lengths: Sequence[int]) -> _Line:
        low, high = self._missing
        groups = _by_length(order, lengths)
        # Where an end is missing, another stands for it, as far away as can be.
        far = sorted(groups[_FAR] + groups[~_FAR], key=self.lows.__getitem__)
        endless = [p for p in far if self.highs[p] == high]
        beginless = [p for p in far if self.lows[p] == low and self.highs[p] != high]
        beginless.sort(key=self.highs.__getitem__)
        groups[_FAR] = [p for p in far if self.lows[p] != low and self.highs[p] != high]
        groups[~_FAR] = []
        return _Line(
            tuple(_Class.of(self.lows, lengths, each) for each in groups if each),
            _at(self.lows, endless),
            _at(self.highs, beginless),
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
            self._spans[hull] = Spans(*self._columns(hull=hull), hull=hull)
        return self._spans[hull]

    def _columns(self, *, hull: bool) -> tuple[array[int], array[int], bytes]:
        """Return two bounds of each time, and on which line it is."""
        read = _hulls if hull else _cores
        low, high = (NEVER, EVER) if hull else (EVER, NEVER)
        lows, highs, lines, undated = array("q"), array("q"), bytearray(), _Undated()
        whens = iter(self._whens())
        while batch := [when or undated for when in islice(whens, _BATCH)]:
            bounds = read(batch)
            starts = bounds[::3]
            lows += _filled(starts, low)
            highs += _filled(bounds[1::3], high)
            lines += bytes(bounds[2::3])
            if None in starts:
                for at, when in enumerate(batch, len(lines) - len(batch)):
                    lines[at] = lines[at] if when.is_dated else 2
        return lows, highs, bytes(lines)

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
