"""From when to when each act counts, and on which days a clause is met by them.

A treaty enters into force as its final clause provides (Vienna Convention on the Law of
Treaties, article 24(1); UN Treaty Handbook, "Entry into force"). Of each act we know
from when to when it counts at the most, and at the least. One pass over the days on
which anything changes asks on each whether the clause surely holds, and whether it may:
it is met no earlier than on the first day on which it may hold, and no later than on
the first on which it surely does.

Most clauses only ask for enough consents, so that these two days are those of the
completions in which all consent as early as they may, and as late: both are reached.

Cost: the days are sorted, and each looks at all acts and asks every part of the clause
once, until it surely holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from timeline.certainty import Certainty
from timeline.parties.parties import is_territory, party_name
from timeline.parties.succession import predecessors, succession
from timeline.records.conditions import All, Condition, Quorum, Unless, number_of
from timeline.records.delays import Delay
from timeline.treaties.acts import Act, Days, Facts, surely_before
from timeline.treaties.conditions import BEFORE_ALL, Group, Situation, holds
from timeline.when.bounds import agreed, tightest
from timeline.when.calendar import Day


class Stay(NamedTuple):
    """From when to when an act of a party counts.

    Attributes:
        party: Whose act it is.
        most: The longest stretch of days; its end is not in it, and None if open.
        least: The shortest; None if there may be none.
    """

    party: str
    most: tuple[int, int | None]
    least: tuple[int, int | None] | None

    @property
    def turns(self) -> set[int]:
        """The days on which something changes."""
        ends = (*self.most, *(self.least or ()))
        return {day for day in ends if day is not None}

    def may_end_by(self, day: int) -> bool:
        """Whether it may be over at the end of a day, or never begin."""
        end = self.least and self.least[1]
        return self.least is None or (end is not None and end <= day)


_ByGroup = Sequence[tuple[Group, Sequence[Stay]]]  # what changes each group


def condition_of(facts: Facts) -> Condition | None:
    """Return what a treaty's clause asks for, if it has one that asks for anything."""
    rule = facts.treaty.entry_into_force
    return rule.condition if rule else None


def participants_of(facts: Facts) -> tuple[str, ...]:
    """Return the parties of a treaty as it lists them, then all others by name."""
    acts = (*facts.signatures, *facts.consents, *facts.notices, *facts.objections)
    for name in tacit_treaties(facts):
        acts += tuple(facts.others[name].consents)
    others = {act.party for act in acts} | {*_named(condition_of(facts))}
    others |= {*map(facts.in_law, others)}
    others |= facts.pending.keys()
    records = (*facts.steps, *facts.suspensions, *facts.applications)
    others |= {record.party for record in records if record.party}
    others |= {made.party for made, _ in facts.reservations}
    others |= {act.party for act in facts.extensions if not is_territory(act.party)}
    parties = facts.treaty.parties
    return tuple(dict.fromkeys((*parties, *sorted(others, key=party_name))))


def tacit_treaties(facts: Facts) -> tuple[str, ...]:
    """Return to which treaties those are parties who accept this one by silence.

    That is the one that it amends, unless its clause names others.
    """
    asked, amended = objection_clause(facts), facts.treaty.amends
    leaves = asked.unless.leaves if asked else ()
    names = (leaf.parties_of for leaf in leaves if isinstance(leaf, Quorum))
    named = tuple(name for name in names if name)
    is_known = asked is not None and amended in facts.others
    return named or ((amended,) if is_known and amended else ())


def objection_clause(facts: Facts) -> Unless | None:
    """Return the part of a clause that counts objections, if it cannot do without."""
    condition = condition_of(facts)
    parts = condition.all if isinstance(condition, All) else (condition,)
    return next((part for part in parts if isinstance(part, Unless)), None)


def _named(condition: Condition | None) -> Iterator[str]:
    """Yield the parties without which a clause is not met."""
    for leaf in condition.leaves if condition else ():
        if isinstance(leaf, Quorum) and leaf.share == "all":
            yield from leaf.of


def stays_of(facts: Facts, acts: Iterable[Act]) -> Iterator[Stay]:
    """Yield how long each of these acts counts if it is never revoked."""
    for act in acts:
        first, last = act.span
        least = None if last is None else (last, None)
        yield Stay(facts.in_law(act.party), (first, None), least)


def cut(start: int, *ends: int | None) -> tuple[int, int | None] | None:
    """Return a stretch of days up to the first of some ends; None if it is empty."""
    end = tightest(min, *ends)
    return (start, end) if end is None or start < end else None


# Unless the acts reported are complete, each participant on which nothing is reported
# may have done so as soon as it could.
def consent_stays(facts: Facts) -> Iterator[Stay]:
    """Yield how long each consent to be bound counts."""
    for _, stay in act_stays(facts):
        yield stay
    if not facts.treaty.has_all("consents"):
        yield from unreported(facts, facts.reported)


def signature_stays(facts: Facts) -> Iterator[Stay]:
    """Yield since when each signature counts."""
    yield from stays_of(facts, facts.signings)
    if not facts.treaty.has_all("signatures"):
        yield from unreported(facts, facts.parties_to(facts.signings))


def unreported(facts: Facts, reported: set[str]) -> Iterator[Stay]:
    """Yield how long each participant may count of which nothing is reported."""
    opened = facts.opening
    for party in sorted({*map(facts.in_law, participants_of(facts))} - reported):
        yield Stay(party, (opened, None), None)


def end_of_bond(
    facts: Facts, notice: Act, begun: Days | None, since: int = BEFORE_ALL
) -> Days:
    """Return when a notice of withdrawal ends a bond that began on some days.

    Where that is not stated, it is after the term of notice that the treaty gives, and
    without one nobody knows (Vienna Convention on the Law of Treaties, article 56).
    Before the treaty is in force for who leaves there is nothing to wait for. Nobody
    can give notice before consenting, and that was on no day before *since*.
    """
    first, last = given = Days(max(notice.span.first, since), notice.span.last)
    days, term = [day for day in given if day is not None], facts.treaty.notice
    in_force = agreed([begun.by(day) for day in days]) if begun else Certainty.NO
    if notice.effective is not None:
        return notice.effect
    if in_force is Certainty.NO:
        return given
    if term is None:
        return Days(first, None)
    start = term.after(first) if in_force.definitely else first
    return Days(start, None if last is None else term.after(last))


def act_stays(facts: Facts, entry: Days | None = None) -> Iterator[tuple[Act, Stay]]:
    """Yield each consent with how long it counts, if the treaty entered into force.

    At the most that is from its first day to the last one of a departure that surely
    follows it; at the least, from its last day to the first one of any that may.
    Nobody leaves without having joined: a departure that only one consent can precede
    follows that one.
    """
    acts = [*facts.consents, *implied(facts)]
    joined = defaultdict[str, list[Days]](list)
    left = defaultdict[str, list[Act]](list)
    for act in acts:
        joined[facts.in_law(act.party)].append(act.span)
    for notice in facts.notices:
        left[facts.in_law(notice.party)].append(notice)
    for act in acts:
        party, (first, last) = facts.in_law(act.party), act.span
        begun = effect_of(facts, act, entry) if entry and left[party] else None
        since = min(came.first for came in joined[party])
        ends = [end_of_bond(facts, each, begun, since) for each in left[party]]
        may = [end for end in ends if not surely_before(end, act.span)]
        sure = (
            end.last
            for end in may
            if surely_before(act.span, end)
            or [surely_before(end, came) for came in joined[party]].count(False) == 1
        )
        if most := cut(first, *sure):
            firsts = (end.first for end in may)
            yield act, Stay(party, most, None if last is None else cut(last, *firsts))


# A State that ended is no party; its deposits still count. A table made later shows its
# successors in its place, and all their successions to one such State tell together of
# one consent that it gave while it lasted (Vienna Convention on Succession of States in
# respect of Treaties, articles 17 and 34; the UN's historical information). One to a
# State that lives on, or that another continues, tells of none: it has its own row.
def implied(facts: Facts) -> Iterator[Act]:
    """Yield the consents of ended States of which only successions tell."""
    found: dict[str, list[Act]] = {}
    own = {act.party for act in facts.consents}
    for act in facts.consents:
        if act.instrument == "succession":
            for code in predecessors(act.party, facts.declared):
                end = facts.end_of(code)
                if code not in own and end and not act.span.by(end[0] - 1).definitely:
                    found.setdefault(code, []).append(act)
    opened = facts.opening
    for code, acts in found.items():
        sure = any(act.span.last is not None for act in acts)
        last = (facts.end_of(code) or (0, 0))[1] - 1
        if opened <= last:
            yield Act(acts[0].record, code, Days(opened, last if sure else None))


def effect_of(facts: Facts, consent: Act, entry: Days | None) -> Days | None:
    """Return when a treaty enters into force for a party that has consented.

    That is the later of the day for the treaty itself and of the rule's delay after
    the deposit (Vienna Convention on the Law of Treaties, article 24), unless a day on
    which the treaty may be in force is stated. A succession reaches back to a day that
    only its own words give, but not beyond the day on which that State replaced another
    (VCSST, article 2(1)(e)). For a State that ended before, it never does, and is in
    doubt if it may have ended.
    """
    stated = consent.effective
    is_right = not condition_of(facts) or (
        stated and entry and not surely_before(stated, entry)
    )
    if stated and is_right:
        return stated if consent.span.last is not None else Days(stated.first, None)
    if entry is None:
        return None
    effect, end = _by_rule(facts, consent, entry), facts.end_of(consent.party)
    if end is None or (effect.last is not None and effect.last < end[0]):
        return effect
    return Days(effect.first, None) if effect.first < end[1] else None


def _by_rule(facts: Facts, consent: Act, entry: Days) -> Days:
    rule, (first, last) = facts.treaty.entry_into_force, consent.span
    wait = rule.delay if rule else Delay()
    if rule and number_of(rule.fixed) == entry.first >= first:  # all wait for that
        wait = Delay()
    if last is not None and last <= entry.first and wait.after(last) <= entry.first:
        return entry  # it had consented before, or was among the first to
    if rule is None:
        return Days(max(entry.first, first), None)
    delay = rule.each or rule.delay
    start = delay.after(first)
    end = start if last == first else None if last is None else delay.after(last)
    if consent.instrument == "succession":
        start = min(start, facts.born(consent.party))
    if wait is not delay and (
        entry.last is None or first <= entry.last >= wait.after(first)
    ):
        start = min(start, wait.after(first))
    start = max(entry.first, start)
    if end is None or entry.last is None:
        return Days(start, None)
    return Days(start, max(entry.last, end))


def named_on(party: str, facts: Facts, day: int) -> str:
    """Return as which State one acts on a day: Russia as the Soviet Union in 1970."""
    on, is_own = str(Day.of(day)), party in facts.treaty.parties
    for former, heir in facts.heirs.items():
        has_ended = succession(former, on, facts.declared).ended.possibly
        if heir == party and not (is_own or has_ended):
            return former
    return party


class Run(NamedTuple):
    """A clause run over all that was done until a day.

    Attributes:
        first: The first day at whose end it may be met; None if there is none.
        last: The day by whose end it surely is.
        closed: The last day on which it may be met, if none later can change that.
        now: How things stand at the end.
    """

    first: int | None
    last: int | None
    closed: int | None
    now: Situation


def group_between(stays: Iterable[Stay], first: int, last: int) -> Group:
    """Return whose acts count on a day between two, surely and possibly."""
    group = Group()
    for party, most, least in stays:
        if most[0] <= last and (most[1] is None or most[1] > first):
            group.possible.add(party)
        if least and least[0] <= first and (least[1] is None or least[1] > last):
            group.sure.add(party)
    return group


def run(
    condition: Condition | None,
    now: Situation,
    stays: _ByGroup,
    days: Iterable[int],
    until: int,
) -> Run:
    """Return on which days a condition may first hold, and surely does.

    Args:
        condition: What has to hold.
        now: How things stand before anything has been done; it is moved on to *until*.
        stays: The groups in it, each with what changes it.
        days: Other days on which something changes.
        until: The last day to look at.
    """
    turns = {now.day, *days, *(day for _, of in stays for s in of for day in s.turns)}
    answers = dict[int, Certainty]()
    for day in sorted(turns):
        if now.day <= day <= until and Certainty.YES not in answers.values():
            _move_on(now, stays, day)
            answers[day] = holds(condition, now)
    _move_on(now, stays, until)
    may = [day for day, held in answers.items() if held.possibly]
    if not may:
        return Run(None, None, None, now)
    if answers[may[-1]].definitely:
        return Run(may[0], may[-1], may[-1], now)
    if isinstance(condition, Unless) and condition.by:  # decided once for all
        return Run(may[0], None, may[0], now)
    too_late = [day for day in answers if day > may[-1]]
    return Run(may[0], None, too_late[0] - 1 if too_late else None, now)


def _move_on(now: Situation, stays: _ByGroup, day: int) -> None:
    """Let everybody join or leave whose act counts from a day on, or no longer."""
    now.day = day
    for group, of_group in stays:
        then = group_between(of_group, day, day)
        group.sure, group.possible = then.sure, then.possible
