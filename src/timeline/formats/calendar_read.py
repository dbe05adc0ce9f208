"""iCalendar in: what other programs' calendars say, and our own exports exactly.

Of a repeating event only the first is read. Zones are taken by their names and never
from the file, so that no file can say what time it is in Paris.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from timeline.errors import InvalidError, ParseError, Problem, UnknownZoneError
from timeline.formats import strictjson
from timeline.formats.calendar_write import dates, limits
from timeline.formats.export import iso
from timeline.formats.reader import Loading, decoded
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.text import clean, listing, quote
from timeline.when.anchors import Duration, as_id
from timeline.when.calendar import EPOCH
from timeline.when.timezones import as_zone, first_instant, offset_text, wall
from timeline.when.when import When

__all__ = ["read"]

Plain = dict[str, Any]

_LINE = re.compile(
    r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\":;])*)*):(.*)", re.DOTALL
)
_PARAMETER = re.compile(r";([A-Za-z0-9-]+)=(\"[^\"]*\"|[^\":;]*)")
_TIME = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?"
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CUT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n[ \t])([\x80-\xbf]+)")
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_STATUS: Mapping[str, Mapping[str, str]] = {
    "VEVENT": {"TENTATIVE": "expected", "CANCELLED": "cancelled"},
    "VTODO": {
        "NEEDS-ACTION": "expected",
        "IN-PROCESS": "under_way",
        "COMPLETED": "occurred",
        "CANCELLED": "cancelled",
    },
}
_READ = frozenset(
    {
        "UID",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DUE",
        "DURATION",
        "STATUS",
        "DESCRIPTION",
        "LOCATION",
        "CATEGORIES",
        "ORGANIZER",
        "ATTENDEE",
        "RELATED-TO",
        "RECURRENCE-ID",
    }
)
_HOUSEKEEPING = frozenset(
    {
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "TRANSP",
        "CLASS",
        "PRIORITY",
        "COMPLETED",
        "PERCENT-COMPLETE",
        "METHOD",
    }
)
_REPEATS = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE"})


@attrs.frozen
class _Property:
    """One line of a calendar."""

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value as a TEXT."""
        return _unescaped(self.value)


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a calendar, as far as it can be read."""
    loading = Loading(path, kinds)
    found = list(_properties(loading, data))
    if not found or (found[0].name, found[0].value.upper()) != ("BEGIN", "VCALENDAR"):
        problem = "this is no calendar"
        hint = "it begins with BEGIN:VCALENDAR"
        loading.note(Problem("no-header", problem, hint=hint), 1)
        return loading
    open_: list[str] = []
    inside: list[_Property] = []
    for each in found:
        if each.name == "BEGIN":
            open_.append(each.value.upper())
            inside = [each] if open_[-1] in _STATUS else inside
        elif each.name == "END":
            if not open_ or open_.pop() != each.value.upper():
                problem = f"END:{clean(each.value[:40])} ends nothing that is open"
                loading.note(Problem("bad-calendar", problem), each.line)
                return loading
            _ended(loading, each, inside, is_outer=open_ == ["VCALENDAR"])
        elif open_ == ["VCALENDAR"]:
            _head(loading, each)
        elif open_ and open_[-1] in _STATUS:
            inside.append(each)
    if open_:
        problem = f"{open_[-1][:40]} is not closed"
        loading.note(Problem("bad-calendar", clean(problem)), found[-1].line)
    return loading


def _ended(
    loading: Loading, end: _Property, inside: list[_Property], *, is_outer: bool
) -> None:
    """Read the component that ends here, or tell that it is not read."""
    sort = end.value.upper()
    if sort in _STATUS:
        _component(loading, sort, inside)
    elif is_outer and sort != "VTIMEZONE":
        problem = f"not read: {clean(sort[:40])}"
        loading.note(Problem("not-read", problem, severity="warning"), end.line)


def _properties(loading: Loading, data: bytes | str) -> Iterator[_Property]:
    """Yield the lines, unfolded and parted."""
    lines: list[tuple[int, list[str]]] = []
    if isinstance(data, bytes):
        data = _CUT.sub(rb"\1\3\2", data)  # a character that is folded goes before
    for number, line in decoded(loading, data):
        line = line.removesuffix("\r")  # noqa: PLW2901  (as it should have been)
        if line[:1] in {" ", "\t"} and lines:
            lines[-1][1].append(line[1:])
        elif line:
            lines.append((number, [line]))
    for number, pieces in lines:
        if found := _property("".join(pieces), number):
            yield found
        else:
            problem = f"{quote(pieces[0])} is no line of a calendar"
            loading.note(Problem("bad-calendar", problem), number)


def _property(text: str, line: int) -> _Property | None:
    match = _LINE.fullmatch(text)
    if match is None:
        return None
    found = _PARAMETER.findall(match[2])
    parameters = {name.upper(): value.strip('"') for name, value in found}
    return _Property(match[1].upper(), parameters, match[3], line)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _head(loading: Loading, line: _Property) -> None:
    """Take what the calendar says of itself."""
    if line.name in {"NAME", "X-WR-CALNAME"}:
        loading.title = loading.title or line.text
    elif line.name == "X-TIMELINE-PARTIAL":
        loading.partial = True
    elif line.name == "X-WR-TIMEZONE":
        try:
            loading.tz = as_zone(line.value)
        except UnknownZoneError as error:
            loading.fail(error.inside("tz"), line.line)
    elif line.name == "X-TIMELINE-SOURCE":
        loading.add(_data(loading, line) | {"kind": "source"}, line.line)


def _data(loading: Loading, line: _Property | None) -> Plain:
    """Return the fields that one of our own lines holds."""
    if line is None:
        return {}
    try:
        found = strictjson.decode(line.text)
    except ParseError as error:
        loading.fail(error, line.line)
        return {}
    if type(found) is not dict:
        problem = f"{quote(found)} is no object"
        loading.note(Problem("wrong-type", problem), line.line)
        return {}
    return found


def _component(loading: Loading, sort: str, lines: list[_Property]) -> None:
    """Read one event or to-do."""
    first, found = lines[0].line, {line.name: line for line in reversed(lines)}
    data = _data(loading, found.get("X-TIMELINE-DATA"))
    ours = found.get("X-TIMELINE-KIND")
    data = {"kind": ours.text if ours else "event", **data, "id": _id(found)}
    for name, field in (("SUMMARY", "title"), ("LOCATION", "place")):
        line = found.get(name)
        if line and (line.text.strip() or (ours and line.text)):
            data.setdefault(field, line.text)
    data.setdefault("title", data["id"])
    if topics := found.get("CATEGORIES"):
        parts = _COMMA.sub(r"\1\0", topics.value).split("\0")
        read = [_unescaped(part) for part in parts]
        if not ours:
            read = [topic for each in read if (topic := each.strip())]
        data.setdefault("topics", read)
    if ours:
        _take_exact(loading, data, found)
    else:
        _take_foreign(data, sort, lines, found)
    try:
        if when := _when(loading, data, sort, found):
            data["when"] = when
    except InvalidError as error:
        loading.fail(error.inside(str(data["id"]), "when"), first)
        loading.broken[data["id"]] = Event(id="unread", title="unread")
        return
    loading.add(data, first)
    _note_unread(loading, data["id"], lines)


def _take_exact(loading: Loading, data: Plain, found: Mapping[str, _Property]) -> None:
    """Take what our own export says in its own words."""
    if status := found.get("X-TIMELINE-STATUS"):
        data.setdefault("status", status.text)
    if words := found.get("X-TIMELINE-WHEN-TEXT"):
        try:
            data["when_text"] = strictjson.decode(words.text)
        except ParseError as error:
            loading.fail(error, words.line)


def _take_foreign(
    data: Plain, sort: str, lines: list[_Property], found: Mapping[str, _Property]
) -> None:
    """Take what other programs say that we have a field for."""
    if status := found.get("STATUS"):
        data["status"] = _STATUS[sort].get(status.value.upper())
    if (note := found.get("DESCRIPTION")) and note.text.strip():
        data["note"] = note.text
    people = []
    for line in lines:
        name = line.parameters.get("CN", "").strip()
        if line.name in {"ORGANIZER", "ATTENDEE"} and name and "@" not in name:
            role = {"role": "organizer"} if line.name == "ORGANIZER" else {}
            people.append({"name": name, **role})
    if people:
        data["participants"] = people


def _id(found: Mapping[str, _Property]) -> str:
    """Return an id made of the UID, or of its digest if it can be none."""
    line = found.get("UID")
    text = line.text if line else ""
    if "X-TIMELINE-KIND" in found:
        text = text.rpartition("@")[0] or text
    if again := found.get("RECURRENCE-ID"):
        text = f"{text}/{again.value}"
    try:
        return as_id(text)
    except InvalidError:
        if not text:
            text = repr(sorted((name, line.value) for name, line in found.items()))
        data = text.encode("utf-8", "replace")
        return f"ics-{hashlib.sha256(data).hexdigest()[:16]}"


def _when(
    loading: Loading, data: Plain, sort: str, found: Mapping[str, _Property]
) -> str:
    """Return when it is: exactly, unless the calendar has been changed since."""
    told = _told(sort, found)
    if exact := found.get("X-TIMELINE-WHEN"):
        when = When.parse(exact.text)
        for tz in (data.get("tz"), loading.tz):
            when = when.placed(tz) if isinstance(tz, str) else when
        lines = limits(when) if sort == "VTODO" else dates(when) or ()
        ours = (_property(line, 0) for line in lines)
        if told == _told(sort, {line.name: line for line in ours if line}):
            return exact.text
    return told


def _told(sort: str, found: Mapping[str, _Property]) -> str:
    """Return when it is by what any program writes."""
    start, end, due = (found.get(name) for name in ("DTSTART", "DTEND", "DUE"))
    if sort == "VTODO":
        bounds = [f"not-before:{_bound(start)}"] if start else []
        return " ".join([*bounds, *([f"not-after:{_bound(due)}"] if due else [])])
    told = _time(start) if start else ""
    if end is None and (length := found.get("DURATION")):
        return _lasting(told, length)
    return _span(told, _time(end)) if end else told


def _bound(line: _Property) -> str:
    """Return a time if it is known where on Earth that is, else its day."""
    text = _time(line)
    return text if text.endswith(("Z", "]")) else text[:10]


def _time(line: _Property) -> str:
    """Return a date or a time as we write it."""
    match = _TIME.fullmatch(line.value)
    if match is None:
        problem = f"{quote(line.value)} is no date of a calendar"
        raise ParseError(problem, "it is like 20250317T163000Z", code="bad-date")
    year, month, day, hour, minute, second, mark = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = line.parameters.get("TZID")
    name = f"[{as_zone(zone)}]" if zone and not mark else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{mark}{name}"


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


def _lasting(start: str, length: _Property) -> str:
    """Return a span of a certain length: days by the calendar, hours by the clock.

    So two hours from one o'clock are over at four if the clocks are set on meanwhile.
    """
    lasts = Duration.parse(length.value)
    if lasts == Duration():
        return start
    if lasts.months:
        problem = f"{quote(length.value)} has years or months"
        raise ParseError(problem, "write it in days", code="bad-duration")
    clock, _, zone = start.removesuffix("]").partition("[")
    mark = "Z" if clock.endswith("Z") else ""
    hours = 0 if zone else lasts.microseconds
    last = _later(clock.removesuffix("Z"), lasts.days, hours)
    if "T" not in start:
        return _span(start, f"{last.date()}")
    if zone:
        wall_tick = (last - EPOCH) // timedelta(microseconds=1)
        tick = first_instant(wall_tick, zone) + lasts.microseconds
        shown = wall(tick, zone)
        return _span(start, f"{iso(shown)}{offset_text(shown - tick)}[{zone}]")
    return _span(start, f"{last.isoformat()}{mark}")


def _later(text: str, days: int, microseconds: int = 0) -> datetime:
    try:
        moved = timedelta(days=days, microseconds=microseconds)
        return datetime.fromisoformat(text) + moved
    except (ValueError, OverflowError):
        raise ParseError(f"{quote(text)} is no day", code="bad-date") from None


def _note_unread(loading: Loading, id_: str, lines: list[_Property]) -> None:
    """Tell what a component says that was not read."""
    names = dict.fromkeys(line.name for line in lines[1:])
    if any(name in _REPEATS for name in names):
        problem = "it repeats, and only the first time was read"
        loading.note(
            Problem("not-read", problem, (id_,), severity="warning"), lines[0].line
        )
    left = [
        name
        for name in names
        if name not in _READ | _HOUSEKEEPING | _REPEATS and not name.startswith("X-")
    ]
    if left:
        problem = f"not read: {listing(map(clean, left), 'and')}"
        loading.note(
            Problem("not-read", problem, (id_,), severity="warning"), lines[0].line
        )
