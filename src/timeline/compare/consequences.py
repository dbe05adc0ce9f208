"""What follows from changes: what waits no longer, and how treaties stand now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.collection.labels import block_of, title_of, title_of_id
from timeline.compare.facets import Change
from timeline.language.message import Message, PartyId, RecordId
from timeline.records.conditions import Quorum
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.records.treaties import Step, Treaty
from timeline.treaties.status import PartyStatus, TreatyStatus
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
        on: The day on which treaties are looked at; the last one that either side
            mentions, unless given.
    """
    # A plan that waited for something (`not-before:X`) waits no longer once X is over,
    # and is blocked once X is off. A treaty is looked at again if one of its acts, or
    # its own record, changed. Cost: one pass over the old events, in order, and two
    # answers for each treaty.
    changes = tuple(changes)
    days = [*filter(None, map(_last_day, (old, new)))] if on is None else [as_day(on)]
    partners = {change.before.id: change.after for change in changes if change.before}
    day = max(days, default=None)
    found = *_waits(old, new, partners), *_treaties(old, new, changes, day)
    return tuple(_titled(message, new) for message in found)


def _titled(message: Message, new: Collection) -> Message:
    """Return a message with titles in place of ids, of which a diff names few."""

    def named(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(named, value))
        if isinstance(value, Message):
            return _titled(value, new)
        return title_of_id(new, None, value) if isinstance(value, RecordId) else value

    return Message(message.code, tuple(map(named, message.values)))


_BLOCKED = {"agenda-off": "wait-blocked", "agenda-perhaps-off": "wait-perhaps-blocked"}


def _waits(
    old: Collection, new: Collection, partners: Mapping[str, Record | None]
) -> Iterator[Message]:
    for event in old.events:
        now = partners.get(event.id, new.get(event.id))
        if event.phase is not Phase.AHEAD or not isinstance(now, Event):
            continue
        block, title = block_of(new, now), title_of(old, event)
        if block and block != block_of(old, event):
            yield Message(_BLOCKED[block.code], (title, *block.values))
        for anchor in event.when.anchors if event.when is not None else ():
            target = old.get(anchor.target)
            if anchor.kind != "not-before" or not isinstance(target, Event):
                continue
            then = partners.get(target.id, new.get(target.id))
            if isinstance(then, Event) and Phase.DONE is then.phase is not target.phase:
                is_sure = {*new.with_as_of(then).phases} == {Phase.DONE}
                met = "met" if now.phase in {Phase.UNDER_WAY, Phase.DONE} else "over"
                code = f"wait-{met if is_sure else 'perhaps-over'}"
                yield Message(code, (title, title_of(old, target)))


def _treaties(
    old: Collection, new: Collection, changes: Iterable[Change], day: Day | None
) -> Iterator[Message]:
    """Yield how each treaty stands that a change is about."""
    touched = {
        side.id if isinstance(side, Treaty) else side.treaty
        for change in changes
        for side in change.sides
        if isinstance(side, Treaty | Step)
    }
    for name in sorted(touched):
        was, now = _status(old, name, day), _status(new, name, day)
        if now is not None:
            yield _compare(was, now)


def _status(collection: Collection, name: str, day: Day | None) -> TreatyStatus | None:
    if day is None or not isinstance(collection.get(name), Treaty):
        return None
    return TreatyStatus.of(collection, name, day)


def _last_day(collection: Collection) -> Day | None:
    """Return the last day that a timeline mentions: of a page, or of what is done."""
    dates = [when for s in collection.sources for when in (s.published, s.as_of)]
    dates += [event.when for event in collection.events if _has_come(event)]
    days = [when.last_calendar_day for when in dates if when is not None]
    going_on = (e.when for e in collection.events if e.phase is Phase.UNDER_WAY)
    days += [when.first_calendar_day for when in going_on if when is not None]
    return max((day for day in days if day is not None), default=None)


def _has_come(event: Event) -> bool:
    """Whether something was done; an act of a treaty is where it has a date."""
    is_act = isinstance(event, Step) and not event.is_span
    return event.phase is Phase.DONE or (is_act and event.phase is None)


def _compare(was: TreatyStatus | None, now: TreatyStatus) -> Message:
    """Say how many consents are outstanding, the state, and what is still needed."""
    sides = (now,) if was is None else (was, now)
    state, need = now.message, _need(now)
    if was is not None:
        still = Message("still", (state,))
        state = still if was.message == state else _was_now(was.message, state)
        if (needed := _need(was)) is not None:
            need = _was_now(needed, need or Message("treaty-complete"))
    parts = [part for part in (state, need) if part is not None]
    if any(side.outstanding for side in sides):
        parts.insert(0, reduce(_was_now, map(_outstanding, sides)))
    if was is not None:
        parts += [*_end(was, now), *_departures(was, now), *_fewer(was, now)]
    if now.facts.is_before(now.day):
        as_at = now.as_at
        code = "treaty-as-at" if as_at else "treaty-as-at-unknown"
        parts.append(Message(code, (as_at,) if as_at else ()))
    line = reduce(lambda line, part: Message("and-also", (line, part)), parts)
    return Message("treaty-now", (now.treaty.label, now.on, line))


def _was_now(before: Message, now: Message) -> Message:
    return now if before == now else Message("was-now", (before, now))


def _outstanding(status: TreatyStatus) -> Message:
    """Say how many consents are missing; where not all are reported, are said to be."""
    code = "outstanding" if status.treaty.has_all("consents") else "reported-pending"
    return Message(f"treaty-{code}", (len(status.outstanding),))


def _end(was: TreatyStatus, now: TreatyStatus) -> Iterator[Message]:
    """Yield when a treaty is newly said to end."""
    end = now.treaty.terminated
    if end and end != was.treaty.terminated and now.state != "terminated":
        yield Message("follows-ends", (end,))


# What may be new of a party that leaves, or suspends, and how one can tell.
_LEAVES: Mapping[str, Callable[[PartyStatus], bool]] = {
    "follows-notice": lambda row: row.state == "notice of withdrawal",
    "follows-withdrawn": lambda row: row.state == "withdrawn",
    "follows-took-back": lambda row: row.took_back.definitely,
    "follows-may-leave": lambda row: (
        row.withdrawal is not None and row.state == "not determined"
    ),
    "follows-suspends": lambda row: row.suspended.definitely,
    "follows-may-suspend": lambda row: row.suspended is Certainty.MAYBE,
}
_STAYS = frozenset({"party", "contracting State", "contracting organisation"})


def _departures(was: TreatyStatus, now: TreatyStatus) -> Iterator[Message]:
    """Yield who has newly left, is about to, or suspends the treaty for itself."""
    for code, is_so in _LEAVES.items():
        before = {row.party for row in was if is_so(row)}
        rows = [row for row in now if is_so(row) and row.party not in before]
        if rows:
            yield Message(code, (tuple(map(_leaver, rows)),))
    noticed = {row.party for row in was if row.state == "notice of withdrawal"}
    stay = [r.party for r in now if r.party in noticed and r.state in _STAYS]
    if stay:
        yield Message("follows-stays", (tuple(map(PartyId, stay)),))


def _leaver(row: PartyStatus) -> PartyId | Message:
    """Name a party, and from when on it has left or will leave, if that is known."""
    if row.leaves is None or row.state not in {"notice of withdrawal", "withdrawn"}:
        return PartyId(row.party)
    is_stated = getattr(row.withdrawal, "effective", None) is not None
    code = "follows-effective" if is_stated else "follows-effective-by-term"
    return Message(code, (PartyId(row.party), row.leaves))


def _fewer(was: TreatyStatus, now: TreatyStatus) -> Iterator[Message]:
    """Yield that a treaty has fewer parties, and fewer than its clause asked for.

    It stays in force (Vienna Convention on the Law of Treaties, article 55).
    """
    before = sum(row.bound.definitely for row in was)
    after = sum(row.bound.possibly for row in now if row.effect)
    if after >= before or not now.in_force.definitely:
        return
    is_whole = now.treaty.has_all("consents")
    counts = [Message("treaty-parties", (number,)) for number in (before, after)]
    if not is_whole:
        counts = [Message("treaty-at-least", (count,)) for count in counts]
    yield _was_now(*counts)
    rule = now.treaty.entry_into_force
    asked = rule.condition if rule else None
    number = asked.at_least if isinstance(asked, Quorum) and not asked.of else None
    if is_whole and number and after < number:
        yield Message("follows-below", (number,))


def _need(status: TreatyStatus) -> Message | None:
    if status.needed.nothing:
        return None
    return Message("treaty-needed", (status.needed.message,))
