"""Finding and reading the files to check."""

from __future__ import annotations

import io
import os
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

_SKIPPED_DIRECTORIES = frozenset(
    {"__pycache__", "__pypackages__", "build", "dist", "node_modules", "site-packages", "venv"}
)
_SKIPPED_SUFFIXES = (".egg", ".egg-info", ".dist-info")
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


@dataclass(frozen=True)
class Source:
    """One file's text.

    Args:
        path: as the user named it.
        text: without BOM, with universal newlines.
        problem: what is wrong with its bytes, "" when nothing is.
    """

    path: str
    text: str
    problem: str = ""


def decode(path: str, data: bytes) -> Source:
    """Decode Python source the way flake8 does: by its BOM or coding cookie, else UTF-8, else Latin-1.

    Python itself refuses what only Latin-1 can read; that becomes the source's ``problem``.

    Args:
        path: how to name the file.
        data: its bytes.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (SyntaxError, UnicodeError, LookupError) as error:
        text = io.TextIOWrapper(io.BytesIO(data), "latin-1").read()
        return Source(path, text.removeprefix("\xef\xbb\xbf"), f"cannot decode: {error}")
    return Source(path, text.removeprefix("\ufeff"))


def read(path: str) -> Source:
    """Read one file.

    Raises:
        OSError: it cannot be read.
    """
    return decode(path, Path(path).read_bytes())


def find(paths: Sequence[str], exclude: Sequence[str] = (), anchor: Path = Path()) -> Iterator[str]:
    """Yield the files to check, each once: named files as they are, directories walked for ``*.py``.

    The walk is sorted and leaves out hidden directories, virtual environments, build output and symbolic links to
    directories (loops). A path that does not exist is yielded too: reading it says so.

    Args:
        paths: files and directories.
        exclude: patterns of file and directory names (or paths, if they hold a slash) that a walk leaves out.
        anchor: what patterns with a slash are relative to.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _walk(path, exclude, anchor) if os.path.isdir(path) else (path,):
            key = os.path.realpath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _walk(top: str, exclude: Sequence[str], anchor: Path) -> Iterator[str]:
    for directory, children, names in os.walk(top):
        children[:] = sorted(
            child
            for child in children
            if not _skipped(directory, child) and not matches(os.path.join(directory, child), exclude, anchor)
        )
        for name in sorted(names):
            path = os.path.join(directory, name)
            if name.endswith(".py") and not matches(path, exclude, anchor):
                yield path


def _skipped(directory: str, name: str) -> bool:
    if name.startswith(".") or name in _SKIPPED_DIRECTORIES or name.endswith(_SKIPPED_SUFFIXES):
        return True
    return any(os.path.exists(os.path.join(directory, name, mark)) for mark in _ENVIRONMENT_MARKS)


def matches(path: str, patterns: Sequence[str], anchor: Path) -> bool:
    """Whether a path matches one of the patterns; flake8's convention.

    Args:
        path: absolute or relative to the working directory.
        patterns: shell patterns; one without a slash is held against the last component, one with a slash against
            the whole path.
        anchor: the directory that patterns with a slash are relative to.
    """
    if not patterns:
        return False
    name, whole = os.path.basename(path), os.path.abspath(path)
    return any(
        fnmatch(whole, os.path.abspath(os.path.join(anchor, pattern))) if "/" in pattern else fnmatch(name, pattern)
        for pattern in patterns
    )
