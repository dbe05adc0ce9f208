"""Records from the rows of a database: only those of its answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from timeline.engines import ibis, sql
from timeline.errors import InvalidError
from timeline.query.predicates import Predicate
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.records.party import Party
from timeline.records.source import Source
from timeline.text import quote


def records(
    table: object,
    predicate: Predicate,
    tz: str | None = None,
    kinds: Kinds | None = None,
    spans: object = None,
) -> Iterator[Event]:
    """Yield the records of the rows for which *predicate* holds.

    Args:
        table: Of ibis, or `timeline.engines.sql.Table`.
        predicate: What to ask.
        tz: The zone in which the rows were placed, and windows are.
        kinds: The kinds that the records may have; the built-in ones by default.
        spans: The table of spans of one of ibis.

    Raises:
        InvalidError: *table* is neither, or holds a record that cannot be read.
    """
    for record in _read(_texts(table, predicate, tz, spans), kinds):
        if isinstance(record, Event):
            yield record


def beside(table: object) -> tuple[list[Source], list[Party]]:
    """Return the sources and the parties that were written with the events.

    A table of ibis has none.
    """
    records = [*_read(table.beside())] if isinstance(table, sql.Table) else []
    sources = [record for record in records if isinstance(record, Source)]
    return sources, [record for record in records if isinstance(record, Party)]


def _read(texts: Iterable[str], kinds: Kinds | None = None) -> Iterator[Record]:
    codec = Codec(KINDS if kinds is None else kinds)
    for text in texts:
        try:
            yield codec.read({**json.loads(text)})
        except (ValueError, TypeError) as error:
            problem = f"the column record holds {quote(text)}, which is not a record"
            raise InvalidError(problem, str(error)) from None


def _texts(
    table: object, predicate: Predicate, tz: str | None, spans: object
) -> Iterable[str]:
    if isinstance(table, sql.Table):
        return (text for (text,) in table.select(predicate, ["record"]))
    if not hasattr(table, "filter"):
        hint = "pass one of ibis, or engines.sql.Table"
        raise InvalidError(f"{quote(table)} is not a table", hint)
    column = ibis.selected(table, predicate, tz, spans).record.to_pyarrow()
    return (text.as_py() for text in column)
