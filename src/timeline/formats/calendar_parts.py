"""A calendar file cut into calendars and their parts, each with its lines.

Cutting comes before reading, so that one bad part never costs the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from timeline.errors import Problem
from timeline.formats.reader import Loading, in_utf8
from timeline.text import clean, quote

_CUT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r{0,2}\n[ \t])([\x80-\xbf]+)")
_LONGEST = 1 << 23  # characters of one property, folds undone
_DEPTH = {"VCALENDAR": 0, "VEVENT": 1, "VTODO": 1}  # what none of these is within


@attrs.define
class Part:
    """One component of a calendar, or its head.

    Attributes:
        name: VEVENT, VTODO, VTIMEZONE ...
        line: Where it begins.
        text: Its lines without the folds, those of parts within it left out, except
            in a zone.
        lines: The line of the first property of each name.
    """

    name: str
    line: int
    text: list[str] = attrs.Factory(list)
    lines: dict[str, int] = attrs.Factory(dict)

    def value(self, name: str) -> str:
        """Return the text of the first property called *name*, or nothing."""
        for line in self.text:
            head, _, text = line.partition(":")
            if head.partition(";")[0].upper() == name:
                return text.strip()
        return ""


@attrs.define
class Section:
    """One VCALENDAR of a file: its head and its parts."""

    head: Part
    parts: list[Part] = attrs.Factory(list)


def sections(loading: Loading, data: bytes | str) -> list[Section]:
    """Return the calendars of a file; what is wrong with it is kept as problems."""
    found: list[Section] = []
    stack: list[Part] = []
    for number, line in _unfolded(loading, _decoded(loading, data)):
        name = re.split("[:;]", line, maxsplit=1)[0].strip().upper()
        sort = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            _close(loading, stack, _DEPTH.get(sort, len(stack)))
            _begin(found, stack, Part(sort, number))
        elif name == "END":
            _end(loading, stack, sort, number)
        elif stack:
            stack[-1].lines.setdefault(name, number)
            stack[-1].text.append(line)
    if not found:
        hint = "it begins with BEGIN:VCALENDAR"
        loading.note(Problem("no-header", "this is not a calendar", hint=hint), 1)
    for part in stack:
        problem = f"{quote(part.name, 40)} is not closed; the file may be cut short"
        loading.note(Problem("bad-calendar", problem), part.line)
    return found


def _begin(found: list[Section], stack: list[Part], part: Part) -> None:
    if not stack and part.name == "VCALENDAR":
        found.append(Section(part))
    elif not stack:
        return
    elif len(stack) == 1:
        found[-1].parts.append(part)
    elif stack[1].name == "VTIMEZONE":  # which keeps what is in it; others do not
        part.text = stack[1].text
        part.text.append(f"BEGIN:{part.name}")
    stack.append(part)


def _end(loading: Loading, stack: list[Part], sort: str, number: int) -> None:
    """Close the innermost part of that sort, and what was left open in it."""
    names = [part.name for part in stack]
    if sort not in names:
        problem = f"END of {quote(sort, 40)}, which has not begun"
        loading.note(Problem("bad-calendar", problem, severity="warning"), number)
        return
    _close(loading, stack, len(names) - names[::-1].index(sort))
    part = stack.pop()
    if len(stack) > 1:
        part.text.append(f"END:{sort}")


def _close(loading: Loading, stack: list[Part], depth: int) -> None:
    """Close the parts that are left open below a depth."""
    while len(stack) > depth:
        part = stack.pop()
        problem = f"{quote(part.name, 40)} is not closed"
        loading.note(Problem("bad-calendar", problem, severity="warning"), part.line)


def _decoded(loading: Loading, data: bytes | str) -> str:
    """Return a file as a text; a character that a fold cuts goes before the fold."""
    if isinstance(data, bytes):
        data = in_utf8(loading, _CUT.sub(rb"\1\3\2", data))
    if isinstance(data, bytes):
        text = data.decode(errors="replace")
        if "\ufffd" in text and "\ufffd".encode() not in data:
            problem = "bytes that are not UTF-8 are read as \ufffd"
            loading.note(Problem("bad-encoding", problem, severity="warning"))
        data = text
    return data.removeprefix("\ufeff")


def _unfolded(loading: Loading, text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a calendar without the folds, with their numbers."""
    pieces: list[str] = []
    first = 0
    old_mac = "\n" not in text
    for number, line in enumerate(re.split("\r" if old_mac else "\r{0,2}\n", text), 1):
        if line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
        elif line.strip():
            yield from _joined(loading, pieces, first)
            pieces, first = [line], number
    yield from _joined(loading, pieces, first)


def _joined(
    loading: Loading, pieces: list[str], number: int
) -> Iterator[tuple[int, str]]:
    line = "".join(pieces)
    if len(line) > _LONGEST:
        problem = f"{clean(line[:40])}… has {len(line):,} characters; it is not read"
        loading.note(Problem("not-read", problem, severity="warning"), number)
    elif line:
        yield number, line


def zone_texts(section: Section) -> Mapping[str, Part]:
    """Return the zones that a calendar defines itself, by name."""
    zones = [part for part in section.parts if part.name == "VTIMEZONE"]
    return {part.value("TZID").strip("/"): part for part in zones}
