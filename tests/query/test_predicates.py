from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import Event, Timeline
from timeline import query as q
from timeline.errors import InvalidError
from timeline.query.evaluate import matcher
from timeline.query.predicates import MOST_LEVELS, MOST_PARTS, normal

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


def hold(predicate: q.Predicate, answers: dict[str, bool]) -> bool:
    """Evaluate by Python's own all, any and not."""
    return q.fold(
        predicate, lambda leaf: answers[repr(leaf)], all, any, lambda held: not held
    )


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

    assert hold(a & b, answers) is (hold(a, answers) and hold(b, answers))
    assert hold(a | b, answers) is (hold(a, answers) or hold(b, answers))
    assert hold(~a, answers) is not hold(a, answers)
    assert hold(normal(a), answers) is hold(a, answers)
    assert hold(normal(~a), answers) is not hold(a, answers)


@given(asked())
def test_de_morgan_holds(
    case: tuple[q.Predicate, q.Predicate, dict[str, bool]],
) -> None:
    a, b, answers = case

    assert hold(~(a & b), answers) is hold(~a | ~b, answers)
    assert hold(~(a | b), answers) is hold(~a & ~b, answers)


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
    assert a != "a"  # type: ignore[comparison-overlap]
    assert (a & b) != (a | b)


def nest(levels: int) -> q.Predicate:
    deep = q.topic("a")
    for level in range(levels - 1):
        deep = (deep & q.topic("b")) if level % 2 else (deep | q.kind("call"))
    return deep


def test_two_hundred_levels_are_values_like_any_other() -> None:
    deep = nest(MOST_LEVELS)
    event = Event(id="e", title="t", topics=["a", "b"])

    assert deep.depth == deep.size == MOST_LEVELS
    assert pickle.loads(pickle.dumps(deep)) == deep
    assert hash(deep) == hash(copy.deepcopy(deep))
    assert eval(repr(deep), {"q": q}) == q.parse(str(deep)) == deep
    assert matcher(deep)(event)
    assert Timeline([event]).where(deep)
    inner = nest(MOST_LEVELS - 1)
    assert normal(~inner) == normal(~normal(inner))


@pytest.mark.parametrize("join", [q.kind("call").__and__, q.undated.__or__])
def test_a_deeper_predicate_says_how_to_write_it_flatter(
    join: Callable[[q.Predicate], q.Predicate],
) -> None:
    with pytest.raises(
        InvalidError, match=r"200 nested levels; write it flatter: q.any"
    ):
        join(~nest(MOST_LEVELS - 1))


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
    with pytest.raises(InvalidError, match=r"q\.topic takes a text, not 5"):
        q.topic(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="a question is a predicate or a function"):
        q.test(5)  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match=r"q\.parse"):
        q.test("kind:call")  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="holds half a character"):
        q.mentions("a\ud800b")


def test_a_function_is_shown_by_its_name() -> None:
    asked = q.test(len) & q.topic("a")

    assert repr(asked) == "q.test(len) & q.topic('a')"
    assert str(asked) == "test:len topic:a"


WRONG: list[tuple[Callable[..., object], object]] = [
    (q.kind, 5),
    (q.kind, int),
    (q.status, 5),
    (q.status, b"held"),
    (q.phase, None),
    (q.all_of, ["a", "b"]),
    (q.all_of, None),
    (q.any_of, "ab"),
    (q.any_of, 5),
    (q.part_of, 5),
    (q.cites, []),
    (q.involving, ["FR"]),
    (q.possibly_before, 5),
    (q.surely_within, []),
    (q.parse, []),
    (Timeline().where, 5),
    (Timeline().where, "kind:call"),
    (Timeline().count, 5),
]


@pytest.mark.parametrize(("ask", "argument"), WRONG)
def test_an_argument_of_another_type_is_an_error_of_ours(
    ask: Callable[..., object], argument: object
) -> None:
    with pytest.raises(InvalidError):
        ask(argument)
