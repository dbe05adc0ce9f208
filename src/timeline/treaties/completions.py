"""Ways in which acts whose days are not known can have come about, one by one.

Bounds are exact where an earlier consent can only help: all as early as they may be,
and all as late, are completions themselves. Some acts help on one day and harm on
another: a signature raises the number that a share is taken of, a party that left
counts for a while, a new party to another treaty enlarges the group of which three
quarters have to accept, an objection comes within its window or too late. What is only
alleged, or denied by some, was done on the days that are said, or never. For these
each day that can matter is tried: the ends of what is not known of any act, and the
days next to them, since an extreme of the answer can be moved until some act meets such
an end.

Cost: as many completions as those days can be combined in, at most `_MOST`; where there
are more, none is tried, and the bounds may be wider than they have to be.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod

import attrs

from timeline.records.conditions import Condition, Quorum, Unless
from timeline.treaties.acts import ACTS, Act, Days, Facts, days_of, requires
from timeline.treaties.conditions import BEFORE_ALL
from timeline.treaties.stays import effect_of
from timeline.when.bounds import tightest
from timeline.when.when import When

_MOST = 1_000

_DayOf = Mapping[int, int | None]  # by the identity of an act, or of a treaty
# The same, with the stretches of its days, and whether it may never be.
_Hard = tuple[int, tuple[list[Days], bool]]


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
    hard = dict(_hard(facts, leaves))
    if not hard:
        return []
    spans = [span for stretches, _ in hard.values() for span in stretches]
    for of in (facts, *facts.others.values()):
        done = (*of.consents, *of.signatures, *of.objections)
        spans += [act.span for act in done]
        spans += [act.effect for act in of.notices]
    ends = {day for span in spans for day in span if day is not None} | {*turns}
    ends.discard(BEFORE_ALL)
    near = range(-len(hard), len(hard) + 1)
    days = {end + step for end in ends for step in near}
    options = [_options(of, days, until, may_never=n) for of, n in hard.values()]
    if prod(map(len, options)) > _MOST:
        return []
    chosen = (
        dict(zip(hard, each, strict=True)) for each in itertools.product(*options)
    )
    worlds = (_settled(facts, each) for each in chosen)
    return [world for world in worlds if _is_in_order(world)]


def _options(
    stretches: Sequence[Days], days: Collection[int], until: int, *, may_never: bool
) -> list[int | None]:
    """Return the days of some that have to be tried; None if it may never come."""
    found = set[int]()
    for first, last in stretches:
        end = until + 1 if last is None else last
        found |= {day for day in days if first <= day <= end}
    return [*sorted(found), *([None] if may_never else [])]


def _hard(facts: Facts, leaves: Sequence[Condition]) -> Iterator[_Hard]:
    """Yield the acts that can help and harm, if their days are not known.

    The stated day on which another treaty entered into force is among them.
    """
    quorums = [leaf for leaf in leaves if isinstance(leaf, Quorum)]
    shares = [leaf for leaf in quorums if leaf.at_least is None]
    fields = {
        "consents": any(leaf.relative_to for leaf in quorums),
        "signatures": any(leaf.group == "signatories" for leaf in shares),
        "objections": any(isinstance(leaf, Unless) for leaf in leaves),
    }
    yield from _unknown(facts, fields)
    enlarged = {leaf.parties_of for leaf in shares}
    for name in requires(facts.treaty):
        other = facts.others[name]
        yield from _unknown(other, {"consents": name in enlarged})
        if name in enlarged:
            yield from _unsettled(other)
            stated = other.treaty.in_force
            if stated and (span := days_of(stated)).first != span.last:
                yield id(other.treaty), ([span], span.last is None)


def _unknown(facts: Facts, fields: Mapping[str, bool]) -> Iterator[_Hard]:
    """Yield the acts of some fields, and those of who left, that have no one day."""
    left = facts.parties_to(facts.notices)
    for field in ACTS:
        for act in getattr(facts, field):
            is_notice, span, said = field == "notices", act.span, act.if_at_all
            if is_notice:
                span, said = act.effect, act.effective or said
            who_left = field == "consents" and facts.in_law(act.party) in left
            is_hard = is_notice or who_left or fields.get(field)
            may_never = span.last is None
            if may_never and said.last is not None:
                span, is_hard = Days(span.first, said.last), True
            if field == "consents" and act.instrument == "definitive_signature":
                is_hard = is_hard or fields.get("signatures")
            stretches, is_one = [span], not is_notice and not act.record.readings[1:]
            if act.stated and is_one and not may_never:  # and no source says otherwise
                stretches = [*_stretches(act.stated, span)]
                is_hard = is_hard or stretches != [span]
            if is_hard and (may_never or span.first != span.last):
                yield id(act), (stretches, may_never)


def _stretches(stated: When, within: Days) -> Iterator[Days]:
    """Yield the days of a date one after the other, with the gaps between them."""
    for ticks in stated.spans:
        first, last = days_of(attrs.evolve(stated, spans=(ticks,)))
        first, last = max(first, within.first), tightest(min, last, within.last)
        if last is not None and first <= last:
            yield Days(first, last)


def _unsettled(facts: Facts) -> Iterator[_Hard]:
    """Yield the consents of a known day of which only the effect is not known."""
    entry = facts.entry
    for act in facts.consents if entry and entry.first == entry.last else ():
        effect = effect_of(facts, act, entry)
        is_known = act.span.first == act.span.last
        if is_known and effect and effect.first != effect.last:
            yield id(act), ([effect], effect.last is None)


def _settled(facts: Facts, days: _DayOf) -> Facts:
    """Return facts with one day for each of some acts, or without it."""
    others = {name: _at(other, days) for name, other in facts.others.items()}
    return attrs.evolve(_at(facts, days), others=others)


def _at(facts: Facts, days: _DayOf) -> Facts:
    """Return the facts of one treaty with those days."""
    plain, key = {}, id(facts.treaty)
    if key in days:
        day = days[key]
        plain = {"in_force": None if day is None else Days(day, day).when}

    def settled(act: Act, field: str) -> Act | None:  # None: it never comes
        if id(act) not in days or (day := days[id(act)]) is None:
            return None if id(act) in days else act
        if field == "notices" or act.span.first == act.span.last:
            return act._replace(is_sure=True, effective=Days(day, day))
        return act._replace(is_sure=True, span=Days(day, day))

    return facts.with_acts(settled, facts.others, plain)


def _is_in_order(facts: Facts) -> bool:
    """Whether nobody leaves without having joined."""
    for of in (facts, *facts.others.values()):
        for notice in of.notices:
            party, end = of.in_law(notice.party), notice.effect
            came = [act for act in of.consents if of.in_law(act.party) == party]
            if came and not any(act.span.first < end.first for act in came):
                return False
    return True
