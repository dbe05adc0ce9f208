"""Lists of others: read by a plan that says what their columns are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Event, Invitation, Meeting, Plan, Signature, Timeline, Visit
from timeline.errors import InvalidError, LoadError, ParseError
from timeline.formats import lists

REGISTER = """\
Minister,Date,Name of organisation,Purpose of meeting
Minister A,05/05/2025,UNHCR,Refugees
Minister A,06/05/2025,BDI,Industrial policy
"""
PLAN = """\
kind = "meeting"
id = ["Minister", "Date"]
dates = ["DD/MM/YYYY"]
[fields]
title = "Purpose of meeting"
when = "Date"
participants = [
  { column = "Minister", means = "person", of = "GB" },
  { column = "Name of organisation", means = "group", of = "DE" },
]
[source]
id = "register"
title = "Ministers' meetings"
"""


def read(text: str, plan: Mapping[str, Any]) -> Timeline:
    loading = lists.read(text, Plan.of(plan))
    loading.require_good()
    return loading.timeline(Timeline)


def refusal(text: str, plan: Mapping[str, Any]) -> str:
    return "\n".join(map(str, lists.read(text, Plan.of(plan)).problems))


def test_a_register_of_meetings_is_read_by_a_plan_of_fourteen_lines(
    tmp_path: Path,
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER)
    tl = Timeline.read_csv(path, plan=Plan.parse(PLAN))

    assert [(e.id, str(e.when), e.title) for e in tl] == [
        ("minister-a-05-05-2025", "2025-05-05", "Refugees"),
        ("minister-a-06-05-2025", "2025-05-06", "Industrial policy"),
    ]
    first, second = (event.participants for event in tl)
    assert [(who.name, who.of) for who in first] == [
        ("Minister A", "GB"),
        ("", "UNHCR"),
    ]
    assert (second[1].name, second[1].of, second[1].group) == ("BDI", "DE", True)
    assert [cited.source for cited in tl[0].sources] == ["register"]
    assert isinstance(tl[0], Meeting)


@pytest.mark.parametrize(
    ("form", "cell", "when"),
    [
        ("DD/MM/YYYY", "05/06/2025", "2025-06-05"),
        ("MM/DD/YYYY", "05/06/2025", "2025-05-06"),
        ("DD.MM.YYYY", "05.06.2025", "2025-06-05"),
        ("YYYYMMDD", "20250605", "2025-06-05"),
        ("YYYY/MM/DD", "2025/06/05", "2025-06-05"),
        ("D Mon YYYY", "5 jun 2025", "2025-06-05"),
        ("D Month YYYY", "5 September 2025", "2025-09-05"),
        ("Month YYYY", "June 2025", "2025-06"),
        ("YYYY", "2025", "2025"),
        ("M/D/YYYY hh:mm", "6/5/2025 9:30", "2025-06-05T09:30"),
        ("YYYY-MM-DD hh:mm:ss", "2025-06-05 00:00:00", "2025-06-05"),
        ("", "2025-06-05T00:00:00", "2025-06-05"),
        ("", "2025-06~", "2025-06~"),
    ],
)
def test_a_date_is_read_in_the_form_that_the_plan_states(
    form: str, cell: str, when: str
) -> None:
    plan: dict[str, Any] = {"dates": form or [], "fields": {"when": "Date"}}

    assert str(read(f"Date\n{cell}", plan)[0].when) == when


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_every_form(day: date) -> None:
    for form, cell in (
        ("DD/MM/YYYY", f"{day:%d/%m/}{day.year:04}"),
        ("D Mon YYYY", f"{day.day} {day:%b} {day.year:04}"),
        ("YYYYMMDD", f"{day.year:04}{day:%m%d}"),
    ):
        plan = {"dates": form, "fields": {"when": "Date"}}
        assert str(read(f"Date\n{cell}", plan)[0].when) == day.isoformat()


def test_what_is_no_date_of_the_stated_form_costs_its_row_and_no_other() -> None:
    text = "Date\n05/13/2025\n5 May 2025\n05/12/2025"
    loading = lists.read(
        text, Plan.of({"dates": "DD/MM/YYYY", "fields": {"when": "Date"}})
    )

    assert [str(event.when) for event in loading.of(Event)] == ["2025-12-05"]
    assert [(p.line, p.code, p.where) for p in loading.problems] == [
        (2, "bad-date", "events[0].when"),
        (3, "bad-date", "rows[1].when"),
    ]


def test_two_columns_are_a_start_and_an_end() -> None:
    plan = {"missing": "NA", "fields": {"when": ["Begin", "End"]}}
    text = "Begin,End\n2025-03-01,2025-03-05\n2025-03-01,NA\nNA,2025-03-05\nNA,NA"
    whens = {str(event.when) for event in read(text + "\n2025-03-07,2025-03-07", plan)}

    assert whens == {
        *("2025-03-01/2025-03-05", "2025-03-01/", "/2025-03-05", "None"),
        "2025-03-07",
    }


def test_texts_of_several_columns_are_joined_and_lists_split() -> None:
    topics = {"column": "Topics", "separator": "|"}
    fields = {"title": ["What", "Where"], "topics": [topics, "More"]}
    found = read("What,Where,Topics,More\nTalks,Paris,a | b,c", {"fields": fields})[0]

    assert (found.title, found.topics) == ("Talks, Paris", ("a", "b", "c"))
    assert read("What,Where,Topics,More\n,,,d", {"fields": fields})[0].topics == ("d",)


def test_constants_stand_where_no_cell_says_otherwise() -> None:
    plan = {"fields": {"place": "Where"}, "constants": {"place": "Rome", "title": "T"}}

    tl = read("Where\nParis\n-", plan | {"missing": "-"})
    assert [(e.title, e.place) for e in tl] == [("T", "Paris"), ("T", "Rome")]


def test_a_person_has_the_party_and_the_office_of_other_columns() -> None:
    person = {
        "column": "Name",
        "means": "person",
        "of_column": "Country",
        "office_column": "Post",
        "role": "chair",
    }
    plan = {"kind": "meeting", "fields": {"participants": person}}
    who = read("Name,Country,Post\nBDI,France,Minister", plan)[0].participants[0]

    assert (who.name, who.of, who.office, who.role) == (
        "BDI",
        "FR",
        "Minister",
        "chair",
    )


def test_an_unknown_party_is_refused_or_kept_as_a_group() -> None:
    fields = {"participants": "Who", "host": "Host"}
    plan = {"kind": "meeting", "fields": {"participants": "Who"}}
    text = "Who,Host\nFrance,\nUtopia Ltd,"

    assert "unknown party" in refusal(text, plan)
    assert '(or unknown = "declare" in the plan)' in refusal(text, plan)
    kept = read(text, plan | {"unknown": "group"})
    assert [str(who) for e in kept for who in e.participants] == ["FR", "Utopia Ltd @"]
    visits = read("Who,Host\nFR,Italy", {"kind": "visit", "fields": fields})
    assert [str(who) for who in visits.of(Visit)[0].host] == ["IT"]
    fields = {"inviter": "Who", "invitee": "Host"}
    sent = read("Who,Host\nFR,Italy", {"kind": "invitation", "fields": fields})
    assert [str(each.inviter) for each in sent.of(Invitation)] == ["FR"]
    own = read(text, plan | {"unknown": "declare"})
    assert [(party.id, party.name) for party in own.parties] == [
        ("utopia-ltd", "Utopia Ltd")
    ]
    assert {who.of for e in own for who in e.participants} == {"FR", "utopia-ltd"}


def test_an_organisation_among_groups_is_a_party_and_a_state_is_a_name() -> None:
    column = {"column": "Who", "means": "group", "of": "DE"}
    plan = {"kind": "meeting", "fields": {"participants": column}}

    rows = read("Who\nUN\nFrance\nUtopia Ltd", plan)
    people = {str(who) for event in rows for who in event.participants}

    assert people == {"UN", "France @DE", "Utopia Ltd @DE"}


def test_an_id_is_of_its_columns_or_of_the_row() -> None:
    plan = {"fields": {"title": "T"}}

    ids = {e.id for e in read("N,T\n7,A\nÉté 2,B", plan | {"id": "N"})}
    assert ids == {"event-7", "ete-2"}
    assert "in use already" in refusal("N,T\n7,A\n7,B", plan | {"id": "N"})
    loading = lists.read("N,T\n7,A\n7,A\n8,A", Plan.of(plan))
    assert len({event.id for event in loading.records}) == 2
    assert [(p.code, p.severity) for p in loading.problems] == [("twice", "warning")]
    again = lists.read("N,T\n8,A", Plan.of(plan))
    assert again.records[0].id == loading.records[1].id
    assert read("N,T\n.-,A", plan | {"id": "N"})[0].id.startswith("row-")
    long = "a" * 200
    ids = {e.id for e in read(f"N,T\n{long},A\n{long}b,B", plan | {"id": "N"})}
    assert [len(id_) for id_ in ids] == [128, 128]


def test_a_column_without_a_heading_says_nothing_of_people() -> None:
    who = {"column": "Who", "means": "person", "of": "FR"}
    plan = {"id": "", "fields": {"title": "T", "participants": who}}
    (event,) = read(",Who,T\n0,Minister A,Talks", plan)

    assert event.id == "event-0"
    assert [str(person) for person in event.participants] == ["Minister A @FR"]


def test_acts_name_the_treaties_of_another_list_by_the_ids_it_gets() -> None:
    treaties = read(
        "Id,T\nMEX-USA[A],Rivers\n7,Lakes",
        {"kind": "treaty", "id": "Id", "fields": {"title": "T"}},
    )
    plan = {
        "kind": "signature",
        "unknown": "declare",
        "fields": {"treaty": "Id", "party": "State"},
    }
    text = "Id,State\nMEX-USA[A],Mexico\n7,Free City of X"
    assert "no record has the id" in refusal_of_links(text, plan)
    acts = read(text, plan | {"partial": True})

    assert {act.party for act in acts.of(Signature)} == {"MX", "free-city-of-x"}
    whole = Timeline([*treaties, *acts], parties=acts.parties)
    assert {act.treaty for act in whole.of(Signature)} == {e.id for e in treaties}
    assert "unknown party" in refusal(text, plan | {"unknown": "refuse"})


def refusal_of_links(text: str, plan: Mapping[str, Any]) -> str:
    loading = lists.read(text, Plan.of(plan))
    loading.timeline(Timeline)
    return "\n".join(map(str, loading.problems))


@pytest.mark.parametrize(
    ("text", "plan", "said"),
    [
        ("A\n1", {"fields": {"title": "B"}}, 'there is no column "B"'),
        ("", {"fields": {"title": "B"}}, "the list is empty"),
        ("A,A\n1,2", {"fields": {"title": "A"}}, 'two columns are called "A"'),
        ("A\n1", {"kind": "meting"}, 'did you mean "meeting"'),
        ("A\n1", {"fields": {"titel": "A"}}, 'did you mean "title"'),
        ("A\n1", {"constants": {"titel": "A"}}, 'unknown field "titel"'),
    ],
)
def test_a_plan_that_does_not_fit_a_list_says_where(
    text: str, plan: Mapping[str, Any], said: str
) -> None:
    assert said in refusal(text, plan)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"dates": "DD/MM"}, "is not a form of dates"),
        ({"dates": "DD/DD/YYYY"}, "a part of a date twice"),
        ({"colums": {}}, 'unknown key "colums"'),
        ({"unknown": "ignore"}, 'unknown word "ignore"'),
        ({"fields": {"title": 5}}, "is not the heading of a column"),
        (
            {"fields": {"title": {"column": "A", "means": "people"}}},
            "use party, person",
        ),
        ({"fields": {"title": {"colum": "A"}}}, 'unknown key "colum"'),
        ({"id": 5}, "5"),
        ("kind", "is not a plan"),
    ],
)
def test_a_plan_that_is_none_is_refused(plan: Mapping[str, Any], said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        Plan.of(plan)


def test_an_encoding_that_is_none_is_named() -> None:
    loading = lists.read(b"A\n1", Plan.of({"encoding": "klingon"}))

    assert loading.problems[0].code == "bad-encoding"
    assert 'it cannot be read as "klingon"' in str(loading.problems[0])


def test_a_plan_is_a_value_that_can_be_changed() -> None:
    plan = Plan.parse(PLAN)

    assert attrs.evolve(plan, kind="call").fields == plan.fields


def test_a_plan_is_toml() -> None:
    with pytest.raises(ParseError, match="invalid TOML"):
        Plan.parse("kind = ")
    assert Plan.of(Plan.parse(PLAN)) == Plan.parse(PLAN)


def test_rows_of_a_program_are_read_as_they_are() -> None:
    plan = {
        "id": "No",
        "fields": {"title": "Subject", "when": "Date", "place": "Where"},
    }
    nan = float("nan")
    rows = [
        {"No": 7.0, "Subject": "A", "Date": date(2025, 3, 17), "Where": None},
        {"No": 8, "Subject": "B", "Date": datetime(2025, 3, 17), "Where": nan},  # noqa: DTZ001
        {"No": 9, "Subject": "C", "Date": nan, "Where": "Paris"},
    ]
    tl = Timeline.from_rows(rows, plan)

    assert [(e.id, str(e.when), e.place) for e in tl] == [
        ("event-7", "2025-03-17", ""),
        ("event-8", "2025-03-17", ""),
        ("event-9", "None", "Paris"),
    ]
    for wrong in ("rows", 5, {"No": 7}):
        with pytest.raises(InvalidError, match="is not a list of rows"):
            Timeline.from_rows(wrong, plan)
    with pytest.raises(LoadError, match="no column"):
        Timeline.from_rows([{"No": 1}], plan)


class Frame:
    """What data frames have in common with that of pandas."""

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        assert orient == "records"
        return [{"T": "A"}]


def test_a_data_frame_is_read_as_it_is() -> None:
    assert Timeline.from_rows(Frame(), {"fields": {"title": "T"}})[0].title == "A"


def test_what_a_frame_has_for_nothing_is_nothing_in_a_record_too() -> None:
    class Text(str):
        __slots__ = ()

    rows = [{"id": Text("a"), "title": "A", "when": float("nan"), "place": "Paris"}]

    assert Timeline.from_dicts(rows)["a"].when is None


def test_earlier_dates_are_a_list_of_those_that_the_columns_give() -> None:
    plan = {"kind": "meeting", "id": ["n"], "fields": {"formerly": "was"}}
    rows = [{"n": "a", "was": "2025-04-16"}, {"n": "b", "was": ""}]
    tl = Timeline.from_rows(rows, plan=plan)
    assert [[*map(str, event.formerly)] for event in tl] == [["2025-04-16"], []]


def test_good_rows_are_kept_and_problems_have_lines(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER + "Minister A,31/02/2025,BDI,Nothing\n")
    tl, problems = Timeline.try_read_csv(path, plan=Plan.parse(PLAN))

    assert [event.title for event in tl] == ["Refugees", "Industrial policy"]
    assert [(each.code, each.line) for each in problems] == [("bad-date", 4)]
    with pytest.raises(LoadError):
        Timeline.read_csv(path, plan=Plan.parse(PLAN))


def test_the_next_edition_of_a_list_adds_changes_and_removes(tmp_path: Path) -> None:
    path, plan = tmp_path / "register.csv", Plan.parse(PLAN)
    path.write_text(REGISTER)
    kept = Timeline.read_csv(path, plan=plan).add(Meeting(id="own", title="Of ours"))
    first = Timeline.read_csv(path, plan=plan)
    path.write_text(
        REGISTER.replace("Refugees", "Aid").replace("06/05", "07/05")
        + "A,08/05/2025,,B\n"
    )
    changes = Timeline.read_csv(path, plan=plan).since(first)

    counts = {name: number for name, number in changes.counts.items() if number}
    assert counts == {"added": 2, "edited": 1, "removed": 1}
    now = changes.apply(kept)
    assert {event.title for event in now} == {
        "Aid",
        "Industrial policy",
        "B",
        "Of ours",
    }
    assert "minister-a-06-05-2025" not in now.records
