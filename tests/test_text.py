"""The one door for text: what goes out is harmless, short and still readable."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from timeline import text
from timeline.errors import InvalidError

anything = st.text(st.characters() | st.sampled_from("\x00\x1b\u202e\n\t=|*é習\ufeff"))
UNSAFE = {"Cc", "Zl", "Zp", "Cs"}


@given(anything)
def test_clean_leaves_nothing_that_steers_a_terminal(value: str) -> None:
    shown = text.clean(value)

    assert not {unicodedata.category(sign) for sign in shown} & UNSAFE
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2069\u200b\ufeff")
    assert text.clean(shown) == shown
    if value.isprintable():
        assert shown is value


def test_clean_shows_what_it_replaces_and_keeps_joiners() -> None:
    assert text.clean("a\x1b[31mb") == "a<U+001B>[31mb"
    assert text.clean("a\r\n\tb") == "a b"
    assert text.clean("نامه\u200cای") == "نامه\u200cای"


class Loud(str):
    """A text that says something else when it is printed."""

    __slots__ = ()

    def __str__(self) -> str:
        raise AssertionError("nobody should ask")

    __repr__ = __str__


def test_a_text_of_a_subclass_becomes_a_plain_one() -> None:
    assert type(text.as_text(Loud("held"))) is str
    assert text.as_text(Loud("held")) == "held"
    assert text.quote(Loud("held")) == '"held"'


@given(anything, st.integers(2, 40))
def test_a_quote_is_short_clean_and_in_quotation_marks(value: str, most: int) -> None:
    shown = text.quote(value, most)

    assert len(shown) <= most + 2
    assert shown[0] == shown[-1] == '"'
    assert text.clean(shown) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        (True, "True"),
        (1.5, "1.5"),
        (-7, "-7"),
        pytest.param(10**5000, "a giant number", id="giant"),
        ([1] * 10**5, "a list"),
        (b"x", "a bytes"),
        (object(), "a object"),
    ],
)
def test_what_is_no_text_is_quoted_without_its_contents(
    value: object, shown: str
) -> None:
    assert text.quote(value) == shown


@given(anything)
def test_html_reads_back_as_the_cleaned_text(value: str) -> None:
    shown = text.escape_html(value)

    assert html.unescape(shown) == html.unescape(text.escape_html(text.clean(value)))
    assert not set(shown) & set("<>\"'")


@given(anything)
def test_markdown_has_no_live_mark(value: str) -> None:
    shown = text.escape_markdown(value)

    for mark in "`*_[]<>|~#!":
        assert mark not in shown.replace(f"\\{mark}", "")
    assert "\n" not in shown


@given(anything)
def test_no_spreadsheet_takes_a_safe_cell_for_a_formula(value: str) -> None:
    shown = text.spreadsheet_safe(value)

    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown in (value, f"'{value}")


@given(anything, st.integers(0, 30))
def test_shortened_text_fits_and_begins_as_the_long_one(value: str, most: int) -> None:
    value = text.clean(value)
    shown = text.shorten(value, most)

    assert text.width(shown) <= most
    if text.width(value) <= most:
        assert shown == value
    else:
        assert value.startswith(shown.removesuffix("…"))


def test_wide_characters_take_two_cells_and_controls_are_not_nothing() -> None:
    assert text.width("習近平") == 6
    assert text.width("é\x07") == 2
    assert text.width("✕ ◐ “Élysée” → ∴ Ωж") == 19


@given(st.text(st.characters(max_codepoint=0x3000)))
def test_width_is_that_of_wcwidth(value: str) -> None:
    cells = wcswidth(value)

    assert text.width(value) == (cells if cells >= 0 else len(value))
    assert text.shorten("習近平", 4) == "習…"
    assert text.shorten("習近平", 0) == ""


@pytest.mark.parametrize("word", ["x", "習", "e\u0301"])
def test_a_word_of_any_length_is_broken_into_lines(word: str) -> None:
    lines = text.wrap(f"a {word * 100_000}", 78, "  ")

    assert "".join(line.removeprefix("  ") for line in lines) == f"a{word * 100_000}"
    assert max(map(text.width, lines)) <= 78
    assert text.wrap(word * 4, 3, "    ")[0].startswith(word)
    for most in (-3, 0, 1):
        assert "".join(text.wrap(f"a {word * 4}", most)) == f"a{word * 4}"
    marks = "ab" + "\u0301" * 20 + "c"
    assert "".join(text.wrap(marks, 2)) == marks


@given(anything)
def test_searchable_text_is_settled(value: str) -> None:
    found = text.searchable(value)

    assert text.searchable(found) == found
    assert text.searchable(value.upper().lower()) == text.searchable(
        value.upper().lower()
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [("É  LYSÉE", "elysee"), ("℠", "sm"), ("ﬁn", "FIN"), ("Straße", "STRASSE")],
)
def test_what_people_write_alike_is_found_alike(a: str, b: str) -> None:
    assert text.searchable(a).replace(" ", "") == text.searchable(b)


def test_a_listing_reads_as_english() -> None:
    assert text.listing([]) == "nothing"
    assert text.listing(["a"]) == "a"
    assert text.listing(["a", "b"]) == "a or b"
    assert text.listing("abc", "and") == "a, b and c"


def test_a_guess_is_made_only_where_it_helps() -> None:
    assert text.closest("MEETNG", ["meeting", "call"]) == "meeting"
    assert text.closest("zzz", ["meeting", "call"]) == ""
    assert text.closest("x" * 65, ["x" * 65]) == ""
    assert text.closest("e1", (f"e{at}" for at in range(10_001))) == ""
    assert text.suggest("zzz", []) == "use nothing"


@pytest.mark.parametrize("value", [None, 5, b"x", ["x"]])
def test_only_text_is_text(value: str) -> None:
    with pytest.raises(InvalidError, match="is not text"):
        text.as_text(value)


def test_half_a_character_is_refused_before_a_file_would() -> None:
    assert text.as_text("😀é") == "😀é"
    with pytest.raises(InvalidError, match=r"half a character, U\+D83D"):
        text.as_text("a\ud83d")


def test_a_guess_in_a_hint_is_cleaned_like_the_value_itself() -> None:
    hostile = "carney-trump-call\x1b]0;pwn\x07"
    for hint in (
        text.did_you_mean("carney-trump-call", [hostile]),
        text.suggest("carney-trump-call", [hostile]),
        text.suggest("xyz", [hostile]),
    ):
        assert "\x1b" not in hint
        assert "carney" in hint


@pytest.mark.parametrize("word", [None, 5, b"held", ["held"], "h" * 65])
def test_nothing_is_guessed_for_what_is_not_a_short_text(word: object) -> None:
    assert text.closest(word, ["held"]) == ""
    assert text.did_you_mean(word, ["held"], "write held") == "write held"


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param(" ", True, id="a-space"),
        pytest.param("\u200b\n", True, id="invisible"),
        pytest.param("a\u200b", False, id="a-letter-and-an-invisible-sign"),
        pytest.param("習", False, id="a-word"),
    ],
)
def test_a_text_without_a_visible_sign_is_blank(value: str, blank: bool) -> None:  # noqa: FBT001  (a case)
    assert text.is_blank(value) is blank


def test_a_long_text_keeps_the_end_that_tells_it_from_others() -> None:
    names = [f"{'Meeting ' * 9}in {place}" for place in ("Paris", "Rome")]
    ends = ["in Paris", "in Rome"]

    short = [text.shorten(n, 30, end) for n, end in zip(names, ends, strict=True)]

    assert [s.endswith(end) for s, end in zip(short, ends, strict=True)] == [True] * 2
    assert all(text.width(s) <= 30 for s in short)


def test_a_text_that_may_be_of_any_width_is_one_line() -> None:
    assert text.wrap("a b " * 99, None) == ["a b " * 99]


def test_no_line_ends_with_a_sign_or_a_space() -> None:
    legend = "● done  ■ stalled  ✕ cancelled"
    for cells in range(10, len(legend)):
        lines = text.wrap(legend, cells, "  ")
        assert not [line for line in lines if line[-1] in " ●■✕"]


@pytest.mark.parametrize(
    ("said", "cells", "lines"),
    [
        ("since 10 Feb 2025", 12, ["since", "10 Feb 2025"]),
        ("depuis le 1er mai 2025", 12, ["depuis le", "1er mai 2025"]),
        ("by avr. 2025 or so", 9, ["by", "avr. 2025", "or so"]),
        ("the end of Jun 2025", 14, ["the end of", "Jun 2025"]),
        ("10\u201314 Feb 2025 [1]", 15, ["10\u201314 Feb 2025", "[1]"]),
        ("10 Feb 2025", 8, ["10 Feb", "2025"]),  # where a line has no room for it
        ("hôte : Arabie", 7, ["hôte :", "Arabie"]),
        ("il y a ; rien", 6, ["il y", "a ;", "rien"]),
        ("« mot »", 3, ["«", "mot", "»"]),
    ],
)
def test_no_line_ends_in_a_date_or_before_a_colon_of_french(
    said: str, cells: int, lines: list[str]
) -> None:
    assert text.wrap(said, cells) == lines
