"""Compare two timelines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.compare.change import Change, Diff
from timeline.compare.consequences import follows
from timeline.compare.context import Context, names_of, require_whole
from timeline.compare.knowledge import when_told
from timeline.compare.match import differing
from timeline.when.interop import DayLike
from timeline.when.when import When, as_when

__all__ = ["diff", "since"]


def diff(  # noqa: PLR0913  (each by name; what is asked of two timelines is much)
    old: Collection,
    new: Collection,
    *,
    match: Mapping[str, str] | None = None,
    known: When | str | Any | None = None,  # noqa: ANN401  (as wide as as_when)
    labels: tuple[str, str] | None = None,
    correction: bool | None = None,
) -> Diff:
    """Return what differs from *old* to *new*.

    Records belong together by id. A new id is declared by `replaces`, or in *match*;
    `suggest_matches` proposes what to put there, and nothing is guessed.

    Args:
        old: The earlier timeline.
        new: The later one.
        match: Old ids, each with the new id of the same record.
        known: When the old records were told; derived unless given.
        labels: How to call the two sides.
        correction: Whether somebody says that the old records were wrong (True), or
            that they were not (False).

    Raises:
        SelectionError: one of them is a selection.
        UnknownIdError: *match* names an id that is not there.
        InvalidError: *match* gives one record two partners.

    >>> from timeline import Call, Timeline
    >>> was = Timeline([Call(id="c", title="Call", status="expected")])
    >>> now = was.update("c", status="held", when="2025-03-28")
    >>> found = diff(was, now)
    >>> found.apply(was) == now, (~found).apply(now) == was
    (True, True)
    """
    require_whole("be compared", old, new)
    when = None if known is None else as_when(known)
    asked = Context(labels or ("before", "after"), correction=correction)
    pairs = differing(old, new, match)

    def made() -> Context:
        partners = {a.id: b for a, b in pairs if a is not None}
        return attrs.evolve(
            asked,
            sizes=(len(old), len(new)),
            known=when_told(old, new, partners, when),
            names=names_of(pairs, old, new),
        )

    tz = None if old.tz == new.tz else (old.tz, new.tz)
    return Diff((Change(a, b) for a, b in pairs), tz, made)


def since(
    later: Collection,
    earlier: Collection,
    *,
    on: DayLike | None = None,
    **asked: Any,  # noqa: ANN401  (the arguments of diff)
) -> Diff:
    """Return what differs from *earlier* to *later*, and what follows from it.

    Args:
        later: The later timeline.
        earlier: The earlier one.
        on: The day on which treaties are looked at; the last that each side tells of
            unless given.
        asked: As for `diff`.
    """
    found = diff(earlier, later, **{"labels": ("Earlier", "later"), **asked})

    def made() -> Context:
        pairs = [(change.before, change.after) for change in found]
        told = follows(earlier, later, pairs, on)
        return attrs.evolve(found.context, follows=told)

    return Diff(found.changes, found.tz, made)
