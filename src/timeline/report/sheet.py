"""A table before it has a format: rows, headings, notes and what is said around them.

Every record stands in it exactly once; where a treaty and its pending acts share a row,
a line says so. No date stands in it that the source did not give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of
from timeline.errors import InvalidError
from timeline.language.format import Words
from timeline.records.event import Event
from timeline.records.lifecycle import phase_of
from timeline.records.source import Source
from timeline.report.cells import (
    DEFAULT_COLUMNS,
    PHASES,
    SIGNS,
    Cells,
    Column,
    as_columns,
    is_dated,
)
from timeline.report.grid import Grid, is_count
from timeline.report.groups import Group, check_group, fold_pending, group_events
from timeline.report.notes import notes_of
from timeline.report.zone import in_zone, zone_line
from timeline.text import quote, suggest
from timeline.when.calendar import Day
from timeline.when.interop import as_day

MOST_SOURCES = 12  # named under a table; of the others there is a number
_SORTS: Mapping[str, Callable[[Any], Any]] = {
    "id": lambda event: event.id,
    "kind": lambda event: event.kind,
    "status": lambda event: (PHASES.index(phase_of(event)), event.status or ""),
}
_WHO = ("people", "codes")
_ORDERS = ("when", "title", *_SORTS)


def _as_limit(limit: int | None) -> int | None:
    if limit is not None and not is_count(limit, 0):
        raise InvalidError(
            f"invalid number of rows {quote(limit)}", "pass 0 or more, or None"
        )
    return limit


def _as_names(most: int | None) -> int | None:
    if most is not None and not is_count(most, 2):
        raise InvalidError(
            f"invalid number of names {quote(most)}", "pass 2 or more, or None"
        )
    return most


@attrs.frozen(kw_only=True)
class Look:
    """How a table is to look.

    Attributes:
        columns: Names of columns, functions of an event, or a mapping of headings to
            either; the usual five unless given.
        on: The day from which one looks.
        group: What the rows are grouped by: a name in `GROUPS` or a function.
        sort: What orders the rows: ``when``, a name in ``id title kind status``, or a
            function; any but ``when`` makes one group of all.
        limit: How many rows to show; the rest is counted.
        language: The language of words and dates.
        ascii: Whether signs are those of ASCII.
        colour: Whether signs and statuses have colours of the terminal.
        tz: The zone on whose clocks clock times are shown; None leaves them as stated.
        who: Whether Who names ``people`` and parties, or has the ``codes`` of parties.
        max_names: How many names a cell of Who has at most; None for all.
    """

    columns: Sequence[Column] | Mapping[str, Column] | None = None
    on: Day | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_day)
    )
    group: Group | None = None
    sort: str | Callable[[Any], Any] = "when"
    limit: int | None = attrs.field(default=None, converter=_as_limit)
    language: str = "en"
    ascii: bool = False
    colour: bool = False
    tz: str | None = None
    who: str = "people"
    max_names: int | None = attrs.field(default=None, converter=_as_names)

    def __attrs_post_init__(self) -> None:
        if self.group is not None:
            check_group(self.group)
        if not callable(self.sort) and self.sort not in _ORDERS:
            hint = suggest(str(self.sort), _ORDERS)
            raise InvalidError(f"cannot sort by {quote(self.sort)}", hint)
        if self.who not in _WHO:
            problem = f"unknown entry {quote(self.who)} for who"
            raise InvalidError(problem, suggest(str(self.who), _WHO))


@attrs.frozen
class Sheet:
    """A table before it has a format: a grid, and the events that its rows describe.

    Attributes:
        grid: The texts of the table, without the legend and the sources.
        events: The event of each row.
        columns: What each column shows.
        legend: What the signs mean.
        sources: How each source is named, and where to read it.
        cells: What made the cells.
    """

    grid: Grid
    events: Sequence[Event]
    columns: Sequence[Column]
    legend: str
    sources: Sequence[tuple[str, str]]
    cells: Cells

    def index(self, column: str) -> int | None:
        """Return the place of a column, or None if it is not shown."""
        return self.columns.index(column) if column in self.columns else None


def sheet(timeline: Collection, look: Look) -> Sheet:
    """Return the rows of *timeline*, grouped and in order, and what stands around."""
    words = timeline.words(look.language)
    timeline = in_zone(timeline, look.tz)
    group: Group = look.group or ("day" if look.sort == "when" else "none")
    numbers = _numbers(timeline)
    usual = (*DEFAULT_COLUMNS, "marks") if len(numbers) > 1 else DEFAULT_COLUMNS
    columns = as_columns(usual if look.columns is None else look.columns, words)
    events, folded = fold_pending(_sorted(timeline, look.sort, words))
    cells = Cells(
        timeline,
        words,
        look.on,
        look.ascii,
        by_day=group == "day",
        places="where" not in columns.values(),
        folded=folded,
        who_as=look.who,
        max_names=look.max_names,
        numbers=numbers,
        marked="marks" in columns.values(),
    )
    grouped, headings = _in_groups(events, group, cells)
    shown = grouped if look.limit is None else grouped[: look.limit]
    texts = [cells.column(column, shown) for column in columns.values()]
    if look.columns is None and shown:  # an empty column says nothing
        filled = [any(column) for column in texts]
        columns = dict(compress(columns.items(), filled))
        texts = list(compress(texts, filled))
    shows = dict(zip(columns.values(), texts, strict=True))
    notes = {row: notes_of(event, cells) for row, event in enumerate(shown)}
    names = list(columns.values())
    grid = Grid(
        list(columns),
        list(zip(*texts, strict=True)),
        {row: heading for row, heading in headings.items() if row < len(shown)},
        {row: lines for row, lines in notes.items() if lines},
        timeline.title,
        [*_above(cells, shown), *zone_line(timeline, look.tz, words)],
        _below(cells, len(grouped) - len(shown)),
        main=names.index("what") if "what" in names else len(names) - 1,
        lists=[names.index("who")] if "who" in names else [],
        spare=[names.index(name) for name in ("where", "mark") if name in names],
        ends=_ends(cells, shown, shows.get("what", ())),
        words=words,
    )
    legend = _legend(cells, set(shows.get("mark", ())))
    listed = _sources(cells, marked="marks" in names)
    return Sheet(grid, shown, names, legend, listed, cells)


def _ends(
    cells: Cells, events: Sequence[Event], titles: Sequence[str]
) -> dict[int, str]:
    """Return by row what an act is, which stays where the treaty's title is cut."""
    return {
        row: title.removeprefix(start)
        for row, (event, title) in enumerate(zip(events, titles, strict=False))
        if (start := cells.title_start(event))
    }


def _in_groups(
    events: Sequence[Event], group: Group, cells: Cells
) -> tuple[list[Event], dict[int, str]]:
    """Return the events group by group, and headings by the number of their row."""
    rows: list[Event] = []
    headings: dict[int, str] = {}
    for heading, members in group_events(events, group, cells):
        if heading:
            headings[len(rows)] = heading
        rows.extend(members)
    return rows, headings


def _sorted(
    timeline: Collection, sort: str | Callable[[Any], Any], words: Words
) -> Sequence[Event]:
    if sort == "when":
        return timeline.events
    if sort == "title":
        return sorted(
            timeline.events,
            key=lambda event: title_of(timeline, event, words).casefold(),
        )
    return sorted(timeline.events, key=sort if callable(sort) else _SORTS[sort])


def _above(cells: Cells, shown: Sequence[Event]) -> list[str]:
    """Say how many records there are, and how many of them have no date."""
    words, events = cells.words, cells.timeline.events
    count = len(events)
    undated = count - sum(map(is_dated, events))
    line = words.say("records", count)
    if not count:
        return [words.say("and-also", line, words.say("nothing"))]
    if undated:
        phrase = "none-dated" if undated == count else "some-dated"
        line = f"{line}, {words.say(phrase, undated)}"
    if any(event.when_text for event in shown):
        line = words.say("and-also", line, words.say("quoted"))
    if cells.on is None:
        return [line]
    return [line, words.say("as-of", words.day(cells.on, long=True))]


def _legend(cells: Cells, used: AbstractSet[str]) -> str:
    return "  ".join(
        f"{signs[cells.ascii]} {cells.words.say(f'sign-{name}')}"
        for name, signs in SIGNS.items()
        if signs[cells.ascii] in used
    )


def _below(cells: Cells, hidden: int) -> list[str]:
    """Say what is not shown, and what shares a row."""
    say = cells.words.say
    lines = [f"… {say('and-more', hidden)}"] if hidden else []
    return lines + [
        say("one-row", cells.title_of_id(treaty), len(acts) + 1)
        for treaty, acts in cells.folded.items()
    ]


def _numbers(timeline: Collection) -> dict[str, int]:
    """Number the sources that are cited, in the order of the records that cite them."""
    cited = (source for event in timeline.events for source in event.cited)
    known = (source for source in cited if source in timeline.records)
    return {source: number for number, source in enumerate(dict.fromkeys(known), 1)}


def _sources(cells: Cells, *, marked: bool) -> list[tuple[str, str]]:
    """Name the sources that are cited; where no row has their marks, the first only."""
    say, records = cells.words.say, cells.timeline.records
    lines = []
    for id_, number in cells.numbers.items():
        source = records[id_]
        if isinstance(source, Source) and (marked or number <= MOST_SOURCES):
            said = _source(source, cells, named=not marked)
            line = f"[{number}] {said}" if marked else say("source", said)
            lines.append((line, source.url))
    if (rest := len(cells.numbers) - len(lines)) > 0:
        lines.append((f"… {say('and-more', rest)}", ""))
    return lines


def _source(source: Source, cells: Cells, *, named: bool) -> str:
    """Name a source, and say of its date that it is the page's."""
    words = cells.words
    parts = [source.id] if named or not source.title else []
    if source.title:
        parts.append(words.say("quote", source.title))
    if source.publisher:
        parts.append(source.publisher)
    if source.as_of is not None:
        parts.append(words.say("as-of", words.when(source.as_of)))
    if source.published is not None:
        parts.append(words.say("page-dated", words.when(source.published)))
    return ", ".join(parts)
