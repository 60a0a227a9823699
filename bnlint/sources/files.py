"""Finding and reading the files to check."""

from __future__ import annotations

import io
import os
import tokenize
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from bnlint.project import import_graph
from bnlint.sources import regular
from bnlint.syntax.source import Source
from bnlint.syntax.texts import NOTEBOOK

_SKIPPED_DIRECTORIES = frozenset(
    {"__pycache__", "__pypackages__", "build", "dist", "node_modules", "site-packages", "venv"}
)
_SKIPPED_SUFFIXES = (".egg", ".egg-info", ".dist-info")
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


def decode(path: str, data: bytes) -> Source:
    """Decode Python source the way flake8 does: by its BOM or coding cookie, else UTF-8, else Latin-1.

    Python itself refuses what only Latin-1 can read; that becomes a problem of the source.

    Args:
        path: how to name the file; ``*.ipynb`` is a notebook.
        data: its bytes.
    """
    if path.endswith(NOTEBOOK):
        from bnlint.syntax.notebooks import reading  # start-up: few files are notebooks

        if reading.looks_like_json(data):
            return reading.decode(path, data)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (SyntaxError, UnicodeError, LookupError) as error:
        text = io.TextIOWrapper(io.BytesIO(data), "latin-1").read()
        return Source(path, text.removeprefix("\xef\xbb\xbf"), (f"cannot decode: {error}",))
    return Source(path, text.removeprefix("\ufeff"))


def read(path: str) -> Source:
    """Read one file.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    return decode(path, regular.contents(path))


Ignores = Callable[[str, bool], bool]
"""Whether a path, which may be a directory, is left out."""


def find(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    anchor: Path = Path(),
    force_exclude: bool = False,
    gitignore: bool = False,
    include: Sequence[str] = (),
) -> Iterator[str]:
    """Yield the files to check, each once: named files as they are, directories walked for ``*.py`` and ``*.ipynb``.

    The walk is sorted and leaves out hidden directories, virtual environments, build output, and symbolic links to
    directories (loops) and to files outside the walked directory's project (they would be fixed there). A path that
    does not exist is yielded too, and a directory that cannot be entered: reading them says so.

    Args:
        paths: files and directories.
        exclude: patterns of file and directory names (or paths, if they hold a slash) that a walk leaves out.
        anchor: what patterns with a slash are relative to.
        force_exclude: leave out named files too where a walk from the anchor or the working directory does not come.
        gitignore: leave out what git ignores.
        include: patterns of files that are taken beside those.
    """
    seen: set[str] = set()
    for path in paths:
        is_directory = os.path.isdir(path)
        ignores = _git_ignores(path if is_directory else os.path.dirname(path)) if gitignore else _nothing
        if force_exclude and (_out_of_the_way(path, exclude, anchor) or ignores(path, is_directory)):
            continue
        for file in _walk(path, exclude, anchor, ignores, include) if is_directory else (path,):
            key = os.path.realpath(file)
            if key not in seen:
                seen.add(key)
                yield file


def is_left_out(path: str, exclude: Sequence[str], anchor: Path, gitignore: bool) -> bool:
    """Whether a walk would not come to a file, which need not be there: a name for standard input.

    Args:
        path: the file.
        exclude: as above, like the others.
        anchor: what patterns with a slash are relative to.
        gitignore: git's own files count.
    """
    return not any(find([path], exclude, anchor, True, gitignore))


def _nothing(_path: str, _is_directory: bool) -> bool:
    return False


def _git_ignores(directory: str) -> Ignores:
    from bnlint.sources.ignored import Ignored  # start-up: flake8 finds its files itself

    return Ignored(directory)


def _walk(top: str, exclude: Sequence[str], anchor: Path, ignores: Ignores, include: Sequence[str]) -> Iterator[str]:
    closed: list[str] = []
    for directory, children, names in os.walk(top, onerror=lambda error: closed.append(error.filename)):
        children[:] = sorted(
            child
            for child in children
            if not _skipped(directory, child)
            and not matches(os.path.join(directory, child), exclude, anchor)
            and not ignores(os.path.join(directory, child), True)
        )
        for name in sorted(names):
            path = os.path.normpath(os.path.join(directory, name))
            if not name.endswith((".py", NOTEBOOK)) and not matches(path, include, anchor):
                continue
            if matches(path, exclude, anchor) or ignores(path, False):
                continue
            if not os.path.islink(path) or import_graph.belongs(os.path.abspath(path), os.path.abspath(top)):
                yield path
    yield from map(os.path.normpath, closed)  # reading them says why


def _out_of_the_way(path: str, exclude: Sequence[str], anchor: Path) -> bool:
    """Whether a walk would leave out a path or one of the directories on the way to it."""
    whole = os.path.abspath(path)
    tops = (os.getcwd(), os.path.abspath(anchor))
    top = next((top for top in tops if os.path.commonpath((top, whole)) == top), os.path.dirname(whole))
    directory = top
    for name in os.path.relpath(whole, top).split(os.sep):
        step = os.path.normpath(os.path.join(directory, name))
        if matches(step, exclude, anchor) or os.path.isdir(step) and step != top and _skipped(directory, name):
            return True
        directory = step
    return False


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


def is_meant(path: str, pattern: str, anchor: Path) -> bool:
    """Whether a pattern of a table is about a file; one that begins with ``!`` is about all that the rest is not.

    Args:
        path: absolute or relative to the working directory.
        pattern: as in ``matches``.
        anchor: the directory that it is relative to if it has a slash.
    """
    negated = pattern.startswith("!")
    return matches(path, [pattern.removeprefix("!")], anchor) is not negated


_ROOT_MARKS = (".git", ".hg", ".jj", ".svn")
_PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


def project_root(start: Path) -> Path:
    """Return the directory that machines name files relative to.

    Args:
        start: where to begin, a directory.

    Returns:
        The nearest directory upwards under version control, else the nearest with a project file, else the start.
    """
    start = start.absolute()
    for marks in (_ROOT_MARKS, _PROJECT_FILES):
        for directory in (start, *start.parents):
            if any((directory / mark).exists() for mark in marks):
                return directory
    return start


def portable(path: str, root: Path) -> str:
    """Return a path with forward slashes and relative to a directory; absolute if it lies outside.

    Args:
        path: absolute or relative to the working directory.
        root: the directory.
    """
    whole = Path(os.path.abspath(path))
    top = Path(os.path.abspath(root))
    return (whole.relative_to(top) if whole.is_relative_to(top) else whole).as_posix()
