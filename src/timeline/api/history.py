"""A history with a file to it: one revision a line, and lines are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar, Self, Unpack

import attrs

from timeline.api.answers import Diff, Passage, Passages, Shown
from timeline.api.timeline import Timeline
from timeline.collection.collection import Collection
from timeline.compare.diff import DiffOptions, Labels, WhenLike
from timeline.compare.history import Log, Revision
from timeline.compare.merge import merge
from timeline.errors import (
    InvalidError,
    LoadError,
    ParseError,
    Problem,
    StaleFileError,
    TimelineError,
    UnsupportedVersionError,
)
from timeline.formats import store
from timeline.language.message import Message
from timeline.records import strictjson
from timeline.records.kinds import KINDS, Kinds
from timeline.text import listing, quote
from timeline.when.when import as_when

VERSION = 1
_KEY = "timeline-history"
_HEADER = f'{{"{_KEY}":{VERSION}}}'

StrPath = str | os.PathLike[str]


@attrs.frozen(slots=False, repr=False)
class History(Shown, Log[Timeline]):
    """What was known when: the revisions of a timeline, in memory or in a file.

    Its table has a row for each revision, the newest first.

    Attributes:
        revisions: All of them, oldest first.
        problems: What was wrong with the file and could be lived with: a last line
            that a crash had cut.
        path: The file it came from; empty if there is none.

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

    report = "log_table.log_grid"
    timeline_class: ClassVar[type[Collection]] = Timeline
    diff_class: ClassVar[type[Diff]] = Diff
    passage_class: ClassVar[type[Passage]] = Passage

    problems: tuple[Problem, ...] = attrs.field(default=(), eq=False, kw_only=True)
    path: str = attrs.field(default="", eq=False, kw_only=True)

    @cached_property
    def head(self) -> Timeline:
        """What is known now: the timeline after all revisions."""
        return super().head.with_file(_Head(self.path, self.revisions))

    def of(self, id: str) -> Passages:  # noqa: A002  (what records call it)
        """Return what each revision did to one record, by any id that it ever had.

        Raises:
            UnknownIdError: no record ever had that id.
        """
        return Passages(super().of(id))

    def diff(
        self, earlier: WhenLike, later: WhenLike, **options: Unpack[DiffOptions]
    ) -> Diff:
        """Return what changed between what was known at two moments.

        Args:
            earlier: The first moment, or day.
            later: The second.
            options: As for `timeline.diff`.
        """
        labels: Labels = (
            Message("label-known-before", (as_when(earlier),)),
            Message("label-known-after", (as_when(later),)),
        )
        options = {"labels": labels, **options}
        return Diff.between(self.as_of(earlier), self.as_of(later), **options)

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
    def append(
        cls,
        path: StrPath,
        timeline: Timeline,
        at: WhenLike,
        source: str = "",
        note: str = "",
        *,
        expected: Timeline | None = None,
        kinds: Kinds = KINDS,
        timeout: float = 10.0,
        **options: Unpack[DiffOptions],
    ) -> Self:
        """Record *timeline* in a file that others may be adding to, and return all.

        The file is made if there is none. Once this returns, the revision outlives a
        power cut. Nothing is written if *timeline* says what the head says.

        No revision of somebody else is undone by accident. If *timeline* was made from
        a `head` of this file that is no longer the newest, what was changed in it is
        merged with the newer revisions. One that was made elsewhere may add and change
        records; to remove some, name the head that it replaces as *expected*.

        Args:
            path: The file, ``.jsonl``.
            timeline: All that is held to be true from then on.
            at: From when; never earlier than the last revision.
            source: What brought it.
            note: Anything else.
            expected: The head that the file has to have, if any other is an error.
            kinds: The classes of records in the file.
            timeout: Seconds to wait for others who are writing.
            options: As for `record`.

        Raises:
            LoadError: the file cannot be read as it is; nothing was written.
            InvalidError: *at* is older than the last revision.
            StaleFileError: the head of the file is not the *expected* one, or what
                was changed conflicts with newer revisions, or records made by others
                would be lost; nothing was written.
            SaveError: the operating system refused; the file is as it was.
        """
        with store.locked(path, timeout=timeout) as file:
            data = file.read()
            old = cls._read(data, file.path, kinds) if data else cls()
            origin = timeline.file
            base = origin if isinstance(origin, _Head) else None
            if expected is not None:
                _require_equal(expected, old.head, file.path)
            elif base and base.path == file.path:
                timeline = _rebase(timeline, base, old)
                expected = old.head
            new = old.record(timeline, at, source, note, **options)
            if len(new) == len(old):
                return old
            if expected is None:
                _require_kept(new, file.path)
            text = _line(len(new), new.revisions[-1])
            line = (text if data else f"{_HEADER}\n{text}").encode()
            return attrs.evolve(new, problems=file.append(line), path=file.path)

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
            return cls(revisions, problems=torn, path=os.path.realpath(path))
        except TimelineError as error:  # a revision does not fit those before it
            field, at, *_ = (*error.loc, "", "")
            number = int(at) + 2 if field == "revisions" else len(lines)
            raise LoadError(_placed(error, path, number), path=path) from error


@attrs.frozen
class _Head:
    """Where a timeline came from, kept as its `file`: the head after some revisions."""

    path: str
    revisions: tuple[Revision, ...]


def _require_equal(expected: Timeline, head: Timeline, path: str) -> None:
    if expected != head:
        raise _stale(path, "has another head than the expected one")


def _rebase(timeline: Timeline, base: _Head, newest: History) -> Timeline:
    """Merge what was changed since *base* with the revisions that came meanwhile.

    Raises:
        StaleFileError: it conflicts with them, or the file does not go on from *base*.
    """
    size = len(base.revisions)
    if base.revisions != newest.revisions[:size]:
        raise _stale(base.path, "has been rewritten since it was read")
    if size == len(newest):
        return timeline
    merged = merge(History(base.revisions).head, newest.head, timeline)
    if merged.conflicts:
        conflict = str(merged.conflicts[0])
        raise _stale(base.path, f"has newer revisions that conflict: {conflict}")
    return merged.timeline


def _require_kept(new: History, path: str) -> None:
    """Refuse to remove records because a timeline from elsewhere lacks them."""
    removed = [record.id for record in new.revisions[-1].diff.removed]
    if removed:
        names = listing(map(quote, removed), "and", 3)
        raise _stale(path, f"has {names}, which this timeline would remove")


def _stale(path: str, problem: str) -> StaleFileError:
    hint = "change the head of History.load, or pass expected= the head to be replaced"
    return StaleFileError(f"{quote(path)} {problem}", hint, filename=path)


def _line(number: int, revision: Revision) -> str:
    """Return the line of a revision; its number shows if lines change places."""
    data = {"n": number, **revision.to_dict()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        data = strictjson.decode(line.decode())
    except UnicodeDecodeError as error:
        raise ParseError(error.reason, code="bad-encoding") from None
    if not isinstance(data, dict):
        raise ParseError(f"{quote(data)} is not a revision", code="wrong-type")
    return data


def _check_header(line: bytes, path: str) -> None:
    version = None
    with suppress(ParseError):
        version = _decoded(line).get(_KEY)
    if type(version) is int and version > VERSION:
        problem = f"version {version} of the format is newer than {VERSION}"
        hint = "install a newer timeline"
        raise UnsupportedVersionError(problem, hint, path=path)
    if version != VERSION:
        hint = f"start the file with the line {_HEADER}"
        missing = Problem(
            "no-header", "this is not a history", source=path, line=1, hint=hint
        )
        raise LoadError([missing], path=path)


def _revision(line: bytes, number: int, kinds: Kinds) -> Revision:
    data = _decoded(line)
    position = data.pop("n", None)
    if type(position) is not int or position != number:
        raise InvalidError(
            f"revision {quote(position)} is in the place of revision {number}",
            "lines are missing, doubled or in another order: restore the file",
            code="out-of-order",
        )
    return Revision.from_dict(data, kinds, Diff)


def _placed(error: TimelineError, path: str, line: int) -> Iterator[Problem]:
    for problem in error.problems:
        yield attrs.evolve(problem, source=path, line=line)
