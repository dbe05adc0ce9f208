"""Predicates as ibis expressions, for every engine that ibis speaks to.

Spark, BigQuery, Trino, Snowflake and a dozen more. Needs the extra ``ibis``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, ge, le, or_
from typing import Any, NamedTuple

from timeline.engines.compiler import columns_of, compile_to
from timeline.engines.schema import check_columns
from timeline.errors import requiring
from timeline.query.predicates import Predicate
from timeline.query.windows import Comparison

Table = Any  # ibis has no types of its own to check against
Expression = Any


def selected(
    table: Table, predicate: Predicate, tz: str | None = None, spans: Table = None
) -> Table:
    """Return *table*, in the flat schema, with the rows for which *predicate* holds.

    Args:
        table: Of any ibis backend.
        predicate: What to ask.
        tz: The zone in which the rows were placed, and windows are.
        spans: The table of `span_rows`. Without it an event that may be in several
            spans may be in all that lies between them too.

    Raises:
        NotCompilableError: the predicate holds a ``q.test``.
        InvalidError: the table lacks a column, with the nearest it has.
        MissingExtraError: ibis is not installed.
    """
    check_columns(columns_of(predicate), table.columns)
    with requiring("ibis", "a table of ibis is asked"):
        import ibis  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  (an extra)
    return table.filter(compile_to(_Expressions(table, spans, ibis), predicate, tz))


class _Expressions(NamedTuple):
    """The target of the compiler: expressions over a table."""

    table: Table
    spans: Table
    library: Any

    def constant(self, *, value: bool) -> Expression:
        return self.library.literal(value)

    def ask(self, operation: str, column: str, value: str | int) -> Expression:
        cells = self.table[column]
        return cells == value if operation == "equals" else cells.contains(value)

    def compare(self, rule: Comparison) -> Expression:
        return self._compare(self.table, f"tested_{rule.column}", rule)

    def _compare(self, table: Table, column: str, rule: Comparison) -> Expression:
        limit = self.library.ifelse(table.wall, rule.wall, rule.utc)
        return (le if rule.sign == "<=" else ge)(table[column], limit)

    def in_one_span(self, rules: Sequence[Comparison]) -> Expression:
        if self.spans is None:
            return self.constant(value=True)
        obey = [self._compare(self.spans, rule.column, rule) for rule in rules]
        found = self.spans.filter(reduce(and_, obey)).event
        return (self.table.members == 0) | self.table.id.isin(found)

    def join(self, sign: str, parts: Sequence[Expression]) -> Expression:
        return reduce(and_ if sign == "and" else or_, parts)

    def negate(self, part: Expression) -> Expression:
        return ~part
