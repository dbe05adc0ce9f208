from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest

from timeline import KINDS, Event, Meeting, Participant, Source, Timeline, cite
from timeline.errors import InvalidError, LoadError, SelectionError, StaleFileError
from timeline.formats import icalendar_in, jsonl, toml

HEAD = "timeline = 1\n"


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('[meeting.a]\ntitle = "x"\nwhen = 2025-11', 4, "bad-date"),
        ('[meeting.a]\ntitle = "x"\nwhen = 2025', 4, "wrong-type"),
        ('[meeting.a]\ntitle = "x"\nstaus = "held"', 4, "unknown-field"),
        ("[meting.a]", 2, "unknown-kind"),
        ('[people]\nCanada = { name = "x" }', 3, "taken-name"),
        ('[people]\ncarney = { nam = "x" }', 3, "unknown-field"),
        ('[meeting.a]\ntitle = "x"\nid = "b"', 4, "unknown-field"),
        ('[meeting.a]\ntitle = "x"\nquote = "y"', 4, "unknown-field"),
        ("[meeting]\na = 1", 3, "wrong-type"),
        ('sources = "a"', 2, "wrong-type"),
        ("foo = 1", 2, "unknown-key"),
        ("a = " + "9" * 5_000, None, "bad-number"),
        ("a = " + "[" * 10**5, None, "too-deep"),
        ("a = ", 2, "bad-toml"),
        ('[meeting.a]\ntitle = "x"\nwhen = 2025-02-30', 4, "bad-date"),
        ("title = \ud800", 2, "bad-encoding"),
    ],
)
def test_what_people_mistype_is_told_with_its_line(
    text: str, line: int | None, code: str
) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(HEAD + text, "toml")

    assert (line, code) in [(p.line, p.code) for p in caught.value.problems]


def test_appending_to_toml_keeps_what_others_typed(tmp_path: Path) -> None:
    path = tmp_path / "trips.toml"
    typed = (
        '# mine\ntimeline = 1\nsources = ["s"]\n[source.s]\n[event.a] # x\ntitle="A"'
    )
    path.write_text(typed)
    who = Participant("Mark Carney", of="CA", office="PM")
    tl = Timeline.append(
        path, [Event(id="z", title="Z", participants=[who])], [Source(id="t")]
    )

    assert path.read_text().startswith(typed)
    assert Timeline.load(path) == tl
    assert tl["z"].sources == ()
    with pytest.raises(StaleFileError, match="has comments"):
        tl.save(path)
    assert tl.save(path, overwrite=True) == tl


def test_saving_appending_and_streaming_a_file(tmp_path: Path) -> None:
    path = tmp_path / "trips.jsonl"
    tl = Timeline([Event(id="a", title="A")]).save(path)
    tl = tl.add(Event(id="b", title="B", sources=[])).save(path)
    Timeline.append(path, [Event(id="c", title="C", part_of="a")])

    assert [record.id for record in Timeline.stream(path)] == ["a", "b", "c"]
    with pytest.raises(StaleFileError):
        tl.save(path)
    whole = Timeline.load(path)
    with pytest.raises(SelectionError, match="selection of 1"):
        whole[:1].save(path)
    whole[:1].save(tmp_path / "part.jsonl")
    assert Timeline.load(tmp_path / "part.jsonl").partial
    with pytest.raises(InvalidError, match="is no format here"):
        tl.save(tmp_path / "x.pdf")
    with pytest.raises(InvalidError, match="is not a path"):
        Timeline.load(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="is no text"):
        Timeline.loads(5)  # type: ignore[arg-type]
    with pytest.raises(LoadError, match="cannot read"):
        list(Timeline.stream(tmp_path / "none.jsonl"))
    path.write_text('{"timeline":1}\n{"id":"a","title":"A"}\n{"id":')
    with pytest.raises(LoadError):
        list(Timeline.stream(path))
    with pytest.raises(LoadError, match="torn-line"):
        Timeline.load(path)


def test_a_calendar_of_another_program_is_read() -> None:
    text = (
        "BEGIN:VCALENDAR\nX-WR-CALNAME:x\nBEGIN:VEVENT\nUID:abc\nSUMMARY:x\\, y\n"
        "DTSTART;VALUE=DATE:20250615\nDTEND;VALUE=DATE:20250618\nRRULE:FREQ=DAILY\n"
        'GEO:1;2\nATTENDEE;CN="Mark Carney":mailto:a@b\nSTATUS:TENTATIVE\n'
        "CATEGORIES:a,b\\,c\nDESCRIPTION:note\nEND:VEVENT\nBEGIN:VEVENT\nUID:2025\n"
        "DTSTART:20250615T100000Z\nDURATION:PT1H\nEND:VEVENT\nBEGIN:VTODO\nUID:d\n"
        "DTSTART:20250401T000000\nDUE;VALUE=DATE:20250501\nEND:VTODO\nEND:VCALENDAR"
    )
    loading = icalendar_in.read(text)
    tl = loading.timeline(Timeline)

    assert [p.code for p in loading.problems] == ["not-read", "not-read"]
    assert (str(tl["abc"].when), tl["abc"].status) == (
        "2025-06-15/2025-06-17",
        "expected",
    )
    assert (tl["abc"].topics, tl["abc"].people) == (("a", "b,c"), ("Mark Carney",))
    assert str(tl["d"].when) == "not-before:2025-04-01 not-after:2025-05-01"
    assert "2025-06-15T10:00:00Z/2025-06-15T11:00:00Z" in [str(e.when) for e in tl]


HAND = 'timeline = 1\nmeeting = { a = { title = "A" } }\n'


def test_a_document_that_tables_cannot_follow_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "hand.toml"
    path.write_text(HAND)
    with pytest.raises(InvalidError, match="cannot be extended"):
        Timeline.append(path, [Meeting(id="z", title="Z")])
    assert path.read_text() == HAND
    plain = HAND.replace("meeting =", "call =")
    path.write_text(plain)
    Timeline.append(path, [Meeting(id="z", title="Z")])
    assert [event.id for event in Timeline.load(path)] == ["a", "z"]


def test_toml_says_what_it_cannot_keep(tmp_path: Path) -> None:
    strange = Event(id="a", title="A", extra=(("colour", '"red"'),))
    with pytest.raises(InvalidError, match="TOML cannot keep"):
        Timeline([strange]).save(tmp_path / "x.toml")


def test_a_document_without_comments_is_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    tl = Timeline([Event(id="a", title="A", sources=["s"])], [Source(id="s")])
    tl = tl.save(path).update("a", title="B").save(path)

    assert Timeline.load(path)["a"].title == "B"
    with pytest.raises(InvalidError, match="is not a path"):
        tl.save(5)  # type: ignore[arg-type]


def test_quotes_stand_beside_records_where_one_source_is_cited() -> None:
    text = (
        'timeline = 1\nsources = ["s"]\n[source.s]\n[source.t]\n[call.a]\n'
        'title = "A"\nquote = "said so"\n[call.b]\ntitle = "B"\nsources = ["t"]\n'
    )
    tl = Timeline.loads(text, "toml")
    one = tl.remove("b").remove("t")

    assert tl["a"].sources == (cite("s", "said so"),)
    assert [each.source for each in tl["b"].sources] == ["t"]
    assert 'quote = "said so"' in toml.dumps(one)
    assert Timeline.loads(toml.dumps(one), "toml") == one


@attrs.frozen(kw_only=True)
class Parley(Event):
    """Talks under a flag of truce."""

    kind = "parley"
    aims: tuple[str, ...] = attrs.field(factory=tuple)


def test_a_kind_of_one_s_own_has_fields_with_defaults_made_anew() -> None:
    kinds = KINDS | [Parley]
    tl = Timeline([Parley(id="a", title="A"), Parley(id="b", title="B", aims=("x",))])
    plain = tl.to_dicts()

    assert [*map(dict.keys, plain)] == [
        {"kind": 0, "id": 0, "title": 0}.keys(),
        {"kind": 0, "id": 0, "aims": 0, "title": 0}.keys(),
    ]
    assert Timeline.from_dicts(plain, kinds=kinds) == tl


def test_weights_are_numbers_by_party() -> None:
    def treaty(**weights: Any) -> dict[str, Any]:  # noqa: ANN401
        rule = {"of": "votes", "share": "1/2", "parties": {"CA": 1, "FR": 2.5}}
        entry = {"weights": {**rule, **weights}}
        return {"kind": "treaty", "id": "t", "title": "T", "entry_into_force": entry}

    tl = Timeline.from_dicts([treaty(total=5.5)])
    assert tl.to_dicts() == [treaty(total=5.5)]
    for wrong in ({"total": True}, {"total": "5"}, {"parties": ["CA"]}):
        with pytest.raises(LoadError, match="is not a"):
            Timeline.from_dicts([treaty(**wrong)])


def test_what_is_no_plain_data_cannot_be_kept() -> None:
    with pytest.raises(LoadError, match="no plain data"):
        Timeline.from_dicts([{"id": "a", "title": "A", "colour": object()}])


def test_a_source_stands_before_the_first_that_cites_it() -> None:
    events = [Event(id=id_, title=id_, sources=["s"]) for id_ in "ab"]
    text = jsonl.dumps(Timeline(events, [Source(id="r"), Source(id="s")]))

    ids = [json.loads(line)["id"] for line in text.splitlines()[1:]]
    assert ids == ["s", "a", "b", "r"]


def test_links_of_a_partial_document_are_not_followed() -> None:
    lines = '{"timeline":1,"partial":true}\n{"id":"a","title":"A","about":["x"]}\n5'
    with pytest.raises(LoadError) as caught:
        Timeline.loads(lines)

    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


def test_a_calendar_bears_the_stamp_of_a_moment_with_a_zone() -> None:
    tl = Timeline([Event(id="a", title="A")])
    zone = timezone(timedelta(hours=2))
    stamp = datetime(2025, 3, 17, 1, tzinfo=zone)

    assert "DTSTAMP:20250316T230000Z" in tl.to_ics(stamp).text
    with pytest.raises(InvalidError, match="the stamp needs a zone"):
        tl.to_ics(stamp.replace(tzinfo=None))
