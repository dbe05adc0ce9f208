"""The command line: ``timeline show``, ``query``, ``agenda``, ``diff`` and the like.

The only module that looks at a terminal or the environment. Exit codes are those of
diff(1): 0 all well, 1 different or with problems, 2 an error. Bad data is never a
traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.facade import Timeline

__all__ = ["main"]

FORMATS = ("plain", "simple", "grid", "rounded", "github", "html", "latex", "csv")
_NOTHING_READ = "-"  # standard input


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["show", "no-such-file.toml"])
    2
    """
    from timeline.errors import TimelineError  # noqa: PLC0415  (after --help)

    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except TimelineError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:  # the reader has seen enough: head, less
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 0
    except (OSError, UnicodeError) as error:
        _complain(_cleaned(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _cleaned(error: Exception) -> str:
    from timeline.text import clean  # noqa: PLC0415  (only errors need it)

    if isinstance(error, OSError) and error.filename:
        return clean(f"{error.filename}: {(error.strerror or '').lower()}")
    return clean(str(error))


def _complain(text: str) -> None:
    for line in text.splitlines():
        print(f"timeline: {line}", file=sys.stderr)


# -- reading and writing --------------------------------------------------------------


def _load(path: str) -> Timeline:
    """Read a timeline from a file, or from standard input for ``-``."""
    from timeline.facade import Timeline  # noqa: PLC0415  (after --help)

    with _patience(f"reading {path}"):
        if path == _NOTHING_READ:
            return Timeline.loads(sys.stdin.read())
        return Timeline.load(path)


class _patience:  # noqa: N801  (used as a statement)
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


def _print(text: str, path: str | None = None) -> None:
    """Write *text* and a line break, to a file where one is named."""
    text = text if text.endswith("\n") or not text else f"{text}\n"
    if path:
        with open(path, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
        return
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # the same everywhere
    sys.stdout.write(text)


def _width(arguments: argparse.Namespace, out: TextIO) -> int | None:
    """Return the width asked for, or that of the terminal if there is one."""
    if arguments.width is not None:
        return None if arguments.width == 0 else int(arguments.width)
    if arguments.plain or not out.isatty():
        return None
    from shutil import get_terminal_size  # noqa: PLC0415  (only on a terminal)

    return get_terminal_size().columns


def _colour(arguments: argparse.Namespace, out: TextIO) -> bool:
    """Whether to colour: where asked, else on a terminal that allows it."""
    if arguments.colour != "auto":
        return bool(arguments.colour == "always")
    quiet = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return out.isatty() and not arguments.plain and not quiet


def _table(tl: Any, arguments: argparse.Namespace) -> str:  # noqa: ANN401  (a view)
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
        look["colour"] = _colour(arguments, sys.stdout)
    text: str = tl.table(arguments.format, width=_width(arguments, sys.stdout), **look)
    return text


# -- verbs ----------------------------------------------------------------------------


def _show(arguments: argparse.Namespace) -> int:
    tl = _load(arguments.file)
    if arguments.id:
        width = _width(arguments, sys.stdout)
        cards = (
            tl.card(id_, arguments.format, width=width, language=arguments.language)
            for id_ in arguments.id
        )
        _print("\n\n".join(cards))
    else:
        _print(_table(tl, arguments))
    return 0


def _query(arguments: argparse.Namespace) -> int:
    from timeline import query  # noqa: PLC0415  (after --help)

    tl = _load(arguments.file)
    _print(_table(tl.where(query.parse(arguments.expression)), arguments))
    return 0


def _schema(_: argparse.Namespace) -> int:
    from timeline.formats.schema import schema_text  # noqa: PLC0415

    _print(schema_text())
    return 0


# -- the parser -----------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="timeline",
        description="Diplomatic events as typed records: read, ask, compare, print.",
        epilog="FILE is .jsonl or .toml; - reads standard input.",
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in _VERBS:
        add(verbs)
    return parser


def _verb(
    verbs: Any,  # noqa: ANN401  (argparse keeps the type to itself)
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_: str,
    *files: str,
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(
        name, help=help_, description=help_, allow_abbrev=False
    )
    for file in files:
        verb.add_argument(file, metavar=file.upper())
    verb.set_defaults(run=run)
    return verb


def _looks(verb: argparse.ArgumentParser) -> None:
    """Add the options that say how a table looks."""
    add = verb.add_argument
    add("--format", default="plain", help=f"one of {', '.join(FORMATS)}")
    add("--on", metavar="DAY", help="the day to look from, YYYY-MM-DD")
    add("--width", type=int, metavar="CELLS", help="fit to a width; 0 never cuts")
    add("--plain", action="store_true", help="a line an event, for grep and git")
    add("--columns", metavar="A,B", help="which columns, such as id,when,what")
    add("--group", help="day, month, year, none, kind, status, party, place, topic")
    add("--sort", default="when", help="when, id, title, kind or status")
    add("--limit", type=int, metavar="N", help="show the first N only")
    add("--language", default="en", metavar="LANG", help="en, fr, de, ...")
    add("--ascii", action="store_true", help="signs of ASCII")
    add(
        *("--colour", "--color"),
        choices=("auto", "always", "never"),
        default="auto",
        help="colour signs and statuses",
    )


def _add_show(verbs: Any) -> None:  # noqa: ANN401
    verb = _verb(verbs, "show", _show, "print a timeline as a table", "file")
    verb.add_argument("id", nargs="*", metavar="ID", help="these events in full")
    _looks(verb)


def _add_query(verbs: Any) -> None:  # noqa: ANN401
    help_ = "print the events that a question fits"
    verb = _verb(verbs, "query", _query, help_, "file", "expression")
    _looks(verb)


_VERBS = (_add_show, _add_query)
