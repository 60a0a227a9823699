"""BNL108: a frozen layer is asked for training mode and stays in inference mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording


def symptom(recording: Recording) -> Measurement:
    """Look for calls with ``training=True`` that ran in inference mode because the layer is frozen."""
    for call in recording.calls:
        asked = any(c.flag.known and c.flag.value is True for c in call.event.chain())
        if asked and call.frozen and call.mode == "inference":
            text = "training=True on a layer with trainable=False ran in inference mode"
            if call.output is not None:
                text += f": output mean {number(call.output.mean)}, spread {number(call.output.spread)}"
            return Measurement(text, True)
    frozen = sum(1 for c in recording.calls if c.frozen)
    return Measurement(f"no frozen layer was asked for training mode ({frozen} calls of frozen layers)", False)
