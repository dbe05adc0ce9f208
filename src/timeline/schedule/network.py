"""Simple temporal networks: what follows from who comes no later than whom.

A network has nodes, each an instant on one line of integers, and edges that say
``instant[head] - instant[tail] <= weight``. Nothing here knows of events.

>>> edge = Edge(1, 0, -5)  # node 1 comes at least 5 after node 0
>>> network = Network([0, -HORIZON], [10, HORIZON], [0, 1], [edge])
>>> solution = network.solve()
>>> solution.earliest[1], solution.latest[1] == HORIZON, solution.conflicts
(5, True, [])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import attrs

from timeline.collection.graph import components
from timeline.when.bounds import DAY, LIMIT, MINUTE

# Nodes without a bound of their own lie within the horizon, which is beyond every tick
# and every sum of shifts. Without these bounds, two undated events that are each before
# the other form a circle that no path from a bound ever meets.
HORIZON = 1 << 100
_FAR = HORIZON // 2
_NEVER = -(1 << 140)  # what nothing undercuts
_YEARS = 8 * 366 * DAY  # every February is among them, those of leap years too
_LOOKS = 2 * 8 * 366  # so that no day of them is passed over
_PATIENCE = 8  # rounds of looking for single conflicts before whole parts are dropped


Function = Callable[[int], int]


def as_tick(value: int | None) -> int | None:
    """Return a tick of a solution; None for one beyond every year."""
    return None if value is None or abs(value) > LIMIT else value


class Bend(NamedTuple):
    """A weight that varies along the line, as months do: two increasing functions.

    Attributes:
        latest: From the latest tail to the latest head.
        earliest: From the earliest head to the earliest tail.
        fixed: Which of the two is a constant, so that no chain of reasons goes on;
            empty if neither is.
    """

    latest: Function
    earliest: Function
    fixed: Literal["", "latest", "earliest"] = ""


@attrs.define(eq=False)
class Edge:
    """The demand that one node is at most so much later than another.

    Attributes:
        tail: The node from which is counted.
        head: The node that comes at most *weight* later.
        weight: How much later; for a bend the most it ever is.
        bend: How the weight varies, if it does.
        demand: Who demands it, for the user of the network.
    """

    tail: int
    head: int
    weight: int
    demand: object = None
    bend: Bend | None = None

    def latest_head(self, tail: int) -> int:
        """Return the latest tick of its head, given that of its tail."""
        return self.bend.latest(tail) if self.bend else tail + self.weight

    def earliest_tail(self, head: int) -> int:
        """Return the earliest tick of its tail, given that of its head."""
        return self.bend.earliest(head) if self.bend else head - self.weight

    def ends_chain(self, *, latest: bool) -> bool:
        """Whether a bound that it decides is a constant, whatever the other node is."""
        return self.bend is not None and self.bend.fixed == (
            "latest" if latest else "earliest"
        )


Why = list[Edge | None]  # by node, the edge that decides its bound; None for its own


class EdgeConflict(NamedTuple):
    """Edges and bounds that conflict.

    Attributes:
        edges: The edges, in the order in which one leads to the next.
        upper: The node whose upper bound takes part; None if the edges alone conflict.
        lower: The node whose lower bound takes part, likewise.
    """

    edges: tuple[Edge, ...]
    upper: int | None = None
    lower: int | None = None


@attrs.define(eq=False, repr=False)
class Solution:
    """The tightest bounds of every node, and what decides them.

    Attributes:
        earliest: The least value of each node, below ``-HORIZON / 2`` if there is none.
        latest: The greatest, above ``HORIZON / 2`` if there is none.
        why_earliest: The edge that decides ``earliest``; None for the node's own bound.
        why_latest: The edge that decides ``latest``, likewise.
        conflicts: What cannot hold; the groups in it are left at their own bounds.
        dropped: Those groups.
    """

    earliest: list[int]
    latest: list[int]
    why_earliest: Why
    why_latest: Why
    conflicts: list[EdgeConflict] = attrs.field(factory=list)
    dropped: set[int] = attrs.field(factory=set)

    def path(self, node: int, *, latest: bool) -> tuple[list[Edge], int]:
        """Return the edges that decide a bound, and the node whose own bound it is.

        They come from *node* on, towards that other node.
        """
        why = self.why_latest if latest else self.why_earliest
        edges: list[Edge] = []
        seen: set[int] = set()  # where months are cut short, chains can run in a circle
        while (edge := why[node]) and node not in seen:
            seen.add(node)
            edges.append(edge)
            node = edge.tail if latest else edge.head
            if edge.ends_chain(latest=latest):
                break
        return edges, node

    def conflict_at(self, node: int) -> EdgeConflict:
        """Return why the latest bound of *node* conflicts with its earliest."""
        above, top = self.path(node, latest=True)
        passed = [edge.head for edge in above]
        if top in passed and not above[-1].ends_chain(latest=True):  # a circle
            return EdgeConflict(tuple(reversed(above[passed.index(top) :])))
        below, bottom = self.path(node, latest=False)
        return EdgeConflict((*reversed(above), *below), top, bottom)


@attrs.define(slots=False, eq=False, repr=False)
class Network:
    """Nodes with bounds, and edges between them.

    Attributes:
        lower: The lower bound of each node, ``-HORIZON`` if it has none.
        upper: The upper bound of each node, ``HORIZON`` if it has none.
        groups: Which group each node belongs to; a conflict drops whole groups.
        edges: The edges.
    """

    lower: list[int]
    upper: list[int]
    groups: Sequence[int]
    edges: list[Edge] = attrs.field(factory=list)

    @cached_property
    def order(self) -> list[int]:
        """The nodes, each before what it leads to, if it can be."""
        size = len(self.groups)
        sweep = _Sweep([0] * size, [None] * size, self.edges, [False] * size)
        return sweep.downstream(range(size))

    def solve(
        self,
        edges: Sequence[Edge] | None = None,
        *,
        keep: frozenset[int] = frozenset(),
        base: Solution | None = None,
        fixed: Sequence[bool] | None = None,
    ) -> Solution:
        """Return the tightest bounds that follow from edges.

        Args:
            edges: Which edges count; all of them unless given.
            keep: Groups that no conflict drops.
            base: Bounds of the nodes in *fixed*.
            fixed: For each node, whether it stays as *base* has it: it bounds others,
                and they never bound it.
        """
        # The idea is that of Dechter, Meiri and Pearl, "Temporal constraint networks"
        # (Artificial Intelligence 49, 1991): the latest value of a node is its
        # shortest distance from the origin, the earliest is minus the shortest
        # distance back, and a circle of negative length is what cannot hold. So one
        # sweep along the edges tightens all latest values and finds the conflicts, and
        # one against them, with all signs turned, tightens the earliest.
        #
        # Cost: one look at each edge for each round, two or three rounds on real
        # timelines; at worst nodes times edges.
        run = _Run(self, fixed or [False] * len(self.lower), keep, base)
        return run.solve(self.edges if edges is None else edges)

    def conflicts(self, edges: Sequence[Edge]) -> list[EdgeConflict]:
        """Return what one sweep finds that cannot hold: nothing if all of it can."""
        return _Run(self, [False] * len(self.lower), frozenset(), None).tighten(edges)

    def involved(self, conflict: EdgeConflict) -> frozenset[int]:
        """Return the groups that take part in a conflict."""
        nodes = [node for edge in conflict.edges for node in (edge.tail, edge.head)]
        nodes += [n for n in (conflict.upper, conflict.lower) if n is not None]
        return frozenset(self.groups[node] for node in nodes)

    def without(self, edges: Sequence[Edge], dropped: set[int]) -> Sequence[Edge]:
        """Return the edges that touch no group in *dropped*."""
        of = self.groups
        return [e for e in edges if dropped.isdisjoint((of[e.tail], of[e.head]))]

    def distances(self, source: int, edges: Iterable[Edge]) -> list[int]:
        """Return how much after *source* each node is at most, by the edges alone.

        Where they say nothing, that is about ``HORIZON``. They must be consistent.
        """
        away = [HORIZON] * len(self.lower)
        away[source] = 0
        plain = (attrs.evolve(e, bend=None) if e.bend else e for e in edges)
        sweep = _Sweep(away, [None] * len(away), plain, [False] * len(away))
        sweep.shorten(sweep.downstream([source]))
        return away


@attrs.define(eq=False, repr=False)
class _Run:
    """One search for a solution: what it starts from, and what it has found so far."""

    network: Network
    fixed: Sequence[bool]
    keep: frozenset[int]
    base: Solution | None
    start: Solution = attrs.field(init=False)
    solution: Solution = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Start from the bounds before any edge counts."""
        network, base, why = self.network, self.base, [None] * len(self.fixed)
        start = Solution(network.lower[:], network.upper[:], [*why], [*why])
        for node, is_fixed in enumerate(self.fixed):
            if base is not None and is_fixed:
                start.earliest[node] = base.earliest[node]
                start.latest[node] = base.latest[node]
                start.why_earliest[node] = base.why_earliest[node]
                start.why_latest[node] = base.why_latest[node]
        self.start = start
        self.solution = attrs.evolve(start)

    def solve(self, edges: Sequence[Edge]) -> Solution:
        """Tighten all latest bounds, drop what cannot hold, tighten the earliest."""
        start, solution = self.start, self.solution
        if broken := self.tighten(edges):
            edges = self._repair(edges, broken)
        negated, why = [-tick for tick in start.earliest], start.why_earliest[:]
        sweep = _Sweep(negated, why, edges, self.fixed, forward=False)
        sweep.shorten(self.network.order[::-1])  # each before what leads to it
        solution.earliest, solution.why_earliest = [-tick for tick in negated], why
        return solution

    def tighten(self, edges: Iterable[Edge]) -> list[EdgeConflict]:
        """Tighten the latest bounds from their start, and return what cannot hold."""
        solution, start, fixed = self.solution, self.start, self.fixed
        solution.latest, solution.why_latest = start.latest[:], start.why_latest[:]
        sweep = _Sweep(
            solution.latest, solution.why_latest, edges, fixed, solution.earliest
        )
        broken = dict.fromkeys(sweep.shorten(self.network.order))
        return [solution.conflict_at(node) for node in broken]

    def _repair(
        self, edges: Sequence[Edge], broken: list[EdgeConflict]
    ) -> Sequence[Edge]:
        """Drop groups until nothing is broken; return the edges that are left."""
        # Conflicts are looked for in rounds. Those of one round share no group, so that
        # one wrong bound does not drag down all that hang on it: where fifty events
        # follow one that is misdated, each conflicts with it, and dropping one pair
        # cures all.
        # After some rounds a tangle is dropped as a whole, so the cost is that of a
        # few solutions.
        network, dropped = self.network, self.solution.dropped
        ends = ((edge.tail, edge.head) for edge in network.edges)
        parts = [*zip(network.groups, components(len(self.fixed), ends), strict=True)]
        rounds = 0
        while broken:
            rounds += 1
            hit = self._choose(broken)
            if rounds > _PATIENCE:
                tangles = {part for group, part in parts if group in hit}
                hit |= {group for group, part in parts if part in tangles} - self.keep
            dropped |= hit
            edges = network.without(edges, dropped)
            broken = self.tighten(edges)
        return edges

    def _choose(self, broken: Iterable[EdgeConflict]) -> set[int]:
        """Note conflicts that share no group, and return the groups to drop."""
        hit: set[int] = set()
        for conflict in broken:
            groups = self.network.involved(conflict)
            groups = groups - self.keep or groups
            if hit.isdisjoint(groups):
                self.solution.conflicts.append(conflict)
                hit |= groups
        return hit


@attrs.define(eq=False, repr=False)
class _Sweep:
    """One run over a network in one direction, which shortens all distances.

    Attributes:
        far: The distance of each node, so far.
        why: The edge that decides it.
        edges: The edges that count.
        fixed: The nodes whose distance stays, but to show a conflict.
        floor: Below what each node conflicts; None where nothing can.
        forward: Whether to go along the edges, or against them with all signs turned.
        links: The edges from each node.
    """

    far: list[int]
    why: Why
    edges: Iterable[Edge]
    fixed: Sequence[bool]
    floor: Sequence[int] | None = None
    forward: bool = attrs.field(default=True, kw_only=True)
    links: dict[int, list[Edge]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        links = self.links = defaultdict(list)
        for edge in self.edges:
            links[edge.tail if self.forward else edge.head].append(edge)

    def _reach(self, edge: Edge, here: int) -> int:
        """Return how far the other node of an edge is at most, given this one."""
        return edge.latest_head(here) if self.forward else -edge.earliest_tail(-here)

    def shorten(self, order: list[int]) -> list[int]:
        """Return nodes below their floor, or on a circle that cannot hold.

        Args:
            order: The nodes, each before what it leads to if it can be.
        """
        # Bellman and Ford with a queue, in rounds. Where the edges that decide the
        # distances run in a circle, that circle is negative. Looking for one costs as
        # much as a round over all nodes, so it is done that often.
        far, why, links, fixed = self.far, self.why, self.links, self.fixed
        forward, floor = self.forward, self.floor or [_NEVER] * len(far)
        current = order
        waiting = bytearray(b"\1") * len(far)
        broken = [node for node in current if far[node] < floor[node]]
        since = 0
        # Else there is no circle.
        watched = bool(self.floor) or any(edge.bend for edge in self.edges)
        while current:
            following: list[int] = []
            for node in current:
                waiting[node] = 0
                here = far[node]
                if here < floor[node]:  # it conflicts, so nothing follows from it
                    continue
                for edge in links.get(node, ()):
                    target = edge.head if forward else edge.tail
                    bend = edge.bend
                    there = self._reach(edge, here) if bend else here + edge.weight
                    if there >= far[target]:
                        continue
                    if there < floor[target]:
                        broken.append(target)
                    elif fixed[target]:
                        continue
                    elif not waiting[target]:
                        waiting[target] = 1
                        following.append(target)
                    far[target], why[target] = there, edge
            since += len(current)
            if watched and since > len(order):
                since = 0
                broken += self._find_circles(order)
            current = following
        return broken

    def downstream(self, nodes: Iterable[int]) -> list[int]:
        """Return *nodes* and all they lead to, each before what it leads to, if it can.

        A chain is then shortened in one round, and not step by step in as many as it
        has links.
        """
        links = self.links
        seen = bytearray(len(self.far))
        order: list[int] = []
        for start in nodes:
            stack = [start]
            while stack:
                node = stack.pop()
                if node < 0:  # all that it leads to is in the order
                    order.append(~node)
                elif not seen[node]:
                    seen[node] = 1
                    stack.append(~node)
                    stack += [e.head for e in links.get(node, ()) if not seen[e.head]]
        order.reverse()
        return order

    def _origin(self, edge: Edge) -> int:
        return edge.tail if self.forward else edge.head

    def _find_circles(self, nodes: Iterable[int]) -> list[int]:
        """Return a node of each circle of edges that conflict, which is cut there."""
        seen = dict[int, int]()
        broken = []
        for start in nodes:
            node = start
            while node not in seen and (edge := self.why[node]):
                seen[node] = start
                node = self._origin(edge)
            if seen.get(node) == start and self._is_impossible(node):
                self.far[node] = _NEVER
                self.links[node] = []
                broken.append(node)
        return broken

    def _is_impossible(self, node: int) -> bool:
        """Whether the circle through *node* holds at no time; it is cut if it may."""
        # It never holds where no edge bends. Where months or days of a zone take part,
        # it may do so at the end of a month or as the clocks change: "b is exactly a
        # month after a, and a is on 30 or 31 January". Shortening would creep there
        # tick by tick, so the edge that bends is left out instead, which makes no
        # bound wrong, only wider.
        first = edge = self.why[node]
        circle: list[Edge] = []
        while edge and not (circle and edge is first):
            circle.append(edge)
            edge = self.why[self._origin(edge)]
        bent = next((edge for edge in circle if edge.bend), None)
        if bent is None:
            return True
        tick = self.far[node]
        if self._turn(circle, tick) >= tick:
            return False
        if self.floor is not None and not self._settles(circle, self.floor):
            return True
        links = self.links[self._origin(bent)]
        links[:] = [edge for edge in links if edge is not bent]
        return False

    def _settles(self, circle: Sequence[Edge], floor: Sequence[int]) -> bool:
        """Whether a turn leaves the circle as it is at some time in eight years."""
        heads = [edge.head for edge in circle]
        at = max(range(len(circle)), key=lambda at: floor[heads[at]])
        circle, tick = [*circle[at:], *circle[:at]], self.far[heads[at]]
        if abs(tick) > _FAR:  # nobody knows when: all shifts are as long as can be
            return False
        span = min(tick - floor[heads[at]], _YEARS)
        times = range(tick, tick - span - 1, -max(span // _LOOKS, 15 * MINUTE))
        return any(self._turn(circle, time) >= time for time in times)

    def _turn(self, circle: Sequence[Edge], tick: int) -> int:
        """Return the tick at which one turn round the circle arrives."""
        for edge in reversed(circle):
            tick = self._reach(edge, tick)
        return tick
