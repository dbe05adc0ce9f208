"""What the commands print for programs and for documents: ``--format``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from timeline import Call, Event, History, Ratification, Signature, Timeline, Treaty
from timeline import query as q
from timeline.cli import main

Printed = Callable[..., str]

CALL = Call(id="call", title="Zoé calls", when="2025-03-17", status="scheduled")
TL = Timeline(
    [
        CALL,
        Treaty(id="t", title="A treaty", parties=["FR", "DE"]),
        Signature(id="s", title="France signs", treaty="t", party="FR", when="2024"),
        Ratification(
            id="r", treaty="t", party="FR", when="2025-01-02", status="deposited"
        ),
        Treaty(id="u", title="Another treaty"),
    ],
    title="All",
)
ON = ("--on", "2025-03-20")


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a file with a call and two treaties."""
    file = str(tmp_path / "a.jsonl")
    TL.save(file)
    return file


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Return what runs a command that ends with *code*, and what it prints."""

    def run(*words: str, code: int = 0) -> str:
        assert main(words) == code, capsys.readouterr().err
        return capsys.readouterr().out

    return run


def objects(printed: Printed, *words: str, code: int = 0) -> list[Any]:
    """Return the one document of json, and the lines of jsonl."""
    document = json.loads(printed(*words, "--format", "json", code=code))
    lines = printed(*words, "--format", "jsonl", code=code).splitlines()
    return [document, *map(json.loads, lines)]


def test_a_selection_is_one_document_or_a_file(path: str, printed: Printed) -> None:
    calls = TL.where(q.kind("call"))
    document, *_ = objects(printed, "query", path, "kind:call")
    assert document == calls.to_dict()
    assert printed("query", path, "kind:call", "--format", "jsonl") == calls.dumps()
    assert "Zoé" in printed("show", path, "call", "--format", "json")
    assert printed("show", path, "call", "--format", "jsonl") == calls.dumps()
    assert printed("show", path, "--format", "jsonl") == TL.dumps()


def test_answers_are_one_object_each(
    path: str, tmp_path: Path, printed: Printed
) -> None:
    agenda = TL.agenda("2025-03-20", horizon=9).to_dict("fr")
    words = ("agenda", path, *ON, "--horizon", "9", "--language", "fr")
    assert objects(printed, *words) == [agenda, agenda]
    states = [state.to_dict() for state in TL.treaties("2025-03-20").values()]
    assert objects(printed, "treaty", path, *ON) == [states, *states]
    assert objects(printed, "treaty", path, "t", *ON) == [states[0], states[0]]
    new = tmp_path / "b.jsonl"
    later = TL.update("call", status="held").save(new)
    changes = TL.diff(later, labels=(path, str(new))).to_dict()
    assert objects(printed, "diff", path, str(new), code=1) == [changes, changes]
    digest, _ = objects(printed, "digest", path, str(new), *ON)
    assert digest["agenda"] == later.agenda("2025-03-20", horizon=30).to_dict()
    assert (digest["treaties"], digest["diff"]["changes"]) == (
        states,
        changes["changes"],
    )
    same, _ = objects(printed, "diff", path, path)
    assert same["changes"] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("json", ("show",)),
        ("agenda", ("agenda", *ON)),
        ("findings", ("check", "--severity", "error")),
    ],
)
def test_what_is_printed_fits_its_schema(
    name: str, words: tuple[str, ...], path: str, printed: Printed
) -> None:
    verb, *options = words
    schema = json.loads(printed("schema", name))
    document, *_ = objects(printed, verb, path, *options)
    jsonschema.Draft202012Validator(schema).validate(document)


def test_findings_are_a_list(path: str, printed: Printed) -> None:
    document, *lines = objects(printed, "check", path, code=1)
    assert document == {"findings": lines}
    assert {line["source"] for line in lines} == {path}
    assert objects(printed, "check", path, "--select", "same-person") == [
        {"findings": []}
    ]


def test_a_history_is_its_revisions(tmp_path: Path, printed: Printed) -> None:
    path = str(tmp_path / "h.jsonl")
    two = Timeline([CALL, Event(id="e", title="E")])
    history = History().record(two, "2025-03-01")
    history.record(two.remove("e"), "2025-03-02", note="Why").save(path)
    document, *lines = objects(printed, "log", path)
    assert document == lines
    jsonschema.validate(document, json.loads(printed("schema", "log")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{}], json.loads(printed("schema", "log")))
    assert [line["at"] for line in lines] == ["2025-03-02", "2025-03-01"]
    (_, call) = objects(printed, "log", path, "call")
    assert [change["after"]["id"] for change in call["changes"]] == ["call"]
    held = two.update("call", status="held")
    history.record(held, "2025-03-03").save(path, overwrite=True)
    days = [line["at"] for line in objects(printed, "log", path, "call")[0]]
    assert days == ["2025-03-03", "2025-03-01"]  # as of all records


def test_documents_of_nothing_say_so(path: str, printed: Printed) -> None:
    for fmt in ("html", "md", "tex"):
        assert "no changes" in printed("diff", path, path, "--format", fmt)
    assert not printed("diff", path, path)
    none = path.replace(".jsonl", "-none.jsonl")
    Timeline().save(none)
    assert objects(printed, "treaty", none, *ON) == [[]]


def test_help_names_a_picture_where_there_is_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def helps(verb: str) -> bool:
        with pytest.raises(SystemExit):
            main([verb, "--help"])
        return "svg" in capsys.readouterr().out

    assert [*map(helps, ("show", "query", "treaty"))] == [True] * 3
    assert [*map(helps, ("agenda", "diff", "digest", "log"))] == [False] * 4


def test_documents_are_called_by_the_endings_of_their_files(
    path: str, printed: Printed
) -> None:
    state = TL.treaty("t", "2025-03-20")
    how = ("treaty", path, "t", *ON, "--format")
    assert printed(*how, "md") == state.table("github") + "\n"
    assert printed(*how, "tex") == state.table("latex") + "\n"
    assert printed(*how, "html") == state.to_html(page=True)
    assert printed(*how, "svg") == state.to_svg() + "\n"
    assert main(["treaty", path, *ON, "--format", "svg"]) == 2  # of one treaty only
    every = [state.table("html") for state in TL.treaties("2025-03-20").values()]
    html = printed("treaty", path, *ON, "--format", "html")
    assert "\n\n".join(every) in html
    assert html.startswith("<!doctype html>")
    assert TL.card("t", "html") in printed("show", path, "t", "--format", "html")
    page = TL.to_html(page=True, on="2025-03-20", group="kind")
    assert printed("show", path, *ON, "--group", "kind", "--format", "html") == page
    assert printed("show", path, "call", "--format", "md") == (
        TL.card("call", "github") + "\n"
    )
    assert printed("show", path, "call", "--format", "svg").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("show", "--format", "jsno"), 'did you mean "json"'),
        (("show", "--format", "json", "--limit", "3"), "leave out --columns"),
        (
            ("agenda", *ON, "--format", "svg"),
            "latex, csv, md, tex, html, json or jsonl",
        ),
    ],
)
def test_what_has_no_such_format_says_so_before_reading(
    words: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, *options = words
    assert main([verb, "no-such-file.jsonl", *options]) == 2
    assert problem in capsys.readouterr().err
