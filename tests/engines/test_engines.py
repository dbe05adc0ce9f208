from __future__ import annotations

import importlib.util
import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from tests.support import questions as qst

from timeline import KINDS, Call, Event, Party, Source, Timeline, Visit, cite
from timeline import query as q
from timeline.engines import ibis as by_ibis
from timeline.engines import sql
from timeline.engines.schema import FLAT, SPANS, flat_rows, span_rows
from timeline.errors import (
    DuplicateIdError,
    InvalidError,
    MissingExtraError,
    NotCompilableError,
)
from timeline.when.bounds import Ticks

needs_duckdb = pytest.mark.skipif(
    importlib.util.find_spec("duckdb") is None, reason="duckdb is not installed"
)
needs_ibis = pytest.mark.skipif(
    importlib.util.find_spec("ibis") is None
    or importlib.util.find_spec("duckdb") is None,
    reason="ibis is not installed",
)

HOSTILE = "'; DROP TABLE events; --\"\\ %s ? {0} $1 \u202e"


def connect(name: str) -> Any:  # noqa: ANN401  (a driver's connection)
    if name == "sqlite":
        return sqlite3.connect(":memory:")
    return importlib.import_module("duckdb").connect()


def written(tl: Timeline, name: str) -> sql.Table:
    table = sql.Table(connect(name), tz=tl.tz)
    table.create()
    assert table.write(tl) == len(tl)
    return table


def found(table: sql.Table, asked: q.Predicate) -> list[str]:
    return sorted(event for (event,) in table.select(asked, ["id"]))


def wanted(tl: Timeline, asked: q.Predicate) -> list[str]:
    return sorted(event.id for event in tl.where(asked))


@given(qst.timelines(), qst.predicates, qst.predicates)
def test_sqlite_finds_what_memory_finds(
    tl: Timeline, a: q.Predicate, b: q.Predicate
) -> None:
    table = written(tl, "sqlite")

    for asked in (a, b, ~a, a & ~b):
        assert found(table, asked) == wanted(tl, asked)


@needs_duckdb
@settings(max_examples=40)
@given(qst.timelines(), qst.predicates, qst.predicates)
def test_duckdb_finds_what_memory_finds(
    tl: Timeline, a: q.Predicate, b: q.Predicate
) -> None:
    table = written(tl, "duckdb")

    for asked in (a, b, ~a, a & ~b):
        assert found(table, asked) == wanted(tl, asked)


@needs_ibis
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # inside ibis
@settings(max_examples=15)
@given(qst.timelines(), qst.predicates)
def test_ibis_finds_what_memory_finds(tl: Timeline, asked: q.Predicate) -> None:
    ibis = importlib.import_module("ibis")
    table = written(tl, "duckdb")
    tables = ibis.duckdb.from_connection(table.connection)
    rows, spans = tables.table("events"), tables.table("events_spans")

    for each in (asked, ~asked):
        ids = by_ibis.selected(rows, each, tl.tz, spans).id.to_pyarrow().to_pylist()
        assert sorted(ids) == wanted(tl, each)
        if "overlaps" not in repr(each):
            ids = by_ibis.selected(rows, each, tl.tz).id.to_pyarrow().to_pylist()
            assert sorted(ids) == wanted(tl, each)
    back = Timeline.from_engine(rows, asked, tz=tl.tz, spans=spans)
    assert list(back) == list(tl.where(asked))


def test_records_come_back_as_they_went() -> None:
    class Mine(Event):
        kind = "mine"

    tl = Timeline(
        [
            Call(id="c", title="Élysée", when="2025-03-01", sources=["a"]),
            Mine(id="m", title="of my own"),
        ],
        sources=[Source(id="a", title="A")],
    )
    table = written(tl, "sqlite")

    back = Timeline.from_engine(table, q.surely_within("2025"), sources=tl.sources)
    assert list(back) == [tl["c"]]
    assert back.partial
    mine = Timeline.from_engine(table, q.kind(Mine), kinds=KINDS | [Mine])
    assert list(mine) == [tl["m"]]
    assert len(Timeline.from_engine(table)) == 2


def test_rows_are_a_stream_without_nulls_in_what_is_asked() -> None:
    rows = flat_rows(Event(id=f"e{at}", title="t") for at in iter(int, 1))

    row = next(rows)
    assert [n for n, cell in row._asdict().items() if cell is None] == [*Ticks._fields]
    assert row._fields == tuple(column.name for column in FLAT)
    assert json.loads(row.record) == {"id": "e0", "kind": "event", "title": "t"}


VISIT = Visit(id="on", title="t", status="under_way")


def doubtful(as_of: str | None = None) -> Timeline:
    return Timeline(
        [
            Event(id="set", title="t", when="[2025-04-09,2025-04-14]"),
            Event(id="mask", title="t", when="2025-0X-31"),
            Event(id="about", title="t", when="2025-04-15~"),
            Event(id="day", title="t", when="2025-04-11"),
            Visit(
                id="on", title="t", when="2024/..", status="under_way", sources=["s"]
            ),
        ],
        [Source(id="s", as_of=as_of)],
    )


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("duckdb", marks=needs_duckdb)]
)
def test_gaps_marks_and_what_goes_on_are_asked_as_in_memory(engine: str) -> None:
    tl = doubtful(as_of="2025-06-01")
    table = written(tl, engine)

    for asked, ids in (
        (q.possibly_overlaps("2025-04-10/2025-04-12"), {"day", "on"}),
        (q.possibly_overlaps("2025-04-14"), {"set", "about", "on"}),
        (q.surely_overlaps("2025-04-10/2025-04-12"), {"day", "on"}),
        (q.possibly_overlaps("2025-04"), {"set", "about", "day", "on"}),
        (q.surely_within("2025-04-15"), set()),
        (q.surely_before("2025-04-16"), {"set", "day"}),
        (q.possibly_overlaps(None, "2025-02"), {"mask", "on"}),
    ):
        assert set(found(table, asked)) == set(wanted(tl, asked)) == ids


def test_the_stated_bounds_stand_beside_the_tested_ones() -> None:
    (row,) = flat_rows([Event(id="a", title="t", when="2025-04-15~")])
    day = 86_400_000_000

    start, end = row.start_earliest, row.end_latest
    assert start is not None
    assert end is not None
    assert start - row.tested_start_earliest == row.tested_end_latest - end == day
    assert row.members == 0


def test_only_what_has_several_spans_is_in_the_second_table() -> None:
    spans = [*span_rows(doubtful())]

    assert {span.event for span in spans} == {"set", "mask"}
    assert [span.member for span in spans if span.event == "set"] == [1, 2]
    assert spans[0]._fields == tuple(column.name for column in SPANS)


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("duckdb", marks=needs_duckdb)]
)
def test_an_id_is_written_once_unless_it_replaces(engine: str) -> None:
    tl = doubtful()
    table = written(tl, engine)

    with pytest.raises(DuplicateIdError, match=r'a record "set"; pass replace=True'):
        table.write([tl["set"]])
    moved = attrs.evolve(tl["set"], when="2025-04-11")
    assert table.write([moved], replace=True) == 1
    asked = q.possibly_overlaps("2025-04-11")
    assert "set" in found(table, asked)
    rows = table.connection.execute("SELECT event FROM events_spans").fetchall()
    assert {event for (event,) in rows} == {"mask"}


ELSEWHERE = [
    Event(id="day", title="t", when="2025-04-11"),
    Event(id="clock", title="t", when="2025-04-11T23:30-05:00"),
    Event(id="old", title="t", when="-0044-03-15/2025-04"),
    Event(id="none", title="t"),
]
DAYS = {
    "day": (date(2025, 4, 11), date(2025, 4, 11)),
    "clock": (date(2025, 4, 11), None),
    "old": (None, date(2025, 4, 30)),
    "none": (None, None),
}


@pytest.mark.parametrize("tz", [None, "Pacific/Apia"])
def test_people_read_dates_and_timestamps_in_a_view(tz: str | None) -> None:
    tl = Timeline(ELSEWHERE, tz=tz)
    text = "SELECT first_day, last_day, end_latest, id FROM events_dates"
    rows = written(tl, "sqlite").connection.execute(text)

    for first, last, end, id_ in rows:
        assert (
            tuple(day and date.fromisoformat(day) for day in (first, last))
            == (DAYS[id_])
        )
        assert (end is None) == (id_ == "none")


@needs_duckdb
def test_duckdb_has_dates_and_timestamps_in_its_view() -> None:
    table = written(Timeline(ELSEWHERE), "duckdb")
    text = "SELECT first_day, last_day, id FROM events_dates"

    rows = table.connection.execute(text).fetchall()
    assert {id_: (first, last) for first, last, id_ in rows} == DAYS
    text = "SELECT start_earliest FROM events_dates WHERE id = 'day'"
    day = datetime(2025, 4, 11)  # noqa: DTZ001  (as a database has it)
    assert table.connection.execute(text).fetchone() == (day,)


@needs_duckdb
@needs_ibis
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # inside ibis
def test_a_file_of_columns_is_asked_as_a_table_is(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = importlib.import_module("pyarrow.parquet")
    ibis = importlib.import_module("ibis")
    path = tmp_path / "events.parquet"
    parquet.write_table(pyarrow.table(doubtful()), path)
    rows = ibis.duckdb.connect().read_parquet(path)

    for asked in (q.surely_within("2025"), ~q.undated, q.place("t") | q.status("held")):
        assert [*Timeline.from_engine(rows, asked)] == [*doubtful().where(asked)]


def test_a_table_of_the_first_version_is_refused_by_name() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE events (id TEXT, wall TEXT, start_earliest INT)")

    with pytest.raises(InvalidError, match="not in version 2 of the flat schema"):
        list(sql.Table(connection).select(q.surely_before("2025"), ["id"]))
    with pytest.raises(InvalidError, match="not in version 2 of the flat schema"):
        Timeline.from_engine(sql.Table(connection))


def test_a_driver_may_make_rows_of_names_and_values() -> None:
    table = written(doubtful(), "sqlite")
    table.connection.row_factory = lambda cursor, row: {
        column[0]: value for column, value in zip(cursor.description, row, strict=True)
    }

    assert found(table, q.surely_within("2025-04-11")) == ["day"]


def test_the_zone_of_a_timeline_places_its_rows() -> None:
    tl = Timeline([Event(id="a", title="t", when="2025-03-17")], tz="America/Toronto")

    (placed,) = flat_rows(tl)
    (alone,) = flat_rows(tl.events)
    assert (placed.wall, alone.wall) == (False, True)
    start, later = alone.tested_start_earliest, placed.tested_start_earliest
    assert later - start == 4 * 3_600_000_000


HOSTILE_LEAVES: list[Callable[[str], q.Predicate]] = [
    q.involving,
    q.topic,
    q.place,
    q.mentions,
    q.part_of,
    q.cites,
]


@pytest.mark.parametrize("leaf", HOSTILE_LEAVES, ids=lambda leaf: leaf.__name__)
@pytest.mark.parametrize("dialect", sql.DIALECTS)
def test_a_hostile_text_stays_a_parameter(
    leaf: Callable[[str], q.Predicate], dialect: str
) -> None:
    query = sql.selected(leaf(HOSTILE) | ~leaf(HOSTILE), dialect)

    assert "DROP" not in query.text.upper()
    assert query.text.count(sql.DIALECTS[dialect].mark) == len(query.parameters)
    tl = Timeline([Event(id="a", title=HOSTILE, topics=[HOSTILE], place=HOSTILE)])
    if dialect == "sqlite":
        table = written(tl, dialect)
        assert found(table, leaf(HOSTILE)) == wanted(tl, leaf(HOSTILE))
        assert found(table, q.anything) == ["a"]


def test_postgres_gets_its_own_marks_and_arrays() -> None:
    query = sql.selected(q.topic("a") & q.place("b"), "postgres", "my.events", ["id"])

    assert query.text == (
        'SELECT id FROM "my"."events" WHERE topics @> ARRAY[%s]::text[]'
        " AND strpos(place_words, %s) > 0"
    )
    assert query.parameters == ("a", "b")
    assert "record TEXT NOT NULL" in sql.created("postgres")[0]
    assert sql.Table(object()).dialect == "postgres"


@pytest.mark.parametrize("value", ["a\0b", ["a", "\0"]])
def test_postgres_is_handed_no_text_that_it_cannot_keep(
    value: str | list[str],
) -> None:
    postgres = sql.DIALECTS["postgres"]

    assert postgres.values(["a", ["b"], 1]) == ["a", ["b"], 1]
    with pytest.raises(InvalidError, match="cannot store the character NUL"):
        postgres.values(["a", value])


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        pytest.param(
            lambda: sql.condition(q.kind("call") & q.test(len), "sqlite"),
            r"no database can run q.test\(len\)",
            id="function",
        ),
        pytest.param(
            lambda: sql.condition(q.kind("cal"), "sqlite"),
            'did you mean "call"',
            id="kind",
        ),
        pytest.param(
            lambda: sql.condition(q.undated, "sqlit"),
            'did you mean "sqlite"',
            id="dialect",
        ),
        pytest.param(
            lambda: sql.selected(q.undated, "sqlite", columns=["titel"]),
            'unknown column "titel"; did you mean "title"',
            id="column",
        ),
        pytest.param(
            lambda: sql.selected(q.undated, "sqlite", 'events" --'),
            "is not the name of a table",
            id="table",
        ),
        pytest.param(
            lambda: Timeline.from_engine([], q.undated), "is not a table", id="list"
        ),
    ],
)
def test_what_cannot_be_asked_is_said(ask: Callable[[], Any], problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        ask()


def test_a_function_is_an_error_of_its_own() -> None:
    with pytest.raises(NotCompilableError):
        sql.condition(q.test(len), "duckdb")


def test_a_table_that_lacks_a_column_says_which() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE events (id TEXT, statuses TEXT, record TEXT)")

    with pytest.raises(InvalidError, match='unknown column "status"; did you mean'):
        list(sql.Table(connection).select(q.status("held"), ["id"]))


@pytest.mark.parametrize("text", ["{", "5", '{"kind": "call", "id": 5}'])
def test_a_record_that_is_none_is_refused(text: str) -> None:
    tl = Timeline([Event(id="a", title="t")])
    table = written(tl, "sqlite")
    table.connection.execute("UPDATE events SET record = ?", (text,))

    with pytest.raises(InvalidError, match="column record"):
        Timeline.from_engine(table)


def test_sources_among_the_rows_are_no_events() -> None:
    tl = Timeline([Event(id="a", title="t")])
    table = written(tl, "sqlite")
    table.connection.execute(
        "UPDATE events SET record = ?", ('{"kind": "source", "id": "a", "title": "t"}',)
    )

    assert len(Timeline.from_engine(table)) == 0


def test_wide_and_deep_questions_are_answered_or_refused() -> None:
    table = written(Timeline([Event(id="a", title="t", topics=["99"])]), "sqlite")
    wide = q.any_of(q.topic(str(number)) for number in range(3000))
    deep = q.topic("99")
    for level in range(22):
        deep = ~(deep & q.topic("b")) if level % 2 else (deep | q.kind("call"))

    assert found(table, wide) == ["a"]
    assert found(table, deep) == ["a"]
    for level in range(60):
        deep = ~(deep & q.topic("b")) if level % 2 else (deep | q.kind("call"))
    with pytest.raises(InvalidError, match="too many for a database"):
        found(table, deep)


def nested(depth: int, wide: int, place: int) -> q.Predicate:
    """Levels of brackets, each with the next one in that place among its parts."""
    deep = q.topic("99")
    others = [q.surely_overlaps("2025"), q.involving("US"), q.kind("call")] * wide
    for level in range(depth):
        parts = [*others[:wide]]
        parts.insert(place, deep)
        deep = q.any_of(parts) if level % 2 else q.all_of(parts)
    return deep


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 60], ids=["first", "second", "last"])
@pytest.mark.parametrize("wide", [1, 2, 60])
def test_where_a_question_is_deep_does_not_matter(wide: int, place: int) -> None:
    """SQLite runs out of stack sooner if brackets open behind another part."""
    tl = Timeline([Event(id="a", title="t", topics=["99"], participants=["US"])])
    table = written(tl, "sqlite")
    deep = nested(11 if wide == 60 else 22, wide, place)

    assert found(table, deep) == wanted(tl, deep)
    assert found(table, ~deep) == wanted(tl, ~deep)


def test_many_deep_questions_stand_side_by_side() -> None:
    tl = Timeline([Event(id="a", title="t", topics=["99"], participants=["US"])])
    many = [nested(20, 1, at % 2) & q.topic(str(at)) for at in range(120)]

    assert found(written(tl, "sqlite"), q.any_of(many)) == wanted(tl, q.any_of(many))


@needs_duckdb
def test_a_thousand_conditions_are_asked_as_one() -> None:
    """DuckDB took minutes to take them apart: its time went by their square."""
    tl = Timeline([Event(id="a", title="t", topics=[str(at) for at in range(1000)])])
    table = written(tl, "duckdb")
    wide = q.all_of(q.topic(str(number)) for number in range(1000))

    assert sql.condition(wide, "duckdb").text.endswith(") IS TRUE")
    assert found(table, wide) == ["a"]
    assert found(table, wide & q.kind("call")) == []


@pytest.fixture
def no_ibis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ibis", None)


@pytest.mark.usefixtures("no_ibis")
def test_without_ibis_it_says_what_to_install() -> None:
    class Table:
        columns = ("kind",)
        filter = None

    with pytest.raises(MissingExtraError, match=r"diplomatic-timeline\[ibis\]"):
        by_ibis.selected(Table(), q.kind("call"))


@needs_ibis
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # inside ibis
def test_without_the_spans_ibis_finds_what_lies_between_them_too() -> None:
    ibis = importlib.import_module("ibis")
    table = written(doubtful(), "duckdb")
    rows = ibis.duckdb.from_connection(table.connection).table("events")
    asked = q.possibly_overlaps("2025-04-11") & ~q.undated
    ids = by_ibis.selected(rows, asked).id.to_pyarrow().to_pylist()

    assert set(ids) == {"set", "mask", "day", "on"} > set(found(table, asked))


@needs_ibis
def test_ibis_refuses_a_function_too() -> None:
    ibis = importlib.import_module("ibis")
    table = ibis.table({"kind": "string"}, name="events")

    with pytest.raises(NotCompilableError):
        by_ibis.selected(table, q.test(len))
    assert by_ibis.selected(table, ~q.nothing).columns == ("kind",)
    with pytest.raises(InvalidError, match='unknown column "topics"'):
        by_ibis.selected(table, q.topic("a"))


@pytest.mark.parametrize("name", ["sqlite", pytest.param("duckdb", marks=needs_duckdb)])
def test_sources_and_parties_are_written_with_the_events(name: str) -> None:
    talks = Event(id="a", title="A", sources=["page"], participants=["@taliban"])
    page = Source(id="page", title="Page", url="https://example.org")
    taliban = Party(id="taliban", name="Taliban")
    tl = Timeline([talks], [page], parties=[taliban])
    table = written(tl, name)

    back = Timeline.from_engine(table, q.kind("event"))
    assert ([*back], back.sources) == ([talks], (page,))
    assert back.parties == (taliban,)
    assert Timeline.from_engine(table, q.kind("event"), sources=()).sources == ()
    titles = "SELECT kind, title FROM events_beside ORDER BY id"
    assert table.connection.execute(titles).fetchall() == [
        ("source", "Page"),
        ("group", "Taliban"),
    ]
    # The same source again is the same; another one of its id is not.
    more = Timeline([Event(id="b", title="B")], [page])
    assert table.write(more) == 1
    other = Timeline([Event(id="c", title="C")], [Source(id="page", title="Other")])
    with pytest.raises(DuplicateIdError, match='has a record "page"'):
        table.write(other)
    assert table.write(other, replace=True) == 1
    assert [each.title for each in Timeline.from_engine(table).sources] == ["Other"]


@needs_ibis
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # inside ibis
def test_what_is_denied_or_only_alleged_is_surely_nothing_in_any_engine() -> None:
    denied, alleged = (cite("z", stance=stance) for stance in ("denies", "alleges"))
    said: dict[str, list[Any]] = {
        "denied": ["s", denied],
        "sure": ["s"],
        "alleged": [alleged],
    }
    calls = [
        Call(id=id_, title="C", when="2025-06-17", status="held", sources=sources)
        for id_, sources in said.items()
    ]
    tl = Timeline(calls, [Source(id="s"), Source(id="z")])
    ibis = importlib.import_module("ibis")
    sqlite, duckdb = written(tl, "sqlite"), written(tl, "duckdb")
    tables = ibis.duckdb.from_connection(duckdb.connection)
    rows, spans = tables.table("events"), tables.table("events_spans")

    for asked, days in (
        (q.surely_overlaps, ("2025", "2025-06-17")),
        (q.surely_within, ("2025", "2025-06-17")),
        (q.surely_before, ("2025-06-18", "2026")),
    ):
        for day in days:
            relation = by_ibis.selected(rows, asked(day), tl.tz, spans)
            assert relation.id.to_pyarrow().to_pylist() == ["sure"]
            for table in (sqlite, duckdb):
                assert found(table, asked(day)) == wanted(tl, asked(day)) == ["sure"]
