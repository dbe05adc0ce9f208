"""CSV out and in: for people who keep their lists in spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from timeline.collection.collection import Collection
from timeline.errors import ParseError, Problem
from timeline.formats.export import Export, bounds_text, loss
from timeline.formats.reader import Loading, decoded
from timeline.records import strictjson
from timeline.records.codec import SOURCE, Codec
from timeline.records.event import Event
from timeline.records.fields import Field, plan
from timeline.records.kinds import KINDS, Kinds
from timeline.records.source import Source
from timeline.text import clean, closest, quote, spreadsheet_safe

__all__ = ["dumps", "read"]

Plain = dict[str, Any]

_FIRST = ("id", "kind", "title", "status", "when", "earliest", "latest", "when_text")
_DERIVED = frozenset({"earliest", "latest"})
_SEPARATOR = ";"
_LONGEST = 131_072  # characters of a cell, for Python's reader
_MOST = 1_000  # columns; there are fewer fields
_OTHERS: Mapping[str, str] = {";": "semicolons", "\t": "tabs", "|": "bars"}
_FLAGS: Mapping[str, bool] = {"true": True, "false": False}  # TRUE in spreadsheets
_HINTS: Mapping[str, str] = {
    "field larger": f"a cell holds at most {_LONGEST:,} characters",
    "unexpected end": 'a quotation mark is open: write it twice inside a cell: ""',
    "',' expected": 'write a quotation mark inside a cell twice: ""',
    "new-line character": "save it with a line feed at the end of each row",
}


def dumps(timeline: Collection, *, exact: bool = False) -> Export:
    """Return *timeline* as CSV; see `Timeline.to_csv`."""
    codec = Codec()
    rows = [_row(timeline, codec.write(event)) for event in timeline.events]
    guard: Callable[[str], str] = spreadsheet_safe
    if exact:
        guard = str
        rows[:0] = [_cells(codec.write(source)) for source in timeline.sources]
    rest = {name for row in rows for name in row} - set(_FIRST)
    names = [*_FIRST, *sorted(rest)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([guard(row.get(name, "")) for name in names] for row in rows)
    losses = [*_too_long(rows)]
    if not exact:
        problem = "only its id stands in the table of events"
        losses += _guarded(rows)
        losses += (loss(source.id, problem) for source in timeline.sources)
    return Export(out.getvalue(), tuple(losses))


def _row(timeline: Collection, data: Plain) -> dict[str, str]:
    when = timeline.placed(data["id"])
    earliest, latest = bounds_text(when) if when else ("", "")
    return {**_cells(data), "earliest": earliest, "latest": latest}


def _cells(data: Plain) -> dict[str, str]:
    return {name: _cell(value) for name, value in data.items()}


def _cell(value: object) -> str:
    """Return a value as a text that says it all: lists joined where that is safe."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(_is_simple(each) for each in value):
        return f"{_SEPARATOR} ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _is_simple(value: object) -> bool:
    return (
        isinstance(value, str)
        and value == value.strip() != ""
        and not value.startswith(("[", "{"))
        and _SEPARATOR not in value
    )


def _guarded(rows: list[dict[str, str]]) -> Iterator[Problem]:
    for row in rows:
        for name, cell in row.items():
            if spreadsheet_safe(cell) != cell:
                problem = "an apostrophe stands before it, lest it run as a formula"
                yield loss(row["id"], problem, name)


def _too_long(rows: list[dict[str, str]]) -> Iterator[Problem]:
    for row in rows:
        for name, cell in row.items():
            if len(cell) > _LONGEST:
                problem = f"readers of CSV refuse more than {_LONGEST:,} characters"
                yield loss(row["id"], problem, name)


def read(
    data: bytes | str,
    path: str = "",
    kinds: Kinds = KINDS,
    columns: Mapping[str, str] | None = None,
    kind: str = "event",
) -> Loading:
    """Read a table with a heading, as far as it can be read."""
    loading = Loading(path, kinds)
    if isinstance(data, bytes):
        data = data.removeprefix(codecs.BOM_UTF8)  # spreadsheets write one
    numbered = [*decoded(loading, data)]
    reader = csv.reader((f"{line}\n" for _, line in numbered), strict=True)
    line = 1
    try:
        heading = _heading(loading, next(reader, []), columns or {})
        while heading and reader.line_num < len(numbered):
            line = numbered[reader.line_num][0]
            _read_row(loading, line, heading, next(reader), kind)
    except csv.Error as error:
        words = str(error)
        hint = next(
            (each for start, each in _HINTS.items() if words.startswith(start)), ""
        )
        loading.note(Problem("bad-csv", words, hint=hint), line)
    return loading


def _heading(
    loading: Loading, names: list[str], columns: Mapping[str, str]
) -> list[str]:
    """Return the field of each column, ``""`` for those that are not read."""
    known = {field.name for cls in loading.kinds for field in plan(cls)}
    known |= {"kind", *_DERIVED}
    read = [columns.get(name, name.strip()) for name in names]
    if "kind" in read:
        known |= {field.name for field in plan(Source)}
    found: list[str] = []
    if len(names) > _MOST:
        problem = f"the heading has {len(names):,} columns"
        hint = f"a list of records has fewer than {_MOST:,}"
        loading.note(Problem("bad-csv", problem, hint=hint), 1)
        return []
    for name, field in zip(names, read, strict=True):
        if field and field not in known:
            guess = closest(field, known)
            hint = (
                f"did you mean {quote(guess)}?"
                if guess
                else f'map it: {{"{clean(name[:40])}": ...}}'
            )
            problem = f"the column {quote(name)} is not read"
            loading.note(Problem("not-read", problem, severity="warning", hint=hint), 1)
            field = ""  # noqa: PLW2901  (it stands for none)
        if field and field in found:
            problem = f"two columns are the {field}"
            loading.note(Problem("twice", problem, hint="map one of them to ''"), 1)
            return []
        found.append(field)
    if "id" not in found:
        hint = 'add it, or say which one it is: columns={"Number": "id"}'
        if len(names) == 1 and (
            signs := [sign for sign in _OTHERS if sign in names[0]]
        ):
            hint = f"save it with commas between its cells, not {_OTHERS[signs[0]]}"
        loading.note(Problem("no-header", "there is no column id", hint=hint), 1)
        return []
    return found


def _read_row(
    loading: Loading, line: int, heading: list[str], row: list[str], kind: str
) -> None:
    if not any(row):
        return
    if len(row) != len(heading):
        problem = f"the row has {len(row)} cells where the heading has {len(heading)}"
        loading.note(Problem("bad-row", problem), line)
        return
    cells = {
        name: cell for name, cell in zip(heading, row, strict=True) if name and cell
    }
    data: Plain = {"kind": cells.pop("kind", kind)}
    classes: dict[str, type] = {cls.kind: cls for cls in loading.kinds}
    cls = classes.get(data["kind"], Source if data["kind"] == SOURCE else Event)
    shapes = {field.name: field for field in plan(cls)}
    bad: list[ParseError] = []
    for name, cell in cells.items():
        if name not in _DERIVED:
            try:
                data[name] = _value(shapes.get(name), cell)
            except ParseError as error:
                bad.append(error.inside(name))
    if not bad:
        loading.add(data, line)
        return
    id_ = cells.get("id", "")
    for each in bad:
        loading.fail(each.inside(id_), line)
    loading.broken[id_] = Event(id="unread", title="unread")


def _value(field: Field | None, cell: str) -> object:
    """Return what a cell means for a field."""
    if field is None or (field.type is str and not field.container):
        return cell
    if cell.lstrip().startswith(("[", "{")):
        return strictjson.decode(cell)
    if field.container == "list":
        return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
    if field.type is bool:
        if cell.lower() not in _FLAGS:
            problem = f"{quote(cell)} is neither true nor false"
            raise ParseError(problem, "write true or false", code="wrong-type")
        return _FLAGS[cell.lower()]
    return strictjson.decode(cell) if field.type in {int, float} else cell
