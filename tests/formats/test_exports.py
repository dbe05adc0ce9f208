from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.formats.test_files import stored
from tests.support import records as some

from timeline import (
    Call,
    Event,
    Invitation,
    Measure,
    Meeting,
    Negotiation,
    OpaqueEvent,
    Participant,
    Ratification,
    Source,
    Statement,
    Summit,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
)
from timeline.errors import InvalidError, LoadError, MissingExtraError
from timeline.formats import calendar_read
from timeline.formats import csv as csv_format
from timeline.formats.shared import bounds_text

NASTY = (
    "a\r\nATTENDEE:mailto:x@y\r\n",
    "x\rATTACH:http://evil",
    "x\u2028END:VEVENT",
    "\x00\x1b[31m\x9b31m",
    "=1+1",
    "＝1+1",
    "@SUM(A1)",
    "a;b,c\\d\ne",
    "é" * 100,
    "👩‍👩‍👧" * 40,
    "x" * 10**6,
)


def told() -> Timeline:
    return Timeline(
        [
            Meeting(
                id="m",
                title="Meeting",
                when="2025-03-17T16:30-04:00[America/Toronto]",
                participants=["Mark Carney @CA", Participant("Ann", role="chair")],
                status="held",
                place="Paris; or so",
                topics=["a, b", "c"],
                part_of="v",
                sources=[cite("s", "words")],
                note="one\ntwo",
            ),
            Visit(id="v", title="Visit", when="2025-03-17/2025-03-19", stops=["Paris"]),
            Call(id="c", title="Call", when="not-before:2025-04-01", status="expected"),
            Call(id="w", title="Window", when="2025-06", status="scheduled"),
            Call(id="t", title="Off", when="2025-06-03", status="cancelled"),
            Statement(id="b", title="Later in the day", when_text="later in the day"),
            Negotiation(id="n", title="Talks", status="stalled"),
            Treaty(id="ceta", title="CETA", when="-0044-03-15"),
            Ratification(id="r", treaty="ceta", party="FR", status="pending"),
            Event(id="x", title="Floating", when="2025-03-17T16:30/2025-03-17T17:00"),
            Event(id="y", title="Guess", when="2025-03-20?"),
            Event(id="z", title="Due", when="not-after:2025-05-01"),
            Event(id="u", title="Wide", when="not-after:2025-05-01 not-before:2025-04"),
        ],
        [Source(id="s", title="Source", published="2025-11-12")],
        tz="Europe/Paris",
        title="All sorts; of things",
    )


def component(text: str, id_: str) -> str:
    found = re.search(rf"BEGIN:(V\w+)\r\nUID:{id_}@.*?END:\1\r\n", text, re.DOTALL)
    assert found
    return found[0]


def test_a_calendar_says_of_each_event_what_it_can() -> None:
    text = told().to_ics().text
    expected = {
        "m": ["BEGIN:VEVENT", "DTSTART:20250317T203000Z", "STATUS:CONFIRMED"],
        "v": ["DTSTART;VALUE=DATE:20250317", "DTEND;VALUE=DATE:20250320"],
        "c": ["BEGIN:VTODO", "DTSTART;VALUE=DATE:20250401", "NEEDS-ACTION"],
        "w": ["BEGIN:VTODO", "SUMMARY:In Jun 2025: Window", "NEEDS-ACTION"],
        "t": ["STATUS:CANCELLED", "SEQUENCE:1"],
        "b": ["BEGIN:VTODO", "“later in the day”"],
        "n": ["BEGIN:VTODO", "STATUS:IN-PROCESS"],
        "r": ["BEGIN:VTODO", "STATUS:NEEDS-ACTION"],
        "x": ["DTSTART:20250317T153000Z", "DTEND:20250317T160000Z"],
        "y": ["BEGIN:VTODO", "SUMMARY:Perhaps 20 Mar 2025: Guess"],
        "z": ["BEGIN:VTODO", "DUE;VALUE=DATE:20250501"],
        "u": ["SUMMARY:Between Apr 2025 and 1 May 2025: Wide", "DATE:20250501"],
    }
    for id_, lines in expected.items():
        for line in lines:
            assert line in component(text, id_), id_
    for id_ in "byw":
        assert not re.search("DTSTART|DUE", component(text, id_))
    assert "DTSTART" not in component(text, "u")
    for id_ in "bvxyz":  # of which nobody states how they stand
        assert "STATUS" not in component(text, id_)
    assert "DTSTAMP:20251112T000000Z" in text


@pytest.mark.parametrize(
    ("when", "words"),
    [("2025-11", "In Nov 2025"), ("[2025-11-04,2025-11-06]", "4 or 6 Nov 2025")],
)
def test_a_vague_date_is_said_in_title_and_description(when: str, words: str) -> None:
    talks = Meeting(id="m", title="Talks", when=when, status="scheduled")
    text = Timeline([talks]).to_ics().text

    assert f"SUMMARY:{words}: Talks" in text
    assert f"DESCRIPTION:{words}" in text


def test_a_vague_date_is_an_all_day_entry_on_request() -> None:
    text = told().to_ics(vague="event").text

    window = component(text, "w")
    for line in (
        "BEGIN:VEVENT",
        "SUMMARY:In Jun 2025: Window",
        "DTSTART;VALUE=DATE:20250601",
        "DTEND;VALUE=DATE:20250701",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
    ):
        assert f"{line}\r\n" in window
    assert stored(Timeline.loads(text, "ics")) == stored(told())
    assert "BEGIN:VTODO" in component(text, "b")
    with pytest.raises(InvalidError, match='did you mean "event"'):
        told().to_ics(vague="events")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"when": "[2025-03-18..2025-03-27]", "status": "expected"},
            [
                "VTODO",
                "SUMMARY:Between 18 and 27 Mar 2025: Talks",
                "DTSTART;VALUE=DATE:20250318",
                "DUE;VALUE=DATE:20250327",
            ],
        ),
        ({"when": "XXXX-02-29"}, ["VTODO", "SUMMARY:29 Feb\\, year not stated: Talks"]),
        (
            {"when": "2025-11", "status": "cancelled"},
            ["VTODO", "SUMMARY:In Nov 2025: Talks", "STATUS:CANCELLED", "SEQUENCE:1"],
        ),
        ({"when": "2024-21"}, ["VTODO", "SUMMARY:Spring 2024: Talks"]),
        (
            {"when": "2024-05-02/..", "status": "under_way"},
            ["VTODO", "SUMMARY:Since 2 May 2024: Talks", "DTSTART;VALUE=DATE:20240502"],
        ),
        ({"when": "throughout:2025-11"}, ["VEVENT", "DTEND;VALUE=DATE:20251201"]),
        (
            {
                "when": "2025-11-03",
                "status": "held",
                "sources": [cite("readout", stance="denies")],
            },
            [
                "SUMMARY:Talks (disputed by readout)",
                "STATUS:TENTATIVE",
                "DESCRIPTION:Readout denies that it took place",
            ],
        ),
        ({"when": "2025-11-03", "status": "held"}, ["STATUS:CONFIRMED"]),
        (
            {"participants": ["Ann Lee @PK", "Walkers @"], "sources": ["page", "tip"]},
            [
                "DESCRIPTION:Ann Lee (Pakistan)\\, Walkers\\nSource: “Old news”",
                "\\, Gazette\\, https://example.org/a\\nSource: tip",
            ],
        ),
    ],
)
def test_an_entry_says_what_is_certain_and_who_says_so(
    fields: dict[str, Any], lines: list[str]
) -> None:
    page = Source(
        id="page", title="Old news", publisher="Gazette", url="https://example.org/a"
    )
    sources = [page, Source(id="tip"), Source(id="readout")]
    text = Timeline([Meeting(id="a", title="Talks", **fields)], sources).to_ics().text

    entry = component(text, "a").replace("\r\n ", "")
    for line in lines:
        assert line in entry
    assert "9996" not in entry


def test_what_a_calendar_cannot_show_is_told() -> None:
    losses = told().to_ics().losses

    assert {loss.code for loss in losses} == {"not-carried"}
    assert [loss.loc for loss in losses] == [
        ("ceta", "when"),
        ("y", "when"),
        ("w", "when"),
    ]
    assert "-0044-03-15" in losses[0].message


def test_a_calendar_is_the_same_each_time_and_bears_the_stamp_it_is_given() -> None:
    tl = told()
    assert tl.to_ics().text == tl.to_ics().text
    assert "DTSTAMP:20250102T000000Z" in tl.to_ics("2025-01-02").text
    moment = When.parse("2025-03-17T16:30-04:00").earliest
    assert "DTSTAMP:20250317T203000Z" in tl.to_ics(moment).text
    assert (
        "DTSTAMP:19700101T000000Z" in Timeline([Event(id="a", title="A")]).to_ics().text
    )
    assert "UID:m@example.org" in tl.to_ics(domain="example.org").text
    dated = Timeline([Event(id="a", title="A")], [Source(id="s", published="Y12345")])
    assert "DTSTAMP:19700101T000000Z" in dated.to_ics().text
    for stamp in ("../2025", "-0044-03-15", "Y12345"):
        with pytest.raises(InvalidError, match="is not a day"):
            tl.to_ics(stamp)


@pytest.mark.parametrize(
    "domain", ["x\r\nATTACH:http://evil", "x y", "a@b", "", "x\n", "-x", None]
)
def test_a_domain_adds_no_line_to_a_calendar(domain: str) -> None:
    with pytest.raises(InvalidError):
        told().to_ics(domain=domain)


def test_our_own_calendar_is_read_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text(told().to_ics().text, newline="")

    assert stored(Timeline.load(path)) == stored(told())
    assert Timeline.load(path).title == told().title


@given(some.collections())
def test_any_timeline_comes_back_from_a_calendar(tl: Timeline) -> None:
    loading = calendar_read.read(tl.to_ics().text)

    assert stored(loading.timeline(Timeline)) == stored(tl)
    assert loading.tz == tl.tz


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_text_adds_a_line_to_a_calendar(text: str) -> None:
    event = Meeting(
        id="m", title=f"t{text}", place=text, note=text, topics=[f"t{text}"],
        when_text=text, participants=[Participant("x", role=text)],
    )  # fmt: skip
    tl = Timeline([event], title=text)
    out = tl.to_ics().text
    lines = out.replace("\r\n ", "").split("\r\n")

    names = [re.split("[:;]", line)[0] for line in lines if line]
    assert set(names) <= {
        "BEGIN", "VERSION", "PRODID", "NAME", "X-WR-CALNAME", "UID", "DTSTAMP",
        "SUMMARY", "STATUS", "DESCRIPTION", "LOCATION", "CATEGORIES", "END",
        "X-TIMELINE-KIND", "X-TIMELINE-WHEN-TEXT", "X-TIMELINE-DATA",
    }  # fmt: skip
    assert names.count("BEGIN") == 2
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", out)
    assert stored(calendar_read.read(out).timeline(Timeline)) == stored(tl)


@pytest.mark.parametrize("text", [*NASTY, "\\n"], ids=range(len(NASTY) + 1))
def test_no_kind_or_status_adds_a_line_to_a_calendar(text: str) -> None:
    strange = OpaqueEvent(id="m", kind=text, status=text, title="M")
    tl = Timeline([strange])
    out = tl.to_ics().text

    lines = out.replace("\r\n ", "").split("\r\n")
    names = [line.partition(":")[0] for line in lines]
    assert [name for name in names[3:-3] if name != "X-TIMELINE-DATA"] == [
        "BEGIN", "UID", "DTSTAMP", "SUMMARY", "X-TIMELINE-KIND", "X-TIMELINE-STATUS",
    ]  # fmt: skip
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", out)
    assert stored(calendar_read.read(out).timeline(Timeline)) == stored(tl)


def test_other_readers_find_every_event() -> None:
    icalendar = pytest.importorskip("icalendar")
    text = told().to_ics().text
    calendar = icalendar.Calendar.from_ical(text)

    assert calendar.errors == []
    found = [part for part in calendar.walk() if part.name in {"VEVENT", "VTODO"}]
    assert len(found) == len(told())
    assert not any(part.errors for part in found)
    assert calendar.to_ical().decode().count("BEGIN:V") == len(told()) + 1
    by_uid = {str(part["UID"]).partition("@")[0]: part for part in found}
    assert str(by_uid["m"]["LOCATION"]) == "Paris; or so"
    assert by_uid["m"]["CATEGORIES"].cats == ["a, b", "c"]


def test_ics_py_finds_every_event() -> None:
    ics = pytest.importorskip("ics")
    calendar = ics.Calendar(told().to_ics().text)

    assert len(calendar.events) + len(calendar.todos) == len(told())


def test_the_engine_of_thunderbird_reads_it(tmp_path: Path) -> None:
    node = shutil.which("node")
    script = "require('ical.js')"
    if (
        not node
        or subprocess.run(
            [node, "-e", script], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("needs node and the npm package ical.js")
    path = tmp_path / "x.ics"
    path.write_text(told().to_ics().text, newline="")
    script = (
        "const I = require('ical.js').default ?? require('ical.js');"
        f"const text = require('fs').readFileSync('{path}', 'utf8');"
        "const c = new I.Component(I.parse(text));"
        "console.log(c.getAllSubcomponents().length)"
    )
    done = subprocess.run([node, "-e", script], check=True, capture_output=True)
    assert int(done.stdout) == len(told())


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@given(some.collections())
def test_any_timeline_comes_back_from_an_exact_table(tl: Timeline) -> None:
    back = csv_format.read(tl.to_csv(exact=True).text).timeline(Timeline)

    assert stored(back) == stored(tl)
    assert (back.tz, back.title, back.partial) == (tl.tz, tl.title, tl.partial)


def test_a_zone_comes_back_from_an_exact_table_unless_another_is_given(
    tmp_path: Path,
) -> None:
    tl = Timeline([Event(id="b", title="B")], tz="Europe/Paris", title="T")
    path = tmp_path / "exact.csv"
    path.write_text(tl.to_csv(exact=True).text, newline="")

    assert Timeline.read_csv(path) == tl
    assert Timeline.read_csv(path, tz="Europe/Rome").tz == "Europe/Rome"


@given(some.collections())
def test_a_table_of_events_comes_back_with_what_it_says_it_changes(
    tl: Timeline,
) -> None:
    table = tl.to_csv()
    changed = {each.loc[0] for each in table.losses if "control" in each.message}
    loading = csv_format.read(table.text)

    events = {event.id: event for event in loading.of(Event)}
    for event in tl.events:
        assert event.id in changed or events[event.id] == event


@pytest.mark.parametrize("when", ["[2025,2026]", "[2025-03..2025-05]"])
def test_a_date_that_begins_like_json_comes_back_from_a_table(when: str) -> None:
    earlier = ["2024-12-01", when]
    event = Event(id="a", title="[A]", when=when, place="{P}", formerly=earlier)
    moved = Event(id="b", title="B", formerly=earlier[:1])
    tl = Timeline([event, moved])

    assert Timeline.loads(tl.to_csv(exact=True).text, "csv") == tl
    assert Timeline.loads(tl.to_csv().text, "csv") == tl


def test_fields_that_no_class_knows_come_back_from_a_table() -> None:
    extra = {"z": "1", "title2": '"x"', "deep": '{"a":[1,null]}'}
    tl = Timeline([Event(id="a", title="A", extra=extra), Event(id="b", title="B")])

    assert Timeline.loads(tl.to_csv(exact=True).text, "csv") == tl
    with pytest.raises(LoadError, match=r"a\.extra: a list is not an object"):
        Timeline.loads("id,title,extra\na,A,[1]", "csv")
    for text in ("id,title,extra\na,A,{", "id,title,extra\n,,{"):
        with pytest.raises(LoadError, match="bad-json"):
            Timeline.loads(text, "csv")


@pytest.mark.parametrize("text", ["a\0b", "a\x1b]0;x\x07", "a\u202eb"])
def test_a_table_for_spreadsheets_holds_no_control_characters(text: str) -> None:
    safe = Timeline([Event(id="a", title=text)]).to_csv()

    assert safe.text.replace("\r\n", "").isprintable()
    assert [each.loc for each in safe.losses] == [("a", "title")]
    assert "control characters" in safe.losses[0].message


def test_a_table_says_all_it_knows_in_words_that_sort() -> None:
    rows = {row["id"]: row for row in rows_of(told().to_csv().text)}

    window = rows["w"]["earliest"], rows["w"]["latest"]
    assert window == ("2025-06", "2025-06")
    assert rows["w"]["in_words"] == "Jun 2025"
    assert (rows["y"]["in_words"], rows["y"]["latest"]) == (
        "perhaps 20 Mar 2025",
        "2025-03-20?",
    )
    assert rows["m"]["latest"] == ".."  # of a lone clock time no end is stated
    assert rows["m"]["topics"] == "a, b; c"
    assert rows["c"]["latest"] == ".."
    assert rows["b"]["when"] == rows["b"]["earliest"] == ""
    assert list(rows["m"])[:4] == ["id", "kind", "title", "status"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_a_table_for_spreadsheets_holds_no_formula_and_says_what_it_changed(
    text: str,
) -> None:
    tl = Timeline([Event(id="a", title=text)])
    safe, exact = tl.to_csv(), tl.to_csv(exact=True)

    assert rows_of(safe.text)[0]["title"] == f"'{text}"
    assert [each.loc for each in safe.losses] == [("a", "title")]
    assert rows_of(exact.text)[1]["title"] == text
    assert exact.losses == ()
    assert Timeline.loads(safe.text, "csv") == tl
    guarded = tl.update("a", title=f"'{text}")
    assert Timeline.loads(guarded.to_csv(exact=True).text, "csv") == guarded


def test_a_table_of_an_analyst_is_read_through_a_map_of_its_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        "\ufeffNr,What,Date,Who,Colour,private,medium\r\n"
        "a,Talks,2025-03-17,Mark Carney @CA; FR,red,true,\r\n"
        '\r\nb,"Call; later",2025-04,"[""CA""]",,,telephone\r\n'.encode()
    )
    columns = {"Nr": "id", "What": "title", "Date": "when", "Who": "participants"}
    tl = Timeline.read_csv(
        path, {**columns, "Colour": ""}, kind="meeting", tz="Europe/Paris"
    )

    first, second = tl.of(Meeting)
    assert (first.people, first.involved) == (("Mark Carney",), ("CA", "FR"))
    assert (first.private, second.private) == (True, None)
    assert (second.title, second.involved) == ("Call; later", ("CA",))
    assert tl.tz == "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("id,title\na", "invalid", 2, id="short"),
        pytest.param("id,title\na,b,c", "bad-row", 2, id="long"),
        pytest.param("id,id\na,b", "twice", 1, id="column-twice"),
        pytest.param("id,title\na," + "x" * 131_073, "bad-csv", 2, id="giant"),
        pytest.param('id,title\na,"b', "bad-csv", 2, id="not-closed"),
        pytest.param("", "no-header", 1, id="empty"),
        pytest.param("title\nx", "no-header", 1, id="no-id"),
        pytest.param("id,when,title\na,2025-02-30,x", "bad-date", 2, id="bad-date"),
        pytest.param(
            "id,title,kind,private\na,x,meeting,yes", "wrong-type", 2, id="yes"
        ),
        pytest.param('id,title\na,"x\ny', "bad-csv", 2, id="open-for-lines"),
        pytest.param('id,title\na,"x"y', "bad-csv", 2, id="quoted-in-part"),
        pytest.param("id,title\ra,x\r", "bad-csv", 1, id="returns"),
        pytest.param("nr;title\na;x", "no-header", 1, id="semicolons"),
        pytest.param("x," * 1_001, "bad-csv", 1, id="columns"),
        pytest.param('id,when,title\na,bad,"x\n\n"', "bad-date", 2, id="row-of-lines"),
        pytest.param("id,title,topics\na,x,[1]", "wrong-type", 2, id="number-in-list"),
        pytest.param("id,title,topics\na,x,[1", "bad-json", 2, id="open-list"),
    ],
)
def test_a_broken_table_is_told_with_its_line(
    text: str, code: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{text}\nok,fine" if code == "bad-row" else text)
    tl, problems = Timeline.try_load(path)

    found = [(each.code, each.line) for each in problems]
    assert (code, line) in found
    assert [event.id for event in tl] == (["ok"] if code == "bad-row" else [])
    with pytest.raises(LoadError):
        Timeline.load(path)


def test_every_bad_cell_is_told_and_who_names_its_record_is_not() -> None:
    text = (
        "id,title,kind,topics,private,part_of\n"
        "a,x,meeting,[1,maybe,\nb,y,meeting,,,a\nc,z,meeting,,,none\n"
    )
    with pytest.raises(LoadError) as caught:
        Timeline.loads(text, "csv")

    told = [(each.code, each.where, each.line) for each in caught.value.problems]
    assert told == [
        ("bad-json", "a.topics", 2),
        ("wrong-type", "a.private", 2),
        ("unknown-id", "events[1].part_of", 4),
    ]


def test_lines_are_counted_on_where_one_is_no_text() -> None:
    loading = csv_format.read("id,title,when\na,é".encode() + b"\xff,\nb,x,bad")

    assert [(each.code, each.line) for each in loading.problems] == [
        ("bad-encoding", 2),
        ("bad-date", 3),
    ]


def test_a_flag_is_read_as_spreadsheets_write_it() -> None:
    for word, flag in (("TRUE", True), ("False", False)):
        text = f"id,title,kind,private\na,x,meeting,{word}"
        assert Timeline.loads(text, "csv").of(Meeting)[0].private is flag


def test_an_exact_table_holds_the_sources_too() -> None:
    source = Source(id="s", title="=S", published="2025-11-12", note="n")
    tl = Timeline([Event(id="a", title="A", sources=["s"])], [source])
    exact, safe = tl.to_csv(exact=True), tl.to_csv()

    assert Timeline.loads(exact.text, "csv") == tl
    assert exact.losses == ()
    assert [each.loc for each in safe.losses] == [("s",)]
    assert [row["id"] for row in rows_of(safe.text)] == ["a"]


def test_a_table_of_events_names_sources_by_their_ids_and_must_know_parties() -> None:
    talks = Event(id="a", title="A", sources=["s"], participants=["CA"])
    tl = Timeline([talks], [Source(id="s", title="S")])
    loading = csv_format.read(tl.to_csv().text)

    back = loading.timeline(Timeline)
    assert ([*back], back.sources) == ([talks], (Source(id="s"),))
    assert [(each.code, each.severity) for each in loading.problems] == [
        ("found-out", "warning")
    ]
    with pytest.raises(LoadError, match="unknown-party"):
        Timeline.loads("id,title,participants\na,A,Ann @CAX", "csv")


def test_a_cell_that_no_reader_takes_is_told() -> None:
    tl = Timeline([Event(id="a", title="A", note="x" * 131_073)])

    assert [each.loc for each in tl.to_csv(exact=True).losses] == [("a", "note")]
    assert tl.update("a", note="x" * 131_072).to_csv().losses == ()


def test_a_column_nobody_knows_is_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,titel,title,Ort\na,b,c,d")
    tl, problems = Timeline.try_load(path)

    assert len(tl) == 1
    assert [each.code for each in problems] == ["not-read"] * 2
    assert 'did you mean "title"?' in str(problems[0])


def test_frames_take_a_timeline_as_it_is() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(told())

    assert table.num_rows == len(told())
    rows = {row["id"]: row for row in table.to_pylist()}
    assert rows["m"]["parties"] == ["CA"]
    assert rows["m"]["people"] == ["Mark Carney", "Ann"]
    assert rows["m"]["start_earliest"] == 1742243400000000
    assert rows["m"]["earliest"] == "2025-03-17T20:30:00Z"
    assert rows["b"]["start_earliest"] is None
    assert (rows["c"]["earliest"], rows["c"]["latest"]) == ("2025-04-01", "..")
    assert rows["b"]["undated"]
    assert (
        Timeline.from_dicts(
            [json.loads(row["record"]) for row in rows.values()], partial=True
        ).events
        == told().events
    )


def test_polars_pandas_and_duckdb_take_it_too() -> None:
    polars = pytest.importorskip("polars")
    pandas = pytest.importorskip("pandas")
    duckdb = pytest.importorskip("duckdb")
    tl = told()

    assert polars.DataFrame(tl).height == len(tl)
    assert len(pandas.DataFrame.from_arrow(tl)) == len(tl)
    found = duckdb.sql("select count(*) from tl where kind = 'call'").fetchall()
    assert found == [(3,)]
    assert polars.DataFrame(Timeline()).height == 0


def test_a_package_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    monkeypatch.setitem(sys.modules, "tomli_w", None)

    with pytest.raises(MissingExtraError, match=r"timeline\[arrow\]"):
        told().__arrow_c_stream__()
    with pytest.raises(MissingExtraError, match=r"timeline\[toml\]"):
        told().save(tmp_path / "x.toml")
    assert not list(tmp_path.iterdir())


def test_a_diagram_names_what_has_no_date_and_no_text_steers_it() -> None:
    tl = told().update("v", title="a : b; # <b> %% title")
    diagram = tl.to_mermaid()
    lines = diagram.text.splitlines()

    assert lines[0] == "timeline"
    assert lines[1] == "    title All sorts#59; of things"
    shown = "a #58; b#59; #35; #60;b#62; #37;#37; title"
    assert f"    17–19 Mar 2025 : {shown}" in lines
    assert "    perhaps 20 Mar 2025 : Guess" in lines
    assert "    Jun 2025 : Window (scheduled)" in lines
    assert "    no date given “later in the day” : Later in the day" in lines
    lost = {str(each.loc[0]): each.message for each in diagram.losses}
    assert lost.keys() == {"m", "r", "v"}
    assert lost["v"] == "not shown: stops"
    assert lost["r"] == "not shown: party and treaty"
    assert str(Timeline([Event(id="a", title="A")]).to_mermaid()).count("\n") == 2


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-02", "2025-02", "2025-02"),
        ("[2025-03-18..2025-03-27]", "2025-03-18", "2025-03-27"),
        ("2025-06 not-before:2025-06-10", "2025-06-10", "2025-06"),
        ("2025-03-17T16:30Z", "2025-03-17T16:30:00Z", ".."),
        ("2025-03-17T16:30 not-after:2025-03-17", "2025-03-17T16:30:00", "2025-03-17"),
        ("2025-03-17T16:30-04:00/..", "2025-03-17T20:30:00Z", ".."),
        ("2025-03-17T16:30:00.250000/..", "2025-03-17T16:30:00.250000", ".."),
        ("Y-200000", "Y-200000", "Y-200000"),
        ("../2025", "..", "2025"),
        ("../2025-03-17T16:30Z", "..", "2025-03-17T16:30:00Z"),
        (
            "9999-12-31T23:30:00-01:00/..",
            "10000-01-01T00:30:00Z",
            "..",
        ),
        (
            "0000-01-01T00:00:00Z/0000-01-01T00:00:00.250000Z",
            "0000-01-01T00:00:00Z",
            "0000-01-01T00:00:00.250000Z",
        ),
    ],
)
def test_bounds_are_edtf(text: str, first: str, last: str) -> None:
    assert bounds_text(When.parse(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("id;title;when\na;Réunion;2025-03-17", id="semicolons"),
        pytest.param("sep=|\nid|title|when\na|Réunion|2025-03-17", id="sep-line"),
        pytest.param("\nID,Title,When\n , \na,Réunion,2025-03-17 \n,,", id="spaces"),
        pytest.param("id,title,when\na,Réunion,2025-03-17,", id="one-cell-more"),
        pytest.param("id\ttitle\twhen\na\tRéunion\t2025-03-17", id="tabs"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_however_a_spreadsheet_saves_it(
    text: str, encoding: str
) -> None:
    loading = csv_format.read(text.encode(encoding))
    event = loading.timeline(Timeline)["a"]

    assert (event.title, str(event.when)) == ("Réunion", "2025-03-17")
    assert {p.code for p in loading.problems} <= {"found-out"}
    assert not loading.has_errors


def test_an_empty_table_or_one_of_its_first_line_only_has_no_column_id() -> None:
    for text in ("", "\n\n", "sep=;\n"):
        assert [p.code for p in csv_format.read(text).problems] == ["no-header"]
    narrow = csv_format.read("id,title\na,A")
    assert not narrow.problems


@given(some.collections())
def test_what_excel_opens_has_a_mark_and_no_json(tl: Timeline) -> None:
    text = tl.to_csv(excel=True).text

    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(tl)
    for row, event in zip(rows, tl, strict=True):
        if event.when is not None and re.search("[0-9]", event.when.text):
            assert row["when"] == f'="{event.when}"'
        else:
            assert row["when"] == str(event.when or "")


def test_excel_gets_dates_as_texts_and_lists_in_words() -> None:
    meeting = Meeting(
        id="2025-talks",
        title="=Talks",
        when="2025-03",
        participants=[Participant("Mark Carney", "CA", "Prime Minister"), "FR"],
        sources=[cite("page", "they met")],
    )
    tl = Timeline([meeting], [Source(id="page")])
    [row] = csv.DictReader(io.StringIO(tl.to_csv(excel=True).text[1:]))

    assert row["when"] == '="2025-03"'  # which Excel would make 1 March 2025
    assert row["in_words"] == '="Mar 2025"'
    assert row["title"] == "'=Talks"
    assert (
        row["participants"] == "name: Mark Carney, of: CA, office: Prime Minister; FR"
    )
    assert row["sources"] == "quote: they met, source: page"


def test_a_list_that_excel_gets_is_read_with_its_dates(tmp_path: Path) -> None:
    event = Event(id="7", title="A", when="2025-03", topics=["trade"])
    path = tmp_path / "list.csv"
    path.write_text(Timeline([event]).to_csv(excel=True).text, encoding="utf-8")

    assert [*Timeline.read_csv(path)] == [event]


def test_excel_and_exact_exclude_each_other() -> None:
    with pytest.raises(InvalidError, match="not exact"):
        Timeline().to_csv(exact=True, excel=True)


def test_a_row_without_an_id_is_refused_and_a_speaker_is_read() -> None:
    with pytest.raises(LoadError, match="2: "):
        Timeline.loads("id,title\n,A", "csv")
    text = "id,kind,title,speaker\na,statement,A,Mark Carney @CA"
    assert Timeline.loads(text, "csv")[0].people == ("Mark Carney",)


def test_each_export_says_what_a_plan_waits_for_and_what_blocks_it() -> None:
    tl = Timeline(
        [
            Summit(id="off", title="Summit", when="2025-06-20", status="cancelled"),
            Meeting(id="m", title="Margins", part_of="off", status="scheduled"),
            Call(
                id="c",
                title="Call",
                when="not-before:m",
                status="expected",
                inferred=["when"],
            ),
        ]
    )
    blocked = "locked: Summit was cancelled"
    linked = "ot before the end of Margins (inferred)"
    calendar, picture = tl.to_ics(), tl.to_svg()
    texts = (tl.to_csv().text, tl.to_mermaid().text, calendar.text, picture)
    for text in texts:
        shown = text.replace("\r\n ", "").replace("#58;", ":")
        assert blocked in shown
        assert linked in shown
    assert [problem.loc for problem in calendar.losses] == [("c", "when")]


def test_each_export_says_what_is_inferred_and_claimed_in_words() -> None:
    told = [
        cite("page"),
        cite("wire", when="2025-03-25"),
        cite("blog", stance="alleges"),
    ]
    claimed = Call(id="c", title="Call", when="not-before:d", sources=told)
    due = Meeting(
        id="d",
        title="Talks",
        when="not-after:2025-03-15",
        status="scheduled",
        inferred=["when"],
    )
    tl = Timeline([due, claimed], [Source(id=id_) for id_ in ("page", "wire", "blog")])
    agenda = tl.agenda("2025-03-01").table()
    for text in (tl.table(), tl.to_csv().text, tl.to_ics().text, agenda):
        assert "nferred: date" in text
    for text in (tl.table(), tl.to_csv().text, tl.to_mermaid().text):
        assert "says not before the end of Talks" in text
        assert "wire says 25 Mar 2025" in text or "[2] says 25 Mar 2025" in text
    assert "not-before" not in tl.table() + agenda + tl.to_svg()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            Call(id="c", title="C", status="did_not_take_place", when="2025-06/.."),
            "C (has not taken place)",
        ),
        (
            Call(id="c", title="C", status="did_not_take_place", when="2025-06-01"),
            "C (did not take place)",
        ),
        (Measure(id="m", title="M", status="rejected"), "M (rejected)"),
        (Meeting(id="m", title="M", status="cancelled"), "SUMMARY:M\r\n"),
        (
            Invitation(
                id="i", title="I", status="declined", inviter="RU", invitee="US"
            ),
            "I (declined)",
        ),
        (
            Invitation(id="i", title="I", inviter="RU", invitee="US"),
            "inviter: Russia\\ninvitee: United States",
        ),
    ],
)
def test_a_calendar_says_in_words_what_no_status_of_it_says(
    record: Event, said: str
) -> None:
    assert said in Timeline([record]).to_ics().text


@pytest.mark.parametrize("status", ["cancelled", "held", "postponed"])
def test_a_calendar_confirms_nothing_of_which_a_newer_source_says_more(
    status: str,
) -> None:
    sources = [Source(id="a", as_of="2025-10-21"), Source(id="b", as_of="2025-10-23")]
    talks = Meeting(
        id="m",
        title="Baku",
        when="2025-10-27",
        status="scheduled",
        sources=[cite("a"), cite("b", status=status)],
    )
    text = Timeline([talks], sources).to_ics().text

    assert f"SUMMARY:Baku ({status}\\, says b)" in text
    assert "STATUS:TENTATIVE" in text
