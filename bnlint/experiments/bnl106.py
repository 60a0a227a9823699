"""BNL106: a ``training=`` constant in a Functional graph: overridden in Keras 3, in force at ``predict`` in Keras 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import INFERENCE, MOVEMENT, STILL, TRAINING, count, movable, number, ran_in, travelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.events import Layer
    from bnlint.runtime.recording import Recording

KEPT = Quantity(
    "movement in fit of moving statistics that training=False or trainable=False is to keep",
    MOVEMENT,
    STILL,
    above=True,
)
STUCK = Quantity("movement of moving statistics in predict", MOVEMENT, STILL, above=True)
IGNORED = Quantity("layers with training=True in the graph whose statistics predict left alone", "layers", 0.5, True)


def symptom(recording: Recording) -> Measurement:
    """Measure what Keras's loops moved against a constant of the graph, and what predict moved on account of one."""
    written: dict[Layer, set[bool]] = {}
    for call in recording.calls:
        if call.driver != "user" and call.event.baked is not None and not call.frozen:
            written.setdefault(call.layer, set()).add(bool(call.event.baked.value))
    readings, texts = [], []
    kept = list(_kept(recording, written))
    if kept:
        readings.append(Reading(KEPT, max(kept)))
        texts.append(f"fit moved statistics that are to stay by {number(max(kept))}")
    predicted = {
        layer: max(span.moved(layer) or 0.0 for span in recording.spans_of(*INFERENCE) if layer in span.after)
        for layer in recording.layers
        if any(layer in s.after and ran_in(recording, layer, s) for s in recording.spans_of(*INFERENCE))
    }
    if predicted:
        readings.append(Reading(STUCK, max(predicted.values())))
        texts.append(f"predict moved statistics by {number(max(predicted.values()))}")
    # Where fit has moved the statistics predict would have moved them too, had it been in the same mode.
    moving = [x for x in predicted if movable(recording.layers[x]) and travelled(recording.layers[x]) > STILL]
    if moving:
        ignored = [x for x in moving if written.get(x) == {True} and predicted[x] <= STILL]
        readings.append(Reading(IGNORED, len(ignored)))
        if ignored:
            texts.append(f"training=True of {count(len(ignored), 'layer')} did not count")
    return Measurement("; ".join(texts) or "no BN layer ran in fit or predict", tuple(readings))


def _kept(recording: Recording, written: dict[Layer, set[bool]]) -> Iterator[float]:
    """Yield how far each fit moved the statistics of layers that are to keep them."""
    for span in recording.spans_of(*TRAINING):
        for layer in span.after:
            frozen = span.trainable.get(layer) is False
            if (frozen or written.get(layer) == {False}) and ran_in(recording, layer, span):
                yield span.moved(layer) or 0.0
