"""Mermaid: a timeline that Markdown pages on GitHub and elsewhere draw."""

from __future__ import annotations

import re
from itertools import groupby

from timeline.collection import Collection
from timeline.formats.export import Export, bounds_text, loss
from timeline.records.event import Event
from timeline.text import clean

__all__ = ["dumps"]

_SPECIAL = re.compile(r"[^\w .,'’“”()/–—-]")


def dumps(timeline: Collection) -> Export:
    """Return *timeline* as a Mermaid ``timeline``; see `Timeline.to_mermaid`."""
    lines = ["timeline"]
    if timeline.title:
        lines.append(f"    title {_shown(timeline.title)}")
    rows = [(_period(timeline, event), event) for event in timeline.events]
    for period, group in groupby(rows, key=lambda row: row[0]):
        words = [_words(event) for _, event in group]
        lines.append(f"    {_shown(period)} : {' : '.join(words)}")
    losses = tuple(
        loss(event, "only its title, date and status are shown")
        for event in timeline.events
        if event.participants or event.place or event.note or event.sources
    )
    return Export("\n".join([*lines, ""]), losses)


def _period(timeline: Collection, event: Event) -> str:
    """Return the bounds, or the source's words, or that there is no date."""
    when = timeline.placed(event)
    if when is None or not when.is_dated:
        return f"no date, “{event.when_text}”" if event.when_text else "no date"
    first, last = bounds_text(when)
    return first if first == last else f"{first} – {last}"


def _words(event: Event) -> str:
    status = f" ({event.status.replace('_', ' ')})" if event.status else ""
    return _shown(f"{event.label}{status}")


def _shown(text: str) -> str:
    """Return *text* with what means something to Mermaid as numbered entities."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", clean(text))
