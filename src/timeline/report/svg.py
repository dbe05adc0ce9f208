"""A timeline as a picture: SVG made with nothing but the standard library.

Each event has a row: what, when and who, and a bar beside it. What is known for sure is
solid, where a start or an end is uncertain the bar fades, and what has no date stands
apart, in the order that the facts prove. Nothing is drawn at a
date that no source gave. Shapes instead of glyphs, measured titles, no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import heappush, heapreplace

from timeline.collection.collection import Collection
from timeline.errors import InvalidError, MissingExtraError
from timeline.formats.export import is_certain
from timeline.records.event import Event
from timeline.report.axis import GAP, Axis, marks, stretches
from timeline.report.cells import SIGNS, Cells, is_dated
from timeline.report.groups import (
    Groups,
    depths,
    fold_pending,
    group_events,
    proven_tree,
    under_wholes,
)
from timeline.report.look import Look
from timeline.report.notes import notes_of
from timeline.report.shapes import (
    HIGH,
    Bar,
    Picture,
    break_lines,
    cut,
    measure,
    rectangle,
    shape,
    style,
)
from timeline.schedule.schedule import schedule
from timeline.text import clean, escape_html, quote, suggest
from timeline.when.bounds import DAY, UNBOUNDED, Ticks
from timeline.when.calendar import Day
from timeline.when.interop import DayLike
from timeline.when.when import When

LANES = ("kind", "party", "place", "status", "topic", "none")
MOST_ROWS = 40  # of more dated events than that, titles would fill a wall
_MOST_ORDERED = 1_500
_WIDE = 760  # from here on bars stand beside their labels
_MOST_NAMES, _MOST_LINES = 8, 12  # of what stands under a title
_OUTSIDE, _ARROW = 44, 10  # pixels for what is earlier or later than the axis
_LIMIT = 24  # pixels of an arrow from a date on, or up to it
_KEYS = {  # by look, its key in the legend
    **dict.fromkeys(("in", "out", "both"), "fade"),
    **dict.fromkeys(("after", "before"), "limit"),
}
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
        self.signs: set[str] = set()
        self.span = ""  # from the first date to the last, in words
        self.has_hours = False  # whether any event has a time of day
        self.is_outside = False  # whether an event reaches out of the axis
        is_wide = most >= _WIDE
        self.left = most * 0.46 if is_wide else float(_MARGIN)  # of the bars
        self.right = most - _MARGIN
        self.column = self.left - 16 if is_wide else self.right  # of labels, its end
        self.axis = Axis([(0, DAY)], self.left, self.right)

    def x(self, tick: int | None, other: float) -> float:
        """Return where *tick* stands, or *other* if nobody knows."""
        if tick is None:
            return other
        side = self.axis.is_outside(tick)
        if side:
            return self.left + _ARROW if side < 0 else self.right - _ARROW
        return self.axis.x(tick)

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
        lanes = "kind" if many and lanes == "none" else lanes
        for heading, members in self._lanes(events, lanes):
            if many:
                self._lane(heading, members)
                continue
            if heading:
                self.heading(heading)
            rows = under_wholes(members, self.cells)
            for event, depth in zip(rows, depths(rows), strict=True):
                self._row(event, depth)
        self.y += _MARGIN

    def _lanes(self, events: list[Event], lanes: str) -> Groups:
        """Return headings and the events under each: those of several in each."""
        if lanes not in {"party", "topic"}:
            return group_events(events, lanes, self.cells)
        found: dict[str, list[Event]] = {}
        for event in events:
            parties = map(self.words.party, event.parties)
            names = event.topics if lanes == "topic" else parties
            for name in [*names] or [self.words.say("not-stated")]:
                found.setdefault(name, []).append(event)
        return sorted(found.items())

    def _stretch(self, events: Sequence[Event]) -> None:
        """Choose from when to when the axis runs, and what it leaves out."""
        whens = [event.when for event in events if event.when]
        self.has_hours = any(when.value.has_clock for when in whens)
        windows = [window for event in events for window in _windows(event)]
        on = self.cells.on
        seen_from = [] if on is None else [(on.number * DAY, (on.number + 1) * DAY)]
        parts = stretches(windows, seen_from)
        first, last = min(windows)[0], max(end for _, end in windows)
        days = Day.of(first // DAY), Day.of((last - 1) // DAY)
        left = self.left + _OUTSIDE * (first < parts[0][0])
        self.span = self.words.days(*days)
        right = self.right - _OUTSIDE * (last > parts[-1][1])
        self.axis = Axis(parts, left, right)

    def _axis(self) -> None:
        if (on := self.cells.on) is not None:
            self.y += _LINE
            label = self.words.say("as-of", self.words.day(on))
            middle, _ = self._centre(self.axis.x(on.number * DAY + DAY // 2), label)
            self.text(middle, self.y - 4, label, _CENTRED)
        y, free = self.y + _LINE - 4, 0.0
        axis, lines = self.axis, []
        for low, high in axis.parts:
            start, end = axis.x(low), axis.x(high)
            is_only = len(axis.parts) == 1
            for tick, label in marks(low, high, (end - start) / 95, self.words):
                x = axis.x(tick)
                lines.append(f"M{x:.1f} {y + 4}v5")
                middle, half = self._centre(x, label)
                fits = is_only or start - 1 < middle - half < middle + half < end + 1
                if fits and middle - half >= free:
                    self.text(middle, y, label, _CENTRED)
                    free = middle + half + 6
            lines.append(f"M{start:.1f} {y + 9}H{end:.1f}")
        self.parts.append(f'<path d="{"".join(lines)}" class="axis"/>')
        self.y = y + 14

    def _centre(self, x: float, label: str) -> tuple[float, float]:
        """Return where the middle of a label about *x* is, and half its width."""
        half, axis = measure(label) / 2, self.axis
        return min(max(x, axis.left + half), axis.right - half), half

    def _bar(self, event: Event, ticks: Ticks) -> Bar:
        left = self.x(ticks.start_earliest, self.axis.left)
        right = self.x(ticks.end_latest, self.axis.right)
        if ticks.start_latest is ticks.end_latest is None:  # not before a date
            right = min(right, left + _LIMIT)
        elif ticks.start_earliest is ticks.end_earliest is None:  # by a date
            left = max(left, right - _LIMIT)
        sure_left = self.x(ticks.start_latest, right)
        sure_right = self.x(ticks.end_earliest, left)
        by_days = not self.has_hours or self.axis.scale * DAY < _LINE
        if by_days and _is_within_days(ticks):  # a fade would be of hours
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
        for ticks in _choices(event):
            self._draw(self._bar(event, ticks), top + (7 if beside else 2))
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
        bars = (self._bar(event, ticks_of(event)) for event in events)
        for bar in sorted(bars, key=lambda bar: bar.left):
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
        """Draw behind the bars of a row breaks, the day one looks from, and a rule."""
        axis, high = self.axis, bottom - top
        zones = [(self.left, axis.left), (axis.right, self.right)]
        if (on := self.cells.on) is not None:
            zones[1] = (axis.x((on.number + 1) * DAY), self.right)
        for left, right in zones:
            if right > left:
                self._box(left, top, right - left, high, "zone")
        for left, _, _ in axis.gaps:
            self._box(left, top, GAP, high, "gap")
        if on is not None:
            x = axis.x(on.number * DAY + DAY // 2)
            self.parts.append(f'<path d="M{x:.1f} {top}V{bottom}" class="on"/>')
        line = f"M{_MARGIN} {bottom}H{self.right}"
        self.parts.append(f'<path d="{line}" class="rule"/>')

    def _box(self, x: float, y: float, wide: float, high: float, look: str) -> None:
        box = f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z"
        self.parts.append(f'<path d="{box}" class="{look}"/>')

    def _named(self, event: Event) -> str:
        """Return the start of a group of SVG that says what *event* is."""
        date = self.words.when(event.when) if event.when else ""
        said = [": ".join(filter(None, (self.cells.title(event), date)))]
        said += filter(None, [self.cells.status(event)])
        return f"<g><title>{escape_html(', '.join(said)[:400])}</title>"

    def _draw(self, bar: Bar, y: float) -> None:
        for piece, look in bar.rectangles(y, self.prefix):
            self.parts.append(piece)
            self.fades.add((bar.sign, look))
        self.signs.add(bar.sign)
        for left, _, _ in self.axis.gaps:
            if bar.left < left and bar.right > left + GAP:
                self._box(left, y - 1, GAP, HIGH + 2, "paper")
                line = f"M{left + 2:.1f} {y + HIGH / 2}h{GAP - 4}"
                self.parts.append(f'<path d="{line}" class="dots {bar.sign}-l"/>')
        for tick in ticks_of(bar.event)[::3]:
            if side := self.axis.is_outside(tick):
                self.is_outside = True
                self._arrow(self.left if side < 0 else self.right, y, -side)

    def _arrow(self, x: float, y: float, way: int) -> None:
        arrow = f"M{x + 6 * way:.1f} {y + 1}l{-4 * way} 3.5 {4 * way} 3.5"
        self.parts.append(f'<path d="{arrow}" class="axis"/>')

    # -- legend -----------------------------------------------------------------------

    def draw_legend(self) -> None:
        """Say in words what the signs and bars of the picture mean."""
        say, left = self.words.say, float(_MARGIN)
        looks = {
            _KEYS.get(look, look): (sign, look) for sign, look in sorted(self.fades)
        }
        signs = [name for name in SIGNS if name in self.signs]
        gaps = [  # the whole days that each leaves out
            self.words.days(Day.of(-(-end // DAY)), Day.of(start // DAY - 1))
            for _, end, start in self.axis.gaps
        ]
        entries = [("sign", name, say(f"sign-{name}")) for name in signs]
        entries += [("bar", look, say(f"key-{look}")) for look in looks]
        entries += [("arrow", "", say("key-outside"))] * self.is_outside
        entries += [("gap", "", ", ".join([say("key-gap"), *gaps]))] * bool(gaps)
        self.y += 4
        for kind, name, said in entries:
            start = 16 if kind == "sign" else 32
            lines = break_lines(said, self.width - _MARGIN * 2 - start)
            wide = start + max(map(measure, lines)) + 16
            if left > _MARGIN and left + wide - 16 > self.width - _MARGIN:
                left, self.y = float(_MARGIN), self.y + _LINE
            y = self.y + 4
            if kind == "sign":
                self.parts.append(shape(name, left + 5, y + HIGH / 2))
            elif kind == "bar":
                sign, look = looks[name]
                place = (left, left + 24, y)
                self.parts.append(rectangle(look, sign, place, self.prefix))
            elif kind == "gap":
                self._box(left, y, 24, HIGH, "gap")
            else:
                self._arrow(left + 6, y, 1)
            for number, line in enumerate(lines):
                self.y += _LINE * (number > 0)
                self.text(left + start, self.y + 13, line, _DIM)
            left += wide
        self.y += _LINE

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
        sign = self.cells.sign(event)
        self.signs.add(sign)
        self.parts.append(shape(sign, x, self.y + _LINE / 2))
        left = x + 11
        room = right - left
        when, who = self.cells.when(event), self.cells.who(event)
        first = " · ".join(filter(None, (when, who)))
        firsts = [first] if measure(first) <= room else [when, who]
        notes = [*firsts, *notes_of(event, self.cells)]
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
            for line in break_lines(note, room, most=_MOST_LINES):
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
    folded: dict[str, Sequence[Event]] = {}
    events = fold_pending(tl.events, folded)
    look = Look(on=on, language=language, max_names=_MOST_NAMES, worked_out=False)
    cells = Cells(tl, look, folded=folded)
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
    if events:
        drawing.draw_legend()
    return _wrap(drawing, name)


def ticks_of(event: Event) -> Ticks:
    """Return the stated bounds of an event."""
    return event.when.ticks if event.when else UNBOUNDED


def _choices(event: Event) -> Sequence[Ticks]:
    """Return the bounds of each of several dates of which one is right, or the one."""
    when = event.when
    if when is None or when.value.marks:  # then spans are wider than is stated
        return [ticks_of(event)]
    return when.spans


def _windows(event: Event) -> Iterator[tuple[int, int]]:
    """Yield within which ticks it begins, and within which it ends, where known."""
    first, sure, over, last = ticks_of(event)
    for pair in ((first, sure), (over, last)):
        known = [tick for tick in pair if tick is not None]  # of each one at least
        yield known[0], known[-1]


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
    facts = ", ".join(filter(None, (count, drawing.span)))
    drawn, hatched = "\n".join(drawing.parts), bool(drawing.axis.gaps)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{drawing.prefix}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape_html(f"{name}: {facts}")}" '
        f'font-family="Helvetica,Arial,DejaVu Sans,sans-serif" font-size="{_SIZE}">'
        f"<title>{escape_html(name)}</title>"
        f"{style(drawing.prefix, drawing.fades, drawn, hatched=hatched)}"
        f'<rect width="{width}" height="{height}" class="paper"/>'
        f"{drawn}</svg>"
    )
