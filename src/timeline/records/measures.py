"""What is due by a day, and what holds for a time."""

from __future__ import annotations

from typing import ClassVar

import attrs

from timeline.records import lifecycle
from timeline.records.converters import checked_fields
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Deadline(Event):
    """By when something is to be done; its date is the day or the instant it is due by.

    `since` is the day on which it was met. One that was missed did not happen, and one
    that was extended is off: the new one is another record, or the same with a new date
    and the old one in `formerly`.

    >>> list_ = Deadline(id="list", title="Hand over the list", when="2025-10-13")
    >>> attrs.evolve(list_, status="overdue")
    Traceback (most recent call last):
    timeline.errors.InvalidError: status: unknown status "overdue" for a deadline; \
use set, met, missed, extended or waived
    """

    kind: ClassVar[str] = "deadline"
    is_span: ClassVar[bool] = False
    is_term: ClassVar[bool] = True
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.DEADLINE


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Measure(Event):
    """Sanctions, an embargo, a ceasefire: what holds for a time.

    Its date is its term, as it was decided: that it was lifted earlier, `since` says.
    """

    kind: ClassVar[str] = "measure"
    is_term: ClassVar[bool] = True
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.MEASURE
