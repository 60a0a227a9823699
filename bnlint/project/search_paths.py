"""Which folders a file adds to ``sys.path``, and which modules it runs by their paths, as far as they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice

_ADDED = r"sys\.path\.(?:append|insert|extend)\(([^\n]*)"
_LITERAL = r"""['"]([^'"\n]{1,200})['"]"""
_NAME = r"(?<![\w.])[A-Za-z_]\w{0,99}"
_FUNCTION = r"(?m)^[ \t]*def[ \t]+(\w{1,100})\(([^)\n]*)\)"
"""Compiled (and kept by ``re``) when they are needed, not when flake8 imports the plugin."""
_MAX = 50
"""The most places that are looked at for a name: whoever has more of them means something else."""
_DEEP = 3


def added(source: str) -> tuple[str, ...]:
    """Return the paths that a file adds to ``sys.path``.

    Args:
        source: its text.
    """
    if "sys.path" not in source:
        return ()
    calls = (match for match in re.finditer(_ADDED, source) if not _in_comment(source, match.start()))
    written = (path for match in calls for path in _paths(match[1], source, match.start()))
    return tuple(dict.fromkeys(written))


LOADERS = ("spec_from_file_location", "SourceFileLoader", "load_source", "run_path")
"""Functions that run the module that a path leads to."""
_ARGUMENTS = r"((?:[^()]|\((?:[^()]|\([^()]*\))*\)){0,500})\)"
_LOADS = rf"(?:(?:spec_from_file_location|SourceFileLoader|load_source)\([^,]{{0,100}},|run_path\(){_ARGUMENTS}"
_FIELD = r"\{[^{}]*\}|%[sd]"


def run(source: str) -> tuple[tuple[str, ...], ...]:
    """Return the modules that a file runs by their paths, as folders and a name, "" for any module of a folder.

    Args:
        source: its text.
    """
    if not any(loader in source for loader in LOADERS):
        return ()
    calls = (match for match in re.finditer(_LOADS, source) if not _in_comment(source, match.start()))
    written = (path for match in calls for path in _paths(match[1], source, match.start()))
    return tuple(dict.fromkeys(parts for path in written if (parts := parts_of(path)) is not None))


def parts_of(path: str) -> tuple[str, ...] | None:
    """Return the folders and the name of the module that a path leads to, None where it leads to something else.

    Args:
        path: with a field in it where a part is not known.
    """
    if not path.endswith(".py"):
        return None
    named = [part for part in path[: -len(".py")].split("/") if part not in (".", "..", "~")]
    first = max((number for number, part in enumerate(named[:-1]) if not part or re.search(_FIELD, part)), default=-1)
    folders, name = named[first + 1 : -1], named[-1]
    if os.path.isabs(path):
        folders = folders[-1:]  # a checkout lies elsewhere
    return (*folders, "" if re.search(_FIELD, name) else name)


def _in_comment(source: str, at: int) -> bool:
    return "#" in source[source.rfind("\n", 0, at) + 1 : at]


def _paths(text: str, source: str, at: int, depth: int = 0) -> Iterator[str]:
    """Yield the paths that an expression may stand for: its texts joined, or what its names are.

    Args:
        text: the expression, and what stands behind it.
        source: the text of the file.
        at: where in it.
        depth: how many names were looked up on the way.
    """
    pieces = re.findall(_LITERAL, text)
    if pieces:
        yield os.path.join(*pieces)
    elif depth < _DEEP:
        for name in dict.fromkeys(re.findall(_NAME, text.partition("#")[0])):
            for value, place in islice(_values(name, source, at), _MAX):
                yield from _paths(value, source, place, depth + 1)


def _values(name: str, source: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield what a name is assigned, and what callers pass for it where it is a parameter of the function around."""
    for match in re.finditer(rf"^[ \t]*{name}[ \t]*=(?!=)[ \t]*([^\n]*)", source, re.MULTILINE):
        yield match[1], match.start()
    *_, around = None, *re.finditer(_FUNCTION, source[:at])
    if around is not None and name in re.findall(_NAME, around[2]):
        for match in re.finditer(rf"(?<!def )(?<!\w){around[1]}\(([^\n]*)", source):
            yield match[1], match.start()
