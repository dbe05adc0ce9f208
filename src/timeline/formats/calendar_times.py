"""Times of a calendar, by the zones it names or defines, and of series in a window.

A zone that has a name of IANA, of Windows or of another program keeps that name; of one
that only the file defines, the offset at that time is kept. A time in a zone of which
nothing is known is kept as the clock shows it there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from icalendar import Calendar
from icalendar.prop import vBroken
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from timeline.errors import InvalidError
from timeline.text import clean, quote
from timeline.when.calendar import EPOCH
from timeline.when.datetimes import as_date_text
from timeline.when.timezones import clocks_of, offset_text, zone_names
from timeline.when.when import When

Component = Any  # icalendar.Component, whose values are of one of 30 types

_MICROSECOND = timedelta(microseconds=1)
_ZONE_LINE = re.compile(
    r"BEGIN:(?!VTIMEZONE)|END:|DTSTART|TZOFFSET|RDATE|RRULE:(?=.*FREQ=YEARLY)",
    re.IGNORECASE,
)
_MOST = 400  # lines of a zone
_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_SELDOM = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"})  # hours to search for ever
_STEP = timedelta(days=366)  # so that 10,000 times need not be made to count 10
# Of packages that tell of hostile input in many ways.
FAILURES = (
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    OSError,
)


def later(at: date, length: timedelta) -> date:
    """Return the time after *length*: days by the calendar, hours by the clock.

    So two hours from half past one are over at half past four if the clocks are set on
    meanwhile (RFC 5545, 3.3.6).

    >>> start = place(datetime(2025, 3, 30, 1, 30), "Europe/Paris")
    >>> str(later(start, timedelta(hours=2)))
    '2025-03-30 04:30:00+02:00'
    """
    day, rest = at + timedelta(length.days), length - timedelta(length.days)
    if not isinstance(day, datetime) or day.tzinfo is None:
        return day + rest
    return (day.astimezone(UTC) + rest).astimezone(day.tzinfo)


def place(at: datetime, zone: str) -> datetime:
    """Return a time of the clock in a zone or at an offset.

    A time that the clocks show twice is the first of the two, and one that they skip
    is read by the offset before (RFC 5545, 3.3.5).

    >>> str(place(datetime(2025, 3, 30, 2, 30), "Europe/Paris"))
    '2025-03-30 03:30:00+02:00'
    """
    clocks = clocks_of(zone) if zone else None
    placed = at.replace(tzinfo=clocks)
    with suppress(OverflowError):  # in the year 1 or 9999
        return placed.astimezone(UTC).astimezone(clocks) if clocks else placed
    return placed


def text_of(at: date) -> str:
    """Return a time as `When.parse` reads it, also one of which no zone is known."""
    return as_date_text(at, "")


def bound_of(at: date) -> str:
    """Return a time as a bound, or its day if it is not known where that is."""
    is_known = isinstance(at, datetime) and at.tzinfo is not None
    return text_of(at) if is_known else at.isoformat()[:10]


@cache  # constants of two packages
def _names() -> Mapping[str, str]:
    """Return the names of zones in lower case, those of Windows among them."""
    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return windows | {name.lower(): name for name in zone_names()}


def zone_named(name: str) -> str:
    """Return the zone of IANA that a calendar means, or nothing.

    >>> zone_named("W. Europe Standard Time"), zone_named("US-Eastern")
    ('Europe/Berlin', 'US/Eastern')
    >>> zone_named("/softwarestudio.org/Tzfile/America/Chicago")
    'America/Chicago'
    """
    for text in _spellings(name.strip().strip('"').lower()):
        if zone := _names().get(text):
            return "Z" if zone == "UTC" else zone
    return ""


def _spellings(name: str) -> Iterator[str]:
    """Yield a name, as other programs write it, and what is left of its path."""
    yield name
    yield name.replace("-", "/", 1)
    yield name.replace(" ", "_")
    steps = name.strip("/").split("/")
    for start in range(1, len(steps) - 1):  # a last step alone would be a guess
        yield "/".join(steps[start:])


def offset_by(zone: Iterable[str], at: datetime) -> str:
    """Return the offset at a time by the rules of a file; nothing if they are odd.

    Only yearly rules are followed: no zone has others, and they end soon.
    """
    lines = islice(filter(_ZONE_LINE.match, zone), _MOST)
    text = "\n".join(["BEGIN:VTIMEZONE", "TZID:x", *lines, "END:VTIMEZONE", ""])
    try:
        found = tzical(io.StringIO(text)).get("x")
        offset = at.replace(tzinfo=found).utcoffset()
    except FAILURES:
        return ""
    return "" if offset is None else offset_text(offset // _MICROSECOND)


def values_of(component: Component, name: str) -> list[Any]:
    """Return all values of a property."""
    value: Any = component.get(name, [])
    return value if isinstance(value, list) else [value]


def rules_of(first: Component) -> list[str]:
    """Return the rules of an event as a file has them: ``FREQ=WEEKLY;COUNT=4``."""
    rules = values_of(first, "RRULE")
    return [rule.to_ical().decode() for rule in rules if not isinstance(rule, vBroken)]


def problem_of(rules: Iterable[str]) -> str:
    """Return why rules are not followed, or nothing.

    >>> problem_of(["FREQ=WEEKLY"]), problem_of(["FREQ=SECONDLY"])
    ('', 'more often than every hour')
    """
    for rule in rules:
        parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
        often = parts.get("FREQ")
        if often in _TOO_OFTEN or (often == "HOURLY" and _SELDOM & parts.keys()):
            return "more often than every hour"
        if not parts.get("INTERVAL", "1").strip("0+-"):
            return "at an interval of nothing"
    return ""


def earliest_day(first: Component) -> date:
    """Return the first day on which an event may be, by its start and its RDATEs."""
    dates = [
        each.dt[0] if isinstance(each.dt, tuple) else each.dt  # a period, or a time
        for values in values_of(first, "RDATE")
        if not isinstance(values, vBroken)
        for each in values.dts
    ]
    days = [first["DTSTART"].dt, *(day for day in dates if isinstance(day, date))]
    return min(_naive(day).date() for day in days)


def names_start(first: Component) -> bool:
    """Return whether the rules of an event name the time at which it begins.

    What a rule means that does not is undefined (RFC 5545, 3.8.5.3).

    Raises:
        InvalidError: a rule cannot be followed, or never comes true.
    """
    rules, start = rules_of(first), _naive(first["DTSTART"].dt)
    try:
        dates = [rrulestr(rule, dtstart=start, ignoretz=True) for rule in rules]
        named = [next(iter(each), None) for each in dates]
    except FAILURES as error:
        raise _refusal(error) from error
    if rules and not any(named):
        raise InvalidError("its rule never matches")
    return not rules or start in named


def moves_later_times(other: Component) -> bool:
    """Return whether one time of a series stands for all later ones too."""
    return "RANGE" in getattr(other.get("RECURRENCE-ID"), "params", ())


def times_within(
    first: Component, others: Sequence[Component], window: tuple[datetime, datetime]
) -> Iterator[Component]:
    """Yield the times of an event by its clock; those replaced by *others*, as these.

    Raises:
        InvalidError: its rule cannot be followed.
    """
    calendar = Calendar()
    calendar.subcomponents = [first, *others]
    start, end = max(window[0], _naive(first["DTSTART"].dt) - _STEP), window[1]
    try:
        shifts = {
            other["RECURRENCE-ID"].dt: other["DTSTART"].dt - other["RECURRENCE-ID"].dt
            for other in others
            if moves_later_times(other)
        }
        query = recurring_ical_events.of(calendar)
        while start < end:
            stop = min(start + _STEP, end)
            for time in query.between(start, stop):
                if start <= _naive(time["DTSTART"].dt) < stop:
                    yield _with_zone(_with_own_time(time, shifts), first)
            start = stop
    except FAILURES as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> InvalidError:
    """Return the error for those of packages that tell of bad rules in many ways."""
    return InvalidError(f"its rule cannot be followed: {clean(str(error))[:100]}")


def _with_own_time(time: Component, shifts: Mapping[date, timedelta]) -> Component:
    """Return one time of a series that goes by the time that the rule gives it.

    Those moved along with an earlier one come with the RECURRENCE-ID of that.
    """
    moved = time.pop("RECURRENCE-ID").dt
    shift = shifts.get(moved)
    time.add("RECURRENCE-ID", moved if shift is None else time["DTSTART"].dt - shift)
    return time


def _with_zone(time: Component, first: Component) -> Component:
    """Return one time of a series in the zone that its first one names."""
    for name in ("DTSTART", "DTEND", "DUE"):
        if name in time and name in first and (zone := first[name].params.get("TZID")):
            time[name].params.setdefault("TZID", zone)
    return time


def _naive(at: date) -> datetime:
    if isinstance(at, datetime):
        return at.replace(tzinfo=None)
    return datetime.combine(at, datetime.min.time())


def window_of(window: When) -> tuple[datetime, datetime]:
    """Return the first time of a window and the first one after it.

    Raises:
        InvalidError: the window has no beginning or no end, or not within the years 1
            to 9999.
    """
    first, last = window.start_earliest, window.end_latest
    with suppress(OverflowError):
        if first is not None and last is not None:
            return EPOCH + first * _MICROSECOND, EPOCH + last * _MICROSECOND
    problem = f"{quote(str(window))} does not begin or does not end"
    hint = 'write both within the years 1 to 9999: "2025-01/2025-06"'
    raise InvalidError(problem, hint, ("window",))
