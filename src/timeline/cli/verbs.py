"""What each command does; it returns its exit code."""

from __future__ import annotations

import argparse
import json
import sys

import attrs

from timeline.api.exports import FILES
from timeline.api.exports import export as exported
from timeline.api.files import dumps
from timeline.cli.command import complain
from timeline.cli.terminal import (
    STANDARD_INPUT,
    ending,
    fit,
    form_of,
    load,
    load_history,
    parse,
    read,
    save,
    show_tables,
    show_text,
    table_of,
    try_load,
    with_line_break,
    write,
)
from timeline.errors import InvalidError
from timeline.formats.tomlplaces import comments
from timeline.text import clean, quote


def show(arguments: argparse.Namespace) -> int:
    """Print the table, or events in full."""
    tl = load(arguments.file)
    if arguments.id:
        how = fit(arguments)
        cards = (tl.card(id_, arguments.format, **how) for id_ in arguments.id)
        show_text("\n\n".join(cards))
    else:
        show_text(table_of(tl, arguments))
    return 0


def query(arguments: argparse.Namespace) -> int:
    """Print the events that match a query."""
    from timeline import query as q

    tl = load(arguments.file)
    show_text(table_of(tl.where(q.parse(arguments.query, tl)), arguments))
    return 0


def agenda(arguments: argparse.Namespace) -> int:
    """Print what is open on a day."""
    tl = load(arguments.file)
    show_tables(arguments, tl.agenda(arguments.on, horizon=arguments.horizon))
    return 0


def treaty(arguments: argparse.Namespace) -> int:
    """Print the status of one treaty, or of all, on a day."""
    tl, on = load(arguments.file), arguments.on
    if arguments.id:
        show_tables(arguments, tl.treaty(arguments.id, on))
    elif states := tl.treaties(on).values():
        show_tables(arguments, *states)
    else:
        raise InvalidError(f"{quote(arguments.file)} has no treaty", "add a Treaty")
    return 0


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if anything does."""
    changes = load(arguments.old).diff(load(arguments.new))
    if changes:
        show_tables(arguments, changes)
    return int(bool(changes))


def log(arguments: argparse.Namespace) -> int:
    """Print the revisions, the newest first, or the changes of one record."""
    from timeline.language.format import Words
    from timeline.report.diff_table import diff_summary

    history = load_history(arguments.file)
    if arguments.id:
        show_text("\n".join(map(str, history.of(arguments.id))))
        return 0
    words = Words()
    for revision in reversed(history.revisions):
        day, summary = words.when(revision.at), diff_summary(revision.diff, words)
        parts = (day, summary, revision.source, revision.note)
        show_text(clean("  ".join(filter(None, parts))))
    return 0


def _read_text(argument: str) -> tuple[str, str]:
    """Read the text of a source from what is written as SOURCE=FILE."""
    source, sign, path = argument.partition("=")
    if not sign:
        raise InvalidError(f"{quote(argument)} names no file", "write article=a.txt")
    return source, read(path).decode("utf-8-sig", "replace")


def check(arguments: argparse.Namespace) -> int:
    """Print the errors of files, or if there are none what is odd; 1 if any."""
    worst = 0
    texts = dict(map(_read_text, arguments.text or ()))
    for path in arguments.file:
        tl, problems = try_load(path)
        problems = problems or tl.check(texts=texts)
        for problem in problems:
            show_text(str(attrs.evolve(problem, source=problem.source or path)))
        worst = max(worst, int(bool(problems)))
    return worst


def fmt(arguments: argparse.Namespace) -> int:
    """Rewrite files in their standard layout; with --check only list them."""
    changed = 0
    for path in arguments.file:
        if path == STANDARD_INPUT:
            raise InvalidError("fmt writes files, and - is not one", "name a file")
        data = read(path)
        form, (tl, _) = form_of(path, data), parse(path, data)
        if form == "toml" and not arguments.overwrite:
            _require_no_comments(data, path)
        new = dumps(tl, form).encode()
        if new != data:
            changed = 1
            show_text(clean(path))
            if not arguments.check:
                write(path, new, data)
    return changed if arguments.check else 0


def _require_no_comments(data: bytes, path: str) -> None:
    if any(comments(data.decode("utf-8", "replace"))):
        problem = f"{quote(path)} has comments, which the standard layout would drop"
        hint = "leave it as it was typed, or add --overwrite"
        raise InvalidError(problem, hint, code="has-comments")


def export(arguments: argparse.Namespace) -> int:
    """Write another format, and say what it cannot carry."""
    tl, path = load(arguments.file), arguments.output
    to = arguments.to or ending(path or "")
    if path and to != ending(path) in FILES:
        problem = f"{quote(path)} is named like a timeline, and would hold {to}"
        raise InvalidError(problem, f"name it .{to}")
    document = exported(tl, to, on=arguments.on, language=arguments.language)
    for loss in getattr(document, "losses", ()):  # said, and yet no error
        complain(f"not carried: {loss}")
    if path and to in FILES:
        save(tl, path, to, overwrite=arguments.overwrite)
    elif path:
        text = document if isinstance(document, bytes) else str(document)
        data = with_line_break(text).encode() if isinstance(text, str) else text
        write(path, data, None, overwrite=True)
    elif isinstance(document, bytes):
        sys.stdout.buffer.write(document)
    else:
        show_text(str(document))
    return 0


def digest(arguments: argparse.Namespace) -> int:
    """Print what a week has brought."""
    from timeline.report.digest import days_before, digest
    from timeline.when.interop import as_day

    day, days = as_day(arguments.on), arguments.days
    if arguments.new:
        old, new = load(arguments.old), load(arguments.new)
    else:
        history = load_history(arguments.old)
        new = history.as_of(str(day))
        old = history.as_of(str(days_before(day, days)))
    show_text(digest(old, new, on=day, days=days, language=arguments.language or "en"))
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of a file format."""
    from timeline.formats import schema

    made = schema.toml_schema() if arguments.format == "toml" else schema.jsonl_schema()
    show_text(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
