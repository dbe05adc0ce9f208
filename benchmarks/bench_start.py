"""How long the command takes to start, beside an import; whole processes, in turns."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

WORKS = {
    "python": "pass",
    "import timeline": "import timeline",
    "from timeline import Timeline": "from timeline import Timeline",
    "timeline --help": "from timeline.cli import main\nmain(['--help'])",
    "timeline show": "from timeline.cli.command import _parser\n"
    "_parser(['show']).parse_args(['show', 'x.jsonl'])",
}


def main() -> None:
    """Print the ratios."""
    spent: dict[str, list[float]] = {name: [] for name in WORKS}
    for _ in range(15):
        for name, code in WORKS.items():
            start = perf_counter()
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, check=True
            )
            spent[name].append(perf_counter() - start)
    found = {name: median(times) for name, times in spent.items()}
    for name, time in found.items():
        print(f"{name}: {time * 1e3:.0f} ms")
    help_, bare = found["timeline --help"], found["import timeline"]
    front = found["from timeline import Timeline"]
    show = found["timeline show"]
    print(f"  show beside import timeline {show / bare:.2f} (1.3)")
    print(f"  --help beside import timeline {help_ / bare:.2f}")
    print(f"  beside from timeline import Timeline {show / front:.2f}")


if __name__ == "__main__":
    main()
