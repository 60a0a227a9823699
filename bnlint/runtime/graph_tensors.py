"""What in a graph of TF1 makes which tensor: layers of ``tf.layers``, their normalisations, and gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from bnlint.events import Arg, GraphDifferentiated, GraphMinimized, GraphNormalized, Layer, Site
from bnlint.runtime.backends import size_of
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.sites import UserFrame, caller, user_frames
from bnlint.runtime.state import State, is_user, real_caller
from bnlint.runtime.tensors import flatten

_PASSING = frozenset(
    "Identity Relu Relu6 Elu Selu Tanh Sigmoid LeakyRelu MaxPool AvgPool Reshape Squeeze ExpandDims Mean "
    "Transpose".split()
)
"""Operations without weights through which Dropout reaches a normalisation."""
_ASIDE = ("Shape", "HistogramSummary", "ScalarSummary", "TensorSummary")
"""Operations that only look at a tensor."""
_GRADIENTS = "gradients"
"""The name scope of what is differentiated."""


@dataclass
class Normalized:
    """A normalisation: its event, what goes in, and the ids of its operations."""

    event: GraphNormalized
    inputs: Any
    operations: frozenset[int]


@dataclass
class Differentiated:
    """``tf.gradients`` of the program's own: its event, and what is differentiated by what."""

    event: GraphDifferentiated
    targets: list[Any]
    sources: list[Any]
    results: list[Any]


@dataclass
class LastRun:
    """The last run of a session that trained: its graph, what it was fed, and the variables after it."""

    graph: Any
    feed: dict[Any, Any]
    values: dict[Any, Any] = field(default_factory=dict)


class GraphTensors:
    """Remembers the tensors of graphs while they are built, and says at the end what they are made of."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.normalized: list[Normalized] = []
        self.differentiated: list[Differentiated] = []
        self.gradients: dict[int, list[tuple[Any, Any]]] = {}
        """By ``id`` of a train op, its gradients and variables."""
        self.trained: LastRun | None = None
        self.asked: dict[Any, Any] = {}
        """What the last run that did not train was fed."""
        self._made: dict[int, tuple[Any, Layer]] = {}
        self._owners: dict[tuple[int, str], tuple[Layer, bool]] = {}

    # -- building ----------------------------------------------------------------------------------------------

    def made(self, layer: Any, training: Any, output: Any, frames: list[UserFrame]) -> None:
        """Note what a layer of ``tf.layers`` makes.

        Args:
            layer: the layer.
            training: the flag it was given.
            output: what comes out.
            frames: the user's, innermost first.
        """
        if not frames or not hasattr(output, "op"):
            return
        site, kind = frames[0].place.site, type(layer).__name__
        if hasattr(layer, "rate"):
            if hasattr(training, "op"):  # a constant drops never, or always
                self._made[id(output)] = output, Layer("Dropout", site, kind, {"rate": Arg(layer.rate, True)})
        elif hasattr(layer, "use_bias"):
            name = getattr(layer.activation, "__name__", "linear")
            args = {"use_bias": Arg(layer.use_bias, True), "activation": Arg(name, True)}
            known = Layer(kind, site, kind, args)
            self._made[id(output)] = output, known
            for weight in layer.weights if layer.use_bias else ():
                self._owners[id(output.graph), weight.name] = known, weight is layer.bias

    def normalizes(self, event: GraphNormalized, inputs: Any, before: int) -> None:
        """Note a normalisation that has just been built.

        Args:
            event: what is said of it.
            inputs: what goes in.
            before: how many operations the graph had before it.
        """
        inside = {id(inputs.op)}
        for operation in inputs.graph.get_operations()[before:]:
            if any(id(tensor.op) in inside for tensor in operation.inputs):
                inside.add(id(operation))  # its variables are not: others with the same ones read them, too
        self.normalized.append(Normalized(event, inputs, frozenset(inside - {id(inputs.op)})))

    def differentiates(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Watch ``tf.gradients`` where the program itself calls it."""

        def gradients(*args: Any, **kwargs: Any) -> Any:
            found = original(*args, **kwargs)
            state, frame = self.state, real_caller(caller(), None)
            if state.active and not state.eager and is_user(frame):
                with state.guarded():
                    frames = list(user_frames(frame))
                    around = tuple(each.place.site for each in frames[1:])
                    event = GraphDifferentiated(frames[0].place.site if frames else NOWHERE, frozenset(), around)
                    given = [args[at] if len(args) > at else kwargs.get(key) for at, key in enumerate(("ys", "xs"))]
                    results = [each for each in found if each is not None]
                    self.differentiated.append(Differentiated(event, flatten(given[0]), flatten(given[1]), results))
                    state.emit(event, id(event))
            return found

        return gradients

    # -- what it is made of ------------------------------------------------------------------------------------

    def finish(self, steps: Iterable[tuple[GraphMinimized, Any]]) -> None:
        """Say of each normalisation what it gets, and of each train op what its loss is made of.

        Args:
            steps: the train ops, each with its event.
        """
        inside = frozenset().union(*(each.operations for each in self.normalized))
        sites: dict[Site, list[Layer]] = {}
        for _, layer in self._made.values():
            if "use_bias" in layer.args:
                sites.setdefault(layer.site, []).append(layer)
        for tensor, layer in self._made.values():
            layer.twins = sites.get(layer.site, [])
            layer.consumers = len([op for op in tensor.consumers() if id(op) not in inside and not _is_aside(op)])
            layer.consumers += any(id(op) in inside for op in tensor.consumers())
        for each in self.normalized:
            each.event.input = replace(
                each.event.input,
                direct=self._direct(each.inputs),
                dropped=self._dropout_before(each.inputs),
                made_of=frozenset(one.event for one in self._differentiated_in([each.inputs])),
            )
        for one in self.differentiated:
            reached = _reached(one.targets, one.sources)
            one.event.made_of = frozenset(n.event for n in self.normalized if not n.operations.isdisjoint(reached))
        if self.differentiated:
            for event, operation in steps:
                event.made_of = self._loss_of(operation)

    def _direct(self, tensor: Any) -> Layer | None:
        known = self._made.get(id(tensor))
        return known[1] if known is not None and "use_bias" in known[1].args else None

    def _dropout_before(self, tensor: Any) -> Layer | None:
        while id(tensor) not in self._made:
            if tensor.op.type not in _PASSING:
                return None
            tensor = tensor.op.inputs[0]
        layer = self._made[id(tensor)][1]
        return layer if layer.kind == "Dropout" else None

    def _loss_of(self, operation: Any) -> frozenset[Any]:
        taken = [gradient for gradient, _ in self.gradients.get(id(operation), ())]
        reached = _reached(taken)
        norms = frozenset(n.event for n in self.normalized if not n.operations.isdisjoint(reached))
        return norms | {one.event for one in self._differentiated_in(taken)}

    def _differentiated_in(self, tensors: list[Any]) -> Iterator[Differentiated]:
        reached = _reached(tensors)
        return (one for one in self.differentiated if any(id(result.op) in reached for result in one.results))

    # -- numbers -----------------------------------------------------------------------------------------------

    def biases(self, operations: Iterable[Any]) -> list[tuple[Layer, bool, Any]]:
        """Return the gradients of the weights of layers with a bias that train ops take.

        Args:
            operations: the train ops.

        Returns:
            each with its layer, and whether it is that of the bias.
        """
        found = []
        for operation in operations:
            for gradient, variable in self.gradients.get(id(operation), ()):
                owner = self._owners.get((id(operation.graph), variable.name))
                if owner is not None and hasattr(gradient, "op"):
                    found.append((*owner, gradient))
        return found

    def note_biases(self, taken: list[tuple[Layer, bool, Any]], values: list[Any]) -> None:
        """Keep the sizes of such gradients in a run.

        Args:
            taken: the gradients, as ``biases`` returns them.
            values: their numbers.
        """
        kept = self.state.recording.bias_gradients
        for (layer, of_bias, _), value in zip(taken, values, strict=True):
            bias, other = kept.get(layer, (0.0, 0.0))
            size = size_of(np.asarray(value)) or 0.0
            kept[layer] = (max(bias, size), other) if of_bias else (bias, max(other, size))

    def replay(self) -> None:
        """Run a part of the graph once more, with the variables as the program left them, in a session of its own."""
        run = self.trained
        if run is None:
            return
        v1 = self.state.tf.compat.v1
        with self.state.local.quiet(), v1.Session(graph=run.graph) as session:
            for variable, value in run.values.items():
                session.run(variable.initializer, {variable.initializer.inputs[1]: value})
            still = {
                key: self.asked.get(key, value) for key, value in run.feed.items() if _stays(key, value, self.asked)
            }
            for each in self.normalized:
                if each.inputs.graph is run.graph:
                    pair = [np.asarray(session.run(each.inputs, feed)) for feed in (run.feed, still)]
                    share = _larger(*pair)
                    if share is not None:
                        known = each.event.input.dropped or Layer("BatchNormalization", each.event.site)
                        self.state.recording.shifted[known] = share
            for one in self.differentiated:
                self._take_again(session, run, one)

    def _take_again(self, session: Any, run: LastRun, one: Differentiated) -> None:
        """Take the gradient of the first answer alone."""
        if one.targets[0].graph is not run.graph:
            return
        v1 = self.state.tf.compat.v1
        with run.graph.as_default():
            first = v1.gradients(one.targets[0][0], one.sources)
        found = [np.abs(session.run(g, run.feed)) for g in first if g is not None]
        whole = sum(float(sizes.sum()) for sizes in found)
        if whole:
            own = sum(float(sizes[0].sum()) for sizes in found)
            self.state.recording.reach[Layer("network", one.event.site)] = 1.0 - own / whole


def _is_aside(operation: Any) -> bool:
    return operation.type in _ASIDE or operation.name.startswith(_GRADIENTS)


def _reached(tensors: Iterable[Any], without: Iterable[Any] = ()) -> set[int]:
    """Return the ids of the operations that tensors are worked out from.

    Args:
        tensors: the tensors.
        without: what is behind these is left out.
    """
    todo = [tensor.op for tensor in tensors if hasattr(tensor, "op")]
    seen = {id(tensor.op) for tensor in without if hasattr(tensor, "op")}
    while todo:
        operation = todo.pop()
        if id(operation) not in seen:
            seen.add(id(operation))
            todo.extend(tensor.op for tensor in operation.inputs)
    return seen


def _stays(key: Any, value: Any, asked: dict[Any, Any]) -> bool:
    """Whether something is fed at inference, too: data is, and a flag where some run that did not train had it."""
    return np.ndim(value) > 0 or key in asked


def _larger(training: Any, inference: Any) -> float | None:
    """Return how many times the variance of the features is larger in training, the median; None where none has any."""
    axes = tuple(range(training.ndim - 1))
    ours, theirs = training.var(axis=axes), inference.var(axis=axes)
    known = theirs > 1e-6
    return float(np.median(ours[known] / theirs[known])) if known.any() else None
