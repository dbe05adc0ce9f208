"""Reading dates: ours beside python-edtf (pip install edtf) and pendulum, in turns.

    python benchmarks/bench_when.py

CPU time, medians of rounds that alternate, garbage collection off.
"""

from __future__ import annotations

import gc
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import pendulum

from timeline import When
from timeline.errors import ParseError
from timeline.when import edtf as ours

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2025-03-17"
TEXTS = (  # of every form and level
    "2025 2025-02 2025-03-17 2004-06/2006-08 2004-02-01/2005 1985-04-XX 201X 20XX "
    "2004-XX 2001-23 2001-24 1984? 2004-06~ 2025-11-12% -1985 1985-04-12/.. ../1985-04 "
    "1985-04/ /1985 1984?/2004% Y12345 Y-17E7 1950S2 2001-33 [1667,1668,1670..1672] "
    "2004-06~-11 2004-%06-11 15XX-12-25 1984-1X 2025-XX-12 XX25-11 2025-02-2X "
    "1985-04-12T23:20:30Z 2004-06-XX/2004-07-03 2004-06-01~/2004-06-20.. "
    "..2004-06-01/2004-06-20"
)


def micro(work: Callable[[str], Any], text: str, times: int) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    for _ in range(times):
        work(text)
    spent = process_time() - start
    gc.enable()
    return spent / times * 1e6


def main() -> None:
    turns = [
        (
            micro(When.parse, DAY, 20_000),
            micro(pendulum.parse, DAY, 5_000),
            micro(lambda _: sum(range(1000)), "", 5_000),
        )
        for _ in range(9)
    ]
    day, pend, yard = (median(column) for column in zip(*turns, strict=True))
    print(f"When.parse of a day {day:.2f} us (goal 2), pendulum.parse {pend:.2f}")
    print(f"yardstick sum(range(1000)): {yard:.1f} us")
    for name, parse in (("edtf.parse", ours.parse), ("When.parse", When.parse)):
        spent = []
        for text in TEXTS.split():
            try:
                spent.append(median(micro(parse, text, 500) for _ in range(9)))
            except ParseError:
                continue
        print(f"{name} of {len(spent)} texts: median {median(spent):.1f} us (goal 15)")
    try:
        from edtf import parse_edtf  # noqa: PLC0415  (only here)
    except ImportError:
        print("python-edtf is not installed")
        return
    pairs = [
        (micro(parse_edtf, text, 20), micro(When.parse, text, 500))
        for text in TEXTS.split()[:12]
    ]
    ratios = [peer / mine for peer, mine in pairs]
    theirs = median(peer for peer, _ in pairs)
    print(f"python-edtf: median {theirs:.0f} us, {median(ratios):.0f} times ours")


if __name__ == "__main__":
    main()
