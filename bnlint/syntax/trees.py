"""From text to the tree that the interpreter walks; trees of the last texts are kept."""

from __future__ import annotations

import ast
import tokenize

from bnlint.syntax import oversized, parsing
from bnlint.syntax.recent import Recent
from bnlint.syntax.texts import NOTEBOOK, text_of
from bnlint.syntax.tree import Origins, Tree, build

MAX_FOLLOWED_CHARS = 400_000
"""Text that one analysis follows, some 10,000 lines: in a large package every module reaches all others."""
_MAX_KEPT_CHARS = 10 * MAX_FOLLOWED_CHARS
"""Text whose trees are kept, some 100,000 lines, at ten bytes for each character."""
PARSED: Recent[Tree] = Recent(_MAX_KEPT_CHARS)
"""Syntax trees. They never change, so analyses can share them."""
_TEXTS: Recent[tuple[tuple[int, int], str]] = Recent(_MAX_KEPT_CHARS)
"""By file, its version and text."""


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
    tree = _built(source, parsed)
    PARSED.keep(source, tree)
    return tree


def _built(source: str, parsed: ast.Module) -> Tree:
    return build(parsed, frozenset(map(id, oversized.statements(source, parsed))))


def origins_of(tree: Tree, source: str) -> Origins:
    """Return the stdlib's nodes that a tree was made from, though it has let them go.

    Args:
        tree: the tree.
        source: its text.
    """
    return tree.take_back(_built(source, parsing.parse(source)))


def read(file: str, version: tuple[int, int]) -> str:
    """Return the text of a file of the project, read once per version.

    Args:
        file: its path.
        version: when it was changed last, and its size.

    Raises:
        OSError: it cannot be read; or what decoding it raises.
    """
    kept = _TEXTS.get(file)
    if kept is not None and kept[0] == version:
        return kept[1]
    if file.endswith(NOTEBOOK):
        text = text_of(file)
    else:
        with tokenize.open(file) as stream:
            text = stream.read()
    _TEXTS.keep(file, (version, text), len(text))
    return text
