"""BNL203: a distribution strategy leaves one example per replica."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import without_variance

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure the share of steps over several replicas in which no batch had any variance."""
    return without_variance(recording, limit=0.5)
