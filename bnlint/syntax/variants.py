"""Functions that make another function's network in one of its sizes."""

from __future__ import annotations

import builtins
from collections.abc import Container
from typing import Any

import libcst as cst

from bnlint.syntax.words import dotted, nodes_in


def made_by(node: Any) -> Any:
    """Return what a function calls that does nothing but set numbers and return what is made of them; else None.

    What is made is neither called, nor trained, nor handed to anybody else.

    Args:
        node: the syntax of a function.
    """
    if type(node) is not cst.FunctionDef:
        return None
    lines = node.body.body
    statements: list[Any] = [line.body[0] for line in lines if isinstance(line, cst.SimpleStatementLine)]
    if not statements or len(statements) < len(lines):
        return None
    *before, last = statements
    if type(last) is not cst.Return or not all(type(each) in _SETS or _is_text(each) for each in before):
        return None
    made: dict[str, Any] = {}
    for statement in before:
        if _uses(statement, made):
            return None
        if type(statement) is cst.Assign and _calls(statement):
            for name in (name for target in statement.targets for name in nodes_in(target)):
                if isinstance(name, cst.Name):
                    made[name.value] = statement.value
    value = made.get(last.value.value) if type(last.value) is cst.Name else last.value
    return value.func if type(value) is cst.Call and not _uses(last, made) else None


_SETS = (cst.Assign, cst.AnnAssign, cst.AugAssign)


def _is_text(statement: Any) -> bool:
    return type(statement) is cst.Expr and type(statement.value) is cst.SimpleString


def _calls(statement: Any) -> list[Any]:
    """Return the calls in a statement but those of Python itself."""
    calls = [node for node in nodes_in(statement) if type(node) is cst.Call]
    return [call for call in calls if not (type(call.func) is cst.Name and hasattr(builtins, call.func.value))]


def _uses(statement: Any, made: Container[str]) -> bool:
    """Whether something that was made is called, or handed to a call as it is."""
    for call in _calls(statement):
        if dotted(call.func).partition(".")[0] in made:
            return True
        if dotted(call.func).rpartition(".")[2] not in _OF_DICTS and any(
            _is_one_of(arg.value, made) for arg in call.args
        ):
            return True
    return False


_OF_DICTS = frozenset(("get", "pop", "setdefault"))


def _is_one_of(value: Any, names: Container[str]) -> bool:
    return type(value) is cst.Name and value.value in names
