"""Parties by code and name, and people on their behalf."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.world import DATA

from timeline import query as q
from timeline.errors import InvalidError
from timeline.parties.parties import (
    as_party,
    entries,
    is_former,
    is_known,
    is_organization,
    party_name,
)
from timeline.records.participants import Participant, as_participants, as_parties

CODES = [*entries()]


def test_every_code_and_every_name_of_the_table_leads_to_its_party() -> None:
    """So no two parties share a name either, but for a few that nobody can tell."""
    shared = {"Korea", "Corée", "Virgin Islands", "CS"}
    for code, entry in entries().items():
        for text in {code, *entry.codes.split(), *entry.labels} - shared:
            assert as_party(text) == code, text
            assert len(text) < 4 or as_party(text.upper()) == code, text


@pytest.mark.parametrize(
    "text", ["KOREA", "Korea", "Corée", "coree", "@korea", "the Virgin Islands"]
)
def test_a_name_of_several_parties_is_refused_with_all_of_them(text: str) -> None:
    wanted = '"VG" or "VI"' if "Virgin" in text else '"KOREAN-EMPIRE", "KP" or "KR"'
    with pytest.raises(InvalidError, match=f"may be .*; write {wanted}") as caught:
        as_participants([text])
    assert caught.value.problems[0].code == "ambiguous-party"
    assert Participant("Korea").name == "Korea"
    with pytest.raises(InvalidError, match=r"may be .*; write"):
        q.involving(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("U.S.", "US", id="dots"),
        pytest.param("Cote d'Ivoire", "CI", id="no-accents"),
        pytest.param("CÔTE D’IVOIRE", "CI", id="typographic"),
        pytest.param("turkiye", "TR", id="lower-case"),
        pytest.param("TÜRKİYE", "TR", id="turkish-capitals"),
        pytest.param("St. Kitts & Nevis", "KN", id="saint-and-ampersand"),
        pytest.param("The Gambia", "GM", id="article"),
        pytest.param("Republic of France", "FR", id="formal"),
        pytest.param("Republic of Korea", "KR", id="formal-names-can-differ"),
        pytest.param("Kingdom of the Netherlands", "NL", id="formal-with-article"),
        pytest.param("Burma", "MM", id="renamed-state"),
        pytest.param("Czechoslovakia", "CSHH", id="former-state"),
        pytest.param("AU", "AU", id="australia-not-the-african-union"),
        pytest.param("P5+1", "P5+1", id="sign-in-a-name"),
        pytest.param("the U.S.", "US", id="article-before-letters"),
        pytest.param("BiH", "BA", id="letters-of-both-cases"),
        pytest.param("Palestine, State of", "PS", id="turned"),
        pytest.param("Zaire, Republic of", "CD", id="turned-and-formal"),
        pytest.param("Serbia (Republic of)", "RS", id="turned-in-brackets"),
        pytest.param("Virgin Islands, British", "VG", id="turned-adjective"),
        pytest.param("United Kingdom (UK)", "GB", id="said-twice"),
        pytest.param("China, Hong Kong SAR", "HK", id="region"),
        pytest.param("Korea, Dem. People's Rep.", "KP", id="world-bank"),
        pytest.param("Panama Canal Zone", "PZPA", id="former-territory"),
        pytest.param("GERMANY FEDERAL REPUBLIC", "DE", id="turned-without-comma"),
        pytest.param("VIETNAM, SOC. REP. OF", "VN", id="shortened"),
        pytest.param("Bosnia and Herz.", "BA", id="map"),
        pytest.param("D.P.R. Korea", "KP", id="letters-of-a-sort"),
        pytest.param("UKRAINE S S R", "UA", id="letters-apart"),
        pytest.param("Prussia", "PRUSSIA", id="state-of-its-time"),
        pytest.param("Tanganyika", "TANGANYIKA", id="not-what-came-after"),
        pytest.param("People's Republic of Korea", "KP", id="a-word-left-out"),
        pytest.param("SU", "SUHH", id="code-of-two-letters-that-was"),
        pytest.param("FRY", "CSXX", id="one-state-under-two-names"),
        pytest.param("SFRY", "YUCS", id="the-other-yugoslavia"),
        pytest.param("Siam (Thailand)", "TH", id="both-names"),
        pytest.param("WHO World Health Organization", "WHO", id="code-first"),
        pytest.param("Cuba (Provisional Government)", "CU", id="its-government"),
        pytest.param("Organisation mondiale de la Santé", "WHO", id="french"),
        pytest.param("ALLEMAGNE", "DE", id="french-capitals"),
        pytest.param("KUWAIT (STATE OF)", "KW", id="formally-a-state"),
        pytest.param("Etat d'Israel", "IL", id="formally-a-state-in-french"),
    ],
)
def test_a_party_goes_by_many_names(text: str, code: str) -> None:
    assert as_party(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "us",
        "in",
        "the us",
        "ZZ",
        "ABQ",
        "Niger State",  # of Nigeria
        "State of Mexico",
        "Mark Carney",
        "Carney, Mark",
        "Paris, France",
        "Serbia (FR)",
        "ca-QC",
        "OPEC+",
        "Korea",
        "XYZW",
        "GOLD COAST",
        "Northern Ireland",
        "British Honduras",
        "Western Samoa (UK)",
        "Virgin Islands",
        "x" * 300,
        "Ωμέγα",
        3,
    ],
)
def test_what_is_no_party_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as caught:
        as_party(text)

    assert caught.value.hint


def test_a_misspelt_party_is_told_the_nearest_and_how_to_name_a_person() -> None:
    with pytest.raises(InvalidError, match='did you mean "Germany"') as caught:
        as_party("Germeny")

    assert "Participant" not in caught.value.hint  # a party field takes no person
    assert caught.value.problems[0].code == "unknown-party"
    with pytest.raises(InvalidError) as caught:
        Participant.parse("Germeny")
    assert caught.value.hint == (
        'did you mean "Germany"? for a person write "Germeny @CODE"'
    )
    assert caught.value.problems[0].code == "unknown-party"


@pytest.mark.parametrize("text", ["Mark Carney (CA)", "Mark Carney, Canada"])
def test_a_person_written_in_another_way_is_told_how(text: str) -> None:
    with pytest.raises(InvalidError, match='write "Mark Carney @CA"'):
        Participant.parse(text)


def test_the_name_of_a_party_is_no_person_unless_one_of_a_party() -> None:
    with pytest.raises(InvalidError, match=r'write Participant\(of="Canada"\)'):
        Participant("Canada")
    assert Participant.parse("Chad @US").name == "Chad"


def test_known_former_and_named() -> None:
    assert is_known("YUCS")
    assert is_former("YUCS")
    assert not is_former("RS")
    assert is_organization("EU")
    assert not is_organization("XK")
    assert not is_known("XYZW")
    assert party_name("YUCS") == "Yugoslavia"


@given(st.sampled_from(CODES), st.text(st.characters(codec="utf-8"), max_size=12))
def test_the_text_of_a_participant_reads_back(code: str, name: str) -> None:
    try:
        someone = Participant(name, of=code)
    except InvalidError:
        return
    assert Participant.parse(str(someone)) == someone


@pytest.mark.parametrize("name", ["Wagner Group", "Mums@Ryde", "a.b@c.eu"])
def test_a_person_of_no_party_reads_back(name: str) -> None:
    someone = Participant(name)

    assert Participant.parse(str(someone)) == someone


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(Participant, "has a name or a party", id="nobody"),
        pytest.param(lambda: Participant("FR"), "is a code or the name", id="code"),
        pytest.param(lambda: Participant("A @FR"), "invalid name", id="text-as-name"),
        pytest.param(lambda: Participant("A@FR"), "invalid name", id="no-space"),
        pytest.param(lambda: Participant("A@"), "invalid name", id="no-party"),
        pytest.param(lambda: Participant(" A"), "invalid name", id="spaces"),
        pytest.param(lambda: Participant("A", of="A B"), "of: ", id="party"),
        pytest.param(lambda: Participant("A", role=3), "role: 3 is", id="role"),  # type: ignore[arg-type]
        pytest.param(lambda: Participant.parse("Emma"), "unknown party", id="bare"),
        pytest.param(lambda: Participant.parse(7), "is not a participant", id="number"),  # type: ignore[arg-type]
        pytest.param(lambda: Participant.parse("x" * 1001), "too long", id="long"),
    ],
)
def test_a_broken_participant_says_what_to_write(make: object, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        make()  # type: ignore[operator]


class Word(str):
    """A text as other libraries have it: numpy's, or of a `StrEnum`."""

    __slots__ = ()

    def __str__(self) -> str:
        return "something else"


def test_a_text_of_a_subclass_is_read_as_the_plain_one() -> None:
    someone = Participant(Word("Mark Carney"), of=Word("Canada"), role=Word("chair"))

    assert someone == Participant("Mark Carney", of="CA", role="chair")
    assert {type(getattr(someone, name)) for name in ("name", "of", "role")} == {str}
    assert type(as_party(Word("Canada"))) is str
    with pytest.raises(InvalidError, match='"CA" is one value'):
        as_parties(Word("CA"))


def test_participants_that_are_known_stay_the_same_objects() -> None:
    carney = Participant("Mark Carney", of="CA")

    assert as_participants([carney, "FR"])[0] is carney


@pytest.mark.parametrize("values", ["CA", Participant(of="CA"), {"CA": 1}, b"CA", 3])
def test_one_value_where_a_list_belongs_is_a_slip(values: object) -> None:
    with pytest.raises(InvalidError, match="list") as caught:
        as_participants(values)  # type: ignore[arg-type]

    assert caught.value.hint.startswith("write [")


def test_a_bad_value_in_a_list_is_found_by_its_place() -> None:
    with pytest.raises(InvalidError) as caught:
        as_participants(["CA", "Nobody"])
    assert caught.value.loc == (1,)
    with pytest.raises(InvalidError) as caught:
        as_parties(["CA", "FR", "No Body"])
    assert caught.value.loc == (2,)


@pytest.mark.world
def test_every_name_in_real_tables_of_treaties_is_known() -> None:
    tables = [*DATA.glob("untc-2015/[0-9]*.csv"), *DATA.glob("wipo/*.csv")]
    for table in tables:
        with table.open(encoding="utf-8", newline="") as lines:
            for name, *_ in list(csv.reader(lines))[1:]:
                assert is_known(as_party(name)), name


def test_parties_are_listed_once_and_in_order() -> None:
    assert as_parties(["Canada", "EU", "CAN"]) == ("CA", "EU")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Frnace", "France"), ("GERMNY", "Germany"), ("uk", "UK"), ("in", "IN")],
)
def test_a_slip_in_the_name_of_a_party_is_put_right(text: str, name: str) -> None:
    with pytest.raises(InvalidError, match=f'did you mean "{name}"'):
        as_party(text)


@pytest.mark.parametrize(
    "text",
    [
        *("England", "Scotland", "Taliban", "Hamas", "Kurdistan", "Somaliland", "Plo"),
        *(
            "Catalonia",
            "Houthis",
            "Hezbollah",
            "Styria",
            "Cameroons",
            "Nigera",
            "Mark Carney",
        ),
    ],
)
def test_a_hint_never_names_another_party(text: str) -> None:
    with pytest.raises(InvalidError) as caught:
        as_party(text)
    assert "did you mean" not in caught.value.hint
    with pytest.raises(InvalidError) as caught:
        Participant.parse(text)
    assert f'"{text} @CODE"' in caught.value.hint


@pytest.mark.parametrize(
    ("text", "code"),
    [("ROUMANIA", "RO"), ("SERVIA", "RS"), ("PERSIA", "IR"), ("Siam", "TH")],
)
def test_an_old_spelling_in_capitals_is_a_name_and_no_code(
    text: str, code: str
) -> None:
    assert as_party(text) == code


@given(st.sampled_from(CODES), st.integers(0, 30), st.sampled_from("aeiorstx"))
def test_a_suggestion_is_one_slip_away_from_what_was_written(
    code: str, at: int, letter: str
) -> None:
    name = party_name(code)
    text = name[:at] + letter + name[at:]
    hint = ""
    try:
        as_party(text)
    except InvalidError as error:
        hint = error.hint
    if "did you mean" in hint:
        assert as_party(hint.split('"')[1]) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Royaume du Maroc", "MA"),
        ("République de Pologne", "PL"),
        ("Royaume d'Espagne", "ES"),
        ("Côte d’Ivoire", "CI"),
        ("COTE DIVOIRE", "CI"),
        ("Iran (Rép. islamique d')", "IR"),
        ("Rép. dém. du Congo", "CD"),
        ("République de Corée", "KR"),
        ("République de Chine", "TW"),
        ("République du Viet Nam", "RVNX"),
        ("URSS", "SUHH"),
        ("ONU", "UN"),
        ("Saint-Christophe-et-Niévès", "KN"),
        ("État de la Cité du Vatican", "VA"),
        ("Empire russe", "RU"),
        ("Communautés européennes", "EU"),
        ("Groupe des sept", "G7"),
        ("CECA", "ECSC"),
        ("North Yemen", "YE"),
        ("P5 + 1", "P5+1"),
        ("EU-3", "E3"),
    ],
)
def test_french_names_and_abbreviations_are_read_as_english_ones(
    text: str, code: str
) -> None:
    assert as_party(text) == code


@pytest.mark.parametrize("text", ["Congo belge", "Guinée portugaise", "OPEC+", "Gaza"])
def test_a_territory_or_another_group_is_not_taken_for_a_party(text: str) -> None:
    with pytest.raises(InvalidError):
        as_party(text)
