"""The built-in loops of Keras's models: ``compile``, ``fit``, ``predict`` and their kin run the model once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.events import traced_anew
from bnlint.interpreter.domain import states, tensors
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import all_trainable, refresh
from bnlint.interpreter.domain.values import (
    SWITCH,
    UNKNOWN,
    Bound,
    Const,
    Dataset,
    Function,
    Items,
    Object,
    Statistics,
    Value,
    Variables,
)
from bnlint.interpreter.keras import forward
from bnlint.interpreter.keras.batches import batch_of_fit, batch_of_predict, inputs_only
from bnlint.interpreter.language import answers, functions, parameters
from bnlint.interpreter.machine import Machine
from bnlint.libraries import keras_models
from bnlint.libraries.schema import Loop, roles


def compiled(run: Machine, obj: Object, call: Call) -> Value:
    """``model.compile(...)``."""
    assert obj.layer is not None
    refresh(obj)
    eager = call.kwargs.get("run_eagerly")
    looks_anew = eager is not None and truth(eager) is not False
    history = run.state.changing(obj.history)
    history.compiled, history.traced, history.eager = all_trainable(obj), None, looks_anew
    run.emit(ev.Compiled(run.site(call.frame, call.node), obj.layer, looks_anew))
    return Const(None)


@contextmanager
def _as_traced(run: Machine, obj: Object, fitted: ev.Fitted) -> Iterator[None]:
    """Run with ``trainable`` as a model's train function knows it.

    Keras 2 goes back to what ``compile`` saw for the time of a fit (``RespectCompiledTrainableState``). Keras 3 builds
    its train function at the first fit after ``compile``, and again as ``traced_anew`` says.
    """
    known = obj.history.compiled
    if run.dialect == 3 and known is not None:
        before, trace = obj.history.traced or (None, None)
        trace = traced_anew(fitted, trace)
        if obj.history.eager or before is None or trace is not None:
            before = all_trainable(obj)
            run.state.changing(obj.history).traced = (before, trace)
        known = before
    saved, run.defaults.traced = run.defaults.traced, known or {}
    try:
        yield
    finally:
        run.defaults.traced = saved


def fit(run: Machine, obj: Object, loop: Loop, call: Call) -> Value:
    """``model.fit(...)``, ``fit_generator``, ``train_on_batch``: trains one step, silently repeated."""
    assert obj.layer is not None
    refresh(obj)
    call.roles = roles(loop.parameters)
    _feed(run, call)
    fitted, batch = batch_of_fit(run, obj, loop, call)
    fitted.scopes = tuple(reversed(run.context.scopes))
    steps = None if fitted.steps is None or fitted.epochs is None else fitted.steps * fitted.epochs
    times = run.times(obj.history.born)
    fitted.epochs = None if times is None or fitted.epochs is None else times * fitted.epochs
    fitted.watched = _is_watched(call)
    fitted.varies = times != 1 or any(begun[0] > obj.history.born for begun in run.rounds) or _is_optional(fitted, call)
    if loop.one_batch and run.read.alone and run.context.scopes:
        fitted.epochs = None  # or how often somebody calls the function
    before_steps = all_trainable(obj) if run.dialect == 2 else None
    for callback in _callbacks(call):
        _run_callback(run, callback, obj, _BEFORE, call.passing([Const(0)]))
    if before_steps is not None:
        _take_over(run, obj, before_steps)
    run.emit(fitted)
    obj.known.fitted = True
    with run.driven_by("user", obj.layer):
        if fitted.steps != 0:  # the only batch there is may be dropped for being too small
            with _as_traced(run, obj, fitted), run.counting(steps):
                train_forward(run, obj, batch, call.node, call.frame)
        if fitted.validation:
            infer_forward(run, obj, inputs_only(batch), "evaluate", call.node, call.frame)
    before = len(run.testimony.events)
    for callback in _callbacks(call):
        _run_callback(run, callback, obj, _AGAIN, call.passing(open=True))
        _run_callback(run, callback, obj, _AFTER, call.passing(open=True))
    if any(isinstance(event, ev.TrainableSet) for event in run.testimony.events[before:]):
        run.emit(replace(fitted, steps=0, epochs=0))
    return UNKNOWN


def _feed(run: Machine, call: Call) -> None:
    """Note that a model learns from what it is given, targets included."""
    for value in (*call.args, *call.kwargs.values()) if run.answers else ():
        answers.fed(value)


def _is_optional(fitted: ev.Fitted, call: Call) -> bool:
    """Whether the length of a fit is a default of an option or a parameter."""
    given = (call.role("epochs"), call.role("steps"), call.role("initial_epoch"))
    origins = {value.origin for value in given if isinstance(value, Const)} | {fitted.batch_size.origin}
    return not origins.isdisjoint(_SOFT)


_SOFT = ("command-line default", SWITCH, "parameter default")
"""Where values come from that somebody may override."""


def _take_over(run: Machine, obj: Object, before: dict[int, Value]) -> None:
    """Keras 2 builds its train function in the first step of a fit: what callbacks changed before counts (measured)."""
    known = obj.history.compiled
    if known is not None and (obj.history.traced is None or obj.history.eager):
        changed = {key: value for key, value in all_trainable(obj).items() if before.get(key) != value}
        history = run.state.changing(obj.history)
        history.compiled, history.traced = {**known, **changed}, (None, None)


def _callbacks(call: Call) -> list[Object]:
    value = call.role("callbacks")
    return [i for i in value.items if isinstance(i, Object)] if isinstance(value, Items) else []


def _is_watched(call: Call) -> bool:
    """Whether a loop has, or may have, callbacks that are not of the program's own."""
    value = call.role("callbacks")
    if value is None or (isinstance(value, Const) and value.value is None):
        return call.open
    return not isinstance(value, Items) or value.open or len(_callbacks(call)) < len(value.items)


_BEFORE = keras_models.hooks("first", "epoch begins")
"""Hooks that run before the first step, for which Keras builds its train function; the second one again later."""
_AGAIN = keras_models.hooks("epoch begins")
_AFTER = keras_models.hooks("epoch ends", "last", "batch ends")


def _run_callback(
    run: Machine,
    callback: Object,
    model: Object,
    hooks: tuple[str, ...],
    call: Call,
) -> None:
    """Run some of a callback's hooks; Keras gives it the model."""
    callback.attrs["model"] = model
    saved, run.defaults.fitting = run.defaults.fitting, model.layer
    try:
        for hook in hooks:
            method = find_method(callback.cls, hook)
            if method is not None:
                given = call.passing() if hook in keras_models.hooks("first") else call
                functions.call_function(run, method, given, callback)
    finally:
        run.defaults.fitting = saved


def predict(run: Machine, obj: Object, loop: Loop, call: Call) -> Value:
    """``predict``, ``evaluate`` and their kin."""
    assert obj.layer is not None
    refresh(obj)
    run.emit(ev.Predicted(run.site(call.frame, call.node), obj.layer, loop.name))
    call.roles = roles(loop.parameters)
    x = call.role("x") or UNKNOWN
    if isinstance(x, Dataset):
        infer_forward(run, obj, inputs_only(tensors.dataset_element(x)), loop.driver, call.node, call.frame)
        return forward.answer_of(obj, tensors.concrete(None))
    size, site = batch_of_predict(run, x, loop, call)
    infer_forward(run, obj, tensors.replace_batch(x, size, site), loop.driver, call.node, call.frame)
    return forward.answer_of(obj, tensors.concrete(None, batch=tensors.length(x)))


def train_forward(run: Machine, obj: Object, batch: Value, node: Any, frame: Frame) -> None:
    """Run one training step of a model: its own ``train_step``, or Keras's."""
    own = _own_step(obj, "fit")
    assert obj.layer is not None
    if own is not None:
        with run.elsewhere():
            given = _of_step(run, own, obj, batch, "fit")
            states.write(functions.call_function(run, own, Call(node, frame, given), obj, keras_method=own.name))
        return
    keras_call(run, obj, inputs_only(batch), True, "fit", node, frame)


def infer_forward(run: Machine, obj: Object, inputs: Value, driver: ev.Driver, node: Any, frame: Frame) -> None:
    """Run one inference step of a model: its own ``test_step``/``predict_step``, or Keras's."""
    own = _own_step(obj, driver)
    if own is not None:
        with run.elsewhere():
            data = inputs if driver == "predict" else Items([inputs, UNKNOWN], "tuple")
            given = _of_step(run, own, obj, data, driver)
            functions.call_function(run, own, Call(node, frame, given), obj, keras_method=own.name)
        return
    keras_call(run, obj, inputs, False, driver, node, frame)


def _own_step(obj: Object, driver: ev.Driver) -> Function | None:
    """Return a model's own step, which may be bound to it: ``model.train_step = MethodType(step, model)``."""
    name = keras_models.STEP_OF[driver]
    given = obj.attrs.get(name)
    return given.function if isinstance(given, Bound) and given.instance is obj else find_method(obj.cls, name)


def _of_step(run: Machine, step: Function, obj: Object, data: Value, driver: ev.Driver) -> list[Value]:
    """Return what Keras hands to a step: on JAX the state of the model, too (keras/src/backend/jax/trainer.py)."""
    if run.dialect == 2 or len(parameters.parameter_names(step)) != _PARAMETERS_ON_JAX:
        return [data]
    weights: list[Value] = [Variables((obj,)), Statistics((obj,))]
    state = {"fit": [*weights, UNKNOWN, UNKNOWN], "evaluate": [*weights, UNKNOWN]}.get(driver, weights)
    return [Items(state, "tuple"), data]


_PARAMETERS_ON_JAX = 3
"""``train_step(self, state, data)``."""


def keras_call(
    run: Machine, obj: Object, inputs: Value, training: bool, driver: ev.Driver, node: Any, frame: Frame
) -> Value:
    """Call a model as Keras's own step does: Keras 3 passes the flag only where ``call`` has the parameter."""
    passes = run.dialect == 2 or _takes_training(obj)
    return driven_call(run, obj, inputs, training if passes else None, driver, node, frame)


def driven_call(
    run: Machine, obj: Object, inputs: Value, training: bool | None, driver: ev.Driver, node: Any, frame: Frame
) -> Value:
    """Call a model as a loop does that passes this flag, or (None) no flag."""
    assert obj.layer is not None
    flag = ev.ABSENT if training is None else ev.Arg(training, True, None, "keras")
    value = tensors.as_concrete(inputs)
    found = tensors.flat(value) or [tensors.of_kind(value)]
    event = ev.LayerCalled(run.site(frame, node), obj.layer, flag, forward.input_of(found))
    with run.elsewhere(), run.driven_by(driver, obj.layer):
        return forward.enter(run, obj, event, value, training is not None, Call(node, frame, [value]))


def _takes_training(obj: Object) -> bool:
    call = find_method(obj.cls, "call")
    return True if call is None else parameters.shows_flag(call)
