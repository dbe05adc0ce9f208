"""What was known when: revisions of a timeline, one after the other.

A timeline has no time axis of its own. Here each revision says from when its changes
were held to be true; when the events happened is in the records, and what a page is
dated in its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from timeline.collection.collection import Collection, Record
from timeline.compare.change import Change, Diff
from timeline.compare.context import check_correction, checked
from timeline.compare.diff import diff
from timeline.compare.saying import Saying
from timeline.compare.telling import entries
from timeline.errors import InvalidError, StaleDiffError, UnknownIdError, inside
from timeline.records.converters import list_of
from timeline.records.kinds import KINDS, Kinds
from timeline.text import as_text, clean, closest, quote
from timeline.when.when import When, as_when

__all__ = ["Log", "Passage", "Revision"]

C = TypeVar("C", bound=Collection)


def _moment(value: Any) -> When:  # noqa: ANN401  (a converter: it checks)
    """Take a day, or a moment."""
    when = as_when(value)
    if when.anchors or when.form.qualifiers or when.start_earliest is None:
        raise _vague(when)
    if "/" in when.text.partition("[")[0] or (
        when.first_calendar_day != when.last_calendar_day and "T" not in when.text
    ):
        raise _vague(when)
    return when


def _vague(when: When) -> InvalidError:
    hint = "write a day or a moment: 2025-03-17, 2025-03-17T09:00Z"
    return InvalidError(f"{quote(str(when))} is no one day", hint, ("at",))


def _begin(when: When) -> int:
    """Return the first tick of a day or moment; without a zone it is meant in UTC."""
    return when.start_earliest or 0


@attrs.frozen
class Revision:
    """One step of a history.

    Attributes:
        at: From when its changes were held to be true: a day, or a moment; without a
            zone it is meant in UTC.
        diff: What changed.
        source: What brought it, in words or as the id of a source.
        note: Anything else.
        correction: Whether somebody said that it corrects the record (True), or that
            it does not (False); None if nobody did.
    """

    at: When = attrs.field(converter=_moment)
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
        found: dict[str, Any] = {"at": str(self.at)}
        for name in ("source", "note", "correction"):
            if (value := getattr(self, name)) not in ("", None):
                found[name] = value
        return {**found, **self.diff.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], kinds: Kinds = KINDS) -> Self:
        """Return the revision that plain data describe.

        Raises:
            InvalidError: they do not.
        """
        own = {"at": str, "source": str, "note": str, "correction": bool}
        rest = {name: value for name, value in data.items() if name not in own}
        mine = {name: value for name, value in data.items() if name in own}
        mine = checked(mine, own)
        if "at" not in mine:
            raise InvalidError("the revision has no date", 'write "at"', ("at",))
        return cls(diff=Diff.from_dict(rest, kinds), **mine)


@attrs.frozen
class Passage:
    """What one revision did to one record: a line of its life.

    Attributes:
        at: From when it was held to be true.
        change: The record before and after.
        revision: The whole revision.
    """

    at: When
    change: Change
    revision: Revision

    def __str__(self) -> str:
        whole = self.revision.diff
        part = Diff([self.change], context=whole.context)
        saying = Saying(whole.context.names)
        [entry] = entries(part, saying)
        return clean(f"{saying.when(self.at)}  {entry.mark} {entry.said}")


def _by_position(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    found = tuple(list_of(revisions))
    for one in found:
        if not isinstance(one, Revision):
            raise InvalidError(f"{quote(one)} is no revision", "make it a Revision")
    return found


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

    _whole: ClassVar[type[Collection]] = Collection

    revisions: tuple[Revision, ...] = attrs.field(default=(), converter=_by_position)

    def __attrs_post_init__(self) -> None:
        for number in range(1, len(self.revisions)):
            earlier, later = self.revisions[number - 1 : number + 1]
            try:
                _check_order(earlier.at, later.at)
            except InvalidError as error:
                raise error.inside("revisions", number) from None
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
        records: dict[str, Record] = {}
        tz: str | None = None
        for number, revision in enumerate(self.revisions):
            try:
                _fold(revision.diff, records, tz)
            except StaleDiffError as error:
                raise error.inside("revisions", number) from None
            tz = revision.diff.tz[1] if revision.diff.tz else tz
        return self._empty(tz).exchanged(set(), records.values(), tz=tz)

    def _empty(self, tz: str | None = None) -> C:
        made: Any = self._whole(tz=tz)
        return made  # type: ignore[no-any-return]  # a C, by the one who set _whole

    def record(
        self,
        timeline: C,
        at: When | str | Any,  # noqa: ANN401  (as wide as as_when)
        source: str = "",
        note: str = "",
        *,
        correction: bool | None = None,
        **asked: Any,  # noqa: ANN401  (the arguments of diff)
    ) -> Self:
        """Return the history with what *timeline* says as the newest revision.

        The timeline is all that is held to be true from then on. One that says what
        the head says adds nothing.

        Args:
            timeline: The whole state, not an addition to it.
            at: From when it is held to be true; never earlier than the head.
            source: What brought it.
            note: Anything else.
            correction: Whether it says that the record was wrong, or was not.
            asked: ``match``, ``known`` and ``labels``, as for `timeline.diff`.

        Raises:
            InvalidError: *at* is older than the head: record late news with today's
                date, and its own date in its source.
        """
        when = _moment(at)
        if self.revisions:
            _check_order(self.revisions[-1].at, when)
        if getattr(timeline, "partial", False):
            hint = "add the records that its own ones name"
            raise InvalidError("a partial timeline has no history", hint)
        found = diff(self.head, timeline, correction=correction, **asked)
        if not found:
            return self
        _ = found.context  # which lets go of both timelines
        return self._with(Revision(when, found, source, note, correction), timeline)

    def _with(self, revision: Revision, head: C) -> Self:
        made = object.__new__(type(self))
        made.__dict__.update(
            self.__dict__, revisions=(*self.revisions, revision), head=head
        )
        return made

    def undo(self, at: When | str | Any, note: str = "") -> Self:  # noqa: ANN401  (anything may come)
        """Return the history with the inverse of its last revision added to it.

        Nothing is ever taken away: that it was undone is a part of what happened.

        Raises:
            InvalidError: there is no revision, or *at* is older than the last.
        """
        if not self.revisions:
            raise InvalidError("there is no revision to undo", "record one first")
        last, when = self.revisions[-1], _moment(at)
        _check_order(last.at, when)
        back = Revision(when, ~last.diff, last.source, note or "undone")
        return self._with(back, back.diff.apply(self.head))

    def as_of(self, at: When | str | Any) -> C:  # noqa: ANN401  (as wide as as_when)
        """Return what was known at a moment, or at the end of a day.

        Before the first revision nothing was.
        """
        return self._after(self._position(at))

    def _position(self, at: Any) -> int:  # noqa: ANN401  (as wide as as_when)
        """Return how many revisions there were at a moment, or by the end of a day."""
        when = _moment(at)
        last = _begin(when) if "T" in when.text else (when.end_latest or 0) - 1
        position = len(self.revisions)
        while position and _begin(self.revisions[position - 1].at) > last:
            position -= 1
        return position

    def _after(self, position: int) -> C:
        """Return the timeline after so many revisions, by going back from the head."""
        if position == 0:
            return self._empty()
        head = self.head
        then: dict[str, Record | None] = {}
        tz = head.tz
        for revision in self.revisions[: position - 1 : -1]:
            for change in revision.diff:
                if change.after is not None:
                    then[change.after.id] = None
            for change in revision.diff:
                if change.before is not None:
                    then[change.before.id] = change.before
            tz = revision.diff.tz[0] if revision.diff.tz else tz
        come = [record for record in then.values() if record is not None]
        if not then and tz == head.tz:
            return head
        return head.exchanged(then.keys() & head.records.keys(), come, tz=tz)

    def diff(self, earlier: Any, later: Any, **asked: Any) -> Diff:  # noqa: ANN401  (anything may come)
        """Return what changed between what was known at two moments.

        Args:
            earlier: The first moment, or day.
            later: The second.
            asked: As for `timeline.diff`.
        """
        was, now = (Saying({}).when(_moment(at)) for at in (earlier, later))
        labels = f"As known on {was}", f"as known on {now}"
        return diff(
            self.as_of(earlier), self.as_of(later), **{"labels": labels, **asked}
        )

    def of(self, id: str) -> tuple[Passage, ...]:  # noqa: A002  (what it is called)
        """Return the life of one record: what each revision did to it.

        It is followed through changes of its id, from any id it ever had.

        Raises:
            UnknownIdError: nothing ever bore that id.
        """
        names = self._names_of(id)
        found = tuple(
            Passage(revision.at, change, revision)
            for revision in self.revisions
            for change in revision.diff
            if names & {side.id for side in (change.before, change.after) if side}
        )
        if not found:
            known = {change.id for revision in self for change in revision.diff}
            guess = closest(str(id), known)
            hint = f'did you mean "{guess}"?' if guess else ""
            raise UnknownIdError(f"nothing ever bore the id {quote(id)}", hint)
        return found

    def _names_of(self, name: str) -> set[str]:
        """Return every id that a record had, by going both ways."""
        names = {name}
        for revisions in (self.revisions, self.revisions[::-1]):
            for revision in revisions:
                for change in revision.diff.changed:
                    ids = {side.id for side in (change.before, change.after) if side}
                    if len(ids) > 1 and ids & names:
                        names |= ids
        return names


def _check_order(earlier: When, later: When) -> None:
    if _begin(later) < _begin(earlier):
        raise InvalidError(
            f"{later} is older than the revision before it, of {earlier}",
            "record late news with today's date, and its own date in its source",
            ("at",),
            "out-of-order",
        )


def _fold(found: Diff, records: dict[str, Record], tz: str | None) -> None:
    """Put a revision on top of *records*, strictly."""
    found.check(records, tz)
    for change in found:
        if change.before is not None:
            del records[change.before.id]
    for change in found:
        if change.after is not None:
            records[change.after.id] = change.after
