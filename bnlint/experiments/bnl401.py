"""BNL401: BN keeps its statistics along another axis than that of the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import raised

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Compare the number of statistics with the number of features of the layer before."""
    matching = 0
    for record in recording.layers.values():
        if record.features is None or record.channels is None:
            continue
        if record.channels != record.features:
            text = f"{record.channels} statistics for the {record.features} features of the layer before"
            return Measurement(text, True)
        matching += 1
    if recording.exception is not None:
        return Measurement(raised(recording), True)
    return Measurement(f"as many statistics as features in {matching} of {len(recording.layers)} BN layers", False)
