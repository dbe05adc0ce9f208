"""How a record stands on a day, and that every report says the same of it."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Event, Meeting, Source, Timeline, Visit, When, cite
from timeline.certainty import Certainty
from timeline.records.lifecycle import Phase
from timeline.standing import Dated, Standing, stand
from timeline.when.bounds import SLACK, Ticks
from timeline.when.parser import Zones

NO, MAYBE, YES = Certainty
STATUSES = {
    "expected": Phase.AHEAD,
    "under_way": Phase.UNDER_WAY,
    "occurred": Phase.DONE,
    "cancelled": Phase.OFF,
    None: None,
}


def meeting(name: str, when: str | None, status: str | None, **fields: str) -> Meeting:
    return Meeting(id=name, title=name.upper(), when=when, status=status, **fields)  # type: ignore[arg-type]


def states(when: str | None, status: str | None, day: str = "2025-03-17") -> str:
    """Return the first letters of not begun, under way, over, off; small for maybe."""
    standing = stand(
        Event(id="e", title="E", when=when, status=status), When.parse(day)
    )
    found = (
        ("N", standing.not_begun),
        ("U", standing.under_way),
        ("O", standing.over),
        ("X", standing.off),
    )
    letters = [
        letter if certainty is YES else letter.lower()
        for letter, certainty in found
        if certainty.possibly
    ]
    return "".join(letters) + ("" if YES in dict(found).values() else "?")


@pytest.mark.parametrize(
    ("when", "expected"),
    [  # by status: expected, under way, occurred, cancelled, none
        ("2025-03-18", ("N", "N", "N", "X", "N")),
        ("2025-03-10/2025-03-20", ("nuo?", "U", "U", "X", "U")),
        ("2025-03", ("N", "U", "nuo?", "X", "nuo?")),  # it took place by the 31st
        ("2025-03-16", ("nuo?", "nuo?", "O", "X", "O")),
        ("2025-03/", ("N", "U", "nuo?", "X", "nuo?")),  # it began by then
        ("2025-03-16/", ("nuo?", "U", "O", "X", "uo?")),
        (None, ("N", "U", "O", "X", "nuo?")),
    ],
)
def test_status_decides_what_dates_leave_open(
    when: str | None, expected: tuple[str, ...]
) -> None:
    assert tuple(states(when, status) for status in STATUSES) == expected


def test_a_plan_is_overdue_once_it_must_have_begun() -> None:
    plan = meeting("m", "2025-03-15/2025-03-17", "scheduled")
    days = ["2025-03-14", "2025-03-16", "2025-03-17", "2025-03-18"]
    found = [stand(plan, When.parse(day)).overdue for day in days]

    assert found == [NO, YES, YES, YES]
    month = meeting("m", "2025-03", "scheduled")
    assert stand(month, When.parse("2025-03-17")).overdue is MAYBE
    held = meeting("m", "2025-03-15", "held")
    assert stand(held, When.parse("2025-03-18")).overdue is NO


def test_a_day_without_bounds_settles_nothing() -> None:
    plan = meeting("m", "2025-03-15", "scheduled")

    assert stand(plan, When.parse("2025-03-18/..")).overdue is YES
    assert stand(plan, When.parse("2025-03-18/..")).begun is MAYBE
    assert stand(plan, When.parse("../2025-03-18")).overdue is MAYBE
    assert stand(plan, When.parse("../2025-03-18")).ended is MAYBE


def test_bounds_of_a_schedule_replace_those_of_the_record() -> None:
    plan = meeting("m", "during:v", "expected")
    day = When.parse("2025-03-18")

    assert stand(plan, day).overdue is MAYBE
    assert stand(plan, day, When.parse("2025-03-05")).overdue is YES


@given(st.integers(-40, 40), st.sampled_from([*STATUSES]))
def test_a_clock_hung_nowhere_is_off_by_at_most_16_hours(
    hours: int, status: str | None
) -> None:
    there = Event(id="e", title="E", when="2025-03-17T12:00", status=status)
    tick = there.when.start_earliest + hours * 3_600_000_000  # type: ignore[union-attr, operator]
    near = When(Ticks(tick, tick, tick + 1, tick + 1), zone=Zones("Z", "Z"))
    far = [When(Ticks(at, at, at + 1, at + 1)) for at in (tick - SLACK, tick + SLACK)]
    unsure, *sure = (stand(there, day) for day in (near, *far))

    for name in ("begun", "ended"):
        said = {getattr(standing, name) for standing in sure}
        assert getattr(unsure, name) in said | {MAYBE}
        if len(said) == 2:
            assert getattr(unsure, name) is MAYBE


@pytest.mark.parametrize(
    ("when", "overdue"),
    [  # a deadline of noon, as of the day after it
        ("not-after:2025-10-13T12:00[Asia/Jerusalem]", YES),
        ("../2025-10-13T12:00Z", YES),
        ("not-after:2025-10-13T23:00[Pacific/Honolulu]", YES),
        ("not-after:2025-10-14T00:30Z", MAYBE),
    ],
)
def test_a_day_is_read_on_the_clocks_of_the_record(
    when: str, overdue: Certainty
) -> None:
    plan = Event(id="e", title="E", when=when, status="expected")

    assert stand(plan, When.parse("2025-10-14")).overdue is overdue
    assert stand(plan, When.parse("2025-10-13")).overdue is MAYBE


@pytest.mark.parametrize(
    ("day", "expected"),
    [("03", "N"), ("04", "nu?"), ("05", "no?"), ("06", "uo?"), ("07", "O")],
)
def test_a_set_has_gaps(day: str, expected: str) -> None:
    either = "[2025-11-04,2025-11-06]"

    assert states(either, None, f"2025-11-{day}") == expected
    plan = Timeline([Event(id="e", title="E", when=either), Event(id="f", title="F")])
    standing = plan.schedule().standing("e", When.parse(f"2025-11-{day}"))
    assert standing.under_way.possibly is ("u" in expected)


def test_days_late_are_counted_from_the_last_day_that_is_possible() -> None:
    def late(when: str, status: str, day: str) -> int:
        plan = meeting("m", when, status)
        return stand(plan, When.parse(day)).days_late

    assert late("2021-04-18/..", "expected", "2021-12-15") == 241
    assert late("2025-03", "expected", "2025-04-02") == 2
    assert late("2021-04-20/2021-04-22", "under_way", "2021-04-22") == 0
    assert late("2021-04-20/2021-04-22", "under_way", "2021-05-15") == 23
    assert late("2025-03-15T23:00", "expected", "2025-03-16") == 1
    assert late("2025-03-15", "held", "2025-03-16") == 0
    assert late("2025-03-17[Asia/Tokyo]", "expected", "2025-03-19") == 2


def test_what_had_to_be_over_before_a_fact_is_over_and_not_overdue() -> None:
    tl = Timeline(
        [
            meeting("first", "2025-03-01", "scheduled"),
            meeting("second", "not-before:first", "scheduled"),
            meeting("last", "2025-03-10 not-before:second", "held"),
            Visit(id="trip", title="T", when="2025-03-08/2025-03-12",
                  status="announced"),
            Meeting(id="stop", title="S", part_of="trip", status="held"),
            Meeting(id="free", title="F", when="2025-03-01", status="expected"),
        ]
    )  # fmt: skip
    plan = tl.schedule()

    def standing(name: str, day: str) -> Standing:
        return plan.standing(name, When.parse(day))

    assert standing("first", "2025-03-09").overdue is YES
    for name in ("first", "second"):
        assert standing(name, "2025-03-11").over is YES
        assert standing(name, "2025-03-11").overdue is NO
    assert standing("trip", "2025-03-09").under_way is YES
    assert standing("trip", "2025-03-09").overdue is NO
    assert standing("trip", "2025-03-13").overdue is YES
    overdue = {item.id for item in tl.agenda("2025-03-11").overdue}
    assert overdue == {"free"}
    table = tl.table(columns=["id", "status"], on="2025-03-11")
    for line in ("first   scheduled, over (worked out)",
                 "trip    announced, begun (worked out)"):  # fmt: skip
        assert line in table


@pytest.mark.parametrize(
    ("link", "over", "at_most"),
    [
        ("not-before:plan", MAYBE, 2),  # the date is wrong, or the link
        ("not-before:plan#start", NO, 1),
        ("during:plan", NO, 1),
    ],
)
def test_a_plan_that_conflicts_with_a_fact_is_not_proven(
    link: str, over: Certainty, at_most: int
) -> None:
    both: Any = {"participants": ["FR", "DE"]}
    tl = Timeline(
        [
            meeting("first", None, "scheduled"),
            meeting("plan", "2025-03-20 not-before:first", "scheduled", **both),
            meeting("fact", f"2025-03-10 {link}", "held", **both),
        ]
    )
    plan, on = tl.schedule(strict=False), When.parse("2025-03-15")
    [pair] = tl.pairs(on="2025-03-15")

    assert plan.standing("plan", on).over is over
    assert plan.standing("first", on).proof is None
    assert (pair.times, pair.at_most) == (1, at_most)


@pytest.mark.parametrize(
    ("plan", "fact", "told", "over"),
    [
        ("2025-03-05", "2025-03-10 not-before:plan", None, YES),
        (None, "not-before:plan", None, YES),
        ("2025-03-20", "not-before:plan", None, MAYBE),  # as late as the fact may be
        ("2025-03-05", "2025-03-10 not-before:plan", "2025-03-08", MAYBE),  # conflicts
        ("2025-03-20", "not-before:plan#start", None, NO),
    ],
)
def test_a_fact_proves_no_more_than_its_dates_allow(
    plan: str | None, fact: str, told: str | None, over: Certainty
) -> None:
    tl = Timeline(
        [
            meeting("plan", plan, "scheduled"),
            attrs.evolve(meeting("fact", fact, "held"), sources=["s"]),
        ],
        [Source(id="s", as_of=told)],
    )
    alleged = tl.update("plan", sources=[cite("s", stance="alleges")])
    on = When.parse("2025-03-15")

    assert tl.schedule(strict=False).standing("plan", on).over is over
    doubt = alleged.schedule(strict=False).standing("plan", on)
    assert doubt.over is (over & MAYBE)
    assert not doubt.is_proven


@pytest.mark.parametrize("when", [None, "not-before:start-of-all"])
def test_a_shift_back_in_time_proves_nothing(when: str | None) -> None:
    tl = Timeline(
        [
            Event(id="start-of-all", title="S", status="expected"),
            meeting("plan", when, "expected"),
            meeting("fact", "not-before:plan#start-P10D", "held"),
        ]
    )

    assert tl.schedule().standing("plan", When.parse("2025-01-01")).proof is None


certainties = st.sampled_from([*Certainty])


@given(
    st.lists(st.sampled_from([None, *Phase]), min_size=1, max_size=2),
    st.lists(st.tuples(certainties, certainties, st.booleans()), min_size=1),
)
def test_at_most_one_state_is_certain_and_one_is_always_possible(
    phases: list[Phase | None], dates: list[tuple[Certainty, Certainty, bool]]
) -> None:
    # What has not begun has not ended.
    pairs = ((begun, ended & begun, is_open) for begun, ended, is_open in dates)
    by_dates = (Dated(begun, end, begun & ~end, last) for begun, end, last in pairs)
    standing = Standing((*phases,), (*by_dates,))
    found = [standing.not_begun, standing.under_way, standing.over, standing.off]

    assert found.count(YES) <= 1
    assert any(state.possibly for state in found)
    if YES in found:
        assert found.count(NO) == 3


def reports(on: str, *events: Event, tz: str | None = None) -> dict[str, set[str]]:
    """Return which events each report calls overdue on a day."""
    tl = Timeline(events, [Source(id="s", as_of=on)], tz=tz)
    ids = {event.id for event in events}
    table = tl.table(columns=["id", "status"], on=on).splitlines()
    picture = tl.to_svg(on=on)
    return {
        "agenda": {item.id for item in tl.agenda(on).overdue},
        "before": {i for i in ids if i in {item.id for item in
                   tl.passed("2000-01-01", on).overdue}},
        "table": {i for i in ids for line in table
                  if line.strip().startswith(f"{i} ") and "overdue" in line},
        "picture": {i for i in ids
                    if re.search(rf">{i.upper()}<.*(\n.*)?overdue", picture)},
        "check": {p.where for p in tl.check() if p.code == "outcome-not-reported"},
    }  # fmt: skip


def test_every_report_says_the_same_of_a_day_in_tokyo() -> None:
    plan = meeting("a", "2025-03-17", "expected", tz="Asia/Tokyo")

    found = reports("2025-03-17", plan)
    assert all(ids == set() for ids in found.values()), found
    found = reports("2025-03-18", plan)
    assert all(ids == {"a"} for ids in found.values()), found
    found = reports("2025-03-18", plan, tz="Asia/Tokyo")
    assert all(ids == {"a"} for ids in found.values()), found


def test_every_report_works_out_when_a_plan_must_be_over() -> None:
    visit = Visit(id="v", title="V", when="2025-03-01/2025-03-05", status="concluded")
    plan = meeting("b", "during:v", "expected")

    found = reports("2025-03-05", visit, plan)
    assert all(ids == set() for ids in found.values()), found
    found = reports("2025-03-18", visit, plan)
    assert all(ids == {"b"} for ids in found.values()), found


def test_a_fact_that_proves_a_plan_by_two_ways_is_named_once() -> None:
    events = [
        Event(id="d", title="D", status="expected"),
        Event(id="b", title="B", status="expected", when="not-before:d"),
        Event(id="c", title="C", status="expected", when="not-before:d"),
        Event(id="f", title="F", status="occurred", when="not-before:b not-before:c"),
    ]
    agenda = Timeline(events).agenda("2025-03-17")

    assert [item.id for item in agenda.overdue] == []
