"""In which order undated events come, as far as the facts prove one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.records.event import Event
from timeline.report.cells import PHASES, phase_of

__all__ = ["proven_order", "proven_tree"]


def proven_tree(
    events: Iterable[Event], order: Sequence[str] | None = None
) -> list[tuple[Event, int, str | None]]:
    """Return *events* so that each follows what it is part of, is after or waits for.

    Where that leaves a choice, by *order*, the ids as a schedule proves them; without
    one what is done, under way, ahead, off. A circle is broken where it is met.

    Returns:
        Each event, under how many others it hangs, and the id of the one above it.
    """
    # First a topological order: depth first from each event in turn, through all that
    # comes before it. Then a tree, so that what belongs together stays together: each
    # event hangs under the last of those it follows. Cost: each link is met twice.
    place = {id_: number for number, id_ in enumerate(order or ())}
    events = sorted(events, key=lambda e: place.get(e.id, PHASES.index(phase_of(e))))
    by_id = {event.id: event for event in events}
    before = _graph(by_id)
    place = {id_: number for number, id_ in enumerate(_topological(by_id, before))}
    below: dict[str | None, list[str]] = {}
    for id_ in place:
        earlier = [other for other in before[id_] if place[other] < place[id_]]
        below.setdefault(max(earlier, key=place.__getitem__, default=None), []).append(
            id_
        )
    tree: list[tuple[Event, int, str | None]] = []
    stack: list[tuple[str, int, str | None]] = [
        (id_, 0, None) for id_ in reversed(below.get(None, []))
    ]
    while stack:
        id_, depth, parent = stack.pop()
        tree.append((by_id[id_], depth, parent))
        stack += ((other, depth + 1, id_) for other in reversed(below.get(id_, [])))
    return tree


def proven_order(events: Iterable[Event]) -> list[Event]:
    """Return *events* as `proven_tree` orders them."""
    return [event for event, _, _ in proven_tree(events)]


def _graph(by_id: dict[str, Event]) -> dict[str, list[str]]:
    """Return for each id those that surely do not start after it does."""
    before: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for id_, event in by_id.items():
        if event.part_of in by_id:
            before[id_].append(str(event.part_of))
        for anchor in () if event.when is None else event.when.anchors:
            if anchor.target in by_id and anchor.kind != "not-after":
                before[id_].append(anchor.target)
    for id_, event in by_id.items():
        for anchor in () if event.when is None else event.when.anchors:
            if anchor.target in by_id and anchor.kind == "not-after":
                before[anchor.target].append(id_)
    return before


def _topological(ids: Iterable[str], before: dict[str, list[str]]) -> list[str]:
    done: dict[str, None] = {}
    for start in ids:
        stack, met = [start], set[str]()
        while stack:
            id_ = stack[-1]
            waiting = [o for o in before[id_] if o not in done and o not in met]
            met.add(id_)
            if id_ in done or not waiting:
                done[stack.pop()] = None
            else:
                stack.extend(reversed(waiting))
    return list(done)
