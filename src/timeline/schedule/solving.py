"""Solve what records demand of each other: facts first, then plans on top of them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import attrs

from timeline.schedule.constraints import Constraints
from timeline.schedule.network import Conflict, Solution, components
from timeline.schedule.reason import Reason

__all__ = ["Contradiction", "Solved", "solve"]


@attrs.frozen
class Contradiction:
    """Facts, or plans, that cannot all hold.

    Attributes:
        ids: The records it takes, each once.
        reasons: What each of them says, in the order in which it goes round.
        ahead: Whether only plans clash: then something cannot happen as described.
    """

    ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    ahead: bool = False

    def __str__(self) -> str:
        what = "cannot happen as described" if self.ahead else "cannot all hold"
        return f"{what}: {'; '.join(map(str, self.reasons))}"


@attrs.frozen
class Solved:
    """A solution, and the edges it is made of.

    Attributes:
        solution: The bounds.
        edges: All edges that hold.
        facts: Those between facts.
    """

    solution: Solution
    edges: Sequence[int]
    facts: Sequence[int]


_Clash = tuple[Conflict, bool]  # what clashes, and whether plans alone do


def solve(made: Constraints) -> tuple[Solved, list[Contradiction]]:
    """Return the bounds that follow, and all that cannot hold."""
    found = [_published_too_soon(made, group) for group in made.impossible]
    solved, clashes = _solve(made)
    return solved, found + [_contradiction(made, *clash) for clash in clashes]


def _solve(made: Constraints) -> tuple[Solved, list[_Clash]]:
    """Solve the facts, then what lies ahead on top of them."""
    network = made.network
    ahead = [made.ahead[group] for group in network.groups]
    every = range(len(network.tails))
    if True not in ahead:
        base = network.solve(keep=made.kept)
        live = _uncut(made, every, base.dropped)
        return Solved(base, live, live), [(c, False) for c in base.conflicts]
    tails, heads = network.tails, network.heads
    facts: Sequence[int] = [
        e for e in every if not ahead[tails[e]] and not ahead[heads[e]]
    ]
    base = network.solve(facts, keep=made.kept)
    clashes = [(conflict, False) for conflict in base.conflicts]
    facts = _uncut(made, facts, base.dropped)
    live = _uncut(made, every, base.dropped)
    live, more = _plans(made, live, ahead)
    clashes += more
    while True:
        start, inner = network.start_over(base, ahead, live)
        broken = [
            network.trace(start, node)
            for node, latest in enumerate(start.latest)
            if latest < start.earliest[node]
        ]
        top = start
        if not broken:
            top = network.solve(inner, start, made.facts)
            broken = top.conflicts
        if not broken:
            return Solved(top, live, facts), clashes
        dropped = set[int]()
        for conflict in broken:
            dropped |= network.involved(conflict) - made.facts
            clashes.append((conflict, True))
        live = _uncut(made, live, dropped)


def _plans(
    made: Constraints, live: Sequence[int], ahead: Sequence[bool]
) -> tuple[Sequence[int], list[_Clash]]:
    """Drop the plans that clash only by way of undated facts between them.

    Their bounds alone would not show it. That takes a link from plans to facts and one
    back, in one part of the network.
    """
    network = made.network
    tails, heads = network.tails, network.heads
    labels = components(len(ahead), ((tails[e], heads[e]) for e in live))
    into = {labels[tails[e]] for e in live if ahead[tails[e]] and not ahead[heads[e]]}
    back = {labels[tails[e]] for e in live if ahead[heads[e]] and not ahead[tails[e]]}
    if not (both := into & back):
        return live, []
    edges = [edge for edge in live if labels[tails[edge]] in both]
    joint = network.solve(edges, keep=made.facts)
    clashes = [(conflict, True) for conflict in joint.conflicts]
    return _uncut(made, live, joint.dropped), clashes


def _uncut(
    made: Constraints, edges: Sequence[int], dropped: AbstractSet[int]
) -> Sequence[int]:
    if not dropped:
        return edges
    network, groups = made.network, made.network.groups
    return [
        e
        for e in edges
        if groups[network.tails[e]] not in dropped
        and groups[network.heads[e]] not in dropped
    ]


def _contradiction(
    made: Constraints,
    conflict: Conflict,
    ahead: bool,  # noqa: FBT001  (a clash comes as a pair)
) -> Contradiction:
    """Say in words what cannot hold."""
    found: list[Reason | None] = (
        [] if conflict.upper is None else [made.own(conflict.upper)]
    )
    found += map(made.reason, conflict.edges)
    if conflict.lower is not None:
        found.append(made.own(conflict.lower))
    reasons = tuple(dict.fromkeys(reason for reason in found if reason))
    ids = [reason.record for reason in reasons]
    groups = made.network.involved(conflict)
    ids += [made.records[group].id for group in sorted(groups)]
    return Contradiction(tuple(dict.fromkeys(ids)), reasons, ahead)


def _published_too_soon(made: Constraints, group: int) -> Contradiction:
    record = made.records[group]
    reason = made.own(made.nodes[record.id])
    return Contradiction((record.id,), (reason,) if reason else ())
