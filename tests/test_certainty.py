"""Yes, maybe and no: Kleene's strong logic, by its tables."""

from __future__ import annotations

import copy
import itertools
import pickle

import pytest

from timeline.certainty import Certainty

NO, MAYBE, YES = Certainty.NO, Certainty.MAYBE, Certainty.YES
WORLDS = {NO: {False}, MAYBE: {False, True}, YES: {True}}


def certain(answers: set[bool]) -> Certainty:
    return next(each for each, world in WORLDS.items() if world == answers)


def test_the_operators_look_into_every_world() -> None:
    for a, b in itertools.product(Certainty, repeat=2):
        pairs = list(itertools.product(WORLDS[a], WORLDS[b]))
        assert a & b is certain({x and y for x, y in pairs})
        assert a | b is certain({x or y for x, y in pairs})
    for a in Certainty:
        assert ~a is certain({not x for x in WORLDS[a]})
        assert ~~a is a


def test_of_and_its_two_questions_are_inverse() -> None:
    for a in Certainty:
        assert Certainty.of(definitely=a.definitely, possibly=a.possibly) is a
    assert Certainty.of(definitely=True, possibly=False) is YES


def test_it_is_no_condition_and_mixes_with_nothing() -> None:
    with pytest.raises(TypeError, match=r"\.definitely or \.possibly"):
        bool(YES)
    with pytest.raises(TypeError, match="unsupported operand"):
        YES & True  # type: ignore[operator]
    with pytest.raises(TypeError, match="unsupported operand"):
        YES | None  # type: ignore[operator]


def test_each_is_one_object_for_ever() -> None:
    for a in Certainty:
        assert copy.deepcopy(a) is a
        assert pickle.loads(pickle.dumps(a)) is a
