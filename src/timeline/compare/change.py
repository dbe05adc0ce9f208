"""What differs between two timelines: pairs of records, before and after.

Pairs are all that is stored, so that a diff can be turned round, applied and saved
without loss. What people read is derived from them; see `timeline.compare.facets`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self, TypeVar

import attrs

from timeline.collection.collection import Collection, Record
from timeline.compare import match, printing, telling
from timeline.compare.classify import Class, class_of_addition, class_of_facet
from timeline.compare.context import Context, checked, require_whole
from timeline.compare.facets import Facet, facets_of
from timeline.compare.knowledge import Known, of_all, told
from timeline.errors import InvalidError, StaleDiffError, inside
from timeline.records.codec import Codec
from timeline.records.converters import list_of
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.records.source import Source
from timeline.text import quote
from timeline.when.timezones import as_zone

__all__ = ["Change", "Diff"]

C = TypeVar("C", bound=Collection)
_WORLD = (Class.PROGRESSED, Class.CHANGED)


@attrs.frozen
class Change:
    """One record before and after; None where there was none, or is none any more.

    Attributes:
        before: The event or source as it was.
        after: As it is.

    Raises:
        InvalidError: there is neither, or one is an event and one a source.
    """

    before: Record | None
    after: Record | None

    def __attrs_post_init__(self) -> None:
        sides = [side for side in (self.before, self.after) if side is not None]
        sorts = {isinstance(side, Event) for side in sides}
        if len(sorts) != 1 or not all(isinstance(s, Event | Source) for s in sides):
            raise InvalidError(
                "a change is of an event or of a source", "give before, after or both"
            )

    @property
    def record(self) -> Record:
        """The record as it is, or as it was if it is gone."""
        record = self.before if self.after is None else self.after
        assert record is not None  # noqa: S101  (see above)
        return record

    @property
    def id(self) -> str:
        """The id it has, or had if it is gone."""
        return self.record.id

    @property
    def is_event(self) -> bool:
        """Whether it is of an event, and not of a source."""
        return isinstance(self.record, Event)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """What a person reads in it: one or more for each field that differs.

        >>> from timeline import Call
        >>> was = Call(id="c", title="Call", when="2025-03")
        >>> now = Call(id="c", title="Call", when="2025-03-28")
        >>> [str(facet) for facet in Change(was, now).facets]
        ['narrowed']
        >>> moved = attrs.evolve(now, when="2025-04-01")
        >>> [str(facet) for facet in Change(now, moved).facets]
        ['rescheduled +4 d']
        """
        return facets_of(self)

    def __invert__(self) -> Change:
        return Change(self.after, self.before)


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Sort changes, whichever way they came; refuse what is none."""
    found = [*list_of(changes)]
    for one in found:
        if not isinstance(one, Change):
            raise InvalidError(f"{quote(one)} is no change", loc=("changes",))
    return tuple(sorted(found, key=_key))


def _key(change: Change) -> tuple[bool, str, str]:
    before, after = (
        "" if side is None else side.id for side in (change.before, change.after)
    )
    return not change.is_event, after or before, before


def _as_zones(value: Any) -> tuple[str | None, str | None] | None:  # noqa: ANN401  (anything may come)
    """Take the zone before and after, or None."""
    if value is None:
        return None
    with inside("tz"):
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise InvalidError("a change of zone has two of them", "write both")
        was, now = (None if zone is None else as_zone(zone) for zone in value)
        return was, now


@attrs.frozen(slots=False, repr=False)
class Diff:
    """What differs between two timelines: a set of changes, and perhaps of the zone.

    It is false if nothing differs. ``~d`` is the way back; ``d.apply(earlier)`` gives
    the later timeline. Two are equal if they change the same records in the same way,
    whatever they are called and whenever they were made.

    Attributes:
        changes: The changes, events first, by their ids.
        tz: The zone of the timeline before and after; None if it is the same.

    Raises:
        InvalidError: two changes are of one record, or what is given is no change.
        UnknownZoneError: *tz* has none.
    """

    changes: tuple[Change, ...] = attrs.field(
        default=(), converter=_in_order, eq=frozenset
    )
    tz: tuple[str | None, str | None] | None = attrs.field(
        default=None, converter=_as_zones
    )
    _made: Context | Callable[[], Context] = attrs.field(
        factory=Context, alias="context", eq=False
    )

    def __attrs_post_init__(self) -> None:
        for side in ("before", "after"):
            seen: set[str] = set()
            for change in self.changes:
                record = getattr(change, side)
                if record is not None and record.id in seen:
                    problem = f"two changes are of {quote(record.id)} {side}"
                    raise InvalidError(problem, "a record changes once in a diff")
                if record is not None:
                    seen.add(record.id)

    @cached_property
    def context(self) -> Context:
        """What it was made from; found out when first asked for."""
        made = self._made() if callable(self._made) else self._made
        self.__dict__["_made"] = made  # and let go of both timelines
        return made

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes) + (self.tz is not None)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return any(
                side is not None and side.id == item
                for change in self.changes
                for side in (change.before, change.after)
            )
        return item in self.changes

    def __invert__(self) -> Diff:
        tz = None if self.tz is None else (self.tz[1], self.tz[0])
        return Diff((~change for change in self), tz, self._turned)

    def _turned(self) -> Context:
        return self.context.turned()

    def __getstate__(self) -> dict[str, object]:
        return {"changes": self.changes, "tz": self.tz, "_made": self.context}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    def __repr__(self) -> str:
        return f"<Diff: {len(self)} change{'s' if len(self) != 1 else ''}>"

    @property
    def added(self) -> tuple[Record, ...]:
        """The records that were not there."""
        return tuple(c.after for c in self if c.before is None and c.after is not None)

    @property
    def removed(self) -> tuple[Record, ...]:
        """The records that are gone."""
        return tuple(c.before for c in self if c.after is None and c.before is not None)

    @property
    def changed(self) -> tuple[Change, ...]:
        """The changes of records that are there before and after."""
        return tuple(c for c in self if c.before is not None and c.after is not None)

    @cached_property
    def families(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Which records stand in for which, of those that are gone and have come.

        One and several are a split; several and one, or several, are joined up.
        """
        found = match.families(self.removed, self.added)
        return tuple(
            (tuple(a.id for a in old), tuple(b.id for b in new)) for old, new in found
        )

    def known(self, change: Change) -> Known:
        """Return when the old record of a change was told; for a new one, any."""
        bounds = self.context.known
        if change.before is None or len(bounds) == 1:
            return of_all(bounds)
        source = told(change.before)
        return next((one for one in bounds if one.source == source), Known())

    def class_of(self, change: Change) -> Class:
        """Return what sort of change it is: the strongest of its facets.

        A change of two records that is turned round is of the class it had.
        """
        back = self.context.backwards
        if change.after is None:
            return Class.REMOVED
        if change.before is None:
            if back:  # when the later side was told, nobody asked
                return Class.ADDED
            return class_of_addition(change.after, self.known(change))
        if back:
            return attrs.evolve(~self, context=self.context.turned()).class_of(~change)
        found = [kind for _, kind in self.graded(change)]
        return min(found, key=list(Class).index, default=Class.EDITED)

    def graded(self, change: Change) -> tuple[tuple[Facet, Class], ...]:
        """Return the facets of a change of two records, each with its class."""
        known = self.known(change)
        return tuple(
            (facet, self._stated(class_of_facet(facet, change, known)))
            for facet in change.facets
        )

    def _stated(self, found: Class) -> Class:
        """Let what somebody said of the whole revision go before what is derived."""
        if self.context.correction is True and found in _WORLD:
            return Class.CORRECTED
        if self.context.correction is False and found is Class.CORRECTED:
            return Class.CHANGED
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many events changed in which way; see `summary`."""
        return telling.counted(self)

    def summary(self) -> str:
        """Return one line of counts, which add up to the events of both sides."""
        return telling.summary(self)

    def table(self, fmt: str = "plain", width: int | None = None) -> str:
        """Return the changes as a table: mark, event, change, was and now.

        Every field that changed stands in it once; records are in the order of their
        new dates. Above it are the names of both sides and the counts, below it what
        follows and what the marks mean.

        Args:
            fmt: A format of `timeline.report.layout.FORMATS`, ``html`` among them.
            width: The cells to fit into, by shortening labels; None never cuts.

        Raises:
            InvalidError: there is no such format, or that is no width.
        """
        return printing.table(self, fmt, width)

    def brief(self, width: int | None = 80) -> str:
        """Return the same in *width* cells, a paragraph a record; refuse as `table`."""
        return printing.brief(self, width)

    def to_rows(self) -> list[dict[str, str]]:
        """Return a row for each changed field, with words for the values.

        Each has mark, class, id, event, field, change, was and now.
        """
        return printing.rows(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the diff as plain data, which JSON holds without loss."""
        write = Codec().write
        pairs = ({"before": c.before, "after": c.after} for c in self)
        found: dict[str, Any] = {
            "changes": [
                {side: record and write(record) for side, record in pair.items()}
                for pair in pairs
            ]
        }
        if self.tz is not None:
            found["tz"] = list(self.tz)
        context = self.context.to_dict()
        return {**found, "context": context} if context else found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], kinds: Kinds = KINDS) -> Self:
        """Return the diff that plain data describe, such as `to_dict` gives.

        Raises:
            InvalidError: the data are no diff; the error says where.
        """
        codec = Codec(kinds)
        data = checked(data, {"changes": list, "tz": list, "context": dict})
        changes = []
        for at, each in enumerate(data.get("changes", ())):
            try:
                found = checked(each, {"before": dict, "after": dict})
                sides = (found.get(side) for side in ("before", "after"))
                changes.append(
                    Change(*(None if s is None else codec.read(s) for s in sides))
                )
            except InvalidError as error:
                raise error.inside("changes", at) from None
        context = Context.from_dict(data.get("context", {}))
        return cls(changes, data.get("tz"), context)

    def apply(self, earlier: C) -> C:
        """Return the timeline after the changes; all of them, or none.

        Records that do not change stay the same objects.

        Raises:
            StaleDiffError: a record is not as it was before the changes; the error
                says which, what was expected and what is there.
            ReferencedError: a record that goes is referred to by one that stays.
            UnknownIdError: a record that comes names one that is not there.
            SelectionError: *earlier* is a selection.
        """
        require_whole("take a diff", earlier)
        self.check(earlier.records, earlier.tz)
        come = [change.after for change in self if change.after is not None]
        gone = {change.before.id for change in self if change.before is not None}
        return earlier.exchanged(gone, come, tz=self.tz[1] if self.tz else earlier.tz)

    def check(self, records: Mapping[str, Record], tz: str | None) -> None:
        """Refuse records, and a zone, that are not those before the changes.

        Raises:
            StaleDiffError: one of them is not.
        """
        if self.tz is not None and tz != self.tz[0]:
            problem = f"the zone is {tz}, and was {self.tz[0]}"
            raise StaleDiffError(
                problem, _STALE, ("tz",), id="tz", expected=self.tz[0], found=tz
            )
        gone = {change.before.id for change in self if change.before is not None}
        for change in self:
            if change.before is not None:
                found = records.get(change.before.id)
                if found is not change.before and found != change.before:
                    raise _stale(change.before.id, change.before, found)
            if change.after is not None and change.after.id not in gone:
                found = records.get(change.after.id)
                if found is not None:
                    raise _stale(change.after.id, None, found)


def _stale(name: str, expected: Record | None, found: Record | None) -> StaleDiffError:
    """Say which record is not as the diff knows it, and in which fields."""
    if expected is None:
        problem = f"{quote(name)} is there already"
    elif found is None:
        problem = f"{quote(name)} is not there"
    else:
        fields = _differing(expected, found)
        problem = f"{quote(name)} is not as it was in {', '.join(fields)}"
    return StaleDiffError(
        problem, _STALE, (name,), id=name, expected=expected, found=found
    )


_STALE = "apply it to the timeline it was made from, or merge"


def _differing(expected: Record, found: Record) -> list[str]:
    if type(expected) is not type(found):
        return ["kind"]
    names = [field.name for field in attrs.fields(type(expected))]
    return [n for n in names if getattr(expected, n) != getattr(found, n)]
