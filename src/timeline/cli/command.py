"""From the words of a command line to what it does, and to an exit code.

Exit codes are those of diff(1): 0 all well, 1 different or with problems, 2 an error.
Bad data is never a traceback.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["show", "no-such-file.toml"])
    2
    """
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        known = words and words[0] in VERBS
        code = _run(*words) if known else _explain(*words[:1])
        sys.stdout.flush()
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


def _run(command: str, *words: str) -> int:
    """Run a command, which only now loads what it needs; help needs none of it."""
    from timeline.cli.options import parsed

    where, about, usage = VERBS[command]
    arguments = parsed(command, about, usage, words)
    module, _, name = where.partition(".")
    from timeline.errors import TimelineError

    try:
        work = getattr(import_module(f"timeline.cli.{module}"), name or command)
        code: int = work(arguments)
    except TimelineError as error:
        complain(str(error))
        return 2
    return code


def _explain(word: str = "") -> int:
    """Print what there is; 2 if there is no command *word*."""
    if word in {"-h", "--help", "help"}:
        verbs = (f"  {name:8}  {verb[1]}\n" for name, verb in VERBS.items())
        sys.stdout.write(_HELP.format("".join(verbs)))
    elif word in {"-V", "--version"}:
        from importlib.metadata import version

        sys.stdout.write(f"timeline {version('diplomatic-timeline')}\n")
    else:
        from timeline.text import quote, suggest

        problem = f"unknown command {quote(word)}" if word else "no command is given"
        complain(f"{problem}; {suggest(word, VERBS)}")
        return 2
    return 0


def cleaned(error: Exception) -> str:
    """Return what the system or a codec says, safe to print."""
    from timeline.text import clean

    if not isinstance(error, OSError):
        return clean(str(error))
    reason = (error.strerror or str(error)).lower()
    return clean(f"{error.filename}: {reason}" if error.filename else reason)


def complain(text: str) -> None:
    """Print an error, line by line, on standard error."""
    for line in text.splitlines():
        print(f"timeline: {line}", file=sys.stderr)


_HELP = """\
usage: timeline COMMAND ...

Diplomatic events as typed records: read, query, compare, print.

FILE is .jsonl, .toml, .ics or .csv; - reads standard input.

commands:
{}
options:
  -h, --help     show this help; timeline COMMAND --help explains a command
  -V, --version  print the version
"""

_TABLE = "--format --width --plain --language"
_LOOK = f"--on {_TABLE} --who --columns --group --sort --limit --tz --ascii --colour"

# Where its work is done, what it is for, and how it is used.
VERBS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
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
            "print a timeline as a table, or the records of some IDs in full",
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
            f"FILE QUESTION? --on! --horizon {_TABLE} --tz",
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
            f"OLD NEW? --on! --days {_TABLE}",
        ),
        "log": (
            "verbs",
            "print the revisions of a history, or the changes of one record",
            f"FILE ID? {_TABLE}",
        ),
        "check": (
            "verbs",
            "print errors and oddities of files; exit 1 if any",
            "FILE+ --select --ignore --severity --text --format? --language",
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
        "schema": (
            "verbs",
            "print the JSON Schema of a format or an answer",
            "FORMAT?",
        ),
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
            "print one field a line, for git diff; other lines as they are",
            "FILE",
        ),
    }
)
