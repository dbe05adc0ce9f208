"""Zones: every change of clocks for thirty years against zoneinfo, and far beyond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import When
from timeline.errors import InvalidError, OutOfRangeError, TimelineError
from timeline.when import timezones
from timeline.when.bounds import HOUR, MINUTE, SECOND
from timeline.when.when import as_when

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "America/Anchorage",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Havana",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Paris",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Norfolk",
]


def rules(name: str) -> ZoneInfo:
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def tick(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def transitions(zone: ZoneInfo) -> list[datetime]:
    """The first second of each new offset from 2000 to 2037, by search."""
    found, at = [], datetime(2000, 1, 1, tzinfo=UTC)
    step = timedelta(days=15)
    while at.year < 2038:
        low, high = at, at + step
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
                same = (
                    middle.astimezone(zone).utcoffset()
                    == low.astimezone(zone).utcoffset()
                )
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        at += step
    return found


@pytest.mark.parametrize("name", NAMES)
def test_clocks_change_when_zoneinfo_says(name: str) -> None:
    zone = rules(name)
    for change in transitions(zone):
        for seconds in (-1, 0, 1):
            moment = change + timedelta(seconds=seconds)
            local = moment.astimezone(zone)
            shown = tick(local.replace(tzinfo=UTC))
            assert timezones.wall(tick(moment), name) == shown
            early, late = (
                (local.replace(fold=fold).utcoffset() or timedelta())
                // timedelta.resolution
                for fold in (0, 1)
            )
            assert timezones.offsets(shown, name) == (early, late)
            assert timezones.first_instant(shown, name) <= tick(moment)
            assert tick(moment) <= timezones.last_instant(shown, name)
        before = tick(
            (change - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=UTC)
        )
        after = tick(change.astimezone(zone).replace(tzinfo=UTC))
        if after - before > SECOND:  # skipped times are the instant of the jump
            for skipped in (before + SECOND, (before + after) // 2, after - 1):
                early, late = timezones.offsets(skipped, name)
                assert early < late
                assert timezones.first_instant(skipped, name) == tick(change)
                assert timezones.last_instant(skipped, name) == tick(change)


@given(st.integers(-(10**18), 10**18), st.sampled_from(NAMES))
def test_an_instant_comes_back_from_what_the_clock_showed(at: int, name: str) -> None:
    shown = timezones.wall(at, name)

    assert (
        timezones.first_instant(shown, name)
        <= at
        <= timezones.last_instant(shown, name)
    )
    assert abs(shown - at) <= 26 * HOUR


@pytest.mark.parametrize(
    "name",
    [
        "Europe",
        "../../etc/passwd",
        "/etc/passwd",
        "EST5EDT4,M3.2.0",
        "",
        "europe/paris",
        "A" * 5000,
        "Europe/Paris\x00",
        None,
        5,
        ["Europe/Paris"],
        b"UTC",
    ],
)
def test_only_a_name_of_the_table_is_a_zone(name: object) -> None:
    with pytest.raises(TimelineError, match="unknown time zone") as caught:
        timezones.as_zone(name)  # type: ignore[arg-type]

    assert len(str(caught.value)) < 300
    assert not timezones.is_zone(name)


@given(st.integers(-86_399, 86_399))
def test_an_offset_reads_back_from_its_text(seconds: int) -> None:
    text = timezones.offset_text(seconds * SECOND)

    assert text == "Z" or timezones.seconds_of(text) == seconds


# -- what users hand in, and get back ------------------------------------------------

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(date(2025, 3, 17), "2025-03-17", id="date"),
        pytest.param(pendulum.date(2025, 3, 17), "2025-03-17", id="pendulum-date"),
        pytest.param(date.max, "9999-12-31", id="last-day"),
        pytest.param(
            datetime.min.replace(tzinfo=UTC), "0001-01-01T00:00:00Z", id="first"
        ),
        pytest.param(
            datetime(2025, 3, 17, 16, 30, tzinfo=timezone(-timedelta(hours=4))),
            "2025-03-17T16:30:00-04:00",
            id="offset",
        ),
        pytest.param(
            datetime(
                2025, 3, 17, tzinfo=timezone(timedelta(seconds=30, microseconds=5))
            ),
            "2025-03-16T23:59:29.999995Z",
            id="offset-of-microseconds",
        ),
        pytest.param(
            datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo(PARIS), fold=1),
            "2025-10-26T02:30:00+01:00[Europe/Paris]",
            id="second-showing",
        ),
        pytest.param(
            pendulum.datetime(2025, 3, 17, 16, 30, tz="America/Toronto"),
            "2025-03-17T16:30:00-04:00[America/Toronto]",
            id="pendulum",
        ),
        pytest.param(
            pendulum.datetime(2025, 3, 17, tz=pendulum.FixedTimezone(3600)),
            "2025-03-17T00:00:00+01:00",
            id="pendulum-offset",
        ),
        pytest.param(pendulum.datetime(2025, 3, 17), "2025-03-17T00:00:00Z", id="utc"),
        pytest.param(
            pendulum.date(2025, 3, 20) - pendulum.date(2025, 3, 17),
            "2025-03-17/2025-03-20",
            id="interval",
        ),
        pytest.param("2025-03~", "2025-03~", id="text"),
        pytest.param(When.parse("2025"), "2025", id="when"),
    ],
)
def test_every_date_that_people_have_is_taken(value: object, text: str) -> None:
    when = When.of(value)

    assert str(when) == text
    assert When.parse(str(when)) == when


def test_an_end_and_a_zone_go_with_any_form() -> None:
    day = date(2025, 3, 17)

    assert str(When.of(day, date(2025, 3, 19))) == "2025-03-17/2025-03-19"
    assert str(When.of("2025-03", "2025-04")) == "2025-03/2025-04"
    assert str(When.of(When.parse("2025"), day)) == "2025/2025-03-17"
    assert str(When.of(day, tz=PARIS)) == "2025-03-17[Europe/Paris]"
    moment = datetime(2025, 3, 17, 16, 30)  # noqa: DTZ001  (what users have)
    assert str(When.of(moment, tz=PARIS)) == "2025-03-17T16:30:00+01:00[Europe/Paris]"
    assert When.of("2025-03-17T16:30Z", tz=PARIS) == When.parse("2025-03-17T16:30Z")
    assert str(When.throughout(day)) == "throughout:2025-03-17"


@pytest.mark.parametrize(
    ("value", "tz"),
    [
        (datetime(2025, 3, 17), None),  # noqa: DTZ001
        (datetime(2025, 3, 30, 2, 30), PARIS),  # noqa: DTZ001
        (datetime(2025, 10, 26, 2, 30), PARIS),  # noqa: DTZ001
        ("2025-03-30T02:30", PARIS),
        (datetime(2025, 3, 30, 2, 30, tzinfo=ZoneInfo(PARIS)), None),
        (datetime(2025, 3, 17), "Mars/Olympus"),  # noqa: DTZ001
        (date(2025, 3, 17), 5),
        (timedelta(1), None),
        (pendulum.duration(days=1), None),
        (5, None),
        (None, None),
        (pendulum.date(2025, 3, 17) - pendulum.date(2025, 3, 20), None),
    ],
)
def test_what_is_no_certain_date_is_refused(value: object, tz: str | None) -> None:
    with pytest.raises(InvalidError):
        When.of(value, tz=tz)


def test_instants_are_shown_by_the_clock_they_were_told_by() -> None:
    told = {
        "2025-03-17T10:00[Japan]": "2025-03-17T10:00:00+09:00",
        "2025-03-17T10:00-04:00": "2025-03-17T10:00:00-04:00",
        "2025-03-17T10:00Z": "2025-03-17T10:00:00+00:00",
    }
    for text, shown in told.items():
        earliest = When.parse(text).earliest
        assert earliest is not None
        assert earliest.isoformat() == shown
    assert When.parse("../2025").placed(PARIS).earliest is None
    assert When.parse("2025/..").last_day is None
    latest = When.parse("2025-03-17T10:00:00.5Z").latest
    assert latest is not None
    assert latest.microsecond == 500_000


def test_years_beyond_pendulum_have_days_of_our_own() -> None:
    far = When.parse("Y12345")

    assert str(far.first_calendar_day) == "12345-01-01"
    with pytest.raises(OutOfRangeError, match="calendar day"):
        _ = far.first_day
    with pytest.raises(OutOfRangeError):
        _ = When.parse("-0044").last_day
    with pytest.raises(OutOfRangeError):
        _ = far.placed(PARIS).earliest


def test_a_repeated_hour_may_be_either_where_a_zone_is_given_afterwards() -> None:
    wall = When.parse("2025-10-26T02:30")
    placed = wall.placed(PARIS)

    assert placed.start_earliest is not None
    assert placed.start_latest is not None
    assert placed.start_latest - placed.start_earliest == HOUR + MINUTE - 1
    assert When.of(placed) is as_when(placed) is placed
    assert When.parse("not-before:x").placed(PARIS) == When.parse("not-before:x")


@pytest.mark.parametrize("other", [5, "2026", None, date(2026, 1, 1)])
def test_only_times_are_compared_with_times(other: When) -> None:
    when = When.parse("2025")
    for name in ("before", "after", "intersects", "within", "equals", "relation"):
        with pytest.raises(InvalidError, match="cannot compare a When with"):
            getattr(when, name)(other)
    with pytest.raises(InvalidError, match="is not a day"):
        when.could_be("2025-01-01")  # type: ignore[arg-type]
