"""CSV out and in: for people who keep their lists in spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Container, Iterator, Mapping
from itertools import dropwhile
from typing import Any

from timeline.collection.collection import Collection
from timeline.collection.labels import remarks_on
from timeline.errors import InvalidError, ParseError, Problem
from timeline.formats.reader import Loading, decoded, in_utf8, object_in, settings_of
from timeline.formats.shared import Export, bounds_text, date_words, loss
from timeline.language.words import Words
from timeline.records import strictjson
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.records.fields import Field, plan
from timeline.records.kinds import KINDS, SOURCE, Kinds, Record
from timeline.records.source import Source
from timeline.text import clean, did_you_mean, listing, quote, spreadsheet_safe
from timeline.when.when import When

Plain = dict[str, Any]

_LONGEST = 131_072  # characters of a cell, for Python's reader
_MOST = 1_000  # columns; there are fewer fields
_SEPARATORS: Mapping[str, str] = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
}
_HINTS: Mapping[str, str] = {
    "field larger": f"a cell holds at most {_LONGEST:,} characters",
    "unexpected end": 'a quotation mark is open: write it twice inside a cell: ""',
    "expected after": 'write a quotation mark inside a cell twice: ""',
    "new-line character": "save it with a line feed at the end of each row",
}
_DATE = ("in_words", "earliest", "latest")
_REMARKS = "remarks"  # links, what blocks it, who says what where sources differ
_DERIVED = (*_DATE, _REMARKS)  # columns that are not read again
_FIRST = ("id", "kind", "title", "status", "when", *_DATE, "when_text")
_EXTRA = "extra"  # the column of fields that no class knows, as one JSON object
_SEPARATOR = ";"
_MARK = "\ufeff"  # by which Excel knows UTF-8
# What Excel keeps as a text: else it makes 1 March of 2025-03 and of Mar 2025.
_DIGIT = re.compile("[0-9]")
_TEXT = re.compile('="([^"]*)"')
# Columns of earlier versions, each with the field in whose form it is written.
_REMOVED: Mapping[str, str] = {"disputed_by": "sources"}
_FLAGS: Mapping[str, bool] = {"true": True, "false": False}  # TRUE in spreadsheets


def dumps(
    timeline: Collection,
    *,
    exact: bool = False,
    excel: bool = False,
    language: str = "en",
) -> Export:
    """Return *timeline* as CSV; see `Timeline.to_csv`."""
    if exact and excel:
        problem = "what Excel opens is not exact"
        raise InvalidError(problem, "leave out exact or excel")
    words = timeline.words(language)
    beside: list[Record] = [*timeline.parties, *timeline.sources]
    write = _in_words if excel else _cell
    events = timeline.events
    rows = [_row(event, write) | _said(timeline, event, words) for event in events]
    if exact:
        head = {_EXTRA: write(settings_of(timeline))}
        rows[:0] = [head, *(_row(record, write) for record in beside)]
    rest = {name for row in rows for name in row} - {*_FIRST}
    names = [*_FIRST, *sorted(rest)]
    losses = [*_losses(rows, exact=exact)]
    if not exact:
        problem = "only its id is in a table of events"
        losses += (loss(record.id, problem) for record in beside)
        rows = [{name: _safe(cell) for name, cell in row.items()} for row in rows]
    if excel:
        fields = (field for event in events for field in plan(type(event)))
        texts = {"id", *_DERIVED, *(each.name for each in fields if each.type is When)}
        for row in rows:
            dated = (name for name in texts if _DIGIT.search(row.get(name, "")))
            row |= {name: f'="{row[name]}"' for name in dated}
    out = io.StringIO()
    out.write(_MARK if excel else "")
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return Export(out.getvalue(), tuple(losses))


def _row(record: Record, write: Callable[[object], str]) -> dict[str, str]:
    data = Codec().write(record)
    if extra := {name: data.pop(name) for name, _ in record.extra}:
        data[_EXTRA] = extra
    return {name: write(value) for name, value in data.items()}


def _said(timeline: Collection, event: Event, words: Words) -> dict[str, str]:
    """Return the cells in words, and about the date, that are not read again."""
    when = timeline.placed(event)
    said = (date_words(event, words), *bounds_text(when)) if when else ("", "", "")
    remarks = "; ".join(remarks_on(timeline, event, words))
    named = {_REMARKS: remarks} if remarks else {}
    return {**dict(zip(_DATE, said, strict=True)), **named}


def _cell(value: object) -> str:
    """Return a value as a text that says it all: lists joined where that is safe."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(map(_is_simple, value)):
        return f"{_SEPARATOR} ".join(value)
    return strictjson.encode(value)


def _in_words(value: object) -> str:
    """Return a value as people read it: parts by their names, and never as JSON."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return f"{_SEPARATOR} ".join(map(_in_words, value))
    return str(value)


def _is_simple(value: object) -> bool:
    return (
        isinstance(value, str)
        and value == value.strip() != ""
        and not value.startswith(("[", "{"))
        and _SEPARATOR not in value
    )


def _safe(cell: str) -> str:
    """Return a cell that a spreadsheet neither runs nor is steered by."""
    return spreadsheet_safe("\n".join(map(clean, cell.splitlines())))


def _losses(rows: list[dict[str, str]], *, exact: bool) -> Iterator[Problem]:
    """Yield what readers refuse, and unless *exact* what is written otherwise."""
    for row in rows:
        for name, cell in row.items():
            if len(cell) > _LONGEST:
                problem = f"readers of CSV refuse more than {_LONGEST:,} characters"
                yield loss(row.get("id", ""), problem, name)
            if not exact and (safe := _safe(cell)) != cell:
                problem = "control characters are written as <U+...>"
                if safe == f"'{cell}":
                    problem = "written after an apostrophe, so that no program runs it"
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
    rows = table_of(loading, data)
    line, names = next(rows)
    is_exact = False
    with loading.catching(line):
        heading = _heading(loading, names, columns or {})
        for line, row in rows:
            stated = zip(heading, row, strict=True)
            cells = {name: cell for name, cell in stated if cell}
            if _read_head(loading, line, cells):
                is_exact = True
            else:
                _read_row(loading, line, cells if is_exact else _unguarded(cells), kind)
    if not loading.of(Source):
        _keep_source_ids(loading)
    return loading


def _keep_source_ids(loading: Loading) -> None:
    """Keep the sources that a table of events alone cites, as far as it names them."""
    cited = dict.fromkeys(id_ for event in loading.of(Event) for id_ in event.cited)
    if missing := [id_ for id_ in cited if id_ not in loading.places]:
        problem = f"the table has only the id of {listing(missing[:5], 'and')}"
        hint = "to_csv(exact=True) writes the sources too"
        loading.note(Problem("found-out", problem, severity="warning", hint=hint), 1)
    for id_ in missing:
        loading.add({"kind": SOURCE, "id": id_}, None)


def _heading(
    loading: Loading, names: list[str], columns: Mapping[str, str]
) -> list[str]:
    """Return the field of each column, ``""`` for those that are not read.

    Raises:
        InvalidError: there is no id, or two columns are one field.
    """
    known = {field.name for cls in loading.kinds for field in plan(cls)}
    known |= {"kind", _EXTRA, *_DERIVED, *_REMOVED}
    wanted = [columns.get(name, _field_called(name, known)) for name in names]
    if "kind" in wanted:
        classes = loading.codec.classes.values()
        known |= {field.name for cls in classes for field in plan(cls)}
    if twice := [f for f in wanted if f in known and wanted.count(f) > 1]:
        problem = f"two columns are the {twice[0]}"
        raise InvalidError(problem, "map one of them to ''", code="twice")
    if "id" not in wanted:
        hint = "name one of the columns id, or read the list with a plan"
        raise InvalidError("there is no column id", hint, code="no-header")
    for name, field in zip(names, wanted, strict=True):
        if field and field not in known:
            problem = f"the column {quote(name)} is not read"
            hint = did_you_mean(field, known, "give it the name of a field, or a plan")
            loading.note(Problem("not-read", problem, severity="warning", hint=hint), 1)
    # Version 1 wrote the bounds of dates, and no words of them.
    loading.is_first_version = "earliest" in wanted and "in_words" not in wanted
    return [field if field in known else "" for field in wanted]


def _field_called(name: str, known: Container[str]) -> str:
    """Return the field that a column is called after, in capitals or not."""
    plain = name.strip()
    lower = plain.lower().replace(" ", "_")
    return lower if lower in known and plain not in known else plain


def _read_head(loading: Loading, line: int, cells: dict[str, str]) -> bool:
    """Read what the first row of an exact table says: the settings of the timeline."""
    if cells.keys() != {_EXTRA}:
        return False
    with loading.catching(line, _EXTRA):
        loading.read_settings(object_in(cells[_EXTRA]), line)
    return True


def _unguarded(cells: dict[str, str]) -> dict[str, str]:
    """Return cells without the apostrophe that keeps them from running as formulas."""
    return {
        name: cell[1:] if spreadsheet_safe(cell[1:]) == cell else cell
        for name, cell in cells.items()
    }


def _read_row(loading: Loading, line: int, cells: dict[str, str], kind: str) -> None:
    data: Plain = {"kind": cells.pop("kind", kind)}
    cls = loading.codec.classes.get(data["kind"], Event)
    fields = {field.name: field for field in plan(cls)}
    if "id" in cells:
        cells["id"] = _plain(cells["id"])
    id_, is_good = cells.get("id", ""), True
    for name, cell in cells.items():
        if not name or name in _DERIVED:
            continue
        try:
            if name == _EXTRA:
                data |= object_in(cell)
            else:
                data[name] = value_of(fields.get(_REMOVED.get(name, name)), cell)
        except ParseError as error:
            loading.fail(error.inside(id_, name), line)
            is_good = False
    if is_good:
        loading.add(data, line)
    else:
        loading.add_broken(id_)


def _plain(cell: str) -> str:
    """Return a cell without the formula by which Excel takes it for a text."""
    found = _TEXT.fullmatch(cell)
    return found[1] if found else cell


def value_of(field: Field | None, cell: str) -> object:
    """Return what a cell means for a field."""
    if field is not None and field.type is When:
        cell = _plain(cell.strip())
        if not field.container:
            return cell
    if field is None or (field.type is str and not field.container):
        return cell
    if cell.lstrip().startswith(("[", "{")):
        return strictjson.decode(cell)
    if field.container:
        return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
    if field.type is bool and cell not in field.choices:
        if cell.lower() not in _FLAGS:
            problem = f"{quote(cell)} is neither true nor false"
            raise ParseError(problem, "write true or false", code="wrong-type")
        return _FLAGS[cell.lower()]
    return strictjson.decode(cell) if field.type in {int, float} else cell


def table_of(
    loading: Loading, data: bytes | str, separator: str = "", encoding: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """Yield the heading of a table and the rows below it, each with its line.

    Rows are as long as the heading, which is empty if there is none; the last cells may
    be left out, and so are empty rows. What separates cells is the *separator*,
    what a first line ``sep=;`` names, or the sign that the heading has most of, commas
    before others. What was found out and is not the usual is a warning.
    """
    if isinstance(data, bytes):
        data = in_utf8(loading, data, encoding)
    lines = decoded(loading, data)
    numbered = [*dropwhile(lambda line: not line[1].strip(), lines)]
    line, first = numbered[0] if numbered else (1, "")
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:
        separator = separator or first.strip("\r\n")[4:5]
        del numbered[0]
        line, first = numbered[0] if numbered else (line, "")
    if not separator:
        separator = max(_SEPARATORS, key=first.count)
        if separator != ",":
            problem = f"its cells are separated by {_SEPARATORS[separator]}"
            loading.note(Problem("found-out", problem, severity="warning"), line)
    rows = _rows(loading, numbered, separator)
    number, heading = next(rows, (line, []))
    if len(heading) > _MOST:
        problem = f"the heading has {len(heading):,} columns"
        hint = f"a list of records has fewer than {_MOST:,}"
        loading.note(Problem("bad-csv", problem, hint=hint), number)
        heading, rows = [], iter(())
    yield number, heading
    for number, row in rows:
        if len(row) > (most := len(heading)) and any(row[most:]):
            problem = f"the row has {len(row)} cells where the heading has {most}"
            loading.note(Problem("bad-row", problem), number)
        else:
            yield number, (row + [""] * (most - len(row)))[:most]


def _rows(
    loading: Loading, numbered: list[tuple[int, str]], separator: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with their lines."""
    lines = (f"{line}\n" for _, line in numbered)
    reader = csv.reader(lines, strict=True, delimiter=separator)
    number = 1
    try:
        while reader.line_num < len(numbered):
            number = numbered[reader.line_num][0]
            row = next(reader, [])
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        message = str(error)
        hints = [hint for part, hint in _HINTS.items() if part in message]
        loading.note(Problem("bad-csv", message, hint="".join(hints)), number)
