"""A record is filled as a draft, of which nothing may be seen afterwards."""

from __future__ import annotations

import copy
import functools
import inspect
import pickle
from typing import Any, ClassVar, Generic, TypeVar

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from tests.records.test_records import made

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


T = TypeVar("T")
SEEN: list[Any] = []  # by the hooks of the classes below


class Hooked(Event):
    """One that wants to know its subclasses, such as a registry would."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        SEEN.append(cls.__name__)


class Decorated(Event):
    """One that attrs tells of its subclasses."""

    __slots__ = ()

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        SEEN.append(cls.__name__)


class Counted(type):
    """A class of classes that counts them."""

    def __init__(cls, name: str, bases: tuple[type], body: dict[str, object]) -> None:
        super().__init__(name, bases, body)
        SEEN.append(name)


class Begun(Event):
    """One that does something at the beginning."""

    __slots__ = ()

    def __attrs_pre_init__(self) -> None:
        super().__attrs_pre_init__()
        SEEN.append(type(self).__name__)


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


@pytest.mark.parametrize(
    ("base", "sort", "times"),
    [
        pytest.param(Hooked, type, 1, id="init-subclass"),
        pytest.param(Decorated, type, 1, id="attrs-init-subclass"),
        pytest.param(Event, Counted, 1, id="metaclass"),
        pytest.param(Begun, type, 3, id="pre-init"),
    ],
)
def test_hooks_of_a_kind_meet_no_draft(
    base: type[Event], sort: type, times: int
) -> None:
    SEEN.clear()
    kind: Any = attrs.frozen(kw_only=True, slots=False)(sort("Kind", (base,), {}))

    for _ in range(3):
        assert type(kind(id="a", title="A")) is kind
    assert ["Kind"] * times == SEEN


def test_validators_defaults_and_converters_of_a_kind_meet_no_draft() -> None:
    def see(value: int, record: Event) -> int:
        SEEN.append(type(record))
        return value

    watching: Any = attrs.Converter(see, takes_self=True)  # type: ignore[call-overload]

    @attrs.frozen(kw_only=True)
    class Checked(Event):
        checked: int = attrs.field(default=1, validator=lambda r, _, v: see(v, r))

    @attrs.frozen(kw_only=True)
    class Filled(Event):
        size: int = attrs.field(
            default=attrs.Factory(lambda r: see(1, r), takes_self=True)
        )

    @attrs.frozen(kw_only=True)
    class Converted(Event):
        size: int = attrs.field(default=1, converter=watching)  # type: ignore[misc]

    SEEN.clear()
    for kind in (Checked, Filled, Converted):
        assert kind(id="a", title="A") == kind(id="a", title="A")
        assert {*SEEN} == {kind}
        SEEN.clear()


def test_a_kind_may_be_made_by_any_sort_of_initialiser() -> None:
    class Titled(Meeting):
        __init__ = functools.partialmethod(Meeting.__init__, title="Talks")

    assert [Titled(id=name).title for name in "ab"] == ["Talks"] * 2


def test_a_kind_may_be_generic() -> None:
    @attrs.frozen(kw_only=True)
    class Carrier(Event, Generic[T]):
        load: T

    assert Carrier[int](id="a", title="A", load=5).load == 5


def test_a_kind_is_shown_as_the_one_it_is_made_from() -> None:
    @attrs.frozen(kw_only=True)
    class Brief(Event):
        def __repr__(self) -> str:
            return f"<{self.id}>"

    @attrs.frozen(kw_only=True)
    class Briefer(Brief):
        more: str = ""

    assert repr(Briefer(id="a", title="A")) == "<a>"
    assert hash(Briefer(id="a", title="A")) == hash("a")


def test_what_is_told_of_a_class_stays_once_it_has_records() -> None:
    def told() -> list[object]:
        with pytest.raises(TypeError) as caught:
            Dock(id="a", titel="A")  # type: ignore[call-arg]
        made = Dock.__init__
        return [
            str(caught.value),
            inspect.signature(Dock),
            made.__module__,
            made.__doc__,
        ]

    @attrs.frozen(kw_only=True)
    class Dock(Event):
        port: str = ""

    before = told()
    Dock(id="a", title="A")
    assert told() == before
