"""How a record stands on a day: not begun, under way, over, off, or not known.

The one place that answers this. Agenda, tables, cards, checks, pictures and counts read
it, so that they cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from itertools import product
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.when.bounds import DAY, UNBOUNDED, Ticks, agreed
from timeline.when.calendar import Day
from timeline.when.when import When

LASTING = frozenset({"notified"})  # a done act whose effect continues


class Proof(Enum):
    """What follows from what took place, or from the law of treaties."""

    BEGUN = "begun"
    OVER = "over"
    PERHAPS_OVER = "perhaps-over"


class Dated(NamedTuple):
    """How a record stands by one of its dates alone: of a set, or of rival sources.

    Attributes:
        begun: Whether it has begun when the day ends.
        ended: Whether it is over when the day starts.
        ongoing: Whether it has begun and is not over.
        is_open: Whether it may yet begin, or end, by an instant that is known.
        late: Whether the day by which it was to begin, or what is under way was to end,
            is past when the day starts.
    """

    begun: Certainty
    ended: Certainty
    ongoing: Certainty
    is_open: bool
    late: Certainty = Certainty.NO


class Standing(NamedTuple):
    """How one record stands on one day, by its status and by its dates.

    Attributes:
        phases: The phase of its status, None without one, then those that it has by
            sources which say otherwise: what they do not agree on is a maybe.
        dates: How it stands by each of its dates alone; likewise.
        days_late: For how many days at least, counted from the last that is possible.
        proof: What follows for it from something else; None if nothing.
    """

    phases: tuple[Phase | None, ...]
    dates: tuple[Dated, ...]
    days_late: int = 0
    proof: Proof | None = None

    @property
    def begun(self) -> Certainty:
        """Whether it has begun when the day ends, by its dates alone."""
        return agreed([each.begun for each in self.dates])

    @property
    def ended(self) -> Certainty:
        """Whether it is over when the day starts, by its dates alone."""
        return agreed([each.ended for each in self.dates])

    @property
    def late(self) -> Certainty:
        """Whether the day by which it was to begin, or end, is past, by its dates."""
        return agreed([each.late for each in self.dates])

    @property
    def is_proven(self) -> bool:
        """Whether it surely has begun, since something that waited for it did."""
        return self.proof in {Proof.BEGUN, Proof.OVER}

    @property
    def not_begun(self) -> Certainty:
        """Whether it has yet to begin."""
        return self._settle(Phase.AHEAD)

    @property
    def under_way(self) -> Certainty:
        """Whether it is going on."""
        return self._settle(Phase.UNDER_WAY)

    @property
    def over(self) -> Certainty:
        """Whether it has taken place."""
        return self._settle(Phase.DONE)

    @property
    def off(self) -> Certainty:
        """Whether it was called off, or did not take place."""
        return self._settle(Phase.OFF)

    @property
    def overdue(self) -> Certainty:
        """Whether it should have begun, or ended, and no outcome is reported."""
        if self.proof is Proof.OVER:
            return Certainty.NO
        in_doubt = self.phases[1:] or self.proof is Proof.PERHAPS_OVER
        return self.late & Certainty.MAYBE if in_doubt else self.late

    def _settle(self, phase: Phase) -> Certainty:
        """Return what all who speak of it agree on, and all that may follow."""
        is_open = self.proof is Proof.PERHAPS_OVER
        proofs = (Proof.OVER, None) if is_open else (self.proof,)
        told = product(self.phases, proofs, self.dates)
        said = [self._settle_by(phase, *each) for each in told]
        return agreed(said)

    def _settle_by(
        self, phase: Phase, reported: Phase | None, proof: Proof | None, by: Dated
    ) -> Certainty:
        """Let the status that is reported decide what a date leaves open."""
        if proof is not None:
            reported = Phase.DONE if proof is Proof.OVER else Phase.UNDER_WAY
        by_status = Certainty.YES if phase is reported else Certainty.NO
        if Phase.OFF in (phase, reported) or proof is Proof.OVER:
            return by_status
        dates = {
            Phase.AHEAD: Certainty.NO if proof else ~by.begun,
            Phase.UNDER_WAY: ~by.ended if proof else by.ongoing,
            Phase.DONE: by.ended,
        }
        if reported is None:
            return dates[phase]
        late = {
            Phase.AHEAD: by.begun,
            Phase.UNDER_WAY: by.ended,
            Phase.DONE: Certainty.NO,
            self.phases[0]: by.late,
        }
        unsure = late[reported].definitely
        # What has taken place by some day in March may not have by the tenth.
        is_open = by.is_open and reported is Phase.DONE
        if dates[reported].possibly and not (unsure or is_open):
            return by_status
        # Dates and status disagree. A plan whose time has come may have been moved, and
        # what was to end may go on: no source says so. What took place did so within
        # its dates.
        return Certainty.MAYBE if unsure else dates[phase]


def stand(
    event: Event, day: When, when: When | None = None, proof: Proof | None = None
) -> Standing:
    """Return how *event* stands on *day*.

    A day without a zone is read on the clocks of the record, as tables read it. A day
    in a zone meets what is in none within 16 hours, since its clock may hang anywhere.

    Args:
        event: The record.
        day: The day, or a longer stretch: of what ends within it nothing says whether
            it is over, and what starts within it has begun.
        when: When *event* happens by all that is known, such as the bounds that a
            schedule derives; the time of the record alone unless given.
        proof: What follows for it from something else by then, as of `proofs`.

    >>> from timeline import Meeting
    >>> talks = Meeting(id="talks", title="Talks", when="2025-03", status="scheduled")
    >>> stand(talks, When.parse("2025-03-17")).not_begun
    <Certainty.YES: 'yes'>
    >>> standing = stand(talks, When.parse("2025-04-01"))
    >>> standing.overdue, standing.over
    (<Certainty.YES: 'yes'>, <Certainty.MAYBE: 'maybe'>)
    """
    when = event.placed if when is None else when
    spans = (UNBOUNDED,) if when is None else _on_line(when, day)
    first, over = day.start_earliest, day.end_latest
    last = None if over is None else over - 1
    phases = event.phases
    phase = phases[0]
    # By when it has to begin, if it has not; by when it has to be over, if it has.
    ends = phase is Phase.UNDER_WAY or proof is Proof.BEGUN
    can_be_late = phase is Phase.AHEAD or (ends and event.is_span)
    until = ("end" if ends else "start") if can_be_late else ""
    dates = tuple(_so_far(ticks, first, last, until) for ticks in spans)
    late, days = agreed([each.late for each in dates]), 0
    if late.definitely and first is not None:
        # At least: from the last instant at which it may start, or still go on.
        latest = max((d or 0) - 1 if ends else b or 0 for _, b, _, d in spans)
        days = (first - latest - 1) // DAY + 1
    if event.is_term and phase is Phase.DONE:  # met before it was due, lifted early
        maybe = Certainty.MAYBE
        dates = (Dated(maybe, maybe, maybe, is_open=False),)
    return Standing(phases, dates, days, proof)


def by_dates(what: str, event: Event, when: When, day: When) -> Certainty:
    """Whether it is so of an event by then: YES by all its dates, MAYBE by some alone.

    Its dates are those of its sources, the members of a set, and what it states without
    its mark of doubt: each a case in which it is so. A span of time is no such case.
    It is not sure where a source says that it has come further, or is off.
    """
    if not event.phases[1:] and getattr(stand(event, day, when), what).definitely:
        return Certainty.YES
    own = attrs.evolve(event, sources=())
    cases = (attrs.evolve(when, spans=(case,)) for case in {when.ticks, *when.spans})
    stands = (stand(own, day, case) for case in cases)
    perhaps = any(getattr(standing, what).definitely for standing in stands)
    return Certainty.of(definitely=False, possibly=perhaps)


def is_late_exactly(event: Event, when: When) -> bool:
    """Whether one day is known by which it was to begin, or to end once it has.

    Args:
        event: The record.
        when: When it happens by all that is known.
    """
    first, begun, over, last = when.tested
    low, high = (first, begun) if event.phase is Phase.AHEAD else (over, last)
    return low is not None and high is not None and high - low <= DAY


def _so_far(ticks: Ticks, first: int | None, last: int | None, until: str) -> Dated:
    """Return whether it has begun by *last*, is over by *first*, and is going on.

    It is late once it should have reached its start, or its end.
    """
    begun, ended = _passed(*ticks[:2], last), _passed(*ticks[2:], first)
    eve = None if first is None else first - 1
    late = {"start": _passed(*ticks[:2], eve), "end": ended, "": Certainty.NO}[until]
    sides = ((ticks.start_latest, begun), (ticks.end_latest, ended))
    is_open = any(by is not None and not past.definitely for by, past in sides)
    return Dated(begun, ended, begun & ~ended, is_open, late)


def _on_line(when: When, day: When) -> tuple[Ticks, ...]:
    """Return all that *when* may be, on the clocks on which *day* is a day."""
    on_clocks = when.is_placed and not day.is_placed
    return when.clock_spans() if on_clocks else when.spans_beside(day)


def proofs(
    events: Mapping[str, Event],
    conflict: Callable[[str, str], bool] = lambda *_: False,
) -> dict[str, dict[Proof, list[str]]]:
    """Return what must have begun, or be over, since something that waited took place.

    Args:
        events: The records, by their ids.
        conflict: Whether what took place conflicts with a plan, by their ids: then
            either a date is wrong or the link that proves it.

    Returns:
        By the id of what is ahead, the ids of what took place that prove it.

    >>> from timeline import Call
    >>> trip = Event(id="trip", title="Trip", status="expected")
    >>> call = Call(id="call", title="Call", when="not-before:trip", status="held")
    >>> proofs({"trip": trip, "call": call})
    {'trip': {<Proof.OVER: 'over'>: ['call']}}
    """
    # From each fact along what it had to wait for, and what that had to wait for: each
    # link is met once for each fact that hangs on it, and plans rarely have many.
    proven: dict[str, dict[Proof, list[str]]] = {}
    for fact in events.values():
        if fact.phase not in (Phase.UNDER_WAY, Phase.DONE):
            continue
        stack, seen = [fact], {fact.id}
        while stack:
            for target, proof in _had_to_wait(stack.pop()):
                event = events.get(target)
                if event is None or event.phase is not Phase.AHEAD:
                    continue
                if event.is_term and not event.is_span:  # past due, met or not
                    continue
                is_apart = conflict(fact.id, target)
                if is_apart and proof is Proof.BEGUN:
                    continue
                found = Proof.PERHAPS_OVER if is_apart else proof
                facts = proven.setdefault(target, {}).setdefault(found, [])
                if facts[-1:] != [fact.id]:
                    facts.append(fact.id)
                if target not in seen and not is_apart:
                    seen.add(target)
                    stack.append(event)
    return proven


def _had_to_wait(event: Event) -> Iterable[tuple[str, Proof]]:
    """Yield what has begun or is over once *event* has begun, by its links."""
    if event.part_of is not None:
        yield event.part_of, Proof.BEGUN
    for anchor in () if event.when is None else event.when.anchors:
        earlier = anchor.shift is not None and str(anchor.shift).startswith("-")
        if anchor.kind == "during":
            yield anchor.target, Proof.BEGUN
        elif anchor.kind == "not-before" and not (earlier or anchor.is_legal):
            starts = anchor.point == "start"
            yield anchor.target, Proof.BEGUN if starts else Proof.OVER


def is_closed(event: Event, records: Mapping[str, object]) -> bool:
    """Whether the window in which something did not take place has an end.

    A date that is stated ends it, and so does what it is to end by, once that begins.
    """
    if event.when is None:
        return False
    until = [a.target for a in event.when.anchors if a.kind == "not-after"]
    phases = {getattr(records.get(target), "phase", None) for target in until}
    has_begun = not phases.isdisjoint({Phase.UNDER_WAY, Phase.DONE})
    return has_begun or event.when.end_latest is not None


def whole_day(day: Day, zone: str | None = None) -> When:
    """Return *day* as a `When`, on the clocks of *zone* if there is one."""
    return When.parse(str(day)).placed(zone)


def _passed(low: int | None, high: int | None, tick: int | None) -> Certainty:
    """Whether an instant between *low* and *high* lies at *tick* or before it."""
    if high is not None and tick is not None and high <= tick:
        return Certainty.YES
    may_be = low is None or tick is None or low <= tick
    return Certainty.MAYBE if may_be else Certainty.NO
