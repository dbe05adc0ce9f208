"""One record before and after, and what a reader sees in it: each field that differs.

The two records are all that is stored: how their fields differ follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeGuard

import attrs

from timeline.errors import InvalidError
from timeline.records.event import Event
from timeline.records.fields import is_same
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.records.participants import Participant
from timeline.records.party import Party
from timeline.records.source import Citation, Source
from timeline.when.bounds import DAY, HOUR, MINUTE, UNBOUNDED, Ticks, are_apart, hull
from timeline.when.edtf import Precision
from timeline.when.when import When

# Fields that claim nothing about the world, and what a change of each is called.
WORDING = {
    "id": "renamed",
    "title": "retitled",
    "note": "annotated",
    "sources": "re-sourced",
    "when_text": "reworded",
    "replaces": "replaces",
    "tz": "zone",
}
_VERBS = {**WORDING, "place": "relocated", "kind": "reclassified"}
_FIRST = ("when", "formerly", "when_text", "status", "since", "participants", "place")
_LAST = ("title", "id", "note", "sources")
_SORTS = (Event, Source, Party)


@attrs.frozen(repr=False)
class Change:
    """One record before and after; None where there was no such record.

    Attributes:
        before: The event, source or party as it was.
        after: The event, source or party as it is.

    Raises:
        InvalidError: both are None, or they are records of different sorts.
    """

    before: Record | None
    after: Record | None

    def __attrs_post_init__(self) -> None:
        sorts = {
            next((sort for sort in _SORTS if isinstance(side, sort)), None)
            for side in self.sides
        }
        if len(sorts) != 1 or None in sorts:
            problem = (
                "a change needs an event, a source or a party on at least one side"
            )
            raise InvalidError(problem, "give before, after, or both of one sort")

    @property
    def sides(self) -> tuple[Record, ...]:
        """The record before and after, without None."""
        return tuple(side for side in (self.before, self.after) if side is not None)

    @property
    def record(self) -> Record:
        """The record as it is; as it was if it was removed."""
        return self.sides[-1]

    @property
    def id(self) -> str:
        """Its id; if it was removed, the id it had."""
        return self.record.id

    @property
    def is_event(self) -> bool:
        """Whether it changes an event, rather than a source or a party."""
        return isinstance(self.record, Event)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """What changed, field by field; computed each time it is read.

        >>> from timeline import Call
        >>> was = Call(id="c", title="Call", when="2025-03")
        >>> now = Call(id="c", title="Call", when="2025-03-28")
        >>> [str(facet) for facet in Change(was, now).facets]
        ['narrowed']
        >>> moved = attrs.evolve(now, when="2025-04-01")
        >>> [str(facet) for facet in Change(now, moved).facets]
        ['rescheduled +4 d']
        """
        return facets_of(self.before, self.after)

    def __invert__(self) -> Change:
        return Change(self.after, self.before)

    def __repr__(self) -> str:
        return f"<Change: {self.id}: {', '.join(map(str, self.facets))}>"


@attrs.frozen
class Facet:
    """One thing that changed.

    Attributes:
        verb: What happened: ``dated``, ``narrowed``, ``rescheduled``, ``advanced``,
            ``joined``, ``retitled``; ``changed`` where no other word fits.
        field: The field; empty for a record that was added or removed.
        was: What the field held; None if nothing, or if there was no such field.
        now: What it holds.
        amount: By how much, where that is known: negative is earlier or shorter.
        unit: The unit of the amount: ``d``, ``mo``, ``y``, ``h`` or ``min``.

    >>> str(Facet("rescheduled", "when", amount=3, unit="d"))
    'rescheduled +3 d'
    """

    verb: str
    field: str = ""
    was: Any = None
    now: Any = None
    amount: int | None = None
    unit: str = ""

    def __str__(self) -> str:
        if self.amount is None:
            return self.verb
        return f"{self.verb} {self.amount:+} {self.unit}"


def facets_of(before: Record | None, after: Record | None) -> tuple[Facet, ...]:
    """Return what changed, in the order of a reader's questions.

    There is one facet for each field that differs. A field of people has up to three:
    who joined, who left, and whose office or role is another.
    """
    if before is None:
        return (Facet("added", now=after),)
    if after is None:
        return (Facet("removed", was=before),)
    facets: list[Facet] = []
    kinds = [getattr(side, "kind", "") for side in (before, after)]
    if type(before) is not type(after) or kinds[0] != kinds[1]:
        facets.append(Facet("reclassified", "kind", kinds[0], kinds[1]))
    fields = attrs.fields_dict(type(before)) | attrs.fields_dict(type(after))
    own = [name for name in fields if name not in {"kind", *_FIRST, *_LAST}]
    for name in (*_FIRST, *own, *_LAST):
        was, now = _value(before, name, after), _value(after, name, before)
        if was != now and not is_same(fields[name], was, now):
            facets += _facets_of_field(name, was, now, before, after)
    return tuple(facets)


def _value(record: Record, name: str, other: Record) -> object:
    """Return what a field holds; None if nothing, or if there is no such field."""
    field = attrs.fields_dict(type(record)).get(name)
    value = None if field is None else getattr(record, name)
    is_default = field is not None and value == field.default
    if value in ("", ()) or (is_default and not hasattr(other, name)):
        return None
    return value


def _facets_of_field(
    name: str, was: object, now: object, before: Record, after: Record
) -> Iterator[Facet]:
    if name == "when":
        yield _movement(before, after)
    elif name == "status":
        yield Facet(_status_verb(before, after), name, was, now)
    elif are_people(was) or are_people(now):
        yield from _facets_of_people(name, _members(was), _members(now))
    elif name == "sources":
        doubts = [getattr(side, "doubtful", False) for side in (before, after)]
        is_settled = doubts == [True, False]
        yield from _facets_of_sources(_members(was), _members(now), is_settled)
    else:
        yield Facet(_VERBS.get(name, "changed"), name, was, now)


def _members(value: Any) -> tuple[Any, ...]:  # noqa: ANN401  (members of any type)
    return value or ()


def _facets_of_sources(
    was: tuple[Citation, ...], now: tuple[Citation, ...], is_settled: object
) -> Iterator[Facet]:
    """Yield what is newly denied or no longer, said otherwise, and cited.

    Where a record is no longer in doubt, what is cited has settled it.
    """
    found: dict[str, list[tuple[Citation, ...]]] = {}
    for sort in ("disputed", "differing", "re-sourced"):
        old, new = (
            tuple(cited for cited in side if _verb_of(cited) == sort)
            for side in (was, now)
        )
        if old != new:
            cites = sort == "re-sourced"
            is_less = is_settled if cites else {*old} >= {*new}
            sides = found.setdefault("settled" if is_less else sort, [(), ()])
            sides[:] = sides[0] + old, sides[1] + new
    for verb, (old, new) in found.items():
        yield Facet(verb, "sources", old or None, new or None)
    if not found:  # apart from the order
        yield Facet("re-sourced", "sources", was, now)


def _verb_of(cited: Citation) -> str:
    """Return what a record is once that is cited."""
    if cited.stance == "denies":
        return "disputed"
    return "differing" if cited.says_otherwise else "re-sourced"


# -- people ---------------------------------------------------------------------------


def are_people(value: object) -> TypeGuard[tuple[Participant, ...]]:
    """Whether a value holds people, and at least one."""
    return isinstance(value, tuple) and isinstance((*value, None)[0], Participant)


def _facets_of_people(
    name: str, was: tuple[Participant, ...], now: tuple[Participant, ...]
) -> Iterator[Facet]:
    """Yield who joined, who left, and whose office or role is another."""
    sides = [sorted(side, key=attrs.astuple) for side in (was, now)]
    old, new = map(by_identity, sides)
    stayed = [key for key in old if key in new and old[key] != new[key]]
    left = tuple(who for key in old if key not in new for who in old[key])
    joined = tuple(who for key in new if key not in old for who in new[key])
    if joined:
        yield Facet("joined", name, None, joined)
    if left:
        yield Facet("left", name, left, None)
    if stayed:
        old_people, new_people = (
            tuple(who for key in stayed for who in side[key]) for side in (old, new)
        )
        yield Facet("office or role", name, old_people, new_people)
    if not (joined or left or stayed):  # a field where the order matters
        yield Facet("reordered", name, was, now)


def by_identity(members: Iterable[object]) -> dict[object, list[Any]]:
    """Group members by what makes them the same.

    For people that is the name, else the party; for extra fields, their own name.
    """
    groups: dict[object, list[Any]] = {}
    for member in members:
        key = member
        if isinstance(member, Participant):
            key = member.name, "" if member.name else member.of
        elif isinstance(member, tuple):
            key = member[0]
        groups.setdefault(key, []).append(member)
    return groups


# -- status and date ------------------------------------------------------------------


def _status_verb(before: Record, after: Record) -> str:
    """Return which way a status went, by phase and rank."""
    was, now = (getattr(side, "state", None) for side in (before, after))
    if was is None or now is None:
        return "stated" if was is None and now is not None else "changed"
    if now.phase is Phase.OFF and was.phase is not Phase.OFF:
        return "ended"
    if type(before) is not type(after) and was.phase is now.phase:
        return "changed"  # ranks of two lifecycles cannot be compared
    order = [*Phase].index
    ahead = (order(was.phase), was.rank) < (order(now.phase), now.rank)
    return "advanced" if ahead else "reversed"


def comparable(
    before: Record, after: Record, *, stated: bool = False
) -> list[tuple[Ticks, ...]]:
    """Return the bounds of both on one time line: UTC, if both are placed."""
    sides = [  # without the dates of rival sources
        attrs.evolve(side, sources=()).placed
        for side in (before, after)
        if isinstance(side, Event)
    ]
    if all(when is None or when.is_placed for when in sides):
        spans = [w and ((w.ticks,) if stated else w.spans) for w in sides]
    else:
        spans = [when and when.clock_spans(stated=stated) for when in sides]
    return [each or (UNBOUNDED,) for each in spans]


def takes_rival(before: Record, after: Record) -> bool:
    """Whether the new date is one that a source gave of the old record already."""
    readings, now = getattr(before, "readings", ())[1:], getattr(after, "when", None)
    return any(reading.counts and reading.when == now for reading in readings)


def _movement(before: Record, after: Record) -> Facet:
    """Return how the date of an event changed, and by how much.

    First match wins: a date within the old one, or within its mark of doubt, is
    narrowed even where it also starts later, since nothing that was said is denied. All
    that its own mark allows has to be.
    """
    was, now = (getattr(side, "when", None) for side in (before, after))
    (old,), (new,) = comparable(before, after, stated=True)
    old_spans, new_spans = comparable(before, after)
    olds, news = _members_of(was, old, old_spans), _members_of(now, new, new_spans)
    amount: tuple[int | None, str] = None, ""
    if olds == news:
        verb = "confirmed" if _doubts(now) < _doubts(was) else "restated"
    elif UNBOUNDED in {old, new}:
        verb = "dated" if old == UNBOUNDED else "undated"
    elif _are_within(new_spans if _doubts(now) else news, old_spans):
        verb = "narrowed"
    elif _are_within(old_spans if _doubts(was) else olds, new_spans):
        verb = "widened"
    elif _doubts(was) + _doubts(now) and not any(
        are_apart(hull(old_spans), hull(new_spans))
    ):
        verb = "restated"  # it may be the same date
    elif old[:2] == new[:2]:
        # both known, else one contains the other
        longer = (new[3] or 0) - (old[3] or 0)
        verb, amount = ("prolonged" if longer > 0 else "shortened"), _amount(longer)
    else:
        verb, amount = "rescheduled", _shift(was, now, old, new)
    if verb != "narrowed" and takes_rival(before, after):
        return Facet("preferred", "when", was, now)
    if not (_is_exact(was) and _is_exact(now)):
        amount = None, ""
    return Facet(verb, "when", was, now, *amount)


def _is_exact(when: When | None) -> bool:
    """Whether dates are stated without a doubt, so that the time between is known."""
    if when is None or not when.value.dates:
        return False
    return not (when.value.marks or when.value.has_gaps)


def _members_of(
    when: When | None, ticks: Ticks, spans: Sequence[Ticks]
) -> Sequence[Ticks]:
    """Return the bounds that are stated: of a set without marks those of each member.

    Those of a lone clock time are without the end, of up to 24 hours, that it implies:
    with it, 16:30 on a day would reach into the next day and not lie within it.
    """
    value = None if when is None else when.value
    if value and value.parts and not value.marks:
        return spans
    last = ticks.start_latest
    if value and value.is_lone_clock and last is not None:
        ticks = ticks._replace(end_latest=last + 1)
    return [ticks]


def _doubts(when: When | None) -> int:
    """Count the marks of doubt on a date."""
    marks = () if when is None else when.value.marks
    return sum(len(mark.replace("-", "")) for mark in marks)


def _are_within(inner: Sequence[Ticks], outer: Sequence[Ticks]) -> bool:
    """Whether each of some bounds lies within one of the others."""
    return all(any(is_within(each, span) for span in outer) for each in inner)


def is_within(inner: Ticks, outer: Ticks) -> bool:
    """Whether the bounds *inner* all lie within those of *outer*."""
    return hull([inner, outer]) == outer


def _shift(
    was: When | None, now: When | None, old: Ticks, new: Ticks
) -> tuple[int | None, str]:
    """Return by how much a start moved, in the coarser of the two units."""
    if was is None or now is None or old[0] is None or new[0] is None:
        return None, ""
    a, b = was.value.start.precision, now.value.start.precision
    if {a, b}.isdisjoint({Precision.YEAR, Precision.SEASON, Precision.MONTH}):
        days = new[0] // DAY - old[0] // DAY
        long = abs(new[0] - old[0]) >= DAY
        return (days, "d") if days and long else _amount(new[0] - old[0])
    first, last = was.first_calendar_day, now.first_calendar_day
    if a is not b or a is Precision.SEASON or first is None or last is None:
        return None, ""
    years, months = last.year - first.year, last.month - first.month
    amount, unit = (years, "y") if a is Precision.YEAR else (years * 12 + months, "mo")
    return (amount, unit) if amount else (None, "")


def _amount(ticks: int) -> tuple[int | None, str]:
    """Return a number of ticks in the largest unit of which it is a multiple."""
    for unit, size in (("d", DAY), ("h", HOUR), ("min", MINUTE)):
        if ticks and not ticks % size:
            return ticks // size, unit
    return None, ""
