"""Shapes behind TF1's layer functions, which are those of Keras's layers; and what a normaliser is given."""

from __future__ import annotations

from dataclasses import replace

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Const, TensorValue, Value, axes_of, flag_of
from bnlint.interpreter.keras import layers, shapes
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import scopes1
from bnlint.libraries import tensorflow1 as rows
from bnlint.libraries.keras_layers import BY_NAME
from bnlint.libraries.schema import roles

DROPOUTS = {name: row for row in rows.DROPOUTS for name in row.names.split()}


def output(run: Machine, name: str, call: Call) -> TensorValue | None:
    """Return what comes out of a function that does what a layer of Keras does; None where nothing is known of it."""
    home, _, last = name.rpartition(".")
    known = rows.KERAS_LAYERS if f"{home}." == rows.LAYERS_HOME else rows.KERAS_LAYERS_ELSEWHERE
    found = tensors.flat(call.get(0, rows.INPUT) or UNKNOWN)
    if last not in known or len(found) != 1:
        return None
    with run.silently():
        made = layers.build(run, BY_NAME[rows.KERAS_LAYERS[last]], _behind(call))
    info = shapes.output(run, made, found)
    drops = name in DROPOUTS
    like = tensors.like(found[0], info.shape, layout=info.layout, dropped=None if drops else info.dropped)
    out = TensorValue(replace(like.info, direct=made.layer), like.node)
    return dropped(run, name, call, out) if drops else out


def _behind(call: Call) -> Call:
    """Return the call of a function as one of the class that makes such layers: without the input in front."""
    first = 0 if rows.INPUT in call.kwargs else 1
    kwargs = {name: value for name, value in call.kwargs.items() if name != rows.INPUT}
    sites = {key - first if isinstance(key, int) else key: node for key, node in call.sites.items()}
    return call.passing(call.args[first:], kwargs, sites, call.open)


def of_kernel(run: Machine, name: str, call: Call, made: TensorValue) -> TensorValue:
    """Return what comes out of a convolution or dense layer of contrib or slim.

    Args:
        run: the interpreter.
        name: its canonical name.
        call: its call.
        made: what is known of the result.
    """
    kind = rows.KERNELS.get(name.rpartition(".")[2])
    if kind is None or call.open or scopes1.may_be_scoped(run, name, call):
        return made
    given_format = call.get(rows.FORMAT_AT, rows.FORMAT) or scopes1.scoped(run, name, rows.FORMAT)
    laid = None if kind == "Dense" else _layout(given_format)
    made = TensorValue(replace(made.info, layout=laid, shape=_shape(run, name, call, laid)), made.node)
    given = {key: call.kwargs.get(key) or scopes1.scoped(run, name, key) for key in _OF_KERNELS}
    if not _is_none(given[rows.NORMALIZER], True):
        return made
    bias, node = given[rows.BIAS], call.written(None, rows.BIAS)
    linear = _is_none(given[rows.ACTIVATION], name.rpartition(".")[2] in rows.WITHOUT_ACTIVATION)
    layer = ev.Layer(kind, run.site(call.frame, call.node), name)
    run.among_twins(layer)
    layer.args["activation"] = ev.Arg("linear" if linear else None, linear)
    layer.args["use_bias"] = ev.Arg(not _is_none(bias, False), bias is not UNKNOWN, node and run.site(call.frame, node))
    return TensorValue(replace(made.info, direct=layer), made.node)


def _shape(run: Machine, name: str, call: Call, laid: ev.Layout | None) -> shapes.Shape | None:
    """Return the shape behind a convolution or dense layer of contrib or slim.

    Args:
        run: the interpreter.
        name: its canonical name.
        call: its call.
        laid: how the images are laid out that come out of it, None where these are none, or nobody knows.
    """
    found = tensors.flat(call.get(0, rows.INPUT) or UNKNOWN)
    before = found[0].info if len(found) == 1 else ev.Tensor()
    given = call.get(rows.OUTPUTS_AT, rows.OUTPUTS) or scopes1.scoped(run, name, rows.OUTPUTS)
    outputs = given.value if isinstance(given, Const) and type(given.value) is int else None
    if laid is not None:
        behind = (None, None, outputs) if laid == "channels_last" else (outputs, None, None)
        return before.examples, *behind
    is_dense = rows.KERNELS[name.rpartition(".")[2]] == "Dense"
    return (*before.shape[:-1], outputs) if is_dense and before.shape else None


def _layout(given: Value | None) -> ev.Layout | None:
    """Return the layout that a data format of contrib or slim names; None where that is not known."""
    if _is_none(given, True):
        return "channels_last"
    return rows.LAYOUTS.get(str(given.value)) if isinstance(given, Const) else None


_OF_KERNELS = (rows.NORMALIZER, rows.ACTIVATION, rows.BIAS)


def _is_none(value: Value | None, default: bool) -> bool:
    """Whether an argument is None, which may be its default."""
    return default if value is None else isinstance(value, Const) and value.value is None


def dropped(run: Machine, name: str, call: Call, made: TensorValue) -> TensorValue:
    """Return what comes out of Dropout: it is at work in training only, as far as known.

    Args:
        run: the interpreter.
        name: its canonical name.
        call: its call.
        made: what is known of the result beside that.
    """
    row = DROPOUTS[name]
    own = call.passing(call.args, call.kwargs, call.sites, call.open, roles(row.parameters))
    place = own.roles["flag"]
    value = own.role("flag") or scopes1.scoped(run, name, place.name)
    flag = ev.Arg(row.default, True) if value is None else flag_of(value, None)
    if flag.known and not (flag.value and flag.origin):
        return TensorValue(replace(made.info, dropped=None), made.node)  # never, or always
    layer = ev.Layer("Dropout", run.site(call.frame, call.node), name)
    rate, kept = own.role("rate"), own.role("kept")
    if isinstance(kept, Const) and isinstance(kept.value, (int, float)):
        rate = Const(1 - kept.value)
    if rate is not None:
        layer.args["rate"] = flag_of(rate, None)
    return TensorValue(replace(made.info, dropped=layer), made.node)


def numbers(
    run: Machine, name: str, row: rows.Normalizer, call: Call, scoped: dict[str, Value], laid: bool
) -> dict[str, ev.Arg]:
    """Return the axis, momentum and epsilon that a normaliser is given, by Keras's names for them.

    Args:
        run: the interpreter.
        name: the normaliser's canonical name.
        row: the normaliser.
        call: its call.
        scoped: what an ``arg_scope`` around supplies, by the normaliser's own names.
        laid: whether the layout of what it gets is known.
    """
    found: dict[str, ev.Arg] = {}
    if name.startswith(rows.SCOPED_HOMES):
        given = call.kwargs.get(rows.FORMAT) or scoped.get(rows.FORMAT)
        written = call.written(None, rows.FORMAT)
        known = given is not None and _layout(given)
        if known:
            axis = 1 if known == "channels_first" else -1
            found["axis"] = ev.Arg(axis, True, run.site(call.frame, call.node if written is None else written))
        elif given is not None or laid and (call.open or scopes1.may_be_scoped(run, name, call)):
            found["axis"] = ev.Arg(None, False)
    for role, place in roles(row.parameters).items():
        value = call.get(place.position, place.name)
        written = call.written(place.position, place.name)
        if value is None:
            value, written = scoped.get(place.name), None
        if value is not None:
            found[role] = axes_of(value, run.site(call.frame, call.node if written is None else written))
    renorm = call.kwargs.get("renorm") or scoped.get("renorm")
    if renorm is not None:
        found["renorm"] = flag_of(renorm, None)
    return {role: found[role] for role in ("axis", "momentum", "epsilon", "renorm") if role in found}
