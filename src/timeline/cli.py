"""The command line: ``timeline show``, ``query``, ``agenda``, ``diff`` and the like.

The only module that looks at a terminal or the environment. Exit codes are those of
diff(1): 0 all well, 1 different or with problems, 2 an error. Bad data is never a
traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.facade import Timeline
    from timeline.ledger import History

__all__ = ["main"]

FORMATS = ("plain", "simple", "grid", "rounded", "github", "html", "latex", "csv")
_STANDARD_INPUT = "-"
_FILES = ("jsonl", "toml")


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
        _complain(str(error))
        return 2
    except BrokenPipeError:  # the reader has seen enough: head, less
        with suppress(OSError):  # what is left to write goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
        if _ending(path) in _FILES:
            return Timeline.load(path)
        text = _read(path).decode()
        return Timeline.loads(text, _form(text))


def _load_history(path: str) -> History:
    from timeline.ledger import History  # noqa: PLC0415  (after --help)

    with _patience(f"reading {path}"):
        return History.load(path)


def _read(path: str) -> bytes:
    """Return what a file of any name holds: git hands over temporary ones."""
    if path == _STANDARD_INPUT:
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()


def _form(text: str) -> str:
    """Tell JSONL from TOML by how a text begins."""
    return "jsonl" if text.lstrip()[:1] in {"{", ""} else "toml"


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


def _agenda(arguments: argparse.Namespace) -> int:
    found = _load(arguments.file).agenda(on=arguments.on)
    _print(found.table(arguments.format, width=_width(arguments, sys.stdout)))
    return 0


def _treaty(arguments: argparse.Namespace) -> int:
    tl = _load(arguments.file)
    if arguments.id:
        _print(tl.treaty(arguments.id, on=arguments.on).table(arguments.format))
        return 0
    states = tl.treaties(on=arguments.on).values()
    _print("\n\n".join(state.table(arguments.format) for state in states))
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    found = _load(arguments.old).diff(_load(arguments.new))
    if found:
        _print(found.table(arguments.format, width=_width(arguments, sys.stdout)))
    return int(bool(found))


def _merge(arguments: argparse.Namespace) -> int:
    """Merge as a git driver does: the result goes over OURS, 1 if there is conflict."""
    from timeline.changes.merge import merge  # noqa: PLC0415

    base, ours, theirs = map(_load, (arguments.base, arguments.ours, arguments.theirs))
    merged = merge(base, ours, theirs)
    path = arguments.output or arguments.ours
    if _ending(path) in _FILES:
        merged.timeline.save(path, overwrite=True)
    else:  # git names the form in none of its temporary files
        form = _form(_read(arguments.ours).decode())
        _print(_dumps(merged.timeline, form), path)
    for conflict in merged.conflicts:
        _complain(str(conflict))
    return int(bool(merged.conflicts))


def _log(arguments: argparse.Namespace) -> int:
    """Print the revisions, the newest first, or what befell one record."""
    history = _load_history(arguments.file)
    if arguments.id:
        _print("\n".join(map(str, history.of(arguments.id))))
        return 0
    from timeline.text import clean  # noqa: PLC0415
    from timeline.words import Words, split_clock  # noqa: PLC0415

    words = Words()
    for revision in reversed(history.revisions):
        day, clock = split_clock(revision.at.text)
        parts = (revision.diff.summary(), revision.source, revision.note)
        said = f"{words.date(day)} {clock}".rstrip()
        _print(clean("  ".join((said, *filter(None, parts)))))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from timeline.facade import Timeline  # noqa: PLC0415

    worst = 0
    for path in arguments.file:
        with _patience(f"reading {path}"):
            _, problems = Timeline.try_load(path)
        for problem in problems:
            shown = str(problem)
            _print(shown if shown.startswith(path) else f"{path}: {shown}")
        worst = max(worst, int(bool(problems)))
    return worst


def _fmt(arguments: argparse.Namespace) -> int:
    """Write files in their one layout; with --check only say which are not."""
    changed = 0
    for path in arguments.file:
        was = _read(path)
        _refuse_comments(path, was)
        tl = _load(path)
        now = _dumps(tl, _ending(path)).encode()
        if now != was:
            changed = 1
            _print(path)
            if not arguments.check:
                tl.save(path, overwrite=True)
    return changed if arguments.check else 0


def _refuse_comments(path: str, data: bytes) -> None:
    """Leave a TOML file alone whose comments the one layout would lose."""
    from timeline.errors import InvalidError  # noqa: PLC0415
    from timeline.formats.tomlplaces import has_comments  # noqa: PLC0415

    if _ending(path) == "toml" and has_comments(data.decode(errors="replace")):
        raise InvalidError(
            f"{path} has comments, which would be lost", "leave it as people typed it"
        )


def _dumps(tl: Timeline, form: str) -> str:
    """Return a timeline as the text of a file."""
    from timeline.formats import jsonl, toml  # noqa: PLC0415

    return toml.dumps(tl) if form == "toml" else jsonl.dumps(tl)


def _ending(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _export(arguments: argparse.Namespace) -> int:
    tl = _load(arguments.file)
    to = arguments.to or _ending(arguments.output or "")
    if to not in _EXPORTS:
        from timeline.errors import InvalidError  # noqa: PLC0415
        from timeline.text import quote, suggest  # noqa: PLC0415

        raise InvalidError(f"cannot export to {quote(to)}", suggest(to, _EXPORTS))
    made = _EXPORTS[to](tl, arguments)
    for loss in getattr(made, "losses", ()):  # said, and yet no error
        _complain(f"not carried: {loss}")
    if isinstance(made, bytes):
        with open(arguments.output or 1, "wb") as file:  # noqa: PTH123
            file.write(made)
    else:
        _print(str(made), arguments.output)
    return 0


_EXPORTS: dict[str, Callable[[Any, argparse.Namespace], Any]] = {
    "html": lambda tl, a: tl.to_html(page=True, on=a.on, language=a.language),
    "svg": lambda tl, a: tl.to_svg(on=a.on, language=a.language),
    "png": lambda tl, a: tl.to_png(on=a.on, language=a.language),
    "md": lambda tl, a: tl.table("github", on=a.on, language=a.language),
    "tex": lambda tl, a: tl.table("latex", on=a.on, language=a.language),
    "csv": lambda tl, _: tl.to_csv(),
    "ics": lambda tl, _: tl.to_ics(),
    "mmd": lambda tl, _: tl.to_mermaid(),
    "jsonl": lambda tl, _: _dumps(tl, "jsonl"),
    "toml": lambda tl, _: _dumps(tl, "toml"),
}


def _digest(arguments: argparse.Namespace) -> int:
    from timeline.render.digest import digest  # noqa: PLC0415

    if arguments.new:
        old, new = _load(arguments.old), _load(arguments.new)
    else:
        from datetime import timedelta  # noqa: PLC0415

        from timeline.render.days import as_day  # noqa: PLC0415

        history, day = _load_history(arguments.old), as_day(arguments.on)
        new = history.as_of(day)
        old = history.as_of(day and day - timedelta(arguments.days))
    _print(digest(old, new, on=arguments.on, days=arguments.days))
    return 0


# -- the parser -----------------------------------------------------------------------


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
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    wanted = {_VERBS[verb] for verb in first if verb in _VERBS} or _VERBS.values()
    for add in dict.fromkeys(wanted):
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


def _add_show(verbs: Any) -> None:  # noqa: ANN401
    verb = _verb(verbs, "show", _show, "print a timeline as a table", "file")
    verb.add_argument("id", nargs="*", metavar="ID", help="these events in full")
    _looks(verb)


def _add_query(verbs: Any) -> None:  # noqa: ANN401
    help_ = "print the events that a question fits, such as 'kind:call involving:US'"
    verb = _verb(verbs, "query", _query, help_, "file", "expression")
    _looks(verb)


def _add_on(verbs: Any) -> None:  # noqa: ANN401
    """Add the verbs that look from a day."""
    help_ = "print what is pending, blocked, overdue and coming up"
    verb = _verb(verbs, "agenda", _agenda, help_, "file")
    verb.add_argument("--on", required=True, metavar="DAY")
    _outputs(verb)
    help_ = "print who is bound by treaties, who is outstanding, what is missing"
    verb = _verb(verbs, "treaty", _treaty, help_, "file")
    verb.add_argument("id", nargs="?", metavar="ID", help="one treaty")
    verb.add_argument("--on", required=True, metavar="DAY")
    _outputs(verb)
    help_ = "print what changed, what is due in 30 days, what is newly in force"
    verb = _verb(verbs, "digest", _digest, help_, "old")
    verb.add_argument("new", nargs="?", metavar="NEW", help="none if OLD is a history")
    verb.add_argument("--on", required=True, metavar="DAY")
    verb.add_argument("--days", type=int, default=7, help="days since the last one")


def _add_changes(verbs: Any) -> None:  # noqa: ANN401
    help_ = "print what differs; 0 if nothing does, 1 if something"
    verb = _verb(verbs, "diff", _diff, help_, "old", "new")
    _outputs(verb)
    help_ = "merge three versions over OURS; 1 if there are conflicts"
    verb = _verb(verbs, "merge", _merge, help_, "base", "ours", "theirs")
    verb.add_argument("-o", "--output", metavar="FILE", help="write here instead")


def _add_log(verbs: Any) -> None:  # noqa: ANN401
    verb = _verb(verbs, "log", _log, "print the revisions of a history", "file")
    verb.add_argument("id", nargs="?", metavar="ID", help="the life of one record")


def _add_files(verbs: Any) -> None:  # noqa: ANN401
    help_ = "print what is wrong or odd; 1 if anything is"
    verb = _verb(verbs, "check", _check, help_)
    verb.add_argument("file", nargs="+", metavar="FILE")
    verb = _verb(verbs, "fmt", _fmt, "write files in their one layout")
    verb.add_argument("file", nargs="+", metavar="FILE")
    verb.add_argument("--check", action="store_true", help="only say which differ")
    verb = _verb(verbs, "export", _export, "write another format", "file")
    verb.add_argument("--to", help=f"one of {', '.join(_EXPORTS)}")
    verb.add_argument("-o", "--output", metavar="FILE", help="write to this file")
    verb.add_argument("--on", metavar="DAY", help="the day to look from")
    verb.add_argument("--language", default="en", metavar="LANG")


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
    **dict.fromkeys(("check", "fmt", "export"), _add_files),
}
