"""Events in the order of time, with their sources: immutable, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Self, TypeVar, overload

import attrs

from timeline.collection import references
from timeline.collection.ordering import NONE, Ordered, cores, hulls, in_order, placed
from timeline.errors import (
    DuplicateIdError,
    InvalidError,
    SelectionError,
    inside,
)
from timeline.query.evaluate import Context
from timeline.query.index import Columns, Index
from timeline.query.leaves import together
from timeline.query.planner import find
from timeline.query.predicates import Predicate
from timeline.query.windows import between
from timeline.records.event import Event
from timeline.records.source import Source
from timeline.text import as_text, quote
from timeline.when.timezones import as_zone
from timeline.when.when import When

__all__ = ["Collection", "Record"]

E = TypeVar("E", bound=Event)
D = TypeVar("D")
Record = Event | Source


class Collection:
    """Events with unique ids, and the sources they cite.

    Events are in the order of what is first known of: the earliest start, the latest
    start, the earliest end, the latest end; then of the latest end, then of their ids.
    Undated events come last. Every change gives a new collection, which shares the
    records that stay as they are.

    What `where`, `between` and slices return are *selections*: they know the
    collection they come from, in which references are looked up, and cannot be
    changed. `Timeline(selection, partial=True)` makes one a collection of its own.

    Attributes:
        events: The events, in order.
        sources: The sources, in the order of their ids.
        tz: The zone of dates whose record names none; None leaves them unplaced.
        title: What it is about; no part of equality.
        partial: Whether ids may be named that nothing here bears.
        file: What is known of the file it came from or went to; else None.

    Raises:
        DuplicateIdError: two records bear one id.
        UnknownIdError: a record names an id that nothing bears.
        CycleError: records are part of each other, or wait for each other.
        UnknownZoneError: *tz* is no zone.

    >>> Collection([Event(id="b", title="B"), Event(id="a", title="A", when="2025")])
    <Collection: 2 events, 1 undated>
    """

    sources: tuple[Source, ...]
    tz: str | None
    title: str
    partial: bool
    file: object
    _by_id: Mapping[str, Record]
    _whole: Self | None

    def __init__(
        self,
        events: Iterable[Event] = (),
        sources: Iterable[Source] = (),
        tz: str | None = None,
        title: str = "",
        *,
        partial: bool = False,
    ) -> None:
        if isinstance(events, Collection):
            sources = (*events.sources, *sources)
            tz, title = tz or events.tz, title or events.title
        self.__dict__.update(_EMPTY, partial=partial)
        with inside("tz"):
            self.__dict__["tz"] = None if tz is None else as_zone(tz)
        with inside("title"):
            self.__dict__["title"] = as_text(title)
        records: list[Record] = [*references.checked(Source, sources, "sources")]
        records += references.checked(Event, events, "events")
        self.__dict__.update(self._changed(records).__dict__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: see .update()")

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events, put in order when first asked for."""
        return self._ordered.events

    @cached_property
    def _ordered(self) -> Ordered:
        return in_order(NONE, (), self._by_id.values(), self.tz)

    @property
    def origin(self) -> Self:
        """The whole of which this is a selection; itself if it is none."""
        return self if self._whole is None else self._whole

    @property
    def is_selection(self) -> bool:
        """Whether it is a part of another collection."""
        return self._whole is not None

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, Event):
            return self.get(item.id) == item
        return isinstance(item, str) and self.get(item) is not None

    @overload
    def __getitem__(self, key: str | int) -> Event: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: str | int | slice) -> Event | Self:
        if isinstance(key, slice):
            return self._selected(self.events[key])
        if isinstance(key, int):
            return self.events[key]
        if (event := self.get(key)) is None:
            raise references.unknown(key, self._events)
        return event

    @overload
    def get(self, id: str) -> Event | None: ...
    @overload
    def get(self, id: str, default: D) -> Event | D: ...
    def get(self, id: str, default: object = None) -> object:  # noqa: A002  (what it is called)
        """Return the event with that id, or *default*."""
        return references.found(self._events, id, default)

    def source(self, id: str) -> Source:  # noqa: A002  (what it is called)
        """Return the source with that id.

        Raises:
            UnknownIdError: there is none.
        """
        found = references.found(self._by_id, id)
        if not isinstance(found, Source):
            raise references.unknown(id, [source.id for source in self.sources])
        return found

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """Return the events of a class, in order, typed as such.

        Raises:
            InvalidError: *kind* is no class.
        """
        if not isinstance(kind, type):
            hint = "pass one such as Call, or use where(q.kind(...))"
            raise InvalidError(f"{quote(kind)} is no class of events", hint)
        return tuple(event for event in self.events if isinstance(event, kind))

    def placed(self, id: str | Event) -> When | None:  # noqa: A002  (what it is called)
        """Return when an event happens, placed by its zone or the collection's."""
        return placed(id if isinstance(id, Event) else self[id], self.tz)

    @property
    def records(self) -> Mapping[str, Record]:
        """Events and sources by their ids; of the whole, if this is a selection."""
        return MappingProxyType(self._by_id)

    def exchanged(
        self, gone: AbstractSet[str], come: Iterable[Record], *, tz: str | None
    ) -> Self:
        """Return the same without *gone* and with *come*, all at once, in zone *tz*.

        Raises:
            DuplicateIdError: an id is borne by one that stays.
            ReferencedError: a record that stays refers to one that goes.
            UnknownIdError: one that comes names an id that nothing bears.
        """
        new = self._changed(tuple(come), gone)
        if tz == self.tz:
            return new
        return type(self)(new.events, new.sources, tz, self.title, partial=self.partial)

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.events}

    @cached_property
    def index(self) -> Index:
        """The sorted arrays that answer questions, each made when first needed."""
        return Index(self.events, self._outer, partial(cores, self.events, self.tz))

    def _outer(self) -> Columns:
        return hulls(self.events, self.tz) if self.is_selection else self._ordered.hulls

    @property
    def context(self) -> Context:
        """What a predicate needs to know of this collection."""
        return Context(tz=self.tz, when=self.placed, events=self.origin.events)

    def where(self, *predicates: Predicate | Callable[[Any], object]) -> Self:
        """Return the events for which all of *predicates* hold, as a selection.

        Args:
            predicates: Those of `timeline.query`, or functions of an event.

        Raises:
            InvalidError: a predicate names a kind or status that there is not.
        """
        return self._selected(find(together(predicates), self.index, self.context))

    def between(
        self,
        first: When | str | Any | None,  # noqa: ANN401  (as wide as as_when)
        last: When | str | Any | None,  # noqa: ANN401  (anything may come)
        *,
        certainly: bool = False,
    ) -> Self:
        """Return the events that may overlap a window, as a selection.

        Stated bounds count, not derived ones, so undated events are in it, last.

        Args:
            first: The first moment of the window; None if it has no beginning.
            last: The last, included: ``2025-03`` is to the end of March.
            certainly: Whether they surely have to lie in it.

        Raises:
            InvalidError: the window ends before it starts.
        """
        asked = between(first, last, certainly=certainly)
        return self._selected(find(asked, self.index, self.context))

    def add(self, *records: Record) -> Self:
        """Return the same with *records*, events or sources, that are not in it yet.

        Raises:
            DuplicateIdError: an id is borne already.
            UnknownIdError: one of them names an id that nothing bears.
            CycleError: with them, references run in a circle.
        """
        self.require_whole("add")
        return self._changed(references.checked(Event | Source, records))

    def replace(self, *records: Record) -> Self:
        """Return the same with *records* in the place of those with their ids.

        Raises:
            UnknownIdError: nothing has that id.
        """
        self.require_whole("replace")
        new = references.checked(Event | Source, records)
        return self._changed(new, gone={self._record(record.id).id for record in new})

    def update(self, id: str, /, **changes: Any) -> Self:  # noqa: A002, ANN401  (its name; any field)
        """Return the same with other values in some fields of one record.

        Raises:
            UnknownIdError: nothing has that id.
            InvalidError: a field does not exist, or cannot have that value.
        """
        return self.replace(references.updated(self._record(id), changes))

    def rename(self, old: str, new: str) -> Self:
        """Return the same with *old* called *new*, in all references too.

        Raises:
            UnknownIdError: nothing is called *old*.
            DuplicateIdError: something is called *new* already.
        """
        self.require_whole("rename")
        named = references.renamed(self._record(old), old, new)
        changed: list[Record] = [attrs.evolve(named, id=new)]
        if new in self._by_id:
            raise DuplicateIdError(f"{quote(new)} is the id of another record")
        users = [user for user in self._users.get(old, ()) if user != old]
        changed += [references.renamed(self._by_id[user], old, new) for user in users]
        return self._changed(changed, gone={old, *users})

    def remove(self, *ids: str) -> Self:
        """Return the same without the records that bear *ids*.

        Raises:
            UnknownIdError: nothing has one of the ids.
            ReferencedError: a record that stays refers to one of them.
        """
        self.require_whole("remove")
        return self._changed((), gone={self._record(name).id for name in ids})

    def __or__(self, other: Self) -> Self:
        """Return both in one; records with the same id must be equal."""
        if not isinstance(other, Collection):
            return NotImplemented
        self.require_whole("join")
        other.require_whole("join")
        if self.tz != other.tz:
            zones = f"{self.tz} and {other.tz}"
            raise InvalidError(f"their zones differ: {zones}", "give both the same")
        new = [r for r in other._by_id.values() if self._by_id.get(r.id) != r]
        both = {"partial": self.partial or other.partial}
        return self._made(**self.__getstate__() | both)._changed(new)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection):
            return NotImplemented
        a, b = ((each.tz, each.events, each.sources) for each in (self, other))
        return self is other or a == b

    def __hash__(self) -> int:
        return hash((self.tz, self.events))

    def __getstate__(self) -> dict[str, object]:
        names = (*_EMPTY, "events", "_ordered")  # its order too, once it is known
        return {name: self.__dict__[name] for name in names if name in self.__dict__}

    def __repr__(self) -> str:
        undated = sum(e.when is None or not e.when.is_dated for e in self.events)
        whole = f" of {len(self.origin)}" if self.is_selection else ""
        events = "event" if len(self) == 1 and not whole else "events"
        return (
            f"<{type(self).__name__}: {len(self)}{whole} {events}, {undated} undated>"
        )

    def require_whole(self, deed: str) -> None:
        """Refuse what only a whole can do.

        Raises:
            SelectionError: this is a selection.
        """
        if self.is_selection:
            raise SelectionError(
                f"a selection cannot {deed}: it is a part of {len(self.origin)} events",
                "use its .origin, or detach it: Timeline(selection, partial=True)",
            )

    def with_file(self, file: object) -> Self:
        """Return the same, remembered as what *file* holds: for those who save."""
        return self._made(**self.__getstate__() | {"file": file})

    def _selected(self, events: tuple[Event, ...]) -> Self:
        return self._made(_whole=self.origin, events=events)

    def _made(self, **changes: object) -> Self:
        made = object.__new__(type(self))
        made.__dict__.update({name: self.__dict__[name] for name in _EMPTY} | changes)
        return made

    def _changed(
        self, new: Sequence[Record], gone: AbstractSet[str] = frozenset()
    ) -> Self:
        """Return the same without *gone*, with *new*; only what changed is checked."""
        kept = dict(self._by_id)
        for name in gone:
            kept.pop(name, None)
        by_id = references.joined(kept, new)
        if not self.partial and (lost := gone - by_id.keys()):
            references.check_unused(lost, self._users, gone)
        references.check(new, by_id, self.tz, partial=self.partial)
        sources = [each for each in self.sources if each.id not in gone]
        sources += [each for each in new if isinstance(each, Source)]
        sources.sort(key=attrgetter("id"))
        found: dict[str, object] = {"_by_id": by_id, "sources": tuple(sources)}
        if self._by_id:  # or all are new: then they can wait until somebody asks
            found["_ordered"] = in_order(self._ordered, gone, new, self.tz)
        return self._made(**found)

    @cached_property
    def _users(self) -> Mapping[str, Sequence[str]]:
        """Who names each id."""
        return references.users(self._by_id.values())

    def _record(self, name: str) -> Record:
        if isinstance(found := references.found(self._by_id, name), Event | Source):
            return found
        raise references.unknown(name, self._by_id)


_EMPTY: Mapping[str, object] = MappingProxyType(
    {"sources": (), "tz": None, "file": None, "title": "", "partial": False}
    | {"_whole": None, "_by_id": MappingProxyType({})}
)
