"""The names that an expression is written with."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.syntax.tree import FIELDS


def dotted(node: Any) -> str:
    """Return the dotted name that an expression is written as (of a call: what is called), "" for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return dotted(node.func) if isinstance(node, cst.Call) else ""


def names_in(node: Any) -> set[str]:
    """Return all names in an expression, those of attributes included."""
    if isinstance(node, cst.Name):
        return {node.value}
    parts = node if isinstance(node, (list, tuple)) else [getattr(node, field) for field in FIELDS.get(type(node), ())]
    return set().union(*map(names_in, parts))


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


def texts_in(node: Any) -> set[str]:
    """Return all names in some code, those of parameters, keywords and attributes included, and its strings."""
    if isinstance(node, (cst.Name, cst.SimpleString)):
        return {node.value.strip("\"'")}
    parts = node if isinstance(node, (list, tuple)) else [getattr(node, field) for field in FIELDS.get(type(node), ())]
    return set().union(*map(texts_in, parts))
