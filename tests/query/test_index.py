from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline.query.index
from timeline.query.index import EVER, NEVER, Columns, Index, Spans, Window

NONE = Columns(array("q"), array("q"), b"")
INSTANTS = st.integers(-40, 40)
LINES = st.sampled_from([0, 1])


@st.composite
def ends(draw: st.DrawFn, *, hull: bool) -> tuple[int, int, int]:
    low, high = (NEVER, EVER) if hull else (EVER, NEVER)
    a = draw(INSTANTS)
    b = a + draw(st.integers(1, 90)) if hull else draw(INSTANTS)
    kind = draw(st.integers(0, 7))
    return (low if kind == 0 else a, high if kind == 1 else b, draw(LINES))


def made(rows: list[tuple[int, int, int]], undated: int, *, hull: bool) -> Spans:
    low, high = (NEVER, EVER) if hull else (EVER, NEVER)
    rows = [*rows, *[(low, high, 2)] * undated]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    lows, highs = (array("q", column) for column in columns[:2])
    return Spans(Columns(lows, highs, bytes(columns[2])))


@pytest.fixture(params=[1, 3, 64], autouse=True)
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut few spans into blocks as many are."""
    monkeypatch.setattr(timeline.query.index, "_BLOCK", request.param)


def naive(spans: Spans, window: Window) -> list[int]:
    found = []
    for p, line in enumerate(spans.lines):
        if line < 2:
            a, b = window[line]
            if spans.lows[p] < b and spans.highs[p] > a:
                found.append(p)
    return found


def listed(spans: Spans, window: Window) -> list[int]:
    found, first, last = spans.reaching(window)
    return [*found, *range(first, last)]


ENDS = st.integers(-60, 60)
WINDOW = st.tuples(ENDS | st.just(NEVER - 1), ENDS | st.just(EVER + 1))
# Some are turned: a sure overlap keeps away from both ends by the slack between lines.
windows = st.tuples(WINDOW, WINDOW)


@given(st.lists(ends(hull=True), max_size=60), st.integers(0, 3), windows)
def test_hulls_that_reach_into_a_window_are_those_a_scan_finds(
    rows: list[tuple[int, int, int]], undated: int, window: Window
) -> None:
    spans = made(rows, undated, hull=True)

    assert listed(spans, window) == naive(spans, window)
    assert spans.count(window) >= len(naive(spans, window))
    if all(a <= b for a, b in window):
        assert spans.count(window) == len(naive(spans, window))


@given(st.lists(ends(hull=True), max_size=60), st.integers(0, 3), LINES, windows)
def test_in_order_on_one_line_a_window_is_a_slice(
    rows: list[tuple[int, int, int]], undated: int, line: int, window: Window
) -> None:
    spans = made(sorted((a, b, line) for a, b, _ in rows), undated, hull=True)

    assert spans.in_order
    assert listed(spans, window) == naive(spans, window)


@given(st.lists(ends(hull=False), max_size=60), windows)
def test_cores_turned_inside_out_are_found_too(
    rows: list[tuple[int, int, int]], window: Window
) -> None:
    spans = made(rows, 0, hull=False)

    assert listed(spans, window) == naive(spans, window)


def test_postings_are_made_once() -> None:
    index = Index(("ab", "b", ""), lambda: NONE, lambda: NONE[:2])

    assert {key: list(found) for key, found in index.postings("x", list).items()} == {
        "a": [0],
        "b": [0, 1],
    }
    assert index.postings("x", len) is index.postings("x", len)  # type: ignore[arg-type]
