"""Where in a TOML document each table, key and list item is, for messages.

The standard library reads TOML, but does not say where a value was. So one walk over
the tokens notes where expressions begin: the header of a table, or a key with a value.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterator

import attrs

Key = tuple[str | int, ...]

_BARE = r"[A-Za-z0-9_-]+"
_BASIC = r'"(?:[^"\\\n]|\\.)*"'
_LITERAL = r"'[^'\n]*'"
_PART = f"(?:{_BARE}|{_BASIC}|{_LITERAL})"
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TOKEN = re.compile(
    rf'''(?P<text>"""(?:[^\\]|\\.)*?"{{3,5}}|\'\'\'.*?'{{3,5}}|{_BASIC}|{_LITERAL})'''
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<line>\n)"
    r"|(?P<comma>,)|(?P<blank>[^\S\n]+)|(?P<bare>[^\"'#\[\]{},\s]+)",
    re.DOTALL,
)
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
_LONGEST = 8  # steps of a path that are noted: no field of ours lies deeper


@attrs.frozen
class Expression:
    """A header, or a key with its value; also a line that is blank or a comment.

    Attributes:
        line: Where it begins.
        text: What it says.
        depth: How many parts its key has, or how deep its value is, if that is more.
        header: The path in the header of a table; ``()`` if it is none.
    """

    line: int
    text: str
    depth: int
    header: Key


def places(text: str) -> dict[Key, int]:
    r"""Return the line, counted from 1, of each table, key and item of valid TOML.

    The first place counts if a table is opened more than once. What is in an inline
    table is not listed: it has the line of that.

    >>> places("[meeting.a]\ntitle = 'x'")
    {('meeting',): 1, ('meeting', 'a'): 1, ('meeting', 'a', 'title'): 2}
    """
    walker = _Walker(text)
    _ = [*walker.expressions()]
    return walker.places


def expressions(text: str) -> Iterator[Expression]:
    """Yield the expressions of a document, guessing where it is not TOML."""
    return _Walker(text).expressions()


def comments(text: str) -> Iterator[str]:
    """Yield what people wrote beside the data.

    >>> [*comments("a = '# no' # yes")]
    ['# yes']
    """
    tokens = _TOKEN.finditer(text)
    return (token[0].rstrip() for token in tokens if token.lastgroup == "comment")


@attrs.define
class _Walker:
    """Goes through a document once, and notes where everything is.

    Attributes:
        text: The document.
        places: The lines noted so far.
        line: The line that comes next.
        position: The character that comes next.
        newest: The number of the last table of each array.
    """

    text: str
    places: dict[Key, int] = attrs.Factory(dict)
    line: int = 1
    position: int = 0
    newest: dict[Key, int] = attrs.Factory(dict)

    def expressions(self) -> Iterator[Expression]:
        """Yield the expressions of the document, and note where everything is."""
        table: Key = ()
        while (start := self.position) < len(self.text):
            line, parts, items = self.line, Key(), None
            if header := _HEADER.match(self.text, start):
                self.position, parts = header.end(), _parts(header[2])
                table = self._open(parts, is_array=header[1] == "[[")
            elif entry := _ENTRY.match(self.text, start):
                self.position, parts = entry.end(), _parts(entry[1])
                items = self._note(table, parts)
            depth = max(self._skip(items), len(parts))
            text = self.text[start : self.position]
            yield Expression(line, text, depth, parts if header else ())

    def _note(self, path: Key, parts: Key) -> Key:
        """Note a key and the tables it opens; return its path."""
        for part in parts[:_LONGEST]:
            path = (*path, part)
            self.places.setdefault(path, self.line)
        return path

    def _open(self, parts: Key, *, is_array: bool) -> Key:
        """Note a table; return its path, which leads by the newest of each array."""
        path: Key = ()
        for part in parts[:_LONGEST]:
            path = self._note(self._in_newest(path), (part,))
        if is_array:
            self.newest[path] = self.newest.get(path, -1) + 1
        path = self._in_newest(path)
        self.places.setdefault(path, self.line)
        return path

    def _in_newest(self, path: Key) -> Key:
        return (*path, self.newest[path]) if path in self.newest else path

    def _skip(self, path: Key | None) -> int:
        """Go to the next expression; note the items of a list that is at *path*.

        Return how deep it goes: a line ends it where no text or list is open.
        """
        depth = deepest = index = 0
        items = path if self.text.startswith("[", self.position) else None
        while token := _TOKEN.match(self.text, self.position):
            sort = token.lastgroup
            if depth == 1 and items is not None:
                index += sort == "comma"
                if sort in {"text", "bare", "open"}:
                    self.places.setdefault((*items, index), self.line)
            depth += (sort == "open") - (sort == "close")
            deepest = max(deepest, depth)
            self.line += token[0].count("\n")
            self.position = token.end()
            if sort == "line" and depth <= 0:
                return deepest
        self.position = len(self.text)
        return deepest


def _parts(key: str) -> Key:
    return tuple(map(_part, re.findall(_PART, key)))


def _part(part: str) -> str:
    """Return a part of a key without its quotation marks and escapes."""
    if part[0] in "\"'":
        with contextlib.suppress(tomllib.TOMLDecodeError):  # then it stays as written
            return str(tomllib.loads(f"part = {part}")["part"])
    return part
