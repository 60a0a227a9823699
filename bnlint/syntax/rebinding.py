"""Which names are bound anew before they are read: what they held before is not what is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import libcst as cst

from bnlint.syntax.words import nodes_in, parts_of


class Bindings:
    """Where the names of a function, or of a module, are assigned.

    Args:
        around: its syntax.
    """

    def __init__(self, around: Any) -> None:
        self._all = around

    def is_renewed(self, read: Any, held: set[int]) -> bool:
        """Whether a name is certainly assigned between all that bound it before and the place where it is read.

        Args:
            read: the name, where it is read.
            held: places, by ``id``, that bind the name to what is asked of.
        """
        node = read
        while (outer := self._around.get(id(node))) is not None:
            assigned = _assigned_before(node, outer, read.value)
            if assigned is not None:
                first = self._order[id(assigned)]
                last = max(self._order[id(each)] for each in nodes_in(node))
                return not any(first < self._order[place] <= last for place in held)
            node = outer
        return False

    def last(self, read: Any, name: str) -> Any:
        """Return the line that certainly assigned a name last before some code reads it, None where none did.

        Args:
            read: the code.
            name: the name.
        """
        node = read
        while (outer := self._around.get(id(node))) is not None:
            for line in reversed(_before(node, outer)):
                if type(line) is cst.SimpleStatementLine and _assigns(line, name):
                    return line
                if any(_assigns(each, name) for each in _lines_in(line)):
                    return None
            if type(outer) in (cst.For, cst.While) and any(_assigns(each, name) for each in _lines_in(outer)):
                return None  # behind it, in the round before
            node = outer
        return None

    @cached_property
    def _order(self) -> dict[int, int]:
        return {id(node): index for index, (node, _) in enumerate(self._nodes())}

    @cached_property
    def _around(self) -> dict[int, Any]:
        return {id(node): outer for node, outer in self._nodes() if outer is not None}

    def _nodes(self) -> Iterator[tuple[Any, Any]]:
        """Yield all nodes as they are written, each with the one that it stands in."""
        stack: list[tuple[Any, Any]] = [(self._all, None)]
        while stack:
            node, outer = stack.pop()
            if isinstance(node, (list, tuple)):
                stack.extend((part, outer) for part in reversed(node))
                continue
            yield node, outer
            stack.extend((part, node) for part in reversed(list(parts_of(node))))


def _assigned_before(statement: Any, block: Any, name: str) -> Any:
    """Return the last line of a block before a statement in it that assigns a name, None where there is none."""
    lines = (line for line in reversed(_before(statement, block)) if type(line) is cst.SimpleStatementLine)
    return next((line for line in lines if _assigns(line, name)), None)


def _before(statement: Any, block: Any) -> list[Any]:
    """Return the statements of a block before one of them."""
    statements = _statements(block)
    return next((statements[:number] for number, each in enumerate(statements) if each is statement), [])


def _lines_in(node: Any) -> Iterator[Any]:
    yield from (each for each in nodes_in(node) if type(each) is cst.SimpleStatementLine)


def _statements(node: Any) -> list[Any]:
    body = getattr(node, "body", None)
    return list(body) if isinstance(body, (list, tuple)) else []


def _assigns(line: Any, name: str) -> bool:
    targets = [t.target for part in line.body if type(part) is cst.Assign for t in part.targets]
    return any(type(target) is cst.Name and target.value == name for target in targets)
