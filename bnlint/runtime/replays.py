"""Runs fitted models and BN layers once more on a batch of their own data, eagerly, after the program has ended.

``fit`` compiles the model, so what its BN layers put out is not visible while it runs. The same model on the first
batch of the same data shows it: once in inference mode, once in training mode with gradients. A layer that the program
only ever called in inference mode shows what a batch of its data would do to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bnlint.events import Layer
from bnlint.libraries.keras_models import LOOPS
from bnlint.runtime.backends import size_of
from bnlint.runtime.measurements import BNCall
from bnlint.runtime.state import State

_DEFAULT_BATCH = LOOPS["fit"].default_batch


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


def revisit(state: State, fits: Iterable[Fit]) -> None:
    """Call models once more, in inference mode, on a batch of their own data.

    A compiled step in inference mode leaves no trace of its batches. This shows one to each BN layer that saw none.
    """
    state.replaying = True
    try:
        for fit in fits:
            inside = [state.recording.layers.get(layer) for layer in fit.layer.walk() if layer.is_bn]
            if all(record is None or any(s.batch is not None for s in record.history) for record in inside):
                continue
            try:
                batch = _first_batch(fit.data, fit.batch or _DEFAULT_BATCH)
                if batch is not None:
                    fit.model(batch, training=False) if fit.layer.takes_training else fit.model(batch)
            except Exception:  # A model with its own train_step need not be callable on its data.
                continue
    finally:
        state.replaying = False


def _replay(state: State, fit: Fit) -> None:
    batch = _first_batch(fit.data, fit.batch or _DEFAULT_BATCH)
    if batch is None:
        return
    fit.model(batch, training=False)
    tf = state.tf
    biased = [layer for layer in fit.layer.walk() if _bias(state, layer) is not None]
    with tf.GradientTape(persistent=True) as tape:
        outputs = fit.model(batch, training=True)
        draw = np.random.default_rng(0)
        loss = sum(
            tf.reduce_sum(tf.cast(out, "float32") * draw.normal(size=out.shape).astype("float32"))
            for out in tf.nest.flatten(outputs)
        )
    for layer in biased:
        bias = _bias(state, layer)
        weights = [w for w in state.registry.weights(layer) if w is not bias]
        sizes = [_size(tape.gradient(loss, w)) for w in (bias, *weights)]
        if sizes[0] is not None and len(sizes) > 1 and sizes[1] is not None:
            state.recording.bias_gradients[layer] = (sizes[0], max(s for s in sizes[1:] if s is not None))


def _shows_update(call: BNCall) -> bool:
    """Say whether a call was seen in training mode together with its batch."""
    return call.mode == "training" and call.output is not None


def _bias(state: State, layer: Layer) -> Any:
    value = state.registry.object(layer)
    bias = None if value is None else getattr(value, "bias", None)
    return bias if hasattr(bias, "assign") else None


def _size(gradient: Any) -> float | None:
    return None if gradient is None else size_of(gradient)


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
