"""BNL206: batches of few values, whose statistics are far from those of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import batch_noise, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

NOISE = Quantity("noise of the batch means that a layer normalises with", "standard deviations", 0.354, above=True)
"""What eight values leave: 1 / sqrt(8)."""


def symptom(recording: Recording) -> Measurement:
    """Measure how far the means of batches scatter, in standard deviations of what the layer gets."""
    found = [seen for record in recording.layers.values() if (seen := batch_noise(record)) is not None]
    if not found:
        return Measurement("no BN layer was seen in training mode on several batches")
    noise, batches = max(found)
    values = [call.values for call in recording.calls if call.mode == "training" and call.values is not None]
    text = f"the means of {batches} batches scatter by {number(noise)} standard deviations"
    details = {"values per statistic": float(min(values))} if values else {}
    return Measurement(text, (Reading(NOISE, noise),), details)
