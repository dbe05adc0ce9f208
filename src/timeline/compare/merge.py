"""Join two timelines that were made from one: what fits, and beside it what does not.

Records are joined field by field, and lists of members member by member. What both
sides changed, and differently, is a conflict: the result keeps ours, and the conflict
has all three. The result is always a timeline that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, NamedTuple, TypeVar

import attrs

from timeline.collection import references
from timeline.collection.collection import Collection, Record
from timeline.compare.context import require_whole
from timeline.compare.facets import are_people, key_of
from timeline.compare.match import unequal
from timeline.errors import CycleError, InvalidError
from timeline.parties.parties import Participant
from timeline.records.event import Event
from timeline.records.meetings import Stop
from timeline.records.source import Source
from timeline.text import listing, quote
from timeline.when.when import When

__all__ = ["Conflict", "Merged", "Standing", "merge"]

C = TypeVar("C", bound=Collection)
Side = Literal["ours", "theirs"]
Pick = (
    Side | Callable[["Conflict"], Side | None] | Mapping[tuple[str, str | None], Side]
)


class Standing(NamedTuple):
    """When a thing is and how it stands: one unit, since neither makes sense alone.

    Cancelled here and moved to Tuesday there must not become both.
    """

    when: When | None = None
    when_text: str = ""
    status: str | None = None
    since: When | None = None


@attrs.frozen
class Conflict:
    """What both sides changed, and differently.

    Attributes:
        id: The record; empty for the zone of the timeline.
        field: The field. ``when`` stands for the unit of when, when_text, status and
            since, and its values are `Standing`; None for the record as a whole,
            which one side removed and the other changed or needs.
        base: What it was; None if it was not there.
        ours: What we made of it.
        theirs: What they did.
    """

    id: str
    field: str | None
    base: Any
    ours: Any
    theirs: Any

    def __str__(self) -> str:
        what = "the record" if self.field is None else self.field
        return (
            f"{self.id or 'the timeline'}: {what} was {_shown(self.base)},"
            f" ours {_shown(self.ours)}, theirs {_shown(self.theirs)}"
        )


def _shown(value: Any) -> str:  # noqa: ANN401  (of any field)
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, Standing):
        return ", ".join(str(part) for part in value if part) or "nothing"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return getattr(value, "label", "") or str(value)


@attrs.frozen
class Merged(Generic[C]):
    """What two timelines give together.

    Attributes:
        timeline: All that fits, and ours where it does not.
        conflicts: What does not fit, by id and field.
    """

    timeline: C
    conflicts: tuple[Conflict, ...]

    def resolve(self, pick: Pick) -> Merged[C]:
        """Return the same with conflicts decided.

        Args:
            pick: ``"ours"`` or ``"theirs"`` for all; or which, by id and field, or a
                function of a conflict. What it does not decide stays a conflict.

        Raises:
            ReferencedError: a record would go that others refer to.
            CycleError: records would wait for each other.
        """
        records, tz = self.timeline.records, self.timeline.tz
        left: list[Conflict] = []
        made: dict[str, Record | None] = {}
        for one in self.conflicts:
            side = _picked(pick, one)
            if side is None:
                left.append(one)
                continue
            value = one.ours if side == "ours" else one.theirs
            if not one.id:
                tz = value
                continue
            record = made.get(one.id, records.get(one.id))
            if record is not None and one.field not in {None, "kind"}:
                value = _with(record, str(one.field), value)
            made[one.id] = value if isinstance(value, Event | Source) else None
        come = [record for record in made.values() if record is not None]
        gone = made.keys() & records.keys()
        return Merged(self.timeline.exchanged(gone, come, tz=tz), tuple(left))


def _picked(pick: Pick, conflict: Conflict) -> Side | None:
    if isinstance(pick, Mapping):
        side = pick.get((conflict.id, conflict.field))
    else:
        side = pick(conflict) if callable(pick) else pick
    if side not in {"ours", "theirs", None}:
        raise InvalidError(f"{quote(side)} is no side", 'pick "ours" or "theirs"')
    return side


def merge(base: C, ours: C, theirs: C) -> Merged[C]:
    """Join *ours* and *theirs*, which were both made from *base*.

    Where the whole would dangle or run in a circle, a removal, or what they changed in
    time, is not taken, and is a conflict.

    Raises:
        InvalidError: a record is of one kind by name and of two classes: one side was
            loaded with `kinds` that the other lacks.
        SelectionError: one of the three is a selection.

    >>> from timeline import Meeting, Timeline
    >>> base = Timeline([Meeting(id="m", title="Talks", when="2025-03-17")])
    >>> ours = base.update("m", status="cancelled")
    >>> theirs = base.update("m", when="2025-03-18", place="Paris")
    >>> both = merge(base, ours, theirs)
    >>> both.timeline["m"].place, [c.field for c in both.conflicts]
    ('Paris', ['when'])
    """
    require_whole("be merged", base, ours, theirs)
    _check_kinds(base, ours, theirs)
    return _Merging(base, ours, theirs).merged()


def _check_kinds(*sides: Collection) -> None:
    """Refuse a kind that two sides read as different classes."""
    classes: dict[str, type] = {}
    events = (event for side in sides for event in side.events)
    for kind, cls in dict.fromkeys((event.kind, type(event)) for event in events):
        other = classes.setdefault(kind, cls)
        if other is not cls:
            names = listing(sorted({other.__name__, cls.__name__}), "and")
            raise InvalidError(
                f"the kind {quote(kind)} is read as {names}",
                "load all three with the same kinds=",
                code="different-kinds",
            )


class _Merging(Generic[C]):
    """One merge, while it is being made."""

    def __init__(self, base: C, ours: C, theirs: C) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.conflicts: dict[tuple[str, str | None], Conflict] = {}
        self.records: dict[str, Record | None] = {}  # where it is not as it is in ours

    def merged(self) -> Merged[C]:
        a, b, c = (side.records for side in (self.base, self.ours, self.theirs))
        missing = a.keys() - c.keys()
        touched = [record.id for _, record in unequal(a, c)]
        for name in (*touched, *sorted(missing)):
            old, our, their = a.get(name), b.get(name), c.get(name)
            if our != their:
                self.records[name] = self._record(name, old, our, their)
        timeline = self._without_circles(self._tz())
        found = sorted(self.conflicts.items(), key=lambda e: (e[0][0], e[0][1] or ""))
        return Merged(timeline, tuple(conflict for _, conflict in found))

    def _conflict(self, *values: Any) -> None:  # noqa: ANN401  (those of a conflict)
        conflict = Conflict(*values)
        self.conflicts.setdefault((conflict.id, conflict.field), conflict)

    def _tz(self) -> str | None:
        base, ours, theirs = self.base.tz, self.ours.tz, self.theirs.tz
        if base not in {ours, theirs} and ours != theirs:
            self._conflict("", "tz", base, ours, theirs)
        return theirs if ours == base else ours

    def _record(
        self, name: str, base: Record | None, ours: Record | None, theirs: Record | None
    ) -> Record | None:
        """Join one record that they changed, added or removed."""
        if ours == base:
            return theirs
        if ours is None or theirs is None:
            self._conflict(name, None, base, ours, theirs)
            return ours
        if _kind(ours) != _kind(theirs) or _kind(base) not in {_kind(ours), None}:
            self._conflict(name, "kind", base, ours, theirs)
            return ours
        joined = self._fields(base, ours, theirs)
        try:
            return attrs.evolve(ours, **joined) if joined else ours
        except InvalidError:  # the fields do not go together
            self._conflict(name, None, base, ours, theirs)
            return ours

    def _fields(
        self, base: Record | None, ours: Record, theirs: Record
    ) -> dict[str, Any]:
        """Return the fields of ours that they change, without a conflict."""
        changes: dict[str, Any] = {}
        for field in _units(type(ours)):
            a = None if base is None else _unit(base, field)
            b, c = _unit(ours, field), _unit(theirs, field)
            if _same(b, c) or (base is not None and _same(a, c)):
                continue
            if base is not None and _same(a, b):
                changes |= _spread(field, c)
                continue
            joined = _members(a or (), b, c)
            if joined is None:
                self._conflict(ours.id, field, a, b, c)
            else:
                changes[field] = joined
        return changes

    def _now(self, name: str) -> Record | None:
        return self.records.get(name, self.ours.records.get(name))

    def _keep_needed(self) -> None:
        """Do not take the removal of what a record needs that stays, or may come."""
        gone = {name for name in self.base.records if self._now(name) is None}
        if gone:
            links = map(references.links, self._all())
            self.records |= self._wanted(gone, links)
            self._wanted(gone, self._in_conflict())

    def _wanted(
        self, gone: set[str], links: Iterable[Iterable[tuple[str, str]]]
    ) -> dict[str, Record]:
        """Take from *gone* what is named by *links*, and what that names in turn."""
        found = {}
        todo = [*links]
        while todo:
            for _, target in todo.pop():
                if target in gone:
                    gone.discard(target)
                    found[target] = self._restored(target)
                    todo.append(references.links(found[target]))
        return found

    def _in_conflict(self) -> Iterator[list[tuple[str, str]]]:
        """Yield what the records of conflicts would name if theirs were picked."""
        for name, unit in [*self.conflicts]:
            theirs = self.theirs.records.get(name)
            links = [] if theirs is None else references.links(theirs)
            whole = unit in {None, "kind"}
            yield [
                (field, target)
                for field, target in links
                if whole or unit == ("when" if field in _IN_STANDING else field)
            ]

    def _restored(self, name: str) -> Record:
        """Return a removed record as the side has it that did not remove it."""
        base, ours, theirs = (
            side.records.get(name) for side in (self.base, self.ours, self.theirs)
        )
        self._conflict(name, None, base, ours, theirs)
        kept = ours or theirs or base
        assert kept is not None  # noqa: S101  (it was in the base)
        return kept

    def _all(self) -> list[Record]:
        now = {**self.ours.records, **self.records}
        return [record for record in now.values() if record is not None]

    def _without_circles(self, tz: str | None) -> C:
        """Take back what they changed in time until nothing waits for itself."""
        while True:
            self._keep_needed()
            gone = self.records.keys() & self.ours.records.keys()
            come = [record for record in self.records.values() if record is not None]
            try:
                return self.ours.exchanged(gone, come, tz=tz)
            except CycleError as error:
                self._cut(error.ids)

    def _cut(self, circle: Iterable[str]) -> None:
        """Take back, on a circle, the links that came from them: ours has none."""
        for name in dict.fromkeys(circle):
            now = self.records.get(name)
            if now is None:
                continue
            ours = self.ours.records.get(name)
            base, theirs = (s.records.get(name) for s in (self.base, self.theirs))
            changes: dict[str, Any] = {}
            for field in _LINKS[type(now) is Source]:
                wanted = _NO_LINK.get(field) if ours is None else _unit(ours, field)
                if _unit(now, field) != wanted:
                    sides = (s and _unit(s, field) for s in (base, ours, theirs))
                    self._conflict(name, field, *sides)
                    changes |= _spread(field, wanted)
            try:
                self.records[name] = attrs.evolve(now, **changes)
            except InvalidError:  # it is not as ours in other ways too
                self._conflict(name, None, base, ours, theirs)
                self.records[name] = ours


# The units that can close a circle: of an event, of a source.
_LINKS = (("when", "part_of"), ("as_of",))
_NO_LINK = {"when": Standing()}
_IN_STANDING = frozenset(Standing._fields)
_NO_UNIT = frozenset({"id", "kind", *_IN_STANDING}) - {"when"}


def _units(cls: type[Record]) -> list[str]:
    """Return the fields that are joined one by one; ``when`` stands for its unit."""
    return [field.name for field in attrs.fields(cls) if field.name not in _NO_UNIT]


def _kind(record: Record | None) -> str | None:
    return None if record is None else getattr(record, "kind", "")


def _unit(record: Record, field: str) -> Any:  # noqa: ANN401  (of any field)
    if field == "when" and isinstance(record, Event):
        return Standing(*(getattr(record, name) for name in Standing._fields))
    return getattr(record, field, None)


def _spread(field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  (anything may come)
    return value._asdict() if isinstance(value, Standing) else {field: value}


def _with(record: Record, field: str, value: Any) -> Record:  # noqa: ANN401  (anything may come)
    return attrs.evolve(record, **_spread(field, value))


def _same(a: object, b: object) -> bool:
    """Whether two values of a field are equal; people in any order."""
    if are_people(a) and are_people(b):
        return frozenset(a) == frozenset(b)
    return a == b


def _members(base: Any, ours: Any, theirs: Any) -> tuple[Any, ...] | None:  # noqa: ANN401  (anything may come)
    """Join two lists member by member; None if that cannot be done."""
    if not (isinstance(ours, tuple) and isinstance(theirs, tuple)):
        return None
    if isinstance(ours, Standing) or any(
        isinstance(one, Stop) for one in (*ours, *theirs)
    ):
        return None  # one unit, or an order that is a fact
    a, b, c = (_by_key(side) for side in (base, ours, theirs))
    kept: dict[object, tuple[Any, ...]] = {}
    for key in (*a, *sorted({*b, *c} - {*a}, key=repr)):
        was, our, their = (side.get(key, ()) for side in (a, b, c))
        if our != their and was not in {our, their}:
            return None
        kept[key] = their if our == was else our
    return tuple(one for members in kept.values() for one in members)


def _by_key(values: Iterable[Any]) -> dict[object, tuple[Any, ...]]:
    """Group members by what makes them the same one: a person by name."""
    found: dict[object, tuple[Any, ...]] = {}
    for one in values:
        key: object = one
        if isinstance(one, Participant):
            key = key_of(one)
        elif isinstance(one, tuple):  # a field that this version does not know
            key = one[0]
        found[key] = (*found.get(key, ()), one)
    return found
