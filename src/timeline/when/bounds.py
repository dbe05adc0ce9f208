"""Four ticks: between which instants something starts, and between which it ends.

A tick is a whole number of microseconds since 1970-01-01T00:00, proleptic Gregorian:
of UTC for what is placed in a zone, of the wall clock for what is not. All bounds are
inclusive. An end is the first instant at which the thing is over, so that it always
lies at least one microsecond after the start.
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.errors import OutOfRangeError, ParseError

__all__ = [
    "ALLEN",
    "DAY",
    "HOUR",
    "LIMIT",
    "MINUTE",
    "SECOND",
    "WIDENING",
    "Bounds",
    "Ticks",
    "tighten",
    "widen",
]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LIMIT = 290_000 * 366 * DAY  # a little under 2**63
WIDENING = 16 * HOUR  # no place on Earth ever was further from UTC


@attrs.frozen
class Bounds:
    """From when to when an instant may lie, both included; None where nobody knows.

    Attributes:
        earliest: The first tick it may be.
        latest: The last tick it may be.
    """

    earliest: int | None
    latest: int | None


class Ticks(NamedTuple):
    """The four bounds of one thing in time."""

    start_earliest: int | None
    start_latest: int | None
    end_earliest: int | None
    end_latest: int | None


def tighten(ticks: Ticks) -> Ticks:
    """Return the same bounds with all that follows from ``end > start``.

    Raises:
        ParseError: no start and end fit within the bounds.
        OutOfRangeError: a bound lies beyond 290,000 years.

    >>> tighten(Ticks(0, None, None, 10))
    Ticks(start_earliest=0, start_latest=9, end_earliest=1, end_latest=10)
    """
    start_earliest, start_latest, end_earliest, end_latest = ticks
    if start_earliest is not None:
        least = start_earliest + 1
        end_earliest = least if end_earliest is None else max(end_earliest, least)
    if end_latest is not None:
        most = end_latest - 1
        start_latest = most if start_latest is None else min(start_latest, most)
    for low, high in ((start_earliest, start_latest), (end_earliest, end_latest)):
        if low is not None and high is not None and low > high:
            raise ParseError("ends before it starts", "swap or correct the two")
        if (low is not None and low < -LIMIT) or (high is not None and high > LIMIT):
            raise OutOfRangeError(
                "lies too far away", "write a year from -290000 to 290000"
            )
    return Ticks(start_earliest, start_latest, end_earliest, end_latest)


def widen(ticks: Ticks) -> Ticks:
    """Return wall ticks as they may lie on UTC, wherever the clock hung."""
    start_earliest, start_latest, end_earliest, end_latest = ticks
    return Ticks(
        None if start_earliest is None else start_earliest - WIDENING,
        None if start_latest is None else start_latest + WIDENING,
        None if end_earliest is None else end_earliest - WIDENING,
        None if end_latest is None else end_latest + WIDENING,
    )


def _surely(low: int | None, high: int | None) -> bool:
    """Whether a value of at most *low* is surely <= one of at least *high*."""
    return low is not None and high is not None and low <= high


def _maybe(low: int | None, high: int | None) -> bool:
    """Whether a value of at least *low* may be <= one of at most *high*."""
    return low is None or high is None or low <= high


def _less(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low < high


def _maybe_less(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low < high


def before(a: Ticks, b: Ticks) -> Certainty:
    """Whether a is over when b starts."""
    return Certainty.of(
        definitely=_surely(a.end_latest, b.start_earliest),
        possibly=_maybe(a.end_earliest, b.start_latest),
    )


def intersects(a: Ticks, b: Ticks) -> Certainty:
    """Whether there is an instant that belongs to both."""
    return Certainty.of(
        definitely=_less(a.start_latest, b.end_earliest)
        and _less(b.start_latest, a.end_earliest),
        possibly=_maybe_less(a.start_earliest, b.end_latest)
        and _maybe_less(b.start_earliest, a.end_latest),
    )


def within(a: Ticks, b: Ticks) -> Certainty:
    """Whether every instant of a belongs to b."""
    return Certainty.of(
        definitely=_surely(b.start_latest, a.start_earliest)
        and _surely(a.end_latest, b.end_earliest),
        possibly=_maybe(b.start_earliest, a.start_latest)
        and _maybe(a.end_earliest, b.end_latest)
        and intersects(a, b).possibly,
    )


def equals(a: Ticks, b: Ticks) -> Certainty:
    """Whether both start together and end together."""
    exact = a == b and a[0] == a[1] and a[2] == a[3] and None not in a
    return Certainty.of(
        definitely=exact,
        possibly=_maybe(a.start_earliest, b.start_latest)
        and _maybe(b.start_earliest, a.start_latest)
        and _maybe(a.end_earliest, b.end_latest)
        and _maybe(b.end_earliest, a.end_latest)
        and intersects(a, b).possibly,
    )


def starts_before(a: Ticks, b: Ticks) -> Certainty:
    """Whether a starts earlier than b."""
    return Certainty.of(
        definitely=_less(a.start_latest, b.start_earliest),
        possibly=_maybe_less(a.start_earliest, b.start_latest),
    )


# Allen's thirteen relations (CACM 1983), each as the order of the four points: the
# starts a and b, the ends A and B; points written together fall together.
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
    spans = {"a": (a[0], a[1]), "A": (a[2], a[3]), "b": (b[0], b[1]), "B": (b[2], b[3])}
    return frozenset(name for name, order in ALLEN.items() if _fits(order, spans))


def _fits(order: str, spans: dict[str, tuple[int | None, int | None]]) -> bool:
    """Whether points can stand in that order: each as early as the last one allows."""
    at: int | None = None
    for together in order.split():
        lows = [spans[point][0] for point in together]
        at = max((low for low in (*lows, at) if low is not None), default=None)
        highs = [spans[point][1] for point in together]
        if at is not None and any(high is not None and high < at for high in highs):
            return False
        at = None if at is None else at + 1
    return True
