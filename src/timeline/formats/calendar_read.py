"""iCalendar in: what other programs' calendars say, and our own exports exactly.

Whatever a calendar says that a record has no place for is a problem with its line. An
event whose date cannot be read is kept without one, so that another program's
calendar is never refused for one of its events; our own export is read strictly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from timeline.errors import InvalidError, requiring
from timeline.formats.calendar_write import dates, limits
from timeline.formats.reader import Loading
from timeline.parties.parties import is_name
from timeline.records import strictjson
from timeline.records.kinds import KINDS, Kinds
from timeline.records.source import as_url
from timeline.text import clean, digest, listing, quote, suggest
from timeline.when.when import When

with requiring("ics", "calendars are read"):
    from timeline.formats.calendar_entries import READ, Part, entries_of, plain, raw
    from timeline.formats.calendar_times import bound_of, earliest_day, later, text_of

Plain = dict[str, Any]

_STATUS: Mapping[str, Mapping[str, str | None]] = {
    "VEVENT": {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CONFIRMED": None},
    "VTODO": {
        "NEEDS-ACTION": "expected",
        "IN-PROCESS": "under_way",
        "COMPLETED": "occurred",
        "CANCELLED": "cancelled",
    },
}
_DAY = re.compile(r"(?!0000)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_NO_PEOPLE = frozenset({"ROOM", "RESOURCE"})
_ROLES = {"CHAIR": "chair", "NON-PARTICIPANT": "for information"}
_HOUSEKEEPING = frozenset(  # of programs; no reader misses it
    {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY"}
    | {"PERCENT-COMPLETE"}
)


def read(
    data: bytes | str, path: str = "", kinds: Kinds = KINDS, window: When | None = None
) -> Loading:
    """Read a calendar, as far as it can be read, and its series within *window*."""
    loading = Loading(path, kinds)
    entries = entries_of(loading, data, window)
    parents = {entry.id: _parent(entry) for entry in entries}
    for entry in entries:
        _read_entry(entry, parents)
    return loading


def _parent(entry: Part) -> str:
    """Return the id of what it is a part of, or nothing."""
    if "X-TIMELINE-KIND" in entry.values:
        return ""
    for value in entry.all_of("RELATED-TO"):
        if value.params.get("RELTYPE", "PARENT").upper() == "PARENT":
            return str(value)
    return ""


def _read_entry(entry: Part, parents: Mapping[str, str]) -> None:
    """Read one event or to-do."""
    values, kind = entry.values, entry.text_of("X-TIMELINE-KIND")
    data: Plain = {"kind": kind or "event"}
    # Only of the first version is a party of our own export nowhere declared.
    entry.loading.is_first_version |= bool(kind) and not entry.loading.partial
    if exact := entry.text_of("X-TIMELINE-DATA"):
        data |= entry.own_json(exact)
    data["id"] = entry.id
    for name, field in (("SUMMARY", "title"), ("LOCATION", "place")):
        text = entry.text_of(name)
        if text.strip() or (kind and text):
            data.setdefault(field, text)
    data.setdefault("title", entry.id)
    lists = entry.all_of("CATEGORIES")
    topics = [str(topic) for each in lists for topic in getattr(each, "cats", ())]
    if topics:
        kept = [topic.strip() for topic in topics if topic.strip()]
        data.setdefault("topics", topics if kind else kept)
    if not (_read_exact if kind else _read_foreign)(entry, data):
        return
    if not kind and _is_above(entry.id, parents[entry.id], parents):
        data["part_of"] = parents[entry.id]
    entry.loading.add(data, entry.line)
    names = [name for name in values if not name.startswith("X-")]
    if rest := [n for n in names if n not in READ | _HOUSEKEEPING]:
        words = listing([clean(name[:40]) for name in rest], "and")
        entry.warn("not-read", f"not read: {words}", rest[0])


def _is_above(id_: str, parent: str, parents: Mapping[str, str]) -> bool:
    """Return whether *parent* is an event of the file, and not a part of *id_*."""
    above, steps = parent, 0
    while above in parents and steps < len(parents):
        if above == id_:
            return False
        above, steps = parents[above], steps + 1
    return parent in parents and steps < len(parents)


def _read_exact(entry: Part, data: Plain) -> bool:
    """Read what our own export says in its own words; nothing of it may be odd."""
    loading = entry.loading
    if status := entry.text_of("X-TIMELINE-STATUS"):
        data.setdefault("status", status)
    if words := entry.text_of("X-TIMELINE-WHEN-TEXT"):
        with loading.catching(None, data["id"], "when_text"):
            data["when_text"] = strictjson.decode(words)
    with loading.catching(None, entry.id, "when"):
        if when := _exact_when(entry, data):
            data["when"] = when
        return True
    loading.add_broken(entry.id)
    return False


def _exact_when(entry: Part, data: Plain) -> str:
    """Return when it is: exactly, unless another program has moved it since."""
    if exact := entry.text_of("X-TIMELINE-WHEN"):
        when = When.parse(exact)
        for tz in (data.get("tz"), entry.loading.tz):
            when = when.placed(tz) if isinstance(tz, str) else when
        is_todo, is_due = entry.name == "VTODO", data["kind"] == "deadline"
        lines = (not is_todo and dates(when)) or limits(when, is_due=is_due)
        ours = {re.split("[;:]", line)[0]: line.rpartition(":")[2] for line in lines}
        names = [n for n in ("DTSTART", "DTEND", "DUE") if n in entry.values]
        written = {name: entry.written(name) for name in names}
        for name in ("DUE", "DTEND"):
            if written.get(name) == entry.text_of("X-TIMELINE-UNTIL"):  # worked out
                del written[name]
                ours.pop(name, None)
        if ours == written or (is_todo and written == _first_written(entry)):
            return exact
    return _when(entry)


def _first_written(entry: Part) -> dict[str, str]:
    """Return what version 1 wrote in a to-do for its date: the days it lies within."""
    names = {"DTSTART": "X-TIMELINE-EARLIEST", "DUE": "X-TIMELINE-LATEST"}
    found = {name: _DAY.match(entry.text_of(ours)) for name, ours in names.items()}
    return {name: "".join(day.groups()) for name, day in found.items() if day}


def _read_foreign(entry: Part, data: Plain) -> bool:
    """Read what other programs say that we have a field for."""
    if when := _when(entry):
        data["when"] = when
    notes = [str(v) for n in ("DESCRIPTION", "COMMENT") for v in entry.all_of(n)]
    if entry.is_series:
        notes += entry.rule_lines
    if note := "\n".join(note for note in notes if note.strip()):
        data["note"] = note
    if entry.unread:
        data["when_text"] = " ".join(entry.unread)
    if status := _status(entry):
        data["status"] = status
    if people := list(_people(entry)):
        data["participants"] = people
    if url := _url(entry):
        data["sources"] = [url]
    return True


def _status(entry: Part) -> str | None:
    """Return the status that is meant; METHOD:CANCEL says it of all its events."""
    known = _STATUS[entry.name]
    if entry.calendar.method == "CANCEL":
        return "cancelled"
    written = entry.text_of("STATUS").strip().upper()
    text = "CANCELLED" if written == "CANCELED" else written
    if text and text not in known:
        problem = f"unknown STATUS {quote(written)}"
        entry.warn("not-read", problem, "STATUS", suggest(text, known))
    return known.get(text)


def _url(entry: Part) -> str:
    """Return the id of the source at the address that an event gives."""
    address = entry.text_of("URL").strip()
    if not address:
        return ""
    id_ = f"url-{digest(address)}"
    if id_ not in entry.loading.places:
        try:
            as_url(address)
        except InvalidError as error:
            entry.warn("not-read", f"not read: {error}", "URL")
            return ""
        entry.loading.add({"kind": "source", "id": id_, "url": address}, None)
    return id_


def _people(entry: Part) -> Iterator[Plain]:
    """Yield who takes part; who declined, rooms and bare addresses do not."""
    left_out: list[str] = []
    seen: set[str] = set()
    nameless = 0
    for property_ in ("ORGANIZER", "ATTENDEE"):
        for name, value in entry.named(property_):
            params = {key: str(text).upper() for key, text in value.params.items()}
            answer = params.get("PARTSTAT", "")
            if not name:
                nameless += 1
            elif answer == "DECLINED" or params.get("CUTYPE") in _NO_PEOPLE:
                why = "declined" if answer == "DECLINED" else "a room or resource"
                left_out.append(f"{name} ({why})")
            elif name not in seen:
                seen.add(name)
                role = "organizer" if property_ == "ORGANIZER" else ""
                role = role or _ROLES.get(params.get("ROLE", ""), "")
                role = role or ("tentative" if answer == "TENTATIVE" else "")
                is_party = is_name(name)
                who = {"of" if is_party else "name": name}
                yield who | ({"role": role} if role else {})
    if nameless:
        left_out.append(f"{nameless} without a name")
    if left_out:
        problem = f"no participants: {listing([clean(n) for n in left_out], 'and')}"
        entry.warn("not-read", problem, "ATTENDEE")


def _when(entry: Part) -> str:
    """Return when it is, as its properties say, or nothing."""
    start = entry.moment("DTSTART")
    if entry.name == "VTODO":
        return _todo_when(entry, start)
    end = entry.moment("DTEND") or _end_by_length(entry, start)
    if entry.is_series and start:
        # The first may itself be left out by EXDATE, so it is no date of the event.
        first, own = earliest_day(entry.values).isoformat(), bound_of(start)
        return f"not-before:{own if own[:10] <= first else first}"
    if start is None or end is None:
        at = start or end
        return text_of(at) if at else ""
    text, is_day = text_of(start), not isinstance(end, datetime)
    if isinstance(start, datetime) is is_day:
        problem = "DTEND is not read: one of DTSTART and DTEND is a day, one a time"
        entry.warn("bad-date", problem, "DTEND")
        return text
    last = text_of(end - timedelta(1) if is_day and end > start else end)
    both = text if last == text else f"{text}/{last}"
    return _usable(entry, both, "DTEND", text)


def _usable(entry: Part, text: str, name: str, instead: str) -> str:
    """Return *text*, or *instead* with a warning if its end is before its start."""
    try:
        When.parse(text)
    except InvalidError:
        end, start = (entry.value(n) for n in (name, "DTSTART"))
        problem = f"{name} is not read: {end} is before DTSTART {start}"
        entry.warn("bad-date", problem, name)
        return instead
    return text


def _todo_when(entry: Part, start: date | None) -> str:
    """Return when a to-do was done; else the bounds within which it is to be done."""
    due, done = entry.moment("DUE"), entry.moment("COMPLETED")
    if done:
        if due:
            entry.warn("not-read", "not read: DUE of what was completed", "DUE")
        return text_of(done)
    bounds = f"not-before:{bound_of(start)}" if start else ""
    if due is None or entry.text_of("STATUS").upper() == "COMPLETED":
        return bounds
    both = f"{bounds} not-after:{bound_of(due)}".strip()
    return _usable(entry, both, "DUE", bounds)


def _end_by_length(entry: Part, start: date | None) -> date | None:
    """Return the end of an event that says how long it is."""
    value = entry.first("DURATION")
    if value is None:
        return None
    length = plain(value)
    if start and isinstance(length, timedelta) and length >= timedelta():
        with suppress(OverflowError):  # beyond the year 9999
            return later(start, length)
    problem = f"DURATION is not read: {quote(raw(value))}"
    hint = "write weeks, days, hours, minutes and seconds: P1DT2H"
    entry.warn("bad-duration", problem, "DURATION", hint)
    return None
