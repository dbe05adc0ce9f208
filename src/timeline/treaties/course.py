"""How things stand from day to day, and on which day a clause is met.

One pass over the days on which anything changes bounds that day. A treaty enters into
force as its final clause provides (Vienna Convention on the Law of Treaties, article 24
(1); UN Treaty Handbook, "Entry into force"). Of each act we know from when to when it
counts at the most, and at the least. On each day the clause is asked whether it surely
holds, and whether it may: it is met no earlier than on the first day on which it may
hold, and no later than on the first on which it surely does.

Most clauses only ask for enough consents, so that these two days are those of the
completions in which all consent as early as they may, and as late: both are reached.

Cost: the days are sorted, and each asks every part of the clause once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from timeline.certainty import Certainty
from timeline.records.conditions import Condition
from timeline.treaties.conditions import Group, Situation, holds


class Stay(NamedTuple):
    """From when to when an act of a party counts.

    Attributes:
        party: Whose act it is.
        most: The longest stretch of days; its end is not in it, and None if open.
        least: The shortest; None if there may be none.
    """

    party: str
    most: tuple[int, int | None]
    least: tuple[int, int | None] | None


class Run(NamedTuple):
    """A clause run over all that was done until a day.

    Attributes:
        first: The first day at whose end it may be met; None if there is none.
        last: The day by whose end it surely is.
        closed: The last day on which it may be met, if none later can change that.
        now: How things stand at the end.
    """

    first: int | None
    last: int | None
    closed: int | None
    now: Situation


def group_between(stays: Iterable[Stay], first: int, last: int) -> Group:
    """Return whose acts count on a day between two, surely and possibly."""
    group = Group()
    for party, most, least in stays:
        if most[0] <= last and (most[1] is None or most[1] > first):
            group.possible.add(party)
        if least and least[0] <= first and (least[1] is None or least[1] > last):
            group.sure.add(party)
    return group


def run(
    condition: Condition | None,
    now: Situation,
    stays: Sequence[tuple[Group, Sequence[Stay]]],
    days: Iterable[int],
    until: int,
) -> Run:
    """Return on which days a condition may first hold, and surely does.

    Args:
        condition: What has to hold.
        now: How things stand before anything has been done; it is moved on to *until*.
        stays: The groups in it, each with what changes it.
        days: Other days on which something changes.
        until: The last day to look at.
    """
    changes = _changes(stays)
    answers = dict[int, Certainty]()
    for day in sorted({now.day, *changes, *days}):
        if day > until:
            break
        for change in changes.get(day, ()):
            _move(*change)
        if day >= now.day and Certainty.YES not in answers.values():
            now.day = day
            answers[day] = holds(condition, now)
    now.day = until
    may = [day for day, held in answers.items() if held.possibly]
    if not may:
        return Run(None, None, None, now)
    if answers[may[-1]].definitely:
        return Run(may[0], may[-1], may[-1], now)
    too_late = [day for day in answers if day > may[-1]]
    return Run(may[0], None, too_late[0] - 1 if too_late else None, now)


def _changes(
    stays: Iterable[tuple[Group, Sequence[Stay]]],
) -> dict[int, list[tuple[set[str], Counter[str], str, int]]]:
    """Return by day who joins or leaves which members, with how often each is there."""
    changes = defaultdict(list)
    for group, of_group in stays:
        possible, sure = Counter[str](), Counter[str]()
        for stay in of_group:
            for day, step in _steps(stay.most):
                changes[day].append((group.possible, possible, stay.party, step))
            for day, step in _steps(stay.least):
                changes[day].append((group.sure, sure, stay.party, step))
    return changes


def _steps(stretch: tuple[int, int | None] | None) -> Iterator[tuple[int, int]]:
    if stretch:
        yield stretch[0], 1
        if stretch[1] is not None:
            yield stretch[1], -1


def _move(members: set[str], count: Counter[str], party: str, step: int) -> None:
    """Let a party join or leave; one that joined twice has to leave twice."""
    count[party] += step
    if count[party] == (step > 0):  # the first to join, or the last to leave
        (members.add if step > 0 else members.discard)(party)
