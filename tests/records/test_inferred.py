"""What the keeper inferred is shown as inferred, and never as reported."""

from __future__ import annotations

import pytest

from timeline import (
    Agreement,
    Call,
    Event,
    Meeting,
    Source,
    Timeline,
    Visit,
    cite,
    not_before,
)
from timeline.api.options import FileFormat
from timeline.errors import InvalidError

VISIT = Visit(id="visit", title="Visit", status="under_way")
BACK = Event(
    id="back",
    title="Return",
    status="expected",
    when=not_before("visit"),
    inferred=["when"],
    sources=[cite("article", "until he returns")],
)
TALKS = Meeting(
    id="talks",
    title="Talks",
    part_of="visit",
    place="Paris",
    when="2025-03-17",
    status="held",
    inferred=["part_of", "place"],
    sources=[cite("article", "they met")],
)
TL = Timeline([VISIT, BACK, TALKS], [Source(id="article", title="Article")])


@pytest.mark.parametrize("fmt", ["jsonl", "toml"])
def test_it_comes_back_from_files(fmt: FileFormat) -> None:
    assert Timeline.loads(TL.dumps(fmt), fmt) == TL
    assert TL["talks"].inferred == ("part_of", "place")


def test_tables_and_cards_mark_it() -> None:
    assert "└ not before the end of Visit (inferred)" in TL.table()
    assert "└ inferred: part of Visit, place" in TL.table()
    assert "Paris (inferred)" in TL.card("talks")
    assert "déduit" in TL.table(language="fr")


def test_a_reason_does_not_quote_a_source_for_what_was_inferred() -> None:
    reasons = TL.schedule()["back"].reasons["start_earliest"]

    said = [str(reason) for reason in reasons]
    assert said[0] == "back starts no earlier than the end of visit (inferred)"
    assert said[1] == "talks is part of visit (inferred)"
    assert said[2] == "talks is dated 17 Mar 2025 (“they met”, article)"


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("colour", 'no field "colour" can be inferred'),
        ("id", 'no field "id" can be inferred'),
        ("place", '"place" states nothing'),
    ],
)
def test_only_what_is_stated_can_be_inferred(field: str, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        Event(id="e", title="E", inferred=[field])


def test_a_table_says_what_an_agreement_is_for_and_rests_on() -> None:
    deal = Agreement(
        id="deal", title="Deal", purpose="to counter spies", pillars=["cyber", "trade"]
    )
    table = Timeline([deal]).table()

    for line in ("to counter spies", "cyber", "trade"):
        assert f"└ {line}\n" in table


def test_a_link_to_a_source_is_a_link_to_its_words() -> None:
    silence = Call(id="c", title="Call", when="not-after:article")
    tl = Timeline([silence], [Source(id="article", title="Article")])

    assert "└ not after the writing of Article" in tl.table()
    assert "pas après la rédaction d'Article" in tl.table(language="fr")


def test_an_inferred_date_is_marked_as_well() -> None:
    event = Event(id="e", title="E", when="2025-10-16", inferred=["when"])

    assert "└ inferred: date" in Timeline([event]).table()


def test_the_words_of_a_source_are_never_called_inferred() -> None:
    """The link that the keeper made of them is."""
    wait = Call(
        id="c", title="C", when="not-before:v", when_text="after it", inferred=["when"]
    )
    card = Timeline([Event(id="v", title="V"), wait]).card("c")
    assert "“after it”\n" in card
    assert "not before the end of V (inferred)" in card
    dated = Event(
        id="e", title="E", when="2025-10-16", when_text="soon", inferred=["when"]
    )
    said = Timeline([dated]).card("e")
    assert "16 Oct 2025 (inferred)" in said
    assert "“soon”\n" in said
