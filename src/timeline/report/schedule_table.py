"""A schedule as a table: within what each event lies, and why."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.collection.labels import title_of
from timeline.report.grid import Grid
from timeline.schedule.reasons import Reason
from timeline.schedule.schedule import Schedule, Scheduled


def chain_of(bounds: Scheduled) -> Iterable[Reason]:
    """Return the reasons of the bounds that are shown, each once."""
    sides = ("start_earliest", "end_latest")
    return dict.fromkeys(reason for side in sides for reason in bounds.reasons[side])


def schedule_grid(schedule: Schedule, language: str = "en") -> Grid:
    """Return a row for each event: its bounds in words, with the reasons under it."""
    words = schedule.collection.words(language)

    def titles(id_: str) -> str:
        event = schedule.collection.get(id_)
        return id_ if event is None else title_of(schedule.collection, event, words)

    rows, notes = [], {}
    for at, bounds in enumerate(schedule.values()):
        first, last = bounds.when.first_calendar_day, bounds.when.last_calendar_day
        in_doubt = (first, last) != bounds.when.tested_days[::2]
        rows.append((titles(bounds.id), words.days(first, last, about=in_doubt)))
        chain = chain_of(bounds)
        notes[at] = [reason.sentence(words, titles) for reason in chain]
    said = [found.sentence(words, titles) for found in schedule.contradictions]
    return Grid(
        [words.say("what"), words.say("when")],
        rows,
        notes=notes,
        title=words.say("schedule"),
        below=[f"! {text}" for text in said],
        words=words,
    )
