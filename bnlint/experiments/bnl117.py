"""BNL117: the batches of a layer come in kinds whose means lie apart, and inference has one moving mean for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import between_batches, infers, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
APART = Quantity("distance of the means of two batches in a row", "standard deviations", 0.5, above=True)


def symptom(recording: Recording) -> Measurement:
    """Measure how far the means of batches in a row are apart that train a layer, if it runs in inference mode, too."""
    layers = [layer for layer in recording.layers if infers(recording, layer)]
    found = [far for layer in layers if (far := between_batches(recording, layer)) is not None]
    if not found:
        return Measurement("no BN layer was seen in training that runs in inference mode, too")
    far = max(found)
    text = f"the means of two batches in a row lie {number(far)} standard deviations apart"
    return Measurement(text, (Reading(APART, far),))
