"""What a reader may ask of a table, checked before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from attrs.converters import optional

from timeline.text import check_count, check_name
from timeline.when.calendar import Day
from timeline.when.interop import as_day

Column = str | Callable[[Any], object]
Group = str | Callable[[Any], object]

GROUPS = ("day", "month", "year", "none", "kind", "status", "party", "place", "topic")
ORDERS = ("when", "title", "id", "kind", "status")
_WHO = ("people", "codes")


def check_most(name: str, most: object, least: int) -> None:
    """Raise unless *most* is a whole number of at least *least*, or None.

    >>> check_most("width", "80", 1)
    Traceback (most recent call last):
    timeline.errors.InvalidError: width: "80" is not a whole number; write 1 or more
    """
    if most is not None:
        check_count(name, most, least)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Look:
    """How a table is to look.

    Attributes:
        columns: Names of columns, functions of an event, or a mapping of headings to
            either; the usual five unless given.
        on: The day from which one looks.
        group: What the rows are grouped by: a name in `GROUPS` or a function.
        sort: What orders the rows: a name in `ORDERS` or a function; any but ``when``
            makes one group of all.
        limit: How many rows to show; the rest is counted.
        language: The language of words and dates.
        ascii: Whether signs are those of ASCII.
        colour: Whether signs and statuses have colours of the terminal.
        tz: The zone on whose clocks clock times are shown; None leaves them as stated.
        who: Whether Who names ``people`` and parties, or has the ``codes`` of parties.
        max_names: How many names a cell of Who has at most; None for all.
        worked_out: Whether windows that follow from links are shown, with ∴.
        notes: Whether there are lines under a row; without them each has one line.
        narrow: Whether dates are above rows even if one looks from a day.
    """

    columns: Sequence[Column] | Mapping[str, Column] | None = None
    on: Day | None = attrs.field(default=None, converter=optional(as_day))
    group: Group | None = None
    sort: str | Callable[[Any], Any] = "when"
    limit: int | None = None
    language: str = "en"
    ascii: bool = False
    colour: bool = False
    tz: str | None = None
    who: str = "people"
    max_names: int | None = None
    worked_out: bool = True
    notes: bool = True
    narrow: bool = False

    def __attrs_post_init__(self) -> None:
        check_most("limit", self.limit, 0)
        check_most("max_names", self.max_names, 2)
        if self.group is not None and not callable(self.group):
            check_name(self.group, GROUPS, "cannot group by")
        if not callable(self.sort):
            check_name(self.sort, ORDERS, "cannot sort by")
        check_name(self.who, _WHO, "unknown entry", "who")
