"""Answers as plain data, of which JSON can be made, and the JSON Schema of each.

One table says what an answer consists of. Times are EDTF as it is stated; what is
worked out is the two dates between which it lies. Records are their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from timeline.certainty import Certainty
from timeline.compare.diff import Diff
from timeline.errors import Problem
from timeline.formats.schema import heading
from timeline.language.message import Message
from timeline.records.event import Event
from timeline.records.party import Party
from timeline.records.source import Source
from timeline.schedule.shown import window
from timeline.when.when import When

Say = Callable[[Message], str]

# What each answer consists of, and what its parts consist of: * is a list, {} an
# object with any keys, and ? may be null.
_PARTS: Mapping[str, str] = {
    "Agenda": "on:text horizon:number silent:number items:Item* "
    "contradictions:Contradiction*",
    "Item": "id:text section:text label:text when:time wording:text reason:text? "
    "blocked_by:text* permanently:flag unblocks:text*",
    "Contradiction": "ids:text* reasons:Reason*",
    "Reason": "record:text message:text words:text source:text",
    "Matrix": "names:text* rows:number** rows_at_most:number** visits:flag",
    "Pairs": "pairs:Pair*",
    "Pair": "a:text b:text times:number at_most:number last:text? days_since:number?*",
    "Findings": "findings:Problem*",
    "Problem": "code:text severity:text message:text hint:text where:text "
    "source:text line:number? column:number?",
    "Schedule": "events:Scheduled* contradictions:Contradiction*",
    "Scheduled": "id:text when:time reasons:Reason*{}",
    "TreatyStatus": "treaty:text on:time as_at:time? state:text in_force:certainty "
    "entry_into_force:time? by_rule:time? trigger:time? applied:certainty "
    "suspended:certainty signatories:text* may_have_signed:text* parties:text* "
    "perhaps:text* pending:text* not_reported:text* outstanding:text* "
    "withdrawn:text* former:text* in_doubt:text* rows:PartyStatus*",
    "PartyTreaties": "party:text on:time unratified:text* ratified:text* "
    "treaties:PartyStatus{}",
    "Digest": "agenda:Agenda treaties:TreatyStatus* in_force:text* "
    "perhaps_in_force:text* diff:Diff",
    "PartyStatus": "party:text state:text consent:certainty bound:certainty "
    "signed:time? deposited:time? since:time? leaves:time? successors:text* "
    "steps:text* extensions:text* reservations:text*",
}
_BOUND = {"type": ["string", "null"]}
_SIDES = ("earliest", "latest_start", "latest")  # the second if nothing bounds the end
_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
    "Diff": {"type": "object", "description": "see the schema of a diff"},
    "certainty": {"enum": [each.value for each in Certainty]},
    "time": {
        "description": "EDTF as stated; or between what it lies, as worked out",
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": dict.fromkeys(_SIDES, _BOUND),
                "required": list(_SIDES),
            },
        ],
    },
}


def plain(value: object, name: str, say: Say) -> dict[str, Any]:
    """Return an answer of the class *name* as plain data, its reasons worded.

    One that is a list has a single part: its members.
    """
    members = [*value] if isinstance(value, tuple) else None
    parts = (part for part, _ in _parts(name))
    return {part: _plain(getattr(value, part, members), say) for part in parts}


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a class with what each of them is."""
    for word in _PARTS[name].split():
        part, _, sort = word.partition(":")
        yield part, sort


def _plain(value: object, say: Say) -> object:
    every = partial(_plain, say=say)
    made: object = str(value)
    if value is None or isinstance(value, bool | int):
        made = value
    elif isinstance(value, Event | Source | Party):
        made = value.id
    elif isinstance(value, Message):
        made = say(value)
    elif isinstance(value, Problem | Diff):
        made = value.to_dict()
    elif isinstance(value, Certainty):
        made = value.value
    elif isinstance(value, When) and not made:  # nothing is stated: it is worked out
        low, high = window(value)
        is_open = value.end_latest is None  # then what is known is when it starts
        sides = (low, high if is_open else "", "" if is_open else high)
        made = {name: side or None for name, side in zip(_SIDES, sides, strict=True)}
    elif (name := type(value).__name__) in _PARTS:
        made = plain(value, name, say)
    elif isinstance(value, Mapping):
        made = {str(key): every(each) for key, each in value.items()}
    elif isinstance(value, tuple | list):
        made = [*map(every, value)]
    return made


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of an answer, by the name of its class."""
    used: dict[str, Any] = {}
    return {**heading(name), **_schema(name, used), "$defs": used}


def _schema(spec: str, used: dict[str, Any]) -> dict[str, Any]:
    if spec.endswith("?"):
        return {"anyOf": [_schema(spec[:-1], used), {"type": "null"}]}
    if spec.endswith("*"):
        return {"type": "array", "items": _schema(spec[:-1], used)}
    if spec.endswith("{}"):
        return {"type": "object", "additionalProperties": _schema(spec[:-2], used)}
    if spec in _SCHEMAS:
        return _SCHEMAS[spec]
    if spec not in used:
        used[spec] = {}  # what is being made; a part may hold itself
        parts = {name: _schema(sort, used) for name, sort in _parts(spec)}
        used[spec] = {"type": "object", "properties": parts, "required": [*parts]}
    return {"$ref": f"#/$defs/{spec}"}
