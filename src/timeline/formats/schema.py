"""JSON Schemas of the JSONL and the TOML form, made from the classes themselves."""

from __future__ import annotations

import typing
from typing import Any

import attrs

from timeline.codec import SOURCE
from timeline.formats.loading import VERSION
from timeline.records.kinds import KINDS, Kinds
from timeline.records.parties import Participant
from timeline.records.shape import Field, fields, has_text
from timeline.records.source import Source
from timeline.when.when import When

__all__ = ["jsonl_schema", "toml_schema"]

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ID = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$"}
_SCALARS: dict[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    When: {"type": "string", "description": "EDTF, a clock time, anchors"},
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
    found = {each.name: _field(each) for each in fields(cls)}
    required = [each.name for each in fields(cls) if each.default is attrs.NOTHING]
    return found, required


def _record(cls: type, kind: str) -> Schema:
    """Return the schema of a record that says its kind; later fields may be there."""
    found, required = _properties(cls)
    schema = _object({"kind": {"const": kind}, **found}, ["kind", *required])
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
    if field.name == "id":
        return _ID
    schema = _type(field.type)
    return {"anyOf": [schema, {"type": "null"}]} if field.optional else schema


def _type(kind: Any) -> Schema:  # noqa: ANN401  (a type)
    if inner := typing.get_args(kind):
        if pair := typing.get_args(inner[0]):
            return {"type": "object", "additionalProperties": _type(pair[1])}
        return {"type": "array", "items": _type(inner[0])}
    return _SCALARS.get(kind) or _nested(kind)


def _nested(cls: Any) -> Schema:  # noqa: ANN401  (an attrs class)
    schema = _object(*_properties(cls))
    return {"anyOf": [{"type": "string"}, schema]} if has_text(cls) else schema
