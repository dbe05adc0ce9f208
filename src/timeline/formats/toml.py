"""TOML: what people type.

``[meeting.elysee]`` is a record, ``[source.article]`` a source. ``[people]`` gives
names to participants that come again, ``sources`` at the top is what records cite
that name no source of their own, and ``quote`` beside a record cites it with words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import attrs

from timeline.codec import SOURCE, Codec
from timeline.collection import Collection, Record
from timeline.errors import InvalidError, MissingExtraError, ParseError, Problem
from timeline.formats.loading import SETTINGS, VERSION, Loading, decoded, read_settings
from timeline.formats.tomlplaces import places
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, OpaqueEvent
from timeline.records.parties import as_party, is_known
from timeline.records.shape import fields
from timeline.records.source import Source
from timeline.text import clean, closest, quote
from timeline.when.when import When

__all__ = ["block", "dumps", "extended", "read"]

Plain = dict[str, Any]

_FIRST = ("title", "when", "when_text", "status")  # the order people read in
_AT = re.compile(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$")
_UNQUOTED = re.compile(r"=\s*\[?\s*([0-9][0-9X./~?%T:+-]*)\s*[\],]?\s*(?:#.*)?$")


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a document, as far as it can be read."""
    loading = Loading(path, kinds, strict=True)
    text = "\n".join(line for _, line in decoded(loading, data))
    if loading.has_errors:
        return loading
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _note_syntax(loading, str(error), text)
    except (ValueError, RecursionError) as error:
        is_number = isinstance(error, ValueError)
        code = "bad-number" if is_number else "too-deep"
        words = "a number is too long" if is_number else "it is nested too deeply"
        loading.note(Problem(code, words))
    else:
        loading.lines = {key: line for key, line in places(text).items()}  # noqa: C416
        _Reader(loading).read(document)
    return loading


def _note_syntax(loading: Loading, words: str, text: str) -> None:
    """Keep what is wrong with the TOML itself."""
    found = _AT.search(words)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    words = _AT.sub("", words)
    column = int(found[2]) if found and found[2] else None
    problem = Problem("bad-toml", words[:1].lower() + clean(words[1:200]))
    if bare := _UNQUOTED.search(text.split("\n")[line - 1]):
        problem, column = _bare_date(bare[1]), bare.start(1) + 1
    loading.note(attrs.evolve(problem, column=column), line)


def _bare_date(text: str) -> Problem:
    """Say why a date without quotation marks is none that TOML knows."""
    try:
        When.parse(text)
    except ParseError as error:
        return attrs.evolve(error.problems[0], code="bad-date")
    hint = f"write it in quotation marks: {quote(text)}"
    return Problem("bad-date", f"{quote(text)} is not TOML", hint=hint)


@attrs.frozen
class _Reader:
    """What holds for all records of one document.

    Attributes:
        loading: Where they go.
        people: Participants by the names that this document gives them.
        sources: The sources that records cite which name none.
    """

    loading: Loading
    people: dict[str, Plain] = attrs.Factory(dict)
    sources: list[str] = attrs.Factory(list)

    def read(self, document: Plain) -> None:
        """Read the head of the document, then its tables."""
        self.sources.extend(self._default_sources(document.pop("sources", [])))
        people = self._table(document.pop("people", {}), "people")
        tables = {
            key: document[key] for key in document if self._is_kind(document, key)
        }
        head = {key: document[key] for key in document if key not in tables}
        read_settings(self.loading, head, None)
        for name, person in people.items():
            self._read_person(name, person)
        for kind, table in tables.items():
            for id_, values in self._table(table, kind).items():
                self._read_record(kind, id_, self._table(values, kind, id_))

    def _is_kind(self, document: Plain, key: str) -> bool:
        """Whether a key of the document is a kind; a table is never a setting."""
        known = key == SOURCE or key in self.loading.kinds
        if not known and type(document[key]) is dict and key not in SETTINGS:
            names = [SOURCE, "people", *(cls.kind for cls in self.loading.kinds)]
            guess = closest(key, names)
            hint = f'did you mean "{guess}"?' if guess else ""
            problem = f"{quote(key)} is no kind of record"
            self.loading.note(Problem("unknown-kind", problem, (key,), hint=hint))
            document[key] = {}
            return True
        return known

    def _default_sources(self, value: object) -> list[str]:
        if type(value) is list and all(type(each) is str for each in value):
            return value
        hint = 'write ["article"]'
        problem = f"{quote(value)} is not a list of ids"
        self.loading.note(Problem("wrong-type", problem, ("sources",), hint=hint))
        return []

    def _table(self, value: object, *path: str) -> Plain:
        if type(value) is dict:
            return value
        problem = f"{quote(value)} is no table"
        hint = f"write [{'.'.join(path)}] above it"
        self.loading.note(Problem("wrong-type", problem, path, hint=hint))
        return {}

    def _read_person(self, name: str, person: object) -> None:
        """Keep a participant under its name, unless that is a party's already."""
        path = ("people", name)
        try:
            is_party = is_known(as_party(name))
        except InvalidError:
            is_party = False
        if is_party:
            problem = f"{quote(name)} is the name of a party"
            hint = "call the person something else"
            self.loading.note(Problem("taken-name", problem, path, hint=hint))
            return
        values = self._table(person, *path)
        try:
            self.loading.codec.participant(values)
        except InvalidError as error:
            self.loading.fail(error.inside(*path))
        self.people[name] = values

    def _read_record(self, kind: str, id_: str, values: Plain) -> None:
        path = (kind, id_)
        for name in ("kind", "id"):
            if name in values:
                problem = f"the {name} stands in [{kind}.{id_}] already"
                where = (*path, name)
                self.loading.note(Problem("unknown-field", problem, where))
        data = {**values, "kind": kind, "id": id_}
        cls = Source if kind == SOURCE else self.loading.kinds[kind]
        for field in fields(cls):
            if field.name in data and field.names == "parties":
                data[field.name] = self._known(data[field.name])
        if kind != SOURCE:
            self._cite(path, data)
        self.loading.add(data, None, *path)

    def _known(self, value: object) -> object:
        """Return a participant in the place of the name that the document gives it."""
        if type(value) is list:
            return [self._known(each) for each in value]
        return self.people.get(value, value) if type(value) is str else value

    def _cite(self, path: tuple[str, str], data: Plain) -> None:
        """Cite the document's sources for a record that names none."""
        words = data.pop("quote", None)
        if words is None:
            data.setdefault("sources", self.sources)
        elif "sources" in data or len(self.sources) != 1:
            problem = "a quote needs the one source that the document names at its top"
            hint = 'write sources = [{ source = "...", quote = "..." }]'
            where = (*path, "quote")
            self.loading.note(Problem("unknown-field", problem, where, hint=hint))
        else:
            data["sources"] = [{"source": self.sources[0], "quote": words}]


def dumps(timeline: Collection) -> str:
    """Return *timeline* as a document, in one layout; records are sorted by id.

    If there is one source, it is named at the top, and quotes stand beside records.

    Raises:
        InvalidError: a record is of an unknown kind or has unknown fields, which only
            JSONL can keep.
        MissingExtraError: the package ``tomli-w`` is not installed.
    """
    head: Plain = {"timeline": VERSION}
    head |= {
        name: text for name in ("title", "tz") if (text := getattr(timeline, name))
    }
    if timeline.partial or timeline.is_selection:
        head["partial"] = True
    sources = [source.id for source in timeline.sources]
    if len(sources) == 1:
        head["sources"] = sources
    events = sorted(timeline.events, key=attrgetter("id"))
    records: list[Record] = [*timeline.sources, *events]
    default = sources if len(sources) == 1 else []
    return "\n".join([_written(head), *(block(each, default) for each in records)])


def block(record: Record, sources: Sequence[str] = ()) -> str:
    """Return the table of one record; the document names *sources* at its top."""
    if record.extra or isinstance(record, OpaqueEvent):
        raise InvalidError(
            f"{quote(record.id)} has fields that TOML cannot keep",
            "save it as JSONL",
            (record.id,),
        )
    data = Codec().write(record)
    kind, id_ = data.pop("kind"), data.pop("id")
    if isinstance(record, Event):
        cited = data.pop("sources", [])
        data |= _citing(cited, sources)
    names = sorted(data, key=lambda name: (name not in _FIRST, _place(name), name))
    return _written({kind: {id_: {name: data[name] for name in names}}})


def extended(
    text: str, records: Iterable[Record], whole: Collection, kinds: Kinds
) -> str:
    """Return *text* with *records* at its end, and all that people typed as it was.

    Raises:
        InvalidError: the document would then not hold *whole*.
    """
    sources = tomllib.loads(text).get("sources", [])
    lead = text if text.endswith("\n") else f"{text}\n"
    found = "\n".join([lead, *(block(record, sources) for record in records)])
    loading = read(found, kinds=kinds)
    if loading.timeline(type(whole)) != whole:
        raise InvalidError("the document cannot be extended", "save it anew")
    return found


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else 0


def _citing(cited: list[Any], sources: Sequence[str]) -> Plain:
    """Say which sources are cited, in as few words as the document allows."""
    if cited == list(sources):
        return {}
    if len(cited) == len(sources) == 1 and cited[0].get("source") == sources[0]:
        return {"quote": cited[0]["quote"]}
    return {"sources": cited}


def _written(data: Plain) -> str:
    try:
        import tomli_w  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(
            "TOML is written by a package that is not installed",
            'run: pip install "diplomatic-timeline[toml]"',
        ) from error
    return tomli_w.dumps(data)
