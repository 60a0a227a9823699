"""Functions that a program exports with a model: what they return is an answer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from bnlint.interpreter.domain.classes import find_method, mro
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import Bound, Function, Items, Mapping, Object, Value
from bnlint.interpreter.language import answers, calling
from bnlint.interpreter.machine import Machine

_TRAIN = ("train", "fit", "update")
"""In the names of functions that are exported for others to train with."""


def serve(run: Machine, model: Value | None, signatures: Value | None, call: Call) -> None:
    """Run what an export holds as those run it who load it, with unknown arguments.

    Args:
        run: the interpreter.
        model: the object that is exported.
        signatures: the functions that are chosen for it.
        call: what exports them.
    """
    chosen = list(_functions(signatures))
    for function in chosen or _compiled(model):
        name = function.function.name if isinstance(function, Bound) else function.name
        if not any(word in name.lower() for word in _TRAIN):
            with run.counting(None):
                answers.taken(run, [calling.call_value(run, function, call.passing(open=True))])


def _functions(value: Value | None) -> Iterator[Function | Bound]:
    """Yield the functions in a list, or in a dict by their names."""
    inside = value.items if isinstance(value, Items) else ()
    for each in list(value.items.values()) if isinstance(value, Mapping) else inside or (value,):
        if isinstance(each, (Function, Bound)):
            yield each


def _compiled(model: Value | None) -> Iterator[Bound]:
    """Yield the methods of an object that say what they take: TensorFlow exports these without being told."""
    if not isinstance(model, Object) or model.cls is None:
        return
    for name in dict.fromkeys(name for cls in mro(model.cls) for name in cls.attrs):
        method = find_method(model.cls, name)
        if method is not None and method.compiled and any(map(_has_signature, method.node.decorators)):
            yield Bound(method, model)


def _has_signature(decorator: cst.Decorator) -> bool:
    call = decorator.decorator
    return isinstance(call, cst.Call) and any(
        arg.keyword and arg.keyword.value == "input_signature" for arg in call.args
    )
