from __future__ import annotations

import copy
import pickle
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from tests.support import records as some

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
    Stop,
    Timeline,
    Treaty,
    Visit,
    Withdrawal,
    cite,
)
from timeline.api.answers import Findings
from timeline.checks import CHECKS, people
from timeline.checks.view import View
from timeline.errors import InvalidError, LoadError, Problem
from timeline.language.words import Words


def event(id_: str, **values: Any) -> Event:  # noqa: ANN401
    return Event(id=id_, **{"title": id_, "sources": ["s"], **values})


def found(*events: Event, code: str, source: Source | None = None) -> list[Any]:
    tl = Timeline(events, [source or Source(id="s")], partial=True)
    problems = tl.check()

    assert {problem.severity for problem in problems} <= {"error", "warning", "note"}
    assert all(problem.hint for problem in problems)
    return [problem.loc for problem in problems if problem.code == code]


def days(*texts: str) -> list[Event]:
    return [event(f"e{n}", when=text) for n, text in enumerate(texts)]


def test_days_that_pile_up_on_the_first_of_the_month_are_one_finding() -> None:
    firsts = days(*[f"2025-{month:02}-01" for month in range(1, 7)], "2025-03-17")

    (ids,) = found(*firsts, code="first-of-month")
    assert len(ids) == 6
    spread = days(*[f"2025-03-{day:02}" for day in range(1, 31)])
    assert not found(*spread, code="first-of-month")
    assert not found(*days("2025-01-01", "2025-02-01"), code="first-of-month")
    months = days("2025-01", "2025-02", "2025-03", "2025-04", "2025-05")
    assert not found(*months, code="first-of-month")


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
        ("row-1637cef101575d17", "2025", False),  # digests
        ("row-d19f2aa94100913a", "2025", False),
    ],
)
def test_an_id_that_names_another_date(
    id_: str,
    when: str | None,
    wrong: bool,  # noqa: FBT001
) -> None:
    assert bool(found(event(id_, when=when), code="id-contradicts-date")) is wrong


def test_the_year_in_the_id_of_a_treaty_action_is_its_treaty_s() -> None:
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
        ("…", "Mark Carney", False),
        ("Xi Jinping", "Jinping Xi", True),
        ("President Dimitry Medvedev", "Dmitri A. Medvedev", True),
        ("President Nicloas Sarkozy", "President Nicolas Sarkozy", True),
        ("King Abdullah of Saud", "King Salman of Saud", False),
        ("Amir Hamad bin Khalifa al-Thani", "Amir Tamim bin Hamad al-Thani", False),
        ("King Abdullah Hussein", "King Abdullah and Crown Prince Hussein", False),
        ("President S. Whipps, Jr.", "President T. Remengesau, Jr.", False),
        ("Surangel Whipps Jr.", "Surangel S. Whipps, Junior", True),
        ("Ferdinand Marcos", "Ferdinand Marcos Jr.", False),
        ("King", "Queen", False),
        ("Saad Hariri", "Sa’ad al-Hariri", True),
        ("Anna Fyodorova", "Anna Petrova", False),
        ("Anna Smith", "Ann Smith", False),
        ("Lt. Col. Anna Smith", "Lt. Col. John Smith", False),
        ("Sen. Anna Smith", "Anna Smith", True),
        ("Federal Trade Commission", "Federal Election Commission", False),
        ("Federal Trade Commission", "federal-trade-commission", True),
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


def test_all_spellings_of_one_person_are_one_finding() -> None:
    names = ("Dmitriy Medvedev", "D. Medvedev", "Dmitri Medvedev", "Ann Lee")
    events = [
        event(f"e{at}", participants=[Participant(name, of="RU")])
        for at, name in enumerate(names)
    ]
    (only,) = [
        each
        for each in Timeline(events, [Source(id="s")]).check()
        if each.code == "same-person"
    ]
    assert only.loc == ("e0", "e1", "e2")
    assert only.message == (
        '"D. Medvedev", "Dmitri Medvedev" and "Dmitriy Medvedev" may be the same person'
    )


def test_a_name_in_two_alphabets() -> None:
    strange = event("a", participants=["Vladimir \u0420utin @RU"])
    fine = event("b", participants=["習近平 @CN", "Владимир Путин @RU"])

    assert found(strange, fine, code="mixed-script") == [("a",)]


def test_words_that_drift() -> None:
    events = [
        event("a", topics=["Trade"]),
        event("b", topics=["trade", "defence"]),
        event("f", place="Élysée, Paris"),
        event("g", place="Elysée Paris"),
        event("h", place="Paris"),
        OpaqueEvent(id="c", kind="dialogue", status="cancelled", sources=["s"]),
        OpaqueEvent(id="d", kind="dialogue", status="Canceled", sources=["s"]),
        OpaqueEvent(id="e", kind="other", status="CANCELED", sources=["s"]),
    ]

    assert found(*events, code="word-drift") == [
        ("a", "b"),
        ("c", "d"),
        ("f", "g"),
    ]
    assert len(found(*events, code="unknown-kind")) == 3


def test_the_date_of_a_page_used_for_an_event() -> None:
    page = Source(id="s", published="2025-11-12")
    same = [event(f"e{at}", when="2025-11-12") for at in range(5)]
    events = [
        *same,
        event("c"),
        Statement(id="d", title="d", when="2025-11-12", sources=["s"]),
    ]

    assert found(*events, code="publication-date", source=page) == [
        (f"e{at}", "s") for at in range(5)
    ]
    other = event("b", when="2025-11-11")
    assert not found(*events, other, code="publication-date", source=page)
    assert not found(*same[1:], code="publication-date", source=page)
    more = Source(id="t", published="2025-11-12")
    both = [attrs.evolve(each, sources=["s", "t"]) for each in same]
    findings = Timeline(both, [page, more]).check(select="publication-date")
    assert findings == ()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("they met yesterday", True),
        ("an upcoming summit", True),
        ("two days later", True),
        ("they met on Wednesday", False),
        ("the day's talks", False),
    ],
)
def test_the_date_of_a_page_that_speaks_of_another_day(
    words: str,
    wrong: bool,  # noqa: FBT001
) -> None:
    page = Source(id="s", published="2025-11-12")
    for fields in ({"sources": [cite("s", words)]}, {"when_text": words}):
        told = event("a", when="2025-11-12", **fields)
        found_ = found(told, code="publication-date", source=page)
        assert found_ == ([("a", "s")] if wrong else [])


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
    clock = "2025-03-17T17:00Z"
    off = at("g", "London", clock, status="cancelled")
    assert not found(paris, off, code="two-places")
    assert not found(paris, at("h", "London", clock, medium="video"), code="two-places")
    who: dict[str, Any] = {"participants": ["Mark Carney @CA"], "sources": ["s"]}
    call = Call(id="i", title="i", place="London", when=clock, **who)
    assert not found(paris, call, code="two-places")


def test_stops_on_days_that_cannot_be() -> None:
    def visit(*whens: str | None) -> Visit:
        stops = [Stop(f"place {at}", when=when) for at, when in enumerate(whens)]
        return Visit(id="v", title="V", when="2025-03", stops=stops, sources=["s"])

    code = "stop-out-of-place"
    assert not found(visit("2025-03-17", None, "2025-03", "2025-03-18"), code=code)
    assert found(visit("2025-04-01"), code=code) == [("v",)]
    assert found(visit("2025-03-18", None, "2025-03-17"), code=code) == [("v",)]
    undated = Visit(id="u", title="U", stops=[Stop("A", when="2025")], sources=["s"])
    assert not found(undated, code=code)


def test_what_is_no_treaty_cannot_be_ratified() -> None:
    acts = [
        Ratification(id=name, treaty=name[2:], party="FR", sources=["s"])
        for name in ("r-talks", "r-t", "r-odd", "r-none")
    ]
    others = [
        event("talks"),
        Treaty(id="t", title="T", sources=["s"]),
        OpaqueEvent(id="odd", kind="protocol", sources=["s"]),
    ]
    assert found(*acts, *others, code="not-a-treaty") == [("r-talks", "talks")]


def test_doubles_and_unknown_fields() -> None:
    strange = event("a", extra=(("colour", '"red"'),))
    twin = {"title": "Talks", "when": "2025-03-17", "participants": ["CA", "FR"]}
    events = [strange, event("b", **twin), event("c", **twin)]

    assert found(*events, code="unknown-field") == [("a",)]
    assert found(*events, code="duplicate-event") == [("b", "c")]


def test_two_doubles_are_found_beside_a_third_that_tells_another_story() -> None:
    notes = ("Opened a bridge over the river", MET, f"{MET} at noon")
    day = {"title": "Talks", "when": "2025-03-17"}
    talks = [event(f"e{at}", note=note, **day) for at, note in enumerate(notes)]

    assert found(*talks, code="duplicate-event") == [("e1", "e2")]


MET = "Met the President and discussed peace in the Middle East"


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"note": MET}, {"note": "Discussed peace in the Middle East"}, 1),
        ({"note": MET}, {"note": "Attended the summit of the Group of Twenty"}, 0),
        ({"note": MET}, {"note": "Talks on trade"}, 1),  # too few words to tell
        ({"note": MET}, {}, 1),
        ({"in_force": "1960-02"}, {"in_force": "1958-12-30"}, 0),
        ({"in_force": "1960-02"}, {}, 1),
    ],
)
def test_a_double_differs_in_no_date_and_tells_no_other_story(
    one: dict[str, Any], other: dict[str, Any], count: int
) -> None:
    treaties = [
        Treaty(id=id_, title="Exchange of notes", when="1958-12-30", **more)
        for id_, more in (("a", one), ("b", other))
    ]
    assert len(found(*treaties, code="duplicate-event")) == count


def test_a_zone_with_other_rules_by_now() -> None:
    line = '{"id":"a","title":"A","when":"2025-03-17T16:30-05:00[America/Toronto]"}'
    tl = Timeline.loads('{"timeline":2}\n' + line)

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


def in_office(id_: str, office: str, when: str | None) -> Event:
    carney = Participant("Mark Carney", of="CA", office=office)
    return event(id_, when=when, participants=[carney])


@pytest.mark.parametrize(
    ("one", "other", "drifts"),
    [
        ("2025-03-17", "2025-03-17", True),
        ("2025-03-17T09:00Z", "2025-03-17", True),
        ("2025-03-15/2025-03-20", "2025-03-17/2025-03-18", True),
        ("2025-03-17", "2025-03-18", False),
        ("2025-03", "2025-03-17", False),
        ("[2025-03-16,2025-03-17]", "2025-03-17", False),
        ("2025-03-17/..", "2025-03-17", False),
        ("2025-03-17", None, False),
    ],
)
def test_an_office_that_drifts_between_records_of_one_day(
    one: str,
    other: str | None,
    drifts: bool,  # noqa: FBT001
) -> None:
    events = [in_office("a", "Governor", one), in_office("b", "Prime Minister", other)]

    assert bool(found(*events, code="office-drift")) is drifts


def test_an_office_in_other_letters_is_the_same_office() -> None:
    one = in_office("a", "Prime Minister", "2025-03-17")
    same = in_office("b", "prime minister", "2025-03-17")
    without = in_office("c", "", "2025-03-17")
    twice = event(
        "d", when="2025-03-19", participants=[
            Participant("Xi", of="CN", office="President"),
            Participant("Xi", of="CN", office="Chairman"),
        ],
    )  # fmt: skip

    assert found(one, same, without, twice, code="office-drift") == [("d",)]
    longer = in_office("e", "Prime Minister", "2025-03-15/2025-03-20")
    assert not found(one, longer, code="office-drift")


@pytest.mark.parametrize(
    ("words", "ambiguous"),
    [
        ("on 10/04/2025", True),
        ("10-4-25", True),
        ("04/04/2025", False),
        ("17/03/2025", False),
        ("3/17/2025", False),
        ("10.04.2025", False),
        ("2025-04-10", False),
        ("in 1/2/3/4", False),
        ("10/04/202", False),
        ("", False),
    ],
)
def test_figures_that_may_be_two_dates(
    words: str,
    ambiguous: bool,  # noqa: FBT001
) -> None:
    assert bool(found(event("a", when_text=words), code="ambiguous-date")) is ambiguous


def test_what_was_to_happen_before_the_newest_source() -> None:
    page = Source(id="s", published="2025-11-12")
    events = [
        event("a", when="2025-03-28", status="expected"),
        event("b", when="not-after:2025-11-11", status="scheduled"),
        event("c", when="2025-11", status="expected"),
        event("d", when="2025-03-28", status="occurred"),
        event("e", when="2025-03-28", status="postponed"),
        event("f", when="2025-03-28"),
        event("g", status="expected"),
    ]

    passed = found(*events, code="outcome-not-reported", source=page)
    assert passed == [("a",), ("b",)]
    true_then = Source(id="s", published="2025-11-12", as_of="2025-03-17")
    assert not found(*events, code="outcome-not-reported", source=true_then)
    assert not found(*events, code="outcome-not-reported")
    open_ = Source(id="s", published="../2025-11-12")
    assert not found(*events, code="outcome-not-reported", source=open_)


def consent(party: str, **values: Any) -> Ratification:  # noqa: ANN401
    id_ = f"t-{party}"
    return Ratification(
        **{"id": id_, "treaty": "t", "party": party, "sources": ["s"], **values}
    )


def test_a_former_state_without_a_successor() -> None:
    treaty = Treaty(id="t", title="T", sources=["s"])
    czechs, france = consent("CSHH", when="1975"), consent("FR", when="1980")
    explained = consent("CSHH", when="1975", note="each successor was asked in 1993")
    slovakia = consent("SK", when="1993", instrument="succession")
    left = Withdrawal(id="w", treaty="t", party="CSHH", when="1990", sources=["s"])

    assert found(treaty, czechs, france, code="former-state") == [("t-CSHH",)]
    assert not found(treaty, explained, france, code="former-state")
    assert not found(treaty, czechs, slovakia, code="former-state")
    assert not found(treaty, czechs, left, code="former-state")
    gdr, germany = consent("DDDE", when="1980"), consent("DE", when="1990")
    assert not found(treaty, gdr, germany, code="former-state")
    # Russia is the same State in law, so nobody has to succeed the Soviet Union.
    ussr = consent("SUHH", when="1975")
    assert not found(treaty, ussr, france, code="former-state")


def test_a_list_with_every_slip_gets_a_finding_for_each() -> None:
    def met(id_: str, place: str, clock: str, name: str) -> Meeting:
        return Meeting(
            id=id_, place=place, when=f"2025-05-06T{clock}Z", sources=["s"],
            title=id_, participants=[name],
        )  # fmt: skip

    signed: dict[str, Any] = {"treaty": "t", "party": "FR", "sources": ["s"]}
    events = [
        *days("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"),
        event("visit-2025-03-17", when="2025-03-18", topics=["Trade"]),
        event("page", when="2025-11-12", topics=["trade"], when_text="yesterday"),
        event("bare", sources=[]),
        met("one", "Paris", "16:00", "Mark Carney @CA"),
        met("two", "London", "16:00", "Mark Carney @CA"),
        met("three", "London", "20:00", "Mark Carnay @CA"),
        Treaty(id="t", title="T", sources=["s"]),
        Signature(id="sign", when="2020-01-02", **signed),
        Ratification(id="join", when="2021", instrument="accession", **signed),
    ]
    page = Source(id="s", published="2025-11-12")
    codes = {each.code: each for each in Timeline(events, [page]).check()}

    assert codes.keys() == {
        "accession-by-signatory", "first-of-month", "id-contradicts-date", "no-source",
        "publication-date", "same-person", "two-places", "word-drift",
    }  # fmt: skip
    assert codes["id-contradicts-date"].hint.startswith("correct the date")
    assert {code for code, each in codes.items() if each.severity == "note"} == {
        "no-source", "word-drift",
    }  # fmt: skip
    assert all(
        events_id in {event.id for event in events} | {"s"}
        for each in codes.values()
        for events_id in each.loc
    )


def test_every_remedy_has_a_code_that_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "problem-codes.md").read_text()
    for check in CHECKS:
        assert f"`{check.code}`" in text


@given(some.collections())
def test_any_timeline_can_be_checked(tl: Timeline) -> None:
    assert tl.check() == tl.check()


def test_findings_come_in_french_too() -> None:
    (finding,) = Timeline([Event(id="a", title="A")]).check(language="fr")

    assert finding.message == "aucun événement ne cite de source"
    assert finding.hint == "en nommer une dans sources"


def test_a_table_of_findings_is_whole_in_its_language() -> None:
    trip = Visit(id="v", title="V", when="2025-03-17", sources=["s"])
    call = Call(id="c", title="C", when="2025-03-01", part_of="v", sources=["s"])
    tl = Timeline([trip, call], [Source(id="s")])
    found = tl.check()
    french = found.table(language="fr")
    assert "incompatible" in french
    assert "corriger" in french
    assert "these conflict" not in french
    assert tl.check(language="fr").table() == french
    assert "these conflict" in found.table()
    assert copy.deepcopy(found).table(language="fr") == french
    assert pickle.dumps(found)
    assert "language" not in str(found.to_dict())
    own = Findings([*found, Problem("mine", "as it is", ("v",), hint="look")])
    assert "mine: look" in own.table(language="fr")
    assert "as it is" in own.table(language="fr")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_check_has_a_remedy_in_each_language(language: str) -> None:
    words = Words(language)

    assert all(words.say(f"remedy-{check.code}") for check in CHECKS)


def test_what_cannot_be_right_is_an_error() -> None:
    trip = Visit(id="v", title="V", when="2025-03-17", sources=["s"])
    call = Call(id="c", title="C", when="2025-03-01", part_of="v", sources=["s"])
    problems = Timeline([trip, call], [Source(id="s")]).check()

    assert {p.code: p.severity for p in problems} == {"contradiction": "error"}


def test_one_surname_under_many_first_names_is_looked_at_in_linear_time() -> None:
    def comparisons(number: int) -> int:
        names = [f"Nnnnn{at} Smith @CA" for at in range(number)]
        events = [event(f"e{at}", participants=[n]) for at, n in enumerate(names)]
        steps = 0

        def count(*_: object) -> None:
            nonlocal steps
            steps += 1

        sys.setprofile(count)
        try:
            list(people.same_person(View(Timeline(events, partial=True))))
        finally:
            sys.setprofile(None)
        return steps

    assert comparisons(400) < 2.6 * comparisons(200)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mark Smithson", "Mark Smithsen", True),
        ("Mark Smithson", "Mark Smithon", True),
        ("Mark Smit", "Mark Smi", False),
        ("Mark Smithson", "Mark Smithsn Jr.", False),
    ],
)
def test_surnames_that_differ_by_one_letter(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001
) -> None:
    events = [
        event("a", participants=[Participant(one, of="CA")]),
        event("b", participants=[Participant(other, of="CA")]),
    ]
    assert bool(found(*events, code="same-person")) is same


def test_what_is_done_and_dated_with_an_open_end_is_found() -> None:
    done = Event(id="e", title="E", when="2014/..", status="occurred")

    assert "open-end" in [problem.code for problem in Timeline([done]).check()]


def test_findings_are_chosen_by_code_and_by_severity() -> None:
    events = [event("a", sources=[]), event("visit-2024", when="1999")]
    tl = Timeline(events, [Source(id="s")])

    def codes(**chosen: Any) -> set[str]:  # noqa: ANN401
        return {problem.code for problem in tl.check(**chosen)}

    assert codes() == {"no-source", "id-contradicts-date"}
    assert codes(severity="warning") == {"id-contradicts-date"}
    assert codes(severity="error") == set()
    assert codes(select="no-source") == {"no-source"}
    assert codes(ignore=["no-source"]) == {"id-contradicts-date"}
    assert codes(select=["no-source"], ignore="no-source") == set()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"select": "no-sauce"}, 'select: no finding has the code "no-sauce"; did you'),
        ({"ignore": ["no-sauce"]}, 'ignore: no finding has the code "no-sauce"'),
        ({"ignore": [5]}, "5 is not"),
        ({"severity": "notes"}, 'unknown severity "notes"; did you mean "note"'),
    ],
)
def test_a_code_or_a_severity_that_is_none_is_refused(
    chosen: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidError, match=said):
        Timeline([event("a")], [Source(id="s")]).check(**chosen)


def test_a_timeline_says_what_it_ignores_and_so_do_its_files() -> None:
    tl = Timeline([event("a", sources=[])], ignore=["no-source"])

    assert not tl.check()
    for fmt in ("jsonl", "toml"):
        assert Timeline.loads(tl.dumps(fmt), fmt).ignore == ("no-source",)
    assert tl.add(event("b", sources=[])).ignore == ("no-source",)
    assert Timeline(tl, ignore=["word-drift"]).ignore == ("no-source", "word-drift")
    with pytest.raises(InvalidError, match='ignore: no finding has the code "x"'):
        Timeline(ignore=["x"]).check()
    for head in ('{"timeline":2,"ignore":"x"}', '{"timeline":2,"ignore":[5]}'):
        with pytest.raises(LoadError, match="ignore"):
            Timeline.loads(head)
