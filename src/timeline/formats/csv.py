"""CSV out and in: for people who keep their lists in spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from timeline.codec import Codec
from timeline.collection import Collection
from timeline.errors import ParseError, Problem
from timeline.formats import strictjson
from timeline.formats.export import Export, bounds_text
from timeline.formats.loading import Loading, decoded
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.records.shape import Field, fields
from timeline.text import clean, closest, quote, spreadsheet_safe

__all__ = ["dumps", "read"]

Plain = dict[str, Any]

_FIRST = ("id", "kind", "title", "status", "when", "earliest", "latest", "when_text")
_DERIVED = frozenset({"earliest", "latest"})
_SEPARATOR = ";"


def dumps(timeline: Collection, *, exact: bool = False) -> Export:
    """Return *timeline* as CSV; see `Timeline.to_csv`."""
    codec = Codec()
    rows = [_row(timeline, codec.write(event)) for event in timeline.events]
    rest = {name for row in rows for name in row} - set(_FIRST)
    names = [*_FIRST, *sorted(rest)]
    guard: Callable[[str], str] = str if exact else spreadsheet_safe
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([guard(row.get(name, "")) for name in names] for row in rows)
    losses = () if exact else tuple(_guarded(rows))
    return Export(out.getvalue(), losses)


def _row(timeline: Collection, data: Plain) -> dict[str, str]:
    when = timeline.placed(data["id"])
    earliest, latest = bounds_text(when) if when else ("", "")
    cells = {name: _cell(value) for name, value in data.items()}
    return {**cells, "earliest": earliest, "latest": latest}


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
                yield Problem(
                    "not-carried", problem, (row["id"], name), severity="warning"
                )


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
    lines = (f"{line}\n" for _, line in decoded(loading, data))
    reader = csv.reader(lines, strict=True)
    try:
        heading = _heading(loading, next(reader, []), columns or {})
        for row in reader if heading else ():
            _read_row(loading, reader.line_num, heading, row, kind)
    except csv.Error as error:
        hint = "a field holds at most 131,072 characters"
        loading.note(Problem("bad-csv", str(error), hint=hint), reader.line_num)
    return loading


def _heading(
    loading: Loading, names: list[str], columns: Mapping[str, str]
) -> list[str]:
    """Return the field of each column, ``""`` for those that are not read."""
    known = {field.name for cls in loading.kinds for field in fields(cls)}
    known |= {"kind", *_DERIVED}
    found = []
    for name in names:
        field = columns.get(name, name.strip())
        if field and field not in known:
            guess = closest(field, known)
            hint = (
                f'did you mean "{guess}"?'
                if guess
                else f'map it: {{"{clean(name[:40])}": ...}}'
            )
            problem = f"the column {quote(name)} is not read"
            loading.note(Problem("not-read", problem, severity="warning", hint=hint), 1)
            field = ""
        if field and field in found:
            problem = f"two columns are the {field}"
            loading.note(Problem("twice", problem, hint="map one of them to ''"), 1)
            return []
        found.append(field)
    if "id" not in found:
        hint = 'add it, or say which one it is: columns={"Number": "id"}'
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
    known = {cls.kind: cls for cls in loading.kinds}
    cls = known.get(data["kind"], Event)
    shapes = {field.name: field for field in fields(cls)}
    for name, cell in cells.items():
        if name not in _DERIVED:
            try:
                data[name] = _value(shapes.get(name), cell)
            except ParseError as error:
                loading.fail(error.inside(name), line)
                return
    loading.add(data, line)


def _value(field: Field | None, cell: str) -> object:
    """Return what a cell means for a field."""
    if field is None or field.type is str:
        return cell
    if cell.lstrip().startswith(("[", "{")):
        return strictjson.decode(cell)
    if get_args(field.type):
        return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
    if field.type in {bool, int, float}:
        return strictjson.decode(cell)
    return cell
