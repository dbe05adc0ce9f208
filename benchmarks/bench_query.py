"""Questions in memory against what people would load the data into instead.

    python benchmarks/bench_query.py 100000 1000000

All cases of one table run interleaved in one process; each figure is the median CPU
time of a few rounds of 20 questions that differ, without garbage collection in them.
Peers hold ready integers; ours are records with a `When` each.
"""

from __future__ import annotations

import gc
import random
import sqlite3
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import intervaltree
import numpy as np
import pandas as pd
import polars as pl
from ncls import NCLS

from timeline import Meeting, Participant, Timeline
from timeline import query as q
from timeline.collection.ordering import sort_events
from timeline.engines import sql
from timeline.query.index import Index, Intervals
from timeline.query.windows import EVER

DAY = 86_400_000_000
SPAN = 60 * 365  # days
PARTIES = [f"P{number}-STATE" for number in range(200)]
PEOPLE = [Participant.parse(party) for party in PARTIES]
STATUSES = ("held", "held", "held", "scheduled", "expected", "cancelled")


def records(number: int, open_ends: float = 0.0) -> list[Meeting]:
    """60 % moments, else spans of hours to years; some without an end."""
    rng = random.Random(7)
    found = []
    for at in range(number):
        first = rng.randrange(SPAN * 86_400)
        kind = rng.random()
        text = _second(first)
        if kind >= 1 - open_ends:
            text += "/.."
        elif kind >= 0.6:
            text += "/" + _second(first + int(36_000 * rng.lognormvariate(0, 2)) + 60)
        found.append(
            Meeting(
                id=f"m{at}",
                title="t",
                when=text,
                status=rng.choice(STATUSES),
                participants=rng.sample(PEOPLE, 3),
            )
        )
    return found


def _second(number: int) -> str:
    return f"{np.datetime64(number, 's')}Z"


def _day(number: int) -> str:
    return str(np.datetime64(number, "D"))


def _window(first: int, days: int) -> str:
    """From midnight to midnight, of UTC as the records are."""
    return f"{_day(first)}T00:00:00Z/{_day(first + days - 1)}T23:59:59Z"


class Table:
    """Prints medians and ratios."""

    def __init__(self, title: str) -> None:
        print(f"\n## {title}\n\n| case | us | ratio |\n|---|---|---|")

    def show(self, times: dict[str, float], ours: str, goal: str) -> None:
        best = min(us for name, us in times.items() if name.startswith("*"))
        for name, us in times.items():
            print(f"| {name.lstrip('*')} | {us:,.1f} | {us / best:.2f} |")
        print(f"\n{ours}: {times[ours] / best:.3f} of the best peer; goal {goal}")


def rounds(
    cases: dict[str, Callable[..., Any]], args: Sequence[Any], number: int = 7
) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(number):
        for name, case in cases.items():
            gc.collect()
            gc.disable()
            start = time.process_time()
            for each in args:
                case(*each)
            times[name].append((time.process_time() - start) / len(args) * 1e6)
            gc.enable()
    return {name: statistics.median(found) for name, found in times.items()}


def windows(days: int, many: int = 20) -> list[tuple[int, int, q.Predicate]]:
    rng = random.Random(3)
    found = []
    for _ in range(many):
        first = rng.randrange(SPAN - days)
        asked = q.possibly_overlaps(_window(first, days))
        found.append((first * DAY, (first + days) * DAY, asked))
    return found


def bench(number: int) -> None:
    made = records(number)
    tl = Timeline(made)
    print(f"\n# {number:,} records")
    if number > 100_000:
        gc.freeze()  # or each collection before a round would walk them for seconds
    table = Table(f"{number:,}: a Timeline of ready records")
    times = rounds(
        {
            "Timeline": lambda: Timeline(made).events,
            "*sorting": lambda: sorted(
                made,
                key=lambda e: (e.when.start_earliest, e.id),  # type: ignore[union-attr]
            ),
        },
        [()],
        5,
    )
    table.show(times, "Timeline", "3")
    events = tl.events
    lows = np.array([e.when.start_earliest for e in events])  # type: ignore[union-attr]
    highs = np.array([e.when.end_latest for e in events])  # type: ignore[union-attr]

    ends = np.sort(highs)
    index = building_of_the_index(tl, lows, highs)
    ready = np.empty(number, dtype=object)
    ready[:] = events
    ncls = NCLS(lows + 1, highs + 1, np.arange(number))
    frame = pl.DataFrame({"lo": lows, "hi": highs, "at": np.arange(number)})
    panda = pd.DataFrame({"lo": lows, "hi": highs})
    duck = duckdb.connect()
    duck.register("frame", panda.assign(n=np.arange(number)))
    duck.execute("CREATE TABLE t AS SELECT * FROM frame").fetchall()
    tl.where(q.possibly_overlaps("2000"))

    def in_duck(a: int, b: int, _: object) -> list[Any]:
        rows = duck.execute(
            "SELECT n FROM t WHERE lo < ? AND hi > ?", [b, a]
        ).fetchall()
        return [events[at] for (at,) in rows]

    cases: dict[str, Callable[..., Any]] = {
        "index, to records": lambda _a, _b, asked: index.find(asked),
        "Timeline.where": lambda _a, _b, asked: tl.where(asked),
        "*numpy, to records": lambda a, b, _: ready[(lows < b) & (highs > a)].tolist(),
        "*polars, to records": lambda a, b, _: [
            events[at]
            for at in frame.filter((pl.col("lo") < b) & (pl.col("hi") > a))["at"]
        ],
        "*pandas, to records": lambda a, b, _: [
            events[at] for at in panda.index[(panda.lo < b) & (panda.hi > a)]
        ],
        "*duckdb, to records": in_duck,
    }
    args = windows(max(SPAN * 1000 // number - 3, 1))
    hits = statistics.mean(len(index.find(asked)) for *_, asked in args)
    table = Table(f"{number:,}: overlap to records, about {hits:,.0f} hits")
    table.show(rounds(cases, args), "index, to records", "0.5")

    stabs = windows(1)
    hits = statistics.mean(len(index.find(asked)) for *_, asked in stabs)
    hull = index.intervals
    table = Table(f"{number:,}: one day, about {hits:,.0f} hits, positions")
    times = rounds(
        {
            "index, positions": lambda a, b, _: hull.overlapping(a, b),
            "index, to records": lambda _a, _b, asked: index.find(asked),
            "*NCLS (C), positions": lambda a, b, _: ncls.all_overlaps_both(
                np.array([a + 1]), np.array([b + 1]), np.array([0])
            )[1],
        },
        stabs,
    )
    table.show(times, "index, positions", "2")

    for many in (20, 1_000):  # the second when what they need is in the cache
        asked = windows(max(SPAN * 1000 // number - 3, 1), many)
        cases = {
            "index": lambda a, b, _: hull.count(a, b),
            "Timeline.count": lambda _a, _b, each: tl.count(each),
            "*numpy mask, sum": lambda a, b, _: ((lows < b) & (highs > a)).sum(),
            "numpy mask, count_nonzero": lambda a, b, _: np.count_nonzero(
                (lows < b) & (highs > a)
            ),
            "numpy searchsorted": lambda a, b, _: (
                np.searchsorted(lows, b) - np.searchsorted(ends, a, "right")
            ),
            "nothing": lambda _a, _b, _: None,
        }
        table = Table(f"{number:,}: count of overlaps, {many:,} questions in turn")
        table.show(rounds(cases, asked), "index", "0.1")
    compound(tl, number)
    if number <= 100_000:
        open_ended(number)


def building_of_the_index(tl: Timeline, lows: Any, highs: Any) -> Index:  # noqa: ANN401
    """From the hulls that a timeline keeps; or from the records of a selection."""
    number, sorted_events = len(tl), sort_events(tl, None)
    cases: dict[str, Callable[..., Any]] = {
        "index": lambda: _index(*sorted_events, tl),
        "index of a selection of all": lambda: tl[:].index.intervals,
        "*NCLS (C)": lambda: NCLS(lows + 1, highs + 1, np.arange(number)),
    }
    goal = "0.05 of intervaltree, which takes too long for so many"
    if number <= 100_000:
        cases["*intervaltree"] = lambda: _tree(lows, highs)
        del cases["*NCLS (C)"]
        goal = "0.05"
    table = Table(f"{number:,}: building the index")
    table.show(rounds(cases, [()], 3), "index", goal)
    tracemalloc.start()
    index = _index(*sorted_events, tl)
    index.intervals.count(0, 1)
    size = tracemalloc.get_traced_memory()[0]
    size += sum(map(sys.getsizeof, sorted_events[1]))
    tracemalloc.stop()
    print(f"\nmemory of the index: {size / number:.1f} bytes a record; goal 40")
    return index


def _index(events: Any, spans: Intervals, tl: Timeline) -> Index:  # noqa: ANN401
    index = Index(events, spans, tl.context)
    assert isinstance(index.intervals.positions, range)
    return index


def _tree(lows: Any, highs: Any) -> intervaltree.IntervalTree:  # noqa: ANN401
    pairs = zip(lows.tolist(), highs.tolist(), strict=True)
    return intervaltree.IntervalTree.from_tuples(
        (low, high, at) for at, (low, high) in enumerate(pairs)
    )


def compound(tl: Timeline, number: int) -> None:
    """Party, status + window, a tenth of the span, against sqlite."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE TABLE t (party TEXT, lo INT, status TEXT, hi INT, at INT,"
        " PRIMARY KEY (party, lo, at)) WITHOUT ROWID"
    )
    base.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?)",
        (
            (party, e.when.start_earliest, e.status, e.when.end_latest, at)  # type: ignore[union-attr]
            for at, e in enumerate(tl)
            for party in e.involved
        ),
    )
    rng = random.Random(5)
    args = []
    for low, high, asked in windows(SPAN // 10):
        party = rng.choice(PARTIES)
        every = q.involving(party) & q.status("scheduled") & asked
        args.append((party, low, high, every))
    text = (
        "SELECT at FROM t"
        " WHERE party = ? AND status = 'scheduled' AND lo < ? AND hi > ?"
    )
    events, index = tl.events, tl.index

    def in_sqlite(party: str, low: int, high: int, _: object) -> list[Any]:
        return [events[at] for (at,) in base.execute(text, (party, high, low))]

    for arg in args:
        assert len(in_sqlite(*arg)) == len(index.find(arg[3]))
    hits = statistics.mean(len(in_sqlite(*arg)) for arg in args)
    table = Table(f"{number:,}: party, status and window, about {hits:,.0f} hits")
    times = rounds(
        {
            "Timeline.where": lambda *arg: tl.where(arg[3]),
            "index, to records": lambda *arg: index.find(arg[3]),
            "*sqlite, indexed, to records": in_sqlite,
        },
        args,
    )
    table.show(times, "index, to records", "1.2")


def open_ended(number: int) -> None:
    tl = Timeline(records(number, 0.1))
    index = tl.index
    hull, spans = index.intervals, sort_events(tl, None)[1]
    lows = np.array(spans.starts)
    highs = np.array(spans.ends)
    tree = _tree(lows, np.where(highs == EVER, 2**62, highs))
    ncls = NCLS(lows + 1, np.where(highs == EVER, 2**62, highs + 1), np.arange(number))
    args = windows(1)[:5]
    hits = statistics.mean(len(index.find(asked)) for *_, asked in args)
    table = Table(
        f"{number:,}: a tenth without an end, one day, about {hits:,.0f} hits"
    )
    times = rounds(
        {
            "index, positions": lambda a, b, _: hull.overlapping(a, b),
            "index, to records": lambda _a, _b, asked: index.find(asked),
            "*intervaltree": lambda a, b, _: tree[a:b],
            "NCLS (C), positions": lambda a, b, _: ncls.all_overlaps_both(
                np.array([a + 1]), np.array([b + 1]), np.array([0])
            )[1],
            "numpy mask": lambda a, b, _: np.nonzero((lows < b) & (highs > a))[0],
        },
        args,
    )
    table.show(times, "index, positions", "0.1")


def compiling() -> None:
    asked = (
        q.kind("call")
        & q.involving("US")
        & ~q.status("held")
        & q.possibly_before("2025")
    )
    times = rounds({"*to SQL": lambda: sql.condition(asked, "duckdb")}, [()] * 50)
    print(f"\ncompiling to SQL: {times['*to SQL']:,.0f} us; goal 2,000")


if __name__ == "__main__":
    for text in sys.argv[1:] or ["100000"]:
        bench(int(text))
    compiling()
