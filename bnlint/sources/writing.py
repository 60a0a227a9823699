"""Files are replaced in one step or not at all: whatever happens, they hold what they held, or the new text.

The new text is written beside the file and takes its name when it is whole and on the disk, so that a full disk or a
kill costs nothing but a stray ``.bnlint-new-*``, which a later run removes. A ``.bnlint-swap-*`` nobody removes: it may
hold what somebody else wrote in that moment. The file keeps its permissions, extended attributes (access control lists
among them) and, as far as the user may give files away, its owner. A symbolic link stays one; of a file with several
names (hard links) only the one that was named gets the new text.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""From Linux's <fcntl.h> and <linux/fs.h>."""
_NEW, _SWAP = ".bnlint-new-", ".bnlint-swap-"
_STRAY_AFTER = 3600.0
"""Seconds after which no run is still writing a new text."""


class Changed(Exception):
    """A file no longer holds what was read from it; it stays as it is now."""

    def __init__(self) -> None:
        super().__init__("the file has changed since it was read")


def replace(path: str, before: bytes, after: bytes) -> None:
    """Change a file unless somebody else did.

    On Linux no change is ever overwritten, however late it comes: the two files swap their names, and swap them back
    when the old one turns out to be another than expected. Elsewhere, and on file systems that cannot swap, the file
    is compared just before it is replaced.

    Args:
        path: the file.
        before: what it is expected to hold.
        after: what to write.

    Raises:
        Changed: it holds something else.
        OSError: it cannot be written, or is read-only.
    """
    target = os.path.realpath(path)
    temporary = _written_beside(target, after)
    known = True
    try:
        if Path(target).read_bytes() != before:
            raise Changed
        temporary = _renamed(temporary)
        known = False  # after a swap the temporary name may stand for the only copy of somebody's work
        try:
            swapped = _swap(temporary, target)
        except OSError:
            known = True  # nothing was swapped
            raise
        if swapped and Path(temporary).read_bytes() != before:
            known = _swap(temporary, target)
            raise Changed
        known = True
        if not swapped:
            os.replace(temporary, target)
    finally:
        if known:
            _remove(temporary)


def overwrite(path: str, text: str) -> None:
    """Write a text file as UTF-8, whatever it held.

    Args:
        path: the file; what is no regular file (a pipe, a terminal, anything in /dev) is written to directly.
        text: its new text; what is no character (of a file's name, say) is escaped.

    Raises:
        OSError: it cannot be written, or is read-only; what was there is still there.
    """
    if os.path.abspath(path).startswith("/dev/") or os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
        return
    target = os.path.realpath(path)
    temporary = _written_beside(target, text.encode(errors="backslashreplace"))
    try:
        os.replace(temporary, target)
    finally:
        _remove(temporary)


def leads_away(path: str) -> bool:
    """Whether a name for a report is a link out of the working directory, which the checked project may have put there.

    Args:
        path: as the user wrote it; what lies in /dev is a link on some systems.
    """
    if not os.path.islink(path) or os.path.abspath(path).startswith("/dev/"):
        return False
    here = Path(os.path.realpath("."))
    return not Path(os.path.realpath(path)).is_relative_to(here)


def _written_beside(target: str, data: bytes) -> str:
    """Write a new file that could take the place of another one; return its name."""
    status = os.stat(target) if os.path.exists(target) else None
    if status is not None and not (status.st_mode & _ANYBODY_WRITES and os.access(target, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only", target)
    _remove_strays(os.path.dirname(target))
    handle, temporary = tempfile.mkstemp(prefix=_NEW, dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if status is None:
            os.chmod(temporary, 0o666 & ~_umask())
        else:
            _make_alike(temporary, target, status)
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _remove_strays(folder: str) -> None:
    """Remove the new texts of runs that were killed before they took their names."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_NEW) and time.time() - entry.stat(follow_symlinks=False).st_mtime > _STRAY_AFTER:
                _remove(entry.path)


def _renamed(temporary: str) -> str:
    """Give a new text the name that it has while it may be swapped."""
    folder, name = os.path.split(temporary)
    swapping = os.path.join(folder, name.replace(_NEW, _SWAP, 1))
    os.rename(temporary, swapping)
    return swapping


def _make_alike(path: str, model: str, status: os.stat_result) -> None:
    if hasattr(os, "chown"):
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with suppress(OSError):  # only root may give files away
                os.chown(path, owner, group)
    os.chmod(path, stat.S_IMODE(status.st_mode))  # after chown, which takes bits away
    if sys.platform == "linux":
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(model):
                with suppress(OSError):  # the system's own
                    os.setxattr(path, name, os.getxattr(model, name))


def _swap(first: str, second: str) -> bool:
    """Let two files have each other's name in one step; return False where that is not to be had.

    Raises:
        OSError: it is, but not for these two.
    """
    if sys.platform != "linux":
        return False
    import ctypes  # start-up: for files that others may replace meanwhile only

    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library that does not know it
        return False
    if exchange(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
        return False
    raise OSError(error, os.strerror(error), second)


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
