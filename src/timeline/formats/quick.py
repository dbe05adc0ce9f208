"""Plain records read quickly: nearly every line of a file that a program wrote.

Whatever is unusual or wrong here is left to `Codec.read`, which says what it is; so
both take the same, and only one of them explains.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from typing import Any

from timeline.codec import Codec
from timeline.errors import InvalidError, ParseError
from timeline.records.event import Event
from timeline.records.shape import Field, fields, holds_texts
from timeline.records.source import Source
from timeline.when.when import When

__all__ = ["Pairs", "Quick"]

Pairs = tuple[tuple[str, Any], ...]  # a JSON object as it is written
Function = Callable[[Any], Any]


class _Memo(dict[Any, Any]):
    """What has been read, by what it was read from."""

    def __init__(self, read: Function) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: object) -> object:
        found = self[key] = self._read(key)
        return found


class Quick:
    """Reads plain records for a *codec*; equal values are read once and shared."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._plans: dict[str, tuple[Any, Mapping[str, Function | None]]] = {}
        self._whens = _Memo(self._when)
        self._memos: dict[Any, _Memo] = {}

    def read(self, pairs: Pairs) -> Event | Source | None:
        """Return the record that *pairs* describe, or None if it is no plain one."""
        values = dict(pairs)
        if len(values) != len(pairs):
            return None
        try:
            kind = values.pop("kind", Event.kind)
            cls, plan = self._plans.get(kind) or self._plan(kind)
            for name, value in values.items():
                read = plan[name]
                if read is not None:
                    values[name] = read(value)
                elif type(value) is not str:
                    return None
            record: Event | Source = cls(**values)
        except (KeyError, TypeError, InvalidError):
            return None
        return record

    def _plan(self, kind: str) -> tuple[Any, Mapping[str, Function | None]]:
        """Return a class and what reads each of its fields; None where texts are."""
        cls = self._codec.classes[kind]
        readers = self._codec.readers(cls)
        plan = {
            each.name: self._reader(each, readers[each.name]) for each in fields(cls)
        }
        return self._plans.setdefault(kind, (cls, plan))

    def _reader(self, field: Field, read: Function) -> Function | None:
        if field.type is str:
            return None
        if field.type is When:
            return self._whens.__getitem__
        inner = typing.get_args(field.type)
        if inner == (str, ...):
            return _texts(_Memo(lambda texts: read(list(texts))))
        if inner[1:] == (...,) and holds_texts(inner[0]):
            return _objects(self._memos.setdefault(inner[0], self._one(inner[0])))
        return read

    def _one(self, cls: Any) -> _Memo:  # noqa: ANN401  (any attrs class)
        return _Memo(lambda value: self._codec.nested(cls, _opened(value)))

    def _when(self, text: object) -> When:
        if type(text) is not str or "[" in text:  # a zone may have other rules by now
            raise KeyError(text)
        return self._codec.when(text)


def _texts(known: _Memo) -> Function:
    """Return what reads a list by its items as a tuple."""

    def read(values: object) -> object:
        if type(values) is not list:
            raise TypeError(values)
        return known[tuple(values)]

    return read


def _objects(known: _Memo) -> Function:
    """Return what reads a list item by item."""

    def read(values: object) -> object:
        if type(values) is not list:
            raise TypeError(values)
        return tuple([known[value] for value in values])

    return read


def _opened(value: object) -> object:
    """Return an object for its pairs, and anything else as it is."""
    if type(value) is not tuple:
        return value
    found = dict(value)
    if len(found) != len(value):
        raise ParseError("a key stands twice")
    return found
