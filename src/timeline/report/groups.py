"""Under which heading a table puts each event, and in which order.

By itself a table groups by day where a day is known. What has no date comes after all
that has, by how it stands and by what it is part of, and what is still open at the end.
Seen from a day, dates are parted into before it, that day and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from timeline.collection.graph import walk
from timeline.collection.ordering import days_of, place_of, placed
from timeline.records.event import Event
from timeline.records.fields import fields_naming
from timeline.records.lifecycle import EARLY, Phase
from timeline.records.measures import Deadline
from timeline.records.treaties import Step
from timeline.report.cells import PHASES, Cells
from timeline.report.look import Group
from timeline.report.notes import notes_of
from timeline.when.bounds import DAY, hull
from timeline.when.calendar import Day
from timeline.when.when import When

Groups = list[tuple[str, list[Event]]]
Parts = Mapping[str, Sequence[Event]]  # of each event by its id

_FEW = 5  # acts that are alike and share a row
_SIDES = ("before", "same", "unknown-side", "after-day")  # of a day, in this order
_UNDATED = ("done", "parts", "open", "ahead", "off", "not-stated")  # in this order


def fold_pending(
    events: Sequence[Event], folded: dict[str, Sequence[Event]]
) -> list[Event]:
    """Return the events that keep a row.

    Pending acts that say nothing more go into *folded*, by the ids of their treaties,
    whose rows they share.
    """
    treaties = {event.id for event in events if event.kind == "treaty"}
    kept: list[Event] = []
    for event in events:
        plain = event.status == "pending" and not _says_more(event)
        treaty = getattr(event, "treaty", None) if plain else None
        if treaty in treaties:
            folded[treaty] = (*folded.get(treaty, ()), event)
        else:
            kept.append(event)
    return kept


def _says_more(event: Event) -> bool:
    texts = (event.when_text, event.note, event.disputed, event.about)
    return event.when is not None or any(texts)


def fold_acts(events: Sequence[Event], cells: Cells) -> None:
    """Note the acts that share a row, by the id of the record whose row it is.

    Five or more acts of one kind, status and day, in one treaty and from the same
    sources, are one row; on a page, where rows open, all acts are in their treaty's.
    An act of which more is to be said, such as a doubt, keeps its own.
    """
    treaties = {event.id for event in events if event.kind == "treaty"}
    alike: dict[object, list[Event]] = {}
    for event in events:
        if isinstance(event, Step) and not event.title and _is_plain(event, cells):
            said = [getattr(event, name, None) for name in ("instrument", "body")]
            fields = event.treaty, event.kind, event.status, event.when, event.since
            opens = cells.marks.on_page and event.treaty in treaties
            same = event.treaty if opens else (*fields, *said, event.cited)
            alike.setdefault(same, []).append(event)
    for key, acts in alike.items():
        if len(acts) >= _FEW:
            cells.grouped[key if isinstance(key, str) else acts[0].id] = acts


def _is_plain(event: Event, cells: Cells) -> bool:
    """Whether a row says no more of it than its day, its party and its status."""
    standing = cells.standing(event)
    overdue = standing is not None and standing.overdue.definitely
    return not (overdue or event.place or notes_of(event, cells))


def group_events(
    events: Iterable[Event], group: Group, cells: Cells, *, each: bool = False
) -> Groups:
    """Return headings and the events under them; every event exactly once.

    With *each*, what has several parties or topics is under each of them.
    """
    if group == "none":
        return [("", list(events))]
    if group in {"day", "month", "year"}:
        return _by_time(events, str(group), cells)
    groups: dict[str, list[Event]] = {}
    for event in events:
        if callable(group):
            value = group(event)
            names = ["" if value is None else str(value).replace("_", " ")]
        else:
            names = [*_NAMES[group](event, cells)]
        names = [*filter(None, names)] or [cells.words.say("not-stated")]
        for name in names if each else names[:1]:
            groups.setdefault(name, []).append(event)
    return sorted(groups.items())


_NAMES: Mapping[str, Callable[[Event, Cells], Iterable[str]]] = {
    "kind": lambda event, cells: [cells.words.name(event.kind)],
    "status": lambda event, cells: [cells.words.status(event.status)],
    "party": lambda event, cells: map(cells.words.party, event.involved),
    "place": lambda event, _: [event.place],
    "topic": lambda event, _: event.topics,
}


# -- dated ----------------------------------------------------------------------------


def _by_time(events: Iterable[Event], unit: str, cells: Cells) -> Groups:
    """Put dated events under dates, all others after them, and parts under wholes.

    Seen from a day, a part that lies on another side of it has a row of its own there.
    """
    events = list(events)
    on = cells.look.on if unit == "day" and not cells.look.narrow else None
    said = {event.id: _said(event, unit, on, cells) for event in events}
    parts = _parts_of(events, said if on else {})
    dated: dict[str, list[Event]] = {}
    wholes = parts.get("", [])
    if cells.worked_out:  # else they are in order
        wholes.sort(key=lambda event: _place(event, cells))
    for event in wholes:
        dated.setdefault(said[event.id], []).append(event)
    others = dated.pop("", [])  # which are under no date
    groups = sorted(dated.items(), key=lambda x: days_of(cells.dates[x[1][0].id]))
    if on is not None:
        groups = [(_side_heading(s, on, cells), dated[s]) for s in _SIDES if s in dated]
    groups += _undated(others, parts, cells, with_dates=bool(dated))
    if len(parts) > 1:
        groups = [(said, _with_parts(rows, parts, cells)) for said, rows in groups]
    return groups


def _said(event: Event, unit: str, on: Day | None, cells: Cells) -> str:
    """Return the date or the side of a day under which an event goes; ``""`` if none.

    That is of what has no date, and of what goes on.
    """
    when = cells.dates.get(event.id)
    if when is None or cells.goes_on(event):
        return ""
    if not on:
        return _unit(when, unit, cells)
    if cells.is_ended_in_law(event):
        return "before"
    ended = event.since is not None or event.status in EARLY
    own = placed(event, cells.timeline.origin.tz) if ended else when
    window = cells.worked_out.get(event.id) or own or when
    whens = (window, *cells.timeline.dates(event)[1:])
    sides = {_side(event, each, on) for each in whens}
    return sides.pop() if len(sides) == 1 else "unknown-side"


def _unit(when: When, unit: str, cells: Cells) -> str:
    """Name the year or month that *when* lies within, or else what it says."""
    if unit != "day":
        first, last = when.first_calendar_day, when.last_calendar_day
        same = 1 if unit == "year" else 2  # parts of a day: its year, then its month
        if first and last and first[:same] == last[:same]:
            year, month = cells.words.year, partial(cells.words.month, long=True)
            return year(first.year) if unit == "year" else month(*first[:same])
    return cells.heading(when)


def _side_heading(side: str, day: Day, cells: Cells) -> str:
    """Name a side of a day, or the day itself."""
    words = cells.words
    if side == "same":
        named = words.heading(words.day(day, long=True))
        return cells.marks.marked("time", named, str(day))
    return words.say(side, words.day(day))


def _side(event: Event, when: When, day: Day) -> str:
    """Return on which side of *day* an event surely lies.

    What was to begin before it, and of which nothing is reported, lies before it.
    """
    first, last_start, last = when.tested_days
    is_due = isinstance(event, Deadline)  # by the end of what is stated
    is_plan = last is None and event.phase is Phase.AHEAD
    if when.value.is_lone_clock if is_due else is_plan:
        last = last_start
    if last and last < day:
        return "before"
    if first and day < first:
        return "after-day"
    return "same" if first == day == last or _goes_on(when, day) else "unknown-side"


def _goes_on(when: When, day: Day) -> bool:
    """Whether it has surely begun by the end of *day*, and not ended before it.

    The day is one on the clocks of the record, as its date is.
    """
    _, begun, over, _ = hull(when.clock_spans())
    if begun is None or over is None:
        return False
    tick = day.number * DAY
    return begun < tick + DAY and over > tick


# -- undated --------------------------------------------------------------------------


def _undated(
    events: list[Event], parts: Parts, cells: Cells, *, with_dates: bool
) -> Groups:
    """Group what has no date: what has parts with them, all else by how it stands.

    Beside dated groups a heading says that nothing below it has one.
    """
    groups: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        whole = event.id if event.id in parts else ""
        kind = "parts" if whole else cells.zone(event)
        groups.setdefault((kind, whole), []).append(event)
    found: Groups = []
    for kind, whole in sorted(groups, key=lambda group: _UNDATED.index(group[0])):
        heading = cells.words.say(f"group-{kind}", cells.title_of_id(whole))
        members = groups[kind, whole]
        rows = _with_parts(members, parts, cells) if whole else members
        is_dated = any(gives_date(event, cells) for event in rows)
        if with_dates and kind != "open" and not is_dated:
            heading = cells.words.say("no-date-given", heading)
        found.append((heading, _in_known_order(members)))
    return found


# -- parts under their wholes ---------------------------------------------------------


def gives_date(event: Event, cells: Cells) -> bool:
    """Whether an event has a date, is reported to have one, or has another sort.

    Such is the day since when a treaty is in force.
    """
    if event.id in cells.dates or any(cited.gives_date for cited in event.sources):
        return True
    names = {*fields_naming(type(event), "times")} - {"when", "formerly"}
    whens = (getattr(event, name) for name in names)
    return any(when is not None and when.is_dated for when in whens)


def _parts_of(events: list[Event], sides: Mapping[str, str]) -> dict[str, list[Event]]:
    """Return the parts of each event by its id; under ``""`` what has no whole here.

    So has a part that has another one of *sides* than its whole.
    """
    ids = {event.id for event in events if event.part_of} and {e.id for e in events}
    parts: dict[str, list[Event]] = {}
    for event in events:
        whole = event.part_of if event.part_of in ids else None
        own = sides.get(event.id)
        if own and own != sides.get(whole or ""):
            whole = None
        parts.setdefault(whole or "", []).append(event)
    return parts


def under_wholes(events: Iterable[Event], cells: Cells) -> list[Event]:
    """Return each event with its parts after it, at every depth in order of time."""
    parts = _parts_of([*events], {})
    return _with_parts(parts.get("", ()), parts, cells)


def _with_parts(events: Iterable[Event], parts: Parts, cells: Cells) -> list[Event]:
    rows: list[Event] = []
    stack = [*events][::-1]
    while stack:
        rows.append(stack.pop())
        stack += in_time(parts.get(rows[-1].id, ()), cells)[::-1]
    return rows


def _place(event: Event, cells: Cells) -> tuple[int, int]:
    """Return where in time it is; what nothing places comes last."""
    window = cells.dates.get(event.id)
    if window is event.when:
        window = placed(event, cells.timeline.origin.tz)
    return place_of(window)


def in_time(events: Iterable[Event], cells: Cells) -> list[Event]:
    """Put events in order of time; what has no date by its links and its status."""
    order = sorted(events, key=lambda e: (_place(e, cells), PHASES.index(e.phase_name)))
    return _in_known_order(order)


def _in_known_order(events: Iterable[Event]) -> list[Event]:
    """Return *events* so that each follows what it is part of, is after or waits for.

    A link that closes a circle is left out.
    """
    by_id = {event.id: event for event in events}
    return [by_id[id_] for id_ in walk(by_id, _graph(by_id).__getitem__)]


def depths(events: Iterable[Event]) -> Iterator[int]:
    """Yield for each event of how many of the rows above it is a part.

    >>> talks = Event(id="b", title="Talks", part_of="a")
    >>> list(depths([Event(id="a", title="Visit"), talks, Event(id="c", title="C")]))
    [0, 1, 0]
    """
    above: list[str] = []
    for event in events:
        while above and above[-1] != event.part_of:
            above.pop()
        yield len(above)
        above.append(event.id)


# -- the order that links prove -------------------------------------------------------


def _graph(by_id: dict[str, Event]) -> dict[str, list[str]]:
    """Return for each id those that surely do not start after it does."""
    before: dict[str, list[str]] = {id_: [] for id_ in by_id}
    for id_, event in by_id.items():
        anchors = event.when.anchors if event.when else ()
        links = [("part", event.part_of), *((to.kind, to.target) for to in anchors)]
        for kind, target in links:
            if target in by_id:
                later, earlier = (target, id_) if kind == "not-after" else (id_, target)
                before[later].append(earlier)
    return before
