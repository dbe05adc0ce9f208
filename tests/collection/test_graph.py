from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from timeline.collection.graph import circles, walk

graphs = st.dictionaries(
    st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), max_size=8
)


def reachable(graph: dict[int, list[int]], start: int) -> set[int]:
    """By repetition: what can be reached over one link or more."""
    reached: set[int] = set(graph.get(start, []))
    while new := {to for node in reached for to in graph.get(node, [])} - reached:
        reached |= new
    return reached


@given(graphs)
def test_every_node_follows_all_that_it_leads_to(graph: dict[int, list[int]]) -> None:
    met: list[tuple[int, ...]] = []
    order = list(walk(graph, lambda node: graph.get(node, []), met.append))

    assert len(order) == len(set(order))
    assert set(order) == {*graph, *(to for targets in graph.values() for to in targets)}
    left_out = {(circle[-2], circle[-1]) for circle in met}
    for at, node in enumerate(order):
        for target in graph.get(node, []):
            assert target in order[:at] or (node, target) in left_out


@given(graphs)
def test_a_circle_is_found_if_there_is_one(graph: dict[int, list[int]]) -> None:
    found = [*circles(graph, lambda node: graph.get(node, []))]

    assert bool(found) is any(node in reachable(graph, node) for node in graph)
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(b in graph[a] for a, b in pairwise(circle))


def test_no_chain_is_too_long() -> None:
    order = list(walk([0], lambda node: [node + 1] if node < 100_000 else []))

    assert order == list(range(100_000, -1, -1))
