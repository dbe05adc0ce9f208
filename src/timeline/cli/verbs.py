"""What each command does; it returns its exit code, if that is not 0."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

import attrs

from timeline.api.files import dumps, save
from timeline.api.timeline import Timeline
from timeline.cli.complaints import complain
from timeline.cli.options import ANSWERS, DOCUMENTS, PLAIN
from timeline.cli.terminal import (
    STANDARD_INPUT,
    as_json,
    colour_of,
    ending,
    fit,
    form_of,
    joined,
    load,
    load_history,
    parse,
    read,
    rendered,
    show_text,
    table_format,
    try_load,
    with_line_ends,
    write,
)
from timeline.errors import InvalidError, Problem
from timeline.formats.export import FILES
from timeline.formats.export import export as exported
from timeline.text import clean, quote, with_end

_COLOURS = {"error": "31", "warning": "33"}
_OF_ONE_KIND = 5  # findings that are listed, before the rest are a count


def show(arguments: argparse.Namespace) -> None:
    """Print the table, or events in full."""
    tl = load(arguments.file)
    if not arguments.id:
        show_text(rendered(arguments, tl))
    elif arguments.format in {*PLAIN, "svg"}:
        chosen = tl.selection(tuple(map(tl.__getitem__, arguments.id)))
        show_text(rendered(arguments, chosen))
    else:
        how = fit(arguments)
        cards = (tl.card(id_, table_format(arguments), **how) for id_ in arguments.id)
        show_text(joined(arguments, tl.title or arguments.file, cards))


def query(arguments: argparse.Namespace) -> None:
    """Print the events that match a question."""
    show_text(rendered(arguments, load(arguments.file, arguments.question)))


def agenda(arguments: argparse.Namespace) -> None:
    """Print what is open on a day."""
    tl = load(arguments.file, arguments.question)
    show_text(rendered(arguments, tl.agenda(arguments.on, horizon=arguments.horizon)))


def treaty(arguments: argparse.Namespace) -> None:
    """Print the status of one treaty, or of all, on a day."""
    tl, on, id_ = load(arguments.file), arguments.on, arguments.id
    answers = [tl.treaty(id_, on)] if id_ else tl.treaties(on).values()
    if not answers and arguments.format in PLAIN:
        show_text(as_json(arguments.format, []))
    elif not answers:
        raise InvalidError(f"{quote(arguments.file)} has no treaty", "add a treaty")
    elif arguments.format == "svg":
        first, *others = answers
        drawn = "" if others else first.to_svg(language=arguments.language or "en")
        if not drawn:
            problem = "only a treaty with a dated consent has a picture"
            raise InvalidError(problem, "name the ID of one, or take another format")
        show_text(drawn)
    else:
        several = "" if id_ else tl.title or arguments.file
        show_text(rendered(arguments, *answers, many=several))


def diff(arguments: argparse.Namespace) -> int:
    """Print what differs; 1 if anything does."""
    old, new, labels = _two(arguments)
    changes = old.diff(new, labels=labels)
    if changes or arguments.format in {*PLAIN, *DOCUMENTS}:
        show_text(rendered(arguments, changes))
    return int(bool(changes))


def _two(arguments: argparse.Namespace) -> tuple[Timeline, Timeline, tuple[str, str]]:
    """Return the timelines of two files, and what both are called."""
    paths = arguments.old, arguments.new
    old, new = map(load, paths)
    return old, new, (clean(paths[0]), clean(paths[1]))


def log(arguments: argparse.Namespace) -> None:
    """Print the revisions, the newest first, or the changes of one record."""
    from timeline.api.answers import Diff

    history = load_history(arguments.file)
    passages = history.of(arguments.id) if arguments.id else None
    if arguments.format not in PLAIN:
        show_text(rendered(arguments, history if passages is None else passages))
        return
    revisions = history.revisions
    if passages is not None:
        changed = ((each.revision, Diff([each.change])) for each in passages)
        revisions = tuple(attrs.evolve(one, diff=diff) for one, diff in changed)
    data = [each.to_dict() for each in reversed(revisions)]
    show_text(as_json(arguments.format, data))


def _read_text(argument: str) -> tuple[str, str]:
    """Read the text of a source from what is written as SOURCE=FILE."""
    source, sign, path = argument.partition("=")
    if not sign:
        raise InvalidError(f"{quote(argument)} names no file", "write article=a.txt")
    return source, read(path).decode("utf-8-sig", "replace")


def check(arguments: argparse.Namespace) -> int:
    """Print the errors of files, or if there are none what is odd; 1 if any."""
    from timeline.api.answers import Findings
    from timeline.checks import CHECKS, SEVERITIES

    texts = dict(map(_read_text, arguments.text or ()))
    how: Any = {"language": arguments.language or "en", "severity": arguments.severity}
    if arguments.select:
        how["select"] = arguments.select.split(",")
    how["ignore"] = [code for code in arguments.ignore.split(",") if code]
    Timeline().check(**how)  # so that a misspelt code fails before a file is read
    listed = SEVERITIES[: SEVERITIES.index(arguments.severity) + 1]
    found: list[Problem] = []
    for path in arguments.file:
        tl, problems = try_load(path)
        if not any(each.severity == "error" for each in problems):
            codes = {check.code for check in CHECKS}  # what it looks for by itself
            problems = tuple(each for each in problems if each.code not in codes)
            problems += tl.check(texts=texts, **how)
        found += (attrs.evolve(each, source=each.source or path) for each in problems)
    found = [problem for problem in found if problem.severity in listed]
    if arguments.format in PLAIN:
        data = Findings(found).to_dict(how["language"])
        is_one = arguments.format == "json"
        show_text(as_json(arguments.format, data if is_one else data["findings"]))
    else:
        painted = colour_of(arguments, sys.stdout)
        most = len(found) if arguments.select else _OF_ONE_KIND
        _show_findings(found, most, _COLOURS if painted else {})
    return int(bool(found))


def _show_findings(found: list[Problem], most: int, colours: dict[str, str]) -> None:
    """Print a line each; beyond a number of a kind, count the rest."""
    counts: Counter[str] = Counter()
    for problem in found:
        counts[problem.code] += 1
        if counts[problem.code] <= most:
            mark = "" if problem.severity == "error" else f" [{problem.severity}]"
            said, colour = f"{problem}{mark}", colours.get(problem.severity)
            show_text(f"\x1b[{colour}m{said}\x1b[0m" if colour else said)
    for code, count in counts.items():
        if count > most:
            show_text(f"{code}: {count - most} more; --select {code} lists all")


def fmt(arguments: argparse.Namespace) -> int:
    """Rewrite files in their standard layout; with --check only list them."""
    from timeline.formats.tomlplaces import comments

    changed = 0
    for path in arguments.file:
        if path == STANDARD_INPUT:
            raise InvalidError("fmt writes files, and - is not one", "name a file")
        data = read(path)
        form, (tl, _) = form_of(path, data), parse(path, data)
        new = with_line_ends(dumps(tl, form), data)
        has_comments = form == "toml" and any(comments(data.decode()))
        if has_comments and not arguments.overwrite:
            problem = "has comments, which the standard layout would drop"
            raise InvalidError(f"{quote(path)} {problem}", code="has-comments")
        if new != data:
            changed = 1
            show_text(clean(path))
            if not arguments.check:
                write(path, new, data)
    return changed if arguments.check else 0


def export(arguments: argparse.Namespace) -> None:
    """Write another format, and say what it cannot carry."""
    path = arguments.output
    to = arguments.to or ending(path or "")
    if not to:
        raise InvalidError("no format is given", "add --to FORMAT, or --output FILE")
    asked = vars(arguments)
    options = {name: asked[name] or None for name in ("on", "language", "exact")}
    if path and to != ending(path) in FILES:
        problem = f"{quote(path)} is named like a timeline, and would hold {to}"
        raise InvalidError(problem, f"name it .{to}")
    exported(Timeline(), to, **options)  # so that a wrong option fails at once
    tl = load(arguments.file, arguments.question)
    document = exported(tl, to, **options)
    for loss in getattr(document, "losses", ()):  # said, and yet no error
        complain(f"not carried: {loss}")
    text = "" if isinstance(document, bytes) else str(document)
    data = document if isinstance(document, bytes) else with_end(text).encode()
    if path and to in FILES:
        save(tl, path, overwrite=arguments.overwrite, fmt=to)
    elif path:
        write(path, data, None, overwrite=True)
    elif text:
        show_text(text)
    else:
        sys.stdout.buffer.write(data)


def digest(arguments: argparse.Namespace) -> None:
    """Print what a week has brought."""
    from timeline.api.answers import days_before
    from timeline.compare.diff import known_on

    day, days = arguments.on, arguments.days
    if arguments.new:
        old, new, names = _two(arguments)
        made = new.digest(old, day, days=days, labels=names)
    else:
        history, before = load_history(arguments.old), str(days_before(day, days))
        new, old = history.as_of(day), history.as_of(before)
        made = new.digest(old, day, days=days, labels=known_on(before, day))
    show_text(rendered(arguments, made))


def schema(arguments: argparse.Namespace) -> None:
    """Print the JSON Schema of a file format, or of an answer."""
    from timeline.api import answers
    from timeline.formats import schema

    if arguments.format in ANSWERS:
        made = getattr(answers, ANSWERS[arguments.format]).schema()
    else:
        made = getattr(schema, f"{arguments.format}_schema")()
    show_text(as_json("json", made))
