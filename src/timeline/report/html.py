"""A timeline as HTML: a table with its meaning in the markup, or a whole page.

The writer is our own: tabulate's pads cells with spaces and has no caption, no scopes
and no ids. No script anywhere, and every text goes through `escape_html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline.report.svg import svg
from timeline.report.table import Look, Sheet, sheet
from timeline.text import escape_html
from timeline.when.calendar import Day

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.records.event import Event

__all__ = ["STYLE", "html", "table_html"]

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
_CSP = "default-src 'none'; style-src 'unsafe-inline'"
# What the datetime attribute may hold: EDTF says more, and then there is none.
_DATETIME = re.compile(
    r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?"
    r"(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_WIDTHS = (("narrow", 360), ("middle", 740), ("wide", 1060))


def table_html(made: Sheet) -> str:
    """Return a `<table>` and what is said below it."""
    return "\n".join(_table(made))


def html(
    tl: Collection,
    *,
    page: bool = False,
    picture: bool = True,
    lanes: str = "kind",
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *tl* with its style, as a part of a page or as one; see Timeline."""
    chosen = Look(**look)
    made = sheet(tl, chosen)
    body = table_html(made)
    if not page:
        return f"<style>\n{STYLE}</style>\n{body}"
    drawn = _pictures(tl, lanes, chosen.on, chosen.language) if picture else ""
    title = escape_html(made.title or made.above[0])
    return _PAGE.format(
        language=escape_html(chosen.language.replace("_", "-")),
        csp=_CSP,
        title=title,
        style=STYLE + _PAGE_STYLE,
        picture=drawn,
        body=body,
    )


_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{csp}">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{picture}{body}
</main>
</body>
</html>
"""


def _pictures(tl: Collection, lanes: str, on: Day | None, language: str) -> str:
    """Draw the timeline for a telephone, a tablet and a desk; one is shown."""
    options: dict[str, Any] = {"lanes": lanes, "on": on, "language": language}
    return "".join(
        f'<div class="picture {name}">'
        f"{svg(tl, width=most, prefix=name, titled=False, **options)}</div>\n"
        for name, most in _WIDTHS
    )


def _table(made: Sheet) -> Iterator[str]:
    names = list(made.columns.values())
    # The sign stands beside the status, in a column that has a heading to be read out.
    signed = "mark" in names and "status" in names
    shown = [i for i, name in enumerate(names) if not (signed and name == "mark")]
    above = escape_html("; ".join(made.above))
    title = f"<strong>{escape_html(made.title)}</strong> " if made.title else ""
    yield '<table class="timeline">'
    yield f"<caption>{title}{above}</caption>"
    if made.rows:
        yield f"<thead><tr>{''.join(_head(made, i) for i in shown)}</tr></thead>"
        yield from _bodies(made, shown, signed=signed)
    yield "</table>"
    if made.below or made.sources:
        yield '<div class="timeline-end">'
        yield from (f"<p>{escape_html(line)}</p>" for line in made.below)
        yield from map(_source, made.sources)
        yield "</div>"


def _head(made: Sheet, column: int) -> str:
    heading = list(made.columns)[column] or made.cells.words.say("sign")
    return f'<th scope="col">{escape_html(heading)}</th>'


def _source(source: tuple[str, str]) -> str:
    line, url = source
    if not url.startswith(("https://", "http://")):
        return f"<p>{escape_html(line)}</p>"
    link = f'<a href="{escape_html(url)}" rel="noopener noreferrer">'
    return f"<p>{link}{escape_html(line)}</a></p>"


def _bodies(made: Sheet, shown: list[int], *, signed: bool) -> Iterator[str]:
    yield "<tbody>"
    for number, event in enumerate(made.events):
        if number in made.headings:
            if number:
                yield "</tbody>\n<tbody>"
            heading = _heading(made, made.headings[number], event)
            yield (
                f'<tr><th scope="rowgroup" colspan="{len(shown)}">{heading}</th></tr>'
            )
        yield _row(made, number, event, shown, signed=signed)
    yield "</tbody>"


def _heading(made: Sheet, heading: str, event: Event) -> str:
    """Mark a heading up as a time, if it is the date of the event below it."""
    when = event.when
    if when is None or not when.text or made.cells.heading(when) != heading:
        return escape_html(heading)
    return _time(made.cells.split(when.text)[0], heading)


def _time(text: str, words: str) -> str:
    shown = escape_html(words)
    if not _DATETIME.fullmatch(text):
        return shown
    return f'<time datetime="{text}">{shown}</time>'


def _row(
    made: Sheet, number: int, event: Event, shown: list[int], *, signed: bool
) -> str:
    names = list(made.columns.values())
    row = made.rows[number]
    cells = []
    for i in shown:
        name, text = names[i], escape_html(row[i])
        if name == "what":
            notes = (escape_html(note) for note in made.notes.get(number, ()))
            under = "".join(f'<div class="note">└ {note}</div>' for note in notes)
            cells.append(f'<th scope="row">{text}{under}</th>')
        elif name == "when":
            cells.append(f"<td>{_when(made, event, row[i])}</td>")
        elif name == "status":
            sign = row[names.index("mark")] if signed else ""
            mark = f'<span aria-hidden="true">{escape_html(sign)}</span>&nbsp;'
            cells.append(f'<td class="status">{mark if signed else ""}{text}</td>')
        else:
            cells.append(f"<td>{text}</td>")
    status = escape_html(event.status or "")
    return (
        f'<tr id="{escape_html(event.id)}" data-kind="{escape_html(event.kind)}" '
        f'data-status="{status}">{"".join(cells)}</tr>'
    )


def _when(made: Sheet, event: Event, shown: str) -> str:
    """Mark up what stands at the beginning of the cell, if it is a time."""
    when = event.when
    if when is None or not when.text:
        return escape_html(shown)
    said = made.cells.date(when) if made.cells.whole else made.cells.clock(when.text)
    if not said or not shown.startswith(said):
        return escape_html(shown)
    plain = when.text.partition("[")[0]
    return _time(plain, said) + escape_html(shown.removeprefix(said))
