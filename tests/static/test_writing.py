"""Whatever goes wrong while a file is written: it holds what it held, or the new text, and nothing else is touched."""

from __future__ import annotations

import ctypes
import errno
import os
import random
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

from bnlint.fixes import files
from bnlint.results.edits import Edit
from bnlint.sources import writing
from bnlint.sources.files import decode
from tests.static.helpers import FIXABLE, NOBODY, SEED, an_ordinary_user, bnlint, python

OLD, NEW = b"old\r\n", b"the new text\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")


def replace(file: Path) -> None:
    writing.replace(str(file), OLD, NEW)


def overwrite(file: Path) -> None:
    writing.overwrite(str(file), NEW.decode())


both = pytest.mark.parametrize("write", [replace, overwrite])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "train.py").write_bytes(OLD)
    return tmp_path / "train.py"


def alone(file: Path, *others: str) -> bool:
    """Whether nothing was left behind in the file's folder."""
    return sorted(os.listdir(file.parent)) == sorted([file.name, *others])


@contextmanager
def at_each_line(act: Callable[[], None], number: int) -> Iterator[None]:
    """Do something before the given line, of those that run in ``bnlint.sources.writing``."""
    left = number

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                act()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@posix
@both
def test_a_kill_at_any_line_leaves_the_old_or_the_new_text(file: Path, write: Callable[[Path], None]) -> None:
    """A stray file may stay, which neither flake8 nor bnlint takes for a source."""
    seen = []
    for number in range(1, 200):
        file.write_bytes(OLD)
        child = os.fork()
        if child == 0:
            with at_each_line(lambda: os.kill(os.getpid(), signal.SIGKILL), number):
                write(file)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        seen.append(file.read_bytes())
        assert seen[-1] in ((OLD, NEW) if killed else (NEW,))
        assert not [name for name in os.listdir(file.parent) if name.endswith((".py", ".ipynb")) and name != file.name]
        for stray in file.parent.glob(".bnlint-*"):
            stray.unlink()
        if not killed:
            break
    else:
        pytest.fail("the child never came to the end")
    assert seen == sorted(seen, key=[OLD, NEW].index)
    assert seen.count(OLD) > 10


@both
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), MemoryError(), OSError(errno.ENOSPC, "No space left on device")]
)
def test_an_error_at_any_line_leaves_the_old_or_the_new_text(
    file: Path, write: Callable[[Path], None], error: BaseException
) -> None:
    failed = 0

    def fail() -> None:
        nonlocal failed
        failed += 1
        raise error

    for number in range(1, 200):
        file.write_bytes(OLD)
        try:
            with at_each_line(fail, number):
                write(file)
            if failed < number:
                break
        except type(error):
            assert file.read_bytes() in (OLD, NEW)
            for stray in file.parent.glob(".bnlint-*"):
                stray.unlink()
    assert file.read_bytes() == NEW
    assert alone(file)
    assert number > 10


@both
@pytest.mark.parametrize("name", ["tempfile.mkstemp", "os.fsync", "os.chmod", "os.replace"])
def test_a_step_that_the_system_refuses_leaves_the_old_text(
    file: Path, write: Callable[[Path], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"bnlint.sources.writing.{name}", refuse)
    monkeypatch.setattr("bnlint.sources.writing._swap", lambda first, second: False)
    with pytest.raises(OSError, match="No space left"):
        write(file)
    assert file.read_bytes() == OLD
    assert alone(file)


@both
@pytest.mark.parametrize("swaps", [True, False], ids=["swap", "no swap"])
def test_a_file_is_written(
    file: Path, write: Callable[[Path], None], swaps: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not swaps:
        monkeypatch.setattr("bnlint.sources.writing._swap", lambda first, second: False)
    write(file)
    assert file.read_bytes() == NEW
    assert alone(file)


def save_in_place(file: Path) -> None:
    file.write_bytes(b"theirs\n")


def save_in_one_step(file: Path) -> None:
    other = file.with_name("other.tmp")
    other.write_bytes(b"theirs\n")
    os.replace(other, file)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a change of the last moment is lost")
@pytest.mark.parametrize("save", [save_in_place, save_in_one_step])
def test_no_change_of_somebody_else_is_overwritten(file: Path, save: Callable[[Path], None]) -> None:
    """Before any line of ours, an editor saves the file, in either of the ways that editors have."""
    refused = 0
    for number in range(1, 200):
        file.write_bytes(OLD)
        saved = False

        def act() -> None:
            nonlocal saved
            saved = True
            save(file)

        try:
            with at_each_line(act, number):
                replace(file)
        except writing.Changed:
            refused += 1
        assert file.read_bytes() == (b"theirs\n" if saved else NEW)
        assert alone(file)
        if not saved:
            break
    assert refused > 10


def late_change(file: Path, save: Callable[[Path], None], *swaps: bool) -> Callable[[str, str], bool]:
    """Return a swap before which somebody saves the file; the given ones of all swaps can be had."""
    real, left = writing._swap, list(swaps)

    def swap(first: str, second: str) -> bool:
        if len(left) == len(swaps):
            save(file)
        return left.pop(0) and real(first, second)

    return swap


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a change of the last moment is lost")
@pytest.mark.parametrize("save", [save_in_place, save_in_one_step])
def test_a_change_of_the_last_moment_comes_back(
    file: Path, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_swap", late_change(file, save, True, True))
    with pytest.raises(writing.Changed):
        replace(file)
    assert file.read_bytes() == b"theirs\n"
    assert alone(file)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a change of the last moment is lost")
def test_a_change_that_cannot_come_back_is_kept_beside(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only copy of somebody's work is not removed, whatever its name."""
    monkeypatch.setattr(writing, "_swap", late_change(file, save_in_place, True, False))
    with pytest.raises(writing.Changed):
        replace(file)
    (stray,) = file.parent.glob(".bnlint-*")
    assert (file.read_bytes(), stray.read_bytes()) == (NEW, b"theirs\n")


@both
def test_what_killed_runs_left_is_removed(file: Path, write: Callable[[Path], None]) -> None:
    """Not what a run may still be writing, nor what may be the only copy of somebody's work."""
    old, young, swapped = (file.with_name(f".bnlint-{name}") for name in ("new-a", "new-b", "swap-c"))
    for stray in (old, young, swapped):
        stray.write_bytes(b"left\n")
    for stray in (old, swapped):
        os.utime(stray, (0, 0))
    write(file)
    assert file.read_bytes() == NEW
    assert [stray.exists() for stray in (old, young, swapped)] == [False, True, True]


@both
def test_other_systems(file: Path, write: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that know neither owners nor extended attributes, and cannot swap two files."""
    monkeypatch.setattr(sys, "platform", "other")
    monkeypatch.delattr(os, "chown", raising=False)
    write(file)
    assert file.read_bytes() == NEW
    assert alone(file)


def c_library(error: int | None) -> Callable[..., Any]:
    """Return what loads a C library whose ``renameat2`` fails with an error, or that has none."""

    def renameat2(*_: Any) -> int:
        ctypes.set_errno(error or 0)
        return -1

    return lambda *_, **__: SimpleNamespace() if error is None else SimpleNamespace(renameat2=renameat2)


@pytest.mark.skipif(sys.platform != "linux", reason="a function of Linux")
@pytest.mark.parametrize("error", [None, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM])
def test_file_systems_that_cannot_swap(file: Path, error: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", c_library(error))
    replace(file)
    assert file.read_bytes() == NEW
    assert alone(file)


@pytest.mark.skipif(sys.platform != "linux", reason="a function of Linux")
def test_a_swap_that_fails_leaves_the_old_text(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", c_library(errno.EACCES))
    with pytest.raises(PermissionError) as raised:
        replace(file)
    assert raised.value.filename == str(file)
    assert file.read_bytes() == OLD
    assert alone(file)


@pytest.mark.parametrize("swaps", [True, False], ids=["swap", "no swap"])
def test_a_file_that_changed_before_is_not_overwritten(
    file: Path, swaps: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not swaps:
        monkeypatch.setattr("bnlint.sources.writing._swap", lambda first, second: False)
    with pytest.raises(writing.Changed, match="the file has changed since it was read"):
        writing.replace(str(file), b"something else", NEW)
    assert file.read_bytes() == OLD
    assert alone(file)


def test_a_file_that_vanished_does_not_come_back(file: Path) -> None:
    file.unlink()
    with pytest.raises(FileNotFoundError):
        replace(file)
    assert os.listdir(file.parent) == []


@posix
@both
def test_permissions_stay(file: Path, write: Callable[[Path], None]) -> None:
    for mode in (0o754, 0o4755, 0o2711, 0o600):
        file.write_bytes(OLD)
        os.chmod(file, mode)
        write(file)
        assert stat.S_IMODE(os.stat(file).st_mode) == mode


@posix
@both
def test_links_stay(file: Path, write: Callable[[Path], None]) -> None:
    """A symbolic link leads to the new text; another name (hard link), which nobody gave, keeps the old one."""
    link, name = file.with_name("link.py"), file.with_name("name.py")
    link.symlink_to(file.name)
    os.link(file, name)
    write(link)
    assert os.readlink(link) == file.name
    assert (file.read_bytes(), name.read_bytes()) == (NEW, OLD)
    assert alone(file, "link.py", "name.py")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")
@both
def test_the_owner_stays(file: Path, write: Callable[[Path], None]) -> None:
    os.chown(file, NOBODY, NOBODY)
    write(file)
    status = os.stat(file)
    assert (status.st_uid, status.st_gid) == (NOBODY, NOBODY)


@both
def test_extended_attributes_stay(file: Path, write: Callable[[Path], None]) -> None:
    try:
        os.setxattr(file, "user.comment", b"kept")
    except (AttributeError, OSError):
        pytest.skip("this system has none")
    write(file)
    assert os.getxattr(file, "user.comment") == b"kept"


@both
def test_a_read_only_file_is_not_written(file: Path, write: Callable[[Path], None]) -> None:
    os.chmod(file, 0o444)
    with pytest.raises(PermissionError, match="the file is read-only"):
        write(file)
    assert file.read_bytes() == OLD
    assert alone(file)


@posix
@both
def test_a_read_only_folder_is_not_written(
    tmp_path_factory: pytest.TempPathFactory, write: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("folder")
    file = folder / "train.py"
    file.write_bytes(OLD)
    monkeypatch.chdir(folder)  # the folders above are closed to others
    os.chmod(file, 0o666)
    os.chmod(folder, 0o555)
    monkeypatch.setattr("bnlint.sources.writing.os.path.realpath", lambda path: path)
    with an_ordinary_user(), pytest.raises(PermissionError):
        write(Path(file.name))
    assert file.read_bytes() == OLD
    assert alone(file)


SMALL_DISK = """import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
from bnlint.cli import main
sys.exit(main(sys.argv[1:]))
"""
WRITERS = {
    "fix": (["check", "--fix", "train.py"], "train.py: not fixed: File too large", "train.py"),
    "noqa": (["check", "--add-noqa", "train.py"], "train.py: cannot read or write: File too large", "train.py"),
    "baseline": (["baseline", "-o", "known.json"], "known.json: cannot write: File too large", "known.json"),
    "report": (["check", "-o", "report.txt"], "report.txt: cannot write: File too large", "report.txt"),
}


@posix
@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_has_no_room(tmp_path: Path, name: str) -> None:
    """Of each command that writes: the file stays, the message says why, the exit code is 2."""
    line, message, target = WRITERS[name]
    (tmp_path / "train.py").write_text(FIXABLE)
    for output in ("known.json", "report.txt"):
        (tmp_path / output).write_bytes(OLD)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = python("-c", SMALL_DISK, *line, cwd=tmp_path)
    assert done.returncode == 2
    assert f"bnlint: {message}" in done.stderr
    assert "Traceback" not in done.stderr
    assert target in before
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("line", [["check", "."], ["check", "-o", "/dev/full", "."], ["check", "--fix", "-"]])
def test_an_output_that_takes_nothing(tmp_path: Path, line: list[str]) -> None:
    (tmp_path / "seed.py").write_text(SEED)
    script = 'import subprocess, sys\nsys.exit(subprocess.call([sys.executable, "-m", "bnlint", *sys.argv[1:]], stdout='
    done = python("-c", script + 'open("/dev/full", "w")))', *line, cwd=tmp_path, stdin=FIXABLE)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="a device of Unix")
def test_standard_output_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "seed.py").write_text(SEED)
    line = ("check", "--output-format=concise", "seed.py")
    named, plain = (bnlint(*line, *more, cwd=tmp_path, process=True) for more in (["-o", "/dev/stdout"], []))
    assert (named.stdout, named.returncode) == (plain.stdout, 1)


@posix
def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        writing.overwrite(str(tmp_path / "new.txt"), "x\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(tmp_path / "new.txt").st_mode) == 0o640


@posix
def test_two_that_fix_at_the_same_time(tmp_path: Path) -> None:
    """Each result is one of them: fixed, or with comments; the one that comes too late says so."""
    file = tmp_path / "train.py"
    file.write_text(FIXABLE)
    bnlint("check", "--diff", cwd=tmp_path)  # imports, once for both
    for _ in range(8):
        file.write_text(FIXABLE)
        children = []
        for option in ("--fix", "--add-noqa"):
            child = os.fork()
            if child == 0:
                os._exit(bnlint("check", option, "train.py", cwd=tmp_path).returncode)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        fixed = FIXABLE.replace("self.bn(x)", "self.bn(x, training=training)")
        annotated = FIXABLE.replace("self.bn(x)", "self.bn(x)  # noqa: BNL107")
        assert file.read_text() in (fixed, annotated)
        assert set(codes) <= {0, 2}
        assert 0 in codes
        assert alone(file)


WORDS = {
    "utf-8": "größer 漢字 🎉",
    "utf-8-sig": "größer 漢字 🎉",
    "latin-1": "größer",
    "cp1252": "größer “teurer”",
    "cp1251": "больше",
    "shift_jis": "大きい表",  # has bytes that are backslashes in ASCII
    "gb18030": "更大 🎉",
    "euc_kr": "더 큰",
}


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("newlines", ["\n", "\r\n", "\r", "mixed"], ids=["LF", "CRLF", "CR", "mixed"])
def test_bytes_outside_of_the_edits_stay(encoding: str, newlines: str) -> None:
    """Random files of lines with form feeds, tabs and other letters, with and without a last line end."""
    chance = random.Random(f"{encoding} {newlines}")
    words = [*WORDS[encoding].split(), "x = 1", "\x0c", "\t", "# a", "", "  ", "(\\", '"""']
    cookie = "" if encoding.startswith("utf-8") else f"# -*- coding: {encoding} -*-"
    for _ in range(50):
        ends = ["\n", "\r\n", "\r"] if newlines == "mixed" else [newlines]
        first = chance.choice([end for end in ends if not cookie or end != "\r"] or ["\n"])  # Python's rule for cookies
        pieces = [cookie, first]
        for _ in range(chance.randrange(12)):
            pieces += [chance.choice(words) for _ in range(chance.randrange(4))] + ["end", chance.choice(ends)]
        if chance.random() < 0.5:
            pieces += [chance.choice(WORDS[encoding].split())]
        edits, expected, offset = [], [], 0
        for number, piece in enumerate(pieces):
            width = len(piece.replace("\r\n", "\n"))
            if number > 1 and piece.strip("\r\n") and chance.random() < 0.3:
                new = chance.choice(["" if piece != "end" else "END", "training=True", f"a\nb{WORDS[encoding][0]}"])
                edits.append(Edit(offset, width, new))
                expected.append(new.replace("\n", first))
            else:
                expected.append(piece)
            offset += width
        data = "".join(pieces).encode(encoding)
        result = files.edited(decode("", data), data, [edits])
        assert result == "".join(expected).encode(encoding)
