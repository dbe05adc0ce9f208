from __future__ import annotations

import pkgutil
import re

import pendulum.locales
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import KINDS
from timeline.errors import InvalidError
from timeline.language import en
from timeline.language.message import Message, PartyId, RecordId, Term
from timeline.language.words import CATALOGUES, Words
from timeline.when import edtf
from timeline.when.calendar import Day
from timeline.when.when import When

PENDULUMS = [m.name for m in pkgutil.iter_modules(pendulum.locales.__path__) if m.ispkg]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025", "2025"),
        ("2025-03", "Mar 2025"),
        ("2025-03-17", "17 Mar 2025"),
        ("2025-03-17?", "perhaps 17 Mar 2025"),
        ("2025~", "about 2025"),
        ("2025-03%", "perhaps about Mar 2025"),
        ("?2025-03~", "perhaps about Mar 2025"),
        ("201X", "the 2010s"),
        ("20XX", "a year from 2000 to 2099"),
        ("1XXX-12", "Dec, year not stated (a year from 1000 to 1999)"),
        ("202X-03", "Mar, year not stated (the 2020s)"),
        ("XXXX-XX-XX", "date not stated"),
        ("2025-XX", "2025, month not stated"),
        ("2025-03-XX", "Mar 2025, day not stated"),
        ("2025-XX-XX", "2025, date not stated"),
        ("2025-XX-02", "day 2 of a month of 2025"),
        ("2025-21", "spring 2025"),
        ("2025-34", "second quarter of 2025"),
        ("0000-01", "Jan 1 BC"),
        ("-0043-03-15", "15 Mar 44 BC"),
        ("[2025-03-17,2025-03-18]", "17 or 18 Mar 2025"),
        ("[2025-03-17,2025-04-18]", "17 Mar or 18 Apr 2025"),
        ("[2025-03-17?,2025-03-18]", "perhaps 17 Mar 2025 or 18 Mar 2025"),
        ("[2025]", "2025"),
        ("[2024,2025-03..2025-05]", "2024 or between Mar 2025 and May 2025"),
        ("XXXX-02-29", "29 Feb, year not stated"),
        ("XXXX-02", "Feb, year not stated"),
        ("XXXX-02~/XXXX-04-XX", "about Feb, year not stated to Apr, year not stated"),
        ("200X-21", "200X-21"),
        ("[..2025-03-17]", "17 Mar 2025 or earlier"),
        ("[2025-03-17..]", "17 Mar 2025 or later"),
        ("[2025-03-18..2025-03-27]", "between 18 and 27 Mar 2025"),
        (
            "not-before:2025-03-18T10:00 not-after:2025-03-27",
            "between 18 Mar 2025, 10:00 and 27 Mar 2025",
        ),
        ("not-before:2025-03-18 not-after:2025-03-18", "18 Mar 2025"),
        ("2025-03-17/..", "from 17 Mar 2025"),
        ("2025-03-17/", "from 17 Mar 2025, end not stated"),
        ("../2025", "by 2025"),
        ("/2025", "by 2025, start not stated"),
        ("2025-03-17/2025-03-17", "17 Mar 2025"),
        ("2025-06-15/2025-06-17", "15–17 Jun 2025"),
        ("2025-03-30/2025-04-02", "30 Mar – 2 Apr 2025"),
        ("2024-12-30/2025-01-02", "30 Dec 2024 – 2 Jan 2025"),
        ("-0044-12-30/-0043-01-02", "30 Dec 45 BC – 2 Jan 44 BC"),
        ("2024/2025-03", "2024 to Mar 2025"),
        ("throughout:2025", "all of 2025"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(text: str, words: str) -> None:
    assert Words().date(text) == words


@pytest.mark.parametrize("text", ["Y-17E4", "1950S2", "1XXX-1X"])
def test_what_has_no_words_is_shown_as_written(text: str) -> None:
    assert Words().date(text) == text


@given(st.from_regex(r"20[0-9X]{2}(-[01X][0-9X](-[0-3X][0-9X])?)?", fullmatch=True))
def test_words_never_hold_a_number_that_no_date_of_the_text_has(text: str) -> None:
    try:
        value = edtf.parse(text)
    except InvalidError:  # no such day: a When never holds one
        return
    spans = value.start.spans() if value.start.is_masked else ()
    ends = {day for span in spans for day in (span.first, span.last) if day}
    words = Words().date(text)
    said = {int(number) for number in re.findall(r"\d+", words)}
    told = {int(n) for n in re.findall(r"\d+", text.replace("X", " "))}
    decades = {int(text[:3] + "0")} if text[3] == "X" and text[2] != "X" else set()
    assert said <= told | decades | {2000, 2099} | {n for day in ends for n in day}


def test_the_same_date_is_said_the_same_way_again() -> None:
    words = Words()
    assert words.date("2025-03") == words.date("2025-03") == "Mar 2025"


def test_long_dates_have_their_weekday_where_it_can_be_known() -> None:
    assert Words().date("2025-03-17", long=True) == "Monday 17 March 2025"
    assert Words().date("0000-03-17", long=True) == "17 March 1 BC"
    assert Words().date("2025-06-15/2025-06-17", long=True) == "15–17 June 2025"


@pytest.mark.parametrize(
    ("text", "date", "clock"),
    [
        ("2025-03-17", "17 Mar 2025", ""),
        ("2025-03-17T16:30", "17 Mar 2025", "16:30"),
        ("2025-03-17T16:30-04:00[America/New_York]", "17 Mar 2025", "16:30 (New York)"),
        ("2025-03-17T16:30:05-04:00", "17 Mar 2025", "16:30:05 (UTC−04:00)"),
        ("2025-03-17[Europe/Paris]", "17 Mar 2025", ""),
        ("2025-03-17T16:30Z/..", "from 17 Mar 2025", "16:30 (UTC)"),
        (
            "2025-03-17T16:30+01:00/2025-03-18T10:00+02:00",
            "17–18 Mar 2025",
            "16:30 (UTC+01:00)–10:00 (UTC+02:00)",
        ),
        ("2025-03-17T16:30:00Z", "17 Mar 2025", "16:30 (UTC)"),  # of a calendar
        ("2025-03-17T16:30:05Z", "17 Mar 2025", "16:30:05 (UTC)"),
        ("not-before:2025-03", "", ""),
    ],
)
def test_the_clock_is_told_apart_from_the_date(
    text: str, date: str, clock: str
) -> None:
    when = When.parse(text)
    assert (Words().date_of(when), Words().clock(when)) == (date, clock)


@pytest.mark.parametrize("language", PENDULUMS)
def test_every_language_of_pendulum_has_words_for_a_day(language: str) -> None:
    words = Words(language)
    assert "2025" in words.date("2025-03-01", long=True)
    assert words.date("2025-03-15/2025-04-17") != words.date("2025-03-15")
    assert {words.relative(-2), words.relative(3)} != {""}


def test_languages_say_it_their_own_way() -> None:
    assert Words("fr").date("2025-03-01/2025-03-03") == "1er–3 mars 2025"
    assert Words("ja").date("2025-03-01") == "2025年3月1日"
    assert Words("de").relative(-2) == "vor 2 Tagen"
    assert Words("de").status("under_way") == "under way"
    assert Words("fr").relative(1) == "demain"


def test_a_distance_is_said_in_days_up_to_a_month() -> None:
    say = Words().relative
    assert [say(1), say(-31), say(31)] == ["tomorrow", "31 days ago", "in 31 days"]
    assert [say(32), say(-32)] == ["", ""]


def test_a_status_that_is_not_stated_has_no_word() -> None:
    assert Words().status(None) == ""
    assert Words("fr").status("of_my_own") == "of my own"


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_has_all_that_the_english_one_has(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert set(catalogue.__all__) == set(en.__all__)
    assert all(hasattr(catalogue, name) for name in en.__all__)
    lengths = [len(catalogue.MONTHS), len(catalogue.SHORT_MONTHS)]
    assert [*lengths, len(catalogue.WEEKDAYS)] == [12, 12, 7]
    assert catalogue.PHRASES.keys() == en.PHRASES.keys()


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_phrase_has_the_same_gaps_in_every_language(language: str) -> None:
    catalogue = CATALOGUES[language]
    for key, english in en.PHRASES.items():
        phrase = catalogue.PHRASES[key]
        gaps = [set(re.findall(r"{(\d)", text)) for text in (english, phrase)]
        assert gaps[0] == gaps[1], key
        articles = re.findall(r"{\d:([^}]+)}", phrase)
        assert set(articles) <= catalogue.ARTICLES.keys(), key


def test_a_plural_has_both_its_forms() -> None:
    for key in en.PHRASES:
        stem, _, form = key.rpartition("-")
        if form in {"one", "many"}:
            assert {f"{stem}-one", f"{stem}-many"} <= en.PHRASES.keys()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-04/..", "à partir d'avr. 2025"),
        ("2025-04-01/..", "à partir du 1er avr. 2025"),
        ("2025/..", "à partir de 2025"),
        ("../2025-03-17", "au plus tard le 17 mars 2025"),
        ("../2025-03", "au plus tard en mars 2025"),
        ("2025-03-17/2026", "du 17 mars 2025 à 2026"),
        ("2025-03-17?", "peut-être le 17 mars 2025"),
        ("2025-08~", "vers août 2025"),
        ("throughout:2025-08", "tout au long d'août 2025"),
        ("-0043~", "vers 44 av. J.-C."),
        ("2025-06-15~/..", "à partir du 15 juin 2025 environ"),
        ("2025-06~/2025-08?", "de juin 2025 environ à août 2025 peut-être"),
    ],
)
def test_french_dates_have_their_articles(text: str, words: str) -> None:
    assert Words("fr").date(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[2025-03-18..2025-03-27]", "entre le 18 et le 27 mars 2025"),
        ("[2025-03-30..2025-04-02]", "entre le 30 mars et le 2 avr. 2025"),
        ("[2024-12-30..2025-01-02]", "entre le 30 déc. 2024 et le 2 janv. 2025"),
        ("[2024..2025]", "entre 2024 et 2025"),
    ],
)
def test_what_lies_between_two_days_says_once_what_both_have(
    text: str, words: str
) -> None:
    assert Words("fr").date(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-01/..", "since Jan 2024"),
        ("2024-01/", "since Jan 2024, end not stated"),
        ("2024/2025", "2024 to 2025"),
    ],
)
def test_what_still_goes_on_goes_on_since_its_start(text: str, words: str) -> None:
    assert Words().when(When.parse(text), ongoing=True) == words


def test_a_source_is_of_a_day_or_of_a_month() -> None:
    say, date = Words("fr").say, Words("fr").date
    assert say("as-of", date("2024-08")) == "situation en août 2024"
    assert say("as-of", date("2024-08-05")) == "situation au 5 août 2024"
    assert Words().say("as-of", Words().date("2024-08")) == "as of Aug 2024"


def test_an_unknown_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidError, match='unknown language "xx"; use bg, cs,'):
        Words("xx")
    with pytest.raises(InvalidError, match='did you mean "sv"'):
        Words("svv")


def test_a_message_is_worded_with_titles_names_dates_and_lists() -> None:
    titles = {"a": "Return", "b": "Vote"}.__getitem__
    day = When.parse("2025-03-17T16:30 not-after:2025-04")
    inner = Message("by", (Term("did_not_take_place"), PartyId("FR")))
    whole = Message("and-also", ((RecordId("a"), RecordId("b"), "c"), (inner, day)))
    assert Words().message(whole, titles) == (
        "Return, Vote and c; has not taken place by France and "
        "17 Mar 2025, 16:30, by Apr 2025"
    )
    assert "Return, Vote et c ; n'a pas eu lieu (France)" in Words("fr").message(
        whole, titles
    )


@pytest.mark.parametrize(
    ("language", "days"), [("en", "0 days"), ("fr", "0 jour"), ("de", "0 days")]
)
def test_the_first_number_chooses_the_form_of_a_plural(
    language: str, days: str
) -> None:
    assert Words(language).message(Message("days", (0,))) == days
    assert Words("fr").say("months", -1) == "-1 mois"


def test_a_list_of_nothing_is_empty() -> None:
    assert Words().list([]) == ""


def test_a_date_in_words_is_formatted_as_every_text() -> None:
    words = Words().date("2025-03-17")
    assert f"{words:<12}|{words:>12}|{words}" == "17 Mar 2025 | 17 Mar 2025|17 Mar 2025"


def test_statuses_that_agree_with_feminine_kinds_exist() -> None:
    lifecycles = {kind.kind: kind.lifecycle for kind in KINDS}
    words = {s.word for lines in lifecycles.values() for s in lines or ()}
    for catalogue in CATALOGUES.values():
        assert set(catalogue.FEMININE_KINDS) <= set(lifecycles)
        assert set(catalogue.FEMININE) <= words | {"alleged", "disputed"}


def test_a_date_that_says_its_own_place_takes_no_preposition() -> None:
    spoken = {
        "2025-06-15~": ("about 15 Jun 2025", "vers le 15 juin 2025"),
        "2025-06": ("in Jun 2025", "en juin 2025"),
        "[2025-06-15..2025-06-20]": (
            "between 15 and 20 Jun 2025",
            "entre le 15 et le 20 juin 2025",
        ),
        "[2025-06-15,2025-06-20]": (
            "on 15 or 20 Jun 2025",
            "le 15 ou 20 juin 2025",
        ),
        "[2025-06-15..]": ("on 15 Jun 2025 or later", "le 15 juin 2025 ou plus tard"),
        "not-before:2025-06": ("not before Jun 2025", "pas avant juin 2025"),
    }
    for text, said in spoken.items():
        message = Message("on-date", (When.parse(text),))
        assert (Words("en").message(message), Words("fr").message(message)) == said


def test_a_stretch_may_be_bounded_on_one_side() -> None:
    day = Day(2025, 3, 18)
    assert Words().days(None, day) == "by 18 Mar 2025"
    assert Words().days(day, None) == "from 18 Mar 2025"
    about = Words("fr").days(day, None, mark="~")
    assert about == "à partir du 18 mars 2025 environ"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2025-10-2X", "between 20 and 29 Oct 2025"),
        ("2025-1X", "between Oct 2025 and Dec 2025"),
        ("2025-10-X5", "5, 15 or 25 Oct 2025"),
        ("2025-1X-05", "5 Oct, 5 Nov or 5 Dec 2025"),
        ("202X-12", "Dec, year not stated (the 2020s)"),  # ten years: as written
        ("XXXX-10-2X", "XXXX-10-2X"),
    ],
)
def test_unspecified_digits_are_said_in_words(written: str, said: str) -> None:
    assert Words().date(written) == said


def test_dates_that_differ_in_their_clocks_alone_are_remembered_apart() -> None:
    words = Words()
    texts = {
        "throughout:2025-03-17T16:30": "all of 17 Mar 2025, 16:30",
        "2025-03-17T16:30": "17 Mar 2025, 16:30",
        "2025-03-17": "17 Mar 2025",
        "2025-03-17T09:00Z/2025-03-18T11:30Z": "17–18 Mar 2025, 09:00–11:30 (UTC)",
        "2025-03-17T09:00Z/2025-03-19T11:30Z": "17–19 Mar 2025, 09:00–11:30 (UTC)",
    }
    assert {text: words.date(text) for text in texts} == texts
