"""Constructing the layers of a library: their arguments, and what their first use is told of the input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, Function, Items, Mapping, Object, Value, axes_of
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_layers import BY_NAME, DROPPING, SYNCHRONISED, positional
from bnlint.libraries.keras_models import BUILD, CALL
from bnlint.libraries.keras_versions import REJECTED_WITH, errors_met, is_rejected
from bnlint.libraries.schema import Layer, Shape
from bnlint.syntax.words import names_in, nodes_in

_WITH_KERNEL = frozenset(
    (Shape.UNITS, Shape.CONVOLUTION, Shape.TRANSPOSED, Shape.DEPTHWISE, Shape.RECURRENT_CONVOLUTION)
)
_OF_KERNELS = ("use_bias", "activation", "data_format")
"""What rules ask of such layers."""


def build_layer(run: Machine, name: str, call: Call) -> Value:
    """Construct a layer of ``keras.layers`` by class name."""
    return build(run, BY_NAME.get(name) or Layer(name), call)


def build(run: Machine, row: Layer, call: Call) -> Object:
    """Construct a layer of which a row speaks."""
    run.built += 1
    run.earn(100, call.node)
    names = positional(row, run.dialect)
    layer = ev.Layer(kind=row.kind or row.name, site=run.site(call.frame, call.node), class_name=row.name)
    layer.loops = len(run.context.loops)
    config = config_of(call, names)
    obj = Object(None, "layer", layer, config=config)
    obj.known.data_format = run.defaults.data_format
    if row.role == "normalisation":
        _fill_bn(run, obj, row, names, call)
    elif row.role == "wrapper":
        obj.kind = "wrapper"
        obj.attrs["layer"] = call.get(0, names[0] if names else "layer") or UNKNOWN
    elif row.shape in _WITH_KERNEL:
        run.among_twins(layer)
        for key in _OF_KERNELS:
            value = config.get(key)
            if value is not None:
                layer.args[key] = axes_of(value, argument_site(run, call, names, key))
    elif row.name in DROPPING and "rate" in config:
        layer.args["rate"] = axes_of(config["rate"], argument_site(run, call, names, "rate"))
    _note_input_shape(run, obj, call, is_input=row.role == "input")
    trainable = call.get(None, "trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    return obj


def config_of(call: Call, names: tuple[str, ...]) -> dict[str, Value]:
    """Return a constructor's arguments by name."""
    config = dict(zip(names, call.args, strict=False))
    config.update(call.kwargs)
    return config


def argument_site(run: Machine, call: Call, names: tuple[str, ...], name: str) -> ev.Site | None:
    """Return where an argument of a constructor is written."""
    node = call.written(names.index(name) if name in names else None, name)
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
        if rest is None and written is None and "input_dim" in kwargs:
            rest = (None,)  # it is one number, whatever it is
        shape = None if rest is None else (batch, *rest)
    if shape:
        obj.known.input = shape
        obj.known.input_site = None if shape[0] is None else run.site(call.frame, call.written(at, key))


def _fill_bn(run: Machine, obj: Object, row: Layer, names: tuple[str, ...], call: Call) -> None:
    """Note a BN layer's arguments and that it was built."""
    assert obj.layer is not None
    layer, config = obj.layer, obj.config
    obj.known.switches = run.nesting.answers()
    layer.phased = run.defaults.phased
    for key, value in config.items():
        layer.args[key] = axes_of(value, argument_site(run, call, names, key))
    if call.open:
        open_bn(obj, layer)
    if row.name in SYNCHRONISED:
        layer.args["synchronized"] = ev.Arg(True, True)
    if any(is_rejected(key, run.dialect) for key in config):
        run.tried(False, REJECTED_WITH[run.dialect])
    note_built(run, layer, attempted=run.is_handled(errors_met(run.dialect)))


def note_built(run: Machine, layer: ev.Layer, attempted: bool = False, inside: tuple[ev.Scope, ...] = ()) -> None:
    """Write down that a BN layer was built, and whether that happens again and again.

    Args:
        run: the interpreter.
        layer: the layer.
        attempted: the program is ready for an error.
        inside: functions that are not run again for it, innermost first.
    """
    scopes = (*inside, *reversed(run.context.scopes))
    rebuilt, made_at = _rebuilt_in(run)
    event = ev.LayerBuilt(layer.site, layer, rebuilt, scopes, attempted, made_at, len(run.context.loops))
    if run.nesting.muted and rebuilt in ("lazy call", "locked call"):
        run.testimony.events.append(event)  # it stays: no later call will build it
    else:
        run.emit(event)


def open_bn(obj: Object, layer: ev.Layer) -> None:
    """Arguments of a BN layer are handed in that nobody knows: what is not written may be anything."""
    for key in ("momentum", "epsilon", "axis", "trainable", "renorm", "synchronized"):
        layer.args.setdefault(key, ev.Arg(None, False))
    obj.attrs.setdefault("trainable", UNKNOWN)


def _rebuilt_in(run: Machine) -> tuple[str | None, ev.Site | None]:
    """Say why a construction at this moment runs again and again, and where the block around it is constructed."""
    if run.cached:
        return None, None
    names = [scope.keras_method for scope in run.context.scopes]
    if CALL in names and BUILD not in names[names.index(CALL) :]:
        if run.guards:
            return ("locked call" if _is_locked(run) else "lazy call"), None
        inside = names.index(CALL)
        return "call", next((each.site for each in run.context.constructors if each.scopes > inside), None)
    if run.guards:
        return None, None
    if "__init__" in names or BUILD in names:
        return _block_rebuilt_in(run)
    return _rebuilt_in_step(run, len(names), len(run.context.tapes)) or _rebuilt_in_loop(run), None


def _block_rebuilt_in(run: Machine) -> tuple[str | None, ev.Site | None]:
    """Say in what step the outermost block is constructed that is not built as a part of an object that stays."""
    for each in run.context.constructors:
        if any(scope.keras_method in ("__init__", BUILD) for scope in run.context.scopes[: each.scopes]):
            break
        step = _rebuilt_in_step(run, each.scopes, each.tapes)
        if step is not None:
            return step, each.site
    return None, None


def _rebuilt_in_step(run: Machine, scopes: int, tapes: int) -> str | None:
    """Return what runs again and again, of so many functions and tapes around."""
    around = run.context.scopes[:scopes]
    if tapes or any(scope.keras_method in ("train_step", "test_step") for scope in around):
        return "step"
    return "tf.function" if any(scope.tf_function for scope in around) else None


def _rebuilt_in_loop(run: Machine) -> str | None:
    if "data" in run.context.loops:
        return "loop over batches"
    by_slices = bool(run.context.loops) and any(_takes_slices(run, loop) for loop in run.nesting.for_loops)
    if by_slices:
        return "loop over slices"
    return "loop" if run.context.loops and _comes_each_round(run) else None


def _comes_each_round(run: Machine) -> bool:
    """Whether the innermost ``for`` loop asks nothing on the way to this moment: ``if step == 0`` builds once."""
    if not run.nesting.for_loops:
        return False
    tests = {id(test) for test, _ in run.nesting.tests}
    return not tests or all(id(part) not in tests for part in nodes_in(run.nesting.for_loops[-1].body))


def _takes_slices(run: Machine, loop: Any) -> bool:
    """Whether a ``for`` over numbers takes the data in parts: ``x[start : start + size]``."""
    known = run.read.slices.get(id(loop))
    if known is None:
        target = loop.target
        known = type(target) is cst.Name and any(target.value in names for names in _slices(loop.body))
        run.read.slices[id(loop)] = known
    return known


def _slices(node: Any) -> Iterator[set[str]]:
    """Yield the names in both ends of each slice in some code."""
    for part in nodes_in(node):
        if type(part) is cst.Slice:
            yield names_in(part.lower) & names_in(part.upper)


def _is_locked(run: Machine) -> bool:
    """Whether Keras 3 counts the layer that is called as built, so that it takes no layer any more (measured).

    It does so where the layer has a ``build`` of its own, or nothing that is still to be built.
    """
    if run.dialect == 2 or not run.context.objects:
        return False
    owner = run.context.objects[-1]
    if find_method(owner.cls, BUILD) is not None:
        return True
    return not owner.known.open and not any(map(_may_be_unbuilt, owner.attrs.values()))


def _may_be_unbuilt(value: Value) -> bool:
    """Whether an attribute may hold a layer with weights that its first call builds."""
    if isinstance(value, (Const, Function)):
        return False
    if isinstance(value, Object) and value.layer is not None and value.kind == "layer":
        row = BY_NAME.get(value.layer.class_name)
        return row is None or row.weights
    if isinstance(value, Items) and not value.open:
        return any(map(_may_be_unbuilt, value.items))
    if isinstance(value, Mapping) and not value.open:
        return any(map(_may_be_unbuilt, value.items.values()))
    return True
