"""Moving statistics held against batches, without TensorFlow."""

from __future__ import annotations

import numpy as np
import pytest

from bnlint.events import Layer, Site
from bnlint.runtime.comparison import compare
from bnlint.runtime.measurements import LayerRecord, Sample, Stats


def record(variance: float, exact: bool, epsilon: float = 1e-3) -> LayerRecord:
    """Return a layer that has got batches of some variance."""
    moving, batch = Stats(np.zeros(2), np.full(2, 0.5)), Stats(np.zeros(2), np.full(2, variance))
    sample = Sample(step=3, stats=moving, batch=batch, mode="training", exact=exact)
    layer = Layer("BatchNormalization", Site("program.py", 1, 0))
    config = {"momentum": 0.9, "epsilon": epsilon}
    return LayerRecord(layer, "bn", config, initial=moving, last=moving, moves=40, history=[sample] * 4)


@pytest.mark.parametrize(
    ("variance", "exact", "epsilon", "state"),
    [
        (0.0, True, 1e-3, "no variance"),
        (0.0, False, 1e-3, "no variance"),
        (1e-6, True, 1e-3, "far off"),  # little as it is, it was read
        (1e-6, False, 1e-3, "no variance"),
        (1e-6, False, 1e-6, "unknown"),  # rounding hides a variance that epsilon does not outweigh
        (0.5, False, 1e-3, "follows"),
    ],
)
def test_batches_that_hardly_vary(variance: float, exact: bool, epsilon: float, state: str) -> None:
    found = compare(record(variance, exact, epsilon), trained=True, was_frozen=False, ran=True, steps=40)
    assert found.state == state
    assert ("beta" in found.text) == (state == "no variance")
