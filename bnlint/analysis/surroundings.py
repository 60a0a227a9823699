"""What decides a file's Keras where its code does not: its project, the files beside it, the cells that install."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bnlint.libraries.keras_versions import KERAS_3_BACKENDS
from bnlint.project import backends, neighbours, requirements
from bnlint.project.declarations import notebooks
from bnlint.project.declarations.claims import claims

Answer = tuple[int, str]
"""A dialect, and what decided."""


def told(path: str, source: str, lone_keras: bool, hint: Answer) -> Answer | None:
    """Return what the surroundings of a module say, what counts most first; None when they leave it open.

    Args:
        path: its file.
        source: its text.
        lone_keras: it uses the package ``keras`` and not ``tf.keras``.
        hint: what its code suggests without proving it; its dialect is 0 for nothing.
    """
    notebook = path.endswith(".ipynb")
    questions: tuple[Callable[[], Answer | None], ...] = (
        lambda: notebooks.ran(path, lone_keras) if notebook else None,
        lambda: _by_project(path, source, lone_keras),
        lambda: hint if hint[0] else None,
        lambda: _by_backend(path, source),
        lambda: neighbours.shown(path),
        lambda: notebooks.python(path) if notebook else None,
        lambda: requirements.told(path, lone_keras),
        lambda: neighbours.notebooks_shown(path, lone_keras),
    )
    return next(filter(None, (question() for question in questions)), None)


def in_cells(source: str, lone_keras: bool) -> Iterator[Answer]:
    """Yield what the commands in a notebook's cells say.

    Args:
        source: the notebook as Python.
        lone_keras: as above.
    """
    said = notebooks.installed(source)
    if said.switch and not lone_keras:
        yield 2, "a cell sets TF_USE_LEGACY_KERAS"
    found = list(claims(said.requirements, "a cell"))
    for package in ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras"):
        decided = requirements.unanimous(claim for claim in found if claim.package == package)
        if decided is not None:
            yield decided


def _by_backend(path: str, source: str) -> Answer | None:
    """Return Keras 3 where the file or its project says that it runs on what Keras 2 does not."""
    said = backends.chosen(source) or backends.set_around(path, source)
    return (3, said[1]) if said is not None and said[0] in KERAS_3_BACKENDS else None


def _by_project(path: str, source: str, lone_keras: bool) -> Answer | None:
    if not lone_keras:
        switched = neighbours.switched(path, source, requirements.needs_legacy_package(path))
        if switched is not None:
            return switched
    return requirements.declared(path, lone_keras)
