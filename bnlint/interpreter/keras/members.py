"""Attributes of Keras's and TensorFlow's objects: what ``value.name`` is where Python itself does not say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import records, releases, tensors
from bnlint.interpreter.domain.classes import class_of_layer, type_of_object
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.keras_objects import children, graph_order, own_trainable
from bnlint.interpreter.domain.names import external, own_dialect
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Beginnings,
    Choice,
    Const,
    Dataset,
    Experiment,
    External,
    Foreign,
    Items,
    Listed,
    Manager,
    Mapping,
    Method,
    NameOf,
    Node,
    Object,
    Optimizer,
    Optional,
    Parser,
    PerReplica,
    Saver,
    Scaler,
    ScopedVariables,
    Selection,
    Statistics,
    Strategy,
    TapeValue,
    TensorValue,
    TrainableVariables,
    Value,
    Variables,
    Weight,
)
from bnlint.interpreter.machine import Machine
from bnlint.libraries import torch
from bnlint.libraries.keras_layers import CLASSES
from bnlint.libraries.keras_models import ATTRIBUTES, BUILD
from bnlint.libraries.keras_versions import is_missing
from bnlint.libraries.objects import METHODS
from bnlint.libraries.releases import exists
from bnlint.libraries.torch import DATA, GRADIENT, LAYER_METHODS


def load(run: Machine, value: Value, name: str, frame: Frame, node: Any) -> Value | None:
    """Return ``value.name``; None where nothing is known."""
    loader = _LOADERS.get(type(value))
    found = loader(run, value, name, frame, node) if loader is not None else None
    is_class = found is None and not isinstance(value, Object) and (name in CLASSES or name == "Input")
    return external(f"keras.layers.{name}") if is_class and _is_injected(owner_of(node)) else found


def _is_injected(owner: Any) -> bool:
    """Whether what stands before the dot is `keras.layers` that somebody hands around, not some package's `layers`."""
    of_package = type(owner) is cst.Attribute and last_name(owner.value) not in _KERAS
    return last_name(owner) in _INJECTED and not of_package


_KERAS = {"keras", "tf", "tensorflow", "tfk", "tf_keras", "k", "K"}
_INJECTED = {"layers", "KL", "L", "keras_layers", "tfkl", "kl", "klayers", "tfl", "nn_layers", "_layers", "lyr"}
"""Names under which programs hand ``keras.layers`` around (keras-applications' ``layers`` argument and its kin)."""
_MODULES = ("Module", "TorchModule")
_WEIGHT_LISTS = [name for name, row in ATTRIBUTES.items() if row.holds == "weights" and row.which != "non-trainable"]


def owner_of(node: Any) -> Any:
    """Return what stands before the dot, or is handed to ``getattr``."""
    return node.args[0].value if type(node) is cst.Call and node.args else getattr(node, "value", None)


def last_name(node: Any) -> str:
    """Return the last part of a name as it is written."""
    attr = getattr(node, "attr", None)
    if attr is not None:
        return str(attr.value)
    value = getattr(node, "value", "")
    return value if isinstance(value, str) else ""


# -- libraries -------------------------------------------------------------------------------------------------------


def _of_library(run: Machine, value: External, name: str, frame: Frame, node: Any) -> Value:
    if value.name.endswith(".FLAGS"):
        option: Value = run.graph.options.get(name, UNKNOWN)
        return option
    if name == "__name__" and class_of_layer(value):
        return Const(class_of_layer(value))
    if name == "SyncBatchNormalization" and value.name.startswith("keras") and not own_dialect(value):
        run.emit(ev.ApiUsed(run.site(frame, node), f"{value.name}.{name}"))
    found = external(f"{value.written or value.name}.{name}")
    if found.written and is_missing(found.written) and not is_missing(value.written):
        # What belongs to something that is missing was said to be when that was imported.
        run.emit(ev.ApiUsed(run.site(frame, node), found.written))
    dialect = own_dialect(found) or run.dialect
    if run.nesting.attempts:
        run.tried(exists(found.name, dialect), "AttributeError")
    return releases.version_of(found.name, dialect) or found


def _of_foreign(run: Machine, value: Foreign, name: str, frame: Frame, node: Any) -> Value:
    kept = value.argument(name)
    return Method(value, name) if kept is None else kept


# -- layers and models -----------------------------------------------------------------------------------------------


def _of_object(run: Machine, obj: Object, name: str, frame: Frame, node: Any) -> Value | None:
    if obj.layer is None:
        kept = obj.known.foreign.argument(name) if obj.known.foreign is not None else None
        return _of_module(run, obj, name) if kept is None else kept
    found = _MEMBERS.get(name)
    value = Method(obj, name) if found is None else found(run, obj, name)
    if type(value) is Variables:
        return replace(value, listed=Listed(run.site(frame, node), frame.function))
    return value


def _of_module(run: Machine, obj: Object, name: str) -> Value | None:
    if name in _WEIGHT_LISTS and obj.cls is not None and obj.cls.kind == "Module" and run.dialect == 2:
        # Only Keras 2 layers are tf.Modules themselves; of Keras 3 layers a tf.Module finds no weights.
        return Variables(tuple(layers_of_module(obj)))
    if obj.cls is not None and obj.cls.kind == "TorchModule" and name in LAYER_METHODS:
        return Method(obj, name)
    return None


def _weights(run: Machine, obj: Object, name: str) -> Value:
    return Variables((obj,), every=ATTRIBUTES[name].which == "all")


def _one_weight(run: Machine, obj: Object, name: str) -> Value:
    return Variables((obj,), True)


def _statistics(run: Machine, obj: Object, name: str) -> Value:
    return Statistics((obj,))


def _setting(run: Machine, obj: Object, name: str) -> Value:
    return obj.config.get(name, UNKNOWN)


def _trainable(run: Machine, obj: Object, name: str) -> Value:
    return own_trainable(obj)


def _layers(run: Machine, obj: Object, name: str) -> Value:
    return Items([], "list", True, Selection(obj, "some")) if name == "submodules" else layers(obj)


def layers(obj: Object) -> Items:
    """Return ``model.layers``: with the input of a graph, and as far as they are known."""
    if obj.kind == "application":
        return Items([], "list", True, Selection(obj, "some"))
    stack = obj.history.stack
    if stack is not None:
        inner = [each for each in stack if not _is_input(each)]
    else:
        inner = [*_input_layers(obj), *(child for child, _ in children(obj))]
    repeats = any(node.repeated for node, _ in graph_order(obj))
    base = _laid_out_in(obj)
    if base is not None and base in inner:
        behind = tuple(each for each in inner[inner.index(base) + 1 :] if isinstance(each, Object))
        return Items([], "list", True, Selection(obj, "some", base, behind))
    known = obj.kind in ("sequential", "functional") and not (obj.known.open or repeats) or _shows_all(obj)
    return Items(list(inner), "list", not known, Selection(obj, "some"))


def _is_input(entry: Value) -> bool:
    """Whether a Sequential begins with an ``InputLayer``, which its ``layers`` do not show."""
    return isinstance(entry, Object) and entry.layer is not None and entry.layer.kind == "InputLayer"


def _laid_out_in(obj: Object) -> Object | None:
    """Return the library's network whose graph a Functional model goes on with: it has all of its layers itself."""
    found = [node.obj for node, _ in graph_order(obj) if node.obj is not None and node.obj.known.end is node]
    return found[0] if len(found) == 1 and found[0].kind == "application" else None


def _tensor(run: Machine, obj: Object, name: str) -> Value:
    return _model_tensor(obj, name)


def _class(run: Machine, obj: Object, name: str) -> Value:
    return type_of_object(obj)


def _name(run: Machine, obj: Object, name: str) -> Value:
    return _layer_name(obj)


def _optimizer(run: Machine, obj: Object, name: str) -> Value:
    return Optimizer()


def _built(run: Machine, obj: Object, name: str) -> Value:
    """``layer.built``: Keras has run the layer's own ``build`` before it runs ``call`` (measured)."""
    if any(scope.keras_method == BUILD for scope in run.context.scopes):
        return UNKNOWN
    inside = any(event.layer is obj.layer for event in run.context.calls)
    if obj.known.built or inside and run.dialect == 2:
        return Const(True)
    return UNKNOWN


def _nothing_known(run: Machine, obj: Object, name: str) -> Value:
    return UNKNOWN


_BY_CONTENT: dict[str, Callable[[Machine, Object, str], Value]] = {
    "weights": _weights,
    "variables": _one_weight,
    "updates": _nothing_known,
    "switch": _trainable,
    "layers": _layers,
    "tensors": _tensor,
    "statistics": _statistics,
    "settings": _setting,
    "other": _nothing_known,
}
"""By what the row of an attribute says that it holds."""
_MEMBERS = {
    **{name: _BY_CONTENT[row.holds] for name, row in ATTRIBUTES.items()},
    **{name: _statistics for name, row in ATTRIBUTES.items() if row.which == "non-trainable"},
    "__class__": _class,
    "built": _built,
    "name": _name,
    "optimizer": _optimizer,
}


def _input_layers(obj: Object) -> list[Object]:
    """Return the layers of a Functional model's inputs, which ``model.layers`` begins with."""
    if obj.kind != "functional":
        return []
    starts = [node for node, _ in graph_order(obj) if node.obj is None and not node.inputs and not node.joined]
    return [Object(None, "layer", ev.Layer("InputLayer", ev.Site(""))) for _ in starts]


def _shows_all(obj: Object) -> bool:
    """Whether every layer that an instance of the program's class keeps in its attributes is known."""
    if obj.kind != "subclass" or obj.known.made_up or obj.known.open:
        return False
    hidden = any(value is UNKNOWN or isinstance(value, (Choice, Optional)) for value in obj.attrs.values())
    return not hidden and all(certain for _, certain in children(obj))


def layers_of_module(obj: Object) -> list[Object]:
    """Return the layers and models that a module finds in its attributes, in nested lists, dicts and modules."""
    found: dict[int, Object] = {}
    stack: list[Value] = list(obj.attrs.values())
    seen = {id(obj)}
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Optional):
            stack.append(value.value)
        elif isinstance(value, Object) and value.layer is not None:
            found[id(value)] = value
        elif isinstance(value, Object) and value.cls is not None and value.cls.kind in _MODULES:
            stack += value.attrs.values()
        elif isinstance(value, (Items, Mapping)):
            stack += value.items if isinstance(value, Items) else value.items.values()
    return list(found.values())


def _layer_name(obj: Object) -> Value:
    """Return a layer's name: the one given, or the class name in snake case that Keras makes up."""
    given = obj.config.get("name")
    if given is not None or obj.layer is None or obj.kind != "layer" or obj.cls is not None:
        return given if isinstance(given, Value) else NameOf(obj)
    return Const(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", obj.layer.kind).lower())


def _model_tensor(obj: Object, name: str) -> Value:
    wiring = obj.known.wiring
    nodes = None if wiring is None else wiring.outputs if name.startswith("output") else wiring.inputs
    if nodes:
        values: list[Value] = [
            TensorValue(n.tensor.info, n) if isinstance(n.tensor, TensorValue) else UNKNOWN for n in nodes
        ]
        return values[0] if len(values) == 1 and not name.endswith("s") else Items(values)
    if obj.kind in ("application", "sequential"):
        value = whole_model_tensor(obj, name.startswith("output"))
        return Items([value]) if name.endswith("s") else value
    return _tensor_of_layer(obj, name) if obj.kind in ("layer", "wrapper") else UNKNOWN


def _tensor_of_layer(obj: Object, name: str) -> Value:
    """Return ``layer.output`` or ``layer.input`` of a layer that stands at one place of a graph."""
    steps = {id(n): n for owner in obj.known.owners for n, _ in graph_order(owner) if n.obj is obj}
    step = next(iter(steps.values())) if len(steps) == 1 else None
    if step is not None and name == "input":
        step = step.inputs[0] if len(step.inputs) == 1 else None
    known = step is not None and name in ("output", "input") and isinstance(step.tensor, TensorValue)
    return TensorValue(step.tensor.info, step) if known and step is not None else UNKNOWN


def whole_model_tensor(obj: Object, output: bool) -> Value:
    """Return ``model.output`` or ``model.input`` of a model whose graph is not known step by step."""
    assert obj.layer is not None
    known = obj.known
    if not output and known.given is not None:
        return known.given
    if known.end is None:
        begin = Node(None, ())
        begin.tensor = tensors.symbolic(known.input, begin)
        end = Node(obj, (begin,), ev.LayerCalled(obj.layer.site, obj.layer, input=begin.tensor.info))
        shape = (None,) * known.rank if known.rank else None
        made_by: dict[str, Any] = {"producers": frozenset({id(obj)}), "direct": obj.layer}
        end.tensor = tensors.symbolic(shape, end, layout=known.layout, **made_by)
        known.begin, known.end = begin, end
    chosen: Value = known.end.tensor if output or known.begin is None else known.begin.tensor
    return chosen


def _of_selection(run: Machine, value: Selection, name: str, frame: Frame, node: Any) -> Value | None:
    return _tensor_inside(value.model, name) if name in ("output", "input") else None


def _tensor_inside(model: Object, name: str) -> Value:
    """``base.get_layer("conv4_out").output``: of a library's network the part up to there still has its BN layers."""
    whole = _model_tensor(model, name)
    if not isinstance(whole, TensorValue) or whole.node is None:
        return UNKNOWN
    if name == "input":
        return TensorValue(ev.Tensor("symbolic", None, whole.info.batch_site), whole.node)
    node = whole.node if model.kind == "application" else Node(None, (), joined=(whole.node, Node(None, ())))
    return TensorValue(ev.Tensor("symbolic", None, whole.info.batch_site), node)


# -- tensors, data sets and what trains ------------------------------------------------------------------------------


def _of_tensor(run: Machine, value: TensorValue, name: str, frame: Frame, node: Any) -> Value:
    shape = value.info.shape
    if name == "shape":
        return UNKNOWN if shape is None else Items([UNKNOWN if d is None else Const(d) for d in shape], "tuple")
    if name == "T":
        turned = shape[::-1] if shape else None
        return TensorValue(ev.Tensor(kind=value.info.kind, shape=turned, made_of=value.info.made_of))
    if name == "ndim" and shape is not None:
        return Const(len(shape))
    if name == DATA and run.on_torch:
        return records.cut_off(value)
    return UNKNOWN if name in ("size", "ndim", "dtype", "name") else Method(value, name)


def _of_strategy(run: Machine, value: Strategy, name: str, frame: Frame, node: Any) -> Value:
    if name == "num_replicas_in_sync":
        return Const(1) if value.replicas == 1 else PerReplica(1, value)
    return Method(value, name)


def _of_statistics(run: Machine, value: Statistics, name: str, frame: Frame, node: Any) -> Value:
    return value if name == "value" else Method(value, name)


def _of_weight(run: Machine, value: Weight, name: str, frame: Frame, node: Any) -> Value | None:
    if name == "value" and run.dialect == 3 or name == DATA and run.on_torch:
        return value
    if name == GRADIENT and run.on_torch:
        return records.gradient(ev.Tape(run.site(frame, node), "grad"))
    return Method(value, name) if name in _METHODS_OF_A_VARIABLE else None


_METHODS_OF_A_VARIABLE = frozenset(
    name for row in (*METHODS, *torch.METHODS) if row.receiver == "variable" for name in row.names.split()
)


def _method(run: Machine, value: Value, name: str, frame: Frame, node: Any) -> Value:
    return Method(value, name)


_LOADERS: dict[type, Callable[..., Value | None]] = {
    External: _of_library,
    Foreign: _of_foreign,
    Object: _of_object,
    Selection: _of_selection,
    TensorValue: _of_tensor,
    Strategy: _of_strategy,
    Statistics: _of_statistics,
    Weight: _of_weight,
    **dict.fromkeys((Beginnings, Dataset, Manager, Optimizer, TapeValue, Parser, Variables, Saver, Scaler), _method),
    **dict.fromkeys((Experiment, ScopedVariables, TrainableVariables), _method),
}
