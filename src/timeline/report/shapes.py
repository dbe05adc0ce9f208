"""Shapes, bars, colours and the width of words: what every picture is made of.

A dated event is a bar: solid where it surely is, hollow where it is planned, fading or
pale where it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import attrs

from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.text import clean
from timeline.text import width as cells_wide

HIGH = 9  # pixels
_FADES = {
    "in": ((0, 0.08), (1, 1)),
    "out": ((0, 1), (1, 0.08)),
    "both": ((0, 0.12), (0.5, 0.75), (1, 0.12)),
}
_LINES = 3
# light and dark, of each sign; contrast of 4.5 to the paper
_COLOURS: Mapping[str, tuple[str, str]] = {
    "done": ("#1c7439", "#63c384"),
    "under-way": ("#155fb5", "#7ab1f8"),
    "scheduled": ("#0c6b7d", "#55c4d4"),
    "expected": ("#855600", "#e2b155"),
    "waiting": ("#6a3db3", "#b99ff3"),
    "stalled": ("#b3261e", "#f48f86"),
    "off": ("#626b75", "#9aa4ae"),
    "not-stated": ("#545e69", "#a6b0ba"),
}
_INKS = {
    "ink": ("#1a1d21", "#e8eaed"),
    "dim": ("#545e69", "#a6b0ba"),
    "rule": ("#d3d8de", "#3b424a"),
    "paper": ("#ffffff", "#14171a"),
    "hollow": ("#ffffff", "#14171a"),
    "zone": ("#f4f6f8", "#1d2126"),
}


class Picture(str):
    """A picture as SVG, which a notebook shows as a picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


_STROKES = {"rule": "rule", "axis": "dim", "on": "ink", "hatch": "rule"}
_SHAPES = {
    "line": "fill:none;stroke-width:1.5",
    "axis": "fill:none;stroke-width:1",
    "on": "stroke-dasharray:2 3",
    "hollow": "stroke-width:1.5",
    "pale": "fill-opacity:.13;stroke-width:1.2;stroke-dasharray:3 2.5",
    "dots": "stroke-width:2;stroke-dasharray:2 4",
}
_WORD = re.compile(r"[\w-]+")


def measure(text: str) -> float:
    """Return how many pixels *text* takes at most, in the widest of usual fonts.

    >>> measure("iii") < measure("mmm") < measure("習近平習近平")
    True
    """
    if text.isascii():
        return sum(map(_WIDTHS.__getitem__, map(ord, text)))
    return sum(
        _WIDTHS[code] if (code := ord(sign)) < 128 else max(cells_wide(sign), 1) * 9.6
        for sign in text
    )


def _ascii_widths() -> tuple[float, ...]:
    """Return the widths of DejaVu Sans at 13 pixels, wider than Helvetica's."""
    narrow, wide = "iIjl.,:;'|![]() ft", "mwMW@%"
    return tuple(
        5.4 if chr(code) in narrow else 13.2 if chr(code) in wide
        else 10.2 if chr(code).isupper() else 8.6
        for code in range(128)
    )  # fmt: skip


_WIDTHS = _ascii_widths()


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


def shape(sign: str, x: float, y: float) -> str:
    """Draw the sign of a status as a shape: glyphs change the font of a whole label."""
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"'
    half = f'<path d="M{x:.1f} {y - 5:.1f}'
    if sign == "stalled":
        return f'<path d="M{x - 4.5:.1f} {y - 4.5:.1f}h9v9h-9z" class="{sign}"/>'
    if sign == "off":
        return (
            f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" class="line {sign}-l"/>'
        )
    if sign == "done":
        return f'{circle} class="{sign}"/>'
    dots = ' stroke-dasharray="2 2"' if sign == "expected" else ""
    ring = f'{circle} class="line {sign}-l"{dots}/>'
    if sign == "under-way":
        return f'{ring}{half}a5 5 0 0 0 0 10z" class="{sign}"/>'
    if sign == "waiting":
        return f'{ring}{half}a5 5 0 0 1 5 5h-5z" class="{sign}"/>'
    return ring


def style(
    prefix: str, fades: Iterable[tuple[str, str]], drawn: str, *, hatched: bool = False
) -> str:
    """Return the colours, of light paper and of dark, and how these signs fade.

    Only what is *drawn* is styled: a page has several pictures.
    """
    scope, definitions = f"#{prefix}", _definitions(fades, prefix, hatched=hatched)
    used = {*_WORD.findall(drawn + definitions), "paper"}

    def rules(shade: int) -> str:
        lines = {}
        for name, pair in _COLOURS.items():
            lines[name] = f"fill:{pair[shade]};stop-color:{pair[shade]}"
            lines[f"{name}-l"] = f"stroke:{pair[shade]}"
        lines |= {name: f"fill:{pair[shade]}" for name, pair in _INKS.items()}
        for name, ink in _STROKES.items():
            lines[name] = f"{lines.get(name, '')};stroke:{_INKS[ink][shade]}".strip(";")
        paper = f"{scope} g text{{stroke:{_INKS['paper'][shade]}}}"
        return paper + written(lines)

    def written(lines: Mapping[str, str]) -> str:
        kept = ((name, line) for name, line in lines.items() if name in used)
        return "".join(f"{scope} .{name}{{{line}}}" for name, line in kept)

    shapes = {**_SHAPES, "gap": f"fill:url({scope}-hatch)"}
    dark = f"@media (prefers-color-scheme:dark){{{rules(1)}}}"
    text = f"{scope} g text{{paint-order:stroke;stroke-width:3px}}"
    return f"<style>{rules(0)}{written(shapes)}{text}{dark}</style>{definitions}"


# -- bars -----------------------------------------------------------------------------


def rectangle(
    look: str,
    sign: str,
    place: tuple[float, float, float],
    prefix: str,
    *,
    is_whole: bool = True,
) -> str:
    """Draw a piece of a bar, or one of the legend, at its left, right and top."""
    left, right, y = place
    if look in {"after", "before"}:  # a tick at the date, and an arrow
        x, way = (left, 1) if look == "after" else (right, -1)
        arrow = f"h{way * (right - left):.1f}l{-4 * way} -3m{4 * way} 3l{-4 * way} 3"
        tick = f"M{x:.1f} {y}v{HIGH}m0 {-HIGH / 2}{arrow}"
        return f'<path d="{tick}" class="line {sign}-l"/>'
    inset = 0.75 if look in {"planned", "within"} else 0.0  # for its line
    fill = {
        "sure": f'class="{sign}"',
        "planned": f'class="hollow {sign}-l"',
        "within": f'class="pale {sign} {sign}-l"',
    }.get(look, f'fill="url(#{prefix}-{sign}-{look})"')
    return (
        f'<rect x="{left + inset:.1f}" y="{y + inset:.1f}" '
        f'width="{max(right - left - 2 * inset, 0.5):.1f}" height="{HIGH - 2 * inset}" '
        f'rx="{1.5 if is_whole else 0}" {fill}/>'
    )


@attrs.frozen
class Bar:
    """One dated event: where it may be and surely is.

    Attributes:
        event: What it stands for.
        left: The first pixel where it may be.
        sure_left: From where it surely has begun.
        sure_right: Until where it surely goes on.
        right: The last pixel where it may be.
        sign: The name of its sign.
    """

    event: Event
    left: float
    sure_left: float
    sure_right: float
    right: float
    sign: str

    def rectangles(self, y: float, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield rectangles of SVG that can be seen, and how each looks."""
        pieces = [piece for piece in self._pieces() if piece[1] - piece[0] >= 1]
        for left, right, look in pieces:
            is_whole = len(pieces) == 1  # no notch between two
            place = (left, right, y)
            yield rectangle(look, self.sign, place, prefix, is_whole=is_whole), look

    def _pieces(self) -> list[tuple[float, float, str]]:
        if self.sure_left > self.sure_right:
            return self._unsure()
        return [
            (self.left, self.sure_left, "in"),
            (self.sure_left, self.sure_right, self._sure),
            (self.sure_right, self.right, "out"),
        ]

    @property
    def _sure(self) -> str:
        return "planned" if phase_of(self.event) in {"ahead", "off"} else "sure"

    def _unsure(self) -> list[tuple[float, float, str]]:
        """Return what is at no instant for sure: fading from the surer end."""
        when, quarter = self.event.when, (self.right - self.left) / 4
        if when and when.ticks.start_latest is when.end_latest is None:
            return [(self.left, self.right, "after")]
        if when and when.start_earliest is when.ticks.end_earliest is None:
            return [(self.left, self.right, "before")]
        unbounded = when is not None and when.end_latest is None
        if unbounded or self.sure_left - self.left < quarter:
            middle = self.left if self.sure_left >= self.right else self.sure_left
        elif self.right - self.sure_right < quarter or (
            when and when.start_earliest is None
        ):
            middle = self.right if self.sure_right <= self.left else self.sure_right
        else:
            marks = when is not None and when.value.marks
            return [(self.left, self.right, "both" if marks else "within")]
        return [(self.left, middle, "in"), (middle, self.right, "out")]


def _definitions(
    fades: Iterable[tuple[str, str]], prefix: str, *, hatched: bool
) -> str:
    """Return the gradients of these signs and fades, and the hatch of breaks."""
    made = []
    for sign, fade in sorted(pair for pair in fades if pair[1] in _FADES):
        stops = "".join(
            f'<stop offset="{at}" class="{sign}" stop-opacity="{alpha}"/>'
            for at, alpha in _FADES[fade]
        )
        name = f"{prefix}-{sign}-{fade}"
        made.append(f'<linearGradient id="{name}">{stops}</linearGradient>')
    if hatched:
        made.append(
            f'<pattern id="{prefix}-hatch" width="6" height="6" '
            'patternUnits="userSpaceOnUse"><path d="M0 6l6-6" class="hatch"/></pattern>'
        )
    return f"<defs>{''.join(made)}</defs>" if made else ""
