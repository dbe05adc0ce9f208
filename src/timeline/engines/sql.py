"""Predicates as SQL, for DuckDB, SQLite and PostgreSQL, without any dependency.

Every value goes as a parameter, in the style of the engine's driver: no SQL is ever
made of the words of a question. The table is that of `timeline.engines.schema`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

import attrs

from timeline.engines.nesting import GROUP, balanced
from timeline.engines.schema import FLAT, Row, check_columns, flat_rows
from timeline.errors import InvalidError, NotCompilableError
from timeline.query.evaluate import Context, bind
from timeline.query.index import EVER, NEVER
from timeline.query.predicates import Leaf, Predicate, fold, printed
from timeline.query.windows import TIMES, comparisons, edges
from timeline.text import quote, searchable, suggest

__all__ = [
    "DIALECTS",
    "Dialect",
    "Query",
    "Table",
    "asked",
    "condition",
    "created",
    "inserted",
    "not_compilable",
    "selected",
]

NAMES = tuple(column.name for column in FLAT)


@attrs.frozen
class Dialect:
    """How one engine writes what differs.

    Attributes:
        name: ``duckdb``, ``sqlite`` or ``postgres``.
        mark: What stands for a parameter with its driver.
        types: The type of a column, by that of `timeline.engines.schema`.
        holds: Tells whether a list column holds a parameter.
        finds: Tells whether a text column has a parameter in it.
    """

    name: str
    mark: str
    types: Mapping[str, str]
    holds: str
    finds: str

    def list(self, values: Sequence[str]) -> object:
        """Return a list as the driver takes it: SQLite has none, so JSON."""
        if self.types["texts"] == "TEXT":
            return json.dumps(values, ensure_ascii=False)
        return values


def _types(ticks: str, flag: str, texts: str, text: str) -> Mapping[str, str]:
    return MappingProxyType(
        {"ticks": ticks, "flag": flag, "texts": texts, "text": text}
    )


DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        each.name: each
        for each in (
            Dialect(
                "duckdb",
                "?",
                _types("BIGINT", "BOOLEAN", "VARCHAR[]", "VARCHAR"),
                "list_contains({column}, {mark})",
                "contains({column}, {mark})",
            ),
            Dialect(
                "sqlite",
                "?",
                _types("INTEGER", "INTEGER", "TEXT", "TEXT"),
                "EXISTS (SELECT 1 FROM json_each({column}) WHERE value = {mark})",
                "instr({column}, {mark}) > 0",
            ),
            Dialect(
                "postgres",
                "%s",
                _types("BIGINT", "BOOLEAN", "TEXT[]", "TEXT"),
                "{column} @> ARRAY[{mark}]::text[]",
                "strpos({column}, {mark}) > 0",
            ),
        )
    }
)


@attrs.frozen
class Query:
    """SQL text, and the parameters that go with it.

    Attributes:
        text: The statement, with the driver's marks for parameters.
        parameters: One for each mark, in order.
    """

    text: str
    parameters: tuple[Any, ...] = ()


@attrs.frozen
class Table:
    """A table in the flat schema, behind a connection of the DB-API.

    Attributes:
        connection: Of ``duckdb``, ``sqlite3``, ``psycopg`` or the like.
        name: What the table is called, with its schema if need be.
        dialect: ``duckdb``, ``sqlite`` or ``postgres``; by the connection if empty.
        tz: The zone in which its rows were placed, and windows are.

    >>> import sqlite3
    >>> from timeline import Call, query as q
    >>> table = Table(sqlite3.connect(":memory:"))
    >>> table.create()
    >>> table.write([Call(id="c", title="First conversation", status="expected")])
    1
    >>> list(table.select(q.status("expected") & q.possibly_before("2025"), ["id"]))
    [('c',)]
    """

    connection: Any
    name: str = "events"
    dialect: str = attrs.field()
    tz: str | None = None

    @dialect.default
    def _guess(self) -> str:
        module = type(self.connection).__module__.lstrip("_").partition(".")[0]
        return {"duckdb": "duckdb", "sqlite3": "sqlite"}.get(module, "postgres")

    def create(self) -> None:
        """Create the table."""
        self._run(Query(created(self.dialect, self.name)))

    def write(self, events: Iterable[Any]) -> int:
        """Add *events*, a thousand at a time, and return how many."""
        text, dialect = inserted(self.dialect, self.name), _dialect(self.dialect)
        rows, cursor, written = flat_rows(events), self.connection.cursor(), 0
        while batch := [_as_taken(row, dialect) for row in islice(rows, 1000)]:
            cursor.executemany(text, batch)
            written += len(batch)
        return written

    def select(
        self, predicate: Predicate, columns: Sequence[str] = NAMES
    ) -> Iterator[tuple[Any, ...]]:
        """Yield *columns* of the rows for which *predicate* holds.

        Raises:
            InvalidError: The table lacks a column; with the nearest name it has.
        """
        name = _name(self.name)
        cursor = self._run(Query(f"SELECT * FROM {name} LIMIT 0"))  # noqa: S608  (checked)
        known = [each[0] for each in cursor.description]
        check_columns((*columns, *asked(predicate)), known)
        query = selected(predicate, self.dialect, self.name, columns, self.tz)
        cursor = self._run(query)
        while rows := cursor.fetchmany(1000):
            yield from map(tuple, rows)

    def _run(self, query: Query) -> Any:  # noqa: ANN401  (the driver's cursor)
        cursor = self.connection.cursor()
        cursor.execute(query.text, query.parameters)
        return cursor


def created(dialect: str, table: str = "events") -> str:
    """Return the statement that creates a table in the flat schema."""
    types = _dialect(dialect).types
    columns = ", ".join(f"{each.name} {types[each.type]} NOT NULL" for each in FLAT)
    return f"CREATE TABLE {_name(table)} ({columns})"


def inserted(dialect: str, table: str = "events") -> str:
    """Return the statement that inserts one row of `flat_rows`."""
    marks = ", ".join([_dialect(dialect).mark] * len(FLAT))
    return f"INSERT INTO {_name(table)} ({', '.join(NAMES)}) VALUES ({marks})"  # noqa: S608  (only names, and those checked)


def selected(
    predicate: Predicate,
    dialect: str,
    table: str = "events",
    columns: Sequence[str] = NAMES,
    tz: str | None = None,
) -> Query:
    """Return the statement that selects the rows for which *predicate* holds.

    >>> from timeline import query as q
    >>> selected(q.kind("call") & ~q.topic("trade"), "duckdb", columns=["id"])
    Query(text='SELECT id FROM "events" WHERE kind = ? AND NOT \
list_contains(topics, ?)', parameters=('call', 'trade'))
    """
    check_columns(columns, NAMES)
    where = condition(predicate, dialect, tz)
    text = f"SELECT {', '.join(columns)} FROM {_name(table)} WHERE {where.text}"  # noqa: S608  (only names, and those checked)
    return Query(text, where.parameters)


def condition(predicate: Predicate, dialect: str, tz: str | None = None) -> Query:
    """Return *predicate* as what stands after ``WHERE``.

    Raises:
        NotCompilableError: It holds a ``q.test``.
        InvalidError: It names a kind or status that there is not, or is nested so
            deep that no database would take it.
    """
    engine, predicate = _dialect(dialect), bind(predicate, Context())
    parameters: list[Any] = []

    def leaf(one: Leaf) -> str:
        text, values = _leaf(one, engine, tz)
        parameters.extend(values)
        return text

    pieces = printed(balanced(predicate), (" AND ", " OR ", "NOT "), leaf)
    text = "".join(pieces)
    if predicate.size > GROUP:  # or DuckDB takes time by the square of their number
        text = f"({text}) IS TRUE"
    return Query(text, tuple(parameters))


def asked(predicate: Predicate) -> set[str]:
    """Return the columns that *predicate* looks at."""
    return fold(predicate, _columns, _union, _union, lambda columns: columns)


def not_compilable(leaf: Leaf) -> NotCompilableError:
    """Return the error for a leaf that only Python can answer."""
    return NotCompilableError(
        f"no database can run {leaf!r}, which is a Python function",
        "ask the other questions there, and this one of the timeline that comes back",
    )


def _union(parts: Sequence[set[str]]) -> set[str]:
    return set().union(*parts)


def _columns(leaf: Leaf) -> set[str]:
    if leaf.name in TIMES:
        return {rule[0] for rule in TIMES[leaf.name]} | {"wall"}
    return set(_COLUMNS[leaf.name].split())


_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "anything": "",
        "nothing": "",
        "test": "",
        "kind": "kind",
        "status": "status",
        "phase": "phase",
        "part_of": "part_of",
        "topic": "topics",
        "cites": "cited",
        "involving": "names",
        "place": "place",
        "mentions": "words",
        "undated": "start_latest end_earliest",
    }
)
_FIXED: Mapping[str, tuple[str, tuple[int, ...]]] = MappingProxyType(
    {
        "anything": ("1 = 1", ()),
        "nothing": ("1 = 0", ()),
        "undated": (
            "(start_latest = {mark} AND end_earliest = {mark})",
            (EVER, NEVER),
        ),
    }
)
_EQUAL = frozenset({"kind", "status", "phase", "part_of"})


def _leaf(leaf: Leaf, engine: Dialect, tz: str | None) -> tuple[str, list[Any]]:
    """Return one question as SQL, and its parameters."""
    mark, name, value = engine.mark, leaf.name, leaf.value
    if name == "test":
        raise not_compilable(leaf)
    if name in TIMES:
        return _time(leaf, mark, tz)
    if name in _FIXED:
        text, values = _FIXED[name]
        return text.format(mark=mark), [*values]
    column = _COLUMNS[name]
    if name in _EQUAL:
        return f"{column} = {mark}", [value]
    if name in {"place", "mentions"}:
        return engine.finds.format(column=column, mark=mark), [searchable(value)]
    held = engine.holds.format(column=column, mark=mark)
    other = searchable(value)
    if name == "involving" and other != value:
        return f"({held} OR {held})", [value, other]
    return held, [value]


def _time(leaf: Leaf, mark: str, tz: str | None) -> tuple[str, list[Any]]:
    """Compare with one number a line; the loose one first, as an index can use it."""
    tick = f"CAST({mark} AS BIGINT)"  # PostgreSQL takes a bare one in CASE for text
    parts, values = [], []
    for each in comparisons(leaf.name, edges(leaf.value, tz)):
        loose = (max if each.sign == "<=" else min)(each.wall, each.utc)
        start = f"{each.column} {each.sign}"
        parts += [
            f"{start} {tick}",
            f"{start} CASE WHEN wall THEN {tick} ELSE {tick} END",
        ]
        values += [loose, each.wall, each.utc]
    return f"({' AND '.join(parts)})", values


def _dialect(name: str) -> Dialect:
    if name not in DIALECTS:
        hint = suggest(name, DIALECTS)
        raise InvalidError(f"no dialect is called {quote(name)}", hint)
    return DIALECTS[name]


def _name(table: str) -> str:
    """Return the name of a table, quoted, once it is nothing but a name."""
    if not re.fullmatch(
        r"[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62}){0,2}", table, re.ASCII
    ):
        raise InvalidError(
            f"{quote(table)} is no name of a table", 'write "events" or "schema.events"'
        )
    return ".".join(f'"{part}"' for part in table.split("."))


def _as_taken(row: Row, engine: Dialect) -> list[Any]:
    return [engine.list(each) if isinstance(each, list) else each for each in row]
