"""Where a project begins, and which of its files can say which Keras runs it.

The tree is walked once per project: links are not followed, folders of other people's code are left out, and what is
too large is read in part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from bnlint.project import import_graph
from bnlint.project.declarations import kinds
from bnlint.project.declarations.kinds import Kind
from bnlint.project.ttl_cache import for_seconds

_VCS_DIRECTORIES = (".git", ".hg", ".jj", ".svn")
_STRONG_MARKS = ("Pipfile", "pyproject.toml", "setup.cfg", "setup.py")
"""What a project has once, at its root."""
_WEAK_MARKS = (
    ".circleci",
    ".devcontainer",
    ".github",
    ".python-version",
    ".tool-versions",
    ".travis.yml",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.rst",
    "conda-lock.yml",
    "environment.yaml",
    "environment.yml",
    "noxfile.py",
    "req.txt",
    "requirements.txt",
    "tox.ini",
    "tox.toml",
)
"""What folders within a project have, too."""
_MAX_LEVELS = 20
_MAX_GAP = 3
_MAX_FOLDERS = 3_000
_MAX_DEPTH = 12
_MAX_DECLARATIONS = 500
_MAX_CODE = 3_000
_MAX_NOTEBOOKS = 200
_MAX_TOLD = 300
_TOLD = tuple(".md .rst .txt .sh .bat .json .yml .yaml .toml .ini .cfg .conf .config .gin .prototxt".split())
_SKIPPED = frozenset(
    "__pycache__ build dist dist-packages env external node_modules site-packages third_party third-party vendor "
    "vendored venv".split()
)
_READ_HIDDEN = frozenset(
    (".github", ".circleci", ".devcontainer", ".binder", ".ci", ".docker", ".azure-pipelines", ".vscode")
)


class Project(NamedTuple):
    """The folders from a file's own to its project's root.

    Args:
        folders: nearest first; none where files have nothing to do with each other.
        marked: whether anything says that this is a project; else its only folder is the file's own.
    """

    folders: tuple[str, ...]
    marked: bool


class Survey(NamedTuple):
    """The files of a project that may say something.

    Args:
        declarations: with their kind and the folder that they speak for.
        code: Python files.
        notebooks: and these.
        told: texts that may speak of code: documents, settings, shell scripts.
        cut: there is more code than is listed.
    """

    declarations: tuple[tuple[str, Kind, str], ...]
    code: tuple[str, ...]
    notebooks: tuple[str, ...]
    told: tuple[str, ...] = ()
    cut: bool = False


@for_seconds
def project_of(folder: str) -> Project:
    """Return the project that a folder lies in.

    Its root is where version control begins, else the nearest folder that has what projects have once, else the
    farthest of the folders above with a project's files. The home directory and the file system's root, and what
    everybody may write to, are nobody's project.

    Args:
        folder: an absolute path.
    """
    chain = list(_above(folder))
    for depth, each in enumerate(chain):
        if _has(each, _VCS_DIRECTORIES):
            return Project(tuple(chain[: depth + 1]), True)
    last = -1
    for depth, each in enumerate(chain):
        if _has(each, _STRONG_MARKS):
            return Project(tuple(chain[: depth + 1]), True)
        if _has(each, _WEAK_MARKS):
            last = depth
        elif last >= 0 and depth - last >= _MAX_GAP:
            break
    if last >= 0:
        return Project(tuple(chain[: last + 1]), True)
    package = _package_top(folder)
    if package in chain and package != folder:
        return Project(tuple(chain[: chain.index(package) + 1]), True)
    return Project((folder,) if chain and os.path.isdir(folder) else (), False)


def root_of(place: str) -> str:
    """Return the root of the project that a file or folder lies in.

    Args:
        place: an absolute path to something that exists.
    """
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    return next(reversed(project_of(folder).folders), folder)


def _above(folder: str) -> Iterator[str]:
    for _ in range(_MAX_LEVELS):
        if import_graph.holds_many_projects(folder):
            return
        yield folder
        folder = os.path.dirname(folder)


def _has(folder: str, marks: tuple[str, ...]) -> bool:
    return any(os.path.exists(f"{folder}{os.sep}{mark}") for mark in marks)


def _package_top(folder: str) -> str:
    """Return the folder of the outermost package that a folder belongs to, itself where it is none."""
    while os.path.exists(os.path.join(folder, "__init__.py")):
        above = os.path.dirname(folder)
        if above == folder or not os.path.exists(os.path.join(above, "__init__.py")):
            break
        folder = above
    return folder


@for_seconds
def package_of(folder: str) -> str:
    """Return the outermost package that a folder belongs to, "" when it is none.

    Args:
        folder: an absolute path.
    """
    return _package_top(folder) if os.path.exists(os.path.join(folder, "__init__.py")) else ""


@for_seconds
def survey(root: str) -> Survey:
    """List what a whole project may say.

    Args:
        root: its first folder.
    """
    return _survey(root, _MAX_FOLDERS)


@for_seconds
def survey_folder(folder: str) -> Survey:
    """List what one folder may say, without those in it except the files of a CI service."""
    return _survey(folder, 0)


def _survey(root: str, max_folders: int) -> Survey:
    declarations: list[tuple[str, Kind, str]] = []
    code: list[str] = []
    notebooks: list[str] = []
    told: list[str] = []
    for folder, names in _walk(root, max_folders):
        inside = os.path.relpath(folder, root)
        scope = kinds.scope_of(folder, root)
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".py") and len(code) < _MAX_CODE and import_graph.belongs(path, root):
                code.append(path)
            elif name.endswith(".ipynb") and len(notebooks) < _MAX_NOTEBOOKS:
                notebooks.append(path)
            elif name.lower().endswith(_TOLD) and len(told) < _MAX_TOLD:
                told.append(path)
            kind = kinds.kind_of(name, inside)
            if kind is not None and len(declarations) < _MAX_DECLARATIONS:
                declarations.append((path, kind, scope))
    cut = len(code) >= _MAX_CODE or len(notebooks) >= _MAX_NOTEBOOKS
    return Survey(tuple(declarations), tuple(code), tuple(notebooks), tuple(told), cut)


def _walk(root: str, max_folders: int) -> Iterator[tuple[str, list[str]]]:
    """Yield folders with the names of their files, those near the root first."""
    waiting, count = [(root, 0)], 0
    while waiting:
        below: list[tuple[str, int]] = []
        for folder, depth in waiting:
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                continue
            yield folder, [entry.name for entry in found if _is_file(entry)]
            for entry in found:
                if _is_folder(entry) and _is_own(entry.name, max_folders) and depth < _MAX_DEPTH:
                    count += 1
                    if count <= max(max_folders, 20):
                        below.append((entry.path, depth + 1))
        waiting = below


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry, after links, is a file: pipes and devices may never end."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_own(name: str, max_folders: int) -> bool:
    if name.startswith("."):
        return name in _READ_HIDDEN
    return max_folders > 0 and name not in _SKIPPED
