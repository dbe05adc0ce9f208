"""One record in full: every field that is stated, its quotes, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Protocol

import attrs

from timeline.collection.collection import Collection
from timeline.collection.references import find, links, named_parties, unknown
from timeline.compare.history import Passage
from timeline.records.event import Event
from timeline.records.kinds import SOURCE, Record
from timeline.records.participants import Participant
from timeline.report.cells import Cells
from timeline.report.diff_table import passage_text
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.report.look import Look
from timeline.report.notes import field_text, notes_of
from timeline.report.zone import in_zone, zone_line
from timeline.when.when import When

_FIRST = (
    "when",
    "formerly",
    "when_text",
    "status",
    "since",
    "participants",
    "place",
)
_LAST = ("topics", "part_of", "about", "replaces", "note", "sources")
_LEFT_OUT = frozenset({"id", "title", "name", "extra", "data", "inferred", "kind"})


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
    cells = Cells(timeline, Look(language=language, worked_out=False))
    fields = [*_fields(record, cells)]
    if history is not None:
        fields.append(
            ("history", [passage_text(p, cells.words) for p in history.of(id_)])
        )
    kind = _kind_of(record)
    rows = [
        ("" if number else cells.words.field(kind, name), text)
        for name, texts in fields
        for number, text in enumerate(filter(None, texts))
    ]
    grid = Grid(
        ("", _title_of(record, cells)),
        rows,
        above=zone_line(timeline, tz, cells.words),
        main=1,
        words=cells.words,
        whole=True,
    )
    return layout(grid, fmt, width)


def _kind_of(record: Record) -> str:
    return getattr(record, "kind", SOURCE)


def _fields(record: Record, cells: Cells) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields in the order of a reader's questions, each with its lines."""
    kind = _kind_of(record)
    yield "id", [record.id]
    yield "kind", [cells.words.field(kind, kind)]
    own = attrs.fields_dict(type(record))
    middle = [name for name in own if name not in {*_FIRST, *_LAST, *_LEFT_OUT}]
    for name in (*_FIRST, *middle, *_LAST):
        value = getattr(record, name, None)
        if name not in own or value == own[name].default:  # which nobody stated
            continue
        values = value if isinstance(value, tuple) else (value,)
        texts = [_text(name, kind, part, cells) for part in values]
        if name in getattr(record, "inferred", ()):
            texts = [cells.words.say("inferred", text) for text in texts]
        yield name, texts
    yield "in_words", notes_of(record, cells) if isinstance(record, Event) else []
    yield "named_by", [*_referring(record.id, cells)]


def _text(name: str, kind: str, value: object, cells: Cells) -> str:
    """Return one value of a field in words."""
    if isinstance(value, Participant):
        code = cells.words.code(value.of)
        return ", ".join(filter(None, (value.name, value.office, code, value.role)))
    if isinstance(value, When):
        worded = cells.words.when(value)
        return f"{worded} ({value})" if worded else str(value)
    return field_text(name, kind, value, cells.words, partial(_with_title, cells))


def _with_title(cells: Cells, text: str) -> str:
    """Return the id of a record with its title; any other text as it is."""
    record = cells.timeline.records.get(text)
    return text if record is None else f"{_title_of(record, cells)} ({text})"


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
