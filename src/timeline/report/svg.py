"""A timeline as a picture: SVG made with nothing but the standard library.

Each event has a row: what, when and who, and a bar beside it. What is known for sure is
solid, where a start or an end is uncertain the bar fades, and what has no date stands
apart, in the order that the facts prove. Nothing is drawn at a
date that no source gave. Shapes instead of glyphs, measured titles, no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import heappush, heapreplace

from timeline.collection.collection import Collection
from timeline.errors import InvalidError, MissingExtraError
from timeline.formats.export import is_certain
from timeline.records.event import Event
from timeline.report.axis import marks
from timeline.report.cells import Cells, is_dated
from timeline.report.groups import (
    depths,
    fold_pending,
    group_events,
    proven_tree,
    under_wholes,
)
from timeline.report.notes import notes_of
from timeline.report.shapes import (
    HIGH,
    Bar,
    Picture,
    break_lines,
    cut,
    measure,
    shape,
    style,
)
from timeline.schedule.schedule import schedule
from timeline.text import clean, escape_html, quote, suggest
from timeline.when.bounds import DAY, UNBOUNDED, Ticks
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

LANES = ("kind", "party", "place", "status", "topic", "none")
MOST_ROWS = 40  # of more dated events than that, titles would fill a wall
_MOST_ORDERED = 1_500
_WIDE = 760  # from here on bars stand beside their labels
_MOST_NAMES = 8
_MARGIN, _LINE, _SIZE = 14, 18, 13
_INDENT, _DEEPEST = 18, 8
_INK, _DIM = 'class="ink"', 'class="dim"'  # how a line of text looks
_BOLD, _CENTRED = f'{_INK} font-weight="600"', f'{_DIM} text-anchor="middle"'


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
        is_wide = most >= _WIDE
        self.left = most * 0.46 if is_wide else float(_MARGIN)  # of the bars
        self.right = most - _MARGIN
        self.column = self.left - 16 if is_wide else self.right  # of labels, its end

    def x(self, tick: int | None, other: float) -> float:
        """Return where *tick* stands, or *other* if nobody knows."""
        if tick is None:
            return other
        share = (tick - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def text(self, x: float, y: float, words: str, look: str = _INK) -> None:
        """Add a line of text."""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape_html(words)}</text>'
        )

    def heading(self, words: str) -> None:
        """Add the heading of a lane, with a rule above it."""
        self.parts.append(
            f'<path d="M{_MARGIN} {self.y}.5H{self.width - _MARGIN}" class="rule"/>'
        )
        for line in break_lines(words, (self.width - 2 * _MARGIN) * 0.9):
            self.y += _LINE
            self.text(_MARGIN, self.y - 3, line, _BOLD)

    # -- dated ------------------------------------------------------------------------

    def draw_dated(self, events: list[Event], lanes: str) -> None:
        """Draw an axis, and a row with a bar for each event, or for each of many."""
        self._stretch(events)
        self._axis()
        many = len(events) > MOST_ROWS
        for heading, members in group_events(
            events, "kind" if many and lanes == "none" else lanes, self.cells
        ):
            if many:
                self._lane(heading, members)
                continue
            if heading:
                self.heading(heading)
            rows = under_wholes(members, self.cells)
            for event, depth in zip(rows, depths(rows), strict=True):
                self._row(event, depth)
        self.y += _MARGIN

    def _stretch(self, events: Iterable[Event]) -> None:
        """Choose from when to when the axis runs."""
        known = [
            tick for event in events for tick in ticks_of(event) if tick is not None
        ]
        if (on := self.cells.on) is not None:
            known += [on.number * DAY, (on.number + 1) * DAY]
        low, high = min(known), max(known)
        slack = max((high - low) // 40, DAY // 24)
        self.low, self.high = low - slack, high + slack

    def _axis(self) -> None:
        if (on := self.cells.on) is not None:
            self.y += _LINE
            label = self.words.say("as-of", self.words.day(on))
            middle, _ = self._centre(self.x(on.number * DAY + DAY // 2, 0), label)
            self.text(middle, self.y - 4, label, _CENTRED)
        y, free = self.y + _LINE - 4, 0.0
        lines = []
        room = self.right - self.left
        for tick, label in marks(self.low, self.high, int(room / 95), self.words):
            x = self.x(tick, 0)
            lines.append(f"M{x:.1f} {y + 4}v5")
            middle, half = self._centre(x, label)
            if middle - half >= free:
                self.text(middle, y, label, _CENTRED)
                free = middle + half + 6
        lines.append(f"M{self.left:.1f} {y + 9}H{self.right}")
        self.parts.append(f'<path d="{"".join(lines)}" class="axis"/>')
        self.y = y + 14

    def _centre(self, x: float, label: str) -> tuple[float, float]:
        """Return where the middle of a label about *x* is, and half its width."""
        half = measure(label) / 2
        return min(max(x, self.left + half), self.right - half), half

    def _bar(self, event: Event) -> Bar:
        ticks = ticks_of(event)
        left = self.x(ticks.start_earliest, self.left)
        right = self.x(ticks.end_latest, self.right)
        sure_left = self.x(ticks.start_latest, right)
        sure_right = self.x(ticks.end_earliest, left)
        day = self.x(self.low + DAY, 0) - self.left
        if day < _LINE and _is_within_days(ticks):  # too short for a fade to be seen
            sure_left, sure_right = left, right
        if right - left < HIGH - 1:
            middle = min(max((left + right) / 2, self.left + 4), self.right - 4)
            left, right = middle - 4, middle + 4
            sure_left, sure_right = left, right
        is_short = right - left < HIGH
        if event.when and _is_doubtful(event.when, is_short=is_short):
            sure_left, sure_right = right, left  # it fades from end to end
        sign = self.cells.sign(event)
        return Bar(event, left, sure_left, sure_right, right, sign)

    def _row(self, event: Event, depth: int) -> None:
        """Draw the label of an event, and its bar beside it or, if narrow, below."""
        top = self.y
        self.parts.append(self._named(event))
        self._label(event, _MARGIN + 7 + min(depth, _DEEPEST) * _INDENT, self.column)
        beside = self.left > _MARGIN
        if not beside:
            top, self.y = self.y, self.y + HIGH + 6
        self._strip(top, self.y)
        self._draw(self._bar(event), top + (7 if beside else 2))
        self.parts.append("</g>")

    def _lane(self, heading: str, events: list[Event]) -> None:
        """Draw the bars of many in one row, none over another, with their count."""
        top = self.y
        count = self.words.say("records", len(events))
        lines = break_lines(f"{heading}: {count}", self.column - _MARGIN)
        for line in lines:
            self.y += _LINE
            self.text(_MARGIN, self.y - 3, line)
        if self.left > _MARGIN:
            self.y, low = top, self.y
        else:
            top = low = self.y
        free: list[tuple[float, int]] = []
        placed = []
        for bar in sorted(map(self._bar, events), key=lambda bar: bar.left):
            if free and free[0][0] + 2 <= bar.left:
                row = free[0][1]
                heapreplace(free, (bar.right, row))
            else:
                row = len(free)
                heappush(free, (bar.right, row))
            placed.append((bar, top + 4 + row * (HIGH + 3)))
        self.y = max(low, top + 4 + len(free) * (HIGH + 3)) + 4
        self._strip(top, self.y)
        for bar, y in placed:
            self.parts.append(self._named(bar.event))
            self._draw(bar, y)
            self.parts.append("</g>")

    def _strip(self, top: float, bottom: float) -> None:
        """Draw behind the bars of a row the day one looks from, and a rule."""
        if (on := self.cells.on) is not None:
            x = self.x(on.number * DAY + DAY // 2, 0)
            self.parts.append(f'<path d="M{x:.1f} {top}V{bottom}" class="on"/>')
        line = f"M{_MARGIN} {bottom}H{self.right}"
        self.parts.append(f'<path d="{line}" class="rule"/>')

    def _named(self, event: Event) -> str:
        """Return the start of a group of SVG that says what *event* is."""
        date = self.words.when(event.when) if event.when else ""
        said = [": ".join(filter(None, (self.cells.title(event), date)))]
        said += filter(None, [self.cells.status(event)])
        return f"<g><title>{escape_html(', '.join(said)[:400])}</title>"

    def _draw(self, bar: Bar, y: float) -> None:
        for rectangle, fade in bar.rectangles(y, self.prefix):
            self.parts.append(rectangle)
            if fade:
                self.fades.add((bar.sign, fade))

    # -- undated ----------------------------------------------------------------------

    def draw_undated(self, events: list[Event]) -> None:
        """List what has no date, in proven order: what waits under what it awaits."""
        self.heading(self.words.say("undated-lane"))
        self.y += 4
        places: dict[str, tuple[float, float]] = {}
        for event, level, before in proven_tree(events, self._find_order(events)):
            x = _MARGIN + 7 + min(level, _DEEPEST) * _INDENT
            y = self.y + _LINE / 2 + 2
            if before is not None:
                self._elbow(places[before], (x, y))
            places[event.id] = (x, y)
            self.parts.append(self._named(event))
            self._label(event, x, self.width - _MARGIN)
            self.parts.append("</g>")
        self.y += 6

    def _find_order(self, events: list[Event]) -> tuple[str, ...] | None:
        """Return the order that the schedule proves, if there is anything to prove."""
        if len(events) > _MOST_ORDERED or not any(event.when for event in events):
            return None
        return schedule(self.tl.origin, strict=False).topological

    def _label(self, event: Event, x: float, right: float) -> None:
        """Write what an event is, how it stands, when and who; and its notes."""
        self.y += 2
        self.parts.append(shape(self.cells.sign(event), x, self.y + _LINE / 2))
        left = x + 11
        room = right - left
        when, who = self.cells.when(event), self.cells.who(event)
        notes = [" · ".join(filter(None, (when, who))), *notes_of(event, self.cells)]
        status = self.cells.status(event)
        if measure(status) > room * 0.5:  # in lines of its own it is not cut
            notes, status = [status, *notes], ""
        *lines, label = break_lines(
            self.cells.title(event), room, measure(f" {status}")
        )
        for line in lines:
            self.text(left, self.y + _LINE / 2 + 4.5, line)
            self.y += _LINE - 2
        self.parts.append(
            f'<text x="{left:.1f}" y="{self.y + _LINE / 2 + 4.5:.1f}" class="ink">'
            f'{escape_html(label)}<tspan class="dim" dx="6">{escape_html(status)}'
            "</tspan></text>"
        )
        self.y += _LINE
        for note in filter(None, notes):
            for line in break_lines(note, room):
                self.text(left, self.y + _LINE / 2 + 3, line, _DIM)
                self.y += _LINE - 2
        self.y += 3

    def _elbow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Join what waits to what it waits for."""
        x, y = start
        self.parts.append(
            f'<path d="M{x:.1f} {y + 7:.1f}V{end[1]:.1f}H{end[0] - 7:.1f}" '
            'class="axis"/>'
        )


def _is_doubtful(when: When, *, is_short: bool) -> bool:
    """Whether no instant of it is sure, or too little of it to be drawn as sure."""
    value = when.value
    return bool(value.marks or value.parts or (is_short and not is_certain(when)))


def svg(  # noqa: PLR0913  (every one of them by name)
    tl: Collection,
    *,
    width: int = 960,
    lanes: str = "none",
    on: DayLike | None = None,
    language: str = "en",
    prefix: str = "timeline",
    titled: bool = True,
) -> Picture:
    """Return *tl* as an SVG picture; see `Timeline.to_svg`."""
    if lanes not in LANES:
        hint = suggest(str(lanes), LANES)
        raise InvalidError(f"unknown lanes {quote(lanes)}", hint, ("lanes",))
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", prefix):
        hint = "begin with a letter; then letters, digits, - and _"
        raise InvalidError(f"invalid prefix {quote(prefix)}", hint, ("prefix",))
    events, folded = fold_pending(tl.events)
    day = None if on is None else as_day(on)
    cells = Cells(tl, tl.words(language), day, folded=folded, max_names=_MOST_NAMES)
    drawing = _Drawing(tl, cells, width, prefix)
    name = clean(tl.title[:400]) or cells.words.say("records", len(tl.events))
    if titled and tl.title:
        drawing.y += _LINE
        drawing.text(_MARGIN, drawing.y - 4, cut(name, (width - 28) * 0.9), _BOLD)
        drawing.y += 4
    if dated := [event for event in events if is_dated(event)]:
        drawing.draw_dated(dated, lanes)
    if others := [event for event in events if not is_dated(event)]:
        drawing.draw_undated(others)
    return _wrap(drawing, name)


def ticks_of(event: Event) -> Ticks:
    """Return the stated bounds of an event."""
    return event.when.ticks if event.when else UNBOUNDED


def _is_within_days(ticks: Ticks) -> bool:
    """Whether both ends are known to within a day."""
    first, sure, over, last = ticks
    if first is None or sure is None or over is None or last is None:
        return False
    return sure - first <= DAY and last - over <= DAY


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


def _wrap(drawing: _Drawing, name: str) -> Picture:
    width, height = drawing.width, int(drawing.y + _MARGIN)
    count = drawing.words.say("records", len(drawing.tl.events))
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{drawing.prefix}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape_html(f"{name}: {count}")}" '
        f'font-family="Helvetica,Arial,DejaVu Sans,sans-serif" font-size="{_SIZE}">'
        f"<title>{escape_html(name)}</title>{style(drawing.prefix, drawing.fades)}"
        f'<rect width="{width}" height="{height}" class="paper"/>'
        f"{chr(10).join(drawing.parts)}</svg>"
    )
