"""How many, and who with whom: what people count in a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import combinations
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.query.evaluate import KEYS
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.meetings import Call, Meeting, Summit, Visit
from timeline.standing import stand, whole_day
from timeline.text import quote, suggest
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

__all__ = ["Matrix", "Pair", "count_by", "matrix", "pairs"]

M = TypeVar("M", bound="Matrix")
_MET = (Meeting, Call, Summit, Visit)
_KEYS: Mapping[str, Callable[[Any], Iterable[Hashable]]] = MappingProxyType(
    {
        "party": attrgetter("involved"),
        "person": attrgetter("people"),
        "place": lambda event: (event.place,),
        **{name: KEYS[name] for name in ("kind", "status", "phase", "topic")},
    }
)
_PERIODS: Mapping[str, tuple[int, ...]] = MappingProxyType(  # what to cut off a day
    {"month": (-len("-DD"), -len("-MM-DD")), "year": (-len("-MM-DD"),)}
)


@attrs.frozen
class Pair:
    """Two who met, and how long ago they last did, as far as is known.

    Attributes:
        a, b: The two, in alphabetical order.
        times: How many events brought them together.
        last: The last of them; None if none has a date.
        days_since: How many days ago it was, at least and at most, on the day asked
            about; None where nothing bounds it, and twice if no day was asked about. An
            event without a date may be the last: then at least 0.
    """

    a: str
    b: str
    times: int
    last: Event | None = None
    days_since: tuple[int | None, int | None] = (None, None)


@attrs.frozen
class Matrix:
    """How many events involve both of any two; on the diagonal, how many involve one.

    Attributes:
        names: The rows, which are the columns too.
        counts: One number for each two.

    ``matrix["CA", "FR"]`` is one of the numbers.
    """

    names: tuple[str, ...]
    counts: Mapping[tuple[str, str], int] = attrs.field(hash=False)

    def __getitem__(self, two: tuple[str, str]) -> int:
        names: object = two
        if not (isinstance(names, tuple) and len(names) == 2):
            problem = f"a matrix takes two parties, not {quote(names)}"
            raise InvalidError(problem, 'write matrix["CA", "FR"]')
        for name in names:
            if name not in self.names:
                hint = suggest(str(name), self.names) if self.names else ""
                raise InvalidError(f"unknown party {quote(name)}", hint)
        return self.counts.get((min(two), max(two)), 0)

    @property
    def rows(self) -> list[list[int]]:
        """The numbers as rows, in the order of `names`."""
        return [[self[a, b] for b in self.names] for a in self.names]


def count_by(
    collection: Collection, by: str | Callable[[Any], Hashable]
) -> dict[Any, int]:
    """Count events per party, kind, month and so on.

    An event counts once for each of its parties, people and topics. A month or year is
    that of the start; where the month is not known it is the year, and where that is
    not known ``""``: nothing is counted in a month in which it may not have been.

    Args:
        collection: The events.
        by: ``party``, ``person``, ``kind``, ``status``, ``phase``, ``topic``,
            ``place``, ``month``, ``year``, or a function that returns a key.

    Returns:
        The counts: by time in its order, by anything else the greatest first.

    Raises:
        InvalidError: *by* is none of these.
    """
    keys = _keys(collection, by)
    counts = Counter(key for event in collection for key in keys(event))
    if by in _PERIODS:
        return {key: counts[key] for key in sorted(counts, key=_chronological)}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _keys(collection: Collection, by: object) -> Callable[[Any], Iterable[Hashable]]:
    if callable(by):
        return lambda event: (by(event),)
    name = by if isinstance(by, str) else ""
    if name in _PERIODS:
        return lambda event: (_period(collection.placed(event), _PERIODS[name]),)
    if name not in _KEYS:
        hint = suggest(name, [*_KEYS, *_PERIODS])
        raise InvalidError(f"cannot count by {quote(by)}", hint, ("by",))
    return _KEYS[name]


def _period(when: When | None, cuts: tuple[int, ...]) -> str:
    """Return the month in which it starts, the year if that is all, or ``""``."""
    days = when.tested_days[:2] if when is not None else (None, None)
    if None in days:
        return ""
    first, last = map(str, days)
    return next((first[:cut] for cut in cuts if first[:cut] == last[:cut]), "")


def _chronological(period: Hashable) -> tuple[bool, int, str]:
    text = str(period)
    year = text[:-3] if text[-3:-2] == "-" else text
    return not text, int(year or 0), text


def pairs(
    collection: Collection, on: DayLike | None = None, *, people: bool = False
) -> tuple[Pair, ...]:
    """Return who met whom, how often and when last: the most recent first.

    Meetings, calls, summits and visits count, unless they are ahead or off; with *on*,
    none that began after that day.

    Args:
        collection: The events.
        on: The day from which to count days since.
        people: Whether to pair people, not parties.

    Raises:
        InvalidError: *on* is not one day.
    """
    day = None if on is None else as_day(on)
    met: dict[tuple[str, str], list[Event]] = {}
    for event in collection:
        if isinstance(event, _MET) and _took_place(event, day, collection):
            names = event.people if people else event.involved
            for two in combinations(sorted(names), 2):
                met.setdefault(two, []).append(event)
    places = {event.id: at for at, event in enumerate(collection)}

    def recent(pair: Pair) -> tuple[int, int, str, str]:
        place = 1 if pair.last is None else -places[pair.last.id]
        return place, -pair.times, pair.a, pair.b

    return tuple(sorted((_pair(two, met[two], day) for two in met), key=recent))


def _took_place(event: Event, day: Day | None, collection: Collection) -> bool:
    if event.phase in {Phase.AHEAD, Phase.OFF}:
        return False
    if day is None:
        return True
    when = collection.placed(event)
    return stand(event, whole_day(day, collection.tz), when).begun.possibly


def _pair(two: tuple[str, str], events: list[Event], day: Day | None) -> Pair:
    dated = [(e, e.when) for e in events if e.when is not None and e.when.is_dated]
    last = dated[-1][0] if dated else None
    if day is None:
        return Pair(*two, len(events), last)
    starts = [when.tested_days[0] for _, when in dated]
    ends = [when.tested_days[2] for _, when in dated]
    if len(dated) < len(events):
        ends.append(None)  # what has no day at all, or no last day, may have been today
    latest = max(day.number if end is None else end.number for end in ends)
    days = [start.number for start in starts if start is not None]
    most = day.number - max(days) if days else None
    return Pair(*two, len(events), last, (max(day.number - latest, 0), most))


def matrix(collection: Collection, cls: type[M]) -> M:
    """Return how many events involve both of any two parties.

    Args:
        collection: The events.
        cls: The class of the answer: `Matrix`, or one that can be printed.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for event in collection:
        parties = sorted(event.involved)
        counts.update((party, party) for party in parties)
        counts.update(combinations(parties, 2))
    names = sorted({name for two in counts for name in two})
    return cls(tuple(names), MappingProxyType(dict(counts)))
