"""A timeline as a table: what a reader sees first, and most often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.records.event import Event
from timeline.report import html
from timeline.report.cells import DEFAULT_COLUMNS, Cells, one_day_of
from timeline.report.grid import Grid
from timeline.report.layout import check_layout, layout
from timeline.report.look import Column, Look
from timeline.report.sheet import Sheet, sheet
from timeline.text import escape_html

_COLOURS = {
    "done": 32,
    "under-way": 34,
    "scheduled": 36,
    "expected": 33,
    "waiting": 35,
    "stalled": 31,
    "off": 2,
    "not-stated": 0,
}

_CSV = (*DEFAULT_COLUMNS, "part_of", "sources")  # it has no list of sources


def table(
    timeline: Collection,
    fmt: str = "plain",
    width: int | None = None,
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *timeline* as a table; see `Timeline.table`."""
    check_layout(fmt, width)
    chosen = Look(**look)
    if fmt == "html":
        return html_of(sheet(timeline, chosen, on_page=True))
    if fmt == "csv" and chosen.group is None:
        chosen = attrs.evolve(chosen, group="none")
    if fmt == "csv" and chosen.columns is None:
        chosen = attrs.evolve(chosen, columns=_CSV)
    made = sheet(timeline, chosen, signs=fmt != "latex")  # few of its fonts have them
    legend = [made.legend] if fmt not in {"latex", "csv"} and made.legend else []
    grid = grid_of(made, legend, addresses=fmt in {"github", "latex"})
    if chosen.colour:
        grid = attrs.evolve(grid, paint=_painter(made))
    return layout(grid, fmt, width)


def grid_of(made: Sheet, legend: list[str], *, addresses: bool = False) -> Grid:
    """Return the grid of a sheet, with *legend* as the first lines below it.

    With *addresses*, those of sources stand behind their titles.
    """
    lines = (
        f"{line} {url}" if addresses and url else line for line, url in made.sources
    )
    below = [*legend, *made.grid.below, *lines]
    return attrs.evolve(made.grid, below=below)


def _painter(made: Sheet) -> Callable[[int, str], str]:
    """Return what colours the sign of a row, and its status at the end of the line."""
    names, rows = made.columns, made.grid.rows

    def paint(row: int, line: str) -> str:
        start = f"\x1b[{_COLOURS[made.cells.sign(made.events[row])]}m"
        status = rows[row][names.index("status")] if "status" in names else ""
        while status not in line:  # the rest of it is on the next line
            status = status.rpartition(" ")[0]
        if status:
            before, _, after = line.rpartition(status)
            line = f"{before}{start}{status}\x1b[0m{after}"
        if names[0] == "mark":
            sign = rows[row][0]
            line = line.replace(sign, f"{start}{sign}\x1b[0m", 1)
        return line

    return paint


# -- HTML -----------------------------------------------------------------------------


def html_of(made: Sheet, prefix: str = "", *, interactive: bool = False) -> str:
    """Return a sheet as a table of HTML, and what is said below it.

    Args:
        made: The sheet.
        prefix: The start of its ids; each table on a page needs another.
        interactive: Whether a script filters the rows.
    """
    grid = made.grid
    say = grid.words.say
    anchors = {event.id: prefix + event.id for event in made.events}
    cells = dict(zip(made.columns, _html_cells(made, anchors), strict=True))
    columns = dict(zip(made.columns, map(escape_html, grid.columns), strict=True))
    # The sign stands beside the status, in a column that has a heading to be read out.
    if "mark" in cells and "status" in cells:
        pairs = zip(cells.pop("mark"), cells["status"], strict=True)
        cells["status"] = [sign + status for sign, status in pairs]
        del columns["mark"]
    elif "mark" in columns:
        columns["mark"] = escape_html(say("sign"))
    marked = attrs.evolve(
        grid,
        columns=list(columns.values()),
        rows=list(zip(*cells.values(), strict=True)),
        headings={row: _html_heading(made, row) for row in grid.headings},
        notes={
            row: [html.marked_up(note, anchors) for note in notes]
            for row, notes in grid.notes.items()
        },
        title=escape_html(grid.title),
        above=[escape_html("; ".join(grid.above))] if grid.above else [],
        below=[*map(escape_html, grid.below), *html.sources(made.sources, prefix)],
        main=[*columns].index(made.columns[grid.main]),
    )
    rows = {row: _attributes(event, prefix) for row, event in enumerate(made.events)}
    classes = [column if isinstance(column, str) else "" for column in columns]
    if not interactive:
        return "\n".join(html.table_lines(marked, rows, classes))
    find = html.finding(grid.words)
    return "\n".join([*html.table_lines(marked, rows, classes, find), html.script()])


def _html_cells(made: Sheet, anchors: Mapping[str, str]) -> list[list[str]]:
    """Return the columns of a sheet as HTML: times, signs, links and folds."""
    made_of: dict[Column, Callable[[Event, str], str]] = {
        "mark": lambda event, _: html.sign(made.cells.sign(event)),
        "when": partial(_html_when, made),
        "what": partial(_html_what, made, anchors),
        "who": lambda _, text: html.marked_up(text, anchors),
        "marks": partial(_html_marks, made, anchors),
    }
    texts = [*zip(*made.grid.rows, strict=True)] or [()] * len(made.columns)
    return [
        [*map(make, made.events, column)]
        if (make := made_of.get(name))
        else [*map(escape_html, column)]
        for name, column in zip(made.columns, texts, strict=True)
    ]


def _html_what(made: Sheet, anchors: Mapping[str, str], event: Event, text: str) -> str:
    """Return the title, and each record that shares the row with its anchor."""
    cells, start = made.cells, anchors[event.id].removesuffix(event.id)
    acts = cells.folded.get(event.id, ())
    spots = (f"<span{html.attribute('id', start + act.id)}></span>" for act in acts)
    lines = [
        (start + act.id if act is not event else "", _line(made.cells, act))
        for act in cells.grouped.get(event.id, ())
    ]
    opens = (
        html.items(cells.words.say("number-of-acts", len(lines)), lines)
        if lines
        else ""
    )
    return escape_html(text) + "".join(spots) + opens


def _line(cells: Cells, act: Event) -> str:
    """Say in one line of an act that shares a row when it is, and how it stands."""
    title = cells.title(act).removeprefix(cells.title_start(act)).lstrip(":\u00a0 ")
    when = "" if act.when is None else cells.words.when(act.when)
    marks = "" if act.cited == () else cells.source(act)
    return " · ".join(filter(None, (when, title, cells.status(act), marks)))


def _html_marks(
    made: Sheet, anchors: Mapping[str, str], event: Event, text: str
) -> str:
    """Return the marks of sources, each with what is quoted of it, and a link to it."""
    quotes: dict[str, list[str]] = {id_: [] for id_ in event.cited}
    for each in (event, *made.cells.grouped.get(event.id, ())):
        for cited in each.sources:
            said = made.cells.words.say("quote", cited.quote) if cited.quote else ""
            quotes.setdefault(cited.source, []).extend(filter(None, [said]))
    start = anchors[event.id].removesuffix(event.id)
    marks = []
    for id_, quoted in quotes.items():
        number = made.cells.numbers.get(id_)
        mark = escape_html(made.cells.source_name(id_))
        words = html.anchor(f"{start}~{number}", mark) if number else mark
        once = map(escape_html, dict.fromkeys(quoted))
        body = "".join(f"<div>{quote}</div>" for quote in once)
        marks.append(html.fold(mark, body + words) if quoted else words)
    return " ".join(marks) or escape_html(text)


def _attributes(event: Event, prefix: str) -> str:
    return (
        html.attribute("id", prefix + event.id)
        + html.attribute("data-kind", event.kind)
        + html.attribute("data-status", event.status or "")
    )


def _html_heading(made: Sheet, row: int) -> str:
    """Mark a heading up as a time, if it is the date of the event below it."""
    when, heading = made.events[row].when, made.grid.headings[row]
    if when is None or made.cells.heading(when) != heading:
        return escape_html(heading)
    return html.time(str(one_day_of(when) or when.value.start.date), heading)


def _html_when(made: Sheet, event: Event, shown: str) -> str:
    """Mark up what stands at the beginning of the cell, if it is a time."""
    when, cells = event.when, made.cells
    if when is None:
        return escape_html(shown)
    words = cells.words
    said = words.clock(when) if cells.by_day and not cells.on else words.when(when)
    if not said or not shown.startswith(said):
        return escape_html(shown)
    value = when.value  # of a span HTML cannot say the time, nor the name of a zone
    written = "" if value.is_span else str(value.start._replace(zone=""))
    return html.time(written, said) + escape_html(shown.removeprefix(said))
