from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import questions as qst

from timeline import Party, Timeline
from timeline import query as q
from timeline.errors import InvalidError
from timeline.records.event import Event


def ids(events: object) -> list[str]:
    assert isinstance(events, Timeline)
    return [event.id for event in events]


JUMBLE = st.lists(st.sampled_from(["a", "(", ")", "not", "or", '"', "kind:", "is:"]))


@given(qst.predicates)
def test_words_round_trip(asked: q.Predicate) -> None:
    assert q.parse(str(asked)) == asked
    assert eval(repr(asked), {"q": q}) == asked


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
        pytest.param("a or", "a question is missing here", 4, id="dangling-or"),
        pytest.param("a or or b", "a question is missing here", 5, id="two-ors"),
        pytest.param("not", "a question is missing here", 3, id="dangling-not"),
        pytest.param('a "b', "this quotation mark is not closed", 2, id="quote"),
        pytest.param('a"b"', "a quotation mark touches another word", 1, id="touch"),
        pytest.param("a\\b", "a backslash belongs in quotation", 1, id="slash"),
        pytest.param("x knd:call", 'unknown question "knd"; did you', 2, id="field"),
        pytest.param("is:dated", 'unknown question "is:dated"', 0, id="flag"),
        pytest.param("topic:x test:f", "asked in Python only", 8, id="test"),
        pytest.param(
            "a possibly-before:2025-13", "invalid month", 18, id="inside-the-value"
        ),
        pytest.param("kind:metting a", 'kind "metting"; did you', 5, id="kind"),
        pytest.param("a status:hled", 'status "hled"; did you', 9, id="status"),
        pytest.param("-involving:Frence", 'mean "France"', 11, id="party"),
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


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("involving:Starmer", 'did you mean "Keir Starmer"', id="surname"),
        pytest.param("involving:'Keir Stamer'", "unknown party or person", id="nobody"),
        pytest.param('involving:"Keir Stamer"', 'mean "Keir Starmer"', id="misspelt"),
        pytest.param("involving:Frence", 'did you mean "France"', id="party"),
        pytest.param("kind:visti", 'did you mean "visit"', id="kind"),
    ],
)
def test_words_are_checked_against_the_events_to_be_asked(
    text: str, problem: str
) -> None:
    class Mine(Event):
        kind = "mine"

    tl = Timeline(
        [Mine(id="a", title="t", participants=["Keir Starmer @GB", "@MYGROUP"])],
        parties=[Party(id="MYGROUP", name="My Group")],
    )

    with pytest.raises(InvalidError, match=problem):
        q.parse(text.replace("'", '"'), tl)
    for fine in (
        "kind:mine",
        "involving:MYGROUP",
        'involving:"my group"',
        'involving:"KEIR starmer"',
    ):
        assert ids(tl.where(q.parse(fine, tl))) == ["a"]
    assert ids(tl.where(q.parse("involving:Germany", tl))) == []


def test_brackets_do_not_exhaust_the_stack() -> None:
    with pytest.raises(InvalidError, match="more than 200 brackets are open here"):
        q.parse("(" * 100_000)
    assert q.parse("(" * 150 + "a" + ")" * 150) == q.mentions("a")
    assert q.parse("not " * 1_001 + "a") == ~q.mentions("a")
