"""Watches gradient tapes, optimizers and ``tf.function``: what is trained outside of Keras's loops."""

from __future__ import annotations

import contextlib
import weakref
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from bnlint.events import GradientTaken, Layer, Site, Tape
from bnlint.libraries.keras_models import STATISTICS
from bnlint.libraries.objects import methods
from bnlint.runtime.backends import numbers, size_of
from bnlint.runtime.keras_api import Keras, import_module
from bnlint.runtime.measurements import Span, Stats
from bnlint.runtime.patching import Patches
from bnlint.runtime.penalties import Penalties
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.replays import Fit
from bnlint.runtime.sites import Place, caller, kind_of_file
from bnlint.runtime.state import (
    MAX_COMPARED,
    MAX_WEIGHED,
    State,
    Updates,
    is_user,
    place_in,
    real_caller,
    weight_changes,
)
from bnlint.runtime.tensors import Weak, flatten
from bnlint.runtime.uses import GradientUses, is_looked_at

MAX_COPIED = 30_000_000
"""Numbers copied at most to see whether a ``tf.function`` trains."""


@dataclass
class FunctionReading:
    """What was read before a run of a compiled function: statistics, copied weights, and steps of its optimizers."""

    stats: dict[Layer, Stats] = field(default_factory=dict)
    weights: dict[Layer, list[Any]] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)


class GradientTracker:
    """Turns gradients into events, and training steps of the user's own into spans."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.begun: weakref.WeakKeyDictionary[Tape, dict[Layer, Stats]] = weakref.WeakKeyDictionary()
        """The statistics when a tape began."""
        self.before_step: Callable[[list[Any]], GradientTaken | None] | None = None
        """To be called with the variables that an optimizer of Keras is about to change, where there are no tapes."""
        self._events: weakref.WeakKeyDictionary[Any, Tape] = weakref.WeakKeyDictionary()
        self._recent: deque[GradientTaken] = deque(maxlen=32)
        self._functions: Weak[CompiledFunction] = Weak()
        self._traced: list[GradientTaken] = []
        self._penalties: Penalties | None = None
        self._building = Building()
        self._target: Any = None
        """What the latest gradient was taken of."""
        self._running = 0
        self._known_owners: Weak[Layer] = Weak()
        self._strangers: Weak[int] = Weak()
        self._known_cover: dict[tuple[Layer, ...], tuple[Layer, ...]] = {}
        self._cover_version = -1
        self._tapes: Counter[Site] = Counter()
        self._applied: Counter[Site] = Counter()
        self._biases_noted = 0
        self.uses = GradientUses(state.recording.moved_by_hand)
        state.settle = self.uses.steps
        self.batches: dict[Layer, Fit] = {}
        """A batch of each model that runs in a compiled function."""

    def install(self, patches: Patches) -> None:
        """Patch the tape and ``tf.function``."""
        tape = self.state.tf.GradientTape
        self._penalties = Penalties(self.state)
        self.state.fed = self._penalties.fed
        patches.method(tape, "__enter__", self._enter)
        patches.method(tape, "__exit__", self._exit)
        patches.method(tape, "stop_recording", self._stop_recording)
        patches.method(tape, "gradient", self._gradient)
        function = type(self.state.tf.function(lambda: None))
        patches.method(function, "__call__", self._function)

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the optimizers of a Keras."""
        bases = [keras.module.optimizers.Optimizer]
        legacy = getattr(keras.module.optimizers, "legacy", None)
        if keras.generation == 2 and legacy is not None:
            bases.append(legacy.Optimizer)
        for effect, wrap in (("apply gradients", self._apply), ("minimize", self._minimize)):
            for name in methods("optimizer", effect):
                for optimizer in keras.owners(name, bases):
                    patches.method(optimizer, name, wrap)

    # -- tapes -------------------------------------------------------------------------------------------------

    def _enter(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def enter(tape: Any) -> Any:
            result = original(tape)
            state = self.state
            if state.active:
                frame = caller()
                with state.guarded():
                    place = place_in(real_caller(frame, tape), tape)
                    if place is not None:
                        event = Tape(place.site)
                        state.local.tapes.append((tape, event))
                        self._events[tape] = event
                        self._tapes[event.site] += 1
                        if state.eager and state.is_read(self._tapes[event.site] - 1):
                            self.begun[event] = state.snapshot()
            return result

        return enter

    def _exit(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def leave(tape: Any, *details: Any) -> Any:
            tapes = self.state.local.tapes
            tapes[:] = [pair for pair in tapes if pair[0] is not tape]
            if self._penalties is not None and (event := self._events.get(tape)) is not None:
                with self.state.guarded():
                    self._penalties.ended(event)
            return original(tape, *details)

        return leave

    def _stop_recording(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @contextlib.contextmanager
        def stopped(tape: Any) -> Iterator[Any]:
            tapes = self.state.local.tapes
            recording = list(tapes)
            with original(tape) as entered:
                tapes[:] = [pair for pair in recording if pair[0] is not tape]
                try:
                    yield entered
                finally:
                    tapes[:] = recording

        return stopped

    def _gradient(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def gradient(tape: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(tape, target, sources, *args, **kwargs)
            state = self.state
            if state.active:
                frame = caller()
                with state.guarded():
                    place = place_in(real_caller(frame, tape), tape)
                    self._target = target
                    self._note_biases(sources, result)
                    if place is not None:
                        known = self._events.get(tape) or Tape(place.site)
                        event, testified = self.taken(known, place, sources, self._penalised(known, target))
                        self._follow(event, result)
                        self._note_use(event, sources, result, testified)
            return result

        return gradient

    def _note_use(self, event: GradientTaken, sources: Any, result: Any, testified: bool) -> None:
        """Note a gradient of the program's own; it may change weights, or not."""
        state = self.state
        variables = [v for v in flatten(sources) if _is_variable(v)]
        # Without a variable it is one of inputs, or of what a stateless call is given for weights.
        if not variables or state.drivers or not state.eager:
            return
        known = event.site in self.uses.by_hand
        self.uses.taken(event, variables, result, testified)
        if event.site in self.uses.by_hand:
            # That the gradient before was a step, too, shows only now.
            state.count_steps(event.layers or (), 1 if known else 2)

    def taken(
        self, tape: Tape, place: Place, sources: Any, penalised: frozenset[Tape] = frozenset()
    ) -> tuple[GradientTaken, bool]:
        """Make the event of a gradient; returns also whether it is testified."""
        state = self.state
        variables = [v if (own := state.stand_ins.get(v)) is None else own for v in flatten(sources)]
        layers = self.layers_of(variables)
        inputs = any(not _is_variable(v) for v in variables)
        event = GradientTaken(place.site, tape, layers, inputs, penalised=penalised)
        self._recent.append(event)
        self._traced.append(event)
        if state.drivers and not state.eager:
            state.drivers[-1].trained += layers
        # Always testified when its tape is one that testified calls lie in.
        return event, state.emit(event, (place.site, tuple(layers), tape if tape in state.testified_tapes else None))

    def _penalised(self, tape: Tape, loss: Any) -> frozenset[Tape]:
        """Return the tapes whose gradients are part of a loss."""
        return self._penalties.part_of(tape, loss) if self._penalties is not None else frozenset()

    def _follow(self, event: GradientTaken, result: Any) -> None:
        """Follow what is made of a gradient of inputs."""
        call = self.state.differentiated.pop(event.tape, None)
        if self._penalties is not None and event.inputs and not event.layers:
            self._penalties.taken(event.tape, result, call)

    def layers_of(self, variables: list[Any]) -> tuple[Layer, ...]:
        """Return the layers and models whose weights some variables are."""
        return self._covered(dict.fromkeys(owner for v in variables if (owner := self._owner(v)) is not None))

    def _owner(self, variable: Any) -> Layer | None:
        """Return the layer that owns a variable; None for what is none, such as an input."""
        if not _is_variable(variable):
            return None
        found = self._known_owners.get(variable)
        # A variable is there before its gradient: what no layer owns is no layer's until another one is entered.
        if found is None and self._strangers.get(variable) != self.state.registry.version:
            for _, layer in self.state.registry.entries():
                for owned in self.state.registry.weights(layer):
                    for face in (owned, getattr(owned, "_value", owned)):
                        self._known_owners.set(face, layer)
            found = self._known_owners.get(variable)
            if found is None:
                self._strangers.set(variable, self.state.registry.version)
        return found

    def _covered(self, leaves: dict[Layer, None]) -> tuple[Layer, ...]:
        """Return the largest layers and models all of whose trainable weights the gradient is taken of."""
        registry, key = self.state.registry, tuple(leaves)
        if self._cover_version != registry.version:
            self._known_cover.clear()
            self._cover_version = registry.version
        if key not in self._known_cover:
            self._known_cover[key] = self._cover(leaves)
        return self._known_cover[key]

    def _cover(self, leaves: dict[Layer, None]) -> tuple[Layer, ...]:
        state = self.state
        state.registry.refresh_all()
        whole: list[Layer] = []
        # What a Sequential of Keras 3 runs is a Functional model of its own, which is nobody's but its.
        hidden = {id(getattr(value, "_functional", None)) for value, _ in state.registry.entries()}
        for value, layer in state.registry.entries():
            if not layer.children or layer in leaves or id(value) in hidden:
                continue
            owning = [
                inner for inner in layer.walk() if state.registry.is_trainable(inner) and state.registry.weights(inner)
            ]
            if owning and all(inner in leaves for inner in owning):
                whole.append(layer)
        inside = {inner for layer in whole for inner in layer.walk() if inner is not layer}
        outermost = [layer for layer in whole if layer not in inside]
        rest = [leaf for leaf in leaves if leaf not in inside and leaf not in outermost]
        return (*outermost, *rest)

    def _note_biases(self, sources: Any, gradients: Any) -> None:
        """Keep the size of the gradients of biases beside those of the other weights of the same layer."""
        if not self.state.eager or self._biases_noted >= MAX_COMPARED:
            return
        self._biases_noted += 1
        for variable, gradient in zip(flatten(sources), _aligned(gradients), strict=False):
            layer = self._owner(variable)
            value = self.state.registry.object(layer) if layer is not None else None
            bias = vars(value).get("bias") if value is not None else None
            if layer is None or bias is None or gradient is None:
                continue
            size = size_of(gradient)
            if size is None:
                continue
            old_bias, old_other = self.state.recording.bias_gradients.get(layer, (0.0, 0.0))
            is_bias = not set(_keys(bias)).isdisjoint(_keys(variable))
            new = (max(old_bias, size), old_other) if is_bias else (old_bias, max(old_other, size))
            self.state.recording.bias_gradients[layer] = new

    # -- optimizers --------------------------------------------------------------------------------------------

    def _apply(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def apply(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            origin = real_caller(caller(), optimizer)
            if not state.active or state.drivers or not is_user(origin):
                return original(optimizer, *args, **kwargs)
            args, gradients, variables = _updated(args, kwargs)
            if not state.eager:
                with state.guarded():
                    self._note_application(optimizer, variables)
                return original(optimizer, *args, **kwargs)
            place = place_in(origin, optimizer)
            variables = variables or list(vars(optimizer).get("_trainable_variables", ()))  # those it was built for
            taken = state.attempt(lambda: (self.before_step or self._gradient_of)(variables))
            with state.guarded():
                self.uses.steps(taken, gradients)
            before = state.attempt(lambda: self.weighed(place, taken)) or {}
            result = original(optimizer, *args, **kwargs)
            state.count_steps(taken.layers or () if taken is not None else ())
            with state.guarded():
                if place is not None and taken is not None:
                    self.stepped(place, taken, before)
            state.stepped()
            return result

        return apply

    def _note_application(self, optimizer: Any, variables: list[Any]) -> None:
        """Note that an optimizer takes a step in a graph that is being built; one replica stands for all."""
        graph = self.state.graph()
        if graph is not None and self._running:
            taken = self._gradient_of(variables) if variables else None
            self._building.applied(optimizer, taken.layers or () if taken is not None else (), *graph)

    def _gradient_of(self, variables: list[Any]) -> GradientTaken | None:
        """Return the latest gradient that was taken of the variables an optimizer now updates."""
        updated = {owner for v in variables if (owner := self._owner(v)) is not None}
        for event in reversed(self._recent):
            if updated <= {inner for layer in event.layers or () for inner in layer.walk()}:
                return event
        return self._recent[-1] if self._recent else None

    def weighed(self, place: Place | None, taken: GradientTaken | None) -> dict[Layer, list[Any]]:
        """Copy the weights that a step is about to change, for the first steps of a place."""
        if place is None or taken is None or self._applied[place.site] >= MAX_WEIGHED:
            return {}
        return self.state.weights([layer for outer in taken.layers or () for layer in outer.walk()])

    def stepped(self, place: Place, taken: GradientTaken, before: dict[Layer, list[Any]]) -> None:
        """Note a step of the program's own.

        Args:
            place: the call of the optimizer.
            taken: the gradient that it applies.
            before: the weights before it, as far as they were copied.
        """
        state = self.state
        self._applied[place.site] += 1
        if not state.is_read(self._applied[place.site] - 1):
            return
        state.note_loss(self._target)
        span = Span("gradient step", place.site, trained=taken.layers or ())
        span.after = state.snapshot()
        span.before = self.begun.get(taken.tape, {})
        span.weights = weight_changes(before, state.weights(list(before)))
        self._note_trainable(span)
        state.add_span(span)

    def _note_trainable(self, span: Span) -> None:
        for layer in span.after:
            span.trainable[layer] = self.state.registry.is_trainable(layer)

    def _minimize(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def minimize(optimizer: Any, loss: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            place = place_in(real_caller(caller(), optimizer), optimizer)
            if not state.active or place is None:
                return original(optimizer, loss, *args, **kwargs)
            if not callable(loss):
                return self._minimize_recorded(original, optimizer, loss, args, kwargs, place)
            tape = Tape(place.site, "closure")
            state.local.tapes.append((tape, tape))
            self.begun[tape] = state.attempt(state.snapshot) or {}
            weights = state.attempt(lambda: state.weights([layer for _, layer in state.registry.entries()])) or {}
            try:
                result = original(optimizer, loss, *args, **kwargs)
            finally:
                state.local.tapes[:] = [pair for pair in state.local.tapes if pair[1] is not tape]
            self._minimized(tape, place, args, kwargs, weights, state.eager)
            return result

        return minimize

    def _minimize_recorded(
        self,
        original: Callable[..., Any],
        optimizer: Any,
        loss: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        place: Place,
    ) -> Any:
        """Run ``minimize(loss, variables, tape=tape)`` of Keras 2: Keras itself asks the program's tape."""
        state = self.state
        result = original(optimizer, loss, *args, **kwargs)
        tape = self._events.get(kwargs.get("tape"))
        if tape is not None:
            self._minimized(tape, place, args, kwargs, {}, state.eager and not state.drivers)
        return result

    def _minimized(
        self,
        tape: Tape,
        place: Place,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        weights: dict[Layer, list[Any]],
        steps: bool,
    ) -> None:
        """Testify a ``minimize``: a gradient, and where it is also a training step of the program's own, that step.

        Args:
            tape: where the gradient is taken.
            place: the call.
            args: its arguments behind the loss.
            kwargs: its keywords.
            weights: the weights before it, as far as they were copied.
            steps: whether it is a step.
        """
        state = self.state
        with state.guarded():
            sources = args[0] if args else kwargs.get("var_list", ())
            event, _ = self.taken(tape, place, sources() if callable(sources) else sources)
            if steps:
                state.count_steps(event.layers or ())
                self.stepped(place, event, weights)
        if steps:
            state.stepped()

    # -- tf.function -------------------------------------------------------------------------------------------

    def _function(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(function: Any, *args: Any, **kwargs: Any) -> Any:
            state = self.state
            if self._running:
                with state.guarded():
                    self._note_nested(function)
            origin = _behind_strategy(real_caller(caller(), function))
            outermost = not self._running and not state.drivers and not state.local.stack
            if not state.active or not outermost or not is_user(origin) or not state.eager:
                return original(function, *args, **kwargs)
            known = self._functions.get(function)
            if known is not None and known.is_settled and not state.is_read(known.runs + 1):
                return self._run_again(original, function, known, origin, args, kwargs)
            place = place_in(origin, function)
            before: FunctionReading = state.attempt(lambda: self._function_begins(function)) or FunctionReading()
            self._traced, self._building = [], Building()
            state.roots.clear()
            self._running += 1
            state.updates.clear()
            error: BaseException | None = None
            result: Any = None
            try:
                result = original(function, *args, **kwargs)
            except BaseException as raised:
                error = raised
                raise
            finally:
                self._running -= 1
                with state.guarded():
                    self._function_ends(function, place, before, error, result)
            with state.guarded():
                self._keep_batches(args, kwargs)
            known = self._functions.get(function)
            if known is not None and known.trains:
                state.stepped()
            return result

        return run

    def _run_again(
        self,
        original: Callable[..., Any],
        function: Any,
        known: CompiledFunction,
        origin: FrameType | None,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Any:
        """Run a compiled step of which everything is known and nothing is read; most of a training's steps are such."""
        state = self.state
        self.uses.steps()
        self._traced, self._building = [], Building()
        state.roots.clear()
        state.updates.clear()
        state.traced_layers.clear()
        known.runs += 1
        self._running += 1
        error: BaseException | None = None
        result: Any = None
        try:
            result = original(function, *args, **kwargs)
        except BaseException as raised:
            error = raised
            raise
        finally:
            self._running -= 1
            if error is not None or self._traced or state.traced_layers or self._building.optimizers:
                with state.guarded():  # it was traced anew
                    self._function_ends(function, place_in(origin, function), FunctionReading(), error, result)
            else:
                state.count_steps(known.trained)
        state.stepped()
        return result

    def _function_begins(self, function: Any) -> FunctionReading:
        state = self.state
        known = self._functions.get(function)
        self.uses.steps()
        state.traced_layers.clear()
        if known is None:
            self._look_into(function)
            layers = [layer for _, layer in state.registry.entries() if _small(state, layer)]
            return FunctionReading(state.snapshot(), state.weights(layers))
        known.runs += 1
        # One that has changed nothing so far may do so now and then: gradients are accumulated.
        weighed = known.runs < MAX_WEIGHED or (not known.trains and is_looked_at(known.runs))
        layers = [inner for layer in known.trained for inner in layer.walk()] if weighed else []
        stats = state.snapshot(only=known.touched) if state.is_read(known.runs) else {}
        steps = {id(optimizer): iterations(optimizer) for optimizer in known.steppers()} if known.several else {}
        return FunctionReading(stats, state.weights(layers), steps)

    def _note_nested(self, function: Any) -> None:
        """Note that a function that ran by itself before is called in one that is being traced."""
        known, graph = self._functions.get(function), self.state.graph()
        if known is not None and graph is not None:
            self._building.nested.append(known)
            for optimizer in known.steppers():
                self._building.applied(optimizer, known.updated.get(id(optimizer), ()), *graph)

    def _look_into(self, function: Any) -> None:
        """Note what a function does that was compiled before the recorder came: its graph says it.

        Where TensorFlow does not say how it was compiled, nothing is known of it, as of any function that is not seen.
        """
        # Its own method that lists them compiles what is not compiled yet.
        cache: Any = getattr(function, "_function_cache", None)
        concrete = list(self.state.attempt(cache.values) or ()) if hasattr(cache, "values") else []
        if not concrete:
            return
        known = CompiledFunction()
        self._functions.set(function, known)
        held = {id(getattr(v, "_value", v)) for one in concrete for v in one.graph.variables}
        for value in self.state.registry.bn_objects:
            layer, mean = self.state.registry.known(value), vars(value).get(STATISTICS[0])
            if layer is not None and id(getattr(mean, "_value", mean)) in held:
                known.touched |= {layer}
        names = (operation.name for one in concrete for operation in one.graph.get_operations())
        known.compiled_before = any("gradient_tape" in name for name in names)

    def _function_ends(
        self, function: Any, place: Place | None, before: FunctionReading, error: Any, result: Any
    ) -> None:
        state = self.state
        known = self._functions.get(function)
        if known is None:
            known = CompiledFunction()
            self._functions.set(function, known)
        taken = tuple(dict.fromkeys(layer for event in self._traced for layer in event.layers or ()))
        known.trained = taken or known.trained
        known.touched |= state.traced_layers
        known.build(self._building)
        taken_by = known.steps_since({**before.steps, **self._building.before}) if known.several else {}
        steps = max((1, *taken_by.values()))
        state.collect_updates(known.updates, unrolled=known.several)
        changes = self._weigh(known, before.weights, taken) if error is None else {}
        if known.trains and error is None:
            state.count_steps(known.trained, steps, known.steps_of(taken_by))
        if error is None and not state.is_read(known.runs):
            return
        span = Span("tf.function", place.site if place else NOWHERE, trained=known.training, error=error)
        if known.trains:
            state.note_loss(result)
        span.before, span.after = before.stats, state.snapshot(only=known.touched)
        if error is None:
            state.sample_step(span.before, span.after, known.updates, steps if known.looped else 1)
        span.weights = changes
        self._note_trainable(span)
        if known.training or span.after or error is not None:
            state.add_span(span)

    def _weigh(
        self, known: CompiledFunction, weights: dict[Layer, list[Any]], taken: tuple[Layer, ...]
    ) -> dict[Layer, float]:
        """Look which weights a run of a compiled function has changed, and what that says of it.

        Args:
            known: the function.
            weights: the weights before the run, as far as they were copied.
            taken: the layers of whose weights this run's tracing took a gradient.
        """
        if known.trains and not weights and not self._traced:
            return {}  # one that trains, as it was known before
        state = self.state
        wanted = {inner for layer in known.trained for inner in layer.walk()}
        first = not known.runs and not taken
        copied = {layer: copies for layer, copies in weights.items() if layer in wanted or first}
        changes = weight_changes(copied, state.weights(list(copied)))
        moved = tuple(layer for layer, change in changes.items() if change > 0.0)
        if first and moved and (self.uses.changed(moved) or known.compiled_before):
            # It applies what another function has accumulated, or was compiled when nobody looked.
            known.trained, known.trains = moved, True
        elif not changes:
            known.trains = known.trains or bool(taken)  # too large to be copied, or built in this run
        elif known.trained:
            known.trains = known.trains or bool(moved)
        if self._traced:
            known.gradients += [event for event in self._traced if not event.inputs]
        if known.gradients and known.trained and (known.trains or taken or moved):
            self.uses.compiled(known.gradients, wanted, known.trains)
            if known.trains:
                known.gradients.clear()
        return changes if not first or known.trains else {}

    def _keep_batches(self, args: Any, kwargs: Any) -> None:
        """Keep the first batch that a model gets in a compiled function, if it is an argument of the function."""
        state = self.state
        for value, inputs in state.roots:
            layer, graph = state.registry.known(value), getattr(inputs, "graph", None)
            places = [i for i, given in enumerate(getattr(graph, "inputs", ())) if given is inputs]
            if layer is None or layer in self.batches or not places:
                continue
            given = [a for a in state.tf.nest.flatten((args, kwargs)) if hasattr(a, "shape") and hasattr(a, "dtype")]
            if places[0] < len(given) and tuple(given[places[0]].shape)[1:] == tuple(inputs.shape)[1:]:
                self.batches[layer] = Fit(value, layer, given[places[0]], None)
        state.roots.clear()


@dataclass
class Building:
    """What the tracing of a function shows of the steps in it.

    Args:
        optimizers: those that step in it, and ``before`` how many steps they had taken.
        updated: the layers and models whose weights each of them changes.
        counts: how often each steps in each graph; ``looped`` it is in a loop of the graph.
        nested: functions that had run by themselves before, and are called in it.
    """

    optimizers: dict[int, weakref.ref[Any]] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    updated: dict[int, tuple[Layer, ...]] = field(default_factory=dict)
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    looped: bool = False
    nested: list[CompiledFunction] = field(default_factory=list)

    def applied(self, optimizer: Any, layers: tuple[Layer, ...], graph: int, looped: bool) -> None:
        """Note that an optimizer steps, and on what."""
        key = id(optimizer)
        self.updated[key] = tuple(dict.fromkeys((*self.updated.get(key, ()), *layers)))
        if key not in self.optimizers:
            self.optimizers[key], self.before[key] = weakref.ref(optimizer), iterations(optimizer)
        self.counts[key, graph] += 1
        self.looped = self.looped or looped

    @property
    def several(self) -> bool:
        """Whether one run takes more than one step."""
        return self.looped or any(count > 1 for count in self.counts.values())


def iterations(optimizer: Any) -> int:
    """Return how many steps an optimizer has taken, also while a graph is being built."""
    try:
        with import_module("tensorflow").init_scope():
            return int(numbers(optimizer.iterations))
    except Exception:  # One that does not count, or has not begun to.
        return 0


@dataclass
class CompiledFunction:
    """What is known of a ``tf.function`` from its tracing.

    Args:
        trained: layers that a gradient is taken of in it.
        trains: its runs change weights, as far as that can be told.
        gradients: those taken in it, as long as it has changed nothing.
        touched: BN layers that run in it.
        compiled_before: it was compiled before the recorder came, and takes a gradient.
        runs: how often it ran again.
        updates: how often each BN layer runs in it.
        optimizers: those that step in it; ``several`` its runs take more than one step, ``looped`` in a loop of it.
        updated: the layers and models whose weights each of them changes.
    """

    trained: tuple[Layer, ...] = ()
    trains: bool = False
    gradients: list[GradientTaken] = field(default_factory=list)
    compiled_before: bool = False
    touched: frozenset[Layer] = frozenset()
    runs: int = 0
    updates: Updates = field(default_factory=dict)
    optimizers: dict[int, weakref.ref[Any]] = field(default_factory=dict)
    updated: dict[int, tuple[Layer, ...]] = field(default_factory=dict)
    several: bool = False
    looped: bool = False

    def build(self, building: Building) -> None:
        """Take over what a tracing showed."""
        self.optimizers |= building.optimizers
        self.updated |= building.updated
        self.several, self.looped = self.several or building.several, self.looped or building.looped
        for inner in building.nested:
            self.trained = tuple(dict.fromkeys((*self.trained, *inner.trained)))
            self.trains, self.touched = self.trains or inner.trains, self.touched | inner.touched
            self.updates = inner.updates | self.updates

    def steppers(self) -> list[Any]:
        """Return the optimizers that step in it."""
        return [optimizer for one in self.optimizers.values() if (optimizer := one()) is not None]

    def steps_since(self, before: dict[int, int]) -> dict[int, int]:
        """Return how many steps each optimizer has taken in a run."""
        return {id(one): iterations(one) - before[id(one)] for one in self.steppers() if id(one) in before}

    def steps_of(self, taken: dict[int, int]) -> dict[Layer, int]:
        """Return how many steps of a run each layer was trained in, where it is known which optimizer trains it."""
        found: dict[Layer, int] = {}
        for optimizer, steps in taken.items():
            for layer in (inner for outer in self.updated.get(optimizer, ()) for inner in outer.walk()):
                found[layer] = max(steps, found.get(layer, 0))
        return found

    @property
    def is_settled(self) -> bool:
        """Whether a run is one training step of which all that is measured at first has been."""
        return self.trains and not self.several and not self.gradients and self.runs + 1 >= MAX_WEIGHED

    @property
    def training(self) -> tuple[Layer, ...]:
        """The layers whose weights its runs change."""
        return self.trained if self.trains else ()


def _keys(variable: Any) -> tuple[int, ...]:
    """Return the ids under which a variable may be met: itself, and what a Keras 3 variable wraps."""
    inner = getattr(variable, "_value", None)
    return (id(variable),) if inner is None else (id(variable), id(inner))


def _updated(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], list[Any], list[Any]]:
    """Return the arguments of ``apply_gradients`` or ``apply``, the gradients and the variables they update.

    The pairs of ``apply_gradients`` mostly come as a ``zip``, which can be read only once: a list takes its place.
    """
    if args and not isinstance(args[0], (list, tuple)):
        args = (list(args[0]), *args[1:])
    pairs = args[0] if args else kwargs.get("grads_and_vars", ())
    if isinstance(pairs, (list, tuple)) and all(isinstance(p, tuple) and len(p) == 2 for p in pairs):
        return args, [gradient for gradient, _ in pairs], [variable for _, variable in pairs]
    variables = args[1] if len(args) > 1 else kwargs.get("trainable_variables")
    return args, list(pairs or ()), list(variables or ())


def _behind_strategy(frame: FrameType | None) -> FrameType | None:
    """Return the frame behind a ``strategy.run``, which calls what the program gives it."""
    while frame is not None and "/distribute/" in frame.f_code.co_filename.replace("\\", "/"):
        if kind_of_file(frame.f_code.co_filename) != "tensorflow":
            break
        frame = real_caller(frame.f_back, None)
    return frame


def _is_variable(value: Any) -> bool:
    return hasattr(value, "assign") or type(value).__name__ == "Parameter"  # of PyTorch


def _aligned(gradients: Any) -> list[Any]:
    """Flatten gradients without dropping the missing ones."""
    if isinstance(gradients, dict):
        return [leaf for item in gradients.values() for leaf in _aligned(item)]
    if isinstance(gradients, (list, tuple)):
        return [leaf for item in gradients for leaf in _aligned(item)]
    return [gradients]


def _small(state: State, layer: Layer) -> bool:
    return sum(int(np.prod(v.shape)) for v in state.registry.weights(layer)) < MAX_COPIED
