"""JSON without its traps: no key twice, no NaN, nothing that cannot be written back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from timeline.errors import ParseError, Problem
from timeline.text import quote

__all__ = ["decode", "is_cut"]

# What to do about what the decoder says, by how it begins.
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "Expecting value": "write one there, or take out the comma before it",
        "Expecting property name": 'write a name in quotation marks ("), or take out'
        " the comma before it",
        "Expecting ':'": "write a colon between name and value",
        "Expecting ','": "write a comma between two of them, or close what is open",
        "Unterminated string": 'write a quotation mark (") at its end',
        "Invalid control": r"write \n for a line break, \t for a tab",
        "Invalid \\": r"write \\ for a backslash",
        "Extra data": "write one record on each line, and no comma between them",
    }
)
_LITERALS = ("true", "false", "null", "NaN", "-Infinity", "-")
_LONGEST_NUMBER = 40  # characters; int() of thousands of digits takes quadratic time


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        both = zip_longest(pairs, found)
        twice = next(key for (key, _), other in both if key != other)
        hint = "keep one of them"
        raise ParseError(f"the key {quote(twice)} stands twice", hint, (), "twice")
    return found


def _float(text: str) -> float:
    if len(text) > _LONGEST_NUMBER or not math.isfinite(value := float(text)):
        raise ParseError(f"{quote(text)} is no usable number", code="bad-number")
    return value


def _int(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ParseError(f"{quote(text)} is no usable number", code="bad-number")
    return int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_float, parse_int=_int, parse_constant=_float
)
_scan = _DECODER.scan_once  # type: ignore[attr-defined]  # as old as the module


def decode(text: str) -> Any:  # noqa: ANN401  (any JSON)
    r"""Return the value that the JSON *text* stands for.

    Raises:
        ParseError: it is no JSON, or JSON that means different things to different
            programs: a key that stands twice (code ``twice``), NaN, an infinite or
            endless number (``bad-number``), half a surrogate pair (``bad-character``)
            or nesting without end (``too-deep``).

    >>> decode('{"id": "a", "id": "b"}')
    Traceback (most recent call last):
    timeline.errors.ParseError: the key "id" stands twice; keep one of them
    """
    try:
        try:
            value, end = _scan(text, 0)
        except StopIteration:
            value, end = None, -1
        if end != len(text):  # space around it, or no JSON
            value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _no_json(text, error) from None
    except RecursionError:
        words = "lists or objects are nested too deeply"
        raise ParseError(words, "records are flat", code="too-deep") from None
    if "\\u" in text:  # what was decoded from bytes cannot hold one any other way
        _check_characters(value)
    return value


def _no_json(text: str, error: json.JSONDecodeError) -> ParseError:
    words = error.msg[0].lower() + error.msg[1:]
    hint = next((_HINTS[lead] for lead in _HINTS if error.msg.startswith(lead)), "")
    problem = Problem("bad-json", words, column=error.pos + 1, hint=hint)
    return ParseError([problem], text=text, position=error.pos)


def is_cut(text: str) -> bool:
    """Whether *text* is the beginning of JSON, of which the rest is missing.

    >>> is_cut('{"id":"a","tit'), is_cut('{"id":"a"} x')
    (True, False)
    """
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        rest = text[error.pos :]
        if error.msg.startswith(("Unterminated", "Invalid \\")):
            return '"' not in rest[1:]
        return not rest.strip() or any(each.startswith(rest) for each in _LITERALS)
    except (ParseError, RecursionError):
        pass
    return False


def _check_characters(value: object) -> None:
    """Refuse half a surrogate pair, which no file could hold again."""
    for text in _texts(value):
        try:
            text.encode()
        except UnicodeEncodeError:
            words = f"{quote(text)} holds half of a surrogate pair"
            raise ParseError(words, code="bad-character") from None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
