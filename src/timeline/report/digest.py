"""What a reader wants to know once a week: changed, due soon, newly in force."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.agenda import Agenda, agenda
from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.compare.diff import Diff
from timeline.language.format import Words
from timeline.report.agenda_table import when_of
from timeline.report.diff_table import diff_grid
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.text import check_count
from timeline.treaties.status import TreatyStatus
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day

SOON = 30  # days


def days_before(day: Day, days: int) -> Day:
    """Return the day *days* before *day*.

    Raises:
        InvalidError: *days* is not 0 to 1,000,000.

    >>> str(days_before(Day(2025, 3, 1), 7))
    '2025-02-22'
    """
    check_count("days", days, 0, 1_000_000)
    return Day.of(day.number - days)


def digest(
    old: Collection,
    new: Collection,
    *,
    on: DayLike,
    days: int = 7,
    language: str = "en",
) -> str:
    """Return what changed, what is due within 30 days and what is newly in force.

    Args:
        old: The timeline of the last digest.
        new: The timeline as it is now.
        on: The day of this digest.
        days: How many days ago the last one was.
        language: Of headings, dates and statuses.

    Raises:
        InvalidError: *on* is not one day, or *days* is not 0 to 1,000,000.
    """
    day, words = as_day(on), new.words(language)
    before = days_before(day, days)
    lines = [words.say("digest", words.day(day, long=True))]
    for heading, rows in (
        (words.say("digest-due", SOON), list(_due(new, day, words))),
        (words.say("digest-in-force"), list(_in_force(new, day, before, words))),
    ):
        nothing = words.say("digest-nothing")
        body = layout(Grid(("", "", ""), rows)) if rows else nothing
        lines += ["", heading, *(f"  {line}".rstrip() for line in body.split("\n"))]
    changes = Diff.between(old, new)
    changed = layout(diff_grid(changes, language)) if changes else ""
    return "\n".join([*lines, "", changed or words.say("digest-unchanged")])


def _due(
    timeline: Collection, day: Day, words: Words
) -> Iterator[tuple[str, str, str]]:
    for item in agenda(timeline, day, horizon=SOON, cls=Agenda):
        why = {"overdue": words.say("overdue"), "deadlines": "", "coming_up": ""}
        if item.section == "ending" and item.reason:
            why["ending"] = words.message(item.reason)
        if item.section in why:
            title = title_of(timeline, timeline.origin[item.id], words)
            yield why[item.section], when_of(timeline.origin, item, words), title


def _in_force(
    timeline: Collection, day: Day, before: Day, words: Words
) -> Iterator[tuple[str, str, str]]:
    """Name the treaties that surely are in force and were not so before."""
    earlier = TreatyStatus.of_all(timeline, before)
    for name, status in TreatyStatus.of_all(timeline, day).items():
        if status.in_force.definitely and not earlier[name].in_force.definitely:
            since = status.entry_into_force
            yield "", "" if since is None else words.when(since), status.treaty.label
