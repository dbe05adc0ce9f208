"""Files of version 1 are read as files of version 2, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import collections

from timeline import Call, Diff, History, Party, Source, Timeline, cite, diff
from timeline.errors import InvalidError, LoadError
from timeline.records.upgrade import CHANGES, VERSION, upgraded

SOURCES = [Source(id="s"), Source(id="t")]
CALL = Call(
    id="c",
    title="Call",
    sources=["s", cite("t", stance="denies"), cite("t", "no", stance="denies")],
)
OLD: dict[str, Any] = {
    "kind": "call",
    "id": "c",
    "title": "Call",
    "sources": ["s"],
    "disputed_by": ["t", {"source": "t", "quote": "no"}],
}
NEW = Timeline([CALL], SOURCES)


def test_each_version_before_this_one_has_its_changes() -> None:
    assert [*CHANGES] == [*range(1, VERSION)]
    assert upgraded(OLD, VERSION) is OLD


def test_lines_of_version_1_are_upgraded() -> None:
    lines = ['{"timeline":1}', '{"kind":"source","id":"s"}']
    lines += ['{"kind":"source","id":"t"}', json.dumps(OLD)]
    assert Timeline.loads("\n".join(lines)) == NEW
    assert NEW.dumps().startswith('{"timeline":2}')


def test_documents_of_version_1_are_upgraded() -> None:
    text = (
        'timeline = 1\nsources = ["s"]\n[source.s]\n[source.t]\n[call.c]\n'
        'title = "Call"\ndisputed_by = ["t", { source = "t", quote = "no" }]\n'
    )
    assert Timeline.loads(text, "toml") == NEW
    assert Timeline.loads(NEW.dumps("toml"), "toml") == NEW


def test_plain_data_and_tables_of_version_1_are_upgraded(tmp_path: Path) -> None:
    data = [{"kind": "source", "id": "s"}, {"kind": "source", "id": "t"}, OLD]
    assert Timeline.from_dicts(data) == NEW
    path = tmp_path / "old.csv"
    path.write_text(
        "kind,id,title,sources,disputed_by\nsource,s,,,\nsource,t,,,\ncall,c,Call,s,"
        '"[""t"",{""source"":""t"",""quote"":""no""}]"\n'
    )
    assert Timeline.read_csv(path) == NEW
    path.write_text("kind,id,title,disputed_by\nsource,s,,\ncall,c,Call,s\n")
    assert Timeline.read_csv(path)["c"].denials == (cite("s", stance="denies"),)


def test_a_diff_of_version_1_is_upgraded() -> None:
    was = Timeline([attrs.evolve(CALL, sources=["s"])], SOURCES)
    data = diff(was, NEW).to_dict()
    for change in data["changes"]:
        for side in ("before", "after"):
            change[side] = {**OLD} if side == "after" else change[side]
    assert Diff.from_dict(data).apply(was) == NEW


def test_codes_of_version_1_are_declared_whatever_the_form(tmp_path: Path) -> None:
    """A party that no table knows, which version 1 knew by its code alone."""
    call = {"kind": "call", "id": "c", "title": "C", "participants": ["WAGNER"]}
    wagner = Party(id="WAGNER", name="WAGNER")
    tl = Timeline([Call(id="c", title="C", participants=["@WAGNER"])], parties=[wagner])
    table, history = tmp_path / "c.csv", tmp_path / "h.jsonl"
    head = "id,kind,title,status,when,earliest,latest,when_text,participants"
    table.write_text(f"{head}\nc,call,C,,,,,,WAGNER\n")
    calendar = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:c@x\r\nSUMMARY:C\r\n"
        'X-TIMELINE-KIND:call\r\nX-TIMELINE-DATA:{"participants":["WAGNER"]}\r\n'
        "END:VTODO\r\nEND:VCALENDAR\r\n"
    )
    late = {**call, "id": "d"}
    steps = [
        {"n": 1, "at": "2025-03-18", "changes": [{"before": None, "after": call}]},
        {"n": 2, "at": "2025-03-19", "changes": [{"before": None, "after": late}]},
    ]
    lines = [json.dumps(line) for line in ({"timeline-history": 1}, *steps)]
    history.write_text("\n".join([*lines, ""]))

    assert Timeline.read_csv(table) == tl
    assert Timeline.loads(calendar, "ics") == tl
    assert Timeline.from_dict({"timeline": 1, "records": [call]}) == tl
    assert History.load(history).as_of("2025-03-18") == tl
    new = History.load(history).head.update("c", status="held")
    assert History.append(history, new, "2025-03-20").head == new
    assert History.load(history).head == new


@given(collections(), st.data())
def test_every_record_of_version_1_is_upgraded(
    tl: Timeline, data: st.DataObject
) -> None:
    expected, lines = (
        [],
        [json.loads(line) for line in tl.dumps().rstrip("\n").split("\n")],
    )
    lines[0]["timeline"] = 1
    by_id = {line.get("id"): line for line in lines}
    for event in tl:
        against = data.draw(
            st.lists(st.sampled_from([s.id for s in tl.sources] or [""]))
        )
        against = [*filter(None, against)]
        if against:
            by_id[event.id]["disputed_by"] = against
        denials = [cite(source, stance="denies") for source in against]
        expected.append(attrs.evolve(event, sources=[*event.sources, *denials]))
    old = "\n".join(json.dumps(line) for line in lines)
    assert Timeline.loads(old) == Timeline(expected, tl.sources, tl.tz, partial=True)


@pytest.mark.parametrize("value", ["t", [5], {"a": 1}, None])
def test_what_disputes_is_a_list_of_citations(value: object) -> None:
    with pytest.raises(LoadError, match=r"sources|disputed_by"):
        Timeline.from_dicts([{"id": "c", "title": "C", "disputed_by": value}])


def test_version_2_has_no_such_field_and_says_what_to_write() -> None:
    line = json.dumps({**OLD, "disputed_by": ["s"], "sources": []})
    with pytest.raises(LoadError) as caught:
        Timeline.loads(f'{{"timeline":2}}\n{line}')
    (problem,) = caught.value.problems
    assert problem.code == "unknown-field"
    assert problem.hint == 'cite it in sources, with the stance "denies"'


def test_an_update_says_what_to_write_in_place_of_a_field_that_went() -> None:
    tl = Timeline([Call(id="c", title="Call")])
    with pytest.raises(InvalidError, match="one of its sources") as caught:
        tl.update("c", disputed_by=["s"])
    assert caught.value.problems[0].loc == ("disputed_by",)
