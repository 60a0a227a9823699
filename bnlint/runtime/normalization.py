"""Watches BN layers run: in which mode, on what, and what it does to their statistics."""

from __future__ import annotations

import inspect
import threading
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

from bnlint.events import Arg, Layer, LayerCalled
from bnlint.runtime.backends import numbers
from bnlint.runtime.calls import CallTracker
from bnlint.runtime.construction import ConstructionTracker
from bnlint.runtime.keras_api import Keras, is_legacy
from bnlint.runtime.measurements import BNCall, Stats, batch_behind, initial_stats, output_facts
from bnlint.runtime.modes import decide, effective_training, learning_phase, mode_of
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.sites import caller
from bnlint.runtime.state import State
from bnlint.runtime.tensors import shape_of

MAX_ELEMENTS = 4_000_000
"""Inputs beyond this size are not compared with their output."""


class NormalizationTracker:
    """Completes the events of BN layers with what only the layer itself knows, and measures each run."""

    def __init__(self, state: State, calls: CallTracker, constructions: ConstructionTracker) -> None:
        self.state = state
        self.calls = calls
        self.constructions = constructions

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch ``call`` of the BN classes of a Keras."""
        for cls in keras.bn_classes:
            patches.method(cls, "call", self._bn_call(keras))

    def _bn_call(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            signature = inspect.signature(original)

            def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if not state.active or state.local.suppressed or is_legacy(type(layer)):
                    return original(layer, *args, **kwargs)
                frame = caller()
                if state.local.is_tried(keras):
                    if not layer.built:  # which will raise, so it never runs in earnest
                        with state.guarded():
                            self.calls.bypassing(keras, layer, signature.bind(layer, *args, **kwargs).arguments, frame)
                    return original(layer, *args, **kwargs)
                measured = state.attempt(lambda: self._bn_begins(keras, layer, signature, args, kwargs, frame))
                state.busy[id(layer)] = threading.get_ident()
                try:
                    outputs = original(layer, *args, **kwargs)
                finally:
                    state.busy.pop(id(layer), None)
                if measured is not None:
                    with state.guarded():
                        self._bn_ends(layer, measured, args, kwargs, outputs)
                return outputs

            return call

        return wrap

    def _bn_begins(
        self, keras: Keras, value: Any, signature: inspect.Signature, args: Any, kwargs: Any, frame: FrameType
    ) -> BNCall | None:
        state = self.state
        arguments = signature.bind(value, *args, **kwargs).arguments
        stack = state.local.stack
        inputs = arguments.get("inputs")
        if stack and stack[-1].value is value:
            event = self.calls.event_of(stack[-1])
        else:
            step = self.calls.stepping(keras, value, arguments)
            beside = step if step is not None else self.calls.bypassing(keras, value, arguments, frame)
            if beside is None:
                return None
            event = beside
        training = effective_training(keras, arguments.get("training"))
        phase = learning_phase(keras)
        event.mode = mode_of(training, bool(value.trainable))
        event.decided_by, event.reason = decide(event, state.infos, training, phase, state.local.spoken)
        self._bake(event)
        _take_over(value, event.layer)
        if not state.eager:
            state.traced_layers.add(event.layer)
            self._count_update(event)
        shape = shape_of(inputs)
        known = event.input.shape or shape
        before = state.stats(value) if state.wants_call(event.layer) else None
        fresh = None if before is None else _is_fresh(before, initial_stats(value, before))
        if event.mode != "inference":
            state.learning.add(event.layer)
        elif fresh is False and event.layer not in state.learning:
            event.layer.given = True  # no step can have moved them: the program puts them there
        state.record_of(event.layer).features = _features(state, event)
        self.constructions.note_run(event, inputs)
        return BNCall(
            event=event,
            layer=event.layer,
            mode=event.mode,
            traced=not state.eager,
            shape=known,
            values=_values(known, value),
            driver=event.driver,
            frozen=not value.trainable,
            switched_off=_is_switched_off(value) or any(_is_switched_off(call.value) for call in stack[1:]),
            before=before,
            fresh=fresh,
        )

    def _bake(self, event: LayerCalled) -> None:
        """Take over the innermost constant that a Functional graph holds for this layer or a model around it."""
        for call in event.chain():
            if call.baked_at is not None:
                event.baked, event.baked_at = call.baked, call.baked_at
                return

    def _bn_ends(self, value: Any, call: BNCall, args: Any, kwargs: Any, outputs: Any) -> None:
        state = self.state
        if not call.traced and (state.wants_call(call.layer) or state.wants_output(call.layer)):
            call.after = state.stats(value)
            if state.wants_output(call.layer):
                inputs = args[0] if args else kwargs.get("inputs")
                if state.keeps_inputs and not state.replaying:
                    state.inputs.setdefault(call.layer, inputs)
                call.output = _compare(value, inputs, outputs)
            seen = call.output
            # A stateless call leaves the layer's own statistics alone: they say nothing of a batch that is not seen.
            if call.after is not None and (seen is not None or not state.local.in_stateless):
                batch = Stats(seen.batch_mean, seen.batch_variance) if seen is not None else None
                if seen is None and call.mode == "training" and call.before is not None:
                    batch = batch_behind(call.before, call.after, getattr(value, "momentum", None))
                state.sample(call.layer, call.after, batch, call.mode, exact=seen is not None)
        state.add_call(call)

    def _count_update(self, event: LayerCalled) -> None:
        """Note that the layer runs in the graph that is being built."""
        state = self.state
        graph = state.graph()
        if graph is None:
            return
        counts = state.updates.setdefault(event.layer, Counter())
        if event.mode == "training":
            key, looped = graph
            counts[key] += 1
            if looped:
                state.looped.add(event.layer)


def _take_over(value: Any, layer: Layer) -> None:
    """Note the numbers of a layer that the program has set since it was built (``bn.momentum = 0.9``)."""
    for name in ("momentum", "epsilon"):
        arg, number = layer.args.get(name), getattr(value, name, None)
        if arg is not None and arg.known and isinstance(number, float) and arg.value != number:
            layer.args[name] = Arg(number, True, None, "assigned")


def _is_switched_off(value: Any) -> bool:
    """Say whether PyTorch's own switches say of a layer, which is a module there, that it is not trained.

    They do not reach the layers in a model of Keras, so those around a layer are asked, too; not the outermost one.
    """
    parameters = getattr(value, "parameters", None)
    if parameters is None or not value.trainable:
        return False
    return not value.training or not any(parameter.requires_grad for parameter in parameters())


def _is_fresh(now: Stats, initial: Stats | None) -> bool | None:
    return None if initial is None else now.distance(initial) == 0.0


def normalized_axes(value: Any) -> list[int]:
    """Return a BN layer's axis or axes as a list."""
    axis = value.axis
    return [int(axis)] if isinstance(axis, int) else [int(a) for a in axis]


def _features(state: State, event: LayerCalled) -> int | None:
    """Return how many features the one layer before has."""
    producers = event.input.producers or frozenset()
    if len(producers) != 1:
        return None
    value = state.registry.object(next(iter(producers)))
    count = getattr(value, "filters", None) or getattr(value, "units", None)
    return count if isinstance(count, int) else None


def _values(shape: tuple[int | None, ...] | None, value: Any) -> int | None:
    """Return how many values go into each statistic."""
    if shape is None:
        return None
    kept = {a % len(shape) for a in normalized_axes(value)} if shape else set()
    count = 1
    for index, size in enumerate(shape):
        if index in kept:
            continue
        if size is None:
            return None
        count *= size
    return count


def _in_force(variable: Any) -> Any:
    """Return what a layer computes with where it uses a variable: in a stateless call it is given something else."""
    value = getattr(variable, "value", None)
    return variable if value is None or callable(value) else value


def _compare(value: Any, inputs: Any, outputs: Any) -> Any:
    if isinstance(outputs, (list, tuple)) or getattr(value, "virtual_batch_size", None) is not None:
        return None  # Keras 2 cuts the batch into smaller ones, with axes of their own
    try:
        x, y = numbers(inputs), numbers(outputs)
    except Exception:  # there are none, as in a function that is being compiled; each backend raises its own
        return None
    if x.shape != y.shape or x.size > MAX_ELEMENTS or x.size == 0 or x.ndim == 0:
        return None
    beta = vars(value).get("beta")
    offset = None if beta is None else numbers(_in_force(beta))
    gamma = vars(value).get("gamma")
    factors = None if gamma is None else numbers(_in_force(gamma))
    return output_facts(x, y, normalized_axes(value), float(value.epsilon), offset, factors)
