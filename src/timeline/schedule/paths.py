"""Shortest paths: the inner loop of a temporal network, and its connected parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

__all__ = ["HORIZON", "NEVER", "OWN", "Links", "components", "shorten"]

HORIZON = 1 << 100  # beyond every tick, and beyond every sum of shifts
OWN = -1  # instead of an edge: a bound that is the node's own
NEVER = -(1 << 140)  # what nothing undercuts

# From where: to where, how far (None where that bends), by which edge.
Links = list[list[tuple[int, int | None, int]]]


def shorten(  # noqa: PLR0913, PLR0917  (the inner loop, and what it works on)
    far: list[int],
    why: list[int],
    floor: Sequence[int],
    links: Links,
    bends: dict[int, Callable[[int], int]],
    nodes: Iterable[int],
    circles: Callable[[], list[int]] | None = None,
) -> list[int]:
    """Shorten all distances; return nodes below their floor or on a negative cycle.

    Bellman and Ford with a queue, in rounds. As soon as the links that decide the
    distances run in a circle, that circle is negative: it is cut and reported. Looking
    for one costs as much as a round over all nodes, so it is done that often.
    """
    current = _downstream(nodes, links)
    waiting = bytearray(len(far))
    for node in current:
        waiting[node] = 1
    broken = [node for node in current if far[node] < floor[node]]
    since, size = 0, len(current)
    while current:
        following: list[int] = []
        for node in current:
            waiting[node] = 0
            here = far[node]
            if here < floor[node]:  # it clashes, so nothing follows from it
                continue
            for head, weight, edge in links[node]:
                there = bends[edge](here) if weight is None else here + weight
                if there < far[head]:
                    far[head], why[head] = there, edge
                    if there < floor[head]:
                        broken.append(head)
                    elif not waiting[head]:
                        waiting[head] = 1
                        following.append(head)
        since += len(current)
        if circles and since > size:
            since = 0
            for node in circles():
                far[node] = NEVER
                links[node] = []
                broken.append(node)
        current = following
    return broken


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


def _downstream(nodes: Iterable[int], links: Links) -> list[int]:
    """Return *nodes* and all they lead to, each before what it leads to, if it can be.

    A chain is then shortened in one round, and not step by step in as many as it has
    links.
    """
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
                stack += [head for head, _, _ in links[node] if not seen[head]]
    order.reverse()
    return order
