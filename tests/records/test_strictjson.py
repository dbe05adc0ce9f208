from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import ParseError
from timeline.records import strictjson

_texts = st.text(st.characters(codec="utf-8"))
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _texts,
    lambda inner: st.lists(inner) | st.dictionaries(_texts, inner),
)


@given(_values, st.booleans(), st.sampled_from(["", " ", "\r", "\n\t"]))
def test_what_json_writes_is_read_as_it_was(
    value: object,
    ascii_only: bool,  # noqa: FBT001
    space: str,
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)

    assert strictjson.decode(f"{space}{text}{space}") == value


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        pytest.param('{"a":1,"b":2,"a":3}', "twice", '"a" is there twice', id="twice"),
        pytest.param('[{"x":{"a":1,"a":1}}]', "twice", '"a"', id="twice-deep-inside"),
        pytest.param("NaN", "bad-number", '"NaN"', id="nan"),
        pytest.param("[-Infinity]", "bad-number", "-Infinity", id="infinite"),
        pytest.param("1e999", "bad-number", '"1e999"', id="too-large"),
        pytest.param("9" * 5_000, "bad-number", "unusable number", id="endless"),
        pytest.param("0." + "9" * 5_000, "bad-number", "unusable", id="endless-part"),
        pytest.param('"\\ud800"', "bad-character", "surrogate", id="half-a-pair"),
        pytest.param('{"\\uDC00":1}', "bad-character", "surrogate", id="in-a-key"),
        pytest.param('[null,["\\ud800"]]', "bad-character", "surrogate", id="in-lists"),
        pytest.param("[" * 10**5, "too-deep", "nested too deeply", id="deep-list"),
        pytest.param('{"a":' * 10**6, "too-deep", "nested", id="deep-object"),
        pytest.param("[" * 10**5 + "]" * 10**5, "too-deep", "nested", id="deep-closed"),
        pytest.param("", "bad-json", "expecting value", id="empty"),
        pytest.param("   ", "bad-json", "expecting value", id="blank"),
        pytest.param("{} x", "bad-json", "extra data", id="more-after-it"),
        pytest.param("{'a': 1}", "bad-json", "property name", id="single-quotes"),
        pytest.param('{"a":1,}', "bad-json", "property name", id="trailing-comma"),
        pytest.param('"a\0b"', "bad-json", "control character", id="raw-control"),
        pytest.param('{"a":1', "bad-json", "delimiter", id="cut"),
        pytest.param("\ufeff{}", "bad-json", "expecting value", id="byte-order-mark"),
    ],
)
def test_what_programs_understand_differently_is_refused(
    text: str, code: str, words: str
) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        strictjson.decode(text)

    assert caught.value.problems[0].code == code
    assert len(str(caught.value)) < 500


def test_the_place_of_a_mistake_is_told() -> None:
    with pytest.raises(ParseError) as caught:
        strictjson.decode('{"id": "a" "b"}')

    assert caught.value.position == 11


def test_a_whole_pair_is_one_character() -> None:
    assert strictjson.decode('"\\ud83c\\udde8"') == "🇨"


def test_numbers_stay_exact() -> None:
    assert strictjson.decode("9007199254740993") == 2**53 + 1
    assert math.isclose(strictjson.decode("1.5e3"), 1500)
