"""Errors: where it is, what is wrong, what to do, as text and as data."""

from __future__ import annotations

import copy
import pickle

import pytest

from timeline import Event, Timeline, errors
from timeline.errors import (
    InvalidError,
    LoadError,
    ParseError,
    Problem,
    SaveError,
    TimelineError,
    UnknownIdError,
    inside,
)

ALL = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Exception)
]


def test_there_is_one_base_and_every_name_ends_in_error() -> None:
    assert len(ALL) >= 19
    for error in ALL:
        assert issubclass(error, TimelineError)
        assert error.__name__.endswith("Error")
        assert f" {error.__name__} " in str(errors.__doc__)


@pytest.mark.parametrize("cls", ALL)
def test_every_error_tells_where_what_and_what_to_do(cls: type[TimelineError]) -> None:
    error = cls("it is wrong", "mend it", ("events", 3, "when"))

    assert str(error) == "events[3].when: it is wrong; mend it"
    assert (error.message, error.hint) == ("it is wrong", "mend it")
    assert error.loc == ("events", 3, "when")
    assert error.problems == (
        Problem(cls.code, "it is wrong", ("events", 3, "when"), hint="mend it"),
    )


@pytest.mark.parametrize("cls", ALL)
def test_every_error_can_be_pickled_copied_and_seen_from_outside(
    cls: type[TimelineError],
) -> None:
    error = cls("it is wrong", "mend it", ("when",), "a-code")

    for twin in (
        pickle.loads(pickle.dumps(error)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(twin) is cls
        assert twin.problems == error.problems
    outer = error.inside("events", 3)
    assert type(outer) is cls
    assert outer.loc == ("events", 3, "when")
    assert error.loc == ("when",)
    assert pickle.loads(pickle.dumps(outer)).problems == outer.problems


def test_codes_are_unique_and_have_no_spaces() -> None:
    codes = [error.code for error in ALL if issubclass(error, TimelineError)]

    assert len(set(codes)) == len(codes)
    assert all(" " not in code for code in codes)


def test_errors_are_what_python_calls_such_errors() -> None:
    assert issubclass(InvalidError, ValueError)
    assert issubclass(UnknownIdError, LookupError)
    assert not issubclass(UnknownIdError, KeyError)  # whose str() adds quotes
    assert issubclass(SaveError, OSError)
    assert issubclass(errors.MissingExtraError, ImportError)


def test_special_errors_carry_what_is_special() -> None:
    parse = ParseError("no", text="2025-13", position=5)
    load = LoadError("no", path="a.jsonl", timeline=7)
    save = SaveError("no", errno=28, filename="a.jsonl")

    for error in (parse, load, save):
        error = pickle.loads(pickle.dumps(error.inside("x")))  # noqa: PLW2901
        assert error.loc == ("x",)
    assert (parse.text, parse.position) == ("2025-13", 5)
    assert (load.path, load.timeline) == ("a.jsonl", 7)
    assert (save.errno, save.filename) == (28, "a.jsonl")


def test_a_circle_is_told_by_its_ids() -> None:
    with pytest.raises(errors.CycleError) as caught:
        Timeline([Event(id="a", title="A", part_of="a")])

    assert caught.value.ids == ("a", "a")


def test_an_error_tells_only_what_its_class_declares() -> None:
    with pytest.raises(TypeError, match="InvalidError has no attribute text"):
        InvalidError("no", text="2025-13")
    told = ParseError("no", text="2025-13")
    told.add_note("in row 3")
    assert pickle.loads(pickle.dumps(told)).__notes__ == ["in row 3"]


def test_many_problems_are_kept_and_few_are_printed() -> None:
    error = InvalidError(Problem("bad", f"p{at}", ("a", at)) for at in range(25))

    lines = str(error).splitlines()

    assert len(error.problems) == 25
    assert lines[0] == "a[0]: p0"
    assert len(lines) == 21
    assert lines[-1] == "and 5 more"
    assert "more" not in str(InvalidError(error.problems[:20]))


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("bad", "no"), "no"),
        (Problem("bad", "no", hint="do"), "no; do"),
        (Problem("bad", "no", source="a.toml"), "a.toml: bad: no"),
        (Problem("bad", "no", (), "a.toml", 4, 2), "a.toml:4:2: bad: no"),
        (Problem("bad", "no", ("a", 0, "b")), "a[0].b: no"),
        (Problem("bad", "no", (0,)), "[0]: no"),
        (Problem("bad", "no", ("a", "\x1b[31m")), r"a.\x1b[31m: no"),
        (Problem("bad", "no", ("é" * 81,)), f"{'é' * 79}…: no"),
        (Problem("bad", "no", (), "a\u202e\n.toml"), r"a\u202e\n.toml: bad: no"),
    ],
)
def test_a_problem_is_printed_as_editors_read_it(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_inside_adds_its_steps_and_lets_bugs_pass() -> None:
    with pytest.raises(ParseError) as caught, inside("events", 3):
        raise ParseError("no", loc=("when",))
    assert caught.value.loc == ("events", 3, "when")

    with pytest.raises(ZeroDivisionError), inside("events"):
        raise ZeroDivisionError
    with inside("events"):
        pass
