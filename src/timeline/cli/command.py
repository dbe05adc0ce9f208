"""From the words of a command line to what it does, and to an exit code.

Exit codes are those of diff(1): 0 all well, 1 different or with problems, 2 an error.
Bad data is never a traceback.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from timeline.cli.complaints import clean_reason, complain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.errors import Problem


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
        complain(clean_reason(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _run(command: str, *words: str) -> int:
    """Run a command, which only now loads what it needs; help needs none of it."""
    from timeline.cli.options import parsed

    path, usage, about = VERBS[command]
    explained = ""
    if command == "add" and not {"-h", "--help"}.isdisjoint(words):
        from timeline.cli.edit import list_fields

        explained = list_fields(words)
    arguments = parsed(command, usage, about, words, explained)
    module, function = path.split(".")
    from attrs import evolve

    from timeline.cli.terminal import check_look
    from timeline.errors import TimelineError

    try:
        run = getattr(import_module(f"timeline.cli.{module}"), function)
        if "width" in arguments:
            check_look(arguments)
        code: int = run(arguments) or 0
    except TimelineError as error:
        more = ", or add --overwrite" if "overwrite" in arguments else ""
        told = (evolve(each, hint=_remedy(each, more)) for each in error.problems)
        complain(str(TimelineError(told)))
        return 2
    return code


def _remedy(problem: Problem, more: str) -> str:
    """Return what to do in the words of the command line."""
    from timeline.records.participants import DECLARATION

    said = _REMEDIES.get(problem.code, problem.hint)
    said += more if problem.code in _REFUSALS else ""
    return DECLARATION.sub(r'timeline add FILE party \1 name="\2"', said)


def _explain(word: str = "") -> int:
    """Print what there is; 2 if there is no command *word*."""
    if word in {"-h", "help", _OPTIONS[0]}:
        verbs = (f"  {name:8}  {about}\n" for name, (*_, about) in VERBS.items())
        sys.stdout.write(_HELP.format("".join(verbs)))
    elif word in {"-V", _OPTIONS[1]}:
        from importlib.metadata import version

        sys.stdout.write(f"timeline {version('diplomatic-timeline')}\n")
    else:
        from timeline.text import quote, suggest

        problem = f"unknown command {quote(word)}" if word else "no command is given"
        complain(f"{problem}; {suggest(word, [*VERBS, *_OPTIONS])}")
        return 2
    return 0


_REFUSALS = frozenset({"stale-file", "has-comments", "selection"})  # to overwrite
_REMEDIES: Mapping[str, str] = {
    "stale-file": "run it again or name another file",
    "has-comments": "change it by hand",
    "selection": "name another file",
    "merge-markers": "decide with timeline resolve, or edit the file",
}
_OPTIONS = ("--help", "--version")
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

_SAID = "--language --colour"
_LOOK = f"--format --width --plain {_SAID}"
_DRAWN = _LOOK.replace("--format", "--format+")  # that has a picture, too
_TABLE = f"--on {_DRAWN} --who --columns --group --sort --limit --tz --ascii"

# A command, the function that does it and how it is used; below, what it is for.
_COMMANDS = f"""
init git.init FILE? --title
    begin FILE, and set git up for *.timeline.jsonl and *.timeline.toml
add edit.add FILE KIND ID CHANGE*
    add a record: timeline add FILE meeting ID title='Talks' when=2025-03
set edit.set_fields FILE ID CHANGE+
    change fields of a record: timeline set FILE ID status=held
postpone edit.postpone FILE ID DATE? --source
    postpone an event, to DATE if given; its old date is kept
import edit.import_records FILE SOURCE+ --plan --overwrite
    add the records of other files, such as a calendar or a list
show verbs.show FILE ID* {_TABLE}
    print a timeline as a table, or the records of some IDs in full
query verbs.query FILE QUESTION {_TABLE}
    print the events that a question asks for: 'kind:call involving:US'
agenda verbs.agenda FILE QUESTION? --on! --horizon {_LOOK} --tz
    print what is overdue, blocked, coming up and pending on a day
treaty verbs.treaty FILE ID? --on! {_DRAWN}
    print who is bound by treaties, who has yet to act, what is missing
diff verbs.diff OLD NEW {_LOOK}
    print what differs; exit 1 if anything does
digest verbs.digest OLD NEW? --on! --days {_LOOK}
    print what changed, is due or entered into force; OLD may be a history
record edit.record HISTORY FILE --on! --source --overwrite
    add what FILE holds to a history, as what was known from a day on
log verbs.log FILE ID? {_LOOK}
    print the revisions of a history, or the changes of one record
check verbs.check FILE+ --select --ignore --severity --text* --format? {_SAID}
    print errors and oddities of files; exit 1 if any
fmt verbs.fmt FILE+ --check --overwrite
    rewrite files in their standard layout
export verbs.export FILE QUESTION? --to --output --overwrite --on --language --exact
    write a timeline, or what a question asks for, in another format
schema verbs.schema FORMAT?
    print the JSON Schema of a format or an answer
merge git.merge BASE OURS THEIRS NAME? --output --overwrite
    merge three versions into OURS; exit 1 on conflicts, marked in the file
resolve git.resolve FILE PICK*
    list the conflicts marked in FILE, or decide them: ours, theirs, ID=ours
textconv textconv.textconv FILE
    print one field a line, for git diff; other lines as they are
"""


def _verbs() -> Iterator[tuple[str, tuple[str, str, str]]]:
    lines = iter(_COMMANDS.strip().splitlines())
    for line, about in zip(lines, lines, strict=True):
        name, function, usage = line.split(maxsplit=2)
        yield name, (function, usage, about.strip())


# By its name, the function that does a command, how it is used, and what it is for.
VERBS: Mapping[str, tuple[str, str, str]] = dict(_verbs())
