"""The entry points that a project declares: what its packages offer under a name, for others to load."""

from __future__ import annotations

import ast
import configparser
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax import parsing, toml
from bnlint.syntax.texts import text_of

_MAX_BYTES = 1_000_000
_MAX_ABOVE = 8
"""Folders, from a file's own up, that are looked at."""


def groups(file: str) -> dict[str, dict[str, str]]:
    """Return the entry points that the project of a file declares: "module:function", by group and name.

    Args:
        file: a file of the project.
    """
    folder = os.path.dirname(os.path.abspath(file))
    for _ in range(_MAX_ABOVE):
        found = _in_folder(folder)
        if found or os.path.exists(os.path.join(folder, ".git")):
            return found
        folder = os.path.dirname(folder)
    return {}


@for_seconds
def _in_folder(folder: str) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {}
    for name, read in _READERS.items():
        path = os.path.join(folder, name)
        try:
            if os.path.getsize(path) > _MAX_BYTES:
                continue
            for group, entries in read(text_of(path)):
                groups.setdefault(group, {}).update(entries)
        except (OSError, SyntaxError, ValueError, RecursionError, configparser.Error):
            continue
    return groups


Groups = Iterator[tuple[str, dict[str, str]]]


def _of_setup(text: str) -> Groups:
    """Yield the groups in ``setup(entry_points={"group": ["name = module:function"]})``."""
    for node in ast.walk(parsing.parse(text)):
        if isinstance(node, ast.keyword) and node.arg == "entry_points":
            try:
                yield from _groups(ast.literal_eval(node.value))
            except ValueError:
                continue


def _of_ini(text: str) -> Groups:
    """Yield the groups in ``[options.entry_points]``."""
    parser = _parser(text)
    if parser.has_section("options.entry_points"):
        yield from _groups(dict(parser["options.entry_points"]))


def _of_toml(text: str) -> Groups:
    """Yield the groups in ``[project.entry-points.group]``, and in Poetry's ``[tool.poetry.plugins.group]``."""
    if "entry-points" in text or "plugins" in text:
        document = toml.loads(text)
        yield from _groups(_below(document, "project", "entry-points"))
        yield from _groups(_below(document, "tool", "poetry", "plugins"))


_READERS: dict[str, Callable[[str], Groups]] = {
    "pyproject.toml": _of_toml,
    "setup.cfg": _of_ini,
    "setup.py": _of_setup,
}
"""By the name of the file."""


def _groups(given: Any) -> Groups:
    """Yield groups as setuptools takes them: a text like an INI file, or lists, texts or tables by group."""
    if isinstance(given, str):
        parser = _parser(given)
        given = {section: dict(parser[section]) for section in parser.sections()}
    for group, entries in given.items() if isinstance(given, Mapping) else ():
        lines = entries.splitlines() if isinstance(entries, str) else entries
        if not isinstance(lines, Mapping):
            pairs = (line.partition("=") for line in lines if isinstance(line, str) and "=" in line)
            lines = {name: value for name, _, value in pairs}
        plain = {n.strip(): v.partition("[")[0].strip() for n, v in lines.items() if isinstance(v, str)}
        yield str(group), plain


def _parser(text: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # names of entry points have capitals
    parser.read_string(text)
    return parser


def _below(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, Mapping) else None
    return document
