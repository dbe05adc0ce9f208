"""What would bring a treaty into force: the smallest sets of consents that would.

Parties that count alike in every part of the clause are interchangeable, so that it is
enough to try how many of each such class consent. Sets are tried by their size, from
the least that any part of the clause needs by itself, until some suffice.

Cost: the number of ways to take that many of the classes, at most `_MOST_TRIED`; where
there are more, only the least size is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import islice
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.language.message import Message, PartyId
from timeline.language.words import Words
from timeline.records.conditions import All, Condition, Quorum
from timeline.treaties import conditions
from timeline.treaties.conditions import Group, Situation, holds

_MOST_TRIED = 4_000
_MOST_SETS = 12
_MOST_SAID = 4  # sets that a sentence can hold
_MOST = 1_000  # States that nobody has named; there are fewer


@attrs.frozen
class Choice:
    """A number of some parties, whichever they are.

    Attributes:
        count: How many.
        parties: Of whom; empty if any other State will do.
    """

    count: int
    parties: tuple[str, ...]

    @property
    def words(self) -> tuple[Message | PartyId, ...]:
        """The same for a reader, as items of a list."""
        names = tuple(map(PartyId, self.parties))
        if not _is_part(self):
            return names
        if names:
            return (Message("ways-of", (str(self.count), names)),)
        return (Message("ways-others", (self.count,)),)


class Ways(NamedTuple):
    """The smallest sets of parties whose consent would bring a treaty into force.

    Attributes:
        size: How many parties are in each; 0 if nobody's consent is missing, and None
            if no consent would do.
        sets: The sets; each is made of choices among parties that count alike.
        is_complete: Whether these are all of that size; if there are none, as many as
            *size* are needed, and maybe more. Without a size, whether surely nothing
            would do.
    """

    size: int | None
    sets: tuple[tuple[Choice, ...], ...] = ()
    is_complete: bool = True

    @property
    def message(self) -> Message:
        """The same for a reader."""
        if self.size is None:
            return Message("ways-none" if self.is_complete else "ways-unclear")
        if not self.size:
            return Message("ways-met")
        if not 0 < len(self.sets) <= _MOST_SAID:
            return Message("ways-size", (self.size,))
        ways = (
            Message("ways-set", (tuple(w for choice in one for w in choice.words),))
            for one in self.sets
        )
        said = reduce(lambda a, b: Message("ways-or", (a, b)), ways)
        return Message("ways", (said,))

    def sentence(self, language: str = "en") -> str:
        """Return the same as a sentence.

        >>> Ways(2, ((Choice(1, ("US",)), Choice(1, ("FR", "DE"))),)).sentence()
        'The consent of United States and any 1 of France and Germany would suffice.'
        """
        return Words(language).message(self.message)

    def __str__(self) -> str:
        return self.sentence()


def smallest_ways(
    condition: Condition,
    now: Situation,
    candidates: Sequence[str],
    *,
    more: bool,
    named: Callable[[str], str],
) -> Ways:
    """Return the smallest sets of candidates whose consent now meets a condition.

    Args:
        condition: What has to hold.
        now: How things stand, with what is not certain taken for granted nowhere.
        candidates: Who could consent.
        more: Whether other States could too.
        named: Gives the name by which one acts now.
    """
    classes = _classes(condition, now, candidates, more=more)
    sizes, tried = [len(parties) or _MOST for parties in classes], 0
    can_harm = any(leaf.relative_to for leaf in conditions.quorums_of(condition))
    everyone = {*now.consents.possible, *candidates, *_joined(now, classes, sizes)}
    none = Ways(None, is_complete=not _holds(condition, now, everyone).possibly)
    if not (can_harm or _suffices(condition, now, classes, sizes)):
        return none  # not even if all of them consented
    for size in range(_least(condition, now), min(sum(sizes), _MOST) + 1):
        found: list[tuple[Choice, ...]] = []
        for counts in _takes(size, sizes):
            tried += 1
            if tried > _MOST_TRIED:
                return Ways(size, tuple(found[:_MOST_SETS]), is_complete=False)
            if _suffices(condition, now, classes, counts):
                chosen = zip(counts, classes, strict=True)
                choices = (Choice(n, (*map(named, who),)) for n, who in chosen if n)
                found.append(tuple(sorted(choices, key=_is_part)))
        if found:
            few = tuple(found[:_MOST_SETS])
            return Ways(size, few, is_complete=len(few) == len(found))
    return none


def _is_part(choice: Choice) -> bool:
    return choice.count != len(choice.parties)


def _classes(
    condition: Condition, now: Situation, candidates: Sequence[str], *, more: bool
) -> list[tuple[str, ...]]:
    """Return the candidates in classes of those that count alike everywhere."""
    quorums = [
        quorum
        for quorum in conditions.quorums_of(condition)
        if quorum.relative_to or not holds(quorum, now).definitely
    ]
    alike: dict[tuple[int | None, ...], list[str]] = defaultdict(list)
    for code in (*candidates, *([""] if more else [])):  # others come last
        profile = tuple(_adds(code, quorum, now) for quorum in quorums)
        alike[profile] = [*alike[profile], code] if code else []
    alike.pop((None,) * len(quorums), None)  # whose consent changes nothing
    return [tuple(codes) for codes in alike.values()]


def _adds(code: str, quorum: Quorum, now: Situation) -> int | None:
    """Return what the consent of a party adds to a part of a clause, if it counts."""
    group, weights = now.group(quorum), now.scale(quorum).weights
    is_member = group is None or code in group.sure
    # Who may be a member and consents cannot be one that does not.
    is_part = group is None or (code in group.possible and quorum.at_least is None)
    if code in now.uncounted(quorum) or not (is_member or is_part):
        return None
    if quorum.weights:
        return weights.get(code) if is_member else None
    return 1 if is_member else -1


def _least(condition: Condition, now: Situation) -> int:
    """Return how many at the least one part of a clause needs by itself."""
    parts = condition.all if isinstance(condition, All) else (condition,)
    quorums = (part for part in parts if isinstance(part, Quorum) and part.at_least)
    return max((conditions.lacking_heads(quorum, now) for quorum in quorums), default=0)


def _takes(count: int, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield how many to take from each class, for a given number together."""
    if not sizes:
        yield ()
        return
    rest = sum(sizes[1:])
    for first in range(min(count, sizes[0]), max(count - rest, 0) - 1, -1):
        for others in _takes(count - first, sizes[1:]):
            yield (first, *others)


def _suffices(
    condition: Condition,
    now: Situation,
    classes: Sequence[tuple[str, ...]],
    counts: Sequence[int],
) -> bool:
    """Whether the condition holds once that many of each class have consented."""
    return _holds(condition, now, _joined(now, classes, counts)).definitely


def _joined(
    now: Situation, classes: Sequence[tuple[str, ...]], counts: Sequence[int]
) -> set[str]:
    """Return who has consented once that many of each class have."""
    joined = {*now.consents.sure}
    for count, parties in zip(counts, classes, strict=True):
        joined.update(islice(parties or map("{}".format, range(_MOST)), count))
    return joined


def _holds(condition: Condition, now: Situation, joined: set[str]) -> Certainty:
    return holds(condition, attrs.evolve(now, consents=Group(joined, joined)))
