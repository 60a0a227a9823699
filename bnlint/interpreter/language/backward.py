"""Where PyTorch's ``backward`` is called: the code around it is a training step, and what it calls runs at once."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import parts_of

_BACKWARD = "backward"
_OF_THEIR_OWN = (cst.For, cst.While, cst.FunctionDef, cst.ClassDef, cst.Lambda)


def goes_back(run: Machine, node: Any) -> bool:
    """Whether a loop or function calls ``backward`` itself, not in a loop or function inside.

    Args:
        run: the interpreter.
        node: the syntax of the loop or function.
    """
    if not run.autograd.on:
        return False
    known = run.read.steps
    if id(node) not in known:
        known[id(node)] = _calls_backward(node.body)
    return known[id(node)]


def _calls_backward(body: Any) -> bool:
    stack = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, (list, tuple)):
            stack.extend(node)
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == _BACKWARD:
            return True
        elif not isinstance(node, _OF_THEIR_OWN):
            stack.extend(parts_of(node))
    return False
