"""Makes a program smaller for as long as it shows the same."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy


def shrink(text: str, shows: Callable[[str], bool], limit: int = 150) -> str:
    """Drop statements, list elements, keyword arguments and ``with``/``for``/``def main`` lines around statements.

    Args:
        text: a program that shows something.
        shows: whether a smaller program still does.
        limit: how many smaller programs to try at most.

    Returns:
        the smallest program found, without comments.
    """
    best, left = ast.unparse(ast.parse(text)), limit
    if not shows(best):
        return text
    start = 0
    while left > 0:
        for number, smaller in enumerate(_smaller(ast.parse(best))):
            if number < start:
                continue
            if left <= 0:
                return best
            left -= 1
            if shows(smaller):
                best, start = smaller, number
                break
        else:
            if start == 0:
                return best
            start = 0
    return best


def _smaller(tree: ast.Module) -> Iterator[str]:
    """Yield programs with one thing less, the last statements first."""
    for index in range(len(list(_places(tree)))):
        copy = deepcopy(tree)
        owner, name, position = list(_places(copy))[index]
        items = getattr(owner, name)
        taken = items.pop(position)
        if name == "body" and not items and not isinstance(owner, ast.Module):
            if isinstance(taken, ast.Pass):
                continue
            items.append(ast.Pass())
        try:
            yield ast.unparse(ast.fix_missing_locations(copy))
        except (ValueError, AttributeError, IndexError):
            continue


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int]]:
    found = []
    for node in ast.walk(tree):
        for name in ("body", "orelse", "decorator_list", "keywords", "elts"):
            items = getattr(node, name, None)
            if isinstance(items, list) and not (name == "elts" and isinstance(node, ast.Tuple)):
                found += [(node, name, i) for i in range(len(items))]
    found.sort(key=lambda place: (place[1] != "body", -getattr(getattr(place[0], place[1])[place[2]], "lineno", 0)))
    yield from found
