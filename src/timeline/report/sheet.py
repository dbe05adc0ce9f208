"""A table before it has a format: rows, headings, notes and the lines around them.

Every record is in it exactly once; where a treaty and its pending acts share a row,
a line says so. It has no date that the source did not give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from operator import add
from typing import Any, NamedTuple

import attrs

from timeline.collection.collection import Collection
from timeline.collection.ordering import newest_day
from timeline.records.event import Event
from timeline.report import groups
from timeline.report.cells import DEFAULT_COLUMNS, PHASES, SIGNS, Cells, as_columns
from timeline.report.grid import Grid
from timeline.report.look import Column, Group, Look
from timeline.report.notes import notes_of
from timeline.report.zone import in_zone, zone_line

_SORTS: Mapping[str, Callable[[Any], Any]] = {
    "id": lambda event: event.id,
    "kind": lambda event: event.kind,
    "status": lambda event: (PHASES.index(event.phase_name), event.status or ""),
}
_IN_ORDER = {"day", "month", "year", "none"}  # groups in which acts may share a row


Columns = Mapping[str, Column]  # by their headings
Texts = Sequence[list[str]]  # of each column the cells


class Sheet(NamedTuple):
    """A table before it has a format: a grid, and the events that its rows describe.

    Attributes:
        grid: The texts of the table, without the legend and the sources.
        events: The event of each row.
        cells: What made the cells.
    """

    grid: Grid
    events: Sequence[Event]
    cells: Cells

    @property
    def legend(self) -> str:
        """What the signs in it mean."""
        if "mark" not in self.grid.classes:
            return ""
        at, say = self.grid.classes.index("mark"), self.cells.words.say
        signs = {name: forms[self.cells.look.ascii] for name, forms in SIGNS.items()}
        used = {row[at] for row in self.grid.rows}
        said = (f"{x} {say(f'sign-{name}')}" for name, x in signs.items() if x in used)
        return "  ".join(said)


def sheet(
    tl: Collection, look: Look, *, on_page: bool = False, is_markdown: bool = False
) -> Sheet:
    """Return the rows of *tl*, grouped and in order, and the lines around them.

    Args:
        tl: The events.
        look: How they are to be shown.
        on_page: Whether texts are marked up, so that a page has links and folds.
        is_markdown: Whether the marks of sources are links.
    """
    tl = in_zone(tl, look.tz)
    group: Group = look.group or ("day" if look.sort == "when" else "none")
    cells = Cells.of(tl, look, tl.events, on_page=on_page)
    columns = _columns(cells)
    shown = columns.values()
    marks = attrs.evolve(cells.marks, by_id="sources" in shown, is_markdown=is_markdown)
    places, by_day = "where" not in shown, group == "day"
    cells = attrs.evolve(cells, places=places, by_day=by_day, marks=marks)
    events = groups.fold_pending(_sorted(cells), cells.folded)
    if look.columns is None and group in _IN_ORDER and look.sort == "when":
        groups.fold_acts(events, cells)
        acts = {act.id for shared in cells.grouped.values() for act in shared}
        events = [e for e in events if e.id in cells.grouped or e.id not in acts]
    rows = _in_groups(events, group, cells)
    if cells.marks.cited:
        cells.marks.order(event.cited for event in rows.events)
    grid = attrs.evolve(
        _grid(columns, rows, cells),
        title=tl.title,
        above=[*_above(cells, rows), *zone_line(tl, look.tz, cells.words)],
        below=_below(cells, rows.hidden),
    )
    return Sheet(grid, rows.events, cells)


def _columns(cells: Cells) -> dict[str, Column]:
    """Return the columns by their headings; marks of sources where rows differ.

    Where quotes open under the marks, these are there if anything is quoted.
    """
    if cells.look.columns is not None:
        return as_columns(cells.look.columns, cells.words)
    events, marks = cells.timeline.events, cells.marks
    quotes = marks.on_page and any(c.quote for event in events for c in event.sources)
    marked = marks.sources and (quotes or not marks.is_one)
    usual = [*DEFAULT_COLUMNS, *(["marks"] if marked else [])]
    return as_columns(usual, cells.words)


def _grid(columns: Columns, rows: _Rows, cells: Cells) -> Grid:
    """Return the rows of a table, in those of the usual columns that are filled."""
    look, texts = cells.look, _texts(columns, rows, cells)
    notes: dict[int, list[str]] = {}
    if look.notes:
        pairs = zip(rows.events, rows.levels, strict=True)
        made = (notes_of(event, cells, nested=level > 0) for event, level in pairs)
        notes = dict(enumerate(made))
    titles = dict(zip(columns.values(), texts, strict=True)).get("what", [])
    ends = {  # what an act is stays where the title of the treaty is cut
        row: titles[row].removeprefix(start)
        for row, event in enumerate(rows.events if titles else ())
        if not event.title and (start := cells.title_start(event))
    }
    if look.columns is None and rows.events:  # an empty column says nothing
        ends |= _move_sparse_when(columns, texts, notes, cells)
        filled = [any(column) for column in texts]
        columns = dict(compress(columns.items(), filled))
        texts = list(compress(texts, filled))
    if cells.marks.on_page:
        titles[:] = map(add, titles, map(cells.shared, rows.events))
        columns = _in_words(columns, texts, rows, cells)
    names, over = list(columns.values()), ["", *rows.headings]
    return Grid(
        list(columns),
        list(zip(*texts, strict=True)),
        {at: said for at, said in enumerate(rows.headings) if said != over[at]},
        {at: lines for at, lines in notes.items() if lines},
        main=names.index("what") if "what" in names else len(names) - 1,
        ends=ends,
        depths={at: level for at, level in enumerate(rows.levels) if level},
        brief=not look.notes,
        ids=[event.id for event in rows.events] if cells.marks.on_page else None,
        words=cells.words,
        classes=tuple(name if isinstance(name, str) else "" for name in names),
    )


def _in_words(
    columns: Columns, texts: Texts, rows: _Rows, cells: Cells
) -> dict[str, Column]:
    """Give each sign a word in *texts*, and that of signs a heading to be read out."""
    names, say = [*columns.values()], cells.words.say
    if cells.look.columns is None and "status" in names:
        stated, signs = texts[names.index("status")], map(cells.sign, rows.events)
        stated[:] = [a or say(f"sign-{b}") for a, b in zip(stated, signs, strict=True)]
    sign = say("sign")
    return {n if n or c != "mark" else sign: c for n, c in columns.items()}


def _move_sparse_when(
    columns: Columns, texts: Texts, notes: dict[int, list[str]], cells: Cells
) -> dict[int, str]:
    """Where few of the rows have a When, say it under them, or else after What.

    The words after What are returned by the number of their row: they are never cut.
    """
    names = list(columns.values())
    whens, titles = texts[names.index("when")], texts[names.index("what")]
    filled = [row for row, text in enumerate(whens) if text]
    ends: dict[int, str] = {}
    moves = cells.by_day and cells.look.narrow
    if len(filled) * 4 >= len(whens) and not moves:
        return ends
    for row in filled:
        if row in notes or moves:  # a short form has a second line where it is narrow
            notes[row] = [cells.words.say("when-note", whens[row]), *notes.get(row, ())]
        else:
            ends[row] = cells.words.say("labelled", "", whens[row])
            titles[row] += ends[row]
    whens[:] = [""] * len(whens)
    return ends


class _Rows(NamedTuple):
    """Events in their places: under which headings, how deep under their wholes."""

    events: Sequence[Event]
    headings: Sequence[str]
    levels: Sequence[int]
    hidden: int  # of all those that would follow


def _in_groups(events: Sequence[Event], group: Group, cells: Cells) -> _Rows:
    """Return rows group by group, and in order of time parts under their wholes."""
    rows, headings, levels = list[Event](), list[str](), list[int]()
    nests = cells.look.sort == "when" and group not in {"day", "month", "year"}
    for heading, members in groups.group_events(events, group, cells):
        placed = groups.under_wholes(members, cells) if nests else members
        rows += placed
        headings += [heading] * len(placed)
        levels += groups.depths(placed)
    most = len(rows) if cells.look.limit is None else cells.look.limit
    hidden = max(len(rows) - most, 0)
    return _Rows(rows[:most], headings[:most], levels[:most], hidden)


def _texts(columns: Columns, rows: _Rows, cells: Cells) -> list[list[str]]:
    """Return the cells of each column; parts under another date say their own."""
    texts = [cells.column(column, rows.events) for column in columns.values()]
    nested = [at for at, level in enumerate(rows.levels) if level]
    for column, cell in zip(columns.values(), texts, strict=True):
        for at in nested if column == "when" and cells.by_day else ():
            when = cells.dates.get(rows.events[at].id)
            sided = cells.look.on and not cells.look.narrow
            if when and (sided or cells.heading(when) != rows.headings[at]):
                cell[at] = cells.when(rows.events[at], alone=True)
    return texts


def _sorted(cells: Cells) -> Sequence[Event]:
    """Return the events in the order that was asked for."""
    events, sort = cells.timeline.events, cells.look.sort
    if sort == "when":
        return events
    keys = {**_SORTS, "title": lambda event: cells.title(event).casefold()}
    return sorted(events, key=sort if callable(sort) else keys[sort])


def _above(cells: Cells, rows: _Rows) -> list[str]:
    """Say how many records there are, on what they rest, and how many lack a date."""
    words, events = cells.words, cells.timeline.events
    count = len(events)
    undated = sum(not groups.gives_date(event, cells) for event in events)
    line = words.say("records", count)
    if not count:
        return [words.say("and-also", line, words.say("nothing"))]
    if cells.marks.is_one:
        line = f"{line}, {words.say('one-source')}"
    if undated:
        phrase = "none-dated" if undated == count else "some-dated"
        line = f"{line}, {words.say(phrase, undated)}"
    if cells.worked_out:
        line = f"{line}, {words.say('some-worked-out', len(cells.worked_out))}"
    if any(event.when_text for event in rows.events):
        line = words.say("and-also", line, words.say("quoted"))
    if (on := cells.look.on) is None:
        return [line]
    newest = newest_day(cells.marks.cited, cells.timeline.origin.tz)
    first = newest and newest.first_calendar_day  # what is known was known later
    later = words.say("known-by", words.when(newest)) if first and first > on else ""
    return [line, words.clauses([words.say("as-of", words.day(on, long=True)), later])]


def _below(cells: Cells, hidden: int) -> list[str]:
    """Say what is not shown, and what shares a row."""
    say = cells.words.say
    lines = [f"… {say('and-more', hidden)}"] if hidden else []
    lines += [say("sign-worked-out")] if cells.worked_out else []
    lines += cells.conflicts
    shared = {id_: [*acts] for id_, acts in cells.folded.items()}
    for id_, acts in cells.grouped.items():
        if id_ not in {act.id for act in acts}:  # else the row itself says how many
            shared.setdefault(id_, []).extend(acts)
    counts = ((cells.title_of_id(id_), len(acts) + 1) for id_, acts in shared.items())
    return lines + [say("one-row", *each) for each in counts]
