"""Plain lines are read by a quick way; it has to say what the thorough one says."""

from __future__ import annotations

import json
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import records as some

import timeline.formats.quick
from timeline import KINDS, Event, Timeline
from timeline.errors import LoadError
from timeline.formats import jsonl, strictjson
from timeline.formats.quick import Quick
from timeline.records.codec import Codec

HEAD = '{"timeline":1}\n'
TALK = '{"kind":"meeting","id":"m","title":"Talks",'


PLAIN = [
    '{"kind":"meeting","id":"a","participants":["CA",{"name":"A B","of":"FR"}]}',
    '{"kind":"meeting","id":"b","participants":[{"of":"CA"},{"of":"FR"}],"title":"T"}',
    '{"kind": "meeting", "id": "c", "participants": ["CA", "A B @FR"], "title": "T"}',
    '{"kind":"meeting","id":"d","private":true,"title":"\\u00c9 \\"x"}',
    '{"kind":"meeting","id":"e","title":"É","topics":[],"when":"2025-03-17T16:30Z"}',
    '{"id":"f","title":"T","when":"2025-03/2025-04"}',
    '{"kind":"source","id":"g","published":"2025","title":"T"}',
    '{"kind":"treaty","id":"h","complete":false,"parties":["CA"],"title":"T"}',
]


def load(*lines: str) -> Timeline:
    return Timeline.loads(HEAD + "\n".join(lines) + "\n")


def taught(lines: list[str]) -> Quick:
    """One that has seen each of the lines so often that it knows their forms."""
    quick = Quick(Codec(saved=True))
    for line in lines * 120:
        quick.learn(line, json.loads(line))
    return quick


def thorough(line: str) -> object:
    """What the line says, read the other way; what is wrong with it is an error."""
    data = strictjson.decode(line)
    codec = Codec(saved=True)
    record = codec.read(data)
    assert not list(codec.unknown(record))
    return record


@given(some.collections())
def test_what_is_read_quickly_is_what_is_read_thoroughly(tl: Timeline) -> None:
    lines = jsonl.dumps(tl).split("\n")[1:-1]
    quick = taught(lines)

    for line in lines:
        found = quick.read(line)
        assert found is None or found == thorough(line)


def test_plain_lines_are_read_quickly_however_they_are_spaced() -> None:
    quick = taught(PLAIN)

    assert [quick.read(line) is not None for line in PLAIN] == [False, *[True] * 7]
    assert [quick.read(line) for line in PLAIN[1:]] == [*map(thorough, PLAIN[1:])]


_PIECES = [
    *'{}[]",:\\ \x00é1',
    "\\u00e9",
    "\\ud800",
    '","',
    '"id":"x",',
    "null",
    "true",
    '"new":1,',
]
_edits = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 3), st.sampled_from(["", *_PIECES])),
    min_size=1,
    max_size=3,
)
QUICK = taught(PLAIN)


@given(st.sampled_from(PLAIN), _edits)
def test_a_line_that_is_wrong_is_never_read_quickly(
    line: str, edits: list[tuple[int, int, str]]
) -> None:
    for at, gone, new in edits:
        line = line[:at] + new + line[at + gone :]

    if (found := QUICK.read(line)) is not None:
        assert found == thorough(line)


@given(
    st.lists(
        st.tuples(st.sampled_from(PLAIN), st.integers(0, 30), st.just([]) | _edits),
        max_size=12,
    ),
    st.sampled_from(["", "\n", "\n\n", "\r\n"]),
    st.integers(1, 400),
)
def test_a_document_says_the_same_in_large_parts_as_line_by_line(
    lines: list[tuple[str, int, list[tuple[int, int, str]]]], end: str, part: int
) -> None:
    text = '{"timeline":1}'
    for line, number, edits in lines:
        text += "\n"
        new = line.replace('"id":"', f'"id":"n{number}', 1)
        for at, gone, piece in edits:
            new = new[:at] + piece.replace("\x00", "\n") + new[at + gone :]
        text += new
    text += end
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline.formats.quick, "_PATIENCE", 1)
        patch.setattr(jsonl, "_AT_ONCE", part)
        found = jsonl.read(text)
        patch.setattr(Quick, "each", lambda _, lines: iter(lines.split("\n")[:-1]))
        patch.setattr(Quick, "read", lambda _, __: None)
        expected = jsonl.read(text)

    for each in ("events", "sources", "problems"):
        assert repr(getattr(found, each)) == repr(getattr(expected, each))


def test_an_empty_text_is_not_taken_for_one_that_is_missing() -> None:
    lines = [f'{{"kind":"meeting","id":"m{n}","title":"T","status":""}}' for n in "ab"]
    good = ['{"kind":"meeting","id":"m","title":"T","status":"held"}'] * 120

    quick = taught(good)
    assert quick.read(good[0])  # from now on lines are taken apart many at once

    assert [*quick.each("\n".join([good[0], *lines, ""]))][1:] == lines


@pytest.mark.parametrize("name", ["topics", "participants"])
def test_a_list_does_not_run_over_lines(name: str) -> None:
    good = TALK + f'"{name}":["CA","FR"]}}'
    quick = taught([good])
    assert quick.read(good)

    broken = [TALK + f'"{name}":["CA",', '"FR"]}']
    assert [*quick.each("\n".join([*broken, ""]))] == broken


class Slow(type):
    def __call__(cls, **named: str) -> object:
        named["title"] = named["title"].upper()
        return super().__call__(**named)


@attrs.frozen(kw_only=True)
class Toast(Event, metaclass=Slow):
    kind: ClassVar[str] = "toast"


def test_a_kind_that_is_made_in_its_own_way_is_made_so_quickly_too() -> None:
    lines = [f'{{"kind":"toast","id":"t{n}","title":"t"}}' for n in range(300)]
    found = Timeline.loads("\n".join([HEAD[:-1], *lines]), kinds=KINDS | [Toast])

    assert {event.title for event in found} == {"T"}


@pytest.mark.parametrize("kind", ["source", "meeting"])
def test_a_hundred_lines_that_say_nothing_but_their_kind_are_told_of(kind: str) -> None:
    lines = [f'{{"kind":"{kind}"}}'] * 101

    found = jsonl.read("\n".join([HEAD[:-1], *lines]))
    assert {problem.code for problem in found.problems} == {"missing-field"}
    assert len({problem.line for problem in found.problems}) == 101


def test_what_is_not_known_is_told_by_its_number_among_all() -> None:
    talks = [f'{{"kind":"meeting","id":"m{n}","title":"T"}}' for n in range(300)]
    source = '{"kind":"source","id":"s","titel":"S"}'
    strange = '{"kind":"meeting","id":"x","title":"T","new":"n"}'

    found = jsonl.read("\n".join([HEAD[:-1], *talks, source, strange, ""]))
    places = [problem.loc[:2] for problem in found.problems]
    assert places == [("sources", 0), ("events", 300)]


def test_half_a_character_in_a_text_is_told_by_its_place() -> None:
    text = HEAD + TALK + '"place":"\ud800"}\n'

    assert [problem.code for problem in jsonl.read(text).problems] == ["bad-encoding"]


def test_lines_whose_keys_stand_in_another_order_are_read_too() -> None:
    turned = '{"title":"T","kind":"call","when":"2025","id":"x","place":"P"}'
    sparse = '{"title":"T","kind":"call","id":"y"}'
    quick = taught([sparse, turned])

    assert quick.read(turned) == thorough(turned)
    assert quick.read(sparse) == thorough(sparse)
    assert quick.read('{"kind":"call","id":"x","title":"T"}') is None


def test_fields_and_kinds_that_nobody_knows_teach_nothing() -> None:
    strange = ['{"kind":"meeting","id":"x","title":"T","new":"n"}', '{"kind":"new"}']
    quick = taught([*strange, '{"kind":5}'])

    assert [quick.read(line) for line in strange] == [None, None]


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
    good = [
        TALK.replace('"m"', f'"a{at}"') + '"topics":["x"],"participants":["CA"]}'
        for at in range(120)
    ]

    with pytest.raises(LoadError, match=words) as caught:
        load(*good, TALK + rest)

    assert [(p.code, p.line) for p in caught.value.problems] == [(code, 122)]


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

    lines = [TALK.replace('"m"', f'"m{at:03}"') + rest for at in range(120)]

    first, second, *_, last = load(*lines).events

    assert first.when is second.when is last.when
    assert first.participants[0] is second.participants[0]
