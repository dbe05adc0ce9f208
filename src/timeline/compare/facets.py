"""What a person reads in a change: each field that differs, and how it does.

Nothing of this is stored: it follows from the two records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeGuard

import attrs

from timeline.parties.parties import Participant
from timeline.records.lifecycle import Phase
from timeline.when.bounds import DAY, HOUR, MINUTE, Ticks
from timeline.when.reading import Precision, wall

if TYPE_CHECKING:
    from timeline.collection.collection import Record
    from timeline.compare.change import Change
    from timeline.when.when import When

__all__ = [
    "TOLD_ONLY",
    "Facet",
    "apart",
    "are_people",
    "facets_of",
    "inside",
    "key_of",
    "lined_up",
]

# Fields that make no claim about the world, and what a change of each is called.
TOLD_ONLY = {
    "id": "renamed",
    "title": "retitled",
    "note": "annotated",
    "sources": "re-sourced",
    "when_text": "reworded",
    "replaces": "replaces",
    "tz": "zone",
}
_ORDER = (*("when", "when_text", "status", "since", "participants", "place"),)
_VERBS = {**TOLD_ONLY, "place": "relocated", "kind": "reclassified"}
_ROUGH = {Precision.YEAR: "y", Precision.SEASON: "", Precision.MONTH: "mo"}


@attrs.frozen
class Facet:
    """One thing that a change says.

    Attributes:
        verb: What happened: ``dated``, ``narrowed``, ``rescheduled``, ``advanced``,
            ``joined``, ``retitled``; ``changed`` where no word fits better.
        field: The field it is about; empty for a record that is added or removed.
        was: What the field held; None if nothing, or it did not exist.
        now: What it holds.
        amount: By how much, where that is known: negative is earlier or shorter.
        unit: In which unit: ``d``, ``mo``, ``y``, ``h`` or ``min``.

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


def facets_of(change: Change) -> tuple[Facet, ...]:
    """Return the facets of a change: one for each field that differs.

    A field of people can give two or three: who joined, who left, who has another
    office or role.
    """
    before, after = change.before, change.after
    if before is None:
        return (Facet("added", now=after),)
    if after is None:
        return (Facet("removed", was=before),)
    found: list[Facet] = []
    was, now = (getattr(side, "kind", "") for side in (before, after))
    if type(before) is not type(after) or was != now:
        found.append(Facet("reclassified", "kind", was, now))
    for name in _names(before, after):
        was, now = _value(before, name, after), _value(after, name, before)
        if was != now:
            found += _of_field(name, was, now, change)
    return tuple(found)


def _names(before: Record, after: Record) -> list[str]:
    """Return the fields of both, in the order of a reader's questions."""
    fields = {
        field.name: None
        for record in (before, after)
        for field in attrs.fields(type(record))
        if field.name != "kind"
    }
    first = [name for name in _ORDER if name in fields]
    last = ["title", "id", "note", "sources"]
    own = [name for name in fields if name not in {*first, *last}]
    return [*first, *own, *(name for name in last if name in fields)]


def _value(record: Record, name: str, other: Record) -> Any:  # noqa: ANN401  (any field)
    """Return what a field holds as it is compared; None for nothing, or no field."""
    field = getattr(attrs.fields(type(record)), name, None)
    if field is None:
        return None
    value = getattr(record, name)
    if value in ("", ()) or (value == field.default and not hasattr(other, name)):
        return None
    if field.eq_key is not None and isinstance(value, tuple):
        return _Several(value)
    return value


class _Several(tuple[Any, ...]):
    """Values whose order is no fact."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple):
            return False
        return frozenset(self) == frozenset(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # compared, and never kept


def _of_field(name: str, was: Any, now: Any, change: Change) -> Iterator[Facet]:  # noqa: ANN401  (anything may come)
    if name == "when":
        yield _when(was, now, change)
    elif name == "status":
        yield Facet(_status(change), name, was, now)
    elif name == "disputed_by":
        gained = not set(was or ()) >= set(now or ())
        yield Facet("disputed" if gained else "settled", name, was, now)
    elif are_people(was) or are_people(now):
        yield from _people(name, was or (), now or ())
    else:
        yield Facet(_VERBS.get(name, "changed"), name, was, now)


def are_people(value: object) -> TypeGuard[tuple[Participant, ...]]:
    """Whether a value of a field is of people, and there are some."""
    return isinstance(value, tuple) and isinstance((*value, None)[0], Participant)


def key_of(one: Participant) -> tuple[str, str]:
    """Return what makes two the same one: the name, or the party if there is none."""
    return one.name, "" if one.name else one.of


def _people(
    name: str, was: tuple[Participant, ...], now: tuple[Participant, ...]
) -> Iterator[Facet]:
    """Tell who joined, who left, and whose office or role is another."""
    old, new = (_keyed(side) for side in (was, now))
    same = [key for key in old if key in new and old[key] != new[key]]
    left = tuple(one for key in old if key not in new for one in old[key])
    joined = tuple(one for key in new if key not in old for one in new[key])
    if joined:
        yield Facet("joined", name, None, joined)
    if left:
        yield Facet("left", name, left, None)
    if same:
        yield Facet(
            "office or role",
            name,
            tuple(one for key in same for one in old[key]),
            tuple(one for key in same for one in new[key]),
        )
    if not (joined or left or same):  # the order alone, of a field where it counts
        yield Facet("reordered", name, was, now)


def _keyed(
    people: tuple[Participant, ...],
) -> dict[tuple[str, str], tuple[Participant, ...]]:
    found: dict[tuple[str, str], tuple[Participant, ...]] = {}
    for one in sorted(people, key=lambda who: (who.name, who.of, who.office, who.role)):
        key = key_of(one)
        found[key] = (*found.get(key, ()), one)
    return found


def _status(change: Change) -> str:
    """Say which way a status went, by phase and rank."""
    was, now = (getattr(side, "state", None) for side in (change.before, change.after))
    if was is None or now is None:
        return "stated" if was is None and now is not None else "changed"
    if now.phase is Phase.OFF and was.phase is not Phase.OFF:
        return "ended"
    if type(change.before) is not type(change.after) and was.phase is now.phase:
        return "changed"
    phases = list(Phase)
    a, b = (phases.index(state.phase) for state in (was, now))
    return "advanced" if (a, was.rank) < (b, now.rank) else "reversed"


def _when(was: When | None, now: When | None, change: Change) -> Facet:
    """Say how a date moved."""
    a, b = lined_up(change)
    verb, amount, unit = _moved(was, now, a, b)
    return Facet(verb, "when", was, now, amount, unit)


_NOTHING = Ticks(None, None, None, None)


def lined_up(change: Change) -> tuple[Ticks, Ticks]:
    """Return the ticks of both sides on one line: UTC if both are placed."""
    sides = [getattr(side, "placed", None) for side in (change.before, change.after)]
    if all(when is None or when.is_placed for when in sides):
        a, b = (_NOTHING if when is None else when.ticks for when in sides)
    else:
        a, b = (_NOTHING if when is None else _on_the_wall(when) for when in sides)
    return a, b


def _on_the_wall(when: When) -> Ticks:
    """Return the ticks as the clocks showed them."""
    if when.zone is None or not when.is_placed:
        return when.ticks
    zones = (when.zone.start,) * 2 + (when.zone.end,) * 2
    return Ticks(
        *(
            None if tick is None else wall(tick, zone)
            for tick, zone in zip(when.ticks, zones, strict=True)
        )
    )


def _moved(
    was: When | None, now: When | None, a: Ticks, b: Ticks
) -> tuple[str, int | None, str]:
    if a == b:
        fewer = _doubts(now) < _doubts(was)
        return ("confirmed" if fewer else "restated"), None, ""
    if _NOTHING in {a, b}:
        return ("dated" if a == _NOTHING else "undated"), None, ""
    if inside(_instant(now, b), a):
        return "narrowed", None, ""
    if inside(_instant(was, a), b):
        return "widened", None, ""
    if a[:2] == b[:2]:
        longer = (b[3] or 0) - (a[3] or 0)  # told, or one would lie inside the other
        return ("prolonged" if longer > 0 else "shortened"), *_amount(longer)
    return "rescheduled", *_shift(was, now, a, b)


def _instant(when: When | None, ticks: Ticks) -> Ticks:
    """Return the ticks of a lone time of day without the end that nobody told."""
    if when is None or "T" not in when.text or "/" in when.text.partition("[")[0]:
        return ticks
    start, last = ticks[:2]
    return ticks if last is None else Ticks(start, last, ticks[2], last + 1)


def _doubts(when: When | None) -> int:
    """Count the marks of doubt on a date."""
    if when is None:
        return 0
    return sum(len(q.replace("-", "")) for q in when.form.qualifiers)


def inside(a: Ticks, b: Ticks) -> bool:
    """Whether what *a* says is all within what *b* says."""
    lows = ((a[0], b[0]), (a[2], b[2]))
    highs = ((a[1], b[1]), (a[3], b[3]))
    return all(y is None or (x is not None and x >= y) for x, y in lows) and all(
        y is None or (x is not None and x <= y) for x, y in highs
    )


def apart(a: Ticks, b: Ticks) -> tuple[bool, bool]:
    """Whether no start, and whether no end, can be true of both."""
    return _disjoint(a[0], a[1], b[0], b[1]), _disjoint(a[2], a[3], b[2], b[3])


def _disjoint(
    low: int | None, high: int | None, least: int | None, most: int | None
) -> bool:
    return (high is not None and least is not None and high < least) or (
        most is not None and low is not None and most < low
    )


def _shift(
    was: When | None, now: When | None, a: Ticks, b: Ticks
) -> tuple[int | None, str]:
    """Say by how much a start moved, in the coarser of the two units."""
    if was is None or now is None or a[0] is None or b[0] is None:
        return None, ""
    for precision, unit in _ROUGH.items():
        if precision in (was.form.precision, now.form.precision):
            first, last = was.first_calendar_day, now.first_calendar_day
            if (
                first is None
                or last is None
                or was.form.precision is not now.form.precision
            ):
                return None, ""
            months = (last.year - first.year) * 12 + last.month - first.month
            step = {"y": months // 12, "mo": months}.get(unit)
            return step or None, unit if step else ""
    return _amount(b[0] - a[0], days=b[0] // DAY - a[0] // DAY)


def _amount(ticks: int, days: int = 0) -> tuple[int | None, str]:
    """Say a number of ticks in days, or in the units of a clock."""
    if days and abs(ticks) >= DAY:
        return days, "d"
    for unit, size in (("d", DAY), ("h", HOUR), ("min", MINUTE)):
        if ticks and not ticks % size:
            return ticks // size, unit
    return None, ""
