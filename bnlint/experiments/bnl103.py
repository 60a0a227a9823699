"""BNL103: ``fit`` never puts the BN layers of a model in training mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import MOVEMENT, STILL, TRAINING, WEIGHTS, count, movable, number, ran_in

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

UNMOVED_BY_FIT = Quantity(
    "least movement in fit of moving statistics that are free to move", MOVEMENT, STILL, above=False
)


def symptom(recording: Recording) -> Measurement:
    """Measure how far each ``fit`` that moved weights moved the statistics of its BN layers that are free to learn."""
    found: list[tuple[float, float, int]] = []
    for span in recording.spans_of(*TRAINING):
        weights = span.weights_moved()
        for layer in span.after:
            record = recording.layers.get(layer)
            free = span.trainable.get(layer, True) and record is not None and movable(record)
            if weights > 0.0 and free and ran_in(recording, layer, span):
                series = span.series(layer)
                start = series[0]
                moved = max(stats.distance(start) for stats in (*series, span.after[layer]))
                # What something else moves does not stand still, whatever fit leaves alone.
                moved = max(moved, record.moved if record is not None else 0.0)
                found.append((moved, weights, len(span.steps.get(layer, ()))))
    if not found:
        return Measurement("no fit moved the weights around a BN layer that is free to move")
    moved, weights, steps = min(found)
    text = f"fit moved the weights by {number(weights)}, the moving statistics by {number(moved)} in "
    text += count(steps, "step")
    return Measurement(text, (Reading(UNMOVED_BY_FIT, moved),), {WEIGHTS: weights})
