"""Events as flat rows: what a database needs to answer the same questions.

Two tables: one row for each event, and in a second one the spans of those that may be
in several: the members of a set, a mask with gaps, rival readings. The schema has a
version, and no NULL in what questions ask: unbounded is the smallest or the largest
64-bit integer, which compares as it should, and an absent text is empty. So no row is
ever neither in an answer nor in that to its opposite. ``docs/engines.md`` has the
tables; data frames get the first one, with some columns more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple, get_type_hints

from timeline.collection.collection import Collection
from timeline.collection.ordering import known
from timeline.errors import InvalidError
from timeline.query.evaluate import KEYS, names_of, places_of, words_of
from timeline.query.windows import EVER, NEVER
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.text import check_name, searchable
from timeline.when.bounds import UNBOUNDED, Ticks
from timeline.when.calendar import Day
from timeline.when.when import When

FLAT_VERSION = 2
Events = Collection | Iterable[Event]
_TICKS = "microseconds since 1970, of UTC or of the wall clock"
_NEW = frozenset({*("members", "phases", "stances", "disputed", "doubtful"), "undated"})
_WALL = "whether the ticks are of a wall clock of no known zone"

Stated = Annotated[int | None, f"{_TICKS}; NULL if not stated"]
Earliest = Annotated[int, f"{_TICKS}; -2^63 if unbounded"]
Latest = Annotated[int, "the same; 2^63-1 if unbounded"]


class Row(NamedTuple):
    """One event in the flat schema: its columns, with what they hold.

    The stated bounds are for people, as the source gives them; questions ask the
    tested ones, which marks of doubt and what is reported since make wider or closer.
    """

    id: Annotated[str, "the id of the record"]
    kind: Annotated[str, "its kind: call"]
    title: Annotated[str, "its title, or the words that stand in for one"]
    status: Annotated[str, "its status, empty if not stated: expected"]
    phase: Annotated[str, "ahead, under_way, done or off; empty without a status"]
    phases: Annotated[list[str], "the same by each source that counts: ahead, off"]
    first_day: Annotated[str, "the first day that is stated, in its zone; or empty"]
    last_day: Annotated[str, "the last one: 2025-03-17"]
    start_earliest: Stated
    start_latest: Stated
    end_earliest: Stated
    end_latest: Stated
    undated: Annotated[bool, "whether no bound is stated"]
    tested_start_earliest: Earliest
    tested_start_latest: Latest
    tested_end_earliest: Earliest
    tested_end_latest: Latest
    members: Annotated[int, "how many spans it has in the other table; 0 if one"]
    wall: Annotated[bool, _WALL]
    parties: Annotated[list[str], "codes of all parties involved"]
    names: Annotated[list[str], "the same, and all names as `searchable` writes them"]
    topics: Annotated[list[str], "its topics"]
    cited: Annotated[list[str], "ids of the sources for and against it"]
    stances: Annotated[list[str], "stances of its sources: denies"]
    disputed: Annotated[bool, "whether a source denies it, or rivals its date"]
    doubtful: Annotated[bool, "whether it is denied or only alleged: nothing is sure"]
    part_of: Annotated[str, "id of the event it is part of; empty if of none"]
    place: Annotated[str, "its place; empty if not stated"]
    place_words: Annotated[str, "the same and those of its sources, as of `words`"]
    words: Annotated[str, "all its texts as `searchable` writes them, a line each"]
    record: Annotated[str, "the complete record as JSON"]


class SpanRow(NamedTuple):
    """One of several spans in which an event may be."""

    event: Annotated[str, "the id of the record"]
    member: Annotated[int, "which of its spans, counted from 1"]
    start_earliest: Earliest
    start_latest: Latest
    end_earliest: Earliest
    end_latest: Latest
    wall: Annotated[bool, _WALL]


class Column(NamedTuple):
    """One column of the flat schema.

    Attributes:
        name: Its name.
        type: ``text``, ``number`` (64-bit integer), ``flag``, ``texts`` (a list).
        meaning: What it holds.
        is_nullable: Whether it can be NULL.
    """

    name: str
    type: str
    meaning: str
    is_nullable: bool


_TYPES = {
    str: "text",
    int: "number",
    int | None: "number",
    bool: "flag",
    list[str]: "texts",
}


def _columns(row: type) -> tuple[Column, ...]:
    return tuple(
        Column(name, _TYPES[sort], meaning, sort == int | None)
        for name, hint in get_type_hints(row, include_extras=True).items()
        for sort, (meaning,) in [(hint.__origin__, hint.__metadata__)]
    )


FLAT, SPANS = _columns(Row), _columns(SpanRow)


def flat_rows(events: Events) -> Iterator[Row]:
    """Yield one row for each of *events*, as a stream: nothing is held.

    The times of a collection are placed in its zone; those of other events only in
    their own.

    >>> from timeline import Call
    >>> row = next(flat_rows([Call(id="c", title="First conversation")]))
    >>> row.kind, row.tested_end_latest == 2**63 - 1
    ('call', True)
    """
    return (row for row, _ in flat(events))


def span_rows(events: Events) -> Iterator[SpanRow]:
    """Yield the spans of those of *events* that may be in several, as a stream.

    >>> from timeline import Call
    >>> rows = span_rows([Call(id="c", title="C", when="[2025-04-09,2025-04-14]")])
    >>> [(row.event, row.member) for row in rows]
    [('c', 1), ('c', 2)]
    """
    return (span for _, spans in flat(events) for span in spans)


def flat(events: Events) -> Iterator[tuple[Row, Sequence[SpanRow]]]:
    """Yield the row of each event, and its spans if it has several.

    The spans are those that questions in memory ask: `collection.ordering.known`.
    """
    whole = events if isinstance(events, Collection) else Collection()
    codec = Codec()
    declared = {party.id: searchable(party.name) for party in whole.parties}
    for event in events:
        when = known(event, whole.tz, whole.records)
        stated, tested = (UNBOUNDED,) * 2 if when is None else (when.ticks, when.tested)
        spans = () if when is None or len(when.spans) < 2 else when.spans
        wall = when is None or not when.is_placed
        dated = whole.with_as_of(event)
        row = Row(
            event.id,
            event.kind,
            event.label,
            event.status or "",
            event.phase_name,
            sorted(KEYS["may_be"](dated)),
            *_days(when),
            *stated,
            when is None or not when.is_dated,
            *_whole(tested),
            len(spans),
            wall,
            list(event.involved),
            sorted(names_of(event) | {declared.get(c, c) for c in event.involved}),
            list(event.topics),
            list(event.cited),
            sorted(KEYS["stance"](dated)),
            dated.disputed,
            dated.doubtful,
            event.part_of or "",
            event.place,
            places_of(event),
            words_of(event),
            codec.line(event),
        )
        numbered = enumerate(spans, 1)
        yield row, [SpanRow(event.id, n, *_whole(span), wall) for n, span in numbered]


def _days(when: When | None) -> tuple[str, str]:
    """Return the first and the last day that are stated, of the years 1 to 9999."""
    if when is None:
        return "", ""
    last = None if when.value.is_lone_clock else when.last_calendar_day
    return _day(when.first_calendar_day), _day(last)


def _day(day: Day | None) -> str:
    return str(day) if day and 0 < day.year < 10_000 else ""


def _whole(ticks: Ticks) -> tuple[int, int, int, int]:
    """Return bounds of which those that are open are numbers too."""
    limits = zip(ticks, (NEVER, EVER) * 2, strict=True)
    a, b, c, d = (limit if tick is None else tick for tick, limit in limits)
    return a, b, c, d


def check_columns(columns: Iterable[str], known: Sequence[str]) -> None:
    """Check that all *columns* are among the *known* ones.

    Raises:
        InvalidError: one is not; with the nearest name.
    """
    for name in columns:
        if name not in known:
            if name in _NEW or name.startswith("tested_"):
                raise InvalidError(
                    f"the table is not in version {FLAT_VERSION} of the flat schema:"
                    f" it has no column {name}",
                    "create and write it again",
                    code="unsupported-version",
                )
            check_name(name, known, "unknown column", code="unknown-column")
