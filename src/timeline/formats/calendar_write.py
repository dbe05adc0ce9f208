"""iCalendar out (RFC 5545, 7986): what calendar programs can show of a timeline.

What is at a certain time, a day or an hour, becomes a VEVENT. Everything else becomes a
VTODO, and so does what is pending: "in Nov 2025" does not make a busy month. Its title
begins with the words for its date, and DTSTART and DUE are days that a source states.
The exact words, and all that the standard has no property for, travel in
``X-TIMELINE-`` properties, which ``calendar_read.py`` reads again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs

from timeline.collection.collection import Collection
from timeline.collection.labels import block_of, dispute_of, remarks_on, title_of
from timeline.collection.ordering import is_open_ended
from timeline.errors import InvalidError, Problem
from timeline.formats import shared
from timeline.formats.shared import Export, iso
from timeline.language.words import Words, plain_day
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.records.lifecycle import EARLY, MISSED, Phase
from timeline.records.participants import Participant
from timeline.records.source import Source
from timeline.records.treaties import ProvisionalApplication, Suspension
from timeline.text import as_text, check_name, clean, quote
from timeline.when.bounds import DAY
from timeline.when.calendar import Day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.treaties.acts import Days

# Fields that have a property of their own; all others travel together in DATA.
DATA = frozenset(
    {"id", "kind", "title", "when", "when_text", "status", "place", "topics"}
)
_DOMAIN = re.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_DATED = re.compile("DTSTART|DUE").match
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
_MOST = 75  # octets of a line
_SCHEDULED = frozenset({"scheduled", "announced"})
_SAID = frozenset({"stalled", "suspended", "postponed", MISSED})  # no STATUS says so
_PLAIN_ROLES = frozenset({"participants", "party", "parties"})
_TODO = {
    Phase.AHEAD: "NEEDS-ACTION",
    Phase.UNDER_WAY: "IN-PROCESS",
    Phase.DONE: "COMPLETED",
    Phase.OFF: "CANCELLED",
}
_LASTING = (ProvisionalApplication, Suspension)
Vague = Literal["todo", "event"]


def dumps(
    timeline: Collection,
    stamp: date | datetime | str | None = None,
    domain: str = "timeline.invalid",
    vague: Vague = "todo",
    language: str = "en",
) -> Export:
    """Return *timeline* as a calendar; see `Timeline.to_ics`."""
    if not _DOMAIN.fullmatch(as_text(domain)):
        hint = 'write one such as "example.org"'
        raise InvalidError(f"{quote(domain)} is not a domain", hint, ("domain",))
    check_name(vague, get_args(Vague), "unknown entry for a vague date:", "vague")
    words, when = timeline.words(language), _stamp(timeline, stamp)
    writer = _Writer(timeline, words, when, domain, vague)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//timeline//EN"]
    if timeline.title:
        name = escaped(clean(timeline.title))
        lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    if timeline.tz:
        lines.append(f"X-WR-TIMEZONE:{timeline.tz}")
    if timeline.partial or timeline.is_selection:
        lines.append("X-TIMELINE-PARTIAL:TRUE")
    for name, records in (("PARTY", timeline.parties), ("SOURCE", timeline.sources)):
        written = map(writer.codec.write, records)
        lines += [f"X-TIMELINE-{name}:{_json(data)}" for data in written]
    losses: list[Problem] = []
    for event in timeline.events:
        part = writer.component(event)
        lines += part
        if event.when and not any(map(_DATED, part)):
            problem = f"a calendar has no place for {quote(str(event.when))}"
            losses.append(shared.loss(event.id, problem, "when"))
    lines.append("END:VCALENDAR")
    return Export("\r\n".join([*map(folded, lines), ""]), tuple(losses))


def _stamp(timeline: Collection, stamp: date | datetime | str | None) -> str:
    """Return when the facts were last revised: given, or that of the newest source."""
    if stamp is None:
        ends = (
            when.end_latest - DAY
            for source in timeline.origin.sources
            for when in (source.retrieved, source.as_of, source.published)
            if when is not None and when.end_latest is not None and iso(when.end_latest)
        )
        tick: int | None = max(ends, default=0)
    else:
        tick = When.of(stamp).start_earliest
    if tick is None or not iso(tick):
        raise InvalidError(f"{quote(str(stamp))} is not a day", loc=("stamp",))
    return f"{_moment(tick if isinstance(stamp, datetime) else tick - tick % DAY)}Z"


@attrs.frozen
class _Writer:
    """Writes the events of one calendar.

    Attributes:
        timeline: Whose events they are.
        words: The language.
        stamp: When the facts were last revised.
        domain: What follows the ids in a UID.
        vague: As what events without a certain time are written.
        codec: Writes records as plain data.
    """

    timeline: Collection
    words: Words
    stamp: str
    domain: str
    vague: Vague
    codec: Codec = attrs.field(factory=Codec)

    @cached_property
    def ends(self) -> Mapping[str, Days]:
        """From which days on the law of treaties has ended what is reported to last."""
        if not any(isinstance(event, _LASTING) for event in self.timeline.events):
            return {}
        from timeline.treaties.status import ends_in_law  # noqa: PLC0415  (10 ms, and few calendars have such an act)

        return ends_in_law(self.timeline)

    def component(self, event: Event) -> list[str]:
        """Return the lines of one event."""
        ends, (when, is_cut) = self._ends(event), self._when(event)
        certain, is_due = _is_certain(event, when), event.kind == "deadline"
        is_shown = not is_due and event.status != "pending"
        is_event = is_shown and (certain or self.vague == "event")
        stated = dates(when) if when and is_event else None
        sort = "VEVENT" if stated else "VTODO"
        dispute = dispute_of(self.timeline, event, self.words)
        is_sure = certain and not (dispute or block_of(self.timeline, event))
        title = self._summary(event, dispute, certain=certain)
        until = "" if stated else _until(ends, when)
        if stated and is_cut:
            until = stated[-1].rpartition(":")[2]
        part_of = f"{event.part_of}@{self.domain}" if event.part_of else ""
        lines = [
            f"BEGIN:{sort}",
            f"UID:{event.id}@{self.domain}",
            f"DTSTAMP:{self.stamp}",
            f"SUMMARY:{escaped(clean(title))}",
            *(stated or limits(when, is_due=is_due)),
            *([f"DUE;VALUE=DATE:{until}"] if until and not stated else ()),
            *(() if ends else _status(event, sort, certain=is_sure)),
        ]
        if stated and "VALUE=DATE" in stated[0]:
            lines.append("TRANSP:TRANSPARENT")
        description = map(clean, self._description(event, certain=certain))
        texts = {
            "DESCRIPTION": escaped("\n".join(description)),
            "LOCATION": escaped(clean(event.place)),
            "CATEGORIES": ",".join(escaped(clean(topic)) for topic in event.topics),
            "RELATED-TO;RELTYPE=PARENT": part_of,
            **_exact(event, when),
            "X-TIMELINE-UNTIL": until,
            "X-TIMELINE-DATA": self._data(event, title),
        }
        lines += [f"{name}:{text}" for name, text in texts.items() if text]
        return [*lines, f"END:{sort}"]

    def _when(self, event: Event) -> tuple[When | None, bool]:
        """Return when it is, and whether it ended on a known day before its date says.

        Of an end that is not known by its day, the date is all that is stated.
        """
        when, own = self.timeline.placed(event), event.when
        own = own and own.placed(event.tz or self.timeline.tz)
        if not event.is_span or when is None or own is None or own.ticks == when.ticks:
            return when, False
        is_day = event.since is not None and shared.is_certain(event.since)
        return (when, True) if is_day else (own, False)

    def _ends(self, event: Event) -> Days | None:
        """Return from which days on the law has ended what is not said to be over."""
        ends, when = self.ends.get(event.id), event.when
        over = when.end_latest if when else None
        is_over = ends and over is not None and over <= ends.first * DAY
        return None if is_over or event.phase in {Phase.DONE, Phase.OFF} else ends

    def _summary(self, event: Event, dispute: str, *, certain: bool) -> str:
        """Return the title: after the words for a vague date, and with who disputes it.

        A calendar shows no more of an entry than this.
        """
        words, when = self.words, event.when
        title = title_of(self.timeline, event, words)
        stands = ""
        if _needs_words(event):
            stands = shared.status_words(event, words, self.timeline.records)
        if said := ", ".join(filter(None, (stands, self._over(event), dispute))):
            title = f"{title} ({said})"
        date_ = "" if when is None or certain else self._date(event)
        return words.say("labelled", words.heading(date_), title) if date_ else title

    def _over(self, event: Event) -> str:
        """Say that what is dated as going on is over, by its status or by law."""
        words, ends = self.words, self._ends(event)
        if _is_over(event):
            status = words.status(event.status, event.kind)
            since = event.since
            return words.status_from(status, since, ended=True) if since else status
        if ends is None or ends.when is None:
            return ""
        key = "ends-in-law" if ends.last is not None else "perhaps-ends-in-law"
        return words.say(key, words.when(ends.when))

    def _date(self, event: Event) -> str:
        """Return the date in the words of a table; of a month or year, "in" it."""
        if event.when is None:
            return ""
        ongoing = attrs.evolve(event, status=None) if self._ends(event) else event
        said, value = shared.date_words(ongoing, self.words), event.when.value
        plain = f"{value.start.year}{value.start.month}".isdecimal()
        lone = not (value.is_span or value.marks or value.start.day)
        is_season = value.start.month > "12"
        return self.words.say("in", said) if plain and lone and not is_season else said

    def _description(self, event: Event, *, certain: bool) -> Iterator[str]:
        """Yield what people want to read beside the title, on lines of their own."""
        words = self.words
        wording = words.say("quote", event.when_text) if event.when_text else ""
        has_clock = event.when is not None and event.when.value.has_clock
        date_ = self._date(event) if wording or has_clock or not certain else ""
        if date_ or wording:
            yield words.heading(f"{date_} {wording}".strip())
        roles: dict[str, dict[str, None]] = {}  # of each the names, once
        for role, who in event.roles:
            roles.setdefault(role, {})[self._name(who)] = None
        for role, names in roles.items():
            label = "" if role in _PLAIN_ROLES else words.field(event.kind, role)
            people = ", ".join(names)
            yield words.say("labelled", label, people) if label else people
        yield from event.note.splitlines()
        for cited in event.readings[0].sources:
            source = self.timeline.records.get(cited.source)
            yield words.say("source", self._source(cited.source, source))
        yield from map(words.heading, remarks_on(self.timeline, event, words))

    def _name(self, who: Participant) -> str:
        party = self.words.party(who.of)
        return f"{who.name} ({party})" if who.name and party else who.name or party

    def _source(self, id_: str, source: object) -> str:
        """Return the title, the publisher and the address of a source."""
        if not isinstance(source, Source):
            return id_
        title = self.words.say("quote", source.title) if source.title else id_
        return ", ".join(filter(None, (title, source.publisher, source.url)))

    def _data(self, event: Event, title: str) -> str:
        """Return as JSON what no property of the standard can hold."""
        data = self.codec.write(event)
        left = {n: v for n, v in data.items() if n not in DATA or _is_unclean(v)}
        if title != event.title:
            left["title"] = event.title
        return _json(left) if left else ""


def _is_certain(event: Event, when: When | None) -> bool:
    """Whether days or clock times are stated without doubt, the last one too."""
    if when is None or None in {when.start_earliest, when.end_latest}:
        return False
    if event.is_term and event.status in EARLY:  # its date says not when it ended
        since = event.since
        return since is not None and all(map(shared.is_certain, (when, since)))
    return shared.is_certain(when)


def _is_over(event: Event) -> bool:
    """Whether what is dated as going on has ended by its status."""
    is_early = event.status in EARLY and event.is_span
    return is_early or (event.phase is Phase.DONE and is_open_ended(event))


def _until(ends: Days | None, when: When | None) -> str:
    """Return the last day of a to-do whose date states none, by law."""
    if when is None or when.end_latest is not None or when.value.has_clock:
        return ""
    if ends is None or ends.first != ends.last:
        return ""
    first, last = when.first_calendar_day, Day.of(ends.first - 1)
    return _compact(*last) if first and first < last else ""


def _needs_words(event: Event) -> bool:
    """Whether no STATUS of the standard says how an entry stands."""
    is_off = event.phase is Phase.OFF or (event.state and event.state.is_negative)
    return event.status in _SAID or (bool(is_off) and event.status != "cancelled")


def _status(event: Event, sort: str, *, certain: bool) -> Iterator[str]:
    """Yield the lines that say how an entry stands; none where no source says so."""
    phase = event.phase
    if sort == "VTODO":
        is_plain = event.is_span or phase is not Phase.UNDER_WAY
        if phase and is_plain and event.status != MISSED:
            yield f"STATUS:{_TODO[phase]}"
    elif phase is Phase.OFF:
        yield "STATUS:CANCELLED"
    elif not certain or (phase is Phase.AHEAD and event.status not in _SCHEDULED):
        yield "STATUS:TENTATIVE"
    elif phase:
        yield "STATUS:CONFIRMED"
    # RFC 5545, 3.8.7.4: else it is no news to who has it already. Each old date was
    # taken back and, but for the last where none is set, replaced.
    moves = 2 * len(event.formerly) - (event.when is None)
    if revisions := max(moves, 0) + (phase is Phase.OFF):
        yield f"SEQUENCE:{revisions}"


def _exact(event: Event, when: When | None) -> dict[str, str]:
    """Return properties for what the standard has none for."""
    exact = {"KIND": event.kind, "STATUS": event.status or ""}
    if event.when and when:
        exact |= {"WHEN": str(event.when)}
        exact |= zip(("EARLIEST", "LATEST"), shared.bounds_text(when), strict=True)
    if event.when_text:
        exact["WHEN-TEXT"] = json.dumps(event.when_text)
    return {f"X-TIMELINE-{name}": escaped(clean(exact[name])) for name in exact}


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
    low, high, value = when.start_earliest, when.end_latest, when.value
    if low is None or high is None or not when.text:
        return None
    is_clock = value.start.precision.is_clock and value.end.precision.is_clock
    if is_clock and (at := _moment(low)):
        mark = "Z" if when.is_placed else ""
        start = f"DTSTART:{at}{mark}"
        end = _moment(when.end_earliest or low) if value.is_span else ""
        return (start, f"DTEND:{end}{mark}") if end > at else (start,)
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


def limits(when: When | None, *, is_due: bool = False) -> Iterator[str]:
    """Yield the lines that say when a to-do can start and is due, as stated days.

    Of a deadline, *is_due*, nothing says when it can start, and a clock time is when it
    is due.

    >>> list(limits(When.parse("not-before:2025-04-01")))
    ['DTSTART;VALUE=DATE:20250401']
    >>> list(limits(When.parse("2025-04"))), list(limits(When.parse("2025-04-01~")))
    ([], [])
    """
    if when is None:
        return
    start, due = shared.clock_bounds(when)
    if due is None and is_due and when.value.is_lone_clock:
        due = start
    days = (when.first_calendar_day, when.last_calendar_day)
    stated = {day for day in map(plain_day, shared.stated_points(when)) if day in days}
    first, last = (day if day in stated else None for day in days)
    # RFC 5545: both are clock times, or both are days.
    if due is not None or (start is not None and last is None):
        times = {"DTSTART": None if is_due else start, "DUE": due}
        for name, tick in times.items():
            if tick is not None:
                yield f"{name}:{_moment(tick)}{'Z' if when.is_placed else ''}"
        return
    if first and first != last and not is_due:
        yield f"DTSTART;VALUE=DATE:{_compact(*first)}"
    if last:
        yield f"DUE;VALUE=DATE:{_compact(*last)}"


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
