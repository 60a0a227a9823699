"""Expressions: from syntax to abstract values."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import (
    distinct,
    element_of,
    hashable,
    is_grown,
    is_printable,
    one_of,
    sequence,
    truth,
)
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import doubtful, join, unsettled
from bnlint.interpreter.domain.values import (
    MAX_TEXT,
    NONE,
    UNKNOWN,
    Bound,
    Class,
    Configuration,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Lazy,
    Mapping,
    Object,
    Optional,
    Partial,
    PerReplica,
    Selection,
    Slice,
    TensorValue,
    Value,
    Variables,
    origin_of,
)
from bnlint.interpreter.language import attributes, calling
from bnlint.interpreter.machine import Machine

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add,
    "Subtract": operator.sub,
    "Multiply": operator.mul,
    "Divide": operator.truediv,
    "FloorDivide": operator.floordiv,
    "Modulo": operator.mod,
    "Power": operator.pow,
    "LeftShift": operator.lshift,
    "RightShift": operator.rshift,
    "BitAnd": operator.and_,
    "BitOr": operator.or_,
    "BitXor": operator.xor,
}
_SIGNS: dict[str, Callable[[Any], Any]] = {"Minus": operator.neg, "Plus": operator.pos, "BitInvert": operator.invert}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "Equal": operator.eq,
    "NotEqual": operator.ne,
    "LessThan": operator.lt,
    "LessThanEqual": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEqual": operator.ge,
}
_WIDE = re.compile(r"%[^%A-Za-z]*(?:[0-9]{4}|\*)")
"""A width in a text that ``%`` fills in: "%3000000000d" would ask for gigabytes."""
_MAX_CONSTANT = 1 << 64
"""Numbers beyond this, and powers, are not computed: a program's text must not decide our running time."""


def evaluate(run: Machine, node: cst.CSTNode, frame: Frame) -> Value:
    """Return the abstract value of an expression; UNKNOWN for whatever is not understood."""
    handler = _HANDLERS.get(type(node))
    if handler is None:
        return UNKNOWN
    run.budget.step()
    return handler(run, node, frame)


def load_name(run: Machine, name: str, frame: Frame) -> Value | None:
    """Look a name up: local, enclosing functions, module, builtins. None when it is bound nowhere."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names:
            return _read(run, scope.names, name)
        scope = scope.parent
    if name in frame.module.names:
        return _read(run, frame.module.names, name)
    if name == "__name__":
        return UNKNOWN
    return External("builtins." + name) if name in _BUILTINS else None


def _read(run: Machine, names: dict[str, Value], name: str) -> Value:
    value = names[name]
    if isinstance(value, Lazy):
        from bnlint.interpreter.language.imports import resolve

        names[name] = UNKNOWN  # a cycle of imports ends here
        value = names[name] = resolve(run, value)
    return value


_BUILTINS = frozenset(
    "len range list tuple dict set int float str bool zip enumerate map filter sorted reversed print isinstance "
    "getattr setattr hasattr slice min max sum abs round iter next super any all type vars object callable issubclass "
    "open".split()
)


def _name(run: Machine, node: Any, frame: Frame) -> Value:
    name: str = node.value
    if name in ("True", "False", "None"):
        return Const({"True": True, "False": False, "None": None}[name])
    found = load_name(run, name, frame)
    return UNKNOWN if found is None else found


def _integer(run: Machine, node: Any, frame: Frame) -> Value:
    return Const(int(node.value)) if len(node.value) < 30 else UNKNOWN


def _float(run: Machine, node: Any, frame: Frame) -> Value:
    return Const(float(node.value))


def _string(run: Machine, node: Any, frame: Frame) -> Value:
    return _literal(node.value) if len(node.value) <= 200 else UNKNOWN


@lru_cache(4096)
def _literal(text: str) -> Value:
    return Const(ast.literal_eval(text))


def _elements(run: Machine, node: Any, frame: Frame) -> tuple[list[Value], bool]:
    items: list[Value] = []
    is_open = False
    for element in node.elements:
        value = evaluate(run, element.value, frame)
        if type(element) is cst.StarredElement:
            known = [value] if isinstance(value, Variables) else sequence(value)
            if known is None:
                is_open = True
            else:
                items.extend(known)
        else:
            items.append(value)
    return items, is_open


def _list(run: Machine, node: Any, frame: Frame) -> Value:
    items, is_open = _elements(run, node, frame)
    return Items(items, "list", is_open)


def _tuple(run: Machine, node: Any, frame: Frame) -> Value:
    items, is_open = _elements(run, node, frame)
    return Items(items, "tuple", is_open)


def _set(run: Machine, node: Any, frame: Frame) -> Value:
    items, is_open = _elements(run, node, frame)
    return Items(distinct(items), "set", is_open)


def _dict(run: Machine, node: Any, frame: Frame) -> Value:
    content: dict[Any, Value] = {}
    sites: dict[Any, ev.Site] = {}
    is_open = False
    for element in node.elements:
        value = evaluate(run, element.value, frame)
        if type(element) is cst.StarredDictElement:
            if isinstance(value, Mapping):
                if value.open:
                    content = {key: unsettled(item) for key, item in content.items()}
                content.update(value.items)
                sites.update(value.sites)
                is_open = is_open or value.open
            else:
                content = {key: unsettled(item) for key, item in content.items()}
                is_open = True
        else:
            key = evaluate(run, element.key, frame)
            if isinstance(key, Const) and hashable(key.value):
                content[key.value] = value
                sites[key.value] = run.site(frame, element)
            else:
                content = {key: unsettled(item) for key, item in content.items()}
                is_open = True
    return Mapping(content, is_open, sites=sites)


def _attribute(run: Machine, node: Any, frame: Frame) -> Value:
    value = evaluate(run, node.value, frame)
    return attributes.load(run, value, node.attr.value, frame, node)


def _call(run: Machine, node: Any, frame: Frame) -> Value:
    if type(node.func) is cst.Name and node.func.value == "super":
        return calling.make_super(run, frame)
    if type(node.func) is cst.Attribute and node.func.attr.value in _APPLIES:
        run.graph.applies_gradients = True
    unused, run.unused = run.unused, False
    callee = evaluate(run, node.func, frame)
    if isinstance(callee, External) and callee.name.endswith(".stop_gradient"):
        with run.untaped():
            return _apply(run, callee, node, frame, unused)
    return _apply(run, callee, node, frame, unused)


_APPLIES = frozenset(("apply_gradients", "apply", "minimize", "assign_sub"))
"""Methods by which a program puts gradients to use."""


def graph_ops(value: Value) -> bool:
    """Whether a value is the TF1 collection of update ops."""
    return isinstance(value, External) and value.name == "tf1.#update_ops"


def _apply(run: Machine, callee: Value, node: Any, frame: Frame, unused: bool) -> Value:
    arguments = Call(node, frame)
    for arg in node.args:
        value = evaluate(run, arg.value, frame)
        if arg.star == "*":
            known = [value] if graph_ops(value) else sequence(value)
            if known is None:
                arguments.open = True
            else:
                for item in known:
                    arguments.sites[len(arguments.args)] = arg
                    arguments.args.append(item)
        elif arg.star == "**":
            if isinstance(value, Mapping):
                for key, item in value.items.items():
                    arguments.kwargs[key] = item
                    arguments.sites[key] = value.sites.get(key, arg)
                arguments.open = arguments.open or value.open
            else:
                arguments.open = True
        elif arg.keyword is not None:
            arguments.kwargs[arg.keyword.value] = value
            arguments.sites[arg.keyword.value] = arg
        else:
            arguments.sites[len(arguments.args)] = arg
            arguments.args.append(value)
    run.unused = unused
    return calling.call_value(run, callee, arguments)


def _binary(run: Machine, node: Any, frame: Frame) -> Value:
    spine = []
    while isinstance(node, cst.BinaryOperation):
        spine.append(node)
        node = node.left
    value = evaluate(run, node, frame)
    for step in reversed(spine):
        value = binary(run, type(step.operator).__name__, value, evaluate(run, step.right, frame), step, frame)
    return value


def binary(run: Machine, name: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    """Return the value of ``left <operator> right``."""
    if isinstance(left, Const) and isinstance(right, Const):
        return _constant_arithmetic(name, left, right)
    if isinstance(left, PerReplica):
        return _share(left, name, right)
    if isinstance(right, PerReplica):
        return _share_of(left, name, right)
    if isinstance(left, Variables) and name == "Add":
        if isinstance(right, Variables):
            owners = tuple(dict.fromkeys(left.owners + right.owners))
            return Variables(owners, left.unknown or right.unknown)
        return Variables(left.owners, True)
    if isinstance(right, Variables) and name == "Add":
        empty = isinstance(left, Items) and not left.items
        return right if empty else Variables(right.owners, True)
    if isinstance(left, Items) and isinstance(right, Items) and name == "Add":
        grown = left.grown or right.grown
        return Items(left.items + right.items, left.kind, left.open or right.open, grown=grown)
    if isinstance(left, Items) and isinstance(right, Const) and name == "Multiply" and type(right.value) is int:
        if 0 <= right.value * len(left.items) <= 256:
            return Items(left.items * right.value, left.kind, left.open)
    if name == "MatrixMultiply" and isinstance(left, TensorValue) and isinstance(right, TensorValue):
        return tensors.merge([left, right], tensors.product(left.info.shape, right.info.shape))
    if isinstance(left, TensorValue) or isinstance(right, TensorValue):
        found = [v for v in (left, right) if isinstance(v, TensorValue)]
        return tensors.combine(found, (left, right), bool(run.context.tapes))
    return UNKNOWN


def _constant_arithmetic(name: str, left: Const, right: Const) -> Value:
    a, b = left.value, right.value
    if name == "Power" and not (isinstance(b, (int, float)) and abs(b) <= 64):
        return UNKNOWN
    if name in ("LeftShift", "Multiply") and (isinstance(a, (str, bytes)) or isinstance(b, (str, bytes))):
        return UNKNOWN
    if name == "LeftShift" and not (isinstance(b, int) and b <= 64):
        return UNKNOWN
    if name == "Modulo" and (isinstance(a, bytes) or (isinstance(a, str) and _WIDE.search(a))):
        return UNKNOWN
    try:
        value = _ARITHMETIC[name](a, b)
    except (TypeError, ValueError, ArithmeticError, KeyError):
        return UNKNOWN
    if (
        isinstance(value, int)
        and abs(value) > _MAX_CONSTANT
        or isinstance(value, (str, bytes))
        and len(value) > MAX_TEXT
    ):
        return UNKNOWN
    return Const(value, origin_of(left, right)) if not isinstance(value, complex) else UNKNOWN


def _share(left: PerReplica, name: str, right: Value) -> Value:
    """``strategy.num_replicas_in_sync * 32``."""
    if name == "Multiply" and isinstance(right, Const) and isinstance(right.value, int):
        return PerReplica(left.factor * right.value, left.strategy)
    return UNKNOWN


def _share_of(left: Value, name: str, right: PerReplica) -> Value:
    """``32 * strategy.num_replicas_in_sync`` and ``256 // strategy.num_replicas_in_sync``."""
    total = right.factor * (right.strategy.replicas or 0)
    if name == "FloorDivide" and total and isinstance(left, Const) and isinstance(left.value, int):
        return Const(left.value // total)
    return _share(right, name, left)


def _unary(run: Machine, node: Any, frame: Frame) -> Value:
    value = evaluate(run, node.expression, frame)
    kind = type(node.operator).__name__
    if kind == "Not":
        known = truth(value)
        return UNKNOWN if known is None else Const(not known, origin_of(value))
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        try:
            return Const(_SIGNS[kind](value.value), value.origin)
        except TypeError:  # ~0.5
            return UNKNOWN
    if isinstance(value, TensorValue):
        return value
    return UNKNOWN


def _boolean(run: Machine, node: Any, frame: Frame) -> Value:
    parts = []
    is_and = isinstance(node.operator, cst.And)
    while isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.And) == is_and:
        parts.append(node.right)
        node = node.left
    value = evaluate(run, node, frame)
    known = truth(value)
    for part in reversed(parts):
        if known is not None and known is not is_and:
            return value
        other = evaluate(run, part, frame)
        if known is None:
            other_known = truth(other)
            value = Const(False) if is_and and other_known is False else UNKNOWN
            known = False if is_and and other_known is False else None
        else:
            value, known = other, truth(other)
    return value


def _comparison(run: Machine, node: Any, frame: Frame) -> Value:
    left = evaluate(run, node.left, frame)
    result: Value = Const(True)
    for target in node.comparisons:
        right = evaluate(run, target.comparator, frame)
        one = _compare(type(target.operator).__name__, left, right, node, frame)
        if isinstance(one, Const) and not one.value:
            return one
        if not isinstance(one, Const):
            result = UNKNOWN
        elif isinstance(result, Const):
            result = Const(True, origin_of(result, one))
        left = right
    return result


def _compare(name: str, left: Value, right: Value, node: Any, frame: Frame) -> Value:
    if name in ("Is", "IsNot"):
        same: bool | None = None
        if isinstance(left, Const) and isinstance(right, Const):
            same = left.value is right.value or (left.value == right.value and type(left.value) is type(right.value))
        elif isinstance(right, Const) and right.value is None and isinstance(left, _NEVER_NONE):
            same = False
        elif isinstance(left, Class) and isinstance(right, Class):
            same = left is right
        elif isinstance(left, External) and isinstance(right, External):
            same = _same_type(left, right)
        return UNKNOWN if same is None else Const(same == (name == "Is"))
    if name in ("In", "NotIn"):
        return _contains(name == "In", left, right)
    if isinstance(left, Const) and isinstance(right, Const):
        try:
            return Const(bool(_COMPARISONS[name](left.value, right.value)), origin_of(left, right))
        except TypeError:
            return UNKNOWN
    if isinstance(left, External) and isinstance(right, External) and name in ("Equal", "NotEqual"):
        equal = _same_type(left, right)
        return UNKNOWN if equal is None else Const(equal == (name == "Equal"))
    return UNKNOWN


_NEVER_NONE = (Object, Function, TensorValue, Items, Mapping, Bound, Class, Partial, Variables, Dataset)


def _same_type(left: External, right: External) -> bool | None:
    """``type(x) is list``: whether two builtin types are the same."""
    types = left.name.startswith("builtins.") and right.name.startswith("builtins.")
    return left.name == right.name if types else None


def _contains(positive: bool, left: Value, right: Value) -> Value:
    if not isinstance(left, Const):
        return UNKNOWN
    if isinstance(right, Mapping) and not right.namespace:
        if hashable(left.value) and left.value in right.items:
            return Const(positive)
        return UNKNOWN if right.open else Const(not positive)
    if isinstance(right, Const) and isinstance(right.value, str) and isinstance(left.value, str):
        return Const((left.value in right.value) == positive)
    known = sequence(right)
    if known is not None and all(isinstance(item, Const) for item in known):
        return Const(any(isinstance(i, Const) and i.value == left.value for i in known) == positive)
    return UNKNOWN


def _conditional(run: Machine, node: Any, frame: Frame) -> Value:
    known = truth(evaluate(run, node.test, frame))
    if known is not None:
        return evaluate(run, node.body if known else node.orelse, frame)
    sides: list[Value] = []

    def side(expression: Any) -> Callable[[], bool]:
        def read() -> bool:
            sides.append(evaluate(run, expression, frame))
            return True

        return read

    run.state.branches(side(node.body), side(node.orelse))
    joined: Value = join(sides[0], sides[1])
    return joined


def _subscript(run: Machine, node: Any, frame: Frame) -> Value:
    value = evaluate(run, node.value, frame)
    indices = [_index(run, element.slice, frame) for element in node.slice]
    return subscript(run, value, indices, node, frame)


def _index(run: Machine, node: Any, frame: Frame) -> Value:
    if isinstance(node, cst.Slice):
        lower, upper, step = (
            evaluate(run, part, frame) if part is not None else None for part in (node.lower, node.upper, node.step)
        )
        return Slice(lower, upper, step)
    return evaluate(run, node.value, frame)


def _int_or_none(value: Value | None) -> tuple[bool, int | None]:
    if value is None:
        return True, None
    if isinstance(value, Const) and (value.value is None or type(value.value) is int):
        return True, value.value
    return False, None


def subscript(run: Machine, value: Value, indices: list[Value], node: Any, frame: Frame) -> Value:
    """Return ``value[indices]``."""
    if isinstance(value, Optional):
        value = value.value
    value = attributes.content(value)
    if isinstance(value, Configuration):
        run.state.changing(value.model.history).edited = True  # what is taken out of it may be changed
    first = indices[0]
    if value is UNKNOWN and tensors.is_newaxis(first):
        value = TensorValue(ev.Tensor())
    if isinstance(value, TensorValue):
        return tensors.index(value, indices, run.site(frame, node))
    if isinstance(value, (Items, Const)) and isinstance(first, Slice):
        items = value.items if isinstance(value, Items) else None
        ends = [_int_or_none(end) for end in (first.lower, first.upper, first.step)]
        if all(known for known, _ in ends):
            cut = slice(*(end for _, end in ends))
            if items is not None and isinstance(value, Items) and not value.open:
                return Items(items[cut], value.kind, grown=value.grown)
            if isinstance(value, Const) and isinstance(value.value, (str, bytes)):
                return Const(value.value[cut])
        element = element_of(value)
        if isinstance(element, Selection) and element.which == "some":
            element = Selection(element.model, "part")
        return Items([], "list", True, element)
    if isinstance(first, Const) and hashable(first.value):
        if isinstance(value, Mapping):
            if first.value in value.items:
                return value.items[first.value]
            return UNKNOWN
        if isinstance(value, Items) and type(first.value) is int:
            if -len(value.items) <= first.value < len(value.items) and (not value.open or first.value >= 0):
                return value.items[first.value]
            return element_of(value)
        if isinstance(value, Const) and isinstance(value.value, str) and type(first.value) is int:
            return Const(value.value[first.value]) if abs(first.value) < len(value.value) else UNKNOWN
    if isinstance(value, Items):
        if value.items and not value.open and all(item is value.items[0] for item in value.items):
            return value.items[0]
        return element_of(value)
    if isinstance(value, Mapping) and value.items:
        content = list(value.items.values())
        if not value.open and all(item == content[0] for item in content):
            return content[0]
        if not value.open and not isinstance(first, Const):
            return one_of(content)
    if isinstance(value, (External, Variables)):
        return value
    return UNKNOWN


def _lambda(run: Machine, node: Any, frame: Frame) -> Value:
    return calling.make_function(run, node, "<lambda>", frame)


def _comprehension(run: Machine, node: Any, frame: Frame) -> Value:
    kind = "set" if isinstance(node, cst.SetComp) else "list"
    inner = Frame(frame.module, {}, frame, frame.function, frame.scope)
    items: list[Value] = []
    owners = _variables_walked(run, node.for_in, inner)
    if owners is not None:
        return owners

    def one(certain: bool) -> None:
        item = evaluate(run, node.elt, inner)
        items.append(item if certain else doubtful(item))

    complete, grown = _run_comprehension(run, node.for_in, inner, one)
    if kind == "set":
        items = distinct(items)
    if complete:
        return Items(items, kind, grown=grown)
    return Items(items, kind, True, items[0] if items else UNKNOWN)


def _dict_comprehension(run: Machine, node: Any, frame: Frame) -> Value:
    inner = Frame(frame.module, {}, frame, frame.function, frame.scope)
    content: dict[Any, Value] = {}
    keys_known = True

    def one(certain: bool) -> None:
        nonlocal keys_known
        key, value = evaluate(run, node.key, inner), evaluate(run, node.value, inner)
        if isinstance(key, Const) and hashable(key.value):
            content[key.value] = value if certain else doubtful(value)
        else:
            keys_known = False
            content[f"?{len(content)}"] = value

    complete, grown = _run_comprehension(run, node.for_in, inner, one)
    return Mapping(content, grown or not (complete and keys_known))


_MAX_UNROLL = 64


def _variables_walked(run: Machine, clause: Any, frame: Frame) -> Variables | None:
    """``[v for v in model.trainable_variables if ...]``: some of the variables of the same owners."""
    if clause.inner_for_in is not None:
        found: list[Variables] = []
        known = sequence(evaluate(run, clause.iter, frame))
        for item in (known or [])[:_MAX_UNROLL]:
            run.assign_target(clause.target, item, frame)
            inner = _variables_walked(run, clause.inner_for_in, frame)
            if inner is None:
                return None
            found.append(inner)
        owners = tuple(o for v in found for o in v.owners)
        return Variables(owners) if owners else None
    if not isinstance(clause.iter, (cst.Attribute, cst.Name)):
        return None
    source = evaluate(run, clause.iter, frame)
    if isinstance(source, Variables):
        return Variables(source.owners, source.unknown or bool(clause.ifs))
    return None


def _run_comprehension(
    run: Machine, clause: Any, frame: Frame, body: Callable[[bool], None], certain: bool = True
) -> tuple[bool, bool]:
    """Run a comprehension; return whether its items are all those there are, and whether they stand for any number.

    Args:
        body: makes one item, given whether that one is there for certain.
        certain: what the clauses around say of that.
    """
    source = evaluate(run, clause.iter, frame)
    known = iterate(run, source)
    complete, grown = known is not None and len(known) <= _MAX_UNROLL, is_grown(source)
    for item in known if complete and known is not None else [element_of(source)]:
        run.assign_target(clause.target, item, frame)
        passed = [truth(evaluate(run, condition.test, frame)) for condition in clause.ifs]
        if False in passed:
            continue
        sure = certain and None not in passed
        complete = complete and sure
        if clause.inner_for_in is not None:
            all_inside, more = _run_comprehension(run, clause.inner_for_in, frame, body, sure)
            complete, grown = complete and all_inside, grown or more
        else:
            body(sure)
    return complete, grown


def iterate(run: Machine, value: Value) -> list[Value] | None:
    """Return the items a loop runs over, None when they are not known one by one."""
    return sequence(value)


def _formatted(run: Machine, node: Any, frame: Frame) -> Value:
    """An f-string of known numbers and strings, which is how programs number their layers."""
    text = ""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text += part.value
            continue
        value = evaluate(run, part.expression, frame)
        if part.format_spec or part.conversion or part.equal or not (is_printable(value) and isinstance(value, Const)):
            return UNKNOWN
        text += str(value.value)
    return Const(text) if len(text) <= 200 else UNKNOWN


def _walrus(run: Machine, node: Any, frame: Frame) -> Value:
    value = evaluate(run, node.value, frame)
    run.assign_target(node.target, value, frame)
    return value


def _await(run: Machine, node: Any, frame: Frame) -> Value:
    return evaluate(run, node.expression, frame)


def _yield(run: Machine, node: Any, frame: Frame) -> Value:
    inner = node.value.item if isinstance(node.value, cst.From) else node.value
    value = NONE if inner is None else evaluate(run, inner, frame)
    if frame.at_yield is not None:
        frame.at_yield(value)
    elif isinstance(node.value, cst.From):
        frame.yields.extend(iterate(run, value) or [element_of(value)])
    else:
        frame.yields.append(value)
    return UNKNOWN


def _ellipsis(run: Machine, node: Any, frame: Frame) -> Value:
    return Const(...)


_HANDLERS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.SimpleString: _string,
    cst.FormattedString: _formatted,
    cst.List: _list,
    cst.Tuple: _tuple,
    cst.Set: _set,
    cst.Dict: _dict,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Subscript: _subscript,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.Ellipsis: _ellipsis,
}
