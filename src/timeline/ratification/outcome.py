"""What follows from the deeds of the parties: the rule of a treaty, run twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs

from timeline.certainty import Certainty
from timeline.ratification.deeds import Deed, Facts, Span, days_of, running
from timeline.ratification.thresholds import (
    BEFORE_ALL,
    Move,
    Needed,
    Standing,
    entry_day,
    run,
)
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.lifecycle import Phase
from timeline.records.parties import party_name
from timeline.records.treaties import (
    ProvisionalApplication,
    Ratification,
    Treaty,
    Withdrawal,
)

__all__ = [
    "Outcome",
    "any_of",
    "applied",
    "effect_of",
    "outcome_of",
    "state_of",
]

# Stands in for a rule that is not told: it moves nothing, and nothing is missing.
_NO_RULE = EntryIntoForce(agreed=True)
_LEAVES, _JOINS, _LEAVES_AFTER = range(3)  # the order of moves on one day


@attrs.frozen(kw_only=True)
class Outcome:
    """What the deeds of the parties amount to on a day.

    Attributes:
        universe: Everyone who is, was or may become a party, in order.
        sure: Who surely is bound by consent.
        possible: Who may be, as far as anything is told of its consent.
        trigger: The day on which all conditions were met; None if on none.
        by_rule: The day of entry into force by the rule; None if it gives none.
        entry: The same, unless another day is stated.
        deposits: What was, or may have been, deposited on the day of the trigger.
        needed: What is missing, if nothing uncertain is taken for granted.
        unclear: Whether nothing says how the treaty enters into force.
    """

    universe: tuple[str, ...]
    sure: frozenset[str]
    possible: frozenset[str]
    trigger: Span | None
    by_rule: Span | None
    entry: Span | None
    deposits: tuple[Ratification, ...]
    needed: Needed
    unclear: bool


def outcome_of(facts: Facts, day: int) -> Outcome:
    """Return what is brought about by all that was done until that day."""
    treaty, rule = facts.treaty, facts.treaty.entry_into_force or _NO_RULE
    universe = _universe(facts, rule)
    untold = _untold(facts, universe)
    early, first = _early(facts, rule, day, untold)
    late, last = (early, first) if _is_exact(facts) else _late(facts, rule, day)
    trigger = Span(first, last) if rule.has_deposits and first is not None else None
    by_rule = _entry(facts, rule, first, last)
    entry = by_rule if treaty.in_force is None else days_of(treaty.in_force)
    done = entry is not None and entry.last is not None
    silent = not (rule.has_deposits or rule.fixed or rule.requires or treaty.complete)
    return Outcome(
        universe=universe,
        sure=frozenset(late.live),
        possible=frozenset(early.live - untold) | _perhaps_bound(facts, entry, day),
        trigger=trigger,
        by_rule=by_rule,
        entry=entry,
        deposits=_deposited(facts, trigger, day),
        needed=Needed() if done else _needed(facts, late, last, day),
        unclear=treaty.in_force is None and (silent or rule is _NO_RULE),
    )


def _is_exact(facts: Facts) -> bool:
    """Whether all days are known and nobody has left, so that one run is enough."""
    rule = facts.treaty.entry_into_force
    weighed = rule is None or rule.weights is None or rule.weights.parties
    return bool(
        facts.treaty.complete
        and weighed
        and not facts.withdrawals
        and all(deed.span.first == deed.span.last for deed in facts.consents)
        and all(deed.span.first == deed.span.last for deed in facts.signatures)
    )


def _entry(
    facts: Facts, rule: EntryIntoForce, first: int | None, last: int | None
) -> Span | None:
    """Return the day of entry into force by the rule, from that of the trigger."""
    start = entry_day(rule, first, [span and span.first for span in facts.required])
    if start is None:
        return None
    end = entry_day(rule, last, [span and span.last for span in facts.required])
    return Span(start, end)


def _universe(facts: Facts, rule: EntryIntoForce) -> tuple[str, ...]:
    """Return everyone who has to do with a treaty: its parties, then the others."""
    deeds = (*facts.signatures, *facts.consents, *facts.withdrawals)
    others = {deed.party for deed in deeds} | set(rule.named) | set(facts.pending)
    others |= {step.party for step in facts.steps}
    return tuple(
        dict.fromkeys((*facts.treaty.parties, *sorted(others, key=party_name)))
    )


def _untold(facts: Facts, universe: Iterable[str]) -> set[str]:
    """Return of whose consent nothing is told."""
    told = {deed.party for deed in (*facts.consents, *facts.withdrawals)}
    return set(universe) - told - set(facts.pending)


def _early(
    facts: Facts, rule: EntryIntoForce, day: int, untold: Collection[str]
) -> tuple[Standing, int | None]:
    """Run the rule with every consent as early, every departure as late as may be.

    Unless the deeds told are all there are, whoever nothing is told of has consented
    as soon as it could.
    """
    treaty = facts.treaty
    moves = [
        Move(deed.span.first, _JOINS, deed.party, joins=True)
        for deed in facts.consents
        if deed.span.first <= day
    ]
    moves += [
        Move(deed.span.last, _LEAVES, deed.party, joins=False)
        for deed in facts.withdrawals
        if deed.span.last is not None and deed.span.last <= day
    ]
    if not treaty.complete:
        floor = days_of(treaty.opened).first
        moves += [Move(floor, _JOINS, party, joins=True) for party in untold]
    signed = {
        deed.party
        for deed in facts.signatures
        if deed.span.last is not None and deed.span.last <= day
    }
    free = not treaty.complete and not treaty.parties
    standing = Standing(rule, treaty.parties, signed, hopeful=True, free=free)
    return standing, run(standing, moves)


def _late(facts: Facts, rule: EntryIntoForce, day: int) -> tuple[Standing, int | None]:
    """Run the rule with every consent as late, every departure as early as may be."""
    joined = [
        (deed.span.last, deed)
        for deed in facts.consents
        if deed.span.last is not None and deed.span.last <= day
    ]
    moves = [Move(last, _JOINS, deed.party, joins=True) for last, deed in joined]
    for left in facts.withdrawals:
        if left.span.first <= day:
            # Where the order is not certain, it left last of all.
            after = [
                last
                for last, deed in joined
                if deed.party == left.party
                and left.span.first <= last
                and (left.span.last is None or deed.span.first <= left.span.last)
            ]
            leaves = max([left.span.first, *after])
            order = _LEAVES_AFTER if after else _LEAVES
            moves.append(Move(leaves, order, left.party, joins=False))
    signed = {deed.party for deed in facts.signatures if deed.span.first <= day}
    standing = Standing(rule, facts.treaty.parties, signed)
    return standing, run(standing, moves)


def _perhaps_bound(facts: Facts, entry: Span | None, day: int) -> set[str]:
    """Return who gave notice, but may still be bound: the effect is not told.

    Before a treaty is in force there is nothing to wait for.
    """
    return {
        deed.party
        for deed in facts.withdrawals
        if isinstance(deed.record, Withdrawal)
        and deed.record.effective is None
        and entry is not None
        and entry.first <= (day if deed.span.last is None else deed.span.last)
        and any(consent.party == deed.party for consent in facts.consents)
    }


def _deposited(
    facts: Facts, trigger: Span | None, day: int
) -> tuple[Ratification, ...]:
    """Return what was, or may have been, deposited on the day of the trigger."""
    if trigger is None:
        return ()
    last = day if trigger.last is None else trigger.last
    return tuple(
        deed.record
        for deed in facts.consents
        if isinstance(deed.record, Ratification)
        and deed.span.first <= last
        and (deed.span.last is None or trigger.first <= deed.span.last)
    )


def _needed(facts: Facts, late: Standing, met: int | None, day: int) -> Needed:
    """Return what is missing if nothing uncertain is taken for granted."""
    rule = facts.treaty.entry_into_force or _NO_RULE
    missing = [
        name
        for name, span in zip(rule.requires, facts.required, strict=True)
        if span is None or not span.by(day).definitely
    ]
    deposits = Needed() if rule.has_deposits and met is not None else late.needed
    return attrs.evolve(deposits, treaties=tuple(missing))


def effect_of(treaty: Treaty, deed: Deed, entry: Span | None) -> Span | None:
    """Return when a treaty enters into force for a party that has consented.

    That is the later of the day for the treaty itself and of the rule's delay after
    the deposit (Vienna Convention on the Law of Treaties, article 24), unless it is
    stated. A succession reaches back to a day that only its own words tell.
    """
    act, rule = deed.record, treaty.entry_into_force
    if isinstance(act, Ratification) and act.effective is not None:
        return days_of(act.effective)
    if entry is None:
        return None
    first, last = deed.span
    if rule is None:
        return Span(max(entry.first, first), None)
    delay = rule.each or rule.delay
    end = None if last is None or entry.last is None else delay.after(last)
    succeeds = isinstance(act, Ratification) and act.instrument == "succession"
    start = BEFORE_ALL if succeeds else delay.after(first)
    return Span(
        max(entry.first, start),
        None if end is None or entry.last is None else max(entry.last, end),
    )


def any_of(certainties: Iterable[Certainty]) -> Certainty:
    """Whether any of them holds."""
    found = Certainty.NO
    for certainty in certainties:
        found |= certainty
    return found


def applied(application: ProvisionalApplication, day: int) -> Certainty:
    """Whether a provisional application is running on that day."""
    if application.phase is Phase.OFF or application.when is None:
        return Certainty.of(
            definitely=False, possibly=application.phase is not Phase.OFF
        )
    goes_on = application.phase is Phase.UNDER_WAY
    return running(application.when, day, goes_on=goes_on)


def state_of(
    treaty: Treaty, outcome: Outcome, day: int, *, provisional: bool
) -> tuple[Certainty, str]:
    """Return whether a treaty is in force, and the word for how it stands.

    What all parties apply provisionally is surely not in force yet, unless it surely is
    (Vienna Convention on the Law of Treaties, article 25).
    """
    in_force = outcome.entry.by(day) if outcome.entry else Certainty.NO
    if outcome.unclear:
        in_force = Certainty.MAYBE
    if in_force is Certainty.MAYBE and provisional:
        in_force = Certainty.NO
    ended, suspended = Certainty.NO, Certainty.NO
    if treaty.terminated is not None:
        ended = days_of(treaty.terminated).by(day)
    if treaty.suspended is not None:
        suspended = running(treaty.suspended, day)
    if ended.definitely:
        return Certainty.NO, "terminated"
    if suspended.definitely and in_force.definitely and ended is Certainty.NO:
        return Certainty.NO, "suspended"
    in_force = in_force & ~ended & ~suspended
    return in_force, _STATES[in_force]


_STATES = {
    Certainty.YES: "in force",
    Certainty.NO: "not in force",
    Certainty.MAYBE: "perhaps in force",
}
