"""Where in time an event stands: the one total order, apart from all relations."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from timeline.query.index import EVER, NEVER, Columns
from timeline.records.event import Event

if TYPE_CHECKING:
    from timeline.when.when import When

__all__ = ["NONE", "Key", "Ordered", "cores", "hulls", "in_order", "placed", "sort_key"]

Key = tuple[int, int, str]

_FEW = 16  # if the new are one in so many, they are sooner put between the others


class Ordered(NamedTuple):
    """Events in order, and their hulls in the same order.

    Attributes:
        events: The events.
        hulls: From the earliest start to the latest end of each.
    """

    events: tuple[Event, ...]
    hulls: Columns

    def key(self, at: int, tz: str | None) -> Key:
        """Return the sort key of the event at a position."""
        low, event = self.hulls.lows[at], self.events[at]
        if low == NEVER:  # then something else is first known of it
            return sort_key(event, tz)
        return low, self.hulls.highs[at], event.id


NONE = Ordered((), Columns(array("q"), array("q"), b""))


def sort_key(event: Event, tz: str | None) -> Key:
    """Return where in time an event stands; the id makes it unique.

    First counts what is first known of the earliest start, the latest start, the
    earliest end and the latest end; then the latest end, then the id. What is not
    placed in a zone stands where its wall clock says. Undated events come last.

    Args:
        event: The event.
        tz: The zone of its collection, for dates whose record names none.

    >>> sort_key(Event(id="x", title="Some day"), None) == (2**63 - 1, 2**63 - 1, "x")
    True
    """
    (start,), _, (high,), _ = _read([event], tz)
    return start, high, event.id


def in_order(
    known: Ordered, gone: Collection[str], new: Iterable[object], tz: str | None
) -> Ordered:
    """Return all events in order.

    Args:
        known: Those in order already.
        gone: Ids of those to leave out.
        new: Records of which the events are put between them.
        tz: The zone of their collection.
    """
    added = [each for each in new if isinstance(each, Event)]
    if _FEW * len(added) < len(known.events):
        return _inserted(known, gone, added, tz)
    return _sorted([*(e for e in known.events if e.id not in gone), *added], tz)


def placed(event: Event, tz: str | None) -> When | None:
    """Return when an event happens, placed by its zone or that of its collection."""
    when = event.when
    if when is not None and event.tz is not None:
        when = when.placed(event.tz)
    return when if when is None or tz is None else when.placed(tz)


def _read(
    events: Iterable[Event], tz: str | None
) -> tuple[list[int], list[int], list[int], bytearray]:
    """Return what is first known of each, and the hulls, in the same order."""
    starts, lows, highs, lines = [], [], [], bytearray()
    for event in events:
        when = event.when if event.tz is None is tz else placed(event, tz)
        if when is None:
            start, low, high, line = EVER, NEVER, EVER, 2
        else:
            first, end, line = (
                when.start_earliest,
                when.end_latest,
                when.zone is not None,
            )
            high = EVER if end is None else end
            if first is not None:
                start = low = first
            else:
                low = NEVER
                told = (when.start_latest, when.end_earliest, end)
                start = next((tick for tick in told if tick is not None), EVER)
                line = line if when.is_dated else 2
        starts.append(start)
        lows.append(low)
        highs.append(high)
        lines.append(line)
    return starts, lows, highs, lines


def _sorted(events: Sequence[Event], tz: str | None) -> Ordered:
    starts, lows, highs, lines = _read(events, tz)
    ids = [event.id for event in events]
    order = list(range(len(events)))
    for keys in (ids, highs, starts):  # quicker than once by all three as a tuple
        order.sort(key=keys.__getitem__)
    # The columns are filled here, where they lie side by side in memory: in the order
    # of time, most of the work would be to wait for the events.
    return Ordered(
        tuple(map(events.__getitem__, order)),
        Columns(
            array("q", map(lows.__getitem__, order)),
            array("q", map(highs.__getitem__, order)),
            bytes(map(lines.__getitem__, order)),
        ),
    )


def _inserted(
    known: Ordered, gone: Collection[str], added: Sequence[Event], tz: str | None
) -> Ordered:
    """Put a few events between the others, which are moved by whole stretches."""
    _, new = fresh = _sorted(added, tz)
    events: list[Event] = []
    lows, highs, lines = array("q"), array("q"), bytearray()
    last = 0
    for at, put in _edits(known, gone, fresh, tz):
        events += known.events[last:at]
        lows += known.hulls.lows[last:at]
        highs += known.hulls.highs[last:at]
        lines += known.hulls.lines[last:at]
        last = at
        if put is None:
            last += 1
        else:
            events.append(fresh.events[put])
            lows.append(new.lows[put])
            highs.append(new.highs[put])
            lines.append(new.lines[put])
    return Ordered(
        (*events, *known.events[last:]),
        Columns(
            lows + known.hulls.lows[last:],
            highs + known.hulls.highs[last:],
            bytes(lines) + known.hulls.lines[last:],
        ),
    )


def _edits(
    known: Ordered, gone: Collection[str], fresh: Ordered, tz: str | None
) -> Iterator[tuple[int, int | None]]:
    """Yield, in order, at which positions to put in which new one, or to leave out."""
    places = range(len(known.events))
    edits: list[tuple[int, bool, int]] = []
    if gone:
        left = [at for at, event in enumerate(known.events) if event.id in gone]
        edits += [(at, True, -1) for at in left]
    last = 0
    for put in range(len(fresh.events)):
        key = fresh.key(put, tz)
        last = bisect_left(places, key, last, key=partial(known.key, tz=tz))
        edits.append((last, False, put))
    for at, is_gone, put in sorted(edits):
        yield at, None if is_gone else put


def hulls(events: Iterable[Event], tz: str | None) -> Columns:
    """Return the hulls of *events*, in the same order."""
    _, lows, highs, lines = _read(events, tz)
    return Columns(array("q", lows), array("q", highs), bytes(lines))


def cores(events: Iterable[Event], tz: str | None) -> tuple[array[int], array[int]]:
    """Return the latest starts and the earliest ends: `EVER` and `NEVER` if unknown."""
    lows, highs = array("q"), array("q")
    for event in events:
        when = placed(event, tz)
        low, high = (when.start_latest, when.end_earliest) if when else (None, None)
        lows.append(EVER if low is None else low)
        highs.append(NEVER if high is None else high)
    return lows, highs
