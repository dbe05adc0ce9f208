from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from tests.support import questions as qst

from timeline import Source, Timeline, When
from timeline import query as q
from timeline.certainty import Certainty
from timeline.errors import InvalidError
from timeline.query.evaluate import matcher
from timeline.records.event import Event


def scanned(tl: Timeline, predicate: q.Predicate) -> list[str]:
    """Ask each event alone, by the function that a predicate compiles to."""
    holds = matcher(predicate, tl.context)
    return [event.id for event in tl if holds(event)]


def ids(events: object) -> list[str]:
    assert isinstance(events, Timeline)
    return [event.id for event in events]


@given(qst.timelines(), qst.bounded)
def test_questions_about_time_are_the_relations_of_when(
    tl: Timeline, text: str
) -> None:
    """A second way to the same answers: by relations between two whens."""
    inner = text if text.startswith("throughout:") else f"throughout:{text}"
    window = When.parse(text) if "/.." in text else When.parse(inner)
    window = window if tl.tz is None else window.placed(tl.tz)
    for event in tl:
        when = tl.placed(event.id)
        if when is None or "T" in text:
            continue
        overlap = when.intersects(window)
        alone = Timeline([event], tz=tl.tz)
        assert bool(alone.where(q.possibly_overlaps(text))) is overlap.possibly
        if "/.." not in text:  # or it starts sometime in the day, as a when
            before = when.before(window)
            assert bool(alone.where(q.surely_before(text))) is before.definitely
            assert bool(alone.where(q.possibly_before(text))) is before.possibly
            assert bool(alone.where(q.surely_overlaps(text))) is overlap.definitely
            within = when.within(window).definitely
            assert bool(alone.where(q.surely_within(text))) is within


@given(qst.timelines(), qst.bounded)
def test_undated_events_may_do_anything_and_surely_do_nothing(
    tl: Timeline, text: str
) -> None:
    undated = set(scanned(tl, q.undated))

    for asked in (q.possibly_before(text), q.possibly_overlaps(text)):
        assert undated <= set(scanned(tl, asked))
    for asked in (
        q.surely_before(text),
        q.surely_overlaps(text),
        q.surely_within(text),
    ):
        assert not undated & set(scanned(tl, asked))


def test_across_lines_of_time_sixteen_hours_make_a_maybe() -> None:
    tl = Timeline(
        [
            Event(id="wall", title="t", when="2025-03-16"),
            Event(id="utc", title="t", when="2025-03-16T23:00Z/2025-03-16T23:30Z"),
        ]
    )

    assert ids(tl.where(q.possibly_overlaps("2025-03-17"))) == ["utc"]
    assert ids(tl.where(q.possibly_overlaps("2025-03-17T05:00Z"))) == ["wall"]
    assert ids(tl.where(q.surely_before("2025-03-17"))) == ["wall"]
    assert ids(tl.where(q.surely_before("2025-03-17T16:00Z"))) == ["wall", "utc"]


def test_a_clock_time_in_a_window_is_its_own_minute() -> None:
    tl = Timeline([Event(id="a", title="t", when="2025-03-17T16:31Z")])

    assert not tl.where(q.possibly_overlaps("2025-03-17T16:30Z"))
    assert len(tl.where(q.possibly_overlaps("2025-03-17T16:31Z"))) == 1


def test_between_may_overlap_and_keeps_the_undated_last() -> None:
    tl = Timeline(
        [
            Event(id="march", title="t", when="2025-03"),
            Event(id="april", title="t", when="2025-04-02"),
            Event(id="a-call", title="t"),
        ]
    )

    assert ids(tl.between("2025-03-30", date(2025, 3, 31))) == ["march", "a-call"]
    assert ids(tl.between("2025-03-01", "2025-03", certainly=True)) == ["march"]
    assert ids(tl.between("2025-04", None)) == ["april", "a-call"]
    assert ids(tl.between(None, "2025-03-01")) == ["march", "a-call"]
    assert ids(tl.where(q.surely_within("2025-03", "2025-04"))) == ["march", "april"]
    assert ids(tl.where(q.possibly_overlaps(None, "2025-03"))) == ["march", "a-call"]


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        pytest.param(
            lambda: q.possibly_overlaps("2025-05/2025-04"),
            "ends before it starts",
            id="backwards",
        ),
        pytest.param(
            lambda: q.surely_within("2025-05", "2025-04"),
            "ends before it starts",
            id="backwards-in-two",
        ),
        pytest.param(
            lambda: q.surely_within("2025-05/2025-06", "2025-07"),
            "is not a date on one side of a window",
            id="window-of-windows",
        ),
        pytest.param(
            lambda: q.possibly_before("../2025"), "has no beginning", id="no-beginning"
        ),
        pytest.param(
            lambda: q.possibly_overlaps("not-before:visit"),
            "depends on another record",
            id="anchor",
        ),
        pytest.param(lambda: q.surely_before("2025-02-30"), "2025-02-30", id="no-day"),
        pytest.param(lambda: q.phase("ahaed"), 'did you mean "ahead"', id="phase"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(ask: object, problem: str) -> None:
    assert callable(ask)
    with pytest.raises(InvalidError, match=problem):
        ask()


@pytest.mark.parametrize(
    ("when", "window", "expected"),
    [
        ("2025-06-15~", "2025-06-16", Certainty.MAYBE),
        ("2025-06-15~", "2025-06-17", Certainty.NO),
        ("2025-06-15~", "2025-06-14/2025-06-16", Certainty.YES),
        ("2025-06-15~", "2025-06-15", Certainty.MAYBE),
        ("[2025-11-04,2025-11-06]", "2025-11-05", Certainty.NO),
        ("[2025-11-04,2025-11-06]", "2025-11-04", Certainty.MAYBE),
        ("[2025-11-04,2025-11-06]", "2025-11-04/2025-11-06", Certainty.YES),
        ("2025-XX-12", "2025-06-13/2025-07-11", Certainty.NO),
        ("?2025-06-15", "2026-06-15", Certainty.MAYBE),
        ("?2025-06-15", "2026-06-14", Certainty.NO),
        ("XXXX-06", "2025-06", Certainty.MAYBE),
    ],
)
@pytest.mark.parametrize("others", [0, 300])  # with the index, and without it
def test_questions_are_asked_of_each_member(
    when: str, window: str, expected: Certainty, others: int
) -> None:
    more = [Event(id=f"e{at}", title="Other", when="1990") for at in range(others)]
    timeline = Timeline([Event(id="x", title="X", when=when), *more])

    assert timeline.count(q.possibly_overlaps(window)) == expected.possibly
    assert timeline.count(q.surely_within(window)) == expected.definitely
    both = q.possibly_overlaps(window) & q.mentions("X")
    assert timeline.count(both) == expected.possibly


@pytest.mark.parametrize("window", ["2025-06-15~", "2025/2026?", "[2025?,2026]"])
def test_a_window_in_doubt_is_refused(window: str) -> None:
    with pytest.raises(InvalidError, match="write the first and the last day"):
        q.possibly_overlaps(window)
    with pytest.raises(InvalidError, match="write the first and the last day"):
        Timeline([]).between("2025", "2026~")


@pytest.mark.parametrize(
    ("status", "before", "until", "after"),
    [
        ("under_way", (0, 1), (1, 1), (0, 1)),
        (None, (0, 1), (1, 1), (0, 1)),
        ("occurred", (0, 1), (0, 1), (0, 0)),
        ("expected", (0, 1), (0, 1), (0, 1)),
        ("cancelled", (0, 1), (0, 1), (0, 1)),
    ],
)
@pytest.mark.parametrize("tz", [None, "Asia/Tokyo"])
def test_what_is_dated_as_going_on_does_so_until_its_source_speaks(
    status: str | None,
    before: tuple[int, int],
    until: tuple[int, int],
    after: tuple[int, int],
    tz: str | None,
) -> None:
    """The question and the schedule agree about ``2014/..``."""
    source = Source(id="a", as_of="2025-10-21")
    event = Event(id="s", title="S", when="2014/..", status=status, sources=["a"])
    tl = Timeline([event], [source], tz=tz)

    for window, expected in (("2014-06", before), ("2020", until), ("2026", after)):
        surely, possibly = q.surely_overlaps(window), q.possibly_overlaps(window)
        assert (tl.count(surely), tl.count(possibly)) == expected
        assert len(tl.where(possibly)) == expected[1]
    if status not in {"expected", "cancelled"}:
        schedule = tl.schedule()
        assert len(schedule.where(q.surely_overlaps("2020"))) == until[0]
        assert len(schedule.where(q.possibly_overlaps("2026"))) == after[1]


@pytest.mark.parametrize("as_of", [None, "2013"])
def test_a_source_that_cannot_be_right_bounds_nothing(as_of: str | None) -> None:
    source = Source(id="a", as_of=as_of)
    event = Event(id="s", title="S", when="2014/..", status="occurred", sources=["a"])

    assert Timeline([event], [source]).count(q.possibly_overlaps("2020")) == 1
    assert Timeline([event], [source]).count(q.surely_overlaps("2020")) == 0


def test_a_source_of_another_zone_is_trusted_less_16_hours() -> None:
    source = Source(id="a", as_of="2025-10-21[Asia/Tokyo]")
    event = Event(id="s", title="S", when="2014/..", status="under_way", sources=["a"])
    tl = Timeline([event], [source])

    assert tl.count(q.surely_overlaps("2025-10-20")) == 0
    assert tl.count(q.surely_overlaps("2025-10-19")) == 1
