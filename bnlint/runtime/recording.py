"""The result of a recording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bnlint.events import Layer, LayerCalled, Site, Testimony
from bnlint.runtime.measurements import BNCall, LayerRecord, Span


@dataclass
class Recording:
    """What was seen and measured of one program.

    Args:
        testimony: the events, for the rules.
        calls: each run of a BN layer's code that was kept (see ``skipped_calls``), in order.
        replays: calls of fitted models on their own data after the program has ended, when asked for.
        spans: stretches of execution with statistics before and after, in order.
        layers: what was measured per BN layer.
        bias_gradients: per layer next to BN with a bias: the largest absolute gradient of its bias that was seen, and
            of its other weights.
        answers: how far apart the answers of a stateless call in both modes are, as a share of their spread, of calls
            in training mode outside of gradients.
        reach: share of the gradient of one answer by the inputs that belongs to other samples, of models whose
            gradient by the inputs was taken under another tape.
        shifted: in a graph of TF1, how many times the variance that a normalisation gets in training is larger than
            that at inference; by the Dropout before it, where there is one.
        exception: what ended the program, with ``exception_site`` the innermost line of the user's.
        exception_stack: the user's lines around it, outermost first.
        keras_version: the version of the Keras that ran.
        replicas: on how many replicas of a distribution strategy the program trained.
        steps: training steps: runs of Keras's train function, of an optimizer, of a ``tf.function`` or a session that
            trains.
        losses: losses of training steps that were read, each with the number of steps.
        evaluations: what ``evaluate`` and its kin returned, each with the number of steps.
        trainings: the same steps by the BN layers that were free to learn in them.
        moved_by_hand: how far weights moved that the program itself updates without an optimizer, per layer or model.
        visited: places of the user's at which any layer was constructed or called, BN or not.
        skipped_calls: repetitions beyond the limit that were not kept.
        skipped_spans: the same for steps of the user's own.
        unsupported: a Keras that the program imported and that cannot be recorded.
        errors: errors of the recorder itself; the program went on without the observation.
    """

    testimony: Testimony = field(default_factory=Testimony)
    calls: list[BNCall] = field(default_factory=list)
    replays: list[BNCall] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    layers: dict[Layer, LayerRecord] = field(default_factory=dict)
    bias_gradients: dict[Layer, tuple[float, float]] = field(default_factory=dict)
    answers: dict[LayerCalled, float] = field(default_factory=dict)
    reach: dict[Layer, float] = field(default_factory=dict)
    shifted: dict[Layer, float] = field(default_factory=dict)
    exception: BaseException | None = None
    exception_site: Site | None = None
    exception_stack: tuple[Site, ...] = ()
    keras_version: str = ""
    replicas: int = 1
    steps: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list)
    evaluations: list[tuple[int, dict[str, float]]] = field(default_factory=list)
    trainings: Counter[frozenset[Layer]] = field(default_factory=Counter)
    moved_by_hand: dict[Layer, float] = field(default_factory=dict)
    visited: set[tuple[str, int]] = field(default_factory=set)
    skipped_calls: int = 0
    skipped_spans: int = 0
    unsupported: str = ""
    errors: list[str] = field(default_factory=list)

    def steps_of(self, layer: Layer) -> int:
        """Return how many training steps a BN layer was free to learn in."""
        return sum(steps for layers, steps in self.trainings.items() if layer in layers)

    def events_of(self, layer: Layer) -> list[LayerCalled]:
        """Return the recorded calls of one layer."""
        return [e for e in self.testimony.events if isinstance(e, LayerCalled) and e.layer is layer]

    def calls_of(self, layer: Layer) -> list[BNCall]:
        """Return the measured calls of one BN layer."""
        return [c for c in self.calls if c.layer is layer]

    def loops_of(self, layers: Iterable[Layer]) -> set[str]:
        """Return the kinds of the spans in which one of some BN layers was there."""
        wanted = set(layers)
        return {span.kind for span in self.spans if not wanted.isdisjoint(span.after)}

    def spans_of(self, *kinds: str) -> list[Span]:
        """Return the spans of these kinds."""
        return [s for s in self.spans if s.kind in kinds]
