"""iCalendar in: what other programs' calendars say, and our own exports exactly.

The package ``icalendar`` reads the lines. Of a repeating event only the first is read.
Zones are taken by their names and never from the file, so that no file can say what
time it is in Paris.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from timeline.errors import (
    InvalidError,
    MissingExtraError,
    ParseError,
    Problem,
    UnknownZoneError,
)
from timeline.formats.calendar_write import dates, limits
from timeline.formats.export import iso
from timeline.formats.reader import Loading, decoded
from timeline.records import strictjson
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.text import clean, listing, quote
from timeline.when.anchors import as_id
from timeline.when.calendar import EPOCH
from timeline.when.timezones import as_zone, first_instant, offset_text, wall
from timeline.when.when import When

try:
    from icalendar import Calendar, Component
    from icalendar.prop import vBroken, vUnknown
except ImportError as error:
    raise MissingExtraError(
        "calendars are read by a package that is not installed",
        'run: pip install "diplomatic-timeline[ics]"',
    ) from error

Plain = dict[str, Any]


class Value(Protocol):
    """A value of icalendar; one that cannot be read is a vBroken."""

    params: Mapping[str, str]

    def to_ical(self) -> bytes | str:
        """Return the value as a file has it."""


_CUT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n[ \t])([\x80-\xbf]+)")
_PASSED_OVER = re.compile(
    r"^BEGIN:(VTIMEZONE|VALARM)\b.*?^END:\1[^\n]*\n",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FAILURES = (ValueError, KeyError, IndexError, AttributeError, TypeError, OSError)
_STATUS: Mapping[str, Mapping[str, str]] = {
    "VEVENT": {"TENTATIVE": "expected", "CANCELLED": "cancelled"},
    "VTODO": {
        "NEEDS-ACTION": "expected",
        "IN-PROCESS": "under_way",
        "COMPLETED": "occurred",
        "CANCELLED": "cancelled",
    },
}
_REPEATS = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE"})
_READ = frozenset(
    {"UID", "SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "STATUS", "DESCRIPTION"}
    | {"LOCATION", "CATEGORIES", "ORGANIZER", "ATTENDEE", "RELATED-TO"}
    | {"RECURRENCE-ID"}
)
_HOUSEKEEPING = frozenset(  # of programs; no reader misses it
    {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY"}
    | {"COMPLETED", "PERCENT-COMPLETE", "METHOD"}
)


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a calendar, as far as it can be read."""
    loading = Loading(path, kinds)
    if isinstance(data, bytes):  # a character that is folded goes before the fold
        data = _CUT.sub(rb"\1\3\2", data.removeprefix(codecs.BOM_UTF8))
    text = "\n".join(line for _, line in decoded(loading, data))
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        hint = "it begins with BEGIN:VCALENDAR"
        loading.note(Problem("no-header", "this is not a calendar", hint=hint), 1)
        return loading
    try:
        calendars = Calendar.from_ical(_PASSED_OVER.sub("", f"{text}\n"), multiple=True)
    except _FAILURES as error:  # of a package that tells of hostile input in many ways
        loading.note(Problem("bad-calendar", clean(str(error))[:200]))
        return loading
    if not calendars:
        loading.note(Problem("bad-calendar", "VCALENDAR is not closed"))
    for calendar in calendars:
        _read_head(loading, calendar)
        for part in calendar.subcomponents:
            sort = str(part.name)
            if sort in _STATUS:
                _read_component(loading, sort, part)
            else:
                _note_not_read(loading, (), [sort])
    return loading


def _values(component: Component, name: str) -> list[Value]:
    """Return all values of a property."""
    value: Any = component.get(name, [])
    return value if isinstance(value, list) else [value]


def _text(component: Component, name: str) -> str:
    """Return the first value of a property as a text, or nothing."""
    values = _values(component, name)
    return _unescaped(values[0]) if values else ""


def _unescaped(value: object) -> str:
    """Return a value as a text; the package leaves those of X- names as written."""
    if not isinstance(value, vUnknown):
        return str(value)
    return _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)


def _read_head(loading: Loading, calendar: Component) -> None:
    """Read what the calendar says of itself."""
    loading.title = _text(calendar, "NAME") or _text(calendar, "X-WR-CALNAME")
    loading.partial = "X-TIMELINE-PARTIAL" in calendar
    if zone := _text(calendar, "X-WR-TIMEZONE"):
        try:
            loading.tz = as_zone(zone)
        except UnknownZoneError as error:
            loading.fail(error.inside("tz"))
    for source in _values(calendar, "X-TIMELINE-SOURCE"):
        if data := _json(loading, _unescaped(source)):
            loading.add(data | {"kind": "source"}, None)


def _json(loading: Loading, text: str, *path: str) -> Plain:
    """Return the fields that one of our own properties holds."""
    try:
        data = strictjson.decode(text)
    except ParseError as error:
        loading.fail(error, None, *path)
        return {}
    if type(data) is not dict:
        problem = f"{quote(data)} is not an object"
        loading.note(Problem("wrong-type", problem, path))
        return {}
    return data


def _read_component(loading: Loading, sort: str, component: Component) -> None:
    """Read one event or to-do."""
    id_, kind = _id(component), _text(component, "X-TIMELINE-KIND")
    data: Plain = {"kind": kind or "event"}
    if exact := _text(component, "X-TIMELINE-DATA"):
        data |= _json(loading, exact, id_)
    data["id"] = id_
    for name, field in (("SUMMARY", "title"), ("LOCATION", "place")):
        text = _text(component, name)
        if text.strip() or (kind and text):
            data.setdefault(field, text)
    data.setdefault("title", id_)
    lists = _values(component, "CATEGORIES")
    topics = [str(topic) for values in lists for topic in getattr(values, "cats", ())]
    if topics:
        kept = [topic.strip() for topic in topics if topic.strip()]
        data.setdefault("topics", topics if kind else kept)
    if kind:
        _read_exact(loading, data, component)
    else:
        _read_foreign(data, sort, component)
    try:
        if when := _when(loading, data, sort, component):
            data["when"] = when
    except InvalidError as error:
        loading.fail(error.inside(id_, "when"))
        loading.broken[id_] = Event(id="unread", title="unread")
        return
    loading.add(data, None)
    names = [name for name in component if not name.startswith("X-")]
    if _REPEATS.intersection(names):
        problem = "it repeats, and only the first time was read"
        loading.note(Problem("not-read", problem, (id_,), severity="warning"))
    rest = [n for n in names if n not in _READ | _HOUSEKEEPING | _REPEATS]
    _note_not_read(loading, (id_,), rest)


def _note_not_read(
    loading: Loading, where: tuple[str, ...], names: Iterable[str]
) -> None:
    if words := [clean(name[:40]) for name in names]:
        problem = f"not read: {listing(words, 'and')}"
        loading.note(Problem("not-read", problem, where, severity="warning"))


def _read_exact(loading: Loading, data: Plain, component: Component) -> None:
    """Read what our own export says in its own words."""
    if status := _text(component, "X-TIMELINE-STATUS"):
        data.setdefault("status", status)
    if words := _text(component, "X-TIMELINE-WHEN-TEXT"):
        try:
            data["when_text"] = strictjson.decode(words)
        except ParseError as error:
            loading.fail(error, None, data["id"], "when_text")


def _read_foreign(data: Plain, sort: str, component: Component) -> None:
    """Read what other programs say that we have a field for."""
    if status := _text(component, "STATUS"):
        data["status"] = _STATUS[sort].get(status.upper())
    if (note := _text(component, "DESCRIPTION")).strip():
        data["note"] = note
    people = [
        {"name": name, **role}
        for property_, role in (("ORGANIZER", {"role": "organizer"}), ("ATTENDEE", {}))
        for value in _values(component, property_)
        if (name := str(value.params.get("CN", "")).strip()) and "@" not in name
    ]
    if people:
        data["participants"] = people


def _id(component: Component) -> str:
    """Return an id made of the UID, or of a digest if that cannot be one."""
    text = _text(component, "UID")
    if "X-TIMELINE-KIND" in component:
        text = text.rpartition("@")[0] or text
    if "RECURRENCE-ID" in component:
        text = f"{text}/{_written(component, 'RECURRENCE-ID')}"
    try:
        return as_id(text)
    except InvalidError:
        if not text:
            text = repr([(name, _written(component, name)) for name in component])
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        return f"ics-{digest[:16]}"


def _written(component: Component, name: str) -> str:
    """Return the first value of a property as a file has it."""
    return _raw(_values(component, name)[0])


def _raw(value: Value) -> str:
    """Return a value as a file has it; some are texts, and some bytes."""
    try:
        raw = value.to_ical()
    except _FAILURES:
        return "a broken value"
    return raw.decode() if isinstance(raw, bytes) else raw


def _when(loading: Loading, data: Plain, sort: str, component: Component) -> str:
    """Return when it is: exactly, unless another program has moved it since."""
    if exact := _text(component, "X-TIMELINE-WHEN"):
        when = When.parse(exact)
        for tz in (data.get("tz"), loading.tz):
            when = when.placed(tz) if isinstance(tz, str) else when
        lines = limits(when) if sort == "VTODO" else dates(when) or ()
        ours = {re.split("[;:]", line)[0]: line.rpartition(":")[2] for line in lines}
        names = ("DTSTART", "DTEND", "DUE")
        if ours == {n: _written(component, n) for n in names if n in component}:
            return exact
    start, end, due = (
        _values(component, name)[:1] for name in ("DTSTART", "DTEND", "DUE")
    )
    if sort == "VTODO":
        bounds = [f"not-before:{_bound(value)}" for value in start]
        return " ".join([*bounds, *(f"not-after:{_bound(value)}" for value in due)])
    first = _time(start[0]) if start else ""
    if end:
        return _span(first, _time(end[0]))
    if length := _values(component, "DURATION"):
        return _lasting(first, length[0])
    return first


def _bound(value: Value) -> str:
    """Return a time if it is known where on Earth that is, else its day."""
    text = _time(value)
    return text if text.endswith(("Z", "]")) else text[:10]


def _time(value: Value) -> str:
    """Return a date or a time as we write it."""
    moment = _plain(value)
    if not isinstance(moment, date):
        problem = f"{quote(_raw(value))} is not a date of a calendar"
        raise ParseError(problem, "write 20250317T163000Z", code="bad-date")
    if not isinstance(moment, datetime):
        return moment.isoformat()
    text = moment.replace(tzinfo=None).isoformat()
    zone = getattr(moment.tzinfo, "key", None) or value.params.get("TZID")
    if zone == "UTC":
        return f"{text}Z"
    return f"{text}[{as_zone(zone)}]" if zone else text


def _plain(value: object) -> object:
    """Return the date, time or length that a value is; None if it is broken."""
    return None if isinstance(value, vBroken) else getattr(value, "dt", None)


def _span(start: str, end: str) -> str:
    """Return a span; the end of whole days is the day after the last."""
    if start and ("T" in start) != ("T" in end):
        raise ParseError(
            f"{quote(start)} and {quote(end)} are a day and a time",
            "give DTSTART and DTEND both an hour, or neither",
            code="bad-date",
        )
    last = end if "T" in end or end == start else str(_later(end, -1).date())
    return start if last == start else f"{start}/{last}"


def _lasting(start: str, value: Value) -> str:
    """Return a span of a certain length: days by the calendar, hours by the clock.

    So two hours from one o'clock are over at four if the clocks are set on meanwhile.
    """
    length = _plain(value)
    if not isinstance(length, timedelta):
        problem = f"{quote(_raw(value))} is not a length"
        hint = "write weeks, days, hours, minutes and seconds: P1DT2H"
        raise ParseError(problem, hint, code="bad-duration")
    if not length:
        return start
    clock, _, zone = start.removesuffix("]").partition("[")
    hours = timedelta(seconds=length.seconds)
    last = _later(clock.removesuffix("Z"), length.days, timedelta() if zone else hours)
    if "T" not in start:
        return _span(start, f"{last.date()}")
    if zone:
        wall_tick = (last - EPOCH) // timedelta(microseconds=1)
        tick = first_instant(wall_tick, zone) + hours // timedelta(microseconds=1)
        shown = wall(tick, zone)
        return _span(start, f"{iso(shown)}{offset_text(shown - tick)}[{zone}]")
    return _span(start, f"{last.isoformat()}{'Z' if clock.endswith('Z') else ''}")


def _later(text: str, days: int, hours: timedelta = timedelta()) -> datetime:
    try:
        return datetime.fromisoformat(text) + timedelta(days) + hours
    except (ValueError, OverflowError):
        raise ParseError(f"{quote(text)} is not a day", code="bad-date") from None
