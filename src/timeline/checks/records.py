"""Checks of single records, and of records beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain, pairwise

from timeline.checks.view import Check, Finding, View, day_of
from timeline.collection.ordering import is_open_ended, newest_day
from timeline.language.message import PartyId, StatusTerm, Term
from timeline.parties.parties import is_former
from timeline.parties.succession import succession
from timeline.query.evaluate import names_of
from timeline.records.codec import Codec
from timeline.records.event import Event, status_term
from timeline.records.fields import fields_naming
from timeline.records.kinds import OpaqueEvent, Record
from timeline.records.lifecycle import Phase
from timeline.records.meetings import Visit
from timeline.records.negotiations import Statement
from timeline.records.participants import Participant
from timeline.records.treaties import Ratification, Step, Treaty, Withdrawal
from timeline.text import fold, quote
from timeline.when.interop import is_rule_changed
from timeline.when.when import When

_NEAR = 3  # days between the dates that two sources may give of one event
_FEWEST = 5  # what is no chance yet: events on the first of a month, words of a note
_DAY_IN_ID = re.compile(
    r"(?<![^\W_])(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?![^\W_])", re.ASCII
)
_FIGURES = re.compile(  # with points the day is first everywhere
    r"(?<![\d/-])(0?[1-9]|1[0-2])[/-](0?[1-9]|1[0-2])[/-](?:\d\d){1,2}(?![\d/-])",
    re.ASCII,
)
_ANOTHER_DAY = re.compile(  # words for a day that is not today's
    r"\b(yesterday|tomorrow|(last|next|previous|following) (week|month|year)"
    r"|(days?|weeks?|months?) (ago|later|before)|upcoming|hier|demain)\b",
    re.IGNORECASE,
)
_YEAR_IN_ID = re.compile(r"(?<![^\W_])(1[6-9]\d\d|20\d\d)(?![^\W_])", re.ASCII)


def first_of_month(view: View) -> Iterator[Finding]:
    """Find days that pile up on the first of the month where a month was meant."""
    firsts = tuple(name for name, day in view.days.items() if day.day == 1)
    if len(firsts) >= _FEWEST and len(firsts) * 8 >= len(view.days):  # chance: 1 in 30
        yield Finding(firsts, (len(firsts), len(view.days)))


def id_contradicts_date(view: View) -> Iterator[Finding]:
    """Find ids that name another day or year than the record's date."""
    # Numbers of ids that count, such as visit-2138, are no years.
    numbered = {
        re.sub(r"\d+", "#", event.id)
        for event in view.events
        if (number := re.search(r"\d+", event.id)) and not _YEAR_IN_ID.search(number[0])
    }
    for event in view.events:
        if event.when is None or not event.when.is_dated:
            continue
        stated = _DAY_IN_ID.search(event.id)
        # A year in the id of an act is its treaty's.
        if not stated and not isinstance(event, Step):
            is_number = re.sub(r"\d+", "#", event.id) in numbered
            stated = None if is_number else _YEAR_IN_ID.search(event.id)
        if stated and not _fits(event.when, *map(int, stated.groups())):
            values = (event.id, stated[0], event.when.text or str(event.when))
            yield Finding((event.id,), values)


def _fits(when: When, year: int, month: int = 0, day: int = 0) -> bool:
    """Whether a date may be that day or in that year, if there is such a day."""
    if not month:
        first, _, last = when.tested_days
        return not ((first and year < first.year) or (last and year > last.year))
    try:
        return when.could_be(date(year, month, day))
    except ValueError:
        return True


def word_drift(view: View) -> Iterator[Finding]:
    """Find statuses, topics and places that differ by case or punctuation only."""
    words: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(dict)
    for event in view.events:
        values = [("topic", "", topic) for topic in event.topics]
        if event.place:
            values.append(("place", "", event.place))
        if event.status and isinstance(event, OpaqueEvent):
            values.append(("status", event.kind, event.status))
        for field, kind, word in values:
            plain = fold(word).replace("cancelled", "canceled")
            words[field, kind, plain].setdefault(word, []).append(event.id)
    for (field, *_), spellings in words.items():
        if len(spellings) > 1:
            ids = tuple(dict.fromkeys(chain.from_iterable(spellings.values())))
            yield Finding(
                ids, (tuple(map(quote, spellings)),), f"check-word-drift-{field}"
            )


def publication_date(view: View) -> Iterator[Finding]:
    """Find events that have the date of the page, though it speaks of another day.

    News of the same day is the rule. So is found what the words quoted put on another
    day than that of the page, and a page whose events all have its date, unless another
    page of that day reports them too.
    """
    dates = ((each.id, day_of(each.published)) for each in view.collection.sources)
    published = {id_: day for id_, day in dates if day}
    citing: dict[str, list[Event]] = defaultdict(list)
    for event in view.events:
        is_dated = event.id in view.days
        for cited in {*event.cited} & published.keys() if is_dated else ():
            citing[cited].append(event)
    for cited, events in citing.items():
        day = published[cited]
        same_day = [e for e in events if view.days[e.id] == day]
        # A statement is not reported by its page, but the thing itself.
        on_page = [e for e in same_day if not isinstance(e, Statement)]
        copied = len(on_page) >= _FEWEST and len(same_day) == len(events)
        for event in on_page:
            alone = [published.get(page) for page in event.cited].count(day) == 1
            if (copied and alone) or _ANOTHER_DAY.search(_words(event, cited)):
                yield Finding((event.id, cited), (event.id, str(day)))


def _words(event: Event, source: str) -> str:
    """Return what a source says of an event, as far as it is kept."""
    quotes = (cited.quote for cited in event.sources if cited.source == source)
    return " ".join((event.when_text, *quotes))


def no_source(view: View) -> Iterator[Finding]:
    """Find events that cite no source; one finding where none does."""
    without = tuple(event.id for event in view.events if not event.sources)
    if without and len(without) == len(view.events):
        yield Finding(without, code="check-no-source-at-all")
    else:
        yield from (Finding((name,)) for name in without)


def party_ended(view: View) -> Iterator[Finding]:
    """Find events that name a party that no longer existed by then."""
    declared = {party.id: party for party in view.collection.origin.parties}
    for event in view.events:
        when = view.collection.placed(event)
        for code in event.involved if when else ():
            if is_former(code) or code in declared:
                found = succession(code, when or "", declared)
                if found.ended.definitely:
                    yield Finding((event.id,), (event.id, PartyId(code), found.until))


def duplicate_event(view: View) -> Iterator[Finding]:
    """Find records of one kind, time, place and title, with the same participants.

    What a keeper tells apart is not found, by another of their dates, or by notes that
    have little in common.
    """
    # Titles and participants are compared only where the rest is equal: rarely.
    similar: dict[object, list[tuple[Event, tuple[Participant, ...]]]]
    similar = defaultdict(list)
    for event, participants in view.named:
        if event.when is not None and event.when.is_dated:
            similar[event.kind, event.when, event.place].append((event, participants))
    for rows in similar.values():
        equal: dict[object, list[Event]] = defaultdict(list)
        for event, participants in rows if len(rows) > 1 else ():
            who = frozenset(participants)
            equal[fold(event.label), who, event.did_not_take_place].append(event)
        for alike in equal.values():
            stories: list[list[Event]] = []
            for event in alike:
                same = (group for group in stories if not _are_apart(group[0], event))
                if group := next(same, None):
                    group.append(event)
                else:
                    stories.append([event])
            for doubles in stories:
                if len(doubles) > 1:
                    ids = tuple(each.id for each in doubles)
                    yield Finding(ids, (ids,))


def _are_apart(event: Event, other: Event) -> bool:
    """Whether two records of one kind differ in a date, or in what their notes tell.

    Of 24 judged pairs from two pens, each shared more than half of the shorter note.
    """
    for name in fields_naming(type(event), "times"):
        if len({getattr(event, name), getattr(other, name)} - {None}) > 1:
            return True
    notes = {*fold(event.note).split()}, {*fold(other.note).split()}
    shorter = min(map(len, notes))
    return shorter >= _FEWEST and len(set.intersection(*notes)) * 2 < shorter


def rival_records(view: View) -> Iterator[Finding]:
    """Find records of one event under the dates of two sources."""
    alike: dict[object, list[Event]] = defaultdict(list)
    for event, participants in view.named:
        if participants and event.cited and view.days.get(event.id):
            who = frozenset(participants)
            alike[event.kind, event.place, fold(event.label), who].append(event)
    for events in alike.values():
        for a, b in pairwise(events):
            days = abs((view.days[a.id] - view.days[b.id]).days)
            if 0 < days <= _NEAR and {*a.cited}.isdisjoint(b.cited):
                yield Finding((a.id, b.id), ((a.id, b.id),))


def postponed_date(view: View) -> Iterator[Finding]:
    """Find what was postponed and has one date: is it the new one, or the old?"""
    for event in view.events:
        if event.status == event.moved and event.when and not event.formerly:
            yield Finding((event.id,), (event.id, str(event.when)))


def took_place(view: View) -> Iterator[Finding]:
    """Find what took place surely within the time in which nothing such did."""
    sure = [event for event in view.as_of_each if not event.doubtful]
    without = [event for event in sure if event.did_not_take_place]
    happened = [e for e in sure if e.phase in {Phase.UNDER_WAY, Phase.DONE}]
    for absent in without:
        window, who = view.schedule.when(absent.id), names_of(absent)
        for event in happened:
            is_such = event.kind == absent.kind and who and who <= names_of(event)
            if is_such and view.schedule.when(event.id).within(window).definitely:
                yield Finding((absent.id, event.id))


def later_status(view: View) -> Iterator[Finding]:
    """Find what a source says has come further than its record does."""
    for event in view.as_of_each:
        for reading in event.readings[1:] if event.status else ():
            if reading.is_later:
                said = StatusTerm(reading.status or "", event.kind)
                source = reading.sources[0].source
                values = (event.id, status_term(event), source, said)
                yield Finding((event.id, source), values)


def ambiguous_date(view: View) -> Iterator[Finding]:
    """Find days and months in figures that some read the other way round."""
    for event in view.events:
        for figures in _FIGURES.finditer(event.when_text):
            if figures[1] != figures[2]:
                yield Finding((event.id,), (figures[0],))


def outcome_not_reported(view: View) -> Iterator[Finding]:
    """Find what was to begin, or to end, before the newest source speaks."""
    whole = view.collection.origin
    newest = newest_day(whole.sources, whole.tz)
    for event in view.events if newest else ():
        # A postponed plan may still have the date from which it was moved.
        if newest is None or event.status == event.moved:
            continue
        if view.schedule.standing(event.id, newest).overdue.definitely:
            values = (event.id, status_term(event), newest)
            yield Finding((event.id,), values)


def open_end_of_done(view: View) -> Iterator[Finding]:
    """Find what is done, and yet dated as if it went on: ``2014/..``."""
    for event in view.events:
        if event.phase is Phase.DONE and is_open_ended(event):
            yield Finding((event.id,), (event.id, status_term(event)))


def stop_out_of_place(view: View) -> Iterator[Finding]:
    """Find stops on no day of their visit, or before the stop that they follow."""
    for visit in view.collection.of(Visit):
        stops = [(quote(stop.place, 40), stop.when) for stop in visit.stops]
        dated = [(place, when) for place, when in stops if when]
        for place, when in dated:
            if visit.when and not when.intersects(visit.when).possibly:
                yield Finding((visit.id,), (place, when, visit.id))
        for (place, when), (next_place, next_when) in pairwise(dated):
            if next_when.before(when).definitely:
                values = (next_place, place)
                yield Finding((visit.id,), values, "check-stop-before-stop")


def not_a_treaty(view: View) -> Iterator[Finding]:
    """Find treaty actions about a record that is not a treaty."""
    for event in view.collection.of(Step):
        target = view.collection.origin.get(event.treaty)
        if target is not None and not isinstance(target, Treaty | OpaqueEvent):
            ids = (event.id, target.id)
            yield Finding(ids, (*ids, Term(target.kind)))


def former_state(view: View) -> Iterator[Finding]:
    """Find consents of former States of which no successor is reported."""
    by_treaty: dict[str, list[Ratification | Withdrawal]] = defaultdict(list)
    for event in view.events:
        if isinstance(event, Ratification | Withdrawal):
            by_treaty[event.treaty].append(event)
    for acts in by_treaty.values():
        parties = {act.party for act in acts}
        explained = {a.party for a in acts if isinstance(a, Withdrawal) or a.note}
        if any(getattr(act, "instrument", "") == "succession" for act in acts):
            continue
        for act in filter(lambda act: is_former(act.party), acts):
            after = succession(act.party, "2000")
            is_told = act.party in explained or after.continued_by  # the same in law
            if not is_told and parties.isdisjoint(after.successors):
                yield Finding((act.id,), (PartyId(act.party),))


def zone_rule_changed(view: View) -> Iterator[Finding]:
    """Find clock times whose zone has other rules now than when they were written."""
    for event in view.events:
        if event.when is not None and is_rule_changed(event.when):
            yield Finding((event.id,), (event.when.text,))


def not_understood(view: View, code: str) -> Iterator[Finding]:
    """Find what was kept from a file without being understood, by its code."""
    codec, kept = Codec(), view.collection
    records: tuple[Record, ...] = (*kept.parties, *kept.sources, *kept.events)
    for record in records:
        if record.extra or isinstance(record, OpaqueEvent):
            for problem in codec.unknown(record):
                if problem.code == code:
                    yield Finding((record.id,), (problem.message,), "check-as-reported")


def contradiction(view: View) -> Iterator[Finding]:
    """Find dates and links that conflict."""
    for conflict in view.schedule.contradictions:
        yield Finding(conflict.ids, (conflict,), "check-as-reported")


CHECKS = (
    Check("first-of-month", first_of_month),
    Check("id-contradicts-date", id_contradicts_date),
    Check("word-drift", word_drift, "note"),
    Check("publication-date", publication_date),
    Check("no-source", no_source, "note"),
    Check("party-ended", party_ended),
    Check("duplicate-event", duplicate_event),
    Check("rival-records", rival_records),
    Check("postponed-date", postponed_date),
    Check("took-place", took_place, "error"),
    Check("later-status", later_status),
    Check("ambiguous-date", ambiguous_date),
    Check("outcome-not-reported", outcome_not_reported),
    Check("open-end", open_end_of_done),
    Check("stop-out-of-place", stop_out_of_place),
    Check("not-a-treaty", not_a_treaty),
    Check("former-state", former_state),
    Check("zone-rule-changed", zone_rule_changed, "note"),
    Check("unknown-field", partial(not_understood, code="unknown-field")),
    Check("unknown-kind", partial(not_understood, code="unknown-kind")),
    Check("contradiction", contradiction, "error"),
)
