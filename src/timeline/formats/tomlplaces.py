"""Where in a TOML document each table, key and list item stands, for messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

__all__ = ["Key", "Statement", "has_comments", "places", "statements"]

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
_FLAT = re.compile(  # a value on one line, as nearly all are
    rf"(?:\[(?:{_BASIC}|{_LITERAL}|[^\"'#\[\]{{\n]+)*+\]|{_BASIC}|{_LITERAL}"
    r"|[^\"'#\[{\n]*)[^\S\n]*\n"
)
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_LONGEST = 8  # steps of a path that are noted: no field of ours lies deeper


@attrs.frozen
class Statement:
    """A header, or a key with its value; also a line that is blank or a comment.

    Attributes:
        line: Where it begins.
        text: What it says.
        depth: How many parts its key has, or how deep its value is, if that is more.
    """

    line: int
    text: str
    depth: int


def places(text: str) -> dict[Key, int]:
    r"""Return the line, counted from 1, of each table, key and item of valid TOML.

    The first place counts where a table is opened more than once. What stands in an
    inline table is not listed: it has the line of that.

    >>> places("[meeting.a]\ntitle = 'x'")
    {('meeting',): 1, ('meeting', 'a'): 1, ('meeting', 'a', 'title'): 2}
    """
    walker = _Walker(text)
    for _ in walker.statements():
        pass
    return walker.found


def statements(text: str) -> Iterator[Statement]:
    """Yield what a document consists of, as far as can be told if it is no TOML."""
    return _Walker(text).statements()


def has_comments(text: str) -> bool:
    """Return whether people wrote something beside the data.

    >>> has_comments("a = '# no' # yes"), has_comments("a = '# no'")
    (True, False)
    """
    return any(token.lastgroup == "comment" for token in _TOKEN.finditer(text))


class _Walker:
    """Goes through a document once, and notes what it comes by."""

    def __init__(self, text: str) -> None:
        self.found: dict[Key, int] = {}
        self._text = text
        self._line = 1
        self._position = 0
        self._newest: dict[Key, int] = {}  # the number of the last table of an array

    def statements(self) -> Iterator[Statement]:
        """Yield what the document consists of, and note where everything stands."""
        table: Key = ()
        while (start := self._position) < len(self._text):
            line, parts = self._line, Key()
            if header := _HEADER.match(self._text, start):
                self._position, parts = header.end(), _parts(header[2])
                table = self._opened(parts, is_array=header[1] == "[[")
                depth = self._skip(None)
            elif entry := _ENTRY.match(self._text, start):
                self._position, parts = entry.end(), _parts(entry[1])
                depth = self._skip(self._noted(table, parts))
            else:
                depth = self._skip(None)
            text = self._text[start : self._position]
            yield Statement(line, text, max(depth, len(parts)))

    def _noted(self, path: Key, parts: Key) -> Key:
        """Note a key and the tables it opens; return its path."""
        for part in parts[:_LONGEST]:
            path = (*path, part)
            self.found.setdefault(path, self._line)
        return path

    def _opened(self, parts: Key, *, is_array: bool) -> Key:
        """Note a table; return its path, which leads by the newest of each array."""
        path: Key = ()
        for part in parts[:_LONGEST]:
            path = self._noted(self._in_newest(path), (part,))
        if is_array:
            self._newest[path] = self._newest.get(path, -1) + 1
        path = self._in_newest(path)
        self.found.setdefault(path, self._line)
        return path

    def _in_newest(self, path: Key) -> Key:
        return (*path, self._newest[path]) if path in self._newest else path

    def _skip(self, path: Key | None) -> int:
        """Go to the next statement; note the items of a list that is at *path*.

        Return how deep it goes: a line ends it where no text or list is open.
        """
        if flat := _FLAT.match(self._text, self._position):
            self._line, self._position = self._line + 1, flat.end()
            return 0
        depth = deepest = index = 0
        items = path if self._text.startswith("[", self._position) else None
        while token := _TOKEN.match(self._text, self._position):
            sort = token.lastgroup
            if depth == 1 and items is not None:
                index += sort == "comma"
                if sort in {"text", "bare", "open"}:
                    self.found.setdefault((*items, index), self._line)
            depth += (sort == "open") - (sort == "close")
            deepest = max(deepest, depth)
            self._line += token[0].count("\n")
            self._position = token.end()
            if sort == "line" and depth <= 0:
                return deepest
        self._position = len(self._text)
        return deepest


def _parts(key: str) -> Key:
    return tuple(_plain(part) for part in re.findall(_PART, key))


def _plain(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    return _ESCAPE.sub(_character, part[1:-1]) if part[0] == '"' else part


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _PLAIN.get(match[3], match[3])
    return chr(int(match[1] or match[2], 16))
