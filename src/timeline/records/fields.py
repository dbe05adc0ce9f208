"""How fields of records take what they are given: at once if it is ready, else exactly.

Each converter is quick about a value that is what it should be already, since records
are mostly made from others, and names its field when it refuses one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from timeline.errors import InvalidError
from timeline.records.parties import (
    Participant,
    as_participants,
    as_parties,
    as_party,
)
from timeline.records.source import Citation, as_citations
from timeline.text import quote, suggest
from timeline.when.anchors import as_id
from timeline.when.when import When, as_when
from timeline.when.zones import as_zone

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None  # which one it serves; None if called by hand

__all__ = [
    "NAMES_PARTIES",
    "NAMES_RECORDS",
    "a_party",
    "an_id",
    "check_choice",
    "citations",
    "each",
    "ids",
    "in_any_order",
    "list_of",
    "maybe_id",
    "maybe_participant",
    "maybe_party",
    "maybe_when",
    "maybe_zone",
    "named_fields",
    "participants",
    "party_codes",
    "texts",
    "words",
]

_NO_DATE = re.compile(r"[A-XZa-z][A-Za-z0-9._:@/-]{0,127}")  # an id at first sight

T = TypeVar("T")
V = TypeVar("V")

# What a field names: see `Event.roles` and `Event.references`.
NAMES_PARTIES: Mapping[str, str] = MappingProxyType({"names": "parties"})
NAMES_RECORDS: Mapping[str, str] = MappingProxyType({"names": "records"})


def named_fields(
    _: type, fields: list[attrs.Attribute[Any]]
) -> list[attrs.Attribute[Any]]:
    """Tell each converter of this module which field it serves: attrs' own hook."""
    return [_named(field) for field in fields]


def _named(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    convert: Any = field.converter
    if getattr(convert, "__module__", "") != __name__:
        return field
    return field.evolve(converter=attrs.Converter(convert, takes_field=True))


def _exactly(convert: Callable[[V], T], value: V, field: Field) -> T:
    try:
        return convert(value)
    except InvalidError as error:
        raise (error.inside(field.name) if field else error) from None


def an_id(value: object, field: Field = None) -> str:
    """Take an id."""
    if type(value) is str and _NO_DATE.fullmatch(value):
        return value
    return _exactly(as_id, value, field)


def maybe_id(
    value: Any,  # noqa: ANN401  (a record too, of a module above this one)
    field: Field = None,
) -> str | None:
    """Take an id, a record for its own, or None."""
    if value is None:
        return None
    return _exactly(as_id, getattr(value, "id", value), field)


def ids(values: Iterable[Any], field: Field = None) -> tuple[str, ...]:
    """Take ids, and records for their own."""
    return () if values == () else _exactly(_as_ids, values, field)


def _as_ids(values: Iterable[Any]) -> tuple[str, ...]:
    return each(lambda value: as_id(getattr(value, "id", value)), values)


def words(value: str, field: Field = None) -> str:
    """Take a text."""
    return value if type(value) is str else _exactly(_as_text, value, field)


def texts(values: Iterable[str], field: Field = None) -> tuple[str, ...]:
    """Take texts, none of them blank."""
    return () if values == () else _exactly(_as_texts, values, field)


def _as_text(value: str) -> str:
    if isinstance(value, str):
        return value
    raise InvalidError(f"{quote(value)} is no text", "write a text")


def _as_texts(values: Iterable[str]) -> tuple[str, ...]:
    return each(_filled, values)


def _filled(value: str) -> str:
    if _as_text(value).strip():
        return value
    raise InvalidError(f"{quote(value)} is blank", "leave it out, or write something")


def maybe_when(
    value: Any,  # noqa: ANN401  (as wide as When.of)
    field: Field = None,
) -> When | None:
    """Take what `as_when` takes, or None."""
    if value is None or type(value) is When:
        return value
    return _exactly(as_when, value, field)


def maybe_zone(value: str | None, field: Field = None) -> str | None:
    """Take the name of a zone, or None."""
    return None if value is None else _exactly(as_zone, value, field)


def maybe_participant(
    value: Participant | str | None, field: Field = None
) -> Participant | None:
    """Take one participant or its text, or None."""
    if value is None or type(value) is Participant:
        return value
    return _exactly(_as_participant, value, field)


def _as_participant(value: Participant | str) -> Participant:
    return value if isinstance(value, Participant) else Participant.parse(value)


def a_party(value: str, field: Field = None) -> str:
    """Take the code or name of a party."""
    return _exactly(as_party, value, field)


def maybe_party(value: str, field: Field = None) -> str:
    """Take the code or name of a party, or ``""``."""
    return value if value == "" else _exactly(as_party, value, field)


def party_codes(values: Iterable[str], field: Field = None) -> tuple[str, ...]:
    """Take codes and names of parties."""
    return () if values == () else _exactly(as_parties, values, field)


def participants(
    values: Iterable[Participant | str], field: Field = None
) -> tuple[Participant, ...]:
    """Take participants or their texts."""
    if type(values) is tuple:
        for value in values:
            if type(value) is not Participant:
                break
        else:
            return values
    return _exactly(as_participants, values, field)


def citations(values: Iterable[Any], field: Field = None) -> tuple[Citation, ...]:
    """Take citations, sources and ids of sources."""
    if type(values) is tuple:
        for value in values:
            if type(value) is not Citation:
                break
        else:
            return values
    return _exactly(as_citations, values, field)


def each(convert: Callable[[V], T], values: Iterable[V]) -> tuple[T, ...]:
    """Convert each of *values*, and say which one cannot be."""
    found = []
    for at, value in enumerate(list_of(values)):
        try:
            found.append(convert(value))
        except InvalidError as error:
            raise error.inside(at) from None
    return tuple(found)


def list_of(values: Iterable[T]) -> Iterable[T]:
    """Refuse one text where several belong, and what is no list at all."""
    if isinstance(values, str):
        hint = f"write [{quote(values)}]"
        raise InvalidError(f"{quote(values)} is one value where a list belongs", hint)
    if isinstance(values, Mapping | bytes) or not isinstance(values, Iterable):
        raise InvalidError(f"{quote(values)} is no list", "write a list")
    return values


def check_choice(field: str, value: object, choices: tuple[str, ...]) -> None:
    """Refuse what is none of the words that a field can hold."""
    if value not in choices:
        hint = suggest(value, choices) if isinstance(value, str) else ""
        raise InvalidError(f"{quote(value)} is no {field}", hint, (field,))


def in_any_order(values: tuple[Participant, ...]) -> object:
    """Compare participants as a set: who is named first is no fact."""
    return values if len(values) < 2 else frozenset(values)
