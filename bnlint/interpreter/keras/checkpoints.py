"""Weights that a program loads only because an earlier run of it has saved them: its first run has none of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import Const
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import LATEST, SAVES
from bnlint.syntax.words import dotted, nodes_in, spelled


def are_own(run: Machine, call: Call, trained: bool = False) -> bool:
    """Whether a call that loads weights may find none, or none yet, and what it finds the program has saved itself.

    Args:
        run: the interpreter.
        call: ``model.load_weights(path)`` or ``checkpoint.restore(path)``.
        trained: the program has trained before what gets them.
    """
    argument = call.written(0, "filepath") or call.written(0, "save_path")
    if type(argument) is not cst.Arg or call.role("weights") is not None:
        return False
    latest = _latest(argument.value)
    if latest is not None:  # nothing is restored where there is no latest one
        folder = spelled(latest).strip("\"'")
        return any(folder in spelled(part) for part in _saved(call))
    is_parameter = type(argument.value) is cst.Name and not isinstance(call.get(0, "filepath"), Const)
    if (run.state.depth == 0 and not trained) or (is_parameter and call.frame.function is not None):
        return False
    return any(spelled(argument.value) == spelled(part) for part in _saved(call))


def _latest(path: Any) -> Any:
    """Return what knows the latest checkpoint: a manager, or its folder; None for any other path."""
    if type(path) is cst.Attribute and path.attr.value == LATEST:
        return path.value
    is_asked = type(path) is cst.Call and dotted(path.func).rpartition(".")[2] == LATEST and len(path.args) == 1
    return path.args[0].value if is_asked else None


def _saved(call: Call) -> Iterator[Any]:
    """Yield what a module saves something with: the arguments, and what the method is called on."""
    for node in nodes_in(call.frame.module.tree.root):
        if type(node) is cst.Call and dotted(node.func).rpartition(".")[2] in SAVES:
            yield from (argument.value for argument in node.args)
            if type(node.func) is cst.Attribute:
                yield node.func.value
