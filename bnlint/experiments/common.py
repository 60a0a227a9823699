"""What several experiments measure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bnlint.events import GradientTaken, Layer
from bnlint.experiments import Measurement
from bnlint.runtime.messages import gist

if TYPE_CHECKING:
    from bnlint.runtime.measurements import BNCall, LayerRecord, Span
    from bnlint.runtime.recording import Recording

TRAINING = ("fit", "train_on_batch", "fit_generator")
INFERENCE = ("predict", "evaluate", "predict_on_batch", "test_on_batch")


def number(value: float | None) -> str:
    """Write a measured number with three digits."""
    return "unknown" if value is None else f"{value:.3g}"


def count(amount: int, noun: str) -> str:
    """Write an amount with its noun."""
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def raised(recording: Recording) -> str:
    """Describe the exception that ended the program."""
    error = recording.exception
    return f"raised {type(error).__name__}: {gist(str(error))[:90]}"


def movement(weights: float, statistics: float) -> dict[str, float]:
    """Name the two numbers that most rules compare."""
    return {"weights moved by": weights, "moving statistics moved by": statistics}


def was_trained(recording: Recording, call: BNCall) -> float:
    """Return how far the weights moved that a call's gradient was taken of; 0.0 when it was not a training call."""
    if call.driver == "fit":
        moved = [s.weights_moved() for s in recording.spans_of(*TRAINING) if call.layer in s.after]
        return max(moved, default=0.0)
    tapes = set(call.event.tapes)
    trained: set[Layer] = set()
    for event in recording.testimony.events:
        if isinstance(event, GradientTaken) and event.tape in tapes and not event.inputs:
            trained.update(inner for layer in event.layers or () for inner in layer.walk())
    if call.layer not in trained:
        return 0.0
    return max((s.weights.get(layer, 0.0) for s in recording.spans for layer in trained), default=0.0)


def untrained_statistics(recording: Recording) -> Measurement:
    """Find BN layers that train their weights in inference mode, so that their statistics stay where they are."""
    found: dict[Layer, list[BNCall]] = {}
    trained = 0.0
    for call in recording.calls:
        if call.mode != "inference" or call.frozen:
            continue
        weights = was_trained(recording, call)
        if weights > 0.0:
            found.setdefault(call.layer, []).append(call)
            trained = max(trained, weights)
    if not found:
        return training_summary(recording)
    moved = max(_moved_by(recording, layer, calls) for layer, calls in found.items())
    text = (
        f"weights moved by {number(trained)}, moving statistics of {count(len(found), 'BN layer')} by {number(moved)}: "
        f"the training calls ran in inference mode"
    )
    return Measurement(text, True, movement(trained, moved))


def _moved_by(recording: Recording, layer: Layer, calls: list[BNCall]) -> float:
    """Return how far calls moved the statistics; for compiled calls that is known when no other call did."""
    eager = [c.moved for c in calls if c.moved is not None]
    if eager:
        return max(eager)
    if any(c.mode == "training" for c in recording.calls_of(layer)):
        return 0.0
    return recording.layers[layer].moved if layer in recording.layers else 0.0


def training_summary(recording: Recording) -> Measurement:
    """Describe how far weights and statistics moved where the symptom is absent."""
    weights = max((s.weights_moved() for s in recording.spans), default=0.0)
    records = list(recording.layers.values())
    if not records:
        return Measurement("no BN layer was run", False)
    statistics = max(r.moved for r in records)
    moves = max(r.moves for r in records)
    text = f"weights moved by {number(weights)}, moving statistics by {number(statistics)} in {count(moves, 'step')}"
    return Measurement(text, False, movement(weights, statistics))


def batch_variances(record: LayerRecord, span: Span) -> list[float]:
    """Work out the variance of each batch of a loop from the moving variance: (new - m * old) / (1 - m).

    Returns:
        the largest variance of any channel per step, relative to the moving variance; empty for momentum 1.
    """
    momentum = record.config.get("momentum")
    if not isinstance(momentum, (int, float)) or momentum >= 1.0:
        return []
    series = span.series(record.layer)
    found = []
    for old, new in pairwise(series):
        contribution = (new.variance - momentum * old.variance) / (1.0 - momentum)
        scale = float(np.max(np.abs(old.variance), initial=1e-30))
        found.append(float(np.max(np.abs(contribution), initial=0.0)) / scale)
    return found


NO_VARIANCE = 1e-3
"""A batch variance below this share of the moving variance is rounding: float32 carries 7 digits, over 1 - m = 0.01."""


def one_value_steps(recording: Recording) -> tuple[int, int]:
    """Count the training steps of Keras's loops, and those in which some BN layer saw a batch without variance."""
    steps = empty = 0
    for span in recording.spans_of(*TRAINING):
        per_layer = [batch_variances(r, span) for r in recording.layers.values() if r.layer in span.after]
        steps += max((len(v) for v in per_layer), default=0)
        empty += max((sum(1 for x in v if x < NO_VARIANCE) for v in per_layer), default=0)
    return steps, empty


def steps_without_variance(steps: int, empty: int) -> dict[str, float]:
    """Name the counts of ``one_value_steps``."""
    return {"training steps": steps, "steps with a batch variance of 0": empty}


def silent_outputs(recording: Recording) -> list[BNCall]:
    """Return the training-mode calls with one value per channel whose output was beta."""
    return [
        c
        for c in (*recording.calls, *recording.replays)
        if c.mode == "training" and c.values == 1 and c.output is not None and c.output.equals_beta
    ]


def one_value(recording: Recording) -> Measurement:
    """Find BN layers that normalise one value per channel in training mode: the output is beta."""
    steps, empty = one_value_steps(recording)
    silent = silent_outputs(recording)
    if silent:
        shape = silent[0].shape
        text = f"training mode on shape {shape}: 1 value per statistic, output equals beta"
        numbers = steps_without_variance(steps, empty) | {"values per statistic": 1}
        if empty:
            text += f"; batch variance 0 in {empty} of {count(steps, 'step')}"
        return Measurement(text, True, numbers)
    values = [c.values for c in recording.calls if c.mode == "training" and c.values is not None]
    if steps and empty == steps:
        return Measurement(f"batch variance 0 in all {steps} steps", True, steps_without_variance(steps, empty))
    least = f"at least {min(values)} values per statistic" if values else "no training-mode call"
    text = f"{least}; batch variance 0 in {empty} of {count(steps, 'step')}"
    known = {"values per statistic": min(values)} if values else {}
    return Measurement(text, False, steps_without_variance(steps, empty) | known)
