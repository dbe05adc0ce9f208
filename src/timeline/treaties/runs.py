"""A rule run twice: with every act as early, and as late, as it may have been.

Entry into force never moves the other way, so that the two runs bound the true one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.parties.parties import party_name
from timeline.records.entry_into_force import EntryIntoForce
from timeline.treaties.acts import Act, Facts, Span, days_of, surely_before
from timeline.treaties.conditions import Move, Standing, run

__all__ = ["NO_RULE", "Runs", "run_twice"]

# Stands in for a rule that is not told: it moves nothing, and nothing is missing.
NO_RULE = EntryIntoForce(agreed=True)


class Runs(NamedTuple):
    """How the rule of a treaty ran over all that was done until a day.

    Attributes:
        rule: The rule.
        universe: Everyone who is, was or may become a party, in order.
        untold: Of whose consent nothing is told.
        early: Who has consented at most, and what is missing then.
        first: The first day on which the conditions may have been met.
        late: Who surely has.
        last: The day by which they surely were.
    """

    rule: EntryIntoForce
    universe: tuple[str, ...]
    untold: set[str]
    early: Standing
    first: int | None
    late: Standing
    last: int | None


def run_twice(facts: Facts, day: int) -> Runs:
    """Run the rule of a treaty over all that was done until that day."""
    rule = facts.treaty.entry_into_force or NO_RULE
    universe = _universe(facts, rule)
    told = {act.party for act in (*facts.consents, *facts.withdrawals)}
    untold = set(universe) - told - set(facts.pending)
    early = late = _standing(facts, rule, day, universe, hopeful=True)
    first = last = run(early, _early(facts, untold), day)
    if not _is_exact(facts):
        late = _standing(facts, rule, day, universe, hopeful=False)
        last = run(late, _late(facts), day)
    return Runs(rule, universe, untold, early, first, late, last)


def _is_exact(facts: Facts) -> bool:
    """Whether all days are known and nobody has left, so that one run is enough."""
    rule = facts.treaty.entry_into_force
    weighed = rule is None or rule.weights is None or rule.weights.parties
    return bool(
        facts.treaty.complete
        and weighed
        and not facts.withdrawals
        and all(act.span.first == act.span.last for act in facts.consents)
        and all(act.span.first == act.span.last for act in facts.signatures)
    )


def _universe(facts: Facts, rule: EntryIntoForce) -> tuple[str, ...]:
    """Return everyone who has to do with a treaty: its parties, then the others."""
    acts = (*facts.signatures, *facts.consents, *facts.withdrawals)
    others = {act.party for act in acts} | set(rule.named) | set(facts.pending)
    others |= {step.party for step in facts.steps}
    return tuple(
        dict.fromkeys((*facts.treaty.parties, *sorted(others, key=party_name)))
    )


def _early(facts: Facts, untold: Iterable[str]) -> list[Move]:
    """Return how all parties move with consents as early, departures as late as may be.

    Unless the acts told are all there are, whoever nothing is told of has consented
    as soon as it could.
    """
    moves = []
    for consent, left in _departures(facts):
        gone = [span.last for span, sure in left if sure and span.last is not None]
        moves += _stint(consent.party, consent.span.first, min(gone, default=None))
    if not facts.treaty.complete:
        floor = days_of(facts.treaty.opened).first
        moves += [Move(floor, party, joins=True) for party in untold]
    return moves


def _late(facts: Facts) -> list[Move]:
    """Return the same with consents as late, departures as early as may be."""
    moves = []
    for consent, left in _departures(facts):
        if consent.span.last is not None:
            gone = min((span.first for span, _ in left), default=None)
            moves += _stint(consent.party, consent.span.last, gone)
    return moves


def _departures(facts: Facts) -> Iterator[tuple[Act, list[tuple[Span, bool]]]]:
    """Yield each consent with the departures that may follow it, and if they surely do.

    Nobody leaves without having come: what only one consent can precede, follows it.
    """
    came: dict[str, list[Act]] = defaultdict(list)
    for act in facts.consents:
        came[act.party].append(act)
    left: dict[Act, list[tuple[Span, bool]]] = defaultdict(list)
    for notice in facts.withdrawals:
        before = [
            act
            for act in came[notice.party]
            if not surely_before(notice.span, act.span)
        ]
        for act in before:
            sure = len(before) == 1 or surely_before(act.span, notice.span)
            left[act].append((notice.span, sure))
    for act in facts.consents:
        yield act, left[act]


def _stint(party: str, start: int, end: int | None) -> list[Move]:
    """Return how a party comes, and goes if there is an end; none if it never stays."""
    if end is None:
        return [Move(start, party, joins=True)]
    stays = [Move(start, party, joins=True), Move(end, party, joins=False)]
    return stays if start < end else []


def _standing(
    facts: Facts,
    rule: EntryIntoForce,
    day: int,
    universe: Iterable[str],
    *,
    hopeful: bool,
) -> Standing:
    """Return the rule before anybody has moved, with who has signed by that day."""
    treaty = facts.treaty
    signed, perhaps = set[str](), set[str]()
    for act in facts.signatures:
        by = act.span.by(day)
        if by.possibly:
            (signed if by.definitely else perhaps).add(act.party)
    if treaty.complete:
        return Standing(rule, treaty.parties, signed, perhaps, hopeful=hopeful)
    others = perhaps.union(universe) if treaty.parties else None
    return Standing(rule, treaty.parties, signed, others, hopeful=hopeful)
