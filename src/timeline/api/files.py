"""Load, save and add to files, in the format that their name tells."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import attrs

from timeline.collection.collection import Collection, Record
from timeline.errors import (
    InvalidError,
    Problem,
    SelectionError,
    StaleFileError,
)
from timeline.formats import calendar_read, csv, jsonl, store, toml, tomlplaces
from timeline.formats.reader import Loading
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.records.source import Source
from timeline.text import listing, quote

__all__ = ["append", "load", "loads", "save", "stream", "try_load"]

_LONGEST = 1 << 26  # bytes of one line; the rest is read as the next, which is wrong

C = TypeVar("C", bound=Collection)
StrPath = str | os.PathLike[str]
Read = Callable[[bytes | str, str, Kinds], Loading]


@attrs.frozen
class Origin:
    """The file that a timeline came from or went to.

    Attributes:
        path: The file itself, symbolic links followed.
        digest: What it held then.
    """

    path: str
    digest: str


_READERS: Mapping[str, Read] = MappingProxyType(
    {
        "jsonl": jsonl.read,
        "toml": toml.read,
        "ics": calendar_read.read,
        "csv": csv.read,
    }
)
_WRITERS: Mapping[str, Callable[[Collection], str]] = MappingProxyType(
    {"jsonl": jsonl.dumps, "toml": toml.dumps}
)


def _format(path: StrPath, formats: Iterable[str]) -> str:
    """Return which format the name of a file tells."""
    try:
        ending = Path(os.fsdecode(path)).suffix.lower()
    except (TypeError, ValueError) as error:
        raise InvalidError(f"{quote(path)} is not a path", code="bad-path") from error
    return _known(ending.removeprefix("."), formats)


def _known(name: str, formats: Iterable[str]) -> str:
    if name not in tuple(formats):
        endings = listing(f".{each}" for each in formats)
        hint = f"use {endings}; for others see to_ics, to_csv and the like"
        raise InvalidError(f"{quote(name)} is no format here", hint, code="bad-format")
    return name


def load(cls: type[C], path: StrPath, kinds: Kinds = KINDS) -> C:
    """Return the timeline that a file holds; see `Timeline.load`."""
    return built(cls, store.read(path), path, kinds)[0]


def try_load(
    cls: type[C], path: StrPath, kinds: Kinds = KINDS
) -> tuple[C, tuple[Problem, ...]]:
    """Return what a file holds as far as it can be read; see `Timeline.try_load`."""
    return built(cls, store.read(path), path, kinds, strict=False)


def loads(
    cls: type[C], text: str | bytes, fmt: str = "jsonl", kinds: Kinds = KINDS
) -> C:
    """Return the timeline that a text stands for; see `Timeline.loads`."""
    if not isinstance(text, str | bytes):
        raise InvalidError(f"{quote(text)} is no text", "pass text or bytes")
    loading = _READERS[_known(fmt, _READERS)](text, "", kinds)
    timeline = loading.timeline(cls)
    loading.require_good(timeline)
    return timeline


def dumps(timeline: Collection, fmt: str = "jsonl") -> str:
    """Return the text that a timeline is in a file; see `Timeline.dumps`."""
    return _WRITERS[_known(fmt, _WRITERS)](timeline)


def read_csv(  # noqa: PLR0913, PLR0917  (handed over)
    cls: type[C],
    path: StrPath,
    columns: Mapping[str, str] | None,
    kind: str,
    tz: str | None,
    kinds: Kinds,
) -> C:
    """Return the timeline that a table holds; see `Timeline.read_csv`."""
    loading = csv.read(store.read(path), os.fsdecode(path), kinds, columns, kind)
    loading.tz = tz
    timeline = loading.timeline(cls)
    loading.require_good(timeline)
    return timeline


def stream(path: StrPath, kinds: Kinds = KINDS) -> Iterator[Record]:
    """Yield the records of a JSONL file one by one; see `Timeline.stream`."""
    _format(path, ["jsonl"])
    with store.opened(path) as file:
        lines = iter(partial(file.readline, _LONGEST), b"")
        yield from jsonl.stream(lines, os.fsdecode(path), kinds)


def save(
    timeline: C,
    path: StrPath,
    *,
    overwrite: bool = False,
    timeout: float = 10.0,
    fmt: str = "",
) -> C:
    """Write *timeline* to a file; see `Timeline.save`.

    *fmt* is the format of a file whose name does not say it, as those of git.
    """
    fmt = fmt or _format(path, _WRITERS)
    data = _WRITERS[fmt](timeline).encode()
    with store.locked(path, timeout=timeout) as file:
        if not overwrite:
            origin = _origin(timeline, file.path)
            _require_whole(timeline, file.path)
            file.check(origin.digest if origin else None)
            if fmt == "toml":
                require_no_comments(file.read() or b"", file.path)
        return timeline.with_file(Origin(file.path, file.replace(data)))


def append(  # noqa: PLR0913  (two are by keyword only)
    cls: type[C],
    path: StrPath,
    events: Iterable[Event],
    sources: Iterable[Source] = (),
    *,
    kinds: Kinds = KINDS,
    timeout: float = 10.0,
) -> C:
    """Add records to a file that others write too; see `Timeline.append`."""
    fmt = _format(path, _WRITERS)
    new = cls(events, sources, partial=True)
    records: tuple[Record, ...] = (*new.sources, *new.events)
    with store.locked(path, timeout=timeout) as file:
        data = file.read()
        old = cls() if data is None else built(cls, data, path, kinds)[0]
        timeline = old.add(*records)
        text = _WRITERS[fmt](timeline)
        if fmt == "toml" and data is not None:
            text = toml.extended(data.decode(), records, timeline, kinds)
        return timeline.with_file(Origin(file.path, file.replace(text.encode())))


def built(  # noqa: PLR0913  (two are by keyword only)
    cls: type[C],
    data: bytes,
    path: StrPath,
    kinds: Kinds = KINDS,
    *,
    strict: bool = True,
    fmt: str = "",
) -> tuple[C, tuple[Problem, ...]]:
    """Return the timeline that the bytes of a file are, and what is wrong with them.

    *fmt* is the format of a file whose name does not say it, as those of git.
    """
    name = os.fsdecode(path)
    loading = _READERS[fmt or _format(path, _READERS)](data, name, kinds)
    timeline = loading.timeline(cls)
    if strict:
        loading.require_good(timeline)
    if not loading.has_errors:
        timeline = timeline.with_file(
            Origin(os.path.realpath(name), store.digest(data))
        )
    return timeline, loading.sorted_problems()


def _origin(timeline: Collection, path: str) -> Origin | None:
    found = timeline.file
    return found if isinstance(found, Origin) and found.path == path else None


def _require_whole(timeline: Collection, path: str) -> None:
    """Refuse to put a part in the place of the whole."""
    if timeline.is_selection and _origin(timeline.origin, path):
        raise SelectionError(
            f"{quote(path)} holds all {len(timeline.origin)} events, and this is a"
            f" selection of {len(timeline)}",
            "save it elsewhere, or pass overwrite=True",
        )


def require_no_comments(data: bytes, path: str) -> None:
    """Refuse to drop what people wrote beside the records of a TOML file.

    Raises:
        StaleFileError: there are comments in it; the code is ``has-comments``.
    """
    if tomlplaces.has_comments(data.decode("utf-8", "replace")):
        raise StaleFileError(
            f"{quote(path)} has comments, which saving would drop",
            "add to it with append, or pass overwrite=True",
            code="has-comments",
            filename=path,
        )
