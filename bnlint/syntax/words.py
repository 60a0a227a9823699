"""The names that an expression is written with."""

from __future__ import annotations

from typing import Any

import libcst as cst


def dotted(node: Any) -> str:
    """Return the dotted name that an expression is written as (of a call: what is called), "" for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return dotted(node.func) if isinstance(node, cst.Call) else ""


def words_of(node: Any) -> list[str]:
    """Return the names an expression is written with."""
    kind = type(node)
    if kind is cst.Name:
        return [node.value]
    if kind is cst.Attribute:
        return [*words_of(node.value), node.attr.value]
    if kind is cst.Call:
        return [*words_of(node.func), *(word for arg in node.args for word in words_of(arg.value))]
    if kind is cst.Subscript:
        return words_of(node.value)
    return []
