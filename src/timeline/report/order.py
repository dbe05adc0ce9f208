"""In which order undated events come, as far as the facts prove one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.collection.graph import walk
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.report.cells import PHASES

__all__ = ["proven_order", "proven_tree"]


def proven_tree(
    events: Iterable[Event], order: Sequence[str] | None = None
) -> list[tuple[Event, int, str | None]]:
    """Return *events* so that each follows what it is part of, is after or waits for.

    Where that leaves a choice, by *order*, the ids as a schedule proves them; without
    one what is done, under way, ahead, off. A link that closes a circle is left out.

    Returns:
        Each event, under how many others it hangs, and the id of the one above it.
    """
    # First a topological order: a walk from each event in turn through all that comes
    # before it. Then a tree, so that what belongs together stays together: each event
    # hangs under the last of those it follows. Cost: each link is met twice.
    place = {id_: number for number, id_ in enumerate(order or ())}
    events = sorted(events, key=lambda e: place.get(e.id, PHASES.index(phase_of(e))))
    by_id = {event.id: event for event in events}
    before = _graph(by_id)
    place = {id_: number for number, id_ in enumerate(walk(by_id, before.__getitem__))}
    below: dict[str | None, list[str]] = {}
    for id_ in place:
        earlier = [other for other in before[id_] if place[other] < place[id_]]
        parent = max(earlier, key=place.__getitem__, default=None)
        below.setdefault(parent, []).append(id_)
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
        for kind, target in _links(event):
            if target in by_id:
                later, earlier = (target, id_) if kind == "not-after" else (id_, target)
                before[later].append(earlier)
    return before


def _links(event: Event) -> Iterable[tuple[str, str]]:
    """Yield what *event* is linked to in time, each with the kind of the link."""
    if event.part_of is not None:
        yield "part", event.part_of
    for anchor in () if event.when is None else event.when.anchors:
        yield anchor.kind, anchor.target
