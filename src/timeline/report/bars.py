"""Where the bars of events are: on an axis, or by order alone if nothing has a date.

An event has a bar for each date that it may have: that of the record, those of sources
that say otherwise, and a window that links prove. Only what is sure is solid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise, product
from typing import NamedTuple

import attrs

from timeline.collection.graph import walk
from timeline.collection.ordering import is_open_ended, reported_as_of
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.report.cells import Cells
from timeline.report.shapes import BOLD, HIGH, LINE, REACH, break_lines, measure
from timeline.when.bounds import DAY, HOUR, Ticks
from timeline.when.calendar import Day
from timeline.when.when import When

MOST_ROWS = 40  # of more dated events than that, titles would fill a wall
_OUTSIDE = 56  # pixels for what is earlier or later than the axis
_ZONES = ("done", "open", "ahead")
Link = tuple[str, str, str, bool]
# Of a link, by the point of the other event, which mark it has.
_TIES: Mapping[tuple[str, str], str] = {
    **dict.fromkeys((("not-before", ""), ("not-before", "end")), "waits"),
    **dict.fromkeys((("not-after", ""), ("not-after", "start")), "over-by"),
}
GAP = 32  # pixels of an empty stretch, however long it is
_LEAST = 5  # pixels of a bar
_APART = 72  # pixels for each label of a tick
_MONTH, _YEAR = 30 * DAY, 365 * DAY
_STEPS: tuple[tuple[int, str, int], ...] = (
    *((n * HOUR, "hour", n) for n in (1, 3, 6, 12)),
    *((n * DAY, "day", n) for n in (1, 2, 7, 14)),
    *((n * _MONTH, "month", n) for n in (1, 3, 6)),
    *((n * 10**e * _YEAR, "year", n * 10**e) for e in range(6) for n in (1, 2, 5)),
)
_ABOVE = {"hour": "day", "day": "month", "month": "year"}  # what the upper line names
Stretch = tuple[int, int]  # from a tick to another
Piece = tuple[float, float, str]  # from a pixel to another, and which mark
Label = tuple[float, str, str]  # where it is, its words and its look


class Area(NamedTuple):
    """Where bars are, and what is drawn around them.

    Attributes:
        bars: By the id of an event, the pieces of its bars.
        head: Lines of labels above the bars.
        behind: What is behind the bars, from pixel to pixel, and how it looks.
        links: Which event is over before which other one begins, the mark that says
            which of the two is bound to the other, and whether that is inferred.
        gaps: The whole days that each break leaves out, in words.
        span: From the first date to the last, in words; empty if nothing has a date.
    """

    bars: Mapping[str, Sequence[Piece]]
    head: Sequence[Sequence[Label]]
    behind: Sequence[Piece]
    links: Sequence[Link]
    gaps: Sequence[str] = ()
    span: str = ""


# -- by date --------------------------------------------------------------------------


def by_date(cells: Cells, events: Sequence[Event], left: int, right: int) -> Area:
    """Return the bars of events on an axis of time between two pixels."""
    words, on = cells.words, cells.look.on
    dates = {event.id: _dates(event, cells) for event in events}
    each = chain.from_iterable(dates.values())
    windows = [window for date in each for window in _windows(*date)]
    today = [] if on is None else [((on.number + 1) * DAY,) * 2]
    parts = stretches(windows, today)
    first, last = min(windows)[0], max(end for _, end in windows)
    axis = Axis(
        parts,
        left + REACH + _OUTSIDE * (first < parts[0][0]),
        right - REACH - _OUTSIDE * (last > parts[-1][1]),
    )
    return Area(
        {event.id: [*_bars(event, dates[event.id], axis, cells)] for event in events},
        [*_head(axis, left, right, cells)],
        [*_behind(axis, left, right, cells)],
        [] if len(events) > MOST_ROWS else [*_links(events)],
        [
            words.days(Day.of(-(-end // DAY)), Day.of(start // DAY - 1))
            for _, end, start in axis.gaps
            if start - end > 2 * DAY  # else no whole day may lie between
        ],
        words.days(Day.of(first // DAY), Day.of((last - 1) // DAY)),
    )


def _dates(event: Event, cells: Cells) -> list[tuple[When, Ticks]]:
    """Return the bounds of each date that an event may have, its own ones first.

    They are those of its own clocks: what took place on the evening of the 23rd is
    on that day, as its label says.
    """
    own = cells.worked_out.get(event.id, cells.dates[event.id])
    others = cells.timeline.with_as_of(event).readings[1:] if event.sources else ()
    rivals = (each.when for each in others if each.counts)
    whens = [own, *(when for when in rivals if when and when != event.when)]
    return [
        (when, ticks)
        for when in whens
        if when.is_dated or when is own
        for value in [when.value]  # of a set each member is stated, without marks
        for ticks in when.clock_spans(stated=not value.parts or bool(value.marks))
    ]


def _windows(when: When, ticks: Ticks) -> Iterator[tuple[int, int]]:
    """Yield within which ticks it begins, and within which it ends, where known."""
    begins, ends = ticks[:2], ticks[2:]
    for pair in (begins, begins if when.value.is_lone_clock else ends):
        if known := [tick for tick in pair if tick is not None]:
            yield known[0], known[-1]


def _bars(
    event: Event, dates: Sequence[tuple[When, Ticks]], axis: Axis, cells: Cells
) -> Iterator[Piece]:
    """Yield how each date of an event is drawn; only a lone sure one is solid."""
    own, _ = dates[0]
    is_stated = own is event.when and not own.value.marks and len(dates) == 1
    look = {"ahead": "planned", "off": "crossed"}.get(event.phase_name, "sure")
    look = look if is_stated and not cells.doubt(event) else "within"
    for when, ticks in dates:
        first, begun, over, last = ticks
        by_days = not when.value.has_clock or axis.scale * DAY < LINE
        if when is not event.when and begun is not None:
            last = last or begun  # its end does not follow from its links
        if by_days and first is not None and begun is not None:
            begun = first if begun - first <= DAY else begun
        if when.value.is_lone_clock:  # nobody says when it ends
            over, last = begun, begun if by_days else None
        elif by_days and over is not None and last is not None:
            over = last if last - over <= DAY else over
        if is_open_ended(event) and event.phase_name in {"under_way", ""}:
            over = max([over or 0, *_known_until(event, cells)])
        low, high = when.doubt
        is_wider = [a != b for a, b in zip(when.tested, when.ticks, strict=True)]
        blur = low != "" and is_wider[0], high != "" and is_wider[3]
        yield from axis.bar(Ticks(first, begun, over, last), blur, look)


def _known_until(event: Event, cells: Cells) -> Iterator[int]:
    """Yield until when an event is going on, by its source and seen from a day."""
    spoke = reported_as_of(event, cells.timeline.records)
    for day in (cells.look.on, spoke.first_calendar_day if spoke else None):
        if day is not None:
            yield (day.number + 1) * DAY


def _behind(axis: Axis, left: int, right: int, cells: Cells) -> Iterator[Piece]:
    """Yield the margins, what comes after the day one looks from, breaks and ticks."""
    now = None if cells.look.on is None else axis.x((cells.look.on.number + 1) * DAY)
    if axis.left > left + REACH:
        yield left, axis.left - REACH / 2, "zone"
    if now is not None or axis.right < right - REACH:
        yield now or axis.right + REACH / 2, right, "zone"
    yield from ((gap, gap + GAP, "gap") for gap, _, _ in axis.gaps)
    yield from ((x, x, "rule thin") for x, _, _ in axis.ticks(cells.words, right)[0])
    if now is not None:
        yield now, now, "ink thin dotted"


def _head(axis: Axis, left: int, right: int, cells: Cells) -> Iterator[Sequence[Label]]:
    """Yield the day one looks from, the months or years, and the ticks."""
    words, on = cells.words, cells.look.on
    below, above = axis.ticks(words, right)
    if on is not None:
        said = words.say("as-of", words.day(on))
        x, half = axis.x((on.number + 1) * DAY), measure(said) / 2
        yield [(min(max(x, left + half), right - half), said, "mid")]
    if above:
        yield above
    earlier = [(left, words.say("axis-earlier"), "")]
    later = [(right, words.say("axis-later"), "end")]
    yield [
        *below,
        *(earlier if axis.left > left + REACH else ()),
        *(later if axis.right < right - REACH else ()),
    ]


# -- by order -------------------------------------------------------------------------


def by_order(cells: Cells, events: Sequence[Event], left: int, right: int) -> Area:
    """Return the bars of events in three zones, each as wide as what is known of it.

    Without links, that is all of its zone.
    """
    zones = {event.id: cells.zone(event) for event in events}
    links = [*_links(events)]
    before: dict[str, list[str]] = {id_: [] for id_ in zones}
    after: dict[str, list[str]] = {id_: [] for id_ in zones}
    for first, last in _with_parts(links, events):
        if zones[first] == zones[last]:
            before[last].append(first)
            after[first].append(last)
    earlier, later = _longest(before), _longest(after)
    wide = (right - left) / len(_ZONES)
    places = {zone: left + wide * at for at, zone in enumerate(_ZONES)}

    def bars(id_: str) -> list[Piece]:
        if zones[id_] not in places:
            return []
        start, end = places[zones[id_]] + 1, places[zones[id_]] + wide - 1
        if zones[id_] == "open":
            sure, over = start + REACH, end - REACH
            return [
                (start, sure, "begun"),
                (sure, over, "going-on"),
                (over, end, "ending"),
            ]
        share = (end - start) / (earlier[id_] + 1 + later[id_])
        start += earlier[id_] * share
        return [(start, start + share, "zone")]

    say = cells.words.say
    caption = break_lines(say("order-only"), right - left)
    names = [(x + wide / 2, say(f"group-{zone}"), "mid") for zone, x in places.items()]
    return Area(
        {id_: bars(id_) for id_ in zones},
        [*([(left, line, "")] for line in caption), names],
        [(x + 1, x + wide - 1, "zone") for x in places.values()],
        [x for x in links if zones[x[0]] == zones[x[1]] in _ZONES],
    )


def _links(events: Iterable[Event]) -> Iterator[Link]:
    """Yield pairs of ids, of which the one is over before the other begins."""
    ids = {event.id for event in events}
    for event in events:
        for anchor in event.when.anchors if event.when else ():
            mark = _TIES.get((anchor.kind, anchor.point), "")
            if mark and anchor.target in ids and anchor.shift is None:
                two = anchor.target, event.id
                first, last = two if mark == "waits" else two[::-1]
                yield first, last, mark, "when" in event.inferred


def _with_parts(
    links: Iterable[Link], events: Iterable[Event]
) -> Iterator[tuple[str, str]]:
    """Yield which is over before which begins: so are the parts of both."""
    by_id = {event.id: event for event in events}
    inside: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for id_, event in by_id.items():
        whole: Event | None = event
        while whole is not None:
            inside[whole.id].append(id_)
            whole = by_id.get(whole.part_of or "")
    for first, last, *_ in links:
        yield from product(inside[first], inside[last])


def _longest(links: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how long the longest chain of links from each is; circles are cut."""
    found: dict[str, int] = {}
    for id_ in walk(links, links.__getitem__):
        lengths = (found[other] + 1 for other in links[id_] if other in found)
        found[id_] = max(lengths, default=0)
    return found


# -- the axis -------------------------------------------------------------------------


def stretches(windows: Sequence[Stretch], today: Sequence[Stretch]) -> list[Stretch]:
    """Return from when to when an axis runs, without its longest empty stretches.

    It is the shortest span with four fifths of the ends of *windows*, within which
    things begin or end, with what lies near it and *today*, the day one looks from.
    Left out is where for over a quarter of that span, and four times as long as is
    usual between them, nothing can begin or end. A date has two windows.

    >>> days = [(n * DAY, (n + 1) * DAY) for n in (0, 2, 4, 60, 62) for _ in "12"]
    >>> [low // DAY for low, _ in stretches(days, [])]
    [-1, 59]
    """
    ends = sorted(tick for window in windows for tick in window)
    count = len(windows) // 2
    most = 4 * (count - (count // 5 or count > 2))  # or one of three or four
    starts = range(len(ends) - most + 1)
    first = min(starts, key=lambda n: ends[n + most - 1] - ends[n])
    last = first + most - 1
    begun = sorted(start for start, _ in windows[::2])
    between = sorted(after - before for before, after in pairwise([begun[0], *begun]))
    usual = between[(count - 1) // 2]
    length = ends[last] - ends[first]
    near = max(length // 4, min(length, 3 * DAY), 4 * usual)
    while first and ends[first] - ends[first - 1] <= near:
        first -= 1
    while last + 1 < len(ends) and ends[last + 1] - ends[last] <= near:
        last += 1
    # Up to the day one looks from, nothing is left out that has a date.
    low = min([ends[first], *(start for start, _ in today)])
    high = max([ends[last], *(end for _, end in today)])
    inside = [(max(a, low), min(b, high)) for a, b in windows if a <= high and b >= low]
    parts: list[Stretch] = []
    for start, end in sorted([*inside, *today]):
        if not parts or start - parts[-1][1] > near:
            parts.append((start, end))
        parts[-1] = parts[-1][0], max(end, parts[-1][1])
    length = sum(high - low for low, high in parts)
    slack = min(max(length // 40, DAY // 24), near // 8)
    return [(low - slack, high + slack) for low, high in parts]


@attrs.frozen(eq=False, repr=False)
class Axis:
    """Where time is in a picture: stretches of one scale, with breaks between.

    Attributes:
        parts: The stretches in order, as ticks.
        left: The first pixel of the first.
        right: The last pixel of the last.
    """

    parts: Sequence[Stretch]
    left: float
    right: float
    scale: float = attrs.field(init=False)  # how many pixels a tick takes

    @scale.default
    def _scale(self) -> float:
        room = self.right - self.left - GAP * (len(self.parts) - 1)
        return room / sum(high - low for low, high in self.parts)

    def x(self, tick: int) -> float:
        """Return where *tick* is; what is outside, in the margins beyond fades."""
        if side := self.is_outside(tick):
            return (self.left, self.right)[side > 0] + side * REACH
        x = self.left
        for low, high in self.parts:
            x += min(max(tick - low, 0), high - low) * self.scale + GAP * (tick > high)
        return x

    @property
    def gaps(self) -> list[tuple[float, int, int]]:
        """The breaks: where each begins, and from when to when it is."""
        between = pairwise(self.parts)
        return [(self.x(end), end, start) for (_, end), (start, _) in between]

    def is_outside(self, tick: int | None) -> int:
        """Return -1 if *tick* is before it, 1 if after it, else 0."""
        low, high = self.parts[0][0], self.parts[-1][1]
        return 0 if tick is None else (tick > high) - (tick < low)

    def bar(self, ticks: Ticks, blur: tuple[bool, bool], look: str) -> list[Piece]:
        """Return how that is drawn which begins and ends within *ticks*.

        From the latest start to the earliest end it is as *look* says, pale around. It
        fades where nothing bounds it, and beyond what is in doubt by a mark, *blur*.
        """
        first, begun, over, last = ticks
        if begun is None or over is None:  # then one side is not bounded at all
            x = self.x(next(tick for tick in (first, last) if tick is not None))
            after, before = (x, x + REACH, "after"), (x - REACH, x, "before")
            return [after if begun is None else before]
        low, high = self.x(min(begun, over)), self.x(max(begun, over))
        left = low if first is None else self.x(first)
        right = high if last is None else self.x(last)
        look = look if begun <= over else "within"
        pieces = [(left, low, "within"), (low, high, look), (high, right, "within")]
        if right - left < HIGH:
            is_sure = right - left - (high - low) < 1
            middle, half = (left + right) / 2, max(right - left, _LEAST) / 2
            left, right = middle - half, middle + half
            pieces = [(left, right, look if is_sure else "within")]
        elif look == "within":
            pieces = [(left, right, look)]
        begins, ends = self.is_outside(first), self.is_outside(last)
        if begins < 0:
            pieces.insert(0, (left - HIGH, left, "earlier"))
        elif first is None or (blur[0] and not begins):  # no fade reaches the axis
            pieces.insert(0, (left - REACH, left, "in"))
        if ends > 0:
            pieces.append((right, right + HIGH, "later"))
        elif last is None or (blur[1] and not ends):
            pieces.append((right, right + REACH, "out"))
        return [piece for whole in pieces for piece in self._broken(whole)]

    def _broken(self, piece: Piece) -> Iterator[Piece]:
        """Yield what is left of a piece at breaks, and dots across them."""
        left, right, look = piece
        for gap, _, _ in self.gaps:
            if left < gap and gap + GAP < right:
                yield left, gap, look
                yield gap, gap + GAP, "dots"
                left = gap + GAP
        if right - left >= 1:
            yield left, right, look

    def ticks(self, words: Words, edge: float) -> tuple[list[Label], list[Label]]:
        """Return the label of each tick, and a line above for some of them.

        A label of the first line has its middle at its pixel, and is empty if it lies
        near a break; one of the second begins there and ends before the *edge*.

        >>> Axis([(20164 * DAY, 20264 * DAY)], 0, 400).ticks(Words(), 420)[1]
        [(0.0, '2025', 'ink bold')]
        """
        most = (self.right - self.left) / _APART
        length = sum(high - low for low, high in self.parts)
        sizes = (size for size in _STEPS if length // size[0] <= most)
        _, unit, step = next(sizes, _STEPS[-1])
        below: list[Label] = []
        above: list[tuple[float, Sequence[str]]] = []
        years = {Day.of(tick // DAY).year for part in self.parts for tick in part}
        for low, high in self.parts:
            near = self.x(low) + REACH * (low > self.parts[0][0])
            far = self.x(high) - REACH * (high < self.parts[-1][1])
            for tick in _round(low, high, unit, step):
                x = self.x(tick)
                said = _name(tick, unit, words) if near <= x <= far else ""
                below.append((x, said, "mid"))
            if over := _ABOVE.get(unit):
                starts = sorted({low, *_round(low, high, over, 1)})
                if len(starts) > 1 and self.x(starts[1]) - self.x(low) < _APART:
                    del starts[0]  # what begins soon names the stretch
                for tick in starts:
                    in_doubt = tick == starts[0] and len(years) > 1
                    names = _names(tick, over, words, in_doubt=in_doubt)
                    above.append((self.x(tick), names))
        return below, [*_placed(above, edge)]


def _placed(
    labels: Sequence[tuple[float, Sequence[str]]], edge: float
) -> Iterator[Label]:
    """Yield from the last on the longest name of each with room before the next.

    At the edge it may move.
    """
    free = edge
    for x, names in reversed(labels):
        places = ((min(x, edge - measure(said)), said) for said in names)
        fitting = (p for p in places if p[0] + measure(p[1]) <= free)
        if placed := next(fitting, None):
            yield *placed, BOLD
            free = placed[0] - 8


def _round(low: int, high: int, unit: str, step: int) -> Iterator[int]:
    """Yield the round ticks between two."""
    if unit in {"hour", "day"}:
        size = step * (HOUR if unit == "hour" else DAY)
        start = 4 * DAY if unit == "day" and step > 2 else 0  # weeks begin on Mondays
        yield from range(start + -(-(low - start) // size) * size, high + 1, size)
        return
    months = step * (12 if unit == "year" else 1)
    first, last = (Day.of(tick // DAY) for tick in (low, high))
    start = (first.year * 12 + first.month - 1) // months * months
    for month in range(start, last.year * 12 + last.month, months):
        year = month // 12
        if unit == "year" and step > 1 and year <= 0:  # 500 BC is the year -499
            year += 1
        tick = Day(year, month % 12 + 1, 1).number * DAY
        if low <= tick <= high:
            yield tick


def _name(tick: int, unit: str, words: Words) -> str:
    """Name the hour, day, month or year that begins at a tick."""
    day = Day.of(tick // DAY)
    if unit == "hour":
        return f"{tick % DAY // HOUR:02}:00"
    if unit == "day":
        return str(day.day)
    return words.year(day.year) if unit == "year" else words.month(None, day.month)


def _names(tick: int, unit: str, words: Words, *, in_doubt: bool) -> list[str]:
    """Name the same in full, and shorter; a month with its year in doubt of that."""
    day, short = Day.of(tick // DAY), _name(tick, unit, words)
    if unit == "day":
        return [words.days(day, day), short]
    if unit == "year":
        return [short]
    year, month = day.year, partial(words.month, day.year, day.month)
    if in_doubt:
        return [month(long=True), month(), words.year(year)]
    return [month(long=True), short]
