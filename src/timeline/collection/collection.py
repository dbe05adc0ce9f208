"""Events in chronological order with their sources: immutable, checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Self, TypeVar, overload

import attrs
from attrs.converters import optional

from timeline.collection import references
from timeline.collection.ordering import known, placed, sort_events, with_as_of
from timeline.errors import DuplicateIdError, InvalidError, SelectionError
from timeline.language.words import Words
from timeline.query.evaluate import Context
from timeline.query.index import Index
from timeline.query.predicates import Predicate, together
from timeline.query.windows import between
from timeline.records.converters import as_texts, checked_fields
from timeline.records.event import Event
from timeline.records.kinds import Record, Records
from timeline.records.lifecycle import Phase, with_article
from timeline.records.party import Party
from timeline.records.source import Citation, Source, as_citations
from timeline.text import quote
from timeline.when.timezones import as_zone
from timeline.when.when import When, WhenLike, as_when

E = TypeVar("E", bound=Event)
R = TypeVar("R", Source, Party)
D = TypeVar("D")


@attrs.frozen(
    slots=False, init=False, eq=False, repr=False, field_transformer=checked_fields
)
class Collection:
    """Events with unique ids, and the sources they cite.

    Events are in chronological order: by the first of earliest start, latest start,
    earliest end and latest end that is known; then by the latest end, then by their
    ids. Undated events come last. Every change gives a new collection, which shares the
    records that stay as they are.

    What `where`, `between` and slices return are *selections*: they know the collection
    from which they were selected, look up references in it, and cannot be changed.
    `Timeline(selection, partial=True)` makes one a collection of its own.

    Attributes:
        events: The events, in order.
        sources: The sources, in the order of their ids.
        parties: The parties that it declares, in the order of their ids.
        tz: The zone of dates whose record names none; None leaves them unplaced.
        title: What it is about; equality ignores it.
        partial: Whether records may refer to ids that are not in it.
        ignore: The codes that `check` leaves out; equality ignores them too.
        file: What is known about the file from which it was loaded or to which it was
            saved; else None.

    Raises:
        DuplicateIdError: two records have the same id.
        UnknownIdError: a record refers to an id that is not there.
        InvalidError: a record names a party that is neither known nor declared, or a
            successor ended before its predecessor.
        CycleError: records are part of each other, or wait for each other.
        UnknownZoneError: *tz* is not a zone.

    >>> Collection([Event(id="b", title="B"), Event(id="a", title="A", when="2025")])
    <Collection: 2 events, 1 undated>
    """

    _by_id: Records
    tz: str | None = attrs.field(converter=optional(as_zone))
    title: str
    partial: bool
    ignore: tuple[str, ...] = attrs.field(converter=as_texts)
    file: object = None
    _selected: tuple[Event, ...] | None = None  # the events of a selection
    _origin: Self | None = None  # the collection that a selection was selected from

    def __init__(  # noqa: PLR0913  (three are by keyword only)
        self,
        events: Iterable[Event] = (),
        sources: Iterable[Source] = (),
        tz: str | None = None,
        title: str = "",
        *,
        parties: Iterable[Party] = (),
        partial: bool = False,
        ignore: Iterable[str] = (),
    ) -> None:
        if isinstance(events, Collection):
            sources = (*events.sources, *sources)
            parties = (*events.parties, *parties)
            tz, title = tz or events.tz, title or events.title
            ignore = (*events.ignore, *ignore)
        records: list[Record] = [*references.checked(Source, sources, "sources")]
        records += references.checked(Party, parties, "parties")
        records += references.checked(Event, events, "events")
        by_id = references.joined({}, records)
        self.__attrs_init__(by_id, tz, title, partial, ignore)
        references.check(records, by_id, self.tz, partial=self.partial)

    # -- looking up -------------------------------------------------------------------

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events in chronological order: sorted when first needed."""
        return self.index.events if self._selected is None else self._selected

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources in the order of their ids."""
        return self._sorted(Source)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The parties that it declares, in the order of their ids."""
        return self._sorted(Party)

    def _sorted(self, sort: type[R]) -> tuple[R, ...]:
        found = (r for r in self._by_id.values() if isinstance(r, sort))
        return tuple(sorted(found, key=attrgetter("id")))

    def words(self, language: str) -> Words:
        """Return the words of a language, with the names of its parties."""
        return Words(language, {party.id: party.name for party in self.parties})

    @cached_property
    def index(self) -> Index:
        """The index that answers questions, built when first needed."""
        events = self._selected
        if events is None:
            events = tuple(r for r in self._by_id.values() if isinstance(r, Event))
        return Index(*sort_events(events, self.tz, self._by_id), self.context)

    @property
    def context(self) -> Context:
        """What a predicate needs to know about this collection."""
        # Not self.placed: an index that holds its collection would be a circle, which
        # only the garbage collector ends, and collections are large.
        records = self._by_id
        return Context(
            tz=self.tz,
            when=partial(known, tz=self.tz, records=records),
            with_as_of=partial(with_as_of, records=records),
            records=records.values(),
            parties=self.parties,
        )

    @property
    def records(self) -> Records:
        """Events and sources by their ids; of the origin, if this is a selection."""
        return MappingProxyType(self._by_id)

    @property
    def origin(self) -> Self:
        """The collection that this was selected from, or itself."""
        return self if self._origin is None else self._origin

    @property
    def is_selection(self) -> bool:
        """Whether it was selected from another collection."""
        return self._origin is not None

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
            return self.selection(self.events[key])
        if isinstance(key, int):
            return self.events[key]
        if (event := self.get(key)) is None:
            raise references.unknown(key, self._events, self._by_id)
        return event

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.events}

    @overload
    def get(self, id: str) -> Event | None: ...
    @overload
    def get(self, id: str, default: D) -> Event | D: ...
    def get(self, id: str, default: object = None) -> object:  # noqa: A002  (the records call it so)
        """Return the event with that id, or *default*."""
        event = references.find(self._events, id)
        return default if event is None else event

    def source(self, id: str) -> Source:  # noqa: A002  (the records call it so)
        """Return the source with that id.

        Raises:
            UnknownIdError: there is none.
        """
        source = references.find(self._by_id, id)
        if not isinstance(source, Source):
            raise references.unknown(id, [source.id for source in self.sources])
        return source

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """Return the events of a class, in order, typed as such.

        Raises:
            InvalidError: *kind* is not a class of events.
        """
        cls: object = kind
        if not (isinstance(cls, type) and issubclass(cls, Event)):
            hint = "pass one such as Call, or use where(q.kind(...))"
            raise InvalidError(f"{quote(kind)} is not a class of events", hint)
        return tuple(event for event in self.events if isinstance(event, kind))

    def placed(self, id: str | Event) -> When | None:  # noqa: A002  (the records call it so)
        """Return when an event happens, placed by its zone or the collection's."""
        event = id if isinstance(id, Event) else self[id]
        return placed(event, self.tz, self._by_id)

    def with_as_of(self, event: Event) -> Event:
        """Return *event* with each citation as of the day on which it spoke."""
        return with_as_of(event, self._by_id)

    def around(self, event: Event) -> Iterator[Event]:
        """Yield what an event is part of, what that is part of, and so on."""
        while event.part_of and (above := self.origin.get(event.part_of)):
            event = above
            yield event

    def dates(self, event: Event) -> tuple[When, ...]:
        """Return the date of an event, then those of sources that exclude it."""
        if event.when is None or not event.sources:
            return () if event.when is None else (event.when,)
        others = self.with_as_of(event).rival_dates(event.tz or self.tz)
        return event.when, *(when for when in others if when.is_dated)

    def where(self, *predicates: Predicate | Callable[[Any], object]) -> Self:
        """Return the events for which all of *predicates* hold, as a selection.

        Args:
            predicates: Those of `timeline.query`, or functions of an event.

        Raises:
            InvalidError: a predicate names an unknown kind or status.
        """
        return self.selection(self.index.find(together(predicates)))

    def between(
        self, first: WhenLike | None, last: WhenLike | None, *, certainly: bool = False
    ) -> Self:
        """Return the events that may overlap a window, as a selection.

        It selects by time alone, so plans and what was cancelled are included. Stated
        bounds count, not derived ones, so undated events are included, last.

        Args:
            first: The first moment of the window; None if it has no beginning.
            last: The last moment, included: ``2025-03`` reaches to the end of March.
            certainly: Whether they must surely lie in it; what was cancelled, or did
                not take place, is then left out.

        Raises:
            InvalidError: the window ends before it starts.
        """
        return self.where(between(first, last, certainly=certainly))

    # -- changing ---------------------------------------------------------------------

    def add(self, *records: Record) -> Self:
        """Return the same with *records*, of any sort, that are not in it yet.

        Raises:
            DuplicateIdError: an id is taken.
            UnknownIdError: one of them refers to an id that is not there.
            CycleError: with them, references would form a circle.
        """
        self.require_whole("add")
        return self._change(references.checked(Record, records))

    def replace(self, *records: Record) -> Self:
        """Return the same with *records* in place of those that have their ids.

        Raises:
            UnknownIdError: there is no record with that id.
        """
        self.require_whole("replace")
        new = references.checked(Record, records)
        return self._change(new, removed={self._record(r.id).id for r in new})

    def update(self, name: str, /, **changes: object) -> Self:
        """Return the same with other values in some fields of one record.

        Raises:
            UnknownIdError: there is no record with that id.
            InvalidError: a field does not exist, or cannot have that value.
        """
        return self.replace(references.updated(self._record(name), changes))

    def postpone(
        self,
        id: str,  # noqa: A002  (the records call it so)
        to: WhenLike | None = None,
        source: Citation | Source | str | None = None,
    ) -> Self:
        """Return the same with one event postponed, its old date in `formerly`.

        The source's words for the old date go with it.

        Args:
            id: The event.
            to: The new date; None if none is set.
            source: What reports it: a source, its id, or a citation.

        Raises:
            UnknownIdError: there is no event with that id.
            InvalidError: its kind cannot be postponed, it is no longer a plan, or *to*
                is its date already.

        >>> from timeline import Summit, Timeline
        >>> tl = Timeline([Summit(id="s", title="Summit", when="2025-04-16")])
        >>> tl.postpone("s")["s"].when, tl.postpone("s")["s"].formerly
        (None, (When.parse('2025-04-16'),))
        """
        event = self[id]
        if event.moved not in (event.lifecycle or ()):
            problem = f"{with_article(event.kind)} cannot be postponed"
            hint = "put the old date into formerly, the new one into when"
            raise InvalidError(problem, hint, (event.id,))
        if event.phase not in {None, Phase.AHEAD}:
            problem = f"what is {event.status} cannot be postponed"
            hint = "if its status is wrong, change that first"
            raise InvalidError(problem, hint, (event.id, "status"))
        when = None if to is None else as_when(to)
        if when is not None and when == event.when:
            problem = f"{quote(str(when))} is its date already"
            raise InvalidError(problem, "write the new one, or none", ("to",))
        stated = []  # of a date that waits for another record, what is a date
        if event.when is not None:
            dates = (str(each) for each in event.when.anchors if each.is_date)
            stated = [*filter(None, [event.when.text, *dates])]
        moved = [" ".join(stated)] if stated else []
        cited = as_citations([] if source is None else [source])
        others = (citation for citation in event.sources if citation not in cited)
        return self.update(
            event.id,
            when=when,
            when_text="",
            status=event.moved,
            since=None,
            formerly=(*event.formerly, *moved),
            sources=(*others, *cited),
        )

    def rename(self, old: str, new: str) -> Self:
        """Return the same with the id *old* changed to *new*, in all references too.

        Raises:
            UnknownIdError: there is no record with the id *old*.
            DuplicateIdError: *new* is taken.
        """
        self.require_whole("rename")
        record = self._record(old)
        is_party = isinstance(record, Party)
        rename = partial(references.renamed, old=old, new=new, party=is_party)
        changed: list[Record] = [attrs.evolve(rename(record), id=new)]
        if new in self._by_id:
            raise DuplicateIdError(f"{quote(new)} is the id of another record")
        users = [user for user in self._users.get(old, ()) if user != old]
        changed += [rename(self._by_id[user]) for user in users]
        return self._change(changed, removed={old, *users})

    def remove(self, *ids: str) -> Self:
        """Return the same without the records that have these *ids*.

        Raises:
            UnknownIdError: there is no record with one of the ids.
            ReferencedError: a record that stays refers to one of them.
        """
        self.require_whole("remove")
        return self._change((), removed={self._record(name).id for name in ids})

    def exchange(
        self,
        removed: AbstractSet[str],
        added: Iterable[Record],
        *,
        tz: str | None,
        title: str | None = None,
        ignore: tuple[str, ...] | None = None,
    ) -> Self:
        """Return the same without *removed* and with *added*, at once, in zone *tz*.

        Title and *ignore* stay as they are unless given.

        Raises:
            DuplicateIdError: an id is that of a record that stays.
            ReferencedError: a record that stays refers to one that is removed.
            UnknownIdError: an added one refers to an id that is not there.
        """
        given: dict[str, Any] = {"title": title, "ignore": ignore}
        given = {name: value for name, value in given.items() if value is not None}
        new = self._change(tuple(added), removed, tz=tz, **given)
        if tz is not None and tz != self.tz:
            references.check_clocks(new.records.values(), tz)
        return new

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
        return self._change(new, partial=other.partial)

    def _change(
        self,
        new: Sequence[Record],
        removed: AbstractSet[str] = frozenset(),
        *,
        partial: bool = False,
        **settings: object,
    ) -> Self:
        """Return the same without *removed*, with *new*; check only what changed."""
        partial = partial or self.partial
        kept = {name: r for name, r in self._by_id.items() if name not in removed}
        by_id = references.joined(kept, new)
        if not partial and (lost := removed - by_id.keys()):
            references.check_unused(lost, self._users, removed)
        references.check(new, by_id, self.tz, partial=partial)
        settings |= {"by_id": by_id, "partial": partial}
        return self._derive(selected=None, origin=None, **settings)

    def _record(self, name: object) -> Record:
        record = references.find(self._by_id, name)
        if record is None:
            raise references.unknown(name, self._by_id)
        return record

    @cached_property
    def _users(self) -> Mapping[str, tuple[str, ...]]:
        return references.users(self._by_id)

    def require_whole(self, action: str) -> None:
        """Raise unless this is a complete collection, and not a selection.

        Raises:
            SelectionError: this is a selection.
        """
        if self.is_selection:
            part = f"it is a part of {len(self.origin)} events"
            hint = "use its .origin, or detach it: Timeline(selection, partial=True)"
            raise SelectionError(f"a selection cannot {action}: {part}", hint)

    def with_file(self, file: object) -> Self:
        """Return the same, marked as what *file* holds: for code that saves."""
        return self._derive(file=file)

    def selection(self, events: tuple[Event, ...]) -> Self:
        """Return these events as a selection of this collection."""
        return self._derive(selected=events, origin=self.origin)

    def _derive(self, **changes: object) -> Self:
        """Return the same with other values in some fields, without checking them."""
        new = object.__new__(type(self))
        fields = attrs.fields(Collection)
        values = {str(field.alias): getattr(self, field.name) for field in fields}
        new.__attrs_init__(**values | changes)
        return new

    def __getstate__(self) -> dict[str, object]:
        # Without what is worked out when needed, which holds functions.
        return {f.name: getattr(self, f.name) for f in attrs.fields(Collection)}

    # -- as a value -------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection):
            return NotImplemented
        value = attrgetter("tz", "events", "sources", "parties")
        return self is other or bool(value(self) == value(other))

    def __hash__(self) -> int:
        return hash((self.tz, self.events))

    def __repr__(self) -> str:
        undated = sum(e.when is None or not e.when.is_dated for e in self.events)
        origin = f" of {len(self.origin)}" if self.is_selection else ""
        events = "event" if len(self) == 1 and not origin else "events"
        return (
            f"<{type(self).__name__}: {len(self)}{origin} {events}, {undated} undated>"
        )
