"""Statements that are not read: expressions that nest too deep, and tables of data.

Walking them takes more frames, memory or time than what they may hold is worth, here and in libcst's parser.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bnlint.patterns import pattern

_MAX_CHAIN = 800
"""Operators in one expression above which libcst's parser gets slow (quadratic) and may exhaust the C stack."""
_MAX_STATEMENT_CHARS = 200_000
"""Characters of one simple statement above which it is a table or embedded file: trees of 5 MB take gigabytes."""
_OPERATORS = pattern(r"[-+*/%|&^@<>.]|\band\b|\bor\b|\"|'")
_ATTRIBUTES = pattern(r"(?:\.\w+[\s\\]*){8,}")
"""A chain of attributes, as a whole: dots are in every file, so they are not counted there."""


def statements(source: str, tree: ast.Module) -> list[ast.stmt]:
    """Return the statements that are not to be read.

    Cheap for ordinary files: only a large one, or one with many operators in few lines, is looked at closely.

    Args:
        source: the module's text.
        tree: its stdlib syntax tree.
    """
    huge = list(_huge_statements(tree, source.split("\n"))) if len(source) > _MAX_STATEMENT_CHARS else []
    deep = _deep_statements(tree, set(map(id, huge))) if _suspicious(source) else []
    return [*huge, *deep]


def _suspicious(source: str) -> bool:
    """Whether the text could hold an expression of more than ``_MAX_CHAIN`` operators or brackets.

    Counts only: exact is the look at the stdlib tree that follows.
    """
    if any(chain[0].count(".") > _MAX_CHAIN // 4 for chain in _ATTRIBUTES.finditer(source)):
        return True
    if (
        sum(source.count(mark) for mark in ("+", "-", "*", "/", "|", "&", " and ", " or ", ")", "]", '"', "'"))
        < _MAX_CHAIN
    ):
        return False
    longest = run = 0
    for line in source.split("\n"):
        text = line.strip()
        if not text or text[0] == "#":
            continue
        joins = text[0] in _JOINING or text[-1] in _JOINING or text.startswith(("and ", "or ", "elif "))
        weight = len(_OPERATORS.findall(text)) if len(text) > 40 or joins else 1
        run = run + weight if joins else weight
        longest = max(longest, run)
    return longest > _MAX_CHAIN // 4


_JOINING = frozenset("+-*/%|&^@.\"'(\\,[")


def _huge_statements(tree: ast.AST, lines: list[str]) -> Iterator[ast.stmt]:
    """Yield the simple statements with too much text, without a look at what they hold."""
    stack = [tree]
    while stack:
        for node in ast.iter_child_nodes(stack.pop()):
            if isinstance(node, (ast.ExceptHandler, ast.match_case)) or hasattr(node, "body"):
                stack.append(node)
            elif isinstance(node, ast.stmt):
                text = lines[node.lineno - 1 : node.end_lineno or node.lineno]
                if sum(map(len, text)) > _MAX_STATEMENT_CHARS:
                    yield node


def _deep_statements(tree: ast.AST, known: set[int]) -> list[ast.stmt]:
    """Return the innermost statements that hold an expression nested deeper than ``_MAX_CHAIN // 4``.

    Args:
        tree: the module's.
        known: the ``id`` of statements not to look into.
    """
    found: dict[int, ast.stmt] = {}
    stack: list[tuple[ast.AST, int, ast.stmt | None]] = [(tree, 0, None)]
    limit = _MAX_CHAIN // 4
    while stack:
        node, depth, statement = stack.pop()
        if isinstance(node, ast.stmt):
            if id(node) in known:
                continue
            statement, depth = node, 0
        if statement is not None and depth + len(getattr(node, "values", ())) > limit:
            found[id(statement)] = statement
            continue
        stack.extend((child, depth + 1, statement) for child in ast.iter_child_nodes(node))
    return list(found.values())
