"""Whether a project counts on another default data format than Keras's ``channels_last``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bnlint.project import importers, neighbours, survey
from bnlint.project.ttl_cache import for_seconds

_SETS = re.compile(r"set_image_(?:data_format|dim_ordering)\( *\\?[\"'](?:channels_first|th)\b")
_SETS_A_NAME = re.compile(r"set_image_(?:data_format|dim_ordering)\( *([A-Za-z_]\w*) *\)")
_IMPORTS = re.compile(r"(?:from|import)[ \t]+([\w., \t]+)")
_WORD = re.compile(r"\w+")


class _Setter(NamedTuple):
    """A file that makes ``channels_first`` the default.

    Args:
        file: where it lies.
        stem: its name as a module.
        package: the outermost package that it belongs to, "" for none.
        words: the names that it imports.
    """

    file: str
    stem: str
    package: str
    words: frozenset[str]


def is_open(path: str, source: str) -> bool:
    """Whether layers that name no data format may get ``channels_first`` from another file.

    So it is where a file that imports this one, over other files, too, or is imported by it, or belongs to the same
    package, sets that.

    Args:
        path: the file.
        source: its text.
    """
    if path.startswith("<"):
        return False
    start = os.path.abspath(path)
    folder, stem = os.path.dirname(start), os.path.splitext(os.path.basename(start))[0]
    project, package = survey.project_of(folder), survey.package_of(folder)
    setters = _setters(project.folders[-1]) if project.marked else _setters_of_folder(folder)
    imported = _imported(source) if setters else frozenset[str]()
    if any(
        stem in setter.words or setter.stem in imported or (package != "" and setter.package == package)
        for setter in setters
    ):
        return True
    others = {setter.file for setter in setters} - {start}
    return bool(others) and not others.isdisjoint(importers.all_users_of(start))


def _imported(source: str) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join(_IMPORTS.findall(source))))


@for_seconds
def _setters(root: str) -> tuple[_Setter, ...]:
    found = survey.survey(root)
    return tuple(_setters_in((*found.code, *found.notebooks)))


@for_seconds
def _setters_of_folder(folder: str) -> tuple[_Setter, ...]:
    found = survey.survey_folder(folder)
    return tuple(_setters_in((*found.code, *found.notebooks)))


def _setters_in(files: Iterable[str]) -> Iterator[_Setter]:
    for file in files:
        source = neighbours.naming_a_switch(file)
        if source and _sets(source):
            stem = os.path.splitext(os.path.basename(file))[0]
            yield _Setter(file, stem, survey.package_of(os.path.dirname(file)), _imported(source))


def _sets(source: str) -> bool:
    """Whether a file sets ``channels_first``, by the word or by a name that stands for it somewhere in the file."""
    if _SETS.search(source):
        return True
    names = set(_SETS_A_NAME.findall(source))
    return any(re.search(rf"\b{name} *= *\\?[\"'](?:channels_first|th)\b", source) for name in names)
