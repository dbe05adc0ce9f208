from __future__ import annotations

import contextlib
import itertools
import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given
from tests.formats.test_exports import told
from tests.support import records as some

from timeline import (
    KINDS,
    Event,
    Objection,
    OpaqueEvent,
    Source,
    Timeline,
    from_dict,
    to_dict,
)
from timeline.errors import TimelineError
from timeline.formats import jsonl, toml
from timeline.formats.schema import json_schema, jsonl_schema, toml_schema
from timeline.records.fields import plan

ARTICLE = Path(__file__).parents[1] / "data" / "article.toml"
LINE = jsonschema.Draft202012Validator(jsonl_schema())
DOCUMENT = jsonschema.Draft202012Validator(toml_schema())


def test_both_schemas_are_schemas() -> None:
    for schema in (jsonl_schema(), toml_schema(), json_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)


@given(some.collections())
def test_every_line_we_write_fits_the_schema(tl: Timeline) -> None:
    for line in jsonl.dumps(tl).split("\n")[:-1]:
        LINE.validate(json.loads(line))


@given(some.collections())
def test_every_document_we_write_fits_the_schema(tl: Timeline) -> None:
    plain = [e for e in tl if not e.extra and not isinstance(e, OpaqueEvent)]
    text = toml.dumps(Timeline(plain, tl.sources, tl.tz, tl.title, partial=True))

    DOCUMENT.validate(tomllib.loads(text))


def test_a_timeline_as_plain_data_fits_the_schema_and_reads_back() -> None:
    tl = Timeline.load(ARTICLE)
    data = json.loads(json.dumps(tl.to_dict()))

    jsonschema.validate(data, json_schema())
    assert Timeline.from_dict(data) == tl
    assert Timeline.from_dict(data).title == tl.title


@given(some.collections())
def test_a_timeline_reads_back_from_plain_data(tl: Timeline) -> None:
    back = Timeline.from_dict(json.loads(json.dumps(tl.to_dict())))

    assert (back, back.tz, back.title) == (tl, tl.tz, tl.title)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"timeline": "2"}, {"timeline": 2, "records": [1]}]
)
def test_what_is_no_timeline_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(TimelineError):
        Timeline.from_dict(data)


@pytest.mark.parametrize(
    ("record", "fits"),
    [
        ({"kind": "later", "id": "a", "status": "begun", "when": "2025", "z": 1}, True),
        ({"kind": "later", "id": "a", "when": "yesterday"}, False),
        ({"kind": "later"}, False),
        ({"kind": "", "id": "a"}, False),
    ],
)
def test_a_record_of_a_later_kind_is_kept_by_reader_and_schema(
    record: dict[str, object], *, fits: bool
) -> None:
    data = {"timeline": 2, "records": [record]}
    validator = jsonschema.Draft202012Validator(json_schema())

    assert validator.is_valid(data) is fits
    if fits:
        assert Timeline.from_dict(data).to_dict() == data
    else:
        with pytest.raises(TimelineError):
            Timeline.from_dict(data)


@given(some.collections())
def test_a_record_reads_back_from_plain_data(tl: Timeline) -> None:
    for record in tl.records.values():
        assert from_dict(json.loads(json.dumps(to_dict(record)))) == record


def test_an_article_as_a_person_types_it_fits_the_schema() -> None:
    article = tomllib.loads(ARTICLE.read_text(encoding="utf-8"))
    data = json.loads(json.dumps(article, default=str))
    DOCUMENT.validate(data)


def test_every_field_of_every_class_is_in_the_schema() -> None:
    lines = {
        each["properties"]["kind"]["const"]: each["properties"]
        for each in jsonl_schema()["oneOf"][1:-1]
    }
    for cls in KINDS:
        for field in attrs.fields(cls):
            assert field.name in lines[cls.kind] or field.name == "extra"


@pytest.mark.parametrize(
    "data",
    [
        {"timeline": 3},
        {"timeline": 2, "events": []},
        {"kind": "call", "title": "no id"},
        {"kind": "call", "id": "a", "title": 5},
        {"kind": "meeting", "id": "a", "private": "false"},
        {"kind": "event", "id": "../x"},
        {"kind": "event", "id": "a", "topics": "abc"},
        {"kind": "treaty", "id": "t", "entry_into_force": {"condition": {"at": 5}}},
        {"kind": "treaty", "id": "t", "entry_into_force": {"condition": -1}},
        {"kind": "event", "id": "2025-03-17"},
        {"kind": "event", "id": "a", "part_of": "2025"},
        {"kind": "event", "id": "a", "about": [""]},
        {"kind": "event", "id": "a", "topics": [" "]},
        {"kind": "event", "id": "a", "participants": [""]},
        {"kind": "event", "id": "a", "when": ""},
        {"kind": "event", "id": "a", "when": "yesterday"},
        {"kind": "event", "id": "a", "status": "hold"},
        {"kind": "treaty", "id": "a", "status": "pending"},
        {"kind": "call", "id": "a", "medium": "telepone"},
        {"kind": "visit", "id": "a", "category": "holiday"},
        {"kind": "agreement", "id": "a", "url": "javascript:x"},
        {"kind": "source", "id": "a", "sha256": "0F"},
        {"title": "no id"},
    ],
)
def test_what_we_refuse_does_not_fit(data: object) -> None:
    assert not LINE.is_valid(data)


VALUES: tuple[Any, ...] = (
    None, True, 0, 1.5, "", "x", "2025", "2025-02-30", "x y", "CA", "held", "telephone",
    "state", "accession", "https://x.org", "0f" * 32, "Europe/Paris", "not-before:x",
    [], ["CA"], ["a", "b"], ["Paris"], {"of": "CA"}, {"name": "x"}, {"condition": 5},
    [{"place": "P", "when": "2025"}], [{"source": "s", "quote": "q"}], ["s"],
    {"condition": {"all": [1, {"share": "1/2", "weights": {"of": "x"}}]}},
)  # fmt: skip


@pytest.mark.parametrize("cls", [*KINDS, Source], ids=lambda cls: cls.__name__)
def test_what_we_take_fits(cls: type[Any]) -> None:
    given_: dict[str, Any] = {"kind": getattr(cls, "kind", "source"), "id": "a"}
    given_ |= {"title": "A", "treaty": "t", "party": "FR"}
    given_ |= {"to": "r"} if cls is Objection else {}
    names = {field.name for field in plan(cls)} | {"kind"}
    least = {name: value for name, value in given_.items() if name in names}
    taken = 0
    for name, value in itertools.product(names - {"kind"}, VALUES):
        data = {**least, name: value}
        with contextlib.suppress(TimelineError):
            Timeline.from_dicts([data], partial=True)
            LINE.validate(data)
            taken += 1
    assert taken > len(names)
    if cls is Event:
        LINE.validate({"id": "a", "title": "A"})


def test_nested_rules_fit() -> None:
    weights = {"of": "x", "parties": {"CA": 1}}
    rule = {"condition": {"any": [60, {"share": "1/2", "weights": weights}]}}
    LINE.validate({"kind": "treaty", "id": "t", "title": "T", "entry_into_force": rule})
    for data in told().to_dicts():
        LINE.validate(data)
