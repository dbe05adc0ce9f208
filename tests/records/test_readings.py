"""What sources say against each other makes answers less sure, and nothing surer."""

from __future__ import annotations

import re
import sqlite3
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import (
    Agreement,
    Call,
    Citation,
    Deadline,
    EntryIntoForce,
    Event,
    Measure,
    Meeting,
    Negotiation,
    Ratification,
    Source,
    Statement,
    Timeline,
    Treaty,
    When,
    cite,
)
from timeline import query as q
from timeline.certainty import Certainty
from timeline.collection.labels import claims_of
from timeline.engines import sql
from timeline.errors import InvalidError
from timeline.language.words import Words
from timeline.query.predicates import Leaf
from timeline.records.lifecycle import Phase

CALL = Call(
    id="c",
    title="Call",
    participants=["Vladimir Putin @RU", "Donald Trump @US"],
    status="held",
    when="2025-10-16",
    sources=["afp"],
)
SOURCES = [
    Source(id="afp", as_of="2025-10-20"),
    Source(id="rferl"),
    Source(id="old", as_of="2025-10-10"),
]


def timeline(*more: Citation, **fields: Any) -> Timeline:  # noqa: ANN401
    call = attrs.evolve(CALL, **fields)
    return Timeline([attrs.evolve(call, sources=[*call.sources, *more])], SOURCES)


def rivals(tl: Timeline) -> list[str]:
    return [str(r.when) for r in tl["c"].readings[1:] if r.is_rival]


# -- which readings are rivals --------------------------------------------------------


@pytest.mark.parametrize(
    ("keeper", "other", "is_rival"),
    [
        ("2025-10-16", "2025-10-17", True),
        ("2025-10-16", "2025-10", False),  # vaguer
        ("2025-10", "2025-10-17", False),  # more exact
        ("2025-10-16", "2025-10-16", False),
        ("2025-10-16~", "2025-10-17", False),  # within its mark of doubt
        ("2025-10-16", "[2025-10-16,2025-10-18]", False),
        ("2025-10-16", "[2025-10-17,2025-10-18]", True),
        ("2025-10-16/2025-10-18", "2025-10-17", False),  # a day of it
        ("2025-10-17", "2025-10-16/2025-10-18", False),
        ("2025-10-16/2025-10-18", "2025-10-16", False),  # so are its first and its last
        ("2025-10-18", "2025-10-16/2025-10-18", False),
        ("2025-10-16/2025-10-18", "2025-10-17/2025-10-19", True),
        ("2025-10-16/2025-10-18", "2025-10-20", True),
        ("2025-10-16T10:00Z", "2025-10-17", False),  # wherever the clock hangs
        ("2025-10-16T10:00Z", "2025-10-19", True),
        ("2025-10-16", "undated", False),
        (None, "2025-10-17", False),
    ],
)
def test_rival_dates_are_those_that_cannot_both_be_true(
    keeper: str | None, other: str, *, is_rival: bool
) -> None:
    tl = timeline(cite("rferl", when=other), when=keeper)

    assert bool(rivals(tl)) is is_rival
    assert tl["c"].disputed is is_rival
    assert bool(tl.where(q.disputed)) is is_rival
    assert not tl["c"].doubtful


@pytest.mark.parametrize(
    ("said", "status", "is_rival"),
    [
        ({"status": "did_not_take_place"}, "held", True),
        ({"status": "cancelled"}, "held", True),  # an older source would be history
        ({"status": "held"}, "did_not_take_place", True),
        ({"status": "scheduled"}, "held", False),  # a plan is history
        ({"status": "scheduled", "when": "2025-10-12"}, "held", False),
        ({"status": "held"}, "scheduled", False),
        ({"status": "under_way"}, "held", False),
        ({"when": "2025-10-17"}, "scheduled", True),
    ],
)
def test_done_is_against_did_not_take_place(
    said: dict[str, Any], status: str, *, is_rival: bool
) -> None:
    tl = timeline(cite("rferl", **said), status=status)
    assert tl["c"].disputed is is_rival


@pytest.mark.parametrize(
    "older",
    [
        cite("old", when="2025-10-12"),  # which its as-of shows to be a plan
        cite("old", when="2025-10-12", status="scheduled"),
    ],
)
def test_what_spoke_earlier_of_a_plan_is_history(older: Citation) -> None:
    tl = timeline(older)
    assert tl.where(q.surely_overlaps("2025-10-16"))
    assert tl.placed("c") == CALL.when
    dated = attrs.evolve(older, source="rferl", as_of="2025-10-10")
    newest = attrs.evolve(CALL, sources=[dated, cite("afp", as_of="2025-10-20")])
    assert not newest.disputed
    unsaid = attrs.evolve(CALL, sources=[attrs.evolve(dated, as_of=None), "afp"])
    assert unsaid.disputed is (older.status is None)


def test_without_support_nothing_is_older() -> None:
    plan = cite("rferl", when="2025-10-12", as_of="2025-10-01")
    assert attrs.evolve(CALL, sources=[plan]).disputed is False
    moved = cite("rferl", when="2025-10-12")
    assert attrs.evolve(CALL, sources=[moved], status="scheduled").disputed


def test_the_newest_words_of_a_source_speak_for_it() -> None:
    first = cite("rferl", when="2025-10-17")
    assert not rivals(timeline(first, cite("rferl", "we were wrong")))
    assert rivals(timeline(first, cite("rferl", "he said", by="a spokesman")))
    denied = cite("rferl", stance="denies")
    assert not timeline(denied, cite("rferl", stance="confirms"))["c"].doubtful


def test_readings_name_who_gives_them_the_keeper_first() -> None:
    tl = timeline(
        cite("rferl", when="2025-10-17"),
        cite("old", when="2025-10"),
        cite("old", stance="denies", by="the White House"),
    )
    said = [
        (str(r.when), [c.source for c in r.sources], r.is_denial, r.is_rival)
        for r in tl["c"].readings
    ]
    assert said == [
        ("2025-10-16", ["afp"], False, False),
        ("2025-10-17", ["rferl"], False, True),
        ("2025-10", ["old"], False, False),
        ("2025-10-16", ["old"], True, True),
    ]


# -- what follows ---------------------------------------------------------------------


def test_rival_dates_are_members_of_one_list_of_spans() -> None:
    tl = timeline(cite("rferl", when="2025-10-18"))

    assert not tl.where(q.surely_overlaps("2025-10-16"))
    assert tl.where(q.surely_overlaps("2025-10-16", "2025-10-18"))
    assert tl.where(q.possibly_overlaps("2025-10-18"))
    assert not tl.where(q.possibly_overlaps("2025-10-17"))
    assert tl.where(q.happened)
    assert tl.pairs(on="2025-10-20")[0].days_since == (2, 4)
    assert tl.count(by="month") == {"2025-10": 1}
    meeting = Meeting(id="m", title="M", when="2025-10-17", status="held")
    both = tl.add(meeting).schedule()
    assert both.order("c", "m") is Certainty.MAYBE


def test_a_rival_in_another_zone_is_as_wide_as_its_clock() -> None:
    tl = timeline(cite("rferl", when="2025-10-20T10:00Z"))
    assert tl.where(q.possibly_overlaps("2025-10-20T01:00Z"))
    zoned = Timeline(tl.events, tl.sources, "Europe/Paris")
    assert not zoned.where(q.possibly_overlaps("2025-10-20T01:00Z"))
    assert rivals(zoned)


def test_what_goes_on_keeps_its_rival() -> None:
    tl = timeline(cite("rferl", when="2024-01/.."), when="2014/..", status="under_way")
    assert not tl.where(q.surely_overlaps("2020"))
    assert tl.where(q.surely_overlaps("2024", "2025-10-19"))


DOUBTS = [
    [cite("afp"), cite("rferl", "no call", stance="denies")],
    [cite("afp", stance="confirms"), cite("rferl", status="did_not_take_place")],
    [cite("afp", stance="alleges"), cite("rferl", stance="alleges")],
]


@pytest.mark.parametrize("sources", DOUBTS)
def test_what_is_denied_or_only_alleged_is_nowhere_sure(
    sources: list[Citation],
) -> None:
    tl = timeline(sources=sources)
    (pair,) = tl.pairs(on="2025-10-20")

    assert [*tl.where(q.doubtful)] == [*tl]
    assert not tl.between("2025", "2025", certainly=True)
    assert not tl.where(q.happened)
    assert tl.where(q.may_have_happened)
    assert (pair.times, pair.at_most) == (0, 1)
    assert tl.matrix()["RU", "US"] == 0
    assert tl.matrix().most(("RU", "US")) == 1
    assert tl.count(by="month") == {"": 1}
    day = When.parse("2025-10-20")
    standing = tl.schedule().standing("c", day)
    assert standing.over is standing.off is Certainty.MAYBE
    assert standing.not_begun is standing.under_way is Certainty.NO


def test_a_plan_that_is_denied_may_have_come_about() -> None:
    tl = timeline(cite("rferl", stance="denies"), status="scheduled")
    assert not tl.pairs(on="2025-10-10")
    [pair] = tl.pairs(on="2025-10-20")
    assert (pair.times, pair.at_most) == (0, 1)


def test_what_is_said_not_to_have_been_may_have_been_if_that_is_denied() -> None:
    tl = timeline(cite("rferl", status="held"), status="did_not_take_place")
    assert not tl.where(q.happened)
    assert tl.where(q.may_have_happened)
    assert tl.pairs(on="2025-10-20")[0].at_most == 1


def test_one_report_is_enough_beside_allegations() -> None:
    tl = timeline(cite("rferl", stance="alleges"))
    assert not tl["c"].doubtful
    assert tl.where(q.happened)


def test_a_stance_without_a_source_is_refused() -> None:
    with pytest.raises(InvalidError, match="source: no source is named; write the id"):
        cite("", "no call took place", stance="denies")


def test_stances_are_asked_for() -> None:
    tl = timeline(cite("rferl", stance="denies"))
    assert tl.where(q.stance("denies", "alleges"))
    assert tl.where(q.parse("stance:denies is:disputed is:doubtful"))
    assert not tl.where(q.stance("confirms"))
    with pytest.raises(InvalidError, match='did you mean "denies"'):
        q.stance("denied")


def test_facts_do_not_hang_on_what_is_denied() -> None:
    after = Meeting(id="m", title="M", when="not-before:c", status="held")
    sure, denied = timeline().add(after), timeline(DOUBTS[0][1]).add(after)

    assert sure.schedule().when("m").is_dated
    assert not denied.schedule().when("m").is_dated
    early = attrs.evolve(after, when="2025-10-10 not-before:c")
    assert [p.code for p in timeline().add(early).check()].count("contradiction")
    assert not timeline(DOUBTS[0][1]).add(early).schedule().contradictions
    order = denied.add(Event(id="x", title="X", when="2025-11")).schedule().order
    assert order("c", "x") is Certainty.MAYBE


# -- laws -----------------------------------------------------------------------------

DATES = ("2025-10-16", "2025-10-17", "2025-10", "2025-10-15/2025-10-18", "2025", "2024")
WINDOWS = ("2025-10-16", "2025-10-17/2025-10-20", "2025-10", "2024/2025", "2025-10-01")
QUESTIONS = [
    Leaf(name, When.parse(window))
    for name in ("surely_overlaps", "surely_within", "surely_before")
    for window in WINDOWS
]
citations = st.builds(
    Citation,
    st.sampled_from([source.id for source in SOURCES]),
    stance=st.sampled_from([None, "confirms", "alleges", "denies"]),
    when=st.none() | st.sampled_from(DATES),
    status=st.sampled_from([None, "held", "did_not_take_place", "scheduled", "lapsed"]),
)
calls = st.builds(
    lambda when, status, sources: attrs.evolve(
        CALL, when=when, status=status, sources=sources
    ),
    st.none() | st.sampled_from(DATES),
    st.sampled_from([None, "held", "scheduled", "did_not_take_place"]),
    st.lists(citations, max_size=3),
)
OFF = "did_not_take_place"


@given(calls, citations)
def test_another_reading_never_makes_an_answer_surer(
    call: Call, more: Citation
) -> None:
    sources = [c for c in call.sources if c.source != more.source]
    if not sources or (more.stance != "denies" and not more.says_otherwise):
        return  # support, where there was none or only allegations, may make it surer
    before = Timeline([attrs.evolve(call, sources=sources)], SOURCES)
    after = Timeline([attrs.evolve(call, sources=[*sources, more])], SOURCES)
    if before["c"].doubtful and not after["c"].doubtful:
        assert more.stance != "denies"  # a report beside allegations
        return
    for question in (*QUESTIONS, q.happened):
        if after.where(question):
            assert before.where(question), (question, call)
    maybe = [*before.where(q.may_have_happened)]
    assert not maybe or after.where(q.may_have_happened)


@given(calls, st.sampled_from(["2025-10-16", "2025-10", "2025", "undated"]))
def test_a_vaguer_or_older_reading_never_makes_an_answer_less_sure(
    call: Call, when: str
) -> None:
    given = None if when == "undated" else When.parse(when)
    if given and call.when and not given.intersects(call.when).possibly:
        return
    before = Timeline([call], [*SOURCES, Source(id="x")])
    older = cite("x", when="2025-10-12", status="scheduled", as_of="2025-01")
    if call.when is None or call.status == "scheduled":
        older = cite("x", when=when)
    for more in (cite("x", when=when), older):
        after = before.update("c", sources=[*call.sources, more])
        for question in QUESTIONS:
            if before.where(question):
                assert after.where(question), (question, more)


@given(calls)
def test_a_database_gives_the_same_answers(call: Call) -> None:
    tl = Timeline([call], SOURCES)
    table = sql.Table(sqlite3.connect(":memory:"))
    table.create()
    table.write(tl)
    for question in (*QUESTIONS, q.happened, q.disputed, q.stance("denies")):
        there = [*table.select(question, ["id"])]
        if call.doubtful:
            assert not there or not getattr(question, "name", "").startswith("surely")
        assert len(there) <= len(tl.where(question))
        assert not there or tl.where(question)


ROW = ["mark", "what", "status"]


# -- acts of treaties, checks and words -----------------------------------------------

DEPOSIT = Ratification(
    id="r", treaty="t", party="FR", when="2020-01-05", status="deposited"
)
PACT = Treaty(
    id="t", title="Pact", entry_into_force=EntryIntoForce(count=1), complete=True
)


def pact(*sources: Citation) -> Timeline:
    deposit = attrs.evolve(DEPOSIT, sources=[cite("afp"), *sources])
    return Timeline([PACT, deposit], SOURCES)


def test_an_act_that_is_denied_or_dated_otherwise_is_not_sure() -> None:
    on = "2020-01-05"
    assert pact().treaty("t", on=on).in_force is Certainty.YES
    denied = pact(cite("rferl", stance="denies")).treaty("t", on=on)
    assert denied.in_force is Certainty.MAYBE
    rival = pact(cite("rferl", when="2020-01-07"))
    assert rival.treaty("t", on=on).in_force is Certainty.MAYBE
    assert rival.treaty("t", on="2020-01-07").in_force is Certainty.YES
    later = pact(cite("rferl", when="2020-01-08/"))
    assert later.treaty("t", on="2020-01-07").in_force is Certainty.MAYBE


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({}, True),
        ({"when": "2025-10-20"}, False),
        ({"when": "2025-10-16"}, False),
        ({"sources": ["afp"]}, False),
        ({"title": "Another call"}, False),
    ],
)
def test_rival_records_of_one_event_are_found(
    fields: dict[str, Any], *, is_found: bool
) -> None:
    other = {"id": "d", "when": "2025-10-17", "sources": ["rferl"]} | fields
    tl = timeline().add(attrs.evolve(CALL, **other))
    found = [p.loc for p in tl.check() if p.code == "rival-records"]
    assert found == ([("c", "d")] if is_found else [])


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"when": "2025-10-15"}, "[2] said earlier: 15 Oct 2025"),
        ({"status": "scheduled"}, "[2] said earlier: scheduled"),
        (
            {"when": "2025-10-15", "status": "scheduled"},
            "[2] said earlier: 15 Oct 2025, scheduled",
        ),
    ],
)
def test_a_source_that_had_it_otherwise_stands_beside_that_alone(
    told: dict[str, str], said: str
) -> None:
    """The mark of an older plan bore out a day and "held", which it never said."""
    pages = (("afp", "2025-10-17"), ("rferl", "2025-10-09"))
    dated = [Source(id=id_, published=day) for id_, day in pages]
    call = attrs.evolve(CALL, sources=["afp", cite("rferl", **told)])
    tl = Timeline([call], dated)
    row, note = tl.table().split("●")[1].splitlines()[:2]
    assert row.endswith("held    [1]")
    assert note.strip() == f"└ {said}"
    assert "16 Oct 2025 [1]\n" in tl.pairs().table()
    assert "[2]" not in tl.pairs().table()
    csv = said.replace("[2]", "[rferl]")
    assert csv in tl.table("csv")
    assert "disait auparavant : " in tl.table(language="fr")
    assert re.search(r"held</td>.{0,200}~1.*</td>", tl.to_html(page=True))


def test_times_in_which_a_thing_did_not_take_place_do_not_follow_one_another() -> None:
    other = cite("rferl", when="2025-09", status="did_not_take_place")
    window = attrs.evolve(CALL, status="did_not_take_place", sources=["afp", other])
    assert not any(reading.is_history for reading in window.readings)
    assert window.backing == ("afp", "rferl")


def test_a_contradiction_that_the_record_itself_states_is_no_finding() -> None:
    before = Meeting(id="m", title="M", when="2025-10-17", status="held")
    tl = timeline(cite("rferl", when="2025-10-18")).add(before)
    later = tl.update("c", when="2025-10-16 not-before:m")

    assert "contradiction" in [p.code for p in later.update("c", sources=[]).check()]
    assert "contradiction" not in [p.code for p in later.check()]


@pytest.mark.parametrize(
    ("sources", "lines"),
    [
        (
            [cite("afp"), cite("rferl", "17", when="2025-10-17", by="X")],
            ["[1] says 16 Oct 2025", "[2] says 17 Oct 2025, according to X: “17”"],
        ),
        (
            [cite("afp", stance="confirms"), cite("rferl", stance="denies")],
            ["[1] confirms it", "[2] denies that it took place"],
        ),
        ([cite("afp", stance="alleges")], ["[1] alleges it"]),
        (
            [cite("afp"), cite("rferl", status="did_not_take_place")],
            ["[1] says held", "[2] says has not taken place"],
        ),
        ([cite("afp"), cite("rferl", when="2025-10")], []),
    ],
)  # fmt: skip
def test_both_sides_stand_under_the_row(sources: Any, lines: list[str]) -> None:  # noqa: ANN401
    tl = timeline(sources=sources)
    table = [line.strip(" └") for line in tl.table(columns=ROW).splitlines()]
    start = next(at for at, line in enumerate(table) if line.startswith("●"))

    assert table[start + 1 : start + 1 + len(lines)] == lines
    assert ("disputed" in tl.table()) is (len(lines) > 1)
    assert ("alleged" in table[start]) is (len(lines) == 1)
    marked = tl.table()
    assert len(sources) == 1 or all(f"└ [{n}]" in marked for n in (1, 2) if lines)
    marks = claims_of(tl["c"], Words(), lambda id_: "[1]" if id_ == "afp" else "[2]")
    assert [*marks.values()] == lines


def test_a_card_and_a_diff_show_what_a_source_says_otherwise() -> None:
    tl = timeline(cite("rferl", when="undated", place="Geneva", status="held"))
    assert "[2] says held, Geneva, nothing of the date" in tl.card("c")
    said = tl.since(timeline()).brief()
    assert "\n    sources differ: rferl says held, Geneva, nothing of the date" in said
    denied = timeline(cite("rferl", stance="denies"))
    assert "\n    disputed by: rferl denies it" in denied.since(timeline()).brief()
    assert "\n    settled (was: rferl denies it)" in timeline().since(denied).brief()


def test_a_diff_says_whose_date_was_taken_and_what_is_settled() -> None:
    before = timeline(cite("rferl", when="2025-10-18"))
    swapped = timeline(
        when="2025-10-18", sources=[cite("rferl"), cite("afp", when="2025-10-16")]
    )
    taken = timeline(when="2025-10-18", sources=["rferl"])
    [swap] = swapped.since(before).graded_changes
    [take] = taken.since(before).graded_changes

    assert swap.facets[0][0].verb == take.facets[0][0].verb == "preferred"
    assert (swap.class_.value, take.class_.value) == ("changed", "refined")
    assert "narrowed" not in swapped.since(before).brief()
    denied = timeline(cite("rferl", stance="denies"), cite("old", when="2025-09"))
    assert "settled (was" in timeline().since(denied).brief()
    assert timeline().since(denied).graded_changes[0].class_.value == "refined"
    moved = timeline(when="2025-10-20").since(before).graded_changes
    assert moved[0].class_.value == "corrected"


# -- when sources spoke ---------------------------------------------------------------

SPOKE = [Source(id="march", as_of="2025-03-01"), Source(id="may", as_of="2025-05-01")]


@pytest.mark.parametrize("stated", ["as_of", "published"])
@pytest.mark.parametrize(
    ("status", "keeper", "other", "disputed"),
    [
        ("scheduled", "may", "march", False),  # the older plan is history
        ("scheduled", "march", "may", True),  # the newer one is not
        ("held", "may", "march", False),
    ],
)
def test_all_outputs_agree_on_whether_an_older_plan_disputes(
    status: str, keeper: str, other: str, stated: str, *, disputed: bool
) -> None:
    said = [cite(keeper), cite(other, when="2025-06-16")]
    call = attrs.evolve(CALL, when="2025-06-17", status=status, sources=said)
    pages = [Source(id=s.id, published=s.as_of) for s in SPOKE]
    tl = Timeline([call], SPOKE if stated == "as_of" else pages)
    table = sql.Table(sqlite3.connect(":memory:"))
    table.create()
    table.write(tl)
    asked = q.disputed
    surely = Leaf("surely_within", When.parse("2025-06-17"))

    assert bool(tl.where(asked)) is bool([*table.select(asked, ["id"])]) is disputed
    assert bool(tl.where(surely)) is not disputed
    for text in (
        tl.table(),
        tl.agenda(on="2025-06-10").table(),
        str(tl.to_mermaid()),
        str(tl.to_ics(stamp="2025-06-01T00:00Z")),
    ):
        assert ("disputed" in text or "says" in text) is disputed


def test_a_deposit_is_not_disputed_by_the_day_for_which_it_was_planned() -> None:
    said = [cite("may"), cite("march", when="2025-04-10")]
    act = attrs.evolve(DEPOSIT, when="2025-04-05", sources=said)
    status = Timeline([PACT, act], SPOKE).treaty("t", on="2025-04-20")

    assert str(status.entry_into_force) == "2025-04-05"
    assert "disputed" not in status.table()


def test_what_follows_from_rival_dates_is_said_by_both_of_them() -> None:
    """No source says "about"; the last day follows from the later of the two dates."""
    talks = Meeting(
        id="t",
        title="Talks",
        status="expected",
        when="not-before:c not-after:c#end+P4D",
    )
    tl = timeline(cite("rferl", when="2025-10-17")).add(talks)

    assert "between 16 and 21 Oct 2025" in tl.table()
    assert "about" not in tl.table()
    assert str(tl.schedule().when("c").last_day) == "2025-10-17"
    assert str(tl.schedule()["c"]).startswith("c: 2025-10-16 to 2025-10-17 because")


def test_a_mark_beside_a_rival_date_hides_neither() -> None:
    said = [cite("afp"), cite("rferl", when="2025-10-18")]
    talks = Meeting(id="t", title="Talks", status="expected", when="same-day:c")
    tl = timeline(when="2025-10-16~", sources=said, status="scheduled").add(talks)

    schedule = tl.schedule()
    assert "between about 16 Oct 2025 and 18 Oct 2025" in tl.table()
    assert "○  about 16 Oct 2025 or 18 Oct 2025             Call" in schedule.table()
    assert "└ [2] says 18 Oct 2025" in schedule.table()
    assert "Call is dated about 16 Oct 2025 or 18 Oct 2025" in schedule.table()
    assert str(schedule["c"]).startswith("c: 2025-10-16~ to 2025-10-18 because")
    late = tl.agenda("2025-12-01").table()
    assert "was to begin about 16 Oct 2025 or 18 Oct 2025" in late
    assert "∴ between 16" not in late


def _alleged(*others: Citation) -> Call:
    said = [cite("a", stance="alleges"), *others]
    return Call(id="c", title="C", when="2024-10-14", status="held", sources=said)


def test_an_earlier_plan_leaves_a_record_alleged() -> None:
    assert _alleged().doubtful
    assert _alleged(cite("b", status="scheduled")).doubtful
    assert _alleged(cite("b", when="2024-10-14", as_of="2024-10-01")).doubtful


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        (cite("b", when="2024-10-14"), "2024-10-14"),
        (cite("b", when="2024-10-14", status="held", stance="confirms"), "2024-10-14"),
        (cite("b", when="2024-10-14T09:00/2024-10-14T10:00"), "2024-10-14"),
        (cite("b", when="2024-10"), "2024-10"),
        (cite("b", when="undated"), None),
    ],
)
def test_what_is_reported_is_not_only_alleged_but_perhaps_its_date(
    other: Citation, sure: str | None
) -> None:
    """Of the vaguer date, and of none, the exact one is still that of an allegation."""
    call = _alleged(other)
    tl = Timeline([call], sources=[Source(id="a"), Source(id="b")])
    days = ["2024-10-14", "2024-10"]
    found = [day for day in days if tl.where(q.surely_within(day))]

    assert not call.doubtful
    assert not call.disputed
    assert found == ([] if sure is None else days[days.index(sure) :])
    assert tl.where(q.possibly_overlaps("2024-10-14"))
    assert ("alleges 14 Oct" in tl.table()) is (sure != "2024-10-14")
    assert "alleged" not in tl.table()
    table = sql.Table(sqlite3.connect(":memory:"))
    table.create()
    table.write(tl)
    for day in days:
        there = [*table.select(q.surely_within(day), ["id"])]
        assert len(there) == len(tl.where(q.surely_within(day)))


def test_a_later_status_bears_out_what_it_can_only_come_after() -> None:
    call = attrs.evolve(_alleged(cite("b", status="held")), status="under_way")

    assert Phase.OFF not in call.phases


@pytest.mark.parametrize(
    ("kind", "keeper", "other"),
    [
        (Call, "held", "cancelled"),
        (Call, "cancelled", "held"),
        (Deadline, "met", "missed"),
        (Deadline, "missed", "met"),
    ],
)
def test_a_report_of_the_contrary_leaves_nothing_sure(
    kind: type[Event], keeper: str, other: str
) -> None:
    said = [cite("a"), cite("b", status=other)]
    record = kind(id="c", title="C", when="2024-10-14", status=keeper, sources=said)
    tl = Timeline([record], [Source(id="a"), Source(id="b")])

    assert record.doubtful
    assert not tl.where(q.happened)
    assert tl.where(q.may_have_happened)
    assert f"[2] says {other}" in tl.table()


# -- statuses that differ -------------------------------------------------------------

# What may come of a thing, as patterns of all that may be reported of it in turn.
STORIES = {
    Meeting: "(expected |tentative |scheduled |postponed )*"
    "((under_way )*(held )*|(cancelled |lapsed |did_not_take_place )*)",
    Measure: "(proposed |announced )*"
    "((in_force |suspended )*(expired |lifted |terminated )*|(rejected )*)",
    Negotiation: "(proposed )*((under_way |stalled |suspended )*"
    "((concluded |initialled |signed )*|(terminated )*)|(did_not_take_place )*)",
    Statement: "(made |corrected )*(withdrawn )*",
    Deadline: "(set |extended )*((met )*|(missed )*|(waived )*)",
}


@pytest.mark.parametrize("kind", STORIES)
def test_a_status_follows_another_where_some_story_has_both(kind: type[Event]) -> None:
    life = kind.lifecycle
    assert life is not None
    for first, then in product(life, repeat=2):
        is_told = re.fullmatch(STORIES[kind], f"{first.word} {then.word} ")
        assert life.can_follow(then, first) is bool(is_told), (first, then)


@pytest.mark.parametrize(
    ("kind", "own", "other", "keeper", "found"),
    [
        (Meeting, "scheduled", "held", "march", "later"),
        (Meeting, "scheduled", "held", "page", "later"),
        (Meeting, "scheduled", "held", "may", "rival"),
        (Meeting, "held", "scheduled", "may", ""),
        (Meeting, "held", "scheduled", "page", ""),
        (Meeting, "held", "scheduled", "march", "rival"),
        (Meeting, "held", "cancelled", "may", ""),  # and on again
        (Meeting, "held", "cancelled", "page", "rival"),
        (Meeting, "held", "lapsed", "march", "rival"),
        (Meeting, "cancelled", "held", "march", "rival"),
        (Meeting, "scheduled", "cancelled", "march", "later"),
        (Meeting, "scheduled", "postponed", "march", "later"),
        (Meeting, "postponed", "scheduled", "page", ""),
        (Meeting, None, "held", "march", "later"),
        (Meeting, None, "did_not_take_place", "march", "rival"),
        (Ratification, "deposited", "pending", "march", "rival"),
        (Ratification, "deposited", "pending", "may", ""),
        (Measure, "in_force", "lifted", "march", "later"),
        (Measure, "in_force", "lifted", "may", "rival"),
        (Measure, "suspended", "in_force", "march", "later"),
        (Measure, "in_force", "rejected", "march", "rival"),
        (Statement, "made", "withdrawn", "march", "later"),
        (Agreement, "signed", "withdrawn", "march", "later"),
        (Deadline, "set", "met", "march", "later"),
    ],
)
def test_statuses_are_rivals_if_neither_can_be_history_of_the_other(
    kind: type[Event], own: str | None, other: str, keeper: str, found: str
) -> None:
    against = {"march": "may", "may": "march"}.get(keeper, "page")
    pages = [*SPOKE, Source(id="page"), Source(id="undated")]
    keeper = "undated" if keeper == "page" else keeper
    said = [cite(against, status=other), cite(keeper)]  # their order tells nothing
    fields: dict[str, Any] = {"id": "x", "title": "X", "when": "2025-02-20"}
    if kind is Ratification:
        fields |= {"treaty": "t", "party": "FR"}
    record = kind(**fields, status=own, sources=said)
    tl = Timeline([PACT, record], pages)

    [reading] = [r for r in tl.with_as_of(record).readings if r.status == other]
    assert (reading.is_rival, reading.is_later) == (found == "rival", found == "later")
    assert bool(tl.where(q.disputed)) is (found == "rival")
    assert bool(tl.where(q.doubtful)) is (found == "rival")
    codes = [problem.code for problem in tl.check()]
    assert ("later-status" in codes) is (found == "later" and own is not None)
    said_so = Words().status(other, kind.kind)
    assert (f"] says {said_so}" in tl.table()) is bool(found)
    happened = {Phase.UNDER_WAY, Phase.DONE}
    if found and {reading_phase(record, other), record.phase} & happened:
        assert tl.where(q.may_have_happened & q.kind(kind))


def reading_phase(record: Event, status: str) -> Phase:
    assert record.lifecycle is not None
    return record.lifecycle[status].phase


def test_a_later_report_leaves_open_how_a_plan_stands() -> None:
    said = [cite("march"), cite("may", status="held")]
    call = Call(id="c", title="C", when="2025-04-14", status="scheduled", sources=said)
    tl = Timeline([call], SPOKE)
    agenda = tl.agenda("2025-05-10")

    assert [item.id for item in agenda.perhaps_due] == ["c"]
    assert "perhaps overdue" in agenda.table()
    assert "[1] says scheduled" in agenda.table()
    assert "[2] says held" in agenda.table()
    standing = tl.schedule().standing("c", When.parse("2025-05-10"))
    assert standing.over is standing.overdue is Certainty.MAYBE
    ends = "2025-05-20"
    measure = Measure(
        id="m",
        title="M",
        when=f"2025-01/{ends}",
        status="in_force",
        sources=[cite("march"), cite("may", status="lifted")],
    )
    found = Timeline([measure], SPOKE).agenda("2025-05-10")
    assert [item.id for item in found.perhaps_due] == ["m"]


@pytest.mark.parametrize(
    ("own", "other", "window", "is_rival"),
    [
        ("held", "did_not_take_place", "2025-04-01/2025-04-30", True),
        ("held", "did_not_take_place", "2025-03-01/2025-03-30", False),
        ("held", "did_not_take_place", None, True),
        (None, "did_not_take_place", "2025-04-01/2025-04-30", True),
        (None, "did_not_take_place", "2025-03-01/2025-03-30", False),
        ("did_not_take_place", "held", "2025-04-14", True),
        ("did_not_take_place", "held", "2025-06-14", False),
    ],
)
def test_what_did_not_take_place_is_disputed_within_its_window_alone(
    own: str | None, other: str, window: str | None, *, is_rival: bool
) -> None:
    said = [cite("a"), cite("b", status=other, when=window)]
    call = Call(id="c", title="C", when="2025-04-14", status=own, sources=said)

    assert call.disputed is call.doubtful is is_rival
    undated = attrs.evolve(call, when=None)
    assert undated.doubtful is (window is None)


def test_it_had_not_taken_place_before_it_did() -> None:
    early = cite("march", status="did_not_take_place")
    call = Call(id="c", title="C", when="2025-04-14", status="held", sources=["may"])
    tl = Timeline([attrs.evolve(call, sources=[early, *call.sources])], SPOKE)
    assert not tl.where(q.disputed)
    assert tl.where(q.happened)


def test_of_one_source_the_newest_words_count_whatever_their_order() -> None:
    new = cite("afp", status="cancelled", as_of="2025-10-18")
    old = cite("afp", status="scheduled", as_of="2025-10-01")
    call = attrs.evolve(CALL, status="cancelled")
    for said in ([new, old], [old, new]):
        [reading] = attrs.evolve(call, sources=said).readings
        assert reading.sources == (new,)


def test_a_record_without_a_date_shows_those_of_its_sources() -> None:
    said = [cite("march", when="2025-02-10"), cite("may", when="2025-02-12")]
    call = Call(id="c", title="C", status="held", sources=said)
    tl = Timeline([call], SPOKE)

    assert tl.where(q.disputed)
    for text in ("[1] says 10 Feb 2025", "[2] says 12 Feb 2025"):
        assert text in tl.table()
    assert "none dated" not in tl.table()
    assert not tl.where(Leaf("surely_within", When.parse("2025")))
    alone = Timeline([attrs.evolve(call, sources=["may", said[0]])], SPOKE)
    assert "says 10 Feb 2025" in alone.table()
    assert not alone.where(q.disputed)


def test_two_places_are_both_shown() -> None:
    said = [cite("march"), cite("may", place="Vienna")]
    call = attrs.evolve(CALL, place="Geneva", sources=said)
    table = Timeline([call], SPOKE).table()
    assert "[1] says Geneva" in table
    assert "[2] says Vienna" in table
    assert "disputed" not in table


def test_a_denial_is_worded_by_the_kind() -> None:
    said = [cite("march"), cite("may", stance="denies")]
    due = Deadline(id="d", title="D", status="met", when="2025-02", sources=said)
    assert [*claims_of(due, Words()).values()] == ["march says met", "may denies it"]


@pytest.mark.parametrize(
    ("when", "sources", "note"),
    [
        ("2025-10-16", [cite("afp", when="undated")], "source of the date not given"),
        ("2025-10-16", [cite("afp", when="2025-10")], "source of the date not given"),
        ("2025-10-16", [cite("afp", when="../2025")], "source of the date not given"),
        ("2025-10", [cite("afp", when="2025-10-16")], ""),
        ("2025-10/..", [cite("afp", when="2025-10-16")], ""),
        ("../2025-10", [cite("afp", when="2025-10-16")], ""),
        ("2025-10-16T16:30", [cite("afp", when="2025-10-16")], ""),
        ("2025-10-16", ["afp", cite("rferl", when="undated")], "date not given by [2]"),
        ("2025-10-16", ["afp", cite("afp", when="undated")], ""),
        ("2025-10-16", ["afp", cite("rferl", when="2025-10")], ""),
        (None, [cite("afp", when="undated")], ""),
    ],
)  # fmt: skip
def test_a_mark_bears_out_no_date_that_its_source_does_not_give(
    when: str | None, sources: list[Any], note: str
) -> None:
    tl = timeline(when=when, sources=sources)
    other = Call(id="o", title="Other", sources=["afp", "rferl"])  # in which order
    both = Timeline([*tl, other], tl.sources)
    noted = [
        line for line in both.table().split("\n") if "date" in line and "└" in line
    ]
    assert [line.strip(" └") for line in noted] == [note] * bool(note)
    assert (note in tl.card("c")) is True
    is_found = "date-not-given" in {problem.code for problem in tl.check()}
    assert is_found is note.startswith("source")


def test_a_date_that_is_denied_or_inferred_needs_no_source_of_its_own() -> None:
    without: list[dict[str, Any]] = [
        {"sources": [cite("afp", when="undated")], "inferred": ["when"]},
        {"sources": [cite("afp", stance="denies")]},
        {"sources": []},
    ]
    for fields in without:
        tl = timeline(**fields)
        assert "date not given" not in tl.table()
        assert "date-not-given" not in {problem.code for problem in tl.check()}
    assert Call(id="c", title="C", sources=["afp"]).dated_by == ()


def test_a_source_without_a_date_is_not_said_to_give_the_rival_one() -> None:
    tl = timeline(cite("afp", when="undated"), cite("rferl", when="2025-10-17"))
    assert "[1] says nothing of the date" in tl.table()
    assert "16 Oct 2025 [1]" not in tl.table()
    assert (
        "source of the date not given"
        in timeline(sources=[cite("afp", when="undated")])
        .pairs(on="2025-10-20")
        .table()
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("held", "w denies that it took place (19 Mar 2025)"),
        ("expected", "w denies 19 Mar 2025"),
    ],
)
def test_a_denial_says_which_date_it_denies(status: str, said: str) -> None:
    against = cite("w", stance="denies", when="2025-03-19")
    call = Call(
        id="c", title="C", status=status, when="2025-03-20", sources=["k", against]
    )

    assert said in claims_of(call, Words()).values()
