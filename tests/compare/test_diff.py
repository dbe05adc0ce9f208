"""The laws of diffs, and what people read in them."""
# ruff: noqa: ANN401, PLR0917  (the tables of cases hold values of any field)

from __future__ import annotations

import copy
import json
import pickle
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support import states as sty

from timeline import (
    Call,
    Change,
    Diff,
    Event,
    Invitation,
    Meeting,
    Negotiation,
    OpaqueEvent,
    Ratification,
    Source,
    Statement,
    Timeline,
    Treaty,
    Visit,
    cite,
    diff,
    suggest_matches,
)
from timeline.errors import (
    InvalidError,
    ReferencedError,
    SelectionError,
    StaleDiffError,
    UnknownIdError,
)

pairs = st.tuples(sty.timelines(), sty.timelines())


# -- laws ------------------------------------------------------------------


@given(pairs)
def test_a_diff_leads_from_the_one_to_the_other(
    both: tuple[Timeline, Timeline],
) -> None:
    old, new = both

    assert diff(old, new).apply(old) == new


@given(sty.timelines())
def test_nothing_differs_from_itself(tl: Timeline) -> None:
    found = diff(tl, copy.deepcopy(tl))

    assert not found
    assert len(found) == 0
    assert found == Diff()
    assert found.apply(tl) == tl


def test_the_order_of_topics_is_no_change() -> None:
    was = Meeting(id="m", title="M", topics=["trade", "defence"])
    now = attrs.evolve(was, topics=["defence", "trade"])

    assert not diff(Timeline([was]), Timeline([now]))
    assert not Change(was, now).facets
    assert now.topics == ("defence", "trade")


@given(pairs)
def test_a_diff_can_be_turned_round(both: tuple[Timeline, Timeline]) -> None:
    old, new = both
    found = diff(old, new)

    assert ~found == diff(new, old)
    assert hash(~found) == hash(diff(new, old))
    assert ~~found == found
    assert (~found).apply(new) == old


@given(pairs, st.data())
def test_the_laws_hold_for_any_matching(
    both: tuple[Timeline, Timeline], data: st.DataObject
) -> None:
    old, new = both
    ours, theirs = ([e.id for e in tl.events if len(e.id) == 1] for tl in both)
    size = min(len(ours), len(theirs))
    match = dict(
        zip(
            data.draw(st.permutations(ours)),
            data.draw(st.permutations(theirs))[:size],
            strict=False,
        )
    )
    found = diff(old, new, match=match)

    assert found.apply(old) == new
    assert (~found).apply(new) == old
    assert ~found == diff(new, old, match={b: a for a, b in match.items()})


@given(pairs)
def test_a_diff_is_as_small_as_can_be(both: tuple[Timeline, Timeline]) -> None:
    old, new = both
    ids = old.records.keys() | new.records.keys()
    differ = {i for i in ids if old.records.get(i) != new.records.get(i)}
    found = diff(old, new)

    assert {change.id for change in found} == differ
    assert len(found) == len(differ) + (old.tz != new.tz)


@given(pairs, st.randoms())
def test_the_order_of_what_is_given_changes_nothing(
    both: tuple[Timeline, Timeline], random: Random
) -> None:
    def shuffled(tl: Timeline) -> Timeline:
        events = []
        for event in tl:
            people = list(event.participants)
            random.shuffle(people)
            events.append(attrs.evolve(event, participants=people))
        random.shuffle(events)
        return Timeline(events, reversed(tl.sources), tl.tz)

    old, new = both
    found, other = diff(old, new), diff(shuffled(old), shuffled(new))

    assert found == other
    assert found.brief() == other.brief()
    assert found.table() == other.table()
    assert found.to_rows() == other.to_rows()


@given(sty.timelines(), sty.timelines(), sty.timelines())
def test_a_wrong_base_is_refused_and_left_alone(
    old: Timeline, new: Timeline, base: Timeline
) -> None:
    found = diff(old, new)
    known = {c.before.id: c.before for c in found if c.before is not None}
    come = {c.after.id for c in found if c.after is not None} - known.keys()
    wrong = (
        any(base.records.get(name) != record for name, record in known.items())
        or any(name in base.records for name in come)
        or (found.tz is not None and base.tz != found.tz[0])
    )
    assume(wrong)
    before = copy.deepcopy(base)

    with pytest.raises(StaleDiffError) as caught:
        found.apply(base)

    assert caught.value.id
    assert caught.value.expected != caught.value.found
    assert base == before


@given(pairs)
def test_the_counts_add_up_to_both_sides(both: tuple[Timeline, Timeline]) -> None:
    there = diff(*both)
    stayed = ("unchanged", "corrected", "disputed", "progressed", "refined", "changed")

    for found, (old, new) in ((there, both), (~there, both[::-1])):
        counts = found.counts
        both_sides = sum(counts[word] for word in (*stayed, "edited"))
        gone = counts["removed"] + counts["split before"]
        came = sum(counts[word] for word in ("learned", "new", "added", "split after"))
        assert both_sides + gone == len(old)
        assert both_sides + came == len(new)
        assert f"{len(old)} record" in found.summary()


@given(pairs)
def test_every_changed_field_stands_in_the_table_once(
    both: tuple[Timeline, Timeline],
) -> None:
    old, new = both
    rows = diff(old, new).to_rows()
    shown = [(row["id"], row["field"]) for row in rows]
    once = [key for key in shown if key[1] != "sources"]  # of several sorts

    assert len(set(once)) == len(once)
    expected = set()
    for change in diff(old, new).changed:
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        names = {f.name for side in (before, after) for f in attrs.fields(type(side))}
        for name in names:
            a, b = (getattr(side, name, None) for side in (before, after))
            if name == "participants":
                a, b = frozenset(a or ()), frozenset(b or ())
            if a != b and (a or b):
                expected.add((change.id, name))
        if type(before) is not type(after):
            expected.add((change.id, "kind"))
    changed = {change.id for change in diff(old, new).changed}
    assert {one for one in shown if one[0] in changed} == expected


OPPOSITES = {
    "narrowed": {"widened"},
    "widened": {"narrowed"},
    "dated": {"undated"},
    "undated": {"dated"},
    "prolonged": {"shortened"},
    "shortened": {"prolonged"},
    "rescheduled": {"rescheduled"},
    "joined": {"left"},
    "left": {"joined"},
    "added": {"removed"},
    "removed": {"added"},
    "advanced": {"reversed"},
    "ended": {"reversed"},
    "reversed": {"advanced", "ended"},
}


@given(pairs)
def test_facets_are_turned_round_with_their_diff(
    both: tuple[Timeline, Timeline],
) -> None:
    for change in diff(*both):
        there = {(f.field, f.verb): f for f in change.facets}
        back = {(f.field, f.verb): f for f in (~change).facets}
        for (field, verb), facet in there.items():
            if verb in OPPOSITES:
                [other] = [
                    back[field, opposite]
                    for opposite in OPPOSITES[verb]
                    if (field, opposite) in back
                ]
                assert (other.was, other.now) == (facet.now, facet.was)
                assert other.unit == facet.unit
                assert (other.amount or 0) == -(facet.amount or 0)


@given(pairs)
def test_a_correction_stays_one_when_it_is_turned_round(
    both: tuple[Timeline, Timeline],
) -> None:
    found = diff(*both)

    back = {graded.change: graded.class_ for graded in (~found).graded_changes}
    for graded in found.graded_changes:
        if len(graded.change.sides) == 2:
            assert back[~graded.change] is graded.class_


def test_what_was_added_is_withdrawn_on_the_way_back() -> None:
    old = Timeline([Call(id="c", title="Call", status="expected")])
    back = ~diff(old, old.add(Event(id="e", title="Summit", when="2025-06")))

    assert "2 records, now 1: 1 removed, 1 unchanged" in back.brief()
    assert "- Summit\n    removed" in back.brief()
    assert "1 added" in (~back).summary()


@given(pairs)
def test_a_diff_survives_being_copied_and_pickled(
    both: tuple[Timeline, Timeline],
) -> None:
    found = diff(*both)

    for other in (copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert other == found
        assert other.context == found.context
        assert other.brief() == found.brief()


@given(pairs)
def test_a_diff_survives_json(both: tuple[Timeline, Timeline]) -> None:
    for found in (diff(*both), ~diff(*both)):
        other = Diff.from_dict(json.loads(json.dumps(found.to_dict())))

        assert other == found
        assert other.context == found.context
        assert other.table() == found.table()


# -- what people read ------------------------------------------------------------------


def one(was: Event, now: Event, **asked: Any) -> tuple[str, list[str]]:
    """Return the class of a change, and its facets."""
    found = diff(Timeline([was]), Timeline([now]), **asked)
    [graded] = found.graded_changes
    return graded.class_.value, [str(facet) for facet in graded.change.facets]


def moved(
    when: str | None, then: str | None, status: str | None = None, **asked: Any
) -> tuple[str, str]:
    """Return the class and the facet of a meeting whose date is another."""
    was = Meeting(id="m", title="M", when=when, status=status)
    kind, [facet] = one(was, attrs.evolve(was, when=then), **asked)
    return kind, facet


K = {"as_of": "2025-03-17"}


@pytest.mark.parametrize(
    ("when", "then", "facet"),
    [
        (None, "2025-03-17", "dated"),
        ("2025-03-17", None, "undated"),
        ("2025", "2025-06-15/2025-06-17", "narrowed"),
        ("2025-06-15", "2025", "widened"),
        ("2025-03-17", "2025-03-17T16:30", "narrowed"),
        ("2025-03-17T16:30", "2025-03-17", "widened"),
        ("2025-03-12", "2025-03-15", "rescheduled +3 d"),
        ("2025-03-15", "2025-03-12", "rescheduled -3 d"),
        ("2025-03", "2025-05", "rescheduled +2 mo"),
        ("2025", "2027", "rescheduled +2 y"),
        ("2025-21", "2025-23", "rescheduled"),
        ("2025-06-15~", "2025-06-20", "rescheduled"),  # 4, 5 or 6 days
        ("2025-06-15", "2025-06-20?", "rescheduled"),
        ("[2025-06-15,2025-06-17]", "2025-06-20", "rescheduled"),
        ("2025-06-15", "not-before:2025-06-20", "rescheduled"),
        ("2025-06-15/2025-06-18", "2025-06-15/2025-06-24~", "prolonged"),
        ("2025-03", "2025-05-12", "rescheduled"),
        ("2025-03-17T16:30", "2025-03-17T17:00", "rescheduled +30 min"),
        ("2025-03-17T16:30Z", "2025-03-17T18:30Z", "rescheduled +2 h"),
        ("2025-03-17T16:30:00", "2025-03-17T16:30:01", "rescheduled"),
        ("2025-06-15/2025-06-16", "2025-06-15/2025-06-17", "prolonged +1 d"),
        ("2025-06-15/2025-06-17", "2025-06-15", "shortened -2 d"),
        ("2025-06-15/2025-06-17", "2025-06-15/..", "widened"),
        ("2025-03-17~", "2025-03-17", "confirmed"),
        ("2025-03-17", "2025-03-17?", "restated"),
        ("2025-06-15~", "2025-06-14~", "restated"),  # 16 June, then 13 June: not within
        ("2025-06-15~", "2025-06-17~", "restated"),
        ("2025-06", "2025-06-30~", "restated"),
        ("2025-06~", "2025-06-15~", "narrowed"),
        ("2025-06-15~", "2025-06-18~", "rescheduled"),
        ("not-before:2025-03-17", "not-before:2025-04-01", "narrowed"),
        ("[2025-11-09,2025-11-11,2025-11-14]", "[2025-11-09,2025-11-11]", "narrowed"),
        ("[2025-11-09,2025-11-11,2025-11-14]", "[2025-11-09,2025-11-14]", "narrowed"),
        ("[2025-11-09,2025-11-14]", "[2025-11-09,2025-11-11,2025-11-14]", "widened"),
        ("[2025-11-09,2025-11-11]", "[2025-11-11,2025-11-14]", "rescheduled"),
        ("../2025-03-17", "2025-03-18/..", "rescheduled"),
        ("2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00", "rescheduled +1 h"),
        ("2025-03-17", "2025-03-17T16:30+01:00[Europe/Paris]", "narrowed"),
    ],
)
def test_a_date_that_changes_is_told_in_words(
    when: str | None, then: str | None, facet: str
) -> None:
    assert moved(when, then)[1] == facet


def test_one_instant_in_two_zones_is_no_change() -> None:
    was = Meeting(id="m", title="M", when="2025-03-17T16:30+01:00[Europe/Paris]")
    now = attrs.evolve(was, when="2025-03-17T15:30Z")

    assert not diff(Timeline([was]), Timeline([now]))


@pytest.mark.parametrize(
    ("when", "then", "status", "kind"),
    [
        pytest.param("2025-03-12", "2025-03-15", "held", "corrected", id="was over"),
        pytest.param("2025-03", "2025-03-15", "held", "refined", id="within"),
        pytest.param(
            "2025-03-10/2025-03-12",
            "2025-03-11/2025-03-13",
            "held",
            "corrected",
            id="other ends",
        ),
        pytest.param("2025-03-15", "2025-03", "held", "changed", id="vaguer"),
        pytest.param("2025-03-12~", "2025-03-13", "held", "refined", id="in its mark"),
        pytest.param("2025-03-12~", "2025-03-13~", "held", "changed", id="two marks"),
        pytest.param("2025-03-12~", "2025-03-14", "held", "corrected", id="beyond it"),
        pytest.param("?2025-03-12", "2024-03-12", "held", "refined", id="other year"),
        pytest.param(
            "[2025-03-11,2025-03-13]", "2025-03-12", "held", "changed", id="in a gap"
        ),
        pytest.param("2025-04-12", "2025-05-15", "scheduled", "progressed", id="plan"),
        pytest.param(
            "2025-04-12", "2025-03-10", "scheduled", "corrected", id="had been"
        ),
        pytest.param("2025-03-12", "2025-05-15", "held", "corrected", id="not yet"),
        pytest.param(
            "2025-03-16/2025-03-20",
            "2025-03-16/2025-03-25",
            "under_way",
            "progressed",
            id="goes on",
        ),
        pytest.param(
            "2025-03-16/2025-03-20",
            "2025-03-01/2025-03-04",
            "under_way",
            "corrected",
            id="was over by then",
        ),
        pytest.param(
            "2025-03-16/2025-03-20",
            "2025-03-17/2025-03-20",
            "under_way",
            "corrected",
            id="began later",
        ),
        pytest.param(
            "2025-03-12", "2025-03-15", None, "corrected", id="past, no status"
        ),
        pytest.param(
            "2025-04-12", "2025-04-15", None, "progressed", id="ahead, no status"
        ),
        pytest.param("2025-03-17", "2025-03-18", None, "changed", id="that day"),
        pytest.param("2025-04-12", "2025-04-15", "cancelled", "changed", id="off"),
        pytest.param(
            "[2025-03-01..2025-03-10]",
            "[2025-03-05..2025-03-15]",
            "held",
            "changed",
            id="overlaps",
        ),
    ],
)
def test_a_date_that_moves_is_the_world_or_the_record(
    when: str, then: str, status: str | None, kind: str
) -> None:
    assert moved(when, then, status, **K)[0] == kind


def status(
    was: str | None,
    now: str | None,
    cls: Any = Meeting,
    when: str | None = None,
    since: str | None = None,
    **asked: Any,
) -> str:
    """Return the class of a change of status."""
    old = cls(id="x", title="X", status=was)
    new = attrs.evolve(old, status=now, when=when, since=since)
    return one(old, new, **(asked or K))[0]


@pytest.mark.parametrize(
    ("was", "now", "cls", "when", "since", "kind"),
    [
        ("expected", "held", Meeting, "2025-03-28", None, "progressed"),
        ("expected", "held", Meeting, "2025-03-10", None, "corrected"),
        ("expected", "held", Meeting, None, None, "progressed"),
        ("expected", "scheduled", Meeting, None, None, "progressed"),
        ("expected", "cancelled", Meeting, None, "2025-03-01", "corrected"),
        ("expected", "cancelled", Meeting, None, None, "progressed"),
        ("held", "expected", Meeting, None, None, "corrected"),
        ("held", "did_not_take_place", Meeting, None, None, "corrected"),
        ("under_way", "held", Meeting, "2025-03-01", None, "corrected"),
        ("under_way", "held", Meeting, "2025-03-16/2025-04-01", None, "progressed"),
        ("cancelled", "scheduled", Meeting, None, None, "progressed"),
        ("cancelled", "held", Meeting, "2025-04-01", None, "progressed"),
        ("cancelled", "held", Meeting, "2025-03-01", None, "corrected"),
        ("cancelled", "held", Meeting, None, None, "changed"),
        (None, "held", Meeting, None, None, "refined"),
        ("held", None, Meeting, None, None, "changed"),
        ("stalled", "suspended", Negotiation, None, "2024-01", "refined"),
        ("stalled", "suspended", Negotiation, None, "2025-05", "progressed"),
        ("stalled", "under_way", Negotiation, None, None, "changed"),
        ("stalled", "under_way", Negotiation, None, "2025-06", "progressed"),
        ("concluded", "under_way", Negotiation, None, None, "changed"),
        ("concluded", "under_way", Negotiation, None, "2025-06", "progressed"),
        ("concluded", "initialled", Negotiation, None, None, "changed"),
        ("made", "corrected", Statement, None, None, "progressed"),
        ("made", "withdrawn", Statement, None, None, "progressed"),
        ("extended", "accepted", Invitation, None, None, "progressed"),
        ("attended", "absent", Invitation, None, None, "corrected"),
        ("held", "under_way", Meeting, None, None, "corrected"),
    ],
)
def test_a_status_that_changes_is_the_world_or_the_record(
    was: str | None,
    now: str | None,
    cls: type[Event],
    when: str | None,
    since: str | None,
    kind: str,
) -> None:
    assert status(was, now, cls, when, since) == kind


def field(name: str, was: Any, now: Any, cls: Any = Meeting, **fields: Any) -> str:
    """Return the class of a change of one field."""
    old = cls(id="x", **{"title": "X", name: was}, **fields)
    return one(old, attrs.evolve(old, **{name: now}), **K)[0]


@pytest.mark.parametrize(
    ("name", "was", "now", "cls", "fields", "kind"),
    [
        ("place", "", "London", Meeting, {}, "refined"),
        ("place", "London", "10 Downing Street, London", Meeting, {}, "refined"),
        ("place", "Canada", "Kananaskis", Meeting, {}, "changed"),
        (
            "place",
            "Canada",
            "Kananaskis",
            Meeting,
            {"status": "scheduled"},
            "progressed",
        ),
        ("participants", ["CA"], ["CA", "FR"], Meeting, {}, "refined"),
        ("participants", ["CA", "FR"], ["CA"], Meeting, {"status": "held"}, "changed"),
        (
            "participants",
            ["CA", "FR"],
            ["CA"],
            Meeting,
            {"status": "expected"},
            "progressed",
        ),
        ("topics", ["a"], ["a", "b"], Meeting, {}, "refined"),
        ("topics", ["a"], ["b"], Meeting, {}, "changed"),
        ("title", "X", "Y", Meeting, {}, "edited"),
        ("note", "", "noted", Meeting, {}, "edited"),
        ("since", None, "2025-01", Negotiation, {"status": "stalled"}, "refined"),
        ("last_activity", None, "2025-06", Negotiation, {}, "progressed"),
        ("last_activity", "2024-01", "2025-06", Negotiation, {}, "progressed"),
        ("last_activity", "2024-01", "2024-02", Negotiation, {}, "corrected"),
        ("last_activity", "2024", "2024-02", Negotiation, {}, "refined"),
        ("last_activity", "2024-02~", "2024-03~", Negotiation, {}, "changed"),
        ("last_activity", "2024", None, Negotiation, {}, "changed"),
        ("last_activity", None, "2025-03-17", Negotiation, {}, "changed"),
        ("last_activity", "2024/2025", "2024-06/2026", Negotiation, {}, "changed"),
        ("in_force", None, "2025-06-01", Treaty, {}, "progressed"),
        ("in_force", None, "2024-06-01", Treaty, {}, "refined"),
        ("in_force", "2024-06-01", "2024-07-01", Treaty, {}, "corrected"),
        (
            "effective",
            "2025-05-01",
            "2025-03",
            Ratification,
            {"status": "pending", "treaty": "t", "party": "FR"},
            "progressed",
        ),
        ("complete", False, True, Treaty, {}, "changed"),
    ],
)
def test_any_other_field_has_its_class(
    name: str, was: Any, now: Any, cls: Any, fields: dict[str, Any], kind: str
) -> None:
    if cls is Ratification:
        old = cls(id="x", **{name: was}, **fields)
        treaty = Treaty(id="t", title="T")
        new = attrs.evolve(old, **{name: now})
        sides = Timeline([old, treaty]), Timeline([new, treaty])
        found = diff(*sides, as_of=K["as_of"])
        assert found.graded_changes[0].class_.value == kind
    else:
        assert field(name, was, now, cls, **fields) == kind


# -- additions, removals, splits -------------------------------------------------------

ARTICLE = Source(id="article", title="Article", published="2025-11-12")
OLD = Timeline(
    [
        Meeting(id="m", title="Talks", status="held", sources=["article"]),
        Meeting(id="s", title="Next talks", status="scheduled", sources=["article"]),
        Treaty(id="t", title="CETA"),
    ],
    [ARTICLE],
)
TOLD = OLD.update("m", when="2025-03-17").update(
    "s", when="2025-03-17T16:30", status="held"
)


def added(record: Event, old: Timeline = OLD, new: Timeline = TOLD) -> str:
    found = diff(old, new.add(record)).graded_changes
    [graded] = [each for each in found if each.change.id == record.id]
    return graded.class_.value


def test_when_the_old_source_spoke_follows_from_what_it_told() -> None:
    found = diff(OLD, TOLD)

    [known] = found.context.as_of
    assert (known.source, known.derived) == ("article", True)
    assert "before (as of 17 Mar 2025, worked out)" in found.brief()


def test_the_date_of_a_page_is_no_more_than_a_bound() -> None:
    [known] = diff(OLD, OLD).context.as_of
    assert known.earliest is None
    assert (
        "as of 12 Nov 2025 or earlier" in diff(OLD, OLD.update("m", note="x")).brief()
    )


def test_what_a_source_says_of_itself_comes_first() -> None:
    told = attrs.evolve(ARTICLE, as_of="2025-03-16")
    old, new = OLD.replace(told), TOLD.replace(told)
    found = diff(old, new.update("m", when="2025-03-18"))

    assert "before (as of 16 Mar 2025) →" in found.brief()
    [graded] = [each for each in found.graded_changes if each.change.id != "s"]
    assert graded.class_.value in {"corrected", "progressed"}


def test_a_stated_moment_beats_all_that_follows() -> None:
    assert diff(OLD, TOLD, as_of="2025-01-01").context.as_of[0].derived is False
    bounded = diff(OLD, TOLD, as_of="not-after:2025-03-16").context.as_of
    assert bounded[0].latest is not None
    assert (
        "before (as of 16 Mar 2025 or earlier;"
        in diff(OLD, TOLD, as_of="not-after:2025-03-16").brief()
    )


@pytest.mark.parametrize(
    ("when", "status", "kind"),
    [
        ("2025-03-01", "held", "learned"),
        ("2025-06-01", "held", "new"),
        ("2025-06-01", "scheduled", "new"),
        ("2025-03-17", "held", "added"),
        (None, "held", "added"),
        ("2025-03-01", "scheduled", "added"),
    ],
)
def test_an_addition_is_learned_or_new_or_nobody_knows(
    when: str | None, status: str, kind: str
) -> None:
    assert added(Call(id="c", title="Call", when=when, status=status)) == kind


def test_a_state_since_long_ago_is_learned() -> None:
    assert (
        added(Negotiation(id="n", title="N", status="stalled", since="2024"))
        == "learned"
    )


def test_what_is_withdrawn_says_whether_it_had_been_told_as_a_fact() -> None:
    said = diff(OLD, OLD.remove("m", "s")).brief()

    assert "- Talks\n    removed: was reported as held" in said
    assert "- Next talks\n    removed: scheduled" in said
    assert "2 removed, 1 unchanged" in said


def test_a_split_is_one_thing_with_its_pieces() -> None:
    old = Timeline(
        [Visit(id="v", title="Visit", when="2025-03-17"), Call(id="c", title="C")]
    )
    pieces = [
        Visit(id=name, title=title, replaces=["v"], when="2025-03-17")
        for name, title in (("v1", "Paris"), ("v2", "London"))
    ]
    new = old.remove("v").add(*pieces)
    found = diff(old, new)

    assert found.counts["split before"] == 1
    assert found.counts["split after"] == 2
    assert "2 records, now 3: 1 split or joined into 2, 1 unchanged" in found.brief()
    assert "% Visit\n    split into: Paris; London" in found.brief()
    assert "% Paris\n    split from: Visit" in found.brief()
    assert "% Paris\n    joined into: Visit" in (~found).brief()
    assert [row["class"] for row in found.to_rows()] == ["", "", ""]
    assert ~found == diff(new, old)


def test_a_new_id_is_declared_or_given_and_never_guessed() -> None:
    old = Timeline([Call(id="c", title="Call")])
    bare = Timeline([Call(id="c-1", title="Call")])
    declared = Timeline([Call(id="c-1", title="Call", replaces=["c"])])

    assert len(diff(old, bare)) == 2
    [change] = diff(old, declared).changes
    assert [f.verb for f in change.facets] == ["replaces", "renamed"]
    [change] = diff(old, bare, match={"c": "c-1"}).changes
    assert [str(f) for f in change.facets] == ["renamed"]
    assert "id: c-1 (was: c)" in diff(old, bare, match={"c": "c-1"}).brief()
    assert suggest_matches(old, bare)[0][:2] == ("c", "c-1")


@pytest.mark.parametrize(
    ("match", "error", "problem"),
    [
        ({"x": "c-1"}, UnknownIdError, 'unknown id "x" before'),
        ({"c": "x"}, UnknownIdError, 'unknown id "x" after'),
        ({"c": "c-1", "d": "c-1"}, InvalidError, "two old ids"),
        ({"c": "s"}, InvalidError, "an event cannot become a source"),
        ({"c": 5}, InvalidError, "match: 5"),
        ({"c": ["s"]}, InvalidError, "match: a list"),
    ],
)
def test_a_match_that_cannot_be_is_refused(
    match: dict[str, str], error: type[Exception], problem: str
) -> None:
    old = Timeline([Call(id="c", title="C"), Call(id="d", title="D")])
    new = Timeline([Call(id="c-1", title="C")], [Source(id="s")])

    with pytest.raises(error, match=problem):
        diff(old, new, match=match)


def test_suggestions_compare_what_is_alike() -> None:
    def meeting(name: str, title: str, who: str, when: str | None) -> Meeting:
        return Meeting(id=name, title=title, participants=[who], when=when)

    old = Timeline(
        [
            meeting("a", "Carney meets Starmer", "GB", "2025-03-17"),
            meeting("b", "Talks on trade", "FR", "2020"),
            Call(id="k", title="Carney meets Starmer", participants=["GB"]),
            meeting("d", "Dinner", "UA", None),
        ]
    )
    new = Timeline(
        [
            meeting("a-1", "Starmer meets Carney", "GB", "2025-03"),
            meeting("b-1", "Talks on trade", "FR", "2025"),
            meeting("b-2", "Talks on trade", "IT", "2020"),
            meeting("b-3", "Talks on trade", "FR", "2020-05"),
            meeting("d-1", "Dinner", "UA", "2025"),
        ]
    )
    found = suggest_matches(old, new)

    assert [(s.old, s.new) for s in found] == [("a", "a-1"), ("b", "b-3"), ("d", "d-1")]
    assert "participants 100%" in found[0].why
    many = Timeline([Call(id=f"c{at}", title="C") for at in range(201)])
    with pytest.raises(InvalidError, match="too many"):
        suggest_matches(many, new)


def test_what_was_a_source_and_is_an_event_is_two_records() -> None:
    old = Timeline([], [Source(id="x", title="X")])
    new = Timeline([Call(id="x", title="X")])
    found = diff(old, new)

    assert len(found) == 2
    assert found.apply(old) == new
    assert diff(old, new, match={}).apply(old) == new
    both = diff(Timeline([Call(id="c", title="C")], old.sources), new, match={"c": "x"})
    assert len(both.changes) == 2


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ({"place": "Rome"}, {}, "place: none (was: Rome)"),
        ({"participants": ["CA", "UA"]}, {"participants": ["CA"]}, "left: Ukraine"),
        ({"participants": ["UA"]}, {"participants": ["CA"]}, "+ Canada; left: Ukraine"),
        ({"status": "held"}, {}, "status: none (was: held)"),
        (
            {"status": "scheduled"},
            {"status": "held", "since": "2025-03-17"},
            "held on 17 Mar 2025 (was: scheduled)",
        ),
        (
            {"status": "held", "since": "2025-03-17"},
            {"status": "scheduled", "since": "2025-04"},
            "corrected: status: scheduled since Apr 2025 (was: held on 17 Mar 2025)",
        ),
        (
            {"when": "2025", "when_text": "soon"},
            {"when": "2025-03-17"},
            "narrowed to the day: 17 Mar 2025 (was: 2025 “soon”)",
        ),
    ],
)
def test_a_change_is_one_phrase(
    was: dict[str, Any], now: dict[str, Any], said: str
) -> None:
    old, new = (Timeline([Meeting(id="m", title="M", **f)]) for f in (was, now))
    lines = diff(old, new).brief(200).splitlines()

    assert lines[4][2:].partition(" · ")[0] == "M"
    assert lines[5].strip() == said


def test_another_kind_is_one_change() -> None:
    old = Timeline([Call(id="x", title="X", medium="video", private=False)])
    new = Timeline([Visit(id="x", title="X", category="state", status="concluded")])
    found = diff(old, new)

    [change] = found.changes
    fields = [facet.field for facet in change.facets]
    assert fields[0] == "kind"
    assert set(fields) == {"kind", "status", "medium", "private", "category"}
    assert "kind: visit (was: call)" in found.brief()


def test_another_kind_that_nobody_knows_is_a_change_too() -> None:
    old = Timeline([OpaqueEvent(id="g", kind="gala", title="Evening")])
    new = Timeline([OpaqueEvent(id="g", kind="parade", title="Evening")])

    assert "kind: parade (was: gala)" in diff(old, new).brief()
    assert suggest_matches(old, new.rename("g", "h")) == ()


# -- applying --------------------------------------------------------------------------


def test_a_stale_base_is_named_with_what_is_there() -> None:
    found = diff(OLD, TOLD)

    with pytest.raises(StaleDiffError, match='"m" is not as it was in note') as caught:
        found.apply(OLD.update("m", note="x"))
    assert caught.value.id == "m"
    assert caught.value.found.note == "x"
    assert pickle.loads(pickle.dumps(caught.value)).expected == OLD["m"]
    with pytest.raises(StaleDiffError, match='"s" is not there'):
        found.apply(OLD.remove("s"))
    call, event = (cls(id="c", title="C") for cls in (Call, Event))
    with pytest.raises(StaleDiffError, match='"c" is there already'):
        diff(OLD, OLD.add(call)).apply(OLD.add(event))
    paris, rome = (Timeline(OLD, tz=f"Europe/{x}") for x in ("Paris", "Rome"))
    with pytest.raises(StaleDiffError, match="the zone is Europe/Rome, and was None"):
        diff(OLD, paris).apply(rome)
    other = OLD.remove("m").add(Call(id="m", title="Talks"))
    with pytest.raises(StaleDiffError, match="in kind"):
        found.apply(other)


def test_a_rename_onto_an_id_that_exists_is_refused() -> None:
    old = Timeline([Call(id="c", title="C")])
    new = Timeline([Call(id="d", title="C")])
    base = old.add(Call(id="d", title="Another"))

    with pytest.raises(StaleDiffError, match='"d" is there already'):
        diff(old, new, match={"c": "d"}).apply(base)
    assert [event.id for event in base] == ["c", "d"]


def test_what_others_refer_to_does_not_go() -> None:
    base = OLD.add(Call(id="c", title="C", about=["m"]))

    with pytest.raises(ReferencedError, match="cannot be removed"):
        diff(OLD, OLD.remove("m")).apply(base)


def test_records_that_stay_are_the_same_objects() -> None:
    applied = diff(OLD, TOLD).apply(OLD)

    assert applied["t"] is OLD["t"]


def test_selections_and_strangers_are_refused() -> None:
    for old, new in ((OLD[:1], OLD), (OLD, OLD[:1])):
        with pytest.raises(SelectionError, match="cannot be compared"):
            diff(old, new)
    with pytest.raises(SelectionError, match="cannot take a diff"):
        diff(OLD, TOLD).apply(OLD[:1])
    with pytest.raises(SelectionError, match="cannot be compared"):
        suggest_matches(OLD[:1], OLD)
    with pytest.raises(InvalidError, match="is not a timeline"):
        diff(OLD, [])  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="is not a timeline"):
        diff(OLD, TOLD).apply([])  # type: ignore[type-var]


def test_a_diff_is_a_set_of_whole_changes() -> None:
    call = Call(id="c", title="C")
    for sides in ((None, None), (call, ARTICLE), ("c", None)):
        with pytest.raises(InvalidError, match="needs an event, a source or a party"):
            Change(*sides)
    with pytest.raises(InvalidError, match='two changes are of "c" after'):
        Diff([Change(None, call), Change(None, attrs.evolve(call, note="x"))])
    found = diff(OLD, TOLD)
    assert "m" in found
    assert "t" not in found
    assert found.changes[0] in found
    assert repr(found) == "<Diff: 2 changes>"
    assert [r.id for r in diff(OLD, OLD.remove("m")).removed] == ["m"]
    assert [r.id for r in diff(OLD.remove("m"), OLD).added] == ["m"]
    assert Diff([Change(None, call)]).summary() == "1 added"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "expected an object"),
        ({"change": []}, 'did you mean "changes"'),
        ({"changes": {}}, "expected list"),
        ({"changes": [{"after": {"id": "c"}}]}, r"changes\[0\].*title"),
        ({"tz": ["Europe/Paris"]}, "two sides"),
        ({"tz": ["Europe/Pari", None]}, "Europe/Paris"),
        ({"context": {"sizes": [1]}}, r"context\.sizes"),
        ({"context": {"sizes": [True, 1]}}, r"context\.sizes: expected int"),
        ({"context": {"names": {"c": 1}}}, r"context\.names: expected str"),
        ({"context": {"sources": [1]}}, r"context\.sources: expected str"),
        ({"context": {"known": [{"when": 1}]}}, "unknown field"),
    ],
)
def test_data_that_are_no_diff_are_refused(data: Any, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        Diff.from_dict(data)


KEYS = (
    *("changes", "before", "after", "tz", "context", "known", "names", "sizes"),
    *("labels", "earliest", "latest", "id", "title", "when", "kind", "x"),
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(JUNK)
def test_junk_is_refused_or_printed(data: Any) -> None:
    try:
        found = Diff.from_dict(data)
    except InvalidError:
        return
    for language in ("en", "fr"):
        assert found.table(language=language)
        assert found.brief(language=language)


def test_a_moment_beyond_all_calendars_is_not_named() -> None:
    call = {"kind": "call", "id": "c", "title": "C"}
    known = [{"source": "s", "earliest": -(10**40), "latest": 10**40}]
    data = {"changes": [{"after": call}], "context": {"known": known}}

    assert Diff.from_dict(data).table().startswith("What changed: before → after\n")


def test_what_follows_is_not_saved_and_was_once() -> None:
    data: dict[str, Any] = {"context": {"follows": ["Call had waited: met."]}}

    assert Diff.from_dict(data).context == Diff().context


def test_labels_are_saved_in_words() -> None:
    old = Timeline([Call(id="c", title="C")])
    found = old.update("c", note="x").since(old)
    data = json.loads(json.dumps(found.to_dict()))

    assert data["context"]["labels"] == ["Earlier", "later"]
    assert found.table(language="fr").startswith("Ce qui a changé : Auparavant → ")
    assert Diff.from_dict(data).brief() == found.brief()
    assert Diff() != data


@given(pairs)
def test_every_change_has_words_in_french(both: tuple[Timeline, Timeline]) -> None:
    found = diff(*both)

    assert len(found.to_rows("fr")) == len(found.to_rows())
    assert found.table(language="fr").count(chr(10)) >= len(found)
    assert found.summary("fr") or not found


def test_null_is_the_same_as_nothing_in_data() -> None:
    data: dict[str, Any] = {"changes": None, "tz": None, "context": {"known": None}}

    assert Diff.from_dict(data) == Diff()
    assert Diff.from_dict({"context": {"labels": None}}).context == Diff().context


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"match": ["m"]}, "expected a mapping"),
        ({"labels": "ab"}, "labels: a diff has two sides"),
        ({"labels": (1, 2)}, "labels: expected str, not 1"),
        ({"correction": "yes"}, "correction: .*does not say"),
    ],
)
def test_what_is_asked_of_a_diff_is_checked_at_once(asked: Any, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        diff(OLD, TOLD, **asked)


def test_a_diff_is_made_of_changes_and_zones() -> None:
    for changes in (3, [3]):
        with pytest.raises(InvalidError, match=r"changes: 3 is not of|is not a list"):
            Diff(changes)  # type: ignore[arg-type]
    for tz in ("Europe/Paris", ("Europe/Paris",)):
        with pytest.raises(InvalidError, match="tz: a change of zone has two sides"):
            Diff(tz=tz)
    zone = Diff(tz=(None, "Europe/Paris"))
    assert zone.summary() == "another time zone"
    assert zone.apply(OLD).tz == "Europe/Paris"


def test_partial_timelines_can_be_compared() -> None:
    old = Timeline([Call(id="c", title="C", about=["gone"])], partial=True)
    new = old.update("c", place="Ottawa")

    assert "place: Ottawa" in diff(old, new).brief()
    assert diff(old, new).apply(old) == new
    assert diff(old, new).context.names == {}


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"published": "2025-09~"}, "about Sep 2025 or earlier"),
        ({"published": "2025-09"}, "Sep 2025 or earlier"),
        ({"as_of": "2025-09-15~"}, "about 15 Sep 2025"),
    ],
)
def test_the_heading_of_a_diff_keeps_the_date_of_a_source_as_stated(
    stated: dict[str, str], words: str
) -> None:
    source = Source(id="s", **stated)  # type: ignore[arg-type]
    plan = Meeting(id="m", title="M", status="scheduled", sources=["s"])
    held = Meeting(id="m", title="M", status="held", when="2025-09-20~", sources=["s"])
    found = Timeline([held], [source]).since(Timeline([plan], [source]))

    assert found.table().splitlines()[0] == (
        f"What changed: Earlier (as of {words}) → later"
    )


def test_the_heading_of_a_diff_says_the_stated_day_and_widens_none() -> None:
    page = Source(id="page", as_of="2025-03-17")
    was = Timeline(
        [Call(id="c", title="C", status="expected", sources=["page"])], [page]
    )
    now = was.update("c", status="held", when="2025-03-28T10:00Z")

    assert "before (as of 17 Mar 2025) →" in was.diff(now).table()


def test_a_diff_names_the_source_to_which_a_changed_record_is_tied() -> None:
    old = Timeline([Call(id="c", title="C", when="not-before:s")], [Source(id="s")])

    assert old.update("c", title="D").since(old).context.names == {"s": "s"}


def test_a_time_of_words_that_is_added_shows_on_its_side() -> None:
    old = Call(id="c", title="C", sources=["k"])
    new = attrs.evolve(old, sources=[cite("k", as_of="2025-03-20")])
    pages = [Source(id="k", title="Kremlin")]

    text = Timeline([new], pages).since(Timeline([old], pages)).table()

    assert "Kremlin (as of 20 Mar 2025)" in " ".join(text.split())


def test_a_status_that_rules_out_that_of_the_record_disputes_it() -> None:
    old = Call(id="c", title="C", status="held", when="2025-03-20", sources=["k"])
    against = cite("w", status="did_not_take_place")
    new = attrs.evolve(old, sources=["k", against])
    pages = [Source(id=id_, as_of="2025-03-28") for id_ in ("k", "w")]

    [graded] = Timeline([new], pages).since(Timeline([old], pages)).graded_changes

    assert graded.class_.value == "disputed"


@pytest.mark.parametrize("stance", [None, "confirms"])
def test_who_bears_out_what_was_only_alleged_settles_it(stance: str | None) -> None:
    claim = cite("p", "they met", stance="alleges")
    old = Meeting(id="m", title="M", status="held", sources=[claim])
    new = attrs.evolve(old, sources=[claim, cite("r", "we met", stance=stance)])

    pages = [Source(id="p", title="P"), Source(id="r", title="R")]

    [graded] = Timeline([new], pages).since(Timeline([old], pages)).graded_changes
    assert graded.class_.value == "refined"
    assert [facet.verb for facet, _ in graded.facets] == ["settled"]
    plain = attrs.evolve(old, sources=[cite("p")])
    [doubted] = Timeline([old], pages).since(Timeline([plain], pages)).graded_changes
    assert doubted.class_.value == "changed"  # less is known, not more
