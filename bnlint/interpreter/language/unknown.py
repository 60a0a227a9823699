"""Calls of what nobody knows: what they may do to the values that they are given, and what comes out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import states, tensors
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import objects_in, walk
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Bound,
    Choice,
    Const,
    External,
    Function,
    Items,
    Made,
    Mapping,
    TensorValue,
    Value,
)
from bnlint.interpreter.language import searched
from bnlint.interpreter.language.functions import call_function
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import DESCRIBES, MAKES_TRAIN_OPS, MAY_FREEZE, RESHAPES, SESSIONS, UNITS, WEIGHTLESS
from bnlint.libraries.tensorflow1 import OF_GRAPHS, OF_HEADS, RUNS_MAIN, SESSION_RUN, TOPS
from bnlint.syntax.words import dotted


def call_unknown(run: Machine, call: Call) -> Value:
    """Call something unknown: it may run the functions it is given, and change the models it is given."""
    is_method = type(getattr(call.node, "func", None)) is cst.Attribute
    if is_method and _name_of(call) in RESHAPES and call.args and not call.open:
        return _reshaped(run, call)
    if is_method and _name_of(call) in (*OF_GRAPHS, *OF_HEADS):
        return run.call_external(External(f"{TOPS[0]}.{_name_of(call)}"), call)
    if is_method and _name_of(call) == DESCRIBES and not call.args:
        return Mapping({}, True, overlaid=True)
    number = searched.suggested(_name_of(call), call) if is_method else None
    if number is not None:
        return number
    if is_method and _name_of(call) == "run" and _is_of_session(call):
        return run.call_external(External(SESSION_RUN), call)
    run_callbacks(run, call)
    _hand_over(call)
    if run.returns_state:
        for value in (*call.args, *call.kwargs.values()):
            states.escape(value)
    _taint(run, call)
    if run.graph.holds_updates and tensors.run_updates((*call.args, *call.kwargs.values())):
        run.graph.updates_hang = True
    return graph_goes_on(call)


def _is_of_session(call: Call) -> bool:
    """Whether what somebody hands around is a session of TF1: it is called so, or fed."""
    of = dotted(getattr(getattr(call.node, "func", None), "value", None)).rpartition(".")[2]
    return "feed_dict" in call.kwargs or of.lstrip("_") in SESSIONS


def _hand_over(call: Call) -> None:
    """Note the models that somebody gets who may train them with a loop of his own."""
    for value in [*call.args, *call.kwargs.values()]:
        for obj, _ in objects_in(value):
            inside = () if obj.known.handed else walk(obj)
            obj.known.handed = True
            for inner, _ in inside:
                if inner.layer is not None and (inner is obj or inner.layer.is_bn):
                    inner.layer.handed = True


def graph_goes_on(call: Call) -> Value:
    """Return what comes out of something unknown: of KerasTensors another one, which depends on them.

    A layer of another library must not cut a Functional graph in two. A class by its name makes an object instead.
    """
    name = _name_of(call)
    if name[:1].isupper():
        return Made() if _has_units(name, call) else UNKNOWN
    found = [t for value in (*call.args, *call.kwargs.values()) for t in tensors.flat(value)]
    if any(t.info.kind == "symbolic" and t.node is not None for t in found):
        merged = tensors.merge(found, None)
        return TensorValue(replace(merged.info, producers=None, layout=None, direct=None), merged.node)
    made_of = tensors.made_of(found)
    if any(isinstance(source, (ev.GraphNormalized, ev.GraphFetched)) for source in made_of):
        if any(part in name for part in MAKES_TRAIN_OPS):
            return UNKNOWN  # a train op of a loss, perhaps: whoever runs it asks for no answer
        return TensorValue(ev.Tensor(made_of=made_of))
    return UNKNOWN


def _has_units(name: str, call: Call) -> bool:
    """Whether a constructor by its name and arguments makes a layer with weights of its own."""
    if _is_weightless(name) or any(tensors.flat(value) for value in call.args):
        return False
    given = [call.get(0, "units"), *(call.kwargs.get(key) for key in UNITS)]
    return any(isinstance(value, Const) and type(value.value) is int and value.value > 2 for value in given)


def output_of(layer: Made, made: Value, call: Call) -> Value:
    """Return what comes out of a layer that nobody knows: all that is known is that it has made it.

    Args:
        layer: the layer.
        made: what is known of any such call.
        call: the call.
    """
    if made is not UNKNOWN and not isinstance(made, TensorValue):
        return made
    if not call.args or not tensors.flat(call.args[0]):
        return made
    tensor = made if isinstance(made, TensorValue) else TensorValue(ev.Tensor())
    return TensorValue(replace(tensor.info, producers=frozenset({layer})), tensor.node)


def _name_of(call: Call) -> str:
    """Return the last part of the name by which something is called, "" where it has none."""
    func = getattr(call.node, "func", None)
    name = getattr(getattr(func, "attr", func), "value", "")
    return name if isinstance(name, str) else ""


def _reshaped(run: Machine, call: Call) -> Value:
    handed = call.args
    target = tensors.shape_from(handed[0]) if len(handed) == 1 else tensors.shape_from(Items(list(handed), "tuple"))
    return tensors.reshaped(TensorValue(ev.Tensor()), target, run.site(call.frame, call.node))


def run_callbacks(run: Machine, call: Call) -> None:
    """Run functions that are handed to somebody else, with unknown arguments, once."""
    handed = [*call.args, *call.kwargs.values()]
    if not handed and dotted(getattr(call.node, "func", None)) in RUNS_MAIN:
        handed = [call.frame.module.names.get("main", UNKNOWN)]
    for value in [option for v in handed for option in (v.options if isinstance(v, Choice) else (v,))]:
        function = value.function if isinstance(value, Bound) else value
        if isinstance(function, Function) and id(function.node) not in run.read.ran:
            instance = value.instance if isinstance(value, Bound) else None
            with run.counting(None):
                call_function(run, function, call.passing(open=True), instance)


@lru_cache(1024)
def _is_weightless(name: str) -> bool:
    return any(word in name for word in WEIGHTLESS)


@lru_cache(1024)
def _may_freeze(name: str) -> bool:
    text = name.lower()
    return any(word in text for word in MAY_FREEZE)


def _taint(run: Machine, call: Call) -> None:
    """Functions that are called like this may freeze the models that they are given."""
    if not _may_freeze(_name_of(call)):
        return
    for value in [*call.args, *call.kwargs.values()]:
        for obj, _ in objects_in(value):
            for inner, _ in walk(obj):
                run.state.store(inner.attrs, "trainable", UNKNOWN)
