"""BNL108: a frozen layer is asked for training mode and stays in inference mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import MOVEMENT, STILL, count, movable, number, travelled

if TYPE_CHECKING:
    from bnlint.events import LayerCalled
    from bnlint.runtime.measurements import BNCall
    from bnlint.runtime.recording import Recording

FIGURE = "numbers"
UNMOVED_BY_TRUE = Quantity(
    "least movement of moving statistics whose layer is called with training=True",
    MOVEMENT,
    STILL,
    above=False,
    vanishes=True,
)


def symptom(recording: Recording) -> Measurement:
    """Measure whether calls with ``training=True`` move the statistics of the layer."""
    asked: list[BNCall] = []
    for call in recording.calls:
        record = recording.layers.get(call.layer)
        if record is not None and movable(record) and any(_is_true(c) for c in call.event.chain()):
            asked.append(call)
    if not asked:
        return Measurement("no layer was called with training=True")
    # One step of a compiled function is not seen on its own.
    moved, call = min(((_moved(recording, call), call) for call in asked), key=lambda pair: pair[0])
    text = f"{count(len(asked), 'call')} with training=True moved the moving statistics by {number(moved)}"
    if call.frozen:
        text += f", the layer has trainable=False and ran in {call.mode} mode"
    details = {}
    if call.output is not None:
        text += f"; output mean {number(call.output.mean)}, spread {number(call.output.spread)}"
        details = {"output mean": call.output.mean, "output spread": call.output.spread}
    return Measurement(text, (Reading(UNMOVED_BY_TRUE, moved),), details)


def _is_true(call: LayerCalled) -> bool:
    return call.flag.known and call.flag.value is True


def _moved(recording: Recording, call: BNCall) -> float:
    return travelled(recording.layers[call.layer]) if call.moved is None else call.moved
