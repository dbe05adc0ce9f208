"""Consents to be bound over time: a line for those that are sure, a band for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import attrs

from timeline.language.format import Words
from timeline.records.treaties import Signature
from timeline.report.axis import marks
from timeline.report.shapes import Picture, break_lines, style
from timeline.report.treaty_table import needed
from timeline.text import clean, escape_html
from timeline.treaties.acts import Span, days_of
from timeline.treaties.status import PartyStatus, TreatyStatus
from timeline.when.bounds import DAY

_HIGH, _LEFT, _RIGHT, _TOP, _BELOW = 180, 40, 40, 32, 80  # pixels
_LINES = 4  # across, at most
_LABEL = 90  # pixels that a label of the axis takes
_ROUND = [n * 10**e for e in range(9) for n in (1, 2, 5)]


def steps(
    status: TreatyStatus, words: Words, width: int = 960, prefix: str = "steps"
) -> Picture:
    """Return as SVG how many had consented on each day, at least and at most.

    Empty where no consent has a day. A withdrawal that takes effect lowers both.
    """
    rows = [row for row in status.rows if row.act and row.deposit]
    days = [day for row in rows for day in _stated(row) if day <= status.day]
    if not days:
        return Picture()
    low = min(days) - max((status.day - min(days)) // 40, 1)
    number, _ = needed(status) or (None, 0)
    top = max(len(rows), number or 0)
    known = days_of(status.as_at).last
    known = status.day if known is None else max(min(known, status.day), low)
    chart = _Chart(low, status.day, known, top, width, words)
    parts = [*chart.frame(), *chart.curves(rows)]
    if status.as_at and known < status.day:
        as_at = words.say("treaty-as-at", words.when(status.as_at))
        parts = [*chart.after(as_at), *parts]
    if number is not None:
        said = words.say("steps-needed", number)
        parts += chart.across(number, said)
    height = _TOP + _HIGH + _BELOW
    title = words.say("steps-title", clean(status.treaty.label[:200]))
    drawn = "".join(parts)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{escape_html(title)}" font-size="12" '
        'font-family="Helvetica,Arial,DejaVu Sans,sans-serif">'
        f"<title>{escape_html(title)}</title>{style(prefix, (), drawn)}"
        f'<rect width="{width}" height="{height}" class="paper"/>{drawn}</svg>'
    )


def _stated(row: PartyStatus) -> list[int]:
    """Return the days that bound a deposit, where any do."""
    when = row.deposit.when if row.deposit else None
    days = (when.first_calendar_day, when.last_calendar_day) if when else ()
    return [day.number for day in days if day]


def _earliest(came: Span, signature: Signature | None) -> int:
    """Return the first day on which one may have consented; who signs does so before.

    A signature that is dated after the consent bounds nothing.
    """
    signed = days_of(signature.when if signature else None).first
    is_after = came.last is not None and signed > came.last
    return came.first if is_after else max(came.first, signed)


@attrs.frozen
class _Chart:
    """Where days and counts stand, and what is drawn there.

    Attributes:
        low: The first day.
        high: The last day, from which one looks.
        known: The last day of which something is reported.
        top: The greatest count.
        width: In pixels.
        words: The language.
    """

    low: int
    high: int
    known: int
    top: int
    width: int
    words: Words

    def _x(self, day: int) -> float:
        share = (min(max(day, self.low), self.high) - self.low) / (self.high - self.low)
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def _y(self, count: int) -> float:
        return _TOP + _HIGH * (1 - count / self.top)

    def frame(self) -> Iterator[str]:
        """Yield the lines across with their counts, and the days below."""
        step = next(step for step in _ROUND if self.top <= _LINES * step)
        for count in range(0, self.top + 1, step):
            y = self._y(count)
            yield f'<path d="M{_LEFT} {y:.1f}H{self.width - _RIGHT}" class="rule"/>'
            yield _label(_LEFT - 8, y + 4, str(count), "end")
        most = max((self.width - _LEFT) // _LABEL, 1)
        for tick, label in marks(self.low * DAY, self.high * DAY, most, self.words):
            yield _label(self._x(tick // DAY), _TOP + _HIGH + 18, label, "middle")

    def after(self, said: str) -> Iterator[str]:
        """Yield what nothing is reported of any more, and from when on that is so."""
        x, room = self._x(self.known), self.width - _RIGHT
        yield (
            f'<rect x="{x:.1f}" y="{_TOP}" width="{room - x:.1f}" height="{_HIGH}" '
            'class="dim" fill-opacity=".1"/>'
            f'<path d="M{x:.1f} {_TOP - 16}V{_TOP + _HIGH}" class="axis" '
            'stroke-dasharray="2 3"/>'
        )
        side = ("end", -4) if x > self.width / 2 else ("start", 4)
        yield _label(x + side[1], 12, said, side[0])

    def across(self, count: int, said: str) -> Iterator[str]:
        """Yield a dashed line at a count, and what it is."""
        y = self._y(count)
        line = f'<path d="M{_LEFT} {y:.1f}H{self.width - _RIGHT}" class="axis"'
        yield f'{line} stroke-dasharray="4 3"/>'
        yield _label(_LEFT + 4, y - 6, said)

    def curves(self, rows: Sequence[PartyStatus]) -> Iterator[str]:
        """Yield the band, the line, what they are, and a point for each sure step."""
        sure, most = (self._counted(rows, latest=late) for late in (True, False))
        upper, lower = self._path(most), self._path(sure)
        if sure != most:
            end = f"V{self._y(0):.1f}H{_LEFT}Z"
            band = f'd="{upper}{end}{lower}{end}" fill-rule="evenodd"'
            yield f'<path {band} class="done" fill-opacity=".18"/>'
            yield f'<path d="{upper}" class="line done-l" stroke-dasharray="2 2"/>'
        yield f'<path d="{lower}" class="line done-l"/>'
        names: dict[int, list[str]] = {}
        for row in rows:
            last = row.deposit.last if row.deposit else None
            if last is not None and last <= self.known:
                name = self.words.party(row.party)
                names.setdefault(max(last, self.low), []).append(name)
        for day, level in sure:
            if who := names.get(day):
                listed = clean(self.words.list(who))
                said = escape_html(self.words.say("treaty-group", listed, level))
                place = f'cx="{self._x(day):.1f}" cy="{self._y(level):.1f}" r="2.5"'
                yield f'<circle {place} class="done"><title>{said}</title></circle>'
        (_, now), (_, at_most) = sure[-1], most[-1]
        said = str(now) if now == at_most else f"{now}–{at_most}"
        yield _label(self._x(self.known) + 6, self._y(now) + 4, said)
        key = "steps-legend" if sure == most else "steps-legend-band"
        legend = break_lines(self.words.say(key), self.width - _LEFT)
        for at, line in enumerate(legend):
            yield _label(_LEFT, _TOP + _HIGH + 40 + 16 * at, line)

    def _path(self, points: Sequence[tuple[int, int]]) -> str:
        """Return a line that keeps its level until the day of the next step."""
        steps = (f"H{self._x(day):.1f}V{self._y(count):.1f}" for day, count in points)
        return f"M{_LEFT} {self._y(0):.1f}{''.join(steps)}H{self._x(self.known):.1f}"

    def _counted(
        self, rows: Sequence[PartyStatus], *, latest: bool
    ) -> list[tuple[int, int]]:
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


def _label(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="dim">'
        f"{escape_html(text)}</text>"
    )
