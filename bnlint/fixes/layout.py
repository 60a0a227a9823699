"""The program with its layout: libcst's own parse, for what is written anew, and the way there from the nodes read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import libcst as cst

from bnlint.fixes.positions import BLOCKS, semantic_fields
from bnlint.interpreter.domain.values import Module, Value
from bnlint.syntax import oversized
from bnlint.syntax.tree import FIELDS

_MAX_CHARS = 600_000
"""Characters of a module above which nothing of it is written anew; libcst's trees take up to a kilobyte for each."""
_CHILDREN = {kind: tuple(name for name in names if name not in BLOCKS) for kind, names in FIELDS.items()}
"""The fields of each kind of node that hold no statements."""


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

    @cached_property
    def _parents(self) -> dict[int, Any]:
        return {id(child): parent for parent in walk(self.tree) for child in children(parent)}

    def around(self, node: Any) -> Iterator[Any]:
        """Yield what a node of the tree stands in, innermost first."""
        while id(node) in self._parents:
            node = self._parents[id(node)]
            yield node


def lay_out(module: Module, source: str, stdlib: ast.Module) -> Layout | None:
    """Parse a module with libcst, None where that fails or would take gigabytes.

    Args:
        module: the module that was read.
        source: its text.
        stdlib: its stdlib tree.
    """
    if len(source) > _MAX_CHARS:
        return None
    try:
        tree = cst.parse_module(_without_oversized(source, stdlib))
    except (cst.ParserSyntaxError, RecursionError):
        return None
    return Layout(module.path, source, tree, stdlib, module.names, dict(_twins(module.tree.root, tree)))


def _without_oversized(source: str, stdlib: ast.Module) -> str:
    """Blank out statements that libcst's parser does not survive."""
    lines = source.split("\n")
    for statement in oversized.statements(source, stdlib):
        line = lines[statement.lineno - 1]
        lines[statement.lineno - 1] = line[: len(line) - len(line.lstrip(" \t\f"))] + "pass"
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


def children(node: Any) -> Iterator[Any]:
    """Yield the nodes right below a node, in the order of the source, without white space and punctuation."""
    for name in semantic_fields(type(node)):
        value = getattr(node, name)
        for child in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(child, cst.CSTNode):
                yield child


def walk(node: Any) -> Iterator[Any]:
    """Yield a node and everything below it; without recursion, since expressions may be deep."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(children(current))
