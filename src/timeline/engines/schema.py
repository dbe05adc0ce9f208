"""Events as flat rows: what a database needs to answer the same questions.

The schema has a version, and no NULL: unbounded is the smallest or the largest 64-bit
integer, which compares as it should, and an absent text is empty. So no row is ever
neither in an answer nor in that to its opposite. ``docs/engines.md`` has the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple, get_type_hints

import attrs

from timeline.collection.collection import Collection
from timeline.collection.ordering import known
from timeline.errors import InvalidError
from timeline.query.evaluate import names_of, words_of
from timeline.query.windows import EVER, NEVER
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.text import quote, searchable, suggest

FLAT_VERSION = 1
_TICKS = "microseconds since 1970, of UTC or of the wall clock"


class Row(NamedTuple):
    """One event in the flat schema: its columns, with what they hold."""

    id: Annotated[str, "the id of the record"]
    kind: Annotated[str, "its kind: call"]
    status: Annotated[str, "its status, empty if not stated: expected"]
    phase: Annotated[str, "ahead, under_way, done or off; empty without a status"]
    title: Annotated[str, "its title, or the words that stand in for one"]
    start_earliest: Annotated[int, f"{_TICKS}; -2^63 if unbounded"]
    start_latest: Annotated[int, "the same; 2^63-1 if unbounded"]
    end_earliest: Annotated[int, "the same; -2^63 if unbounded"]
    end_latest: Annotated[int, "the same; 2^63-1 if unbounded"]
    wall: Annotated[bool, "whether the ticks are of a wall clock of no known zone"]
    parties: Annotated[list[str], "codes of all parties involved"]
    names: Annotated[list[str], "the same, and all names as `searchable` writes them"]
    topics: Annotated[list[str], "its topics"]
    cited: Annotated[list[str], "ids of the sources for and against it"]
    part_of: Annotated[str, "id of the event it is part of; empty if of none"]
    place: Annotated[str, "its place, as `searchable` writes it"]
    words: Annotated[str, "all its texts as `searchable` writes them, a line each"]
    record: Annotated[str, "the complete record as JSON"]


@attrs.frozen
class Column:
    """One column of the flat schema.

    Attributes:
        name: Its name.
        type: ``text``, ``ticks`` (64-bit integer), ``flag``, ``texts`` (a list).
        meaning: What it holds.
    """

    name: str
    type: str
    meaning: str


_TYPES = {str: "text", int: "ticks", bool: "flag", list[str]: "texts"}
FLAT = tuple(
    Column(name, _TYPES[hint.__origin__], *hint.__metadata__)
    for name, hint in get_type_hints(Row, include_extras=True).items()
)


def flat_rows(events: Collection | Iterable[Event]) -> Iterator[Row]:
    """Yield one row for each of *events*, as a stream: nothing is held.

    The times of a collection are placed in its zone; those of other events only in
    their own.

    >>> from timeline import Call
    >>> row = next(flat_rows([Call(id="c", title="First conversation")]))
    >>> row.kind, row.end_latest == 2**63 - 1
    ('call', True)
    """
    whole = events if isinstance(events, Collection) else Collection()
    tz, records = whole.tz, whole.records
    codec = Codec()
    declared = {party.id: searchable(party.name) for party in whole.parties}
    for event in events:
        when = known(event, tz, records)
        ticks = (None,) * 4 if when is None else when.ticks
        start_earliest, start_latest, end_earliest, end_latest = (
            unbounded if tick is None else tick
            for tick, unbounded in zip(ticks, (NEVER, EVER) * 2, strict=True)
        )
        yield Row(
            event.id,
            event.kind,
            event.status or "",
            phase_of(event),
            event.label,
            start_earliest,
            start_latest,
            end_earliest,
            end_latest,
            when is None or not when.is_placed,
            list(event.involved),
            sorted(names_of(event) | {declared.get(c, c) for c in event.involved}),
            list(event.topics),
            list(event.cited),
            event.part_of or "",
            searchable(event.place),
            words_of(event),
            codec.line(event),
        )


def check_columns(columns: Iterable[str], known: Sequence[str]) -> None:
    """Check that all *columns* are among the *known* ones.

    Raises:
        InvalidError: One is not; with the nearest name.
    """
    for name in columns:
        if name not in known:
            raise InvalidError(
                f"unknown column {quote(name)}",
                suggest(name, known),
                code="unknown-column",
            )
