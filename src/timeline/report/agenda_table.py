"""An agenda as a table: its sections, and why each thing is on it."""

from __future__ import annotations

from timeline.agenda import Agenda, Item
from timeline.collection.labels import title_of
from timeline.language.format import Words
from timeline.report.grid import Grid
from timeline.report.layout import layout

__all__ = ["agenda_table"]

_LONG = 24  # cells: longer words of a source stand under their row


def agenda_table(
    agenda: Agenda, fmt: str = "plain", width: int | None = None, language: str = "en"
) -> str:
    """Return an agenda as a table, section by section.

    Args:
        agenda: The agenda.
        fmt: A format of `timeline.report.layout.FORMATS`.
        width: How many cells of a terminal to fit into; None never wraps.
        language: Of headings, dates, statuses and reasons.
    """
    words = Words(language)

    def titles(id_: str) -> str:
        event = agenda.collection.get(id_)
        return id_ if event is None else title_of(agenda.collection, event, words)

    headings: dict[int, str] = {}
    notes: dict[int, list[str]] = {}
    rows = []
    section = ""
    for at, item in enumerate(agenda):
        if item.section != section:
            section = item.section
            headings[at] = words.say(f"agenda-{section}", agenda.silent)
        when = _when(agenda, item, words)
        if len(when) > _LONG:
            notes[at], when = [when], ""
        why = words.message(item.reason, titles) if item.reason else ""
        rows.append((titles(item.id), when, why))
    grid = Grid(
        [words.say(name) for name in ("what", "when", "why")],
        rows,
        headings,
        notes,
        below=[
            f"! {conflict.sentence(words, titles)}"
            for conflict in agenda.contradictions
        ],
        words=words,
    )
    return layout(grid, fmt, width)


def _when(agenda: Agenda, item: Item, words: Words) -> str:
    """Say when it is: in the source's words, else as stated, else as worked out."""
    if item.wording:
        return words.say("quote", item.wording)
    days = (item.when.first_calendar_day, item.when.last_calendar_day)
    stated = agenda.collection[item.id].when
    if stated is not None and stated.is_dated:
        # A lone clock time says nothing of an end, so no worked-out day replaces it.
        same = days == (stated.first_calendar_day, stated.last_calendar_day)
        if same or stated.value.start.precision.is_clock:
            return words.when(stated)
    return words.days(*days)
