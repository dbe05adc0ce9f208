"""From the records of a document to a timeline, with everything that is wrong."""

from __future__ import annotations

import codecs
import io
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import attrs

from timeline import errors
from timeline.collection import references
from timeline.collection.collection import Collection
from timeline.errors import InvalidError, Location, Problem, TimelineError
from timeline.records import strictjson
from timeline.records.codec import Codec, wrong_type
from timeline.records.converters import as_texts, is_null, list_of
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, OpaqueEvent, Record
from timeline.records.participants import DECLARATION
from timeline.records.party import Party
from timeline.records.source import Source
from timeline.records.upgrade import VERSION, is_long_code
from timeline.text import as_text, check_name, clean, quote
from timeline.when.timezones import as_zone

C = TypeVar("C", bound=Collection)
R = TypeVar("R", Event, Source, Party)
Plain = dict[str, Any]

_MOST_CIRCLES = 20
# The settings of a timeline: the type of each in a file, and what reads it.
SETTINGS: Mapping[str, tuple[type, str, Callable[[Any], Any]]] = {
    "title": (str, "a text", as_text),
    "tz": (str, "a text", as_zone),
    "ignore": (list, "a list", as_texts),
    "partial": (bool, "true or false", bool),
}
# What git writes around the versions of a conflict; the base may be left out.
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
MERGE_MARKERS = Problem(
    "merge-markers",
    "merge markers of git",
    hint="resolve the merge: keep one version, and remove the markers",
)
# How a file of lines declares a party.
_DECLARING = r'{"kind": "party", "id": "\1", "name": "\2"}'
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Stand in for what cannot be read; made when one is needed, as a party looks up names.
_PLACEHOLDERS: Mapping[str, Callable[[], Record]] = {
    "events": partial(Event, id="unread", title="unread"),
    "sources": partial(Source, id="unread"),
    "parties": partial(Party, id="unread", name="unread"),
}
_SORTS = tuple(_PLACEHOLDERS)
_SORT_OF: Mapping[Any, str] = {Source: "sources", Party: "parties"}  # others: events


@attrs.define(eq=False, repr=False)
class Loading:
    """A document while it is being read; reading never stops at the first problem.

    Attributes:
        path: The file, for messages; empty if there is none.
        kinds: The classes of records it may hold.
        strict: Whether an unknown kind or field is an error and not a warning.
        tz: The zone that the document names.
        title: Its title.
        partial: Whether its ids may lead nowhere.
        ignore: The codes of findings that its head says to leave out.
        is_first_version: Whether it says so, or shows it, and not merely no version.
        problems: What is wrong with it.
        records: Those read so far, of all sorts.
        declaring: How a document of this form declares a party, by id and name.
        lines: The lines of paths, where a format knows them.
        places: Which record has an id first, of all that were read, counted from 0.
        numbers: Of each of these records its number among those of its sort, times
            how many sorts there are, plus that of its sort.
        on_lines: The line of each, or 0.
        paths: The paths of those that do not go by their number.
        broken: The ids of records that cannot be read.
        counts: How many records of each sort there were so far, good or bad.
        codec: What reads the records.
    """

    path: str = ""
    kinds: Kinds = KINDS
    strict: bool = False
    tz: str | None = None
    title: str = ""
    partial: bool = False
    ignore: Sequence[str] = ()
    is_first_version: bool = False
    problems: list[Problem] = attrs.Factory(list)
    records: list[Record] = attrs.Factory(list)
    declaring: str = _DECLARING
    lines: dict[Location, int] = attrs.Factory(dict)
    places: dict[str, int] = attrs.Factory(dict)
    numbers: array[int] = attrs.Factory(lambda: array("q"))
    on_lines: array[int] = attrs.Factory(lambda: array("q"))
    paths: dict[int, Location] = attrs.Factory(dict)
    broken: dict[str, Record] = attrs.Factory(dict)
    counts: dict[str, int] = attrs.Factory(lambda: dict.fromkeys(_PLACEHOLDERS, 0))
    codec: Codec = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.codec = Codec(self.kinds, saved=not self.strict)

    def note(
        self, problem: Problem, line: int | None = None, *outer: str | int
    ) -> None:
        """Keep a problem, with the file and the line it is in.

        Its path begins with the *outer* steps.
        """
        steps = loc = (*outer, *problem.loc)
        while line is None and steps:  # the line of the key, else of what it is in
            line = self.lines.get(steps)
            steps = steps[:-1]
        hint = DECLARATION.sub(self.declaring, problem.hint)
        kept = attrs.evolve(problem, loc=loc, source=self.path, line=line, hint=hint)
        self.problems.append(kept)

    def fail(
        self, error: TimelineError, line: int | None = None, *outer: str | int
    ) -> None:
        """Keep the problems of an error."""
        for problem in error.problems:
            self.note(problem, line, *outer)

    @contextmanager
    def catching(self, line: int | None = None, *outer: str | int) -> Iterator[None]:
        """Keep the problems of an error that is raised within, and go on after it."""
        try:
            yield
        except InvalidError as error:
            self.fail(error, line, *outer)

    def add(self, data: Any, line: int | None, *path: str) -> None:  # noqa: ANN401  (any JSON)
        """Read one record and keep it, or what is wrong with it.

        Its *path* is that of its number among the events or sources, unless given.
        """
        try:
            record = self.codec.read(data)
        except InvalidError as error:
            self._add_broken(error, data, line, path)
            return
        sort = _SORT_OF.get(type(record), "events")
        place = self._count(sort, line, path)
        if record.extra or isinstance(record, OpaqueEvent):
            self._note_unknown(self.codec.unknown(record), place)
        if self.places.setdefault(record.id, place) != place:
            self._note_twice(record.id, place)
        else:
            self.records.append(record)

    def _count(self, sort: str, line: int | None, path: Location) -> int:
        """Count a record, good or bad, and keep where it is."""
        place, number = len(self.numbers), self.counts[sort]
        self.counts[sort] = number + 1
        self.numbers.append(number * len(_SORTS) + _SORTS.index(sort))
        self.on_lines.append(line or 0)
        if path:
            self.paths[place] = path
        return place

    def _where(self, place: int) -> tuple[Location, int | None]:
        """Return the path and the line of a record."""
        number, sort = divmod(self.numbers[place], len(_SORTS))
        by_number = (_SORTS[sort], number)
        return self.paths.get(place, by_number), self.on_lines[place] or None

    def _add_broken(
        self, error: InvalidError, data: object, line: int | None, path: Location
    ) -> None:
        """Keep what is wrong with a record, and that there is one with its id."""
        fields = data if isinstance(data, Mapping) else {}
        kind = fields.get("kind")
        cls = self.codec.classes.get(kind) if isinstance(kind, str) else None
        sort = _SORT_OF.get(cls, "events")
        place = self._count(sort, line, path)
        self.fail(error, line, *self._where(place)[0])
        self._note_unknown(self.codec.strange(fields), place)
        if isinstance(name := fields.get("id"), str):
            self.add_broken(name, sort)
            if self.places.setdefault(name, place) != place:
                self._note_twice(name, place)

    def _note_unknown(self, problems: Iterable[Problem], place: int) -> None:
        where, line = self._where(place)
        severity: errors.Severity = "error" if self.strict else "warning"
        for problem in problems:
            self.note(attrs.evolve(problem, severity=severity), line, *where)

    def _note_twice(self, id_: str, place: int) -> None:
        """Report an id that an earlier record has."""
        path, first_line = self._where(self.places[id_])
        on_line = f" on line {first_line}" if first_line else ""
        first = Problem("", "", path).where
        problem = f"the id {quote(id_)} is in use already, by {first}{on_line}"
        hint = "give one of them another id"
        where, line = self._where(place)
        self.note(Problem("duplicate-id", problem, (*where, "id"), hint=hint), line)

    def read_settings(self, header: Plain, line: int | None) -> None:
        """Read the settings at the head of a document.

        The records of an earlier version are brought up to the newest: see `upgrade`.
        """
        version = header.pop("timeline", None)
        if type(version) is not int or version < 1:
            problem = f"invalid version {quote(version)} of the format"
            hint = f"write {VERSION}, without quotation marks"
            self.note(Problem("bad-version", problem, ("timeline",), hint=hint), line)
        elif version <= VERSION:
            self.codec.version = version
            self.is_first_version = version == 1
        else:
            newest = f"what this timeline reads, {VERSION}"
            problem = f"version {version} is newer than {newest}"
            code = errors.UnsupportedVersionError.code
            hint = "install a newer timeline"
            self.note(Problem(code, problem, ("timeline",), hint=hint), line)
        for name, value in header.items():
            with self.catching(line, name):
                check_name(name, SETTINGS, "unknown key", code="unknown-key")
                kind, words, convert = SETTINGS[name]
                if type(value) is not kind:
                    raise wrong_type(value, words)
                setattr(self, name, convert(value))

    def add_broken(self, id_: str, sort: str = "events") -> None:
        """Keep that there is a record of that id, which cannot be read."""
        self.broken[id_] = _PLACEHOLDERS[sort]()

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong that a timeline cannot live with."""
        return any(problem.severity == "error" for problem in self.problems)

    def require_good(self, timeline: Collection | None = None) -> None:
        """Raise all problems at once if one of them is an error.

        Raises:
            LoadError: with what could be read, if *timeline* gives it.
            UnsupportedVersionError: a newer timeline wrote the document.
        """
        if self.has_errors:
            codes = {problem.code for problem in self.problems}
            newer = errors.UnsupportedVersionError.code in codes
            error = errors.UnsupportedVersionError if newer else errors.LoadError
            raise error(self.sorted_problems(), path=self.path, timeline=timeline)

    def good_timeline(self, cls: type[C]) -> C:
        """Return a timeline of what has been read.

        Raises:
            LoadError: there were errors.
        """
        timeline = self.timeline(cls)
        self.require_good(timeline)
        return timeline

    def sorted_problems(self) -> tuple[Problem, ...]:
        """Return the problems by line, each once."""
        problems = dict.fromkeys(self.problems)
        return tuple(sorted(problems, key=lambda problem: problem.line or 0))

    def take(self) -> Iterator[Record]:
        """Yield what has been read and forget it, places, warnings and all."""
        yield from self.records
        for found in (self.records, self.places, self.problems, self.paths):
            found.clear()
        del self.numbers[:], self.on_lines[:]

    def timeline(self, cls: type[C]) -> C:
        """Return a timeline of what has been read.

        If it cannot be a whole one, what is wrong becomes a problem, and the timeline
        is partial: ids may lead nowhere, and records are left out that run in circles,
        or of which its zone cannot place the clock times.
        """
        if not self.has_errors:
            try:
                return self._made(cls, partial=self.partial)
            except TimelineError as error:
                self._place(error)
        else:
            self._check_links()
        for _ in range(_MOST_CIRCLES):
            try:
                return self._made(cls, partial=True)
            except InvalidError as error:
                self._place(error)
                wrong = {problem.loc[0] for problem in error.problems}
                self.records = [r for r in self.records if r.id not in wrong]
        return cls(tz=self.tz, title=self.title, partial=True)

    def _made(self, cls: type[C], *, partial: bool) -> C:
        events = self.of(Event) if self.is_first_version else ()
        parties = [*self.of(Party), *long_codes(events, self.places.keys())]
        return cls(
            self.of(Event),
            self.of(Source),
            self.tz,
            self.title,
            parties=parties,
            partial=partial,
            ignore=self.ignore,
        )

    def of(self, cls: type[R]) -> list[R]:
        """Return the records of that class, or of kinds made of it."""
        return [record for record in self.records if isinstance(record, cls)]

    def _check_links(self) -> None:
        """Find ids of no record, not even of one that could not be read."""
        known = self.broken | {record.id: record for record in self.records}
        for check in (references.check_known, references.check_parties):
            try:
                if not self.partial:
                    check(self.records, known)
            except TimelineError as error:
                self._place(error)

    def _place(self, error: TimelineError) -> None:
        """Keep the problems of an error whose paths begin with the id of a record."""
        for problem in error.problems:
            id_, *rest = problem.loc or ("",)
            place = self.places.get(str(id_))
            where, line = ((id_,), None) if place is None else self._where(place)
            self.note(attrs.evolve(problem, loc=(*where, *rest)), line)


def long_codes(events: Iterable[Event], declared: AbstractSet[str]) -> Iterator[Party]:
    """Yield parties that the first version knew by codes, but for those *declared*."""
    codes = {code for event in events for code in event.involved}
    for code in sorted(filter(is_long_code, codes - declared)):
        yield Party(id=code, name=code)


def settings_of(timeline: Collection) -> dict[str, object]:
    """Return the head of the file of *timeline*: what holds for it as a whole."""
    values = {
        "timeline": VERSION,
        "title": timeline.title,
        "tz": timeline.tz,
        "ignore": [*timeline.ignore],
        "partial": timeline.partial or timeline.is_selection,
    }
    return {name: value for name, value in values.items() if value}


def marker_of(line: bytes) -> bytes:
    r"""Return the signs that a merge marker begins with; nothing of any other line.

    >>> marker_of(b"<<<<<<< ours\r\n"), marker_of(b"========"), marker_of(b"a")
    (b'<<<<<<<', b'========', b'')
    """
    if not line.startswith(_MARKERS):
        return b""
    signs = line.split(maxsplit=1)[0]
    return b"" if signs.strip(signs[:1]) else signs


def decoded(
    loading: Loading, data: bytes | str, first: int = 1
) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document with their numbers, except what is not UTF-8."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if first == 1:
        data = data.removeprefix(codecs.BOM_UTF8)  # as some editors begin a file
        if data.startswith(_UTF16):
            problem, hint = "this is UTF-16", "save the document as UTF-8"
            loading.note(Problem("bad-encoding", problem, hint=hint), 1)
            return
    number, offset = first - 1, 0
    in_conflict = False
    for number, line in enumerate(io.BytesIO(data), first):
        mark = marker_of(line)[:1]
        if mark in {b"<", b">"}:
            in_conflict = mark == b"<"
            loading.note(MERGE_MARKERS, number)
        elif not (in_conflict and mark):
            try:
                yield number, line.decode().removesuffix("\n")
            except UnicodeDecodeError as error:
                byte = f"the byte 0x{line[error.start]:02x} at offset"
                problem = f"{byte} {offset + error.start} is not UTF-8"
                hint = "save the document as UTF-8"
                loading.note(Problem("bad-encoding", problem, hint=hint), number)
        offset += len(line)
    if not data or data.endswith(b"\n"):
        yield number + 1, ""


def object_in(text: str) -> Plain:
    """Return the object that a text in JSON is, as one cell or property holds it.

    Raises:
        ParseError: it is not JSON, or not an object.
    """
    value = strictjson.decode(text)
    if type(value) is not dict:
        raise wrong_type(value, "an object")
    return value


def in_utf8(loading: Loading, data: bytes, encoding: str = "") -> bytes:
    """Return a file in UTF-8, read as its mark or *encoding* says, or as detected.

    What is not UTF-8 and has no character of more than one byte that is, was written on
    a Windows of the West; the guess is a warning.
    """
    if data.startswith(_UTF16):
        encoding = "utf-16"
    if not encoding:
        if data.isascii() or not data.decode(errors="ignore").isascii():
            return data
        problem = "this is not UTF-8, and was read as Windows-1252"
        loading.note(Problem("found-out", problem, severity="warning"), 1)
        encoding = "cp1252"
    try:
        return data.decode(encoding, "replace").encode()
    except (LookupError, ValueError) as error:
        problem = f"it cannot be read as {quote(encoding)}: {clean(str(error))[:100]}"
        hint = 'name an encoding that Python knows: "utf-8", "latin-2"'
        loading.note(Problem("bad-encoding", problem, hint=hint))
        return b""


def _plain(record: object) -> object:
    """Return a record without what a data frame has for nothing, and in plain texts."""
    if not isinstance(record, Mapping):
        return record
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in record.items()
        if not is_null(value)
    }


def read_dicts(loading: Loading, records: Iterable[Mapping[str, Any]]) -> Loading:
    """Read the records of plain data; see `Timeline.from_dicts`."""
    for record in list_of(records):
        loading.add(_plain(record), None)
    return loading


def read_dict(data: Mapping[str, Any], kinds: Kinds) -> Loading:
    """Read a timeline of plain data; see `Timeline.from_dict`."""
    if not isinstance(data, Mapping):
        problem = f"{quote(data)} is not an object"
        raise InvalidError(problem, "pass what to_dict returns")
    loading, head = Loading(kinds=kinds), {**data}
    records = head.pop("records", [])
    loading.read_settings(head, None)
    return read_dicts(loading, records)
