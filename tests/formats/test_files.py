from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from tests.support import records as some

from timeline import (
    OpaqueEvent,
    Timeline,
    When,
)
from timeline.errors import (
    InvalidError,
)
from timeline.formats import jsonl, toml
from timeline.records import strictjson
from timeline.records.codec import Codec
from timeline.records.kinds import Record

ARTICLE = Path(__file__).parents[1] / "data" / "article.toml"


def _records(timeline: Timeline) -> list[Record]:
    return [*timeline.sources, *timeline.events]


def stored(timeline: Timeline) -> list[tuple[Any, ...]]:
    """Return all that records hold, instants and texts too: more than == compares."""
    return [
        (
            type(record),
            *(_deep(getattr(record, f.name)) for f in attrs.fields(record.__class__)),
        )
        for record in _records(timeline)
    ]


def _deep(value: object) -> object:
    if isinstance(value, When):
        return value.ticks, str(value), value.value, value.zone
    return value


@given(some.collections())
def test_jsonl_loads_what_it_saves_and_saves_it_the_same(tl: Timeline) -> None:
    text = tl.dumps()
    again = Timeline.loads(text)

    assert text == jsonl.dumps(tl)
    assert stored(again) == stored(tl)
    assert (again, again.title, again.tz) == (tl, tl.title, tl.tz)
    assert jsonl.dumps(again) == text


@given(some.collections())
def test_a_line_is_the_json_of_the_plain_data(tl: Timeline) -> None:
    codec = Codec()
    records: list[Record] = [*tl.sources, *tl.events]
    for record in records:
        plain = codec.write(record)

        line = strictjson.encode(plain)
        assert json.loads(line) == plain
        assert [*json.loads(line)] == [*plain]
        assert stored(Timeline.from_dicts([plain], partial=True)) == stored(
            Timeline.from_dicts([json.loads(line)], partial=True)
        )


@given(some.collections())
def test_plain_data_is_sorted_and_gives_the_timeline_back(tl: Timeline) -> None:
    dicts = tl.to_dicts()

    for data in dicts:
        kind, name, *rest = data
        assert (kind, name, rest) == ("kind", "id", sorted(rest))
    again = Timeline.from_dicts(dicts, tl.tz, partial=True)
    assert stored(again) == stored(tl)


@given(some.collections())
def test_toml_loads_what_it_saves_and_saves_it_the_same(tl: Timeline) -> None:
    strange = [e.id for e in tl if e.extra or isinstance(e, OpaqueEvent)]
    if strange:
        with pytest.raises(InvalidError, match="TOML cannot hold"):
            toml.dumps(tl)
        tl = Timeline([], tl.sources, tl.tz, tl.title, partial=True)
    text = toml.dumps(tl)
    again = Timeline.loads(text, "toml")

    assert stored(again) == stored(tl)
    assert toml.dumps(again) == text


def test_the_article_as_a_person_types_it_loads_as_it_stands() -> None:
    tl = Timeline.load(ARTICLE)

    assert len(tl) == 17
    assert not any(event.when and event.when.is_dated for event in tl)
    assert tl["ceta-fr"].sources[0].quote == "France has yet to ratify"
    assert tl["ceta"].sources[0].source == "article"
    assert tl["carney-starmer"].people == ("Mark Carney", "Keir Starmer")
    assert tl.source("article").published == When.parse("2025-11-12")
    assert Timeline.loads(toml.dumps(tl), "toml") == tl
    assert Timeline.loads(jsonl.dumps(tl)) == tl
