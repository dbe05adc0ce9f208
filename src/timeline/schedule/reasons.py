"""Why something follows, and what conflicts: who says so, and in whose words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from timeline.language.message import Message, RecordId
from timeline.language.words import Words
from timeline.records.event import Event, status_term
from timeline.records.lifecycle import Phase
from timeline.records.source import Source
from timeline.when.anchors import Anchor
from timeline.when.when import When


@attrs.frozen
class Reason:
    """One thing that is known, and who says so.

    Attributes:
        record: The id of the record that says it.
        message: What it says, for `timeline.language` to word.
        words: The source's own words for it; empty if none are recorded.
        source: The id of the source of those words; empty likewise.

    >>> message = Message("reason-part-of", (RecordId("call"), RecordId("visit")))
    >>> print(Reason("call", message, "during his visit", "afp"))
    call is part of visit (“during his visit”, afp)
    """

    record: str
    message: Message
    words: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """What it says, in English."""
        return Words().message(self.message)

    def sentence(self, words: Words, titles: Callable[[str], str] = str) -> str:
        """Return what it says and who says so, in a language.

        Args:
            words: The language.
            titles: Gives the title of a record by its id.
        """
        text = words.message(self.message, titles)
        quoted = words.say("quote", self.words) if self.words else ""
        source = titles(self.source) if self.source else ""
        cited = ", ".join(filter(None, (quoted, source)))
        return f"{text} ({cited})" if cited else text

    def __str__(self) -> str:
        return self.sentence(Words())


@attrs.frozen
class Contradiction:
    """Facts, or plans, that conflict.

    Attributes:
        ids: The records it takes, each once; plans come first.
        reasons: What each of them says, in the order in which one leads to the next.
        ahead: Whether the conflict goes when a plan changes; else facts conflict.
    """

    ids: tuple[str, ...]
    reasons: tuple[Reason, ...]
    ahead: bool = False

    def sentence(self, words: Words, titles: Callable[[str], str] = str) -> str:
        """Return what conflicts, in a language; the arguments are those of `Reason`."""
        reasons = words.clauses(each.sentence(words, titles) for each in self.reasons)
        first, *others = map(titles, self.ids)
        if self.ahead and others:
            return words.say("plan-conflicts", first, words.list(others), reasons)
        return words.say("conflict", reasons)

    def __str__(self) -> str:
        return self.sentence(Words())


def reason_for(
    record: Event | Source, says: Anchor | Message, *, of_source: bool
) -> Reason:
    """Return what a record demands as a reason.

    Args:
        record: The record.
        says: An anchor, or what it is part of or how its status stands.
        of_source: Whether the anchor is to a source.
    """
    if isinstance(says, Message):
        return _reason(record, says)
    message = _anchor(record, says, of_source=of_source)
    if isinstance(record, Event):
        for cited in reversed(record.sources):
            if cited.source == says.target:  # its words are what hangs on it
                words = cited.quote or record.when_text
                return Reason(record.id, message, words, cited.source)
    return _reason(record, message, on_time=True)


def either(dates: Sequence[When]) -> When | Message:
    """Return one date as it is, several as "the one or the other"."""
    first, *others = dates
    return Message("or", (first, either(others))) if others else first


def reason_for_dates(
    record: Event | Source, dates: Sequence[When], *, is_assumed: bool = False
) -> Reason | None:
    """Return why a record has the bounds it has by itself; None if it has none.

    Args:
        record: The record.
        dates: The date of an event, and those of sources that exclude it.
        is_assumed: Whether the bound is the end of a time of which that is not stated.
    """
    name = RecordId(record.id)
    if isinstance(record, Event):
        if not dates or not dates[0].is_dated:
            return None
        code = "reason-assumed" if is_assumed else "reason-dated"
        dated = Message(code, (name, either(dates)))
        if record.since and record.phase is Phase.DONE and record.is_span:
            ended = status_term(record), record.since
            dated = Message("reason-ended", (dated, *ended))
        if len(dates) > 1:
            return Reason(record.id, dated)
        return _reason(record, dated, on_time=True)
    days = (("as-of", record.as_of), ("published", record.published))
    said = tuple(Message(f"reason-{code}", (name, day)) for code, day in days if day)
    return Reason(record.id, Message("reason-dates", (said,))) if said else None


def _anchor(record: Event | Source, anchor: Anchor, *, of_source: bool) -> Message:
    """Say what an anchor demands: no earlier than 2 days after the end of another."""
    name: object = RecordId(record.id)
    if isinstance(record, Source):
        name = Message("reason-words", (name,))
    target: object = RecordId(anchor.target)
    if anchor.kind in {"not-before", "not-after"}:
        point = anchor.point or ("end" if anchor.kind == "not-before" else "start")
        target = Message(f"reason-{'words' if of_source else point}", (target,))
    if anchor.shift:
        side = "before" if anchor.shift.longest < 0 else "after"
        target = Message(f"reason-{side}", (anchor.shift, target))
    return Message(f"reason-{anchor.kind}", (name, target))


def _reason(
    record: Event | Source, message: Message, *, on_time: bool = False
) -> Reason:
    """Return a reason in the words for the time, or in those of the last source."""
    if isinstance(record, Source):
        return Reason(record.id, message)
    link = "part_of" if message.code == "reason-part-of" else "when"
    if link in record.inferred and (on_time or link == "part_of"):
        return Reason(record.id, Message("inferred", (message,)))
    support = record.support
    if message.code in {"reason-dated", "reason-assumed"}:
        dating = record.dated_by
        support = tuple(cited for cited in support if cited in dating)
    last = support[-1] if support else None
    if last is None or (on_time and record.when_text and len(record.sources) < 2):
        words = record.when_text if on_time else ""
        return Reason(record.id, message, words, last.source if last else "")
    return Reason(record.id, message, last.quote, last.source)
