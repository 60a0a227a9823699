"""BNL104: ``training=False`` is hard-coded where the layer learns, so its statistics never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure whether the statistics of trained BN layers move."""
    return untrained_statistics(recording)
