"""A timeline as columns that pandas, polars, pyarrow and DuckDB take as they are.

They are those of the flat schema of `timeline.engines`, so that a file of them can be
asked as a database is, and some more for people: the date in EDTF, with its bounds as
it states them, the words of its source, and who takes part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from types import ModuleType
from typing import Any, Protocol, cast

from timeline.collection.collection import Collection
from timeline.engines.schema import FLAT, flat
from timeline.errors import requiring
from timeline.formats.shared import bounds_text

_TYPES: Mapping[str, str] = {"text": "string", "number": "int64", "flag": "bool_"}


class Stream(Protocol):
    """What has the columns, in the terms of the Arrow PyCapsule Interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the columns."""


def stream(timeline: Collection) -> Stream:
    """Return the events of *timeline* as an Arrow stream of one batch.

    Raises:
        MissingExtraError: the package ``nanoarrow`` is not installed.
    """
    with requiring("arrow", "columns are made"):
        import nanoarrow as na  # noqa: PLC0415  (an extra)
    events = timeline.events
    rows = [row for row, _ in flat(timeline)]
    columns: dict[str, Any] = {
        column.name: _column(na, column.type, [row[at] for row in rows])
        for at, column in enumerate(FLAT)
    }
    whens = [timeline.placed(event) for event in events]
    bounds = [bounds_text(when) if when else ("..", "..") for when in whens]
    texts = {
        "when": [str(event.when or "") for event in events],
        "earliest": [earliest for earliest, _ in bounds],
        "latest": [latest for _, latest in bounds],
        "when_text": [event.when_text for event in events],
    }
    columns |= {name: _column(na, "text", texts[name]) for name in texts}
    columns["people"] = _column(na, "texts", [event.people for event in events])
    schema = na.struct({name: column.schema for name, column in columns.items()})
    children = list(columns.values())
    batch = na.c_array_from_buffers(schema, len(events), [None], children=children)
    return cast("Stream", na.c_array_stream(batch))


def _column(na: ModuleType, type_: str, rows: Sequence[Any]) -> object:
    """Return a column; lists of texts are one long column, and where each ends."""
    if type_ != "texts":
        return na.c_array(rows, getattr(na, _TYPES[type_])())
    ends = [0, *accumulate(map(len, rows))]
    texts = na.c_array([*chain.from_iterable(rows)], na.string())
    buffers = [None, na.c_buffer(ends, na.int32())]
    kind = na.list_(na.string())
    return na.c_array_from_buffers(kind, len(rows), buffers, children=[texts])
