"""Methods of layers and models, and of ``super()`` in a class of them."""

from __future__ import annotations

from collections.abc import Callable

import bnlint.events as ev
from bnlint.interpreter.domain import states, tensors
from bnlint.interpreter.domain.classes import as_mapping, find_method, foreign_bases, mro, with_fields
from bnlint.interpreter.domain.containers import content
from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import (
    children,
    give_statistics,
    may_contain_bn,
    note_loading,
    refresh,
)
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Asked,
    Const,
    Items,
    Mapping,
    NameOf,
    Object,
    Selection,
    Statistics,
    Super,
    Value,
    Variables,
)
from bnlint.interpreter.keras import checkpoints, classes, copies, forward, loops, models, serving, weights
from bnlint.interpreter.keras.batches import inputs_only
from bnlint.interpreter.keras.members import layers, layers_of_module
from bnlint.interpreter.machine import Machine
from bnlint.libraries.bases import SETTINGS
from bnlint.libraries.keras_layers import is_counted_name
from bnlint.libraries.keras_models import LOOPS, MODEL_METHODS, TORCH_SWITCHES
from bnlint.libraries.keras_networks import is_default_name
from bnlint.libraries.python_classes import ADDS_OPTIONS, AS_DICTS, COPIES, FILLS
from bnlint.libraries.schema import roles
from bnlint.libraries.torch import LAYER_METHODS


def of_object(run: Machine, obj: Object, name: str, call: Call) -> Value | None:
    """Call a method of a layer or model; None where nothing is known of it."""
    if obj.layer is None:
        return _of_module(run, obj, name, call)
    with run.in_keras(obj.layer.dialect or run.dialect):
        return _of_keras(run, obj, name, call)


def _of_module(run: Machine, obj: Object, name: str, call: Call) -> Value | None:
    """Call a method of an instance of the program's class that is no layer: of PyTorch's module, or the user's own."""
    if name in COPIES:
        return None if call.open else with_fields(obj, call.kwargs)
    if name in FILLS:
        return _filled(run, obj)
    if name in AS_DICTS:
        return None if call.args or call.kwargs or call.open else as_mapping(obj)
    row = LAYER_METHODS.get(name) if obj.cls is not None and obj.cls.kind == "TorchModule" else None
    if row is None:
        return run.own.call_method(run, obj, name, call) if run.own is not None else None
    if row.effect == "weights":
        return Variables(tuple(layers_of_module(obj)))
    return obj if row.effect in ("same object", "switches") else UNKNOWN


def _filled(run: Machine, obj: Object) -> Value | None:
    """``Config().parse_args()`` of a class below ``tap.Tap``: its attributes are the defaults of options."""
    order = mro(obj.cls) if obj.cls is not None else []
    if not any(base.name in SETTINGS for base in foreign_bases(obj.cls)):
        return None
    if any(name in cls.attrs for cls in order for name in ADDS_OPTIONS):
        return UNKNOWN
    run.read.options = True
    for name, value in [entry for cls in reversed(order) for entry in cls.attrs.items()]:
        if isinstance(value, Const):
            run.state.store(obj.attrs, name, soft(value, name))
    return obj


def _of_keras(run: Machine, obj: Object, name: str, call: Call) -> Value | None:
    loop = LOOPS.get(name)
    if loop is not None:
        run_loop = loops.fit if loop.mode == "training" else loops.predict
        return run_loop(run, obj, loop, call)
    row = MODEL_METHODS.get(name) or (LAYER_METHODS[name] if name in LAYER_METHODS and run.on_torch else None)
    if row is None or row.receiver == "sequential" and obj.kind != "sequential":
        return None
    effect = EFFECTS.get(row.effect)
    if effect is None:
        return None
    call.name, call.roles = name, roles(row.parameters)
    return effect(run, obj, call)


def _add(run: Machine, obj: Object, call: Call) -> Value:
    models.add(run, obj, call.role("layer") or UNKNOWN)
    return NONE


def _drop_last(run: Machine, obj: Object, call: Call) -> Value:
    run.state.changing(obj.history).stack = obj.stack[:-1]
    return NONE


def _bypass(run: Machine, obj: Object, call: Call) -> Value:
    return forward.call_object(run, obj, call, bypass=True)


def _call_without_state(run: Machine, obj: Object, call: Call) -> Value:
    """``model.stateless_call(trainables, others, x, training=True)``: the output, and the others as they are now."""
    assert obj.layer is not None
    trained, state = call.role("trainable_variables"), call.role("non_trainable_variables")
    if isinstance(trained, Asked) and obj not in trained.owners:
        trained.owners.append(obj)
    states.carry(state)
    by_position = sum(name not in call.kwargs for name in _GIVEN_STATE)
    kwargs = {name: value for name, value in call.kwargs.items() if name not in (*_GIVEN_STATE, _RETURNS_LOSSES)}
    sites = {
        key - by_position if isinstance(key, int) else key: site
        for key, site in call.sites.items()
        if not isinstance(key, int) or key >= by_position
    }
    inputs = [tensors.as_concrete(value) for value in call.args[by_position:]]
    before = len(run.testimony.events)
    output = forward.call_object(run, obj, call.passing(inputs, kwargs, sites, call.open), bypass=True)
    called = [event for event in run.testimony.events[before:] if isinstance(event, ev.LayerCalled)]
    for event in called:
        event.stateless, event.bypass = True, False
    found = [ev.StateReturned(event, own=states.is_own(state, obj)) for event in called if event.layer is obj.layer][:1]
    for returned in found:
        run.returns_state = True
        run.emit(returned)
    losses = [UNKNOWN] if _RETURNS_LOSSES in call.kwargs else []
    return Items([output, Statistics((obj,), frozenset(found)), *losses], "tuple")


def _compute_without_state(run: Machine, obj: Object, call: Call) -> Value:
    """``model.stateless_compute_loss(trainables, others, metrics, x=x, y=y)``: the loss, and what it was given."""
    given = [call.role(name) or UNKNOWN for name in (*_GIVEN_STATE, "metrics_variables")]
    return Items([UNKNOWN, Items(given, "tuple")], "tuple")


_GIVEN_STATE = ("trainable_variables", "non_trainable_variables")
_RETURNS_LOSSES = "return_losses"


def _get_layer(run: Machine, obj: Object, call: Call) -> Value:
    index, name = call.role("index"), call.role("name")
    known = layers(obj)
    if isinstance(index, Const) and type(index.value) is int:
        inside = -len(known.items) <= index.value < len(known.items)
        return known.items[index.value] if inside and not known.open else Selection(obj, "part")
    if isinstance(name, (Const, NameOf)):
        for child, _ in children(obj):
            if child is name.owner if isinstance(name, NameOf) else _is_named(child, str(name.value)):
                return child
    counted = isinstance(name, Const) and not known.open
    return (_numbered(obj, str(name.value)) if counted and isinstance(name, Const) else None) or Selection(obj, "part")


def _numbered(obj: Object, name: str) -> Object | None:
    """Return the layer to which Keras itself gave a name: the only one of its class, or the first: "dense".

    Keras counts the layers of a class in the whole program, so what "dense_3" is, of several, nobody knows.
    """
    unnamed = (child for child, _ in children(obj) if child.kind == "layer" and "name" not in child.config)
    alike = {id(c): c for c in unnamed if c.layer is not None and is_counted_name(c.layer.class_name, name)}
    if len(alike) > 1 and name.rpartition("_")[2].isdecimal():
        return None
    return min(alike.values(), key=lambda child: child.history.born, default=None)


def _is_named(child: Object, name: str) -> bool:
    """Whether a layer or model has a name: the one given, or that of its network."""
    written = child.config.get("name")
    if written is None and child.kind == "application" and child.layer is not None:
        return is_default_name(child.layer.class_name, name)
    return isinstance(written, Const) and written.value == name


def _restore_weights(run: Machine, obj: Object, call: Call) -> Value:
    assert obj.layer is not None
    if call.name == "set_weights" and weights.are_initial(call.role("weights")):
        return NONE
    note_loading(obj, checkpoints.are_own(run, call, obj.known.fitted))
    obj.layer.pretrained, obj.layer.reset = True, False
    give_statistics(obj)
    return NONE


def _save(run: Machine, obj: Object, call: Call) -> Value:
    copies.save(run, obj, call, "filepath")
    serving.serve(run, None, call.kwargs.get("signatures"), call)
    return NONE


def _save_weights(run: Machine, obj: Object, call: Call) -> Value:
    copies.saved(run, obj, call, graph=False)
    return UNKNOWN


def _export(run: Machine, obj: Object, call: Call) -> Value:
    copies.saved(run, obj, call, served=True)
    return UNKNOWN


def _describe(run: Machine, obj: Object, call: Call) -> Value:
    return copies.described(obj) if obj.cls is None else UNKNOWN


def _list_layers(run: Machine, obj: Object, call: Call) -> Value:
    return Items([], "list", True, Selection(obj, "some"))


def _build(run: Machine, obj: Object, call: Call) -> Value:
    obj.known.built = True
    return UNKNOWN


def _nothing_known(run: Machine, obj: Object, call: Call) -> Value:
    return UNKNOWN


def _weights(run: Machine, obj: Object, call: Call) -> Value:
    return Variables((obj,))


def _itself(run: Machine, obj: Object, call: Call) -> Value:
    return obj


def _switched(run: Machine, obj: Object, call: Call) -> Value:
    """``model.train(mode)``, ``model.eval()``, ``model.requires_grad_(value)`` of PyTorch's modules."""
    switch = TORCH_SWITCHES[call.name]
    given = call.get(0, "")
    value = switch.value if given is None else given.value if isinstance(given, Const) else None
    if obj.layer is not None and may_contain_bn(obj) and isinstance(value, bool):
        refresh(obj)
        run.emit(ev.TorchSwitched(run.site(call.frame, call.node), obj.layer, switch.of, value))
    return obj


EFFECTS: dict[str, Callable[[Machine, Object, Call], Value]] = {
    "calls": forward.call_object,
    "calls past the context": _bypass,
    "compiles": loops.compiled,
    "adds a layer": _add,
    "drops the last layer": _drop_last,
    "finds a layer": _get_layer,
    "restores weights": _restore_weights,
    "describes itself": _describe,
    "builds": _build,
    "saves itself": _save,
    "saves its weights": _save_weights,
    "exports itself": _export,
    "shows or saves": _nothing_known,
    "gives its weights": weights.taken,
    "lists layers": _list_layers,
    "calls without state": _call_without_state,
    "computes without state": _compute_without_state,
    "weights": _weights,
    "same object": _itself,
    "switches": _switched,
    "nothing known": _nothing_known,
}
"""By the name that rows use; a row with another effect is understood by the recorder only."""


def _of_container(run: Machine, obj: Value | None, name: str, call: Call) -> Value | None:
    """Call a method of what is above a class without layers: of dict or list, for one that is below these."""
    if name == "__init__":
        if isinstance(obj, Object):
            classes.fill(run, obj, call)
        return NONE
    inside = content(obj) if isinstance(obj, Object) else None
    return None if inside is None or inside is obj else run.call_method(inside, name, call)


def of_super(run: Machine, value: Super, name: str, call: Call) -> Value | None:
    """Call a method of ``super()``; None where nothing is known of it."""
    obj = value.instance
    if isinstance(obj, Object) and obj.known.foreign is not None and run.own is not None:
        if name != "__init__":
            return run.own.call_method(run, obj, name, call)
        run.own.construct(obj, call)
        return NONE
    if not isinstance(obj, Object) or obj.layer is None:
        return _of_container(run, obj, name, call)
    if name == "__init__":
        classes.base_init(run, obj, call)
        return NONE
    own = find_method(obj.cls, "__call__") if name == "__call__" else None
    if own is not None and id(own.node) in run.nesting.active:
        return forward.call_object(run, obj, call)
    if name in ("call", "__call__"):
        return forward.super_call(run, obj, call)
    if name == "train_step":
        batch = call.get(0, "data") or UNKNOWN
        loops.keras_call(run, obj, inputs_only(batch), True, "fit", call.node, call.frame)
        return Mapping({}, True)
    if name in ("test_step", "predict_step"):
        batch = call.get(0, "data") or UNKNOWN
        driver: ev.Driver = "predict" if name == "predict_step" else "evaluate"
        loops.keras_call(run, obj, inputs_only(batch), False, driver, call.node, call.frame)
        return Mapping({}, True)
    return of_object(run, obj, name, call)
