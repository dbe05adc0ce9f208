"""JSON Schemas of the JSONL and the TOML form, made from the classes themselves."""

from __future__ import annotations

from typing import Any

import attrs

from timeline.formats.reader import VERSION
from timeline.records.codec import SOURCE
from timeline.records.event import Event
from timeline.records.fields import Field, plan, takes_text
from timeline.records.kinds import KINDS, Kinds
from timeline.records.meetings import CATEGORIES, MEDIA
from timeline.records.participants import Participant
from timeline.records.source import Source
from timeline.records.treaties import INSTRUMENTS
from timeline.when.when import When

__all__ = ["jsonl_schema", "toml_schema"]

Schema = dict[str, Any]


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DATE = "-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"  # most of them
_ID = _text(f"(?!{_DATE}$)[A-Za-z0-9][A-Za-z0-9._:@/-]{{0,127}}")
_SCALARS: dict[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number"},
    When: {
        **_text("[!-~]*[0-9:][ -~]*"),
        "description": "EDTF, a clock time, anchors",
    },
}
_FILLED: Schema = {"type": "string", "pattern": "[^ ]"}
_BY_NAME: dict[str, Schema] = {
    "id": _ID,
    "source": _ID,
    "url": _text("(https?://.+)?"),
    "sha256": _text("([0-9a-f]{64})?"),
    "medium": {"enum": [*MEDIA, None]},
    "category": {"enum": [*CATEGORIES, None]},
    "instrument": {"enum": [*INSTRUMENTS]},
}
_SETTINGS: Schema = {
    "title": _SCALARS[str],
    "tz": _SCALARS[str],
    "partial": {"type": "boolean"},
}


def jsonl_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of one line of a JSONL file: the header or a record.

    >>> jsonl_schema()["oneOf"][0]["required"]
    ['timeline']
    """
    header = _object({"timeline": {"const": VERSION}, **_SETTINGS}, ["timeline"])
    lines = [_record(cls, cls.kind) for cls in kinds]
    return {"$schema": _DRAFT, "oneOf": [header, _record(Source, SOURCE), *lines]}


def toml_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of a whole TOML document, as JSON.

    >>> sorted(toml_schema()["properties"]["call"])
    ['additionalProperties', 'propertyNames', 'type']
    """
    tables = {SOURCE: _table(Source)} | {cls.kind: _table(cls) for cls in kinds}
    people = {"type": "object", "additionalProperties": _nested(Participant)}
    document = _object(
        {
            "timeline": {"const": VERSION},
            **_SETTINGS,
            "sources": {"type": "array", "items": _ID},
            "people": people,
            **tables,
        },
        ["timeline"],
    )
    return {"$schema": _DRAFT, **document}


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _properties(cls: type) -> tuple[Schema, list[str]]:
    found = {each.name: _field(each) for each in plan(cls)}
    if "status" in found:
        lifecycle = getattr(cls, "lifecycle", None)
        found["status"] = {"enum": [*getattr(lifecycle, "statuses", ()), None]}
    required = [each.name for each in plan(cls) if each.default is attrs.NOTHING]
    return found, required


def _record(cls: type, kind: str) -> Schema:
    """Return the schema of a record that says its kind; later fields may be there."""
    found, required = _properties(cls)
    if kind != Event.kind:  # a record that says none is an event
        required = ["kind", *required]
    schema = _object({"kind": {"const": kind}, **found}, required)
    return schema | {"additionalProperties": True}


def _table(cls: type) -> Schema:
    """Return the schema of all records of one kind, by their ids."""
    found, required = _properties(cls)
    found.pop("id")
    if cls is not Source:
        found["quote"] = _SCALARS[str]
    record = _object(found, [name for name in required if name != "id"])
    return {"type": "object", "additionalProperties": record, "propertyNames": _ID}


def _field(field: Field) -> Schema:
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    schema = _SCALARS.get(field.type) or _nested(field.type)
    if field.type is str and field.names == "records":
        schema = _ID
    elif field.type is str and field.container == "list":
        schema = _FILLED
    if field.container == "list":
        schema = {"type": "array", "items": schema}
    elif field.container == "table":
        schema = {"type": "object", "additionalProperties": schema}
    return {"anyOf": [schema, {"type": "null"}]} if field.optional else schema


def _nested(cls: Any) -> Schema:  # noqa: ANN401  (an attrs class)
    schema = _object(*_properties(cls))
    return {"anyOf": [_FILLED, schema]} if takes_text(cls) else schema
