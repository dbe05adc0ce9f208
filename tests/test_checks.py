from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests import records as some

from timeline import (
    Call,
    Event,
    Meeting,
    OpaqueEvent,
    Participant,
    Ratification,
    Signature,
    Source,
    Statement,
    Timeline,
    Treaty,
    Visit,
)
from timeline.checks import REMEDIES


def event(id_: str, **values: Any) -> Event:  # noqa: ANN401
    return Event(id=id_, **{"title": id_, "sources": ["s"], **values})


def found(*events: Event, code: str, source: Source | None = None) -> list[Any]:
    tl = Timeline(events, [source or Source(id="s")], partial=True)
    problems = tl.check()

    assert all(problem.severity == "warning" for problem in problems)
    assert all(problem.hint for problem in problems)
    return [problem.loc for problem in problems if problem.code == code]


def days(*texts: str) -> list[Event]:
    return [event(f"e{n}", when=text) for n, text in enumerate(texts)]


def test_days_that_pile_up_on_the_first_of_the_month_are_one_finding() -> None:
    firsts = days(*[f"2025-{month:02}-01" for month in range(1, 7)], "2025-03-17")

    (ids,) = found(*firsts, code="false-first")
    assert len(ids) == 6
    spread = days(*[f"2025-03-{day:02}" for day in range(1, 31)])
    assert not found(*spread, code="false-first")
    assert not found(*days("2025-01-01", "2025-02-01"), code="false-first")
    months = days("2025-01", "2025-02", "2025-03", "2025-04", "2025-05")
    assert not found(*months, code="false-first")


@pytest.mark.parametrize(
    ("id_", "when", "wrong"),
    [
        ("visit-2025-03-17", "2025-03-18", True),
        ("visit-20250317", "2025-03-18", True),
        ("visit-2025-03-17", "2025-03", False),
        ("visit-2025-02-30", "2025-03", False),
        ("summit-2024", "2025-06-15", True),
        ("summit-2024", "2024-06-15/..", False),
        ("summit-2024", "../2025", False),
        ("summit-2026", "../2025", True),
        ("summit", "2025", False),
        ("summit-2024", "not-before:zz", False),
        ("summit-2024", None, False),
    ],
)
def test_an_id_that_names_another_date(
    id_: str,
    when: str | None,
    wrong: bool,  # noqa: FBT001
) -> None:
    assert bool(found(event(id_, when=when), code="id-contradicts-date")) is wrong


def test_the_year_in_the_id_of_a_deed_is_its_treaty_s() -> None:
    act = Ratification(id="vclt-1969:FR", treaty="vclt-1969", party="FR", when="1980")
    treaty = Treaty(id="vclt-1969", title="Law of Treaties", when="1969-05-23")

    assert not found(treaty, act, code="id-contradicts-date")


def test_an_id_that_counts_names_no_year() -> None:
    events = [event("visit-2024", when="1999"), event("visit-3100", when="1999")]

    assert not found(*events, code="id-contradicts-date")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Mark Carney", "M. Carney", True),
        ("Recep Erdoğan", "Recep Erdogan", True),
        ("Mark Carney", "Mark Carter", False),
        ("Mark Carney", "Diana Carney", False),
        ("George Bush", "George W. Bush", True),
        ("Kim Li", "Kim Lo", False),
        ("Mark Carney", "Mark Carnex", True),
        ("…", "—", True),
    ],
)
def test_one_person_under_two_spellings(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001
) -> None:
    events = [
        event("a", participants=[Participant(one, of="CA")]),
        event("b", participants=[Participant(other, of="CA")]),
    ]
    assert bool(found(*events, code="same-person")) is same
    elsewhere = [events[0], event("b", participants=[Participant(other, of="FR")])]
    assert not found(*elsewhere, code="same-person")


def test_a_name_in_two_alphabets() -> None:
    strange = event("a", participants=["Vladimir \u0420utin @RU"])
    fine = event("b", participants=["習近平 @CN", "Владимир Путин @RU"])

    assert found(strange, fine, code="mixed-script") == [("a",)]


def test_words_that_drift() -> None:
    events = [
        event("a", topics=["Trade"]),
        event("b", topics=["trade", "defence"]),
        OpaqueEvent(id="c", kind="dialogue", status="cancelled", sources=["s"]),
        OpaqueEvent(id="d", kind="dialogue", status="Canceled", sources=["s"]),
        OpaqueEvent(id="e", kind="other", status="CANCELED", sources=["s"]),
    ]

    assert found(*events, code="word-drift") == [("a", "b"), ("c", "d")]
    assert len(found(*events, code="unknown-kind")) == 3


def test_the_date_of_a_page_used_for_an_event() -> None:
    page = Source(id="s", published="2025-11-12")
    events = [
        event("a", when="2025-11-12"),
        event("b", when="2025-11-11"),
        event("c"),
        Statement(id="d", title="d", when="2025-11-12", sources=["s"]),
    ]

    assert found(*events, code="page-date", source=page) == [("a", "s")]


def test_facts_without_a_source() -> None:
    assert found(event("a"), event("b", sources=[]), code="no-source") == [("b",)]
    bare = [event("a", sources=[]), event("b", sources=[])]
    assert found(*bare, code="no-source") == [("a", "b")]


def test_a_person_in_two_places_at_the_same_hours() -> None:
    def at(id_: str, place: str, when: str, **values: Any) -> Meeting:  # noqa: ANN401
        return Meeting(
            id=id_, title=id_, place=place, when=when, sources=["s"],
            participants=["Mark Carney @CA"], **values,
        )  # fmt: skip

    paris = at("a", "Paris", "2025-03-17T16:00Z/2025-03-17T18:00Z")
    london = at("b", "London", "2025-03-17T17:00Z/2025-03-17T19:00Z")
    assert found(paris, london, code="two-places") == [("a", "b")]
    later = at("c", "London", "2025-03-17T18:30Z")
    assert not found(paris, later, code="two-places")
    assert found(at("d", "Oslo", "2025-03-17T18:30Z"), later, code="two-places")
    assert not found(paris, at("e", "paris", "2025-03-17T17:00Z"), code="two-places")
    part = at("f", "Élysée", "2025-03-17T17:00Z/2025-03-17T17:30Z", part_of="a")
    assert not found(paris, part, code="two-places")
    assert not found(
        at("a", "Paris", "2025-03-17"), at("b", "Rome", "2025-03-17"), code="two-places"
    )


def test_codes_nobody_knows_doubles_and_unknown_fields() -> None:
    strange = event("a", participants=["NATOO"], extra=(("colour", '"red"'),))
    twin = {"title": "Talks", "when": "2025-03-17", "participants": ["CA", "FR"]}
    events = [strange, event("b", **twin), event("c", **twin)]

    assert found(*events, code="unknown-party") == [("a",)]
    assert found(*events, code="unknown-field") == [("a",)]
    assert found(*events, code="duplicate-event") == [("b", "c")]


def test_a_zone_with_other_rules_by_now() -> None:
    line = '{"id":"a","title":"A","when":"2025-03-17T16:30-05:00[America/Toronto]"}'
    tl = Timeline.loads('{"timeline":1}\n' + line)

    assert "zone-rule-changed" in [problem.code for problem in tl.check()]


def test_treaties_and_contradictions_are_looked_at_too() -> None:
    acts = [
        Treaty(id="t", title="T", sources=["s"]),
        Signature(id="g", treaty="t", party="FR", when="2020-01-02", sources=["s"]),
        Ratification(
            id="r", treaty="t", party="FR", when="2021", instrument="accession",
            sources=["s"],
        ),
    ]  # fmt: skip
    assert found(*acts, code="accession-by-signatory")
    trip = Visit(id="v", title="V", when="2025-03-17", sources=["s"])
    call = Call(id="c", title="C", when="2025-03-01", part_of="v", sources=["s"])
    assert found(trip, call, code="contradiction")


def test_every_remedy_has_a_code_that_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "problem-codes.md").read_text()
    for code in REMEDIES:
        assert f"`{code}`" in text


@given(some.collections())
def test_any_timeline_can_be_checked(tl: Timeline) -> None:
    assert tl.check() == tl.check()
