"""Clock times in the zone of a reader."""

from __future__ import annotations

import pytest

from timeline import Call, Event, Meeting, Source, Timeline, cite
from timeline.errors import UnknownZoneError

TL = Timeline(
    [
        Call(
            id="call",
            title="Call",
            when="2025-03-17T23:30-04:00[America/Toronto]",
            status="expected",
        ),
        Meeting(
            id="talks",
            title="Talks",
            when="2025-03-17T09:00Z/2025-03-17T10:30Z not-before:2025-03-17T08:00Z",
        ),
        Event(id="day", title="Day", when="2025-03-17"),
        Event(id="tokyo", title="Tokyo", when="2025-07-17T10:00", tz="Asia/Tokyo"),
    ]
)
FLOATING = Event(id="float", title="Float", when="2025-03-17T10:00")


def test_clock_times_are_on_the_clocks_of_the_zone_and_days_stay() -> None:
    lines = TL.table(tz="Europe/Paris", group="none").splitlines()

    assert "times in Europe/Paris" in lines
    shown = {words for line in lines for words in line.split("  ") if words}
    assert {
        "17 Mar 2025",
        "18 Mar 2025, 04:30 (Paris)",
        "17 Mar 2025, 10:00–11:30 (Paris), not before 17 Mar 2025, 09:00 (Paris)",
        "17 Jul 2025, 03:00 (Paris)",
    } <= shown


def test_rows_stand_under_the_days_of_the_zone() -> None:
    lines = TL.table(tz="Europe/Paris").splitlines()

    at = lines.index("Tuesday 18 March 2025")
    assert lines[at + 1].split() == ["◌", "04:30", "(Paris)", "Call", "expected"]


def test_a_time_of_no_zone_stays_as_stated_and_the_table_says_so() -> None:
    tl = TL.add(FLOATING)

    table = tl.table(tz="Europe/Paris", group="none")
    assert "times in Europe/Paris; those without a zone as stated" in table
    assert "17 Mar 2025, 10:00  " in table
    at_home = Timeline(tl.events, tz="Asia/Tokyo").table(tz="Europe/Paris")
    assert "02:00 (Paris)" in at_home
    assert "as stated" not in at_home


def test_cards_agendas_and_pages_take_a_zone_too() -> None:
    said = "18 Mar 2025, 12:30 (Tokyo)"
    agenda = TL.agenda("2025-03-17")

    for text in (TL.card("call", tz="Asia/Tokyo"), agenda.table(tz="Asia/Tokyo")):
        assert "times in Asia/Tokyo" in text
        assert said in text
    page = TL.to_html(page=True, tz="Asia/Tokyo")
    assert "times in Asia/Tokyo" in page
    assert said in page
    assert "heures locales (Asia/Tokyo)" in TL.table(tz="Asia/Tokyo", language="fr")


def test_what_has_no_clock_time_in_the_years_of_a_calendar_stays() -> None:
    late = Event(id="late", title="Late", when="9999-12-31T23:30Z", since="2025-03-17")
    tl = Timeline([late, Event(id="none", title="None")])

    assert "31 Dec 9999, 23:30 (UTC)" in tl.table(tz="Asia/Tokyo", group="none")
    assert tl.table(tz=None) == tl.table()
    with pytest.raises(UnknownZoneError, match='did you mean "Asia/Tokyo"'):
        tl.table(tz="Asia/Tokio")


def test_a_clock_time_in_a_limit_is_shown_in_the_zone_and_a_day_stays() -> None:
    event = Event(id="e", title="E", when="2025-03-17 not-before:2025-03-17T10:00Z")

    assert "11:00 (Paris)" in Timeline([event]).table(tz="Europe/Paris")


def test_an_open_end_stays_open_in_the_zone() -> None:
    event = Event(id="e", title="E", when="2025-03-17T10:00Z/..")

    assert "11:00 (Paris)" in Timeline([event]).table(tz="Europe/Paris")


def test_a_link_to_another_event_stays_in_the_zone() -> None:
    first = Event(id="x", title="X", when="2025-03-16")
    event = Event(id="e", title="E", when="2025-03-17T10:00Z not-before:x")

    assert "11:00 (Paris)" in Timeline([first, event]).table(tz="Europe/Paris")


def test_all_clock_times_of_a_record_are_on_the_clocks_of_the_zone() -> None:
    said = cite("s", when="2025-07-04T20:00Z")
    talks = Meeting(
        id="m",
        title="Talks",
        when="2025-07-03T20:00Z/2025-07-03T22:00Z",
        formerly=["2025-07-02T20:00Z"],
        status="scheduled",
        sources=["t", said],
    )
    call = Call(id="c", title="Call", when="2025-07-03T22:00Z", status="scheduled")
    after = Call(id="d", title="Later", when="same-day:m", status="scheduled")
    tl = Timeline([talks, call, after], [Source(id="s"), Source(id="t")])
    table = tl.table(tz="Asia/Tokyo")

    assert "moved from 3 Jul 2025, 05:00 (Tokyo)" in table
    assert "says 5 Jul 2025, 05:00 (Tokyo)" in table
    assert "because Talks is dated 4 Jul 2025, 05:00–07:00 (Tokyo) or 5 Jul" in table
    assert table.count("∴ between") == tl.table().count("∴ between") == 1
    agenda = tl.agenda("2025-07-09").table(tz="Asia/Tokyo")
    assert "was to begin 4 Jul 2025, 07:00 (Tokyo), no outcome" in agenda
    assert "(UTC)" not in table + agenda


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2025-05-31T18:00", "18:00 (Paris)"),
        ("2025-05-31T18:00/2025-05-31T18:45", "18:00–18:45 (Paris)"),
        ("2025-05-31T18:00[Europe/Paris]", "18:00 (Paris)"),
        ("2025-05-31T16:00Z", "16:00 (UTC)"),  # which is stated
    ],
)
def test_a_clock_time_in_the_zone_of_its_record_alone_is_named_with_it(
    when: str, said: str
) -> None:
    call = Call(id="c", title="Call", when=when, tz="Europe/Paris", status="expected")
    other = Call(id="d", title="D", when="2025-05-31", tz="Asia/Tokyo")
    table = Timeline([call, other]).table()
    assert said in table
    assert "Tokyo" not in table
    assert said in Timeline([call]).agenda("2025-05-30").table()
    at_home = Timeline([call], tz="Europe/Paris").table()
    assert ("(Paris)" in at_home) is ("Paris" in when)


def test_what_is_overdue_is_so_on_the_clocks_that_are_shown() -> None:
    evening = "2025-03-17T20:00[America/Toronto]"
    tl = Timeline([Meeting(id="m", title="Meeting", when=evening, status="scheduled")])
    assert "scheduled, 1 day overdue" in tl.table(on="2025-03-18")
    in_paris = tl.table(on="2025-03-18", tz="Europe/Paris")
    assert "Tuesday 18 March 2025" in in_paris
    assert "overdue" not in in_paris
