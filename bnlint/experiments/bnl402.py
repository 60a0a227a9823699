"""BNL402: one BN layer normalises different branches with one set of statistics."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import BNCall, Output
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
RATIO = Quantity("ratio of the variances that one layer gets in one run", "times", 4.0, above=True)
SHIFT = Quantity("distance of the means that one layer gets in one run", "standard deviations", 1.0, above=True)


def symptom(recording: Recording) -> Measurement:
    """Compare the statistics of all that one layer gets in one run of its model: 1 and 0 where it is called once."""
    calls = [c for c in (*recording.replays, *recording.calls) if c.output is not None]
    if not calls:
        return Measurement("no BN layer was seen with its input")
    ratio, shift, pairs, text = 1.0, 0.0, 0, ""
    for a, b in combinations(calls, 2):
        if a.output is None or b.output is None or not _beside(recording, a, b):
            continue
        pairs += 1
        found = _difference(a.output, b.output)
        if found > (ratio, shift):
            text = f"; in {a.mode} mode they come out with spreads {number(a.output.spread)} and "
            text += number(b.output.spread)
        ratio, shift = max(ratio, found[0]), max(shift, found[1])
    said = f"in one run, one layer gets inputs whose variances differ {number(ratio)}-fold and whose means differ by "
    said += f"{number(shift)} standard deviations{text}"
    if not pairs:
        said = f"each of {len({c.layer for c in calls})} layers gets one input in a run"
    return Measurement(said, (Reading(RATIO, ratio), Reading(SHIFT, shift)))


def _beside(recording: Recording, a: BNCall, b: BNCall) -> bool:
    """Say whether two calls are of one layer, and are made of different inputs within one run of a model."""
    if a.layer is not b.layer or a.mode != b.mode:
        return False
    if a in recording.replays and b in recording.replays:
        return True  # a model runs once in each mode
    producers = a.event.input.producers, b.event.input.producers
    return None not in producers and (producers[0] != producers[1] or a.event.again != b.event.again)


def _difference(a: Output, b: Output) -> tuple[float, float]:
    """Return the ratio of the mean variances and the largest shift of a mean in standard deviations."""
    if a.batch_mean.shape != b.batch_mean.shape:
        return 1.0, 0.0
    low, high = sorted((float(a.batch_variance.mean()), float(b.batch_variance.mean())))
    spread = np.sqrt((a.batch_variance + b.batch_variance) / 2.0) + 1e-12
    return high / max(low, 1e-12), float(np.max(np.abs(a.batch_mean - b.batch_mean) / spread))
