"""TOML: what people type.

``[meeting.elysee]`` is a record, ``[source.article]`` a source, ``[party.taliban]`` a
party that no table knows. ``[people]`` gives names to participants that come again.
Records that name no source cite the ``sources`` at the top of the document, and a
``quote`` in a record cites the only one with words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import import_module
from operator import attrgetter
from types import ModuleType
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.errors import InvalidError, ParseError, Problem, requiring
from timeline.formats.reader import SETTINGS, Loading, decoded, settings_of
from timeline.formats.tomlplaces import expressions, places
from timeline.parties.parties import parties_called
from timeline.records.codec import Codec, wrong_type
from timeline.records.event import Event
from timeline.records.fields import plan
from timeline.records.kinds import KINDS, PARTY, SOURCE, Kinds, OpaqueEvent, Record
from timeline.records.party import Party
from timeline.records.upgrade import VERSION, upgraded
from timeline.text import clean, closest, quote, suggest
from timeline.when.when import When

Plain = dict[str, Any]

_HEAD = frozenset({"timeline", *SETTINGS})
_DECLARING = r'[party.\1] with name = "\2"'
_FIRST = ("title", "when", "when_text", "status")  # the order people read in
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONG = re.compile(r"[0-9_]{600,}")
_DOTTED = re.compile(r"^(?:[^\n=.]*\.){20}", re.MULTILINE)  # may be an endless key
_DEEPEST = 20
_TWICE = ("cannot declare", "cannot overwrite", "duplicate")
_IN_VALUE = ("invalid value", "invalid date", "unclosed", "expected newline")
_BARE = re.compile(  # a value without quotation marks, in the line that it is in
    r"""(?:(?<=[=,\[])|^)[ \t]*
    ([^\s,\[\]{}\#"'=]+(?:\[[\w/+-]+\])?(?:[ \t]+[^\s,\[\]{}\#"'=]+)*)""",
    re.VERBOSE,
)
_YEAR = re.compile(r"-?[0-9]{4}")
_WORDS: Mapping[str, str] = {
    "true": "write true",
    "false": "write false",
    "null": "leave it out",
    "none": "leave it out",
}


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a document, as far as it can be read."""
    loading = Loading(path, kinds, strict=True, declaring=_DECLARING)
    text = "\n".join(line for _, line in decoded(loading, data))
    if not loading.has_errors and (document := _parsed(loading, text)) is not None:
        loading.lines |= places(text)
        _Reader(loading).read(document)
    return loading


def _parsed(loading: Loading, text: str) -> Plain | None:
    """Return the data of the TOML; if it is not TOML, note the problem."""
    try:
        return _document(text)
    except tomllib.TOMLDecodeError as error:
        _note_syntax(loading, str(error), text)
    except RecursionError:
        deepest = max(expressions(text), key=attrgetter("depth"))
        loading.note(Problem("too-deep", "it is nested too deeply"), deepest.line)
    except ValueError:  # the limit of int()
        lines = (each.line for each in expressions(text) if _LONG.search(each.text))
        loading.note(Problem("bad-number", "a number is too long"), next(lines, None))
    return None


def _document(text: str) -> Plain:
    """Read TOML, but no endless key, for which tomllib takes hours."""
    dotted = expressions(text) if _DOTTED.search(text) else ()
    if any(each.depth > _DEEPEST for each in dotted):
        raise RecursionError
    return tomllib.loads(text)


def _note_syntax(loading: Loading, words: str, text: str) -> None:
    """Note what is wrong with the TOML itself."""
    place = _AT.search(words)
    words = _AT.sub("", words)
    words = clean(f"{words[:1].lower()}{words[1:200]}")
    problem = Problem("bad-toml", words)
    if words.startswith(_TWICE):
        problem = Problem("twice", words, hint="keep one of them")
    if place is None or place[1] is None:  # what is not closed where the document ends
        *_, last = expressions(text)
        loading.note(problem, last.line)
        return
    line, column = int(place[1]), int(place[2])
    if words.startswith(_IN_VALUE):
        for bare in _BARE.finditer(text.split("\n")[line - 1]):
            if bare.start(1) < column <= bare.end(1):
                problem, column = _unquoted(bare[1]), bare.start(1) + 1
    loading.note(attrs.evolve(problem, column=column), line)


def _unquoted(text: str) -> Problem:
    """Say what to do about a value that is not TOML."""
    hint = _WORDS.get(text.lower(), f"write it in quotation marks: {quote(text)}")
    problem = f"{quote(text)} is not TOML"
    try:
        When.parse(text)
    except ParseError as error:
        if _YEAR.match(text):
            return attrs.evolve(error.problems[0], code="bad-date")
        return Problem("bad-toml", problem, hint=hint)
    return Problem("bad-date", problem, hint=hint)


@attrs.frozen
class _Reader:
    """Reads the tables of one document.

    Attributes:
        loading: What has been read.
        people: Participants by the names that the document gives them.
        sources: The sources cited by records that name none.
    """

    loading: Loading
    people: dict[str, object] = attrs.Factory(dict)
    sources: list[str] = attrs.Factory(list)

    def read(self, document: Plain) -> None:
        """Read the head of the document, then its tables."""
        self.sources.extend(self._default_sources(document.pop("sources", [])))
        people = self._table(document.pop("people", {}), "people")
        beside = {PARTY, SOURCE}
        kinds = [k for k in document if k in beside or k in self.loading.kinds]
        tables = {kind: document.pop(kind) for kind in kinds}
        for key in [key for key in document if key not in _HEAD]:
            self._note_unknown(key, document.pop(key))
        if "timeline" not in document:
            hint = f"start the file with `timeline = {VERSION}`"
            self.loading.note(Problem("no-header", "missing version", hint=hint), 1)
        self.loading.read_settings({"timeline": VERSION} | document, None)
        for name, person in people.items():
            self._read_person(name, person)
        for kind, table in tables.items():
            for id_, values in self._table(table, kind).items():
                if type(values) is dict:
                    self._read_record(kind, id_, values)
                else:
                    self._table(values, kind, id_)

    def _note_unknown(self, key: str, value: object) -> None:
        """Say what a key may have been meant for: a table is never a setting."""
        code, words, names = "unknown-key", "key", ["sources", *SETTINGS]
        if type(value) is dict:
            code, words = "unknown-kind", "kind of record"
            names = [PARTY, SOURCE, "people", *(cls.kind for cls in self.loading.kinds)]
        problem = f"unknown {words} {quote(key)}"
        self.loading.note(Problem(code, problem, (key,), hint=suggest(key, names)))

    def _default_sources(self, value: object) -> list[str]:
        if type(value) is list and all(type(id_) is str for id_ in value):
            return value
        hint = 'write ["article"]'
        problem = f"{quote(value)} is not a list of ids"
        self.loading.note(Problem("wrong-type", problem, ("sources",), hint=hint))
        return []

    def _table(self, value: object, *path: str) -> Plain:
        if type(value) is dict:
            return value
        head = path[0] if path[0] == "people" else f"{path[0]}.ID"
        problem = f"{quote(value)} is not a table"
        hint = f"write [{head}] above its fields"
        self.loading.note(Problem("wrong-type", problem, path, hint=hint))
        return {}

    def _read_person(self, name: str, person: object) -> None:
        """Keep a participant under its name, unless a party has that name."""
        with self.loading.catching(None, "people", name):
            if parties_called(name):
                problem = f"{quote(name)} is the name of a party"
                hint = "give the person another name here"
                raise InvalidError(problem, hint, code="taken-name")
            self.people[name] = {"name": name or "unread"}  # an error is named once
            self.loading.codec.participant(person)
            self.people[name] = person

    def _read_record(self, kind: str, id_: str, values: Plain) -> None:
        path = (kind, id_)
        cls = self.loading.codec.classes[kind]
        known = {field.name: field for field in plan(cls)}
        data = {**values, "kind": kind, "id": id_}
        if issubclass(cls, Event):
            self._cite(path, data)
        if kind == PARTY:  # the one record that has a kind besides the table's name
            values = {"kind": PARTY, **values}
            data["kind"] = values.pop("kind")
        data = {**upgraded(data, self.loading.codec.version)}
        for name in values:
            if name in data and (name not in known or name == "id"):
                self._read_other(path, name, data)
        for name, field in known.items():
            if name in data and field.names == "parties":
                data[name] = self._known(data[name], *path, name)
        self.loading.add(data, None, *path)

    def _read_other(self, path: tuple[str, str], name: str, data: Plain) -> None:
        """Remove what cannot be a field from the data of a record, and say why."""
        hint = ""
        if name in {"kind", "id"}:
            problem = f"the {name} is in [{'.'.join(path)}] already"
        elif type(data[name]) is dict:
            problem = f"{path[0]} has no table {quote(name)}"
            hint = f'quote an id with a dot in it: [{path[0]}."{path[1]}.{name}"]'
            del data[name]
        else:
            data[name] = ""  # the codec reports it; a day would not be plain data
            return
        where = (*path, name)
        self.loading.note(Problem("unknown-field", problem, where, hint=hint))

    def _known(self, value: object, *path: str | int) -> object:
        """Return the participant of a name that the document gives."""
        if type(value) is list:
            return [self._known(item, *path, at) for at, item in enumerate(value)]
        if type(value) is not str or value in self.people:
            return self.people[value] if type(value) is str else value
        try:
            self.loading.codec.participant(value)
        except InvalidError as error:
            if guess := closest(value, self.people):
                hint = f"did you mean {quote(guess)}?"
                problem = attrs.evolve(error.problems[0], hint=hint)
                self.loading.note(attrs.evolve(problem, loc=path))
                return self.people[guess]
        return value

    def _cite(self, path: tuple[str, str], data: Plain) -> None:
        """Cite the document's sources for a record that names none."""
        words = data.pop("quote", None)
        if words is None:
            data.setdefault("sources", self.sources)
        elif "sources" in data or len(self.sources) != 1:
            problem = "a quote needs exactly one source at the top of the document"
            hint = 'write sources = [{ source = "...", quote = "..." }]'
            where = (*path, "quote")
            self.loading.note(Problem("unknown-field", problem, where, hint=hint))
        elif type(words) is not str:
            self.loading.fail(wrong_type(words, "a text").inside(*path, "quote"))
        else:
            data["sources"] = [{"source": self.sources[0], "quote": words}]


def dumps(timeline: Collection) -> str:
    """Return *timeline* as a document in standard layout; records are sorted by id.

    If there is one source, it is named at the top, and records have its quotes.

    Raises:
        InvalidError: a record has an unknown kind or unknown fields, which only JSONL
            can hold.
        MissingExtraError: the package ``tomli-w`` is not installed.
    """
    sources = [source.id for source in timeline.sources]
    default = sources if len(sources) == 1 else []
    head = settings_of(timeline) | ({"sources": default} if default else {})
    events = sorted(timeline.events, key=attrgetter("id"))
    records: list[Record] = [*timeline.parties, *timeline.sources, *events]
    return "\n".join([written(head), *(block(each, default) for each in records)])


def block(record: Record, sources: Sequence[str] = ()) -> str:
    """Return the table of one record of a document that has *sources* at its top."""
    if record.extra or isinstance(record, OpaqueEvent):
        problem = f"{quote(record.id)} has fields that TOML cannot hold"
        raise InvalidError(problem, "save it as JSONL", (record.id,))
    data = Codec().write(record)
    kind, id_ = data.pop("kind"), data.pop("id")
    if isinstance(record, Party):
        data["kind"], kind = kind, PARTY
    if isinstance(record, Event):
        cited = data.pop("sources", [])
        data |= _citing(cited, [*sources])
    first = [name for name in _FIRST if name in data]
    names = [*first, *sorted(data.keys() - {*_FIRST})]
    return written({kind: {id_: {name: data[name] for name in names}}})


def _citing(cited: list[Any], sources: list[str]) -> Plain:
    """Return which sources are cited, in the shortest form."""
    match cited:
        case [{"source": id_, "quote": words, **more}] if not more and [id_] == sources:
            return {"quote": words}
    return {} if cited == sources else {"sources": cited}


def written(data: Plain) -> str:
    """Return data as TOML; see `package` for the error."""
    return str(package("tomli_w").dumps(data))


def package(name: str) -> ModuleType:
    """Return a package that writes TOML.

    Raises:
        MissingExtraError: it is not installed.
    """
    with requiring("toml", "TOML is written"):
        return import_module(name)
