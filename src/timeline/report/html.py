"""The only writer of HTML: a table with its meaning in the markup, or a whole page.

tabulate's writer pads cells with spaces and has no caption, no scopes and no ids. All
can be read without a script; one may filter rows. Nothing is fetched: the style sheets,
the script and the frame of a page are files beside this module, and become part of it.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from html import unescape
from itertools import chain
from pkgutil import get_data

from timeline.language.words import Words
from timeline.report.grid import Grid
from timeline.report.shapes import SIGN_SHAPES, class_of
from timeline.text import escape_html

# A page has pictures for a telephone, a tablet and a desk, and shows one of them.
WIDTHS = {"narrow": 360, "middle": 740, "wide": 1060}
Rows = Mapping[int, str]  # by the number of a row, more attributes of its element
_NO_ROWS: Rows = {}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# What only a page shows, in a text: a link, a fold, a deletion. Halves of characters,
# which no text of a record may hold, part its kind, its value and its words.
MARKED = re.compile("\udffd{0}\udffe{0}\udffe{0}\udfff".format("([^\udffd-\udfff]*)"))
_PARTING = re.compile("([\udffd-\udfff])")
_DEPTH = 4  # marks in marks: what is disputed of items in a list that opens
# The elements that some marks are; those whose value is a record have its anchor.
_TAGS = {
    "disputed": "em",
    "alleged": "em",
    "overdue": "strong",
    "former": "s",
    "unit": "span",
    "spot": "span",
    "quote": "div",
    "list": "ul",
    "item": "li",
}
_FOLD_END = re.compile(r"(?<=</details>)\s?[,;] ")
_UNIT_END = re.compile(r"</span>(\s?[,;])")  # no line begins with them
# Spaces at which no line breaks: before signs of French, and behind ∴.
_UNBROKEN = re.compile(r" (?=[:;?!»](?:[ <.,]|$))|(?<=∴) ")
_NOT_PLAIN = re.compile(r"[^\w ]")
# What the datetime attribute may hold: EDTF says more, and then there is none.
_DATETIME = re.compile(
    r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?"
    r"(Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


def table_lines(
    grid: Grid, rows: Rows = _NO_ROWS, attributes: str = ""
) -> Iterator[str]:
    """Yield the lines of a table whose texts are HTML already, a body for each group.

    Where the cells of a row are under one another, in a narrow window, those of no
    class are labelled. A matrix, whose lines have no name of their own, scrolls.

    Args:
        grid: The table. Its lines below are in a block after it.
        rows: By the number of a row, more attributes of its element.
        attributes: Those of the table.
    """
    grid = grid.joined("mark", "status")
    title = f"<strong>{grid.title}</strong> " if grid.title else ""
    caption = f"{title}{'<br>'.join(grid.above)}"
    if grid.rows:
        yield from _table(grid, rows, attributes, caption)
    elif caption:
        yield f'<p class="timeline-end">{caption}</p>'
    if below := [line for line in grid.below if line]:
        yield '<div class="timeline-end">'
        yield from (f"<p>{line}</p>" for line in below)
        yield "</div>"


def _table(grid: Grid, rows: Rows, about: str, caption: str) -> Iterator[str]:
    stacks = bool(grid.columns[grid.main])
    classes = grid.classes or ["" if column else "mark" for column in grid.columns]
    name, labels = "timeline rows", _labels(grid, classes)
    if not stacks:
        name, labels = "timeline", ""
        yield '<div class="timeline-wide" role="group" tabindex="0">'
    yield f'<table class="{name}" role="table"{about}{labels}>'
    if caption:
        yield f"<caption>{caption}</caption>"
    name_of = '<th scope="col" role="columnheader">{}</th>'.format
    cells = (name_of(x) if x else '<td role="cell"></td>' for x in grid.columns)
    head = "".join(cells)
    yield f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
    yield from _bodies(grid, rows, classes)
    yield "</table>" if stacks else "</table></div>"


def _bodies(grid: Grid, rows: Rows, classes: Sequence[str]) -> Iterator[str]:
    body, span = '<tbody role="rowgroup">', len(grid.columns)
    starts = [f'<td role="cell"{class_of(name)}>' for name in classes]
    ends = ["</td>"] * span
    # What a row is about, or on a card the name of what stands beside it.
    head, name = (0, "field") if classes[0] == "field" else (grid.main, "what")
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
        notes = grid.notes.get(number, ())
        cells[grid.main] += "".join(f'<div class="note">{note}</div>' for note in notes)
        tag, kind = ("th", ' scope="row" role="rowheader"')
        if not cells[head]:  # a heading that says nothing is none
            tag, kind = ("td", ' role="cell"')
        starts[head] = f"<{tag}{kind}{class_of(name)}>"
        ends[head] = f"</{tag}>"
        depth = grid.depths.get(number)
        style = f' style="--depth:{depth}"' if depth else ""
        line = "".join(chain.from_iterable(zip(starts, cells, ends, strict=True)))
        anchor = grid.ids[number] if grid.ids else ""
        id_ = attribute("id", anchor) if anchor else ""
        about = rows.get(number, "")
        yield f'<tr{id_}{about} role="row"{style}>{line}</tr>'
    yield "</tbody>"


def _labels(grid: Grid, classes: Sequence[str]) -> str:
    """Return the attribute with the heading of each column that has no class."""
    named, say = enumerate(zip(grid.columns, classes, strict=True)), grid.words.say
    labels = (
        f"--c{at}:'{_NOT_PLAIN.sub(_escaped, say('labelled', unescape(column), ''))}'"
        for at, (column, class_) in named
        if at != grid.main and column and not class_
    )
    return f' style="{said}"' if (said := ";".join(labels)) else ""


def _escaped(found: re.Match[str]) -> str:
    """Return a sign as a string of CSS has it, in any attribute."""
    return f"\\{ord(found[0]):x} "


def mark_up(kind: str, words: str, value: str = "") -> str:
    """Mark a part of a text up for a page.

    Args:
        kind: ``link`` in the page, to the ``web``, ``fold``, ``time``, ``sign`` or a
            key of the table of elements.
        words: The words that are linked, folded or the like; they may be marked up.
        value: Where a link leads, what stands in the place of a fold, a time or the
            name of a sign, or the record whose anchor it is.
    """
    return f"\udffd{kind}\udffe{value}\udffe{words}\udfff"


def marked_up(text: str, ids: Container[str] = (), prefix: str = "") -> str:
    """Return a text as HTML, with what is marked up in it.

    Args:
        text: The text.
        ids: The records on the page: links to others are words. All sources are.
        prefix: What its ids begin with there.

    >>> marked_up(f"not before {mark_up('link', 'Talks', 't')} < x", {"t"}, "p-")
    'not before <a href="#p-t">Talks</a> &lt; x'
    """
    parts = _PARTING.split(text)
    parts[::2] = map(escape_html, parts[::2])
    text = "".join(parts)
    for _ in range(_DEPTH if len(parts) > 1 else 0):  # the innermost first
        text = MARKED.sub(partial(_element, ids, prefix), text)
    text = _FOLD_END.sub("", _UNIT_END.sub(r"\1</span>", text))
    return _UNBROKEN.sub("\u00a0", text)


def _element(ids: Container[str], prefix: str, found: re.Match[str]) -> str:
    """Return what a page has for a mark, all of which is HTML already."""
    kind, value, words = found.groups()
    if kind == "fold":
        return f"<details><summary>{value}</summary>{words}</details>"
    if kind == "web":
        return link(value, words)
    if kind == "sign" and value in SIGN_SHAPES:
        return sign(value)
    if kind == "time" and _DATETIME.fullmatch(value):
        return f'<time datetime="{value}">{words}</time>'
    id_ = prefix + value if value.startswith("~") or value in ids else ""
    if kind == "link" and id_:
        return f'<a href="#{id_}">{words}</a>'
    tag = _TAGS.get(kind)
    anchor = attribute("id", id_) if id_ else ""
    return f"<{tag}{anchor}>{words}</{tag}>" if tag else words


def attribute(name: str, value: str) -> str:
    """Return an attribute with the space before it."""
    return f' {name}="{escape_html(value)}"'


def sign(name: str) -> str:
    """Return a sign as a shape in its colour, beside a word that says the same."""
    box = 'viewBox="-6 -6 12 12" aria-hidden="true"'
    return f'<svg class="{name}" {box}>{SIGN_SHAPES[name]}</svg>'


def finding(words: Words) -> str:
    """Return the attributes of a table whose rows the script filters."""
    shown = words.say("rows-shown", "{0}", "{1}")
    return attribute("data-find", words.say("find")) + attribute("data-shown", shown)


def script() -> str:
    """Return the script that filters the rows of tables by a text."""
    return f"<script>{_file('find.js')}</script>"


def link(url: str, words: str) -> str:
    """Return a link to a page on the web; of any other address only the words.

    Both are ready HTML.
    """
    if not url.startswith(("https://", "http://")):
        return words
    return f'<a href="{url}" rel="noopener noreferrer">{words}</a>'


def lead(words: str) -> str:
    """Return a paragraph that is above all else."""
    return f'<p class="lead">{marked_up(words)}</p>'


def picture(name: str, drawing: str) -> str:
    """Return a picture that the page shows in windows of that name's width alone."""
    return f'<div class="picture {name}">{drawing}</div>'


def part(body: str) -> str:
    """Return ready HTML as a part of a page, with its style."""
    return f"<style>\n{_file('table.css')}</style>\n{body}"


def document(title: str, body: str, language: str) -> str:
    """Return ready HTML as a whole page; the only script that it runs is ours."""
    digest = sha256(_file("find.js").encode()).digest()
    hash_ = b2a_base64(digest, newline=False).decode()
    runs = f"; script-src 'sha256-{hash_}'" if script() in body else ""
    return _file("page.html").format(
        language=escape_html(language.replace("_", "-")),
        policy=_POLICY + runs,
        title=escape_html(title),
        style=_file("table.css") + _file("page.css"),
        body=body,
    )


def _file(name: str) -> str:
    return (get_data(__package__, name) or b"").decode()
