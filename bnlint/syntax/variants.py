"""Functions that make another function's network in one of its sizes."""

from __future__ import annotations

import builtins
from collections.abc import Container, Iterator
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
    *before, last = _statements(node.body)
    if type(last) is not cst.Return or not all(type(each) in _SETS or _says_nothing(each) for each in before):
        return None
    made: dict[str, list[Any]] = {}
    for statement in before:
        if _uses(statement, made):
            return None
        if type(statement) is cst.Assign and _calls(statement):
            for name in (name for target in statement.targets for name in nodes_in(target)):
                if isinstance(name, cst.Name):
                    made.setdefault(name.value, []).append(statement.value)
    values = made.get(last.value.value, []) if type(last.value) is cst.Name else [last.value]
    if len(values) != 1 or type(values[0]) is not cst.Call or _uses(last, made):
        return None
    return values[0].func


def _statements(block: Any) -> Iterator[Any]:
    """Yield the statements of a block, and of the branches in it."""
    for line in block.body:
        yield from _parts(line)


def _parts(line: Any) -> Iterator[Any]:
    if type(line) is cst.SimpleStatementLine:
        yield line.body[0]
    elif type(line) is not cst.If:
        yield line
    else:
        yield from _statements(line.body)
        if line.orelse is not None:
            yield from _parts(line.orelse) if type(line.orelse) is cst.If else _statements(line.orelse.body)


_SETS = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Del, cst.Raise)


def _says_nothing(statement: Any) -> bool:
    """Whether a statement is a text, or takes an entry out of a table: ``kwargs.pop("name", None)``."""
    if type(statement) is not cst.Expr:
        return False
    call = statement.value
    is_pop = type(call) is cst.Call and dotted(call.func).rpartition(".")[2] in _OF_DICTS
    return type(call) is cst.SimpleString or is_pop


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
