from __future__ import annotations

import csv
import re

import attrs
import pytest
from hypothesis import given
from tests.support.stories import dated, hostile_timelines, told

from timeline import (
    KINDS,
    Call,
    Event,
    History,
    Invitation,
    Meeting,
    Party,
    Source,
    Timeline,
    Treaty,
    Visit,
    cite,
)
from timeline.api.options import TableFormat
from timeline.errors import InvalidError, UnknownIdError
from timeline.language.words import Words
from timeline.records.meetings import Stop
from timeline.report.layout import FORMATS
from timeline.text import clean


def test_a_card_says_all_that_is_told_of_one_event() -> None:
    tl = Timeline(
        [
            Meeting(
                id="m",
                title="Talks",
                when="2025-03-17T10:00+01:00[Europe/Paris]",
                status="held",
                since="2025-03-18",
                participants=["Mark Carney @CA"],
                private=True,
                medium="in_person",
                topics=["trade", "defence"],
                about=["n"],
                sources=[],
            ),
            Event(id="n", title="Other", when="not-before:m"),
        ]
    )
    lines = tl.card("m").split("\n")
    assert lines[0].strip() == "Talks"
    card = "\n".join(re.sub(r"  +", ": ", line) for line in lines)
    for line in (
        "Kind: meeting",
        "When: 17 Mar 2025, 10:00 (Paris)",
        "Status: held on 18 Mar 2025",
        "Participants: Mark Carney (CA)",
        "Private: yes",
        "Topics: trade",
        "About: Other",
        "Referred to by: Other (when)",
        "Id: m",
    ):
        assert line in card


def test_a_card_tells_what_befell_an_event() -> None:
    reported = Timeline([Event(id="e", title="E", status="expected")])
    known = reported.update("e", status="occurred", when="2025-03-28")
    history = History().record(reported, "2025-03-17").record(known, "2025-03-28")
    lines = known.card("e", history=history).split("\n")
    assert lines[-3].startswith("History  17 Mar 2025")
    assert "occurred (was: expected)" in lines[-2]


def test_quotes_and_what_it_waits_for_stand_on_the_card() -> None:
    card = told().card("visit")
    assert "[1]: “first official visit”" in card
    assert "Return to Ottawa (when)" in card
    call = told().card("call", width=50)
    assert max(map(len, call.split("\n"))) <= 50
    assert "Carney returns to Ottawa" in " ".join(call.split())
    assert "not before the end of" in call
    assert "not-before:return" not in call
    assert "[2] denies that it took place" in dated().card("morning")
    assert "readout denies that it took place" in dated().card("morning", "csv")


def test_addresses_of_sources_are_links_on_a_page() -> None:
    source = Source(id="s", title="Page", url="https://example.org/a?b=1&c=2")
    tl = Timeline([Call(id="c", title="C", status="expected", sources=["s"])], [source])
    for page in (tl.card("c", "html"), tl.agenda(on="2025-03-17").to_html(page=True)):
        assert '<a href="https://example.org/a?b=1&amp;c=2"' in page


@pytest.mark.parametrize("fmt", ["simple", "grid", "github", "latex", "csv", "html"])
def test_a_card_has_the_formats_of_a_table(fmt: TableFormat) -> None:
    assert "Private meeting at the Élysée" in told().card("private-talk", fmt)


def test_a_card_is_french_from_field_to_field() -> None:
    card = told().card("private-talk", language="fr")
    assert re.search(r"^Genre +réunion$", card, re.MULTILINE)
    assert re.search(r"^État +tenue$", card, re.MULTILINE)
    assert re.search(r"^Partie de +First official visit", card, re.MULTILINE)
    assert "(quand)" in told().card("visit", language="fr")
    for kind in KINDS:
        for field in attrs.fields(kind):
            if field.name not in {"title", "extra"}:
                assert Words("fr").name(field.name) != field.name.replace("_", " ") or (
                    field.name in {"id", "note", "sources", "parties", "instrument"}
                    or field.name == "participants"
                ), field.name


def test_a_card_words_the_stops_of_a_visit() -> None:
    stops = [Stop("Paris", when="2025-03-17"), Stop("London", note="by train")]
    card = Timeline([Visit(id="v", title="Tour", stops=stops)]).card("v")
    assert re.search(
        r"^Stops +Paris, 17 Mar 2025\n +London, by train$", card, re.MULTILINE
    )


def test_a_card_cuts_no_word_at_any_width() -> None:
    note = " ".join(f"word{n}" for n in range(100))
    tl = Timeline([Event(id="e", title=f"Talks {note}", note=note)])
    for width in (None, 200, 60, 30):
        lines = tl.card("e", width=width).split("\n")
        assert max(map(len, lines)) <= (width or 200)
        words = [re.sub(r"^(Id|Kind|Note)? +", "", line) for line in lines]
        assert " ".join(words) == f"Talks {note} event {note} e"


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match='"vist"; did you mean "visit"'):
        told().card("vist")
    with pytest.raises(UnknownIdError, match='"nothing-like-it"'):
        told().card("nothing-like-it")
    for key in (None, 3, b"a"):
        with pytest.raises(UnknownIdError):
            Timeline([]).card(key)  # type: ignore[arg-type]


def test_a_card_refuses_formats_that_are_not_its_own() -> None:
    with pytest.raises(InvalidError, match="unknown table format"):
        told().card("visit", "gird")  # type: ignore[arg-type]


def test_a_flag_that_is_false_is_told_too() -> None:
    tl = Timeline([Meeting(id="m", title="M", private=False, sources=[])])
    assert re.search(r"Private +no", tl.card("m"))


@given(hostile_timelines())
def test_hostile_texts_change_no_line_of_a_card(tl: Timeline) -> None:
    card = tl.card("m0")
    assert clean(card.replace("\n", " ")) == card.replace("\n", " ")
    assert cite("s").source in card


@pytest.mark.parametrize(
    "title", ["A ", "A\n", "A\t", " A", "\u3000A\u3000", "A\r\n \t"]
)
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_title_may_end_in_what_nobody_sees(title: str, fmt: TableFormat) -> None:
    tl = Timeline([Event(id="a", title=title), Event(id="b", title="B", about=["a"])])
    for width in (None, 20):
        assert "A" in tl.card("a", fmt, width=width)
        assert "A" in tl.table(fmt, width=width)
    assert "A" in tl.card("b", fmt)


@pytest.mark.parametrize("title", ['=HYPERLINK("http://evil")', "+1", "-1", "@a"])
def test_no_title_on_a_card_is_a_formula_of_a_spreadsheet(title: str) -> None:
    tl = Timeline([Meeting(id="a", title=title)])
    for row in csv.reader(tl.card("a", "csv").split("\n")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    table = tl.table("csv", columns={title: "what"})
    assert not table.split(",")[1].strip('"').startswith(title[0])


def test_words_of_fields_are_words_of_the_reader() -> None:
    tl = Timeline([Meeting(id="m", title="M", medium="in_person")])
    assert re.search("^Medium +in person$", tl.card("m"), re.MULTILINE)
    assert "en personne" in tl.card("m", language="fr")


def test_the_host_of_a_call_is_its_caller() -> None:
    tl = Timeline([Call(id="c", title="C", host=["CA"])])
    assert re.search("^Caller +Canada$", tl.card("c"), re.MULTILINE)
    assert re.search("^Appelant +Canada$", tl.card("c", language="fr"), re.MULTILINE)


def test_a_source_and_a_declared_party_have_cards_too() -> None:
    talks = Meeting(id="m", title="Talks", participants=["@taliban"], sources=["afp"])
    source = Source(id="afp", published="2025-03-17", url="https://example.org/a")
    tl = Timeline([talks], [source], parties=[Party(id="taliban", name="Taliban")])
    afp, taliban = tl.card("afp"), tl.card("taliban")
    assert re.search(r"^Published +17 Mar 2025$", afp, re.MULTILINE)
    assert "https://example.org/a" in afp
    assert "Talks (sources)" in afp
    assert taliban.splitlines()[0].strip() == "Taliban"
    assert "Talks (participants)" in taliban
    with pytest.raises(UnknownIdError, match='"afp" is a source, not an event; use'):
        tl["afp"]


@pytest.mark.parametrize("fmt", ["plain", "simple", "rounded", "github", "latex"])
def test_nothing_of_a_card_is_cut(fmt: TableFormat) -> None:
    words = [f"word{at}" for at in range(90)]
    talks = Meeting(id="a", title=" ".join(words), note=" ".join(words))
    text = Timeline([talks]).card("a", fmt, width=70)

    assert all(text.count(f"{word}") >= 2 for word in words)
    lines = text.splitlines()
    if fmt in {"plain", "simple", "rounded"}:
        assert max(map(len, lines)) <= 70


def test_a_place_or_a_note_is_no_record_and_a_medium_is_a_word() -> None:
    talks = Meeting(id="paris", title="Talks", place="paris", note="paris")
    tl = Timeline([talks, Visit(id="v", title="V", category="official_working")])

    lines = [line.split() for line in tl.card("paris").splitlines()]
    assert ["Place", "paris"] in lines
    assert ["Note", "paris"] in lines
    changed = tl.update("v", category="state").since(tl).brief()
    assert "category: state (was: official working)" in changed


def test_a_card_prints_no_default_that_nobody_stated() -> None:
    lines = Timeline([Treaty(id="t", title="Pact")]).card("t").splitlines()
    assert [line.split() for line in lines] == [
        ["Pact"],
        ["Kind", "treaty"],
        ["Id", "t"],
    ]


def test_the_card_of_an_open_invitation_says_that_no_reply_is_reported() -> None:
    invitation = Invitation(id="i", title="I", status="extended")
    tl = Timeline([invitation])
    assert "no reply reported" in tl.card("i")
    assert "no reply" not in tl.update("i", status="accepted").card("i")


def test_the_names_of_fields_on_a_page_are_no_signs_beside_their_values() -> None:
    page = Timeline([Event(id="e", title="E")]).card("e", "html")
    assert '<th scope="row" role="rowheader" class="field">Kind</th>' in page
    assert 'class="mark"' not in page
