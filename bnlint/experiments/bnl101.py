"""BNL101: a BN layer tried out on a tensor divides by sqrt(1 + epsilon) and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import Output
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
_NOTICEABLE = 0.05
"""A batch whose mean is this far from 0 or variance from 1 would have been changed by its own statistics."""


def symptom(recording: Recording) -> Measurement:
    """Look for an eager call of a fresh layer whose output is its input, scaled by a constant."""
    for call in recording.calls:
        output = call.output
        if output is None or call.mode != "inference" or call.frozen or not call.fresh or call.event.outer is not None:
            continue
        mean = float(np.max(np.abs(output.batch_mean), initial=0.0))
        off = float(np.max(np.abs(output.batch_variance - 1.0), initial=0.0))
        if output.untouched and max(mean, off) > _NOTICEABLE:
            text = (
                f"output = input / sqrt(1 + epsilon), although the batch has mean {number(mean)} and a variance "
                f"{number(off)} away from 1; moving statistics untouched"
            )
            return Measurement(text, True, _numbers(output))
    normalised = [c for c in recording.calls if c.output is not None and c.mode == "training"]
    for call in normalised:
        if call.output is not None:
            text = f"output has mean {number(call.output.mean)}, spread {number(call.output.spread)}"
            return Measurement(text, False, _numbers(call.output))
    return Measurement("no call of a fresh layer in inference mode", False)


def _numbers(output: Output) -> dict[str, float]:
    return {
        "batch mean": float(np.mean(np.abs(output.batch_mean))),
        "output mean": output.mean,
        "batch spread": float(np.mean(np.sqrt(output.batch_variance))),
        "output spread": output.spread,
    }
