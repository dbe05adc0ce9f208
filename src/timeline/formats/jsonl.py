"""The file of a timeline: JSON, one record a line, sorted by id.

The first line is the header: ``{"timeline":2}``, with the zone and the title if there
are any. The parties that it declares come next; each source has a line of its own
before the first record that cites it.
What git shows as changed is what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from timeline.collection.collection import Collection
from timeline.errors import LoadError, ParseError, Problem
from timeline.formats.reader import Loading, decoded, settings_of
from timeline.records import strictjson
from timeline.records.codec import Codec
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.records.upgrade import VERSION

_NO_HEADER = f'begin the file with the line {{"timeline":{VERSION}}}'


def dumps(timeline: Collection) -> str:
    """Return the file of *timeline*; equal timelines with one title have the same."""
    codec = Codec()
    lines = [codec.line(record) for record in in_order(timeline)]
    header = strictjson.encode(settings_of(timeline))
    return "\n".join([header, *lines, ""])


def in_order(timeline: Collection) -> Iterator[Record]:
    """Yield the parties, then the events by id, each after the sources it cites first.

    Sources that no event cites come last.
    """
    yield from timeline.parties
    left = {source.id: source for source in timeline.sources}
    for event in sorted(timeline.events, key=attrgetter("id")):
        if left and event.sources:
            for source in event.cited:
                if source in left:
                    yield left.pop(source)
        yield event
    yield from left.values()


def read(data: bytes | str, path: str = "", kinds: Kinds = KINDS) -> Loading:
    """Read a file, as far as it can be read."""
    loading = Loading(path, kinds)
    for number, line in decoded(loading, data):
        _read_line(loading, line, number)
    _mark_torn(loading, data)
    return loading


def stream(
    raw_lines: Iterable[bytes], path: str = "", kinds: Kinds = KINDS
) -> Iterator[Record]:
    """Yield the records of a file one by one, in constant memory.

    A source comes before the first event that cites it. Links between records are not
    followed, since what they name may be far away.

    Raises:
        LoadError: a line cannot be read; what precedes it has been yielded.
    """
    loading = Loading(path, kinds)
    for number, raw in enumerate(raw_lines, 1):
        for _, line in decoded(loading, raw.rstrip(b"\n"), number):
            _read_line(loading, line, number)
        loading.require_good()
        yield from loading.take()


def _read_line(loading: Loading, line: str, number: int) -> None:
    if number == 1 and _read_header(loading, line):
        return
    if not line or line.isspace():
        return
    try:
        data = strictjson.scan(line)
    except ParseError as error:
        loading.fail(error, number)
        return
    if type(data) is dict and "timeline" in data and "id" not in data:
        hint = "two files were joined: load each, and add the records of one"
        loading.note(Problem("twice", "a second header", hint=hint), number)
    else:
        loading.add(data, number)


def _read_header(loading: Loading, line: str) -> bool:
    """Read the first line; return whether it is a header at all, and no record."""
    try:
        header = strictjson.decode(line if line.strip() else "null")
    except ParseError as error:
        loading.fail(error, 1)
        return True
    if type(header) is dict and "timeline-history" in header:
        problem = "this is a history, not a timeline"
        hint = "History.load reads it, and timeline log prints it"
        found = Problem("no-header", problem, source=loading.path, line=1, hint=hint)
        raise LoadError([found])
    if type(header) is not dict or "timeline" not in header:
        loading.note(Problem("no-header", "there is no header", hint=_NO_HEADER), 1)
        return type(header) is not dict or "id" not in header
    loading.read_settings(header, 1)
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
        size = len(text) - start
        message = f"the last {size} bytes, from byte {start}, are half a line"
        hint = "a crash cut it while it was being written: delete it"
        loading.problems = [p for p in loading.problems if p not in bad]
        loading.note(Problem("torn-line", message, hint=hint), line)


def _is_torn(line: bytes) -> bool:
    """Whether a last line was cut, or its end never reached the disk."""
    try:
        return b"\0" in line or strictjson.is_cut(line.decode())
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
