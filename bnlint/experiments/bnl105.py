"""BNL105: inference uses the statistics of its own batch and changes the moving ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.events import GradientTaken
from bnlint.experiments import Measurement
from bnlint.experiments.common import INFERENCE, number

if TYPE_CHECKING:
    from bnlint.runtime.recording import Recording

_MOVED = "moving statistics moved without a gradient by"


def symptom(recording: Recording) -> Measurement:
    """Look for evaluation, prediction or calls without a gradient that moved the moving statistics."""
    moved = {span.kind: span.moved(layer) or 0.0 for span in recording.spans_of(*INFERENCE) for layer in span.after}
    for kind, distance in moved.items():
        if distance > 0.0:
            return Measurement(f"{kind} moved the moving statistics by {number(distance)}", True, {_MOVED: distance})
    used = {e.tape for e in recording.testimony.events if isinstance(e, GradientTaken)}
    for call in recording.calls:
        if call.driver == "user" and call.mode == "training" and used.isdisjoint(call.event.tapes) and call.moved:
            text = f"a call without a gradient moved the moving statistics by {number(call.moved)}"
            return Measurement(text, True, {_MOVED: call.moved})
    for span in recording.spans_of("tf.function"):
        distance = max((span.moved(layer) or 0.0 for layer in span.after), default=0.0)
        if not span.trained and distance > 0.0:
            text = f"a compiled function without a gradient moved the moving statistics by {number(distance)}"
            return Measurement(text, True, {_MOVED: distance})
    return Measurement("no call without a gradient moved the moving statistics", False, {_MOVED: 0.0})
