"""Dates that no source gives, but that follow from links: they have the sign ∴.

Only a window that both sides bound is shown; else the links say what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from timeline.collection.collection import Collection
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.measures import Deadline
from timeline.schedule.reasons import Reason, reason_for_dates
from timeline.schedule.shown import days_between, window
from timeline.when.edtf import joint_mark
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule

_LAST_YEAR = 9999  # of what EDTF can write as days


def may_follow(timeline: Collection) -> bool:
    """Whether the time of any record may follow from others, or from its source."""
    spoke = {source.id: source.as_of for source in timeline.sources if source.as_of}
    return any(_hangs_on(event, spoke) for event in timeline.events)


def _hangs_on(event: Event, spoke: Mapping[str, When]) -> bool:
    """Whether an event has links, or its source spoke while it may have been."""
    when, sources = event.when, event.support if spoke else ()
    anchors = when.anchors if when else ()
    if event.part_of or (anchors and any(not a.is_date for a in anchors)):
        return True
    told = spoke.get(sources[-1].source) if sources and when else None
    return bool(told and when and when.intersects(told).possibly)


def windows(timeline: Collection, plan: Schedule) -> Mapping[str, When]:
    """Return by id the window of each event of which links say more than its date."""
    stated = (timeline.origin[event.id] for event in timeline.events)  # on own clocks
    moved = plan.constraints.moved  # of these a source says otherwise
    whens = ((e, plan.when(e.id)) for e in stated if e.id not in moved)
    return {event.id: when for event, when in whens if _says_more(event, when)}


def reasons_of(event: Event, timeline: Collection, plan: Schedule) -> list[Reason]:
    """Return what the two sides of a window follow from, each reason once.

    That is the date of what the event is part of, if this alone makes it that window.
    """
    found, whole = plan[event.id], timeline.origin.get(event.part_of or "")
    while whole is not None:
        same = whole.placed and days_between(whole.placed) == days_between(found.when)
        is_sure = same and not timeline.with_as_of(whole).doubtful
        dated = reason_for_dates(whole, timeline.dates(whole)) if is_sure else None
        if dated is not None:
            return [dated]
        whole = timeline.origin.get(whole.part_of or "")
    sides = (
        "start_earliest",
        "end_latest" if found.when.end_latest else "start_latest",
    )
    return [*dict.fromkeys(why for side in sides for why in found.reasons[side])]


def _says_more(event: Event, when: When) -> bool:
    (first, last), stated = days_between(when), event.placed
    is_due = isinstance(event, Deadline)  # its last day is all there is
    if is_due:
        first = last
    is_dated = stated is not None and stated.is_dated
    # Of the window in which something did not take place, one side may be stated.
    is_off = event.phase is Phase.OFF and not (event.did_not_take_place and is_dated)
    if first is None or last is None or is_off:
        return False
    if not 0 <= first.year <= last.year <= _LAST_YEAR:
        return False
    if when.end_latest is None and event.phase is Phase.UNDER_WAY:
        return False  # it goes on, so the day on which it began does not say when it is
    if stated is None or not is_dated:
        return True
    begins, ends = days_between(stated)
    is_later = not is_due and (begins is None or begins < first)
    return is_later or ends is None or last < ends


def window_text(when: When, words: Words, *, long: bool = False) -> str:
    """Return the days of a window that follows from links, or the one that bounds it.

    >>> from timeline import Event, Timeline
    >>> talks = Event(id="talks", title="Talks", part_of="visit")
    >>> visit = Event(id="visit", title="Visit", when="2025-03-17/2025-03-19")
    >>> window_text(Timeline([visit, talks]).schedule().when("talks"), Words())
    'between 17 and 19 Mar 2025'
    """
    (first, last), (low, high) = days_between(when), window(when)
    if not (low and high):
        ends = f"{low or '..'}/{high or '..'}"
        return words.date(ends, long=long) if low or high else ""
    if low == high:
        return words.date(low, long=long)
    if len(low) == len(high) and not joint_mark([low, high]):
        return words.date(f"[{low}..{high}]", long=long)
    start, end = words.date(low, long=long), words.date(high, long=long)
    if len(low.rstrip("?~%")) != len(high.rstrip("?~%")):  # one of them is a month
        start = words.say("start-of", start) if low == str(first)[:-3] else start
        end = words.say("end-of", end) if high == str(last)[:-3] else end
    return words.say("between", start, end)


def window_beside(when: When, stated: When | None, words: Words) -> str:
    """Return the same beside what is *stated*: of two sides only the one that is new.

    >>> march, known = When.parse("2025-03"), When.parse("2025-03-01/2025-03-09")
    >>> window_beside(known, march, Words())
    'by 9 Mar 2025'
    """
    if stated is not None and stated.is_dated:
        (first, last), (begins, ends) = days_between(when), days_between(stated)
        low, high = window(when)
        if first == begins and high:
            return words.say("not-after", words.date(high))
        if last == ends and low:
            return words.say("not-before", words.date(low))
    return window_text(when, words)
