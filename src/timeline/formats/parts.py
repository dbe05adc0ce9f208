"""A file cut into the parts that are its records, so that a part can be exchanged.

Parts are texts by their ids; put side by side they are the file. What belongs to no
record has a key that is no id: ``""`` is the head of the file.

So a document in TOML is changed where it has to change, and all else is left as it was
typed: each changed record is edited by itself, by a package that keeps comments. In the
end the whole is read again: it must hold what it should, and no comment may have gone
but with its record.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.formats.reader import marker_of, settings_of
from timeline.formats.toml import Plain, block, package, read, written
from timeline.formats.tomlplaces import comments, expressions
from timeline.records.kinds import KINDS, Kinds, Record
from timeline.text import with_end

Parts = dict[str, str]

# By the sign of a merge marker: of what the lines below it are, and what ends them.
_MARKERS: Mapping[bytes, tuple[list[str], bytes]] = {
    b"<": (["ours"], b"|="),
    b"|": (["base"], b"="),
    b"=": (["theirs"], b">"),
    b">": (["ours", "theirs"], b"<"),
}
_LOSS = (
    "the document cannot be changed without loss",
    "change it by hand, or save it anew",
)
_CITING = ("sources", "quote")  # two ways to write one thing
_COMMENT = re.compile(r"[ \t]*#")


def cut(text: str, fmt: str) -> Parts:
    r"""Return the parts of a file; its lines end in ``\n``, the last one too.

    A file that is neither JSONL nor TOML is one part, and stays as it is.

    >>> cut("timeline = 2\n# b\n[meeting.b]\ntitle = 'B'", "toml")
    {'': 'timeline = 2\n', 'b': "# b\n[meeting.b]\ntitle = 'B'\n"}
    """
    if fmt not in {"jsonl", "toml"}:
        return {"": text}
    pieces: Parts = {"": ""}
    text = with_end(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    for key, piece in (_tables if fmt == "toml" else _lines)(text):
        pieces[key] = pieces.get(key, "") + piece
    return pieces


def joined(pieces: Mapping[str, str]) -> str:
    """Return the file that these parts are."""
    return "".join(pieces.values())


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(re.findall(r"[^\n]*\n", text)):
        key = line if number else ""
        with suppress(ValueError, RecursionError, AttributeError):
            id_ = json.loads(line).get("id")
            key = id_ if isinstance(id_, str) else key
        yield key, line


def _tables(text: str) -> Iterator[tuple[str, str]]:
    """Yield each table; comments right above its header belong to it."""
    key, above = "", ""
    for expression in expressions(text):
        if header := expression.header:
            is_record = len(header) > 1 and header[0] != "people"
            key = str(header[1]) if is_record else f"[{header[0]}]"
        elif _COMMENT.match(expression.text):
            above += expression.text
            continue
        yield key, above + expression.text
        above = ""
    yield key, above


def marked(ours: str, theirs: str) -> str:
    r"""Return two versions of a part between merge markers, longer than any in them.

    >>> marked("News\n=======\n", "").splitlines()
    ['<<<<<<<< ours', 'News', '=======', '========', '>>>>>>>> theirs']
    """
    size, ours, theirs = 7, with_end(ours), with_end(theirs)
    while re.search(rf"^([<|=>])\1{{{size - 1}}}", ours + theirs, re.MULTILINE):
        size += 1
    first, between, last = (sign * size for sign in "<=>")
    return f"{first} ours\n{ours}{between}\n{theirs}{last} theirs\n"


def sides(data: bytes) -> tuple[bytes, bytes]:
    r"""Return both versions of a file that has merge markers.

    >>> sides(marked("a", "b").encode())
    (b'a\n', b'b\n')

    Raises:
        InvalidError: a conflict does not end, or its markers are not in order.
    """
    versions: dict[str, list[bytes]] = {"ours": [], "base": [], "theirs": []}
    last, line_of_last = b">", 0
    size = 0  # of the markers of a conflict: they are as long as its first
    for number, line in enumerate(io.BytesIO(data), 1):
        mark = marker_of(line)
        sign = mark[:1] if last == b">" or len(mark) == size else b""
        if sign and sign in _MARKERS[last][1]:
            last, line_of_last, size = sign, number, len(mark)
        elif sign in {b"<", b">"}:
            raise _unpaired(number)
        else:  # a heading that is underlined, too
            for version in _MARKERS[last][0]:
                versions[version].append(line)
    if last != b">":
        raise _unpaired(line_of_last)
    return b"".join(versions["ours"]), b"".join(versions["theirs"])


def _unpaired(line: int) -> InvalidError:
    problem = f"the merge marker on line {line} lacks another"
    hint = "edit the file there, and remove the markers"
    return InvalidError(problem, hint, code="merge-markers")


def merged_parts(base: Parts, ours: Parts, theirs: Parts) -> Parts:
    """Return our parts with what they changed in lines that we left as they were.

    Blank lines below a part do not belong to it: they come and go with what follows.
    """
    pieces = dict(ours)
    for key in dict.fromkeys([*base, *theirs]):
        texts = (side.get(key, "").rstrip("\n") for side in (base, ours, theirs))
        old, our, their = texts
        if not old and not our:
            pieces[key] = f"\n{their}\n"
        elif old == our or (our and their):
            text = their if old == our else _woven(old, our, their)
            pieces[key] = text + ours[key][len(our) :]
    return pieces


def _woven(base: str, ours: str, theirs: str) -> str:
    """Return our table with their changes of lines that we left; ours if it is none."""
    old, lines, their = (text.split("\n") for text in (base, ours, theirs))
    # By number, where lines are that we left; both ends of the table are such.
    kept = {-1: -1, len(old): len(lines)}
    for start, at, size in SequenceMatcher(None, old, lines).get_matching_blocks():
        kept |= {start + n: at + n for n in range(size)}
    changes = SequenceMatcher(None, old, their).get_opcodes()
    for tag, first, last, start, end in reversed(changes):
        place = kept.get(first, kept.get(first - 1, len(lines)) + 1)
        left = [kept.get(number) for number in range(first, last)]
        if tag != "equal" and left == [*range(place, place + last - first)]:
            lines[place : place + last - first] = their[start:end]
    text = "\n".join(lines)
    with suppress(tomllib.TOMLDecodeError):
        tomllib.loads(text)
        return text
    return ours


def rewritten(text: str, new: Collection, kinds: Kinds = KINDS) -> str:
    """Return *text* so changed that it holds *new*.

    Raises:
        InvalidError: it is written in a way that cannot be changed without loss.
        MissingExtraError: the packages that write TOML are not installed.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""  # as Notepad begins a file
    text = text.removeprefix(mark).replace("\r\n", "\n")
    loading = read(text, kinds=kinds)
    old = loading.timeline(Collection)
    if loading.has_errors:
        raise InvalidError(*_LOSS)
    pieces = cut(text, "toml")
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
    return mark + text.replace("\n", line_end)


def part(text: str, was: Record | None, now: Record, sources: Sequence[str]) -> str:
    """Return the table of a record, changed to what it is *now*.

    Args:
        text: Its table; empty if there is none.
        was: What is there.
        now: What is to be there.
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
