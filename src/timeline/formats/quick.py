"""Plain lines of a file read quickly: nearly every line that a program wrote.

Each kind gets a *form*, learned from the keys of its first lines: a regular expression
that a whole line has to match. It takes the line apart into the texts of its values.
Each of these is read as JSON by itself, and only once if it comes again; between them
the form lets nothing stand but what JSON has there, and each key once at most. So what
is put together from them is what the line says as JSON.

Whatever is unusual or wrong is left to `Codec.read`, which says what it is; so both
take the same, and only one of them explains.
"""

from __future__ import annotations

import re
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from timeline.errors import InvalidError
from timeline.formats import strictjson
from timeline.records.codec import Codec, Memo
from timeline.records.event import Event
from timeline.records.fields import Field, fields
from timeline.records.source import Source
from timeline.when.when import When

__all__ = ["Quick"]

Function = Callable[[Any], Any]

_PATIENCE = 100  # lines: to learn a form takes as long as to read these without one
_MOST_LESSONS = 100

# Fields whose texts come again and again: one of each is kept, and compared at once.
_REPEATED = frozenset({"status", "place", "tz", "treaty", "party", "part_of"})

_KIND = re.compile(r'"kind": ?"([^"]*)"').search
_LIST = r"(\[[^\[\]\x00-\x1f]*+\])"
_ITEM = r"[^\[\]\\\x00-\x1f]*"
_ITEMS = rf'(\[(?:\{{{_ITEM}\}}|"{_ITEM}")?\])'  # all objects, or all texts
_DATE = r'"([^"\\\[\x00-\x1f]++)"'  # no zone, which may have other rules by now
_OTHER = r"([-+.0-9a-zA-Z]++)"
_TEXT = r'"([^"\\\x00-\x1f]*+)"'
_FILLED = r'"([^"\\\x00-\x1f]++)"'  # an empty one would be taken for none
_ESCAPED = r'"((?:[^"\\\x00-\x1f]|\\.)*+)"'


@attrs.frozen
class _Part:
    """How the value of one field looks on a line.

    Attributes:
        name: Its name.
        pattern: What its text has to match.
        read: What makes a value of the text; None if it is one.
        default: The value if the line says none.
    """

    name: str
    pattern: str
    read: Function | None
    default: object


@attrs.frozen
class _Form:
    """How the lines of one kind look, with or without escaped characters.

    Attributes:
        match: Takes a line apart.
        take: Takes a text apart line by line; what stands last is any other line.
        make: Makes a record of the texts of its parts, each empty if there is none.
        size: How many parts there are.
    """

    match: Callable[[str], re.Match[str] | None]
    take: Callable[[str], list[tuple[str, ...]]]
    make: Callable[..., Event | Source]
    size: int


class Quick:
    """Reads plain lines for a *codec*; equal values are read once and shared."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._forms: dict[tuple[str, bool], _Form] = {}
        self._orders: dict[str, list[str]] = {}
        self._waiting: dict[tuple[str, bool], int] = {}
        self._lessons = 0
        self._uses: Counter[tuple[str, bool]] = Counter()
        self._parts: dict[str, Mapping[str, _Part]] = {}
        self._memos: dict[Any, tuple[Function, Function]] = {}

    def each(self, text: str) -> Iterator[Event | Source | str]:
        """Yield for each line of *text* its record, or the line if it is no plain one.

        Most of them are taken apart at once, by the form that served most in the text
        before. The last line ends as the others do.
        """
        uses, self._uses = self._uses, Counter()
        if not uses:
            yield from (self.read(line) or line for line in text.split("\n")[:-1])
            return
        sort = max(uses, key=uses.__getitem__)
        form = self._forms[sort]
        make, lines = form.make, None
        taken = form.take(text)
        self._uses[sort] = len(taken)
        for at, parts in enumerate(taken):
            if other := parts[-1]:
                self._uses[sort] -= 1
                yield self.read(other[:-1]) or other[:-1]
                continue
            try:
                yield make(*parts)
            except (KeyError, TypeError, InvalidError):
                lines = lines or text.split("\n")
                yield lines[at]

    def read(self, line: str) -> Event | Source | None:
        """Return the record that *line* describes, or None if it is no plain one."""
        named = _KIND(line)
        sort = named[1] if named else Event.kind, "\\" in line
        form = self._forms.get(sort)
        match = form and form.match(line)
        if not form or not match:
            return None
        self._uses[sort] += 1
        try:
            return form.make(*match.groups(""))
        except (KeyError, TypeError, InvalidError):
            return None

    def learn(self, line: str, data: Mapping[str, Any]) -> None:
        """Take the keys of a *line* that was of no form known so far."""
        kind = data.get("kind", Event.kind)
        if type(kind) is not str or kind not in self._codec.classes:
            return
        order = self._orders.setdefault(kind, [])
        known = self._codec.readers(self._codec.classes[kind])
        if data.keys() - known.keys() <= {"kind"}:
            _merge(order, data)
        sort = kind, "\\" in line
        self._waiting[sort] = self._waiting.get(sort, 0) + 1
        learnt = self._forms[sort].size if sort in self._forms else 0
        if (
            self._waiting[sort] >= _PATIENCE
            and len(order) > learnt
            and self._lessons < _MOST_LESSONS
        ):
            self._waiting[sort] = 0
            self._lessons += 1
            self._forms[sort] = self._form(kind, order, escaped=sort[1])

    def _form(self, kind: str, order: Sequence[str], *, escaped: bool) -> _Form:
        parts = self._parts_of(kind)
        pieces = []
        for key in order:
            pattern = f'"{re.escape(kind)}"' if key == "kind" else parts[key].pattern
            if escaped and pattern == _TEXT:
                pattern = _ESCAPED
            pieces.append(f'"{key}": ?{pattern}')
        whole = pieces[0]  # each line begins with it
        for key, piece in zip(order[1:], pieces[1:], strict=True):
            needed = key == "kind" and kind != Event.kind
            whole += f", ?{piece}" if needed else f"(?:, ?{piece})?+"
        shown = [parts[key] for key in order if key != "kind"]
        if escaped:
            shown = [
                attrs.evolve(p, read=_unescaped) if p.pattern == _TEXT else p
                for p in shown
            ]
        match = re.compile(rf"\{{{whole}\}}").fullmatch
        take = re.compile(rf"\{{{whole}\}}\n|([^\n]*\n)").findall
        make = _maker(self._codec.classes[kind], shown)
        return _Form(match, take, make, len(order))

    def _parts_of(self, kind: str) -> Mapping[str, _Part]:
        """Return how the value of each field of a kind looks."""
        if kind not in self._parts:
            cls = self._codec.classes[kind]
            readers = self._codec.readers(cls)
            self._parts[kind] = {
                f.name: _Part(f.name, *self._look(f, readers[f.name]), f.default)
                for f in fields(cls)
            }
        return self._parts[kind]

    def _look(self, field: Field, read: Function) -> tuple[str, Function | None]:
        if field.name in _REPEATED:
            pattern = _FILLED if field.default is None else _TEXT
            return pattern, Memo(str).__getitem__
        if field.type is str:
            return _FILLED if field.default is None else _TEXT, None
        if field.type is When:
            return _DATE, self._codec.whens.__getitem__
        inner = typing.get_args(field.type)
        if inner and attrs.has(inner[0]):
            return _ITEMS, self._items(inner[0])
        known = Memo(lambda text: read(strictjson.decode(text)))
        return _LIST if inner[1:] == (...,) else _OTHER, known.__getitem__

    def _items(self, cls: Any) -> Function:  # noqa: ANN401  (any attrs class)
        """Return what reads a list item by item, since these often come again."""
        if cls not in self._memos:

            def read(text: str) -> object:
                return self._codec.nested(cls, strictjson.decode(text))

            self._memos[cls] = (
                Memo(lambda text: read(f"{{{text}}}")).__getitem__,
                Memo(lambda text: read(f'"{text}"')).__getitem__,
            )
        objects, texts = self._memos[cls]

        def items(text: str) -> object:
            if text[1] == "{":
                part = "}, {" if "}, {" in text else "},{"
                return tuple(map(objects, text[2:-2].split(part)))
            part = '", "' if '", "' in text else '","'
            return tuple(map(texts, text[2:-2].split(part))) if text[2:] else ()

        return items


def _maker(cls: Any, parts: Sequence[_Part]) -> Callable[..., Event | Source]:  # noqa: ANN401  (anything may come)
    """Return a function of the texts of *parts* that makes a record of them.

    It is written out, as attrs writes out an ``__init__``: no loop is as quick. All
    names in it are those of fields.
    """
    names: dict[str, object] = {"_cls": cls}
    given = []
    for at, part in enumerate(parts):
        names[f"_read{at}"], names[f"_default{at}"] = part.read, part.default
        value = f"_read{at}({part.name})" if part.read else part.name
        if part.read or part.default != "":
            value += f" if {part.name} else _default{at}"
        given.append(f"{part.name}={value}")
    make = f"_cls({', '.join(given)})"
    if cls.__new__ is object.__new__ and type(cls).__call__ is type.__call__:
        # What that call does, without a dictionary of the values.
        names["_new"] = object.__new__
        values = ", ".join(["_self := _new(_cls)", *given])
        make = f"_cls.__init__({values}) or _self"
    keys = ", ".join([*(part.name for part in parts), "_other=''"])
    code = f"lambda {keys}: {make}"
    made: Callable[..., Event | Source] = eval(code, names)  # noqa: S307  (see above)
    return made


def _unescaped(text: str) -> object:
    return strictjson.decode(f'"{text}"')


def _merge(order: list[str], keys: Iterable[str]) -> None:
    """Put the keys that are new to an order each behind the one before it."""
    at = 0
    for key in keys:
        if key in order:
            at = order.index(key) + 1
        else:
            order.insert(at, key)
            at += 1
