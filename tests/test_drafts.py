"""A record is filled as a draft, of which nothing may be seen afterwards."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import ClassVar

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from tests.test_records import made

from timeline import KINDS, Event, Meeting, OpaqueEvent
from timeline.errors import InvalidError


@attrs.frozen(kw_only=True)
class Launch(Event):
    """A kind of the user's own, with slots and a rule."""

    kind: ClassVar[str] = "launch"
    rocket: str = ""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        object.__setattr__(self, "note", f"{type(self).__name__} of {self.rocket}")


@attrs.frozen(kw_only=True, slots=False)
class Landing(Launch):
    """One without slots, made from another."""

    kind: ClassVar[str] = "landing"
    site: str = "sea"


@attrs.frozen(kw_only=True)
class Orbit(Meeting):
    """One that says itself how it is made."""

    kind: ClassVar[str] = "orbit"
    height: int = 0

    def __init__(self, *, id: str) -> None:  # noqa: A002  (what it is called)
        height = int(id.removeprefix("at-"))
        self.__attrs_init__(id=id, title="Orbit", height=height)  # type: ignore[attr-defined]


ALL = [*map(made, KINDS), made(OpaqueEvent)]
ALL += [Launch(id="l", title="L", rocket="R"), Orbit(id="at-5")]


@pytest.mark.parametrize("record", ALL, ids=lambda record: type(record).__name__)
def test_a_record_is_of_its_class_and_frozen(record: Event) -> None:
    assert type(record) in {*KINDS, OpaqueEvent, Launch, Orbit}
    for copied in (record, copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert type(copied) is type(record)
        assert copied == record
        with pytest.raises(FrozenInstanceError):
            copied.title = "other"  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            del copied.title


def test_rules_of_a_subclass_are_checked_on_the_record_itself() -> None:
    assert Launch(id="l", title="L", rocket="R").note == "Launch of R"
    assert Landing(id="d", title="D", site="land").note == "Landing of "
    assert attrs.evolve(Landing(id="d", title="D"), site="pad").site == "pad"
    assert Orbit(id="at-5") == Orbit(id="at-5") != Orbit(id="at-6")
    assert Orbit(id="at-5").height == 5


def test_a_record_that_is_refused_is_no_draft_either() -> None:
    with pytest.raises(InvalidError) as caught:
        Meeting(id="m", title="M", status="hold")
    trace = caught.traceback
    assert {type(entry.locals["self"]) for entry in trace if "self" in entry.locals}
    for entry in trace:
        record = entry.locals.get("self")
        if isinstance(record, Event):
            assert type(record) is Meeting


def test_the_parameters_are_those_of_the_fields() -> None:
    names = list(inspect.signature(Meeting).parameters)
    assert names == [field.name for field in attrs.fields(Meeting)]
    with pytest.raises(TypeError, match="titel"):
        Meeting(id="m", titel="M")  # type: ignore[call-arg]
