"""What a timeline does with files and other formats, each loaded when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from timeline.collection.collection import Collection
from timeline.records.kinds import KINDS, Kinds

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from timeline.errors import Problem
    from timeline.formats.export import Export
    from timeline.records.event import Event
    from timeline.records.source import Source

    StrPath = str | os.PathLike[str]

__all__ = ["Filing"]


class Filing(Collection):
    """The part of `Timeline` that reads and writes."""

    @classmethod
    def load(cls, path: StrPath, *, kinds: Kinds = KINDS) -> Self:
        """Return the timeline that a file holds, by its ending.

        ``.jsonl`` and ``.toml`` are our own; ``.ics`` and ``.csv`` those of others.

        Raises:
            LoadError: something is wrong with it: all problems at once, each with
                its line, and in ``.timeline`` what could be read.
            UnsupportedVersionError: a newer timeline wrote it.
        """
        from timeline.api import files  # noqa: PLC0415  (loaded when asked, as below)

        return files.load(cls, path, kinds)

    @classmethod
    def try_load(
        cls, path: StrPath, *, kinds: Kinds = KINDS
    ) -> tuple[Self, tuple[Problem, ...]]:
        """Return what can be read of a file, and everything that is wrong with it.

        If anything is an error the timeline is partial, and can be saved over the
        file by ``overwrite=True`` only: what could not be read would be lost.

        Raises:
            LoadError: there is no such file, or it cannot be opened.
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.try_load(cls, path, kinds)

    @classmethod
    def loads(
        cls, text: str | bytes, fmt: str = "jsonl", *, kinds: Kinds = KINDS
    ) -> Self:
        r"""Return the timeline that a text stands for, ``jsonl`` or ``toml``.

        Raises:
            LoadError: something is wrong with it: all problems at once.

        >>> from timeline import Timeline
        >>> text = '{"timeline":1}\n{"id":"a","title":"A","when":"2025-02-30"}'
        >>> Timeline.loads(text)
        Traceback (most recent call last):
        timeline.errors.LoadError: 2: bad-date: events[0].when: ...
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.loads(cls, text, fmt, kinds)

    def dumps(self, fmt: str = "jsonl") -> str:
        r"""Return the text that `loads` reads back, ``jsonl`` or ``toml``.

        >>> from timeline import Event, Timeline
        >>> Timeline([Event(id="a", title="A")]).dumps()
        '{"timeline":1}\n{"kind":"event","id":"a","title":"A"}\n'
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.dumps(self, fmt)

    @staticmethod
    def stream(path: StrPath, *, kinds: Kinds = KINDS) -> Iterator[Event | Source]:
        """Yield the records of a JSONL file one by one, in constant memory.

        A source comes before the first event that cites it. Links are not checked.

        Raises:
            LoadError: a line cannot be read.
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.stream(path, kinds)

    def save(
        self, path: StrPath, *, overwrite: bool = False, timeout: float = 10.0
    ) -> Self:
        """Write a file, wholly or not at all, and return the same as what it holds.

        Go on with what is returned: ``tl = tl.save(path)``. A TOML file is written in
        one layout, without people's comments; to add to it use `append`.

        Args:
            path: The file; ``.jsonl`` or ``.toml``.
            overwrite: Write even if the file is not the one this came from.
            timeout: Seconds to wait for others who are writing.

        Raises:
            StaleFileError: The file is not what this timeline was loaded from or
                saved to, or has comments.
            SelectionError: This is a selection, and the file holds the whole.
            SaveError: The operating system refused; the file is as it was.
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.save(self, path, overwrite=overwrite, timeout=timeout)

    @classmethod
    def append(
        cls,
        path: StrPath,
        events: Iterable[Event],
        sources: Iterable[Source] = (),
        *,
        kinds: Kinds = KINDS,
        timeout: float = 10.0,
    ) -> Self:
        """Add records to a file that others may be adding to, and return all of it.

        It is loaded, added to and saved under one lock. Of a TOML file everything
        that people typed stays, comments included.

        Raises:
            LoadError: The file cannot be read as it is; nothing was written.
            DuplicateIdError: An id is borne already.
            UnknownIdError: A record names an id that nothing bears.
            SaveError: The operating system refused; the file is as it was.
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.append(cls, path, events, sources, kinds=kinds, timeout=timeout)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return sources and events as plain data, in the order of a JSONL file."""
        from timeline.formats.jsonl import in_order  # noqa: PLC0415  (when needed)
        from timeline.records.codec import Codec  # noqa: PLC0415  (when needed)

        return [*map(Codec().write, in_order(self))]

    @classmethod
    def from_dicts(
        cls,
        records: Iterable[Mapping[str, Any]],
        tz: str | None = None,
        *,
        kinds: Kinds = KINDS,
        partial: bool = False,
    ) -> Self:
        """Return a timeline of plain data, such as `to_dicts` gives.

        Raises:
            LoadError: something is wrong with them: all problems at once.
        """
        from timeline.formats.reader import from_dicts  # noqa: PLC0415  (when needed)

        return from_dicts(cls, records, tz, kinds, partial=partial)

    @classmethod
    def read_csv(
        cls,
        path: StrPath,
        columns: Mapping[str, str] | None = None,
        *,
        kind: str = "event",
        tz: str | None = None,
        kinds: Kinds = KINDS,
    ) -> Self:
        """Return the timeline of a table, one record a row; lists are parted by ``;``.

        Args:
            path: The file.
            columns: Which field each column is: ``{"Date": "when", "Nr": "id"}``. A
                column of a field's name needs no entry; ``""`` leaves one out.
            kind: The kind of rows that have no column ``kind``.
            tz: The zone of the timeline.
            kinds: The classes of records that there may be.

        Raises:
            LoadError: something is wrong with it: all problems at once.
        """
        from timeline.api import files  # noqa: PLC0415  (when needed)

        return files.read_csv(cls, path, columns, kind, tz, kinds)

    def to_csv(self, *, exact: bool = False) -> Export:
        """Return a table for spreadsheets, one event a row.

        Args:
            exact: Leave cells as they are that a spreadsheet would run as formulas,
                and give each source a row: for programs, and for `read_csv`, which
                then gives both back.
        """
        from timeline.formats import csv  # noqa: PLC0415  (when needed)

        return csv.dumps(self, exact=exact)

    def to_ics(
        self,
        stamp: date | str | None = None,
        domain: str = "timeline.invalid",
    ) -> Export:
        """Return an iCalendar; what has no date becomes a to-do, and never a day.

        Args:
            stamp: When the facts were last revised (DTSTAMP): a day, or an aware
                datetime; the day of the newest source unless given.
            domain: What makes ids unique among all calendars.
        """
        from timeline.formats import calendar_write  # noqa: PLC0415  (when needed)

        return calendar_write.dumps(self, stamp, domain)

    def to_mermaid(self) -> Export:
        """Return a ``timeline`` diagram for Mermaid, as GitHub draws it."""
        from timeline.formats import mermaid  # noqa: PLC0415  (when needed)

        return mermaid.dumps(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the events to pandas, polars, pyarrow or DuckDB, as columns."""
        from timeline.formats import arrow  # noqa: PLC0415  (when needed)

        return arrow.stream(self).__arrow_c_stream__(requested_schema)

    def check(self, language: str = "en") -> tuple[Problem, ...]:
        """Return what looks wrong with records that are each sound by themselves.

        Days that pile up on the first of the month, ids that contradict dates, one
        person under several names, events without a source, treaty actions in an
        impossible order and more. Each finding has a stable code, names the records
        it is about, and says what to do. Severity ``error`` marks what cannot be
        right, ``warning`` what is possible but rare.

        Args:
            language: Of the messages; see `timeline.language.format.Words`.
        """
        from timeline.checks import check  # noqa: PLC0415  (when needed)

        return check(self, language)
