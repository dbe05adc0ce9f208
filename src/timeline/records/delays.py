"""From the day a condition is met to the day something takes effect."""

from __future__ import annotations

import re
from typing import Self

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.language.message import Message
from timeline.records.converters import checked_fields
from timeline.text import quote
from timeline.when.calendar import add_months, civil, ordinal

_FORM = (
    r"(?=\d)(?:(?:(?P<months>\d{1,4}) month|(?P<years>\d\d?) year)s?"
    r"(?: and (?=\d)|(?=,|$)))?"
    r"(?:(?P<days>\d{1,4}) days?|(?P<weeks>\d{1,3}) weeks?)?"
    r"(?P<then>, then (?:the )?first (?:day )?of (?:the )?next month)?"
    r"|(?:the )?first (?:day )?of (?:the )?(?P<nth>\d{1,4})(?:st|nd|rd|th) month after"
)
_LONGEST = 80  # characters; longer than any form
_LAST_ORDINAL = 6  # of months: those that a sentence writes out
_MOST = 9_999  # days or months: four digits, as the forms have them
_HINT = (
    'write "90 days", "3 months", "60 days, then first of next month" or'
    ' "first of 6th month after"'
)
_NO_HOLIDAYS = "nobody here knows the holidays: state the day of entry into force"


@attrs.frozen(repr=False, field_transformer=checked_fields)
class Delay:
    """How long a treaty waits before it takes effect.

    The day on which the condition is met is day zero. Months keep the day, or take
    the last one of a shorter month: three months after 30 November is 28 February.

    Attributes:
        months: How many months after.
        days: How many days after that.
        then_first: Whether it then runs to the first day of the following month.
        nth_month: Instead, the first day of the n-th month after the month of that day.

    Raises:
        InvalidError: it is negative, or has an n-th month with days or months.

    >>> Delay.parse("60 days, then first of next month")
    Delay.parse('60 days, then first of next month')
    """

    days: int = 0
    months: int = 0
    then_first: bool = False
    nth_month: int = 0

    def __attrs_post_init__(self) -> None:
        parts = (self.days, self.months, self.nth_month)
        for name, part in zip(("days", "months", "nth_month"), parts, strict=True):
            if type(part) is not int or not 0 <= part <= _MOST:
                problem = f"{quote(part)} is not a number of days or months"
                raise InvalidError(problem, _HINT, (name,))
        if self.nth_month and (self.days or self.months):
            raise InvalidError("a delay is days or months, or an n-th month", _HINT)
        if self.nth_month and self.then_first:
            raise InvalidError("an n-th month already begins on its first day", _HINT)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a delay as people write it.

        Raises:
            ParseError: it is not a delay.

        >>> str(Delay.parse("1 year and 1 day"))
        '12 months and 1 day'
        """
        found = re.fullmatch(_FORM, str(text)[:_LONGEST], re.ASCII)
        if found is None:
            hint = _NO_HOLIDAYS if re.search("working|business", str(text)) else _HINT
            raise ParseError(f"{quote(text)} is not a delay", hint, text=text)
        months, years, days, weeks, then, nth = found.groups("0")
        return cls(
            days=int(days) + 7 * int(weeks),
            months=int(months) + 12 * int(years),
            then_first=then != "0",
            nth_month=int(nth),
        )

    def after(self, day: int) -> int:
        """Return the day it ends, counting days from 1970-01-01.

        >>> from timeline.when.calendar import Day
        >>> print(Day.of(Delay(months=3).after(Day(2024, 11, 30).number)))
        2025-02-28
        """
        if self.months:
            day = ordinal(*add_months(*civil(day), self.months))
        day += self.days
        if months := self.nth_month or int(self.then_first):
            year, month, _ = civil(day)
            day = ordinal(*add_months(year, month, 1, months))
        return day

    def after_event(self, condition: Message) -> Message:
        """Return when the delay after *condition* is over, for any language.

        >>> from timeline.language.words import Words
        >>> Words().message(Delay(days=9).after_event(Message("rule-then")))
        '9 days after that has come about'
        """
        if 0 < self.nth_month <= _LAST_ORDINAL:
            return Message(f"rule-month-{self.nth_month}", (condition,))
        if self.nth_month:
            return Message("rule-month-later", (self.nth_month, condition))
        length = Message("days", (self.days,))
        if self.months:
            months = Message("months", (self.months,))
            length = Message("and", (months, length)) if self.days else months
        if self.then_first:
            return Message("rule-first-of-month", (length, condition))
        if self.months or self.days:
            return Message("rule-after", (length, condition))
        return Message("rule-same-day", (condition,))

    def __str__(self) -> str:
        if self.nth_month:
            return f"first of {self.nth_month}{_ending(self.nth_month)} month after"
        counts = ((self.months, "month"), (self.days, "day"))
        parts = [(n, word) for n, word in counts if n] or [(0, "day")]
        words = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in parts]
        then = ", then first of next month" if self.then_first else ""
        return f"{' and '.join(words)}{then}"

    def __repr__(self) -> str:
        return f"Delay.parse({str(self)!r})"


def as_delay(value: Delay | str) -> Delay:
    """Return *value* as a delay, given one or its text.

    >>> as_delay("3 months").months
    3
    """
    if isinstance(value, str):
        return Delay.parse(value)
    if not isinstance(value, Delay):
        raise InvalidError(f"{quote(value)} is not a delay", _HINT)
    return value


def _ending(number: int) -> str:
    """Return the letters after an English ordinal in figures."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
