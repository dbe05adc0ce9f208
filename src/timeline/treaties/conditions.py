"""When enough has been deposited: final clauses run over days counted from 1970.

Nothing here knows of records or of doubt. Whoever is not sure of a day runs a clause
twice, once with every deposit as early as it may have been and once as late: entry
into force never moves the other way, so that the two answers bound the true one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import attrs

from timeline.parties.parties import is_organization, party_name
from timeline.records.entry_into_force import EntryIntoForce
from timeline.text import listing

__all__ = ["BEFORE_ALL", "Move", "Needed", "Standing", "entry_day", "run"]

BEFORE_ALL = -(10**9)  # a day before every date that can be written


class Move(NamedTuple):
    """A party becomes bound on a day, or ceases to be.

    Attributes:
        day: Days after 1970-01-01.
        party: Its code.
        joins: Whether it joins.
    """

    day: int
    party: str
    joins: bool


@attrs.frozen
class Needed:
    """What is still missing until the conditions are met; `str` says it in English.

    Attributes:
        count: So many more parties.
        parties: And each of these.
        majority: So many more of the signatories that are not named.
        weight: So much more weight, in the unit of the rule's table.
        share: The same as a part of the whole, from 0 to 1.
        treaties: And each of these treaties in force.
        unweighed: What parties would have to be weighed by, if no weights are told.
    """

    count: int = 0
    parties: tuple[str, ...] = ()
    majority: int = 0
    weight: Fraction = Fraction(0)
    share: Fraction = Fraction(0)
    treaties: tuple[str, ...] = ()
    unweighed: str = ""

    @property
    def nothing(self) -> bool:
        """Whether all conditions are met."""
        return self == Needed()

    def __str__(self) -> str:
        parts = [_number(self.count, "more part", "y", "ies")] if self.count else []
        if self.parties:
            parts.append(listing(map(party_name, self.parties), "and"))
        if self.majority:
            parts.append(_number(self.majority, "other signator", "y", "ies"))
        if self.weight:
            parts.append(f"{float(self.share):.3%} more of the weight")
        if self.unweighed:
            parts.append(f"a share of {self.unweighed} that nothing tells")
        if self.treaties:
            parts.append(f"{listing(self.treaties, 'and')} in force")
        return "; ".join(parts) or "nothing"


def _number(count: int, noun: str, one: str, many: str) -> str:
    return f"{count} {noun}{one if count == 1 else many}"


class Standing:
    """A clause, and who has consented so far: counts up and down as parties move.

    Args:
        rule: The clause.
        parties: Who can become a party, for a rule that needs them all.
        signed: Who has signed, for one that needs a majority of them.
        perhaps: Who may have signed as well; None if anyone may.
        hopeful: Whether what nobody can know counts as met, or as not met.
    """

    def __init__(
        self,
        rule: EntryIntoForce,
        parties: Collection[str],
        signed: Collection[str],
        perhaps: Collection[str] | None,
        *,
        hopeful: bool = False,
    ) -> None:
        names = (*rule.named, *(parties if rule.all_parties else ()))
        self.live: set[str] = set()
        self._rule = rule
        self._hopeful = hopeful
        self._free = hopeful and perhaps is None  # but for what is asked by name
        self._vague = rule.all_parties and not parties and not self._free
        self._unweighed = "" if hopeful else _unweighed(rule, perhaps)
        self._absent = dict.fromkeys(names)
        self._signed = {code for code in signed if self._counts(code)} - {*names}
        self._perhaps = {code for code in perhaps or () if self._counts(code)}
        self._perhaps -= self._signed | {*names}
        self._stints: dict[str, int] = {}
        self._counted = 0
        self._weight = Fraction(0)
        self._weights = dict(rule.weights.parties) if rule.weights else {}

    def _counts(self, party: str) -> bool:
        return self._rule.organizations or not is_organization(party)

    def move(self, party: str, *, joins: bool) -> None:
        """Take *party* in or out; whoever joined twice is in until it left twice."""
        step = 1 if joins else -1
        self._stints[party] = stints = self._stints.get(party, 0) + step
        if stints != joins:  # neither the first to join nor the last to leave
            return
        (self.live.add if joins else self.live.discard)(party)
        if self._counts(party):
            self._counted += step
        if party in self._weights:
            self._weight += step * Fraction(self._weights[party])

    @property
    def _majority(self) -> int:
        """How many signatories are missing for a majority of them.

        Of those who may have signed, whoever has consented makes it likelier, and
        whoever has not makes it less so.
        """
        if not self._rule.majority:
            return 0
        came = len(self._perhaps & self.live)
        joined = len(self._signed & self.live) + (came if self._hopeful else 0)
        others = came if self._hopeful else len(self._perhaps) - came
        return max((len(self._signed) + others) // 2 + 1 - joined, 0)

    @property
    def needed(self) -> Needed:
        """What is missing now."""
        rule, weight, share = self._rule, Fraction(0), Fraction(0)
        if rule.weights:
            weight = max(rule.weights.needed - self._weight, weight)
            share = weight / rule.weights.whole if rule.weights.whole else share
        return Needed(
            count=max((rule.count or 0) - self._counted, 0),
            parties=tuple(name for name in self._absent if name not in self.live),
            majority=self._majority,
            unweighed=self._unweighed,
            weight=weight,
            share=share,
        )

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        rule = self._rule
        enough = self._free or (
            self._counted >= (rule.count or 0)
            and not self._majority
            and (rule.weights is None or self._weight >= rule.weights.needed)
            and not self._unweighed
        )
        return enough and not self._vague and self._absent.keys() <= self.live


def _unweighed(rule: EntryIntoForce, signatories: Collection[str] | None) -> str:
    """Return what a share of is needed, if nothing tells how much there is of it."""
    if rule.weights and not rule.weights.parties:
        return rule.weights.of
    return "the signatories" if rule.majority and signatories is None else ""


def run(standing: Standing, moves: Iterable[Move], until: int) -> int | None:
    """Return the first day at whose end all conditions are met, if there is one.

    Moves after it are made all the same, up to the day *until*, so that *standing*
    shows the end of them all.
    """
    trigger = BEFORE_ALL if standing.met else None
    moved = sorted(move for move in moves if move.day <= until)
    for day, of_one_day in groupby(moved, key=itemgetter(0)):
        for _, party, joins in of_one_day:
            standing.move(party, joins=joins)
        if trigger is None and standing.met:
            trigger = day
    return trigger


def entry_day(
    rule: EntryIntoForce, trigger: int | None, others: Sequence[int | None]
) -> int | None:
    """Return the day of entry into force, if the rule alone gives one.

    Args:
        rule: The clause.
        trigger: The day on which the conditions on deposits were met, if they were.
        others: When each treaty it requires entered into force, if it did.
    """
    required = [day for day in others if day is not None]
    if len(required) < len(others) or (rule.has_deposits and trigger is None):
        return None
    fixed = rule.fixed_day
    met = [trigger] if rule.has_deposits and trigger is not None else []
    met += required if fixed is not None or not met else []
    if fixed is not None and max(met, default=fixed) <= fixed:
        return fixed
    floor = [] if rule.not_before_day is None else [rule.not_before_day]
    return max([rule.delay.after(max(met)), *floor, *required]) if met else None
