"""Layers whose result is overwritten before anybody reads it: ``x2 = BatchNormalization()(x1)``, twice in a row.

They are in no model, so nothing shows what is wrong with them. Only a layer that is made in place counts, and a name
that goes through further such layers, into itself, until it gets something else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_INNER = (*_FUNCTIONS, ast.Lambda, ast.ClassDef)
_SEES_ALL = frozenset(("locals", "vars", "globals", "eval", "exec"))


def overwritten(tree: ast.Module) -> list[range]:
    """Return the lines of the statements that put what such layers make into a name.

    Args:
        tree: the module.
    """
    scopes = (node for node in ast.walk(tree) if isinstance(node, (ast.Module, *_FUNCTIONS)))
    return [
        range(statement.lineno, (statement.end_lineno or 0) + 1)
        for scope in scopes
        for block in _blocks(scope.body)
        for statement in _lost(block, scope)
    ]


def _blocks(block: Sequence[ast.stmt]) -> Iterator[Sequence[ast.stmt]]:
    """Yield a block and those inside of it: not of what is defined there, nor where an error may lead elsewhere."""
    yield block
    for statement in block:
        if isinstance(statement, (ast.If, ast.For, ast.While, ast.With)):
            yield from _blocks(statement.body)
            yield from _blocks(getattr(statement, "orelse", []))


def _lost(block: Sequence[ast.stmt], scope: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.stmt]:
    made = [at for at, statement in enumerate(block) if _made_in_place(statement)]
    shared: set[str] | None = None
    for at in made:
        name = _made_in_place(block[at])
        if _is_lost(name, block[at + 1 :]):
            shared = _shared(scope) if shared is None else shared
            if name not in shared and _SEES_ALL.isdisjoint(shared):
                yield block[at]


def _is_lost(name: str, behind: Sequence[ast.stmt]) -> bool:
    """Whether the first to read a name, other than layers that put what they make of it back, does so too late."""
    for statement in behind:
        if name not in _names(statement):
            if any(isinstance(node, (ast.Break, ast.Continue)) for node in ast.walk(statement)):
                return False
        elif _given(statement) != name:
            return False
        elif isinstance(statement, ast.Assign) and name not in _names(statement.value):
            return True
        elif not _goes_on(statement, name):
            return False
    return False


def _given(statement: ast.stmt) -> str:
    """Return the name that a statement gives a value, and does nothing else to names; "" for other statements."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1:
        return ""
    target = statement.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _made_in_place(statement: ast.stmt) -> str:
    """Return the name that gets what a layer makes, where the statement makes that layer, too; "" for others."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    made = value.func if isinstance(value, ast.Call) else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, (ast.Name, ast.Attribute)):
        return ""
    kind = made.func.id if isinstance(made.func, ast.Name) else made.func.attr
    return _given(statement) if kind[:1].isupper() else ""


def _goes_on(statement: ast.stmt, name: str) -> bool:
    """Whether a layer that is made in place gets a value, and its name what becomes of it."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return _made_in_place(statement) == name and isinstance(value, ast.Call) and name not in _names(value.func)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _shared(scope: ast.AST) -> set[str]:
    """Return the names that what is defined in a scope may read, those it declares to be others', and what sees all."""
    inner = [node for node in ast.walk(scope) if isinstance(node, _INNER) and node is not scope]
    declared = {name for node in ast.walk(scope) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    return declared.union(_SEES_ALL & _names(scope), *map(_names, inner))
