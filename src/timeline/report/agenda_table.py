"""An agenda as a table: its sections, and why each thing is on it."""

from __future__ import annotations

from functools import partial

from timeline.agenda import OPEN, Agenda, Item
from timeline.collection.collection import Collection
from timeline.collection.labels import claims_of, earlier_dates, title_of_id
from timeline.collection.ordering import stamped
from timeline.language.words import Words
from timeline.report.grid import Grid
from timeline.report.worked_out import window_text
from timeline.report.zone import in_zone, zone_line
from timeline.when.when import When

_LONG = 24  # cells: longer words of a source stand under their row


def agenda_grid(agenda: Agenda, language: str = "en", tz: str | None = None) -> Grid:
    """Return an agenda as a table, section by section.

    Args:
        agenda: The agenda.
        language: Of headings, dates, statuses and reasons.
        tz: The zone on whose clocks stated clock times are shown.
    """
    words = agenda.collection.words(language)
    shown = in_zone(agenda.collection, tz)

    titles = partial(title_of_id, agenda.collection, words)
    headings: dict[int, str] = {}
    notes: dict[int, list[str]] = {}
    rows = []
    for at, item in enumerate(agenda):
        if not at or item.section != agenda.items[at - 1].section:
            headings[at] = _heading(agenda, item.section, words)
        when = when_of(shown, item, words)
        if len(when) > _LONG:
            notes[at], when = [when], ""
        event = shown[item.id]
        said = claims_of(stamped(event, agenda.collection.records), words)
        if event.when and (moved := earlier_dates(event, words)):  # else it is the why
            said.append(moved)
        if said:
            notes.setdefault(at, []).extend(said)
        why = words.message(item.reason, titles) if item.reason else ""
        rows.append((titles(item.id), when, why))
    conflicts = (found.sentence(words, titles) for found in agenda.contradictions)
    return Grid(
        [words.say(name) for name in ("what", "when", "why")],
        rows,
        headings,
        notes,
        title=_title(agenda, words),
        above=zone_line(shown, tz, words),
        below=[*_empty(agenda, words), *(f"! {said}" for said in conflicts)],
        words=words,
    )


def _title(agenda: Agenda, words: Words) -> str:
    day = words.when(agenda.on)
    return words.say("agenda-of" if agenda.horizon is not None else "passed-by", day)


def _heading(agenda: Agenda, section: str, words: Words) -> str:
    number = agenda.silent if section == "no_news" else agenda.horizon or 0
    return words.say(f"agenda-{section}", number)


def _empty(agenda: Agenda, words: Words) -> list[str]:
    """Return one line that names the sections in which there is nothing."""
    if agenda.horizon is None:
        return []
    listed = [name for name in OPEN if name not in {"perhaps_due", "later"}]
    empty = [name for name in listed if not agenda.section(name)]
    headings = [_heading(agenda, name, words) for name in empty]
    return [words.say("agenda-none", words.list(headings))] if empty else []


def when_of(collection: Collection, item: Item, words: Words) -> str:
    """Say when it is: as stated, in the source's words, and as worked out (∴).

    What is worked out stands there where it says more than what is stated.
    """
    stated = getattr(collection[item.id], item.field)
    ongoing = item.section in {"ending", "stalled", "no_news"}
    said = "" if stated is None else words.when(stated, ongoing=ongoing)
    wording = words.say("quote", item.wording) if item.wording else ""
    texts = [said, wording, _worked_out(item.when, stated, words)]
    return ", ".join(filter(None, texts))


def _worked_out(when: When, stated: When | None, words: Words) -> str:
    first, last = when.first_calendar_day, when.last_calendar_day
    if stated is not None and stated.value.is_lone_clock:
        return ""  # nothing says when it ends, so no day that is worked out replaces it
    linked = stated is not None and bool(stated.anchors)
    begins = None if stated is None else stated.first_calendar_day
    ends = None if stated is None else stated.last_calendar_day
    says_more = last != ends or (linked and first != begins)
    days = window_text(when, words) if says_more else ""
    return words.say("worked-out", days) if days else ""
