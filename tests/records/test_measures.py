"""What is due by a day, and what holds for a time."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from timeline import (
    Agreement,
    Certainty,
    Deadline,
    Event,
    Measure,
    Meeting,
    Source,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
)
from timeline import query as q
from timeline.language.words import Words

DUE = Deadline(
    id="list",
    title="Hand over the list",
    when="not-after:2025-10-13T12:00[Asia/Jerusalem]",
    status="set",
    participants=["IL"],
    sources=["page"],
)
SANCTIONS = Measure(
    id="eu",
    title="Sanctions",
    when="2014-07-31/2026-01-31",
    status="in_force",
    sources=["page"],
)
CEASEFIRE = Agreement(
    id="cf",
    title="Ceasefire",
    when="2024-11-27",
    term="2024-11-27/2025-02-18",
    status="extended",
)
PAGE = Source(id="page", as_of="2025-10-01")


def sections(event: Event, on: str) -> list[str]:
    return [item.section for item in Timeline([event], [PAGE]).agenda(on=on)]


# -- deadlines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "on", "section"),
    [
        (str(DUE.when), "2025-10-01", "deadlines"),
        (str(DUE.when), "2025-10-13", "deadlines"),
        (str(DUE.when), "2025-10-14", "overdue"),
        ("2025-10-13", "2025-10-13", "deadlines"),
        ("2025-10-13", "2025-10-14", "overdue"),
        ("2026-10-13", "2025-10-14", "later"),
        (None, "2025-10-14", "expected"),
    ],
)
def test_a_deadline_is_on_the_agenda_until_it_is_met(
    when: str | None, on: str, section: str
) -> None:
    deadline = attrs.evolve(DUE, when=when)
    assert sections(deadline, on) == [section]
    assert sections(attrs.evolve(deadline, status=None), on) == [section]
    for status in ("met", "missed", "waived"):
        assert not sections(attrs.evolve(deadline, status=status), on)


def test_a_deadline_that_was_extended_is_due_by_its_new_date() -> None:
    tl = Timeline([attrs.evolve(DUE, when="2025-10-13")], [PAGE])
    moved = tl.postpone("list", "2025-10-20")

    assert moved["list"].status == "extended"
    assert [i.id for i in moved.agenda("2025-10-15").deadlines] == ["list"]
    assert "moved from 13 Oct 2025" in moved.agenda("2025-10-15").table()
    assert "postponed-date" not in [p.code for p in moved.check()]
    kept = tl.update("list", status="extended")
    assert "postponed-date" in [p.code for p in kept.check()]


def test_a_deadline_of_which_no_status_is_stated_is_open() -> None:
    tl = Timeline([attrs.evolve(DUE, when="2025-10-13", status=None)], [PAGE])

    assert "  7 days overdue" in tl.table(on="2025-10-20")
    assert ", 7 days" not in tl.table(on="2025-10-20")
    [graded] = tl.update("list", status="set").since(tl).graded_changes
    assert graded.class_.value == "refined"


def test_an_overdue_deadline_was_due() -> None:
    agenda = Timeline([attrs.evolve(DUE, when="2025-10-13")], [PAGE]).agenda(
        "2025-10-20"
    )
    assert "was due 13 Oct 2025, no outcome reported (7 days" in " ".join(
        agenda.table().split()
    )


def test_what_was_met_may_have_been_before_it_was_due() -> None:
    met = attrs.evolve(DUE, status="met", since="2025-10-01")
    tl = Timeline([met, Meeting(id="m", title="M", when="2025-10-02")], [PAGE])

    assert tl.schedule()
    assert not [p for p in tl.check() if p.severity == "error"]
    standing = tl.schedule().standing("list", When.parse("2025-10-02"))
    assert standing.over is Certainty.YES
    assert tl.schedule().order("list", "m") is not Certainty.YES


def test_what_was_missed_did_not_happen() -> None:
    tl = Timeline([attrs.evolve(DUE, status="missed")], [PAGE])

    assert not tl.where(q.happened)
    assert not tl.where(q.may_have_happened)
    assert tl.update("list", status="met").where(q.happened)
    assert not tl.count(by="month")
    assert "✕" in tl.table()
    change = tl.update("list", status="met").since(tl).brief()
    assert "corrected" in change


def test_a_deadline_that_passed_is_not_proven_met() -> None:
    after = Meeting(id="m", title="M", when="not-before:list", status="held")
    tl = Timeline([attrs.evolve(DUE, when="2025-10-13"), after], [PAGE])
    assert [i.id for i in tl.agenda(on="2025-10-20").overdue] == ["list"]


def test_a_deadline_is_a_to_do_that_is_due() -> None:
    tl = Timeline([attrs.evolve(DUE, when="2025-10-13")], [PAGE])
    text = tl.to_ics().text

    assert "BEGIN:VTODO" in text
    assert "DUE;VALUE=DATE:20251013" in text
    assert "DTSTART" not in text
    assert "STATUS:NEEDS-ACTION" in text
    assert "STATUS:COMPLETED" in tl.update("list", status="met").to_ics().text
    assert "STATUS" not in tl.update("list", status="missed").to_ics().text.replace(
        "X-TIMELINE-STATUS", ""
    )


# -- measures and terms ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({}, "2026-01-25", ["ending"]),
        ({}, "2026-03-25", ["overdue"]),
        ({}, "2025-01-25", []),
        ({"status": "suspended"}, "2025-01-25", ["stalled"]),
        ({"status": "announced", "when": "2026-02-01/.."}, "2026-01-25", ["coming_up"]),
        ({"status": "announced", "when": "2026-02-01/.."}, "2026-02-25", ["overdue"]),
        ({"status": "lifted"}, "2025-01-25", []),
    ],
)
def test_a_measure_is_on_the_agenda_before_it_ends(
    fields: dict[str, Any], on: str, expected: list[str]
) -> None:
    assert sections(attrs.evolve(SANCTIONS, **fields), on) == expected


def test_a_measure_that_was_lifted_early_contradicts_nothing() -> None:
    lifted = attrs.evolve(SANCTIONS, status="lifted", since="2025-11")
    tl = Timeline([lifted], [PAGE])

    assert not tl.schedule().contradictions
    assert tl.where(q.happened)
    endless = Timeline([attrs.evolve(lifted, when="2014/..")], [PAGE])
    assert not endless.where(q.possibly_overlaps("2026"))
    assert not tl.where(q.possibly_overlaps("2025-12"))
    unknown = Timeline([attrs.evolve(lifted, since=None)], [PAGE])
    assert unknown.where(q.possibly_overlaps("2025-12"))
    assert not unknown.where(q.surely_overlaps("2025-12"))
    change = tl.since(Timeline([SANCTIONS], [PAGE])).brief()
    assert "progressed" in change


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({}, "2025-02-17", ["ending"]),
        ({}, "2025-02-19", ["overdue"]),
        ({}, "2024-09-17", []),
        ({"term": "2024-11-27/.."}, "2025-02-17", []),
        ({"term": None}, "2025-02-17", []),
        ({"status": "expired"}, "2025-02-19", []),
        ({"status": None}, "2025-02-19", []),
    ],
)
def test_the_term_of_an_agreement_is_on_the_agenda(
    fields: dict[str, Any], on: str, expected: list[str]
) -> None:
    assert sections(attrs.evolve(CEASEFIRE, **fields), on) == expected


def test_the_agenda_says_when_a_term_ends_or_should_have() -> None:
    tl = Timeline([CEASEFIRE])
    (item,) = tl.agenda(on="2025-02-17")

    assert (item.id, item.field) == ("cf", "term")
    assert "ends 18 Feb 2025" in tl.agenda(on="2025-02-17").table()
    assert "should have ended" in tl.agenda(on="2025-02-19").table()


def test_they_are_in_files_and_said_in_each_language() -> None:
    tl = Timeline([DUE, SANCTIONS, CEASEFIRE], [PAGE])
    for fmt in ("jsonl", "toml"):
        assert Timeline.loads(tl.dumps(fmt), fmt) == tl
    french = Words("fr")
    assert french.status("missed", "deadline") == "manquée"
    assert french.status("extended", "deadline") == "prolongée"
    assert french.status("extended", "agreement") == "prolongé"
    assert french.status("extended", "invitation") == "adressée"
    assert french.name("measure") == "mesure"


def test_a_term_that_waits_is_worked_out_and_shown_under_its_agreement() -> None:
    treaty = Treaty(id="t", title="T", in_force="2025-03-01")
    term = "not-before:t#in-force not-after:2025-04-20"
    waiting = attrs.evolve(CEASEFIRE, id="w", title="Waiting", term=term)
    tl = Timeline([treaty, CEASEFIRE, waiting], [PAGE])

    shown = tl.table()
    assert "└ term: 27 Nov 2024 – 18 Feb 2025" in shown
    assert "└ term: ∴ between 1 Mar and 20 Apr 2025" in shown
    (item,) = tl.agenda(on="2025-03-15").section("ending")
    assert (item.id, item.field) == ("w", "term")
    assert str(item.when.first_day) == "2025-03-01"
    bound = tl.schedule()["w#term"].reasons["start_earliest"]
    assert [each.record for each in bound] == ["w", "t"]
    with pytest.raises(LookupError):
        tl.schedule().when("t#term")


def test_a_deadline_by_the_clock_is_due_at_that_instant() -> None:
    noon = Deadline(id="d", title="Answer", when="2025-10-13T12:00Z", status="set")
    sources = [cite("page", when="2025-10-13T09:00Z")]
    tl = Timeline([noon, attrs.evolve(noon, id="r", sources=sources)], [PAGE])

    assert len(tl.where(q.surely_before("2025-10-13T12:01Z"))) == 2
    assert str(tl.schedule()["d"]).startswith("d: 2025-10-13 to 2025-10-13 ")
    assert "Before 14 October 2025" in tl.table(on="2025-10-14")
    assert "∴" not in tl.schedule().table()
    bare = Deadline(id="b", title="Answer", when="not-before:2025-10-13")
    assert bare.placed == bare.when


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (
            Measure(id="e", title="E", status="lifted", when="2024-08-01/2025-07-31",
                    since="2025-02-15"),
            "YES",
        ),
        (Visit(id="e", title="E", status="cut_short", when="2025-02-01/2025-06-10",
               since="2025-02-04"), "YES"),
        (
            Measure(id="e", title="E", status="lifted", when="2024-08-01/2025-07-31"),
            "MAYBE",
        ),
        (Measure(id="e", title="E", status="expired", when="2024-08-01/2025-07-31",
                 since="2025-09"), "NO"),
    ],
)  # fmt: skip
def test_what_ended_early_ended_since_then(event: Event, after: str) -> None:
    held = Meeting(id="m", title="M", status="held", when="2025-05-01")
    tl = Timeline([event, held])
    sure = tl.where(q.surely_overlaps("2025-05-15"))
    assert tl.schedule().order("e", "m").name == after
    assert bool(sure) == (after == "NO")
    assert bool(tl.where(q.possibly_overlaps("2025-05-15"))) == (after != "YES")
    side, _ = tl.table(on="2025-05-15").split("  E  ")
    headings = {"YES": "Before", "MAYBE": "May be before or after", "NO": "Thursday"}
    assert f"{headings[after]} 15 May 2025" in side.split("\n\n")[-1]
    text = tl.to_ics().text
    assert Timeline.loads(text, fmt="ics").events == tl.events
    says = {"YES": ("lifted", "cut short"), "MAYBE": ("(lifted)",), "NO": ("E",)}
    assert any(word in text for word in says[after])
    if event.since and after == "YES":
        since = tl.words("en").when(event.since)
        assert since in str(tl.schedule()["e"])
