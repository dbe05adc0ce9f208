"""A timeline as a picture: SVG made with nothing but the standard library.

Each event has a row: what, when and who, and a bar for each date that it may have. What
is known for sure is solid, what may be is pale. Nothing is drawn at a date that no
source gave or links prove. Where nothing has a date, left to right is order alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

from timeline.collection.collection import Collection
from timeline.errors import InvalidError, requiring
from timeline.records.event import Event
from timeline.report.bars import MOST_ROWS, Area, Piece, by_date, by_order
from timeline.report.cells import MOST_NAMES, SIGNS, Cells
from timeline.report.groups import (
    Groups,
    depths,
    fold_pending,
    group_events,
    in_time,
    under_wholes,
)
from timeline.report.look import Group, Look
from timeline.report.marks import Marks
from timeline.report.notes import claims_on, counts_of, links_of
from timeline.report.shapes import (
    BOLD,
    HIGH,
    LINE,
    MARGIN,
    MARKS,
    TIPS,
    Canvas,
    Picture,
    break_lines,
    measure,
)
from timeline.text import check_name, clean, quote
from timeline.when.interop import DayLike

LANES = ("kind", "party", "place", "status", "topic", "none")
_WIDE = 760  # from here on bars are beside their labels
_LABELS = 0.46  # of the width
_MOST_SAID = 12  # of the records that one bar stands for
_INDENT, _DEEPEST = 18, 8


class _Drawing:
    """Rows of labels and bars, from the top of the picture downwards."""

    def __init__(
        self, cells: Cells, canvas: Canvas, field: Area, said: Callable[[Event], str]
    ) -> None:
        self.cells = cells
        self.canvas = canvas
        self.field = field
        self.said = said  # what an event is, in one line
        self.is_wide = canvas.width >= _WIDE
        # For labels, with a margin on both sides.
        self.room = canvas.width * (_LABELS if self.is_wide else 1) - 2 * MARGIN
        self.strips: list[tuple[int, int]] = []  # from where to where bars are
        self.rules: list[str] = []  # under rows
        self.tops: dict[str, int] = {}  # of the bars of each event
        self.shown: dict[str, str] = {}  # signs and marks that occur, with a colour

    def draw_field(self, groups: Groups) -> None:
        """Draw groups of rows with bars, and behind these the axis or the zones."""
        canvas, field = self.canvas, self.field
        for labels in field.head:
            canvas.y += LINE
            for label in labels:
                canvas.text(label[0], canvas.y - 4, *label[1:])
        canvas.y += 2
        start = len(canvas.parts)
        self.draw_groups(groups)
        rows = canvas.parts[start:]
        del canvas.parts[start:]
        behind = {"zone": "", "gap": "", "rule thin": "".join(self.rules)}
        for left, right, look in field.behind:
            for top, bottom in self.strips:
                box = f"H{right:.0f}V{bottom}H{left:.0f}z" if right > left else ""
                steps = f"M{left:.0f} {top}{box or f'V{bottom}'}"
                behind[look] = behind.get(look, "") + steps
        for look, steps in behind.items():
            canvas.path(steps, look)
        canvas.parts += rows
        self._draw_links()

    def draw_groups(self, groups: Groups) -> None:
        """Draw a heading and a row for each event of each group, or of many one row."""
        canvas = self.canvas
        if len({event.id for _, members in groups for event in members}) > MOST_ROWS:
            for heading, members in groups:
                self._draw_lane(heading, members)
            groups = []
        for heading, members in groups:
            top = canvas.y
            if heading:
                canvas.y += 4
                canvas.lines(MARGIN, break_lines(heading, self.room), BOLD)
                canvas.y += 2
            if members[0].id in self.field.bars:
                self._end_strip(top, canvas.y)
            rows = under_wholes(members, self.cells)
            for event, depth in zip(rows, depths(rows), strict=True):
                self._draw_row(event, depth)
        canvas.y += MARGIN

    # -- rows -------------------------------------------------------------------------

    def _draw_row(self, event: Event, depth: int) -> None:
        """Draw the label of an event, and its bars beside it or, if narrow, below."""
        canvas, top = self.canvas, self.canvas.y
        bars = self.field.bars.get(event.id)
        beside = self.is_wide and bars is not None
        x = MARGIN + 7 + min(depth, _DEEPEST) * _INDENT
        right = MARGIN + self.room if beside else canvas.width - MARGIN
        with canvas.group(self.cells.sign(event)):
            # In doubt, the sign of how it stands is in a ring.
            for sign in filter(None, (self.cells.sign(event), self.cells.doubt(event))):
                self.shown[sign] = sign
                canvas.sign(sign, x, top + 11)
            self._draw_label(event, x + 11, right - x - 11)
            if bars is not None:
                low, canvas.y = canvas.y, top + 7 if beside else canvas.y + 2
                self._draw_bars(event, bars)
                canvas.y = low if beside else canvas.y + HIGH + 4
                self._end_strip(top, low)

    def _draw_lane(self, heading: str, events: Sequence[Event]) -> None:
        """Draw the bars of many in one row, none over another, with their count."""
        canvas, cells, field, top = self.canvas, self.cells, self.field, self.canvas.y
        count = cells.words.say("records", len(events))
        _, doubts = counts_of(events, cells)
        said = cells.words.clauses([f"{heading}: {count}", doubts])
        canvas.lines(MARGIN, break_lines(said, self.room), "ink")
        low = canvas.y
        start = (top if self.is_wide else low) + 4
        free: list[float] = []  # up to where each line is taken
        alike: dict[tuple[object, ...], list[Event]] = {}  # which one bar stands for
        shown = [event for event in events if field.bars.get(event.id)]
        for event in shown:
            places = [(*map(round, ends), mark) for *ends, mark in field.bars[event.id]]
            alike.setdefault((*places, cells.sign(event)), []).append(event)
        for members in sorted(alike.values(), key=lambda x: field.bars[x[0].id][0]):
            event = members[0]
            pieces = field.bars[event.id]
            left, right = pieces[0][0] - 2, pieces[-1][1]
            end = min(free, default=right)
            line = free.index(end) if end <= left else len(free)
            free[line : line + 1] = [right]
            canvas.y = start + line * (HIGH + 3)
            said = "; ".join(map(self.said, members[:_MOST_SAID]))
            with canvas.group(cells.sign(event), said[:400]):
                self._draw_bars(event, pieces)
        canvas.y = max(low, start + len(free) * (HIGH + 3)) + 4
        if shown:
            self._end_strip(top, low)

    def _end_strip(self, top: int, low: int) -> None:
        """End a row with a rule; its bars begin at *top*, or below its label at *low*.

        Zones without an axis are behind labels, too.
        """
        top = top if self.is_wide or not self.field.span else low
        bottom = self.canvas.y
        if self.strips and self.strips[-1][1] == top:
            top, _ = self.strips.pop()
        if bottom > top:
            self.strips.append((top, bottom))
        self.rules.append(f"M{MARGIN} {bottom}H{self.canvas.width - MARGIN}")

    def _draw_bars(self, event: Event, pieces: Sequence[Piece]) -> None:
        self.tops[event.id] = self.canvas.y
        for left, right, mark in pieces:
            self.shown.setdefault(mark, self.cells.sign(event))
            self.canvas.mark(mark, left, right)

    def _draw_label(self, event: Event, left: int, room: float) -> None:
        """Write what an event is, how it stands, when, who, and what it waits for."""
        canvas, cells = self.canvas, self.cells
        who = filter(None, (cells.when(event), cells.who(event)))
        notes = [" · ".join(who), *links_of(event, cells), *claims_on(event, cells)]
        status = cells.status(event)
        if measure(status) > room * 0.5:  # in lines of its own it is not cut
            notes, status = [status, *notes], ""
        *lines, label = break_lines(cells.title(event), room, measure(f" {status}"))
        canvas.y += 3
        canvas.lines(left, lines, "ink")
        canvas.y += LINE - 2
        canvas.text(left, canvas.y - 4, label, "ink", end=status)
        for note in filter(None, notes):
            lines = break_lines(note, room, listed=True)
            canvas.lines(left, lines)
        canvas.y += 4

    def _draw_links(self) -> None:
        """Draw lines to events from what is over before them, dashed if it is inferred.

        In a narrow picture they would cross the labels, which say it in words.
        """
        bars = self.field.bars
        for first, last, mark, inferred in self.field.links if self.is_wide else ():
            (*_, (_, end, _)), ((start, _, _), *_) = bars[first], bars[last]
            above, below = self.tops[first], self.tops[last]
            x, y = min(end, start) - 6, above + HIGH * (above < below)
            line = f"M{x:.0f} {y}V{below + HIGH / 2}H{start - 1:.0f}{TIPS[mark]}"
            self.canvas.path(line, "dim thin dashed" if inferred else "dim thin")
            self.shown[mark] = "dim"

    # -- the legend -------------------------------------------------------------------

    def draw_legend(self) -> None:
        """Say in words what the signs and marks of the picture mean."""
        canvas, left = self.canvas, MARGIN
        for icon, name, said in self._keys():
            start = 18 if icon == "sign" else 32 if icon else 0
            lines = break_lines(said, canvas.width - MARGIN * 2 - start)
            wide = start + round(max(map(measure, lines))) + 16
            if left > MARGIN and left + wide - 16 > canvas.width - MARGIN:
                left, canvas.y = MARGIN, canvas.y + LINE
            canvas.y += 4
            if icon == "sign":
                canvas.sign(name, left + 6, canvas.y + 5)
            elif icon:
                with canvas.group(name):
                    canvas.mark(icon, left, left + 24)
            canvas.y -= 5
            canvas.lines(left + start, lines)
            canvas.y -= 15
            left += wide
        canvas.y += LINE

    def _keys(self) -> Iterator[tuple[str, str, str]]:
        """Yield each sign and mark that occurs: which, in which colour, and words."""
        say, field, shown = self.cells.words.say, self.field, self.shown
        for name in (*SIGNS, "disputed", "alleged"):
            if name in shown:
                yield "sign", name, say(f"sign-{name}")
        if any(look == "gap" for *_, look in field.behind):
            shown["gap"] = "rule"
        keys = {key: mark for mark, (_, key, _) in MARKS.items() if mark in shown}
        for key, mark in keys.items():
            if key:
                more = field.gaps if key == "gap" else ()
                yield mark, shown[mark], ", ".join([say(f"key-{key}"), *more])
        dates = [self.cells.dates[id_] for id_ in field.bars if id_ in self.cells.dates]
        if len({when.zone for when in dates if when.value.has_clock}) > 1:
            yield "", "", say("key-clocks")
        if self.cells.worked_out.keys() & field.bars:
            yield "", "", say("sign-worked-out")


def svgs(  # noqa: PLR0913  (most of them by name)
    tl: Collection,
    widths: Mapping[str, int],
    *,
    lanes: str = "none",
    on: DayLike | None = None,
    language: str = "en",
    marks: Marks | None = None,
) -> list[Picture]:
    """Return *tl* as SVG pictures, by what their ids begin with and how wide they are.

    See `Timeline.to_svg`. On a page, which has the title, it has its marks of sources.
    """
    check_name(lanes, LANES, "unknown lanes", "lanes")
    for prefix in widths:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", prefix):
            hint = "begin with a letter; then letters, digits, - and _"
            raise InvalidError(f"invalid prefix {quote(prefix)}", hint, ("prefix",))
    folded: dict[str, Sequence[Event]] = {}
    events = fold_pending(tl.events, folded)
    look = Look(on=on, language=language, max_names=MOST_NAMES)
    cells = Cells(tl, look, marks or Marks(), folded=folded)
    draws = _drawer(events, cells, lanes) if events else lambda _: ""
    count = cells.words.say("records", len(tl.events))
    name = clean(tl.title[:400]) or count
    drawn = []
    for prefix, width in widths.items():
        canvas = Canvas(width, prefix)
        if marks is None and tl.title:
            canvas.lines(MARGIN, break_lines(name, (width - 28) * 0.9), BOLD)
            canvas.y += 6
        said = ", ".join(filter(None, (count, draws(canvas))))
        drawn.append(canvas.picture(name, f"{name}: {said}"))
    return drawn


def _drawer(
    events: Sequence[Event], cells: Cells, lanes: str
) -> Callable[[Canvas], str]:
    """Return what draws *events*, and says from the first to the last date in words.

    What has a date is on an axis, and all else below it, or by order alone.
    """
    dated = in_time([event for event in events if event.id in cells.dates], cells)
    others = [event for event in events if event.id not in cells.dates]
    by = list[Group]([lanes])
    if lanes == "none" and len(dated) > MOST_ROWS:
        by = ["kind", "month", "year"]
    groups, below = group_events(others, "day", cells), Groups()
    if dated:
        rows = [event for _, members in groups for event in members]
        below = [(cells.words.say("undated-lane"), rows)] if rows else []
        found = [group_events(dated, group, cells, each=True) for group in by]
        few = (groups for groups in found if 1 < len(groups) <= MOST_ROWS)
        groups = next(few, found[0])  # one row of all would hide each
    said = cache(partial(_said, cells))

    def draw(canvas: Canvas) -> str:
        right = canvas.width - MARGIN
        left = round(canvas.width * _LABELS) if canvas.width >= _WIDE else MARGIN
        field = (by_date if dated else by_order)(cells, dated or others, left, right)
        drawing = _Drawing(cells, canvas, field, said)
        drawing.draw_field(groups)
        if dated:
            drawing.draw_groups(below)
        drawing.draw_legend()
        return field.span

    return draw


def _said(cells: Cells, event: Event) -> str:
    """Say in one line what an event is, when it is and how it stands."""
    said = (cells.title(event), cells.when(event), cells.status(event))
    return ", ".join(filter(None, said))


def png(picture: str, scale: float = 2.0) -> bytes:
    """Return an SVG as PNG; see `Timeline.to_png`."""
    with requiring("png", "a PNG is made"):
        from vl_convert import svg_to_png  # noqa: PLC0415  (88 MB, an extra)
    return bytes(svg_to_png(picture, scale=scale))
