"""Simple temporal networks: what follows from who comes no later than whom.

A network has nodes, each an instant on one line of integers, and edges
``instant[head] - instant[tail] <= weight``. Shortest paths give every node its tightest
bounds, and a negative cycle is a set of edges that cannot all hold (Dechter, Meiri and
Pearl 1991). Nothing here knows of events.

>>> network = Network([0, -HORIZON], [10, HORIZON])
>>> network.add(1, 0, -5)  # node 1 comes at least 5 after node 0
0
>>> solution = network.solve()
>>> solution.earliest[1], solution.latest[1] == HORIZON, solution.conflicts
(5, True, [])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

import attrs

from timeline.schedule.paths import HORIZON, OWN, Sweep, components

__all__ = ["HORIZON", "OWN", "Bend", "Conflict", "Network", "Solution", "components"]

_PATIENCE = 8  # rounds of looking for single conflicts before whole parts are dropped


class Bend(NamedTuple):
    """A weight that varies along the line, as months do: two increasing functions.

    Attributes:
        latest: From the latest tail to the latest head.
        earliest: From the earliest head to the earliest tail.
        fixed: Which of the two is a constant, so that no chain of reasons goes on;
            empty if neither is.
    """

    latest: Callable[[int], int]
    earliest: Callable[[int], int]
    fixed: Literal["", "latest", "earliest"] = ""


@attrs.frozen
class Conflict:
    """Edges and bounds that cannot all hold.

    Attributes:
        edges: The edges, in the order in which one leads to the next.
        upper: The node whose upper bound takes part; None if the edges alone clash.
        lower: The node whose lower bound takes part, likewise.
    """

    edges: tuple[int, ...]
    upper: int | None = None
    lower: int | None = None


@attrs.define
class Solution:
    """The tightest bounds of every node, and what decides them.

    Attributes:
        earliest: The least value of each node, below ``-HORIZON / 2`` if there is none.
        latest: The greatest, above ``HORIZON / 2`` if there is none.
        why_earliest: The edge that decides ``earliest``; -1 for the node's own bound.
        why_latest: The edge that decides ``latest``, likewise.
        conflicts: What cannot hold; the groups in it are left at their own bounds.
        dropped: Those groups.
    """

    earliest: list[int]
    latest: list[int]
    why_earliest: list[int]
    why_latest: list[int]
    conflicts: list[Conflict] = attrs.field(factory=list)
    dropped: set[int] = attrs.field(factory=set)


@attrs.define
class Network:
    """Nodes with bounds, and edges between them.

    Attributes:
        lower: The lower bound of each node, ``-HORIZON`` if it has none.
        upper: The upper bound of each node, ``HORIZON`` if it has none.
        groups: Which group each node belongs to; a conflict drops whole groups. Each
            node is its own unless given.
        tails: Where each edge starts.
        heads: Where it ends.
        weights: How much later the head may be; for a bend the most it ever is.
        bends: The edges whose weight varies.
    """

    lower: list[int]
    upper: list[int]
    groups: Sequence[int] = attrs.Factory(
        lambda self: range(len(self.lower)), takes_self=True
    )
    tails: list[int] = attrs.field(factory=list)
    heads: list[int] = attrs.field(factory=list)
    weights: list[int] = attrs.field(factory=list)
    bends: dict[int, Bend] = attrs.field(factory=dict)

    def add(self, tail: int, head: int, weight: int, bend: Bend | None = None) -> int:
        """Demand that *head* is at most *weight* after *tail*; return the edge."""
        edge = len(self.tails)
        self.tails.append(tail)
        self.heads.append(head)
        self.weights.append(weight)
        self.reweigh(edge, weight, bend)
        return edge

    def reweigh(self, edge: int, weight: int, bend: Bend | None = None) -> None:
        """Say anew how much later the head of *edge* may be."""
        self.weights[edge] = weight
        if bend is not None:
            self.bends[edge] = bend

    def solve(
        self,
        edges: Sequence[int] | None = None,
        start: Solution | None = None,
        keep: frozenset[int] = frozenset(),
    ) -> Solution:
        """Return the bounds that follow from *edges*, or from all of them.

        Conflicts are found in rounds. Those of one round share no group, lest one wrong
        bound drags down all that hang on it; a further round solves only what hangs
        together with them.

        Args:
            edges: Which edges count.
            start: Bounds to start from, instead of the nodes' own.
            keep: Groups that no conflict drops.
        """
        edges = range(len(self.tails)) if edges is None else edges
        start = start or self._own()
        found = attrs.evolve(
            start, latest=start.latest[:], why_latest=start.why_latest[:]
        )
        nodes: Sequence[int] = range(len(self.lower))
        if broken := self._forward(found, edges, nodes):
            edges = self._repair(found, start, edges, keep, broken)
        negated = [-tick for tick in start.earliest]
        found.why_earliest = start.why_earliest[:]
        bends = {edge: _mirrored(bend.earliest) for edge, bend in self.bends.items()}
        Sweep(
            negated,
            found.why_earliest,
            edges,
            self.heads,
            self.tails,
            self.weights,
            bends,
        ).shorten(nodes)
        found.earliest = [-tick for tick in negated]
        return found

    def start_over(
        self, base: Solution, moving: Sequence[bool], edges: Iterable[int]
    ) -> tuple[Solution, list[int]]:
        """Return bounds in which the nodes that do not move are fixed as *base* says.

        What the fixed nodes demand of the moving ones becomes a bound of those; the
        converse has no effect. Also returned are the edges among moving nodes.
        """
        own = self._own()
        for node, moves in enumerate(moving):
            if not moves:
                own.earliest[node], own.latest[node] = (
                    base.earliest[node],
                    base.latest[node],
                )
                own.why_earliest[node] = base.why_earliest[node]
                own.why_latest[node] = base.why_latest[node]
        inner = []
        for edge in edges:
            tail, head = self.tails[edge], self.heads[edge]
            bend, weight = self.bends.get(edge), self.weights[edge]
            if moving[tail] and moving[head]:
                inner.append(edge)
            elif moving[head]:
                tick = own.latest[tail]
                tick = bend.latest(tick) if bend else tick + weight
                if tick < own.latest[head]:
                    own.latest[head], own.why_latest[head] = tick, edge
            elif moving[tail]:
                tick = own.earliest[head]
                tick = bend.earliest(tick) if bend else tick - weight
                if tick > own.earliest[tail]:
                    own.earliest[tail], own.why_earliest[tail] = tick, edge
        return own, inner

    def involved(self, conflict: Conflict) -> frozenset[int]:
        """Return the groups that take part in a conflict."""
        nodes = [self.tails[edge] for edge in conflict.edges]
        nodes += [self.heads[edge] for edge in conflict.edges]
        nodes += [n for n in (conflict.upper, conflict.lower) if n is not None]
        return frozenset(self.groups[node] for node in nodes)

    def distances(self, source: int, edges: Iterable[int]) -> list[int]:
        """Return how much after *source* each node is at most, by the edges alone.

        Where they say nothing, that is about ``HORIZON``. They must be consistent.
        """
        away = [HORIZON] * len(self.lower)
        away[source] = 0
        why = [OWN] * len(away)
        sweep = Sweep(away, why, edges, self.tails, self.heads, self.weights)
        sweep.shorten([source])
        return away

    def path(
        self, solution: Solution, node: int, *, latest: bool
    ) -> tuple[list[int], int]:
        """Return the edges that decide a bound, and the node whose own bound it is.

        They come from *node* on, towards that other node.
        """
        why = solution.why_latest if latest else solution.why_earliest
        ends = self.tails if latest else self.heads
        edges: list[int] = []
        seen: set[int] = set()  # where months are cut short, chains can run in a circle
        while (edge := why[node]) != OWN and node not in seen:
            seen.add(node)
            edges.append(edge)
            node = ends[edge]
            if self._is_fixed(edge, "latest" if latest else "earliest"):
                break
        return edges, node

    def _own(self) -> Solution:
        own = [OWN] * len(self.lower)
        return Solution(self.lower[:], self.upper[:], own, own[:])

    def _forward(
        self, found: Solution, edges: Iterable[int], nodes: Sequence[int]
    ) -> list[Conflict]:
        """Tighten the latest bounds of *nodes*, and return what cannot hold."""
        bends = {edge: bend.latest for edge, bend in self.bends.items()}
        sweep = Sweep(
            found.latest,
            found.why_latest,
            edges,
            self.tails,
            self.heads,
            self.weights,
            bends,
            found.earliest,
        )
        return [self.trace(found, node) for node in dict.fromkeys(sweep.shorten(nodes))]

    def trace(self, found: Solution, node: int) -> Conflict:
        """Return why the latest bound of *node* clashes with its earliest."""
        edges: list[int] = []
        passed: dict[int, int] = {}
        at = node
        while at not in passed and (edge := found.why_latest[at]) != OWN:
            passed[at] = len(edges)
            edges.append(edge)
            at = self.tails[edge]
            if self._is_fixed(edge, "latest"):
                break
        else:
            if at in passed:
                return Conflict(tuple(reversed(edges[passed[at] :])))
        below, root = self.path(found, node, latest=False)
        return Conflict((*reversed(edges), *below), at, root)

    def _repair(
        self,
        found: Solution,
        start: Solution,
        edges: Sequence[int],
        keep: frozenset[int],
        broken: list[Conflict],
    ) -> Sequence[int]:
        """Drop groups until nothing is broken; return the edges that are left."""
        labels = components(len(self.lower), zip(self.tails, self.heads, strict=True))
        found.conflicts, found.dropped = [], set()
        patience = _PATIENCE
        while broken:
            hit: set[int] = set()
            for conflict in broken:
                groups = self.involved(conflict)
                groups = groups - keep or groups
                if hit.isdisjoint(groups):
                    found.conflicts.append(conflict)
                    hit |= groups
            touched = {labels[n] for n, group in enumerate(self.groups) if group in hit}
            nodes = [node for node, label in enumerate(labels) if label in touched]
            patience -= 1
            if patience < 0:
                hit.update({self.groups[node] for node in nodes} - keep)
            found.dropped |= hit
            edges = [edge for edge in edges if not self._is_cut(edge, found.dropped)]
            for node in nodes:
                found.latest[node] = start.latest[node]
                found.why_latest[node] = start.why_latest[node]
            local = [edge for edge in edges if labels[self.tails[edge]] in touched]
            broken = self._forward(found, local, nodes)
        return edges

    def _is_fixed(self, edge: int, direction: str) -> bool:
        return edge in self.bends and self.bends[edge].fixed == direction

    def _is_cut(self, edge: int, dropped: set[int]) -> bool:
        groups = self.groups
        return (
            groups[self.tails[edge]] in dropped or groups[self.heads[edge]] in dropped
        )


def _mirrored(bend: Callable[[int], int]) -> Callable[[int], int]:
    return lambda negated: -bend(-negated)
