"""Records: each field takes what it should, and is named if it refuses."""

from __future__ import annotations

import copy
import pickle
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from tests.support import strategies as sty

from timeline import (
    KINDS,
    Event,
    Meeting,
    Negotiation,
    OpaqueEvent,
    Participant,
    Phase,
    Source,
    Stop,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
)
from timeline.errors import AmbiguousTimeError, InvalidError, NonexistentTimeError
from timeline.records.lifecycle import Lifecycle, Status

BASES = {
    "signature": {"treaty": "t", "party": "FR"},
    "ratification": {"treaty": "t", "party": "FR"},
    "withdrawal": {"treaty": "t", "party": "FR"},
    "provisional_application": {"treaty": "t"},
    "parliamentary_step": {"treaty": "t", "party": "FR"},
}
WRONG = [5, 1.5, b"x", object(), {"a": 1}, [5], Event, "\ud800"]


def made(cls: type, **fields: object) -> Event:
    lead = {"id": "x", "title": "T"} if issubclass(cls, Event) else {}
    lead |= {"kind": "z"} if cls is OpaqueEvent else {}
    found: Event = cls(**{**lead, **BASES.get(getattr(cls, "kind", ""), {}), **fields})
    return found


def fields_of(cls: type) -> list[str]:
    return [field.name for field in attrs.fields(cls)]


@pytest.mark.parametrize("cls", [*KINDS, OpaqueEvent], ids=lambda cls: cls.__name__)
def test_each_field_refuses_what_it_cannot_hold_by_its_name(cls: type[Event]) -> None:
    for name in fields_of(cls):
        for wrong in WRONG:
            with pytest.raises(InvalidError) as caught:
                made(cls, **{name: wrong})
            assert caught.value.loc[0] == name, (name, wrong)


@pytest.mark.parametrize("cls", [*KINDS], ids=lambda cls: cls.__name__)
def test_one_line_makes_a_record_of_any_kind(cls: type[Event]) -> None:
    event = made(cls, when="2025-03-17")

    assert event.when == When.parse("2025-03-17")
    assert event.kind in KINDS
    assert KINDS[event.kind] is cls
    assert event.label == "T"
    assert event.phase is None
    assert eval(repr(event), {cls.__name__: cls, "When": When}) == event


@pytest.mark.parametrize("cls", [*KINDS], ids=lambda cls: cls.__name__)
def test_each_status_has_one_phase_and_a_rank(cls: type[Event]) -> None:
    assert cls.lifecycle is not None
    ranks = [status.rank for status in cls.lifecycle]
    assert ranks == sorted(set(ranks))
    for status in cls.lifecycle:
        event = made(cls, status=status.word)
        assert event.state == status
        assert event.phase is status.phase
        assert status.word in cls.lifecycle
    with pytest.raises(InvalidError) as caught:
        made(cls, status="helld")
    assert caught.value.loc == ("status",)
    assert caught.value.hint


def test_a_table_of_statuses_has_four_phases() -> None:
    table = Lifecycle.of("a; b; c d; e")

    assert [*table][2:4] == [Status("c", Phase.DONE, 2), Status("d", Phase.DONE, 3)]
    with pytest.raises(InvalidError, match="2 phases"):
        Lifecycle.of("a; b")


@given(sty.events())
def test_records_copy_pickle_and_repeat_themselves(event: Event) -> None:
    names: dict[str, object] = {cls.__name__: cls for cls in KINDS}
    names |= {cls.__name__: cls for cls in (When, Participant, type(cite("a")))}
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(event, protocol)) == event
    assert copy.deepcopy(event) == copy.copy(event) == attrs.evolve(event) == event
    assert eval(repr(event), names) == event
    assert hash(event) == hash(event.id)


@given(sty.events(id="x"))
def test_participants_are_a_set_and_everyone_is_named_once(event: Event) -> None:
    turned = attrs.evolve(event, participants=event.participants[::-1])

    assert turned == event
    assert set(event.parties) == {who.of for who in event.participants}
    assert len(event.people) == len(set(event.people))


def test_what_is_ready_and_what_is_read_become_the_same() -> None:
    ready = Meeting(
        id="m",
        title="M",
        when=When.parse("2025-03-17"),
        since=When.parse("2025"),
        participants=(Participant("Mark Carney", of="CA"), Participant(of="FR")),
        topics=("trade",),
        part_of="v",
        about=("x", "y"),
        sources=(cite("s"),),
        host=(Participant(of="FR"),),
    )
    read = Meeting(
        id="m",
        title="M",
        when="2025-03-17",
        since="2025",
        participants=["Mark Carney @Canada", "France"],
        topics=["trade"],
        part_of=Event(id="v", title="V"),
        about=[Event(id="x", title="X"), "y"],
        sources=[Source(id="s")],
        host=["FR"],
    )

    assert ready == read
    assert type(read.about) is type(read.topics) is tuple


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "  "},
        {"topics": [" "]},
        {"topics": ("",)},
        {"topics": ("a", 5)},
        {"topics": "trade"},
        {"participants": "CA"},
        {"participants": ("CA", 5)},
        {"about": "x"},
        {"about": ("2025-03-17",)},
        {"id": "2025-03-17"},
        {"part_of": "2025"},
        {"extra": [("a",)]},
        {"extra": {"a": 5}},
        {"status": ["held"]},
        {"tz": "Europe/Pari"},
    ],
)
def test_what_breaks_a_rule_is_found_by_its_field(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidError) as caught:
        Event(**{"id": "x", "title": "T", **fields})  # type: ignore[arg-type]

    assert caught.value.loc[0] in fields


class Word(str):
    """A text as other libraries have it: numpy's, or of a `StrEnum`."""

    __slots__ = ()


def test_a_text_of_a_subclass_is_read_as_the_plain_one() -> None:
    names = ("id", "title", "when_text", "place", "note", "part_of", "subject")
    words: dict[str, Any] = {name: Word("n") for name in names}
    talks = Negotiation(**words, about=[Word("x")])

    told = [getattr(talks, name) for name in names]
    assert told == ["n"] * len(names)
    assert {type(word) for word in (*told, *talks.about)} == {str}
    with pytest.raises(InvalidError, match='"helt" is no status'):
        Event(id="x", title="T", status=Word("helt"))


def test_text_that_is_not_ascii_is_ready_too() -> None:
    event = Event(id="x", title="Élysée", place="Türkiye", topics=("échange",))

    assert (event.title, event.topics) == ("Élysée", ("échange",))
    assert Event(id="x", title="T", extra={"é": "1"}).extra == (("é", "1"),)
    assert Event(id="Y-plan", title="T").id == "Y-plan"


def test_a_zone_cannot_place_what_its_clocks_skip_or_repeat() -> None:
    with pytest.raises(NonexistentTimeError, match="when: "):
        Event(id="x", title="T", when="2025-03-30T02:30", tz="Europe/Paris")
    with pytest.raises(AmbiguousTimeError, match="since: "):
        Event(id="x", title="T", since="2025-10-26T02:30", tz="Europe/Paris")
    event = Event(id="x", title="T", when="2025-10-26T02:30Z/..", tz="Europe/Paris")
    assert event.placed == event.when
    placed = Event(id="x", title="T", when="2025-03-17", tz="Europe/Paris").placed
    assert placed == When.parse("2025-03-17[Europe/Paris]")
    assert Event(id="x", title="T", tz="Europe/Paris").placed is None


def test_a_part_of_a_record_names_others_too() -> None:
    visit = Visit(id="v", title="V", stops=["Paris", Stop("Lyon", "during:m", "late")])

    assert list(visit.references) == [("stops", "m")]
    with pytest.raises(InvalidError, match="needs a place"):
        Stop(" ")
    with pytest.raises(InvalidError, match="is no category"):
        Visit(id="v", title="V", category="offical")
    with pytest.raises(InvalidError, match="medium"):
        Meeting(id="m", title="M", medium=5)  # type: ignore[arg-type]


def test_words_stand_in_for_a_title_where_fields_say_enough() -> None:
    assert Negotiation(id="n", subject="trade").label == "negotiation on trade"
    with pytest.raises(InvalidError, match="a record needs a title"):
        Negotiation(id="n")
    with pytest.raises(InvalidError, match="leave it out: it is derived"):
        Treaty(id="t", title="T", status="signed")


def test_a_kind_of_ones_own_takes_five_lines() -> None:
    @attrs.frozen(kw_only=True)
    class Launch(Event):
        kind: ClassVar[str] = "launch"
        rocket: str = ""

        def __repr__(self) -> str:
            return f"<{self.id}>"

    launch = Launch(id="l", title="L", when="2025", rocket="R")
    kinds = KINDS | [Launch]

    assert kinds["launch"] is Launch
    assert "launch" not in KINDS
    assert repr(launch) == "<l>"
    assert hash(launch) == hash("l")
    assert Timeline([launch]).of(Launch) == (launch,)


@pytest.mark.parametrize("wrong", [5, None, "meeting", [5], [int], [Meeting, 5]])
def test_only_kinds_of_events_are_kinds(wrong: list[type[Event]]) -> None:
    class Twin(Event):
        """Calls itself an event, as its base does."""

    with pytest.raises(InvalidError, match="both call themselves"):
        KINDS | [Twin]
    with pytest.raises(InvalidError):
        KINDS | wrong


@pytest.mark.parametrize("wrong", ["meting", 5, None, ["meeting"]])
def test_what_is_no_kind_is_not_found(wrong: str) -> None:
    assert wrong not in KINDS
    with pytest.raises(InvalidError, match="is no kind of record"):
        KINDS[wrong]


def test_a_record_of_an_unknown_kind_keeps_any_status() -> None:
    event = OpaqueEvent(id="x", kind="launch", status="fuelled", extra={"a": "1"})

    assert event.label == event.kind == "launch"
    assert event.state is None
    assert event.phase is None


def test_tuples_of_texts_are_read_as_lists_of_them_are() -> None:
    fields = {"participants": ["CA"], "sources": ["s"], "topics": ["é"], "about": ["x"]}
    tuples = {name: tuple(texts) for name, texts in fields.items()}

    assert made(Meeting, **tuples) == made(Meeting, **fields)
    assert made(Meeting, sources=("s",)).sources == (cite("s"),)


def test_words_of_a_subclass_are_kept_plain_where_only_some_fit() -> None:
    meeting = Meeting(id="m", title="M", status=Word("held"), medium=Word("video"))
    opaque = OpaqueEvent(id="o", title="O", kind="k", status=Word("any"))
    talks = Meeting(id="n", title="N", topics=[Word("x")])

    words = [meeting.status, meeting.medium, opaque.status, *talks.topics]
    assert words == ["held", "video", "any", "x"]
    assert {type(word) for word in words} == {str}


class Anything:
    """What says nothing certain, as arrays and missing values of other libraries."""

    def __eq__(self, other: object) -> bool:
        raise ValueError(other)

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("cls", [*KINDS, OpaqueEvent], ids=lambda cls: cls.__name__)
def test_what_cannot_be_compared_is_refused_by_its_field(cls: type[Event]) -> None:
    for name in fields_of(cls):
        with pytest.raises(InvalidError) as caught:
            made(cls, **{name: Anything()})
        assert caught.value.loc[0] == name


@pytest.mark.parametrize("name", ["participants", "topics", "about", "sources"])
def test_a_set_is_refused_since_its_order_is_no_fact(name: str) -> None:
    with pytest.raises(InvalidError, match="a set has no order; write"):
        made(Event, **{name: {"CA", "FR"}})


def test_unknown_fields_are_kept_as_json_texts_only() -> None:
    assert Event(id="x", title="T", extra={"a": '{"b":1}'}).extra == (("a", '{"b":1}'),)
    with pytest.raises(InvalidError, match='"x" is no JSON text'):
        Event(id="x", title="T", extra={"a": "x"})


def test_unknown_fields_are_in_the_order_of_their_names() -> None:
    event = Event(id="x", title="T", extra=[("b", "1"), ("a", "2")])

    assert event.extra == (("a", "2"), ("b", "1"))
    assert Timeline.loads(Timeline([event]).dumps())["x"] == event
