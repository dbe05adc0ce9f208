"""The commands that git runs, in repositories of git."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from timeline import Call, Event, Participant, Timeline
from timeline.api.options import FileFormat
from timeline.cli import main
from timeline.formats import parts

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Return what runs git in a repository of its own that knows timelines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    run("init", "-q", "-b", "main")
    run("config", "user.email", "a@example.org")
    run("config", "user.name", "a")
    run("config", "core.autocrlf", "false")
    assert main(["init"]) == 0
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
    change: dict[str, object],
    line: str,
    tmp_path: Path,
    git: Git,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tl = Timeline([CALL]).save(tmp_path / "a.timeline.jsonl")
    git("add", ".")
    git("commit", "-qm", "one")
    tl.update("call", **change).save(tmp_path / "a.timeline.jsonl")
    shown = [x for x in git("diff", "-U0").splitlines() if re.match(r"[+-](?![+-])", x)]
    assert shown == [f"+{line}"]
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["textconv", "a.timeline.jsonl"]) == 0
    assert f"{line}\n" in out.buffer.getvalue().decode()


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


def test_objects_in_objects_have_paths(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "x.timeline.jsonl"
    path.write_text('{"id":"b","n":[],"x":{"y":{"z":5},"e":{}}}')
    assert main(["textconv", str(path)]) == 0
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"b.n = []\nb.x.y.z = 5\nb.x.e = {}\n"


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


def test_standard_input_is_shown_as_its_form_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id":"b","n":5}')))
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["textconv", "-"]) == 0
    assert out.buffer.getvalue() == b"b.n = 5\n"


def test_a_document_in_toml_is_shown_with_its_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.timeline.toml"
    path.write_text("# mine\ntimeline = 2\n")
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["textconv", str(path)]) == 0
    assert out.buffer.getvalue() == path.read_bytes()


TYPED = """\
# our tracker
timeline = 2

# how it began
[call.call]
title = "First conversation"  # so they say
status = "expected"

[visit.visit]
title = "A visit"
"""


def write_bytes(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def branches(tmp_path: Path, git: Git) -> Callable[..., Path]:
    """Return what commits a file on both branches, and stays on ours."""

    def commit(
        name: str, base: str | bytes, ours: str | bytes, theirs: str | bytes
    ) -> Path:
        path = tmp_path / name

        def write(content: str | bytes, message: str) -> None:
            write_bytes(path, content)
            git("add", ".")
            git("commit", "-qm", message)

        if base:
            write(base, "base")
        else:
            git("add", ".gitattributes")
            git("commit", "-qm", "base")
        git("checkout", "-qb", "theirs")
        write(theirs, "theirs")
        git("checkout", "-q", "main")
        write(ours, "ours")
        copies = [
            tmp_path / f".git/{version}" for version in ("base", "ours", "theirs")
        ]
        for copy, content in zip(copies, (base, ours, theirs), strict=True):
            write_bytes(copy, content)
        main(["merge", *map(str, copies), name])  # as git does, under the eyes of tests
        return path

    return commit


def test_git_merges_by_record_with_our_driver(
    branches: Callable[..., Path], git: Git
) -> None:
    base = Timeline([CALL])
    path = branches(
        "a.timeline.jsonl",
        base.dumps(),
        base.update("call", when="2025-03-28", status="held").dumps(),
        base.update("call", place="by telephone").dumps(),
    )
    git("merge", "-q", "theirs")
    call = Timeline.load(path)["call"]
    assert (call.place, call.status) == ("by telephone", "held")


def test_a_merge_keeps_the_comments_and_the_order_of_both_sides(
    branches: Callable[..., Path], git: Git
) -> None:
    ours = TYPED.replace('"expected"', '"held"  # on Friday\nwhen = 2025-03-28')
    ours += '\n# ours\n[event.b]\ntitle = "B"\n'
    theirs = TYPED.replace("# our tracker\n", "# our tracker, since March\n")
    theirs = theirs.replace("[visit.visit]", "# theirs too\n[visit.visit]")
    theirs = theirs.replace('"First conversation"', '"A call"')
    theirs += '\n# theirs\n[event.c]\ntitle = "C" # yes\n'
    path = branches("a.timeline.toml", TYPED, ours, theirs)
    git("merge", "-q", "theirs")
    assert path.read_text() == (
        "# our tracker, since March\ntimeline = 2\n\n# how it began\n[call.call]\n"
        'title = "A call"  # so they say\nstatus = "held"  # on Friday\n'
        'when = 2025-03-28\n\n# theirs too\n[visit.visit]\ntitle = "A visit"\n'
        '\n# ours\n[event.b]\ntitle = "B"\n\n# theirs\n[event.c]\ntitle = "C" # yes\n'
    )


def test_comments_of_theirs_in_a_record_that_we_changed_stay(
    branches: Callable[..., Path], git: Git
) -> None:
    ours = TYPED.replace('"expected"', '"held"') + '# ours\nplace = "Paris"\n'
    theirs = TYPED.replace("[call.call]", "# theirs\n[call.call]  # by telephone")
    theirs = theirs.replace('"A visit"', '"A visit"  # in March') + "# the end\n"
    path = branches("a.timeline.toml", TYPED, ours, theirs)
    assert "left out" not in git("merge", "theirs")
    merged = path.read_text()
    for comment in ("# theirs\n[call.call]  # by telephone", "# in March", "# the end"):
        assert comment in merged
    assert "# ours\n" in merged
    assert '"held"' in merged


def test_a_record_that_we_removed_stays_away_with_their_comment_elsewhere(
    branches: Callable[..., Path], git: Git
) -> None:
    added = TYPED + '\n[event.b]\ntitle = "B"\n'
    theirs = added.replace("[call.call]", "# theirs\n[call.call]")
    path = branches("a.timeline.toml", added, TYPED, theirs)
    git("merge", "-q", "theirs")
    assert path.read_text() == TYPED.replace("[call.call]", "# theirs\n[call.call]")


def test_lines_of_both_sides_that_are_no_table_together_leave_ours(
    branches: Callable[..., Path], git: Git
) -> None:
    base = "timeline = 2\n[event.a]\ntitle = 'A'\ntopics = [\n'x',\n'y',\n]\n"
    ours = base.replace("[\n'x',\n'y',\n]", "['x', 'y']  # ours")
    theirs = base.replace("'A'\n", "'A'\n# theirs\n").replace("]\n", "]  # both\n")
    path = branches("a.timeline.toml", base, ours, theirs)
    git("merge", "theirs")
    assert "# ours" in path.read_text()


def test_a_comment_of_theirs_that_finds_no_place_is_told(
    branches: Callable[..., Path], git: Git
) -> None:
    ours = TYPED.replace('"First conversation"', '"A call"')
    theirs = TYPED.replace("so they say", "so we hear")
    path = branches("a.timeline.toml", TYPED, ours, theirs)
    said = git("merge", "theirs")
    assert "a comment of theirs is left out: # so we hear" in said
    assert path.read_text() == ours


def test_a_head_of_theirs_that_our_records_cannot_follow_is_left_out(
    branches: Callable[..., Path], git: Git
) -> None:
    base = "timeline = 2\nsources = ['s']\n[source.s]\n[event.a]\ntitle = 'A'\n"
    ours = f"{base}[event.b]\ntitle = 'B'  # new\nquote = 'said'\n"
    theirs = base.replace("sources = ['s']\n", "") + "sources = ['s']\n"
    path = branches("a.timeline.toml", base, ours, theirs)
    git("merge", "-q", "theirs")
    assert path.read_text() == ours


@pytest.mark.parametrize("name", ["a.timeline.jsonl", "a.timeline.toml"])
@pytest.mark.parametrize("pick", ["ours", "theirs", "call=theirs"])
def test_a_conflict_is_marked_in_the_file_until_it_is_resolved(
    name: str,
    pick: str,
    branches: Callable[..., Path],
    git: Git,
    capsys: pytest.CaptureFixture[str],
) -> None:
    base = Timeline([CALL, Event(id="x", title="X")], title="All")
    ours = base.update("call", when="2025-03-28", place="Paris")
    theirs = base.update("call", when="2025-03-29").update("x", title="Y")
    fmt = cast("FileFormat", name.rpartition(".")[2])
    path = branches(name, *(tl.dumps(fmt) for tl in (base, ours, theirs)))
    said = git("merge", "theirs", code=1)
    assert f"timeline: {name}: call: when was" in said
    assert "CONFLICT" in said
    assert path.read_text().count("<<<<<<< ours\n") == 1
    assert main(["check", name]) == 1
    assert "merge-markers" in capsys.readouterr().out
    assert main(["resolve", name]) == 1
    assert capsys.readouterr().out == "call\n"
    assert main(["resolve", name, pick]) == 0
    tl = Timeline.load(path)
    when = "2025-03-28" if pick == "ours" else "2025-03-29"
    assert tl == ours.update("call", when=when).update("x", title="Y")
    git("add", name)
    git("commit", "-qm", "merged")


@pytest.mark.parametrize("name", ["a.timeline.jsonl", "a.timeline.toml"])
@pytest.mark.parametrize("pick", ["ours", "call=ours", "theirs", "call=theirs"])
def test_a_conflict_with_line_ends_of_windows_is_resolved(
    name: str,
    pick: str,
    branches: Callable[..., Path],
    git: Git,
    capsys: pytest.CaptureFixture[str],
) -> None:
    git("config", "core.autocrlf", "false" if "=" in pick else "true")
    base = Timeline([CALL, Event(id="x", title="X", note="one\n\ntwo")])
    ours, theirs = base.update("call", place="Rome"), base.update("call", place="Oslo")
    fmt = cast("FileFormat", name.rpartition(".")[2])
    texts = [tl.dumps(fmt).replace("\n", "\r\n") for tl in (base, ours, theirs)]
    path = branches(name, *texts)
    git("merge", "theirs", code=1)
    assert main(["resolve", name]) == 1
    assert capsys.readouterr().out == "call\n"
    assert main(["resolve", name, pick]) == 0
    assert path.read_bytes().decode() == texts[1 if "ours" in pick else 2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<<<<<<< ours\n1\n=======\n2\n", 4),
        ("<<<<<<< ours\n1\n>>>>>>> theirs\n2\n", 4),
        ("1\n=======\n2\n>>>>>>> theirs\n", 5),
        ("<<<<<<< ours\n||||||| base\n<<<<<<<\n=======\n>>>>>>>\n", 4),
    ],
)
def test_markers_of_which_one_is_lost_decide_nothing(
    text: str, line: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    for number in "12":
        text = text.replace(f"{number}\n", f'{{"id":"e{number}","title":"E"}}\n')
    path.write_text(text := f'{{"timeline":2}}\n{text}')
    for pick in ("ours", "theirs"):
        assert main(["resolve", str(path), pick]) == 2
    assert f"the merge marker on line {line} lacks another" in capsys.readouterr().err
    assert path.read_text() == text


@pytest.mark.parametrize("pick", ["ours", "a=theirs"])
def test_a_note_with_an_underlined_heading_is_resolved_with_it(
    pick: str, branches: Callable[..., Path], git: Git
) -> None:
    base = 'timeline = 2\n[event.a]\ntitle = "A"\nnote = """\nNews\n=======\nold\n"""\n'
    versions = base, base.replace("old", "our"), base.replace("old", "their")
    path = branches("a.timeline.toml", *versions)
    git("merge", "theirs", code=1)
    assert main(["check", path.name]) == 1
    assert main(["resolve", path.name, pick]) == 0
    assert path.read_text() == versions[1 if pick == "ours" else 2]


@pytest.mark.parametrize("pick", ["ours", "theirs"])
@pytest.mark.parametrize(
    "text",
    [
        "\ufeffid,title,note\r\na,A,'one\n\ntwo'\r\nb,{},\r\nc,C,'one\n\ntwo'\r\n",
        str(
            Timeline([Event(id="a", title="A"), Event(id="b", title="{}")]).to_ics()
        ).replace("{}", "{}\r\nLOCATION:Rome", 1),
    ],
    ids=["csv", "ics"],
)
def test_of_a_table_or_calendar_all_conflicts_are_resolved_together(
    text: str, pick: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ("a.csv" if "note" in text else "a.ics")
    ours, theirs = (text.replace("'", '"').replace("{}", x) for x in ("B", "C"))
    lines = ours.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line not in theirs)
    pair = parts.marked(lines[at], theirs.splitlines(keepends=True)[at])
    path.write_bytes("".join([*lines[:at], pair, *lines[at + 1 :]]).encode())
    assert main(["check", str(path)]) == 1
    assert "merge-markers" in capsys.readouterr().out
    assert main(["resolve", str(path)]) == 1
    assert capsys.readouterr().out == "head\n"
    assert main(["resolve", str(path), pick]) == 0
    assert path.read_bytes().decode() == (ours if pick == "ours" else theirs)


def test_conflicts_are_resolved_one_by_one(
    branches: Callable[..., Path], git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    base = Timeline([Event(id="a", title="A"), Event(id="b", title="B")])
    ours = base.update("a", place="Rome").update("b", place="Rome")
    theirs = base.update("a", place="Oslo").remove("b")
    path = branches("a.timeline.jsonl", *(t.dumps() for t in (base, ours, theirs)))
    git("merge", "theirs", code=1)
    assert main(["resolve", str(path), "a=theirs"]) == 1
    assert main(["resolve", str(path)]) == 1
    assert capsys.readouterr().out == "b\nb\n"
    for wrong in ("c=ours", "b=mine", "our"):
        assert main(["resolve", str(path), wrong]) == 2
    assert 'did you mean "ours"' in capsys.readouterr().err
    assert main(["resolve", str(path), "ours", "b=theirs"]) == 0
    assert Timeline.load(path) == theirs
    assert main(["resolve", str(path)]) == 0


def test_what_is_resolved_must_be_a_timeline(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = (
        '{"timeline":2}\n<<<<<<< HEAD\n{"id":"a","title":"A","about":["b"]}\n'
        '||||||| base\n{"id":"a","title":"was"}\n=======\n{"id":"a","title":"A"}\n'
        ">>>>>>> other\n"
    )
    path.write_text(text)
    assert main(["resolve", str(path), "ours"]) == 2
    assert path.read_text() == text
    assert main(["resolve", str(path), "theirs"]) == 0
    assert Timeline.load(path) == Timeline([Event(id="a", title="A")])


def test_titles_and_zones_conflict_in_the_head(
    branches: Callable[..., Path], git: Git
) -> None:
    texts = [Timeline(title=title).dumps("toml") for title in ("All", "Our", "Their")]
    path = branches("a.timeline.toml", *texts)
    git("merge", "theirs", code=1)
    assert path.read_text() == (
        f"<<<<<<< ours\n{texts[1]}=======\n{texts[2]}>>>>>>> theirs\n"
    )
    assert main(["resolve", str(path), "theirs"]) == 0
    assert Timeline.load(path).title == "Their"


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
def test_a_file_that_both_have_added_is_merged(
    fmt: FileFormat, branches: Callable[..., Path], git: Git
) -> None:
    one, two = Timeline([CALL]), Timeline([CALL, Event(id="x", title="X")])
    both = one.add(Event(id="y", title="Y")).dumps(fmt), two.dumps(fmt)
    path = branches(f"a.timeline.{fmt}", "", *both)
    git("merge", "-q", "theirs")
    assert Timeline.load(path) == two.add(Event(id="y", title="Y"))


def test_a_rename_a_rebase_and_a_cherry_pick_merge_by_record(
    branches: Callable[..., Path], git: Git, tmp_path: Path
) -> None:
    base = Timeline([CALL, *(Event(id=f"e{n}", title="E") for n in range(9))])
    ours, theirs = base.update("call", place="Paris"), base.update("call", note="New")
    branches("a.timeline.jsonl", base.dumps(), ours.dumps(), theirs.dumps())
    git("checkout", "-q", "theirs")
    git("mv", "a.timeline.jsonl", "b.timeline.jsonl")
    git("commit", "-qm", "rename")
    git("rebase", "-q", "main")
    merged = Timeline.load(tmp_path / "b.timeline.jsonl")
    assert merged == ours.update("call", note="New")
    git("checkout", "-q", "main")
    git("cherry-pick", "theirs~1")
    assert Timeline.load(tmp_path / "a.timeline.jsonl") == merged


def test_a_rebase_that_conflicts_goes_on_when_it_is_resolved(
    branches: Callable[..., Path], git: Git
) -> None:
    base = Timeline([CALL])
    ours, theirs = (base.update("call", place=place) for place in ("Rome", "Oslo"))
    path = branches("a.timeline.jsonl", *(tl.dumps() for tl in (base, ours, theirs)))
    git("checkout", "-q", "theirs")
    assert "call: place was nothing; ours: Rome; theirs: Oslo" in (
        git("rebase", "main", code=1)
    )
    assert main(["resolve", path.name, "call=theirs"]) == 0
    git("add", path.name)
    git("-c", "core.editor=true", "rebase", "--continue")
    assert Timeline.load(path) == theirs
    assert git("status", "--short", "-uno") == ""


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
def test_line_ends_of_windows_stay(
    fmt: FileFormat, branches: Callable[..., Path], git: Git
) -> None:
    base = Timeline([CALL])
    ours, theirs = base.update("call", place="Rome"), base.update("call", note="New")
    texts = (tl.dumps(fmt).replace("\n", "\r\n") for tl in (base, ours, theirs))
    path = branches(f"a.timeline.{fmt}", *texts)
    git("merge", "-q", "theirs")
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 1
    assert Timeline.load(path) == ours.update("call", note="New")


@pytest.mark.parametrize("side", [1, 2])
def test_line_ends_of_windows_that_one_side_brings_are_kept(
    side: int, branches: Callable[..., Path], git: Git
) -> None:
    texts = [TYPED, TYPED.replace('"expected"', '"held"'), TYPED.replace("our", "her")]
    texts[side] = texts[side].replace("\n", "\r\n")
    path = branches("a.timeline.toml", *texts)
    git("merge", "-q", "theirs")
    merged = texts[1].replace("our", "her").replace("\r\n", "\n")
    assert path.read_bytes() == merged.replace("\n", "\r\n").encode()


def test_a_conflict_that_is_resolved_as_theirs_has_their_comments(
    branches: Callable[..., Path], git: Git
) -> None:
    ours = TYPED.replace('"expected"', '"held"').replace("A visit", "Our visit")
    theirs = TYPED.replace('"expected"', '"lapsed"  # sadly')
    theirs = theirs.replace("# how it began", "# how it ended")
    path = branches("a.timeline.toml", TYPED, ours, theirs)
    git("merge", "theirs", code=1)
    assert main(["resolve", str(path), "call=theirs"]) == 0
    assert path.read_text() == theirs.replace("A visit", "Our visit")


def test_what_cannot_be_read_is_merged_line_by_line(
    branches: Callable[..., Path], git: Git
) -> None:
    base = "timeline = 2\n[event.a]\ntitle = 5\n\n\n\n[event.b]\ntitle = 'B'\n"
    ours = base.replace("title = 5", "title = 'A'")
    path = branches("a.timeline.toml", base, ours, base.replace("'B'", "'C'"))
    said = git("merge", "theirs")
    assert "merged line by line" in said
    assert [event.title for event in Timeline.load(path)] == ["A", "C"]


def test_lines_that_both_have_changed_are_marked_as_git_does(
    branches: Callable[..., Path], git: Git
) -> None:
    path = branches("a.timeline.csv", "id,title\na,A\n", "id,title\na,B\n", b"\xff\n")
    assert "both sides have changed the same lines" in git("merge", "theirs", code=1)
    assert path.read_bytes().startswith(b"<<<<<<< ours\nid,title\na,B\n=======\n\xff")


def test_a_clean_merge_of_lines_that_is_no_longer_a_timeline_is_a_conflict(
    branches: Callable[..., Path], git: Git
) -> None:
    base = "id,title\na,A\nb,B\nc,C\nd,D\n"
    ours, theirs = base.replace("a,A", "x,X\na,A"), f"{base}x,Y\n"
    branches("a.timeline.csv", base, ours, theirs)
    said = git("merge", "theirs", code=1)
    assert "timeline: a.timeline.csv:7: duplicate-id" in said


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("a.timeline.md", "A page\n\n\n\nof a list\n"),
        ("a.timeline.toml", "timeline = 2\n[event.a]\ntitle = 5\n\n\n[event.list]\n"),
    ],
)
def test_lines_of_what_could_not_be_read_before_merge_as_git_merges_them(
    name: str, base: str, branches: Callable[..., Path], git: Git
) -> None:
    path = branches(name, base, base.replace("list", "lot"), f"\n{base}")
    assert "merged line by line" in git("merge", "theirs")
    assert path.read_text() == "\n" + base.replace("list", "lot")


def test_without_the_program_git_shows_and_merges_lines(
    branches: Callable[..., Path], git: Git
) -> None:
    base = Timeline([CALL, *(Event(id=f"e{n}", title="E") for n in range(9))])
    ours = base.update("call", note="New")
    theirs = base.update("call", place="Rome").update("e8", place="Rome")
    path = branches("a.timeline.jsonl", *(tl.dumps() for tl in (base, ours, theirs)))
    for key in ("diff.timeline.textconv", "merge.timeline.driver"):
        command = git("config", key).strip().replace(sys.executable, "/gone/python")
        git("config", key, command)
    assert '+{"kind":"call","id":"call","note":"New"' in git("diff", "HEAD~1")
    git("merge", "theirs", code=1)
    merged = path.read_text()
    assert merged.count("<<<<<<< ours\n") == 1
    assert '{"kind":"event","id":"e8","place":"Rome","title":"E"}\n' in merged


def test_what_git_cannot_merge_stays_as_it_was(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    for number, path in enumerate(paths):
        path.write_bytes(b"\0\n%d" % number)
    assert main(["merge", *map(str, paths)]) == 2
    assert "git cannot merge" in capfd.readouterr().err
    assert paths[1].read_bytes() == b"\0\n1"


def test_theirs_is_shown_as_typed_where_it_does_not_fit_with_ours(
    branches: Callable[..., Path], git: Git
) -> None:
    base = Timeline([Event(id="a", title="A"), Event(id="b", title="B")])
    ours = base.update("a", when="not-before:b")
    theirs = base.update("b", when="not-before:a")
    path = branches("a.timeline.jsonl", *(t.dumps() for t in (base, ours, theirs)))
    assert "CONFLICT" in git("merge", "theirs", code=1)
    assert '=======\n{"kind":"event","id":"b","title":"B","when":"not-before:a"}\n' in (
        path.read_text()
    )


def test_init_begins_a_file_and_says_what_git_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["init", "my.timeline.toml", "--title", "Mine"]) == 0
    assert "run git init" in capsys.readouterr().err
    assert Timeline.load("my.timeline.toml").title == "Mine"
    assert main(["init", "my.timeline.toml"]) == 2
    assert main(["init", "my.toml"]) == 0
    assert "git takes files called *.timeline.*" in capsys.readouterr().err
    assert main(["init"]) == 2


def test_init_changes_nothing_twice(git: Git, tmp_path: Path) -> None:
    path = tmp_path / ".gitattributes"
    path.write_bytes(b"*.png binary\r\n*.gif binary")
    for _ in range(2):
        assert main(["init"]) == 0
    assert path.read_bytes().decode() == (
        "*.png binary\r\n*.gif binary\r\n*.timeline.* diff=timeline merge=timeline\r\n"
    )
    assert "merge %O %A %B %P;" in git("config", "merge.timeline.driver")


def test_init_tells_when_git_takes_no_setting(
    git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("config", "--unset", "diff.timeline.textconv")
    (tmp_path / ".git" / "config.lock").touch()
    assert main(["init"]) == 2
    assert "git did not accept diff.timeline.textconv" in capsys.readouterr().err
