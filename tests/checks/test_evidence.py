"""Quotes against the texts of their sources, where these are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Event, Source, Timeline, cite
from timeline.cli import main
from timeline.errors import InvalidError

TEXT = """\
The visit

The prime minister of the U.K. came to town on Monday, with a “unique
friend”. He left at noon.
Nobody else said anything of interest about it.
"""
CODES = {"quote-not-found", "not-quoted", "uncited-sentence"}


def draft(*quotes: str, when: str | None = None, inferred: str = "") -> Timeline:
    event = Event(
        id="v",
        title="V",
        when=when,
        sources=[cite("a", words) for words in quotes],
        inferred=inferred.split(),
    )
    return Timeline([event], [Source(id="a")])


def found(tl: Timeline, text: str = TEXT) -> dict[str, list[str]]:
    problems = [p for p in tl.check(texts={"a": text}) if p.code in CODES]
    return {code: [p.message for p in problems if p.code == code] for code in CODES}


@pytest.mark.parametrize(
    "words",
    [
        "came to town on Monday",
        "Came to  town\non Monday.",
        "with a 'unique friend'".replace("'", '"'),
        "with a «unique friend»",
        "The prime minister … left at noon",
        "came to town [...] Nobody else",
        "U.K. came",
    ],
)
def test_a_quote_stands_in_its_source_signs_and_spaces_aside(words: str) -> None:
    assert found(draft(words))["quote-not-found"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("came to the town on Monday", 'nearest: "came to town on monday,'),
        ("left at noon … came to town", "is not in the text"),
        ("xyzzy", '"xyzzy" is not in the text of a'),
    ],
)
def test_a_quote_that_does_not_stand_there_is_an_error(words: str, said: str) -> None:
    problems = draft(words).check(texts={"a": TEXT})

    (problem,) = (p for p in problems if p.code == "quote-not-found")
    assert said in problem.message
    assert problem.severity == "error"
    assert problem.loc == ("v",)


def test_sentences_that_nobody_quotes_are_listed() -> None:
    (left,) = found(draft("came to town", "He left"))["uncited-sentence"]

    assert "nobody else said anything" in left
    assert found(draft(TEXT))["uncited-sentence"] == []


def test_a_date_that_nothing_quoted_bears_out_is_named() -> None:
    dated = draft("", when="2025-03-17")
    assert len(found(dated)["not-quoted"]) == 1
    inferred = draft("", when="2025-03-17", inferred="when")
    assert found(inferred)["not-quoted"] == []
    assert found(draft("came to town", when="2025-03-17"))["not-quoted"] == []


def test_without_texts_nothing_is_asked_of_quotes() -> None:
    assert not CODES & {problem.code for problem in draft("xyzzy").check()}
    with pytest.raises(InvalidError, match='no source has the id "b"'):
        draft().check(texts={"b": TEXT})


def test_findings_are_french_too() -> None:
    messages = [p.message for p in draft("xyzzy").check("fr", texts={"a": TEXT})]

    assert any("ne figure pas" in message for message in messages)


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_part_of_a_text_stands_in_it(text: str, before: str) -> None:
    words = text.strip(" .,;:…[]")
    if "..." not in words and words.isprintable():
        assert found(draft(words), f"{before} {words} after")["quote-not-found"] == []


def test_the_command_reads_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft("xyzzy").save(tmp_path / "d.jsonl")
    (tmp_path / "a.txt").write_text(TEXT)
    path = str(tmp_path / "d.jsonl")

    assert main(["check", path, "--text", f"a={tmp_path / 'a.txt'}"]) == 1
    assert "quote-not-found" in capsys.readouterr().out
    assert main(["check", path, "--text", "a.txt"]) == 2
