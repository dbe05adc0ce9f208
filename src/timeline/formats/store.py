"""Move bytes to and from files so that no crash and no other program loses them.

What a reader finds is always a whole state, the old or the new one: bytes go to a
file of their own, reach the disk, and only then take the name. A file that grows by
appending can be torn in its last line only, and the next append says so and keeps
what it cut. One lock (``path.lock``) orders everybody who writes. A name too long to
take such an ending is shortened for these files.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import math
import os
import stat
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import BinaryIO, NamedTuple

from timeline import errors
from timeline.errors import InvalidError, Problem
from timeline.text import quote

StrPath = str | os.PathLike[str]

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn LF into CRLF
_PAUSE = 0.02
_LONGEST_NAME = 255  # bytes, in all usual file systems
_FOR_EVER = 1e9  # seconds
_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal: how a file is known again.

    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(data).hexdigest()


def read(path: StrPath) -> bytes:
    """Return the bytes of the file; for errors see `opened`."""
    with opened(path) as file:
        return file.read()


@contextlib.contextmanager
def opened(path: StrPath) -> Iterator[BinaryIO]:
    """Open the file for reading.

    Raises:
        LoadError: it cannot be read, now or later; the code is ``unreadable``.
    """
    name = name_of(path)
    with _reporting(name, "read"):
        _require_file(name)
        with open(name, "rb") as file:
            yield file


def save(
    path: StrPath,
    data: bytes,
    *,
    known: str | None = None,
    overwrite: bool = False,
    timeout: float = 10.0,
) -> str:
    """Replace the file by *data*, wholly or not at all, and return its digest.

    Once it returns, the data outlive a power cut. Mode and owner are kept, symbolic
    links too; a hard link keeps what the file held before.

    Args:
        path: The file; it need not exist.
        data: All of its new content.
        known: Digest of what the caller believes the file holds; None if it should
            not exist.
        overwrite: Do not ask what it holds.
        timeout: Seconds to wait for others who are writing.

    Raises:
        StaleFileError: the file holds something else; nothing was written.
        SaveError: the operating system refused; the file is as it was.
    """
    with locked(path, timeout=timeout) as file:
        if not overwrite:
            file.check(known)
        return file.replace(data)


def recovered(data: bytes, source: str = "") -> tuple[bytes, tuple[Problem, ...]]:
    r"""Return the whole lines of *data*, and what is wrong with the rest.

    A crash while a line was appended leaves it without its end, or with zeros where
    the disk had not got so far. A last line that only lacks its line feed, as some
    editors leave it, is whole, and gets one.

    >>> recovered(b'{"a": 1}\n{"a')[0]
    b'{"a": 1}\n'
    >>> recovered(b'{"a": 1}')
    (b'{"a": 1}\n', ())
    """
    zeros = data.find(b"\0") % (len(data) + 1)  # where they begin, or the end
    tail = data[data.rfind(b"\n", 0, zeros) + 1 :]
    if not tail:
        return data, ()
    kept = data[: len(data) - len(tail)]
    if _is_whole(record := tail.rstrip(b"\0")):
        return kept + record + b"\n", ()
    message = f"the last {len(tail)} bytes, from byte {len(kept)}, are half a line"
    line = kept.count(b"\n") + 1
    hint = "a crash cut it while it was being written"
    torn = Problem("torn-line", message, (), source, line, None, "warning", hint)
    return kept, (torn,)


def _is_whole(line: bytes) -> bool:
    """Whether *line* is a JSON object; half of one never is."""
    with contextlib.suppress(ValueError, RecursionError):
        return isinstance(json.loads(line), dict)
    return False


@contextlib.contextmanager
def locked(path: StrPath, *, timeout: float = 10.0) -> Iterator[Held]:
    """Hold the file: until the block ends, nobody else who asks here can write it.

    Raises:
        SaveError: others kept it for *timeout* seconds, or the lock cannot be made.
    """
    name = name_of(path)
    _check_seconds(timeout)
    with _reporting(name):
        name = os.path.realpath(name)
        with contextlib.suppress(FileNotFoundError):
            _require_file(name)
        lock_path = _beside(name, "{}.lock")
        lock = _acquire(lock_path, timeout)
    try:
        yield Held(name)
    finally:
        _discard(lock_path)  # only its holder may
        with contextlib.suppress(OSError):
            os.close(lock)


class Held(NamedTuple):
    """A file that is locked, so that what was read is still so when it is written.

    Attributes:
        path: The file itself, with symbolic links followed.
    """

    path: str

    def read(self) -> bytes | None:
        """Return what the file holds, or None if there is none."""
        with _reporting(self.path), contextlib.suppress(FileNotFoundError):
            _require_file(self.path)
            with open(self.path, "rb") as file:
                return file.read()
        return None

    def check(self, known: str | None) -> None:
        """Make sure that the file holds what has the digest *known*; None: no file.

        Raises:
            StaleFileError: it does not.
        """
        data = self.read()
        if (None if data is None else digest(data)) == known:
            return
        if known is None:
            problem = "exists, and this timeline did not come from it"
        else:
            gone, changed = "no longer exists", "has changed since it was read"
            problem = gone if data is None else changed
        hint = "load it again, or pass overwrite=True"
        problem = f"{_shown(self.path)} {problem}"
        raise errors.StaleFileError(problem, hint, filename=self.path)

    def replace(self, data: bytes) -> str:
        """Put *data* in the place of all that the file holds; return their digest.

        Raises:
            SaveError: the operating system refused; the file is as it was.
        """
        temporary = _beside(self.path, ".{}.new")
        former = _beside(self.path, ".{}.old")
        folder = os.path.dirname(self.path)
        with _reporting(self.path), _opened_folder(folder) as sync:
            _discard(temporary, former)  # left by a crash: we hold the lock
            try:
                _write_new(temporary, data, like=self.path)
                _swap(temporary, self.path, former, sync)
            finally:
                _discard(temporary, former)
        return digest(data)

    def append(self, line: bytes) -> tuple[Problem, ...]:
        """Add *line* at the end of the file, in place, and return what was repaired.

        Half a line that a crash left is cut off first and kept in ``path.torn``.

        Raises:
            SaveError: the operating system refused; every whole line is still there.
        """
        data = self.read()
        if data is None:
            self.replace(line)
            return ()
        kept, problems = recovered(data, self.path)
        whole = len(kept) - (not data.startswith(kept))  # its line feed may be missing
        if problems:
            torn = Held(_beside(self.path, "{}.torn"))
            torn.replace((torn.read() or b"") + data[whole:])
        with _reporting(self.path):
            handle = os.open(self.path, os.O_RDWR | _BINARY)
            try:
                if data != kept:  # on the disk before the new line comes near
                    os.ftruncate(handle, whole)
                    _extend(handle, whole, kept[whole:])
                _extend(handle, len(kept), line)
            finally:
                os.close(handle)
        return problems


def _shown(path: str) -> str:
    return quote(path, 4096)  # all of it: what is cut would be the file's own name


def name_of(path: StrPath) -> str:
    """Return the name of a file as a text."""
    try:
        return os.fsdecode(path)
    except (TypeError, ValueError) as error:
        raise InvalidError(f"{quote(path)} is not a path", code="bad-path") from error


def _beside(path: str, form: str) -> str:
    """Return the path of a file of ours beside *path*, named after it."""
    folder, name = os.path.split(path)
    if len(os.fsencode(form.format(name))) > _LONGEST_NAME:
        name = digest(os.fsencode(name))
    return os.path.join(folder, form.format(name))


def _check_seconds(timeout: object) -> None:
    if not isinstance(timeout, int | float) or math.isnan(timeout):
        hint = "pass seconds; math.inf waits without end"
        raise InvalidError(f"{quote(timeout)} is not a number", hint, ("timeout",))


def _require_file(path: str) -> None:
    """Refuse pipes and devices, which may never end and cannot be replaced."""
    mode = os.stat(path).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # for a folder, open says so
        raise OSError(errno.EINVAL, "not a regular file")


@contextlib.contextmanager
def _reporting(path: str, action: str = "write") -> Iterator[None]:
    """Turn what the operating system raises into an error that names the file."""
    try:
        yield
    except errors.TimelineError:
        raise
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)  # the one has no path
        problem = f"cannot {action} {_shown(path)}: {said.lower()}"
        number = getattr(error, "errno", None)
        if action == "read":
            raise errors.LoadError(problem, code="unreadable", path=path) from error
        raise errors.SaveError(problem, errno=number, filename=path) from error


def _acquire(path: str, timeout: float) -> int:
    """Open and lock the side file, again and again until nobody else holds it."""
    for _ in range(max(1, round(min(timeout, _FOR_EVER) / _PAUSE))):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        try:
            if _try_lock(handle) and _is_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        time.sleep(_PAUSE)
    problem = f"somebody else has held {_shown(path)} for {timeout:g} seconds"
    hint = "try again, or give a longer timeout"
    raise errors.SaveError(problem, hint, code="locked", filename=path)


def _is_at(handle: int, path: str) -> bool:
    """Whether the open file is still the one of that name: holders unlink theirs."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), os.stat(path))
    return False


def _try_lock(handle: int) -> bool:
    """Lock the open file unless another open file has it; it ends with the process."""
    try:
        if find_spec("fcntl"):
            fcntl = import_module("fcntl")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:  # Windows
            msvcrt = import_module("msvcrt")
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        if error.errno not in _BUSY:
            raise
        return False
    return True


def _write_new(path: str, data: bytes, like: str) -> None:
    """Write a new file, with mode and owner of *like*, and see it to the disk."""
    try:
        old = os.stat(like)
    except FileNotFoundError:
        old = None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    handle = os.open(path, flags, 0o600 if old else 0o666)
    try:
        if old:  # before there is anything to read
            with contextlib.suppress(OSError, AttributeError):  # not ours to give
                os.chown(path, old.st_uid, old.st_gid)
            os.chmod(path, old.st_mode & 0o7777)
        _write_all(handle, data)
        os.fsync(handle)  # a failure is final: a second try may succeed falsely
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        if not written:
            raise OSError(errno.EIO, "the file takes no more bytes")
        rest = rest[written:]


def _swap(new: str, path: str, former: str, sync: Callable[[], None]) -> None:
    """Let *new* take the name *path*; give the name back if the disk refuses.

    *former* is a second name of the old file meanwhile. A file system without such
    names cannot go back: then the error says that the new content is in place.
    """
    existed = os.path.lexists(path)
    if existed:
        with contextlib.suppress(OSError):
            os.link(path, former)
    os.replace(new, path)
    try:
        sync()
    except OSError:
        try:
            os.replace(former, path) if existed else os.unlink(path)
        except OSError as error:
            problem = f"{_shown(path)} is written, but may not outlive a power cut"
            raise errors.SaveError(
                problem, code="not-synced", errno=error.errno, filename=path
            ) from error
        raise


def _extend(handle: int, size: int, data: bytes) -> None:
    """Write *data* after the first *size* bytes; on failure shorten to them again."""
    try:
        os.lseek(handle, size, os.SEEK_SET)
        _write_all(handle, data)
        os.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


@contextlib.contextmanager
def _opened_folder(path: str) -> Iterator[Callable[[], None]]:
    """Open a folder, and yield what syncs its names; nothing where it cannot be."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        yield lambda: None
        return
    handle = os.open(path or ".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield lambda: os.fsync(handle)
    finally:
        with contextlib.suppress(OSError):  # the names are synced, and that is all
            os.close(handle)


def _discard(*paths: str) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            os.unlink(path)
