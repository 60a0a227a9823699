"""Where one program stands for a line of another, and whether that line is known to have run."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

_COMMENT = re.compile(r"\s*#.*")


def same_statement(path: Path, line: int, other: int) -> bool:
    """Say whether two lines of a file belong to one statement."""
    return other in statement_lines(path, line)


def statement_lines(path: Path, line: int) -> range:
    """Return the lines of the innermost statement around a line; of a compound one its head."""
    found = range(line, line + 1)
    for node in _statements(path):
        lines = _lines(node)
        if line in lines:
            found = lines
    return found


def passes(old: Path, line: int, new: Path, visited: Collection[int]) -> bool:
    """Say whether a program that ran to its end is known to have passed what stands there for a line of another.

    Args:
        old: the other program's file, ``line`` the line in it.
        new: the file of the program that ran.
        visited: lines of it at which layers were constructed or called.

    Returns:
        True for such a line, and for one on the module's top level.
    """
    at = counterpart(old, line, new)
    if at is None:
        return False
    lines = statement_lines(new, at)
    top = any(at in _lines(node) for node in _tree(new).body if isinstance(node, ast.stmt))
    return top or any(seen in lines for seen in visited)


def counterpart(old: Path, line: int, new: Path) -> int | None:
    """Return the line of a file that stands for a line of another: the same, one put in its place, or the next."""
    before, after = _plain(old), _plain(new)
    for _, start, end, first, last in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if start <= line - 1 < end:
            wanted = min(first + (line - 1 - start), max(last - 1, first))
            return next((number + 1 for number in range(wanted, len(after)) if after[number]), None)
    return None


def _plain(path: Path) -> list[str]:
    return [_COMMENT.sub("", line).rstrip() for line in path.read_text(encoding="utf-8").splitlines()]


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _tree(path: Path) -> ast.Module:
    return _parsed(path.read_text(encoding="utf-8"))


def _statements(path: Path) -> Iterator[ast.stmt]:
    """Yield the statements of a file, the outer ones first."""
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.stmt))


def _lines(node: ast.stmt) -> range:
    body = getattr(node, "body", None)
    end = body[0].lineno if isinstance(body, list) and body else (node.end_lineno or node.lineno) + 1
    return range(node.lineno, max(end, node.lineno + 1))
