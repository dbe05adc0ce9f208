"""iCalendar out (RFC 5545, 7986): what calendar programs can show of a timeline.

What has a beginning and an end becomes a VEVENT: TENTATIVE where its time is uncertain
or it is not scheduled yet, and never at an hour that no source gives. Everything else,
and what is pending, becomes a VTODO, whose DTSTART and DUE are the known bounds. The
exact words, and all that the standard has no property for, travel in ``X-TIMELINE-``
properties, which ``calendar_read.py`` reads again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.errors import InvalidError, Problem
from timeline.formats.export import CLOCK, Export, bounds_text, iso, loss
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.records.fields import plan
from timeline.records.lifecycle import Phase
from timeline.records.participants import Participant
from timeline.text import as_text, clean, quote
from timeline.when.bounds import DAY, HOUR
from timeline.when.calendar import Day, civil
from timeline.when.when import When

__all__ = ["DATA", "dates", "dumps", "limits", "uid"]

# Fields that have a property of their own; all others travel together in DATA.
DATA = frozenset(
    {"id", "kind", "title", "when", "when_text", "status", "place", "topics"}
)
_DOMAIN = re.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_DATED = re.compile("DTSTART|DUE").match
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
_MOST = 75  # octets of a line
_SCHEDULED = frozenset({"scheduled", "announced"})
_TODO = {Phase.UNDER_WAY: "IN-PROCESS", Phase.DONE: "COMPLETED", Phase.OFF: "CANCELLED"}


def dumps(
    timeline: Collection,
    stamp: date | datetime | str | None = None,
    domain: str = "timeline.invalid",
) -> Export:
    """Return *timeline* as a calendar; see `Timeline.to_ics`."""
    if not _DOMAIN.fullmatch(as_text(domain)):
        hint = 'write one such as "example.org"'
        raise InvalidError(f"{quote(domain)} is not a domain", hint, ("domain",))
    writer = _Writer(timeline, _stamp(timeline, stamp), domain)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//timeline//EN"]
    if timeline.title:
        name = escaped(clean(timeline.title))
        lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    if timeline.tz:
        lines.append(f"X-WR-TIMEZONE:{timeline.tz}")
    if timeline.partial or timeline.is_selection:
        lines.append("X-TIMELINE-PARTIAL:TRUE")
    for source in timeline.sources:
        lines.append(f"X-TIMELINE-SOURCE:{_json(writer.codec.write(source))}")
    losses: list[Problem] = []
    for event in timeline.events:
        part = writer.component(event)
        lines += part
        if event.when and event.when.text and not any(map(_DATED, part)):
            problem = f"a calendar has no place for {quote(event.when.text)}"
            losses.append(loss(event.id, problem, "when"))
    lines.append("END:VCALENDAR")
    short = [
        line if len(line) <= _MOST and line.isascii() else folded(line)
        for line in lines
    ]
    return Export("\r\n".join([*short, ""]), tuple(losses))


def _stamp(timeline: Collection, stamp: date | datetime | str | None) -> str:
    """Return when the facts were last revised: given, or that of the newest source."""
    if isinstance(stamp, datetime):
        if stamp.tzinfo is None:
            raise InvalidError("the stamp needs a zone", "pass an aware datetime")
        return stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    if stamp is None:
        ends = (
            when.end_latest - DAY
            for source in timeline.origin.sources
            for when in (source.retrieved, source.as_of, source.published)
            if when is not None and when.end_latest is not None and iso(when.end_latest)
        )
        days = max(ends, default=0) // DAY
    else:
        first = When.of(stamp).start_earliest
        if first is None or not iso(first):
            raise InvalidError(f"{quote(str(stamp))} is not a day", loc=("stamp",))
        days = first // DAY
    return f"{_compact(*civil(days))}T000000Z"


def uid(id_: str, domain: str) -> str:
    """Return the UID of a record, the same in every export."""
    return f"{id_}@{domain}"


class _Writer:
    """Writes the events of one calendar; what many of them share, it writes once."""

    def __init__(self, timeline: Collection, stamp: str, domain: str) -> None:
        self.codec = Codec()
        self._timeline = timeline
        self._stamp = f"DTSTAMP:{stamp}"
        self._domain = domain
        self._rare: dict[type, tuple[Callable[[Any], Any], tuple[Any, ...]]] = {}
        self._who: dict[
            tuple[type, tuple[Participant, ...]], tuple[str, list[str]]
        ] = {}
        self._topics: dict[tuple[str, ...], str] = {}

    def component(self, event: Event) -> list[str]:
        """Return the lines of one event."""
        when = self._timeline.placed(event)
        told = None if when is None or event.status == "pending" else dates(when)
        sort = "VEVENT" if told else "VTODO"
        lines = [
            f"BEGIN:{sort}",
            f"UID:{uid(event.id, self._domain)}",
            self._stamp,
            f"SUMMARY:{escaped(clean(title_of(self._timeline, event)))}",
        ]
        if told:
            status = _certainty(event, when)
            lines += (*told, f"STATUS:{status}")
            if status == "CANCELLED":
                lines.append("SEQUENCE:1")  # else it is no news to who has it already
            if "VALUE=DATE" in told[0]:
                lines.append("TRANSP:TRANSPARENT")
        else:
            status = _TODO.get(event.phase or Phase.AHEAD, "NEEDS-ACTION")
            lines += (*limits(when), f"STATUS:{status}")
        who, data = self._shared(event)
        if words := _description(event, who):
            lines.append(f"DESCRIPTION:{escaped(words)}")
        if event.place:
            lines.append(f"LOCATION:{escaped(clean(event.place))}")
        if event.topics:
            lines.append(self._topics.get(event.topics) or self._listed(event.topics))
        if event.part_of:
            lines.append(
                f"RELATED-TO;RELTYPE=PARENT:{uid(event.part_of, self._domain)}"
            )
        lines += (*_exact(event, when), *data, f"END:{sort}")
        return lines

    def _listed(self, topics: tuple[str, ...]) -> str:
        words = ",".join(escaped(clean(topic)) for topic in topics)
        return self._topics.setdefault(topics, f"CATEGORIES:{words}")

    def _shared(self, event: Event) -> tuple[str, list[str]]:
        """Return who takes part, in words, and the line with all other fields.

        Most events have participants, and nothing else that is no property.
        """
        cls = type(event)
        get, defaults = self._rare.get(cls) or self._fields(cls)
        shown = f"{event.title}{event.when_text}{event.place}{''.join(event.topics)}"
        if not (event.title and shown.isprintable() and get(event) == defaults):
            return _people(event), self._data(event)
        found = self._who.get((cls, event.participants))
        if found is None:
            found = _people(event), self._data(event)
            self._who[cls, event.participants] = found
        return found

    def _fields(self, cls: type[Event]) -> tuple[Callable[[Any], Any], tuple[Any, ...]]:
        """Return what gets the rare fields of a class, and what they mostly are."""
        rare = [f for f in plan(cls) if f.name not in {*DATA, "participants"}]
        is_known = cls.lifecycle is not None  # else its status may be any text
        defaults = (*(field.default for field in rare), () if is_known else None)
        get = attrgetter(*(field.name for field in rare), "extra")
        return self._rare.setdefault(cls, (get, defaults))

    def _data(self, event: Event) -> list[str]:
        """Return the line, if any, with what no property of the standard can hold."""
        data = self.codec.write(event)
        left = {
            name: data[name]
            for name in data
            if name not in DATA or _is_unclean(data[name])
        }
        if not event.title:  # the SUMMARY is made of other fields
            left["title"] = ""
        return [f"X-TIMELINE-DATA:{_json(left)}"] if left else []


def _exact(event: Event, when: When | None) -> list[str]:
    """Return what the standard has no property for."""
    lines = [f"X-TIMELINE-KIND:{escaped(clean(event.kind))}"]
    if event.status:
        lines.append(f"X-TIMELINE-STATUS:{escaped(clean(event.status))}")
    if event.when and when:
        earliest, latest = bounds_text(when)
        lines += (
            f"X-TIMELINE-WHEN:{escaped(str(event.when))}",
            f"X-TIMELINE-EARLIEST:{earliest}",
            f"X-TIMELINE-LATEST:{latest}",
        )
    if event.when_text:
        lines.append(f"X-TIMELINE-WHEN-TEXT:{escaped(json.dumps(event.when_text))}")
    return lines


def _json(data: dict[str, Any]) -> str:
    return escaped(json.dumps(data, separators=(",", ":")))


def _is_unclean(value: object) -> bool:
    """Whether a calendar shows a text or texts otherwise than they are."""
    if isinstance(value, str):
        return not value.isprintable() and clean(value) != value
    return isinstance(value, list) and any(map(_is_unclean, value))


def dates(when: When) -> tuple[str, ...] | None:
    """Return the lines that say when, or None where a beginning or an end is open.

    >>> dates(When.parse("2025-06-15/2025-06-17"))
    ('DTSTART;VALUE=DATE:20250615', 'DTEND;VALUE=DATE:20250618')
    """
    low, high = when.start_earliest, when.end_latest
    if low is None or high is None or not when.text:
        return None
    precisions = {when.value.start.precision, when.value.end.precision}
    if precisions <= CLOCK and (at := _moment(low)):
        mark = "Z" if when.is_placed else ""
        start = f"DTSTART:{at}{mark}"
        end = _moment(when.end_earliest or low) if when.value.is_span else ""
        return (start, f"DTEND:{end}{mark}") if end and end > at else (start,)
    first, last = when.first_calendar_day, when.last_calendar_day
    if first is None or last is None or not (first.year > 0 and last.year < 9999):
        return None
    start = f"DTSTART;VALUE=DATE:{_compact(*first)}"
    if first == last:
        return (start,)
    return start, f"DTEND;VALUE=DATE:{_compact(*Day.of(last.number + 1))}"


def _moment(tick: int) -> str:
    """Return a tick to the second, or nothing beyond the years that the format has."""
    text = iso(tick)
    return text[:19].replace("-", "").replace(":", "") if text else ""


def _compact(year: int, month: int, day: int) -> str:
    return f"{year:04}{month:02}{day:02}"


def limits(when: When | None) -> Iterator[str]:
    """Yield the lines that say when a to-do can start and is due, both as days.

    >>> list(limits(When.parse("not-before:2025-04-01")))
    ['DTSTART;VALUE=DATE:20250401']
    """
    first = when.first_calendar_day if when else None
    last = when.last_calendar_day if when else None
    if last and 0 < last.year < 10_000:
        if first and first.year > 0 and first < last:
            yield f"DTSTART;VALUE=DATE:{_compact(*first)}"
        yield f"DUE;VALUE=DATE:{_compact(*last)}"
    elif first and 0 < first.year < 10_000:
        yield f"DTSTART;VALUE=DATE:{_compact(*first)}"


def _certainty(event: Event, when: When | None) -> str:
    """Return the STATUS of a VEVENT."""
    phase = event.phase
    if phase is Phase.OFF:
        return "CANCELLED"
    if phase is Phase.AHEAD and event.status not in _SCHEDULED:
        return "TENTATIVE"
    if when is None or when.value.marks or when.value.has_gaps:
        return "TENTATIVE"
    (first, last), (early, late) = (
        (bounds.earliest or 0, bounds.latest or 0) for bounds in (when.start, when.end)
    )
    lone_clock = when.value.start.precision in CLOCK
    is_exact = last - first < 26 * HOUR and (lone_clock or late - early < 26 * HOUR)
    return "CONFIRMED" if is_exact else "TENTATIVE"


def _people(event: Event) -> str:
    """Return everyone named in any field, each once."""
    who = [str(participant).removesuffix(" @") for _, participant in event.roles]
    return clean(", ".join(dict.fromkeys(who)))


def _description(event: Event, who: str) -> str:
    """Return what people want to read beside the title, on lines of their own."""
    if not (event.when_text or event.note):
        return who
    lines = [clean(f"“{event.when_text}”")] if event.when_text else []
    lines += [who] if who else []
    lines += map(clean, event.note.splitlines())
    return "\n".join(lines)


def escaped(text: str) -> str:
    r"""Return *text* as a TEXT value: ``\ ; ,`` and line feeds escaped.

    >>> print(escaped("Paris; London, then home"))
    Paris\; London\, then home
    """
    for sign, written in _ESCAPES:
        if sign in text:
            text = text.replace(sign, written)
    return text


def folded(line: str) -> str:
    """Return *line* in pieces of at most 75 octets, cut between characters."""
    data = line.encode()
    pieces, start, most = [], 0, _MOST
    while len(data) - start > most:
        end = start + most
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(data[start:end].decode())
        start, most = end, 74  # the space that goes before counts too
    return "\r\n ".join([*pieces, data[start:].decode()])
