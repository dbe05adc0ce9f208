"""What records demand of each other in time, as the edges of a network.

Every event has two nodes, its start and its end; a source has one, the moment at which
its words were true. Each edge remembers who demanded it, and in whose words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.source import Source
from timeline.schedule.network import HORIZON, Bend, Network, components
from timeline.schedule.reason import Reason
from timeline.schedule.shifts import Shift
from timeline.when.anchors import Anchor
from timeline.when.bounds import DAY, SLACK, Ticks, widen
from timeline.when.timezones import first_instant, is_zone, last_instant
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = ["Constraints", "constrain"]

_LONGEST_DAY = 48 * 3_600_000_000  # where a zone once changed its date
_UNKNOWN = Ticks(None, None, None, None)


@attrs.define
class Constraints:
    """The network of a collection, and what each part of it stands for.

    Attributes:
        collection: The collection.
        network: Its network.
        nodes: The first node of each event, and the node of each source, by id.
        records: The record of each group of nodes.
        ahead: For each group, whether it is an event that has yet to come.
        whens: When each group happens, as placed; None if nothing is stated.
        placed: For each group, whether its line is that of UTC.
        notes: For each edge: which record demands it, which kind of demand it is, and
            of whom.
        impossible: The sources published before their words were true.
    """

    collection: Collection
    network: Network
    nodes: dict[str, int]
    records: list[Event | Source]
    ahead: list[bool]
    whens: list[When | None]
    placed: list[bool] = attrs.field(factory=list)
    notes: list[tuple[int, str, Any]] = attrs.field(factory=list)
    impossible: list[int] = attrs.field(factory=list)

    @property
    def kept(self) -> frozenset[int]:
        """The groups of sources, which no contradiction between events drops."""
        return frozenset(range(len(self.collection.events), len(self.records)))

    @property
    def facts(self) -> frozenset[int]:
        """The groups of what is not ahead."""
        return frozenset(g for g, ahead in enumerate(self.ahead) if not ahead)

    def ends(self, node: int) -> tuple[int, int]:
        """Return the start and the end node of a record, given its first."""
        return (
            (node, node + 1) if node < 2 * len(self.collection.events) else (node, node)
        )

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

    def own(self, node: int) -> Reason | None:
        """Return why a node has the bounds it has by itself; None if it has none."""
        group = self.network.groups[node]
        record, when = self.records[group], self.whens[group]
        if isinstance(record, Source):
            return _source_reason(record)
        anchors = when.anchors if when is not None else ()
        stated = (when.text if when else "", *(str(a) for a in anchors if a.is_date))
        text = f"{record.id} is dated {' '.join(filter(None, stated))}"
        return _reason(record, text, own=True)

    def reason(self, edge: int) -> Reason | None:
        """Return what an edge stands for; None for what goes without saying."""
        group, kind, other = self.notes[edge]
        record = self.records[group]
        if isinstance(record, Source):
            return Reason(record.id, self._words(f"the words of {record.id}", other))
        if kind == "anchor":
            text = self._words(record.id, other)
            for cited in reversed(record.sources):
                if cited.source == other.target:  # its words are what hangs on it
                    words = cited.quote or record.when_text
                    return Reason(record.id, text, words, cited.source)
            return _reason(record, text, own=True)
        if kind == "part_of":
            return _reason(record, f"{record.id} is part of {other}")
        if kind == "status":
            status = (record.status or "").replace("_", " ")
            return _reason(record, f"{record.id} is {status} according to {other}")
        return None

    def _words(self, name: str, anchor: Anchor) -> str:
        target = anchor.target
        if self.nodes[target] >= 2 * len(self.collection.events):
            when = f"the words of {target}"
        else:
            point = anchor.point or ("end" if anchor.kind == "not-before" else "start")
            when = f"the {point} of {target}"
        if anchor.shift:
            amount = str(anchor.shift)
            side = "before" if amount.startswith("-") else "after"
            when = f"{amount.removeprefix('-')} {side} {when}"
        return {
            "not-before": f"{name} starts no earlier than {when}",
            "not-after": f"{name} ends no later than {when}",
            "during": f"{name} is during {target}",
            "same-day": f"{name} starts on the same day as {target}",
        }[anchor.kind]


def _reason(record: Event, text: str, *, own: bool = False) -> Reason:
    """Return a reason, in the words for *when* or in those of the last source."""
    last = record.sources[-1] if record.sources else None
    if (own and record.when_text and len(record.sources) < 2) or last is None:
        words = record.when_text if own else ""
        return Reason(record.id, text, words, last.source if last else "")
    return Reason(record.id, text, last.quote, last.source)


def _source_reason(record: Source) -> Reason | None:
    told = []
    if record.as_of is not None:
        told.append(f"the words of {record.id} are of {record.as_of}")
    if record.published is not None:
        told.append(f"{record.id} was published on {record.published}")
    return Reason(record.id, " and ".join(told)) if told else None


def constrain(collection: Collection) -> Constraints:
    """Return what the records of *collection* demand of each other."""
    return _Builder(collection).build()


class _Builder:
    """Makes the network, event by event: nodes first, edges next, bounds last."""

    def __init__(self, collection: Collection) -> None:
        events, sources, tz = collection.events, collection.sources, collection.tz
        count = len(events)
        self.collection = collection
        self.records: list[Event | Source] = [*events, *sources]
        self.nodes = {event.id: 2 * i for i, event in enumerate(events)}
        self.nodes |= {source.id: 2 * count + i for i, source in enumerate(sources)}
        phases = [None if e.status is None else e.phase for e in events]
        self.off = {
            e.id for e, phase in zip(events, phases, strict=True) if phase is Phase.OFF
        }
        self.ahead = [phase is Phase.AHEAD for phase in phases] + [False] * len(sources)
        placed = collection.placed
        self.whens: list[When | None] = [e.when and placed(e) for e in events]
        self.whens += [_placed(source.as_of, tz) for source in sources]
        self.published = [_placed(source.published, tz) for source in sources]
        groups = [group for group in range(count) for _ in range(2)]
        groups += range(count, len(self.records))
        self.size = len(groups)
        self.network = Network([], [], groups)
        self.notes: list[tuple[int, str, Any]] = []
        self.clocked: list[tuple[int, int, Anchor]] = []
        self.events = count
        self.made = Constraints(
            collection,
            self.network,
            self.nodes,
            self.records,
            self.ahead,
            self.whens,
            notes=self.notes,
        )

    def build(self) -> Constraints:
        made, network, count = self.made, self.network, self.events
        network.tails += range(1, 2 * count, 2)  # each start before its end
        network.heads += range(0, 2 * count, 2)
        network.weights += [-1] * count
        self.notes += [(0, "", None)] * count
        for group, record in enumerate(self.records):
            when = self.whens[group]
            if (when is not None and when.anchors) or group >= count:
                self._anchors(group, record, when)
            if group < count and (record.part_of or record.status):  # type: ignore[union-attr]
                self._links(group, record)  # type: ignore[arg-type]
        mixed, made.placed = self._lines()
        self._clocks(mixed)
        self._bounds(made, mixed)
        return made

    def _edge(  # noqa: PLR0913, PLR0917  (one place where edges are noted)
        self, group: int, tail: int, head: int, most: int, kind: str, other: object
    ) -> None:
        self.network.add(tail, head, most)
        self.notes.append((group, kind, other))

    def _ends(self, name: str) -> tuple[int, int] | None:
        """Return the start and the end node of a record that can be waited for."""
        node = self.nodes.get(name)
        if node is None or name in self.off:
            return None
        return (node, node + 1) if node < 2 * self.events else (node, node)

    def _anchors(self, group: int, record: Event | Source, when: When | None) -> None:
        """Demand what anchors say; nine of ten are as plain as can be."""
        if when is None or record.id in self.off:
            return
        nodes, network, off = self.nodes, self.network, self.off
        start, count = nodes[record.id], 2 * self.events
        for anchor in when.anchors:
            node = nodes.get(anchor.target)
            if node is None or anchor.target in off:
                continue
            last = node + 1 if node < count else node
            if anchor.kind == "not-before" and not anchor.point:
                network.tails.append(start)
                network.heads.append(last)
                network.weights.append(0)
                self.notes.append((group, "anchor", anchor))
            else:
                self._anchor(group, anchor, node, last)

    def _links(self, group: int, record: Event) -> None:
        """Demand what being part of something says, and what the status does."""
        if record.id in self.off:
            return
        start, end = 2 * group, 2 * group + 1
        if record.part_of and (ends := self._ends(record.part_of)):
            self._edge(group, start, ends[0], 0, "part_of", record.part_of)
            self._edge(group, ends[1], end, 0, "part_of", record.part_of)
        if record.sources and record.status is not None:
            told = record.sources[-1].source
            if ends := self._ends(told):
                self._status(group, record, ends[0], told)

    def _status(self, group: int, record: Event, moment: int, told: str) -> None:
        """Demand what a status says of the time at which its source's words are true.

        What is ahead starts no earlier, what is done no later; a span under way also
        ends after it, and an act that has got so far has happened.
        """
        start, end = 2 * group, 2 * group + 1
        if record.phase is Phase.AHEAD:
            self._edge(group, start, moment, 0, "status", told)
        elif record.phase is not None:
            self._edge(group, moment, start, 0, "status", told)
            if record.is_span and record.phase is Phase.UNDER_WAY:
                self._edge(group, end, moment, -1, "status", told)

    def _anchor(self, group: int, anchor: Anchor, first: int, last: int) -> None:
        start = self.nodes[self.records[group].id]
        end = start + (group < self.events)
        if anchor.shift or anchor.kind == "same-day":
            edge, target = len(self.notes), self.network.groups[first]
            self.clocked.append((edge, target, anchor))
        if anchor.kind == "during" and first == last:  # a moment: be around it
            self._edge(group, first, start, 0, "anchor", anchor)
            self._edge(group, end, first, -1 if end > start else 0, "anchor", anchor)
        elif anchor.kind == "during":
            self._edge(group, start, first, 0, "anchor", anchor)
            self._edge(group, last, end, 0, "anchor", anchor)
        elif anchor.kind == "same-day":
            self._edge(group, first, start, 0, "anchor", anchor)
            self._edge(group, start, first, 0, "anchor", anchor)
        elif anchor.kind == "not-before":
            from_ = first if anchor.point == "start" else last
            self._edge(group, start, from_, 0, "anchor", anchor)
        else:
            from_ = last if anchor.point == "end" else first
            self._edge(group, from_, end, 0, "anchor", anchor)

    def _clocks(self, mixed: Sequence[bool]) -> None:
        """Set the weights that hang on clocks, now that the line of each is known."""
        for edge, target, anchor in self.clocked:
            zone = self.made.zone(target)
            if anchor.shift is None:
                self._same_day(edge, target, zone, mixed=mixed[target])
                continue
            shift = Shift(anchor.shift, zone)
            if anchor.kind == "not-before":
                self.network.reweigh(edge, -shift.least, shift.not_before)
            else:
                self.network.reweigh(edge, shift.most, shift.not_after)

    def _same_day(
        self, edge: int, target: int, zone: str | None, *, mixed: bool
    ) -> None:
        """Bind two starts to one calendar day: exactly where it is stated which."""
        when, there, back = self.whens[target], None, None
        if when is not None and (day := _start_day(when)):
            slack = SLACK if mixed and not when.is_placed else 0
            low, high = day[0] - slack, day[1] + slack
            there = Bend(
                lambda _: high, lambda at: at if at > high else -HORIZON, "latest"
            )
            back = Bend(
                lambda at: at if at < low else HORIZON, lambda _: low, "earliest"
            )
        even = not is_zone(zone) if zone else not self.made.placed[target]
        longest = DAY if even else _LONGEST_DAY
        self.network.reweigh(edge, longest - 1, there)
        self.network.reweigh(edge + 1, longest - 1, back)

    def _lines(self) -> tuple[list[bool], list[bool]]:
        """Return for each group if its part has mixed lines, and if it is on UTC's."""
        dated: Iterator[tuple[int, When]] = (
            (group, when)
            for whens, at in ((self.whens, 0), (self.published, self.events))
            for group, when in enumerate(whens, start=at)
            if when is not None and when.is_dated
        )
        stated = list(dated)
        kinds = {when.is_placed for _, when in stated}
        size = len(self.records)
        if len(kinds) < 2:
            return [False] * size, [True in kinds] * size
        network = self.network
        pairs = zip(network.tails, network.heads, strict=True)
        labels = components(self.size, pairs)
        label = [labels[self.nodes[record.id]] for record in self.records]
        found: dict[int, set[bool]] = {}
        for group, when in stated:
            found.setdefault(label[group], set()).add(when.is_placed)
        lines = [found.get(each, set()) for each in label]
        return [len(line) > 1 for line in lines], [True in line for line in lines]

    def _bounds(self, made: Constraints, mixed: list[bool]) -> None:
        """Set the bounds of every node, on the line of its part."""
        lower, upper = self.network.lower, self.network.upper
        for group in range(self.events):
            when = self.whens[group]
            a, b, c, d = _UNKNOWN if when is None else when.ticks
            if when is not None and mixed[group] and not when.is_placed:
                a, b, c, d = widen(Ticks(a, b, c, d))
            lower.append(-HORIZON if a is None else a)
            lower.append(-HORIZON if c is None else c)
            upper.append(HORIZON if b is None else b)
            upper.append(HORIZON if d is None else d)
        for group, published in enumerate(self.published, start=self.events):
            low, _, _, high = _ticks(self.whens[group], mixed=mixed[group])
            last = _ticks(published, mixed=mixed[group]).end_latest
            if last is not None and low is not None and last <= low:
                made.impossible.append(group)
            elif last is not None:
                high = last if high is None else min(high, last)
            lower.append(-HORIZON if low is None else low)
            upper.append(HORIZON if high is None else high - 1)


def _placed(when: When | None, tz: str | None) -> When | None:
    return when if when is None or tz is None else when.placed(tz)


def _ticks(when: When | None, *, mixed: bool) -> Ticks:
    if when is None:
        return _UNKNOWN
    return widen(when.ticks) if mixed and not when.is_placed else when.ticks


def _start_day(when: When) -> tuple[int, int] | None:
    """Return the first and the last tick of the one day on which something starts."""
    if when.start_earliest is None or when.start_latest is None:
        return None
    if when.start_latest - when.start_earliest >= _LONGEST_DAY:
        return None
    first = when.first_calendar_day
    if first is None or first != when.last_start_day:
        return None
    low = first.number * DAY
    if when.zone is None:
        return low, low + DAY - 1
    zone = when.zone.start
    return first_instant(low, zone), last_instant(low + DAY, zone) - 1
