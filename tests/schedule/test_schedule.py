"""The schedule against all pairs by brute force, and case by case in words."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import (
    Call,
    Certainty,
    Event,
    Invitation,
    Measure,
    Meeting,
    Negotiation,
    OpaqueEvent,
    ProvisionalApplication,
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
from timeline import query as q
from timeline.errors import (
    ContradictionError,
    CycleError,
    OutOfRangeError,
    UnknownIdError,
)
from timeline.language.words import Words
from timeline.schedule.network import HORIZON
from timeline.schedule.schedule import Schedule
from timeline.schedule.shifts import Shift
from timeline.when.anchors import Duration
from timeline.when.bounds import DAY, HOUR, Ticks
from timeline.when.calendar import add_months, civil, ordinal

EPOCH = date(2025, 1, 1)


def event(name: str, when: str | None = None, **fields: object) -> Event:
    return Event(id=name, title=name, when=when, **fields)  # type: ignore[arg-type]


def days(found: Schedule, name: str) -> tuple[str, str]:
    when = found.when(name)
    return str(when.first_calendar_day), str(when.last_calendar_day)


# -- by brute force --------------------------------------------------------------------


def random_events(chance: random.Random) -> list[Event]:
    """A few events, dated or not, linked to earlier ones in every way there is."""
    found: list[Event] = []
    for at in range(chance.randint(2, 6)):
        pieces = []
        if chance.random() < 0.6:
            day = EPOCH + timedelta(chance.randint(0, 12))
            width = timedelta(chance.choice([0, 0, 1, 5]))
            pieces.append(str(day) if not width else f"{day}/{day + width}")
        part = None
        for other in range(at):
            if chance.random() < 0.4:
                kind = chance.choice(["not-before", "not-after", "during", "part_of"])
                point = chance.choice(["", "#start", "#end", "#end+P2D", "#start-P1D"])
                if kind == "part_of":
                    part = f"e{other}"
                elif kind == "during":
                    pieces.append(f"during:e{other}")
                else:
                    pieces.append(f"{kind}:e{other}{point}")
        when = " ".join(pieces) or None
        found.append(event(f"e{at}", when, part_of=part))
    return found


def edges_of(events: list[Event]) -> list[tuple[int, int, int]]:
    """What the documentation says of each link, as ``head <= tail + weight``."""
    at = {each.id: 2 * i for i, each in enumerate(events)}
    edges = []
    for each in events:
        start = at[each.id]
        edges.append((start + 1, start, -1))
        links = [("during", each.part_of, "", 0)] if each.part_of else []
        for anchor in each.when.anchors if each.when else ():
            shift = anchor.shift.days * DAY if anchor.shift else 0
            links.append((anchor.kind, anchor.target, anchor.point, shift))
        for kind, target, point, shift in links:
            first = at[target]
            last = first + 1
            if kind == "not-before":
                edges.append((start, first if point == "start" else last, -shift))
            elif kind == "not-after":
                edges.append((last if point == "end" else first, start + 1, shift))
            else:
                edges += [(start, first, 0), (last, start + 1, 0)]
    return edges


def all_pairs(events: list[Event]) -> list[list[int]] | None:
    size = 2 * len(events)
    away = [[HORIZON] * (size + 1) for _ in range(size + 1)]
    for i in range(size + 1):
        away[i][i] = 0
    for at, each in enumerate(events):
        ticks = each.when.ticks if each.when else Ticks(None, None, None, None)
        for node, low, high in ((2 * at, *ticks[:2]), (2 * at + 1, *ticks[2:])):
            away[size][node] = HORIZON if high is None else high
            away[node][size] = HORIZON if low is None else -low
    for tail, head, weight in edges_of(events):
        away[tail][head] = min(away[tail][head], weight)
    for k in range(size + 1):
        for i in range(size + 1):
            for j in range(size + 1):
                away[i][j] = min(away[i][j], away[i][k] + away[k][j])
    return None if any(away[i][i] < 0 for i in range(size + 1)) else away


def known(tick: int) -> int | None:
    return None if abs(tick) > HORIZON // 2 else tick


@pytest.mark.parametrize("seed", range(25))
def test_bounds_and_order_are_those_of_all_pairs(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (the same networks in each run)
    for _ in range(60):
        events = random_events(chance)
        away = all_pairs(events)
        timeline = Timeline(events)
        if away is None:
            with pytest.raises(ContradictionError):
                timeline.schedule()
            assert timeline.schedule(strict=False).contradictions
            continue
        found = timeline.schedule()
        origin = 2 * len(events)
        for at, each in enumerate(events):
            start, end = 2 * at, 2 * at + 1
            expected = [
                known(-away[start][origin]),
                known(away[origin][start]),
                known(-away[end][origin]),
                known(away[origin][end]),
            ]
            assert list(found.when(each.id).ticks) == expected, each.id
        order = found.topological
        for i, a in enumerate(events):
            for j, b in enumerate(events):
                surely = away[2 * j][2 * i + 1] <= 0
                never = away[2 * i + 1][2 * j] < 0
                expected_order = Certainty.of(definitely=surely, possibly=not never)
                assert found.order(a.id, b.id) is expected_order
                assert not surely or order.index(a.id) < order.index(b.id)


@pytest.mark.parametrize("seed", range(10))
def test_what_clashes_is_left_as_stated_and_the_rest_is_sound(seed: int) -> None:
    chance = random.Random(1000 + seed)  # noqa: S311
    for _ in range(60):
        events = random_events(chance)
        found = Timeline(events).schedule(strict=False)
        clashing = {name for each in found.contradictions for name in each.ids}
        for each in events:
            if each.id in clashing and each.when is not None:
                assert found.when(each.id).ticks == each.when.ticks
        for clash in found.contradictions:
            assert clash.reasons
            assert str(clash).startswith("these conflict: ")


@given(st.integers(0, 10**6))
def test_another_constraint_only_narrows(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    events = random_events(chance)
    target = chance.choice(events[:-1]).id
    last = events[-1]
    more = When.parse(f"{last.when or ''} not-before:{target}".strip())
    before = Timeline(events).schedule(strict=False)
    after = Timeline([*events[:-1], event(last.id, str(more), part_of=last.part_of)])
    then = after.schedule(strict=False)
    if before.contradictions or then.contradictions:
        return
    for name in before:
        old, new = before.when(name).ticks, then.when(name).ticks
        for at, (a, b) in enumerate(zip(old, new, strict=True)):
            if a is not None:
                assert b is not None
                assert a <= b if at % 2 == 0 else a >= b


# -- in words --------------------------------------------------------------------------


def test_a_contradiction_names_the_records_and_the_words_of_their_sources() -> None:
    timeline = Timeline(
        [
            event("return", "2025-04-01", sources=[cite("paper", "back on 1 April")]),
            event(
                "call",
                "2025-03-28 not-before:return",
                status="occurred",
                when_text="not until he returns",
                sources=["wire"],
            ),
            event("other", "2025"),
        ],
        [Source(id="paper"), Source(id="wire")],
    )

    with pytest.raises(ContradictionError) as caught:
        timeline.schedule()

    message = str(caught.value)
    assert "back on 1 April" in message
    assert "not until he returns" in message
    assert "call starts no earlier than the end of return" in message
    assert "other" not in message
    assert "strict=False" in message
    left = timeline.schedule(strict=False)
    assert days(left, "call") == ("2025-03-28", "2025-03-28")
    assert set(left.contradictions[0].ids) == {"call", "return"}


def test_reasons_and_conflicts_are_worded_in_each_language() -> None:
    french, titles = (
        Words("fr"),
        {"plan": "Appel", "fact": "Retour", "afp": "AFP"}.__getitem__,
    )
    found = Timeline(
        [
            event("fact", "2025-03-17", sources=[cite("afp", "il est rentré")]),
            event("plan", "2025-02 not-before:fact#end+P2D", status="expected"),
        ],
        [Source(id="afp")],
    ).schedule()

    assert found.contradictions[0].sentence(french, titles) == (
        "Appel est incompatible avec Retour : date indiquée pour Appel : févr. 2025 ; "
        "Appel ne commence pas avant 2 jours après la fin de Retour ; "
        "date indiquée pour Retour : 17 mars 2025 («\xa0il est rentré\xa0», AFP)"
    )
    [reason] = found["fact"].reasons["start_earliest"]
    assert reason.sentence(french, titles) == (
        "date indiquée pour Retour : 17 mars 2025 («\xa0il est rentré\xa0», AFP)"
    )


@pytest.mark.parametrize("zone", [None, "Europe/Paris", "Asia/Tokyo"])
def test_days_are_those_of_the_clocks_of_what_they_follow_from(
    zone: str | None,
) -> None:
    found = Timeline(
        [
            event("trip", None, status="under_way"),
            event("call", "2025-06-03[America/Toronto]", part_of="trip"),
            event("stay", "during:tour", status="occurred", since="2025-06-04"),
            event("tour", "2025-06"),
        ],
        tz=zone,
    ).schedule()

    assert str(found["trip"]).startswith(
        "trip: starts ../2025-06-03, ends 2025-06-03 or later"
    )
    assert str(found["stay"]).startswith("stay: 2025-06 to 2025-06-04")


def test_undated_events_that_exclude_each_other_are_found_at_once() -> None:
    whole = event("a", "not-after:c#start-P1D")
    part = event("b", "not-before:c", part_of="a")

    with pytest.raises(ContradictionError, match="b is part of a"):
        Timeline([whole, part, event("c")]).schedule()


def test_each_bound_tells_what_it_follows_from() -> None:
    found = Timeline(
        [
            event("summit", "2025-06-15/2025-06-17"),
            event("talks", "not-after:summit"),
            event("visit", "2025-06-01"),
            event("dinner", "not-before:visit during:talks"),
        ]
    ).schedule()

    told = [str(reason) for reason in found["dinner"].reasons["end_latest"]]
    assert told == [
        "dinner is during talks",
        "talks ends no later than the start of summit",
        "summit is dated 15–17 Jun 2025",
    ]
    assert found["dinner"].reasons["end_latest"][0].text == "dinner is during talks"
    assert found["talks"].reasons["start_earliest"] == ()
    assert found["dinner"].when.start_earliest is not None
    assert found["dinner"].when == found.when("dinner")
    assert str(found["talks"]).startswith("talks: ? to 2025-06-15")


def test_nobody_bears_that_id() -> None:
    found = Timeline([event("visit")]).schedule()

    with pytest.raises(UnknownIdError, match="vist") as caught:
        found["vist"]
    assert "visit" in caught.value.hint
    assert list(found) == ["visit"]
    assert len(found) == 1
    assert repr(found) == "<Schedule: 1 events, 0 contradictions>"


@pytest.mark.parametrize("when", ["not-before:a", "during:a"])
def test_an_event_anchored_to_itself_is_refused(when: str) -> None:
    with pytest.raises(CycleError):
        Timeline([event("a", when)])


def test_an_anchor_to_nobody_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="nobody"):
        Timeline([event("a", "not-before:nobody")])
    partial = Timeline([event("a", "not-before:nobody")], partial=True)
    assert partial.schedule().when("a").start_earliest is None


# -- sources ---------------------------------------------------------------------------


def told(status: str, kind: type[Event] = Event, **fields: object) -> Schedule:
    source = Source(id="s", as_of="2025-03-17", published="2025-04-01")
    record = kind(id="e", title="e", status=status, sources=["s"], **fields)  # type: ignore[arg-type]
    return Timeline([record], [source]).schedule()


def test_what_is_ahead_of_a_source_starts_no_earlier() -> None:
    assert days(told("expected"), "e") == ("2025-03-17", "None")


def test_what_is_done_is_over() -> None:
    when = told("occurred").when("e")

    assert when.first_calendar_day is None
    assert when.start_latest == When.parse("2025-03-17").start_latest
    assert when.end_latest == When.parse("2025-03-17").end_latest


def test_what_is_done_comes_before_all_that_is_later_than_its_source() -> None:
    """The talks were held by 21 October, and so before a meeting of November."""
    tl = Timeline(
        [
            Meeting(id="h", title="H", status="held", sources=["s"]),
            event("m", "2025-11-05"),
            ProvisionalApplication(id="p", treaty="t", status="notified",
                                   when="2025/..", sources=["s"]),
            Treaty(id="t", title="T"),
        ],
        [Source(id="s", as_of="2025-10-21")],
    )  # fmt: skip

    found = tl.schedule()
    assert found.order("h", "m") is Certainty.YES
    assert str(found["h"]).startswith("h: ? to 2025-10-21 because s reports h as held")
    assert found.when("p").end_latest is None


def test_bounds_show_the_start_where_the_end_is_open() -> None:
    def said(when: str | None, status: str | None) -> str:
        tl = Timeline(
            [event("e", when, status=status, sources=["s"])],
            [Source(id="s", as_of="2025-10-21")],
        )
        return str(tl.schedule()["e"])

    going_on = said("2014/..", "under_way")
    assert going_on.startswith("e: starts 2014, ends 2025-10-21 or")
    assert "s reports e as under way" in going_on
    assert said("2014/..", None).startswith("e: starts 2014, ends 2025-10-21")
    assert "e has no stated end, and s reports it" in said("2014/..", None)
    assert said("2014/", None).startswith("e: starts 2014 because")
    assert said("2014/..", "occurred").startswith("e: 2014-01 to 2025-10-21")
    under_way = said(None, "under_way")
    assert under_way.startswith("e: starts ../2025-10-21, ends 2025-10-21")


@pytest.mark.parametrize(
    "when", ["2025-10-17", "not-after:fact", "during:fact", "2025-10 not-before:off"]
)
def test_a_plan_told_in_the_past_tense_is_no_contradiction(when: str) -> None:
    """An article of 21 October: he was set to meet him on the 17th."""
    tl = Timeline(
        [
            Meeting(id="z", title="Z", status="scheduled", when=when, sources=["s"]),
            event("next", "2025-10-18 not-before:z", status="expected"),
            event("fact", "2025-10-16/2025-10-17", status="occurred"),
            event("off", status="cancelled"),
        ],
        [Source(id="s", as_of="2025-10-21")],
    )

    assert tl.schedule().contradictions == ()
    codes = {problem.code for problem in tl.check()}
    assert "contradiction" not in codes
    assert "outcome-not-reported" in codes


def test_many_plans_told_in_the_past_tense_are_found_in_a_few_rounds() -> None:
    plans = [
        event(f"p{at}", f"2025-10 not-before:p{at - 1}" if at else "2025-10",
              status="expected", sources=["s"])
        for at in range(30)
    ]  # fmt: skip
    tl = Timeline([*plans, event("end", "2025-10-05", status="occurred"),
                   event("last", "not-before:p29 not-after:end", status="expected")],
                  [Source(id="s", as_of="2025-11-21")])  # fmt: skip

    assert tl.schedule().contradictions == ()


def test_a_status_that_its_date_denies_is_explained_by_the_source() -> None:
    source = Source(id="s", as_of="2025-03-17")
    record = event("e", "2025-04", status="occurred", sources=[cite("s", "was held")])

    with pytest.raises(ContradictionError) as caught:
        Timeline([record], [source]).schedule()

    message = str(caught.value)
    assert "s reports e as occurred (“was held”, s)" in message
    assert "s is as of 17 Mar 2025" in message


def test_a_kind_that_is_not_known_says_nothing_by_its_status() -> None:
    source = Source(id="s", as_of="2025-03-17")
    record = OpaqueEvent(id="o", kind="toast", status="drunk", sources=["s"])
    found = Timeline([record], [source]).schedule()

    assert days(found, "o") == ("None", "None")


def test_a_part_of_a_timeline_may_lack_what_it_names() -> None:
    lost = event("e", status="expected", part_of="whole", sources=["gone"])
    found = Timeline([lost], partial=True).schedule()

    assert days(found, "e") == ("None", "None")


def test_what_is_under_way_began_before_and_ends_after() -> None:
    when = told("stalled", Negotiation).when("e")

    assert when.start_latest is not None
    assert when.end_earliest is not None
    assert when.start_latest == When.parse("2025-03-17").start_latest
    assert when.end_earliest == When.parse("2025-03-17").end_earliest


def test_an_act_that_got_so_far_has_happened() -> None:
    source = Source(id="s", as_of="2025-03-17")
    asked = Invitation(
        id="i", title="i", status="accepted", inviter="CA", invitee="UA", sources=["s"]
    )
    when = Timeline([asked], [source]).schedule().when("i")

    assert when.start_latest is not None
    assert when.end_earliest is None


def test_nothing_follows_from_what_is_off_or_has_no_status() -> None:
    assert days(told("cancelled"), "e") == ("None", "None")
    source = Source(id="s", as_of="2025-03-17")
    found = Timeline([event("e", sources=["s"])], [source]).schedule()
    assert days(found, "e") == ("None", "None")


def test_only_the_newest_source_tells_how_far_it_has_come() -> None:
    sources = [
        Source(id="old", as_of="2025-03-17"),
        Source(id="new", as_of="2025-06-20"),
    ]
    record = Summit(id="g7", title="G7", status="held", sources=["old", "new"])
    when = Timeline([record], sources).schedule().when("g7")

    assert when.start_latest == When.parse("2025-06-20").start_latest


def test_the_date_of_a_page_is_no_date_of_its_words() -> None:
    source = Source(id="s", published="2025-11-12")
    record = event("e", "2025-03-17", status="occurred", sources=["s"])
    found = Timeline([record], [source]).schedule()

    assert days(found, "s") == ("2025-03-17", "2025-11-12")
    assert "s was published on 12 Nov 2025" in str(found["s"])


def test_words_cannot_be_true_after_they_were_published() -> None:
    source = Source(id="s", published="2025-03-17", as_of="2025-04")
    timeline = Timeline([event("e")], [source])

    with pytest.raises(ContradictionError, match="s was published on 17 Mar 2025"):
        timeline.schedule()
    assert days(timeline.schedule(strict=False), "s") == ("2025-04-01", "2025-04-30")


@pytest.mark.parametrize("quote", ["the upcoming summit", ""])
def test_what_hangs_on_a_source_is_told_in_its_words(quote: str) -> None:
    summit = Summit(
        id="g7",
        title="G7",
        when="2025-06-15 not-before:article",
        when_text="the upcoming summit",
        sources=[cite("other", "so it is"), cite("article", quote), "official"],
    )
    sources = [Source(id=name) for name in ("article", "official", "other")]
    found = Timeline([summit], sources).schedule()

    (first, _) = found["article"].reasons["start_latest"]
    assert (first.words, first.source) == ("the upcoming summit", "article")


def test_a_source_may_hang_on_events_too() -> None:
    source = Source(id="s", as_of="not-before:e not-after:f during:visit")
    events = [event("e", "2025-03-17"), event("f", "2025-03-20"), event("visit")]
    found = Timeline(events, [source]).schedule()

    assert days(found, "s") == ("2025-03-17", "2025-03-20")
    assert "the writing of s" in str(found["s"])


def test_during_a_source_is_around_the_moment_of_its_words() -> None:
    found = Timeline(
        [event("e", "during:s")], [Source(id="s", as_of="2025-03-17")]
    ).schedule()
    when = found.when("e")

    assert when.start_latest == When.parse("2025-03-17").start_latest
    assert when.start_earliest is None
    assert "during s" in str(found["e"].reasons["start_latest"][0])
    around = Source(id="t", as_of="during:s")
    both = Timeline([], [around, Source(id="s", as_of="2025-03-17")]).schedule()
    assert days(both, "t") == ("2025-03-17", "2025-03-17")


# -- plans -----------------------------------------------------------------------------


def test_plans_ride_on_facts_and_never_tighten_them() -> None:
    found = Timeline(
        [
            event("fact"),
            event("dated", "2025-03"),
            event("plan", "2025-02 not-before:fact", status="expected"),
            event("later", "not-before:dated not-before:plan", status="scheduled"),
        ]
    ).schedule()

    assert days(found, "fact") == ("None", "None")
    assert days(found, "later") == ("2025-03-01", "None")
    assert found.order("fact", "plan") is Certainty.YES
    assert found.order("plan", "later") is Certainty.YES
    assert found.order("later", "fact") is Certainty.NO


def test_a_plan_that_cannot_be_is_a_finding_and_no_error() -> None:
    timeline = Timeline(
        [
            event("fact", "2025-03-17"),
            event("plan", "2025-02 not-before:fact", status="expected"),
            event("fine", "not-before:fact", status="expected"),
        ]
    )
    found = timeline.schedule()

    (clash,) = found.contradictions
    assert clash.ahead
    assert "fact" in clash.ids
    assert str(clash).startswith("plan conflicts with fact: plan is dated Feb")
    assert days(found, "plan") == ("2025-02-01", "2025-02-28")
    assert days(found, "fine") == ("2025-03-17", "None")


def test_a_plan_that_two_facts_forbid_is_one_finding() -> None:
    found = Timeline(
        [
            event("first", "2025-01"),
            event("last", "2025-06"),
            event("plan", "2025-03 not-before:last not-after:first", status="expected"),
        ]
    ).schedule()

    assert len(found.contradictions) == 1


def test_plans_that_exclude_each_other_are_a_finding_too() -> None:
    found = Timeline(
        [
            event("x", "2025-05", status="expected"),
            event("y", "2025-04 not-before:x", status="expected"),
            event("z", "not-before:x", status="expected"),
        ]
    ).schedule()

    assert len(found.contradictions) == 1
    assert days(found, "z") == ("None", "None")


def test_plans_that_clash_by_way_of_undated_facts_are_found() -> None:
    found = Timeline(
        [
            event("early"),
            event("late", "not-before:early"),
            event("plan", "not-before:late not-after:early", status="expected"),
        ]
    ).schedule()

    assert [each.ahead for each in found.contradictions] == [True]
    assert days(found, "plan") == ("None", "None")
    assert found.order("early", "late") is Certainty.YES


def test_what_is_off_holds_nothing_up() -> None:
    found = Timeline(
        [
            event("gone", "2025-03-17", status="cancelled"),
            event("after", "2025-01 not-before:gone", status="expected"),
            event("part", part_of="gone"),
        ]
    ).schedule()

    assert found.contradictions == ()
    assert days(found, "after") == ("2025-01-01", "2025-01-31")
    assert days(found, "gone") == ("2025-03-17", "2025-03-17")


# -- days, months and lines ------------------------------------------------------------


def test_the_same_day_is_exact_where_it_is_stated_which() -> None:
    found = Timeline(
        [
            Meeting(id="a", title="a", when="2025-03-17T10:00"),
            Meeting(id="b", title="b", when="same-day:a not-before:a#start"),
        ]
    ).schedule()
    when = found.when("b")

    assert when.start_earliest == When.parse("2025-03-17T10:00").start_earliest
    assert when.start_latest == When.parse("2025-03-17").start_latest
    assert "on the same day as a" in str(found["b"].reasons["start_latest"][0])


@pytest.mark.parametrize(
    ("when", "low", "high"),
    [
        ("2025-03-30[Europe/Paris]", "2025-03-29T23:00Z", "2025-03-30T22:00Z"),
        ("2025-10-26T12:00[Europe/Paris]", "2025-10-25T22:00Z", "2025-10-26T23:00Z"),
        ("2025-03-17T23:30-05:00", "2025-03-17T05:00Z", "2025-03-18T05:00Z"),
        ("2025-03-30[CET]", "2025-03-29T23:00Z", "2025-03-30T22:00Z"),
        ("2025-03-17T23:30[Japan]", "2025-03-16T15:00Z", "2025-03-17T15:00Z"),
        ("2025-03-17T23:30[UTC]", "2025-03-17T00:00Z", "2025-03-18T00:00Z"),
    ],
)
def test_the_same_day_is_as_long_as_the_clocks_there_say(
    when: str, low: str, high: str
) -> None:
    found = Timeline([event("a", when), event("b", "same-day:a")]).schedule().when("b")

    assert found.start_earliest == When.parse(low).start_earliest
    assert found.start_latest is not None
    assert found.start_latest + 1 == When.parse(high).start_earliest


@pytest.mark.parametrize("tz", [None, "Europe/Paris"])
@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("[2025-03-17,2025-03-19]", "2025-03-17", "2025-03-19"),
        ("[2025-03-17,2025-03-18]", "2025-03-17", "2025-03-18"),
        ("2025-03-17", "2025-03-17", "2025-03-17"),
        ("2025-03-17T10:00", "2025-03-17", "2025-03-17"),
    ],
)
def test_the_same_day_is_one_of_the_days_of_the_other(
    tz: str | None, date: str, first: str, last: str
) -> None:
    # A table that printed the days next to them would invent them.
    for a, b in ((date, "same-day:a"), (f"{date} same-day:b", "")):
        found = Timeline([event("a", a), event("b", b or None)], tz=tz)
        when = found.schedule().when("b")
        days_of_b = str(when.first_calendar_day), str(when.last_start_day)
        assert days_of_b == (first, last)


def test_later_on_a_vague_day_rests_on_no_date_of_its_own() -> None:
    events = [event("a", "2025-03"), event("b", "same-day:a not-before:a")]
    found = Timeline(events).schedule()["b"]

    assert str(found).startswith("b: starts 2025-03 because")
    assert not any("b is dated" in str(each) for each in found.reasons["start_latest"])


def test_a_day_far_off_bounds_what_is_on_it() -> None:
    found = Timeline([event("a", "Y-250000"), event("b", "same-day:a")]).schedule()

    assert found.contradictions == ()
    assert found.when("b").start_latest == found.when("a").start_latest


@pytest.mark.parametrize("status", [None, "scheduled"])
def test_later_that_day_is_no_contradiction(status: str | None) -> None:
    found = Timeline(
        [
            Meeting(id="elysee", title="Élysée", status="held", when="2025-03-17"),
            Meeting(
                id="starmer",
                title="Talks",
                status=status,
                when="same-day:elysee not-before:elysee",
            ),
        ]
    ).schedule()

    assert found.contradictions == ()
    assert days(found, "starmer") == ("2025-03-17", "None")
    assert str(found["starmer"].starts[1]) == "2025-03-17"
    assert found.order("elysee", "starmer") is Certainty.YES
    told = [str(reason) for reason in found["starmer"].reasons["start_latest"]]
    assert told == [
        "starmer starts on the same day as elysee",
        "elysee is dated 17 Mar 2025",
    ]


@pytest.mark.parametrize("other", ["2025-03-10", "2025-03-16", "2025-03-18", "2025-04"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (None, None),
        ("occurred", "expected"),
        ("expected", "occurred"),
        ("expected", "expected"),
    ],
)
def test_another_day_than_the_same_is_a_contradiction(
    other: str, first: str | None, second: str | None
) -> None:
    events = [
        event("a", "2025-03-17", status=first),
        event("b", f"{other} same-day:a", status=second),
    ]

    (clash,) = Timeline(events).schedule(strict=False).contradictions
    assert set(clash.ids) == {"a", "b"}
    assert "b starts on the same day as a" in str(clash)
    assert clash.ahead is ("expected" in {first, second})


def test_what_clashes_makes_no_others_clash() -> None:
    found = Timeline(
        [
            event("day", "2025-03-04"),
            event("span", "not-after:day"),
            event("part", "same-day:day during:span"),
            event("plan", "2025-01-25 same-day:day", status="expected"),
        ]
    ).schedule()

    assert [set(clash.ids) for clash in found.contradictions] == [{"plan", "day"}]
    assert days(found, "part")[0] == "2025-03-04"


def test_a_month_cut_short_is_no_contradiction_either() -> None:
    found = Timeline(
        [
            event("a", "2025-01-29/2025-01-31"),
            event("b", "not-before:a#start+P1M not-after:c#end"),
            event("c", "not-after:a#end+P1M"),
        ]
    ).schedule()

    assert found.contradictions == ()
    assert found.when("b").end_latest == When.parse("2025-02-28").end_latest


def test_two_on_the_same_day_after_each_other_end_in_no_loop() -> None:
    events = [
        event("a", "same-day:b"),
        event("b"),
        event("c", "not-before:a not-after:b same-day:b"),
    ]

    assert Timeline(events).schedule().contradictions == ()


def test_months_are_added_as_the_calendar_has_it() -> None:
    found = Timeline(
        [
            event("signing", "2025-01-31"),
            event("force", "not-before:signing#end+P1M"),
            event("notice", "not-after:signing#start-P1M"),
            event("term", "2025-06-30 not-before:start#start+P6M"),
            event("start"),
        ]
    ).schedule()

    assert days(found, "force")[0] == "2025-02-28"
    assert "force starts no earlier than 1 month after the end of s" in str(
        found["force"]
    )
    assert "ends no later than 1 month before the start of s" in str(found["notice"])
    assert days(found, "notice")[1] == "2024-12-31"
    assert str(found["start"].starts[1]) == "2024-12-31"


def test_a_day_that_no_month_before_has_bounds_by_the_end_of_that_month() -> None:
    found = Timeline(
        [
            event("start"),
            event("term", "2025-03-30 not-before:start#start+P1M"),
            event("notice"),
            event("reply", "2025-03-30 not-after:notice#start+P1M"),
        ]
    ).schedule()

    assert str(found["start"].starts[1]) == "2025-02-28"
    assert str(found["notice"].starts[0]) == "2025-03-01"


def test_a_shift_that_leads_beyond_all_years_is_refused_by_name() -> None:
    far = Timeline([event("a", "Y289000"), event("b", "not-before:a#end+P900000Y")])

    with pytest.raises(OutOfRangeError, match='"b" would lie beyond'):
        far.schedule()
    assert far.schedule(strict=False).when("b").start_earliest is None
    assert far.agenda("2025-03-17").contradictions == ()


def shifted(amount: Duration, tick: int) -> int:
    day, clock = divmod(tick, DAY)
    moved = ordinal(*add_months(*civil(day), amount.months)) + amount.days
    return moved * DAY + clock + amount.microseconds


@given(
    st.integers(0, 3000),
    st.sampled_from([-13, -2, -1, 1, 2, 3, 12]),
    st.integers(0, 9),
    st.integers(0, 23),
)
def test_a_shift_bounds_every_instant_that_is_meant(
    start: int, months: int, days: int, hours: int
) -> None:
    sign = 1 if months > 0 else -1
    amount = Duration(months, sign * days, sign * hours * HOUR)
    shift = Shift(amount)
    at = ordinal(2023, 1, 1) * DAY + start * 6 * HOUR
    near = [at + step * 6 * HOUR for step in range(-160, 161)]
    later = [shifted(amount, tick) for tick in near if tick >= at]
    sooner = [shifted(amount, tick) for tick in near if tick <= at]
    assert min(later) - 6 * HOUR < shift.earliest(at) <= min(later)
    assert max(sooner) <= shift.latest(at) < max(sooner) + 6 * HOUR
    assert shift.least <= shifted(amount, at) - at <= shift.most
    target = shifted(amount, at)
    no_later = [tick for tick in near if shifted(amount, tick) <= target]
    no_sooner = [tick for tick in near if shifted(amount, tick) >= target]
    before, after = shift.not_before, shift.not_after
    assert before is not None
    assert after is not None
    assert max(no_later) <= before.latest(target) < max(no_later) + 6 * HOUR
    assert min(no_sooner) - 6 * HOUR < after.earliest(target) <= min(no_sooner)


def test_days_count_by_the_clocks_of_a_zone() -> None:
    found = Timeline(
        [event("a", "2025-03-29"), event("b", "not-before:a#start+P2D")],
        tz="Europe/Paris",
    ).schedule()

    assert days(found, "b")[0] == "2025-03-31"
    assert (
        found.when("b").start_earliest == When.parse("2025-03-30T22:00Z").start_earliest
    )
    assert Shift(Duration(microseconds=5), "Europe/Paris").not_before is None


@pytest.mark.parametrize("tz", [None, "Asia/Tokyo"])
@pytest.mark.parametrize("status", ["occurred", "expected"])
def test_months_between_the_undated_are_no_contradiction(
    tz: str | None, status: str
) -> None:
    around = [
        event("a", status="occurred"),
        event("b", "not-after:a#end+P2M3D", status=status, tz=tz),
        event("c", "not-before:a not-after:b#start-P1D", status=status),
        event("d", "not-before:e#end-P1M not-after:e", status=status),
        event("e", "not-before:a", status=status),
    ]

    assert Timeline(around).schedule().contradictions == ()
    never = event("c", "not-before:a#end+P3M not-after:b", status=status)
    found = Timeline([*around[:2], never]).schedule(strict=False)
    assert set(found.contradictions[0].ids) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("tz", "shift", "first"),
    [
        ("Europe/Paris", "P2D", "2025-03-30T22:00Z"),
        ("CET", "P2D", "2025-03-30T22:00Z"),
        ("UTC", "P2D", "2025-03-31T00:00Z"),
        ("UTC", "P1M", "2025-04-29T00:00Z"),
        ("Asia/Tokyo", "P1M", "2025-04-28T15:00Z"),
    ],
)
def test_a_zone_counts_days_whatever_its_name(tz: str, shift: str, first: str) -> None:
    chain = [event("a", "2025-03-29"), event("b", f"not-before:a#start+{shift}")]
    found = Timeline([*chain, event("c", "same-day:a")], tz=tz).schedule()

    assert found.when("b").start_earliest == When.parse(first).start_earliest
    assert days(found, "c")[0] == "2025-03-29"


def test_months_count_by_the_calendar_of_an_offset() -> None:
    signed = event("a", "2025-01-30T22:00-04:00")  # the 31st by the clocks of UTC
    after = event("b", "not-before:a#start+P1M")
    found = Timeline([signed, after, event("c", "not-after:a#start+P1M")]).schedule()

    assert days(found, "b")[0] == "2025-02-28"
    midnight = When.parse("2025-03-01T00:00-04:00").start_earliest
    assert (found.when("c").end_latest or 0) + 1 == midnight
    assert Shift(Duration(days=2), "-04:00").is_fixed


def test_on_the_line_of_wall_clocks_no_zone_counts() -> None:
    found = Timeline(
        [
            event("a", "2025-01-30"),
            event("b", "not-before:a#start not-after:a#end", tz="Europe/Paris"),
            event("c", "not-before:b#start+P6M"),
            event("d", "not-before:b#start+P200D"),
        ]
    ).schedule()

    assert found.when("c").ticks[0] == When.parse("2025-07-30").ticks[0]
    assert found.when("d").ticks[0] == When.parse("2025-08-18").ticks[0]


def test_where_a_link_denies_the_wall_clock_the_order_is_not_known() -> None:
    found = Timeline(
        [
            event("noon", "2025-03-13T10:00Z", status="expected"),
            event("part", "2025-03-14 during:noon", status="expected"),
            event("fact", "2025-03-15 not-after:part"),
        ]
    ).schedule()  # on two lines, where a day of a wall clock is widened

    assert found.order("part", "fact") is Certainty.MAYBE
    assert found.order("fact", "part") is Certainty.MAYBE


@pytest.mark.parametrize("tz", [None, "Europe/Paris"])
@pytest.mark.parametrize("bound", ["not-before:2025-01-10", "not-after:2025-01-10"])
@pytest.mark.parametrize("shift", ["+P1M", "+P1Y", "-P1M3DT1H"])
def test_a_circle_that_creeps_towards_the_end_of_a_month_is_cut(
    tz: str | None, bound: str, shift: str
) -> None:
    exact = event("b", f"not-before:a#start{shift} not-after:a#start{shift}")
    found = Timeline([event("a", bound), exact], tz=tz).schedule()

    assert found.contradictions == ()
    stated = found.collection.placed("a").ticks  # type: ignore[union-attr]
    derived = found.when("a").ticks
    for old, new in zip(stated, derived, strict=True):
        assert old is None or (new is not None and abs(new - old) < HOUR)


@pytest.mark.parametrize(
    ("day", "shift", "holds"),
    [
        ("2025-01-10", "+P1M", False),
        ("2025-01-31", "+P1M", True),  # from its last hours too it is 28 February
        ("2025-01-10", "+P1D", False),
        ("2025-10-25", "+P1D", True),  # the clocks show an hour twice
    ],
)
def test_a_circle_clashes_unless_the_calendar_lets_it_hold(
    day: str,
    shift: str,
    holds: bool,  # noqa: FBT001
) -> None:
    exact = event("b", f"not-before:a#start{shift} not-after:a#start{shift}")
    timeline = Timeline([event("a", day), exact], tz="Europe/Paris")

    found = timeline.schedule(strict=False)
    assert bool(found.contradictions) is not holds


def test_the_same_day_of_a_clock_nobody_knows_is_no_contradiction() -> None:
    found = Timeline(
        [event("a", "2025-03-17"), event("b", "2025-03-18T02:00Z same-day:a")]
    ).schedule()  # it was the evening of the 17th in America

    assert found.contradictions == ()
    late = [event("a", "2025-03-17"), event("b", "2025-03-19T00:00Z same-day:a")]
    with pytest.raises(ContradictionError, match="same day"):
        Timeline(late).schedule()


def test_the_same_day_may_lie_in_a_year_of_five_digits() -> None:
    far = [event("a", "throughout:Y12345"), event("b", "same-day:a")]

    assert str(Timeline(far).schedule()["b"].starts[1]) == "12345-01-01"


def test_a_mixture_of_lines_is_widened_and_never_narrows_what_is_stated() -> None:
    found = Timeline(
        [
            event("wall", "2025-03-17"),
            event("utc", "2025-03-17T12:00Z not-before:wall"),
            event("free", "not-before:utc"),
            event("alone", "2025-03-17"),
        ]
    ).schedule()

    assert found.when("wall").ticks == When.parse("2025-03-17").ticks
    assert not found.when("wall").is_placed
    assert not found.when("alone").is_placed
    assert found.when("free").is_placed
    noon = When.parse("2025-03-17T12:00Z").start_earliest or 0
    assert found.when("free").start_earliest == noon + 1


def test_an_unplaced_record_is_narrowed_across_lines_by_what_is_certain() -> None:
    found = Timeline(
        [event("wall", "2025-03"), event("utc", "2025-03-20T00:00Z not-before:wall")]
    ).schedule()

    assert found.when("wall").before(When.parse("2025-03-23T00:00Z")) is Certainty.YES
    assert days(found, "wall") == ("2025-03-01", "2025-03-31")  # which are stated


def test_no_day_is_named_that_only_the_distance_of_clocks_gives() -> None:
    timeline = Timeline(
        [
            Event(id="trip", title="Trip", when="2025-06-11", tz="Europe/Paris"),
            Event(id="fair", title="Fair", when="2025-06-11"),
            Call(id="call", title="Call", when="not-after:fair not-before:trip"),
            Call(id="june", title="J", when="2025-06 not-after:fair not-before:trip"),
        ]
    )
    found = timeline.schedule()

    assert str(found["call"]).startswith("call: 2025-06-11 to ? because")
    assert found.when("call").tested.end_latest is not None
    assert days(found, "june") == ("2025-06-01", "2025-06-11")
    assert "12 Jun" not in found.to_dict().__repr__() + found.table()


@pytest.mark.parametrize("page", ["2025-08-08", "2025-08-20", None])
def test_a_day_on_known_clocks_stays_beside_the_date_of_a_page(
    page: str | None,
) -> None:
    """The page has no clock, and hid what no page could take away."""
    talks = Meeting(id="a", title="A", when="2025-08-08T14:30[America/New_York]")
    after = "same-day:a not-before:a"
    then = Meeting(id="b", title="B", when=after, status="held", sources=["w"])
    found = Timeline([talks, then], [Source(id="w", published=page)])

    assert str(found.schedule()["b"]).startswith("b: starts 2025-08-08")
    assert "∴ 8 Aug 2025" in found.table()
    assert "without a date" not in found.table()


@pytest.mark.parametrize(
    ("day", "by", "after"),
    [
        ("2025-10-31", "by 31 Oct 2025", "not before 31 Oct 2025"),
        ("2025-10-01", "by 1 Oct 2025", "not before 1 Oct 2025"),
        ("2025-12-31", "by 31 Dec 2025", "not before 31 Dec 2025"),
        ("2025-10-31/2025-11", "by 31 Oct 2025", "not before Nov 2025"),
        ("2025-10", "by Oct 2025", "not before Oct 2025"),
        ("not-after:2025-10 not-before:2025-10", "by Oct 2025", "not before Oct 2025"),
        (
            "not-after:2025-10-31 not-before:2025-10-01",
            "by 31 Oct 2025",
            "not before 1 Oct 2025",
        ),
    ],
)
def test_a_bound_is_in_the_unit_of_the_date_from_which_it_follows(
    day: str, by: str, after: str
) -> None:
    """ "By Oct 2025" reads as before October, where the reason says 31 October."""
    plans = [
        Call(id="c", title="C", when="not-after:s not-before:2024-12-20"),
        Call(id="e", title="E", when="not-before:s not-after:2026-02-20"),
    ]
    table = Timeline([Summit(id="s", title="S", when=day), *plans]).table(width=200)
    assert f"∴ {by}" in table
    assert f"∴ {after}" in table


def test_no_day_is_named_between_two_clocks_of_which_one_may_be_a_day_ahead() -> None:
    dated = [("a", "2025-06-11[Europe/Paris]"), ("b", "2025-06-11[Pacific/Honolulu]")]
    events = [Event(id=id_, title=id_, when=when) for id_, when in dated]
    call = Call(id="c", title="Call", when="not-before:a not-after:b")

    assert str(Timeline([*events, call]).schedule()["c"]).startswith("c: ? to ?")


def test_no_day_is_named_that_only_an_end_that_nobody_states_gives() -> None:
    trip = Event(id="trip", title="Trip", when="2025-06-11T20:00")
    found = Timeline([trip, Call(id="c", title="Call", part_of="trip")]).schedule()

    assert "12 Jun" not in found.table()
    assert found.when("c").before(When.parse("2025-06-13")) is Certainty.YES


def test_a_day_that_follows_is_that_of_the_clocks_on_which_it_is_given() -> None:
    held = Measure(id="m", title="M", when="2025-05", tz="Pacific/Auckland")
    late = Event(id="l", title="L", when="2025-06-13T01:00[Pacific/Auckland]")
    soon = Event(id="s", title="S", when="2025-06-12T20:00[America/Toronto]")
    part = Event(id="part", title="P", part_of="m", tz="Europe/Paris")
    between = "not-before:l#start not-after:s"
    other = Event(id="other", title="O", when=between, tz="Europe/Paris")
    found = Timeline([held, part, late, soon, other]).schedule()

    assert "∴ May 2025" in found.table()  # and not from 30 April in Paris
    assert "30 Apr" not in found.table()
    assert days(found, "part") == ("2025-05-01", "2025-05-31")
    assert days(found, "other") == ("2025-06-12", "2025-06-13")  # not 13 to 12 June


def test_an_open_window_of_what_did_not_take_place_ends_as_of_its_source() -> None:
    none = Call(
        id="c",
        title="C",
        when="2025-03-14/..",
        status="did_not_take_place",
        sources=["s"],
    )
    found = Timeline([none], [Source(id="s", as_of="2025-03-17")]).schedule()

    assert days(found, "c") == ("2025-03-14", "2025-03-17")


def test_no_day_is_named_between_a_link_and_a_source_on_other_clocks() -> None:
    first = Call(id="b", title="B", when="2025-05-14", tz="Asia/Tokyo")
    said = [cite("s", when="2025-07")]
    plan = Meeting(id="c", title="C", when="not-after:b#end", sources=said)
    found = Timeline([first, plan], [Source(id="s")]).schedule()

    assert "Aug" not in found.table()
    assert found.when("c").before(When.parse("2025-08-03T00:00Z")) is Certainty.YES


@pytest.mark.parametrize(
    "record",
    [
        Statement(id="a", title="A", when="2025-06-05T11:00Z", speaker="CA"),
        Call(
            id="a",
            title="A",
            when="2025-06-05T11:00",
            status="did_not_take_place",
            part_of="whole",
        ),
        Call(
            id="a",
            title="A",
            when="2025-06-05",
            sources=[cite("s", when="2025-06-04T22:00Z")],
        ),
        Call(
            id="a",
            title="A",
            when="2025-06-05",
            sources=[cite("s", when="2025-06-04T22:00")],
        ),
    ],
)
def test_no_program_is_told_a_day_that_no_source_gives(record: Event) -> None:
    whole = Statement(id="whole", title="W", when="not-after:2025-07", speaker="CA")
    tl = Timeline([record, whole], [Source(id="s")])
    told = str(tl.schedule().to_dict())

    assert re.findall("2025-06-(0[1-36-9]|[1-3])", told) == []


# -- questions -------------------------------------------------------------------------


def test_derived_bounds_are_asked_like_stated_ones() -> None:
    timeline = Timeline(
        [
            Visit(id="visit", title="visit", when="2025-03-17"),
            Meeting(id="lunch", title="lunch", part_of="visit"),
            Call(id="call", title="call", when="not-before:visit", status="expected"),
            event("undated"),
        ]
    )
    found = timeline.schedule()

    assert [
        e.id for e in found.between("2025-03-17", "2025-03-17", certainly=True)
    ] == ["visit", "lunch"]
    assert [e.id for e in found.where(q.possibly_before("2025-03-17"))] == ["undated"]
    assert [e.id for e in found.where(q.kind(Meeting), lambda e: e.part_of)] == [
        "lunch"
    ]
    assert found.where(q.kind(Call)).origin is timeline
    calls = timeline.where(q.kind(Call))
    assert calls.schedule().when("lunch") == found.when("lunch")
    assert timeline.get("lunch").when is None  # type: ignore[union-attr]


def test_the_order_of_everything_respects_what_is_certain() -> None:
    treaty = Treaty(id="t", title="T", parties=["CA", "FR"])
    deposit = Ratification(
        id="r", treaty="t", party="FR", status="pending", when="not-before:x"
    )
    found = Timeline(
        [event("x", "2025-03"), treaty, deposit, event("w", "2024")]
    ).schedule()

    assert found.topological[:2] == ("w", "x")
    assert found.order("w", "r") is Certainty.YES
    assert Schedule.of(found.collection).order("x", "t") is Certainty.MAYBE


def test_what_follows_from_a_date_in_doubt_is_tested_wider_than_it_is_printed() -> None:
    talks = Event(id="talks", title="Talks", when="2025-06-15~")
    call = Event(id="call", title="Call", when="not-before:talks#end+P1M")
    later = Event(id="later", title="Later", when="2025-07-15")
    schedule = Timeline([talks, call, later]).schedule()

    assert str(schedule["talks"]).startswith("talks: 2025-06-15~ to 2025-06-15~")
    assert str(schedule["call"]).startswith("call: 2025-07-15~ to ?")
    assert str(schedule["call"].when.first_day) == "2025-07-15"
    assert str(schedule["call"].when.tested_days[0]) == "2025-07-14"
    assert schedule.order("talks", "later") is Certainty.YES
    assert schedule.order("later", "call") is Certainty.MAYBE


def test_the_day_of_what_is_in_doubt_is_not_known() -> None:
    talks = Event(id="talks", title="Talks", when="2025-06-15~")
    dinner = Event(id="dinner", title="Dinner", when="same-day:talks")
    schedule = Timeline([talks, dinner]).schedule()

    assert schedule["dinner"].when.could_be(date(2025, 6, 16))
    assert str(schedule["dinner"]).startswith("dinner: starts 2025-06-15~")


def test_dates_that_fit_within_their_doubt_do_not_conflict() -> None:
    talks = Event(id="talks", title="Talks", when="2025-06-15~")
    before = Event(id="before", title="Before", when="2025-06-14 not-before:talks")
    schedule = Timeline([talks, before]).schedule()

    assert schedule.contradictions == ()
    assert schedule["before"].when.first_day == date(2025, 6, 14)


def test_a_source_without_a_first_day_proves_no_end() -> None:
    going_on = Event(
        id="e", title="E", when="2014/..", status="under_way", sources=["s"]
    )
    tl = Timeline([going_on], [Source(id="s", as_of="../2025")])

    assert tl.schedule()["e"].when.end_latest is None


def test_a_plan_that_conflicts_after_every_sweep_takes_no_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("timeline.schedule.schedule._SWEEPS", 0)
    plan = Meeting(
        id="p", title="P", status="scheduled", when="2025-10-17", sources=["s"]
    )
    tl = Timeline([plan], [Source(id="s", as_of="2025-10-21")])

    assert tl.schedule().contradictions == ()


def test_what_follows_from_wall_clocks_alone_is_on_them() -> None:
    timeline = Timeline(
        [
            Event(id="conf", title="C", when="2025-10-20/2025-10-24"),
            Event(id="wg", title="W", part_of="conf", when="2025-10-21/2025-10-22"),
            Event(id="talk", title="T", when="during:wg"),
            Event(
                id="plenary",
                title="P",
                part_of="conf",
                when="2025-10-20T09:30[Europe/Istanbul]",
            ),
        ]
    )
    found = timeline.schedule()["talk"]
    assert str(found).startswith("talk: 2025-10-21 to 2025-10-22 because")
    assert not found.when.is_placed


def test_clocks_of_several_places_leave_room_between_them() -> None:
    timeline = Timeline(
        [
            Event(id="conf", title="C", when="2025-10-20/2025-10-24"),
            Event(id="a", title="A", part_of="conf", when="2025-10-22"),
            Event(id="b", title="B", part_of="conf", when="2025-10-21"),
            Event(id="p", title="P", part_of="conf", when="2025-10-20T09:30Z"),
            Event(id="between", title="T", when="not-before:a not-after:b#start"),
        ]
    )
    found = timeline.schedule()["between"].when
    assert found.is_placed  # only where the two days are of other clocks


@pytest.mark.parametrize(
    ("when", "within", "after"),
    [
        ("2025-03-20?", "perhaps 20 Mar", "from perhaps 30 Mar"),
        ("2025-03-20~", "about 20 Mar", "from about 30 Mar"),
        ("2025-03-20%", "perhaps about 20 Mar", "from perhaps about 30 Mar"),
        (
            "2025-03-19?/2025-03-20~",
            "between perhaps 19 Mar 2025 and about 20",
            "about",
        ),
        ("not-before:2025-03-20? not-after:2025-03-25", "perhaps 20 Mar", "perhaps 30"),
        ("[2025-03-20?,2025-03-22]", "between perhaps 20 Mar", "from perhaps 30 Mar"),
    ],
)
def test_what_follows_from_a_mark_of_doubt_bears_that_mark(
    when: str, within: str, after: str
) -> None:
    tl = Timeline(
        [
            Meeting(id="s", title="Summit", when=when, status="scheduled"),
            Meeting(id="p", title="Margins", part_of="s", status="scheduled"),
            Call(
                id="r", title="Call", when="not-before:s#end+P10D", status="scheduled"
            ),
        ]
    )
    rows = [row for row in tl.schedule().table().splitlines() if "∴" in row]
    assert within in next(row for row in rows if "Margins" in row)
    assert after in next(row for row in rows if "Call" in row)


def test_what_follows_from_the_date_of_a_source_bears_its_mark() -> None:
    page = Source(id="page", title="Page", published="2025-03-10~")
    talks = Negotiation(id="t", title="Talks", status="under_way", sources=["page"])
    found = Timeline([talks], [page]).schedule()

    assert str(found["t"]).startswith("t: starts ../2025-03-10~ because")


def test_a_reason_says_that_the_end_of_a_lone_clock_time_is_assumed() -> None:
    call = Call(id="c", title="C", when="2025-04-10T22:00", status="scheduled")
    part = Event(id="p", title="P", part_of="c", status="scheduled")
    tl = Timeline([call, part])

    assert "no end is stated (a day is assumed)" in str(tl.schedule()["p"])
    running = tl.update("c", status="under_way")
    said = running.agenda(on="2025-05-01").table()
    assert "should have ended within a day of 10 Apr 2025, 22:00" in said


def test_a_source_that_gives_no_date_is_no_reason_for_one() -> None:
    said = cite("k", "they spoke", when="undated")
    call = Call(id="c", title="C", status="held", when="2025-03-20", sources=[said])
    schedule = Timeline([call], [Source(id="k")]).schedule()

    assert "they spoke" not in str(schedule["c"])
