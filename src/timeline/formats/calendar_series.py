"""The times of a repeating event of a calendar within a window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar
from icalendar.prop import vBroken

from timeline.errors import InvalidError
from timeline.text import clean, quote
from timeline.when.calendar import EPOCH
from timeline.when.when import When

Component = Any  # icalendar.Component, whose values are of one of 30 types

_TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY"})
_SELDOM = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"})  # hours to search for ever
_STEP = timedelta(days=366)  # so that 10,000 times need not be made to count 10
_FAILURES = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)


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
        named = [
            next(iter(rrulestr(rule, dtstart=start, ignoretz=True)), None)
            for rule in rules
        ]
    except _FAILURES as error:
        raise _refusal(error) from error
    if rules and not any(named):
        raise InvalidError("its rule never comes true")
    return not rules or start in named


def exclude_start(first: Component) -> None:
    """Leave out the time at which an event begins, as an EXDATE does."""
    first.add("EXDATE", first["DTSTART"].dt)


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
    except _FAILURES as error:
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
    try:
        if first is not None and last is not None:
            microsecond = timedelta(microseconds=1)
            return EPOCH + first * microsecond, EPOCH + last * microsecond
    except OverflowError:
        pass
    problem = f"{quote(str(window))} does not begin or does not end"
    hint = 'write both within the years 1 to 9999: "2025-01/2025-06"'
    raise InvalidError(problem, hint, ("window",))
