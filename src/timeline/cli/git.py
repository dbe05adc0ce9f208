"""What git calls, or is told to call: merge, resolve and init.

Records are merged as records. Versions that cannot be read as such are merged line by
line, as git does by itself. Conflicts are in the file, between merge markers.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from pathlib import Path

from timeline.api.files import dumps, save
from timeline.api.timeline import Timeline
from timeline.cli.complaints import complain
from timeline.cli.terminal import form_of, parse, read, show_text, with_line_ends, write
from timeline.compare.merge import Merged
from timeline.errors import InvalidError, TimelineError
from timeline.formats import parts, store
from timeline.formats.export import FILES
from timeline.formats.tomlplaces import comments
from timeline.text import clean, quote, suggest, with_end

_SIDES = ("ours", "theirs")
# What git calls; where Python or timeline has gone since, what it does by itself.
_CONFIG = {
    "diff.timeline.textconv": 'f() {{ {0} textconv "$1" || cat "$1"; }}; f',
    "merge.timeline.driver": "if {0} --version >/dev/null;"
    " then {0} merge %O %A %B %P;"
    " else git merge-file -L ours -L base -L theirs %A %O %B; fi",
}
_ATTRIBUTES = "*.timeline.* diff=timeline merge=timeline"


def merge(arguments: argparse.Namespace) -> int:
    """Write the merged file over OURS; 1 if there are conflicts in it."""
    paths = [arguments.base, arguments.ours, arguments.theirs]
    path = arguments.output or arguments.ours
    name = clean(arguments.name or path)
    versions = [read(version) for version in paths]
    try:
        text, conflicts = _merge_records(name, versions)
        ends = [b"\r\n" in version for version in versions]
        data = with_line_ends(text, versions[2 if ends[0] == ends[1] else 1])
    except (TimelineError, UnicodeError) as error:
        complain(f"{name}: merged line by line, because not all can be read:\n{error}")
        data, conflicts = _merge_lines(name, paths, versions)
    known = versions[1] if path == arguments.ours else None
    write(path, data, known, overwrite=arguments.overwrite)
    for conflict in conflicts:
        complain(conflict)
    if conflicts and b"<<<<<<< " in data:
        complain(f"{name}: edit it between the markers, or run timeline resolve")
    return int(bool(conflicts))


def _merge_records(name: str, versions: list[bytes]) -> tuple[str, list[str]]:
    """Return the merged file, and what conflicts in it.

    Raises:
        TimelineError: it cannot be made of records.
    """
    fmt = form_of(name, versions[1])
    if fmt not in FILES:
        problem = f"{quote(name)} is not a file of ours"
        raise InvalidError(problem, "use .jsonl or .toml")
    blank = not versions[0].strip()  # both sides have added the file
    base = Timeline() if blank else parse(name, versions[0])[0]
    ours, theirs = (parse(name, version)[0] for version in versions[1:])
    merged = base.merge(ours, theirs)
    typed = [parts.cut(version.decode(), fmt) for version in versions]
    pieces = _pieces(fmt, typed, merged.timeline)
    for id_ in dict.fromkeys(conflict.id for conflict in merged.conflicts):
        their_part = _their_part(id_, merged, fmt, typed)
        pieces[id_] = parts.marked(pieces.get(id_, ""), their_part)
    if fmt == "toml":
        _tell_lost_comments(name, [*map(parts.joined, typed), parts.joined(pieces)])
    told = [f"{name}: {conflict}" for conflict in merged.conflicts]
    return parts.joined(pieces), told


def _pieces(fmt: str, typed: list[parts.Parts], tl: Timeline) -> parts.Parts:
    """Return a merged timeline in parts; in TOML as much as possible as was typed."""
    if fmt == "jsonl":
        return parts.cut(dumps(tl), fmt)
    try:
        text = parts.rewritten(parts.joined(parts.merged_parts(*typed)), tl)
    except InvalidError:
        text = parts.rewritten(parts.joined(typed[1]), tl)
    return parts.cut(text, fmt)


def _their_part(
    id_: str, merged: Merged[Timeline], fmt: str, typed: list[parts.Parts]
) -> str:
    """Return a part of the file with what conflicts in it as theirs, and as typed."""
    conflicts = {c.field: c for c in merged.conflicts if c.id == id_}
    if None in conflicts and conflicts[None].theirs is None:
        return ""
    base, ours, theirs = typed
    part = theirs.get(id_, "")
    try:
        picked = merged.resolve(lambda c: "theirs" if c.id == id_ else None)
        typed = [base, {**ours, id_: part}, theirs]
        return _pieces(fmt, typed, picked.timeline)[id_]
    except TimelineError:  # with the rest of ours it is not valid
        return part


def _tell_lost_comments(name: str, texts: list[str]) -> None:
    """Say which comments that they wrote are not in the merged file, the last one."""
    base, _, theirs, merged = (Counter(comments(text)) for text in texts)
    for comment in theirs - base - merged:
        complain(clean(f"{name}: a comment of theirs is left out: {comment}"))


def _merge_lines(
    name: str, paths: list[str], versions: list[bytes]
) -> tuple[bytes, list[str]]:
    """Merge as git does; a result that cannot be read, as all could, is a conflict."""
    base, ours, theirs = paths
    labels = [word for side in ("ours", "base", "theirs") for word in ("-L", side)]
    done = subprocess.run(
        ["git", "merge-file", "-p", "-q", *labels, "--", ours, base, theirs],
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in range(128):
        raise InvalidError(f"git cannot merge {quote(name)}", "it is as it was")
    if done.returncode:
        problems = [f"{name}: both sides have changed the same lines"]
    elif any(_problems(name, version) for version in versions if version.strip()):
        problems = []
    else:
        problems = _problems(name, done.stdout)
    return done.stdout, problems


def _problems(name: str, data: bytes) -> list[str]:
    """Return what stops a file from being read, a line each."""
    try:
        parse(name, data)
    except TimelineError as error:
        return str(error).splitlines()
    return []


def resolve(arguments: argparse.Namespace) -> int:
    """Decide the conflicts marked in a file; 1 if some are left."""
    path = arguments.file
    data = read(path)
    fmt = form_of(path, data)
    both = [parts.cut(_text_of(side), fmt) for side in parts.sides(data)]
    ours, theirs = both
    keys = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
    default, picks = _picks(arguments.pick, [*map(_named, keys)])
    pieces, left = dict(both[default == "theirs"]), []
    for key in keys:
        if side := picks.get(_named(key), default):
            pieces[key] = both[side == "theirs"].get(key, "")
        else:
            pieces[key] = parts.marked(ours.get(key, ""), theirs.get(key, ""))
            left.append(_named(key))
    text = parts.joined(pieces)
    decided = text.encode("utf-8", "surrogateescape")
    if not left:
        tl, _ = parse(path, decided)
        text = dumps(tl) if fmt == "jsonl" else text
    if fmt in FILES:
        decided = with_line_ends(text, data)
    if arguments.pick:
        write(path, decided, data)
    show_text("\n".join(map(clean, left)))
    return int(bool(left))


def _named(key: str) -> str:
    """Return what people call a part of a file."""
    return key.strip() or "head"


def _picks(words: list[str], names: list[str]) -> tuple[str, dict[str, str]]:
    """Return the side for all that is not named, and those of ids."""
    default, picks = "", {}
    for word in words:
        id_, sign, side = word.rpartition("=")
        if side not in _SIDES or (sign and id_ not in names):
            known = [*_SIDES, *(f"{name}={side}" for name in names for side in _SIDES)]
            raise InvalidError(f"{quote(word)} decides nothing", suggest(word, known))
        if sign:
            picks[id_] = side
        else:
            default = side
    return default, picks


def _text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def init(arguments: argparse.Namespace) -> int:
    """Begin a timeline, and have git compare and merge all there are by record."""
    if arguments.file:
        save(Timeline(title=arguments.title or ""), arguments.file)
        show_text(f"wrote {clean(arguments.file)}")
        if ".timeline." not in arguments.file:
            complain("git takes files called *.timeline.* for timelines, and no others")
    root = _git("rev-parse", "--show-toplevel")
    if not root:
        complain("no repository of git is here: run git init, then timeline init")
        return 0 if arguments.file else 2
    path = f"{root}/.gitattributes"
    known = store.read(path) if Path(path).exists() else None
    text = _text_of(known or b"")
    if _ATTRIBUTES not in text.splitlines():
        text = f"{with_end(text)}{_ATTRIBUTES}\n"
        write(path, with_line_ends(text, known or b""), known)
        show_text(f"wrote {clean(path)}")
    command = f'"{sys.executable}" -P -m timeline'.replace("\\", "/")
    for key, how in _CONFIG.items():
        value = how.format(command)
        _git("config", key, value)
        if _git("config", key) != value:
            raise InvalidError(f"git did not accept {key}", f"see git config {key}")
        show_text(f"git config {key} '{value}'")
    return 0


def _git(*words: str) -> str:
    """Return the line that git prints; nothing if it fails."""
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()
