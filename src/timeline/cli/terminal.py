"""What the commands read and print: files, standard input, a terminal or a pipe."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from timeline.api.history import History
    from timeline.api.timeline import Timeline

STANDARD_INPUT = "-"
FILES = ("jsonl", "toml")


def cleaned(error: Exception) -> str:
    """Return what the system or a codec says, safe to print."""
    from timeline.text import clean  # noqa: PLC0415  (only errors need it)

    if isinstance(error, OSError) and error.filename:
        return clean(f"{error.filename}: {(error.strerror or '').lower()}")
    return clean(str(error))


def complain(text: str) -> None:
    """Say what is wrong, line by line, on standard error."""
    for line in text.splitlines():
        print(f"timeline: {line}", file=sys.stderr)


def load(path: str) -> Timeline:
    """Read a timeline from a file, or from standard input for ``-``."""
    with patience(f"reading {path}"):
        return parse(path, read(path))


def parse(path: str, data: bytes) -> Timeline:
    """Return the timeline that the content of a file is."""
    from timeline.api import files  # noqa: PLC0415  (after --help)
    from timeline.api.timeline import Timeline  # noqa: PLC0415  (after --help)

    return files.built(Timeline, data, path, fmt=form_of(path, data))[0]


def load_history(path: str) -> History:
    """Read a history from a file."""
    from timeline.api.history import History  # noqa: PLC0415  (after --help)

    with patience(f"reading {path}"):
        return History.load(path)


def read(path: str) -> bytes:
    """Return what a file of any name holds: git hands over temporary ones.

    What a shell hands over for ``<(git show HEAD:a.jsonl)`` lies under ``/dev``.
    """
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    if path.startswith("/dev/"):
        with open(path, "rb") as file:  # noqa: PTH123  (pathlib takes time to import)
            return file.read()
    from timeline.formats import store  # noqa: PLC0415  (after --help)

    return store.read(path)


def form_of(path: str, data: bytes) -> str:
    """Return the format of a file, by its name or else by how it begins."""
    if (form := ending(path)) in FILES:
        return form
    return "jsonl" if data.lstrip()[:1] in {b"{", b""} else "toml"


class patience:  # noqa: N801  (used as a statement)
    """Say on a terminal what takes more than a second, each second; else nothing."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __enter__(self) -> None:
        self.stop = None
        if not sys.stderr.isatty():
            return
        from threading import Event, Thread  # noqa: PLC0415  (only on a terminal)

        self.stop = Event()
        Thread(target=self._tell, args=(self.stop,), daemon=True).start()

    def _tell(self, stop: Any) -> None:  # noqa: ANN401  (imported late)
        seconds = 0
        while not stop.wait(1.0):
            seconds += 1
            print(f"\r{self.label}: {seconds} s", end="", file=sys.stderr, flush=True)
        if seconds:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self.stop is not None:
            self.stop.set()


def show_text(text: str) -> None:
    """Write *text* and a line break."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # the same everywhere
    sys.stdout.write(with_line_break(text))


def with_line_break(text: str) -> str:
    """Return *text* with a line break at its end, unless there is nothing to end."""
    return text if text.endswith("\n") or not text else f"{text}\n"


def save(tl: Timeline, path: str, form: str, *, overwrite: bool) -> None:
    """Write a timeline, unless something would be lost that nobody has seen."""
    from timeline.api import files  # noqa: PLC0415  (after --help)

    with _remedies():
        files.save(tl, path, overwrite=overwrite, fmt=form)


def require_no_comments(data: bytes, path: str) -> None:
    """Refuse to drop what people wrote beside the records of a TOML file."""
    from timeline.api import files  # noqa: PLC0415  (after --help)

    with _remedies():
        files.require_no_comments(data, path)


@contextmanager
def _remedies() -> Iterator[None]:
    """Say what to do in the words of the command line."""
    import attrs  # noqa: PLC0415  (after --help)

    from timeline.errors import StaleFileError  # noqa: PLC0415  (after --help)

    try:
        yield
    except StaleFileError as error:
        problems = [attrs.evolve(p, hint=_REMEDIES[p.code]) for p in error.problems]
        raise StaleFileError(problems, filename=error.filename) from None


_REMEDIES = {
    "stale-file": "run it again, name another file, or add --overwrite",
    "has-comments": "leave it as it was typed, or add --overwrite",
}


def width_of(arguments: argparse.Namespace, out: TextIO) -> int | None:
    """Return the width asked for, or that of the terminal if there is one."""
    if arguments.width is not None:
        return None if arguments.width == 0 else int(arguments.width)
    if arguments.plain or not out.isatty():
        return None
    from shutil import get_terminal_size  # noqa: PLC0415  (only on a terminal)

    return get_terminal_size().columns


def colour_of(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Whether to colour: where asked, else on a terminal that allows it."""
    if arguments.colour != "auto":
        return bool(arguments.colour == "always")
    quiet = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return out.isatty() and not arguments.plain and not quiet


def table_of(tl: Any, arguments: argparse.Namespace) -> str:  # noqa: ANN401  (a view)
    """Return the table of *tl* as the options ask for it."""
    look: dict[str, Any] = {
        "on": arguments.on,
        "group": arguments.group,
        "sort": arguments.sort,
        "limit": arguments.limit,
        "language": arguments.language,
        "ascii": arguments.ascii,
    }
    if arguments.columns:
        look["columns"] = arguments.columns.split(",")
    if arguments.plain:  # a line an event, whole dates, the same on every screen
        look["group"] = look["group"] or "none"
        look["columns"] = look.get("columns") or ["id", "when", "what", "who", "status"]
    if arguments.format == "plain":
        look["colour"] = colour_of(arguments, sys.stdout)
    text: str = tl.table(
        arguments.format, width=width_of(arguments, sys.stdout), **look
    )
    return text


def dumps(tl: Timeline, form: str) -> str:
    """Return a timeline as the text of a file."""
    from timeline.formats import jsonl, toml  # noqa: PLC0415  (when needed)

    return toml.dumps(tl) if form == "toml" else jsonl.dumps(tl)


def ending(path: str) -> str:
    """Return what a file's name ends in, without the dot."""
    return path.rpartition(".")[2].lower()
