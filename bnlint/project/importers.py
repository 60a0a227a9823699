"""Which files of the project import a given one: half of the real mistakes need the file that uses a model.

Reads import statements only (``bnlint.project.import_graph``), never imports anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from bnlint.project import import_graph
from bnlint.project.mentions import mentions
from bnlint.project.reach import meets_bn
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.texts import NOTEBOOK

_MAX_FILES = 3_000
_MAX_UNMARKED = 200
"""Files looked at where nothing marks the root of a project: a folder like any other."""
_MAX_NOTEBOOKS = 100
_KINDS = (".py", NOTEBOOK)
MAX_USERS = 6
"""Files that are read for the sake of one that they use."""
_MAX_HOPS = 3
_SKIPPED = frozenset(("node_modules", "site-packages", "dist-packages", "build", "dist", "venv", "env", "__pycache__"))


_Edges = dict[str, dict[str, None]]
"""By file, those at the other end, in order."""


def users_of(path: str) -> list[str]:
    """Return the files that import this one, directly or over a few hops, nearest first.

    Args:
        path: an existing file.
    """
    return all_users_of(path)[:MAX_USERS]


def all_users_of(path: str) -> list[str]:
    """Return what ``users_of`` does, however many they are."""
    start = os.path.abspath(path)
    return _reached(_index(_area(os.path.dirname(start))).users, start)


def direct_users(path: str) -> list[str]:
    """Return the files that import this one themselves.

    Args:
        path: an existing file.
    """
    start = os.path.abspath(path)
    return list(_index(_area(os.path.dirname(start))).users.get(start, ()))


def takers_of(path: str) -> list[str]:
    """Return the files that get something from this one, directly or over a few hops.

    Other than with ``users_of``, running a package on the way to a module in it does not count.

    Args:
        path: an existing file.
    """
    start = os.path.abspath(path)
    return _reached(_index(_area(os.path.dirname(start))).takers, start)


def _reached(edges: _Edges, start: str) -> list[str]:
    """Return the files that a few steps along edges lead to, nearest first."""
    found: dict[str, None] = {}
    layer = [start]
    for _ in range(_MAX_HOPS):
        reached: dict[str, None] = {}
        for before in layer:
            reached.update(edges.get(before, {}))
        layer = [file for file in reached if file != start and file not in found]
        found.update(dict.fromkeys(layer))
    return list(found)


def habits(path: str) -> tuple[bool, bool]:
    """Return whether files of the project use Keras's own loops, and gradient tapes.

    A folder that nothing marks as a project says nothing: its files may have nothing to do with each other.

    Args:
        path: an existing file of the project.
    """
    return _index(_area(os.path.dirname(os.path.abspath(path)))).habits


def program_of(path: str) -> frozenset[str]:
    """Return the files that are one program: those tied to this one by imports, in whatever direction.

    Args:
        path: an existing file.
    """
    start = os.path.abspath(path)
    return _programs(_area(os.path.dirname(start))).get(start, frozenset((start,)))


@for_seconds
def _programs(area: str) -> dict[str, frozenset[str]]:
    """Return the program of each file of a project that imports another one of it, or is imported."""
    tied: dict[str, set[str]] = {}
    for file, users in _index(area).users.items():
        for user in users:
            tied.setdefault(file, set()).add(user)
            tied.setdefault(user, set()).add(file)
    programs: dict[str, frozenset[str]] = {}
    for start in tied:
        if start in programs:
            continue
        found, waiting = {start}, [start]
        while waiting:
            new = tied[waiting.pop()] - found
            found |= new
            waiting.extend(new)
        whole = frozenset(found)
        programs.update(dict.fromkeys(found, whole))
    return programs


def imported_by(path: str) -> list[str]:
    """Return the files that this one imports, directly or over a few hops.

    Args:
        path: an existing file.
    """
    start = os.path.abspath(path)
    return _reached(_imports(_area(os.path.dirname(start))), start)


@for_seconds
def _imports(area: str) -> _Edges:
    found: _Edges = {}
    for file, users in _index(area).users.items():
        for user in users:
            found.setdefault(user, {})[file] = None
    return found


def used_with_bn(path: str, words: tuple[str, ...] = ()) -> bool:
    """Whether a file that imports this one speaks of BN or reaches a module that does.

    Args:
        path: an existing file.
        words: names of more that contains BN.
    """
    for user in users_of(path):
        facts = import_graph.read(user)
        if facts is None:
            continue
        if facts.concerns_bn or words and mentions(user, words):
            return True
        if import_graph.leads_to_bn(facts.imports, user, words) and meets_bn(user, words=words):
            return True
    return False


@for_seconds
def _area(folder: str) -> str:
    """Return the folder whose files may import those of this one: the project's root, else the top of its package."""
    top = import_graph.roots(folder)[-2]
    if _is_marked(top):
        return top
    while os.path.exists(os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _is_marked(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, mark)) for mark in import_graph.ROOT_MARKS)


class _Index(NamedTuple):
    """What the files of a project say together.

    Args:
        users: the files that import each file.
        takers: the files that get a name from each file.
        habits: whether any of them uses Keras's own loops, and gradient tapes.
    """

    users: _Edges
    takers: _Edges
    habits: tuple[bool, bool]


@for_seconds
def _index(area: str) -> _Index:
    users: _Edges = {}
    takers: _Edges = {}
    found_by: dict[object, tuple[list[str], list[str]]] = {}
    fits = tapes = False
    marked = _is_marked(area)
    for user in _code_files(area, _MAX_FILES if marked else _MAX_UNMARKED):
        facts = import_graph.read(user)
        if facts is None:
            continue
        fits, tapes = fits or facts.fits, tapes or facts.tapes
        if not facts.imports:
            continue
        folder = os.path.dirname(user)
        roots = [root for root in import_graph.roots(folder) if root.startswith(area)]
        added = tuple(import_graph.added_roots(user, roots)) if facts.adds else ()
        starts = [*roots, *added]
        found: dict[str, None] = {}
        taken: dict[str, None] = {}
        for entry in facts.imports:
            key = folder, added, entry
            if key not in found_by:  # neighbours import the same modules
                run = [file for file in import_graph.run_by(entry, user, starts) if import_graph.belongs(file, folder)]
                found_by[key] = run, list(import_graph.sources(entry, user, starts)) if run else []
            found.update(dict.fromkeys(found_by[key][0]))
            taken.update(dict.fromkeys(found_by[key][1]))
        for file in found:
            users.setdefault(file, {})[user] = None
        for file in taken:
            takers.setdefault(file, {})[user] = None
    return _Index(users, takers, (fits, tapes) if marked else (False, False))


def _code_files(area: str, limit: int) -> Iterator[str]:
    """Yield the modules and notebooks in a folder and those below, as many as are looked at."""
    count = notebooks = 0
    for folder, folders, names in os.walk(area):
        folders[:] = sorted(f for f in folders if f not in _SKIPPED and not f.startswith("."))
        there = import_graph.files_in(folder)
        for name in sorted(names):
            kind = os.path.splitext(name)[1]
            if kind not in _KINDS or name not in there or not import_graph.belongs(os.path.join(folder, name), area):
                continue
            if kind == NOTEBOOK:
                notebooks += 1
                if notebooks > _MAX_NOTEBOOKS:
                    continue
            count += 1
            if count > limit:
                return
            yield os.path.join(folder, name)
