"""A history with a file to it: one revision a line, and lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, ClassVar, Self

import attrs

from timeline.api.timeline import Timeline
from timeline.collection.collection import Collection
from timeline.compare.history import Log, Revision
from timeline.errors import (
    InvalidError,
    LoadError,
    ParseError,
    Problem,
    TimelineError,
    UnsupportedVersionError,
)
from timeline.formats import store, strictjson
from timeline.records.kinds import KINDS, Kinds
from timeline.text import quote
from timeline.when.when import When

__all__ = ["History"]

VERSION = 1
_KEY = "timeline-history"
_HEADER = f'{{"{_KEY}":{VERSION}}}'

StrPath = str | os.PathLike[str]


@attrs.frozen(slots=False, repr=False)
class History(Log[Timeline]):
    """What was known when: the revisions of a timeline, in memory or in a file.

    Attributes:
        revisions: All of them, oldest first.
        problems: What was wrong with the file and could be lived with: a last line
            that a crash had cut.

    >>> from timeline import Call
    >>> reported = Timeline([Call(id="c", title="Call", status="expected")])
    >>> known = reported.update("c", status="held", when="2025-03-28")
    >>> history = History().record(reported, "2025-03-17").record(known, "2025-03-28")
    >>> history.as_of("2025-03-27")["c"].status, history.head["c"].status
    ('expected', 'held')
    >>> print(*history.of("c"), sep=chr(10))
    17 Mar 2025  + added: expected
    28 Mar 2025  > dated 28 Mar 2025; held (was: expected)
    """

    _whole: ClassVar[type[Collection]] = Timeline

    problems: tuple[Problem, ...] = attrs.field(default=(), eq=False, kw_only=True)

    @classmethod
    def load(cls, path: StrPath, *, kinds: Kinds = KINDS) -> Self:
        """Return the history that a file holds.

        A last line that a crash cut while it was being written is left out, and
        `problems` says so; the next `append` keeps it in ``path.torn``.

        Raises:
            LoadError: a line cannot be read, is missing or stands in another place;
                the error says which.
            UnsupportedVersionError: a newer timeline wrote it.
        """
        return cls._read(store.read(path), os.fsdecode(path), kinds)

    @classmethod
    def append(  # noqa: PLR0913  (each by name, but the first three)
        cls,
        path: StrPath,
        timeline: Timeline,
        at: When | str | Any,  # noqa: ANN401  (as wide as as_when)
        source: str = "",
        note: str = "",
        *,
        correction: bool | None = None,
        kinds: Kinds = KINDS,
        timeout: float = 10.0,
        **asked: Any,  # noqa: ANN401  (the arguments of diff)
    ) -> Self:
        """Record *timeline* in a file that others may be adding to, and return all.

        The file is made if there is none. Once this returns, the revision outlives a
        power cut. Nothing is written if *timeline* says what the head says.

        Args:
            path: The file, ``.jsonl``.
            timeline: All that is held to be true from then on.
            at: From when; never earlier than the last revision.
            source: What brought it.
            note: Anything else.
            correction: As for `record`.
            kinds: The classes of records in the file.
            timeout: Seconds to wait for others who are writing.
            asked: ``match``, ``known`` and ``labels``, as for `timeline.diff`.

        Raises:
            LoadError: the file cannot be read as it is; nothing was written.
            InvalidError: *at* is older than the last revision.
            SaveError: the operating system refused; the file is as it was.
        """
        with store.locked(path, timeout=timeout) as file:
            data = file.read()
            old = cls._read(data, file.path, kinds) if data else cls()
            new = old.record(timeline, at, source, note, correction=correction, **asked)
            if len(new) == len(old):
                return old
            text = _line(len(new), new.revisions[-1])
            repaired = file.append((text if data else f"{_HEADER}\n{text}").encode())
            return new.noting(repaired)

    def save(
        self, path: StrPath, *, overwrite: bool = False, timeout: float = 10.0
    ) -> None:
        """Write all of it to a file that is not there yet, or may be overwritten.

        Raises:
            StaleFileError: there is a file of that name.
            SaveError: the operating system refused; nothing was written.
        """
        lines = [_line(at, each) for at, each in enumerate(self.revisions, 1)]
        data = "".join([f"{_HEADER}\n", *lines]).encode()
        store.save(path, data, overwrite=overwrite, timeout=timeout)

    def noting(self, problems: tuple[Problem, ...]) -> Self:
        """Return the same with *problems*."""
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, problems=problems)
        return made

    @classmethod
    def _read(cls, data: bytes, path: str, kinds: Kinds) -> Self:
        whole, torn = store.recovered(data, path)
        lines = whole.split(b"\n")[:-1]
        _check_header(lines[0] if lines else b"", path)
        problems: list[Problem] = []
        revisions = []
        for number, line in enumerate(lines[1:], 2):
            try:
                revisions.append(_revision(line, number - 1, kinds))
            except InvalidError as error:
                problems += _placed(error, path, number)
        if problems:
            raise LoadError(problems, path=path)
        try:
            return cls(revisions, problems=torn)
        except TimelineError as error:
            raise LoadError(_misfits(error, revisions, path), path=path) from error


def _line(number: int, revision: Revision) -> str:
    """Return the line of a revision; its number tells if lines change their places."""
    data = {"n": number, **revision.to_dict()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        data = strictjson.decode(line.decode())
    except UnicodeDecodeError as error:
        raise ParseError(f"{error.reason}", code="bad-encoding") from None
    if not isinstance(data, dict):
        raise ParseError(f"{quote(data)} is no revision", code="wrong-type")
    return data


def _check_header(line: bytes, path: str) -> None:
    try:
        header = _decoded(line)
        version = header.get(_KEY)
    except ParseError:
        version = None
    if type(version) is int and version > VERSION:
        problem = f"version {version} of the format is newer than {VERSION}"
        hint = "use a newer timeline"
        raise UnsupportedVersionError(problem, hint, path=path)
    if version != VERSION:
        found = [Problem("no-header", "this is no history", (), path, 1, hint=_BEGIN)]
        raise LoadError(found, path=path)


_BEGIN = f"begin the file with the line {_HEADER}"


def _revision(line: bytes, number: int, kinds: Kinds) -> Revision:
    data = _decoded(line)
    found = data.pop("n", None)
    if type(found) is not int or found != number:
        raise InvalidError(
            f"revision {quote(found)} stands in the place of {number}",
            "lines are missing, doubled or in another order: restore the file",
            code="out-of-order",
        )
    return Revision.from_dict(data, kinds)


def _placed(error: TimelineError, path: str, line: int) -> Iterator[Problem]:
    for problem in error.problems:
        yield attrs.evolve(problem, source=path, line=line)


def _misfits(
    error: TimelineError, revisions: list[Revision], path: str
) -> list[Problem]:
    """Say in which line stands a revision that does not fit those before it."""
    field, number, *_ = (*error.loc, "", "")
    line = int(number) + 2 if field == "revisions" else len(revisions) + 1
    return list(_placed(error, path, line))
