"""What comes from outside, broken or hostile: one base class, told with its place."""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.support.world import DATA

from timeline import Duration, Event, Source, Timeline, When
from timeline.errors import LoadError, TimelineError, UnsupportedVersionError
from timeline.formats import calendar_read, csv
from timeline.records import strictjson
from timeline.when.timezones import as_zone

ROWS = DATA / "bad_inputs.jsonl"
HEADER = '{"timeline":2}\n'


def rows() -> list[Any]:
    if not ROWS.exists():
        return [pytest.param({}, id="none")]
    lines = ROWS.read_text(encoding="utf-8").splitlines()
    samples = [json.loads(line) for line in lines]
    elsewhere = {"value", "save"}  # tests of When and of the store
    return [
        pytest.param(row, id=row["id"])
        for row in samples
        if row["field"] not in elsewhere
    ]


def value_of(row: dict[str, Any]) -> Any:  # noqa: ANN401
    return eval(row["gen"], {"json": json}) if row["gen"] else row["value"]


def as_jsonl(document: str) -> str:
    """Return the records of a document row as lines; what is none stays as it is."""
    try:
        data = strictjson.decode(document)
        head = {key: data[key] for key in data if key != "events"}
        lines = [json.dumps(head)]
        for record in data["events"]:
            if "after" in record:
                record["when"] = f"not-before:{record.pop('after')}"
            lines.append(json.dumps({"title": "t", **record}))
    except (TimelineError, TypeError, KeyError):
        return document
    return "\n".join(lines)


def record(**values: object) -> str:
    return HEADER + json.dumps({"id": "a", "title": "A", **values})


def attempt(field: str, value: Any) -> object:  # noqa: ANN401, C901, PLR0911
    """Hand a value to what reads such values."""
    match field:
        case "when" | "span":
            return Timeline.loads(record(when=value))
        case "duration":
            return Duration.parse(value)
        case "tz":
            Timeline.loads(record(tz=value))
            return as_zone(value)
        case "title" | "id" | "status":
            return Timeline.loads(record(**{field: value}))
        case "tags":
            return Timeline.loads(record(topics=value))
        case "url":
            line = json.dumps({"kind": "source", "id": "s", "url": value})
            return Timeline.loads(HEADER + line)
        case "weight":
            weights = {"of": "x", "parties": {"CA": value}}
            rule = {"condition": {"share": "1/2", "weights": weights}}
            text = record(kind="treaty", entry_into_force=rule)
            return Timeline.loads(text)
        case "document":
            return Timeline.loads(as_jsonl(value))
        case "document_bytes":
            return Timeline.loads(value)
        case "csv" | "ics":
            loading = (csv if field == "csv" else calendar_read).read(value)
            loading.require_good()
            return loading
        case _:
            raise AssertionError(field)


@pytest.mark.world
@pytest.mark.parametrize("row", rows())
def test_every_row_does_what_it_says(row: dict[str, Any]) -> None:
    value = value_of(row)
    if row["kind"] == "reject":
        if row["field"] == "ics":  # read as far as it goes, and what is lost is said
            with contextlib.suppress(TimelineError):
                assert calendar_read.read(value).problems
                return
        with pytest.raises(TimelineError) as caught:
            attempt(row["field"], value)
        text = str(caught.value)
        assert len(text) < 10_000
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert caught.value.problems
    elif row["kind"] == "accept":
        attempt(row["field"], value)
    else:
        with contextlib.suppress(TimelineError):
            attempt(row["field"], value)
    if row["kind"] == "render":
        tl = Timeline([Event(id="a", title=value)])
        assert Timeline.from_dicts(tl.to_dicts())["a"].title == value


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param('{"timeline":3}', "unsupported-version", id="newer"),
        pytest.param('{"timeline":true}', "bad-version", id="true-is-no-version"),
        pytest.param('{"timeline":2.0}', "bad-version", id="float"),
        pytest.param('{"timeline":"1"}', "bad-version", id="text"),
        pytest.param('{"timeline":0}', "bad-version", id="zero"),
        pytest.param('{"timeline":2,"tz":5}', "wrong-type", id="zone-type"),
        pytest.param('{"timeline":2,"tz":"Europe"}', "unknown-zone", id="zone"),
        pytest.param('{"timeline":2,"partial":"no"}', "wrong-type", id="partial"),
        pytest.param('{"timeline":2,"tite":"x"}', "unknown-key", id="key"),
        pytest.param("", "no-header", id="empty"),
        pytest.param("\n\n", "no-header", id="blank"),
        pytest.param("[" * 10**6, "too-deep", id="deep"),
        pytest.param(HEADER + "<<<<<<< HEAD\n", "merge-markers", id="ours"),
        pytest.param(HEADER + ">>>>>>> theirs\n", "merge-markers", id="theirs"),
        pytest.param("\ud800", "bad-encoding", id="surrogate-in-python-text"),
        pytest.param(HEADER + '{"id":"\\ud800"}', "bad-character", id="surrogate"),
        pytest.param(HEADER + '{"id":"a","id":"b"}', "twice", id="key-twice"),
        pytest.param(
            HEADER + '{"id":"a","title":"A","participants":[{"of":"CA","of":"FR"}]}',
            "twice",
            id="key-of-a-participant-twice",
        ),
        pytest.param(HEADER + "[]", "wrong-type", id="list"),
        pytest.param(HEADER + "NaN", "bad-number", id="nan"),
        pytest.param(record(when=5), "wrong-type", id="number-as-date"),
        pytest.param(record(title=None), "wrong-type", id="null"),
        pytest.param(record(title="  "), "invalid", id="blank-title"),
        pytest.param(record(topics="abc"), "wrong-type", id="text-as-list"),
        pytest.param(record(kind="meeting", private="false"), "wrong-type", id="flag"),
        pytest.param(record(kind="meeting", private=0), "wrong-type", id="number-flag"),
        pytest.param(record(kind=5), "bad-kind", id="kind-type"),
        pytest.param(record(kind=["x"]), "bad-kind", id="kind-list"),
        pytest.param(record(kind=""), "bad-kind", id="kind-blank"),
        pytest.param(record(kind="visit", stops=[5]), "wrong-type", id="stop"),
        pytest.param(record(kind="visit", stops=5), "wrong-type", id="stops"),
        pytest.param(
            record(kind="visit", stops=[{"place": "x", "wen": "2025"}]),
            "unknown-field",
            id="field-of-a-stop",
        ),
        pytest.param(record(kind="visit", stops=[{}]), "missing-field", id="no-place"),
        pytest.param(record(participants=[{"name": ["x"]}]), "wrong-type", id="name"),
        pytest.param(record(part_of="a"), "cycle", id="part-of-itself"),
        pytest.param(record(about=["zz"]), "unknown-id", id="nothing-there"),
        pytest.param(record(sources=["zz"]), "unknown-id", id="no-source"),
        pytest.param(
            record(kind="treaty", entry_into_force=5), "wrong-type", id="rule"
        ),
        pytest.param(
            record(
                kind="treaty",
                entry_into_force={
                    "condition": {
                        "share": "1/2",
                        "weights": {"of": "x", "parties": {"CA": "1"}},
                    }
                },
            ),
            "wrong-type",
            id="weight-text",
        ),
    ],
)
def test_a_broken_document_is_told_by_its_code(document: str, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        Timeline.loads(document)

    assert code in [problem.code for problem in caught.value.problems]
    assert len(str(caught.value)) < 10_000
    assert isinstance(caught.value.timeline, Timeline)


def test_a_newer_version_has_an_error_of_its_own() -> None:
    with pytest.raises(UnsupportedVersionError, match="install a newer timeline"):
        Timeline.loads('{"timeline":3}')


def test_all_problems_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "trips.jsonl"
    path.write_text(
        HEADER
        + '{"kind":"source","id":"s"}\n'
        + '{"id":"a","title":"A","when":"2025-02-30","status":"held"}\n'
        + '{"id":"b","title":"B","part_of":"a","sources":["s","t"],"colour":"red"}\n'
        + '{"id":"b","title":"B"}\n'
        + '{"kind":"bilateral","id":"c","title":"C"}\n'
    )
    tl, problems = Timeline.try_load(path)

    assert [(p.line, p.code, p.where, p.severity) for p in problems] == [
        (3, "bad-date", "events[0].when", "error"),
        (4, "unknown-field", "events[1].colour", "warning"),
        (4, "unknown-id", "events[1].sources", "error"),
        (5, "duplicate-id", "events[2].id", "error"),
        (6, "unknown-kind", "events[3].kind", "warning"),
    ]
    assert str(problems[0]) == (
        f'{path}:3: bad-date: events[0].when: "2025-02-30" is not a date'
        ": February 2025 has 28 days"
    )
    assert "events[1] on line 4" in problems[3].message
    assert [event.id for event in tl] == ["b", "c"]
    assert tl.partial


def test_ten_thousand_problems_print_twenty() -> None:
    lines = "\n".join(f'{{"id":"{n}","when":"x"}}' for n in range(10_000))
    with pytest.raises(LoadError) as caught:
        Timeline.loads(HEADER + lines)

    assert len(caught.value.problems) >= 10_000
    assert str(caught.value).count("\n") == 20


def test_many_circles_are_told_and_the_rest_is_kept() -> None:
    pairs = "\n".join(
        f'{{"id":"a{n}","title":"A","part_of":"b{n}"}}\n'
        f'{{"id":"b{n}","title":"B","part_of":"a{n}"}}'
        for n in range(30)
    )
    few = "\n".join(pairs.split("\n")[:4])
    with pytest.raises(LoadError, match="a0 -> b0 -> a0") as caught:
        Timeline.loads(HEADER + few)
    assert len(caught.value.timeline) == 2
    with pytest.raises(LoadError, match="cycle") as caught:
        Timeline.loads(HEADER + pairs)
    assert len(caught.value.timeline) == 0


def test_all_clock_times_that_a_zone_skips_are_told_and_the_rest_is_kept() -> None:
    record = '{"id":"%s","title":"T","when":"2025-%s"}\n'
    skipped, twice = "03-30T02:30", "10-26T02:30"
    good = record % ("good", "03-30T03:30")
    lines = [record % (f"a{n}", twice if n % 2 else skipped) for n in range(30)]
    lines += [good, '{"id":"b"}']
    header = '{"timeline":2,"tz":"Europe/Paris"}\n'

    with pytest.raises(LoadError) as caught:
        Timeline.loads(header + "".join(lines))

    problems = caught.value.problems
    assert [each.line for each in problems] == [*range(2, 32), 33]
    assert [each.code for each in problems[:2]] == [
        "nonexistent-time",
        "ambiguous-time",
    ]
    assert [event.id for event in caught.value.timeline] == ["good"]


def test_since_when_a_status_holds_is_read_on_the_clocks_of_the_file_too() -> None:
    record = '{"id":"a","title":"A","status":"under_way","since":"2025-03-30T02:30"}'
    header = '{"timeline":2,"tz":"Europe/Paris"}\n'

    assert len(Timeline.loads(HEADER + record)) == 1
    with pytest.raises(LoadError, match=r"events\[0\]\.since: .* skip it"):
        Timeline.loads(header + record)


def test_sources_in_a_circle_are_found_too() -> None:
    line = '{"kind":"source","id":"s","as_of":"not-before:s"}'
    with pytest.raises(LoadError, match="s -> s"):
        Timeline.loads(HEADER + line)


def test_windows_line_ends_and_blank_lines_do_no_harm() -> None:
    text = f'{HEADER}\r\n{{"id":"a","title":"A"}}\r\n\r\n'.replace("\n", "\r\n")
    assert len(Timeline.loads(text)) == 1


SEEDS = (
    (
        '{"timeline":2,"title":"T","tz":"Europe/Paris"}\n'
        '{"kind":"source","id":"s","published":"2025-11-12","url":"https://x.org/"}\n'
        '{"kind":"meeting","id":"m","participants":["Mark Carney @CA",{"name":"A B",'
        '"of":"FR"}],"sources":[{"quote":"q","source":"s"}],"title":"M",'
        '"when":"2025-03-17T16:30-04:00[America/Toronto]"}\n'
        '{"kind":"treaty","id":"t","entry_into_force":{"condition":60,"delay":"90 days"},'
        '"title":"T"}\n'
        '{"kind":"visit","id":"v","stops":["Paris",{"place":"Lima","when":"2025"}],'
        '"title":"V","when":"2025-03-XX not-before:m#end+P3D"}\n'
    ),
    (
        'timeline = 2\nsources = ["s"]\n[source.s]\npublished = 2025-11-12\n[people]\n'
        'carney = { name = "Mark Carney", of = "CA" }\n[meeting.m] # yes\ntitle = "M"\n'
        'when = 2025-03-17T16:30:00-04:00\nparticipants = ["carney", "FR"]\nquote = "q"\n'
        '[visit.v]\ntitle = """V"""\nstops = ["a", { place = "b" }]\nwhen = "2025/2026"\n'
    ),
    (
        "BEGIN:VCALENDAR\r\nX-WR-CALNAME:x\r\nBEGIN:VEVENT\r\nUID:a@b\r\nSUMMARY:x\\, y\r\n"
        "DTSTART;TZID=Europe/Paris:20250317T163000\r\nDURATION:PT1H\r\nSTATUS:TENTATIVE\r\n"
        'ATTENDEE;CN="A B":mailto:a@b\r\nCATEGORIES:a,b\\,c\r\nEND:VEVENT\r\nBEGIN:VTODO\r\n'
        "UID:c@t\r\nDUE;VALUE=DATE:20250401\r\nX-TIMELINE-KIND:call\r\nSUMMARY:z\r\n"
        'X-TIMELINE-WHEN:not-after:2025-04-01\r\nX-TIMELINE-DATA:{"private":true}\r\n'
        'X-TIMELINE-WHEN-TEXT:"soon"\r\nEND:VTODO\r\nEND:VCALENDAR\r\n'
    ),
    (
        "id,title,when,participants,private,kind\r\na,A,2025,Ann @CA;FR,true,meeting\r\n"
        'b,"B ""x""",,"[""CA""]",,\r\n'
    ),
)
SPICES = (
    *("\0", "\r", "\n", "\x1b[31m", "\u202e", "\ufeff", "\ud800", "\\ud800", "é"),
    *("[" * 40, "{" * 40, '{"a":', "NaN", "1e999", "-0", "9" * 60, "null", "true"),
    *('"', "'", '"""', ",", ":", ";", "=", "#", "..", "/", "T24:00", "not-before:a"),
    *("2025-02-30", "Europe/", "../x", "P1D1D", "a" * 300, " ", "\t", "@", "%", "X"),
    *("~", "[]", "\x85", "not-after:2025", "@CA", "-04:00", "0000", "\\"),
)


def mutated(seed: str, draw: random.Random) -> str:
    """Return *seed* after one to four accidents."""
    text = seed
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.choice([0, 0, 1, 3, 20]))
        new = draw.choice([draw.choice(SPICES), text[end : end + 12], ""])
        text = text[:start] + new + text[end:]
    return text


def read(text: str, which: int) -> Timeline:
    if which < 2:
        return Timeline.loads(text, ("jsonl", "toml")[which])
    loading = (calendar_read.read, csv.read)[which - 2](text)
    tl = loading.timeline(Timeline)
    loading.require_good(tl)
    return tl


FORMATS = pytest.mark.parametrize(
    "which", range(4), ids=["jsonl", "toml", "ics", "csv"]
)


@FORMATS
def test_a_document_is_good_before_it_is_changed(which: int) -> None:
    assert len(read(SEEDS[which], which))


@pytest.mark.no_cover  # a short test counts the same branches
@pytest.mark.slow
@FORMATS
def test_nothing_but_our_own_errors_comes_out_of_fifty_thousand_documents(
    which: int,
) -> None:
    draw = random.Random(which)  # noqa: S311  (the same documents each time)
    good = 0
    for _ in range(12_500):
        text = mutated(SEEDS[which], draw)
        try:
            tl = read(text, which)
        except TimelineError:
            continue
        good += 1
        others = len(tl.sources) + len(tl.parties)
        assert len(tl) == len(tl.to_dicts()) - others  # puts them in order
        if good % 10 == 0:  # what was taken can be written and read again
            assert Timeline.from_dicts(tl.to_dicts(), tl.tz, partial=True) == tl
    assert good > 100


@pytest.mark.parametrize("field", ["title", "note", "place", "when_text"])
def test_a_million_characters_in_a_field_are_kept(field: str) -> None:
    event = Event(id="a", **{"title": "t", field: "x\n" * 500_000})  # type: ignore[arg-type]
    tl = Timeline([event], [Source(id="s")])

    assert Timeline.from_dicts(tl.to_dicts()) == tl
    assert calendar_read.read(tl.to_ics().text).timeline(Timeline) == tl


def test_null_stands_for_what_is_not_told_where_that_can_be() -> None:
    (event,) = Timeline.loads(record(when=None, status=None))
    assert event == Event(id="a", title="A")


def test_a_zone_whose_rules_have_changed_loads_and_is_saved_as_it_was() -> None:
    """Ahead, the wall time is kept; else the offset is."""
    text = "2025-03-17T16:30-05:00[America/Toronto]"
    for status, wanted in (("occurred", "-05:00"), ("expected", "-04:00")):
        tl = Timeline.loads(record(when=text, status=status))
        when = tl["a"].when

        assert when is not None
        assert when.ticks == When.parse(f"2025-03-17T16:30{wanted}").ticks
        assert tl.to_dicts()[0]["when"] == text
    with pytest.raises(TimelineError, match="has an offset that"):
        Event(id="a", title="A", when=text)
    with pytest.raises(TimelineError, match="has an offset that"):
        Timeline.loads(f'timeline = 2\n[event.a]\ntitle = "A"\nwhen = "{text}"', "toml")
