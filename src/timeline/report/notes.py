"""Values in words, and what is below a row: links, pending acts, longer quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import attrs

from timeline.collection import labels
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.meetings import Stop
from timeline.records.negotiations import Agreement
from timeline.records.participants import Participant
from timeline.records.source import Citation
from timeline.report.cells import SIGNS, Cells, is_long, named
from timeline.report.worked_out import reasons_of, window_text
from timeline.report.zone import shown_in
from timeline.standing import stand
from timeline.when.when import When

Titles = Callable[[str], str]
# Of fields with texts in words of ours, how they are said: of a kind, and a value.
_WORDED: Mapping[str, Callable[[Words, str, str], str]] = {
    "inferred": Words.field,
    "when_text": lambda words, _, value: words.say("quote", value),
    **dict.fromkeys(("kind", "status"), lambda w, kind, value: w.status(value, kind)),
    **dict.fromkeys(("party", "parties"), lambda w, _, value: w.party(value)),
    **dict.fromkeys(("medium", "category", "instrument"), lambda w, _, v: w.name(v)),
}
_TEXTS = {"title", "note", "id", "place"}  # which are never the id of another record


def notes_of(event: Event, cells: Cells, *, nested: bool = True) -> list[str]:
    """Return the lines that belong under *event*; *nested* under what it is part of."""
    words = cells.words
    notes: list[str] = []
    if event.part_of and not nested:
        notes.append(words.say("part-of", cells.linked(event.part_of)))
    if event.kind == "treaty" and cells.title(event) != event.title:
        notes.append(event.title)
    anchors = event.when.anchors if event.when else ()
    if event.when_text or anchors:
        notes += links_of(event, cells)
    if event.id in cells.worked_out:
        notes.append(why(event, cells))
    if reply := reply_to(event, words):
        notes.append(reply)
    if pending := cells.folded.get(event.id):
        notes.append(_pending(pending, event.cited, cells))
    if isinstance(event, Agreement):
        notes += filter(None, (_term(event, cells), event.purpose, *event.pillars))
    hangs_on_none = event.when and not anchors and not event.part_of
    if not hangs_on_none or event.inferred or event.formerly or event.sources:
        notes += filter(None, [labels.inferred_text(event, words, cells.name)])
        notes += claims_on(event, cells)
    return [*notes, event.note] if event.note else notes


def reply_to(event: Event, words: Words) -> str:
    """Say that no reply to an invitation is reported; ``""`` of all else."""
    is_open = event.status == "extended" and event.kind == "invitation"
    return words.say("no-reply") if is_open else ""


def _term(event: Agreement, cells: Cells) -> str:
    """Say for how long an instrument holds, as stated or as it is worked out."""
    term, words = event.term, cells.words
    said = words.when(term)
    if term and term.anchors:
        window = window_text(cells.plan.when(f"{event.id}#term"), words)
        said = words.say("worked-out", window)
    held = cells.plan.term(event) if said and cells.day else None
    if held and cells.day and (late := stand(held[0], cells.day, held[1])).days_late:
        said = f"{said}, {words.say('days-overdue', late.days_late)}"
    label = words.field(event.kind, "term")
    return words.say("labelled", label, said) if said else ""


def links_of(event: Event, cells: Cells) -> list[str]:
    """Return what ties a date to others, and its source's words where they are long."""
    words, records = cells.words, cells.timeline.origin.records
    links = labels.event_links(event, words, cells.linked, records)
    if is_long(event.when_text):
        wording = words.say("quote", event.when_text)
        links[-1:] = [words.say("and-also", *links[-1:], wording) if links else wording]
    return links


def claims_on(event: Event, cells: Cells) -> Iterator[str]:
    """Yield what blocks it, from when it was moved, and who says what otherwise."""
    words = cells.words
    if block := labels.block_text(cells.timeline, event, words):
        yield block
    former = partial(cells.marks.marked, "former")
    if moved := labels.earlier_dates(event, words, former):
        yield moved
    event = cells.timeline.with_as_of(event)
    yield from labels.claims_of(event, words, cells.name).values()


def why(event: Event, cells: Cells) -> str:
    """Say what a window follows from; its own links are in other notes."""
    chain = reasons_of(event, cells.timeline, cells.plan)
    others = [
        reason
        for reason in chain
        if reason.record != event.id or reason.message.code == "reason-status"
    ]
    zone, home = cells.look.tz, cells.timeline.tz
    messages = (shown_in(reason.message, zone, home) for reason in others or chain)
    said = (cells.words.message(message, cells.linked) for message in messages)
    return cells.words.say("because", "∴", cells.words.clauses(dict.fromkeys(said)))


def _pending(acts: Sequence[Event], cited: Sequence[str], cells: Cells) -> str:
    """Say what is pending, and by which sources if not those *cited* for the row."""
    words = cells.words
    by_kind: dict[str, list[str]] = {}
    for act in acts:
        kind = getattr(act, "instrument", act.kind)
        own = act.cited if set(act.cited) != set(cited) else ()
        marks = "".join(map(cells.marks.link, own))
        said = (f"{words.party(code)} {marks}".rstrip() for code in act.involved)
        by_kind.setdefault(kind, []).extend(said)
    parts = []
    for kind, parties in by_kind.items():
        key, names = ("by", [words.name(kind)]) if kind else ("consent-of", [])
        parts.append(words.say(key, *names, ", ".join(parties)))
    return words.say("pending", words.clauses(parts))


def value_text(
    value: object, words: Words, title_of: Titles, name: str = "", kind: str = ""
) -> str:
    """Return the value of a field in words; None is ``""``.

    Args:
        value: The value.
        words: The language.
        title_of: Returns the title of a record by its id, and any other text as it is.
        name: The field, if it is known.
        kind: The kind of its record.

    >>> value_text(Stop("Paris", When.parse("2025-03-17")), Words(), str)
    'Paris, 17 Mar 2025'
    """
    match value:
        case None:
            text = ""
        case bool():
            text = words.name("yes" if value else "no")
        case tuple():
            parts = (value_text(part, words, title_of, name, kind) for part in value)
            text = ", ".join(parts)
        case When():
            text = labels.date_text(value, words, title_of)
        case Participant():
            text = named(value, words, value.office, value.role)
        case Citation():
            text = labels.citation_text(value, words, title_of, kind)
            if value.as_of is not None:
                as_of = labels.date_text(value.as_of, words, title_of)
                text = words.say("with-as-of", text, words.say("as-of", as_of))
        case Stop():
            when = value_text(value.when, words, title_of)
            text = ", ".join(filter(None, (value.place, when, value.note)))
        case str() if value and name in _WORDED:
            text = _WORDED[name](words, kind, value)
        case _:
            text = str(value) if name in _TEXTS else title_of(str(value))
    return text


def counts_of(events: Sequence[Event], cells: Cells) -> tuple[str, str]:
    """Return how many have each sign, surely and perhaps, and how many are in doubt.

    A record may have each sign that a source gives it which counts.
    """
    say = cells.words.say
    late = [e for e in events if cells.may_be_overdue(e, cells.standing(e))]
    overdue = [s for s in map(cells.standing, late) if s and s.overdue.definitely]
    signs = [_signs(event, cells) for event in events]
    most = Counter(chain(*signs, map(cells.doubt, events)))
    sure = Counter(chain(*(s for s in signs if len(s) == 1), map(cells.doubt, events)))
    most["overdue"], sure["overdue"] = len(late), len(overdue)

    def counted(*names: str) -> str:
        shown = [name for name in names if most[name]]
        numbers = [_number(sure[name], most[name], say) for name in shown]
        said = (say(f"sign-{name}") for name in shown)
        return ", ".join(map(partial(say, "counted"), numbers, said))

    return counted(*SIGNS), counted("overdue", "disputed", "alleged")


def _signs(event: Event, cells: Cells) -> set[str]:
    """Return the signs that an event may have, by all who speak of it."""
    event = cells.timeline.with_as_of(event)
    told = [r.status for r in event.readings if r.counts and not r.is_denial]
    said = [attrs.evolve(event, status=status) for status in {event.status, *told}]
    others = {*event.phases} - {each.phase for each in said}  # as some deny it
    return {*map(cells.sign, said), *("off" if x else "not-stated" for x in others)}


def _number(sure: int, most: int, say: Callable[..., str]) -> str:
    """Return how many surely are, and how many may be."""
    if sure == most:
        return str(most)
    return say("from-to", sure, most) if sure else say("most", most)
