"""BNL102: a training step calls a model without ``training=True``, so its statistics never move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import untrained_statistics

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for gradient steps that moved weights while BN ran in inference mode."""
    return untrained_statistics(recording)
