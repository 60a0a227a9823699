"""BNL106: a ``training=`` constant in a Functional graph is overridden (Keras 3) or sticks at ``predict`` (Keras 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import INFERENCE, TRAINING, number

if TYPE_CHECKING:
    from bnlint.runtime.measurements import BNCall
    from bnlint.runtime.recording import Recording

_MOVED = "moving statistics moved by"


def symptom(recording: Recording) -> Measurement:
    """Look for calls inside Keras's loops that run in another mode than the graph says, or predict in training mode."""
    constants = [c for c in recording.calls if c.driver != "user" and c.event.baked is not None and not c.frozen]
    for call in constants:
        baked = call.event.baked
        written = bool(baked.value) if baked is not None else None
        if (call.mode == "training") != written:
            text = f"training={written} is in the graph, {call.driver} ran the layer in {call.mode} mode"
            moved = _moved(recording, call)
            return Measurement(f"{text}; its statistics moved by {number(moved)}", True, {_MOVED: moved})
        if written and call.driver in ("predict", "evaluate") and _moved(recording, call) > 0.0:
            moved = _moved(recording, call)
            text = f"{call.driver} ran the layer in training mode: its statistics moved by {number(moved)}"
            return Measurement(text, True, {_MOVED: moved})
    if constants:
        moved = max(_moved(recording, call) for call in constants)
        return Measurement("the constant in the graph was honoured", False, {_MOVED: moved})
    return Measurement("no BN layer that may learn has a training constant in the graph", False)


def _moved(recording: Recording, call: BNCall) -> float:
    kinds = TRAINING if call.driver == "fit" else INFERENCE
    spans = [s for s in recording.spans_of(*kinds) if s.trainable.get(call.layer, True)]
    return max((s.moved(call.layer) or 0.0 for s in spans), default=0.0)
