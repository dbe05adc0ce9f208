"""JSON Schemas of the JSONL and the TOML form, made from the classes themselves."""

from __future__ import annotations

from typing import Any

from timeline.records.codec import Codec
from timeline.records.conditions import SORTS, Condition
from timeline.records.event import Event
from timeline.records.fields import Field, plan, takes_text
from timeline.records.kinds import KINDS, PARTY, SOURCE, Kinds, OpaqueEvent
from timeline.records.participants import Participant
from timeline.records.party import PARTY_KINDS, Party
from timeline.records.source import Source
from timeline.records.upgrade import VERSION
from timeline.when.when import When

Schema = dict[str, Any]


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_URN = "urn:diplomatic-timeline:schema:2:"
_DATE = "-?[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"  # most of them
_ID = _text(f"(?!{_DATE}$)[A-Za-z0-9][A-Za-z0-9._:@/-]{{0,127}}")
_SCALARS: dict[type, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number"},
    When: {**_text("[!-~]*[0-9:][ -~]*"), "description": "EDTF, a clock time, anchors"},
}
_FILLED: Schema = {"type": "string", "pattern": "[^ ]"}
_BY_NAME: dict[str, Schema] = {
    "id": _ID,
    "source": _ID,
    "url": _text("(https?://.+)?"),
    "sha256": _text("([0-9a-f]{64})?"),
}
_SETTINGS: Schema = {
    "timeline": {"const": VERSION},
    "title": _SCALARS[str],
    "tz": _SCALARS[str],
    "ignore": {"type": "array", "items": _SCALARS[str]},
    "partial": {"type": "boolean"},
}


def jsonl_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of one line of a JSONL file: the header or a record.

    >>> jsonl_schema()["oneOf"][0]["required"]
    ['timeline']
    """
    lines = [_object(_SETTINGS, ["timeline"]), *_records(kinds)]
    return _document("A line of a timeline in JSONL", {"oneOf": lines})


def json_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of what `Timeline.to_dict` returns.

    >>> json_schema()["required"]
    ['timeline', 'records']
    """
    records = {"type": "array", "items": {"oneOf": _records(kinds)}}
    properties = {**_SETTINGS, "records": records}
    return _document("Timeline in JSON", _object(properties, ["timeline", "records"]))


def diff_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of what `Diff.to_dict` returns.

    >>> sorted(diff_schema()["properties"])
    ['changes', 'context', 'tz']
    """
    return _document("Diff", _diff(kinds))


def log_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of a list of what `Revision.to_dict` returns.

    >>> log_schema()["items"]["required"]
    ['changes', 'context', 'at']
    """
    said = {"source": _SCALARS[str], "note": _SCALARS[str]}
    revision = _diff(kinds, at=_SCALARS[When], correction=_SCALARS[bool], **said)
    revision["required"].append("at")
    return _document("Log", {"type": "array", "items": revision})


def _diff(kinds: Kinds, **more: Schema) -> Schema:
    side = {"anyOf": [{"type": "null"}, {"oneOf": _records(kinds)}]}
    change = _object({"before": side, "after": side}, ["before", "after"])
    properties = {
        "changes": {"type": "array", "items": change},
        "tz": {"type": "array", "items": {"type": ["string", "null"]}},
        "context": {"type": "object"},
        **more,
    }
    return _object(properties, ["changes", "context"])


def _records(kinds: Kinds) -> list[Schema]:
    """Return the schema of each kind of record, and of one that is yet to come."""
    classes = Codec(kinds).classes
    later = {**_FILLED, "not": {"enum": [*classes]}}
    known = [_record(cls, {"const": kind}) for kind, cls in classes.items()]
    return [*known, _record(OpaqueEvent, later)]


def toml_schema(kinds: Kinds = KINDS) -> Schema:
    """Return the schema of a whole TOML document, as JSON.

    >>> sorted(toml_schema()["properties"]["call"])
    ['additionalProperties', 'propertyNames', 'type']
    """
    tables = {SOURCE: _table(Source), PARTY: _table(Party)}
    tables |= {cls.kind: _table(cls) for cls in kinds}
    sources = {"type": "array", "items": _ID}
    people = {"type": "object", "additionalProperties": _nested(Participant)}
    properties = {**_SETTINGS, "sources": sources, "people": people, **tables}
    return _document("Timeline in TOML", _object(properties, ["timeline"]))


def heading(title: str) -> Schema:
    """Return what a whole schema begins with.

    >>> heading("Timeline in JSON")["$id"]
    'urn:diplomatic-timeline:schema:2:timeline-in-json'
    """
    urn = f"{_URN}{title.lower().replace(' ', '-')}"
    return {"$schema": _DRAFT, "$id": urn, "title": title}


def _document(title: str, schema: Schema) -> Schema:
    """Return a whole schema, with what can hold itself: conditions that join others."""
    sorts = [_object(*_properties(cls)) for cls in dict.fromkeys(SORTS.values())]
    condition = {"anyOf": [_SCALARS[int], *sorts]}
    return {**heading(title), **schema, "$defs": {"condition": condition}}


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _properties(cls: type) -> tuple[Schema, list[str]]:
    """Return the schemas of all fields, and which of them are required."""
    fields = plan(cls)
    schemas = {field.name: _field(cls, field) for field in fields}
    return schemas, [field.name for field in fields if field.is_required]


def _record(cls: type, kind: Schema) -> Schema:
    """Return the schema of a record that says its kind; it may have later fields."""
    properties, required = _properties(cls)
    if cls is not Event:  # a record that says none is an event
        required = ["kind", *required]
    schema = _object({**properties, "kind": kind}, required)
    return schema | {"additionalProperties": True}


def _table(cls: type) -> Schema:
    """Return the schema of all records of one kind, by their ids."""
    properties, required = _properties(cls)
    del properties["id"]
    if cls is Party:
        properties["kind"] = {"enum": [*PARTY_KINDS]}
    elif cls is not Source:
        properties["quote"] = _SCALARS[str]
    record = _object(properties, [name for name in required if name != "id"])
    return {"type": "object", "additionalProperties": record, "propertyNames": _ID}


def _field(cls: type, field: Field) -> Schema:
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    words = {"enum": [*field.choices, *([None] if field.optional else [])]}
    if field.choices and field.type is not str:
        return {"anyOf": [_SCALARS[field.type], words]}
    if field.choices or (field.name == "status" and getattr(cls, "lifecycle", None)):
        return words
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


def _nested(cls: type) -> Schema:
    if cls is Condition:
        return {"$ref": "#/$defs/condition"}
    schema = _object(*_properties(cls))
    return {"anyOf": [_FILLED, schema]} if takes_text(cls) else schema
