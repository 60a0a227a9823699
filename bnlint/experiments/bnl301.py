"""BNL301: the moving statistics diverge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bnlint.experiments import Measurement
from bnlint.experiments.common import count, number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import Stats
    from bnlint.runtime.recording import Recording

_HUGE = 1e6


def symptom(recording: Recording) -> Measurement:
    """Look for a moving variance that is negative, not a number or beyond any data."""
    worst: list[str] = []
    for record in recording.layers.values():
        for stats in (*record.trail, *([record.last] if record.last is not None else [])):
            found = _diverged(stats)
            if found:
                worst.append(found)
    moves = max((r.moves for r in recording.layers.values()), default=0)
    last = [r.last for r in recording.layers.values() if r.last is not None]
    if not last:
        return Measurement("no BN layer was run", False)
    low, high = min(float(s.variance.min()) for s in last), max(float(s.variance.max()) for s in last)
    numbers = {"lowest moving variance": low, "highest moving variance": high}
    if worst:
        return Measurement(f"{worst[-1]} after {count(moves, 'step')}", True, numbers)
    return Measurement(f"moving variance within {number(low)} and {number(high)}", False, numbers)


def _diverged(stats: Stats) -> str:
    variance = stats.variance
    if np.isnan(variance).any() or np.isnan(stats.mean).any():
        return "moving statistics are NaN"
    if variance.min(initial=0.0) < 0.0:
        share = float(np.mean(variance < 0.0))
        return f"moving variance {number(float(variance.min()))}: negative in {share:.0%} of the channels"
    if max(np.abs(variance).max(initial=0.0), np.abs(stats.mean).max(initial=0.0)) > _HUGE:
        return f"moving variance {number(float(variance.max()))}"
    return ""
