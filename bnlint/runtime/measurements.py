"""What the recorder measures beside the events: numbers, read from TensorFlow while a program runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from bnlint.events import Driver, Layer, LayerCalled, Mode, Site
from bnlint.results.wording import plural
from bnlint.runtime.backends import Array as Array
from bnlint.runtime.backends import numbers


@dataclass(frozen=True)
class Stats:
    """Moving statistics of one BN layer at one moment, one entry per channel."""

    mean: Array
    variance: Array

    def distance(self, other: Stats) -> float:
        """Return the largest absolute change of any entry; NaN counts as infinite."""
        if self.mean.shape != other.mean.shape:
            return float("inf")
        change = max(
            float(np.max(np.abs(self.mean - other.mean), initial=0.0)),
            float(np.max(np.abs(self.variance - other.variance), initial=0.0)),
        )
        return float("inf") if np.isnan(change) else change


@dataclass(frozen=True)
class Output:
    """Facts about one eager call's input and output.

    Args:
        batch_mean: mean of the call's own input per channel; ``batch_variance`` likewise.
        constant: every channel of the output has one value.
        equals_beta: the output is beta (0 without ``center``) everywhere.
        nan: the output holds NaN or infinity.
        untouched: the output is the input over sqrt(1 + epsilon).
        changed: how far it is from that at most, as a share of the largest input.
        spread: standard deviation of the output, averaged over the channels; ``normalised`` the same before gamma.
        mean: absolute mean of the output, averaged over the channels.
    """

    batch_mean: Array
    batch_variance: Array
    constant: bool
    equals_beta: bool
    nan: bool
    untouched: bool
    changed: float
    spread: float
    normalised: float
    mean: float


@dataclass(frozen=True)
class Sample:
    """One reading of a BN layer's moving statistics beside the batch it saw.

    Args:
        step: training steps of the program so far.
        stats: the moving statistics after the call or step.
        batch: mean and variance per channel of the batch: of the layer's input where it ran eagerly, else worked out
            from what the batch did to the moving statistics; None where it left no trace (inference mode in a graph).
        mode: the mode the layer ran in.
        exact: the batch itself was seen.
        updates: how many batches it stands for: their mean, where a step runs the layer more than once.
    """

    step: int
    stats: Stats
    batch: Stats | None
    mode: Mode | None
    exact: bool = False
    updates: int = 1


def batch_behind(old: Stats, new: Stats, momentum: object, updates: int = 1) -> Stats | None:
    """Work out the statistics of a batch from what it did to the moving ones.

    Both Keras generations compute ``new = momentum * old + (1 - momentum) * batch``.

    Args:
        old: the moving statistics before; ``new`` after.
        momentum: the layer's.
        updates: how often the layer ran in between; the result is then the mean of its batches, later ones weighing
            slightly more.

    Returns:
        None for a momentum that hides the batch, and where no batch could have done that.
    """
    if not isinstance(momentum, (int, float)) or not 0.0 <= momentum < 1.0 or updates < 1:
        return None
    kept = float(momentum) ** updates
    share = 1.0 - kept
    if old.mean.shape != new.mean.shape or share < 1e-6:
        return None
    mean, variance = (
        (after.astype("float64") - kept * before.astype("float64")) / share
        for before, after in ((old.mean, new.mean), (old.variance, new.variance))
    )
    if np.any(variance < -_ROUNDING * np.maximum(np.abs(old.variance), np.abs(new.variance)) / share):
        return None  # it ran more often than is known: a loop within the step
    return Stats(mean.astype("float32"), np.maximum(variance, 0.0).astype("float32"))


_ROUNDING = 1e-5
"""Of float32, with room to spare."""


@dataclass
class BNCall:
    """One run of a BN layer's Python code: an eager call, or the tracing of a graph that then runs many times.

    Args:
        event: the call as the testimony has it (present here even when the testimony left out a repetition).
        mode: the mode Keras resolved, None when a tensor decides.
        traced: Python ran to build a graph; ``output``, ``before`` and ``after`` are then unknown.
        values: how many values go into each statistic, if the batch is known.
        before: moving statistics before the call, ``after`` after it.
        fresh: the moving statistics were still those of the initializers.
        frozen: the layer's own ``trainable`` was False.
        switched_off: as a module of PyTorch the layer was in ``eval()``, or without gradients.
    """

    event: LayerCalled
    layer: Layer
    mode: Mode | None
    traced: bool
    shape: tuple[int | None, ...] | None
    values: int | None
    driver: Driver
    frozen: bool
    switched_off: bool = False
    before: Stats | None = None
    after: Stats | None = None
    fresh: bool | None = None
    output: Output | None = None

    @property
    def moved(self) -> float | None:
        """How far the call moved the moving statistics."""
        if self.before is None or self.after is None:
            return None
        return self.after.distance(self.before)


@dataclass
class Span:
    """A stretch of execution with the statistics at its start and end.

    Args:
        kind: the Keras method ("fit", "train_on_batch", "predict", ...), "gradient step" (from a tape to the end of
            ``apply_gradients``), "tf.function" or "session.run".
        site: the user's line.
        model: the model a Keras method belongs to.
        before: moving statistics per BN layer at the start; ``after`` at the end.
        steps: moving statistics after each step of a Keras loop, per BN layer.
        trainable: each BN layer's ``trainable`` at the start; ``frozen`` the whole model's was False.
        weights: largest absolute change of each layer's own weights (kernel, gamma, ...), moving statistics not
            included; layers that were built within the span are missing.
        losses: the losses a Keras method reported.
        trained: the layers a gradient was taken of, for steps of the user's own.
        batch: examples per step and replica, where known.
        error: what the method raised.
        index: position among the spans.
    """

    kind: str
    site: Site
    model: Layer | None = None
    before: dict[Layer, Stats] = field(default_factory=dict)
    after: dict[Layer, Stats] = field(default_factory=dict)
    steps: dict[Layer, list[Stats]] = field(default_factory=dict)
    trainable: dict[Layer, bool] = field(default_factory=dict)
    frozen: bool = False
    weights: dict[Layer, float] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    trained: tuple[Layer, ...] = ()
    batch: int | None = None
    error: BaseException | None = None
    index: int = 0

    @property
    def numbers(self) -> int:
        """How many numbers it holds."""
        held = (*self.before.values(), *self.after.values(), *(s for steps in self.steps.values() for s in steps))
        return sum(2 * int(stats.mean.size) for stats in held)

    def moved(self, layer: Layer) -> float | None:
        """Return how far a BN layer's statistics moved within the span."""
        if layer not in self.before or layer not in self.after:
            return None
        return self.after[layer].distance(self.before[layer])

    def moves(self, layer: Layer) -> int:
        """Return in how many recorded steps a BN layer's statistics moved."""
        series = self.series(layer)
        return sum(1 for a, b in pairwise(series) if b.distance(a) > 0.0)

    def series(self, layer: Layer) -> list[Stats]:
        """Return the statistics at the start and after each step."""
        start = [self.before[layer]] if layer in self.before else []
        return start + self.steps.get(layer, [])

    def weights_moved(self) -> float:
        """Return the largest change of any weight."""
        return max(self.weights.values(), default=0.0)


@dataclass(frozen=True)
class Broken:
    """The first reading of a BN layer's statistics that was not finite.

    Args:
        statistic: "moving mean", "moving variance" or "moving mean and variance".
        value: "NaN" or "infinity".
        step: training steps of the program at that time.
        finite_at: the same at the last reading before, which was finite; None where there was none.
    """

    statistic: str
    value: str
    step: int
    finite_at: int | None

    @property
    def text(self) -> str:
        """When it was, in words."""
        before = "" if self.finite_at is None or self.finite_at == self.step else f" (finite after {self.finite_at})"
        return f"{self.statistic} {self.value} after {plural(self.step, 'training step')}{before}"


def broken(stats: Stats, step: int, finite_at: int | None) -> Broken | None:
    """Say what is not finite in a reading; None where everything is."""
    parts = {"mean": stats.mean, "variance": stats.variance}
    found = [name for name, values in parts.items() if not np.all(np.isfinite(values))]
    if not found:
        return None
    value = "NaN" if any(np.any(np.isnan(parts[name])) for name in found) else "infinity"
    return Broken(f"moving {' and '.join(found)}", value, step, finite_at)


@dataclass
class LayerRecord:
    """Everything measured about one BN layer.

    Args:
        layer: the layer as events name it.
        name: the layer's own name.
        config: momentum, epsilon, axis as Keras holds them after construction.
        initial: what the initializers give; ``first`` the first and ``last`` the last statistics read.
        channels: number of entries in each statistic.
        features: filters or units of the layer right before, where there is one.
        history: the statistics beside the batches, over the run: every step at first, then now and then.
        revisited: a batch that the layer saw when its model was called once more after the program.
        moves: how many times a change of the statistics was seen.
        trail: the statistics after each of these changes.
        read_at: training steps of the program at the last reading.
        broken: the first reading that was not finite.
    """

    layer: Layer
    name: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    initial: Stats | None = None
    first: Stats | None = None
    last: Stats | None = None
    channels: int | None = None
    features: int | None = None
    moves: int = 0
    trail: list[Stats] = field(default_factory=list)
    history: list[Sample] = field(default_factory=list)
    revisited: Stats | None = None
    read_at: int | None = None
    broken: Broken | None = None

    @property
    def moved(self) -> float:
        """How far the statistics are from where they were first seen."""
        start = self.first or self.initial
        if start is None or self.last is None:
            return 0.0
        return self.last.distance(start)

    def describe(self, value: Any) -> None:
        """Take over what Keras's layer says of itself, once its statistics were read."""
        self.name = str(getattr(value, "name", ""))
        self.config = {name: getattr(value, name, None) for name in ("momentum", "epsilon", "axis", "renorm")}
        if self.last is not None:
            self.initial = initial_stats(value, self.last)


def initial_stats(value: Any, like: Stats) -> Stats | None:
    """Return what a layer's initializers give; None for initializers other than zeros, ones and constants."""
    mean = _constant_initializer(getattr(value, "moving_mean_initializer", None))
    variance = _constant_initializer(getattr(value, "moving_variance_initializer", None))
    if mean is None or variance is None:
        return None
    return Stats(np.full_like(like.mean, mean), np.full_like(like.variance, variance))


def _constant_initializer(initializer: Any) -> float | None:
    name = type(initializer).__name__
    if name in ("Zeros", "Ones"):
        return 0.0 if name == "Zeros" else 1.0
    constant = getattr(initializer, "value", None) if name == "Constant" else None
    return float(constant) if isinstance(constant, (int, float)) else None


def read_stats(mean: Any, variance: Any) -> Stats | None:
    """Copy a layer's statistics to numpy; None where they cannot be read (unbuilt, inside a graph)."""
    try:
        return Stats(numbers(mean), numbers(variance))
    except Exception:  # Variables of another thread's graph or another strategy raise all kinds of errors.
        return None


def output_facts(
    inputs: Array,
    outputs: Array,
    axis: int | list[int],
    epsilon: float,
    beta: Array | None,
    gamma: Array | None = None,
) -> Output | None:
    """Compare a BN layer's output with its input.

    Args:
        inputs: the input, batch first; ``outputs`` of the same shape.
        axis: the normalised axis or axes, as the layer has it after ``build``.
        epsilon: the layer's epsilon.
        beta: the offsets, None without ``center``; ``gamma`` the factors, None without ``scale``.
    """
    kept = {axis % inputs.ndim} if isinstance(axis, int) else {a % inputs.ndim for a in axis}
    reduced = tuple(i for i in range(inputs.ndim) if i not in kept)
    x = inputs.astype("float64")
    y = outputs.astype("float64")
    finite = bool(np.all(np.isfinite(y)))
    with np.errstate(all="ignore"):
        offset: Any = 0.0 if beta is None else _broadcast(beta, kept, inputs.ndim)
        spread = np.std(y, axis=reduced)
        scale = 1.0 + epsilon
        plain = x / np.sqrt(scale)
        factors: Any = 1.0 if gamma is None else np.abs(gamma).reshape(-1)
        unscaled = spread.reshape(-1) / factors if np.size(factors) in (1, spread.size) else spread
        return Output(
            batch_mean=np.asarray(np.mean(x, axis=reduced)),
            batch_variance=np.asarray(np.var(x, axis=reduced)),
            constant=finite and bool(np.all(spread < 1e-6)),
            equals_beta=finite and bool(np.allclose(y, offset, atol=1e-6)),
            nan=not finite,
            untouched=finite and scale > 0 and bool(np.allclose(y, plain, rtol=1e-4, atol=1e-6)),
            changed=float(np.max(np.abs(y - plain)) / max(float(np.max(np.abs(x))), 1e-30)),
            spread=float(np.mean(spread)),
            normalised=float(np.mean(unscaled)),
            mean=float(np.mean(np.abs(np.mean(y, axis=reduced)))),
        )


def _broadcast(values: Array, kept: set[int], rank: int) -> Array:
    shape = [1] * rank
    if len(kept) == 1:
        shape[next(iter(kept))] = -1
        return np.asarray(values.reshape(shape))
    return np.asarray(values)
