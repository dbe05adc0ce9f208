"""What records name each other by: ids that are borne, and run in no circles."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

from timeline.errors import (
    CycleError,
    DuplicateIdError,
    Problem,
    ReferencedError,
    UnknownIdError,
)
from timeline.records.event import Event
from timeline.records.source import Citation, Source
from timeline.text import closest, listing, quote
from timeline.when.when import When

__all__ = [
    "check_acyclic",
    "check_known",
    "check_unused",
    "is_linked",
    "join",
    "links",
    "renamed",
]

Record = Event | Source

# What the metadata of a field that holds links says it names: records, or a rule that
# names them itself.
_LINKS = ("records", "rule")

# Fields whose links say when: a circle of them says nothing.
_TIMES = ("when", "since", "as_of")


@cache  # a constant for each class
def _fields(cls: type[Event]) -> tuple[Callable[[Event], Any], tuple[Any, ...]]:
    """Return what gets the fields of a kind that hold links, and none of them."""
    named = [f for f in attrs.fields(cls) if f.metadata.get("names") in _LINKS]
    names = ("since", "sources", "disputed_by", *(field.name for field in named))
    return attrgetter(*names), (None, (), (), *(field.default for field in named))


def is_linked(record: Record) -> bool:
    """Return whether a record may name another: quick, since most name none."""
    if isinstance(record, Source):
        return record.as_of is not None
    if record.when is not None and record.when.anchors:
        return True
    get, nothing = _fields(type(record))  # type: ignore[arg-type]  # a class has a hash
    return bool(get(record) != nothing)


def links(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ids that a record names, each with the field that does."""
    if isinstance(record, Source):
        yield from anchored("as_of", record.as_of)
        return
    yield from record.references
    for name in ("sources", "disputed_by"):
        for citation in getattr(record, name):
            yield name, citation.source


def anchored(field: str, when: When | None) -> Iterator[tuple[str, str]]:
    """Yield the ids that anchors name."""
    for anchor in when.anchors if when else ():
        if not anchor.is_date:
            yield field, anchor.target


def join(by_id: dict[str, Record], new: Sequence[Record]) -> None:
    """Put *new* into *by_id*.

    Raises:
        DuplicateIdError: an id is borne already; both records are named.
    """
    for record in new:
        if record.id in by_id:
            raise DuplicateIdError(
                f"two records bear the id {quote(record.id)}: "
                f"{_called(by_id[record.id])} and {_called(record)}",
                "give one of them another",
                (record.id,),
            )
        by_id[record.id] = record


def _called(record: Record) -> str:
    if isinstance(record, Source):
        return f"the source {quote(record.title)}"
    return f"the {record.kind} {quote(record.label)}"


def check_unused(
    lost: Iterable[str],
    users: Mapping[str, Sequence[tuple[str, str]]],
    gone: Container[str],
) -> None:
    """Refuse to lose what a record that stays refers to.

    Raises:
        ReferencedError: it names all that do.
    """
    for name in sorted(lost):
        all_users = dict.fromkeys(user for user, _ in users.get(name, ()))
        if staying := [user for user in all_users if user not in gone]:
            raise ReferencedError(
                f"{quote(name)} cannot go: {listing(map(quote, staying), 'and')}"
                f" {'refers' if len(staying) == 1 else 'refer'} to it",
                "remove or update them first",
                (name,),
            )


def check_known(records: Iterable[Record], by_id: Mapping[str, Record]) -> None:
    """Refuse ids that nothing bears, or that something of the wrong sort does.

    Raises:
        UnknownIdError: with all of them, each by its path.
    """
    problems = []
    fine: set[tuple[str, str]] = set()  # most records cite the same few sources
    for record in records:
        for field, target in links(record):
            if (field, target) not in fine:
                if problem := _problem(record, field, target, by_id):
                    problems.append(problem)
                else:
                    fine.add((field, target))
    if problems:
        raise UnknownIdError(problems)


def _problem(
    record: Record, field: str, target: str, by_id: Mapping[str, Record]
) -> Problem | None:
    found = by_id.get(target)
    cited = field in ("sources", "disputed_by")
    fits = cited if isinstance(found, Source) else not cited
    if found is not None and (fits or field in _TIMES):
        return None
    path = (record.id, field)
    if found is not None:
        other = "a source, no event" if isinstance(found, Source) else "an event"
        message = f"{quote(target)} is {other}"
        hint = "cite it in sources" if isinstance(found, Source) else "cite a source"
        return Problem("wrong-reference", message, path, hint=hint)
    sort = "source" if cited else "record"
    guess = closest(target, by_id) if len(by_id) < 10_000 else ""
    hint = f'did you mean "{guess}"?' if guess else f"add the {sort}, or correct the id"
    return Problem(
        "unknown-id", f"no {sort} bears the id {quote(target)}", path, hint=hint
    )


def check_acyclic(records: Iterable[Record], by_id: Mapping[str, Record]) -> None:
    """Refuse records that are part of each other, or hang on each other in time.

    Raises:
        CycleError: with the ids along the circle.
    """
    records = list(records)
    for fields in (("part_of",), _TIMES):
        linked = [r for r in records if any(f in fields for f, _ in links(r))]
        _search(linked, by_id, fields)


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
    if isinstance(record, Source):
        return (to for field, to in links(record) if field in fields)
    return (to for field, to in record.references if field in fields)


def _circle(path: list[str], fields: tuple[str, ...]) -> CycleError:
    shown = path if len(path) < 12 else [*path[:6], "…", *path[-5:]]
    what = "are part of each other" if fields == ("part_of",) else "wait for each other"
    return CycleError(
        f"records {what}: {' -> '.join(shown)}",
        "take out one of the links",
        (path[0],),
        ids=path,
    )


def renamed(record: Any, old: str, new: str) -> Any:  # noqa: ANN401  (any record)
    """Return *record* with every reference to *old* changed to *new*."""
    changes = {}
    for field in attrs.fields(type(record)):
        if field.name in ("id", "replaces") or not field.init:
            continue
        value = getattr(record, field.name)
        changed = _renamed_in(value, field, old, new)
        if changed is not value:
            changes[field.name] = changed
    return attrs.evolve(record, **changes)


def _renamed_in(value: Any, field: attrs.Attribute[Any], old: str, new: str) -> Any:  # noqa: ANN401
    if isinstance(value, When) and any(a.target == old for a in value.anchors):
        anchors = [
            attrs.evolve(a, target=new) if a.target == old else a for a in value.anchors
        ]
        return When.parse(" ".join(filter(None, (value.text, *map(str, anchors)))))
    if field.metadata.get("names") == "records":
        if isinstance(value, tuple):
            return tuple(new if one == old else one for one in value)
        return new if value == old else value
    if field.metadata.get("names") == "rule" and value is not None:
        return value.renamed(old, new)
    if isinstance(value, tuple) and any(isinstance(one, Citation) for one in value):
        return tuple(
            attrs.evolve(one, source=new) if one.source == old else one for one in value
        )
    return value
