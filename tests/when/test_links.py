"""Anchors, ids and durations: exact, strict, and the same again from their text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from tests.support import strategies as sty

from timeline import Duration, Event, Source, When, during, not_after, not_before
from timeline import same_day as on_the_day_of
from timeline.errors import InvalidError, ParseError, TimelineError
from timeline.when.anchors import Anchor, as_id, is_date
from timeline.when.bounds import DAY


@given(sty.durations())
def test_a_duration_reads_back_from_its_text(amount: Duration) -> None:
    assert Duration.parse(str(amount)) == amount
    back = -amount
    assert -back == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("P1Y2M", Duration(14)),
        ("P3W4D", Duration(0, 25)),
        ("-PT1H0.5S", Duration(0, 0, -3_600_500_000)),
        ("P1000000Y1000000M", Duration(13_000_000)),
        ("PT0S", Duration()),
    ],
)
def test_durations_are_read_unit_by_unit(text: str, amount: Duration) -> None:
    assert Duration.parse(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P-1D",
        "P1D1D",
        "P1.5D",
        "p1d",
        "P1H",
        "P1D ",
        "P٣D",
        "P4294967296D",
        "P" + "9" * 100 + "D",
        None,
        5,
        "P13000001M",
        "PT9000000H",
    ],
)
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ParseError) as caught:
        Duration.parse(text)

    assert caught.value.problems[0].code == "bad-duration"


@pytest.mark.parametrize(
    "parts", [("x",), (1.5,), (True,), (None,), (10**30,), (0, -(10**9)), (1, -1)]
)
def test_a_duration_is_of_whole_numbers_one_way(parts: tuple[int, ...]) -> None:
    with pytest.raises(InvalidError):
        Duration(*parts)


def test_the_longest_of_months_is_what_their_days_can_be() -> None:
    assert Duration(2, 1).longest == 63 * DAY
    assert Duration(-2).longest == -56 * DAY


@given(sty.anchors())
def test_an_anchor_reads_back_from_its_text(anchor: Anchor) -> None:
    assert Anchor.parse(str(anchor)) == anchor


@given(sty.whens())
def test_a_when_with_anchors_reads_back_from_its_text(when: When) -> None:
    assert When.parse(str(when)) == when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("after:x", "not-before:X for what starts when X is over"),
        ("not-befor:x", 'did you mean "not-before"'),
        ("not-before", "a colon and an id"),
        ("not-before:x#middle", 'unknown end "middle"; write start or end'),
        ("not-before:x y", "invalid id"),
        ("during:x#start", "takes no #start"),
        ("during:2025", "anchors to a date"),
        ("not-before:2025#end", "anchors to a date"),
        ("not-before:x#end+1D", "a colon and an id"),
        ("not-before:2025[Europe/Nowhere]", "anchor|zone|date"),
        (5, "a colon and an id"),
    ],
)
def test_what_is_no_anchor_says_what_one_is(text: object, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        When.parse(str(Anchor.parse(text)))


@pytest.mark.parametrize(
    "parts",
    [
        ("during", 5),
        (5, "x"),
        (None, None),
        ("not-before", ""),
        ("not-before", "x", "middle"),
        ("not-before", "x", "", Duration(1)),
        ("not-before", "x", "end", "P1D"),
    ],
)
def test_an_anchor_of_wrong_parts_is_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(ParseError):
        Anchor(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["a", "2025a", "visit-2138", "a" * 128, "A.b_c:d@e/f-g"]
)
def test_an_id_is_any_short_name(name: str) -> None:
    assert as_id(name) == name
    assert not is_date(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-",
        "../x",
        "a b",
        "a\n",
        "é",
        "a" * 129,
        "2025",
        "2025-03-17",
        "2138",
        "Y12345",
        "2025-03-17T16:30",
        "2024-21",
        5,
        None,
        b"a",
        ["a"],
    ],
)
def test_what_could_be_a_date_or_is_no_name_is_no_id(name: object) -> None:
    with pytest.raises(InvalidError) as caught:
        as_id(name)

    assert caught.value.problems[0].code == "bad-id"


def test_the_four_functions_take_whatever_has_an_id() -> None:
    event, source = Event(id="x", title="X"), Source(id="s")

    assert str(not_before(event) & not_after(source)) == "not-before:x not-after:s"
    assert str(during("x") & on_the_day_of("x")) == "during:x same-day:x"
    assert not_before(date(2025, 3, 17)).first_day == date(2025, 3, 17)
    assert not_after(datetime(2025, 3, 17, tzinfo=UTC)).is_placed
    assert str(not_before("x#end-P1M")) == "not-before:x#end-P1M"


@pytest.mark.parametrize("function", [not_before, not_after, during, on_the_day_of])
@pytest.mark.parametrize("target", [5, None, "", b"x", [], "x during:y", "a\nb", Event])
def test_what_names_nothing_is_refused(function: object, target: object) -> None:
    with pytest.raises(TimelineError):
        function(target)  # type: ignore[operator]


def test_anchors_join_once_and_dates_do_not() -> None:
    joined = When.parse("2025") & during("x") & during("x")

    assert str(joined) == "2025 during:x"
    assert str(during("x") & When.parse("2025")) == "2025 during:x"
    with pytest.raises(ParseError, match="two dates"):
        joined & When.parse("2026")
    with pytest.raises(TypeError):
        joined & "during:y"  # type: ignore[operator]
    many = " ".join(f"during:e{at}" for at in range(9))
    with pytest.raises(ParseError, match="too many"):
        When.parse(many)


def test_anchors_to_dates_tighten_and_contradict() -> None:
    when = not_before("2025-03") & not_after("2025-06")

    assert (when.first_day, when.last_day) == (date(2025, 3, 1), date(2025, 6, 30))
    assert when.is_dated
    assert not during("x").is_dated
    with pytest.raises(ParseError, match="ends before it starts"):
        not_before("2025-06") & not_after("2025-03")


def test_an_unplaced_date_beside_a_placed_one_is_widened() -> None:
    when = When.parse("2025-03-17 not-before:2025-03-17T10:00Z")

    assert when.is_placed
    assert when.start_earliest == When.parse("2025-03-17T10:00Z").start_earliest
    placed = When.parse("not-before:2025-03-17").placed("Europe/Paris")
    assert (
        placed.start_earliest == When.parse("2025-03-17[Europe/Paris]").start_earliest
    )


def test_a_day_and_a_clock_time_bound_as_a_span_does() -> None:
    span = "2025-03-16/2025-03-17T12:00"
    after, before = (
        When.parse(f"{kind}:{span}") for kind in ("not-before", "not-after")
    )
    assert after.start_earliest == When.parse("2025-03-16").start_earliest
    assert before.end_latest == When.parse(span).end_latest
