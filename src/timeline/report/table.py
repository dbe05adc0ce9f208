"""A timeline as a table: what a reader sees first, and most often.

Every record stands in it exactly once; where a treaty and its pending acts share a row,
a line says so. No date stands in it that the source did not give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import InvalidError
from timeline.language.format import Words
from timeline.report.cells import (
    DEFAULT_COLUMNS,
    GLYPHS,
    Cells,
    Column,
    as_columns,
    is_dated,
)
from timeline.report.fitting import check_width, is_count
from timeline.report.groups import Group, check_group, fold_pending, grouped
from timeline.report.layout import Grid, check_format, layout
from timeline.report.links import PHASES, phase_of
from timeline.text import quote, suggest
from timeline.when.calendar import Day
from timeline.when.interop import as_day

if TYPE_CHECKING:
    from timeline.collection.collection import Collection
    from timeline.records.event import Event
    from timeline.records.source import Source

__all__ = ["Look", "Sheet", "sheet", "table"]

MOST_SOURCES = 12  # named under a table; of the others there is a number
_COLOURS = {
    "done": 32,
    "under-way": 34,
    "arranged": 36,
    "expected": 33,
    "waiting": 35,
    "stalled": 31,
    "off": 2,
    "untold": 0,
}
_NOTED = frozenset({"treaty", "invitation"})
_SORTS: Mapping[str, Callable[[Any], Any]] = {
    "id": lambda event: event.id,
    "kind": lambda event: event.kind,
    "status": lambda event: (PHASES.index(phase_of(event)), event.status or ""),
}
_ORDERS = ("when", "title", *_SORTS)


def _as_limit(limit: int | None) -> int | None:
    if limit is not None and not is_count(limit, 0):
        raise InvalidError(
            f"{quote(limit)} is no number of rows", "pass 0 or more, or None"
        )
    return limit


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

    def __attrs_post_init__(self) -> None:
        if self.group is not None:
            check_group(self.group)
        if not callable(self.sort) and self.sort not in _ORDERS:
            hint = suggest(str(self.sort), _ORDERS)
            raise InvalidError(f"cannot sort by {quote(self.sort)}", hint)


@attrs.frozen
class Sheet:
    """A table before it has a format: rows and the events they tell of.

    Attributes:
        events: What each row tells of.
        columns: What each column shows, by its heading.
        rows: The cells.
        headings: By the number of a row, the line above it.
        notes: By the number of a row, the lines under it.
        title: The title of the timeline.
        above: What is said before the table.
        legend: What the signs mean.
        below: What is said after the table.
        sources: What is said of each source, and where to read it.
        cells: What made the cells.
    """

    events: Sequence[Event]
    columns: Mapping[str, Column]
    rows: Sequence[Sequence[str]]
    headings: Mapping[int, str]
    notes: Mapping[int, Sequence[str]]
    title: str
    above: Sequence[str]
    legend: str
    below: Sequence[str]
    sources: Sequence[tuple[str, str]]
    cells: Cells

    def index(self, column: str) -> int | None:
        """Return where a column stands, or None if it does not."""
        names = list(self.columns.values())
        return names.index(column) if column in names else None


def table(
    tl: Collection,
    fmt: str = "plain",
    width: int | None = None,
    **look: Any,  # noqa: ANN401  (the fields of Look, which checks them)
) -> str:
    """Return *tl* as a table; see `Timeline.table`."""
    check_format(fmt)
    check_width(width)
    if fmt == "html":
        from timeline.report.html import table_html  # noqa: PLC0415  (not for text)

        return table_html(sheet(tl, Look(**look)))
    chosen = Look(**look)
    if fmt == "csv" and chosen.group is None:
        chosen = attrs.evolve(chosen, group="none")
    if fmt == "latex" and chosen.columns is None:  # few of its fonts have the signs
        chosen = attrs.evolve(chosen, columns=[*DEFAULT_COLUMNS][1:])
    return layout(_grid(sheet(tl, chosen), chosen, fmt), fmt, width)


def _grid(made: Sheet, look: Look, fmt: str) -> Grid:
    names = list(made.columns.values())
    what = made.index("what")
    spare = [i for name in ("where", "mark") if (i := made.index(name)) is not None]
    legend = [made.legend] if fmt not in {"latex", "csv"} and made.legend else []
    ends = {
        row: made.rows[row][what].removeprefix(title)
        for row, event in enumerate(made.events)
        if what is not None and (title := made.cells.begins(event))
    }
    grid = Grid(
        list(made.columns),
        made.rows,
        made.headings,
        made.notes,
        made.title,
        made.above,
        [*legend, *made.below, *(line for line, _ in made.sources)],
        len(names) - 1 if what is None else what,
        spare,
        ends=ends,
        called=(made.cells.words.say("group"), made.cells.words.say("notes")),
    )
    if look.colour:
        return attrs.evolve(grid, paint=_painter(made))
    return grid


def _painter(made: Sheet) -> Callable[[int, str], str]:
    """Return what colours the sign of a row, and its status at the end of the line."""
    names = list(made.columns.values())

    def paint(row: int, line: str) -> str:
        event = made.events[row]
        start = f"\x1b[{_COLOURS[made.cells.sign(event)]}m"
        status = made.rows[row][-1]
        while not line.endswith(status):  # the rest of it is on the next line
            status = status.rpartition(" ")[0]
        if names[-1] == "status" and status:
            line = f"{line[: -len(status)]}{start}{status}\x1b[0m"
        if names[0] == "mark":
            sign = made.rows[row][0]
            line = line.replace(sign, f"{start}{sign}\x1b[0m", 1)
        return line

    return paint


def sheet(tl: Collection, look: Look) -> Sheet:
    """Return the rows of *tl*, grouped and in order, with what is said around them."""
    words = Words(look.language)
    group: Group = look.group or ("day" if look.sort == "when" else "none")
    cells = Cells(tl, words, look.on, int(look.ascii), whole=group != "day")
    columns = _columns(look, cells)
    cells.told_place = "where" in columns.values()
    events = list(tl.events)
    if look.sort == "title":
        events.sort(key=lambda event: cells.called(event).casefold())
    elif look.sort != "when":
        key = look.sort if callable(look.sort) else _SORTS[str(look.sort)]
        events.sort(key=key)
    events = fold_pending(events, cells)
    shown: list[Event] = []
    headings: dict[int, str] = {}
    for heading, members in grouped(events, group, cells):
        if heading and members:
            headings[len(shown)] = heading
        shown.extend(members)
    more = 0
    if look.limit is not None and look.limit < len(shown):
        more = len(shown) - look.limit
        shown = shown[: look.limit]
        headings = {row: h for row, h in headings.items() if row < look.limit}
    return _sheet(tl, cells, columns, shown, headings, more, look)


def _columns(look: Look, cells: Cells) -> dict[str, Column]:
    """Return the columns under their headings, in the language of the table."""
    columns = as_columns(DEFAULT_COLUMNS if look.columns is None else look.columns)
    if isinstance(look.columns, Mapping):
        return columns
    return {
        ("" if name == "mark" else cells.words.say(column))
        if isinstance(column, str) and (name := column)
        else heading: column
        for heading, column in columns.items()
    }


def _sheet(  # noqa: PLR0913, PLR0917  (private: what sheet has found out)
    tl: Collection,
    cells: Cells,
    columns: dict[str, Column],
    events: list[Event],
    headings: dict[int, str],
    more: int,
    look: Look,
) -> Sheet:
    names = list(columns.values())
    texts = cells.columns(names, events)
    if look.columns is None and events:  # an empty column says nothing
        filled = [*map(any, texts)]
        columns = dict(compress(columns.items(), filled))
        texts = [*compress(texts, filled)]
    rows = list(zip(*texts, strict=True))
    notes = {}
    for number, event in enumerate(events):
        when = event.when
        if (
            event.when_text
            or event.disputed_by
            or (when is not None and when.anchors)
            or event.kind in _NOTED
        ) and (found := cells.notes(event)):
            notes[number] = found
    return Sheet(
        events,
        columns,
        rows,
        headings,
        notes,
        tl.title,
        _above(tl, cells, events),
        _legend(rows, list(columns.values()), cells, look),
        _below(cells, more),
        _sources(tl, cells),
        cells,
    )


def _above(tl: Collection, cells: Cells, shown: Iterable[Event]) -> list[str]:
    """Say how many records there are, and how many of them have no date."""
    say = cells.words.say
    count = len(tl.events)
    undated = count - sum(map(is_dated, tl.events))
    parts = [cells.words.count(count)]
    if not count:
        return [say("and-also", parts[0], say("nothing"))]
    if undated == count:
        parts.append(say("none-dated"))
    elif undated:
        parts.append(say("some-dated", undated))
    line = ", ".join(parts)
    if any(event.when_text for event in shown):
        line = say("and-also", line, say("quoted"))
    if cells.on is not None:
        day = cells.words.date(str(cells.on), long=True)
        return [line, say("as-of", day)]
    return [line]


def _legend(
    rows: list[tuple[str, ...]], names: list[Column], cells: Cells, look: Look
) -> str:
    if "mark" not in names:
        return ""
    place = names.index("mark")
    used = {row[place] for row in rows}
    return "  ".join(
        f"{signs[look.ascii]} {cells.words.say(name)}"
        for name, signs in GLYPHS.items()
        if signs[look.ascii] in used
    )


def _below(cells: Cells, more: int) -> list[str]:
    """Say what is not shown, and what shares a row."""
    say = cells.words.say
    lines = [f"… {say('and-more', more)}"] if more else []
    return lines + [
        say("one-row", cells.label(treaty), len(acts) + 1)
        for treaty, acts in cells.folded.items()
    ]


def _sources(tl: Collection, cells: Cells) -> list[tuple[str, str]]:
    """Name the sources that are cited; of very many, the first."""
    say = cells.words.say
    cited = {cited.source for event in tl.events for cited in event.sources}
    cited |= {cited.source for event in tl.events for cited in event.disputed_by}
    sources = [source for source in tl.sources if source.id in cited]
    lines = [
        (say("source", _source(source, cells)), source.url)
        for source in sources[:MOST_SOURCES]
    ]
    if len(sources) > MOST_SOURCES:
        lines.append((f"… {say('and-more', len(sources) - MOST_SOURCES)}", ""))
    return lines


def _source(source: Source, cells: Cells) -> str:
    """Name a source, and say of its date that it is the page's."""
    say = cells.words.say
    parts = [source.id]
    if source.title:
        parts.append(say("quote", source.title))
    if source.as_of is not None:
        parts.append(say("told-on", cells.date(source.as_of)))
    if source.published is not None:
        parts.append(say("page-dated", cells.date(source.published)))
    return ", ".join(parts)
