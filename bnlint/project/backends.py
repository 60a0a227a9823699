"""What program text and a project show about the backend that Keras 3 runs on.

Read are the variable ``KERAS_BACKEND`` where the code or the project sets it, calls of ``set_backend``, and functions
of JAX, PyTorch and TensorFlow that train models. ``~/.keras/keras.json`` is not: it says what the reader's machine
does, not what the project's does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from bnlint.libraries import keras_versions as versions
from bnlint.project import importers, neighbours, requirements, survey
from bnlint.project.code_text import code_of
from bnlint.project.declarations import texts
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.notebooks import UNKNOWN

Answer = tuple[str, str]
"""A backend, and what decided."""

OPEN: Answer = ("", "")
"""Somebody chooses one, but which cannot be told."""

_NAMES = "|".join(versions.BACKENDS)
_SETS = re.compile(
    r"\benviron(?:\[[\"']KERAS_BACKEND[\"']\] ?=(?!=)|\.setdefault\(\s*[\"']KERAS_BACKEND[\"'] ?,"
    r"|\.update\([^()]{0,300}?\bKERAS_BACKEND[\"']? ?[=:]| ?\|= ?\{[^{}]{0,300}?\bKERAS_BACKEND[\"'] ?:)"
    rf"\s*(?:[\"'](?P<value>{_NAMES})[\"'])?"
)
_CALLS = re.compile(rf"\bset_backend\(\s*(?:backend ?= ?)?[\"'](?P<value>{_NAMES})[\"']")
_MAGIC = re.compile(rf"^[ \t]*{UNKNOWN}#(?:nv|et_env)[ \t]+KERAS_BACKEND[ =]+[\"']?(?P<value>{_NAMES})\b", re.MULTILINE)
_KERAS = re.compile(r"^(?:import|from)[ \t]+(?:keras|tensorflow)\b", re.MULTILINE)
_TENSORFLOW = re.compile(r"^[ \t]*(?:import|from)[ \t]+tensorflow\b", re.MULTILINE)
_BRANCH = re.compile(r"^[ \t]*(?:el)?if\b[^\n]*\b(?:KERAS_BACKEND|backend)\b[^\n]*:", re.MULTILINE)
_IMPORTED = re.compile(rf"^[ \t]*(?:import|from)[ \t]+(?P<name>{_NAMES})\b(?P<rest>[^\n]*)", re.MULTILINE)
_THROUGH_TENSORFLOW = re.compile(r"\btf\.keras\b|\btensorflow(?:\.\w+){0,9}\.keras\b")
_MAX_BYTES = 1_000_000
_MAX_ASKED = 300


def chosen(source: str) -> Answer | None:
    """Return the backend that a module sets for itself; None where it sets none.

    Args:
        source: its text.
    """
    if "KERAS_BACKEND" not in source and "set_backend" not in source or len(source) > _MAX_BYTES:
        return None
    code = code_of(source, strings=True)
    called = {match["value"] for match in _CALLS.finditer(code)}
    if called:
        return _one(called, "the file calls set_backend")
    begins = _KERAS.search(code)
    # Keras reads the variable when it is imported.
    matches = [match for match in _SETS.finditer(code) if begins is None or match.start() < begins.start()]
    found = {match["value"] or "" for match in (*matches, *_MAGIC.finditer(source))}
    return _one(found, "the file sets KERAS_BACKEND") if found else None


def _one(found: set[str], why: str) -> Answer:
    return (found.pop(), why) if len(found) == 1 and "" not in found else OPEN


def used(source: str) -> Answer | None:
    """Return the one backend whose functions a module trains with; None for none, or several.

    Args:
        source: its text.
    """
    if len(source) > _MAX_BYTES or not any(word in source for word in versions.BACKEND_WORDS):
        return None
    code = code_of(source)
    # A file for more than one of them has a branch for each.
    if _BRANCH.search(code):
        return None
    found = dict(_uses(code))
    if len(found) != 1:
        return None
    return found.popitem()


def _uses(code: str) -> Iterable[Answer]:
    imported: dict[str, str] = {}
    for match in _IMPORTED.finditer(code):
        imported[match["name"]] = imported.get(match["name"], "") + match[0]
    foreign = _THROUGH_TENSORFLOW.search(code) is not None
    for backend, names in versions.BACKEND_USES.items():
        if backend not in imported or foreign and backend != "tensorflow":
            continue
        for name in names:
            last = name.rpartition(".")[2]
            if name in code or re.search(rf"\bimport\b[^\n]*\b{last}\b", imported[backend]):
                yield backend, f"the file uses {name.lstrip('.')}"
                break


def imported(source: str) -> Answer | None:
    """Return TensorFlow where a module imports it: little else speaks for it, as it is what Keras runs on by itself."""
    return ("tensorflow", "the file imports tensorflow") if _TENSORFLOW.search(source) else None


def around(path: str, source: str, follow_imports: bool = True) -> Answer | None:
    """Return the backend that a module's project sets or shows; None where it does neither.

    Args:
        path: its file, which need not exist.
        source: its text.
        follow_imports: the files that are tied to it by imports count, too.
    """
    program = _shown_by_program(path) if follow_imports else None
    return set_around(path, source) or program or requirements.required_backend(path)


def set_around(path: str, source: str) -> Answer | None:
    """Return the backend that a module's project sets; None where it does not.

    Args:
        path: its file, which need not exist.
        source: its text.
    """
    return neighbours.sets_backend(path, source) or requirements.set_backend(path)


def _shown_by_program(path: str) -> Answer | None:
    start = os.path.abspath(path)
    folder = os.path.dirname(start)
    project = survey.project_of(folder)
    if path.startswith("<") or not project.marked or not os.path.exists(start):
        return None
    program = importers.program_of(start)
    return _shown(min(program)) if len(program) > 1 else None


@for_seconds
def _shown(file: str) -> Answer | None:
    """Return the one backend that the files of a program use or set."""
    root = survey.root_of(file)
    found: dict[str, str] = {}
    for other in sorted(importers.program_of(file))[:_MAX_ASKED]:
        source = texts.read_own(other)
        said = chosen(source) or used(source)
        if said == OPEN:
            return None
        if said is not None:
            found.setdefault(said[0], f"in {os.path.relpath(other, root)}, {said[1]}")
    return found.popitem() if len(found) == 1 else None
