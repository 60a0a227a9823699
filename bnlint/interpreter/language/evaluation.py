"""``eval(text)``: programs choose their networks by text."""

from __future__ import annotations

import ast

from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import UNKNOWN, Bound, Class, Const, External, Function, Value
from bnlint.interpreter.language import attributes, calling
from bnlint.interpreter.language.names import load_name
from bnlint.interpreter.machine import Machine
from bnlint.syntax.parsing import UNPARSABLE


def eval_(run: Machine, call: Call) -> Value:
    """``eval(text)`` of a name, or of a call that makes something of such."""
    text = call.args[0] if len(call.args) == 1 else UNKNOWN
    if not isinstance(text, Const) or not isinstance(text.value, str):
        return UNKNOWN
    try:
        written = ast.parse(text.value.strip(), mode="eval").body
    except UNPARSABLE:
        return UNKNOWN
    return UNKNOWN if isinstance(written, ast.Constant) else _value(run, written, call)


def _value(run: Machine, written: ast.expr, call: Call) -> Value:
    """Return what an expression in the text is. All of it stands where the text does: nobody can edit it there."""
    if isinstance(written, ast.Name):
        return load_name(run, written.id, call.frame) or UNKNOWN
    if isinstance(written, ast.Constant):
        return Const(written.value)
    if isinstance(written, ast.Attribute):
        return attributes.load(run, _value(run, written.value, call), written.attr, call.frame, _place(call))
    return _made(run, written, call) if isinstance(written, ast.Call) else UNKNOWN


def _made(run: Machine, written: ast.Call, call: Call) -> Value:
    made = Call(_place(call), call.frame)
    callee = _value(run, written.func, call)
    made.open = any(isinstance(arg, ast.Starred) for arg in written.args)
    made.args = [] if made.open else [_value(run, arg, call) for arg in written.args]
    for keyword in written.keywords:
        if keyword.arg is None:
            made.open = made.laid_over = True
        else:
            made.kwargs[keyword.arg] = _value(run, keyword.value, call)
    return calling.call_value(run, callee, made) if _is_maker(callee) else UNKNOWN


def _is_maker(callee: Value) -> bool:
    """Whether a call makes something, and is no step of the program."""
    of_library = isinstance(callee, External) and callee.name.rpartition(".")[2][:1].isupper()
    return of_library or isinstance(callee, (Bound, Class, Function))


def _place(call: Call) -> object:
    return call.written(0, "source") or call.node
