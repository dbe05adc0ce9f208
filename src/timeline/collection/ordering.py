"""Chronological sort order of events, and the spans of time that they may fill."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from contextlib import suppress

import attrs

from timeline.errors import ParseError
from timeline.query.index import Intervals
from timeline.query.windows import EVER, NEVER
from timeline.records.event import Event
from timeline.records.kinds import Records
from timeline.records.lifecycle import Phase
from timeline.records.source import Citation, Source
from timeline.when.bounds import SLACK, Ticks, empty_window, hull, tighten
from timeline.when.calendar import Day
from timeline.when.edtf import EndKind
from timeline.when.when import When

# Events sort by their earliest start, since that is where a reader looks for them. One
# whose start is open on that side ("by May", "not before the visit") has no such tick:
# it sorts by the first tick that is known of it, among its contemporaries, and not in
# front of everything. What ends first stands first among those of one start, so that
# 17 March precedes March; the id decides the rest, so that the order of input never
# shows. Undated events come last: nothing is known that could place them.
Key = tuple[int, int, str]

NOTHING: Records = {}
_NO_DAY = Day(300_000, 1, 1)  # after all of them


def sort_key(event: Event, tz: str | None) -> Key:
    """Return the place of *event* in chronological order; the id makes it unique.

    Args:
        event: The event.
        tz: The zone of its collection, for dates whose record names none. What is
            placed in no zone sorts by its wall clock.

    >>> sort_key(Event(id="x", title="Some day"), None) == (2**63 - 1, 2**63 - 1, "x")
    True
    """
    first, end = place_of(placed(event, tz))
    return first, end, event.id


def placed(event: Event, tz: str | None, records: Records = NOTHING) -> When | None:
    """Return when an event happens, placed by its zone or that of its collection.

    Its `spans` are those of its own date, then those of rivals.
    """
    return with_as_of(event, records).placed_in(tz)


def with_as_of(event: Event, records: Records) -> Event:
    """Return *event* with each citation as of the day that its source states.

    By itself a record does not know which of two sources is the older one. A page
    without such a day spoke by its own date.
    """
    cites = event.sources  # most records have none, or few
    if not cites or not any(cited.when or cited.status for cited in cites):
        return event
    sources = []
    for cited in cites:
        published = getattr(records.get(cited.source), "published", None)
        sources.append(attrs.evolve(cited, as_of=_spoke(cited, records) or published))
    return attrs.evolve(event, sources=sources)


def _spoke(cited: Citation, records: Records) -> When | None:
    """Return when the words of a citation were true, if that is stated."""
    source = records.get(cited.source)
    return cited.as_of or (source.as_of if isinstance(source, Source) else None)


def is_open_ended(event: Event) -> bool:
    """Whether its time is stated as going on: ``2014/..``."""
    if not event.is_span or event.when is None:
        return False
    value = event.when.value
    return value.end_kind is EndKind.OPEN and value.start.year != ""


def known(event: Event, tz: str | None, records: Records) -> When | None:
    """Return when an event happens by its date and by what its source reports.

    What is dated as going on surely went on until its newest source speaks; unless that
    reports it as done, and so it was over by then. What did not take place did not in
    all of the window from its earliest start to its latest end.

    Args:
        event: The event.
        tz: The zone of its collection.
        records: The events and sources of its collection, by their ids.
    """
    when = placed(event, tz, records)
    if when is None:
        return None
    spans = when.spans
    if is_open_ended(event):
        spans = (_span_as_reported(event, when, tz, records), *spans[1:])
    if event.did_not_take_place:
        spans = (empty_window(when.ticks, hull(spans)),)
    return when if spans is when.spans else attrs.evolve(when, spans=spans)


def reported_as_of(event: Event, records: Records) -> When | None:
    """Return when the words of the newest source of its status were true, if stated."""
    support = event.support
    return _spoke(support[-1], records) if support else None


def newest_day(sources: Iterable[Source], tz: str | None) -> When | None:
    """Return the latest day of a source, on the clocks of a zone if there is one."""
    dates = (source.as_of or source.published for source in sources)
    dated = [day for day in dates if day and day.start_earliest is not None]
    newest = max(dated, key=lambda day: day.start_earliest or 0, default=None)
    return newest and newest.placed(tz)


def _span_as_reported(
    event: Event, when: When, tz: str | None, records: Records
) -> Ticks:
    """Return what an event with an open end may fill, by its newest source."""
    spoke = reported_as_of(event, records)
    is_off = event.phase is Phase.OFF and not event.did_not_take_place
    is_term = event.phase is Phase.DONE and event.is_term
    if spoke is None or is_off or is_term or event.phase is Phase.AHEAD:
        return when.spans[0]
    spoke = spoke.placed(tz)
    first, last = spoke.tested.start_earliest, spoke.tested.end_latest
    slack = 0 if spoke.is_placed is when.is_placed else SLACK
    begin, latest, end, over = when.spans[0]
    if event.phase in {Phase.DONE, Phase.OFF}:
        over = None if last is None else last + slack
    if first is not None and event.phase is not Phase.DONE:
        end = max(first - slack + 1, NEVER if end is None else end)
    with suppress(ParseError):  # its source contradicts it: the date stands
        return tighten(Ticks(begin, latest, end, over))
    return when.spans[0]


def place_of(when: When | None) -> tuple[int, int]:
    """Return the first tick that is stated of *when*, and the one at which it is over.

    If nothing is stated the first tick is `EVER`.
    """
    if when is None:
        return EVER, EVER
    first, _, _, over = ticks = when.ticks
    if first is None:
        first = next((tick for tick in ticks if tick is not None), EVER)
    return first, EVER if over is None else over


def days_of(when: When) -> tuple[Day, Day]:
    """Return the first day that is known of *when*, and its last, on its own clocks.

    By them headings are in order. Ticks would put the morning of the 13th in Auckland
    before the evening of the 12th in Toronto.
    """
    last = when.last_calendar_day or _NO_DAY
    return when.first_calendar_day or when.last_start_day or last, last


def sort_events(
    events: Iterable[Event], tz: str | None, records: Records
) -> tuple[tuple[Event, ...], Intervals]:
    """Return *events* in chronological order, and what the dated ones may fill."""
    events, lines = tuple(events), set()
    firsts, lasts, spans = [], [], []
    for event in events:
        is_plain = event.since is None and not event.is_term
        is_own = is_plain and event.tz is None is tz
        when = event.when if is_own else placed(event, tz)
        first, last = place_of(when)
        firsts.append(first)
        lasts.append(last)
        reported = event.sources and (
            last == EVER or any(cited.when for cited in event.sources)
        )
        if reported or event.did_not_take_place:  # its date alone may not tell
            when = known(event, tz, records)
        spans.append(() if when is None else when.spans)
        if when is not None and first != EVER:
            lines.add(when.is_placed)
    ids = [event.id for event in events]
    # Three stable sorts by one column each, the last key first: quicker than one sort
    # by tuples. The spans are noted here, since to read them again from the sorted
    # events, which lie scattered in memory, takes longer than to sort.
    order = list(range(len(events)))
    for keys in (ids, lasts, firsts):
        order.sort(key=keys.__getitem__)
    dated = order[: len(order) - firsts.count(EVER)]
    filled = [(at, span) for at, i in enumerate(dated) for span in spans[i]]
    return tuple([events[i] for i in order]), Intervals(
        range(len(dated)) if len(filled) == len(dated) else [at for at, _ in filled],
        array("q", [NEVER if low is None else low for _, (low, _, _, _) in filled]),
        array("q", [EVER if end is None else end for _, (_, _, _, end) in filled]),
        frozenset(lines),
    )
