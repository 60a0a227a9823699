"""What becomes of a value in the function that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from bnlint.libraries.habits import ABOUT_TENSORS, BREAKS, COMPUTES
from bnlint.syntax.words import dotted, nodes_in, parts_of


def is_unrecorded(function: Any, value: Any) -> bool:
    """Whether no gradient gets to a value: the function only asks for the place of its largest entry, and the like.

    It may give it names, and compute with it what it asks so.

    Args:
        function: its definition.
        value: an expression in it.
    """
    return _Uses(function).are_unrecorded(value, frozenset())


class _Uses:
    """What stands around each node of a function.

    Args:
        function: its definition.
    """

    def __init__(self, function: Any) -> None:
        self._function = function
        self._around: dict[int, Any] = dict(_around(function))

    def are_unrecorded(self, node: Any, names: frozenset[str]) -> bool:
        """Whether no gradient gets to an expression from what it is used for.

        Args:
            node: the expression.
            names: those that are being looked at.
        """
        outer = self._around.get(id(node))
        while outer is not None:
            kind = type(outer)
            if kind is cst.Assign:
                target = outer.targets[0].target
                return len(outer.targets) == 1 and type(target) is cst.Name and self._is_unread(target, names)
            if kind in _BREAKING or (kind is cst.Attribute and outer.attr.value in (*BREAKS, *ABOUT_TENSORS)):
                return True
            if kind is cst.Call and outer.func is not node:
                name = dotted(outer.func)
                if name.rpartition(".")[2] in BREAKS:
                    return True
                if name.partition(".")[0] not in COMPUTES:
                    return False
            elif kind not in _TRANSPARENT:
                return False
            node, outer = outer, self._around.get(id(outer))
        return False

    def _is_unread(self, target: Any, names: frozenset[str]) -> bool:
        """Whether no gradient gets to any use of a name."""
        if target.value in names:
            return True
        uses = [node for node in nodes_in(self._function) if type(node) is cst.Name and node.value == target.value]
        return all(self.are_unrecorded(use, names | {target.value}) for use in uses)


def _around(function: Any) -> Iterator[tuple[int, Any]]:
    """Yield the ``id`` of each node in a function, with the node that it stands in."""
    stack = [function]
    while stack:
        outer = stack.pop()
        parts = list(parts_of(outer))
        while parts:
            part = parts.pop()
            if isinstance(part, (list, tuple)):
                parts.extend(part)
            else:
                yield id(part), outer
                stack.append(part)


_BREAKING = (cst.AssignTarget, cst.Comparison, cst.FormattedStringExpression)
"""What comes out of these has no gradient, and what binds a name anew asks for nothing."""

_TRANSPARENT = (cst.Arg, cst.Call, cst.Attribute, cst.BinaryOperation, cst.UnaryOperation, cst.Subscript)
"""What is computed with a value inside these is a value of its own."""
