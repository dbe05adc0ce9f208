"""One event in full: every field that is told, its quotes, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import UnknownIdError
from timeline.language.format import Words
from timeline.report.cells import Cells
from timeline.report.diff_table import passage_text
from timeline.report.fitting import check_width
from timeline.report.layout import MOST, Grid, layout, wrap
from timeline.text import clean, closest, quote

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.compare.history import Log
    from timeline.parties.parties import Participant
    from timeline.records.event import Event

__all__ = ["card"]

_FIRST = ("kind", "when", "when_text", "status", "since", "participants", "place")
_LAST = ("topics", "part_of", "about", "replaces", "note", "sources", "disputed_by")
_LEFT_OUT = frozenset({"id", "title", "extra", "data"})


def card(  # noqa: PLR0913, PLR0917  (the front door passes them by name)
    tl: Collection,
    id_: str,
    fmt: str = "plain",
    width: int | None = None,
    language: str = "en",
    history: Log[Any] | None = None,
) -> str:
    """Return all that is known of one event; see `Timeline.card`."""
    event = tl.get(id_)
    if event is None:
        guess = closest(id_, [event.id for event in tl.events])
        hint = f'did you mean "{guess}"?' if guess else ""
        raise UnknownIdError(f"nothing bears the id {quote(id_)}", hint)
    check_width(width)
    cells = Cells(tl, Words(language), whole=True)
    rows = [(name, text) for name, text in _fields(tl, event, cells) if text]
    passages = history.of(id_) if history is not None else ()
    rows += [
        ("" if n else "history", passage_text(p, cells.words))
        for n, p in enumerate(passages)
    ]
    title = cells.called(event)
    if fmt in {"plain", "simple"}:  # what is told is wrapped here, never cut
        room = min(width or MOST, MOST) - max(len(name) for name, _ in rows) - 2
        lines = [
            ("" if number else name, line)
            for name, text in [("", title), *rows]
            for number, line in enumerate(wrap(clean(text), max(room, 16)))
        ]
        (_, title), *rows = lines
        width = None
    return layout(Grid(("", title), rows, main=1), fmt, width)


def _fields(tl: Collection, event: Event, cells: Cells) -> Iterator[tuple[str, str]]:
    say = cells.words.name
    yield say("id"), event.id
    for name in _names(event):
        for number, text in enumerate(_texts(name, event, cells)):
            yield ("" if number else say(name)), text
    for number, note in enumerate(cells.notes(event)):
        yield ("" if number else say("in_words")), note
    for number, other in enumerate(_referring(tl, event.id, cells)):
        yield ("" if number else say("named_by")), other


def _names(event: Event) -> list[str]:
    """Return the fields in the order of a reader's questions."""
    own = [
        field.name
        for field in attrs.fields(type(event))
        if field.name not in {*_FIRST, *_LAST} | _LEFT_OUT
    ]
    return [*_FIRST, *own, *_LAST]


def _texts(name: str, event: Event, cells: Cells) -> Iterable[str]:
    """Return a field in words, one text for each of its lines."""
    value = getattr(event, name, None)
    if value is None or value in ("", ()):
        return ()
    if name in {"sources", "disputed_by"}:
        return [_cited(cited, cells) for cited in value]
    if name == "when_text":
        value = cells.words.say("quote", value)
    elif name in {"kind", "status"}:
        value = cells.words.name(value)
    several = value if isinstance(value, tuple) else (value,)
    return [_one(part, cells) for part in several]


def _cited(cited: Any, cells: Cells) -> str:  # noqa: ANN401  (a Citation)
    words = f": {cells.words.say('quote', cited.quote)}" if cited.quote else ""
    return f"{cited.source}{words}"


def _one(value: Any, cells: Cells) -> str:  # noqa: ANN401  (a field of any kind)
    if hasattr(value, "office"):
        return _person(value)
    if hasattr(value, "anchors"):
        said, written = cells.date(value), str(value)
        return f"{said} ({written})" if said else written
    if isinstance(value, bool):
        return cells.words.name("yes" if value else "no")
    if isinstance(value, str) and (found := cells.find(value)) is not None:
        return f"{cells.called(found)} ({value})"
    return str(value)


def _person(person: Participant) -> str:
    """Name somebody with office and party: ``Mark Carney, Prime Minister, CA``."""
    parts = (person.name, person.office, person.of, person.role)
    return ", ".join(part for part in parts if part)


def _referring(tl: Collection, id_: str, cells: Cells) -> Iterator[str]:
    say = cells.words.name
    for other in tl.origin.events:
        fields = [field for field, target in other.references if target == id_]
        if fields:
            told = ", ".join(map(say, dict.fromkeys(fields)))
            yield f"{cells.called(other)} ({told})"
