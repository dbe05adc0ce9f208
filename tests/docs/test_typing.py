"""Types: what is wrong is refused where it stands, what is right is known exactly."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

HERE = Path(__file__).parent.parent / "typing"
ROOT = Path(__file__).parents[2]


def test_mypy_refuses_what_is_wrong_and_nothing_else(tmp_path: Path) -> None:
    text = (HERE / "wrong.txt").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.py"  # under another name, linters leave it alone
    wrong.write_text(text, encoding="utf-8")
    out, _, _ = api.run(
        [
            f"--config-file={ROOT / 'pyproject.toml'}",
            "--no-incremental",
            "--cache-dir=/dev/null",
            str(wrong),
            str(HERE / "right.py"),
        ]
    )
    error = r"(\w+)\.py:(\d+): error: .*\[([\w-]+)\]$"
    found = set(re.findall(error, out, re.MULTILINE))
    marked = {
        ("wrong", str(number), line.rpartition("# error: ")[2])
        for number, line in enumerate(text.splitlines(), 1)
        if "# error: " in line
    }

    assert len(marked) >= 30
    assert found == marked
