"""Whether a treaty is in force, and for whom, by what its participants have done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.collection.graph import walk
from timeline.errors import InvalidError
from timeline.parties.parties import party_name
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.lifecycle import Phase
from timeline.records.treaties import ProvisionalApplication, Ratification, Treaty
from timeline.text import quote
from timeline.treaties.acts import (
    UNKNOWN,
    Act,
    Facts,
    Span,
    days_of,
    requires,
    running,
    surely_before,
)
from timeline.treaties.conditions import (
    BEFORE_ALL,
    Move,
    Needed,
    Tally,
    entry_day,
    run,
)

# Stands in where no rule is reported: it moves nothing, and nothing is missing.
_NO_RULE = EntryIntoForce(agreed=True)


@attrs.frozen(kw_only=True)
class Evaluation:
    """What the acts of the participants amount to on a day.

    Attributes:
        participants: Everyone who is, was or may become a party, in order.
        sure: Who surely is bound by consent.
        possible: Who may be, as far as anything is reported of its consent.
        trigger: The day on which all conditions were met; None if on none.
        by_rule: The day of entry into force by the rule; None if it gives none.
        entry: The same, unless another day is stated.
        deposits: What was, or may have been, deposited on the day of the trigger.
        needed: What is missing, if nothing uncertain is taken for granted.
        is_unclear: Whether nothing says how the treaty enters into force.
    """

    participants: tuple[str, ...]
    sure: frozenset[str]
    possible: frozenset[str]
    trigger: Span | None
    by_rule: Span | None
    entry: Span | None
    deposits: tuple[Ratification, ...]
    needed: Needed
    is_unclear: bool


class _Runs(NamedTuple):
    """A rule run twice over all that was done until a day.

    Attributes:
        early: Who has consented at most, and what is missing then.
        first: The first day on which the conditions may have been met.
        late: Who surely has consented.
        last: The day by which they surely were met.
    """

    early: Tally
    first: int | None
    late: Tally
    last: int | None


def evaluate(facts: Facts, day: int) -> Evaluation:
    """Return what follows from all that was done until the end of that day.

    Args:
        facts: What is reported of the treaty.
        day: Days after 1970-01-01.

    Raises:
        InvalidError: the rule requires a record that is not a treaty.
    """
    treaty, rule = facts.treaty, _rule_of(facts)
    participants = _participants(facts)
    silent = _silent(facts, participants)
    runs = _run_twice(facts, day, participants, silent)
    required = _required(facts, day)
    by_rule = _entry(rule, runs, required)
    entry = by_rule if treaty.in_force is None else days_of(treaty.in_force)
    trigger = None
    if rule.has_deposits and runs.first is not None:
        trigger = Span(runs.first, runs.last)
    done = entry is not None and entry.last is not None
    return Evaluation(
        participants=participants,
        sure=frozenset(runs.late.live),
        possible=frozenset(runs.early.live - silent)
        | _perhaps_bound(facts, entry, day),
        trigger=trigger,
        by_rule=by_rule,
        entry=entry,
        deposits=_deposited(facts, trigger, day),
        needed=Needed() if done else _needed(rule, runs, required, day),
        is_unclear=_is_unclear(facts),
    )


def _rule_of(facts: Facts) -> EntryIntoForce:
    return facts.treaty.entry_into_force or _NO_RULE


def _is_unclear(facts: Facts) -> bool:
    """Whether nothing says how a treaty enters into force."""
    treaty, rule = facts.treaty, _rule_of(facts)
    has_condition = rule.has_deposits or rule.fixed or rule.requires or treaty.complete
    return treaty.in_force is None and (not has_condition or rule is _NO_RULE)


def _participants(facts: Facts) -> tuple[str, ...]:
    """Return the parties of a treaty as it lists them, then all others by name."""
    acts = (*facts.signatures, *facts.consents, *facts.notices)
    others = {act.party for act in acts} | {*_rule_of(facts).named}
    others |= facts.pending.keys() | facts.steps.keys()
    parties = facts.treaty.parties
    return tuple(dict.fromkeys((*parties, *sorted(others, key=party_name))))


def _silent(facts: Facts, participants: Iterable[str]) -> set[str]:
    """Return on whose consent nothing is reported."""
    reported = {act.party for act in (*facts.consents, *facts.notices)}
    return set(participants) - reported - set(facts.pending)


# Two runs of a rule bound its true day where dates are not known exactly.
#
# A treaty enters into force as its final clause provides (Vienna Convention on the Law
# of Treaties, article 24 (1); UN Treaty Handbook, "Entry into force"), and the clauses
# here count, name or weigh those who have consented. An earlier consent and a later
# withdrawal add a party to some days and take one from none, so that the conditions are
# met no later, and a delay keeps that order. The day is thus monotone in every date: no
# day is before that of the run with consents as early and withdrawals as late as may
# be, and none after that of the opposite run. Signatures alone work both ways, since
# each raises the majority that has to consent: `Tally` takes a signature that is not
# certain at its best in the first run, and at its worst in the second.
#
# Cost: the acts are sorted twice.
def _run_twice(
    facts: Facts, day: int, participants: Iterable[str], silent: Iterable[str]
) -> _Runs:
    early = late = _tally(facts, day, participants, hopeful=True)
    first = last = run(early, _moves(facts, silent, early=True), day)
    if not _is_exact(facts):
        late = _tally(facts, day, participants, hopeful=False)
        last = run(late, _moves(facts, silent, early=False), day)
    return _Runs(early, first, late, last)


def _is_exact(facts: Facts) -> bool:
    """Whether all days are known and nobody has left, so that one run is enough."""
    weights = _rule_of(facts).weights
    return bool(
        facts.treaty.complete
        and not facts.notices
        and (weights is None or weights.parties)
        and all(
            act.span.first == act.span.last
            for act in (*facts.consents, *facts.signatures)
        )
    )


def _tally(
    facts: Facts, day: int, participants: Iterable[str], *, hopeful: bool
) -> Tally:
    """Return the rule before anybody has moved, with who has signed by that day."""
    treaty, signed, unsure = facts.treaty, set[str](), set[str]()
    for act in facts.signatures:
        if act.span.last is not None and act.span.last <= day:
            signed.add(act.party)
        elif act.span.first <= day:
            unsure.add(act.party)
    perhaps: set[str] | None = unsure
    if not treaty.complete:  # others may have signed: those listed, or anyone
        perhaps = unsure.union(participants) if treaty.parties else None
    return Tally(_rule_of(facts), treaty.parties, signed, perhaps, hopeful=hopeful)


def _moves(facts: Facts, silent: Iterable[str], *, early: bool) -> list[Move]:
    """Return how all parties move: consents *early* and departures late, or conversely.

    In an early run, unless the acts reported are complete, each participant on which
    nothing is reported has consented as soon as it could.
    """
    moves = []
    for consent, departures in _departures(facts):
        start = consent.span.first if early else consent.span.last
        ends = (
            [span.last for span, sure in departures if sure and span.last is not None]
            if early
            else [span.first for span, _ in departures]
        )
        end = min(ends, default=None)
        if start is not None and (end is None or start < end):
            moves.append(Move(start, consent.party, joins=True))
            if end is not None:
                moves.append(Move(end, consent.party, joins=False))
    if early and not facts.treaty.complete:
        opened = days_of(facts.treaty.opened).first
        moves += [Move(opened, party, joins=True) for party in silent]
    return moves


def _departures(facts: Facts) -> Iterator[tuple[Act, list[tuple[Span, bool]]]]:
    """Yield each consent with the departures that may follow it, and if they surely do.

    Nobody leaves without having joined: a departure that only one consent can precede
    follows that one.
    """
    consents: dict[str, list[Act]] = defaultdict(list)
    for act in facts.consents:
        consents[act.party].append(act)
    departures: dict[Act, list[tuple[Span, bool]]] = defaultdict(list)
    for notice in facts.notices:
        end = notice.effect
        before = [a for a in consents[notice.party] if not surely_before(end, a.span)]
        for act in before:
            sure = len(before) == 1 or surely_before(act.span, end)
            departures[act].append((end, sure))
    for act in facts.consents:
        yield act, departures[act]


def _entry(
    rule: EntryIntoForce, runs: _Runs, required: Mapping[str, Span | None]
) -> Span | None:
    """Return the day of entry into force by the rule, from that of the trigger."""
    others = [required.get(name) for name in rule.requires]
    first = entry_day(rule, runs.first, [span and span.first for span in others])
    if first is None:
        return None
    last = entry_day(rule, runs.last, [span and span.last for span in others])
    return Span(first, last)


def _required(facts: Facts, day: int) -> dict[str, Span | None]:
    """Return when each treaty that must be in force first entered into force.

    Those in a circle, and those that wait for one, never do unless it is stated: what
    closes a circle is not in force yet when it is asked for.
    """
    treaty = facts.treaty
    spans = {treaty.id: days_of(treaty.in_force) if treaty.in_force else None}

    def waits_for(name: str) -> tuple[str, ...]:
        other = _other(facts, name).treaty
        return () if other.in_force else requires(other)

    for name in walk(requires(treaty), waits_for):
        if name not in spans:
            spans[name] = _entered(_other(facts, name), day, spans)
    return spans


def _other(facts: Facts, name: str) -> Facts:
    if name not in facts.others:
        treaty = facts.treaty.id
        raise InvalidError(
            f"{treaty} requires {quote(name)}, which is not a treaty of this timeline",
            "correct the rule, or add the treaty",
            (treaty, "entry_into_force", "requires"),
        )
    return facts.others[name]


def _entered(
    facts: Facts, day: int, required: Mapping[str, Span | None]
) -> Span | None:
    """Return when a treaty entered into force, by what is known of all it requires."""
    if facts.treaty.in_force is not None:
        return days_of(facts.treaty.in_force)
    if _is_unclear(facts):
        return UNKNOWN
    participants = _participants(facts)
    runs = _run_twice(facts, day, participants, _silent(facts, participants))
    return _entry(_rule_of(facts), runs, required)


def _perhaps_bound(facts: Facts, entry: Span | None, day: int) -> set[str]:
    """Return who gave notice, but may still be bound: the effect is not stated.

    Before a treaty is in force there is nothing to wait for.
    """
    bound = {act.party for act in facts.consents}
    return {
        act.party
        for act in facts.notices
        if getattr(act.record, "effective", None) is None
        and entry is not None
        and entry.first <= (day if act.span.last is None else act.span.last)
        and act.party in bound
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


def _needed(
    rule: EntryIntoForce, runs: _Runs, required: Mapping[str, Span | None], day: int
) -> Needed:
    """Return what is missing if nothing uncertain is taken for granted."""
    missing = tuple(
        name
        for name in rule.requires
        if (span := required.get(name)) is None or not span.by(day).definitely
    )
    met = rule.has_deposits and runs.last is not None
    return attrs.evolve(Needed() if met else runs.late.needed, treaties=missing)


def effect_of(treaty: Treaty, consent: Act, entry: Span | None) -> Span | None:
    """Return when a treaty enters into force for a party that has consented.

    That is the later of the day for the treaty itself and of the rule's delay after
    the deposit (Vienna Convention on the Law of Treaties, article 24), unless it is
    stated. A succession reaches back to a day that only its own words give.
    """
    record, rule = consent.record, treaty.entry_into_force
    if isinstance(record, Ratification) and record.effective is not None:
        return days_of(record.effective)
    if entry is None:
        return None
    first, last = consent.span
    if rule is None:
        return Span(max(entry.first, first), None)
    delay = rule.each or rule.delay
    succeeds = consent.instrument == "succession"
    start = max(entry.first, BEFORE_ALL if succeeds else delay.after(first))
    if last is None or entry.last is None:
        return Span(start, None)
    return Span(start, max(entry.last, delay.after(last)))


def is_applied(application: ProvisionalApplication, day: int) -> Certainty:
    """Whether a provisional application is running on that day."""
    if application.phase is Phase.OFF:
        return Certainty.NO
    if application.when is None:
        return Certainty.MAYBE
    goes_on = application.phase is Phase.UNDER_WAY
    return running(application.when, day, goes_on=goes_on)


def state_of(
    treaty: Treaty, evaluation: Evaluation, day: int, *, provisional: bool
) -> tuple[Certainty, str]:
    """Return whether a treaty is in force, and the word for how it stands.

    What all parties apply provisionally is surely not in force yet, unless it surely is
    (Vienna Convention on the Law of Treaties, article 25).
    """
    in_force = evaluation.entry.by(day) if evaluation.entry else Certainty.NO
    if evaluation.is_unclear:
        in_force = Certainty.MAYBE
    if in_force is Certainty.MAYBE and provisional:
        in_force = Certainty.NO
    ended = suspended = Certainty.NO
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
    Certainty.MAYBE: "not determined",
}
