"""Calendars that other programs wrote, well or badly."""

from __future__ import annotations

import importlib
import sys

import pytest

from timeline import Event, Meeting, Timeline
from timeline.errors import MissingExtraError
from timeline.formats import calendar_read
from timeline.formats.calendar_read import _raw

PARIS = "Europe/Paris"


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def event(*lines: str) -> str:
    return calendar("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT")


def codes(text: str) -> list[str]:
    return [problem.code for problem in calendar_read.read(text).problems]


def read(text: str) -> Timeline:
    loading = calendar_read.read(text)
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
        pytest.param(
            event("DTSTART:20250228", "DTEND:20250227"), "bad-date", id="backwards"
        ),
        pytest.param(
            event("DTSTART:20250228T120000Z", "DTEND:20250301"), "bad-date", id="sorts"
        ),
        pytest.param(
            event("DTSTART:20250228", "DTEND:20250301T120000Z"), "bad-date", id="kinds"
        ),
        pytest.param(
            event("DTSTART:20250228T120000Z", "DURATION:P1M"),
            "bad-duration",
            id="month",
        ),
        pytest.param(
            event("DTSTART:20250228T120000Z", "DURATION:-PT1H"), "bad-date", id="minus"
        ),
        pytest.param(event("DURATION:PT1H"), "bad-date", id="only-a-length"),
        pytest.param(
            calendar("BEGIN:VJOURNAL", "UID:a", "END:VJOURNAL"),
            "not-read",
            id="journal",
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
        (["DTSTART:20250615", "DTEND:20250615"], "2025-06-15"),
        (["DTSTART:20250615", "DURATION:P0D"], "2025-06-15"),
        (["DTSTART:20250615T100000Z", "DURATION:PT0S"], "2025-06-15T10:00:00Z"),
        (
            ["DTSTART:20250615T100000", "DURATION:P1DT1H"],
            "2025-06-15T10:00:00/2025-06-16T11:00:00",
        ),
        (  # the clocks are set on at two
            ["DTSTART;TZID=Europe/Paris:20250330T013000", "DURATION:PT2H"],
            f"2025-03-30T01:30:00+01:00[{PARIS}]/2025-03-30T04:30:00+02:00[{PARIS}]",
        ),
        (
            ["DTSTART;TZID=Europe/Paris:20250329T023000", "DURATION:P1D"],
            f"2025-03-29T02:30:00+01:00[{PARIS}]/2025-03-30T03:00:00+02:00[{PARIS}]",
        ),
        (  # and back at three
            ["DTSTART;TZID=Europe/Paris:20251026T013000", "DURATION:PT1H"],
            f"2025-10-26T01:30:00+02:00[{PARIS}]/2025-10-26T02:30:00+02:00[{PARIS}]",
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


def test_our_own_event_is_as_long_as_another_program_has_made_it() -> None:
    tl = Timeline([Event(id="a", title="A", when="2025-03-17/2025-03-18")])
    text = tl.to_ics().text

    assert read(text) == tl
    longer = text.replace("DTEND;VALUE=DATE:20250319", "DTEND;VALUE=DATE:20250321")
    assert str(read(longer)["a"].when) == "2025-03-17/2025-03-20"


def test_our_own_to_do_is_due_when_another_program_says_so() -> None:
    tl = Timeline([Event(id="a", title="A", when="not-before:2025-04-01")])
    text = tl.to_ics().text
    start = "DTSTART;VALUE=DATE:20250401"

    assert read(text) == tl
    due = read(text.replace(start, f"{start}\r\nDUE;VALUE=DATE:20250501"))
    assert str(due["a"].when) == "not-before:2025-04-01 not-after:2025-05-01"
    assert read(text.replace(f"{start}\r\n", ""))["a"].when is None


def test_a_to_do_keeps_an_hour_whose_place_is_known() -> None:
    lines = ("DTSTART:20250401T230000Z", "DUE;TZID=Asia/Tokyo:20250501T090000")
    todo = read(calendar("BEGIN:VTODO", "UID:a", *lines, "END:VTODO"))["a"]

    bounds = "not-before:2025-04-01T23:00:00Z not-after:2025-05-01T09:00:00"
    assert str(todo.when) == f"{bounds}[Asia/Tokyo]"


def test_an_event_that_cannot_be_read_is_no_broken_link_for_others() -> None:
    bad = ("BEGIN:VEVENT", "UID:bad", "DTSTART:never", "END:VEVENT")
    ours = ("X-TIMELINE-KIND:event", 'X-TIMELINE-DATA:{"part_of":"bad"}')
    lost = ("X-TIMELINE-KIND:event", 'X-TIMELINE-DATA:{"part_of":"none"}')
    text = calendar(
        *bad,
        *("BEGIN:VEVENT", "UID:a@x", *ours, "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:b", *lost, "END:VEVENT"),
    )
    loading = calendar_read.read(text)
    found = loading.timeline(Timeline)

    assert [event.id for event in found] == ["a", "b"]
    codes = [problem.code for problem in loading.problems]
    assert codes == ["bad-date", "unknown-id"]


def test_a_character_may_be_folded_in_two() -> None:
    text = event("SUMMARY:Élysée 習").encode()
    for cut in range(text.index(b"SUMMARY") + 1, text.index(b"END:VEVENT") - 2):
        folded = text[:cut] + b"\r\n " + text[cut:]
        loading = calendar_read.read(folded)
        loading.require_good()
        assert loading.timeline(Timeline)["a"].title == "Élysée 習"


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
        Timeline([Event(id="d", title=" D ", place=" ", topics=[" x", "y ,\\ z"])]),
    ):
        assert read(tl.to_ics().text) == tl


def test_reading_without_the_package_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.delitem(sys.modules, "timeline.formats.calendar_read")

    with pytest.raises(MissingExtraError, match="diplomatic-timeline\\[ics\\]"):
        importlib.import_module("timeline.formats.calendar_read")


def test_a_value_that_the_package_cannot_write_is_a_broken_value() -> None:
    class Broken:
        def to_ical(self) -> str:
            raise ValueError("never mind")

    assert _raw(Broken()) == "a broken value"  # type: ignore[arg-type]


def test_a_source_that_is_not_on_the_timeline_is_named_by_its_id() -> None:
    meeting = Meeting(id="m", title="M", when="2025-03-17", sources=["elsewhere"])
    export = Timeline([meeting], partial=True).to_ics()

    assert "elsewhere" in export.text
