from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Event, Participant, Source, Timeline
from timeline.errors import InvalidError, LoadError, SelectionError, StaleFileError
from timeline.formats import icalendar_in

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
