"""Ways in which acts whose days are not known can have come about, one by one.

Bounds are exact where an earlier consent can only help: all as early as they may be,
and all as late, are completions themselves. Some acts help on one day and harm on
another: a signature raises the number that a share is taken of, a party that left
counts for a while, a new party to another treaty enlarges the group of which three
quarters have to accept. For these each day that can matter is tried: the ends of what
is not known of any act, and the days next to them, since an extreme of the answer can
be moved until some act meets such an end.

Cost: as many completions as those days can be combined in, at most `_MOST`; where there
are more, none is tried, and the bounds may be wider than they have to be.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

import attrs

from timeline.records.conditions import Condition, Quorum
from timeline.records.treaties import Withdrawal
from timeline.treaties.acts import Act, Facts, Span, days_of
from timeline.treaties.conditions import BEFORE_ALL
from timeline.when.when import When

_MOST = 1_000
_IN_FORCE = "in_force"  # beside the fields of facts: the stated day of another treaty


class _Hard(NamedTuple):
    """An act of which each day has to be tried.

    Attributes:
        treaty: The id of its treaty.
        field: Where its facts are kept.
        at: Its place there.
        span: On which days it may have been done, or have taken effect.
    """

    treaty: str
    field: str
    at: int
    span: Span


def completions(
    facts: Facts, leaves: Sequence[Condition], turns: Iterable[int], until: int
) -> list[Facts]:
    """Return the facts with days for those acts; none if there are no such acts.

    Args:
        facts: What is reported of a treaty.
        leaves: The parts of its clause that join no others.
        turns: Other days that matter to it.
        until: The last day that matters.
    """
    hard = [*_hard(facts, leaves)]
    if not hard:
        return []
    spans = [hard_act.span for hard_act in hard]
    for of in (facts, *facts.others.values()):
        spans += [act.span for act in (*of.consents, *of.signatures)]
        spans += [act.effect for act in of.notices]
    ends = {day for span in spans for day in span if day is not None} | {*turns}
    ends.discard(BEFORE_ALL)
    near = range(-len(hard), len(hard) + 1)
    days = {end + step for end in ends for step in near}
    options = [_options(one.span, days, until) for one in hard]
    if prod(map(len, options)) > _MOST:
        return []
    chosen = (_with(facts, hard, each) for each in itertools.product(*options))
    return [world for world in chosen if _is_in_order(world)]


def _options(span: Span, days: Iterable[int], until: int) -> list[int | None]:
    """Return the days of a span that have to be tried; None if it may never come."""
    last = until + 1 if span.last is None else span.last
    found = {day for day in days if span.first <= day <= last}
    return [*sorted(found), *([None] if span.last is None else [])]


def _hard(facts: Facts, leaves: Sequence[Condition]) -> Iterator[_Hard]:
    """Yield the acts that can help and harm, if their days are not known."""
    quorums = [leaf for leaf in leaves if isinstance(leaf, Quorum)]
    shares = [leaf for leaf in quorums if leaf.at_least is None]
    signed = any(leaf.group == "signatories" for leaf in shares)
    weighed = any(leaf.relative_to for leaf in quorums)
    fields = [("signatures", signed), ("consents", weighed), ("notices", True)]
    yield from _unknown(facts, dict(fields))
    for name in dict.fromkeys(leaf.parties_of or "" for leaf in shares):
        if name in facts.others:
            other = facts.others[name]
            yield from _unknown(other, {"consents": True, "notices": True})
            stated = other.treaty.in_force
            if stated and (span := days_of(stated)).first != span.last:
                yield _Hard(name, _IN_FORCE, 0, span)


def _unknown(facts: Facts, fields: Mapping[str, bool]) -> Iterator[_Hard]:
    """Yield the acts of some fields, and those of who left, that have no one day."""
    left = {act.party for act in facts.notices}
    for field, all_of_them in fields.items():
        for at, act in enumerate(getattr(facts, field)):
            span = act.effect if field == "notices" else act.span
            who_left = field == "consents" and act.party in left
            if (all_of_them or who_left) and span.first != span.last:
                yield _Hard(facts.treaty.id, field, at, span)


def _with(facts: Facts, hard: Sequence[_Hard], days: Sequence[int | None]) -> Facts:
    """Return facts with one day for each of some acts, or without it."""
    set_days = {one[:3]: day for one, day in zip(hard, days, strict=True)}
    others = {name: _at(other, set_days) for name, other in facts.others.items()}
    return attrs.evolve(_at(facts, set_days), others=others)


def _at(facts: Facts, days: Mapping[tuple[str, str, int], int | None]) -> Facts:
    """Return the facts of one treaty with those days."""
    name, treaty = facts.treaty.id, facts.treaty
    if (name, _IN_FORCE, 0) in days:
        treaty = attrs.evolve(treaty, in_force=_when(days[name, _IN_FORCE, 0]))
    return attrs.evolve(
        facts,
        treaty=treaty,
        consents=[*_acts(facts.consents, days, name, "consents")],
        signatures=[*_acts(facts.signatures, days, name, "signatures")],
        notices=[*_acts(facts.notices, days, name, "notices")],
    )


def _acts(
    acts: Sequence[Act],
    days: Mapping[tuple[str, str, int], int | None],
    treaty: str,
    field: str,
) -> Iterator[Act]:
    """Yield acts with their days; those that never come are left out."""
    for at, act in enumerate(acts):
        key = (treaty, field, at)
        if key not in days:
            yield act
        elif (day := days[key]) is not None and isinstance(act.record, Withdrawal):
            record = attrs.evolve(act.record, effective=_when(day))
            yield act._replace(record=record)
        elif day is not None:
            yield act._replace(span=Span(day, day))


def _when(day: int | None) -> When | None:
    return None if day is None else Span(day, day).when


def _is_in_order(facts: Facts) -> bool:
    """Whether nobody leaves without having joined."""
    return all(
        any(
            act.party == notice.party and act.span.first < notice.effect.first
            for act in of.consents
        )
        for of in (facts, *facts.others.values())
        for notice in of.notices
        if any(act.party == notice.party for act in of.consents)
    )
