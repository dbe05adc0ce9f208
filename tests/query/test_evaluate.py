from __future__ import annotations

import pytest
from hypothesis import given
from tests.support import questions as qst

from timeline import Timeline, cite
from timeline import query as q
from timeline.errors import InvalidError
from timeline.query.evaluate import matcher
from timeline.records.event import Event
from timeline.records.meetings import Call
from timeline.records.source import Source


def scanned(tl: Timeline, predicate: q.Predicate) -> list[str]:
    """Ask each event alone, by the function that a predicate compiles to."""
    holds = matcher(predicate, tl.context)
    return [event.id for event in tl if holds(event)]


def ids(events: object) -> list[str]:
    assert isinstance(events, Timeline)
    return [event.id for event in events]


@given(qst.timelines(), qst.predicates)
def test_a_question_and_its_opposite_share_out_all_events(
    tl: Timeline, asked: q.Predicate
) -> None:
    both = [*scanned(tl, asked), *scanned(tl, ~asked)]

    assert sorted(both) == sorted(ids(tl))


@pytest.mark.parametrize("count_of", [1, 300], ids=["few", "many"])
def test_a_misspelt_kind_or_status_names_the_nearest(count_of: int) -> None:
    tl = Timeline([Event(id=f"e{at}", title="t") for at in range(count_of)])

    with pytest.raises(
        InvalidError, match='unknown kind "meting"; did you mean "meeting"'
    ):
        tl.where(q.kind("meting"))
    with pytest.raises(InvalidError, match='did you mean "scheduled"'):
        tl.where(~q.status("scheduld"))


def test_a_class_of_ones_own_is_never_misspelt() -> None:
    class Mine(Event):
        kind = "mine"

    assert not Timeline().where(q.kind(Mine))
    assert len(Timeline([Mine(id="a", title="t")]).where(q.kind("mine"))) == 1


def test_records_and_sources_stand_for_their_ids() -> None:
    visit = Event(id="visit", title="Visit")
    article = Source(id="article", title="Article")
    call = Call(id="call", title="t", part_of="visit", sources=["article"])
    tl = Timeline([visit, call], sources=[article])

    assert ids(tl.where(q.part_of(visit) & q.cites(article))) == ["call"]
    assert ids(tl.where(lambda event: event is call)) == ["call"]
    assert ids(tl.where(q.phase(*()))) == []


def test_a_party_and_a_person_of_one_name_are_both_found() -> None:
    tl = Timeline(
        [
            Event(id="a", title="t", participants=["Nato Lomidze @GE"]),
            Event(id="b", title="t", participants=["NATO"]),
            Event(id="c", title="t", participants=["Nato @GE"]),
        ]
    )

    assert ids(tl.where(q.involving("NATO"))) == ["b", "c"]
    assert ids(tl.where(q.involving("NATO LOMIDZE"))) == ["a"]
    assert tl.where(q.involving("ge")).count() == 0


def test_an_event_alone_is_disputed_by_what_it_cites_itself() -> None:
    said = [cite("a"), cite("b", stance="denies")]
    assert matcher(q.disputed)(Call(id="c", title="C", status="held", sources=said))
    assert not matcher(q.disputed)(Call(id="c", title="C", sources=["a"]))


def test_a_place_that_a_source_names_instead_is_found() -> None:
    talks = Event(
        id="t",
        title="Talks",
        place="Doha",
        sources=[
            cite("afp"),
            cite("rferl", place="Abu Dhabi"),
            cite("qna", place="Muscat", stance="denies"),
        ],
    )
    timeline = Timeline(
        [talks], sources=[Source(id=s) for s in ("afp", "rferl", "qna")]
    )
    for words, found in (("doha", 1), ("Abu Dhabi", 1), ("doha abu", 0), ("Muscat", 0)):
        assert len(timeline.where(q.place(words))) == found
        assert len(timeline.where(q.mentions(words))) == found
