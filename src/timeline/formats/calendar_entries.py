"""The events and to-dos of a calendar file, before they are records.

A file is cut into calendars and their parts, each with its lines. The package
``icalendar`` reads the properties of each part. Older revisions and copies
are left out, and a series becomes its times within a window, each with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Protocol

import attrs
from icalendar import Event as Properties
from icalendar.prop import vBroken, vUnknown

from timeline.errors import InvalidError, Problem
from timeline.formats import calendar_times as times
from timeline.formats import reader
from timeline.formats.calendar_times import FAILURES, Component, values_of
from timeline.formats.reader import Loading
from timeline.records.kinds import PARTY, SOURCE
from timeline.text import clean, digest, listing, quote
from timeline.when.anchors import as_id
from timeline.when.timezones import as_zone
from timeline.when.when import When


class PropertyValue(Protocol):
    """A value of icalendar; one that cannot be read is a vBroken."""

    params: Mapping[str, str]

    def to_ical(self) -> bytes | str:
        """Return the value as a file has it."""


_SLASH = re.compile('^([^:]*TZID="?)/', re.IGNORECASE)
_PERSON = re.compile("(ATTENDEE|ORGANIZER);", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_SORTS = frozenset({"VEVENT", "VTODO"})
_REPEATS = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE"})
_RULE = re.compile(
    f"(?:{'|'.join(sorted(_REPEATS))}|DTSTART|DTEND|DUE|DURATION)[:;]", re.IGNORECASE
)
READ = frozenset(
    {"UID", "SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "STATUS", "DESCRIPTION"}
    | {"LOCATION", "CATEGORIES", "ORGANIZER", "ATTENDEE", "RELATED-TO", "URL"}
    | {"RECURRENCE-ID", "COMPLETED", "COMMENT"}
    | _REPEATS
)
_CUT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r{0,2}\n[ \t])([\x80-\xbf]+)")
_LONGEST = 1 << 23  # characters of one property, folds undone
_AFTER = "END"  # comes after the last line, and is not read
_DEPTH = {"VCALENDAR": 0, "VEVENT": 1, "VTODO": 1}  # what none of these is within
_MOST_TIMES = 10_000  # of one series


@attrs.define
class FileCalendar:
    """What the times of a calendar mean.

    Attributes:
        zone: The name of the zone of times that name none; empty if it names none.
        defined: The zones that it defines.
        method: What it is sent for: PUBLISH, CANCEL, REPLY ...
        unknown: The names of zones of which nothing is known.
    """

    zone: str
    defined: Mapping[str, Part]
    method: str
    unknown: set[str] = attrs.Factory(set)


@attrs.define
class Part:
    """A calendar of a file, or an event, a to-do or what else is in one.

    Attributes:
        loading: What is being read.
        name: VCALENDAR, VEVENT, VTODO, VTIMEZONE ...
        line: Where it begins.
        text: Its lines without the folds; those of parts within it are theirs.
        lines: The line and the text of the first property of each name.
        parts: What is within it.
        calendar: What it is in.
        values: Its properties.
        id: The id of the record that it becomes.
        is_series: Whether it stands for all times at which it repeats.
        unread: Its times that cannot be read.
    """

    loading: Loading
    name: str
    line: int
    text: list[str] = attrs.Factory(list)
    lines: dict[str, tuple[int, str]] = attrs.Factory(dict)
    parts: list[Part] = attrs.Factory(list)
    calendar: FileCalendar = attrs.field(init=False)
    values: Component = None
    id: str = ""
    is_series: bool = False
    unread: list[str] = attrs.Factory(list)

    def warn(self, code: str, problem: str, name: str = "", hint: str = "") -> None:
        """Keep a problem, with the line of the property called *name*."""
        path = (self.id,) if self.id else ()
        kept = Problem(code, problem, path, severity="warning", hint=hint)
        self.loading.note(kept, self.lines.get(name, (self.line, ""))[0])

    @property
    def inner_lines(self) -> Iterator[str]:
        """The lines of the parts within it."""
        for part in self.parts:
            yield from (f"BEGIN:{part.name}", *part.text, f"END:{part.name}")

    @property
    def rule_lines(self) -> list[str]:
        """The lines that say when it is and repeats, as the file has them."""
        return [line for line in self.text if _RULE.match(line)]

    def value(self, name: str) -> str:
        """Return the text of the first property called *name*, or nothing."""
        return self.lines.get(name, (0, ""))[1]

    def all_of(self, name: str) -> list[Any]:
        """Return the values of a property."""
        return values_of(self.values, name)

    def first(self, name: str) -> PropertyValue | None:
        """Return the first value of a property, or None."""
        return next(iter(self.all_of(name)), None)

    def text_of(self, name: str) -> str:
        """Return the first value of a property as a text, or nothing."""
        value = self.first(name)
        return "" if value is None else unescaped(value)

    def written(self, name: str) -> str:
        """Return the first value of a property as a file has it."""
        return raw(self.all_of(name)[0])

    def own_json(self, text: str) -> dict[str, Any]:
        """Return the fields that one of our own properties holds."""
        with self.loading.catching(None, *filter(None, [self.id])):
            return reader.object_in(text)
        return {}

    def named(self, name: str) -> Iterator[tuple[str, PropertyValue]]:
        """Yield each person or party that a property names, and the value itself.

        The name is empty where there is only an address.
        """
        for value in self.all_of(name):
            who = str(value.params.get("CN", "")).strip().strip('"').strip()
            yield ("" if "@" in who else who), value

    def moment(self, name: str) -> date | None:
        """Return a time, or nothing, with a warning, if it cannot be read."""
        if (value := self.first(name)) is None:
            return None
        at = plain(value)
        if not isinstance(at, date):
            self.unread.append(raw(value))
            problem = f"{name}: {quote(raw(value))} is not a date of a calendar"
            self.warn("bad-date", problem, name, "write 20250317T163000Z")
            return None
        if not isinstance(at, datetime):
            return at
        if value.params.get("VALUE") == "DATE" and not (at.hour or at.minute):
            return at.date()
        return times.place(at.replace(tzinfo=None), self._zone(name, value, at))

    def _zone(self, name: str, value: PropertyValue, at: datetime) -> str:
        """Return the zone or the offset of a time."""
        tzid = value.params.get("TZID", "").strip("/")
        if not tzid and at.tzinfo is not None:
            return "Z"
        tzid = tzid or self.calendar.zone
        if not tzid:
            return ""
        if zone := times.zone_named(tzid):
            return zone
        defined = self.calendar.defined.get(tzid)
        if defined and (offset := times.offset_by(defined.inner_lines, at)):
            return offset
        if tzid not in self.calendar.unknown:
            self.calendar.unknown.add(tzid)
            problem = f"unknown time zone {quote(tzid)}; its times have no zone here"
            self.warn("unknown-zone", problem, name)
        return ""


def entries_of(loading: Loading, data: bytes | str, window: When | None) -> list[Part]:
    """Return the entries of a file, with the times of series within *window*."""
    entries: list[Part] = []
    for head in _calendars(loading, data):
        if head.value("VERSION") == "1.0":
            problem = "this is vCalendar 1.0, which is not read"
            hint = "export it as iCalendar 2.0 (.ics)"
            loading.note(Problem("bad-calendar", problem, hint=hint), head.line)
        else:
            entries += _entries_in(head)
    span = None if window is None else times.window_of(window)
    return [time for group in _newest(entries) for time in _times(group, span)]


def _calendars(loading: Loading, data: bytes | str) -> list[Part]:
    """Return the calendars of a file; what is wrong with it is kept as problems.

    Cutting comes before reading, so that one bad part never costs the others.
    """
    found: list[Part] = []
    stack: list[Part] = []
    for number, line in _unfolded(loading, _decoded(loading, data)):
        name = re.split("[:;]", line, maxsplit=1)[0].strip().upper()
        text = line.partition(":")[2].strip()
        sort = text.upper()
        if reader.marker_of(line[:8].encode(errors="replace")):
            loading.note(reader.MERGE_MARKERS, number)
        elif name == "BEGIN":
            _close(stack, _DEPTH.get(sort, len(stack)))
            if stack or sort == "VCALENDAR":
                part = Part(loading, sort, number)
                (stack[-1].parts if stack else found).append(part)
                stack.append(part)
        elif name == "END":
            names = [part.name for part in stack]
            if sort in names:  # with what was left open in it
                _close(stack, len(names) - names[::-1].index(sort))
                stack.pop()
            else:
                problem = f"END of {quote(sort, 40)}, which has not begun"
                warning = Problem("bad-calendar", problem, severity="warning")
                loading.note(warning, number)
        elif stack:
            stack[-1].lines.setdefault(name, (number, text))
            stack[-1].text.append(line)
    if not found:
        hint = "it begins with BEGIN:VCALENDAR"
        loading.note(Problem("no-header", "this is not a calendar", hint=hint), 1)
    for part in stack:
        problem = f"{quote(part.name, 40)} is not closed; the file may be cut short"
        loading.note(Problem("bad-calendar", problem), part.line)
    return found


def _close(stack: list[Part], depth: int) -> None:
    """Close the parts that are left open below a depth."""
    while len(stack) > depth:
        part = stack.pop()
        part.warn("bad-calendar", f"{quote(part.name, 40)} is not closed")


def _decoded(loading: Loading, data: bytes | str) -> str:
    """Return a file as a text; a character that a fold cuts goes before the fold."""
    if isinstance(data, bytes):
        data = reader.in_utf8(loading, _CUT.sub(rb"\1\3\2", data))
        text = data.decode(errors="replace")
        if "\ufffd" in text and "\ufffd".encode() not in data:
            problem = "bytes that are not UTF-8 are read as \ufffd"
            loading.note(Problem("bad-encoding", problem, severity="warning"))
        data = text
    return data.removeprefix("\ufeff")


def _unfolded(loading: Loading, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a calendar without the folds, with their numbers."""
    pieces: list[str] = []
    first = 0
    lines = re.split("\r{0,2}\n" if "\n" in text else "\r", text)
    for number, line in enumerate(chain(lines, [_AFTER]), 1):
        if line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
        elif line.strip():
            whole = "".join(pieces)
            if len(whole) > _LONGEST:
                beginning = clean(whole[:40])
                problem = f"{beginning}… has {len(whole):,} characters; it is not read"
                loading.note(Problem("not-read", problem, severity="warning"), first)
            elif whole:
                yield first, whole
            pieces, first = [line], number


def _entries_in(head: Part) -> Iterator[Part]:
    """Yield the events and to-dos of a calendar."""
    calendar = _read_head(head)
    for part in head.parts:
        if part.name in _SORTS and part.text:
            part.calendar, part.values = calendar, _properties(part)
            part.id = _id(part)
            if calendar.method in _ANSWERS:
                _note_answer(part)
            else:
                yield part
        elif part.name != "VTIMEZONE":
            part.warn("not-read", f"not read: {clean(part.name[:40])}")


def _properties(part: Part) -> Component:
    """Return the properties of a part, with a warning for each that cannot be read.

    The package reads a VEVENT with errors and refuses a VTODO with them, so each is
    read as the first. Quotation marks within a name are written as RFC 6868 has it,
    and a zone without the slash at which the package would guess, and warn.
    """
    lines = [
        line.replace('\\"', "^'") if _PERSON.match(line) else _SLASH.sub(r"\1", line)
        for line in part.text
    ]
    try:
        text = "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])
        component = Properties.from_ical(text)
    except FAILURES as error:
        problem = f"{part.name} cannot be read: {clean(str(error))[:200]}"
        part.loading.note(Problem("bad-calendar", problem), part.line)
        return Properties()
    for name, message in component.errors:
        if name not in READ:  # of dates it is said where they are asked for
            part.warn("not-read", f"not read: {clean(str(message))[:200]}", str(name))
    return component


def _note_answer(entry: Part) -> None:
    """Warn that an answer to an invitation is not read as an event."""
    answers = [
        f"{clean(name)}: {clean(value.params.get('PARTSTAT', 'no answer')).lower()}"
        for name, value in entry.named("ATTENDEE")
    ]
    said = f" ({listing(answers, 'and')})" if answers else ""
    problem = f"METHOD:{entry.calendar.method} is a message about an event{said}"
    entry.warn("not-read", f"not read: {problem}")


def unescaped(value: object) -> str:
    """Return a value as a text; the package leaves those of X- names as written."""
    if not isinstance(value, vUnknown):
        return str(value)
    return _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)


def raw(value: PropertyValue) -> str:
    """Return a value as a file has it; some are texts, and some bytes."""
    try:
        data = value.to_ical()
    except FAILURES:
        return "a broken value"
    return data.decode() if isinstance(data, bytes) else data


def plain(value: object) -> object:
    """Return the date, time or length that a value is; None if it is broken."""
    return None if isinstance(value, vBroken) else getattr(value, "dt", None)


def _id(entry: Part) -> str:
    """Return an id made of the UID, or of a digest if that cannot be one."""
    text = entry.text_of("UID")
    if "X-TIMELINE-KIND" in entry.values:
        text = text.rpartition("@")[0] or text
    if "RECURRENCE-ID" in entry.values:
        text = f"{text}/{entry.written('RECURRENCE-ID')}"
    if not text:
        text = repr([(name, entry.written(name)) for name in entry.values])
    return _as_id(text)


def _as_id(text: str) -> str:
    try:
        return as_id(text)
    except InvalidError:
        return f"ics-{digest(text)}"


def _newest(entries: Iterable[Part]) -> Iterator[list[Part]]:
    """Yield the entries of each UID, without older revisions and copies of others.

    One with a higher SEQUENCE replaces the others (RFC 5545, 3.8.7.4). With the same
    one, what has another text is another event, for which the UID was used again.
    """
    groups: dict[str, dict[str, list[Part]]] = {}
    for entry in entries:
        group = groups.setdefault(entry.text_of("UID"), {})
        group.setdefault(entry.id, []).append(entry)
    for group in groups.values():
        yield [entry for same in group.values() for entry in _without_copies(same)]


def _without_copies(entries: list[Part]) -> list[Part]:
    """Return the entries with one id that stand, with ids of their own."""
    newest = max(map(_sequence, entries))
    kept: dict[str, Part] = {}
    for entry in entries:
        if _sequence(entry) < newest:
            entry.warn("revised", "not read: an older revision", "SEQUENCE")
        elif (text := "\n".join(entry.text)) in kept:
            entry.warn("revised", "not read: the same event again")
        else:
            kept[text] = entry
    taken = {entry.id for entry in kept.values()}
    for number, entry in enumerate([*kept.values()][1:], 2):
        entry.warn("revised", f"the UID {quote(entry.id)} again, for another event")
        start = entry.value("DTSTART")
        id_ = _as_id(f"{entry.id}/{start}")
        is_free = start and id_ not in taken
        entry.id = id_ if is_free else _as_id(f"{entry.id}/{number}")
        taken.add(entry.id)
    return list(kept.values())


def _sequence(entry: Part) -> int:
    text = entry.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _times(group: list[Part], window: tuple[datetime, datetime] | None) -> list[Part]:
    """Return the entries of a UID, or within a window the times of their series."""
    first = next((e for e in group if _REPEATS & e.values.keys()), None)
    if first is None or not isinstance(plain(first.first("DTSTART")), date):
        return group
    try:
        return _expanded(first, [e for e in group if e is not first], window)
    except InvalidError as error:
        [problem] = error.problems
        first.warn("series", problem.message, "RRULE", problem.hint)
    first.is_series = True
    for entry in group:
        if times.moves_later_times(entry.values):
            moved = "not read: that all later times are moved as well"
            entry.warn("series", moved, "RECURRENCE-ID")
    return group


def _expanded(
    first: Part, others: list[Part], window: tuple[datetime, datetime] | None
) -> list[Part]:
    """Return the times of a series, with a warning for what is left out.

    Raises:
        InvalidError: there is no window, or its rule cannot be followed.
    """
    values = first.values
    why = times.problem_of(times.rules_of(values))
    if window is None or why:
        rules = clean("; ".join(first.rule_lines)[:200])
        hint = "" if why else 'name a window to read its times: window="2025"'
        problem = " ".join(filter(None, ("it repeats", why, f"({rules})")))
        raise InvalidError(problem, hint)
    if not times.names_start(values):
        problem = "not read: a first time that its own rule does not give"
        first.warn("series", problem, "DTSTART")
        values.add("EXDATE", values["DTSTART"].dt)
    dated = times.times_within(values, [e.values for e in others], window)
    found = [
        attrs.evolve(first, values=time, unread=[])
        for time in islice(dated, _MOST_TIMES + 1)
    ]
    if len(found) > _MOST_TIMES:
        problem = f"not read: its times after the first {_MOST_TIMES:,}"
        first.warn("series", problem, "RRULE")
    for entry in found:
        entry.calendar, entry.id = first.calendar, _id(entry)
    return found[:_MOST_TIMES]


def _read_head(head: Part) -> FileCalendar:
    """Read what a calendar says of itself.

    Only in our own export a zone places all that has none. In those of others it is
    where times are meant that name no zone; days are no one's (RFC 5545, 3.3.4).
    """
    loading, head.values = head.loading, _properties(head)
    title = head.text_of("NAME") or head.text_of("X-WR-CALNAME")
    loading.title = loading.title or title
    loading.partial = loading.partial or "X-TIMELINE-PARTIAL" in head.values
    zone = head.text_of("X-WR-TIMEZONE")
    if zone and "-//timeline//" in head.text_of("PRODID"):
        with loading.catching(head.lines["X-WR-TIMEZONE"][0], "tz"):
            loading.tz = as_zone(zone)
        zone = ""
    for kind in (PARTY, SOURCE):
        for text in head.all_of(f"X-TIMELINE-{kind.upper()}"):
            if data := head.own_json(unescaped(text)):
                loading.add({"kind": kind} | data, None)
    if (scale := head.text_of("CALSCALE").strip().upper()) not in {"", "GREGORIAN"}:
        problem = f"dates of CALSCALE {quote(scale)} are read as Gregorian"
        head.warn("bad-calendar", problem, "CALSCALE")
    method = head.text_of("METHOD").strip().upper()
    zones = [part for part in head.parts if part.name == "VTIMEZONE"]
    defined = {each.value("TZID").strip("/"): each for each in zones}
    return FileCalendar(zone, defined, method)
