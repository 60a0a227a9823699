"""Numbers that a finished BN layer is given: ``bn.momentum = 0.9``, for one layer or those that a loop selects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import children, own_trainable, walk
from bnlint.interpreter.domain.values import UNKNOWN, Const, Object, Selection, Value, flag_of
from bnlint.interpreter.machine import Machine


def set_number(run: Machine, owner: Object, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Set ``momentum``, ``epsilon`` or ``axis`` of a BN layer: what its constructor was given counts no more."""
    assert owner.layer is not None
    run.state.store(owner.config, name, value)
    arg = flag_of(value, run.site(frame, node))
    settled = not run.in_branch() and not _is_past(run, owner, arg)
    owner.layer.args[name] = replace(arg, known=arg.known and settled, origin="assigned")


def _is_past(run: Machine, owner: Object, arg: ev.Arg) -> bool:
    """Whether the layer has learnt before: its train function may be built, and a momentum of 1 keeps what there is."""
    layer = owner.layer
    assert layer is not None
    frozen = own_trainable(owner) != Const(True)
    holds = arg.value == 1 and (layer.given or layer.pretrained is not False)
    return frozen or holds or any(call.mode == "training" for call in run.calls_of(layer))


def set_selected(run: Machine, layers: Selection, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Set such a number of the layers that a loop selects: all, the BN layers, or who knows which."""
    model, which = layers.model, layers.which
    if which == "others":
        return
    for inner, _ in children(model) if which == "some" else walk(model):
        if inner.layer is None or not inner.layer.is_bn:
            continue
        if which == "part":
            value = UNKNOWN
        set_number(run, inner, name, value, frame, node)
