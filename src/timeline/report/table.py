"""A timeline as a table: what a reader sees first, and most often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.records.event import Event
from timeline.report import html
from timeline.report.cells import DEFAULT_COLUMNS, one_day_of
from timeline.report.grid import Grid, check_width
from timeline.report.layout import check_format, layout
from timeline.report.sheet import Look, Sheet, sheet
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

# Other usual columns: few fonts of LaTeX have the signs; CSV has no list of sources.
_USUAL = {
    "latex": (*DEFAULT_COLUMNS[1:], "marks"),
    "csv": (*DEFAULT_COLUMNS, "part_of", "sources"),
}


def table(
    timeline: Collection,
    fmt: str = "plain",
    width: int | None = None,
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *timeline* as a table; see `Timeline.table`."""
    check_format(fmt)
    check_width(width)
    chosen = Look(**look)
    if fmt == "html":
        return html_of(sheet(timeline, chosen))
    if fmt == "csv" and chosen.group is None:
        chosen = attrs.evolve(chosen, group="none")
    if fmt in _USUAL and chosen.columns is None:
        chosen = attrs.evolve(chosen, columns=_USUAL[fmt])
    made = sheet(timeline, chosen)
    legend = [made.legend] if fmt not in {"latex", "csv"} and made.legend else []
    grid = grid_of(made, legend)
    if chosen.colour:
        grid = attrs.evolve(grid, paint=_painter(made))
    return layout(grid, fmt, width)


def grid_of(made: Sheet, legend: list[str]) -> Grid:
    """Return the grid of a sheet, with *legend* as the first lines below it."""
    below = [*legend, *made.grid.below, *(line for line, _ in made.sources)]
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


def html_of(made: Sheet) -> str:
    """Return a sheet as a table of HTML, and what is said below it."""
    grid, what = made.grid, made.index("what")
    texts = [*zip(*grid.rows, strict=True)] or [()] * len(made.columns)
    cells = [[*map(escape_html, column)] for column in texts]
    columns = [escape_html(name or grid.words.say("sign")) for name in grid.columns]
    main = 0 if what is None else what
    if (when := made.index("when")) is not None:
        cells[when] = [
            _html_when(made, event, text)
            for event, text in zip(made.events, texts[when], strict=False)
        ]
    # The sign stands beside the status, in a column that has a heading to be read out.
    mark, status = made.index("mark"), made.index("status")
    if mark is not None and status is not None:
        cells[status] = [
            html.sign(sign, made.cells.sign(event)) + text
            for sign, event, text in zip(
                texts[mark], made.events, cells[status], strict=True
            )
        ]
        del cells[mark], columns[mark]
        main -= mark < main
    links = (html.link(url, line) for line, url in made.sources)
    marked = attrs.evolve(
        grid,
        columns=columns,
        rows=list(zip(*cells, strict=True)),
        headings={row: _html_heading(made, row) for row in grid.headings},
        notes={row: [*map(escape_html, notes)] for row, notes in grid.notes.items()},
        title=escape_html(grid.title),
        above=[escape_html("; ".join(grid.above))],
        below=[*map(escape_html, grid.below), *links],
        main=main,
    )
    attributes = dict(enumerate(map(_attributes, made.events)))
    return "\n".join(html.table_lines(marked, attributes))


def _attributes(event: Event) -> str:
    return (
        html.attribute("id", event.id)
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
