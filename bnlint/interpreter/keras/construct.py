"""Constructing layers, models and instances of the program's classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Arguments, Frame
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Class,
    Const,
    External,
    Function,
    Items,
    Mapping,
    Member,
    Node,
    Object,
    Optional,
    TensorValue,
    Value,
)
from bnlint.interpreter.keras.keras_table import BN_CLASSES, LAYERS, WRAPPERS
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.attributes import class_attribute, find_method, is_enum, mro
from bnlint.interpreter.language.expressions import flag_of

if TYPE_CHECKING:
    from bnlint.interpreter.core import Interpreter

_DICTS = ("builtins.dict", "collections.OrderedDict", "collections.UserDict")
_KINDS = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "SeparableConvolution2D": "SeparableConv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Deconvolution2D": "Conv2DTranspose",
}


def build_layer(run: Interpreter, name: str, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Construct a layer of the library by class name."""
    run.objects += 1
    run.earn(100)
    kind = "BatchNormalization" if name in BN_CLASSES else _KINDS.get(name, name)
    layer = ev.Layer(kind=kind, site=run.site(frame, node), class_name=name)
    obj = Object(None, "layer", layer)
    config = _config(arguments, LAYERS.get(name, ()))
    obj.state["config"] = config
    if kind == "BatchNormalization":
        _fill_bn(run, obj, name, arguments, node, frame)
    elif name in WRAPPERS:
        obj.kind = "wrapper"
        obj.attrs["layer"] = arguments.get(0, LAYERS.get(name, ("layer",))[0]) or UNKNOWN
    elif kind == "Dense" or kind.startswith(("Conv", "Separable", "Depthwise")):
        for key in ("use_bias", "activation", "data_format"):
            value = config.get(key)
            if value is not None:
                layer.args[key] = _plain(value, _arg_site(run, arguments, name, key, frame))
    _note_input_shape(run, obj, arguments, frame, is_input=kind == "InputLayer")
    trainable = arguments.get(None, "trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    return obj


def _config(arguments: Arguments, positional: tuple[str, ...]) -> dict[str, Value]:
    config = dict(zip(positional, arguments.args, strict=False))
    config.update(arguments.kwargs)
    return config


def _arg_site(run: Interpreter, arguments: Arguments, cls: str, name: str, frame: Frame) -> ev.Site | None:
    positional = LAYERS.get(cls, ())
    index = positional.index(name) if name in positional else None
    node = arguments.node(index, name)
    return run.site(frame, node) if node is not None else None


def _note_input_shape(run: Interpreter, obj: Object, arguments: Arguments, frame: Frame, is_input: bool) -> None:
    """Keep what an ``InputLayer``, or the first layer of a Sequential, says of the input."""
    kwargs = arguments.kwargs
    key = next((name for name in ("batch_input_shape", "batch_shape") if name in kwargs), "batch_size")
    at = 1 if is_input else None
    shape = tensors.shape_from(arguments.get(at, key))
    if key == "batch_size":
        batch = shape[0] if shape else None
        written = arguments.get(0 if is_input else None, "input_shape")
        rest = tensors.shape_from(written or kwargs.get("shape" if is_input else "input_dim"))
        shape = None if rest is None else (batch, *rest)
    if shape:
        obj.state["input"] = shape
        obj.state["input_site"] = None if shape[0] is None else run.site(frame, arguments.node(at, key))


def _fill_bn(run: Interpreter, obj: Object, name: str, arguments: Arguments, node: Any, frame: Frame) -> None:
    """Note a BN layer's arguments and that it was built."""
    assert obj.layer is not None
    layer, config = obj.layer, obj.state["config"]
    for key, value in config.items():
        layer.args[key] = _plain(value, _arg_site(run, arguments, name, key, frame))
    if arguments.open:
        _open_bn(obj, layer)
    if name == "SyncBatchNormalization":
        layer.args["synchronized"] = ev.Arg(True, True)
    rebuilt = rebuilt_in(run, frame)
    attempted = run.attempts > 0
    run.emit(ev.LayerBuilt(layer.site, layer, rebuilt, tuple(reversed(run.scopes)), attempted))


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


def rebuilt_in(run: Interpreter, frame: Frame) -> str | None:
    """Say why a construction at this moment runs again and again, None if it does not."""
    if run.cached:
        return None
    names = [scope.keras_method for scope in run.scopes]
    if names and "call" in names and not any(m in ("__init__", "build") for m in names[names.index("call") :]):
        return "lazy call" if run.guards else "call"
    if any(m in ("__init__", "build") for m in names) or run.guards:
        return None
    if "train_step" in names or "test_step" in names:
        return "step"
    if run.tapes:
        return "step"
    if any(scope.tf_function for scope in run.scopes):
        return "tf.function"
    if "data" in run.loop_kinds:
        return "loop over batches"
    return None


# -- classes of the program ------------------------------------------------------------------------------------


def instantiate(run: Interpreter, cls: Class, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Construct an instance of a class of the program."""
    order = mro(cls)
    kind = cls.kind
    layer: ev.Layer | None = None
    if kind == "BatchNormalization":
        return _own_bn(run, cls, arguments, node, frame)
    if is_enum(cls):
        return _member(cls, arguments)
    if kind in ("Model", "Layer") or kind in LAYERS:
        layer = ev.Layer(
            kind=kind if kind in ("Model", "Layer") else "Layer", site=run.site(frame, node), class_name=cls.name
        )
        call = find_method(cls, "call")
        if call is not None:
            layer.call_site = ev.Site(call.module.path, node=call.node)
            layer.takes_training = "training" in calling.parameter_names(call)
    obj = Object(cls, "subclass" if layer is not None else "plain", layer)
    if layer is not None:
        obj.state["builtin"] = next((b for c in order for b in c.bases if isinstance(b, External)), None)
        obj.state["config"] = {}
    if any(isinstance(base, External) and base.name in _DICTS for c in order for base in c.bases):
        first = arguments.get(0, "")
        known = isinstance(first, Mapping) or not arguments.args
        start = {**(first.items if isinstance(first, Mapping) else {}), **arguments.kwargs}
        sites = {key: run.site(frame, arguments.sites[key]) for key in arguments.kwargs if key in arguments.sites}
        obj.state["mapping"] = Mapping(start, arguments.open or not known, sites=sites)
    run.instances.setdefault(id(cls.node), []).append(obj)
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        calling.call_function(run, made, arguments, node, frame, obj, keras_method="__init__" if layer else None)
    elif any(c.dataclass for c in order):
        decorated = next(index for index, c in enumerate(order) if c.dataclass)  # fields below it are not in __init__
        _fill_dataclass(run, obj, order[decorated:], arguments)
        after = class_attribute(cls, "__post_init__")
        if isinstance(after, Function):
            calling.call_function(run, after, Arguments(), node, frame, obj)
    elif layer is not None:
        base_init(run, obj, arguments, node, frame)
    return obj


def _member(cls: Class, arguments: Arguments) -> Value:
    """Return the member of an enum that stands for a value."""
    wanted = arguments.get(0, "value")
    for name, value in cls.attrs.items():
        if isinstance(wanted, Const) and isinstance(value, Const) and value.value == wanted.value:
            return Const(Member(cls, name, value.value))
    return UNKNOWN


def _fill_dataclass(run: Interpreter, obj: Object, order: list[Class], arguments: Arguments) -> None:
    names: list[str] = []
    for cls in reversed(order):
        names.extend(cls.fields)
        for statement in cls.node.body.body if not cls.fields else ():
            lines = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
            annotated = [small.target for small in lines if isinstance(small, cst.AnnAssign)]
            names.extend(target.value for target in annotated if isinstance(target, cst.Name))
    for index, name in enumerate(dict.fromkeys(names)):
        value = arguments.get(index, name)
        if value is None:
            value = class_attribute(order[0], name)
        obj.attrs[name] = UNKNOWN if value is None else value


def base_init(run: Interpreter, obj: Object, arguments: Arguments, node: Any, frame: Frame) -> None:
    """Run the constructor of the library class behind a subclass (``super().__init__(...)``)."""
    if obj.layer is None:
        return
    trainable = arguments.kwargs.get("trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    inputs, outputs = arguments.get(0, "inputs"), arguments.get(1, "outputs")
    if obj.layer.kind == "Model":
        base = obj.state.get("builtin")
        if isinstance(base, External) and base.name.endswith(".Sequential"):
            obj.kind = "sequential"
            obj.state["stack"] = []
            stacked = arguments.get(0, "layers")
            for value in stacked.items if isinstance(stacked, Items) else []:
                add(run, obj, value, frame, node)
        elif inputs is not None and outputs is not None:
            _fill_functional(run, obj, inputs, outputs)
    elif obj.layer.kind == "BatchNormalization":
        for key, value in _config(arguments, LAYERS["BatchNormalization"]).items():
            obj.layer.args[key] = flag_of(value, _arg_site(run, arguments, "BatchNormalization", key, frame))
        if arguments.open:
            _open_bn(obj, obj.layer)


def _own_bn(run: Interpreter, cls: Class, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Construct an instance of the program's own subclass of BatchNormalization."""
    layer = ev.Layer("BatchNormalization", run.site(frame, node), cls.name)
    call = find_method(cls, "call")
    if call is not None:
        layer.takes_training = "training" in calling.parameter_names(call)
        layer.call_site = ev.Site(call.module.path, node=call.node)
    obj = Object(cls, "layer", layer)
    obj.state["config"] = {}
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        calling.call_function(run, made, arguments, node, frame, obj, keras_method="__init__")
    else:
        base_init(run, obj, arguments, node, frame)
    run.emit(ev.LayerBuilt(layer.site, layer, rebuilt_in(run, frame), tuple(reversed(run.scopes))))
    return obj


# -- models ----------------------------------------------------------------------------------------------------


def sequential(run: Interpreter, arguments: Arguments, node: Any, frame: Frame) -> Object:
    """Construct ``keras.Sequential(layers)``."""
    layer = ev.Layer("Sequential", run.site(frame, node), "Sequential")
    obj = Object(None, "sequential", layer, state={"stack": []})
    layers = arguments.get(0, "layers")
    if isinstance(layers, Items):
        for value in layers.items:
            add(run, obj, value, frame, node)
        if layers.open:
            obj.state["open"] = True
    elif layers is not None:
        obj.state["open"] = True
    return obj


def add(run: Interpreter, obj: Object, value: Value, frame: Frame, node: Any) -> None:
    """Add a layer to a Sequential."""
    certain = not isinstance(value, Optional)
    inner = value.value if isinstance(value, Optional) else value
    if isinstance(inner, TensorValue):
        if not obj.stack and inner.info.shape is not None:
            obj.state["input"] = inner.info.shape
            obj.state["input_site"] = inner.info.batch_site
        return
    if not isinstance(inner, Object) or inner.layer is None:
        obj.state["open"] = True
        return
    if not obj.stack and "input" in inner.state:
        obj.state.setdefault("input", inner.state["input"])
        obj.state.setdefault("input_site", inner.state.get("input_site"))
    inner.state.setdefault("owners", []).append(obj)
    entry = inner if certain else Optional(inner)
    run.state.store(obj.state, "stack", [*obj.stack, entry])


def functional(run: Interpreter, arguments: Arguments, node: Any, frame: Frame) -> Value:
    """Construct ``keras.Model(inputs, outputs)``."""
    inputs = arguments.get(0, "inputs") or arguments.get(None, "input")
    outputs = arguments.get(1, "outputs") or arguments.get(None, "output")
    if inputs is None or outputs is None:
        return UNKNOWN
    layer = ev.Layer("Functional", run.site(frame, node), "Model")
    obj = Object(None, "functional", layer)
    _fill_functional(run, obj, inputs, outputs)
    return obj


def _fill_functional(run: Interpreter, obj: Object, inputs: Value, outputs: Value) -> None:
    obj.kind = "functional"
    ends = tensors.flat(outputs)
    nodes = [t.node for t in ends if t.node is not None]
    obj.state["outputs"] = nodes
    obj.state["inputs"] = [t.node for t in tensors.flat(inputs) if t.node is not None]
    obj.state["input_infos"] = [t.info for t in tensors.flat(inputs)]
    obj.state["result"] = outputs
    if not ends:
        obj.state["open"] = True
    from bnlint.interpreter.domain.keras_objects import graph_order

    for node, _ in graph_order(obj):
        if node.obj is not None:
            node.obj.state.setdefault("owners", []).append(obj)


def application(run: Interpreter, name: str, arguments: Arguments, has_bn: bool, node: Any, frame: Frame) -> Object:
    """Construct a model of ``keras.applications``; one layer inside stands for all its BN layers."""
    site = run.site(frame, node)
    layer = ev.Layer("Functional", site, name)
    weights = arguments.get(1, "weights")
    if weights is None:
        layer.pretrained = True
    elif isinstance(weights, Const):
        layer.pretrained = weights.value is not None
    else:
        layer.pretrained = None
    obj = Object(None, "application", layer, state={"stack": []})
    if has_bn:
        inner = Object(None, "layer", ev.Layer("BatchNormalization", site, f"BN of {name}", opaque=True))
        inner.state["config"] = {}
        obj.state["stack"] = [inner]
    top = arguments.get(0, "include_top")
    pooling = arguments.get(None, "pooling")
    pooled = isinstance(pooling, Const) and pooling.value in ("avg", "max")
    include_top = top is None or (isinstance(top, Const) and bool(top.value))
    obj.state["rank"] = 2 if include_top or pooled else 4 if isinstance(top, Const) else None
    shape = tensors.shape_from(arguments.get(None, "input_shape"))
    obj.state["input"] = None if shape is None else (None, *shape)
    tensor = arguments.get(None, "input_tensor")
    if isinstance(tensor, TensorValue) and tensor.node is not None:
        call = ev.LayerCalled(site, layer, input=tensor.info)
        out = Node(obj, (tensor.node,), call)
        rank = obj.state["rank"]
        out.tensor = TensorValue(
            ev.Tensor("symbolic", (None,) * rank if rank else None, producers=frozenset({id(obj)}), direct=layer), out
        )
        obj.state["graph_output"] = out
        obj.state["graph_input"] = tensor
    return obj
