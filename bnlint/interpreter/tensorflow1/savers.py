"""Savers of TF1, and the lists of variables that they are made for."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import NONE, UNKNOWN, Const, Saver, TrainableVariables, Value
from bnlint.interpreter.machine import Machine
from bnlint.libraries.tensorflow1 import SAVE


def trainables(run: Machine, call: Call) -> Value:
    """``tf.trainable_variables()``."""
    return TrainableVariables()


def made(run: Machine, call: Call) -> Value:
    """``tf.train.Saver(var_list)``: without a list it is for all variables."""
    chosen = call.role("variables")
    only: bool | None = None
    if isinstance(chosen, TrainableVariables):
        only = True if chosen.alone else None
    elif (chosen is None and not call.open) or (isinstance(chosen, Const) and chosen == NONE):
        only = False
    return Saver(run.site(call.frame, call.node), only)


def of_saver(run: Machine, saver: Saver, name: str, call: Call) -> Value:
    """``saver.save(session, path)``."""
    if name == SAVE:
        run.emit(ev.GraphSaved(saver.site, saver.trainables))
    return UNKNOWN


def of_list(run: Machine, variables: TrainableVariables, name: str, call: Call) -> Value:
    """``variables.extend(others)``: whatever is done to the list, there may be others in it."""
    variables.alone = False
    return UNKNOWN
