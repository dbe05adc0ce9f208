"""What became of a timeline: the methods that compare it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.collection.collection import Collection

if TYPE_CHECKING:
    from typing import Self

    from timeline.compare.change import Diff
    from timeline.compare.merge import Merged

__all__ = ["Comparing"]


class Comparing(Collection):
    """The part of `Timeline` that is about its earlier and later states."""

    def diff(self, later: Self, **asked: Any) -> Diff:  # noqa: ANN401  (anything may come)
        """Return what differs from this to *later*; see `timeline.diff`."""
        from timeline.compare.diff import diff  # noqa: PLC0415  (not all compare)

        return diff(self, later, **asked)

    def since(self, earlier: Self, **asked: Any) -> Diff:  # noqa: ANN401  (anything may come)
        """Return what is new since *earlier*, and what follows from it.

        Print its `table` or `brief`. What time alone changed is `passed`, no change.

        Args:
            earlier: The timeline as it was.
            asked: ``match``, ``known``, ``labels`` and ``correction`` as for
                `timeline.diff`; ``on``, the day on which treaties are looked at.

        Raises:
            SelectionError: one of them is a selection.

        >>> from timeline import Call, Event, Timeline
        >>> back = Event(id="back", title="Return", status="expected")
        >>> call = Call(id="c", title="Call", status="expected", when="not-before:back")
        >>> was = Timeline([back, call])
        >>> now = was.update("back", status="occurred")
        >>> print(now.since(was).brief())
        Earlier → later
        2 records, now 2: 1 moved on, 1 unchanged
        <BLANKLINE>
        > Return occurred (was: expected)
        <BLANKLINE>
        Follows: Call had waited for Return: it waits for it no longer.
        <BLANKLINE>
        > moved on  (no !: nothing was corrected)
        """
        from timeline.compare.diff import since  # noqa: PLC0415  (when needed)

        return since(self, earlier, **asked)

    def merge(self, ours: Self, theirs: Self) -> Merged[Self]:
        """Join two that were made from this one; see `timeline.merge`."""
        from timeline.compare.merge import merge  # noqa: PLC0415  (when needed)

        return merge(self, ours, theirs)
