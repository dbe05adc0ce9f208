"""What a reader wants to know once a week: changed, due soon, newly in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from timeline.errors import InvalidError
from timeline.language.format import Words
from timeline.report.cells import Cells
from timeline.report.layout import Grid, layout
from timeline.text import quote
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day

if TYPE_CHECKING:
    from timeline.api.timeline import Timeline

__all__ = ["days_before", "digest"]

SOON = 30  # days


def days_before(day: Day, days: int) -> Day:
    """Return the day *days* before *day*.

    Raises:
        InvalidError: *days* is not 0 to 1,000,000.

    >>> str(days_before(Day(2025, 3, 1), 7))
    '2025-02-22'
    """
    if not 0 <= days <= 1_000_000:
        hint = "pass a number of days from 0 to 1000000"
        raise InvalidError(f"invalid number of days {quote(days)}", hint, ("days",))
    return Day.of(day.number - days)


def digest(old: Timeline, new: Timeline, *, on: DayLike, days: int = 7) -> str:
    """Return what changed, what is due within 30 days and what is newly in force.

    Args:
        old: The timeline of the last digest.
        new: The timeline as it is now.
        on: The day of this digest.
        days: How many days ago the last one was.

    Raises:
        InvalidError: *on* is not one day, or *days* is not 0 to 1,000,000.
    """
    day = as_day(on)
    before = days_before(day, days)
    words = Words()
    lines = [f"Digest of {words.date(str(day), long=True)}"]
    for heading, rows in (
        ("Due within 30 days", list(_due(new, day, words))),
        ("Newly in force", list(_in_force(new, day, before))),
    ):
        body = layout(Grid(("", "", ""), rows)) if rows else "nothing"
        lines += ["", heading, *(f"  {line}".rstrip() for line in body.split("\n"))]
    changes = old.diff(new)
    return "\n".join([*lines, "", changes.table() if changes else "Nothing changed"])


def _due(tl: Timeline, day: Day, words: Words) -> Iterator[tuple[str, str, str]]:
    found = tl.agenda(day, horizon=SOON)
    cells = Cells(tl, words)
    for section in ("overdue", "coming_up"):
        for item in getattr(found, section):
            when = tl[item.id].when
            said = cells.date(when) if when is not None else ""
            late = "overdue" if section == "overdue" else ""
            quoted = item.wording and words.say("quote", item.wording)
            yield late, said or quoted, item.label


def _in_force(tl: Timeline, day: Day, before: Day) -> Iterator[tuple[str, str, str]]:
    """Name the treaties that surely are in force and were not so a week ago."""
    earlier = tl.treaties(before)
    for name, status in tl.treaties(day).items():
        if status.in_force.definitely and not earlier[name].in_force.definitely:
            since = status.entry_into_force
            yield (
                "",
                "" if since is None else Words().date(since.text),
                (status.treaty.label),
            )
