"""The file of a timeline: JSON, one record a line, sorted by id.

The first line is the header: ``{"timeline":1}``, with the zone and the title if there
are any. Each source stands on a line of its own before the first record that cites
it. What git shows as changed is what has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from timeline.collection.collection import Collection, Record
from timeline.errors import ParseError, Problem
from timeline.formats import strictjson
from timeline.formats.lines import Lines
from timeline.formats.reader import VERSION, Loading, decoded, read_settings
from timeline.records.event import Event
from timeline.records.kinds import KINDS, Kinds
from timeline.records.source import Source
from timeline.text import quote

__all__ = ["dumps", "in_order", "read", "stream"]

_AT_ONCE = 1 << 15  # characters; what is taken apart should fit into a cache

_NO_HEADER = f'begin the file with the line {{"timeline":{VERSION}}}'


def dumps(timeline: Collection) -> str:
    """Return the file of *timeline*; equal timelines with one title have the same."""
    lines = [_header(timeline), *map(Lines().write, in_order(timeline)), ""]
    return "\n".join(lines)


def _header(timeline: Collection) -> str:
    found: dict[str, object] = {"timeline": VERSION}
    found |= {
        name: text for name in ("title", "tz") if (text := getattr(timeline, name))
    }
    if timeline.partial or timeline.is_selection:
        found["partial"] = True
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def in_order(timeline: Collection) -> Iterator[Event | Source]:
    """Yield the events by id, and before each the sources it is the first to cite.

    Sources that no event cites come last.
    """
    left = {source.id: source for source in timeline.sources}
    for event in sorted(timeline.events, key=_id):
        if left and (event.sources or event.disputed_by):
            for source in event.cited:
                if source in left:
                    yield left.pop(source)
        yield event
    yield from left.values()


def _id(record: Event | Source) -> str:
    return record.id


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a file, as far as it can be read."""
    loading = Loading(path, kinds, careful=False)
    try:
        _read_parts(loading, data)
        is_sound = loading.is_sound
    except UnicodeError:
        is_sound = False
    if not is_sound:  # again, line by line, to find out what is wrong, and where
        loading = Loading(path, kinds)
        for number, line in decoded(loading, data):
            if number > 1 or not _read_header(loading, line):
                _read_lines(loading, f"{line}\n", number)
    _mark_torn(loading, data)
    return loading


def _read_parts(loading: Loading, data: bytes | str) -> None:
    """Read a document by parts of whole lines, until something is wrong.

    Raises:
        UnicodeError: a part is no text.
    """
    number = start = seen = 0
    while start < len(data) or not number:
        # The header is a part of its own.
        end = _line_end(data, start + _AT_ONCE if number else 0)
        part = data[start:end]
        text = part if isinstance(part, str) else part.decode()
        text = text.removesuffix("\n")
        if number == 0:
            text.encode()  # while records look at their texts themselves
        if number or not _read_header(loading, text):
            _read_lines(loading, f"{text}\n", number + 1)
        if any(problem.severity == "error" for problem in loading.problems[seen:]):
            return
        seen = len(loading.problems)
        number += text.count("\n") + 1
        start = end


def _line_end(data: bytes | str, start: int) -> int:
    """Return where the line ends that *start* is in, behind its last character."""
    if isinstance(data, str):
        return data.find("\n", start) + 1 or len(data)
    return data.find(b"\n", start) + 1 or len(data)


def stream(
    raw_lines: Iterable[bytes], path: str = "", kinds: Kinds = KINDS
) -> Iterator[Record]:
    """Yield the records of a file one by one, in constant memory.

    A source comes before the first event that cites it. Links between records are not
    followed, since what they name may be far away.

    Raises:
        LoadError: a line cannot be read; what stands before it has been yielded.
    """
    loading = Loading(path, kinds)
    for number, raw in enumerate(raw_lines, 1):
        for _, line in decoded(loading, raw.rstrip(b"\n"), number):
            if number == 1 and _read_header(loading, line):
                continue
            if record := loading.quick.read(line):
                yield record
            else:
                _read_lines(loading, f"{line}\n", number)
        loading.require_good()
        yield from loading.taken()


def _read_lines(loading: Loading, text: str, first: int) -> None:
    """Read whole lines, of which the *first* has that number."""
    for number, line in loading.add_lines(text, first):
        if not line or line.isspace():
            continue
        try:
            data = _object(line)
        except ParseError as error:
            loading.fail(error, number)
        else:
            loading.add(data, number)
            loading.quick.learn(line, data)


def _object(line: str) -> dict[str, Any]:
    data = strictjson.decode(line)
    if type(data) is not dict:
        hint = 'write {"kind":"meeting","id":...}'
        raise ParseError(f"{quote(data)} is no record", hint, code="wrong-type")
    return data


def _read_header(loading: Loading, line: str) -> bool:
    """Read the first line; return whether it is a header at all, and no record."""
    try:
        header = _object(line)
    except ParseError as error:
        blank = ParseError("there is no header", _NO_HEADER, code="no-header")
        loading.fail(error if line.strip() else blank, 1)
        return True
    if "timeline" not in header:
        loading.note(Problem("no-header", "there is no header", hint=_NO_HEADER), 1)
        return "id" not in header
    read_settings(loading, header, 1)
    return True


def _mark_torn(loading: Loading, data: bytes | str) -> None:
    """Say so if the last line is half a line, which only a crash leaves behind."""
    if not loading.problems:
        return
    text = data.encode("utf-8", "replace") if isinstance(data, str) else data
    start = text.rfind(b"\n") + 1
    line = text.count(b"\n") + 1
    bad = [problem for problem in loading.problems if problem.line == line]
    if start and bad and _is_torn(text[start:]):
        message = (
            f"the last {len(text) - start} bytes, from byte {start}, are half a line"
        )
        hint = "a crash cut it while it was being written: delete it"
        loading.problems = [p for p in loading.problems if p not in bad]
        loading.note(Problem("torn-line", message, hint=hint), line)


def _is_torn(line: bytes) -> bool:
    """Whether a last line was cut, or its end never reached the disk."""
    try:
        return b"\0" in line or strictjson.is_cut(line.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
