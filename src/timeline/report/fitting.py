"""A table before it has a format, and how it fits into a width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from timeline.errors import InvalidError
from timeline.text import quote, shorten, width, wrap

__all__ = ["Grid", "check_width", "fit", "height", "is_count"]

_MAIN, _OTHER = 16, 12  # cells that the main column keeps while others can go, and they
_GOOD, _ENOUGH = 30, 20  # what the main one should have, and has at any price


@attrs.frozen
class Grid:
    """A table before it has a format.

    Attributes:
        columns: The headings of the columns.
        rows: One text for each column; raw, they are cleaned and escaped on the way.
        headings: By the number of a row, the line that stands above it.
        notes: By the number of a row, the lines that belong under it.
        title: What stands above all.
        above: Lines between the title and the table.
        below: Lines after it.
        main: The column that shrinks where width is short and that bears the notes.
        spare: Columns that may go where width is short, the first one first.
        paint: Adds colour to the ready line of a row.
        ends: By the number of a row, with what its main cell ends even if it is cut.
        called: What CSV calls the headings and the notes, as columns.
        tall: By the number of a row, how many lines it takes if not one.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    headings: Mapping[int, str] = attrs.field(factory=dict)
    notes: Mapping[int, Sequence[str]] = attrs.field(factory=dict)
    title: str = ""
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    main: int = 0
    spare: Sequence[int] = ()
    paint: Callable[[int, str], str] | None = None
    ends: Mapping[int, str] = attrs.field(factory=dict)
    called: tuple[str, str] = ("Group", "Notes")
    tall: Mapping[int, int] = attrs.field(factory=dict)


def is_count(value: object, least: int) -> bool:
    """Whether *value* is a whole number, and that great; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def check_width(cells: object) -> None:
    """Refuse what is no width of a table: a number of cells, or None.

    Raises:
        InvalidError: it is none.

    >>> check_width("80")
    Traceback (most recent call last):
    timeline.errors.InvalidError: width: "80" is no width; pass a number of cells, \
or None
    """
    if cells is not None and not is_count(cells, 1):
        raise InvalidError(
            f"{quote(cells)} is no width", "pass a number of cells, or None", ("width",)
        )


def fit(grid: Grid, most: int, *, boxed: bool, padding: int) -> Grid:
    """Return *grid* at most so many cells wide, if that is possible at all.

    Args:
        grid: What to print.
        most: How many cells there are.
        boxed: Whether lines are drawn around every cell.
        padding: By how much a heading is wider than its words.
    """
    between, around = (3, 4) if boxed else (2, 2 if grid.headings else 0)
    columns = [list(column) for column in zip(grid.columns, *grid.rows, strict=True)]
    sizes = [
        sorted([width(heading) + (padding if cells else 0), *map(width, cells)])
        for heading, *cells in columns
    ]
    main, shown, spare = grid.main, list(range(len(sizes))), list(grid.spare)
    while True:
        free = most - around - between * (len(shown) - 1)
        caps = _shares({i: sizes[i] for i in shown}, main, free)
        if caps[main] >= min(_MAIN, sizes[main][-1]) or not spare:
            break
        shown.remove(spare.pop(0))
    for i in shown:
        if i != main and caps[i] < sizes[i][-1]:
            columns[i], caps[i] = _broken(columns[i], caps[i], padding)
    room = max(free - sum(caps.values()) + caps[main], _MAIN // 2)
    columns[main] = [
        shorten(text, room, grid.ends.get(row, ""))
        for row, text in enumerate(columns[main], start=-1)
    ]
    start = sum(caps[i] + between for i in shown if i < main)
    head, *rows = zip(*(columns[i] for i in shown), strict=True)
    return _wrapped(
        attrs.evolve(
            grid,
            columns=head,
            rows=rows,
            main=shown.index(main),
            tall={n: high for n, row in enumerate(rows) if (high := height(row)) > 1},
        ),
        most,
        most - around,
        room - 2 if boxed else max(most - start - 4, _MAIN // 2),
    )


def _wrapped(grid: Grid, most: int, inner: int, inside: int) -> Grid:
    """Break what stands around the rows, over them and under them."""
    return attrs.evolve(
        grid,
        headings={
            row: "\n".join(wrap(text, inner)) for row, text in grid.headings.items()
        },
        notes={
            row: ["\n  ".join(wrap(note, inside)) for note in notes]
            for row, notes in grid.notes.items()
        },
        title="\n".join(wrap(grid.title, most)),
        above=[line for text in grid.above for line in wrap(text, most)],
        below=[line for text in grid.below for line in wrap(text, most, "  ")],
    )


def _broken(column: list[str], cells: int, padding: int) -> tuple[list[str], int]:
    """Return a column with its texts broken into lines, and how wide that makes it."""
    head = shorten(column[0], max(cells - padding, 1))
    texts = ["\n".join(wrap(text, cells)) for text in column[1:]]
    lines = (line for text in texts for line in text.split("\n"))
    return [head, *texts], max([width(head) + padding, *map(width, lines)])


def height(row: Sequence[str]) -> int:
    """Return how many lines a row takes."""
    return max(cell.count("\n") for cell in row) + 1


def _shares(sizes: Mapping[int, Sequence[int]], main: int, free: int) -> dict[int, int]:
    """Return how many cells each column may take, the main one what others leave.

    The main column is cut, so the others are as wide as they are while it has enough.
    Where it has not, cells of the others are to be broken into lines: always those that
    give the most cells for the fewest broken, and but a few for mere comfort.

    Args:
        sizes: By column, the width of each of its cells, the least first.
        main: Which column is cut.
        free: How many cells there are.

    >>> _shares({0: [5, 50], 1: [4, 9], 2: [9, 9, 9, 9, 40]}, 0, 60)
    {1: 9, 2: 21, 0: 30}
    """
    caps = {column: widths[-1] for column, widths in sizes.items()}
    wanted = min(_GOOD, caps.pop(main))
    while (lacking := wanted - free + sum(caps.values())) > 0:
        _, broken, column, cap = min(_steps(sizes, caps, lacking), default=_NO_STEP)
        comfort = wanted - lacking >= min(_ENOUGH, wanted)
        if not cap or (comfort and broken * 4 > len(sizes[column])):
            break
        caps[column] = cap
    return {**caps, main: max(wanted - lacking, _MAIN // 2)}


_NO_STEP = (0.0, 0, 0, 0)


def _steps(
    sizes: Mapping[int, Sequence[int]], caps: Mapping[int, int], lacking: int
) -> Iterator[tuple[float, int, int, int]]:
    """Yield for each column what it costs to lower it, and to how many cells."""
    for column, cap in caps.items():
        widths = sizes[column]
        below = bisect_left(widths, cap)
        lower = max(_OTHER, cap - lacking, widths[below - 1] if below else 0)
        if lower < cap:
            broken = len(widths) - bisect_right(widths, lower)
            yield broken / (cap - lower), broken, column, lower
