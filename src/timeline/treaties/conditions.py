"""When enough has been done: final clauses run over days counted from 1970.

Nothing here knows of records or of dates that are not known exactly, but only of what
surely is so on a day, and of what may be: see `timeline.treaties.evaluate`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm
from operator import and_, or_
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.language.format import Words
from timeline.language.message import Message, PartyId, RecordId
from timeline.records.conditions import (
    All,
    Condition,
    Either,
    InForce,
    Quorum,
    Unless,
)
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.weights import Weights

BEFORE_ALL = -(10**9)  # a day before every date that can be written
_YES, _MAYBE, _NO = Certainty.YES, Certainty.MAYBE, Certainty.NO


@attrs.define
class Group:
    """Who has done something by the end of a day, as far as it is known.

    Attributes:
        sure: Who surely has.
        possible: Who may have; those who surely have among them.
        is_open: Whether others may have, on whom nothing is reported.
        reported: On whom something is, if it is open.
    """

    sure: set[str] = attrs.Factory(set)
    possible: set[str] = attrs.Factory(set)
    is_open: bool = False
    reported: Collection[str] = ()

    def within(self, parties: Collection[str]) -> Group:
        """Return who of some parties has done it."""
        names = {*parties}
        others = names.difference(self.reported) if self.is_open else set()
        return Group(self.sure & names, self.possible & names | others)

    def without(self, parties: Collection[str]) -> Group:
        """Return the same but for some parties."""
        if not parties:
            return self
        return attrs.evolve(
            self,
            sure=self.sure.difference(parties),
            possible=self.possible.difference(parties),
        )


class _Scale(NamedTuple):
    """What a condition measures by, in whole numbers.

    Attributes:
        part: The share, times *of*.
        of: The denominator of the share.
        needed: The weight that is needed.
        weights: What each party adds to it.
    """

    part: int
    of: int
    needed: int
    weights: dict[str, int]


@attrs.define
class Situation:
    """How things stand at the end of a day.

    Attributes:
        day: Days after 1970-01-01.
        consents: Who has consented to be bound, and not withdrawn.
        signatures: Who has signed.
        objections: Gives who has objected by the end of a day.
        eligible: Who can become a party.
        parties_of: Gives the parties to another treaty; whether now or at adoption.
        in_force: Whether another treaty is in force.
        in_law: Gives the State that a party is in law, as Russia is the Soviet Union.
        organizations: Those parties that are not States.
    """

    day: int
    consents: Group
    signatures: Group
    objections: Callable[[int], Group]
    eligible: Group
    parties_of: Callable[[str, str, int], Group]
    in_force: Callable[[str, int], Certainty]
    in_law: Callable[[str], str]
    organizations: Collection[str] = ()
    _scales: dict[int, _Scale] = attrs.Factory(dict)

    def scale(self, quorum: Quorum) -> _Scale:
        """Return what a condition measures by in whole numbers, worked out once."""
        key = id(quorum)
        if key not in self._scales:
            self._scales[key] = _scale(quorum, self.in_law)
        return self._scales[key]

    def uncounted(self, quorum: Quorum) -> set[str]:
        """Return whose acts do not count, whatever the group."""
        is_listed = quorum.of or quorum.weights or quorum.organizations
        besides = map(self.in_law, quorum.besides)
        return {*besides, *(() if is_listed else self.organizations)}

    def is_accepted(self, leaf: Unless) -> Certainty:
        """Whether too few have objected: by its day, on which it is decided, or now."""
        day = self.day if leaf.by_day is None else leaf.by_day
        if self.day < day:
            return _NO
        return ~holds(leaf.unless, self, self.objections(day))

    def group(self, quorum: Quorum) -> Group | None:
        """Return whose acts count; None if anybody's do."""
        if quorum.of:
            named = {*map(self.in_law, quorum.of)}
            return Group(named, named)
        if quorum.group:
            return self.signatures if quorum.group == "signatories" else self.eligible
        if quorum.parties_of is None:
            return None
        return self.parties_of(quorum.parties_of, quorum.at, self.day)


def holds(
    condition: Condition | None, now: Situation, acts: Group | None = None
) -> Certainty:
    """Whether a condition holds at the end of a day; that of no condition does.

    Args:
        condition: What has to hold.
        now: How things stand.
        acts: Whose acts are counted, if it is not those who have consented.
    """
    match condition:
        case All():
            return _joined(and_, condition, now, acts, _NO)
        case Either():
            return _joined(or_, condition, now, acts, _YES)
        case Unless():
            held = now.is_accepted(condition)
        case InForce():
            held = now.in_force(condition.in_force, now.day)
        case Quorum():
            held = _enough(condition, now, acts or now.consents)
        case _:
            return _YES
    return held if _is_within(condition, now.day) else _NO


def _joined(
    join: Callable[[Certainty, Certainty], Certainty],
    condition: Condition,
    now: Situation,
    acts: Group | None,
    settled: Certainty,
) -> Certainty:
    """Join what holds of the parts of a condition, until one of them settles it."""
    held = ~settled
    for part in condition.parts:
        held = join(held, holds(part, now, acts))
        if held is settled:
            break
    return held


def _is_within(condition: Condition, day: int) -> bool:
    """Whether a condition can hold on a day."""
    by, after = condition.by_day, condition.after_day
    if by is not None and day > by and not isinstance(condition, Unless):
        return False
    return after is None or day >= after


# What is not known is taken at its best for what may be so, and at its worst for what
# surely is. A member of the group who has acted adds to both sides of a share of at
# most 1, which never lowers it; one who has not acted only makes the group larger.
def _enough(quorum: Quorum, now: Situation, acts: Group) -> Certainty:
    """Whether enough parties, or parties of enough weight, have acted."""
    group, out = now.group(quorum), now.uncounted(quorum)
    if group is None and quorum.at_least is not None:
        sure, possible = (len(a) - len(a & out) for a in (acts.sure, acts.possible))
        return Certainty.of(
            definitely=sure >= quorum.at_least,
            possibly=acts.is_open or possible >= quorum.at_least,
        )
    acts = acts.without(out)
    if quorum.weights:
        members = acts if group is None else _members(acts, group)
        return _weighs_enough(quorum, now, members)
    group = (group or acts).without(out)
    members = _members(acts, group)
    is_open = acts.is_open and group.is_open
    if quorum.at_least is not None:
        return Certainty.of(
            definitely=len(members.sure) >= quorum.at_least,
            possibly=is_open or len(members.possible) >= quorum.at_least,
        )
    unsure, base = group.possible - group.sure, len(group.sure)
    least = base + len(unsure - acts.sure), base + len(unsure & members.possible)
    part, of, *_ = now.scale(quorum)
    extra = quorum.share == "majority"  # more than half
    sure, possible = (
        base > 0 and len(acting) * of >= part * base + extra
        for acting, base in zip((members.sure, members.possible), least, strict=True)
    )
    return Certainty.of(
        definitely=sure and not group.is_open, possibly=is_open or possible
    )


def _members(acts: Group, group: Group) -> Group:
    """Return who of a group has acted."""
    acting = acts.within(group.possible)
    return attrs.evolve(acting, sure=acting.sure & group.sure)


def _weighs_enough(quorum: Quorum, now: Situation, acts: Group) -> Certainty:
    """Whether those who have acted weigh enough."""
    needed, weights = now.scale(quorum).needed, now.scale(quorum).weights
    if not weights:
        return _MAYBE  # nobody knows what anybody weighs
    acts = acts.within(weights)
    weight = sum(weights[code] for code in acts.sure)
    unsure = [weights[code] for code in acts.possible - acts.sure]
    reach = (sum(min(part, 0) for part in unsure), sum(max(part, 0) for part in unsure))
    enough = needed.__lt__ if quorum.share == "majority" else needed.__le__
    return Certainty.of(
        definitely=bool(acts.sure) and enough(weight + reach[0]),
        possibly=bool(acts.possible) and enough(weight + reach[1]),
    )


def _scale(quorum: Quorum, in_law: Callable[[str], str]) -> _Scale:
    """Return what a condition measures by.

    Where the share is one of what the same parties weigh otherwise, each adds what it
    weighs less its share of the other weight, and the sum must not be negative.
    """
    table, other, part = quorum.weights, quorum.relative_to, quorum.fraction
    weights = defaultdict[str, Fraction](Fraction)
    for weighed, sign in ((table, Fraction(1)), (other, -part)):
        for code, weight in weighed.parties if weighed else ():
            weights[in_law(code)] += sign * Fraction(weight)
    needed = Fraction(0) if other else quorum.needed_weight
    unit = lcm(needed.denominator, *(weight.denominator for weight in weights.values()))
    whole = {code: int(weight * unit) for code, weight in weights.items()}
    return _Scale(*part.as_integer_ratio(), int(needed * unit), whole)


@attrs.frozen
class Lack:
    """How much is missing of one condition.

    Attributes:
        condition: Which one; it joins no others.
        count: So many more parties.
        parties: Of these, or each of these where all are needed.
        weight: So much more weight, as a share of the total, from 0 to 1.
        is_closed: Whether the window in which it could be met has closed.
    """

    condition: Condition
    count: int = 0
    parties: tuple[str, ...] = ()
    weight: Fraction = Fraction(0)
    is_closed: bool = False

    @property
    def message(self) -> Message:
        """The same for a reader."""
        said = self._open
        return Message("needed-closed", (said,)) if self.is_closed else said

    @property
    def _open(self) -> Message:
        leaf = self.condition
        if isinstance(leaf, InForce):
            return Message("needed-in-force", (RecordId(leaf.in_force),))
        if not isinstance(leaf, Quorum):
            return Message("needed-objections")
        if leaf.weights:
            return self._of_weight(leaf.weights)
        if leaf.share == "all" and self.parties:
            return Message("needed-named", (tuple(map(PartyId, self.parties)),))
        if leaf.has_group and not self.count:
            return _unknown(leaf.group_message)
        said = Message("needed-parties", (self.count,))
        if leaf.has_group:
            said = Message("needed-of", (str(self.count), leaf.group_message))
        return leaf.except_for(said)

    def _of_weight(self, weights: Weights) -> Message:
        if not weights.parties:
            return _unknown(weights.of)
        percent = ceil(self.weight * 100_000) / 1_000  # never 0 where some is missing
        return Message("needed-weight", (f"{percent:g}%", weights.of))


def _unknown(total: object) -> Message:
    return Message("needed-share", (total,))


@attrs.frozen
class Needed:
    """What is still missing until the clause is met; `str` gives it in English.

    Attributes:
        lacks: Each of these.
        choices: And of each of these alternatives one.
        treaties: And each of these treaties in force, without which it cannot be.
    """

    lacks: tuple[Lack, ...] = ()
    choices: tuple[tuple[Needed, ...], ...] = ()
    treaties: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing is missing."""
        return self == Needed()

    @property
    def count(self) -> int:
        """How many more parties are needed, of any; 0 if none in particular."""
        counts = (lack.count for lack in self.lacks if not _has_group(lack.condition))
        return max(counts, default=0)

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties without any one of which it cannot be."""
        named = (
            p for lack in self.lacks if _needs_all(lack.condition) for p in lack.parties
        )
        return tuple(dict.fromkeys(named))

    @property
    def message(self) -> Message:
        """What is missing, for a reader."""
        parts = [lack.message for lack in self.lacks]
        for choice in self.choices:
            said = reduce(
                lambda a, b: Message("or", (a, b)), (one.message for one in choice)
            )
            parts.append(Message("needed-or", (said,)) if parts else said)
        if self.treaties:
            others = tuple(map(RecordId, self.treaties))
            parts.append(Message("needed-in-force", (others,)))
        if not parts:
            return Message("needed-nothing")
        return reduce(lambda said, part: Message("and-also", (said, part)), parts)

    def __str__(self) -> str:
        return Words().message(self.message)


def _has_group(condition: Condition) -> bool:
    return (
        not isinstance(condition, Quorum)
        or condition.has_group
        or not condition.at_least
    )


def _needs_all(condition: Condition) -> bool:
    return isinstance(condition, Quorum) and condition.share == "all"


def lacking(condition: Condition | None, now: Situation) -> Needed:
    """Return what is missing on a day, taking nothing uncertain for granted."""
    if condition is None or holds(condition, now).definitely:
        return Needed()
    if isinstance(condition, All):
        missing = [lacking(part, now) for part in condition.all]
        return Needed(
            tuple(lack for part in missing for lack in part.lacks),
            tuple(choice for part in missing for choice in part.choices),
        )
    if isinstance(condition, Either):
        missing = [lacking(part, now) for part in condition.any]
        can = [part for part in missing if not any(k.is_closed for k in part.lacks)]
        return can[0] if len(can) == 1 else Needed(choices=(tuple(can or missing),))
    return Needed((lack_of(condition, now),))


def lack_of(leaf: Condition, now: Situation) -> Lack:
    """Return how much is missing of a condition that joins no others."""
    is_closed = leaf.by_day is not None and now.day >= leaf.by_day
    if not isinstance(leaf, Quorum):
        return Lack(leaf, is_closed=is_closed)
    out = now.uncounted(leaf)
    acts, group = now.consents.without(out), now.group(leaf)
    if leaf.weights:
        return attrs.evolve(_lack_of_weight(leaf, now, acts), is_closed=is_closed)
    if group is None:
        missing = max((leaf.at_least or 0) - len(acts.sure), 0)
        return Lack(leaf, missing, is_closed=is_closed)
    group = group.without(out)
    members = _members(acts, group)
    base = len(group.sure | (group.possible - acts.sure))
    whole = leaf.fraction * base
    count = leaf.at_least or (
        floor(whole) + 1 if leaf.share == "majority" else ceil(whole)
    )
    known = not group.is_open or leaf.at_least is not None
    return Lack(
        leaf,
        max(count - len(members.sure), 0) if known else 0,
        tuple(
            code
            for code in leaf.of or sorted(group.possible)
            if now.in_law(code) not in acts.sure
        ),
        is_closed=is_closed,
    )


def _lack_of_weight(leaf: Quorum, now: Situation, acts: Group) -> Lack:
    needed, weights = now.scale(leaf).needed, now.scale(leaf).weights
    sure = acts.within(weights).sure
    missing = max(needed - sum(weights[code] for code in sure), 0)
    whole = needed / leaf.fraction if needed else Fraction(0)
    return Lack(leaf, weight=Fraction(missing) / whole if whole else Fraction(0))


def entry_day(
    rule: EntryIntoForce | None, met: int | None, others: Sequence[int | None]
) -> int | None:
    """Return the day of entry into force, if the rule alone gives one.

    Args:
        rule: The clause.
        met: The day on which its condition was met, if it was.
        others: When each treaty it requires entered into force, if it did.
    """
    floors = [day for day in others if day is not None]
    if rule is None or met is None or len(floors) < len(others):
        return None
    fixed = rule.fixed_day
    if fixed is not None and met <= fixed:
        return max(fixed, *floors) if floors else fixed
    if rule.condition is None:
        return None
    if rule.not_before_day is not None:
        floors.append(rule.not_before_day)
    return max([rule.delay.after(met), *floors])


def leaves_of(condition: Condition | None) -> Iterator[Condition]:
    """Yield all conditions that join no others, those on objections too."""
    for leaf in condition.leaves if condition else ():
        yield leaf
        if isinstance(leaf, Unless):
            yield from leaves_of(leaf.unless)
