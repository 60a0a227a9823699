"""BNL104: ``training=False`` is hard-coded where the layer learns, so its statistics never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for training steps or ``fit`` that moved weights while BN ran in inference mode."""
    return untrained_statistics(recording)
