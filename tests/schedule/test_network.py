"""The solver against all pairs by brute force, contradictory networks included."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.schedule.network import HORIZON, Bend, Edge, Network, Solution

Triple = tuple[int, int, int]


def all_pairs(
    lower: list[int], upper: list[int], edges: list[Triple]
) -> tuple[list[int], list[int]] | None:
    """Floyd and Warshall, with the origin as the last node; None if they clash."""
    size = len(lower)
    away = [[HORIZON * 4] * (size + 1) for _ in range(size + 1)]
    for i in range(size):
        away[size][i], away[i][size] = upper[i], -lower[i]
    for tail, head, weight in edges:
        away[tail][head] = min(away[tail][head], weight)
    for k in range(size + 1):
        for i in range(size + 1):
            for j in range(size + 1):
                away[i][j] = min(away[i][j], away[i][k] + away[k][j])
    if any(away[i][i] < 0 for i in range(size + 1)):
        return None
    return [-away[i][size] for i in range(size)], [away[size][i] for i in range(size)]


def random_case(chance: random.Random) -> tuple[list[int], list[int], list[Triple]]:
    size = chance.randint(1, 6)
    lower = [chance.choice([-HORIZON, chance.randint(0, 20)]) for _ in range(size)]
    upper = [
        chance.choice([HORIZON, max(low, 0) + chance.randint(0, 20)]) for low in lower
    ]
    edges = [
        (chance.randrange(size), chance.randrange(size), chance.randint(-8, 12))
        for _ in range(chance.randint(0, 9))
    ]
    return lower, upper, [edge for edge in edges if edge[0] != edge[1]]


def network_of(
    lower: list[int], upper: list[int], groups: list[int] | None = None
) -> Network:
    return Network(lower, upper, range(len(lower)) if groups is None else groups)


def built(lower: list[int], upper: list[int], edges: list[Triple]) -> Network:
    network = network_of(lower, upper)
    for edge in edges:
        added(network, *edge)
    return network


def added(network: Network, tail: int, head: int, weight: int) -> Edge:
    network.edges.append(Edge(tail, head, weight))
    return network.edges[-1]


@pytest.mark.parametrize("seed", range(20))
def test_bounds_are_those_of_all_pairs(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (the same networks in each run)
    for _ in range(200):
        lower, upper, edges = random_case(chance)
        network = built(lower, upper, edges)
        found = network.solve()

        kept = [e for e in edges if not found.dropped.intersection(e[:2])]
        assert bool(found.conflicts) is (all_pairs(lower, upper, edges) is None)
        assert all_pairs(lower, upper, kept) == (found.earliest, found.latest)
        for conflict in found.conflicts:
            total = sum(edge.weight for edge in conflict.edges)
            slack = 0
            if conflict.upper is not None and conflict.lower is not None:
                slack = upper[conflict.upper] - lower[conflict.lower]
            assert slack + total < 0


@pytest.mark.parametrize("seed", range(5))
def test_every_bound_is_the_sum_of_its_reasons(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(100):
        lower, upper, edges = random_case(chance)
        network = built(lower, upper, edges)
        found = network.solve()
        for node in range(len(lower)):
            path, root = found.path(node, latest=True)
            weight = sum(edge.weight for edge in path)
            assert found.latest[node] == upper[root] + weight
            path, root = found.path(node, latest=False)
            weight = sum(edge.weight for edge in path)
            assert found.earliest[node] == lower[root] - weight


def test_two_that_each_come_after_the_other_clash_at_once() -> None:
    network = network_of([-HORIZON] * 2, [HORIZON] * 2)
    edges = {added(network, 0, 1, -1), added(network, 1, 0, -1)}

    found = network.solve()

    assert set(found.conflicts[0].edges) == edges
    assert found.conflicts[0].upper is None
    assert found.dropped == {0, 1}


def test_one_wrong_bound_does_not_drag_down_all_that_hang_on_it() -> None:
    hub, leaves = 0, range(1, 50)
    network = network_of([0, *(10 for _ in leaves)], [5, *(20 for _ in leaves)])
    for leaf in leaves:
        added(network, hub, leaf, 0)

    found = network.solve()

    assert len(found.conflicts) == 1
    assert len(found.dropped) == 2


def test_a_tangle_of_clashes_is_given_up_as_a_whole() -> None:
    nodes = range(60)
    network = network_of([-HORIZON] * 60, [HORIZON] * 60)
    for i in nodes:
        for j in nodes:
            if i != j:
                added(network, i, j, -1)

    found = network.solve()

    assert found.dropped.issuperset(nodes)
    assert found.earliest == network.lower


def test_a_group_is_dropped_as_one_and_a_kept_one_never() -> None:
    network = network_of([0, 0, -HORIZON], [5, 5, HORIZON], [0, 0, 1])
    added(network, 2, 0, -10)
    added(network, 1, 2, -10)

    assert network.solve().dropped == {0, 1}
    assert network.solve(keep=frozenset([0])).dropped == {1}


def test_what_is_fixed_bounds_what_moves_and_never_the_converse() -> None:
    network = network_of([0, 3], [9, 4])
    edges = [added(network, 0, 1, 2), added(network, 1, 0, 1)]
    base = Solution([0, 3], [9, 4], [None, None], [None, None])

    found = network.solve(base=base, fixed=[False, True])

    assert (found.earliest, found.latest) == ([1, 3], [5, 4])
    assert found.path(0, latest=True) == ([edges[1]], 1)
    other = network.solve(base=base, fixed=[True, False])
    assert (other.earliest, other.latest) == ([0, 3], [9, 4])


def test_what_moves_conflicts_with_what_is_fixed() -> None:
    network = network_of([0, 3, 20], [2, 9, 30])
    edge = added(network, 0, 1, 0)  # 1 comes no later than 0, which is over before it
    both = [added(network, 1, 2, 9), added(network, 2, 1, -12)]
    base = Solution([0, 3, 20], [2, 9, 30], [None] * 3, [None] * 3)

    found = network.solve([edge], base=base, fixed=[False, True, False])

    assert [c.edges for c in found.conflicts] == [(edge,)]
    kept = network.solve(
        [edge], base=base, fixed=[False, True, False], keep=frozenset([1])
    )
    assert kept.dropped == {0}
    assert (kept.earliest, kept.latest) == ([0, 3, 20], [2, 9, 30])
    pair = network.solve(
        both, base=base, fixed=[True, False, True], keep=frozenset([0, 2])
    )
    assert pair.dropped == {1}
    assert (pair.earliest, pair.latest) == ([0, 3, 20], [2, 9, 30])


def test_a_weight_that_bends_is_followed_exactly() -> None:
    network = network_of([0, 4], [9, 100])
    added(network, 0, 1, 90).bend = Bend(lambda x: x * x, lambda x: int(x**0.5))

    found = network.solve()

    assert (found.earliest, found.latest) == ([2, 4], [9, 81])
    base = Solution([0, 4], [9, 100], [None, None], [None, None])
    assert network.solve(base=base, fixed=[True, False]).latest == [9, 81]
    assert network.solve(base=base, fixed=[False, True]).earliest == [2, 4]


def test_distances_are_by_the_edges_alone() -> None:
    network = network_of([0, 0, 0], [1, 1, 1])
    added(network, 0, 1, -5)
    added(network, 1, 2, 3).bend = Bend(lambda x: x, lambda x: x)

    assert network.distances(0, network.edges) == [0, -5, -2]
    assert network.distances(2, network.edges)[0] > HORIZON // 2


@given(st.integers(0, 10**6), st.integers(-8, 12))
def test_another_edge_only_narrows(seed: int, weight: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    lower, upper, edges = random_case(chance)
    before = built(lower, upper, edges).solve()
    tail, head = chance.randrange(len(lower)), chance.randrange(len(lower))
    after = built(lower, upper, [*edges, (tail, head, max(weight, 0))]).solve()

    if not before.conflicts and not after.conflicts:
        pairs = zip(before.earliest, after.earliest, strict=True)
        assert all(old <= new for old, new in pairs)
        pairs = zip(before.latest, after.latest, strict=True)
        assert all(old >= new for old, new in pairs)


@pytest.mark.parametrize("step", [1, -1])
def test_a_long_chain_of_unknowns_takes_no_square_of_its_length(step: int) -> None:
    size = 20_000
    network = network_of([-HORIZON] * size, [HORIZON] * size)
    nodes = range(size)[::step]
    for tail, head in zip(nodes[1:], nodes, strict=False):
        added(network, tail, head, -1)

    found = network.solve()

    assert found.latest[nodes[0]] == HORIZON - size + 1
    assert found.earliest[nodes[-1]] == -HORIZON + size - 1
