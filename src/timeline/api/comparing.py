"""What became of a timeline: the methods that compare it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.collection.collection import Collection

if TYPE_CHECKING:
    from typing import Self, Unpack

    from timeline.api.answers import Diff
    from timeline.compare.diff import DiffOptions
    from timeline.compare.merge import Merged
    from timeline.when.interop import DayLike

__all__ = ["Comparing"]


class Comparing(Collection):
    """The part of `Timeline` that is about its earlier and later states."""

    def diff(self, later: Self, **options: Unpack[DiffOptions]) -> Diff:
        """Return what differs from this to *later*; see `timeline.diff`."""
        from timeline.api.answers import Diff  # noqa: PLC0415  (when needed)

        return Diff.between(self, later, **options)

    def since(
        self,
        earlier: Self,
        *,
        on: DayLike | None = None,
        **options: Unpack[DiffOptions],
    ) -> Diff:
        """Return what is new since *earlier*, and what follows from it.

        Print its `table` or `brief`. What time alone changed is `passed`, no change.

        Args:
            earlier: The timeline as it was.
            on: The day on which treaties are looked at; for each side the last one that
                it tells of, unless given.
            options: As for `timeline.diff`.

        Raises:
            SelectionError: one of them is a selection.

        >>> from timeline import Call, Event, Timeline
        >>> back = Event(id="back", title="Return", status="expected")
        >>> call = Call(id="c", title="Call", status="expected", when="not-before:back")
        >>> was = Timeline([back, call])
        >>> now = was.update("back", status="occurred")
        >>> print(now.since(was).brief())
        Earlier → later
        2 records, now 2: 1 progressed, 1 unchanged
        <BLANKLINE>
        > Return occurred (was: expected)
        <BLANKLINE>
        Follows: Call no longer waits for Return.
        <BLANKLINE>
        > progressed  (no !: nothing was corrected)
        """
        from timeline.api.answers import Diff  # noqa: PLC0415  (when needed)

        return Diff.since(earlier, self, on=on, **options)

    def merge(self, ours: Self, theirs: Self) -> Merged[Self]:
        """Join two that were made from this one; see `timeline.merge`."""
        from timeline.compare.merge import merge  # noqa: PLC0415  (when needed)

        return merge(self, ours, theirs)
