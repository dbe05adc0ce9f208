"""Records: each field takes what it should, and is named if it refuses."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from typing import Any, ClassVar, Generic, TypeVar

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st
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
from timeline.records.codec import Codec
from timeline.records.lifecycle import Lifecycle, Status

BASES = {
    "signature": {"treaty": "t", "party": "FR"},
    "ratification": {"treaty": "t", "party": "FR"},
    "withdrawal": {"treaty": "t", "party": "FR"},
    "provisional_application": {"treaty": "t"},
    "suspension": {"treaty": "t", "party": "FR"},
    "reservation": {"treaty": "t", "party": "FR"},
    "objection": {"to": "r", "party": "FR"},
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
    assert event.status is None
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
    assert set(event.involved) == {who.of for who in event.participants}
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
    with pytest.raises(InvalidError, match='unknown status "helt" for an event'):
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
    with pytest.raises(InvalidError, match="unknown category"):
        Visit(id="v", title="V", category="offical")
    with pytest.raises(InvalidError, match="medium"):
        Meeting(id="m", title="M", medium=5)  # type: ignore[arg-type]


def test_words_stand_in_for_a_title_where_fields_say_enough() -> None:
    assert Negotiation(id="n", subject="trade").label == "negotiation on trade"
    with pytest.raises(InvalidError, match="a record needs a title"):
        Negotiation(id="n")
    with pytest.raises(InvalidError, match="leave it out: it is worked out"):
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
    with pytest.raises(InvalidError, match="unknown kind"):
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
    with pytest.raises(InvalidError, match='"x" is not usable JSON'):
        Event(id="x", title="T", extra={"a": "x"})


def test_unknown_fields_are_in_the_order_of_their_names() -> None:
    event = Event(id="x", title="T", extra=[("b", "1"), ("a", "2")])

    assert event.extra == (("a", "2"), ("b", "1"))
    assert Timeline.loads(Timeline([event]).dumps())["x"] == event


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 500, id="endless-number"),
        pytest.param("NaN", id="not-a-number"),
        pytest.param('"\\ud800"', id="half-a-character"),
        pytest.param('"\ud800"', id="half-a-character-itself"),
        pytest.param('{"a":1,"a":2}', id="key-twice"),
        pytest.param("[" * 300 + "]" * 300, id="too-deep"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_no_file_gives_back_is_refused_when_the_record_is_made(text: str) -> None:
    for make in (Event, Source):
        with pytest.raises(InvalidError) as caught:
            make(id="x", extra={"a": text}, **({"title": "T"} if make is Event else {}))
        assert caught.value.loc[0] == "extra"


def test_unknown_fields_are_kept_in_one_form() -> None:
    event = Event(id="x", title="T", extra={"a": ' {"b": [1, 1E2, "\\u00e9"]} '})

    assert event.extra == (("a", '{"b":[1,100.0,"é"]}'),)


@pytest.mark.parametrize("name", ["title", "kind", "id"])
def test_an_unknown_field_has_not_the_name_of_a_known_one(name: str) -> None:
    with pytest.raises(InvalidError, match="is a field of its own") as caught:
        Event(id="x", title="T", extra={name: "1"})
    assert caught.value.loc == ("extra",)
    with pytest.raises(InvalidError, match="is there twice"):
        Event(id="x", title="T", extra=[("a", "1"), ("a", "2")])


json_texts = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
).map(json.dumps)


@given(st.dictionaries(st.text(max_size=5), json_texts | st.text(max_size=9)))
def test_what_is_saved_can_be_loaded(extra: dict[str, str]) -> None:
    try:
        records = [
            Meeting(id="m", title="M", extra=extra),
            OpaqueEvent(id="o", kind="launch", extra=extra),
        ]
        source = Source(id="s", extra=extra)
    except InvalidError:
        return
    tl = Timeline(records, [source])

    again = Timeline.loads(tl.dumps())
    assert again == tl
    assert again.dumps() == tl.dumps()
    assert Timeline.from_dicts(tl.to_dicts()) == tl


@pytest.mark.parametrize("title", ["\u200b", " \u2060\n", "\u00a0"])
def test_a_title_without_a_visible_character_is_blank(title: str) -> None:
    with pytest.raises(InvalidError, match="title: the title is blank"):
        Event(id="x", title=title)
    with pytest.raises(InvalidError, match="is blank"):
        Event(id="x", title="T", topics=[title])


def test_everything_wrong_with_a_list_is_reported_at_once() -> None:
    with pytest.raises(InvalidError) as caught:
        Meeting(id="m", title="M", participants=["Emma", "CA", "Olaf", "Jean @Z Z"])

    places = [problem.loc for problem in caught.value.problems]
    assert places == [
        ("participants", 0),
        ("participants", 2),
        ("participants", 3, "of"),
    ]


def test_parties_and_people_follow_from_the_fields() -> None:
    visit = Visit(id="v", title="V", participants=["A @CA", "B @CA"], host=["FR"])

    assert visit.involved == ("CA", "FR")
    assert visit.people == ("A", "B")
    assert pickle.loads(pickle.dumps(visit)).involved == ("CA", "FR")
    assert attrs.evolve(visit, host=["GB"]).involved == ("CA", "GB")


def test_no_hook_slows_each_look_at_a_field() -> None:
    assert not hasattr(Visit, "__getattr__")


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


T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Carrier(Event, Generic[T]):
    load: T


@pytest.mark.parametrize("cls", [*KINDS, Launch], ids=lambda cls: cls.__name__)
def test_a_record_is_frozen(cls: type[Event]) -> None:
    record = made(cls)
    for copied in (record, copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert type(copied) is cls
        assert copied == record
        with pytest.raises(FrozenInstanceError):
            copied.title = "other"  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            del copied.title


def test_kinds_of_ones_own_may_have_rules_bases_and_parameters() -> None:
    assert Launch(id="l", title="L", rocket="R").note == "Launch of R"
    assert Landing(id="d", title="D", site="land").note == "Landing of "
    assert attrs.evolve(Landing(id="d", title="D"), site="pad").site == "pad"
    assert Carrier[int](id="a", title="A", load=5).load == 5
    with pytest.raises(TypeError, match="titel"):
        Meeting(id="m", titel="M")  # type: ignore[call-arg]


def test_a_kind_is_shown_and_hashed_as_the_one_it_is_made_from() -> None:
    @attrs.frozen(kw_only=True)
    class Brief(Event):
        def __repr__(self) -> str:
            return f"<{self.id}>"

    @attrs.frozen(kw_only=True)
    class Briefer(Brief):
        more: str = ""

    assert repr(Briefer(id="a", title="A")) == "<a>"
    assert hash(Briefer(id="a", title="A")) == hash("a")


@attrs.frozen
class _Room:
    number: str


@attrs.frozen(kw_only=True)
class _Booking(Event):
    kind: ClassVar[str] = "booking"

    guest: str | None = "anybody"
    rooms: tuple[_Room, ...] = ()


@pytest.mark.parametrize("guest", [None, "anybody", "Carney"])
def test_a_line_says_what_is_not_the_default_and_reads_back(guest: str | None) -> None:
    codec = Codec(KINDS | [_Booking])
    booking = _Booking(
        id="b", title="B", guest=guest, rooms=(_Room("1"),), extra={"a": "1", "z-": "2"}
    )
    line = codec.line(booking)
    assert list(json.loads(line))[:3] == ["kind", "id", "a"]
    assert list(json.loads(line))[-1] == "z-"
    assert codec.write(booking) == json.loads(line)
    assert codec.read(codec.write(booking)) == booking


def test_a_record_is_a_table_in_a_notebook() -> None:
    talks = Meeting(
        id="talks",
        title="Talks | lunch",
        when="2025-03-18~",
        participants=["Mark Carney @CA", "FR"],
        sources=[cite("page", "so they said")],
        extra={"room": "1"},
    )
    assert talks._repr_markdown_().splitlines() == [
        r"| meeting | Talks \| lunch |",
        "|---|---|",
        "| id | talks |",
        "| when | about 18 Mar 2025 |",
        "| participants | Mark Carney @CA, FR |",
        "| sources | page |",
    ]
    waits = Meeting(id="m", title="M", when="not-before:talks")
    assert "| when | not-before:talks |" in waits._repr_markdown_()


def test_the_signature_of_a_kind_says_what_its_fields_take() -> None:
    signature = str(inspect.signature(Visit))
    assert "when: 'When | str | date | None' = None" in signature
    assert "category: 'str | None' = None" in signature
    assert "tz: 'str | None' = None" in signature
    assert "participants: 'Iterable[Participant | str]' = ()" in signature


def test_what_no_text_can_say_is_written_as_an_object() -> None:
    long = Participant("x" * 1001, of="CA")
    meeting = Meeting(id="m", title="Meeting", participants=[long])

    assert Codec().read(Codec().write(meeting)) == meeting
