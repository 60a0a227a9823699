"""PyTorch: where ``backward`` goes, and what an optimizer's ``step`` trains."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.records import cut_off, records_of
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Const,
    Function,
    Manager,
    Optimizer,
    Partial,
    TensorValue,
    Value,
)
from bnlint.interpreter.effects.gradients import train_arrived
from bnlint.interpreter.language import calling
from bnlint.interpreter.machine import Machine


def without_graph(run: Machine, call: Call) -> Value:
    """``torch.no_grad()``; ``torch.set_grad_enabled(True)``, or of something unknown, changes nothing."""
    mode = call.role("mode")
    return Manager("no graph") if mode is None or isinstance(mode, Const) and mode.value is False else UNKNOWN


def optimizer(run: Machine, call: Call) -> Value:
    """``torch.optim.Adam(parameters)``."""
    return Optimizer(trains=call.get(0, "params"))


def looked_at(run: Machine, call: Call) -> Value:
    """``torch.autograd.grad(outputs, inputs)``."""
    return UNKNOWN


def go_back(run: Machine, value: TensorValue, call: Call) -> Value:
    """``loss.backward()``."""
    arrive(run, value, call)
    return NONE


def arrive(run: Machine, value: Value, call: Call) -> None:
    """Note the calls that a loss comes from: the gradients of their weights are there now."""
    arrived = run.autograd.arrived
    arrived += [record for record in run.autograd.order(records_of((value,))) if record not in arrived]


def detach(run: Machine, value: TensorValue, call: Call) -> Value:
    """``tensor.detach()``."""
    return cut_off(value)


def step(run: Machine, value: Optimizer, call: Call) -> Value:
    """``optimizer.step(closure)``."""
    closure = call.role("closure")
    if isinstance(closure, (Function, Bound, Partial)):
        with run.stepping(True):
            calling.call_value(run, closure, call.passing())
    train_arrived(run, value.trains, call)
    return UNKNOWN
