"""What a project declares about its TensorFlow and Keras versions.

Only what is certain counts: a requirement decides when every release it admits speaks the same dialect.
``tensorflow>=2.10`` admits both and decides nothing; requirements of one folder that contradict each other decide
nothing either.

In this order: ``TF_USE_LEGACY_KERAS``; what the project requires, then what people run it with (Dockerfiles, CI files,
shell scripts), each from the file's folder up to the project's root; what all other folders of the project agree on; a
required Python that has only one of the two. A README, or a Python that somebody runs it with, counts less
(``told``). The results are kept per folder for some seconds, and those of a file until it
changes, because editors keep the process for days.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bnlint.libraries import keras_versions as versions
from bnlint.project import importers, survey
from bnlint.project.declarations import kinds
from bnlint.project.declarations.claims import NOTHING, Claim, Declared, Package, claims
from bnlint.project.declarations.kinds import Kind
from bnlint.project.ttl_cache import for_seconds


class Fact(NamedTuple):
    """What one file of a project says.

    Args:
        rank: how much that counts (``kinds``).
        claims: the requirements in it.
        switch: whether it sets ``TF_USE_LEGACY_KERAS``, None where it says nothing.
        legacy_package: it requires ``tf-keras``.
        backend: what it sets ``KERAS_BACKEND`` to; None where it does not, "" where it does so to several.
        packages: the names of what it requires, of those that matter.
        where: its name, for people.
        locked: it says what is installed, where others say what may be.
        started: the scripts for which alone it sets the switch, none for all.
    """

    rank: int
    claims: tuple[Claim, ...]
    switch: bool | None
    legacy_package: bool
    backend: str | None
    packages: frozenset[str]
    where: str
    locked: bool = False
    started: tuple[str, ...] = ()


_FIRM = (kinds.REQUIRED, kinds.RUN)
_BACKEND_OF = {
    **dict.fromkeys(versions.TENSORFLOW_NAMES, "tensorflow"),
    **{name: "tensorflow" for name, (package, _) in versions.ONE_DIALECT_DISTRIBUTIONS.items() if package != "keras"},
    **versions.BACKEND_DISTRIBUTIONS,
}
"""By distribution: what Keras 3 runs on where nothing else is required."""
_KERAS = frozenset(("keras", "keras-nightly", *_BACKEND_OF))
_read: dict[str, tuple[tuple[int, int], Declared]] = {}
"""By file: the version that was read, and what it says."""
_MAX_ENTRIES = 10_000
_MAX_DECLARATIONS = 1_000


def declared(path: str, lone_keras: bool = False) -> tuple[int, str] | None:
    """Return the dialect that a file's project requires, with the reason; None when it leaves that open.

    Args:
        path: the file, which need not exist (an editor's unsaved buffer); ``<...>`` has no project.
        lone_keras: the file uses ``keras`` without ``tf.keras``: then the version of keras comes first, and the
            switch to the legacy ``tf.keras`` does not matter.
    """
    levels = list(_levels(path))
    if not lone_keras:
        switch = _switch(levels, path)
        if switch is not None:
            return switch
    packages: tuple[Package, ...] = ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras")
    return (
        _decide(levels, packages, _FIRM)
        or _decide(levels, ("beside",), (kinds.REQUIRED,))
        or _decide(levels, ("python",), (kinds.REQUIRED,))
    )


def told(path: str, lone_keras: bool = False) -> tuple[int, str] | None:
    """Return what is said by the way about a file's project, as ``declared`` does.

    Args:
        path: the file, which need not exist.
        lone_keras: as in ``declared``.
    """
    levels = list(_levels(path))
    packages: tuple[Package, ...] = ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras")
    return _decide(levels, ("python",), (kinds.RUN,)) or _decide(levels, packages, (kinds.TOLD,))


def newest(path: str, lone_keras: bool = False) -> tuple[int, int] | None:
    """Return the newest release of TensorFlow or Keras that a file's project runs, by major and minor.

    Args:
        path: the file, which need not exist.
        lone_keras: as in ``declared``.

    Returns:
        None where nothing says so, or somebody says that any later one will do.
    """
    return _newest(_levels(path), "keras" if lone_keras else "tensorflow", (*_FIRM, kinds.TOLD))


def names_no_release(path: str, lone_keras: bool = False) -> bool:
    """Whether a file has a project, and that names no release of TensorFlow or Keras.

    Args:
        path: the file, which need not exist.
        lone_keras: as in ``declared``.
    """
    if path.startswith("<") or not survey.project_of(os.path.dirname(os.path.abspath(path))).marked:
        return False
    said = [claim for level in _levels(path) for fact in level for claim in fact.claims if claim.named]
    return not any(
        claim.package == "tensorflow" or claim.package == "keras" and (lone_keras or claim.dialect == 3)
        for claim in said
    )


def newest_beside(path: str) -> tuple[int, int] | None:
    """Return the newest TensorFlow that goes with what else a file's project requires, None for any.

    Args:
        path: the file, which need not exist.
    """
    return _newest(_levels(path), "beside", (kinds.REQUIRED,))


def _newest(levels: Iterable[tuple[Fact, ...]], package: Package, ranks: tuple[int, ...]) -> tuple[int, int] | None:
    for level in levels:
        for rank in ranks:
            facts_here = [fact for fact in level if fact.rank == rank]
            said = {claim.newest for fact in facts_here for claim in fact.claims if claim.package == package}
            locked = {
                claim.newest for fact in facts_here if fact.locked for claim in fact.claims if claim.package == package
            }
            if said:
                ends = locked or said
                return None if None in ends else (min if package == "beside" else max)(filter(None, ends))
    return None


def needs_legacy_package(path: str) -> bool:
    """Whether the project of a file requires ``tf-keras``."""
    return any(fact.legacy_package for level in _levels(path) for fact in level)


def set_backend(path: str) -> tuple[str, str] | None:
    """Return the backend that a file's project sets for Keras 3 beside its code, with the reason.

    Args:
        path: the file, which need not exist.
    """
    for level in _levels(path):
        said = [fact for fact in level if fact.backend is not None]
        if said:
            one = {fact.backend for fact in said}
            name = said[0].backend if len(one) == 1 else ""
            return (name, f"{said[0].where} sets KERAS_BACKEND") if name else ("", "")
    return None


def required_backend(path: str) -> tuple[str, str] | None:
    """Return the one backend of Keras 3 that a file's project requires, with the reason; None for none or several.

    Args:
        path: the file, which need not exist.
    """
    *own, elsewhere = list(_levels(path)) or [()]
    named = any(fact.packages & _KERAS for level in own for fact in level)
    # What another folder requires says nothing of one that says what it needs itself.
    for level in own if named else [*own, elsewhere]:
        for rank in _FIRM:
            found = {
                _BACKEND_OF[name]: f"{name} in {fact.where}"
                for fact in level
                if fact.rank == rank
                for name in sorted(fact.packages & _BACKEND_OF.keys())
            }
            if found:
                return found.popitem() if len(found) == 1 else None
    return None


def _levels(path: str) -> Iterator[tuple[Fact, ...]]:
    """Yield what is said for the folders from a file's own up to the root, then what is said anywhere else."""
    if path.startswith("<"):
        return
    project = survey.project_of(os.path.dirname(os.path.abspath(path)))
    if not project.folders:
        return
    found = facts(project.folders[-1]) if project.marked else _facts_of_folder(project.folders[0])
    for folder in project.folders:
        yield found.get(folder, ())
    yield tuple(fact for folder, each in found.items() if folder not in project.folders for fact in each)


def _switch(levels: Iterable[tuple[Fact, ...]], path: str) -> tuple[int, str] | None:
    for level in levels:
        said = [fact for fact in level if fact.switch is not None and _concerns(fact, path)]
        if said and all(fact.switch for fact in said):
            return 2, f"{said[0].where} sets TF_USE_LEGACY_KERAS"
        if said:
            return None
    return None


def _concerns(fact: Fact, path: str) -> bool:
    """Whether what sets the switch for scripts does so for a file: one of them, or of their programs."""
    if not fact.started:
        return True
    ends = tuple(os.path.join(os.sep, os.path.normpath(name)) for name in fact.started)
    start = os.path.abspath(path)
    program = importers.program_of(start) if os.path.exists(start) else {start}
    there = [file for file in survey.survey(survey.root_of(os.path.dirname(start))).code if file.endswith(ends)]
    return not there or any(file in program for file in there)


def _decide(
    levels: Sequence[tuple[Fact, ...]], packages: tuple[Package, ...], ranks: tuple[int, ...]
) -> tuple[int, str] | None:
    own, elsewhere = levels[:-1], levels[-1:]
    # Here the package that is imported comes first; folders of others have to agree in all that they say.
    for part, groups in ((own, [(package,) for package in packages]), (elsewhere, [packages])):
        for level in part:
            for rank in ranks:
                said = [claim for fact in level if fact.rank == rank for claim in fact.claims]
                for group in groups:
                    found = unanimous(claim for claim in said if claim.package in group)
                    if found is not None:
                        return found
    return None


def unanimous(said: Iterable[Claim]) -> tuple[int, str] | None:
    """Return the dialect, with its reason, of the claims that decide; None when they contradict each other."""
    decided = [(claim.dialect, claim.text) for claim in said if claim.dialect is not None]
    return decided[0] if len({dialect for dialect, _ in decided}) == 1 else None


@for_seconds
def facts(root: str) -> dict[str, tuple[Fact, ...]]:
    """Return what the files of a project say, by the folder that they speak for.

    Args:
        root: the project's.
    """
    return _by_folder(survey.survey(root).declarations, root)


@for_seconds
def _facts_of_folder(folder: str) -> dict[str, tuple[Fact, ...]]:
    return _by_folder(survey.survey_folder(folder).declarations, folder)


def _by_folder(declarations: Iterable[tuple[str, Kind, str]], root: str) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for file, kind, scope in _with_included(declarations, root):
        said = _declared_in(file, kind)
        if said is not NOTHING:
            where = os.path.relpath(file, root)
            facts_here = found.setdefault(scope, [])
            facts_here.append(_fact(kind.rank, said, where, kind.locked))
            if said.extras:
                facts_here.append(_fact(max(kind.rank, kinds.RUN), Declared(said.extras), where))
    return {folder: tuple(each) for folder, each in found.items()}


def _with_included(declarations: Iterable[tuple[str, Kind, str]], root: str) -> Iterator[tuple[str, Kind, str]]:
    """Yield declarations, and the files that they include, which speak for the same folder."""
    waiting = list(declarations)
    seen = {(file, scope) for file, _, scope in waiting}
    for file, kind, scope in waiting:
        yield file, kind, scope
        for name in _declared_in(file, kind).included:
            other = os.path.normpath(os.path.join(os.path.dirname(file), name))
            if (other, scope) not in seen and len(seen) < _MAX_DECLARATIONS and other.startswith(f"{root}{os.sep}"):
                seen.add((other, scope))
                waiting.append((other, kind, scope))


def _fact(rank: int, said: Declared, where: str, locked: bool = False) -> Fact:
    return Fact(
        rank,
        tuple(claims(said.requirements, where)),
        said.switch,
        any(name == "tf-keras" for name, _ in said.requirements),
        said.backend,
        frozenset(name for name, _ in said.requirements),
        where,
        locked,
        said.started,
    )


def _declared_in(file: str, kind: Kind) -> Declared:
    try:
        status = os.stat(file)
    except OSError:
        return NOTHING
    version = status.st_mtime_ns, status.st_size
    kept = _read.get(file)
    if kept is None or kept[0] != version:
        if len(_read) >= _MAX_ENTRIES:
            _read.clear()
        said = kinds.read(file, kind)
        kept = _read[file] = version, said if said != NOTHING else NOTHING
    return kept[1]
