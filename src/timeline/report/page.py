"""A timeline as HTML: a table with its style, or a whole page with a picture."""

from __future__ import annotations

from functools import partial
from typing import Any

from timeline.collection.collection import Collection
from timeline.report import html
from timeline.report.sheet import Look, sheet
from timeline.report.svg import svg
from timeline.report.table import html_of

# Drawn for a telephone, a tablet and a desk; the page shows one of them.
_WIDTHS = (("narrow", 360), ("middle", 740), ("wide", 1060))


def page(
    timeline: Collection,
    *,
    page: bool = False,
    picture: bool = True,
    lanes: str = "kind",
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *timeline* as part of a page or a whole one; see `Timeline.to_html`."""
    chosen = Look(**look)
    made = sheet(timeline, chosen)
    body = html_of(made)
    if not page:
        return html.part(body)
    if picture:
        draw = partial(
            svg,
            made.cells.timeline,
            lanes=lanes,
            titled=False,
            on=chosen.on,
            language=chosen.language,
        )
        drawn = (
            html.picture(name, draw(width=width, prefix=name))
            for name, width in _WIDTHS
        )
        body = "\n".join([*drawn, body])
    title = made.grid.title or made.grid.above[0]
    return html.document(title, body, chosen.language)
