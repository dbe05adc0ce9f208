"""Records written quickly: as the text of a line, without first making plain data."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from timeline.records.codec import SOURCE, Codec, encode
from timeline.records.event import Event
from timeline.records.fields import fields
from timeline.records.kinds import OpaqueEvent
from timeline.records.source import Source

__all__ = ["Lines"]

Function = Callable[[Any], Any]

_quoted = json.encoder.encode_basestring


@attrs.frozen
class _Plan:
    """How to write the records of one class as text.

    Attributes:
        start: What each begins with.
        values: What gets the fields that are written if they are true.
        keys: The names of these, as JSON.
        texts: What turns each of these into JSON.
        odd: What gets the other fields.
        defaults: What these are in nearly all records; others go by `Codec.write`.
    """

    start: str
    values: Callable[[Any], tuple[Any, ...]]
    keys: list[str]
    texts: list[Callable[[Any], str]]
    odd: Callable[[Any], tuple[Any, ...]]
    defaults: tuple[Any, ...] | None


class Lines:
    """Writes records as JSON, one a line; values that they share are written once."""

    def __init__(self) -> None:
        self._codec = Codec()
        self._plans: dict[type, _Plan] = {}
        self._texts: dict[int, tuple[object, str]] = {}

    def write(self, record: Event | Source) -> str:
        """Return the line of *record*, which holds what `Codec.write` returns.

        >>> print(Lines().write(Source(id="article", published="2025-11-12")))
        {"kind":"source","id":"article","published":"2025-11-12"}
        """
        cls = type(record)
        plan = self._plans.get(cls) or self._plan(cls)
        if plan.odd(record) != plan.defaults:
            return encode(self._codec.write(record))
        parts = [
            key + text(value)
            for value, key, text in zip(
                plan.values(record), plan.keys, plan.texts, strict=True
            )
            if value
        ]
        return f"{plan.start}{','.join(parts)}}}"

    def _plan(self, cls: type[Any]) -> _Plan:
        """Make a plan for all fields that are written if they are true."""
        kind = getattr(cls, "kind", SOURCE)
        odd = [f for f in fields(cls) if f.default or f.type in {bool, int, float}]
        even = [field for field in fields(cls) if field not in odd]
        plan = _Plan(
            f'{{"kind":{_quoted(str(kind))},',
            attrgetter(*(field.name for field in even)),
            [f'"{field.name}":' for field in even],
            [self._text_of(field.type) for field in even],
            attrgetter("extra", "extra", *(field.name for field in odd)),
            None if cls is OpaqueEvent else ((), (), *(f.default for f in odd)),
        )
        return self._plans.setdefault(cls, plan)

    def _text_of(self, kind: Any) -> Callable[[Any], str]:  # noqa: ANN401  (a type)
        """Return what turns a value into JSON text."""
        inner = typing.get_args(kind)
        if kind is str:
            return _quoted
        if inner == (str, ...):
            return lambda values: f"[{','.join(map(_quoted, values))}]"
        if inner:
            each = partial(self._shared, self._codec.writer(inner[0]))
            return lambda values: f"[{','.join(map(each, values))}]"
        return partial(self._shared, self._codec.writer(kind))

    def _shared(self, write: Function, value: object) -> str:
        """Return the text of a value that many records may share."""
        found = self._texts.get(id(value))
        if found is None:  # held with its text, so that nothing else gets its identity
            found = self._texts[id(value)] = (value, encode(write(value)))
        return found[1]
