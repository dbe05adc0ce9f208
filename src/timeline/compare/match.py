"""Which record of one timeline is which of another: declared, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection as Sized
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

import attrs

from timeline.collection.collection import Collection, Record
from timeline.compare.context import require_whole
from timeline.errors import InvalidError, UnknownIdError
from timeline.records.event import Event
from timeline.text import quote, searchable
from timeline.when.bounds import DAY
from timeline.when.when import When

__all__ = ["Suggestion", "differing", "families", "suggest_matches", "unequal"]

MOST = 200  # records a side that suggestions are looked for among
_LEAST = 0.6
_YEAR = 366 * DAY

T = TypeVar("T")
Pair = tuple[Record | None, Record | None]


def differing(
    old: Collection, new: Collection, match: Mapping[str, str] | None = None
) -> list[Pair]:
    """Return what differs, as pairs; identical objects are told apart at once.

    Records with one id belong together, then those that *match* says do, and a record
    that alone `replaces` one which is gone.

    Raises:
        UnknownIdError: *match* names an id that is not there.
        InvalidError: *match* gives one record two partners.
    """
    ours, theirs = old.records, new.records
    pairs: list[Pair] = []
    if match is not None and not isinstance(match, Mapping):
        hint = "map each old id to the new one"
        raise InvalidError(f"{quote(match)} is no mapping", hint, ("match",))
    if match:
        pairs = [pair for pair in _matched(ours, theirs, match) if pair[0] != pair[1]]
        taken = {*match.values()}
        ours = {name: ours[name] for name in ours if name not in match}
        theirs = {name: theirs[name] for name in theirs if name not in taken}
    come: list[Record] = []
    for before, after in unequal(ours, theirs):
        if before is None:
            come.append(after)
        elif isinstance(before, Event) is isinstance(after, Event):
            pairs.append((before, after))
        else:  # what was a source is an event now: two records that share a name
            pairs += [(before, None), (None, after)]
    gone: list[Record] = []
    if len(ours) + len(come) > len(theirs):
        gone = [record for name, record in ours.items() if name not in theirs]
    return [*pairs, *_renamed(gone, come)]


def unequal(
    ours: Mapping[str, Record], theirs: Mapping[str, Record]
) -> list[tuple[Record | None, Record]]:
    """Return all of *theirs* that differ, each after what has its id in *ours*."""
    same_ids = [*ours] == [*theirs]  # the usual, and quicker than to look each up
    before = ours.values() if same_ids else map(ours.get, theirs)
    equality: Any = _equality
    return [
        (a, b)
        for a, b in zip(before, theirs.values(), strict=True)
        if a is not b and equality(type(b))(b, a) is not True and a != b
    ]


@cache  # a constant for each class
def _equality(cls: Any) -> Any:  # noqa: ANN401  (any attrs class; a function)
    """Return a function that tells of two records with one id if they are surely equal.

    It compares field by field, as attrs writes it, but takes people as they come:
    equality itself puts them into sets, which is half of its time.
    """
    names = [field.name for field in attrs.fields(cls) if field.name != "id"]
    return attrs.make_class("Alike", names, init=False, repr=False, slots=False).__eq__


def _matched(
    ours: Mapping[str, Record], theirs: Mapping[str, Record], match: Mapping[str, str]
) -> list[tuple[Record, Record]]:
    """Return the pairs of *match*, which has to name records of both sides."""
    for name, side in (
        *((n, ours) for n in match),
        *((n, theirs) for n in match.values()),
    ):
        if name not in side:
            where = "before" if side is ours else "after"
            raise UnknownIdError(f"nothing bears the id {quote(name)} {where}")
    if len({*match.values()}) < len(match):
        raise InvalidError("match gives one record two partners", "leave one out")
    pairs = [(ours[a], theirs[b]) for a, b in match.items()]
    if any(isinstance(a, Event) is not isinstance(b, Event) for a, b in pairs):
        raise InvalidError("match pairs an event with a source", "leave it out")
    return pairs


def _renamed(gone: list[Record], come: list[Record]) -> list[Pair]:
    """Pair what is gone with what alone replaces it; a split stays unpaired."""
    pairs: list[Pair] = []
    paired: set[str] = set()
    for before, after in families(gone, come):
        if len(before) == len(after) == 1 and before[0].id != after[0].id:
            pairs.append((before[0], after[0]))
            paired |= {before[0].id, after[0].id}
    pairs += [(record, None) for record in gone if record.id not in paired]
    return [*pairs, *((None, record) for record in come if record.id not in paired)]


def families(
    gone: Sized[Record], come: Sized[Record]
) -> list[tuple[list[Event], list[Event]]]:
    """Return which of *gone* and *come* stand in for each other, by `replaces`.

    It reads the same in both directions of time, so that a diff can be turned round.
    """
    before = {r.id: r for r in gone if isinstance(r, Event)}
    after = {r.id: r for r in come if isinstance(r, Event)}
    links = [(old, r.id) for r in after.values() for old in r.replaces if old in before]
    links += [
        (r.id, new) for r in before.values() for new in r.replaces if new in after
    ]
    home: dict[tuple[int, str], set[tuple[int, str]]] = {}
    for old, new in links:
        one = home.get((0, old), {(0, old)}) | home.get((1, new), {(1, new)})
        home |= dict.fromkeys(one, one)
    unique = {id(family): family for family in home.values()}
    return [
        (
            [before[name] for side, name in sorted(family) if side == 0],
            [after[name] for side, name in sorted(family) if side == 1],
        )
        for family in unique.values()
    ]


class Suggestion(NamedTuple):
    """Two records that may be the same one under two ids.

    Attributes:
        old: The id of the one that is gone.
        new: The id of the one that has come.
        score: How alike they are, from 0.6 to 1.
        why: What they share, in words.
    """

    old: str
    new: str
    score: float
    why: str


def suggest_matches(old: Collection, new: Collection) -> tuple[Suggestion, ...]:
    """Propose which records changed their id from *old* to *new*; decide nothing.

    What is proposed can be handed to `diff` as ``match``, once somebody has looked at
    it. Only records of one kind that share a participant are compared: by what they
    are but for the id, then by participants, words of the title and dates.

    Raises:
        InvalidError: more than 200 records a side have no partner.
        SelectionError: one of them is a selection.

    >>> from timeline import Meeting, Timeline
    >>> was = Timeline([Meeting(id="e2", title="Carney meets Starmer")])
    >>> now = Timeline([Meeting(id="m-1", title="Starmer meets Carney")])
    >>> suggest_matches(was, now)[0][:2]
    ('e2', 'm-1')
    """
    require_whole("be compared", old, new)
    pairs = differing(old, new)
    gone = [a for a, b in pairs if b is None and isinstance(a, Event)]
    come = [b for a, b in pairs if a is None and isinstance(b, Event)]
    if max(len(gone), len(come)) > MOST:
        raise InvalidError(
            f"{len(gone)} records are gone and {len(come)} have come: too many",
            f"suggestions are made for up to {MOST} a side; give match= yourself",
        )
    found = sorted(
        (
            suggestion
            for a in gone
            for b in come
            if a.kind == b.kind and (suggestion := _alike(a, b)).score >= _LEAST
        ),
        key=lambda one: (-one.score, one.old, one.new),
    )
    return tuple(_greedy(found))


def _greedy(found: list[Suggestion]) -> Iterator[Suggestion]:
    taken: set[tuple[int, str]] = set()
    for one in found:
        ends = {(0, one.old), (1, one.new)}
        if not taken & ends:
            taken |= ends
            yield one


def _alike(a: Event, b: Event) -> Suggestion:
    """Weigh what two records share."""
    people = _shared({who for _, who in a.roles}, {who for _, who in b.roles})
    words = _shared(_words(a.label), _words(b.label))
    time = _near(a.placed, b.placed)
    parts = (("participants", people), ("title", words), ("date", time))
    why = ", ".join(f"{name} {share:.0%}" for name, share in parts if share)
    if not people and (a.parties or b.parties):
        return Suggestion(a.id, b.id, 0.0, why)
    score = 0.4 * people + 0.3 * words + 0.3 * time
    return Suggestion(a.id, b.id, round(score, 3), why)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", searchable(text)))


def _shared(a: set[T], b: set[T]) -> float:
    """Return which part of both is in both; nothing in either is agreement."""
    return len(a & b) / len(a | b) if a or b else 1.0


def _near(a: When | None, b: When | None) -> float:
    """Return 1 for what may be at one time, less with distance, 0 from a year on."""
    if a is None or b is None:
        return 1.0 if a is b else 0.5
    if a.intersects(b).possibly:
        return 1.0
    (_, a_last), (b_first, _) = sorted(
        ((w.start_earliest, w.end_latest) for w in (a, b)),
        key=lambda ends: ends[0] or 0,
    )
    apart = (b_first or 0) - (a_last or 0)
    return max(0.0, 1.0 - apart / _YEAR)
