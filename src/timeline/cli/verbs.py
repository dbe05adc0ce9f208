"""What each command does; it returns its exit code."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from timeline.cli.terminal import (
    FILES,
    STANDARD_INPUT,
    complain,
    dumps,
    ending,
    form_of,
    load,
    load_history,
    parse,
    patience,
    read,
    require_no_comments,
    save,
    show_text,
    table_of,
    width_of,
    with_line_break,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.errors import Problem


def show(arguments: argparse.Namespace) -> int:
    """Print the table, or events in full."""
    tl = load(arguments.file)
    if arguments.id:
        width = width_of(arguments, sys.stdout)
        cards = (
            tl.card(id_, arguments.format, width=width, language=arguments.language)
            for id_ in arguments.id
        )
        show_text("\n\n".join(cards))
    else:
        show_text(table_of(tl, arguments))
    return 0


def query(arguments: argparse.Namespace) -> int:
    """Print the events that a question fits."""
    from timeline import query  # noqa: PLC0415  (after --help)

    tl = load(arguments.file)
    show_text(table_of(tl.where(query.parse(arguments.expression)), arguments))
    return 0


def agenda(arguments: argparse.Namespace) -> int:
    """Print what is open on a day."""
    found = load(arguments.file).agenda(on=arguments.on)
    show_text(found.table(arguments.format, width=width_of(arguments, sys.stdout)))
    return 0


def treaty(arguments: argparse.Namespace) -> int:
    """Print how treaties stand on a day."""
    tl, on = load(arguments.file), arguments.on
    if arguments.id:
        states = [tl.treaty(arguments.id, on=on)]
    else:
        states = list(tl.treaties(on=on).values())
    width = width_of(arguments, sys.stdout)
    tables = (state.table(arguments.format, width=width) for state in states)
    show_text("\n\n".join(tables))
    return 0


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if anything does."""
    found = load(arguments.old).diff(load(arguments.new))
    if found:
        show_text(found.table(arguments.format, width=width_of(arguments, sys.stdout)))
    return int(bool(found))


def merge(arguments: argparse.Namespace) -> int:
    """Merge as a git driver does: the result goes over OURS, 1 if there is conflict."""
    from timeline.compare.merge import merge  # noqa: PLC0415  (when needed)

    base, ours, theirs = map(load, (arguments.base, arguments.ours, arguments.theirs))
    merged = merge(base, ours, theirs)
    path = arguments.output or arguments.ours
    form = form_of(path, read(arguments.ours))
    tl = merged.timeline.with_file(ours.file)  # so that a newer OURS is not lost
    save(tl, path, form, overwrite=arguments.overwrite)
    for conflict in merged.conflicts:
        complain(str(conflict))
    return int(bool(merged.conflicts))


def log(arguments: argparse.Namespace) -> int:
    """Print the revisions, the newest first, or what befell one record."""
    history = load_history(arguments.file)
    if arguments.id:
        show_text("\n".join(map(str, history.of(arguments.id))))
        return 0
    from timeline.language.format import Words  # noqa: PLC0415  (when needed)
    from timeline.report.diff_table import diff_summary  # noqa: PLC0415  (when needed)
    from timeline.text import clean  # noqa: PLC0415  (when needed)

    words = Words()
    for revision in reversed(history.revisions):
        parts = (diff_summary(revision.diff, words), revision.source, revision.note)
        said = words.when(revision.at)
        show_text(clean("  ".join((said, *filter(None, parts)))))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print what is wrong with files, or odd in them; 1 if anything is."""
    import attrs  # noqa: PLC0415  (after --help)

    worst = 0
    for path in arguments.file:
        found = _findings(path)
        for problem in found:
            source = problem.source or path
            show_text(str(attrs.evolve(problem, source=source)))
        worst = max(worst, int(bool(found)))
    return worst


def _findings(path: str) -> Sequence[Problem]:
    """Return what is wrong with a file; if nothing is, what is odd in it."""
    from timeline.api.timeline import Timeline  # noqa: PLC0415  (when needed)
    from timeline.errors import LoadError  # noqa: PLC0415  (after --help)

    if path == STANDARD_INPUT:
        try:
            return load(path).check()
        except LoadError as error:
            return error.problems
    with patience(f"reading {path}"):
        tl, problems = Timeline.try_load(path)
    return problems or tl.check()


def fmt(arguments: argparse.Namespace) -> int:
    """Write files in their one layout; with --check only say which are not."""
    from timeline.text import clean  # noqa: PLC0415  (when needed)

    changed = 0
    for path in arguments.file:
        _refuse_input(path)
        was = read(path)
        form, tl = form_of(path, was), parse(path, was)
        if form == "toml" and not arguments.overwrite:
            require_no_comments(was, path)
        if dumps(tl, form).encode() != was:
            changed = 1
            show_text(clean(path))
            if not arguments.check:
                save(tl, path, form, overwrite=arguments.overwrite)
    return changed if arguments.check else 0


def _refuse_input(path: str) -> None:
    """Standard input is no file that could be written."""
    from timeline.errors import InvalidError  # noqa: PLC0415  (when needed)

    if path == STANDARD_INPUT:
        raise InvalidError("fmt writes files, and - is none", "name a file")


def export(arguments: argparse.Namespace) -> int:
    """Write another format, and say what it cannot carry."""
    tl, path = load(arguments.file), arguments.output
    to = arguments.to or ending(path or "")
    _check_export(to, path)
    if path and to in FILES:
        save(tl, path, to, overwrite=arguments.overwrite)
        return 0
    made = EXPORTS[to](tl, arguments)
    for loss in getattr(made, "losses", ()):  # said, and yet no error
        complain(f"not carried: {loss}")
    if path:
        from timeline.formats import store  # noqa: PLC0415  (when needed)

        text = made if isinstance(made, bytes) else with_line_break(str(made)).encode()
        store.save(path, text, overwrite=True)
    elif isinstance(made, bytes):
        sys.stdout.buffer.write(made)
    else:
        show_text(str(made))
    return 0


def _check_export(to: str, path: str | None) -> None:
    """Refuse a format that there is not, and another one's name for a timeline."""
    from timeline.errors import InvalidError  # noqa: PLC0415  (when needed)
    from timeline.text import quote, suggest  # noqa: PLC0415  (when needed)

    if to not in EXPORTS:
        raise InvalidError(f"cannot export to {quote(to)}", suggest(to, EXPORTS))
    if path and to != ending(path) in FILES:
        raise InvalidError(
            f"{quote(path)} is named like a timeline, and would hold {to}",
            f"name it .{to}",
        )


EXPORTS: dict[str, Callable[[Any, argparse.Namespace], Any]] = {
    "html": lambda tl, a: tl.to_html(page=True, on=a.on, language=a.language),
    "svg": lambda tl, a: tl.to_svg(on=a.on, language=a.language),
    "png": lambda tl, a: tl.to_png(on=a.on, language=a.language),
    "md": lambda tl, a: tl.table("github", on=a.on, language=a.language),
    "tex": lambda tl, a: tl.table("latex", on=a.on, language=a.language),
    "csv": lambda tl, _: tl.to_csv(),
    "ics": lambda tl, _: tl.to_ics(),
    "mmd": lambda tl, _: tl.to_mermaid(),
    "jsonl": lambda tl, _: dumps(tl, "jsonl"),
    "toml": lambda tl, _: dumps(tl, "toml"),
}


def digest(arguments: argparse.Namespace) -> int:
    """Print what a week has brought."""
    from timeline.report.digest import digest  # noqa: PLC0415  (when needed)

    if arguments.new:
        old, new = load(arguments.old), load(arguments.new)
    else:
        from timeline.report.digest import days_before  # noqa: PLC0415  (when needed)
        from timeline.when.interop import as_day  # noqa: PLC0415  (when needed)

        history, day = load_history(arguments.old), as_day(arguments.on)
        new = history.as_of(str(day))
        old = history.as_of(str(days_before(day, arguments.days)))
    show_text(digest(old, new, on=arguments.on, days=arguments.days))
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file."""
    import json  # noqa: PLC0415  (when needed)

    from timeline.formats.schema import jsonl_schema, toml_schema  # noqa: PLC0415  (when needed)

    found = toml_schema() if arguments.of == "toml" else jsonl_schema()
    show_text(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
