"""BNL303: the moving statistics are those of the last batch or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import batch_share

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
SHARE = Quantity("share of the newest batch in a layer's moving mean", "of the mean", 0.4999, above=True)


def symptom(recording: Recording) -> Measurement:
    """Measure the share of the newest batch in the moving mean, on the program's layers and their own data."""
    shares = [share for layer in recording.layers if (share := batch_share(recording, layer)) is not None]
    if not shares:
        return Measurement("no BN layer was seen in training mode on data of its own")
    share = max(shares)
    return Measurement(f"the newest batch makes up {share:.0%} of the moving mean", (Reading(SHARE, share),))
