"""Dates that no source gives, but that follow from links: they bear the sign ∴.

Only a window that both sides bound is shown; else the links say what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from timeline.collection.collection import Collection
from timeline.language.format import Words
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.when.calendar import Day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule


def has_links(events: Iterable[Event]) -> bool:
    """Whether the date of any event may follow from another record."""
    return any(
        event.part_of
        or (event.when and not all(anchor.is_date for anchor in event.when.anchors))
        for event in events
    )


def windows(timeline: Collection, plan: Schedule) -> Mapping[str, When]:
    """Return by id the window of each event of which links say more than its date."""
    whens = ((event, plan.when(event.id)) for event in timeline.events)
    return {event.id: when for event, when in whens if _says_more(event, when)}


def _says_more(event: Event, when: When) -> bool:
    (first, last), stated = _days_of(when), event.when
    if first is None or last is None or event.phase is Phase.OFF:
        return False
    if when.end_latest is None and event.phase is Phase.UNDER_WAY:
        return False  # it goes on, so the day on which it began does not say when it is
    if stated is None or not stated.is_dated:
        return True
    begins, ends = _days_of(stated)
    return begins is None or ends is None or begins < first or last < ends


def _days_of(when: When) -> tuple[Day | None, Day | None]:
    """Return between which days it is, or starts where nothing bounds its end."""
    return when.first_calendar_day, when.last_calendar_day or when.last_start_day


def window_text(when: When, words: Words, *, long: bool = False) -> str:
    """Return the days of a window that follows from links.

    >>> from timeline import Event, Timeline
    >>> talks = Event(id="talks", title="Talks", part_of="visit")
    >>> visit = Event(id="visit", title="Visit", when="2025-03-17/2025-03-19")
    >>> window_text(Timeline([visit, talks]).schedule().when("talks"), Words())
    'between 17 and 19 Mar 2025'
    """
    first, last = _days_of(when)
    days = str(first) if first == last else f"[{first}..{last}]"
    said = words.date(days, long=long)
    tested = (when.tested_days[0], when.tested_days[2] or when.tested_days[1])
    return said if (first, last) == tested else words.say("~", said)
