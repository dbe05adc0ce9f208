"""What is to come, what waits and for what, and what should have happened by now.

Nothing here reads a clock: every question names its day. Bounds are derived ones, so
that a call that waits for a return is overdue when the return makes it so. Passing time
deletes nothing, and a contradiction stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from timeline.collection.labels import title_of
from timeline.errors import InvalidError
from timeline.language.format import Words, split_clock
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.report.layout import Grid, layout
from timeline.schedule.schedule import Contradiction, Schedule, schedule
from timeline.standing import stand, whole_day
from timeline.text import quote
from timeline.when.bounds import DAY, WIDENING
from timeline.when.calendar import Day, add_months, civil, ordinal
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = ["Agenda", "Item", "agenda", "passed"]

SECTIONS = (
    *("overdue", "blocked", "coming_up", "later", "expected", "stalled", "pending"),
    *("unanswered", "due", "begun", "over"),
)
_ACTS = ("signature", "ratification", "parliamentary_step")
_LONG = 24  # cells: longer words of a source stand under their row
_STALLED = ("stalled", "suspended")
_Reason = tuple[str, str, str]
_NONE: _Reason = ("", "", "")


@attrs.frozen
class Item:
    """One entry of an agenda.

    Attributes:
        id: The id of the event.
        section: Why it is on the agenda: ``overdue``, ``blocked``, ``coming_up``,
            ``later``, ``expected``, ``stalled``, ``pending``, ``unanswered``; of
            `passed` ``due``, ``begun``, ``over``, ``overdue``.
        label: What it is.
        when: Its derived bounds.
        told: The source's own words for the time, in quotation marks.
        blocked_by: Ids of the events that must be over, or begun, before it.
        for_ever: Whether one of those is off, so that it cannot happen as described.
        unblocks: Ids of the events that wait for this one alone.
        reason: More about it: a key of the catalogue, a status, other words.
        stated: When it is by its record alone.
    """

    id: str
    section: str
    label: str
    when: When
    told: str = ""
    blocked_by: tuple[str, ...] = ()
    for_ever: bool = False
    unblocks: tuple[str, ...] = ()
    reason: _Reason = _NONE
    stated: When | None = None

    @property
    def why(self) -> str:
        """More about it in a few words."""
        return self.why_in(Words())

    def why_in(self, words: Words) -> str:
        """Return the same in another language."""
        phrase, status, more = self.reason
        return words.say(phrase, words.status(status), more).strip() if phrase else ""


@attrs.frozen
class Agenda:
    """Items by section, of one day.

    Attributes:
        on: The day.
        items: All of them: sections in the order of what presses most, and within one
            by the derived latest start.
        contradictions: What in the timeline cannot hold; the agenda is made all the
            same, with the records in it at their stated bounds.
    """

    on: When
    items: tuple[Item, ...]
    contradictions: tuple[Contradiction, ...] = ()

    def __getattr__(self, name: str) -> tuple[Item, ...]:
        """Return the items of a section: ``agenda.overdue``, ``agenda.blocked``."""
        if name in SECTIONS:
            return tuple(item for item in self.items if item.section == name)
        raise AttributeError(f"an agenda has no {name!r}; its sections: {[*SECTIONS]}")

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def table(
        self, fmt: str = "plain", *, width: int | None = None, language: str = "en"
    ) -> str:
        """Return the agenda as a table, section by section.

        Args:
            fmt: A format of `timeline.report.layout.FORMATS`.
            width: How many cells of a terminal to fit into; None never wraps.
            language: Of headings, dates, statuses and reasons.
        """
        words = Words(language)
        headings, section = {}, ""
        for at, item in enumerate(self.items):
            if item.section != section:
                section = item.section
                headings[at] = words.say(f"agenda-{section}")
        below = [f"! {clash}" for clash in self.contradictions]
        said = [_said(item, words) for item in self.items]
        notes = {at: [text] for at, text in enumerate(said) if len(text) > _LONG}
        rows = [
            (item.label, "" if at in notes else said[at], item.why_in(words))
            for at, item in enumerate(self.items)
        ]
        columns = [words.say(name) for name in ("what", "when", "why")]
        called = words.say("group"), words.say("notes")
        grid = Grid(columns, rows, headings, notes, below=below, called=called)
        return layout(grid, fmt, width)

    def __str__(self) -> str:
        return self.table()


def _said(item: Item, words: Words) -> str:
    if item.told:
        return words.say("quote", item.told[1:-1])
    first, last = days = _days(item.when)
    stated = item.stated
    if stated is not None and stated.is_dated:
        day, clock = split_clock(stated.text)
        if clock or days == _days(stated):  # nothing more exact is known
            return f"{words.date(day)} {clock}".strip()
    if first is None and last is None:
        return ""
    start = "" if first is None else str(first)
    return words.date(start if first == last else f"{start}/{last or '..'}")


def _days(when: When) -> tuple[Day | None, Day | None]:
    return when.first_calendar_day, when.last_calendar_day


def agenda(
    collection: Collection,
    on: DayLike,
    *,
    horizon: int = 90,
    silent: int = 6,
) -> Agenda:
    """Return what is open on a day; see `Timeline.agenda`."""
    day = _day(collection, on, "on")
    found = schedule(collection, strict=False)
    reader = _Reader(found, day, horizon * DAY, silent)
    items = [item for event in found.collection if (item := reader.item(event))]
    return Agenda(day, _sorted(items), found.contradictions)


def passed(collection: Collection, since: DayLike, until: DayLike) -> Agenda:
    """Return what time alone changed; see `Timeline.passed`."""
    before = _day(collection, since, "since")
    after = _day(collection, until, "until")
    if (after.start_earliest or 0) < (before.start_earliest or 0):
        raise InvalidError(
            f"{quote(str(after))} is before {quote(str(before))}", "swap the two"
        )
    found = schedule(collection, strict=False)
    items = []
    for event in found.collection:
        when = found.when(event.id)
        old, new = _states(event, when, before), _states(event, when, after)
        label = title_of(found.collection, event)
        items += [
            Item(event.id, state, label, when, _told(event), stated=event.when)
            for state in new
            if state not in old
        ]
    return Agenda(after, _sorted(items), found.contradictions)


def _day(collection: Collection, value: DayLike, name: str) -> When:
    """Return a day on the line of the collection's zone."""
    return whole_day(as_day(value, name), collection.tz)


def _sorted(items: Sequence[Item]) -> tuple[Item, ...]:
    last = 2**63

    def key(item: Item) -> tuple[int, int, str]:
        latest = item.when.start_latest
        return SECTIONS.index(item.section), last if latest is None else latest, item.id

    return tuple(sorted(items, key=key))


def _told(event: Event) -> str:
    return f"“{event.when_text}”" if event.when_text else ""


def _slack(when: When, day: When) -> int:
    """Return by how much bounds may be off: an unplaced clock may hang anywhere."""
    return 0 if when.is_placed is day.is_placed else WIDENING


def _states(event: Event, when: When, day: When) -> set[str]:
    """Return what can be said of an event on a day by its dates alone."""
    if event.phase is Phase.OFF or not when.is_dated:
        return set()
    standing = stand(event, day, when)
    if event.phase is Phase.AHEAD:
        due = when.start_earliest is not None and standing.begun.possibly
        states = {"due": due, "overdue": standing.overdue.definitely}
    else:
        states = {
            "begun": standing.begun.definitely,
            "over": standing.ended.definitely,
        }
    return {state for state, holds in states.items() if holds}


class _Reader:
    """Sorts events into sections, as of one day."""

    def __init__(self, found: Schedule, day: When, horizon: int, silent: int) -> None:
        self.found = found
        self.day = day
        self.until = (day.end_latest or 0) + horizon
        year, month, number = add_months(
            *civil((day.start_earliest or 0) // DAY), -silent
        )
        self.silent = ordinal(year, month, number) * DAY
        self.blockers = {e.id: self._blockers(e) for e in found.collection}
        self.waiting: dict[str, list[str]] = {}
        for name, blockers in self.blockers.items():
            if len(blockers) == 1:
                self.waiting.setdefault(blockers[0], []).append(name)

    def item(self, event: Event) -> Item | None:
        when = self.found.when(event.id)
        section, reason = self._section(event, when)
        if not section:
            return None
        blocked = self.blockers[event.id]
        events = self.found.collection
        gone = [name for name in blocked if events[name].phase is Phase.OFF]
        if blocked:
            names = ", ".join(
                title_of(events, events[name]) for name in gone or blocked
            )
            reason = ("why-off" if gone else "why-waits", "", names)
        unblocks = tuple(self.waiting.get(event.id, ()))
        return Item(
            event.id,
            section,
            title_of(events, event),
            when,
            _told(event),
            blocked,
            bool(gone),
            unblocks,
            reason,
            event.when,
        )

    def _blockers(self, event: Event) -> tuple[str, ...]:
        """Return what must come first and has not: only what is ahead waits."""
        if event.phase is not Phase.AHEAD or event.when is None:
            return ()
        return tuple(
            dict.fromkeys(
                anchor.target
                for anchor in event.when.anchors
                if anchor.kind == "not-before"
                and self._is_open(anchor.target, anchor.point)
            )
        )

    def _is_open(self, name: str, point: str) -> bool:
        """Whether an event has not got as far as another one waits for."""
        event = self.found.collection.get(name)
        if event is None or event.phase is Phase.DONE:
            return False
        if event.phase is Phase.UNDER_WAY:
            return point != "start" and event.is_span
        if event.phase is None:
            standing = stand(event, self.day, self.found.when(name))
            reached = standing.begun if point == "start" else standing.ended
            return not reached.definitely
        return True

    def _section(self, event: Event, when: When) -> tuple[str, _Reason]:
        """Return where an event belongs, and a few words why; empty if nowhere."""
        if event.phase is not Phase.AHEAD:
            open_ = event.phase is Phase.UNDER_WAY
            return self._under_way(event) if open_ else ("", _NONE)
        status = event.status or ""
        if stand(event, self.day, when).overdue.definitely:
            return "overdue", ("why-untold", status, "")
        if self.blockers[event.id]:
            return "blocked", _NONE
        if event.kind in _ACTS:
            return "pending", ("why-status", status, event.label.partition(": ")[2])
        first, section = when.start_earliest, "expected"
        if when.start_latest is not None:
            near = first is None or first - _slack(when, self.day) < self.until
            section = "coming_up" if near else "later"
        return section, ("why-status", status, "")

    def _under_way(self, event: Event) -> tuple[str, _Reason]:
        status = event.status or ""
        if event.kind == "invitation":
            open_ = status == "extended"
            return ("unanswered", ("why-status", status, "")) if open_ else ("", _NONE)
        if status in _STALLED:
            return "stalled", ("why-reported", status, "")
        if not hasattr(event, "last_activity"):
            return "", _NONE
        heard = self._last_heard(event)
        if heard is None or heard >= self.silent:
            return "", _NONE
        year, month, number = civil((heard - 1) // DAY)
        return "stalled", ("why-silent", "", f"{year:04}-{month:02}-{number:02}")

    def _last_heard(self, event: Event) -> int | None:
        """Return the last tick at which anything may have been heard of an event."""
        told = [getattr(event, "last_activity", None), event.since]
        if event.sources and event.sources[-1].source in self.found:
            told.append(self.found.when(event.sources[-1].source))
        ends = [when.end_latest for when in told if when is not None]
        return max((end for end in ends if end is not None), default=None)
