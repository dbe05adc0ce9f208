"""Four ticks: between which instants something starts, and between which it ends.

A tick is a whole number of microseconds since 1970-01-01T00:00, proleptic Gregorian:
of UTC for what is placed in a zone, of the wall clock for what is not. All bounds are
inclusive. An end is the first instant at which the thing is over, so it lies at least
one microsecond after the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from timeline.certainty import Certainty
from timeline.errors import OutOfRangeError, ParseError

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LIMIT = 290_000 * 366 * DAY  # a little under 2**63
_NO, _MAYBE, _YES = Certainty
SLACK = 16 * HOUR  # no clock on Earth was ever further from UTC


class Ticks(NamedTuple):
    """The four bounds of one thing in time; None where unbounded."""

    start_earliest: int | None
    start_latest: int | None
    end_earliest: int | None
    end_latest: int | None


UNBOUNDED = Ticks(None, None, None, None)


def tighten(ticks: Ticks) -> Ticks:
    """Return the same bounds with all that follows from ``end > start``.

    Raises:
        ParseError: no start and end fit within the bounds.
        OutOfRangeError: a bound lies beyond 290,000 years.

    >>> tighten(Ticks(0, None, None, 10))
    Ticks(start_earliest=0, start_latest=9, end_earliest=1, end_latest=10)
    """
    # The only constraint is end >= start + 1, so one step each way is the fixed point
    # of bounds propagation: the earliest start pushes the earliest end, the latest end
    # pulls the latest start, and neither of those two moves.
    a, b, c, d = ticks
    if a is not None and (c is None or c <= a):
        c = a + 1
    if d is not None and (b is None or b >= d):
        b = d - 1
    if (a is not None and b is not None and b < a) or (
        c is not None and d is not None and d < c
    ):
        raise ParseError("ends before it starts", "swap or correct the two")
    low, high = c if a is None else a, b if d is None else d
    if (low is not None and low < -LIMIT) or (high is not None and high > LIMIT):
        raise OutOfRangeError("is too far away", "write a year from -290000 to 290000")
    return ticks if b is ticks[1] and c is ticks[2] else Ticks(a, b, c, d)


def ended_within(ticks: Ticks, low: int | None, high: int | None) -> Ticks:
    """Return the bounds of what ended between two instants, and not as it was to.

    Where that is not before the end that is stated, or not after the start, it changes
    nothing.

    >>> ended_within(Ticks(0, 9, 50, 60), 20, 29)
    Ticks(start_earliest=0, start_latest=9, end_earliest=20, end_latest=29)
    """
    first, begun, _, over = ticks
    if high is not None and (over is None or high <= over):
        with suppress(ParseError):
            return tighten(Ticks(first, begun, low, high))
    return ticks


def empty_window(stated: Ticks, tested: Ticks) -> Ticks:
    """Return what a time fills throughout, as of what did not take place in it.

    It fills all from the earliest start to the latest end. An end that a mark of doubt
    carries outwards may as well lie inwards by as much; one that is not stated lies
    where it may lie.

    >>> july, about_july = Ticks(30, 59, 31, 60), Ticks(0, 89, 1, 90)
    >>> empty_window(july, july), empty_window(july, about_july)[:2]
    (Ticks(start_earliest=30, start_latest=30, end_earliest=60, end_latest=60), (0, 60))
    """
    (first, begun, over, last), (low, _, _, high) = tested, stated
    if first is not None and low is not None:
        begun = 2 * low - first
    if last is not None and high is not None:
        over = 2 * high - last
    return tighten(Ticks(first, begun, over, last))


def at_once(ticks: Ticks) -> Ticks:
    """Return the bounds of what is over as soon as it starts: one instant of a span.

    >>> at_once(Ticks(0, 9, 50, 60)), at_once(Ticks(0, 9, 1, None)).start_latest
    (Ticks(start_earliest=0, start_latest=59, end_earliest=1, end_latest=60), None)
    """
    first, start, soonest, end = ticks
    if first is None or start is None:
        return ticks
    if end is None or (soonest is not None and soonest > start + 1):
        return Ticks(first, None if end is None else end - 1, first + 1, end)
    return ticks._replace(end_latest=min(end, start + 1))


def tightest(choose: Callable[[list[int]], int], *ends: int | None) -> int | None:
    """Return the first or the last of the *ends* that are known; None if none is.

    >>> tightest(max, 3, None, 5), tightest(min, None)
    (5, None)
    """
    known = [end for end in ends if end is not None]
    return choose(known) if known else None


def hull(spans: Sequence[Ticks]) -> Ticks:
    """Return the closest bounds around all *spans*, of which there is at least one.

    >>> hull([Ticks(0, 1, 2, 3), Ticks(5, 6, 7, None)])
    Ticks(start_earliest=0, start_latest=6, end_earliest=2, end_latest=None)
    """
    if len(spans) == 1:
        return spans[0]
    ends = zip((min, max, min, max), zip(*spans, strict=True), strict=True)
    return Ticks(*(None if None in ticks else choose(ticks) for choose, ticks in ends))


def widen(ticks: Ticks, slack: int = SLACK) -> Ticks:
    """Return wall ticks as they may lie on UTC, wherever the clock was."""
    sides = zip(ticks, (-slack, slack, -slack, slack), strict=True)
    return Ticks(*(None if tick is None else tick + by for tick, by in sides))


# Of the starts a and b and the ends A and B: where their bounds are in both ticks.
_AT = {"a": 0, "A": 2, "b": 4, "B": 6}


def _relation(*comparisons: str) -> Callable[[Ticks, Ticks], Certainty]:
    """Return the relation of a and b that holds if all these comparisons do.

    One may hold if it holds for the most favourable choice within the bounds, where an
    unbounded side excludes nothing; it surely holds if its opposite may not. Tests
    prove the answers exact by enumeration.
    """
    needs = [(_AT[n[0]], _AT[n[-1]], int("=" not in n)) for n in comparisons]

    def relation(a: Ticks, b: Ticks) -> Certainty:
        ends, is_sure = (*a, *b), True
        for less, more, gap in needs:
            first, most = ends[less], ends[more + 1]
            if first is not None and most is not None and first + gap > most:
                return _NO
            last, least = ends[less + 1], ends[more]
            if last is None or least is None or last + gap > least:
                is_sure = False
        return _YES if is_sure else _MAYBE

    return relation


# Where one comparison follows from others, it is there for what may be: each of the
# others may hold, and not all of them at once.
before = _relation("A <= b")  # a is over when b starts
starts_before = _relation("a < b")
intersects = _relation("a < B", "b < A")  # some instant belongs to both
within = _relation("b <= a", "A <= B", "a < B", "b < A")  # all of a belongs to b
_start_together = _relation("a <= b", "b <= a")
_end_together = _relation("A <= B", "B <= A")
equals = _relation("a <= b", "b <= a", "A <= B", "B <= A", "a < B", "b < A")


def are_apart(a: Ticks, b: Ticks) -> tuple[bool, bool]:
    """Return whether no start, and whether no end, can belong to both."""
    return _start_together(a, b) is _NO, _end_together(a, b) is _NO


def agreed(answers: Sequence[Certainty]) -> Certainty:
    """Return what all *answers* say; what they disagree on is a maybe."""
    first = answers[0]
    return first if answers.count(first) == len(answers) else Certainty.MAYBE


# Allen's thirteen relations (Maintaining Knowledge about Temporal Intervals, CACM
# 1983), each as the order of the four endpoints: the starts a and b, the ends A and B;
# endpoints written together coincide.
ALLEN = {
    "before": "a A b B",
    "meets": "a Ab B",
    "overlaps": "a b A B",
    "finished-by": "a b AB",
    "contains": "a b B A",
    "starts": "ab A B",
    "equals": "ab AB",
    "started-by": "ab B A",
    "during": "b a A B",
    "finishes": "b a AB",
    "overlapped-by": "b a B A",
    "met-by": "b aB A",
    "after": "b B a A",
}


def allen(a: Ticks, b: Ticks) -> frozenset[str]:
    """Return which of Allen's relations a may have to b.

    >>> sorted(allen(Ticks(0, 0, 5, 5), Ticks(0, 3, 5, 9)))
    ['equals', 'finished-by', 'overlaps', 'starts']
    """
    points = {"a": a[:2], "A": a[2:], "b": b[:2], "B": b[2:]}
    return frozenset(name for name, order in ALLEN.items() if _fits(order, points))


def _fits(order: str, points: Mapping[str, tuple[int | None, int | None]]) -> bool:
    """Return whether the endpoints can be in that order."""
    # Greedy: to put each group of endpoints as early as its bounds and the group before
    # it allow leaves the most room for the rest, so if that fails, nothing fits.
    at: int | None = None
    for group in order.split():
        lows = [points[name][0] for name in group]
        at = max((low for low in (*lows, at) if low is not None), default=None)
        highs = [points[name][1] for name in group]
        if at is not None and any(high is not None and high < at for high in highs):
            return False
        at = None if at is None else at + 1
    return True
