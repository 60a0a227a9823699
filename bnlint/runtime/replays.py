"""Runs fitted models and BN layers once more on a batch of their own data, eagerly, after the program has ended.

``fit`` compiles the model, so what its BN layers put out is not visible while it runs. The same model on the first
batch of the same data shows it: once in inference mode, once in training mode with gradients. A layer that the program
only ever called in inference mode shows what a batch of its data would do to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.libraries.keras_models import LOOPS
from bnlint.runtime.backends import size_of
from bnlint.runtime.measurements import BNCall, Stats
from bnlint.runtime.state import Kept, State
from bnlint.runtime.tensors import flatten

_DEFAULT_BATCH = LOOPS["fit"].default_batch
_SAMPLES = 8


@dataclass
class Fit:
    """A model and the data it was fitted on."""

    model: Any
    layer: Layer
    data: Any
    batch: int | None


def run_replays(state: State, fits: Iterable[Fit]) -> None:
    """Replay each fitted model, then each BN layer; what cannot be called directly is left out."""
    state.replaying = True
    try:
        for fit in fits:
            try:
                _replay(state, fit)
            except Exception:  # A model with its own train_step need not be callable on its data.
                continue
        trained = {call.layer for call in (*state.recording.calls, *state.recording.replays) if _shows_update(call)}
        for layer, inputs in state.inputs.items():
            if layer not in trained:
                try:
                    state.registry.object(layer)(inputs, training=True)
                except Exception:  # What it raises it would have raised in the program as well.
                    continue
    finally:
        state.replaying = False


def differentiate(state: State) -> None:
    """Call models once more whose gradient by the inputs was part of a loss: on which samples does one answer hang?"""
    state.replaying = True
    try:
        for layer, kept in state.penalised.items():
            with state.local.quiet():
                weights = kept.value.get_weights()
                try:
                    share = _reach(state.tf, kept)
                except Exception:  # A call that hangs on what was around it cannot be made again.
                    continue
                finally:
                    kept.value.set_weights(weights)
                if share is not None:
                    state.recording.reach[layer] = share
    finally:
        state.replaying = False


def described(tf: Any, arguments: Any) -> Any:
    """Return what a call is given with a description in the place of each tensor that has no numbers yet.

    Args:
        tf: TensorFlow.
        arguments: nested lists and dictionaries; a graph in which a tensor stands is not held.
    """

    def describe(part: Any) -> Any:
        symbolic = isinstance(part, tf.Tensor) and not hasattr(part, "numpy")
        return tf.TensorSpec(part.shape, part.dtype) if symbolic else part

    return tf.nest.map_structure(describe, arguments)


def _drawn(tf: Any, part: Any) -> Any:
    """Return numbers for a tensor that is only described: as many samples as it has, or eight."""
    if not isinstance(part, tf.TensorSpec):
        return part
    shape = [_SAMPLES if size is None else size for size in part.shape]
    numbers = np.random.default_rng(0).normal(size=shape)
    return tf.cast(tf.constant(numbers), part.dtype)


def _reach(tf: Any, kept: Kept) -> float | None:
    """Return the share of the first answer's gradient that belongs to other samples; None for a batch of one."""
    args, kwargs = tf.nest.map_structure(lambda part: _drawn(tf, part), (kept.args, kept.kwargs))
    inputs = [part for part in flatten(args) if tf.is_tensor(part) and part.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        first = flatten(kept.value(*args, **kwargs))[0][0]
    found = [np.abs(g.numpy()) for g in tape.gradient(first, inputs) if g is not None and g.shape[0] > 1]
    whole = sum(float(sizes.sum()) for sizes in found)
    return 1.0 - sum(float(sizes[0].sum()) for sizes in found) / whole if whole else None


def revisit(state: State, fits: Iterable[Fit]) -> None:
    """Call models once more, in inference mode, on a batch of their own data.

    A compiled step in inference mode leaves no trace of its batches. This shows one to each BN layer that saw none.
    """
    state.replaying = True
    try:
        for fit in fits:
            inside = [state.recording.layers.get(layer) for layer in fit.layer.walk() if layer.is_bn]
            # One example, on which a model is often built, is no batch to compare with.
            if all(record is None or any(_shows_spread(s.batch) for s in record.history) for record in inside):
                continue
            try:
                batch = _first_batch(fit.data, fit.batch or _DEFAULT_BATCH)
                if batch is not None:
                    fit.model(batch, training=False) if fit.layer.takes_training else fit.model(batch)
            except Exception:  # A model with its own train_step need not be callable on its data.
                continue
    finally:
        state.replaying = False


def _shows_spread(batch: Stats | None) -> bool:
    return batch is not None and bool(np.any(batch.variance > 0.0))


def _replay(state: State, fit: Fit) -> None:
    batch = _first_batch(fit.data, fit.batch or _DEFAULT_BATCH)
    if batch is None:
        return
    fit.model(batch, training=False)
    gradients = _GRADIENTS[state.registry.keras(fit.layer).backend]
    weights: dict[Layer, list[Any]] = {}
    for layer in fit.layer.walk():
        bias = _bias(state, layer)
        if bias is not None:
            own = state.registry.weights(layer)
            weights[layer] = [bias, *(weight for weight in own if weight is not bias)]
    found = iter(gradients(state, fit.model, batch, [weight for own in weights.values() for weight in own]))
    for layer, own in weights.items():
        sizes = [None if (gradient := next(found)) is None else size_of(gradient) for _ in own]
        if sizes[0] is not None and len(sizes) > 1 and sizes[1] is not None:
            state.recording.bias_gradients[layer] = (sizes[0], max(s for s in sizes[1:] if s is not None))


def _of_tensorflow(state: State, model: Any, batch: Any, weights: list[Any]) -> list[Any]:
    """Return the gradients of weights in a call in training mode, of a sum that weighs each output differently."""
    tf = state.tf
    with tf.GradientTape(persistent=True) as tape:
        outputs = model(batch, training=True)
        draw = np.random.default_rng(0)
        loss = sum(
            tf.reduce_sum(tf.cast(out, "float32") * draw.normal(size=out.shape).astype("float32"))
            for out in tf.nest.flatten(outputs)
        )
    return [tape.gradient(loss, weight) for weight in weights]


def _of_torch(state: State, model: Any, batch: Any, weights: list[Any]) -> list[Any]:
    torch = sys.modules["torch"]
    outputs = flatten(model(batch, training=True))
    with state.local.quiet():
        loss = _weighed(outputs)
        tensors = [weight.value for weight in weights]
        return list(torch.autograd.grad(loss, tensors, allow_unused=True)) if tensors else []


def _of_jax(state: State, model: Any, batch: Any, weights: list[Any]) -> list[Any]:
    jax = sys.modules["jax"]
    model(batch, training=True)
    others = [variable.value for variable in model.non_trainable_variables]

    def loss(values: Any) -> Any:
        return _weighed(flatten(model.stateless_call(values, others, batch, training=True)[0]))

    with state.local.quiet():
        found = jax.grad(loss)([variable.value for variable in model.trainable_variables])
    known = {id(variable): gradient for variable, gradient in zip(model.trainable_variables, found, strict=True)}
    return [known.get(id(weight)) for weight in weights]


def _weighed(outputs: list[Any]) -> Any:
    """Return a sum that weighs each output differently, of tensors of any backend."""
    ops, draw = sys.modules["keras"].ops, np.random.default_rng(0)
    factors = (ops.convert_to_tensor(draw.normal(size=tuple(out.shape)).astype("float32")) for out in outputs)
    return sum(ops.sum(ops.cast(out, "float32") * factor) for out, factor in zip(outputs, factors, strict=True))


_GRADIENTS = {"tensorflow": _of_tensorflow, "jax": _of_jax, "torch": _of_torch}


def _shows_update(call: BNCall) -> bool:
    """Say whether a call was seen in training mode together with its batch."""
    return call.mode == "training" and call.output is not None


def _bias(state: State, layer: Layer) -> Any:
    value = state.registry.object(layer)
    bias = None if value is None else getattr(value, "bias", None)
    return bias if hasattr(bias, "assign") else None


def _first_batch(data: Any, size: int) -> Any:
    if hasattr(data, "element_spec"):
        element = next(iter(data), None)
        return element[0] if isinstance(element, (list, tuple)) else element
    if isinstance(data, dict):
        return {key: _first_batch(value, size) for key, value in data.items()}
    if isinstance(data, (list, tuple)) and data and hasattr(data[0], "shape"):
        return [_first_batch(item, size) for item in data]
    if hasattr(data, "shape") and hasattr(data, "__getitem__"):
        return np.asarray(data[:size]).astype("float32") if np.asarray(data[:1]).dtype.kind == "f" else data[:size]
    return None
