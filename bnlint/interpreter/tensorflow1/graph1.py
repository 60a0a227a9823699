"""TF1 graph code: ``tf.layers``, ``tf.contrib``, slim, arg_scope, UPDATE_OPS and train ops."""

from __future__ import annotations

from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Const,
    External,
    Items,
    Manager,
    Mapping,
    Optimizer,
    Partial,
    TensorValue,
    Value,
    flag_of,
)
from bnlint.interpreter.machine import Machine, ScopedArguments

_NORMALIZERS = {
    "tf1.layers.batch_normalization": ("training", False),
    "tf1.layers.batch_norm": ("training", False),
    "tf1.layers.BatchNormalization": ("training", False),
    "tf1.#bn layer": ("training", False),
    "contrib.layers.batch_norm": ("is_training", True),
    "slim.batch_norm": ("is_training", True),
    "slim.layers.batch_norm": ("is_training", True),
    "contrib.layers.python.layers.layers.batch_norm": ("is_training", True),
}
_WITH_NORMALIZER = frozenset(
    "conv2d fully_connected convolution convolution2d separable_conv2d conv2d_transpose separable_convolution2d conv3d "
    "convolution2d_transpose linear".split()
)


def call_graph(run: Machine, name: str, last: str, call: Call) -> Value | None:
    """Call a TF1 function; None when it is none of ours."""
    if name == "tf1.layers.BatchNormalization" and run.dialect == 2:
        kept = {key: value for key, value in call.kwargs.items() if key == "trainable"}
        return Partial(External("tf1.#bn layer"), [], kept, {})
    if name in _NORMALIZERS:
        return _normalize(run, name, call)
    if last == "arg_scope":
        return _arg_scope(run, call)
    if name.startswith(("slim.", "contrib.layers.")) and last in _WITH_NORMALIZER:
        _inner_normalizer(run, name, last, call)
        return _result(call)
    if last == "group":
        if any(is_update_ops(v) for v in call.args):
            run.graph.updates_run = True
        return External("tf1.#train_op")
    if last in ("placeholder", "disable_v2_behavior", "disable_eager_execution", "Session", "variable_scope"):
        run.testimony.graph_mode = True
    if last in ("disable_v2_behavior", "disable_eager_execution", "Session"):
        return External("tf1.#session") if last == "Session" else UNKNOWN
    if name == "tf1.#session.run":
        if any(is_update_ops(v) for v in [*call.args, *call.kwargs.values()]):
            run.graph.updates_run = True
        return UNKNOWN
    if last == "create_train_op":
        run.emit(ev.GraphMinimized(run.site(call.frame, call.node), updates_run=True))
        return UNKNOWN
    if last == "optimize_loss":
        run.emit(ev.GraphMinimized(run.site(call.frame, call.node), updates_run=True))
        return UNKNOWN
    if last.endswith("Optimizer"):
        return Optimizer(graph=True)
    if last == "get_collection":
        return _collection(run, call)
    if last == "placeholder" or last == "placeholder_with_default":
        return _placeholder(call, last)
    if name.startswith("tf1.layers."):
        return _result(call)
    return None


def _result(call: Call) -> Value:
    found = [t for v in call.args[:1] for t in tensors.flat(v)]
    return tensors.merge(found, None) if found else TensorValue(ev.Tensor())


def _placeholder(call: Call, last: str) -> Value:
    dtype = call.get(0, "dtype")
    if last == "placeholder" and isinstance(dtype, External) and dtype.name.endswith("bool"):
        return UNKNOWN
    return UNKNOWN if last != "placeholder" else TensorValue(ev.Tensor())


def _collection(run: Machine, call: Call) -> Value:
    key = call.get(0, "key")
    text = key.name if isinstance(key, External) else key.value if isinstance(key, Const) else ""
    if isinstance(text, str) and text.rpartition(".")[2].upper() == "UPDATE_OPS":
        built = any(isinstance(event, ev.GraphNormalized) for event in run.testimony.events)
        if not built and not run.read.alone:
            return UNKNOWN
        return External("tf1.#update_ops")
    return UNKNOWN


def is_update_ops(value: Value) -> bool:
    """Whether a value is (or holds) the UPDATE_OPS collection."""
    if isinstance(value, External):
        return value.name == "tf1.#update_ops"
    if isinstance(value, Items):
        return any(is_update_ops(v) for v in value.items)
    return False


def _scoped(run: Machine, name: str, key: str) -> Value | None:
    """Return an argument that an ``arg_scope`` around supplies; UNKNOWN where one that is not known may."""
    for entries in reversed(run.nesting.arg_scopes):
        for functions, values in reversed(entries):
            if functions is None:
                return UNKNOWN
            if name.rpartition(".")[2] in functions and key in values:
                return values[key]
    return None


def _normalize(run: Machine, name: str, call: Call) -> Value:
    if run.dialect == 3 and name.startswith("tf1.layers"):
        run.emit(ev.ApiUsed(run.site(call.frame, call.node), "tf.compat.v1.layers.batch_normalization"))
        return _result(call)
    key, default = _NORMALIZERS[name]
    index = 1 if name == "tf1.#bn layer" else None
    value = call.get(index, key)
    if value is None:
        value = _scoped(run, name, key)
    argument = call.written(index, key)
    scoped_elsewhere = name.startswith(("slim", "contrib")) and (
        call.frame.module.scopes_arguments or run.graph.has_arg_scopes
    )
    if value is None and (call.open or scoped_elsewhere):
        flag = ev.Arg(None, False)  # an arg_scope of a caller may supply it
    else:
        flag = flag_of(
            value, run.site(call.frame, argument if argument is not None else call.node) if value is not None else None
        )
    collections = call.kwargs.get("updates_collections") or _scoped(run, name, "updates_collections")
    unknown = call.open if collections is None else not isinstance(collections, (Const, External))
    in_place = None if unknown else isinstance(collections, Const) and collections.value is None
    trainable = call.kwargs.get("trainable")
    known = bool(trainable.value) if isinstance(trainable, Const) else None if trainable is not None else True
    run.emit(
        ev.GraphNormalized(
            run.site(call.frame, call.node), name, flag, default, in_place, known, tuple(reversed(run.context.scopes))
        )
    )
    return _result(call)


def _inner_normalizer(run: Machine, name: str, last: str, call: Call) -> None:
    normalizer = call.kwargs.get("normalizer_fn") or _scoped(run, name, "normalizer_fn")
    if not isinstance(normalizer, External) or normalizer.name not in _NORMALIZERS:
        return
    params = call.kwargs.get("normalizer_params") or _scoped(run, name, "normalizer_params")
    inner = call.passing()
    if isinstance(params, Mapping):
        inner.kwargs = {str(k): v for k, v in params.items.items()}
        inner.open = params.open
    elif params is not None:
        inner.open = True
    _normalize(run, normalizer.name, inner)


def _arg_scope(run: Machine, call: Call) -> Value:
    run.graph.has_arg_scopes = True
    first = call.get(0, "list_ops_or_scope")
    if isinstance(first, Manager) and first.kind == "arg scope":
        return first
    functions = [v.name.rpartition(".")[2] for v in sequence(first or UNKNOWN) or () if isinstance(v, External)]
    before = run.nesting.arg_scopes[-1] if run.nesting.arg_scopes else []
    supplied = ScopedArguments(frozenset(functions) if functions else None, dict(call.kwargs))
    return Manager("arg scope", [*before, supplied])


def minimized(run: Machine, node: Any, frame: Frame, partly: bool = False) -> Value:
    """``optimizer.minimize(loss)`` on a graph tensor; ``partly`` with a ``var_list``."""
    guarded = any(is_update_ops(v) for v in run.graph.control)
    run.emit(ev.GraphMinimized(run.site(frame, node), updates_run=guarded, partly=partly))
    return External("tf1.#train_op")


def applied(run: Machine, optimizer: Optimizer, node: Any, frame: Frame) -> Value:
    """``optimizer.apply_gradients``: a train op in TF1, a step like any other in TF2."""
    if optimizer.graph:
        return minimized(run, node, frame, partly=not run.graph.computes_all)
    return UNKNOWN
