"""When enough has been done: final clauses run over days counted from 1970.

Nothing here knows of records or of dates that are not known exactly, but only of what
surely is so on a day, and of what may be: see `timeline.treaties.evaluate`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import ceil, floor, lcm
from operator import and_, or_
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.language.message import Message, PartyId, RecordId
from timeline.language.words import Words
from timeline.records import conditions
from timeline.records.conditions import All, Condition, Either, InForce, Quorum, Unless
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.weights import Weights

BEFORE_ALL = -(10**9)  # a day before every date that can be written
NEVER = 10**9  # and one after them
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

    def has(self, party: str) -> Certainty:
        """Return whether a party has done it."""
        return Certainty.of(
            definitely=party in self.sure, possibly=party in self.possible
        )

    def within(self, parties: Collection[str]) -> Group:
        """Return who of some parties has done it."""
        names = {*parties}
        others = names.difference(self.reported) if self.is_open else set()
        return Group(self.sure & names, self.possible & names | others)

    def without(self, parties: Collection[str]) -> Group:
        """Return the same without some parties."""
        if not parties:
            return self
        sure, possible = (of.difference(parties) for of in (self.sure, self.possible))
        return attrs.evolve(self, sure=sure, possible=possible)


class _Scale(NamedTuple):
    """What a condition measures by, in whole numbers.

    Attributes:
        part: The share.
        needed: The weight that is needed.
        whole: The weight that the share is a part of.
        weights: What each party adds to it.
    """

    part: Fraction
    needed: int
    whole: Fraction
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
        then = attrs.evolve(self, day=day)  # who joins a group later decides nothing
        return ~holds(leaf.unless, then, self.objections(day))

    def awaits(self, leaf: Unless) -> bool:
        """Whether its day is to come, and not too many have objected yet."""
        if leaf.by_day is None or self.day >= leaf.by_day:
            return False
        return not holds(leaf.unless, self, self.objections(self.day)).definitely

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
            return reduce(and_, (holds(part, now, acts) for part in condition.parts))
        case Either():
            return reduce(or_, (holds(part, now, acts) for part in condition.parts))
        case Unless():
            held = now.is_accepted(condition)
        case InForce():
            held = now.in_force(condition.in_force, now.day)
        case Quorum():
            held = _enough(condition, now, acts or now.consents)
        case _:
            return _YES
    return held if _is_within(condition, now.day) else _NO


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
    acts, members, group = _counted(quorum, now, acts)
    if quorum.weights:
        return _weighs_enough(quorum, now, members)
    group = group or acts
    is_open = acts.is_open and group.is_open
    unsure, base = group.possible - group.sure, len(group.sure)
    least = base + len(unsure - acts.sure), base + len(unsure & members.possible)
    part, acting = now.scale(quorum).part, (members.sure, members.possible)
    sure, possible = (
        len(who) >= max(heads_of(quorum, part * size), 1)
        for who, size in zip(acting, least, strict=True)
    )
    sure &= quorum.at_least is not None or not group.is_open
    return Certainty.of(definitely=sure, possibly=is_open or possible)


def heads_of(quorum: Quorum, share: Fraction) -> int:
    """Return how many are needed of a group of which that is the share."""
    if quorum.at_least is not None:
        return quorum.at_least
    return floor(share) + 1 if quorum.share == "majority" else ceil(share)


def _counted(
    quorum: Quorum, now: Situation, acts: Group
) -> tuple[Group, Group, Group | None]:
    """Return who has acted, who of these is of the group, and that if there is one."""
    group, out = now.group(quorum), now.uncounted(quorum)
    acts = acts.without(out)
    if group is None:
        return acts, acts, None
    group = group.without(out)
    acting = acts.within(group.possible)
    return acts, attrs.evolve(acting, sure=acting.sure & group.sure), group


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
    total = table.whole * unit if table else Fraction(0)
    return _Scale(part, int(needed * unit), total, whole)


@attrs.frozen
class Needed:
    """What is still missing until the clause is met; `str` gives it in English.

    Attributes:
        parts: What is missing, each for a reader.
        choices: And of each of these alternatives one, likewise.
        count: How many more parties are needed, of any; 0 if none in particular.
        parties: The parties without any one of which it cannot be.
        is_closed: Whether the window in which a part could be met has closed.
    """

    parts: tuple[Message, ...] = ()
    choices: tuple[Message, ...] = ()
    count: int = 0
    parties: tuple[str, ...] = ()
    is_closed: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing is missing."""
        return self == Needed()

    @property
    def message(self) -> Message:
        """What is missing, for a reader."""
        said = [*self.parts]
        for choice in self.choices:
            said.append(Message("needed-or", (choice,)) if said else choice)
        if not said:
            return Message("needed-nothing")
        return reduce(lambda a, b: Message("and-also", (a, b)), said)

    def __str__(self) -> str:
        return Words().message(self.message)


def together(needs: Sequence[Needed]) -> Needed:
    """Return all of what is missing."""
    return Needed(
        tuple(part for each in needs for part in each.parts),
        tuple(choice for each in needs for choice in each.choices),
        max((each.count for each in needs), default=0),
        tuple(dict.fromkeys(party for each in needs for party in each.parties)),
        any(each.is_closed for each in needs),
    )


def lacking(condition: Condition | None, now: Situation) -> Needed:
    """Return what is missing on a day, taking nothing uncertain for granted."""
    if condition is None or holds(condition, now).definitely:
        return Needed()
    if not condition.parts:
        return _lacking_of_leaf(condition, now)
    if isinstance(condition, All):
        return _lacking_of_all(condition, now)
    missing = [lacking(part, now) for part in condition.parts]
    can = [part for part in missing if not part.is_closed] or missing
    if len(can) == 1:
        return can[0]
    ways = dict.fromkeys(part.message for part in can)  # some lack the same
    return Needed(choices=(reduce(lambda a, b: Message("rule-or", (a, b)), ways),))


class _Missing(NamedTuple):
    """What a part of a clause lacks.

    Attributes:
        needed: The same for a reader.
        least: How many consents at the least; 0 if that is not known.
        whose: Of these parties; None if of any but those who are *out*.
        out: Whose do not count.
    """

    needed: Needed
    least: int
    whose: set[str] | None
    out: set[str]

    def meets(self, other: _Missing) -> bool:
        """Whether one consent can count for both."""
        if self.whose is None or other.whose is None:
            whose = other.whose if self.whose is None else self.whose
            return whose is None or not whose <= self.out | other.out
        return not self.whose.isdisjoint(other.whose)

    def has_among(self, other: _Missing) -> bool:
        """Whether each consent that counts for another counts here, too."""
        can = self.whose is None and other.whose and other.least
        return bool(can and self.out.isdisjoint(other.whose or ()))


def _missing(part: Condition, now: Situation) -> _Missing:
    """Return what a part of a clause lacks, and whose consents count for that."""
    needed = lacking(part, now)
    leaves = (leaf for leaf in part.leaves if isinstance(leaf, Quorum))
    heads = [leaf for leaf in leaves if not (leaf.weights or needed.nothing)]
    groups = [now.group(leaf) for leaf in heads]
    out = set[str]().union(*map(now.uncounted, heads))
    whose = set[str]().union(*(group.possible for group in groups if group))
    can_count = heads == [part] and part.may_hold(now.day)
    return _Missing(
        needed,
        can_count and (len(needed.parties) or lacking_heads(heads[0], now)),
        None if None in groups else whose - now.consents.sure - out,
        out,
    )


def _lacking_of_all(condition: All, now: Situation) -> Needed:
    """Return what all parts lack together; one consent may count for several."""
    missing = [_missing(part, now) for part in condition.parts]
    anybody = (each for each in missing if each.whose is None and each.least)
    if whole := next(anybody, None):
        among = list[_Missing]()
        for each in missing:
            if whole.has_among(each) and not any(map(each.meets, among)):
                among.append(each)
        if among:
            said = together([each.needed for each in among])
            if whole.least > sum(each.least for each in among):
                parts = (*whole.needed.parts, said.parts)
                said = attrs.evolve(said, parts=(Message("needed-among", parts),))
            merged = whole._replace(needed=attrs.evolve(said, count=whole.needed.count))
            rest = (each for each in missing if each not in among)
            missing = [merged if each is whole else each for each in rest]
    found = together([each.needed for each in missing])
    if not any(one.meets(other) for one, other in combinations(missing, 2)):
        return found
    parts = (Message("needed-overlap", (found.message,)),)
    return attrs.evolve(found, parts=parts, choices=())


def _lacking_of_leaf(leaf: Condition, now: Situation) -> Needed:
    """Return what is missing of a condition that joins no others."""
    count, parties, said = 0, tuple[str, ...](), Message("needed-objections")
    if isinstance(leaf, InForce):
        said = Message("needed-in-force", (RecordId(leaf.in_force),))
    elif isinstance(leaf, Unless) and now.awaits(leaf):
        said = leaf.silence
    elif isinstance(leaf, Quorum):
        said, count, parties = _lacking_parties(leaf, now)
    is_decided = isinstance(leaf, Unless)  # on the last day, which others still have
    is_closed = leaf.by_day is not None and now.day + is_decided > leaf.by_day
    is_early = leaf.after_day is not None and now.day < leaf.after_day
    if (is_closed or is_early) and isinstance(leaf, Quorum) and not parties:
        said = leaf.dated(leaf.who)  # whatever has come too late, or too early
    if is_closed and not holds(leaf, now).possibly:
        said = Message("needed-closed", (said,))
    return Needed((said,), count=count, parties=parties, is_closed=is_closed)


def _lacking_parties(
    quorum: Quorum, now: Situation
) -> tuple[Message, int, tuple[str, ...]]:
    """Say who is missing, with how many of any and which parties are."""
    if quorum.weights:
        return _lacking_weight(quorum, quorum.weights, now), 0, ()
    count, group = lacking_heads(quorum, now), now.group(quorum)
    if group is None:
        said = Message("needed-parties", (count,))
        return quorum.except_for(said) if count else quorum.dated(quorum.who), count, ()
    if quorum.share == "all":
        acted = now.uncounted(quorum) | now.consents.sure
        named = quorum.of or sorted(group.possible)
        if parties := tuple(code for code in named if now.in_law(code) not in acted):
            return Message("needed-named", (tuple(map(PartyId, parties)),)), 0, parties
    if not count:
        return Message("needed-share", (quorum.group_message,)), 0, ()
    said = Message("needed-of", (str(count), quorum.group_message))
    return quorum.except_for(said), 0, ()


def lacking_heads(quorum: Quorum, now: Situation) -> int:
    """Return how many of its group are missing; 0 if nobody knows."""
    acts, members, group = _counted(quorum, now, now.consents)
    if quorum.at_least is None and (group is None or group.is_open):
        return 0
    size = len(group.sure | (group.possible - acts.sure)) if group else 0
    return max(heads_of(quorum, quorum.fraction * size) - len(members.sure), 0)


def _lacking_weight(quorum: Quorum, weights: Weights, now: Situation) -> Message:
    """Say how much weight is missing, as a share of the total."""
    if not weights.parties:
        return Message("needed-share", (Message("rule-total", (weights.of,)),))
    scale = now.scale(quorum)
    acts = now.consents.without(now.uncounted(quorum)).within(scale.weights)
    missing = scale.needed - sum(scale.weights[code] for code in acts.sure)
    if missing <= 0 or not scale.whole:
        return quorum.dated(quorum.who)  # more than half, or of what nobody weighs yet
    percent = ceil(missing / scale.whole * 100_000) / 1_000
    return Message("needed-weight", (f"{percent:g}%", weights.of))


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
    fixed, not_before = map(conditions.number_of, (rule.fixed, rule.not_before))
    if fixed is not None and met <= fixed:
        return max(fixed, *floors) if floors else fixed
    if rule.condition is None:
        return None
    if not_before is not None:
        floors.append(not_before)
    return max([rule.delay.after(met), *floors])


def leaves_of(condition: Condition | None) -> Iterator[Condition]:
    """Yield all conditions that join no others, those on objections too."""
    for leaf in condition.leaves if condition else ():
        yield leaf
        if isinstance(leaf, Unless):
            yield from leaves_of(leaf.unless)


def quorums_of(condition: Condition | None) -> list[Quorum]:
    """Return those that ask how many, or who, has acted."""
    return [leaf for leaf in leaves_of(condition) if isinstance(leaf, Quorum)]
