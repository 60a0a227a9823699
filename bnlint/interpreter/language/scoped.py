"""Functions of the program that take arguments from TF1's ``arg_scope``, as ``@slim.add_arg_scope`` makes them."""

from __future__ import annotations

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Function, Value
from bnlint.interpreter.language.parameters import parameter_names, positional_names
from bnlint.interpreter.machine import Machine, ScopedArguments


def name_of(function: Function) -> str:
    """Return what an ``arg_scope`` knows a function of the program by, which no function of a library is called."""
    return f"#{id(function.node)}"


def filled(run: Machine, function: Function, call: Call) -> Call:
    """Return a call with the arguments that the ``arg_scope`` blocks around supply where it gives none itself.

    A function that nobody in sight calls may be called in any scope.

    Args:
        run: the interpreter.
        function: what is called.
        call: the call.
    """
    missing = set(parameter_names(function)[len(call.args) :]) - set(call.kwargs)
    supplied: dict[str, Value] = {}
    sites: dict[int | str, ev.Site] = {}
    for each in run.nesting.supplied():
        if each.functions is None:
            supplied.update(dict.fromkeys(missing & set(positional_names(function)), UNKNOWN))
        elif name_of(function) in each.functions:
            names = missing & set(each.values)
            supplied.update((name, each.values[name]) for name in names)
            sites.update((name, each.sites[name]) for name in names if name in each.sites)
    is_open = call.open or not run.read.called
    return call.passing(call.args, {**supplied, **call.kwargs}, {**sites, **call.sites}, is_open)


def entered(run: Machine, content: list[ScopedArguments]) -> list[ScopedArguments]:
    """Return what an ``arg_scope`` supplies where it is entered: what nobody is sure of has no known values.

    What is supplied around it is, whichever way has led here.

    Args:
        run: the interpreter.
        content: what it was made with.
    """
    around = {id(each.values): each for each in run.nesting.supplied()}
    return [each if each.sure else around.get(id(each.values)) or _in_doubt(each) for each in content]


def _in_doubt(each: ScopedArguments) -> ScopedArguments:
    return ScopedArguments(each.functions, dict.fromkeys(each.values, UNKNOWN), {})
