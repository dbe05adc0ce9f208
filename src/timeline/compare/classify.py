"""Whether the world moved, the record was wrong, or more is known than before.

Both records are compared with what they say of the time up to k, when the old one was
told (see `timeline.compare.knowledge`). Only what contradicts for every possible k is a
correction; what cannot be decided is called changed.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from timeline.compare.facets import TOLD_ONLY, Facet, apart, inside, lined_up
from timeline.compare.knowledge import Known
from timeline.records import lifecycle
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.text import searchable
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.compare.change import Change

__all__ = ["Class", "class_of_addition", "class_of_facet"]


class Class(enum.Enum):
    """What sort of change it is; of those two records can have, the strongest first."""

    CORRECTED = "corrected"
    DISPUTED = "disputed"
    PROGRESSED = "progressed"
    REFINED = "refined"
    CHANGED = "changed"
    EDITED = "edited"
    LEARNED = "learned"
    NEW = "new"
    ADDED = "added"
    REMOVED = "removed"


_REFINING = frozenset({"dated", "narrowed", "confirmed", "stated", "joined"})
_LOOSENING = frozenset({"undated", "widened", "restated"})
_EXCLUSIVE = (frozenset({"attended", "absent"}), frozenset({"approved", "rejected"}))
_ONCE = (lifecycle.SPAN, lifecycle.MEETING, lifecycle.VISIT)  # they do not start again


def class_of_addition(record: object, known: Known) -> Class:
    """Say whether a record that was not there tells of what is new in the world."""
    if not isinstance(record, Event):
        return Class.ADDED
    if known.starts_after(record.placed):
        return Class.NEW
    ahead = record.phase is Phase.AHEAD
    if not ahead and (known.starts_before(record.placed) or _since(record, known)):
        return Class.LEARNED
    return Class.ADDED


def _since(record: Event, known: Known) -> bool:
    return known.starts_before(record.since)


def class_of_facet(  # noqa: PLR0911  (a case a line)
    facet: Facet, change: Change, known: Known
) -> Class:
    """Say of one facet of two events what sort of change it is."""
    before, after = change.before, change.after
    if not (isinstance(before, Event) and isinstance(after, Event)):
        return Class.EDITED
    if facet.field in TOLD_ONLY:
        return Class.EDITED
    if facet.field == "disputed_by":
        return Class.DISPUTED if facet.verb == "disputed" else Class.CHANGED
    if facet.field == "status":
        return _status(before, after, known)
    if facet.field == "when":
        return _when(facet, change, before, after, known)
    if isinstance(facet.was or facet.now, When):
        return _date(facet, before, known)
    if facet.field == "place":
        return _place(facet, before)
    return _other(facet, before)


def _other(facet: Facet, before: Event) -> Class:
    """Judge a field by whether all that was told is still told."""
    was, now = facet.was, facet.now
    if (
        facet.verb == "joined"
        or was is None
        or (facet.field == "kind" and was == "event")
    ):
        return Class.REFINED
    if isinstance(was, tuple) and isinstance(now, tuple) and set(was) < set(now):
        return Class.REFINED
    if before.phase is Phase.AHEAD and facet.field != "kind":
        return Class.PROGRESSED  # plans move
    return Class.CHANGED


def _place(facet: Facet, before: Event) -> Class:
    """A place inside the place told is more exact; another one is not decided."""
    was, now = (searchable(value or "") for value in (facet.was, facet.now))
    return Class.REFINED if was in now else _other(facet, before)


def _status(before: Event, after: Event, known: Known) -> Class:
    was, now = before.state, after.state
    if was is None or now is None:
        told = before.status is None
        return Class.REFINED if told else Class.CHANGED
    if {was.word, now.word} in _EXCLUSIVE:
        return Class.CORRECTED
    if was.phase is now.phase:
        return _same_phase(before, after, known, higher=now.rank > was.rank)
    phases = list(Phase)
    if phases.index(was.phase) < phases.index(now.phase):
        return _forward(before, after, known)
    return _backward(before, after, known)


def _same_phase(before: Event, after: Event, known: Known, *, higher: bool) -> Class:
    """Stalled or suspended: no contradiction, but perhaps the same state of things."""
    if known.starts_before(after.since):
        return Class.REFINED
    moved = known.starts_after(after.since) or before.phase is Phase.AHEAD
    if moved or (higher and not (before.phase is Phase.DONE and before.is_span)):
        return Class.PROGRESSED
    return Class.CHANGED


def _forward(before: Event, after: Event, known: Known) -> Class:
    """What has come further since has moved, unless it had come so far before k."""
    was, now = before.phase, after.phase
    wrong = known.starts_before(after.since)
    if was is Phase.AHEAD and now is not Phase.OFF:
        wrong = wrong or _had_started(after, known)
    elif was is Phase.UNDER_WAY and now is Phase.DONE and after.is_span:
        wrong = wrong or known.ends_before(after.placed)
    elif was is Phase.DONE and before.is_span:  # held, and now off
        wrong = True
    return Class.CORRECTED if wrong else Class.PROGRESSED


def _had_started(event: Event, known: Known) -> bool:
    """Whether it surely started before k, and not in the very moment."""
    high = known.ticks(event.placed)[1]
    return high is not None and known.earliest is not None and high < known.earliest


def _backward(before: Event, after: Event, known: Known) -> Class:
    """What was told as further than it is told now was told wrongly, or begins anew."""
    if known.starts_after(after.since):
        return Class.PROGRESSED
    if before.phase is Phase.OFF:
        if after.phase is not Phase.DONE or known.starts_after(after.placed):
            return Class.PROGRESSED
        return Class.CORRECTED if _had_started(after, known) else Class.CHANGED
    again = before.phase is Phase.DONE and after.phase is Phase.UNDER_WAY
    return Class.CHANGED if again and before.lifecycle not in _ONCE else Class.CORRECTED


def _when(  # noqa: PLR0911  (a case a line)
    facet: Facet, change: Change, before: Event, after: Event, known: Known
) -> Class:
    phase = before.phase
    if _contradicts(before, after, known):
        return Class.CORRECTED
    if facet.verb in _REFINING:
        return Class.REFINED
    if facet.verb in _LOOSENING or phase is Phase.OFF:
        return Class.CHANGED
    if phase is Phase.AHEAD:
        return Class.PROGRESSED
    starts, ends = apart(*lined_up(change))
    if phase is None:
        return _untold(before, after, known, either=starts or ends)
    if starts or (ends and phase is Phase.DONE):
        return Class.CORRECTED
    going_on = phase is Phase.UNDER_WAY and before.is_span
    return Class.PROGRESSED if going_on and ends else Class.CHANGED


def _contradicts(before: Event, after: Event, known: Known) -> bool:
    """Whether the old status was surely untrue at k, by the new date."""
    when = after.placed
    if before.phase is Phase.AHEAD:
        return after.phase is not Phase.OFF and _had_started(after, known)
    if before.phase in (None, Phase.OFF) or after.phase is Phase.AHEAD:
        return False
    over = before.phase is Phase.UNDER_WAY and before.is_span
    return known.starts_after(when) or (over and known.ends_before(when))


def _untold(before: Event, after: Event, known: Known, *, either: bool) -> Class:
    """Judge a date that moved, of a record that does not say how it stands."""
    was, now = before.placed, after.placed
    if either and (known.ends_before(was) or known.ends_before(now)):
        return Class.CORRECTED
    if known.starts_after(was) and known.starts_after(now):
        return Class.PROGRESSED
    return Class.CHANGED


def _date(  # noqa: PLR0911  (a case a line)
    facet: Facet, before: Event, known: Known
) -> Class:
    """Judge any other date: of a deed, of a state of things, of the last activity."""
    was, now = facet.was, facet.now
    if now is None:
        return Class.CHANGED
    if known.starts_after(now) and (was is None or known.starts_after(was)):
        return Class.PROGRESSED
    if facet.field == "last_activity" and known.starts_after(now):
        return Class.PROGRESSED
    if was is None:
        told = facet.field == "since" or known.starts_before(now)
        return Class.REFINED if told else Class.CHANGED
    if inside(now.ticks, was.ticks):
        return Class.REFINED
    if before.phase is Phase.AHEAD and not known.ends_before(now):
        return Class.PROGRESSED
    if apart(was.ticks, now.ticks)[0] and (
        known.starts_before(was) or known.starts_before(now)
    ):
        return Class.CORRECTED
    return Class.CHANGED
