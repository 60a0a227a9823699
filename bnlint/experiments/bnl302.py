"""BNL302: with momentum 1 no batch enters the moving statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import TRAINING, count, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

PROBES = True
_SHARE = "share of a batch in the moving mean"


def symptom(recording: Recording) -> Measurement:
    """Look for a layer of which a training-mode batch moves nothing: in the program, and in a copy on known data."""
    shares = []
    for layer, record in recording.layers.items():
        share = record.probe.last_batch_share if record.probe is not None else None
        if share is None:
            continue
        shares.append(share)
        if share != 0.0:
            continue
        steps = sum(len(s.steps.get(layer, ())) for s in recording.spans_of(*TRAINING))
        eager = sum(1 for c in recording.calls_of(layer) if c.mode == "training" and not c.traced)
        text = f"a batch with mean 3 moves the moving mean by {number(3.0 * share)}"
        if steps + eager:
            text += f"; {count(steps + eager, 'training-mode step')} of the program moved it by {number(record.moved)}"
        return Measurement(text, True, {_SHARE: share})
    if not shares:
        return Measurement("no BN layer was run", False)
    text = f"each batch enters the moving mean with a share of {number(min(shares))}"
    return Measurement(text, False, {_SHARE: min(shares)})
