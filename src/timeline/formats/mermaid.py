"""Mermaid: a timeline that Markdown pages on GitHub and elsewhere draw."""

from __future__ import annotations

import re
from itertools import groupby

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.formats.export import Export, bounds_text, loss
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.text import clean, listing

__all__ = ["dumps"]

_SPECIAL = re.compile(r"[^\w .,'’“”()/–—-]")


def dumps(timeline: Collection) -> Export:
    """Return *timeline* as a Mermaid ``timeline``; see `Timeline.to_mermaid`."""
    lines = ["timeline"]
    if timeline.title:
        lines.append(f"    title {_shown(timeline.title)}")
    rows = [(*_period(timeline, event), event) for event in timeline.events]
    for period, group in groupby(rows, key=lambda row: row[0]):
        words = [_words(timeline, event) for *_, event in group]
        lines.append(f"    {_shown(period)} : {' : '.join(words)}")
    codec = Codec()
    losses = []
    for _, shown, event in rows:
        hidden = codec.write(event).keys() - {"kind", "id", "title", "status", *shown}
        if hidden:
            problem = f"not shown: {listing(sorted(hidden), 'and')}"
            losses.append(loss(event.id, problem))
    return Export("\n".join([*lines, ""]), tuple(losses))


def _period(timeline: Collection, event: Event) -> tuple[str, tuple[str, ...]]:
    """Return the bounds, or that there is no date with the source's words.

    Return also which field this shows: bounds do not tell March from a day in March.
    """
    when = timeline.placed(event)
    if when is None or not when.is_dated:
        words = f", “{event.when_text}”" if event.when_text else ""
        return f"no date{words}", ("when_text",)
    first, last = bounds_text(when)
    period = first if first == last else f"{first} – {last}"
    is_exact = str(event.when) in {first, f"{first}/{last}"}
    return period, ("when",) if is_exact else ()


def _words(timeline: Collection, event: Event) -> str:
    status = f" ({event.status.replace('_', ' ')})" if event.status else ""
    return _shown(f"{title_of(timeline, event)}{status}")


def _shown(text: str) -> str:
    """Return *text* with what means something to Mermaid as numbered entities."""
    return _SPECIAL.sub(lambda sign: f"#{ord(sign[0])};", clean(text))
