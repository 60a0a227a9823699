"""Positions of the few nodes that are reported.

libcst knows no positions until its provider generates the code of the whole module, at two to three times the cost of
parsing it. Here the provider sees only the top-level statements that hold a reported node; where those begin is read
off the stdlib syntax tree, which costs a tenth of a parse and which flake8 hands over anyway.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

Place = tuple[int, int, int, int]
"""Line, column, end line, end column; lines 1-based, columns 0-based in code points."""

_SKIPPED = ("whitespace", "lpar", "rpar", "comma", "leading_lines", "lines_", "semicolon", "equal", "footer", "header")


def resolve_positions(tree: cst.Module, source: str, stdlib: ast.AST | None, nodes: list[Any]) -> dict[int, Place]:
    """Return the places of nodes, by ``id``.

    Args:
        tree: the module that holds them.
        source: its text.
        stdlib: its stdlib syntax tree, if at hand.
        nodes: what is reported.
    """
    wanted = {id(node) for node in nodes}
    starts = _first_lines(tree, source, stdlib)
    if starts is None:
        return _provided(tree, wanted, 0)
    found: dict[int, Place] = {}
    for statement, start in zip(tree.body, starts, strict=True):
        inside = wanted & {id(node) for node in _walk(statement)}
        if inside:
            alone = tree.with_changes(header=(), footer=(), body=(statement,))
            above = start - 1 - len(statement.leading_lines)
            found.update(_provided(alone, inside, above))
    return found


def _provided(tree: cst.Module, wanted: set[int], above: int) -> dict[int, Place]:
    ranges = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    return {
        id(node): (place.start.line + above, place.start.column, place.end.line + above, place.end.column)
        for node, place in ranges.items()
        if id(node) in wanted
    }


def _first_lines(tree: cst.Module, source: str, stdlib: ast.AST | None) -> list[int] | None:
    """Return the first line of each top-level statement, None where the two syntax trees do not match."""
    if not isinstance(stdlib, ast.Module):
        try:
            stdlib = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    lines = iter(stdlib.body)
    starts: list[int] = []
    for statement in tree.body:
        count = len(statement.body) if isinstance(statement, cst.SimpleStatementLine) else 1
        group = [next(lines, None) for _ in range(count)]
        first = group[0]
        if first is None or group[-1] is None:
            return None
        decorators = getattr(first, "decorator_list", ())
        starts.append(decorators[0].lineno if decorators else first.lineno)
    return starts if next(lines, None) is None else None


_fields_of: dict[type, tuple[str, ...]] = {}


def _walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield a node and all below it, without whitespace and punctuation."""
    stack: list[Any] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, (list, tuple)):
            stack.extend(current)
        elif isinstance(current, cst.CSTNode):
            yield current
            kind = type(current)
            names = _fields_of.get(kind)
            if names is None:
                names = tuple(f.name for f in fields(current) if not f.name.startswith(_SKIPPED))
                _fields_of[kind] = names
            stack.extend(getattr(current, name) for name in names)
