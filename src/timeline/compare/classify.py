"""Decide whether the world moved, the record was wrong, or more is known than before.

Both records are compared by what they say about the time up to k, the moment at which
the source of the old one spoke (see `timeline.compare.knowledge`). A change is a
correction only if the two contradict each other for every possible k, and progress only
if they agree up to k for every possible one. What cannot be decided is "changed".
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import NamedTuple

import attrs

from timeline.compare.facets import (
    WORDING,
    Change,
    Facet,
    comparable,
    facets_of,
    is_within,
    takes_rival,
)
from timeline.compare.knowledge import AsOf
from timeline.records import lifecycle
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.text import searchable
from timeline.when.bounds import are_apart, hull
from timeline.when.when import When


class Class(enum.Enum):
    """What sort of change it is; of two records, the strongest class first."""

    LEARNED = "learned"
    NEW = "new"
    ADDED = "added"
    REMOVED = "removed"
    CORRECTED = "corrected"
    DISPUTED = "disputed"
    PROGRESSED = "progressed"
    REFINED = "refined"
    CHANGED = "changed"
    EDITED = "edited"


CORRECTED, DISPUTED, PROGRESSED = Class.CORRECTED, Class.DISPUTED, Class.PROGRESSED
REFINED, CHANGED, EDITED = Class.REFINED, Class.CHANGED, Class.EDITED
AHEAD, UNDER_WAY, DONE, OFF = Phase


@attrs.frozen
class GradedChange:
    """A change with its class, and each of its facets with the class of that.

    Attributes:
        change: The record before and after.
        class_: What sort of change it is: the strongest class of its facets.
        facets: What changed; empty if one side is missing.
    """

    change: Change
    class_: Class
    facets: tuple[tuple[Facet, Class], ...] = ()


class _Case(NamedTuple):
    """One changed field of two events, and when the source of the old one spoke."""

    before: Event
    after: Event
    as_of: AsOf
    facet: Facet

    @property
    def apart(self) -> tuple[bool, bool]:
        """Whether the two dates of the event have no start, and no end, in common."""
        return are_apart(*map(hull, comparable(self.before, self.after)))


def _is_within(case: _Case) -> bool:
    """Whether the new date in the field lies within the old one, or its marks."""
    now, was = case.facet.now, case.facet.was
    may_be = now.tested if now.value.marks else now.ticks
    return any(is_within(may_be, span) for span in was.spans)


def _starts_apart(case: _Case) -> bool:
    """Whether the old and the new date in the field have no start in common."""
    return are_apart(case.facet.now.tested, case.facet.was.tested)[0]


def _rises(case: _Case) -> bool:
    was, now = case.before.state, case.after.state
    return was is not None and now is not None and now.rank > was.rank


def _only_adds(case: _Case) -> bool:
    was, now = case.facet.was, case.facet.now
    if isinstance(was, tuple) and isinstance(now, tuple):
        return set(was) < set(now)
    joined = case.facet.verb == "joined"
    return joined or was is None or (case.facet.field == "kind" and was == "event")


def _names_old_place(case: _Case) -> bool:
    was, now = (searchable(side or "") for side in (case.facet.was, case.facet.now))
    return was in now


_EXCLUSIVE = tuple(
    frozenset(pair.split())
    for pair in ("attended absent", "approved rejected", "met missed")
)
_NEVER_RESUMED = (lifecycle.SPAN, lifecycle.MEETING, lifecycle.VISIT)

# What a rule may ask, in the words in which the table can be printed.
FACTS: Mapping[str, Callable[[_Case], bool]] = {
    # the event, before and after
    "no status before": lambda c: c.before.phase is None,
    "a plan before": lambda c: c.before.phase is AHEAD,
    "under way before": lambda c: c.before.phase is UNDER_WAY,
    "going on before": lambda c: c.before.phase is UNDER_WAY and c.before.is_span,
    "begun or done before": lambda c: c.before.phase in {UNDER_WAY, DONE},
    "done before": lambda c: c.before.phase is DONE,
    "over before": lambda c: c.before.phase is DONE and c.before.is_span,
    "not over before": lambda c: c.before.phase is not DONE or not c.before.is_span,
    "off before": lambda c: c.before.phase is OFF,
    "no plan now": lambda c: c.after.phase is not AHEAD,
    "under way now": lambda c: c.after.phase is UNDER_WAY,
    "not done now": lambda c: c.after.phase is not DONE,
    "over now": lambda c: c.after.phase is DONE and c.after.is_span,
    "not off now": lambda c: c.after.phase is not OFF,
    "began before k": lambda c: c.as_of.is_well_after_start(c.after.placed),
    "begins after k": lambda c: c.as_of.is_before_start(c.after.placed),
    "ended before k": lambda c: c.as_of.is_after_end(c.after.placed),
    "had begun after k": lambda c: c.as_of.is_before_start(c.before.placed),
    "a date over at k": lambda c: (
        c.as_of.is_after_end(c.before.placed) or c.as_of.is_after_end(c.after.placed)
    ),
    "another start": lambda c: c.apart[0],
    "another end": lambda c: c.apart[1],
    "another date": lambda c: any(c.apart),
    # a status
    "no old status": lambda c: c.facet.was is None,
    "holds since before k": lambda c: c.as_of.is_after_start(c.after.since),
    "holds since after k": lambda c: c.as_of.is_before_start(c.after.since),
    "excludes the old one": lambda c: {c.facet.was, c.facet.now} in _EXCLUSIVE,
    "of higher rank": _rises,
    "may resume": lambda c: c.before.lifecycle not in _NEVER_RESUMED,
    # a date
    "more exact": lambda c: c.facet.verb in {"dated", "narrowed", "confirmed"},
    "less exact": lambda c: c.facet.verb in {"undated", "widened", "restated"},
    "a rival's date": lambda c: takes_rival(c.before, c.after),
    "disputed now": lambda c: c.after.disputed,
    "no old date": lambda c: c.facet.was is None,
    "no new date": lambda c: c.facet.now is None,
    "old date after k": lambda c: c.as_of.is_before_start(c.facet.was),
    "old date before k": lambda c: c.as_of.is_after_start(c.facet.was),
    "new date after k": lambda c: c.as_of.is_before_start(c.facet.now),
    "new date before k": lambda c: c.as_of.is_after_start(c.facet.now),
    "new date not over at k": lambda c: not c.as_of.is_after_end(c.facet.now),
    "within the old date": _is_within,
    "apart from the old date": _starts_apart,
    "of the status": lambda c: c.facet.field == "since",
    "of the last activity": lambda c: c.facet.field == "last_activity",
    # any other field
    "only cited": lambda c: c.facet.verb == "re-sourced",
    "newly disputed": lambda c: c.facet.verb == "disputed",
    "no longer disputed": lambda c: c.facet.verb == "settled",
    "newly in doubt": lambda c: c.after.doubtful and not c.before.doubtful,
    "another reading": lambda c: c.facet.verb == "differing",
    "names the old place": _names_old_place,
    "only adds": _only_adds,
    "not the kind": lambda c: c.facet.field != "kind",
}

Rule = tuple[Class, *tuple[str, ...]]

# Which class a changed field has: that of the first rule whose facts all hold. The
# order matters. Contradictions come before progress, since a status that advanced may
# have been wrong on the day it was written: "expected" on the 17th, of what was held on
# the 10th. What is more exact comes before what depends on the phase, since a date
# within the old one denies nothing. The last rule of a topic takes what is undecided.
_OTHER: tuple[Rule, ...] = (
    (REFINED, "only adds"),
    (PROGRESSED, "a plan before", "not the kind"),
    (CHANGED,),
)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "status stated or not": ((REFINED, "no old status"), (CHANGED,)),
    "status of the same phase": (
        (CORRECTED, "excludes the old one"),
        (REFINED, "holds since before k"),
        (PROGRESSED, "holds since after k"),
        (PROGRESSED, "a plan before"),
        (PROGRESSED, "of higher rank", "not over before"),
        (CHANGED,),
    ),
    "status of a later phase": (
        (CORRECTED, "holds since before k"),
        (CORRECTED, "a plan before", "not off now", "began before k"),
        (CORRECTED, "under way before", "over now", "ended before k"),
        (CORRECTED, "over before"),
        (PROGRESSED,),
    ),
    "status of an earlier phase": (
        (PROGRESSED, "holds since after k"),
        (PROGRESSED, "off before", "not done now"),
        (PROGRESSED, "off before", "begins after k"),
        (CORRECTED, "off before", "began before k"),
        (CHANGED, "off before"),
        (CHANGED, "done before", "under way now", "may resume"),
        (CORRECTED,),
    ),
    "when": (
        (CHANGED, "a rival's date", "disputed now"),
        (REFINED, "a rival's date"),
        (CORRECTED, "a plan before", "not off now", "began before k"),
        (CORRECTED, "begun or done before", "no plan now", "begins after k"),
        (CORRECTED, "going on before", "no plan now", "ended before k"),
        (REFINED, "more exact"),
        (CHANGED, "less exact"),
        (CHANGED, "off before"),
        (PROGRESSED, "a plan before"),
        (CORRECTED, "another start", "begun or done before"),
        (CORRECTED, "another end", "done before"),
        (PROGRESSED, "another end", "going on before"),
        (CORRECTED, "no status before", "another date", "a date over at k"),
        (PROGRESSED, "no status before", "had begun after k", "begins after k"),
        (CHANGED,),
    ),
    "another date": (
        (CHANGED, "no new date"),
        (PROGRESSED, "new date after k", "no old date"),
        (PROGRESSED, "new date after k", "old date after k"),
        (PROGRESSED, "new date after k", "of the last activity"),
        (REFINED, "no old date", "of the status"),
        (REFINED, "no old date", "new date before k"),
        (CHANGED, "no old date"),
        (REFINED, "within the old date"),
        (PROGRESSED, "a plan before", "new date not over at k"),
        (CORRECTED, "apart from the old date", "old date before k"),
        (CORRECTED, "apart from the old date", "new date before k"),
        (CHANGED,),
    ),
    "place": ((REFINED, "names the old place"), *_OTHER),
    "sources": (
        (EDITED, "only cited"),
        (DISPUTED, "newly disputed"),
        (CHANGED, "another reading", "a rival's date"),
        (DISPUTED, "another reading", "newly in doubt", "disputed now"),
        (CHANGED, "another reading", "newly in doubt"),
        (REFINED, "another reading"),
        (REFINED, "no longer disputed"),
        (CHANGED,),
    ),
    "other": _OTHER,
}


def _topic(case: _Case) -> str:
    """Return which rules decide on the field."""
    field = case.facet.field
    if field == "status":
        was, now = case.before.phase, case.after.phase
        if None in {was, now, case.facet.was, case.facet.now}:
            return "status stated or not"
        steps = [*Phase].index(now) - [*Phase].index(was)
        order = "the same" if not steps else "a later" if steps > 0 else "an earlier"
        return f"status of {order} phase"
    if field != "when" and isinstance(case.facet.was or case.facet.now, When):
        return "another date"
    return field if field in RULES else "other"


def _class_of(case: _Case) -> Class:
    if case.facet.field in WORDING and case.facet.field not in RULES:
        return EDITED
    rules = RULES[_topic(case)]
    return next(c for c, *facts in rules if all(FACTS[fact](case) for fact in facts))


def _class_of_addition(record: object, as_of: AsOf) -> Class:
    """Return whether a new record is of something that happened since."""
    if not isinstance(record, Event):
        return Class.ADDED
    if as_of.is_before_start(record.placed):
        return Class.NEW
    past = as_of.is_after_start(record.placed) or as_of.is_after_start(record.since)
    return Class.LEARNED if past and record.phase is not AHEAD else Class.ADDED


def grade(
    change: Change, as_of: AsOf, *, correction: bool | None, backwards: bool
) -> GradedChange:
    """Return a change with its facets and classes.

    Args:
        change: The record before and after.
        as_of: When the source of the old record spoke; any source, for a new record.
        correction: What somebody said of all changes: that they correct the record
            (True), or that they do not (False). It goes before what is derived.
        backwards: Whether *change* was turned round. It keeps the class that it had
            before, since k is known of the earlier side alone.
    """
    before, after = change.before, change.after
    if after is None:
        return GradedChange(change, Class.REMOVED)
    if before is None:
        added = Class.ADDED if backwards else _class_of_addition(after, as_of)
        return GradedChange(change, added)
    if backwards:
        forwards = grade(~change, as_of, correction=correction, backwards=False)
        facets = tuple((facet, EDITED) for facet in facets_of(before, after))
        return GradedChange(change, forwards.class_, facets)
    graded = []
    for facet in facets_of(before, after):
        class_ = EDITED
        if isinstance(before, Event) and isinstance(after, Event):
            class_ = _class_of(_Case(before, after, as_of, facet))
        if correction is True and class_ in {PROGRESSED, CHANGED}:
            class_ = CORRECTED
        if correction is False and class_ is CORRECTED:
            class_ = CHANGED
        graded.append((facet, class_))
    order = [*Class].index
    strongest = min((class_ for _, class_ in graded), key=order, default=EDITED)
    return GradedChange(change, strongest, tuple(graded))
