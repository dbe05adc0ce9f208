"""Checks of who is where, under which name and in which office."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from timeline.checks.view import Check, Finding, View, days_of
from timeline.collection.graph import components
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.meetings import Call
from timeline.text import fold, quote
from timeline.when.calendar import Day
from timeline.when.when import When

Person = tuple[str, str]  # name, party
Words = tuple[str, ...]  # of a name, folded
Keyed = Iterator[tuple[object, Words]]  # names by what makes two of them one

_REMOTE = ("telephone", "video")
_SHORTEST = 5  # letters of a name that one letter more or less leaves recognisable
_SIMILAR = 0.75  # the least ratio of two first names that may be spellings of one
_NEIGHBOURS = 16  # first names, in the order of spelling, that one is compared with

# What precedes a name, and what tells one generation from another after it.
_TITLE = re.compile(
    "president|elect|vice|prime|minister|deputy|foreign|chancellor|premier|secretary|of"
    "|state|general|king|queen|crown|prince|princess|emperor|empress|sultan|amir|emir"
    "|sheikh|sheik|shaikh|haji|pope|his|her|the|excellency|majesty|highness|holiness"
    "|dr|prof|mr|mrs|ms|sir|dame|lord|lady|chairman|chairwoman"
    "|lt|col|gen|capt|adm|rep|sen|gov|senator|representative|justice|judge|ambassador"
)
# What bodies are called: of those only the same words may be the same body. With "and"
# a name is of two people.
_NO_PERSON = re.compile(
    "and|administration|agencies|agency|alliance|archive|archives"
    "|association|authority|bank|board|bureau|campaign|center|centre"
    "|coalition|commission|committee|company|corporation|council|court"
    "|courts|democrats|department|departments|division|employees|executives"
    "|federation|force|forces|foundation|fund|group|inc|institute"
    "|institutes|intelligence|investigators|journal|judges|leadership|llc"
    "|llp|magazine|majority|management|media|members|ministry|movement"
    "|network|networks|office|officials|operations|organization"
    "|organizations|partners|party|post|press|producers|program|project"
    "|prosecutors|republicans|researchers|school|security|service|services"
    "|society|staff|street|system|team|times|union|university|workers"
)
_SUFFIX: Mapping[str, str] = {
    **{suffix: suffix for suffix in ("jr", "sr", "i", "ii", "iii", "iv", "v", "vi")},
    "junior": "jr",
    "senior": "sr",
    "2nd": "ii",
    "3rd": "iii",
}


def same_person(view: View) -> Iterator[Finding]:
    """Find names of one party that differ by accent, title, initial or one letter."""
    # Names that share a key may be one person, and so may those that are linked through
    # a third. The keys are built so that nobody has to compare all names of a bucket:
    # one surname may have thousands of first names. Cost: a few keys a name, and 16
    # comparisons of first names.
    names: dict[tuple[str, str], dict[Words, list[Person]]]
    names = defaultdict(lambda: defaultdict(list))
    for name, party in view.people:
        words, suffix = _split(name)
        names[party, suffix][words].append((name, party))
    for persons in names.values():
        for group in _linked(persons):
            people = [person for words in group for person in persons[words]]
            if len(people) > 1:
                ids = dict.fromkeys(id_ for who in people for id_ in view.people[who])
                spellings = tuple(map(quote, sorted(name for name, _ in people)))
                yield Finding(tuple(ids), (spellings,))


def _split(name: str) -> tuple[Words, str]:
    """Return the words of a name without titles, and what follows it: ``jr``."""
    words = fold(re.sub("['’ʼ]", "", name)).split()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        del words[0]
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIX else ""
    return tuple(words), _SUFFIX.get(suffix, "")


def _linked(names: Iterable[Words]) -> Iterable[list[Words]]:
    """Group the names of one party that may be one person's."""
    numbers = {name: number for number, name in enumerate(names)}
    holders: dict[object, int] = {}
    links = (
        (numbers[name], holders.setdefault(key, numbers[name]))
        for key, name in _keys(numbers)
    )
    groups: dict[int, list[Words]] = defaultdict(list)
    for name, label in zip(numbers, components(len(numbers), links), strict=True):
        groups[label].append(name)
    return groups.values()


def _keys(names: Iterable[Words]) -> Keyed:
    """Yield the keys of names; those with a common key may be one person's."""
    by_last: dict[str, dict[str, Words]] = defaultdict(dict)
    by_first: dict[str, dict[str, Words]] = defaultdict(dict)
    for name in names:
        yield (tuple(sorted(name)),), name
        if name and not any(map(_NO_PERSON.fullmatch, name)):
            first, last = name[0], name[-1]
            yield (first, last), name
            by_last[last].setdefault(first, name)
            by_first[first].setdefault(last, name)
    for last, first_names in by_last.items():
        yield from _similar_first_names(last, first_names)
    for first, last_names in by_first.items():
        yield from _misspelt_last_names(first, last_names)


def _similar_first_names(last: str, names: Mapping[str, Words]) -> Keyed:
    """Link initials with names, and names with spellings: ``dimitry``, ``dmitri``."""
    initials = {first for first in names if len(first) == 1}
    for first, name in names.items():
        if first[0] in initials:
            yield (first[0], last), name
    long = sorted(first for first in names if len(first) >= _SHORTEST)
    for at, first in enumerate(long):
        for other in long[at + 1 : at + 1 + _NEIGHBOURS]:
            if _is_similar(SequenceMatcher(None, first, other)):
                yield (other, last), names[first]


def _is_similar(match: SequenceMatcher[str]) -> bool:
    """Whether the ratio is high enough; the two upper limits are quick to have."""
    ratios = (match.real_quick_ratio, match.quick_ratio, match.ratio)
    return all(ratio() >= _SIMILAR for ratio in ratios)


def _misspelt_last_names(first: str, names: Mapping[str, Words]) -> Keyed:
    """Link last names that differ by one letter: exchanged, left out or put in."""
    for last, name in names.items():
        for at in range(len(last)):
            shorter = last[:at] + last[at + 1 :]
            if len(last) >= _SHORTEST:
                yield (first, f"{last[:at]}?{last[at + 1 :]}"), name
            if len(shorter) >= _SHORTEST and shorter in names:
                yield (first, shorter), name


def mixed_script(view: View) -> Iterator[Finding]:
    """Find names with letters that look the same in another alphabet."""
    for (name, _), ids in view.people.items():
        if name.isascii():
            continue
        for word in name.split():
            scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
            if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                yield Finding(ids, (quote(name), tuple(sorted(scripts))))
                break


def two_places(view: View) -> Iterator[Finding]:
    """Find people in two places at the same hours."""
    diaries: dict[Person, list[tuple[Event, When]]] = defaultdict(list)
    for event, participants in view.named:
        if event.phase is Phase.OFF or not event.place or _is_remote(event):
            continue
        when = view.collection.placed(event)
        if when and when.value.start.clock:
            for who in dict.fromkeys(p for p in participants if p.name and not p.group):
                diaries[who.name, who.of].append((event, when))
    for (name, _), diary in diaries.items():
        diary.sort(key=lambda entry: entry[1].start_earliest or 0)
        for at, (event, when) in enumerate(diary):
            for other, other_when in diary[at + 1 : at + 9]:
                if fold(event.place) == fold(other.place) or _is_part(event, other):
                    continue
                overlap = when.intersects(other_when).definitely
                if overlap or when.ticks[:2] == other_when.ticks[:2]:
                    values = (name, quote(event.place, 40), quote(other.place, 40))
                    yield Finding((event.id, other.id), values)


def _is_remote(event: Event) -> bool:
    """Whether people need not be where it is: at a call, or by telephone."""
    return isinstance(event, Call) or getattr(event, "medium", None) in _REMOTE


def _is_part(event: Event, other: Event) -> bool:
    return other.part_of == event.id or event.part_of == other.id


def office_drift(view: View) -> Iterator[Finding]:
    """Find people in two offices on one day: an office is that of the time."""
    terms: dict[Person, dict[tuple[Day, Day, str], tuple[str, str]]]
    terms = defaultdict(dict)
    for event, participants in view.named:
        holders = dict.fromkeys(who for who in participants if who.name and who.office)
        if holders and (days := days_of(view.collection.placed(event))):
            for who in holders:
                # One record of each day and office is enough to compare.
                key = (*days, fold(who.office))
                terms[who.name, who.of].setdefault(key, (who.office, event.id))
    for (name, _), offices in terms.items():
        rows = sorted(offices.items())
        for at, ((_, last, office), (words, id_)) in enumerate(rows):
            # Few of them are met, so none are copied.
            later = map(rows.__getitem__, range(at + 1, len(rows)))
            for (first, _, other), (other_words, other_id) in later:
                if first > last:
                    break
                if office != other:
                    values = (name, quote(words, 40), id_, quote(other_words, 40))
                    ids = tuple(dict.fromkeys((id_, other_id)))
                    yield Finding(ids, (*values, other_id))


CHECKS = (
    Check("same-person", same_person),
    Check("mixed-script", mixed_script),
    Check("two-places", two_places),
    Check("office-drift", office_drift),
)
