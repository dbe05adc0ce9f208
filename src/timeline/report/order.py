"""In which order undated events come, as far as the facts prove one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from timeline.report.links import PHASES, phase_of

if TYPE_CHECKING:
    from timeline.records.event import Event

__all__ = ["depths", "proven_order"]


def _phase(event: Event) -> int:
    return PHASES.index(phase_of(event))


def _before(event: Event, ids: dict[str, Event]) -> list[str]:
    """Return what surely does not start after *event* does."""
    part_of = event.part_of
    found = [part_of] if part_of is not None and part_of in ids else []
    if event.when is not None:
        found += [
            anchor.target
            for anchor in event.when.anchors
            if anchor.kind != "not-after" and anchor.target in ids
        ]
    return found


def _after(event: Event, ids: dict[str, Event]) -> list[str]:
    if event.when is None:
        return []
    return [
        anchor.target
        for anchor in event.when.anchors
        if anchor.kind == "not-after" and anchor.target in ids
    ]


def _graph(events: Iterable[Event]) -> dict[str, list[str]]:
    """Return for each event those that come before it."""
    ids = {event.id: event for event in events}
    above = {id_: _before(event, ids) for id_, event in ids.items()}
    for id_, event in ids.items():
        for target in _after(event, ids):
            above[target].append(id_)
    return above


def proven_order(
    events: Iterable[Event], order: Sequence[str] | None = None
) -> list[Event]:
    """Return *events* so that each follows what it is part of, is after or waits for.

    Where that leaves a choice, by *order*, the ids as a schedule proves them; without
    one what is done, under way, ahead, off. A circle is broken where it is met.
    """
    place = {id_: number for number, id_ in enumerate(order or ())}
    events = sorted(events, key=lambda event: place.get(event.id, _phase(event)))
    above = _graph(events)
    by_id = {event.id: event for event in events}
    done: dict[str, Event] = {}
    for event in events:
        stack = [event.id]
        under: set[str] = set()
        while stack:
            id_ = stack[-1]
            waiting = [t for t in above[id_] if t not in done and t not in under]
            under.add(id_)
            if id_ in done or not waiting:
                done[id_] = by_id[stack.pop()]
            else:
                stack.extend(reversed(waiting))
    return _beneath(list(done.values()), above)


def _beneath(events: list[Event], above: dict[str, list[str]]) -> list[Event]:
    """Put each event under the last of those it follows: trees stay together."""
    place = {event.id: number for number, event in enumerate(events)}
    below: dict[str | None, list[Event]] = {}
    for event in events:
        before = [t for t in above[event.id] if place[t] < place[event.id]]
        parent = max(before, key=place.__getitem__) if before else None
        below.setdefault(parent, []).append(event)
    found: list[Event] = []
    stack = list(reversed(below.get(None, [])))
    while stack:
        event = stack.pop()
        found.append(event)
        stack.extend(reversed(below.get(event.id, [])))
    return found


def depths(events: list[Event]) -> dict[str, tuple[int, str | None]]:
    """Return how many others each event hangs under, and the one right above it."""
    above = _graph(events)
    place = {event.id: number for number, event in enumerate(events)}
    found: dict[str, tuple[int, str | None]] = {}
    for event in events:
        before = [t for t in above[event.id] if t in found]
        parent = max(before, key=place.__getitem__) if before else None
        found[event.id] = (found[parent][0] + 1 if parent else 0, parent)
    return found
