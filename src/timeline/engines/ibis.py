"""Predicates as ibis expressions, for every engine that ibis speaks to.

Spark, BigQuery, Trino, Snowflake and a dozen more. Needs the extra ``ibis``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_, ge, le, or_
from types import MappingProxyType
from typing import Any

from timeline.engines.nesting import balanced
from timeline.engines.schema import check_columns
from timeline.engines.sql import asked, not_compilable
from timeline.errors import MissingExtraError
from timeline.query.evaluate import Context, bind
from timeline.query.index import EVER, NEVER
from timeline.query.predicates import Leaf, Predicate, fold
from timeline.query.windows import TIMES, comparisons, edges
from timeline.text import searchable

Table = Any  # of ibis, which has no types of its own to check against

__all__ = ["condition", "selected"]


def selected(table: Table, predicate: Predicate, tz: str | None = None) -> Table:
    """Return *table*, in the flat schema, with the rows for which *predicate* holds.

    Args:
        table: Of any ibis backend.
        predicate: What to ask.
        tz: The zone in which the rows were placed, and windows are.

    Raises:
        NotCompilableError: The predicate holds a ``q.test``.
        InvalidError: The table lacks a column, with the nearest it has.
        MissingExtraError: ibis is not installed.
    """
    check_columns(asked(predicate), table.columns)
    return table.filter(condition(table, predicate, tz))


def condition(table: Table, predicate: Predicate, tz: str | None = None) -> Any:  # noqa: ANN401  (an expression of ibis)
    """Return *predicate* as a boolean expression over *table*."""
    library = _ibis()
    return fold(
        balanced(bind(predicate, Context())),
        lambda leaf: _leaf(leaf, table, library, tz),
        _halved(and_),
        _halved(or_),
        lambda part: ~part,
    )


def _ibis() -> Any:  # noqa: ANN401  (a module)
    try:
        import ibis  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  (an extra)
    except ImportError:
        raise MissingExtraError(
            "ibis is not installed", 'pip install "diplomatic-timeline[ibis]"'
        ) from None
    return ibis


def _halved(join: Callable[[Any, Any], Any]) -> Callable[[Sequence[Any]], Any]:
    """Join by halves, so that what is long side by side does not become deep."""

    def joined(parts: Sequence[Any]) -> Any:  # noqa: ANN401  (ibis has few types)
        while len(parts) > 1:
            pairs = (parts[at : at + 2] for at in range(0, len(parts), 2))
            parts = [reduce(join, pair) for pair in pairs]
        return parts[0]

    return joined


Made = Callable[[Any, Any], Any]
_LEAVES: Mapping[str, Made] = MappingProxyType(
    {
        "kind": lambda table, value: table.kind == value,
        "status": lambda table, value: table.status == value,
        "phase": lambda table, value: table.phase == value,
        "part_of": lambda table, value: table.part_of == value,
        "topic": lambda table, value: table.topics.contains(value),
        "cites": lambda table, value: table.cited.contains(value),
        "involving": lambda table, value: (
            table.names.contains(value) | table.names.contains(searchable(value))
        ),
        "place": lambda table, value: table.place.contains(searchable(value)),
        "mentions": lambda table, value: table.words.contains(searchable(value)),
        "undated": lambda table, _: (
            (table.start_latest == EVER) & (table.end_earliest == NEVER)
        ),
    }
)


def _leaf(leaf: Leaf, table: Table, library: Any, tz: str | None) -> Any:  # noqa: ANN401  (anything may come)
    if leaf.name == "test":
        raise not_compilable(leaf)
    if leaf.name in {"anything", "nothing"}:
        return library.literal(leaf.name == "anything")
    if leaf.name not in TIMES:
        return _LEAVES[leaf.name](table, leaf.value)
    parts = []
    for each in comparisons(leaf.name, edges(leaf.value, tz)):
        limit = library.ifelse(table.wall, each.wall, each.utc)
        parts.append((le if each.sign == "<=" else ge)(table[each.column], limit))
    return reduce(and_, parts)
