"""BNL118: a layer that is frozen from the start keeps its initial statistics while the weights around it learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import STILL, movable, number
from bnlint.runtime import leftovers

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

LEARNT = Quantity(
    "least distance from its initial statistics of a layer around which weights were trained",
    "of a moving statistic",
    STILL,
    above=False,
)


def symptom(recording: Recording) -> Measurement:
    """Measure how far the statistics at the end are from the initial ones."""
    ends = leftovers.never_learnt(recording)
    found = {layer: distance for layer, distance in ends.items() if movable(recording.layers[layer])}
    if not found:
        return Measurement("no weight moved around a BN layer that batches could move")
    least = min(found.values())
    text = f"weights were trained around {len(found)} BN layers, whose statistics end at least {number(least)} away"
    return Measurement(f"{text} from the initial ones", (Reading(LEARNT, least),))
