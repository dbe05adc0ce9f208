"""What looks wrong with good data: findings, each with what to do about it.

Every record is sound by itself, or it would not be here. Lists that people keep for
years show the same slips again and again; these are the ones that can be found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType

import attrs

from timeline.checks.people import (
    Finding,
    folded,
    mixed_scripts,
    office_drift,
    same_people,
    two_places,
)
from timeline.collection.collection import Collection, Record
from timeline.errors import Problem
from timeline.parties.parties import is_former, is_known, party_name
from timeline.records.codec import Codec
from timeline.records.kinds import OpaqueEvent
from timeline.records.meetings import Visit
from timeline.records.negotiations import Statement
from timeline.records.treaties import Ratification, Step, Treaty, Withdrawal
from timeline.schedule.schedule import schedule
from timeline.standing import stand
from timeline.text import listing, quote
from timeline.treaties.findings import treaty_findings
from timeline.when.reading import Precision
from timeline.when.saved import is_rule_changed
from timeline.when.when import When

__all__ = ["REMEDIES", "check"]

# Each code, and what to do about it.
REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "accession-by-signatory": "a signatory ratifies: correct the instrument",
        "ambiguous-date": "see elsewhere which is the month, and write it in words",
        "consent-before-signature": "compare both dates with the depositary's list",
        "consent-twice": "add the withdrawal between them, or remove one",
        "contradiction": "correct one of the dates or links it names",
        "duplicate-event": "keep one and list the other in its replaces",
        "entry-into-force-differs": "keep what is stated, or correct the rule",
        "false-first": "write a month as 2025-03 if the day is not known",
        "former-state": "add who succeeded it, or say in its note what became of it",
        "id-contradicts-date": "correct the date, or rename it: ids need no dates",
        "in-force-before-signature": "legal but rare: compare with the treaty's text",
        "mixed-script": "type the name again in one alphabet",
        "no-source": "cite where it is told: sources=[...]",
        "not-a-treaty": "name the treaty's own id",
        "office-drift": "correct the office to that of the time, or name both in one",
        "page-date": "the page's date belongs to the source: take it out if so",
        "ratification-unsigned": "who has not signed accedes: correct the instrument",
        "rule-unsatisfiable": "correct the rule or the list of parties",
        "same-person": "use one spelling for one person",
        "signature-after-closing": "correct one of the dates",
        "signature-before-opening": "correct one of the dates",
        "stop-out-of-place": "correct its date, or the order of the stops",
        "threshold-too-high": "correct the rule or the list of parties",
        "two-places": "correct a place or an hour",
        "unknown-field": "correct its name, or install a newer timeline",
        "unknown-kind": "correct its name, or pass kinds=KINDS | [...]",
        "unknown-party": "correct the code, or leave it if it is right",
        "window-passed": "say what became of it, or give it another date",
        "withdrawal-before-consent": "correct one of the dates",
        "word-drift": "use one spelling throughout",
        "zone-rule-changed": "compare the time with a source, and write it anew",
    }
)
_ALWAYS = "look at the records it names"
_FEWEST = 5  # events on the first of a month that are no chance yet
_DAY_IN_ID = re.compile(
    r"(?<!\d)(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII
)
_FIGURES = re.compile(  # with points the day is first everywhere
    r"(?<![\d/-])(0?[1-9]|1[0-2])[/-](0?[1-9]|1[0-2])[/-](?:\d\d){1,2}(?![\d/-])",
    re.ASCII,
)
_YEAR_IN_ID = re.compile(r"(?<![\dA-Za-z])(1[6-9]\d\d|20\d\d)(?!\d)", re.ASCII)


def check(collection: Collection) -> tuple[Problem, ...]:
    """Return what looks wrong with *collection*; see `Timeline.check`."""
    found = [
        Problem(code, message, ids, severity="warning", hint=REMEDIES[code])
        for each in _CHECKS
        for code, message, ids in each(collection)
    ]
    found += [
        attrs.evolve(
            problem, severity="warning", hint=REMEDIES.get(problem.code, _ALWAYS)
        )
        for problem in treaty_findings(collection)
    ]
    return tuple(dict.fromkeys(found))


def _day(when: When | None) -> date | None:
    """Return the one day that a date names, if it names one and has no clock time."""
    if when is None or when.form.precision is not Precision.DAY or when.form.members:
        return None
    first, last = when.first_calendar_day, when.last_calendar_day
    if first is None or first != last or not 0 < first.year < 10_000:
        return None
    return date(*first)


def _false_firsts(collection: Collection) -> Iterator[Finding]:
    """Days pile up on the first of the month where a month was meant."""
    days = {event.id: day for event in collection if (day := _day(event.when))}
    firsts = tuple(name for name, day in days.items() if day.day == 1)
    if len(firsts) >= _FEWEST and len(firsts) * 8 >= len(days):  # 1 in 30 by chance
        message = f"{len(firsts)} of {len(days)} days are the first of a month"
        yield "false-first", message, firsts


def _ids_against_dates(collection: Collection) -> Iterator[Finding]:
    numbered = {  # ids that count, such as visit-2138: their numbers are no years
        re.sub(r"\d+", "#", event.id)
        for event in collection
        if (number := re.search(r"\d+", event.id)) and not _YEAR_IN_ID.search(number[0])
    }
    for event in collection:
        when = event.when
        if when is None or not when.is_dated:
            continue
        if told := _DAY_IN_ID.search(event.id):
            year, month, day = map(int, told.groups())
            try:
                fits = when.could_be(date(year, month, day))
            except ValueError:
                continue
        elif isinstance(event, Step):
            continue  # a year in the id of a deed is its treaty's
        elif re.sub(r"\d+", "#", event.id) in numbered:
            continue
        elif told := _YEAR_IN_ID.search(event.id):
            first, last = when.first_calendar_day, when.last_calendar_day
            year = int(told[1])
            fits = not ((first and year < first.year) or (last and year > last.year))
        else:
            continue
        if not fits:
            message = f"{event.id} names {told[0]}, and is dated {when.text or when}"
            yield "id-contradicts-date", message, (event.id,)


def _drift(collection: Collection) -> Iterator[Finding]:
    """Statuses, topics and places that differ by case or punctuation only."""
    words: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for event in collection:
        said = [("topic", topic) for topic in event.topics]
        if event.place:
            said.append(("place", event.place))
        if event.status and isinstance(event, OpaqueEvent):
            said.append((f"status of a {event.kind}", event.status))
        for sort, word in said:
            plain = folded(word).replace("cancelled", "canceled")
            words[sort, plain].setdefault(word, []).append(event.id)
    for (sort, _), spelt in words.items():
        if len(spelt) > 1:
            message = f"one {sort} is spelt {listing(map(quote, spelt), 'and')}"
            ids = dict.fromkeys(name for names in spelt.values() for name in names)
            yield "word-drift", message, tuple(ids)


def _page_dates(collection: Collection) -> Iterator[Finding]:
    published = {
        source.id: day
        for source in collection.sources
        if (day := _day(source.published))
    }
    for event in collection:
        day = _day(event.when)
        if day is None or isinstance(event, Statement):
            continue
        for citation in event.sources:
            if published.get(citation.source) == day:
                message = f"{event.id} has the date of the page that tells of it, {day}"
                yield "page-date", message, (event.id, citation.source)


def _unsourced(collection: Collection) -> Iterator[Finding]:
    left = [event.id for event in collection if not event.sources]
    if left and len(left) == len(collection):
        yield "no-source", "no event cites a source", tuple(left)
    else:
        for name in left:
            yield "no-source", f"{name} cites no source", (name,)


def _parties(collection: Collection) -> Iterator[Finding]:
    strange: dict[str, list[str]] = defaultdict(list)
    for event in collection:
        for code in event.involved:
            if not is_known(code):
                strange[code].append(event.id)
    for code, ids in strange.items():
        yield "unknown-party", f"{quote(code)} is no party we know", tuple(ids)


def _ambiguous(collection: Collection) -> Iterator[Finding]:
    """Days and months in figures that other countries read the other way round."""
    for event in collection:
        for found in _FIGURES.finditer(event.when_text):
            if found[1] != found[2]:
                message = f"{found[0]} may be two dates: which is the month?"
                yield "ambiguous-date", message, (event.id,)


def _stops(collection: Collection) -> Iterator[Finding]:
    """A stop on no day of its visit, or on one before that of the stop it follows."""
    for event in collection.of(Visit):
        dated = [(stop.place, stop.when) for stop in event.stops if stop.when]
        for place, when in dated:
            if event.when and not when.intersects(event.when).possibly:
                message = f"{quote(place, 40)} is on {when}, and {event.id} is not"
                yield "stop-out-of-place", message, (event.id,)
        for (one, when), (other, then) in pairwise(dated):
            if then.before(when).definitely:
                message = f"{quote(other, 40)} follows {quote(one, 40)}, but is earlier"
                yield "stop-out-of-place", message, (event.id,)


def _treaties(collection: Collection) -> Iterator[Finding]:
    """What parties do about something that is no treaty."""
    for event in collection:
        if isinstance(event, Step):
            named = collection.origin.get(event.treaty)
            if named is not None and not isinstance(named, Treaty | OpaqueEvent):
                message = (
                    f"{event.id} is about {named.id}, which is of kind {named.kind}"
                )
                yield "not-a-treaty", message, (event.id, named.id)


def _former_states(collection: Collection) -> Iterator[Finding]:
    """A state that is no more is bound, and nobody tells what became of that."""
    deeds: dict[str, list[Step]] = defaultdict(list)
    for event in collection:
        if isinstance(event, Ratification | Withdrawal):
            deeds[event.treaty].append(event)
    for acts in deeds.values():
        told = {act.party for act in acts if isinstance(act, Withdrawal) or act.note}
        if any(getattr(act, "instrument", "") == "succession" for act in acts):
            continue
        for act in acts:
            if is_former(act.party) and act.party not in told:
                message = f"{party_name(act.party)} is no more: who succeeded it?"
                yield "former-state", message, (act.id,)


def _duplicates(collection: Collection) -> Iterator[Finding]:
    """Two records of one kind, time, place and title, with the same people in them."""
    groups: dict[object, list[str]] = defaultdict(list)
    for event in collection:
        if event.when is not None and event.when.is_dated:
            who = frozenset(who for _, who in event.roles)
            what = folded(event.label)
            groups[event.kind, event.when, what, event.place, who].append(event.id)
    for ids in groups.values():
        if len(ids) > 1:
            message = f"{listing(ids, 'and')} tell the same"
            yield "duplicate-event", message, tuple(ids)


def _zones(collection: Collection) -> Iterator[Finding]:
    for event in collection:
        if event.when is not None and is_rule_changed(event.when):
            message = f"the zone in {event.when.text} has another offset by now"
            yield "zone-rule-changed", message, (event.id,)


def _unknown(collection: Collection) -> Iterator[Finding]:
    codec = Codec()
    records: list[Record] = [*collection.sources, *collection.events]
    for record in records:
        if record.extra or isinstance(record, OpaqueEvent):
            for problem in codec.unknown(record):
                yield problem.code, problem.message, (record.id,)


def _by_schedule(collection: Collection) -> Iterator[Finding]:
    """Plans whose time passed before the newest source, and dates that conflict."""
    bounds = schedule(collection, strict=False)
    if newest := _newest_source(collection):
        for event in collection:
            # A postponed plan may still bear the date from which it was moved.
            if event.status == "postponed":
                continue
            standing = stand(event, newest, bounds.when(event.id))
            if standing.overdue.definitely:
                message = f"{event.id} is still {event.status}: a source is of {newest}"
                yield "window-passed", message, (event.id,)
    for conflict in bounds.contradictions:
        yield "contradiction", str(conflict), conflict.ids


def _newest_source(collection: Collection) -> When | None:
    """Return when the newest source was true, on the line of the collection's zone."""
    dates = (source.as_of or source.published for source in collection.origin.sources)
    known = [day for day in dates if day and day.start_earliest is not None]
    newest = max(known, key=lambda day: day.start_earliest or 0, default=None)
    zone = collection.tz
    return newest if newest is None or zone is None else newest.placed(zone)


_CHECKS: Iterable[Callable[[Collection], Iterator[Finding]]] = (
    _false_firsts,
    _ids_against_dates,
    same_people,
    mixed_scripts,
    _drift,
    _page_dates,
    _unsourced,
    two_places,
    office_drift,
    _parties,
    _duplicates,
    _ambiguous,
    _stops,
    _treaties,
    _former_states,
    _zones,
    _unknown,
    _by_schedule,
)
