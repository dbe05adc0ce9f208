"""A treaty as a whole page: how it stands, what is missing, and who consented when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from timeline.language.words import Words
from timeline.report import html
from timeline.report.grid import Grid
from timeline.report.layout import marked
from timeline.report.page import WIDTHS
from timeline.report.steps import steps
from timeline.report.treaty_table import (
    STATES,
    Marks,
    ordered,
    sentences,
    status_grid,
    words_of,
)
from timeline.text import escape_html
from timeline.treaties.status import TreatyStatus


def treaty_page(
    status: TreatyStatus, language: str = "en", *, interactive: object = False
) -> str:
    """Return a page: the answer, a strip of participants, reasons, chart and table.

    Where it is *interactive*, a small script filters the rows of the table.
    """
    words = words_of(status, language)
    marks = Marks.of(status, words, on_page=True)
    anchors = {f"~{n}": f"~{n}" for n in marks.numbers.values()}
    grid = status_grid(status, language, marks)
    charts = (
        (name, steps(status, words, w, f"steps-{name}")) for name, w in WIDTHS.items()
    )
    body = [
        *(html.lead(line, anchors) for line in grid.above),
        *_strip(status, words),
        _heading("treaty-entry-into-force", words),
        *(
            f"<p>{html.marked_up(s, anchors)}</p>"
            for s in _said(status, marks, language)
        ),
        *(html.picture(name, chart) for name, chart in charts if chart),
        _heading("treaty-participants", words),
        *_table(grid, status, anchors, html.finding(words) if interactive else ""),
        *_sources(marks, words),
        html.script() if interactive else "",
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
        code = f"{html.attribute('title', said)}>{escape_html(row.party)}"
        cells.append(f'<li class="{STATES[row.state]}"{code}</li>')
    yield f'<ul class="timeline strip">{"".join(cells)}</ul>'
    counts = Counter(row.state for row in rows)
    numbers = (
        f"<li>{html.sign(STATES[state])}"
        f"{escape_html(words.say('treaty-group', words.name(state), count))}</li>"
        for state, count in counts.items()
    )
    yield f'<ul class="timeline legend">{"".join(numbers)}</ul>'


def _table(
    grid: Grid, status: TreatyStatus, anchors: Mapping[str, str], attributes: str
) -> Iterator[str]:
    """Yield the table, without what stands around it."""
    classes = [*[""] * (len(grid.columns) - 1), "status"]
    bare = attrs.evolve(grid, title="", above=(), below=(), classes=classes)
    parties = enumerate(ordered(status, grid.words))
    ids = {at: html.attribute("id", row.party) for at, row in parties}
    return html.table_lines(marked(bare, anchors), ids, attributes)
