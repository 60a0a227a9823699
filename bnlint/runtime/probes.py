"""Runs copies of BN layers on known data after a program has ended.

Inside ``fit`` nobody outside the graph sees the batches, so what one batch does to the statistics is measured on a
copy: same class and configuration, batches of the same shape, drawn from a fixed seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bnlint.runtime.measurements import Array, LayerRecord, Probe
from bnlint.runtime.normalization import normalized_axes
from bnlint.runtime.recording import Recording
from bnlint.runtime.registry import Registry

_MEAN, _DEVIATION = 3.0, 2.0
_BATCHES = 40
_DEFAULT_BATCH = 32
_MAX_VALUES = 200_000


def run_probes(recording: Recording, registry: Registry) -> None:
    """Probe each BN layer that was built; errors become part of the result."""
    for layer, record in recording.layers.items():
        value = registry.object(layer)
        if value is None or record.last is None:
            continue
        shape = _batch_shape(recording, layer, value, record)
        try:
            record.probe = _probe(value, shape)
        except Exception as error:  # Whatever a configuration makes Keras raise is a result.
            record.probe = Probe(error=f"{type(error).__name__}: {error}")


def _batch_shape(recording: Recording, layer: Any, value: Any, record: LayerRecord) -> tuple[int, ...]:
    """Return a batch shape as the program used it in training mode, with a cap on its size."""
    calls = recording.calls_of(layer)
    shapes = [c.shape for c in calls if c.mode == "training" and c.shape] or [c.shape for c in calls if c.shape]
    known = shapes[0] if shapes else None
    if not known or len(known) < 2:
        return (_DEFAULT_BATCH, record.channels or 1)
    shape = [known[0] or _DEFAULT_BATCH, *(size or 4 for size in known[1:])]
    while int(np.prod(shape)) > _MAX_VALUES and shape[0] > 2:
        shape[0] //= 2
    return tuple(shape)


def _copy(value: Any) -> Any:
    config = dict(value.get_config())
    config.pop("name", None)
    config["trainable"] = True
    # Another initial value would hide what the momentum does.
    config["moving_mean_initializer"] = "zeros"
    config["moving_variance_initializer"] = "ones"
    config.update(gamma_initializer="ones", beta_initializer="zeros")
    base = next(c for c in type(value).__mro__ if c.__name__ in ("BatchNormalization", "SyncBatchNormalization"))
    axis = config.get("axis")
    if isinstance(axis, (list, tuple)) and len(axis) == 1:
        config["axis"] = axis[0]
    known = base().get_config()
    return base(**{k: v for k, v in config.items() if k in known and k != "name"})


def _probe(value: Any, shape: tuple[int, ...]) -> Probe:
    draw = np.random.default_rng(0)
    probe = Probe()
    layer = _copy(value)
    axes = tuple(i for i in range(len(shape)) if i not in {a % len(shape) for a in normalized_axes(value)})

    def batch() -> Array:
        return draw.normal(_MEAN, _DEVIATION, shape).astype("float32")

    first = batch()
    layer(first, training=True)
    true_mean = first.mean(axis=axes)
    mean = np.asarray(layer.moving_mean.numpy())
    with np.errstate(all="ignore"):
        shares = mean / true_mean
    probe.last_batch_share = float(np.median(shares))

    means = []
    for _ in range(_BATCHES):
        layer(batch(), training=True)
        means.append(np.asarray(layer.moving_mean.numpy()))
    settled = np.stack(means[_BATCHES // 2 :])
    probe.noise = float(np.mean(np.std(np.diff(settled, axis=0), axis=0)) / np.sqrt(2.0) / _DEVIATION)

    unit = draw.normal(0.0, 1.0, (256, *shape[1:])).astype("float32") if shape[0] != 256 else batch()
    if unit.size <= 20 * _MAX_VALUES:
        output = np.asarray(_copy(value)(unit, training=True)).astype("float64")
        probe.spread = float(np.std(output))

    silent = _copy(value)
    silent(np.zeros(shape, "float32"), training=False)
    silent.moving_variance.assign(np.zeros_like(np.asarray(silent.moving_variance.numpy())))
    seen = np.asarray(silent(np.full(shape, 1.0, "float32"), training=False)).astype("float64")
    probe.silent_finite = bool(np.all(np.isfinite(seen)))
    return probe
