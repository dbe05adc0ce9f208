"""Mermaid: a timeline that Markdown pages on GitHub and elsewhere draw."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter

from timeline.collection.collection import Collection
from timeline.collection.labels import remarks_on, title_of
from timeline.collection.ordering import days_of
from timeline.formats.shared import Export, date_words, loss, status_words
from timeline.language.words import Words
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.text import clean, listing
from timeline.when.bounds import UNBOUNDED
from timeline.when.calendar import Day
from timeline.when.when import When

_SPECIAL = re.compile(r"[^\w .,'’“”()/–—-]")


def dumps(timeline: Collection, language: str = "en") -> Export:
    """Return *timeline* as a Mermaid ``timeline``; see `Timeline.to_mermaid`."""
    words, codec = timeline.words(language), Codec()
    lines = ["timeline"]
    if timeline.title:
        lines.append(f"    title {_shown(timeline.title)}")
    events = sorted(timeline.events, key=_days)
    rows = [(_period(event, words), event) for event in events]
    for period, group in groupby(rows, key=itemgetter(0)):
        labels = [_label(timeline, event, words) for _, event in group]
        lines.append(f"    {_shown(period)} : {' : '.join(labels)}")
    losses = []
    for _, event in rows:
        shown = {"kind", "id", "title", "status", "when", "when_text", "formerly"}
        if hidden := codec.write(event).keys() - shown:
            problem = f"not shown: {listing(sorted(hidden), 'and')}"
            losses.append(loss(event.id, problem))
    return Export("\n".join([*lines, ""]), tuple(losses))


def _days(event: Event) -> tuple[Day, Day]:
    return days_of(event.when or When(UNBOUNDED))


def _period(event: Event, words: Words) -> str:
    """Return the date in the words of a table, and those of the source."""
    wording = words.say("quote", event.when_text) if event.when_text else ""
    said = date_words(event, words) or words.say("no-date-stated")
    return f"{said} {wording}".rstrip()


def _label(timeline: Collection, event: Event, words: Words) -> str:
    status = status_words(event, words, timeline.records)
    remarks = words.clauses(remarks_on(timeline, event, words))
    state = filter(None, (status, remarks))
    title = title_of(timeline, event, words)
    return _shown(f"{title} ({', '.join(state)})".removesuffix(" ()"))


def _shown(text: str) -> str:
    """Return *text* with what means something to Mermaid as numbered entities."""
    return _SPECIAL.sub(lambda sign: f"#{ord(sign[0])};", clean(text))
