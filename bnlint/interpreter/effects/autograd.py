"""PyTorch: where ``backward`` goes, and what an optimizer's ``step`` trains."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.records import cut_off, gradient, records_of
from bnlint.interpreter.domain.sources import sources_of
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Const,
    Function,
    Items,
    Manager,
    Optimizer,
    Partial,
    Scaler,
    TensorValue,
    Value,
    Weight,
)
from bnlint.interpreter.language import backward, calling
from bnlint.interpreter.language.unknown import call_unknown
from bnlint.interpreter.machine import Machine


def without_graph(run: Machine, call: Call) -> Value:
    """``torch.no_grad()``; ``torch.set_grad_enabled(True)``, or of something unknown, changes nothing."""
    mode = call.role("mode")
    return Manager("no graph") if mode is None or isinstance(mode, Const) and mode.value is False else UNKNOWN


def optimizer(run: Machine, call: Call) -> Value:
    """``torch.optim.Adam(parameters)``."""
    return Optimizer(trains=call.get(0, "params"))


def taken(run: Machine, call: Call) -> Value:
    """``torch.autograd.grad(outputs, inputs)``: weights may be changed by those of weights."""
    weights = call.role("inputs")
    layers, _ = sources_of(weights)
    if not layers:
        return UNKNOWN
    tape = ev.Tape(run.site(call.frame, call.node), "grad")
    run.autograd.taken[id(tape)] = tape, records_of((call.role("outputs") or UNKNOWN,))
    return Items([], "tuple", True, gradient(tape))


def scaler(run: Machine, call: Call) -> Value:
    """``torch.amp.GradScaler()``."""
    return Scaler()


def scale(run: Machine, value: Scaler, call: Call) -> Value:
    """``scaler.scale(loss)``."""
    return call.args[0] if call.args else UNKNOWN


def step_through(run: Machine, value: Scaler, call: Call) -> Value:
    """``scaler.step(optimizer)``."""
    optimizer = call.role("optimizer")
    return step(run, optimizer, call.passing()) if isinstance(optimizer, Optimizer) else call_unknown(run, call)


def nothing_known(run: Machine, value: Value, call: Call) -> Value:
    """``scaler.update()``."""
    return UNKNOWN


def change(run: Machine, value: Weight, call: Call) -> Value:
    """``weight.sub_(rate * weight.grad)``."""
    for given in (*call.args, *call.kwargs.values()):
        backward.changed(run, value, given, call.node, call.frame)
    return value


def go_back(run: Machine, value: TensorValue, call: Call) -> Value:
    """``loss.backward()``."""
    backward.arrive(run, records_of((value,)))
    return NONE


def detach(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.detach()``."""
    return cut_off(value)


def step(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.step(closure)``."""
    closure = call.role("closure")
    if isinstance(closure, (Function, Bound, Partial)):
        with run.stepping(True):
            calling.call_value(run, closure, call.passing())
    backward.train_arrived(run, value.trains, call.node, call.frame)
    return UNKNOWN
