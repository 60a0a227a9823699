"""BNL401: BN keeps its statistics along another axis than that of the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import with_exceptions

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
OFF = Quantity("statistics more or fewer than the layer before has features", "statistics", 0.5, above=True)


def symptom(recording: Recording) -> Measurement:
    """Look for an exception, or compare the number of statistics with the features of the layer before."""
    return with_exceptions(recording, _compared(recording))


def _compared(recording: Recording) -> Measurement:
    known = [
        (abs(r.channels - r.features), r.channels, r.features)
        for r in recording.layers.values()
        if r.channels is not None and r.features is not None
    ]
    if not known:
        return Measurement("no BN layer behind a layer whose features are known")
    off, channels, features = max(known)
    text = f"{channels} statistics for the {features} features of the layer before"
    details = {"statistics": channels, "features of the layer before": features}
    return Measurement(text, (Reading(OFF, off),), details)
