"""How fields of records take what they are given: at once if it is ready, else exactly.

Most values are what they should be already, since most records are made from others
or by a reader. So `Event` keeps the converters of its fields aside, and calls them
only where a value is not; those of its kinds are called at once. Each names its field
when it refuses a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeGuard, TypeVar

import attrs

from timeline.errors import InvalidError
from timeline.text import as_text, quote, suggest
from timeline.when.anchors import as_id
from timeline.when.timezones import as_zone
from timeline.when.when import When, as_when

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None  # which one it serves; None if called by hand

__all__ = [
    "HOLDS_PARTS",
    "NAMES_PARTIES",
    "NAMES_RECORDS",
    "NAMES_TIMES",
    "NONE",
    "an_id",
    "are_all",
    "check_choice",
    "convert_later",
    "convert_now",
    "converted",
    "each",
    "exactly",
    "fields_that",
    "ids",
    "is_flag",
    "is_id",
    "list_of",
    "may_name_record",
    "maybe_id",
    "maybe_when",
    "maybe_zone",
    "named_fields",
    "pairs",
    "several",
    "strange_in",
    "texts",
    "words",
]

# Finds a character that stands in no id: to match ids would take longer.
strange_in = re.compile(r"[^A-Za-z0-9._:@/-]").search
NONE: Final = ()  # there is one empty tuple, so that asking for it is quick

T = TypeVar("T")
V = TypeVar("V")

# What a field names or holds: see `Event.roles` and `Event.references`.
NAMES_PARTIES: Mapping[str, str] = MappingProxyType({"names": "parties"})
NAMES_RECORDS: Mapping[str, str] = MappingProxyType({"names": "records"})
NAMES_TIMES: Mapping[str, str] = MappingProxyType({"names": "times"})
HOLDS_PARTS: Mapping[str, str] = MappingProxyType({"names": "parts"})


def named_fields(
    _: type, fields: list[attrs.Attribute[Any]]
) -> list[attrs.Attribute[Any]]:
    """Tell each converter of this module which field it serves: attrs' own hook."""
    return [_named(field) for field in fields]


def convert_later(
    _: type, fields: list[attrs.Attribute[Any]]
) -> list[attrs.Attribute[Any]]:
    """Keep converters aside, for `converted` to call: attrs' own hook."""
    return [_aside(_named(field)) for field in fields]


def _named(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    convert: Any = field.converter
    if not getattr(convert, "__module__", "").startswith("timeline.records."):
        return field
    if convert.__code__.co_argcount < 2:  # it names the field itself
        return field
    metadata = NAMES_TIMES if convert is maybe_when else field.metadata
    converter = attrs.Converter(convert, takes_field=True)
    return field.evolve(converter=converter, metadata=metadata)


def _aside(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    metadata = {**field.metadata, "converter": field.converter}
    return field.evolve(converter=None, metadata=metadata)


def converted(record: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401  (anything may come)
    """Yield the fields of a record that were not ready, each with what it becomes.

    Raises:
        InvalidError: a field cannot take its value.
    """
    cls: Any = type(record)
    for name, convert, field in _kept_aside(cls):
        value = getattr(record, name)
        ready = convert(value, field)
        if ready is not value:
            yield name, ready


def convert_now(record: Any, name: str) -> None:  # noqa: ANN401  (anything may come)
    """Convert one field of a record that its class has kept aside.

    Raises:
        InvalidError: it cannot take its value.
    """
    field = getattr(attrs.fields(type(record)), name)
    convert = field.metadata["converter"].converter
    object.__setattr__(record, name, convert(getattr(record, name), field))


@cache  # a constant for each class
def _kept_aside(cls: Any) -> tuple[tuple[str, Any, Field], ...]:  # noqa: ANN401  (anything may come)
    return tuple(
        (field.name, field.metadata["converter"].converter, field)
        for field in attrs.fields(cls)
        if field.metadata.get("converter")
    )


def fields_that(cls: type, what: str) -> tuple[str, ...]:
    """Return the fields of a class that name ``parties``, ``records`` and the like."""
    return _fields_that(cls, what)


@cache  # a constant for each class
def _fields_that(cls: Any, what: str) -> tuple[str, ...]:  # noqa: ANN401  (anything may come)
    fields = attrs.fields(cls)
    return tuple(f.name for f in fields if f.metadata.get("names") == what)


def several(value: Any) -> tuple[Any, ...]:  # noqa: ANN401  (whatever a field holds)
    """Return what a field holds, whether it can hold one or many."""
    if isinstance(value, tuple):
        return value
    return () if value is None or value == "" else (value,)


def are_all(values: object, sort: type[T]) -> TypeGuard[tuple[T, ...]]:
    """Whether *values* are a tuple of that very type."""
    return type(values) is tuple and all(type(value) is sort for value in values)


def is_id(text: str) -> bool:
    """Whether a text is an id at first sight: what might be a date needs a second."""
    return (
        text >= "A" and text[0] not in "Y_" and len(text) < 129 and not strange_in(text)
    )


# The same for ids that records name: these come again and again, so some are kept.
may_name_record = lru_cache(1 << 10)(is_id)


def exactly(convert: Callable[[V], T], value: V, field: Field) -> T:
    """Convert a value; if it cannot be, the error names the field."""
    try:
        return convert(value)
    except InvalidError as error:
        raise (error.inside(field.name) if field else error) from None


def an_id(value: str, field: Field = None) -> str:
    """Take an id."""
    if type(value) is str and is_id(value):
        return value
    return exactly(as_id, value, field)


def maybe_id(
    value: Any,  # noqa: ANN401  (a record too, of a module above this one)
    field: Field = None,
) -> str | None:
    """Take an id, a record for its own, or None."""
    if value is None:
        return None
    return exactly(as_id, getattr(value, "id", value), field)


def ids(values: Iterable[Any], field: Field = None) -> tuple[str, ...]:
    """Take ids, and records for their own."""
    return () if values is NONE else exactly(_as_ids, values, field)


def _as_ids(values: Iterable[Any]) -> tuple[str, ...]:
    return each(lambda value: as_id(getattr(value, "id", value)), values)


def words(value: str, field: Field = None) -> str:
    """Take a text."""
    return exactly(as_text, value, field)


def texts(values: Iterable[str], field: Field = None) -> tuple[str, ...]:
    """Take texts, none of them blank."""
    return () if values is NONE else exactly(_as_texts, values, field)


def _as_texts(values: Iterable[str]) -> tuple[str, ...]:
    return each(_filled, values)


def _filled(value: str) -> str:
    if (text := as_text(value)).strip():
        return text
    raise InvalidError(f"{quote(value)} is blank", "leave it out, or write something")


def pairs(
    values: Mapping[str, str] | Iterable[tuple[str, str]], field: Field = None
) -> tuple[tuple[str, str], ...]:
    """Take names and values, these as JSON texts, as pairs or as a mapping."""
    return () if values is NONE else exactly(_as_pairs, values, field)


def _as_pairs(
    values: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    found = values.items() if isinstance(values, Mapping) else values
    return tuple(sorted(each(_as_pair, found)))  # as they are read back from a file


def _as_pair(value: object) -> tuple[str, str]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise InvalidError(f"{quote(value)} is no pair", 'write ("name", "value")')
    try:
        json.loads(value[1])
    except (TypeError, ValueError, RecursionError):
        hint = "write what json.dumps gives"
        raise InvalidError(f"{quote(value[1])} is no JSON text", hint) from None
    return as_text(value[0]), as_text(value[1])


def is_flag(field: str, value: object) -> None:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        raise InvalidError(
            f"{quote(value)} is neither true nor false", "write True or False", (field,)
        )


def maybe_when(
    value: Any,  # noqa: ANN401  (as wide as When.of)
    field: Field = None,
) -> When | None:
    """Take what `as_when` takes, or None."""
    if value is None or type(value) is When:
        return value
    return exactly(as_when, value, field)


def maybe_zone(value: str | None, field: Field = None) -> str | None:
    """Take the name of a zone, or None."""
    return None if value is None else exactly(as_zone, value, field)


def each(convert: Callable[[V], T], values: Iterable[V]) -> tuple[T, ...]:
    """Convert each of *values*, and say which one cannot be."""
    found = []
    if isinstance(values, set | frozenset):
        raise InvalidError("a set has no order", "write a list")
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


def check_choice(record: object, field: str, choices: tuple[str, ...]) -> None:
    """Refuse what is none of the words that a field of a record can hold."""
    value = getattr(record, field)
    if isinstance(value, str) and value in choices:
        object.__setattr__(record, field, as_text(value))
    else:
        hint = suggest(value if isinstance(value, str) else "", choices)
        raise InvalidError(f"{quote(value)} is no {field}", hint, (field,))
