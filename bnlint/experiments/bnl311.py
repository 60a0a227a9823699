"""BNL311: an epsilon of 0 or below gives NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
FIGURE = "numbers"


def symptom(recording: Recording) -> Measurement:
    """Look for NaN or infinity in outputs, losses and statistics."""
    found = []
    outputs = [c for c in (*recording.calls, *recording.replays) if c.output is not None and c.output.nan]
    if outputs:
        found.append(f"BN output is not finite in {outputs[0].mode} mode")
    losses = [loss for span in recording.spans for loss in span.losses]
    if any(math.isnan(loss) for loss in losses):
        found.append(f"{sum(map(math.isnan, losses))} of {len(losses)} losses are NaN")
    stats = [r.last for r in recording.layers.values() if r.last is not None]
    if any(not np.isfinite(s.mean).all() or not np.isfinite(s.variance).all() for s in stats):
        found.append("moving statistics are not finite")
    text = "; ".join(found) or f"all outputs and {len(losses)} losses are finite"
    numbers = {"losses": len(losses), "losses that are NaN": sum(map(math.isnan, losses))}
    return Measurement(text, bool(found), numbers | {"outputs that are not finite": len(outputs)})
