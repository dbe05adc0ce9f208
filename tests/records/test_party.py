"""Parties that a timeline declares, and organisations in the place of delegations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from timeline import (
    Call,
    Diff,
    Meeting,
    Participant,
    Party,
    Ratification,
    Signature,
    Source,
    Timeline,
    Treaty,
    cite,
    members_of,
    merge,
)
from timeline import query as q
from timeline.api.options import FileFormat
from timeline.certainty import Certainty
from timeline.engines.schema import flat_rows
from timeline.errors import InvalidError, LoadError, ReferencedError
from timeline.parties.succession import succession

TALIBAN = Party(id="taliban", name="Taliban", members=["AF"])
DOHA = Meeting(
    id="doha",
    title="Talks in Doha",
    participants=["@taliban", Participant("BDI", of="DE", group=True), "Jo Wu @US"],
    status="held",
    when="2020-02-29",
)
TL = Timeline([DOHA], [Source(id="s", title="S")], parties=[TALIBAN])


def ids(tl: Timeline) -> list[str]:
    return [event.id for event in tl]


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
def test_declared_parties_and_groups_come_back_from_files(fmt: FileFormat) -> None:
    more = [
        Party(id="old", name="Old", kind="state", until="1990~", successors=["new"]),
        Party(id="new", name="New", kind="territory", continues="old", note="n"),
    ]
    tl = TL.add(*more)

    assert Timeline.loads(tl.dumps(fmt), fmt) == tl
    assert Timeline.loads(tl.dumps(fmt), fmt).parties == tl.parties


def test_declared_parties_come_back_from_plain_data_csv_and_calendars() -> None:
    assert Timeline.from_dicts(TL.to_dicts()) == TL
    assert Timeline.loads(str(TL.to_csv(exact=True).text), "csv") == TL
    calendar = Timeline.loads(str(TL.to_ics("2025-01-01").text), "ics")
    assert calendar.parties == TL.parties
    losses = [loss.loc[0] for loss in TL.to_csv().losses]
    assert losses == ["taliban", "s"]


def test_a_stream_yields_parties_first(tmp_path: Path) -> None:
    TL.save(path := tmp_path / "t.jsonl")
    Timeline.append(path, [], parties=[Party(id="x", name="X")])

    assert [r.id for r in Timeline.stream(path)] == ["taliban", "x", "doha", "s"]


def test_a_selection_keeps_them_and_a_table_prints_their_names() -> None:
    part = TL.where(q.kind("meeting"))

    assert part.parties == (TALIBAN,)
    assert Timeline(part, partial=True).parties == (TALIBAN,)
    assert "Taliban, BDI (DE), Jo Wu (US)" in part.table()
    assert "Taliban" in TL.card("doha")


@pytest.mark.parametrize("who", ["Taliban", "TALIBAN", "taliban", "BDI", "jo wu", "US"])
def test_a_question_finds_parties_groups_and_people_by_their_names(who: str) -> None:
    assert ids(TL.where(q.involving(who))) == ["doha"]
    assert ids(TL.where(q.parse(f'involving:"{who}"', TL))) == ["doha"]
    row = next(flat_rows(TL))
    assert {"taliban", "bdi", "jo wu", "US"} <= {*row.names}


def test_members_are_not_involved_and_a_group_is_no_person() -> None:
    assert ids(TL.where(q.involving("AF"))) == []
    assert DOHA.people == ("Jo Wu",)
    assert DOHA.groups == ("BDI",)
    declared = {party.id: party for party in TL.parties}
    found = members_of("taliban", on="2020", declared=declared)
    assert found == {"AF": Certainty.YES}


def test_who_continues_an_ended_state_is_involved_in_what_it_did() -> None:
    parties = [
        Party(id="old", name="Old", kind="state", until="1990"),
        Party(id="new", name="New", kind="state", continues="old"),
    ]
    records = [
        Call(id="a", title="A", participants=["USSR", "US"], when="1985"),
        Call(id="b", title="B", participants=["@old", "US"], when="1985"),
    ]
    tl = Timeline(records, parties=parties)

    assert ids(tl.where(q.involving("Russia"))) == ["a"]
    assert ids(tl.where(q.involving("New"))) == ["b"]
    assert ids(tl.where(q.involving("KZ"))) == []
    declared = {party.id: party for party in parties}
    assert succession("old", "1991", declared).continued_by == "new"
    assert succession("new", "1991", declared).ended is Certainty.NO


def test_acts_of_a_party_that_was_no_more_are_found() -> None:
    parties = [Party(id="old", name="Old", kind="state", until="1990")]
    records = [
        Call(id="a", title="A", participants=["USSR", "US"], when="1995"),
        Call(id="b", title="B", participants=["@old", "US"], when="1985"),
        Call(id="c", title="C", participants=["@old", "US"]),
    ]
    problems = Timeline(records, parties=parties).check()

    found = [p for p in problems if p.code == "party-ended"]
    assert [p.loc for p in found] == [("a",)]
    assert "Soviet Union, whose last day was 26 Dec 1991" in found[0].message


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Party(id="FR", name="Ours"), '"FR" is a known party'),
        (lambda: Party(id="france", name="Ours"), '"france" is a known party, FR'),
        (lambda: Party(id="fra", name="Ours"), '"fra" is a known party, FR'),
        (lambda: Party(id="yu", name="Ours"), '"yu" is a known party, YUCS'),
        (lambda: Party(id="cs", name="Ours"), "a known party, CSHH or CSXX"),
        (lambda: Party(id="840", name="Ours"), "is a number, as the codes of States"),
        (lambda: Timeline([Call(id="a", title="A", participants=["@fr"])]), '"FR"?'),
        (lambda: cite(stance="denies"), "source: no source is named; write the id"),
        (lambda: Party(id="a@b", name="Ours"), "holds an @"),
        (lambda: Party(id="a", name=" "), "the name is blank"),
        (lambda: Party(id="a", name="A", kind="tribe"), "unknown kind"),
        (lambda: Party(id="a", name="A", members=["a"]), "among its own members"),
        (lambda: Party(id="a", name="A", continues="a"), "continues itself"),
        (lambda: Party(id="a", name="A", successors=["FR"]), "only when it has ended"),
        (lambda: Party(id="a", name="A", extra={"name": "1"}), "field of its own"),
        (lambda: Participant("A", of="DE", office="O", group=True), "has no office"),
        (lambda: Participant(of="DE", group=True), "a group has a name"),
    ],
)
def test_bad_parties_are_named_errors(make: Callable[[], object], problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        make()


def test_an_acronym_that_is_a_code_stands_beside_its_party() -> None:
    assert Participant("BDI", of="DE").of == "DE"
    assert Participant.parse("FRA @EU").name == "FRA"
    assert Participant.parse(str(Participant(of="taliban"))).of == "taliban"
    assert Participant.parse("@France") == Participant(of="FR")


def test_a_party_that_nobody_declared_is_refused_with_a_remedy() -> None:
    acts = [Treaty(id="t", title="T"), Ratification(id="r", treaty="t", party="Frnace")]
    with pytest.raises(InvalidError) as caught:
        Timeline([DOHA, *acts])
    first, second = caught.value.problems
    assert first.loc == ("doha", "participants", 0)
    assert first.hint == 'declare it: parties=[Party(id="taliban", name="taliban")]'
    assert second.hint == 'did you mean "France"?'
    talks = Call(id="c", title="C", participants=["@Talibans"])
    with pytest.raises(InvalidError, match='did you mean "taliban"'):
        TL.add(talks)
    assert Timeline([talks], partial=True)[0] == talks


def test_a_party_that_ended_first_succeeds_nobody() -> None:
    parties = [
        Party(id="old", name="Old", until="1990", successors=["new", "other", "FR"]),
        Party(id="new", name="New", until="1980"),
        Party(id="other", name="Other", until="1995"),
    ]
    with pytest.raises(InvalidError, match='"new" ended before "old" did'):
        Timeline(parties=parties)


def test_groups_are_not_members_of_each_other() -> None:
    parties = [
        Party(id="one", name="One", members=["two"]),
        Party(id="two", name="Two", members=["FR", "three"]),
        Party(id="three", name="Three", members=["two"]),
    ]
    with pytest.raises(InvalidError, match="two -> three -> two") as caught:
        Timeline(parties=parties)
    assert [p.loc[0] for p in caught.value.problems] == ["two"]
    assert (
        len(Timeline(parties=[*parties[:2], Party(id="three", name="T")]).parties) == 3
    )


def test_a_file_is_told_to_declare_a_party_in_its_own_form() -> None:
    toml = 'timeline = 2\n[call.c]\ntitle = "C"\nparticipants = ["Taliban", "@x"]\n'
    with pytest.raises(LoadError, match=r'\[party.taliban\] with name = "Taliban"'):
        Timeline.loads(toml, "toml")
    with pytest.raises(LoadError, match=r"\[party.x\] with name"):
        Timeline.loads(toml.replace("Taliban", "FR"), "toml")
    line = '{"timeline":2}\n{"id":"c","title":"C","participants":["@x"]}'
    with pytest.raises(LoadError, match=r'\{"kind": "party", "id": "x", "name": "x"\}'):
        Timeline.loads(line)
    tl = Timeline.loads(f'{line}\n{{"kind":"party","id":"x","name":"X"}}')
    assert tl.parties == (Party(id="x", name="X"),)
    broken = f'{line}\n{{"kind":"party","id":"x"}}'
    with pytest.raises(LoadError, match=r"parties\[0\].name: the name is missing"):
        Timeline.loads(broken)


def test_codes_of_the_first_version_become_parties() -> None:
    head, call = '{"timeline":1}', '{"id":"c","title":"C","participants":["WAGNER"]}'

    tl = Timeline.loads(f"{head}\n{call}")

    assert tl.parties == (Party(id="WAGNER", name="WAGNER"),)
    with pytest.raises(LoadError, match="unknown party"):
        Timeline.loads(f"{head.replace('1', '2')}\n{call}")


def test_renaming_and_removing_a_party_follow_its_references() -> None:
    act = Ratification(id="r", treaty="t", party="taliban")
    talks = Call(id="c", title="C", participants=["@taliban", "US"])
    tl = TL.add(Treaty(id="t", title="T", parties=["taliban", "FR"]), act, talks)

    renamed = tl.rename("taliban", "tb")
    assert renamed["doha"].involved == ("tb", "DE", "US")
    assert renamed["r"].involved == ("tb",)
    assert renamed["t"].involved == ("tb", "FR")
    with pytest.raises(ReferencedError, match='"taliban" cannot be removed'):
        tl.remove("taliban")
    assert renamed.remove("c", "r", "t", "doha", "tb").parties == ()


def test_a_diff_and_a_merge_carry_parties() -> None:
    later = TL.update("taliban", name="The Taliban").add(Party(id="x", name="X"))
    diff = TL.diff(later)

    assert isinstance(diff, Diff)
    assert "1 party declared, 1 declared party edited" in diff.table()
    assert "party taliban" in diff.table()
    assert "1 declared party removed" in later.diff(later.remove("x")).table()
    assert diff.apply(TL) == later
    assert "Taliban" in TL.diff(TL.update("doha", participants=["US"])).table()
    theirs = TL.add(Party(id="y", name="Y"))
    merged = merge(TL, later, theirs).timeline
    assert [party.id for party in merged.parties] == ["taliban", "x", "y"]
    both = TL.update("taliban", name="A"), TL.update("taliban", name="B")
    assert [c.field for c in merge(TL, *both).conflicts] == ["name"]


def test_a_party_may_not_share_an_id_or_be_something_else() -> None:
    with pytest.raises(InvalidError, match='the group "Taliban" and the meeting'):
        Timeline([Meeting(id="taliban", title="T")], parties=[TALIBAN])
    with pytest.raises(InvalidError, match="is not a Party"):
        Timeline(parties=[DOHA])  # type: ignore[list-item]


@pytest.mark.parametrize("name", ["@taliban", "taliban", "TALIBAN"])
def test_a_question_may_call_a_declared_party_as_records_do(name: str) -> None:
    assert ids(TL.where(q.involving(name))) == ["doha"]


def test_counts_print_the_names_of_declared_parties() -> None:
    assert "Germany and Taliban" in TL.pairs().table()
    assert TL.matrix().table().splitlines()[2].split() == ["DE", "US", "Taliban"]
    assert [pair.b for pair in TL.pairs()[:2]] == ["US", "taliban"]


@pytest.mark.parametrize("name", ["France", "United Kingdom", "TALIBAN"])
def test_a_party_may_not_bear_the_name_of_another(name: str) -> None:
    with pytest.raises(InvalidError, match=f'x.name: "{name}" is the name of') as info:
        Timeline(parties=[TALIBAN, Party(id="x", name=name)])
    assert info.value.problems[0].code == "same-name"
    apart = [Party(id="x", name="PA"), Party(id="y", name="Korea")]
    assert len(Timeline(parties=apart).parties) == 2


def test_a_party_is_shown_as_what_it_states() -> None:
    assert repr(Party(id="taliban", name="Taliban")) == (
        "Party(id='taliban', name='Taliban')"
    )


def test_who_is_named_alone_or_in_a_list_has_a_role_in_the_order_of_fields() -> None:
    talks = Meeting(
        id="m", title="Talks", participants=["Jo Wu @US", "FR"], host=["CA"]
    )
    act = Signature(id="s", treaty="t", party="FR")
    assert [(role, str(who)) for role, who in talks.roles] == [
        ("participants", "Jo Wu @US"),
        ("participants", "FR"),
        ("host", "CA"),
    ]
    assert [(role, str(who)) for role, who in act.roles] == [("party", "FR")]
    assert (talks.involved, act.involved) == (("US", "FR", "CA"), ("FR",))
    assert (talks.people, act.people, act.groups) == (("Jo Wu",), (), ())
