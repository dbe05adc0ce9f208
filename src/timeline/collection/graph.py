"""Walks over a graph of links, for whatever names other things."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def walk(
    starts: Iterable[N],
    neighbours: Callable[[N], Iterable[N]],
    on_circle: Callable[[tuple[N, ...]], object] = len,
) -> Iterator[N]:
    """Yield every node that *starts* lead to once, after all that it leads to.

    Args:
        starts: The nodes to begin from, in this order.
        neighbours: Gives the nodes to which one leads.
        on_circle: Called with each circle met, its first node repeated at the end;
            the link that closes the circle is then left out.

    >>> needs = {"dinner": ["food", "table"], "food": ["shop"], "shop": ["food"]}
    >>> list(walk(needs, lambda name: needs.get(name, []), print))
    ('food', 'shop', 'food')
    ['shop', 'food', 'table', 'dinner']
    """
    # Depth first, each node and link once: O(nodes + links). Without recursion, since
    # chains of records may be longer than Python's stack. The path walked is a dict,
    # which keeps its order and answers at once whether a node is on it.
    done: set[N] = set()
    for start in starts:
        path = {} if start in done else {start: iter(neighbours(start))}
        while path:
            node = next(reversed(path))
            for target in path[node]:
                if target in path:
                    ids = tuple(path)
                    on_circle((*ids[ids.index(target) :], target))
                elif target not in done:
                    path[target] = iter(neighbours(target))
                    break
            else:
                del path[node]
                done.add(node)
                yield node


def circles(
    starts: Iterable[N], neighbours: Callable[[N], Iterable[N]]
) -> Iterator[tuple[N, ...]]:
    """Yield the circles of links, each with its first node repeated at the end.

    >>> [*circles("a", {"a": "b", "b": "ca", "c": ""}.__getitem__)]
    [('a', 'b', 'a')]
    """
    met: list[tuple[N, ...]] = []
    for _ in walk(starts, neighbours, met.append):
        yield from met
        met.clear()


def components(size: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each node a number that all nodes connected with it share.

    >>> components(4, [(0, 2), (3, 2)])
    [2, 1, 2, 2]
    """
    # Union and find, with paths halved: nearly linear.
    label = list(range(size))

    def root(node: int) -> int:
        while label[node] != node:
            label[node] = node = label[label[node]]
        return node

    for tail, head in edges:
        label[root(tail)] = root(head)
    return [root(node) for node in range(size)]
