from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import query as q
from timeline.errors import InvalidError
from timeline.query.predicates import MOST_PARTS, program

WORDS = st.sampled_from(["a", "b", "c", "not", "Élysée", 'say "x"', "-x", "a:b", ""])
leaves = st.one_of(
    st.builds(q.part_of, WORDS),
    st.builds(q.topic, WORDS),
    st.builds(q.mentions, WORDS),
    st.just(q.undated),
)
predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=12,
)


def held(predicate: q.Predicate, answers: dict[str, bool]) -> bool:
    """What Python's own all, any and not make of it."""
    return q.fold(
        predicate, lambda leaf: answers[repr(leaf)], all, any, lambda x: not x
    )


def run(predicate: q.Predicate, answers: dict[str, bool]) -> bool:
    def test(leaf: q.Leaf) -> Callable[[dict[str, bool]], bool]:
        return lambda known: known[repr(leaf)]

    return program(predicate, test)(answers)


@st.composite
def asked(draw: st.DrawFn) -> tuple[q.Predicate, q.Predicate, dict[str, bool]]:
    a, b = draw(predicates), draw(predicates)
    known: list[str] = []
    for predicate in (a, b):
        q.fold(predicate, lambda leaf: known.append(repr(leaf)), id, id, id)
    return a, b, {name: draw(st.booleans()) for name in sorted(set(known))}


@given(asked())
def test_operators_mean_what_they_say(
    case: tuple[q.Predicate, q.Predicate, dict[str, bool]],
) -> None:
    a, b, answers = case

    assert run(a & b, answers) is (held(a, answers) and held(b, answers))
    assert run(a | b, answers) is (held(a, answers) or held(b, answers))
    assert run(~a, answers) is not held(a, answers)


@given(asked())
def test_de_morgan_holds(
    case: tuple[q.Predicate, q.Predicate, dict[str, bool]],
) -> None:
    a, b, answers = case

    assert run(~(a & b), answers) is run(~a | ~b, answers)
    assert run(~(a | b), answers) is run(~a & ~b, answers)


@given(predicates, predicates, predicates)
def test_grouping_and_double_negation_do_not_matter(
    a: q.Predicate, b: q.Predicate, c: q.Predicate
) -> None:
    assert (a & b) & c == a & (b & c)
    assert (a | b) | c == a | (b | c)
    assert ~~a == a
    assert hash(~~a) == hash(a)


@given(predicates)
def test_a_predicate_can_be_pasted_pickled_and_copied(predicate: q.Predicate) -> None:
    assert eval(repr(predicate), {"q": q}) == predicate
    assert pickle.loads(pickle.dumps(predicate)) == predicate
    assert copy.deepcopy(predicate) is predicate
    assert copy.copy(~predicate) == ~predicate


@given(predicates, predicates)
def test_only_the_same_question_is_equal(a: q.Predicate, b: q.Predicate) -> None:
    assert (a == b) is (repr(a) == repr(b))
    assert a != "a"
    assert (a & b) != (a | b)


def test_ten_thousand_levels_neither_crash_nor_hang() -> None:
    deep = q.topic("a")
    for level in range(10_000):
        deep = ~(deep & q.topic("b")) if level % 2 else (deep | q.kind("call"))
    answers = {repr(q.topic("a")): True, repr(q.topic("b")): True}
    answers[repr(q.kind("call"))] = False

    assert deep.size == 10_001
    assert run(deep, answers) is held(deep, answers)
    assert pickle.loads(pickle.dumps(deep)) == deep
    assert hash(deep) == hash(copy.deepcopy(deep))
    assert len(repr(deep)) < 10**6
    assert q.bind(deep, q.Context()) == deep


def test_a_predicate_that_doubles_itself_is_refused_in_time() -> None:
    def doubled() -> q.Predicate:
        predicate = q.topic("a")
        for _ in range(10_000):
            predicate = ~(predicate & predicate)
        return predicate

    with pytest.raises(InvalidError, match=f"more than {MOST_PARTS:,} parts"):
        doubled()


def test_python_and_is_refused() -> None:
    with pytest.raises(TypeError, match=r"join with & \| ~"):
        q.kind("call") and q.kind("visit")  # type: ignore[redundant-expr]


def test_foreign_operands_are_refused() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        q.kind("call") & "France"  # type: ignore[operator]
    with pytest.raises(TypeError, match="unsupported operand"):
        q.kind("call") | None  # type: ignore[operator]


def test_of_nothing_all_hold_and_none_holds() -> None:
    assert q.all_of([]) == q.anything
    assert q.any_of([]) == q.nothing
    assert q.all_of([q.undated]) == q.undated
    assert q.undated() is q.undated


def test_a_question_about_something_else_than_text_says_so() -> None:
    with pytest.raises(InvalidError, match=r"q\.topic asks about a text, not 5"):
        q.topic(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match=r"q\.test takes a function"):
        q.test(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match=r"q\.parse"):
        q.test("kind:call")  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="no text that can be stored"):
        q.mentions("a\ud800b")


def test_a_function_is_shown_by_its_name() -> None:
    asked = q.test(len) & q.topic("a")

    assert repr(asked) == "q.test(len) & q.topic('a')"
    assert str(asked) == "test:len topic:a"
