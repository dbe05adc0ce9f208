"""What is due by a day, and what holds for a time."""

from __future__ import annotations

from typing import ClassVar

from timeline.records import lifecycle
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle, Phase
from timeline.when.bounds import at_once
from timeline.when.when import When


class Deadline(Event):
    """A deadline; its date is the day or the instant by which something is due.

    `since` is the day on which it was met; what was due by a missed deadline did not
    happen. An extended deadline is due by its new date, with the old one in `formerly`.
    One without a status is due as if it were `set`. Has all fields of `Event`, and no
    others.

    >>> import attrs
    >>> list_ = Deadline(id="list", title="Hand over the list", when="2025-10-13")
    >>> attrs.evolve(list_, status="overdue")
    Traceback (most recent call last):
    timeline.errors.InvalidError: status: unknown status "overdue" for a deadline; \
use set, extended, met, missed or waived
    """

    __slots__ = ()

    kind: ClassVar[str] = "deadline"
    is_span: ClassVar[bool] = False
    is_term: ClassVar[bool] = True
    moved: ClassVar[str] = "extended"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.DEADLINE

    @property
    def phase(self) -> Phase | None:
        """Its phase: ahead, unless its status says otherwise."""
        return super().phase or Phase.AHEAD

    def placed_in(self, tz: str | None) -> When | None:
        """Return by when it is due: a clock time is that instant, and nothing after."""
        when = super().placed_in(tz)
        return when and when.mapped(at_once)


class Measure(Event):
    """A measure that holds for a time, such as sanctions, an embargo or a ceasefire.

    Its date is the term that was decided on; if it was lifted earlier, `since` says
    when. Has all fields of `Event`, and no others.
    """

    __slots__ = ()

    kind: ClassVar[str] = "measure"
    is_term: ClassVar[bool] = True
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.MEASURE
