"""Watches Keras's built-in loops: compile, fit, evaluate, predict and their one-batch forms."""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import FrameType
from typing import Any

import numpy as np

from bnlint.events import Arg, Compiled, Driver, Fitted, Layer, LayerCalled, Predicted, Site, Tensor, TrainableSet
from bnlint.libraries.keras_models import INFERENCE, LOOPS, MAKERS, RESTORING, TRAINING
from bnlint.libraries.schema import Loop
from bnlint.runtime.backends import numbers
from bnlint.runtime.datasets import Datasets
from bnlint.runtime.keras_api import Keras
from bnlint.runtime.measurements import Span, Stats
from bnlint.runtime.patching import Patches, Wrap
from bnlint.runtime.registry import NOWHERE
from bnlint.runtime.replays import Fit
from bnlint.runtime.sites import Place, argument_site, caller
from bnlint.runtime.state import (
    MAX_TRAIL,
    MAX_WEIGHED,
    DriverRun,
    State,
    Updates,
    allowed,
    is_user,
    real_caller,
    weight_changes,
)
from bnlint.runtime.tensors import Tag, flatten, shape_of


class LoopTracker:
    """Turns the methods of Keras's models into events and spans."""

    def __init__(self, state: State, datasets: Datasets) -> None:
        self.state = state
        self.datasets = datasets
        self.fits: dict[Layer, Fit] = {}
        self._wrapped: weakref.WeakValueDictionary[tuple[int, str], Any] = weakref.WeakValueDictionary()
        self._batches: Counter[Layer] = Counter()
        self._batch_runs: dict[tuple[Any, ...], DriverRun] = {}
        self._batch_version = -1
        self._forward: dict[tuple[Layer, Driver], Forward] = {}
        self._repeated: set[tuple[Layer, Driver, Site, Any, Any]] = set()

    def adopt(self, keras: Keras, patches: Patches) -> None:
        """Patch the model classes of a Keras."""
        for method in (*TRAINING, *INFERENCE):
            for cls in _implementing(keras, method):
                patches.method(cls, method, self._loop(keras, method))
        for cls in _implementing(keras, "compile"):
            patches.method(cls, "compile", self._compile(keras))
        for method in MAKERS:
            for cls in _implementing(keras, method):
                patches.method(cls, method, self._function_maker(keras, method))
        for method in RESTORING:
            for cls in keras.owners(method, (*keras.model_classes, *keras.layer_classes)):
                patches.method(cls, method, self._weights_loaded(keras))

    # -- compile -----------------------------------------------------------------------------------------------

    def _compile(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def compile(model: Any, *args: Any, **kwargs: Any) -> Any:
                frame = caller()
                result = original(model, *args, **kwargs)
                state = self.state
                if state.active:
                    with state.guarded():
                        if is_user(real_caller(frame, model)):
                            place = state.user_place(frame, "compile", model)
                            layer = state.registry.layer(keras, model)
                            state.registry.refresh(model)
                            site = place.site if place else NOWHERE
                            event = Compiled(site, layer, bool(getattr(model, "run_eagerly", False)))
                            state.emit(event, (site, layer, len(state.recording.spans)))
                return result

            return compile

        return wrap

    def _weights_loaded(self, keras: Keras) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def load(model: Any, *args: Any, **kwargs: Any) -> Any:
                if self.state.active:
                    with self.state.guarded():
                        self.state.settle()
                        self.state.registry.refresh(model)
                        for inner in self.state.registry.layer(keras, model).walk():
                            inner.pretrained = True
                return original(model, *args, **kwargs)

            return load

        return wrap

    # -- loops -------------------------------------------------------------------------------------------------

    def _loop(self, keras: Keras, method: str) -> Wrap:
        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            signature = inspect.signature(original)

            def loop(model: Any, *args: Any, **kwargs: Any) -> Any:
                state = self.state
                if not state.active or any(
                    run.method == method and state.registry.object(run.model) is model for run in state.drivers
                ):
                    return original(model, *args, **kwargs)
                frame = caller()
                run = state.attempt(
                    lambda: self._begin(keras, model, method, _bound(signature, model, args, kwargs), frame)
                )
                if run is None:
                    return original(model, *args, **kwargs)
                return self._run(run, model, lambda: original(model, *args, **kwargs))

            return loop

        return wrap

    def join(self, model: Any, method: str, inside: FrameType) -> DriverRun | None:
        """Look on at a training loop that began before the recorder did.

        Args:
            model: whose loop it is.
            method: which of its methods.
            inside: the frame of Keras's method.

        Returns:
            What to hand to ``leave`` when the loop ends.
        """
        keras = self.state.keras_of(model)
        names = _parameters(type(model), method)
        arguments = {name: inside.f_locals[name] for name in names if name in inside.f_locals}
        if keras is None:
            return None
        run = self._begin(keras, model, method, arguments, inside.f_back)
        self.state.drivers.append(run)
        self._start(run, model)
        return run

    def leave(self, run: DriverRun) -> None:
        """Note the end of a loop that was joined."""
        if run in self.state.drivers:
            self.state.drivers.remove(run)
            self._finish(run, self.state.registry.object(run.model), None)

    def release(self) -> None:
        """Give models their own train, test and predict functions back."""
        for (_, attribute), model in list(self._wrapped.items()):
            original = getattr(vars(model).get(attribute), "__bnlint__", None)
            if original is not None:
                setattr(model, attribute, original)
        self._wrapped.clear()

    def _run(self, run: DriverRun, model: Any, execute: Callable[[], Any]) -> Any:
        state = self.state
        span = run.span
        state.drivers.append(run)
        if run.kind == "fit":
            state.attempt(state.settle)
        state.attempt(lambda: self._start(run, model))
        result = None
        try:
            result = execute()
            if run.kind == "predict":
                state.attempt(lambda: state.tags.made(result, run.model))
            return result
        except BaseException as error:
            if span is not None:
                span.error = error
            raise
        finally:
            state.drivers.pop()
            with state.guarded():
                self._finish(run, model, result)

    def _start(self, run: DriverRun, model: Any) -> None:
        span = run.span
        if span is None:
            return
        self.state.registry.refresh(model)
        run.taken = self.state.recording.steps
        span.before = self.state.snapshot(run.model)
        span.frozen = not model.trainable
        for layer in run.model.walk():
            if layer.is_bn:
                span.trainable[layer] = self.state.registry.is_trainable(layer)
        run.begun = run.settled = run.kind == "fit" and self._batches[run.model] > MAX_WEIGHED
        if run.kind == "fit" and not run.settled:
            run.weights.update(self.state.weights(list(run.model.walk())))

    def _finish(self, run: DriverRun, model: Any, result: Any) -> None:
        self._announce(run)
        later = self.state.recording.testimony.events[run.announced :] if run.announced is not None else []
        if run.fitted is not None and any(isinstance(event, TrainableSet) for event in later):
            self.state.emit(replace(run.fitted, steps=0, epochs=0), (run.site, run.model, "changed while it ran"))
        span = run.span
        if span is None:
            return
        idle = run.kind == "fit" and self.state.recording.steps == run.taken
        if idle and span.error is None and run.fitted is not None and run.fitted.steps == 0:
            self._retract(run)
        if idle and span.error is not None:
            return  # it raised before a step was finished: that nothing moved in it says nothing
        self.state.registry.refresh(model)
        span.after = self.state.snapshot(run.model)
        if run.weights:
            span.weights = weight_changes(run.weights, self.state.weights(list(run.weights)))
        span.losses = _losses(result)
        if run.kind == "evaluate" and span.error is None:
            self.state.note_scores(_scores(model, result))
        self.state.add_span(span)
        if span.error is None:
            self._repeat_forward(run)

    def _retract(self, run: DriverRun) -> None:
        """Take back the calls that Keras made to build a step which then had no batch to run on."""
        events = self.state.recording.testimony.events
        events[run.start :] = [
            event
            for event in events[run.start :]
            if not isinstance(event, LayerCalled) or event.driver != run.kind or event.trainer is not run.model
        ]

    def _repeat_forward(self, run: DriverRun) -> None:
        """Testify the calls of a loop that runs a function which an earlier loop has compiled: nothing calls layers.

        What the tracing saw counts, ``trainable`` and flags included, but for the size of the batch.
        """
        key, events = (run.model, run.kind), self.state.recording.testimony.events
        calls = [
            event
            for event in events[run.start :]
            if isinstance(event, LayerCalled) and event.driver == run.kind and event.trainer is run.model
        ]
        place = (*key, run.site, run.batch.value, run.makers)
        if calls:
            self._forward[key] = Forward(calls, run.batch)
            self._repeated.add(place)
            return
        known = self._forward.get(key)
        if known is None or place in self._repeated or run.per_replica is not None or not run.batch.known:
            return
        self._repeated.add(place)
        for number, event in enumerate(known.again(run)):
            self.state.emit(event, (place, number))

    def _begin(
        self,
        keras: Keras,
        model: Any,
        method: str,
        arguments: dict[str, Any],
        frame: FrameType | None,
    ) -> DriverRun:
        state = self.state
        layer = state.registry.layer(keras, model)
        again = self._again(layer, method, arguments, frame)
        if again is not None:
            return again
        state.registry.refresh(model)
        start = len(state.recording.testimony.events)
        place = state.user_place(frame, method, model)
        site = place.site if place else NOWHERE
        call = LoopArguments(method, arguments, place, _parameters(type(model), method))
        training = call.row.mode == "training"
        batch = self._batch(call, training)
        part = self._part(call, batch)
        replicas = _replicas(state, model)
        state.recording.replicas = max(state.recording.replicas, replicas)
        per_replica = max(1, batch.value // replicas) if replicas > 1 and batch.known and batch.value else None
        fitted: Fitted | None = None
        if is_user(real_caller(frame, model)):
            if training:
                event = self._fitted(call, layer, batch, per_replica)
                event.watched = any(map(keras.is_builtin, map(type, flatten(call.value("callbacks")))))
                fitted = event
            else:
                state.emit(Predicted(site, layer, method), (site, layer, method))
        makers = state.makers_of(call.value("x"))
        if training and state.holds:
            self.fits[layer] = Fit(model, layer, call.value("x"), per_replica or batch.value)
        if call.row.one_batch:
            # A loop of the user's, mostly a long one: not every batch is measured.
            self._batches[layer] += 1
            if not state.is_read(self._batches[layer] - 1):
                run = DriverRun(
                    call.row.driver, method, layer, site, batch, per_replica, fitted=fitted, part=part, makers=makers
                )
                self._batch_runs[self._batch_key(layer, method, arguments, frame)] = replace(run, fitted=None)
                return run
        span = Span(method, site, layer)
        span.batch = per_replica or (batch.value if batch.known else None)
        return DriverRun(
            *(call.row.driver, method, layer, site, batch, per_replica, span),
            start=start,
            fitted=fitted,
            part=part,
            makers=makers,
        )

    def _again(self, layer: Layer, method: str, arguments: dict[str, Any], frame: FrameType | None) -> DriverRun | None:
        """Return the run of a one-batch method whose like was there before and that is not measured; else None.

        A program's own loop calls it millions of times from one line.
        """
        if not LOOPS[method].one_batch or self.state.is_read(self._batches[layer]):
            return None
        if self._batch_version != self.state.registry.version:
            self._batch_version = self.state.registry.version
            self._batch_runs.clear()
        known = self._batch_runs.get(self._batch_key(layer, method, arguments, frame))
        if known is None:
            return None
        self._batches[layer] += 1
        return replace(known)

    def _batch_key(
        self, layer: Layer, method: str, arguments: dict[str, Any], frame: FrameType | None
    ) -> tuple[Any, ...]:
        place = LOOPS[method].place("x")
        size = _length(arguments.get(place.name)) if place is not None else None
        return layer, method, frame and frame.f_code, frame and frame.f_lasti, size

    def _announce(self, run: DriverRun) -> None:
        """Testify that a training loop runs: its callbacks may have changed something before its first step."""
        if run.fitted is not None and run.announced is None:
            run.announced = len(self.state.recording.testimony.events)
            self.state.emit(run.fitted, (run.site, run.model, run.method, run.announced))

    def _batch(self, call: LoopArguments, training: bool) -> Arg:
        """Return the examples per step and where that was decided."""
        x = call.value("x")
        if call.row.one_batch:
            size = _length(x)
            drawn = self._drawn(x)
            site = call.site("x") if drawn is None else drawn.batch_site
            return Arg() if size is None else Arg(size, True, site if training else None)
        given = call.value("batch_size")
        rows = self._examples(x, call) if _is_arrays(x) else None
        if rows == 1:
            whole = call.place.site if call.place is not None and training else None
            return Arg(1, True, call.site("batch_size") if given == 1 else whole)
        if given is not None:
            return Arg(_at_most(int(given), rows), True, call.site("batch_size"))
        info = self.datasets.batching(x)
        if info is not None:
            return Arg(info.size, info.size is not None, info.site)
        steps = call.value("steps")
        if rows and steps:
            return Arg(-(-rows // int(steps)), True, call.site("steps"))
        if _is_arrays(x):
            default = call.row.default_batch or None
            return Arg(_at_most(default, rows) if default else None, default is not None)
        size = getattr(x, "batch_size", None)
        return Arg(size, isinstance(size, int), None)

    def _drawn(self, x: Any) -> Tag | None:
        """Return what is known of a batch that comes from a data set."""
        tags = (self.state.tags.get(tensor) for tensor in flatten(x))
        return next((tag for tag in tags if tag is not None and tag.part is not None), None)

    def _part(self, call: LoopArguments, batch: Arg) -> bool | None:
        """Say whether each batch of a loop is a part of the data, or all of it."""
        x = call.value("x")
        if call.row.one_batch:
            drawn = self._drawn(x)
            return None if drawn is None else drawn.part
        size = self._examples(x, call)
        return size is None or not isinstance(batch.value, int) or size > batch.value

    def _fitted(self, call: LoopArguments, layer: Layer, batch: Arg, per_replica: int | None) -> Fitted:
        x = call.value("x")
        size = self._examples(x, call)
        one = call.row.one_batch
        info = self.datasets.batching(x)
        epochs = 1 if one else call.value("epochs", 1)
        begun = 0 if one else call.value("initial_epoch", 0)
        steps = 1 if one else call.value("steps")
        if steps is None and size is not None and batch.known and batch.value:
            steps = size // batch.value if info is not None and info.drop_remainder else math.ceil(size / batch.value)
        validation = call.value("validation") is not None or bool(call.value("split"))
        return Fitted(
            site=call.place.site if call.place else NOWHERE,
            model=layer,
            method=call.method,
            batch_size=batch,
            per_replica=per_replica,
            size=size,
            epochs=max(0, epochs - begun) if isinstance(epochs, int) and isinstance(begun, int) else None,
            steps=int(steps) if isinstance(steps, int) else None,
            drop_remainder=info.drop_remainder if info is not None else False if _is_arrays(x) else None,
            validation=validation,
            label=_only_number(call.value("y")) if one else None,
        )

    def _examples(self, x: Any, call: LoopArguments) -> int | None:
        info = self.datasets.batching(x)
        if info is not None:
            return info.examples
        size = _length(x) if _is_arrays(x) else None
        split = call.value("split") or 0.0
        # Keras cuts the validation examples off the end (train_validation_split).
        return size if size is None or not split else math.floor(size * (1.0 - split))

    # -- steps within a loop -----------------------------------------------------------------------------------

    def _function_maker(self, keras: Keras, method: str) -> Wrap:
        attribute = method.removeprefix("make_")

        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            def make(model: Any, *args: Any, **kwargs: Any) -> Any:
                result = original(model, *args, **kwargs)
                if not self.state.active:
                    return result
                made = getattr(model, attribute, None)
                if callable(made) and not hasattr(made, "__bnlint__"):
                    step = self._counted(made, model if keras.backend == "jax" else None)
                    setattr(model, attribute, step)
                    self._wrapped[id(model), attribute] = model
                    return step if result is made else result
                return made if result is not None else result

            return make

        return wrap

    def _counted(self, function: Callable[..., Any], carried: Any = None) -> Callable[..., Any]:
        """Wrap a compiled train, test or predict function: the statistics are read after each of its runs.

        Args:
            function: of Keras's.
            carried: a model whose weights the function takes and returns, while its variables are empty.
        """
        state = self.state
        compiled = Compilation()

        def step(*args: Any, **kwargs: Any) -> Any:
            trains = state.active and bool(state.drivers) and state.drivers[-1].kind == "fit"
            with state.guarded():
                if trains:
                    self._announce(state.drivers[-1])
                with state.carrying(carried if trains else None, args[:1]):
                    self._note_weights()
                state.updates.clear()
            result = function(*args, **kwargs)
            with state.carrying(carried if trains else None, result):
                if trains:
                    compiled.steps = self._steps_of_a_run(state.drivers[-1], compiled)
                    with state.guarded():
                        self._note_trained(state.drivers[-1], compiled)
                    state.count_steps((state.drivers[-1].model,), compiled.steps, compiled.spared)
                with state.guarded():
                    self._stepped(compiled, result)
                    self._note_weights()
            if trains:
                state.stepped()
            return result

        wrapped: Any = step
        with contextlib.suppress(AttributeError, TypeError):
            functools.update_wrapper(wrapped, function)
        wrapped.__bnlint__ = function
        wrapped.autograph_info__ = {}
        return step

    def _note_trained(self, run: DriverRun, compiled: Compilation) -> None:
        """Note which BN layers a step of the program's own leaves alone: the average of a network, a frozen critic."""
        self.state.collect_updates(compiled.updates, unrolled=compiled.steps > 1)
        if run.trained:
            inside = {inner for layer in run.trained for inner in layer.walk()}
            others = (layer for layer in run.model.walk() if layer.is_bn and layer not in inside)
            compiled.spared = {layer: 0 for layer in others if compiled.updates.get(layer, 0) == 0}
            run.trained = ()

    def _steps_of_a_run(self, run: DriverRun, compiled: Compilation) -> int:
        """Return how many steps the latest run of a train function took (``steps_per_execution``)."""
        if compiled.single:
            return 1
        model = self.state.registry.object(run.model)
        planned = self.state.attempt(lambda: steps_per_execution(model)) or 1
        if planned == 1:
            # Keras makes such a function without a loop, unless it tunes the number while it trains.
            compiled.single = not getattr(model, "_autotune_steps_per_execution", False)
            return 1
        # The last run of an epoch may find fewer batches than that.
        count = self.state.attempt(lambda: int(numbers(self.state.held(model.optimizer.iterations))))
        taken, compiled.iterations = (count or 0) - (compiled.iterations or 0), count
        return taken if 0 < taken <= planned else planned

    def _note_weights(self) -> None:
        """Copy the weights of layers that were not built yet when the loop began: the first step builds them."""
        state = self.state
        run = state.drivers[-1] if state.active and state.drivers else None
        if run is None or run.span is None or run.kind != "fit" or run.settled:
            return
        run.settled, run.begun = run.begun, True
        missing = [layer for layer in run.model.walk() if layer not in run.weights]
        run.weights.update(state.weights(missing))
        for layer, stats in state.snapshot(run.model).items():
            run.span.before.setdefault(layer, stats)
            run.span.trainable.setdefault(layer, state.registry.is_trainable(layer))

    def _stepped(self, compiled: Compilation, result: Any) -> None:
        """Read the statistics after a run of a train, test or predict function."""
        state = self.state
        if not state.active or not state.drivers:
            return
        run = state.drivers[-1]
        state.collect_updates(compiled.updates, unrolled=compiled.steps > 1)
        number, compiled.runs = compiled.runs, compiled.runs + 1
        if run.kind != "fit" or run.span is None or not state.is_read(number):
            compiled.latest = {}
            return
        if number == 0 or not compiled.layers:
            state.registry.refresh(state.registry.object(run.model))
            compiled.layers = frozenset(layer for layer in run.model.walk() if layer.is_bn)
        state.note_loss(result)
        found = state.snapshot(only=compiled.layers)
        before = compiled.latest if run.span.steps else run.span.before
        state.sample_step(before, found, compiled.updates, compiled.steps)
        compiled.latest = found
        for layer, stats in found.items():
            steps = run.span.steps.setdefault(layer, [])
            if len(steps) < allowed(MAX_TRAIL, stats):
                steps.append(stats)


@dataclass
class Forward:
    """The calls of layers that the tracing of a train, test or predict function showed.

    Args:
        calls: outer ones before the inner ones.
        batch: the examples per step at that time.
    """

    calls: list[LayerCalled]
    batch: Arg

    def again(self, run: DriverRun) -> Iterator[LayerCalled]:
        """Yield the calls as they happen in a later loop."""
        copies: dict[LayerCalled, LayerCalled] = {}
        for call in self.calls:
            site = run.site if call.outer is None else call.site
            given = self._with_batch(call.input, run)
            if call.outer is None:
                given = replace(given, makers=run.makers)
            copies[call] = replace(call, site=site, input=given)
        for call, copy in copies.items():
            copy.outer = copies.get(call.outer, call.outer) if call.outer is not None else None
            copy.decided_by = copies.get(call.decided_by, call.decided_by) if call.decided_by is not None else None
            yield copy

    def _with_batch(self, tensor: Tensor, run: DriverRun) -> Tensor:
        batch = run.batch
        if not tensor.shape or tensor.shape[0] != self.batch.value:
            return tensor
        site = batch.site if tensor.batch_site == self.batch.site else tensor.batch_site
        return replace(tensor, shape=(batch.value, *tensor.shape[1:]), batch_site=site, part=run.part)


@dataclass
class Compilation:
    """What is known of a train, test or predict function.

    Args:
        updates: how often each BN layer runs in it.
        runs: how often it ran.
        layers: the BN layers of the model.
        latest: the statistics after the run before, if they were read.
        spared: BN layers that it neither trains nor runs in training mode, each with no step of its own.
        steps: how many steps the latest run took, ``iterations`` what the optimizer had counted after it.
        single: each run takes one step. To read that number costs Keras 2 more than all else of a run.
    """

    updates: Updates = field(default_factory=dict)
    runs: int = 0
    layers: frozenset[Layer] = frozenset()
    latest: dict[Layer, Stats] = field(default_factory=dict)
    spared: dict[Layer, int] = field(default_factory=dict)
    steps: int = 1
    iterations: int | None = None
    single: bool = False


@dataclass
class LoopArguments:
    """The arguments of ``fit`` and its kin.

    Args:
        method: which of them.
        values: arguments by name.
        place: the user's line.
        names: the parameters in order, without ``self``.
    """

    method: str
    values: dict[str, Any]
    place: Place | None
    names: list[str]

    @property
    def row(self) -> Loop:
        """What is known of the method."""
        return LOOPS[self.method]

    def value(self, role: str, default: Any = None) -> Any:
        """Return the argument with a role, where it is passed."""
        known = self.row.place(role)
        return default if known is None else self.values.get(known.name, default)

    def site(self, role: str) -> Site | None:
        """Return where the argument with a role stands."""
        known = self.row.place(role)
        if self.place is None or known is None:
            return None
        name = known.name
        index = self.names.index(name) if name in self.names else None
        return argument_site(self.place, name, index) or self.place.site


def _only_number(targets: Any) -> float | None:
    """Return the number that all targets of a batch are, None where they differ."""
    try:
        found = np.unique(np.asarray(targets, dtype="float64")) if targets is not None else np.array([])
    except Exception:  # Targets may be anything: words, ragged, symbolic.
        return None
    return float(found[0]) if found.size == 1 else None


def _bound(signature: inspect.Signature, model: Any, args: Any, kwargs: Any) -> dict[str, Any]:
    arguments = dict(signature.bind(model, *args, **kwargs).arguments)
    arguments.update(arguments.pop("kwargs", {}))
    return arguments


def _parameters(cls: type, method: str) -> list[str]:
    """Return the parameters of a model's method in order, without ``self``."""
    return list(inspect.signature(getattr(cls, method)).parameters)[1:]


def _implementing(keras: Keras, method: str) -> list[type]:
    """Return the classes of Keras whose version of a method runs: the first definer of each model class."""
    found: list[type] = []
    for model_class in keras.model_classes:
        owners = keras.owners(method, (model_class,))
        if owners and owners[0] not in found:
            found.append(owners[0])
    return found


def _is_arrays(x: Any) -> bool:
    return any(hasattr(leaf, "shape") for leaf in flatten(x)) if not hasattr(x, "element_spec") else False


def _length(x: Any) -> int | None:
    leaves = flatten(x)
    if not leaves:
        return None
    shape = shape_of(leaves[0])
    return shape[0] if shape else None


def _losses(result: Any) -> list[float]:
    """Return the losses that a loop reported."""
    history = getattr(result, "history", None)
    if isinstance(history, dict):
        return [float(v) for v in history.get("loss", ()) if isinstance(v, (int, float))]
    if isinstance(result, dict):
        result = result.get("loss")
    values = result if isinstance(result, (list, tuple)) else [result]
    found = []
    for value in values[:1]:
        try:
            found.append(float(value))
        except (TypeError, ValueError):
            continue
    return found


def _scores(model: Any, result: Any) -> dict[str, float]:
    """Return what an evaluation returned, by the names of the metrics."""
    if isinstance(result, (list, tuple)):
        ask = getattr(model, "get_metrics_result", None)
        names = list(ask() if callable(ask) else ())
        if len(names) != len(result):
            names = [str(name) for name in getattr(model, "metrics_names", ())]
        result = dict(zip(names, result, strict=False))
    elif not isinstance(result, dict):
        result = {"loss": result}
    return {str(name): float(value) for name, value in result.items() if isinstance(value, (int, float))}


def steps_per_execution(model: Any) -> int:
    """Return how many steps one run of a model's train function takes."""
    own = vars(model).get("_steps_per_execution")  # Keras 2, and the attribute behind Keras 3's property
    return int(own.numpy() if hasattr(own, "numpy") else own or getattr(model, "steps_per_execution", None) or 1)


def _at_most(size: int, rows: int | None) -> int:
    """Return how many rows a batch holds: no more than there are."""
    return size if not rows else min(size, rows)


def _replicas(state: State, model: Any) -> int:
    strategy = getattr(model, "distribute_strategy", None)
    if strategy is None and state.tf is not None:
        strategy = state.tf.distribute.get_strategy()
    return int(getattr(strategy, "num_replicas_in_sync", 1))
