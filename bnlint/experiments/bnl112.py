"""BNL112: a TF1 graph is trained without updating the moving statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import count, movement, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for session runs that moved weights and left the moving statistics where they were."""
    spans = [s for s in recording.spans_of("session.run") if s.weights_moved() > 0.0]
    if not spans:
        return Measurement("no session run trained anything", False)
    weights = max(s.weights_moved() for s in spans)
    layers = {layer for s in spans for layer in s.after}
    still = [layer for layer in layers if all(not s.moved(layer) for s in spans)]
    moved = max((s.moved(layer) or 0.0 for s in spans for layer in s.after), default=0.0)
    runs = count(len(spans), "session run")
    moved = 0.0 if still else moved
    text = f"{runs} moved the weights by {number(weights)}, the moving statistics by {number(moved)}"
    return Measurement(text, bool(still), movement(weights, moved))
