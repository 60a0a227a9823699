"""BNL204: the last batch of an epoch holds one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import count, one_value_steps, steps_without_variance

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for some, but not all, steps whose batch had no variance."""
    steps, empty = one_value_steps(recording)
    text = f"batch variance 0 in {empty} of {count(steps, 'step')}"
    return Measurement(text, 0 < empty < steps, steps_without_variance(steps, empty))
