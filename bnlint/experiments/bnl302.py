"""BNL302: with momentum 1 no batch enters the moving statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import STILL, TRAINING, batch_share, count, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

REPLAYS = True
SHARE = Quantity("share of a batch of its own data in a layer's moving mean", "of the mean", STILL, above=False)


def symptom(recording: Recording) -> Measurement:
    """Measure how much of a training-mode batch enters the moving mean of each layer."""
    shares = {layer: share for layer in recording.layers if (share := batch_share(recording, layer)) is not None}
    if not shares:
        return Measurement("no BN layer was seen in training mode on data of its own")
    layer, share = min(shares.items(), key=lambda pair: pair[1])
    text = f"a batch of the program's enters the moving mean with a share of {number(share)}"
    steps = sum(len(s.steps.get(layer, ())) for s in recording.spans_of(*TRAINING))
    steps += sum(1 for c in recording.calls_of(layer) if c.mode == "training" and not c.traced)
    if steps:
        moved = number(recording.layers[layer].moved)
        text += f"; {count(steps, 'training-mode step')} of the program moved the statistics by {moved}"
    return Measurement(text, (Reading(SHARE, share),))
