"""From text to the tree that the interpreter walks; trees of the last texts are kept."""

from __future__ import annotations

import ast

from bnlint.syntax import oversized, parsing
from bnlint.syntax.recent import Recent
from bnlint.syntax.tree import Tree, build

MAX_FOLLOWED_CHARS = 400_000
"""Text that one analysis follows, some 10,000 lines: in a large package every module reaches all others."""
PARSED: Recent[Tree] = Recent(2 * MAX_FOLLOWED_CHARS)
"""Syntax trees. They never change, so analyses can share them."""


class TooDeep(Exception):
    """The source nests deeper than the parser survives."""


def parse(source: str, stdlib: ast.Module | None = None) -> Tree:
    """Parse a module; statements that nest too deep or are tables of data are not read.

    Args:
        source: the text.
        stdlib: its stdlib syntax tree, if at hand.

    Raises:
        SyntaxError: it does not parse.
        ValueError: it holds null bytes.
        TooDeep: an expression is nested deeper than the stdlib's parser goes.
    """
    kept = PARSED.get(source)
    if kept is not None:
        return kept
    try:
        parsed = parsing.parse(source) if stdlib is None else stdlib
    except (RecursionError, MemoryError) as error:
        raise TooDeep("an expression is nested too deeply") from error
    tree = build(parsed, frozenset(map(id, oversized.statements(source, parsed))))
    PARSED.keep(source, tree)
    return tree
