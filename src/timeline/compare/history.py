"""The steps of a history, and what each of them did to a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import attrs

from timeline.compare.context import check_correction, check_fields
from timeline.compare.diff import Diff
from timeline.compare.facets import Change
from timeline.errors import InvalidError, inside
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.text import as_text, quote
from timeline.when.when import When, WhenLike, as_when


def as_moment(value: WhenLike) -> When:
    """Take a day, or a moment."""
    when = as_when(value)
    is_span = when.value.is_span
    is_day = when.first_calendar_day == when.last_calendar_day
    is_vague = when.anchors or when.value.marks or when.start_earliest is None
    if is_vague or is_span or not (is_day or when.value.has_clock):
        hint = "write a day or a moment: 2025-03-17, 2025-03-17T09:00Z"
        raise InvalidError(f"{quote(str(when))} is not one day", hint, ("at",))
    return when


def begin(when: When) -> int:
    """Return the first tick of a day or moment; without a zone it is taken as UTC."""
    return when.start_earliest or 0


@attrs.frozen
class Revision:
    """One step of a history.

    Attributes:
        at: From when its changes were held to be true: a day, or a moment; without a
            zone it is taken as UTC.
        diff: What changed.
        source: What brought it, in words or as the id of a source.
        note: Anything else.
        correction: Whether somebody said that it corrects the record (True), or that
            it does not (False); None if nobody did.
    """

    at: When = attrs.field(converter=as_moment)
    diff: Diff
    source: str = ""
    note: str = ""
    correction: bool | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("source", "note"):
            with inside(name):
                as_text(getattr(self, name))
        check_correction(self.correction)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"at": str(self.at)}
        for name in ("source", "note", "correction"):
            if (value := getattr(self, name)) not in ("", None):
                data[name] = value
        return data | self.diff.to_dict()

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], kinds: Kinds = KINDS, diff: type[Diff] = Diff
    ) -> Self:
        """Return the revision that plain data describe.

        Args:
            data: Such as `to_dict` gives.
            kinds: The classes of records.
            diff: The class of its diff.

        Raises:
            InvalidError: the data describe none.
        """
        own = {"at": str, "source": str, "note": str, "correction": bool}
        rest = {name: value for name, value in data.items() if name not in own}
        mine = {name: value for name, value in data.items() if name in own}
        mine = check_fields(mine, own)
        if "at" not in mine:
            raise InvalidError("the revision has no date", 'write "at"', ("at",))
        return cls(diff=diff.from_dict(rest, kinds), **mine)


@attrs.frozen
class Passage:
    """What one revision did to one record.

    Attributes:
        at: From when it was held to be true.
        change: The record before and after.
        revision: The whole revision.
    """

    at: When
    change: Change
    revision: Revision


def check_order(earlier: When, later: When) -> None:
    """Refuse a revision that is older than the one before it."""
    if begin(later) < begin(earlier):
        problem = f"{later} is older than the revision before it, of {earlier}"
        hint = "record late news with today's date, and its own date in its source"
        raise InvalidError(problem, hint, ("at",), "out-of-order")


def apply_to(records: dict[str, Record], diff: Diff, tz: str | None) -> None:
    """Apply a diff to *records* in place, which have to be as they were before it."""
    diff.check(records, tz)
    for change in diff:
        if change.before is not None:
            del records[change.before.id]
    for change in diff:
        if change.after is not None:
            records[change.after.id] = change.after
