"""JSONL, line by line: what is wrong with one is told with its place and a remedy."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from timeline import Event, Timeline
from timeline.api.options import ReadFormat
from timeline.errors import InvalidError, LoadError
from timeline.formats import jsonl
from timeline.records import strictjson

HEAD = '{"timeline":2}\n'
GOOD = '{"id":"a","title":"A"}'


def told(text: str, fmt: ReadFormat = "jsonl") -> list[tuple[Any, ...]]:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(text, fmt)
    return [(p.code, p.line, p.column) for p in caught.value.problems]


@pytest.mark.parametrize("line", ["{}", "[", GOOD.replace("title", "titel")])
def test_whatever_is_wrong_with_a_line_says_what_to_do(line: str) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(f"{HEAD}{line}\n")

    assert any(problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        pytest.param('{"a":1,}', 8, "the comma before it", id="trailing-comma"),
        pytest.param('{"a":}', 6, "write one there", id="no-value"),
        pytest.param('{"a" 1}', 6, "colon", id="no-colon"),
        pytest.param('{"a":1 "b":2}', 8, "comma", id="no-comma"),
        pytest.param('{"a":"b}', 6, "quotation mark", id="no-end"),
        pytest.param('{"a":"b\tc"}', 8, r"\t", id="tab"),
        pytest.param(r'{"a":"\x"}', 7, r"\\ for a backslash", id="escape"),
        pytest.param('{"a":1},', 8, "no comma between", id="comma-behind"),
    ],
)
def test_a_slip_in_json_is_told_with_its_column(
    text: str, column: int, hint: str
) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(f"{HEAD}{text}\n{GOOD}\n")

    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("bad-json", 2, column)
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("tail", "torn"),
    [
        pytest.param('{"id":"b","tit', True, id="in-a-key"),
        pytest.param('{"id":"b"', True, id="after-a-value"),
        pytest.param('{"id":"b","private":tr', True, id="in-a-word"),
        pytest.param('{"id":"b","title":"\\u00', True, id="in-an-escape"),
        pytest.param('{"id":"b","title":"\\', True, id="behind-a-backslash"),
        pytest.param(b'{"id":"b","title":"\xc3', True, id="in-a-character"),
        pytest.param(b"\0" * 9, True, id="never-written"),
        pytest.param('{"id":"b"} x', False, id="something-behind"),
        pytest.param('{"id":"b",}', False, id="comma"),
        pytest.param("// note", False, id="comment"),
        pytest.param('{"id":"b","title":"a\tb"}', False, id="tab"),
        pytest.param('{"id":"b","title":"\\x"}', False, id="escape"),
        pytest.param('{"id":"b","id":"b"}', False, id="twice"),
        pytest.param(b'{"id":"b","title":"\xff"}', False, id="latin"),
    ],
)
def test_only_half_a_line_is_to_be_deleted(tail: str | bytes, torn: bool) -> None:  # noqa: FBT001
    data = tail.encode() if isinstance(tail, str) else tail

    with pytest.raises(LoadError) as caught:
        Timeline.loads(f"{HEAD}{GOOD}\n".encode() + data)

    codes = [problem.code for problem in caught.value.problems]
    assert ("torn-line" in codes) is torn


def test_json_that_is_whole_is_not_cut() -> None:
    assert not strictjson.is_cut(GOOD)
    assert not strictjson.is_cut("[" * 10**5)


def test_the_first_key_of_a_hundred_thousand_that_stands_twice_is_told() -> None:
    keys = [*range(100_000), 77_777]
    text = ",".join(f'"k{key}":1' for key in keys)

    with pytest.raises(InvalidError, match='the key "k77777" is there twice'):
        strictjson.decode(f"{{{text}}}")


def test_a_misspelt_field_is_told_even_where_the_record_fails() -> None:
    assert told(HEAD + '{"id":"a","titel":"x"}\n') == [
        ("invalid", 2, None),
        ("unknown-field", 2, None),
    ]
    assert told(HEAD + '{"kind":"meting","id":5}\n') == [("wrong-type", 2, None)]


def test_an_id_is_borne_by_what_cannot_be_read_too() -> None:
    bad = '{"id":"a","title":"A","when":"x"}\n'

    for first, second in ((bad, GOOD), (GOOD + "\n", bad)):
        codes = [code for code, *_ in told(HEAD + first + second)]
        assert sorted(codes) == ["bad-date", "duplicate-id"]


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
@pytest.mark.parametrize(
    ("setting", "code"),
    [('"tz":""', "unknown-zone"), ('"timeline":3', "newer-version")],
)
def test_a_setting_is_told_with_its_line(
    fmt: ReadFormat, setting: str, code: str
) -> None:
    settings = {"timeline": 2} | json.loads(f"{{{setting}}}")
    toml = "\n".join(f"{name} = {json.dumps(each)}" for name, each in settings.items())
    text = json.dumps(settings) if fmt == "jsonl" else toml
    line = 2 if fmt == "toml" and code == "unknown-zone" else 1

    (problem,) = told(text, fmt)

    assert problem[1] == line
    assert code in problem[0] or problem[0] == "unsupported-version"


@pytest.mark.parametrize("records", [[5], ["x"], [None], [[GOOD]]])
def test_what_is_no_record_is_refused(records: list[Any]) -> None:
    with pytest.raises(LoadError, match=r"events\[0\]: .* is not a record"):
        Timeline.from_dicts(records)


def test_what_is_no_list_of_records_is_refused() -> None:
    for wrong in (None, GOOD, {"id": "a"}):
        with pytest.raises(InvalidError):
            Timeline.from_dicts(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rest", "path"),
    [
        pytest.param(
            '"participants":[{"of":"CA","of":"FR"}]', "participants[0]", id="known"
        ),
        pytest.param('"new":{"a":1,"a":2}', "new", id="unknown"),
    ],
)
def test_a_key_that_is_twice_in_an_inner_object_is_reported(
    rest: str, path: str
) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(f'{HEAD}{{"id":"a","title":"A",{rest}}}')

    problem = caught.value.problems[0]
    assert (problem.code, problem.line) == ("twice", 2)
    assert problem.where == f"events[0].{path}"


def test_the_name_of_a_field_is_a_text() -> None:
    with pytest.raises(LoadError, match="the name of a field is a text, not 1"):
        Timeline.from_dicts([{"id": "a", "title": "A", 1: 2}])  # type: ignore[dict-item]
    with pytest.raises(LoadError, match="participants"):
        Timeline.from_dicts([{"id": "a", "title": "A", "participants": [{1: 2}]}])


def test_equal_values_are_shared_within_a_file() -> None:
    rest = '"when":"2025-03-17","participants":[{"name":"A","of":"CA"}]}'
    lines = [f'{{"kind":"meeting","id":"m{at}","title":"T",{rest}' for at in range(9)]

    first, *_, last = Timeline.loads(HEAD + "\n".join(lines)).events

    assert first.when is last.when
    assert first.participants[0] is last.participants[0]


def test_true_is_not_one_even_after_one_was_read() -> None:
    def treaty(name: str, months: str) -> str:
        rule = f'{{"condition":2,"delay":{{"months":{months}}}}}'
        start = f'{{"kind":"treaty","id":"{name}","title":"T"'
        return f'{start},"entry_into_force":{rule}}}\n'

    assert len(Timeline.loads(HEAD + treaty("a", "1") + treaty("b", "2"))) == 2
    with pytest.raises(LoadError, match="is not a whole number"):
        Timeline.loads(HEAD + treaty("a", "1") + treaty("b", "true"))


@pytest.mark.parametrize(
    ("rest", "code", "words"),
    [
        pytest.param('"place":1}', "wrong-type", "is not a text", id="number"),
        pytest.param('"when":5}', "wrong-type", "is not a text", id="when-number"),
        pytest.param('"topics":[1]}', "wrong-type", "is not a text", id="number-in"),
        pytest.param('"topics":[[]]}', "wrong-type", "is not a text", id="list-in"),
        pytest.param('"participants":"CA"}', "wrong-type", "not a list", id="bare-one"),
        pytest.param('"participants":[1]}', "wrong-type", "a text or an", id="no-one"),
        pytest.param('"place":"\\ud800"}', "bad-character", "half", id="half-a-pair"),
        pytest.param('"plce":"\\uDC00"}', "bad-character", "half", id="half-unknown"),
        pytest.param('"place":{"a":1}}', "wrong-type", "is not a text", id="object"),
    ],
)
def test_what_is_wrong_on_a_line_is_told_after_the_same_was_right(
    rest: str, code: str, words: str
) -> None:
    start = '{"kind":"meeting","title":"Talks",'
    good = f'{start}"id":"a","topics":["x"],"participants":["CA"]}}\n'

    with pytest.raises(LoadError, match=words) as caught:
        Timeline.loads(f'{HEAD}{good}{start}"id":"m",{rest}')

    assert [(p.code, p.line) for p in caught.value.problems] == [(code, 3)]


@pytest.mark.parametrize("kind", ["source", "meeting"])
def test_lines_that_say_nothing_but_their_kind_are_told_of(kind: str) -> None:
    found = jsonl.read(HEAD + f'{{"kind":"{kind}"}}\n' * 101)

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
    text = HEAD + '{"kind":"meeting","id":"m","title":"Talks","place":"\ud800"}\n'

    assert [problem.code for problem in jsonl.read(text).problems] == ["bad-encoding"]


def test_more_dates_than_are_kept_in_mind_are_read_all_the_same() -> None:
    first = date(1900, 1, 1)
    days = [str(first + timedelta(days)) for days in range(33_000)]
    lines = [
        f'{{"id":"a{n}","title":"A","when":"{day}"}}' for n, day in enumerate(days)
    ]

    loaded = jsonl.read(HEAD + "\n".join(lines))
    assert [str(event.when) for event in loaded.of(Event)] == days


@pytest.mark.parametrize("line", ["5", "null", "[]", '"id"', '{"id":"a","title":"A"}'])
def test_a_first_line_that_is_not_a_header_is_named(line: str) -> None:
    with pytest.raises(LoadError, match="there is no header"):
        Timeline.loads(f"{line}\n")


def test_two_files_that_were_joined_and_another_encoding_are_named() -> None:
    joined = jsonl.read(f"{HEAD}{GOOD}\n{HEAD}")
    assert [(p.code, p.line) for p in joined.problems] == [("twice", 3)]
    wide = jsonl.read(f"{HEAD}{GOOD}\n".encode("utf-16"))
    assert [p.message for p in wide.problems] == ["this is UTF-16"]
