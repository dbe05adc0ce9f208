"""Answering a predicate from an index: what to read, and what to check on each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from timeline.query.evaluate import Context, bind, matcher, named, phase_of
from timeline.query.index import Index, Window
from timeline.query.predicates import All, Leaf, Not, Predicate, fold
from timeline.query.windows import TIMES, Comparison, comparisons, edges, window
from timeline.text import searchable

__all__ = ["Plan", "count", "find", "plan"]

FEW = 200  # as many are looked at as quickly as an index is asked

_KEYS: Mapping[str, Callable[[Any], Iterable[str]]] = MappingProxyType(
    {
        "involving": named,
        "kind": lambda event: (event.kind,),
        "status": lambda event: (event.status or "",),
        "phase": lambda event: (phase_of(event),),
        "topic": lambda event: event.topics,
        "part_of": lambda event: () if event.part_of is None else (event.part_of,),
        "cites": lambda event: event.cited,
    }
)

# How many at most, and which leaves together hold them all; None: all must be seen.
_Cover = tuple[int, tuple[Leaf, ...] | None]


@attrs.frozen
class Plan:
    """How a predicate is answered; its text is what `Timeline.explain` returns.

    Attributes:
        reads: Leaves whose events an index lists, and that hold the whole answer;
            None if every event has to be looked at.
        checks: What is then checked on each event read.
        count: How many events are read, at most.
        total: How many there are.
    """

    reads: tuple[Leaf, ...] | None
    checks: tuple[Predicate, ...]
    count: int
    total: int

    def __str__(self) -> str:
        if self.reads is None:
            lines = [f"looks at all {self.total:,} events"]
        else:
            many = f"{self.count:,} of {self.total:,} events"
            lines = [f"reads at most {many}, by index"]
            lines += [f"  {leaf}" for leaf in self.reads]
        if self.checks:
            lines += ["checks on each", *(f"  {each}" for each in self.checks)]
        return "\n".join(lines)


def plan(predicate: Predicate, index: Index, context: Context) -> Plan:
    """Return how *predicate* is best answered."""
    return _plan(bind(predicate, context), _Reader(index, context))


def find(predicate: Predicate, index: Index, context: Context) -> tuple[Any, ...]:
    """Return the events for which *predicate* holds, in their order."""
    events = index.events
    if len(events) < FEW:
        return tuple(filter(matcher(predicate, context), events))
    if isinstance(predicate, Leaf) and predicate.name == "possibly_overlaps":
        hull = index.hull  # a window is mostly one slice: nothing is faster
        early, first, last = hull.reaching(window(predicate, context.tz))
        undated = events[hull.dated :]
        return tuple([events[p] for p in early]) + events[first:last] + undated
    found = _positions(bind(predicate, context), _Reader(index, context))
    return tuple(events) if found is None else tuple([events[p] for p in found])


def count(predicate: Predicate, index: Index, context: Context) -> int:
    """Return for how many events *predicate* holds, listing them only if it must."""
    total = len(index.events)
    if isinstance(predicate, Leaf) and predicate.name == "possibly_overlaps":
        hull = index.hull
        return hull.count(window(predicate, context.tz)) + total - hull.dated
    predicate = bind(predicate, context)
    if total < FEW:
        return sum(map(matcher(predicate, context), index.events))
    reader = _Reader(index, context)
    leaf = predicate.part if isinstance(predicate, Not) else predicate
    if isinstance(leaf, Leaf) and leaf.name in _COUNTED:
        found = reader.count(leaf)
        return found if leaf is predicate else total - found
    positions = _positions(predicate, reader)
    return total if positions is None else len(positions)


def _plan(predicate: Predicate, reader: _Reader) -> Plan:
    total = len(reader.events)
    if isinstance(predicate, Leaf) and predicate.name == "anything":
        return Plan(None, (), total, total)
    every: _Cover = (total, None)
    parts = predicate.parts if isinstance(predicate, All) else (predicate,)
    at_most, reads = _narrowest(
        [
            reader.cover(part)
            if isinstance(part, Leaf)
            else fold(part, reader.cover, _narrowest, _together(total), lambda _: every)
            for part in parts
        ]
    )
    if total < FEW or reads is None:
        return Plan(None, (predicate,), total, total)
    rest = [part for part in parts if len(reads) > 1 or part is not reads[0]]
    rest.sort(key=reader.cost)
    return Plan(reads, tuple(rest), min(at_most, total), total)


def _narrowest(covers: Sequence[_Cover]) -> _Cover:
    return min(covers, key=lambda cover: cover[0])


def _together(total: int) -> Callable[[Sequence[_Cover]], _Cover]:
    def joined(covers: Sequence[_Cover]) -> _Cover:
        leaves: list[Leaf] = []
        for _, each in covers:
            if each is None:
                return total, None
            leaves += each
        return sum(many for many, _ in covers), tuple(leaves)

    return joined


def _positions(predicate: Predicate, reader: _Reader) -> Sequence[int] | None:
    """Return who answers; None for all."""
    way = _plan(predicate, reader)
    if way.reads is None:
        found: Sequence[int] = range(way.total)
        if not way.checks:
            return None
    elif len(way.reads) == 1:
        found = reader.read(way.reads[0])
    else:
        found = sorted({p for leaf in way.reads for p in reader.read(leaf)})
    for part in way.checks:
        found = reader.kept(part, found)
    return found


class _Reader:
    """Reads an index by leaves."""

    def __init__(self, index: Index, context: Context) -> None:
        self.index, self.context = index, context
        self.events = index.events
        self._windows: dict[int, Window] = {}  # by the id() of a leaf: for one answer
        self._counts: dict[int, int] = {}

    def cover(self, leaf: Leaf) -> _Cover:
        """Return how many events may answer *leaf*, if an index can list them."""
        if leaf.name in TIMES or leaf.name in _KEYS or leaf.name == "undated":
            if id(leaf) not in self._counts:
                self._counts[id(leaf)] = self.count(leaf)
            return self._counts[id(leaf)], (leaf,)
        return len(self.events), None

    def cost(self, part: Predicate) -> tuple[bool, int]:
        """Return in which place to check: cheap and selective ones first."""
        if not isinstance(part, Leaf):
            return True, part.size
        if self._is_sliced(part):
            return False, -1
        if part.name in _ONE_OF:
            return False, 0
        many, reads = self.cover(part)
        return reads is None, many

    def count(self, leaf: Leaf) -> int:
        """Return how many answer *leaf*: exactly for those counted, else at most."""
        if leaf.name in _KEYS:
            return len(self.postings(leaf))
        hull = self.index.hull
        undated = len(self.events) - hull.dated
        if leaf.name == "undated":
            return undated
        blank = undated if leaf.name.startswith("possibly") else 0
        return max(hull.count(self.window(leaf)), 0) + blank

    def read(self, leaf: Leaf) -> Sequence[int]:
        """Return who answers *leaf*, in order."""
        if leaf.name in _KEYS:
            return self.postings(leaf)
        hull = self.index.hull
        undated = range(hull.dated, len(self.events))
        if leaf.name == "undated":
            return undated
        spans = self.index.core if leaf.name == "surely_overlaps" else hull
        early, first, last = spans.reaching(self.window(leaf))
        blank = undated if leaf.name.startswith("possibly") else ()
        found = [*early, *range(first, last), *blank]
        return found if leaf.name in _SPANS else self.kept(leaf, found)

    def postings(self, leaf: Leaf) -> Sequence[int]:
        """Return who bears the word of *leaf*: as a code, or as a person's name."""
        lists = self.index.postings(leaf.name, _KEYS[leaf.name])
        found = lists.get(leaf.value, ())
        if leaf.name == "involving":
            name = searchable(leaf.value)
            if name != leaf.value and name in lists:
                return sorted({*found, *lists[name]})
        return found

    def window(self, leaf: Leaf) -> Window:
        """Return, for each line, what a span must begin before and end after."""
        if id(leaf) not in self._windows:
            self._windows[id(leaf)] = window(leaf, self.context.tz)
        return self._windows[id(leaf)]

    def comparisons(self, leaf: Leaf) -> tuple[Comparison, ...]:
        return comparisons(leaf.name, edges(leaf.value, self.context.tz))

    def kept(self, part: Predicate, found: Sequence[int]) -> Sequence[int]:
        """Return those of *found*, in order, for which *part* holds."""
        if isinstance(part, Leaf) and part.name in TIMES:
            if self._is_sliced(part):
                return self._overlapping(part, found)
            for each in self.comparisons(part):
                found = self._compared(each, found)
            return found
        if isinstance(part, Leaf) and part.name in _ONE_OF:
            self.postings(part)
            codes, numbers = self.index.codes(part.name)
            wanted = numbers.get(part.value, -1)
            return [p for p in found if codes[p] == wanted]
        holds, events = matcher(part, self.context), self.events
        return [p for p in found if holds(events[p])]

    def _is_sliced(self, leaf: Leaf) -> bool:
        return leaf.name == "possibly_overlaps" and self.index.hull.in_order

    def _overlapping(self, leaf: Leaf, found: Sequence[int]) -> Sequence[int]:
        """Do as `_compared` does, but by slices: few are looked at."""
        hull, window = self.index.hull, self.window(leaf)
        early, first, last = hull.reaching(window)
        i, j, k = (bisect_left(found, at) for at in (first, last, hull.dated))
        if 8 * len(early) < i:
            places = [bisect_left(found, p, 0, i) for p in early]
            begun = [p for p, at in zip(early, places, strict=True) if found[at] == p]
        else:
            wanted = set(early)
            begun = [p for p in found[:i] if p in wanted]
        return [*begun, *found[i:j], *found[k:]]

    def _compared(self, rule: Comparison, found: Sequence[int]) -> Sequence[int]:
        spans = self.index.hull if rule.column in _HULL else self.index.core
        ticks = spans.lows if rule.column.startswith("start") else spans.highs
        lines = spans.lines
        limits = (rule.wall, rule.utc, rule.wall)  # any will do for the undated
        if rule.sign == ">=":
            return [p for p in found if ticks[p] >= limits[lines[p]]]
        return [p for p in found if ticks[p] <= limits[lines[p]]]


_ONE_OF = frozenset({"kind", "status", "phase"})
_HULL = frozenset({"start_earliest", "end_latest"})
_SPANS = frozenset({"possibly_overlaps", "surely_overlaps"})
_COUNTED = frozenset({"possibly_overlaps", "undated", *_KEYS})
