"""Training and inference as Keras runs them: ``fit`` and its kin, tapes, optimizers, strategies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.events import traced_anew
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import all_trainable, refresh
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Const,
    Dataset,
    Items,
    Object,
    Optional,
    PerReplica,
    Strategy,
    TensorValue,
    Value,
)
from bnlint.interpreter.keras import forward
from bnlint.interpreter.language import functions, parameters
from bnlint.interpreter.machine import Machine
from bnlint.libraries import keras_models

FIT, PREDICT = keras_models.TRAINING, keras_models.INFERENCE


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


def fit(run: Machine, obj: Object, method: str, call: Call) -> Value:
    """``model.fit(...)``, ``fit_generator``, ``train_on_batch``: trains one step, silently repeated."""
    assert obj.layer is not None
    refresh(obj)
    data = batch_of_fit(run, obj, method, call)
    fitted, batch = data
    before_steps = all_trainable(obj) if run.dialect == 2 else None
    for callback in _callbacks(call):
        _run_callback(run, callback, obj, _BEFORE, call.passing([Const(0)]))
    if before_steps is not None:
        _take_over(run, obj, before_steps)
    run.emit(fitted)
    obj.known.fitted = True
    validated = fitted.validation is not False and method != "train_on_batch"
    with run.driven_by("user", obj.layer):
        with _as_traced(run, obj, fitted):
            train_forward(run, obj, batch, call.node, call.frame)
        if validated and fitted.validation:
            infer_forward(run, obj, inputs_only(batch), "evaluate", call.node, call.frame)
    before = len(run.testimony.events)
    for callback in _callbacks(call):
        _run_callback(run, callback, obj, _BEFORE[1:], call.passing(open=True))
        _run_callback(run, callback, obj, _AFTER, call.passing(open=True))
    if any(isinstance(event, ev.TrainableSet) for event in run.testimony.events[before:]):
        run.emit(replace(fitted, steps=0, epochs=0))
    return UNKNOWN


def _take_over(run: Machine, obj: Object, before: dict[int, Value]) -> None:
    """Keras 2 builds its train function in the first step of a fit: what callbacks changed before counts (measured)."""
    known = obj.history.compiled
    if known is not None and (obj.history.traced is None or obj.history.eager):
        changed = {key: value for key, value in all_trainable(obj).items() if before.get(key) != value}
        history = run.state.changing(obj.history)
        history.compiled, history.traced = {**known, **changed}, (None, None)


def _callbacks(call: Call) -> list[Object]:
    value = call.kwargs.get("callbacks")
    return [i for i in value.items if isinstance(i, Object)] if isinstance(value, Items) else []


_BEFORE = ("on_train_begin", "on_epoch_begin")
"""Hooks that run before the first step, for which Keras builds its train function; the second one again later."""
_AFTER = ("on_epoch_end", "on_train_end", "on_train_batch_end")


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
                given = call.passing() if hook == "on_train_begin" else call
                functions.call_function(run, method, given, callback)
    finally:
        run.defaults.fitting = saved


def train_forward(run: Machine, obj: Object, batch: Value, node: Any, frame: Frame) -> None:
    """Run one training step of a model: its own ``train_step``, or Keras's."""
    own = find_method(obj.cls, "train_step")
    assert obj.layer is not None
    if own is not None:
        with run.elsewhere():
            functions.call_function(run, own, Call(node, frame, [batch]), obj, keras_method="train_step")
        return
    keras_call(run, obj, inputs_only(batch), True, "fit", node, frame)


def infer_forward(run: Machine, obj: Object, inputs: Value, driver: ev.Driver, node: Any, frame: Frame) -> None:
    """Run one inference step of a model: its own ``test_step``/``predict_step``, or Keras's."""
    own = find_method(obj.cls, "predict_step" if driver == "predict" else "test_step")
    if own is not None:
        with run.elsewhere():
            data = inputs if driver == "predict" else Items([inputs, UNKNOWN], "tuple")
            functions.call_function(run, own, Call(node, frame, [data]), obj, keras_method=own.name)
        return
    keras_call(run, obj, inputs, False, driver, node, frame)


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
    event = ev.LayerCalled(run.site(frame, node), obj.layer, flag, found[0].info)
    with run.elsewhere(), run.driven_by(driver, obj.layer):
        return forward.enter(run, obj, event, value, training is not None, Call(node, frame, [value]))


def _takes_training(obj: Object) -> bool:
    call = find_method(obj.cls, "call")
    return True if call is None else "training" in parameters.parameter_names(call)


def inputs_only(batch: Value) -> Value:
    """Return what of a batch goes into the model."""
    if isinstance(batch, Items) and batch.kind == "tuple" and batch.items:
        return batch.items[0]
    return batch


# -- batches -----------------------------------------------------------------------------------------------------


def _int(value: Value | None) -> int | None:
    return value.value if isinstance(value, Const) and type(value.value) is int else None


def batch_of_fit(run: Machine, obj: Object, method: str, call: Call) -> tuple[ev.Fitted, Value]:
    """Return what a call of ``fit`` says of batches and steps, and one batch."""
    assert obj.layer is not None
    x = call.get(0, "x")
    if x is None:
        x = call.get(0, "generator")
    if isinstance(x, Optional):
        x = x.value
    y = call.get(1, "y")
    event = ev.Fitted(run.site(call.frame, call.node), obj.layer, method)
    event.validation = _validation(call, method)
    event.epochs = (
        1
        if call.get(3 if method == "fit" else 99, "epochs") is None and not call.open
        else _int(call.get(3 if method == "fit" else 99, "epochs") or call.kwargs.get("nb_epoch"))
    )
    if method == "train_on_batch":
        tensor = next(iter(tensors.flat(x)), None) if x is not None else None
        info = tensor.info if tensor is not None else ev.Tensor()
        event.batch_size = ev.Arg(info.examples, info.examples is not None, info.batch_site)
        event.steps = 1
        return event, Items([x if x is not None else UNKNOWN, UNKNOWN], "tuple")
    if isinstance(x, Dataset):
        return _fit_dataset(run, obj, event, x, call)
    if isinstance(x, Object) and x.layer is None:
        return event, _from_sequence(run, event, x)
    if isinstance(x, Items) and x.kind == "generator":
        event.steps = _int(call.kwargs.get("steps_per_epoch"))
        return event, x.element
    if x is None:
        return event, UNKNOWN
    given = call.get(2, "batch_size")
    batch_arg = call.written(2, "batch_size")
    site = run.site(call.frame, batch_arg) if batch_arg is not None else None
    size, per_replica = _settle_batch(obj, given)
    default = given is None or (isinstance(given, Const) and given.value is None)
    if default and not call.open:
        size, site = 32, None
    origin = given.origin if isinstance(given, Const) else ""
    event.size = tensors.length(x)
    split = call.kwargs.get("validation_split")
    if isinstance(split, Const) and isinstance(split.value, (int, float)) and event.size is not None:
        event.size = int(event.size * (1 - split.value))
    elif split is not None:
        event.size = None
    if event.size == 1:
        size, site = 1, site if size == 1 else event.site
    event.batch_size = ev.Arg(size, size is not None, site, origin)
    event.per_replica = per_replica
    event.drop_remainder = False
    steps = _int(call.kwargs.get("steps_per_epoch"))
    if steps is None and event.size is not None and size:
        steps = -(-event.size // size)
    event.steps = steps
    unknown_source = not tensors.flat(x) and x is UNKNOWN
    if unknown_source and default:
        event.batch_size = ev.Arg()
        size = None
    batch: Value = tensors.replace_batch(x, size, site, per_replica)
    if y is None:
        return event, batch
    return event, Items([batch, tensors.replace_batch(y, size, site)], "tuple")


def _from_sequence(run: Machine, event: ev.Fitted, source: Object) -> Value:
    """A ``keras.utils.Sequence`` of the program: its ``batch_size`` attribute says what a batch holds."""
    size = source.attrs.get("batch_size", source.attrs.get("_batch_size"))
    if not isinstance(size, Const) or type(size.value) is not int:
        return UNKNOWN
    event.batch_size = ev.Arg(size.value, True, size.given_at, size.origin)
    getter = find_method(source.cls, "__getitem__")
    if getter is not None:
        frame = Frame(getter.module, {})
        batch = functions.call_function(run, getter, Call(getter.node, frame, [UNKNOWN]), source)
        if tensors.flat(batch):
            return tensors.replace_batch(batch, size.value, size.given_at)
    return tensors.concrete(None, batch=size.value, batch_site=size.given_at)


def _settle_batch(obj: Object, given: Value | None) -> tuple[int | None, int | None]:
    """Return the global batch and the examples per replica."""
    strategy = obj.known.strategy
    if isinstance(given, PerReplica):
        total = given.factor * given.strategy.replicas if given.strategy.replicas else None
        return total, given.factor
    size = _int(given)
    if size is not None and isinstance(strategy, Strategy) and strategy.replicas and strategy.replicas > 1:
        return size, max(1, size // strategy.replicas) if size >= strategy.replicas else 1
    return size, None


def _fit_dataset(run: Machine, obj: Object, event: ev.Fitted, data: Dataset, call: Call) -> tuple[ev.Fitted, Value]:
    event.batch_size = data.batch if data.batched else ev.Arg()
    event.size = None if data.repeated else data.size
    event.drop_remainder = data.drop
    strategy = obj.known.strategy
    per_replica = data.per_replica
    if per_replica is None and isinstance(strategy, Strategy) and strategy.replicas and data.batch.known:
        if isinstance(data.batch.value, int) and strategy.replicas > 1:
            per_replica = max(1, data.batch.value // strategy.replicas)
    event.per_replica = per_replica
    steps = _int(call.kwargs.get("steps_per_epoch"))
    if steps is None and event.size is not None and data.batch.known and isinstance(data.batch.value, int):
        whole, rest = divmod(event.size, data.batch.value)
        steps = data.rounds * (whole + (rest > 0 and not data.drop))
    event.steps = steps
    element = tensors.dataset_element(data)
    if per_replica is not None:
        element = shared_out(element, per_replica)
    return event, element


def shared_out(value: Value, count: int) -> Value:
    """Return a batch of which each replica of a strategy gets ``count`` examples."""
    return tensors.each(value, lambda tensor: TensorValue(replace(tensor.info, per_replica=count)), lambda other: other)


def _validation(call: Call, method: str) -> bool | None:
    if method == "train_on_batch":
        return False
    data = call.kwargs.get("validation_data")
    split = call.kwargs.get("validation_split")
    if data is not None and not (isinstance(data, Const) and data.value is None):
        return True
    if split is not None:
        return truth(split) is not False
    return None if call.open else False


def predict(run: Machine, obj: Object, method: str, call: Call) -> Value:
    """``predict``, ``evaluate`` and their kin."""
    assert obj.layer is not None
    refresh(obj)
    run.emit(ev.Predicted(run.site(call.frame, call.node), obj.layer, method))
    x = call.get(0, "x") or UNKNOWN
    driver: ev.Driver = "predict" if method.startswith("predict") else "evaluate"
    if isinstance(x, Dataset):
        infer_forward(run, obj, inputs_only(tensors.dataset_element(x)), driver, call.node, call.frame)
        return tensors.concrete(None)
    size, site = _batch_of_predict(run, x, method, call)
    infer_forward(run, obj, tensors.replace_batch(x, size, site), driver, call.node, call.frame)
    return tensors.concrete(None, batch=tensors.length(x))


def _batch_of_predict(run: Machine, x: Value, method: str, call: Call) -> tuple[int | None, ev.Site | None]:
    """Return the examples in each batch, if all have as many, and where that is written."""
    rows = tensors.length(x)
    if method.endswith("_on_batch"):
        return rows, None
    at = 2 if method == "evaluate" else 1
    given, written = call.get(at, "batch_size"), call.written(at, "batch_size")
    if _int(given) == 1 and written is not None:
        return 1, run.site(call.frame, written)
    return (1, None) if rows == 1 else (None, None)
