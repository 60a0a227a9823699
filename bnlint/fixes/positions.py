"""Positions of the few nodes that are written anew, in libcst's own tree.

libcst knows no positions until its provider generates the code of the whole module, at two to three times the cost of
parsing it. Here the provider sees only the lines that hold a wanted node: a line of small statements, or a compound
statement without the blocks below it. Where those begin is read off the stdlib syntax tree, which costs a tenth of a
parse. Both trees hold the same statements in the same order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from bnlint.syntax.positions import Place, column_at, split_lines

BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
"""Where both kinds of trees keep the statements below a statement, in the order of the source."""
_PUNCTUATION = (
    "whitespace",
    "lpar",
    "rpar",
    "comma",
    "leading_lines",
    "lines_",
    "semicolon",
    "equal",
    "footer",
    "header",
)
_WITH_HEAD = (cst.If, cst.For, cst.While, cst.With, cst.FunctionDef, cst.ClassDef)
_ELSEWHERE = frozenset((cst.IndentedBlock, cst.If))
"""What stands on lines of its own where it is part of a statement."""
_NOTHING = cst.SimpleStatementSuite([cst.Pass()])
_ANY = cst.Name("True")


class _Statement(NamedTuple):
    """What stands on its own lines: small statements, or a compound statement's head.

    Args:
        node: a statement; None for small statements that stand behind the colon of a head already seen.
        size: how many statements it is in the stdlib tree.
        indent: the white space before it.
        is_elif: a compound statement written as the ``elif`` of another one.
    """

    node: Any
    size: int
    indent: str
    is_elif: bool = False


class _Lines(NamedTuple):
    """A statement with wanted nodes, and the (first) statement that stands for it in the stdlib tree."""

    statement: _Statement
    twin: Any
    wanted: set[int]


def resolve_positions(tree: cst.Module, source: str, stdlib: ast.Module, nodes: list[Any]) -> dict[int, Place]:
    """Return the places of nodes, by ``id``.

    Args:
        tree: the module that holds them.
        source: its text.
        stdlib: its stdlib syntax tree.
        nodes: what is written anew.
    """
    missing = {id(node) for node in nodes}
    lines: list[_Lines] = []
    statements = list(_statements(tree.body, "", tree.default_indent))
    twins = list(_stdlib_statements(stdlib))
    if sum(statement.size for statement in statements) != len(twins):
        statements = []  # the trees differ: a line of several statements was blanked out for libcst
    at = 0
    for statement in statements:
        if not missing:
            break
        twin, at = twins[at], at + statement.size
        inside = missing.intersection(map(id, _walk(statement.node)))
        if inside:
            lines.append(_Lines(statement, twin, inside))
            missing -= inside
    found = _places(lines, tree, source)
    rest = {id(node) for node in nodes}.difference(found)
    if rest:
        found.update((key, place) for key, place in _provided(tree).items() if key in rest)
    return found


def _stdlib_statements(node: ast.AST) -> Iterator[ast.stmt]:
    for name in BLOCKS:
        for child in getattr(node, name, ()):
            if isinstance(child, ast.stmt):
                yield child
            yield from _stdlib_statements(child)


def _statements(body: Sequence[Any], indent: str, default_indent: str) -> Iterator[_Statement]:
    for node in body:
        if isinstance(node, cst.SimpleStatementLine):
            yield _Statement(node, len(node.body), indent)
        else:
            yield _Statement(node, 1, indent)
            yield from _below(node, indent, default_indent)


def _below(node: Any, indent: str, default_indent: str) -> Iterator[_Statement]:
    """Yield the statements in the blocks of a compound statement, or of a part of one (``else``, ``except``)."""
    if isinstance(node, cst.Match):
        indent += default_indent if node.indent is None else node.indent
    for name in BLOCKS:
        child = getattr(node, name, None)
        if isinstance(child, cst.IndentedBlock):
            inner = default_indent if child.indent is None else child.indent
            yield from _statements(child.body, indent + inner, default_indent)
        elif isinstance(child, cst.SimpleStatementSuite):
            yield _Statement(None, len(child.body), indent)
        elif isinstance(child, cst.If):
            yield _Statement(child, 1, indent, is_elif=True)
            yield from _below(child, indent, default_indent)
        elif child is not None:
            for part in child if isinstance(child, (list, tuple)) else (child,):
                yield from _below(part, indent, default_indent)


_fields_of: dict[type, tuple[str, ...]] = {}


def _walk(statement: Any) -> Iterator[Any]:
    """Yield a line's nodes, without white space and punctuation, and without those that stand on lines of their own."""
    if statement is None:
        return
    yield statement
    stack = [getattr(statement, name) for name in semantic_fields(type(statement))]
    while stack:
        current = stack.pop()
        kind = type(current)
        if kind is list or kind is tuple:
            stack.extend(current)
        elif kind not in _ELSEWHERE:
            yield current
            stack.extend([getattr(current, name) for name in semantic_fields(kind)])


def semantic_fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields with nodes that mean something; none for what is no node."""
    names = _fields_of.get(kind)
    if names is None:
        # All nodes are dataclasses, nothing else in the tree is; asking for the abstract base class takes longer.
        names = tuple(f.name for f in fields(kind) if not f.name.startswith(_PUNCTUATION)) if is_dataclass(kind) else ()
        _fields_of[kind] = names
    return names


def _places(lines: list[_Lines], tree: cst.Module, source: str) -> dict[int, Place]:
    """Let libcst generate just these lines, and shift what it says to where the stdlib tree has them."""
    alone = [_alone(each.statement.node) for each in lines]
    body = [_surrounded(node, each.statement) for node, each in zip(alone, lines, strict=True)]
    provided = _provided(tree.with_changes(header=(), footer=(), body=body)) if body else {}
    found: dict[int, Place] = {}
    for node, (statement, twin, wanted) in zip(alone, lines, strict=True):
        start_line, start_column, _, _ = provided[id(node)]
        shift = twin.lineno - start_line
        for key in wanted & provided.keys():
            line, column, end_line, end_column = provided[key]
            found[key] = (line + shift, column, end_line + shift, end_column)
        if id(statement.node) in wanted and twin.end_lineno is not None:
            end_column = column_at(split_lines(source), twin.end_lineno, twin.end_col_offset)
            found[id(statement.node)] = (twin.lineno, start_column, twin.end_lineno, end_column)
    return found


def _surrounded(node: Any, statement: _Statement) -> Any:
    """Put a statement where its ``elif`` and its indentation come out as they are written."""
    if statement.is_elif:
        node = cst.If(_ANY, _NOTHING, node)
    if statement.indent:
        node = cst.If(_ANY, cst.IndentedBlock([node], indent=statement.indent))
    return node


def _alone(node: Any) -> Any:
    """Return a statement without the comments above it and without what stands on lines of its own."""
    changes: dict[str, Any] = {"leading_lines": ()}
    if isinstance(node, _WITH_HEAD):
        if isinstance(node.body, cst.IndentedBlock):
            changes["body"] = _NOTHING
        if hasattr(node, "orelse"):
            changes["orelse"] = None
    return node.with_changes(**changes)


def _provided(tree: cst.Module) -> dict[int, Place]:
    ranges = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    return {
        id(node): (place.start.line, place.start.column, place.end.line, place.end.column)
        for node, place in ranges.items()
    }
