"""BNL301: the moving statistics diverge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import count, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

LOWEST = Quantity("lowest moving variance", "as a variance", 0.0, above=False)
LARGEST = Quantity("largest moving statistic", "beyond any data", 1e6, above=True)


def symptom(recording: Recording) -> Measurement:
    """Look for a moving variance that is negative, not a number or beyond any data, over the whole run."""
    seen = [s for r in recording.layers.values() for s in (*r.trail, *([r.last] if r.last is not None else []))]
    if not seen:
        return Measurement("no BN layer was run")
    lowest = min(float(s.variance.min(initial=np.inf)) for s in seen)
    sizes = [float(np.max(np.abs(values), initial=0.0)) for s in seen for values in (s.mean, s.variance)]
    largest = float("inf") if any(size != size for size in sizes) else max(sizes)
    moves = max((r.moves for r in recording.layers.values()), default=0)
    text = f"moving variance from {number(lowest)}, largest moving statistic {number(largest)}"
    return Measurement(f"{text} in {count(moves, 'step')}", (Reading(LOWEST, lowest), Reading(LARGEST, largest)))
