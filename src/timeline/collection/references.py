"""What records name each other by: ids that are borne, and run in no circles."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from timeline.errors import (
    MOST_PRINTED,
    CycleError,
    DuplicateIdError,
    InvalidError,
    ParseError,
    Problem,
    ReferencedError,
    UnknownIdError,
    inside,
)
from timeline.records.converters import fields_that, list_of
from timeline.records.event import Event, links_of
from timeline.records.source import Citation, Source
from timeline.text import closest, listing, quote, suggest
from timeline.when.when import When

__all__ = [
    "check",
    "check_unused",
    "checked",
    "found",
    "joined",
    "links",
    "renamed",
    "unknown",
    "updated",
    "users",
]

Record = Event | Source

T = TypeVar("T")

# Fields that cite sources, and nothing else.
_CITING = ("sources", "disputed_by")

# Fields whose links say when the record is: a circle of them says nothing.
_TIMED = ("when", "as_of")


@cache  # a constant for each class
def _rarely(cls: Any) -> tuple[Callable[[Any], Any], tuple[Any, ...]]:  # noqa: ANN401  (anything may come)
    """Return what gets the fields that may hold links, and what they hold mostly."""
    sorts = ("times", "records", "parts")
    names = {name for sort in sorts for name in fields_that(cls, sort)} - {"when"}
    names |= {name for name in _CITING if hasattr(cls, name)}
    fields = attrs.fields_dict(cls)
    return attrgetter(*names), tuple(fields[name].default for name in names)


def _linked(records: Iterable[Record]) -> list[Record]:
    """Return the records that may name others: quick, since most name none."""
    found = []
    for record in records:
        cls: Any = type(record)
        get, nothing = _rarely(cls)
        when = getattr(record, "when", None)
        if (when is not None and when.anchors) or get(record) != nothing:
            found.append(record)
    return found


def links(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ids that a record names, each with the field that does."""
    yield from links_of(record)
    for name in _citing(record):
        for citation in getattr(record, name):
            yield name, citation.source


def _citing(record: object) -> tuple[str, ...]:
    return _CITING if isinstance(record, Event) else ()


def joined(by_id: Mapping[str, Record], new: Sequence[Record]) -> Mapping[str, Record]:
    """Return *new* records and those *by_id*, by their ids.

    Raises:
        DuplicateIdError: an id is borne already; both records are named.
    """
    found = {record.id: record for record in new}
    if len(found) == len(new) and by_id.keys().isdisjoint(found):
        return {**by_id, **found} if by_id else found
    holders: dict[str, list[Record]] = {}
    for record in (*by_id.values(), *new):
        holders.setdefault(record.id, []).append(record)
    first, second = next(each[:2] for each in holders.values() if len(each) > 1)
    raise DuplicateIdError(
        f"two records bear the id {quote(first.id)}: "
        f"{_called(first)} and {_called(second)}",
        "give one of them another",
        (first.id,),
    )


def checked(sort: Any, records: Iterable[T], *field: str) -> tuple[T, ...]:  # noqa: ANN401  (anything may come)
    """Return *records*; refuse what is none of that sort, an event or a source."""
    with inside(*field):
        records = tuple(list_of(records))
    if not all(issubclass(cls, sort) for cls in set(map(type, records))):
        at = next(n for n, each in enumerate(records) if not isinstance(each, sort))
        raise InvalidError(
            f"{quote(records[at])} is no {'Source' if sort is Source else 'Event'}",
            'make it one, such as Meeting(id="...", title="...")',
            (*field, at),
        )
    return records


def found(table: Mapping[str, Any], name: object, default: object = None) -> Any:  # noqa: ANN401  (anything may come)
    """Return what bears an id; *default* if nothing does, or it is no text."""
    return table.get(name, default) if isinstance(name, str) else default


def unknown(name: object, known: Iterable[str]) -> UnknownIdError:
    """Return the error for an id that nothing bears."""
    guess = closest(name, known) if isinstance(name, str) else ""
    return UnknownIdError(
        f"nothing here bears the id {quote(name)}",
        f'did you mean "{guess}"?' if guess else "see .events for those there are",
    )


def _called(record: Record) -> str:
    if isinstance(record, Source):
        return f"the source {quote(record.title)}"
    return f"the {record.kind} {quote(record.label)}"


def check_unused(
    lost: Iterable[str], users: Mapping[str, Sequence[str]], gone: Container[str]
) -> None:
    """Refuse to lose what a record that stays refers to.

    Raises:
        ReferencedError: it names all that do.
    """
    for name in sorted(lost):
        if staying := [user for user in users.get(name, ()) if user not in gone]:
            shown = [
                *map(quote, staying[:9]),
                *[f"{len(staying) - 9} more"] * (len(staying) > 9),
            ]
            raise ReferencedError(
                f"{quote(name)} cannot go: {listing(shown, 'and')}"
                f" {'refers' if len(staying) == 1 else 'refer'} to it",
                "remove or update them first",
                (name,),
            )


def check(
    new: Iterable[Record],
    by_id: Mapping[str, Record],
    zone: str | None,
    *,
    partial: bool,
) -> None:
    """Check what *new* records name, and their clock times by their collection's zone.

    Raises:
        UnknownIdError: an id that nothing bears, unless the collection is *partial*.
        CycleError: they are part of each other, or wait for each other.
    """
    linked = _linked(new)
    if not partial:
        check_known(linked, by_id)
    check_acyclic(linked, by_id)
    if zone is not None:
        check_clocks(new, zone)


def check_known(records: Iterable[Record], by_id: Mapping[str, Record]) -> None:
    """Refuse ids that nothing bears, or that something of the wrong sort does.

    Raises:
        UnknownIdError: with all of them, each by its path.
    """
    problems: list[Problem] = []
    fine: set[tuple[str, str]] = set()  # most records cite the same few sources
    for record in records:
        for field, target in links(record):
            if (field, target) not in fine:
                if problem := _problem(record, field, target, by_id):
                    if len(problems) < MOST_PRINTED:  # a guess looks at every id
                        problem = _with_hint(problem, target, by_id)
                    problems.append(problem)
                else:
                    fine.add((field, target))
    if problems:
        raise UnknownIdError(problems)


def _problem(
    record: Record, field: str, target: str, by_id: Mapping[str, Record]
) -> Problem | None:
    borne = by_id.get(target)
    cited = field in _CITING
    path = (record.id, field)
    if borne is None:
        sort = "source" if cited else "record"
        message = f"no {sort} bears the id {quote(target)}"
        hint = f"add the {sort}, or correct the id"
        return Problem("unknown-id", message, path, hint=hint)
    fits = cited if isinstance(borne, Source) else not cited
    if fits or field not in (*_CITING, *fields_that(type(record), "records")):
        return None
    other = "a source, no event" if isinstance(borne, Source) else "an event"
    hint = "cite it in sources" if isinstance(borne, Source) else "cite a source"
    message = f"{quote(target)} is {other}"
    return Problem("wrong-reference", message, path, hint=hint)


def _with_hint(problem: Problem, target: str, by_id: Mapping[str, Record]) -> Problem:
    guess = closest(target, by_id) if problem.code == "unknown-id" else ""
    return attrs.evolve(problem, hint=f'did you mean "{guess}"?') if guess else problem


def check_clocks(records: Iterable[Record], zone: str) -> None:
    """Refuse clock times of records without a zone that *zone* cannot place.

    Raises:
        NonexistentTimeError: they skip one; all that they skip or show twice are told.
        AmbiguousTimeError: they show one twice.
    """
    wrong: list[ParseError] = []
    for record in records:
        if not isinstance(record, Event) or record.tz is not None:
            continue
        when = record.when
        if record.since is not None or (when is not None and "T" in when.text):
            try:
                record.check_clocks(zone)
            except ParseError as error:
                wrong.append(error.inside(record.id))
    if wrong:
        wrong[0].problems = tuple(each for error in wrong for each in error.problems)
        raise wrong[0]


def check_acyclic(records: Iterable[Record], by_id: Mapping[str, Record]) -> None:
    """Refuse records that are part of each other, or hang on each other in time.

    Raises:
        CycleError: with the ids along the circle.
    """
    records = [record for record in records if _hangs(record)]
    for fields in (("part_of",), _TIMED):
        linked = [r for r in records if any(_targets(r, fields))]
        _search(linked, by_id, fields)


def _hangs(record: Record) -> bool:
    """Whether a record is part of another, or says when by another: most do neither."""
    when = record.as_of if isinstance(record, Source) else record.when
    if when is not None and when.anchors:
        return True
    return isinstance(record, Event) and record.part_of is not None


def _search(
    records: Iterable[Record], by_id: Mapping[str, Record], fields: tuple[str, ...]
) -> None:
    """Walk along the links, without recursion: chains may be long."""
    done: set[str] = set()
    for record in records:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(record.id, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                on_path.remove(path.pop())
                done.add(name)
            elif name in on_path:
                raise _circle([*path[path.index(name) :], name], fields)
            elif name not in done and name in by_id:
                path.append(name)
                on_path.add(name)
                stack.append((name, True))
                stack += [(to, False) for to in _targets(by_id[name], fields)]


def _targets(record: Record, fields: tuple[str, ...]) -> Iterator[str]:
    return (to for field, to in links_of(record) if field in fields)


def _circle(path: list[str], fields: tuple[str, ...]) -> CycleError:
    shown = path if len(path) < 12 else [*path[:6], "…", *path[-5:]]
    what = "are part of each other" if fields == ("part_of",) else "wait for each other"
    return CycleError(
        f"records {what}: {' -> '.join(shown)}",
        "take out one of the links",
        (path[0],),
        ids=tuple(path),
    )


def users(records: Iterable[Record]) -> Mapping[str, Sequence[str]]:
    """Return who names each id, each once and in order."""
    naming: dict[str, dict[str, None]] = {}
    for record in records:
        for _, target in links(record):
            naming.setdefault(target, {})[record.id] = None
    return {target: tuple(names) for target, names in naming.items()}


def updated(record: Record, changes: Mapping[str, Any]) -> Record:
    """Return a record with other values in some of its fields, but its id.

    Raises:
        InvalidError: a field does not exist, or cannot have that value.
    """
    names = {field.name for field in attrs.fields(type(record))} - {"id"}
    for name in sorted(changes.keys() - names):
        hint = "use rename" if name == "id" else suggest(name, sorted(names))
        raise InvalidError(f"{quote(name)} is no field of {quote(record.id)}", hint)
    return attrs.evolve(record, **changes)


def renamed(holder: T, old: str, new: str) -> T:
    """Return a record, or a part of one, that names *new* wherever it named *old*."""
    changes: dict[str, object] = {}
    for sort, rename in _RENAMERS.items():
        for name in fields_that(type(holder), sort):
            changes[name] = _each(partial(rename, old, new), getattr(holder, name))
    for name in _citing(holder):
        changes[name] = _each(partial(_in_citation, old, new), getattr(holder, name))
    return attrs.evolve(holder, **changes)  # type: ignore[misc]  # it is an attrs class


def _each(rename: Callable[[Any], object], value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(rename, value))
    return None if value is None else rename(value)


def _in_time(old: str, new: str, when: When) -> When:
    anchors = tuple(
        attrs.evolve(anchor, target=new) if anchor.target == old else anchor
        for anchor in when.anchors
    )
    return attrs.evolve(when, anchors=anchors)


def _in_citation(old: str, new: str, cited: Citation) -> Citation:
    return attrs.evolve(cited, source=new) if cited.source == old else cited


def _in_part(old: str, new: str, part: Any) -> object:  # noqa: ANN401  (any attrs class)
    return renamed(part, old, new)


def _id(old: str, new: str, name: str) -> str:
    return new if name == old else name


_RENAMERS: Mapping[str, Callable[[str, str, Any], object]] = MappingProxyType(
    {"times": _in_time, "records": _id, "parts": _in_part}
)
