"""BNL202: training on single examples makes a rank-2 or pooled BN layer return beta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import without_variance

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True


def symptom(recording: Recording) -> Measurement:
    """Measure the share of training runs whose output is beta because each statistic has one value."""
    return without_variance(recording, limit=0.5)
