"""Shapes behind TF1's layer functions, which are those of Keras's layers; and what a normaliser is given."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import TensorValue, Value, axes_of, flag_of
from bnlint.interpreter.keras import layers, shapes
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_layers import BY_NAME
from bnlint.libraries.schema import roles
from bnlint.libraries.tensorflow1 import KERAS_LAYERS, LAYERS_HOME, Normalizer


def output(run: Machine, name: str, call: Call) -> TensorValue | None:
    """Return what comes out of a function of ``tf.layers``; None where nothing is known of it."""
    home, _, last = name.rpartition(".")
    found = [tensor for value in call.args[:1] for tensor in tensors.flat(value)]
    if f"{home}." != LAYERS_HOME or last not in KERAS_LAYERS or len(found) != 1 or found[0].info.shape is None:
        return None
    with run.silently():
        behind = call.passing(call.args[1:], call.kwargs, open=call.open)
        made = layers.build(run, BY_NAME[KERAS_LAYERS[last]], behind)
    info = shapes.output(run, made, found)
    return tensors.like(found[0], info.shape, layout=info.layout)


def numbers(run: Machine, row: Normalizer, call: Call, scoped: dict[str, Value]) -> dict[str, ev.Arg]:
    """Return the axis, momentum and epsilon that a normaliser is given, by Keras's names for them.

    Args:
        run: the interpreter.
        row: the normaliser.
        call: its call.
        scoped: what an ``arg_scope`` around supplies, by the normaliser's own names.
    """
    found: dict[str, ev.Arg] = {}
    for role, place in roles(row.parameters).items():
        value = call.get(place.position, place.name)
        written = call.written(place.position, place.name)
        if value is None:
            value, written = scoped.get(place.name), None
        if value is not None:
            found[role] = axes_of(value, run.site(call.frame, call.node if written is None else written))
    if "renorm" in call.kwargs:
        found["renorm"] = flag_of(call.kwargs["renorm"], None)
    return {role: found[role] for role in ("axis", "momentum", "epsilon", "renorm") if role in found}
