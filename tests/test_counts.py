from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from tests.support import questions as qst

from timeline import (
    Call,
    Deadline,
    Event,
    Meeting,
    Signature,
    Source,
    Summit,
    Timeline,
    Visit,
    cite,
)
from timeline import query as q
from timeline.api.options import CountName
from timeline.errors import InvalidError

CARNEY, MACRON = "Mark Carney @CA", "Emmanuel Macron @FR"


SHAPES = (
    None, "2025", "2025-03", "2025-03-01/2025-06", "2025-03-31/..", "../2025",
    "2024-12/2026", "2025-02/2025-03", "-0044-03-15",
)  # fmt: skip


@pytest.fixture
def met() -> Timeline:
    return Timeline(
        [
            Meeting(id="a", title="t", when="2025-03-10", participants=["CA", "FR"]),
            Meeting(
                id="b",
                title="t",
                when="2025-03",
                status="held",
                participants=[CARNEY, MACRON],
            ),
            Call(id="c", title="t", participants=["CA", "US"], status="held"),
            Call(id="d", title="t", participants=["CA", "GB"], status="expected"),
            Meeting(id="e", title="t", when="2026-01-05", participants=["FR", "US"]),
            Event(id="f", title="t", when="2025", participants=["FR", "US"]),
        ]
    )


def test_two_hosts_of_one_tour_did_not_meet() -> None:
    """Each may have met the guest, and nothing says that they met each other."""
    tour = Visit(
        id="v",
        title="Tour",
        participants=["CA"],
        host=["FR", "GB"],
        when="2025-03-17",
        status="concluded",
    )
    pairs = Timeline([tour]).pairs()

    assert [(pair.a, pair.b) for pair in pairs] == [("CA", "FR"), ("CA", "GB")]


def test_pairs_tell_who_met_and_how_long_ago_at_least_and_at_most(
    met: Timeline,
) -> None:
    found = [
        (pair.a, pair.b, pair.times, pair.at_most, pair.last and pair.last.id,
         pair.days_since)
        for pair in met.pairs(on="2025-04-02")
    ]  # fmt: skip

    assert found == [
        ("CA", "FR", 1, 2, "b", (2, 32)),
        ("CA", "US", 1, 1, None, (0, None)),
    ]


def test_pairs_of_people_without_a_day_to_count_from(met: Timeline) -> None:
    (only,) = met.pairs(people=True)

    assert (only.a, only.b, only.times) == ("Emmanuel Macron", "Mark Carney", 1)
    assert only.days_since == (None, None)


def pair(*events: Event, on: str | None = None, sources: int = 0) -> tuple[int, int]:
    """Return how often CA and FR met, and at most."""
    page = [Source(id="s", as_of="2025-06-01")] * sources
    found = {(p.a, p.b): (p.times, p.at_most) for p in Timeline(events, page).pairs(on)}
    return found.get(("CA", "FR"), (0, 0))


def meeting(name: str, status: str | None, **fields: object) -> Meeting:
    fields = {"title": "t", "participants": ["CA", "FR"], **fields}
    return Meeting(id=name, status=status, **fields)  # type: ignore[arg-type]


def test_what_nobody_says_took_place_is_counted_as_at_most() -> None:
    assert pair(meeting("a", "cancelled")) == (0, 0)
    assert pair(meeting("a", "did_not_take_place", when="2025-03")) == (0, 0)
    assert pair(meeting("a", "expected", when="2025-03")) == (0, 0)
    assert pair(meeting("a", "expected", when="2025-03"), sources=1) == (0, 1)
    assert pair(meeting("a", "expected", when="2025-03"), on="2025-04-01") == (0, 1)
    assert pair(meeting("a", "expected", when="2025-03"), on="2025-03-10") == (0, 1)
    assert pair(meeting("a", "expected", when="2025-03"), on="2025-02-28") == (0, 0)
    assert pair(meeting("a", None), on="2025-03-10") == (0, 1)
    assert pair(meeting("a", None, when="2025-03-09"), on="2025-03-10") == (0, 1)
    assert pair(meeting("a", None, when="2025-03-11"), on="2025-03-10") == (0, 0)
    assert pair(meeting("a", "held", when="2025-03-11"), on="2025-03-10") == (0, 0)
    assert pair(meeting("a", "held"), on="2025-03-10") == (1, 1)


def test_what_is_blocked_or_missed_took_no_place_and_what_was_under_way_did() -> None:
    off = Summit(id="s", title="S", status="cancelled", when="2025-03-05")
    talks = meeting("a", "scheduled", when="2025-03-05", part_of="s")
    assert pair(off, talks, on="2025-03-10") == (0, 0)
    running = meeting("a", "under_way", when="2025-03-05")
    assert pair(running, on="2025-03-10") == (1, 1)
    denied = attrs.evolve(running, sources=[cite("s", stance="denies")])
    assert pair(denied, on="2025-03-10", sources=1) == (0, 1)

    other_day = [cite("s", when="2025-03-07")]
    called_off = meeting("a", "cancelled", when="2025-03-05", sources=other_day)
    assert pair(called_off, on="2025-03-10", sources=1) == (0, 0)
    said = [cite("s", stance="alleges")]
    unsure = meeting("a", "did_not_take_place", when="2025-03-05", sources=said)
    assert pair(unsure, on="2025-03-10", sources=1) == (0, 1)

    due = Deadline(id="d", title="D", participants=["CA", "FR"], status="missed")
    met = attrs.evolve(due, sources=[cite("s", stance="denies")])
    page = Source(id="s", title="S")
    matrices = [Timeline([each], [page]).matrix() for each in (due, met)]
    assert [m["CA", "FR"] for m in matrices] == [0, 0]
    assert [m.most(("CA", "FR")) for m in matrices] == [0, 1]


def test_a_summit_and_the_talks_in_its_margins_are_counted_once() -> None:
    summit = Summit(id="s", title="S", participants=["CA", "FR", "US"], status="held")
    talks = meeting("a", "held", part_of="s")
    more = meeting("b", "held", part_of="dinner")
    dinner = Event(id="dinner", title="D", part_of="s")

    assert pair(summit) == (1, 1)
    assert pair(summit, talks) == (1, 1)
    assert pair(summit, talks, dinner, more) == (2, 2)
    assert pair(summit, meeting("a", None, part_of="s")) == (1, 1)
    matrix = Timeline([summit, talks, dinner, more]).matrix()
    assert [matrix["CA", "FR"], matrix["CA", "US"], matrix["US", "US"]] == [2, 1, 1]


def test_guest_and_host_of_a_visit_may_have_met() -> None:
    visit = Visit(id="v", title="V", participants=["CA"], host=["FR"],
                  status="concluded")  # fmt: skip

    assert pair(visit) == (0, 1)
    assert pair(visit, meeting("a", "held", part_of="v")) == (1, 1)
    together = Visit(id="v", title="V", participants=["CA", "FR"], status="concluded")
    assert pair(together) == (1, 1)
    ours = Timeline([visit]).pairs("2025-03-01")
    assert [(p.times, p.last, p.days_since) for p in ours] == [(0, None, (0, None))]


def test_what_may_go_on_may_have_been_today() -> None:
    tl = Timeline(
        [
            meeting("a", "held", when="../2025-06"),
            meeting("b", "under_way", when="2025-01/.."),
        ]
    )
    (pair,) = tl.pairs(on=date(2025, 3, 1))

    assert pair.days_since == (0, 59)


def test_a_day_to_count_from_is_one_day(met: Timeline) -> None:
    with pytest.raises(InvalidError, match='"2025-03" is not one day'):
        met.pairs(on="2025-03")


def test_who_visited_whom_is_counted_one_way() -> None:
    def visit(id_: str, guests: list[str], hosts: list[str], status: str) -> Visit:
        return Visit(id=id_, title="t", participants=guests, host=hosts, status=status)

    visits = [
        visit("tour", ["CA"], ["FR", "GB"], "concluded"),
        visit("both", ["CA", "US"], ["FR"], "under_way"),
        visit("back", ["FR"], ["CA"], "scheduled"),
        visit("home", ["FR"], ["FR"], "concluded"),
        Meeting(id="m", title="t", participants=["DE", "FR"], status="held"),
    ]
    found = Timeline(visits).matrix(visits=True)

    assert found.names == ("CA", "FR", "GB", "US")
    assert (found["CA", "FR"], found["US", "FR"], found["CA", "GB"]) == (2, 1, 1)
    assert (found["FR", "CA"], found["FR", "FR"], found["FR", "GB"]) == (0, 0, 0)
    assert "visited" in found.table()


def test_the_matrix_counts_any_two(met: Timeline) -> None:
    matrix = met.matrix()

    assert matrix["FR", "CA"] == matrix["CA", "FR"] == 1
    assert matrix.most(("FR", "CA")) == 2
    assert matrix["CA", "CA"] == 2
    assert matrix["CA", "US"] == matrix.most(("US", "CA")) == 1
    assert matrix["FR", "US"] == 0
    assert matrix.most(("FR", "US")) == 2
    assert str(matrix).splitlines()[2].split() == ["CA", "FR", "US"]
    assert met.where(q.kind("summit")).matrix().rows == []
    with pytest.raises(InvalidError, match='did you mean "FR"'):
        matrix["FRA", "CA"]
    with pytest.raises(InvalidError, match="unknown party"):
        Timeline().matrix()["FR", "CA"]


def test_counts_never_put_an_event_in_a_month_it_may_not_have_been_in() -> None:
    tl = Timeline(
        [Event(id=f"e{at}", title="t", when=when) for at, when in enumerate(SHAPES)]
    )

    assert tl.count(by="month") == {
        "-0044-03": 1,
        "2024-12": 1,
        "2025": 1,
        "2025-02": 1,
        "2025-03": 3,
        "": 2,
    }
    assert tl.count(by="year") == {"-0044": 1, "2024": 1, "2025": 5, "": 2}


def test_one_of_two_years_is_neither_month_nor_year() -> None:
    tl = Timeline([Event(id="a", title="t", when="[2024,2026]")])

    assert tl.count(by="month") == {"": 1}


def test_counts_by_anything_have_the_greatest_first(met: Timeline) -> None:
    assert met.count(by="party") == {"CA": 4, "FR": 4, "US": 3, "GB": 1}
    assert met.count(by="kind") == {"meeting": 3, "call": 2, "event": 1}
    assert met.count(by="phase") == {"": 3, "done": 2, "ahead": 1}
    assert met.count(by=lambda event: len(event.id)) == {1: 6}
    assert met.count(q.kind("call"), by="status") == {"expected": 1, "held": 1}
    with pytest.raises(InvalidError, match='did you mean "party"'):
        met.count(by="partys")  # type: ignore[call-overload]
    with pytest.raises(InvalidError, match="cannot count by 5"):
        met.count(by=5)  # type: ignore[call-overload]


def test_what_was_called_off_is_in_no_count_of_what_happened() -> None:
    tl = Timeline(
        [
            meeting("a", "held", when="2025-10-20"),
            meeting("b", "cancelled", when="2025-10-20"),
            meeting("c", "did_not_take_place", when="2025-10-20"),
            meeting("d", "scheduled", when="2025-10-20"),
            Signature(id="s", treaty="t", party="FR", when="2025-10-20"),
        ],
        partial=True,
    )

    assert tl.count(by="month") == {"2025-10": 3}
    assert tl.count(by="year") == {"2025": 3}
    assert tl.count(by="status")["cancelled"] == 1
    assert tl.matrix()["CA", "FR"] == tl.matrix().most(("CA", "FR")) == 1
    surely = tl.between("2025-10-01", "2025-10-31", certainly=True)
    assert [event.id for event in surely] == ["a", "d", "s"]
    assert len(tl.between("2025-10-01", "2025-10-31")) == 5
    assert len(tl.schedule().between("2025-10-01", None, certainly=True)) == 3
    assert [event.id for event in tl.where(q.happened)] == ["a"]
    assert [event.id for event in tl.where(q.may_have_happened)] == ["a", "d", "s"]
    assert q.parse("is:happened") == q.happened
    assert q.parse("is:may_have_happened kind:call") == q.may_have_happened & q.kind(
        "call"
    )


@given(qst.timelines(), qst.predicates)
def test_to_count_is_to_list_and_count(tl: Timeline, asked: q.Predicate) -> None:
    assert tl.count(asked) == len(tl.where(asked))
    assert tl.count() == len(tl)


@pytest.mark.parametrize("by", [["party"], None, 5, b"kind", {}])
def test_counting_by_something_else_is_an_error_of_ours(by: CountName) -> None:
    with pytest.raises(InvalidError, match="cannot count by"):
        Timeline().count(by=by)


@pytest.mark.parametrize("two", ["CA", 5, None, ("CA",), ("CA", "FR", "US"), [["CA"]]])
def test_a_matrix_is_asked_for_two_parties(met: Timeline, two: tuple[str, str]) -> None:
    with pytest.raises(InvalidError):
        met.matrix()[two]


def test_a_matrix_is_a_table_in_every_format(met: Timeline) -> None:
    assert met.matrix().table("csv").splitlines()[1:3] == [
        ',CA,"2, up to 3","1, up to 2",1,,How many events involve both',
        ',FR,"1, up to 2","1, up to 4",up to 2,,How many events involve both',
    ]
    assert "<table" in met.matrix()._repr_html_()


def test_what_may_lie_in_another_month_is_counted_in_none() -> None:
    events = [
        Meeting(id="a", title="A", when="2025-06-30~", status="held"),
        Meeting(id="b", title="B", when="2025-06-15~", status="held"),
        Meeting(id="c", title="C", when="2025~", status="held"),
    ]

    assert Timeline(events).count(by="month") == {"2025": 1, "2025-06": 1, "": 1}


def test_days_since_a_marked_date_are_counted_from_all_it_may_be() -> None:
    met = Meeting(
        id="a",
        title="A",
        when="2025-06-15~",
        status="held",
        participants=["@CA", "@FR"],
    )

    (pair,) = Timeline([met]).pairs(on="2025-06-30")
    assert pair.days_since == (14, 16)


@pytest.mark.parametrize("as_of", ["2025-11", "2025-11-05", "2025-11-30", "2025-12~"])
def test_a_plan_is_never_counted_as_held_for_sure(as_of: str) -> None:
    timeline = Timeline(
        [
            Meeting(
                id="g",
                title="G",
                participants=["CN", "RU"],
                status="scheduled",
                when="2025-11-05",
            ),
        ],
        sources=[Source(id="t", title="T", as_of=as_of)],
    )
    assert [(two.times, two.at_most) for two in timeline.pairs()] == [(0, 1)]
    assert timeline.matrix()["CN", "RU"] == 0
    assert timeline.matrix().most(("CN", "RU")) == 1


def talks_of(name: str, when: str | None, status: str, **fields: object) -> Meeting:
    return Meeting(
        id=name,
        title=name,
        when=when,
        status=status,
        participants=["CA", "FR"],
        **fields,  # type: ignore[arg-type]
    )


def test_what_was_held_was_over_by_the_day_of_its_source() -> None:
    told = [Source(id="s", as_of="2025-03-17"), Source(id="later", as_of="2025-07-01")]
    undated = talks_of("a", None, "held", sources=["s"])
    vague = talks_of("b", "2025", "held", sources=["s"])
    tl = Timeline([undated, vague], told)

    def found(on: str) -> list[tuple[int, int, tuple[int | None, int | None]]]:
        return [(pair.times, pair.at_most, pair.days_since) for pair in tl.pairs(on=on)]

    assert found("2025-06-01") == [(2, 2, (76, 151))]
    assert found("2025-03-10") == [(0, 2, (0, None))]  # after which it may have been
    assert tl.matrix()["CA", "FR"] == 2
    assert "∴ by 17 Mar 2025" in tl.table()


def test_what_began_late_in_the_evening_took_place_by_the_next_day() -> None:
    tl = Timeline([talks_of("a", "2025-06-12T23:00", "held")])

    assert [(p.times, p.at_most) for p in tl.pairs(on="2025-06-13")] == [(1, 1)]


def test_a_month_is_counted_that_follows_from_a_source() -> None:
    held = talks_of("a", "2025", "held", sources=["s"])
    tl = Timeline([held], [Source(id="s", as_of="2025-01-20")])

    assert tl.count(by="month") == {"2025-01": 1}


def test_what_took_place_proves_that_two_met() -> None:
    talks = talks_of("a", None, "expected")
    after = Event(id="b", title="B", when="2025-03-17 not-before:a", status="occurred")
    pairs = Timeline([talks, after]).pairs(on="2025-03-20")

    assert [(p.times, p.at_most, p.days_since) for p in pairs] == [(1, 1, (3, None))]


def test_a_plan_within_a_visit_that_is_past_may_have_taken_place() -> None:
    visit = Event(id="v", title="V", when="2025-03-17", status="occurred")
    talks = talks_of("a", None, "expected", part_of="v")
    tl = Timeline([visit, talks])

    assert [(p.times, p.at_most) for p in tl.pairs(on="2025-03-20")] == [(0, 1)]
    assert not tl.pairs(on="2025-03-16")


def test_the_last_of_two_who_may_never_have_met_is_a_maybe() -> None:
    tl = Timeline([talks_of("a", "2025-04-28", "expected")])
    assert "may be 28 Apr 2025" in tl.pairs(on="2025-05-06").table()
    assert "peut-être 28 avr" in tl.pairs(on="2025-05-06").table(language="fr")


def test_a_plan_that_conflicts_with_a_fact_was_no_negative_days_ago() -> None:
    plan = talks_of("a", "2025-07-17", "scheduled")
    fact = Event(id="b", title="B", when="2025-05-19", status="occurred", part_of="a")

    for pair in Timeline([plan, fact]).pairs(on="2025-06-10"):
        assert pair.days_since == (0, None)
