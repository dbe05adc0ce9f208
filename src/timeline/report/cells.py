"""What a table says of one event: the texts of its cells and the lines under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, final

from timeline.errors import InvalidError
from timeline.language.format import Words, split_clock
from timeline.report.links import MOST_PARTIES, Links, is_ahead, phase_of
from timeline.schedule.schedule import Schedule, schedule
from timeline.standing import stand, whole_day
from timeline.text import quote, suggest
from timeline.when.calendar import Day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.parties.parties import Participant
    from timeline.records.event import Event

__all__ = [
    "COLUMNS",
    "DEFAULT_COLUMNS",
    "GLYPHS",
    "Cells",
    "Column",
    "as_columns",
    "capital",
    "is_dated",
]

Column = str | Callable[[Any], object]

COLUMNS = (
    *("mark", "id", "kind", "when", "what", "who", "status", "where"),
    *("topics", "sources", "note"),
)
DEFAULT_COLUMNS: tuple[Column, ...] = ("mark", "when", "what", "who", "status")
_DAY = re.compile(r"(?!0000)\d{4}-\d\d-\d\d", re.ASCII)

# In the order of the legend: name, sign, sign of ASCII.
GLYPHS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "done": ("●", "x"),
        "under-way": ("◐", "~"),
        "arranged": ("○", "o"),
        "expected": ("◌", "."),
        "waiting": ("◔", "?"),
        "stalled": ("■", "#"),
        "off": ("✕", "-"),
        "untold": ("·", "'"),
    }
)
_BY_STATUS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("ahead", "scheduled"): "arranged",
        ("ahead", "announced"): "arranged",
        ("ahead", "pending"): "waiting",
        ("under_way", "announced"): "done",  # an agreement: the act is done
        ("under_way", "signed"): "done",
        ("under_way", "extended"): "waiting",
        ("under_way", "tentative"): "waiting",
        ("under_way", "stalled"): "stalled",
        ("under_way", "suspended"): "stalled",
    }
)
_BY_PHASE = {
    "": "untold",
    "ahead": "expected",
    "under_way": "under-way",
    "done": "done",
    "off": "off",
}
_OPEN = frozenset({"under-way", "waiting", "stalled"})
_OF_TREATIES = {"terminated": "off", "in_force": "done", "pending": "ahead"}


def as_columns(columns: Iterable[Column] | Mapping[str, Column]) -> dict[str, Column]:
    """Return headings and columns, given names, functions or a mapping to either.

    Raises:
        InvalidError: A name that is no column's, with the nearest.

    >>> as_columns(["wath"])
    Traceback (most recent call last):
    timeline.errors.InvalidError: no column is called "wath"; did you mean "what"?
    """
    if isinstance(columns, str):
        raise InvalidError(
            f"columns must be several, not the one string {quote(columns)}",
            f"write [{quote(columns)}]",
        )
    if not isinstance(columns, Mapping):
        columns = {_heading(column): column for column in columns}
    for column in columns.values():
        if not callable(column) and column not in COLUMNS:
            hint = suggest(str(column), COLUMNS)
            raise InvalidError(f"no column is called {quote(column)}", hint)
    if not columns:
        raise InvalidError("a table has at least one column", "leave columns out")
    return dict(columns)


def _heading(column: Column) -> str:
    if isinstance(column, str):
        return column
    return str(getattr(column, "__name__", "")).strip("<>_").replace("_", " ")


@final
class Cells(Links):
    """Makes the texts of one table, and remembers those that come again.

    Args:
        tl: The timeline whose events are told of; labels come from the whole of it.
        words: The language.
        on: The day from which one looks, or None.
        signs: Which signs to use: 0 for Unicode's, 1 for ASCII's.
        whole: Whether When says the whole date, since no heading does.
    """

    def __init__(
        self,
        tl: Collection,
        words: Words,
        on: Day | None = None,
        signs: int = 0,
        *,
        whole: bool = False,
    ) -> None:
        super().__init__(tl, words)
        self.on = on
        self.whole = whole or on is not None
        self._day_is_heading = not whole
        self._signs = signs
        self._marks: dict[tuple[str, str | None], tuple[str, str, str]] = {}
        self._places: dict[str, list[str]] = {}
        self._named: dict[tuple[str, ...], str] = {}
        self._clocks: dict[str, tuple[str, str]] = {}
        self.told_place = False  # whether What says the place

    def text(self, column: str, event: Event) -> str:
        """Return the cell of *event* in the column of that name."""
        return str(getattr(self, f"_{column}")(event))

    def columns(
        self, columns: Iterable[Column], events: list[Event]
    ) -> list[list[str]]:
        """Return the texts of each column: faster made than row by row."""
        makers = [
            getattr(self, f"_{column}") if isinstance(column, str) else _shown(column)
            for column in columns
        ]
        return [list(map(make, events)) for make in makers]

    # -- cells ------------------------------------------------------------------------

    def sign(self, event: Event) -> str:
        """Return the name of the sign that *event* bears."""
        return self._standing(event)[0]

    def _standing(self, event: Event) -> tuple[str, str, str]:
        key = (event.kind, event.status)
        if event.kind == "treaty":
            key = ("treaty", self._treaty_status(event))
        found = self._marks.get(key)
        return self._stand(event, key) if found is None else found

    def _treaty_status(self, treaty: Event) -> str | None:
        """Return what is stated of a treaty; what follows, its own question tells."""
        for field, status in (("terminated", "terminated"), ("in_force", "in_force")):
            if getattr(treaty, field, None) is not None:
                return status
        return "pending" if treaty.id in self.folded else None

    def _stand(self, event: Event, key: tuple[str, str | None]) -> tuple[str, str, str]:
        phase = _OF_TREATIES.get(key[1] or "", "") if key[0] == "treaty" else ""
        phase = phase or phase_of(event)
        name = _BY_STATUS.get((phase, key[1] or "")) or _BY_PHASE[phase]
        found = (name, GLYPHS[name][self._signs], self.words.status(key[1]))
        self._marks[key] = found
        return found

    def _mark(self, event: Event) -> str:
        return self._standing(event)[1]

    def _status(self, event: Event) -> str:
        word = self._standing(event)[2]
        since = event.since
        if event.kind == "treaty":
            since = getattr(event, "terminated", None) or getattr(
                event, "in_force", None
            )
        if since is not None:
            said = self.date(since)
            word = self.words.say("since", word, said) if said else word
        if self._is_overdue(event):
            word = f"{word}, {self.words.say('date-passed')}"
        return word

    def _is_overdue(self, event: Event) -> bool:
        """Whether *event* should be over by now, and nobody says that it took place."""
        if self._day is None or not is_ahead(event):
            return False
        when = self._schedule.when(event.id)
        return stand(event, self._day, when).overdue.definitely

    @cached_property
    def _day(self) -> When | None:
        """The day from which one looks, on the line of the timeline's zone."""
        return None if self.on is None else whole_day(self.on, self._origin.tz)

    @cached_property
    def _schedule(self) -> Schedule:
        return schedule(self._origin, strict=False)

    def _when(self, event: Event) -> str:
        when, text = event.when, event.when_text
        if not text:
            if when is None:
                return ""
            if not self.whole and not when.anchors and not self.goes_on(event):
                return self.split(when.text)[1]  # nearly all
        shown = "" if when is None else self._time(when, self.goes_on(event))
        if text and not self._is_note(event):
            spoken = self.words.say("quote", text)
            shown = f"{shown} {spoken}" if shown else spoken
        return shown

    def goes_on(self, event: Event) -> bool:
        """Whether *event* is still open, so that no heading tells when it began."""
        when = event.when
        return (
            when is not None and when.end_latest is None and self.sign(event) in _OPEN
        )

    def _time(self, when: When, whole: bool) -> str:  # noqa: FBT001  (private)
        """Say of *when* what the heading does not."""
        if self.whole or whole:
            days = self._distance(when)
            if days == 0 and self._day_is_heading:
                return self.clock(when.text)
            relative = "" if days is None else self.words.relative(days)
            said = self.date(when)
            return f"{said} ({relative})" if relative else said
        if not when.text:
            return ""  # the anchors with a date are the heading
        limits = self.words.limits(when) if when.anchors else ""
        return f"{self.clock(when.text)} {limits}".strip()

    def _distance(self, when: When) -> int | None:
        """Return how many days after the day one looks from; None if not one day."""
        day = self.split(when.text)[0]
        if self.on is None or len(day) != 10 or not _DAY.fullmatch(day):
            return None
        return Day(*map(int, day.split("-"))).number - self.on.number

    def clock(self, text: str) -> str:
        """Return the time of day in the text of a `When`."""
        return self.split(text)[1]

    def split(self, text: str) -> tuple[str, str]:
        """Return the date in the text of a `When`, and its time of day."""
        found = self._clocks.get(text)
        if found is None:
            found = self._clocks[text] = split_clock(text)
        return found

    def date(self, when: When, *, long: bool = False) -> str:
        """Return all that *when* says by itself, in words: "" for bare anchors."""
        return self.words.when(when, long=long)

    def heading(self, when: When) -> str:
        """Return the day of *when*, or what it says of one, as a heading."""
        if not when.text:
            said = self.words.limits(when, long=True)
        else:
            said = self.words.date(self.split(when.text)[0], long=True)
        return capital(said)

    def _what(self, event: Event) -> str:
        place = event.place
        if not place or self.told_place:
            return self.called(event)
        label = self.called(event)
        words = self._places.get(place)
        if words is None:
            spaced = re.sub(r"[\W_]+", " ", place.casefold())
            words = [word for word in spaced.split() if len(word) > 3]
            self._places[place] = words
        if words:
            known = label.casefold()
            for word in words:
                if word in known:
                    return label
        return f"{label}, {place}"

    def _who(self, event: Event) -> str:
        """Name the parties; an arrow leads from a visitor, or who invites."""
        if event.kind in _SIDES:
            left, right = (
                self._parties(getattr(event, side, ()) or ())
                for side in _SIDES[event.kind]
            )
            return f"{left} → {right}" if left and right else left or right
        if event.participants:
            return self._parties(event.participants)
        return _few(event.parties, " ") or _few(event.people, ", ")

    def _parties(self, side: Participant | Iterable[Participant]) -> str:
        several = side if isinstance(side, tuple) else (side,)
        names = tuple([who.of or who.name for who in several])
        found = self._named.get(names)
        if found is None:
            found = self._named[names] = _few(dict.fromkeys(names), " ")
        return found

    def _id(self, event: Event) -> str:
        return event.id

    def _kind(self, event: Event) -> str:
        return self.words.name(event.kind)

    def _where(self, event: Event) -> str:
        return event.place

    def _topics(self, event: Event) -> str:
        return ", ".join(event.topics)

    def _sources(self, event: Event) -> str:
        return ", ".join(dict.fromkeys(cited.source for cited in event.sources))

    def _note(self, event: Event) -> str:
        return event.note


_SIDES = {"visit": ("participants", "host"), "invitation": ("inviter", "invitee")}


def _shown(column: Callable[[Any], object]) -> Callable[[Event], str]:
    """Return a column function's answers as text; None is an empty cell."""

    def text(event: Event) -> str:
        value = column(event)
        return "" if value is None else str(value)

    return text


def _few(names: Iterable[str], between: str) -> str:
    names = list(names)
    if len(names) <= MOST_PARTIES:
        return between.join(names)
    return f"{between.join(names[: MOST_PARTIES - 1])} +{len(names) - MOST_PARTIES + 1}"


def capital(text: str) -> str:
    """Return *text* as a heading begins."""
    return text[:1].upper() + text[1:]


def is_dated(event: Event) -> bool:
    """Whether any bound of its time is told, by a date or an anchor to one."""
    when = event.when
    if when is None:
        return False
    return when.start_earliest is not None or when.is_dated
