"""What follows for each event from all that is known of the others.

A schedule gives every event its tightest bounds, and for each bound the chain of
records it follows from. Facts (what is done, under way, or without a status) count
first; what lies ahead rides on top of them and never tightens them; what is off takes
no part. Derived bounds never enter a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from timeline.certainty import Certainty
from timeline.errors import (
    ContradictionError,
    OutOfRangeError,
    Problem,
    UnknownIdError,
)
from timeline.query.evaluate import matcher
from timeline.query.predicates import Predicate, all_of, test
from timeline.query.windows import between
from timeline.records.event import Event
from timeline.schedule.constraints import Constraints, constrain
from timeline.schedule.network import Solution
from timeline.schedule.paths import HORIZON
from timeline.schedule.reason import Reason
from timeline.schedule.solving import Contradiction, Solved, solve
from timeline.text import closest, quote
from timeline.when.bounds import LIMIT, Bounds, Ticks, widen
from timeline.when.calendar import Day
from timeline.when.parser import Zones
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = ["Contradiction", "Reason", "Schedule", "Scheduled", "schedule"]

_FAR = HORIZON // 2


@attrs.frozen
class Scheduled:
    """The tightest bounds of one event, or of the moment at which a source was true.

    Attributes:
        id: The id of the record.
        when: The bounds, as a `When` to compare with others. It has no text: nobody
            wrote it.
        reasons: For each bound, such as ``start_earliest``, the chain of what it
            follows from, the nearest first. Empty where nothing is known.
    """

    id: str
    when: When
    reasons: Mapping[str, tuple[Reason, ...]]

    @property
    def start(self) -> Bounds:
        """Between which ticks it starts."""
        return self.when.start

    @property
    def end(self) -> Bounds:
        """Between which ticks it ends."""
        return self.when.end

    @property
    def starts(self) -> tuple[Day | None, Day | None]:
        """The first and the last calendar day on which it may start."""
        return self.when.first_calendar_day, self.when.last_start_day

    def __str__(self) -> str:
        when, unknown = self.when, "?"
        first = when.first_calendar_day or unknown
        last = when.last_calendar_day or unknown
        chain = self.reasons["start_earliest"] + self.reasons["end_latest"]
        because = "; ".join(map(str, dict.fromkeys(chain)))
        return f"{self.id}: {first} to {last}{f' because {because}' if because else ''}"


class Schedule(Mapping[str, Scheduled]):
    """The bounds that follow for each event and each source, by id.

    Attributes:
        collection: The collection it was made from: the whole, not a selection.
        contradictions: What clashes. Records in it are left at their stated bounds.

    >>> from timeline import Call, Event, Timeline
    >>> tl = Timeline(
    ...     [
    ...         Event(id="return", title="Return to Ottawa", when="2025-03-18/.."),
    ...         Call(id="call", title="Call", when="not-before:return"),
    ...     ]
    ... )
    >>> print(tl.schedule()["call"])
    call: 2025-03-18 to ? because call starts no earlier than the end of return; \
return is dated 2025-03-18/..
    """

    def __init__(
        self,
        made: Constraints,
        solved: Solved,
        contradictions: Sequence[Contradiction],
    ) -> None:
        self.collection = made.collection
        self.contradictions = tuple(contradictions)
        self._made = made
        self._solved = solved
        self._away: dict[tuple[int, bool], list[int]] = {}

    def __getitem__(self, id: str) -> Scheduled:  # noqa: A002  (what it is called)
        start, end = self._made.ends(self._node(id))
        reasons = {
            "start_earliest": self._reasons(start, latest=False),
            "start_latest": self._reasons(start, latest=True),
            "end_earliest": self._reasons(end, latest=False),
            "end_latest": self._reasons(end, latest=True),
        }
        return Scheduled(id, self.when(id), MappingProxyType(reasons))

    def __iter__(self) -> Iterator[str]:
        return iter(self._made.nodes)

    def __len__(self) -> int:
        return len(self._made.nodes)

    def __repr__(self) -> str:
        clashes = len(self.contradictions)
        return f"<Schedule: {len(self.collection)} events, {clashes} contradictions>"

    def when(self, id: str) -> When:  # noqa: A002  (what it is called)
        """Return the bounds alone, without reasons: as of `Scheduled.when`.

        Raises:
            UnknownIdError: no event and no source bears that id.
        """
        made, solution = self._made, self._solved.solution
        start, end = made.ends(self._node(id))
        group = made.network.groups[start]
        moment = start == end  # a source: over a tick after it begins
        low, high = solution.earliest, solution.latest
        ticks = Ticks(
            _tick(low[start]),
            _tick(high[start]),
            _tick(low[end] + moment),
            _tick(high[end] + moment),
        )
        stated, placed = made.whens[group], made.placed[group]
        if placed and stated is not None and stated.is_dated and not stated.is_placed:
            ticks, placed = _both(widen(ticks), stated.ticks), False
        zone = made.zone(group) or "Z"
        return When(ticks, zone=Zones(zone, zone) if placed else None)

    def order(self, first: str, second: str) -> Certainty:
        """Return whether *first* is over when *second* starts.

        The bounds of both may say nothing, and their links still tell.

        Raises:
            UnknownIdError: no event and no source bears one of the ids.

        >>> from timeline import Event, Timeline
        >>> after = Event(id="b", title="B", when="not-before:a")
        >>> tl = Timeline([Event(id="a", title="A"), after])
        >>> tl.schedule().order("a", "b")
        <Certainty.YES: 'yes'>
        """
        made = self._made
        (_, end), (start, _) = (made.ends(self._node(id)) for id in (first, second))  # noqa: A001  (an id)
        groups = made.network.groups
        facts = not made.ahead[groups[end]] and not made.ahead[groups[start]]
        told = self.when(first).before(self.when(second))
        surely = told.definitely or self._far(start, facts=facts)[end] <= 0
        maybe = told.possibly and self._far(end, facts=facts)[start] >= 0
        if surely and not maybe:  # by the wall clock no, by a link yes, or the converse
            return Certainty.MAYBE
        return Certainty.of(definitely=surely, possibly=maybe)

    def where(self, *predicates: Predicate | Callable[[Any], object]) -> Collection:
        """Return the events for which *predicates* hold of their derived bounds."""
        asked = [
            each if isinstance(each, Predicate) else test(each) for each in predicates
        ]
        context = attrs.evolve(self.collection.context, when=self._derived)
        return self.collection.where(matcher(all_of(asked), context))

    def between(
        self,
        first: Any,  # noqa: ANN401  (as wide as `Collection.between`)
        last: Any,  # noqa: ANN401  (anything may come)
        *,
        certainly: bool = False,
    ) -> Collection:
        """Return the events that by their derived bounds may overlap a window.

        Args:
            first: The first moment of the window; None if it has no beginning.
            last: The last, included.
            certainly: Whether they surely have to lie in it.
        """
        return self.where(between(first, last, certainly=certainly))

    @cached_property
    def topological(self) -> tuple[str, ...]:
        """The ids of all events, each after what surely comes before it.

        Where that leaves a choice, by the latest possible start: undated ones last.
        """
        # The latest times of all, plans included, satisfy every edge at once.
        last = self._made.network.solve(self._solved.edges).latest
        nodes = self._made.nodes

        def key(event: Event) -> tuple[int, int, str]:
            node = nodes[event.id]
            return last[node], last[node + 1], event.id

        return tuple(event.id for event in sorted(self.collection.events, key=key))

    def _derived(self, event: Event) -> When:
        return self.when(event.id)

    def _node(self, id: str) -> int:  # noqa: A002  (what it is called)
        try:
            return self._made.nodes[id]
        except KeyError:
            guess = closest(str(id), self._made.nodes)
            raise UnknownIdError(
                f"nothing here bears the id {quote(id)}",
                f'did you mean "{guess}"?' if guess else "",
            ) from None

    def _far(self, node: int, *, facts: bool) -> list[int]:
        """Return how far after *node* each other is at most, by links alone."""
        if (node, facts) not in self._away:
            edges = self._solved.facts if facts else self._solved.edges
            self._away[node, facts] = self._made.network.distances(node, edges)
        return self._away[node, facts]

    def _reasons(self, node: int, *, latest: bool) -> tuple[Reason, ...]:
        made, solution = self._made, self._solved.solution
        if abs((solution.latest if latest else solution.earliest)[node]) > LIMIT:
            return ()
        edges, root = made.network.path(solution, node, latest=latest)
        found = [*map(made.reason, edges), made.own(root)]
        return tuple(dict.fromkeys(reason for reason in found if reason))


def schedule(collection: Collection, *, strict: bool = True) -> Schedule:
    """Return what follows from all records of *collection*, or of its whole.

    Args:
        collection: The records; of a selection, the whole that it is a part of.
        strict: Whether facts that cannot all hold raise. Otherwise, and always for
            plans, the records in a contradiction are left at their stated bounds.

    Raises:
        ContradictionError: facts cannot all hold; it names the records, what each says
            and in whose words.
        OutOfRangeError: the shift of an anchor leads beyond the years -290000 to
            290000; without *strict* that bound is left out.
    """
    made = constrain(collection.origin)
    solved, found = solve(made)
    if strict and (facts := [each for each in found if not each.ahead]):
        raise ContradictionError(
            Problem(
                "contradiction",
                str(each),
                each.ids[:1],
                hint="correct one of them, or ask for schedule(strict=False)",
            )
            for each in facts
        )
    if strict:
        _check_range(made, solved.solution)
    return Schedule(made, solved, found)


def _check_range(made: Constraints, solution: Solution) -> None:
    """Refuse bounds that a shift has carried beyond all years."""
    for ticks in (solution.earliest, solution.latest):
        for node, tick in enumerate(ticks):
            if LIMIT < abs(tick) < _FAR:
                name = made.records[made.network.groups[node]].id
                raise OutOfRangeError(
                    f"{quote(name)} would lie beyond the years -290000 to 290000",
                    "correct the shifts of its anchors and of those it hangs on",
                    (name,),
                )


def _tick(value: int) -> int | None:
    return None if abs(value) > LIMIT else value


def _both(a: Ticks, b: Ticks) -> Ticks:
    """Return the bounds that follow from both."""
    chosen = []
    for at, pair in enumerate(zip(a, b, strict=True)):
        known = [tick for tick in pair if tick is not None]
        choose = min if at % 2 else max
        chosen.append(choose(known) if known else None)
    return Ticks(*chosen)
