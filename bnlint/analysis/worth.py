"""Whether an analysis of a file can find anything at all: what most files of a repository are spared."""

from __future__ import annotations

import os

from bnlint.project import import_graph, prefilter


def worth_analysis(source: str, path: str, follow_imports: bool) -> bool:
    """Whether an analysis can find anything in a module at all.

    Args:
        source: the module's text.
        path: its file; need not exist.
        follow_imports: whether the analysis may read the project's other modules.
    """
    if prefilter.may_concern(source):
        return True
    if not follow_imports:
        return False
    if prefilter.needs_imports(source) and import_graph.reaches_bn(source, path):
        return True
    if not prefilter.serves_training(source) or not os.path.isfile(path):
        return False
    from bnlint.project.importers import used_with_bn  # start-up time: most runs of flake8 never ask

    return used_with_bn(path)
