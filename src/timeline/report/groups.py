"""Under which heading a table puts each event, and in which order.

By itself a table groups by day where a day is known. What has no date comes after all
that has, by how it stands and by what it is part of, and what is still open at the end.
Seen from a day, dates are parted into before it, that day and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from timeline.errors import InvalidError
from timeline.report.cells import Cells, capital
from timeline.report.links import PHASES, phase_of
from timeline.report.order import proven_order
from timeline.text import quote, suggest
from timeline.when.bounds import DAY
from timeline.when.calendar import Day

if TYPE_CHECKING:
    from timeline.language.format import Words
    from timeline.records.event import Event
    from timeline.when.when import When

__all__ = ["GROUPS", "Group", "check_group", "fold_pending", "grouped"]

Group = str | Callable[[Any], object]

GROUPS = ("day", "month", "year", "none", "kind", "status", "party", "place", "topic")
_UNDATED = ("done", "parts", "untold", "ahead", "off", "open")  # in this order
_BY_SIGN = {
    "done": "done",
    "arranged": "ahead",
    "expected": "ahead",
    "off": "off",
    "untold": "untold",
}  # and all others are open


def check_group(group: Group) -> Group:
    """Return *group* if it is a function or a name that we know.

    >>> check_group("yera")
    Traceback (most recent call last):
    timeline.errors.InvalidError: cannot group by "yera"; did you mean "year"?
    """
    if not callable(group) and group not in GROUPS:
        raise InvalidError(
            f"cannot group by {quote(group)}", suggest(str(group), GROUPS)
        )
    return group


def grouped(
    events: Iterable[Event], group: Group, cells: Cells
) -> list[tuple[str, list[Event]]]:
    """Return headings and the events under each; every event exactly once."""
    if group == "none":
        return [("", list(events))]
    if group in {"day", "month", "year"}:
        return _by_time(list(events), str(group), cells)
    groups: dict[str, list[Event]] = {}
    for event in events:
        if callable(group):
            value = group(event)
            name = "" if value is None else str(value).replace("_", " ")
        else:
            name = _HEADINGS[group](event, cells.words)
        groups.setdefault(name or cells.words.say("untold"), []).append(event)
    return sorted(groups.items())


_HEADINGS: Mapping[str, Callable[[Event, Words], str]] = MappingProxyType(
    {
        "kind": lambda event, words: words.name(event.kind),
        "status": lambda event, words: words.status(event.status),
        "party": lambda event, _: next(iter(event.parties), ""),
        "place": lambda event, _: event.place,
        "topic": lambda event, _: next(iter(event.topics), ""),
    }
)


def fold_pending(events: list[Event], cells: Cells) -> list[Event]:
    """Let pending acts of which nothing more is told share the row of their treaty."""
    treaties = {event.id for event in events if event.kind == "treaty"}
    if not treaties:
        return events
    folded = cells.folded
    kept = []
    for event in events:
        treaty = getattr(event, "treaty", None)
        if (
            treaty in treaties
            and event.status == "pending"
            and event.when is None
            and not (event.when_text or event.note or event.disputed_by or event.about)
        ):
            folded.setdefault(treaty, []).append(event)
        else:
            kept.append(event)
    return kept


def _by_time(
    events: list[Event], unit: str, cells: Cells
) -> list[tuple[str, list[Event]]]:
    """Put dated events under dates, and all others after them."""
    heading = _heading(unit, cells)
    dated: dict[str, list[Event]] = {}
    others: list[Event] = []
    for event in events:
        when = event.when
        name = None
        if when is not None and not cells.goes_on(event):
            name = heading(when)
        if name is None:
            others.append(event)
        elif name in dated:
            dated[name].append(event)
        else:
            dated[name] = [event]
    groups = list(dated.items())
    if unit == "day" and cells.on is not None:
        order = [say(cells.words, cells.on) for say in _SIDES]
        groups.sort(key=lambda pair: order.index(pair[0]))
    return groups + _undated(others, cells)


def _heading(unit: str, cells: Cells) -> Callable[[When], str | None]:
    """Return what finds the heading of a date, and remembers it."""
    found: dict[str, str | None] = {}
    make: Callable[[When], str] = cells.heading
    if unit != "day":
        make = _unit_heading(4 if unit == "year" else 7, cells)
    elif cells.on is not None:
        make = _side(cells)

    def heading(when: When) -> str | None:
        if when.anchors or not when.text:
            return make(when) if when.is_dated else None
        text = when.text if unit != "day" or cells.on else cells.split(when.text)[0]
        if text not in found:
            found[text] = make(when) if when.is_dated else None
        return found[text]

    return heading


def _unit_heading(length: int, cells: Cells) -> Callable[[When], str]:
    """Return what names the year or month of a date that lies within one."""

    def heading(when: When) -> str:
        first, last = when.first_calendar_day, when.last_calendar_day
        if first and last and 0 <= first.year < 10_000:
            start, end = str(first)[:length], str(last)[:length]
            if start == end:
                return cells.words.date(start, long=True)
        return cells.heading(when)

    return heading


_SIDES: tuple[Callable[[Words, Day], str], ...] = (
    lambda words, day: words.say("before", words.day(str(day))),
    lambda words, day: capital(words.date(str(day), long=True)),
    lambda words, day: words.say("unknown-side", words.day(str(day))),
    lambda words, day: words.say("after-day", words.day(str(day))),
)


def _side(cells: Cells) -> Callable[[When], str]:
    """Return what finds out on which side of a day a date surely lies."""
    day = cells.on
    assert day is not None  # noqa: S101  (only asked where there is one)
    names = [say(cells.words, day) for say in _SIDES]

    def heading(when: When) -> str:
        first, last = when.first_calendar_day, when.last_calendar_day
        if last and last < day:
            return names[0]
        if first and day < first:
            return names[3]
        if first == day == last or _goes_on(when, day):
            return names[1]
        return names[2]

    return heading


def _goes_on(when: When, day: Day) -> bool:
    """Whether it has surely begun by the end of *day*, and not ended before it."""
    begun, over = when.start_latest, when.end_earliest
    if begun is None or over is None:
        return False
    tick = day.number * DAY
    return begun < tick + DAY and over > tick


def _undated(events: list[Event], cells: Cells) -> list[tuple[str, list[Event]]]:
    """Group what has no date by what it is part of, and else by how it stands."""
    whole = {
        event.id: _whole(event, cells) for event in events if event.part_of is not None
    }
    wholes = set(whole.values())
    kinds: dict[str, list[tuple[str, list[Event]]]] = {}
    groups: dict[str, list[Event]] = {}
    for event in events:
        top = whole.get(event.id) or (event.id if event.id in wholes else "")
        if top:
            kind, name = "parts", cells.label(top)
            key = f"parts {top}"
        else:
            kind = name = key = _kind(event, cells)
        if key not in groups:
            groups[key] = []
            kinds.setdefault(kind, []).append((name, groups[key]))
        groups[key].insert(0 if event.id == top else len(groups[key]), event)
    return [
        (_undated_heading(kind, name, cells), _by_rank(members, kind))
        for kind in _UNDATED
        for name, members in kinds.get(kind, ())
    ]


def _undated_heading(kind: str, name: str, cells: Cells) -> str:
    if kind == "parts":
        return cells.words.say("undated", name)
    if kind == "open":
        return cells.words.say("open")
    return cells.words.say(f"undated-{'none' if kind == 'untold' else kind}")


def _by_rank(events: list[Event], kind: str) -> list[Event]:
    """Within parts: the whole, then what is done, under way, ahead; else as proven."""
    if kind != "parts":
        waiting = any(event.when is not None for event in events)
        return proven_order(events) if waiting else events
    return sorted(
        events, key=lambda e: (e.part_of is not None, PHASES.index(phase_of(e)))
    )


def _whole(event: Event, cells: Cells) -> str:
    """Return the id of the outermost thing that *event* is part of."""
    top = event
    while top.part_of is not None and (above := cells.find(top.part_of)) is not None:
        top = above
    return str(top.id)


def _kind(event: Event, cells: Cells) -> str:
    return _BY_SIGN.get(cells.sign(event), "open")
