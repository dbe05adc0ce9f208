"""What follows from changes: what waits no longer, and how treaties stand now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from timeline.collection.collection import Collection, Record
from timeline.collection.labels import title_of
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.treaties import Step, Treaty
from timeline.treaties.status import TreatyStatus, treaty
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day

__all__ = ["follows"]

_NEEDED = "Still needed: "


def follows(
    old: Collection,
    new: Collection,
    pairs: list[tuple[Record | None, Record | None]],
    on: DayLike | None = None,
) -> tuple[str, ...]:
    """Return in sentences what the changes bring about.

    Args:
        old: The earlier timeline.
        new: The later one.
        pairs: What differs.
        on: The day on which treaties are looked at; the last that each side tells of
            unless given.
    """
    partners = {before.id: after for before, after in pairs if before is not None}
    return (
        *_waits(old, new, partners),
        *_treaties(old, new, pairs, on),
    )


def _waits(
    old: Collection, new: Collection, partners: Mapping[str, Record | None]
) -> Iterator[str]:
    """Tell of what had waited for something that is over now, or off."""

    def now(event: Event) -> Event | None:
        found = partners.get(event.id, new.records.get(event.id))
        return found if isinstance(found, Event) else None

    for event in old.events:
        if event.phase is not Phase.AHEAD or event.when is None:
            continue
        for anchor in event.when.anchors:
            target = old.records.get(anchor.target)
            if anchor.kind == "not-before" and isinstance(target, Event):
                said = f"{title_of(old, event)} had waited for {title_of(old, target)}"
                yield from _wait(said, now(event), target, now(target))


def _wait(
    said: str, event_now: Event | None, target: Event, target_now: Event | None
) -> Iterator[str]:
    if target_now is None or event_now is None or target_now.phase is target.phase:
        return
    if target_now.phase is Phase.OFF and event_now.phase is Phase.AHEAD:
        yield f"{said}, which is off: it cannot happen as it was told."
    elif target_now.phase is Phase.DONE:
        met = event_now.phase in {Phase.UNDER_WAY, Phase.DONE}
        yield f"{said}: {'met' if met else 'it waits for it no longer'}."


def _treaties(
    old: Collection,
    new: Collection,
    pairs: list[tuple[Record | None, Record | None]],
    on: DayLike | None,
) -> Iterator[str]:
    """Tell how each treaty stands that a change is about."""
    touched = {
        side.id if isinstance(side, Treaty) else side.treaty
        for pair in pairs
        for side in pair
        if isinstance(side, Treaty | Step)
    }
    for name in sorted(touched):
        if isinstance(new.get(name), Treaty):
            now = _status(new, name, on)
            was = _status(old, name, on)
            if now is not None:
                yield _moved(was, now)


def _status(
    collection: Collection, name: str, on: DayLike | None
) -> TreatyStatus | None:
    day = _last_day(collection) if on is None else as_day(on)
    if day is None or not isinstance(collection.get(name), Treaty):
        return None
    return treaty(collection, name, day)


def _last_day(collection: Collection) -> Day | None:
    """Return the last day that a timeline tells of: of a page, or of what is done."""
    pages = [
        when
        for source in collection.sources
        for when in (source.published, source.as_of)
    ]
    deeds = [event.when for event in collection.events if event.phase is Phase.DONE]
    days = [when.last_calendar_day for when in (*pages, *deeds) if when is not None]
    return max((day for day in days if day is not None), default=None)


def _moved(was: TreatyStatus | None, now: TreatyStatus) -> str:
    """Say outstanding, state and what is still needed, as they were and are."""
    told = (_outstanding, _state, _need)
    said = []
    for tell in told:
        before, after = ("" if was is None else tell(was)), tell(now)
        if before == after:
            said.append(f"still {after}" if tell is _state and was else after)
        elif before:
            said.append(f"{before} → {after or 'nothing more needed'}")
        else:
            said.append(after)
    return f"{now.treaty.label}: {'; '.join(filter(None, said))}."


def _outstanding(status: TreatyStatus) -> str:
    return f"{len(status.outstanding)} outstanding"


def _state(status: TreatyStatus) -> str:
    return status.state


def _need(status: TreatyStatus) -> str:
    for sentence in status.sentences():
        if sentence.startswith(_NEEDED):
            return f"needed: {sentence.removeprefix(_NEEDED).rstrip('.')}"
    return ""
