"""What a class says about its fields, for those who read and write any record."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Union

import attrs

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when.when import When

__all__ = ["Field", "fields", "has_text", "holds_texts", "needed", "scalar", "wrong"]

_LEFT_OUT = frozenset({"kind", "extra"})
_WORDS: Mapping[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


@attrs.frozen
class Field:
    """What a class says about one of its fields.

    Attributes:
        name: Its name.
        type: What it holds, without None.
        optional: Whether it may be None.
        default: What it is if left out; `attrs.NOTHING` if it must be given.
        names: What its texts name: ``parties``, ``records``, or nothing.
    """

    name: str
    type: Any
    optional: bool
    default: Any
    names: str


def fields(cls: Any) -> tuple[Field, ...]:  # noqa: ANN401  (any attrs class)
    """Return the fields of *cls* that files hold: ``id`` first, the others sorted.

    >>> from timeline.parties.parties import Participant
    >>> [field.name for field in fields(Participant)]
    ['name', 'of', 'office', 'role']
    """
    return _fields(cls)


@cache  # a constant for each class
def _fields(cls: type) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls)
    found = [
        _field(each, hints[each.name])
        for each in attrs.fields(cls)
        if each.name not in _LEFT_OUT
    ]
    return tuple(sorted(found, key=lambda each: (each.name != "id", each.name)))


@cache  # a constant for each class
def needed(cls: Any) -> tuple[str, ...]:  # noqa: ANN401  (any attrs class)
    """Return the names of the fields of *cls* that must be given."""
    return tuple(each.name for each in fields(cls) if each.default is attrs.NOTHING)


def _field(attribute: attrs.Attribute[Any], hint: object) -> Field:
    is_union = typing.get_origin(hint) in {Union, types.UnionType}
    parts = typing.get_args(hint) if is_union else (hint,)
    default: Any = attribute.default
    if hasattr(default, "factory"):
        default = default.factory()
    return Field(
        attribute.name,
        next(part for part in parts if part is not types.NoneType),
        types.NoneType in parts,
        default,
        attribute.metadata.get("names", ""),
    )


@cache  # a constant for each class
def has_text(cls: Any) -> bool:  # noqa: ANN401  (any attrs class)
    """Whether a text can stand for an object of *cls*."""
    lead = attrs.fields(cls)[0]
    return hasattr(cls, "parse") or (lead.default is attrs.NOTHING and not lead.kw_only)


@cache  # a constant for each class
def holds_texts(cls: Any) -> bool:  # noqa: ANN401  (any attrs class)
    """Whether files hold only texts for it: equal data then mean the same.

    1 equals true, so what was read from one says nothing of the other.
    """
    return all(each.type in {str, When} for each in fields(cls))


def wrong(value: object, wanted: str) -> ParseError:
    """Return the error for a value of another type than *wanted*."""
    hint = "write it without quotation marks" if isinstance(value, str) else ""
    if wanted == "a text" and isinstance(value, int) and abs(value) < 10**6:
        hint = f'write "{value}"'
    if hint and wanted == "a list":
        hint = f"write [{quote(value)}]"
    return ParseError(f"{quote(value)} is not {wanted}", hint, code="wrong-type")


def scalar(kind: type, value: Any) -> Any:  # noqa: ANN401  (anything may come)
    """Return *value* if it is of the type *kind*: nothing is coerced."""
    if kind is float and isinstance(value, float | int):
        if not isinstance(value, bool) and math.isfinite(value):
            return value
    elif type(value) is kind:
        return value
    raise wrong(value, _WORDS[kind])
