"""How many, and who with whom: what people count in a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import InvalidError
from timeline.query.evaluate import phase_of
from timeline.query.predicates import Predicate, together
from timeline.records.lifecycle import Phase
from timeline.records.meetings import Call, Meeting, Summit, Visit
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.text import quote, suggest
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.records.event import Event

__all__ = ["Matrix", "Pair", "counted", "how_many", "matrix", "pairs"]

Key = Callable[[Any], Hashable]


@attrs.frozen
class Pair:
    """Two who met, and how long ago they last did, as far as is known.

    Attributes:
        a, b: The two, in alphabetical order.
        times: How many events brought them together.
        last: The last of them; None if none has a date.
        days: How many days ago it was, at least and at most, by the day asked from;
            None where nothing bounds it, and in both places if no day was asked from.
            An event without a date may be the last: then at least 0.
    """

    a: str
    b: str
    times: int
    last: Event | None = None
    days: tuple[int | None, int | None] = (None, None)


@attrs.frozen
class Matrix:
    """How many events involve both of any two; on the diagonal, how many involve one.

    Attributes:
        names: The rows, which are the columns too.
        counts: One number for each two.

    ``matrix["CA", "FR"]`` is one of the numbers, and ``str`` a table.
    """

    names: tuple[str, ...]
    counts: Mapping[tuple[str, str], int] = attrs.field(hash=False)

    def __getitem__(self, two: tuple[str, str]) -> int:
        for name in two:
            if name not in self.names:
                raise InvalidError(
                    f"nobody here is called {quote(name)}",
                    suggest(name, self.names) if self.names else "",
                )
        return self.counts.get((min(two), max(two)), 0)

    @property
    def rows(self) -> list[list[int]]:
        """The numbers as rows, in the order of `names`."""
        return [[self[a, b] for b in self.names] for a in self.names]

    def __str__(self) -> str:
        rows = [
            [name, *(str(number or "") for number in row)]
            for name, row in zip(self.names, self.rows, strict=True)
        ]
        return layout(Grid(["", *self.names], rows), "plain")


def how_many(collection: Collection, *asked: Predicate | Callable[[Any], Any]) -> int:
    """Return for how many events all of *asked* hold, listing them only if need be."""
    return collection.index.count(together(asked))


def counted(collection: Collection, by: str | Key) -> dict[Any, int]:
    """Return how many events there are by party, kind, month and so on.

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
    keys = _by(collection, by)
    found = Counter(key for event in collection for key in keys(event))
    if by in {"month", "year"}:
        return {key: found[key] for key in sorted(found, key=_in_time)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))


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
    today = None if on is None else as_day(on).number
    met: dict[tuple[str, str], list[Event]] = {}
    for event in collection:
        if isinstance(event, _MET) and _took_place(event, today):
            names = event.people if people else event.involved
            for two in combinations(sorted(names), 2):
                met.setdefault(two, []).append(event)
    found = [_pair(two, events, today) for two, events in met.items()]
    places = {event.id: at for at, event in enumerate(collection)}
    return tuple(
        sorted(
            found,
            key=lambda pair: (
                -places[pair.last.id] if pair.last else 1,
                -pair.times,
                pair.a,
                pair.b,
            ),
        )
    )


def matrix(collection: Collection) -> Matrix:
    """Return how many events involve both of any two parties."""
    found: Counter[tuple[str, str]] = Counter()
    for event in collection:
        parties = sorted(event.involved)
        found.update((one, one) for one in parties)
        found.update(combinations(parties, 2))
    names = sorted({name for two in found for name in two})
    return Matrix(tuple(names), MappingProxyType(dict(found)))


_MET = (Meeting, Call, Summit, Visit)


def _took_place(event: Event, today: int | None) -> bool:
    if event.phase in {Phase.AHEAD, Phase.OFF}:
        return False
    first = _days(event)[0]
    return today is None or first is None or first <= today


def _pair(two: tuple[str, str], events: list[Event], today: int | None) -> Pair:
    dated = [event for event in events if event.when and event.when.is_dated]
    last = dated[-1] if dated else None
    if today is None:
        return Pair(*two, len(events), last)
    spans = [_days(event) for event in dated]
    ends = [today if end is None else end for _, end in spans]
    starts = [start for start, _ in spans if start is not None]
    if len(dated) < len(events):
        ends.append(today)
    least = max(today - max(ends), 0)
    return Pair(
        *two, len(events), last, (least, today - max(starts) if starts else None)
    )


def _days(event: Event) -> tuple[int | None, int | None]:
    """The first and the last day on which it may have been, counted from 1970."""
    when = event.when
    if when is None:
        return None, None
    first, last = when.first_calendar_day, when.last_calendar_day
    return (None if first is None else first.number), (
        None if last is None else last.number
    )


def _in_time(key: Hashable) -> tuple[bool, int, str]:
    text = str(key)
    return not text, int(text[:-3] if text[-3:-2] == "-" else text or 0), text


def _month(when: When | None, *, length: int = 7) -> str:
    """The month in which it starts, the year if that is all, or ``""``."""
    if when is None or when.start_earliest is None or when.start_latest is None:
        return ""
    first = str(when.first_calendar_day)
    last = str(when.last_start_day)
    ends = (len(first) - 3, len(first) - 6)
    for end in ends if length == 7 else ends[1:]:
        if first[:end] == last[:end]:
            return first[:end]
    return ""


_KEYS: Mapping[str, Callable[[Any], Iterable[str]]] = MappingProxyType(
    {
        "party": lambda event: event.involved,
        "person": lambda event: event.people,
        "kind": lambda event: (event.kind,),
        "status": lambda event: (event.status or "",),
        "phase": lambda event: (phase_of(event),),
        "topic": lambda event: event.topics,
        "place": lambda event: (event.place,),
    }
)


def _by(collection: Collection, by: str | Key) -> Callable[[Any], Iterable[Hashable]]:
    if callable(by):
        return lambda event: (by(event),)
    if by == "month":
        return lambda event: (_month(collection.placed(event)),)
    if by == "year":
        return lambda event: (_month(collection.placed(event), length=4),)
    if by not in _KEYS:
        raise InvalidError(
            f"events are not counted by {quote(by)}",
            suggest(str(by), [*_KEYS, "month", "year"]),
            ("by",),
        )
    return _KEYS[by]
