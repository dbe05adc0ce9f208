"""Where the bars of events stand: on an axis, or by order alone if nothing has a date.

A row shows each date that its event may have: that of the record, those of sources that
say otherwise, and a window that links prove. Only what is sure is solid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Self

import attrs

from timeline.collection.graph import walk
from timeline.collection.ordering import is_open_ended, reported_as_of, stamped
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.report.axis import GAP, Axis, Piece, stretches
from timeline.report.cells import Cells
from timeline.report.groups import zone_of
from timeline.report.shapes import LINE, MARGIN, REACH, Canvas, break_lines, measure
from timeline.when.bounds import DAY, Ticks
from timeline.when.calendar import Day
from timeline.when.when import When

BOLD = "ink bold"
MOST_ROWS = 40
_OUTSIDE = 56  # pixels for what is earlier or later than the axis
_ZONES = ("done", "open", "ahead")
Links = Sequence[tuple[str, str]]


# What marks mean, in the order of the legend; of those that mean the same the first.
_KEYS = {
    "sure": "sure",
    "planned": "planned",
    "within": "within",
    "in": "fade",
    "out": "fade",
    "after": "limit",
    "before": "limit",
    "waits": "waits",
    "earlier": "outside",
    "later": "outside",
}


@attrs.frozen
class Dated:
    """Bars on an axis of time.

    Attributes:
        cells: What says how events stand.
        axis: Where time stands.
        left: The first pixel for bars, before the axis if something is earlier.
        right: The last one.
        span: From the first date to the last, in words.
        by_days: Whether a day is so short that its hours cannot be seen.
        links: Which event is over before which other one begins.
        has_many: Whether there are so many that titles would fill a wall.
    """

    cells: Cells
    axis: Axis
    left: float
    right: float
    span: str
    by_days: bool
    links: Links
    has_many: bool
    keys: ClassVar[Mapping[str, str]] = _KEYS

    @classmethod
    def of(
        cls, cells: Cells, events: Sequence[Event], left: float, right: float
    ) -> Self:
        """Choose from when to when the axis runs, and what it leaves out."""
        spans = [ticks for event in events for _, ticks in _dates(event, cells)]
        windows = [window for ticks in spans for window in _windows(ticks)]
        day = cells.on and (cells.on.number * DAY, (cells.on.number + 1) * DAY)
        parts = stretches(windows, [day] if day else [])
        first, last = min(windows)[0], max(end for _, end in windows)
        axis = Axis(
            parts,
            left + REACH + _OUTSIDE * (first < parts[0][0]),
            right - REACH - _OUTSIDE * (last > parts[-1][1]),
        )
        span = cells.words.days(Day.of(first // DAY), Day.of((last - 1) // DAY))
        hours = any(event.when and event.when.value.has_clock for event in events)
        by_days = not hours or axis.scale * DAY < LINE
        many = len(events) > MOST_ROWS
        links = [] if many else [*_links(events)]
        return cls(cells, axis, left, right, span, by_days, links, many)

    def bars(self, event: Event) -> list[Piece]:
        """Return how each date of an event is drawn; only a lone sure one is solid."""
        told = stamped(event, self.cells.timeline.records)
        dates = _dates(told, self.cells)
        own, _ = dates[0]
        is_stated = own is event.when and not own.value.marks
        plain = is_stated and len(dates) == 1 and not told.disputed
        planned = phase_of(event) in {"ahead", "off"}
        look = ("planned" if planned else "sure") if plain else "within"
        return [
            piece
            for when, ticks in dates
            for piece in self.axis.bar(
                self._seen(event, when, ticks), _blur(when), look
            )
        ]

    def _seen(self, event: Event, when: When, ticks: Ticks) -> Ticks:
        """Return bounds as this axis can show them, and until when it is going on."""
        first, begun, over, last = ticks
        if when is not event.when and begun is not None:
            last = last or begun  # its end does not follow from its links
        if self.by_days and first is not None and begun is not None:
            begun = first if begun - first <= DAY else begun
        if self.by_days and over is not None and last is not None:
            over = last if last - over <= DAY else over
        elif when.value.is_lone_clock:
            over, last = begun, None  # nobody says when it ends
        if is_open_ended(event) and phase_of(event) in {"under_way", ""}:
            spoke = reported_as_of(event, self.cells.timeline.records)
            days = [self.cells.on, spoke and spoke.first_calendar_day]
            known = [(day.number + 1) * DAY for day in days if day]
            over = max([over or 0, *known])
        return Ticks(first, begun, over, last)

    @property
    def gaps(self) -> Sequence[str]:
        """The whole days that each break leaves out, in words."""
        return [
            self.cells.words.days(Day.of(-(-end // DAY)), Day.of(start // DAY - 1))
            for _, end, start in self.axis.gaps
        ]

    @property
    def behind(self) -> Iterator[tuple[float, float, str]]:
        """What stands behind the bars, from pixel to pixel, and how it looks."""
        axis, now = self.axis, self.right
        if axis.left > self.left + REACH:
            yield self.left, axis.left - REACH / 2, "zone"
        if axis.right < self.right - REACH:
            now = axis.right + REACH / 2
        if self.cells.on is not None:
            now = axis.x((self.cells.on.number + 1) * DAY)
        if now < self.right:
            yield now, self.right, "zone"
        for gap, _, _ in axis.gaps:
            yield gap, gap + GAP, "gap"
        for x, _ in axis.ticks(self.cells.words, self.right)[0]:
            yield x, x, "rule thin"
        if self.cells.on is not None:
            yield now, now, "ink thin dotted"

    def draw_head(self, canvas: Canvas) -> None:
        """Draw the axis: the day one looks from, months or years, and its ticks."""
        axis, words = self.axis, self.cells.words
        below, above = axis.ticks(words, self.right)
        if (on := self.cells.on) is not None:
            canvas.y += LINE
            label = words.say("as-of", words.day(on))
            x, half = axis.x((on.number + 1) * DAY), measure(label) / 2
            x = min(max(x, self.left + half), self.right - half)
            canvas.text(x, canvas.y - 4, label, "mid")
        canvas.y += LINE * bool(above)
        for x, said in above:
            canvas.text(x, canvas.y - 4, said, BOLD)
        canvas.y += LINE
        for x, said in below:
            canvas.text(x, canvas.y - 4, said, "mid")
        if axis.left > self.left + REACH:
            canvas.text(self.left, canvas.y - 4, words.say("axis-earlier"))
        if axis.right < self.right - REACH:
            canvas.text(self.right, canvas.y - 4, words.say("axis-later"), "end")
        canvas.y += 2
        canvas.path(f"M{self.left:.1f} {canvas.y}H{self.right:.1f}", "rule thin")


@attrs.frozen
class Ordered:
    """Bars in three zones, where left to right is order and nothing else.

    Attributes:
        cells: What says how events stand.
        left: The first pixel for bars.
        right: The last one.
        places: By id, how many events surely come before it in its zone, and after it.
        links: Which event comes before which other one in its zone.
    """

    cells: Cells
    left: float
    right: float
    places: Mapping[str, tuple[int, int]]
    links: Links
    keys: ClassVar[Mapping[str, str]] = {
        "within": "zone",
        "out": "going-on",
        "waits": "waits",
    }
    span: ClassVar[str] = ""
    gaps: ClassVar[Sequence[str]] = ()

    @classmethod
    def of(
        cls, cells: Cells, events: Sequence[Event], left: float, right: float
    ) -> Self:
        """Find out which event surely comes before which, by what they wait for."""
        zones = {event.id: zone_of(event, cells) for event in events}
        links = [(a, b) for a, b in _links(events) if zones[a] == zones[b] in _ZONES]
        before: dict[str, list[str]] = {id_: [] for id_ in zones}
        after: dict[str, list[str]] = {id_: [] for id_ in zones}
        for first, last in links:
            before[last].append(first)
            after[first].append(last)
        firsts, lasts = _longest(before), _longest(after)
        places = {id_: (firsts[id_], lasts[id_]) for id_ in zones}
        return cls(cells, left, right, places, links)

    def bars(self, event: Event) -> list[Piece]:
        """Return a bar as wide as what is known: without links, all of the zone."""
        zone = zone_of(event, self.cells)
        if zone not in _ZONES:
            return []
        left, right = self._zones[_ZONES.index(zone)]
        if zone == "open":
            sure, over = left + REACH, right - REACH
            return [(left, sure, "in"), (sure, over, "sure"), (over, right, "out")]
        before, after = self.places[event.id]
        share = (right - left) / (before + 1 + after)
        return [(left + before * share, left + (before + 1) * share, "within")]

    @property
    def _zones(self) -> list[tuple[float, float]]:
        wide = (self.right - self.left) / len(_ZONES)
        lefts = [self.left + wide * at for at in range(len(_ZONES))]
        return [(left + 1, left + wide - 1) for left in lefts]

    @property
    def behind(self) -> Iterator[tuple[float, float, str]]:
        """What stands behind the bars, from pixel to pixel, and how it looks."""
        return ((left, right, "zone") for left, right in self._zones)

    def draw_head(self, canvas: Canvas) -> None:
        """Name the zones, and say that they are no scale."""
        say = self.cells.words.say
        for line in break_lines(say("order-only"), self.right - MARGIN):
            canvas.y += LINE
            canvas.text(MARGIN, canvas.y - 4, line)
        canvas.y += LINE
        for zone, (left, right) in zip(_ZONES, self._zones, strict=True):
            middle = (left + right) / 2
            canvas.text(middle, canvas.y - 4, say(f"group-{zone}"), "mid")
        canvas.y += 2


def _dates(event: Event, cells: Cells) -> list[tuple[When, Ticks]]:
    """Return the bounds of each date that an event may have, its own ones first."""
    own = cells.dates.get(event.id)
    rivals = (each.when for each in event.readings[1:] if each.is_rival)
    whens = [own, *(when for when in rivals if when and when != event.when)]
    return [
        (when, ticks)
        for when in whens
        if when is not None and when.is_dated
        for ticks in ([when.ticks] if when.value.marks else when.spans)
    ]


def _windows(ticks: Ticks) -> Iterator[tuple[int, int]]:
    """Yield within which ticks it begins, and within which it ends, where known."""
    first, begun, over, last = ticks
    for pair in ((first, begun), (over, last)):
        known = [tick for tick in pair if tick is not None]  # of each one at least
        yield known[0], known[-1]


def _blur(when: When) -> tuple[bool, bool]:
    """Return on which sides a mark puts a date in doubt."""
    stated, tested = when.ticks, when.tested
    return stated[0] != tested[0], stated[3] != tested[3]


def _links(events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Yield pairs of ids, of which the one is over before the other begins."""
    ids = {event.id for event in events}
    for event in events:
        for anchor in event.when.anchors if event.when else ():
            if anchor.target in ids and anchor.shift is None:
                if (anchor.kind, anchor.point or "end") == ("not-before", "end"):
                    yield anchor.target, event.id
                if (anchor.kind, anchor.point or "start") == ("not-after", "start"):
                    yield event.id, anchor.target


def _longest(links: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how long the longest chain of links from each is; circles are cut."""
    found: dict[str, int] = {}
    for id_ in walk(links, links.__getitem__):
        found[id_] = max(
            (found[other] + 1 for other in links[id_] if other in found), default=0
        )
    return found
