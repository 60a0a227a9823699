"""Whether the program's own functions and constructors get the arguments that they need."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from bnlint.interpreter.domain.classes import mro
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import Bound, Choice, Class, Function, Object, Value
from bnlint.interpreter.language.parameters import parameters, positional_names


def is_complete(callee: Value, call: Call) -> bool:
    """Whether a call may be followed: where an argument is missing that has no default, Python raises a TypeError.

    In doubt there is none: whatever decorates a function, or stands above a class, may give it others.

    Args:
        callee: what is called.
        call: the call as it is written.
    """
    if type(callee) not in (Function, Bound, Class) or call.open or any(arg.star for arg in call.node.args):
        return True
    if isinstance(callee, Class):
        made = _constructor(callee)
        return made is None or _has_all(made, call, 1)
    if isinstance(callee, Bound):
        return _is_of_another(callee, call) or _has_all(callee.function, call, int(callee.function.kind != "static"))
    return not isinstance(callee, Function) or _has_all(callee, call, 0)


def those_that_take(choice: Choice, call: Call) -> Value:
    """Return what is left of a choice without the functions and classes that raise for these arguments."""
    left = tuple(each for each in choice.options if is_complete(each, call) and not _has_too_many(each, call))
    if len(left) in (0, len(choice.options)):
        return choice
    return left[0] if len(left) == 1 else replace(choice, options=left)


def _has_too_many(callee: Value, call: Call) -> bool:
    """Whether a plain function of the program gets more arguments than it takes."""
    if not isinstance(callee, Function) or type(callee.node) is not cst.FunctionDef or callee.node.decorators:
        return False
    return type(callee.node.params.star_arg) is not cst.Param and len(call.args) > len(positional_names(callee))


def _is_of_another(bound: Bound, call: Call) -> bool:
    """Whether a method may be an heir's in its place: nobody in sight makes the object, or it is the parent's."""
    instance = bound.instance
    if not isinstance(instance, Object) or instance.known.made_up:
        return True
    return type(call.node.func) is cst.Attribute and type(call.node.func.value) is cst.Call


def _constructor(cls: Class) -> Function | None:
    """Return what gets the arguments of a constructor's call, None where that is not certain."""
    for current in mro(cls):
        if current.dataclass or current.fields or "__new__" in current.attrs:
            return None
        if current.node.decorators or current.node.keywords:
            return None
        made = current.attrs.get("__init__")
        if made is not None:
            return made if isinstance(made, Function) else None
        if len(current.bases) != 1:
            return None
    return None


def _has_all(function: Function, call: Call, bound: int) -> bool:
    """Whether a function has all that it needs.

    Args:
        function: the function.
        call: the arguments.
        bound: how many others come before them.
    """
    if type(function.node) is cst.FunctionDef and len(function.node.decorators) > (function.kind in _PLAIN_KINDS):
        return True
    given = {*positional_names(function)[: bound + len(call.args)], *call.kwargs}
    return all(p.default is not None or p.name.value in given for p in parameters(function))


_PLAIN_KINDS = ("static", "class")
"""Methods whose only decorator says what they are."""
