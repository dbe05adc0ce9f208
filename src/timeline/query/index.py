"""The index of a collection: what answers a predicate without looking at every event.

It knows the spans of time that events may fill, in order, and by each word of `KEYS`
the events that have it. A predicate is answered from the shortest list that holds all
of its answer; what the list does not settle is tested on each event in it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, TypeGuard

from timeline.query.evaluate import (
    KEYS,
    OF_SOURCES,
    Context,
    check_words,
    compiled,
    keys_of,
)
from timeline.query.predicates import All, Leaf, Predicate, all_of, anything, fold
from timeline.query.windows import EVER, TIMES, reach

_ONE_WORD = frozenset({"kind", "status", "phase"})  # one for every event
_BLOCK = 64  # as many are looked at as quickly as a block is hits


class Intervals(NamedTuple):
    """Spans of time, each that of one event; an event may have several.

    Attributes:
        positions: The position of the event of each interval, in the collection.
        starts: The first tick of each, `NEVER` if it has no beginning.
        ends: The first tick after each, `EVER` if it has no end.
        lines: The lines of time they are on: False is the wall clock, True is UTC.
    """

    positions: Sequence[int]
    starts: array[int]
    ends: array[int]
    lines: frozenset[bool]


class SortedIntervals:
    """Intervals in order of their starts, to find those that overlap a window.

    Attributes:
        positions: The position of the event of each interval; a range if each event
            has one, and their order is that of the starts.
    """

    # Those that begin in the window are one slice. For those that began before it and
    # still last, the order is cut into blocks, and each block knows which intervals
    # last into it, so that only these and its own have to be looked at: a checkpoint
    # list, as in Kriegel, Pötke, Seidl (2000) or the bins of BAM indexes, but with
    # blocks as long as their lists, which bounds all lists together by the number of
    # intervals. Without that, a few long intervals would be in every list. Those
    # without an end would too, and are kept apart.
    #
    # Cost: O(n log n) to sort, O(n) to build; a window takes O(log n + b + hits), with
    # b the length of one block: 64, or what lasts there if that is more.

    def __init__(self, intervals: Intervals) -> None:
        positions, starts, ends, _ = intervals
        ticks = starts.tolist()
        if ticks != sorted(ticks):
            order = sorted(range(len(ticks)), key=ticks.__getitem__)
            positions = [positions[i] for i in order]
            starts, ends = (array("q", [c[i] for i in order]) for c in (starts, ends))
        self.positions: Sequence[int] = positions
        self._starts, self._ends = starts, ends
        endless = [i for i, end in enumerate(ends) if end == EVER]
        self._endless = endless, array("q", map(starts.__getitem__, endless))
        # Where each block begins, at which tick, and what began before and lasts.
        self._firsts, self._ticks, self._lasting = [0], array("q"), [array("i")]
        while (end := self._block_end()) < len(starts):
            tick = starts[end]
            earlier = (*self._lasting[-1], *range(self._firsts[-1], end))
            self._lasting.append(
                array("i", [i for i in earlier if tick < ends[i] < EVER])
            )
            self._firsts.append(end)
            self._ticks.append(tick)
        self._firsts.append(len(starts))

    def _block_end(self) -> int:
        """Return where the next block begins: not among intervals of one start."""
        starts = self._starts
        end = self._firsts[-1] + max(len(self._lasting[-1]), _BLOCK)
        if end >= len(starts):
            return len(starts)
        return bisect_right(starts, starts[end - 1], end)

    def _begun(self, tick: int) -> tuple[int, int]:
        """Return the block in which *tick* lies, and how many begin before it."""
        block, firsts = bisect_right(self._ticks, tick), self._firsts
        return block, bisect_left(self._starts, tick, firsts[block], firsts[block + 1])

    def overlapping(self, a: int, b: int) -> tuple[list[int], int, int]:
        """Return the intervals that start before *b* and end after *a*, by number.

        Those that start before *a* are listed; the others are all from the first of
        the two numbers to before the second.
        """
        ends = self._ends
        block, first = self._begun(a)
        begin = self._firsts[block]
        endless, starts = self._endless
        hits = endless[: bisect_left(starts, self._ticks[block - 1])] if block else []
        hits = hits + [i for i in self._lasting[block] if ends[i] > a]
        hits += [i for i in range(begin, first) if ends[i] > a]
        hits.sort()
        return hits, first, self._begun(b)[1]

    def count(self, a: int, b: int) -> int:
        """Count what `overlapping` would find, without listing it.

        All that start before *b*, less all that end by *a*: two bisections.
        """
        return bisect_left(self._starts, b) - bisect_right(self._ends_sorted, a)

    @cached_property
    def _ends_sorted(self) -> array[int]:
        return array("q", sorted(self._ends))


# At most how many events answer, and which leaves list them; None: no list has them.
_Cover = tuple[int, tuple[Leaf, ...] | None]


class Index:
    """Answers predicates about the events of a collection.

    Attributes:
        events: In the order of their collection: undated ones last.

    Args:
        events: The same.
        intervals: All that each of the dated events may fill, in their order; several
            for one that has gaps.
        context: What predicates need to know of their collection.
    """

    # The planner: a list is as good as it is short, so the part with the shortest list
    # is read first; of an "or" all alternatives need one. How long a list is, the
    # number of postings or two bisections tell. What it does not settle is tested on
    # each event in it: windows as slices of the list, then the one word that every
    # event has, kept apart so that events all over memory are not touched, then the
    # other tests in the order in which they were written.

    def __init__(
        self, events: tuple[Any, ...], intervals: Intervals, context: Context
    ) -> None:
        self.events: tuple[Any, ...] = events
        self._intervals, self._context = intervals, context
        positions, lines = intervals.positions, intervals.lines
        self._undated = range(positions[-1] + 1 if positions else 0, len(events))
        self._placed = next(iter(lines)) if len(lines) == 1 else None
        self._postings: dict[str, dict[str, array[int]]] = {}
        self._words: dict[str, list[str]] = {}

    @cached_property
    def intervals(self) -> SortedIntervals:
        """The intervals of all dated events, put in order when first needed."""
        return SortedIntervals(self._intervals)

    @cached_property
    def _is_sliced(self) -> bool:
        """Whether the answer to ``possibly_overlaps`` is mostly one slice of events."""
        return self._placed is not None and isinstance(self.intervals.positions, range)

    def find(self, predicate: Predicate) -> tuple[Any, ...]:
        """Return the events for which *predicate* holds, in their order.

        Raises:
            InvalidError: it names an unknown kind or status.
        """
        events = self.events
        if self._is_slice(predicate):
            early, first, last = self.intervals.overlapping(*self._reach(predicate))
            undated = events[self._undated.start :]
            return tuple([events[p] for p in early]) + events[first:last] + undated
        return tuple([events[p] for p in self._answer(predicate)])

    def count(self, predicate: Predicate) -> int:
        """Count the events for which *predicate* holds: a window without listing them.

        Raises:
            InvalidError: it names an unknown kind or status.
        """
        if self._is_slice(predicate):
            return self._size(predicate)
        return len(self._answer(predicate))

    def _answer(self, predicate: Predicate) -> Sequence[int]:
        """Return the positions of the events for which *predicate* holds, in order."""
        check_words(predicate, self._context.records)
        hits: Sequence[int] = range(len(self.events))
        parts = predicate.parts if isinstance(predicate, All) else (predicate,)
        _, read = min(map(self._cover, parts), key=itemgetter(0))
        if read is not None:
            hits = _union([self._read(leaf) for leaf in read])
        rest: list[Predicate] = []
        for part in sorted(parts, key=self._cost):
            if part == anything or (read == (part,) and self._is_exact(part)):
                continue
            if self._is_slice(part):
                hits = self._within(part, hits)
            elif isinstance(part, Leaf) and part.name in _ONE_WORD:
                words, word = self._words_of(part.name), part.value
                hits = [p for p in hits if words[p] == word]
            else:
                rest.append(part)
        if not rest:
            return hits
        holds, events = compiled(all_of(rest), self._context), self.events
        return [p for p in hits if holds(events[p])]

    def _cost(self, part: Predicate) -> tuple[bool, bool]:
        """Return a sort key for what to do first: slices, then words."""
        return not self._is_slice(part), getattr(part, "name", "") not in _ONE_WORD

    def _cover(self, predicate: Predicate) -> _Cover:
        unlisted: _Cover = (len(self.events), None)

        def cover(leaf: Leaf) -> _Cover:
            listed = leaf.name in KEYS or leaf.name in TIMES or leaf.name == "undated"
            return (self._size(leaf), (leaf,)) if listed else unlisted

        def union(covers: Sequence[_Cover]) -> _Cover:
            leaves = [read for _, read in covers if read is not None]
            if len(leaves) < len(covers):
                return unlisted
            return sum(size for size, _ in covers), tuple(chain(*leaves))

        return fold(
            predicate,
            cover,
            lambda covers: min(covers, key=itemgetter(0)),
            union,
            lambda _: unlisted,
        )

    def _size(self, leaf: Leaf) -> int:
        """Return how many events `_read` lists, or a few more."""
        if leaf.name in KEYS:
            return sum(map(len, self._postings_of(leaf)))
        dated = self.intervals.count(*self._reach(leaf)) if leaf.name in TIMES else 0
        return dated + len(self._undated) * (not leaf.name.startswith("surely"))

    def _read(self, leaf: Leaf) -> Sequence[int]:
        """Return the positions of all that may answer a leaf, in order."""
        if leaf.name in KEYS:
            return _union(self._postings_of(leaf))
        if leaf.name == "undated":
            return self._undated
        early, first, last = self.intervals.overlapping(*self._reach(leaf))
        positions = self.intervals.positions
        begun = {*[positions[i] for i in early], *positions[first:last]}
        unknown = () if leaf.name.startswith("surely") else self._undated
        return [*sorted(begun), *unknown]

    def _is_exact(self, part: Predicate) -> bool:
        """Whether `_read` lists nothing that does not answer *part*."""
        name = getattr(part, "name", "")
        listed = name in KEYS or name == "undated"
        return listed or (name == "possibly_overlaps" and self._placed is not None)

    def _is_slice(self, part: Predicate) -> TypeGuard[Leaf]:
        return getattr(part, "name", "") == "possibly_overlaps" and self._is_sliced

    def _within(self, leaf: Leaf, hits: Sequence[int]) -> Sequence[int]:
        """Keep those of *hits* that overlap the window of *leaf*: by slices of it."""
        early, first, last = self.intervals.overlapping(*self._reach(leaf))
        i, j, k = (bisect_left(hits, p) for p in (first, last, self._undated.start))
        places = ((p, bisect_left(hits, p, 0, i)) for p in early)
        begun = (p for p, place in places if place < i and hits[place] == p)
        return [*begun, *hits[i:j], *hits[k:]]

    def _reach(self, leaf: Leaf) -> tuple[int, int]:
        return reach(leaf, self._context.tz, placed=self._placed)

    def _words_of(self, name: str) -> list[str]:
        """Return the one word that each event has of a leaf of `_ONE_WORD`."""
        if name not in self._words:
            keys = KEYS[name]
            self._words[name] = [word for event in self.events for word in keys(event)]
        return self._words[name]

    def _postings_of(self, leaf: Leaf) -> list[Sequence[int]]:
        """Return the positions of the events with each word of *leaf*, in order."""
        if leaf.name not in self._postings:
            postings: dict[str, array[int]] = {}
            events: Iterable[Any] = self.events
            if leaf.name in OF_SOURCES:
                events = map(self._context.with_as_of, events)
            for position, event in enumerate(events):
                for key in KEYS[leaf.name](event):
                    postings.setdefault(key, array("i")).append(position)
            self._postings[leaf.name] = postings
        postings = self._postings[leaf.name]
        keys = keys_of(leaf, self._context.parties)
        return [postings[key] for key in keys if key in postings]


def _union(lists: Sequence[Sequence[int]]) -> Sequence[int]:
    return lists[0] if len(lists) == 1 else sorted({*chain(*lists)})
