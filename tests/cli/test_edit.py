"""The commands that change the records of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Call, Event, History, Meeting, Source, Timeline
from timeline.cli import main


@pytest.fixture(params=["jsonl", "toml"])
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a file with one source."""
    path = tmp_path / f"tracker.timeline.{request.param}"
    Timeline(sources=[Source(id="press")], title="Ours").save(path)
    return str(path)


def test_a_tracker_is_written_from_the_shell(tracker: str) -> None:
    about = ["when=2025-03-17", "participants=Mark Carney @CA", "participants=FR; DE"]
    talks = ["meeting", "talks", "title=Talks = a start", *about, "sources=press"]
    assert main(["add", tracker, *talks]) == 0
    assert main(["add", tracker, "group", "taliban", "name=Taliban"]) == 0
    assert main(["add", tracker, "treaty", "t", "title=T", "complete=true"]) == 0
    who = ["Mark Carney @CA", "FR", "DE"]
    meeting = Meeting(
        id="talks",
        title="Talks = a start",
        when="2025-03-17",
        participants=who,
        sources=["press"],
    )
    tl = Timeline.load(tracker)
    assert tl["talks"] == meeting
    assert (tl.title, tl.parties[0].name) == ("Ours", "Taliban")
    assert main(["set", tracker, "talks", "status=held", "when=", "topics=A; B"]) == 0
    assert main(["set", tracker, "press", "title=The press"]) == 0
    tl = Timeline.load(tracker)
    assert tl["talks"].topics == ("A", "B")
    assert (tl["talks"].when, tl["talks"].status) == (None, "held")
    assert tl.source("press").title == "The press"


def test_an_event_is_postponed(
    tracker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", tracker, "meeting", "m", "title=M", "when=2025-04-16"]) == 0
    assert main(["postpone", tracker, "m"]) == 0
    assert main(["postpone", tracker, "m", "2025-05", "--source", "press"]) == 0
    meeting = Timeline.load(tracker)["m"]
    assert (str(meeting.when), meeting.cited) == ("2025-05", ("press",))
    assert [*map(str, meeting.formerly)] == ["2025-04-16"]
    assert main(["set", tracker, "m", "status=held"]) == 0
    assert main(["postpone", tracker, "m"]) == 2
    assert "m.status: what is held cannot be postponed" in capsys.readouterr().err


def test_what_a_postponed_event_cannot_keep_is_said(
    tracker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", tracker, "meeting", "m", "title=M", "when=2025-04-16"]) == 0
    when = ["when=not-before:m", "when_text=within two weeks"]
    assert main(["add", tracker, "meeting", "n", "title=N", *when]) == 0
    assert main(["postpone", tracker, "m"]) == 0
    assert not capsys.readouterr().err
    assert main(["postpone", tracker, "n", "2025-10"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        'timeline: not kept: when_text="within two weeks"',
        "timeline: not kept: when=not-before:m; a former date waits for nothing",
    ]


def test_what_cannot_be_written_over_names_no_option_that_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        'timeline = 2\n[event.a]\ntitle = "A"\ntopics = [\n"x", # why\n"y",\n]\n'
    )
    assert main(["set", str(path), "a", "topics=z"]) == 2
    assert capsys.readouterr().err.endswith("would drop; change it by hand\n")
    assert main(["fmt", str(path)]) == 2
    assert "change it by hand, or add --overwrite" in capsys.readouterr().err


def test_a_new_id_is_that_of_the_record_and_of_all_that_refer_to_it(
    tracker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", tracker, "meeting", "m", "title=M"]) == 0
    assert main(["add", tracker, "meeting", "n", "title=N", "about=m"]) == 0
    assert main(["set", tracker, "m", "id=first", "title=F"]) == 0
    tl = Timeline.load(tracker)
    assert [(e.id, e.title, e.about) for e in sorted(tl, key=lambda e: e.id)] == [
        ("first", "F", ()),
        ("n", "N", ("first",)),
    ]
    assert main(["set", tracker, "n", "id=first"]) == 2
    assert '"first" is the id of another record' in capsys.readouterr().err
    assert Timeline.load(tracker) == tl


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (["title=A", "title=B"], '"title=B" sets title again; give it once'),
        (["title=A", "id=b"], '"b" is a second id; give one'),
        (["title=A", "topics=x", "topics="], '"topics=" sets topics again'),
    ],
)
def test_a_field_is_given_once(
    changes: list[str],
    problem: str,
    tracker: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = Path(tracker).read_bytes()
    assert main(["add", tracker, "meeting", "a", *changes]) == 2
    assert problem in capsys.readouterr().err
    assert Path(tracker).read_bytes() == before


def test_states_are_recorded_in_a_history(
    tracker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = str(tmp_path / "history.jsonl")
    assert main(["add", tracker, "meeting", "m", "title=M", "status=scheduled"]) == 0
    assert main(["record", history, tracker, "--on", "2025-03-01"]) == 0
    assert main(["set", tracker, "m", "status=held"]) == 0
    for day in ("2025-03-08", "2025-03-09"):
        assert main(["record", history, tracker, "--on", day, "--source", "p"]) == 0
    assert [str(each.at) for each in History.load(history)][1:] == ["2025-03-08"]
    assert main(["record", tracker[:-5], tracker, "--on", "2025-03-10"]) == 2
    assert "use .jsonl" in capsys.readouterr().err
    assert main(["show", history]) == 2
    assert "this is a history, not a timeline; History.load" in capsys.readouterr().err
    assert main(["digest", history, "--on", "2025-03-08"]) == 0
    head = "As known on 1 Mar 2025 → as known on 8 Mar 2025"
    assert head in capsys.readouterr().out
    Timeline().save(tracker, overwrite=True)
    assert main(["record", history, tracker, "--on", "2025-03-10"]) == 2
    assert "would remove; run it again or name another" in capsys.readouterr().err
    again = ["record", history, tracker, "--on", "2025-03-10", "--overwrite"]
    assert main(again) == 0
    assert len(History.load(history).head) == 0


def test_setting_leaves_comments_and_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    text = "timeline = 2\n[people]\nc = 'Mark Carney @CA'\n[event.a]\ntitle = 'A'\n"
    path.write_text(text)
    assert main(["set", str(path), "a", "title=B"]) == 0
    assert path.read_text() == text.replace("'A'", '"B"')


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["add", "meting", "x", "title=X"], 'did you mean "meeting"'),
        (["add", "meeting", "x", "titel=X"], 'did you mean "title"'),
        (["add", "meeting", "x", "title"], 'write FIELD="VALUE"'),
        (["add", "meeting", "x", "xyz=X"], "use id, about"),
        (["add", "meeting", "x", "stance=denies"], "write it within sources"),
        (["add", "meeting", "x", 'sources={"source":"a"}'], "write [ ] around it"),
        (["add", "meeting", "x"], "x.title: "),
        (["add", "meeting", "x", "title=X", "when=2025-02-30"], "x.when: "),
        (["add", "meeting", "x", "title=X", "participants=Atlantis"], "Atlantis"),
        (["add", "source", "press"], "two records have the id"),
        (["add", "meeting", "x", "title=X", "about=y"], 'the id "y"'),
        (["set", "nothing", "title=X"], "nothing"),
        (["set", "press", "title="], ""),
    ],
)
def test_what_is_wrong_changes_nothing(
    words: list[str], problem: str, tracker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(tracker).read_bytes()
    code = main([words[0], tracker, *words[1:]])
    assert code == (2 if problem else 0)
    assert problem in capsys.readouterr().err
    assert Path(tracker).read_bytes() == before


def test_records_of_other_files_are_imported_once(
    tracker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feed, more = tmp_path / "feed.ics", tmp_path / "more.jsonl"
    call = Call(id="call", title="A call", when="2025-03-17T10:00", tz="Europe/Paris")
    feed.write_text(Timeline([call]).to_ics().text, newline="")
    Timeline([Event(id="b", title="B", about=["call"])], partial=True).save(more)
    assert main(["import", tracker, str(feed), str(more)]) == 0
    assert capsys.readouterr().out == "2 added, 0 replaced, 0 known already\n"
    assert main(["import", tracker, str(feed), str(more)]) == 0
    assert capsys.readouterr().out == "0 added, 0 replaced, 2 known already\n"
    Timeline([Event(id="b", title="C")]).save(more, overwrite=True)
    assert main(["import", tracker, str(more)]) == 2
    assert '"b" is another record in' in capsys.readouterr().err
    assert main(["import", tracker, str(more), "--overwrite"]) == 0
    assert capsys.readouterr().out == "0 added, 1 replaced, 0 known already\n"
    assert Timeline.load(tracker)["b"].title == "C"


def test_a_list_of_others_is_imported_by_a_plan_into_a_new_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, plan = tmp_path / "list.csv", tmp_path / "plan.toml"
    source.write_text("No;Date;Subject\n7;17/03/2025;Talks\n")
    plan.write_text(
        'id = "No"\ndates = "DD/MM/YYYY"\n[fields]\ntitle = "Subject"\nwhen = "Date"\n'
    )
    path = str(tmp_path / "new.jsonl")
    assert main(["import", path, str(source), "--plan", str(plan)]) == 0
    assert "its cells are separated by semicolons" in capsys.readouterr().err
    assert str(Timeline.load(path)["event-7"].when) == "2025-03-17"
    source.write_text("No;Date;Subject\n7;17.03.2025;Talks\n")
    assert main(["import", path, str(source), "--plan", str(plan)]) == 2
    assert "17.03.2025" in capsys.readouterr().err


def test_imported_records_keep_the_zone_of_their_file(
    tracker: str, tmp_path: Path
) -> None:
    more = tmp_path / "more.jsonl"
    away = Event(id="b", title="B", when="2025-03-17T10:00", tz="Asia/Tokyo")
    here = Event(id="a", title="A", when="2025-03-17T10:00")
    tl = Timeline([here, away], tz="Europe/Paris").save(more)
    assert main(["import", tracker, str(more)]) == 0
    new = Timeline.load(tracker)
    assert [new.placed(event) for event in new] == [tl.placed(event) for event in tl]


def test_a_file_to_add_to_is_begun_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "nowhere.jsonl", "meeting", "m", "title=Talks"]) == 2
    assert "begin it with timeline init FILE" in capsys.readouterr().err


def test_what_to_do_is_said_for_a_shell(
    tracker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", tracker, "meeting", "m", "title=M", "participants=@hez"]) == 2
    advice = 'declare it: timeline add FILE party hez name="hez"'
    assert advice in capsys.readouterr().err
    assert main(["add", tracker, "treaty", "t", "title=T", "complete=perhaps"]) == 2
    assert "t.complete: " in capsys.readouterr().err
