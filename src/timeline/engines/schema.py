"""Events as flat rows: what a database needs to answer the same questions.

The schema has a version, and no NULL: unbounded is the smallest or the largest 64-bit
integer, which compares as it should, and an absent text is empty. So no row is ever
neither in an answer nor in that to its opposite. ``docs/engines.md`` has the table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import attrs

from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.query.evaluate import named, phase_of, words_of
from timeline.query.index import EVER, NEVER
from timeline.records.codec import Codec
from timeline.text import quote, searchable, suggest

if TYPE_CHECKING:
    from timeline.records.event import Event
    from timeline.when.when import When

__all__ = ["FLAT", "FLAT_VERSION", "Column", "Row", "check_columns", "flat_rows"]

FLAT_VERSION = 1


@attrs.frozen
class Column:
    """One column of the flat schema.

    Attributes:
        name: Its name.
        type: ``text``, ``ticks`` (64-bit integer), ``flag``, ``texts`` (a list).
        meaning: What stands in it.
    """

    name: str
    type: str
    meaning: str


_TICKS = "microseconds since 1970, of UTC or of the wall clock"
FLAT = tuple(
    Column(*words)
    for words in (
        ("id", "text", "the id of the record"),
        ("kind", "text", "its kind: call"),
        ("status", "text", "its status, empty if not told: expected"),
        ("phase", "text", "ahead, under_way, done or off; empty without a status"),
        ("title", "text", "its title, or the words that stand in for one"),
        ("start_earliest", "ticks", f"{_TICKS}; -2^63 if unbounded"),
        ("start_latest", "ticks", "the same; 2^63-1 if unbounded"),
        ("end_earliest", "ticks", "the same; -2^63 if unbounded"),
        ("end_latest", "ticks", "the same; 2^63-1 if unbounded"),
        ("wall", "flag", "whether the ticks are of a wall clock of no known zone"),
        ("parties", "texts", "codes of all parties involved"),
        ("names", "texts", "the same, and names of people as `searchable` writes them"),
        ("topics", "texts", "its topics"),
        ("cited", "texts", "ids of the sources for and against it"),
        ("part_of", "text", "id of the event it is part of; empty if of none"),
        ("place", "text", "its place, as `searchable` writes it"),
        ("words", "text", "all its texts as `searchable` writes them, a line each"),
        ("record", "text", "the whole record as JSON"),
    )
)


class Row(NamedTuple):
    """One event in the flat schema, in the order of `FLAT`."""

    id: str
    kind: str
    status: str
    phase: str
    title: str
    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    wall: bool
    parties: list[str]
    names: list[str]
    topics: list[str]
    cited: list[str]
    part_of: str
    place: str
    words: str
    record: str


def flat_rows(events: Collection | Iterable[Event]) -> Iterator[Row]:
    """Yield one row for each of *events*, as a stream: nothing is held.

    The times of a collection are placed in its zone; those of other events only in
    their own.

    >>> from timeline import Call
    >>> row = next(flat_rows([Call(id="c", title="First conversation")]))
    >>> row.kind, row.end_latest == 2**63 - 1
    ('call', True)
    """
    placed: Callable[[Event], When | None] = attrgetter("placed")
    if isinstance(events, Collection):
        whole = events
        placed = lambda event: whole.placed(event.id)  # noqa: E731  (one expression)
    codec = Codec()
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for event in events:
        when = placed(event)
        yield Row(
            event.id,
            event.kind,
            event.status or "",
            phase_of(event),
            event.label,
            _tick(when and when.start_earliest, NEVER),
            _tick(when and when.start_latest, EVER),
            _tick(when and when.end_earliest, NEVER),
            _tick(when and when.end_latest, EVER),
            when is None or not when.is_placed,
            list(event.involved),
            sorted(named(event)),
            list(event.topics),
            list(event.cited),
            event.part_of or "",
            searchable(event.place),
            words_of(event),
            write(codec.write(event)),
        )


def _tick(tick: int | When | None, blank: int) -> int:
    return tick if isinstance(tick, int) else blank


def check_columns(columns: Iterable[str], known: Sequence[str]) -> None:
    """Refuse a column that is not among the *known* ones.

    Raises:
        InvalidError: With the nearest name.
    """
    for name in columns:
        if name not in known:
            raise InvalidError(
                f"there is no column {quote(name)}",
                suggest(name, known),
                code="unknown-column",
            )
