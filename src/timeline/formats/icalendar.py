"""iCalendar out (RFC 5545, 7986): what calendar programs can show of a timeline.

What has a beginning and an end becomes a VEVENT: TENTATIVE where its time is uncertain
or it is not arranged yet, and never at an hour that no source told. What has not, and
what is pending, becomes a VTODO, whose DTSTART and DUE are the bounds that are known.
The exact words, and all that the standard has no property for, travel in
``X-TIMELINE-`` properties, which ``icalendar_in.py`` reads again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from timeline.codec import Codec
from timeline.collection import Collection
from timeline.errors import InvalidError, Problem
from timeline.formats.export import CLOCK, Export, bounds_text, loss
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.text import clean, quote
from timeline.when.bounds import DAY, HOUR, SECOND
from timeline.when.days import Day, civil
from timeline.when.when import When

__all__ = ["DATA", "dates", "dumps", "uid"]

# Fields that have a property of their own; all others travel together in DATA.
DATA = frozenset(
    {"id", "kind", "title", "when", "when_text", "status", "place", "topics"}
)
_DATED = re.compile("DTSTART|DUE").match
_SPECIAL = re.compile(r"[\\;,\n]")
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_ARRANGED = frozenset({"scheduled", "announced"})
_TODO = {Phase.UNDER_WAY: "IN-PROCESS", Phase.DONE: "COMPLETED", Phase.OFF: "CANCELLED"}


def dumps(
    timeline: Collection,
    stamp: date | datetime | str | None = None,
    domain: str = "timeline.invalid",
) -> Export:
    """Return *timeline* as a calendar; see `Timeline.to_ics`."""
    at = _stamp(timeline, stamp)
    codec = Codec()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//timeline//EN"]
    if timeline.title:
        name = escaped(clean(timeline.title))
        lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    if timeline.tz:
        lines.append(f"X-WR-TIMEZONE:{timeline.tz}")
    if timeline.partial or timeline.is_selection:
        lines.append("X-TIMELINE-PARTIAL:TRUE")
    for source in timeline.sources:
        lines.append(f"X-TIMELINE-SOURCE:{_json(codec.write(source))}")
    losses: list[Problem] = []
    for event in timeline.events:
        part = [*_component(timeline, codec, event, at, domain)]
        lines += part
        if event.when and event.when.text and not any(map(_DATED, part)):
            problem = f"a calendar has no place for {quote(event.when.text)}"
            losses.append(loss(event, problem, "when"))
    lines.append("END:VCALENDAR")
    return Export("\r\n".join([*map(folded, lines), ""]), tuple(losses))


def _stamp(timeline: Collection, stamp: date | datetime | str | None) -> str:
    """Return when the facts were last revised: given, or that of the newest source."""
    if isinstance(stamp, datetime):
        if stamp.tzinfo is None:
            raise InvalidError("the stamp needs a zone", "pass an aware datetime")
        return stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    if stamp is None:
        told = (
            when.end_latest - DAY
            for source in timeline.origin.sources
            for when in (source.retrieved, source.as_of, source.published)
            if when is not None and when.end_latest is not None
        )
        days = max(told, default=0) // DAY
    else:
        first = When.of(stamp).start_earliest
        if first is None:
            raise InvalidError(f"{quote(str(stamp))} is no day", loc=("stamp",))
        days = first // DAY
    return f"{_compact(*civil(days))}T000000Z"


def uid(id_: str, domain: str) -> str:
    """Return the UID of a record, the same in every export."""
    return f"{id_}@{domain}"


def _component(
    timeline: Collection, codec: Codec, event: Event, stamp: str, domain: str
) -> Iterator[str]:
    when = timeline.placed(event)
    told = None if when is None or event.status == "pending" else dates(when)
    sort = "VEVENT" if told else "VTODO"
    yield f"BEGIN:{sort}"
    yield f"UID:{uid(event.id, domain)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SUMMARY:{escaped(clean(event.label))}"
    if told:
        yield from told
        yield f"STATUS:{_certainty(event, when)}"
        if "VALUE=DATE" in told[0]:
            yield "TRANSP:TRANSPARENT"
    else:
        yield from _limits(when)
        yield f"STATUS:{_TODO.get(event.phase or Phase.AHEAD, 'NEEDS-ACTION')}"
    if words := _description(event):
        yield f"DESCRIPTION:{escaped(words)}"
    if event.place:
        yield f"LOCATION:{escaped(clean(event.place))}"
    if event.topics:
        yield f"CATEGORIES:{','.join(escaped(clean(topic)) for topic in event.topics)}"
    if event.part_of:
        yield f"RELATED-TO;RELTYPE=PARENT:{uid(event.part_of, domain)}"
    yield from _exact(codec, event, when)
    yield f"END:{sort}"


def _exact(codec: Codec, event: Event, when: When | None) -> Iterator[str]:
    """Yield what no property of the standard can hold."""
    yield f"X-TIMELINE-KIND:{event.kind}"
    if event.status:
        yield f"X-TIMELINE-STATUS:{event.status}"
    if event.when and when:
        earliest, latest = bounds_text(when)
        yield f"X-TIMELINE-WHEN:{escaped(str(event.when))}"
        yield f"X-TIMELINE-EARLIEST:{earliest}"
        yield f"X-TIMELINE-LATEST:{latest}"
    if event.when_text:
        yield f"X-TIMELINE-WHEN-TEXT:{escaped(json.dumps(event.when_text))}"
    data = codec.write(event)
    left = {
        name: data[name] for name in data if name not in DATA or _is_unclean(data[name])
    }
    if not event.title:  # the SUMMARY is made of other fields
        left["title"] = ""
    if left:
        yield f"X-TIMELINE-DATA:{_json(left)}"


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
    precisions = {when.form.precision, when.form.end_precision}
    if precisions <= CLOCK and (at := _moment(low)):
        mark = "Z" if when.is_placed else ""
        start = f"DTSTART:{at}{mark}"
        end = _moment((when.end_earliest or low) - 1) if "/" in when.text else ""
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
    days, rest = divmod(tick, DAY)
    year, month, day = civil(days)
    seconds = rest // SECOND
    clock = f"{seconds // 3600:02}{seconds // 60 % 60:02}{seconds % 60:02}"
    return f"{_compact(year, month, day)}T{clock}" if 0 < year < 10_000 else ""


def _compact(year: int, month: int, day: int) -> str:
    return f"{year:04}{month:02}{day:02}"


def _limits(when: When | None) -> Iterator[str]:
    """Yield what is known of when a to-do can start and is due, both as days."""
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
    if phase is Phase.AHEAD and event.status not in _ARRANGED:
        return "TENTATIVE"
    if when is None or when.form.qualifiers or when.form.members:
        return "TENTATIVE"
    (first, last), (early, late) = (
        (bounds.earliest or 0, bounds.latest or 0) for bounds in (when.start, when.end)
    )
    lone_clock = when.form.precision in CLOCK
    is_exact = last - first < 26 * HOUR and (lone_clock or late - early < 26 * HOUR)
    return "CONFIRMED" if is_exact else "TENTATIVE"


def _description(event: Event) -> str:
    """Return what people want to read beside the title, on lines of their own."""
    said = [f"“{event.when_text}”"] if event.when_text else []
    who = [str(participant).removesuffix(" @") for _, participant in event.roles]
    said += [", ".join(dict.fromkeys(who))] if who else []
    said += event.note.splitlines()
    return "\n".join(map(clean, said))


def escaped(text: str) -> str:
    r"""Return *text* as a TEXT value: ``\ ; ,`` and line feeds escaped.

    >>> print(escaped("Paris; London, then home"))
    Paris\; London\, then home
    """
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def folded(line: str) -> str:
    """Return *line* in pieces of at most 75 octets, cut between characters."""
    if len(line) <= 75 and line.isascii():
        return line
    data = line.encode()
    pieces, start, most = [], 0, 75
    while len(data) - start > most:
        end = start + most
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(data[start:end].decode())
        start, most = end, 74  # the space that goes before counts too
    return "\r\n ".join([*pieces, data[start:].decode()])
