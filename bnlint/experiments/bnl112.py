"""BNL112: a TF1 graph is trained without updating the moving statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Reading
from bnlint.experiments.common import UNMOVED, WEIGHTS, count, movable, number, travelled

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure how far the moving statistics came in a program whose session runs moved weights."""
    spans = [s for s in recording.spans_of("session.run") if s.weights_moved() > 0.0]
    layers = {layer for s in spans for layer in s.after if layer in recording.layers}
    movements = [travelled(recording.layers[layer]) for layer in layers if movable(recording.layers[layer])]
    if not movements:
        return Measurement("no session run trained anything around a BN layer that is free to move")
    weights = max(s.weights_moved() for s in spans)
    runs = count(len(spans), "session run")
    text = f"{runs} moved the weights by {number(weights)}, the moving statistics by {number(min(movements))}"
    return Measurement(text, (Reading(UNMOVED, min(movements)),), {WEIGHTS: weights})
