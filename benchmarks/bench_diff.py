"""Two states of a timeline compared, applied and looked back at, beside peers.

    python benchmarks/bench_diff.py [RECORDS]

1 % of the records changed, and both sides were loaded apart, so that they share no
object. All cases run in turns in one process; each figure is the median of CPU time,
without garbage collection. pandas has its frames already; dictdiffer and deepdiff get
dicts of plain values by id. They are slow, so they run twice and on fewer records.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

import attrs
import deepdiff
import dictdiffer
import pandas as pd

from timeline import History, Meeting, Source, Timeline, diff
from timeline.formats.jsonl import dumps

STATUSES = ("held", "scheduled", "expected", "cancelled")


def records(number: int) -> list[Meeting]:
    """Return meetings that share no value with those of another call."""
    return [
        Meeting(
            id=f"meeting-{at}",
            title=f"Meeting number {at}",
            when=f"{1990 + at % 35}-{at % 12 + 1:02}-{at % 28 + 1:02}",
            status=STATUSES[at % 4],
            participants=[f"Person {at % 97} @CA", "FR"],
            place=f"Place {at % 31}",
            sources=["s"],
        )
        for at in range(number)
    ]


def changed(found: list[Meeting]) -> list[Meeting]:
    """Return the same, with another title or date in one record of a hundred."""
    return [
        event
        if at % 100
        else attrs.evolve(event, title=f"Talks {at}", when="2025-03-17", status="held")
        for at, event in enumerate(found)
    ]


def timeline(events: list[Meeting]) -> Timeline:
    """Return a timeline of them."""
    return Timeline(events, [Source(id="s", title="A source")])


def loaded(events: list[Meeting]) -> Timeline:
    """Return a timeline of them as it comes from a file: its dates are its own."""
    return Timeline.loads(dumps(timeline(events)))


def plain(events: list[Meeting]) -> dict[str, dict[str, Any]]:
    """Return what the peers compare."""
    return {
        event.id: {
            "title": event.title,
            "when": str(event.when),
            "status": event.status,
            "participants": [str(who) for who in event.participants],
            "place": event.place,
        }
        for event in events
    }


def frame(events: list[Meeting]) -> pd.DataFrame:
    """Return the frame of pandas: a column of texts for each field of a record."""
    names = [field.name for field in attrs.fields(Meeting)]
    rows = [[str(getattr(event, name) or "") for name in names] for event in events]
    return pd.DataFrame(rows, columns=names)


def merged(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Return what pandas finds: an outer merge, and where columns differ."""
    both = a.merge(b, on="id", how="outer", suffixes=("_a", "_b"), indicator=True)
    differs = both["_merge"] != "both"
    for name in a.columns.drop("id"):
        differs |= both[f"{name}_a"] != both[f"{name}_b"]
    return both[differs]


def turns(rounds: int, **cases: Callable[[], object]) -> dict[str, float]:
    """Return the median of CPU seconds of each case, run in turns."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for name, work in cases.items():
            start = process_time()
            work()
            times[name].append(process_time() - start)
        gc.collect()
    gc.enable()
    return {name: median(found) for name, found in times.items()}


def compare(number: int) -> None:
    """Compare, derived and apart, and apply."""
    old, new = records(number), changed(records(number))
    a, b = loaded(old), loaded(new)
    derived = a.replace(*(e for at, e in enumerate(changed(old)) if at % 100 == 0))
    some = diff(a, derived)
    few = diff(a, a.replace(*(attrs.evolve(e, note="x") for e in old[:1000])))
    frames = frame(old), frame(new)
    found = turns(
        9,
        ours=lambda: diff(a, b),
        shared=lambda: diff(a, derived),
        pandas=lambda: merged(*frames),
    )
    print(f"{number} records, 1 % changed ({len(diff(a, b))}, {len(some)})")
    ours = found["ours"]
    print(f"  diff {ours * 1e3:.1f} ms")
    print(
        f"  pandas {found['pandas'] * 1e3:.1f} ms: {ours / found['pandas']:.2f} (1.0)"
    )
    print(
        f"  shared records {found['shared'] * 1e3:.1f} ms:"
        f" {found['shared'] / ours:.2f} (0.4)"
    )
    applied = turns(5, apply=lambda: few.apply(a), build=lambda: timeline(old))
    print(
        f"  apply {len(few)} changes {applied['apply'] * 1e3:.1f} ms, build anew"
        f" {applied['build'] * 1e3:.1f} ms:"
        f" {applied['apply'] / applied['build']:.2f} (0.5)"
    )
    dicts = plain(old), plain(new)
    slow = turns(2, ours=lambda: diff(a, b), dicts=lambda: [*dictdiffer.diff(*dicts)])
    print(
        f"  dictdiffer {slow['dicts']:.2f} s: {slow['ours'] / slow['dicts']:.3f} (0.15)"
    )


def deep(number: int) -> None:
    """Compare with deepdiff, which takes long."""
    old, new = records(number), changed(records(number))
    a, b, dicts = timeline(old), timeline(new), (plain(old), plain(new))
    found = turns(2, ours=lambda: diff(a, b), deep=lambda: deepdiff.DeepDiff(*dicts))
    print(f"{number} records")
    print(
        f"  deepdiff {found['deep']:.2f} s: {found['ours'] / found['deep']:.4f} (0.05)"
    )


def look_back(number: int, revisions: int) -> None:
    """Look at what was known, over many revisions."""
    tl = timeline(records(number))
    history = History().record(tl, "2000-01-01")
    for at in range(revisions - 1):
        tl = tl.update(f"meeting-{at}", note="seen")
        day = pd.Timestamp("2000-01-02") + pd.Timedelta(days=at)
        history = history.record(tl, str(day.date()))
    found = turns(
        9,
        early=lambda: history.as_of("2000-01-01"),
        middle=lambda: history.as_of("2001-06-01"),
    )
    print(f"as_of over {len(history)} revisions of {number} records (50 ms)")
    for name, seconds in found.items():
        print(f"  {name}: {seconds * 1e3:.1f} ms")


def main() -> None:
    """Print each figure beside its goal."""
    number = int(sys.argv[1]) if sys.argv[1:] else 100_000
    compare(number)
    deep(min(number, 10_000))
    look_back(min(number, 10_000), 1_000)
    for size in (1_000, 10_000, 100_000, 1_000_000):
        if size <= number * 10:
            a, b = loaded(records(size)), loaded(changed(records(size)))
            took = turns(3, ours=lambda a=a, b=b: diff(a, b))["ours"]  # type: ignore[misc]
            print(f"growth: {size} records {took / size * 1e6:.2f} µs a record")


if __name__ == "__main__":
    main()
