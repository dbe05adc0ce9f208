"""A treaty as a whole page: how it stands, what is missing, and who consented when.

The chart has consents to be bound over time: a line for those that are sure, and a band
for others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import attrs

from timeline.language.words import Words
from timeline.records.treaties import Signature
from timeline.report import html, layout, treaty_table
from timeline.report.bars import Axis
from timeline.report.grid import Grid
from timeline.report.marks import Marks
from timeline.report.shapes import LINE, Canvas, Picture, break_lines, measure
from timeline.text import clean, escape_html
from timeline.treaties.acts import UNKNOWN, Days, days_of
from timeline.treaties.status import PartyStatus, TreatyStatus
from timeline.when.bounds import DAY

Rows = Sequence[PartyStatus]
_HIGH, _LEFT, _RIGHT, _TOP = 180, 40, 40, 32  # pixels
_BOTTOM = _TOP + _HIGH
_LINES = 4  # across, at most
_ROUND = [n * 10**e for e in range(9) for n in (1, 2, 5)]


def treaty_page(
    status: TreatyStatus, language: str = "en", *, interactive: object = False
) -> str:
    """Return a page: the answer, a strip of participants, reasons, chart and table.

    Where it is *interactive*, a small script filters the rows of the table.
    """
    words = treaty_table.words_of(status, language)
    marks = treaty_table.marks_of(status, words, on_page=True)
    grid = treaty_table.status_grid(status, language, marks)
    charts = (
        (name, chart(status, language, wide, f"_steps-{name}"))
        for name, wide in html.WIDTHS.items()
    )
    reasons = treaty_table.marked_sentences(status, marks, language)
    body = [
        *map(html.lead, grid.above),
        *_strip(status, words),
        _heading("treaty-entry-into-force", words),
        *(f"<p>{html.marked_up(each)}</p>" for each in reasons),
        *(html.picture(name, drawn) for name, drawn in charts if drawn),
        _heading("treaty-participants", words),
        *_table(grid, html.finding(words) if interactive else ""),
        *_sources(marks, words),
        html.script() if interactive else "",
    ]
    return html.document(grid.title, "\n".join(body), language)


def _heading(key: str, words: Words) -> str:
    return f"<h2>{escape_html(words.say(key))}</h2>"


def _sources(marks: Marks, words: Words) -> Iterator[str]:
    if marks.sources:
        yield _heading("sources", words)
        named = map(html.marked_up, marks.texts(words))
        lines = "".join(f"<p>{each}</p>" for each in named)
        yield f'<div class="timeline-end">{lines}</div>'


def _strip(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Yield a cell for each participant, and how many there are of each state."""
    cells, rows = [], treaty_table.ordered(status, words)
    for row in rows:
        said = f"{words.party(row.party)}: {words.name(row.state)}"
        code = f"{html.attribute('title', said)}>{escape_html(row.party)}"
        cells.append(f'<li class="{treaty_table.STATES[row.state]}"{code}</li>')
    yield f'<ul class="timeline strip">{"".join(cells)}</ul>'
    numbers = (
        f"<li>{html.sign(treaty_table.STATES[state])}"
        f"{escape_html(words.say('treaty-group', words.name(state), count))}</li>"
        for state, count in Counter(row.state for row in rows).items()
    )
    yield f'<ul class="timeline legend">{"".join(numbers)}</ul>'


def _table(grid: Grid, attributes: str) -> Iterator[str]:
    """Yield the table, without the lines around it."""
    classes = [*[""] * (len(grid.columns) - 1), "status"]
    bare = attrs.evolve(grid, title="", above=(), below=(), classes=classes)
    return html.table_lines(layout.marked(bare), attributes=attributes)


# -- the chart ------------------------------------------------------------------------


def chart(
    status: TreatyStatus, language: str, width: int, prefix: str = "steps"
) -> Picture:
    """Return as SVG how many had consented on each day, at least and at most.

    Where a number brings it into force, whom the rule counts is counted; it is empty
    where no consent has a day. A withdrawal that takes effect lowers both.
    """
    number, counted = treaty_table.needed(status) or (0, ())
    rows = [row for row in status if row.act and row.deposit]
    rows = [row for row in rows if not number or row.party in counted]
    known = (day for row in rows for day in row.deposit or () if day not in UNKNOWN)
    days = [day for day in known if day is not None and day <= status.day]
    if not days:
        return Picture()
    low = min(days) - max((status.day - min(days)) // 40, 1)
    words = treaty_table.words_of(status, language)
    told = days_of(status.as_at).last
    told = status.facts.newest if told is None else told
    told = status.day if told is None else max(min(told, status.day), low)
    most = max(_RIGHT, measure(f"{len(rows)}–{len(rows)}") + 8)  # at the line's end
    axis = Axis([(low * DAY, status.day * DAY)], _LEFT, width - most)
    canvas = Canvas(width, prefix)
    drawing = _Chart(canvas, axis, low, told, max(len(rows), number), words)
    drawing.draw_frame()
    if told < status.day:
        drawing.draw_after(", ".join(treaty_table.as_at(status, words)))
    drawing.draw_curves(rows)
    if number:
        said = words.say("steps-needed", number)
        is_passed = len(rows) > number
        drawing.draw_across(number, "dim thin dashed", said, is_passed=is_passed)
    title = words.say("steps-title", clean(status.treaty.label[:200]))
    return canvas.picture(title, title)


def _earliest(came: Days, signature: Signature | None) -> int:
    """Return the first day on which one may have consented; who signs does so before.

    A signature that is dated after the consent bounds nothing.
    """
    signed = days_of(signature.when if signature else None).first
    is_after = came.last is not None and signed > came.last
    return came.first if is_after else max(came.first, signed)


class _Chart(NamedTuple):
    """Where days and counts stand, and what is drawn there.

    Attributes:
        canvas: What it is drawn on.
        axis: Where days are.
        low: The first day.
        known: The last day of which something is reported.
        top: The greatest count.
        words: The language.
    """

    canvas: Canvas
    axis: Axis
    low: int
    known: int
    top: int
    words: Words

    def _x(self, day: int) -> float:
        return self.axis.x(day * DAY)

    def _y(self, count: int) -> float:
        return _TOP + _HIGH * (1 - count / self.top)

    def draw_frame(self) -> None:
        """Draw the lines across with their counts, and the days below."""
        canvas = self.canvas
        step = next(step for step in _ROUND if self.top <= _LINES * step)
        for count in range(0, self.top + 1, step):
            canvas.text(_LEFT - 8, self._y(count) + 4, str(count), "end")
            self.draw_across(count, "rule thin")
        canvas.y = _BOTTOM
        for labels in filter(None, self.axis.ticks(self.words, canvas.width)):
            canvas.y += LINE
            for label in labels:
                canvas.text(label[0], canvas.y, *label[1:])

    def draw_across(
        self, count: int, look: str, said: str = "", *, is_passed: bool = False
    ) -> None:
        """Draw a line at a count, and say what it is."""
        y, right = self._y(count), self.axis.right
        self.canvas.path(f"M{_LEFT} {y:.1f}H{right}", look)
        if is_passed:  # to the right of the curve it is free below the line
            self.canvas.text(right - 4, y + 14, said, "end")
        else:
            self.canvas.text(_LEFT + 4, y - 6, said)

    def draw_after(self, said: str) -> None:
        """Shade what nothing is reported of any more, and say from when on that is."""
        canvas, x, right = self.canvas, self._x(self.known), self.axis.right
        canvas.path(f"M{x:.1f} {_TOP}H{right}V{_BOTTOM}H{x:.1f}z", "zone")
        canvas.path(f"M{x:.1f} {_TOP - 16}V{_BOTTOM}", "dim thin dotted")
        side, look = (-4, "end") if x > canvas.width / 2 else (4, "")
        canvas.text(x + side, 12, said, look)

    def draw_curves(self, rows: Rows) -> None:
        """Draw the band, the line, what they are, and a point for each sure step."""
        canvas = self.canvas
        sure, most = (self._counted(rows, latest=late) for late in (True, False))
        upper, lower = self._path(most), self._path(sure)
        if sure != most:
            end = f"V{self._y(0):.1f}H{_LEFT}Z"
            canvas.path(f"{upper}{end}{lower}{end}", "done band")
            canvas.path(upper, "done thin dotted")
        canvas.path(lower, "done line")
        self._draw_points(rows, dict(sure))
        (_, now), (_, at_most) = sure[-1], most[-1]
        said = str(now) if now == at_most else f"{now}–{at_most}"
        canvas.text(self._x(self.known) + 6, self._y(now) + 4, said)
        key = "steps-legend" if sure == most else "steps-legend-band"
        canvas.y += 10
        canvas.lines(_LEFT, break_lines(self.words.say(key), canvas.width - 2 * _LEFT))

    def _draw_points(self, rows: Rows, levels: Mapping[int, int]) -> None:
        """Mark each day on which some surely consented, and name them."""
        names: dict[int, list[str]] = {}
        for row in rows:
            last = row.deposit.last if row.deposit else None
            if last is not None and max(last, self.low) in levels:
                name = self.words.party(row.party)
                names.setdefault(max(last, self.low), []).append(name)
        for day, who in names.items():
            listed = clean(self.words.list(who))
            said = self.words.say("treaty-group", listed, levels[day])
            x, y = self._x(day), self._y(levels[day])
            self.canvas.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" class="done" '
                f'fill="currentColor"><title>{escape_html(said)}</title></circle>'
            )

    def _path(self, points: Sequence[tuple[int, int]]) -> str:
        """Return a line that keeps its level until the day of the next step."""
        steps = (f"H{self._x(day):.1f}V{self._y(count):.1f}" for day, count in points)
        return f"M{_LEFT} {self._y(0):.1f}{''.join(steps)}H{self._x(self.known):.1f}"

    def _counted(self, rows: Rows, *, latest: bool) -> list[tuple[int, int]]:
        """Return by day how many had consented, if each acted as late as it may have.

        Without *latest*, as early as it may have.
        """
        changes: Counter[int] = Counter({self.low: 0})
        for row in rows:
            came, left = row.deposit, row.leaving
            begins = came and (came.last if latest else _earliest(came, row.signature))
            ends = (left.first if latest else left.last) if left else None
            if begins is not None and (ends is None or ends > begins):
                changes[max(begins, self.low)] += 1
                if ends is not None:
                    changes[max(ends, self.low)] -= 1
        days = sorted(day for day in changes if day <= self.known)
        return [*zip(days, accumulate(changes[day] for day in days), strict=True)]
