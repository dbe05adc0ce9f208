"""A treaty as a whole page: how it stands, what is missing, and who consented when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from timeline.language.format import Words
from timeline.report import html
from timeline.report.grid import Grid
from timeline.report.page import WIDTHS
from timeline.report.steps import steps
from timeline.report.treaty_table import ordered, sentences, status_grid, words_of
from timeline.text import escape_html
from timeline.treaties.status import PartyStatus, TreatyStatus

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
    grid = status_grid(status, language)
    charts = ((name, steps(status, words, w, f"steps-{name}")) for name, w in WIDTHS)
    body = [
        *map(html.lead, grid.above),
        *_strip(status, words),
        *(f"<p>{escape_html(said)}</p>" for said in sentences(status, language)),
        *(html.picture(name, chart) for name, chart in charts if chart),
        *html.table_lines(_marked_up(grid, status), classes=_classes(grid)),
    ]
    return html.document(grid.title, "\n".join(body), language)


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
        words.say("treaty-group", words.name(state), count)
        for state, count in counts.items()
    )
    yield f'<p class="timeline-end">{escape_html("; ".join(numbers))}</p>'


def _marked_up(grid: Grid, status: TreatyStatus) -> Grid:
    """Return the table as HTML, with a sign for each state, and its notes folded."""
    rows = [
        [*map(escape_html, cells), f"{_sign(row)}{escape_html(state)}"]
        for row, (*cells, state) in zip(
            ordered(status, grid.words), grid.rows, strict=True
        )
    ]
    notes = {}
    for at, lines in grid.notes.items():
        shown = escape_html(grid.words.say("treaty-notes", len(lines)))
        notes[at] = [html.fold(shown, "<br>".join(map(escape_html, lines)))]
    return attrs.evolve(
        grid,
        columns=[*map(escape_html, grid.columns)],
        rows=rows,
        notes=notes,
        headings={at: escape_html(text) for at, text in grid.headings.items()},
        title="",
        above=(),
    )


def _sign(row: PartyStatus) -> str:
    return html.sign(_SIGNS.get(row.state, "not-stated"))


def _classes(grid: Grid) -> list[str]:
    """Return what each column shows, for windows in which rows become blocks."""
    return ["", *["when"] * (len(grid.columns) - 2), "status"]
