"""How the fields of records take their values: ready ones as they are, others exactly.

A converter takes a value and returns what the field holds, or raises. `checked_fields`
adds the name of the field to what it raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any, Protocol, TypeVar, get_args

import attrs

from timeline.errors import InvalidError
from timeline.records import strictjson
from timeline.text import as_text, is_blank, quote, suggest
from timeline.when import anchors
from timeline.when.when import When, as_when

_NULLS = frozenset({"NAType", "NaTType"})  # of pandas

T = TypeVar("T")

# An id at first sight; what begins with a digit or a Y might be a date.
_is_plain_id = re.compile(r"[A-XZa-z][A-Za-z0-9._:@/-]{0,127}").fullmatch

# Texts that name something: the types of fields say what.
PartyRef = Annotated[str, "parties"]
RecordRef = Annotated[str, "records"]
PlaceName = Annotated[str, "places"]
Extra = tuple[tuple[str, str], ...]  # names and JSON texts of unknown fields


def checked_fields(
    _: type, fields: list[attrs.Attribute[Any]]
) -> list[attrs.Attribute[Any]]:
    """Give each field of a class a converter that names the field: attrs' own hook.

    A text or a flag without a converter gets that of its type. One with ``choices`` in
    its metadata takes only these, one with a ``class`` only what is of that class; the
    default of one that is ``required`` is refused as its converter says.
    """
    # Those of a base class have theirs; the stubs of attrs do not know `inherited`.
    return [f if getattr(f, "inherited", False) else _checked(f) for f in fields]


def _checked(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    name, default, metadata = field.name, field.default, field.metadata
    convert: Any = field.converter or _BY_TYPE.get(str(field.type))
    if "choices" in metadata:
        convert = partial(_as_choice, name, metadata["choices"])
    if "class" in metadata:
        convert = partial(as_instance, metadata["class"])
    if "required" in metadata:
        default = attrs.NOTHING
    if convert is None:
        return field

    def checked(value: object) -> object:
        if value is default:
            return value
        try:
            return convert(value)
        except InvalidError as error:
            raise error.inside(name) from None

    def checked_text(value: object) -> object:  # nearly all texts are ASCII
        if value is default or (type(value) is str and value.isascii()):
            return value
        return checked(value)

    taking = checked_text if convert is as_text else checked
    taking.__annotations__["value"] = _taken(field)
    # Wrapped once: for a bare function attrs inspects its signature in every subclass.
    return field.evolve(converter=attrs.Converter(taking))


def _taken(field: attrs.Attribute[Any]) -> object:
    """Return the type of what a class takes for a field: what `help` shows."""
    annotations = getattr(field.converter, "__annotations__", {"value": field.type})
    taken = next(iter(annotations.values()))
    optional = get_args(taken)  # attrs' own `optional` wraps the text of a type
    return f"{optional[0].__forward_arg__} | None" if optional else taken


def _as_choice(name: str, choices: tuple[str, ...], value: object) -> str:
    if isinstance(value, str) and value in choices:
        return str.__str__(value)
    hint = suggest(value if isinstance(value, str) else "", choices)
    raise InvalidError(f"unknown {name} {quote(value)}", hint)


def as_instance(cls: type[T], value: object) -> T:
    """Return *value* if it is of that class."""
    if isinstance(value, cls):
        return value
    problem = f"{quote(value)} is not of the class {cls.__name__}"
    raise InvalidError(problem, f"write {cls.__name__}(...)")


def stated_repr(record: Any) -> str:  # noqa: ANN401  (any attrs class)
    """Return what *record* states, as the code that makes it: its ``repr``."""
    fields = ((f, getattr(record, f.name)) for f in attrs.fields(type(record)))
    stated = [f"{f.name}={value!r}" for f, value in fields if value != f.default]
    return f"{type(record).__name__}({', '.join(stated)})"


def as_flag(value: bool) -> bool:  # noqa: FBT001  (the converter of flags)
    """Return *value* if it is true or false."""
    if not isinstance(value, bool):
        problem = f"{quote(value)} is neither true nor false"
        raise InvalidError(problem, "write True or False")
    return value


_BY_TYPE: Mapping[str, Callable[[Any], object]] = {
    "str": as_text,
    "str | None": as_text,
    "bool": as_flag,
    "bool | None": as_flag,
}


def as_id(value: str) -> str:
    """Return *value* if it can name an event or a source; see `anchors.as_id`."""
    if type(value) is str and _is_plain_id(value):
        return value
    return anchors.as_id(value)


class HasId(Protocol):
    """A record, as what has an id."""

    @property
    def id(self) -> str:
        """Its id."""


def as_reference(value: str | HasId) -> str:
    """Return the id of a record, given the id or the record."""
    if isinstance(value, str):
        return as_id(value)
    id_: object = getattr(value, "id", value)
    return anchors.as_id(id_)


def maybe_id(value: str | HasId | None) -> str | None:
    """Return the id of a record, given that or the record; or None."""
    return None if value is None else as_reference(value)


def maybe_when(value: When | str | date | None) -> When | None:
    """Return *value* as a `When`, or None."""
    return value if value is None or type(value) is When else as_when(value)


def fixed_when(value: When | str | date) -> When:
    """Return *value* as a `When` that waits for no other record.

    Raises:
        InvalidError: it waits for one.
    """
    when = as_when(value)
    if not all(anchor.is_date for anchor in when.anchors):
        problem = f"{quote(str(when))} waits for another record"
        raise InvalidError(problem, "write the date that was stated")
    return when


def as_whens(values: Iterable[When | str | date]) -> tuple[When, ...]:
    """Return dates that were stated, in order."""
    return convert_each(fixed_when, values)


def as_ids(values: Iterable[str | HasId]) -> tuple[str, ...]:
    """Return the ids of records, given ids or records."""
    return convert_each(as_reference, values)


def as_texts(values: Iterable[str]) -> tuple[str, ...]:
    """Return texts, none of them blank."""
    if type(values) is tuple:
        for text in values:
            if type(text) is not str or not text.isascii() or not text.strip():
                break
        else:
            return values
    return convert_each(_as_filled, values)


def _as_filled(value: str) -> str:
    if is_blank(text := as_text(value)):
        problem = f"{quote(value)} is blank"
        raise InvalidError(problem, "leave it out, or write something")
    return text


def as_extra(values: Mapping[str, str] | Iterable[tuple[str, str]]) -> Extra:
    """Return names and JSON texts of unknown fields, in the form that files keep.

    Raises:
        InvalidError: a value that no file can give back, or a name twice.

    >>> as_extra({"b": "[1, 2]", "a": "1e2"})
    (('a', '100.0'), ('b', '[1,2]'))
    """
    pairs = values.items() if isinstance(values, Mapping) else values
    return tuple(sorted(strictjson.unique(convert_each(_as_pair, pairs)).items()))


def _as_pair(value: object) -> tuple[str, str]:
    if not isinstance(value, tuple) or len(value) != 2:
        problem = f"{quote(value)} is not a name with a value"
        raise InvalidError(problem, 'write ("name", "1")')
    name, text = map(as_text, value)
    try:
        return name, strictjson.encode(strictjson.decode(text))
    except InvalidError as error:
        problem = f"{quote(text)} is not usable JSON: {error.message}"
        raise InvalidError(problem, "write what json.dumps returns") from None


def check_extra(record: Any) -> None:  # noqa: ANN401  (an event or a source)
    """Refuse unknown fields of a record that have the name of one of its own."""
    own = {"kind", *(field.name for field in attrs.fields(type(record)))} - {"extra"}
    for name, _ in record.extra:
        if name in own:
            problem = f"{quote(name)} is a field of its own"
            raise InvalidError(problem, f"pass {name}=...", ("extra",))


def convert_each(
    convert: Callable[[Any], T], values: Iterable[Any], ready: type | None = None
) -> tuple[T, ...]:
    """Return *values*, each converted; a tuple of the type *ready* as it is.

    Raises:
        InvalidError: with everything that is wrong, each by its place; or *values* is
            one value, or has no order.
    """
    if type(values) is tuple:
        for value in values:
            if type(value) is not ready:
                break
        else:
            return values
    if isinstance(values, set | frozenset):
        raise InvalidError("a set has no order", "write a list")
    converted: list[T] = []
    errors: list[InvalidError] = []
    for place, value in enumerate(list_of(values)):
        try:
            converted.append(convert(value))
        except InvalidError as error:
            errors.append(error.inside(place))
    if len(errors) > 1:
        raise InvalidError([problem for error in errors for problem in error.problems])
    if errors:
        raise errors[0]
    return tuple(converted)


def is_null(value: object) -> bool:
    """Return whether a data frame means nothing by a value: NaN, NaT or NA.

    >>> is_null(float("nan")), is_null(None), is_null("")
    (True, False, False)
    """
    if isinstance(value, float):
        return value != value  # noqa: PLR0124  (true of NaN alone)
    return type(value).__name__ in _NULLS


def list_of(values: Iterable[T]) -> Iterable[T]:
    """Return *values*, unless they are one text, or not a list at all."""
    if isinstance(values, str):
        hint = f"write [{quote(values)}]"
        raise InvalidError(f"{quote(values)} is one value where a list belongs", hint)
    if isinstance(values, Mapping | bytes) or not isinstance(values, Iterable):
        raise InvalidError(f"{quote(values)} is not a list", "write [ ] around it")
    return values
