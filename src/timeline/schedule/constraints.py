"""What records demand of each other in time, as the edges of a network.

Every event has two nodes, its start and its end; a source has one, the moment at which
its words were true. Each edge remembers who demands it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs

from timeline.collection.collection import Collection
from timeline.collection.graph import components
from timeline.collection.ordering import is_open_ended
from timeline.language.message import Message, RecordId
from timeline.records.event import Event, status_term
from timeline.records.lifecycle import Phase
from timeline.records.source import Source
from timeline.schedule.network import HORIZON, Bend, Edge, Network
from timeline.schedule.reasons import Reason, reason_for, reason_for_dates
from timeline.schedule.shifts import LONGEST_DAY, Shift
from timeline.standing import LASTING
from timeline.treaties.status import legal_date
from timeline.when.anchors import Anchor, Duration
from timeline.when.bounds import DAY, SLACK, Ticks, widen
from timeline.when.timezones import first_instant, last_instant
from timeline.when.when import When

_UNKNOWN = Ticks(None, None, None, None)

_Links = tuple[tuple[int, int, int], ...]  # of each edge tail, head and weight


@attrs.define(slots=False)
class Constraints:
    """The network of a collection, and what each part of it stands for.

    Events come first, then sources; each is one group of nodes.

    Attributes:
        collection: The collection.
        stated: Whether the bounds are those stated, to be printed, and not those that
            allow for marks of doubt.
        records: The record of each group.
        nodes: The first node of each record, by id.
        legal: That of each legal date of a treaty that something waits for, such as
            ``ceta#in-force``.
        whens: When each group happens, as placed; None if nothing is stated.
        ahead: For each group, whether it is an event that has yet to come, or may never
            have: facts do not hang on it.
        network: The network.
        mixed: For each group, whether both placed and unplaced times hang on it.
        placed: For each group, whether its line is that of UTC.
        impossible: The sources published before their words were true.
        yielding: The edges by which a plan is ahead of its source. A plan
            reported in the past tense conflicts with nothing: its outcome is unknown.
        windows: The edges that bound what did not take place, and nothing else.
        unheld: The first nodes of what did not take place.
        doubtful: The groups of what is denied or only alleged.
    """

    collection: Collection
    stated: bool = False
    records: list[Event | Source] = attrs.field(init=False)
    nodes: dict[str, int] = attrs.field(init=False)
    legal: dict[str, int] = attrs.field(init=False)
    whens: list[When | None] = attrs.field(init=False)
    ahead: list[bool] = attrs.field(init=False)
    network: Network = attrs.field(init=False)
    mixed: list[bool] = attrs.field(init=False)
    placed: list[bool] = attrs.field(init=False)
    impossible: list[int] = attrs.field(init=False, factory=list)
    yielding: set[Edge] = attrs.field(init=False, factory=set)
    windows: list[Edge] = attrs.field(init=False, factory=list)
    unheld: frozenset[int] = attrs.field(init=False)
    doubtful: frozenset[int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Make the network: nodes first, edges next, bounds last."""
        collection = self.collection
        dates = _legal_dates(collection)
        events, sources = (*collection.events, *dates.values()), collection.sources
        size: int = len(events)
        self.size: int = size
        self.records = [*events, *sources]
        self.nodes = {event.id: 2 * at for at, event in enumerate(collection.events)}
        self.legal = {
            key: 2 * at for at, key in enumerate(dates, start=len(collection.events))
        }
        self.nodes |= {source.id: 2 * size + at for at, source in enumerate(sources)}
        phases = [event.phase for event in events]
        off = (
            e.id for e, phase in zip(events, phases, strict=True) if phase is Phase.OFF
        )
        self.off: frozenset[str] = frozenset(off)
        self.unheld = frozenset(
            self.nodes[e.id] for e in events if e.did_not_take_place
        )
        doubtful = [event.doubtful for event in events]
        self.doubtful = frozenset(at for at, doubt in enumerate(doubtful) if doubt)
        both = zip(phases, doubtful, strict=True)
        self.ahead = [phase is Phase.AHEAD or doubt for phase, doubt in both]
        self.ahead += [False] * len(sources)
        self.whens = [event.when and collection.placed(event) for event in events]
        self.whens += [_place(source.as_of, collection.tz) for source in sources]
        groups = [group for group in range(size) for _ in range(2)]
        self.network = Network([], [], [*groups, *range(size, len(self.records))])
        clocked = self._link()
        self.mixed, self.placed = self._choose_lines()
        for edge, anchor in clocked:
            self._weigh(edge, anchor)
        self._bound()

    @cached_property
    def is_in_doubt(self) -> bool:
        """Whether a mark of doubt moves a bound that is stated."""
        published = (source.published for source in self.collection.sources)
        whens = filter(None, (*self.whens, *published))
        return any(when.tested != when.ticks for when in whens)

    @cached_property
    def sources(self) -> frozenset[int]:
        """The groups of sources, which no contradiction between events drops."""
        return frozenset(range(self.size, len(self.records)))

    @cached_property
    def facts(self) -> frozenset[int]:
        """The groups of what is not ahead."""
        return frozenset(g for g, ahead in enumerate(self.ahead) if not ahead)

    def ends(self, node: int) -> tuple[int, int]:
        """Return the start and the end node of a record, given its first."""
        return (node, node + 1) if node < 2 * self.size else (node, node)

    def zone(self, group: int) -> str | None:
        """Return by whose clocks, or at which offset, the days of a record count.

        None on the line of wall clocks, and where nobody says.
        """
        if not self.placed[group]:
            return None
        record, when = self.records[group], self.whens[group]
        zone = when.zone.start if when is not None and when.zone else None
        zone = zone or getattr(record, "tz", None) or self.collection.tz
        return "Z" if zone == "UTC" else zone

    def reason_for_bound(self, node: int) -> Reason | None:
        """Return why a node has the bound it has by itself; None if it has none."""
        group = self.network.groups[node]
        if keys := [key for key, at in self.legal.items() if group == at // 2]:
            name, _, point = keys[0].partition("#")
            date = Message(f"reason-{point}", (RecordId(name),))
            values = (date, self.whens[group] or "")
            return Reason(name, Message("reason-dated", values))
        return reason_for_dates(self.records[group], self.whens[group])

    def reason_for_edge(self, edge: Edge) -> Reason | None:
        """Return what an edge stands for; None for what goes without saying."""
        if not isinstance(edge.demand, tuple):
            return None
        record, says = edge.demand
        target = getattr(says, "target", "")
        of_source = self.nodes.get(target, 0) >= 2 * self.size
        return reason_for(record, says, of_source=of_source)

    # -- edges ------------------------------------------------------------------------

    def _link(self) -> list[tuple[Edge, Anchor]]:
        """Add all edges; return those whose weight hangs on clocks."""
        clocked: list[tuple[Edge, Anchor]] = []
        lengths = [Edge(node + 1, node, -1) for node in range(0, 2 * self.size, 2)]
        self.network.edges += lengths
        for record, when in zip(self.records, self.whens, strict=True):
            anchors = when.anchors if when is not None else ()
            more = isinstance(record, Event) and (record.part_of or record.sources)
            is_window = getattr(record, "did_not_take_place", False)
            if not (anchors or more) or (record.id in self.off and not is_window):
                continue  # it demands nothing
            edges = self.windows if is_window else self.network.edges
            start, end = self.ends(self.nodes[record.id])
            for anchor in anchors:
                if (target := self._target(_key(anchor))) is None:
                    continue
                for tail, head, weight in _anchor_edges(start, end, anchor, *target):
                    edge = Edge(tail, head, weight, (record, anchor))
                    edges.append(edge)
                    if anchor.shift or anchor.kind == "same-day":
                        clocked.append((edge, anchor))
            if isinstance(record, Event) and more:
                edges += self._more_edges(record, start, end)
            if is_window:
                edges.append(lengths[start // 2])
        return clocked

    def _more_edges(self, record: Event, start: int, end: int) -> Iterator[Edge]:
        """Yield what being part of something demands, and what the status does."""
        name = RecordId(record.id)
        if record.part_of and (whole := self._target(record.part_of)):
            message = Message("reason-part-of", (name, RecordId(record.part_of)))
            yield Edge(start, whole[0], 0, (record, message))
            yield Edge(whole[1], end, 0, (record, message))
        support = record.support
        source = support[-1].source if support else ""
        if moment := self._target(source):
            values = (name, RecordId(source))
            message = Message("reason-goes-on", values)
            if record.did_not_take_place:
                message = Message("reason-not-so-far", values)
            elif record.status is not None:
                message = Message("reason-status", (*values, status_term(record)))
            for link in _status_edges(record, start, end, moment[0]):
                edge = Edge(*link, (record, message))
                if record.phase is Phase.AHEAD:
                    self.yielding.add(edge)
                yield edge

    def _target(self, record: str) -> tuple[int, int] | None:
        """Return the start and the end node of a record that can be waited for."""
        node = self.nodes.get(record, self.legal.get(record))
        if node is None or record in self.off:
            return None
        return node, node + 1 if node < 2 * self.size else node

    # -- clocks -----------------------------------------------------------------------

    def _weigh(self, edge: Edge, anchor: Anchor) -> None:
        """Set a weight that hangs on clocks, now that the line of each is known."""
        first = self.legal.get(_key(anchor), self.nodes[anchor.target])
        target = self.network.groups[first]
        zone = self.zone(target)
        if anchor.shift is not None:
            shift = Shift(anchor.shift, zone)
            if anchor.kind == "not-before":
                edge.weight, edge.bend = -shift.least, shift.not_before
            else:
                edge.weight, edge.bend = shift.most, shift.not_after
            return
        edge.weight = LONGEST_DAY - 1
        if zone or not self.placed[target]:  # else nobody says by which clock
            edge.bend = Shift(Duration(), zone).same_day
        own = self.network.groups[edge.head if edge.tail == first else edge.tail]
        # Exact where it is stated which day: the target's, or on its clock its own.
        for group in [target, own] if self.zone(own) == zone else [target]:
            when = self.whens[group]
            if when is None or not (self.stated or when.tested == when.ticks):
                continue
            if day := _start_day(when):
                slack = SLACK if self.mixed[group] and not when.is_placed else 0
                is_after = (edge.tail == first) is (group == target)
                bend = _bend_after(day[1] + slack) if is_after else None
                edge.bend = bend or _bend_before(day[0] - slack)
                return

    def _choose_lines(self) -> tuple[list[bool], list[bool]]:
        """Return for each group if its part has mixed lines, and if it is on UTC's."""
        # Records that are linked share one line: that of wall clocks where none is
        # placed in a zone, else UTC's. Where some are and some are not, the others are
        # widened by 16 hours, for their clocks may hang anywhere on Earth.
        tz, whens = self.collection.tz, [*enumerate(self.whens)]
        whens += [
            (group, _place(source.published, tz))
            for group, source in enumerate(self.collection.sources, start=self.size)
        ]
        stated = [(group, when) for group, when in whens if when and when.is_dated]
        kinds = {when.is_placed for _, when in stated}
        size = len(self.records)
        if len(kinds) < 2:
            return [False] * size, [True in kinds] * size
        network = self.network
        edges = (*network.edges, *self.windows)
        labels = components(
            len(network.groups), ((edge.tail, edge.head) for edge in edges)
        )
        label = [labels[self.nodes[record.id]] for record in self.records]
        lines: dict[int, set[bool]] = {}
        for group, when in stated:
            lines.setdefault(label[group], set()).add(when.is_placed)
        kinds_there = [lines.get(part, set()) for part in label]
        mixed = [len(kinds) > 1 for kinds in kinds_there]
        return mixed, [True in kinds for kinds in kinds_there]

    # -- bounds -----------------------------------------------------------------------

    def _bound(self) -> None:
        """Set the bounds of every node, on the line of its part."""
        network, events = self.network, range(self.size)
        ticks = [self._ticks(group, self.whens[group]) for group in events]
        lower = [low for bounds in ticks for low in bounds[::2]]
        upper = [high for bounds in ticks for high in bounds[1::2]]
        for group, source in enumerate(self.collection.sources, start=self.size):
            low, _, _, high = self._ticks(group, self.whens[group])
            published = _place(source.published, self.collection.tz)
            last = self._ticks(group, published).end_latest
            if last is not None and low is not None and last <= low:
                self.impossible.append(group)
            elif last is not None:
                high = last if high is None else min(high, last)
            lower.append(low)
            upper.append(None if high is None else high - 1)
        network.lower += [-HORIZON if low is None else low for low in lower]
        network.upper += [HORIZON if high is None else high for high in upper]

    def _ticks(self, group: int, when: When | None) -> Ticks:
        if when is None:
            return _UNKNOWN
        ticks = when.ticks if self.stated else when.tested
        return widen(ticks) if self.mixed[group] and not when.is_placed else ticks


def _anchor_edges(
    start: int, end: int, anchor: Anchor, first: int, last: int
) -> _Links:
    """Return the edges of an anchor, before any clock: a span, to first and last."""
    if anchor.kind == "not-before":
        is_first = anchor.point == "start" or anchor.is_legal
        return ((start, first if is_first else last, 0),)
    if anchor.kind == "not-after":
        is_last = anchor.point == "end" or anchor.is_legal
        return ((last if is_last else first, end, 0),)
    if anchor.kind == "same-day":
        return (first, start, 0), (start, first, 0)
    if first == last:  # a moment: be around it
        return (first, start, 0), (end, first, -1 if end > start else 0)
    return (start, first, 0), (last, end, 0)


def _status_edges(record: Event, start: int, end: int, moment: int) -> _Links:
    """Return what a status says of the time at which its source's words are true.

    What is ahead starts no earlier, and what is done is over. A span under way began no
    later and ends after it; so does one without a status whose end is stated as open.
    An act that has got so far has happened.
    """
    phase, is_act = record.phase, not record.is_span
    if phase is Phase.AHEAD:
        return ((start, moment, 0),)
    if phase is Phase.DONE and record.is_term:  # met before it was due, lifted early
        return ()
    if phase is Phase.DONE or (is_act and phase is Phase.UNDER_WAY):
        lasts = record.is_span and record.status in LASTING
        return ((moment, start, 0) if lasts else (moment, end, 1),)
    if record.did_not_take_place and is_open_ended(record):
        return ((moment, end, 1),)
    ends_later = (end, moment, -1)
    if phase is Phase.UNDER_WAY:
        return (moment, start, 0), ends_later
    return (ends_later,) if phase is None and is_open_ended(record) else ()


def _bend_after(high: int) -> Bend:
    """Bind a start to be no later than the last tick of a stated day."""
    return Bend(lambda _: high, lambda at: at if at > high else -HORIZON, "latest")


def _bend_before(low: int) -> Bend:
    """Bind a start to be no earlier than the first tick of a stated day."""
    return Bend(lambda at: at if at < low else HORIZON, lambda _: low, "earliest")


def _key(anchor: Anchor) -> str:
    return f"{anchor.target}#{anchor.point}" if anchor.is_legal else anchor.target


# A treaty is adopted, opened and closed on days that it states; when it enters into
# force follows from the stated days of acts alone, so that nothing waits in a circle.
def _legal_dates(collection: Collection) -> dict[str, Event]:
    """Return a record for each legal date of a treaty that something waits for."""
    records = (*collection.events, *collection.sources)
    whens = (getattr(r, "as_of" if isinstance(r, Source) else "when") for r in records)
    anchors = (anchor for when in whens if when for anchor in when.anchors)
    wanted = {_key(a): a for a in anchors if a.is_legal and a.target in collection}
    return {
        key: Event(
            id=anchor.target,
            title=key,
            when=legal_date(collection, anchor.target, anchor.point),
        )
        for key, anchor in wanted.items()
    }


def _place(when: When | None, tz: str | None) -> When | None:
    return when if when is None or tz is None else when.placed(tz)


def _start_day(when: When) -> tuple[int, int] | None:
    """Return the first and the last tick of the one day on which something starts."""
    if when.start_earliest is None or when.start_latest is None:
        return None
    if when.start_latest - when.start_earliest >= LONGEST_DAY:
        return None
    first = when.first_calendar_day
    if first is None or first != when.last_start_day:
        return None
    low = first.number * DAY
    if when.zone is None:
        return low, low + DAY - 1
    zone = when.zone.start
    return first_instant(low, zone), last_instant(low + DAY, zone) - 1
