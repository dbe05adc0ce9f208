"""A timeline as columns that pandas, polars, pyarrow and DuckDB take as they are.

Times are EDTF texts, and the four bounds as whole microseconds since 1970: of UTC, or
of the wall clock where ``wall`` is true. None of them is a timestamp, since a day is
none and an open end has none. What has no column is in ``record``, the whole as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from timeline.collection.collection import Collection
from timeline.errors import MissingExtraError
from timeline.formats.export import bounds_text
from timeline.records import strictjson
from timeline.records.codec import Codec
from timeline.records.event import Event
from timeline.when.when import When

__all__ = ["stream"]

_TEXTS: tuple[tuple[str, Callable[[Event], str | None]], ...] = (
    ("id", lambda event: event.id),
    ("kind", lambda event: event.kind),
    ("title", lambda event: event.label),
    ("status", lambda event: event.status),
    ("phase", lambda event: event.phase.value if event.phase else None),
    ("when", lambda event: str(event.when) if event.when else None),
    ("when_text", lambda event: event.when_text or None),
    ("place", lambda event: event.place or None),
    ("part_of", lambda event: event.part_of),
)
_LISTS: tuple[tuple[str, Callable[[Event], Iterable[str]]], ...] = (
    ("parties", lambda event: event.involved),
    ("people", lambda event: event.people),
    ("topics", lambda event: event.topics),
    ("sources", lambda event: event.cited),
)
_TICKS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def stream(timeline: Collection) -> Any:  # noqa: ANN401  (nanoarrow has no types)
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
    events = timeline.events
    write, line = Codec().write, strictjson.encode
    whens = [timeline.placed(event) for event in events]
    columns = {name: na.c_array(map(get, events), na.string()) for name, get in _TEXTS}
    bounds = [bounds_text(when) if when else ("..", "..") for when in whens]
    for at, name in enumerate(("earliest", "latest")):
        columns[name] = na.c_array([pair[at] for pair in bounds], na.string())
    for name in _TICKS:
        ticks = [getattr(when, name) if when else None for when in whens]
        columns[name] = na.c_array(ticks, na.int64())
    columns["wall"] = na.c_array([_is_wall(when) for when in whens], na.bool_())
    columns["record"] = na.c_array(
        [line(write(event)) for event in events], na.string()
    )
    for name, many in _LISTS:
        columns[name] = _lists(na, [tuple(many(event)) for event in events])
    schema = na.struct({name: column.schema for name, column in columns.items()})
    children = list(columns.values())
    batch = na.c_array_from_buffers(schema, len(events), [None], children=children)
    return na.c_array_stream(batch)


def _is_wall(when: When | None) -> bool:
    return when is not None and not when.is_placed


def _lists(na: Any, rows: list[tuple[str, ...]]) -> Any:  # noqa: ANN401  (anything may come)
    """Return a column of lists of texts."""
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    values = na.c_array([text for row in rows for text in row], na.string())
    offsets = na.c_buffer(ends, na.int32())
    kind = na.list_(na.string())
    return na.c_array_from_buffers(kind, len(rows), [None, offsets], children=[values])
