"""Savers of TF1, and the lists of variables that they are made for."""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import NONE, UNKNOWN, Const, Saver, ScopedVariables, TrainableVariables, Value
from bnlint.interpreter.machine import Machine
from bnlint.libraries.tensorflow1 import ASSIGNS, RESTORE, SAVE
from bnlint.syntax.words import nodes_in


def trainables(run: Machine, call: Call) -> Value:
    """``tf.trainable_variables(scope)``."""
    return of_scope(call.role("scope")) or TrainableVariables()


def of_scope(scope: Value | None) -> Value | None:
    """Return the trainable variables whose names begin with a scope's; None where that is not known."""
    named = isinstance(scope, Const) and isinstance(scope.value, str) and scope.value.strip("/")
    return ScopedVariables(scope.value.strip("/")) if named and isinstance(scope, Const) else None


def copied(run: Machine, into: ScopedVariables, call: Call, value: Any) -> None:
    """``tf.assign(variable, value)``: the value may be calculated from variables in another scope.

    A program that asks for other variables, too, may copy the statistics elsewhere.

    Args:
        run: the interpreter.
        into: what gets the value.
        call: the call.
        value: the value as it is written.
    """
    if any(map(call.frame.module.speaks_of, _OF_STATISTICS)):
        return
    for node in nodes_in(value) if isinstance(value, cst.CSTNode) else ():
        found = run.evaluate(node, call.frame) if isinstance(node, (cst.Name, cst.Attribute)) else None
        if isinstance(found, ScopedVariables) and found.scope != into.scope:
            run.emit(ev.GraphCopied(run.site(call.frame, call.node), into.scope, found.scope))
            return


_OF_STATISTICS = ("GLOBAL_VARIABLES", "global_variables(", "MODEL_VARIABLES", "model_variables(", "moving_")


def of_variable(run: Machine, variable: ScopedVariables, name: str, call: Call) -> Value:
    """``variable.assign(value)``."""
    if name in ASSIGNS:
        copied(run, variable, call, call.written(0, "value"))
    return UNKNOWN


def made(run: Machine, call: Call) -> Value:
    """``tf.train.Saver(var_list)``: without a list it is for all variables."""
    chosen = call.role("variables")
    only: bool | None = None
    if isinstance(chosen, TrainableVariables):
        only = True if chosen.alone else None
    elif isinstance(chosen, ScopedVariables):
        begin = tuple(f"{scope}/" for scope in chosen.scopes)
        only = True if any(name and name.startswith(begin) for name in run.graph.normalized) else None
    elif (chosen is None and not call.open) or (isinstance(chosen, Const) and chosen == NONE):
        only = False
    return Saver(run.site(call.frame, call.node), only)


def of_saver(run: Machine, saver: Saver, name: str, call: Call) -> Value:
    """``saver.save(session, path)``, ``saver.restore(session, path)``."""
    if name == SAVE:
        run.emit(ev.GraphSaved(saver.site, saver.trainables))
    elif name == RESTORE:
        others = any(map(call.frame.module.speaks_of, _OF_STATISTICS))
        run.emit(ev.GraphRestored(saver.site, None if others else saver.trainables))
    return UNKNOWN


def of_list(run: Machine, variables: TrainableVariables, name: str, call: Call) -> Value:
    """``variables.extend(others)``: whatever is done to the list, there may be others in it."""
    variables.alone = False
    return UNKNOWN
