"""What every picture is made of: marks, colours, and text whose width is known.

Each mark is a row of one table, and takes the colour of the group around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate

import attrs

from timeline.text import clean, escape_html, width

HIGH = 9  # pixels of a bar
REACH = 24  # pixels of an arrow, and of a fade: they measure nothing
MARGIN, LINE = 14, 18
BOLD = "ink bold"  # how headings look
_LINES = 12  # at most, of one text

# light and dark; contrast of 4.5 to the paper
_COLOURS: Mapping[str, tuple[str, str]] = {
    "done": ("#1c7439", "#63c384"),
    "under-way": ("#155fb5", "#7ab1f8"),
    "scheduled": ("#0c6b7d", "#55c4d4"),
    "expected": ("#855600", "#e2b155"),
    "waiting": ("#6a3db3", "#b99ff3"),
    "stalled": ("#b3261e", "#f48f86"),
    "off": ("#626b75", "#9aa4ae"),
    "not-stated": ("#545e69", "#a6b0ba"),
    **dict.fromkeys(("disputed", "alleged"), ("#9a2c68", "#f191c3")),
    "ink": ("#1a1d21", "#e8eaed"),
    "dim": ("#545e69", "#a6b0ba"),
    "rule": ("#d3d8de", "#3b424a"),
    "zone": ("#f4f6f8", "#1d2126"),
    "paper": ("#ffffff", "#14171a"),
}
# What each look is in CSS.
_LOOKS = {
    "bold": "font-weight:600",
    "mid": "text-anchor:middle",
    "end": "text-anchor:end",
    "within": "fill-opacity:.13;stroke:currentColor;"
    "stroke-width:1.2;stroke-dasharray:3 2.5",
    "band": "fill-opacity:.18;fill-rule:evenodd",
    "line": "fill:none;stroke:currentColor;stroke-width:1.5",
    "thin": "fill:none;stroke:currentColor",
    "dashed": "stroke-dasharray:4 3",
    "dotted": "stroke-dasharray:2 3",
    "dots": "fill:none;stroke:currentColor;stroke-width:2;stroke-dasharray:2 4",
    "gap": "fill:url(#{0}-hatch)",
    "in": "mask:url(#{0}-fade-in)",
    "out": "mask:url(#{0}-fade-out)",
}
# Each sign of a status, about 0 and 0; fonts draw such signs at different sizes.
_RING = '<circle r="4.2" fill="none" stroke="currentColor"'
_FULL = 'fill="currentColor"/>'
SIGN_SHAPES: Mapping[str, str] = {
    "done": f'<circle r="5" {_FULL}',
    "under-way": f'{_RING}/><path d="M0-4.8a4.8 4.8 0 0 0 0 9.6z" {_FULL}',
    "scheduled": f'{_RING} stroke-width="1.8"/>',
    "expected": f'{_RING} stroke-width="1.8" stroke-dasharray="2.2 1.6"/>',
    "waiting": f'{_RING}/><path d="M0 0V-4.8A4.8 4.8 0 0 1 4.8 0z" {_FULL}',
    "stalled": f'<path d="M-4.5-4.5h9v9h-9z" {_FULL}',
    "off": f'{_RING}/><path d="M-2.5-2.5l5 5m0-5l-5 5" stroke="currentColor"/>',
    "not-stated": f'<path d="M-3-.8h6v1.6h-6z" {_FULL}',
    "disputed": _RING.replace("4.2", "7.5") + ' stroke-dasharray="2 1.6"/>',
    "alleged": _RING.replace("4.2", "7.5") + ' stroke-dasharray="1 3"/>',
}
# How a line ends: at what waits, or at what bounds another.
TIPS: Mapping[str, str] = {"waits": "l-4-3m4 3l-4 3", "over-by": "m0-4v8"}
_BOX = "M{x} {y}h{wide}v9h-{wide}z"
# In the order of the legend each mark: its look, what it means, and its way from {x} to
# {end}, from {y} downwards.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "sure": ("", "sure", _BOX),
    "planned": ("line", "planned", _BOX),
    "crossed": ("line", "off", _BOX + "M{middle} {y}m-4 0l8 9m0-9l-8 9"),
    "within": ("within", "within", _BOX),
    "zone": ("within", "zone", _BOX),
    "in": ("in", "fade", _BOX),
    "out": ("out", "fade", _BOX),
    "begun": ("in", "going-on", _BOX),
    "going-on": ("", "", _BOX),
    "ending": ("out", "going-on", _BOX),
    "after": ("line", "limit", "M{x} {y}v9m0-4.5h22l-4-3m4 3l-4 3"),
    "before": ("line", "limit", "M{end} {y}v9m0-4.5h-22l4-3m-4 3l4 3"),
    **{name: ("thin", name, "M{x} {y}v6h{wide}" + tip) for name, tip in TIPS.items()},
    "earlier": ("thin", "outside", "M{x} {y}m4 1l-4 3.5 4 3.5"),
    "later": ("thin", "outside", "M{end} {y}m-4 1l4 3.5-4 3.5"),
    "gap": ("gap", "gap", _BOX),
    "dots": ("dots", "", "M{x} {y}m0 4.5h{wide}"),
}
_HATCH = (
    '<pattern id="{0}-hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6l6-6" class="rule thin"/></pattern>'
)
_FADES = (("in", 0.05, 0.5), ("out", 0.5, 0.05))
_FADE = (
    '<linearGradient id="{0}-{1}"><stop stop-color="#fff" stop-opacity="{2}"/>'
    '<stop offset="1" stop-color="#fff" stop-opacity="{3}"/></linearGradient>'
    '<mask id="{0}-fade-{1}" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#{0}-{1})"/></mask>'
)
_WORD = re.compile(r"[\w-]+")
# Where lines break: at spaces, but not before "(CA)", and between signs of Chinese and
# Japanese, but not before their commas. So many signs take `re` 2 ms to compile.
_BETWEEN = "(?<= )(?!\\()|(?<=[\u3001-\u9fff\uff0c])(?=[\u3040-\u9fff])"
# Where they break first: between names, and before how many others there are.
_ITEMS = re.compile(r"(?<=[,;·] )|(?<= )(?=(?:to|à) )|(?<= )(?=\w+ \d+ \w+$)")


class Picture(str):
    """A picture as SVG, which a notebook shows as a picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


# Of Helvetica and Arial at 13 pixels, with some room for what stands in for them.
_WIDTHS = {
    **dict.fromkeys(map(chr, range(128)), 7.6),
    **dict.fromkeys(map(chr, range(65, 91)), 9.8),
    **dict.fromkeys("iIjl.,:;'|![]() ft", 4.6),
    **dict.fromkeys("mwMW@%", 12.4),
}


def measure(text: str) -> float:
    """Return how many pixels *text* takes at most, in the fonts that pictures name.

    >>> measure("iii") < measure("mmm") < measure("習近平習近平")
    True
    """
    if text.isascii():
        return sum(map(_WIDTHS.__getitem__, text))
    return sum(_WIDTHS.get(sign) or max(width(sign), 1) * 9.6 for sign in text)


def break_lines(
    text: str, room: float, last: float = 0, *, listed: bool = False
) -> list[str]:
    """Return *text* in lines of at most *room* pixels, the last with *last* to spare.

    What is absurdly long is cut, and so ends with "…". A name that is *listed* breaks
    only where it is wider than a line.

    >>> break_lines("習近平會見記者", 100)
    ['習近平會見', '記者']
    """
    longest = 200 * _LINES
    if len(text) > longest:
        text = f"{text[:longest]}…"
    lines: list[str] = []
    line = ""
    for item in _ITEMS.split(clean(text)) if listed else [clean(text)]:
        fits = measure(item.rstrip()) <= room
        for word in [item] if fits and listed else re.split(_BETWEEN, item):
            longer = f"{line}{word}"
            if line and len(lines) + 1 < _LINES and measure(longer.rstrip()) > room:
                lines.append(line.rstrip().removesuffix(" ·"))
                longer = word
            line = longer
    *start, end = re.split(_BETWEEN, line)
    if len(lines) + 1 < _LINES and start and measure(line) > room - last:
        lines.append("".join(start).rstrip())
        line = end
    return [*(_cut(line, room) for line in lines), _cut(line, room - last)]


def _cut(text: str, room: float) -> str:
    """Return *text* in at most *room* pixels."""
    if measure(text) <= room:
        return text
    ends = [*accumulate(map(measure, text))]
    return text[: bisect_right(ends, room - measure("…"))].rstrip() + "…"


def class_of(name: str) -> str:
    """Return the attribute of a class with the space before it, or nothing."""
    return f' class="{name}"' if name else ""


@attrs.define(eq=False, repr=False)
class Canvas:
    """A picture as it grows downwards.

    Attributes:
        width: In pixels.
        prefix: A prefix for its ids; each picture on a page needs another.
        y: Where what comes next begins.
        parts: What is drawn, in order: what comes first lies below.
    """

    width: int
    prefix: str
    y: int = MARGIN
    parts: list[str] = attrs.field(factory=list)

    def text(
        self, x: float, y: float, words: str, look: str = "", end: str = ""
    ) -> None:
        """Add a line of text, and words in dim letters at its end."""
        if not words:
            return
        said = escape_html(words)
        if end:
            said += f"<tspan> {escape_html(end)}</tspan>"
        place = f'x="{x:.0f}" y="{y:.0f}"'
        self.parts.append(f"<text {place}{class_of(look)}>{said}</text>")

    def lines(self, x: float, lines: Iterable[str], look: str = "") -> None:
        """Add lines of text below one another."""
        for line in lines:
            self.y += LINE - 2
            self.text(x, self.y - 4, line, look)

    def path(self, steps: str, look: str) -> None:
        """Add a line or a shape, if it has any step."""
        if steps:
            self.parts.append(f'<path d="{steps}"{class_of(look)}/>')

    def sign(self, name: str, x: int, y: int) -> None:
        """Add the sign of a status about a point."""
        place = f'href="#{self.prefix}-{name}" x="{x}" y="{y}"'
        has_colour = self.parts[-1:] == [f"<g{class_of(name)}>"]  # of its group
        self.parts.append(f"<use {place}{class_of('' if has_colour else name)}/>")

    def mark(self, name: str, left: float, right: float) -> None:
        """Add a mark of `MARKS` between two pixels."""
        look, _, steps = MARKS[name]
        x, end = round(left), round(right)
        places = {"x": x, "end": end, "wide": end - x, "middle": (x + end) // 2}
        self.path(steps.format(**places, y=self.y), look)

    @contextmanager
    def group(self, colour: str, title: str = "") -> Iterator[None]:
        """Give all that is added within one colour, and perhaps a title."""
        said = f"<title>{escape_html(title)}</title>" if title else ""
        self.parts.append(f'<g class="{colour}">{said}')
        yield
        self.parts.append("</g>")

    def picture(self, name: str, label: str) -> Picture:
        """Return what was drawn, named for those who see it and those who hear it."""
        wide, height = self.width, int(self.y + MARGIN)
        drawn = "\n".join(self.parts)
        return Picture(
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{self.prefix}" '
            f'viewBox="0 0 {wide} {height}" width="{wide}" height="{height}" '
            f'role="img" aria-label="{escape_html(label)}" font-size="13" '
            'font-family="Helvetica,Arial,sans-serif">'
            f"<title>{escape_html(name)}</title>{self._style(drawn)}"
            f'<path d="M0 0h{wide}v{height}H0z" class="paper"/>{drawn}</svg>'
        )

    def _style(self, drawn: str) -> str:
        """Return the colours, of light paper and of dark, and all that is referred to.

        Only what is *drawn* is styled: a page has several pictures.
        """
        id_, used = self.prefix, {*_WORD.findall(drawn), "paper"}
        made = [_FADE.format(id_, *fade) for fade in _FADES if fade[0] in used]
        for name, drawing in SIGN_SHAPES.items():
            if f"{id_}-{name}" in used:
                made.append(f'<g id="{id_}-{name}">{drawing}</g>')
        if "gap" in used:
            made.append(_HATCH.format(id_))
            used |= {"rule", "thin"}

        def styled(rules: Mapping[str, str]) -> str:
            shown = (name for name in rules if name in used)
            return "".join(f"#{id_} .{name}{{{rules[name]}}}" for name in shown)

        light, dark = (
            f"#{id_} text,#{id_} tspan{{color:{_COLOURS['dim'][shade]}}}"
            + styled({name: f"color:{pair[shade]}" for name, pair in _COLOURS.items()})
            for shade in (0, 1)
        )
        looks = styled({name: rule.format(id_) for name, rule in _LOOKS.items()})
        filled = f"#{id_} path,#{id_} text,#{id_} tspan{{fill:currentColor}}"
        return (
            f"<style>{filled}{light}{looks}"
            f"@media (prefers-color-scheme:dark){{{dark}}}</style>"
            f"<defs>{''.join(made)}</defs>"
        )
