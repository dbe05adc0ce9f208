"""When enough has been deposited: final clauses run over days counted from 1970.

Nothing here knows of records or of doubt: see `timeline.treaties.evaluate` for both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import attrs

from timeline.language.format import Words
from timeline.language.message import Message, PartyId, RecordId, Term
from timeline.parties.parties import is_organization
from timeline.records.entry_into_force import EntryIntoForce

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
    """What is still missing until the conditions are met; `str` gives it in English.

    Attributes:
        count: So many more parties.
        parties: And each of these.
        majority: So many more of the signatories that are not named.
        weight: So much more weight, in the unit of the rule's table.
        share: The same as a share of the total, from 0 to 1.
        treaties: And each of these treaties in force.
        unweighed: What a share is needed of, if its weights are not reported.
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

    @property
    def message(self) -> Message:
        """What is missing, for a reader."""
        rows: tuple[tuple[object, str, object], ...] = (
            (self.count, "needed-parties", self.count),
            (self.parties, "needed-named", tuple(map(PartyId, self.parties))),
            (self.majority, "needed-signatories", self.majority),
            (self.weight, "needed-weight", f"{float(self.share):.3%}"),
            (self.unweighed, "needed-share", self.unweighed),
            (self.treaties, "needed-in-force", tuple(map(RecordId, self.treaties))),
        )
        parts = [Message(code, (value,)) for needed, code, value in rows if needed]
        if not parts:
            return Message("needed-nothing")
        return reduce(lambda said, part: Message("and-also", (said, part)), parts)

    def __str__(self) -> str:
        return Words().message(self.message)


class Tally:
    """A final clause, and who has consented so far: counts as parties come and go.

    Args:
        rule: The clause.
        parties: Who can become a party, for a rule that needs them all.
        signed: Who has signed, for one that needs a majority of them.
        perhaps: Who may have signed as well; None if anyone may.
        hopeful: Whether what is not known counts as met, or as not met.
    """

    def __init__(
        self,
        rule: EntryIntoForce,
        parties: Collection[str],
        signed: Iterable[str],
        perhaps: Collection[str] | None,
        *,
        hopeful: bool,
    ) -> None:
        named = dict.fromkeys((*rule.named, *(parties if rule.all_parties else ())))
        self.live: set[str] = set()
        self._rule = rule
        self._hopeful = hopeful
        self._named = named
        self._signed = {code for code in signed if self._counts(code)} - {*named}
        self._perhaps = {code for code in perhaps or () if self._counts(code)}
        self._perhaps -= self._signed | {*named}
        self._unweighed = "" if hopeful else _unweighed(rule, perhaps)
        # Where anyone may have signed, a hopeful run asks only for those named.
        self._only_named = hopeful and perhaps is None
        self._no_list = rule.all_parties and not parties and not self._only_named
        self._stints: dict[str, int] = {}
        self._counted = 0
        self._weight = Fraction(0)
        self._weights = dict(rule.weights.parties) if rule.weights else {}

    def _counts(self, party: str) -> bool:
        return self._rule.organizations or not is_organization(party)

    def move(self, party: str, *, joins: bool) -> None:
        """Let *party* join or leave; one that joined twice has to leave twice."""
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

        Of those who may have signed, one that has consented makes a majority likelier,
        and one that has not makes it less likely.
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
        weights, weight, share = self._rule.weights, Fraction(0), Fraction(0)
        if weights:
            weight = max(weights.needed - self._weight, weight)
            share = weight / weights.whole if weights.whole else share
        return Needed(
            count=max((self._rule.count or 0) - self._counted, 0),
            parties=tuple(name for name in self._named if name not in self.live),
            majority=self._majority,
            weight=weight,
            share=share,
            unweighed=self._unweighed,
        )

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        rule = self._rule
        enough = self._only_named or (
            self._counted >= (rule.count or 0)
            and not self._majority
            and (rule.weights is None or self._weight >= rule.weights.needed)
            and not self._unweighed
        )
        return enough and not self._no_list and self._named.keys() <= self.live


def _unweighed(rule: EntryIntoForce, signatories: Collection[str] | None) -> str:
    """Return what a share is needed of, if nothing says how much there is of it."""
    if rule.weights and not rule.weights.parties:
        return rule.weights.of
    return Term("signatories") if rule.majority and signatories is None else ""


def run(tally: Tally, moves: Iterable[Move], until: int) -> int | None:
    """Return the first day at whose end all conditions are met, if there is one.

    Later moves are made all the same, up to the day *until*, so that *tally* shows the
    end of them all.
    """
    trigger = BEFORE_ALL if tally.met else None
    ordered = sorted(move for move in moves if move.day <= until)
    for day, of_one_day in groupby(ordered, key=itemgetter(0)):
        for _, party, joins in of_one_day:
            tally.move(party, joins=joins)
        if trigger is None and tally.met:
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
