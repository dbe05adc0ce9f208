"""Where the bars of events stand: on an axis, or by order alone if nothing has a date.

An event has a bar for each date that it may have: that of the record, those of sources
that say otherwise, and a window that links prove. Only what is sure is solid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from timeline.collection.graph import walk
from timeline.collection.ordering import is_open_ended, reported_as_of
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.report.axis import GAP, Axis, Label, Piece, stretches
from timeline.report.cells import Cells
from timeline.report.groups import zone_of
from timeline.report.shapes import LINE, REACH, break_lines, measure
from timeline.when.bounds import DAY, Ticks
from timeline.when.calendar import Day
from timeline.when.when import When

MOST_ROWS = 40  # of more dated events than that, titles would fill a wall
_OUTSIDE = 56  # pixels for what is earlier or later than the axis
_ZONES = ("done", "open", "ahead")
Link = tuple[str, str, bool]


@attrs.frozen
class Field:
    """Where bars stand, and what is drawn around them.

    Attributes:
        bars: By the id of an event, the pieces of its bars.
        head: Lines of labels above the bars.
        behind: What stands behind the bars, from pixel to pixel, and how it looks.
        links: Which event is over before which other one begins, and whether that is
            inferred.
        gaps: The whole days that each break leaves out, in words.
        span: From the first date to the last, in words.
        is_plain: Whether what is behind bars may be behind labels, too.
    """

    bars: Mapping[str, Sequence[Piece]]
    head: Sequence[Sequence[Label]]
    behind: Sequence[Piece]
    links: Sequence[Link]
    gaps: Sequence[str] = ()
    span: str = ""
    is_plain: bool = False


# -- by date --------------------------------------------------------------------------


def by_date(cells: Cells, events: Sequence[Event], left: int, right: int) -> Field:
    """Return the bars of events on an axis of time between two pixels."""
    words, on = cells.words, cells.on
    dates = {event.id: _dates(event, cells) for event in events}
    spans = (ticks for each in dates.values() for _, ticks in each)
    windows = [window for ticks in spans for window in _windows(ticks)]
    today = [] if on is None else [(on.number * DAY, (on.number + 1) * DAY)]
    parts = stretches(windows, today)
    first, last = min(windows)[0], max(end for _, end in windows)
    axis = Axis(
        parts,
        left + REACH + _OUTSIDE * (first < parts[0][0]),
        right - REACH - _OUTSIDE * (last > parts[-1][1]),
    )
    hours = any(event.when and event.when.value.has_clock for event in events)
    by_days = not hours or axis.scale * DAY < LINE
    return Field(
        {e.id: [*_bars(e, dates[e.id], axis, cells, by_days=by_days)] for e in events},
        [*_head(axis, left, right, cells)],
        [*_behind(axis, left, right, cells)],
        [] if len(events) > MOST_ROWS else [*_links(events)],
        [
            words.days(Day.of(-(-end // DAY)), Day.of(start // DAY - 1))
            for _, end, start in axis.gaps
        ],
        words.days(Day.of(first // DAY), Day.of((last - 1) // DAY)),
    )


def _dates(event: Event, cells: Cells) -> list[tuple[When, Ticks]]:
    """Return the bounds of each date that an event may have, its own ones first."""
    told, own = cells.timeline.told(event), cells.dates[event.id]
    others = told.readings[1:] if told.sources else ()
    rivals = (each.when for each in others if each.counts)
    whens = [own, *(when for when in rivals if when and when != event.when)]
    return [
        (when, ticks)
        for when in whens
        if when.is_dated or when is own
        for value in [when.value]  # of a set each member is stated, without marks
        for ticks in (when.spans if value.parts and not value.marks else [when.ticks])
    ]


def _windows(ticks: Ticks) -> Iterator[tuple[int, int]]:
    """Yield within which ticks it begins, and within which it ends, where known."""
    first, begun, over, last = ticks
    for pair in ((first, begun), (over, last)):
        known = [tick for tick in pair if tick is not None]  # of each one at least
        yield known[0], known[-1]


def _bars(
    event: Event,
    dates: Sequence[tuple[When, Ticks]],
    axis: Axis,
    cells: Cells,
    *,
    by_days: bool,
) -> Iterator[Piece]:
    """Yield how each date of an event is drawn; only a lone sure one is solid."""
    own, _ = dates[0]
    is_stated = own is event.when and not own.value.marks and len(dates) == 1
    disputed = cells.timeline.told(event).disputed
    by_phase = {"ahead": "planned", "off": "crossed"}
    look = by_phase.get(phase_of(event), "sure")
    look = look if is_stated and not disputed else "within"
    for when, ticks in dates:
        first, begun, over, last = ticks
        if when is not event.when and begun is not None:
            last = last or begun  # its end does not follow from its links
        if by_days and first is not None and begun is not None:
            begun = first if begun - first <= DAY else begun
        if by_days and over is not None and last is not None:
            over = last if last - over <= DAY else over
        elif when.value.is_lone_clock:
            over, last = begun, None  # nobody says when it ends
        if is_open_ended(event) and phase_of(event) in {"under_way", ""}:
            over = max([over or 0, *_known_until(event, cells)])
        tested = when.tested if when.value.marks else ticks
        blur = tested[0] != ticks[0], tested[3] != ticks[3]
        yield from axis.bar(Ticks(first, begun, over, last), blur, look)


def _known_until(event: Event, cells: Cells) -> Iterator[int]:
    """Yield until when an event is going on, by its source and seen from a day."""
    spoke = reported_as_of(event, cells.timeline.records)
    for day in (cells.on, spoke.first_calendar_day if spoke else None):
        if day is not None:
            yield (day.number + 1) * DAY


def _behind(axis: Axis, left: int, right: int, cells: Cells) -> Iterator[Piece]:
    """Yield the margins, what comes after the day one looks from, breaks and ticks."""
    now = None if cells.on is None else axis.x((cells.on.number + 1) * DAY)
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
    words, on = cells.words, cells.on
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


def by_order(cells: Cells, events: Sequence[Event], left: int, right: int) -> Field:
    """Return the bars of events in three zones, each as wide as what is known of it.

    Without links, that is all of its zone.
    """
    zones = {event.id: zone_of(event, cells) for event in events}
    links = [x for x in _links(events) if zones[x[0]] == zones[x[1]] in _ZONES]
    before: dict[str, list[str]] = {id_: [] for id_ in zones}
    after: dict[str, list[str]] = {id_: [] for id_ in zones}
    for first, last, _ in links:
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
    return Field(
        {id_: bars(id_) for id_ in zones},
        [*([(left, line, "")] for line in caption), names],
        [(x + 1, x + wide - 1, "zone") for x in places.values()],
        links,
        is_plain=True,
    )


def _links(events: Iterable[Event]) -> Iterator[Link]:
    """Yield pairs of ids, of which the one is over before the other begins."""
    ids = {event.id for event in events}
    for event in events:
        inferred = "when" in event.inferred
        for anchor in event.when.anchors if event.when else ():
            if anchor.target in ids and anchor.shift is None:
                if (anchor.kind, anchor.point or "end") == ("not-before", "end"):
                    yield anchor.target, event.id, inferred
                if (anchor.kind, anchor.point or "start") == ("not-after", "start"):
                    yield event.id, anchor.target, inferred


def _longest(links: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how long the longest chain of links from each is; circles are cut."""
    found: dict[str, int] = {}
    for id_ in walk(links, links.__getitem__):
        lengths = (found[other] + 1 for other in links[id_] if other in found)
        found[id_] = max(lengths, default=0)
    return found
