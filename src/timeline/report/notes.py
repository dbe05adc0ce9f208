"""What stands under a row: links to other events, pending acts, longer quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from timeline.records.event import Event
from timeline.report.cells import MOST_PARTIES, Cells, is_long
from timeline.when.anchors import Anchor, Duration

__all__ = ["notes_of"]

# How an anchor is worded: a relation to a point of the other event, and how far from
# it. By kind and by the direction of its shift (0 none, 1 later, -1 earlier), the
# phrase; "not-before X#end" less a month, say, is "no earlier than 1 month before the
# end of X".
_RELATIONS: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("not-before", 0): "not-before",
        ("not-before", 1): "at-least-after",
        ("not-before", -1): "no-earlier-than",
        ("not-after", 0): "not-after-event",
        ("not-after", 1): "at-most-after",
        ("not-after", -1): "at-least-before",
        ("during", 0): "during",
        ("same-day", 0): "same-day",
    }
)
# The point of the other event where the anchor names none.
_POINTS = {"not-before": "end", "not-after": "start"}


def notes_of(event: Event, cells: Cells) -> list[str]:
    """Return the lines that belong under *event*."""
    words = cells.words
    notes = list(_links(event, cells))
    if event.when_text and is_long(event.when_text):
        wording = words.say("quote", event.when_text)
        notes[-1:] = [words.say("and-also", notes[-1], wording) if notes else wording]
    if event.status == "extended" and event.kind == "invitation":
        notes.append(words.say("no-reply"))
    if pending := cells.folded.get(event.id):
        notes.append(_pending(pending, cells))
    if event.disputed_by:
        ids = dict.fromkeys(cited.source for cited in event.disputed_by)
        notes.append(words.say("disputed", ", ".join(ids)))
    return notes


def _pending(acts: Sequence[Event], cells: Cells) -> str:
    words = cells.words
    by_kind: dict[str, list[str]] = {}
    for act in acts:
        by_kind.setdefault(words.name(act.kind), []).extend(act.parties)
    parts = [
        words.say("by", kind, _named(codes, cells)) for kind, codes in by_kind.items()
    ]
    return words.say("pending", "; ".join(parts))


def _named(codes: list[str], cells: Cells) -> str:
    if len(codes) > MOST_PARTIES:
        return " ".join(codes)
    return ", ".join(map(cells.words.party, codes))


def _links(event: Event, cells: Cells) -> Iterator[str]:
    """Word each anchor; "same day" and a bound by the same event are one link."""
    anchors = [] if event.when is None else event.when.anchors
    links = [anchor for anchor in anchors if not anchor.is_date]
    plain = {(anchor.kind, anchor.target) for anchor in links if not anchor.point}
    for anchor in links:
        title = cells.title_of_id(anchor.target)
        kind = anchor.kind
        others = {other for other, target in plain if target == anchor.target}
        if kind == "same-day" and others & _POINTS.keys():
            continue
        if "same-day" in others and not anchor.point and kind in _POINTS:
            yield cells.words.say(f"same-day-{kind}", title)
        else:
            yield _link(anchor, title, cells)


def _link(anchor: Anchor, title: str, cells: Cells) -> str:
    words, shift = cells.words, anchor.shift
    longest = 0 if shift is None else shift.longest
    relation = _RELATIONS[anchor.kind, (longest > 0) - (longest < 0)]
    point = anchor.point or _POINTS.get(anchor.kind, "")
    if point and anchor.target in cells.timeline.origin:
        title = words.say(f"{point}-of", title)
    return words.say(relation, title, "" if shift is None else _amount(shift, cells))


def _amount(shift: Duration, cells: Cells) -> str:
    """Word a duration; the units of a clock are as ISO 8601 writes them."""
    if shift.microseconds or not (shift.months or shift.days):
        return str(shift).lstrip("-")
    parts = (("months", shift.months), ("days", shift.days))
    return " ".join(cells.words.say(unit, abs(n)) for unit, n in parts if n)
