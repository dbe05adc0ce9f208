r"""Questions in words, for the command line and for people.

A question is words side by side, all of which must hold::

    kind:call involving:US not status:held "next steps"

- ``field:value`` asks one question; the fields are those of `timeline.query`, written
  with dashes: ``possibly-before:2025-06``. ``is:undated`` asks what has no value.
- A word alone, or several in quotation marks, must stand in a text of the event.
- ``not`` (or ``-`` before a word) turns the next word or bracket round; ``or`` stands
  between two alternatives and binds less than standing side by side; ``and`` may stand
  where it reads better; ``( )`` group.
- In quotation marks ``\"`` is a quotation mark and ``\\`` a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.query import predicates, windows
from timeline.query.predicates import (
    Predicate,
    all_of,
    any_of,
    anything,
    nothing,
    undated,
)
from timeline.text import clean, quote, suggest, width

__all__ = ["FIELDS", "parse"]

FIELDS: Mapping[str, Callable[[str], Predicate]] = MappingProxyType(
    {
        each.__name__.replace("_", "-"): each
        for each in (
            predicates.kind,
            predicates.status,
            predicates.phase,
            predicates.involving,
            predicates.topic,
            predicates.place,
            predicates.mentions,
            predicates.part_of,
            predicates.cites,
            windows.possibly_before,
            windows.surely_before,
            windows.possibly_overlaps,
            windows.surely_overlaps,
            windows.surely_within,
        )
    }
)
_FLAGS: Mapping[str, Predicate] = MappingProxyType(
    {leaf.name: leaf for leaf in (anything, nothing, undated)}
)
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<sign>[()]|-(?=[^\s-])|(?:and|or|not)(?=[\s()]|$))
    | (?:(?P<field>[^\W\d_][\w-]*):)?
      (?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<plain>[^\s()"\\]++)|(?<=:))
      (?=[\s()]|$)
    )\s*""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@attrs.define
class _Level:
    """What stands in one bracket: alternatives of what stands side by side."""

    at: int
    negated: bool = False
    ways: list[list[Predicate]] = attrs.field(factory=lambda: [[]])
    turn: bool = False  # the next word or bracket, by a "not" before it
    waits: str = ""  # the word that something must follow

    def add(self, predicate: Predicate) -> None:
        self.ways[-1].append(~predicate if self.turn else predicate)
        self.turn, self.waits = False, ""

    def close(self) -> Predicate:
        predicate = any_of(all_of(way) for way in self.ways)
        return ~predicate if self.negated else predicate


def parse(text: str) -> Predicate:
    """Read a question in words; no words at all ask for everything.

    Raises:
        ParseError: It cannot be read; the message shows where.

    >>> parse('kind:call -status:held (involving:US or "next steps")')
    q.kind('call') & ~q.status('held') & (q.involving('US') | q.mentions('next steps'))
    >>> str(parse("not (kind:call or is:undated)"))
    'not (kind:call or is:undated)'
    >>> parse("kind:call possibly-befor:2025")
    Traceback (most recent call last):
    timeline.errors.ParseError: no question is called "possibly-befor"; did \
you mean "possibly-before"?
      kind:call possibly-befor:2025
                ^
    """
    if not isinstance(text, str):
        raise InvalidError(f"a question is a text, not {quote(text)}")
    levels = [_Level(0)]
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable(text, at)
        if sign := found["sign"]:
            _sign(levels, sign.lower(), text, found.start("sign"))
        else:
            levels[-1].add(_leaf(text, found))
        at = found.end()
    if len(levels) > 1:
        raise _error("this bracket is not closed", "", text, levels[-1].at)
    if not levels[0].ways[0] and not levels[0].waits:
        return anything
    return _closed(levels[0], text, len(text))


def _sign(levels: list[_Level], sign: str, text: str, at: int) -> None:
    level = levels[-1]
    if sign in {"not", "-"}:
        level.turn, level.waits = not level.turn, sign
    elif sign == "(":
        levels.append(_Level(at, negated=level.turn))
    elif sign == ")":
        if len(levels) == 1:
            raise _error("no bracket is open here", "", text, at)
        predicate = _closed(level, text, at)
        levels.pop()
        levels[-1].turn = False  # it is in the bracket's own negation
        levels[-1].add(predicate)
    else:
        _check_side(level, f"before {quote(sign)}", text, at)
        level.waits = sign
        if sign == "or":
            level.ways.append([])


def _closed(level: _Level, text: str, at: int) -> Predicate:
    _check_side(level, "here", text, at)
    return level.close()


def _check_side(level: _Level, where: str, text: str, at: int) -> None:
    if level.waits or not level.ways[-1]:
        after = f" after {quote(level.waits)}" if level.waits else ""
        raise _error(f"a question is missing {where}{after}", "", text, at)


def _leaf(text: str, found: re.Match[str]) -> Predicate:
    field, plain = found["field"], found["plain"]
    value = plain or _ESCAPED.sub(r"\1", found["quoted"] or "")
    if field == "is" and value in _FLAGS:
        return _FLAGS[value]
    ask = FIELDS.get(field or "mentions")
    if ask is None:
        field = f"is:{value}" if field == "is" else field
        hint = suggest(field, [*FIELDS, *(f"is:{name}" for name in _FLAGS)])
        problem = f"no question is called {quote(field)}"
        if field == "test":
            problem, hint = "q.test is asked in Python only", ""
        raise _error(problem, hint, text, found.start("field"))
    try:
        return ask(value)
    except InvalidError as error:
        inner = error.position if isinstance(error, ParseError) else 0
        start = found.start("plain" if plain else "quoted")
        raise _error(error.message, error.hint, text, start + inner) from None


def _unreadable(text: str, at: int) -> ParseError:
    """Say what is wrong with a word that is none: it has a mark that needs another."""
    found = re.compile(r"[^\s()\"\\]*").match(text, at)
    at = found.end() if found else at
    if text[at : at + 1] != '"':
        return _error("a backslash stands only in quotation marks", "", text, at)
    if re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL).match(text, at):
        hint = 'put a space around "..."'
        return _error("a quotation mark touches another word", hint, text, at)
    return _error("this quotation mark is not closed", "", text, at)


def _error(problem: str, hint: str, text: str, at: int) -> ParseError:
    """Return the error with the place in *text* marked under it."""
    start = max(0, at - 60)
    before = clean(text[start:at])
    mark = f"\n  {before}{clean(text[at : at + 40])}\n  {' ' * width(before)}^"
    if hint:
        return ParseError(problem, hint + mark, text=text, position=at)
    return ParseError(problem + mark, text=text, position=at)
