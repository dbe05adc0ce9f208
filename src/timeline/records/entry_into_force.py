"""When a treaty enters into force: its final clause, as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import reduce

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError, inside
from timeline.language.format import Words
from timeline.language.message import Message, PartyId, RecordId
from timeline.parties.parties import as_party_id
from timeline.records.converters import (
    NAMES_RECORDS,
    as_ids,
    checked_fields,
    list_of,
)
from timeline.records.delays import Delay, as_delay
from timeline.records.participants import as_parties
from timeline.text import as_text, is_blank, quote
from timeline.when.when import When, as_when

Pairs = tuple[tuple[str, float], ...]
_MOST = 10_000
_MOST_NAMED = 12  # parties whose names a sentence can hold


def as_weights(values: Mapping[str, float] | Pairs) -> Pairs:
    """Return weights by the code of each party, sorted."""
    weights: dict[str, float] = {}
    for pair in values.items() if isinstance(values, Mapping) else list_of(values):
        code, weight = _as_weight(pair)
        if code in weights:
            problem, hint = f"{code} has two weights", "leave one of them out"
            raise InvalidError(problem, hint, (code,))
        weights[code] = weight
    return tuple(sorted(weights.items()))


def _as_weight(pair: object) -> tuple[str, float]:
    if not isinstance(pair, tuple) or len(pair) != 2:
        hint = "write {'FR': 366536}"
        raise InvalidError("the weights are not a table", hint)
    code = as_party_id(pair[0])
    with inside(code):
        return code, _as_number(pair[1], "weight")


def _as_number(value: object, what: str) -> float:
    """Return *value* if it can be added up exactly."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidError(f"invalid {what} {quote(value)}", "write a number")
    if not 0 <= value < math.inf:
        problem = f"{what} {quote(value)} is negative, infinite or not a number"
        raise InvalidError(problem, "write 0 or more")
    return value


def as_share(value: str) -> str:
    """Return *value* if it is a part of a whole: ``55%``, ``2/3`` or ``0.55``."""
    if 0 < _fraction(value) <= 1:
        return as_text(value)
    raise InvalidError(f"invalid share {quote(value)}", 'write "55%", "2/3" or "0.55"')


def as_total(value: float) -> float:
    """Return *value* if it is a number that weights can be a share of."""
    return _as_number(value, "total")


def _fraction(share: object) -> Fraction:
    """Return a share as an exact fraction; 0 if it is not one."""
    text, percent = share.strip() if isinstance(share, str) else "", 1
    if text.endswith("%"):
        text, percent = text[:-1].strip(), 100
    try:
        return Fraction(text) / percent if len(text) < 40 else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _shown_pairs(pairs: Pairs) -> str:
    return repr(dict(pairs))


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
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

    of: str
    share: str = attrs.field(converter=as_share)
    parties: Pairs = attrs.field(default=(), converter=as_weights, repr=_shown_pairs)
    total: float | None = attrs.field(default=None, converter=optional(as_total))

    def __attrs_post_init__(self) -> None:
        if is_blank(self.of):
            raise InvalidError("say what is weighed", 'write of="emissions"', ("of",))
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


def as_count(value: int) -> int:
    """Return *value* if so many parties can be needed."""
    if type(value) is not int or not 0 < value < _MOST:
        problem = f"invalid number of parties {quote(value)}"
        raise InvalidError(problem, "write 1 or more, or leave it out")
    return value


def as_one_day(value: When | str | date) -> When:
    """Return *value* as a `When` of one day."""
    when = as_when(value)
    if _number(when) is None:
        raise InvalidError(f"{quote(str(when))} is not one day", "write YYYY-MM-DD")
    return when


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
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

    count: int | None = attrs.field(default=None, converter=optional(as_count))
    named: tuple[str, ...] = attrs.field(default=(), converter=as_parties)
    all_parties: bool = False
    majority: bool = False
    weights: Weights | None = attrs.field(default=None, metadata={"class": Weights})
    organizations: bool = False
    delay: Delay = attrs.field(default=Delay(), converter=as_delay)
    not_before: When | None = attrs.field(default=None, converter=optional(as_one_day))
    fixed: When | None = attrs.field(default=None, converter=optional(as_one_day))
    requires: tuple[str, ...] = attrs.field(
        default=(), converter=as_ids, metadata=NAMES_RECORDS
    )
    agreed: bool = False
    each: Delay | None = attrs.field(default=None, converter=optional(as_delay))

    def __attrs_post_init__(self) -> None:
        if not (self.has_deposits or self.fixed or self.requires or self.agreed):
            raise InvalidError(
                "a rule without a condition brings nothing into force",
                "write count=60, all_parties=True, or agreed=True",
            )

    @property
    def has_deposits(self) -> bool:
        """Whether any condition looks at who has consented."""
        return _consents(self) is not None

    @property
    def not_before_day(self) -> int | None:
        """The day of *not_before*, counted from 1970-01-01."""
        return _number(self.not_before)

    @property
    def fixed_day(self) -> int | None:
        """The day of *fixed*, counted from 1970-01-01."""
        return _number(self.fixed)

    @property
    def message(self) -> Message:
        """The rule as a sentence, for any language."""
        others = tuple(map(RecordId, self.requires))
        who = _consents(self)
        body = _effect(self, who, others)
        if self.not_before:
            body = Message("rule-not-before", (body, self.not_before))
        if who and others and not self.fixed:
            body = Message("rule-requires", (len(others), body, others))
        if (self.count or self.majority) and not self.organizations:
            body = Message("rule-organisations", (body,))
        if self.agreed and self.has_deposits:
            body = Message("rule-or-agreed", (body,))
        return Message("rule", (body,))

    def __str__(self) -> str:
        return Words().message(self.message)

    def __repr__(self) -> str:
        stated = (
            f"{field.name}={_shown(value)}"
            for field in attrs.fields(type(self))
            if (value := getattr(self, field.name)) != field.default
        )
        return f"EntryIntoForce({', '.join(stated)})"


def _number(when: When | None) -> int | None:
    """Return the one day that *when* is; None if it is none."""
    day = when.first_calendar_day if when else None
    return day.number if day and when and day == when.last_calendar_day else None


def _effect(
    rule: EntryIntoForce, who: Message | None, others: tuple[RecordId, ...]
) -> Message:
    """Return when the treaty enters into force, by the conditions of its rule."""
    if rule.fixed:
        on = Message("on-date", (rule.fixed,))
        in_force = Message("rule-in-force", (len(others), others)) if others else None
        if met := tuple(filter(None, (who, in_force))):
            otherwise = rule.delay.after_event(Message("rule-then"))
            return Message("rule-fixed-if", (on, met, otherwise))
        return Message("rule-fixed", (on,))
    if who:
        return rule.delay.after_event(who)
    if others:
        return rule.delay.after_event(Message("rule-entered", (len(others), others)))
    return Message("rule-agreed")


def _consents(rule: EntryIntoForce) -> Message | None:
    """Return who must have consented to be bound."""
    parts = []
    if rule.count:
        parts.append(Message("rule-parties", (rule.count,)))
    if rule.all_parties:
        parts.append(Message("rule-all"))
    if rule.named and len(rule.named) <= _MOST_NAMED:
        named = tuple(map(PartyId, rule.named))
        parts.append(Message("rule-named", (len(named), named)))
    elif rule.named:
        parts.append(Message("rule-named-number", (len(rule.named),)))
    if rule.majority:
        parts.append(Message("rule-majority-other" if rule.named else "rule-majority"))
    if rule.weights:
        parts.append(Message("rule-weights", (rule.weights.share, rule.weights.of)))
    if not parts:
        return None
    is_single = len(parts) == 1 and (rule.count == 1 or len(rule.named) == 1)
    together = reduce(lambda a, b: Message("rule-together", (a, b)), parts)
    return Message("rule-has" if is_single else "rule-have", (together,))


def _shown(value: object) -> str:
    return repr(str(value) if isinstance(value, Delay | When) else value)
