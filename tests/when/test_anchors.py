"""Anchors, durations and what Python hands in: each form, each refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Event, Source, When, during, not_after, not_before, same_day
from timeline.errors import InvalidError, OutOfRangeError, ParseError
from timeline.when.anchors import Anchor, Duration, as_id
from timeline.when.bounds import SLACK

units = st.integers(0, 999_999)
NEWFOUNDLAND = timezone(timedelta(hours=-3, minutes=-30))


@given(st.booleans(), units, units, st.integers(0, 10**12))
def test_a_duration_reads_what_it_writes(
    back: bool,  # noqa: FBT001
    months: int,
    days: int,
    clock: int,
) -> None:
    sign = -1 if back else 1
    duration = Duration(sign * months, sign * days, sign * clock)

    assert Duration.parse(str(duration)) == duration
    opposite = -duration
    assert -opposite == duration


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "30D",
        "P-1D",
        "P1H",
        "PT1D",
        "P1.5D",
        "P9999999D",
        "P1M" * 40,
        None,
    ],
)
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ParseError):
        Duration.parse(text)


def test_a_duration_runs_one_way() -> None:
    with pytest.raises(InvalidError, match="forwards or backwards"):
        Duration(months=1, days=-1)
    assert str(Duration()) == "P0D"
    assert str(Duration.parse("PT1H1.5S")) == "PT1H1.5S"


@pytest.mark.parametrize(
    "text",
    [
        "not-before:a",
        "not-after:a#end",
        "during:a",
        "same-day:a",
        "not-before:2025-06",
        "not-before:a#start-P1M",
        "not-after:a#end+PT36H",
        "during:a/b_c.d:e@f",
    ],
)
def test_an_anchor_reads_what_it_writes(text: str) -> None:
    anchor = Anchor.parse(text)

    assert str(anchor) == text
    assert str(When.parse(text)) == text
    assert anchor.is_date is ("2025" in text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("after:a", "unknown anchor"),
        ("before:a", "unknown anchor"),
        ("wthin:a", "unknown anchor"),
        ("not-before:", "invalid anchor"),
        ("not-before:a#middle", "unknown end"),
        ("not-before:a#end+30", "invalid anchor"),
        ("not-before:a#end+PX", "invalid duration"),
        ("during:a#end", "takes no #end"),
        ("during:2025", "anchors to a date"),
        ("not-before:2025#end", "anchors to a date"),
        ("not-before:" + "a" * 129, "invalid id"),
        ("not-before:ä", "invalid id"),
        ("not-before:a " * 9 + "not-before:a", "too many"),
        ("2025 not-before:a 2026", "not a date"),
        ("2025-03 not-after:2025-02", "ends before it starts"),
    ],
)
def test_what_is_no_anchor_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        When.parse(text)


def test_a_shift_needs_the_end_it_counts_from() -> None:
    with pytest.raises(ParseError, match="needs the end"):
        Anchor("not-before", "a", "", Duration(days=1))
    with pytest.raises(ParseError, match="invalid id"):
        Anchor("not-before", "")


@pytest.mark.parametrize(
    "text", ["2025", "2025-03-17", "Y12345", "-0044", "a b", "", 5]
)
def test_an_id_is_no_date_and_has_no_spaces(text: object) -> None:
    with pytest.raises(InvalidError):
        as_id(text)
    assert as_id("visit-2025") == "visit-2025"


def test_a_record_stands_for_its_id() -> None:
    event = Event(id="e", title="E")
    source = Source(id="s")

    assert not_before(event) == When.parse("not-before:e")
    assert not_after(source) == When.parse("not-after:s")
    assert during(event) & not_before(event) == When.parse("during:e not-before:e")
    assert same_day("e") & When.parse("2025") == When.parse("2025 same-day:e")
    with pytest.raises(ParseError, match="invalid id 5"):
        during(5)


def test_a_date_in_an_anchor_tightens_at_once() -> None:
    after = not_before(date(2025, 3, 17))

    assert after.first_day == pendulum.date(2025, 3, 17)
    assert after.last_day is None
    assert not_after("2025-06").last_day == pendulum.date(2025, 6, 30)
    both = When.parse("2025 not-before:2025-03 not-after:2025-05")
    assert (both.first_day, both.last_day) == (
        pendulum.date(2025, 3, 1),
        pendulum.date(2025, 5, 31),
    )
    assert after.placed("Europe/Paris").first_day == pendulum.date(2025, 3, 17)


def test_a_date_on_another_line_is_widened() -> None:
    mixed = When.parse("2025-03-17 not-before:2025-03-17T12:00Z")
    noon = When.parse("2025-03-17T12:00Z").start_earliest

    assert mixed.is_placed
    assert mixed.start_earliest == noon
    zoned = When.parse("2025-03-17T12:00Z not-before:2025-03-18")
    day = When.parse("2025-03-18").start_earliest
    assert day is not None
    assert zoned.start_earliest == max(day - SLACK, noon or 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 3, 17), "2025-03-17"),
        (datetime(2025, 3, 17, 16, 30, tzinfo=UTC), "2025-03-17T16:30:00Z"),
        (
            datetime(2025, 3, 17, 16, 30, tzinfo=ZoneInfo("Europe/Paris")),
            "2025-03-17T16:30:00+01:00[Europe/Paris]",
        ),
        (
            datetime(2025, 3, 17, 16, 30, tzinfo=NEWFOUNDLAND),
            "2025-03-17T16:30:00-03:30",
        ),
        (
            pendulum.datetime(2025, 3, 17, 16, 30, tz="America/Toronto"),
            "2025-03-17T16:30:00-04:00[America/Toronto]",
        ),
        (pendulum.date(2025, 3, 17), "2025-03-17"),
        (
            pendulum.date(2025, 3, 19) - pendulum.date(2025, 3, 17),
            "2025-03-17/2025-03-19",
        ),
        ("2025-03", "2025-03"),
        (When.parse("2025~"), "2025~"),
    ],
)
def test_what_python_hands_in_is_taken_as_it_is_meant(value: object, text: str) -> None:
    assert str(When.of(value)) == text
    assert When.of(value) == When.parse(text)


def test_a_span_is_made_of_two_ends() -> None:
    naive = datetime(2025, 3, 17, 16, 30)  # noqa: DTZ001  (that is the case)

    days = When.of(date(2025, 3, 17), date(2025, 3, 19))
    assert days == When.parse("2025-03-17/2025-03-19")
    paris = When.of(naive, tz="Europe/Paris")
    assert str(paris) == "2025-03-17T16:30:00+01:00[Europe/Paris]"
    with pytest.raises(InvalidError, match="no time zone"):
        When.of(naive)
    with pytest.raises(InvalidError):
        When.of(5)


class NoTime(datetime):
    """A datetime that is none: what tables have where a value is missing."""

    def utcoffset(self) -> timedelta | None:
        raise ValueError("NaT has no offset")


def test_a_moment_that_cannot_be_told_is_refused_by_name() -> None:
    with pytest.raises(ParseError, match="a NoTime is not a date; pass a date"):
        When.of(NoTime(2025, 3, 17))
    far_east = timezone(timedelta(hours=23, microseconds=1))
    with pytest.raises(OutOfRangeError, match="beyond the years 1 to 9999"):
        When.of(datetime.min.replace(tzinfo=far_east))


def test_what_is_beyond_pendulum_says_so() -> None:
    far = When.parse("Y12345")

    assert far.first_calendar_day is not None
    assert far.first_calendar_day.year == 12345
    with pytest.raises(OutOfRangeError):
        _ = far.first_day
    with pytest.raises(OutOfRangeError):
        _ = far.placed("Europe/Paris").earliest
    assert When.parse("2025[Europe/Paris]/..").latest is None


def test_two_dates_cannot_be_joined_and_strangers_not_at_all() -> None:
    with pytest.raises(ParseError, match="two dates"):
        _ = When.parse("2025") & When.parse("2026")
    with pytest.raises(TypeError):
        _ = When.parse("2025") & "not-before:x"  # type: ignore[operator]


def test_a_day_that_a_zone_skipped_lies_at_the_jump() -> None:
    skipped = When.parse("2011-12-30").placed("Pacific/Apia")  # Samoa had no such day
    assert skipped.start_earliest == skipped.start_latest
    assert skipped.start_earliest == When.parse("2011-12-30T10:00Z").start_earliest
    gap = When.parse("2025-03-30T02:30").placed("Europe/Paris")
    assert gap.start_earliest == When.parse("2025-03-30T01:00Z").start_earliest


@pytest.mark.parametrize(
    "refuse",
    [
        lambda: Duration(days="3"),  # type: ignore[arg-type]
        lambda: Duration(months=10**9),
        lambda: Anchor("not-before", "a", "middle"),  # type: ignore[arg-type]
        lambda: Anchor("not-before", "a", "end", "P1D"),  # type: ignore[arg-type]
        lambda: When.parse(5),  # type: ignore[arg-type]
        lambda: When.parse("2025" + "X" * 2500),
        lambda: When.parse("2025-03-17T" + "1" * 300),
        lambda: When.parse("Y300000/.."),
        lambda: When.parse("2025").before("2026"),  # type: ignore[arg-type]
        lambda: When.parse("2025").could_be("2025"),  # type: ignore[arg-type]
    ],
)
def test_the_wrong_type_or_size_is_refused_by_name(
    refuse: Callable[[], object],
) -> None:
    with pytest.raises(InvalidError) as caught:
        refuse()

    assert len(str(caught.value)) < 300


def test_a_year_before_all_rules_can_be_placed() -> None:
    old = When.parse("0500-01-01").placed("Europe/Paris")

    assert old.is_placed
    assert str(old.first_calendar_day) == "0500-01-01"
    assert old.ticks == When.parse("0500-01-01").placed("Europe/Paris").ticks


def test_an_open_end_stays_open_wherever_it_is_placed() -> None:
    value = When.parse("2025-03-17/..").placed("Europe/Paris")

    assert value.is_placed
    assert value.last_day is None
    unplaced = When.parse("2025-03-17T16:30/..")
    assert unplaced.placed("Europe/Paris").end_latest is None


def test_an_offset_finer_than_text_has_a_place_for_is_told_in_utc() -> None:
    odd = timezone(timedelta(hours=1, microseconds=7))
    value = When.of(datetime(2025, 3, 17, 16, 30, tzinfo=odd))

    assert str(value).endswith("Z")


def test_earliest_is_shown_where_its_clock_hung() -> None:
    assert str(When.parse("2025-03-17T16:30Z").earliest) == "2025-03-17 16:30:00+00:00"
    assert (
        str(When.parse("2025-03-17T16:30-03:30").earliest)
        == "2025-03-17 16:30:00-03:30"
    )
