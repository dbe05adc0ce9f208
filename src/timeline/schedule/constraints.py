"""What records demand of each other in time, as the edges of a network.

Every event has two nodes, its start and its end; a source has one, the moment at which
its words were true. Each edge remembers who demands it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import chain, product
from types import MappingProxyType

import attrs

from timeline.collection.collection import Collection
from timeline.collection.graph import components
from timeline.collection.ordering import is_open_ended
from timeline.language.message import Message, RecordId
from timeline.records.event import Event, status_term
from timeline.records.lifecycle import Phase
from timeline.records.negotiations import Agreement
from timeline.records.source import Source
from timeline.schedule.network import HORIZON, Bend, Edge, Network, Solution, as_tick
from timeline.schedule.reasons import Reason, reason_for, reason_for_dates
from timeline.schedule.shifts import LONGEST_DAY, Shift
from timeline.standing import LASTING
from timeline.when import bounds
from timeline.when.anchors import Anchor, Duration
from timeline.when.bounds import DAY, SLACK, UNBOUNDED, Ticks
from timeline.when.edtf import Precision
from timeline.when.timezones import first_instant, last_instant
from timeline.when.when import When

_Ends = tuple[int, int]  # the first and the last node of a group


class Constraints:
    """The network of a collection, and what each part of it stands for.

    Events come first, then terms and legal dates, then sources; each is one group of
    nodes: its start and its end, or of a source one that is both.

    Attributes:
        collection: The collection.
        stated: Whether the bounds are those stated, to be printed, and not those that
            allow for marks of doubt.
        records: The record of each group.
        groups: The group of each event and of each source, by id.
        dates: That of each term that waits, and legal date that is waited for, such as
            ``ceta#in-force``.
        ends: The first and the last node of each group.
        whens: When each group happens, as placed; None if nothing is stated.
        off: The groups of what was called off, or did not take place.
        unheld: Those of what did not take place.
        doubtful: Those of what is denied or only alleged, or off by a newer source.
        ahead: Those of plans.
        claimed: Those of what took place, as some say and others deny.
        sources: Those of sources, which no contradiction between events drops.
        facts: Those of what has not yet to come, and surely has been: facts hang on
            nothing else.
        network: The network.
        alone: The same by the dates of records alone, without those of their rivals.
        rivals: By the node of a start, by when it starts by each rival of its date.
        mixed: For each group, whether both placed and unplaced times hang on it.
        placed: For each group, whether its line is that of UTC.
        impossible: The sources published before their words were true.
        yielding: The edges by which a plan is ahead of its source. A plan
            reported in the past tense conflicts with nothing: its outcome is unknown.
        windows: The edges that bound what did not take place, or is doubtful, and
            nothing else.
        moved: When what a source contradicts happens by its links, by its id.
        claims: The edges to what is doubtful, which bound nothing.
        is_in_doubt: Whether a mark of doubt moves a bound that is stated.
    """

    def __init__(
        self,
        collection: Collection,
        windows: Mapping[str, When] = MappingProxyType({}),
        *,
        stated: bool = False,
    ) -> None:
        """Make the network: nodes first, edges next, bounds last.

        Of those in *windows* a source gives a date that their links exclude: each has
        what follows from them for a date, which that of the source is a rival of.
        """
        self.collection, self.stated, self.moved = collection, stated, windows
        self.impossible: list[int] = []
        self.yielding: set[Edge] = set()
        self.windows: list[Edge] = []
        self.claims: list[Edge] = []
        self.is_in_doubt = False
        dates, sources = _other_dates(collection), collection.sources
        events = (*collection.events, *dates.values())
        size, first = len(events), 2 * len(events)
        self.records: list[Event | Source] = [*events, *sources]
        self.groups = {event.id: at for at, event in enumerate(collection.events)}
        self.dates = {key: at for at, key in enumerate(dates, start=len(self.groups))}
        self.groups |= {source.id: at for at, source in enumerate(sources, start=size)}
        self.ends = [(node, node + 1) for node in range(0, first, 2)]
        self.ends += [(node, node) for node in range(first, first + len(sources))]
        self.sources = range(size, len(self.records))
        dated = [*map(collection.with_as_of, events)]
        for id_, window in windows.items():
            at = self.groups[id_]
            dated[at] = attrs.evolve(dated[at], when=window)
        self._sort(dated)
        self.whens = [event.placed_in(collection.tz) for event in dated]
        if self.stated:
            self.whens = [*map(self._as_stated, dated, self.whens)]
        self.whens += [s.as_of and s.as_of.placed(collection.tz) for s in sources]
        groups = [group for group in range(size) for _ in range(2)]
        self.network = Network([], [], [*groups, *self.sources])
        clocked = self._link()
        self.mixed, self.placed = self._choose_lines()
        for edge, anchor, target in clocked:
            self._weigh(edge, anchor, target)
        self._bound()
        self._part(dated)

    def _sort(self, events: Sequence[Event]) -> None:
        """Note which events are off, ahead or doubtful, and what is a fact."""
        phases = [event.phase for event in events]
        self.off = {at for at, phase in enumerate(phases) if phase is Phase.OFF}
        self.unheld = {at for at in self.off if events[at].did_not_take_place}
        self.doubtful = {
            at
            for at, event in enumerate(events)
            if event.doubtful or Phase.OFF in event.phases[1:]
        }
        self.ahead = {at for at, phase in enumerate(phases) if phase is Phase.AHEAD}
        self.claimed = self.doubtful - self.ahead - self.off
        known = {*range(len(self.records))} - self.ahead - self.doubtful
        self.facts = frozenset(known)

    def zone(self, group: int) -> str | None:
        """Return by whose clocks, or at which offset, the days of a record count.

        None on the line of wall clocks, and where it is not stated.
        """
        if not self.placed[group]:
            return None
        record, when = self.records[group], self.whens[group]
        zone = when.zone.start if when is not None and when.zone else None
        zone = zone or getattr(record, "tz", None) or self.collection.tz
        return "Z" if zone == "UTC" else zone

    @cached_property
    def unnamed(self) -> frozenset[tuple[int, bool]]:
        """The bounds of records, latest or earliest, of which no source gives a day.

        Of a lone clock time it is assumed that it ends within a day, and nothing says
        how far the clocks are apart by which sources differ.
        """
        found = set[tuple[int, bool]]()
        whens = zip(self.records, self.whens, self.ends, strict=True)
        for record, when, (start, end) in whens:
            if not isinstance(record, Event):
                continue
            window = self.moved.get(record.id)
            dates = self.collection.dates(
                attrs.evolve(record, when=window) if window else record
            )
            is_instant = record.is_term and not record.is_span  # by which it is due
            if not is_instant and any(date.value.is_lone_clock for date in dates):
                found.add((end, True))
            if when and any(d.is_placed is not when.is_placed for d in dates[1:]):
                found.update(product((start, end), (False, True)))
        return frozenset(found)

    def groups_of(self, edge: Edge) -> set[int]:
        """Return the groups that an edge ties."""
        return {self.network.groups[edge.tail], self.network.groups[edge.head]}

    def reason(self, part: Edge | int) -> Reason | None:
        """Return what an edge stands for, or why a node has the bounds of its own.

        None for what goes without saying, and where it has none.
        """
        if isinstance(part, Edge):
            if not isinstance(part.demand, tuple):
                return None
            record, says = part.demand
            target = self.groups.get(getattr(says, "target", ""))
            return reason_for(record, says, of_source=target in self.sources)
        group = self.network.groups[part]
        record, when = self.records[group], self.whens[group]
        if group not in self.dates.values():
            dates = self.collection.dates(record) if isinstance(record, Event) else ()
            is_lone = when is not None and when.value.is_lone_clock
            lasts = isinstance(record, Event) and record.is_span
            is_assumed = lasts and is_lone and part == self.ends[group][1]
            return reason_for_dates(record, dates, is_assumed=is_assumed)
        _, _, point = record.title.partition("#")
        date = Message(f"reason-{point}", (RecordId(record.id),))
        return Reason(record.id, Message("reason-dated", (date, when or "")))

    def doubt(self, node: int) -> Iterator[str]:
        """Yield the marks of doubt of the dates that bound a node."""
        is_end = node != self.ends[self.network.groups[node]][0]
        for when in self._dates(node):  # one side may be closed in by the other
            yield when.doubt[is_end] or when.doubt[not is_end]

    def unit(self, node: int) -> Precision:
        """Return whether all dates that bound a node are days, or else a month."""
        group = self.network.groups[node]
        is_end = node != self.ends[group][0]
        by_days = list[bool]()
        for when in self._dates(node):
            value = when.value
            points = [*(value.parts or (value.end if is_end else value.start,))]
            limits = (When.parse(a.target) for a in when.anchors if a.is_date)
            points += (limit.value.start for limit in limits)
            first, last = when.first_calendar_day, when.last_start_day
            by_days += [bool(point.day) for point in points if point.date]
            if group in self.dates.values():  # of a month's deposit, no day of it is
                by_days.append(first is not None and first == last)
        return Precision.DAY if by_days and all(by_days) else Precision.MONTH

    def _dates(self, node: int) -> Iterator[When]:
        """Yield the dates that bound a node."""
        group = self.network.groups[node]
        record = self.records[group]
        dates: Sequence[When | None] = [self.whens[group]]
        if isinstance(record, Event) and group not in self.dates.values():
            dates = self.collection.dates(record)
        elif group in self.sources:
            dates = [self.whens[group], self._published(group)]
        return filter(None, dates)

    # -- edges ------------------------------------------------------------------------

    def _link(self) -> list[tuple[Edge, Anchor, int]]:
        """Add all edges; return those whose weight hangs on clocks, with the target."""
        clocked: list[tuple[Edge, Anchor, int]] = []
        ends, every = self.ends, self.network.edges
        targets = self.groups | self.dates  # what can be waited for
        windows = self.unheld | (self.doubtful - self.off)
        for group in self.off:
            del targets[self.records[group].id]
        for group, record in enumerate(self.records):
            when = self.whens[group]
            anchors = when.anchors if when is not None else ()
            more = isinstance(record, Event) and bool(record.part_of or record.sources)
            more &= record.id not in self.moved
            is_window = group in windows
            if not (anchors or more) or (group in self.off and not is_window):
                continue  # it demands nothing
            edges: list[Edge] = []
            for anchor in anchors:
                target = targets.get(_key(anchor))
                if target is None:
                    continue
                found = _anchor_edges(ends[group], ends[target], (record, anchor))
                edges += found
                if anchor.shift or anchor.kind == "same-day":
                    clocked += [(edge, anchor, target) for edge in found]
            if isinstance(record, Event) and more:
                edges += self._more_edges(record, ends[group], targets)
            beside = [e for e in edges if self.groups_of(e) & self.doubtful - {group}]
            self.claims += beside
            edges = [edge for edge in edges if edge not in beside]
            if is_window:
                self.windows += (*edges, self.lasts(group))
            else:
                every += edges
        every[:0] = self._lasting([*every, *self.claims])
        return clocked

    def _lasting(self, edges: Sequence[Edge]) -> list[Edge]:
        """Return the edges that end each event after its start that others tie.

        What hangs on nothing has tight bounds already, and most records may.
        """
        tied = {node for edge in edges for node in (edge.tail, edge.head)}
        linked = dict.fromkeys(self.network.groups[node] for node in sorted(tied))
        return [self.lasts(group) for group in linked if group not in self.sources]

    def lasts(self, group: int) -> Edge:
        """Return the edge that ends an event after its start."""
        start, end = self.ends[group]
        return Edge(end, start, -1)

    def _more_edges(
        self, record: Event, own: _Ends, targets: Mapping[str, int]
    ) -> Iterator[Edge]:
        """Yield what being part of something demands, and what the status does."""
        name = RecordId(record.id)
        if record.part_of and record.part_of in targets:
            first, last = self.ends[targets[record.part_of]]
            message = Message("reason-part-of", (name, RecordId(record.part_of)))
            yield Edge(own[0], first, 0, (record, message))
            yield Edge(last, own[1], 0, (record, message))
        support = record.support
        source = support[-1].source if support else ""
        if source in targets:
            values = (name, RecordId(source))
            message = Message("reason-goes-on", values)
            if record.did_not_take_place:
                message = Message("reason-not-so-far", values)
            elif record.status is not None:
                message = Message("reason-status", (*values, status_term(record)))
            moment, _ = self.ends[targets[source]]
            edges = _status_edges(own, moment, (record, message))
            if record.phase is Phase.AHEAD:
                self.yielding.update(edges)
            yield from edges

    # -- clocks -----------------------------------------------------------------------

    def _weigh(self, edge: Edge, anchor: Anchor, target: int) -> None:
        """Set a weight that hangs on clocks, now that the line of each is known."""
        zone = self.zone(target)
        if anchor.shift is not None:
            shift = Shift(anchor.shift, zone)
            if anchor.kind == "not-before":
                edge.weight, edge.bend = -shift.least, shift.not_before
            else:
                edge.weight, edge.bend = shift.most, shift.not_after
            return
        edge.weight = LONGEST_DAY - 1
        if zone or not self.placed[target]:  # else it is unknown by which clock
            edge.bend = Shift(Duration(), zone).same_day
        first, _ = self.ends[target]
        own = self.network.groups[edge.head if edge.tail == first else edge.tail]
        # Exact where it is stated which day: the target's, or on its clock its own.
        for group in [target, own] if self.zone(own) == zone else [target]:
            when = self.whens[group]
            if when is None or when.tested != when.ticks:
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
        whens = [*enumerate(self.whens)]
        whens += [(group, self._published(group)) for group in self.sources]
        stated = [(g, when.is_placed) for g, when in whens if when and when.is_dated]
        kinds, size = {is_placed for _, is_placed in stated}, len(self.records)
        if len(kinds) < 2:
            return [False] * size, [True in kinds] * size
        groups, edges = self.network.groups, (*self.network.edges, *self.windows)
        labels = components(len(groups), ((edge.tail, edge.head) for edge in edges))
        lines: dict[int, set[bool]] = {label: set() for label in labels}
        for group, is_placed in stated:
            lines[labels[self.ends[group][0]]].add(is_placed)
        there = [lines[labels[start]] for start, _ in self.ends]
        return [len(kinds) > 1 for kinds in there], [True in kinds for kinds in there]

    # -- bounds -----------------------------------------------------------------------

    def _bound(self) -> None:
        """Set the bounds of every node, on the line of its part."""
        lower: list[int | None] = []
        upper: list[int | None] = []
        for group, when in enumerate(self.whens):
            low, start, end, high = self._ticks(group, when)
            if group not in self.sources:
                lower += low, end
                upper += start, high
                continue
            last = self._ticks(group, self._published(group)).end_latest
            if last is not None and low is not None and last <= low:
                self.impossible.append(group)
            else:
                high = bounds.tightest(min, high, last)
            lower.append(low)
            upper.append(None if high is None else high - 1)
        network = self.network
        network.lower += [-HORIZON if low is None else low for low in lower]
        network.upper += [HORIZON if high is None else high for high in upper]

    def _part(self, events: Sequence[Event]) -> None:
        """Set the bounds of records by their own dates, and by each of their rivals."""
        low, high, self.rivals = self.network.lower[:], self.network.upper[:], {}
        for group, event in enumerate(events):
            if not any(cited.when or cited.status for cited in event.sources):
                continue
            alone = attrs.evolve(event, sources=())
            when, own = (e.placed_in(self.collection.tz) for e in (event, alone))
            if when is None or own is None or len(when.spans) == len(own.spans):
                continue
            first, begun, over, last = self._ticks(group, own)
            start, end = self.ends[group]
            low[start : end + 1] = (-HORIZON if t is None else t for t in (first, over))
            high[start : end + 1] = (HORIZON if t is None else t for t in (begun, last))
            slack = SLACK if self._is_widened(group, when) else 0
            starts = (span.start_latest for span in when.spans[len(own.spans) :])
            self.rivals[start] = [at + slack for at in starts if at is not None]
        self.alone = attrs.evolve(self.network, lower=low, upper=high)

    def as_recorded(self) -> Constraints | None:
        """Return the same by what records say, as if no source said otherwise.

        None where none does that matters here.
        """
        if not (self.rivals or self.claims):
            return None
        made = copy(self)
        made.windows = [e for e in self.windows if self.groups_of(e) & self.unheld]
        claims = (e for e in self.windows if not self.groups_of(e) & self.unheld)
        edges = [*self.network.edges, *self.claims, *claims]
        made.network = made.alone = attrs.evolve(self.alone, edges=edges)
        made.facts = self.facts | self.claimed
        made.claims, made.doubtful, made.claimed, made.rivals = [], set(), set(), {}
        return made

    def filled(self, group: int, solution: Solution) -> Ticks:
        """Return what the time of something that did not take place fills.

        All from when what it comes after is surely over, until what it comes before
        may begin; as far as it may reach at the most its bounds say.
        """
        (start, end), when = self.ends[group], self.whens[group]
        own = UNBOUNDED
        if when is not None:
            own = bounds.empty_window(when.ticks, when.tested)
        if self._is_widened(group, when):
            own = bounds.widen(own)
        early, late, edges = solution.earliest, solution.latest, self.windows
        begun = (e.earliest_tail(late[e.head]) for e in edges if e.tail == start)
        over = (e.latest_head(early[e.tail]) for e in edges if e.head == end)
        begins = bounds.tightest(max, own.start_latest, *begun)
        ends = bounds.tightest(min, own.end_earliest, *over)
        ticks = (early[start], begins, ends, late[end])
        return bounds.tighten(Ticks(*map(as_tick, ticks)))

    def _published(self, group: int) -> When | None:
        """Return when a source was published, as placed."""
        published = self.collection.sources[group - self.sources.start].published
        return published and published.placed(self.collection.tz)

    def _ticks(self, group: int, when: When | None) -> Ticks:
        if when is None:
            return UNBOUNDED
        if when.tested != when.ticks:
            self.is_in_doubt = True
        ticks = when.ticks if self.stated else when.tested
        return bounds.widen(ticks) if self._is_widened(group, when) else ticks

    def _is_widened(self, group: int, when: When | None) -> bool:
        return self.mixed[group] and when is not None and not when.is_placed

    def _as_stated(self, event: Event, when: When | None) -> When | None:
        """Return a date with its bounds as stated, and those of its rivals."""
        if when is None or when.tested == when.ticks:
            return when
        rivals = self.collection.dates(event)[1:]
        on_line = (
            r.ticks if r.is_placed is when.is_placed else bounds.widen(r.ticks)
            for r in rivals
        )
        moved = [UNBOUNDED] if UNBOUNDED in when.spans else []  # to no stated day
        ticks = bounds.hull([when.ticks, *on_line, *moved])
        return attrs.evolve(when, ticks=ticks, spans=(ticks,))


def _anchor_edges(
    own: _Ends, target: _Ends, demand: tuple[Event | Source, Anchor]
) -> list[Edge]:
    """Return the edges of an anchor before any clock, from its record to its target."""
    (start, end), (first, last), anchor = own, target, demand[1]
    if anchor.kind == "not-before":
        is_first = anchor.point == "start" or anchor.is_legal
        return [Edge(start, first if is_first else last, 0, demand)]
    if anchor.kind == "not-after":
        is_last = anchor.point == "end" or anchor.is_legal
        return [Edge(last if is_last else first, end, 0, demand)]
    if anchor.kind == "same-day":
        return [Edge(first, start, 0, demand), Edge(start, first, 0, demand)]
    if first == last:  # a moment: be around it
        around = Edge(end, first, -1 if end > start else 0, demand)
        return [Edge(first, start, 0, demand), around]
    return [Edge(start, first, 0, demand), Edge(last, end, 0, demand)]


def _status_edges(own: _Ends, moment: int, demand: tuple[Event, Message]) -> list[Edge]:
    """Return what a status says of the time at which its source's words are true.

    What is ahead starts no earlier, and what is done is over. A span under way began no
    later and ends after it; so does one without a status whose end is stated as open.
    An act that has got so far has happened.
    """
    (start, end), (record, _) = own, demand
    phase, is_act = record.phase, not record.is_span
    if phase is Phase.AHEAD:  # of a deadline no first moment matters
        return [] if is_act and record.is_term else [Edge(start, moment, 0, demand)]
    if phase is Phase.DONE and record.is_term:  # met before it was due, lifted early
        return []
    begins_by = Edge(moment, start, 0, demand)
    ends_by, ends_later = Edge(moment, end, 1, demand), Edge(end, moment, -1, demand)
    if phase is Phase.DONE or (is_act and phase is Phase.UNDER_WAY):
        lasts = record.is_span and record.status in LASTING
        return [begins_by if lasts else ends_by]
    if record.did_not_take_place and is_open_ended(record):
        return [ends_by]
    if phase is Phase.UNDER_WAY:
        return [begins_by, ends_later]
    return [ends_later] if phase is None and is_open_ended(record) else []


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
def _other_dates(collection: Collection) -> dict[str, Event]:
    """Return a record for each term that waits, and legal date that is waited for."""
    terms = {
        f"{event.id}#term": Event(id=event.id, title="#term", when=event.term)
        for event in collection.events
        if isinstance(event, Agreement) and event.term and event.term.anchors
    }
    whens = [event.when for event in (*collection.events, *terms.values())]
    whens += [source.as_of for source in collection.sources]
    anchors = chain.from_iterable(when.anchors for when in whens if when)
    wanted = {_key(a): a for a in anchors if a.is_legal and a.target in collection}
    return terms | {key: _legal_date(collection, key, a) for key, a in wanted.items()}


def _legal_date(collection: Collection, key: str, anchor: Anchor) -> Event:
    from timeline.treaties.status import legal_date  # noqa: PLC0415  (10 ms, and only links to such a date need it)

    when = legal_date(collection, anchor.target, anchor.point)
    return Event(id=anchor.target, title=key, when=when)


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
