"""What a reader wants to know once a week: due soon, newly in force, changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs

from timeline.agenda import Agenda
from timeline.compare.diff import Diff
from timeline.language.words import Words
from timeline.report.agenda_table import agenda_grid
from timeline.report.diff_table import diff_grid
from timeline.report.grid import Grid
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
    agenda, found = digest.agenda, digest.diff
    words = agenda.collection.words(language)
    items = tuple(item for item in agenda if item.section in _DUE)
    due = agenda_grid(attrs.evolve(agenda, items=items), language, sections=_DUE)
    title = words.say("digest", words.when(agenda.on, long=True))
    unchanged = Grid((), (), title=words.say("digest-unchanged"))
    return [
        attrs.evolve(due, title=title),
        _in_force(digest, words),
        diff_grid(found, language) if found else unchanged,
    ]


def _in_force(digest: _Digest, words: Words) -> Grid:
    rows = [
        ("" if since is None else words.when(since), status.treaty.label)
        for status in digest.treaties
        if status.treaty.id in digest.in_force
        for since in [status.entry_into_force]
    ]
    title = words.say("digest-in-force")
    if not rows:
        title = words.say("labelled", title, words.say("digest-nothing"))
    return Grid([words.say("when"), words.say("what")], rows, title=title, words=words)
