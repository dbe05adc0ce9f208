"""What follows for each event from all that is known of the others.

A schedule gives every event its tightest bounds, and for each bound the chain of
records it follows from. Facts (what is done, under way, or without a status) count
first; what lies ahead rides on top of them and never tightens them; what is off takes
no part. Derived bounds never enter a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import attrs

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.collection.references import unknown
from timeline.errors import ContradictionError, InvalidError, OutOfRangeError, Problem
from timeline.language.words import Words
from timeline.query.evaluate import matcher
from timeline.query.predicates import Predicate, together
from timeline.query.windows import between
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.measures import Measure
from timeline.records.negotiations import Agreement
from timeline.records.treaties import ProvisionalApplication, Suspension
from timeline.schedule.constraints import Constraints
from timeline.schedule.network import HORIZON, Edge, EdgeConflict, Solution, as_tick
from timeline.schedule.reasons import Contradiction, Reason
from timeline.schedule.shown import days_between, in_units, window
from timeline.standing import Proof, Standing, proofs, stand
from timeline.text import quote
from timeline.when import bounds
from timeline.when.bounds import LIMIT, SLACK, Ticks
from timeline.when.calendar import Day
from timeline.when.edtf import Value, joint_mark
from timeline.when.parser import NO_DATE, Zones
from timeline.when.when import When, WhenLike

_FAR = HORIZON // 2
_SIDES = tuple(product((0, 1), (False, True)))  # each end, and whether its latest
_OUTER = ((0, False), (1, True))  # from the earliest start to the latest end
_PROOFS = (Proof.OVER, Proof.BEGUN, Proof.PERHAPS_OVER)  # the first counts
_SWEEPS = 4  # in search of single plans that are late


@attrs.frozen(repr=False)
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
    def starts(self) -> tuple[Day | None, Day | None]:
        """The first and the last calendar day on which it may start."""
        return self.when.first_calendar_day, self.when.last_start_day

    def __str__(self) -> str:
        words, when, sides = Words(), self.when, ["start_earliest", "end_latest"]
        low, high = window(when)
        if when.last_calendar_day is not None or when.last_start_day is None:
            text = words.say("scheduled-between", self.id, low or "?", high or "?")
        else:  # open at the end, so the start is what is known
            sides[1] = "start_latest"
            starts = "/".join(dict.fromkeys((low or "..", high)))
            text = words.say("scheduled-starts", self.id, starts)
            if self._goes_on and (end := when.first_end_day):
                sides.append("end_earliest")
                is_exact = end == When(when.tested, zone=when.zone).first_end_day
                mark = "" if is_exact else when.doubt[1]
                text = words.say("scheduled-ends", text, f"{end}{mark}")
        chain = dict.fromkeys(reason for side in sides for reason in self.reasons[side])
        reasons = [reason.sentence(words, str) for reason in chain]
        return words.say("because", text, words.clauses(reasons)) if chain else text

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    @property
    def _goes_on(self) -> bool:
        """Whether more is known of its end than that it comes after the start."""
        begun, ended = self.when.start_earliest, self.when.end_earliest
        return ended is not None and (begun is None or ended > begun + 1)


class _Solved(NamedTuple):
    """What follows from the constraints.

    Attributes:
        solution: The bounds.
        latest: The latest values of all nodes that hold together, plans included.
        edges: All edges that hold.
        facts: Those between facts.
    """

    solution: Solution
    latest: Sequence[int]
    edges: Sequence[Edge]
    facts: Sequence[Edge]


@attrs.define(slots=False, eq=False, repr=False)
class Schedule(Mapping[str, Scheduled]):
    """The bounds that follow for each event and each source, by id.

    Attributes:
        contradictions: What conflicts. Its records are left at the bounds they state.
        recorded: What follows if all is as the records say, where sources differ.

    >>> from timeline import Call, Event, Timeline
    >>> tl = Timeline(
    ...     [
    ...         Event(id="return", title="Return to Ottawa", when="2025-03-18/.."),
    ...         Call(id="call", title="Call", when="not-before:return"),
    ...     ]
    ... )
    >>> print(tl.schedule()["call"])
    call: 2025-03-18 to ? because call starts no earlier than the end of return; \
return is dated from 18 Mar 2025
    """

    constraints: Constraints
    solved: _Solved
    contradictions: tuple[Contradiction, ...]
    stated: Solution | None
    recorded: Solution | None
    _whens: dict[str, When] = attrs.field(factory=dict)
    _overtaken: dict[Day | None, Mapping[str, Certainty]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, collection: Collection, *, strict: bool = True) -> Self:
        """Return what follows from all records of *collection*, or of its whole.

        Args:
            collection: The records; of a selection, those that it was selected from.
            strict: Whether facts that conflict raise. Otherwise, and always for plans,
                the records in a conflict are left at the bounds that they state.

        Raises:
            ContradictionError: facts conflict; it names the records, what each says and
                in whose words.
            OutOfRangeError: the shift of an anchor leads beyond the years -290000 to
                290000; without *strict* that bound is left out.
        """
        made = Constraints(collection.origin)
        solved, contradictions = _solve(made)
        if windows := cls(made, solved, (), None, None).excluded():
            made = Constraints(collection.origin, windows)
            solved, contradictions = _solve(made)
        facts = [conflict for conflict in contradictions if not conflict.ahead]
        if strict and facts:
            hint = "correct one of them, or ask for schedule(strict=False)"
            raise ContradictionError(
                Problem("contradiction", str(conflict), conflict.ids[:1], hint=hint)
                for conflict in facts
            )
        if strict:
            _check_range(made, solved.solution)
        # What is printed follows from days as stated, what is tested from those that
        # their marks of doubt allow: where there is a mark, both are worked out.
        stated = None
        if made.is_in_doubt:
            shown = Constraints(collection.origin, made.moved, stated=True)
            stated = _solve(shown)[0].solution
        recorded = made.as_recorded()
        kept = _solve(recorded)[0].solution if recorded else None
        return cls(made, solved, tuple(contradictions), stated, kept)

    def excluded(self) -> dict[str, When]:
        """Return when the events happen whose links exclude the date of a source."""
        found, zone = {}, self.collection.tz
        for event in self.collection.events:
            links = (event.when is not None and event.when.anchors) or event.part_of
            if links and any(cited.gives_date for cited in event.sources):
                said, window = self.collection.with_as_of(event), self.when(event.id)
                with suppress(InvalidError):  # its other dates leave it no such date
                    by_links = attrs.evolve(said, when=window)
                    if any(by_links.rival_dates(zone)) > any(said.rival_dates(zone)):
                        found[event.id] = window
        return found

    @property
    def collection(self) -> Collection:
        """The collection it was made from (the whole, not a selection)."""
        return self.constraints.collection

    def __getitem__(self, record: str) -> Scheduled:
        ends = self._ends(record)
        reasons = {
            bound: self._reasons(ends[end], latest=latest)
            for bound, (end, latest) in zip(Ticks._fields, _SIDES, strict=True)
        }
        return Scheduled(record, self.when(record), MappingProxyType(reasons))

    def __iter__(self) -> Iterator[str]:
        return iter(self.constraints.groups)

    def __len__(self) -> int:
        return len(self.constraints.groups)

    def __repr__(self) -> str:
        conflicts = len(self.contradictions)
        return f"<Schedule: {len(self.collection)} events, {conflicts} contradictions>"

    def when(self, record: str) -> When:
        """Return the bounds alone, without reasons: as of `Scheduled.when`.

        Raises:
            UnknownIdError: no event and no source has the id *record*.
        """
        if record not in self._whens:
            self._whens[record] = self._when(record)
        return self._whens[record]

    def _when(self, record: str) -> When:
        made = self.constraints
        group = self._group(record)
        own, placed = made.whens[group], made.placed[group]
        # A part that has placed times has all of them on UTC; what is on a wall clock
        # goes back to it, as does what follows from days on wall clocks alone.
        wall = own if placed and own and own.is_dated and not own.is_placed else None
        tested = self._ticks(group, self.solved.solution)
        stated = self._ticks(group, self.stated) if self.stated else tested
        kept = [self._ticks(group, self.recorded)] if self.recorded else []
        if wall or (placed and self.clocks(record, _SIDES) == {None}):
            limits = (wall.ticks, wall.tested) if wall else (bounds.UNBOUNDED,) * 2
            on_wall = [
                _both(self._on_wall(record, ticks), limit)
                for ticks, limit in zip((stated, tested), limits, strict=True)
            ]
            if all(map(_can_be, on_wall)):
                placed, (stated, tested) = False, on_wall
                kept = [self._on_wall(record, ticks) for ticks in kept]
            elif wall:  # they are days of several clocks
                placed, stated = False, wall.ticks
                tested = _both(bounds.widen(tested), wall.tested)
        stated = self._shown(record, stated, wall, placed=placed)
        zones = self._zones(record, stated) if placed else None
        # Each date keeps the part of it that links leave, and a set its gaps.
        spans = () if own is None or own.is_placed is not placed else own.spans
        cases = (_both(span, tested) for span in (*spans, *kept))
        spans = tuple(filter(_can_be, dict.fromkeys(cases)))
        if not spans or bounds.hull(spans) != tested:
            spans += (tested,)
        value = self._in_doubt(record) if self.stated else NO_DATE
        when = When(stated, value, zone=zones, spans=spans)
        first, last = days_between(when)
        if first != last and in_units(first, last) != (str(first), str(last)):
            when = attrs.evolve(when, value=self._in_units(record, when))
        return when

    def _in_units(self, record: str, when: When) -> Value:
        """Return its value with the unit in which each side is stated, at the least."""
        sides = _SIDES[0], _SIDES[1 if when.ticks.end_latest is None else 3]
        roots = (self._root(record, s, self.solved.solution) for s in sides)
        start, end = (
            point._replace(precision=self.constraints.unit(root))
            for point, root in zip(
                (when.value.start, when.value.end), roots, strict=True
            )
        )
        return when.value._replace(start=start, end=end)

    def _zones(self, record: str, stated: Ticks) -> Zones:
        """Return on whose clocks the first and the last day of a record count.

        That is where a source gives these days, so that no other day is named.
        """
        clocks = self.clocks(record) or self.clocks(record, _SIDES)
        home = (clocks.pop() if len(clocks) == 1 else None) or self.zone(record) or "Z"
        sides = (self.clocks(record, [side]) for side in _OUTER)
        zones = Zones(*(clock.pop() or home if clock else home for clock in sides))
        when = When(stated, zone=zones)
        first, last = when.first_calendar_day, when.last_calendar_day
        return Zones(home, home) if first and last and last < first else zones

    def _on_wall(self, record: str, ticks: Ticks) -> Ticks:
        """Return bounds on UTC as wall clocks show them, wherever these may be.

        What follows from days on wall clocks alone goes back to them.
        """
        clocks = (self._clock(record, side) for side in _SIDES)
        sides = (bounds.widen(ticks, SLACK if clock else -SLACK) for clock in clocks)
        return Ticks(*(side[at] for at, side in enumerate(sides)))

    def _shown(
        self, record: str, stated: Ticks, wall: When | None, *, placed: bool
    ) -> Ticks:
        """Return the bounds of which a day can be named, the others as on the *wall*.

        None can be of an end that is assumed, nor between clocks of which nothing says
        how far they are apart.
        """
        made, solution = self.constraints, self.stated or self.solved.solution
        is_mixed = made.mixed[self._group(record)]
        if not (placed or is_mixed or made.unnamed):
            return stated
        known = self.clocks(record) - {None}
        no_zone = placed and not self.zone(record) and len(known) > 1
        shown = [*stated]
        for at, side in enumerate(_SIDES):
            if no_zone or (is_mixed and (self._clock(record, side) is None) is placed):
                shown[at] = wall.ticks[at] if wall else None
            if (self._root(record, side, solution), side[1]) in made.unnamed:
                shown[at] = None
        if shown[3] is None and stated[3] is not None and stated[1] == stated[3] - 1:
            shown[1] = None  # it is that end alone that bounds the start
        return Ticks(*shown)

    def _in_doubt(self, record: str) -> Value:
        """Return no date, but the marks of doubt of what its sides follow from."""
        first, begun, _, last = (self._mark(record, side) for side in _SIDES)
        marks = first, last or begun
        points = zip((NO_DATE.start, NO_DATE.end), marks, strict=True)
        start, end = (point._replace(marks=mark) for point, mark in points)
        return NO_DATE._replace(start=start, end=end)

    def _mark(self, record: str, side: tuple[int, bool]) -> str:
        """Return the mark of doubt of what one bound follows from."""
        return joint_mark(
            mark
            for solution in (self.solved.solution, self.stated)
            if solution and self._is_bounded(record, side, solution)
            for mark in self.constraints.doubt(self._root(record, side, solution))
        )

    def _ticks(self, group: int, solution: Solution) -> Ticks:
        """Return the bounds of a group in a solution."""
        if group in self.constraints.unheld:
            return self.constraints.filled(group, solution)
        (start, end), early = self.constraints.ends[group], solution.earliest
        late, moment = solution.latest, start == end  # a source: over a tick later
        ticks = early[start], late[start], early[end] + moment, late[end] + moment
        return Ticks(*map(as_tick, ticks))

    def standing(self, record: str, day: When) -> Standing:
        """Return how an event stands on *day*, by its bounds and by what took place.

        Raises:
            UnknownIdError: no event has the id *record*.
        """
        event, found = self.collection.with_as_of(self.collection[record]), set[Proof]()
        doubtful, groups = self.constraints.doubtful, self.constraints.groups
        for proven, facts in self._proofs.get(record, {}).items():
            for fact in facts:
                standing = stand(self.collection[fact], day, self.when(fact))
                if standing.not_begun.possibly:
                    continue
                is_sure = doubtful.isdisjoint({groups[fact], groups[record]})
                if is_sure and stand(event, day, self.when(record)).begun.possibly:
                    found.add(proven)
                elif proven is not Proof.BEGUN:
                    found.add(Proof.PERHAPS_OVER)
        proof = next((each for each in _PROOFS if each in found), None)
        if isinstance(event, (ProvisionalApplication, Suspension)):
            proof = self._by_law(record, day) or proof
        return stand(event, day, self.when(record), proof)

    def _by_law(self, record: str, day: When) -> Proof | None:
        """Return whether treaty law has ended an act by the first day of a stretch."""
        from timeline.treaties.status import overtaken  # noqa: PLC0415  (10 ms, and few timelines have such an act)

        on = day.first_calendar_day
        if on and on not in self._overtaken:
            self._overtaken[on] = overtaken(self.collection, on)
        lasts = self._overtaken.get(on, {}).get(record, Certainty.YES)
        if lasts.definitely:
            return None
        return Proof.PERHAPS_OVER if lasts.possibly else Proof.OVER

    def term(self, event: Event) -> tuple[Event, When] | None:
        """Return for how long an instrument holds, as a measure, and when that is.

        None where it has no term, or does not operate.
        """
        term = event.term if isinstance(event, Agreement) else None
        if term is None or event.phase is not Phase.UNDER_WAY:
            return None
        held = Measure(
            id=event.id, title=event.label, when=term, status="in_force", tz=event.tz
        )
        if term.anchors:
            return held, self.when(f"{event.id}#term")
        return held, self.collection.placed(held) or term

    @cached_property
    def _proofs(self) -> Mapping[str, Mapping[Proof, Sequence[str]]]:
        return proofs({e.id: e for e in self.collection.events}, self._conflict)

    def _conflict(self, fact: str, plan: str) -> bool:
        """Whether a fact conflicts with a plan, or with other facts."""
        return any(
            plan in each.ids or not each.ahead for each in self._conflicts.get(fact, ())
        )

    @cached_property
    def _conflicts(self) -> Mapping[str, Sequence[Contradiction]]:
        found: dict[str, list[Contradiction]] = {}
        for each in self.contradictions:
            for id_ in each.ids:
                found.setdefault(id_, []).append(each)
        return found

    def order(self, first: str, second: str) -> Certainty:
        """Return whether *first* is over when *second* starts.

        Links tell this even where neither has bounds.

        Raises:
            UnknownIdError: no event and no source has one of the ids.

        >>> from timeline import Event, Timeline
        >>> after = Event(id="b", title="B", when="not-before:a")
        >>> tl = Timeline([Event(id="a", title="A"), after])
        >>> tl.schedule().order("a", "b")
        <Certainty.YES: 'yes'>
        """
        made = self.constraints
        groups = {self._group(first), self._group(second)}
        (_, end), (start, _) = self._ends(first), self._ends(second)
        edges = self.solved.facts if groups <= made.facts else self.solved.edges
        edges = [*edges, *(made.lasts(g) for g in groups if g not in made.sources)]
        far = partial(made.network.distances, edges=edges)
        by_bounds = self.when(first).before(self.when(second))
        surely = by_bounds.definitely or far(start)[end] <= 0
        maybe = by_bounds.possibly and far(end)[start] >= 0
        surely = surely and made.doubtful.isdisjoint(groups)
        if surely and not maybe:  # by the wall clock no, by a link yes, or the converse
            return Certainty.MAYBE
        return Certainty.of(definitely=surely, possibly=maybe)

    def where(self, *predicates: Predicate | Callable[[Any], object]) -> Collection:
        """Return the events for which *predicates* hold of their derived bounds."""
        context = attrs.evolve(
            self.collection.context, when=lambda event: self.when(event.id)
        )
        return self.collection.where(matcher(together(predicates), context))

    def between(
        self, first: WhenLike | None, last: WhenLike | None, *, certainly: bool = False
    ) -> Collection:
        """Return the events that by their derived bounds may overlap a window.

        Args:
            first: The first moment of the window; None if it has no beginning.
            last: The last, included.
            certainly: Whether they surely have to lie in it; what was cancelled, or did
                not take place, is then left out.
        """
        return self.where(between(first, last, certainly=certainly))

    @cached_property
    def topological(self) -> tuple[str, ...]:
        """The ids of all events, each after what surely comes before it.

        Where that leaves a choice, by the latest possible start: undated ones last.
        """
        # The latest times of all, plans included, satisfy every edge at once.
        latest = self.solved.latest

        def key(event: Event) -> tuple[int, int, str]:
            start, end = self._ends(event.id)
            return latest[start], latest[end], event.id

        return tuple(event.id for event in sorted(self.collection.events, key=key))

    def zone(self, record: str) -> str | None:
        """Return on whose clocks the days of a record count, if anything states it."""
        return self.constraints.zone(self._group(record))

    def clocks(
        self, record: str, sides: Iterable[tuple[int, bool]] = _OUTER
    ) -> set[str | None]:
        """Return by whose clocks the dates count from which its bounds follow.

        None stands for dates whose clocks are unknown.

        Args:
            record: The id.
            sides: Which bounds: of which end, and whether its latest.
        """
        return {
            self._clock(record, side)
            for side in sides
            if self._is_bounded(record, side, self.solved.solution)
        }

    def _clock(self, record: str, side: tuple[int, bool]) -> str | None:
        """Return by whose clocks the date counts from which one bound follows."""
        made, root = self.constraints, self._root(record, side, self.solved.solution)
        return made.zone(made.network.groups[root])

    def _root(self, record: str, side: tuple[int, bool], solution: Solution) -> int:
        """Return the node from whose own bound one bound follows."""
        return solution.path(self._ends(record)[side[0]], latest=side[1])[1]

    def _is_bounded(
        self, record: str, side: tuple[int, bool], solution: Solution
    ) -> bool:
        ticks = solution.latest if side[1] else solution.earliest
        return abs(ticks[self._ends(record)[side[0]]]) <= LIMIT

    def _group(self, record: str) -> int:
        groups, dates = self.constraints.groups, self.constraints.dates
        if record not in groups and record not in dates:
            raise unknown(record, groups)
        return groups[record] if record in groups else dates[record]

    def _ends(self, record: str) -> tuple[int, int]:
        return self.constraints.ends[self._group(record)]

    def _reasons(self, node: int, *, latest: bool) -> tuple[Reason, ...]:
        made, solution = self.constraints, self.solved.solution
        if abs((solution.latest if latest else solution.earliest)[node]) > LIMIT:
            return ()
        edges, root = solution.path(node, latest=latest)
        reasons = [*map(made.reason, edges), made.reason(root)]
        return tuple(dict.fromkeys(filter(None, reasons)))


def _solve(made: Constraints) -> tuple[_Solved, list[Contradiction]]:
    """Solve the facts, then what lies ahead on top of them."""
    # Three solutions, where there are plans. The facts alone come first. All together
    # show which plans cannot hold, also where only undated facts lie between them.
    # Last, the facts are fixed at their own bounds and the other plans solved on them:
    # a plan never makes a fact more certain.
    network = made.network
    fixed = [group in made.facts for group in network.groups]
    facts: Sequence[Edge] = network.edges
    if False in fixed:
        facts = [edge for edge in facts if fixed[edge.tail] and fixed[edge.head]]
    base = network.solve(facts, keep=frozenset(made.sources))
    late = [EdgeConflict((), made.ends[group][0]) for group in made.impossible]
    conflicts = [(conflict, False) for conflict in (*late, *base.conflicts)]
    edges = network.without(network.edges, base.dropped)
    facts = network.without(facts, base.dropped)
    solution, latest = base, base.latest
    if False in fixed:
        # What took place, if it did, may prove that a plan is not ahead any more.
        claims = [e for e in made.windows if made.groups_of(e) & made.claimed]
        past = _late(made, [*edges, *claims, *made.claims])
        edges = [edge for edge in edges if edge not in past]
        joint = network.solve(edges, keep=made.facts)
        edges = network.without(edges, joint.dropped)
        solution = network.solve(edges, keep=made.facts, base=base, fixed=fixed)
        edges = network.without(edges, solution.dropped)
        conflicts += [(c, True) for c in (*joint.conflicts, *solution.conflicts)]
        latest = joint.latest
    if made.windows:  # of what may not have taken place: they bound nothing else
        apart = made.unheld | made.doubtful
        fixed = [group not in apart for group in network.groups]
        windows = [  # a plan dates nothing that took place, as somebody says
            edge
            for edge in made.windows
            if not ((of := made.groups_of(edge)) & made.ahead and of & made.claimed)
        ]
        solution = network.solve(windows, base=solution, fixed=fixed)
    contradictions = [
        _explain(made, conflict, ahead=ahead) for conflict, ahead in conflicts
    ]
    return _Solved(solution, latest, edges, facts), contradictions


def _late(made: Constraints, edges: Sequence[Edge]) -> set[Edge]:
    """Return the edges by which a plan is ahead of a source that is late."""
    # By a date of its own or of a rival, or by a chain of links, where all are at their
    # own dates: a sweep that finds a conflict shows it. One sweep finds most; after
    # some all such edges go.
    low, high = made.alone.lower, made.alone.upper
    found = {
        edge
        for edge in made.yielding
        if min([high[edge.tail], *made.rivals.get(edge.tail, ())]) < low[edge.head]
    }
    for _ in range(_SWEEPS):
        edges = [edge for edge in edges if edge not in found] if found else edges
        conflicts = made.alone.conflicts(edges) if made.yielding else []
        late = made.yielding.intersection(
            edge for conflict in conflicts for edge in conflict.edges
        )
        if not late:
            return found
        found |= late
    return {*made.yielding}


def _explain(
    made: Constraints, conflict: EdgeConflict, *, ahead: bool
) -> Contradiction:
    """Return what conflicts, with the reasons for each part of it."""
    parts = [conflict.upper, *conflict.edges, conflict.lower]
    reasons = (made.reason(part) for part in parts if part is not None)
    said = tuple(dict.fromkeys(filter(None, reasons)))
    groups = sorted(made.network.involved(conflict))
    ids = [reason.record for reason in said]
    ids += [made.records[group].id for group in groups]
    plans = {made.records[group].id for group in groups if group not in made.facts}
    return Contradiction(
        tuple(dict.fromkeys(sorted(ids, key=lambda id_: id_ not in plans))), said, ahead
    )


def _check_range(made: Constraints, solution: Solution) -> None:
    """Refuse bounds that a shift has carried beyond all years."""
    for ticks in (solution.earliest, solution.latest):
        for node, tick in enumerate(ticks):
            if LIMIT < abs(tick) < _FAR:
                name = made.records[made.network.groups[node]].id
                problem = f"{quote(name)} would lie beyond the years -290000 to 290000"
                hint = "correct the shifts of its anchors and of those it depends on"
                raise OutOfRangeError(problem, hint, (name,))


def _can_be(ticks: Ticks) -> bool:
    """Whether a start and an end fit within the bounds."""
    try:
        return bounds.tighten(ticks) is not None
    except InvalidError:
        return False


def _both(a: Ticks, b: Ticks) -> Ticks:
    """Return the bounds that follow from both."""
    pairs = zip((max, min, max, min), a, b, strict=True)
    return Ticks(*(bounds.tightest(choose, *ends) for choose, *ends in pairs))
