"""How much each party weighs, where a clause asks for more than heads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError, inside
from timeline.parties.parties import as_party_id
from timeline.records.converters import checked_fields, list_of
from timeline.text import is_blank, quote

Pairs = tuple[tuple[str, float], ...]


def as_number(value: float, what: str = "total") -> float:
    """Return *value* if it can be added up exactly."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidError(f"invalid {what} {quote(value)}", "write a number")
    if not 0 <= value < math.inf:
        problem = f"{what} {quote(value)} is negative, infinite or not a number"
        raise InvalidError(problem, "write 0 or more")
    return value


def as_weights(values: Mapping[str, float] | Pairs) -> Pairs:
    """Return weights by the code of each party, sorted."""
    weights: dict[str, float] = {}
    pairs: Iterable[object] = values.items() if isinstance(values, Mapping) else values
    for pair in list_of(pairs):
        if not isinstance(pair, tuple) or len(pair) != 2:
            hint = "write {'FR': 366536}"
            raise InvalidError("the weights are not a table", hint)
        code = as_party_id(pair[0])
        if code in weights:
            problem, hint = f"{code} has two weights", "leave one of them out"
            raise InvalidError(problem, hint, (code,))
        with inside(code):
            weights[code] = as_number(pair[1], "weight")
    return tuple(sorted(weights.items()))


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Weights:
    """The weight of each party, of which a `share` can be a part.

    Attributes:
        of: What is weighed: ``1990 CO2 emissions of Annex I parties``.
        parties: The weight of each party that has one, in any unit; from a mapping.
            Without any, the weights are unknown.
        total: The total of which shares are parts; the sum of *parties* unless given.

    Raises:
        InvalidError: a weight that is not a number, or nothing is weighed, or more than
            the total.

    >>> Weights(of="votes", parties={"Canada": 1, "FR": 2}).whole
    Fraction(3, 1)
    """

    of: str
    parties: Pairs = attrs.field(
        default=(), converter=as_weights, repr=lambda pairs: repr(dict(pairs))
    )
    total: float | None = attrs.field(default=None, converter=optional(as_number))

    def __attrs_post_init__(self) -> None:
        if is_blank(self.of):
            raise InvalidError("say what is weighed", 'write of="emissions"', ("of",))
        if self.sum > self.whole:
            problem = f"the weights add up to more than the total, {self.total}"
            raise InvalidError(problem, "correct the total or the weights", ("total",))

    @property
    def sum(self) -> Fraction:
        """The weight of all parties together; a float counts as its decimals say."""
        return sum((Fraction(weight) for _, weight in self.parties), Fraction(0))

    @property
    def whole(self) -> Fraction:
        """What a share is a part of."""
        return self.sum if self.total is None else Fraction(self.total)


def as_weighed(value: Weights | Mapping[str, float] | str) -> Weights:
    """Return *value* as weights, given them, their table or what is weighed."""
    if isinstance(value, str):
        return Weights(of=value)
    if isinstance(value, Mapping):
        return Weights(of="total weight", parties=value)
    if not isinstance(value, Weights):
        problem = f"{quote(value)} is not of the class Weights"
        raise InvalidError(problem, 'write Weights(of="votes", parties={"FR": 29})')
    return value
