"""Records to and from plain data, strictly, by what their classes declare.

Plain data is what JSON and TOML hold: texts, numbers, truth values, lists, objects.
Nothing is coerced: ``"5"`` is not 5, ``"false"`` is not false, and a text is no list
of letters. A field is written when it is not its default, and always in one form.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from timeline.errors import InvalidError, ParseError, Problem
from timeline.parties.parties import Participant
from timeline.records.event import Event
from timeline.records.fields import (
    Field,
    fields,
    has_text,
    holds_texts,
    needed,
    scalar,
    wrong,
)
from timeline.records.kinds import KINDS, Kinds, OpaqueEvent
from timeline.records.lifecycle import Phase
from timeline.records.source import Source
from timeline.text import closest, listing, quote, suggest
from timeline.when.interop import is_rule_changed, read_saved
from timeline.when.when import When

__all__ = ["SOURCE", "Codec", "Memo", "encode"]

Function = Callable[[Any], Any]
Plain = dict[str, Any]

SOURCE = "source"  # what stands for a kind where a source is written
_MOST_KEPT = 1 << 15  # values; a stream reads more than fit into memory
encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


class Memo(dict[Any, Any]):
    """What has been read, by what it was read from; never so much that it matters."""

    def __init__(self, read: Function) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: object) -> object:
        found = self._read(key)
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[key] = found
        return found


class Codec:
    """Reads and writes records of the given *kinds*.

    Equal dates and participants are read once and shared, so use one codec for all
    records of a file, and a new one for the next file.

    Args:
        kinds: The classes that data may describe; ``KINDS | [Mine]`` for yours too.
        saved: Whether the data were written by a program, maybe when a zone had other
            rules; what people write has to fit the rules of today.

    >>> Codec().read({"kind": "call", "id": "c", "title": "Call", "private": "false"})
    Traceback (most recent call last):
    timeline.errors.InvalidError: private: "false" is not true or false; \
write it without quotation marks
    """

    def __init__(self, kinds: Kinds = KINDS, *, saved: bool = False) -> None:
        self.kinds = kinds
        self._saved = saved
        classes = {cls.kind: cls for cls in kinds}
        self.classes: Mapping[Any, type] = {**classes, SOURCE: Source}
        self._readers: dict[type, dict[str, Function]] = {}
        self._writers: dict[type, list[tuple[str, Any, Function]]] = {}
        self.whens = Memo(self._parsed)
        self._values = Memo(self._first)

    def read(self, data: Mapping[str, Any]) -> Event | Source:
        """Return the record that *data* describe; without a kind, an event.

        A kind that is not known becomes an `OpaqueEvent`, and fields that its class
        does not have go to ``extra``: `unknown` tells of both.

        Raises:
            InvalidError: the data break a rule; its problems are all that was found.
        """
        if not isinstance(data, Mapping):
            hint = 'write {"kind": "meeting", "id": ...}'
            raise ParseError(f"{quote(data)} is no record", hint, code="wrong-type")
        kind = data.get("kind", Event.kind)
        try:
            cls = self.classes[kind]
            readers = self.readers(cls)
            record = cls(
                **{
                    name: readers[name](value)
                    for name, value in data.items()
                    if name != "kind"
                }
            )
        except (KeyError, TypeError, InvalidError):
            record = self._read_again(kind, dict(data))
        when = getattr(record, "when", None)
        if (
            self._saved
            and when
            and record.phase is Phase.AHEAD
            and is_rule_changed(when)
        ):
            record = attrs.evolve(record, when=read_saved(str(when), ahead=True))
        return typing.cast("Event | Source", record)

    def unknown(self, record: Event | Source) -> Iterator[Problem]:
        """Yield a warning for what `read` kept without knowing what it means."""
        if isinstance(record, OpaqueEvent):
            guess = closest(record.kind, self.classes)
            hint = f'did you mean "{guess}"?' if guess else ""
            problem = f"{quote(record.kind)} is no kind of record we know"
            yield Problem("unknown-kind", problem, ("kind",), hint=hint)
            return
        names = [name for name, _ in record.extra]
        yield from self.strange(
            {"kind": getattr(record, "kind", SOURCE), **dict.fromkeys(names)}
        )

    def strange(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield a warning for each field that a record of that kind does not have."""
        kind = data.get("kind", Event.kind)
        if type(kind) is not str or kind not in self.classes:
            return
        names = self.readers(self.classes[kind])
        for name in data:
            if name not in names and name != "kind":
                problem = f"{kind} has no field {quote(name)}"
                guess = closest(name, names)
                hint = f'did you mean "{guess}"?' if guess else ""
                yield Problem("unknown-field", problem, (name,), hint=hint)

    def write(self, record: Event | Source) -> Plain:
        """Return *record* as plain data: ``kind`` and ``id``, then sorted fields.

        >>> from timeline.records.meetings import Call
        >>> Codec().write(Call(id="c", title="Call", participants=["UK", "CA"]))
        {'kind': 'call', 'id': 'c', 'participants': ['GB', 'CA'], 'title': 'Call'}
        """
        kind = getattr(record, "kind", SOURCE)
        found = {"kind": kind, **self._written(record)}
        if record.extra:
            found |= {name: json.loads(text) for name, text in record.extra}
            first, *rest = found.items()
            found = dict([first, *sorted(rest, key=lambda e: (e[0] != "id", e[0]))])
        return found

    def participant(self, value: object) -> Participant:
        """Read a participant that stands in no record."""
        return typing.cast("Participant", self._known(Participant, value))

    def _kind(self, kind: object) -> str:
        """Return a kind that we do not know, if it can be one at all."""
        if isinstance(kind, str) and kind.strip():
            return kind
        problem = f"{quote(kind)} is no kind"
        raise ParseError(problem, suggest("", self.classes), ("kind",), "bad-kind")

    def _read_again(self, kind: object, data: Plain) -> Any:  # noqa: ANN401  (anything may come)
        """Read what is of an unknown kind, has unknown fields or is wrong."""
        data.pop("kind", None)
        if type(kind) is str and kind in self.classes:
            cls = self.classes[kind]
        else:
            cls, data["kind"] = OpaqueEvent, self._kind(kind)
        return cls(**self._read_slowly(cls, data))

    def _read_slowly(self, cls: type, data: Plain) -> Plain:
        """Read field by field: what is unusual, and everything that is wrong."""
        readers = self.readers(cls)
        problems: list[Problem] = []
        values: Plain = {}
        for name in data:
            if name in readers:
                try:
                    values[name] = readers[name](data[name])
                except InvalidError as error:
                    problems += error.inside(name).problems
        for name in needed(cls):
            if name not in data:
                hint = f'write "{name}" with its value'
                problem = f"the {name} is missing"
                problems.append(Problem("missing-field", problem, (name,), hint=hint))
        if problems:
            raise InvalidError(problems)
        extra = {name: data[name] for name in data if name not in readers}
        if extra and hasattr(cls, "extra"):
            values["extra"] = _kept(extra)
        return values

    def readers(self, cls: type) -> Mapping[str, Function]:
        """Return what reads each field of *cls*."""
        if cls in self._readers:
            return self._readers[cls]
        readers = {each.name: self._reader(each) for each in fields(cls)}
        if cls is OpaqueEvent:
            readers["kind"] = str
        return self._readers.setdefault(cls, readers)

    def _reader(self, field: Field) -> Function:
        read = self._reader_of(field.type)
        return partial(_maybe, read) if field.optional else read

    def _reader_of(self, kind: Any) -> Function:  # noqa: ANN401  (a type)
        if inner := typing.get_args(kind):
            if pair := typing.get_args(inner[0]):
                return partial(_object, self._reader_of(pair[1]))
            return partial(_list, self._reader_of(inner[0]))
        if kind is When:
            return self.when
        if attrs.has(kind):
            return partial(self._known if holds_texts(kind) else self.nested, kind)
        return partial(scalar, kind)

    def when(self, value: Any) -> When:  # noqa: ANN401  (anything may come)
        """Read a date that stands in no record."""
        text = value.isoformat() if isinstance(value, date) else scalar(str, value)
        found: When = self.whens[text]
        return found

    def _parsed(self, text: str) -> When:
        return read_saved(text, ahead=False) if self._saved else When.parse(text)

    def _known(self, cls: type, value: object) -> object:
        """Read a value in a record, unless the same has been read before."""
        try:
            if type(value) is dict:
                return self._values[cls, *value.items()]
            if type(value) is str:
                return self._values[cls, value]
        except TypeError:  # a list or an object inside
            pass
        return self.nested(cls, value)

    def _first(self, key: tuple[Any, ...]) -> object:
        cls, *parts = key
        if parts and type(parts[0]) is str:
            return self.nested(cls, parts[0])
        return self.nested(cls, dict(parts))

    def nested(self, cls: type, value: object) -> object:
        """Read an object that is no record, or the text that stands for it."""
        if isinstance(value, str) and has_text(cls):
            return getattr(cls, "parse", cls)(value)
        if not isinstance(value, dict):
            raise wrong(value, "a text or an object" if has_text(cls) else "an object")
        readers = self.readers(cls)
        values = self._read_slowly(cls, value)
        for name in value:
            if name not in readers:
                raise InvalidError(
                    f"{quote(name)} is no field here",
                    suggest(name, readers),
                    (name,),
                    "unknown-field",
                )
        return cls(**values)

    def _written(self, record: object) -> Plain:
        """Return the fields of *record* that are not their default."""
        cls: Any = type(record)
        plan = self._writers.get(cls)
        if plan is None:
            plan = [(f.name, f.default, self.writer(f.type)) for f in fields(cls)]
            self._writers[cls] = plan
        found = {}
        for name, default, write in plan:
            value = getattr(record, name)
            if value is not default and (default is None or value != default):
                found[name] = write(value)
        return found

    def writer(self, kind: Any) -> Function:  # noqa: ANN401  (a type)
        """Return what makes plain data of a value of that type."""
        if inner := typing.get_args(kind):
            if typing.get_args(inner[0]):
                return dict
            each = self.writer(inner[0])
            return list if each is _same else lambda values: [*map(each, values)]
        if kind is When:
            return str
        return self._short_or_whole if attrs.has(kind) else _same

    def _short_or_whole(self, value: object) -> str | Plain:
        """Return a nested value as a text if that says it all, else as an object."""
        cls: Any = type(value)
        if cls is Participant:
            person = typing.cast("Participant", value)
            return self._written(value) if person.office or person.role else str(value)
        if hasattr(cls, "parse"):
            return str(value)
        found = self._written(value)
        lead = attrs.fields(cls)[0].name
        return found[lead] if has_text(cls) and len(found) == 1 else found


def _same(value: object) -> object:
    return value


def _maybe(read: Function, value: object) -> object:
    return None if value is None else read(value)


def _list(read: Function, values: object) -> tuple[Any, ...]:
    if type(values) is not list:
        raise wrong(values, "a list")
    try:
        return tuple([read(value) for value in values])
    except InvalidError:
        return tuple(_at(index, read, value) for index, value in enumerate(values))


def _object(read: Function, values: object) -> Plain:
    if type(values) is not dict:
        raise wrong(values, "an object")
    return {name: _at(name, read, value) for name, value in values.items()}


def _at(step: str | int, read: Function, value: object) -> object:
    try:
        return read(value)
    except InvalidError as error:
        raise error.inside(step) from None


def _kept(extra: Plain) -> tuple[tuple[str, str], ...]:
    """Return fields that nobody knows as JSON, by which they are written back."""
    try:
        return tuple((name, encode(extra[name])) for name in sorted(extra))
    except (TypeError, ValueError, RecursionError):
        names = listing(map(quote, extra), "and")
        problem = f"{names} cannot be kept: unknown, and no plain data"
        raise InvalidError(problem, code="unknown-field") from None
