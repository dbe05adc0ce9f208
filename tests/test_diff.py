"""The laws of diffs, and what people read in them."""

from __future__ import annotations

import copy
import json
import pickle
from random import Random

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests import strategies as sty

from timeline import (
    Diff,
    Timeline,
    diff,
)
from timeline.errors import (
    StaleDiffError,
)

pairs = st.tuples(sty.timelines(), sty.timelines())


def classes(found: Diff) -> dict[str, str]:
    return {change.id: found.class_of(change).value for change in found}


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
    old, new = both
    found = diff(old, new)
    counts = found.counts
    stayed = ("unchanged", "corrected", "disputed", "moved on", "refined", "changed")
    both_sides = sum(counts[word] for word in (*stayed, "edited"))

    assert both_sides + counts["withdrawn"] + counts["split before"] == len(old)
    came = counts["learned"] + counts["new"] + counts["added"] + counts["split after"]
    assert both_sides + came == len(new)
    assert f"{len(old)} record" in found.summary()


@given(pairs)
def test_every_changed_field_stands_in_the_table_once(
    both: tuple[Timeline, Timeline],
) -> None:
    old, new = both
    rows = diff(old, new).to_rows()
    shown = [(row["id"], row["field"]) for row in rows]

    assert len(set(shown)) == len(shown)
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

    for change in found.changed:
        assert (~found).class_of(~change) is found.class_of(change)


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
