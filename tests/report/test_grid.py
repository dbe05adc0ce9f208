from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tabulate import tabulate

from timeline import Call, Meeting, Source, Timeline, Treaty
from timeline.errors import InvalidError
from timeline.report.grid import Grid
from timeline.report.layout import FORMATS, LONGEST, layout
from timeline.text import clean, width, wrap

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x9b2J",
    "a\u202eb",
    "zero\u200bwidth",
    "\x01",
    "a|b",
    "<script>alert(1)</script>",
    "\\input{/etc/passwd} $x$ 50% & # _ ^ ~ { }",
    "=1+1",
    "  lead",
    "line\nbreak\ttab",
    "習近平 👩‍👩‍👧",
    "**bold** [l](javascript:x) ![i](y) `c`",
    "1e5",
    "",
    "-",
)
texts = st.sampled_from(HOSTILE) | st.text(max_size=12)
GRID = Grid(
    ["", "When", "What", "Status"],
    [["●", "“recent”", "Talks on trade and defence", "held"], ["○", "", "Call", "x"]],
    {0: "Done, no date", 1: "Still open"},
    {1: ["waits for: Return to Ottawa"]},
    "A title",
    ["2 records"],
    ["Source: article"],
    main=2,
)


def spaced(text: str) -> str:
    """Collapse what every format may collapse: the number of spaces."""
    return " ".join(clean(text).split())


def shown(fmt: str, most: int | None = None) -> list[str]:
    return layout(GRID, fmt, most).split("\n")


def test_plain_is_a_line_a_row_with_headings_and_notes_between() -> None:
    assert shown("plain") == [
        "A title",
        "2 records",
        "",
        "     When      What                        Status",
        "",
        "Done, no date",
        "  ●  “recent”  Talks on trade and defence  held",
        "",
        "Still open",
        "  ○            Call                        x",
        "               └ waits for: Return to Ottawa",
        "",
        "Source: article",
    ]


def test_a_rounded_grid_lets_headings_span_the_box() -> None:
    lines = shown("rounded")[3:-2]
    assert {width(line) for line in lines} == {width(lines[0])}
    assert "│ Done, no date" in lines[3]
    assert "┴" in lines[6]
    assert any("└ waits for" in line for line in lines)


def test_simple_has_a_rule_and_grid_has_boxes() -> None:
    assert shown("simple")[4].strip().startswith("--")
    assert shown("grid")[3].startswith("+---")
    bare = Grid(["a", "b"], [["1", "2"]])
    assert layout(bare, "simple").splitlines()[-1] == "1    2"


def test_markdown_is_one_table_in_which_headings_are_rows() -> None:
    lines = shown("github")
    assert lines[:4] == ["**A title**", "", "2 records", ""]
    assert sum("| **Still open** " in line for line in lines) == 1
    assert sum(line.startswith("|--") for line in lines) == 1
    bare = layout(Grid(["a"], [["1"], ["2"]], below=["end"]), "github")
    assert bare == "| a   |\n|-----|\n| 1   |\n| 2   |\n\nend"


def test_latex_spans_headings_and_notes() -> None:
    text = layout(GRID, "latex")
    span = r"\multicolumn{4}{@{}p{.98\linewidth}@{}}"
    assert rf"{span}{{\textbf{{Still open}}}} \\*" in text
    assert rf"{span}{{\quad waits for: Return to Ottawa}} \\" in text


def test_latex_fits_the_line_and_breaks_over_pages() -> None:
    text = layout(GRID, "latex")
    begin, *_, end = (line for line in text.splitlines() if "xltabular" in line)
    assert begin.startswith(r"\begin{xltabular}{\linewidth}{@{}")
    assert end == r"\end{xltabular}"
    assert r"\endhead" in text
    assert "X" in begin.rpartition("linewidth")[2]  # a column that is broken
    short = layout(Grid(["a", "b"], [["1", "2"]]), "latex")
    assert r"{@{}>{\raggedright\arraybackslash}Xl@{}}" in short


@pytest.mark.parametrize(
    ("columns", "size"),
    [(9, r"{\scriptsize\setlength{\tabcolsep}{1.5pt}"), (60, r"{\tiny\set")],
)
def test_a_wide_table_of_latex_has_columns_for_its_words(
    columns: int, size: str
) -> None:
    words = (
        "the concluded",
        "an invitation sent to",
        "7",
        *["agreements to come"] * (columns - 3),
    )
    text = layout(Grid([""] * columns, [words]), "latex")
    (begin,) = (line for line in text.splitlines() if "begin" in line)
    assert begin.startswith(size)
    assert text.endswith(r"\end{xltabular}}")
    parts = [*map(float, re.findall(r"\\hsize=([\d.]+)", begin))]
    assert sum(parts) == pytest.approx(columns, abs=0.005 * columns)
    assert parts[2] < parts[0] <= parts[1]
    even = layout(Grid(["a", "b"], [["Talks in Paris, again"] * 2]), "latex")
    assert "hsize" not in even


def test_latex_breaks_addresses() -> None:
    address = "https://example.org/a_b?c=1&d=50%#e"
    text = layout(Grid(["a"], [["1"]], below=[f"See {address}, 50%"]), "latex")
    assert text.endswith(rf"See \url{{{address}}}, 50\%")


def test_csv_holds_headings_and_notes_as_columns() -> None:
    rows = list(csv.reader(layout(GRID, "csv").split("\n")))
    assert rows[0] == ["Group", "", "When", "What", "Status", "Notes", "Answer"]
    assert rows[2][0] == "Still open"
    assert rows[2][-2] == "waits for: Return to Ottawa"
    assert {row[-1].split(";")[0] for row in rows[1:]} == {"A title"}


def test_csv_of_an_answer_names_the_sources_of_each_row_and_the_day() -> None:
    """Marks such as [1] led nowhere, and no row said from which day it was seen."""
    both = [Source(id="a", title="One", publisher="AFP"), Source(id="b", title="Two")]
    talks = Meeting(
        id="m",
        title="M",
        participants=["FR", "DE"],
        when="2025-03-02",
        status="held",
        sources=["a", "b"],
    )
    plan = Call(id="c", title="C", when="2025-03-20", status="expected", sources=["b"])
    tl = Timeline([talks, plan], both)
    agenda, pairs = tl.agenda("2025-03-10"), tl.pairs(on="2025-03-10")
    head, row = csv.reader(pairs.table("csv").splitlines())
    assert head[-3:] == ["Notes", "Sources", "Answer"]
    assert row[-2].startswith("[1] One. AFP.")
    assert "[2] Two." in row[-2]
    assert row[-1] == "Who met whom; as of 10 Mar 2025"
    assert "Agenda of 10 Mar 2025" in agenda.table("csv")
    assert "Answer" not in tl.table("csv")


@pytest.mark.parametrize("fmt", ["plain", "simple", "grid", "github", "latex", "csv"])
def test_nothing_to_show_is_still_said(fmt: str) -> None:
    text = layout(attrs.evolve(GRID, rows=[], headings={}, notes={}), fmt)
    if fmt != "csv":
        assert "A title" in text
        assert "Source: article" in text
    assert layout(Grid([], []), "plain") == ""


@pytest.mark.parametrize("fmt", ["plain", "simple", "grid", "rounded"])
@pytest.mark.parametrize("most", [30, 45, 60, 120])
def test_a_given_width_is_kept_and_only_the_main_column_shrinks(
    fmt: str, most: int
) -> None:
    text = layout(GRID, fmt, most)
    assert max(map(width, text.split("\n"))) <= max(most, 39)
    assert "“recent”" in text
    assert "held" in text


def test_other_columns_are_broken_into_lines_before_the_main_one_is_unreadable() -> (
    None
):
    dates = [f"{day} Mar 2025" for day in (14, 15, 16, 17)]
    rows = [["●", date, f"Talks number {date}", "held"] for date in dates]
    rows[1][1] += " “in the morning of the day after”"
    grid = Grid(
        ["", "When", "What", "Status"],
        rows,
        {0: "Done"},
        {1: ["waits"]},
        main=2,
        paint=lambda row, line: f"{line} {row}",
    )
    assert layout(grid, "plain", 60).split("\n") == [
        "     When                 What                      Status",
        "",
        "Done",
        "  ●  14 Mar 2025          Talks number 14 Mar 2025  held 0",
        "  ●  15 Mar 2025 “in the  Talks number 15 Mar 2025  held 1",
        "     morning of the day",
        "     after”",
        "                          └ waits",
        "  ●  16 Mar 2025          Talks number 16 Mar 2025  held 2",
        "  ●  17 Mar 2025          Talks number 17 Mar 2025  held 3",
    ]
    assert layout(grid, "simple", 60).count("\n") == 10
    boxed = layout(grid, "grid", 70).split("\n")
    assert {width(line) for line in boxed} == {width(boxed[0])}
    assert any("after”" in line and "held" not in line for line in boxed)


def test_cells_are_broken_for_comfort_only_where_they_are_few() -> None:
    rows = [["x" * 40, "some ten words " * 2] for _ in range(8)]
    assert "some ten words some ten words" in layout(Grid("ab", rows), "plain", 55)
    rows[3:] = [["y" * 40, "few"] for _ in range(5)]
    rows[1:2] = [["z" * 40, "few"]]
    text = layout(Grid("ab", rows), "plain", 55)
    assert "some ten words some ten words" not in text
    assert "x" * 29 in text


def test_a_heading_breaks_where_its_column_is_narrow() -> None:
    grid = Grid(["What", "Days since the signature"], [["x" * 60, "12"]])
    head, *more = layout(grid, "plain", 40).split("\n")[:3]
    assert head.split() == ["What", "Days", "since"]
    assert "".join(more).split() == ["the", "signature"]


@given(
    st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5),
    st.integers(50, 90),
    st.sampled_from(["plain", "simple", "grid", "rounded"]),
)
def test_a_width_is_kept_whatever_the_cells_say(
    cells: list[tuple[str, str, str]], most: int, fmt: str
) -> None:
    words = [[f"{cell} some more words"[:40] for cell in row] for row in cells]
    grid = Grid(["A", "B", "C"], [(a * 3, b, c * 2) for a, b, c in words], {0: "G"})
    assert max(map(width, layout(grid, fmt, most).split("\n"))) <= most


def test_below_sixty_cells_what_stood_beside_a_row_stands_under_it() -> None:
    grid = Grid(
        ["", "What", "Who", "Status"],
        [["●", "Talks", "Ann Lee", "held"], ["", "Rest", "", ""]],
        notes={0: ["a note"]},
        main=1,
        classes=["mark", "what", "", "status"],
    )
    text = layout(grid, "plain", 59)
    assert text == "●  Talks\n   └ Who: Ann Lee · held\n   └ a note\n   Rest"
    assert "Ann Lee  held" in layout(grid, "plain", 60)
    first = attrs.evolve(grid, columns=["What", "a", "Who", "Status"], main=0)
    assert "●\n└ Talks · Who: Ann Lee · held\n" in layout(first, "plain", 40)


def test_without_a_width_nothing_is_cut() -> None:
    grid = attrs.evolve(
        GRID, rows=[["●", "", "x" * 150, "held"]], headings={}, notes={}
    )
    assert "x" * 150 in layout(grid, "plain")


def test_what_is_absurdly_long_is_cut_and_that_is_said() -> None:
    grid = Grid(["a"], [["x" * 10**6], ["y"]])
    text = layout(grid, "plain")
    assert len(text) < 2 * LONGEST
    assert f"a text was cut at {LONGEST} characters" in text
    assert layout(grid, "csv").count("x") == 10**6


def test_paint_gets_the_number_and_the_line_of_each_row() -> None:
    grid = attrs.evolve(GRID, paint=lambda row, line: f"{row}>{line.strip()}")
    assert "0>●" in layout(grid, "plain")


def test_long_lines_are_wrapped_at_spaces_unless_a_word_is_wider() -> None:
    assert wrap("abcde fgh i", 5) == ["abcde", "fgh i"]
    assert wrap("a " + "x" * 12, 6, " ") == ["a", " xxxxx", " xxxxx", " xx"]
    assert wrap("習近平習近平", 4) == ["習近", "平習", "近平"]
    assert wrap("a b", None) == ["a b"]
    assert wrap("", 5) == [""]


@pytest.mark.parametrize("fmt", ["gird", "", "unsafehtml", "latex_raw", "tsv"])
def test_a_format_that_is_not_ours_is_refused(fmt: str) -> None:
    with pytest.raises(InvalidError, match="unknown table format"):
        layout(GRID, fmt)


rows = st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5)


def hostile(cells: list[tuple[str, str, str]]) -> Grid:
    """Make a grid whose every part is untrusted."""
    first = cells[0]
    return Grid(
        ["A", "B", "C"], cells, {0: first[0]}, {0: [first[1]]}, first[2], main=1
    )


@given(rows)
def test_plain_text_holds_one_line_a_row_whatever_it_says(
    cells: list[tuple[str, str, str]],
) -> None:
    grid = Grid(["A", "B", "C"], cells)
    lines = layout(grid, "plain").split("\n")
    body = [" ".join(line.split()) for line in lines[1:]]
    wanted = [spaced(" ".join(row)) for row in cells]
    while wanted and not wanted[-1]:
        wanted.pop()  # empty lines at the end go
    assert body == wanted
    assert all(clean(line) == line for line in lines)


@given(rows, st.booleans())
def test_plain_is_what_tabulate_prints_to_the_byte(
    cells: list[tuple[str, str, str]],
    signed: bool,  # noqa: FBT001  (drawn)
) -> None:
    grid = Grid(["" if signed else "A", "B", "C"], cells)
    cleaned = [grid.columns, *([clean(cell) for cell in row] for row in cells)]
    wanted = tabulate(
        cleaned, tablefmt="plain", disable_numparse=True, preserve_whitespace=True
    )
    assert layout(grid, "plain") == wanted.strip("\n")


@given(rows)
def test_csv_gives_back_every_text(cells: list[tuple[str, str, str]]) -> None:
    found = list(csv.reader(layout(Grid(["A", "B", "C"], cells), "csv").split("\n")))
    for row, given_row in zip(found[1:], cells, strict=False):
        assert [cell.removeprefix("'") for cell in row[1:4]] == [
            clean(cell).removeprefix("'") for cell in given_row
        ]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


class _Cells(HTMLParser):
    """Collects the cells of rendered Markdown, and every tag that is in them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@given(rows)
def test_markdown_rendered_and_read_back_gives_every_text(
    cells: list[tuple[str, str, str]],
) -> None:
    reader = _Cells()
    page = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.feed(page.render(layout(hostile(cells), "github")))
    assert reader.tags <= {
        *("table", "thead", "tbody", "tr", "th", "td", "br", "p", "h3", "strong")
    }
    grid = hostile(cells)
    found = [row for row in reader.rows if row]
    for number in grid.headings:
        del found[number]
    assert len(found) == len(cells)
    for row, given_row in zip(found, cells, strict=True):
        assert [spaced(cell.partition("\n")[0]) for cell in row] == list(
            map(spaced, given_row)
        )


class _Markup(HTMLParser):
    """Collects the tags of HTML, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)
        if tag in {"td", "th", "div", "caption"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


@given(rows)
def test_html_read_back_gives_every_text(cells: list[tuple[str, str, str]]) -> None:
    reader = _Markup()
    reader.feed(layout(hostile(cells), "html"))
    reader.close()
    known = "table caption strong thead tbody tr th td div"
    assert set(reader.tags) <= set(known.split())
    title, heading, note = cells[0][2], cells[0][0], cells[0][1]
    found = [spaced(text) for text in reader.texts]
    wanted = [title] if title else []
    wanted += ["A", "B", "C", heading]
    for number, (a, b, c) in enumerate(cells):
        wanted += [a, b, *([note] if number == 0 else []), c]
    assert found == [spaced(text) for text in wanted]


def test_html_has_a_body_for_each_group_and_cuts_nothing() -> None:
    long = attrs.evolve(GRID, title="x" * 300, below=["end", ""])
    text = layout(long, "html")
    assert "x" * 300 in text
    assert text.count("<tbody") == text.count('scope="rowgroup"') == 2
    assert text.endswith('</table>\n<div class="timeline-end">\n<p>end</p>\n</div>')
    assert "<caption>" not in layout(Grid(["a"], [["b"]]), "html")


@pytest.mark.parametrize(
    "text", ["- a", "+ a", "1. a", "2) a", "    a", "--- a", "-", "# a", "$a$ b", "..."]
)
def test_lines_around_a_table_begin_no_list_and_no_code(text: str) -> None:
    grid = Grid(["A"], [[text]], {0: text}, {}, text, [text], [text])
    written = layout(grid, "github")
    page = MarkdownIt("commonmark").enable("table").render(written)
    assert not re.search("<(li|pre|hr|h1|h2)", page)
    assert page.count(f">{text.strip()}</") == 5
    assert re.search(r"(?<!\\)\$", written) is None


@given(rows)
def test_latex_escapes_every_sign_that_commands(
    cells: list[tuple[str, str, str]],
) -> None:
    body = layout(hostile(cells), "latex")
    bare = re.sub(
        r"\\(textbackslash|textasciitilde)\{\}|\\ensuremath\{(?:[<>-]|\\[a-z]+)\}|\\\^\{\}"
        r"|\\[&%$#_{}]|\\\\",
        "",
        body,
    )
    commands = set(re.findall(r"\\[a-z]+", bare))
    known = "begin end toprule midrule bottomrule multicolumn textbf quad endhead"
    known += " linewidth raggedright arraybackslash hsize hspace setlength tabcolsep"
    known += " footnotesize scriptsize tiny"
    assert commands <= {f"\\{word}" for word in known.split()}
    assert not set(bare) & set("%$#_^~")
    assert bare.count("{") == bare.count("}")


@given(rows)
def test_every_line_of_a_grid_is_equally_wide(
    cells: list[tuple[str, str, str]],
) -> None:
    lines = [line for line in layout(hostile(cells), "grid").split("\n") if line]
    box = [line for line in lines if line[0] in "+|"]
    assert all(abs(width(a) - width(b)) == 0 for a, b in pairwise(box[:3]))
    assert set(FORMATS) >= {"plain", "simple", "grid", "github", "html"}


_LATE = Call(id="c", title="Call", when="2024", status="expected")
_CETA = Timeline([Treaty(id="ceta", title="CETA"), _LATE])
_CHANGED = _CETA.diff(_CETA.update("ceta", title="Trade agreement"))
_TABLES: list[Callable[[Any], str]] = [
    lambda cells: _CETA.table(width=cells),
    lambda cells: _CETA.card("ceta", width=cells),
    lambda cells: _CETA.agenda("2025-01-01").table(width=cells),
    lambda cells: _CETA.treaty("ceta", "2025-01-01").table(width=cells),
    lambda cells: _CETA.ratifications("FR", "2025-01-01").table(width=cells),
    lambda cells: _CHANGED.table(width=cells),
    lambda cells: _CHANGED.table("html", width=cells),
    _CHANGED.brief,
]


@pytest.mark.parametrize("width", ["a", "80", 0, -1, True, 80.0])
@pytest.mark.parametrize("table", _TABLES)
def test_every_table_refuses_what_is_no_width(
    table: Callable[[Any], str], width: object
) -> None:
    with pytest.raises(
        InvalidError, match=r"^width: .* is not a whole number; write 1"
    ):
        table(width)


@pytest.mark.parametrize("table", _TABLES)
def test_every_table_has_its_room_and_is_cut_nowhere_without_a_width(
    table: Callable[[Any], str],
) -> None:
    assert "…" not in table(None)
    assert table(1)


def test_an_address_in_a_note_begins_no_comment_of_latex() -> None:
    note = "see https://example.org/50%25#a and https://example.org/b_c"
    text = layout(Grid(["a"], [["1"]], notes={0: [note]}), "latex")
    line = text.replace(r"\allowbreak{}", "")
    assert r"\quad see https://example.org/50\%25\#a and" in line
    assert r"and \url{https://example.org/b_c}} \\" in text


def test_no_line_is_empty_because_a_text_ends_in_a_space() -> None:
    text = "\\input{/etc/passwd} $x$ 50% & # _ ^ ~ { "
    grid = Grid(["A", "B"], [("a " * 30, text * 2)])
    for most in range(50, 91):
        assert layout(grid, "grid", most).count("+--") == 4


def test_no_cell_is_a_tower_of_single_words_beside_a_wide_one() -> None:
    title, long, longer = "Title of an event of some length", "word " * 24, "word " * 30
    rows = [(title, long, "short"), *[(title, "", longer)] * 12]
    text = layout(Grid(["Event", "Was", "Now"], rows), width=110)
    assert text.split("\n")[6].startswith(title)  # the first row has five lines
