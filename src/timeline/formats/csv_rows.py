"""The rows of a table in CSV, whatever program wrote it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence

import attrs

from timeline.errors import Problem
from timeline.formats.reader import Loading, decoded, in_utf8

LONGEST = 131_072  # characters of a cell, for Python's reader
_MOST = 1_000  # columns; there are fewer fields
_SEPARATORS: Mapping[str, str] = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
}
_HINTS: Mapping[str, str] = {
    "field larger": f"a cell holds at most {LONGEST:,} characters",
    "unexpected end": 'a quotation mark is open: write it twice inside a cell: ""',
    "expected after": 'write a quotation mark inside a cell twice: ""',
    "new-line character": "save it with a line feed at the end of each row",
}


@attrs.frozen
class Table:
    """A heading and the rows below it, each with its line and as long as the heading.

    Attributes:
        heading: The names of the columns; empty if there are none.
        line: Where the heading stands.
        rows: The rows that are not empty; a row is read when it is asked for.
    """

    heading: Sequence[str]
    line: int
    rows: Iterator[tuple[int, list[str]]]


def table_of(
    loading: Loading, data: bytes | str, separator: str = "", encoding: str = ""
) -> Table:
    """Return the table that a file holds.

    What stands between cells is the *separator*, what a first line ``sep=;`` names, or
    the sign that the heading has most of, commas before others. What was found out and
    is not the usual is a warning.
    """
    numbered = [*decoded(loading, in_utf8(loading, data, encoding))]
    while numbered and not numbered[0][1].strip():
        del numbered[0]
    if not numbered:
        return Table([], 1, iter(()))
    line, first = numbered[0]
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
        return Table([], number, iter(()))
    return Table(heading, number, _fitted(loading, heading, rows))


def _rows(
    loading: Loading, numbered: list[tuple[int, str]], separator: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with their lines."""
    lines = (f"{line}\n" for _, line in numbered)
    reader = csv.reader(lines, strict=True, delimiter=separator)
    number = numbered[0][0] if numbered else 1
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


def _fitted(
    loading: Loading, heading: list[str], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows as long as the heading: the last cells may be left out."""
    for number, row in rows:
        if len(row) > len(heading) and any(row[len(heading) :]):
            problem = (
                f"the row has {len(row)} cells where the heading has {len(heading)}"
            )
            loading.note(Problem("bad-row", problem), number)
        else:
            yield number, (row + [""] * (len(heading) - len(row)))[: len(heading)]
