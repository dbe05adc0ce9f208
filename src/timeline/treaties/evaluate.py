"""Whether a treaty is in force, and for whom, by what its participants have done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import attrs

from timeline.certainty import Certainty
from timeline.collection.graph import walk
from timeline.errors import InvalidError
from timeline.language.message import Message, RecordId
from timeline.parties.parties import party_name
from timeline.records.conditions import Condition, InForce, Quorum, Unless
from timeline.records.treaties import Treaty
from timeline.text import quote
from timeline.treaties import acts, conditions, stays
from timeline.treaties.acts import UNKNOWN, Days, Facts, hull
from timeline.treaties.completions import completions
from timeline.treaties.conditions import (
    NEVER,
    Group,
    Needed,
    Situation,
    entry_day,
    holds,
)
from timeline.treaties.stays import Run, Stay, condition_of, cut, group_between
from timeline.treaties.ways import Ways, smallest_ways


@attrs.frozen(kw_only=True)
class Evaluation:
    """What the acts of the participants amount to on a day.

    Attributes:
        bound: Who is bound by consent, surely and possibly.
        tacit: Who has accepted it by silence, likewise.
        trigger: The day on which the clause was met; None if on none.
        by_rule: The day of entry into force by the rule; None if it gives none.
        limits: Both if they come at all: with a last day, once it is too late for them.
        entry: The same, unless another day is stated.
        needed: What is missing, if nothing uncertain is taken for granted.
        left: When so many had left that the treaty was over; None if they have not.
        ended: When it ended, by that or as stated.
    """

    bound: Group
    tacit: Group
    trigger: Days | None
    by_rule: Days | None
    limits: tuple[Days | None, ...]
    entry: Days | None
    needed: Needed
    left: Days | None
    ended: Days | None


def evaluate(facts: Facts, day: int) -> Evaluation:
    """Return what follows from all that was done until the end of that day.

    Args:
        facts: What is reported of the treaty.
        day: Days after 1970-01-01.

    Raises:
        InvalidError: the rule requires a record that is not a treaty.
    """
    given, notices, facts = facts, facts.notices, _resolved(facts, day)
    done = _run(facts, day)
    runs = _runs(facts, day, done)
    met, by_rule = map(hull, _spans(runs))
    if by_rule and facts.ended and acts.surely_before(facts.ended, by_rule):
        runs, met, by_rule = [], None, None  # nothing that has ended enters into force
    entered = [(of, _stated(of.treaty) or _entry(of, run)) for of, run in runs]
    # If it is met at all, where it no longer can be, once all that may be is done.
    is_unmet = done.closed is None and met is not None and met.last is None
    until = _awaited_until(facts, day) if is_unmet else day
    if until is not None and until > day:
        then = _resolved(given, until)
        runs = _runs(then, until, _run(then, until))
    may = [
        (of, r._replace(last=None if until is None else r.closed))
        for of, r in runs
        if r.first is not None
    ]

    entry = _stated(facts.treaty) or by_rule
    if not all(act.effective or act.span.first == act.span.last for act in notices):
        entered = [(facts, entry)]  # of a term of notice that the ways do not tell
    left = hull(_left(attrs.evolve(of, entry=e), day) for of, e in entered if e)
    trigger = None if condition_of(facts) is None else met
    parties = (stay for _, stay in stays.act_stays(facts, entry))
    return Evaluation(
        bound=group_between(parties, day, day) if notices else done.now.consents,
        tacit=_tacit(facts, done.now),
        trigger=trigger,
        by_rule=by_rule,
        limits=tuple(hull(filter(None, spans)) for spans in _spans(may)),
        entry=entry,
        needed=Needed() if entry and entry.last is not None else _needed(facts, done),
        left=left,
        ended=acts.earliest(facts.ended, left),
    )


# A treaty is one between two at the least (Vienna Convention on the Law of Treaties,
# article 2(1)(a)). One whose consents are not all reported, and that others can join,
# is presumed to have more parties.
def _left(facts: Facts, day: int) -> Days | None:
    """Return when withdrawals by a day left fewer than two parties, of two or more.

    Or none at all, where it is not sure that there ever were two.
    """
    notices, consents = (
        [act for act in of_a_sort if act.span.first <= day]
        for of_a_sort in (facts.notices, facts.consents)
    )
    if not (notices and _is_closed(facts)) or stays.tacit_treaties(facts):
        return None
    facts = attrs.evolve(facts, notices=notices, consents=consents)
    bonds, leaving = [*_party_stays(facts)], facts.parties_to(notices)
    standing = [stay for _, stay in stays.act_stays(facts, facts.entry)]
    if not facts.treaty.has_all("consents"):
        standing += stays.unreported(facts, facts.reported)
    first, last, ever = None, None, set[str]()
    may, must = 0, 0  # how many parties there may have been at once, and surely were
    for turn in sorted({day for bond in (*bonds, *standing) for day in bond.turns}):
        now, still = (group_between(of, turn, turn) for of in (bonds, standing))
        gone = {bond.party for bond in bonds if bond.may_end_by(turn)} & leaving & ever
        if gone - still.sure and len(still.sure) < min(2, may):
            first = turn if first is None else first
            is_sure = len(still.possible) < (2 if must > 1 else 1)
            last = (turn if last is None else last) if is_sure else None
        elif turn <= day:
            first = last = None  # who joined since then shows that it went on
        ever |= now.possible
        may, must = max(may, len(now.possible)), max(must, len(now.sure))
    return None if first is None else Days(first, last)


def _is_closed(facts: Facts) -> bool:
    """Whether no others can be parties than those of whom the timeline tells."""
    able, acting = facts.treaty.parties, stays.participants_of(facts)
    is_listed = {*map(facts.in_law, acting)} <= {*map(facts.in_law, able)}
    return is_listed or facts.treaty.has_all("consents")


def _awaited_until(facts: Facts, day: int) -> int | None:
    """Return by when all consents that may be given by a day are, if that is known."""
    lasts = [a.once_done.span.last for a in facts.consents if a.span.first <= day]
    known = [last for last in lasts if last is not None]
    return max([day, *known]) if len(known) == len(lasts) else None


def _tacit(facts: Facts, now: Situation) -> Group:
    """Return who has accepted a treaty by not objecting to it by its day.

    Who joined the other treaty since then may be bound by both (Vienna Convention on
    the Law of Treaties, article 40(5)).
    """
    found, asked = Group(), stays.objection_clause(facts)
    accepted = holds(condition_of(facts), now)
    for name in stays.tacit_treaties(facts) if accepted.possibly else ():
        by = now.day if asked is None else asked.by_day or now.day
        objected = now.objections(by)
        members = now.parties_of(name, "now", now.day)
        is_sure = accepted.definitely and not objected.is_open
        sure = members.sure & now.parties_of(name, "now", by).sure
        found.possible |= members.possible - objected.sure
        found.sure |= sure - objected.possible if is_sure else set()
    return found


def ways(facts: Facts, day: int) -> Ways:
    """Return the smallest sets of parties whose consent would meet the clause.

    A State that has ended cannot consent any more, and one to come not yet.
    """
    now, condition = _run(_resolved(facts, day), day).now, condition_of(facts)
    named = {*stays.participants_of(facts)}
    for quorum in conditions.quorums_of(condition):
        group = now.group(quorum)
        named |= group.possible if group else set()
        named |= now.scale(quorum).weights.keys()
    named = {*map(facts.in_law, facts.treaty.parties or named)}
    able = [
        code
        for code in sorted(named - now.consents.sure, key=party_name)
        if (not (end := facts.end_of(code)) or end[0] > day) and facts.born(code) <= day
    ]
    if condition is None:
        return Ways(None, is_complete=False) if is_unclear(facts) else Ways(0)
    is_open = not facts.treaty.parties
    acting = partial(stays.named_on, facts=facts, day=day)
    return smallest_ways(condition, now, able, more=is_open, named=acting)


def _runs(facts: Facts, day: int, done: Run) -> list[tuple[Facts, Run]]:
    """Return the clause run over what is known, or over each way it can have been.

    That is where some acts can help and harm, so that each of their days is tried.
    """
    entry = _entry(facts, done)
    is_known = done.first == done.last and (not entry or entry.first == entry.last)
    if is_known and not (facts.notices and _is_closed(facts)):
        return [(facts, done)]
    leaves = [*conditions.leaves_of(condition_of(facts))]
    worlds = completions(facts, leaves, _Others(facts).turns(leaves), day)
    runs = ((of := _resolved(world, day), _run(of, day)) for world in worlds)
    return [*runs] or [(facts, done)]


def _spans(runs: Sequence[tuple[Facts, Run]]) -> tuple[list[Days | None], ...]:
    """Return when the clause was met and the treaty entered into force, by run."""
    met = [
        run.first if run.first is None else Days(run.first, run.last) for _, run in runs
    ]
    return met, [_entry(facts, run) for facts, run in runs]


def is_unclear(facts: Facts) -> bool:
    """Whether nothing says how a treaty enters into force."""
    treaty, rule = facts.treaty, facts.treaty.entry_into_force
    is_stated = rule and (rule.condition or rule.fixed or treaty.has_all("consents"))
    return not (is_stated or treaty.in_force)


def _run(facts: Facts, day: int) -> Run:
    """Run the clause of a treaty over all that was done until the end of a day."""
    condition, treaty = condition_of(facts), facts.treaty
    leaves, others = [*conditions.leaves_of(condition)], _Others(facts)
    quorums = conditions.quorums_of(condition)
    consents, signatures = [*stays.consent_stays(facts)], list[Stay]()
    if any(quorum.group == "signatories" for quorum in quorums):
        signatures += stays.signature_stays(facts)
    is_open = not (treaty.has_all("consents") or treaty.parties)
    eligible = {*map(facts.in_law, treaty.parties)}
    known = eligible | facts.parties_to(facts.objections)
    known |= {stay.party for stay in (*consents, *signatures)}
    known |= {code for quorum in quorums for code in (*quorum.of, *quorum.besides)}
    for name in filter(None, (quorum.parties_of for quorum in quorums)):
        known |= {stay.party for stay in others.stays(name)}
    now = Situation(
        min([facts.opening, *(stay.most[0] for stay in consents)]),
        Group(is_open=is_open, reported=facts.reported),
        Group(
            is_open=not (treaty.has_all("signatures") or treaty.parties),
            reported=facts.parties_to(facts.signings),
        ),
        others.objections,
        Group(eligible, eligible, is_open=is_open),
        others.parties_to,
        others.is_in_force,
        facts.in_law,
        {code for code in known if facts.is_organization(code)},
    )
    changes = ((now.consents, consents), (now.signatures, signatures))
    return stays.run(condition, now, changes, others.turns(leaves), day)


@attrs.define
class _Others:
    """What a clause has to know of other treaties, and of objections.

    Attributes:
        facts: What is reported of the treaty whose clause it is.
    """

    facts: Facts
    _stays: dict[str, list[Stay]] = attrs.Factory(dict)

    def objections(self, day: int) -> Group:
        """Return who has objected by the end of a day."""
        group = group_between(
            stays.stays_of(self.facts, self.facts.objections), day, day
        )
        return attrs.evolve(group, is_open=self.facts.treaty.complete is not True)

    def is_in_force(self, name: str, day: int) -> Certainty:
        """Whether another treaty is in force."""
        other = _other(self.facts, name)
        ended = acts.earliest(other.ended, _left(other, day))
        return acts.come_by(other.entry, day) & ~acts.come_by(ended, day)

    def stays(self, name: str) -> list[Stay]:
        """Return from when to when each party was one to another treaty."""
        if name not in self._stays:
            self._stays[name] = [*_party_stays(_other(self.facts, name))]
        return self._stays[name]

    def parties_to(self, name: str, at: str, day: int) -> Group:
        """Return the parties to another treaty, on a day or at this one's adoption."""
        adopted = acts.days_of(self.facts.treaty.when)
        first, last = Days(day, day) if at == "now" else adopted
        group = group_between(self.stays(name), first, NEVER if last is None else last)
        is_open = not _other(self.facts, name).treaty.has_all("consents")
        return attrs.evolve(group, is_open=is_open)

    def turns(self, leaves: Iterable[Condition]) -> set[int]:
        """Return the days on which a clause may be met though nobody has acted."""
        found = {day for leaf in leaves for day in self._turns(leaf)}
        return {day for day in found if day is not None}

    def _turns(self, leaf: Condition) -> Iterator[int | None]:
        yield leaf.after_day
        if leaf.by_day is not None:
            yield from (leaf.by_day, leaf.by_day + 1)
        if isinstance(leaf, InForce):
            other = _other(self.facts, leaf.in_force)
            ended = acts.earliest(other.ended, _left(other, NEVER))
            yield from (*(other.entry or ()), *(ended or ()))
        elif isinstance(leaf, Unless) and not leaf.by:
            yield from (day for act in self.facts.objections for day in act.span)
        elif isinstance(leaf, Quorum) and leaf.parties_of and leaf.at == "now":
            for stay in self.stays(leaf.parties_of):
                yield from stay.turns


def _party_stays(facts: Facts) -> Iterator[Stay]:
    """Yield from when to when each was a party, and not only had consented.

    A State that has ended is not a party any more, though its deposit counts.
    """
    for act, stay in stays.act_stays(facts, facts.entry):
        effect = stays.effect_of(facts, act, facts.entry)
        if effect is None or facts.entry is None:
            continue
        ended = facts.end_of(act.party)
        most = cut(max(stay.most[0], effect.first), stay.most[1], ended and ended[1])
        least = None
        if stay.least and effect.last is not None:
            least = cut(
                max(stay.least[0], effect.last), stay.least[1], ended and ended[0]
            )
        if most:
            yield Stay(stay.party, most, least)


def _entry(facts: Facts, run: Run) -> Days | None:
    """Return the day of entry into force by the rule, from that of the trigger."""
    rule = facts.treaty.entry_into_force
    others = [_other(facts, name).entry for name in rule.requires] if rule else []
    first = entry_day(rule, run.first, [span and span.first for span in others])
    if first is None:
        return None
    last = entry_day(rule, run.last, [span and span.last for span in others])
    return Days(first, last)


def _resolved(facts: Facts, day: int) -> Facts:
    """Return facts with when each treaty that must be in force first has been so.

    Those in a circle, and those that wait for one, never are unless it is stated: what
    closes a circle is not in force yet when it is asked for.
    """
    own, others = facts.treaty, dict(facts.others)

    def waits_for(name: str) -> tuple[str, ...]:
        other = _other(facts, name).treaty
        return () if other.in_force else acts.requires(other)

    for name in walk((*acts.requires(own), *stays.tacit_treaties(facts)), waits_for):
        other = attrs.evolve(_other(facts, name), others=others)
        entry = _stated(own) if name == own.id else _entered(other, day)
        others[name] = attrs.evolve(other, entry=entry)
    return attrs.evolve(facts, others=others)


def _other(facts: Facts, name: str) -> Facts:
    if name not in facts.others:
        treaty = facts.treaty.id
        raise InvalidError(
            f"{treaty} requires {quote(name)}, which is not a treaty of this timeline",
            "correct the rule, or add the treaty",
            (treaty, "entry_into_force", "requires"),
        )
    return facts.others[name]


def _entered(facts: Facts, day: int) -> Days | None:
    """Return when a treaty entered into force, by what is known of all it requires."""
    if stated := _stated(facts.treaty):
        return stated
    return UNKNOWN if is_unclear(facts) else _entry(facts, _run(facts, day))


def _stated(treaty: Treaty) -> Days | None:
    when = treaty.in_force
    return acts.if_sure(treaty, acts.days_of(when)) if when else None


def _needed(facts: Facts, done: Run) -> Needed:
    """Return what is missing if nothing uncertain is taken for granted."""
    rule, needs = facts.treaty.entry_into_force, []
    if done.last is None:
        needs.append(conditions.lacking(condition_of(facts), done.now))
    if others := tuple(
        RecordId(name)
        for name in (rule.requires if rule else ())
        if not acts.come_by(_other(facts, name).entry, done.now.day).definitely
    ):
        needs.append(Needed((Message("needed-in-force", (others,)),)))
    return conditions.together(needs)
