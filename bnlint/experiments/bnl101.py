"""BNL101: a BN layer tried out on a tensor divides by sqrt(1 + epsilon) and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import Output
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
CHANGED = Quantity("difference of the output from input / sqrt(1 + epsilon)", "of the largest input", 1e-3, above=False)
_NOTICEABLE = 0.05
"""A batch whose mean is this far from 0 or variance from 1 would have been changed by its own statistics."""


def symptom(recording: Recording) -> Measurement:
    """Compare the output of eager calls of a fresh layer with its input, scaled by a constant."""
    found: list[tuple[float, Output]] = []
    for call in recording.calls:
        output = call.output
        if output is None or call.frozen or not call.fresh or call.event.outer is not None:
            continue
        if max(_off(output)) > _NOTICEABLE:
            found.append((output.changed, output))
    if not found:
        return Measurement("no call of a fresh layer on a batch that normalising would change")
    changed, output = min(found, key=lambda pair: pair[0])
    mean, variance = _off(output)
    text = f"output has mean {number(output.mean)}, spread {number(output.spread)}"
    if CHANGED.shown_by(changed):
        text = (
            f"output = input / sqrt(1 + epsilon), although the batch has mean {number(mean)} and a variance "
            f"{number(variance)} away from 1"
        )
    return Measurement(text, (Reading(CHANGED, changed),), _numbers(output))


def _off(output: Output) -> tuple[float, float]:
    """Return how far mean and variance of the batch are from 0 and 1."""
    mean = float(np.max(np.abs(output.batch_mean), initial=0.0))
    return mean, float(np.max(np.abs(output.batch_variance - 1.0), initial=0.0))


def _numbers(output: Output) -> dict[str, float]:
    return {
        "batch mean": float(np.mean(np.abs(output.batch_mean))),
        "output mean": output.mean,
        "batch spread": float(np.mean(np.sqrt(output.batch_variance))),
        "output spread": output.spread,
    }
