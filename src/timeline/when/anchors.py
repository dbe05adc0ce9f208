"""Links in time from one event to another, ids, and durations."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Literal, Self, get_args

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.text import quote, suggest
from timeline.when import edtf
from timeline.when.bounds import DAY, SECOND

Kind = Literal["not-before", "not-after", "during", "same-day"]
Point = Literal["", "start", "end", "adopted", "opened", "closed", "in-force"]

KINDS: tuple[Kind, ...] = get_args(Kind)
LEGAL_POINTS: tuple[Point, ...] = get_args(Point)[3:]  # of a treaty: its legal dates
_DATED = ("not-before", "not-after")  # the kinds whose target may be a date
_BARE = ("after", "before")
_TWO_WAYS = (
    "write not-before:X for what starts when X is over, "
    "not-after:X for what is over when X starts"
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}")
_ANCHOR = re.compile(r"([a-z-]+):([^#]+)(?:#([a-z-]+)(?:([+-])(P.+))?)?")
_CLOCK_DATE = re.compile(r"[-0-9]{8,}T[0-9]")
_DURATION = re.compile(
    r"(-)?P(?=.)(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})W)?"
    r"(?:([0-9]{1,9})D)?(?:T(?=.)(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?"
    r"(?:([0-9]{1,9})(?:\.([0-9]{1,6}))?S)?)?"
)
_MILLION = 1_000_000
# The most months, days and microseconds: a million of each unit that they count.
_MOST = (13 * _MILLION, 8 * _MILLION, 3_661 * _MILLION * SECOND + SECOND - 1)


def is_date(text: str) -> bool:
    """Return whether *text* is a date, with or without a clock time, and so not an id.

    >>> is_date("2025-06"), is_date("visit-2138"), is_date("2138")
    (True, False, True)
    """
    if text[0] not in "0123456789Y-":
        return False
    # A zone, or a clock time at either end.
    if text.endswith("]") or any(map(_CLOCK_DATE.match, text.split("/"))):
        return True
    with suppress(ParseError):
        return bool(edtf.parse(text))
    return False


def as_id(value: object) -> str:
    """Return *value* if it can name an event or a source.

    An id starts with an ASCII letter or digit, goes on with those and ``._:@/-``, has
    at most 128 characters and is not a date: an anchor could not tell the two apart.

    Raises:
        InvalidError: it cannot.

    >>> as_id("2025-03-17")
    Traceback (most recent call last):
    timeline.errors.InvalidError: invalid id "2025-03-17": it is a date; \
put a word before it, such as "visit-2025-03-17"
    """
    if not isinstance(value, str) or not _ID.fullmatch(value):
        problem = f"invalid id {quote(value)}: use letters, digits and . _ : @ / -"
        hint = "start with a letter or digit, and use at most 128 characters"
        raise InvalidError(problem, hint, code="bad-id")
    if is_date(value):
        problem = f"invalid id {quote(value)}: it is a date"
        hint = f'put a word before it, such as "visit-{value}"'
        raise InvalidError(problem, hint, code="bad-id")
    return str.__str__(value)  # plain, if it was of a subclass


@attrs.frozen
class Duration:
    """An amount of calendar time, as ISO 8601 writes it: months are not days.

    Attributes:
        months: Whole months; a year has twelve.
        days: Whole calendar days; a week has seven.
        microseconds: The rest, in microseconds.

    Raises:
        InvalidError: the parts do not all have the same sign.

    >>> Duration.parse("P1Y2W") == Duration(months=12, days=14)
    True
    >>> Duration.parse("P1M") == Duration.parse("P30D")
    False
    """

    months: int = 0
    days: int = 0
    microseconds: int = 0

    def __attrs_post_init__(self) -> None:
        parts = (self.months, self.days, self.microseconds)
        for part, most in zip(parts, _MOST, strict=True):
            if type(part) is not int:
                raise InvalidError(f"{quote(part)} is not a whole number", "write one")
            if abs(part) > most:
                hint = "write at most a million years, months, weeks, days and so on"
                problem = f"{quote(part)} is too long"
                raise ParseError(problem, hint, code="bad-duration")
        if min(parts) < 0 < max(parts):
            raise InvalidError("a duration runs forwards or backwards, not both")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read ``P1Y2M3W4DT5H6M7.5S``, any part of it, or the same after a ``-``.

        Raises:
            ParseError: it is invalid, or has more than a million of a unit.
        """
        match = _DURATION.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            hint = "write one such as P30D, P2M or PT36H"
            problem = f"invalid duration {quote(text)}"
            raise ParseError(problem, hint, code="bad-duration")
        sign = -1 if match[1] else 1
        units = [int(part or 0) for part in match.groups()[1:8]]
        years, months, weeks, days, hours, minutes, seconds = units
        fraction = int((match[9] or "").ljust(6, "0"))
        clock = (hours * 3600 + minutes * 60 + seconds) * SECOND + fraction
        parts = years * 12 + months, weeks * 7 + days, clock
        try:
            return cls(*(sign * part for part in parts))
        except ParseError as error:
            problem = f"{quote(text)} is too long"
            raise ParseError(problem, error.hint, code=error.problems[0].code) from None

    def __neg__(self) -> Duration:
        return Duration(-self.months, -self.days, -self.microseconds)

    def __str__(self) -> str:
        sign = "-" if min(self.months, self.days, self.microseconds) < 0 else ""
        years, months = divmod(abs(self.months), 12)
        seconds, fraction = divmod(abs(self.microseconds), SECOND)
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        last = f"{seconds}.{fraction:06}".rstrip("0") if fraction else f"{seconds}"
        date = _units((years, "Y"), (months, "M"), (abs(self.days), "D"))
        clock = _units((hours, "H"), (minutes, "M"))
        if seconds or fraction:
            clock += f"{last}S"
        return f"{sign}P{date}{'T' if clock else ''}{clock}" if date or clock else "P0D"

    @property
    def longest(self) -> int:
        """The most microseconds it can take, whichever months it spans; signed."""
        days = self.days + (self.months * 31 if self.months > 0 else self.months * 28)
        return days * DAY + self.microseconds


def _units(*parts: tuple[int, str]) -> str:
    return "".join(f"{number}{unit}" for number, unit in parts if number)


@attrs.frozen
class Anchor:
    """A bound that another event, a source or a date sets.

    ``not-before:X`` starts when X has ended or later, ``not-after:X`` ends when X
    starts or earlier, ``during:X`` lies within X, and ``same-day:X`` starts on the
    calendar day on which X starts.

    On a treaty it counts from a legal date: the treaty lasts, its adoption does not.

    Attributes:
        kind: Which of the four.
        target: Id of an event or a source; for the first two also a date.
        point: Which end of the target counts, ``start`` or ``end``; empty for the
            one that the kind means by itself. Of a treaty ``adopted``, ``opened``,
            ``closed`` or ``in-force``.
        shift: How far from that end; needs *point*.

    >>> str(Anchor("not-before", "signing", "end", Duration(days=30)))
    'not-before:signing#end+P30D'
    """

    kind: Kind
    target: str
    point: Point = ""
    shift: Duration | None = None

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            hint = _TWO_WAYS if self.kind in _BARE else suggest(self.kind, KINDS)
            raise ParseError(f"unknown anchor {quote(self.kind)}", hint)
        if self.point not in get_args(Point):
            hint = f"write start or end; of a treaty {', '.join(LEGAL_POINTS)}"
            raise ParseError(f"unknown end {quote(self.point)}", hint)
        if self.shift is not None and not isinstance(self.shift, Duration):
            hint = 'write Duration.parse("P30D")'
            raise ParseError(f"invalid shift {quote(self.shift)}", hint)
        if self.shift is not None and not self.point:
            hint = f"write {self.kind}:{self.target}#end+{self.shift}"
            raise ParseError("a shift needs the end it counts from", hint)
        if self.kind not in _DATED and self.point:
            raise ParseError(f"{self.kind} takes no #{self.point}", "leave it out")
        self._check_target()

    def _check_target(self) -> None:
        if not self.target or not isinstance(self.target, str):
            raise ParseError(f"invalid id {quote(self.target)}", "name an event")
        if not self.is_date:
            try:
                as_id(self.target)
            except InvalidError as error:
                raise ParseError(error.message, error.hint, code=error.code) from None
        elif self.kind not in _DATED or self.point:
            problem = f"{quote(str(self))} anchors to a date"
            hint = "write the date itself, or not-before: or not-after: and the date"
            raise ParseError(problem, hint)

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read one anchor, such as ``not-before:signing#end+P30D``.

        Raises:
            ParseError: it cannot be read.
        """
        match = _ANCHOR.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            hint = f"write one of {', '.join(KINDS)}, a colon and an id"
            raise ParseError(f"invalid anchor {quote(text)}", hint, text=str(text))
        kind, target, point, sign, amount = match.groups("")
        shift = Duration.parse(amount) if amount else None
        if shift is not None and sign == "-":
            shift = -shift
        return cls(kind, target, point, shift)  # type: ignore[arg-type]

    @property
    def is_legal(self) -> bool:
        """Whether it counts from a legal date of a treaty."""
        return self.point in LEGAL_POINTS

    @property
    def is_date(self) -> bool:
        """Whether the target is a date and not an id."""
        return is_date(self.target)

    def __str__(self) -> str:
        point = f"#{self.point}" if self.point else ""
        shift = "" if self.shift is None else f"+{self.shift}".replace("+-", "-")
        return f"{self.kind}:{self.target}{point}{shift}"
