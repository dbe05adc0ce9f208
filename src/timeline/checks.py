"""What looks wrong with good data: findings, each with what to do about it.

Every record is sound by itself, or it would not be here. Lists that people keep for
years show the same slips again and again; these are the ones that can be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from types import MappingProxyType

import attrs

from timeline.codec import Codec
from timeline.collection import Collection, Record
from timeline.errors import Problem
from timeline.ratification.findings import treaty_findings
from timeline.records.event import Event
from timeline.records.kinds import OpaqueEvent
from timeline.records.parties import is_known
from timeline.records.talks import Statement
from timeline.records.treaties import Step
from timeline.schedule.schedule import schedule
from timeline.text import listing, quote
from timeline.when.reading import Precision
from timeline.when.saved import is_rule_changed
from timeline.when.when import When

__all__ = ["REMEDIES", "check"]

Finding = tuple[str, str, tuple[str, ...]]  # code, message, ids

# Each code, and what to do about it.
REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "accession-by-signatory": "a signatory ratifies: correct the instrument",
        "consent-before-signature": "compare both dates with the depositary's list",
        "consent-twice": "add the withdrawal between them, or remove one",
        "contradiction": "correct one of the dates or links it names",
        "duplicate-event": "keep one and list the other in its replaces",
        "entry-into-force-differs": "keep what is stated, or correct the rule",
        "false-first": "write a month as 2025-03 if the day is not known",
        "id-contradicts-date": "correct the date, or rename it: ids need no dates",
        "in-force-before-signature": "legal but rare: compare with the treaty's text",
        "mixed-script": "type the name again in one alphabet",
        "no-source": "cite where it is told: sources=[...]",
        "page-date": "the page's date belongs to the source: take it out if so",
        "ratification-unsigned": "who has not signed accedes: correct the instrument",
        "rule-unsatisfiable": "correct the rule or the list of parties",
        "same-person": "use one spelling for one person",
        "signature-after-closing": "correct one of the dates",
        "signature-before-opening": "correct one of the dates",
        "threshold-too-high": "correct the rule or the list of parties",
        "two-places": "correct a place or an hour",
        "unknown-field": "correct its name, or install a newer timeline",
        "unknown-kind": "correct its name, or pass kinds=KINDS | [...]",
        "unknown-party": "correct the code, or leave it if it is right",
        "withdrawal-before-consent": "correct one of the dates",
        "word-drift": "use one spelling throughout",
        "zone-rule-changed": "compare the time with a source, and write it anew",
    }
)
_ALWAYS = "look at the records it names"
_FEWEST = 5  # events on the first of a month that are no chance yet
_CLOCK = frozenset({Precision.MINUTE, Precision.SECOND, Precision.MICROSECOND})
_DAY_IN_ID = re.compile(
    r"(?<!\d)(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII
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


def _folded(text: str) -> str:
    """Return *text* without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.sub(r"[\W_]+", " ", plain.casefold()).split())


def _people(collection: Collection) -> Mapping[tuple[str, str], list[str]]:
    """Return who is named, by name and party, and in which events."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in collection:
        for _, who in event.roles:
            if who.name and event.id not in found[who.name, who.of]:
                found[who.name, who.of].append(event.id)
    return found


def _same_people(collection: Collection) -> Iterator[Finding]:
    """Two names of one party that differ by accents, an initial or a letter."""
    named = _people(collection)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, party in named:
        last = _folded(name).rpartition(" ")[2]
        groups[party, last[:1]].append(name)
    for (party, _), names in groups.items():
        for one, other in combinations(sorted(names), 2):
            if _alike(_folded(one), _folded(other)):
                ids = (*named[one, party], *named[other, party])
                message = f"{quote(one)} and {quote(other)} may be one person"
                yield "same-person", message, tuple(dict.fromkeys(ids))


def _alike(one: str, other: str) -> bool:
    """Whether two folded names may be one: ``zelensky``, ``zelenskyy``."""
    if one == other:
        return True
    (first, *_), (again, *_) = one.split() or [""], other.split() or [""]
    last, lust = one.rpartition(" ")[2], other.rpartition(" ")[2]
    initial = min(len(first), len(again)) == 1
    if last == lust and first[:1] == again[:1] and (initial or first == again):
        return True
    return first == again and abs(len(last) - len(lust)) < 2 and _one_off(last, lust)


def _one_off(one: str, other: str) -> bool:
    """Whether two words of some length differ by one letter at most."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5:
        return False
    at = next((i for i, a in enumerate(short) if a != long[i]), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def _mixed_scripts(collection: Collection) -> Iterator[Finding]:
    for (name, _), ids in _people(collection).items():
        for word in name.split():
            scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
            if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                message = (
                    f"{quote(name)} mixes {listing(sorted(scripts), 'and')} letters"
                )
                yield "mixed-script", message, tuple(ids)
                break


def _drift(collection: Collection) -> Iterator[Finding]:
    """Statuses and topics that differ by case, accents or punctuation only."""
    words: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for event in collection:
        said = [("topic", topic) for topic in event.topics]
        if event.status and isinstance(event, OpaqueEvent):
            said.append((f"status of a {event.kind}", event.status))
        for sort, word in said:
            plain = _folded(word).replace("cancelled", "canceled")
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


def _two_places(collection: Collection) -> Iterator[Finding]:
    """One person in two places at the same hours."""
    diary: dict[tuple[str, str], list[tuple[Event, When]]] = defaultdict(list)
    for event in collection:
        when = collection.placed(event)
        if when and event.place and when.form.precision in _CLOCK:
            for who in dict.fromkeys(p for _, p in event.roles if p.name):
                diary[who.name, who.of].append((event, when))
    for (name, _), kept in diary.items():
        kept.sort(key=lambda each: each[1].start_earliest or 0)
        for at, (one, when) in enumerate(kept):
            for other, then in kept[at + 1 : at + 9]:
                if _folded(one.place) == _folded(other.place) or _part(one, other):
                    continue
                if when.start == then.start or when.intersects(then).definitely:
                    message = (
                        f"{name} is in {quote(one.place, 40)} and in"
                        f" {quote(other.place, 40)} at the same time"
                    )
                    yield "two-places", message, (one.id, other.id)


def _part(one: Event, other: Event) -> bool:
    return other.part_of == one.id or one.part_of == other.id


def _parties(collection: Collection) -> Iterator[Finding]:
    strange: dict[str, list[str]] = defaultdict(list)
    for event in collection:
        for code in event.involved:
            if not is_known(code):
                strange[code].append(event.id)
    for code, ids in strange.items():
        yield "unknown-party", f"{quote(code)} is no party we know", tuple(ids)


def _duplicates(collection: Collection) -> Iterator[Finding]:
    """Two records of one kind, time, place and title, with the same people in them."""
    groups: dict[object, list[str]] = defaultdict(list)
    for event in collection:
        if event.when is not None and event.when.is_dated:
            who = frozenset(who for _, who in event.roles)
            what = _folded(event.label)
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


def _contradictions(collection: Collection) -> Iterator[Finding]:
    for found in schedule(collection, strict=False).contradictions:
        yield "contradiction", str(found), found.ids


_CHECKS: Iterable[Callable[[Collection], Iterator[Finding]]] = (
    _false_firsts,
    _ids_against_dates,
    _same_people,
    _mixed_scripts,
    _drift,
    _page_dates,
    _unsourced,
    _two_places,
    _parties,
    _duplicates,
    _zones,
    _unknown,
    _contradictions,
)
