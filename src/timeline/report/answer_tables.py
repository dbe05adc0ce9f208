"""Answers as tables: an agenda, a digest, a schedule, and who met whom.

An agenda goes section by section, with why each thing is on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, product

import attrs

from timeline.agenda import OPEN, SECTIONS, Agenda, Item
from timeline.collection.collection import Collection
from timeline.collection.labels import claims_of, undated_by
from timeline.collection.ordering import newest_day
from timeline.compare.diff import Diff
from timeline.counts import Matrix, Pair, Pairs
from timeline.errors import Problem
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.treaties import Treaty
from timeline.report.cells import Cells, as_columns, is_long
from timeline.report.diff_table import diff_grid
from timeline.report.grid import Grid, over
from timeline.report.groups import fold_acts, in_time
from timeline.report.look import Look
from timeline.report.marks import Marks
from timeline.report.notes import links_of, notes_of
from timeline.report.worked_out import reasons_of, window_beside, window_text, windows
from timeline.report.zone import in_zone, shown_in, zone_line
from timeline.schedule.reasons import Contradiction
from timeline.schedule.schedule import Schedule
from timeline.treaties.status import TreatyStatus
from timeline.when.calendar import Day
from timeline.when.when import When

Entered = Mapping[str, Sequence[TreatyStatus]]  # into force, by the phrase for it
# The sections that a digest has.
_DUE = ("overdue", "deadlines", "coming_up", "ending", "perhaps_due", "may_begin")
_MAYBE = frozenset({"perhaps_due", "later", "may_begin"})
# What Status and the other notes say.
_SAID = frozenset({"agenda-status", "agenda-reported", "agenda-postponed"})
_SHOWN = 5  # findings of one code; the rest are a count
_NAMED = 3  # records of one finding, or of what may have been


def agenda_grid(
    agenda: Agenda,
    language: str = "en",
    tz: str | None = None,
    named: Sequence[str] = OPEN,
    *,
    on_page: bool = False,
) -> Grid:
    """Return an agenda as a table, section by section.

    Args:
        agenda: The agenda.
        language: Of headings, dates, statuses and reasons.
        tz: The zone on whose clocks stated clock times are shown.
        named: Of the sections that have nothing in them, which to name.
        on_page: Whether texts are marked up, so that a page has links and folds.
    """
    shown = in_zone(agenda.collection, tz)
    events = [shown[item.id] for item in agenda]
    look = Look(language=language, on=agenda.on, tz=tz)
    cells = Cells.of(shown, look, events, on_page=on_page)
    words, marks = cells.words, cells.marks
    above = [*_above(agenda, cells), *zone_line(shown, tz, words)]
    agenda = _parted(_with_acts_shared(agenda, cells))
    sections = [item.section for item in agenda]
    kind = "passed-by" if agenda.horizon is None else "agenda-of"
    columns = ["mark", "when", "what", "who", "status"]
    columns += ["marks"] if marks.sources and not marks.is_one else []
    found = {name: _column(name, agenda, cells) for name in columns}
    columns = [name for name in columns if any(found[name]) or name == "what"]
    texts = [found[name] for name in columns]
    return Grid(
        [*as_columns(columns, words)],
        [*zip(*texts, strict=True)],
        over(sections, lambda name: _heading(agenda, name, words)),
        {at: [*_notes(item, cells)] for at, item in enumerate(agenda)},
        title=words.say(kind, words.when(agenda.on)),
        above=above,
        below=[
            *_empty(agenda, named, words),
            *_below(texts, cells, agenda.contradictions),
        ],
        main=columns.index("what"),
        words=words,
        ids=[item.id for item in agenda] if on_page else None,
        classes=tuple(columns),
    )


def _with_acts_shared(agenda: Agenda, cells: Cells) -> Agenda:
    """Return an agenda in which pending acts that are alike share the row of one."""
    fold_acts([cells.timeline[item.id] for item in agenda.section("pending")], cells)
    others = {act.id for shared in cells.grouped.values() for act in shared[1:]}
    items = (item for item in agenda if item.id not in others)
    return attrs.evolve(agenda, items=tuple(items))


def _above(agenda: Agenda, cells: Cells) -> Iterator[str]:
    """Name the timeline, and say how many records there are and on what they rest."""
    words, number = cells.words, len({item.id for item in agenda})
    count = [words.say("records", number)] if number else []
    count += [words.say("one-source")] if cells.marks.is_one else []
    yield from filter(None, (cells.timeline.title, ", ".join(count)))


def _column(name: str, agenda: Agenda, cells: Cells) -> list[str]:
    """Return the cells of a column; who takes part in a treaty is no news.

    How a treaty stands depends on the day; of all else the reason says what is overdue.
    """
    if name == "when":
        return [when_of(item, cells) for item in agenda]
    events = [cells.timeline[item.id] for item in agenda]
    if name == "status":
        return [cells.status(e, is_known=not isinstance(e, Treaty)) for e in events]
    if name == "who":
        return ["" if isinstance(e, Treaty) else cells.who(e) for e in events]
    return cells.column(name, events)


def _notes(item: Item, cells: Cells) -> Iterator[str]:
    """Yield why an item is on the agenda, and what else is said of it."""
    words, event = cells.words, cells.timeline[item.id]
    reason = ""
    if item.reason and item.reason.code not in _SAID:
        said = shown_in(item.reason, cells.look.tz, event.tz or cells.timeline.tz)
        reason = words.message(said, cells.name)
        if item.section == "overdue":
            reason = cells.marks.marked("overdue", reason)
    notes, anchors = notes_of(event, cells), event.when.anchors if event.when else ()
    waits = item.reason is not None and item.reason.code == "agenda-waits"
    if waits and not any(anchor.shift for anchor in anchors):  # then it says all of it
        links = links_of(event, cells)
        wording = words.say("quote", item.wording) if is_long(item.wording) else ""
        notes = [wording, *(note for note in notes if note not in links)]
    yield from dict.fromkeys(filter(None, (reason, *notes)))


def _heading(agenda: Agenda, section: str, words: Words) -> str:
    number = agenda.silent if section == "no_news" else agenda.horizon or 0
    return words.say(f"agenda-{section}", number)


def _empty(agenda: Agenda, names: Sequence[str], words: Words) -> list[str]:
    """Return one line that names the sections in which there is nothing."""
    if agenda.horizon is None:
        return []
    empty = (name for name in names if not (name in _MAYBE or agenda.section(name)))
    headings = [_heading(agenda, name, words) for name in empty]
    return [words.say("agenda-none", words.list(headings))] if headings else []


def when_of(item: Item, cells: Cells) -> str:
    """Say when it is: as stated, in the source's words, and as worked out (∴)."""
    words, stated = cells.words, getattr(cells.timeline[item.id], item.field)
    ongoing = item.section in {"ending", "stalled", "no_news"}
    said = words.when(stated, ongoing=ongoing)
    is_brief = item.wording and not is_long(item.wording)
    wording = words.say("quote", item.wording) if is_brief else ""
    window = item.when if stated is None else None
    if item.field == "when":
        window = cells.worked_out.get(item.id)
    days = window_beside(window, stated, words) if window else ""
    found = words.say("worked-out", days) if days else ""
    return cells.marks.dated(", ".join(filter(None, (said, wording, found))))


def digest_grids(
    agenda: Agenda, entered: Entered, found: Diff, language: str, *, on_page: bool
) -> list[Grid]:
    """Return a table of what is due, one of what has *entered* into force, and a diff.

    What is due is that of the agenda, without what only waits, and surely longer than
    that. What has *entered* into force has a table for each phrase that it goes by.
    """
    words = agenda.collection.words(language)
    listed = tuple(item for item in _parted(agenda) if item.section in _DUE)
    agenda = attrs.evolve(agenda, items=listed)
    due = agenda_grid(agenda, language, named=_DUE, on_page=on_page)
    title = words.say("digest", words.when(agenda.on, long=True))
    columns = [words.say("when"), words.say("what")]
    tables = []
    for code, statuses in entered.items():
        rows = [(words.when(s.entry_into_force), s.treaty.label) for s in statuses]
        named = words.say(code)
        if not rows:
            named = words.say("labelled", named, words.say("digest-nothing"))
        tables.append(Grid(columns, rows, title=named, words=words))
    changed = diff_grid(found, language)
    if not found:
        changed = attrs.evolve(changed, title=words.say("digest-unchanged"))
    return [attrs.evolve(due, title=title), *tables, changed]


def _parted(agenda: Agenda) -> Agenda:
    """Return an agenda in which what surely is later comes after what need not be."""
    order = {name: float(at) for at, name in enumerate(SECTIONS)}
    order["may_begin"] = order["later"] - 0.5
    items = [
        attrs.evolve(item, section="may_begin") if _may_begin(item, agenda) else item
        for item in agenda
    ]
    items.sort(key=lambda item: order[item.section])
    return attrs.evolve(agenda, items=tuple(items))


def _may_begin(item: Item, agenda: Agenda) -> bool:
    """Whether what need not begin within the horizon may do so all the same."""
    first, on = item.when.tested_days[0], agenda.on.first_calendar_day
    if item.section != "later" or first is None or on is None:
        return item.section == "later"
    return first.number - on.number <= (agenda.horizon or 0)


# -- a schedule, and what is counted ---------------------------------------------------


def matrix_grid(matrix: Matrix, language: str = "en") -> Grid:
    """Return a matrix as a table of codes and numbers; 0, and lines of it, are empty.

    Where more may have taken place than surely did: "1, up to 2".
    """
    words, names = matrix.collection.words(language), matrix.names
    twos = product(names, names)
    cells = {two: words.at_most(matrix[two], matrix.most(two)) for two in twos}
    lines = [one for one in names if any(cells[one, other] for other in names)]
    columns = [other for other in names if any(cells[one, other] for one in lines)]
    rows = [[words.code(x), *(cells[x, other] for other in columns)] for x in lines]
    coded = dict.fromkeys((*lines, *columns))
    named = (dict.fromkeys([words.code(name), words.party(name)]) for name in coded)
    return Grid(
        ["", *map(words.code, columns)],
        rows,
        title=words.say("visits" if matrix.visits else "matrix"),
        above=_above_counts(matrix.collection, None, words, is_empty=not rows),
        below=[", ".join(map(" ".join, named))] if rows else (),
        words=words,
    )


def _above_counts(
    collection: Collection, on: Day | None, words: Words, *, is_empty: bool
) -> list[str]:
    """Name the timeline and the day from which it is seen, and say if there is none."""
    newest = newest_day(collection.origin.sources, collection.origin.tz)
    day = words.when(When.parse(str(on)) if on else newest)
    as_of = words.say("as-of", day) if day else ""
    nothing = words.say("nothing") if is_empty else ""
    return [*filter(None, (collection.title, as_of, nothing))]


def pairs_grid(pairs: Pairs, language: str = "en", *, on_page: bool = False) -> Grid:
    """Return a row for any two who met: how often, and how long ago at the least.

    Below it is what may have brought them together, each with its sources.
    """
    collection = pairs.collection
    met = chain.from_iterable((*pair.met, *pair.perhaps) for pair in pairs)
    cited = (collection.with_as_of(event).backing for event in met)
    marks = Marks.of(cited, collection.records, on_page=on_page)
    cells = Cells(collection, Look(language=language), marks)
    words, rows = cells.words, []
    for pair in pairs:
        who = words.list([words.party(pair.a), words.party(pair.b)])
        times = words.at_most(pair.times, pair.at_most)
        rows.append([who, times, _last(pair, cells), _span(pair.days_since, words)])
    names = ("who", "times", "last", "days")[: 4 if any(row[-1] for row in rows) else 3]
    return Grid(
        [words.say(f"pairs-{name}") for name in names],
        [row[: len(names)] for row in rows],
        notes={at: [*_perhaps(pair, cells)] for at, pair in enumerate(pairs)},
        ids=[""] * len(rows) if on_page else None,
        title=words.say("pairs"),
        above=_above_counts(collection, pairs.on, words, is_empty=not rows),
        below=[*_below(rows, cells)],
        words=words,
    )


def _below(
    rows: Iterable[Sequence[str]], cells: Cells, conflicts: Sequence[Contradiction] = ()
) -> Iterator[str]:
    """Explain the sign of what is worked out, if any row has it; say what conflicts.

    And list the sources.
    """
    words = cells.words
    sign = words.say("worked-out", "").strip()
    if any(sign in text for row in rows for text in row):
        yield words.say("sign-worked-out")
    yield from (f"! {each.sentence(words, cells.name)}" for each in conflicts)
    yield from cells.marks.texts(words)


def _last(pair: Pair, cells: Cells) -> str:
    """Say when they last met, who says so, and when they may have met after that."""
    words = cells.words
    known = [event for event in pair.met or pair.perhaps if event.id in cells.dates]
    last = pair.last or (known[-1] if known else None)
    if last is None:
        return ""
    perhaps = [event for event in pair.perhaps if event.id in cells.dates]
    *_, latest = in_time([*perhaps[-1:], last], cells)
    said = _dated(last, cells)
    if not pair.met:
        return words.say("pairs-perhaps-last", _dated(latest, cells))
    if latest is last:
        return said
    return words.say("pairs-or-later", said, _dated(latest, cells))


def _dated(event: Event, cells: Cells, said: str = "") -> str:
    """Return all its dates that count, else its window, and the marks of its sources.

    Before its sources comes what else is *said*, else that they do not agree.
    """
    words, collection = cells.words, cells.timeline
    dates = collection.dates(event)
    is_dated = dates and dates[0].is_dated
    when = words.list(map(words.when, dates), "or") if is_dated else cells.when(event)
    doubt = words.status(cells.doubt(event) or None, event.kind)
    marks = "".join(map(cells.marks.link, collection.with_as_of(event).backing))
    parts = when, said or doubt, undated_by(event, words, cells.name)
    return f"{', '.join(filter(None, parts))} {marks}".strip()


def _perhaps(pair: Pair, cells: Cells) -> Iterator[str]:
    """Name what may have brought them together, the newest first; of many the first."""
    words = cells.words
    for event in pair.perhaps[: -_NAMED - 1 : -1]:
        said = cells.linked(event.id), _dated(event, cells, cells.status(event))
        yield words.say("pairs-perhaps", ", ".join(filter(None, said)))
    if (more := len(pair.perhaps) - _NAMED) > 0:
        yield words.say("and-others", more)


def _span(days: tuple[int | None, int | None], words: Words) -> str:
    """Say how many days ago it was: exactly, within bounds, or at least."""
    least, most = days
    if most is None:
        return words.say("least", least) if least else ""
    return str(least) if least == most else words.say("from-to", least, most)


def findings_grid(problems: Sequence[Problem], language: str = "en") -> Grid:
    """Return findings by code, the worst first; of many of one kind the first five.

    What was looked for in another language than English stays in that.
    """
    if language == "en" and problems:
        language = problems[0].language
    problems = [_in_language(problem, language) for problem in problems]
    words = Words(language)
    counts = Counter[str](problem.severity for problem in problems)
    rows: list[tuple[str, str]] = []
    headings: dict[int, str] = {}
    for code in dict.fromkeys(problem.code for problem in problems):
        found = [problem for problem in problems if problem.code == code]
        headings[len(rows)] = f"{code}: {found[0].hint}"
        rows += [(_records(each), each.message) for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            rows.append(("", words.say("findings-more", len(found) - _SHOWN)))
    named = [name for name in ("error", "warning", "note") if counts[name]]
    said = [words.say(f"severity-{name}", counts[name]) for name in named]
    return Grid(
        [words.say("findings-record"), words.say("findings-said")],
        rows,
        headings,
        title=words.say("findings"),
        above=[", ".join(said) or words.say("findings-none")],
        main=1,
        words=words,
    )


def _in_language(problem: Problem, language: str) -> Problem:
    if problem.word is None:
        return problem
    message, hint = problem.word(language)
    return attrs.evolve(problem, message=message, hint=hint)


def _records(problem: Problem) -> str:
    """Return which records a finding names, or the first of many."""
    names = [str(name) for name in problem.loc]
    return ", ".join(names[:_NAMED] + ["…"] * (len(names) > _NAMED))


def schedule_grid(schedule: Schedule, language: str, *, on_page: bool = False) -> Grid:
    """Return a row for each event: its date, or with ∴ and why what links say of it.

    If it has neither, its links are below it.
    """
    collection = schedule.collection
    cells = Cells.of(collection, Look(language=language), collection, on_page=on_page)
    words = cells.words
    found = windows(collection, schedule)
    events = in_time(collection, cells)
    whens = [_scheduled(event, schedule, found, cells) for event in events]
    dated = zip(events, whens, strict=True)
    rows = [(cells.mark(e), w, cells.title(e), cells.status(e)) for e, (w, _) in dated]
    columns = ("mark", "when", "what", "status")
    return Grid(
        [*as_columns(columns, words)],
        rows,
        notes=dict(enumerate(notes for _, notes in whens)),
        title=words.say("schedule"),
        above=[*filter(None, (collection.title, words.say("records", len(rows))))],
        below=[*_below(rows, cells, schedule.contradictions)],
        main=2,
        words=words,
        ids=[event.id for event in events] if on_page else None,
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
        reasons = reasons_of(event, cells.timeline, schedule)
        notes = [why.sentence(words, cells.name) for why in reasons]
        said = words.say("worked-out", text)
    claims = claims_of(cells.timeline.with_as_of(event), words, cells.name)
    return said, [*notes, *claims.values()]
