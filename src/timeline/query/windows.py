"""Questions about time, each with an answer for what is not known.

The name says what is asked. To ``possibly_`` an undated event says yes, for
nothing rules it out, and to ``surely_`` no; so each question and its ``~`` share all
events out between them, in memory and on every database, where a bare
``NOT (latest < x)`` would lose those without a date.

A window is read throughout: from its first instant to its last. Between an event on
the wall clock of nobody knows where and a window on the line of UTC (or the other way
round) lie up to 16 hours either way: ``possibly_`` and ``surely_`` allow for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from timeline.errors import InvalidError
from timeline.query.predicates import Leaf, Predicate, may_be
from timeline.records.lifecycle import Phase
from timeline.text import quote
from timeline.when.bounds import SLACK
from timeline.when.when import When, WhenLike, as_when

__all__ = [
    "between",
    "possibly_before",
    "possibly_overlaps",
    "surely_before",
    "surely_overlaps",
    "surely_within",
]

# No instant is earlier or later: what stands for "unbounded" where ints must stand.
NEVER = -(2**63)
EVER = 2**63 - 1


# What must hold between the bounds of an event and the edges of the window.
TIMES: Mapping[str, tuple[str, ...]] = {
    "possibly_before": ("end_earliest <= start",),
    "surely_before": ("end_latest <= start",),
    "possibly_overlaps": ("start_earliest < end", "end_latest > start"),
    "surely_overlaps": ("start_latest < end", "end_earliest > start"),
    "surely_within": ("start_earliest >= start", "end_latest <= end"),
}


class Edges(NamedTuple):
    """The first instant of a window and the first one after it, once it is placed.

    Attributes:
        start: In ticks; None if it has no beginning.
        end: In ticks; None if it has no end.
        placed: Whether they are ticks of UTC, and not of a wall clock.
    """

    start: int | None
    end: int | None
    placed: bool


class Comparison(NamedTuple):
    """One bound of an event against one number.

    Attributes:
        column: Which bound: ``start_earliest`` and so on.
        sign: ``<=`` or ``>=``.
        wall: The number for events on the wall clock.
        utc: The number for placed events.
    """

    column: str
    sign: str
    wall: int
    utc: int


def possibly_before(moment: WhenLike) -> Predicate:
    """May it be over when *moment* begins? Yes, if nothing rules that out.

    An undated event may be, so ``~q.possibly_before(x)`` holds only for what surely is
    not.

    >>> from timeline import query as q
    >>> q.possibly_before("2025-06")
    q.possibly_before('2025-06')
    """
    return _leaf("possibly_before", moment)


def surely_before(moment: WhenLike) -> Predicate:
    """Is it surely over when *moment* begins?"""
    return _leaf("surely_before", moment)


def possibly_overlaps(
    first: WhenLike | None, last: WhenLike | None = None
) -> Predicate:
    """May it have an instant in common with the window from *first* to *last*?

    With one argument the window is that month, year or interval itself.
    """
    return _leaf("possibly_overlaps", first, last)


def surely_overlaps(first: WhenLike | None, last: WhenLike | None = None) -> Predicate:
    """Does it surely overlap the window from *first* to *last*?"""
    return _leaf("surely_overlaps", first, last)


def surely_within(first: WhenLike | None, last: WhenLike | None = None) -> Predicate:
    """Does it surely begin and end in the window from *first* to *last*?"""
    return _leaf("surely_within", first, last)


def between(
    first: WhenLike | None, last: WhenLike | None, *, certainly: bool = False
) -> Predicate:
    """Return the question whether an event overlaps *first* to *last*, as far as known.

    It asks about time alone, so the answer includes what is only planned, or was
    cancelled. With *certainly*, it leaves out what was cancelled or did not take place,
    by the record or by a source that counts, is denied or only alleged.

    Args:
        first: The first moment of the window; None if it has no beginning.
        last: The last, included: ``2025-03`` is to the end of March; None for no end.
        certainly: Whether it must surely lie in the window.

    Raises:
        InvalidError: the window ends before it starts, or has neither side.
    """
    window = _window(first, last)
    if certainly:
        return _leaf("surely_within", window) & ~may_be(Phase.OFF)
    return _leaf("possibly_overlaps", window)


def _window(first: WhenLike | None, last: WhenLike | None) -> When:
    sides = [".." if side is None else _side(side) for side in (first, last)]
    return as_when("/".join(sides))


def _side(moment: WhenLike) -> str:
    text = str(as_when(moment))
    if "/" in text or " " in text:
        hint = "write a date on each side, or one window alone"
        raise InvalidError(f"{quote(text)} is not a date on one side of a window", hint)
    return text


def _leaf(name: str, first: WhenLike | None, last: WhenLike | None = None) -> Leaf:
    alone = first if last is None else None
    when = _window(first, last) if alone is None else as_when(alone)
    if when.anchors:
        problem = f"{quote(str(when))} is not a window: it depends on another record"
        raise InvalidError(problem, "write dates, such as 2025-03/..")
    if when.value.marks:
        problem = f"the window {quote(str(when))} is in doubt"
        hint = "write the first and the last day, such as 2025-06-14/2025-06-16"
        raise InvalidError(problem, hint)
    window = edges(when)
    if window.start is None and (window.end is None or name.endswith("before")):
        problem = f"the window {quote(str(when))} has no beginning"
        raise InvalidError(problem, "write the date on which it begins")
    return Leaf(name, when)


def edges(when: When, tz: str | None = None) -> Edges:
    """Return the edges of a window, placed in the zone *tz* if it says none itself."""
    when = when.placed(tz)
    end = when.end_latest
    if when.value.is_lone_clock:  # a clock time alone: its own unit
        end = None if when.start_latest is None else when.start_latest + 1
    return Edges(when.start_earliest, end, when.is_placed)


def comparisons(leaf: Leaf, tz: str | None) -> tuple[Comparison, ...]:
    """Return what the bounds of an event are compared with to answer *leaf*.

    All must hold. A bound that is not known is never in the way of ``possibly_``, and
    always in that of ``surely_``.

    Args:
        leaf: A question about time.
        tz: The zone of a window that names none.
    """
    window = edges(leaf.value, tz)
    rules = []
    for rule in TIMES[leaf.name]:
        column, sign, side = rule.split()
        edge = window.start if side == "start" else window.end
        if edge is not None:
            limit = edge + {"<": -1, ">": 1}.get(sign, 0)
            # Slack makes "possibly" easier, and "surely" harder.
            loosens = (sign[0] == "<") is leaf.name.startswith("possibly")
            other = limit + (SLACK if loosens else -SLACK)
            wall, utc = (other, limit) if window.placed else (limit, other)
            rules.append(Comparison(column, f"{sign[0]}=", wall, utc))
    return tuple(rules)


def reach(leaf: Leaf, tz: str | None, *, placed: bool | None) -> tuple[int, int]:
    """Return two ticks between which an event must reach to answer *leaf*.

    Of what answers it, the earliest start is before the second, and the latest end
    after the first. For ``possibly_overlaps`` on one line of time all that is so
    answers it; the others have an exact test besides.

    Args:
        leaf: A question about time.
        tz: The zone of a window that names none.
        placed: Whether the events are on UTC; None if some are, and some are not.
    """
    window = edges(leaf.value, tz)
    slack = 0 if placed is window.placed else SLACK
    if leaf.name.endswith("before"):
        return NEVER, EVER if window.start is None else window.start + slack
    return (
        NEVER if window.start is None else window.start - slack,
        EVER if window.end is None else window.end + slack,
    )
