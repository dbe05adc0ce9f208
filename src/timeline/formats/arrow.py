"""A timeline as columns that pandas, polars, pyarrow and DuckDB take as they are.

Times are EDTF texts, and the four bounds as whole microseconds since 1970: of UTC, or
of the wall clock where ``wall`` is true. Those called ``tested_`` are wider by marks of
doubt, or closer by what is reported since. None of them is a timestamp, since a day is
not one and an open end has none. The column ``record`` has all of each record, as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import Protocol

from timeline.collection.collection import Collection
from timeline.collection.ordering import known
from timeline.errors import MissingExtraError
from timeline.formats.export import bounds_text
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.when.bounds import Ticks

_TEXTS: Mapping[str, Callable[[Event], str | None]] = MappingProxyType(
    {
        "id": lambda event: event.id,
        "kind": lambda event: event.kind,
        "title": lambda event: event.label,
        "status": lambda event: event.status,
        "phase": lambda event: event.phase.value if event.phase else None,
        "when": lambda event: str(event.when) if event.when else None,
        "when_text": lambda event: event.when_text or None,
        "place": lambda event: event.place or None,
        "part_of": lambda event: event.part_of,
    }
)
_LISTS: Mapping[str, Callable[[Event], Iterable[str]]] = MappingProxyType(
    {
        "parties": lambda event: event.involved,
        "people": lambda event: event.people,
        "topics": lambda event: event.topics,
        "sources": lambda event: event.cited,
    }
)


class Stream(Protocol):
    """What has the columns, in the terms of the Arrow PyCapsule Interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the columns."""


def stream(timeline: Collection) -> Stream:
    """Return the events of *timeline* as an Arrow stream of one batch.

    Raises:
        MissingExtraError: the package ``nanoarrow`` is not installed.
    """
    try:
        import nanoarrow as na  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError(
            "columns are made by a package that is not installed",
            'run: pip install "diplomatic-timeline[arrow]"',
        ) from error
    events, codec = timeline.events, Codec()
    whens = [timeline.placed(event) for event in events]
    columns = {n: na.c_array(map(f, events), na.string()) for n, f in _TEXTS.items()}
    bounds = [bounds_text(when) if when else ("..", "..") for when in whens]
    for at, name in enumerate(("earliest", "latest")):
        columns[name] = na.c_array([pair[at] for pair in bounds], na.string())
    reported = [known(event, timeline.tz, timeline.records) for event in events]
    for prefix, bounds_of in (
        ("", [when and when.ticks for when in whens]),
        ("tested_", [when and when.tested for when in reported]),
    ):
        for name in Ticks._fields:
            ticks = [getattr(each, name, None) for each in bounds_of]
            columns[f"{prefix}{name}"] = na.c_array(ticks, na.int64())
    walls = [when is not None and not when.is_placed for when in whens]
    columns["wall"] = na.c_array(walls, na.bool_())
    lines = [codec.line(event) for event in events]
    columns["record"] = na.c_array(lines, na.string())
    for name, many in _LISTS.items():
        columns[name] = _lists(na, [tuple(many(event)) for event in events])
    schema = na.struct({name: column.schema for name, column in columns.items()})
    children = list(columns.values())
    batch = na.c_array_from_buffers(schema, len(events), [None], children=children)
    made: Stream = na.c_array_stream(batch)
    return made


def _lists(na: ModuleType, rows: list[tuple[str, ...]]) -> object:
    """Return a column of lists of texts."""
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    values = na.c_array([text for row in rows for text in row], na.string())
    offsets = na.c_buffer(ends, na.int32())
    kind = na.list_(na.string())
    return na.c_array_from_buffers(kind, len(rows), [None, offsets], children=[values])
