"""When a treaty enters into force: its final clause, as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import InvalidError, inside
from timeline.parties.parties import as_party, party_name
from timeline.records.converters import (
    NAMES_RECORDS,
    exactly,
    ids,
    is_flag,
    maybe_when,
    named_fields,
    words,
)
from timeline.records.delays import Delay, a_delay, maybe_delay
from timeline.records.participants import (
    party_codes,
)
from timeline.text import listing, quote
from timeline.when.when import When

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None

__all__ = ["EntryIntoForce", "Weights"]


Pairs = tuple[tuple[str, float], ...]
_MOST = 10_000


def a_table(values: Mapping[str, float] | Pairs, field: Field = None) -> Pairs:
    """Take weights by party, and return them by its code, sorted."""
    return exactly(_as_pairs, values, field)


def _as_pairs(values: Mapping[str, float] | Pairs) -> Pairs:
    pairs = tuple(values.items()) if isinstance(values, Mapping) else values
    if type(pairs) is not tuple or not all(
        type(pair) is tuple and len(pair) == 2 for pair in pairs
    ):
        raise InvalidError(f"{quote(values)} is no table", "write {'FR': 366536}")
    found: dict[str, float] = {}
    for name, value in pairs:
        code = as_party(name)
        with inside(code):
            _check_number(value, "weight")
            if code in found:
                raise InvalidError(f"{code} has two weights", "leave one of them out")
        found[code] = value
    return tuple(sorted(found.items()))


def _check_number(value: object, what: str) -> None:
    """Refuse what cannot be added up exactly."""
    if type(value) not in {int, float}:
        raise InvalidError(f"{quote(value)} is no {what}", "write a number")
    if not 0 <= value < math.inf:  # type: ignore[operator]  # a number by now
        raise InvalidError(
            f"{quote(value)} is no {what}: negative, infinite or not a number",
            "write 0 or more",
        )


def a_share(value: str, field: Field = None) -> str:
    """Take a part of a whole, in words that `Weights.fraction` reads."""
    return exactly(_as_share, value, field)


def _as_share(value: object) -> str:
    if isinstance(value, str) and 0 < _fraction(value) <= 1:
        return words(value)
    raise InvalidError(f"{quote(value)} is no share", 'write "55%", "2/3" or "0.55"')


def _fraction(share: str) -> Fraction:
    """Return a share as an exact fraction; 0 if it is none."""
    text, percent = share.strip(), 1
    if text.endswith("%"):
        text, percent = text[:-1].strip(), 100
    try:
        return Fraction(text) / percent if len(text) < 40 else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _shown_pairs(pairs: Pairs) -> str:
    return repr(dict(pairs))


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Weights:
    """A condition that looks at how much a party weighs, and not only at its number.

    Attributes:
        of: What is weighed: ``1990 CO2 emissions of Annex I parties``.
        share: Which part is needed, at least: ``55%``, ``2/3`` or ``0.55``.
        parties: The weight of each party that has one, in any unit; from a mapping.
        total: What the share is a part of; the sum of *parties* unless given.

    Raises:
        InvalidError: a share that nothing can reach, or that all of none is.

    >>> Weights(of="votes", share="2/3", parties={"Canada": 1, "FR": 2}).needed
    Fraction(2, 1)
    """

    of: str = attrs.field(converter=words)
    share: str = attrs.field(converter=a_share)
    parties: Pairs = attrs.field(default=(), converter=a_table, repr=_shown_pairs)
    total: float | None = None

    def __attrs_post_init__(self) -> None:
        if not self.of.strip():
            raise InvalidError("say what is weighed", 'write of="emissions"', ("of",))
        if self.total is not None:
            with inside("total"):
                _check_number(self.total, "total")
        if self.parties and self.needed > self._sum:
            raise InvalidError(
                f"the weights add up to less than {self.share} of the total",
                "correct the total or the weights",
                ("total",),
            )

    @property
    def fraction(self) -> Fraction:
        """The share as an exact fraction; a float's decimals are taken as written."""
        return _fraction(self.share)

    @property
    def whole(self) -> Fraction:
        """What the share is a part of."""
        if self.total is not None:
            return Fraction(self.total)
        return self._sum

    @property
    def _sum(self) -> Fraction:
        return sum((Fraction(weight) for _, weight in self.parties), Fraction(0))

    @property
    def needed(self) -> Fraction:
        """The least weight that meets the condition."""
        return self.fraction * self.whole


@attrs.frozen(kw_only=True, repr=False, field_transformer=named_fields)
class EntryIntoForce:
    """The rule by which deposits bring a treaty into force.

    All conditions that are given must hold on one day, the *trigger*: the day is the
    answer, and never "the 60th state", since ten can deposit on it at once. The
    treaty enters into force when the delay after the trigger has passed.

    Attributes:
        count: So many parties have consented to be bound. Organisations are not
            counted on top of their members, unless *organizations*.
        named: Each of these has.
        all_parties: Each of the treaty's ``parties`` has, organisations too.
        majority: A majority of the signatories that are not named has.
        weights: Parties of enough weight have.
        organizations: Whether instruments of organisations count as well.
        delay: From the trigger to the entry into force.
        not_before: And not earlier than this day.
        fixed: On this day, if all conditions are met by then; else after the delay.
        requires: Ids of treaties that must be in force too.
        agreed: Whether the parties may agree on another date, which is then stated as
            the treaty's ``in_force``.
        each: The delay for a party that joins later, if it is another one.

    Raises:
        InvalidError: a rule that nothing can satisfy, or without any condition.

    >>> rule = EntryIntoForce(count=60, delay="60 days, then first of next month")
    >>> rule
    EntryIntoForce(count=60, delay='60 days, then first of next month')
    >>> print(rule)
    Enters into force on the first day of the first month that begins over 60 days \
after 60 parties have consented to be bound; organisations are not counted on top of \
their members.
    """

    count: int | None = None
    named: tuple[str, ...] = attrs.field(default=(), converter=party_codes)
    all_parties: bool = False
    majority: bool = False
    weights: Weights | None = None
    organizations: bool = False
    delay: Delay = attrs.field(default=Delay(), converter=a_delay)
    not_before: When | None = attrs.field(default=None, converter=maybe_when)
    fixed: When | None = attrs.field(default=None, converter=maybe_when)
    requires: tuple[str, ...] = attrs.field(
        default=(), converter=ids, metadata=NAMES_RECORDS
    )
    agreed: bool = False
    each: Delay | None = attrs.field(default=None, converter=maybe_delay)

    def __attrs_post_init__(self) -> None:
        count, weights = self.count, self.weights
        if count is not None and (type(count) is not int or not 0 < count < _MOST):
            raise InvalidError(
                f"{quote(count)} is no number of parties",
                "write 1 or more, or leave it out",
                ("count",),
            )
        if weights is not None and not isinstance(weights, Weights):
            raise InvalidError(
                f"{quote(weights)} are no weights",
                'write Weights(of="emissions", share="55%", parties={"FR": 366536})',
                ("weights",),
            )
        for field in ("all_parties", "majority", "organizations", "agreed"):
            is_flag(field, getattr(self, field))
        for field in ("not_before", "fixed"):
            when = getattr(self, field)
            if when is not None and _number(when) is None:
                raise InvalidError(
                    f"{quote(str(when))} is not one day", "write YYYY-MM-DD", (field,)
                )
        if not (self.has_deposits or self.fixed or self.requires or self.agreed):
            raise InvalidError(
                "a rule without a condition brings nothing into force",
                "write count=60, all_parties=True, or agreed=True",
            )

    @property
    def has_deposits(self) -> bool:
        """Whether any condition looks at who has consented."""
        return bool(
            self.count
            or self.named
            or self.all_parties
            or self.majority
            or self.weights
        )

    @property
    def not_before_day(self) -> int | None:
        """The day of *not_before*, counted from 1970-01-01."""
        return _number(self.not_before)

    @property
    def fixed_day(self) -> int | None:
        """The day of *fixed*, counted from 1970-01-01."""
        return _number(self.fixed)

    def __str__(self) -> str:
        who, when = _subjects(self), self.delay.sentence
        if self.fixed:
            met = [who] if who else []
            met += [f"{treaty} is in force" for treaty in self.requires]
            parts = [f"on {self.fixed}"]
            if met:
                parts += [f"if by then {listing(met, 'and')}, else {when} that"]
        elif who:
            parts = [f"{when} {who}"]
        elif self.requires:
            has = "has" if len(self.requires) == 1 else "have"
            others = listing(self.requires, "and")
            parts = [f"{when} {others} {has} entered into force"]
        else:
            parts = ["on a date that the parties agree on"]
        return f"Enters into force {' '.join(parts)}{_provisos(self)}."

    def __repr__(self) -> str:
        told = (
            f"{field.name}={_shown(value)}"
            for field in attrs.fields(type(self))
            if (value := getattr(self, field.name)) != field.default
        )
        return f"EntryIntoForce({', '.join(told)})"


def _number(when: When | None) -> int | None:
    """Return the one day that *when* is; None if it is none."""
    day = when.first_calendar_day if when else None
    return day.number if day and when and day == when.last_calendar_day else None


def _subjects(rule: EntryIntoForce) -> str:
    """Return who must have consented, in English."""
    found = []
    if rule.count:
        found.append(f"{rule.count} part{'ies' if rule.count > 1 else 'y'}")
    if rule.all_parties:
        found.append("all parties")
    if rule.named and len(rule.named) <= 12:
        found.append(listing(map(party_name, rule.named), "and"))
    elif rule.named:
        found.append(f"{len(rule.named)} named parties")
    if rule.majority:
        found.append(f"a majority of the {'other ' * bool(rule.named)}signatories")
    if rule.weights:
        found.append(f"parties with {rule.weights.share} of the {rule.weights.of}")
    single = len(found) == 1 and (rule.count == 1 or len(rule.named) == 1)
    verb = "has" if single else "have"
    who = ", together with ".join(found)
    return f"{who} {verb} consented to be bound" if who else ""


def _provisos(rule: EntryIntoForce) -> str:
    """Return what limits the rule, in English."""
    said = [f", but not before {rule.not_before}"] if rule.not_before else []
    if rule.requires and rule.has_deposits and not rule.fixed:
        is_ = "is" if len(rule.requires) == 1 else "are"
        said += [f", but not before {listing(rule.requires, 'and')} {is_} in force"]
    if (rule.count or rule.majority) and not rule.organizations:
        said += ["; organisations are not counted on top of their members"]
    if rule.agreed and rule.has_deposits:
        said += ["; the parties may agree on another date"]
    return "".join(said)


def _shown(value: object) -> str:
    return repr(str(value) if isinstance(value, Delay | When) else value)
