"""Constructing layers, models and instances of the program's classes."""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import class_attribute, find_method, is_enum, mro
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import graph_order
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Class,
    Const,
    External,
    Function,
    History,
    Items,
    Mapping,
    Member,
    Node,
    Object,
    Optional,
    TensorValue,
    Value,
    Wiring,
    flag_of,
)
from bnlint.interpreter.keras.keras_table import BN_CLASSES, LAYERS, WRAPPERS
from bnlint.interpreter.language import functions, parameters
from bnlint.interpreter.machine import Machine

_DICTS = ("builtins.dict", "collections.OrderedDict", "collections.UserDict")
_KINDS = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "SeparableConvolution2D": "SeparableConv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Deconvolution2D": "Conv2DTranspose",
}


def build_layer(run: Machine, name: str, call: Call) -> Value:
    """Construct a layer of the library by class name."""
    run.built += 1
    run.budget.earn(100)
    kind = "BatchNormalization" if name in BN_CLASSES else _KINDS.get(name, name)
    layer = ev.Layer(kind=kind, site=run.site(call.frame, call.node), class_name=name)
    config = _config(call, LAYERS.get(name, ()))
    obj = Object(None, "layer", layer, config=config)
    if kind == "BatchNormalization":
        _fill_bn(run, obj, name, call)
    elif name in WRAPPERS:
        obj.kind = "wrapper"
        obj.attrs["layer"] = call.get(0, LAYERS.get(name, ("layer",))[0]) or UNKNOWN
    elif kind == "Dense" or kind.startswith(("Conv", "Separable", "Depthwise")):
        for key in ("use_bias", "activation", "data_format"):
            value = config.get(key)
            if value is not None:
                layer.args[key] = _plain(value, _arg_site(run, call, name, key))
    _note_input_shape(run, obj, call, is_input=kind == "InputLayer")
    trainable = call.get(None, "trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    return obj


def _config(call: Call, positional: tuple[str, ...]) -> dict[str, Value]:
    config = dict(zip(positional, call.args, strict=False))
    config.update(call.kwargs)
    return config


def _arg_site(run: Machine, call: Call, cls: str, name: str) -> ev.Site | None:
    positional = LAYERS.get(cls, ())
    index = positional.index(name) if name in positional else None
    node = call.written(index, name)
    return run.site(call.frame, node) if node is not None else None


def _note_input_shape(run: Machine, obj: Object, call: Call, is_input: bool) -> None:
    """Keep what an ``InputLayer``, or the first layer of a Sequential, says of the input."""
    kwargs = call.kwargs
    key = next((name for name in ("batch_input_shape", "batch_shape") if name in kwargs), "batch_size")
    at = 1 if is_input else None
    shape = tensors.shape_from(call.get(at, key))
    if key == "batch_size":
        batch = shape[0] if shape else None
        written = call.get(0 if is_input else None, "input_shape")
        rest = tensors.shape_from(written or kwargs.get("shape" if is_input else "input_dim"))
        shape = None if rest is None else (batch, *rest)
    if shape:
        obj.known.input = shape
        obj.known.input_site = None if shape[0] is None else run.site(call.frame, call.written(at, key))


def _fill_bn(run: Machine, obj: Object, name: str, call: Call) -> None:
    """Note a BN layer's arguments and that it was built."""
    assert obj.layer is not None
    layer, config = obj.layer, obj.config
    for key, value in config.items():
        layer.args[key] = _plain(value, _arg_site(run, call, name, key))
    if call.open:
        _open_bn(obj, layer)
    if name == "SyncBatchNormalization":
        layer.args["synchronized"] = ev.Arg(True, True)
    rebuilt = rebuilt_in(run, call.frame)
    attempted = run.nesting.attempts > 0
    run.emit(ev.LayerBuilt(layer.site, layer, rebuilt, tuple(reversed(run.context.scopes)), attempted))


def _open_bn(obj: Object, layer: ev.Layer) -> None:
    """Arguments of a BN layer are handed in that nobody knows: what is not written may be anything."""
    for key in ("momentum", "epsilon", "axis", "trainable", "renorm", "synchronized"):
        layer.args.setdefault(key, ev.Arg(None, False))
    obj.attrs.setdefault("trainable", UNKNOWN)


def _plain(value: Value, site: ev.Site | None) -> ev.Arg:
    """Return an argument's value for the events; a list of constants (axes) becomes a tuple."""
    if isinstance(value, Items) and not value.open and all(isinstance(i, Const) for i in value.items):
        return ev.Arg(tuple(i.value for i in value.items if isinstance(i, Const)), True, site)
    return flag_of(value, site)


def rebuilt_in(run: Machine, frame: Frame) -> str | None:
    """Say why a construction at this moment runs again and again, None if it does not."""
    if run.cached:
        return None
    names = [scope.keras_method for scope in run.context.scopes]
    if names and "call" in names and not any(m in ("__init__", "build") for m in names[names.index("call") :]):
        return "lazy call" if run.guards else "call"
    if any(m in ("__init__", "build") for m in names) or run.guards:
        return None
    if "train_step" in names or "test_step" in names:
        return "step"
    if run.context.tapes:
        return "step"
    if any(scope.tf_function for scope in run.context.scopes):
        return "tf.function"
    if "data" in run.context.loops:
        return "loop over batches"
    return None


# -- classes of the program ------------------------------------------------------------------------------------


def instantiate(run: Machine, cls: Class, call: Call) -> Value:
    """Construct an instance of a class of the program."""
    order = mro(cls)
    kind = cls.kind
    layer: ev.Layer | None = None
    if kind == "BatchNormalization":
        return _own_bn(run, cls, call)
    if is_enum(cls):
        return _member(cls, call)
    if kind in ("Model", "Layer") or kind in LAYERS:
        layer = ev.Layer(
            kind=kind if kind in ("Model", "Layer") else "Layer",
            site=run.site(call.frame, call.node),
            class_name=cls.name,
        )
        _note_own_call(cls, layer)
    obj = Object(cls, "subclass" if layer is not None else "plain", layer)
    if layer is not None:
        obj.known.builtin = next((b for c in order for b in c.bases if isinstance(b, External)), None)
    if any(isinstance(base, External) and base.name in _DICTS for c in order for base in c.bases):
        first = call.get(0, "")
        known = isinstance(first, Mapping) or not call.args
        start = {**(first.items if isinstance(first, Mapping) else {}), **call.kwargs}
        sites = {key: run.site(call.frame, call.sites[key]) for key in call.kwargs if key in call.sites}
        obj.known.mapping = Mapping(start, call.open or not known, sites=sites)
    run.read.instances.setdefault(id(cls.node), []).append(obj)
    if run.own is not None:
        run.own.construct(obj, call)  # a constructor of the program's own may do so with other arguments
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        functions.call_function(run, made, call, obj, keras_method="__init__" if layer else None)
    elif any(c.dataclass for c in order):
        decorated = next(index for index, c in enumerate(order) if c.dataclass)  # fields below it are not in __init__
        _fill_dataclass(run, obj, order[decorated:], call)
        after = class_attribute(cls, "__post_init__")
        if isinstance(after, Function):
            functions.call_function(run, after, call.passing(), obj)
    elif layer is not None:
        base_init(run, obj, call)
    return obj


def _note_own_call(cls: Class, layer: ev.Layer) -> None:
    method = find_method(cls, "call")
    if method is not None:
        layer.call_site = ev.Site(method.module.path, node=method.node)
        layer.takes_training = "training" in parameters.parameter_names(method)


def _member(cls: Class, call: Call) -> Value:
    """Return the member of an enum that stands for a value."""
    wanted = call.get(0, "value")
    for name, value in cls.attrs.items():
        if isinstance(wanted, Const) and isinstance(value, Const) and value.value == wanted.value:
            return Const(Member(cls, name, value.value))
    return UNKNOWN


def _fill_dataclass(run: Machine, obj: Object, order: list[Class], call: Call) -> None:
    names: list[str] = []
    for cls in reversed(order):
        names.extend(cls.fields)
        for statement in cls.node.body.body if not cls.fields else ():
            lines = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
            annotated = [small.target for small in lines if isinstance(small, cst.AnnAssign)]
            names.extend(target.value for target in annotated if isinstance(target, cst.Name))
    for index, name in enumerate(dict.fromkeys(names)):
        value = call.get(index, name)
        if value is None:
            value = class_attribute(order[0], name)
        obj.attrs[name] = UNKNOWN if value is None else value


def base_init(run: Machine, obj: Object, call: Call) -> None:
    """Run the constructor of the library class behind a subclass (``super().__init__(...)``)."""
    if obj.layer is None:
        return
    trainable = call.kwargs.get("trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    inputs, outputs = call.get(0, "inputs"), call.get(1, "outputs")
    if obj.layer.kind == "Model":
        base = obj.known.builtin
        if isinstance(base, External) and base.name.endswith(".Sequential"):
            obj.kind = "sequential"
            obj.history.stack = []
            stacked = call.get(0, "layers")
            for value in stacked.items if isinstance(stacked, Items) else []:
                add(run, obj, value, call.frame, call.node)
        elif inputs is not None and outputs is not None:
            _fill_functional(run, obj, inputs, outputs)
    elif obj.layer.kind == "BatchNormalization":
        for key, value in _config(call, LAYERS["BatchNormalization"]).items():
            obj.layer.args[key] = flag_of(value, _arg_site(run, call, "BatchNormalization", key))
        if call.open:
            _open_bn(obj, obj.layer)


def _own_bn(run: Machine, cls: Class, call: Call) -> Value:
    """Construct an instance of the program's own subclass of BatchNormalization."""
    layer = ev.Layer("BatchNormalization", run.site(call.frame, call.node), cls.name)
    _note_own_call(cls, layer)
    obj = Object(cls, "layer", layer)
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        functions.call_function(run, made, call, obj, keras_method="__init__")
    else:
        base_init(run, obj, call)
    run.emit(ev.LayerBuilt(layer.site, layer, rebuilt_in(run, call.frame), tuple(reversed(run.context.scopes))))
    return obj


# -- models ----------------------------------------------------------------------------------------------------


def sequential(run: Machine, call: Call) -> Object:
    """Construct ``keras.Sequential(layers)``."""
    layer = ev.Layer("Sequential", run.site(call.frame, call.node), "Sequential")
    obj = Object(None, "sequential", layer, history=History([]))
    layers = call.get(0, "layers")
    if isinstance(layers, Items):
        for value in layers.items:
            add(run, obj, value, call.frame, call.node)
        if layers.open:
            obj.known.open = True
    elif layers is not None:
        obj.known.open = True
    return obj


def add(run: Machine, obj: Object, value: Value, frame: Frame, node: Any) -> None:
    """Add a layer to a Sequential."""
    certain = not isinstance(value, Optional)
    inner = value.value if isinstance(value, Optional) else value
    if isinstance(inner, TensorValue):
        if not obj.stack and inner.info.shape is not None:
            obj.known.input = inner.info.shape
            obj.known.input_site = inner.info.batch_site
        return
    if not isinstance(inner, Object) or inner.layer is None:
        obj.known.open = True
        return
    if not obj.stack and obj.known.input is None:
        obj.known.input, obj.known.input_site = inner.known.input, inner.known.input_site
    inner.known.owners.append(obj)
    entry = inner if certain else Optional(inner)
    run.state.changing(obj.history).stack = [*obj.stack, entry]


def functional(run: Machine, call: Call) -> Value:
    """Construct ``keras.Model(inputs, outputs)``."""
    inputs = call.get(0, "inputs") or call.get(None, "input")
    outputs = call.get(1, "outputs") or call.get(None, "output")
    if inputs is None or outputs is None:
        return UNKNOWN
    layer = ev.Layer("Functional", run.site(call.frame, call.node), "Model")
    obj = Object(None, "functional", layer)
    _fill_functional(run, obj, inputs, outputs)
    return obj


def _fill_functional(run: Machine, obj: Object, inputs: Value, outputs: Value) -> None:
    obj.kind = "functional"
    ends = tensors.flat(outputs)
    nodes = [t.node for t in ends if t.node is not None]
    obj.known.wiring = Wiring([t.node for t in tensors.flat(inputs) if t.node is not None], nodes)
    if not ends:
        obj.known.open = True
    for node, _ in graph_order(obj):
        if node.obj is not None:
            node.obj.known.owners.append(obj)


def opaque(run: Machine, kind: str, name: str, call: Call, has_bn: bool) -> Object:
    """Construct a layer or model of a library, of which one layer inside stands for all BN layers.

    Args:
        kind: as in ``events.Layer``.
        name: the class or function that makes it.
        call: where that happens.
        has_bn: whether BN is inside at all.
    """
    site = run.site(call.frame, call.node)
    obj = Object(None, "application", ev.Layer(kind, site, name), history=History([]))
    if has_bn:
        inner = Object(None, "layer", ev.Layer("BatchNormalization", site, f"BN of {name}", opaque=True))
        obj.history.stack = [inner]
    return obj


def remember_strategy(run: Machine, value: Value) -> None:
    """Note the distribution strategy in whose scope a layer or model is constructed."""
    if run.nesting.strategies and isinstance(value, Object):
        value.known.strategy = run.nesting.strategies[-1]


def application(run: Machine, name: str, call: Call, has_bn: bool) -> Object:
    """Construct a model of ``keras.applications``; one layer inside stands for all its BN layers."""
    obj = opaque(run, "Functional", name, call, has_bn)
    assert obj.layer is not None
    layer, site = obj.layer, obj.layer.site
    weights = call.get(1, "weights")
    if weights is None:
        layer.pretrained = True
    elif isinstance(weights, Const):
        layer.pretrained = weights.value is not None
    else:
        layer.pretrained = None
    top = call.get(0, "include_top")
    pooling = call.get(None, "pooling")
    pooled = isinstance(pooling, Const) and pooling.value in ("avg", "max")
    include_top = top is None or (isinstance(top, Const) and bool(top.value))
    obj.known.rank = 2 if include_top or pooled else 4 if isinstance(top, Const) else None
    shape = tensors.shape_from(call.get(None, "input_shape"))
    obj.known.input = None if shape is None else (None, *shape)
    tensor = call.get(None, "input_tensor")
    if isinstance(tensor, TensorValue) and tensor.node is not None:
        out = Node(obj, (tensor.node,), ev.LayerCalled(site, layer, input=tensor.info))
        rank = obj.known.rank
        out.tensor = TensorValue(
            ev.Tensor("symbolic", (None,) * rank if rank else None, producers=frozenset({id(obj)}), direct=layer), out
        )
        obj.known.end = out
        obj.known.given = tensor
    return obj
