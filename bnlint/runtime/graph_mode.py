"""Watches TF1 graphs: ``tf.layers.batch_normalization``, optimizers' train ops and ``Session.run``.

In a graph nothing happens while Python runs, so the statistics are read through the program's own session after each
``run``. The read operations are those that every variable already has: nothing is added to the graph.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from bnlint.events import ABSENT, Arg, GraphMinimized, GraphNormalized, Layer, Tensor
from bnlint.libraries.keras_models import STATISTICS
from bnlint.runtime.graph_tensors import GraphTensors, LastRun
from bnlint.runtime.keras_api import Keras, import_module, is_legacy
from bnlint.runtime.measurements import Span, Stats
from bnlint.runtime.patching import Patches
from bnlint.runtime.registry import NOWHERE, argument
from bnlint.runtime.sites import UserFrame, argument_expression, argument_site, caller, flag_arg, handed_in, scopes
from bnlint.runtime.sites import user_frames as frames_from
from bnlint.runtime.state import UNWRITTEN, State, is_user, place_in, real_caller, weight_changes
from bnlint.runtime.tensors import shape_of

API = "tf.layers.batch_normalization"
_NUMBERS = ("axis", "momentum", "epsilon", "renorm")


@dataclass
class TrainOp:
    """A train op of the program's."""

    event: GraphMinimized
    operation: Any
    graph: Any


@dataclass
class SessionReading:
    """What was read around one ``run``."""

    stats: dict[Layer, Stats] = field(default_factory=dict)
    weights: dict[Layer, list[Any]] = field(default_factory=dict)


class GraphTracker:
    """Turns TF1 graph building into events and ``Session.run`` into spans."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.tensors = GraphTensors(state)
        self._train_ops: list[TrainOp] = []
        self._ancestors: dict[int, set[int]] = {}
        self._inside = False
        self.used = False
        """Whether the program built a TF1 graph with a normalisation or a train op."""

    def install(self, patches: Patches) -> None:
        """Patch what exists of TF1 in TensorFlow itself."""
        v1 = self.state.tf.compat.v1
        optimizer = v1.train.Optimizer
        patches.method(optimizer, "minimize", self._minimized)
        patches.method(optimizer, "apply_gradients", self._minimized)
        session = next(c for c in v1.Session.__mro__ if "run" in c.__dict__)
        patches.method(session, "run", self._run)
        patches.function(v1.gradients, self.tensors.differentiates, ("tensorflow",), (v1,))

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch ``tf.layers``, which lives in tf_keras."""
        if keras.generation == 2:
            v1 = self.state.tf.compat.v1
            legacy = import_module(f"{keras.package}.src.legacy_tf_layers.normalization")
            getattr(v1.layers, "batch_normalization", None)
            packages = (keras.package, "tensorflow")
            patches.function(legacy.batch_normalization, self._normalized, packages, (v1.layers,))
            base = import_module(f"{keras.package}.src.legacy_tf_layers.base")
            patches.method(base.Layer, "__call__", partial(self._called, legacy))

    # -- building ----------------------------------------------------------------------------------------------

    def _normalized(self, original: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(original)

        def batch_normalization(*args: Any, **kwargs: Any) -> Any:
            state = self.state
            event, inputs = None, None
            if state.active:
                frame = caller()
                with state.guarded():
                    frames = list(frames_from(real_caller(frame, None)))
                    arguments = signature.bind(*args, **kwargs).arguments
                    passed = arguments.get("training", UNWRITTEN)
                    trainable = arguments.get("trainable", True)
                    names = list(signature.parameters)
                    written = {
                        name: argument(frames, name, names.index(name), arguments[name])
                        for name in _NUMBERS
                        if name in arguments
                    }
                    index, inputs = names.index("training"), arguments.get("inputs")
                    event = self._testify_normalized(frames, passed, index, trainable, inputs, written)
            with self._building(event, inputs), state.local.quiet():
                return original(*args, **kwargs)

        return batch_normalization

    @contextmanager
    def _building(self, event: GraphNormalized | None, inputs: Any) -> Iterator[None]:
        """Note which operations a normalisation is made of."""
        before = len(inputs.graph.get_operations()) if event is not None and hasattr(inputs, "op") else None
        yield
        if event is not None and before is not None:
            with self.state.guarded():
                self.tensors.normalizes(event, inputs, before)

    def _called(self, legacy: Any, original: Callable[..., Any]) -> Callable[..., Any]:
        """Watch calls of layer objects, those that ``batch_normalization`` makes aside."""

        def call(layer: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            if state.local.suppressed or not state.active:
                return original(layer, inputs, *args, **kwargs)
            if not isinstance(layer, legacy.BatchNormalization):
                frame, output = caller(), original(layer, inputs, *args, **kwargs)
                with state.guarded():
                    frames = list(frames_from(real_caller(frame, layer), layer))
                    self.tensors.made(layer, args[0] if args else kwargs.get("training"), output, frames)
                return output
            frame, event = caller(), None
            with state.guarded():
                frames = list(frames_from(real_caller(frame, layer), layer))
                passed = args[0] if args else kwargs.get("training", UNWRITTEN)
                held = {name: Arg(getattr(layer, name, None), True) for name in ("momentum", "epsilon")}
                event = self._testify_normalized(frames, passed, 1, layer.trainable, inputs, held)
            with self._building(event, inputs), state.local.quiet():
                return original(layer, inputs, *args, **kwargs)

        return call

    def _testify_normalized(
        self,
        frames: list[UserFrame],
        passed: Any,
        index: int,
        trainable: Any,
        inputs: Any,
        numbers: dict[str, Arg],
    ) -> GraphNormalized | None:
        self.used = True
        if not frames:
            return None
        place = frames[0].place
        flag = ABSENT
        if passed is not UNWRITTEN:
            site = argument_site(place, "training", index) or place.site
            origin, given_at = handed_in(frames, argument_expression(place, "training", index))
            flag = flag_arg(passed, site, origin, given_at)
        event = GraphNormalized(
            place.site,
            API,
            flag,
            trainable=trainable if isinstance(trainable, bool) else None,
            scopes=scopes(frames, self.state.layer_types),
            guarded=place.guarded,
            args=numbers,
            input=Tensor("symbolic", shape_of(inputs)),
            made_by=tuple(each.place.site for each in frames[1:]),
        )
        self.state.emit(event, (event.made_by, place.site, flag.known, flag.value))
        return event

    def _minimized(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def minimize(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
            operation = original(optimizer, *args, **kwargs)
            state = self.state
            if (
                state.active and args and isinstance(args[0], (list, tuple))
            ):  # ``apply_gradients``, of ``minimize``, too
                self.tensors.gradients[id(operation)] = list(args[0])
            frame = caller()
            with state.guarded():
                origin = real_caller(frame, optimizer)
                graph = getattr(operation, "graph", None) if not state.eager else None
                in_function = getattr(graph, "building_function", True)
                if state.active and is_user(origin) and graph is not None and not in_function:
                    self.used = True
                    place = place_in(origin, optimizer)
                    partly = kwargs.get("var_list") is not None or len(args) > 2
                    event = GraphMinimized(place.site if place else NOWHERE, partly=partly)
                    state.emit(event, (event.site, id(operation)))
                    state.keep(operation)
                    self._train_ops.append(TrainOp(event, operation, graph))
            return operation

        return minimize

    # -- running -----------------------------------------------------------------------------------------------

    def _run(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(session: Any, fetches: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            if not state.active or self._inside:
                return original(session, fetches, *args, **kwargs)

            def read(values: Any) -> Any:
                return original(session, values)

            frame = caller()
            self._inside = True
            try:
                training = state.attempt(lambda: self._trains(session, fetches)) or False
                before = state.attempt(lambda: self._read(read, session, training)) or SessionReading()
                taken = state.attempt(lambda: self._biases(session, fetches, training))
                if taken:
                    every = [fetches, [gradient for _, _, gradient in taken]]
                    result, values = original(session, every, *args, **kwargs)
                    with state.guarded():
                        self.tensors.note_biases(taken, values)
                else:
                    result = original(session, fetches, *args, **kwargs)
                if state.keeps_inputs:
                    with state.guarded():
                        self._keep(read, session, training, args[0] if args else kwargs.get("feed_dict"))
                read_after: tuple[Layer, ...] = ()
                with state.guarded():
                    after = self._read(read, session, training)
                    read_after = tuple(after.stats)
                    place = state.user_place(frame)
                    span = Span("session.run", place.site if place else NOWHERE)
                    span.before, span.after = before.stats, after.stats
                    span.weights = weight_changes(before.weights, after.weights)
                    span.trained = tuple(span.weights) if training else ()
                    state.add_span(span)
                if training:
                    state.count_steps(read_after)
                    state.stepped()
                return result
            finally:
                self._inside = False

        return run

    def _keep(self, read: Callable[[Any], Any], session: Any, training: bool, feed: Any) -> None:
        """Keep what a run was fed, and the variables after one that trained."""
        fed = dict(feed or {})
        if not training:
            self.tensors.asked = fed
            return
        variables = session.graph.get_collection(self.state.tf.compat.v1.GraphKeys.GLOBAL_VARIABLES)
        values = dict(zip(variables, read(variables), strict=True)) if variables else {}
        self.tensors.trained = LastRun(session.graph, fed, values)

    def _biases(self, session: Any, fetches: Any, training: bool) -> list[tuple[Layer, bool, Any]]:
        """Return the gradients of the weights of layers with a bias that a run takes anyway."""
        if not training or not self.state.keeps_inputs:
            return []
        operations = [op for op in (_operation(session.graph, f) for f in _leaves(fetches)) if op is not None]
        reached = self._reach(operations)
        own = (train.operation for train in self._train_ops if train.graph is session.graph)
        return self.tensors.biases(operation for operation in own if id(operation) in reached)

    def replay(self) -> None:
        """Run parts of the graph once more after the program."""
        self._inside = True
        try:
            self.tensors.replay()
        finally:
            self._inside = False

    def _trains(self, session: Any, fetches: Any) -> bool:
        """Say whether a run fetches a train op, and note whether the update ops run with it."""
        operations = [op for op in (_operation(session.graph, f) for f in _leaves(fetches)) if op is not None]
        reached = self._reach(operations)
        training = False
        for train in self._train_ops:
            if train.graph is session.graph and id(train.operation) in reached:
                training = True
                self._note_updates(train, reached)
        return training

    def _note_updates(self, train: TrainOp, reached: set[int]) -> None:
        """Note which updates run together with a train op; one run that has them all is enough."""
        if not train.event.updates_run:
            train.event.updates_run = self._updates_within(train.graph, reached)
        if not train.event.keras_updates_run:
            updates = self._keras_updates(train.graph)
            train.event.keras_updates_run = all(id(op) in reached for op in updates) if updates else None

    def _keras_updates(self, graph: Any) -> list[Any]:
        """Return the updates that Keras BN layers keep to themselves in a TF1 graph."""
        updates: list[Any] = []
        for value in self.state.registry.bn_objects:
            if not is_legacy(type(value)):
                updates += [getattr(update, "op", update) for update in getattr(value, "updates", ()) or ()]
        return [op for op in updates if getattr(op, "graph", None) is graph]

    def _updates_within(self, graph: Any, reached: set[int]) -> bool:
        keys = self.state.tf.compat.v1.GraphKeys
        updates = graph.get_collection(keys.UPDATE_OPS)
        operations = [getattr(u, "op", u) for u in updates]
        return bool(operations) and all(id(op) in reached for op in operations)

    def _reach(self, operations: Iterable[Any]) -> set[int]:
        """Return the ids of all operations that run when these do."""
        todo = list(operations)
        seen: set[int] = set()
        while todo:
            operation = todo.pop()
            if id(operation) in seen:
                continue
            seen.add(id(operation))
            self.state.keep(operation)
            todo.extend(tensor.op for tensor in operation.inputs)
            todo.extend(operation.control_inputs)
        return seen

    def _read(self, read: Callable[[Any], Any], session: Any, with_weights: bool) -> SessionReading:
        """Read statistics (and weights) of the layers in a session's graph; empty before they are initialised."""
        state = self.state
        reading = SessionReading()
        for value in state.registry.bn_objects:
            layer = state.registry.known(value)
            variables = list(map(vars(value).get, STATISTICS))
            values = _fetch(read, session, variables)
            if layer is not None and values is not None:
                stats = Stats(np.asarray(values[0]), np.asarray(values[1]))
                reading.stats[layer] = stats
                state.note(value, stats)
        if with_weights:
            for _, layer in state.registry.entries():
                values = _fetch(read, session, state.registry.weights(layer))
                if values:
                    reading.weights[layer] = [np.asarray(v) for v in values]
        return reading

    def finish(self) -> None:
        """Say what tensors are made of; decide for train ops that never ran whether their updates would run."""
        with self.state.guarded():
            self.tensors.finish((train.event, train.operation) for train in self._train_ops)
        for train in self._train_ops:
            if train.event.updates_run is None:
                self._note_updates(train, self._reach([train.operation]))


def _fetch(read: Callable[[Any], Any], session: Any, variables: list[Any]) -> Any:
    if not variables or any(getattr(v, "graph", None) is not session.graph for v in variables):
        return None
    try:
        return read(variables)
    except Exception:  # Not initialised yet (FailedPreconditionError), or a session that is closing.
        return None


def _leaves(fetches: Any) -> list[Any]:
    if isinstance(fetches, dict):
        return [leaf for item in fetches.values() for leaf in _leaves(item)]
    if isinstance(fetches, (list, tuple)):
        return [leaf for item in fetches for leaf in _leaves(item)]
    return [fetches]


def _operation(graph: Any, fetch: Any) -> Any:
    try:
        element = graph.as_graph_element(fetch)
    except (TypeError, ValueError, KeyError):
        return None
    return getattr(element, "op", element)
