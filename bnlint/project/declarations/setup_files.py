"""setup.py and noxfile.py, read as syntax and never run; setup.cfg, tox.ini and pytest.ini."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bnlint.project.declarations import requirements_txt, shell
from bnlint.project.declarations.claims import Declared, speaks_of_keras
from bnlint.syntax import parsing

_PYTHON_REQUIRES = re.compile(r"^python_requires[ \t]*=[ \t]*(?P<specifier>[^\n#]{1,100})", re.MULTILINE)
_KEY = re.compile(r"^[\w.-]+[ \t]*=[ \t]*(?![=])")


def read_python(text: str) -> Declared:
    """Return what a setup.py declares: its strings that are requirements, and ``python_requires``."""
    if not (speaks_of_keras(text) or "python_requires" in text):
        return Declared()
    try:
        tree = parsing.parse(text)
    except parsing.UNPARSABLE:
        return Declared()
    about = {id(inner) for node in ast.walk(tree) if _is_about(node) for inner in ast.walk(node)}
    extras = {id(inner) for node in ast.walk(tree) if _is_extra(node) for inner in ast.walk(node)} - about
    every = {id(node) for node in ast.walk(tree)}
    return Declared(
        tuple(_from_tree(tree, about | extras)), extras=tuple(_from_tree(tree, every - extras)) if extras else ()
    )


def _from_tree(tree: ast.Module, about: set[int]) -> Iterator[tuple[str, str]]:
    """Yield the requirements in a setup.py.

    Args:
        tree: its syntax.
        about: the ``id`` of what tells of other things.
    """
    for node in ast.walk(tree):
        if id(node) in about:
            continue
        if isinstance(node, ast.keyword) and node.arg == "python_requires":
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                yield "python", node.value.value.strip()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for line in node.value.split("\n"):
                found = requirements_txt.requirement(line)
                if found is not None:
                    yield found


_PROSE = ("classifiers", "description", "keywords", "long_description", "name")


def _is_about(node: ast.AST) -> bool:
    """Whether what is written here tells people of the project: a docstring, its name, its keywords."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        or (isinstance(node, ast.keyword) and node.arg in _PROSE)
    )


def _is_extra(node: ast.AST) -> bool:
    """Whether what is written here is for those who ask for more than the project itself."""
    return isinstance(node, ast.keyword) and node.arg == "extras_require"


def read_nox(text: str) -> Declared:
    """Return what the sessions of a noxfile.py install."""
    if not speaks_of_keras(text):
        return Declared()
    try:
        tree = parsing.parse(text)
    except parsing.UNPARSABLE:
        return Declared()
    words = [word for node in ast.walk(tree) for word in _installed_by(node)]
    return Declared(tuple(dict.fromkeys(requirements_txt.requirements(words))))


def _installed_by(node: ast.AST) -> list[str]:
    """Return what a call of a session installs: ``session.install(...)``, ``session.run("pip", "install", ...)``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return []
    words = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    runs = node.func.attr in ("run", "run_always", "run_install") and "install" in words
    return words if runs or node.func.attr in ("install", "conda_install") else []


def read_ini(text: str) -> Declared:
    """Return what an ini file declares: requirements on lines of their own, ``python_requires``, set variables."""
    lines = [_KEY.sub("", line.strip()) for line in text.split("\n")] if speaks_of_keras(text) else []
    # tox: ``py37: tensorflow==2.4``
    lines = [line.rpartition(": ")[2] for line in lines if not line.startswith(("#", ";"))]
    found = [*requirements_txt.requirements(lines)]
    found += [("python", match["specifier"].strip()) for match in _PYTHON_REQUIRES.finditer(text)]
    return Declared(tuple(found), shell.switch(text), shell.backend(text))
