"""BNL103: ``fit`` never puts the BN layers of a model in training mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import TRAINING, count, movement, number, training_summary

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for a ``fit`` that moved weights but not the statistics of a layer that was free to learn."""
    for span in recording.spans_of(*TRAINING):
        for layer in span.after:
            if not span.trainable.get(layer, True) or span.weights_moved() == 0.0:
                continue
            moved = span.moved(layer)
            if moved == 0.0 and span.moves(layer) == 0:
                steps = count(len(span.steps.get(layer, ())), "step")
                weights = span.weights_moved()
                text = f"fit moved the weights by {number(weights)}, the moving statistics by 0 in {steps}"
                return Measurement(text, True, movement(weights, 0.0))
    return training_summary(recording)
