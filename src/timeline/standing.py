"""How a record stands on a day: not begun, under way, over, off, or not known.

The one place that answers this. Agenda, tables, cards, checks, pictures and counts read
it, so that they cannot contradict each other.
"""

from __future__ import annotations

import attrs

from timeline.certainty import Certainty
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.when.bounds import Ticks, widen
from timeline.when.calendar import Day
from timeline.when.when import When

__all__ = ["Standing", "stand", "whole_day"]

_UNKNOWN = Ticks(None, None, None, None)


@attrs.frozen
class Standing:
    """How one record stands on one day, by its status and by its dates.

    Attributes:
        phase: The phase of its status; None without a status.
        begun: Whether it has begun when the day ends, by its dates alone.
        ended: Whether it is over when the day starts, by its dates alone.
    """

    phase: Phase | None
    begun: Certainty
    ended: Certainty

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
    def not_known(self) -> Certainty:
        """Whether nothing settles which of the four it is: YES or NO."""
        states = (self.not_begun, self.under_way, self.over, self.off)
        return Certainty.NO if Certainty.YES in states else Certainty.YES

    @property
    def overdue(self) -> Certainty:
        """Whether it should be over, and its status still says that it is ahead."""
        return self.ended if self.phase is Phase.AHEAD else Certainty.NO

    def _settle(self, phase: Phase) -> Certainty:
        """Let the status decide what the dates leave open."""
        by_status = Certainty.YES if phase is self.phase else Certainty.NO
        if Phase.OFF in {phase, self.phase}:
            return by_status
        dates = {
            Phase.AHEAD: ~self.begun,
            Phase.UNDER_WAY: self.begun & ~self.ended,
            Phase.DONE: self.ended,
        }
        if self.phase is None:
            return dates[phase]
        if dates[self.phase].possibly:
            return by_status
        # Dates and status disagree. A plan whose time has come may have been moved, and
        # nobody says so; what took place did so within its dates.
        return Certainty.MAYBE if self.phase is Phase.AHEAD else dates[phase]


def stand(event: Event, day: When, when: When | None = None) -> Standing:
    """Return how *event* stands on *day*.

    Where only one of the two is placed in a zone, the clock of the other may hang
    anywhere on Earth: nothing is sure within 16 hours.

    Args:
        event: The record.
        day: The day, or a longer stretch: of what ends within it nothing says whether
            it is over, and what starts within it has begun.
        when: When *event* happens by all that is known, such as the bounds that a
            schedule derives; the time of the record alone unless given.

    >>> from timeline import Meeting
    >>> talks = Meeting(id="talks", title="Talks", when="2025-03", status="scheduled")
    >>> stand(talks, When.parse("2025-03-17")).not_begun
    <Certainty.YES: 'yes'>
    >>> standing = stand(talks, When.parse("2025-04-01"))
    >>> standing.overdue, standing.over
    (<Certainty.YES: 'yes'>, <Certainty.MAYBE: 'maybe'>)
    """
    when = event.placed if when is None else when
    ticks = _UNKNOWN if when is None else when.ticks
    if when is not None and when.is_placed is not day.is_placed:
        ticks = widen(ticks)
    first, over = day.start_earliest, day.end_latest
    last = None if over is None else over - 1
    return Standing(
        event.phase,
        begun=_passed(ticks.start_earliest, ticks.start_latest, last),
        ended=_passed(ticks.end_earliest, ticks.end_latest, first),
    )


def whole_day(day: Day, zone: str | None = None) -> When:
    """Return *day* as a `When`, on the clocks of *zone* if there is one."""
    when = When.parse(str(day))
    return when if zone is None else when.placed(zone)


def _passed(low: int | None, high: int | None, tick: int | None) -> Certainty:
    """Whether an instant between *low* and *high* lies at *tick* or before it."""
    return Certainty.of(
        definitely=high is not None and tick is not None and high <= tick,
        possibly=low is None or tick is None or low <= tick,
    )
