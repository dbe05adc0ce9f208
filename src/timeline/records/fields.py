"""The plan of a class: what files, schemas and queries need to know of its fields.

All of it is derived once from the attrs fields and their types; a class says more than
its types do only where a text is a code or an id, or one of few words.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections import ChainMap
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar, Union

import attrs

from timeline.records.converters import PartyRef, PlaceName, RecordRef
from timeline.records.participants import Participant
from timeline.records.source import Citation
from timeline.when.when import When

F = TypeVar("F", bound=Callable[..., object])

_LEFT_OUT = frozenset({"kind", "extra"})  # a file has neither as a field
_NAMES: Mapping[Any, str] = {
    When: "times",
    Participant: "parties",
    Citation: "sources",
    PartyRef: "parties",
    RecordRef: "records",
    PlaceName: "places",
}


def _constant(function: F) -> F:
    """Remember an answer for a class; the types of `cache` take no record's class."""
    return typing.cast("F", cache(function))


class Field(NamedTuple):
    """What a class says about one of its fields.

    Attributes:
        name: Its name.
        type: What it holds, or each item of it: str, bool, int, float, When or an
            attrs class.
        container: Whether it holds one value (empty), a ``list`` of them, or a
            ``table``: a value for each of some names.
        optional: Whether it may be None.
        default: What it is if left out; `attrs.NOTHING` if it must be given.
        names: What it names: ``parties``, ``records``, ``places``, ``times``,
            ``sources``, ``parts`` that name something themselves, or nothing.
        choices: The words that it can hold, a date besides; none if any text will do.
    """

    name: str
    type: Any
    container: Literal["", "list", "table"]
    optional: bool
    default: Any
    names: str
    choices: tuple[str, ...]

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is attrs.NOTHING


@_constant
def plan(cls: Any) -> tuple[Field, ...]:  # noqa: ANN401  (any attrs class)
    """Return the fields of *cls* that files hold: ``id`` first, the others sorted.

    >>> [(field.name, field.names) for field in plan(Citation)]
    [('as_of', 'times'), ('by', ''), ('place', ''), ('quote', ''), ('source', ''), \
('stance', ''), ('status', ''), ('when', 'times')]
    """
    return tuple(sorted(_fields(cls), key=lambda f: (f.name != "id", f.name)))


@_constant
def _fields(cls: Any) -> tuple[Field, ...]:  # noqa: ANN401  (any attrs class)
    hints = ChainMap(*map(_hints, cls.__mro__))
    kept = (field for field in attrs.fields(cls) if field.name not in _LEFT_OUT)
    return tuple(_field(cls, field, hints[field.name]) for field in kept)


@_constant
def _hints(cls: type) -> dict[str, Any]:
    """Return the types that *cls* itself states: those of bases are read once."""
    return inspect.get_annotations(cls, eval_str=True)


def _field(cls: type, attribute: attrs.Attribute[Any], hint: Any) -> Field:  # noqa: ANN401  (a type)
    is_union = typing.get_origin(hint) in {Union, types.UnionType}
    parts = typing.get_args(hint) if is_union else (hint,)
    kind = next(part for part in parts if part is not types.NoneType)
    container: Literal["", "list", "table"] = ""
    if typing.get_origin(kind) is tuple:  # tuple[X, ...] or tuple[tuple[str, X], ...]
        container, kind = "list", typing.get_args(kind)[0]
        if typing.get_origin(kind) is tuple:
            container, kind = "table", typing.get_args(kind)[1]
    said = attribute.metadata
    default: Any = attrs.NOTHING if "required" in said else attribute.default
    if hasattr(default, "factory"):
        default = default.factory()
    choices = said.get("choices") or said.get("words", ())
    if attribute.name == "status":
        choices = tuple(getattr(getattr(cls, "lifecycle", None), "statuses", ()))
    names = said.get("names") or _NAMES.get(kind, "")
    kind = getattr(kind, "__origin__", kind)  # of a text that names something
    if attrs.has(kind) and not names and any(f.names for f in _fields(kind)):
        names = "parts"
    is_optional = types.NoneType in parts
    return Field(attribute.name, kind, container, is_optional, default, names, choices)


@_constant
def fields_naming(cls: type, what: str) -> tuple[str, ...]:
    """Return the fields of *cls* that name ``parties``, ``records`` and the like.

    They come in the order in which the class defines them.

    >>> fields_naming(Citation, "times")
    ('when', 'as_of')
    """
    return tuple(field.name for field in _fields(cls) if field.names == what)


@_constant
def values_of(cls: Any) -> Callable[[Any], tuple[Any, ...]]:  # noqa: ANN401  (any attrs class)
    """Return what gets the values of all fields of *cls*."""
    return attrgetter(*(field.name for field in attrs.fields(cls)))


def is_same(field: attrs.Attribute[Any], one: object, other: object) -> bool:
    """Whether two values of a field are equal, except for a meaningless order."""
    key = getattr(field, "eq_key", None)  # which attrs leaves out of its types
    both = isinstance(one, tuple) and isinstance(other, tuple)
    return one == other or (key is not None and both and key(one) == key(other))


@_constant
def takes_text(cls: Any) -> bool:  # noqa: ANN401  (any attrs class)
    """Return whether a text may stand for an object of *cls*."""
    is_keyword = attrs.fields(cls)[0].kw_only
    return hasattr(cls, "parse") or (_fields(cls)[0].is_required and not is_keyword)


@_constant
def is_simple(cls: Any) -> bool:  # noqa: ANN401  (any attrs class)
    """Return whether files hold only texts and flags for *cls*, and no lists."""
    return all(f.type in {str, bool, When} and not f.container for f in _fields(cls))
