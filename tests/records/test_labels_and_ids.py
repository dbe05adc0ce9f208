"""What records say of themselves, and what is refused by a name that is taken."""

from __future__ import annotations

from typing import ClassVar

import attrs
import pytest

from timeline import (
    KINDS,
    Event,
    Invitation,
    Meeting,
    Negotiation,
    Source,
    Statement,
    Timeline,
    Weights,
    diff,
)
from timeline.errors import DuplicateIdError, InvalidError, NonexistentTimeError


@attrs.frozen(kw_only=True)
class Sanction(Event):
    """A kind of somebody's own, with words of its own."""

    kind: ClassVar[str] = "sanction"

    targets: list[str] = attrs.field(factory=list)

    def __repr__(self) -> str:
        return f"<{self.id}>"


def test_without_a_title_records_are_called_by_their_own_fields() -> None:
    assert Statement(id="a", speaker="Mark Carney @CA").label == (
        "statement by Mark Carney"
    )
    assert Statement(id="b", speaker="FR").label == "statement by FR"
    assert Invitation(id="c", invitee="UA").label == "invitation of UA"
    assert Negotiation(id="d", subject="trade").label == "negotiation on trade"


@pytest.mark.parametrize("kind", [Statement, Invitation])
def test_without_a_title_and_without_people_there_is_nothing_to_say(
    kind: type[Statement | Invitation],
) -> None:
    with pytest.raises(InvalidError, match="title: a record needs a title"):
        kind(id="a")


def test_a_kind_of_ones_own_keeps_its_own_repr_and_goes_by_its_id() -> None:
    sanction = Sanction(id="s", title="Asset freeze")

    assert repr(sanction) == "<s>"
    assert hash(sanction) == hash("s")


def test_a_field_with_a_fresh_default_is_written_only_when_it_is_told() -> None:
    kinds = KINDS | [Sanction]
    tl = Timeline([Sanction(id="s", title="Asset freeze")])

    assert Timeline.from_dicts(tl.to_dicts(), kinds=kinds) == tl
    assert all("targets" not in row for row in tl.to_dicts())


def test_a_name_that_is_taken_is_refused_to_both() -> None:
    tl = Timeline([Meeting(id="m", title="M"), Meeting(id="n", title="N")])

    with pytest.raises(DuplicateIdError, match='"n" is the id of another record'):
        tl.rename("m", "n")
    with pytest.raises(DuplicateIdError, match='the meeting "M" and the source "S"'):
        tl.add(Source(id="m", title="S"))


def test_only_the_clock_time_of_a_span_is_held_against_the_zone() -> None:
    Meeting(id="a", title="A", when="2025-03-30T04:00/2025-03-31", tz="Europe/Paris")

    with pytest.raises(NonexistentTimeError):
        Meeting(
            id="a", title="A", when="2025-03-30T02:30/2025-03-31", tz="Europe/Paris"
        )


def test_weights_show_whom_they_are_of() -> None:
    weights = Weights(of="votes", parties={"FR": 2, "CA": 1})

    assert "{'CA': 1, 'FR': 2}" in repr(weights)


def test_facets_of_people_hash_alike_in_any_order() -> None:
    one = Timeline([Meeting(id="m", title="M", participants=["CA", "FR"])])
    other = Timeline([Meeting(id="m", title="M", participants=["GB", "US"])])
    turned = Timeline([Meeting(id="m", title="M", participants=["US", "GB"])])

    (first,), (second,) = diff(one, other), diff(one, turned)

    assert {*first.facets} == {*second.facets}
