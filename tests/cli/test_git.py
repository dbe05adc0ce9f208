"""The commands that git runs, in repositories of git."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline import Call, Participant, Timeline
from timeline.cli import main

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Return what runs git in a repository of its own."""
    home = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    source = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}

    def run(*arguments: str) -> str:
        return subprocess.run(  # noqa: S603  (in a folder of its own)
            ["git", *arguments],  # noqa: S607
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **source, **home},
            check=True,
        ).stdout

    run("init", "-q", "-b", "main")
    run("config", "user.email", "a@example.org")
    run("config", "user.name", "a")
    command = f"{sys.executable} -m timeline"
    run("config", "diff.timeline.textconv", f"{command} textconv")
    run("config", "merge.timeline.driver", f"{command} merge %O %A %B")
    attributes = "*.timeline.* diff=timeline merge=timeline\n"
    (tmp_path / ".gitattributes").write_text(attributes)
    return run


CALL = Call(id="call", title="First conversation", status="expected")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"when": "2025-03-28"}, "call.when: 2025-03-28"),
        ({"note": "By telephone"}, "call.note: By telephone"),
        ({"topics": ["Trade"]}, "call.topics[]: Trade"),
        ({"place": "Paris \u202e"}, 'call.place = "Paris \\u202e"'),
        (
            {"participants": [Participant("Zoé", of="FR", office="Envoy")]},
            'call.participants[] = {"name": "Zoé", "of": "FR", "office": "Envoy"}',
        ),
    ],
)
def test_git_diff_shows_each_change_on_a_line_of_its_own(
    change: dict[str, object], line: str, tmp_path: Path, git: Git
) -> None:
    tl = Timeline([CALL]).save(tmp_path / "a.timeline.jsonl")
    git("add", ".")
    git("commit", "-qm", "one")
    tl.update("call", **change).save(tmp_path / "a.timeline.jsonl")
    shown = [x for x in git("diff", "-U0").splitlines() if re.match(r"[+-](?![+-])", x)]
    assert shown == [f"+{line}"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"no JSON\n",
        b"\xff\xfe\x00",
        b"[1, 2]\n",
        b"{}",
        b'{"id": "a", "title": "A", "title": "B"}\n',
        b'{"a":' * 5000,
        b"<<<<<<< ours\n=======\n>>>>>>> theirs\n",
    ],
)
def test_what_is_no_object_with_fields_is_shown_as_it_is(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.timeline.jsonl"
    path.write_bytes(content)
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["textconv", str(path)]) == 0
    assert out.buffer.getvalue() == content


def test_a_broken_file_hides_no_other_change(tmp_path: Path, git: Git) -> None:
    broken, other = tmp_path / "a.timeline.jsonl", tmp_path / "z.txt"
    broken.write_text('{"timeline":2}\n{"id":"a","title"\n')
    other.write_text("one\n")
    git("add", ".")
    git("commit", "-qm", "one")
    with broken.open("a") as file:
        file.write('{"id":"b","title":"B","n":[],"x":{"y":{"z":5}}}\n')
    other.write_text("two\n")
    lines = git("diff").splitlines()
    for line in ("b.title: B", "b.n = []", "b.x.y.z = 5", "two"):
        assert f"+{line}" in lines


def test_a_document_in_toml_is_shown_with_its_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.timeline.toml"
    path.write_text("# mine\ntimeline = 2\n")
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["textconv", str(path)]) == 0
    assert out.buffer.getvalue() == path.read_bytes()
