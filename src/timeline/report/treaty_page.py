"""A treaty as a whole page: how it stands, what is missing, and who consented when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from timeline.language.format import Words
from timeline.report import html
from timeline.report.grid import Grid
from timeline.report.page import WIDTHS
from timeline.report.steps import steps
from timeline.report.treaty_table import (
    Marks,
    ordered,
    progress,
    sentences,
    status_grid,
    words_of,
)
from timeline.text import escape_html
from timeline.treaties.status import TreatyStatus

# The sign of each state; of any other that of one who has not acted.
_SIGNS = {
    "party": "done",
    "contracting State": "done",
    "contracting organisation": "done",
    "signatory": "waiting",
    "notice of withdrawal": "off",
    "withdrawn": "off",
    "former party": "off",
}


def treaty_page(status: TreatyStatus, language: str = "en") -> str:
    """Return a page: the answer, a strip of participants, reasons, chart and table."""
    words = words_of(status, language)
    marks = Marks.of(status, words, on_page=True)
    anchors = {f"~{n}": f"~{n}" for n in marks.numbers.values()}
    grid = status_grid(status, language, marks)
    charts = ((name, steps(status, words, w, f"steps-{name}")) for name, w in WIDTHS)
    body = [
        *(html.lead(line, anchors) for line in (*progress(status, words), *grid.above)),
        *_strip(status, words),
        _heading("treaty-entry-into-force", words),
        *(
            f"<p>{html.marked_up(s, anchors)}</p>"
            for s in _said(status, marks, language)
        ),
        *(html.picture(name, chart) for name, chart in charts if chart),
        _heading("treaty-participants", words),
        *html.table_lines(_marked_up(grid, status, anchors), classes=_classes(grid)),
        *_sources(marks, words),
    ]
    return html.document(grid.title, "\n".join(body), language)


def _heading(key: str, words: Words) -> str:
    return f"<h2>{escape_html(words.say(key))}</h2>"


def _said(status: TreatyStatus, marks: Marks, language: str) -> Iterator[str]:
    """Yield what is missing and why, with marks after the rule and what is applied."""
    said, applied = sentences(status, language), status.applications
    plain = [None] * (len(said) - 1 - len(applied))
    return map(marks.after, said, (status.treaty, *plain, *applied))


def _sources(marks: Marks, words: Words) -> Iterator[str]:
    if marks.lines:
        yield _heading("sources", words)
        lines = "".join(f"<p>{each}</p>" for each in html.sources(marks.lines))
        yield f'<div class="timeline-end">{lines}</div>'


def _strip(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Yield a cell for each participant, and how many there are of each state."""
    cells, rows = [], ordered(status, words)
    for row in rows:
        said = f"{words.party(row.party)}: {words.name(row.state)}"
        name = _SIGNS.get(row.state, "not-stated")
        code = f"{html.attribute('title', said)}>{escape_html(row.party)}"
        cells.append(f'<li class="{name}"{code}</li>')
    yield f'<ul class="timeline strip">{"".join(cells)}</ul>'
    counts = Counter(row.state for row in rows)
    numbers = (
        f"<li>{_sign(state)}"
        f"{escape_html(words.say('treaty-group', words.name(state), count))}</li>"
        for state, count in counts.items()
    )
    yield f'<ul class="timeline legend">{"".join(numbers)}</ul>'


def _marked_up(grid: Grid, status: TreatyStatus, anchors: Mapping[str, str]) -> Grid:
    """Return the table as HTML, with a sign for each state, and its notes folded."""
    rows = [
        [
            *(html.marked_up(cell, anchors) for cell in cells),
            f"{_sign(row.state)}{html.marked_up(state, anchors)}",
        ]
        for row, (*cells, state) in zip(
            ordered(status, grid.words), grid.rows, strict=True
        )
    ]
    notes = {}
    for at, lines in grid.notes.items():
        shown = escape_html(grid.words.say("treaty-notes", len(lines)))
        notes[at] = [
            html.fold(
                shown, "<br>".join(html.marked_up(line, anchors) for line in lines)
            )
        ]
    return attrs.evolve(
        grid,
        columns=[*map(escape_html, grid.columns)],
        rows=rows,
        notes=notes,
        headings={at: escape_html(text) for at, text in grid.headings.items()},
        title="",
        above=(),
        below=(),
    )


def _sign(state: str) -> str:
    return html.sign(_SIGNS.get(state, "not-stated"))


def _classes(grid: Grid) -> list[str]:
    """Return what each column shows, for windows in which rows become blocks."""
    return ["", *["when"] * (len(grid.columns) - 2), "status"]
