"""What several experiments measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bnlint.events import GradientTaken, Layer
from bnlint.experiments import RAISES, Measurement, Quantity, Reading
from bnlint.libraries.keras_layers import STEPWISE
from bnlint.runtime.messages import gist

if TYPE_CHECKING:
    from bnlint.runtime.measurements import BNCall, LayerRecord, Span
    from bnlint.runtime.recording import Recording

TRAINING = ("fit", "train_on_batch", "fit_generator")
INFERENCE = ("predict", "evaluate", "predict_on_batch", "test_on_batch")

STILL = 1e-6
"""Statistics that move by less than this stand still: what is left of a sum that float32 rounds."""

MOVEMENT = "of a moving statistic"

UNMOVED = Quantity("least movement of moving statistics whose layer was trained", MOVEMENT, STILL, above=False)
"""0 where weights learn against moving statistics that nobody moves."""

MOVED_OUTSIDE = Quantity("movement of moving statistics outside of training", MOVEMENT, STILL, above=True)
"""0 where only training moves the moving statistics."""

WEIGHTS = "weights moved by"


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


def with_exceptions(recording: Recording, found: Measurement) -> Measurement:
    """Count an exception among the numbers of a rule whose mistake may raise."""
    if recording.exception is not None:
        return Measurement(raised(recording), (Reading(RAISES, 1.0),))
    return Measurement(found.text, (Reading(RAISES, 0.0), *found.readings), found.details)


def movable(record: LayerRecord) -> bool:
    """Say whether a batch could move the statistics; with a momentum of 1 their standing still says nothing."""
    momentum = record.config.get("momentum")
    return not isinstance(momentum, (int, float)) or momentum < 1.0


def travelled(record: LayerRecord) -> float:
    """Return how far the statistics were at most from where they were first seen, over the whole run."""
    if record.first is None:
        return 0.0
    seen = [*record.trail, *([record.last] if record.last is not None else [])]
    return max((stats.distance(record.first) for stats in seen), default=0.0)


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


def untrained_statistics(recording: Recording, calls: Iterable[BNCall] | None = None) -> Measurement:
    """Measure how far the moving statistics came of the layers whose training calls moved weights.

    Args:
        recording: of the program.
        calls: those that count, all if left out.

    Returns:
        the movement over the whole run of the layer that moved least.
    """
    trained: dict[Layer, float] = {}
    modes = set()
    for call in recording.calls if calls is None else calls:
        record = recording.layers.get(call.layer)
        if call.frozen or record is None or not movable(record):
            continue
        weights = was_trained(recording, call)
        if weights > 0.0:
            trained[call.layer] = max(weights, trained.get(call.layer, 0.0))
            modes.add(call.mode)
    if not trained:
        return Measurement("no training step moved the weights around a BN layer that is free to move")
    weights = max(trained.values())
    movements = [travelled(recording.layers[layer]) for layer in trained]
    mode = f"; the training calls ran in {modes.pop()} mode" if len(modes) == 1 and None not in modes else ""
    text = (
        f"weights moved by {number(weights)}, moving statistics of {count(len(trained), 'BN layer')} by "
        f"{_range(movements)}{mode}"
    )
    return Measurement(text, (Reading(UNMOVED, min(movements)),), {WEIGHTS: weights})


def _range(values: list[float]) -> str:
    low, high = number(min(values)), number(max(values))
    return low if low == high else f"{low} to {high}"


def moved_outside(recording: Recording) -> Measurement:
    """Measure how far evaluation, prediction and calls without a gradient moved the moving statistics."""
    found = list(_outside(recording))
    if not found:
        return Measurement("no BN layer ran outside of training")
    what, distance = max(found, key=lambda pair: pair[1])
    text = f"{what} moved the moving statistics by {number(distance)}"
    if distance == 0.0:
        text = f"{count(len(found), 'run')} outside of training moved the moving statistics by 0"
    return Measurement(text, (Reading(MOVED_OUTSIDE, distance),))


def _outside(recording: Recording) -> Iterator[tuple[str, float]]:
    for span in recording.spans_of(*INFERENCE):
        yield from ((span.kind, span.moved(layer) or 0.0) for layer in span.after if ran_in(recording, layer, span))
    used = {e.tape for e in recording.testimony.events if isinstance(e, GradientTaken)}
    for call in recording.calls:
        if call.driver == "user" and call.moved is not None and used.isdisjoint(call.event.tapes):
            yield "a call without a gradient", call.moved
    for span in recording.spans_of("tf.function"):
        if not span.trained:
            yield from (("a compiled function without a gradient", span.moved(layer) or 0.0) for layer in span.after)


def ran_in(recording: Recording, layer: Layer, span: Span) -> bool:
    """Say whether a BN layer ran in a kind of Keras's loops."""
    driver = "fit" if span.kind in TRAINING else None
    return any(
        c.driver == driver if driver is not None else c.driver in ("predict", "evaluate")
        for c in recording.calls_of(layer)
    )


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

NOTHING_LEFT = "share of a layer's training runs whose batch has no variance"


def runs_without_variance(recording: Recording) -> dict[Layer, tuple[int, int]]:
    """Count per BN layer the training runs whose batch could be seen, and those whose batch had no variance.

    A call that was seen itself counts if each statistic has one value and beta came out; of the steps of Keras's
    loops the moving variance shows it.
    """
    found = {}
    for layer, record in recording.layers.items():
        steps = [x for s in recording.spans_of(*TRAINING) if layer in s.after for x in batch_variances(record, s)]
        seen = [
            c
            for c in (*recording.calls, *recording.replays)
            if c.layer is layer and c.mode == "training" and c.output is not None
        ]
        silent = [c for c in seen if c.values == 1 and c.output is not None and c.output.equals_beta]
        if steps or seen:
            found[layer] = (len(steps) + len(seen), sum(x < NO_VARIANCE for x in steps) + len(silent))
    return found


def without_variance(recording: Recording, limit: float) -> Measurement:
    """Measure the share of training runs in which a BN layer normalised a batch without variance: the output is beta.

    Args:
        recording: of the program.
        limit: the share that is the symptom.
    """
    found = runs_without_variance(recording)
    if not found:
        return Measurement("no BN layer was seen in training mode")
    runs, empty = max(found.values(), key=lambda pair: pair[1] / pair[0])
    values = [c.values for c in (*recording.calls, *recording.replays) if c.mode == "training" and c.values is not None]
    text = f"batch variance 0 in {empty} of {count(runs, 'run')} in training mode"
    details: dict[str, float] = {"training runs": runs, "training runs with a batch variance of 0": empty}
    if values:
        text += f", {count(min(values), 'value')} per statistic"
        details["values per statistic"] = min(values)
    quantity = Quantity(NOTHING_LEFT, "of its training runs", limit, above=True)
    return Measurement(text, (Reading(quantity, empty / runs),), details)


def batch_share(recording: Recording, layer: Layer) -> float | None:
    """Measure the share of a batch in the moving mean, on a layer of the program and its own data.

    Returns:
        (new - old) / (mean of the batch - old), the median over the channels; None where no training-mode run of the
        layer was seen together with its batch.
    """
    for call in (*reversed(recording.replays), *reversed(recording.calls)):
        if call.layer is not layer or call.mode != "training" or None in (call.output, call.before, call.after):
            continue
        assert call.output is not None
        assert call.before is not None
        assert call.after is not None
        old, new = (stats.mean.astype("float64").reshape(-1) for stats in (call.before, call.after))
        away = call.output.batch_mean.reshape(-1)
        if away.shape != old.shape:
            continue
        distance = away - old
        known = np.abs(distance) > 1e-3 * max(1.0, float(np.max(np.abs(away), initial=0.0)))
        if known.any():
            return float(np.median((new - old)[known] / distance[known]))
    return None


_NOTHING = 1e-12
"""Channels with less variance than this carry no signal."""
FEWEST_BATCHES = 5
"""Of how many batches at least a scatter is worked out."""


def batch_noise(record: LayerRecord) -> tuple[float, int] | None:
    """Measure how far the means of the batches scatter that a BN layer was trained with.

    Neighbours are compared, because what comes to the layer moves while the layers before it learn.

    Returns:
        the scatter in standard deviations of what the layer gets, the median over its channels, and how many batches
        were seen; None where there were too few single ones, or all of them were constant.
    """
    singles = [s for s in record.history if s.mode == "training" and s.updates == 1]
    seen = [s.batch for s in singles if s.batch is not None]
    seen = [batch for batch in seen if batch.mean.shape == seen[-1].mean.shape and np.all(np.isfinite(batch.mean))]
    if len(seen) < FEWEST_BATCHES:
        return None
    between = np.mean([(b.mean.astype("float64") - a.mean) ** 2 for a, b in pairwise(seen)], axis=0) / 2.0
    total = between + np.mean([batch.variance.astype("float64") for batch in seen], axis=0)
    known = total > _NOTHING
    if not known.any():
        return None
    return float(np.median(np.sqrt(between[known] / total[known]))), len(seen)


def taken_by_steps(calls: Iterable[BNCall]) -> list[tuple[float, int, int]]:
    """Measure what training takes away that normalises the time steps of a sequence one by one.

    Args:
        calls: of BN layers.

    Returns:
        of each call in training mode, that of ``TimeDistributed`` where it makes several: which share of the variance
        of what went in lies between the steps, how many steps these are, and how many values a statistic has.
    """
    together: dict[tuple[Layer, int], list[BNCall]] = {}
    for call in calls:
        if call.mode == "training" and call.output is not None:
            around = next((c for c in call.event.chain() if c.layer.kind in STEPWISE), call.event)
            together.setdefault((call.layer, id(around)), []).append(call)
    found = []
    for steps in together.values():
        outputs = [step.output for step in steps if step.output is not None]
        between = np.var([output.batch_mean for output in outputs], axis=0)
        within = np.mean([output.batch_variance for output in outputs], axis=0)
        share = float(np.mean(between / np.maximum(between + within, 1e-30)))
        found.append((share, len(steps), min(step.values or 0 for step in steps)))
    return found


def shifted_variance(calls: Iterable[BNCall]) -> dict[Layer, float]:
    """Compare what BN layers get of the same batch in training and at inference.

    Args:
        calls: of models that ran once in each mode.

    Returns:
        the ratio of the variances, the median of the channels, of each layer that ran in both modes.
    """
    seen: dict[Layer, dict[str, np.ndarray]] = {}
    for call in calls:
        if call.output is not None and call.mode is not None:
            seen.setdefault(call.layer, {})[call.mode] = call.output.batch_variance
    found = {}
    for layer, variances in seen.items():
        if len(variances) == 2 and variances["inference"].shape == variances["training"].shape:
            known = variances["inference"] > 1e-6  # a feature that is always 0 has no variance in either mode
            if known.any():
                found[layer] = float(np.median(variances["training"][known] / variances["inference"][known]))
    return found


def infers(recording: Recording, layer: Layer) -> bool:
    """Say whether a BN layer also ran in inference mode."""
    return any(event.mode == "inference" for event in recording.events_of(layer))


def between_batches(recording: Recording, layer: Layer) -> float | None:
    """Measure how far the means of two batches in a row lie apart that a BN layer is trained on.

    Returns:
        the median over the run of the distance in standard deviations of the batches, averaged over the channels; None
        where a compiled step ran the layer more than once, so that nobody sees the single batches.
    """
    if any(call.traced and call.driver == "user" and call.mode != "inference" for call in recording.calls_of(layer)):
        return None
    singles = [s for s in recording.layers[layer].history if s.mode == "training" and s.updates == 1]
    seen = [s.batch for s in singles if s.batch is not None]
    found = []
    for one, other in pairwise(seen):
        variance = (one.variance + other.variance) / 2.0
        alive = variance > _NOTHING
        if one.mean.shape == other.mean.shape and alive.any():
            found.append(float(np.mean(np.abs(one.mean - other.mean)[alive] / np.sqrt(variance[alive]))))
    return float(np.median(found)) if found else None
