"""Where PyTorch's ``backward`` is called, and which weights it is kept from.

The code around it is a training step, and what that calls runs at once.
"""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import may_contain_bn, refresh
from bnlint.interpreter.domain.values import Const, Module, Variables
from bnlint.interpreter.machine import Machine
from bnlint.libraries.torch import SETS_GRADIENTS
from bnlint.syntax.words import names_in, parts_of

_BACKWARD = "backward"
_OF_THEIR_OWN = (cst.For, cst.While, cst.FunctionDef, cst.ClassDef, cst.Lambda)


def goes_back(run: Machine, node: Any, module: Module) -> bool:
    """Whether a loop or function calls ``backward`` itself, not in a loop or function inside.

    Args:
        run: the interpreter.
        node: the syntax of the loop or function.
        module: where it stands.
    """
    if not module.speaks_of(_BACKWARD):
        return False
    known = run.read.steps
    if id(node) not in known:
        known[id(node)] = _calls_backward(node.body)
    return known[id(node)] and run.on_torch


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


def switch_gradients(run: Machine, loop: Any, weights: Variables, frame: Frame) -> None:
    """Note what a loop over all parameters of layers sets each of their ``requires_grad`` to.

    Args:
        run: the interpreter.
        loop: its syntax.
        weights: the parameters.
        frame: the names around.
    """
    walked = names_in(loop.target)
    for statement in loop.body.body if not weights.unknown else ():
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            given = _gradients_of(small, walked)
            value = run.evaluate(given, frame) if given is not None else None
            if not isinstance(value, Const) or not isinstance(value.value, bool):
                continue
            for owner in weights.owners:
                if owner.layer is not None and may_contain_bn(owner):
                    refresh(owner)
                    run.emit(ev.TorchSwitched(run.site(frame, small), owner.layer, "requires_grad", value.value))


def _gradients_of(small: Any, walked: set[str]) -> Any:
    """Return what ``p.requires_grad = value`` or ``p.requires_grad_(value)`` sets, None for any other statement."""
    target: Any
    if isinstance(small, cst.Assign):
        target, given, wanted = small.targets[0].target, small.value, "requires_grad"
    elif isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) and small.value.args:
        target, given, wanted = small.value.func, small.value.args[0].value, SETS_GRADIENTS
    else:
        return None
    is_it = isinstance(target, cst.Attribute) and target.attr.value == wanted
    return given if is_it and isinstance(target.value, cst.Name) and target.value.value in walked else None
