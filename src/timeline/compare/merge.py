"""Join two timelines that were made from one: what fits, and the conflicts beside it.

Records are joined field by field, and lists member by member. What both sides changed,
and differently, is a conflict: the result keeps ours, and the conflict has all three
values. The result is always a timeline without dangling references or circles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

import attrs

from timeline.collection import references
from timeline.collection.collection import Collection
from timeline.compare.context import require_complete
from timeline.compare.facets import are_people, by_identity
from timeline.compare.match import unequal
from timeline.errors import CycleError, InvalidError
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.meetings import Stop
from timeline.records.source import Source
from timeline.text import listing, quote
from timeline.when.when import When

C = TypeVar("C", bound=Collection)
Key = tuple[str, str | None]
Links = Iterable[tuple[str, str]]
Side = Literal["ours", "theirs"]
SETTINGS = ("tz", "title", "ignore")  # of a timeline
Pick = Side | Callable[["Conflict"], Side | None] | Mapping[Key, Side]


class TimeAndStatus(NamedTuple):
    """When an event is and how it stands: one unit, since neither makes sense alone.

    Cancelled here and moved to Tuesday there must not become both.
    """

    when: When | None = None
    when_text: str = ""
    status: str | None = None
    since: When | None = None
    formerly: tuple[When, ...] = ()


@attrs.frozen
class Conflict:
    """What both sides changed in different ways.

    Attributes:
        id: The record; empty for the settings of the timeline.
        field: The field. ``when`` stands for the unit of when, when_text, status, since
            and formerly, and its values are `TimeAndStatus`; None stands for the whole
            record, which one side removed and the other changed or refers to.
        base: What it was; None if it was not there.
        ours: What our side made of it.
        theirs: What their side made of it.
    """

    id: str
    field: str | None
    base: Any
    ours: Any
    theirs: Any

    def __str__(self) -> str:
        what = "the record" if self.field is None else self.field
        return (
            f"{self.id or 'the timeline'}: {what} was {_show(self.base)};"
            f" ours: {_show(self.ours)}; theirs: {_show(self.theirs)}"
        )


def _show(value: object) -> str:
    if isinstance(value, tuple):
        parts = filter(None, value) if isinstance(value, TimeAndStatus) else value
        return ", ".join(map(str, parts)) or "nothing"
    if value is None or value == "":
        return "nothing"
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

        A removal of what other records refer to stays a conflict, and the record
        stays: decide it once they do not.

        Args:
            pick: ``"ours"`` or ``"theirs"`` for all; or a side by id and field; or a
                function from a conflict to a side. What it does not decide stays.

        Raises:
            InvalidError: a side is neither ours nor theirs.
            UnknownIdError: a picked record names one that is not there.
            CycleError: records would wait for each other.
        """
        if not (callable(pick) or isinstance(pick, Mapping)):
            _checked_side(pick)
        records = self.timeline.records
        settings: dict[Any, Any] = {n: getattr(self.timeline, n) for n in SETTINGS}
        undecided: list[Conflict] = []
        values: dict[str, dict[str | None, Any]] = {}
        for conflict in self.conflicts:
            side = _side_of(pick, conflict)
            if side is None:
                undecided.append(conflict)
            else:
                value = conflict.ours if side == "ours" else conflict.theirs
                values.setdefault(conflict.id, {})[conflict.field] = value
        settings |= values.pop("", {})
        picked = {name: _with(records.get(name), values[name]) for name in values}
        removed = {name for name in picked if picked[name] is None and name in records}
        if removed and not self.timeline.partial:
            now = {**records, **picked}
            links = (references.links(record) for record in now.values() if record)
            for name in _needed(removed, links, records.__getitem__):
                del picked[name]
                undecided += [c for c in self.conflicts if c.id == name]
        added = [record for record in picked.values() if record is not None]
        gone = picked.keys() & records.keys()
        timeline = self.timeline.exchange(gone, added, **settings)
        return Merged(timeline, tuple(sorted(undecided, key=_sort_key)))


def _with(record: Record | None, values: Mapping[str | None, Any]) -> Record | None:
    """Return a record with what was picked for its fields, or for the whole of it."""
    for field in (None, "kind"):
        if field in values:
            whole: Record | None = values[field]
            return whole
    changes: dict[str, Any] = {}
    for field, value in values.items():
        changes |= _spread(str(field), value)
    return record and attrs.evolve(record, **changes)


def _needed(
    removed: set[str], links: Iterable[Links], get: Callable[[str], Record]
) -> list[str]:
    """Return which removed ids are the targets of links, or of these records in turn.

    Args:
        removed: Ids of records that are to be removed.
        links: Those of each record that stays.
        get: Returns the record of an id as it would stay.
    """
    needed: dict[str, None] = {}
    todo = [*links]
    while todo:
        for _, target in todo.pop():
            if target in removed and target not in needed:
                needed[target] = None
                todo.append(references.links(get(target)))
    return [*needed]


def _sort_key(conflict: Conflict) -> tuple[str, str]:
    return conflict.id, conflict.field or ""


def _side_of(pick: Pick, conflict: Conflict) -> Side | None:
    if isinstance(pick, Mapping):
        side = pick.get((conflict.id, conflict.field))
    else:
        side = pick(conflict) if callable(pick) else pick
    return _checked_side(side)


def _checked_side(side: Side | None) -> Side | None:
    if side not in ("ours", "theirs", None):
        raise InvalidError(f"unknown side {quote(side)}", 'pick "ours" or "theirs"')
    return side


def merge(base: C, ours: C, theirs: C) -> Merged[C]:
    """Join *ours* and *theirs*, which were both made from *base*.

    A removal that would leave a reference dangling, and a change of theirs that would
    close a circle in time, are not made; they are conflicts.

    Raises:
        InvalidError: a kind of record has two classes: one side was loaded with `kinds`
            that the other lacks.
        SelectionError: one of the three is a selection.

    >>> from timeline import Meeting, Timeline
    >>> base = Timeline([Meeting(id="m", title="Talks", when="2025-03-17")])
    >>> ours = base.update("m", status="cancelled")
    >>> theirs = base.update("m", when="2025-03-18", place="Paris")
    >>> both = merge(base, ours, theirs)
    >>> both.timeline["m"].place, [c.field for c in both.conflicts]
    ('Paris', ['when'])
    """
    require_complete("be merged", base, ours, theirs)
    _check_kinds(base, ours, theirs)
    return _Merge(base, ours, theirs).run()


def _check_kinds(*sides: Collection) -> None:
    """Raise InvalidError if two sides read one kind as different classes."""
    classes: dict[str, type] = {}
    events = (event for side in sides for event in side.events)
    for kind, cls in dict.fromkeys((event.kind, type(event)) for event in events):
        other = classes.setdefault(kind, cls)
        if other is not cls:
            names = listing(sorted({other.__name__, cls.__name__}), "and")
            problem = f"the kind {quote(kind)} is read as {names}"
            hint = "load all three with the same kinds="
            raise InvalidError(problem, hint, code="different-kinds")


class _Merge(Generic[C]):
    """One three-way merge.

    The idea is that of diff3 (Khanna, Kunal, Pierce 2007), on records in place of
    lines: a record, a field or a member of a list that one side left as in the base is
    taken from the other side; what both changed alike is taken once; all else is a
    conflict. What field-wise merging would break is then mended: removals of what is
    still needed are taken back, and so are links of theirs that close a circle, until
    the whole is valid. Cost: one comparison a record, and one check of the whole for
    each circle that is cut.
    """

    def __init__(self, base: C, ours: C, theirs: C) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.conflicts: dict[Key, Conflict] = {}
        self.taken: dict[str, Record | None] = {}  # where the result is not as in ours

    def run(self) -> Merged[C]:
        base, theirs = self.base.records, self.theirs.records
        changed = [record.id for _, record in unequal(base, theirs)]
        for name in (*changed, *sorted(base.keys() - theirs.keys())):
            sides = self._sides(name)
            if sides[1] != sides[2]:
                self.taken[name] = self._merge_record(name, *sides)
        timeline = self._without_circles({n: self._merge_setting(n) for n in SETTINGS})
        return Merged(timeline, tuple(sorted(self.conflicts.values(), key=_sort_key)))

    def _sides(self, name: str) -> tuple[Record | None, Record | None, Record | None]:
        """Return a record as it is in base, ours and theirs."""
        base, ours, theirs = self.base.records, self.ours.records, self.theirs.records
        return base.get(name), ours.get(name), theirs.get(name)

    def _add_conflict(self, name: str, field: str | None, *sides: object) -> None:
        self.conflicts.setdefault((name, field), Conflict(name, field, *sides))

    def _merge_setting(self, name: str) -> object:
        sides = (self.base, self.ours, self.theirs)
        base, ours, theirs = values = [getattr(side, name) for side in sides]
        if name == "ignore":
            return _merge_members(*values)  # texts are never in conflict
        if base not in {ours, theirs} and ours != theirs:
            self._add_conflict("", name, *values)
        return theirs if ours == base else ours

    def _merge_record(
        self, name: str, base: Record | None, ours: Record | None, theirs: Record | None
    ) -> Record | None:
        """Join one record that they changed, added or removed."""
        if ours == base:
            return theirs
        field: str | None = None
        if ours is not None and theirs is not None:
            sides = (base or ours, ours, theirs)
            if len({getattr(side, "kind", "") for side in sides}) == 1:
                changes = self._merge_fields(base, ours, theirs)
                try:
                    return attrs.evolve(ours, **changes) if changes else ours
                except InvalidError:
                    pass  # fields that are valid on each side do not fit together
            else:
                field = "kind"
        self._add_conflict(name, field, base, ours, theirs)
        return ours

    def _merge_fields(
        self, base: Record | None, ours: Record, theirs: Record
    ) -> dict[str, Any]:
        """Return the fields of ours that they changed, and note the conflicts."""
        changes: dict[str, Any] = {}
        for field in attrs.fields_dict(type(ours)):
            if field in _NO_UNIT:
                continue
            a = None if base is None else _unit(base, field)
            b, c = _unit(ours, field), _unit(theirs, field)
            if _are_equal(b, c) or (base is not None and _are_equal(a, c)):
                continue
            if base is not None and _are_equal(a, b):
                changes |= _spread(field, c)
            elif (members := _merge_members(a or (), b, c)) is not None:
                changes[field] = members
            else:
                self._add_conflict(ours.id, field, a, b, c)
        return changes

    def _without_circles(self, settings: dict[str, Any]) -> C:
        """Return the result, after taking back what keeps it from being valid."""
        while True:
            self._keep_needed()
            removed = self.taken.keys() & self.ours.records.keys()
            added = [record for record in self.taken.values() if record is not None]
            try:
                return self.ours.exchange(removed, added, **settings)
            except CycleError as error:
                self._cut(error.ids)

    def _keep_needed(self) -> None:
        """Take back the removal of what a record refers to, or would if picked."""
        now = {**self.ours.records, **self.taken}
        removed = {name for name in self.base.records if now.get(name) is None}
        if removed:
            links = (references.links(record) for record in now.values() if record)
            for name in self._restore(removed, links):
                self.taken[name] = self._kept(name)
                removed.discard(name)
            self._restore(removed, self._links_in_conflict())

    def _restore(self, removed: set[str], links: Iterable[Links]) -> list[str]:
        """Make conflicts of the removals that are needed, and return their ids."""
        needed = _needed(removed, links, self._kept)
        for name in needed:
            self._add_conflict(name, None, *self._sides(name))
        return needed

    def _kept(self, name: str) -> Record:
        """Return a removed record as the side has it that did not remove it."""
        base, ours, theirs = self._sides(name)
        return ours or theirs or cast("Record", base)

    def _links_in_conflict(self) -> Iterator[list[tuple[str, str]]]:
        """Yield what the records in conflict would refer to if theirs were picked."""
        for name, unit in [*self.conflicts]:
            theirs = self.theirs.records.get(name)
            links = () if theirs is None else references.links(theirs)
            fields = TimeAndStatus._fields if unit == "when" else (unit,)
            yield [x for x in links if unit in {None, "kind"} or x[0] in fields]

    def _cut(self, circle: Iterable[str]) -> None:
        """Take back the links on a circle that came from them: ours has no circle."""
        for name in dict.fromkeys(circle):
            now = self.taken.get(name)
            if now is None:
                continue
            base, ours, theirs = sides = self._sides(name)
            changes: dict[str, Any] = {}
            for field in ("as_of",) if isinstance(now, Source) else ("when", "part_of"):
                nothing = TimeAndStatus() if field == "when" else None
                wanted = nothing if ours is None else _unit(ours, field)
                if _unit(now, field) != wanted:
                    values = (side and _unit(side, field) for side in sides)
                    self._add_conflict(name, field, *values)
                    changes |= _spread(field, wanted)
            try:
                self.taken[name] = attrs.evolve(now, **changes)
            except InvalidError:  # theirs differs in other ways that depend on these
                self._add_conflict(name, None, base, ours, theirs)
                self.taken[name] = ours


_NO_UNIT = {"id", "kind", *TimeAndStatus._fields} - {"when"}


def _unit(record: Record, field: str) -> Any:  # noqa: ANN401  (a field of any type)
    """Return the value of a field; of ``when``, the whole unit."""
    if field == "when" and isinstance(record, Event):
        return TimeAndStatus(*(getattr(record, name) for name in TimeAndStatus._fields))
    return getattr(record, field, None)


def _spread(field: str, value: object) -> dict[str, Any]:
    """Return the fields that a unit stands for, with their values."""
    return value._asdict() if isinstance(value, TimeAndStatus) else {field: value}


def _are_equal(a: object, b: object) -> bool:
    """Whether two values of a field are equal; people in any order."""
    if are_people(a) and are_people(b):
        return frozenset(a) == frozenset(b)
    return a == b


def _merge_members(
    base: object, ours: object, theirs: object
) -> tuple[object, ...] | None:
    """Join two lists member by member; None if that is not possible."""
    if not (isinstance(ours, tuple) and isinstance(theirs, tuple)):
        return None
    ordered = any(isinstance(member, Stop) for member in (*ours, *theirs))
    if ordered or isinstance(ours, TimeAndStatus) or not isinstance(base, tuple):
        return None  # an order that is a fact, or one unit
    a, b, c = (by_identity(side) for side in (base, ours, theirs))
    kept: list[object] = []
    for key in (*a, *sorted({*b, *c} - {*a}, key=repr)):
        was, our, their = (side.get(key, []) for side in (a, b, c))
        if our != their and was not in (our, their):
            return None
        kept += their if our == was else our
    return tuple(kept)
