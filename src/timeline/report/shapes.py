"""Shapes, colours and the width of words: what every picture is made of."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType

from timeline.text import clean
from timeline.text import width as cells_wide

_LINES = 3
# light and dark, of each sign; contrast of 4.5 to the paper
_COLOURS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "done": ("#1a7f37", "#3fb950"),
        "under-way": ("#0969da", "#58a6ff"),
        "scheduled": ("#0b7285", "#39c5cf"),
        "expected": ("#8a5a00", "#d8a32f"),
        "waiting": ("#7a44d4", "#bc8cff"),
        "stalled": ("#c0212c", "#ff7b72"),
        "off": ("#646c75", "#8b949e"),
        "not-stated": ("#57606a", "#9aa5b1"),
    }
)
_INKS = {
    "ink": ("#1b1f24", "#e6edf3"),
    "dim": ("#57606a", "#9aa5b1"),
    "rule": ("#d0d7de", "#363d47"),
    "paper": ("#ffffff", "#0d1117"),
}


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
    text = clean(text[:300])
    if measure(text) <= room:
        return text
    room -= measure("…")
    ends = enumerate(accumulate(map(measure, text)))
    kept = next(number for number, end in ends if end > room)
    return text[:kept].rstrip() + "…"


def break_lines(text: str, room: float, last: float = 0) -> list[str]:
    """Return *text* in lines of at most *room* pixels, the last with *last* to spare.

    There are three at most; what is longer is cut.
    """
    lines: list[str] = []
    line = ""
    for word in clean(text[:300]).split(" "):
        longer = f"{line} {word}" if line else word
        if line and len(lines) + 1 < _LINES and measure(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    if len(lines) + 1 < _LINES and " " in line and measure(line) > room - last:
        start, _, line = line.rpartition(" ")
        lines.append(start)
    return [*(cut(line, room) for line in lines), cut(line, room - last)]


def shape(sign: str, x: float, y: float) -> str:
    """Draw the sign of a status as a shape: glyphs change the font of a whole label."""
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"'
    half = f'<path d="M{x:.1f} {y - 5:.1f}'
    if sign == "stalled":
        return (
            f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" '
            f'class="{sign}"/>'
        )
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


def style(scope: str) -> str:
    """Return the colours, of light paper and of dark."""
    strokes = {
        "g text": _INKS["paper"],
        ".rule": _INKS["rule"],
        ".axis": _INKS["dim"],
        ".on": _COLOURS["stalled"],
    }

    def rules(shade: int) -> str:
        lines = [
            f"{scope} .{name}{{fill:{pair[shade]};stop-color:{pair[shade]}}}"
            f"{scope} .{name}-l{{stroke:{pair[shade]}}}"
            for name, pair in _COLOURS.items()
        ]
        lines += [f"{scope} .{n}{{fill:{pair[shade]}}}" for n, pair in _INKS.items()]
        lines += [f"{scope} {n}{{stroke:{pair[shade]}}}" for n, pair in strokes.items()]
        return "".join(lines)

    shapes = (
        f"{scope} .line,{scope} .axis{{fill:none;stroke-width:1.5}}"
        f"{scope} .axis{{stroke-width:1}}{scope} .on{{stroke-dasharray:5 3}}"
        f"{scope} g text{{paint-order:stroke;stroke-width:3px}}"
    )
    dark = f"@media (prefers-color-scheme:dark){{{rules(1)}}}"
    return f"<style>{rules(0)}{shapes}{dark}</style>"
