"""Networks of libraries: one layer inside stands for all their BN layers."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, History, Node, Object, TensorValue, Value
from bnlint.interpreter.keras import models, shapes
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.parameters import parameter_names
from bnlint.interpreter.machine import Machine
from bnlint.libraries.schema import Network, roles
from bnlint.libraries.tensorflow1 import MODEL_FN


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
        norm = ev.Layer("BatchNormalization", site, f"BN of {name}", opaque=True, phased=run.defaults.phased)
        inner = Object(None, "layer", norm)
        obj.history.stack = [inner]
    return obj


def network(run: Machine, row: Network, call: Call) -> Object:
    """Construct a network of a library."""
    name = row.name.rpartition(".")[2]
    call.roles = roles(row.parameters_2 if run.dialect == 2 and row.parameters_2 else row.parameters)
    obj = opaque(run, "Functional", name, call, _contains_bn(row, call))
    assert obj.layer is not None
    models.note_name(obj, call)
    if row.frozen and call.role("trainable") is None:
        obj.attrs["trainable"] = Const(False)
    obj.layer.pretrained = _is_pretrained(row, call)
    for inner in obj.stack:
        if isinstance(inner, Object) and inner.layer is not None:
            inner.layer.pretrained = obj.layer.pretrained if _comes_whole(row) else False
            if inner.layer.pretrained:
                run.graph.loaded += [obj.layer, inner.layer]
            inner.layer.args["momentum"] = ev.Arg(row.momentum, row.momentum is not None)
    obj.known.rank, obj.known.layers = _rank(row, call), row.layers
    shape = tensors.shape_from(call.role("input_shape"))
    obj.known.input = None if shape is None else (None, *shape)
    obj.known.layout = _layout(run, obj)
    tensor = call.role("input_tensor")
    if isinstance(tensor, TensorValue) and tensor.node is not None:
        _build_on(obj, obj.layer, tensor)
    elif tensor is not None and _is_of_graph(tensor, call):
        calling.call_value(run, obj, call.passing([tensor]))
    return obj


def _is_of_graph(tensor: Value, call: Call) -> bool:
    """Whether an input is a tensor of a TF1 graph, to which Keras adds the network at once: none of Keras's own.

    That is what a placeholder is, and what an Estimator hands to its ``model_fn``.
    """
    if isinstance(tensor, TensorValue):
        return tensor.info.kind is None
    function = call.frame.function
    return tensor is UNKNOWN and function is not None and MODEL_FN.issubset(parameter_names(function))


def _contains_bn(row: Network, call: Call) -> bool:
    """Whether BN is inside for certain, as the name of the network or an argument says."""
    told = call.role(row.decides) if row.decides else None
    if told is not None:
        text = told.value.lower() if isinstance(told, Const) and isinstance(told.value, str) else ""
        return text.startswith(tuple(row.families.split()))
    switched = call.role(row.switch) if row.switch else None
    return row.contains_bn if switched is None else truth(switched) is True


def _is_pretrained(row: Network, call: Call) -> bool | None:
    weights = call.role(row.weights) if row.weights else None
    if weights is None:
        return row.pretrained
    return weights.value not in (None, False) if isinstance(weights, Const) else None


def _comes_whole(row: Network) -> bool:
    """Whether all BN comes with the weights: a decoder or a detector's head is new around an encoder that is not."""
    return row.weights in ("weights", "pretrained") or row.name.endswith(("Backbone", "Classifier"))


def _rank(row: Network, call: Call) -> int | None:
    """Return the rank of the output."""
    if row.rank != "top":
        return int(row.rank) if row.rank else None
    top, pooling = call.role("include_top"), call.role("pooling")
    pooled = isinstance(pooling, Const) and pooling.value in ("avg", "max")
    include_top = top is None or (isinstance(top, Const) and bool(top.value))
    return 2 if include_top or pooled else 4 if isinstance(top, Const) else None


def _layout(run: Machine, obj: Object) -> ev.Layout | None:
    """Return where the channels of the output are: last, where the images that the network is made for have them so."""
    last = obj.known.rank == 4 and run.defaults.data_format in ("", "channels_last")
    return "channels_last" if last and shapes.looks_channels_last(obj.known.input) else None


def _build_on(obj: Object, layer: ev.Layer, tensor: TensorValue) -> None:
    """Put the network behind a tensor of a graph, of which it becomes a part."""
    assert tensor.node is not None
    out = Node(obj, (tensor.node,), ev.LayerCalled(layer.site, layer, input=tensor.info))
    rank = obj.known.rank
    shape = (None,) * rank if rank else None
    out.tensor = TensorValue(ev.Tensor("symbolic", shape, producers=frozenset({id(obj)}), direct=layer), out)
    obj.known.end = out
    obj.known.given = tensor
