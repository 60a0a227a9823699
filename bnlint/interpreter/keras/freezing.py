"""Freezing: ``layer.trainable = False``, for one layer or those that a loop selects."""

from __future__ import annotations

from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import children, refresh, walk
from bnlint.interpreter.domain.values import UNKNOWN, Const, Object, Selection, Value
from bnlint.interpreter.keras import settings
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_models import SETTINGS


def set_selected(run: Machine, layers: Selection, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Set ``trainable`` on layers of a model that a loop selects: all, the BN layers, the others, or who knows."""
    if name in SETTINGS:
        settings.set_selected(run, layers, name, value, frame, node)
    if name != "trainable":
        return
    model, which = layers.model, layers.which
    in_branch = bool(run.nesting.loop_depths) and run.in_branch()
    if which == "some" and not in_branch:
        for child, _ in children(model):  # the model's own ``trainable`` stays what it is
            set_trainable(run, child, value, frame, node)
    elif which == "norms" and not in_branch:
        for inner, _ in walk(model):
            if inner.layer is not None and inner.layer.is_bn:
                set_trainable(run, inner, value, frame, node)
    elif which != "others":
        set_trainable(run, model, value, frame, node, partly=True, sliced=not in_branch)


def set_trainable(
    run: Machine,
    owner: Object,
    value: Value,
    frame: Frame,
    node: Any,
    partly: bool = False,
    sliced: bool = False,
) -> None:
    """Set ``trainable`` on a layer and everything inside it, as Keras does.

    Args:
        partly: only some layers inside are meant (an unknown selection): what they are is unknown afterwards.
        sliced: they are some of its layers for certain (``base.layers[100:]``): of the BN layers inside a library
            model some are trainable then, if either those or the others are.
    """
    assert owner.layer is not None
    known = bool(value.value) if isinstance(value, Const) else None
    for inner, _ in walk(owner):
        if partly and inner is owner:
            continue
        old = inner.attrs.get("trainable", Const(True))
        unchanged = isinstance(old, Const) and known is not None and bool(old.value) == known
        new: Value = UNKNOWN if (partly and not unchanged) or known is None else Const(known)
        some = known or (isinstance(old, Const) and bool(old.value))
        if sliced and inner.layer is not None and inner.layer.opaque and some and known is not None:
            new = Const(True)
        run.state.store(inner.attrs, "trainable", new)
    refresh(owner)
    run.emit(
        ev.TrainableSet(
            run.site(frame, node),
            owner.layer,
            None if partly else known,
            certain=run.state.depth == 0 and not partly,
            fitting=run.defaults.fitting,
        )
    )
