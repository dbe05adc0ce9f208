"""The commands of the pages about the shell, run one page after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from timeline import Event, Timeline

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)
ONLY_DIFFERENT = "trap '[ $? = 1 ] || exit 9' ERR\n"  # 1 is no error


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files that the pages speak of, and the command."""
    command = tmp_path / "bin" / "timeline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m timeline "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(DOCS.parent / "src"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2025-03-18T12:00Z")
    feed = Timeline([Event(id="feed", title="Summit", when="2025-06-15")])
    (tmp_path / "feed.ics").write_text(feed.to_ics().text)
    (tmp_path / "visits.csv").write_text("What,Day\nVisit to Oslo,2025-05-01\n")
    plan = 'kind = "visit"\n[fields]\ntitle = "What"\nwhen = "Day"\n'
    (tmp_path / "visits.plan.toml").write_text(plan)
    return tmp_path


def test_each_command_does_what_the_page_says(folder: Path) -> None:
    for page in ("tracker.md", "cli.md"):
        for commands, expected in BLOCK.findall((DOCS / page).read_text("utf-8")):
            if "pip install" in commands:
                continue
            done = subprocess.run(
                ["bash", "-c", ONLY_DIFFERENT + commands],
                cwd=folder,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode < 2, (commands, done.stderr)
            assert not expected or done.stdout == expected
