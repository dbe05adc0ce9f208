"""How long the command takes to start, beside an import; whole processes, in turns.

Bytecode is kept, as an installed package has it. The last but one is the least that
any command can take which imports timeline and reads one argument with argparse.
At the end is what all of ``timeline show`` takes for the article of the examples.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

CODE = (sys.executable, "-c")
EXAMPLE = Path(__file__).parents[1] / "examples" / "carney_europe.py"
SCRIPT = Path(sys.executable).with_name("timeline")
WORKS = {
    "python": (*CODE, "pass"),
    "import timeline": (*CODE, "import timeline"),
    "timeline --help": (str(SCRIPT), "--help"),
    "python -m timeline --help": (sys.executable, "-m", "timeline", "--help"),
    "timeline show, to its arguments": (
        *CODE,
        (
            "from timeline.cli import command, options\n"
            "_, *how = command.VERBS['show']\n"
            "options.parsed('show', *how, ['x.jsonl'])"
        ),
    ),
    "import timeline and a bare argparse": (
        *CODE,
        (
            "import argparse, timeline\nparser = argparse.ArgumentParser()\n"
            "parser.add_argument('file')\nparser.parse_args(['x.jsonl'])"
        ),
    ),
    "from timeline import Timeline": (*CODE, "from timeline import Timeline"),
}


def show_and_import() -> None:
    """Print the CPU time of ``timeline show``, and of importing the libraries."""
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "article.jsonl")
        runpy.run_path(str(EXAMPLE))["as_reported"]().save(path)
        works = {
            "import attrs, pendulum, tabulate": (
                *CODE,
                "import attrs, pendulum, tabulate",
            ),
            "timeline show": (str(SCRIPT), "show", path),
        }
        libraries, show = measure(works, cpu_time).values()
    print(f"timeline show: {show * 1e3:.0f} ms of CPU,", end=" ")
    print(f"{show / libraries:.2f} x import attrs, pendulum, tabulate (1.15)")


def measure(
    works: Mapping[str, Sequence[str]], clock: Callable[[], float]
) -> dict[str, float]:
    """Return the median time of each command; they run in turns."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    spent: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(32):
        for name, command in works.items():
            start = clock()
            subprocess.run(command, capture_output=True, check=True, env=kept)
            if turn:  # the first one writes the bytecode
                spent[name].append(clock() - start)
    return {name: median(times) for name, times in spent.items()}


def cpu_time() -> float:
    """Return the seconds of CPU that all processes started from here have taken."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the times and ratios."""
    times = measure(WORKS, perf_counter)
    for name, time in times.items():
        ratio = time / times["import timeline"]
        print(f"{name}: {time * 1e3:.1f} ms, {ratio:.2f} x import timeline (1.3)")
    show_and_import()


if __name__ == "__main__":
    main()
