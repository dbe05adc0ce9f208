"""Commands that change the records of a file: add, set, postpone and import."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import attrs

from timeline.api.files import save
from timeline.api.history import History
from timeline.api.timeline import Timeline
from timeline.cli.complaints import complain
from timeline.cli.terminal import load, read, show_text, try_load
from timeline.errors import InvalidError, inside
from timeline.formats import csv, lists
from timeline.records.codec import Codec, meant_field
from timeline.records.fields import plan
from timeline.records.kinds import BESIDE_EVENTS, KINDS, Record
from timeline.records.lifecycle import with_article
from timeline.text import check_name, listing, quote

_IN, _OTHER = " " * 20, "text or JSON"
_MEANINGS: Mapping[object, str] = {  # by what a field names, or the type of its values
    "times": "date",
    "parties": "party, or person such as Mark Carney @CA",
    "records": "id of a record",
    "sources": "id of a source",
    str: "text",
    bool: "true or false",
}


def add(arguments: argparse.Namespace) -> None:
    """Add one record."""
    if not Path(arguments.file).exists():
        problem = f"there is no file {quote(arguments.file)}"
        raise InvalidError(problem, "begin it with timeline init FILE")
    new = _record({"kind": arguments.kind, "id": arguments.id}, arguments.change)
    if new.id != arguments.id:
        raise InvalidError(f"{quote(new.id)} is a second id", "give one")
    save(load(arguments.file).add(new), arguments.file)


def list_fields(words: Sequence[str]) -> str:
    """Return the fields of the kinds among *words*, a line each, or else the kinds."""
    classes = _classes()
    lines = []
    for kind in classes.keys() & {*words}:
        lines.append(f"the fields of {with_article(kind)}:")
        for field in plan(classes[kind])[1:]:
            meaning = _MEANINGS.get(field.names) or _MEANINGS.get(field.type, _OTHER)
            text = ", ".join(field.choices) or meaning
            text = f"{text}; ..." if field.container else text
            start = f"  {field.name:17} "
            lines.append(fill(text, 80, initial_indent=start, subsequent_indent=_IN))
    hint = "timeline add FILE KIND --help lists the fields of a kind:"
    return "\n".join(lines) or fill(f"{hint} {listing(classes)}", 80)


def set_fields(arguments: argparse.Namespace) -> None:
    """Change fields of one record; what has no value any more is taken out.

    A new id is changed in all that refer to the record, too.
    """
    tl = load(arguments.file)
    record = tl.records.get(arguments.id) or tl[arguments.id]
    id_ = _record(Codec().write(record), arguments.change).id
    if id_ != record.id:
        tl = tl.rename(record.id, id_)
    new = _record(Codec().write(tl.records[id_]), arguments.change)
    save(tl.replace(new), arguments.file)


def postpone(arguments: argparse.Namespace) -> None:
    """Put an event off, to another day or to none yet."""
    tl = load(arguments.file)
    was = tl[arguments.id]
    new = tl.postpone(arguments.id, arguments.date, arguments.source)
    save(new, arguments.file)
    if was.when_text:
        complain(f"not kept: when_text={quote(was.when_text)}")
    if was.when and was.when not in new[was.id].formerly:
        complain(f"not kept: when={was.when}; a former date waits for nothing")


def record(arguments: argparse.Namespace) -> None:
    """Add a timeline to a history, in which with --overwrite it may lack records."""
    path, source = arguments.history, arguments.source or ""
    head = History.load(path).head if arguments.overwrite else None
    History.append(path, load(arguments.file), arguments.on, source, expected=head)


def _record(data: dict[str, Any], changes: Sequence[str]) -> Record:
    """Return a record with FIELD=VALUE as in the cells of a CSV table."""
    kind, classes = data["kind"], _classes()
    check_name(kind, classes, "unknown kind")
    fields = {field.name: field for field in plan(classes[kind])}
    stated: dict[str, Any] = {}
    for change in changes:
        name, sign, text = change.partition("=")
        if not sign or name not in fields:
            hint = meant_field(name, fields) or f"use {listing(fields)}"
            hint = hint if sign else 'write FIELD="VALUE"'
            raise InvalidError(f"{quote(change)} sets no field of a {kind}", hint)
        with inside(data["id"], name):
            value = csv.value_of(fields[name], text) if text else None
        if isinstance(value, list):  # each time another member
            value = [*(stated.get(name) or []), *value]
        elif name in stated:
            raise InvalidError(f"{quote(change)} sets {name} again", "give it once")
        stated[name] = value
    data = {name: value for name, value in (data | stated).items() if value is not None}
    with inside(data["id"]):
        return Codec().read(data)


def _classes() -> dict[str, type[Record]]:
    """Return the classes of records by the words for their kinds."""
    return {**{cls.kind: cls for cls in KINDS}, **BESIDE_EVENTS}


def import_records(arguments: argparse.Namespace) -> None:
    """Add the records of other files, and say how many are new."""
    path = arguments.file
    tl = load(path) if Path(path).exists() else Timeline()
    states: dict[str, list[Record]] = {"added": [], "replaced": [], "known already": []}
    for source in arguments.source:
        for record in _records(_read(source, arguments.plan), tl.tz):
            known = tl.records.get(record.id)
            if known not in {None, record} and not arguments.overwrite:
                problem = f"{quote(record.id)} is another record in {quote(path)}"
                hint = "rename one of them, or add --overwrite to replace it"
                raise InvalidError(problem, hint, (source,))
            state = "replaced" if known else "added"
            states["known already" if known == record else state].append(record)
    added, replaced, _ = states.values()
    ids = {record.id for record in replaced}
    save(tl.exchange(ids, [*added, *replaced], tz=tl.tz), path)
    show_text(", ".join(f"{len(states[state])} {state}" for state in states))


def _read(path: str, plan_path: str | None) -> Timeline:
    """Return the records of another file; what is not read is reported."""
    if plan_path:
        how = lists.Plan.parse(read(plan_path).decode("utf-8-sig"))
        loading = lists.read(read(path), how, path)
        tl, problems = loading.good_timeline(Timeline), loading.sorted_problems()
    else:
        tl, problems = try_load(path, strict=True)
    for problem in problems:
        complain(str(problem))
    return tl


def _records(tl: Timeline, tz: str | None) -> Iterator[Record]:
    """Yield all records, with the zone of their timeline in one of another zone."""
    yield from tl.parties
    yield from tl.sources
    for event in tl.events:
        has_own = event.tz is not None or tl.tz == tz
        yield event if has_own else attrs.evolve(event, tz=tl.tz)
