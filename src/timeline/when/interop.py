"""Times as users and files give them: days, links to events, clocks of older rules."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.text import quote
from timeline.when.anchors import Anchor, Kind
from timeline.when.calendar import Day
from timeline.when.datetimes import as_date_text
from timeline.when.edtf import Precision
from timeline.when.parser import Zones
from timeline.when.when import When

DayLike = date | str | When | Day

_RULE_CODES = ("zone-rule-changed", "nonexistent-time")
_OFFSET_AND_ZONE = re.compile(r"(Z|[+-][0-9:]{5,8})\[([A-Za-z0-9_+/-]+)\]")


def as_day(value: object, name: str = "on") -> Day:
    """Return the one calendar day that *value* is.

    Args:
        value: A date, an aware datetime (its day as written), a `Day`, or a `When` or
            text that is one plain day, with or without a zone.
        name: Name of the argument, for the error.

    Raises:
        InvalidError: it is anything else: a month, a clock time, a naive datetime.

    >>> as_day("2025-03-17[Asia/Tokyo]")
    Day(year=2025, month=3, day=17)
    >>> as_day("2025-03")
    Traceback (most recent call last):
    timeline.errors.InvalidError: on: "2025-03" is not one day; write YYYY-MM-DD
    """
    day: Day | None = None
    with suppress(InvalidError):
        if isinstance(value, date | str | When | Day):
            # Of a datetime the day, if it knows whose day it is.
            text = as_date_text(value)[:10] if isinstance(value, date) else str(value)
            day = _day_of(value if isinstance(value, When) else When.parse(text))
    if day is None:
        shown = str(value) if isinstance(value, date | When | Day) else value
        message = f"{quote(shown)} is not one day"
        raise InvalidError(message, "write YYYY-MM-DD", (name,))
    return day


def _day_of(when: When) -> Day | None:
    """Return the day of a date that is one full day, without marks or anchors."""
    value, first, last = when.value, when.first_calendar_day, when.last_calendar_day
    is_exact = value.start.precision is Precision.DAY is value.end.precision
    if not is_exact or value.marks or value.has_gaps or when.anchors or first != last:
        return None
    return first


def _anchored(kind: Kind, target: object) -> When:
    """Return a When with one anchor; a target may be a record, which has an id."""
    if isinstance(target, date):
        target = as_date_text(target)
    name = target if isinstance(target, str) else getattr(target, "id", None)
    if not isinstance(name, str):
        raise ParseError(f"invalid id {quote(target)}", "write an id or pass the event")
    return When.parse(str(Anchor.parse(f"{kind}:{name}")))


def not_before(target: object) -> When:
    """Return a When that starts when *target* is over, or later.

    Args:
        target: An event or its id, with ``#start`` or ``#end`` and a shift if need be,
            a source or its id, or a date, which counts from its first instant.

    >>> not_before("signing#end+P30D")
    When.parse('not-before:signing#end+P30D')
    """
    return _anchored("not-before", target)


def not_after(target: object) -> When:
    """Return a When that is over when *target* starts, or earlier.

    Args:
        target: As for `not_before`; a date counts up to its last instant.

    >>> not_after("2025-06").last_day
    Date(2025, 6, 30)
    """
    return _anchored("not-after", target)


def during(target: object) -> When:
    """Return a When that lies within *target*, an event or its id.

    >>> str(during("carney-europe-visit"))
    'during:carney-europe-visit'
    """
    return _anchored("during", target)


def same_day(target: object) -> When:
    """Return a When that starts on the calendar day on which *target* starts.

    >>> str(same_day("carney-macron-elysee") & not_before("carney-macron-elysee"))
    'same-day:carney-macron-elysee not-before:carney-macron-elysee'
    """
    return _anchored("same-day", target)


def read_saved(text: str, *, ahead: bool) -> When:
    """Read a text from a file, even if its zone has other rules by now.

    The value keeps its text, to be written back as it was.

    Args:
        text: What `When.parse` reads.
        ahead: Whether it is of something yet to come, whose wall time counts; of all
            else the offset does. It does too where the clocks now skip that wall time,
            or show it twice.

    Raises:
        ParseError: it cannot be read for another reason.

    >>> old = "2030-07-01T09:00+05:00[Europe/Paris]"
    >>> str(read_saved(old, ahead=True).earliest)
    '2030-07-01 09:00:00+02:00'
    >>> str(read_saved(old, ahead=False).earliest)
    '2030-07-01 06:00:00+02:00'
    >>> str(read_saved(old, ahead=True)) == old
    True
    """
    # Governments change the clocks at short notice. If a zone has another offset by now
    # than the text says, either the wall time or the instant no longer holds. Of what
    # is yet to come people mean the wall time, of what has been the instant (the
    # inconsistency that RFC 9557, 3.4, leaves to the application).
    try:
        return When.parse(text)
    except ParseError as error:
        both = _OFFSET_AND_ZONE.findall(text)
        if error.problems[0].code not in _RULE_CODES or not both:
            raise
    when = When.parse(_OFFSET_AND_ZONE.sub(r"\1", text))
    if ahead:
        with suppress(InvalidError):  # the clocks skip or repeat that wall time by now
            when = When.parse(_OFFSET_AND_ZONE.sub(r"[\2]", text))
    dated = next(piece for piece in text.split(" ") if _OFFSET_AND_ZONE.search(piece))
    value = when.value._replace(text=dated)
    return attrs.evolve(when, value=value, zone=Zones(both[0][1], both[-1][1]))


def is_rule_changed(when: When) -> bool:
    """Return whether the offset in a value differs from the one that its zone has then.

    >>> is_rule_changed(read_saved("2030-07-01T09:00+05:00[Europe/Paris]", ahead=True))
    True
    """
    return when.text != when.value.canonical
