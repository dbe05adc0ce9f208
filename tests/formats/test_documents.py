from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest

from timeline import KINDS, Event, Meeting, Participant, Source, Timeline, cite
from timeline.api.options import FileFormat, ReadFormat
from timeline.errors import InvalidError, LoadError, SelectionError, StaleFileError
from timeline.formats import calendar_read, jsonl, toml
from timeline.formats import csv as csv_format

HEAD = "timeline = 2\n"
STOPS = "[visit.v]\ntitle = 'v'\n[[visit.v.stops]]\nplace = 'A'\n[[visit.v.stops]]\n"


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
        ('[meeting.a]\ntitle = "x"\nstance = "denies"', 4, "unknown-field"),
        ("[meeting]\na = 1", 3, "wrong-type"),
        ('sources = "a"', 2, "wrong-type"),
        ("foo = 1", 2, "unknown-key"),
        ('b = """\n\n"""\na = ' + "9" * 5_000, 5, "bad-number"),
        ("a = " + "[" * 10**5, 2, "too-deep"),
        (".".join(["a"] * 10**5) + " = 1", 2, "too-deep"),
        ("[" + ".".join(["call"] * 10**5) + "]", 2, "too-deep"),
        ("a = ", 2, "bad-toml"),
        ('[meeting.a]\ntitle = "x"\nwhen = 2025-02-30', 4, "bad-date"),
        ("title = \ud800", 2, "bad-encoding"),
        ('title = """x\n\n', 2, "bad-toml"),
        ("[event.e]\n[event.e]", 3, "twice"),
        ("[event.e]\ntitle = 'x'\ntitle = 'y'", 4, "twice"),
        ("titel = 'x'", 2, "unknown-key"),
        ("meting.a.title = 'x'", 2, "unknown-kind"),
        ("[event]\ntitle = 'x'", 3, "wrong-type"),
        ("[[event]]\nid = 'x'", 2, "wrong-type"),
        ("[event.a.b]\ntitle = 'x'", 2, "unknown-field"),
        ("[event.a]\ntitle = 'x'\nwen = 2025-03-17", 4, "unknown-field"),
        ("sources = ['s']\n[source.s]\n[event.a]\nquote = 5", 5, "wrong-type"),
        ("[event.a]\ntitle = 'x'\ntopics = [\n  'a',\n  5,\n]", 6, "wrong-type"),
        (f"{STOPS}when = '2025-02-30'", 7, "bad-date"),
        (f"{STOPS}when = 2025", 7, "wrong-type"),
        (f"{STOPS}when = 2025-03", 7, "bad-date"),
    ],
)
def test_what_people_mistype_is_told_with_its_line(
    text: str, line: int | None, code: str
) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(HEAD + text, "toml")

    assert (line, code) in [(p.line, p.code) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("value", "column", "advice"),
    [
        ("when = 2025-03", 8, '"2025-03"'),
        ("when = 2025-03 # soon", 8, '"2025-03"'),
        ("when = 2025-03-17?", 8, '"2025-03-17?"'),
        ("when = ../2025", 8, '"../2025"'),
        ("when = -0044", 8, '"-0044"'),
        ("when = 2025-03-17T16:30[Europe/Paris]", 8, '16:30[Europe/Paris]"'),
        ("when = 2025 not-before:m", 8, '"2025 not-before:m"'),
        ("stops = [{ place = 'A', when = 2025-03 }]", 32, '"2025-03"'),
        ("stops = [{ when = 2025-03-17 }, { when = 2025-XX }]", 42, '"2025-XX"'),
        ("title = Talks in Paris", 9, '"Talks in Paris"'),
        ("topics = ['a', trade]", 16, '"trade"'),
        ("private = True", 11, "write true"),
        ("place = null", 9, "leave it out"),
    ],
)
def test_a_value_without_quotation_marks_is_shown_with_them(
    value: str, column: int, advice: str
) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(f"{HEAD}[visit.v]\n{value}\n", "toml")

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (3, column)
    assert advice in str(problem)


def test_a_document_without_a_version_says_how_it_begins() -> None:
    with pytest.raises(LoadError, match="1: no-header: missing version; start"):
        Timeline.loads("", "toml")


def test_people_may_be_texts_and_a_name_like_theirs_is_guessed() -> None:
    carney = 'people.carney = "Mark Carney @CA"\n'
    call = f"{HEAD}{carney}[call.a]\ntitle = 'x'\nparticipants = "
    names = "['carny', 'macron', 'zz']\n[people.macron]\nnam = 'M'"
    with pytest.raises(LoadError) as caught:
        Timeline.loads(call + names, "toml")

    told = [(each.code, each.where, each.line) for each in caught.value.problems]
    assert told == [
        ("unknown-party", "call.a.participants[0]", 5),
        ("unknown-party", "call.a.participants[2]", 5),
        ("unknown-field", "people.macron.nam", 7),
    ]
    assert caught.value.hint == 'did you mean "carney"?'
    assert Timeline.loads(f"{call}['carney']", "toml")["a"].people == ("Mark Carney",)


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
    assert tl.save(path, overwrite=True) == tl
    assert "#" not in path.read_text()


def test_appending_keeps_the_line_ends_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "trips.toml"
    path.write_bytes(b"timeline = 2\r\n# mine")
    Timeline.append(path, [Event(id="a", title="A\nB")])
    data = path.read_bytes()

    assert data.count(b"\n") == data.count(b"\r\n") == 5
    assert Timeline.load(path)["a"].title == "A\nB"


def test_a_long_file_is_streamed_as_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    talks = [Meeting(id=f"m{n}", title="T", sources=["s"]) for n in range(300)]
    Timeline(talks, [Source(id="s", title="S")]).save(path)

    loaded = Timeline.load(path)
    assert [*Timeline.stream(path)] == [*loaded.sources, *loaded.events]


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
    with pytest.raises(InvalidError, match="unknown format"):
        tl.save(tmp_path / "x.pdf")
    with pytest.raises(InvalidError, match="is not a path"):
        Timeline.load(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="is not a text"):
        Timeline.loads(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="unknown format a list"):
        Timeline.loads("", [])  # type: ignore[arg-type]
    with pytest.raises(LoadError, match=r"cannot read .*: no such file"):
        list(Timeline.stream(tmp_path / "none.jsonl"))
    path.write_text('{"timeline":2}\n{"id":"a","title":"A"}\n{"id":')
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
    loading = calendar_read.read(text)
    tl = loading.timeline(Timeline)

    assert [p.code for p in loading.problems] == ["series", "not-read"]
    assert (str(tl["abc"].when), tl["abc"].status) == (
        "not-before:2025-06-15",
        "tentative",
    )
    assert (tl["abc"].topics, tl["abc"].people) == (("a", "b,c"), ("Mark Carney",))
    assert str(tl["d"].when) == "not-before:2025-04-01 not-after:2025-05-01"
    assert "2025-06-15T10:00:00Z/2025-06-15T11:00:00Z" in [str(e.when) for e in tl]


HAND = 'timeline = 2\nmeeting = { a = { title = "A" } }\n'


def test_a_document_that_tables_cannot_follow_loses_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "hand.toml"
    path.write_text(f"{HAND}# mine\n")
    with pytest.raises(StaleFileError, match="has comments, which saving would drop"):
        Timeline.append(path, [Meeting(id="z", title="Z")])
    assert path.read_text() == f"{HAND}# mine\n"
    for text in (HAND, HAND.replace("meeting =", "call =")):
        path.write_text(text)
        Timeline.append(path, [Meeting(id="z", title="Z")])
        assert [event.id for event in Timeline.load(path)] == ["a", "z"]


def test_toml_says_what_it_cannot_keep(tmp_path: Path) -> None:
    strange = Event(id="a", title="A", extra=(("colour", '"red"'),))
    with pytest.raises(InvalidError, match="TOML cannot hold"):
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
        'timeline = 2\nsources = ["s"]\n[source.s]\n[source.t]\n[call.a]\n'
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
    seats: int = 2


def test_a_kind_of_one_s_own_has_fields_with_defaults_made_anew() -> None:
    kinds = KINDS | [Parley]
    tl = Timeline([Parley(id="a", title="A"), Parley(id="b", title="B", aims=("x",))])
    plain = tl.to_dicts()

    assert [*map(dict.keys, plain)] == [
        {"kind": 0, "id": 0, "title": 0}.keys(),
        {"kind": 0, "id": 0, "aims": 0, "title": 0}.keys(),
    ]
    assert Timeline.from_dicts(plain, kinds=kinds) == tl
    table = csv_format.read("kind,id,title,seats\nparley,c,C,3", kinds=kinds)
    assert table.timeline(Timeline)["c"] == Parley(id="c", title="C", seats=3)


def test_weights_are_numbers_by_party() -> None:
    def treaty(**weights: Any) -> dict[str, Any]:  # noqa: ANN401
        table = {"of": "votes", "parties": {"CA": 1, "FR": 2.5}, **weights}
        entry = {"condition": {"share": "1/2", "weights": table}}
        return {"kind": "treaty", "id": "t", "title": "T", "entry_into_force": entry}

    tl = Timeline.from_dicts([treaty(total=5.5)])
    assert tl.to_dicts() == [treaty(total=5.5)]
    for wrong in ({"total": True}, {"total": "5"}, {"parties": ["CA"]}):
        with pytest.raises(LoadError, match="is not a"):
            Timeline.from_dicts([treaty(**wrong)])


def test_what_is_no_plain_data_cannot_be_kept() -> None:
    with pytest.raises(LoadError, match="not plain data"):
        Timeline.from_dicts([{"id": "a", "title": "A", "colour": object()}])


def test_a_source_stands_before_the_first_that_cites_it() -> None:
    events = [Event(id=id_, title=id_, sources=["s"]) for id_ in "ab"]
    text = jsonl.dumps(Timeline(events, [Source(id="r"), Source(id="s")]))

    ids = [json.loads(line)["id"] for line in text.splitlines()[1:]]
    assert ids == ["s", "a", "b", "r"]


def test_links_of_a_partial_document_are_not_followed() -> None:
    lines = '{"timeline":2,"partial":true}\n{"id":"a","title":"A","about":["x"]}\n5'
    with pytest.raises(LoadError) as caught:
        Timeline.loads(lines)

    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


def test_a_calendar_bears_the_stamp_of_a_moment_with_a_zone() -> None:
    tl = Timeline([Event(id="a", title="A")])
    zone = timezone(timedelta(hours=2))
    stamp = datetime(2025, 3, 17, 1, tzinfo=zone)

    assert "DTSTAMP:20250316T230000Z" in tl.to_ics(stamp).text
    with pytest.raises(InvalidError, match="has no time zone"):
        tl.to_ics(stamp.replace(tzinfo=None))


@pytest.mark.parametrize("fmt", ["jsonl", "toml", "csv"])
def test_a_byte_order_mark_is_accepted(fmt: ReadFormat) -> None:
    tl = Timeline([Event(id="a", title="A")])
    exact = str(tl.to_csv(exact=True))
    text = exact if fmt == "csv" else tl.dumps("toml" if fmt == "toml" else "jsonl")

    assert Timeline.loads(b"\xef\xbb\xbf" + text.encode(), fmt) == tl


@pytest.mark.parametrize(
    ("fmt", "ours", "theirs"),
    [
        ("jsonl", '{"id":"a","title":"A"}', '{"id":"b","title":"B"}'),
        ("toml", '[event.a]\ntitle = "A"', '[event.b]\ntitle = "B"'),
    ],
)
def test_merge_markers_are_called_so(fmt: FileFormat, ours: str, theirs: str) -> None:
    head = HEAD if fmt == "toml" else '{"timeline":2}\n'
    text = f"{head}<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> theirs\n"
    with pytest.raises(LoadError) as caught:
        Timeline.loads(text, fmt)

    lines = 2, text.count("\n")
    told = [(p.code, p.line) for p in caught.value.problems]
    assert told == [("merge-markers", line) for line in lines]
    assert "resolve the merge" in str(caught.value)


def test_a_heading_that_is_underlined_is_no_merge_marker() -> None:
    text = f'{HEAD}[event.a]\ntitle = "A"\nnote = """\nNews\n=======\n"""\n'

    assert Timeline.loads(text, "toml")["a"].note == "News\n=======\n"
