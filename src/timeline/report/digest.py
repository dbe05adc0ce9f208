"""What a reader wants to know once a week: due soon, newly in force, changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from timeline.agenda import Agenda
from timeline.collection.labels import title_of
from timeline.compare.diff import Diff
from timeline.language.words import Words
from timeline.report.agenda_table import when_of
from timeline.report.cells import Cells
from timeline.report.diff_table import diff_grid
from timeline.report.grid import Grid
from timeline.report.look import Look
from timeline.treaties.status import TreatyStatus

_DUE = (
    "overdue",
    "deadlines",
    "coming_up",
    "ending",
    "perhaps_due",
)  # sections of the agenda


class _Digest(Protocol):
    @property
    def agenda(self) -> Agenda: ...
    @property
    def treaties(self) -> Sequence[TreatyStatus]: ...
    @property
    def in_force(self) -> Sequence[str]: ...
    @property
    def diff(self) -> Diff: ...


def digest_grids(digest: _Digest, language: str = "en") -> list[Grid]:
    """Return a table of what is due and in force, and one of what changed."""
    agenda = digest.agenda
    words = agenda.collection.words(language)
    sections = {
        words.say("digest-due", agenda.horizon): [*_due(agenda, words)],
        words.say("digest-in-force"): [*_in_force(digest, words)],
    }
    rows: list[tuple[str, str, str]] = []
    headings = {}
    for heading, found in sections.items():
        headings[len(rows)] = heading
        rows += found or [("", "", words.say("digest-nothing"))]
    news = Grid(
        [words.say(name) for name in ("why", "when", "what")],
        rows,
        headings,
        title=words.say("digest", words.when(agenda.on, long=True)),
        main=2,
        words=words,
    )
    if not digest.diff:
        return [news, Grid((), (), title=words.say("digest-unchanged"))]
    return [news, diff_grid(digest.diff, language)]


def _due(agenda: Agenda, words: Words) -> Iterator[tuple[str, str, str]]:
    origin = agenda.collection.origin
    cells = Cells(origin, Look(language=words.language))
    for item in agenda:
        why = words.say("overdue") if item.section == "overdue" else ""
        if item.section == "ending" and item.reason:
            why = words.message(item.reason)
        if item.section in _DUE:
            title = title_of(origin, origin[item.id], words)
            yield why, when_of(item, cells), title


def _in_force(digest: _Digest, words: Words) -> Iterator[tuple[str, str, str]]:
    for status in digest.treaties:
        if status.treaty.id in digest.in_force:
            since = status.entry_into_force
            yield "", "" if since is None else words.when(since), status.treaty.label
