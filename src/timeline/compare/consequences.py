"""What follows from changes: what waits no longer, and how treaties stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.collection.ordering import sort_key
from timeline.compare.facets import Change
from timeline.language.message import Message
from timeline.records.event import Event, status_term
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.records.treaties import Step, Treaty
from timeline.treaties.status import TreatyStatus
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day


def consequences(
    old: Collection,
    new: Collection,
    changes: Iterable[Change],
    on: DayLike | None = None,
) -> tuple[Message, ...]:
    """Return what the changes bring about.

    Args:
        old: The earlier timeline.
        new: The later one.
        changes: What differs.
        on: The day on which treaties are looked at; for each side the last one that it
            mentions, unless given.
    """
    # A plan that waited for something (`not-before:X`) waits no longer once X is over,
    # and is blocked once X is off. A treaty is looked at again if one of its acts, or
    # its own record, changed. Cost: one pass over the old events, and two answers for
    # each treaty.
    changes = tuple(changes)
    day = None if on is None else as_day(on)
    partners = {change.before.id: change.after for change in changes if change.before}
    return (*_waits(old, new, partners), *_treaties(old, new, changes, day))


def _waits(
    old: Collection, new: Collection, partners: Mapping[str, Record | None]
) -> Iterator[Message]:
    plans = [
        event
        for event in old.records.values()
        if isinstance(event, Event) and event.when is not None and event.when.anchors
        if event.phase is Phase.AHEAD
    ]
    for event in sorted(plans, key=lambda plan: sort_key(plan, old.tz)):
        for anchor in event.when.anchors if event.when is not None else ():
            target = old.get(anchor.target)
            if anchor.kind != "not-before" or target is None:
                continue
            now, then = (
                partners.get(record.id, new.get(record.id))
                for record in (event, target)
            )
            if isinstance(now, Event) and isinstance(then, Event):
                titles = title_of(old, event), title_of(old, target)
                yield from _wait(titles, now, target, then)


def _wait(
    titles: tuple[str, str], event: Event, target_before: Event, target: Event
) -> Iterator[Message]:
    """Yield what became of a wait, if what it was for is over or off now."""
    if target.phase is target_before.phase:
        return
    if target.phase is Phase.OFF and event.phase is Phase.AHEAD:
        yield Message("wait-blocked", (*titles, status_term(target)))
    elif target.phase is Phase.DONE:
        met = event.phase in {Phase.UNDER_WAY, Phase.DONE}
        yield Message("wait-met" if met else "wait-over", titles)


def _treaties(
    old: Collection, new: Collection, changes: Iterable[Change], on: Day | None
) -> Iterator[Message]:
    """Yield how each treaty stands that a change is about."""
    touched = {
        side.id if isinstance(side, Treaty) else side.treaty
        for change in changes
        for side in change.sides
        if isinstance(side, Treaty | Step)
    }
    for name in sorted(touched):
        was, now = _status(old, name, on), _status(new, name, on)
        if now is not None:
            yield _compare(was, now)


def _status(collection: Collection, name: str, on: Day | None) -> TreatyStatus | None:
    day = on or _last_day(collection)
    if day is None or not isinstance(collection.get(name), Treaty):
        return None
    return TreatyStatus.of(collection, name, day)


def _last_day(collection: Collection) -> Day | None:
    """Return the last day that a timeline mentions: of a page, or of what is done."""
    dates = [when for s in collection.sources for when in (s.published, s.as_of)]
    dates += [event.when for event in collection.events if event.phase is Phase.DONE]
    days = [when.last_calendar_day for when in dates if when is not None]
    return max((day for day in days if day is not None), default=None)


def _compare(was: TreatyStatus | None, now: TreatyStatus) -> Message:
    """Say how many consents are outstanding, the state, and what is still needed."""
    outstanding = Message("treaty-outstanding", (len(now.outstanding),))
    state, need = _state(now), _need(now)
    if was is not None:
        before = Message("treaty-outstanding", (len(was.outstanding),))
        if before != outstanding:
            outstanding = Message("was-now", (before, outstanding))
        code = "treaty-still" if _state(was) == state else "was-now"
        state = Message(
            code, (state,) if code == "treaty-still" else (_state(was), state)
        )
        if (needed := _need(was)) is not None and needed != need:
            need = Message("was-now", (needed, need or Message("treaty-complete")))
    parts = [part for part in (outstanding, state, need) if part is not None]
    line = parts[0]
    for part in parts[1:]:
        line = Message("and-also", (line, part))
    return Message("treaty-now", (now.treaty.label, line))


def _state(status: TreatyStatus) -> Message:
    return Message(f"treaty-state-{status.state.replace(' ', '-')}")


def _need(status: TreatyStatus) -> Message | None:
    if status.needed.nothing:
        return None
    return Message("treaty-needed", (status.needed.message,))
