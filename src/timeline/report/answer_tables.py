"""Small answers as tables: who met whom, what looks wrong, and what a schedule says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from timeline.collection.labels import claims_of, title_of_id
from timeline.counts import Matrix, Pair
from timeline.errors import Problem
from timeline.language.words import Words
from timeline.report.grid import Grid
from timeline.report.marks import Marks
from timeline.report.worked_out import reasons_of, window_text, windows
from timeline.schedule.schedule import Schedule

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
    title = words.say("visits" if matrix.visits else "matrix")
    return Grid(["", *map(words.code, columns)], rows, title=title, words=words)


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
    """Return a row for each event: its date, or with ∴ and why what links say of it."""
    collection = schedule.collection
    words = collection.words(language)
    cited = (event.cited for event in collection)
    marks = Marks.of(cited, collection.records, on_page=on_page)
    title = partial(title_of_id, collection, words)

    def titles(id_: str) -> str:
        return marks.link(id_) or marks.marked("link", title(id_), id_)

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
        rows.append((title(event.id), said))
    sources = marks.texts(words, addresses=False)
    wrong = [each.sentence(words, titles) for each in schedule.contradictions]
    return Grid(
        [words.say("what"), words.say("when")],
        rows,
        notes=notes,
        title=words.say("schedule"),
        below=[*(f"! {text}" for text in wrong), *sources],
        words=words,
        ids=[event.id for event in collection] if on_page else None,
    )
