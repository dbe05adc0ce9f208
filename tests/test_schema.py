from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given
from tests import records as some
from tests.test_exports import told

from timeline import KINDS, OpaqueEvent, Timeline
from timeline.formats import jsonl, toml
from timeline.formats.schema import jsonl_schema, toml_schema

SHARED = Path(__file__).parents[1].parent / "shared"
LINE = jsonschema.Draft202012Validator(jsonl_schema())
DOCUMENT = jsonschema.Draft202012Validator(toml_schema())


def test_both_schemas_are_schemas() -> None:
    for schema in (jsonl_schema(), toml_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)


@given(some.collections())
def test_every_line_we_write_fits_the_schema(tl: Timeline) -> None:
    for line in jsonl.dumps(tl).splitlines():
        data = json.loads(line)
        if data.get("kind") != "bilateral":
            LINE.validate(data)


@given(some.collections())
def test_every_document_we_write_fits_the_schema(tl: Timeline) -> None:
    plain = [e for e in tl if not e.extra and not isinstance(e, OpaqueEvent)]
    text = toml.dumps(Timeline(plain, tl.sources, tl.tz, tl.title, partial=True))

    DOCUMENT.validate(tomllib.loads(text))


def test_the_mock_up_fits_the_schema() -> None:
    if not SHARED.exists():
        pytest.skip("needs the shared data")
    found = re.search(
        "```toml\n(.*?)```", (SHARED / "MOCKUPS.md").read_text(), re.DOTALL
    )
    assert found
    data = json.loads(json.dumps(tomllib.loads(found[1]), default=str))
    DOCUMENT.validate(data)


def test_every_field_of_every_class_is_in_the_schema() -> None:
    lines = {
        each["properties"]["kind"]["const"]: each["properties"]
        for each in jsonl_schema()["oneOf"][1:]
    }
    for cls in KINDS:
        for field in attrs.fields(cls):
            assert field.name in lines[cls.kind] or field.name == "extra"


@pytest.mark.parametrize(
    "data",
    [
        {"timeline": 2},
        {"timeline": 1, "events": []},
        {"kind": "call", "title": "no id"},
        {"kind": "call", "id": "a", "title": 5},
        {"kind": "meeting", "id": "a", "private": "false"},
        {"kind": "event", "id": "../x"},
        {"kind": "event", "id": "a", "topics": "abc"},
        {"kind": "treaty", "id": "t", "entry_into_force": {"cuont": 5}},
    ],
)
def test_what_we_refuse_does_not_fit(data: object) -> None:
    assert not LINE.is_valid(data)


def test_nested_rules_fit() -> None:
    rule = {"count": 60, "weights": {"of": "x", "share": "1/2", "parties": {"CA": 1}}}
    LINE.validate({"kind": "treaty", "id": "t", "title": "T", "entry_into_force": rule})
    for data in told().to_dicts():
        LINE.validate(data)
