"""What became of a timeline: the methods that compare it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.collection import Collection

if TYPE_CHECKING:
    from typing import Self

    from timeline.changes.change import Diff
    from timeline.changes.merge import Merged

__all__ = ["Comparing"]


class Comparing(Collection):
    """The part of `Timeline` that is about its earlier and later states."""

    def diff(self, later: Self, **asked: Any) -> Diff:  # noqa: ANN401
        """Return what differs from this to *later*; see `timeline.diff`."""
        from timeline.changes.comparing import diff  # noqa: PLC0415  (not all compare)

        return diff(self, later, **asked)

    def merge(self, ours: Self, theirs: Self) -> Merged[Self]:
        """Join two that were made from this one; see `timeline.merge`."""
        from timeline.changes.merge import merge  # noqa: PLC0415

        return merge(self, ours, theirs)
