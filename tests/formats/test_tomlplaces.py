from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.formats.tomlplaces import expressions, places

DOCUMENT = (
    r'''# [not.a.table]
title = "x # [no.table]"   # a = 1
text = """
[not.this]
neither = "this"
"""
other = '''
    r"""'''
[nor.this]''''

list = [
  { name = "[no]", of = "CA" },  # b = 2
  "]",
]
"quoted \"key\u00e9\t" . 'dotted' = 1

[meeting.elysee] # comment
title = 'a'
  [source."a.b/c"]
  title = "b"
[[array]]
x = 1
[ meeting . "other" ]
when = 2025-11-12
when_text = "later"
"""
)


def test_every_table_and_key_is_found_and_nothing_that_only_looks_like_one() -> None:
    tomllib.loads(DOCUMENT)

    assert places(DOCUMENT) == {
        ("title",): 2,
        ("text",): 3,
        ("other",): 7,
        ("list",): 10,
        ("list", 0): 11,
        ("list", 1): 12,
        ('quoted "keyé\t',): 14,
        ('quoted "keyé\t', "dotted"): 14,
        ("meeting",): 16,
        ("meeting", "elysee"): 16,
        ("meeting", "elysee", "title"): 17,
        ("source",): 18,
        ("source", "a.b/c"): 18,
        ("source", "a.b/c", "title"): 19,
        ("array",): 20,
        ("array", 0): 20,
        ("array", 0, "x"): 21,
        ("meeting", "other"): 22,
        ("meeting", "other", "when"): 23,
        ("meeting", "other", "when_text"): 24,
    }


@given(st.text(st.sampled_from("ab=.[]{}\"'#\n \\u00e9,")))
def test_any_text_at_all_is_walked_to_its_end(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in places(text).values())


@pytest.mark.parametrize("text", ['a = "' * 20_000, "[" * 10**5, "'''" * 10**5])
def test_hostile_text_takes_no_longer_than_long_text(text: str) -> None:
    assert len(places(text)) <= 1


def test_each_table_of_an_array_has_a_place_of_its_own() -> None:
    text = "[[a.b]]\nx = 1\n[[a.b]]\nx = [\n  1,\n]\n[a.b.c]\ny.z = 2\n"

    assert places(text) == {
        ("a",): 1,
        ("a", "b"): 1,
        ("a", "b", 0): 1,
        ("a", "b", 0, "x"): 2,
        ("a", "b", 1): 3,
        ("a", "b", 1, "x"): 4,
        ("a", "b", 1, "x", 0): 5,
        ("a", "b", 1, "c"): 7,
        ("a", "b", 1, "c", "y"): 8,
        ("a", "b", 1, "c", "y", "z"): 8,
    }


@pytest.mark.parametrize("text", ["[{}]\n", "{} = 1\n"], ids=["table", "key"])
def test_an_endless_key_is_noted_to_its_eighth_part(text: str) -> None:
    key = ".".join(["a"] * 10**5)

    assert max(map(len, places(text.format(key)))) == 8


def test_statements_say_how_deep_they_go() -> None:
    text = '# none\na.b = 1\nc = [[1], {d = [2]}]\n[e.f.g]\n"open'

    found = [(each.line, each.depth) for each in expressions(text)]
    assert found == [(1, 0), (2, 2), (3, 3), (4, 3), (5, 0)]


def test_an_empty_document_has_no_places() -> None:
    assert places("") == {}
