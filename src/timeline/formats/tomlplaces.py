"""Where in a TOML document each table and each key stands, for messages."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["has_comments", "places"]

Key = tuple[str, ...]

_BARE = r"[A-Za-z0-9_-]+"
_BASIC = r'"(?:[^"\\\n]|\\.)*"'
_LITERAL = r"'[^'\n]*'"
_PART = f"(?:{_BARE}|{_BASIC}|{_LITERAL})"
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TOKEN = re.compile(
    rf'''(?P<text>"""(?:[^\\]|\\.)*?"{{3,5}}|\'\'\'.*?'{{3,5}}|{_BASIC}|{_LITERAL})'''
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<line>\n)"
    r"|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_KEY})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*({_KEY})[ \t]*=")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def places(text: str) -> Mapping[Key, int]:
    r"""Return the line, counted from 1, of each table and key of valid TOML.

    The first place counts where a table is opened more than once. Keys within inline
    tables are not listed.

    >>> places("[meeting.a]\ntitle = 'x'")
    {('meeting',): 1, ('meeting', 'a'): 1, ('meeting', 'a', 'title'): 2}
    """
    found: dict[Key, int] = {}
    table: Key = ()
    line, position = 1, 0
    while position < len(text):
        if header := _HEADER.match(text, position):
            table = _parts(header[1])
            for end in range(1, len(table) + 1):
                found.setdefault(table[:end], line)
        elif entry := _ENTRY.match(text, position):
            found.setdefault((*table, *_parts(entry[1])), line)
        end = _end_of_statement(text, position)
        line += text.count("\n", position, end)
        position = end
    return found


def has_comments(text: str) -> bool:
    """Return whether people wrote something beside the data.

    >>> has_comments("a = '# no' # yes"), has_comments("a = '# no'")
    (True, False)
    """
    return any(token.lastgroup == "comment" for token in _TOKEN.finditer(text))


def _end_of_statement(text: str, position: int) -> int:
    """Return where the next line starts that no text or list is open on."""
    depth = 0
    while token := _TOKEN.match(text, position):
        position = token.end()
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if token.lastgroup == "line" and depth <= 0:
            return position
    return len(text)


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
