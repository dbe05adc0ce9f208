"""The revisions of a history, or what they did to one record, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.compare.history import Passage, Revision
from timeline.language.words import Words
from timeline.report.diff_table import diff_summary, passage_parts
from timeline.report.grid import Grid


def log_grid(revisions: Iterable[Revision], language: str = "en") -> Grid:
    """Return a row for each revision, the newest first."""
    words = Words(language)
    rows = [
        (words.when(each.at), diff_summary(each.diff, words), each.source, each.note)
        for each in [*revisions][::-1]
    ]
    names = ("when", "column-change", "sources", "note")
    title = words.say("log", len(rows))
    return Grid([*map(words.say, names)], rows, title=title, main=1, words=words)


def passages_grid(passages: Sequence[Passage], language: str = "en") -> Grid:
    """Return a row for each revision that did something to the record."""
    words = Words(language)
    rows = [passage_parts(passage, words) for passage in passages]
    columns = [words.say("when"), "", words.say("column-change")]
    record = passages[-1].change.record
    title = words.say(
        "labelled", getattr(record, "label", record.id), words.say("log", len(rows))
    )
    return Grid(columns, rows, title=title, main=2, words=words)
