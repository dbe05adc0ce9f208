"""Plain lines are read by a quick way; it has to say what the thorough one says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from tests import records as some

from timeline import Timeline
from timeline.codec import Codec
from timeline.errors import LoadError
from timeline.formats import jsonl, strictjson
from timeline.formats.quick import Quick

HEAD = '{"timeline":1}\n'
TALK = '{"kind":"meeting","id":"m","title":"Talks",'


def load(*lines: str) -> Timeline:
    return Timeline.loads(HEAD + "\n".join(lines) + "\n")


@given(some.collections())
def test_what_is_read_quickly_is_what_is_read_thoroughly(tl: Timeline) -> None:
    quick, codec = Quick(Codec(saved=True)), Codec(saved=True)

    for line in jsonl.dumps(tl).split("\n")[1:-1]:
        pairs = strictjson.pairs(line)
        assert pairs is not None
        found = quick.read(pairs)
        assert found is None or found == codec.read(json.loads(line))


@pytest.mark.parametrize(
    ("rest", "code", "words"),
    [
        pytest.param('"place":"A","place":"B"}', "twice", '"place"', id="key-twice"),
        pytest.param(
            '"participants":[{"of":"CA","of":"FR"}]}', "twice", '"of"', id="deep-twice"
        ),
        pytest.param('"place":1}', "wrong-type", "is not a text", id="number"),
        pytest.param('"when":5}', "wrong-type", "is not a text", id="when-number"),
        pytest.param('"topics":"x"}', "wrong-type", "is not a list", id="bare-text"),
        pytest.param('"topics":[1]}', "wrong-type", "is not a text", id="number-in"),
        pytest.param('"topics":[[]]}', "wrong-type", "is not a text", id="list-in"),
        pytest.param('"participants":"CA"}', "wrong-type", "not a list", id="bare-one"),
        pytest.param('"participants":[1]}', "wrong-type", "a text or an", id="no-one"),
        pytest.param('"place":"\\ud800"}', "bad-character", "half", id="half-a-pair"),
        pytest.param('"place":NaN}', "bad-number", "no usable", id="no-number"),
        pytest.param('"place":}', "bad-json", "expecting value", id="no-value"),
        pytest.param('"plce":"\\uDC00"}', "bad-character", "half", id="half-unknown"),
    ],
)
def test_what_is_wrong_on_a_line_is_told_after_the_same_was_right(
    rest: str, code: str, words: str
) -> None:
    good = TALK.replace('"m"', '"a"') + '"topics":["x"],"participants":["CA"]}'

    with pytest.raises(LoadError, match=words) as caught:
        load(good, TALK + rest)

    assert [(p.code, p.line) for p in caught.value.problems] == [(code, 3)]


def test_true_is_not_one_even_after_one_was_read() -> None:
    def treaty(name: str, months: str) -> str:
        rule = f'{{"count":2,"delay":{{"months":{months}}}}}'
        start = f'{{"kind":"treaty","id":"{name}","title":"T"'
        return f'{start},"entry_into_force":{rule}}}'

    assert len(load(treaty("a", "1"), treaty("b", "2"))) == 2
    with pytest.raises(LoadError, match="is not a whole number"):
        load(treaty("a", "1"), treaty("b", "true"))


def test_equal_values_are_shared_within_a_file() -> None:
    rest = '"when":"2025-03-17","participants":[{"name":"A","of":"CA"}]}'

    first, second = load(TALK + rest, TALK.replace('"m"', '"n"') + rest).events

    assert first.when is second.when
    assert first.participants[0] is second.participants[0]
