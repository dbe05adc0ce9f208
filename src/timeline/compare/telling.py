"""What changed, as a person reads it: lines of what was and what is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from timeline.collection.ordering import sort_key
from timeline.compare.classify import Class
from timeline.compare.saying import Saying
from timeline.records.event import Event

if TYPE_CHECKING:
    from timeline.compare.change import Change, Diff
    from timeline.compare.facets import Facet

__all__ = ["MARKS", "Entry", "Line", "counted", "entries", "summary"]

# Fields that are said in one phrase: a date and its words, a status and its date.
_TOGETHER = (("when", "when_text"), ("status", "since"))
_FOLD = 3  # deeds of that many parties that are told alike share a line
_SPLIT = "%"

MARKS: Mapping[Class, str] = {
    Class.CORRECTED: "!",
    Class.DISPUTED: "?",
    Class.PROGRESSED: ">",
    Class.REFINED: "=",
    Class.CHANGED: "~",
    Class.EDITED: "·",
    Class.LEARNED: "=",
    Class.NEW: "+",
    Class.ADDED: "+",
    Class.REMOVED: "-",
}
LEGEND: Mapping[str, str] = {
    "+": "new, or added",
    "-": "withdrawn",
    _SPLIT: "split or joined",
    ">": "moved on",
    "=": "learned more",
    "!": "the record was wrong",
    "?": "disputed",
    "~": "changed: moved or wrong, not known which",
    "·": "edited",
}
_COUNTED: Mapping[Class, str] = {
    Class.LEARNED: "learned",
    Class.NEW: "new",
    Class.ADDED: "added",
    Class.REMOVED: "withdrawn",
    Class.CORRECTED: "corrected",
    Class.DISPUTED: "disputed",
    Class.PROGRESSED: "moved on",
    Class.REFINED: "refined",
    Class.CHANGED: "changed",
    Class.EDITED: "edited",
}


@attrs.frozen
class Line:
    """One changed field, or one record that came or went.

    Attributes:
        field: The field; empty for a whole record.
        change: What happened to it, in a word or two.
        was: What it was, in words; empty if nothing was told.
        now: What it is.
        short: All of that in one phrase; empty if that of another line says it too.
    """

    field: str
    change: str
    was: str
    now: str
    short: str


@attrs.frozen
class Entry:
    """All that changed of one record, or of several that are told as one.

    Attributes:
        mark: What sort of change, in one sign.
        kind: The same as a word; empty where there are several.
        label: What the record is called.
        ids: Its id; several if they are told as one.
        lines: What changed, field by field.
        end: With what the label ends even where it is cut.
    """

    mark: str
    kind: str
    label: str
    ids: tuple[str, ...]
    lines: tuple[Line, ...]
    end: str = ""

    @property
    def said(self) -> str:
        """All that changed, phrase by phrase."""
        return "; ".join(line.short for line in self.lines if line.short)


def entries(diff: Diff, saying: Saying, *, folded: bool = True) -> list[Entry]:
    """Return what changed, by the new date, or the old one of what is gone."""
    tz = diff.tz[1] if diff.tz else None
    parts = _parts(diff, saying)
    events = [change for change in diff if change.is_event]
    events.sort(key=lambda change: sort_key(_event(change), tz))
    found = list(_folded(diff, events, saying)) if folded else []
    taken = {name for _, entry in found for name in entry.ids}
    for place, change in enumerate(events):
        if change.before is not None or change.id not in taken:
            found.append((place, _entry(diff, change, parts, saying)))
    found.sort(key=lambda pair: pair[0])
    rest = [_entry(diff, c, parts, saying) for c in diff if not c.is_event]
    if folded:
        rest = _few(rest)
    return [*(entry for _, entry in found), *rest, *_zone(diff)]


def _few(sources: list[Entry]) -> list[Entry]:
    """Put sources that are only new into one entry."""
    new = [entry for entry in sources if entry.kind == Class.ADDED.value]
    if len(new) < _FOLD:
        return sources
    ids = tuple(name for entry in new for name in entry.ids)
    told = ", ".join(ids)
    line = Line("", "added", "", told, told)
    entry = Entry(new[0].mark, "added", f"{len(new)} sources", ids, (line,))
    return [*(entry for entry in sources if entry not in new), entry]


def _event(change: Change) -> Event:
    assert isinstance(change.record, Event)  # noqa: S101  (only those are sorted)
    return change.record


def _zone(diff: Diff) -> Iterator[Entry]:
    if diff.tz is not None:
        was, now = (zone or "none" for zone in diff.tz)
        line = Line("tz", "time zone", was, now, f"time zone: {now} (was: {was})")
        yield Entry(MARKS[Class.EDITED], "edited", "The timeline", (), (line,))


def _parts(diff: Diff, saying: Saying) -> dict[tuple[bool, str], tuple[str, str]]:
    """Return how to tell of the records that are split or joined up."""
    records = {c.id: c.record for c in diff}
    parts = {}
    for old, new in diff.families:
        word = "split" if len(old) == 1 else "joined"
        for name in old:
            into = "; ".join(saying.name(records[one]) for one in new)
            parts[True, name] = (f"{word} into", into)
        for name in new:
            parts[False, name] = (
                f"{word} from",
                "; ".join(saying.name(records[one]) for one in old),
            )
    return parts


def _entry(
    diff: Diff,
    change: Change,
    parts: Mapping[tuple[bool, str], tuple[str, str]],
    saying: Saying,
) -> Entry:
    kind = diff.class_of(change)
    record = change.record
    if change.before is not None and change.after is not None:
        lines = tuple(_fields(diff, change, saying))
        name = saying.name(record)
        end = name.removeprefix(saying.label(record))
        return Entry(MARKS[kind], kind.value, name, (change.id,), lines, end)
    label = saying.label(record)
    gone = change.after is None
    told = saying.record(record)
    if part := parts.get((gone, change.id)):
        verb, others = part
        was, now = (told, others) if gone else (others, told)
        line = Line("", verb, was, now, f"{verb}: {others}")
        return Entry(_SPLIT, "", label, (change.id,), (line,))
    if gone:
        why = saying.had_happened(record)
        line = Line(
            "", "withdrawn", told, why, f"withdrawn: {why or told}".rstrip(": ")
        )
    else:
        line = Line("", kind.value, "", told, f"{kind.value}: {told}".rstrip(": "))
    return Entry(MARKS[kind], kind.value, label, (change.id,), (line,))


def _fields(diff: Diff, change: Change, saying: Saying) -> Iterable[Line]:
    """Return a line for each field; one about people may have several facets."""
    graded = diff.graded(change)
    if diff.context.backwards:  # a class is that of the change before it was turned
        graded = tuple((facet, Class.EDITED) for facet, _ in graded)
    by_field: dict[str, list[tuple[Facet, Class]]] = {}
    for facet, kind in graded:
        by_field.setdefault(facet.field, []).append((facet, kind))
    lines: dict[str, Line] = {}
    for field, several in by_field.items():
        wrong = any(kind is Class.CORRECTED for _, kind in several)
        words, was, now = saying.facets([facet for facet, _ in several])
        if wrong:
            words = saying.corrected(words)
        lines[field] = Line(
            field, words, was, now, saying.short(field, words, was, now)
        )
    for first, second in _TOGETHER:
        if first in lines and second in lines:
            one, other = lines[first], lines[second]
            was, now = (
                saying.together(
                    second, getattr(one, side), getattr(other, side), record
                )
                for side, record in (("was", change.before), ("now", change.after))
            )
            short = saying.short(first, one.change, was, now)
            lines[first] = attrs.evolve(one, short=short)
            lines[second] = attrs.evolve(other, short="")
    return lines.values()


def _folded(
    diff: Diff, changes: Iterable[Change], saying: Saying
) -> Iterator[tuple[int, Entry]]:
    """Put the deeds of many parties that are told alike into one entry."""
    alike: dict[tuple[str, Class], list[tuple[int, Change]]] = {}
    parted = {name for _, new in diff.families for name in new}
    for place, change in enumerate(changes):
        record = change.after
        if record is None or change.before is not None or change.id in parted:
            continue
        if hasattr(record, "treaty"):
            same: dict[str, Any] = {
                "id": "x",
                "party": "CA",
                "title": "",
                "sources": (),
            }
            bare = repr(attrs.evolve(record, **same))
            alike.setdefault((bare, diff.class_of(change)), []).append((place, change))
    for (_, kind), several in alike.items():
        if len(several) < _FOLD:
            continue
        label, told = saying.several([change.record for _, change in several])
        line = Line("", kind.value, "", told, f"{kind.value}: {told}")
        ids = tuple(change.id for _, change in several)
        yield several[0][0], Entry(MARKS[kind], kind.value, label, ids, (line,))


def counted(diff: Diff) -> dict[str, int]:
    """Return how many events there are of each sort; together they are all of them.

    Before there were ``unchanged``, ``withdrawn``, ``split before`` and those that
    changed; now there are ``unchanged``, those that changed, ``learned``, ``new``,
    ``added`` and ``split after``.
    """
    counts = dict.fromkeys(_COUNTED.values(), 0)
    parts = _parts(diff, Saying(diff.context.names))
    for change in diff:
        if change.is_event:
            side = (change.after is None, change.id)
            whole = change.before is not None and change.after is not None
            if whole or side not in parts:
                counts[_COUNTED[diff.class_of(change)]] += 1
    counts["split before"] = sum(gone for gone, _ in parts)
    counts["split after"] = len(parts) - counts["split before"]
    if diff.context.sizes is not None:
        here = sum(c.is_event and c.before is not None for c in diff)
        counts["unchanged"] = diff.context.sizes[0] - here
    return counts


def summary(diff: Diff) -> str:
    """Return the counts in one line; those of sources and the zone come after them."""
    counts = counted(diff)
    parts = [f"{counts[word]} {word}" for word in _COUNTED.values() if counts[word]]
    before, after = counts["split before"], counts["split after"]
    if before:
        parts.append(f"{before} split or joined into {after}")
    if diff.context.sizes is None:
        start = ""
    else:
        was, now = diff.context.sizes
        start = f"{was} record{'s' if was != 1 else ''}, now {now}: "
        parts.append(f"{counts['unchanged']} unchanged")
    line = f"{start}{', '.join(parts)}"
    return "; ".join(filter(None, (line, ", ".join(_others(diff)))))


def _others(diff: Diff) -> Iterator[str]:
    """Count what is no event: sources and the zone."""
    sources = [change for change in diff if not change.is_event]
    for word, found in (
        ("new", [c for c in sources if c.before is None]),
        ("withdrawn", [c for c in sources if c.after is None]),
        ("edited", [c for c in sources if None not in (c.before, c.after)]),
    ):
        if found:
            yield f"{len(found)} source{'s' if len(found) != 1 else ''} {word}"
    if diff.tz is not None:
        yield "another time zone"
