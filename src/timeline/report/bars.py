"""A dated event as a bar: solid where it surely is, fading where it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from timeline.records.event import Event
from timeline.report.shapes import measure
from timeline.text import escape_html

HIGH = 9  # pixels
_STEPS = {
    "in": ((0, 0.08), (1, 1)),
    "out": ((0, 1), (1, 0.08)),
    "both": ((0, 0.12), (0.5, 0.75), (1, 0.12)),
}


@attrs.frozen
class Bar:
    """One dated event: where it may be, surely is, and what stands above it.

    Attributes:
        event: What it stands for.
        left: The first pixel where it may be.
        sure_left: From where it surely has begun.
        sure_right: Until where it surely goes on.
        right: The last pixel where it may be.
        sign: The name of its sign.
        label: What it is called; "" if nothing is to be written.
        status: How it stands, in words.
        edges: Between which pixels its label may stand.
    """

    event: Event
    left: float
    sure_left: float
    sure_right: float
    right: float
    sign: str
    label: str
    status: str
    edges: tuple[float, float]

    @property
    def label_place(self) -> tuple[float, float, bool]:
        """Where the label is, at most, and whether it ends where the bar does."""
        first, last = self.edges
        wide = measure(f"{self.label} {self.status}")
        if self.left + wide <= last:
            return self.left, self.left + wide, False
        end = max(self.right, first + wide)
        return end - wide, end, True

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where nothing else may stand in its row."""
        if not self.label:
            return self.left, self.right
        start, end, _ = self.label_place
        return min(self.left, start), max(self.right, end)

    def text(self, y: float) -> str:
        """Return the label as a line of SVG."""
        start, end, at_end = self.label_place
        place = f'x="{end:.1f}" text-anchor="end"' if at_end else f'x="{start:.1f}"'
        status = f'<tspan class="dim" dx="5">{escape_html(self.status)}</tspan>'
        return (
            f'<text {place} y="{y:.1f}" class="ink">{escape_html(self.label)}'
            f"{status if self.status else ''}</text>"
        )

    def rectangles(self, y: float, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield rectangles of SVG, and how each fades: "in", "out", "both" or ""."""
        pieces = [piece for piece in self._pieces() if piece[1] - piece[0] >= 0.05]
        for left, right, fade in pieces:
            fill = f'class="{self.sign}"'
            if fade:
                fill = f'fill="url(#{prefix}-{self.sign}-{fade})"'
            rounded = ' rx="1.5"' if len(pieces) == 1 else ""  # no notch between two
            box = f'x="{left:.1f}" y="{y:.1f}" width="{right - left:.1f}"'
            yield f'<rect {box} height="{HIGH}"{rounded} {fill}/>', fade

    def _pieces(self) -> list[tuple[float, float, str]]:
        if self.sure_left > self.sure_right:
            return self._unsure()
        return [
            (self.left, self.sure_left, "in"),
            (self.sure_left, self.sure_right, ""),
            (self.sure_right, self.right, "out"),
        ]

    def _unsure(self) -> list[tuple[float, float, str]]:
        """Return what is at no instant for sure: fading from the surer end."""
        when, quarter = self.event.when, (self.right - self.left) / 4
        unbounded = when is not None and when.end_latest is None
        if unbounded or self.sure_left - self.left < quarter:
            middle = self.left if self.sure_left >= self.right else self.sure_left
        elif self.right - self.sure_right < quarter or (
            when and when.start_earliest is None
        ):
            middle = self.right if self.sure_right <= self.left else self.sure_right
        else:
            return [(self.left, self.right, "both")]
        return [(self.left, middle, "in"), (middle, self.right, "out")]


def gradients(fades: Iterable[tuple[str, str]], prefix: str) -> str:
    """Return the gradients of these signs and fades."""
    made = []
    for sign, fade in sorted(fades):
        stops = "".join(
            f'<stop offset="{at}" class="{sign}" stop-opacity="{alpha}"/>'
            for at, alpha in _STEPS[fade]
        )
        name = f"{prefix}-{sign}-{fade}"
        made.append(f'<linearGradient id="{name}">{stops}</linearGradient>')
    return f"<defs>{''.join(made)}</defs>" if made else ""
