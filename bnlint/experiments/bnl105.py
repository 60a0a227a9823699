"""BNL105: inference uses the statistics of its own batch and changes the moving ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import moved_outside

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure how far evaluation, prediction and calls without a gradient moved the moving statistics."""
    return moved_outside(recording)
