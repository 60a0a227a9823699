"""Inputs of models, and models made from others."""

from __future__ import annotations

from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import contains_bn, own_trainable, walk
from bnlint.interpreter.domain.values import (
    RESTORED,
    UNKNOWN,
    Configuration,
    Const,
    History,
    Known,
    Node,
    Object,
    Optional,
    TensorValue,
    Value,
)
from bnlint.interpreter.machine import Machine


def make_input(run: Machine, call: Call) -> Value:
    """``keras.Input(shape, batch_size)``."""
    shape = tensors.shape_from(call.get(0, "shape"))
    batch_value = call.get(1, "batch_size")
    batch = batch_value.value if isinstance(batch_value, Const) and isinstance(batch_value.value, int) else None
    argument = call.written(1, "batch_size")
    whole = tensors.shape_from(call.kwargs.get("batch_shape") or call.kwargs.get("batch_input_shape"))
    if whole is not None:
        batch, shape = whole[0] if whole else None, whole[1:]
        argument = call.written(None, "batch_shape") or call.written(None, "batch_input_shape")
    given = call.get(None, "tensor")
    if isinstance(given, TensorValue):
        return given
    site = run.site(call.frame, argument) if batch is not None and argument is not None else None
    start = Node(None, ())
    full = None if shape is None else (batch, *shape)
    made = tensors.symbolic(full, start, batch_site=site, batch=batch, producers=frozenset({("input", id(start))}))
    start.tensor = made
    return made


def clone(run: Machine, value: Value, node: Any, frame: Frame) -> Value:
    """Return a copy of a model with layers of its own."""
    if isinstance(value, Optional):
        value = value.value
    if not isinstance(value, Object) or value.layer is None:
        return UNKNOWN
    site = run.site(frame, node)
    layer = ev.Layer(value.layer.kind, site, value.layer.class_name, takes_training=True)
    copy = Object(None, "application", layer, history=History([]), known=Known(input=value.known.input))
    if contains_bn(value):
        inner = Object(None, "layer", ev.Layer("BatchNormalization", site, "BN of the copy", opaque=True))
        # A layer's configuration says whether it is trainable, so a copy is as frozen as the model.
        first, *others = [own_trainable(norm) for norm, _ in walk(value) if norm.layer is not None and norm.layer.is_bn]
        inner.attrs["trainable"] = first if all(other == first for other in others) else UNKNOWN
        copy.history.stack = [inner]
    return copy


def rebuilt(run: Machine, configuration: Value | None, node: Any, frame: Frame) -> Value:
    """Return a model made from the configuration of another, if nothing can have been changed in it."""
    if not isinstance(configuration, Configuration):
        return RESTORED
    model = configuration.model
    if model.kind not in ("sequential", "functional") or model.history.edited:
        return UNKNOWN
    return clone(run, model, node, frame)
