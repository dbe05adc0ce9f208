"""References between records: their ids exist, and run in no circles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar

import attrs

from timeline import errors
from timeline.collection.graph import circles
from timeline.collection.ordering import NOTHING
from timeline.errors import InvalidError, ParseError, Problem, UnknownIdError, inside
from timeline.parties.parties import entry_of, find_party, is_known, misspelt_party
from timeline.records.converters import list_of
from timeline.records.event import REMOVED, Event, links_of
from timeline.records.fields import fields_naming
from timeline.records.kinds import OpaqueEvent, Record, Records
from timeline.records.participants import Participant, declaration
from timeline.records.party import Party
from timeline.records.source import Citation, Source
from timeline.records.treaties import Treaty
from timeline.text import closest, did_you_mean, listing, quote, searchable, suggest
from timeline.when.anchors import LEGAL_POINTS, Anchor
from timeline.when.when import When

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_SORTS: Mapping[object, str] = {Source: "a Source", Party: "a Party"}

# What a reference to one that is no event should be.
_HINTS: Mapping[object, tuple[str, str]] = {
    Source: ("a source", "cite it in sources"),
    Party: ("a party", "name an event"),
}

# What fields name that refer to other records by their ids.
_REFERRING = ("times", "records", "parts", "sources")

# In which field of a value an id is, or the values in which it is.
_HOLDERS: Mapping[type, str] = {
    When: "anchors",
    Anchor: "target",
    Citation: "source",
    Participant: "of",
}

# Fields whose links must not run in a circle, and what is wrong if they do: a time that
# hangs on itself says nothing. *since* may: it only says how long a status has held.
_ACYCLIC = (
    (("part_of",), "are part of each other"),
    (("when", "as_of"), "wait for each other"),
)


def links(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ids that a record refers to, each with the field that does."""
    yield from links_of(record)
    for name in fields_naming(type(record), "sources"):
        for citation in getattr(record, name):
            yield name, citation.source


def joined(by_id: Records, new: Sequence[Record]) -> Records:
    """Return *new* records and those *by_id*, by their ids.

    Raises:
        DuplicateIdError: two have one id; both records are named.
    """
    records = dict(by_id)
    for record in new:
        if record.id in records:
            both = f"{_describe(records[record.id])} and {_describe(record)}"
            problem = f"two records have the id {quote(record.id)}: {both}"
            hint = "give one of them another id"
            raise errors.DuplicateIdError(problem, hint, (record.id,))
        records[record.id] = record
    return records


def _describe(record: Record) -> str:
    if isinstance(record, Source):
        return f"the source {quote(record.title)}" if record.title else "a source"
    label = record.name if isinstance(record, Party) else record.label
    return f"the {record.kind} {quote(label)}"


def checked(
    cls: type[R] | UnionType, records: Iterable[R], *field: str
) -> tuple[R, ...]:
    """Return *records* if all are of that class.

    Raises:
        InvalidError: one is something else, or *records* is not a list.
    """
    with inside(*field):
        records = tuple(list_of(records))
    for at, record in enumerate(records):
        if not isinstance(record, cls):
            problem = f"{quote(record)} is not {_SORTS.get(cls, 'an Event')}"
            hint = 'make one, such as Meeting(id="...", title="...")'
            raise InvalidError(problem, hint, (*field, at))
    return records


def find(records: Mapping[str, T], name: object) -> T | None:
    """Return the record with that id; None if there is none, or it is not a text."""
    return records.get(name) if isinstance(name, str) else None


def unknown(
    name: object, ids: Iterable[str], records: Records = NOTHING
) -> UnknownIdError:
    """Return the error for an id that none of those asked for has.

    Args:
        name: The id.
        ids: Those of the records asked for.
        records: All there are, by their ids, if only events were asked for.
    """
    ids, known = [*ids], find(records, name)
    problem = f"no record has the id {quote(name)}"
    if type(known) in _HINTS:
        problem = f"{quote(name)} is {_HINTS[type(known)][0]}, not an event"
    listed = f"use {listing(map(quote, ids), most=9)}"
    hint = did_you_mean(name, ids, listed if ids else "add it first")
    return UnknownIdError(problem, hint)


def check_unused(
    lost: Iterable[str], users: Mapping[str, Sequence[str]], removed: Container[str]
) -> None:
    """Check that no record that stays refers to one of the *lost* ids.

    Raises:
        ReferencedError: some do; it names nine of them.
    """
    for name in sorted(lost):
        if staying := [user for user in users.get(name, ()) if user not in removed]:
            refer = "refers" if len(staying) == 1 else "refer"
            who = f"{listing(map(quote, staying), 'and', 9)} {refer} to it"
            problem = f"{quote(name)} cannot be removed: {who}"
            hint = "remove or update them first"
            raise errors.ReferencedError(problem, hint, (name,))


def check(
    new: Sequence[Record], by_id: Records, zone: str | None, *, partial: bool
) -> None:
    """Check the references of *new* records, and their clock times in *zone*.

    Raises:
        UnknownIdError: an id that is not there, unless the collection is *partial*.
        InvalidError: a party that is neither known nor declared.
        CycleError: they are part of each other, or wait for each other.
    """
    if not partial:
        check_known(new, by_id)
        check_parties(new, by_id)
        check_points(new, by_id)
    check_acyclic(new, by_id)
    if zone is not None:
        check_clocks(new, zone)


def check_known(records: Iterable[Record], by_id: Records) -> None:
    """Check that all ids that *records* refer to exist, and are of the right sort.

    Raises:
        UnknownIdError: with all that do not, each by its path.
    """
    problems: list[Problem] = []
    fine: set[tuple[str, str]] = set()  # most records cite the same few sources
    for record in records:
        for link in links(record):
            if link not in fine:
                # A guess looks at every id, so only those that are printed get one.
                guessing = by_id if len(problems) < errors.MOST_PRINTED else ()
                if problem := _problem(record, *link, by_id, guessing):
                    problems.append(problem)
                else:
                    fine.add(link)
    if problems:
        raise UnknownIdError(problems)


def _problem(
    record: Record, field: str, target: str, by_id: Records, guessing: Iterable[str]
) -> Problem | None:
    other, path = by_id.get(target), (record.id, field)
    cites = field == "sources"
    if other is None:
        sort = "source" if cites else "record"
        problem = f"no {sort} has the id {quote(target)}"
        hint = did_you_mean(target, guessing, "add it, or correct the id")
        return Problem("unknown-id", problem, path, hint=hint)
    allowed: type | UnionType = Source if cites else Event | Source  # a time may wait
    if field in fields_naming(type(record), "records"):  # for the day of a source
        allowed = Event
    if isinstance(other, allowed):
        return None
    what, hint = _HINTS.get(type(other), ("an event", ""))
    wanted, hint = ("a source", "cite a source") if cites else ("an event", hint)
    problem = f"{quote(target)} is {what}, not {wanted}"
    return Problem("wrong-reference", problem, path, hint=hint)


def check_parties(records: Sequence[Record], by_id: Records) -> None:
    """Check that all parties that *records* name are known, or declared among them.

    Raises:
        InvalidError: with all that are not, each by its path; or a successor ended
            before the party that it came after, or two have one name.
    """
    strange = {  # codes first: paths are needed only where one is wrong
        code
        for code in _codes(records)
        if not is_known(code) and not isinstance(by_id.get(code), Party)
    }
    new = [record for record in records if isinstance(record, Party)]
    listed = by_id.values() if new or strange else ()
    declared = [record for record in listed if isinstance(record, Party)]
    problems: list[Problem] = []
    for record in records if strange else ():
        for path, code in named_parties(record):
            if code in strange:
                # A guess looks at every name, so only those that are printed get one.
                guessing = declared if len(problems) < errors.MOST_PRINTED else None
                problems.append(_unknown_party(code, (record.id, *path), guessing))
    for party in new:
        problems += _early_successors(party, by_id)
    problems += [*_own_members(new, by_id), *_shared_names(new, declared)]
    if problems:
        raise InvalidError(problems)


def _shared_names(new: list[Party], declared: list[Party]) -> Iterator[Problem]:
    """Yield a problem for each new party that a reader takes for another."""
    bearers = {searchable(party.name): party.id for party in reversed(declared)}
    for party in new:
        known = entry_of(find_party(party.name))
        bearer = bearers[searchable(party.name)]
        if party.name in known.labels:
            bearer = known.code
        if bearer != party.id:
            problem = f"{quote(party.name)} is the name of {quote(bearer)} too"
            hint = f'name that, or write what sets it apart: "{party.name} (1920–1938)"'
            yield Problem("same-name", problem, (party.id, "name"), hint=hint)


def check_points(records: Iterable[Record], by_id: Records) -> None:
    """Check that what waits for a treaty says for which of its legal dates.

    Raises:
        InvalidError: with all that do not, or that name a legal date of another record.
    """
    problems = [
        Problem("treaty-date", message, (record.id, "when"), hint=hint)
        for record in records
        for anchor in _anchors(record)
        for message, hint in _wrong_point(record, anchor, by_id.get(anchor.target))
    ]
    if problems:
        raise InvalidError(problems)


def _anchors(record: Record) -> Sequence[Anchor]:
    when = getattr(record, "as_of" if isinstance(record, Source) else "when", None)
    return () if when is None else when.anchors


def _wrong_point(
    record: Record, anchor: Anchor, target: Record | None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the point of an anchor, and what to write instead."""
    if isinstance(target, Treaty) and not anchor.is_legal:
        points = ", ".join(f"#{point}" for point in LEGAL_POINTS)
        problem = f"{quote(str(anchor))} does not say which date of a treaty is meant"
        yield problem, f"write not-before: or not-after:{target.id} and one of {points}"
    elif anchor.is_legal and not isinstance(target, Treaty | OpaqueEvent):
        problem = f"{quote(anchor.target)} is not a treaty, and has no #{anchor.point}"
        yield problem, "write #start or #end"
    elif anchor.point == "in-force" and getattr(record, "treaty", "") == anchor.target:
        problem = f"an act waits for the entry into force of {quote(anchor.target)}"
        yield f"{problem}, which follows from its acts", "write its own date"


def _codes(records: Iterable[Record]) -> set[str]:
    """Return the codes of all parties that *records* name."""
    by_class: dict[type, list[Record]] = {}
    for record in records:
        by_class.setdefault(type(record), []).append(record)
    codes = set[str]()
    for cls, members in by_class.items():
        for name in fields_naming(cls, "parties"):
            values = [*map(attrgetter(name), members)]
            lists = type(values[0]) is tuple  # of a field all values are, or none is
            named = chain.from_iterable(values) if lists else filter(None, values)
            codes |= {who if type(who) is str else who.of for who in named}
    return codes - {""}


def named_parties(record: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the code of each party in a record, with its path."""
    for name in fields_naming(type(record), "parties"):
        value = getattr(record, name)
        if isinstance(value, tuple):
            yield from (((name, at), _code(item)) for at, item in enumerate(value))
        elif value:
            yield (name,), _code(value)


def _code(who: Participant | str) -> str:
    return who if type(who) is str else who.of  # type: ignore[union-attr]  # it is plain


def _unknown_party(
    code: str, path: tuple[str | int, ...], declared: Sequence[Party] | None
) -> Problem:
    """Say that a party is not known, and what it may be meant for."""
    meant = ""
    if declared is not None:
        names = {party.name: party.id for party in declared}
        names |= {party.id: party.id for party in declared}
        meant = misspelt_party(code) or names.get(closest(code, names), "")
        meant = find_party(code.upper()) or meant
    hint = f"did you mean {quote(meant)}?" if meant else declaration(code, code)
    problem = f"unknown party {quote(code)}"
    return Problem("unknown-party", problem, path, hint=hint)


def _early_successors(party: Party, by_id: Records) -> Iterator[Problem]:
    """Find declared successors that had ended before *party* did."""
    for code in party.successors:
        other = by_id.get(code)
        end = other.until if isinstance(other, Party) else None
        if end and party.until and end.before(party.until).definitely:
            problem = f"{quote(code)} ended before {quote(party.id)} did"
            hint = "correct until, or the successors"
            yield Problem(
                "early-successor", problem, (party.id, "successors"), hint=hint
            )


def _own_members(new: list[Party], by_id: Records) -> Iterator[Problem]:
    """Find groups that are members of themselves, through others."""
    groups = [party.id for party in new]
    for circle in circles(groups, lambda id_: getattr(by_id.get(id_), "members", ())):
        problem = f"groups are members of each other: {' -> '.join(circle)}"
        place = (circle[0], "members")
        yield Problem("cycle", problem, place, hint="remove one of them")


def check_clocks(records: Iterable[Record], zone: str) -> None:
    """Check that *zone* can place the clock times of records that name no zone.

    Raises:
        NonexistentTimeError: its clocks skip one; all such times are listed.
        AmbiguousTimeError: its clocks show one twice.
    """
    wrong: list[ParseError] = []
    for record in records:
        if not isinstance(record, Event) or record.tz is not None:
            continue
        try:
            record.check_clocks(zone)
        except ParseError as error:
            wrong.append(error.inside(record.id))
    if wrong:
        wrong[0].problems = tuple(p for error in wrong for p in error.problems)
        raise wrong[0]


def check_acyclic(records: Iterable[Record], by_id: Records) -> None:
    """Check that no records are part of each other, or wait for each other.

    Raises:
        CycleError: some are; with the ids along the circle.
    """

    def targets(name: str, fields: tuple[str, ...]) -> list[str]:
        if (record := by_id.get(name)) is None:
            return []
        return [target for field, target in links_of(record) if field in fields]

    # Most are neither dated by another nor part of one.
    linked = [r.id for r in records if _anchors(r) or getattr(r, "part_of", None)]
    for fields, wrong in _ACYCLIC:
        for circle in circles(linked, partial(targets, fields=fields)):
            ids = [*circle] if len(circle) < 12 else [*circle[:6], "…", *circle[-5:]]
            problem = f"records {wrong}: {' -> '.join(ids)}"
            hint = "remove one of these links"
            raise errors.CycleError(problem, hint, (circle[0],), ids=circle)


def users(by_id: Records) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the records that refer to each id, each once and in order."""
    referring: dict[str, dict[str, None]] = {}
    declared = {name for name, record in by_id.items() if isinstance(record, Party)}
    for name, record in by_id.items():
        targets = [target for _, target in links(record)]
        if declared:
            targets += [c for _, c in named_parties(record) if c in declared]
        for target in targets:
            referring.setdefault(target, {})[name] = None
    return {target: tuple(ids) for target, ids in referring.items()}


def updated(record: Record, changes: Mapping[str, Any]) -> Record:
    """Return a record with other values in some of its fields, but its id.

    Raises:
        InvalidError: a field does not exist, or cannot have that value.
    """
    names = {field.name for field in attrs.fields(type(record))} - {"id"}
    for name in sorted(changes.keys() - names):
        if name in REMOVED:
            raise InvalidError(*REMOVED[name], (name,), "unknown-field")
        hint = "use rename" if name == "id" else suggest(name, sorted(names))
        raise InvalidError(f"{quote(record.id)} has no field {quote(name)}", hint)
    return attrs.evolve(record, **changes)


def renamed(holder: T, old: str, new: str, *, party: bool = False) -> T:
    """Return a record, or a part of one, that refers to *new* instead of to *old*.

    Args:
        holder: The record.
        old: The id that goes.
        new: The id in its place.
        party: Whether they are those of a party that the collection declares.
    """
    sorts = ("parties",) if party else _REFERRING
    names = [name for sort in sorts for name in fields_naming(type(holder), sort)]
    changes = {name: _renamed(getattr(holder, name), old, new) for name in names}
    return attrs.evolve(holder, **changes)  # type: ignore[misc]  # it is an attrs class


def _renamed(value: object, old: str, new: str) -> object:
    """Return the value of a field that names something, with *new* instead of *old*."""
    if isinstance(value, tuple):
        return tuple([_renamed(part, old, new) for part in value])
    if isinstance(value, str | None):
        return new if value == old else value
    if name := _HOLDERS.get(type(value)):
        changes = {name: _renamed(getattr(value, name), old, new)}
        return attrs.evolve(value, **changes)  # type: ignore[misc]  # an attrs class
    return renamed(value, old, new)  # a part
