"""Small answers as tables: who met whom, what looks wrong, and what a schedule says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from timeline.collection.labels import claims_of
from timeline.counts import Matrix, Pair
from timeline.errors import Problem
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.report.cells import Cells, as_columns
from timeline.report.grid import Grid
from timeline.report.look import Look
from timeline.report.marks import Marks
from timeline.report.notes import links_of
from timeline.report.worked_out import reasons_of, window_text, windows
from timeline.schedule.schedule import Schedule
from timeline.when.when import When

_SHOWN = 5  # findings of one code; the rest are a count
_NAMED = 3  # records of one finding


def matrix_grid(matrix: Matrix, language: str = "en") -> Grid:
    """Return a matrix as a table of codes and numbers; 0, and lines of it, are empty.

    Where more may have taken place than surely did: "1, up to 2".
    """
    words, names = Words(language, matrix.declared), matrix.names
    cells = {
        (one, other): _number(matrix[one, other], matrix.most((one, other)), words)
        for one in names
        for other in names
    }
    lines = [one for one in names if any(cells[one, other] for other in names)]
    columns = [other for other in names if any(cells[one, other] for one in lines)]
    rows = [[words.code(x), *(cells[x, other] for other in columns)] for x in lines]
    coded = dict.fromkeys((*lines, *columns))
    said = ", ".join(f"{words.code(name)} {words.party(name)}" for name in coded)
    title = words.say("visits" if matrix.visits else "matrix")
    columns = ["", *map(words.code, columns)]
    return Grid(columns, rows, title=title, below=[said], words=words)


def pairs_grid(pairs: Sequence[Pair], language: str = "en") -> Grid:
    """Return a row for any two who met: how often, and how long ago at the least."""
    words, rows = Words(language, pairs[0].declared if pairs else {}), []
    for pair in pairs:
        who = words.list([words.party(pair.a), words.party(pair.b)])
        times = _number(pair.times, pair.at_most, words)
        rows.append([who, times, _last(pair, words), _span(pair.days_since, words)])
    names = ("who", "times", "last", "days")[: 4 if any(row[-1] for row in rows) else 3]
    columns = [words.say(f"pairs-{name}") for name in names]
    rows = [row[: len(columns)] for row in rows]
    return Grid(columns, rows, title=words.say("pairs"), words=words)


def _last(pair: Pair, words: Words) -> str:
    """Say when they last met, and whether a source says otherwise."""
    last = pair.last
    if last is None or last.when is None:
        return ""
    doubt = words.status("disputed", last.kind) if last.disputed else ""
    return ", ".join(filter(None, (words.when(last.when), doubt)))


def _number(sure: int, most: int, words: Words) -> str:
    if sure >= most:
        return str(sure or "")
    return words.say("sure-and-most", sure, most) if sure else words.say("most", most)


def _span(days: tuple[int | None, int | None], words: Words) -> str:
    """Say how many days ago it was: exactly, within bounds, or at least."""
    least, most = days
    if most is None:
        return words.say("least", least) if least else ""
    return str(least) if least == most else words.say("from-to", least, most)


def findings_grid(problems: Sequence[Problem], language: str = "en") -> Grid:
    """Return findings by code, the worst first; of many of one kind the first five."""
    words = Words(language)
    counts = Counter(problem.severity for problem in problems)
    rows: list[tuple[str, str]] = []
    headings: dict[int, str] = {}
    for code in dict.fromkeys(problem.code for problem in problems):
        found = [problem for problem in problems if problem.code == code]
        headings[len(rows)] = f"{code}: {found[0].hint}"
        rows += [(_records(each), each.message) for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            rows.append(("", words.say("findings-more", len(found) - _SHOWN)))
    said = [
        words.say(f"severity-{name}", counts[name])
        for name in ("error", "warning", "note")
        if counts[name]
    ]
    return Grid(
        [words.say("findings-record"), words.say("findings-said")],
        rows,
        headings,
        title=words.say("findings"),
        above=[", ".join(said) or words.say("findings-none")],
        main=1,
        words=words,
    )


def _records(problem: Problem) -> str:
    """Return which records a finding names, or the first of many."""
    names = [str(name) for name in problem.loc]
    return ", ".join(names[:_NAMED] + ["…"] * (len(names) > _NAMED))


def schedule_grid(
    schedule: Schedule, language: str = "en", *, on_page: bool = False
) -> Grid:
    """Return a row for each event: its date, or with ∴ and why what links say of it.

    Of what has neither, its links stand under it.
    """
    collection = schedule.collection
    cited = (event.cited for event in collection)
    marks = Marks.of(cited, collection.records, on_page=on_page)
    cells = Cells(collection, Look(language=language), marks)
    words = cells.words
    found = windows(collection, schedule)
    whens = {
        event.id: _scheduled(event, schedule, found, cells) for event in collection
    }
    rows = [
        (cells.mark(event), whens[event.id][0], cells.title(event), cells.status(event))
        for event in collection
    ]
    wrong = [each.sentence(words, cells.name) for each in schedule.contradictions]
    columns = ("mark", "when", "what", "status")
    return Grid(
        [*as_columns(columns, words)],
        rows,
        notes=dict(enumerate(notes for _, notes in whens.values())),
        title=words.say("schedule"),
        above=[words.say("records", len(rows))],
        below=[
            *([words.say("sign-worked-out")] if found else ()),
            *(f"! {text}" for text in wrong),
            *marks.texts(words, addresses=False),
        ],
        main=2,
        words=words,
        ids=[event.id for event in collection] if on_page else None,
        classes=columns,
    )


def _scheduled(
    event: Event, schedule: Schedule, found: Mapping[str, When], cells: Cells
) -> tuple[str, list[str]]:
    """Return when an event is, and why, or else what it is tied to; who says so."""
    words = cells.words
    bounds, dates = schedule[event.id], cells.timeline.dates(event)
    days = partial(words.when, ongoing=cells.goes_on(event))
    said = words.list(map(days, dates), "or") if dates and dates[0].is_dated else ""
    notes = [] if said else [*links_of(event, cells)]
    if (event.id in found or not said) and (text := window_text(bounds.when, words)):
        notes = [why.sentence(words, cells.name) for why in reasons_of(bounds)]
        said = words.say("worked-out", text)
    claims = claims_of(cells.timeline.with_as_of(event), words, cells.name)
    return said, [*notes, *claims.values()]
