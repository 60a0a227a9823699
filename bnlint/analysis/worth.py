"""Whether an analysis of a file can find anything at all: what most files of a repository are spared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bnlint.project import import_graph, prefilter

if TYPE_CHECKING:
    from bnlint.libraries.user import Row


def worth_analysis(source: str, path: str, follow_imports: bool, library: tuple[Row, ...] = ()) -> bool:
    """Whether an analysis can find anything in a module at all.

    Args:
        source: the module's text.
        path: its file; need not exist.
        follow_imports: whether the analysis may read the project's other modules.
        library: what the user says of code that cannot be read.
    """
    asked = source, path, follow_imports, library
    return by_itself(*asked) or by_its_users(*asked)


def by_itself(source: str, path: str, follow_imports: bool, library: tuple[Row, ...] = ()) -> bool:
    """Whether the code of a module can come to BN; see ``worth_analysis`` for the arguments."""
    bn, loops = _words(library) if library else ((), ())
    if prefilter.may_concern(source, bn) and prefilter.concerns(
        source, bn, _package_of(path) if follow_imports else ""
    ):
        return True
    if not (follow_imports and prefilter.needs_imports(source, loops) and import_graph.reaches_bn(source, path, bn)):
        return False
    from bnlint.project.reach import meets_bn  # start-up time: most runs of flake8 never ask

    return meets_bn(path, source, bn)


def by_its_users(source: str, path: str, follow_imports: bool, library: tuple[Row, ...] = ()) -> bool:
    """Whether a module that uses this one may hand BN to it; see ``worth_analysis`` for the arguments."""
    bn, loops = _words(library) if library else ((), ())
    if not follow_imports or not prefilter.serves_training(source, loops) or not os.path.isfile(path):
        return False
    from bnlint.project.importers import used_with_bn  # start-up time: most runs of flake8 never ask

    return used_with_bn(path, bn)


def _package_of(path: str) -> str:
    """Return the package that a file is part of, "" for none."""
    folder = os.path.dirname(os.path.abspath(path))
    return "" if path.startswith("<") or not os.path.isdir(folder) else import_graph.package_of(folder)


def _words(library: tuple[Row, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from bnlint.libraries.user import words  # start-up time: few projects have rows of their own

    return words(library)
