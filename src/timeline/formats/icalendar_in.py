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
from timeline.formats.icalendar import dates
from timeline.formats.loading import Loading, decoded
from timeline.records.kinds import KINDS, Kinds
from timeline.text import clean, listing, quote
from timeline.when.anchors import Duration, as_id
from timeline.when.when import When
from timeline.when.zones import as_zone

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
            sort = each.value.upper()
            if not open_ or open_.pop() != sort:
                problem = f"END:{clean(sort[:40])} ends nothing that is open"
                loading.note(Problem("bad-calendar", problem), each.line)
                return loading
            if sort in _STATUS:
                _component(loading, sort, inside)
        elif open_ == ["VCALENDAR"]:
            _head(loading, each)
        elif open_ and open_[-1] in _STATUS:
            inside.append(each)
    if open_:
        problem = f"{open_[-1][:40]} is not closed"
        loading.note(Problem("bad-calendar", clean(problem)), found[-1].line)
    return loading


def _properties(loading: Loading, data: bytes | str) -> Iterator[_Property]:
    """Yield the lines, unfolded and parted."""
    lines: list[tuple[int, list[str]]] = []
    for number, line in decoded(loading, data):
        line = line.removesuffix("\r")  # noqa: PLW2901  (as it should have been)
        if line[:1] in {" ", "\t"} and lines:
            lines[-1][1].append(line[1:])
        elif line:
            lines.append((number, [line]))
    for number, pieces in lines:
        match = _LINE.fullmatch("".join(pieces))
        if match is None:
            problem = f"{quote(pieces[0])} is no line of a calendar"
            loading.note(Problem("bad-calendar", problem), number)
            continue
        parameters = {
            name.upper(): value.strip('"')
            for name, value in _PARAMETER.findall(match[2])
        }
        yield _Property(match[1].upper(), parameters, match[3], number)


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
    data |= {"kind": ours.text if ours else "event", "id": _id(found)}
    for name, field in (("SUMMARY", "title"), ("LOCATION", "place")):
        if (line := found.get(name)) and line.text.strip():
            data.setdefault(field, line.text)
    data.setdefault("title", data["id"])
    if topics := found.get("CATEGORIES"):
        parts = _COMMA.sub(r"\1\0", topics.value).split("\0")
        read = [_unescaped(part).strip() for part in parts]
        data.setdefault("topics", [topic for topic in read if topic])
    if ours:
        _take_exact(loading, data, found)
    else:
        _take_foreign(data, sort, lines, found)
    try:
        if when := _when(loading, data, sort, found):
            data["when"] = when
    except InvalidError as error:
        loading.fail(error.inside(str(data["id"]), "when"), first)
        loading.partial = True  # others may name it
        return
    loading.add(data, first)
    _note_unread(loading, data["id"], lines)


def _take_exact(loading: Loading, data: Plain, found: Mapping[str, _Property]) -> None:
    """Take what our own export says in its own words."""
    if status := found.get("X-TIMELINE-STATUS"):
        data["status"] = status.text
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
        text = text.rpartition("@")[0]
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
    start, end = found.get("DTSTART"), found.get("DTEND")
    told = "" if start is None else _time(start)
    exact = found.get("X-TIMELINE-WHEN")
    if exact:
        when = When.parse(exact.text)
        for tz in (data.get("tz"), loading.tz):
            when = when.placed(tz) if isinstance(tz, str) else when
        lines = dates(when)
        if sort == "VTODO" or (lines and told == _told(*lines)):
            return exact.text
    if sort == "VTODO":
        due = found.get("DUE")
        bounds = [f"not-before:{told[:10]}"] if told else []
        return " ".join([*bounds, *([f"not-after:{_time(due)[:10]}"] if due else [])])
    if end is None and (length := found.get("DURATION")):
        return _lasting(told, Duration.parse(length.value))
    return _span(told, _time(end)) if end else told


def _told(start: str, *_end: str) -> str:
    """Return the start of our own lines as it is read back."""
    match = _LINE.fullmatch(start)
    return _time(_Property("DTSTART", {}, match[3] if match else "", 0))


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
    if "T" in end:
        return f"{start}/{end}" if end != start else start
    try:
        last = datetime.fromisoformat(end) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise ParseError(f"{quote(end)} is no day", code="bad-date") from None
    shown = last.date().isoformat()
    return start if shown <= start else f"{start}/{shown}"


def _lasting(start: str, length: Duration) -> str:
    """Return a span of a certain length, on the clock that shows its start."""
    clock, mark, zone = start.partition("[")
    suffix = "Z" if clock.endswith("Z") else ""
    try:
        first = datetime.fromisoformat(clock.removesuffix("Z"))
        added = timedelta(days=length.days, microseconds=length.microseconds)
        last = (first + added).isoformat()
    except (ValueError, OverflowError):
        raise ParseError(f"{quote(start)} is no day", code="bad-date") from None
    if "T" not in clock:
        return _span(start, last[:10])
    return _span(start, f"{last}{suffix}{mark}{zone}")


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
