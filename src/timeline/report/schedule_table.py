"""A schedule as a table: within what each event lies, and why."""

from __future__ import annotations

from timeline.collection.labels import claims_of, title_of_id
from timeline.report.grid import Grid
from timeline.report.sheet import number_sources, source_lines
from timeline.report.worked_out import reasons_of, window_text, windows
from timeline.schedule.schedule import Schedule


def schedule_grid(schedule: Schedule, language: str = "en") -> Grid:
    """Return a row for each event: its date, or with ∴ and why what links say of it."""
    collection = schedule.collection
    words = collection.words(language)
    numbers = number_sources((event.cited for event in collection), collection.records)
    marks = {id_: f"[{number}]" for id_, number in numbers.items()}
    sources = source_lines(numbers, collection.records, words)

    def titles(id_: str) -> str:
        return marks.get(id_) or title_of_id(collection, words, id_)

    found = windows(collection, schedule)
    rows = []
    notes: dict[int, list[str]] = {}
    for at, event in enumerate(collection):
        bounds, dates = schedule[event.id], collection.dates(event)
        dated = dates and dates[0].is_dated
        said = words.list(map(words.when, dates), "or") if dated else ""
        if event.id in found or not said:
            said = window_text(bounds.when, words)
            reasons = [why.sentence(words, titles) for why in reasons_of(bounds)]
            notes[at] = reasons if said else []
            said = words.say("worked-out", said) if said else ""
        notes.setdefault(at, []).extend(
            claims_of(collection.told(event), words, titles).values()
        )
        rows.append((titles(event.id), said))
    wrong = [each.sentence(words, titles) for each in schedule.contradictions]
    return Grid(
        [words.say("what"), words.say("when")],
        rows,
        notes=notes,
        title=words.say("schedule"),
        below=[*(f"! {text}" for text in wrong), *(line for line, _ in sources)],
        words=words,
    )
