"""The only writer of HTML: a table with its meaning in the markup, or a whole page.

tabulate's writer pads cells with spaces and has no caption, no scopes and no ids. There
is no script anywhere, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from timeline.report.grid import Grid
from timeline.text import escape_html

STYLE = """\
.timeline{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--rule:#d0d7de;
--paper:#fff;--band:#f3f5f8;border-collapse:collapse;width:100%;
font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
.timeline caption{text-align:left;padding:.4em .5em}
.timeline caption strong{display:block;font-size:1.15em}
.timeline th,.timeline td{text-align:left;vertical-align:top;padding:.3em .5em;
border-top:1px solid var(--rule);overflow-wrap:break-word;font-weight:inherit}
.timeline th[scope=row]{overflow-wrap:anywhere}
.timeline thead th{color:var(--dim);border:0;font-weight:600}
.timeline th[scope=rowgroup]{background:var(--band);font-weight:600;padding-top:.6em}
.timeline .note,.timeline-end{color:var(--dim);font-size:.92em}
.timeline-end{font:13px/1.45 system-ui,sans-serif;padding:0 .5em}
.timeline-end p{margin:.3em 0;overflow-wrap:anywhere}
@media (max-width:599px){.timeline{font-size:13px}.timeline th,.timeline td{
padding:.3em .25em}}
@media (prefers-color-scheme:dark){.timeline,.timeline-end{--ink:#e6edf3;
--dim:#9aa5b1;--rule:#363d47;--paper:#0d1117;--band:#161c25;color:var(--ink)}}
"""
_PAGE_STYLE = """\
body{margin:0 auto;max-width:1100px;padding:1em;background:#fff;color:#1b1f24;
font:15px/1.45 system-ui,sans-serif}
h1{font-size:1.4em;margin:.3em 0 .6em;overflow-wrap:anywhere}
.picture svg{display:block;max-width:100%;height:auto;margin:0 0 1em}
.wide,.middle{display:none}
.timeline caption strong{position:absolute;clip-path:inset(50%)}
a{color:#0550ae}
@media (min-width:780px){.middle{display:block}.narrow{display:none}}
@media (min-width:1120px){.wide{display:block}.middle{display:none}}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}
a{color:#79b8ff}}
"""
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# What the datetime attribute may hold: EDTF says more, and then there is none.
_DATETIME = re.compile(
    r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?"
    r"(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


def table_lines(grid: Grid, rows: Mapping[int, str] | None = None) -> Iterator[str]:
    """Yield the lines of a table whose texts are HTML already, a body for each group.

    Args:
        grid: The table. Its lines below stand in a block after it.
        rows: By the number of a row, the attributes of its element.
    """
    yield '<table class="timeline">'
    title = f"<strong>{grid.title}</strong> " if grid.title else ""
    if title or grid.above:
        yield f"<caption>{title}{'<br>'.join(grid.above)}</caption>"
    if grid.rows:
        head = "".join(f'<th scope="col">{column}</th>' for column in grid.columns)
        yield f"<thead><tr>{head}</tr></thead>"
        yield from _bodies(grid, rows or {})
    yield "</table>"
    if below := [line for line in grid.below if line]:
        yield '<div class="timeline-end">'
        yield from (f"<p>{line}</p>" for line in below)
        yield "</div>"


def _bodies(grid: Grid, attributes: Mapping[int, str]) -> Iterator[str]:
    yield "<tbody>"
    span = len(grid.columns)
    for number, row in enumerate(grid.rows):
        if number in grid.headings:
            if number:
                yield "</tbody>\n<tbody>"
            heading = grid.headings[number]
            yield f'<tr><th scope="rowgroup" colspan="{span}">{heading}</th></tr>'
        notes = (
            f'<div class="note">└ {note}</div>' for note in grid.notes.get(number, ())
        )
        cells = [f"<td>{cell}</td>" for cell in row]
        cells[grid.main] = f'<th scope="row">{row[grid.main]}{"".join(notes)}</th>'
        yield f"<tr{attributes.get(number, '')}>{''.join(cells)}</tr>"
    yield "</tbody>"


def attribute(name: str, value: str) -> str:
    """Return an attribute with the space before it."""
    return f' {name}="{escape_html(value)}"'


def time(text: str, words: str) -> str:
    """Mark *words* up as the time *text*, if HTML has a form for it.

    >>> time("2025-03", "March 2025"), time("2025-03~", "about March 2025")
    ('<time datetime="2025-03">March 2025</time>', 'about March 2025')
    """
    if not _DATETIME.fullmatch(text):
        return escape_html(words)
    return f'<time datetime="{text}">{escape_html(words)}</time>'


def sign(text: str) -> str:
    """Mark up a sign beside a word that says the same; it is not read out."""
    return f'<span aria-hidden="true">{escape_html(text)}</span>&nbsp;'


def link(url: str, words: str) -> str:
    """Return a link to a page on the web; of any other address only the words."""
    if not url.startswith(("https://", "http://")):
        return escape_html(words)
    address = attribute("href", url) + attribute("rel", "noopener noreferrer")
    return f"<a{address}>{escape_html(words)}</a>"


def picture(name: str, drawing: str) -> str:
    """Return a picture that the page shows in windows of that name's width alone."""
    return f'<div class="picture {name}">{drawing}</div>'


def part(body: str) -> str:
    """Return ready HTML as a part of a page, with its style."""
    return f"<style>\n{STYLE}</style>\n{body}"


def document(title: str, body: str, language: str) -> str:
    """Return ready HTML as a whole page."""
    return _PAGE.format(
        language=escape_html(language.replace("_", "-")),
        policy=_POLICY,
        title=escape_html(title),
        style=STYLE + _PAGE_STYLE,
        body=body,
    )
