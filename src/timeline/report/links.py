"""What stands under a row: what an event waits for, what is pending, its words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from timeline.collection.labels import title_of, title_parts
from timeline.language.format import Words
from timeline.text import clean, width

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.records.event import Event
    from timeline.when.anchors import Anchor, Duration

__all__ = ["MOST_PARTIES", "PHASES", "Links", "is_ahead", "phase_of"]

PHASES = ("done", "under_way", "ahead", "off", "")  # "" if none is told
MOST_PARTIES = 6  # named in one cell; of the others there is a number
_BRIEF = 24  # cells: longer words of the source go under the row
_ANCHORS: Mapping[tuple[str, str, int], str] = MappingProxyType(
    {
        ("not-before", "", 0): "after",
        ("not-before", "end", 0): "after",
        ("not-before", "end", 1): "after-by",
        ("not-before", "end", -1): "after-less",
        ("not-before", "start", 0): "after-start",
        ("not-before", "start", 1): "after-start-by",
        ("not-before", "start", -1): "after-start-less",
        ("not-after", "", 0): "before-it",
        ("not-after", "start", 0): "before-it",
        ("not-after", "start", 1): "before-by",
        ("not-after", "start", -1): "before-less",
        ("not-after", "end", 0): "before-end",
        ("not-after", "end", 1): "before-end-by",
        ("not-after", "end", -1): "before-end-less",
        ("during", "", 0): "during",
        ("same-day", "", 0): "same-day",
    }
)
_SAME_DAY = {"not-before": "same-day-after", "not-after": "same-day-before"}


class Links:
    """Says in one language how events hang together.

    Args:
        tl: The timeline; labels come from the whole of it.
        words: The language.
    """

    def __init__(self, tl: Collection, words: Words) -> None:
        self.words = words
        self.folded: dict[str, list[Event]] = {}  # by treaty: its pending acts
        self._origin = tl.origin

    def _is_note(self, event: Event) -> bool:
        """Whether the source's own words are too long for a cell."""
        return width(clean(event.when_text[:200])) > _BRIEF

    def notes(self, event: Event) -> list[str]:
        """Return what belongs under *event*: what it waits for, what is pending."""
        notes: list[str] = []
        when = event.when
        if when is not None and when.anchors:
            notes = self._waits(event, [a for a in when.anchors if not a.is_date])
        if event.when_text and self._is_note(event):
            spoken = self.words.say("quote", event.when_text)
            *notes, last = notes or [""]
            notes.append(self.words.say("and-also", last, spoken) if last else spoken)
        if event.status == "extended" and event.kind == "invitation":
            notes.append(self.words.say("no-answer"))
        if pending := self.folded.get(event.id):
            notes.append(self._pending(pending))
        if event.disputed_by:
            ids = dict.fromkeys(cited.source for cited in event.disputed_by)
            notes.append(self.words.say("disputed", ", ".join(ids)))
        return notes

    def _pending(self, acts: list[Event]) -> str:
        by_kind: dict[str, list[str]] = {}
        for act in acts:
            names = by_kind.setdefault(self.words.name(act.kind), [])
            names.extend(act.parties)
        parts = [
            self.words.say("by", kind, self._party_names(names))
            for kind, names in by_kind.items()
        ]
        return self.words.say("pending", "; ".join(parts))

    def _party_names(self, codes: list[str]) -> str:
        from timeline.parties.parties import party_name  # noqa: PLC0415  (2 ms)

        if len(codes) > MOST_PARTIES or self.words.language == "fr":
            return " ".join(codes)
        return ", ".join(map(party_name, codes))

    def _waits(self, event: Event, anchors: list[Anchor]) -> list[str]:
        kinds: dict[str, set[str]] = {}
        for anchor in anchors:
            if not anchor.point:
                kinds.setdefault(anchor.target, set()).add(anchor.kind)
        notes = []
        for anchor in anchors:
            together = kinds.get(anchor.target, set()) if not anchor.point else set()
            key = self._relation(event, anchor)
            if "same-day" in together and len(together) > 1:
                if anchor.kind == "same-day":
                    continue
                key = _SAME_DAY.get(anchor.kind, key)
            notes.append(self._about(key, anchor))
        return notes

    def _relation(self, event: Event, anchor: Anchor) -> str:
        sign = _direction(anchor.shift)
        key = _ANCHORS[anchor.kind, anchor.point, sign]
        target = self._origin.get(anchor.target)
        waits = key == "after" and is_ahead(event) and is_ahead(target)
        return "waits-for" if waits else key

    def _about(self, key: str, anchor: Anchor) -> str:
        shift = self._amount(anchor.shift) if anchor.shift is not None else ""
        return self.words.say(key, self.label(anchor.target), shift)

    def find(self, target: str) -> Event | None:
        """Return the event of that id, also one that is not shown."""
        found: Event | None = self._origin.get(target)
        return found

    def called(self, event: Event) -> str:
        """Return how *event* is called; a deed by its treaty's title."""
        return event.title or title_of(self._origin, event, self.words)

    def begins(self, event: Event) -> str:
        """Return the title of the treaty by which *event* is called, or ``""``."""
        return "" if event.title else title_parts(self._origin, event)[0]

    def label(self, target: str) -> str:
        """Return how the event or source of that id is called."""
        event = self._origin.get(target)
        if event is not None:
            label = self.called(event)
            if phase_of(event) == "off":
                return f"{label} ({self.words.status(event.status)})"
            return label
        for source in self._origin.sources:
            if source.id == target:
                return str(source.title or source.id)
        return target

    def _amount(self, shift: Duration) -> str:
        """Say a duration in words; the units of a clock as ISO writes them."""
        parts = [
            self.words.say(unit, abs(count))
            for unit, count in (("months", shift.months), ("days", shift.days))
            if count
        ]
        if shift.microseconds or not parts:
            return str(shift).lstrip("-")
        return " ".join(parts)


def _direction(shift: Duration | None) -> int:
    if shift is None or not (amount := shift.longest):
        return 0
    return 1 if amount > 0 else -1


def phase_of(event: Event) -> str:
    """Return ``ahead``, ``under_way``, ``done`` or ``off``; "" if none is told."""
    phase = event.phase
    return "" if phase is None else phase.name.lower()


def is_ahead(event: Event | None) -> bool:
    """Whether *event* is told, and as still to come."""
    return (
        event is not None and event.phase is not None and event.phase.value == "ahead"
    )
