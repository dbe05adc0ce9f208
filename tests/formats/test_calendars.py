"""Calendars that other programs wrote, well or badly."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Mapping
from itertools import chain
from typing import Any

import attrs
import pytest

from timeline import (
    Deadline,
    EntryIntoForce,
    Event,
    Meeting,
    ProvisionalApplication,
    Ratification,
    Source,
    Suspension,
    Timeline,
    Treaty,
    Visit,
    When,
    Withdrawal,
    cite,
)
from timeline.errors import InvalidError, MissingExtraError
from timeline.formats import calendar_read
from timeline.formats.calendar_entries import raw

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
        pytest.param(calendar("CALSCALE:GEORGIAN"), "bad-calendar", id="scale"),
        pytest.param(calendar("no colon"), "not-read", id="no-line"),
        pytest.param(
            event("DTSTART:20250228T120000").replace(
                "BEGIN:VEVENT", "X-WR-TIMEZONE:Mars/One\r\nBEGIN:VEVENT"
            ),
            "unknown-zone",
            id="zone",
        ),
        pytest.param("what is this\n", "no-header", id="no-calendar"),
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
            event("DTSTART:20250228T120000Z", "DURATION:-PT1H"),
            "bad-duration",
            id="minus",
        ),
        pytest.param(event("DURATION:PT1H"), "bad-duration", id="only-a-length"),
        pytest.param(
            event("DTSTART:20250228T120000Z", "DURATION:P9999999D"),
            "bad-duration",
            id="beyond-the-year-9999",
        ),
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
        (["DTSTART:20250615", "DTEND:00010101"], "2025-06-15"),
        (
            ["DTSTART;TZID=Asia/Tokyo:00010101T000000"],
            "0001-01-01T00:00:00+09:18:59[Asia/Tokyo]",
        ),
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
            f"2025-03-29T02:30:00+01:00[{PARIS}]/2025-03-30T03:30:00+02:00[{PARIS}]",
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
    ours = "PRODID:-//timeline//EN"
    lines = ("NAME:one", "X-WR-CALNAME:two", "X-WR-TIMEZONE:Europe/Paris")

    tl = read(calendar(ours, *lines))
    assert (tl.title, tl.tz) == ("one", "Europe/Paris")
    theirs = read(calendar(*lines))
    assert (theirs.title, theirs.tz) == ("one", None)


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


@pytest.mark.parametrize(
    ("when", "earliest", "latest", "dates"),
    [
        ("2022/..", "2022-01-01", "..", ["DTSTART;VALUE=DATE:20220101"]),
        ("../2024", "..", "2024-12-31", ["DUE;VALUE=DATE:20241231"]),
        ("XXXX-03-17", "0000-03-17", "9999-03-17", ["DUE;VALUE=DATE:99990317"]),
    ],
)
@pytest.mark.parametrize("status", ["NEEDS-ACTION", "IN-PROCESS", "COMPLETED"])
def test_version_1_wrote_days_for_open_dates_which_stay_what_they_are(
    when: str, earliest: str, latest: str, dates: list[str], status: str
) -> None:
    bounds = (f"X-TIMELINE-EARLIEST:{earliest}", f"X-TIMELINE-LATEST:{latest}")
    ours = ("UID:a@x", "X-TIMELINE-KIND:event", f"X-TIMELINE-WHEN:{when}", *bounds)
    text = calendar("BEGIN:VTODO", *ours, f"STATUS:{status}", *dates, "END:VTODO")

    assert str(read(text)["a"].when) == when
    moved = calendar("BEGIN:VTODO", *ours, "DUE;VALUE=DATE:20250318", "END:VTODO")
    assert str(read(moved)["a"].when) == "not-after:2025-03-18"


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
    assert str(todo.when) == f"{bounds}+09:00[Asia/Tokyo]"


def test_an_event_that_cannot_be_read_is_no_broken_link_for_others() -> None:
    known = "X-TIMELINE-KIND:event"
    never = (known, "X-TIMELINE-WHEN:never")
    bad = ("BEGIN:VEVENT", "UID:bad@x", *never, "END:VEVENT")
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
    for name in [name for name in sys.modules if "timeline.formats.calendar" in name]:
        monkeypatch.delitem(sys.modules, name)

    with pytest.raises(MissingExtraError, match="diplomatic-timeline\\[ics\\]"):
        importlib.import_module("timeline.formats.calendar_read")


def test_a_value_that_the_package_cannot_write_is_a_broken_value() -> None:
    class Broken:
        params: Mapping[str, str] = {}

        def to_ical(self) -> str:
            raise ValueError("never mind")

    assert raw(Broken()) == "a broken value"


def test_a_source_that_is_not_on_the_timeline_is_named_by_its_id() -> None:
    meeting = Meeting(id="m", title="M", when="2025-03-17", sources=["elsewhere"])
    export = Timeline([meeting], partial=True).to_ics()

    assert "elsewhere" in export.text


def zone(name: str, *rules: str) -> tuple[str, ...]:
    lines = ("DTSTART:16010101T000000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300")
    inner = ("BEGIN:STANDARD", *lines, *rules, "END:STANDARD")
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *inner, "END:VTIMEZONE")


NINE = "20250317T090000"


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("New Zealand Standard Time", "+13:00[Pacific/Auckland]"),
        ("Europe/lisbon", "Z[Europe/Lisbon]"),
        ("US-Eastern", "-04:00[US/Eastern]"),
        ("/example.org/Our own 2", "+03:00"),
        ("/example.org/Tzfile/America/Chicago", "-05:00[America/Chicago]"),
        ("America/New York", "-04:00[America/New_York]"),
        ("UTC", "Z"),
        ("Our own", "+03:00"),
        ("Nowhere", ""),
    ],
)
def test_a_zone_is_found_however_a_program_writes_it(name: str, when: str) -> None:
    lines = ("BEGIN:VEVENT", "UID:a", f"DTSTART;TZID={name}:{NINE}", "END:VEVENT")
    text = calendar(*zone("Our own"), *zone("/example.org/Our own 2"), *lines)

    assert str(read(text)["a"].when) == f"2025-03-17T09:00:00{when}"
    assert codes(text) == ([] if when else ["unknown-zone"])


def test_an_unknown_zone_is_reported_once() -> None:
    lines = (f"DTSTART;TZID=Nowhere:{NINE}", f"DTEND;TZID=Nowhere:{NINE}")

    assert codes(event(*lines)) == ["unknown-zone"]
    ours = calendar("PRODID:-//timeline//EN", "X-WR-TIMEZONE:Mars/One")
    assert calendar_read.read(ours).has_errors


def test_a_zone_of_a_file_with_rules_that_no_zone_has_is_not_followed() -> None:
    lines = ("BEGIN:VEVENT", "UID:a", f"DTSTART;TZID=Odd:{NINE}", "END:VEVENT")
    hostile = zone("Odd", "RRULE:FREQ=SECONDLY")

    assert str(read(calendar(*hostile, *lines))["a"].when).endswith("+03:00")
    for broken in (zone("Odd")[:3], zone("Odd", "TZOFFSETTO:later")):
        text = calendar(*broken, "END:VTIMEZONE", *lines)
        assert str(read(text)["a"].when) == "2025-03-17T09:00:00"


def test_a_time_that_the_clocks_show_twice_is_the_first() -> None:
    lines = ("DTSTART;TZID=America/New_York:20251102T013000",)

    assert str(read(event(*lines))["a"].when) == (
        "2025-11-02T01:30:00-04:00[America/New_York]"
    )


def test_each_calendar_of_a_file_has_its_own_zone_and_days_have_none() -> None:
    def part(uid: str, tz: str, start: str) -> str:
        lines = ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", "END:VEVENT")
        return calendar(f"X-WR-TIMEZONE:{tz}", *lines)

    tl = read(
        part("a", "Europe/Paris", ":20250317T100000")
        + part("b", "Tokyo Standard Time", ":20250317T100000")
        + part("c", "UTC", ";VALUE=DATE:20250317")
        + part("d", "Nowhere", ":20250317T100000Z")
    )

    assert {e.id: str(e.when) for e in tl} == {
        "a": "2025-03-17T10:00:00+01:00[Europe/Paris]",
        "b": "2025-03-17T10:00:00+09:00[Asia/Tokyo]",
        "c": "2025-03-17",
        "d": "2025-03-17T10:00:00Z",
    }
    assert tl.tz is None


@pytest.mark.parametrize(
    ("lines", "when", "wording"),
    [
        (["DTSTART;VALUE=DATE:20171227T000000Z"], "2017-12-27", ""),
        (["DTSTART:20230208", "DTEND:20230207"], "2023-02-08", ""),
        (
            ["DTSTART:20230208T100000Z", "DTEND:20230207T100000Z"],
            "2023-02-08T10:00:00Z",
            "",
        ),
        (["DTSTART:20230724", "DTEND:20230817T000000Z"], "2023-07-24", ""),
        (["DTSTART;VALUE=DATE:20171227T120000"], "2017-12-27T12:00:00", ""),
        (["DTSTART:20250230"], "None", "20250230"),
        (["DTSTART:soon", "DTEND:later"], "None", "soon later"),
        (["DTEND:20250317"], "2025-03-17", ""),
    ],
)
def test_a_date_that_is_wrong_costs_no_event(
    lines: list[str], when: str, wording: str
) -> None:
    found = read(event(*lines))["a"]

    assert (str(found.when), found.when_text) == (when, wording)


def test_a_message_about_an_event_is_no_event() -> None:
    guest = "ATTENDEE;CN=Ann Lee;PARTSTAT=DECLINED:mailto:a@x.org"
    lines = ("BEGIN:VEVENT", "UID:a", f"DTSTART:{NINE}", guest, "END:VEVENT")

    for method in ("REPLY", "COUNTER", "REFRESH"):
        loading = calendar_read.read(calendar(f"METHOD:{method}", *lines))
        assert not loading.of(Event)
        assert "Ann Lee: declined" in str(loading.problems[0])
    bare = calendar("METHOD:REPLY", "BEGIN:VEVENT", "UID:a", "END:VEVENT")
    assert codes(bare) == ["not-read"]
    assert read(calendar("METHOD:CANCEL", *lines))["a"].status == "cancelled"
    assert read(calendar("METHOD:PUBLISH", *lines))["a"].status is None


def test_a_misspelt_status_is_read_or_reported() -> None:
    assert read(event("STATUS:CANCELED"))["a"].status == "cancelled"
    assert read(event("STATUS:CONFIRMED"))["a"].status is None
    assert codes(event("STATUS:TENTATIV")) == ["not-read"]


def test_who_declined_and_rooms_are_no_participants() -> None:
    text = event(
        "ORGANIZER;CN=Ann Lee:mailto:a@x.org",
        "ATTENDEE;CN=Ann Lee;ROLE=CHAIR:mailto:a@x.org",
        "ATTENDEE;CN=Bo Kim;PARTSTAT=TENTATIVE:mailto:b@x.org",
        "ATTENDEE;CN=Cy Oz;PARTSTAT=DECLINED:mailto:c@x.org",
        "ATTENDEE;CN=Room 5;CUTYPE=ROOM:mailto:r@x.org",
        "ATTENDEE;CN=Di Wu;ROLE=CHAIR:mailto:d@x.org",
        'ATTENDEE;CN="Ed \\"Ted\\" Fox":mailto:e@x.org',
        "ATTENDEE;CN=Canada:mailto:f@x.org",
        "ATTENDEE:mailto:g@x.org",
    )
    tl = read(text)

    assert [(who.name or who.of, who.role) for who in tl["a"].participants] == [
        ("Ann Lee", "organizer"),
        ("Bo Kim", "tentative"),
        ("Di Wu", "chair"),
        ('Ed "Ted" Fox', ""),
        ("CA", ""),
    ]
    message = str(calendar_read.read(text).problems[0])
    assert (
        "Cy Oz (declined), Room 5 (a room or resource) and 1 without a name" in message
    )


def test_categories_and_descriptions_on_several_lines_are_all_read() -> None:
    lines = ("CATEGORIES:Trade,Defence", "CATEGORIES:Ukraine", "DESCRIPTION:one")
    found = read(event(*lines, "DESCRIPTION:two", "COMMENT:three"))["a"]

    assert found.topics == ("Trade", "Defence", "Ukraine")
    assert found.note == "one\ntwo\nthree"


def test_an_address_is_a_source() -> None:
    text = calendar(
        *("BEGIN:VEVENT", "UID:a", "URL:https://example.org/?x=1", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:b", "URL:https://example.org/?x=1", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:c", "URL:ftp://example.org", "END:VEVENT"),
    )
    tl = read(text)

    assert [source.url for source in tl.sources] == ["https://example.org/?x=1"]
    assert tl["a"].sources == tl["b"].sources != ()
    assert codes(text) == ["not-read"]


def test_what_is_related_to_a_parent_is_a_part_of_it() -> None:
    def part(uid: str, *parents: str) -> tuple[str, ...]:
        related = [f"RELATED-TO{parent}" for parent in parents]
        return ("BEGIN:VEVENT", f"UID:{uid}", *related, "END:VEVENT")

    tl = read(
        calendar(
            *part("a"),
            *part("b", ":a"),
            *part("c", ";RELTYPE=SIBLING:a"),
            *part("d", ":e"),
            *part("e", ":d"),
            *part("f", ":none"),
            *part("g", ":d"),
        )
    )

    assert {e.id: e.part_of for e in tl if e.part_of} == {"b": "a"}


def test_a_to_do_that_is_done_is_dated_by_when_it_was_done() -> None:
    done = ("STATUS:COMPLETED", "COMPLETED:20250317T120000Z", "DUE:20250401")
    text = calendar("BEGIN:VTODO", "UID:t", *done, "END:VTODO")

    assert str(read(text)["t"].when) == "2025-03-17T12:00:00Z"
    assert codes(text) == ["not-read"]
    assert codes(text.replace("DUE:20250401\r\n", "")) == []
    late = calendar("BEGIN:VTODO", "UID:t", "DTSTART:20250402", done[2], "END:VTODO")
    assert str(read(late)["t"].when) == "not-before:2025-04-02"
    undated = text.replace("COMPLETED:20250317T120000Z\r\n", "")
    assert read(undated)["t"].when is None


def test_the_newest_revision_of_an_event_stands() -> None:
    def part(start: str, *lines: str) -> tuple[str, ...]:
        return ("BEGIN:VEVENT", "UID:a", f"DTSTART:{start}", *lines, "END:VEVENT")

    early, late = part("20250303T100000Z"), part("20250303T140000Z", "SEQUENCE:1")
    for parts in ((*early, *late), (*late, *early)):
        assert str(read(calendar(*parts))["a"].when) == "2025-03-03T14:00:00Z"
        assert codes(calendar(*parts)) == ["revised"]
    twice = calendar(*early, *early)
    assert (len(read(twice)), codes(twice)) == (1, ["revised"])
    odd = part("20250303T100000Z", "SEQUENCE:first")
    assert len(read(calendar(*early, *odd))) == 2


def test_a_uid_that_is_used_again_is_another_event() -> None:
    starts = ("20250303", "20250304", "20250304")
    parts = [
        line
        for number, start in enumerate(starts)
        for line in (
            *("BEGIN:VEVENT", "UID:a", f"DTSTART:{start}", f"SUMMARY:{number}"),
            "END:VEVENT",
        )
    ]
    undated = ("BEGIN:VEVENT", "UID:a", "END:VEVENT")
    tl = read(calendar(*parts, *undated))

    assert {e.id for e in tl} == {"a", "a/20250304", "a/3", "a/4"}


@pytest.mark.parametrize("uid", ["46939", "a" * 128], ids=["number", "long"])
def test_a_uid_that_is_used_again_may_be_one_that_makes_no_id(uid: str) -> None:
    lines = (f"UID:{uid}", "DTSTART:20240915T110000Z")
    parts = (("BEGIN:VEVENT", *lines, f"SUMMARY:{n}", "END:VEVENT") for n in range(3))
    text = calendar(*chain.from_iterable(parts))

    assert {event.title for event in read(text)} == {"0", "1", "2"}


def test_a_calendar_of_another_encoding_is_read() -> None:
    text = event("SUMMARY:Élysée")

    for data in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.encode("cp1252"),
        ("\ufeff" + text),
        text.replace("\r\n", "\r"),
    ):
        assert calendar_read.read(data).timeline(Timeline)["a"].title == "Élysée"
    loading = calendar_read.read(text.encode("cp1252"))
    assert [p.code for p in loading.problems] == ["found-out"]
    broken = calendar_read.read(text.encode().replace(b"lys", b"l\xffs"))
    assert [p.code for p in broken.problems] == ["bad-encoding"]
    assert not loading.has_errors | broken.has_errors


def test_a_calendar_of_the_first_version_is_refused_by_name() -> None:
    loading = calendar_read.read(calendar("VERSION:1.0"))

    assert "vCalendar 1.0" in str(loading.problems[0])
    assert loading.has_errors


def test_one_bad_part_never_costs_the_others() -> None:
    good = ("BEGIN:VEVENT", "UID:good", "END:VEVENT")
    for bad in (
        ("BEGIN:VEVENT", "UID:x", "X_ODD:1", "END:VEVENT"),
        ("BEGIN:VEVENT", "UID:x", "no colon", "END:VEVENT"),
        ("BEGIN:VEVENT", "UID:x", "E ND:VEVENT", "SUMMARY:y", "END:VEVENT"),
        ("BEGIN:VEVENT", "UID:x", "BEGIN:VALARM", "END:VEVENT"),
        ("BEGIN:X-ODD", "UID:x", "END:X-ODD"),
        ("END:VTODO",),
        ("BEGIN:VEVENT", "DESCRIPTION:" + "x" * 9_000_000, "END:VEVENT"),
    ):
        loading = calendar_read.read(calendar(*bad, *good))
        assert "good" in {event.id for event in loading.of(Event)}
        assert loading.problems


WEEKLY = ("DTSTART;TZID=Europe/Paris:20250101T100000", "RRULE:FREQ=WEEKLY;COUNT=4")


def within(window: str, *lines: str) -> tuple[list[str], list[str]]:
    loading = calendar_read.read(event(*lines), window=When.parse(window))
    days = [str(e.when)[:10] for e in loading.timeline(Timeline)]
    return days, [problem.code for problem in loading.problems]


def test_a_series_is_read_within_a_window() -> None:
    without = "EXDATE;TZID=Europe/Paris:20250108T100000"

    assert within("2025", *WEEKLY, without) == (
        ["2025-01-01", "2025-01-15", "2025-01-22"],
        [],
    )
    assert within("2025-01-20/2027", *WEEKLY) == (["2025-01-22"], [])
    assert within("2024", *WEEKLY) == ([], [])
    long = ("DTSTART:20250101", "DTEND:20250104", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert within("2025-01-02/2025", *long) == (["2025-01-08"], [])
    odd = ("DTSTART;VALUE=DATE:20250301", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    assert within("2025", *odd) == (["2025-03-03", "2025-03-10"], ["series"])
    more = ("DTSTART;VALUE=DATE:20250301", "RDATE;VALUE=DATE:20250401")
    assert within("2025", *more) == (["2025-03-01", "2025-04-01"], [])


def test_a_series_keeps_a_zone_that_only_its_file_defines() -> None:
    start = "DTSTART;TZID=Our own:20250101T100000"
    lines = ("BEGIN:VEVENT", "UID:a", start, WEEKLY[1], "END:VEVENT")
    text = calendar(*zone("Our own"), *lines)
    loading = calendar_read.read(text, window=When.parse("2025"))

    assert {str(e.when)[10:] for e in loading.of(Event)} == {"T10:00:00+03:00"}
    assert [e.id for e in loading.of(Event)][1] == "a/20250108T100000"


def test_a_time_that_was_moved_or_cancelled_is_read_as_it_says() -> None:
    first = ("BEGIN:VEVENT", "UID:a", "DTSTART:20250303T100000Z", WEEKLY[1])
    moved = ("BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20250310T100000Z")
    text = calendar(
        *(*first, "END:VEVENT"),
        *(*moved, "DTSTART:20250311T100000Z", "STATUS:CANCELLED", "END:VEVENT"),
    )
    loading = calendar_read.read(text, window=When.parse("2025"))

    found = {str(e.when)[8:10]: e.status for e in loading.of(Event)}
    assert found == {"03": None, "11": "cancelled", "17": None, "24": None}
    alone = calendar_read.read(text)
    assert {e.id: str(e.when)[:21] for e in alone.of(Event)} == {
        "a": "not-before:2025-03-03",
        "a/20250310T100000Z": "2025-03-11T10:00:00Z",
    }


def test_a_time_that_stands_for_all_later_ones_moves_them_too() -> None:
    first = ("BEGIN:VEVENT", "UID:a", "DTSTART:20250303T100000Z", WEEKLY[1])
    moved = ("BEGIN:VEVENT", "UID:a", "DTSTART:20250310T120000Z")
    text = calendar(
        *(*first, "END:VEVENT"),
        *(*moved, "RECURRENCE-ID;RANGE=THISANDFUTURE:20250310T100000Z", "END:VEVENT"),
    )
    loading = calendar_read.read(text, window=When.parse("2025"))

    assert [(e.id, str(e.when)) for e in loading.of(Event)] == [
        ("a/20250303T100000Z", "2025-03-03T10:00:00Z"),
        ("a/20250310T100000Z", "2025-03-10T12:00:00Z"),
        ("a/20250317T100000Z", "2025-03-17T12:00:00Z"),
        ("a/20250324T100000Z", "2025-03-24T12:00:00Z"),
    ]
    assert codes(text) == ["series", "series"]


def test_an_event_that_is_not_closed_hides_none_of_the_next() -> None:
    """As feeds that were joined have them; one that holds nothing is no event."""
    text = calendar(
        *("BEGIN:VEVENT", "BEGIN:VEVENT", "UID:a", "DTSTART:20250301", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:b", "DTSTART:20250302", "BEGIN:VALARM"),
        *("BEGIN:VEVENT", "UID:c", "DTSTART:20250303", "END:VEVENT"),
        *("BEGIN:VCALENDAR", "BEGIN:VTODO", "UID:d", "DTSTART:20250304", "END:VTODO"),
    )
    loading = calendar_read.read(text)

    assert [each.id for each in loading.of(Event)] == ["a", "b", "c", "d"]
    assert [str(each.when)[-2:] for each in loading.of(Event)] == [
        "01",
        "02",
        "03",
        "04",
    ]
    assert all(problem.severity == "warning" for problem in loading.problems)


def test_without_a_window_a_series_has_no_date_that_it_may_leave_out() -> None:
    loading = calendar_read.read(event(*WEEKLY, "DESCRIPTION:Cabinet"))
    found = loading.of(Event)[0]

    assert str(found.when) == "not-before:2025-01-01T10:00:00+01:00[Europe/Paris]"
    assert found.note.split("\n") == ["Cabinet", *WEEKLY]
    twice = event(*WEEKLY).replace("\r\n", "\r\r\n")  # as text files are written twice
    assert calendar_read.read(twice).of(Event)[0].note.split("\n") == list(WEEKLY)
    assert [problem.code for problem in loading.problems] == ["series"]
    dates = read(event("DTSTART:20250301", "RDATE;VALUE=DATE:20240401"))["a"]
    assert str(dates.when) == "not-before:2024-04-01"
    periods = ("RDATE;VALUE=PERIOD:20250401T100000Z/PT1H", "RDATE:never")
    later = read(event("DTSTART:20250301T100000Z", *periods))["a"]
    assert str(later.when) == "not-before:2025-03-01T10:00:00Z"
    assert read(event("RRULE:FREQ=DAILY"))["a"].when is None


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=NEVER",
        "FREQ=YEARLY;BYSETPOS=999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_without_end_or_sense_is_named_and_never_followed(rule: str) -> None:
    days, found = within("2025", "DTSTART:20250101T100000Z", f"RRULE:{rule}")

    assert days == ["not-before"]
    assert found == ["series"]


def test_a_series_has_at_most_ten_thousand_times() -> None:
    rule = ("DTSTART:20250101", "RRULE:FREQ=DAILY")
    days, found = within("2025/2100", *rule)

    assert (len(days), found) == (10_000, ["series"])


def test_a_window_has_two_ends_and_belongs_to_a_calendar() -> None:
    text = event(*WEEKLY)

    assert len(Timeline.loads(text, "ics", window="2025")) == 4
    for window in ("2025/..", "-0100", "2025/9999"):
        with pytest.raises(InvalidError, match="window"):
            Timeline.loads(text, "ics", window=window)
    with pytest.raises(InvalidError, match="only a calendar"):
        Timeline.loads("", "jsonl", window="2025")


@pytest.mark.parametrize(
    "when",
    [
        "2025-10-13T12:00Z",
        "not-after:2025-10-13T12:00Z",
        "../2025-10-13T12:00Z",
        "2025-10-13",
        "2025-10~",
        None,
    ],
)
@pytest.mark.parametrize("tz", [None, "Asia/Tokyo"])
def test_a_deadline_of_ours_is_read_back(when: str | None, tz: str | None) -> None:
    tl = Timeline([Deadline(id="d", title="D", when=when, status="set")], tz=tz)
    text = tl.to_ics().text

    assert read(text) == tl
    if when and "T12" in when:
        assert "DUE:20251013T120000Z" in text


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        (
            "not-before:2025-10-12T09:00 not-after:2025-10-13T12:00",
            ["DTSTART:20251012T070000Z", "DUE:20251013T100000Z"],
        ),
        # RFC 5545 allows no day beside a clock time
        ("not-before:2025-10-12 not-after:2025-10-13T12:00", ["DUE:20251013T100000Z"]),
        (
            "not-before:2025-10-12T09:00 not-after:2025-10-13",
            ["DTSTART;VALUE=DATE:20251012", "DUE;VALUE=DATE:20251013"],
        ),
        ("not-before:2025-10-12T09:00-04:00", ["DTSTART:20251012T130000Z"]),
        (  # a bound may be a span of clock times, placed as its own
            "not-after:2025-10-12T09:00/2025-10-12T11:30",
            ["DUE:20251012T093000Z"],
        ),
    ],
)
def test_a_to_do_is_due_at_the_clock_time_that_is_stated(
    when: str, lines: list[str]
) -> None:
    visit = Visit(id="v", title="V", when=when, status="scheduled")
    tl = Timeline([visit], tz="Europe/Paris")
    text = tl.to_ics().text

    assert re.findall("(?:DTSTART|DUE).*(?=\r)", text) == lines
    assert read(text) == tl


LASTING: Any = {"id": "p", "treaty": "t", "party": "FR", "when": "2017-09-21/.."}
BOUND = Ratification(id="r", treaty="t", party="FR", when="2014-01-01")
APPLIED = ProvisionalApplication(**LASTING, status="applied")
ENDED = ProvisionalApplication(**LASTING, status="ended")
SUSPENDED = Suspension(**LASTING, status="suspended")
LATE = attrs.evolve(BOUND, when="2018-05-05")


@pytest.mark.parametrize(
    ("act", "other", "said", "due"),
    [
        (APPLIED, LATE, " (∴ ends on 5 May 2018 by treaty law)", "20180504"),
        (
            attrs.evolve(APPLIED, party=""),
            LATE,
            " (∴ ends on 5 May 2018 by treaty law)",
            "20180504",
        ),
        (
            APPLIED,
            attrs.evolve(LATE, when="2018-05"),
            " (∴ ends between 1 and 31 May 2018 by treaty law)",
            "",
        ),
        (
            APPLIED,
            attrs.evolve(LATE, sources=[cite("s", stance="alleges")]),
            " (∴ perhaps ends on 5 May 2018 or later by treaty law)",
            "",
        ),
        (
            SUSPENDED,
            Withdrawal(
                id="w",
                treaty="t",
                party="FR",
                when="2018-01-01",
                effective="2018-05-05",
            ),
            " (suspended, ∴ ends on 5 May 2018 by treaty law)",
            "20180504",
        ),
        (ENDED, LATE, " (ended)", ""),
        (
            attrs.evolve(ENDED, since="2018-02-01"),
            LATE,
            " (ended on 1 Feb 2018)",
            "",
        ),
        (attrs.evolve(ENDED, since="2018-02"), LATE, " (ended in Feb 2018)", ""),
        (attrs.evolve(APPLIED, when="2017-09-21/2018-05-04"), LATE, "", ""),
        (attrs.evolve(APPLIED, when="2017-09-21T10:00/.."), LATE, " law)", ""),
        (attrs.evolve(APPLIED, when="2018-05-05/.."), LATE, " law)", ""),
    ],
)
def test_a_calendar_says_what_has_ended_that_is_dated_as_going_on(
    act: Event, other: Event, said: str, due: str
) -> None:
    """By its own status, or by the law of treaties; read back it is as it was."""
    whole = Treaty(id="t", title="T", complete=True, entry_into_force=EntryIntoForce(1))
    others = [BOUND, other] if other.kind == "withdrawal" else [other]
    tl = Timeline([whole, Treaty(id="u", title="U"), act, *others], [Source(id="s")])
    text = tl.to_ics().text
    part = re.sub("\r\n ", "", text).split("UID:p@")[1].split("END:")[0]

    assert f"{said}\r\n" in part.replace("\\,", ",")
    assert re.findall("DUE;VALUE=DATE:(.*)\r", part) == ([due] if due else [])
    assert "IN-PROCESS" not in part
    assert read(text).events == tl.events
