"""How many, and who with whom: what people count in a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, combinations_with_replacement, product
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar, overload

import attrs

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.collection.labels import surely_off
from timeline.collection.ordering import newest_day
from timeline.errors import InvalidError
from timeline.query.evaluate import KEYS
from timeline.records.event import Event
from timeline.records.lifecycle import MISSED, Phase
from timeline.records.meetings import Call, Meeting, Summit, Visit
from timeline.schedule.schedule import Schedule
from timeline.standing import whole_day
from timeline.text import check_name, quote
from timeline.when.bounds import agreed
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

M = TypeVar("M", bound="Matrix")
P = TypeVar("P", bound="Pairs")
_Together = list[tuple[Event, Certainty]]  # and whether each took place
_Met = tuple[tuple[str, str], Certainty]  # whether two met if an event took place
_MET = (Meeting, Call, Summit, Visit)
_TOOK_PLACE = (Phase.UNDER_WAY, Phase.DONE)
_BY_PHASE: Mapping[Phase | None, Certainty] = {
    None: Certainty.MAYBE,
    **dict.fromkeys(Phase, Certainty.NO),
    **dict.fromkeys(_TOOK_PLACE, Certainty.YES),
}
_KEYS: Mapping[str, Callable[[Any], Iterable[Hashable]]] = {
    "party": attrgetter("involved"),
    "person": attrgetter("people"),
    "place": lambda event: (event.place,),
    **{name: KEYS[name] for name in ("kind", "status", "phase", "topic")},
}
_PERIODS: Mapping[str, tuple[int, ...]] = {  # what to cut off a day
    "month": (-len("-DD"), -len("-MM-DD")),
    "year": (-len("-MM-DD"),),
}


@attrs.frozen
class Pair:
    """Two who met, and how long ago they last did, as far as is known.

    Attributes:
        a, b: The two, in alphabetical order.
        times: How often they met, by what surely took place.
        last: The last time; None if none has a date. If none is sure, the last that
            may have taken place.
        days_since: How many days ago it was, at least and at most, on the day asked
            about; None where nothing bounds it, and twice if no day was asked about. An
            event without a date may be the last: then at least 0.
        at_most: How often they may have met: besides, what states no status, plans
            whose time may have come, and being guest and host of a visit.
        met: What surely brought them together, in the order of the timeline.
        perhaps: What may have, besides.
    """

    a: str
    b: str
    times: int
    last: Event | None = None
    days_since: tuple[int | None, int | None] = (None, None)
    at_most: int = 0
    met: tuple[Event, ...] = attrs.field(default=(), eq=False, repr=False)
    perhaps: tuple[Event, ...] = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen
class Pairs(Sequence[Pair]):
    """Who met whom, the most recent first.

    Attributes:
        pairs: Any two who met, or may have.
        collection: The events.
        on: The day that was asked for.
    """

    pairs: tuple[Pair, ...]
    collection: Collection = attrs.field(eq=False, repr=False)
    on: Day | None = None

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Pair, ...]: ...
    def __getitem__(self, at: int | slice) -> Pair | tuple[Pair, ...]:
        return self.pairs[at]

    def __len__(self) -> int:
        return len(self.pairs)


@attrs.frozen
class Matrix:
    """How many events involve both of any two; on the diagonal, how many involve one.

    Attributes:
        names: The rows, which are the columns too.
        counts: One number for each two: of what surely took place.
        at_most: The same of all that may have taken place.
        visits: Whether it is how often the first of the two visited the second.
        collection: The events.

    ``matrix["CA", "FR"]`` is one of the numbers.
    """

    names: tuple[str, ...]
    counts: Mapping[tuple[str, str], int] = attrs.field(hash=False)
    at_most: Mapping[tuple[str, str], int] = attrs.field(hash=False, factory=dict)
    visits: bool = False
    collection: Collection = attrs.field(kw_only=True, eq=False, repr=False)

    def __getitem__(self, two: tuple[str, str]) -> int:
        return self.counts.get(self._key(two), 0)

    def most(self, two: tuple[str, str]) -> int:
        """Return how many events may have involved both of *two*."""
        return self.at_most.get(self._key(two), 0)

    def _key(self, two: tuple[str, str]) -> tuple[str, str]:
        names: object = two
        if not (isinstance(names, tuple) and len(names) == 2):
            problem = f"a matrix takes two parties, not {quote(names)}"
            raise InvalidError(problem, 'write matrix["CA", "FR"]')
        for name in names:
            check_name(name, self.names, "unknown party")
        return two if self.visits else (min(two), max(two))

    @property
    def rows(self) -> list[list[int]]:
        """The numbers as rows, in the order of `names`."""
        return [[self[a, b] for b in self.names] for a in self.names]

    @property
    def rows_at_most(self) -> list[list[int]]:
        """The same of all that may have taken place."""
        return [[self.most((a, b)) for b in self.names] for a in self.names]


def count_by(
    collection: Collection, by: str | Callable[[Any], Hashable]
) -> dict[Any, int]:
    """Count records of events per party, kind, month and so on.

    What was cancelled counts too; ``where(q.happened)`` leaves out what is not known to
    have happened. An event counts once for each of its parties, people and topics.

    A month or year is that of the start; where the month is not known it is the year,
    and where that is not known ``""``: nothing is counted in a month in which it may
    not have been. By month and year, what was cancelled or did not take place is left
    out.

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
    events: Iterable[Event] = collection
    if by in _PERIODS:
        events = (
            event
            for event in collection
            if event.phase is not Phase.OFF and event.status != MISSED
        )
    counts = Counter(key for event in events for key in keys(event))
    if by in _PERIODS:
        return {key: counts[key] for key in sorted(counts, key=_chronological)}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _keys(collection: Collection, by: object) -> Callable[[Any], Iterable[Hashable]]:
    if callable(by):
        return lambda event: (by(event),)
    name = by if isinstance(by, str) else ""
    if name in _PERIODS:
        cuts, plan = _PERIODS[name], Schedule.of(collection, strict=False)
        return lambda event: (
            ""
            if collection.with_as_of(event).doubtful
            else _period(plan.when(event.id), cuts),
        )
    check_name(by, [*_KEYS, *_PERIODS], "cannot count by", "by")
    return _KEYS[name]


def _period(when: When, cuts: tuple[int, ...]) -> str:
    """Return the month in which it starts, the year if that is all, or ``""``."""
    days = when.tested_days[:2]
    if None in days:
        return ""
    first, last = map(str, days)
    return next((first[:cut] for cut in cuts if first[:cut] == last[:cut]), "")


def _chronological(period: Hashable) -> tuple[bool, int, str]:
    text = str(period)
    year = text[:-3] if text[-3:-2] == "-" else text
    return not text, int(year or 0), text


def pairs(
    collection: Collection,
    cls: type[P],
    on: DayLike | None = None,
    *,
    people: bool = False,
) -> P:
    """Return who met whom, how often and when last: the most recent first.

    Meetings, calls and summits count, and what is a part of another event counts once:
    the talks in the margins of a summit, not the summit besides. A visit counts for
    those who travelled together; that guest and host met takes a meeting, and without
    one they may have. What is ahead, was cancelled or did not take place is left out.

    Args:
        collection: The events.
        cls: The class of the answer: `Pairs`, or one that can be printed.
        on: The day from which to count days since; what began later is left out.
            Without one, plans are seen from the day of the newest source.
        people: Whether to pair people, not parties.

    Raises:
        InvalidError: *on* is not one day.
    """
    day = None if on is None else as_day(on)
    events = (event for event in collection if isinstance(event, _MET))
    plan = Schedule.of(collection, strict=False)
    met = _brought(events, partial(_twos, people=people), plan, day)
    places = {event.id: at for at, event in enumerate(collection)}

    def recent(pair: Pair) -> tuple[int, int, int, str, str]:
        place = 1 if pair.last is None else -places[pair.last.id]
        return place, -pair.times, -pair.at_most, pair.a, pair.b

    found = (_pair(two, met[two], day, plan) for two in met)
    return cls(tuple(sorted(found, key=recent)), collection, day)


def _brought(
    events: Iterable[Event],
    twos: Callable[[Any], Iterable[_Met]],
    plan: Schedule,
    day: Day | None = None,
) -> dict[tuple[str, str], _Together]:
    """Return by *twos* which events may have brought them together, as of a day."""
    found: dict[tuple[str, str], _Together] = {}
    days = _days_of(plan.collection, day)
    for event in events:
        took_place = _took_place(event, days, plan, asked=day is not None)
        for two, met in twos(event) if took_place.possibly else ():
            found.setdefault(two, []).append((event, took_place & met))
    return found


def _twos(event: Event, *, people: bool) -> Iterator[_Met]:
    """Yield any two of an event, and whether they met if it took place."""
    names = event.people if people else event.involved
    hosts: set[str] = set()
    if isinstance(event, Visit):
        hosts = {who.name if people else who.of for who in event.host}
        hosts -= {who.name if people else who.of for who in event.participants}
    for two in combinations(sorted(names), 2):
        if not hosts.issuperset(two):  # each host is where the other is not
            apart = hosts.intersection(two)
            yield two, Certainty.MAYBE if apart else Certainty.YES


def _days_of(collection: Collection, day: Day | None) -> Sequence[When]:
    """Return the day to look from: the one asked for, or that of the newest source.

    Of that a source may state the month alone: then it is the first or the last day.
    """
    zone, days = collection.origin.tz, {day}
    if day is None and (newest := newest_day(collection.origin.sources, zone)):
        days = {newest.tested_days[0], newest.tested_days[2]}
    return [whole_day(each, zone) for each in days if each is not None]


def _took_place(
    event: Event, days: Sequence[When], plan: Schedule, *, asked: bool
) -> Certainty:
    """Whether an event took place, as far as its status and its dates tell."""
    event, phase = plan.collection.with_as_of(event), event.phase
    if event.status == MISSED:  # and not met
        return Certainty.MAYBE if event.doubtful else Certainty.NO
    if phase is Phase.AHEAD and surely_off(plan.collection, event):
        return Certainty.NO
    if not days or (not asked and phase in _TOOK_PLACE):
        return agreed([_BY_PHASE[each] for each in event.phases])
    stands = [plan.standing(event.id, day) for day in days]
    begun = agreed([each.under_way | each.over for each in stands])
    # What was reported as going on or done has begun by its dates, and a plan may have,
    # once one of them may have come.
    limit = plan.when(event.id).tested.start_latest
    has_date = limit is not None or (event.when is not None and event.when.is_dated)
    is_plan = phase is Phase.AHEAD and has_date
    has_begun = {*event.phases} <= {*_TOOK_PLACE}
    if has_begun or (is_plan and Phase.OFF not in event.phases):
        begun |= agreed([each.begun for each in stands])
    # No source says that a plan, or what has no status, took place, unless that follows
    # from what did; an act that is dated is done.
    sure = phase in _TOOK_PLACE or (phase is None and not event.is_span)
    sure = sure or all(each.is_proven for each in stands)
    return begun if sure else begun & Certainty.MAYBE


def _pair(
    two: tuple[str, str], events: _Together, day: Day | None, plan: Schedule
) -> Pair:
    """Return how often two met, from what brought them together, in order."""
    sure, possible = _sure(events), [event for event, _ in events]
    dated = [e for e in sure or possible if e.when is not None and e.when.is_dated]
    since: tuple[int | None, int | None] = None, None
    if day is not None:
        # At least: by all that may have been the last.
        ends = [plan.when(event.id).tested_days[2] or day for event in possible]
        starts = [plan.when(event.id).tested_days[0] for event in sure]
        last = max((start for start in starts if start and start <= day), default=None)
        most = last and day.number - last.number
        since = max(day.number - max(ends).number, 0), most
    return Pair(
        *two,
        _times(sure, plan.collection),
        dated[-1] if dated else None,
        since,
        _times(possible, plan.collection),
        tuple(sure),
        tuple(event for event, met in events if not met.definitely),
    )


def _sure(together: _Together) -> list[Event]:
    """Return what surely took place."""
    return [event for event, took_place in together if took_place.definitely]


def _times(events: Iterable[Event], collection: Collection) -> int:
    """Return how many events there are; what is a part of another counts with it."""
    events = [*events]
    outer = {above.id for event in events for above in collection.around(event)}
    return sum(event.id not in outer for event in events)


def matrix(collection: Collection, cls: type[M], *, visits: bool = False) -> M:
    """Return how many events involve both of any two parties, or who visited whom.

    What is ahead, was cancelled or did not take place is left out, and what is a part
    of another event counts once, as in `pairs`.

    Args:
        collection: The events.
        cls: The class of the answer: `Matrix`, or one that can be printed.
        visits: Whether to count visits alone, of a guest to a host.
    """
    events = collection.of(Visit) if visits else collection.events
    plan = Schedule.of(collection, strict=False)
    found = _brought(events, _journeys if visits else _both_of, plan)
    sure = {two: _times(_sure(met), collection) for two, met in found.items()}
    most = {two: _times((e for e, _ in met), collection) for two, met in found.items()}
    return cls(
        tuple(sorted({name for event in events for name in event.involved})),
        MappingProxyType({two: times for two, times in sure.items() if times}),
        MappingProxyType(most),
        visits,
        collection=collection,
    )


def _both_of(event: Event) -> Iterator[_Met]:
    """Yield any two parties of an event, and each with itself."""
    for one, other in combinations_with_replacement(sorted(event.involved), 2):
        yield (one, other), Certainty.YES


def _journeys(visit: Visit) -> Iterator[_Met]:
    """Yield each guest with each host: those who travel together are guests."""
    guests = dict.fromkeys(who.of for who in visit.participants)
    for guest, host in product(guests, dict.fromkeys(who.of for who in visit.host)):
        if guest != host:
            yield (guest, host), Certainty.YES
