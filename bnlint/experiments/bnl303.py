"""BNL303: the moving statistics are those of the last batch or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

PROBES = True
_HALF = 0.5


def symptom(recording: Recording) -> Measurement:
    """Measure the share of the newest batch in the moving mean."""
    best: tuple[float, float] | None = None
    for record in recording.layers.values():
        probe = record.probe
        if probe is not None and probe.last_batch_share is not None:
            best = max(best or (0.0, 0.0), (probe.last_batch_share, probe.noise or 0.0))
    if best is None:
        return Measurement("no BN layer was run", False)
    share, noise = best
    text = f"the newest batch makes up {share:.0%} of the moving mean (noise {number(noise)} standard deviations)"
    # A momentum beyond [0, 1] gives shares outside of it: that is another symptom.
    numbers = {"share of the newest batch in the moving mean": share, "noise of the moving mean": noise}
    return Measurement(text, _HALF - 1e-6 <= share <= 1.0 + 1e-6, numbers)
