"""What differs between two timelines: pairs of records, before and after.

Pairs are all that is stored, so that a diff can be turned round, applied and saved
without loss. What people read is derived from them: see `timeline.compare.facets` and
`timeline.compare.classify`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self, TypedDict, TypeVar, Unpack

import attrs

from timeline.collection.collection import Collection
from timeline.compare import match as matching
from timeline.compare.classify import Class, GradedChange, grade
from timeline.compare.consequences import consequences
from timeline.compare.context import DiffContext, check_fields, require_complete, titles
from timeline.compare.facets import Change
from timeline.compare.knowledge import AsOf, latest_of, source_of, when_sources_spoke
from timeline.errors import InvalidError, StaleDiffError, inside
from timeline.language.message import Message
from timeline.records.codec import Codec
from timeline.records.converters import as_instance, checked_fields, list_of
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, Record, Records
from timeline.records.source import Source
from timeline.text import quote
from timeline.when.interop import DayLike
from timeline.when.timezones import as_zone
from timeline.when.when import WhenLike, as_when

C = TypeVar("C", bound=Collection)
Labels = tuple[str | Message, str | Message]


class DiffOptions(TypedDict, total=False):
    """The options of `Diff.between`, for those who pass them on."""

    match: Mapping[str, str] | None
    as_of: WhenLike | None
    labels: Labels | None
    correction: bool | None


def known_on(earlier: WhenLike, later: WhenLike) -> Labels:
    """Return what two states of knowledge are called, by their days."""
    before = Message("label-known-before", (as_when(earlier),))
    return before, Message("label-known-after", (as_when(later),))


def _sort_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Put changes in order: events first, by their ids."""
    changes = [as_instance(Change, change) for change in list_of(changes)]
    return tuple(sorted(changes, key=_sort_key))


def _sort_key(change: Change) -> tuple[bool, str, str]:
    before, after = (side.id if side else "" for side in (change.before, change.after))
    return not change.is_event, after or before, before


def _as_zones(value: Any) -> tuple[str | None, str | None]:  # noqa: ANN401  (a converter checks anything)
    """Take the zone before and after."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InvalidError("a change of zone has two sides", "write both")
    was, now = (None if zone is None else as_zone(zone) for zone in value)
    return was, now


def _count_events(side: Collection) -> int:
    """Return the number of events, without sorting them."""
    return sum(isinstance(record, Event) for record in side.records.values())


@attrs.frozen(slots=False, repr=False, eq=False, field_transformer=checked_fields)
class Diff:
    """What differs between two timelines: a set of changes, and perhaps of the zone.

    It is false if nothing differs. ``~d`` is the way back; ``d.apply(earlier)`` gives
    the later timeline. Two are equal if they change the same records in the same way,
    whatever they are called and whenever they were made.

    Attributes:
        changes: The changes, events first, by their ids.
        tz: The zone of the timeline before and after; None if it is the same.
        consequences: What follows from the changes, for `since`; see there.

    Raises:
        InvalidError: two changes are of one record, or something is not a change.
        UnknownZoneError: *tz* names a zone that does not exist.
    """

    changes: tuple[Change, ...] = attrs.field(default=(), converter=_sort_changes)
    tz: tuple[str | None, str | None] | None = attrs.field(
        default=None, converter=_as_zones
    )
    made_from: DiffContext | Callable[[], DiffContext] = attrs.field(
        factory=DiffContext, alias="context"
    )
    consequences: tuple[Message, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("before", "after"):
            records = (getattr(change, name) for change in self.changes)
            ids = Counter(record.id for record in records if record is not None)
            for id_, times in ids.most_common(1):
                if times > 1:
                    problem = f"two changes are of {quote(id_)} {name}"
                    raise InvalidError(problem, "change each record once")

    @classmethod
    def between(  # noqa: PLR0913  (each option by its name)
        cls,
        old: Collection,
        new: Collection,
        *,
        match: Mapping[str, str] | None = None,
        as_of: WhenLike | None = None,
        labels: Labels | None = None,
        correction: bool | None = None,
    ) -> Self:
        """Return what differs from *old* to *new*; see `timeline.diff`."""
        require_complete("be compared", old, new)
        stated = None if as_of is None else as_when(as_of)
        asked = DiffContext(labels, correction=correction)
        pairs = [Change(*pair) for pair in matching.differing(old, new, match)]
        partners = {pair.before.id: pair.after for pair in pairs if pair.before}

        def context() -> DiffContext:  # costs a pass over all events: only if asked for
            spoke = when_sources_spoke(old, new, partners, stated)
            sizes = _count_events(old), _count_events(new)
            names = titles(pairs, old, new, (each.source for each in spoke))
            records = {**old.records, **new.records}
            sources = tuple(id_ for id_ in names if isinstance(records[id_], Source))
            return attrs.evolve(
                asked, sizes=sizes, as_of=spoke, names=names, sources=sources
            )

        return cls(pairs, None if old.tz == new.tz else (old.tz, new.tz), context)

    @classmethod
    def since(
        cls,
        old: Collection,
        new: Collection,
        *,
        on: DayLike | None = None,
        **options: Unpack[DiffOptions],
    ) -> Self:
        """Return what differs, and what follows from it; see `Timeline.since`."""
        labels: Labels = Message("label-earlier"), Message("label-later")
        options = {"labels": labels, **options}
        diff = cls.between(old, new, **options)
        return attrs.evolve(diff, consequences=consequences(old, new, diff, on))

    @cached_property
    def context(self) -> DiffContext:
        """What it was made from; worked out when first read."""
        return self.made_from() if callable(self.made_from) else self.made_from

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.changes, self.tz, self.context, self.consequences)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Diff):
            return NotImplemented
        return (self.changes, self.tz) == (other.changes, other.tz)

    def __hash__(self) -> int:
        return hash((self.changes, self.tz))

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes) + (self.tz is not None)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return any(item == side.id for change in self for side in change.sides)
        return item in self.changes

    def __invert__(self) -> Self:
        tz = None if self.tz is None else self.tz[::-1]
        changes = (~change for change in self)
        return type(self)(changes, tz, lambda: DiffContext.reversed(self.context))

    def __repr__(self) -> str:
        return f"<Diff: {len(self)} change{'s' if len(self) != 1 else ''}>"

    @property
    def added(self) -> tuple[Record, ...]:
        """The records that were not there before."""
        return tuple(c.after for c in self if c.before is None and c.after is not None)

    @property
    def removed(self) -> tuple[Record, ...]:
        """The records that are not there any more."""
        return tuple(c.before for c in self if c.after is None and c.before is not None)

    @property
    def changed(self) -> tuple[Change, ...]:
        """The changes of records that are there before and after."""
        return tuple(change for change in self if len(change.sides) == 2)

    @cached_property
    def families(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """The ids of removed records, each group with those that replace it.

        One id and many are a split; many and one, or many, were joined.
        """
        return tuple(
            (tuple(event.id for event in old), tuple(event.id for event in new))
            for old, new in matching.families(self.removed, self.added)
        )

    @cached_property
    def graded_changes(self) -> tuple[GradedChange, ...]:
        """The changes with their facets and classes, worked out once.

        In a diff that was turned round, a change of two records keeps its class.
        """
        correction, backwards = self.context.correction, self.context.backwards
        last = latest_of(self.context.as_of)
        by_source = {spoke.source: spoke for spoke in self.context.as_of}

        def graded(change: Change) -> GradedChange:
            before, as_of = change.after if backwards else change.before, last
            if before is not None and len(by_source) != 1:
                as_of = by_source.get(source_of(before), AsOf())
            return grade(change, as_of, correction=correction, backwards=backwards)

        return tuple(map(graded, self))

    @property
    def counts(self) -> dict[str, int]:
        """How many events there are of each class; together they are all events.

        Before there were ``unchanged``, ``removed``, ``split before`` and those that
        changed; now there are ``unchanged``, those that changed, ``learned``, ``new``,
        ``added`` and ``split after``. ``unchanged`` is left out if nobody counted.
        """
        counts = dict.fromkeys((class_.value for class_ in Class), 0)
        split = [{name for pair in self.families for name in pair[at]} for at in (0, 1)]
        for graded in self.graded_changes:
            change = graded.change
            is_part = (
                len(change.sides) == 1 and change.id in split[change.before is None]
            )
            if change.is_event and not is_part:
                counts[graded.class_.value] += 1
        counts["split before"], counts["split after"] = map(len, split)
        if self.context.sizes is not None:
            here = sum(c.is_event and c.before is not None for c in self)
            counts["unchanged"] = self.context.sizes[0] - here
        return counts

    def to_dict(self) -> dict[str, Any]:
        """Return the diff as plain data, which JSON holds without loss.

        What follows from it is not saved: `since` works that out from both timelines.
        """
        write = Codec().write
        changes = [
            {side: r and write(r) for side, r in attrs.asdict(c, recurse=False).items()}
            for c in self
        ]
        data: dict[str, Any] = {"changes": changes}
        if self.tz is not None:
            data["tz"] = list(self.tz)
        return data | {"context": self.context.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], kinds: Kinds = KINDS) -> Self:
        """Return the diff that plain data describe, such as `to_dict` gives.

        Raises:
            InvalidError: the data describe none; the error says where.
        """
        read = Codec(kinds).read
        data = check_fields(data, {"changes": list, "tz": list, "context": dict})
        changes = []
        for at, item in enumerate(data.get("changes", ())):
            with inside("changes", at):
                sides = check_fields(item, {"before": dict, "after": dict})
                pair = (sides.get(side) for side in ("before", "after"))
                changes.append(Change(*(None if s is None else read(s) for s in pair)))
        context = DiffContext.from_dict(data.get("context", {}))
        return cls(changes, data.get("tz"), context)

    def apply(self, earlier: C) -> C:
        """Return the timeline after the changes: all of them, or an error.

        Records that do not change stay the same objects.

        Raises:
            StaleDiffError: a record is not as it was before the changes; the error
                says which, what was expected and what is there.
            ReferencedError: a record that stays refers to one that is removed.
            UnknownIdError: an added record names one that is not there.
            SelectionError: *earlier* is a selection.
        """
        require_complete("take a diff", earlier)
        self.check(earlier.records, earlier.tz)
        added = [change.after for change in self if change.after is not None]
        tz = self.tz[1] if self.tz else earlier.tz
        return earlier.exchange(self._removed_ids, added, tz=tz)

    @property
    def _removed_ids(self) -> set[str]:
        return {change.before.id for change in self if change.before is not None}

    def check(self, records: Records, tz: str | None) -> None:
        """Raise unless *records* and *tz* are those before the changes.

        Raises:
            StaleDiffError: one of them is not.
        """
        if self.tz is not None and tz != self.tz[0]:
            problem = f"the zone is {tz}, and was {self.tz[0]}"
            raise _stale(problem, "tz", self.tz[0], tz)
        removed = self._removed_ids
        for change in self:
            before, after = change.before, change.after
            if before is not None:
                there = records.get(before.id)
                if there is None:
                    raise _stale(f"{quote(before.id)} is not there", before.id, before)
                if there is not before and there != before:
                    fields = ", ".join(_differing_fields(before, there))
                    problem = f"{quote(before.id)} is not as it was in {fields}"
                    raise _stale(problem, before.id, before, there)
            if after is not None and after.id in records and after.id not in removed:
                problem = f"{quote(after.id)} is there already"
                raise _stale(problem, after.id, None, records[after.id])


def _stale(problem: str, name: str, was: object, there: object = None) -> Exception:
    hint = "apply it to the timeline it was made from, or merge"
    return StaleDiffError(problem, hint, (name,), id=name, expected=was, found=there)


def _differing_fields(expected: Record, there: Record) -> list[str]:
    if type(expected) is not type(there):
        return ["kind"]
    names = attrs.fields_dict(type(expected))
    return [name for name in names if getattr(expected, name) != getattr(there, name)]
