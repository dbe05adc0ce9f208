"""From the records of a document to a timeline, with everything that is wrong."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Literal, TypeVar, cast

import attrs

from timeline.collection import references
from timeline.collection.collection import Collection, Record
from timeline.errors import (
    AmbiguousTimeError,
    CycleError,
    InvalidError,
    LoadError,
    Location,
    NonexistentTimeError,
    Problem,
    TimelineError,
    UnknownIdError,
    UnknownZoneError,
    UnsupportedVersionError,
)
from timeline.formats.quick import Quick
from timeline.records.codec import SOURCE, Codec
from timeline.records.converters import list_of
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, OpaqueEvent
from timeline.records.source import Source
from timeline.text import quote, suggest
from timeline.when.timezones import as_zone

__all__ = ["SETTINGS", "VERSION", "Loading", "decoded", "read_settings"]

VERSION = 1

C = TypeVar("C", bound=Collection)
Plain = dict[str, Any]
Place = tuple[str | int | None, ...]  # a record's path, and after it the line

_MOST_CIRCLES = 20
SETTINGS: Mapping[str, type] = {"title": str, "tz": str, "partial": bool}
_KINDS: Mapping[type, str] = {str: "a text", bool: "true or false"}
_PLACEHOLDERS: Mapping[str, Record] = {
    "events": Event(id="unread", title="unread"),
    "sources": Source(id="unread"),
}


@attrs.define
class Loading:
    """A document while it is being read; reading never stops at the first problem.

    Attributes:
        path: The file, for messages; empty if there is none.
        kinds: The classes of records it may hold.
        strict: Whether an unknown kind or field is an error and not a warning.
        careful: Whether ids used twice are told of while reading; else `is_sound` has
            to be asked, and if it is not, all has to be read again with care.
        tz: The zone that the document names.
        title: Its title.
        partial: Whether its ids may lead nowhere.
        problems: What is wrong with it.
        events: The events read so far.
        sources: The sources read so far.
        lines: The lines of paths, where a format knows them.
        event_lines: The line of each event.
        source_lines: The line of each source.
        places: Where each id was found.
        broken: The ids of records that cannot be read.
        numbers: The numbers of the events and sources to come.
        codec: What reads the records.
        quick: What reads most of them.
    """

    path: str = ""
    kinds: Kinds = KINDS
    strict: bool = False
    careful: bool = True
    tz: str | None = None
    title: str = ""
    partial: bool = False
    problems: list[Problem] = attrs.Factory(list)
    events: list[Event] = attrs.Factory(list)
    sources: list[Source] = attrs.Factory(list)
    lines: dict[Location, int] = attrs.Factory(dict)
    event_lines: list[int | None] = attrs.Factory(list)
    source_lines: list[int | None] = attrs.Factory(list)
    places: dict[str, Place] = attrs.Factory(dict)
    broken: dict[str, Record] = attrs.Factory(dict)
    numbers: Mapping[str, Iterator[int]] = attrs.Factory(
        lambda: {"events": count(), "sources": count()}
    )
    codec: Codec = attrs.field(init=False)
    quick: Quick = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.codec = Codec(self.kinds, saved=not self.strict)
        self.quick = Quick(self.codec)

    def note(
        self, problem: Problem, line: int | None = None, *outer: str | int
    ) -> None:
        """Keep a problem, with the file and the line it was found in.

        Its path begins with the *outer* steps.
        """
        steps = loc = (*outer, *problem.loc)
        while line is None and steps:  # the line of the key, else of what it is in
            line = self.lines.get(steps)
            steps = steps[:-1]
        code, message, column = problem.code, problem.message, problem.column
        more = column, problem.severity, problem.hint  # evolve takes thrice the time
        self.problems.append(Problem(code, message, loc, self.path, line, *more))

    def fail(
        self, error: TimelineError, line: int | None = None, *outer: str | int
    ) -> None:
        """Keep the problems of an error."""
        for problem in error.problems:
            self.note(problem, line, *outer)

    def add(self, data: Any, line: int | None, *path: str) -> None:  # noqa: ANN401  (anything may come)
        """Read one record and keep it, or what is wrong with it.

        Its *path* is that of its number among the events or sources, unless given.
        """
        is_source = isinstance(data, Mapping) and data.get("kind") == SOURCE
        sort = "sources" if is_source else "events"
        where = path or (sort, self._number(sort))
        try:
            record = self.codec.read(data)
        except InvalidError as error:
            self.fail(error, line, *where)
            if isinstance(data, Mapping):
                self._note_unknown(self.codec.strange(data), where, line)
                if isinstance(name := data.get("id"), str):
                    self.broken[name] = _PLACEHOLDERS[sort]
                    self._claim(name, where, line)
            return
        if record.extra or isinstance(record, OpaqueEvent):
            self._note_unknown(self.codec.unknown(record), where, line)
        self._keep(record, where, line)

    def _note_unknown(
        self, problems: Iterable[Problem], where: Location, line: int | None
    ) -> None:
        severity: Literal["error", "warning"] = "error" if self.strict else "warning"
        for problem in problems:
            self.note(attrs.evolve(problem, severity=severity), line, *where)

    def add_lines(self, text: str, line: int) -> Iterator[tuple[int, str]]:
        """Read all plain records of a text, and yield the lines that are none.

        Args:
            text: Whole lines.
            line: The number of the first one.
        """
        for number, record in enumerate(self.quick.each(text), line):
            if isinstance(record, str):
                yield number, record
            elif isinstance(record, Event) and not self.careful:  # nearly all are
                self.events.append(record)
                self.event_lines.append(number)
            else:
                sort = "sources" if isinstance(record, Source) else "events"
                self._keep(record, (sort, self._number(sort)), number)

    def _number(self, sort: str) -> int:
        """Return the number of the next event or source."""
        if self.careful:
            return next(self.numbers[sort])
        return len(self.sources if sort == "sources" else self.events)

    def _keep(self, record: Record, where: Location, line: int | None) -> None:
        if self.careful and not self._claim(record.id, where, line):
            return
        if isinstance(record, Source):
            self.sources.append(record)
            self.source_lines.append(line)
        else:
            self.events.append(record)
            self.event_lines.append(line)

    @property
    def is_sound(self) -> bool:
        """Whether all could be read, and no id is used twice."""
        records: list[Record] = [*self.events, *self.sources]
        return not self.has_errors and len({r.id for r in records}) == len(records)

    def _claim(self, id_: str, where: Location, line: int | None) -> bool:
        """Take an id for what stands there; that it is taken already is a problem."""
        place = (*where, line)
        first = self.places.setdefault(id_, place)
        if first is not place:
            self.note(_twice(id_, where, first), line)
        return first is place

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
            newer = UnsupportedVersionError.code in codes
            error = UnsupportedVersionError if newer else LoadError
            raise error(self.sorted_problems(), path=self.path, timeline=timeline)

    def sorted_problems(self) -> tuple[Problem, ...]:
        """Return the problems by line, each once."""
        found = dict.fromkeys(self.problems)
        return tuple(sorted(found, key=lambda each: each.line or 0))

    def taken(self) -> Iterator[Record]:
        """Yield what has been read and forget it, places, warnings and all."""
        yield from self.sources
        yield from self.events
        self.sources, self.events, self.places, self.problems = [], [], {}, []
        self.source_lines, self.event_lines = [], []

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
            except (AmbiguousTimeError, CycleError, NonexistentTimeError) as error:
                self._place(error)
                wrong = {problem.loc[0] for problem in error.problems}
                self.events = [e for e in self.events if e.id not in wrong]
                self.sources = [s for s in self.sources if s.id not in wrong]
        return cls(tz=self.tz, title=self.title, partial=True)

    def _made(self, cls: type[C], *, partial: bool) -> C:
        return cls(self.events, self.sources, self.tz, self.title, partial=partial)

    def _check_links(self) -> None:
        """Find ids that nothing bears, not even a record that could not be read."""
        records: list[Record] = [*self.sources, *self.events]
        known = self.broken | {record.id: record for record in records}
        try:
            if not self.partial:
                references.check_known(records, known)
        except UnknownIdError as error:
            self._place(error)

    def _place(self, error: TimelineError) -> None:
        """Keep the problems of an error whose paths begin with the id of a record."""
        if not self.places:  # nothing was left out, so they stand as they were read
            self._find("events", self.events, self.event_lines)
            self._find("sources", self.sources, self.source_lines)
        for problem in error.problems:
            id_, *rest = problem.loc or ("",)
            where, line = _parts(self.places.get(str(id_), (id_, None)))
            self.note(attrs.evolve(problem, loc=(*where, *rest)), line)

    def _find(
        self, sort: str, records: Sequence[Record], lines: Sequence[int | None]
    ) -> None:
        for n, record in enumerate(records):
            self.places[record.id] = (sort, n, lines[n])


def read_settings(loading: Loading, header: Plain, line: int | None) -> None:
    """Take what the head of a document says of the whole.

    Version 1 is the only one there has been. Each later version will be brought up to
    the newest here, step by step, so that no file is ever too old.
    """
    version = header.pop("timeline", None)
    if type(version) is not int or version < 1:
        problem = f"{quote(version)} is no version of the format"
        hint = f"write {VERSION}, without quotation marks"
        loading.note(Problem("bad-version", problem, ("timeline",), hint=hint), line)
    elif version > VERSION:
        problem = f"version {version} is newer than what this timeline reads, {VERSION}"
        code = UnsupportedVersionError.code
        hint = "install a newer timeline"
        loading.note(Problem(code, problem, ("timeline",), hint=hint), line)
    for name, value in header.items():
        kind = SETTINGS.get(name)
        if kind is None:
            problem, hint = f"{quote(name)} is no key here", suggest(name, SETTINGS)
            loading.note(Problem("unknown-key", problem, (name,), hint=hint), line)
        elif type(value) is not kind:
            problem = f"{quote(value)} is not {_KINDS[kind]}"
            loading.note(Problem("wrong-type", problem, (name,)), line)
        else:
            setattr(loading, name, value)
    try:
        loading.tz = None if loading.tz is None else as_zone(loading.tz)
    except UnknownZoneError as error:
        loading.tz = None
        loading.fail(error.inside("tz"), line)


def _parts(place: Place) -> tuple[Location, int | None]:
    *path, line = place
    return cast("Location", tuple(path)), cast("int | None", line)


def _twice(id_: str, where: Location, first: Place) -> Problem:
    path, at = _parts(first)
    line = f" on line {at}" if at else ""
    other = Problem("", "", path).where
    problem = f"the id {quote(id_)} is used twice, first by {other}{line}"
    hint = "give one of them another id"
    return Problem("duplicate-id", problem, (*where, "id"), hint=hint)


def decoded(
    loading: Loading, data: bytes | str, first: int = 1
) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document with their numbers, but those that are no text."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if first == 1 and data.startswith(codecs.BOM_UTF8):
        problem = "the document begins with a byte order mark"
        loading.note(Problem("byte-order-mark", problem, hint="save it without"), 1)
        data = data.removeprefix(codecs.BOM_UTF8)
    number, offset = first - 1, 0
    for number, line in enumerate(io.BytesIO(data), first):
        try:
            yield number, line.decode().removesuffix("\n")
        except UnicodeDecodeError as error:
            loading.note(_no_text(offset + error.start, line[error.start]), number)
        offset += len(line)
    if not data or data.endswith(b"\n"):
        yield number + 1, ""


def _no_text(offset: int, byte: int) -> Problem:
    problem = f"the byte 0x{byte:02x} at offset {offset} is not UTF-8"
    return Problem("bad-encoding", problem, hint="save the document as UTF-8")


def from_dicts(
    cls: type[C],
    records: Iterable[Mapping[str, Any]],
    tz: str | None,
    kinds: Kinds,
    *,
    partial: bool,
) -> C:
    """Return a timeline of plain data; see `Timeline.from_dicts`."""
    loading = Loading(kinds=kinds, tz=tz, partial=partial)
    for record in list_of(records):
        loading.add(record, None)
    timeline = loading.timeline(cls)
    loading.require_good(timeline)
    return timeline
