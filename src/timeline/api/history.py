"""What was known when: revisions of a timeline, one after the other.

A timeline has no time axis of its own. Here each revision says from when its changes
were held to be true; when the events happened is in the records, and the date of a page
in its source. In a file it is one revision a line, and lines are only ever added.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, Self, Unpack

import attrs

from timeline import errors
from timeline.api import files
from timeline.api.answers import Diff, Passage, Passages, Shown
from timeline.api.timeline import Timeline
from timeline.compare.diff import DiffOptions, known_on
from timeline.compare.facets import Change
from timeline.compare.history import Revision, apply_to, as_moment, begin, check_order
from timeline.compare.merge import merge
from timeline.errors import InvalidError, Problem, inside
from timeline.formats import store
from timeline.formats.reader import Loading, long_codes, object_in
from timeline.records import strictjson
from timeline.records.converters import as_instance, list_of
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.text import did_you_mean, listing, quote
from timeline.when.when import WhenLike

VERSION = 1
_KEY = "timeline-history"
_HEADER = f'{{"{_KEY}":{VERSION}}}'


def _checked(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    return tuple(as_instance(Revision, each) for each in list_of(revisions))


@attrs.frozen(slots=False, repr=False)
class History(Shown):
    """What was known when: the revisions of a timeline, in memory or in a file.

    Its table has a row for each revision, the newest first.

    Attributes:
        revisions: All of them, oldest first.
        problems: What was wrong with the file but did not matter: a last line that a
            crash had cut.
        path: The file it came from; empty if there is none.

    Raises:
        InvalidError: a revision is older than the one before it.
        StaleDiffError: a revision changes what is not there.

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

    report = "diff_table.log_grid"
    revisions: tuple[Revision, ...] = attrs.field(default=(), converter=_checked)
    _newest: Timeline | None = attrs.field(default=None, eq=False, kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), eq=False, kw_only=True)
    path: str = attrs.field(default="", eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self._newest is None:
            for number, (earlier, later) in enumerate(pairwise(self.revisions), 1):
                with inside("revisions", number):
                    check_order(earlier.at, later.at)
            _ = self.head  # which checks that each revision fits what it changes

    def __iter__(self) -> Iterator[Revision]:
        return iter(self.revisions)

    def __len__(self) -> int:
        return len(self.revisions)

    def __repr__(self) -> str:
        size = len(self)
        return f"<{type(self).__name__}: {size} revision{'s' if size != 1 else ''}>"

    @cached_property
    def head(self) -> Timeline:
        """What is known now: the timeline after all revisions."""
        newest = self._replay() if self._newest is None else self._newest
        return newest.with_file(_Head(self.path, self.revisions))

    def _replay(self) -> Timeline:
        records: dict[str, Record] = {}
        tz: str | None = None
        for number, revision in enumerate(self.revisions):
            with inside("revisions", number):
                apply_to(records, revision.diff, tz)
            tz = revision.diff.tz[1] if revision.diff.tz else tz
        return Timeline(tz=tz).exchange(set(), records.values(), tz=tz)

    def record(
        self,
        timeline: Timeline,
        at: WhenLike,
        source: str = "",
        note: str = "",
        **options: Unpack[DiffOptions],
    ) -> Self:
        """Return the history with what *timeline* says as the newest revision.

        The timeline is all that is held to be true from then on. One equal to the head
        adds nothing.

        Args:
            timeline: The whole state, not an addition to it.
            at: From when it is held to be true; never earlier than the head.
            source: The source of the news.
            note: Anything else.
            options: As for `timeline.diff`; ``correction`` says whether the whole
                revision corrects the record.

        Raises:
            InvalidError: *at* is older than the head: record late news with today's
                date, and its own date in its source.
        """
        when = as_moment(at)
        if self.revisions:
            check_order(self.revisions[-1].at, when)
        if getattr(timeline, "partial", False):
            hint = "add the records that its records refer to"
            raise InvalidError("a partial timeline has no history", hint)
        diff = Diff.between(self.head, timeline, **options)
        if not diff:
            return self
        diff = attrs.evolve(diff, context=diff.context)  # lets go of both timelines
        correction = options.get("correction")
        return self._add(Revision(when, diff, source, note, correction), timeline)

    def _add(self, revision: Revision, head: Timeline) -> Self:
        return attrs.evolve(self, revisions=(*self.revisions, revision), newest=head)

    def undo(self, at: WhenLike, note: str = "") -> Self:
        """Return the history with the inverse of its last revision added to it.

        Nothing is ever removed: the undoing is part of the history.

        Raises:
            InvalidError: there is no revision, or *at* is older than the last.
        """
        if not self.revisions:
            raise InvalidError("there is no revision to undo", "record one first")
        last, when = self.revisions[-1], as_moment(at)
        check_order(last.at, when)
        back = Revision(when, ~last.diff, last.source, note or "undone")
        return self._add(back, back.diff.apply(self.head))

    def as_of(self, at: WhenLike) -> Timeline:
        """Return what was known at a moment, or at the end of a day.

        Before the first revision, nothing was known.
        """
        when = as_moment(at)
        last = begin(when) if when.value.has_clock else (when.end_latest or 0) - 1
        position = len(self.revisions)
        while position and begin(self.revisions[position - 1].at) > last:
            position -= 1
        return self._after(position)

    def _after(self, position: int) -> Timeline:
        """Return the timeline after that many revisions."""
        # Backwards from the head: what is asked for is mostly near it, and the records
        # that did not change since are shared. Cost: the changes since, and one
        # exchange of them.
        if position == 0:
            return Timeline()
        head = self.head
        then: dict[str, Record | None] = {}
        tz = head.tz
        for revision in self.revisions[: position - 1 : -1]:
            then |= {c.after.id: None for c in revision.diff if c.after is not None}
            olds = (change.before for change in revision.diff)
            then |= {old.id: old for old in olds if old is not None}
            tz = revision.diff.tz[0] if revision.diff.tz else tz
        if not then and tz == head.tz:
            return head
        records = [record for record in then.values() if record is not None]
        return head.exchange(then.keys() & head.records.keys(), records, tz=tz)

    def of(self, id: str) -> Passages:  # noqa: A002  (what records call it)
        """Return what each revision did to one record, by any id that it ever had.

        Raises:
            UnknownIdError: no record ever had that id.
        """
        ids = self._ids_of(id)
        passages = Passages(
            Passage(revision.at, change, revision)
            for revision in self.revisions
            for change in revision.diff
            if ids & {side.id for side in change.sides}
        )
        if not passages:
            known = {change.id for revision in self for change in revision.diff}
            problem = f"no record ever had the id {quote(id)}"
            raise errors.UnknownIdError(problem, did_you_mean(id, known))
        return passages

    def _ids_of(self, name: object) -> set[object]:
        """Return every id that a record had, before and after it had this one."""
        ids = {name}
        for revisions in (self.revisions, self.revisions[::-1]):
            for revision in revisions:
                for change in revision.diff.changed:
                    both = {side.id for side in change.sides}
                    if len(both) > 1 and both & ids:
                        ids |= both
        return ids

    def diff(
        self, earlier: WhenLike, later: WhenLike, **options: Unpack[DiffOptions]
    ) -> Diff:
        """Return what changed between what was known at two moments.

        Args:
            earlier: The first moment, or day.
            later: The second.
            options: As for `timeline.diff`.
        """
        options = {"labels": known_on(earlier, later), **options}
        return Diff.between(self.as_of(earlier), self.as_of(later), **options)

    @classmethod
    def load(cls, path: store.StrPath, *, kinds: Kinds = KINDS) -> Self:
        """Return the history that a file holds.

        A last line that a crash cut while it was being written is left out, and
        `problems` says so; the next `append` keeps it in ``path.torn``.

        Raises:
            LoadError: a line cannot be read, is missing or is out of place; the error
                says which.
            UnsupportedVersionError: a newer timeline wrote it.
        """
        return cls._read(store.read(path), os.fsdecode(path), kinds)

    @classmethod
    def append(
        cls,
        path: store.StrPath,
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
        """Record *timeline* in a file that others may add to; return the history.

        The file is made if there is none. Once this returns, the revision outlives a
        power cut. Nothing is written if *timeline* equals the head.

        Nobody else's revision is undone by accident. If *timeline* was made from a
        `head` of this file that is no longer the newest, its changes are merged with
        the newer revisions. A timeline made elsewhere may add and change records; to
        remove some, pass the head that it replaces as *expected*.

        Args:
            path: The file, ``.jsonl``.
            timeline: All that is held to be true from then on.
            at: From when; never earlier than the last revision.
            source: The source of the news.
            note: Anything else.
            expected: The head that the file must have; any other is an error.
            kinds: The classes of records in the file.
            timeout: Seconds to wait for others who are writing.
            options: As for `record`.

        Raises:
            LoadError: the file cannot be read as it is; nothing was written.
            InvalidError: *at* is older than the last revision, or the name of the file
                does not end in ``.jsonl``.
            StaleFileError: the head of the file is not the *expected* one, or what
                was changed conflicts with newer revisions, or records made by others
                would be lost; nothing was written.
            SaveError: the operating system refused; the file is as it was.
        """
        files.format_of(path, ["jsonl"])
        with store.locked(path, timeout=timeout) as file:
            data = file.read()
            old = cls._read(data, file.path, kinds) if data else cls()
            origin = timeline.file
            base = origin if isinstance(origin, _Head) else None
            if expected is not None:
                if expected != old.head:
                    raise _stale(file.path, "has another head than the expected one")
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
        self, path: store.StrPath, *, overwrite: bool = False, timeout: float = 10.0
    ) -> None:
        """Write it all to a new file, or to one that may be overwritten.

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
        loading, revisions = Loading(path), []
        for number, line in enumerate(lines[1:], 2):
            with loading.catching(number):
                revisions.append(_revision(line, number - 1, kinds))
        loading.require_good()
        revisions = [*_with_long_codes(revisions)]
        try:
            return cls(revisions, problems=torn, path=os.path.realpath(path))
        except errors.TimelineError as error:  # a revision does not fit those before it
            field, at, *_ = (*error.loc, "", "")
            loading.fail(error, int(at) + 2 if field == "revisions" else len(lines))
            raise errors.LoadError(loading.problems, path=path) from error


class _Head(NamedTuple):
    """Where a timeline came from, kept as its `file`: the head after some revisions."""

    path: str
    revisions: tuple[Revision, ...]


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


def _stale(path: str, problem: str) -> errors.StaleFileError:
    hint = "change the head of History.load, or pass expected= the head to be replaced"
    return errors.StaleFileError(f"{quote(path)} {problem}", hint, filename=path)


def _line(number: int, revision: Revision) -> str:
    """Return the line of a revision; its number shows if lines change places."""
    return strictjson.encode({"n": number, **revision.to_dict()}) + "\n"


def _with_long_codes(revisions: Iterable[Revision]) -> Iterator[Revision]:
    """Yield *revisions*, which declare the parties that version 1 knew by codes."""
    declared = set[str]()
    for revision in revisions:
        diff = revision.diff
        after = [change.after for change in diff if change.after is not None]
        declared |= {record.id for record in after}
        events = [record for record in after if isinstance(record, Event)]
        added = [Change(None, party) for party in long_codes(events, declared)]
        declared |= {change.id for change in added}
        if added:
            diff = attrs.evolve(diff, changes=[*diff, *added])
        yield attrs.evolve(revision, diff=diff)


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        return object_in(line.decode())
    except UnicodeDecodeError as error:
        raise errors.ParseError(error.reason, code="bad-encoding") from None


def _check_header(line: bytes, path: str) -> None:
    version = None
    with suppress(errors.ParseError):
        version = _decoded(line).get(_KEY)
    if type(version) is int and version > VERSION:
        problem = f"version {version} of the format is newer than {VERSION}"
        hint = "install a newer timeline"
        raise errors.UnsupportedVersionError(problem, hint, path=path)
    if version != VERSION:
        problem, hint = "this is not a history", f"start it with the line {_HEADER}"
        if re.match(rb"\W*timeline\W*\d", line):
            problem = "this is a timeline, not a history of one"
            hint = "name a file of revisions, or compare two timelines"
        missing = Problem("no-header", problem, source=path, line=1, hint=hint)
        raise errors.LoadError([missing], path=path)


def _revision(line: bytes, number: int, kinds: Kinds) -> Revision:
    data = _decoded(line)
    position = data.pop("n", None)
    if type(position) is not int or position != number:
        problem = f"revision {quote(position)} is in the place of revision {number}"
        hint = "lines are missing, repeated or out of order: restore the file"
        raise InvalidError(problem, hint, code="out-of-order")
    return Revision.from_dict(data, kinds, Diff)
