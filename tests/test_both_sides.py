"""What did not happen, what was postponed, and what sources say against each other."""

from __future__ import annotations

import sqlite3
from typing import Any

import attrs
import pytest

from timeline import (
    Agreement,
    Call,
    Citation,
    Deadline,
    Event,
    Measure,
    Meeting,
    Negotiation,
    Ratification,
    Source,
    Summit,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
    merge,
)
from timeline import query as q
from timeline.api.options import FileFormat
from timeline.certainty import Certainty
from timeline.engines import sql
from timeline.errors import InvalidError, UnknownIdError
from timeline.records.kinds import KINDS

NO, MAYBE, YES = Certainty
OFFICE = Event(id="office", title="Taking office", when="2025-03-14", status="occurred")
PEOPLE = ["Mark Carney @CA", "Donald Trump @US"]
NOT_SPOKEN = Call(
    id="none",
    title="Conversation",
    participants=PEOPLE,
    status="did_not_take_place",
    when="not-before:office not-after:article",
    sources=["article"],
)
ARTICLE = Source(id="article", published="2025-11-12", as_of="2025-03-17")


# -- what did not happen --------------------------------------------------------------


def test_every_kind_that_lasts_may_not_have_taken_place() -> None:
    for cls in KINDS:
        if cls.is_span and not cls.is_term:
            assert cls.lifecycle is not None
            assert "did_not_take_place" in cls.lifecycle, cls
    assert Visit(id="v", title="V", status="did_not_take_place").did_not_take_place


def test_the_window_of_what_did_not_take_place_is_resolved_and_read_throughout() -> (
    None
):
    tl = Timeline([OFFICE, NOT_SPOKEN], [ARTICLE])
    schedule = tl.schedule()

    assert str(schedule["none"]).startswith("none: 2025-03-14 to 2025-03-17 because")
    window = schedule.where(q.surely_overlaps("2025-03-16"))
    assert [event.id for event in window] == ["none"]
    assert not schedule.where(q.possibly_overlaps("2025-04")).get("none")


@pytest.mark.parametrize(
    ("when", "sure", "possible"),
    [
        ("2025-03-01/2025-03-31", "2025-03-16", "2025-04"),
        ("2025-03", "2025-03-16", "2025-04"),
        ("2025-03/..", "2025-03-16", "2025-04"),
        ("not-before:2025-03-01 not-after:2025-03-20", "2025-03-16", "2025-04"),
    ],
)
def test_a_stated_window_is_read_throughout(
    when: str, sure: str, possible: str
) -> None:
    tl = Timeline([Meeting(**FIELDS, when=when)], [ARTICLE])

    assert [*tl.where(q.surely_overlaps(sure))] == [*tl]
    assert not tl.where(q.possibly_overlaps(possible))
    assert not tl.between("2025", "2025", certainly=True)
    assert not tl.where(q.happened)
    assert not tl.where(q.may_have_happened)


FIELDS: dict[str, Any] = {
    "id": "m",
    "title": "M",
    "participants": ["FR", "DE"],
    "status": "did_not_take_place",
    "sources": ["article"],
}


def test_an_open_window_without_a_day_of_its_source_has_no_end() -> None:
    tl = Timeline([Meeting(**FIELDS, when="2025-03/..")], [Source(id="article")])

    assert not tl.where(q.surely_overlaps("2025-03-16"))
    assert tl.where(q.possibly_overlaps("2026"))
    assert "has not taken place" in tl.table()


@pytest.mark.parametrize("when", ["2025-06/..", "not-before:2025-06"])
def test_no_open_window_ends_before_it_begins(when: str) -> None:
    tl = Timeline([Meeting(**FIELDS, when=when)], [Source(id="article")])

    assert not tl.where(q.possibly_before("2024"))
    assert tl.where(q.possibly_before("2025-06-02"))


def test_what_did_not_take_place_bounds_nothing_else() -> None:
    late = Event(id="late", title="Late", when="2025-02-01", status="occurred")
    none = Event(
        id="none",
        title="None",
        when="2025-03 not-before:late not-after:early",
        status="did_not_take_place",
        part_of="trip",
    )
    early = Event(id="early", title="Early", when="2025-01", status="occurred")
    trip = Visit(id="trip", title="Trip")
    tl = Timeline([late, none, early, trip])

    schedule = tl.schedule()
    assert not schedule.contradictions
    assert not schedule.when("trip").is_dated
    assert schedule.when("early").end_latest == When.parse("2025-01").end_latest


def test_it_is_off_and_counted_nowhere() -> None:
    tl = Timeline([OFFICE, NOT_SPOKEN], [ARTICLE])

    assert not tl.pairs(on="2025-03-20")
    assert tl.matrix()["CA", "US"] == 0
    assert not [item for item in tl.agenda(on="2025-03-20") if item.id == "none"]


def test_words_say_as_of_when_where_the_window_is_still_open() -> None:
    tl = Timeline([OFFICE, NOT_SPOKEN], [ARTICLE])
    assert "has not taken place as of 17 Mar 2025" in tl.table()
    assert "n'a pas encore eu lieu au 17 mars 2025" in tl.table(language="fr")

    past = tl.update("none", when="2025-03-15")
    assert "did not take place" in past.table()
    unsaid = Timeline([OFFICE, NOT_SPOKEN], [Source(id="article")])
    assert "has not taken place  " in unsaid.table()
    nobody = Timeline([Meeting(id="m", title="M", status="did_not_take_place")])
    assert "has not taken place" in nobody.table()


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({}, True),
        ({"status": "expected"}, False),
        ({"when": "2025-03"}, False),
        ({"participants": PEOPLE[:1]}, False),
    ],
)
def test_such_a_thing_within_the_window_is_a_finding(
    fields: dict[str, Any], *, is_found: bool
) -> None:
    values: dict[str, Any] = {"when": "2025-03-16", "status": "held"} | fields
    call = Call(**{"id": "c", "title": "C", "participants": PEOPLE} | values)
    tl = Timeline([OFFICE, NOT_SPOKEN, call], [ARTICLE])

    found = [p for p in tl.check() if p.code == "took-place"]
    assert bool(found) is is_found
    for problem in found:
        assert problem.loc == ("none", "c")
        assert problem.severity == "error"


@pytest.mark.parametrize(
    ("window", "held", "is_within"),
    [
        ("2025-07", "2025-07-05", True),
        ("2025-07~", "2025-06-10", False),  # which the mark alone puts within it
        ("2025-07~", "2025-07-05", False),
        ("2025-07-01/2025-07-20~", "2025-07-21", False),
        ("2025-07-01/2025-07-20~", "2025-07-10", True),
        ("not-before:2025-07~ not-after:2025-08-20", "2025-06-10", False),
    ],
)
def test_a_mark_of_doubt_makes_no_window_without_it_longer(
    window: str, held: str, *, is_within: bool
) -> None:
    absent = Call(
        id="none",
        title="None",
        participants=PEOPLE,
        when=window,
        status="did_not_take_place",
    )
    call = Call(id="c", title="C", participants=PEOPLE, when=held, status="held")
    tl = Timeline([absent, call])

    assert bool([p for p in tl.check() if p.code == "took-place"]) is is_within
    assert ("none" in tl.where(q.surely_overlaps(held))) is is_within
    assert "none" in tl.where(q.possibly_overlaps(held))


@pytest.mark.parametrize(
    ("office", "article", "held", "is_within"),
    [
        ("2025-03-14", {"as_of": "2025-05"}, "2025-03-16", True),
        ("2025-03-14", {"as_of": "2025-05"}, "2025-05-16", False),
        ("2025-03-14", {"published": "2025-05"}, "2025-03-16", False),
        ("2025-03", {"as_of": "2025-05"}, "2025-03-16", False),
        ("2025-03", {"as_of": "2025-05"}, "2025-04-16", True),
    ],
)
def test_a_window_is_sure_from_the_latest_it_may_begin_to_the_earliest_it_may_end(
    office: str, article: dict[str, Any], held: str, *, is_within: bool
) -> None:
    call = Call(id="c", title="C", participants=PEOPLE, when=held, status="held")
    source = Source(id="article", **article)
    absent = attrs.evolve(NOT_SPOKEN, when="not-before:office not-after:article")
    tl = Timeline([attrs.evolve(OFFICE, when=office), absent, call], [source])

    assert bool([p for p in tl.check() if p.code == "took-place"]) is is_within


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("not-before:office not-after:article", "2025-03-14 to 2025-05-02"),
        ("2025-03-20/2025-04-10 not-before:office", "2025-03-20 to 2025-04-10"),
    ],
)
def test_a_window_has_its_days_beside_what_is_placed_in_a_zone(
    when: str, days: str
) -> None:
    article = Source(id="article", as_of="2025-05-02")
    absent = attrs.evolve(NOT_SPOKEN, when=when)
    tl = Timeline([OFFICE, absent], [article])
    when = "2025-12-01T10:00Z not-before:office"
    placed = Event(
        id="z", title="Z", when=when, status="scheduled", sources=["article"]
    )

    said = str(tl.schedule()["none"])
    assert said == str(tl.add(placed).schedule()["none"])
    assert said.startswith(f"none: {days}")


def test_what_is_denied_itself_contradicts_no_event() -> None:
    call = Call(
        id="c", title="C", participants=PEOPLE, when="2025-03-16", status="held"
    )
    against = cite("article", stance="denies")
    absent = attrs.evolve(NOT_SPOKEN, sources=[*NOT_SPOKEN.sources, against])
    tl = Timeline([OFFICE, absent, call], [ARTICLE])
    assert not [p for p in tl.check() if p.code == "took-place"]


def test_talks_of_another_kind_are_no_such_thing() -> None:
    talks = Negotiation(
        id="n", title="N", when="2025-03-16", status="concluded", participants=PEOPLE
    )
    tl = Timeline([OFFICE, NOT_SPOKEN, talks], [ARTICLE])
    assert not [p for p in tl.check() if p.code == "took-place"]


# -- plans ----------------------------------------------------------------------------


def test_tentative_is_a_plan_between_expected_and_scheduled() -> None:
    meeting = Meeting(id="m", title="M", status="tentative", when="2025-06-20")
    tl = Timeline([meeting])

    assert meeting.phase is not None
    assert meeting.phase.name == "AHEAD"
    assert "STATUS:TENTATIVE" in tl.to_ics().text
    assert "STATUS:CONFIRMED" in tl.update("m", status="scheduled").to_ics().text
    change = tl.update("m", status="scheduled").since(tl).changed[0]
    assert change.after is not None
    assert (
        "scheduled (was: tentative)"
        in tl.update("m", status="scheduled").since(tl).brief()
    )
    assert [item.section for item in tl.agenda(on="2025-06-01")] == ["coming_up"]
    assert "à confirmer" in tl.table(language="fr")


# -- postponed ------------------------------------------------------------------------

CONFERENCE = Summit(
    id="s",
    title="Conference",
    when="2025-04-16",
    when_text="in mid-April",
    status="scheduled",
    since="2025-03",
    sources=["article"],
)
PLANNED = Timeline([CONFERENCE], [ARTICLE, Source(id="ministry")])


def test_what_is_postponed_keeps_its_old_dates() -> None:
    off = PLANNED.postpone("s", source=cite("ministry", "put off"))
    event = off["s"]

    assert event.when is None
    assert (event.status, event.when_text, event.since) == ("postponed", "", None)
    assert event.formerly == (When.parse("2025-04-16"),)
    assert event.sources[-1] == cite("ministry", "put off")
    again = off.postpone("s", "2025-04-24").postpone("s", "2025-05")["s"]
    assert [*map(str, again.formerly)] == ["2025-04-16", "2025-04-24"]
    assert str(again.when) == "2025-05"
    twice = off.postpone("s", "2025-04-24", cite("ministry", "put off"))["s"]
    assert twice.sources == event.sources


def test_what_waits_for_another_record_is_postponed_without_that() -> None:
    talks = Summit(id="t", title="T", when="not-before:s", status="expected")
    linked = PLANNED.add(talks).update("s", when="2025-04 not-before:article")
    assert linked.postpone("t", "2025-05")["t"].formerly == ()
    assert [*map(str, linked.postpone("s")["s"].formerly)] == ["2025-04"]


def test_nothing_is_postponed_that_cannot_be() -> None:
    with pytest.raises(InvalidError, match="is its date already"):
        PLANNED.postpone("s", "2025-04-16")
    with pytest.raises(UnknownIdError):
        PLANNED.postpone("x")
    talks = Timeline([Negotiation(id="n", title="N")])
    with pytest.raises(InvalidError, match="n: a negotiation cannot be postponed; put"):
        talks.postpone("n")
    held = PLANNED.update("s", status="held")
    with pytest.raises(InvalidError, match="what is held cannot be postponed; if"):
        held.postpone("s", "2025-05")
    with pytest.raises(InvalidError, match=r"formerly\[0\]: .* waits for another"):
        PLANNED.update("s", formerly=["not-before:x"])


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
def test_old_dates_are_in_files(fmt: FileFormat) -> None:
    moved = PLANNED.postpone("s", "2025-05").postpone("s")
    assert Timeline.loads(moved.dumps(fmt), fmt) == moved


def test_no_old_date_is_shown_as_the_coming_one() -> None:
    off = PLANNED.postpone("s")
    agenda = off.agenda(on="2025-04-12")

    assert "new date not set; was 16 Apr 2025" in off.table()
    assert "new date not set; was 16 Apr 2025" in off.card("s")
    assert "new date not set; was 16 Apr 2025" in off.to_svg()
    assert [item.section for item in agenda] == ["expected"]
    assert "new date not set; was 16 Apr 2025" in agenda.table()
    assert "nouvelle date non fixée ; auparavant 16 avr. 2025" in off.table(
        language="fr"
    )
    moved = off.postpone("s", "2025-04-24")
    assert "moved from 16 Apr 2025" in moved.table()
    assert [item.section for item in moved.agenda(on="2025-04-12")] == ["coming_up"]


def test_a_calendar_revises_the_same_entry() -> None:
    first = PLANNED.to_ics().text
    moved = PLANNED.postpone("s", "2025-04-24")
    second, third = moved.to_ics().text, moved.postpone("s").to_ics().text
    fourth = moved.postpone("s").postpone("s", "2025-05-02").to_ics().text

    (uid,) = [line for line in first.split("\r\n") if line.startswith("UID:")]
    assert uid in second
    assert "SEQUENCE" not in first
    assert "SEQUENCE:2" in second
    assert "SEQUENCE:3" in third
    assert "SEQUENCE:4" in fourth
    assert "Moved from 16 Apr 2025" in second
    assert "SEQUENCE:3" in moved.update("s", status="cancelled").to_ics().text


def test_a_diff_says_that_it_was_moved() -> None:
    brief = PLANNED.postpone("s", "2025-04-24").since(PLANNED).brief()
    assert "rescheduled +8 d: 24 Apr 2025" in brief
    assert "progressed" in brief
    assert "corrected" not in brief


def test_sides_of_a_merge_do_not_mix_a_move_and_another() -> None:
    ours, theirs = PLANNED.postpone("s"), PLANNED.update("s", status="cancelled")
    merged = merge(PLANNED, ours, theirs)

    assert [conflict.field for conflict in merged.conflicts] == ["when"]
    assert merged.timeline["s"] == ours["s"]
    assert merged.resolve("theirs").timeline["s"] == theirs["s"]


def test_a_postponed_record_with_one_date_is_asked_about() -> None:
    kept = PLANNED.update("s", status="postponed")
    (problem,) = [p for p in kept.check() if p.code == "postponed-date"]

    assert problem.loc == ("s",)
    for good in (PLANNED, PLANNED.postpone("s"), PLANNED.postpone("s", "2025-04-24")):
        assert not [p for p in good.check() if p.code == "postponed-date"]


def test_exports_say_who_says_what_and_what_no_status_says() -> None:
    timeline = Timeline(
        [
            Measure(id="m", title="Truce", status="suspended", when="2025-10-10/.."),
            Call(
                id="c",
                title="Call",
                status="held",
                when="2025-10-16",
                sources=[cite("afp"), cite("rf", when="2025-10-17")],
            ),
        ],
        sources=[Source(id="afp", publisher="AFP"), Source(id="rf", publisher="RFE")],
    )
    both = "AFP says 16 Oct 2025; RFE says 17 Oct 2025"
    assert f"(held, {both})" in timeline.to_mermaid().text.replace("#59;", ";")
    assert f",{both}," in timeline.to_csv().text
    calendar = str(timeline.to_ics("2025-01-01").text)
    assert "Truce (suspended)" in calendar
    assert "Call (disputed by RFE)" in calendar


def test_what_is_postponed_without_a_date_says_that_none_is_set() -> None:
    never = Meeting(id="p", title="P", status="postponed")
    rolled = Measure(
        id="r",
        title="R",
        status="in_force",
        when="2014-07-31/2026-01-31",
        formerly=["2014-07-31/2025-07-31"],
    )
    table = Timeline([never, rolled]).table()
    assert "└ new date not set\n" in table
    assert "└ was 31 Jul 2014 – 31 Jul 2025" in table


def test_a_term_that_is_over_is_overdue_in_the_table_as_on_the_agenda() -> None:
    deal = Agreement(
        id="d",
        title="D",
        status="operating",
        when="2022-07-22",
        term="2022-07-22/2022-11-19",
    )
    held = attrs.evolve(deal, id="e", term="2022-07-22/2026")
    table = Timeline([deal, held]).table(on="2022-11-29")
    assert "term: 22 Jul – 19 Nov 2022, 10 days overdue" in table
    assert table.count("overdue") == 1


def test_a_place_that_only_a_source_names_is_no_other_date() -> None:
    said = Event(id="e", title="E", when="2025", sources=["a", cite("b", place="Bern")])
    table = Timeline([said], sources=[Source(id="a"), Source(id="b")]).table()
    assert "└ [2] says Bern" in table
    assert "[1] says" not in table


def test_every_output_says_that_what_a_plan_hangs_on_was_called_off() -> None:
    off = Summit(id="s", title="Summit", when="2025-06-20", status="cancelled")
    talks = Meeting(
        id="t", title="Talks", when="2025-06-20", part_of="s", status="scheduled"
    )
    side = attrs.evolve(talks, id="u", title="Side", part_of="t")
    timeline = Timeline([off, talks, side])
    said = "blocked: Summit was cancelled"
    assert timeline.table().count(said) == 2
    assert timeline.agenda("2025-06-10").table().count(said) == 2
    assert said in timeline.card("t")
    assert timeline.to_mermaid().text.count("Summit was cancelled") == 2
    calendar = str(timeline.to_ics("2025-01-01").text)
    assert calendar.count("Blocked: Summit was cancelled") == 2
    assert calendar.count("STATUS:TENTATIVE") == 2


def test_what_is_perhaps_overdue_without_a_status_is_just_that() -> None:
    due = Deadline(id="d", title="D", when="not-after:2025-06-13~")
    table = Timeline([due]).agenda("2025-06-14").table()
    assert "└ perhaps overdue" in table


def test_what_never_was_by_the_time_of_another_event_is_over_with() -> None:
    page = Source(id="s", title="S", as_of="2025-10-02")
    office = Event(id="o", title="O", when="2025-09-01", status="occurred")
    call = Call(id="c", title="C", status="held", when="2025-11-01")

    def never(until: str) -> str:
        record = Call(
            id="n",
            title="N",
            status="did_not_take_place",
            when=f"not-before:o not-after:{until}",
            sources=["s"],
        )
        return Timeline([office, call, record], sources=[page]).table()

    assert "did not take place" in never("c#start")
    assert "has not taken place as of 2 Oct 2025" in never("s")
    passed = Timeline([Deadline(id="d", title="D", when="2025-01-01", status="set")])
    shown = passed.add(office).passed("2024-12-01", "2025-12-01").table()
    assert "\n2 records\n" in shown


# -- what hangs on what is doubtful ---------------------------------------------------

WIRES = [Source(id="k", as_of="2025-03-28"), Source(id="w", as_of="2025-03-28")]
DOUBTS = [
    [cite("k"), cite("w", stance="denies")],
    [cite("k", stance="alleges")],
    [cite("k"), cite("w", status="did_not_take_place")],
]


@pytest.mark.parametrize("sources", DOUBTS)
def test_what_is_doubtful_proves_nothing_and_perhaps_something(
    sources: list[Citation],
) -> None:
    awaited = Event(
        id="return",
        title="Return",
        status="expected",
        when="not-before:2025-03-01",
        sources=["k"],
    )
    call = Call(
        id="call",
        title="Call",
        status="held",
        when="2025-03-20 not-before:return",
        sources=sources,
    )
    trip = Visit(id="trip", title="Trip", status="scheduled")
    talks = Meeting(
        id="talks", title="T", status="held", part_of="trip", sources=sources
    )
    tl = Timeline([awaited, call, trip, talks], WIRES)

    assert "20 Mar" not in str(tl.schedule()["return"])
    assert "expected, perhaps over (worked out)" in tl.table(on="2025-04-15")
    agenda = tl.agenda("2025-04-15")
    assert {"return", "trip"} <= {item.id for item in agenda}
    assert "perhaps over" in agenda.table()
    standing = tl.schedule().standing("return", When.parse("2025-04-15"))
    assert (standing.over.possibly, standing.over.definitely) == (True, False)
    assert not tl.schedule().standing("trip", When.parse("2025-04-15")).is_proven


@pytest.mark.parametrize("sources", DOUBTS)
def test_what_follows_what_is_doubtful_has_no_day(sources: list[Citation]) -> None:
    deal = Event(
        id="deal", title="Deal", status="occurred", when="2025-03-20", sources=sources
    )
    due = Deadline(id="due", title="Due", when="not-after:deal#end+P3D")
    tl = Timeline([deal, due], WIRES)
    assert not tl.schedule()["due"].when.is_dated
    assert [item.section for item in tl.agenda("2025-04-15")] == ["perhaps_due"]
    assert [item.section for item in tl.agenda("2025-03-20", horizon=1)] == ["expected"]
    assert "perhaps overdue" in tl.agenda("2025-04-15").table()
    assert "23" not in tl.agenda("2025-04-15").table()


@pytest.mark.parametrize(
    ("on", "sections"),
    [
        ("2025-03-20", []),  # more than 90 days before it was to end
        ("2025-04-15", ["perhaps_due"]),
        ("2025-07-01", []),
    ],
)
def test_what_was_lifted_may_end_later_if_that_is_denied(
    on: str, sections: list[str]
) -> None:
    lifted = Measure(
        id="m",
        title="Embargo",
        when="2025-01-01/2025-06-30",
        status="lifted",
        sources=DOUBTS[0],
    )
    sure = attrs.evolve(lifted, id="sure", sources=["k"])
    undated = attrs.evolve(lifted, id="undated", when=None)
    agenda = Timeline([lifted, sure, undated], WIRES).agenda(on)

    assert [item.section for item in agenda] == sections
    assert ("denies it" in agenda.table()) is bool(sections)


@pytest.mark.parametrize(
    ("on", "sections"),
    [("2025-03-19", []), ("2025-03-20", []), ("2025-03-23", ["perhaps_due"])],
)
def test_talks_that_are_denied_are_perhaps_overdue(
    on: str, sections: list[str]
) -> None:
    talks = Negotiation(
        id="n",
        title="N",
        when="2025-03-20T10:00",
        status="under_way",
        sources=DOUBTS[0],
    )
    tl = Timeline([talks], WIRES)

    assert [item.section for item in tl.agenda(on)] == sections
    for text in (tl.table(on=on), tl.agenda(on).table()):
        assert ("perhaps overdue" in text) is bool(sections)


@pytest.mark.parametrize(
    ("other", "sections"),
    [
        (cite("w", stance="denies"), []),  # then it took place, and nothing is due
        (cite("w", status="held"), []),
        (cite("w", status="scheduled", as_of="2025-04-01"), ["perhaps_due"]),
    ],
)
def test_what_did_not_take_place_is_due_only_if_a_source_plans_it(
    other: Citation, sections: list[str]
) -> None:
    window, cited = "2025-03-14/2025-05-01", [cite("k"), other]
    tl = Timeline([attrs.evolve(NOT_SPOKEN, when=window, sources=cited)], WIRES)

    assert tl.where(q.may_have_happened)
    assert [item.section for item in tl.agenda("2025-04-15")] == sections


def test_a_cancellation_that_is_denied_may_block() -> None:
    off = Summit(id="s", title="Summit", status="cancelled", sources=DOUBTS[0])
    plan = Meeting(
        id="m", title="M", status="expected", when="not-before:s", participants=["CA"]
    )
    tl = Timeline([off, plan], WIRES)
    (item,) = tl.agenda("2025-04-15")
    assert (item.section, item.permanently) == ("blocked", False)
    assert "may be blocked: Summit was cancelled (not certain)" in tl.table()


# -- what a newer source says of a plan -----------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "newer", "date", "overdue"),
    [
        (Meeting, "scheduled", "postponed", None, MAYBE),
        (Deadline, "set", "extended", None, MAYBE),
        (Meeting, "scheduled", "expected", None, YES),  # its date stands
        (Meeting, "scheduled", "postponed", "2025-06-20", YES),  # so does neither
        (Meeting, "scheduled", "postponed", "2025-09", MAYBE),
        (Meeting, "postponed", "scheduled", None, YES),
    ],
)
def test_what_a_newer_source_puts_off_is_not_plainly_overdue(
    kind: type[Event], status: str, newer: str, date: str | None, overdue: Certainty
) -> None:
    cited = ["old", cite("new", status=newer, when=date)]
    plan = kind(id="e", title="E", when="2025-06-11", status=status, sources=cited)  # type: ignore[arg-type]
    sources = [
        Source(id="old", as_of="2025-06-01"),
        Source(id="new", as_of="2025-06-10"),
    ]
    tl = Timeline([plan], sources)
    standing = tl.schedule().standing("e", When.parse("2025-07-20"))

    assert standing.overdue is overdue
    assert standing.not_begun.possibly
    assert standing.over is not YES
    said = tl.table(on="2025-07-20")
    assert ("overdue" in said) is overdue.possibly
    assert ("perhaps overdue" in said) is (overdue is Certainty.MAYBE)
    assert bool(tl.agenda(on="2025-07-20").overdue) is (overdue is YES)
    assert "[2] says" in tl.agenda(on="2025-07-20").table()


@pytest.mark.parametrize(
    ("kind", "status", "newer", "is_sure", "happened"),
    [
        ("meeting", "scheduled", "tentative", True, False),
        ("meeting", "scheduled", "cancelled", False, False),
        ("meeting", "scheduled", "did_not_take_place", False, False),
        ("meeting", "scheduled", "postponed", False, False),
        ("meeting", "held", "under_way", False, True),  # rivals, and both took place
        ("negotiation", "under_way", "stalled", True, True),
        ("negotiation", "under_way", "terminated", False, False),
        ("negotiation", "terminated", "did_not_take_place", False, False),
        ("deadline", "met", "missed", False, False),
        ("deadline", "missed", "met", False, False),
    ],
)
def test_what_a_newer_source_says_otherwise_is_not_certain(
    kind: str, status: str, newer: str, *, is_sure: bool, happened: bool
) -> None:
    said = [cite("old"), cite("new", status=newer)]
    event = {cls.kind: cls for cls in KINDS}[kind](
        id="e", title="E", when="2025-06-11", status=status, sources=said
    )
    two = [
        Source(id="old", as_of="2025-06-01"),
        Source(id="new", as_of="2025-06-20"),
    ]
    tl = Timeline([event], two)
    table = sql.Table(sqlite3.connect(":memory:"))
    table.create()
    table.write(tl)
    off = {"cancelled", "did_not_take_place", "terminated"}
    is_perhaps_on = {status, newer} - off

    for asked, holds in (
        (q.between("2025-06", "2025-06", certainly=True), is_sure),
        (q.happened, happened),
        (q.may_have_happened, bool(is_perhaps_on)),
        (q.may_be("off"), bool({status, newer} & off)),
        (q.may_be(None), False),
    ):
        assert bool(tl.where(asked)) is holds
        assert [*table.select(asked, ["id"])] == [("e",)] * holds
        assert q.parse(str(asked)) == asked
    if kind != "deadline" and status != "scheduled":  # a plan is counted by its day
        numbers = tl.update("e", participants=["CA", "FR"]).matrix()
        counts = numbers["CA", "FR"], numbers.most(("CA", "FR"))
        assert counts == (happened, bool(is_perhaps_on))


def test_what_hangs_on_a_plan_put_off_is_not_plainly_overdue() -> None:
    plan = Event(
        id="e",
        title="E",
        when="2025-06-11",
        status="scheduled",
        sources=["old", cite("new", status="postponed")],
    )
    before = Event(id="b", title="Before", when="not-after:e", status="scheduled")
    tl = Timeline([plan, before], [Source(id="old"), Source(id="new")])
    schedule = tl.schedule()

    assert str(schedule["b"]) == "b: ? to ?"
    assert schedule.standing("b", When.parse("2025-07-20")).overdue is MAYBE
    assert "at least" not in tl.table(on="2025-07-20")
    later = tl.add(Event(id="l", title="L", when="2025-05-01", status="occurred"))
    assert later.schedule().order("e", "l") is MAYBE


@pytest.mark.parametrize(
    "link",
    ["during:e", "same-day:e", "not-after:e", "not-before:e not-after:e#end+P2D"],
)
@pytest.mark.parametrize(
    ("newer", "zone"),
    [
        (cite("new", status="postponed"), None),
        (cite("new", status="cancelled"), None),
        (cite("new", when="2025-08-01"), None),
        (cite("new", when="2025-08-01[Asia/Tokyo]"), "Asia/Tokyo"),
        (cite("new", when="2025-08-01T10:00[Asia/Tokyo]"), None),
    ],
)
def test_what_hangs_on_what_a_source_doubts_is_perhaps_overdue(
    link: str, newer: Citation, zone: str | None
) -> None:
    summit = Summit(
        id="e",
        title="Summit",
        when="2025-06-11",
        status="scheduled",
        sources=["old", newer],
    )
    prep = Meeting(id="m", title="Prep", when=link, status="expected")
    two = [Source(id="old"), Source(id="new")]
    tl = Timeline([summit, prep], two, tz=zone)
    standing = tl.schedule().standing("m", When.parse("2025-07-20"))
    may_block = newer.status == "cancelled" and not link.startswith(("same", "not-a"))

    assert standing.overdue is MAYBE
    assert standing.not_begun is MAYBE
    table = tl.table(on="2025-07-20")
    assert "expected, perhaps overdue" in table
    assert ("may be blocked: Summit was cancelled (not certain)" in table) is may_block
    assert not tl.agenda("2025-07-20").overdue
    [item] = (i for i in tl.agenda("2025-07-20") if i.id == "m")
    assert (item.section == "blocked") is ("before" in link or may_block)
    assert not item.permanently


@pytest.mark.parametrize(
    ("status", "date", "told", "other", "by_then"),
    [
        ("scheduled", "2025-06-02", "2025-06-01", "2025-06-20", "2025-06-12"),  # late
        ("scheduled", "2025-06-05", "2025-06-08", "2025-06-11", "2025-06-05"),  # past
        ("scheduled", "2025-06-11", "2025-06-08", "2025-06-05", "2025-06-05"),  # other
        ("under_way", "2025-06-17", "2025-06-17", "2025-06-02", "2025-06-12"),
        ("under_way", "2025-06-02", "2025-06-02", "2025-06-17", "2025-06-12"),
    ],
)
def test_a_rival_date_makes_nothing_surer(
    status: str, date: str, told: str, other: str, by_then: str
) -> None:
    plan = Event(id="a", title="A", when=date, status=status, sources=["s"])
    later = Event(id="b", title="B", when="2025-06-06", status="occurred")
    one = Timeline([plan, later], [Source(id="s", as_of=told), Source(id="t")])
    two = one.update("a", sources=["s", cite("t", when=other)])
    day = When.parse(by_then)
    before, after = (tl.schedule() for tl in (one, two))
    standings = before.standing("a", day), after.standing("a", day)
    names = ("not_begun", "under_way", "over", "overdue")
    pairs = [tuple(getattr(standing, n) for standing in standings) for n in names]
    pairs += [
        tuple(schedule.order(*ids) for schedule in (before, after))
        for ids in (("a", "b"), ("b", "a"))
    ]

    assert all(now in {then, MAYBE} for then, now in pairs)
    for span in (date, other):
        assert after.where(q.possibly_overlaps(span) & ~q.status("occurred"))


def test_what_took_place_proves_that_a_plan_put_off_did_too() -> None:
    plan = Event(
        id="e",
        title="E",
        when="2025-06-11",
        status="scheduled",
        sources=["old", cite("new", status="postponed")],
    )
    held = Event(id="h", title="H", when="not-before:e", status="occurred")
    tl = Timeline([plan, held], [Source(id="old"), Source(id="new")])
    standing = tl.schedule().standing("e", When.parse("2025-07-20"))

    assert (standing.not_begun, standing.over) == (NO, YES)


def test_a_summit_whose_cancellation_is_denied_is_perhaps_due() -> None:
    off = Summit(
        id="s", title="S", when="2025-04-20", status="cancelled", sources=DOUBTS[0]
    )
    (item,) = Timeline([off], WIRES).agenda("2025-04-15")
    assert item.section == "perhaps_due"
    assert not [*Timeline([off], WIRES).agenda("2025-05-15")]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2025-03-17", [cite("k"), cite("w", when="2025-03-05")]),
        ("2025-03", [cite("k")]),
        ("[2025-03-05,2025-03-17]", [cite("k")]),
    ],
)
def test_what_took_place_on_one_of_several_days_may_not_have_by_a_day_between(
    when: str, said: list[Citation]
) -> None:
    held = Meeting(
        id="m",
        title="M",
        when=when,
        status="held",
        participants=["FR", "DE"],
        sources=said,
    )
    (pair,) = Timeline([held], WIRES).pairs(on="2025-03-10")
    assert (pair.times, pair.at_most) == (0, 1)


def test_what_a_newer_source_still_plans_after_its_day_is_not_sure_to_be_held() -> None:
    said = [
        cite("k", as_of="2025-03-21"),
        cite("w", status="scheduled", as_of="2025-03-25"),
    ]
    call = Call(
        id="c",
        title="Call",
        status="held",
        when="2025-03-20",
        participants=["RU", "US"],
        sources=said,
    )
    (pair,) = Timeline([call], WIRES).pairs(on="2025-04-01")
    assert (pair.times, pair.at_most) == (0, 1)


@pytest.mark.parametrize(
    ("when", "section"),
    [
        ("2025-03-01/2025-03-10", "deadlines"),
        ("throughout:2025-03", "deadlines"),
        ("2025-03-01/..", "expected"),
        ("2025-02-20/2025-03-01", "overdue"),
    ],
)
def test_a_deadline_of_several_days_is_due_by_the_last(when: str, section: str) -> None:
    tl = Timeline([Deadline(id="d", title="D", when=when)])
    agenda = tl.agenda("2025-03-05")
    assert [item.section for item in agenda] == [section]
    assert ("was due 1 Mar 2025" in agenda.table()) == (section == "overdue")
    late = q.possibly_overlaps("2025-03-08")
    assert len(tl.where(late)) + len(tl.where(~late)) == 1


@pytest.mark.parametrize("denial", [None, *DOUBTS])
def test_a_denial_makes_no_order_surer(denial: list[Citation] | None) -> None:
    """Be it of the plan that a denied call waited for, or of the call itself."""
    said = denial or [cite("k")]
    awaited = Event(
        id="return",
        title="Return",
        status="expected",
        when="not-before:2025-03-01",
        sources=["k"],
    )
    call = Call(
        id="call",
        title="Call",
        status="held",
        when="2025-03-20 not-before:return",
        sources=said,
    )
    other = Meeting(id="m", title="M", status="held", when="2025-03-25", sources=["k"])
    schedule = Timeline([awaited, call, other], WIRES).schedule()
    assert schedule.order("return", "m") is (YES if denial is None else MAYBE)
    assert schedule.order("m", "return") is (NO if denial is None else MAYBE)

    trip = Visit(
        id="trip",
        title="Trip",
        status="expected",
        when="2025-03-10/2025-03-12",
        sources=["k"],
    )
    after = Call(
        id="after", title="C", status="held", when="not-before:trip", sources=said
    )
    found = Timeline([trip, after], WIRES).schedule()["after"]
    assert found.starts[0] is None  # a plan dates nothing that took place


def test_talks_that_a_newer_source_calls_stalled_are_in_the_agenda() -> None:
    said = [cite("k"), cite("w", status="stalled", as_of="2025-03-29")]
    talks = Negotiation(id="n", title="Talks", status="under_way", sources=said)
    (item,) = Timeline([talks], WIRES).agenda("2025-04-01")
    assert item.section == "stalled"
    assert "[2] says stalled" in Timeline([talks], WIRES).agenda("2025-04-01").table()


@pytest.mark.parametrize(
    ("when", "other", "expected"),
    [
        ("not-before:el", "2025-03-10", MAYBE),
        ("not-before:el not-after:el#end+P3D", "2025-04-10", MAYBE),  # hulls
        ("during:vi", "2025-04-10", MAYBE),
        ("during:vi", "2025-03-18", MAYBE),  # no rival: a day of the visit
        ("not-before:el", "2025-03-19", YES),
    ],
)
def test_a_date_that_links_exclude_is_a_rival_of_what_follows_from_them(
    when: str, other: str, expected: Certainty
) -> None:
    el = Meeting(
        id="el", title="E", when="2025-03-17", status="held", participants=["FR", "CA"]
    )
    visit = Visit(id="vi", title="V", when="2025-03-16/2025-03-18", status="concluded")
    said = [cite("k"), cite("w", when=other)]
    late = Meeting(id="m", title="M", when=when, status="held", sources=said)
    tl = Timeline([el, visit, late], [Source(id="k"), Source(id="w")])
    schedule = tl.schedule()
    is_rival = other not in {"2025-03-18", "2025-03-19"}
    assert len(schedule.when("m").spans) == 1 + is_rival
    assert schedule.order("el", "m") is expected
    assert ("held, disputed" in tl.table()) == is_rival
    assert not is_rival or "worked out" not in tl.table()


def test_links_that_no_other_date_of_a_record_fits_with_rule_out_no_source() -> None:
    ceremony = Event(id="c", title="Ceremony", when="2025-11-02")
    act = Ratification(
        id="r",
        treaty="t",
        party="CA",
        part_of="c",
        effective="2025-03-17",  # before its deposit at the ceremony
        sources=[cite("w", when="2025-11-05")],
    )
    tl = Timeline([ceremony, act, Treaty(id="t", title="T")], [Source(id="w")])
    assert tl.schedule(strict=False).excluded() == {}
    assert "consent" in tl.table()


@pytest.mark.parametrize("sources", DOUBTS)
def test_what_is_tied_to_what_is_denied_is_no_surer_to_be_ahead(
    sources: list[Citation],
) -> None:
    held = Call(
        id="x", title="X", status="held", when="2025-03-16", sources=[cite("k")]
    )
    same = Event(id="y", title="Y", status="expected", when="same-day:x", sources=["k"])
    other = Meeting(id="m", title="M", status="held", when="2025-03-20")
    for said in ([cite("k")], sources):
        call = attrs.evolve(held, sources=said)
        schedule = Timeline([call, same, other], WIRES).schedule()
        assert schedule.order("m", "y") is not YES


@pytest.mark.parametrize("date", [None, "2025-06-19"])
def test_what_is_alleged_with_a_date_of_its_own_is_so_everywhere(
    date: str | None,
) -> None:
    said = [cite("k", stance="alleges", when=date)]
    when = "2025-06-15/2025-06-20"
    call = Call(id="c", title="Call", when=when, status="held", sources=said)
    tl = Timeline([call], WIRES)

    assert "held, alleged\n     └ [1] alleges" in tl.table()
    assert "STATUS:TENTATIVE" in str(tl.to_ics().text)
    assert "alleged by k" in str(tl.to_ics().text)
    assert "k alleges" in str(tl.to_csv())


def test_what_took_place_by_one_source_alone_is_no_duplicate() -> None:
    held = Call(
        id="a", title="C", status="held", when="2025-03-20", participants=["US"]
    )
    against = attrs.evolve(held, id="b", status="did_not_take_place")

    found = {problem.code for problem in Timeline([held, against]).check()}

    assert "took-place" in found
    assert "duplicate-event" not in found
