"""BNL402: one BN layer normalises different branches with one set of statistics."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import Output
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
_VARIANCES = "ratio of the variances that one layer gets"
_MEANS = "distance of the means that one layer gets"
_RATIO = 1.5
_SHIFT = 0.5


def symptom(recording: Recording) -> Measurement:
    """Compare the statistics of what one layer gets from different producers within one run of the model."""
    shared = 0
    numbers: dict[str, float] = {}
    for layer in recording.layers:
        calls = [c for c in (*recording.replays, *recording.calls) if c.layer is layer and c.output is not None]
        for a, b in combinations(calls, 2):
            producers = a.event.input.producers, b.event.input.producers
            if a.mode != b.mode or None in producers or producers[0] == producers[1]:
                continue
            shared += 1
            if a.output is not None and b.output is not None:
                ratio, shift = _difference(a.output, b.output)
                numbers = {_VARIANCES: ratio, _MEANS: shift}
                if ratio > _RATIO or shift > _SHIFT:
                    text = f"one layer normalises inputs whose variances differ {number(ratio)}-fold and whose means "
                    text += f"differ by {number(shift)} standard deviations; in {a.mode} mode they come out with "
                    text += f"spreads {number(a.output.spread)} and {number(b.output.spread)}"
                    return Measurement(text, True, numbers)
    text = f"{shared} layers normalise the output of different layers"
    return Measurement(text, False, numbers)


def _difference(a: Output, b: Output) -> tuple[float, float]:
    """Return the ratio of the mean variances and the largest shift of a mean in standard deviations."""
    if a.batch_mean.shape != b.batch_mean.shape:
        return 1.0, 0.0
    low, high = sorted((float(a.batch_variance.mean()), float(b.batch_variance.mean())))
    spread = np.sqrt((a.batch_variance + b.batch_variance) / 2.0) + 1e-12
    return high / max(low, 1e-12), float(np.max(np.abs(a.batch_mean - b.batch_mean) / spread))
