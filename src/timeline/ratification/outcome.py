"""What follows from the deeds of the parties: the rule of a treaty, run twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import attrs

from timeline.certainty import Certainty
from timeline.ratification.deeds import (
    Deed,
    Facts,
    Span,
    days_of,
    running,
    surely_before,
)
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
    moves = []
    for consent, left in _departures(facts):
        gone = [span.last for span, sure in left if sure and span.last is not None]
        moves += _stint(consent.party, consent.span.first, min(gone, default=None))
    if not facts.treaty.complete:
        floor = days_of(facts.treaty.opened).first
        moves += [Move(floor, party, joins=True) for party in untold]
    return _run(facts, rule, moves, day, hopeful=True)


def _late(facts: Facts, rule: EntryIntoForce, day: int) -> tuple[Standing, int | None]:
    """Run the rule with every consent as late, every departure as early as may be."""
    moves = []
    for consent, left in _departures(facts):
        if consent.span.last is not None:
            gone = min((span.first for span, _ in left), default=None)
            moves += _stint(consent.party, consent.span.last, gone)
    return _run(facts, rule, moves, day, hopeful=False)


def _departures(facts: Facts) -> Iterator[tuple[Deed, list[tuple[Span, bool]]]]:
    """Yield each consent with the departures that may follow it, and if they surely do.

    Nobody leaves without having come: what only one consent can precede, follows it.
    """
    came: dict[str, list[Deed]] = defaultdict(list)
    for deed in facts.consents:
        came[deed.party].append(deed)
    left: dict[Deed, list[tuple[Span, bool]]] = defaultdict(list)
    for notice in facts.withdrawals:
        before = [
            deed
            for deed in came[notice.party]
            if not surely_before(notice.span, deed.span)
        ]
        for deed in before:
            sure = len(before) == 1 or surely_before(deed.span, notice.span)
            left[deed].append((notice.span, sure))
    for deed in facts.consents:
        yield deed, left[deed]


def _stint(party: str, start: int, end: int | None) -> list[Move]:
    """Return how a party comes, and goes if there is an end; none if it never stays."""
    if end is None:
        return [Move(start, party, joins=True)]
    stays = [Move(start, party, joins=True), Move(end, party, joins=False)]
    return stays if start < end else []


def _run(
    facts: Facts, rule: EntryIntoForce, moves: list[Move], day: int, *, hopeful: bool
) -> tuple[Standing, int | None]:
    """Run the rule over all that moves until that day."""
    treaty = facts.treaty
    signed, perhaps = set[str](), set[str]()
    for deed in facts.signatures:
        by = deed.span.by(day)
        if by.possibly:
            (signed if by.definitely else perhaps).add(deed.party)
    if not treaty.complete:
        perhaps |= set(_universe(facts, rule))
    anyone = not treaty.complete and not treaty.parties
    standing = Standing(
        rule, treaty.parties, signed, None if anyone else perhaps, hopeful=hopeful
    )
    return standing, run(standing, [move for move in moves if move.day <= day])


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
