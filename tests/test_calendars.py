"""Calendars that other programs wrote, well or badly."""

from __future__ import annotations

import pytest

from timeline import Event, Timeline
from timeline.formats import icalendar_in


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def event(*lines: str) -> str:
    return calendar("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT")


def codes(text: str) -> list[str]:
    return [problem.code for problem in icalendar_in.read(text).problems]


def read(text: str) -> Timeline:
    loading = icalendar_in.read(text)
    loading.require_good()
    return loading.timeline(Timeline)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "no-header", id="empty"),
        pytest.param("BEGIN:VCARD", "no-header", id="card"),
        pytest.param(calendar("END:VEVENT"), "bad-calendar", id="ends-nothing"),
        pytest.param(
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", "bad-calendar", id="again"
        ),
        pytest.param("BEGIN:VCALENDAR\n", "bad-calendar", id="not-closed"),
        pytest.param(calendar("no colon"), "bad-calendar", id="no-line"),
        pytest.param(calendar("X-WR-TIMEZONE:Mars/One"), "unknown-zone", id="zone"),
        pytest.param(calendar("X-TIMELINE-SOURCE:{"), "bad-json", id="source"),
        pytest.param(calendar("X-TIMELINE-SOURCE:[]"), "wrong-type", id="list"),
        pytest.param(event("X-TIMELINE-DATA:5"), "wrong-type", id="data"),
        pytest.param(
            event("X-TIMELINE-KIND:call", "X-TIMELINE-WHEN-TEXT:{"),
            "bad-json",
            id="words",
        ),
        pytest.param(event("DTSTART:today"), "bad-date", id="date"),
        pytest.param(event("DTSTART:20250230"), "bad-date", id="day"),
        pytest.param(event("DTSTART:20250228", "DTEND:20250230"), "bad-date", id="end"),
        pytest.param(
            event("DTSTART:20250230", "DURATION:PT1H"), "bad-date", id="start"
        ),
        pytest.param(
            event("DTSTART:20250228", "DURATION:long"), "bad-duration", id="length"
        ),
        pytest.param(
            event("DTSTART;TZID=Mars/One:20250228T120000"), "unknown-zone", id="tzid"
        ),
    ],
)
def test_what_is_wrong_with_a_calendar_is_told_by_its_code(
    text: str, code: str
) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (["DTSTART:20250615T100000Z"], "2025-06-15T10:00:00Z"),
        (
            ["DTSTART:20250615T100000Z", "DTEND:20250615T113000Z"],
            "2025-06-15T10:00:00Z/2025-06-15T11:30:00Z",
        ),
        (
            ["DTSTART:20250615T100000Z", "DTEND:20250615T100000Z"],
            "2025-06-15T10:00:00Z",
        ),
        (["DTSTART:20250615", "DTEND:20250616"], "2025-06-15"),
        (["DTSTART:20250615", "DURATION:P2D"], "2025-06-15/2025-06-16"),
        (["DTSTART:20250615", "DURATION:PT1H"], "2025-06-15"),
        (
            ["DTSTART;TZID=Europe/Paris:20250615T100000"],
            "2025-06-15T10:00:00+02:00[Europe/Paris]",
        ),
        (["SUMMARY:x"], "None"),
    ],
)
def test_when_an_event_is(lines: list[str], when: str) -> None:
    assert str(read(event(*lines))["a"].when) == when


def test_alarms_and_zones_within_a_calendar_are_passed_over() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT15M", "DTSTART:nonsense", "END:VALARM")
    zone = ("BEGIN:VTIMEZONE", "TZID:x", "END:VTIMEZONE", "METHOD:PUBLISH")
    text = calendar(
        *zone, "BEGIN:VEVENT", "UID:a", *alarm, "SUMMARY:Talks", "END:VEVENT"
    )

    assert read(text)["a"].title == "Talks"


def test_a_calendar_says_its_title_and_zone_once() -> None:
    tl = read(calendar("NAME:one", "X-WR-CALNAME:two", "X-WR-TIMEZONE:Europe/Paris"))

    assert (tl.title, tl.tz) == ("one", "Europe/Paris")


def test_people_have_names_and_organizers_their_role() -> None:
    tl = read(
        event(
            "ORGANIZER;CN=Ann Lee:mailto:a@x.org",
            "ATTENDEE;CN=b@x.org:mailto:b@x.org",
            "ATTENDEE:mailto:c@x.org",
        )
    )

    assert [(who.name, who.role) for who in tl["a"].participants] == [
        ("Ann Lee", "organizer")
    ]


def test_an_event_without_a_usable_uid_gets_an_id_of_its_digest() -> None:
    bare = calendar("BEGIN:VEVENT", "SUMMARY:x", "END:VEVENT")
    spaced = calendar("BEGIN:VEVENT", "UID:a b", "SUMMARY:x", "END:VEVENT")
    ids = {read(text)[0].id for text in (bare, spaced)}

    assert len(ids) == 2
    assert all(id_.startswith("ics-") for id_ in ids)
    again = event("RECURRENCE-ID:20250615")
    assert read(again)[0].id == "a/20250615"


def test_our_own_event_that_another_program_has_moved_is_where_it_moved_it() -> None:
    ours = ("X-TIMELINE-KIND:meeting", "X-TIMELINE-WHEN:2025-03-17")
    moved = calendar(
        "BEGIN:VEVENT", "UID:m@x", *ours, "DTSTART;VALUE=DATE:20250318", "END:VEVENT"
    )

    assert str(read(moved)["m"].when) == "2025-03-18"
    kept = moved.replace("20250318", "20250317")
    assert str(read(kept)["m"].when) == "2025-03-17"
    placed = kept.replace("BEGIN:VEVENT", "X-WR-TIMEZONE:Europe/Paris\r\nBEGIN:VEVENT")
    assert str(read(placed)["m"].when) == "2025-03-17"


def test_a_to_do_is_done_within_its_bounds() -> None:
    todo = calendar("BEGIN:VTODO", "UID:t", "STATUS:COMPLETED", "END:VTODO")

    assert read(todo)["t"].status == "occurred"
    assert read(todo)["t"].when is None
    odd = todo.replace("COMPLETED", "SOMEHOW")
    assert read(odd)["t"].status is None


def test_the_zone_that_our_own_calendar_bears_places_its_events() -> None:
    clock = Event(id="a", title="A", when="2025-03-17T16:30")
    for tl in (
        Timeline([clock], tz="Europe/Paris", title="Trips"),
        Timeline([clock], title="", partial=True),
        Timeline([Event(id="b", title="B", note="é" * 90, topics=["x,y", "z"])]),
        Timeline([Event(id="c", title="C", when="2025-03", status="expected")]),
    ):
        assert read(tl.to_ics().text) == tl
