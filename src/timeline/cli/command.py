"""From the words of a command line to what it does, and to an exit code.

Exit codes are those of diff(1): 0 all well, 1 different or with problems, 2 an error.
Bad data is never a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from timeline.api.exports import EXPORTERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["main"]

FILES = ("jsonl", "toml")
FORMATS = ("plain", "simple", "grid", "rounded", "github", "html", "latex", "csv")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["show", "no-such-file.toml"])
    2
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    arguments = _parsed(argv)
    # Only now what the commands do: help, and words that are wrong, need none of it.
    from timeline.cli import verbs
    from timeline.cli.terminal import cleaned, complain
    from timeline.errors import TimelineError

    try:
        code: int = getattr(verbs, arguments.verb)(arguments)
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


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of a fixed width: to find the terminal's, argparse imports for 10 ms."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) if columns.isdecimal() else 80)


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    """Read which command it is, then the arguments of that command alone."""
    parser = argparse.ArgumentParser(
        prog="timeline",
        usage="timeline [-h] COMMAND ...",
        formatter_class=_Help,
        description=_DESCRIPTION
        + "".join(f"\n  {name:8}  {verb[0]}" for name, verb in _VERBS.items()),
        epilog="timeline COMMAND --help explains one of them.",
        allow_abbrev=False,
    )
    hide = argparse.SUPPRESS
    parser.add_argument("verb", metavar="COMMAND", choices=_VERBS, help=hide)
    parser.add_argument("rest", metavar="...", nargs="...", help=hide)
    asked = parser.parse_args(argv)
    help_, *arguments = _VERBS[asked.verb]
    parser = argparse.ArgumentParser(
        prog=f"timeline {asked.verb}",
        formatter_class=_Help,
        description=help_,
        allow_abbrev=False,
    )
    for flags, how in arguments:
        parser.add_argument(*flags, **how)
    return parser.parse_args(asked.rest, asked)


_DESCRIPTION = """\
Diplomatic events as typed records: read, query, compare, print.

FILE is .jsonl, .toml, .ics or .csv; - reads standard input.

commands:"""


class _Argument(NamedTuple):
    """What argparse has to know of one argument."""

    flags: tuple[str, ...]
    how: Mapping[str, Any]


def _argument(*flags: str, **how: object) -> _Argument:
    return _Argument(flags, how)


_FILE = _argument("file", metavar="FILE")
_FILES = _argument("file", metavar="FILE", nargs="+")
_ON = _argument("--on", metavar="DAY", help="the day to look from, YYYY-MM-DD")
_DAY = _argument("--on", metavar="DAY", required=True)
_LANGUAGE = {"metavar": "LANG", "help": "en, fr, de, ..."}
_OUTPUT = _argument("-o", "--output", metavar="FILE", help="write to this file")
_OVERWRITE = _argument(
    "--overwrite",
    action="store_true",
    help="replace a file that has changed, or has comments",
)
_TABLE = (
    _argument("--format", default="plain", help=f"one of {', '.join(FORMATS)}"),
    _argument("--width", type=int, metavar="CELLS", help="fit into; 0 never cuts"),
    _argument("--plain", action="store_true", help="never cut, for grep and git"),
)
_TZ = _argument("--tz", metavar="ZONE", help="show clock times in this zone")
_GROUPS = "day, month, year, none, kind, status, party, place, topic"
_COLOUR = {"choices": ("auto", "always", "never"), "default": "auto"}
_LOOKS = (
    _ON,
    *_TABLE,
    _argument("--columns", metavar="A,B", help="which, such as id,when,what"),
    _argument("--group", help=_GROUPS),
    _argument("--sort", default="when", help="when, id, title, kind or status"),
    _argument("--limit", type=int, metavar="N", help="show the first N only"),
    _argument("--language", default="en", **_LANGUAGE),
    _TZ,
    _argument("--ascii", action="store_true", help="use ASCII signs only"),
    _argument("--colour", "--color", help="colour signs and statuses", **_COLOUR),
)

# What each is for, and its arguments; `verbs` has the functions of these names.
_VERBS: Mapping[str, tuple[str, *tuple[_Argument, ...]]] = MappingProxyType(
    {
        "show": (
            "print a timeline as a table, or events in full",
            _FILE,
            _argument("id", nargs="*", metavar="ID", help="these events in full"),
            *_LOOKS,
        ),
        "query": (
            "print the events that match a query: 'kind:call involving:US'",
            _FILE,
            _argument("expression", metavar="QUERY"),
            *_LOOKS,
        ),
        "agenda": (
            "print what is overdue, blocked, coming up and pending on a day",
            *(_FILE, _DAY, _TZ, *_TABLE),
        ),
        "treaty": (
            "print who is bound by treaties, who has yet to act, what is missing",
            _FILE,
            _argument("id", nargs="?", metavar="ID", help="one treaty"),
            *(_DAY, *_TABLE),
        ),
        "digest": (
            "print what changed, what is due in 30 days, what entered into force",
            _argument("old", metavar="OLD"),
            _argument("new", nargs="?", metavar="NEW", help="none if OLD is a history"),
            _DAY,
            _argument("--days", type=int, default=7, help="days since the last one"),
        ),
        "diff": (
            "print what differs; exit 1 if anything does",
            _argument("old", metavar="OLD"),
            _argument("new", metavar="NEW"),
            *_TABLE,
        ),
        "merge": (
            "merge three versions into OURS; exit 1 on conflicts",
            _argument("base", metavar="BASE"),
            _argument("ours", metavar="OURS"),
            _argument("theirs", metavar="THEIRS"),
            *(_OUTPUT, _OVERWRITE),
        ),
        "log": (
            "print the revisions of a history, or the changes of one record",
            _FILE,
            _argument("id", nargs="?", metavar="ID", help="one record"),
        ),
        "check": ("print errors and oddities of files; exit 1 if any", _FILES),
        "fmt": (
            "rewrite files in their standard layout",
            _FILES,
            _argument("--check", action="store_true", help="only list those to change"),
            _OVERWRITE,
        ),
        "export": (
            "write a timeline in another format",
            _FILE,
            _argument("--to", metavar="FORMAT", help=", ".join(EXPORTERS)),
            *(_OUTPUT, _OVERWRITE, _ON),
            _argument("--language", **_LANGUAGE),
        ),
        "schema": (
            "print the JSON Schema of a file format",
            _argument("of", nargs="?", default="jsonl", choices=FILES),
        ),
    }
)
