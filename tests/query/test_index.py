"""The index against a scan: of intervals, and of the answers to predicates."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import questions as qst

from timeline import Timeline
from timeline import query as q
from timeline.query import index as indexing
from timeline.query.evaluate import matcher
from timeline.query.index import Intervals, SortedIntervals
from timeline.query.windows import EVER, NEVER
from timeline.records.event import Event
from timeline.records.meetings import Meeting


def scan(tl: Timeline, predicate: q.Predicate) -> list[str]:
    """Ask each event alone, by the function that a predicate compiles to."""
    holds = matcher(predicate, tl.context)
    return [event.id for event in tl if holds(event)]


def ids(tl: Timeline) -> list[str]:
    return [event.id for event in tl]


@pytest.fixture(params=[1, 3, 64])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut few intervals into blocks, as many are."""
    monkeypatch.setattr(indexing, "_BLOCK", request.param)


INSTANTS = st.integers(-40, 40)
# A start, an end, and the event: several may be of one, as rival dates will be.
intervals = st.builds(
    lambda start, length, open_: (
        NEVER if open_ == 0 else start,
        EVER if open_ == 1 else start + length,
    ),
    INSTANTS,
    st.integers(1, 90),
    st.integers(0, 7),
)
windows = st.tuples(
    st.integers(-60, 60) | st.just(NEVER), st.integers(-60, 60) | st.just(EVER)
).filter(lambda window: window[0] < window[1])


def build(spans: list[tuple[int, int]]) -> SortedIntervals:
    starts, ends = (array("q", column) for column in zip(*spans, strict=True))
    positions = range(len(spans))
    return SortedIntervals(Intervals(positions, starts, ends, frozenset([True])))


@pytest.mark.usefixtures("block")
@given(st.lists(intervals, min_size=1, max_size=60), windows)
def test_intervals_that_overlap_are_those_a_scan_finds(
    spans: list[tuple[int, int]], window: tuple[int, int]
) -> None:
    a, b = window
    found = build(spans)
    early, first, last = found.overlapping(a, b)

    wanted = [p for p, (start, end) in enumerate(spans) if start < b and end > a]
    assert sorted(found.positions[i] for i in (*early, *range(first, last))) == wanted
    assert early == sorted(early)
    assert found.count(a, b) == len(wanted)


@pytest.mark.usefixtures("block")
@given(st.lists(intervals, min_size=1, max_size=60), windows)
def test_in_order_the_positions_stay_a_range(
    spans: list[tuple[int, int]], window: tuple[int, int]
) -> None:
    found = build(sorted(spans))

    assert found.positions == range(len(spans))
    early, first, last = found.overlapping(*window)
    assert len(early) + last - first == found.count(*window)


@pytest.mark.usefixtures("block")
@given(qst.timelines(30), qst.predicates)
def test_the_index_finds_what_a_scan_finds(tl: Timeline, asked: q.Predicate) -> None:
    wanted = scan(tl, asked)

    assert ids(tl.where(asked)) == wanted
    assert tl.count(asked) == len(wanted)
    assert ids(tl[2:9].where(asked)) == [
        name for name in ids(tl[2:9]) if name in wanted
    ]


@given(qst.timelines(), qst.predicates)
def test_without_an_index_the_answers_are_the_same(
    tl: Timeline, asked: q.Predicate
) -> None:
    assert ids(tl.where(asked)) == scan(tl, asked)
    assert tl.count(asked) == len(scan(tl, asked))


@given(qst.timelines(30), qst.windows)
def test_a_window_is_read_from_sorted_intervals(tl: Timeline, window: str) -> None:
    asked = q.possibly_overlaps(window)

    assert ids(tl.where(asked)) == scan(tl, asked)
    assert ids(tl.where(q.anything)) == ids(tl)
    assert tl.count() == len(tl)


def test_long_windows_of_many_events_are_found_in_blocks() -> None:
    tl = Timeline(
        [
            Event(id=f"e{at}", title="t", when=f"{1900 + at % 100}-0{1 + at % 9}-10/..")
            for at in range(200)
        ]
        + [
            Event(id=f"f{at}", title="t", when=f"throughout:{1800 + at // 2}")
            for at in range(200)
        ]
    )
    open_ = tl.add(Event(id="open", title="t", when="../1850"))

    for window in ("1810/1890", "1850-06", "1700/1950"):
        for part in (tl, open_):
            asked = q.possibly_overlaps(window)
            assert ids(part.where(asked)) == scan(part, asked)
            sure = q.surely_overlaps(window)
            assert ids(part.where(sure)) == scan(part, sure)
            assert part.count(asked) == len(scan(part, asked))
            assert part.count(~asked) == len(scan(part, ~asked))


@pytest.mark.parametrize(
    "words",
    [
        "kind:call involving:US",
        "status:expected possibly-overlaps:2025-02/2025-04 involving:FR",
        "phase:ahead surely-before:2025-06 involving:FR",
        "kind:call surely-within:2025-03 involving:FR",
        "kind:call possibly-before:2025-03 topic:trade",
        "kind:visit involving:FR surely-overlaps:2025",
        "(kind:call or kind:meeting) involving:US not is:undated",
        "involving:FR possibly-overlaps:2025-03 steps",
        "possibly-overlaps:2025-03 possibly-overlaps:2025-03-10 topic:trade",
    ],
)
def test_several_conditions_are_tested_on_what_was_read(words: str) -> None:
    tl = Timeline(
        [
            Meeting(
                id=f"e{at}",
                title="next steps" if at % 5 else "t",
                when=None if at % 7 == 0 else f"2025-{1 + at % 9:02}-{1 + at % 28:02}",
                status="scheduled" if at % 2 else None,
                participants=["FR"] if at % 11 else ["US"],
                topics=["trade"] if at % 4 else (),
            )
            for at in range(400)
        ]
    )

    for _ in range(2):  # once to build the index, and once to use it
        assert ids(tl.where(q.parse(words))) == scan(tl, q.parse(words))


@pytest.mark.parametrize("party", ["CA", "DE"])
@pytest.mark.parametrize("first", ["2003", "2014-06-05", "2029"])
def test_what_lasts_into_a_window_is_found_among_many_of_one_party(
    party: str, first: str
) -> None:
    days = [
        Meeting(
            id=f"m{at:03}",
            title="M",
            when=f"20{at % 30:02}-{1 + at % 12:02}-{1 + at % 28:02}",
            participants=["CA" if at % 2 else "FR", *["DE"] * (at % 15 == 0)],
        )
        for at in range(900)
    ]
    long = [
        Meeting(id="long", title="L", when="2001-01-05/2020", participants=["DE"]),
        Meeting(id="open", title="O", when="2001-01-05/..", participants=["CA"]),
    ]
    tl = Timeline([*days, *long, Meeting(id="undated", title="U")])
    part = tl.where(q.involving(party) | q.undated())

    asked = q.involving(party) & q.possibly_overlaps(f"{first}/2030")
    alone = [e.id for e in tl if Timeline([e]).where(asked)]
    assert ids(tl.where(asked)) == ids(part.where(asked)) == alone
    assert len(part.between(first, "2030")) == len(alone) + 1


def test_a_test_of_ones_own_sees_only_what_the_words_before_it_let_through() -> None:
    tl = Timeline(
        [Event(id=f"e{at}", title="t", topics=["x"] * (at % 2)) for at in range(300)]
    )
    seen: list[Event] = []
    asked = q.test(seen.append) | q.anything

    tl.where(q.topic("x") & asked)
    assert all(event.topics for event in seen)


def test_a_window_after_all_that_was_read_is_no_trouble() -> None:
    days = [
        Event(id=f"e{at:03}", title="t", when=f"2001-01-{1 + at % 28:02}", topics=["x"])
        for at in range(300)
    ]
    tl = Timeline([*days, Event(id="long", title="t", when="2001-02/2030")])

    assert ids(tl.where(q.topic("x") & q.possibly_overlaps("2020"))) == []
