"""One record in full: every field that is stated, its quotes, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from timeline.collection import labels
from timeline.collection.collection import Collection
from timeline.collection.references import find, links, named_parties, unknown
from timeline.compare.history import Passage
from timeline.records.event import Event
from timeline.records.kinds import SOURCE, Record
from timeline.records.treaties import Treaty
from timeline.report.cells import Cells, is_long
from timeline.report.diff_table import passage_text
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.report.look import Look
from timeline.report.notes import links_of, reply_to, value_text, why
from timeline.report.zone import in_zone, zone_line
from timeline.text import clean

_FIRST = ("participants", "place")
_LAST = ("topics", "part_of", "about", "replaces", "note")
# What other rows say, or no reader asks for.
_LEFT_OUT = frozenset(
    {"id", "title", "name", "extra", "data", "inferred", "kind"}
    | {"when", "when_text", "formerly", "status", "since", "sources"}
)


class HasPassages(Protocol):
    """A history, which can say how a record changed."""

    def of(self, name: str, /) -> Iterable[Passage]:
        """Return what each revision did to it."""


def card(  # noqa: PLR0913, PLR0917  (the front door passes them by name)
    timeline: Collection,
    id_: str,
    fmt: str = "plain",
    width: int | None = None,
    language: str = "en",
    history: HasPassages | None = None,
    tz: str | None = None,
) -> str:
    """Return all that is known of one record; see `Timeline.card`."""
    timeline = in_zone(timeline, tz)
    record = timeline.get(id_) or find(timeline.records, id_)
    if record is None:
        raise unknown(id_, timeline.records)
    # CSV has no list of sources.
    shown = [record] if isinstance(record, Event) and fmt != "csv" else []
    cells = Cells.of(timeline, Look(language=language), shown, on_page=False)
    passages = history.of(id_) if history is not None else ()
    past = [passage_text(passage, cells.words) for passage in passages]
    fields = [*_fields(record, cells), ("history", past), ("id", [record.id])]
    kind = _kind_of(record)
    rows = [
        ("" if number else cells.words.heading(cells.words.field(kind, name)), text)
        for name, texts in fields
        for number, text in enumerate(filter(None, texts))
    ]
    formal = clean(record.title) if isinstance(record, Treaty) else ""
    grid = Grid(
        ("", formal or _title_of(record, cells)),
        rows,
        above=zone_line(timeline, tz, cells.words),
        below=cells.marks.texts(cells.words),
        main=1,
        words=cells.words,
        whole=True,
        classes=("field", "what"),
    )
    return layout(grid, fmt, width)


def _kind_of(record: Record) -> str:
    return getattr(record, "kind", SOURCE)


def _fields(record: Record, cells: Cells) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields in the order of a reader's questions, each with its lines."""
    kind, words, records = _kind_of(record), cells.words, cells.timeline.records

    def titles(text: str) -> str:
        return _title_of(records[text], cells) if text in records else text

    yield "kind", [words.field(kind, kind)]
    if isinstance(record, Event):
        yield "when", [*_when(record, cells)]
        yield "status", [cells.status(record), reply_to(record, words)]
    own = {field.name: field.default for field in attrs.fields(type(record))}
    middle = [name for name in own if name not in {*_FIRST, *_LAST, *_LEFT_OUT}]
    for name in (*_FIRST, *middle, *_LAST):
        value = getattr(record, name, None)
        if value != own.get(name):  # else nobody stated it
            values = value if isinstance(value, tuple) else (value,)
            texts = [value_text(each, words, titles, name, kind) for each in values]
            yield name, _inferred(record, name, texts, cells)
    if isinstance(record, Event):
        yield "sources", [*_sources(record, cells)]
    yield "named_by", [*_referring(record.id, cells)]


def _when(event: Event, cells: Cells) -> Iterator[str]:
    """Yield when it is, what ties that to others, and what is worked out from it."""
    bare, wording = attrs.evolve(event, when_text=""), event.when_text
    if "when" in event.inferred and wording and not is_long(wording):
        yield from _inferred(event, "when", [cells.when(bare)], cells)
        yield cells.words.say("quote", wording)
    else:
        yield from _inferred(event, "when", [cells.when(event)], cells)
    yield labels.undated_by(event, cells.words, cells.name)
    yield from links_of(event, cells)
    yield labels.block_text(cells.timeline, event, cells.words)
    yield labels.earlier_dates(event, cells.words)
    if event.id in cells.worked_out:
        yield why(event, cells)


def _inferred(record: Record, name: str, texts: list[str], cells: Cells) -> list[str]:
    if name not in getattr(record, "inferred", ()):
        return texts
    return [cells.words.say("inferred", text) for text in texts if text]


def _sources(event: Event, cells: Cells) -> Iterator[str]:
    """Yield what each source says, in its own words and where it differs."""
    event = cells.timeline.with_as_of(event)
    words, name = cells.words, cells.name
    claims = labels.claims_of(event, words, name)
    for cited in dict.fromkeys(event.sources):
        text = labels.citation_text(cited, words, name, event.kind)
        says_otherwise = cited.when or cited.status or cited.place
        yield text if says_otherwise else claims.get(cited, text)


def _title_of(record: Record, cells: Cells) -> str:
    if isinstance(record, Event):
        return cells.title(record)
    return cells.title_of_id(record.id)


def _referring(id_: str, cells: Cells) -> Iterator[str]:
    """Name the records that refer to this one, each with the fields that do."""
    whole = cells.timeline.origin
    others: list[Record] = [*whole.parties, *whole.sources, *whole.events]
    for other in others:
        named = ((path[0], code) for path, code in named_parties(other))
        names = [field for field, target in (*links(other), *named) if target == id_]
        if names:
            kind = _kind_of(other)
            fields = dict.fromkeys(cells.words.field(kind, str(n)) for n in names)
            yield f"{_title_of(other, cells)} ({', '.join(fields)})"
