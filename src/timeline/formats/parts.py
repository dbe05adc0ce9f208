"""A file cut into the parts that are its records, so that a part can be exchanged.

Parts are texts by their ids; put side by side they are the file. What belongs to no
record has a key that is no id: ``""`` is the head of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from timeline.formats.tomlplaces import header_of, statements
from timeline.text import with_end

Parts = dict[str, str]

# Merge markers, with the versions that the lines below them are of.
_STATES: Mapping[str, list[str]] = {
    "<<<<<<<": ["ours"],
    "|||||||": ["base"],
    "=======": ["theirs"],
    ">>>>>>>": ["ours", "theirs"],
}
_COMMENT = re.compile(r"[ \t]*#")


def parts(text: str, fmt: str) -> Parts:
    r"""Return the parts of a file in JSONL or TOML; its last line gets an end.

    >>> parts("timeline = 2\n# b\n[meeting.b]\ntitle = 'B'", "toml")
    {'': 'timeline = 2\n', 'b': "# b\n[meeting.b]\ntitle = 'B'\n"}
    """
    pieces: Parts = {"": ""}
    for key, piece in (_tables if fmt == "toml" else _lines)(with_end(text)):
        pieces[key] = pieces.get(key, "") + piece
    return pieces


def joined(pieces: Mapping[str, str]) -> str:
    """Return the file that these parts are."""
    return "".join(pieces.values())


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(re.findall(r"[^\n]*\n", text)):
        key = line if number else ""
        with suppress(ValueError, RecursionError, AttributeError):
            id_ = json.loads(line).get("id")
            key = id_ if isinstance(id_, str) else key
        yield key, line


def _tables(text: str) -> Iterator[tuple[str, str]]:
    """Yield each table; comments right above its header belong to it."""
    key, above = "", ""
    for statement in statements(text):
        if header := header_of(statement.text):
            is_record = len(header) > 1 and header[0] != "people"
            key = str(header[1]) if is_record else f"[{header[0]}]"
        elif _COMMENT.match(statement.text):
            above += statement.text
            continue
        yield key, above + statement.text
        above = ""
    yield key, above


def marked(ours: str, theirs: str) -> str:
    """Return two versions of a part between merge markers."""
    return f"<<<<<<< ours\n{with_end(ours)}=======\n{with_end(theirs)}>>>>>>> theirs\n"


def sides(text: str) -> tuple[str, str]:
    r"""Return both versions of a file that has merge markers.

    >>> sides(marked("a", "b"))
    ('a\n', 'b\n')
    """
    versions: dict[str, list[str]] = {"ours": [], "base": [], "theirs": []}
    inside = ["ours", "theirs"]
    for line in re.findall(r"[^\n]*\n", with_end(text)):
        state = _STATES.get(line[:7]) if line[7:8] in {" ", "\n"} else None
        if state is None or (len(inside) > 1 and state != ["ours"]):
            for version in inside:
                versions[version].append(line)
        else:
            inside = state
    return "".join(versions["ours"]), "".join(versions["theirs"])


def merged_parts(base: Parts, ours: Parts, theirs: Parts) -> Parts:
    """Return our parts, and theirs of those that we left as they were.

    Blank lines below a part are no part of it: they come and go with what follows.
    """
    pieces = dict(ours)
    for key in dict.fromkeys([*base, *theirs]):
        texts = (side.get(key, "").rstrip("\n") for side in (base, ours, theirs))
        old, our, their = texts
        if old == our != their:
            pieces[key] = their + ours[key][len(our) :] if our else f"\n{their}\n"
    return pieces
