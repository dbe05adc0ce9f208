"""Who is where, by which name and in which office: findings about people."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from timeline.collection.collection import Collection
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.meetings import Call
from timeline.text import listing, quote
from timeline.when.calendar import Day
from timeline.when.reading import Precision
from timeline.when.when import When

__all__ = [
    "Finding",
    "folded",
    "mixed_scripts",
    "office_drift",
    "same_people",
    "two_places",
]

Finding = tuple[str, str, tuple[str, ...]]  # code, message, ids

_REMOTE = ("telephone", "video")
_CLOCK = frozenset({Precision.MINUTE, Precision.SECOND, Precision.MICROSECOND})


# What goes before a name, and what after it tells one from his father.
_TITLE = re.compile(
    "president|elect|vice|prime|minister|deputy|foreign|chancellor|premier|secretary|of"
    "|state|general|king|queen|crown|prince|princess|emperor|empress|sultan|amir|emir"
    "|sheikh|sheik|shaikh|haji|pope|his|her|the|excellency|majesty|highness|holiness"
    "|dr|prof|mr|mrs|ms|sir|dame|lord|lady|chairman|chairwoman"
)
_AFTER: Mapping[str, str] = {
    **{each: each for each in ("jr", "sr", "i", "ii", "iii", "iv", "v", "vi")},
    "junior": "jr",
    "senior": "sr",
    "2nd": "ii",
    "3rd": "iii",
}


def folded(text: str) -> str:
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


def same_people(collection: Collection) -> Iterator[Finding]:
    """Names of one party that differ by accents, a title, an initial or a letter."""
    named = _people(collection)
    parted = {who: _parted(who[0]) for who in named}
    buckets: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for (name, party), (words, after) in parted.items():
        for key in (
            words[-1:],
            words[:1],
            frozenset(words),
        ):  # the last, the first, all
            buckets[party, after, key].append((name, party))
    groups = {who: [who] for who in named}
    for bucket in buckets.values():
        for one, other in combinations(bucket, 2):
            mine, theirs = groups[one], groups[other]
            if mine is not theirs and _alike(parted[one][0], parted[other][0]):
                mine += theirs
                groups |= dict.fromkeys(theirs, mine)
    for group in {id(group): group for group in groups.values()}.values():
        if len(group) > 1:
            names = listing(sorted(quote(name) for name, _ in group), "and")
            ids = dict.fromkeys(id_ for who in group for id_ in named[who])
            yield "same-person", f"{names} may be one person", tuple(ids)


def _parted(name: str) -> tuple[tuple[str, ...], str]:
    """Return the folded words of a name without titles, and what follows it: ``jr``."""
    words = folded(re.sub("['’ʼ]", "", name)).split()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        del words[0]
    after = words.pop() if len(words) > 1 and words[-1] in _AFTER else ""
    return tuple(words), _AFTER.get(after, "")


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two folded names may be one: ``zelensky``, ``zelenskyy``."""
    if sorted(one) == sorted(other):
        return True
    if "and" in {*one, *other} or not (one and other):  # several people, or none
        return False
    (first, *_), (*_, last), (again, *_), (*_, lust) = one, one, other, other
    initial = min(len(first), len(again)) == 1
    if last == lust and first[:1] == again[:1] and (initial or first == again):
        return True
    if last == lust:
        return _near(first, again)
    return first == again and abs(len(last) - len(lust)) < 2 and _one_off(last, lust)


def _near(one: str, other: str) -> bool:
    """Whether two first names may be spellings of one: ``dimitry``, ``dmitri``."""
    if min(len(one), len(other)) < 5:
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.75


def _one_off(one: str, other: str) -> bool:
    """Whether two words of some length differ by one letter at most."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5:
        return False
    at = next((i for i, a in enumerate(short) if a != long[i]), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def mixed_scripts(collection: Collection) -> Iterator[Finding]:
    """Names with letters that look the same in another alphabet."""
    for (name, _), ids in _people(collection).items():
        for word in name.split():
            scripts = {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()}
            if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
                message = (
                    f"{quote(name)} mixes {listing(sorted(scripts), 'and')} letters"
                )
                yield "mixed-script", message, tuple(ids)
                break


def two_places(collection: Collection) -> Iterator[Finding]:
    """One person in two places at the same hours."""
    diary: dict[tuple[str, str], list[tuple[Event, When]]] = defaultdict(list)
    for event in collection:
        when = collection.placed(event)
        is_there = event.phase is not Phase.OFF and not _is_remote(event)
        if when and event.place and is_there and when.form.precision in _CLOCK:
            for who in dict.fromkeys(p for _, p in event.roles if p.name):
                diary[who.name, who.of].append((event, when))
    for (name, _), kept in diary.items():
        kept.sort(key=lambda each: each[1].start_earliest or 0)
        for at, (one, when) in enumerate(kept):
            for other, then in kept[at + 1 : at + 9]:
                if folded(one.place) == folded(other.place) or _part(one, other):
                    continue
                if when.start == then.start or when.intersects(then).definitely:
                    message = (
                        f"{name} is in {quote(one.place, 40)} and in"
                        f" {quote(other.place, 40)} at the same time"
                    )
                    yield "two-places", message, (one.id, other.id)


def _is_remote(event: Event) -> bool:
    """Whether people need not be where it is: at a call, or by telephone."""
    return isinstance(event, Call) or getattr(event, "medium", None) in _REMOTE


def _part(one: Event, other: Event) -> bool:
    return other.part_of == one.id or one.part_of == other.id


def office_drift(collection: Collection) -> Iterator[Finding]:
    """One person in two offices on one day: it is the office of the time."""
    held: dict[tuple[str, str], list[tuple[Day, Day, str, str]]] = defaultdict(list)
    for event in collection:
        if days := _days(collection.placed(event)):
            for who in dict.fromkeys(p for _, p in event.roles if p.name and p.office):
                held[who.name, who.of].append((*days, who.office, event.id))
    for (name, _), offices in held.items():
        offices.sort()
        for at, (_, last, office, id_) in enumerate(offices):
            for first, _, again, other in offices[at + 1 :]:
                if first > last:
                    break
                if folded(office) != folded(again):
                    message = (
                        f"{name} is {quote(office, 40)} in {id_} and"
                        f" {quote(again, 40)} in {other}, on one day"
                    )
                    yield "office-drift", message, tuple(dict.fromkeys((id_, other)))


def _days(when: When | None) -> tuple[Day, Day] | None:
    """Return the first and last day of what is known to the day."""
    if when is None or when.form.members:
        return None
    vague = {when.form.precision, when.form.end_precision} - _CLOCK - {Precision.DAY}
    first, last = when.first_calendar_day, when.last_calendar_day
    return None if vague or first is None or last is None else (first, last)
