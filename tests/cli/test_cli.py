from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.support.stories import dated, told

import timeline.compare.merge
from timeline import (
    Call,
    Event,
    History,
    Meeting,
    Source,
    Summit,
    Timeline,
    Treaty,
)
from timeline.api import files
from timeline.cli import main, terminal, verbs
from timeline.cli.command import VERBS
from timeline.cli.complaints import clean_reason
from timeline.formats.export import EXPORTERS, export
from timeline.formats.parts import sides
from timeline.report.layout import FORMATS
from timeline.report.look import GROUPS


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.jsonl"
    told().save(path)
    return str(path)


@pytest.fixture
def later(tmp_path: Path) -> str:
    path = tmp_path / "later.jsonl"
    dated().save(path)
    return str(path)


class Terminal(io.StringIO):
    """Output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def ran(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": "src", **more}
    return subprocess.run(
        [sys.executable, "-m", "timeline", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=Path(__file__).parents[2],
        check=False,
    )


def test_show_prints_the_table(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", article]) == 0
    assert capsys.readouterr().out == f"{told()}\n"


def test_show_of_an_id_prints_its_card(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", article, "call", "visit"]) == 0
    out = capsys.readouterr().out
    assert "not before the end of Return to Ottawa" in out
    assert "Emmanuel Macron (FR)" in out


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_table_has_every_format(
    later: str, capsys: pytest.CaptureFixture[str], fmt: str
) -> None:
    on = ("--on", "2025-03-17", "--format", fmt)
    assert main(["show", later, "morning", *on]) == 0
    assert main(["agenda", later, *on]) == 0
    assert main(["treaty", later, *on]) == 0
    treaty = next(event.id for event in dated() if event.kind == "treaty")
    assert main(["treaty", later, treaty, *on]) == 0
    assert main(["diff", later, later, *on[2:]]) == 0
    assert capsys.readouterr().err == ""


def test_every_way_of_looking_is_an_option(
    later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "--on 2025-03-17 --group kind --sort id --limit 3 --language fr --ascii"
    options += " --who codes"
    assert main(["show", later, *options.split(), "--columns", "mark,what,who"]) == 0
    wanted = dated().table(
        on="2025-03-17",
        group="kind",
        sort="id",
        limit=3,
        language="fr",
        ascii=True,
        columns=["mark", "what", "who"],
        who="codes",
    )
    assert capsys.readouterr().out == f"{wanted}\n"


def test_plain_is_a_line_an_event_with_whole_dates_for_git(
    later: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--plain", later]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert any(
        re.match(r"morning +17 Mar 2025, 10:00 \(Paris\) +Talks", x) for x in lines
    )


def test_standard_input_is_read(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(article).read_bytes()
    for text in (data, b'timeline = 2\n[meeting.m]\ntitle = "Talks"\n'):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        assert main(["show", "-", "--width", "0"]) == 0
    out = capsys.readouterr().out
    assert "Security partnership" in out
    assert "Talks" in out


def test_query_prints_what_fits(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", article, "kind:call involving:US"]) == 0
    assert "1 record" in capsys.readouterr().out
    assert main(["query", article, "kind:cal"]) == 2
    assert 'did you mean "call"' in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["query", "{file}", "knd:call"],
        ["query", "{file}", "involving:Canda"],
        ["query", "{file}", '"open'],
        ["export", "{file}", "kind:cal", "--to", "ics"],
        ["export", "{file}", "--to", "xls"],
        ["show", "{file}", "--columns", "wat"],
        ["show", "{file}", "--tz", "Paris"],
        ["agenda", "{file}", "--on", "2025"],
        ["agenda", "{file}", "--on", "2025-01-01", "--horizon", "-1"],
        ["treaty", "{file}", "--on", "2025-01-01", "--format", "gird"],
        ["diff", "{file}", "{file}", "--language", "xx"],
    ],
)
def test_what_cannot_be_asked_fails_before_a_record_is_read(
    command: list[str],
    article: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("timeline.cli.terminal.parse", None)
    assert main([word.format(file=article) for word in command]) == 2
    assert capsys.readouterr().err.startswith("timeline: ")


def test_a_question_may_name_what_only_the_file_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.jsonl"
    record = {"kind": "walk", "id": "w", "title": "A walk"}
    path.write_text(f'{{"timeline":2}}\n{json.dumps(record)}\n')
    for question in ("kind:walk", 'kind:"walk"'):
        assert main(["query", str(path), question]) == 0
        assert "A walk" in capsys.readouterr().out
    assert main(["query", str(path), "involving:walk"]) == 2


def test_today_is_a_day_to_look_from(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    day = time.strftime("%Y-%m-%d")
    for command in ("agenda", "show"):
        shown = []
        for when in (["--today"], ["--on", day]):
            assert main([command, article, *when]) == 0
            shown.append(capsys.readouterr().out)
        assert shown[0] == shown[1]
    with pytest.raises(SystemExit):
        main(["agenda", article])


def test_agenda_and_treaty_look_from_a_day(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agenda", article, "--on", "2025-03-17"]) == 0
    assert "waits for Return to Ottawa" in capsys.readouterr().out
    assert main(["treaty", article, "--on", "2025-03-17"]) == 0
    every = capsys.readouterr().out
    assert main(["treaty", article, "ceta", "--on", "2025-03-17"]) == 0
    assert capsys.readouterr().out == every
    assert "Trade agreement" in every


def test_a_terminal_has_a_width_and_colours_that_can_be_forbidden(
    article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(*options: str, **environment: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("COLUMNS", "80")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        out = Terminal()
        monkeypatch.setattr("sys.stdout", out)
        assert main(["show", article, *options]) == 0
        return out.getvalue()

    bare = told().table(width=80) + "\n"
    assert "\x1b[32m●" in shown(TERM="xterm")
    assert re.sub(r"\x1b\[\d+m", "", shown(TERM="xterm")) == bare
    assert shown(TERM="xterm", NO_COLOR="1") == bare
    assert shown(TERM="dumb") == bare
    assert "\x1b" in shown("--colour", "always", NO_COLOR="1")
    assert shown("--color", "never", TERM="xterm") == bare
    assert "\x1b" not in shown("--plain")
    assert "\x1b" in shown(FORCE_COLOR="1", TERM="dumb")
    assert shown(FORCE_COLOR="0", TERM="xterm") == bare
    assert shown(FORCE_COLOR="1", NO_COLOR="1") == bare
    assert shown("--format", "github") == told().table("github") + "\n"


def test_signs_and_findings_have_the_colours_of_a_terminal(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> str:
        main([*words, "--colour", "always"])
        return capsys.readouterr().out

    assert "\x1b[33m◌\x1b[0m" in told("agenda", two[0], "--on", "2025-04-01")
    assert "\x1b[32m>\x1b[0m" in told("diff", *two)
    history = str(tmp_path / "history.jsonl")
    Timeline.load(two[0]).update("call", place="Rome").save(two[0])
    History().record(Timeline.load(two[0]), "2025-03-17").save(history)
    assert "\x1b[32m+\x1b[0m" in told("log", history, "call")
    path = tmp_path / "bad.jsonl"
    path.write_text('{"timeline":2}\n{"id":"c","titel":"C"}\n')
    bad, first = told("check", str(path)), told("check", two[0])
    assert bad.startswith(f"\x1b[31m{path}")
    assert "[note]" in first
    assert "\x1b" not in first  # what is only a note


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["show", "no-such-file.toml"], "no such file"),
        (["show", "{file}", "--format", "gird"], 'did you mean "grid"'),
        (["show", "{file}", "--columns", "wath"], 'did you mean "what"'),
        (["show", "{file}", "--language", "xx"], "unknown language"),
        (["show", "{file}", "--on", "today"], "is not one day"),
        (["show", "{file}", "caal"], 'did you mean "call"'),
        (["show", "."], "timeline: "),
        (["show", "/dev/no-such"], "timeline: /dev/no-such: no such file"),
        (["treaty", "{plain}", "--on", "2025-03-17"], "has no treaty"),
        (["fmt", "{calendar}"], 'unknown format "ics"; use .jsonl or .toml'),
        (["export", "{file}", "--to", "xls"], 'cannot export to "xls"'),
        (["export", "{file}", "--to", "csv", "--on", "2025-01-01"], 'no option "on"'),
        (["export", "{file}", "--to", "svg", "-o", "/no/such/folder"], "no such file"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_and_never_in_a_traceback(
    arguments: list[str],
    problem: str,
    article: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = tmp_path / "plain.jsonl"
    Timeline([Event(id="a", title="A")]).save(plain)
    calendar = tmp_path / "calendar.ics"
    calendar.write_text(told().to_ics().text, newline="")
    paths = {"file": article, "plain": plain, "calendar": calendar}
    assert main([argument.format(**paths) for argument in arguments]) == 2
    err = capsys.readouterr().err
    assert problem in err
    assert all(line.startswith("timeline: ") for line in err.splitlines())


def test_a_broken_file_is_told_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(
        b'{"timeline":2}\n{"id":"a","title":"A","when":"2025-02-30"}\n\xff'
    )
    assert main(["show", str(path)]) == 2
    assert "bad.jsonl" in capsys.readouterr().err
    path.write_bytes(b"\xff\xfe\x00")
    assert main(["show", str(path)]) == 2


def test_bytes_that_are_no_text_on_standard_input_are_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert main(["show", "-"]) == 2
    assert "timeline: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "to", ["html", "svg", "md", "tex", "csv", "ics", "mmd", "jsonl", "toml"]
)
def test_export_writes_other_formats(
    to: str, article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"out.{to}"
    assert main(["export", article, "-o", str(path)]) == 0
    assert main(["export", article, "--to", to]) == 0
    found = capsys.readouterr()
    with path.open(encoding="utf-8", newline="") as file:
        assert found.out == file.read()
    assert ("not carried" in found.err) is (to in {"csv", "ics", "mmd"})


def test_export_writes_what_a_question_asks_for(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", article, "kind:call", "--to", "jsonl"]) == 0
    assert Timeline.loads(capsys.readouterr().out).count() == 1


def test_export_writes_csv_for_programs(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", article, "--to", "csv", "--exact"]) == 0
    out = capsys.readouterr()
    assert Timeline.loads(out.out, "csv") == Timeline.load(article)
    assert not out.err
    assert main(["export", article, "--to", "md", "--exact"]) == 2
    assert 'an export to md has no option "exact"' in capsys.readouterr().err


def test_export_writes_bytes_too(
    article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.report.svg.png", lambda *_: b"\x89PNG")
    path = tmp_path / "out.png"
    assert main(["export", article, "-o", str(path)]) == 0
    assert path.read_bytes() == b"\x89PNG"
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    assert main(["export", article, "--to", "png"]) == 0
    assert out.buffer.getvalue() == b"\x89PNG"


@pytest.mark.parametrize("to", ["jsonl", "toml", "ics", "csv"])
def test_a_file_of_any_name_is_read_by_how_it_begins(
    to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tl = Timeline([Event(id="a", title="Talks", when="2025-03-17")])
    path = tmp_path / "no-ending"
    path.write_text(str(export(tl, to)), newline="")
    assert main(["show", str(path)]) == 0
    assert capsys.readouterr().out == f"{tl}\n"


def test_check_tells_what_is_wrong_with_its_place(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"timeline":2}\n{"id":"a","title":"A","when":"2025-02-30"}\n')
    assert main(["check", article, str(bad)]) == 1
    (line,) = [x for x in capsys.readouterr().out.split("\n") if "bad-date" in x]
    assert line.startswith(f"{bad}:2: bad-date: ")
    assert main(["check", article]) == 1
    out = capsys.readouterr().out
    assert f"{article}: no-source: " in out
    assert " [note]\n" in out


def test_check_lists_what_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    text = (
        '{"timeline":2}\n{"id":"a","title":"A"}\n{"id":"b","kind":"new","title":"B"}\n'
    )
    path.write_text(text)

    def codes(*options: str) -> list[str]:
        assert main(["check", str(path), *options]) == int("error" not in options)
        return re.findall(r": ([a-z-]+): ", capsys.readouterr().out)

    assert codes() == ["no-source", "unknown-kind"]
    assert codes("--severity", "warning") == ["unknown-kind"]
    assert codes("--severity", "error") == []
    assert codes("--ignore", "no-source") == ["unknown-kind"]
    assert codes("--select", "no-source,same-person") == ["no-source"]
    path.write_text(text + '{"id":"c","titel":"C"}\n')
    assert main(["check", str(path), "--severity", "error"]) == 1
    assert "needs a title" in capsys.readouterr().out
    for option in ("--select", "--ignore"):
        assert main(["check", "no-such.jsonl", option, "no-sorce"]) == 2
        assert 'did you mean "no-source"' in capsys.readouterr().err


@pytest.mark.parametrize("form", ["jsonl", "toml", "json", "diff", "agenda"])
def test_schema_prints_a_json_schema(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", form]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$id"].startswith("urn:diplomatic-timeline:schema:2:")
    assert schema["title"]


def test_the_schema_is_that_of_files_unless_another_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (["schema"], ["schema", "jsonl"]):
        assert main(words) == 0
    one, other = capsys.readouterr().out.split("\n}\n", 1)
    assert f"{one}\n}}\n" == other


def test_fmt_writes_the_one_layout_and_spares_comments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"timeline":2}\n{"title":"B","id":"b","kind":"event"}\n')
    assert main(["fmt", "--check", str(path)]) == 1
    assert main(["fmt", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}\n" * 2
    assert main(["fmt", "--check", str(path)]) == 0
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))  # git on Windows
    assert main(["fmt", "--check", str(path)]) == 0
    assert '{"kind":"event","id":"b"' in path.read_text()
    typed = tmp_path / "a.toml"
    typed.write_text('timeline = 2\n# mine\n[event.e]\ntitle = "E"\n')
    assert main(["fmt", str(typed)]) == 2
    assert "has comments" in capsys.readouterr().err
    assert "# mine" in typed.read_text()


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Return two versions: a call that was held since, a treaty in force since."""
    treaty = Treaty(id="t", title="A treaty")
    call = Call(id="call", title="First conversation", status="expected")
    old = Timeline(
        [
            call,
            treaty,
            Meeting(id="m", title="A summit", when="2025-04-10", status="scheduled"),
            Meeting(id="n", title="A visit", when="2025-03-01", status="scheduled"),
        ]
    )
    new = old.update("call", status="held", when="2025-03-28")
    new = new.update("t", in_force="2025-03-30")
    paths = str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")
    old.save(paths[0])
    new.save(paths[1])
    return paths


def test_diff_ends_as_diff_does(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", two[0], two[0]]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", *two]) == 1
    assert "28 Mar 2025" in capsys.readouterr().out


def test_a_digest_tells_what_changed_what_is_due_and_what_is_newly_in_force(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["digest", *two, "--on", "2025-04-01"]) == 0
    due, rest = capsys.readouterr().out.split("Newly in force")
    assert re.search("Overdue\n  ○  1 Mar 2025 +A visit", due)
    assert "10 Apr 2025  A summit" in due
    force, changed = rest.split("before")[0], rest
    assert "30 Mar 2025  A treaty" in force
    assert "First conversation" in changed
    assert main(["digest", two[0], two[0], "--on", "2026-04-01", "--days", "1"]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n\nNewly in force: nothing\n\nNothing changed\n")


@pytest.mark.parametrize("days", ["-1", "9" * 20])
def test_a_digest_looks_back_to_a_day(
    article: str, capsys: pytest.CaptureFixture[str], days: str
) -> None:
    assert main(["digest", article, article, "--on", "2025-04-01", "--days", days]) == 2
    assert f"days: {days} is not a whole number" in capsys.readouterr().err
    assert main(["digest", article, article, "--on", "0001-01-01"]) == 0


@pytest.mark.parametrize("width", ["1", "2", "9", "9" * 20])
@pytest.mark.parametrize("fmt", ["plain", "rounded"])
def test_no_width_is_too_narrow_or_too_wide(
    article: str, capsys: pytest.CaptureFixture[str], width: str, fmt: str
) -> None:
    look = ("--width", width, "--format", fmt)
    assert main(["show", article, *look]) == 0
    assert main(["show", article, "call", *look]) == 0
    assert "First" in capsys.readouterr().out or int(width) < 9


def test_standard_input_is_checked_and_never_written(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = Path(article).read_bytes()
    told = {}
    for name, text in {"good": good, "broken": good + b"{"}.items():
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        assert main(["check", "-"]) == 1
        told[name] = capsys.readouterr().out
    assert main(["check", article]) == 1
    assert told["good"] == capsys.readouterr().out.replace(article, "-")
    assert told["broken"].startswith("-:")
    assert "no-source" not in told["broken"]
    assert main(["fmt", "-"]) == 2
    assert "name a file" in capsys.readouterr().err


def test_a_history_has_a_log_lives_and_a_digest(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "history.jsonl")
    old, new = map(Timeline.load, two)
    History().record(old, "2025-03-17").record(
        new, "2025-03-31", note="a week\x1b later"
    ).save(path)
    assert main(["log", path]) == 0
    title, _, _, newest, oldest = capsys.readouterr().out.splitlines()
    assert title == "2 revisions"
    assert newest.startswith("31 Mar 2025  ")
    assert newest.endswith("a week<U+001B> later")
    assert oldest.startswith("17 Mar 2025  ")
    assert main(["log", path, "--language", "fr"]) == 0
    assert "31 mars 2025  " in capsys.readouterr().out
    assert main(["log", path, "--format", "html"]) == 0
    assert "<title>2 revisions</title>" in capsys.readouterr().out
    assert main(["log", path, "--format", "svg"]) == 2
    assert main(["log", path, "call", "--language", "fr"]) == 0
    assert "28 mars 2025" in capsys.readouterr().out
    assert main(["log", "no-such-file", "--language", "xx"]) == 2
    assert "unknown language" in capsys.readouterr().err
    assert main(["log", path, "call"]) == 0
    assert "held (was: expected)" in capsys.readouterr().out
    assert main(["digest", path, "--on", "2025-04-01"]) == 0
    assert "30 Mar 2025  A treaty" in capsys.readouterr().out
    assert main(["digest", path, "--on", "2025-04-1"]) == 2


def test_versions_without_an_ending_are_merged_in_the_form_they_have(
    two: tuple[str, str], tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, (two[0], two[0], two[1]), strict=True):
        file.write_bytes(Path(text).read_bytes())
    assert main(["merge", *map(str, files)]) == 0
    assert files[1].read_bytes() == Path(two[1]).read_bytes()


def test_a_conflict_is_told_and_ends_with_one(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = Timeline.load(two[0])
    theirs = str(tmp_path / "theirs.jsonl")
    base.update("call", when="2025-04-01", status="held").save(theirs)
    out = str(tmp_path / "merged.jsonl")
    assert main(["merge", two[0], two[1], theirs, "-o", out]) == 1
    assert "call" in capsys.readouterr().err
    assert [side.count(b"2025-04-01") for side in sides(Path(out).read_bytes())] == [
        0,
        1,
    ]
    merge = ["merge", two[0], two[0], two[1], "-o", out]
    assert main(merge) == 2
    assert "name another file, or add --overwrite" in capsys.readouterr().err
    assert main([*merge, "--overwrite"]) == 0


def test_an_append_between_the_reading_and_the_writing_of_fmt_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"timeline":2}\n{"title":"A","id":"a"}\n')
    dumps = files.dumps

    def colleague(tl: Timeline, form: str) -> str:
        Timeline.append(path, [Event(id="b", title="B")])
        return dumps(tl, form)

    monkeypatch.setattr(verbs, "dumps", colleague)
    assert main(["fmt", str(path)]) == 2
    assert "has changed since it was read; run it again" in capsys.readouterr().err
    assert "b" in Timeline.load(path)


def test_an_append_to_ours_while_it_is_merged_is_not_lost(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = timeline.compare.merge.merge

    def slow(*versions: Timeline) -> object:
        Timeline.append(two[1], [Event(id="b", title="B")])
        return merge(*versions)

    monkeypatch.setattr("timeline.compare.merge.merge", slow)
    assert main(["merge", two[0], two[1], two[0]]) == 2
    assert "b" in Timeline.load(two[1])


COMMENTED = 'timeline = 2\n# typed by people\n[event.a]\ntitle = "A"  # why\n'


@pytest.mark.parametrize(
    "command",
    [["fmt", "{ours}"], ["fmt", "--check", "{ours}"]],
)
def test_comments_are_dropped_only_by_who_says_so(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(COMMENTED)
    arguments = [argument.format(ours=path) for argument in command]
    assert main(arguments) == 2
    assert "has comments" in (err := capsys.readouterr().err)
    assert "add --overwrite" in err
    assert path.read_text() == COMMENTED
    assert main([*arguments, "--overwrite"]) == int("--check" in command)
    assert ("#" in path.read_text()) is ("--check" in command)
    for options in (["--overwrite"], []):
        assert main(["fmt", str(path), *options]) == 0
    path.write_text(COMMENTED)
    assert main(["export", str(path), "-o", str(path)]) == 0
    assert path.read_text() == COMMENTED


def test_export_does_not_replace_another_timeline(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(two[1]).read_bytes()
    export = ["export", two[0], "-o", two[1]]
    assert main(export) == 2
    assert "did not come from it" in capsys.readouterr().err
    assert main([*export, "--to", "html"]) == 2
    assert "is named like a timeline, and would hold html" in capsys.readouterr().err
    assert Path(two[1]).read_bytes() == before
    part = ["export", two[0], "kind:meeting", "-o", two[0]]
    assert main(part) == 2
    assert "name another file, or add --overwrite" in capsys.readouterr().err
    assert main([*export, "--overwrite"]) == 0
    assert Timeline.load(two[1]) == Timeline.load(two[0])


def test_a_pipe_of_the_shell_is_read_and_another_one_refused_at_once(
    two: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path(two[0]).open("rb") as file:
        assert main(["show", f"/dev/fd/{file.fileno()}"]) == 0
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for command in (["show", str(pipe)], ["export", two[0], "-o", str(pipe)]):
        assert main(command) == 2
        assert "not a regular file" in capsys.readouterr().err


def test_the_hooks_of_pre_commit_are_commands_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "good.jsonl")
    event = Event(id="e", title="Talks", status="expected", sources=["s"])
    Timeline([event], sources=[Source(id="s", title="A page")]).save(path)
    hooks = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
    entries = re.findall(r"entry: timeline (.*)", hooks.read_text(encoding="utf-8"))
    assert entries == ["check --severity warning", "fmt"]
    for entry in entries:
        assert main([*entry.split(), path]) == 0
    assert capsys.readouterr().err == ""


def test_work_of_more_than_a_second_is_told_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    err = Terminal()
    monkeypatch.setattr("sys.stderr", err)
    with terminal.patience("reading x"):
        deadline = time.monotonic() + 20
        while "1 s" not in err.getvalue() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert "\rreading x: 1 s" in err.getvalue()
    deadline = time.monotonic() + 20
    while "\x1b[K" not in err.getvalue() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert err.getvalue().endswith("\r\x1b[K")
    short = Terminal()
    monkeypatch.setattr("sys.stderr", short)
    with terminal.patience("reading y"):
        pass
    assert short.getvalue() == ""


def test_a_reader_that_has_seen_enough_and_a_break_are_no_errors(
    article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    assert main(["show", article]) == 0
    head = f"{sys.executable} -m timeline show {article} | head -1"
    piped = subprocess.run(  # noqa: S602  (a pipe that closes early)
        f"for i in 1 2 3; do {head}; done",
        shell=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert (piped.stdout, piped.stderr) == ("The article\n" * 3, "")

    def stopped(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("timeline.cli.verbs.load", stopped)
    assert main(["show", article]) == 130


def test_the_same_bytes_come_out_under_any_zone_language_and_seed(article: str) -> None:
    found = {
        ran("show", article, "--on", "2025-03-17", **environment).stdout
        for environment in (
            {"TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/Toronto", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2"},
            {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        )
    }
    assert len(found) == 1
    assert "◐" in found.pop()


def test_the_module_is_the_command(
    article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["timeline", "show", article])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("timeline", run_name="__main__")
    assert left.value.code == 0
    assert capsys.readouterr().out == f"{told()}\n"


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a command loads."""
    code = (
        "import sys; from timeline.cli import main\n"
        f"try: main({[*arguments]})\n"
        "except SystemExit: pass\n"
        "print('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": "src"},
        cwd=Path(__file__).parents[2],
        check=True,
    )
    return set(done.stdout.rpartition("loaded ")[2].split())


def test_a_command_loads_only_what_it_needs(article: str, tmp_path: Path) -> None:
    heavy = {"pendulum", "tabulate", "wcwidth", "zoneinfo", "difflib", "pathlib"}
    other = {f"timeline.{name}" for name in ("agenda", "checks", "compare", "treaties")}

    assert not loaded("--help") & (heavy | other | {"attrs", "json", "timeline.text"})
    plain = str(tmp_path / "plain.jsonl")
    Timeline([Meeting(id="m", title="Talks", when="2025-03")]).save(plain)
    shown = loaded("show", plain)
    assert not shown & (heavy | other | {"timeline.schedule.network"})
    assert "timeline.schedule.network" in loaded("show", article, "--on", "2025-03-20")
    assert "tabulate" in loaded("show", plain, "--format", "grid")


def test_the_module_is_run_by_its_name() -> None:
    assert ran("--help").returncode == 0
    assert ran().returncode == 2
    assert json.dumps(ran("shwo").returncode) == "2"


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_that_of_the_package(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([flag]) == 0
    assert capsys.readouterr().out == f"timeline {version('diplomatic-timeline')}\n"


def test_wrong_words_are_refused_like_wrong_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (["show"], ["schema", "nope"], ["show", "a.toml", "--foo"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        (line,) = capsys.readouterr().err.splitlines()
        assert left.value.code == 2
        assert line.startswith("timeline: ")
        assert line.endswith(f"see timeline {words[0]} --help")
    assert main(["export", "a.toml"]) == 2
    assert "no format is given" in capsys.readouterr().err


def test_help_names_every_command_and_every_choice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def help_of(command: str) -> str:
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
        return " ".join(capsys.readouterr().out.split())

    assert main(["help"]) == 0
    listed = re.findall(r"(?m)^  ([a-z]+)  ", capsys.readouterr().out)
    assert listed == [*VERBS]
    for command in VERBS:
        assert f"usage: timeline {command} " in help_of(command)
    assert all(f" {name}" in help_of("show") for name in FORMATS)
    assert ", ".join(GROUPS) in help_of("show")
    assert ", ".join(EXPORTERS) in help_of("export")
    assert "lists the fields of a kind: event, meeting," in help_of("add")


def test_help_for_a_kind_lists_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["add", "a.jsonl", "treaty", "--help"])
    listed = dict(re.findall(r"(?m)^  (\w+)  +(.*)$", capsys.readouterr().out))
    assert listed["entry_into_force"] == "text or JSON"
    assert listed["topics"] == "text; ..."
    with pytest.raises(SystemExit):
        main(["add", "a.jsonl", "call", "--help"])
    assert re.search(r"\n  medium +in_person, telephone,", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "no command is given; use init, add,"),
        (["sho", "x"], 'unknown command "sho"; did you mean "show"?'),
        (["--plain", "show", "x"], 'unknown command "--plain"'),
        (["--verson"], 'unknown command "--verson"; did you mean "--version"?'),
    ],
)
def test_a_command_stands_first_and_is_told_by_its_whole_name(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(f"timeline: {problem}")


def test_the_horizon_of_the_agenda_and_the_language_of_each_table_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "a.jsonl")
    summit = Summit(id="g7", title="G7", when="2025-06-15", status="scheduled")
    Timeline([summit, Treaty(id="t", title="T", parties=["CA", "FR"])]).save(path)

    def printed(command: str, *more: str) -> str:
        assert main([command, *more, "--on", "2025-05-01"]) == 0
        return capsys.readouterr().out

    assert "next 90 days" in printed("agenda", path)
    assert "next 30 days" in printed("agenda", path, "--horizon", "30")
    assert "G7" in printed("agenda", path, "kind:summit")
    assert "G7" not in printed("agenda", path, "kind:call")
    for command in ("agenda", "treaty", "show"):
        assert printed(command, path) != printed(command, path, "--language", "fr")
    assert printed("digest", path, path) != printed(
        "digest", path, path, "--language", "fr"
    )


def test_what_a_codec_says_is_printed_clean() -> None:
    assert clean_reason(UnicodeError("bad \x1b byte")) == "bad <U+001B> byte"
    assert clean_reason(OSError(28, "No space left")) == "no space left"


def test_many_findings_of_one_kind_are_a_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "a.jsonl")
    Timeline(
        Event(id=f"e{at}-2025-03-18", title=f"A{at}", when="2025-03-17")
        for at in range(8)
    ).save(path)
    assert main(["check", path, "--ignore", "no-source"]) == 1
    *shown, last = capsys.readouterr().out.splitlines()
    assert len(shown) == 5
    code = "id-contradicts-date"
    assert last == f"{code}: 3 more; --select {code} lists all"
    assert main(["check", path, "--select", code]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 8
