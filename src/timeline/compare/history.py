"""What was known when: revisions of a timeline, one after the other.

A timeline has no time axis of its own. Here each revision says from when its changes
were held to be true; when the events happened is in the records, and the date of a page
in its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Generic, Self, TypeVar, Unpack, cast

import attrs

from timeline.collection.collection import Collection
from timeline.compare.change import Change
from timeline.compare.context import check_correction, check_fields
from timeline.compare.diff import Diff, DiffOptions, WhenLike
from timeline.errors import InvalidError, UnknownIdError, inside
from timeline.records.converters import list_of
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.text import as_text, closest, quote
from timeline.when.when import When, as_when

C = TypeVar("C", bound=Collection)


def _as_moment(value: WhenLike) -> When:
    """Take a day, or a moment."""
    when = as_when(value)
    is_span = when.value.is_span
    is_day = when.first_calendar_day == when.last_calendar_day
    is_vague = when.anchors or when.value.marks or when.start_earliest is None
    if is_vague or is_span or not (is_day or when.value.has_clock):
        hint = "write a day or a moment: 2025-03-17, 2025-03-17T09:00Z"
        raise InvalidError(f"{quote(str(when))} is not one day", hint, ("at",))
    return when


def _begin(when: When) -> int:
    """Return the first tick of a day or moment; without a zone it is taken as UTC."""
    return when.start_earliest or 0


@attrs.frozen
class Revision:
    """One step of a history.

    Attributes:
        at: From when its changes were held to be true: a day, or a moment; without a
            zone it is taken as UTC.
        diff: What changed.
        source: What brought it, in words or as the id of a source.
        note: Anything else.
        correction: Whether somebody said that it corrects the record (True), or that
            it does not (False); None if nobody did.
    """

    at: When = attrs.field(converter=_as_moment)
    diff: Diff
    source: str = ""
    note: str = ""
    correction: bool | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("source", "note"):
            with inside(name):
                as_text(getattr(self, name))
        check_correction(self.correction)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        about = {name: getattr(self, name) for name in ("source", "note", "correction")}
        stated = {
            name: value for name, value in about.items() if value not in ("", None)
        }
        return {"at": str(self.at), **stated, **self.diff.to_dict()}

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], kinds: Kinds = KINDS, diff: type[Diff] = Diff
    ) -> Self:
        """Return the revision that plain data describe.

        Args:
            data: Such as `to_dict` gives.
            kinds: The classes of records.
            diff: The class of its diff.

        Raises:
            InvalidError: the data describe none.
        """
        own = {"at": str, "source": str, "note": str, "correction": bool}
        rest = {name: value for name, value in data.items() if name not in own}
        mine = {name: value for name, value in data.items() if name in own}
        mine = check_fields(mine, own)
        if "at" not in mine:
            raise InvalidError("the revision has no date", 'write "at"', ("at",))
        return cls(diff=diff.from_dict(rest, kinds), **mine)


@attrs.frozen
class Passage:
    """What one revision did to one record.

    Attributes:
        at: From when it was held to be true.
        change: The record before and after.
        revision: The whole revision.
    """

    at: When
    change: Change
    revision: Revision


def _check_revisions(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    revisions = tuple(list_of(revisions))
    for revision in revisions:
        if not isinstance(revision, Revision):
            raise InvalidError(f"expected a Revision, not {quote(revision)}")
    return revisions


@attrs.frozen(slots=False, repr=False)
class Log(Generic[C]):
    """Revisions in the order in which they were made; only ever added to.

    It is a value: `record` returns a new one. `timeline.History` is the same with a
    file to it.

    Attributes:
        revisions: All of them, oldest first.

    Raises:
        InvalidError: a revision is older than the one before it.
        StaleDiffError: a revision changes what is not there.
    """

    timeline_class: ClassVar[type[Collection]] = Collection
    diff_class: ClassVar[type[Diff]] = Diff
    passage_class: ClassVar[type[Passage]] = Passage

    revisions: tuple[Revision, ...] = attrs.field(
        default=(), converter=_check_revisions
    )
    _newest: C | None = attrs.field(default=None, eq=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self._newest is None:
            for number in range(1, len(self.revisions)):
                earlier, later = self.revisions[number - 1 : number + 1]
                with inside("revisions", number):
                    _check_order(earlier.at, later.at)
            _ = self.head  # which checks that each revision fits what it changes

    def __iter__(self) -> Iterator[Revision]:
        return iter(self.revisions)

    def __len__(self) -> int:
        return len(self.revisions)

    def __repr__(self) -> str:
        size = len(self)
        return f"<{type(self).__name__}: {size} revision{'s' if size != 1 else ''}>"

    @cached_property
    def head(self) -> C:
        """What is known now: the timeline after all revisions."""
        if self._newest is not None:
            return self._newest
        records: dict[str, Record] = {}
        tz: str | None = None
        for number, revision in enumerate(self.revisions):
            with inside("revisions", number):
                _apply_to(records, revision.diff, tz)
            tz = revision.diff.tz[1] if revision.diff.tz else tz
        return self._empty(tz).exchanged(set(), records.values(), tz=tz)

    def _empty(self, tz: str | None = None) -> C:
        return cast("C", self.timeline_class(tz=tz))

    def record(
        self,
        timeline: C,
        at: WhenLike,
        source: str = "",
        note: str = "",
        **options: Unpack[DiffOptions],
    ) -> Self:
        """Return the history with what *timeline* says as the newest revision.

        The timeline is all that is held to be true from then on. One that says what
        the head says adds nothing.

        Args:
            timeline: The whole state, not an addition to it.
            at: From when it is held to be true; never earlier than the head.
            source: What brought it.
            note: Anything else.
            options: As for `timeline.diff`; ``correction`` says of the whole revision
                that the record was wrong, or that it was not.

        Raises:
            InvalidError: *at* is older than the head: record late news with today's
                date, and its own date in its source.
        """
        when = _as_moment(at)
        if self.revisions:
            _check_order(self.revisions[-1].at, when)
        if getattr(timeline, "partial", False):
            hint = "add the records that its own ones refer to"
            raise InvalidError("a partial timeline has no history", hint)
        diff = self.diff_class.between(self.head, timeline, **options)
        if not diff:
            return self
        diff = attrs.evolve(diff, context=diff.context)  # lets go of both timelines
        correction = options.get("correction")
        return self._add(Revision(when, diff, source, note, correction), timeline)

    def _add(self, revision: Revision, head: C) -> Self:
        return attrs.evolve(self, revisions=(*self.revisions, revision), newest=head)

    def undo(self, at: WhenLike, note: str = "") -> Self:
        """Return the history with the inverse of its last revision added to it.

        Nothing is ever taken away: that it was undone is a part of what happened.

        Raises:
            InvalidError: there is no revision, or *at* is older than the last.
        """
        if not self.revisions:
            raise InvalidError("there is no revision to undo", "record one first")
        last, when = self.revisions[-1], _as_moment(at)
        _check_order(last.at, when)
        back = Revision(when, ~last.diff, last.source, note or "undone")
        return self._add(back, back.diff.apply(self.head))

    def as_of(self, at: WhenLike) -> C:
        """Return what was known at a moment, or at the end of a day.

        Before the first revision nothing was.
        """
        when = _as_moment(at)
        last = _begin(when) if when.value.has_clock else (when.end_latest or 0) - 1
        position = len(self.revisions)
        while position and _begin(self.revisions[position - 1].at) > last:
            position -= 1
        return self._after(position)

    def _after(self, position: int) -> C:
        """Return the timeline after so many revisions."""
        # Backwards from the head: what is asked for is mostly near it, and the records
        # that did not change since are shared. Cost: the changes since, and one
        # exchange of them.
        if position == 0:
            return self._empty()
        head = self.head
        then: dict[str, Record | None] = {}
        tz = head.tz
        for revision in self.revisions[: position - 1 : -1]:
            then |= {c.after.id: None for c in revision.diff if c.after is not None}
            then |= {
                c.before.id: c.before for c in revision.diff if c.before is not None
            }
            tz = revision.diff.tz[0] if revision.diff.tz else tz
        if not then and tz == head.tz:
            return head
        records = [record for record in then.values() if record is not None]
        return head.exchanged(then.keys() & head.records.keys(), records, tz=tz)

    def of(self, id: str) -> tuple[Passage, ...]:  # noqa: A002  (what records call it)
        """Return what each revision did to one record, by any id that it ever had.

        Raises:
            UnknownIdError: no record ever had that id.
        """
        ids = self._ids_of(id)
        passages = tuple(
            self.passage_class(revision.at, change, revision)
            for revision in self.revisions
            for change in revision.diff
            if ids & {side.id for side in change.sides}
        )
        if not passages:
            known = {change.id for revision in self for change in revision.diff}
            guess = closest(str(id), known)
            hint = f"did you mean {quote(guess)}?" if guess else ""
            raise UnknownIdError(f"no record ever had the id {quote(id)}", hint)
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


def _check_order(earlier: When, later: When) -> None:
    if _begin(later) < _begin(earlier):
        raise InvalidError(
            f"{later} is older than the revision before it, of {earlier}",
            "record late news with today's date, and its own date in its source",
            ("at",),
            "out-of-order",
        )


def _apply_to(records: dict[str, Record], diff: Diff, tz: str | None) -> None:
    """Apply a diff to *records* in place, which have to be as they were before it."""
    diff.check(records, tz)
    for change in diff:
        if change.before is not None:
            del records[change.before.id]
    for change in diff:
        if change.after is not None:
            records[change.after.id] = change.after
