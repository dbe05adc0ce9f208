from __future__ import annotations

import contextlib
import errno
import importlib.util
import math
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.support import faults

from timeline.errors import InvalidError, LoadError, SaveError, StaleFileError
from timeline.formats import store

OLD = b'{"timeline":2}\n{"id":"old"}\n'
NEW = b'{"timeline":2}\n{"id":"new"}\n{"id":"newer"}\n'
LINE = b'{"revision":2,"note":"later"}\n'
KNOWN = store.digest(OLD)
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trips.jsonl"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def use(monkeypatch: pytest.MonkeyPatch, proxy: faults.Proxy) -> None:
    monkeypatch.setattr("timeline.formats.store.os", proxy)


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def append(path: Path) -> tuple[str, ...]:
    with store.locked(path) as held:
        return tuple(str(problem) for problem in held.append(LINE))


def test_a_save_replaces_everything_keeps_the_mode_and_leaves_nothing_beside(
    file: Path,
) -> None:
    assert store.save(file, NEW, known=KNOWN) == store.digest(NEW)

    assert file.read_bytes() == NEW
    assert file.stat().st_mode & 0o777 == 0o640
    assert names(file) == ["trips.jsonl"]


@pytest.mark.parametrize("size", [249, 250, 251, 255])
def test_a_file_whose_name_is_as_long_as_can_be_is_written_like_any(
    size: int, tmp_path: Path
) -> None:
    file = tmp_path / ("é" + "a" * (size - 8) + ".jsonl")
    assert len(file.name.encode()) == size
    store.save(file, OLD)
    store.save(file, OLD + b'{"half', known=KNOWN)

    with store.locked(file), pytest.raises(SaveError), store.locked(file, timeout=0.01):
        pass
    assert len(append(file)) == 1
    assert file.read_bytes() == OLD + LINE
    assert len(names(file)) == 2  # and what was cut off


def test_the_owner_is_kept_where_the_system_lets_him(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, tuple[Any, ...]]] = []
    use(monkeypatch, faults.Proxy(lambda *call: calls.append(call)))
    old = file.stat()
    store.save(file, NEW, known=KNOWN)

    new = file.with_name(".trips.jsonl.new")
    done = [call for call in calls if call[0] in {"chown", "chmod"}]
    assert done == [
        ("chown", (str(new), old.st_uid, old.st_gid)),
        ("chmod", (str(new), 0o640)),  # later, for a new owner may lose some bits
    ]
    use(monkeypatch, faults.failing("chown", 1, errno.EPERM))
    store.save(file, OLD, known=store.digest(NEW))
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (OLD, 0o640)


def test_a_file_without_any_rights_keeps_none(file: Path) -> None:
    file.chmod(0)
    store.save(file, NEW, overwrite=True)

    assert file.stat().st_mode & 0o777 == 0


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    plain = tmp_path / "plain"
    plain.touch()

    store.save(path, NEW)

    assert path.read_bytes() == NEW
    assert path.stat().st_mode == plain.stat().st_mode


def test_a_relative_path_is_saved_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    store.save("new.jsonl", NEW)

    assert store.read("new.jsonl") == NEW


def test_saving_through_a_symbolic_link_keeps_the_link(file: Path) -> None:
    link = file.with_name("link.jsonl")
    link.symlink_to(file.name)

    store.save(link, NEW, known=KNOWN)

    assert link.is_symlink()
    assert file.read_bytes() == NEW


@pytest.mark.parametrize(
    ("known", "words"),
    [
        pytest.param(None, "did not come from it", id="never-loaded"),
        pytest.param(store.digest(NEW), "has changed", id="changed"),
    ],
)
def test_a_file_that_somebody_else_wrote_is_not_overwritten(
    file: Path, known: str | None, words: str
) -> None:
    with pytest.raises(StaleFileError, match=words) as caught:
        store.save(file, NEW, known=known)

    assert file.read_bytes() == OLD
    assert caught.value.filename == str(file)
    store.save(file, NEW, known=known, overwrite=True)
    assert file.read_bytes() == NEW


def test_a_file_that_was_deleted_is_not_brought_back_by_itself(file: Path) -> None:
    file.unlink()

    with pytest.raises(StaleFileError, match="no longer exists"):
        store.save(file, NEW, known=KNOWN)
    assert names(file) == []


def test_what_a_crash_left_beside_the_file_is_cleared_away(file: Path) -> None:
    file.with_name(".trips.jsonl.new").write_bytes(b"half")
    file.with_name(".trips.jsonl.old").write_bytes(OLD)
    file.with_name("trips.jsonl.lock").touch()

    store.save(file, NEW, known=KNOWN)

    assert names(file) == ["trips.jsonl"]


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace", "chmod"])
@pytest.mark.parametrize("existed", [True, False], ids=["old-file", "new-file"])
def test_whichever_call_fails_a_save_leaves_the_file_as_it_was(
    name: str,
    number: int,
    *,
    existed: bool,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not existed:
        file.unlink()
    before = names(file)
    count = 0
    for count in range(1, 20):
        use(monkeypatch, faults.failing(name, count, number))
        with contextlib.suppress(SaveError):
            store.save(file, NEW, known=KNOWN if existed else None)
            break
        assert names(file) == before
        assert not existed or file.read_bytes() == OLD
        assert not existed or file.stat().st_mode & 0o777 == 0o640
    assert count >= (1 if name == "chmod" and not existed else 2)
    assert count < 10
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["open", "write", "fsync", "lseek", "ftruncate"])
@pytest.mark.parametrize("tail", [b"", b'{"revision":1', b'{"a":1}'])
def test_whichever_call_fails_an_append_keeps_every_whole_line(
    name: str, number: int, tail: bytes, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = store.recovered(OLD + tail)
    for count in range(1, 20):
        file.write_bytes(OLD + tail)
        use(monkeypatch, faults.failing(name, count, number))
        with contextlib.suppress(SaveError):
            append(file)
            break
        assert store.recovered(file.read_bytes())[0] == whole
    assert count < 10
    assert file.read_bytes() == whole + LINE


def test_short_writes_are_written_on(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, faults.short_writing())
    store.save(file, NEW, known=KNOWN)
    append(file)

    assert file.read_bytes() == NEW + LINE


@pytest.mark.parametrize("size", range(0, 40, 7))
def test_a_disk_that_fills_up_midway_loses_nothing(
    size: int, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, faults.full_after(size))
    with pytest.raises(SaveError, match="no space left"):
        store.save(file, NEW, known=KNOWN)
    assert file.read_bytes() == OLD
    use(monkeypatch, faults.full_after(min(size, len(LINE) - 1)))
    with pytest.raises(SaveError, match="no space left"):
        append(file)
    assert file.read_bytes() == OLD


def test_a_file_that_takes_no_bytes_is_an_error_and_no_endless_loop(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, faults.Proxy(lambda name, _: 0 if name == "write" else None))

    with pytest.raises(SaveError, match="takes no more bytes"):
        store.save(file, NEW, known=KNOWN)
    assert file.read_bytes() == OLD


def test_a_disk_that_can_neither_confirm_nor_go_back_is_told_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs = iter([None, errno.EIO])

    def before(name: str, _args: object) -> None:
        number = next(syncs) if name == "fsync" else None
        number = errno.EPERM if name == "link" else number  # as on FAT
        if number:
            raise OSError(number, "refused")

    use(monkeypatch, faults.Proxy(before))
    with pytest.raises(SaveError, match="may not outlive a power cut") as caught:
        store.save(file, NEW, known=KNOWN)

    assert caught.value.problems[0].code == "not-synced"
    assert file.read_bytes() == NEW


CHILD = """
import sys
from tests.support import faults
from timeline.formats import store
path, job, count, halfway = sys.argv[1:]
store.os = faults.dying(int(count), halfway=halfway == "1")
if job == "save":
    store.save(path, {new!r}, known={known!r})
else:
    with store.locked(path) as held:
        held.append({line!r})
"""


def run(path: Path, job: str, count: int, halfway: int) -> int:
    script = CHILD.format(new=NEW, known=KNOWN, line=LINE)
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
    command = [sys.executable, "-c", script, str(path), job, str(count), str(halfway)]
    return subprocess.run(command, check=False, env=environment).returncode


@pytest.mark.slow
@pytest.mark.parametrize(
    ("job", "tail"), [("save", b""), ("append", b""), ("append", b'{"torn')]
)
def test_kill_9_at_any_call_leaves_the_old_state_or_the_new(
    job: str, tail: bytes, file: Path
) -> None:
    done = {"save": NEW, "append": OLD + LINE}[job]
    count = code = 0
    while code or not count:
        count += 1
        for halfway in (0, 1):
            file.write_bytes(OLD + tail)
            code = run(file, job, count, halfway)
            assert code in {0, -9}
            assert store.recovered(file.read_bytes())[0] in {OLD, done}
    assert count > 5
    assert file.read_bytes() == done
    assert code == 0
    append(file)  # what the killed left behind stands in nobody's way
    assert file.read_bytes() == done + LINE


def survivors(
    file: Path, monkeypatch: pytest.MonkeyPatch, job: str
) -> tuple[set[bytes | None], set[bytes | None]]:
    disk = faults.Disk(watched=str(file))
    disk.names[str(file)], disk.synced[0], disk.written[0] = 0, file.read_bytes(), []
    use(monkeypatch, disk.proxy())
    if job == "save":
        store.save(file, NEW, overwrite=True)
    else:
        append(file)
    return {each for state in disk.states for each in state}, set(disk.survivors())


def test_a_power_cut_during_a_save_leaves_the_old_file_or_the_new(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    during, after = survivors(file, monkeypatch, "save")

    assert during == {OLD, NEW}
    assert after == {NEW}


@pytest.mark.parametrize("tail", [b"", b'{"torn', b"\0" * 20, b'{"whole":1}'])
def test_a_power_cut_during_an_append_loses_no_whole_line(
    tail: bytes, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(OLD + tail)
    whole, _ = store.recovered(OLD + tail)
    during, after = survivors(file, monkeypatch, "append")

    assert {store.recovered(each or b"")[0] for each in during} == {whole, whole + LINE}
    assert after == {whole + LINE}


def test_four_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    store.save(path, b"")
    root = Path(__file__).parents[2]
    script = (
        "import sys; from timeline.formats import store\n"
        "for n in range(60):\n"
        "    with store.locked(sys.argv[1]) as file:\n"
        "        file.replace(file.read() + f'{sys.argv[2]}-{n}\\n'.encode())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path), str(each)], env=environment
        )
        for each in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0] * 4

    lines = path.read_text().split()
    assert len(lines) == len(set(lines)) == 240
    for each in range(4):
        mine = [line for line in lines if line.startswith(f"{each}-")]
        assert mine == [f"{each}-{n}" for n in range(60)]


def test_threads_of_one_program_wait_for_each_other_too(file: Path) -> None:
    def add() -> None:
        for _ in range(10):
            with store.locked(file) as held:
                held.replace((held.read() or b"") + b".")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert file.read_bytes() == OLD + b"." * 40


@pytest.mark.parametrize("number", ERRORS)
def test_the_error_carries_the_number_of_the_system(
    number: int, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, faults.failing("fsync", 1, number))

    with pytest.raises(SaveError) as caught:
        store.save(file, NEW, known=KNOWN)
    assert (caught.value.errno, caught.value.filename) == (number, str(file))


@pytest.mark.parametrize("timeout", [0.05, 0, -1])
def test_waiting_for_a_lock_ends(timeout: float, file: Path) -> None:
    with (
        store.locked(file),
        pytest.raises(SaveError, match="somebody else has held") as caught,
        store.locked(file, timeout=timeout),
    ):
        raise AssertionError

    assert caught.value.problems[0].code == "locked"


def test_one_may_wait_for_ever(file: Path) -> None:
    with store.locked(file, timeout=math.inf) as held:
        assert held.read() == OLD


def test_a_lock_file_that_a_dead_program_left_is_no_lock(file: Path) -> None:
    file.with_name("trips.jsonl.lock").touch()
    store.save(file, NEW, known=KNOWN, timeout=0)

    assert names(file) == ["trips.jsonl"]


def test_a_lock_that_was_taken_down_while_one_waited_is_not_trusted(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = file.with_name("trips.jsonl.lock")
    first = iter([True])

    def samestat(*args: os.stat_result) -> bool:
        return not next(first, False) and os.path.samestat(*args)

    path = SimpleNamespace(**{**vars(os.path), "samestat": samestat})
    proxy = faults.Proxy(lambda *_: None)
    proxy.path = path  # type: ignore[attr-defined]
    use(monkeypatch, proxy)
    with store.locked(file):
        assert lock.exists()
    assert not lock.exists()


def test_a_lock_file_that_vanishes_is_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = file.with_name("trips.jsonl.lock")
    opened: list[int] = []

    def before(name: str, args: tuple[object, ...]) -> int | None:
        if name != "open" or opened:
            return None
        opened.append(os.open(*args))  # type: ignore[arg-type]
        lock.unlink()
        return opened[0]

    use(monkeypatch, faults.Proxy(before))
    with store.locked(file):
        assert lock.exists()


def test_a_lock_works_where_there_is_no_fcntl(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows: another lock call, no folder to sync, no unlinking of open files."""
    held: set[int] = set()

    def locking(handle: int, _mode: int, _size: int) -> None:
        inode = os.fstat(handle).st_ino
        if inode in held:
            raise OSError(errno.EACCES, "locked")
        held.add(inode)

    windows = SimpleNamespace(locking=locking, LK_NBLCK=2)
    spec = importlib.util.find_spec
    modules = {"msvcrt": windows}
    monkeypatch.setattr(store, "find_spec", lambda n: None if n == "fcntl" else spec(n))
    monkeypatch.setattr(store, "import_module", modules.__getitem__)
    monkeypatch.delattr(os, "O_DIRECTORY")

    store.save(file, NEW, known=KNOWN)
    assert file.read_bytes() == NEW
    held.clear()
    with store.locked(file), pytest.raises(SaveError), store.locked(file, timeout=0.01):
        raise AssertionError


def test_a_lock_that_the_system_refuses_is_reported(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    module = SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4)
    monkeypatch.setattr(store, "import_module", {"fcntl": module}.__getitem__)

    with pytest.raises(SaveError, match="no locks available"):
        store.save(file, NEW, known=KNOWN)


@pytest.mark.parametrize(
    ("tail", "torn"),
    [
        pytest.param(b'{"revision":1,"no', True, id="cut"),
        pytest.param(b"\0" * 4096, True, id="zeros"),
        pytest.param(b'{"a"' + b"\0" * 9, True, id="cut-with-zeros"),
        pytest.param(b'{"\0\0\0\0":1}\n', True, id="a-lost-sector"),
        pytest.param(b"[" * 100_000, True, id="deep"),
        pytest.param(b"17", True, id="a-number-may-have-been-longer"),
        pytest.param(b'{"revision":1}', False, id="no-line-feed"),
        pytest.param(b'{"a":1}' + b"\0" * 9, False, id="zeros-for-a-line-feed"),
        pytest.param(b"", False, id="whole"),
    ],
)
def test_an_append_repairs_a_torn_last_line_and_says_so(
    tail: bytes, *, torn: bool, file: Path
) -> None:
    file.write_bytes(OLD + tail)
    (*said,) = append(file)

    spare = file.with_name("trips.jsonl.torn")
    if torn:
        assert file.read_bytes() == OLD + LINE
        assert spare.read_bytes() == tail
        assert len(said) == 1
        assert f"{file}:3: torn-line: " in said[0]
        assert f"the last {len(tail)} bytes, from byte {len(OLD)}," in said[0]
    else:
        line_feed = b"\n" if tail else b""
        assert file.read_bytes() == OLD + tail.rstrip(b"\0") + line_feed + LINE
        assert not spare.exists()
        assert not said


def test_appending_makes_the_file_if_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"

    assert append(path) == ()
    assert path.read_bytes() == LINE


@pytest.mark.parametrize(
    "path", ["/nowhere/at/all.jsonl", "nul\0.jsonl", "\ud800.jsonl", "/", ""]
)
def test_a_path_that_cannot_be_used_is_an_error_of_ours(path: str) -> None:
    with pytest.raises(LoadError) as unread:
        store.read(path)
    assert unread.value.problems[0].code == "unreadable"
    with pytest.raises(SaveError):
        store.save(path, NEW, timeout=0.01)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("overwrite", [True, False])
def test_a_pipe_is_refused_at_once_and_stays(
    tmp_path: Path, *, overwrite: bool
) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    with pytest.raises(LoadError, match="not a regular file"):
        store.read(path)
    with pytest.raises(SaveError, match="not a regular file"):
        store.save(path, NEW, overwrite=overwrite)
    assert path.is_fifo()
    assert names(path) == ["pipe.jsonl"]


def test_a_folder_that_cannot_be_closed_after_its_sync_is_no_error(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, faults.failing("close", 2, errno.EIO))
    store.save(file, NEW, known=KNOWN)
    assert file.read_bytes() == NEW


def test_a_number_is_not_a_path() -> None:
    with pytest.raises(InvalidError, match="7 is not a path"):
        store.read(7)  # type: ignore[arg-type]


def test_an_error_of_the_caller_inside_the_lock_frees_it(file: Path) -> None:
    with pytest.raises(ZeroDivisionError), store.locked(file):
        raise ZeroDivisionError
    store.save(file, NEW, known=KNOWN)


def test_the_error_survives_pickling(file: Path) -> None:
    with pytest.raises(StaleFileError) as caught:
        store.save(file, NEW)

    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.filename) == (str(caught.value), str(file))
