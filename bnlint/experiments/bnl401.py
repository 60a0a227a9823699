"""BNL401: BN keeps its statistics along another axis than that of the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import raised

if TYPE_CHECKING:
    from bnlint.runtime.measurements import LayerRecord
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"


def symptom(recording: Recording) -> Measurement:
    """Compare the number of statistics with the number of features of the layer before."""
    matching = 0
    for record in recording.layers.values():
        if record.features is None or record.channels is None:
            continue
        if record.channels != record.features:
            text = f"{record.channels} statistics for the {record.features} features of the layer before"
            return Measurement(text, True, _numbers(record))
        matching += 1
    if recording.exception is not None:
        return Measurement(raised(recording), True)
    text = f"as many statistics as features in {matching} of {len(recording.layers)} BN layers"
    return Measurement(text, False, next((_numbers(r) for r in recording.layers.values() if r.features), {}))


def _numbers(record: LayerRecord) -> dict[str, float]:
    return {"statistics": record.channels or 0, "features of the layer before": record.features or 0}
