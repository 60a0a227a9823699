"""BNL311: an epsilon of 0 or below gives NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import count

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"
INFINITE = Quantity("outputs, losses and moving statistics that are not finite", "of them", 0.5, above=True)


def symptom(recording: Recording) -> Measurement:
    """Count NaN and infinity in outputs, losses and statistics."""
    outputs = [c for c in (*recording.calls, *recording.replays) if c.output is not None]
    losses = [loss for span in recording.spans for loss in span.losses]
    stats = [r.last for r in recording.layers.values() if r.last is not None]
    if not outputs and not stats:
        return Measurement("no BN layer was run")
    nan = [c for c in outputs if c.output is not None and c.output.nan]
    lost = sum(not math.isfinite(loss) for loss in losses)
    wrong = sum(not np.isfinite(s.mean).all() or not np.isfinite(s.variance).all() for s in stats)
    text = (
        f"not finite: {len(nan)} of {count(len(outputs), 'output')}, {lost} of {count(len(losses), 'loss')}, the "
        f"moving statistics of {wrong} of {count(len(stats), 'layer')}"
    )
    details = {"outputs that are not finite": len(nan), "losses": len(losses), "losses that are not finite": lost}
    return Measurement(text, (Reading(INFINITE, len(nan) + lost + wrong),), details)
