"""Collections: order, ids, selections, changes; immutable, and exact about errors."""

from __future__ import annotations

import copy
import itertools
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import records as some
from tests.support import strategies as sty

from timeline import (
    Call,
    Collection,
    EntryIntoForce,
    Event,
    Meeting,
    Negotiation,
    Party,
    Ratification,
    Signature,
    Source,
    Stop,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
)
from timeline import query as q
from timeline.collection.ordering import sort_key
from timeline.errors import (
    AmbiguousTimeError,
    CycleError,
    DuplicateIdError,
    InvalidError,
    NonexistentTimeError,
    ReferencedError,
    SelectionError,
    TimelineError,
    UnknownIdError,
    UnknownZoneError,
)


def event(id: str, **fields: object) -> Event:  # noqa: A002  (its field)
    return Event(id=id, title=id.upper(), **fields)  # type: ignore[arg-type]


def linked() -> Timeline:
    """A record for each way of naming another."""
    return Timeline(
        [
            event("m", when="2025-03-17"),
            event(
                "c",
                when="same-day:m not-before:m",
                since="not-before:m",
                about=["m", "v"],
                part_of="m",
                sources=["s", cite("s", stance="denies")],
            ),
            Visit(id="v", title="V", stops=[Stop("Paris", when="during:m"), "Lyon"]),
            Negotiation(id="n", title="N", last_activity="not-before:m"),
            Treaty(id="t", title="T"),
            Treaty(
                id="u",
                title="U",
                entry_into_force=EntryIntoForce(count=1, requires=["t"]),
            ),
            Ratification(id="r", treaty="t", party="FR"),
        ],
        sources=[Source(id="s", as_of="not-before:m"), Source(id="z")],
    )


# -- order ---------------------------------------------------------------------------


@given(sty.free_events(), st.sampled_from([None, *sty.ZONES]))
def test_events_are_in_the_documented_order(
    events: list[Event], tz: str | None
) -> None:
    def key(each: Event) -> tuple[int, int, str]:
        placed = Timeline([each], tz=tz).placed(each.id)
        ticks = placed.ticks if placed else (None,) * 4
        last = 2**63 - 1
        known = [tick for tick in ticks if tick is not None]
        end = ticks[3] if ticks[3] is not None else last
        return (known[0], end, each.id) if known else (last, last, each.id)

    tl = Timeline(events, tz=tz)

    assert list(tl) == sorted(events, key=key)
    assert [sort_key(each, tz) for each in tl] == sorted(map(key, events))
    assert tl == Timeline(reversed(events), tz=tz)


def test_undated_events_come_last_and_open_starts_by_what_is_known() -> None:
    tl = Timeline(
        [
            event("a"),
            event("b", when="not-before:a"),
            event("c", when="../2025"),
            event("d", when="2025-06/.."),
            event("e", when="2025-06"),
        ]
    )

    assert [each.id for each in tl] == ["e", "d", "c", "a", "b"]


# -- changes -------------------------------------------------------------------------


@given(sty.free_events(), sty.free_events())
def test_changes_are_those_of_a_dictionary(old: list[Event], new: list[Event]) -> None:
    """The model: a plain dict of events by id."""
    tl, model = Timeline(old), {each.id: each for each in old}
    for each in new:
        if each.id in model:
            with pytest.raises(DuplicateIdError):
                tl.add(each)
            tl = tl.replace(each)
        else:
            with pytest.raises(UnknownIdError):
                tl.replace(each)
            tl = tl.add(each)
        model[each.id] = each
        assert tl == Timeline(model.values())
    for each in old:
        tl = tl.remove(each.id)
        del model[each.id]
        assert tl == Timeline(model.values())
        assert each.id not in tl
    emptied = tl.remove(*model)
    assert len(emptied) == 0
    assert emptied.add(*model.values()) == tl
    assert emptied | tl == tl == tl | emptied


def test_what_is_added_to_an_empty_one_is_in_it_though_it_was_looked_at() -> None:
    empty = Timeline()
    assert [*empty] == []

    assert [*empty.add(event("a"))] == [*(empty | Timeline([event("a")]))]
    assert len(empty.add(event("a"))) == 1


@given(sty.free_events())
def test_renaming_there_and_back_changes_nothing(events: list[Event]) -> None:
    tl = Timeline(events)
    for each in events:
        assert tl.rename(each.id, "new").rename("new", each.id) == tl


def test_what_stays_is_the_same_object() -> None:
    tl = linked()
    changed = tl.update("n", title="Talks").rename("t", "tt")

    assert changed["n"].title == "Talks"
    assert changed["m"] is tl["m"]
    assert tl["n"].title == "N"


def test_renaming_follows_every_reference() -> None:
    tl = linked()
    renamed = tl.rename("m", "mm").rename("s", "ss").rename("t", "tt").rename("v", "vv")

    targets = {target for each in renamed for _, target in each.references}
    assert targets == {"mm", "tt", "vv"}
    assert renamed["c"].cited == ("ss",)
    assert str(renamed["c"].when) == "same-day:mm not-before:mm"
    assert str(renamed.source("ss").as_of) == "not-before:mm"
    back = renamed.rename("mm", "m").rename("ss", "s").rename("tt", "t")
    assert back.rename("vv", "v") == tl


def test_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(DuplicateIdError, match='"v" is the id of another record'):
        linked().rename("m", "v")


def test_records_are_exchanged_at_once_in_another_zone() -> None:
    tl = linked()
    exchanged = tl.exchange({"r"}, [event("x")], tz="Europe/Paris")

    assert exchanged.records.keys() == tl.records.keys() - {"r"} | {"x"}
    assert exchanged.tz == "Europe/Paris"
    assert tl.with_file("f").file == "f"


def test_a_record_about_itself_can_be_renamed() -> None:
    tl = Timeline([event("a", about=["a"])]).rename("a", "b")

    assert tl["b"].references is not None
    assert list(tl["b"].references) == [("about", "b")]


@pytest.mark.parametrize(
    ("name", "users"),
    [
        ("m", '"s", "c", "v" and "n" refer'),
        ("t", '"u" and "r" refer'),
        ("s", '"c" ref'),
    ],
)
def test_what_others_refer_to_stays_and_they_are_named(name: str, users: str) -> None:
    with pytest.raises(ReferencedError, match=users):
        linked().remove(name)


def test_of_very_many_that_refer_nine_are_named() -> None:
    tl = Timeline([event("a"), *(event(f"e{at}", about=["a"]) for at in range(30))])

    with pytest.raises(ReferencedError, match="and 21 more refer"):
        tl.remove("a")
    assert len(tl.remove(*(each.id for each in tl))) == 0


def test_replacing_a_record_with_a_source_of_its_name_is_checked() -> None:
    with pytest.raises(UnknownIdError, match="is a source, not an event"):
        linked().add(event("q", part_of="s"))
    assert linked().replace(Source(id="z", title="Z")).source("z").title == "Z"


@pytest.mark.parametrize("field", [{"part_of": "p"}, {"when": "not-before:p"}])
def test_a_party_is_no_event_to_be_part_of_or_to_wait_for(
    field: dict[str, str],
) -> None:
    with pytest.raises(UnknownIdError, match='"p" is a party, not an event; name an'):
        Timeline([event("a", **field)], parties=[Party(id="p", name="P")])


@given(sty.free_events(), sty.free_events())
def test_joining_wants_equal_records_for_equal_ids(
    a: list[Event], b: list[Event]
) -> None:
    first, second = Timeline(a), Timeline(b)
    known = {each.id: each for each in a}
    if all(known.get(each.id, each) == each for each in b):
        assert first | second == second | first
        assert set((first | second).events) == {*a, *b}
    else:
        with pytest.raises(DuplicateIdError):
            first | second


def test_joining_wants_one_zone_and_another_collection() -> None:
    with pytest.raises(InvalidError, match="zones differ: None and UTC"):
        Timeline() | Timeline(tz="UTC")
    with pytest.raises(TypeError):
        Timeline() | 5  # type: ignore[operator]
    assert Timeline() != 5
    assert Timeline(title="a") == Timeline(title="b")


def test_updating_names_the_field_that_there_is_not() -> None:
    with pytest.raises(InvalidError, match='did you mean "title"'):
        linked().update("m", titel="X")
    with pytest.raises(InvalidError, match="use rename"):
        linked().update("m", id="X")
    with pytest.raises(InvalidError, match="when"):
        linked().update("m", when="2025-13")


# -- ids and references --------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "error", "words"),
    [
        (
            [event("a"), event("a", note="x")],
            DuplicateIdError,
            "two records have the id",
        ),
        (
            [event("a", about=["b"])],
            UnknownIdError,
            'a.about: no record has the id "b"',
        ),
        (
            [event("meeting"), event("b", about=["meting"])],
            UnknownIdError,
            "did you mean",
        ),
        ([event("a", sources=["b"])], UnknownIdError, "no source has the id"),
        (
            [event("a", sources=["a"])],
            UnknownIdError,
            "is an event, not a source; cite a source",
        ),
        ([event("a", when="during:a")], CycleError, "a -> a"),
        (
            [event("a", when="during:b"), event("b", when="not-after:a")],
            CycleError,
            "wait for each other: a -> b -> a",
        ),
        (
            [event("a", part_of="b"), event("b", part_of="a")],
            CycleError,
            "part of each",
        ),
        ([5], InvalidError, "is not an Event"),
        ("abc", InvalidError, "where a list belongs"),
        (None, InvalidError, "is not a list"),
    ],
)
def test_a_collection_is_whole_or_not_made(
    records: list[Event], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Timeline(records)


def test_two_sources_of_one_id_are_named() -> None:
    twins = [Source(id="s", title="A"), Source(id="s", title="B")]

    with pytest.raises(DuplicateIdError, match='the source "A" and the source "B"'):
        Timeline([], twins)
    with pytest.raises(DuplicateIdError, match='a source and the source "B"'):
        Timeline([], [Source(id="s"), twins[1]])


def test_times_since_when_a_status_holds_may_run_in_a_circle() -> None:
    talks = Negotiation(id="n", title="N", status="stalled", since="not-before:s#start")
    summit = event("s", when="during:n")

    assert len(Timeline([talks, summit])) == 2


def test_chains_of_twenty_thousand_are_walked_without_recursion() -> None:
    chain = [event(f"e{at}", part_of=f"e{at + 1}") for at in range(20_000)]
    tl = Timeline([*chain, event("e20000")])

    assert pickle.loads(pickle.dumps(tl)) == tl
    with pytest.raises(CycleError, match=r"e0 -> e1 .* … .* -> e20000"):
        tl.update("e20000", part_of="e0")


def test_a_thousand_unknown_ids_are_all_problems() -> None:
    records = [event(f"e{at}", part_of=f"x{at}") for at in range(1_000)]

    with pytest.raises(UnknownIdError) as caught:
        Timeline(records)
    assert len(caught.value.problems) == 1_000
    assert len(Timeline(records, partial=True)) == 1_000


@pytest.mark.parametrize("wrong", [5, None, b"x", [], ["m"], 1.5, object()])
def test_what_is_no_id_finds_nothing_and_says_so(wrong: str) -> None:
    tl = linked()

    assert wrong not in tl
    assert tl.get(wrong) is None
    for ask in (tl.source, tl.remove, tl.update, tl.add, tl.replace):
        with pytest.raises(TimelineError):
            ask(wrong)  # type: ignore[arg-type]
    with pytest.raises(TimelineError):
        tl.rename("m", wrong)


@pytest.mark.parametrize("field", ["events", "sources", "tz", "title"])
@pytest.mark.parametrize("wrong", [5, b"x", [5], object(), {"a": 1}])
def test_wrong_arguments_are_named(field: str, wrong: object) -> None:
    with pytest.raises(InvalidError) as caught:
        Timeline(**{field: wrong})  # type: ignore[arg-type]

    assert caught.value.loc[0] == field


# -- looking up ----------------------------------------------------------------------


def test_a_collection_is_a_sequence_and_a_mapping_in_one() -> None:
    tl = linked()

    assert tl[0] is tl["m"] is tl.get("m") is tl.events[0]
    assert tl[-1].id == "v"
    assert tl.get("x", 5) == 5
    assert "m" in tl
    assert tl["m"] in tl
    assert event("m") not in tl
    assert [each.id for each in tl.of(Treaty)] == ["t", "u"]
    assert [source.id for source in tl.sources] == ["s", "z"]
    with pytest.raises(UnknownIdError, match="did you mean"):
        Timeline([event("meeting")])["meting"]
    with pytest.raises(UnknownIdError):
        tl.source("m")
    with pytest.raises(IndexError):
        tl[100]


def test_the_zone_of_a_collection_places_what_has_none() -> None:
    tl = Timeline([event("a", when="2025-03-17"), event("b")], tz="Europe/Paris")

    placed = tl.placed("a")
    assert placed == When.parse("2025-03-17[Europe/Paris]")
    assert tl.placed(tl["a"]) == placed
    assert tl["a"].when == When.parse("2025-03-17")
    assert tl.placed("b") is None
    own = event("c", when="2025-03-17", tz="Asia/Tokyo")
    assert tl.add(own).placed("c") == When.parse("2025-03-17[Asia/Tokyo]")
    with pytest.raises(UnknownZoneError):
        Timeline(tz="Europe/Pari")


def test_clock_times_that_the_zone_cannot_place_are_refused() -> None:
    gap, fold = "2025-03-30T02:30", "2025-10-26T02:30"

    with pytest.raises(NonexistentTimeError, match=r"a\.when"):
        Timeline([event("a", when=gap)], tz="Europe/Paris")
    with pytest.raises(AmbiguousTimeError, match=r"a\.when"):
        Timeline(tz="Europe/Paris").add(event("a", when=fold))
    for fine in (
        {"when": gap, "tz": "UTC"},
        {"when": f"{gap}Z"},
        {"when": "2025-03-30"},
    ):
        assert len(Timeline([event("a", **fine)], tz="Europe/Paris")) == 1


# -- selections ----------------------------------------------------------------------


def test_a_selection_knows_its_origin_and_cannot_be_changed() -> None:
    tl = linked()
    for part in (tl[1:3], tl.where(lambda each: each.kind == "treaty"), tl[:0]):
        assert part.origin is tl
        assert part.is_selection
        assert part[:1].origin is tl
        for change in (
            lambda part=part: part.add(event("q")),
            lambda part=part: part.replace(event("m")),
            lambda part=part: part.update("m", title="x"),
            lambda part=part: part.rename("m", "x"),
            lambda part=part: part.remove("m"),
            lambda part=part: part | tl,
        ):
            with pytest.raises(SelectionError, match="a selection cannot"):
                change()  # type: ignore[no-untyped-call]  # lambdas with defaults
    assert tl.origin is tl
    assert repr(tl[:2]) == "<Timeline: 2 of 7 events, 1 undated>"
    assert repr(Timeline([event("a")])) == "<Timeline: 1 event, 1 undated>"


def test_a_selection_can_be_detached() -> None:
    part = linked()[1:2]

    with pytest.raises(UnknownIdError):
        Timeline(part)
    free = Timeline(part, partial=True)
    assert not free.is_selection
    assert free.partial
    assert free.add(event("q")).partial
    assert len(free.sources) == 2
    assert Timeline(Timeline(tz="UTC", title="T")).title == "T"


def test_between_keeps_what_may_overlap_and_undated_events_last() -> None:
    tl = Timeline(
        [event("a", when="2025-03"), event("b"), event("c", when="2025-05-01")]
    )

    assert [each.id for each in tl.between("2025-03-10", "2025-03-20")] == ["a", "b"]
    assert len(tl.between("2025-03-10", "2025-03-20", certainly=True)) == 0
    assert len(tl.between(date(2025, 3, 1), None)) == 3
    with pytest.raises(InvalidError):
        tl.between("2025-04", "2025-03")


# -- values --------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_collections_pickle_and_copy(protocol: int) -> None:
    for tl in (linked(), linked()[1:3], Timeline(), Collection([event("a")])):
        twin = pickle.loads(pickle.dumps(tl, protocol))
        for other in (twin, copy.copy(tl), copy.deepcopy(tl)):
            assert type(other) is type(tl)
            assert other == tl
            assert hash(other) == hash(tl)
            assert other.is_selection is tl.is_selection


def test_nothing_can_be_assigned_or_deleted() -> None:
    tl = linked()

    with pytest.raises(AttributeError):
        tl.title = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del tl.title
    assert tl.title == ""


def test_every_change_keeps_the_type() -> None:
    class Mine(Timeline):
        """Somebody's own."""

    tl = Mine([event("a"), Call(id="b", title="B"), Meeting(id="c", title="C")])
    made = [tl[:1], tl.where(), tl.add(event("d")), tl.remove("a"), tl | Mine()]
    assert {type(each) for each in made} == {Mine}


def test_input_order_never_matters() -> None:
    records = list(linked())
    sources = linked().sources
    for order in itertools.islice(itertools.permutations(records), 0, 5_000, 250):
        assert Timeline(order, sources) == linked()


@pytest.mark.parametrize("wrong", ["meeting", int, 5])
def test_events_of_something_else_than_a_class_are_refused(wrong: type[Event]) -> None:
    with pytest.raises(InvalidError, match=r"is not a class of events; .*q.kind"):
        Timeline().of(wrong)


@given(some.collections(), st.data())
def test_a_few_changes_to_many_events_keep_the_order(
    tl: Timeline, data: st.DataObject
) -> None:
    crowd = [Event(id=f"e{at:03}", title="E", when=f"20{at % 7}0") for at in range(99)]
    many = Timeline([*tl, *crowd], tl.sources, tl.tz, partial=True)
    ids = st.sampled_from([event.id for event in crowd])
    gone = data.draw(st.sets(ids, max_size=5))
    text = st.sampled_from(["2035", "/2040", "..", "2040-01-01T10:00Z", "not-before:x"])
    moved = data.draw(st.dictionaries(ids, st.none() | text, max_size=3))

    left = many.remove(*gone)
    for name in moved.keys() - gone:
        left = left.update(name, when=None if moved[name] == ".." else moved[name])

    whole = Timeline(list(left), left.sources, left.tz, partial=True)
    assert left == whole
    for year in range(2000, 2050, 10):
        window = q.possibly_overlaps(str(year))
        assert left.where(window).events == whole.where(window).events


def test_of_many_unknown_parties_those_that_are_printed_get_a_guess() -> None:
    events = [Event(id=f"e{n}", title="E", participants=["@frnce"]) for n in range(25)]
    with pytest.raises(InvalidError) as caught:
        Timeline(events)

    hints = [problem.hint for problem in caught.value.problems]
    assert len({*hints[:20]}) == len({*hints[20:]}) == 1
    assert hints[24].startswith("declare it")


def test_an_act_of_a_treaty_that_is_not_there_is_called_by_its_own_words() -> None:
    act = Signature(id="s", treaty="pact", party="FR", when="2025")

    assert "pact: signature by France" in Timeline([act], partial=True).table()
