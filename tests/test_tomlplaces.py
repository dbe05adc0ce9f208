from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.formats.tomlplaces import places

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
        ('quoted "keyé\t', "dotted"): 14,
        ("meeting",): 16,
        ("meeting", "elysee"): 16,
        ("meeting", "elysee", "title"): 17,
        ("source",): 18,
        ("source", "a.b/c"): 18,
        ("source", "a.b/c", "title"): 19,
        ("array",): 20,
        ("array", "x"): 21,
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


def test_an_empty_document_has_no_places() -> None:
    assert places("") == {}
