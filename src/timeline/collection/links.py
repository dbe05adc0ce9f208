"""What ties a date to other records, in words."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from timeline.language.words import Words
from timeline.records.kinds import Record
from timeline.records.source import Source
from timeline.when.anchors import Anchor
from timeline.when.when import When

# How an anchor is worded: a relation to a point of the other event, and how far from
# it. By kind and by the direction of its shift (0 none, 1 later, -1 earlier), the
# phrase; "not-before X#end" less a month, say, is "no earlier than 1 month before the
# end of X".
_RELATIONS: Mapping[tuple[str, int], str] = {
    ("not-before", 0): "not-before",
    ("not-before", 1): "at-least-after",
    ("not-before", -1): "no-earlier-than",
    ("not-after", 0): "not-after-event",
    ("not-after", 1): "at-most-after",
    ("not-after", -1): "at-least-before",
    ("during", 0): "during",
    ("same-day", 0): "same-day",
}
# The point of the other event where the anchor names none.
_POINTS = {"not-before": "end", "not-after": "start"}


def date_text(
    when: When | None,
    words: Words,
    title_of: Callable[[str], str],
    sources: Container[str] = (),
) -> str:
    """Return a date with what ties it to others, of which *sources* are sources."""
    links = word_links(when, words, title_of, sources=sources)
    return ", ".join(filter(None, (words.when(when), *links)))


def word_links(
    when: When | None,
    words: Words,
    title_of: Callable[[str], str],
    records: Mapping[str, Record] | None = None,
    sources: Container[str] = (),
) -> Iterator[str]:
    """Word what ties a date to other records.

    "Same day as X" and a bound by the same X are one link.

    Args:
        when: The date.
        words: The language.
        title_of: Returns the title of a record by its id.
        records: The records by their ids: events have a start and an end, sources
            their words. Without them every other id is that of an event.
        sources: The ids of sources, where there are no records.
    """
    anchors = () if when is None else when.anchors
    links = [anchor for anchor in anchors if not anchor.is_date]
    plain = {(anchor.kind, anchor.target) for anchor in links if not anchor.point}
    for anchor in links:
        title = title_of(anchor.target)
        kind = anchor.kind
        others = {other for other, target in plain if target == anchor.target}
        if kind == "same-day" and others & _POINTS.keys():
            continue
        if "same-day" in others and not anchor.point and kind in _POINTS:
            yield words.say(f"same-day-{kind}", title)
            continue
        point = anchor.point or _POINTS.get(kind, "")
        target = None if records is None else records.get(anchor.target)
        if isinstance(target, Source) or anchor.target in sources:
            title = words.say("words-of", title)
        elif point and (records is None or target is not None):
            title = words.say(f"{point}-of", title)
        yield _link(anchor, title, words)


def _link(anchor: Anchor, title: str, words: Words) -> str:
    shift = anchor.shift
    longest = 0 if shift is None else shift.longest
    relation = _RELATIONS[anchor.kind, (longest > 0) - (longest < 0)]
    return words.say(relation, title, "" if shift is None else words.amount(shift))
