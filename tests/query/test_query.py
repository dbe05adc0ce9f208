from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import questions as qst

from timeline import Timeline, When
from timeline import query as q
from timeline.errors import InvalidError
from timeline.query import index as indexing
from timeline.query.evaluate import matcher
from timeline.records.event import Event
from timeline.records.meetings import Call
from timeline.records.source import Source


def scanned(tl: Timeline, predicate: q.Predicate) -> list[str]:
    """Ask each event alone, by the function that a predicate compiles to."""
    holds = matcher(predicate, tl.context)
    return [event.id for event in tl if holds(event)]


def ids(events: object) -> list[str]:
    assert isinstance(events, Timeline)
    return [event.id for event in events]


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the index even where a scan would be as fast."""
    monkeypatch.setattr(indexing, "FEW", 0)


@given(qst.timelines(), qst.predicates)
def test_a_question_and_its_opposite_share_out_all_events(
    tl: Timeline, asked: q.Predicate
) -> None:
    both = [*scanned(tl, asked), *scanned(tl, ~asked)]

    assert sorted(both) == sorted(ids(tl))


@given(qst.predicates)
def test_words_round_trip(asked: q.Predicate) -> None:
    assert q.parse(str(asked)) == asked
    assert eval(repr(asked), {"q": q}) == asked


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
            "is no date to begin or end a window",
            id="window-of-windows",
        ),
        pytest.param(
            lambda: q.possibly_before("../2025"), "never begins", id="no-beginning"
        ),
        pytest.param(
            lambda: q.possibly_overlaps("not-before:visit"),
            "its bounds hang on something else",
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


@pytest.mark.parametrize("count_of", [1, 300], ids=["few", "many"])
def test_a_misspelt_kind_or_status_names_the_nearest(count_of: int) -> None:
    tl = Timeline([Event(id=f"e{at}", title="t") for at in range(count_of)])

    with pytest.raises(
        InvalidError, match='unknown kind "meting"; did you mean "meeting"'
    ):
        tl.where(q.kind("meting"))
    with pytest.raises(InvalidError, match='did you mean "scheduled"'):
        tl.where(~q.status("scheduld"))


def test_a_class_of_ones_own_is_never_misspelt() -> None:
    class Mine(Event):
        kind = "mine"

    assert not Timeline().where(q.kind(Mine))
    assert len(Timeline([Mine(id="a", title="t")]).where(q.kind("mine"))) == 1


def test_records_and_sources_stand_for_their_ids() -> None:
    visit = Event(id="visit", title="Visit")
    article = Source(id="article", title="Article")
    call = Call(id="call", title="t", part_of="visit", sources=["article"])
    tl = Timeline([visit, call], sources=[article])

    assert ids(tl.where(q.part_of(visit) & q.cites(article))) == ["call"]
    assert ids(tl.where(lambda event: event is call)) == ["call"]
    assert ids(tl.where(q.phase(*()))) == []


@pytest.mark.usefixtures("indexed")
def test_a_party_and_a_person_of_one_name_are_both_found() -> None:
    tl = Timeline(
        [
            Event(id="a", title="t", participants=["Nato Lomidze @GE"]),
            Event(id="b", title="t", participants=["NATO"]),
            Event(id="c", title="t", participants=["Nato @GE"]),
        ]
    )

    assert ids(tl.where(q.involving("NATO"))) == ["b", "c"]
    assert ids(tl.where(q.involving("NATO LOMIDZE"))) == ["a"]
    assert tl.where(q.involving("ge")).count() == 0


JUMBLE = st.lists(st.sampled_from(["a", "(", ")", "not", "or", '"', "kind:", "is:"]))


@given(st.text(max_size=30) | JUMBLE.map(" ".join))
def test_any_text_is_a_question_or_an_error_that_shows_where(text: str) -> None:
    problem = ""
    asked: q.Predicate = q.anything
    try:
        asked = q.parse(text)
    except InvalidError as error:
        problem = str(error)

    assert problem.endswith("^") if problem else q.parse(str(asked)) == asked


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        pytest.param("a or b c", "q.mentions('a') | q.mentions('b') & q.mentions('c')",
                     id="or-binds-less"),
        pytest.param("-a -(b or c)", "~q.mentions('a') & ~(q.mentions('b') | "
                     "q.mentions('c'))", id="minus"),
        pytest.param("NOT not a AND b", "q.mentions('a') & q.mentions('b')",
                     id="twice-not"),
        pytest.param(r'"say \"yes\" \\"', r"""q.mentions('say "yes" \\')""",
                     id="escapes"),
        pytest.param("status:", "q.status('')", id="no-status"),
        pytest.param("10:30 -- -", "q.mentions('10:30') & q.mentions('--') & "
                     "q.mentions('-')", id="words-with-signs"),
        pytest.param("", "q.anything", id="nothing-asked"),
    ],
)  # fmt: skip
def test_words_mean_what_people_expect(text: str, meaning: str) -> None:
    assert repr(q.parse(text)) == meaning


@pytest.mark.parametrize(
    ("text", "problem", "at"),
    [
        pytest.param("(a", "this bracket is not closed", 0, id="open"),
        pytest.param("a)", "no bracket is open here", 1, id="close"),
        pytest.param("a ()", "a question is missing here", 3, id="empty-brackets"),
        pytest.param("a or", 'missing here after "or"', 4, id="dangling-or"),
        pytest.param("a or or b", 'missing before "or" after "or"', 5, id="two-ors"),
        pytest.param("not", 'missing here after "not"', 3, id="dangling-not"),
        pytest.param('a "b', "this quotation mark is not closed", 2, id="quote"),
        pytest.param('a"b"', "a quotation mark touches another word", 1, id="touch"),
        pytest.param("a\\b", "a backslash stands only in quotation", 1, id="slash"),
        pytest.param(
            "x knd:call", 'no question is called "knd"; did you', 2, id="field"
        ),
        pytest.param("is:dated", 'no question is called "is:dated"', 0, id="flag"),
        pytest.param("topic:x test:f", "asked in Python only", 8, id="test"),
        pytest.param(
            "a possibly-before:2025-13", "invalid month", 18, id="inside-the-value"
        ),
    ],
)
def test_an_unreadable_question_is_marked_where_it_fails(
    text: str, problem: str, at: int
) -> None:
    with pytest.raises(InvalidError, match=problem) as caught:
        q.parse(text)

    *_, shown, mark = str(caught.value).splitlines()
    assert shown == f"  {text}"
    assert mark == " " * (at + 2) + "^"


def test_a_question_is_a_text() -> None:
    with pytest.raises(InvalidError, match="a question is a text"):
        q.parse(None)  # type: ignore[arg-type]
