from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import questions as qst

from timeline import Timeline, When
from timeline import query as q
from timeline.errors import InvalidError
from timeline.query import planner as planning
from timeline.query.planner import count, find, plan
from timeline.records.event import Event
from timeline.records.meetings import Call, Meeting
from timeline.records.source import Source


def scanned(tl: Timeline, predicate: q.Predicate) -> list[str]:
    """Ask each event alone, by the function that a predicate compiles to."""
    holds = q.matcher(predicate, tl.context)
    return [event.id for event in tl if holds(event)]


def ids(events: object) -> list[str]:
    assert isinstance(events, Timeline | tuple)
    return [event.id for event in events]


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the index even where a scan would be as fast."""
    monkeypatch.setattr(planning, "FEW", 0)


@pytest.mark.usefixtures("indexed")
@given(qst.timelines(30), qst.predicates)
def test_the_index_finds_what_a_scan_finds(tl: Timeline, asked: q.Predicate) -> None:
    wanted = scanned(tl, asked)

    assert ids(find(asked, tl.index, tl.context)) == wanted
    assert count(asked, tl.index, tl.context) == len(wanted)
    assert plan(asked, tl.index, tl.context).count >= len(wanted)


@given(qst.timelines(), qst.predicates)
def test_without_an_index_the_answers_are_the_same(
    tl: Timeline, asked: q.Predicate
) -> None:
    assert ids(tl.where(asked)) == scanned(tl, asked)
    assert count(asked, tl.index, tl.context) == len(scanned(tl, asked))


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

    with pytest.raises(InvalidError, match='no kind is called "meting"'):
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
def test_a_plan_says_what_is_read_and_what_is_checked() -> None:
    tl = Timeline(
        [Call(id=f"c{at}", title="t", participants=["US"]) for at in range(9)]
        + [Event(id="e", title="t", when="2025", participants=["FR"])]
    )

    def explained(words: str) -> str:
        return str(plan(q.parse(words), tl.index, tl.context))

    assert explained("kind:call involving:FR steps") == (
        "reads at most 1 of 10 events, by index\n"
        "  involving:FR\n"
        "checks on each\n"
        "  kind:call\n"
        "  steps"
    )
    assert explained("involving:FR or kind:event") == (
        "reads at most 2 of 10 events, by index\n"
        "  involving:FR\n"
        "  kind:event\n"
        "checks on each\n"
        "  involving:FR or kind:event"
    )
    assert explained("not kind:call") == (
        "looks at all 10 events\nchecks on each\n  not kind:call"
    )
    assert explained("") == "looks at all 10 events"


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
            "a possibly-before:2025-13", "no such month", 18, id="inside-the-value"
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


@pytest.mark.usefixtures("indexed")
@given(qst.timelines(30), qst.windows)
def test_a_window_is_read_from_sorted_arrays(tl: Timeline, window: str) -> None:
    assert ids(tl.where(q.possibly_overlaps(window))) == scanned(
        tl, q.possibly_overlaps(window)
    )
    assert ids(tl.where(q.anything)) == ids(tl)


def test_long_windows_of_many_events_are_bisected() -> None:
    """Many events are cut into blocks, each with what lasts into it."""
    tl = Timeline(
        [
            Event(id=f"e{at}", title="t", when=f"{1900 + at % 100}-0{1 + at % 9}-10/..")
            for at in range(200)
        ]
        + [
            Event(id=f"f{at}", title="t", when=f"throughout:{1800 + at // 2}")
            for at in range(200)
        ]
        + [Event(id="open", title="t", when="../1850")]
    )

    for window in ("1810/1890", "1850-06", "1700/1950"):
        asked = q.possibly_overlaps(window)
        assert ids(tl.where(asked)) == scanned(tl, asked)
        sure = q.surely_overlaps(window)
        assert ids(tl.where(sure)) == scanned(tl, sure)
        assert count(asked, tl.index, tl.context) == len(scanned(tl, asked))
        assert count(~asked, tl.index, tl.context) == len(scanned(tl, ~asked))


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
    ],
)
def test_several_conditions_are_checked_on_what_was_read(words: str) -> None:
    tl = Timeline(
        [
            (Call if at % 3 else Event)(
                id=f"e{at}",
                title="next steps" if at % 5 else "t",
                when=None if at % 7 == 0 else f"2025-{1 + at % 9:02}-{1 + at % 28:02}",
                status="expected" if at % 2 else None,
                participants=["FR"] if at % 11 else ["US"],
                topics=["trade"] if at % 4 else (),
            )
            for at in range(400)
        ]
    )

    for _ in range(2):  # once to make the indexes, and once to use them
        assert ids(tl.where(q.parse(words))) == scanned(tl, q.parse(words))


def many() -> Timeline:
    """More than a scan would be quicker for: days of thirty years, two long ones."""
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
    return Timeline([*days, *long, Meeting(id="undated", title="U")])


@pytest.mark.parametrize("party", ["CA", "DE"])
@pytest.mark.parametrize("first", ["2003", "2014-06-05", "2029"])
def test_what_lasts_into_a_window_is_found_among_many_of_one_party(
    party: str, first: str
) -> None:
    whole = many()
    part = whole.where(q.involving(party) | q.undated())

    asked = q.involving(party) & q.possibly_overlaps(f"{first}/2030")
    naive = [e.id for e in whole if Timeline([e]).where(asked)]
    assert [event.id for event in whole.where(asked)] == naive
    assert [event.id for event in part.where(asked)] == naive
    assert len(part.between(first, "2030")) == len(naive) + 1
