"""Shortest paths: the inner loop of a temporal network, and its connected parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from timeline.when.bounds import DAY, MINUTE

__all__ = ["HORIZON", "OWN", "Sweep", "components"]

HORIZON = 1 << 100  # beyond every tick, and beyond every sum of shifts
OWN = -1  # instead of an edge: a bound that is the node's own

_FAR = HORIZON // 2
_NEVER = -(1 << 140)  # what nothing undercuts
_YEARS = 8 * 366 * DAY  # every February is among them, those of leap years too
_LOOKS = 2 * 8 * 366  # so that no day of them is passed over


@attrs.define
class Sweep:
    """One run over a network in one direction, which shortens all distances.

    Attributes:
        far: The distance of each node, so far.
        why: The edge that decides it, or `OWN`.
        edges: The edges that count.
        origins: The node that each edge comes from.
        targets: The node that it leads to.
        weights: How far.
        bends: The same for those edges that vary.
        floor: Below what each node clashes; None where nothing can.
        links: The edges from each node.
    """

    far: list[int]
    why: list[int]
    edges: Iterable[int]
    origins: Sequence[int]
    targets: Sequence[int]
    weights: Sequence[int]
    bends: Mapping[int, Callable[[int], int]] = attrs.field(factory=dict)
    floor: Sequence[int] | None = None
    links: list[list[int]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.links = [[] for _ in self.far]
        for edge in self.edges:
            self.links[self.origins[edge]].append(edge)

    def shorten(self, nodes: Iterable[int]) -> list[int]:
        """Return nodes below their floor, or on a circle that cannot hold.

        Bellman and Ford with a queue, in rounds. Where the edges that decide the
        distances run in a circle, that circle is negative. Looking for one costs as
        much as a round over all nodes, so it is done that often.
        """
        far, why, links, bends = self.far, self.why, self.links, self.bends
        targets, weights = self.targets, self.weights
        floor = self.floor or [_NEVER] * len(far)
        order = current = self._downstream(nodes)
        waiting = bytearray(b"\1") * len(far)
        broken = [node for node in current if far[node] < floor[node]]
        since, watched = 0, bool(self.floor or bends)  # else there is no circle
        while current:
            following: list[int] = []
            for node in current:
                waiting[node] = 0
                here = far[node]
                if here < floor[node]:  # it clashes, so nothing follows from it
                    continue
                for edge in links[node]:
                    head, there = targets[edge], here + weights[edge]
                    if bends and edge in bends:
                        there = bends[edge](here)
                    if there < far[head]:
                        far[head], why[head] = there, edge
                        if there < floor[head]:
                            broken.append(head)
                        elif not waiting[head]:
                            waiting[head] = 1
                            following.append(head)
            since += len(current)
            if watched and since > len(order):
                since = 0
                broken += self._circles(order)
            current = following
        return broken

    def _downstream(self, nodes: Iterable[int]) -> list[int]:
        """Return *nodes* and all they lead to, each before what it leads to, if it can.

        A chain is then shortened in one round, and not step by step in as many as it
        has links.
        """
        links, targets = self.links, self.targets
        seen = bytearray(len(links))
        order: list[int] = []
        for start in nodes:
            stack = [start]
            while stack:
                node = stack.pop()
                if node < 0:
                    order.append(~node)
                elif not seen[node]:
                    seen[node] = 1
                    stack.append(~node)
                    stack += [targets[edge] for edge in links[node]]
        order.reverse()
        return order

    def _circles(self, nodes: Iterable[int]) -> list[int]:
        """Return a node of each circle of edges that clash, which is cut there."""
        why, origins = self.why, self.origins
        seen = dict[int, int]()
        broken = []
        for start in nodes:
            node = start
            while node not in seen and why[node] != OWN:
                seen[node] = start
                node = origins[why[node]]
            if seen.get(node) == start and self._clashes(node):
                self.far[node] = _NEVER
                self.links[node] = []
                broken.append(node)
        return broken

    def _clashes(self, node: int) -> bool:
        """Whether the circle through *node* holds at no time; it is cut if it may.

        It never holds where no edge bends. Where months or days of a zone take part, it
        may do so at the end of a month or as the clocks change, and would creep there
        tick by tick: then the edge that bends is left out, which makes no bound wrong,
        only wider.
        """
        edges = [self.why[node]]
        while (origin := self.origins[edges[-1]]) != node:
            edges.append(self.why[origin])
        bent = next((edge for edge in edges if edge in self.bends), None)
        if bent is None:
            return True
        tick = self.far[node]
        if self._turn(edges, tick) >= tick:
            return False
        if self.floor is not None and not self._settles(edges, self.floor):
            return True
        self.links[self.origins[bent]].remove(bent)
        return False

    def _settles(self, edges: Sequence[int], floor: Sequence[int]) -> bool:
        """Whether a turn leaves the circle as it is at some time in eight years."""
        heads = [self.origins[edge] for edge in (edges[-1], *edges[:-1])]
        at = max(range(len(edges)), key=lambda at: floor[heads[at]])
        edges, tick = [*edges[at:], *edges[:at]], self.far[heads[at]]
        if abs(tick) > _FAR:  # nobody knows when: all shifts are as long as can be
            return False
        span = min(tick - floor[heads[at]], _YEARS)
        times = range(tick, tick - span - 1, -max(span // _LOOKS, 15 * MINUTE))
        return any(self._turn(edges, time) >= time for time in times)

    def _turn(self, edges: Sequence[int], tick: int) -> int:
        for edge in reversed(edges):
            bend = self.bends.get(edge)
            tick = bend(tick) if bend else tick + self.weights[edge]
        return tick


def components(size: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each node a number that all nodes connected with it share."""
    label = list(range(size))

    def root(node: int) -> int:
        while label[node] != node:
            label[node] = node = label[label[node]]
        return node

    for tail, head in edges:
        label[root(tail)] = root(head)
    return [root(node) for node in range(size)]
