"""Expressions: from syntax to abstract values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.budget import OutOfBudget
from bnlint.interpreter.domain import states
from bnlint.interpreter.domain.containers import element_of, is_grown, is_update_ops, sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    UPDATE_OPS,
    Bound,
    Choice,
    Const,
    External,
    Function,
    Mapping,
    Method,
    ModuleValue,
    Object,
    Statistics,
    Value,
    Variables,
    Various,
    Weight,
)
from bnlint.interpreter.language import (
    attributes,
    calling,
    comprehensions,
    fitting,
    functions,
    literals,
    names,
    operators,
    options,
    subscripts,
)
from bnlint.interpreter.language.imports import offered_to_itself
from bnlint.interpreter.language.iterated import iterated
from bnlint.interpreter.language.parameters import in_place, left_out
from bnlint.interpreter.language.skipped import note_skipped
from bnlint.interpreter.machine import Machine
from bnlint.libraries.habits import APPLIES_GRADIENTS, RESTORES, RESTORES_BY, UNRECORDED
from bnlint.libraries.keras_models import OF_NETWORKS
from bnlint.syntax.words import dotted


def evaluate(run: Machine, node: cst.CSTNode, frame: Frame) -> Value:
    """Return the abstract value of an expression; UNKNOWN for whatever is not understood."""
    handler = _HANDLERS.get(type(node))
    if handler is None:
        return UNKNOWN
    budget = run.budget
    budget.steps += 1  # ``budget.step()``, without the call: nothing is done more often
    if budget.steps > budget.allowed:
        raise OutOfBudget
    return handler(run, node, frame)


_FLAGS = {"True": True, "False": False}


def _name(run: Machine, node: Any, frame: Frame) -> Value:
    if node.value in _FLAGS:
        return Const(_FLAGS[node.value], written=run.site(frame, node))
    if node.value == "None":
        return NONE
    found = names.load_name(run, node.value, frame)
    if type(found) is External and found.left_out:
        run.emit(ev.ApiUsed(run.site(frame, node), found.written))
    return UNKNOWN if found is None else found


def _attribute(run: Machine, node: Any, frame: Frame) -> Value:
    value, name = evaluate(run, node.value, frame), node.attr.value
    lacks = isinstance(value, ModuleValue) and run.project.lacks(value.module, name, dotted(node.value), frame.module)
    if lacks or _is_no_network(value, name):
        run.fails("AttributeError")
        return UNKNOWN
    return attributes.load(run, value, name, frame, node)


def _is_no_network(value: Value, name: str) -> bool:
    """Whether a method is asked for what networks have: one that builds them is taken for what it builds."""
    if isinstance(value, Choice):
        return all(_is_no_network(each, name) for each in value.options)
    if not isinstance(value, Bound) or name not in OF_NETWORKS or name in value.function.attrs:
        return False
    return type(value.function.node) is cst.FunctionDef and not value.function.node.decorators


def _call(run: Machine, node: Any, frame: Frame) -> Value:
    if type(node.func) is cst.Name and node.func.value == "super":
        return functions.make_super(frame)
    if type(node.func) is cst.Attribute and node.func.attr.value in APPLIES_GRADIENTS:
        run.graph.applies_gradients = True
    unused, run.unused = run.unused, False
    callee = evaluate(run, node.func, frame)
    if callee is UNKNOWN and _is_named_by_a_run(run, node.func, frame):
        callee = offered_to_itself(run, ModuleValue(frame.module), frame)
    if (run.graph.loaded or not run.testimony.restores) and _restores(node, callee):
        run.testimony.restores = True
        for layer in run.graph.loaded:
            layer.reset = False
    if isinstance(callee, External) and callee.name.rpartition(".")[2] in UNRECORDED:
        with run.untaped():
            return _apply(run, callee, node, frame, unused)
    return _apply(run, callee, node, frame, unused)


def _is_named_by_a_run(run: Machine, func: Any, frame: Frame) -> bool:
    """Whether a function is ``eval(name)``, of a name that only a run knows."""
    if type(func) is not cst.Call or dotted(func) != "eval" or len(func.args) != 1:
        return False
    name = func.args[0].value
    if type(name) not in (cst.Name, cst.Attribute, cst.Subscript) or isinstance(evaluate(run, name, frame), Const):
        return False
    return not isinstance(evaluate(run, func.func, frame), Function)


def _restores(node: Any, callee: Value) -> bool:
    """Whether a call puts weights into layers that nobody knows, by its name or by an argument."""
    if any(arg.keyword is not None and arg.keyword.value in RESTORES_BY for arg in node.args):
        return True
    if type(node.func) is cst.Attribute:
        return node.func.attr.value in RESTORES and not _knows_its_layer(callee)
    return isinstance(callee, External) and callee.name.rpartition(".")[2] in RESTORES


def _knows_its_layer(callee: Value) -> bool:
    """Whether a method puts weights into a known layer, or into variables whose layers are, which is noted of those."""
    if not isinstance(callee, Method):
        return False
    into = callee.instance
    return isinstance(into, (Statistics, Variables, Weight)) or (isinstance(into, Object) and into.layer is not None)


def _apply(run: Machine, callee: Value, node: Any, frame: Frame, unused: bool) -> Value:
    call = Call(node, frame)
    if type(node.func) is cst.Attribute and node.func.attr.value == "setdefault":
        _pass_what_is_kept(run, call, node)
    else:
        _pass_all(run, call, node)
    run.unused = unused
    if run.state.failed or not fitting.is_complete(callee, call):
        run.fails(_MISSING)
        return UNKNOWN
    if isinstance(callee, Choice):
        callee = fitting.those_that_take(callee, call)
    if not isinstance(callee, (Object, Function, Choice)) or run.asked is not None and not frame.spine:
        return calling.call_value(run, callee, call)
    around, run.asked = run.asked, (_body(frame), node)
    try:
        return calling.call_value(run, callee, call)
    finally:
        run.asked = around


_MISSING = "TypeError"
"""What Python raises where an argument is missing."""


def _body(frame: Frame) -> Any:
    return frame.module.tree.root if frame.function is None else frame.function.node


def _pass_what_is_kept(run: Machine, call: Call, node: Any) -> None:
    """``dict.setdefault(key, BatchNormalization())``: the first one is kept, later ones nobody gets."""
    run.cached += 1
    try:
        _pass_all(run, call, node)
    finally:
        run.cached -= 1


def _pass_all(run: Machine, call: Call, node: Any) -> None:
    frame, kwargs, sites = call.frame, call.kwargs, call.sites
    for arg in node.args:
        value = evaluate(run, arg.value, frame)
        if arg.star:
            _PASS_MANY[arg.star](run, call, arg, value)
        elif arg.keyword is not None:
            keyword = arg.keyword.value
            kwargs[keyword] = value
            sites[keyword] = arg
        else:
            _pass(call, arg, value)


def _pass(call: Call, arg: Any, value: Value) -> None:
    """One argument by position: behind a ``*args`` of unknown length nobody knows which parameter gets it."""
    call.rest = UNKNOWN
    call.sites[len(call.args)] = arg
    call.args.append(value)


def _pass_items(run: Machine, call: Call, arg: Any, value: Value) -> None:
    """``*args``."""
    value = iterated(run, value, arg, call.frame)
    known = [UPDATE_OPS] if is_update_ops(value) else sequence(value)
    if known is None:
        if run.returns_state:
            states.escape(value)
        call.open, call.rest = True, UNKNOWN if call.open else element_of(value)
        return
    call.grown = call.grown or is_grown(value)
    for item in known:
        _pass(call, arg, item)


def _pass_entries(run: Machine, call: Call, arg: Any, value: Value) -> None:
    """``**kwargs``."""
    if not isinstance(value, Mapping):
        call.open = call.laid_over = True
        return
    for key, item in value.items.items():
        call.kwargs[key] = item
        call.sites[key] = _place_of_entry(run, call, arg, value.sites.get(key))
    call.open = call.open or value.open
    call.laid_over = call.laid_over or value.overlaid


def _place_of_entry(run: Machine, call: Call, arg: Any, written: ev.Site | None) -> Any:
    """Return where an entry is given: where it is written, or here, if that is in settings that say nothing of BN.

    Nobody checks a file of those, so nothing that is reported there would be seen. Which file is checked now does not
    matter: what one says of another is looked for where that is checked.
    """
    return arg if written is None or run.project.is_of_settings(written.path) else written


_PASS_MANY: dict[str, Callable[[Machine, Call, Any, Value], None]] = {"*": _pass_items, "**": _pass_entries}


def _conditional(run: Machine, node: Any, frame: Frame) -> Value:
    test = evaluate(run, node.test, frame)
    known = options.answer(run, test)
    if known is not None:
        if isinstance(test, Various):
            note_skipped(run, node.orelse if known else node.body)
        asked = left_out(node.test, frame)
        made = options.conditional(run, test, *((node.body, node.orelse) if known else (node.orelse, node.body)), frame)
        return made if asked is None else in_place(made, asked[1])
    sides: list[Value] = []

    def read(expression: Any) -> bool:
        with options.switched(run, test, expression is node.body):
            sides.append(evaluate(run, expression, frame))
        return True

    with run.asking(node.test, None):
        run.state.branches(partial(read, node.body), partial(read, node.orelse))
    return options.one_of(run, test, *sides)


def _lambda(run: Machine, node: Any, frame: Frame) -> Value:
    return functions.make_function(run, node, "<lambda>", frame)


def _walrus(run: Machine, node: Any, frame: Frame) -> Value:
    value = evaluate(run, node.value, frame)
    run.assign_target(node.target, value, frame)
    return value


def _await(run: Machine, node: Any, frame: Frame) -> Value:
    return evaluate(run, node.expression, frame)


def _yield(run: Machine, node: Any, frame: Frame) -> Value:
    inner = node.value.item if type(node.value) is cst.From else node.value
    value = NONE if inner is None else evaluate(run, inner, frame)
    if frame.at_yield is not None:
        frame.at_yield(value)
    elif type(node.value) is cst.From:
        value = iterated(run, value, node, frame)
        frame.yields.extend(sequence(value) or [element_of(value)])
    else:
        frame.yields.append(value)
    return UNKNOWN


_HANDLERS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    cst.Name: _name,
    cst.Integer: literals.integer,
    cst.Float: literals.real,
    cst.SimpleString: literals.string,
    cst.FormattedString: literals.formatted,
    cst.Ellipsis: literals.ellipsis,
    cst.List: literals.list_,
    cst.Tuple: literals.tuple_,
    cst.Set: literals.set_,
    cst.Dict: literals.dict_,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.BinaryOperation: operators.arithmetic,
    cst.UnaryOperation: operators.unary,
    cst.BooleanOperation: operators.boolean,
    cst.Comparison: operators.comparison,
    cst.IfExp: _conditional,
    cst.Subscript: subscripts.subscript,
    cst.Lambda: _lambda,
    cst.ListComp: comprehensions.comprehension,
    cst.SetComp: comprehensions.comprehension,
    cst.GeneratorExp: comprehensions.comprehension,
    cst.DictComp: comprehensions.dict_comprehension,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
    cst.Yield: _yield,
}
