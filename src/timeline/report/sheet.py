"""A table before it has a format: rows, headings, notes and what is said around them.

Every record stands in it exactly once; where a treaty and its pending acts share a row,
a line says so. No date stands in it that the source did not give.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.errors import InvalidError
from timeline.language.format import Words
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.records.source import Source
from timeline.report.cells import (
    DEFAULT_COLUMNS,
    PHASES,
    SIGNS,
    Cells,
    Column,
    as_columns,
    is_dated,
)
from timeline.report.grid import Grid, is_count
from timeline.report.groups import (
    Group,
    check_group,
    depths,
    fold_acts,
    fold_pending,
    group_events,
    under_wholes,
)
from timeline.report.notes import notes_of
from timeline.report.zone import in_zone, zone_line
from timeline.text import quote, suggest
from timeline.when.calendar import Day
from timeline.when.interop import as_day

_SORTS: Mapping[str, Callable[[Any], Any]] = {
    "id": lambda event: event.id,
    "kind": lambda event: event.kind,
    "status": lambda event: (PHASES.index(phase_of(event)), event.status or ""),
}
_WHO = ("people", "codes")
_IN_ORDER = {"day", "month", "year", "none"}  # groups in which acts may share a row
_ORDERS = ("when", "title", *_SORTS)


def _as_limit(limit: int | None) -> int | None:
    if limit is not None and not is_count(limit, 0):
        raise InvalidError(
            f"invalid number of rows {quote(limit)}", "pass 0 or more, or None"
        )
    return limit


def _as_names(most: int | None) -> int | None:
    if most is not None and not is_count(most, 2):
        raise InvalidError(
            f"invalid number of names {quote(most)}", "pass 2 or more, or None"
        )
    return most


@attrs.frozen(kw_only=True)
class Look:
    """How a table is to look.

    Attributes:
        columns: Names of columns, functions of an event, or a mapping of headings to
            either; the usual five unless given.
        on: The day from which one looks.
        group: What the rows are grouped by: a name in `GROUPS` or a function.
        sort: What orders the rows: ``when``, a name in ``id title kind status``, or a
            function; any but ``when`` makes one group of all.
        limit: How many rows to show; the rest is counted.
        language: The language of words and dates.
        ascii: Whether signs are those of ASCII.
        colour: Whether signs and statuses have colours of the terminal.
        tz: The zone on whose clocks clock times are shown; None leaves them as stated.
        who: Whether Who names ``people`` and parties, or has the ``codes`` of parties.
        max_names: How many names a cell of Who has at most; None for all.
        worked_out: Whether windows that follow from links are shown, with ∴.
        notes: Whether there are lines under a row; without them each has one line.
    """

    columns: Sequence[Column] | Mapping[str, Column] | None = None
    on: Day | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_day)
    )
    group: Group | None = None
    sort: str | Callable[[Any], Any] = "when"
    limit: int | None = attrs.field(default=None, converter=_as_limit)
    language: str = "en"
    ascii: bool = False
    colour: bool = False
    tz: str | None = None
    who: str = "people"
    max_names: int | None = attrs.field(default=None, converter=_as_names)
    worked_out: bool = True
    notes: bool = True

    def __attrs_post_init__(self) -> None:
        if self.group is not None:
            check_group(self.group)
        if not callable(self.sort) and self.sort not in _ORDERS:
            hint = suggest(str(self.sort), _ORDERS)
            raise InvalidError(f"cannot sort by {quote(self.sort)}", hint)
        if self.who not in _WHO:
            problem = f"unknown entry {quote(self.who)} for who"
            raise InvalidError(problem, suggest(str(self.who), _WHO))


@attrs.frozen
class Sheet:
    """A table before it has a format: a grid, and the events that its rows describe.

    Attributes:
        grid: The texts of the table, without the legend and the sources.
        events: The event of each row.
        columns: What each column shows.
        legend: What the signs mean.
        sources: How each source is named, and where to read it.
        cells: What made the cells.
    """

    grid: Grid
    events: Sequence[Event]
    columns: Sequence[Column]
    legend: str
    sources: Sequence[tuple[str, str]]
    cells: Cells


def sheet(
    timeline: Collection, look: Look, *, on_page: bool = False, signs: bool = True
) -> Sheet:
    """Return the rows of *timeline*, grouped and in order, and what stands around.

    Args:
        timeline: The events.
        look: How they are to be shown.
        on_page: Whether texts are marked up, so that a page has links and folds.
        signs: Whether the signs of statuses are a usual column.
    """
    words = timeline.words(look.language)
    timeline = in_zone(timeline, look.tz)
    group: Group = look.group or ("day" if look.sort == "when" else "none")
    columns = _columns(timeline, look, words, quotes=on_page, signs=signs)
    events, folded = fold_pending(_sorted(timeline, look.sort, words))
    grouped: dict[str, Sequence[Event]] = {}
    cells = attrs.evolve(
        _cells(timeline, look, words, on_page=on_page),
        by_day=group == "day",
        places="where" not in columns.values(),
        folded=folded,
        grouped=grouped,
    )
    if look.columns is None and group in _IN_ORDER and look.sort == "when":
        events = _without_folded(events, grouped, cells)
    rows = _in_groups(events, group, cells, nested=look.sort == "when")
    hidden = len(rows) - len(rows := rows[: look.limit])
    grid, names = _grid(columns, rows, cells, look)
    shown = [row.event for row in rows]
    shows = dict(zip(names, zip(*grid.rows, strict=True), strict=False))
    grid = attrs.evolve(
        grid,
        title=timeline.title,
        above=[*_above(cells, shown), *zone_line(timeline, look.tz, words)],
        below=_below(cells, hidden),
        ends=_ends(cells, shown, shows.get("what", ())) | dict(grid.ends),
    )
    sources = source_lines(cells.numbers, timeline.records, words)
    return Sheet(grid, shown, names, _legend(cells, shows), sources, cells)


def _cells(timeline: Collection, look: Look, words: Words, *, on_page: bool) -> Cells:
    """Return what writes the cells of *timeline* as *look* asks."""
    return Cells(
        timeline,
        words,
        look.on,
        look.ascii,
        who_as=look.who,
        max_names=look.max_names,
        numbers=number_sources(timeline.events, timeline.records),
        works_out=look.worked_out,
        on_page=on_page,
    )


def _without_folded(
    events: Sequence[Event], grouped: dict[str, Sequence[Event]], cells: Cells
) -> list[Event]:
    """Return the events that have a row, and note acts that share that of the first."""
    grouped |= fold_acts(events, cells)
    acts = {act.id for shared in grouped.values() for act in shared}
    return [event for event in events if event.id in grouped or event.id not in acts]


def _columns(
    timeline: Collection, look: Look, words: Words, *, quotes: bool, signs: bool
) -> dict[str, Column]:
    """Return the columns by their headings; marks of sources where rows differ.

    Where quotes open under the marks, these stand there if anything is quoted.
    """
    cited = (cited for event in timeline.events for cited in event.sources)
    quotes = quotes and any(each.quote for each in cited)
    numbers = number_sources(timeline.events, timeline.records)
    marked = bool(numbers) and (quotes or not is_one_source(timeline.events))
    usual = [*DEFAULT_COLUMNS[not signs :], *(["marks"] if marked else [])]
    return as_columns(usual if look.columns is None else look.columns, words)


def _grid(
    columns: Mapping[str, Column], rows: Sequence[_Row], cells: Cells, look: Look
) -> tuple[Grid, list[Column]]:
    """Return the rows of a table, and the columns that are left of the usual ones."""
    texts = _texts(columns, rows, cells)
    notes: dict[int, list[str]] = {}
    if look.notes:
        notes = {
            at: notes_of(row.event, cells, nested=row.level > 0)
            for at, row in enumerate(rows)
        }
    ends: dict[int, str] = {}
    if look.columns is None and rows:  # an empty column says nothing
        ends = _move_sparse_when(columns, texts, notes, cells)
        filled = [any(column) for column in texts]
        columns = dict(compress(columns.items(), filled))
        texts = list(compress(texts, filled))
    names = list(columns.values())
    grid = Grid(
        list(columns),
        list(zip(*texts, strict=True)),
        _headings(rows),
        {at: lines for at, lines in notes.items() if lines},
        main=names.index("what") if "what" in names else len(names) - 1,
        lists=[names.index("who")] if "who" in names else [],
        spare=[names.index(name) for name in ("where", "mark") if name in names],
        ends=ends,
        depths={at: row.level for at, row in enumerate(rows) if row.level},
        brief=not look.notes,
        words=cells.words,
    )
    return grid, names


def _move_sparse_when(
    columns: Mapping[str, Column],
    texts: list[list[str]],
    notes: Mapping[int, list[str]],
    cells: Cells,
) -> dict[int, str]:
    """Where few of the rows have a When, say it under them, or else after What.

    What is said after What is returned by the number of its row: it is never cut.
    """
    names = list(columns.values())
    whens, titles = texts[names.index("when")], texts[names.index("what")]
    filled = [row for row, text in enumerate(whens) if text]
    ends: dict[int, str] = {}
    if len(filled) * 4 >= len(whens):
        return ends
    for row in filled:
        if row in notes:
            notes[row].insert(0, cells.words.say("when-note", whens[row]))
        else:
            ends[row] = cells.words.say("labelled", "", whens[row])
            titles[row] += ends[row]
    whens[:] = [""] * len(whens)
    return ends


def _ends(
    cells: Cells, events: Sequence[Event], titles: Sequence[str]
) -> dict[int, str]:
    """Return by row what an act is, which stays where the treaty's title is cut."""
    return {
        row: title.removeprefix(start)
        for row, (event, title) in enumerate(zip(events, titles, strict=False))
        if (start := cells.title_start(event))
    }


@attrs.frozen
class _Row:
    """An event in its place: under which heading, and how deep under its wholes."""

    event: Event
    heading: str
    level: int


def _in_groups(
    events: Sequence[Event], group: Group, cells: Cells, *, nested: bool
) -> list[_Row]:
    """Return rows group by group; *nested*, parts stand under what they are part of."""
    rows = []
    nested = nested and group not in {"day", "month", "year"}  # else they are
    for heading, members in group_events(events, group, cells):
        placed = under_wholes(members, cells) if nested else members
        pairs = zip(placed, depths(placed), strict=True)
        rows += [_Row(event, heading, level) for event, level in pairs]
    return rows


def _headings(rows: Sequence[_Row]) -> dict[int, str]:
    """Return headings by the number of the first row under each."""
    over = ["", *(row.heading for row in rows)]
    return {at: row.heading for at, row in enumerate(rows) if row.heading != over[at]}


def _texts(
    columns: Mapping[str, Column], rows: Sequence[_Row], cells: Cells
) -> list[list[str]]:
    """Return the cells of each column; parts under another date say their own."""
    events = [row.event for row in rows]
    texts = [cells.column(column, events) for column in columns.values()]
    for column, cell in zip(columns.values(), texts, strict=True):
        if column == "when" and cells.by_day:
            for at, row in enumerate(rows):
                when = cells.dated(row.event) if row.level else None
                if when and (cells.on or cells.heading(when) != row.heading):
                    cell[at] = cells.when(row.event, alone=True)
    return texts


def _sorted(
    timeline: Collection, sort: str | Callable[[Any], Any], words: Words
) -> Sequence[Event]:
    if sort == "when":
        return timeline.events
    if sort == "title":
        return sorted(
            timeline.events,
            key=lambda event: title_of(timeline, event, words).casefold(),
        )
    return sorted(timeline.events, key=sort if callable(sort) else _SORTS[sort])


def _above(cells: Cells, shown: Sequence[Event]) -> list[str]:
    """Say how many records there are, on what they rest, and how many lack a date."""
    words, events = cells.words, cells.timeline.events
    count = len(events)
    found = sum(not is_dated(event) for event in events if cells.dated(event))
    undated = count - found - sum(map(is_dated, events))
    line = words.say("records", count)
    if not count:
        return [words.say("and-also", line, words.say("nothing"))]
    if is_one_source(cells.timeline.events):
        line = f"{line}, {words.say('one-source')}"
    if undated:
        phrase = "none-dated" if undated == count else "some-dated"
        line = f"{line}, {words.say(phrase, undated)}"
    if found:
        line = f"{line}, {words.say('some-worked-out', found)}"
    if any(event.when_text for event in shown):
        line = words.say("and-also", line, words.say("quoted"))
    if cells.on is None:
        return [line]
    return [line, words.say("as-of", words.day(cells.on, long=True))]


def _legend(cells: Cells, shows: Mapping[Column, Sequence[str]]) -> str:
    used = {*shows.get("mark", ())}
    return "  ".join(
        f"{signs[cells.ascii]} {cells.words.say(f'sign-{name}')}"
        for name, signs in SIGNS.items()
        if signs[cells.ascii] in used
    )


def _below(cells: Cells, hidden: int) -> list[str]:
    """Say what is not shown, and what shares a row."""
    say = cells.words.say
    lines = [f"… {say('and-more', hidden)}"] if hidden else []
    lines += [say("sign-worked-out")] if cells.worked_out else []
    shared = {id_: [*acts] for id_, acts in cells.folded.items()}
    for id_, acts in cells.grouped.items():
        if id_ not in {act.id for act in acts}:  # else the row itself says how many
            shared.setdefault(id_, []).extend(acts)
    return lines + [
        say("one-row", cells.title_of_id(treaty), len(acts) + 1)
        for treaty, acts in shared.items()
    ]


def number_sources(events: Iterable[Event], records: Container[str]) -> dict[str, int]:
    """Number the sources that are cited, in the order of the events that cite them."""
    cited = (source for event in events for source in event.cited)
    known = (source for source in cited if source in records)
    return {source: number for number, source in enumerate(dict.fromkeys(known), 1)}


def is_one_source(events: Iterable[Event]) -> bool:
    """Whether every event rests on one and the same source."""
    cited = {event.cited for event in events}
    return len(cited) == 1 and len(*cited) == 1


def source_lines(
    numbers: Mapping[str, int], records: Mapping[str, object], words: Words
) -> list[tuple[str, str]]:
    """Name the sources that are cited, each under the number of its mark."""
    sources = ((n, records[id_]) for id_, n in numbers.items())
    return [
        (f"[{number}] {_source(source, words)}", source.url)
        for number, source in sources
        if isinstance(source, Source)
    ]


def _source(source: Source, words: Words) -> str:
    """Name a source and who published it, and say of its date that it is the page's."""
    parts = [source.title or source.id, source.publisher or words.say("no-publisher")]
    if source.as_of is not None:
        parts.append(words.heading(words.say("as-of", words.when(source.as_of))))
    if source.published is not None:
        dated = words.say("page-dated", words.when(source.published))
        parts.append(words.heading(dated))
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts)
