"""What each command does; it returns its exit code."""

from __future__ import annotations

import argparse
import json
import sys

import attrs

from timeline.api.exports import export as exported
from timeline.api.timeline import Timeline
from timeline.cli.terminal import (
    FILES,
    STANDARD_INPUT,
    complain,
    dumps,
    ending,
    form_of,
    load,
    parse,
    patience,
    read,
    require_no_comments,
    save,
    show_text,
    table_of,
    try_load,
    width_of,
    with_line_break,
)
from timeline.errors import InvalidError
from timeline.formats import store
from timeline.text import clean, quote


def show(arguments: argparse.Namespace) -> int:
    """Print the table, or events in full."""
    tl = load(arguments.file)
    if not arguments.id:
        show_text(table_of(tl, arguments))
        return 0
    how = {name: getattr(arguments, name) for name in ("language", "tz")}
    width = width_of(arguments, sys.stdout)
    cards = [tl.card(id_, arguments.format, width=width, **how) for id_ in arguments.id]
    show_text("\n\n".join(cards))
    return 0


def query(arguments: argparse.Namespace) -> int:
    """Print the events that match a query."""
    from timeline import query as q

    tl = load(arguments.file)
    show_text(table_of(tl.where(q.parse(arguments.expression, tl)), arguments))
    return 0


def agenda(arguments: argparse.Namespace) -> int:
    """Print what is open on a day."""
    answer = load(arguments.file).agenda(on=arguments.on)
    width = width_of(arguments, sys.stdout)
    show_text(answer.table(arguments.format, width=width, tz=arguments.tz))
    return 0


def treaty(arguments: argparse.Namespace) -> int:
    """Print the status of one treaty, or of all, on a day."""
    tl, on = load(arguments.file), arguments.on
    if arguments.id:
        states = [tl.treaty(arguments.id, on=on)]
    else:
        states = list(tl.treaties(on=on).values())
    if not states:
        raise InvalidError(f"{quote(arguments.file)} has no treaty", "add a Treaty")
    width = width_of(arguments, sys.stdout)
    tables = (state.table(arguments.format, width=width) for state in states)
    show_text("\n\n".join(tables))
    return 0


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if anything does."""
    changes = load(arguments.old).diff(load(arguments.new))
    if changes:
        width = width_of(arguments, sys.stdout)
        show_text(changes.table(arguments.format, width=width))
    return int(bool(changes))


def merge(arguments: argparse.Namespace) -> int:
    """Merge as a git driver does: the result goes over OURS, 1 if there is conflict."""
    base, theirs = load(arguments.base), load(arguments.theirs)
    data = read(arguments.ours)
    ours = parse(arguments.ours, data)
    merged = base.merge(ours, theirs)
    path = arguments.output or arguments.ours
    tl = merged.timeline.with_file(ours.file)  # so that a newer OURS is not lost
    save(tl, path, form_of(path, data), overwrite=arguments.overwrite)
    for conflict in merged.conflicts:
        complain(str(conflict))
    return int(bool(merged.conflicts))


def log(arguments: argparse.Namespace) -> int:
    """Print the revisions, the newest first, or the changes of one record."""
    from timeline.api.history import History
    from timeline.language.format import Words
    from timeline.report.diff_table import diff_summary

    with patience(f"reading {arguments.file}"):
        history = History.load(arguments.file)
    if arguments.id:
        show_text("\n".join(map(str, history.of(arguments.id))))
        return 0
    words = Words()
    for revision in reversed(history.revisions):
        parts = (diff_summary(revision.diff, words), revision.source, revision.note)
        said = words.when(revision.at)
        show_text(clean("  ".join((said, *filter(None, parts)))))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print the errors of files, or if there are none what is odd; 1 if any."""
    worst = 0
    for path in arguments.file:
        tl, problems = try_load(path)
        problems = problems or tl.check()
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
        form, tl = form_of(path, data), parse(path, data)
        if form == "toml" and not arguments.overwrite:
            require_no_comments(data, path)
        if dumps(tl, form).encode() != data:
            changed = 1
            show_text(clean(path))
            if not arguments.check:
                save(tl, path, form, overwrite=arguments.overwrite)
    return changed if arguments.check else 0


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
        data = document if isinstance(document, bytes) else _encoded(document)
        store.save(path, data, overwrite=True)
    elif isinstance(document, bytes):
        sys.stdout.buffer.write(document)
    else:
        show_text(str(document))
    return 0


def _encoded(document: object) -> bytes:
    return with_line_break(str(document)).encode()


def digest(arguments: argparse.Namespace) -> int:
    """Print what a week has brought."""
    from timeline.api.history import History
    from timeline.report.digest import days_before, digest
    from timeline.when.interop import as_day

    old: Timeline
    if arguments.new:
        old, new = load(arguments.old), load(arguments.new)
    else:
        with patience(f"reading {arguments.old}"):
            history = History.load(arguments.old)
        day = as_day(arguments.on)
        new = history.as_of(str(day))
        old = history.as_of(str(days_before(day, arguments.days)))
    show_text(digest(old, new, on=arguments.on, days=arguments.days))
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of a file format."""
    from timeline.formats import schema

    made = schema.toml_schema() if arguments.of == "toml" else schema.jsonl_schema()
    show_text(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
