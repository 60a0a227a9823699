"""Which file of a project is of which kind, how much it counts, and for which folder it speaks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from bnlint.patterns import pattern
from bnlint.project.declarations import texts
from bnlint.project.declarations.claims import Declared

REQUIRED, RUN, TOLD = 0, 1, 2
"""How much a file counts: what the project requires comes before how somebody runs it, and both before prose."""


class Kind(NamedTuple):
    """A kind of file.

    Args:
        names: of the files, as an expression without regard to case.
        rank: ``REQUIRED``, ``RUN`` or ``TOLD``.
        read: the function of this package that says what a text of this kind declares, as "module.function".
        limit: how many bytes are still read.
        folders: the file counts only where a folder above has such a name, as an expression; "" for anywhere.
        locked: such files say what is installed, where others say what may be.
    """

    names: str
    rank: int
    read: str
    limit: int = 1_000_000
    folders: str = ""
    locked: bool = False


_LISTS = "|".join(
    r"requ[ei]r\w{0,3}ments? constraints? reqs? require requires dependencies deps packages? env environment freeze "
    r"pip pip_?list libs modules".split()
)
"""How people name what ``pip freeze`` writes, and what ``pip install -r`` reads."""

KINDS = (
    Kind(rf"(?:.*[-_.])?(?:{_LISTS})(?:[-_.].*)?\.(?:txt|in|pip)", REQUIRED, "requirements_txt.read"),
    Kind(r".*\.(?:txt|in)", REQUIRED, "requirements_txt.read", folders=r"requirements?|reqs?|constraints"),
    Kind(r"pyproject\.toml|Pipfile|pixi\.toml|\.?mise\.toml", REQUIRED, "toml_files.read"),
    Kind(r"(?:pdm|poetry|pylock.*|uv)\.(?:lock|toml)", REQUIRED, "toml_files.read_lock", 10_000_000, locked=True),
    Kind(r"Pipfile\.lock", REQUIRED, "toml_files.read_pipenv_lock", 10_000_000, locked=True),
    Kind(r"(?:.*[-_.])?conda-lock\.ya?ml", REQUIRED, "yaml_files.read_lock", 10_000_000, locked=True),
    Kind(r"setup\.py", REQUIRED, "setup_files.read_python"),
    Kind(r"setup\.cfg", REQUIRED, "setup_files.read_ini"),
    Kind(r"\.python-version|runtime\.txt", REQUIRED, "shell.read_python_version"),
    Kind(r"\.tool-versions", REQUIRED, "shell.read_tools"),
    Kind(r"noxfile\.py", RUN, "setup_files.read_nox"),
    Kind(r"Jenkinsfile(?:[-_.].*)?", RUN, "dockerfile.read_jenkinsfile"),
    Kind(r"launch\.json", RUN, "launches.read", folders=r"\.vscode"),
    Kind(r"tox\.toml", RUN, "toml_files.read"),
    Kind(r"devcontainer\.json", RUN, "dockerfile.read_devcontainer"),
    Kind(r".*\.def", RUN, "dockerfile.read_definition"),
    Kind(r".*\.ya?ml", RUN, "yaml_files.read", folders=r"\.github|\.circleci|\.devcontainer|\.azure.*"),
    Kind(r"\.(?:travis|gitlab-ci|appveyor)\.ya?ml|(?:appveyor|azure-pipelines).*\.ya?ml", RUN, "yaml_files.read"),
    Kind(r"(?:docker-)?compose.*\.ya?ml|cloudbuild.*\.ya?ml", RUN, "yaml_files.read"),
    Kind(r".*\.ya?ml", REQUIRED, "yaml_files.read", 300_000),
    Kind(r"(?:.*[-_.])?(?:dockerfile|containerfile)(?:[-_.].*)?", RUN, "dockerfile.read"),
    Kind(r"tox\.ini|pytest\.ini", RUN, "setup_files.read_ini"),
    Kind(
        r"\.env(?:\..*|rc)?|.*\.(?:sh|bash|zsh|slurm|sbatch|pbs|qsub|bat|ps1|cmd)|(?:GNU)?makefile|justfile",
        RUN,
        "shell.read",
    ),
    Kind(r"(?:readme|install)(?:[-_.].*)?", TOLD, "readme.read"),
    Kind(r"[\w-]+", RUN, "shell.read_script", 100_000, folders=r"\.|bin|jobs?|launch|run|scripts?|slurm|tools?"),
)
_COMPILED = [
    (pattern(kind.names, re.IGNORECASE), pattern(kind.folders, re.IGNORECASE) if kind.folders else None, kind)
    for kind in KINDS
]

_TOOL_FOLDERS = pattern(
    r"\..*|workflows|binder|build[-_]tools?|ci|conda|constraints|deploy(?:ment)?|(?:.*[-_])?docker(?:files?)?"
    r"|envs?|environments?|etc|install(?:ation)?|requirements?|reqs?|scripts?|setup|tools?|cpu|gpu",
    re.IGNORECASE,
)
"""Folders whose files speak for the folder above."""


def kind_of(name: str, folder: str) -> Kind | None:
    """Return a file's kind, None when it declares nothing.

    Args:
        name: without folders.
        folder: the folders above it, from the project's root.
    """
    for names, folders, kind in _COMPILED:
        if names.fullmatch(name) and (folders is None or any(map(folders.fullmatch, folder.split(os.sep)))):
            return kind
    return None


def scope_of(folder: str, root: str) -> str:
    """Return the folder that a file speaks for.

    Args:
        folder: where it lies.
        root: of the project.
    """
    while folder != root and _TOOL_FOLDERS.fullmatch(os.path.basename(folder)):
        folder = os.path.dirname(folder)
    return folder


def read(file: str, kind: Kind) -> Declared:
    """Return what a file of a kind declares."""
    return reader(kind)(texts.read(Path(file), kind.limit))


def reader(kind: Kind) -> Callable[[str], Declared]:
    """Return what reads a kind of file; its module is loaded where such a file is there."""
    module, _, name = kind.read.partition(".")
    found: Callable[[str], Declared] = getattr(import_module(f"{__package__}.{module}"), name)
    return found
