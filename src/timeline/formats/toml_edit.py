"""Change a document in TOML where it has to change, and leave all else as it was typed.

Each changed record is edited by itself in the part of the text that it is, by a package
that keeps comments. In the end the whole is read again: it must hold what it should,
and no comment may have gone but with its record.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence

from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.formats.parts import joined, parts
from timeline.formats.reader import settings_of
from timeline.formats.toml import Plain, block, package, read, written
from timeline.formats.tomlplaces import comments
from timeline.records.kinds import KINDS, Kinds, Record

_LOSS = (
    "the document cannot be changed without loss",
    "change it by hand, or save it anew",
)
_CITING = ("sources", "quote")  # two ways to write one thing


def rewritten(text: str, new: Collection, kinds: Kinds = KINDS) -> str:
    """Return *text* so changed that it holds *new*.

    Raises:
        InvalidError: it is written in a way that cannot be changed without loss.
        MissingExtraError: the packages that write TOML are not installed.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    loading = read(text, kinds=kinds)
    old = loading.timeline(Collection)
    if loading.has_errors:
        raise InvalidError(*_LOSS)
    pieces = parts(text, "toml")
    sources = tomllib.loads(text).get("sources", [])
    before, after = settings_of(old), settings_of(new)
    if before != after:
        pieces[""] = _edited(pieces[""], before, after, written(after), ())
    for id_ in old.records.keys() - new.records.keys():
        pieces[id_] = ""
    typed = Counter(comments(joined(pieces)))
    for id_, record in new.records.items():
        if record != (was := old.records.get(id_)):
            pieces[id_] = part(pieces.get(id_, ""), was, record, sources)
    text = joined(pieces)
    now = read(text, kinds=kinds).timeline(type(new))
    is_new = now == new and settings_of(now) == after
    if not is_new or typed - Counter(comments(text)):
        raise InvalidError(*_LOSS)
    return text.replace("\n", line_end)


def part(text: str, was: Record | None, now: Record, sources: Sequence[str]) -> str:
    """Return the table of a record, changed to what it is *now*.

    Args:
        text: Its table; empty if there is none.
        was: What stands there.
        now: What is to stand there.
        sources: Those that are named at the top of the document.
    """
    new = block(now, sources)
    if was is None or not text:
        return f"\n{new}"
    ((kind, old_table),) = tomllib.loads(block(was, sources)).items()
    ((new_kind, table),) = tomllib.loads(new).items()
    if kind != new_kind:
        text = re.sub(rf"(?m)^(\s*\[+\s*){kind}\b", rf"\1{new_kind}", text)
    before, after = old_table[was.id], table[now.id]
    return _edited(text, before, after, new, (new_kind, now.id))


def _edited(
    text: str, before: Plain, after: Plain, model: str, path: tuple[str, ...]
) -> str:
    """Return TOML with those fields of a table changed in which two states differ.

    How a value is written is taken from a *model*, which has the same table.
    """
    body = text.rstrip("\n")
    tomlkit = package("tomlkit")
    new = tomlkit.parse(model)
    try:
        table = document = tomlkit.parse(f"{body}\n")
        for step in path:
            table, new = table[step], new[step]
    except (KeyError, ValueError):  # it has no header of its own
        raise InvalidError(*_LOSS) from None
    _change(table, new, before, after)
    return str(tomlkit.dumps(document)).rstrip("\n") + text[len(body) :]


def _change(table: Plain, new: Plain, before: Plain, after: Plain) -> None:
    """Set in a table what differs of two states, as it is written in a *new* one."""
    both = [*after, *before]
    names = [name for name in both if before.get(name) != after.get(name)]
    if not {*_CITING}.isdisjoint(names):
        names += _CITING
    for name in dict.fromkeys(names):
        was, now, typed = (each.get(name) for each in (before, after, table))
        if all(isinstance(each, dict) for each in (was, now, typed)):
            _change(table[name], new[name], before[name], after[name])
        elif name in after:
            table[name] = new[name]
        else:
            table.pop(name, None)
