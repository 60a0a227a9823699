"""Library functions: Keras, TensorFlow, NumPy, argparse and the builtins that programs build models with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import distinct, element_of, is_grown, is_printable, sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import join
from bnlint.interpreter.domain.keras_objects import contains_bn, own_trainable, walk
from bnlint.interpreter.domain.values import (
    NONE,
    RESTORED,
    UNKNOWN,
    Bound,
    Class,
    Configuration,
    Const,
    Dataset,
    External,
    Function,
    History,
    Items,
    Known,
    Manager,
    Mapping,
    Node,
    Object,
    Optimizer,
    Optional,
    Parser,
    Partial,
    Slice,
    Strategy,
    TapeValue,
    TensorValue,
    Value,
    Variables,
    flag_of,
)
from bnlint.interpreter.effects import containers, parsers
from bnlint.interpreter.keras import classes, layers, models, networks
from bnlint.interpreter.keras.keras_table import (
    BN_CLASSES,
    FUNCTIONAL_MERGES,
    LAYERS,
)
from bnlint.interpreter.language import calling, inspection, unknown
from bnlint.interpreter.machine import Decision, Machine, Offered
from bnlint.interpreter.tensorflow1 import graph1
from bnlint.libraries.aliases import is_library
from bnlint.libraries.keras_networks import APPLICATION
from bnlint.libraries.tensorflow1 import ALSO_WITHOUT_COMPAT

Handler = Callable[[Machine, Call], Value]


def call_external(run: Machine, callee: External, call: Call) -> Value:
    """Call a library function or class by canonical name."""
    name = callee.name
    if run.own is not None:
        found = run.own.call(run, name, call)
        if found is not None:
            return found
    handler = _EXACT.get(name)
    if handler is not None:
        return handler(run, call)
    top = "tf1" if name in ALSO_WITHOUT_COMPAT else name.partition(".")[0]
    last = name.rpartition(".")[2]
    if top in ("keras", "keras_applications", "classification_models", "efficientnet"):
        return _keras(run, name, last, call)
    if top in ("tf1", "contrib", "slim"):
        found = graph1.call_graph(run, name, last, call)
        if found is not None:
            return found
        top = "tf"
    if top == "tf":
        return _tensorflow(run, name, last, call)
    if top == "np":
        return _numpy(run, name, last, call)
    if top == "?" or not is_library(name):
        return unknown.call_unknown(run, call)
    return _other(run, call)


def _other(run: Machine, call: Call) -> Value:
    unknown.run_callbacks(run, call)
    return unknown.graph_goes_on(call)


# -- Keras -------------------------------------------------------------------------------------------------------


def _keras(run: Machine, name: str, last: str, call: Call) -> Value:
    if name.startswith(("keras.backend", "keras.config")):
        return _backend(run, name, last, call)
    if last == "__init__":
        return _base_init(run, call)
    if last in LAYERS or (name.startswith("keras.layers.") and _is_class(last)):
        made = layers.build_layer(run, last, call)
        models.remember_strategy(run, made)
        return made
    if last == "Sequential":
        model: Value = models.sequential(run, call)
        models.remember_strategy(run, model)
        return model
    if last in ("Model", "Functional"):
        model = models.functional(run, call)
        models.remember_strategy(run, model)
        return model
    if last == "Input":
        return make_input(run, call)
    if last in APPLICATION:
        model = networks.network(run, APPLICATION[last], call)
        models.remember_strategy(run, model)
        return model
    if last == "multi_gpu_model":
        return call.get(0, "model") or UNKNOWN  # Keras 2: a model of the same layers
    if last == "clone_model":
        return clone(run, call.get(0, "model") or UNKNOWN, call.node, call.frame)
    if name.startswith("keras.optimizers"):
        return Optimizer() if last[:1].isupper() else Optimizer() if last == "get" else UNKNOWN
    if "datasets" in name and last == "load_data":
        return _benchmark_data(name)
    if "mixed_precision" in name and "olicy" in last:
        value = call.get(0, "policy")
        if isinstance(value, Const) and isinstance(value.value, str) and "float16" in value.value:
            run.testimony.float16 = run.testimony.float16 or "bfloat" not in value.value
        return UNKNOWN
    if last in FUNCTIONAL_MERGES:
        merged = layers.build_layer(run, FUNCTIONAL_MERGES[last], call.passing([], call.kwargs))
        return calling.call_value(run, merged, call.passing(call.args[:1]))
    if name.startswith(("keras.ops", "keras.activations", "keras.losses", "keras.metrics", "keras.random")):
        return _tensorflow(run, name, last, call)
    if last in _TF and last.startswith(("flow", "image_dataset", "timeseries", "text_dataset")):
        return _TF[last](run, call)
    if last in ("from_config", "model_from_json", "model_from_config"):
        return _rebuilt(
            run, call.get(0, "json_string" if last == "model_from_json" else "config"), call.node, call.frame
        )
    if last in ("load_model", "model_from_yaml"):
        return RESTORED
    if last == "get":
        return UNKNOWN
    if last[:1].isupper():
        return External(f"{name}()") if not tensors.flat(Items(list(call.args))) else UNKNOWN
    return _generic(run, call)


def _is_class(name: str) -> bool:
    """Whether a name of ``keras.layers`` is a layer's: tables go out of date."""
    return name[:1].isupper() and name not in ("Input", "InputSpec", "Layer", "Wrapper", "AbstractRNNCell")


def _base_init(run: Machine, call: Call) -> Value:
    """``keras.Model.__init__(self, ...)``."""
    if call.args and isinstance(call.args[0], Object):
        classes.base_init(run, call.args[0], call.passing(call.args[1:], call.kwargs, open=call.open))
    return NONE


def make_input(run: Machine, call: Call) -> Value:
    """``keras.Input(shape, batch_size)``."""
    shape = tensors.shape_from(call.get(0, "shape"))
    batch_value = call.get(1, "batch_size")
    batch = batch_value.value if isinstance(batch_value, Const) and isinstance(batch_value.value, int) else None
    argument = call.written(1, "batch_size")
    whole = tensors.shape_from(call.kwargs.get("batch_shape") or call.kwargs.get("batch_input_shape"))
    if whole is not None:
        batch, shape = whole[0] if whole else None, whole[1:]
        argument = call.written(None, "batch_shape") or call.written(None, "batch_input_shape")
    given = call.get(None, "tensor")
    if isinstance(given, TensorValue):
        return given
    site = run.site(call.frame, argument) if batch is not None and argument is not None else None
    start = Node(None, ())
    full = None if shape is None else (batch, *shape)
    made = tensors.symbolic(full, start, batch_site=site, batch=batch, producers=frozenset({("input", id(start))}))
    start.tensor = made
    return made


def clone(run: Machine, value: Value, node: Any, frame: Frame) -> Value:
    """Return a copy of a model with layers of its own."""
    if isinstance(value, Optional):
        value = value.value
    if not isinstance(value, Object) or value.layer is None:
        return UNKNOWN
    site = run.site(frame, node)
    layer = ev.Layer(value.layer.kind, site, value.layer.class_name, takes_training=True)
    copy = Object(None, "application", layer, history=History([]), known=Known(input=value.known.input))
    if contains_bn(value):
        inner = Object(None, "layer", ev.Layer("BatchNormalization", site, "BN of the copy", opaque=True))
        # A layer's configuration says whether it is trainable, so a copy is as frozen as the model.
        first, *others = [own_trainable(norm) for norm, _ in walk(value) if norm.layer is not None and norm.layer.is_bn]
        inner.attrs["trainable"] = first if all(other == first for other in others) else UNKNOWN
        copy.history.stack = [inner]
    return copy


def _rebuilt(run: Machine, configuration: Value | None, node: Any, frame: Frame) -> Value:
    """Return a model made from the configuration of another, if nothing can have been changed in it."""
    if not isinstance(configuration, Configuration):
        return RESTORED
    model = configuration.model
    if model.kind not in ("sequential", "functional") or model.history.edited:
        return UNKNOWN
    return clone(run, model, node, frame)


_BENCHMARKS = {
    "mnist": ((60000, 28, 28), 10000),
    "fashion_mnist": ((60000, 28, 28), 10000),
    "cifar10": ((50000, 32, 32, 3), 10000),
    "cifar100": ((50000, 32, 32, 3), 10000),
    "boston_housing": ((404, 13), 102),
}


def _benchmark_data(name: str) -> Value:
    for key, (shape, test) in _BENCHMARKS.items():
        if f".{key}." in name:
            train = [tensors.concrete(shape), tensors.concrete((shape[0],))]
            held_out = [tensors.concrete((test, *shape[1:])), tensors.concrete((test,))]
            return Items([Items(list(train), "tuple"), Items(list(held_out), "tuple")], "tuple")
    return UNKNOWN


def _backend(run: Machine, name: str, last: str, call: Call) -> Value:
    if last in ("set_learning_phase", "learning_phase_scope"):
        value = call.get(0, "value")
        site = run.site(call.frame, call.node)
        run.emit(ev.LearningPhaseSet(site, flag_of(value, site) if value is not None else ev.Arg()))
        if last == "set_learning_phase":
            known = isinstance(value, Const) and isinstance(value.value, (int, bool))
            phase = bool(value.value) if known and isinstance(value, Const) and run.dialect == 2 else "?"
            run.defaults.learning_phase = Decision(phase, None, "learning phase")
        return Manager("learning phase")
    if last == "learning_phase":
        if run.defaults.learning_phase is not None and isinstance(run.defaults.learning_phase.value, bool):
            return Const(run.defaults.learning_phase.value, "learning phase")
        return UNKNOWN
    if last == "set_image_data_format":
        value = call.get(0, "data_format")
        known = isinstance(value, Const) and isinstance(value.value, str) and not run.state.depth
        run.defaults.data_format = run.defaults.chosen_format = (
            value.value if known and isinstance(value, Const) else "?"
        )
        return NONE
    if last == "image_data_format":
        chosen = run.defaults.chosen_format or "?"
        return UNKNOWN if chosen == "?" else Const(chosen)
    if last == "set_floatx":
        value = call.get(0, "value")
        if isinstance(value, Const) and value.value == "float16":
            run.testimony.float16 = True
        return NONE
    if last in ("int_shape", "shape"):
        tensor = call.get(0, "x")
        if isinstance(tensor, TensorValue) and tensor.info.shape is not None:
            return Items([UNKNOWN if d is None else Const(d) for d in tensor.info.shape], "tuple")
        return UNKNOWN
    return _tensorflow(run, name, last, call)


# -- TensorFlow --------------------------------------------------------------------------------------------------


def _tensorflow(run: Machine, name: str, last: str, call: Call) -> Value:
    handler = _TF.get(last)
    if handler is not None:
        return handler(run, call)
    if name.startswith(("tf.data", "tf.io", "tf.image")) and last[:1].isupper():
        return Dataset()
    if last.endswith("Optimizer") or ".train." in name and last[:1].isupper() and "Optim" in last:
        return Optimizer(graph=True)
    if last[:1].isupper() and not tensors.flat(Items(list(call.args))):
        return External(f"{name}()")
    return _generic(run, call)


def _generic(run: Machine, call: Call) -> Value:
    """An operation on tensors: of the same shape if there is one tensor only, else of unknown shape."""
    unknown.run_callbacks(run, call)
    values = [*call.args, *call.kwargs.values()]
    found = [t for v in values for t in tensors.flat(v)]
    if not found:
        return TensorValue(ev.Tensor("concrete" if run.context.tapes else None)) if UNKNOWN in values else UNKNOWN
    return _of_operands(run, found, None, values)


def _of_operands(
    run: Machine, found: list[TensorValue], shape: tensors.Shape | None, operands: Sequence[Value]
) -> TensorValue:
    """Return the result of an operation on tensors: where another operand is unknown it may be a KerasTensor's."""
    result = tensors.merge(found, shape)
    if result.info.kind == "concrete" and UNKNOWN in operands and not run.context.tapes:
        return TensorValue(replace(result.info, kind=None), result.node)
    return result


def _unary(run: Machine, call: Call) -> Value:
    value = next(iter([*call.args, *call.kwargs.values()]), UNKNOWN)
    tensor = tensors.of_kind(value)
    return TensorValue(replace(tensor.info, direct=None), tensor.node)


def _elementwise(run: Machine, call: Call) -> Value:
    operands = call.args or list(call.kwargs.values())
    found = [t for v in operands for t in tensors.flat(v)]
    if not found:
        return TensorValue(ev.Tensor())
    return tensors.combine(found, operands, bool(run.context.tapes))


def _add_n(run: Machine, call: Call) -> Value:
    operands = sequence(call.get(0, "inputs") or UNKNOWN)
    return _generic(run, call) if operands is None else _elementwise(run, call.passing(operands))


def _constant(run: Machine, call: Call) -> Value:
    value = call.get(0, "value")
    if value is None:
        value = next(iter(call.kwargs.values()), UNKNOWN)
    if isinstance(value, TensorValue):
        return TensorValue(replace(value.info, kind=value.info.kind or "concrete"), value.node)
    given = tensors.shape_from(call.kwargs.get("shape")) if "shape" in call.kwargs else None
    shape = given or tensors.literal_shape(value)
    if shape is None and isinstance(value, Items) and value.counted and value.items:
        count = len(value.items)
        site = run.site(call.frame, call.node) if count == 1 else None
        return tensors.concrete(None, batch=count, batch_site=site)
    site = run.site(call.frame, call.node) if shape and shape[0] == 1 and len(shape) > 1 else None
    return tensors.concrete(shape, batch_site=site)


def _convert(run: Machine, call: Call) -> Value:
    value = call.get(0, "value")
    if isinstance(value, TensorValue):
        return value
    shape = tensors.literal_shape(value) if value is not None else None
    return tensors.concrete(shape) if shape is not None else TensorValue(ev.Tensor("concrete"))


def _filled(run: Machine, call: Call) -> Value:
    return tensors.concrete(tensors.shape_from(call.get(0, "shape")))


def _expand_dims(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "input") or next(iter(call.kwargs.values()), UNKNOWN))
    axis = call.get(1, "axis")
    site = run.site(call.frame, call.node)
    if not (isinstance(axis, Const) and isinstance(axis.value, int)):
        return tensors.like(tensor, None)
    shape = tensor.info.shape
    at = axis.value
    if shape is None:
        front = at == 0
        info = replace(tensor.info, batch=1 if front else tensor.info.batch, batch_site=site if front else None)
        return TensorValue(replace(info, direct=None), tensor.node)
    at = at if at >= 0 else len(shape) + 1 + at
    full = (*shape[:at], 1, *shape[at:])
    changed = replace(tensor.info, shape=full, direct=None, batch=None)
    return TensorValue(replace(changed, batch_site=site) if at == 0 else changed, tensor.node)


def _reshape(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "tensor") or next(iter(call.kwargs.values()), UNKNOWN))
    shape = call.get(1, "shape") or call.kwargs.get("newshape")
    return tensors.reshaped(tensor, tensors.shape_from(shape), run.site(call.frame, call.node))


def _squeeze(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "input") or UNKNOWN)
    shape = tensor.info.shape
    axis = tensors.shape_from(call.get(1, "axis"))
    if shape is None or axis is None or any(a is None for a in axis):
        return tensors.like(tensor, None)
    gone = {a % len(shape) for a in axis if a is not None and shape}
    return tensors.like(tensor, tuple(d for i, d in enumerate(shape) if i not in gone))


def _transpose(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "a") or UNKNOWN)
    given = call.get(1, "perm")
    perm = tensors.shape_from(given)
    shape = tensor.info.shape
    if shape is None or (perm is None and given is not None):
        return tensors.like(tensor, None, layout=None)
    order = perm if perm is not None else tuple(range(len(shape)))[::-1]
    if any(p is None or not -len(shape) <= p < len(shape) for p in order) or len(order) != len(shape):
        return tensors.like(tensor, None, layout=None)
    return tensors.like(tensor, tuple(shape[p] for p in order if p is not None), layout=None)


def _concat(run: Machine, call: Call) -> Value:
    values = call.get(0, "values") or UNKNOWN
    found = tensors.flat(values)
    if not found:
        return TensorValue(ev.Tensor())
    axis = call.get(1, "axis")
    shape = found[0].info.shape
    if shape is not None and isinstance(axis, Const) and isinstance(axis.value, int) and shape:
        at = axis.value % len(shape)
        parts = [t.info.shape[at] if t.info.shape is not None and at < len(t.info.shape) else None for t in found]
        complete = isinstance(values, Items) and values.counted and len(values.items) == len(found)
        total = sum(p for p in parts if p is not None) if complete and None not in parts else None
        shape = tuple(total if i == at else d for i, d in enumerate(shape))
    elif shape is not None:
        shape = tuple([None] * len(shape))
    return _of_operands(run, found, shape, sequence(values) or ())


def _stack(run: Machine, call: Call) -> Value:
    values = call.get(0, "values") or UNKNOWN
    found = tensors.flat(values)
    if not found:
        return TensorValue(ev.Tensor("concrete" if isinstance(values, Items) and values.items == [] else None))
    count = len(values.items) if isinstance(values, Items) and values.counted else None
    axis = call.get(1, "axis")
    shape = found[0].info.shape
    in_front = shape is not None and (axis is None or (isinstance(axis, Const) and axis.value == 0))
    return _of_operands(run, found, (count, *(shape or ())) if in_front else None, sequence(values) or ())


def _matmul(run: Machine, call: Call) -> Value:
    operands = call.args[:2] or list(call.kwargs.values())[:2]
    found = [t for v in operands for t in tensors.flat(v)]
    if not found:
        return TensorValue(ev.Tensor())
    a, b = [*(tensors.of_kind(v).info.shape for v in operands), None][:2]
    if call.kwargs.get("transpose_a") is not None or call.kwargs.get("transpose_b") is not None:
        return _of_operands(run, found, None if a is None else (None,) * len(a), operands)
    return _of_operands(run, found, tensors.product(a, b), operands)


def _dot(run: Machine, call: Call) -> Value:
    """``dot(a, b)``: no matrix product where ``b`` is a stack of matrices."""
    made = _matmul(run, call)
    other = tensors.of_kind(call.get(1, "b") or UNKNOWN).info.shape
    is_stack = other is None or len(other) > 2
    return tensors.like(made, None) if is_stack and isinstance(made, TensorValue) else made


def _image_resized(run: Machine, call: Call) -> Value:
    """``tf.image.resize(images, size)``."""
    tensor = tensors.of_kind(call.get(0, "images") or UNKNOWN)
    size = tensors.shape_from(call.get(1, "size"))
    shape = tensor.info.shape
    if shape is None or len(shape) not in (3, 4) or size is None or len(size) != 2:
        return tensors.like(tensor, None)
    return tensors.like(tensor, (*shape[:-3], *size, shape[-1]))


def _image_cropped(run: Machine, call: Call) -> Value:
    """``tf.image.random_crop(value, size)``."""
    tensor = tensors.of_kind(call.get(0, "value") or UNKNOWN)
    return tensors.like(tensor, tensors.shape_from(call.get(1, "size")))


def _image_decoded(run: Machine, call: Call) -> Value:
    return tensors.concrete((None, None, None))


def _reduce(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "input_tensor") or UNKNOWN)
    keep = call.get(2, "keepdims")
    return tensors.reduced(tensor, call.get(1, "axis"), isinstance(keep, Const) and bool(keep.value))


def _one_hot(run: Machine, call: Call) -> Value:
    tensor = tensors.of_kind(call.get(0, "indices") or UNKNOWN)
    depth = call.get(1, "depth") or call.get(1, "num_classes")
    width = depth.value if isinstance(depth, Const) and isinstance(depth.value, int) else None
    return tensors.like(tensor, None if tensor.info.shape is None else (*tensor.info.shape, width))


def _tape(run: Machine, call: Call) -> Value:
    return TapeValue(ev.Tape(run.site(call.frame, call.node)))


def _tf_function(run: Machine, call: Call) -> Value:
    function = call.get(0, "func")
    if function is None:
        return External("tf.function")  # ``tf.function(jit_compile=True)(step)``
    target = function.function if isinstance(function, Bound) else function
    if isinstance(target, Function):
        target.compiled = True
    return function


def _decorated(run: Machine, call: Call) -> Value:
    return call.args[0] if call.args else UNKNOWN


def _from_slices(run: Machine, call: Call) -> Value:
    value = call.get(0, "tensors") or UNKNOWN
    return Dataset(_rows(value), size=_count_of_slices(value))


def _count_of_slices(value: Value) -> int | None:
    """Return how many slices a structure of arrays has; a list is an array."""
    if isinstance(value, Items) and value.kind != "list" or isinstance(value, Mapping):
        parts = value.items if isinstance(value, Items) else value.items.values()
        return next((count for count in map(_count_of_slices, parts) if count is not None), None)
    shape = value.info.shape if isinstance(value, TensorValue) else tensors.literal_shape(value)
    return shape[0] if shape else None


def _rows(value: Value) -> Value:
    if isinstance(value, TensorValue):
        return tensors.row(value)
    if isinstance(value, Items):
        shape = tensors.literal_shape(value) if value.kind == "list" else None
        if shape is not None:
            return tensors.concrete(shape[1:])
        return Items([_rows(v) for v in value.items], value.kind, value.open)
    if isinstance(value, Mapping):
        return Mapping({k: _rows(v) for k, v in value.items.items()}, value.open)
    return tensors.concrete(None) if value is UNKNOWN else UNKNOWN


def _from_tensors(run: Machine, call: Call) -> Value:
    return Dataset(call.get(0, "tensors") or UNKNOWN, size=1)


def _from_generator(run: Machine, call: Call) -> Value:
    calling.call_value(run, call.get(0, "generator") or UNKNOWN, call.passing())
    return Dataset()


def _dataset_zip(run: Machine, call: Call) -> Value:
    value = call.get(0, "datasets")
    parts = value.items if isinstance(value, Items) else call.args
    sets = [p for p in parts if isinstance(p, Dataset)]
    if not sets or len(sets) != len(parts):
        return Dataset()
    element = Items([tensors.dataset_element(s) for s in sets], "tuple")
    ends = [s.size for s in sets if not s.repeated]
    size = None if None in ends else min((end for end in ends if end is not None), default=None)
    batches = {(s.batched, s.batch.value, s.batch.known, s.drop, s.rounds) for s in sets}
    return replace(
        sets[0],
        element=element,
        batched=all(s.batched for s in sets),
        size=size if len(batches) == 1 else None,
        repeated=not ends,
    )


def _dataset_range(run: Machine, call: Call) -> Value:
    count = call.get(0, "")
    size = count.value if isinstance(count, Const) and isinstance(count.value, int) else None
    return Dataset(tensors.concrete(()), size=size)


def _image_folder(run: Machine, call: Call) -> Value:
    given = call.kwargs.get("batch_size")
    site = run.site(call.frame, call.written(None, "batch_size") or call.node)
    batch = flag_of(given, site) if isinstance(given, Const) else ev.Arg(32, True) if given is None else ev.Arg()
    size = batch.value if batch.known and isinstance(batch.value, int) else None
    inputs = tensors.concrete(None, batch=size, batch_site=batch.site)
    return Dataset(Items([inputs, tensors.concrete((size,))], "tuple"), batch, None, True)


def _mirrored(run: Machine, call: Call) -> Value:
    devices = call.get(0, "devices")
    if isinstance(devices, Items) and not devices.open:
        return Strategy(len(devices.items))
    return Strategy()


def _one_device(run: Machine, call: Call) -> Value:
    return Strategy(1)


def _cond(run: Machine, call: Call) -> Value:
    sides = [call.get(1, "true_fn"), call.get(2, "false_fn")]
    results = [calling.call_value(run, s, call.passing()) for s in sides if s is not None]
    joined: Value = join(results[0], results[1]) if len(results) == 2 else UNKNOWN
    return joined


def _map_fn(run: Machine, call: Call) -> Value:
    """``tf.map_fn(fn, elems)``: the results for all rows."""
    function, elements = call.get(0, "fn"), call.get(1, "elems")
    if not isinstance(function, (Function, Bound, Partial)) or elements is None:
        return _generic(run, call)
    result = calling.call_value(run, function, call.passing([tensors.rows(elements)]))
    first = next((tensor.info for tensor in tensors.flat(elements)), ev.Tensor())
    return tensors.with_batch(result, first.examples, first.batch_site)


def _control_dependencies(run: Machine, call: Call) -> Value:
    return Manager("control", call.get(0, "control_inputs") or UNKNOWN)


def _namespace(run: Machine, call: Call) -> Value:
    return Mapping(dict(call.kwargs), call.open or bool(call.args), namespace=True)


def _vectorized(names: str, handler: Handler) -> dict[str, Handler]:
    return dict.fromkeys(names.split(), handler)


_TF: dict[str, Handler] = {
    **_vectorized(
        "relu relu6 leaky_relu elu selu sigmoid tanh softmax softplus swish silu gelu identity stop_gradient cast abs "
        "square sqrt rsqrt exp log sign negative clip_by_value dropout sin cos zeros_like ones_like to_float float32 "
        "hard_sigmoid log_softmax nan_to_num round floor ceil ascontiguousarray l2_normalize copy array_like "
        "random_flip_left_right random_flip_up_down flip_left_right flip_up_down random_brightness random_contrast "
        "per_image_standardization convert_image_dtype gradient_override log1p erf softsign mish hardswish hard_swish "
        "clip",
        _unary,
    ),
    **_vectorized("add subtract multiply divide maximum minimum pow truediv", _elementwise),
    **_vectorized("constant Variable array asarray", _constant),
    "add_n": _add_n,
    "convert_to_tensor": _convert,
    **_vectorized(
        "zeros ones fill random_normal truncated_normal random_uniform normal uniform zeros_initializer empty full "
        "standard_normal stateless_normal stateless_uniform random_integers integers",
        _filled,
    ),
    "expand_dims": _expand_dims,
    "reshape": _reshape,
    "squeeze": _squeeze,
    **_vectorized("transpose permute_dimensions", _transpose),
    **_vectorized("concat concatenate", _concat),
    **_vectorized("stack pack", _stack),
    "matmul": _matmul,
    "dot": _dot,
    **_vectorized(
        "reduce_mean reduce_sum reduce_max reduce_min reduce_std reduce_variance mean sum max min std var prod",
        _reduce,
    ),
    **_vectorized("one_hot to_categorical", _one_hot),
    "GradientTape": _tape,
    "function": _tf_function,
    "from_tensor_slices": _from_slices,
    "from_tensors": _from_tensors,
    "from_generator": _from_generator,
    "zip": _dataset_zip,
    **_vectorized(
        "image_dataset_from_directory text_dataset_from_directory timeseries_dataset_from_array "
        "audio_dataset_from_directory flow flow_from_directory flow_from_dataframe",
        _image_folder,
    ),
    "MirroredStrategy": _mirrored,
    **_vectorized(
        "MultiWorkerMirroredStrategy TPUStrategy ParameterServerStrategy get_strategy", lambda run, call: Strategy()
    ),
    "OneDeviceStrategy": _one_device,
    **_vectorized("resize resize_images resize_with_pad resize_with_crop_or_pad", _image_resized),
    **_vectorized("random_crop", _image_cropped),
    **_vectorized("decode_jpeg decode_png decode_image decode_bmp", _image_decoded),
    "cond": _cond,
    **_vectorized("map_fn vectorized_map", _map_fn),
    "Checkpoint": _namespace,
    "control_dependencies": _control_dependencies,
    "custom_gradient": _decorated,
    "recompute_grad": _decorated,
}


# -- NumPy -------------------------------------------------------------------------------------------------------

_SIZE_POSITION = {
    **dict.fromkeys("random random_sample ranf sample standard_normal standard_exponential standard_cauchy".split(), 0),
    **dict.fromkeys(
        "exponential poisson chisquare geometric standard_t standard_gamma power pareto weibull rayleigh zipf "
        "logseries".split(),
        1,
    ),
    **dict.fromkeys(("triangular", "hypergeometric", "noncentral_f"), 3),
}
"""Which argument by position says the shape, by the number of a distribution's parameters; 2 for all others."""
_VECTOR_VALUED = frozenset(
    "choice multivariate_normal multivariate_hypergeometric multinomial dirichlet permuted".split()
)
"""Functions that draw (or may draw) whole rows: their result has more dimensions than the size says."""


def _numpy(run: Machine, name: str, last: str, call: Call) -> Value:
    if name in ("np.random.rand", "np.random.randn"):
        dims = tensors.shape_from(Items(list(call.args), "tuple", call.open))
        return tensors.concrete(dims)
    if name.startswith("np.random"):
        if last == "default_rng" or last == "RandomState":
            return External("np.random.generator")
        size = call.kwargs.get("size") or call.kwargs.get("shape")
        position = _SIZE_POSITION.get(last, 2)
        if size is None and position < len(call.args):
            size = call.args[position]
        if last in ("permutation", "shuffle"):
            return call.args[0] if call.args else UNKNOWN
        if last in _VECTOR_VALUED:
            return tensors.concrete(None)
        if size is None:
            return tensors.concrete(())
        return tensors.concrete(tensors.shape_from(size))
    if last in ("float32", "float64", "int32", "int64", "uint8"):
        value = call.args[0] if call.args else UNKNOWN
        return value
    if last in ("load", "loadtxt", "genfromtxt", "fromfile", "frombuffer"):
        return tensors.concrete(None)
    if last in ("arange", "linspace"):
        return tensors.concrete((None,))
    if last == "eye":
        return tensors.concrete((None, None))
    if last in ("vstack", "hstack"):
        return tensors.concrete(None)
    if last in ("repeat", "tile"):
        return tensors.like(tensors.of_kind(call.args[0]), None) if call.args else UNKNOWN
    handler = _TF.get(last)
    if handler is not None and last[:1].islower() and last not in ("function", "cond", "zip"):
        return handler(run, call)
    found = [t for v in call.args for t in tensors.flat(v)]
    return tensors.merge(found, None) if found else UNKNOWN


# -- builtins and the standard library ---------------------------------------------------------------------------


def _len(run: Machine, call: Call) -> Value:
    value = call.get(0, "obj")
    known = sequence(value) if isinstance(value, (Items, Mapping, Const)) else None
    if known is not None and not (isinstance(value, Items) and value.grown):
        return Const(len(known))
    if isinstance(value, TensorValue) and value.info.shape and value.info.shape[0] is not None:
        return Const(value.info.shape[0])
    return UNKNOWN


def _slice(run: Machine, call: Call) -> Value:
    ends = call.args
    if len(ends) == 1:
        return Slice(None, ends[0], None)
    return Slice(*(ends[i] if i < len(ends) else None for i in range(3)))


def _range(run: Machine, call: Call) -> Value:
    ends = [a.value for a in call.args if isinstance(a, Const) and isinstance(a.value, int)]
    if len(ends) == len(call.args) and ends and not call.open:
        try:
            numbers = range(*ends)
        except (TypeError, ValueError):
            return UNKNOWN
        if len(numbers) <= 64:
            return Items([Const(n) for n in numbers], "range")
    return Items([], "range", True, UNKNOWN)


def _listed(run: Machine, call: Call) -> Value:
    value = call.get(0, "")
    if value is None:
        return Items([])
    if isinstance(value, Items):
        return Items(list(value.items), "list", value.open, value.element, value.grown)
    if isinstance(value, Variables):
        return value
    known = sequence(value)
    if known is not None:
        return Items(list(known))
    return Items([], "list", True, element_of(value))


def _tupled(run: Machine, call: Call) -> Value:
    value = _listed(run, call)
    return replace(value, kind="tuple") if isinstance(value, Items) else value


def _set(run: Machine, call: Call) -> Value:
    value = _listed(run, call)
    return replace(value, kind="set", items=distinct(value.items)) if isinstance(value, Items) else value


def _sorted(run: Machine, call: Call) -> Value:
    value = _listed(run, call)
    return containers.in_order(value, call) if isinstance(value, Items) else value


def _zip(run: Machine, call: Call) -> Value:
    columns = [sequence(a) for a in call.args]
    if columns and all(c is not None for c in columns) and not call.open:
        rows = zip(*(c for c in columns if c is not None), strict=False)
        return Items([Items(list(r), "tuple") for r in rows], grown=any(map(is_grown, call.args)))
    data = next((a for a in call.args if isinstance(a, Dataset)), None)
    element = Items([element_of(a) for a in call.args], "tuple")
    if data is not None:
        return replace(data, element=element)
    if any(isinstance(a, TensorValue) for a in call.args):
        return Dataset(element, batched=False)
    return Items([], "list", True, element)


def _enumerate(run: Machine, call: Call) -> Value:
    value = call.get(0, "iterable") or UNKNOWN
    known = sequence(value)
    start = call.get(1, "start")
    if known is not None:
        kind = value.kind if isinstance(value, Items) and value.kind == "range" else "list"
        first = start.value if isinstance(start, Const) and isinstance(start.value, int) else 0
        counted = [
            UNKNOWN if start is not None and not isinstance(start, Const) else Const(i + first)
            for i in range(len(known))
        ]
        pairs: list[Value] = [Items([i, v], "tuple") for i, v in zip(counted, known, strict=True)]
        return Items(pairs, kind, grown=is_grown(value))
    element = Items([UNKNOWN, element_of(value)], "tuple")
    if isinstance(value, Dataset):
        return replace(value, element=element)
    if isinstance(value, TensorValue):
        return Dataset(element)
    return Items([], "list", True, element)


def _next(run: Machine, call: Call) -> Value:
    value = call.get(0, "")
    return element_of(value) if value is not None else UNKNOWN


def _same(run: Machine, call: Call) -> Value:
    return call.args[0] if call.args else UNKNOWN


def _number(kind: type) -> Handler:
    def convert(run: Machine, call: Call) -> Value:
        value = call.get(0, "")
        if isinstance(value, Const) and isinstance(value.value, (int, float, str, bool)):
            try:
                return Const(kind(value.value), value.origin)
            except (TypeError, ValueError, OverflowError):
                return UNKNOWN
        return value if isinstance(value, TensorValue) else UNKNOWN

    return convert


def _of_numbers(compute: Callable[..., float]) -> Handler:
    def computed(run: Machine, call: Call) -> Value:
        numbers = [v.value for v in call.args if isinstance(v, Const) and isinstance(v.value, (int, float))]
        if call.open or call.kwargs or len(numbers) != len(call.args):
            return UNKNOWN
        try:
            return Const(compute(*numbers))
        except (TypeError, ValueError, ArithmeticError):
            return UNKNOWN  # this raises

    return computed


def _extreme(choose: Callable[..., Any]) -> Handler:
    def pick(run: Machine, call: Call) -> Value:
        values = call.args
        if len(values) == 1:
            values = sequence(values[0]) or []
        numbers = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, (int, float))]
        return Const(choose(numbers)) if numbers and len(numbers) == len(values) else UNKNOWN

    return pick


def _sum(run: Machine, call: Call) -> Value:
    value = call.get(0, "")
    content = value.items if isinstance(value, Items) else []
    owners = tuple(o for v in content if isinstance(v, Variables) for o in v.owners)
    return Variables(owners) if owners else UNKNOWN


def _text(run: Machine, call: Call) -> Value:
    value = call.get(0, "object")
    return Const(str(value.value)) if isinstance(value, Const) and is_printable(value) else UNKNOWN


def _map(run: Machine, call: Call) -> Value:
    if len(call.args) < 2:
        return UNKNOWN
    known = sequence(call.args[1])
    if known is not None and len(known) <= 64 and len(call.args) == 2:
        made = [calling.call_value(run, call.args[0], call.passing([v])) for v in known]
        return Items(made, grown=is_grown(call.args[1]))
    unknown.run_callbacks(run, call)
    return Items([], "list", True)


def _reversed(run: Machine, call: Call) -> Value:
    known = sequence(call.args[0]) if call.args else None
    return Items(known[::-1], grown=is_grown(call.args[0])) if known is not None else Items([], "list", True)


def _dict(run: Machine, call: Call) -> Value:
    content: dict[Any, Value] = {}
    sites: dict[Any, ev.Site] = {}
    is_open = call.open
    if call.args:
        base = call.args[0]
        if isinstance(base, Mapping):
            content.update(base.items)
            sites.update(base.sites)
            is_open = is_open or base.open
        else:
            is_open = True
    content.update(call.kwargs)
    sites.update({key: run.site(call.frame, call.sites[key]) for key in call.kwargs if key in call.sites})
    return Mapping(content, is_open, sites=sites)


def _partial(run: Machine, call: Call) -> Value:
    if not call.args:
        return UNKNOWN
    sites: dict[int | str, ev.Site] = {
        k - 1 if isinstance(k, int) else k: run.site(call.frame, v) for k, v in call.sites.items() if k != 0
    }
    function = call.args[0]
    if isinstance(function, External) and function.name.rpartition(".")[2] in BN_CLASSES:
        made = Partial(function, list(call.args[1:]), dict(call.kwargs), sites)
        run.read.partials.append(Offered(made, call))
        return made
    return Partial(function, list(call.args[1:]), dict(call.kwargs), sites)


def _chain(run: Machine, call: Call) -> Value:
    owners = tuple(o for v in call.args if isinstance(v, Variables) for o in v.owners)
    if owners:
        return Variables(owners, not all(isinstance(v, Variables) and not v.unknown for v in call.args))
    known = [sequence(a) for a in call.args]
    if all(k is not None for k in known):
        return Items([v for k in known if k is not None for v in k])
    return UNKNOWN


def _deepcopy(run: Machine, call: Call) -> Value:
    value = call.args[0] if call.args else UNKNOWN
    if isinstance(value, Object):
        return clone(run, value, call.node, call.frame) if value.layer is not None else UNKNOWN
    if isinstance(value, Mapping):
        return Mapping(dict(value.items), value.open, value.namespace, dict(value.sites))
    if isinstance(value, Items):
        return Items(list(value.items), value.kind, value.open, value.element, value.grown)
    return value


def _namedtuple(run: Machine, call: Call) -> Value:
    """``collections.namedtuple(name, fields)``."""
    given = call.get(1, "field_names") or UNKNOWN
    if isinstance(given, Const) and isinstance(given.value, str):
        names = given.value.replace(",", " ").split()
    else:
        names = [str(item.value) for item in sequence(given) or () if isinstance(item, Const)]
    if not names:
        return UNKNOWN
    called = call.get(0, "typename")
    title = str(called.value) if isinstance(called, Const) else "namedtuple"
    made = Class(call.node, call.frame.module, title, [], {}, dataclass=True, fields=tuple(names))
    defaults = sequence(call.get(None, "defaults") or Items([]))
    made.attrs.update(zip(reversed(names), reversed(defaults or ()), strict=False))
    return made


def _open_options(run: Machine, call: Call) -> Value:
    return Parser()


def _define_flag(run: Machine, call: Call) -> Value:
    key, default = call.get(0, "name"), call.get(1, "default")
    if isinstance(key, Const) and isinstance(key.value, str):
        run.graph.options[key.value] = parsers.soft(default) if default is not None else UNKNOWN
    return UNKNOWN


def _asdict(run: Machine, call: Call) -> Value:
    """``dataclasses.asdict`` of an instance whose fields are known."""
    value = call.get(0, "obj")
    if isinstance(value, Object) and value.cls is not None and value.cls.dataclass and value.layer is None:
        return Mapping(dict(value.attrs))
    return UNKNOWN


def _field(run: Machine, call: Call) -> Value:
    """``dataclasses.field``."""
    default, factory = call.kwargs.get("default"), call.kwargs.get("default_factory")
    if default is not None:
        return default
    return calling.call_value(run, factory, call.passing()) if factory is not None else UNKNOWN


_FLAG_MODULES = ("absl.flags", "tf.app.flags", "tf1.app.flags", "tf1.flags", "tf.flags")

_EXACT: dict[str, Handler] = {
    "builtins.len": _len,
    "builtins.slice": _slice,
    "builtins.range": _range,
    "builtins.list": _listed,
    "builtins.tuple": _tupled,
    "builtins.set": _set,
    "builtins.sorted": _sorted,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.next": _next,
    "builtins.iter": _same,
    "builtins.reversed": _reversed,
    "builtins.isinstance": inspection.isinstance_,
    "builtins.getattr": inspection.getattr_,
    "builtins.setattr": inspection.setattr_,
    "builtins.hasattr": inspection.hasattr_,
    "builtins.int": _number(int),
    **{
        f"math.{f.__name__}": _of_numbers(f)
        for f in (math.ceil, math.floor, math.log, math.log2, math.log10, math.sqrt)
    },
    "builtins.float": _number(float),
    "builtins.bool": _number(bool),
    "builtins.str": _text,
    "builtins.max": _extreme(max),
    "builtins.min": _extreme(min),
    "builtins.sum": _sum,
    "builtins.map": _map,
    "builtins.dict": _dict,
    "builtins.print": lambda run, call: NONE,
    "builtins.type": inspection.type_,
    "builtins.vars": inspection.vars_,
    "types.SimpleNamespace": _namespace,
    "functools.partial": _partial,
    "dataclasses.asdict": _asdict,
    "dataclasses.field": _field,
    "collections.namedtuple": _namedtuple,
    "functools.lru_cache": _decorated,
    "itertools.chain": _chain,
    "copy.deepcopy": _deepcopy,
    "copy.copy": _deepcopy,
    "argparse.ArgumentParser": _open_options,
    "optparse.OptionParser": _open_options,
    "tqdm.tqdm": _same,
    "tqdm.auto.tqdm": _same,
    "tqdm.notebook.tqdm": _same,
    "tqdm.trange": _range,
    "tf.data.Dataset.range": _dataset_range,
    "tf.data.Dataset.list_files": lambda run, call: Dataset(),
    "tf.range": lambda run, call: Items([], "range", True, tensors.concrete(())),
    **{
        f"{module}.DEFINE_{kind}": _define_flag
        for module in _FLAG_MODULES
        for kind in ("integer", "float", "boolean", "bool", "string", "enum")
    },
}
