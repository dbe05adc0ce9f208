"""How a treaty stands, and 320 tables of participants: CPU time, medians, no peer.

Nothing else on PyPI does this, so the goals are times: 5 ms for a treaty of 200
parties, 2 s for 320 tables of 25,000 entries from text to answer. The tables are those
of TIMELINE_WORLD_DATA, as often as it takes.
"""

from __future__ import annotations

import gc
from itertools import cycle, islice
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import world

from timeline import EntryIntoForce, Ratification, Signature, Timeline, Treaty
from timeline.importers.untc import read_participants
from timeline.parties.parties import entries

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 54  # of each table: ours are larger than most, and 320 have 25,000 entries
RULE = EntryIntoForce(count=60, delay="60 days, then first of next month")


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the median CPU time of one run."""
    found = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        start = process_time()
        work()
        found.append(process_time() - start)
        gc.enable()
    return median(found)


def treaty_of(parties: int) -> Timeline:
    """Return a treaty that all of so many states have signed and ratified."""
    codes = [*entries()][:parties]
    events = [
        act
        for number, code in enumerate(codes)
        for act in (
            Signature(id=f"s-{code}", treaty="t", party=code, when="1998-07-18"),
            Ratification(
                id=f"r-{code}",
                treaty="t",
                party=code,
                when=f"{1999 + number // 20}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            ),
        )
    ]
    treaty = Treaty(id="t", title="T", complete=True, entry_into_force=RULE)
    return Timeline([treaty, *events])


def tables() -> list[list[str]]:
    """Return 320 tables, as lines."""
    paths = sorted((world.DATA / "untc-2015").glob("[0-9]*.csv"))
    texts = [path.read_text(encoding="utf-8").splitlines() for path in paths]
    return list(islice(cycle(texts), 320))


def read_all(found: list[list[str]]) -> int:
    """Read every table and ask how its treaty stands; return the number of entries."""
    entries = 0
    for number, lines in enumerate(found):
        treaty = Treaty(
            id=f"t{number}", title="T", complete=True, entry_into_force=RULE
        )
        events = read_participants(lines, treaty).events
        entries += len(events) - 1
        Timeline(events).treaty(treaty.id, "2015-03-09")
    return entries


def in_one(found: list[list[str]]) -> int:
    """Read every table into one timeline and ask how all of its treaties stand."""
    events = []
    for number, lines in enumerate(found):
        treaty = Treaty(
            id=f"t{number}", title="T", complete=True, entry_into_force=RULE
        )
        events += read_participants(lines, treaty).events
    return len(Timeline(events).treaties("2015-03-09"))


def main() -> None:
    """Print the times beside their goals."""
    timeline = treaty_of(200)
    asked = seconds(lambda: timeline.treaty("t", "2025-03-17"), 51)
    print(f"a treaty of 200 parties: {asked * 1e3:.2f} ms (5)")
    whole = tables()
    some = [lines[:ROWS] for lines in whole]
    print(f"320 tables, {read_all(some)} entries, from text to answer: ", end="")
    print(f"{seconds(lambda: read_all(some), 5):.2f} s (2); ", end="")
    print(f"in one timeline {seconds(lambda: in_one(some), 3):.2f} s")
    print(f"with all rows, {read_all(whole)} entries: ", end="")
    print(f"{seconds(lambda: read_all(whole), 3):.2f} s")


if __name__ == "__main__":
    main()
