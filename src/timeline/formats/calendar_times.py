"""Times of a calendar: by the zones it names, and else by those it defines.

A zone that has a name of IANA, of Windows or of another program keeps that name; of one
that only the file defines, the offset at that time is kept. A time in a zone of which
nothing is known is kept as the clock shows it there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache

import attrs
from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from timeline.formats.calendar_parts import Part
from timeline.when.calendar import EPOCH
from timeline.when.timezones import offset_text, offsets, wall, zone_names

_MICROSECOND = timedelta(microseconds=1)
_ZONE_LINE = re.compile(
    r"BEGIN:(?!VTIMEZONE)|END:|DTSTART|TZOFFSET|RDATE|RRULE:(?=.*FREQ=YEARLY)",
    re.IGNORECASE,
)
_MOST = 400  # lines of a zone


@attrs.frozen
class Moment:
    """A day, or what a clock shows, with its offset and zone where they are known."""

    at: date
    offset: str = ""
    zone: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it has no time of the clock."""
        return not isinstance(self.at, datetime)

    @property
    def day(self) -> date:
        """The day that the clock shows."""
        return date(self.at.year, self.at.month, self.at.day)

    @property
    def bound(self) -> str:
        """It as a bound: a time if it is known where that is, else its day."""
        return str(self) if self.offset else self.at.isoformat()[:10]

    def __str__(self) -> str:
        zone = f"[{self.zone}]" if self.zone else ""
        return f"{self.at.isoformat()}{self.offset}{zone}"

    def later(self, length: timedelta) -> Moment:
        """Return the moment after *length*: days by the calendar, hours by the clock.

        So two hours from half past one are over at half past four if the clocks are
        set on meanwhile (RFC 5545, 3.3.6).

        >>> start = place(datetime(2025, 3, 30, 1, 30), "Europe/Paris")
        >>> str(start.later(timedelta(hours=2)))
        '2025-03-30T04:30:00+02:00[Europe/Paris]'
        """
        day = self.at + timedelta(length.days)
        rest = length - timedelta(length.days)
        if not isinstance(day, datetime):
            return Moment(day)
        if not self.zone:
            return Moment(day + rest, self.offset)
        tick = _tick(day) - offsets(_tick(day), self.zone)[0]
        return _at(tick + rest // _MICROSECOND, self.zone)


def place(at: date, zone: str) -> Moment:
    """Return a time of the clock in a zone or at an offset.

    A time that the clocks show twice is the first of the two, and one that they skip
    is read by the offset before (RFC 5545, 3.3.5).

    >>> str(place(datetime(2025, 11, 2, 1, 30), "America/New_York"))
    '2025-11-02T01:30:00-04:00[America/New_York]'
    """
    if not isinstance(at, datetime) or not zone:
        return Moment(at)
    if zone == "Z" or zone[0] in "+-":
        return Moment(at, zone)
    return _at(_tick(at) - offsets(_tick(at), zone)[0], zone)


def _tick(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def _at(tick: int, zone: str) -> Moment:
    shown = wall(tick, zone)
    return Moment(EPOCH + shown * _MICROSECOND, offset_text(shown - tick), zone)


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


def offset_by(zone: Part, at: datetime) -> str:
    """Return the offset at a time by the rules of a file; nothing if they are odd.

    Only yearly rules are followed: no zone has others, and they end soon.
    """
    lines = [line for line in zone.text if _ZONE_LINE.match(line)]
    text = "\n".join(["BEGIN:VTIMEZONE", "TZID:x", *lines[:_MOST], "END:VTIMEZONE", ""])
    try:
        found = tzical(io.StringIO(text)).get("x")
        offset = at.replace(tzinfo=found).utcoffset()
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return ""  # of a package that tells of hostile input in many ways
    return "" if offset is None else offset_text(offset // _MICROSECOND)
