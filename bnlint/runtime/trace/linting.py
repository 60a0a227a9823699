"""What the linter says about a program: its script and the files of the project that it imports."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable

from bnlint.analysis import checking
from bnlint.project import import_graph
from bnlint.results.report import Report
from bnlint.runtime.judging import is_project_file
from bnlint.settings.loading import Settings

MAX_FILES = 300


def lint(start: str, loaded: Iterable[str], settings: Settings) -> Report:
    """Lint a program.

    Args:
        start: the file of its ``__main__``.
        loaded: files that it has imported.
        settings: the user's.
    """
    files = dict.fromkeys(os.path.realpath(path) for path in (start, *imported_by(start), *loaded))
    return checking.check_paths(list(files)[:MAX_FILES], settings)


def imported_by(start: str) -> list[str]:
    """Return the files of the project that a file says it imports, over any number of hops."""
    found: dict[str, None] = {}
    waiting = deque([os.path.realpath(start)])
    roots = import_graph.roots(os.path.dirname(waiting[0]))
    while waiting and len(found) < MAX_FILES:
        path = waiting.popleft()
        facts = import_graph.read(path)
        if facts is None:
            continue
        for file in import_graph.files(facts.imports, path, roots):
            real = os.path.realpath(file)
            if real not in found and is_project_file(real):
                found[real] = None
                waiting.append(real)
    return list(found)


def loaded_files(before: Iterable[str]) -> list[str]:
    """Return the project's files among the modules that have been imported.

    Args:
        before: names of modules that were there before the program.
    """
    names = sorted(set(sys.modules) - set(before))
    paths = [getattr(sys.modules[name], "__file__", None) for name in names]
    kept = [path for path in paths if isinstance(path, str) and is_project_file(path) and os.path.isfile(path)]
    return [os.path.realpath(path) for path in kept]
