"""Positions of the nodes that are reported: those of the stdlib's nodes that they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bnlint.syntax.tree import Tree  # libcst, which few who ask for a column need

Place = tuple[int, int, int, int]
"""Line, column, end line, end column; lines 1-based, columns 0-based in code points."""

_NEWLINE = re.compile(r"\r\n?|\n")


def resolve_positions(tree: Tree, source: str, nodes: Iterable[Any]) -> dict[int, Place]:
    """Return the places of nodes, by ``id``.

    Args:
        tree: the tree that holds them.
        source: its text.
        nodes: what is reported.
    """
    lines = split_lines(source)
    found: dict[int, Place] = {}
    origins = tree.origins
    for node in nodes:
        if origins is None:
            from bnlint.syntax.trees import origins_of  # start-up: few trees are asked for places that they let go

            origins = origins_of(tree, source)
        origin = origins.get(id(node))
        if origin is not None:
            first, last = origin if isinstance(origin, tuple) else (origin, origin)
            start = column_at(lines, first.lineno, first.col_offset)
            end = column_at(lines, last.end_lineno, last.end_col_offset)
            found[id(node)] = (first.lineno, start, last.end_lineno, end)
    return found


def split_lines(source: str) -> list[str]:
    """Return a text's lines as Python's parser counts them."""
    return _NEWLINE.split(source)


def column_at(lines: list[str], line: int, offset: int) -> int:
    """Return a column in code points: the stdlib counts the bytes of UTF-8.

    Args:
        lines: all lines of the text.
        line: 1-based.
        offset: in bytes.
    """
    text = lines[line - 1]
    return offset if text.isascii() else len(text.encode(errors="surrogatepass")[:offset].decode(errors="replace"))
