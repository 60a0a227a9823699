"""BNL108: a frozen layer is asked for training mode and stays in inference mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import count, number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import BNCall
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"


def symptom(recording: Recording) -> Measurement:
    """Look for calls with ``training=True`` that ran in inference mode because the layer is frozen."""
    for call in recording.calls:
        asked = any(c.flag.known and c.flag.value is True for c in call.event.chain())
        if asked and call.frozen and call.mode == "inference":
            text = "training=True on a layer with trainable=False ran in inference mode"
            if call.output is not None:
                text += f": output mean {number(call.output.mean)}, spread {number(call.output.spread)}"
            return Measurement(text, True, _numbers(call))
    frozen = sum(1 for c in recording.calls if c.frozen)
    learning = next((_numbers(c) for c in recording.calls if c.mode == "training" and c.output is not None), {})
    text = f"no frozen layer was asked for training mode ({count(frozen, 'call')} of frozen layers)"
    return Measurement(text, False, learning)


def _numbers(call: BNCall) -> dict[str, float]:
    return {} if call.output is None else {"output mean": call.output.mean, "output spread": call.output.spread}
