"""Requirements and constraints files of pip, and what may be written on a line of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bnlint.project.declarations import texts
from bnlint.project.declarations.claims import NAME, Declared, normalised, speaks_of_keras

_INCLUDED = re.compile(
    r"^[ \t]*(?:-r|-c|--requirement|--constraint)[ \t=]?[ \t]?(?P<file>[\w./-]{1,200})[ \t]?(?:#.*)?$", re.MULTILINE
)
_MAX_INCLUDED = 20
_MAX_LINE = 500
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_OPTIONS = re.compile(r"\s+--[\w-]+.*$")
_BEGINS = re.compile(rf"\s*(?:{NAME})(?![\w])", re.IGNORECASE)
_WHEEL = re.compile(r"(?P<name>\w+)-(?P<version>\d[\w.!+]*)-(?:cp|py)\d")
_CONDA_EXPORT = re.compile(rf"(?P<name>{NAME})=(?P<version>\d[\w.]*)(?:=[\w.]+)?", re.IGNORECASE)


def read(text: str) -> Declared:
    """Return what a requirements file declares, with the names of the files that it includes (``-r``)."""
    included = tuple(match["file"] for match in islice(_INCLUDED.finditer(text), _MAX_INCLUDED))
    found = tuple(requirements(texts.joined_lines(text))) if speaks_of_keras(text) else ()
    return Declared(found, included=included)


def requirements(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the packages that matter, with their version specifiers.

    Args:
        lines: each a requirement as PEP 508 has it, a wheel's address, or what ``conda list --export`` writes.
    """
    for line in lines:
        found = requirement(line)
        if found is not None:
            yield found


def requirement(line: str) -> tuple[str, str] | None:
    """Return the package and the version specifier of one requirement, None when it is no package that matters."""
    line = _OPTIONS.sub("", _COMMENT.sub("", line[:_MAX_LINE])).strip().rstrip("\\,").strip()
    if "://" in line or line.endswith(".whl"):
        wheel = _WHEEL.search(line.rpartition("/")[2])
        if wheel is None or not _BEGINS.fullmatch(wheel["name"]):
            return None
        return normalised(wheel["name"]), f"=={wheel['version']}"
    if not _BEGINS.match(line):
        return None
    exported = _CONDA_EXPORT.fullmatch(line)
    if exported is not None:
        return normalised(exported["name"]), f"=={exported['version']}"
    # start-up: only where a requirement names Keras
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        found = Requirement(line.partition(";")[0].strip())  # markers choose between machines
    except InvalidRequirement:
        return None
    name = normalised(found.name)
    return (name, _as_written(line, str(found.specifier))) if _BEGINS.fullmatch(name) else None


def _as_written(line: str, specifier: str) -> str:
    """Return a specifier with its clauses in the order that people know from the file."""
    return ",".join(sorted(specifier.split(","), key=line.find)) if "," in specifier else specifier
