"""When a treaty enters into force: its final clause, as data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.language.message import Message, RecordId
from timeline.language.words import Words
from timeline.records import conditions
from timeline.records.conditions import Condition, Quorum, as_one_day, number_of
from timeline.records.converters import RecordRef, as_ids, checked_fields
from timeline.records.delays import Delay, as_delay
from timeline.when.when import When

_AT_ONCE = Delay()


@attrs.frozen(init=False, repr=False, field_transformer=checked_fields)
class EntryIntoForce:
    """The rule by which deposits bring a treaty into force.

    The day at whose end the condition holds is the *trigger*: a day, and never "the
    60th state", since ten can deposit on it at once. The treaty enters into force when
    the delay after the trigger has passed.

    Args:
        count: Short form of ``condition=at_least(count)``.
        organizations: Whether organisations count towards that, or a plain number.

    Attributes:
        condition: What must hold: see `timeline.records.conditions`. A plain number is
            a number of parties; None if the parties agree on a day.
        delay: From the trigger to the entry into force.
        not_before: No earlier than this day.
        fixed: On this day, if the condition holds by then; else after the delay.
        requires: Ids of treaties: no earlier than these enter into force.
        or_agreed_date: Whether the parties may agree on another date, which is then
            stated as the treaty's ``in_force``.
        each: The delay for a party that joins later, if it differs.

    Raises:
        InvalidError: nothing can satisfy the rule, or it has no condition.

    >>> rule = EntryIntoForce(60, delay="60 days, then first of next month")
    >>> rule
    EntryIntoForce(at_least(60), delay='60 days, then first of next month')
    >>> print(rule)
    Enters into force on the first day of the first month that begins over 60 days \
after 60 parties have consented to be bound; organisations are not counted on top of \
their members.
    """

    condition: Condition | None = attrs.field(
        default=None, converter=optional(conditions.as_condition)
    )
    delay: Delay = attrs.field(default=_AT_ONCE, converter=as_delay)
    not_before: When | None = attrs.field(default=None, converter=optional(as_one_day))
    fixed: When | None = attrs.field(default=None, converter=optional(as_one_day))
    requires: tuple[RecordRef, ...] = attrs.field(default=(), converter=as_ids)
    or_agreed_date: bool = False
    each: Delay | None = attrs.field(default=None, converter=optional(as_delay))

    def __init__(  # noqa: PLR0913  (a keyword for each part of a clause)
        self,
        condition: Condition | int | None = None,
        *,
        count: int | None = None,
        organizations: bool = False,
        delay: Delay | str = _AT_ONCE,
        not_before: When | str | date | None = None,
        fixed: When | str | date | None = None,
        requires: Iterable[str] = (),
        or_agreed_date: bool = False,
        each: Delay | str | None = None,
    ) -> None:
        if count is None and type(condition) is int:
            count, condition = condition, None
        if count is None and organizations:
            problem = "organizations=True belongs to a number of parties"
            hint = "write it there: at_least(60, organizations=True)"
            raise InvalidError(problem, hint, ("organizations",))
        if count is not None:
            counted = Quorum(at_least=count, organizations=organizations)
            condition = counted if condition is None else counted & condition
        self.__attrs_init__(
            condition, delay, not_before, fixed, requires, or_agreed_date, each
        )

    def __attrs_post_init__(self) -> None:
        if not (self.condition or self.fixed or self.or_agreed_date):
            problem = "a rule without a condition brings nothing into force"
            hint = "give a count such as 60, a fixed day, or or_agreed_date"
            raise InvalidError(problem, hint)
        first, fixed = number_of(self.not_before), number_of(self.fixed)
        if first is not None and fixed is not None and fixed < first:
            problem = f"the fixed day {self.fixed} is before {self.not_before}"
            raise InvalidError(problem, "correct one of the days", ("fixed",))

    @property
    def message(self) -> Message:
        """The rule as a sentence, for any language."""
        body = self._effect
        if self.not_before:
            body = Message("rule-not-before", (body, self.not_before))
        if self.requires:
            others = tuple(map(RecordId, self.requires))
            body = Message("rule-requires", (len(others), body, others))
        leaves = self.condition.leaves if self.condition else ()
        quorums = (leaf for leaf in leaves if isinstance(leaf, Quorum))
        if not all(each.organizations for each in quorums if each.is_open):
            body = Message("rule-organisations", (body,))
        if self.each:
            later = self.each.after_event(Message("rule-joined"))
            body = Message("rule-each", (body, later))
        if self.or_agreed_date and self.condition:
            body = Message("rule-or-agreed", (body,))
        return Message("rule", (body,))

    @property
    def _effect(self) -> Message:
        """When the treaty enters into force, by the condition of its rule."""
        if self.fixed is None:
            if self.condition is None:
                return Message("rule-agreed")
            return self.delay.after_event(self.condition.clause)
        on = Message("on-date", (self.fixed,))
        if self.condition is None:
            return Message("rule-fixed", (on,))
        otherwise = self.delay.after_event(Message("rule-then"))
        return Message("rule-fixed-if", (on, self.condition.clause, otherwise))

    def __str__(self) -> str:
        return Words().message(self.message)

    def __repr__(self) -> str:
        named = attrs.asdict(self, recurse=False)
        lead = filter(None, [named.pop("condition")])
        if self.delay == _AT_ONCE:
            del named["delay"]
        return conditions.written("EntryIntoForce", *lead, **named)
