"""Histories: what was known when, in memory and in a file."""

from __future__ import annotations

import json
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import states as sty

from timeline import Call, Event, History, Timeline, diff
from timeline.compare.history import Revision
from timeline.errors import (
    InvalidError,
    LoadError,
    SelectionError,
    StaleFileError,
    UnknownIdError,
    UnsupportedVersionError,
)

DAYS = ("2025-03-17", "2025-03-17T12:00Z", "2025-03-28", "2025-04-01", "2025-11-12")


def called(status: str | None = None, **fields: str) -> Timeline:
    call = Call(id="c", title="Call", status=status, **fields)  # type: ignore[arg-type]
    return Timeline([call, Event(id="e", title="Return")])


REPORTED = called("expected", when="not-before:e")
KNOWN = called("held", when="2025-03-28")
HISTORY = (
    History().record(REPORTED, "2025-03-17", "article").record(KNOWN, "2025-03-28")
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, list[tuple[str, Timeline]]]:
    """Draw a history, and what was recorded when."""
    history, told = History(), []
    for day in sorted(draw(st.lists(st.sampled_from(DAYS), unique=True))):
        tl = draw(sty.timelines())
        history = history.record(tl, day)
        told.append((day, tl))
    return history, told


@given(histories())
def test_what_was_known_is_what_had_been_recorded(
    drawn: tuple[History, list[tuple[str, Timeline]]],
) -> None:
    history, told = drawn

    assert history.as_of("2025-03-16") == Timeline()
    for (day, tl), later in zip_longest(told, told[1:]):
        if "T" in day or later is None or not later[0].startswith(day):
            assert history.as_of(day) == tl
    last = told[-1][1] if told else Timeline()
    assert history.head == last


@given(histories(), sty.timelines())
def test_a_new_revision_changes_nothing_that_was_known_before(
    drawn: tuple[History, list[tuple[str, Timeline]]], tl: Timeline
) -> None:
    history, told = drawn
    longer = history.record(tl, "2025-12-01")

    for day in (*DAYS[1:], "2025-11-30"):
        assert longer.as_of(day) == history.as_of(day)
    for (one, _), (other, _) in pairwise(told):
        assert history.diff(one, other) == diff(
            history.as_of(one), history.as_of(other)
        )


@given(histories())
def test_a_history_read_again_is_the_same(
    drawn: tuple[History, list[tuple[str, Timeline]]],
) -> None:
    history, _ = drawn

    read = [json.loads(json.dumps(revision.to_dict())) for revision in history]
    again = History([Revision.from_dict(data) for data in read])

    assert again == history
    assert again.head == history.head


def test_the_same_article_recorded_twice_adds_nothing() -> None:
    assert HISTORY.record(KNOWN, "2025-04-01") is HISTORY
    assert len(HISTORY) == 2
    assert repr(HISTORY) == "<History: 2 revisions>"


def test_late_news_is_not_put_before_the_head() -> None:
    with pytest.raises(InvalidError, match="2025-03-20 is older") as caught:
        HISTORY.record(REPORTED, "2025-03-20")

    assert caught.value.problems[0].code == "out-of-order"
    assert "today's date" in caught.value.hint


@pytest.mark.parametrize(
    "at", ["2025", "2025-03-17/2025-03-18", "2025-03-17~", "not-before:c", "2025-03"]
)
def test_a_revision_is_of_a_day_or_a_moment(at: str) -> None:
    with pytest.raises(InvalidError, match="is not one day"):
        History().record(KNOWN, at)


def test_a_day_means_its_end_and_a_moment_itself() -> None:
    history = History().record(KNOWN, "2025-03-28T15:00Z")

    assert history.as_of("2025-03-28") == KNOWN
    assert history.as_of("2025-03-28T14:59Z") == Timeline()
    assert history.as_of("2025-03-28T15:00Z") == KNOWN


def test_undoing_adds_the_inverse() -> None:
    undone = HISTORY.undo("2025-04-01")

    assert len(undone) == 3
    assert undone.head == REPORTED
    assert undone.revisions[-1].note == "undone"
    assert undone.as_of("2025-03-28") == KNOWN
    with pytest.raises(InvalidError, match="no revision to undo"):
        History().undo("2025-04-01")


def test_the_life_of_a_record_is_told_line_by_line() -> None:
    assert [str(passage) for passage in HISTORY.of("c")] == [
        "17 Mar 2025  + added: not before the end of Return, expected",
        (
            "28 Mar 2025  > dated 28 Mar 2025 (was: not before the end of Return); "
            "held (was: expected)"
        ),
    ]
    with pytest.raises(UnknownIdError, match='no record ever had the id "x"'):
        HISTORY.of("x")
    with pytest.raises(UnknownIdError, match='did you mean "call-1"'):
        History().record(Timeline([Call(id="call-1", title="C")]), DAYS[0]).of("call-2")


def test_the_life_of_a_record_goes_on_under_another_id() -> None:
    new = Call(id="call-1", title="Call", status="held", replaces=["c"])
    history = HISTORY.record(KNOWN.remove("c").add(new), "2025-04-01")

    for name in ("c", "call-1"):
        assert [p.change.id for p in history.of(name)] == ["c", "c", "call-1"]


def test_a_diff_of_two_days_bears_their_names() -> None:
    found = HISTORY.diff("2025-03-17", "2025-03-28")

    assert found.brief().startswith(
        "What changed: As known on 17 Mar 2025 (as of 28 Mar 2025 or earlier, worked"
    )
    assert not HISTORY.diff("2025-03-18", "2025-03-19")


def test_somebody_can_say_that_a_revision_corrects() -> None:
    wrong = HISTORY.record(
        KNOWN.update("c", place="Ottawa"), "2025-04-01", correction=True
    )
    last = wrong.revisions[-1]
    moved = called("expected", when="2025-05")
    planned = History().record(called("expected", when="2025-04"), "2025-03-01")

    assert last.correction is True
    for said, kind in (
        (None, "progressed"),
        (True, "corrected"),
        (False, "progressed"),
    ):
        diff_ = planned.record(moved, "2025-03-02", correction=said).revisions[-1].diff
        assert diff_.graded_changes[0].class_.value == kind


def test_what_is_no_whole_timeline_has_no_history() -> None:
    with pytest.raises(SelectionError):
        History().record(KNOWN[:1], "2025-03-17")
    with pytest.raises(InvalidError, match="partial"):
        History().record(Timeline(KNOWN[:1], partial=True), "2025-03-17")


@pytest.mark.parametrize(
    "asked", [{"source": 3}, {"note": None}, {"correction": "yes"}]
)
def test_what_no_file_could_hold_is_refused(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    path = tmp_path / "history.jsonl"

    with pytest.raises(InvalidError, match=f"{next(iter(asked))}: "):
        History.append(path, called(), DAYS[0], **asked)
    assert not path.exists()


def test_a_history_is_made_of_revisions() -> None:
    for revisions in (3, [3]):
        with pytest.raises(InvalidError, match=r"is not a list|of the class Revision"):
            History(revisions)  # type: ignore[arg-type]


def test_revisions_that_do_not_fit_are_refused() -> None:
    first, second = HISTORY.revisions

    with pytest.raises(InvalidError, match=r"revisions\[0\]"):
        History([second])
    with pytest.raises(InvalidError, match=r"revisions\[1\].*older"):
        History([second, first])


# -- files -----------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    History.append(path, REPORTED, "2025-03-17", "article")
    History.append(path, KNOWN, "2025-03-28", note="broadcast")
    return path


def test_a_file_holds_what_was_appended(path: Path) -> None:
    loaded = History.load(path)

    assert loaded == History().record(REPORTED, "2025-03-17", "article").record(
        KNOWN, "2025-03-28", note="broadcast"
    )
    assert isinstance(loaded.head, Timeline)
    assert loaded.head == KNOWN
    assert loaded.problems == ()


def test_appending_the_same_again_writes_nothing(path: Path) -> None:
    before = path.read_bytes()

    assert len(History.append(path, KNOWN, "2025-04-01")) == 2
    assert path.read_bytes() == before


def test_a_line_that_a_crash_cut_is_left_out_and_repaired(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])

    loaded = History.load(path)
    assert loaded.head == REPORTED
    assert [problem.code for problem in loaded.problems] == ["torn-line"]

    repaired = History.append(path, KNOWN, "2025-03-28", note="broadcast")
    assert [problem.code for problem in repaired.problems] == ["torn-line"]
    assert path.read_bytes() == whole
    assert History.load(path).problems == ()


def test_a_broken_line_is_named(path: Path) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:50], lines[2], ""]))

    with pytest.raises(LoadError) as caught:
        History.load(path)

    [problem] = caught.value.problems
    assert (problem.line, problem.code) == (2, "bad-json")
    with pytest.raises(LoadError):
        History.append(path, REPORTED, "2025-04-01")


def test_lines_in_another_order_are_named(path: Path) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[2], lines[1], ""]))

    with pytest.raises(LoadError, match="is in the place of revision 1") as caught:
        History.load(path)

    assert [problem.line for problem in caught.value.problems] == [2, 3]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1]", "is not an object"),
        ('{"n":1}', "has no date"),
        ('{"n":true,"at":"2025-03-17"}', "is in the place of revision 1"),
        (
            '{"n":1,"at":"2025-03-17","changes":[{"before":null}]}',
            "give before, after",
        ),
        ('{"n":1,"at":"2025-03-17","what":1}', "unknown field"),
        ('{"n":1,"at":"2025-03-17","changes":[{"after":{"id":"a"}}]}', "needs a title"),
        ('{"n":1,"at":"2025-03-17","tz":["Europe/Paris"]}', "has two sides"),
        (
            (
                '{"n":1,"at":"2025-03-17","changes":[{"after":'
                '{"id":"a","title":"A","about":["gone"]}}]}'
            ),
            "no record has the id",
        ),
        (
            (
                '{"n":1,"at":"2025-03-17","changes":'
                '[{"before":{"id":"a","title":"A"},"after":null}]}'
            ),
            "is not there",
        ),
        ('{"n":1,"at":"2025-03-17","context":{"labels":["a"]}}', "two sides"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(path: Path, line: str, problem: str) -> None:
    path.write_text(f'{{"timeline-history":1}}\n{line}\n')

    with pytest.raises(LoadError, match=problem) as caught:
        History.load(path)

    assert caught.value.problems[0].line == 2


def test_a_byte_that_is_no_text_is_said(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff\n")

    with pytest.raises(LoadError, match="invalid start byte"):
        History.load(path)


def test_other_files_are_refused(path: Path) -> None:
    path.write_text('{"timeline":2}\n')
    with pytest.raises(LoadError, match="this is a timeline, not a history"):
        History.load(path)
    path.write_text('{"timeline-history":2}\n')
    with pytest.raises(UnsupportedVersionError, match="newer"):
        History.load(path)
    path.write_text("")
    with pytest.raises(LoadError, match="this is not a history"):
        History.load(path)


def test_an_older_revision_in_a_file_is_named(path: Path) -> None:
    lines = path.read_text().splitlines()
    path.write_text(
        "\n".join([*lines[:2], lines[2].replace("2025-03-28", "2025-03-01", 1), ""])
    )

    with pytest.raises(LoadError, match="older") as caught:
        History.load(path)

    assert caught.value.problems[0].line == 3


def test_a_history_in_memory_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    HISTORY.save(path)

    assert History.load(path) == HISTORY
    with pytest.raises(StaleFileError):
        HISTORY.save(path)
    HISTORY.undo("2025-04-01").save(path, overwrite=True)
    assert len(History.load(path)) == 3


def test_a_zone_has_a_history_too() -> None:
    paris = Timeline(KNOWN, tz="Europe/Paris")
    history = HISTORY.record(paris, "2025-04-01").record(
        paris.update("c", place="Ottawa"), "2025-04-02"
    )

    assert history.as_of("2025-03-28") == KNOWN
    assert history.as_of("2025-04-01") == paris
    assert History(history.revisions).head == history.head
