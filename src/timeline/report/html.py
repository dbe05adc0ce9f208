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
.timeline,.timeline-end{color-scheme:light dark;--ink:#1a1d21;--dim:#545e69;
--rule:#d3d8de;--hair:#e8ebee;--paper:#fff;--done:#1c7439;--now:#155fb5;
--sched:#0c6b7d;--exp:#855600;--wait:#6a3db3;--stall:#b3261e;--off:#626b75}
@media (prefers-color-scheme:dark){.timeline,.timeline-end{--ink:#e8eaed;
--dim:#a6b0ba;--rule:#3b424a;--hair:#282d33;--paper:#14171a;--done:#63c384;
--now:#7ab1f8;--sched:#55c4d4;--exp:#e2b155;--wait:#b99ff3;--stall:#f48f86;
--off:#9aa4ae}}
.timeline{border-collapse:collapse;width:100%;font:15px/22px system-ui,sans-serif;
font-variant-numeric:tabular-nums;color:var(--ink);background:var(--paper)}
.timeline caption{text-align:left;padding:0 0 8px;color:var(--dim)}
.timeline caption strong{display:block;font-size:20px;line-height:28px;
color:var(--ink)}
.timeline th,.timeline td{text-align:left;vertical-align:top;padding:8px 16px 8px 0;
border-bottom:1px solid var(--hair);overflow-wrap:break-word;font-weight:inherit}
.timeline th[scope=row]{overflow-wrap:anywhere}
.timeline thead th{position:sticky;top:0;background:var(--paper);color:var(--dim);
font-size:13px;line-height:18px;font-weight:600;border-color:var(--rule)}
.timeline th[scope=rowgroup]{font-weight:650;padding-top:24px;
border-color:var(--rule)}
.timeline .note,.timeline-end{color:var(--dim);font-size:13px;line-height:18px}
.timeline-end{font-family:system-ui,sans-serif;background:var(--paper)}
.timeline-end p{margin:4px 0;overflow-wrap:anywhere}
.timeline .done{color:var(--done)}.timeline .under-way{color:var(--now)}
.timeline .scheduled{color:var(--sched)}.timeline .expected{color:var(--exp)}
.timeline .waiting{color:var(--wait)}.timeline .stalled{color:var(--stall)}
.timeline .off{color:var(--off)}
@media (max-width:759px){.timeline{font-size:13px;line-height:18px}
.timeline th,.timeline td{
padding:8px 8px 8px 0}}
@media print{.timeline,.timeline-end{--ink:#000;--dim:#444;--paper:#fff}
.timeline thead th{position:static}.timeline tr{break-inside:avoid}}
"""
_PAGE_STYLE = """\
body{margin:0 auto;max-width:1080px;padding:1em;background:#fff;color:#1a1d21;
font:15px/22px system-ui,sans-serif}
h1{font-size:28px;line-height:34px;margin:0 0 8px;overflow-wrap:anywhere}
.picture svg{display:block;max-width:100%;height:auto;margin:0 0 1em}
.wide,.middle{display:none}
@media (max-width:759px){h1{font-size:23px;line-height:28px}}
.timeline caption strong{position:absolute;clip-path:inset(50%)}
a{color:#0b57a4}
@media (min-width:780px){.middle{display:block}.narrow{display:none}}
@media (min-width:1120px){.wide{display:block}.middle{display:none}}
@media (prefers-color-scheme:dark){body{background:#14171a;color:#e8eaed}
a{color:#8ab8ff}}
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


def sign(text: str, name: str) -> str:
    """Mark up a sign, in its colour, beside a word that says the same."""
    return f'<span class="{name}" aria-hidden="true">{escape_html(text)}</span>&nbsp;'


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
