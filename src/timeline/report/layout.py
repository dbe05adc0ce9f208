"""Rows of ready strings, laid out in every text format: the one user of tabulate.

tabulate draws the boxes, and the columns of Markdown. What it leaves to its caller is
done here: cells are cleaned and escaped for the format first, no number is guessed,
nothing is wrapped but by us, headings are between rows and notes below them,
and a format that it does not know is an error instead of another format.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, compress, islice, zip_longest
from typing import NamedTuple

import attrs

from timeline.report.grid import Grid
from timeline.report.html import MARKED, link, marked_up, table_lines
from timeline.report.look import check_most
from timeline.text import (
    check_name,
    clean,
    escape_html,
    escape_markdown,
    parts_of,
    shorten,
    spreadsheet_safe,
    width,
    wrap,
)

Escape = Callable[[str], str]  # makes a text safe
Widths = Mapping[int, int]  # by column
Sizes = Mapping[int, Sequence[int]]  # by column, of each cell, the least first
Break = Callable[[str, int], list[str]]  # into lines of so many cells
MOST = 200  # cells of the widest table that is laid out unasked
LONGEST = 1000  # signs of one text that are shown; the longest titles have 400
_MAIN, _OTHER = 16, 12  # cells that the main column keeps while others can go, and they
_GOOD, _ENOUGH = 30, 20  # what the main one should have, and has at any price


def check_layout(fmt: str, width: int | None) -> None:
    """Raise unless a format is one of ours, and a width a number of cells or None.

    >>> check_layout("gird", None)
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown table format "gird"; did you mean "grid"?
    """
    check_name(fmt, FORMATS, "unknown table format")
    check_most("width", width, 1)


def layout(
    grid: Grid,
    fmt: str = "plain",
    width: int | None = None,
    colours: Mapping[str, str] | None = None,
) -> str:
    """Return *grid* as text, without a line break at its end.

    Args:
        grid: What to print.
        fmt: One of `FORMATS`.
        width: The cells of a terminal to fit into by shrinking the main column; where
            that is not enough, the others too. None never cuts for width.
        colours: In text, those of the signs with which rows begin.

    Raises:
        InvalidError: there is no such format, or that is not a width.

    >>> grid = Grid(["What", "Who"], [["Talks", "CA FR"]], {0: "March"}, {0: ["held"]})
    >>> print(layout(grid))
      What   Who
    <BLANKLINE>
    March
      Talks  CA FR
      └ held
    """
    check_layout(fmt, width)
    if colours:
        signs = [next(filter(colours.get, row[:2]), "") for row in grid.rows]
        grid = attrs.evolve(grid, paint=partial(_painted, colours, signs))
    on_page = fmt == "html" and grid.ids is not None
    grid = marked(grid) if on_page else escaped(grid, FORMATS[fmt])
    most = width or (MOST if grid.whole else None)
    if FORMATS[fmt].fits:
        grid = _with_lists_broken(grid) if most is None else _fit(grid, most, fmt)
    return "\n".join(FORMATS[fmt].write(grid)).strip("\n")


def _painted(
    colours: Mapping[str, str], signs: Sequence[str], row: int, line: str
) -> str:
    """Return the line of a row with a colour for its sign, if it has one."""
    if not (sign := signs[row]):
        return line
    found = rf"(?<!\S){re.escape(sign)}(?!\S)"
    return re.sub(found, f"\x1b[{colours[sign]}m{sign}\x1b[0m", line, count=1)


def escaped(grid: Grid, fmt: Format) -> Grid:
    """Escape every text for a format, and cut what is absurdly long."""
    escape, keeps_all = fmt.escape, fmt.keeps_all or grid.whole
    cut: set[str] = set()

    @cache  # most cells say what others say
    def safe(text: str, end: str = "") -> str:
        if len(text) <= LONGEST or keeps_all:
            return escape(text)
        cut.add(text)
        kept = text if end else text[: LONGEST + 1]
        return escape(shorten(clean(kept), LONGEST, clean(end)))

    @cache
    def safe_list(text: str) -> str:
        if len(text) <= LONGEST or keeps_all:
            return escape(text)
        return " ".join(map(safe, _BETWEEN.split(text)))

    raw = enumerate(zip(*grid.rows, strict=True))
    columns = [[*map(safe_list if at in grid.lists else safe, x)] for at, x in raw]
    for row, end in grid.ends.items():
        columns[grid.main][row] = safe(grid.rows[row][grid.main], end)
    for row, depth in grid.depths.items():
        columns[grid.main][row] = fmt.indent * depth + columns[grid.main][row]
    safe_grid = attrs.evolve(
        grid,
        columns=[safe(column) for column in grid.columns],
        rows=list(zip(*columns, strict=True)),
        headings={row: safe(text) for row, text in grid.headings.items()},
        notes={row: [*map(safe_list, lines)] for row, lines in grid.notes.items()},
        ends={row: escape(end) for row, end in grid.ends.items()},
        title=safe(grid.title),
        above=[safe(line) for line in grid.above],
        below=[safe_list(line) for line in grid.below],
    )
    note = [escape(grid.words.say("cut", len(cut), LONGEST))] if cut else []
    return attrs.evolve(safe_grid, below=[*safe_grid.below, *note])


_UNCUT = frozenset({"when", "status"})  # columns
# Cells, below which marks of sources stand beside statuses and dates over their rows,
# and below which the cells of a row stand under one another.
NARROW, _STACKED = 100, 60


# -- widths ---------------------------------------------------------------------------


def _fit(grid: Grid, most: int, fmt: str) -> Grid:
    """Return *grid* at most that many cells wide, if that is possible at all."""
    boxed = fmt in {"grid", "rounded"}
    if most < NARROW:
        grid = grid.joined("status", "marks", " ")
    stacked = max(_STACKED, _OTHER * len(grid.columns))
    if most < stacked and len(grid.columns) > 2 and not grid.brief:
        grid = _stacked(grid, named=boxed)
    padding = 0 if fmt == "plain" else 2  # by which a heading is wider than its words
    between, around = (3, 4) if boxed else (2, 2 if grid.headings else 0)
    columns = [list(column) for column in zip(grid.columns, *grid.rows, strict=True)]
    sizes = [
        sorted([width(heading) + (padding if cells else 0), *map(width, cells)])
        for heading, *cells in columns
    ]
    main, free = grid.main, most - around - between * (len(sizes) - 1)
    units = {i: _widest_unit(columns[i], free * 2 // 5) for i in grid.lists}
    words = {i: _widest_word(column) for i, column in enumerate(columns)}
    if grid.brief:  # names are cut as titles are, dates and what is in doubt never
        units = dict.fromkeys(units, min(_ENOUGH, most // 5))
    caps = _share(dict(enumerate(sizes)), main, free, units, words)
    for i, widths in enumerate(sizes):
        if i != main and caps[i] < widths[-1]:
            cuts = grid.brief and "".join(grid.classes[i : i + 1]) not in _UNCUT
            broken = _cut if cuts else _wrap_units if i in grid.lists else wrap
            columns[i], caps[i] = _break(columns[i], caps[i], padding, broken)
    room = max(free - sum(caps.values()) + caps[main], _MAIN // 2)
    if grid.brief:
        ends = ["", *(grid.ends.get(row, "") for row in range(len(grid.rows)))]
        pairs = zip(columns[main], ends, strict=True)
        columns[main] = [shorten(text, room, end) for text, end in pairs]
    else:
        heading, *texts = columns[main]
        head = _hang(heading, room - padding)
        columns[main] = [head, *(_hang(text, room) for text in texts)]
    start = sum(caps[i] + between for i in range(main))
    heads, *rows = zip(*columns, strict=True)
    fitted = attrs.evolve(grid, columns=heads, rows=rows)
    inside = room - 2 if boxed else max(most - start - 4, _MAIN // 2)
    return _wrap_lines(fitted, most, most - around, inside)


def _stacked(grid: Grid, *, named: bool) -> Grid:
    """Return a grid of what and its sign, with the other cells as a note under them.

    What is *named* has a heading.
    """
    main, has_sign = grid.main, not grid.columns[0] and grid.main > 0
    kept = [0, main] if has_sign else [main]
    classes = grid.classes or [""] * len(grid.columns)
    names = ["" if a else b for a, b in zip(classes, grid.columns, strict=True)]
    say, notes = grid.words.say, {}
    for number, row in enumerate(grid.rows):
        told = [i for i, cell in enumerate(row) if cell and i not in kept]
        rest = [say("labelled", names[i], row[i]) if names[i] else row[i] for i in told]
        notes[number] = [" · ".join(rest)] if rest else []
        notes[number] += grid.notes.get(number, ())
    return attrs.evolve(
        grid,
        columns=[grid.columns[i] if named else "" for i in kept],
        rows=[[row[i] for i in kept] for row in grid.rows],
        notes=notes,
        main=len(kept) - 1,
        classes=(),
    )


def _wrap_lines(grid: Grid, most: int, inner: int, inside: int) -> Grid:
    """Break the lines around the rows, above them and below them."""
    return attrs.evolve(
        grid,
        headings={
            row: "\n".join(wrap(text, inner)) for row, text in grid.headings.items()
        },
        notes={
            row: [
                "\n  ".join(wrap(note, inside - 2 * grid.depths.get(row, 0)))
                for note in notes
            ]
            for row, notes in grid.notes.items()
        },
        title="\n".join(wrap(grid.title, most)),
        above=[line for text in grid.above for line in wrap(text, most)],
        below=[line for text in grid.below for line in wrap(text, most, "  ")],
    )


def _cut(text: str, cells: int) -> list[str]:
    """Return the one line that is left of a text."""
    return [shorten(text, cells)]


def _hang(text: str, cells: int) -> str:
    """Break a text whose further lines begin where its first one does."""
    words = text.lstrip(" ")
    pad = text[: len(text) - len(words)]
    return "\n".join(pad + line for line in wrap(words, max(cells - len(pad), 1)))


# Between the names of a list: behind a comma, before who is invited, between codes.
_BETWEEN = re.compile("(?<=[,;]) | (?=(?:to|à) )|(?<=[A-Z]{2}) (?=[A-Z]{2}(?: |$))")


def _with_lists_broken(grid: Grid) -> Grid:
    """Return *grid* with lists on several lines where they are absurdly long."""
    rows, lists = [[*row] for row in grid.rows], grid.lists
    for row in rows:
        for at in lists:
            if len(row[at]) > MOST:
                row[at] = "\n".join(_wrap_units(row[at], MOST))
    return grid if grid.brief else attrs.evolve(grid, rows=rows)


def _widest_unit(column: Sequence[str], most: int) -> int:
    """Return how wide the longest item is in a column of lists, of those that fit."""
    widths = {width(unit) for text in column for unit in _BETWEEN.split(text)}
    return max((each for each in widths if each <= most), default=most)


def _widest_word(column: Sequence[str]) -> int:
    """Return how wide a column of texts must be so that no word is broken."""
    words = {word for text in {*column} for word in parts_of(text, _ENOUGH)}
    return min(max(map(width, words), default=0), _ENOUGH)


def _wrap_units(text: str, cells: int) -> list[str]:
    """Break a list between its items; within one only if it is wider than a line."""
    lines: list[str] = []
    for unit in _BETWEEN.split(text):
        if lines and width(f"{lines[-1]} {unit}") <= cells:
            lines[-1] += f" {unit}"
        else:
            lines += wrap(unit, cells)
    return lines


def _break(
    column: list[str], cells: int, padding: int, break_text: Break
) -> tuple[list[str], int]:
    """Return a column with its texts broken into lines, and how wide that makes it."""
    head = "\n".join(wrap(column[0], max(cells - padding, 1)))
    texts = ["\n".join(break_text(text, cells)) for text in column[1:]]
    lines = (line for text in texts for line in text.split("\n"))
    heads = (width(line) + padding for line in head.split("\n"))
    return [head, *texts], max([*heads, *map(width, lines)])


def _height(row: Sequence[str]) -> int:
    """Return how many lines a row takes."""
    return max(cell.count("\n") for cell in row) + 1


def _share(
    sizes: Sizes, main: int, free: int, units: Widths, words: Widths
) -> dict[int, int]:
    """Return how many cells each column may take, the main one what others leave.

    Args:
        sizes: By column, the width of each of its cells, the least first.
        main: Which column is cut.
        free: How many cells there are.
        units: Of columns of lists, the width of the longest item that fits.
        words: Of columns, below which width no cell is broken.

    >>> _share({0: [5, 50], 1: [4, 9], 2: [9, 9, 9, 9, 40]}, 0, 60, {}, {})
    {1: 9, 2: 21, 0: 30}
    """
    # The main column is cut, and a cut title is worse than a date on two lines. So the
    # others are as wide as they are while the main one has enough; where it has not,
    # some of their cells are broken into lines. Greedy: each step lowers the column
    # that gives the most cells for the fewest lines more, so one long cell among
    # short ones goes first. Under _ENOUGH any cell may be broken; between that and
    # _GOOD, which is mere comfort, only up to a quarter of a column. Cost: a step for
    # each different width at most, each a search in sorted widths.
    caps = {column: widths[-1] for column, widths in sizes.items()}
    # A list with an item a line reads as well as in one line, so it gives first.
    longest = caps.pop(main)
    for column, unit in units.items():
        lacking = max(longest - free + sum(caps.values()), 0)
        rest = free - sum(caps.values()) + caps[column]  # for it and the main one
        least = max(unit, rest * 2 // 5) if caps[column] > 3 * unit else unit
        caps[column] = max(min(least, caps[column]), caps[column] - lacking)
    # Last, rather than break a word of the main column others are as narrow as theirs.
    good = min(max(_GOOD, free // 3), longest)
    fair = min(_GOOD, free // (len(sizes) + 1))
    for wanted, floor in ((good, _OTHER), (words.get(main, 0), 0)):
        while (lacking := wanted - free + sum(caps.values())) > 0:
            steps = _steps(sizes, caps, lacking, words, (floor, fair))
            _, broken, column, cap = min(steps, default=(0.0, 0, 0, 0))
            comfort = wanted - lacking >= min(_ENOUGH, wanted)
            if not cap or (comfort and broken * 4 > len(sizes[column])):
                break
            caps[column] = cap
    return {**caps, main: max(free - sum(caps.values()), _MAIN // 2)}


def _steps(
    sizes: Sizes, caps: Widths, lacking: int, words: Widths, floors: tuple[int, int]
) -> Iterator[tuple[float, int, int, int]]:
    """Yield for each column what it costs to lower it, and to how many cells."""
    floor, fair = floors
    for column, cap in caps.items():
        widths = sizes[column]
        below = bisect_left(widths, cap)
        tower = min(widths[-1] // 4, fair)  # under which a cell has a word a line
        least = max(floor, words.get(column, _OTHER), tower)
        lower = max(least, cap - lacking, widths[below - 1] if below else 0)
        if lower < cap:
            broken = widths[bisect_right(widths, lower) :]
            lines = sum(-(-each // lower) - 1 for each in broken)  # more than one each
            yield lines / (cap - lower), len(broken), column, lower


# -- formats --------------------------------------------------------------------------


def _tabulate(grid: Grid, tablefmt: str) -> list[str]:
    """Return the lines of the bare table in a format of tabulate."""
    from tabulate import tabulate  # noqa: PLC0415  (45 ms, and plain text needs none)

    text = tabulate(
        grid.rows,
        grid.columns,
        tablefmt=tablefmt,
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return str(text).split("\n")


def _pad(column: Sequence[str]) -> tuple[list[str], int]:
    """Return the cells of a column at one width, and that."""
    sizes = {text: width(text) for text in {*column}}
    most = max(sizes.values())
    padded = {text: text + " " * (most - size) for text, size in sizes.items()}
    return [padded[text] for text in column], most


def _lines_of(row: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a row as lines, of which most have one."""
    if "\n" not in "".join(row):
        return [tuple(row)]
    return [*zip_longest(*(cell.split("\n") for cell in row), fillvalue="")]


def _text(table: Callable[[Grid], Iterable[str]], grid: Grid) -> Iterator[str]:
    """Write a table of text, with the lines above and below around those of *table*."""
    yield from grid.title.split("\n")
    yield from grid.above
    if grid.title or grid.above:
        yield ""
    if grid.rows:
        yield from table(grid)
        yield ""
    yield from grid.below


def _line_table(grid: Grid, *, ruled: bool = False) -> list[str]:
    """Return a line a row, with headings and notes as lines between.

    As tabulate has them, which takes thrice as long.
    """
    names = [f"{name}  " for name in grid.columns] if ruled else grid.columns
    head, *broken = [_lines_of(row) for row in (names, *grid.rows)]
    rows = chain(head, *broken)
    columns, sizes = zip(*map(_pad, zip(*rows, strict=True)), strict=True)
    indent = "  " if grid.headings else ""
    joined = map("  ".join, zip(*columns, strict=True))
    rest = ((indent + line).rstrip() for line in joined)
    pad = indent + " " * sum(size + 2 for size in sizes[: grid.main])
    lines = [line for line in islice(rest, len(head)) if line]
    if ruled:
        lines.append(indent + "  ".join("-" * size for size in sizes))
    for row, cells in enumerate(broken):
        if row in grid.headings:
            lines += [""] * bool(lines) + grid.headings[row].split("\n")
        own = [*filter(None, islice(rest, len(cells)))]
        if grid.paint:
            own[0] = grid.paint(row, own[0])
        lines += own
        for note in grid.notes.get(row, ()):
            start = pad + "  " * grid.depths.get(row, 0)
            lines += (start + part for part in f"└ {note}".split("\n"))
    return lines


def _box_table(tablefmt: str, grid: Grid) -> Iterator[str]:
    """Yield boxes: headings span them, notes are further lines of their cell."""
    grid = _with_notes(grid, "\n")
    lines = iter(_tabulate(grid, tablefmt))
    top, *heads, rule = islice(lines, _height(grid.columns) + 2)
    head = heads[0]
    yield from (top, *heads, rule)
    inner = width(top) - 4
    for number, row in enumerate(grid.rows):
        if number in grid.headings:
            for text in wrap(grid.headings[number].replace("\n", " "), inner):
                yield f"{head[0]} {text}{' ' * (inner - width(text))} {head[-1]}"
            yield top.replace("╭", "├").replace("╮", "┤")
        for _ in range(_height(row)):
            yield next(lines)
        below = next(lines)
        yield below.replace("┼", "┴") if number + 1 in grid.headings else below


def _with_notes(grid: Grid, line_break: str) -> Grid:
    """Return a grid whose notes are in its main cells."""
    rows = [list(row) for row in grid.rows]
    for row, notes in grid.notes.items():
        parts = [rows[row][grid.main], *(f"└ {note}" for note in notes)]
        rows[row][grid.main] = line_break.join(parts)
    return attrs.evolve(grid, rows=rows)


def _markdown(grid: Grid) -> Iterator[str]:
    """Write Markdown: one table, never wrapped, in which a heading is a row."""
    above = [f"**{grid.title.strip()}**"] if grid.title.strip() else []
    yield "\n\n".join([*above, *map(_paragraph, grid.above)])
    rows: list[Sequence[str]] = []
    for number, row in enumerate(_with_notes(grid, "<br>").rows):
        if number in grid.headings:
            heading = [""] * len(row)
            heading[grid.main] = f"**{grid.headings[number].strip()}**"
            rows.append(heading)
        rows.append(row)
    if rows:
        yield from ("", *_tabulate(attrs.evolve(grid, rows=rows), "github"))
    for line in grid.below:
        yield from ("", _paragraph(line))


def _paragraph(line: str) -> str:
    """Return escaped text that begins no list and no code of Markdown."""
    return _BLOCK.sub(r"\1\\\2", line.strip())


_BLOCK = re.compile(r"^(\d*)([-+.)])")
_NARROW = 16  # cells; wider columns of LaTeX are broken into lines
_LINE = 345  # points: that of an article on A4, as narrow as any
_LONG = 60  # signs; a longer cell asks for no more
# By the size of the type of LaTeX, the points of a sign, and those beside a column.
_TYPES = (
    ("", 5, 6),
    (r"\footnotesize", 4.4, 3),
    (r"\scriptsize", 4, 1.5),
    (r"\tiny", 3.2, 1),
)
_WORD = re.compile(r"[^\s/-]+[/-]?")
_ADDRESS = re.compile(r"(https?://[!-;=?-\[\]-_a-z~]*[\w/#=~-])", re.ASCII)
_JOINTS = re.compile(r"(?<=[/?&=_#])")  # where an address may break
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "^": r"\^{}",
        "~": r"\textasciitilde{}",
        "\\": r"\textbackslash{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
    }
)


# Signs that the fonts of pdfLaTeX do not have are in its mathematics.
_MATHS = str.maketrans(
    {
        "→": r"\ensuremath{\to}",
        "∴": r"\ensuremath{\therefore}",
        "−": r"\ensuremath{-}",
        "●": r"\ensuremath{\bullet}",
        "◐": r"\ensuremath{\odot}",
        "○": r"\ensuremath{\circ}",
        "◌": r"\ensuremath{\circleddash}",
        "◔": r"\ensuremath{\oslash}",
        "■": r"\ensuremath{\blacksquare}",
        "✕": r"\ensuremath{\times}",
    }
)


def _latex(grid: Grid) -> Iterator[str]:
    """Write LaTeX that fits the line and breaks over pages: headings and notes span it.

    It needs the packages amssymb, booktabs, xltabular and xurl.
    """
    for line in _latex_lines(grid):
        yield line.translate(_MATHS).replace(FORMATS["latex"].indent, r"\quad ")


def _latex_lines(grid: Grid) -> Iterator[str]:
    for line in (grid.title, *grid.above):
        yield from (_latex_text(line), "")
    if grid.rows:
        style, sorts = _latex_columns(grid)
        cells = [map(_latex_cell, row) for row in (grid.columns, *grid.rows)]
        padded = (_pad(column)[0] for column in zip(*cells, strict=True))
        head, *rows = (rf"{' & '.join(row)} \\" for row in zip(*padded, strict=True))
        yield rf"{style}\begin{{xltabular}}{{\linewidth}}{{@{{}}{''.join(sorts)}@{{}}}}"
        yield from (r"\toprule", head, r"\midrule", r"\endhead")
        span = rf"\multicolumn{{{len(sorts)}}}{{@{{}}p{{.98\linewidth}}@{{}}}}"
        for row, line in enumerate(rows):
            if row in grid.headings:
                yield rf"{span}{{\textbf{{{_latex_cell(grid.headings[row])}}}}} \\*"
            # Behind \\ a bracket is a length, and a star an option.
            yield f"{{}}{line}" if line.lstrip().startswith(("[", "*")) else line
            for note in grid.notes.get(row, ()):
                yield rf"{span}{{\quad {_latex_cell(note)}}} \\"
        yield from (r"\bottomrule", rf"\end{{xltabular}}{'}' if style else ''}")
    for line in grid.below:
        yield from ("", _latex_text(line))


def _latex_columns(grid: Grid) -> tuple[str, list[str]]:
    """Return how a table is set, and each of its columns, so that all fit the line.

    Wide ones share what the others leave: evenly, or by their words if need be.
    """
    columns = [*map(" ".join, zip(grid.columns, *grid.rows, strict=True))]
    most = [max(map(width, texts)) for texts in zip(*grid.rows, strict=True)]
    words = [max(map(width, _WORD.findall(text)), default=0) for text in columns]
    least = [min(each, _NARROW) for each in words]
    between = 2 * (len(most) - 1)
    sizes = [((_LINE - gap * between) / sign, size, gap) for size, sign, gap in _TYPES]
    fitting = (each for each in sizes if sum(least) <= each[0])
    room, size, gap = next(fitting, sizes[-1])
    broken = [i for i, each in enumerate(most) if each > _NARROW] or [grid.main]
    rest = room - sum(each for i, each in enumerate(most) if i not in broken)
    if rest < sum(least[i] for i in broken):
        broken, rest = [*range(len(most))], room
    sorts = ["l"] * len(most)
    for i, share in _shares(rest, {i: (least[i], most[i]) for i in broken}).items():
        own, hyphens = "", ""
        if share:  # without that space TeX hyphenates no first word
            own, hyphens = rf"\hsize={share:.2f}\hsize", r"\hspace{0pt}"
        sorts[i] = rf">{{{own}\raggedright\arraybackslash{hyphens}}}X"
    style = rf"{{{size}\setlength{{\tabcolsep}}{{{gap}pt}}" if size else ""
    return style, sorts


def _shares(room: float, needs: Mapping[int, tuple[int, int]]) -> dict[int, float]:
    """Return which part of an even share each column gets; 0 if it is even.

    Args:
        room: What there is for all, in signs.
        needs: By column, the longest word and the longest cell.
    """
    even = room / len(needs)
    if max(least for least, _ in needs.values()) <= even:
        return dict.fromkeys(needs, 0)
    spare = max(room - sum(least for least, _ in needs.values()), 0)
    wants = {i: min(most, _LONG) - least for i, (least, most) in needs.items()}
    total = sum(wants.values()) or 1
    shares = {i: needs[i][0] + spare * wants[i] / total for i in needs}
    whole = sum(shares.values())
    return {i: share * len(needs) / whole for i, share in shares.items()}


def _linked(escape: Escape, linked: Escape, text: str) -> str:
    r"""Return a text made safe, in which addresses are links.

    >>> print(_latex_text("50% of https://example.org/a%20b"))
    50\% of \url{https://example.org/a%20b}
    """
    parts = _ADDRESS.split(text)
    parts[::2] = map(escape, parts[::2])
    parts[1::2] = map(linked, parts[1::2])
    return "".join(parts)


_IN_LINK = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>|\\"}  # in Markdown
_markdown_plain = partial(_linked, escape_markdown, "<{}>".format)


def _markdown_text(text: str) -> str:
    r"""Return a text made safe, in which what is marked up as a link is one.

    >>> from timeline.report.html import mark_up
    >>> print(_markdown_text(f"held {mark_up('web', '[1]', 'https://example.org')}"))
    held [\[1\]](https://example.org)
    """
    plain, *rest = MARKED.split(text)
    return _markdown_plain(plain) + "".join(
        f"[{escape_markdown(words)}]({url.translate(_IN_LINK)}){_markdown_plain(after)}"
        for url, words, after in zip(rest[1::4], rest[2::4], rest[3::4], strict=True)
    )


_html_text = partial(
    _linked, escape_html, lambda url: link(escape_html(url), escape_html(url))
)


def _latex_escape(text: str) -> str:
    return text.translate(_LATEX)


def _breakable(address: str) -> str:
    """Return an address that may break, for an argument.

    There ``url`` takes no % and no #: they would be a comment, and another argument.
    """
    if {*"%#"}.isdisjoint(address):
        return rf"\url{{{address}}}"
    return r"\allowbreak{}".join(map(_latex_escape, _JOINTS.split(address)))


_latex_text = partial(_linked, _latex_escape, r"\url{{{}}}".format)
_latex_cell = partial(_linked, _latex_escape, _breakable)


_MARK = re.compile(r"\[[^\s\]]+\]")  # of a source


def _csv(grid: Grid) -> Iterator[str]:
    """Write CSV: what stands around a row as columns, formulas made harmless.

    Those are its heading, its notes, the sources whose marks are in it, and of which
    answer it is.
    """
    file, say = io.StringIO(), grid.words.say
    writer = csv.writer(file, lineterminator="\n")
    answer = grid.words.clauses([grid.title, *grid.above]) if grid.title else ""
    marks = ((_MARK.match(line), line) for line in grid.below)
    sources = {mark[0]: line for mark, line in marks if mark}
    more = {"sources": bool(sources), "answer": bool(answer)}
    heads = [
        say("group"),
        *grid.columns,
        say("notes"),
        *map(say, compress(more, more.values())),
    ]
    writer.writerow(map(spreadsheet_safe, heads))
    heading = ""
    for number, row in enumerate(grid.rows):
        heading = grid.headings.get(number, heading)
        cells = [heading, *row, "; ".join(grid.notes.get(number, ()))]
        cited = dict.fromkeys(_MARK.findall(" ".join(cells)))
        named = " ".join(sources[mark] for mark in cited if mark in sources)
        cells += compress([named, answer], more.values())
        writer.writerow(map(spreadsheet_safe, cells))
    yield file.getvalue()


def marked(grid: Grid, prefix: str = "", others: Iterable[str] = ()) -> Grid:
    """Return a grid as HTML, with what is marked up in it; see `html.marked_up`.

    Args:
        grid: The table.
        prefix: The start of its ids; each table on a page needs another.
        others: The records in it without a row of their own.
    """
    ids = grid.ids or ()
    escape = partial(marked_up, ids={*ids, *others}, prefix=prefix)
    grid = attrs.evolve(grid, ids=[prefix + id_ for id_ in ids])
    return escaped(grid, FORMATS["html"]._replace(escape=escape))


class Format(NamedTuple):
    """How a table is written in one format.

    Attributes:
        write: Returns its lines.
        escape: Makes a text safe in it.
        fits: Whether it can be made to fit a width.
        keeps_all: Whether very long texts are not cut.
        indent: What precedes the main cell of a part, for each level.
    """

    write: Callable[[Grid], Iterator[str]]
    escape: Escape = clean
    fits: bool = False
    keeps_all: bool = False
    indent: str = "  "


FORMATS: Mapping[str, Format] = {
    "plain": Format(partial(_text, _line_table), fits=True),
    "simple": Format(partial(_text, partial(_line_table, ruled=True)), fits=True),
    "grid": Format(partial(_text, partial(_box_table, "grid")), fits=True),
    "rounded": Format(partial(_text, partial(_box_table, "rounded_grid")), fits=True),
    "github": Format(_markdown, _markdown_text, indent="&emsp;"),
    "latex": Format(_latex, indent="\u2003"),
    "csv": Format(_csv, keeps_all=True, indent=""),
    "html": Format(table_lines, _html_text, keeps_all=True, indent=""),
}
