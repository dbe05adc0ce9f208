"""A file as lines that are one field each, so that git shows what has changed.

This reads JSON and no records, and so cannot fail: what it does not know is printed as
it is. Files of other formats have lines of their own already, and comments in them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from timeline.cli.terminal import form_of, read
from timeline.records import strictjson
from timeline.text import clean


def textconv(arguments: argparse.Namespace) -> None:
    """Print the fields of a JSONL file, one a line; any other file as it is."""
    data = read(arguments.file)
    if form_of(arguments.file, data) == "jsonl":
        lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        data = b"\n".join(map(_converted, lines))
    sys.stdout.buffer.write(data)


def _converted(line: bytes) -> bytes:
    """Return the fields of an object, each after the id; another line as it is."""
    try:
        data = strictjson.decode(line.decode())
        if not isinstance(data, dict) or not data:
            return line
        head = ""
        if isinstance(data.get("id"), str) and len(data) > 1:
            head = f"{data.pop('id')}."
        return "".join(_fields(head, data)).encode()
    except ValueError:
        return line


def _fields(head: str, data: dict[str, object]) -> Iterator[str]:
    """Yield a line for each text, number or item of a list, with its path."""
    for name, value in data.items():
        path = f"{head}{name}"
        if isinstance(value, dict) and value:
            yield from _fields(f"{path}.", value)
        elif isinstance(value, list) and value:
            yield from (_line(f"{path}[]", item) for item in value)
        else:
            yield _line(path, value)


def _line(path: str, value: object) -> str:
    """Return a line: after ``:`` is a text that is one line, after ``=`` any JSON."""
    if isinstance(value, str) and clean(value) == value:
        return f"{clean(path)}: {value}\n"
    text = json.dumps(value, ensure_ascii=False)
    return f"{clean(path)} = {text if clean(text) == text else json.dumps(value)}\n"
