"""What only tries code out: unit tests, what is there for those, and blocks that show what a module makes.

A value that nobody else gives is none of the program's.
"""

from __future__ import annotations

import os
import re
from typing import Any

import libcst as cst

from bnlint.patterns import pattern
from bnlint.project.importers import direct_users
from bnlint.project.parts import parts_of
from bnlint.syntax.texts import text_of
from bnlint.syntax.words import dotted, names_read, nodes_in

_CALLED_SO = pattern(r"(?:test_.*|.*_test)\.py")
_RUNNER = pattern(r"^[ \t]*(?:import|from)[ \t]+(?:pytest|unittest|absl\.testing)\b|\bTestCase\b", re.MULTILINE)
_TESTS = pattern(r"^(?:async[ \t]+)?def[ \t]+test_\w+[ \t]*\(|^class[ \t]+Test\w*", re.MULTILINE)
_RUNS = pattern(r"^(?:if[ \t(]+__name__\b|for\b|while\b|with\b|[a-z][\w.]*\()", re.MULTILINE)
"""What a script does by itself, which a file of tests leaves to those who run it."""
_SHOWS = frozenset("print summary count_params plot_model len".split())


def is_for_tests(file: str) -> bool:
    """Whether a file is one of unit tests, or only such files import it.

    Args:
        file: its path; a script that is named ``test_*.py`` may evaluate what was trained.
    """
    waiting, found = [os.path.abspath(file)], False
    seen = {*waiting}
    while waiting:
        each = waiting.pop()
        if os.path.isfile(each) and _is_of_tests(each):
            found = True
            continue
        users = direct_users(each) if os.path.isfile(each) and not _RUNS.search(_text(each)) else ()
        if not users:
            return False
        waiting += [user for user in users if user not in seen]
        seen.update(users)
    return found


def _is_of_tests(file: str) -> bool:
    name = os.path.basename(file)
    if name == "conftest.py":
        return True
    if not _CALLED_SO.fullmatch(name):
        return False
    text = _text(file)
    return bool(_RUNNER.search(text) or _TESTS.search(text) and not _RUNS.search(text))


def _text(file: str) -> str:
    """Return the text of a file, none for one that has gone meanwhile."""
    try:
        return text_of(file)
    except OSError:
        return ""


def is_shown(file: str, root: cst.Module, node: Any) -> bool:
    """Whether code of a module that others import stands in a block that only shows what the module makes.

    Args:
        file: the module's path.
        root: its tree.
        node: the code.
    """
    guards = [each for each in root.body if type(each) is cst.If and "__name__" in names_read(each.test)]
    around = next((guard for guard in guards if any(each is node for each in nodes_in(guard))), None)
    if around is None:
        return False
    path = os.path.abspath(file)
    parts = parts_of(path) if os.path.isfile(path) else None
    if parts is None or any(part.acts for part in parts.each()) or not direct_users(path):
        return False
    called = {dotted(each).rpartition(".")[2] for each in nodes_in(around) if type(each) is cst.Call}
    return called <= _SHOWS | parts.named.keys()
