"""Tables of participants, and the treaties of the world computed from them."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks import world

from timeline import (
    ProvisionalApplication,
    Ratification,
    Signature,
    Timeline,
    Treaty,
    Withdrawal,
    cite,
)
from timeline.errors import InvalidError
from timeline.importers.loaded import Loaded
from timeline.importers.untc import read_memberships, read_participants
from timeline.treaties.acts import days_of
from timeline.when.when import When

TREATY = Treaty(id="t", title="T", complete=True)
SIGNED = "Signature"
CONSENT = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"


def read(*rows: str, columns: str = f'{SIGNED},"{CONSENT}"') -> Loaded:
    return read_participants([f"Participant,{columns}", *rows], TREATY)


def said(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [
        (type(act).__name__, act.party, str(act.when))
        for act in loaded.events
        if isinstance(act, Signature | Ratification | Withdrawal)
    ]


def instruments(loaded: Loaded) -> list[str | None]:
    return [act.instrument for act in loaded.events if isinstance(act, Ratification)]


def test_each_entry_is_a_record_of_its_own() -> None:
    loaded = read(
        "France,18 Jul 1998,9 Jun 2000", "Chad,20 Oct 1999,", "Fiji,1998,Nov 1999"
    )

    assert loaded.events[0] is TREATY
    assert said(loaded) == [
        ("Signature", "FR", "1998-07-18"),
        ("Ratification", "FR", "2000-06-09"),
        ("Signature", "TD", "1999-10-20"),
        ("Signature", "FJ", "1998"),
        ("Ratification", "FJ", "1999-11"),
    ]
    assert loaded.problems == ()
    assert len(Timeline(loaded.events).treaty("t", "2015-03-09").parties) == 2


@pytest.mark.parametrize(
    ("letter", "instrument"),
    [
        ("", "ratification"),
        (" a", "accession"),
        (" A", "acceptance"),
        (" AA", "approval"),
        (" d", "succession"),
        (" c", "formal_confirmation"),
        (" s", "definitive_signature"),
        (" P", "notification"),
        (" p", "notification"),
    ],
)
def test_letters_say_the_instrument_and_capitals_differ(
    letter: str, instrument: str
) -> None:
    assert instruments(read(f"France,,9 Jun 2000{letter}")) == [instrument]


@pytest.mark.parametrize(
    ("heading", "cell", "instrument"),
    [
        pytest.param("Accession(a), Ratification", "1 May 2000", "ratification"),
        pytest.param("Accession", "1 May 2000", "accession", id="only-one"),
        pytest.param("Acceptance(a), Approval", "1 May 2000 a", "acceptance"),
        pytest.param("Definitive signature(s), Acceptance(A)", "1 May 2000 s", None),
        pytest.param("Consent to be bound(P)", "1 May 2000 P", "notification"),
        pytest.param("Accession (a)", "1 May 2000 a", "accession", id="space"),
    ],
)
def test_what_a_letter_means_the_heading_says_first(
    heading: str, cell: str, instrument: str | None
) -> None:
    loaded = read(f"France,{cell}", columns=f'"{heading}"')

    assert instruments(loaded) == [instrument or "definitive_signature"]


def test_succession_to_signature_is_no_consent() -> None:
    columns = f'"Signature, Succession to signature(d)","{CONSENT}"'
    loaded = read("Serbia,12 Mar 2001 d,", columns=columns)

    assert said(loaded) == [("Signature", "RS", "2001-03-12")]


def test_provisional_application_goes_on_until_nobody_knows_when() -> None:
    loaded = read(
        "Spain,1 May 2013 n,2 Apr 2014",
        columns=f'Provisional application under article 23(n),"{CONSENT}"',
    )

    application = loaded.events[1]
    assert isinstance(application, ProvisionalApplication)
    assert str(application.when) == "2013-05-01/"


def test_a_denunciation_is_a_withdrawal_with_its_date() -> None:
    columns = f'"{CONSENT}",Denunciation'
    loaded = read("France,1 May 2000,2 Jun 2005", columns=columns)

    assert said(loaded)[1] == ("Withdrawal", "FR", "2005-06-02")


def test_a_table_can_be_one_text() -> None:
    text = "Participant,Signature\nFrance,1 May 2000\n"

    assert said(read_participants(text, TREATY)) == [("Signature", "FR", "2000-05-01")]


def test_a_heading_may_name_acts_that_its_entries_are_not() -> None:
    """The columns of the Agreement on Part XI of the Convention on the Sea."""
    provisional = (
        "Provisional application by virtue of signature, adoption of the Agreement or"
        " accession thereto, Provisional application by virtue of a notification (n)"
    )
    against = "Notification of non-provisional application under article 7 (1) (b)"
    columns = f'"{provisional}",{against},"{CONSENT}"'
    loaded = read(
        "Fiji,16 Nov 1994,,", "Italy,,29 Jul 1994,1 May 1995", columns=columns
    )

    assert [event.kind for event in loaded.events[1:]] == [
        "provisional_application",
        "ratification",
    ]
    assert "unknown column" in loaded.problems[0].message


def test_names_in_brackets_have_left_at_a_time_the_table_does_not_tell() -> None:
    loaded = read("[Burundi],13 Jan 1999,[21 Sep 2004]", "Denmark 1 2,,2 May 2001")

    assert [act[:2] for act in said(loaded)] == [
        ("Signature", "BI"),
        ("Ratification", "BI"),
        ("Withdrawal", "BI"),
        ("Ratification", "DK"),
    ]
    assert Timeline(loaded.events).treaty("t", "2020-01-01").perhaps == ("BI",)


def test_a_heading_on_two_lines_and_a_name_with_another_line_end_are_one_cell() -> None:
    table = 'Participant,"Ratification,\nAccession(a),\nother"\r\n'
    table += "Cote\u2028d Ivoire,3 Mar 2001 a\r\n"
    loaded = read_participants(table, TREATY)
    assert said(loaded)[0][:2] == ("Ratification", "CI")


def test_records_cite_the_sources_that_are_given() -> None:
    table = ["Participant,Signature", "France,1 May 2000"]
    loaded = read_participants(table, TREATY, sources=[cite("untc")])

    assert loaded.events[1].sources == (cite("untc"),)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param("France,soon,", "not an entry", id="word"),
        pytest.param("France,31 Feb 2000,", "not an entry", id="no-such-day"),
        pytest.param("France,1 Foo 2000,", "not an entry", id="no-such-month"),
        pytest.param("France,,1 May 2000 zz", "not an entry", id="no-such-letter"),
        pytest.param("Atlantis,,1 May 2000", "called PARTY-ATLANTIS", id="no-party"),
        pytest.param("Ωμέγα,,1 May 2000", "called PARTY", id="no-latin-letter"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_line(row: str, problem: str) -> None:
    loaded = read("France,1 May 2000,", row)

    assert [p.line for p in loaded.problems] == [3]
    assert problem in loaded.problems[0].message


def test_a_party_of_no_known_name_is_still_counted() -> None:
    loaded = read("Atlantis,,1 May 2000", "Lemuria,,1 May 2000")

    tl = Timeline(loaded.events, parties=loaded.parties)
    assert [party.name for party in tl.parties] == ["Atlantis", "Lemuria"]
    assert tl.treaty("t", "2001-01-01").parties == (
        "PARTY-ATLANTIS",
        "PARTY-LEMURIA",
    )


def test_a_second_entry_of_a_party_gets_an_id_of_its_own() -> None:
    loaded = read("France,,1 May 2000", "France,,1 May 2001")

    assert [event.id for event in loaded.events[1:]] == [
        "t:consent:FR",
        "t:consent:FR:2",
    ]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        pytest.param([], 0, id="empty"),
        pytest.param(["Participant,Remarks", "France,none"], 1, id="unknown-column"),
        pytest.param(["Participant", "", "France"], 0, id="no-column"),
        pytest.param(["Participant,Signature", 'France,"1 May'], 1, id="open-quote"),
        pytest.param(["Participant,Signature", "x" * 200_000], 1, id="huge"),
    ],
)
def test_a_broken_table_is_no_reason_to_fail(lines: list[str], problems: int) -> None:
    assert len(read_participants(lines, TREATY).problems) == problems


MEMBERS = (
    "Contracting Party,Treaty,Signature Date,Instrument Type,Instrument Date,"
    "Entry Into Force Date"
)


def test_a_list_of_memberships_states_effects() -> None:
    loaded = read_memberships(
        [
            MEMBERS,
            "Algeria,Beijing,,Accession,2017-07-25,2020-04-28",
            "Austria,Beijing,2013-06-19,,,",
            "Slovakia,Rome,,Declaration of Continued Application,1993-05-28,1993-01-01",
        ],
        {"Rome": TREATY},
    )
    acts = [event for event in loaded.events if isinstance(event, Ratification)]

    assert [e.id for e in loaded.events if isinstance(e, Treaty)] == [
        "t",
        "wipo-beijing",
    ]
    assert [(act.party, act.instrument, str(act.effective)) for act in acts] == [
        ("DZ", "accession", "2020-04-28"),
        ("SK", "succession", "1993-01-01"),
    ]
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(
            "Spain,Madrid,,,,1892-07-15", "without an instrument", id="no-instrument"
        ),
        pytest.param("Spain,Madrid,,Gift,2001-01-01,", "instrument", id="unknown"),
        pytest.param("Spain,Madrid,soon,,,", "is not a date", id="no-date"),
        pytest.param("Spain,Madrid,not-before:x,,,", "is not a date", id="anchor"),
        pytest.param("Spain", "no 'Treaty'", id="short-row"),
        pytest.param(
            "Spain,Madrid,,Accession,2001-01-02,2001-01-01",
            "before it is deposited",
            id="effect-before-deposit",
        ),
    ],
)
def test_a_membership_that_cannot_be_is_left_out_and_reported(
    row: str, problem: str
) -> None:
    loaded = read_memberships([MEMBERS, row])

    assert not [e for e in loaded.events if not isinstance(e, Treaty)]
    assert [p.line for p in loaded.problems] == [2]
    assert problem in loaded.problems[0].message


# -- the world ---------------------------------------------------------------------


@pytest.mark.world
@pytest.mark.parametrize("is_dated", [False, True])
def test_the_official_day_is_the_answer_or_within_its_range(is_dated: bool) -> None:  # noqa: FBT001  (a case)
    """From the table alone; and with the days on which States that ended consented."""
    exact, silent = 0, []
    for data, lines, rule, official in world.cases():
        declared = world.UNDATED.get(data["id"], {})
        if is_dated:
            declared = {**declared, **world.PREDECESSORS.get(data["id"], {})}
        entry = world.status_of(data, lines, rule, declared).entry_into_force
        if entry is None:
            silent.append(data["id"])
            continue
        span, day = days_of(entry), days_of(When.parse(official)).first
        assert span.last is not None
        assert span.first <= day <= span.last, (data["id"], entry)
        exact += span.first == span.last

    assert silent == ["arms-trade-treaty", "nagoya"]  # tables from before
    assert exact == (76 if is_dated else 43)


@pytest.mark.world
def test_kyoto_waits_for_the_weight_long_after_the_count() -> None:
    data, lines = next((d, t) for d, t in world.tables() if d["id"] == "kyoto")
    count_only = world.status_of({**data, "weight": None}, lines)
    both = world.status_of(data, lines)

    assert str(count_only.trigger) == "2002-05-23"
    assert str(both.trigger) == "2004-11-18"
    assert "RU" in [act.party for act in both.deposits]


@pytest.mark.world
def test_the_test_ban_waits_for_those_it_names() -> None:
    data = next(d for d in world.rules() if d["id"] == "ctbt")
    lines = (world.DATA / "untc-2015" / "26-4.csv").read_text("utf-8").splitlines()
    status = world.status_of(data, lines)

    assert status.state == "not in force"
    assert set(status.needed.parties) == {
        *("CN", "EG", "IR", "IL", "US", "KP", "IN", "PK")
    }


@pytest.mark.world
def test_the_effect_for_each_party_follows_from_its_deposit() -> None:
    found = list(world.effects())
    wrong = [act for act, stated, computed in found if stated != computed]

    assert len(found) == 728
    assert len(found) - len(wrong) >= 701
    assert sum(act.instrument == "succession" for act in wrong) == 16


@pytest.mark.parametrize(
    "table",
    [
        f"Participant,Signature\nChad {'9' * 10**5}x,18 Jul 1998",
        f"Participant,Signature\nChad {'9 ' * 10**4}x,18 Jul 1998",
        f"Participant,Signature\nChad,{' 1' * 10**4}x",
        f"Participant,Signature{' ' * 10**4}(\nChad,18 Jul 1998",
        f"Participant,{'Signature, ' * 10**4}(\nChad,18 Jul 1998",
    ],
    ids=["digits", "spaced-digits", "entry", "spaces", "commas"],
)
def test_a_hostile_table_takes_no_longer_than_a_long_one(table: str) -> None:
    assert len(read_participants(table, Treaty(id="t", title="T")).events) <= 2


def read_table(table: list[str], **options: Any) -> Loaded:  # noqa: ANN401  (options)
    return read_participants(table, Treaty(id="t", title="T"), **options)


@pytest.mark.parametrize(
    ("heading", "kind", "instrument"),
    [
        ("Application", "ratification", "notification"),
        ("Definitive acceptance", "ratification", "acceptance"),
        ("Confirmation of signature ad referendum", "signature", None),
        ("Notification under article 25", "ratification", "notification"),
        (
            "Undertaking of provisional application in accordance with article 31",
            "provisional_application",
            None,
        ),
    ],
)
def test_a_heading_says_what_its_entries_are(
    heading: str, kind: str, instrument: str | None
) -> None:
    loaded = read_table([f"Participant,{heading}", "Argentina,10 Oct 1963"])

    _, act = loaded.events
    assert (act.kind, getattr(act, "instrument", None)) == (kind, instrument)
    assert loaded.problems == ()


def test_a_user_says_what_a_column_is() -> None:
    table = ["Participant,Beitritt", "Chad,1 Nov 2006", "France,9 Jun 2000 A"]

    loaded = read_table(table, columns={"Beitritt": "accession"})
    acts = [act for act in loaded.events if isinstance(act, Ratification)]
    assert [act.instrument for act in acts] == ["accession", "acceptance"]
    left_out = read_table(table)
    assert len(left_out.events) == 1
    assert left_out.problems[0].message == (
        'unknown column "Beitritt": 2 entries left out; say what they are, as in'
        ' columns={"Beitritt": "notification"}'
    )
    assert "1 entry left out" in read_table(table[:2]).problems[0].message
    with pytest.raises(InvalidError, match='no column is called "Beitrit"'):
        read_table(table, columns={"Beitrit": "accession"})
    with pytest.raises(InvalidError, match='unknown action "acession"; did you mean'):
        read_table(table, columns={"Beitritt": "acession"})


@pytest.mark.parametrize(
    ("cell", "acts"),
    [
        ("18 Jul 2008 a 3", [("accession", "2008-07-18", "footnote 3")]),
        (
            "18 Jul 2008 3, 4",
            [("ratification", "2008-07-18", "footnote 3\nbefore Rome")],
        ),
        ("18 Jul 2008 *", [("ratification", "2008-07-18", "footnote *")]),
        (
            "18 Jul 2008 a 3 Mar 2010",
            [("accession", "2008-07-18", ""), ("ratification", "2010-03-03", "")],
        ),
        (
            "18 Jul 2008 a 4, 3 Mar 2010 A",
            [
                ("accession", "2008-07-18", "before Rome"),
                ("acceptance", "2010-03-03", ""),
            ],
        ),
        (
            "1963; Oct 1964",
            [("ratification", "1963", ""), ("ratification", "1964-10", "")],
        ),
    ],
)
def test_a_cell_holds_entries_and_their_footnotes(
    cell: str, acts: list[tuple[str, str, str]]
) -> None:
    table = ['Participant,"Ratification, Accession(a)"', f'Chad,"{cell}"']
    loaded = read_table(table, footnotes={"4": "before Rome"})

    found = [act for act in loaded.events if isinstance(act, Ratification)]
    assert [(a.instrument, str(a.when), a.note) for a in found] == acts
    assert loaded.problems == ()


@pytest.mark.parametrize(
    "cell", ["18 Jul 2008 a soon", "a", "18 Jul 2008 zz", "32 Mai"]
)
def test_a_cell_that_is_no_entry_is_left_out_whole(cell: str) -> None:
    loaded = read_table(["Participant,Ratification", f"Chad,{cell}"])

    assert len(loaded.events) == 1
    assert "is not an entry: left out" in loaded.problems[0].message


def test_a_footnote_to_a_name_belongs_to_all_that_it_did() -> None:
    loaded = read_table(
        ["Participant,Signature,Ratification", "Chad 1,3 May 1960,1963"]
    )

    assert [act.note for act in loaded.events[1:]] == ["footnote 1", "footnote 1"]


def test_a_row_without_a_participant_is_left_out_and_the_rest_read() -> None:
    rows = [
        "Participant,Ratification",
        "France,9 Jun 2000",
        " 1,5 May 2000",
        "Chad,2001",
    ]
    loaded = read_participants(rows, Treaty(id="t", title="T"))

    assert [problem.line for problem in loaded.problems] == [3]
    assert "no participant" in loaded.problems[0].message
    assert [event.involved for event in loaded.events[1:]] == [("FR",), ("TD",)]
