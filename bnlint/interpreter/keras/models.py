"""Constructing models: ``Sequential``, and the graph of a Functional model."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import graph_order
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Choice,
    History,
    Items,
    Object,
    Optional,
    TensorValue,
    Value,
    Wiring,
)
from bnlint.interpreter.machine import Machine


def sequential(run: Machine, call: Call) -> Object:
    """Construct ``keras.Sequential(layers)``."""
    layer = ev.Layer("Sequential", run.site(call.frame, call.node), "Sequential", loops=len(run.context.loops))
    obj = Object(None, "sequential", layer, history=History([]))
    note_name(obj, call)
    run.read.stacks.append(obj)
    layers = call.get(0, "layers")
    if isinstance(layers, Items):
        for value in layers.items:
            add(run, obj, value)
        if layers.open:
            obj.known.open = True
    elif layers is not None:
        obj.known.open = True
    return obj


def note_name(obj: Object, call: Call) -> None:
    """Keep the name that a model or layer is given where it is made."""
    name = call.kwargs.get("name")
    if name is not None:
        obj.config["name"] = name


def add(run: Machine, obj: Object, value: Value) -> None:
    """Add a layer to a Sequential."""
    certain = not isinstance(value, Optional)
    inner = value.value if isinstance(value, Optional) else value
    if isinstance(inner, TensorValue):
        if not obj.stack and inner.info.shape is not None:
            obj.known.input = inner.info.shape
            obj.known.input_site = inner.info.batch_site
        return
    options = inner.options if isinstance(inner, Choice) else (inner,)
    if not all(isinstance(option, Object) and option.layer is not None for option in options):
        obj.known.open = True
        return
    if isinstance(inner, Choice):
        for option in keras_layers(inner):
            option.known.owners.append(obj)
        run.state.changing(obj.history).stack = [*obj.stack, value]
        return
    assert isinstance(inner, Object)
    if run.dialect == 2 and obj.known.input is None and any(inner is entry for entry in obj.stack):
        return  # a Sequential that is built on its first call has each instance once (measured)
    if not obj.stack and obj.known.input is None:
        obj.known.input, obj.known.input_site = inner.known.input, inner.known.input_site
    inner.known.owners.append(obj)
    entry = inner if certain else Optional(inner)
    run.state.changing(obj.history).stack = [*obj.stack, entry]


def keras_layers(choice: Choice) -> list[Object]:
    """Return the layers of which an option of the program chooses one."""
    return [option for option in choice.options if isinstance(option, Object) and option.layer is not None]


def functional(run: Machine, call: Call) -> Value:
    """Construct ``keras.Model(inputs, outputs)``."""
    inputs = call.get(0, "inputs") or call.get(None, "input")
    outputs = call.get(1, "outputs") or call.get(None, "output")
    if inputs is None or outputs is None:
        return UNKNOWN
    layer = ev.Layer("Functional", run.site(call.frame, call.node), "Model", loops=len(run.context.loops))
    obj = Object(None, "functional", layer)
    note_name(obj, call)
    fill_functional(obj, inputs, outputs)
    return obj


def fill_functional(obj: Object, inputs: Value, outputs: Value) -> None:
    """Note the graph between inputs and outputs."""
    obj.kind = "functional"
    ends = tensors.flat(outputs)
    nodes = [t.node for t in ends if t.node is not None]
    obj.known.wiring = Wiring([t.node for t in tensors.flat(inputs) if t.node is not None], nodes)
    if not ends:
        obj.known.open = True
    for node, _ in graph_order(obj):
        if node.obj is not None:
            node.obj.known.owners.append(obj)


def remember_strategy(run: Machine, value: Value) -> None:
    """Note the distribution strategy in whose scope a layer or model is constructed."""
    if run.nesting.strategies and isinstance(value, Object):
        value.known.strategy = run.nesting.strategies[-1]
