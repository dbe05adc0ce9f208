"""The front door: a collection that can do all there is, each part loaded when asked.

Every method here is one line that hands over to the module that does the work.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Self, TypedDict, Unpack, overload

from timeline.api import arguments, files
from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.formats import store
from timeline.query.predicates import together
from timeline.records.kinds import KINDS, Kinds
from timeline.text import check_count, quote

if TYPE_CHECKING:  # a program that only keeps records loads nothing of these
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from timeline.api.answers import (
        Agenda,
        Diff,
        Digest,
        Findings,
        Matrix,
        Pairs,
        PartyTreaties,
        Schedule,
        TreatyStatus,
    )
    from timeline.api.options import (
        CountName,
        FileFormat,
        GroupName,
        LaneName,
        ReadFormat,
        SortName,
        TableFormat,
    )
    from timeline.compare.diff import DiffOptions, Labels
    from timeline.compare.merge import Merged
    from timeline.errors import Problem, Severity
    from timeline.formats.lists import Plan
    from timeline.formats.shared import Export
    from timeline.query.predicates import Predicate
    from timeline.records.event import Event
    from timeline.records.kinds import Record
    from timeline.records.party import Party
    from timeline.records.source import Source
    from timeline.report.card import HasPassages
    from timeline.report.look import Column
    from timeline.when.interop import DayLike
    from timeline.when.when import When

    StrPath = str | os.PathLike[str]
    Key = str | Callable[[Any], Any]
    Asked = Predicate | Callable[[Any], Any]


_LONGEST = 1 << 26  # bytes of one line; the rest is read as the next, which is wrong


class TableOptions(TypedDict, total=False):
    """How a table looks; see `Timeline.table`."""

    columns: Sequence[Column] | Mapping[str, Column] | None
    on: DayLike | None
    width: int | None
    group: GroupName | Callable[[Any], object] | None
    sort: SortName | Callable[[Any], Any]
    limit: int | None
    language: str
    ascii: bool
    colour: bool
    tz: str | None
    who: Literal["people", "codes"]
    max_names: int | None
    worked_out: bool
    notes: bool


class CsvOptions(TypedDict, total=False):
    """What `Timeline.read_csv` takes besides; see there."""

    kind: str
    tz: str | None
    kinds: Kinds
    plan: Plan | Mapping[str, Any] | None


class CardOptions(TypedDict, total=False):
    """How a card looks; see `Timeline.card`."""

    width: int | None
    language: str
    tz: str | None
    history: HasPassages | None


class PictureOptions(TypedDict, total=False):
    """How a picture looks; see `Timeline.to_svg`."""

    width: int
    lanes: LaneName
    on: DayLike | None
    language: str


class Timeline(Collection):
    """Diplomatic events in chronological order, with the sources they cite.

    It is a `Collection`: immutable, with unique ids, undated events last.

    >>> from timeline import Call, Meeting
    >>> tl = Timeline(
    ...     [
    ...         Call(id="call", title="Call", when="not-before:m", status="expected"),
    ...         Meeting(id="m", title="Meeting", when="2025-03-17"),
    ...     ]
    ... )
    >>> tl
    <Timeline: 2 events, 1 undated>
    >>> [event.id for event in tl.between("2025-04", "2025-05")]
    ['call']
    """

    # -- questions --------------------------------------------------------------------

    @overload
    def count(self, *predicates: Asked) -> int: ...
    @overload
    def count(
        self, *predicates: Asked, by: CountName | Callable[[Any], Any]
    ) -> dict[Any, int]: ...
    def count(self, *predicates: Asked, by: Key = "") -> int | dict[Any, int]:
        """Count the records for which all of *predicates* hold, in total or by a key.

        What was cancelled or did not take place counts too, except by month or year; to
        count what happened, ask with ``q.happened``.

        Args:
            predicates: Those of `timeline.query`, or functions of an event.
            by: ``party``, ``person``, ``kind``, ``status``, ``phase``, ``topic``,
                ``place``, ``month``, ``year``, or a function; see `timeline.counts`.

        Raises:
            InvalidError: a kind, a status or *by* is unknown.
        """
        from timeline import counts

        if by == "":
            return self.index.count(together(predicates))
        return counts.count_by(self.where(*predicates) if predicates else self, by)

    def pairs(self, on: DayLike | None = None, *, people: bool = False) -> Pairs:
        """Return who met whom, how often, and when last; see `timeline.counts.pairs`.

        Raises:
            InvalidError: *on* is not one day.
        """
        from timeline import counts
        from timeline.api.answers import Pairs

        arguments.check_flags(people=people)
        return counts.pairs(self, Pairs, on, people=people)

    def matrix(self, *, visits: bool = False) -> Matrix:
        """Return how many events involve both of two parties, or who visited whom.

        Args:
            visits: Whether to count visits of the party of a row to that of a column.

        >>> from timeline import Timeline, Visit
        >>> trip = Visit(id="v", title="Visit", participants=["CA"], host=["FR"])
        >>> tl = Timeline([trip]).update("v", status="concluded")
        >>> found = tl.matrix(visits=True)
        >>> found["CA", "FR"], found["FR", "CA"]
        (1, 0)
        """
        from timeline import counts
        from timeline.api import answers

        return counts.matrix(self, answers.Matrix, visits=visits)

    @classmethod
    def from_engine(
        cls,
        table: object,
        *predicates: Predicate,
        tz: str | None = None,
        kinds: Kinds | None = None,
        sources: Iterable[Source] | None = None,
        parties: Iterable[Party] | None = None,
        spans: object = None,
    ) -> Self:
        """Return the events of a database for which all of *predicates* hold.

        The database selects, and only the records that it returns are made here. The
        timeline is partial, because records may refer to others left in the database.

        Args:
            table: A table in the flat schema, of ibis or `timeline.engines.sql.Table`.
            predicates: Those of `timeline.query`, except ``q.test``.
            tz: The zone in which the rows were placed.
            kinds: ``KINDS | [Mine]`` for kinds of your own.
            sources: The sources they cite; those written with them unless given.
            parties: The parties that they declare, likewise.
            spans: The second table of ibis; without it, an event that may be in one of
                several spans may be between them too.

        Raises:
            NotCompilableError: a predicate holds a Python function.
            InvalidError: an unknown column, kind or status.
        """
        from timeline.engines import rows

        events = rows.records(table, together(predicates), tz, kinds, spans)
        kept, declared = rows.beside(table)
        sources = kept if sources is None else sources
        parties = declared if parties is None else parties
        return cls(events, sources, tz=tz, parties=parties, partial=True)

    def schedule(self, *, strict: bool = True) -> Schedule:
        """Return the tightest bounds that follow for each event, with the reasons.

        Args:
            strict: Whether to raise if facts conflict; if not, the records in conflict
                keep their stated bounds.

        Raises:
            ContradictionError: facts conflict.
            OutOfRangeError: a shift leads beyond the years -290000 to 290000.
        """
        from timeline.api.answers import Schedule

        arguments.check_flags(strict=strict)
        return Schedule.of(self, strict=strict)

    def agenda(self, on: DayLike, *, horizon: int = 90, silent: int = 6) -> Agenda:
        """Return what is open on a day: what is overdue, blocked, coming up and so on.

        Args:
            on: The day to look from, on the clocks of each record that has a zone,
                unless the timeline has one.
            horizon: How many days ahead *coming up* and *ending* reach, 0 or more. What
                has to begin or be over by then is due; *ending* includes signature
                windows, withdrawals and entries into force.
            silent: After how many months without news talks are listed in `no_news`.

        Raises:
            InvalidError: *on* is not one day, or a number is not a whole number from 0.

        >>> from timeline import Call, Event
        >>> back = Event(id="back", title="Return to Ottawa", status="expected")
        >>> call = Call(id="c", title="Call", when="not-before:back", status="expected")
        >>> Timeline([back, call]).agenda("2025-03-17").blocked[0].blocked_by
        ('back',)
        """
        from timeline.api.answers import Agenda

        return Agenda.of(self, on, horizon=horizon, silent=silent)

    def passed(self, since: DayLike, until: DayLike) -> Agenda:
        """Return what changed between two days only because time passed.

        Raises:
            InvalidError: one of them is not one day, or they are in the wrong order.
        """
        from timeline.api.answers import Agenda

        return Agenda.passed(self, since, until)

    def check(
        self,
        language: str = "en",
        *,
        texts: Mapping[str, str] | None = None,
        select: str | Iterable[str] | None = None,
        ignore: str | Iterable[str] = (),
        severity: Severity = "note",
    ) -> Findings:
        r"""Return what looks odd in records that are each valid.

        Many dates on the first of a month, ids that contradict dates, one person under
        two names, events without a source, treaty actions in an impossible order and
        more. Each finding has a stable code, names the records it is about, and says
        what to do. Severity ``error`` marks what cannot be right, ``warning`` what is
        possible but rare, ``note`` what is common and may be on purpose.

        With the *texts* of sources, each quote is looked up in the text of its source
        (white space, case and quotation marks aside), and sentences that no record
        quotes are listed: so a draft can be audited line by line.

        Args:
            language: The language of the messages, as for `table`.
            texts: The texts of sources, by their ids.
            select: The codes of the findings to look for; None for all.
            ignore: The codes to leave out, besides those that the timeline itself lists
                (``Timeline(..., ignore=["no-source"])``, ``ignore`` in its file).
            severity: The least severity that is listed.

        Raises:
            InvalidError: a text is of a source that is not in the timeline, or a code
                is unknown.

        >>> from timeline import Event, Source, Timeline, cite
        >>> visit = Event(id="v", title="Visit", sources=[cite("a", "came to town")])
        >>> tl = Timeline([visit], [Source(id="a")])
        >>> tl.check(texts={"a": "The minister came home."})[-2].message
        '"came to town" is not in the text of a; nearest: "came home."'
        """
        from timeline.api.answers import Findings
        from timeline.checks import check, chosen

        arguments.check_mapping("texts", texts or {})
        wanted = chosen(self, select, ignore)
        return Findings(check(self, language, texts or {}, wanted, severity))

    # -- treaties ---------------------------------------------------------------------

    def treaty(self, id: str, on: DayLike) -> TreatyStatus:  # noqa: A002  (what it is called)
        """Return the status of a treaty on a day: who is bound, and what is missing.

        Raises:
            UnknownIdError: there is no such record.
            InvalidError: it is not a treaty, or *on* is not one day.
        """
        from timeline.api.answers import TreatyStatus

        return TreatyStatus.of(self, id, on)

    def treaties(self, on: DayLike) -> dict[str, TreatyStatus]:
        """Return the status of every treaty on a day, by its id.

        Raises:
            InvalidError: *on* is not one day.
        """
        from timeline.api.answers import TreatyStatus

        return TreatyStatus.of_all(self, on)

    def ratifications(self, party: str, on: DayLike) -> PartyTreaties:
        """Return what a party has signed but not ratified, and what binds it.

        Raises:
            InvalidError: *party* is unknown, or *on* is not one day.
        """
        from timeline.api.answers import PartyTreaties

        return PartyTreaties.of(self, party, on)

    # -- comparisons ------------------------------------------------------------------

    def diff(self, later: Self, **options: Unpack[DiffOptions]) -> Diff:
        """Return what differs from this to *later*; see `timeline.diff`."""
        from timeline.api.answers import Diff

        return Diff.between(self, later, **options)

    def since(
        self,
        earlier: Self,
        *,
        on: DayLike | None = None,
        **options: Unpack[DiffOptions],
    ) -> Diff:
        """Return what is new since *earlier*, and what follows from it.

        Print its `table` or `brief`. What changed only because time passed is in
        `passed`.

        Args:
            earlier: The timeline as it was.
            on: The day on which the status of treaties is compared; if None, the last
                day that each timeline mentions.
            options: As for `timeline.diff`.

        Raises:
            SelectionError: one of them is a selection.

        >>> from timeline import Call, Event, Timeline
        >>> back = Event(id="back", title="Return", status="expected")
        >>> call = Call(id="c", title="Call", status="expected", when="not-before:back")
        >>> was = Timeline([back, call])
        >>> now = was.update("back", status="occurred")
        >>> print(now.since(was).brief())
        What changed: Earlier → later
        2 records, now 2: 1 progressed, 1 unchanged
        <BLANKLINE>
        Progressed
        > Return
            occurred (was: expected)
        <BLANKLINE>
        Follows: Call no longer waits for Return.
        """
        from timeline.api.answers import Diff

        return Diff.since(earlier, self, on=on, **options)

    def digest(
        self, earlier: Self, on: DayLike, *, days: int = 7, labels: Labels | None = None
    ) -> Digest:
        """Return what is due on a day, what is newly in force, and what changed.

        Args:
            earlier: The timeline as it was at the last digest.
            on: The day of this one.
            days: How many days earlier the last one was.
            labels: The names of the two sides; “before” and “known on” the day unless
                given.

        Raises:
            InvalidError: *on* is not one day, or *days* is not 0 to 1,000,000.
        """
        from timeline.api.answers import Digest

        return Digest.between(earlier, self, on, days, labels)

    def merge(self, ours: Self, theirs: Self) -> Merged[Self]:
        """Merge two timelines made from this one; see `timeline.merge`."""
        from timeline.compare.merge import merge

        return merge(self, ours, theirs)

    # -- files and formats ------------------------------------------------------------

    @classmethod
    def load(
        cls, path: StrPath, *, kinds: Kinds = KINDS, window: When | str | None = None
    ) -> Self:
        """Read a timeline from a file: ``.jsonl``, ``.toml``, ``.ics`` or ``.csv``.

        A repeating event of a calendar is read as its times within *window*, such as
        ``2025`` or ``2025-01/2025-06``; without a window, as one event with bounds.

        Raises:
            LoadError: the file has errors: all of them at once, each with its line,
                and in ``.timeline`` what could be read.
            UnsupportedVersionError: a newer timeline wrote it.
        """
        return files.load(cls, path, kinds, window=window)[0]

    @classmethod
    def try_load(
        cls, path: StrPath, *, kinds: Kinds = KINDS, window: When | str | None = None
    ) -> tuple[Self, tuple[Problem, ...]]:
        """Read as much of a file as possible; return it with all problems.

        After an error the timeline is partial, and only ``overwrite=True`` saves it
        over the file: what could not be read would be lost.

        Raises:
            LoadError: there is no such file, or it cannot be opened.
        """
        return files.load(cls, path, kinds, strict=False, window=window)

    @classmethod
    def loads(
        cls,
        text: str | bytes,
        fmt: ReadFormat = "jsonl",
        *,
        kinds: Kinds = KINDS,
        window: When | str | None = None,
    ) -> Self:
        r"""Read a timeline from the text of a file, in the format *fmt*.

        Raises:
            LoadError: the text has errors: all of them at once.

        >>> from timeline import Timeline
        >>> text = '{"timeline":2}\n{"id":"a","title":"A","when":"2025-02-30"}'
        >>> Timeline.loads(text)
        Traceback (most recent call last):
        timeline.errors.LoadError: 2: bad-date: events[0].when: ...
        """
        if not isinstance(text, str | bytes):
            raise InvalidError(f"{quote(text)} is not a text", "pass text or bytes")
        return files.read(text, fmt, kinds, window).good_timeline(cls)

    def dumps(self, fmt: FileFormat = "jsonl") -> str:
        r"""Return the text of a file that `loads` reads, ``jsonl`` or ``toml``.

        >>> from timeline import Event, Timeline
        >>> Timeline([Event(id="a", title="A")]).dumps()
        '{"timeline":2}\n{"kind":"event","id":"a","title":"A"}\n'
        """
        return files.dumps(self, fmt)

    @staticmethod
    def stream(path: StrPath, *, kinds: Kinds = KINDS) -> Iterator[Record]:
        """Yield the records of a JSONL file one by one, in constant memory.

        A source comes before the first event that cites it. References are not checked.

        Raises:
            LoadError: a line cannot be read.
        """
        from timeline.formats import jsonl

        files.format_of(path, ["jsonl"])
        with store.opened(path) as file:
            lines = iter(partial(file.readline, _LONGEST), b"")
            yield from jsonl.stream(lines, os.fsdecode(path), kinds)

    def save(
        self, path: StrPath, *, overwrite: bool = False, timeout: float = 10.0
    ) -> Self:
        """Write a file, completely or not at all; return the timeline as saved.

        Continue with the result, which knows its file: ``tl = tl.save(path)``. A TOML
        file is changed where it has to be, and keeps comments and layout.

        Args:
            path: The file; ``.jsonl`` or ``.toml``.
            overwrite: Write even if the file is not the one this came from; comments
                are lost.
            timeout: Seconds to wait for other writers.

        Raises:
            StaleFileError: the file is not the one that this timeline was loaded from
                or saved to, or has comments that cannot be kept.
            SelectionError: this is a selection, and the file holds all records.
            SaveError: the operating system refused; the file is unchanged.
        """
        return files.save(self, path, overwrite=overwrite, timeout=timeout)

    @classmethod
    def append(
        cls,
        path: StrPath,
        events: Iterable[Event],
        sources: Iterable[Source] = (),
        *,
        parties: Iterable[Party] = (),
        kinds: Kinds = KINDS,
        timeout: float = 10.0,
    ) -> Self:
        """Add records to a file that others may be adding to; return all it holds.

        Loading, adding and saving happen under one lock. A TOML file is changed where
        it has to be, as by `save`.

        Raises:
            LoadError: the file has errors; nothing was written.
            StaleFileError: it has comments that cannot be kept.
            DuplicateIdError: an id is in use already.
            UnknownIdError: a record refers to an id that does not exist.
            SaveError: the operating system refused; the file is unchanged.
        """
        new = cls(events, sources, parties=parties, partial=True)
        return files.append(new, path, kinds, timeout)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return sources and events as plain data, in the order of a JSONL file."""
        from timeline.formats.jsonl import in_order
        from timeline.records.codec import Codec

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
        """Return a timeline from plain data, in the form that `to_dicts` returns.

        Raises:
            LoadError: the data have errors: all of them at once.
        """
        from timeline.formats.reader import Loading, read_dicts

        arguments.check_kinds(kinds)
        arguments.check_flags(partial=partial)
        loading = Loading(kinds=kinds, tz=tz, partial=partial)
        return read_dicts(loading, records).good_timeline(cls)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole as plain data, for the body of a response in JSON.

        It has the settings of a file, and under ``records`` what `to_dicts` returns.

        >>> from timeline import Call, Timeline
        >>> tl = Timeline([Call(id="c", title="Call")], title="Calls")
        >>> tl.to_dict()
        {'timeline': 2, 'title': 'Calls', \
'records': [{'kind': 'call', 'id': 'c', 'title': 'Call'}]}
        >>> Timeline.from_dict(tl.to_dict()) == tl
        True
        """
        from timeline.formats.reader import settings_of

        return settings_of(self) | {"records": self.to_dicts()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, kinds: Kinds = KINDS) -> Self:
        """Return the timeline from plain data, in the form that `to_dict` returns.

        Raises:
            LoadError: the data have errors: all of them at once.
        """
        from timeline.formats.reader import read_dict

        arguments.check_kinds(kinds)
        return read_dict(data, kinds).good_timeline(cls)

    @classmethod
    def read_csv(
        cls,
        path: StrPath,
        columns: Mapping[str, str] | None = None,
        **how: Unpack[CsvOptions],
    ) -> Self:
        """Read a timeline from a CSV file, one record a row; ``;`` separates lists.

        A list in another form is read with a *plan*, which says what its columns are.

        Args:
            path: The file.
            columns: The field of each column: ``{"Date": "when", "Nr": "id"}``. A
                column that has the name of a field needs no entry; ``""`` leaves a
                column out.
            how: ``kind``: the kind of the records, if there is no column ``kind``.
                ``tz``: the zone of the timeline. ``kinds``: the classes of records that
                the file may hold. ``plan``: how to read a list in another form, in
                place of *columns* and *kind*.

        Raises:
            LoadError: the file has errors: all of them at once, each with its line,
                and in ``.timeline`` the rows that could be read.
        """
        return files.read_csv(path, columns, **how).good_timeline(cls)

    @classmethod
    def try_read_csv(
        cls,
        path: StrPath,
        columns: Mapping[str, str] | None = None,
        **how: Unpack[CsvOptions],
    ) -> tuple[Self, tuple[Problem, ...]]:
        """Read the rows that can be read; return them, and what is wrong with others.

        The arguments are those of `read_csv`; each problem has its line. After an error
        the timeline is partial.

        Raises:
            LoadError: there is no such file, or it cannot be opened.
        """
        loading = files.read_csv(path, columns, **how)
        return loading.timeline(cls), loading.sorted_problems()

    @classmethod
    def from_rows(
        cls,
        rows: object,
        plan: Plan | Mapping[str, Any],
        *,
        tz: str | None = None,
        kinds: Kinds = KINDS,
    ) -> Self:
        """Return a timeline from rows: dictionaries, or a data frame.

        Frames of pandas and polars and tables of Arrow are read as they are; None, NaN,
        NaT and NA mean nothing.

        Raises:
            LoadError: as for `read_csv`.

        >>> from timeline import Timeline
        >>> rows = [{"No": 7, "Date": "17 Mar 2025", "Subject": "Talks"}]
        >>> plan = {"id": "No", "dates": "D Mon YYYY",
        ...         "fields": {"title": "Subject", "when": "Date"}}
        >>> [(event.id, str(event.when)) for event in Timeline.from_rows(rows, plan)]
        [('event-7', '2025-03-17')]
        """
        from timeline.formats import lists

        arguments.check_kinds(kinds)
        loading = lists.read_rows(rows, lists.Plan.of(plan), kinds)
        loading.tz = tz
        return loading.good_timeline(cls)

    def to_csv(
        self, *, exact: bool = False, excel: bool = False, language: str = "en"
    ) -> Export:
        """Return a CSV table for spreadsheets, one event a row.

        It gives the date three times: as EDTF (``when``), in the words of a table
        (``in_words``), and as stated bounds to sort by, ``..`` if none is stated.

        Args:
            exact: Write for programs instead: each source has a row too, no cell is
                changed to keep spreadsheets from running it as a formula, and
                `read_csv` gives back the same records.
            excel: Write what Excel opens correctly on a double click: with a byte order
                mark, dates as texts, and words in place of JSON.
            language: As of `table`.

        Raises:
            InvalidError: both for programs and for Excel, or an unknown language.
        """
        from timeline.formats import csv

        arguments.check_flags(exact=exact, excel=excel)
        return csv.dumps(self, exact=exact, excel=excel, language=language)

    def to_ics(
        self,
        stamp: date | str | None = None,
        domain: str = "timeline.invalid",
        *,
        vague: Literal["todo", "event"] = "todo",
        language: str = "en",
    ) -> Export:
        """Return an iCalendar, which shows no day that no source has given.

        What has no exact time, such as "in Nov 2025", is a to-do whose title begins
        with the words for its date.

        Args:
            stamp: When the facts were last revised (DTSTAMP): a day, or an aware
                datetime; the day of the newest source unless given.
            domain: Added to ids, to make them unique among all calendars.
            vague: ``event`` writes what has bounds but no exact time as an all-day
                entry that is TENTATIVE and blocks no time.
            language: As of `table`.

        Raises:
            InvalidError: the stamp is not a day, or another argument is unknown.
        """
        from timeline.formats import calendar_write

        return calendar_write.dumps(self, stamp, domain, vague, language)

    def to_mermaid(self, *, language: str = "en") -> Export:
        """Return a ``timeline`` diagram for Mermaid, as GitHub draws it."""
        from timeline.formats import mermaid

        return mermaid.dumps(self, language)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the events to pandas, polars, pyarrow or DuckDB, as columns."""
        from timeline.formats import arrow

        return arrow.stream(self).__arrow_c_stream__(requested_schema)

    # -- reports ----------------------------------------------------------------------

    def table(self, fmt: TableFormat = "plain", **look: Unpack[TableOptions]) -> str:
        """Return the events as a table, each exactly once, in groups.

        Dated events come first, under their days or months; undated ones follow, by
        status and by the event that they are part of; what is still open comes last.
        Below an event is what it waits for. No date is shown that no source has given.

        Args:
            fmt: ``plain``, ``simple``, ``grid``, ``rounded``, ``github``, ``html``,
                ``latex`` or ``csv``.
            columns: Names (``mark id kind when what who status where topics sources
                note``), functions of an event, or a mapping of headings to either.
            on: The day to look from: dates lie before, on or after it.
            width: The width in cells; titles are cut with ``…`` to fit. None cuts
                nothing.
            group: ``day``, ``month``, ``year``, ``none``, ``kind``, ``status``,
                ``party``, ``place``, ``topic``, or a function of an event.
            sort: ``when``, ``id``, ``title``, ``kind``, ``status`` or a function; any
                but the first makes one group of all.
            limit: How many rows to show; the others are counted.
            language: ``en``, ``fr``, or for dates alone any language that pendulum
                knows.
            ascii: Whether to use ASCII signs only.
            colour: Whether to colour signs and statuses, for a terminal.
            tz: The reader's zone: clock times are shown on its clocks, and days stay.
            who: Whether Who names ``people`` and parties, or has ``codes`` of parties.
            max_names: How many names a cell of Who has at most; None names all.
            worked_out: Whether to show, with ∴, dates that follow from links and are
                bounded on both sides.
            notes: Whether there are lines under the rows; without them each record is
                one line, which *width* cuts.

        Raises:
            InvalidError: an unknown format, column, group, order or language, or *on*
                is not one day.

        >>> from timeline import Meeting
        >>> tl = Timeline([Meeting(id="m", title="Talks", when="2025-03")])
        >>> print(tl.table(on="2025-03-17"))
        1 record
        as of Monday 17 March 2025
        <BLANKLINE>
             When      What
        <BLANKLINE>
        May be before or after 17 March 2025
          ·  Mar 2025  Talks
        <BLANKLINE>
        · status not stated
        """
        from timeline.report.table import table

        return table(self, fmt, **look)

    def __str__(self) -> str:
        return self.table()

    def card(
        self,
        id: str,  # noqa: A002  (what it is called)
        fmt: TableFormat = "plain",
        **look: Unpack[CardOptions],
    ) -> str:
        """Return all that is known about one record, a line a field, with its quotes.

        Args:
            id: The event, source or declared party.
            fmt: As of `table`.
            language: As of `table`.
            tz: As of `table`.
            width: The width in cells, to which lines are wrapped.
            history: A `History`, whose changes to the record are added.

        Raises:
            UnknownIdError: there is no such record.
        """
        from timeline.report.card import card

        return card(self, id, fmt, **look)

    def to_html(
        self,
        *,
        page: bool = False,
        picture: bool = True,
        lanes: LaneName = "none",
        prefix: str = "",
        interactive: bool = False,
        **look: Unpack[TableOptions],
    ) -> str:
        """Return the table as HTML with its style, or a complete page with a picture.

        It fetches nothing, and can be read without a script. Each record has an anchor,
        its id. Quotes and long lists of names unfold. Errors are those of `table` and
        `to_svg`.

        Args:
            page: Whether to return a whole page.
            picture: Whether the page has a picture.
            lanes: The lanes of the picture, as of `to_svg`.
            prefix: A prefix for its ids; each timeline on a page needs another.
            interactive: Whether a small script filters the rows by a text.
            look: As of `table`.
        """
        from timeline.report.table import page as page_of

        arguments.check_flags(page=page, picture=picture, interactive=interactive)
        arguments.check_text("prefix", prefix)
        drawn = lanes if picture else None
        return page_of(self, prefix, drawn, whole=page, interactive=interactive, **look)

    def to_svg(
        self, *, prefix: str = "timeline", **look: Unpack[PictureOptions]
    ) -> str:
        """Return a picture, with bars that are pale where a date is uncertain.

        Each event has a row, with parts below their whole; if more than 40 are dated,
        each lane has one. What has no date is listed below. If nothing has a date, left
        to right is the order of what is done, open and ahead.

        Args:
            width: Pixels, 240 to 10000; the height follows.
            lanes: ``kind``, ``party``, ``place``, ``status``, ``topic`` or ``none``.
                An event of several parties or topics is in the lane of each.
            on: The day to mark and to look from.
            language: As in `table`.
            prefix: A prefix for its ids; each picture on a page needs another.

        Raises:
            InvalidError: unknown lanes or language, or a width out of range.
        """
        from timeline.report.svg import svgs

        arguments.check_text("prefix", prefix)
        options: dict[str, Any] = {"width": 960, **look}
        check_count("width", options["width"], 240, 10_000)
        return svgs(self, {prefix: options.pop("width")}, **options)[0]

    def to_png(self, *, scale: float = 2.0, **look: Unpack[PictureOptions]) -> bytes:
        """Return the picture of `to_svg` as PNG, in light colours.

        Args:
            scale: The number of pixels for each of `to_svg`, 0.1 to 10.
            look: The other arguments of `to_svg`.

        Raises:
            MissingExtraError: the extra ``png`` is not installed.
        """
        from timeline.report.svg import png

        arguments.check_number("scale", scale, 0.1, 10)
        return png(self.to_svg(**look), scale)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Show a notebook the table."""
        return {
            "text/plain": self.table(),
            "text/html": self._repr_html_(),
            "text/markdown": self.table("github"),
        }
