"""The laws of merging, and the conflicts that people have to decide."""

from __future__ import annotations

import copy
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import states as sty

from timeline import (
    Call,
    Event,
    Meeting,
    Negotiation,
    Participant,
    Ratification,
    Source,
    Timeline,
    Treaty,
    Visit,
    diff,
    merge,
)
from timeline.compare.merge import Conflict, TimeAndStatus
from timeline.errors import InvalidError, SelectionError
from timeline.records.kinds import OpaqueEvent

triples = st.tuples(sty.timelines(), sty.timelines(), sty.timelines())


def keys(conflicts: tuple[Conflict, ...]) -> set[tuple[str, str | None]]:
    return {(conflict.id, conflict.field) for conflict in conflicts}


# -- laws ------------------------------------------------------------------------------


@given(sty.timelines(), sty.timelines())
def test_what_one_side_did_is_taken_whole(a: Timeline, b: Timeline) -> None:
    for merged in (merge(a, a, b), merge(a, b, a), merge(a, b, b)):
        assert merged.timeline == b
        assert merged.conflicts == ()


@given(triples)
def test_both_orders_have_the_same_conflicts(
    three: tuple[Timeline, Timeline, Timeline],
) -> None:
    a, b, c = three
    one, other = merge(a, b, c), merge(a, c, b)
    in_circles = {"when", "part_of"}
    if not any(conflict.field in in_circles for conflict in one.conflicts):
        assert keys(one.conflicts) == keys(other.conflicts)
    odd = {conflict.id for conflict in (*one.conflicts, *other.conflicts)}
    for name, record in one.timeline.records.items():
        if name not in odd:
            assert other.timeline.records[name] == record


@given(triples)
def test_a_merge_changes_nothing_it_was_given(
    three: tuple[Timeline, Timeline, Timeline],
) -> None:
    before = copy.deepcopy(three)

    merged = merge(*three)

    assert three == before
    assert Timeline(merged.timeline) == merged.timeline  # it holds as a whole


@given(
    sty.timelines(ids=("a", "b"), tz=False),
    sty.timelines(ids=("a", "b"), tz=False),
    st.data(),
)
def test_what_lies_apart_never_conflicts(
    a: Timeline, b: Timeline, data: st.DataObject
) -> None:
    mine = Call(id="mine", title="Ours", when=data.draw(sty.dates))
    c = a.add(mine)

    merged = merge(a, b, c)

    assert merged.conflicts == ()
    assert merged.timeline == b.add(mine)
    assert merged.timeline == diff(a, c).apply(b)
    assert merge(a, c, b).timeline == diff(a, b).apply(c)


@given(triples)
def test_conflicts_lie_where_both_changed_and_differently(
    three: tuple[Timeline, Timeline, Timeline],
) -> None:
    for one in merge(*three).conflicts:
        assert one.ours != one.theirs
        if one.field not in {None, "when", "part_of"}:  # those can be of the whole
            assert one.base not in (one.ours, one.theirs)


@given(triples)
def test_resolving_gives_back_what_a_side_said(
    three: tuple[Timeline, Timeline, Timeline],
) -> None:
    merged = merge(*three)
    fields = [one for one in merged.conflicts if one.field and one.id]

    def only(side: str) -> Any:  # noqa: ANN401  (a pick)
        return lambda one: side if one in fields else None

    for side in ("theirs", "ours"):
        try:
            resolved = merged.resolve(only(side))
        except InvalidError:  # the links of one side alone can close a circle
            continue
        assert set(resolved.conflicts) == set(merged.conflicts) - set(fields)
        for one in fields:
            record = resolved.timeline.records[one.id]
            wanted = getattr(one, side)
            if one.field == "kind":
                assert record == wanted
            elif one.field == "when" and wanted is not None:
                assert (
                    tuple(getattr(record, n) for n in TimeAndStatus._fields) == wanted
                )


# -- what people meet ------------------------------------------------------------------

BASE = Timeline(
    [
        Meeting(id="m", title="Talks", when="2025-03-17", participants=["CA", "FR"]),
        Visit(id="v", title="Visit", status="scheduled"),
        Call(id="c", title="Call"),
    ],
    [Source(id="s", title="Article")],
)


def test_cancelled_and_moved_do_not_become_both() -> None:
    merged = merge(
        BASE, BASE.update("m", status="cancelled"), BASE.update("m", when="2025-03-18")
    )

    [conflict] = merged.conflicts
    assert (conflict.id, conflict.field) == ("m", "when")
    assert conflict.theirs.status is None
    assert merged.timeline["m"].status == "cancelled"
    assert str(merged.timeline["m"].when) == "2025-03-17"
    theirs = merged.resolve("theirs").timeline["m"]
    assert (theirs.status, str(theirs.when)) == (None, "2025-03-18")
    assert str(conflict) == (
        "m: when was 2025-03-17; ours: 2025-03-17, cancelled; theirs: 2025-03-18"
    )


def test_members_are_joined_one_by_one() -> None:
    ours = BASE.update("m", participants=["CA", "FR", "UA"], topics=["trade"])
    theirs = BASE.update("m", participants=["CA", "GB"], topics=["defence"])

    merged = merge(BASE, ours, theirs)

    assert merged.conflicts == ()
    assert set(merged.timeline["m"].involved) == {"CA", "GB", "UA"}
    assert merged.timeline["m"].topics == ("defence", "trade")


def test_a_person_with_two_new_offices_is_a_conflict() -> None:
    def titled(office: str) -> Timeline:
        return base.update("m", participants=[Participant("Mark Carney", "CA", office)])

    base = BASE.update("m", participants=["Mark Carney @CA"])
    merged = merge(base, titled("Prime Minister"), titled("MP"))

    assert keys(merged.conflicts) == {("m", "participants")}
    assert merge(base, titled("MP"), titled("MP")).conflicts == ()


def test_stops_are_one_since_their_order_is_a_fact() -> None:
    merged = merge(
        BASE, BASE.update("v", stops=["Paris"]), BASE.update("v", stops=["London"])
    )

    assert keys(merged.conflicts) == {("v", "stops")}


def test_two_records_under_one_new_id_are_compared_field_by_field() -> None:
    ours = BASE.add(Call(id="x", title="X", place="Paris", topics=["a"]))
    theirs = BASE.add(Call(id="x", title="X", place="London", topics=["b"]))

    merged = merge(BASE, ours, theirs)

    assert keys(merged.conflicts) == {("x", "place")}
    assert merged.conflicts[0].base is None
    assert merged.timeline["x"].topics == ("a", "b")


def test_removed_here_and_changed_there_is_a_conflict_of_the_record() -> None:
    ours, theirs = BASE.remove("c"), BASE.update("c", place="Ottawa")

    for merged, kept in (
        (merge(BASE, ours, theirs), False),
        (merge(BASE, theirs, ours), True),
    ):
        assert keys(merged.conflicts) == {("c", None)}
        assert ("c" in merged.timeline) is kept
        swapped = merged.resolve("theirs").timeline
        assert ("c" in swapped) is not kept
    assert "the record was Call" in str(merged.conflicts[0])


def test_what_the_others_need_is_not_removed() -> None:
    ours = BASE.remove("v").remove("s")
    theirs = BASE.update("c", when="not-before:v", sources=["s"])

    for merged in (merge(BASE, ours, theirs), merge(BASE, theirs, ours)):
        assert keys(merged.conflicts) == {("v", None), ("s", None)}
        assert "v" in merged.timeline
        assert merged.timeline["c"].cited == ("s",)


def test_what_only_their_side_of_a_conflict_needs_can_still_be_picked() -> None:
    base = BASE.add(Event(id="x", title="X", part_of="v")).update("m", part_of="v")
    ours = base.update("m", part_of="c").remove("x")
    theirs = base.update("m", part_of="x")
    merged = merge(base, ours, theirs)

    assert merged.timeline == ours
    assert keys(merged.conflicts) == {("m", "part_of"), ("x", None)}
    assert merged.resolve("theirs").timeline == theirs
    assert merged.resolve("ours").timeline == ours
    assert keys(merge(base, theirs, ours).conflicts) == keys(merged.conflicts)


def test_a_removal_that_would_dangle_stays_open_while_the_rest_is_decided() -> None:
    base = BASE.update("c", place="Ottawa")
    ours = base.update("c", part_of="v", place="Paris").update("v", note="noted")
    theirs = base.remove("v").update("c", place="London")
    merged = merge(base, ours, theirs)
    assert keys(merged.conflicts) == {("c", "place"), ("v", None)}

    resolved = merged.resolve("theirs")

    assert resolved.timeline["c"].place == "London"
    assert resolved.timeline["v"].note == "noted"
    assert keys(resolved.conflicts) == {("v", None)}
    free = attrs.evolve(resolved, timeline=resolved.timeline.update("c", part_of=None))
    assert "v" not in free.resolve("theirs").timeline


def test_what_a_kept_record_needs_stays_open_with_it() -> None:
    base = BASE.update("v", about=["m"])
    ours = base.update("c", part_of="v").update("v", note="x").update("m", note="x")
    merged = merge(base, ours, base.remove("v", "m"))

    resolved = merged.resolve("theirs")

    assert resolved == merged
    assert keys(resolved.conflicts) == {("v", None), ("m", None)}


def test_what_a_record_in_conflict_needs_goes_with_it_or_stays() -> None:
    base = BASE.add(Event(id="x", title="X", part_of="v"))
    ours = base.remove("x", "v")
    theirs = base.update("x", note="noted")
    merged = merge(base, ours, theirs)

    assert merged.timeline == ours
    assert keys(merged.conflicts) == {("x", None), ("v", None)}
    assert merged.resolve("theirs").timeline == theirs


def test_what_a_kept_record_needs_is_kept_too() -> None:
    base = BASE.update("v", about=["m"])
    ours = base.remove("v", "m")

    merged = merge(base, ours, base.update("c", part_of="v"))

    assert keys(merged.conflicts) == {("v", None), ("m", None)}
    assert merged.timeline["v"].about == ("m",)


def test_two_that_wait_for_each_other_do_not() -> None:
    ours = BASE.update("m", when="not-before:c")
    theirs = BASE.update("c", when="not-before:m", place="Ottawa")

    merged = merge(BASE, ours, theirs)

    assert keys(merged.conflicts) == {("c", "when")}
    assert merged.timeline["c"].when is None
    assert merged.timeline["c"].place == "Ottawa"
    assert str(merged.timeline["m"].when) == "not-before:c"
    with pytest.raises(InvalidError, match="wait for each other"):
        merged.resolve("theirs")


def test_a_new_record_of_theirs_can_close_a_circle_too() -> None:
    ours = BASE.update("m", part_of="v")
    theirs = BASE.add(Event(id="x", title="X", part_of="m")).update("v", part_of="x")

    merged = merge(BASE, ours, theirs)

    assert {one.field for one in merged.conflicts} == {"part_of"}
    assert "x" in merged.timeline


def test_what_becomes_another_kind_on_a_circle_is_kept_as_ours() -> None:
    base = BASE.add(Negotiation(id="n", title="Trade", status="stalled"))
    ours = base.update("c", part_of="n")
    deposit = Ratification(
        id="n", title="Deposit", treaty="t", party="FR", status="pending", part_of="c"
    )
    theirs = base.add(Treaty(id="t", title="Treaty")).replace(deposit)
    merged = merge(base, ours, theirs)

    assert merged.timeline == ours.add(theirs["t"])
    assert keys(merged.conflicts) == {("n", None), ("n", "when"), ("n", "part_of")}


def test_what_a_record_needs_again_once_a_circle_is_cut_is_kept() -> None:
    base = BASE.update("m", part_of="v")
    ours = base.update("c", part_of="m")
    theirs = base.update("m", part_of="c").remove("v")
    merged = merge(base, ours, theirs)

    assert merged.timeline == ours
    assert keys(merged.conflicts) == {("m", "part_of"), ("v", None)}


def test_a_source_that_becomes_an_event_on_a_circle_stays_a_source() -> None:
    base = BASE.remove("s").add(Source(id="x", title="X"))
    ours = base.update("c", when="not-before:x")
    theirs = base.remove("x").add(Call(id="x", title="X", when="not-before:c"))
    merged = merge(base, ours, theirs)

    assert merged.timeline["x"].when is None
    assert keys(merged.conflicts) == {("x", "when")}


def test_sources_that_wait_for_each_other_are_cut_at_theirs() -> None:
    ours = BASE.replace(Source(id="s", title="Article", as_of="not-before:m"))
    theirs = BASE.update("m", when="not-before:s")
    again = BASE.replace(Source(id="s", title="Article", as_of="not-before:m"))

    assert keys(merge(BASE, ours, theirs).conflicts) == {("m", "when")}
    assert keys(merge(BASE, theirs, again).conflicts) == {("s", "as_of")}


def test_a_zone_is_merged_as_well() -> None:
    paris, ottawa = (
        Timeline(BASE, tz="Europe/Paris"),
        Timeline(BASE, tz="America/Toronto"),
    )

    assert merge(BASE, BASE, paris).timeline.tz == "Europe/Paris"
    merged = merge(BASE, paris, ottawa)
    assert keys(merged.conflicts) == {("", "tz")}
    assert str(merged.conflicts[0]).startswith("the timeline: tz was nothing")
    assert merged.timeline.tz == "Europe/Paris"
    assert merged.resolve({("", "tz"): "theirs"}).timeline.tz == "America/Toronto"


def test_another_kind_here_and_another_change_there_is_a_conflict() -> None:
    ours = BASE.remove("c").add(Meeting(id="c", title="Call"))
    theirs = BASE.update("c", place="Ottawa")

    merged = merge(BASE, ours, theirs)

    assert keys(merged.conflicts) == {("c", "kind")}
    assert merged.timeline["c"].kind == "meeting"
    assert merged.resolve("theirs").timeline["c"].kind == "call"
    assert merge(BASE, ours, BASE).timeline == ours


def test_another_kind_that_nobody_knows_is_not_lost_either() -> None:
    base = Timeline([OpaqueEvent(id="g", kind="gala", title="Evening")])
    ours = base.update("g", note="noted")
    theirs = Timeline([OpaqueEvent(id="g", kind="parade", title="Evening")])
    merged = merge(base, ours, theirs)

    assert merged.timeline == ours
    assert keys(merged.conflicts) == {("g", "kind")}
    assert merged.resolve("theirs").timeline == theirs
    assert merge(base, base, theirs).timeline == theirs


def test_fields_that_do_not_go_together_are_a_conflict() -> None:
    base = Timeline([Treaty(id="t", title="T")])
    ours = base.update("t", opened="2026")
    theirs = base.update("t", closed="2025-01-01")

    merged = merge(base, ours, theirs)

    assert keys(merged.conflicts) == {("t", None)}
    assert merged.timeline == ours


def test_fields_we_do_not_know_are_joined_by_name() -> None:
    def with_extra(*extra: tuple[str, str]) -> Timeline:
        return BASE.update("c", extra=extra)

    base = with_extra(("seen", "1"))
    both = merge(
        base, with_extra(("seen", "2")), with_extra(("seen", "1"), ("new", "3"))
    )
    clash = merge(base, with_extra(("seen", "2")), with_extra(("seen", "3")))

    assert dict(both.timeline["c"].extra) == {"seen": "2", "new": "3"}
    assert keys(clash.conflicts) == {("c", "extra")}


@attrs.frozen(kw_only=True)
class Briefing(Event):
    kind: ClassVar[str] = "briefing"


def test_sides_loaded_with_different_kinds_are_refused() -> None:
    known = BASE.add(Briefing(id="b", title="Briefing"))
    unknown = BASE.add(OpaqueEvent(id="b", kind="briefing", title="Briefing"))

    with pytest.raises(
        InvalidError, match="read as Briefing and OpaqueEvent"
    ) as caught:
        merge(BASE, known, unknown)

    assert caught.value.problems[0].code == "different-kinds"
    assert "kinds=" in caught.value.hint


def test_selections_and_strangers_are_refused() -> None:
    with pytest.raises(SelectionError, match="cannot be merged"):
        merge(BASE, BASE[:1], BASE)
    with pytest.raises(InvalidError, match="is not a timeline"):
        merge(BASE, BASE, [])  # type: ignore[type-var]


def test_a_pick_decides_or_leaves_open() -> None:
    merged = merge(BASE, BASE.update("c", place="a"), BASE.update("c", place="b"))

    assert merged.resolve(lambda _: None) == merged
    assert merged.resolve({}).conflicts == merged.conflicts
    assert merged.resolve("ours").timeline["c"].place == "a"
    assert merged.resolve("ours").conflicts == ()
    with pytest.raises(InvalidError, match="unknown side"):  # nothing to decide, too
        merge(BASE, BASE, BASE).resolve("mine")  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="unknown side"):
        merged.resolve("mine")  # type: ignore[arg-type]


def test_titles_and_what_to_ignore_are_merged_too() -> None:
    base = Timeline(title="All", ignore=["no-source"])
    ours = Timeline(title="All", ignore=["no-source", "false-first"])
    theirs = Timeline(title="Theirs", ignore=[])
    merged = base.merge(ours, theirs)
    assert (merged.timeline.title, merged.timeline.ignore) == (
        "Theirs",
        ("false-first",),
    )
    assert not merged.conflicts
    both = base.merge(Timeline(title="Ours"), theirs)
    assert [(c.field, c.theirs) for c in both.conflicts] == [("title", "Theirs")]
    assert both.resolve("theirs").timeline.title == "Theirs"
