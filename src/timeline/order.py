"""Where in time an event stands: the one total order, apart from all relations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import itemgetter

from timeline.records.event import Event

__all__ = ["Key", "Place", "in_order", "sort_key"]

Key = tuple[int, int, str]
Place = tuple[int, int, str, Event]  # ids differ, so that events are never compared

_LAST = 2**63 - 1  # no instant is later


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
    when = event.when
    if when is None:
        return _LAST, _LAST, event.id
    if event.tz is not None:
        when = when.placed(event.tz)
    if tz is not None:
        when = when.placed(tz)
    end = when.end_latest
    for tick in (when.start_earliest, when.start_latest, when.end_earliest, end):
        if tick is not None:
            return tick, _LAST if end is None else end, event.id
    return _LAST, _LAST, event.id


def in_order(
    known: Iterable[Place],
    gone: Collection[str],
    new: Iterable[object],
    tz: str | None,
) -> tuple[tuple[Place, ...], tuple[Event, ...]]:
    """Return all events in order: where each stands, and alone.

    Args:
        known: Where events stand, in order already: sorting them again is quick.
        gone: Ids of those to leave out.
        new: Records of which the events are put between them.
        tz: The zone of their collection.
    """
    fresh: list[Place] = []
    for event in new:
        if not isinstance(event, Event):
            continue
        when = event.when
        if when is None:
            fresh.append((_LAST, _LAST, event.id, event))
            continue
        start, end = when.start_earliest, when.end_latest
        if start is None or end is None or tz is not None or event.tz is not None:
            fresh.append((*sort_key(event, tz), event))
        else:
            fresh.append((start, end, event.id, event))
    for part in (2, 1, 0):  # quicker than once by all, since many start on one day
        fresh.sort(key=itemgetter(part))
    places = [*known] if not gone else [each for each in known if each[2] not in gone]
    places = sorted(places + fresh) if places else fresh
    return tuple(places), tuple(map(itemgetter(3), places))
