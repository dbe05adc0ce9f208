"""One record before and after: all that a diff is made of."""

from __future__ import annotations

import attrs

from timeline.compare.facets import Facet, facets_of
from timeline.errors import InvalidError
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.party import Party
from timeline.records.source import Source

_SORTS = (Event, Source, Party)


@attrs.frozen
class Change:
    """One record before and after; None where it was not there.

    Attributes:
        before: The event, source or party as it was.
        after: The event, source or party as it is.

    Raises:
        InvalidError: both are None, or they are of two of these sorts.
    """

    before: Record | None
    after: Record | None

    def __attrs_post_init__(self) -> None:
        sorts = {
            next((sort for sort in _SORTS if isinstance(side, sort)), None)
            for side in self.sides
        }
        if len(sorts) != 1 or None in sorts:
            raise InvalidError(
                "a change needs an event, a source or a party on at least one side",
                "give before, after, or both of one sort",
            )

    @property
    def sides(self) -> tuple[Record, ...]:
        """The record before and after, without None."""
        return tuple(side for side in (self.before, self.after) if side is not None)

    @property
    def record(self) -> Record:
        """The record as it is; as it was if it was removed."""
        return self.sides[-1]

    @property
    def id(self) -> str:
        """The id that it has; the one it had if it was removed."""
        return self.record.id

    @property
    def is_event(self) -> bool:
        """Whether it is a change of an event, and not of a source or a party."""
        return isinstance(self.record, Event)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """What changed, field by field; computed each time it is read.

        >>> from timeline import Call
        >>> was = Call(id="c", title="Call", when="2025-03")
        >>> now = Call(id="c", title="Call", when="2025-03-28")
        >>> [str(facet) for facet in Change(was, now).facets]
        ['narrowed']
        >>> moved = attrs.evolve(now, when="2025-04-01")
        >>> [str(facet) for facet in Change(now, moved).facets]
        ['rescheduled +4 d']
        """
        return facets_of(self.before, self.after)

    def __invert__(self) -> Change:
        return Change(self.after, self.before)
