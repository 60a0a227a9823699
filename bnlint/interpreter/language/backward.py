"""Where PyTorch's ``backward`` is called, which weights it is kept from, and which are changed by it.

The code around it is a training step, and what that calls runs at once.
"""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import may_contain_bn, refresh
from bnlint.interpreter.domain.records import gradients_in
from bnlint.interpreter.domain.sources import sources_of
from bnlint.interpreter.domain.values import Const, Items, Module, Value, Variables, Weight
from bnlint.interpreter.machine import Machine
from bnlint.libraries.torch import DATA, GRADIENT, SETS_GRADIENTS
from bnlint.syntax.words import dotted, names_in, parts_of

_BACKWARD = "backward"
_TAKES = ("torch.autograd.grad", "autograd.grad", "grad")
"""The function that gives the gradients themselves, as programs write it."""
_OF_THEIR_OWN = (cst.While, cst.FunctionDef, cst.ClassDef, cst.Lambda)


def goes_back(run: Machine, node: Any, module: Module) -> bool:
    """Whether a loop or function calls ``backward`` (or ``torch.autograd.grad``) itself, not in one inside.

    Args:
        run: the interpreter.
        node: the syntax of the loop or function.
        module: where it stands.
    """
    if not (module.speaks_of(f".{_BACKWARD}") or module.speaks_of(f"{GRADIENT}(")):  # not "backward compatible"
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
        elif isinstance(node, cst.Call) and _gives_gradients(node.func):
            return True
        elif isinstance(node, cst.For):
            stack.append(node.iter)
        elif not isinstance(node, _OF_THEIR_OWN):
            stack.extend(parts_of(node))
    return False


def _gives_gradients(func: Any) -> bool:
    return isinstance(func, cst.Attribute) and func.attr.value == _BACKWARD or dotted(func) in _TAKES


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


def arrive(run: Machine, records: frozenset[ev.Tape]) -> None:
    """Note the calls that a loss comes from: the gradients of their weights are there now."""
    arrived = run.autograd.arrived
    arrived += [record for record in run.autograd.order(records) if record not in arrived]


def train_arrived(run: Machine, weights: Value | None, node: Any, frame: Frame) -> None:
    """Write down which of the calls that PyTorch has the gradients of are trained by a change of weights.

    Args:
        run: the interpreter.
        weights: what is changed, and perhaps the gradients that it is changed by.
        node: the syntax that changes them.
        frame: the names around.
    """
    behind = run.autograd.behind(gradients_in(weights.items)) if isinstance(weights, Items) else frozenset()
    trained = [*run.autograd.arrived, *run.autograd.order(behind - frozenset(run.autograd.arrived))]
    layers, _ = sources_of(weights) if trained else ((), False)
    if not layers:
        return
    changed = {id(inner) for layer in layers for inner in layer.walk()}
    for record in trained:
        called = run.autograd.calls[id(record)]
        if any(id(inner) in changed for inner in called.layer.walk()):
            run.graph.applies_gradients = True
            run.emit(ev.GradientTaken(run.site(frame, node), record, layers))


def changed(run: Machine, weight: Weight, given: Value, node: Any, frame: Frame) -> None:
    """Note that a program changes a weight itself: by a gradient (``p -= rate * p.grad``), or by anything else.

    Args:
        run: the interpreter.
        weight: what is changed.
        given: what it gets, or by what it is changed.
        node: the syntax that does it.
        frame: the names around.
    """
    if run.on_torch and gradients_in((given,)):
        train_arrived(run, Items([weight, given], "tuple"), node, frame)


def stored(run: Machine, weight: Weight, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Run ``weight.data = value`` or ``weight.grad = value``."""
    if name == DATA:
        changed(run, weight, value, node, frame)
    elif name == GRADIENT and run.on_torch:
        arrive(run, run.autograd.behind(gradients_in((value,))))
