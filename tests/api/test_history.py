"""Histories in files: what one writer adds, no other undoes by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Event, History, Timeline
from timeline.errors import StaleFileError

A, B, C = (Event(id=name, title=name) for name in "abc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    History.append(path, Timeline([A]), "2025-01-01")
    return path


def test_what_two_writers_add_to_one_head_is_merged(path: Path) -> None:
    mine, theirs = History.load(path).head, History.load(path).head
    History.append(path, mine.add(B).update("a", place="Ottawa"), "2025-02-01")
    both = History.append(path, theirs.add(C).update("a", note="N"), "2025-02-01")

    assert [event.id for event in both.head] == ["a", "b", "c"]
    assert (both.head["a"].place, both.head["a"].note) == ("Ottawa", "N")
    assert [record.id for record in both.revisions[-1].diff.removed] == []
    assert History.load(path) == both


def test_a_conflict_with_a_newer_revision_is_refused(path: Path) -> None:
    mine, theirs = History.load(path).head, History.load(path).head
    History.append(path, mine.update("a", place="Ottawa"), "2025-02-01")
    before = path.read_bytes()

    with pytest.raises(StaleFileError, match="newer revisions that conflict") as caught:
        History.append(path, theirs.update("a", place="Paris"), "2025-02-01")

    assert path.read_bytes() == before
    assert caught.value.filename == str(path)


def test_a_file_that_was_rewritten_is_no_longer_the_one_that_was_read(
    path: Path,
) -> None:
    head = History.load(path).head
    History().record(Timeline([B]), "2025-01-01").save(path, overwrite=True)

    with pytest.raises(StaleFileError, match="has been rewritten"):
        History.append(path, head.add(C), "2025-02-01")


def test_one_writer_goes_on_from_what_append_returns(path: Path) -> None:
    history = History.load(path)
    for number in range(3):
        head = history.head.add(Event(id=f"n{number}", title="N"))
        history = History.append(path, head, "2025-02-01")
    assert len(history) == 4
    assert len(History.append(path, history.head.remove("a"), "2025-03-01").head) == 3


def test_a_timeline_from_elsewhere_adds_but_removes_only_from_an_expected_head(
    path: Path, tmp_path: Path
) -> None:
    History.append(path, Timeline([A, B]), "2025-02-01")
    many = Timeline([Event(id=f"n{n}", title="N") for n in range(9)])
    other = tmp_path / "other.jsonl"
    elsewhere = History.append(other, many, "2025-01-01").head

    for timeline in (many, elsewhere):
        with pytest.raises(StaleFileError, match='has "a" and "b", which this'):
            History.append(path, timeline, "2025-03-01")
    with pytest.raises(StaleFileError, match="another head than the expected one"):
        History.append(path, many, "2025-03-01", expected=Timeline([A]))
    head = Timeline([A, B])
    assert History.append(path, many, "2025-03-01", expected=head).head == many
    with pytest.raises(StaleFileError, match='has "n0", "n1", "n2" and 6 more'):
        History.append(path, head, "2025-03-01")


def test_an_expected_head_is_compared_even_if_nothing_would_be_lost(
    path: Path,
) -> None:
    with pytest.raises(StaleFileError, match="another head than the expected one"):
        History.append(path, Timeline([A, B]), "2025-03-01", expected=Timeline())
