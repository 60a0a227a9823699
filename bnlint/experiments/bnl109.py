"""BNL109: a change of ``trainable`` after ``compile`` is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bnlint.experiments import Measurement
from bnlint.experiments.common import TRAINING, count, number

if TYPE_CHECKING:
    from bnlint.events import Layer
    from bnlint.runtime.measurements import Span
    from bnlint.runtime.recording import Recording

_FROZEN = "moving statistics of frozen layers moved by"
_FREE = "moving statistics of unfrozen layers moved by"
_WEIGHTS = "weights moved by"


def symptom(recording: Recording) -> Measurement:
    """Look for training that does not follow the ``trainable`` that layers had when it began."""
    spans = recording.spans_of(*TRAINING)
    for span in spans:
        for layer, trainable in span.trainable.items():
            moved = span.moved(layer)
            # Who trains a model that is frozen as a whole means what it was when it was compiled (the GAN idiom).
            if not trainable and moved and not span.frozen:
                text = f"{span.kind} moved the statistics of a layer with trainable=False by {number(moved)}"
                return Measurement(text, True, {_FROZEN: moved})
            if trainable and moved == 0.0 and _was_frozen(spans, span, layer):
                steps = len(span.steps.get(layer, ()))
                text = f"{count(steps, 'step')} after unfreezing moved the layer's statistics by 0"
                return Measurement(text, True, {_FREE: 0.0})
    stuck = _never_trained(spans)
    if stuck is not None:
        return stuck
    still = [s for s in spans if not s.frozen]
    frozen = max((s.moved(layer) or 0.0 for s in still for layer, t in s.trainable.items() if not t), default=0.0)
    weights = max((s.weights_moved() for s in spans), default=0.0)
    text = f"frozen layers moved by {number(frozen)}, trained weights by {number(weights)}"
    return Measurement(text, False, {_FROZEN: frozen, _WEIGHTS: weights})


def _was_frozen(spans: list[Span], now: Span, layer: Layer) -> bool:
    """Say whether an earlier loop ran while the layer was frozen."""
    return any(s.index < now.index and s.trainable.get(layer) is False for s in spans)


def _never_trained(spans: list[Span]) -> Measurement | None:
    """Find a model that is trained on its own and does not change at all."""
    for model in dict.fromkeys(s.model for s in spans if s.model is not None):
        own = [s for s in spans if s.model is model]
        moved = max(s.weights_moved() for s in own)
        if own[0].weights and moved == 0.0:
            kinds = {s.kind for s in own}
            text = f"{len(own)} x {'/'.join(sorted(kinds))} moved the model's weights by 0"
            return Measurement(text, True, {_WEIGHTS: 0.0})
    return None
