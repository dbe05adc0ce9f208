"""A timeline as HTML: a table with its style, or a whole page with a picture."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.report import html
from timeline.report.cells import SIGNS
from timeline.report.look import Look
from timeline.report.marks import Marks
from timeline.report.sheet import Sheet, sheet
from timeline.report.svg import svgs
from timeline.report.table import html_of


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
    lead = [html.lead(line) for line in (*above[not title :], *_counts(made))]
    grid = attrs.evolve(made.grid, title=words.say("all-records"), above=[])
    drawn = []
    if lanes is not None:
        pictures = svgs(
            made.cells.timeline,
            {prefix + name[0]: width for name, width in html.WIDTHS.items()},
            lanes=lanes,
            marks=Marks(made.cells.marks.sources),
            on=chosen.on,
            language=chosen.language,
        )
        drawn = [*map(html.picture, html.WIDTHS, pictures)]
    made = attrs.evolve(made, grid=grid)
    body = "\n".join([*lead, *drawn, html_of(made, prefix, interactive=interactive)])
    return html.document(title or above[0], body, chosen.language)


def _counts(made: Sheet) -> list[str]:
    """Return how many records there are of each sign, which add up to all."""
    cells, events = made.cells, made.cells.timeline.events
    found = Counter(map(cells.sign, events))
    parts = [
        f"{found[name]} {cells.words.say(f'sign-{name}')}"
        for name in SIGNS
        if name in found
    ]
    return [", ".join(parts)] if parts else []
