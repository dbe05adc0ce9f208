"""From the day a condition is met to the day something takes effect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.records.converters import exactly, is_flag
from timeline.text import quote
from timeline.when.calendar import add_months, civil, ordinal

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None

__all__ = ["Delay", "a_delay", "as_delay", "maybe_delay"]

_LENGTH = r"(?:(?P<days>\d{1,4}) day|(?P<months>\d{1,4}) month|(?P<years>\d\d?) year)s?"
_FORMS = (
    _LENGTH + r"(?P<then>, then (?:the )?first (?:day )?of (?:the )?next month)?",
    r"(?:the )?first (?:day )?of (?:the )?(?P<nth>\d{1,4})(?:st|nd|rd|th) month after",
)
_MOST = 9_999  # days or months: four digits, as the forms have them
_HINT = (
    'write "90 days", "3 months", "60 days, then first of next month" or'
    ' "first of 6th month after"'
)


@attrs.frozen(repr=False)
class Delay:
    """How long a treaty waits before it takes effect.

    The day on which the condition is met is day zero. Months keep the day, or take
    the last one of a shorter month: three months after 30 November is 28 February.

    Attributes:
        days: So many days after.
        months: So many months after.
        then_first: Then on to the first day of the following month.
        nth_month: Or: the first day of the n-th month after the month of that day.

    Raises:
        InvalidError: negative, or more than one of days, months and n-th month.

    >>> Delay.parse("60 days, then first of next month")
    Delay.parse('60 days, then first of next month')
    >>> Delay(nth_month=2).sentence
    'on the first day of the second month after the one in which'
    """

    days: int = 0
    months: int = 0
    then_first: bool = False
    nth_month: int = 0

    def __attrs_post_init__(self) -> None:
        parts = (self.days, self.months, self.nth_month)
        for name, part in zip(("days", "months", "nth_month"), parts, strict=True):
            if type(part) is not int or not 0 <= part <= _MOST:
                raise InvalidError(f"{quote(part)} is no such number", _HINT, (name,))
        is_flag("then_first", self.then_first)
        if sum(map(bool, parts)) > 1:
            raise InvalidError("a delay is days, or months, or an n-th month", _HINT)
        if self.nth_month and self.then_first:
            raise InvalidError("the first of an n-th month is a first already", _HINT)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a delay as people write it.

        Raises:
            ParseError: it is none.

        >>> str(Delay.parse("1 year"))
        '12 months'
        """
        found = _match(text)
        if found is None:
            raise ParseError(f"{quote(text)} is no delay", _HINT, text=text)
        parts = found.groupdict()
        return cls(
            days=int(parts.get("days") or 0),
            months=int(parts.get("months") or 0) + 12 * int(parts.get("years") or 0),
            then_first=bool(parts.get("then")),
            nth_month=int(parts.get("nth") or 0),
        )

    def after(self, day: int) -> int:
        """Return the day it ends, counting days from 1970-01-01.

        >>> from timeline.when.calendar import Day
        >>> print(Day.of(Delay(months=3).after(Day(2024, 11, 30).number)))
        2025-02-28
        """
        if self.nth_month:
            year, month, _ = civil(day)
            return ordinal(*add_months(year, month, 1, self.nth_month))
        if self.months:
            day = ordinal(*add_months(*civil(day), self.months))
        day += self.days
        if self.then_first:
            year, month, _ = civil(day)
            return ordinal(*add_months(year, month, 1, 1))
        return day

    @property
    def sentence(self) -> str:
        """The delay in English, up to what it waits for."""
        if self.nth_month:
            nth = nth_word(self.nth_month)
            return f"on the first day of the {nth} month after the one in which"
        count, unit = (self.months, "month") if self.months else (self.days, "day")
        length = f"{count} {unit}{'s' if count != 1 else ''} after"
        if self.then_first:
            return f"on the first day of the first month that begins over {length}"
        return length if count else "on the day on which"

    def __str__(self) -> str:
        if self.nth_month:
            return f"first of {_ordinal(self.nth_month)} month after"
        count, unit = (self.months, "month") if self.months else (self.days, "day")
        then = ", then first of next month" if self.then_first else ""
        return f"{count} {unit}{'s' if count != 1 else ''}{then}"

    def __repr__(self) -> str:
        return f"Delay.parse({str(self)!r})"


def _match(text: object) -> re.Match[str] | None:
    if not isinstance(text, str) or len(text) >= 80:
        return None
    forms = (re.fullmatch(form, text, re.ASCII) for form in _FORMS)
    return next(filter(None, forms), None)


def as_delay(value: Delay | str) -> Delay:
    """Return *value* as a delay, given one or its text.

    >>> as_delay("3 months").months
    3
    """
    if isinstance(value, str):
        return Delay.parse(value)
    if not isinstance(value, Delay):
        raise InvalidError(f"{quote(value)} is no delay", _HINT)
    return value


def a_delay(value: Delay | str, field: Field = None) -> Delay:
    """Take a delay or its text."""
    return exactly(as_delay, value, field)


def maybe_delay(value: Delay | str | None, field: Field = None) -> Delay | None:
    """Take the same, or None."""
    return None if value is None else exactly(as_delay, value, field)


_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth")


def nth_word(number: int) -> str:
    """Return which one it is, in words if they are short.

    >>> nth_word(2), nth_word(21)
    ('second', '21st')
    """
    return _WORDS[number - 1] if number <= len(_WORDS) else _ordinal(number)


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in (11, 12, 13) else ""
    return f"{number}{tail or {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
