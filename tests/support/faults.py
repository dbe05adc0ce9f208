"""A seam for tests of durability: an ``os`` that fails, stops or takes notes."""

from __future__ import annotations

import errno
import itertools
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import attrs

WATCHED = (
    "open",
    "write",
    "fsync",
    "close",
    "chmod",
    "chown",
    "link",
    "replace",
    "unlink",
    "ftruncate",
    "lseek",
)


class Proxy:
    """The os module, with *before* called ahead of each watched function."""

    def __init__(self, before: Callable[[str, tuple[Any, ...]], Any]) -> None:
        self.before = before

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (any function of os)
        real = getattr(os, name)
        if name not in WATCHED:
            return real

        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            instead = self.before(name, args)
            return real(*args, **kwargs) if instead is None else instead

        return call


def failing(name: str, count: int, number: int) -> Proxy:
    """Return an os whose *count*-th call of *name* raises the error *number*."""
    calls = itertools.count(1)

    def before(called: str, _args: tuple[Any, ...]) -> None:
        if called == name and next(calls) == count:
            raise OSError(number, os.strerror(number))

    return Proxy(before)


def short_writing() -> Proxy:
    """Return an os that takes a few bytes at a time, as a full disk or a pipe does."""

    def before(called: str, args: tuple[Any, ...]) -> int | None:
        if called == "write":
            return os.write(args[0], args[1][:7])
        return None

    return Proxy(before)


def full_after(size: int) -> Proxy:
    """Return an os whose disk takes *size* bytes, and then a part and then none."""
    left = [size]

    def before(called: str, args: tuple[Any, ...]) -> int | None:
        if called != "write":
            return None
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(args[0], args[1][: left[0]])
        left[0] -= written
        return written

    return Proxy(before)


def dying(count: int, *, halfway: bool = False) -> Proxy:
    """Return an os that kills the process at its *count*-th call of anything."""
    calls = itertools.count(1)

    def before(called: str, args: tuple[Any, ...]) -> None:
        if next(calls) == count:
            if halfway and called == "write":
                os.write(args[0], args[1][: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    return Proxy(before)


@attrs.define
class Disk:
    """What may be on a disk after the power went: a model of names and of bytes.

    Names change in order, so any prefix of the changes since the last sync of the
    folder may have survived; of the writes to one file since its last sync, any
    subset. A file that grew but whose bytes were lost reads as zeros.
    """

    names: dict[str, int] = attrs.Factory(dict)
    synced: dict[int, bytes] = attrs.Factory(dict)
    written: dict[int, list[tuple[int, bytes]]] = attrs.Factory(dict)
    renames: list[tuple[str, str, int | str]] = attrs.Factory(list)
    handles: dict[int, list[Any]] = attrs.Factory(dict)
    states: list[list[bytes | None]] = attrs.Factory(list)
    watched: str = ""

    def proxy(self) -> Proxy:
        """Return an os that does the real thing and notes it here."""
        return Proxy(self._note)

    def _note(self, name: str, args: tuple[Any, ...]) -> Any:  # noqa: ANN401
        result = getattr(self, f"_{name}", lambda *_: None)(*args)
        self.states.append(list(self.survivors()))
        return result

    def _current(self) -> dict[str, int]:
        return self._after(len(self.renames))

    def _after(self, count: int) -> dict[str, int]:
        names = dict(self.names)
        for what, path, other in self.renames[:count]:
            if what == "new":
                assert isinstance(other, int)
                names[path] = other
            elif what == "gone":
                names.pop(path, None)
            elif path in names:
                assert isinstance(other, str)
                names[other] = names[path] if what == "link" else names.pop(path)
        return names

    def _open(self, path: str, flags: int, mode: int = 0o777) -> int:
        handle = os.open(path, flags, mode)
        if flags & os.O_DIRECTORY:
            self.handles[handle] = ["folder", 0]
            return handle
        number = self._current().get(path)
        if number is None:
            number = len(self.synced)
            self.synced[number], self.written[number] = b"", []
            self.renames.append(("new", path, number))
        self.handles[handle] = [number, 0]
        if flags & os.O_APPEND:
            self.handles[handle][1] = os.stat(path).st_size  # noqa: PTH116
        return handle

    def _write(self, handle: int, data: bytes) -> int:
        size = os.write(handle, data)
        number, offset = self.handles[handle]
        for start in range(0, size, 8):  # sectors of eight bytes
            piece = bytes(data[start : min(start + 8, size)])
            self.written[number].append((offset + start, piece))
        self.handles[handle][1] = offset + size
        return size

    def _lseek(self, handle: int, offset: int, _how: int) -> None:
        self.handles[handle][1] = offset

    def _ftruncate(self, handle: int, size: int) -> None:
        # Only ever followed by a sync before the next write: one step is enough.
        self.written[self.handles[handle][0]].append((size, b""))

    def _fsync(self, handle: int) -> None:
        number = self.handles[handle][0]
        if number == "folder":
            self.names, self.renames = self._current(), []
        else:
            self.synced[number] = self._bytes(number, self.written[number])
            self.written[number] = []

    def _replace(self, old: str, new: str) -> None:
        self.renames.append(("move", old, new))

    def _link(self, old: str, new: str) -> None:
        self.renames.append(("link", old, new))

    def _unlink(self, path: str) -> None:
        self.renames.append(("gone", path, 0))

    def _bytes(self, number: int, writes: list[tuple[int, bytes]]) -> bytes:
        data = self.synced[number]
        for offset, piece in writes:
            if not piece:
                data = data[:offset]
                continue
            data = data.ljust(offset, b"\0")
            data = data[:offset] + piece + data[offset + len(piece) :]
        return data

    def survivors(self) -> Iterator[bytes | None]:
        """Yield all that the watched file may hold if the power goes now."""
        for count in range(len(self.renames) + 1):
            number = self._after(count).get(self.watched)
            if number is None:
                yield None
                continue
            writes = self.written[number]
            assert len(writes) <= 10
            for kept in itertools.product([True, False], repeat=len(writes)):
                chosen = itertools.compress(writes, kept)
                yield self._bytes(number, list(chosen))
