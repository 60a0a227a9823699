"""Tapes and optimizers: what a gradient is taken of, and what is done with it."""

from __future__ import annotations

from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.sources import sources_of
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Function,
    Items,
    Manager,
    Optimizer,
    Optional,
    Partial,
    TapeValue,
    TensorValue,
    Unknown,
    Value,
)
from bnlint.interpreter.effects import measuring
from bnlint.interpreter.language import calling
from bnlint.interpreter.language.backward import train_arrived
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import graph1, sessions

# -- tapes -----------------------------------------------------------------------------------------------------------


def take_gradient(
    run: Machine,
    tape: ev.Tape,
    sources: Value | None,
    node: Any,
    frame: Frame,
    applied: bool = True,
    target: Value | None = None,
) -> None:
    """Write down what a gradient is taken of, and whether it may change weights."""
    layers, inputs = sources_of(sources)
    made_of = tensors.made_of(tensors.flat(target)) if target is not None else ()
    penalised = frozenset(each for each in made_of if isinstance(each, ev.Tape) and each.kind == "tape")
    for each in made_of if applied else ():
        if isinstance(each, ev.LayerCalled) and not each.tapes:
            each.feeds = True  # what a network is to learn, such as a target network's answer, is no answer itself
    run.emit(ev.GradientTaken(run.site(frame, node), tape, layers, inputs, applied, penalised - {tape}))


def gradient(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.gradient(target, sources)``."""
    sources = call.role("sources")
    applied = not measuring.is_only_measured(run, call.node, call.frame)
    take_gradient(run, value.tape, sources, call.node, call.frame, applied, call.role("target"))
    if isinstance(sources, TensorValue):
        return TensorValue(ev.Tensor(shape=sources.info.shape, made_of=frozenset((value.tape,))))
    return gradients_of(value.tape)


def gradients_of(tape: ev.Tape) -> Items:
    """Return what a tape gives: gradients, nobody knows how many, that are known as its own."""
    return Items([], "list", True, TensorValue(ev.Tensor(made_of=frozenset((tape,)))))


def watched(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.watched_variables()``."""
    value.seen = [
        event.layer for event in run.testimony.events if isinstance(event, ev.LayerCalled) and value.tape in event.tapes
    ]
    return value


def stop_recording(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.stop_recording()``."""
    return Manager("stop recording")


def begin_recording(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.__enter__()``."""
    run.context.tapes.append(value.tape)
    return value


def end_recording(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.__exit__()``."""
    if value.tape in run.context.tapes:
        run.context.tapes.remove(value.tape)
    return NONE


def other_of_tape(run: Machine, value: TapeValue, call: Call) -> Value:
    """``tape.watch`` and its kin, which give nothing."""
    return NONE


# -- optimizers ------------------------------------------------------------------------------------------------------


def _minimize_closure(run: Machine, call: Call) -> Value | None:
    """``minimize`` of a closure or with a tape; None when the loss is a TF1 graph tensor."""
    loss = call.role("loss")
    variables = call.role("var_list")
    tape = call.kwargs.get("tape")
    if isinstance(tape, TapeValue):
        take_gradient(run, tape.tape, variables, call.node, call.frame)
        return UNKNOWN
    if isinstance(loss, Optional):
        loss = loss.value
    if isinstance(loss, (Function, Bound, Partial)):
        closure = ev.Tape(run.site(call.frame, call.node), "closure")
        with run.recording(closure):
            calling.call_value(run, loss, call.passing())
        if isinstance(variables, (Function, Bound, Partial)):
            variables = calling.call_value(run, variables, call.passing())
        take_gradient(run, closure, variables, call.node, call.frame)
        return UNKNOWN
    return None


def minimize(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.minimize(loss, var_list)``."""
    done = _minimize_closure(run, call)
    if done is not None:
        return done
    chosen, loss = call.get(2, "var_list"), call.role("loss")
    some = isinstance(chosen, Items) and not chosen.open and all(type(item) is Unknown for item in chosen.items)
    if some and not (isinstance(loss, TensorValue) and tensors.made_of([loss])):
        return UNKNOWN  # a variable or two that the program names: nobody knows whether its loss has to do with BN
    if isinstance(loss, TensorValue) and _is_of_an_input(chosen, loss):
        return sessions.QUIET_OP
    return graph1.minimized(run, call.node, call.frame, chosen, loss)


def _is_of_an_input(chosen: Value | None, loss: TensorValue) -> bool:
    """Whether a train op changes what goes into a network: it names fewer variables than the network has BN layers.

    Whoever looks for the noise that a generator makes an image of, or for an image that deceives a classifier, leaves
    the network as it is, moving statistics included.
    """
    made_of = tensors.made_of([loss])
    normalized = sum(map(_normalizations, made_of))
    if isinstance(chosen, Items):
        named = not chosen.open and all(isinstance(item, (Unknown, TensorValue)) for item in chosen.items)
        return named and 0 < len(chosen.items) < normalized
    return isinstance(chosen, TensorValue) and normalized > 1


def _normalizations(source: object) -> int:
    """Return how many BN layers something that a loss is made from has."""
    if isinstance(source, ev.LayerCalled):
        return 0 if source.outer is not None else sum(2 if each.opaque else each.is_bn for each in source.layer.walk())
    return int(isinstance(source, ev.GraphNormalized))


def apply_gradients(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.apply_gradients(...)``, ``optimizer.apply(gradients, weights)``."""
    train_arrived(run, Items([*call.args, *call.kwargs.values()]), call.node, call.frame)
    return graph1.applied(run, value, call.node, call.frame)


def make_updates(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.get_updates(loss, params)`` of Keras 2: what a ``K.function`` runs to train.

    Older ones have ``get_updates(params, constraints, loss)``.
    """
    given = (sources_of(each)[0] for each in (call.role("params"), *call.args) if each is not None)
    weights = next(filter(None, given), ())
    if weights:
        scopes = tuple(reversed(run.context.scopes))
        site = run.site(call.frame, call.node)
        run.emit(ev.GraphMinimized(site, None, partly=True, layers=(), scopes=scopes, weights=weights))
    return UNKNOWN


def compute_gradients(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.compute_gradients(loss, var_list)`` of TF1."""
    value.graph = True
    graph1.made_under_control(run, "tf1.gradients")
    graph1.learn_from(run, call.role("loss"))
    run.graph.computes_all = call.role("var_list") is None
    return UNKNOWN


def other_of_optimizer(run: Machine, value: Optimizer, call: Call) -> Value:
    """Any other method of an optimizer."""
    return UNKNOWN


def apply_without_state(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.stateless_apply(own, gradients, weights)`` of Keras 3: new weights of the same layers, its own."""
    run.graph.applies_gradients = True
    return Items([call.role("weights") or UNKNOWN, UNKNOWN], "tuple")
