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
    charts = ((name, steps(status, words, w, f"steps-{name}")) for name, w in WIDTHS)
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


def _table(
    grid: Grid, status: TreatyStatus, anchors: Mapping[str, str], attributes: str
) -> Iterator[str]:
    """Yield the table, with a sign for each state, and with national steps folded."""
    words, rows, notes = grid.words, [], {}
    parties = ordered(status, words)
    for at, (row, texts) in enumerate(zip(parties, grid.rows, strict=True)):
        *cells, state = (html.marked_up(text, anchors) for text in texts)
        rows.append([*cells, _sign(row.state) + state])
        lines = [html.marked_up(note, anchors) for note in grid.notes.get(at, ())]
        if steps := len(row.steps):  # they are the last lines
            shown = escape_html(words.say("treaty-steps", steps))
            lines[-steps:] = [html.fold(shown, "<br>".join(lines[-steps:]))]
        notes[at] = lines
    marked = attrs.evolve(
        grid,
        columns=[*map(escape_html, grid.columns)],
        rows=rows,
        notes=notes,
        headings={at: escape_html(text) for at, text in grid.headings.items()},
        title="",
        above=(),
        below=(),
    )
    ids = {at: html.attribute("id", row.party) for at, row in enumerate(parties)}
    classes = ["", *["when"] * (len(grid.columns) - 2), "status"]
    yield from html.table_lines(marked, ids, classes, attributes)


def _sign(state: str) -> str:
    return html.sign(_SIGNS.get(state, "not-stated"))
