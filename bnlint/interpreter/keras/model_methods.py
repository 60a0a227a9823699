"""Methods of layers and models, and of ``super()`` in a class of them."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import children
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Configuration,
    Const,
    Items,
    Mapping,
    Object,
    Selection,
    Super,
    Value,
)
from bnlint.interpreter.keras import construct, forward, training
from bnlint.interpreter.machine import Machine


def of_object(run: Machine, obj: Object, name: str, call: Call) -> Value | None:
    """Call a method of a layer or model; None where nothing is known of it."""
    if obj.layer is None:
        return run.own.call_method(run, obj, name, call) if run.own is not None else None
    if name == "compile":
        return training.compiled(run, obj, call)
    if name in training.FIT:
        return training.fit(run, obj, name, call)
    if name in training.PREDICT:
        return training.predict(run, obj, name, call)
    if name == "add" and obj.kind == "sequential":
        value = call.get(0, "layer")
        construct.add(run, obj, value if value is not None else UNKNOWN, call.frame, call.node)
        return NONE
    if name == "pop" and obj.kind == "sequential":
        run.state.changing(obj.history).stack = obj.stack[:-1]
        return NONE
    if name == "__call__":
        return forward.call_object(run, obj, call)
    if name == "call":
        return forward.call_object(run, obj, call, bypass=True)
    if name == "get_layer":
        return _get_layer(obj, call)
    if name in ("load_weights", "set_weights"):
        obj.layer.pretrained = True
        return NONE
    if name in ("get_config", "to_json") and obj.cls is None:
        return Configuration(obj)
    if name in (
        "summary",
        "build",
        "save",
        "save_weights",
        "get_weights",
        "get_config",
        "count_params",
        "reset_states",
    ):
        return UNKNOWN
    if name == "_flatten_layers":
        return Items([], "list", True, Selection(obj, "some"))
    return None


def _get_layer(obj: Object, call: Call) -> Value:
    index = call.get(1, "index")
    name = call.get(0, "name")
    inside = [child for child, _ in children(obj)]
    if isinstance(index, Const) and isinstance(index.value, int) and abs(index.value) < len(inside):
        return inside[index.value]
    if isinstance(name, Const):
        for child in inside:
            written = child.config.get("name")
            if isinstance(written, Const) and written.value == name.value:
                return child
    return Selection(obj, "part")


def of_super(run: Machine, value: Super, name: str, call: Call) -> Value | None:
    """Call a method of ``super()``; None where nothing is known of it."""
    obj = value.instance
    if isinstance(obj, Object) and obj.known.foreign is not None and run.own is not None:
        if name != "__init__":
            return run.own.call_method(run, obj, name, call)
        run.own.construct(obj, call)
        return NONE
    if not isinstance(obj, Object) or obj.layer is None:
        return NONE if name == "__init__" else None
    if name == "__init__":
        construct.base_init(run, obj, call)
        return NONE
    if name in ("call", "__call__"):
        return forward.super_call(run, obj, call)
    if name == "train_step":
        batch = call.get(0, "data") or UNKNOWN
        training.keras_call(run, obj, training.inputs_only(batch), True, "fit", call.node, call.frame)
        return Mapping({}, True)
    if name in ("test_step", "predict_step"):
        batch = call.get(0, "data") or UNKNOWN
        driver: ev.Driver = "predict" if name == "predict_step" else "evaluate"
        training.keras_call(run, obj, training.inputs_only(batch), False, driver, call.node, call.frame)
        return Mapping({}, True)
    return of_object(run, obj, name, call)
