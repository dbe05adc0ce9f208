"""Predicates as SQL, for DuckDB, SQLite and PostgreSQL, without any dependency.

Every value goes as a parameter, in the style of the engine's driver: no SQL is ever
made of the words of a question. The table is that of `timeline.engines.schema`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Literal

import attrs

from timeline.collection.collection import Collection
from timeline.engines.compiler import GROUP, columns_of, compile_to
from timeline.engines.schema import FLAT, SPANS, Column, check_columns, flat
from timeline.errors import DuplicateIdError, InvalidError
from timeline.query.predicates import All, Either, Predicate
from timeline.query.windows import Comparison
from timeline.records import strictjson
from timeline.records.codec import to_dict
from timeline.records.party import Party
from timeline.records.source import Source
from timeline.text import check_name, quote
from timeline.when.bounds import Ticks

NAMES = tuple(column.name for column in FLAT)
_BESIDE = tuple(c for c in FLAT if c.name in {"id", "kind", "title", "record"})
# The ending of the name of each table, its columns, and the primary key.
_TABLES = (
    ("", FLAT, "id"),
    ("_spans", SPANS, "event, member"),
    ("_beside", _BESIDE, "id"),
)
Cursor = Any  # of any driver
_NAME = re.compile(r"[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62}){0,2}", re.ASCII)
_FIRST, _LAST = -62_135_596_800_000_000, 253_402_300_799_999_999  # years 1 to 9999


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
class Dialect:
    """How one engine writes what differs; the target of the compiler.

    Attributes:
        name: ``duckdb``, ``sqlite`` or ``postgres``.
        mark: What stands for a parameter with its driver.
        holds: Tells whether a list column holds a parameter.
        finds: Tells whether a text column has a parameter in it.
        instant: Turns ticks into a TIMESTAMP.
        number, flag, text, texts: The types of the columns of such a type in the flat
            schema. SQLite takes 64 bits as BIGINT, and keeps lists as JSON.
        spans: The table of spans, quoted.
    """

    name: str
    mark: str
    holds: str
    finds: str
    instant: str
    number: str = "BIGINT"
    flag: str = "BOOLEAN"
    text: str = "TEXT"
    texts: str = attrs.field(kw_only=True)
    spans: str = ""

    def values(self, row: Iterable[object]) -> list[object]:
        """Return a row, or parameters, as the driver takes them.

        Raises:
            InvalidError: a text holds a character that the engine keeps in none.
        """
        values = [*row]
        if self.name == "postgres":
            texts = ("".join(each) for each in values if isinstance(each, str | list))
            if any("\0" in text for text in texts):
                problem = "PostgreSQL cannot store the character NUL"
                raise InvalidError(problem, "leave it out")
        if self.texts != "TEXT":
            return values
        write = partial(json.dumps, ensure_ascii=False)
        return [write(each) if isinstance(each, list) else each for each in values]

    def column(self, column: Column) -> str:
        """Return the definition of a column."""
        null = "" if column.is_nullable else " NOT NULL"
        return f"{column.name} {getattr(self, column.type)}{null}"

    def constant(self, *, value: bool) -> Query:
        """Write true or false."""
        return Query("1 = 1" if value else "1 = 0")

    def ask(self, operation: str, column: str, value: str | int) -> Query:
        """Write that a column equals, holds or finds a value."""
        equals = "{column} = {mark}"
        templates = {"equals": equals, "holds": self.holds, "finds": self.finds}
        text = templates[operation].format(column=column, mark=self.mark)
        return Query(text, (value,))

    def compare(self, rule: Comparison, prefix: str = "tested_") -> Query:
        """Write that a tested bound is on one side of the limit of its line of time.

        First against the looser of the two limits, since an index can use that.
        """
        start = f"{prefix}{rule.column} {rule.sign}"
        tick = f"CAST({self.mark} AS BIGINT)"  # or PostgreSQL takes it for a text
        loose = (max if rule.sign == "<=" else min)(rule.wall, rule.utc)
        limit = f"CASE WHEN wall THEN {tick} ELSE {tick} END"
        text = f"({start} {tick} AND {start} {limit})"
        return Query(text, (loose, rule.wall, rule.utc))

    def in_one_span(self, rules: Sequence[Comparison]) -> Query:
        """Write that one span of an event that has several obeys all *rules*."""
        one = self.join("and", [self.compare(rule, "") for rule in rules])
        found = f"SELECT 1 FROM {self.spans} WHERE event = id AND {one.text}"
        return Query(f"(members = 0 OR EXISTS ({found}))", one.parameters)

    def join(self, sign: Literal["and", "or"], parts: Sequence[Query]) -> Query:
        """Write that all of *parts* hold, or any."""
        if len(parts) == 1:
            return parts[0]
        text = f" {sign.upper()} ".join(part.text for part in parts)
        return Query(f"({text})", tuple(v for part in parts for v in part.parameters))

    def negate(self, part: Query) -> Query:
        """Turn into the opposite."""
        return Query(f"NOT {part.text}", part.parameters)


_DIALECTS = (
    Dialect(
        "duckdb",
        "?",
        "list_contains({column}, {mark})",
        "contains({column}, {mark})",
        "make_timestamp({ticks})",
        text="VARCHAR",
        texts="VARCHAR[]",
    ),
    Dialect(
        "sqlite",
        "?",
        "EXISTS (SELECT 1 FROM json_each({column}) WHERE value = {mark})",
        "instr({column}, {mark}) > 0",
        "strftime('%Y-%m-%d %H:%M:%f', {ticks} / 1000000.0, 'unixepoch')",
        texts="TEXT",
    ),
    Dialect(
        "postgres",
        "%s",
        "{column} @> ARRAY[{mark}]::text[]",
        "strpos({column}, {mark}) > 0",
        "(to_timestamp({ticks} / 1000000.0) AT TIME ZONE 'UTC')",
        texts="TEXT[]",
    ),
)
DIALECTS: Mapping[str, Dialect] = {d.name: d for d in _DIALECTS}


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
        """Create the table, those of its spans and of sources and parties, and a view.

        The view ``NAME_dates`` has dates, timestamps, and NULL for what is not stated.
        """
        for statement in created(self.dialect, self.name):
            self._run(statement)

    def write(self, events: Iterable[Any], *, replace: bool = False) -> int:
        """Add *events*, a thousand at a time, and return how many.

        The sources and the parties of a timeline go into the table ``NAME_beside``.

        Args:
            events: A timeline, or any events.
            replace: Whether what the table has under the same ids goes; else it is
                an error.

        Raises:
            DuplicateIdError: an id is in the table, and *replace* is not given.
        """
        dialect, cursor, written = self._dialect, self.connection.cursor(), 0
        events_into, spans_into, beside_into = inserted(self.dialect, self.name)
        beside = [*self._beside_of(events, replace=replace)]
        rows = flat(events)
        while batch := [*islice(rows, 1000)]:
            self._make_room([row.id for row, _ in batch], replace=replace)
            cursor.executemany(events_into, [dialect.values(row) for row, _ in batch])
            if spans := [[*span] for _, spans in batch for span in spans]:
                cursor.executemany(spans_into, spans)
            written += len(batch)
        if beside:
            cursor.executemany(beside_into, [dialect.values(row) for row in beside])
        return written

    def beside(self) -> Iterator[str]:
        """Yield sources and parties as they are in the table, as JSON."""
        self._check_columns(["members"])  # a table of version 1 has none beside it
        name = _name(f"{self.name}_beside")
        for row in self._run(f"SELECT record FROM {name} ORDER BY id").fetchall():
            yield from _plain(row)

    def _beside_of(
        self, events: Iterable[Any], *, replace: bool
    ) -> Iterator[tuple[str, ...]]:
        """Yield the rows of sources and parties that are not in the table."""
        if not isinstance(events, Collection):
            return
        there = {json.loads(text)["id"]: text for text in self.beside()}
        beside: tuple[Source | Party, ...] = (*events.parties, *events.sources)
        for record in beside:
            data = to_dict(record)
            text = strictjson.encode(data)
            if there.get(record.id, text) != text:
                if not replace:
                    raise _taken(record.id)
                self._delete(f"{self.name}_beside", "id", [record.id])
            elif record.id in there:
                continue
            title = record.title if isinstance(record, Source) else record.name
            yield record.id, data["kind"], title, text

    def _make_room(self, ids: Sequence[str], *, replace: bool) -> None:
        """Remove the rows of *ids*, or refuse them if there are any."""
        if replace:
            self._delete(f"{self.name}_spans", "event", ids)
            self._delete(self.name, "id", ids)
            return
        text = _select("id", self.name, f"WHERE id {self._one_of(ids)} LIMIT 1")
        for row in self._run(text, ids).fetchall():
            raise _taken(*_plain(row))

    def _delete(self, name: str, column: str, ids: Sequence[str]) -> None:
        self._run(f"DELETE FROM {_name(name)} WHERE {column} {self._one_of(ids)}", ids)

    def _one_of(self, ids: Sequence[str]) -> str:
        return f"IN ({', '.join([self._dialect.mark] * len(ids))})"

    @property
    def _dialect(self) -> Dialect:
        return _dialect(self.dialect, self.name)

    def select(
        self, predicate: Predicate, columns: Sequence[str] = NAMES
    ) -> Iterator[tuple[Any, ...]]:
        """Yield *columns* of the rows for which *predicate* holds.

        Raises:
            InvalidError: the table lacks a column; with the nearest name it has.
        """
        self._check_columns((*columns, *columns_of(predicate)))
        query = selected(predicate, self.dialect, self.name, columns, self.tz)
        cursor = self._run(query.text, query.parameters)
        while rows := cursor.fetchmany(1000):
            yield from map(_plain, rows)

    def _check_columns(self, columns: Iterable[str]) -> None:
        cursor = self._run(_select("*", self.name, "LIMIT 0"))
        check_columns(columns, [column[0] for column in cursor.description])

    def _run(self, text: str, parameters: Sequence[Any] = ()) -> Cursor:
        cursor = self.connection.cursor()
        cursor.execute(text, self._dialect.values(parameters))
        return cursor


def _taken(id_: str) -> DuplicateIdError:
    problem = f"the table has a record {quote(id_)}"
    return DuplicateIdError(problem, "pass replace=True", ("id",))


def _plain(row: Any) -> tuple[Any, ...]:  # noqa: ANN401  (of any driver)
    """Return a row as a tuple, whether its driver makes tuples or mappings."""
    return tuple(row.values() if isinstance(row, Mapping) else row)


def created(dialect: str, table: str = "events") -> tuple[str, ...]:
    """Return the statements that create the tables of the flat schema and a view.

    >>> created("sqlite")[1][:45]
    'CREATE TABLE "events_spans" (event TEXT NOT N'
    """
    engine = _dialect(dialect, table)
    name, view = _name(table), _name(f"{table}_dates")
    dated = (f"date(nullif({day}, '')) AS {day}" for day in ("first_day", "last_day"))
    days = ", ".join(dated)
    times = ", ".join(
        f"CASE WHEN {bound} BETWEEN {_FIRST} AND {_LAST}"
        f" THEN {engine.instant.format(ticks=bound)} END AS {bound}"
        for bound in Ticks._fields
    )
    people = "id, kind, status, phase, title, place"
    return (
        *(
            f"CREATE TABLE {_name(table + ending)}"
            f" ({', '.join(map(engine.column, columns))}, PRIMARY KEY ({key}))"
            for ending, columns, key in _TABLES
        ),
        f"CREATE VIEW {view} AS SELECT {people}, {days}, {times} FROM {name}",
    )


def inserted(dialect: str, table: str = "events") -> tuple[str, ...]:
    """Return the statements that insert one row of `flat_rows`, and of `span_rows`.

    The third inserts a source or a party.
    """
    mark = _dialect(dialect, table).mark
    return tuple(
        f"INSERT INTO {_name(table + ending)} ({', '.join(c.name for c in columns)})"
        f" VALUES ({', '.join([mark] * len(columns))})"
        for ending, columns, _ in _TABLES
    )


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
    where = condition(predicate, dialect, tz, table)
    text = _select(", ".join(columns), table, f"WHERE {where.text}")
    return Query(text, where.parameters)


def _select(columns: str, table: str, rest: str) -> str:
    return f"SELECT {columns} FROM {_name(table)} {rest}"


def condition(
    predicate: Predicate, dialect: str, tz: str | None = None, table: str = "events"
) -> Query:
    """Return *predicate* as what follows ``WHERE`` in a statement on *table*.

    Raises:
        NotCompilableError: it holds a ``q.test``.
        InvalidError: it names an unknown kind or status, or is nested so deep that no
            database would take it.
    """
    where = compile_to(_dialect(dialect, table), predicate, tz)
    if predicate.size > GROUP:  # or DuckDB takes time by the square of their number
        return Query(f"{where.text} IS TRUE", where.parameters)
    if isinstance(predicate, All | Either):  # the outermost brackets
        return Query(where.text[1:-1], where.parameters)
    return where


def _dialect(name: str, table: str) -> Dialect:
    """Return a dialect, for a table of that name and the one of its spans."""
    check_name(name, DIALECTS, "unknown dialect")
    return attrs.evolve(DIALECTS[name], spans=_name(f"{table}_spans"))


def _name(table: str) -> str:
    """Return the name of a table, quoted, once it is nothing but a name."""
    if not _NAME.fullmatch(table):
        hint = 'write "events" or "schema.events"'
        raise InvalidError(f"{quote(table)} is not the name of a table", hint)
    return ".".join(f'"{part}"' for part in table.split("."))
