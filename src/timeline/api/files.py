"""Load, save and add to files, in the format that their name says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from timeline.api.arguments import check_kinds, check_mapping
from timeline.collection.collection import Collection
from timeline.errors import InvalidError, Problem, SelectionError, StaleFileError
from timeline.formats import store
from timeline.formats.export import FILES
from timeline.formats.reader import Loading
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.text import listing, quote
from timeline.when.when import When, as_when

if TYPE_CHECKING:
    from timeline.formats.lists import Plan

C = TypeVar("C", bound=Collection)
Window = When | str | None

# The modules of `timeline.formats` with a function `read`, by their formats.
READERS: Mapping[str, str] = {
    "jsonl": "jsonl",
    "toml": "toml",
    "ics": "calendar_read",
    "csv": "csv",
}


class Origin(NamedTuple):
    """The file that a timeline came from or went to.

    Attributes:
        path: The file itself, symbolic links followed.
        digest: What it held then.
    """

    path: str
    digest: str


def format_of(path: store.StrPath, formats: Iterable[str]) -> str:
    """Return the format that the name of a file says."""
    ending = os.path.splitext(store.name_of(path))[1].lower()  # noqa: PTH122  (pathlib is slow to import)
    return _check(ending.removeprefix("."), formats)


def _check(name: str, formats: Iterable[str]) -> str:
    if name not in tuple(formats):
        endings = listing(f".{ending}" for ending in formats)
        problem = f"unknown format {quote(name)}"
        raise InvalidError(problem, f"use {endings}", code="bad-format")
    return name


def read(
    data: bytes | str, fmt: str, kinds: Kinds, window: Window = None, path: str = ""
) -> Loading:
    """Read what a file holds, as far as it can be read; see `Timeline.loads`."""
    check_kinds(kinds)
    module = import_module(f"timeline.formats.{READERS[_check(fmt, READERS)]}")
    if window is None:
        return cast("Loading", module.read(data, path, kinds))
    if fmt != "ics":
        problem, hint = "only a calendar is read within a window", "leave it out"
        raise InvalidError(problem, hint, ("window",))
    return cast("Loading", module.read(data, path, kinds, as_when(window)))


def dumps(timeline: Collection, fmt: str = "jsonl") -> str:
    """Return the text that a timeline is in a file; see `Timeline.dumps`."""
    module = import_module(f"timeline.formats.{_check(fmt, FILES)}")
    return cast("str", module.dumps(timeline))


def read_csv(
    path: store.StrPath,
    columns: Mapping[str, str] | None = None,
    *,
    kind: str = "event",
    tz: str | None = None,
    kinds: Kinds = KINDS,
    plan: Plan | Mapping[str, Any] | None = None,
) -> Loading:
    """Read a list in CSV as far as it can be read; see `Timeline.read_csv`."""
    from timeline.formats import csv, lists

    check_mapping("columns", columns or {})
    check_kinds(kinds)
    name = os.fsdecode(path)
    if plan is not None:
        loading = lists.read(store.read(path), lists.Plan.of(plan), name, kinds)
    else:
        loading = csv.read(store.read(path), name, kinds, columns, kind)
    loading.tz = loading.tz if tz is None else tz
    return loading


def save(
    timeline: C,
    path: store.StrPath,
    *,
    overwrite: bool = False,
    timeout: float = 10.0,
    fmt: str = "",
) -> C:
    """Write *timeline* to a file; see `Timeline.save`.

    *fmt* is the format of a file whose name does not say it, as those of git.
    """
    fmt = fmt or format_of(path, FILES)
    text = dumps(timeline, fmt)
    with store.locked(path, timeout=timeout) as file:
        if not overwrite:
            origin = _origin(timeline, file.path)
            _require_complete(timeline, file.path)
            file.check(origin.digest if origin else None)
            text = _as_typed(file, fmt, timeline, text)
        return timeline.with_file(Origin(file.path, file.replace(text.encode())))


def append(new: C, path: store.StrPath, kinds: Kinds, timeout: float) -> C:
    """Add records to a file that others write too; see `Timeline.append`."""
    fmt = format_of(path, FILES)
    cls = type(new)
    records: tuple[Record, ...] = (*new.parties, *new.sources, *new.events)
    with store.locked(path, timeout=timeout) as file:
        data = file.read()
        old = cls() if data is None else load(cls, path, kinds, data=data)[0]
        timeline = old.add(*records)
        text = _as_typed(file, fmt, timeline, dumps(timeline, fmt))
        return timeline.with_file(Origin(file.path, file.replace(text.encode())))


def load(
    cls: type[C],
    path: store.StrPath,
    kinds: Kinds = KINDS,
    *,
    data: bytes | None = None,
    strict: bool = True,
    fmt: str = "",
    window: Window = None,
) -> tuple[C, tuple[Problem, ...]]:
    """Return the timeline that a file holds, and what is wrong with it.

    Args:
        cls: What to return.
        path: The file.
        kinds: The classes of its records.
        data: What the file holds; read from it unless given.
        strict: Whether an error in it is raised.
        fmt: The format of a file whose name does not say it, as those of git.
        window: Within which the repeating events of a calendar are read.
    """
    data = store.read(path) if data is None else data
    name = os.fsdecode(path)
    fmt = fmt or format_of(path, READERS)
    loading = read(data, fmt, kinds, window, name)
    timeline = loading.good_timeline(cls) if strict else loading.timeline(cls)
    if not loading.has_errors:
        origin = Origin(os.path.realpath(name), store.digest(data))
        timeline = timeline.with_file(origin)
    return timeline, loading.sorted_problems()


def _origin(timeline: Collection, path: str) -> Origin | None:
    file = timeline.file
    return file if isinstance(file, Origin) and file.path == path else None


def _require_complete(timeline: Collection, path: str) -> None:
    """Refuse to save a selection over the file of the timeline it is a part of."""
    if timeline.is_selection and _origin(timeline.origin, path):
        held = f"{quote(path)} holds all {len(timeline.origin)} events"
        problem = f"{held}, and this is a selection of {len(timeline)}"
        raise SelectionError(problem, "save it elsewhere, or pass overwrite=True")


def _as_typed(file: store.Held, fmt: str, timeline: Collection, new: str) -> str:
    """Return a file that holds *timeline*: in TOML as much as possible as typed.

    Raises:
        StaleFileError: it has comments that cannot be kept; else it is the *new* text.
    """
    if fmt != "toml" or not (data := file.read()):
        return new
    from timeline.formats import parts, tomlplaces

    old = data.decode()
    try:
        kinds = KINDS | [type(event) for event in timeline.events]
        return parts.rewritten(old, timeline, kinds)
    except InvalidError as error:
        if not any(tomlplaces.comments(old)):
            return new
        raise StaleFileError(
            f"{quote(file.path)} has comments, which saving would drop",
            "change it by hand, or pass overwrite=True",
            code="has-comments",
            filename=file.path,
        ) from error
