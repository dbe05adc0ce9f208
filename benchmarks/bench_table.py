"""A table of 10,000 events beside tabulate alone, and a page of as many.

Ours and tabulate's run in turns, so that a busy machine slows both; medians, CPU time.
"""

from __future__ import annotations

import gc
import random
import sys
from functools import partial
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from tabulate import tabulate

from timeline import Call, Meeting, Timeline
from timeline.report.layout import FORMATS, escaped
from timeline.report.look import Look
from timeline.report.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = ("CA", "FR", "GB", "US", "DE", "EU", "UA", "IT", "JP", "PL")
PEOPLE = ("Emmanuel Macron", "Mark Carney", "Keir Starmer", "Donald Trump")
STATUSES = ("held", "scheduled", "expected", "cancelled")


def events(count: int, seed: int = 1) -> Timeline:
    """Return meetings and calls over ten years, one in twenty without a date."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        month = f"{draw.randint(2016, 2025)}-{draw.randint(1, 12):02}"
        day = f"{month}-{draw.randint(1, 28):02}"
        clock = f"{day}T{draw.randint(8, 20):02}:30"
        when = draw.choices([day, clock, month, None], [65, 20, 10, 5])[0]
        people = draw.sample(PEOPLE, 2)
        parties = draw.sample(CODES, 2)
        made.append(
            (Meeting if number % 3 else Call)(
                id=f"event-{number}",
                title=f"Talks on trade, defence and énergie, round {number}",
                when=when,
                status=draw.choice(STATUSES),
                participants=[
                    f"{name} @{code}"
                    for name, code in zip(people, parties, strict=True)
                ],
                place=draw.choice(["", "", "Paris", "Ottawa"]),
            )
        )
    return Timeline(made)


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of one run."""
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    spent = process_time() - start
    gc.enable()
    return spent


def turns(rounds: int, **works: Callable[[], object]) -> dict[str, float]:
    """Return the median time of each, run in turns."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            spent[name].append(seconds(work))
    return {name: median(times) for name, times in spent.items()}


def main() -> None:
    """Print the ratios."""
    tl = events(10_000)
    raw = [[e.kind, e.when, e.title, e.participants, e.status] for e in tl]
    for who, goal in (("codes", 1.3), ("people", 1.8)):
        grid = escaped(sheet(tl, Look(who=who)).grid, FORMATS["plain"])
        rows = [list(grid.columns), *map(list, grid.rows)]
        found = turns(
            int(sys.argv[1]) if len(sys.argv) > 1 else 9,
            ours=partial(tl.table, who=who),
            ready=partial(tabulate, rows, tablefmt="plain", disable_numparse=True),
            raw=partial(tabulate, raw, tablefmt="plain"),
        )
        ours, ready, raw_ = found["ours"], found["ready"], found["raw"]
        print(f"10,000 events, plain, {who}: {ours * 1e3:.0f} ms")
        print(f"  tabulate, ready: {ready * 1e3:.0f} ms, {ours / ready:.2f} ({goal})")
        print(f"  tabulate, raw: {raw_ * 1e3:.0f} ms, {ours / raw_:.2f} (0.6)")
    page = seconds(lambda: tl.to_html(page=True))
    print(f"page of 10,000 events: {page:.2f} s (3)")


if __name__ == "__main__":
    main()
