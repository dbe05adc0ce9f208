"""Rows of ready strings, laid out in every text format: the one user of tabulate.

tabulate aligns, and does it well. What it leaves to its caller is done here: cells are
cleaned and escaped for the format first, no number is guessed, nothing is wrapped but
by us, lines of heading stand between rows and notes under them, and a format that it
does not know is an error instead of another format.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

import attrs

from timeline.errors import InvalidError
from timeline.report.fitting import Grid, check_width, fit, height
from timeline.text import (
    clean,
    escape_html,
    escape_markdown,
    quote,
    shorten,
    spreadsheet_safe,
    suggest,
    width,
    wrap,
)

__all__ = ["FORMATS", "MOST", "Grid", "check_format", "layout", "wrap"]

MOST = 200  # cells of a terminal that one text may take; wider ones are cut with "…"

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "plain": "plain",
        "simple": "simple",
        "grid": "grid",
        "rounded": "rounded_grid",
        "github": "github",
        "latex": "latex_booktabs",
        "csv": "",
        "html": "",
    }
)


def check_format(fmt: str) -> str:
    """Return *fmt* if it is a format of ours.

    Raises:
        InvalidError: It is none; tabulate would silently print another one.

    >>> check_format("gird")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown table format "gird"; did you mean "grid"?
    """
    if fmt not in FORMATS:
        raise InvalidError(
            f"unknown table format {quote(fmt)}", suggest(str(fmt), FORMATS)
        )
    return fmt


def layout(grid: Grid, fmt: str = "plain", width: int | None = None) -> str:
    """Return *grid* as text, without a line break at its end.

    Args:
        grid: What to print.
        fmt: One of `FORMATS`.
        width: The cells of a terminal to fit into by shrinking the main column; where
            that is not enough, spare columns go. None never cuts for width.

    Raises:
        InvalidError: There is no such format, or that is no width.

    >>> grid = Grid(["What", "Who"], [["Talks", "CA FR"]], {0: "March"}, {0: ["held"]})
    >>> print(layout(grid))
      What   Who
    <BLANKLINE>
    March
      Talks  CA FR
      └ held
    """
    check_format(fmt)
    check_width(width)
    grid = _clean(grid, fmt)
    if width is not None and fmt in _WRITERS_THAT_FIT:
        grid = fit(grid, width, boxed=fmt in _BOXES, padding=0 if fmt == "plain" else 2)
    lines = _WRITERS[fmt](grid, fmt)
    return "\n".join(lines).strip("\n")


_wide = width  # where a parameter has the name


def _clean(grid: Grid, fmt: str) -> Grid:
    """Escape every text for *fmt*, and cut what is absurdly long."""
    escape = _ESCAPES.get(fmt, clean)
    most = None if fmt in _UNCUT else MOST
    cut: list[str] = []

    def safe(text: str, end: str = "") -> str:
        if most is None or len(text) <= most:
            return escape(text)
        cut.append(text)
        kept = text if end else text[: most + 1]
        return escape(shorten(clean(kept), most, clean(end)))

    columns = [
        column
        if escape is clean
        and all(map(str.isprintable, column))
        and (most is None or len(max(column, key=len, default="")) <= most)
        else [
            safe(text, grid.ends.get(row, "") if place == grid.main else "")
            for row, text in enumerate(column)
        ]
        for place, column in enumerate(zip(*grid.rows, strict=True))
    ]
    below = [safe(line) for line in grid.below]
    clean_grid = attrs.evolve(
        grid,
        columns=[safe(column) for column in grid.columns],
        rows=list(zip(*columns, strict=True)),
        headings={row: safe(text) for row, text in grid.headings.items()},
        notes={row: [safe(x) for x in lines] for row, lines in grid.notes.items()},
        ends={row: escape(end) for row, end in grid.ends.items()},
        title=safe(grid.title),
        above=[safe(line) for line in grid.above],
        below=below,
    )
    if cut:
        note = f"… marks where text was cut at {MOST} characters: {len(cut)} times."
        clean_grid = attrs.evolve(clean_grid, below=[*below, note])
    return clean_grid


def _tabulate(grid: Grid, fmt: str) -> list[str]:
    """Return the lines of the bare table."""
    from tabulate import tabulate  # noqa: PLC0415  (60 ms, and many never print)

    headers: Sequence[str] = grid.columns
    rows: Sequence[Sequence[str]] = grid.rows
    if fmt == "plain":  # as a row of its own, a heading is not padded by two cells
        headers, rows = (), [grid.columns, *grid.rows]
        rows = rows if grid.tall else _joined(rows)
    text = tabulate(
        rows,
        headers,
        tablefmt=FORMATS[fmt],
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return str(text).split("\n")


def _joined(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Join columns that hold nothing to align: tabulate's time goes by the cell.

    That is a first column of single signs, and a last one, after which nothing stands,
    where the one before it is ASCII. The lines are the same, to the byte.
    """
    columns = list(zip(*rows, strict=True))
    if len(columns) > 2 and all(map(str.isascii, columns[-2])):
        last, before = columns.pop(), columns.pop()
        most = max(map(len, before))
        pairs = zip(before, last, strict=True)
        columns.append(tuple([f"{text:<{most}}  {end}" for text, end in pairs]))
    if len(columns) > 1 and not columns[0][0]:
        signs = columns[0]
        if all(_wide(sign) == 1 for sign in set(signs) if sign):
            pairs = zip(signs, columns[1], strict=True)
            columns[:2] = [tuple([f"{sign or ' '}  {text}" for sign, text in pairs])]
    return list(zip(*columns, strict=True))


def _around(grid: Grid, table: Iterable[str]) -> Iterator[str]:
    """Put the lines above and below around those of the table."""
    yield from grid.title.split("\n")
    yield from grid.above
    if grid.title or grid.above:
        yield ""
    yield from table
    if grid.below:
        yield ""
    yield from grid.below


def _lines(grid: Grid, fmt: str) -> Iterator[str]:
    """Write plain and simple: a line a row, headings and notes as lines between."""
    return _around(grid, _line_table(grid, fmt) if grid.rows else ())


def _line_table(grid: Grid, fmt: str) -> list[str]:
    head, *body = _tabulate(grid, fmt)
    indent = "  " if grid.headings else ""
    pad = indent + " " * _start_of(grid, head)
    lines = [indent + head]
    if fmt != "plain":
        lines.append(indent + body.pop(0))
    headings, notes, tall, paint = grid.headings, grid.notes, grid.tall, grid.paint
    rest = iter(body)
    for row, line in enumerate(rest):
        if row in headings:
            lines += ("", *headings[row].split("\n"))
        lines.append(indent + (paint(row, line) if paint else line))
        if row in tall:
            lines += (indent + more for more in islice(rest, tall[row] - 1))
        if row in notes:
            for note in notes[row]:
                lines.extend(pad + part for part in f"└ {note}".split("\n"))
    return lines


def _start_of(grid: Grid, head: str) -> int:
    """Return in which cell the main column begins, as tabulate has placed it."""
    place = 0
    for column in grid.columns[: grid.main]:
        place = head.index(column, place) + len(column)
    # The last one has lost the spaces at its end.
    return _wide(head[: head.index(grid.columns[grid.main].rstrip(), place)])


def _boxes(grid: Grid, fmt: str) -> Iterator[str]:
    """Write grids: headings span the box, notes are further lines of their cell."""
    return _around(grid, _box_table(grid, fmt) if grid.rows else ())


def _box_table(grid: Grid, fmt: str) -> Iterator[str]:
    rows = _with_notes(grid, "\n")
    lines = iter(_tabulate(attrs.evolve(grid, rows=rows), fmt))
    top, head, rule = next(lines), next(lines), next(lines)
    yield from (top, head, rule)
    inner = _wide(top) - 4
    for number, row in enumerate(rows):
        if number in grid.headings:
            for text in wrap(grid.headings[number].replace("\n", " "), inner):
                yield f"{head[0]} {text}{' ' * (inner - _wide(text))} {head[-1]}"
            yield top.replace("╭", "├").replace("╮", "┤")
        for _ in range(height(row)):
            yield next(lines)
        below = next(lines)
        yield below.replace("┼", "┴") if number + 1 in grid.headings else below


def _with_notes(grid: Grid, line_break: str) -> list[list[str]]:
    """Return the rows, with the notes in the main cell."""
    rows = [list(row) for row in grid.rows]
    for row, notes in grid.notes.items():
        parts = [rows[row][grid.main], *(f"└ {note}" for note in notes)]
        rows[row][grid.main] = line_break.join(parts)
    return rows


def _markdown(grid: Grid, fmt: str) -> Iterator[str]:
    """Write Markdown: never wrapped, a heading and a table for each group."""
    above = [f"**{grid.title.strip()}**"] if grid.title.strip() else []
    yield "\n\n".join([*above, *map(_paragraph, grid.above)])
    rows = _with_notes(grid, "<br>")
    head = _tabulate(attrs.evolve(grid, rows=rows), fmt) if rows else []
    for row, line in enumerate(head[2:]):
        if row in grid.headings:
            heading = _paragraph(grid.headings[row])
            yield from ("", f"### {heading}", "", *head[:2])
        elif row == 0:
            yield from ("", *head[:2])
        yield line
    for line in grid.below:
        yield from ("", _paragraph(line))


def _paragraph(line: str) -> str:
    """Return escaped text that begins no list and no code of Markdown."""
    return _BLOCK.sub(r"\1\\\2", line.strip())


_BLOCK = re.compile(r"^(\d*)([-+.)])")
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "^": r"\^{}",
        "~": r"\textasciitilde{}",
        "\\": r"\textbackslash{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
    }
)


def _latex(grid: Grid, fmt: str) -> Iterator[str]:
    """Write LaTeX (package booktabs): headings and notes span columns of their own."""
    # An arrow that the fonts of pdfLaTeX do not have, it has in mathematics.
    return (line.replace("→", r"\ensuremath{\to}") for line in _latex_lines(grid, fmt))


def _latex_lines(grid: Grid, fmt: str) -> Iterator[str]:
    table = _tabulate(grid, fmt) if grid.rows else []
    count = len(grid.columns)
    for line in (grid.title, *grid.above):
        yield from (line.translate(_LATEX), "")
    yield from table[:4]  # begin, top rule, head, middle rule
    for row, line in enumerate(table[4:-2]):
        if row in grid.headings:
            heading = grid.headings[row].translate(_LATEX)
            yield rf"\multicolumn{{{count}}}{{l}}{{\textbf{{{heading}}}}} \\"
        yield line
        for note in grid.notes.get(row, ()):
            span = rf"\multicolumn{{{count - grid.main}}}{{l}}"
            text = rf"\quad {note.translate(_LATEX)}"
            yield f"{' & ' * grid.main}{span}{{{text}}} \\\\"
    yield from table[-2:]
    for line in grid.below:
        yield from ("", line.translate(_LATEX))


def _csv(grid: Grid, _: str) -> Iterator[str]:
    """Write CSV: heading and notes as columns, formulas made harmless."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    group, notes = grid.called
    writer.writerow([group, *grid.columns, notes])
    heading = ""
    for number, row in enumerate(grid.rows):
        heading = grid.headings.get(number, heading)
        cells = [heading, *row, "; ".join(grid.notes.get(number, ()))]
        writer.writerow(map(spreadsheet_safe, cells))
    yield file.getvalue()


def _html(grid: Grid, _: str) -> Iterator[str]:
    """Write a table of HTML, a body for each group; the style is its page's."""
    yield '<table class="timeline">'
    if above := [line for line in (grid.title, *grid.above) if line]:
        yield f"<caption>{'<br>'.join(above)}</caption>"
    head = (f'<th scope="col">{column}</th>' for column in grid.columns)
    yield f"<thead><tr>{''.join(head)}</tr></thead>\n<tbody>"
    for number, row in enumerate(grid.rows):
        if number in grid.headings:
            if number:
                yield "</tbody>\n<tbody>"
            start = f'<tr><th scope="rowgroup" colspan="{len(row)}">'
            yield f"{start}{grid.headings[number]}</th></tr>"
        cells = [f"<td>{cell}</td>" for cell in row]
        notes = (f'<div class="note">└ {x}</div>' for x in grid.notes.get(number, ()))
        cells[grid.main] = f'<th scope="row">{row[grid.main]}{"".join(notes)}</th>'
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"
    yield from (f"<p>{line}</p>" for line in grid.below if line)


_ESCAPES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"github": escape_markdown, "html": escape_html}
)
_UNCUT = frozenset({"csv", "html"})
_BOXES = frozenset({"grid", "rounded"})
_WRITERS_THAT_FIT = _BOXES | {"plain", "simple"}
_WRITERS: Mapping[str, Callable[[Grid, str], Iterator[str]]] = MappingProxyType(
    {
        "plain": _lines,
        "simple": _lines,
        "grid": _boxes,
        "rounded": _boxes,
        "github": _markdown,
        "latex": _latex,
        "csv": _csv,
        "html": _html,
    }
)
