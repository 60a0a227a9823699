"""What git tracks, whatever ``.gitignore`` says of it: the names in ``.git/index``.

Git itself is not asked: the configuration of a repository can make it start programs. The format is that of git's
Documentation/gitformat-index.txt, versions 2 to 4.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator

from bnlint.sources import regular

_HEADER = struct.Struct(">4sII")
_BEFORE_THE_NAME = 62
"""Bytes: times, device, inode, mode, owner and size (40), the object's SHA-1 (20) and flags (2)."""
_MAX_BYTES = 100_000_000
"""Of an index, a million files; a larger one is none of git's."""
_EXTENDED = 0x4000
"""The flag of an entry that has two bytes of flags more."""
_POINTER = b"gitdir:"


def tracked(root: str) -> frozenset[str]:
    """Return the files that git tracks and the folders that they are in, relative to the root, with slashes.

    An index that cannot be read (SHA-256 repositories have other entries) says nothing.

    Args:
        root: the directory that ``.git`` is in.
    """
    try:
        index = os.path.join(_git_folder(root), "index")
        names = list(_names(regular.contents(index))) if os.path.getsize(index) < _MAX_BYTES else []
    except (OSError, ValueError, IndexError, struct.error):
        return frozenset()
    found = set(names)
    for name in names:
        while "/" in name:
            name = name.rpartition("/")[0]
            if name in found:
                break
            found.add(name)
    return frozenset(found)


def _git_folder(root: str) -> str:
    """Return the folder that holds the index; that of a worktree or a submodule stands elsewhere."""
    place = os.path.join(root, ".git")
    if os.path.isdir(place):
        return place
    text = regular.contents(place)
    if not text.startswith(_POINTER):
        raise ValueError(text)
    return os.path.join(root, os.fsdecode(text[len(_POINTER) :].strip()))


def _names(data: bytes) -> Iterator[str]:
    mark, version, count = _HEADER.unpack_from(data)
    if mark != b"DIRC" or version not in (2, 3, 4):
        raise ValueError(version)
    place, name = _HEADER.size, b""
    for _ in range(count):
        begun = place
        (flags,) = struct.unpack_from(">H", data, begun + _BEFORE_THE_NAME - 2)
        place = begun + _BEFORE_THE_NAME + (2 if version > 2 and flags & _EXTENDED else 0)
        kept = b""
        if version == 4:
            cut, place = _variable(data, place)
            kept = name[: len(name) - cut]
        end = data.index(b"\0", place)
        name = kept + data[place:end]
        place = end + 1 if version == 4 else begun + (end - begun) // 8 * 8 + 8
        yield os.fsdecode(name)


def _variable(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable width, and the place behind it."""
    value = data[place] & 127
    while data[place] & 128:
        place += 1
        value = (value + 1 << 7) + (data[place] & 127)
    return value, place + 1
