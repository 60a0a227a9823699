"""Batches of the built-in loops: how many rows each has, who decided that, and what one of them holds."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import find_method, mro
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Const,
    Dataset,
    Function,
    Items,
    Object,
    Optional,
    PerReplica,
    Single,
    Strategy,
    TensorValue,
    Value,
)
from bnlint.interpreter.language import functions
from bnlint.interpreter.machine import Machine
from bnlint.libraries import keras_models
from bnlint.libraries.schema import Loop
from bnlint.syntax.words import nodes_in, spelled


def inputs_only(batch: Value) -> Value:
    """Return what of a batch goes into the model."""
    if isinstance(batch, Items) and batch.kind == "tuple" and batch.items:
        return batch.items[0]
    return batch


def _int(value: Value | None) -> int | None:
    return value.value if isinstance(value, Const) and type(value.value) is int else None


def batch_of_fit(run: Machine, obj: Object, loop: Loop, call: Call) -> tuple[ev.Fitted, Value]:
    """Return what a call of a training loop says of batches and steps, and one batch."""
    assert obj.layer is not None
    x = call.role("x")
    if isinstance(x, Optional):
        x = x.value
    if isinstance(x, Single) and _may_be_one(call.role("y")):
        x = tensors.of_one(x)
    event = ev.Fitted(run.site(call.frame, call.node), obj.layer, loop.name)
    event.validation = False if loop.one_batch else _validation(call)
    epochs = call.role("epochs") or call.kwargs.get(keras_models.EPOCHS_IN_KERAS_1)
    event.epochs = 1 if epochs is None and not call.open else _int(epochs)
    begun = call.role("initial_epoch")
    if begun is not None and event.epochs is not None:
        first = _int(begun)
        event.epochs = None if first is None else max(0, event.epochs - first)
    if loop.one_batch:
        event.label = run.uniform.number(call.role("y"))
        return event, _one_batch(event, x)
    if isinstance(x, Dataset):
        return event, _from_dataset(obj, event, x, call)
    if isinstance(x, Object) and x.layer is None:
        return event, tensors.parted(_from_sequence(run, event, x), True)
    if isinstance(x, Items) and x.kind == "generator":
        event.steps = _int(call.role("steps"))
        return event, x.element
    return event, UNKNOWN if x is None else _cut(event, _from_arrays(run, obj, event, x, loop, call))


def _may_be_one(y: Value | None) -> bool:
    """Whether targets can be of one example: those of more show that ``x[i : i + 1]`` is a list of one array."""
    return y is None or tensors.length(y) in (None, 1)


def _cut(event: ev.Fitted, batch: Value) -> Value:
    """Say of a batch of arrays whether more than one is cut from them."""
    size = event.batch_size.value if event.batch_size.known else None
    return tensors.parted(batch, event.size is None or not isinstance(size, int) or event.size > size)


def _one_batch(event: ev.Fitted, x: Value | None) -> Value:
    """What is handed in is the batch."""
    tensor = next(iter(tensors.flat(x)), None) if x is not None else None
    info = tensor.info if tensor is not None else ev.Tensor()
    event.batch_size = ev.Arg(info.examples, info.examples is not None, info.batch_site)
    event.steps = 1
    return Items([x if x is not None else UNKNOWN, UNKNOWN], "tuple")


def _from_arrays(run: Machine, obj: Object, event: ev.Fitted, x: Value, loop: Loop, call: Call) -> Value:
    """Arrays are cut into batches."""
    given, site = call.role("batch_size"), _site_of(run, call, "batch_size")
    size, per_replica = _settle_batch(obj, given)
    default = given is None or (isinstance(given, Const) and given.value is None)
    event.size = _trained_rows(x, call.role("split"))
    steps = call.role("steps")
    if default and not call.open and steps is not None and steps != NONE:
        size, site = _for_steps(call, event.size), _site_of(run, call, "steps")
    elif default and not call.open:
        size, site = loop.default_batch or None, None
    if event.size == 1:
        size, site = 1, site if size == 1 else event.site
    event.batch_size = ev.Arg(size, size is not None, site, given.origin if isinstance(given, Const) else "")
    event.per_replica = per_replica
    event.drop_remainder = False
    event.steps = _int(call.role("steps"))
    if event.steps is None and event.size is not None and size:
        event.steps = -(-event.size // size)
    if x is UNKNOWN and default:
        event.batch_size = ev.Arg()
        size = None
    batch: Value = tensors.replace_batch(x, size, site, per_replica)
    y = call.role("y")
    return batch if y is None else Items([batch, tensors.replace_batch(y, size, site)], "tuple")


def _site_of(run: Machine, call: Call, role: str) -> ev.Site | None:
    """Return where an argument is written, None where it is not."""
    written = call.role_written(role)
    return run.site(call.frame, written) if written is not None else None


def _for_steps(call: Call, rows: int | None) -> int | None:
    """Return how many rows Keras puts into a batch so that they last for ``steps_per_epoch``: one for ``len(x)``."""
    steps, x, written = _int(call.role("steps")), call.role_written("x"), call.role_written("steps")
    if steps and rows is not None:
        return -(-rows // steps)
    whole = f"len({spelled(x.value)})" if type(x) is cst.Arg and type(x.value) is cst.Name else None
    counts = type(written) is cst.Arg and call.role("split") is None and spelled(written.value) == whole
    return 1 if counts else None


def _trained_rows(x: Value, split: Value | None) -> int | None:
    """Return the number of rows that are left for training."""
    rows = tensors.length(x)
    if split is None or rows is None:
        return rows
    known = isinstance(split, Const) and isinstance(split.value, (int, float))
    return int(rows * (1 - split.value)) if known and isinstance(split, Const) else None


def _from_sequence(run: Machine, event: ev.Fitted, source: Object) -> Value:
    """A ``keras.utils.Sequence`` of the program: its ``batch_size`` attribute, or an item, says what a batch holds."""
    getter = find_method(source.cls, "__getitem__")
    batch: Value = UNKNOWN
    if getter is not None:
        frame = Frame(getter.module, {})
        batch = functions.call_function(run, getter, Call(getter.node, frame, [UNKNOWN]), source)
    name = next((name for name in _SIZES if name in source.attrs), "")
    size = source.attrs.get(name)
    if isinstance(size, Const) and type(size.value) is int and (getter is None or _cuts_by(source, name)):
        event.batch_size = ev.Arg(size.value, True, size.given_at, size.origin)
        if tensors.flat(batch):
            return tensors.replace_batch(batch, size.value, size.given_at)
        return tensors.concrete(None, batch=size.value, batch_site=size.given_at)
    inputs = inputs_only(batch)
    if isinstance(inputs, Single) or tensors.length(inputs) == 1:
        event.batch_size = ev.Arg(1, True, None)
        return tensors.replace_batch(batch, 1, None)
    return UNKNOWN


_SIZES = ("batch_size", "_batch_size")
_COUNT = ("__init__", "__len__", "on_epoch_end")
"""Methods that say how many batches there are, and not what is in one."""


def _cuts_by(source: Object, name: str) -> bool:
    """Whether the methods that make a batch look at an attribute: of files, it may be how many of them are read."""
    methods = [
        value
        for cls in (mro(source.cls) if source.cls is not None else ())
        for key, value in cls.attrs.items()
        if isinstance(value, Function) and key not in _COUNT
    ]
    return any(getattr(node, "value", None) == name for method in methods for node in nodes_in(method.node))


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


def _from_dataset(obj: Object, event: ev.Fitted, data: Dataset, call: Call) -> Value:
    event.batch_size = data.batch if data.batched else ev.Arg()
    event.size = None if data.repeated else data.size
    event.drop_remainder = data.drop
    strategy = obj.known.strategy
    per_replica = data.per_replica
    if per_replica is None and isinstance(strategy, Strategy) and strategy.replicas and data.batch.known:
        if isinstance(data.batch.value, int) and strategy.replicas > 1:
            per_replica = max(1, data.batch.value // strategy.replicas)
    event.per_replica = per_replica
    steps = _int(call.role("steps"))
    event.steps = data.batches if steps is None else steps
    element = tensors.dataset_element(data)
    return element if per_replica is None else shared_out(element, per_replica)


def shared_out(value: Value, count: int) -> Value:
    """Return a batch of which each replica of a strategy gets ``count`` examples."""
    return tensors.each(value, lambda tensor: TensorValue(replace(tensor.info, per_replica=count)), lambda other: other)


def _validation(call: Call) -> bool | None:
    data, split = call.role("validation"), call.role("split")
    if data is not None and not (isinstance(data, Const) and data.value is None):
        return True
    if split is not None:
        return truth(split) is not False
    return None if call.open else False


def batch_of_predict(run: Machine, x: Value, loop: Loop, call: Call) -> tuple[int | None, ev.Site | None]:
    """Return the examples in each batch of an inference loop, if all have as many, and where that is written."""
    rows = tensors.length(x)
    if loop.one_batch:
        return rows, None
    given, written = call.role("batch_size"), call.role_written("batch_size")
    if _int(given) == 1 and written is not None:
        return 1, run.site(call.frame, written)
    return (1, None) if rows == 1 else (None, None)
