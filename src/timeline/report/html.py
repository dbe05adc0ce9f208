"""The only writer of HTML: a table with its meaning in the markup, or a whole page.

tabulate's writer pads cells with spaces and has no caption, no scopes and no ids. All
can be read without a script; one may filter rows. Nothing is fetched.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import chain
from urllib.parse import quote

from timeline.language.format import Words
from timeline.report.grid import Grid
from timeline.text import escape_html

STYLE = """\
.timeline,.timeline-end,.timeline-find{color-scheme:light dark;--ink:#1a1d21;
--dim:#545e69;--rule:#d3d8de;--hair:#e8ebee;--band:#f4f6f8;--paper:#fff;--link:#0b57a4;
--done:#1c7439;--now:#155fb5;--sched:#0c6b7d;--exp:#855600;--wait:#6a3db3;
--stall:#b3261e;--off:#626b75}
@media (prefers-color-scheme:dark){.timeline,.timeline-end,.timeline-find{
--ink:#e8eaed;--dim:#a6b0ba;--rule:#3b424a;--hair:#282d33;--band:#1d2126;
--paper:#14171a;--link:#8ab8ff;--done:#63c384;--now:#7ab1f8;--sched:#55c4d4;
--exp:#e2b155;--wait:#b99ff3;--stall:#f48f86;--off:#9aa4ae}}
.timeline{border-collapse:collapse;width:100%;table-layout:auto;
font:15px/22px system-ui,sans-serif;font-variant-numeric:tabular-nums;
color:var(--ink);background:var(--paper)}
.timeline caption{text-align:left;padding:0 0 8px;color:var(--dim)}
.timeline caption strong{display:block;font-size:20px;line-height:28px;
color:var(--ink)}
.timeline.timeline.timeline th,.timeline.timeline.timeline td{text-align:left;
vertical-align:top;padding:8px 16px 8px 0;border:0;
border-bottom:1px solid var(--hair);overflow-wrap:break-word;font-weight:inherit;
background:none}
.timeline th[scope=row]{overflow-wrap:anywhere}
.timeline.timeline.timeline thead th{position:sticky;top:0;z-index:1;
background:var(--paper);color:var(--dim);font-size:13px;line-height:18px;
font-weight:600;border-color:var(--rule)}
.timeline.timeline.timeline th[scope=rowgroup]{font-weight:650;padding-top:24px;
border-color:var(--rule)}
.timeline.timeline.timeline .what{padding-left:calc(18px*var(--depth,0))}
.timeline.timeline.timeline tr{background:none}
.timeline.timeline.timeline tr:target{background:var(--band)}
.timeline [hidden]{display:none}
.timeline .note,.timeline-end,.timeline-find{color:var(--dim);font-size:13px;
line-height:18px}
.timeline-end{font-family:system-ui,sans-serif;background:var(--paper)}
.timeline-end p{margin:4px 0;overflow-wrap:anywhere}
.timeline-find input{font:inherit;color:var(--ink);background:var(--paper);
border:1px solid var(--dim);border-radius:4px;padding:4px 8px;margin:0 12px 8px 0;
width:min(320px,100%);box-sizing:border-box}
.timeline a,.timeline-end a,.timeline summary{color:var(--link)}
.timeline .who span{white-space:nowrap}.timeline summary{cursor:pointer}
.timeline ul{margin:4px 0;padding:0 0 0 16px;font-size:13px;line-height:18px}
.timeline .marks{font-size:13px}.marks details{display:inline-block}
.timeline svg{width:12px;height:12px;vertical-align:-1px;margin-right:6px}
.timeline .done{color:var(--done)}.timeline .under-way{color:var(--now)}
.timeline .scheduled{color:var(--sched)}.timeline .expected{color:var(--exp)}
.timeline .waiting{color:var(--wait)}.timeline .stalled{color:var(--stall)}
.rows .status{min-width:8em}.rows .when{min-width:6.5em}
.timeline .off,.timeline .not-stated{color:var(--off)}
@media screen and (max-width:759px){.timeline.timeline.timeline th,
.timeline.timeline.timeline td{padding:8px 8px 8px 0}
.rows,.rows tbody,.rows caption{display:block}
.rows thead{position:absolute;clip-path:inset(50%)}
.rows tbody tr{display:grid;grid-template-columns:1fr auto;gap:0 12px;padding:8px 0;
margin-left:calc(14px*var(--depth,0));border-bottom:1px solid var(--hair)}
.rows.timeline.timeline tbody tr>*{display:block;grid-column:1/-1;padding:0;border:0}
.rows.timeline.timeline th[scope=rowgroup]{padding-top:16px}
.rows td:empty{display:none!important}
.rows.timeline.timeline .when,.rows.timeline.timeline .who,
.rows.timeline.timeline .status{font-size:13px;line-height:20px}
.rows.timeline.timeline .status{grid-column:1}
.rows.timeline.timeline.timeline .what{padding-left:0}
.rows.timeline.timeline .marks{grid-column:2;text-align:right}}
@media print{.timeline,.timeline-end{--ink:#000;--dim:#444;--paper:#fff;--link:#000}
.timeline.timeline.timeline thead th{position:static}
.timeline tr{break-inside:avoid}.timeline th[scope=rowgroup]{break-after:avoid}
.timeline details::details-content{content-visibility:visible;height:auto}
.timeline svg{print-color-adjust:exact}.timeline-find{display:none}}
"""
_PAGE_STYLE = """\
body{margin:0 auto;max-width:1080px;padding:1em;background:#fff;color:#1a1d21;
font:15px/22px system-ui,sans-serif}
h1{font-size:28px;line-height:34px;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:18px;line-height:26px;font-weight:650;margin:40px 0 8px}p{margin:0 0 8px}
.lead{font-size:16px;line-height:24px;margin:0 0 8px;max-width:80ch}
.picture svg{display:block;max-width:100%;height:auto;margin:1em 0}
.wide,.middle{display:none}h2{break-after:avoid}
.timeline caption{padding-top:24px}
.timeline caption strong{font-size:18px;line-height:26px;font-weight:650}
.strip.strip{display:flex;flex-wrap:wrap;gap:3px;padding:0;margin:12px 0 4px;
list-style:none;font-size:11px;line-height:18px;font-weight:600}
.legend.legend{display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:8px 0 16px;
list-style:none;font-size:13px;color:var(--dim)}
.strip li{border:1px solid;border-radius:2px;padding:0 4px;min-width:20px;
text-align:center}.strip .done{background:var(--done);color:var(--paper)}
@media screen and (max-width:759px){h1{font-size:23px;line-height:28px}}
a{color:#0b57a4}
@media (min-width:780px){.middle{display:block}.narrow{display:none}}
@media (min-width:1120px){.wide{display:block}.middle{display:none}}
@media (prefers-color-scheme:dark){body{background:#14171a;color:#e8eaed}
a{color:#8ab8ff}}
@media print{body{background:#fff;color:#000;max-width:none;padding:0}
.middle{display:block}.narrow,.wide{display:none}
.picture{break-inside:avoid;print-color-adjust:exact}
.picture svg{max-height:78vh}}
"""
_SCRIPT = """\
document.querySelectorAll("table[data-find]").forEach(function(t){
var f=document.createElement("p"),i=document.createElement("input"),
o=document.createElement("output"),rows=t.querySelectorAll("tbody tr[id]");
function count(n){o.textContent=t.dataset.shown.replace("{0}",n)
.replace("{1}",rows.length)}
f.className="timeline-find";i.type="search";i.placeholder=t.dataset.find;
i.setAttribute("aria-label",t.dataset.find);f.append(i,o);t.before(f);
i.oninput=function(){var q=i.value.trim().toLowerCase(),n=0;
Array.from(t.tBodies).forEach(function(b){var some=0;
b.querySelectorAll("tr[id]").forEach(function(r){
r.hidden=r.textContent.toLowerCase().indexOf(q)<0;some+=!r.hidden});
b.hidden=!some;n+=some});count(n)};
count(rows.length);t.removeAttribute("data-find")})
"""
# Each sign as it is drawn, 12 pixels high: fonts draw signs at different sizes.
_RING = '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor"{0}/>'
_SHAPES = {
    "done": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "under-way": _RING.format("") + '<path d="M6 1.2a4.8 4.8 0 0 0 0 9.6z"{0}/>',
    "scheduled": _RING.format(' stroke-width="1.8"'),
    "expected": _RING.format(' stroke-width="1.8" stroke-dasharray="2.2 1.6"'),
    "waiting": _RING.format("") + '<path d="M6 6V1.2A4.8 4.8 0 0 1 10.8 6z"{0}/>',
    "stalled": '<path d="M1.5 1.5h9v9h-9z"{0}/>',
    "off": _RING.format("") + '<path d="M3.5 3.5l5 5m0-5l-5 5" stroke="currentColor"/>',
    "not-stated": '<path d="M3 5.2h6v1.6H3z"{0}/>',
}
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
# What only a page shows, in a text: a link, a fold, a deletion. Signs that Unicode
# keeps for such inner use part its kind, its value and its words.
_MARKED = re.compile("\ufdd0{0}\ufdd1{0}\ufdd1{0}\ufdd2".format("([^\ufdd0-\ufdd2]*)"))
_DEPTH = 3  # marks in marks: items in a list that opens
# The elements that some marks are; those whose value is a record have its anchor.
_TAGS = {
    "former": "s",
    "unit": "span",
    "spot": "span",
    "quote": "div",
    "list": "ul",
    "item": "li",
}
# What the datetime attribute may hold: EDTF says more, and then there is none.
_DATETIME = re.compile(
    r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?"
    r"(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


def table_lines(
    grid: Grid,
    rows: Mapping[int, str] | None = None,
    classes: Sequence[str] = (),
    attributes: str = "",
) -> Iterator[str]:
    """Yield the lines of a table whose texts are HTML already, a body for each group.

    Args:
        grid: The table. Its lines below stand in a block after it.
        rows: By the number of a row, the attributes of its element.
        classes: What each column shows, if the cells of a row are to stand under one
            another in a narrow window.
        attributes: Those of the table.
    """
    name = "timeline rows" if classes else "timeline"
    yield f'<table class="{name}" role="table"{attributes}>'
    title = f"<strong>{grid.title}</strong> " if grid.title else ""
    if title or grid.above:
        yield f"<caption>{title}{'<br>'.join(grid.above)}</caption>"
    if grid.rows:
        head = "".join(
            f'<th scope="col" role="columnheader">{column}</th>'
            if column
            else '<td role="cell"></td>'
            for column in grid.columns
        )
        yield f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        yield from _bodies(grid, rows or {}, [*classes] or [""] * len(grid.columns))
    yield "</table>"
    if below := [line for line in grid.below if line]:
        yield '<div class="timeline-end">'
        yield from (f"<p>{line}</p>" for line in below)
        yield "</div>"


def _bodies(
    grid: Grid, attributes: Mapping[int, str], classes: Sequence[str]
) -> Iterator[str]:
    body, span = '<tbody role="rowgroup">', len(grid.columns)
    starts = [f'<td role="cell"{_class(name)}>' for name in classes]
    ends = ["</td>"] * span
    yield body
    for number, row in enumerate(grid.rows):
        if number in grid.headings:
            if number:
                yield f"</tbody>\n{body}"
            yield (
                f'<tr role="row"><th scope="rowgroup" role="rowheader"'
                f' colspan="{span}">{grid.headings[number]}</th></tr>'
            )
        cells = [*row]
        cells[grid.main] += "".join(
            f'<div class="note">{note}</div>' for note in grid.notes.get(number, ())
        )
        tag, kind = ("th", ' scope="row" role="rowheader"')
        if not cells[grid.main]:  # a heading that says nothing is none
            tag, kind = ("td", ' role="cell"')
        starts[grid.main] = f"<{tag}{kind}{_class('what')}>"
        ends[grid.main] = f"</{tag}>"
        depth = grid.depths.get(number)
        style = f' style="--depth:{depth}"' if depth else ""
        line = "".join(chain.from_iterable(zip(starts, cells, ends, strict=True)))
        yield f'<tr{attributes.get(number, "")} role="row"{style}>{line}</tr>'
    yield "</tbody>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def mark_up(kind: str, words: str, value: str = "") -> str:
    """Mark a part of a text up for a page.

    Args:
        kind: ``link``, ``fold``, ``time``, ``sign`` or a key of the table of elements.
        words: The words that are linked, folded or the like; they may be marked up.
        value: Where a link leads, what stands in the place of a fold, a time or the
            name of a sign, or the record whose anchor it is.
    """
    return f"\ufdd0{kind}\ufdd1{value}\ufdd1{words}\ufdd2"


def marked_up(text: str, anchors: Mapping[str, str]) -> str:
    """Return a text as HTML, with what is marked up in it.

    Args:
        text: The text.
        anchors: The ids on the page of what may be linked; other links are words.

    >>> marked_up(f"not before {mark_up('link', 'Talks', 't')} < x", {"t": "p-t"})
    'not before <a href="#p-t">Talks</a> &lt; x'
    """
    text = escape_html(text)
    for _ in range(_DEPTH if "\ufdd0" in text else 0):  # the innermost first
        text = _MARKED.sub(partial(_element, anchors), text)
    return text


def _element(anchors: Mapping[str, str], found: re.Match[str]) -> str:
    """Return what stands on a page for a mark, all of which is HTML already."""
    kind, value, words = found.groups()
    if kind == "fold":
        return fold(value, words)
    if kind == "sign" and value in _SHAPES:
        return sign(value)
    if kind == "time" and _DATETIME.fullmatch(value):
        return f'<time datetime="{value}">{words}</time>'
    id_ = anchors.get(value, "")
    if kind == "link" and id_:
        return f'<a href="#{quote(id_, safe="")}">{words}</a>'
    tag = _TAGS.get(kind)
    return (
        f"<{tag}{attribute('id', id_) if id_ else ''}>{words}</{tag}>" if tag else words
    )


def fold(words: str, body: str) -> str:
    """Return ready HTML that opens where one asks for it."""
    return f"<details><summary>{words}</summary>{body}</details>"


def attribute(name: str, value: str) -> str:
    """Return an attribute with the space before it."""
    return f' {name}="{escape_html(value)}"'


def sign(name: str) -> str:
    """Return a sign as a shape in its colour, beside a word that says the same."""
    shape = _SHAPES[name].replace("{0}", ' fill="currentColor"')
    return f'<svg class="{name}" viewBox="0 0 12 12" aria-hidden="true">{shape}</svg>'


def finding(words: Words) -> str:
    """Return the attributes of a table whose rows the script filters."""
    shown = words.say("rows-shown", "{0}", "{1}")
    return attribute("data-find", words.say("find")) + attribute("data-shown", shown)


def script() -> str:
    """Return the script that filters the rows of tables by a text."""
    return f"<script>{_SCRIPT}</script>"


def link(url: str, words: str) -> str:
    """Return a link to a page on the web; of any other address only the words."""
    if not url.startswith(("https://", "http://")):
        return escape_html(words)
    address = attribute("href", url) + attribute("rel", "noopener noreferrer")
    return f"<a{address}>{escape_html(words)}</a>"


def sources(lines: Iterable[tuple[str, str]], prefix: str = "") -> Iterator[str]:
    """Yield sources with their addresses, each under the id to which its marks lead."""
    for number, (line, url) in enumerate(lines, 1):
        yield f"<span{attribute('id', f'{prefix}~{number}')}>{link(url, line)}</span>"


def lead(words: str, anchors: Mapping[str, str] | None = None) -> str:
    """Return a paragraph that stands above all else; *anchors* as of `marked_up`."""
    return f'<p class="lead">{marked_up(words, anchors or {})}</p>'


def picture(name: str, drawing: str) -> str:
    """Return a picture that the page shows in windows of that name's width alone."""
    return f'<div class="picture {name}">{drawing}</div>'


def part(body: str) -> str:
    """Return ready HTML as a part of a page, with its style."""
    return f"<style>\n{STYLE}</style>\n{body}"


def document(title: str, body: str, language: str) -> str:
    """Return ready HTML as a whole page; the only script that it runs is ours."""
    digest = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
    runs = f"; script-src 'sha256-{digest}'" if script() in body else ""
    return _PAGE.format(
        language=escape_html(language.replace("_", "-")),
        policy=_POLICY + runs,
        title=escape_html(title),
        style=STYLE + _PAGE_STYLE,
        body=body,
    )
