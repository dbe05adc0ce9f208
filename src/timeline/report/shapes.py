"""What every picture is made of: marks, colours, and text whose width is known.

Each mark is a row of one table, and takes the colour of the group around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate

import attrs

from timeline.text import clean, escape_html
from timeline.text import width as cells_wide

HIGH = 9  # pixels of a bar
REACH = 24  # pixels of an arrow, and of a fade: they measure nothing
MARGIN, LINE = 14, 18
BOLD = "ink bold"  # how headings look
_LINES = 3

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
    "disputed": ("#9a2c68", "#f191c3"),
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
}
_BOX = "M{x} {y}h{wide}v9h-{wide}z"
# Each mark: its look, and its way from {x} to {end}, from {y} downwards.
MARKS: Mapping[str, tuple[str, str]] = {
    "sure": ("", _BOX),
    "planned": ("line", _BOX),
    "within": ("within", _BOX),
    "in": ("in", _BOX),
    "out": ("out", _BOX),
    "gap": ("gap", _BOX),
    "after": ("line", "M{x} {y}v9m0-4.5h22l-4-3m4 3l-4 3"),
    "before": ("line", "M{end} {y}v9m0-4.5h-22l4-3m-4 3l4 3"),
    "dots": ("dots", "M{x} {y}m0 4.5h{wide}"),
    "earlier": ("thin", "M{x} {y}m4 1l-4 3.5 4 3.5"),
    "later": ("thin", "M{end} {y}m-4 1l4 3.5-4 3.5"),
    "waits": ("thin", "M{x} {y}v6h{wide}l-4-3m4 3l-4 3"),
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


class Picture(str):
    """A picture as SVG, which a notebook shows as a picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


def _ascii_widths() -> tuple[float, ...]:
    """Return the widths of DejaVu Sans at 13 pixels, wider than Helvetica's."""
    narrow, wide = "iIjl.,:;'|![]() ft", "mwMW@%"
    return tuple(
        5.4 if chr(code) in narrow else 13.2 if chr(code) in wide
        else 10.2 if chr(code).isupper() else 8.6
        for code in range(128)
    )  # fmt: skip


_WIDTHS = _ascii_widths()


def measure(text: str) -> float:
    """Return how many pixels *text* takes at most, in the widest of usual fonts.

    >>> measure("iii") < measure("mmm") < measure("習近平習近平")
    True
    """
    return sum(
        _WIDTHS[code] if (code := ord(sign)) < 128 else max(cells_wide(sign), 1) * 9.6
        for sign in text
    )


def cut(text: str, room: float) -> str:
    """Return *text* in at most *room* pixels."""
    text = clean(text)
    if measure(text) <= room:
        return text
    room -= measure("…")
    ends = enumerate(accumulate(map(measure, text)))
    kept = next(number for number, end in ends if end > room)
    return text[:kept].rstrip() + "…"


def break_lines(
    text: str, room: float, last: float = 0, most: int = _LINES
) -> list[str]:
    """Return *text* in lines of at most *room* pixels, the last with *last* to spare.

    There are *most* at most; what is longer is cut, and so ends with "…".
    """
    longest = 200 * most
    if len(text) > longest:
        text = f"{text[:longest]}…"
    lines: list[str] = []
    line = ""
    for word in clean(text).split(" "):
        longer = f"{line} {word}" if line else word
        if line and len(lines) + 1 < most and measure(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    if len(lines) + 1 < most and " " in line and measure(line) > room - last:
        start, _, line = line.rpartition(" ")
        lines.append(start)
    return [*(cut(line, room) for line in lines), cut(line, room - last)]


@attrs.define
class Canvas:
    """A picture as it grows downwards.

    Attributes:
        width: In pixels.
        prefix: The start of its ids; each picture on a page needs another.
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
        """Add a line of text, and what stands in dim letters at its end."""
        if not words:
            return
        classes = f' class="{look}"' if look else ""
        said = escape_html(words)
        if end:
            said += f"<tspan> {escape_html(end)}</tspan>"
        self.parts.append(f'<text x="{x:.0f}" y="{y:.0f}"{classes}>{said}</text>')

    def path(self, steps: str, look: str) -> None:
        """Add a line or a shape, if it has any step."""
        classes = f' class="{look}"' if look else ""
        if steps:
            self.parts.append(f'<path d="{steps}"{classes}/>')

    def sign(self, name: str, x: int, y: int) -> None:
        """Add the sign of a status about a point."""
        place = f'href="#{self.prefix}-{name}" x="{x}" y="{y}"'
        self.parts.append(f'<use {place} class="{name}"/>')

    def mark(self, name: str, left: float, right: float) -> None:
        """Add a mark of `MARKS` between two pixels."""
        look, steps = MARKS[name]
        x, end = round(left), round(right)
        self.path(steps.format(x=x, end=end, wide=end - x, y=self.y), look)

    @contextmanager
    def group(self, colour: str, title: str = "") -> Iterator[None]:
        """Give all that is added within one colour, and perhaps a title."""
        said = f"<title>{escape_html(title)}</title>" if title else ""
        self.parts.append(f'<g class="{colour}">{said}')
        yield
        self.parts.append("</g>")

    def picture(self, name: str, label: str) -> Picture:
        """Return what was drawn, named for those who see it and those who hear it."""
        width, height = self.width, int(self.y + MARGIN)
        drawn = "\n".join(self.parts)
        return Picture(
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{self.prefix}" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{escape_html(label)}" font-size="13" '
            'font-family="Helvetica,Arial,sans-serif">'
            f"<title>{escape_html(name)}</title>{self._style(drawn)}"
            f'<path d="M0 0h{width}v{height}H0z" class="paper"/>{drawn}</svg>'
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
        light, dark = (
            f"#{id_} text,#{id_} tspan{{color:{_COLOURS['dim'][shade]}}}"
            + "".join(
                f"#{id_} .{name}{{color:{pair[shade]}}}"
                for name, pair in _COLOURS.items()
                if name in used
            )
            for shade in (0, 1)
        )
        looks = "".join(
            f"#{id_} .{name}{{{rule.format(id_)}}}"
            for name, rule in _LOOKS.items()
            if name in used
        )
        filled = f"#{id_} path,#{id_} text,#{id_} tspan{{fill:currentColor}}"
        return (
            f"<style>{filled}{light}{looks}"
            f"@media (prefers-color-scheme:dark){{{dark}}}</style>"
            f"<defs>{''.join(made)}</defs>"
        )
