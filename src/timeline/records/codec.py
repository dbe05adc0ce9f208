"""Records to and from plain data, strictly, by the plans of their classes.

Plain data is what JSON and TOML hold: texts, numbers, truth values, lists, objects.
Nothing is coerced: ``"5"`` is not 5, ``"false"`` is not false, and a text is not a list
of letters. A field is written when it is not its default, and always in one form.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from json.decoder import JSONDecoder
from json.encoder import encode_basestring as _text
from operator import attrgetter
from typing import Any, NamedTuple

import attrs

from timeline.errors import InvalidError, ParseError, Problem, inside
from timeline.records import kinds as known
from timeline.records import strictjson
from timeline.records.converters import convert_each
from timeline.records.event import REMOVED, Event
from timeline.records.fields import Field, is_simple, plan, takes_text
from timeline.records.kinds import KINDS, Kinds, OpaqueEvent, Record
from timeline.records.lifecycle import Phase, with_article
from timeline.records.participants import Participant
from timeline.records.party import Party
from timeline.records.source import Citation
from timeline.records.strictjson import Pairs, opened, plain
from timeline.records.upgrade import upgraded
from timeline.text import did_you_mean, quote, suggest
from timeline.when.interop import read_saved
from timeline.when.when import When

Function = Callable[[Any], Any]
Writer = Callable[[Any], str]
Plain = dict[str, Any]

_MOST_KEPT = 1 << 15  # values; a stream reads more than fit into memory
_DECODER = JSONDecoder()  # of what was written here
# What a value of each type is called, and the very types that it may have.
_TYPES: Mapping[Any, tuple[str, tuple[type, ...]]] = {
    str: ("a text", (str,)),
    bool: ("true or false", (bool,)),
    int: ("a whole number", (int,)),
    float: ("a number", (int, float)),
}


class _Memo(dict[Any, Any]):
    """What has been read, by what it was read from; never so much that it matters.

    What is wrong raises, and so is never kept. All that is kept was a text or held
    texts only: so that 1 equals true cannot mislead.
    """

    def __init__(self, read: Function) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: object) -> object:
        value = self._read(key)
        if type(key) is Pairs and not all(type(part) is str for _, part in key):
            return value  # such as a group, which says so by a flag
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[key] = value
        return value

    def read(self, value: object) -> object:
        """Read a value, unless the same has been read before."""
        try:
            return self[value]
        except TypeError:  # a dictionary, or a list inside
            return self._read(value)


class _Plan(NamedTuple):
    """How records of one class are read and written.

    Attributes:
        readers: What reads each of its fields.
        required: The names of those that must be given.
        values: What gets the value of each field, and that of the first again.
        writers: Name with a colon, default and writer of each field.
    """

    readers: Mapping[str, Function]
    required: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    writers: tuple[tuple[str, Any, Writer], ...]


def to_dict(record: Record) -> Plain:
    """Return an event, a source or a party as plain data, as in a line of a JSONL file.

    >>> from timeline import Call, from_dict, to_dict
    >>> to_dict(Call(id="c", title="Call", when="2025-03~"))
    {'kind': 'call', 'id': 'c', 'title': 'Call', 'when': '2025-03~'}
    """
    return Codec().write(record)


def from_dict(data: Mapping[str, Any], kinds: Kinds = KINDS) -> Record:
    """Return the record that plain data describe, in the form that `to_dict` returns.

    A kind or a field that *kinds* does not know is kept as it is, in an `OpaqueEvent`
    or in ``extra``.

    Raises:
        InvalidError: they do not describe a record; the error names the field.
    """
    return Codec(kinds).read(data)


class Codec:
    """Reads and writes records of the given *kinds*.

    Equal dates and participants are read once and shared, so use one codec for all
    records of a file, and a new one for the next file.

    Args:
        kinds: The classes that data may describe; ``KINDS | [Mine]`` for yours too.
        saved: Whether the data were written by a program, maybe when a zone had other
            rules; what people write has to fit the rules of today.
        version: The version of the format that the data have; the first, which any
            later one follows but for what it removed, unless they say one.

    >>> Codec().read({"kind": "call", "id": "c", "title": "Call", "private": "false"})
    Traceback (most recent call last):
    timeline.errors.InvalidError: private: "false" is not true or false; \
write it without quotation marks
    """

    def __init__(
        self, kinds: Kinds = KINDS, *, saved: bool = False, version: int = 1
    ) -> None:
        self.version = version
        self._saved = saved
        self._has_zones = False  # whether a date with a zone was read
        classes = {cls.kind: cls for cls in kinds}
        self.classes: Mapping[Any, type] = {**known.BESIDE_EVENTS, **classes}
        self._plans: dict[type, _Plan] = {}
        self._whens = _Memo(self._parse_when)
        self._memos: dict[type, _Memo] = {}

    def read(self, data: Mapping[str, Any]) -> Record:
        """Return the record that *data* describe; without a kind, an event.

        A kind that is not known becomes an `OpaqueEvent`, and fields that its class
        does not have go to ``extra``: `unknown` reports both.

        Raises:
            InvalidError: the data break a rule; its problems are all that were found.
        """
        if type(data) is not dict and not isinstance(data, Mapping):
            hint = 'write {"kind": "meeting", "id": ...}'
            problem = f"{quote(plain(data))} is not a record"
            raise ParseError(problem, hint, code="wrong-type")
        data = upgraded(data, self.version)
        kind = data.get("kind", Event.kind)
        cls = self.classes.get(kind) if type(kind) is str else None
        values, extra = self._values(cls or OpaqueEvent, data)
        extra.pop("kind", None)
        if cls is None and not (isinstance(kind, str) and kind.strip()):
            problem = f"invalid kind {quote(plain(kind))}"
            raise ParseError(problem, suggest("", self.classes), ("kind",), "bad-kind")
        if cls is None or (cls is Party and kind != known.PARTY):
            values["kind"] = kind
        if extra:
            values["extra"] = _extra_texts(extra)
        record: Record = (cls or OpaqueEvent)(**values)
        if self._has_zones and self._saved:
            record = _with_wall_time(record)
        return record

    def _values(self, cls: type, data: Mapping[str, Any]) -> tuple[Plain, Plain]:
        """Read field by field; return the values, and the fields that are unknown.

        Raises:
            InvalidError: with everything that is wrong.
        """
        how = self._plans.get(cls) or self._plan(cls)
        values: Plain = {}
        extra: Plain = {}
        problems: list[Problem] = []
        for name, value in data.items():
            read = how.readers.get(name)
            if read is None:
                if type(name) is not str:
                    problem = f"the name of a field is a text, not {quote(name)}"
                    hint = f'write "{quote(name)}"'
                    problems.append(Problem("wrong-type", problem, hint=hint))
                elif name in REMOVED:
                    problem, hint = REMOVED[name]
                    removed = Problem("unknown-field", problem, (name,), hint=hint)
                    problems.append(removed)
                extra[name] = value
                continue
            try:
                values[name] = read(value)
            except InvalidError as error:
                problems += error.inside(name).problems
        for name in how.required:
            if name not in data:
                hint = f'write "{name}" with its value'
                problem = f"the {name} is missing"
                problems.append(Problem("missing-field", problem, (name,), hint=hint))
        if problems:
            raise InvalidError(problems)
        return values, extra

    def unknown(self, record: Record) -> Iterator[Problem]:
        """Yield a warning for what `read` kept without knowing what it means."""
        if isinstance(record, OpaqueEvent):
            hint = did_you_mean(record.kind, self.classes)
            problem = f"unknown kind of record {quote(record.kind)}"
            yield Problem("unknown-kind", problem, ("kind",), hint=hint)
            return
        kind = getattr(record, "kind", known.SOURCE)
        yield from self.strange({"kind": kind, **dict.fromkeys(dict(record.extra))})

    def strange(self, data: Mapping[Any, Any]) -> Iterator[Problem]:
        """Yield a warning for each field that a record of that kind does not have."""
        kind = data.get("kind", Event.kind)
        if type(kind) is not str or kind not in self.classes:
            return
        names = self._plan(self.classes[kind]).readers
        for name in data:
            if type(name) is str and name not in {*names, *REMOVED, "kind"}:
                problem = f"unknown field {quote(name)} for {with_article(kind)}"
                hint = meant_field(name, names)
                yield Problem("unknown-field", problem, (name,), hint=hint)

    def line(self, record: Record) -> str:
        """Return *record* as JSON on one line: ``kind``, ``id``, then sorted fields.

        >>> from timeline.records.source import Source
        >>> Codec().line(Source(id="article", title="Article"))
        '{"kind":"source","id":"article","title":"Article"}'
        """
        kind = getattr(record, "kind", known.SOURCE)
        members = [f'"kind":{_text(kind)}', *self._members(record)]
        if record.extra:
            members += [f"{_text(name)}:{text}" for name, text in record.extra]
            members[2:] = sorted(
                members[2:], key=lambda member: _DECODER.raw_decode(member)[0]
            )
        return f"{{{','.join(members)}}}"

    def write(self, record: Record) -> Plain:
        """Return *record* as plain data: what a program reads from its line.

        >>> from timeline.records.meetings import Call
        >>> Codec().write(Call(id="c", title="Call", participants=["UK", "CA"]))
        {'kind': 'call', 'id': 'c', 'participants': ['GB', 'CA'], 'title': 'Call'}
        """
        data: Plain = _DECODER.decode(self.line(record))
        return data

    def participant(self, value: object) -> Participant:
        """Read a participant outside a record."""
        return typing.cast("Participant", self._reader_of(Participant)(value))

    def _plan(self, cls: type) -> _Plan:
        """Return how *cls* is read and written: made when it is first needed."""
        if cls not in self._plans:
            fields = plan(cls)
            names = [field.name for field in fields]
            self._plans[cls] = _Plan(
                {field.name: self._reader(field) for field in fields},
                tuple(field.name for field in fields if field.is_required),
                attrgetter(*names, names[0]),  # of one name it would give no tuple
                tuple((f'"{f.name}":', f.default, self._writer(f)) for f in fields),
            )
        return self._plans[cls]

    def _reader(self, field: Field) -> Function:
        read = self._reader_of(field.type)
        if field.type is not str and field.choices:  # words instead of such a value
            return partial(_read_or_word, read, field.choices)
        if field.container == "list":
            memo = self._memos.get(field.type)
            quick = read if memo is None else memo.__getitem__
            if field.type is not str:
                return _list_reader(read, quick)
            read_words, share = _list_reader(read, sys.intern), _Memo(tuple).__getitem__
            return lambda values: share(read_words(values))  # few lists, many records
        if field.container == "table":
            return _table_reader(read)
        if field.choices or (field.type is str and field.names):
            read = _read_word
        if field.optional:
            return lambda value: None if value is None else read(value)
        return read

    def _reader_of(self, cls: Any) -> Function:  # noqa: ANN401  (a type)
        if cls is When:
            return self._read_when
        if not attrs.has(cls):
            return _scalar_reader(cls)
        read = partial(self._read_object, cls)
        if not is_simple(cls):
            return read
        return self._memos.setdefault(cls, _Memo(read)).read

    def _read_when(self, value: object) -> When:
        if type(value) is not str:
            if not isinstance(value, date):  # TOML has dates
                raise wrong_type(value, "a text")
            value = value.isoformat()
        when: When = self._whens[value]
        return when

    def _parse_when(self, text: str) -> When:
        self._has_zones |= "[" in text
        return read_saved(text, ahead=False) if self._saved else When.parse(text)

    def _read_object(self, cls: type, value: object) -> object:
        """Read an object that is not a record, or the text that stands for it.

        Where objects are of several sorts, their class chooses by what they hold.
        """
        if isinstance(value, str) and takes_text(cls):
            return getattr(cls, "parse", cls)(value)
        value = opened(value)
        if hasattr(cls, "choose"):
            cls, value = cls.choose(value)
        if not isinstance(value, Mapping):
            what = "a text or an object" if takes_text(cls) else "an object"
            raise wrong_type(value, what)
        values, extra = self._values(cls, value)
        if extra:
            name, names = next(iter(extra)), self._plan(cls).readers
            problem = f"unknown field {quote(name)}"
            raise InvalidError(problem, suggest(name, names), (name,), "unknown-field")
        return cls(**values)

    def _members(self, value: object) -> list[str]:
        """Return the fields that are not their default, as members of a JSON object."""
        how = self._plans.get(type(value)) or self._plan(type(value))
        return [
            f"{name}{write(item)}"
            for item, (name, default, write) in zip(
                how.values(value), how.writers, strict=False
            )
            # Most fields hold their default itself.
            if item is not default and (default is None or item != default)
        ]

    def _writer(self, field: Field) -> Writer:
        """Return what makes JSON of a value of that field."""
        if field.container == "table":
            return lambda pairs: strictjson.encode(dict(pairs))
        write = self._writer_of(field.type)
        if field.container:
            return lambda values: f"[{','.join(map(write, values))}]"
        if field.optional and field.default is not None:
            return lambda value: "null" if value is None else write(value)
        return write

    def _writer_of(self, cls: Any) -> Writer:  # noqa: ANN401  (a type)
        if cls is str:
            return _text
        if cls is When:
            return lambda when: f'"{when}"'  # no date holds what JSON would escape
        if not attrs.has(cls):
            return strictjson.encode
        if is_simple(cls):
            return _Memo(self._write_object).__getitem__
        return self._write_object

    def _write_object(self, value: object) -> str:
        """Return a value in a record: as a text if that says it all, or an object."""
        cls: Any = type(value)
        with suppress(InvalidError):  # such as a name too long for a text
            if hasattr(cls, "parse") and cls.parse(str(value)) == value:
                return _text(str(value))
        members = self._members(value)
        if len(members) == 1 and takes_text(cls):
            _, _, lead = members[0].partition(":")
            return lead
        return f"{{{','.join(members)}}}"


def _with_wall_time(record: Record) -> Record:
    """Return a record ahead with the wall time of its zone, which rules may move."""
    if not isinstance(record, Event) or record.phase is not Phase.AHEAD:
        return record
    if record.when is None or "[" not in record.when.text:
        return record
    return attrs.evolve(record, when=read_saved(str(record.when), ahead=True))


def _scalar_reader(cls: type) -> Function:
    """Return what takes values of that very type: nothing is coerced."""
    wanted, types = _TYPES.get(cls, (cls.__name__, (cls,)))

    def read(value: object) -> object:
        if type(value) in types:
            return value
        raise wrong_type(value, wanted)

    return read


def _read_word(value: object) -> str:
    """Read a text that is in many records, and share it."""
    if type(value) is str:
        return sys.intern(value)
    raise wrong_type(value, "a text")


def _read_or_word(read: Function, words: tuple[str, ...], value: object) -> object:
    return value if value is None or value in words else read(value)


def _list_reader(read: Function, quick: Function) -> Function:
    """Return what reads a list by *quick*, or by *read*, which says what is wrong."""

    def read_list(values: object) -> tuple[Any, ...]:
        if type(values) is not list:
            raise wrong_type(values, "a list")
        try:
            return tuple(map(quick, values))
        except (InvalidError, TypeError):  # something is wrong, or not hashable
            return convert_each(read, values)

    return read_list


def _table_reader(read: Function) -> Function:
    def read_table(values: object) -> Plain:
        values = opened(values)
        if not isinstance(values, Mapping):
            raise wrong_type(values, "an object")
        table = {}
        for name, item in values.items():
            with inside(name):
                table[name] = read(item)
        return table

    return read_table


def meant_field(name: str, names: Collection[str]) -> str:
    """Return a hint for a field that a record with the fields *names* does not have."""
    if "sources" in names and name in attrs.fields_dict(Citation):
        return "write it within sources, beside the source that says so"
    return did_you_mean(name, names)


def wrong_type(value: object, wanted: str) -> ParseError:
    """Return the error for a value of another type than *wanted*."""
    value = plain(value)
    hint = "write it without quotation marks" if isinstance(value, str) else ""
    if wanted == "a text" and isinstance(value, int) and abs(value) < 10**6:
        hint = f'write "{value}"'
    if wanted == "a list":
        hint = f"write [{quote(value)}]" if hint else "write [ ] around it"
    return ParseError(f"{quote(value)} is not {wanted}", hint, code="wrong-type")


def _extra_texts(extra: Plain) -> dict[str, str]:
    """Return unknown fields as JSON texts, by which they are written back."""
    texts = {}
    for name, value in extra.items():
        with inside(name):
            data = plain(value)
            try:
                texts[name] = strictjson.encode(data)
            except (TypeError, ValueError):
                problem = "this unknown field cannot be kept: it is not plain data"
                hint = "write texts, numbers, lists and objects"
                raise InvalidError(problem, hint, code="unknown-field") from None
    return texts
