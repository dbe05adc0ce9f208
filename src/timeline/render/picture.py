"""A timeline as a picture: SVG made with nothing but the standard library.

What is known for sure is solid, where a start or an end is uncertain the bar fades, and
what has no date stands apart, in the order that the facts prove. Nothing is drawn at a
date that no source gave. Shapes instead of glyphs, measured titles, no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import heappush, heapreplace
from typing import TYPE_CHECKING

import attrs

from timeline.errors import InvalidError, MissingExtraError
from timeline.render.axis import ticks, ticks_of, within_days
from timeline.render.cells import Cells, is_dated
from timeline.render.days import as_day
from timeline.render.groups import fold_pending, grouped
from timeline.render.order import depths, proven_order
from timeline.render.shapes import cut, measure, shape, style
from timeline.schedule.schedule import schedule
from timeline.text import clean, escape_html, quote, suggest
from timeline.when.bounds import DAY
from timeline.words import Words

if TYPE_CHECKING:
    from datetime import date

    from timeline.collection import Collection
    from timeline.records.event import Event

__all__ = ["LANES", "measure", "png", "svg"]

LANES = ("kind", "party", "place", "status", "topic", "none")
MOST_LABELLED = 1_500  # of more events than that, titles would fill a wall
_MARGIN, _LINE, _BAR, _SIZE = 14, 18, 9, 13
_INDENT, _DEEPEST = 18, 8


@attrs.frozen
class _Bar:
    """One dated event: where it may be, surely is, and what stands above it."""

    event: Event
    left: float
    sure_left: float
    sure_right: float
    right: float
    sign: str
    label: str
    status: str
    label_left: float

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where nothing else may stand in its row."""
        if not self.label:
            return self.left, self.right
        words = measure(f"{self.label} {self.status}")
        return (
            min(self.left, self.label_left),
            max(self.right, self.label_left + words),
        )


class _Drawing:
    """Lines of SVG, from the top of the picture downwards."""

    def __init__(self, tl: Collection, cells: Cells, most: int, prefix: str) -> None:
        self.tl = tl
        self.cells = cells
        self.words = cells.words
        self.width = most
        self.prefix = prefix
        self.y = _MARGIN
        self.parts: list[str] = []
        self.fades: set[tuple[str, str]] = set()
        self.low, self.high = 0, DAY

    def x(self, tick: int | None, other: float) -> float:
        """Return where *tick* stands, or *other* if nobody knows."""
        if tick is None:
            return other
        room = self.width - 2 * _MARGIN
        share = (tick - self.low) / (self.high - self.low)
        return _MARGIN + room * min(max(share, 0.0), 1.0)

    def text(  # noqa: PLR0913  (where, what, and how it looks)
        self,
        x: float,
        y: float,
        words: str,
        look: str = "ink",
        *,
        bold: bool = False,
        anchor: str = "",
    ) -> None:
        """Add a line of text."""
        more = f' text-anchor="{anchor}"' if anchor else ""
        more += ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" class="{look}"{more}>'
            f"{escape_html(words)}</text>"
        )

    def heading(self, words: str) -> None:
        """Add the heading of a lane, with a rule above it."""
        self.parts.append(
            f'<path d="M{_MARGIN} {self.y}.5H{self.width - _MARGIN}" class="rule"/>'
        )
        self.y += _LINE
        room = self.width - 2 * _MARGIN
        self.text(_MARGIN, self.y - 3, cut(words, room * 0.9), bold=True)

    # -- dated ------------------------------------------------------------------------

    def dated(self, events: list[Event], lanes: str) -> None:
        """Draw an axis, and a lane of bars for each group."""
        self._stretch(events)
        self._axis()
        top, place = self.y, len(self.parts)
        labelled = len(events) <= MOST_LABELLED
        for heading, members in grouped(events, lanes, self.cells):
            self.heading(heading or self.words.say("what"))
            self._lane([self._bar(event, labelled=labelled) for event in members])
        if self.cells.on is not None:
            self._day_line(top, place)
        self.y += _MARGIN

    def _stretch(self, events: Iterable[Event]) -> None:
        known = [tick for event in events for tick in ticks_of(event.when)]
        if (on := self.cells.on) is not None:
            start = (on.toordinal() - 719_163) * DAY
            known += [start, start + DAY]
        low, high = min(known), max(known)
        slack = max((high - low) // 40, DAY // 24)
        self.low, self.high = low - slack, high + slack

    def _axis(self) -> None:
        room = self.width - 2 * _MARGIN
        y = self.y + _LINE - 4
        free = 0.0
        marks = []
        for tick, label in ticks(self.low, self.high, room // 95, self.words):
            x, wide = self.x(tick, 0), measure(label)
            left = min(max(x - wide / 2, _MARGIN), self.width - _MARGIN - wide)
            marks.append(f"M{x:.1f} {y + 4}v5")
            if left >= free:
                self.text(left, y, label, "dim")
                free = left + wide + 6
        marks.append(f"M{_MARGIN} {y + 9}H{self.width - _MARGIN}")
        self.parts.append(f'<path d="{"".join(marks)}" class="axis"/>')
        self.y = y + 14

    def _day_line(self, top: float, place: int) -> None:
        """Mark the day from which one looks behind the bars, labelled at their foot."""
        on = self.cells.on
        assert on is not None  # noqa: S101  (only called where there is one)
        x = self.x((on.toordinal() - 719_163) * DAY + DAY // 2, 0)
        line = f'<path d="M{x:.1f} {top}V{self.y + 2}" class="on"/>'
        self.parts.insert(place, line)
        self.y += _LINE
        label = self.words.say("as-of", self.words.date(str(on)))
        wide = measure(label)
        left = min(max(x - wide / 2, _MARGIN), self.width - _MARGIN - wide)
        self.text(left, self.y - 3, label, "dim")

    def _bar(self, event: Event, *, labelled: bool) -> _Bar:
        when = event.when
        assert when is not None  # noqa: S101  (only the dated come here)
        edge_left, edge_right = float(_MARGIN), float(self.width - _MARGIN)
        left = self.x(when.start_earliest, edge_left)
        right = self.x(when.end_latest, edge_right)
        sure_left = self.x(when.start_latest, right)
        sure_right = self.x(when.end_earliest, left)
        if within_days(when):  # which hour of the day is no question at this scale
            sure_left, sure_right = left, right
        if right - left < _BAR - 1:
            middle = min(max((left + right) / 2, edge_left + 4), edge_right - 4)
            left, right = middle - 4, middle + 4
            sure_left, sure_right = left, right
        label = status = ""
        if labelled:
            room = edge_right - edge_left
            status = cut(self.cells.text("status", event), room * 0.5)
            room -= measure(f" {status}")
            label = cut(event.label, room * 0.97)
        wide = measure(f"{label} {status}")
        start = min(max(left, edge_left), edge_right - wide)
        sign = self.cells.sign(event)
        return _Bar(
            event, left, sure_left, sure_right, right, sign, label, status, start
        )

    def _lane(self, bars: list[_Bar]) -> None:
        """Put bars into as few rows as they need, none over another."""
        rows: list[tuple[float, int]] = []
        top = self.y + 2
        high = _LINE + _BAR + 7 if bars[0].label else _BAR + 3
        for bar in sorted(bars, key=lambda bar: bar.reach):
            left, right = bar.reach
            if rows and rows[0][0] + 8 <= left:
                row = rows[0][1]
                heapreplace(rows, (right, row))
            else:
                row = len(rows)
                heappush(rows, (right, row))
            self._draw(bar, top + row * high)
        self.y = top + len(rows) * high + 4

    def _draw(self, bar: _Bar, y: float) -> None:
        event = bar.event
        told = f"{event.label}: {self.cells.date(event.when)}"  # type: ignore[arg-type]
        told = f"{told}, {bar.status}" if bar.status else told
        self.parts.append(f"<g><title>{escape_html(told[:400])}</title>")
        if bar.label:
            status = f'<tspan class="dim" dx="5">{escape_html(bar.status)}</tspan>'
            self.parts.append(
                f'<text x="{bar.label_left:.1f}" y="{y + 13:.1f}" class="ink">'
                f"{escape_html(bar.label)}{status if bar.status else ''}</text>"
            )
            y += _LINE
        self.parts.extend(self._rectangles(bar, y))
        self.parts.append("</g>")

    def _rectangles(self, bar: _Bar, y: float) -> Iterator[str]:
        """Draw what is sure solid, and what may be fading to either side."""
        if bar.sure_left > bar.sure_right:
            pieces = _unsure(bar)
        else:
            pieces = [
                (bar.left, bar.sure_left, "in"),
                (bar.sure_left, bar.sure_right, ""),
                (bar.sure_right, bar.right, "out"),
            ]
        for left, right, fade in pieces:
            if right - left < 0.05:
                continue
            fill = f'class="{bar.sign}"'
            if fade:
                self.fades.add((bar.sign, fade))
                fill = f'fill="url(#{self.prefix}-{bar.sign}-{fade})"'
            yield (
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{right - left:.1f}" '
                f'height="{_BAR}" rx="1.5" {fill}/>'
            )

    # -- undated ----------------------------------------------------------------------

    def undated(self, events: list[Event]) -> None:
        """List what has no date, in proven order: what waits under what it awaits."""
        self.heading(self.words.say("undated-lane"))
        self.y += 4
        order = proven_order(events, self._proven(events))
        depth = depths(order)
        places: dict[str, tuple[float, float]] = {}
        for event in order:
            level, before = depth[event.id]
            x = _MARGIN + 7 + min(level, _DEEPEST) * _INDENT
            y = self.y + _LINE / 2
            if before is not None:
                self._elbow(places[before], (x, y))
            places[event.id] = (x, y)
            self._listed(event, x, y)
        self.y += 6

    def _proven(self, events: list[Event]) -> tuple[str, ...] | None:
        """Return the order that the schedule proves, if there is anything to prove."""
        if len(events) > MOST_LABELLED or not any(event.when for event in events):
            return None
        return schedule(self.tl.origin, strict=False).topological

    def _listed(self, event: Event, x: float, y: float) -> None:
        sign = self.cells.sign(event)
        self.parts.append(f"<g><title>{escape_html(event.label[:400])}</title>")
        self.parts.append(shape(sign, x, y))
        left = x + 11
        room = self.width - _MARGIN - left
        status = cut(self.cells.text("status", event), room * 0.5)
        label = cut(event.label, (room - measure(f"{status} ")) * 0.97)
        self.parts.append(
            f'<text x="{left:.1f}" y="{y + 4.5:.1f}" class="ink">{escape_html(label)}'
            f'<tspan class="dim" dx="6">{escape_html(status)}</tspan></text></g>'
        )
        self.y += _LINE
        for note in self.cells.notes(event):
            self.text(left, self.y + _LINE / 2 + 3, cut(note, room * 0.97), "dim")
            self.y += _LINE - 2
        self.y += 3

    def _elbow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Join what waits to what it waits for."""
        x, y = start
        self.parts.append(
            f'<path d="M{x:.1f} {y + 7:.1f}V{end[1]:.1f}H{end[0] - 7:.1f}" '
            'class="axis"/>'
        )

    # -- whole ------------------------------------------------------------------------

    def fading(self) -> str:
        """Return the gradients that are used."""
        steps = {
            "in": ((0, 0.08), (1, 1)),
            "out": ((0, 1), (1, 0.08)),
            "both": ((0, 0.12), (0.5, 0.75), (1, 0.12)),
        }
        made = []
        for sign, fade in sorted(self.fades):
            stops = "".join(
                f'<stop offset="{at}" class="{sign}" stop-opacity="{alpha}"/>'
                for at, alpha in steps[fade]
            )
            name = f"{self.prefix}-{sign}-{fade}"
            made.append(f'<linearGradient id="{name}">{stops}</linearGradient>')
        return f"<defs>{''.join(made)}</defs>" if made else ""


def _unsure(bar: _Bar) -> list[tuple[float, float, str]]:
    """Return how to draw what is at no instant for sure: fading from the surer end."""
    when, quarter = bar.event.when, (bar.right - bar.left) / 4
    unbounded = when is not None and when.end_latest is None
    if unbounded or bar.sure_left - bar.left < quarter:
        middle = bar.left if bar.sure_left >= bar.right else bar.sure_left
    elif bar.right - bar.sure_right < quarter or (when and when.start_earliest is None):
        middle = bar.right if bar.sure_right <= bar.left else bar.sure_right
    else:
        return [(bar.left, bar.right, "both")]
    return [(bar.left, middle, "in"), (middle, bar.right, "out")]


def svg(  # noqa: PLR0913  (every one of them by name)
    tl: Collection,
    *,
    width: int = 960,
    lanes: str = "kind",
    on: date | str | None = None,
    language: str = "en",
    prefix: str = "timeline",
    titled: bool = True,
) -> str:
    """Return *tl* as an SVG picture; see `Timeline.to_svg`."""
    if lanes not in LANES:
        hint = suggest(str(lanes), LANES)
        raise InvalidError(f"no lanes are called {quote(lanes)}", hint, ("lanes",))
    if not 240 <= width <= 10_000:
        message = f"{quote(width)} is no width of a picture"
        raise InvalidError(message, "pass 240 to 10000 pixels", ("width",))
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", prefix):
        hint = "begin with a letter; then letters, digits, - and _"
        raise InvalidError(f"{quote(prefix)} is no prefix of ids", hint, ("prefix",))
    cells = Cells(tl, Words(language), as_day(on), whole=True)
    drawing = _Drawing(tl, cells, width, prefix)
    name = clean(tl.title[:400]) or cells.words.say("records", len(tl.events))
    if titled and tl.title:
        drawing.y += _LINE
        drawing.text(_MARGIN, drawing.y - 4, cut(name, (width - 28) * 0.9), bold=True)
        drawing.y += 4
    events = fold_pending(list(tl.events), cells)
    if dated := [event for event in events if is_dated(event)]:
        drawing.dated(dated, lanes)
    if others := [event for event in events if not is_dated(event)]:
        drawing.undated(others)
    return _whole(drawing, name)


def png(picture: str, scale: float = 2.0) -> bytes:
    """Return an SVG as PNG; see `Timeline.to_png`."""
    try:
        from vl_convert import svg_to_png  # noqa: PLC0415  (88 MB, an extra)
    except ImportError:
        raise MissingExtraError(
            "a PNG needs the package vl-convert-python",
            "pip install 'diplomatic-timeline[png]'",
        ) from None
    return bytes(svg_to_png(picture, scale=scale))


def _whole(drawing: _Drawing, name: str) -> str:
    width, height = drawing.width, int(drawing.y + _MARGIN)
    scope = f"#{drawing.prefix}"
    count = drawing.words.say("records", len(drawing.tl.events))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{drawing.prefix}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape_html(f"{name}: {count}")}" '
        f'font-family="Helvetica,Arial,DejaVu Sans,sans-serif" font-size="{_SIZE}">'
        f"<title>{escape_html(name)}</title>{style(scope)}{drawing.fading()}"
        f'<rect width="{width}" height="{height}" class="paper"/>'
        f"{chr(10).join(drawing.parts)}</svg>"
    )
