"""What the commands read and print: files, standard input, a terminal or a pipe."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from timeline.api import files
from timeline.api.timeline import Timeline
from timeline.cli.options import FORMATS, PLAIN, REPORTS
from timeline.errors import InvalidError, ParseError, Problem
from timeline.formats import store
from timeline.records import strictjson
from timeline.text import check_name, clean, with_end

if TYPE_CHECKING:  # most commands need neither
    from timeline.api.answers import Shown
    from timeline.api.history import History
    from timeline.api.options import TableFormat

STANDARD_INPUT = "-"
_DAY = "2025-01-01"  # any
_TABLES: Mapping[str, str] = {"md": "github", "tex": "latex"}  # by how files end


def read(path: str) -> bytes:
    """Return the content of a file, or of standard input for ``-``.

    What a shell passes for ``<(git show HEAD:a.jsonl)`` is under ``/dev``.
    """
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    if path.startswith("/dev/"):
        with open(path, "rb") as file:  # noqa: PTH123  (pathlib is slow to import)
            return file.read()
    return store.read(path)


def load(path: str, question: str | None = None) -> Timeline:
    """Read a timeline, or of it what a question asks; ``-`` is standard input.

    A question that no file could answer fails at once, and not after a long reading.
    """
    if question is None:
        return try_load(path, strict=True)[0]
    from timeline import query as q

    data = None
    try:
        q.parse(question)
    except ParseError as error:  # perhaps it names a kind or a person of this file
        data = read(path)
        (word,) = re.findall(r'^"?([^\s"()]*)', question[error.position :])
        found = rb"(?<!\w)%b(?!\w)" % re.escape(word.encode())
        if not word or not re.search(found, data):
            raise
    tl, _ = try_load(path, strict=True, data=data)
    return tl.where(q.parse(question, tl))


def try_load(
    path: str, *, strict: bool = False, data: bytes | None = None
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Read as much of a timeline as possible; return it with all problems."""
    with patience(f"reading {clean(path)}"):
        data = read(path) if data is None else data
        return parse(path, data, strict=strict)


def parse(
    path: str, data: bytes, *, strict: bool = True
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Return the timeline that the content of a file is, and what is wrong with it."""
    return files.load(Timeline, path, data=data, strict=strict, fmt=form_of(path, data))


def load_history(path: str) -> History:
    """Read a history from a file."""
    from timeline.api.history import History

    with patience(f"reading {clean(path)}"):
        return History.load(path)


def form_of(path: str, data: bytes) -> str:
    """Return the format of a file, by its name or else by how it begins."""
    if (form := ending(path)) in files.READERS:
        return form
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].upper()
    if first.startswith(b"BEGIN:VCALENDAR"):
        return "ics"
    if first[:1] in {b"{", b""}:
        return "jsonl"
    is_toml = first[:1] in {b"#", b"["} or (b"=" in first and first[:4] != b"SEP=")
    return "toml" if is_toml else "csv"


def ending(path: str) -> str:
    """Return what a file's name ends in, without the dot."""
    return path.rpartition(".")[2].lower()


def write(
    path: str, data: bytes, known: bytes | None, *, overwrite: bool = False
) -> None:
    """Replace a file, unless it no longer holds what is *known* of it."""
    expected = None if known is None else store.digest(known)
    store.save(path, data, known=expected, overwrite=overwrite)


def with_line_ends(text: str, like: bytes) -> bytes:
    """Return *text* as bytes with the line ends of another file."""
    data = text.replace("\r\n", "\n").encode("utf-8", "surrogateescape")
    return data.replace(b"\n", b"\r\n") if b"\r\n" in like else data


@contextmanager
def patience(label: str) -> Iterator[None]:
    """Count the seconds on a terminal, if something takes more than one."""
    if not sys.stderr.isatty():
        yield
        return
    stop = Event()
    Thread(target=_count_seconds, args=(label, stop), daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _count_seconds(label: str, stop: Event) -> None:
    seconds = 0
    while not stop.wait(1.0):
        seconds += 1
        print(f"\r{label}: {seconds} s", end="", file=sys.stderr, flush=True)
    if seconds:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def show_text(text: str) -> None:
    """Write *text* and a line break to standard output."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # the same everywhere
    sys.stdout.write(with_end(text))


def width_of(arguments: argparse.Namespace, out: TextIO) -> int | None:
    """Return the width asked for, or that of the terminal if there is one."""
    if arguments.width is not None:
        return arguments.width or None
    if arguments.plain or not out.isatty():
        return None
    from shutil import get_terminal_size  # no pipe needs it, and it takes 5 ms

    return get_terminal_size().columns


def colour_of(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Whether to colour: where asked, else on a terminal that allows it."""
    if arguments.colour != "auto":
        return bool(arguments.colour == "always")
    asked = os.environ.get
    if getattr(arguments, "plain", False) or asked("NO_COLOR"):
        return False
    if forced := asked("FORCE_COLOR"):
        return forced != "0"
    return out.isatty() and asked("TERM") != "dumb"


def rendered(
    arguments: argparse.Namespace, *answers: Shown | Timeline, many: str = ""
) -> str:
    """Return one answer, or all with the title *many*, in the format asked for."""
    fmt, look = arguments.format, _look_of(arguments)
    first = answers[0]
    if fmt == "jsonl" and isinstance(first, Timeline):
        return first.dumps()
    if fmt in PLAIN:
        data = [_plain(answer, look["language"]) for answer in answers]
        return as_json(fmt, data if many else data[0])
    if fmt == "svg" and isinstance(first, Timeline):
        return first.to_svg(on=arguments.on, language=look["language"])
    if fmt == "html" and not many:
        del look["width"]
        return first.to_html(page=True, **look)
    tables = (answer.table(table_format(arguments), **look) for answer in answers)
    return joined(arguments, many, tables)


def joined(arguments: argparse.Namespace, title: str, tables: Iterable[str]) -> str:
    """Return several tables, in HTML as a page of that title."""
    text = "\n\n".join(tables)
    if arguments.format != "html":
        return text
    from timeline.report.html import document

    return document(title, text, arguments.language or "en")


def table_format(arguments: argparse.Namespace) -> TableFormat:
    """Return the format asked for, as tables call it."""
    return cast("TableFormat", _TABLES.get(arguments.format, arguments.format))


def _plain(answer: Shown | Timeline, language: str) -> dict[str, Any]:
    from timeline.api.answers import Answer, Diff

    if isinstance(answer, Answer):
        return answer.to_dict(language)
    return cast("Diff | Timeline", answer).to_dict()


def as_json(fmt: str, data: object) -> str:
    """Return plain data as JSON, or each member of a list as a line of it."""
    if fmt == "json":
        return json.dumps(data, indent=2, ensure_ascii=False)
    return "\n".join(map(strictjson.encode, data if isinstance(data, list) else [data]))


def _look_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return how the options ask for a table to look."""
    look = fit(arguments)
    if arguments.format == "plain":
        look["colour"] = colour_of(arguments, sys.stdout)
    if "group" not in arguments:
        return look
    names = ("on", "group", "sort", "limit", "ascii", "who")
    look |= {name: getattr(arguments, name) for name in names}
    if arguments.columns:
        look["columns"] = arguments.columns.split(",")
    if arguments.plain:  # a line an event, whole dates, the same on every screen
        look |= {"group": look["group"] or "none", "notes": False}
        look.setdefault("columns", ["id", "when", "what", "who", "status"])
    return look


def fit(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what every table takes, and where there is one the zone of the reader."""
    width, language = width_of(arguments, sys.stdout), arguments.language or "en"
    zone = {"tz": arguments.tz} if "tz" in arguments else {}
    return {"width": width, "language": language, **zone}


def check_look(arguments: argparse.Namespace) -> None:
    """Refuse a look that no table has before a file is read, which may take long."""
    fmt, names = arguments.format, vars(arguments).keys()
    is_drawn = "group" in names or {"id", "on"} <= names
    check_name(fmt, FORMATS if is_drawn else REPORTS, "unknown format")
    if fmt in PLAIN and any(map(vars(arguments).get, ("columns", "group", "limit"))):
        hint = "leave out --columns, --group and --limit"
        raise InvalidError(f"{fmt} holds all records with all fields", hint)
    sample: Timeline | Shown = Timeline()
    if "group" not in names:
        day, horizon = getattr(arguments, "on", _DAY), getattr(arguments, "horizon", 0)
        agenda = Timeline().agenda(day, horizon=horizon)
        sample = sample if is_drawn else agenda
    rendered(arguments, sample)
