"""A timeline as a table, as text or HTML, and as a whole page with a picture."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.report import html
from timeline.report.cells import DEFAULT_COLUMNS, SIGNS
from timeline.report.grid import Grid
from timeline.report.layout import FORMATS, NARROW, check_layout, layout, marked
from timeline.report.look import Look
from timeline.report.marks import Marks
from timeline.report.notes import counts_of
from timeline.report.sheet import Sheet, sheet
from timeline.report.svg import svgs

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
    if fmt == "csv":
        is_sided = chosen.on is not None and chosen.sort == "when"
        group = chosen.group or ("day" if is_sided else "none")  # it has no head
        columns = _CSV if chosen.columns is None else chosen.columns
        chosen = attrs.evolve(chosen, group=group, columns=columns)
    is_narrow = FORMATS[fmt].fits and width is not None and width < NARROW
    chosen = attrs.evolve(chosen, narrow=is_narrow)
    made = sheet(timeline, chosen, is_markdown=fmt == "github")
    if chosen.columns is _CSV:
        made = made._replace(grid=_with_sources(made))
    sources = made.cells.marks.texts(made.cells.words)
    paint = partial(_painted, made) if chosen.colour else None
    below = [*filter(None, [made.legend]), *made.grid.below, *sources]
    grid = attrs.evolve(made.grid, below=below, paint=paint)
    if fmt == "csv":  # whose groups name the day
        grid = attrs.evolve(grid, title="", below=())
    return layout(grid, fmt, width)


def _with_sources(made: Sheet) -> Grid:
    """Return a grid that names in full what its rows cite, as it has no list of it."""
    marks, at = made.cells.marks, made.grid.classes.index("sources")
    texts = marks.texts(made.cells.words)
    named = {source.id: text for source, text in zip(marks.sources, texts, strict=True)}
    rows = [[*row] for row in made.grid.rows]
    for row, event in zip(rows, made.events, strict=True):
        row[at] = " ".join(named.get(id_, id_) for id_ in event.cited)
    return attrs.evolve(made.grid, rows=rows)


def _painted(made: Sheet, row: int, line: str) -> str:
    """Return a line with colours for the sign of a row, and its status at the end."""
    names, cells = made.grid.classes, made.grid.rows[row]
    start = f"\x1b[{SIGNS[made.cells.sign(made.events[row])][2]}m"
    status = cells[names.index("status")] if "status" in names else ""
    while status not in line:  # the rest of it is on the next line
        status = status.rpartition(" ")[0]
    if status:
        before, _, after = line.rpartition(status)
        line = f"{before}{start}{status}\x1b[0m{after}"
    if names[0] == "mark":
        line = line.replace(cells[0], f"{start}{cells[0]}\x1b[0m", 1)
    return line


# -- HTML -----------------------------------------------------------------------------


def html_of(made: Sheet, prefix: str = "", *, interactive: bool = False) -> str:
    """Return a sheet as a table of HTML, and the lines below it.

    Args:
        made: The sheet.
        prefix: The start of its ids; each table on a page needs another.
        interactive: Whether a script filters the rows.
    """
    shared = (*made.cells.folded.values(), *made.cells.grouped.values())
    grid, words = made.grid, made.grid.words
    below = [*grid.below, *made.cells.marks.texts(words)]
    grid = attrs.evolve(grid, above=[words.clauses(grid.above)], below=below, ends={})
    grid = marked(grid, prefix, (event.id for event in chain(*shared)))
    rows = {
        row: html.attribute("data-kind", event.kind)
        + html.attribute("data-status", event.status or "")
        for row, event in enumerate(made.events)
    }
    find = html.finding(words) if interactive else ""
    script = [html.script()] if interactive else []
    return "\n".join([*html.table_lines(grid, rows, find), *script])


def page(
    timeline: Collection,
    prefix: str,
    lanes: str | None,
    *,
    whole: bool,
    interactive: bool,
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *timeline* as a part of a page, or a *whole* one with a picture in lanes.

    See `Timeline.to_html`; without lanes there is no picture.
    """
    chosen = Look(**look)
    made = sheet(timeline, chosen, on_page=True)
    if not whole:
        return html.part(html_of(made, prefix, interactive=interactive))
    title, above, words = made.grid.title, made.grid.above, made.grid.words
    said = counts_of(made.cells.timeline.events, made.cells)
    counts = filter(None, [words.clauses(said)])
    lead = [html.lead(line) for line in (*above[not title :], *counts)]
    grid = attrs.evolve(made.grid, title=words.say("all-records"), above=[])
    drawn = []
    if lanes is not None:
        pictures = svgs(
            made.cells.timeline,
            # No id of a record begins with an underscore.
            {f"{prefix}_{name[0]}": width for name, width in html.WIDTHS.items()},
            lanes=lanes,
            marks=Marks(made.cells.marks.sources),
            on=chosen.on,
            language=chosen.language,
        )
        drawn = [*map(html.picture, html.WIDTHS, pictures)]
    made = made._replace(grid=grid)
    body = "\n".join([*lead, *drawn, html_of(made, prefix, interactive=interactive)])
    return html.document(title or above[0], body, chosen.language)
