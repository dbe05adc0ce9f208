"""What must hold before a treaty enters into force: a small algebra of conditions.

A condition is a value, made by the functions of `timeline.records.clauses`. Enough of
some group have consented (`at_least`, `every`, `share`), another treaty is in force
(`in_force`), nobody or too few have objected (`unless`); ``&`` and ``|`` join them. All
that is joined by ``&`` must hold on one day.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import combinations

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.language.message import Message, PartyId, RecordId
from timeline.language.words import Words
from timeline.parties.parties import is_organization
from timeline.records import converters
from timeline.records.converters import PartyRef, RecordRef, checked_fields, maybe_id
from timeline.records.delays import Delay
from timeline.records.participants import as_parties
from timeline.records.weights import Weights
from timeline.text import as_text, listing, quote, suggest
from timeline.when.when import When, as_when

_MOST = 10_000
_MOST_NAMED = 12  # parties whose names a sentence can hold
_DEEPEST = 20  # levels of conditions; clauses have three
GROUPS = ("signatories", "parties")


def _as_count(value: int) -> int:
    if type(value) is not int or not 0 < value < _MOST:
        problem = f"invalid number of parties {quote(value)}"
        raise InvalidError(problem, "write 1 or more, or leave it out")
    return value


def _as_share(value: str) -> str:
    """Return *value* if it is a part of a whole: ``55%``, ``2/3`` or ``0.55``."""
    if value in {"all", "majority"} or 0 < _fraction(value) <= 1:
        return as_text(value)
    hint = 'write "55%", "2/3", "0.55", "majority" or "all"'
    raise InvalidError(f"invalid share {quote(value)}", hint)


def _fraction(share: object) -> Fraction:
    """Return a share as an exact fraction; 0 if it is not one."""
    text, percent = share.strip() if isinstance(share, str) else "", 1
    if text.endswith("%"):
        text, percent = text[:-1].strip(), 100
    try:
        return Fraction(text) / percent if len(text) < 40 else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def as_one_day(value: When | str | date) -> When:
    """Return *value* as a `When` of one day."""
    when = as_when(value)
    if number_of(when) is None:
        raise InvalidError(f"{quote(str(when))} is not one day", "write YYYY-MM-DD")
    return when


def number_of(when: When | None) -> int | None:
    """Return the one day that *when* is, counted from 1970; None if it is none."""
    day = when.first_calendar_day if when else None
    return day.number if day and when and day == when.last_calendar_day else None


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Condition(ABC):
    """What must hold on the day on which a treaty's clause is met.

    Attributes:
        by: It can hold only until the end of this day.
        after: It can hold only from the end of this day on.

    Raises:
        InvalidError: *after* is later than *by*.
    """

    by: When | None = attrs.field(default=None, converter=optional(as_one_day))
    after: When | None = attrs.field(default=None, converter=optional(as_one_day))

    def __attrs_post_init__(self) -> None:
        if not _can_meet([self]):
            problem = f"the window closes on {self.by}, before it opens on {self.after}"
            raise InvalidError(problem, "correct one of the days", ("by",))

    def __and__(self, other: Condition | int) -> All:
        return All(all=(*_parts(self, All), *_parts(as_condition(other), All)))

    def __or__(self, other: Condition | int) -> Either:
        return Either(any=(*_parts(self, Either), *_parts(as_condition(other), Either)))

    def __rand__(self, other: int) -> All:
        return as_condition(other) & self

    def __ror__(self, other: int) -> Either:
        return as_condition(other) | self

    @property
    def by_day(self) -> int | None:
        """The day of *by*, counted from 1970-01-01."""
        return number_of(self.by)

    @property
    def after_day(self) -> int | None:
        """The day of *after*, counted from 1970-01-01."""
        return number_of(self.after)

    def may_hold(self, day: int) -> bool:
        """Whether its window lets it hold on a day, counted from 1970-01-01."""
        by, after = self.by_day, self.after_day
        return (after is None or after <= day) and (by is None or day <= by)

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it joins; most conditions join none."""
        return ()

    @property
    def leaves(self) -> Iterator[Condition]:
        """All conditions in it that join no others."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves

    @property
    def depth(self) -> int:
        """How many levels of conditions it has."""
        return 1 + max((part.depth for part in self.parts), default=0)

    @property
    @abstractmethod
    def clause(self) -> Message:
        """What must hold, for a reader, as what follows "on the day on which"."""

    def dated(self, said: Message, until: str = "rule-by") -> Message:
        """Add the window, if there is one; *until* is how its last day is worded."""
        if self.by:
            said = Message(until, (said, self.by))
        return Message("rule-after-day", (said, self.after)) if self.after else said

    def __str__(self) -> str:
        return Words().message(self.clause)

    @classmethod
    def choose(cls, data: object) -> tuple[type[Condition], object]:
        """Return which class plain data describe, and the data of it.

        >>> Condition.choose(60)
        (<class 'timeline.records.conditions.Quorum'>, {'at_least': 60})
        """
        if type(data) is int:
            return Quorum, {"at_least": data}
        if not isinstance(data, Mapping):
            problem = f"{quote(data)} is not a condition"
            raise InvalidError(problem, 'write 60, or {"at_least": 60}')
        found = [name for name in SORTS if name in data]
        if len(found) == 1:
            return SORTS[found[0]], data
        problem = (
            "a condition is of one sort" if found else "the condition says nothing"
        )
        raise InvalidError(problem, suggest("", SORTS))


def _parts(condition: Condition, sort: type[Condition]) -> tuple[Condition, ...]:
    return condition.parts if type(condition) is sort else (condition,)


def as_condition(value: Condition | int) -> Condition:
    """Return *value* as a condition; a plain number is a number of parties."""
    if isinstance(value, Condition):
        return value
    if type(value) is int:
        return Quorum(at_least=value)
    raise InvalidError(f"{quote(value)} is not a condition", "write at_least(60)")


def _as_conditions(values: Iterable[Condition | int]) -> tuple[Condition, ...]:
    return converters.convert_each(as_condition, values)


def _can_meet(conditions: Collection[Condition]) -> bool:
    """Whether there is a day on which each of some conditions can hold."""
    # If there is one, then so is one on which a window opens or closes, or any will do.
    leaves = [leaf for condition in conditions for leaf in condition.leaves]
    days = {day for leaf in leaves for day in (leaf.by_day, leaf.after_day)}
    return any(all(c.may_hold(day or 0) for c in conditions) for day in {*days, None})


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
class Quorum(Condition):
    """Enough of a group have acted: made by `at_least`, `every` and `share`.

    Attributes:
        at_least: So many.
        share: Or such a part of the group, or of the weight: ``3/4``, ``55%``, ``all``,
            ``majority`` (more than half).
        of: Whose acts count: these parties; anybody's unless a group is given.
        group: Or those of the treaty's ``signatories``, or of its listed ``parties``.
        parties_of: Or those of the parties to the treaty of that id.
        at: When these are counted: ``now``, on the day that is looked at, or at the
            ``adoption`` of this treaty.
        besides: Whose acts do not count.
        weights: How much each weighs, if that is what the share is a part of.
        relative_to: Other weights, of the same parties, that it is a part of.
        organizations: Whether organisations in an open group count. Without it, they
            are not counted on top of their members; those named in *of* always are.
    """

    at_least: int | None = attrs.field(default=None, converter=optional(_as_count))
    share: str | None = attrs.field(default=None, converter=optional(_as_share))
    of: tuple[PartyRef, ...] = attrs.field(default=(), converter=as_parties)
    group: str = attrs.field(default="", metadata={"choices": ("", *GROUPS)})
    parties_of: RecordRef | None = attrs.field(default=None, converter=maybe_id)
    at: str = attrs.field(default="now", metadata={"choices": ("now", "adoption")})
    besides: tuple[PartyRef, ...] = attrs.field(default=(), converter=as_parties)
    weights: Weights | None = attrs.field(default=None, metadata={"class": Weights})
    relative_to: Weights | None = attrs.field(default=None, metadata={"class": Weights})
    organizations: bool = False

    def __attrs_post_init__(self) -> None:
        Condition.__attrs_post_init__(self)
        for problem, hint in self._misuses():
            raise InvalidError(problem, hint)
        self._check_reach()

    def _misuses(self) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with how the fields are used together, and what to do."""
        if (self.at_least is None) == (self.share is None):
            problem = "a number or a share is needed, and not both"
            yield problem, "write at_least(60)"
        if bool(self.of) + bool(self.group) + bool(self.parties_of) > 1:
            yield "the parties are of two groups", "join two conditions by &"
        if self.weights and self.share is None:
            yield "weights need a share", 'write share("55%", weights)'
        if self.share and not self.weights and not self.has_group:
            hint = 'write of="signatories", a list of parties, or weights'
            yield "a share needs a group or weights", hint
        if self.relative_to and not self.weights:
            yield "one weight is relative to another", "write weights= too"
        if self.at != "now" and not self.parties_of:
            problem = "only parties to a treaty are counted at another time"
            yield problem, 'write of="parties:<treaty>"'

    @property
    def has_group(self) -> bool:
        """Whether the acts of some group count, and not anybody's."""
        return bool(self.of or self.group or self.parties_of)

    def _check_reach(self) -> None:
        """Refuse what even all parties together do not reach."""
        listed = [code for code in self.of if code not in self.besides]
        if self.of and len(listed) < (self.at_least or 1):
            wanted = self.at_least or "all"
            problem = f"{wanted} of {len(listed)} parties can never consent"
            raise InvalidError(problem, "correct the number or the list")
        table = None if self.relative_to else self.weights
        named = table.parties if table else ()
        able = {*listed} if self.of else {code for code, _ in named} - {*self.besides}
        reach = sum((Fraction(w) for code, w in named if code in able), Fraction(0))
        if named and (not reach or reach < self.needed_weight):
            problem = f"the weights add up to less than {self.share} of the total"
            hint = "correct the total or the weights"
            raise InvalidError(problem, hint, ("weights", "total"))

    @property
    def fraction(self) -> Fraction:
        """The share as an exact fraction; 1 of all, and half where more is needed."""
        words = {"all": Fraction(1), "majority": Fraction(1, 2)}
        return words.get(self.share or "") or _fraction(self.share)

    @property
    def needed_weight(self) -> Fraction:
        """The least weight that meets the condition."""
        return self.fraction * self.weights.whole if self.weights else Fraction(0)

    @property
    def is_open(self) -> bool:
        """Whether it counts heads in a group whose members are not listed here."""
        return not (self.of or self.weights)

    @property
    def is_any(self) -> bool:
        """Whether anybody's acts count, but for those excluded."""
        return not (self.has_group or self.weights)

    def is_apart_from(self, other: Quorum) -> bool:
        """Whether nobody counts for both."""
        of, others = {*self.of}, {*other.of}
        is_out = (of and of <= {*other.besides}) or (
            others and others <= {*self.besides}
        )
        return bool(is_out or (of and others and not of & others))

    def has_among(self, other: Quorum) -> bool:
        """Whether all of a group whose acts count for another count here, too."""
        named = {*other.of}
        is_known = bool(named) or not self.besides
        can = self.organizations or not any(map(is_organization, named))
        return can and is_known and not (other.is_any or named & {*self.besides})

    @property
    def named(self) -> object:
        """Who has to act, as what follows "among them"."""
        is_list = self.share == "all" and self.of and not self.weights
        return _names(self.of) if is_list else self.who

    @property
    def clause(self) -> Message:
        """What must hold, for a reader."""
        one = self.at_least == 1 or (self.share == "all" and len(self.of) == 1)
        return self.dated(Message("rule-has" if one else "rule-have", (self.who,)))

    @property
    def who(self) -> Message:
        """Who has to act, for a reader."""
        weights = self.weights
        return self.except_for(self._weighed(weights) if weights else self._counted())

    def except_for(self, said: Message) -> Message:
        """Add who does not count, if there is somebody."""
        out = (said, _names(self.besides))
        return Message("rule-besides", out) if self.besides else said

    def _counted(self) -> Message:
        number, group = self.at_least, self.group_message
        if number and (self.group == "signatories" or not self.has_group):
            return Message(f"rule-{self.group or 'parties'}", (number,))
        if self.share == "all" and 0 < len(self.of) <= _MOST_NAMED:
            return Message("rule-named", (len(self.of), _names(self.of)))
        if self.share == "all" and self.of:
            return Message("rule-named-number", (len(self.of),))
        if self.share == "all" and self.group:
            return Message(f"rule-all-{self.group}")
        if self.share in {"all", "majority"}:
            return Message(f"rule-{self.share}", (group,))
        return Message("rule-of", (str(number or self.share), group))

    def _weighed(self, weights: Weights) -> Message:
        half = Message("rule-more-than-half")
        share = half if self.share == "majority" else self.share
        said = Message("rule-weights", (share, weights.of))
        if other := self.relative_to:
            said = Message("rule-weights-relative", (share, weights.of, other.of))
        among = Message("rule-among", (said, self.group_message))
        return among if self.has_group else said

    @property
    def group_message(self) -> Message:
        """The group whose acts count, for a reader, as what follows "2 of"."""
        if self.of:
            return Message("rule-names", (_names(self.of),))
        if self.group:
            return Message(f"rule-group-{self.group}")
        key = "rule-group-of" if self.at == "now" else "rule-group-at"
        return Message(key, (RecordId(self.parties_of or ""),))

    def __repr__(self) -> str:
        other = f"parties:{self.parties_of}" if self.parties_of else ""
        return written(
            "share" if self.share else "at_least",
            self.share or self.at_least,
            *filter(None, [self.weights]),
            of=[*self.of] or self.group or other,
            at="" if self.at == "now" else self.at,
            besides=[*self.besides],
            relative_to=self.relative_to,
            organizations=self.organizations,
            by=self.by,
            after=self.after,
        )


def _names(codes: tuple[str, ...]) -> object:
    """Return parties as a sentence lists them, or only how many they are."""
    if len(codes) > _MOST_NAMED:
        return Message("rule-named-number", (len(codes),))
    return tuple(map(PartyId, codes))


def written(name: str, *lead: object, **named: object) -> str:
    """Return a call as it is written; what is named is left out where it says nothing.

    >>> written("at_least", 2, of=["FR"], by=None)
    "at_least(2, of=['FR'])"
    """
    texts = [repr(value) for value in lead]
    for key, value in named.items():
        if value:
            shown = str(value) if isinstance(value, When | Delay) else value
            texts.append(f"{key}={shown!r}")
    return f"{name}({', '.join(texts)})"


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
class InForce(Condition):
    """Another treaty is in force: made by `in_force`.

    Attributes:
        in_force: Its id.
    """

    in_force: RecordRef = attrs.field(converter=converters.as_reference)

    @property
    def clause(self) -> Message:
        """What must hold, for a reader."""
        return self.dated(Message("rule-in-force", (RecordId(self.in_force),)))

    def __repr__(self) -> str:
        return written("in_force", self.in_force, by=self.by, after=self.after)


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
class Unless(Condition):
    """Too few have objected: made by `unless`, as for tacit acceptance.

    Attributes:
        unless: Who would have to object. Its `Quorum` counts objections.
        by: The day by which they have to, and at whose end it is decided. Without one
            it holds for as long as they have not.
    """

    unless: Condition = attrs.field(converter=as_condition)

    def __attrs_post_init__(self) -> None:
        Condition.__attrs_post_init__(self)
        if not all(isinstance(leaf, Quorum) for leaf in self.unless.leaves):
            problem = "only objections by a number or a share of parties are counted"
            raise InvalidError(problem, "write at_least or share", ("unless",))

    def may_hold(self, day: int) -> bool:
        """Whether it can hold on a day: from its last day on, when it is decided."""
        days = (self.by_day, self.after_day)
        return all(each is None or each <= day for each in days)

    @property
    def clause(self) -> Message:
        """What must hold, for a reader."""
        who = _who(self.unless)
        said = who if self.by else Message("rule-unless", (who,))
        return self.dated(said, "rule-unless-by")

    @property
    def silence(self) -> Message:
        """What is awaited until its day, for a reader."""
        return self.dated(Message("needed-silence", (_who(self.unless),)))

    def __repr__(self) -> str:
        return written("unless", self.unless, by=self.by, after=self.after)


@attrs.frozen(kw_only=True, repr=False)
class _Joined(Condition):
    """What conditions that join others have in common."""

    def __attrs_post_init__(self) -> None:
        if len(self.parts) < 2:
            problem = "a join needs two conditions or more"
            raise InvalidError(problem, "write at_least(60)")
        if self.by or self.after:
            problem = "only a single condition can have a window"
            raise InvalidError(problem, "move it there")
        if self.depth > _DEEPEST:
            raise InvalidError(f"over {_DEEPEST} levels of conditions", "join fewer")


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
class All(_Joined):
    """Each of some conditions holds on one day: made by ``&``."""

    all: tuple[Condition, ...] = attrs.field(converter=_as_conditions)

    def __attrs_post_init__(self) -> None:
        _Joined.__attrs_post_init__(self)
        if _can_meet(self.all):
            return
        apart = (pair for pair in combinations(self.all, 2) if not _can_meet(pair))
        told = (quote(str(condition)) for condition in next(apart, self.all))
        problem = f"{listing(told, 'and')} never hold on one day"
        raise InvalidError(problem, "correct one of the days", ("by",))

    def may_hold(self, day: int) -> bool:
        """Whether the windows of all parts let them hold on a day."""
        return all(part.may_hold(day) for part in self.all)

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it joins."""
        return self.all

    @property
    def clause(self) -> Message:
        """Those who must consent come first, and then what else must hold."""
        quorums = [part for part in self.all if isinstance(part, Quorum)]
        who = [part for part in quorums if not (part.by or part.after)]
        others = tuple(
            Message("rule-either", (part.clause,)) if part.parts else part.clause
            for part in sorted(self.all, key=lambda part: len(part.parts))
            if part not in who
        )
        return Message("rule-both", ((*_consented(who), *others),))

    def __repr__(self) -> str:
        return " & ".join(
            f"({part!r})" if type(part) is Either else repr(part) for part in self.all
        )


def _consented(quorums: Collection[Quorum]) -> Iterator[Message]:
    """Yield who must consent; only those who are never the same are added up."""
    anybody = next((each for each in quorums if each.at_least and each.is_any), None)
    among, sets = list[Quorum](), list[list[Quorum]]()
    for each in quorums:
        can_be_among = anybody and anybody.has_among(each)
        can_join = (one for one in sets if all(map(each.is_apart_from, one)))
        if can_be_among and all(map(each.is_apart_from, among)):
            among.append(each)
        elif one := next(can_join, None):
            one.append(each)
        else:
            sets.append([each])
    for one in sets:
        said = reduce(_together, (each.who for each in one))
        if anybody in one and among:
            said = Message("rule-among-them", (said, tuple(e.named for e in among)))
        key = "rule-have" if len(one) > 1 else one[0].clause.code
        yield Message(key, (said,))


def _together(one: Message, other: Message) -> Message:
    return Message("rule-together", (one, other))


def _who(condition: Condition) -> Message:
    """Return who has to act, for a reader."""
    if isinstance(condition, Quorum):
        return condition.who
    key = "rule-together" if isinstance(condition, All) else "or"
    return reduce(lambda a, b: Message(key, (a, b)), map(_who, condition.parts))


@attrs.frozen(kw_only=True, repr=False, field_transformer=checked_fields)
class Either(_Joined):
    """One of some conditions holds: made by ``|``."""

    any: tuple[Condition, ...] = attrs.field(converter=_as_conditions)

    def may_hold(self, day: int) -> bool:
        """Whether the window of a part lets it hold on a day."""
        return any(part.may_hold(day) for part in self.any)

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions that it joins."""
        return self.any

    @property
    def clause(self) -> Message:
        """What must hold, for a reader."""
        clauses = (part.clause for part in self.any)
        return reduce(lambda a, b: Message("rule-or", (a, b)), clauses)

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.any))


# The classes, by the field that shows them.
SORTS: Mapping[str, type[Condition]] = {
    "at_least": Quorum,
    "share": Quorum,
    "in_force": InForce,
    "unless": Unless,
    "all": All,
    "any": Either,
}
