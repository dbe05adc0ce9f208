"""How long the command takes to start, beside an import; whole processes, in turns.

Bytecode is kept, as an installed package has it. The last but one is the least that
any command can take which imports timeline and reads one argument with argparse.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

CODE = (sys.executable, "-c")
SCRIPT = Path(sys.executable).with_name("timeline")
WORKS = {
    "python": (*CODE, "pass"),
    "import timeline": (*CODE, "import timeline"),
    "timeline --help": (str(SCRIPT), "--help"),
    "python -m timeline --help": (sys.executable, "-m", "timeline", "--help"),
    "timeline show, to its arguments": (
        *CODE,
        "from timeline.cli.command import _parsed\n_parsed(['show', 'x.jsonl'])",
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


def main() -> None:
    """Print the times and ratios."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    spent: dict[str, list[float]] = {name: [] for name in WORKS}
    for turn in range(32):
        for name, command in WORKS.items():
            start = perf_counter()
            subprocess.run(command, capture_output=True, check=True, env=kept)
            if turn:  # the first one writes the bytecode
                spent[name].append(perf_counter() - start)
    found = {name: median(times) for name, times in spent.items()}
    for name, time in found.items():
        ratio = time / found["import timeline"]
        print(f"{name}: {time * 1e3:.1f} ms, {ratio:.2f} x import timeline (1.3)")


if __name__ == "__main__":
    main()
