"""Inputs of models, and models made from others."""

from __future__ import annotations

from dataclasses import field, replace
from types import NoneType
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.keras_objects import all_trainable, children, graph_order, walk
from bnlint.interpreter.domain.values import (
    RESTORED,
    UNKNOWN,
    Choice,
    Configuration,
    Const,
    File,
    History,
    Items,
    Known,
    Mapping,
    Node,
    Object,
    Optional,
    TensorValue,
    Text,
    Unknown,
    Value,
    Wiring,
)
from bnlint.interpreter.machine import Machine, Saved
from bnlint.records import dataclass


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
        return _without_batch(given)
    site = run.site(call.frame, argument) if batch is not None and argument is not None else None
    start = Node(None, ())
    full = None if shape is None else (batch, *shape)
    made = tensors.symbolic(full, start, batch_site=site, batch=batch, producers=frozenset({("input", id(start))}))
    start.tensor = made
    return made


def _without_batch(given: TensorValue) -> TensorValue:
    """Return the tensor that an ``Input`` stands for; whoever calls the model may give it another number of rows."""
    shape = given.info.shape
    info = replace(given.info, shape=(None, *shape[1:]) if shape else shape, batch=None, batch_site=None)
    return TensorValue(info, given.node)


def clone(run: Machine, value: Value, node: Any, frame: Frame, weights: bool = False) -> Value:
    """Return a copy of a model or layer with layers of its own.

    Args:
        value: the original.
        node: what makes the copy.
        frame: where that is.
        weights: they are copied, too.
    """
    if isinstance(value, Optional):
        value = value.value
    if not isinstance(value, Object) or value.layer is None:
        return UNKNOWN
    copy = _Copier(run.site(frame, node), "same" if weights else "new").object(value)
    return copy if weights else _heard(copy, run.dialect == 3 and value.kind != "functional")


def described(obj: Object) -> Value:
    """Return what ``get_config`` says of a layer or model of the library."""
    if obj.kind != "layer":
        return Configuration(obj)
    return Mapping(_entries(obj), True, describes=obj)


def _entries(obj: Object) -> dict[Any, Value]:
    """Return those arguments of a layer that its configuration holds as they are."""
    return {name: value for name, value in obj.config.items() if sequence(value) is not None or _is_plain(value)}


def _is_plain(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, (bool, int, float, NoneType))


def unchanged(description: Mapping) -> Configuration | None:
    """Return the configuration of a layer that a program has as ``get_config`` gave it; None for any other dict."""
    obj = description.describes
    same = obj is not None and not description.overlaid and dict(description.items) == _entries(obj)
    return Configuration(obj) if obj is not None and same else None


def rebuilt(run: Machine, configuration: Value | None, node: Any, frame: Frame) -> Value:
    """Return a model made from the configuration of another, if nothing can have been changed in it."""
    if not isinstance(configuration, Configuration):
        return RESTORED
    model = configuration.model
    if model.kind not in _OF_LIBRARY or model.history.edited:
        return UNKNOWN
    copy = _Copier(run.site(frame, node), "new").object(model)
    return _heard(copy, run.dialect == 3 and model.kind != "sequential")


def _heard(copy: Object, keeps: bool) -> Object:
    """Return a copy as Keras makes it: what is in a frozen model is frozen again, the model itself seldom.

    Keras 2 makes models anew without their own ``trainable``; so does Keras 3 with a Sequential from a configuration
    and with a clone of a graph.
    """
    if not keeps and copy.kind in ("sequential", "functional"):
        copy.attrs["trainable"] = Const(True)
    return copy


def save(run: Machine, model: Value, call: Call, role: str) -> None:
    """Remember which model is in a file; a file into which the program puts several may hold any of them.

    Args:
        run: the interpreter.
        model: what is saved.
        call: what saves it.
        role: what the file is to the call.
    """
    saved(run, model, call)
    if not isinstance(model, Object) or model.kind not in ("sequential", "functional"):
        return
    file, argument = call.role(role), call.role_written(role)
    written = argument.value if isinstance(argument, cst.Arg) else None
    if type(file) in (Unknown, Text) and isinstance(written, cst.Name) and call.frame.names.get(written.value) is file:
        # The name stands for the same file until it is bound anew.
        file = call.frame.names[written.value] = File()
    name = _name(file)
    if name is not None:
        before = run.saved.get(name)
        mixed = before is not None and before.model is not model
        run.saved[name] = Saved(None if mixed else model, all_trainable(model))


def saved(run: Machine, model: Value, call: Call, served: bool = False, graph: bool = True) -> None:
    """Write down that the weights of a model go to a file as they are, for programs that only ask it or for any."""
    if isinstance(model, Object) and model.layer is not None:
        run.emit(ev.ModelSaved(run.site(call.frame, call.node), model.layer, served, graph))


def _name(file: Value | None) -> str | File | None:
    """Return what a file is known by."""
    if isinstance(file, File):
        return file
    return file.value if isinstance(file, Const) and isinstance(file.value, str) else None


def load(run: Machine, file: Value | None, node: Any, frame: Frame) -> Value:
    """Return the model in a file, if the program itself has put it there."""
    name = _name(file)
    known = run.saved.get(name) if name is not None else None
    if known is None or known.model is None:
        return RESTORED
    copy = _Copier(run.site(frame, node), "restored", known.trainable).object(known.model)
    for inner, _ in walk(copy):  # a model in a model is made anew, too
        _heard(inner, run.dialect == 3 and inner.kind != "sequential")
    return copy


_OF_LIBRARY = ("sequential", "functional", "layer")


@dataclass
class _Copier:
    """Makes the layers of a copy, each once.

    Args:
        site: where the copy is made: its layers come from there.
        weights: "new", the "same" as the original's, or "restored" from a file.
        trainable: by ``id`` of a layer what its ``trainable`` was when it was saved.
        made: by ``id`` of an original its copy.
        layers: the same for what events say of them.
        nodes: the same for the steps of graphs.
    """

    site: ev.Site
    weights: str
    trainable: dict[int, Value] = field(default_factory=dict)
    made: dict[int, Object] = field(default_factory=dict)
    layers: dict[int, ev.Layer] = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)

    def object(self, obj: Object) -> Object:
        """Return the copy of a layer or model."""
        if id(obj) in self.made or obj.layer is None:
            return self.made.get(id(obj), obj)
        history = History(None if obj.history.stack is None else [])
        copy = Object(obj.cls, obj.kind, self._layer(obj.layer), {}, dict(obj.config), history, _same(obj.known))
        self.made[id(obj)] = copy
        copy.attrs.update({name: self.value(value) for name, value in obj.attrs.items()})
        if id(obj) in self.trainable:
            copy.attrs["trainable"] = self.trainable[id(obj)]
        if obj.history.stack is not None:
            history.stack = [self.value(entry) for entry in obj.history.stack]
        if obj.known.wiring is not None:
            for node, _ in graph_order(obj):
                self._node(node)
            ends = obj.known.wiring
            copy.known.wiring = Wiring(list(map(self._node, ends.inputs)), list(map(self._node, ends.outputs)))
        for inner, _ in children(copy):
            inner.known.owners.append(copy)
        return copy

    def value(self, value: Value) -> Value:
        """Return a value in which layers and models are copied."""
        if isinstance(value, Object):
            return self.object(value)
        if isinstance(value, Optional):
            return Optional(self.value(value.value))
        if isinstance(value, Choice):
            return Choice(tuple(map(self.value, value.options)), value.by_default)
        if isinstance(value, Items):
            return Items(list(map(self.value, value.items)), value.kind, value.open, value.element, value.grown)
        if isinstance(value, Mapping) and value.of is None:
            inside = {key: self.value(entry) for key, entry in value.items.items()}
            return Mapping(inside, value.open, value.namespace, dict(value.sites), value.overlaid)
        return value

    def _layer(self, layer: ev.Layer) -> ev.Layer:
        made = self.layers[id(layer)] = replace(
            layer,
            site=self.site,
            # A configuration says what the constructor was told, but not where that is written.
            args={name: ev.Arg(arg.value, arg.known) for name, arg in layer.args.items()},
            children=[],
            pretrained={"new": False, "same": layer.pretrained, "restored": True}[self.weights],
            given=self.weights == "restored" or (self.weights == "same" and layer.given),
            opaque=layer.is_bn,
            copied=not layer.opaque or layer.copied,
        )
        return made

    def _node(self, node: Node) -> Node:
        """Return the copy of a step; those before it are there."""
        if id(node) in self.nodes:
            return self.nodes[id(node)]
        inputs, joined = (tuple(map(self._node, before)) for before in (node.inputs, node.joined))
        obj = None if node.obj is None else self.object(node.obj)
        copy = self.nodes[id(node)] = Node(obj, inputs, None, node.flag, None, joined, node.chosen, node.constants)
        if node.call is not None and obj is not None and obj.layer is not None:
            copy.call = replace(node.call, site=self.site, layer=obj.layer, input=self._info(node.call.input))
        if isinstance(node.tensor, TensorValue):
            copy.tensor = TensorValue(self._info(node.tensor.info), copy)
        return copy

    def _info(self, info: ev.Tensor) -> ev.Tensor:
        """Return what is known of a tensor, which comes out of a layer of the copy."""
        return replace(info, direct=self.layers.get(id(info.direct), info.direct))


def _same(known: Known) -> Known:
    """Return what is known of a copy."""
    return Known(
        input=known.input,
        input_site=known.input_site,
        rank=known.rank,
        open=known.open,
        strategy=known.strategy,
        builtin=known.builtin,
        built=known.built,
        keeps_shape=known.keeps_shape,
        layout=known.layout,
        switches=known.switches,
        overlaid=known.overlaid,
    )
