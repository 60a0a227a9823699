"""BNL204: the last batch of an epoch holds one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import without_variance

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Measure the share of steps whose batch had no variance; one in a thousand is enough."""
    return without_variance(recording, limit=1e-3)
