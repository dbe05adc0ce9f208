"""Ask ten million events the questions that a timeline is asked.

Makes rows in the flat schema of `timeline.engines.schema` as one Parquet file, and asks
DuckDB three questions, as SQL and through ibis. It needs duckdb and ibis:

    pip install "diplomatic-timeline[ibis]"
    python examples/gdelt_scale.py            # 10,000,000 events
    python examples/gdelt_scale.py 1000000    # or as many as you like
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from timeline import Timeline
from timeline import query as q
from timeline.engines import ibis as by_ibis
from timeline.engines import sql

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ibis uses what duckdb 2 calls deprecated
        import duckdb
        import ibis  # type: ignore[import-untyped,unused-ignore]
except ModuleNotFoundError as _error:
    sys.exit(f'needs {_error.name}: pip install "diplomatic-timeline[ibis]"')

QUESTIONS = {
    "calls and meetings of France that may overlap March 2025": (
        q.kind("call", "meeting")
        & q.involving("France")
        & q.possibly_overlaps("2025-03")
        & ~q.status("lapsed")
    ),
    "talk of trade, surely before 2000, without the US": (
        q.topic("trade") & q.surely_before("2000") & ~q.involving("US")
    ),
    "visits that cannot have been before 2015": (
        q.kind("visit") & ~q.possibly_before("2015")
    ),
}

# Made by the engine itself, since Python takes minutes for ten million records; a
# tenth has no date, a tenth no end. From records it is `flat_rows(timeline)`.
ROWS = """
WITH numbers AS (
    SELECT i, (hash(i) >> 2)::BIGINT AS h, 86400000000 * (3652 + h % 18262) AS day,
           ['CA', 'FR', 'GB', 'US', 'UA', 'DE', 'JP'] AS codes
    FROM range(?::BIGINT) AS numbers(i)
), shapes AS (
    SELECT *, h // 7 % 10 AS shape,
           list_distinct([codes[1 + h // 11 % 7], codes[1 + h // 13 % 7]]) AS who,
           ['call', 'meeting', 'visit', 'event'][1 + h // 17 % 4] AS kind,
           ['', 'expected', 'scheduled', 'cancelled'][1 + h // 19 % 4] AS status,
           ['trade', 'defence', 'energy'][1 + h // 23 % 3] AS topic
    FROM numbers
)
SELECT 'e' || i AS id, kind, status,
       ['', 'ahead', 'ahead', 'off'][1 + h // 19 % 4] AS phase,
       'Talks on ' || topic AS title,
       CASE shape WHEN 0 THEN -9223372036854775808 ELSE day END::BIGINT
           AS start_earliest,
       CASE shape WHEN 0 THEN 9223372036854775807 ELSE day + 86399999999 END::BIGINT
           AS start_latest,
       CASE shape WHEN 0 THEN -9223372036854775808 ELSE day + 1 END::BIGINT
           AS end_earliest,
       CASE WHEN shape < 2 THEN 9223372036854775807 ELSE day + 86400000000 END::BIGINT
           AS end_latest,
       start_earliest AS tested_start_earliest, start_latest AS tested_start_latest,
       end_earliest AS tested_end_earliest, end_latest AS tested_end_latest,
       0::BIGINT AS members, false AS disputed, false AS doubtful,
       shape = 0 AS undated, true AS wall,
       who AS parties, who AS names, [topic] AS topics, []::VARCHAR[] AS cited,
       '' AS part_of, 'Paris' AS place, 'paris' AS place_words,
       'talks on ' || topic AS words,
       '{"kind":"' || kind || '","id":"e' || i || '","title":"Talks on ' || topic
           || '","participants":' || to_json(who)
           || CASE shape WHEN 0 THEN '' WHEN 1 THEN
                  ',"when":"' || strftime(make_timestamp(day), '%Y-%m-%d') || '/.."'
              ELSE ',"when":"' || strftime(make_timestamp(day), '%Y-%m-%d') || '"' END
           || CASE status WHEN '' THEN '' ELSE ',"status":"' || status || '"' END
           || '}' AS record
FROM shapes
"""


def timed(work: Callable[[], int]) -> tuple[int, float]:
    """Return what *work* returns, and how many seconds it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main(number: int) -> None:
    """Make *number* events, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "events.parquet")
        connection = duckdb.connect()
        start = time.perf_counter()
        connection.execute(f"COPY ({ROWS}) TO '{path}'", [number]).fetchall()
        seconds = time.perf_counter() - start
        size = Path(path).stat().st_size / 1e6
        print(f"{number:,} events, {size:,.0f} MB of Parquet in {seconds:.1f} s\n")

        connection.execute(f"CREATE VIEW events AS FROM '{path}'").fetchall()
        connection.execute(sql.created("duckdb")[1]).fetchall()  # no event has gaps
        table = sql.Table(connection)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            ask(table, ibis.duckdb.from_connection(connection).table("events"))


def ask(table: sql.Table, rows: Any) -> None:  # noqa: ANN401  (a table of ibis)
    """Ask each question in both ways, and fetch one answer as records."""
    print(f"{'':58}{'found':>10}{'SQL':>9}{'ibis':>9}")
    for words, question in QUESTIONS.items():
        where = sql.condition(question, "duckdb")
        count = f"SELECT count(*) FROM events WHERE {where.text}"  # noqa: S608  (ours)
        run = table.connection.execute
        found, by_sql = timed(lambda: run(count, where.parameters).fetchall()[0][0])  # noqa: B023
        again, by_tree = timed(
            lambda: by_ibis.selected(rows, question).count().execute()  # noqa: B023
        )
        if found != again:
            raise SystemExit(f"{found:,} by SQL are {again:,} by ibis")
        print(f"{words:58}{found:>10,}{by_sql:>7.2f} s{by_tree:>7.2f} s")

    few = q.involving("UA") & q.involving("JP") & q.surely_within("2025-03")
    tl = Timeline.from_engine(rows, few)
    print(f"\n{len(tl):,} of them surely in March 2025, as records: {str(few)!r}")


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
