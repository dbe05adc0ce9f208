"""What follows from the acts of the parties, once the rule of a treaty has run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from timeline.certainty import Certainty
from timeline.errors import InvalidError
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.lifecycle import Phase
from timeline.records.treaties import (
    ProvisionalApplication,
    Ratification,
    Treaty,
    Withdrawal,
)
from timeline.text import quote
from timeline.treaties.acts import (
    UNKNOWN,
    Act,
    Facts,
    Span,
    days_of,
    requires,
    running,
)
from timeline.treaties.conditions import BEFORE_ALL, Needed, entry_day
from timeline.treaties.runs import NO_RULE, Runs, run_twice

__all__ = [
    "Outcome",
    "any_of",
    "applied",
    "effect_of",
    "outcome_of",
    "state_of",
]


@attrs.frozen(kw_only=True)
class Outcome:
    """What the acts of the parties amount to on a day.

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
    """Return what is brought about by all that was done until that day.

    Raises:
        InvalidError: the rule requires what is no treaty.
    """
    treaty, runs = facts.treaty, run_twice(facts, day)
    rule, first, last = runs.rule, runs.first, runs.last
    trigger = Span(first, last) if rule.has_deposits and first is not None else None
    required = _required(facts, day)
    by_rule = _entry(runs, required)
    entry = by_rule if treaty.in_force is None else days_of(treaty.in_force)
    done = entry is not None and entry.last is not None
    return Outcome(
        universe=runs.universe,
        sure=frozenset(runs.late.live),
        possible=frozenset(runs.early.live - runs.untold)
        | _perhaps_bound(facts, entry, day),
        trigger=trigger,
        by_rule=by_rule,
        entry=entry,
        deposits=_deposited(facts, trigger, day),
        needed=Needed() if done else _needed(runs, required, day),
        unclear=_is_unclear(treaty, rule),
    )


def _is_unclear(treaty: Treaty, rule: EntryIntoForce) -> bool:
    """Whether nothing says how a treaty enters into force."""
    silent = not (rule.has_deposits or rule.fixed or rule.requires or treaty.complete)
    return treaty.in_force is None and (silent or rule is NO_RULE)


def _entry(runs: Runs, required: Mapping[str, Span | None]) -> Span | None:
    """Return the day of entry into force by the rule, from that of the trigger."""
    others = [required.get(name) for name in runs.rule.requires]
    start = entry_day(runs.rule, runs.first, [span and span.first for span in others])
    if start is None:
        return None
    last = [span and span.last for span in others]
    return Span(start, entry_day(runs.rule, runs.last, last))


def _required(facts: Facts, day: int) -> dict[str, Span | None]:
    """Return when each treaty that must be in force first entered into force.

    In a circle none of them ever does, unless it is stated. Each waits here until
    those that it requires are known; no chain is too long.
    """
    stated = facts.treaty.in_force
    known = {facts.treaty.id: None if stated is None else days_of(stated)}
    seen: set[str] = set()
    waiting = [(facts.treaty.id, name) for name in requires(facts.treaty)]
    while waiting:
        by, name = waiting[-1]
        other = _other(facts, by, name)
        missing = [n for n in requires(other.treaty) if n not in known]
        if missing and name not in seen:
            seen.add(name)
            waiting += [(name, n) for n in missing]
            continue
        waiting.pop()
        if name not in known:
            known[name] = _entered(other, day, known)
    return known


def _other(facts: Facts, by: str, name: str) -> Facts:
    if name not in facts.others:
        raise InvalidError(
            f"{by} requires {quote(name)}, which is no treaty here",
            "correct the rule, or add the treaty",
            (by, "entry_into_force", "requires"),
        )
    return facts.others[name]


def _entered(facts: Facts, day: int, known: Mapping[str, Span | None]) -> Span | None:
    """Return when a treaty entered into force, if so much is known of all it needs."""
    if facts.treaty.in_force is not None:
        return days_of(facts.treaty.in_force)
    runs = run_twice(facts, day)
    return UNKNOWN if _is_unclear(facts.treaty, runs.rule) else _entry(runs, known)


def _perhaps_bound(facts: Facts, entry: Span | None, day: int) -> set[str]:
    """Return who gave notice, but may still be bound: the effect is not told.

    Before a treaty is in force there is nothing to wait for.
    """
    return {
        act.party
        for act in facts.withdrawals
        if isinstance(act.record, Withdrawal)
        and act.record.effective is None
        and entry is not None
        and entry.first <= (day if act.span.last is None else act.span.last)
        and any(consent.party == act.party for consent in facts.consents)
    }


def _deposited(
    facts: Facts, trigger: Span | None, day: int
) -> tuple[Ratification, ...]:
    """Return what was, or may have been, deposited on the day of the trigger."""
    if trigger is None:
        return ()
    last = day if trigger.last is None else trigger.last
    return tuple(
        act.record
        for act in facts.consents
        if isinstance(act.record, Ratification)
        and act.span.first <= last
        and (act.span.last is None or trigger.first <= act.span.last)
    )


def _needed(runs: Runs, required: Mapping[str, Span | None], day: int) -> Needed:
    """Return what is missing if nothing uncertain is taken for granted."""
    missing = tuple(
        name
        for name in runs.rule.requires
        if (span := required[name]) is None or not span.by(day).definitely
    )
    met = runs.rule.has_deposits and runs.last is not None
    return attrs.evolve(Needed() if met else runs.late.needed, treaties=missing)


def effect_of(treaty: Treaty, act: Act, entry: Span | None) -> Span | None:
    """Return when a treaty enters into force for a party that has consented.

    That is the later of the day for the treaty itself and of the rule's delay after
    the deposit (Vienna Convention on the Law of Treaties, article 24), unless it is
    stated. A succession reaches back to a day that only its own words tell.
    """
    record, rule = act.record, treaty.entry_into_force
    if isinstance(record, Ratification) and record.effective is not None:
        return days_of(record.effective)
    if entry is None:
        return None
    first, last = act.span
    if rule is None:
        return Span(max(entry.first, first), None)
    delay = rule.each or rule.delay
    end = None if last is None or entry.last is None else delay.after(last)
    succeeds = isinstance(record, Ratification) and record.instrument == "succession"
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
