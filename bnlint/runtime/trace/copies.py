"""A copy of a program in which some files can be changed: those are real, everything else leads to the original."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable


def copy(folder: str, files: Iterable[str], target: str) -> list[str]:
    """Copy a folder so that some of its files can be changed.

    Folders that hold none of them, data and other modules are links: imports of neighbours and paths beside
    ``__file__`` lead where they led.

    Args:
        folder: the folder.
        files: those that will be changed; others than those within the folder are left out.
        target: where the copy goes; does not exist yet.

    Returns:
        The copies.
    """
    root = os.path.realpath(folder)
    wanted = {real for file in files if (real := os.path.realpath(file)).startswith(root + os.sep)}
    inside = {root}
    for file in wanted:
        parent = os.path.dirname(file)
        while parent not in inside:
            inside.add(parent)
            parent = os.path.dirname(parent)
    found: list[str] = []
    _fill(root, target, wanted, inside, found)
    return found


def _fill(source: str, target: str, wanted: set[str], inside: set[str], found: list[str]) -> None:
    os.makedirs(target)
    for entry in os.scandir(source):
        there = os.path.join(target, entry.name)
        if entry.path in wanted:
            shutil.copyfile(entry.path, there)
            found.append(there)
        elif entry.path in inside and not entry.is_symlink():
            _fill(entry.path, there, wanted, inside, found)
        elif entry.name != "__pycache__":
            os.symlink(entry.path, there, target_is_directory=entry.is_dir())
