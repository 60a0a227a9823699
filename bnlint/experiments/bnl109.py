"""BNL109: a change of ``trainable`` after ``compile`` is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement, Quantity, Reading
from bnlint.experiments.common import MOVEMENT, STILL, TRAINING, WEIGHTS, movable, number, with_exceptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnlint.events import Layer
    from bnlint.runtime.measurements import Span
    from bnlint.runtime.recording import Recording

FROZEN = Quantity("movement of moving statistics whose layer is frozen", MOVEMENT, STILL, above=True)
FREED = Quantity("least movement of moving statistics whose layer was unfrozen", MOVEMENT, STILL, above=False)
RAISES_LATER = True
"""On JAX and PyTorch it is the next fit that raises."""
LEARNT = Quantity("least movement of a model that is trained on its own", "of a weight", 1e-9, above=False)


def symptom(recording: Recording) -> Measurement:
    """Measure whether training follows the ``trainable`` that layers had when it began."""
    spans = recording.spans_of(*TRAINING)
    # Who trains a model that is frozen as a whole means what it was when it was compiled (the GAN idiom).
    frozen = [s.moved(layer) or 0.0 for s in spans if not s.frozen for layer, free in s.trainable.items() if not free]
    freed = [
        s.moved(layer) or 0.0
        for s in spans
        for layer, free in s.trainable.items()
        if free and _was_frozen(spans, s, layer) and _movable(recording, layer)
    ]
    learnt = list(_learnt(spans))
    readings, texts = [], []
    for quantity, values, what in (
        (FROZEN, frozen, "statistics of frozen layers moved by"),
        (FREED, freed, "statistics of unfrozen layers moved by"),
        (LEARNT, learnt, "weights of models trained on their own moved by"),
    ):
        if values:
            value = max(values) if quantity.above else min(values)
            readings.append(Reading(quantity, value))
            texts.append(f"{what} {number(value)}")
    weights = max((s.weights_moved() for s in spans), default=0.0)
    found = Measurement("; ".join(texts) or "no model was trained", tuple(readings), {WEIGHTS: weights})
    return with_exceptions(recording, found)


def _was_frozen(spans: list[Span], now: Span, layer: Layer) -> bool:
    """Say whether an earlier loop ran while the layer was frozen."""
    return any(s.index < now.index and s.trainable.get(layer) is False for s in spans)


def _movable(recording: Recording, layer: Layer) -> bool:
    return layer in recording.layers and movable(recording.layers[layer])


def _learnt(spans: list[Span]) -> Iterator[float]:
    """Yield for each model that is trained how far its weights moved at most."""
    for model in dict.fromkeys(s.model for s in spans if s.model is not None):
        own = [s for s in spans if s.model is model]
        if own[0].weights:
            yield max(s.weights_moved() for s in own)
