"""Sorted arrays that find spans of time and words without looking at every event.

Spans stand in order of their lower ends, so that those which begin in a window are one
slice of them. For those which began before it and still last they are cut into blocks:
each knows what lasts when it begins, so that besides that only its own spans have to
be looked at. A block is as long as what it knows, or all of them together would know
too much. Spans without an end last in all later blocks, and are kept apart; so are
cores turned inside out (an event of one known day surely fills no instant of it).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import lt
from typing import Any, NamedTuple

__all__ = ["EVER", "NEVER", "Columns", "Index", "Spans", "Window"]

# No instant is earlier or later: what stands for "unbounded" where ints must stand.
NEVER = -(2**63)
EVER = 2**63 - 1

_BLOCK = 64  # as many are looked at as quickly as a block is found
_STRETCH = 4  # as many are searched as quickly as a place in a table is found

# A window as two ends for each line of time: (wall clock, UTC).
Window = tuple[tuple[int, int], tuple[int, int]]
Count = Callable[[int, int], int]


class Columns(NamedTuple):
    """Two ends for each position, and on which line of time they are.

    Attributes:
        lows: The lower ends, `NEVER` or `EVER` where there is none.
        highs: The upper ends, likewise.
        lines: 0 is the wall clock, 1 UTC, and 2 undated: those come last.
    """

    lows: array[int]
    highs: array[int]
    lines: bytes


class _Line:
    """The spans on one line of time: the wall clock's, or that of UTC.

    Attributes:
        lows: The lower ends in order, without those that are turned.
        positions: Whose they are.
    """

    def __init__(self, columns: Columns, order: Sequence[int]) -> None:
        lows, highs, _ = columns
        turned: list[int] = []
        if not all(map(lt, _at(lows, order), _at(highs, order))):
            turned = [p for p in order if lows[p] >= highs[p]]
            order = array("i", [p for p in order if lows[p] < highs[p]])
        endless = [p for p in order if highs[p] == EVER] if EVER in highs else []
        self._turned = _at(lows, turned), array("i", turned)
        self._endless = _at(lows, endless), array("i", endless)
        self.lows, self.positions = _at(lows, order), order
        self._every, self._highs = lows, highs
        # Where each block begins, when, and who began before and lasts into it.
        self._firsts, self._times, self._lasting = [0], [], [array("i")]
        while (end := self._block_end()) < len(order):
            time, first = self.lows[end], self._firsts[-1]
            known = (*self._lasting[-1], *order[first:end])
            lasting = [p for p in known if time < highs[p] < EVER]
            self._firsts.append(end)
            self._times.append(time)
            self._lasting.append(array("i", lasting))
        self._firsts.append(len(order))

    def _block_end(self) -> int:
        """Return where the next block begins: not among spans that begin together."""
        lows = self.lows
        end = self._firsts[-1] + max(len(self._lasting[-1]), _BLOCK)
        return bisect_right(lows, lows[end - 1], end) if end < len(lows) else len(lows)

    def _before(self, time: int) -> tuple[int, int]:
        """Return in which block *time* lies, and how many spans begin before it."""
        block, firsts = bisect_right(self._times, time), self._firsts
        return block, bisect_left(self.lows, time, firsts[block], firsts[block + 1])

    def reaching(self, a: int, b: int) -> tuple[list[int], int, int]:
        """Return who begins before *a* and ends after it, and who begins in the window.

        The latter are the `positions` from the second to before the third.
        """
        highs = self._highs
        block, first = self._before(a)
        lows, endless = self._endless
        found = [*endless[: bisect_left(lows, self._times[block - 1]) if block else 0]]
        found += [p for p in self._lasting[block] if highs[p] > a]
        begun = self.positions[self._firsts[block] : first]
        found += [p for p in begun if highs[p] > a]
        if b < a:
            return [p for p in found if self._every[p] < b], first, first
        return found, first, self._before(b)[1]

    def turned(self, a: int, b: int) -> list[int]:
        """Return who is turned, with its lower end below *b*, its upper above *a*."""
        lows, positions = self._turned
        highs, first = self._highs, bisect_right(lows, a)
        last = bisect_left(lows, b, first)
        return [p for p in positions[first:last] if highs[p] > a]

    def count(self) -> Count:
        """Return what counts who begins before *b*, less who ends by *a*."""
        ends = array("q", sorted(_at(self._highs, self.positions)))
        return _count_of(self.lows, ends)


def _count_of(lows: array[int], ends: array[int]) -> Count:
    """Return what counts the *lows* before *b*, less the *ends* up to *a*.

    Both are cut into stretches of time of one length, so that to find a time takes one
    look at where its stretch begins, and a search among the few in it; where they are
    crowded, a longer one. Outside of the stretches all are searched.
    """
    first_low, low_power, low_starts = _stretches(lows)
    first_end, end_power, end_starts = _stretches(ends)
    last_low, last_end = len(low_starts) - 2, len(end_starts) - 2

    def count(a: int, b: int) -> int:
        if b < a:
            return count(a, a)
        i, j = (b - first_low) >> low_power, (a - first_end) >> end_power
        if 0 <= i <= last_low and 0 <= j <= last_end:
            begun = bisect_left(lows, b, low_starts[i], low_starts[i + 1])
            return begun - bisect_right(ends, a, end_starts[j], end_starts[j + 1])
        return bisect_left(lows, b) - bisect_right(ends, a)

    return count


def _stretches(times: array[int]) -> tuple[int, int, array[int]]:
    """Return where stretches begin, the power of two they last, and who begins each."""
    known = range(bisect_right(times, NEVER), bisect_left(times, EVER))
    first, last = (times[known[0]], times[known[-1]]) if known else (0, 0)
    power = ((last - first) // (len(known) // _STRETCH + 1)).bit_length()
    begins = range(first, last + (2 << power), 1 << power)
    return first, power, array("i", [bisect_left(times, begin) for begin in begins])


def _at(values: array[int], positions: Sequence[int]) -> array[int]:
    if isinstance(positions, range):  # all but the undated
        return values if len(positions) == len(values) else values[: len(positions)]
    return array("q", map(values.__getitem__, positions))


class Spans:
    """Two ends for each position: which reach into a window?

    The ends are those of the hull (earliest start and latest end: all it may fill) or
    of the core (latest start and earliest end: all it surely fills, if anything).

    Attributes:
        lows: The lower end at each position, `NEVER` or `EVER` if there is none.
        highs: The upper end at each position.
        lines: On which line each position is: 0 wall clock, 1 UTC, 2 undated.
        dated: How many are not undated; they come first.
        in_order: Whether all are on one line in order of their lower ends, so that
            a window is mostly one slice of them.
    """

    def __init__(self, columns: Columns) -> None:
        self.lows, self.highs, self.lines = columns
        self.dated = len(self.lines.rstrip(b"\2"))
        order: Sequence[int] = range(self.dated)
        lows = _at(self.lows, order).tolist()
        if lows != sorted(lows):
            order = sorted(order, key=lows.__getitem__)
        self._lines: dict[int, _Line] = {}
        self._counts: list[tuple[int, Count]] = []
        here = [line for line in (0, 1) if line in self.lines]
        for line in here:
            if len(here) > 1:
                own = [p for p in order if self.lines[p] == line]
                self._lines[line] = _Line(columns, own)
            else:
                self._lines[line] = _Line(columns, order)
        self.in_order = all(
            isinstance(each.positions, range) for each in self._lines.values()
        )

    def reaching(self, window: Window) -> tuple[list[int], int, int]:
        """Return who has its lower end below *b* and its upper end above *a*.

        They are the positions in the list, in order, and after them all from the
        second to before the third.
        """
        found: list[int] = []
        first = last = self.dated
        for line, spans in self._lines.items():
            a, b = window[line]
            begun, start, stop = spans.reaching(a, b)
            found += begun
            if self.in_order:
                first, last = start, stop
            else:
                found += spans.positions[start:stop]
                found += spans.turned(a, b)
        found.sort()
        return found, first, last

    def count(self, window: Window) -> int:
        """Return how many reach into *window*, without finding out which.

        All that begin before it ends, less all that end before it begins: right where
        each lower end is below its upper end, as those of a hull are, and at most as
        many where the window is turned.
        """
        if not self._counts:  # made when first needed, and found at once from then on
            self._counts += [(line, each.count()) for line, each in self._lines.items()]
        found = 0
        for line, count in self._counts:
            a, b = window[line]
            found += count(a, b)
        return found


class Index:
    """What is known of the positions of *events*, each part made when first needed.

    Attributes:
        events: In the order of their collection: undated ones last.

    Args:
        hulls: Gives the outer bounds of each event, in the same order.
        cores: Gives the latest start and the earliest end of each.
    """

    def __init__(
        self,
        events: tuple[Any, ...],
        hulls: Callable[[], Columns],
        cores: Callable[[], tuple[array[int], array[int]]],
    ) -> None:
        self.events = events
        self._hulls, self._cores = hulls, cores
        self._postings: dict[str, Mapping[str, array[int]]] = {}
        self._codes: dict[str, tuple[array[int], Mapping[str, int]]] = {}

    @cached_property
    def hull(self) -> Spans:
        """From the earliest start to the latest end: all that each may fill."""
        return Spans(self._hulls())

    @cached_property
    def core(self) -> Spans:
        """From the latest start to the earliest end: all that each surely fills."""
        return Spans(Columns(*self._cores(), self.hull.lines))

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
