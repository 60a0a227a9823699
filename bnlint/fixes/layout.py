"""The program with its layout: libcst's own parse, for what is written anew, and the way there from the nodes read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst

from bnlint.fixes.positions import BLOCKS
from bnlint.interpreter import oversized
from bnlint.interpreter.program import Module
from bnlint.interpreter.tree import FIELDS
from bnlint.interpreter.values import Value

_CHILDREN = {kind: tuple(name for name in names if name not in BLOCKS) for kind, names in FIELDS.items()}
"""The fields of each kind of node that hold no statements."""
_BLANK = re.compile(r"[ \t\f]*")


@dataclass(frozen=True)
class Layout:
    """A module as it is written.

    Args:
        path: the module's path.
        source: its text.
        tree: libcst's tree with everything in it.
        stdlib: the stdlib's tree.
        names: the module's global names, as the interpreter left them.
        twins: the nodes of the tree, by the ``id`` of those that the interpreter read.
    """

    path: str
    source: str
    tree: cst.Module
    stdlib: ast.Module
    names: Mapping[str, Value]
    twins: Mapping[int, Any]


def lay_out(module: Module, source: str, stdlib: ast.Module) -> Layout | None:
    """Parse a module with libcst, None where that fails.

    Args:
        module: the module that was read.
        source: its text.
        stdlib: its stdlib tree.
    """
    try:
        tree = cst.parse_module(_without_oversized(source, stdlib))
    except (cst.ParserSyntaxError, RecursionError):
        return None
    return Layout(module.path, source, tree, stdlib, module.names, dict(_twins(module.tree.root, tree)))


def _without_oversized(source: str, stdlib: ast.Module) -> str:
    """Blank out statements that libcst's parser does not survive."""
    lines = source.split("\n")
    for statement in oversized.statements(source, stdlib):
        indent = _BLANK.match(lines[statement.lineno - 1])
        lines[statement.lineno - 1] = (indent.group() if indent else "") + "pass"
        for number in range(statement.lineno, statement.end_lineno or statement.lineno):
            lines[number] = ""
    return "\n".join(lines)


def _twins(read: Any, written: Any) -> Iterator[tuple[int, Any]]:
    """Yield the ``id`` of each node that was read, with the node that stands for it in libcst's own tree."""
    stack = [(read, written)]
    while stack:
        first, second = stack.pop()
        if type(first) is not type(second):
            continue  # literals side by side, statements blanked out
        yield id(first), second
        for name in _CHILDREN.get(type(first), ()):
            one, other = getattr(first, name), getattr(second, name)
            if isinstance(one, (list, tuple)):
                stack.extend(zip(one, other, strict=False))
            elif isinstance(one, cst.CSTNode):
                stack.append((one, other))
        stack.extend(zip(_statements(first), _statements(second), strict=False))


def _statements(node: Any) -> Sequence[Any]:
    """Return the statements of a node's blocks, small ones without their lines, and an ``elif`` as what it is."""
    found: list[Any] = []
    for name in BLOCKS:
        part = getattr(node, name, None) if name in FIELDS.get(type(node), ()) else None
        if isinstance(part, cst.Else) and len(part.body.body) == 1 and isinstance(part.body.body[0], cst.If):
            part = part.body.body[0]
        if isinstance(part, (cst.IndentedBlock, cst.SimpleStatementSuite)):
            part = part.body
        for statement in part if isinstance(part, (list, tuple)) else () if part is None else (part,):
            found.extend(statement.body if isinstance(statement, cst.SimpleStatementLine) else (statement,))
    return found
