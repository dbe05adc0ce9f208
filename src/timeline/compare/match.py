"""Which record of one timeline is which of another: declared, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection as Sized
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

from timeline.collection.collection import Collection
from timeline.compare.context import require_complete
from timeline.errors import InvalidError, UnknownIdError, inside
from timeline.records.event import Event
from timeline.records.kinds import Record, Records
from timeline.text import as_text, quote, searchable
from timeline.when.bounds import DAY
from timeline.when.when import When

MOST = 200  # records a side among which matches are suggested
_LEAST = 0.6
_YEAR = 366 * DAY

T = TypeVar("T")
Pair = tuple[Record | None, Record | None]


def differing(
    old: Collection, new: Collection, match: Mapping[str, str] | None = None
) -> list[Pair]:
    """Return the pairs of records, before and after, that are not equal.

    Records with one id belong together, then those that *match* pairs, and a record
    that alone `replaces` one which was removed.

    Raises:
        UnknownIdError: *match* names an id that is not there.
        InvalidError: *match* gives one record two partners.
    """
    # Declared pairs first, and both ids are taken out; then one pass over the ids of
    # the later side. Nothing is guessed from likeness: two calls of one day between the
    # same people are equal in every way but their ids. A record shared by both sides
    # costs one identity check, any other one comparison of its fields.
    match = {} if match is None else match
    if not isinstance(match, Mapping):
        hint = "map each old id to the new one"
        raise InvalidError(f"expected a mapping, not {quote(match)}", hint, ("match",))
    for name in (*match, *match.values()):
        with inside("match"):
            as_text(name)
    ours, theirs = dict(old.records), dict(new.records)
    pairs = _take_matched(ours, theirs, match)
    added: list[Record] = []
    removed = [ours[name] for name in ours.keys() - theirs.keys()]
    for before, after in unequal(ours, theirs):
        if before is None:
            added.append(after)
        elif isinstance(before, Event) is isinstance(after, Event):
            pairs.append((before, after))
        else:  # a source and an event that share an id are two records
            pairs += [(before, None), (None, after)]
    return [*pairs, *_pair_replaced(removed, added)]


def unequal(ours: Records, theirs: Records) -> list[tuple[Record | None, Record]]:
    """Return all of *theirs* that differ, each after what has its id in *ours*."""
    # Records that are shared cost an identity check.
    pairs = zip(map(ours.get, theirs), theirs.values(), strict=True)
    return [(old, new) for old, new in pairs if old is not new and old != new]


def _take_matched(
    ours: dict[str, Record], theirs: dict[str, Record], match: Mapping[str, str]
) -> list[Pair]:
    """Take the pairs of *match* out of both sides, and return those that differ."""
    lost = [(name, "before") for name in match if name not in ours]
    lost += [(name, "after") for name in match.values() if name not in theirs]
    for name, where in lost:
        raise UnknownIdError(f"unknown id {quote(name)} {where}", loc=("match",))
    if len({*match.values()}) < len(match):
        problem = "two old ids are given one new id"
        raise InvalidError(problem, "leave one out", ("match",))
    pairs = [(ours.pop(a), theirs.pop(b)) for a, b in match.items()]
    if any(isinstance(a, Event) is not isinstance(b, Event) for a, b in pairs):
        problem = "an event cannot become a source, nor a source an event"
        raise InvalidError(problem, "leave it out", ("match",))
    return [(a, b) for a, b in pairs if a != b]


def _pair_replaced(removed: list[Record], added: list[Record]) -> Iterator[Pair]:
    """Pair a removed record with the one that alone replaces it; leave splits."""
    paired: set[str] = set()
    for before, after in families(removed, added):
        if len(before) == len(after) == 1 and before[0].id != after[0].id:
            yield before[0], after[0]
            paired |= {before[0].id, after[0].id}
    yield from ((record, None) for record in removed if record.id not in paired)
    yield from ((None, record) for record in added if record.id not in paired)


def families(
    removed: Sized[Record], added: Sized[Record]
) -> list[tuple[list[Event], list[Event]]]:
    """Return the groups of removed and added events that stand in for each other.

    Two events belong to one group if either `replaces` the other, so that the groups
    are the same for a diff that is turned round.
    """
    before = {r.id: r for r in removed if isinstance(r, Event)}
    after = {r.id: r for r in added if isinstance(r, Event)}
    links = [(old, r.id) for r in after.values() for old in r.replaces if old in before]
    links += [
        (r.id, new) for r in before.values() for new in r.replaces if new in after
    ]
    group_of: dict[tuple[int, str], set[tuple[int, str]]] = {}
    for old, new in links:
        ends = ((0, old), (1, new))
        group = {*ends}.union(*(group_of.get(end, ()) for end in ends))
        group_of |= dict.fromkeys(group, group)
    groups = {id(group): sorted(group) for group in group_of.values()}
    return [
        (
            [before[name] for side, name in group if side == 0],
            [after[name] for side, name in group if side == 1],
        )
        for group in groups.values()
    ]


class Suggestion(NamedTuple):
    """Two records that may be the same one under two ids.

    Attributes:
        old: The id of the removed record.
        new: The id of the added record.
        score: How alike they are, from 0.6 to 1.
        why: What they share, in words.
    """

    old: str
    new: str
    score: float
    why: str


def suggest_matches(old: Collection, new: Collection) -> tuple[Suggestion, ...]:
    """Suggest which records changed their id from *old* to *new*; decide nothing.

    A suggestion that somebody has checked can be passed to `diff` as ``match``. Only
    records of one kind that share a participant are compared.

    Raises:
        InvalidError: more than 200 records on a side have no partner.
        SelectionError: one of the timelines is a selection.

    >>> from timeline import Meeting, Timeline
    >>> was = Timeline([Meeting(id="e2", title="Carney meets Starmer")])
    >>> now = Timeline([Meeting(id="m-1", title="Starmer meets Carney")])
    >>> suggest_matches(was, now)[0][:2]
    ('e2', 'm-1')
    """
    # Shares of common participants, title words and dates, weighed 4 : 3 : 3; then the
    # best pair first, each record once. A best assignment of all pairs would gain 2 to
    # 8 % of the total score and needs scipy. Cost: removed x added, hence the limit.
    require_complete("be compared", old, new)
    pairs = differing(old, new)
    removed = [a for a, b in pairs if b is None and isinstance(a, Event)]
    added = [b for a, b in pairs if a is None and isinstance(b, Event)]
    if max(len(removed), len(added)) > MOST:
        problem = f"too many records: {len(removed)} removed and {len(added)} added"
        hint = f"suggestions are made for up to {MOST} a side; give match= yourself"
        raise InvalidError(problem, hint)
    likely = [_compare(a, b) for a in removed for b in added if a.kind == b.kind]
    likely.sort(key=lambda pair: (-pair.score, pair.old, pair.new))
    best: list[Suggestion] = []
    for pair in likely:
        free = all(pair.old != other.old and pair.new != other.new for other in best)
        if free and pair.score >= _LEAST:
            best.append(pair)
    return tuple(best)


def _compare(a: Event, b: Event) -> Suggestion:
    """Weigh what two records share."""
    people = _shared({who for _, who in a.roles}, {who for _, who in b.roles})
    words = _shared(_words(a.label), _words(b.label))
    time = _nearness(a.placed, b.placed)
    parts = (("participants", people), ("title", words), ("date", time))
    why = ", ".join(f"{name} {share:.0%}" for name, share in parts if share)
    strangers = not people and bool(a.involved or b.involved)
    score = 0.0 if strangers else 0.4 * people + 0.3 * words + 0.3 * time
    return Suggestion(a.id, b.id, round(score, 3), why)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", searchable(text)))


def _shared(a: set[T], b: set[T]) -> float:
    """Return the share that two sets have in common; two empty ones are alike."""
    return len(a & b) / len(a | b) if a or b else 1.0


def _nearness(a: When | None, b: When | None) -> float:
    """Return 1 for dates that may overlap, less with distance, 0 from a year on."""
    if a is None or b is None:
        return 1.0 if a is b else 0.5
    if a.intersects(b).possibly:
        return 1.0
    first, second = sorted((a, b), key=lambda when: when.start_earliest or 0)
    apart = (second.start_earliest or 0) - (first.end_latest or 0)
    return max(0.0, 1.0 - apart / _YEAR)
