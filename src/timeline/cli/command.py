"""From the words of a command line to what it does, and to an exit code.

Exit codes are those of diff(1): 0 all well, 1 different or with problems, 2 an error.
Bad data is never a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from timeline.cli import verbs
from timeline.cli.terminal import FILES, cleaned, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["main"]

FORMATS = ("plain", "simple", "grid", "rounded", "github", "html", "latex", "csv")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["show", "no-such-file.toml"])
    2
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser(argv[:1]).parse_args(argv)
    from timeline.errors import TimelineError  # noqa: PLC0415  (after --help)

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except TimelineError as error:
        complain(str(error))
        return 2
    except BrokenPipeError:  # the reader has seen enough: head, less
        with suppress(OSError):  # what is left to write goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, UnicodeError) as error:
        complain(cleaned(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return code


class _Help(argparse.HelpFormatter):
    """Help of a given width: to find one out, argparse imports what takes 10 ms."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) if columns.isdecimal() else 80)


def _parser(first: list[str]) -> argparse.ArgumentParser:
    """Return the parser; of one verb alone where that comes first, for speed."""
    parser = argparse.ArgumentParser(
        prog="timeline",
        formatter_class=_Help,
        description="Diplomatic events as typed records: read, ask, compare, print.",
        epilog="FILE is .jsonl or .toml; - reads standard input.",
        allow_abbrev=False,
    )
    group = parser.add_subparsers(metavar="COMMAND", required=True)
    wanted = {_VERBS[verb] for verb in first if verb in _VERBS} or _VERBS.values()
    for add in dict.fromkeys(wanted):
        add(group)
    return parser


def _verb(
    group: Any,  # noqa: ANN401  (argparse keeps the type to itself)
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_: str,
    *files: str,
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = group.add_parser(
        name,
        help=help_,
        description=help_,
        allow_abbrev=False,
        formatter_class=_Help,
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


def _add_show(group: Any) -> None:  # noqa: ANN401
    verb = _verb(group, "show", verbs.show, "print a timeline as a table", "file")
    verb.add_argument("id", nargs="*", metavar="ID", help="these events in full")
    _looks(verb)


def _add_query(group: Any) -> None:  # noqa: ANN401
    help_ = "print the events that a question fits, such as 'kind:call involving:US'"
    verb = _verb(group, "query", verbs.query, help_, "file", "expression")
    _looks(verb)


def _add_on(group: Any) -> None:  # noqa: ANN401
    """Add the verbs that look from a day."""
    help_ = "print what is pending, blocked, overdue and coming up"
    verb = _verb(group, "agenda", verbs.agenda, help_, "file")
    verb.add_argument("--on", required=True, metavar="DAY")
    _outputs(verb)
    help_ = "print who is bound by treaties, who is outstanding, what is missing"
    verb = _verb(group, "treaty", verbs.treaty, help_, "file")
    verb.add_argument("id", nargs="?", metavar="ID", help="one treaty")
    verb.add_argument("--on", required=True, metavar="DAY")
    _outputs(verb)
    help_ = "print what changed, what is due in 30 days, what is newly in force"
    verb = _verb(group, "digest", verbs.digest, help_, "old")
    verb.add_argument("new", nargs="?", metavar="NEW", help="none if OLD is a history")
    verb.add_argument("--on", required=True, metavar="DAY")
    verb.add_argument("--days", type=int, default=7, help="days since the last one")


def _add_changes(group: Any) -> None:  # noqa: ANN401
    help_ = "print what differs; 0 if nothing does, 1 if something"
    verb = _verb(group, "diff", verbs.diff, help_, "old", "new")
    _outputs(verb)
    help_ = "merge three versions over OURS; 1 if there are conflicts"
    verb = _verb(group, "merge", verbs.merge, help_, "base", "ours", "theirs")
    verb.add_argument("-o", "--output", metavar="FILE", help="write here instead")


def _add_log(group: Any) -> None:  # noqa: ANN401
    verb = _verb(group, "log", verbs.log, "print the revisions of a history", "file")
    verb.add_argument("id", nargs="?", metavar="ID", help="the life of one record")


def _add_files(group: Any) -> None:  # noqa: ANN401
    help_ = "print what is wrong or odd; 1 if anything is"
    verb = _verb(group, "check", verbs.check, help_)
    verb.add_argument("file", nargs="+", metavar="FILE")
    verb = _verb(group, "fmt", verbs.fmt, "write files in their one layout")
    verb.add_argument("file", nargs="+", metavar="FILE")
    verb.add_argument("--check", action="store_true", help="only say which differ")
    verb = _verb(group, "export", verbs.export, "write another format", "file")
    verb.add_argument("--to", help=f"one of {', '.join(verbs.EXPORTS)}")
    verb.add_argument("-o", "--output", metavar="FILE", help="write to this file")
    verb.add_argument("--on", metavar="DAY", help="the day to look from")
    verb.add_argument("--language", default="en", metavar="LANG")


def _add_schema(group: Any) -> None:  # noqa: ANN401
    help_ = "print the JSON Schema of a file"
    verb = _verb(group, "schema", verbs.schema, help_)
    verb.add_argument("of", nargs="?", default="jsonl", choices=FILES)


def _outputs(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--format", default="plain", help=f"one of {', '.join(FORMATS)}")
    verb.add_argument("--width", type=int, metavar="CELLS", help="0 never cuts")
    verb.add_argument("--plain", action="store_true", help="not as wide as a terminal")


_VERBS = {
    "show": _add_show,
    "query": _add_query,
    **dict.fromkeys(("agenda", "treaty", "digest"), _add_on),
    **dict.fromkeys(("diff", "merge"), _add_changes),
    "log": _add_log,
    "schema": _add_schema,
    **dict.fromkeys(("check", "fmt", "export"), _add_files),
}
