"""Functions, classes and methods that no program comes to: an old network beside the one that is trained.

What does not run shows no symptom. But a package is there for others, and whoever imports a module by a name that is
worked out may import any; what can be said is in ``usage``.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from bnlint.project import survey
from bnlint.project.mentions import mentions
from bnlint.project.programs import SETS_UP, lies_in_package
from bnlint.project.usage import Usage, usage, usage_of_one
from bnlint.syntax import parsing
from bnlint.syntax.texts import NOTEBOOK

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_RUN_NOTEBOOKS = ("%run", "import_ipynb", "nbimporter", "papermill", "nbclient", "testbook")
"""What runs other notebooks, or imports them."""


def unused(path: str, source: str) -> list[range]:
    """Return the lines of the functions and classes at the top of a file, and of methods, that no program comes to.

    Of a program that ends at an import that fails, those are all. So much can be said where programs come to others of
    the same folder: then somebody would use these, too.

    Args:
        path: the file.
        source: its text, which parses.
    """
    start = os.path.abspath(path)
    if path.startswith("<") or not path.endswith((".py", NOTEBOOK)) or not os.path.exists(start):
        return []
    tree = parsing.parse(source)
    used = _usage(start)
    if path.endswith(NOTEBOOK) and _only_builds(tree, used) and _is_left_over(start):
        return [_lines(each) for each in tree.body if isinstance(each, _DEFINITIONS)]
    if used is not None and used.is_stopped(start):
        return [range(1, source.count("\n") + 2)]
    if used is None or not used.works or not used.reaches(os.path.dirname(start)):
        return []
    return [_lines(node) for node in _nobodys(tree, start, used)]


def _usage(file: str) -> Usage | None:
    """Return what the programs of a file's project come to; nobody imports a notebook, and anybody a package."""
    if file.endswith(NOTEBOOK):
        return usage_of_one(file)
    folder = os.path.dirname(file)
    project = survey.project_of(folder)
    return usage(project.folders[-1]) if project.marked and not lies_in_package(folder) else None


def _nobodys(tree: ast.Module, file: str, used: Usage) -> Iterator[ast.stmt]:
    """Yield the functions, classes and methods of a file that no program comes to."""
    for node in tree.body:
        if not isinstance(node, _DEFINITIONS):
            continue
        if used.is_nobodys(file, node.name):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.decorator_list:
            methods = (each for each in node.body if isinstance(each, _FUNCTIONS) and not each.decorator_list)
            yield from (each for each in methods if used.is_nobodys(file, node.name, each.name))


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or 0) + 1)


def _is_left_over(notebook: str) -> bool:
    """Whether nobody runs a notebook of a project; one that lies by itself may be half written."""
    project = survey.project_of(os.path.dirname(notebook))
    if not project.marked:
        return False
    found = survey.survey(project.folders[-1])
    words = (os.path.basename(notebook), *_RUN_NOTEBOOKS)
    return not any(mentions(file, words) for file in (*found.code, *found.notebooks) if file != notebook)


def _only_builds(tree: ast.Module, used: Usage | None) -> bool:
    """Whether a notebook only defines, and makes one of what it defines to see that it can be made.

    Args:
        tree: its code.
        used: what it comes to.
    """
    own = {each.name for each in tree.body if isinstance(each, _DEFINITIONS)}
    rest = [each for each in tree.body if not isinstance(each, _DEFINITIONS) and not _is_harmless(each)]
    return not rest or used is not None and not used.works and all(_makes_one(each, own) for each in rest)


def _makes_one(statement: ast.stmt, own: set[str]) -> bool:
    """Whether a statement is ``net = Net(True)``, of a class or function of the notebook's own."""
    made = statement.value if isinstance(statement, (ast.Assign, ast.Expr)) else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name):
        return False
    given = (*made.args, *(each.value for each in made.keywords))
    return made.func.id in own and all(isinstance(each, ast.Constant) for each in given)


def _is_harmless(statement: ast.stmt) -> bool:
    """Whether a statement runs nothing: an import, a text, a setting, another name for what is there."""
    if isinstance(statement, (ast.Expr, ast.Assign)):
        calls = (node for node in ast.walk(statement.value) if isinstance(node, ast.Call))
        return all(ast.unparse(call.func).rpartition(".")[2] in SETS_UP for call in calls)
    return isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass))
