"""Splitting a program of one file into two modules."""

from __future__ import annotations

import re
from typing import Any

import libcst as cst

from tests.mutants.trees import found, text


def split(source: str) -> tuple[str, str] | None:
    """Move the definitions that need nothing but imports and plain constants to a module ``parts``.

    Returns:
        The texts of ``parts.py`` and of what is left, None where there is nothing to move.
    """
    tree = cst.parse_module(source)
    imports = [s for s in tree.body if _is_import(s)]
    if re.search(r"^\s*global |__name__\b(?! ==)", source, re.MULTILINE):
        return None
    bound: dict[str, list[Any]] = {}
    for statement in tree.body:
        if not _is_import(statement):
            for name in _bound(statement):
                bound.setdefault(name, []).append(statement)
    constants = {
        name: statements[0] for name, statements in bound.items() if len(statements) == 1 and _is_plain(statements[0])
    }
    moved = {
        name: statements[0]
        for name, statements in bound.items()
        if len(statements) == 1 and isinstance(statements[0], (cst.FunctionDef, cst.ClassDef))
    }
    while True:
        kept = {
            name
            for name, statement in moved.items()
            if any(n.value in bound and n.value not in {*moved, *constants} for n in _read(statement))
        }
        if not kept:
            break
        moved = {name: statement for name, statement in moved.items() if name not in kept}
    if not moved:
        return None
    used = {n.value for statement in moved.values() for n in _read(statement)}
    # Plain constants may name one another: all that stand before are copied.
    copied = [s for s in tree.body if s in constants.values()] if used & set(constants) else []
    parts = [*imports, *copied, *(s for s in tree.body if s in moved.values())]
    end = max((i + 1 for i, s in enumerate(tree.body) if s in imports), default=0)
    taken = cst.parse_statement(f"from parts import {', '.join(moved)}\n")
    left = [*tree.body[:end], taken, *tree.body[end:]]
    main = tree.with_changes(body=[s for s in left if s not in moved.values()])
    header = tree.header
    return tree.with_changes(body=parts, header=header).code, main.code


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], (cst.Import, cst.ImportFrom)
    )


def _bound(statement: cst.CSTNode) -> set[str]:
    if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        return {statement.name.value}
    names = {n.value for t in found(statement, cst.AssignTarget) for n in found(t.target, cst.Name)}
    names |= {n.value for t in found(statement, cst.For) for n in found(t.target, cst.Name)}
    return names | {n.value for t in found(statement, cst.AsName) for n in found(t.name, cst.Name)}


def _is_plain(statement: cst.CSTNode) -> bool:
    """Whether a statement gives a name to a literal or to a part of a library."""
    if not isinstance(statement, cst.SimpleStatementLine) or not isinstance(statement.body[0], cst.Assign):
        return False
    return not list(found(statement, cst.Call)) and "expect" not in text(statement)


def _read(statement: cst.CSTNode) -> list[cst.Name]:
    return list(found(statement, cst.Name))
