"""JSON without its traps: no key twice, no NaN, nothing that cannot be written back."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from timeline.errors import ParseError, Problem
from timeline.text import quote

# What to do about what the decoder says, by how it begins.
_HINTS: Mapping[str, str] = {
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
_LITERALS = ("true", "false", "null", "NaN", "-Infinity", "-")
_LONGEST_NUMBER = 400  # characters; int() of thousands of digits takes quadratic time
_DEEPEST = 100  # levels of lists and objects; records have five

encode: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


class Pairs(tuple[tuple[str, Any], ...]):
    """The names and values of a JSON object, as they are in the text.

    Cheaper to make than a dictionary, and it can be looked up in one. Code that needs a
    dictionary asks `unique` for it, which also sees a name that is there twice.
    """

    __slots__ = ()


def unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return *pairs* as a dictionary.

    Raises:
        ParseError: a name is there twice.
    """
    values = dict(pairs)
    if len(values) != len(pairs):
        both = zip_longest(pairs, values)
        name = next(key for (key, _), other in both if key != other)
        problem = f"the key {quote(name)} is there twice"
        raise ParseError(problem, "keep one of them", code="twice")
    return values


def opened(value: object) -> object:
    """Return *value*, but a dictionary for `Pairs`.

    Raises:
        ParseError: a key is there twice.
    """
    return unique(value) if isinstance(value, Pairs) else value


def plain(value: object, levels: int = _DEEPEST) -> Any:  # noqa: ANN401  (any JSON)
    """Return *value* with a dictionary for each `Pairs` in it.

    Raises:
        ParseError: a key is there twice, or lists and objects are nested in more than
            *levels* levels.
    """
    value = opened(value)
    if not isinstance(value, list | dict):
        return value
    if not levels:
        raise _too_deep()
    if isinstance(value, list):
        return [plain(item, levels - 1) for item in value]
    return {name: plain(item, levels - 1) for name, item in value.items()}


def _float(text: str) -> float:
    if len(text) > _LONGEST_NUMBER or not math.isfinite(value := float(text)):
        raise _bad_number(text)
    return value


def _int(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise _bad_number(text)
    return int(text)


def _bad_number(text: str) -> ParseError:
    hint = f"write a finite number of at most {_LONGEST_NUMBER} characters"
    return ParseError(f"unusable number {quote(text)}", hint, code="bad-number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_float=_float, parse_int=_int, parse_constant=_float
)
_scan_once = _DECODER.scan_once  # type: ignore[attr-defined]  # as old as the module


def decode(text: str) -> Any:  # noqa: ANN401  (any JSON)
    r"""Return the value of a JSON *text*.

    Raises:
        ParseError: it is not JSON, or JSON that programs read differently: a key that
            is there twice (code ``twice``), NaN, an infinite or endless number
            (``bad-number``), half a surrogate pair (``bad-character``) or nesting
            without end (``too-deep``).

    >>> decode('{"id": "a", "id": "b"}')
    Traceback (most recent call last):
    timeline.errors.ParseError: the key "id" is there twice; keep one of them
    """
    return plain(scan(text))


def scan(text: str) -> Any:  # noqa: ANN401  (any JSON)
    """Return the same, but leave objects inside an object as `Pairs`.

    Raises:
        ParseError: as `decode`; but a key that is twice in an inner object is found by
            the code that makes a dictionary of it.
    """
    try:
        try:
            value, end = _scan_once(text, 0)
        except StopIteration:
            value, end = None, -1
        if end != len(text):  # space around it, or not JSON
            value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _not_json(text, error) from None
    except RecursionError:
        raise _too_deep() from None
    if "\\u" in text:  # a text that was decoded from bytes holds no other halves
        _check_characters(value)
    return opened(value)


def _not_json(text: str, error: json.JSONDecodeError) -> ParseError:
    words = error.msg[0].lower() + error.msg[1:]
    hint = next((_HINTS[lead] for lead in _HINTS if error.msg.startswith(lead)), "")
    problem = Problem("bad-json", words, column=error.pos + 1, hint=hint)
    return ParseError([problem], text=text, position=error.pos)


def _too_deep() -> ParseError:
    problem = "lists or objects are nested too deeply"
    hint = f"use at most {_DEEPEST} levels"
    return ParseError(problem, hint, code="too-deep")


def _check_characters(value: object) -> None:
    """Refuse half a surrogate pair, which no file could hold again."""
    try:
        encode(value).encode()
    except UnicodeEncodeError as error:
        nearby = error.object[max(error.start - 20, 0) : error.start + 20]
        problem = f"{quote(nearby)} holds half of a surrogate pair"
        hint = "write the whole character"
        raise ParseError(problem, hint, code="bad-character") from None


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
        return not rest.strip() or any(word.startswith(rest) for word in _LITERALS)
    except (ParseError, RecursionError):
        pass
    return False
