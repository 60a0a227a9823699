"""What the files around one show about their Keras: a package gets one answer unless its files prove otherwise.

Asked are first the files of the same program or package, then those of the folders from the file's own up to the
project's root. Files of a folder that is no project may have nothing to do with each other: of those the package and
what the file imports are asked.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bnlint.libraries import keras_versions as versions
from bnlint.libraries.releases import LEGACY_SWITCH
from bnlint.project import importers, survey
from bnlint.project.code_signs import is_spoken_of, signs_of, switches
from bnlint.project.code_text import code_of
from bnlint.project.declarations import notebooks, texts
from bnlint.project.ttl_cache import for_seconds

_MAJORITY_OF_PROGRAM, _MAJORITY = 4, 9
"""How many files must speak for a dialect per file that speaks for the other one."""
_MAX_ASKED = 300
"""Of more files every second, third, ... is asked."""
_MAX_NOTEBOOKS = 10


def shown(path: str) -> tuple[int, str] | None:
    """Return the dialect that a file's neighbours show, with the reason; None when they show none.

    Args:
        path: the file, which need not exist.
    """
    start = os.path.abspath(path)
    project = survey.project_of(os.path.dirname(start))
    if path.startswith("<"):
        return None
    if not project.marked:
        return _shown_unmarked(start)
    program = importers.program_of(start) if os.path.exists(start) else ()
    # The file itself has said nothing clear; so all of a program get one answer, and that is kept.
    found = _shown_by_program(min(program)) if len(program) > 1 else None
    package = survey.package_of(os.path.dirname(start))
    if found is None and package in project.folders:
        found = _shown_in_package(package)
    return found or next(filter(None, map(_shown_in, project.folders)), None)


def newest(path: str) -> tuple[int, int] | None:
    """Return the newest release of Keras 2 that has all that the files of a project use, None for the last one.

    Args:
        path: one of its files, which need not exist.
    """
    project = survey.project_of(os.path.dirname(os.path.abspath(path)))
    if path.startswith("<") or not project.marked:
        return None
    return _newest(project.folders[-1])


def _shown_unmarked(path: str) -> tuple[int, str] | None:
    """Return what the files show without which one does not run, or its package is not whole."""
    folder = os.path.dirname(path)
    imported = importers.imported_by(path) if os.path.exists(path) else []
    found = _vote(imported, folder, _MAJORITY_OF_PROGRAM) if imported else None
    return found or (_shown_in_package(folder) if survey.package_of(folder) else None)


@for_seconds
def _newest(root: str) -> tuple[int, int] | None:
    return min((end for file in survey.survey(root).code[:_MAX_ASKED] if (end := signs_of(file).newest)), default=None)


@for_seconds
def _shown_by_program(file: str) -> tuple[int, str] | None:
    return _vote(importers.program_of(file), survey.root_of(file), _MAJORITY_OF_PROGRAM)


@for_seconds
def _shown_in_package(folder: str) -> tuple[int, str] | None:
    return _vote(_below(folder), survey.root_of(folder), _MAJORITY_OF_PROGRAM)


@for_seconds
def _shown_in(folder: str) -> tuple[int, str] | None:
    return _vote(_below(folder), survey.root_of(folder), _MAJORITY)


def _below(folder: str) -> list[str]:
    start = os.path.join(folder, "")
    return [file for file in survey.survey(survey.root_of(folder)).code if file.startswith(start)]


def _vote(files: Iterable[str], root: str, majority: int) -> tuple[int, str] | None:
    """Return what most files show: by proofs, else by hints, else by code that lasts longer than its Keras."""
    asked = sorted(files)
    asked = asked[:: -(-len(asked) // _MAX_ASKED)] if asked else []
    found = [(file, signs_of(file)) for file in asked]
    for votes in (
        [(file, *signs.proof) for file, signs in found if signs.proof[0] and not signs.lasting],
        [(file, *signs.hint) for file, signs in found if signs.hint[0]],
        [(file, *signs.proof) for file, signs in found if signs.lasting],
    ):
        counts = Counter(dialect for _, dialect, _ in votes)
        for dialect, others in ((2, counts[3]), (3, counts[2])):
            if counts[dialect] and counts[dialect] >= majority * others:
                file, _, why = next(vote for vote in votes if vote[1] == dialect)
                return dialect, f"in {os.path.relpath(file, root)}, {why}"
    return None


def notebooks_shown(path: str, lone_keras: bool) -> tuple[int, str] | None:
    """Return the dialect of the Keras that ran the notebooks beside a file, with the reason.

    Args:
        path: the file, which need not exist.
        lone_keras: it uses ``keras`` without ``tf.keras``.
    """
    project = survey.project_of(os.path.dirname(os.path.abspath(path)))
    if path.startswith("<") or not project.marked:
        return None
    root = project.folders[-1]
    for folder in project.folders:
        said = {claim[0]: claim[1] for claim in (_ran_beside_alone if lone_keras else _ran_beside)(folder)}
        if len(said) == 1:
            dialect, why = said.popitem()
            return dialect, why.replace("the notebook's", "a notebook's") + f" in {os.path.relpath(folder, root)}"
    return None


@for_seconds
def _ran_beside(folder: str) -> tuple[tuple[int, str], ...]:
    return _ran(folder, False)


@for_seconds
def _ran_beside_alone(folder: str) -> tuple[tuple[int, str], ...]:
    return _ran(folder, True)


def _ran(folder: str, lone_keras: bool) -> tuple[tuple[int, str], ...]:
    start = os.path.join(folder, "")
    files = [file for file in survey.survey(survey.root_of(folder)).notebooks if file.startswith(start)]
    return tuple(filter(None, (notebooks.ran(file, lone_keras) for file in files[:_MAX_NOTEBOOKS])))


# -- the switch --------------------------------------------------------------------------------------------------------


class _Setter(NamedTuple):
    """A file that sets ``TF_USE_LEGACY_KERAS`` to true, or ``KERAS_BACKEND``.

    Args:
        file: its path.
        backend: what it sets ``KERAS_BACKEND`` to, "" where it sets the other one.
        launches: it does so for processes that it starts.
        package: the outermost package that it belongs to, "" for none.
        words: the names that it speaks of.
        starts: the files, from some folder, that processes which it starts may run: those see what it sets for itself.
    """

    file: str
    backend: str
    launches: bool
    package: str
    words: frozenset[str]
    starts: frozenset[str] = frozenset()


_BACKEND = "KERAS_BACKEND"
_LAUNCH = re.compile(
    r"(?:(?<!\bset )\bTF_USE_LEGACY_KERAS ?=(?!=)|\bTF_USE_LEGACY_KERAS[\"'] ?:) ?(?:f?[\"'])?(?:1|[Tt]rue)\b"
)
_BACKEND_NAMES = "|".join(versions.BACKENDS)
_LAUNCH_BACKEND = re.compile(
    rf"(?:\bKERAS_BACKEND ?=(?!=)|\bKERAS_BACKEND[\"'] ?:) ?(?:f?[\"'])?(?P<value>{_BACKEND_NAMES})\b"
)
_SETS_BACKEND = re.compile(
    r"(?<!get\([\"'])(?<!getenv\([\"'])\bKERAS_BACKEND[\"'](?: ?\] ?=(?!=)| ?,) ?"
    rf"[\"'](?P<value>{_BACKEND_NAMES})[\"']"
)
_STARTS = re.compile(
    r"\b(?:(?:subprocess|sp)\.(?:run|call|check_call|check_output|Popen)|os\.(?:system|popen|spawn\w+|exec\w+)"
    r"|run_path|run_module)\("
)
_SCRIPT = re.compile(r"(?P<path>[\w./-]{1,100})\.py\b|(?:-m[\"', ]+|run_module\([\"'])(?P<module>[\w.]{1,100})")
_WORD = re.compile(r"\w+")
_FOR_TOOLS = re.compile(r"__init__\.py|conftest\.py|noxfile\.py|tasks\.py|dodo\.py")
"""Files that run before those beside and below them, or start them."""
_TEST = re.compile(r"(?:^|/)tests?/|(?:^|/)(?:test_[^/]*|[^/]*_test)\.py$")
_MAX_SETTERS = 100


def switched(path: str, source: str, legacy_package: bool) -> tuple[int, str] | None:
    """Return the dialect if another file of the project sets the switch for this one, with the reason.

    Args:
        path: the file.
        source: its text.
        legacy_package: the project requires ``tf-keras``: then any file beside or above sets it for all.
    """
    start = os.path.abspath(path)
    folder = os.path.dirname(start)
    project = survey.project_of(folder)
    if path.startswith("<") or not project.folders:
        return None
    root = project.folders[-1]
    for setter in _setters(root) if project.marked else _setters_of_folder(root):
        if setter.backend or setter.file == start:
            continue
        if _concerns(setter, start, source, project, legacy_package):
            return 2, f"{os.path.relpath(setter.file, root)} sets {LEGACY_SWITCH}"
    return None


def sets_backend(path: str, source: str) -> tuple[str, str] | None:
    """Return the backend that other files of the project set for this one, with the reason.

    Args:
        path: the file.
        source: its text.

    Returns:
        None where none does, two empty texts where they set several.
    """
    start = os.path.abspath(path)
    project = survey.project_of(os.path.dirname(start))
    if path.startswith("<") or not project.folders:
        return None
    root = project.folders[-1]
    found: dict[str, str] = {}
    for setter in _setters(root) if project.marked else _setters_of_folder(root):
        if setter.backend and setter.file != start and _concerns(setter, start, source, project, False):
            found.setdefault(setter.backend, f"{os.path.relpath(setter.file, root)} sets {_BACKEND}")
    if len(found) > 1:
        return "", ""
    return next(iter(found.items()), None)


def _concerns(setter: _Setter, path: str, source: str, project: survey.Project, legacy_package: bool) -> bool:
    """Whether a file sets the switch for another one."""
    folder, home, root = os.path.dirname(path), os.path.dirname(setter.file), project.folders[-1]
    stem = os.path.splitext(os.path.basename(path))[0]
    if setter.launches and (stem in setter.words or project.marked and not _is_test(setter.file, project)):
        return True
    if any(path == os.path.normpath(os.path.join(each, start)) for start in setter.starts for each in (home, root)):
        return True
    above = home in project.folders
    if above and (legacy_package or _FOR_TOOLS.fullmatch(os.path.basename(setter.file))):
        return True
    package = survey.package_of(folder)
    if setter.package and (setter.package == package or _imports(source, os.path.basename(setter.package))):
        return True
    if package and os.path.basename(package) in setter.words:
        return True
    name = os.path.splitext(os.path.basename(setter.file))[0]
    return home == folder and (stem in setter.words or _imports(source, name))


def _is_test(file: str, project: survey.Project) -> bool:
    """Whether a file is one of the project's tests: what those start tells nothing of the rest."""
    return _TEST.search(os.path.relpath(file, project.folders[-1]).replace(os.sep, "/")) is not None


def _imports(source: str, name: str) -> bool:
    statement = rf"^[ \t]*(?:from|import)[ \t.]+{re.escape(name)}\b"
    return name in source and re.search(statement, source, re.MULTILINE) is not None


@for_seconds
def _setters(root: str) -> tuple[_Setter, ...]:
    return tuple(_setters_in(survey.survey(root).code))[:_MAX_SETTERS]


@for_seconds
def _setters_of_folder(folder: str) -> tuple[_Setter, ...]:
    return tuple(_setters_in(survey.survey_folder(folder).code))[:_MAX_SETTERS]


_SWITCHES = (LEGACY_SWITCH, _BACKEND, "set_image_data_format", "set_image_dim_ordering")
_no_setters: dict[str, tuple[int, int]] = {}
"""The version of files that name no switch, which are read once."""


def _setters_in(files: tuple[str, ...]) -> Iterator[_Setter]:
    for file in files:
        source = naming_a_switch(file)
        if not source:
            continue
        code = code_of(source, strings=True)
        package = survey.package_of(os.path.dirname(file))
        launches = _LAUNCH.search(code) is not None
        sets = next((match for match, name in switches(code) if not name or _is_called(name, code, file, files)), None)
        if launches or sets:
            yield _Setter(file, "", launches, package, _words(code, launches), _starts(code, sets))
        launched = {match["value"] for match in _LAUNCH_BACKEND.finditer(code)}
        chosen = {match["value"]: match for match in _SETS_BACKEND.finditer(code)}
        for backend in sorted(launched | chosen.keys()):
            launches = backend in launched
            starts = _starts(code, chosen.get(backend))
            yield _Setter(file, backend, launches, package, _words(code, launches), starts)


def _is_called(name: str, code: str, home: str, files: tuple[str, ...]) -> bool:
    """Whether a file or another one speaks of a function of it."""
    others = (file for file in files[:_MAX_ASKED] if file != home)
    return is_spoken_of(name, code) or any(is_spoken_of(name, texts.read_own(file), 1) for file in others)


def _words(code: str, launches: bool) -> frozenset[str]:
    return frozenset(_WORD.findall(code)) if launches else _imported_words(code)


def _starts(code: str, sets: re.Match[str] | None) -> frozenset[str]:
    """Return the files that code names, if it starts processes after it has set something for itself."""
    if sets is None or not _STARTS.search(code, sets.end()):
        return frozenset()
    found = (match["path"] or match["module"].replace(".", "/") for match in _SCRIPT.finditer(code))
    return frozenset(f"{name}.py" for name in found)


def naming_a_switch(file: str) -> str:
    """Return the text of a file that may set something for others, "" for one that does not."""
    try:
        status = os.stat(file)
    except OSError:
        return ""
    version = status.st_mtime_ns, status.st_size
    if _no_setters.get(file) == version:
        return ""
    source = texts.read_own(file)
    if any(switch in source for switch in _SWITCHES):
        return source
    _no_setters[file] = version
    return ""


def _imported_words(code: str) -> frozenset[str]:
    lines = re.findall(r"^[ \t]*(?:from|import)[ \t]+([^\n]*)", code, re.MULTILINE)
    return frozenset(word for line in lines for word in _WORD.findall(line))
