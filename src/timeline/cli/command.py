"""From the words of a command line to what it does, and to an exit code.

Exit codes are those of diff(1): 0 all well, 1 different or with problems, 2 an error.
Bad data is never a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from importlib import import_module
from time import strftime
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from timeline.api.exports import EXPORTERS, FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

FORMATS = ("plain", "simple", "grid", "rounded", "github", "html", "latex", "csv")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["show", "no-such-file.toml"])
    2
    """
    argv = sys.argv[1:] if argv is None else list(argv)
    arguments = _parsed(argv)
    # Only now what the commands do: help, and words that are wrong, need none of it.
    from timeline.errors import TimelineError

    try:
        code = function_of(arguments.verb)(arguments)
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


def function_of(verb: str) -> Callable[[argparse.Namespace], int]:
    """Return what does the work of a command."""
    module, _, name = _VERBS[verb][0].partition(".")
    work = getattr(import_module(f"timeline.cli.{module}"), name or verb)
    return cast("Callable[[argparse.Namespace], int]", work)


def cleaned(error: Exception) -> str:
    """Return what the system or a codec says, safe to print."""
    from timeline.text import clean

    if isinstance(error, OSError) and error.filename:
        return clean(f"{error.filename}: {(error.strerror or '').lower()}")
    return clean(str(error))


def complain(text: str) -> None:
    """Print an error, line by line, on standard error."""
    for line in text.splitlines():
        print(f"timeline: {line}", file=sys.stderr)


class _Version(argparse.Action):
    """Prints the version, which nothing else looks up."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"timeline {version('diplomatic-timeline')}")
        parser.exit()


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of a fixed width: to find the terminal's, argparse imports for 10 ms."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) if columns.isdecimal() else 80)


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    """Read which command it is, then the arguments of that command alone."""
    parser = argparse.ArgumentParser(
        prog="timeline",
        usage="timeline [-h] [-V] COMMAND ...",
        formatter_class=_Help,
        description=_DESCRIPTION
        + "".join(f"\n  {name:8}  {verb[1]}" for name, verb in _VERBS.items()),
        epilog="timeline COMMAND --help explains one of them.",
        allow_abbrev=False,
    )
    hide = argparse.SUPPRESS
    version = "print the version and exit"
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help=version)
    parser.add_argument("verb", metavar="COMMAND", choices=_VERBS, help=hide)
    parser.add_argument("rest", metavar="...", nargs="...", help=hide)
    command = parser.parse_args(argv)
    _, about, usage = _VERBS[command.verb]
    parser = argparse.ArgumentParser(
        prog=f"timeline {command.verb}",
        formatter_class=_Help,
        description=about,
        allow_abbrev=False,
    )
    for word in usage.split():
        _add_argument(parser, word)
    return parser.parse_args(command.rest, command)


def _add_argument(parser: argparse.ArgumentParser, word: str) -> None:
    """Add what one word of a usage stands for: ``--on!`` is required, ``ID*`` many."""
    name = word.rstrip("?*+!")
    how, sign = dict(_ARGUMENTS.get(name, {})), word[len(name) :]
    if not name.startswith("-"):
        how.setdefault("metavar", name)
        parser.add_argument(name.lower(), nargs=sign or None, **how)
        return
    flags = (name, how.pop("alias")) if "alias" in how else (name,)
    if name == "--on":
        either = parser.add_mutually_exclusive_group(required=sign == "!")
        either.add_argument(*flags, **how)
        how = {"dest": "on", "const": strftime("%Y-%m-%d"), "help": "look from today"}
        either.add_argument("--today", action="store_const", **how)
    else:
        parser.add_argument(*flags, required=sign == "!", **how)


_DESCRIPTION = """\
Diplomatic events as typed records: read, query, compare, print.

FILE is .jsonl, .toml, .ics or .csv; - reads standard input.

commands:"""


_ARGUMENTS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "FILE": {"help": "of a timeline; - is standard input"},
        "ID": {"help": "of a record"},
        "QUESTION": {"help": "such as 'kind:call involving:US not status:held'"},
        "KIND": {"help": "such as meeting, call, visit, treaty, source"},
        "CHANGE": {
            "metavar": "FIELD=VALUE",
            "help": "; between members of a list; no VALUE takes the field out",
        },
        "SOURCE": {"help": "a file to take records from"},
        "BASE": {"help": "the file that both others were made from"},
        "NAME": {"help": "of the file in messages, as git has it in %%P"},
        "PICK": {"help": "ours or theirs for all; ID=ours or ID=theirs for a record"},
        "FORMAT": {"choices": FILES, "default": "jsonl", "help": "jsonl or toml"},
        "--on": {"metavar": "DAY", "help": "the day to look from, YYYY-MM-DD"},
        "--horizon": {
            "type": int,
            "default": 90,
            "metavar": "DAYS",
            "help": "how far ahead the section Coming up looks; 90 unless given",
        },
        "--days": {
            "type": int,
            "default": 7,
            "metavar": "N",
            "help": "days since the last one; 7",
        },
        "--format": {"default": "plain", "help": f"one of {', '.join(FORMATS)}"},
        "--width": {"type": int, "metavar": "CELLS", "help": "fit into; 0 never cuts"},
        "--plain": {"action": "store_true", "help": "never cut, for grep and git"},
        "--who": {
            "choices": ("people", "codes"),
            "default": "people",
            "help": "what Who shows: people, or codes of parties",
        },
        "--columns": {"metavar": "A,B", "help": "which, such as id,when,what"},
        "--group": {
            "help": "day, month, year, none, kind, status, party, place, topic"
        },
        "--sort": {"default": "when", "help": "when, id, title, kind or status"},
        "--limit": {"type": int, "metavar": "N", "help": "show the first N only"},
        "--language": {
            "metavar": "LANG",
            "help": "en or fr; dates also in de, es, ...",
        },
        "--tz": {"metavar": "ZONE", "help": "show clock times in this zone"},
        "--ascii": {"action": "store_true", "help": "use ASCII signs only"},
        "--colour": {
            "alias": "--color",
            "choices": ("auto", "always", "never"),
            "default": "auto",
            "help": "colour signs and statuses",
        },
        "--to": {"metavar": "FORMAT", "help": ", ".join(EXPORTERS)},
        "--title": {"help": "of the timeline"},
        "--output": {"alias": "-o", "metavar": "FILE", "help": "write to this file"},
        "--overwrite": {
            "action": "store_true",
            "help": "replace a file that has changed, or has comments",
        },
        "--plan": {"metavar": "FILE", "help": "TOML that says what the columns are"},
        "--select": {"metavar": "CODES", "help": "list these findings only: a,b"},
        "--ignore": {
            "metavar": "CODES",
            "default": "",
            "help": "do not list these findings: a,b",
        },
        "--severity": {
            "choices": ("error", "warning", "note"),
            "default": "note",
            "help": "list what is at least as bad; note unless given",
        },
        "--check": {"action": "store_true", "help": "only list those to change"},
        "--text": {
            "action": "append",
            "metavar": "SOURCE=FILE",
            "help": "look its quotes up in the text of a source",
        },
    }
)
_TABLE = "--format --width --plain --language"
_LOOK = f"--on {_TABLE} --who --columns --group --sort --limit --tz --ascii --colour"

# Where its work is done, what it is for, and how it is used.
_VERBS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "init": (
            "git",
            "begin FILE, and set git up for *.timeline.jsonl and *.timeline.toml",
            "FILE? --title",
        ),
        "add": (
            "edit",
            "add a record: timeline add FILE meeting ID title='Talks' when=2025-03",
            "FILE KIND ID CHANGE*",
        ),
        "set": (
            "edit.set_fields",
            "change fields of a record: timeline set FILE ID status=held",
            "FILE ID CHANGE+",
        ),
        "import": (
            "edit.import_records",
            "add the records of other files, such as a calendar or a list",
            "FILE SOURCE+ --plan --overwrite",
        ),
        "show": (
            "verbs",
            "print a timeline as a table, or the events of some IDs in full",
            f"FILE ID* {_LOOK}",
        ),
        "query": (
            "verbs",
            "print the events that a question asks for: 'kind:call involving:US'",
            f"FILE QUESTION {_LOOK}",
        ),
        "agenda": (
            "verbs",
            "print what is overdue, blocked, coming up and pending on a day",
            f"FILE --on! --horizon {_TABLE} --tz",
        ),
        "treaty": (
            "verbs",
            "print who is bound by treaties, who has yet to act, what is missing",
            f"FILE ID? --on! {_TABLE}",
        ),
        "diff": (
            "verbs",
            "print what differs; exit 1 if anything does",
            f"OLD NEW {_TABLE}",
        ),
        "digest": (
            "verbs",
            "print what changed, is due or entered into force; OLD may be a history",
            "OLD NEW? --on! --days --language",
        ),
        "log": (
            "verbs",
            "print the revisions of a history, or the changes of one record",
            "FILE ID?",
        ),
        "check": (
            "verbs",
            "print errors and oddities of files; exit 1 if any",
            "FILE+ --select --ignore --severity --text --language",
        ),
        "fmt": (
            "verbs",
            "rewrite files in their standard layout",
            "FILE+ --check --overwrite",
        ),
        "export": (
            "verbs",
            "write a timeline, or what a question asks for, in another format",
            "FILE QUESTION? --to --output --overwrite --on --language",
        ),
        "schema": ("verbs", "print the JSON Schema of a file format", "FORMAT?"),
        "merge": (
            "git",
            "merge three versions into OURS; exit 1 on conflicts, marked in the file",
            "BASE OURS THEIRS NAME? --output --overwrite",
        ),
        "resolve": (
            "git",
            "list the conflicts marked in FILE, or decide them: ours, theirs, ID=ours",
            "FILE PICK*",
        ),
        "textconv": (
            "textconv",
            "print one field a line, for git diff; what is no JSON Lines, as it is",
            "FILE",
        ),
    }
)
