"""Operators: arithmetic, comparisons, ``and``, ``or`` and ``not``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

import libcst as cst

from bnlint.events import GraphNormalized
from bnlint.interpreter.domain import partly, releases, states, tensors
from bnlint.interpreter.domain.classes import class_of_layer, find_method
from bnlint.interpreter.domain.containers import any_of, hashable, is_update_ops, sequence, truth, weight_of
from bnlint.interpreter.domain.defaults import soft
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.records import gradients_in
from bnlint.interpreter.domain.values import (
    MAX_INTEGER,
    MAX_TEXT,
    NONE,
    OFF,
    SWITCH,
    UNKNOWN,
    UPDATE_OPS,
    Beyond,
    Bound,
    Choice,
    Class,
    Const,
    Counter,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    Numbered,
    Object,
    Partial,
    PerReplica,
    ScopedVariables,
    TensorValue,
    Text,
    Unknown,
    Unset,
    Value,
    Variables,
    Various,
    Weight,
    origin_of,
)
from bnlint.interpreter.language import answers, functions, literals
from bnlint.interpreter.machine import Machine
from bnlint.libraries.aliases import is_library
from bnlint.libraries.python import ENVIRONMENT
from bnlint.libraries.python_classes import BUILTIN, OPERATORS
from bnlint.libraries.releases import is_telling
from bnlint.patterns import pattern

# -- arithmetic --------------------------------------------------------------------------------------------------

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
_MAX_ITEMS = 256
"""Longer lists are not made by ``[item] * n``."""
_MAX_POWER = 64
"""Higher powers are not computed: a program's text must not decide our running time."""
_WIDE = pattern(r"%[^%A-Za-z]*(?:[0-9]{4}|\*)")
"""A width in a text that ``%`` fills in: "%3000000000d" would ask for gigabytes."""


def arithmetic(run: Machine, node: Any, frame: Frame) -> Value:
    """``left + right``; long chains of them lean to the left."""
    whole, spine = node, []
    while type(node) is cst.BinaryOperation:
        spine.append(node)
        node = node.left
    value = run.evaluate(node, frame)
    parts = [(node, value)]
    for step in reversed(spine):
        right = run.evaluate(step.right, frame)
        parts.append((step.right, right))
        name = type(step.operator).__name__
        own = _by_method(run, name, value, right, step, frame)
        left, value = value, binary(run, name, value, right) if own is None else own
        if run.returns_state:
            states.made(value, left, right)
    return _computed(run, value, whole, parts, frame)


def _by_method(run: Machine, name: str, left: Value, right: Value, node: Any, frame: Frame) -> Value | None:
    """Return what the class of an object makes of ``left + right``; None where it says nothing of that."""
    word = OPERATORS.get(name, "")
    for obj, other, method in ((left, right, f"__{word}__"), (right, left, f"__r{word}__")):
        found = find_method(obj.cls, method) if isinstance(obj, Object) and obj.layer is None else None
        if found is not None and isinstance(obj, Object):
            return functions.call_bound(run, found, obj, frame, node, other)
    return None


def _computed(run: Machine, value: Value, node: Any, parts: Sequence[tuple[Any, Value]], frame: Frame) -> Value:
    """Remember where a value was decided: where its only part that is not written here was, else here."""
    if not isinstance(value, Const):
        return value
    handed_on = {
        id(part.written.node): part.written
        for written, part in parts
        if isinstance(part, Const) and part.written is not None and part.written.node is not written
    }
    decided = next(iter(handed_on.values())) if len(handed_on) == 1 else run.site(frame, node)
    return Const(value.value, value.origin, None, decided, value.instead, value.option, told=value.told)


def binary(run: Machine, name: str, left: Value, right: Value) -> Value:
    """Return the value of ``left <operator> right``; ``name`` is that of the operator's class in libcst."""
    by_left = _BY_LEFT.get(type(left))
    found = by_left(name, left, right) if by_left is not None else None
    if found is None:
        by_right = _BY_RIGHT.get(type(right))
        found = by_right(name, left, right) if by_right is not None else None
    if found is None:
        found = _of_tensors(run, name, left, right)
    return found


def _of_constants(name: str, left: Const, right: Value) -> Value | None:
    if not isinstance(right, Const):
        return None
    if not _is_cheap(name, left.value, right.value):
        return UNKNOWN
    try:
        value = _ARITHMETIC[name](left.value, right.value)
    except (TypeError, ValueError, ArithmeticError, KeyError):
        return UNKNOWN
    return Const(value, origin_of(left, right)) if _is_small(value) else UNKNOWN


def _is_cheap(name: str, a: Any, b: Any) -> bool:
    """Whether working out ``a <operator> b`` takes neither long nor much memory."""
    guard = _GUARDS.get(name)
    return guard is None or guard(a, b)


def _is_number(value: Any) -> bool:
    return not isinstance(value, (str, bytes))


_GUARDS: dict[str, Callable[[Any, Any], bool]] = {
    "Power": lambda a, b: isinstance(b, (int, float)) and abs(b) <= _MAX_POWER,
    "Multiply": lambda a, b: _is_number(a) and _is_number(b),
    "LeftShift": lambda a, b: _is_number(a) and isinstance(b, int) and b <= _MAX_POWER,
    "Modulo": lambda a, b: not isinstance(a, bytes) and not (isinstance(a, str) and _WIDE.search(a)),
}


def _is_small(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= MAX_INTEGER
    if isinstance(value, (str, bytes)):
        return len(value) <= MAX_TEXT
    return not isinstance(value, complex)


def _of_lists(name: str, left: Items, right: Value) -> Value | None:
    if name == "Add" and isinstance(right, Items):
        grown = left.grown or right.grown
        is_open = left.open or right.open
        others = UNKNOWN if left.open and right.open else left.element if left.open else right.element
        return Items(left.items + right.items, left.kind, is_open, others if is_open else UNKNOWN, grown)
    if name == "Add" and right == UPDATE_OPS:
        return Items([*left.items, right], left.kind, True, left.element)
    if name == "Subtract" and is_update_ops(left):
        return left  # the new ones
    if name == "Multiply" and isinstance(right, Const) and type(right.value) is int:
        if 0 <= right.value * len(left.items) <= _MAX_ITEMS:
            return Items(left.items * right.value, left.kind, left.open)
    if name == "Multiply" and isinstance(right, TensorValue) and right.info.shape == ():
        return Items([], left.kind, True, any_of(left))  # by a whole number of NumPy
    return None


def _of_dicts(name: str, left: Mapping, right: Value) -> Value | None:
    """``options | others``."""
    if name != "BitOr" or isinstance(right, Const):
        return None
    made = Mapping({})
    for each in (left, right):
        literals.add_all(made, each)
    made.measure()
    return made


def _of_update_ops(name: str, left: External, right: Value) -> Value | None:
    return left if name in ("Add", "Subtract") and is_update_ops(left) else None


def _times_list(name: str, left: Value, right: Items) -> Value | None:
    return _of_lists(name, right, left) if name == "Multiply" and isinstance(left, Const) else None


def _of_variables(name: str, left: Variables, right: Value) -> Value | None:
    if name != "Add" or isinstance(right, Weight):
        return None if name == "Multiply" and _is_count(right) else _of_weight(name, weight_of(left), right)
    if isinstance(right, Variables):
        return Variables(tuple(dict.fromkeys(left.owners + right.owners)), left.unknown or right.unknown)
    return Variables(left.owners, True)


def _of_scopes(name: str, left: ScopedVariables, right: Value) -> Value | None:
    """The variables of two networks of TF1 in one list."""
    if name != "Add" or not isinstance(right, ScopedVariables):
        return None
    return ScopedVariables(left.scope, tuple(dict.fromkeys((*left.beside, *right.scopes))))


def _with_variables(name: str, left: Value, right: Variables) -> Value | None:
    if name != "Add":
        return _of_variables(name, right, left)
    empty = isinstance(left, Items) and not left.items
    return right if empty else Variables(right.owners, True)


def _is_count(value: Value) -> bool:
    """Whether a list is repeated that many times; anything else is calculated from one of its entries."""
    return isinstance(value, Const) and type(value.value) is int


def _of_weight(name: str, left: Weight, right: Value) -> Value | None:
    """``tau * weight``, ``weight + other``: calculated from the variables of both.

    What is subtracted may be a gradient, and what is added is one as far as known; their use is noted elsewhere.
    """
    if isinstance(right, TensorValue) and (name == "Subtract" or _is_gradient(right)):
        return None
    owners = right.owners if isinstance(right, (Weight, Variables)) else ()
    return Weight(tuple(dict.fromkeys(left.owners + owners)), left.site, calculated=True)


def _with_weight(name: str, left: Value, right: Weight) -> Value | None:
    return _of_weight(name, right, left)


def _share(name: str, left: PerReplica, right: Value) -> Value:
    """``strategy.num_replicas_in_sync * 32``."""
    if name == "Multiply" and isinstance(right, Const) and isinstance(right.value, int):
        return PerReplica(left.factor * right.value, left.strategy)
    return UNKNOWN


def _share_of(name: str, left: Value, right: PerReplica) -> Value:
    """``32 * strategy.num_replicas_in_sync`` and ``256 // strategy.num_replicas_in_sync``."""
    total = right.factor * (right.strategy.replicas or 0)
    if name == "FloorDivide" and total and isinstance(left, Const) and isinstance(left.value, int):
        return Const(left.value // total)
    return _share(name, right, left)


def _of_length(name: str, left: Beyond, right: Value) -> Value | None:
    """``len(model.layers) - 20``, ``len(model.layers) // 2``."""
    number = right.value if isinstance(right, Const) else None
    if name in ("Add", "Subtract") and type(number) is int:
        return Beyond(left.more + (number if name == "Add" else -number), left.part, left.count)
    if name not in _PARTS or type(number) not in (int, float) or not number or left.more:
        return None
    return Beyond(0, _PARTS[name](left.part, number), left.count)


_PARTS: dict[str, Callable[[Any, Any], Any]] = {
    "Multiply": operator.mul,
    "Divide": operator.truediv,
    "FloorDivide": operator.truediv,
}
"""How a part of a number is calculated."""


def _times_length(name: str, left: Value, right: Beyond) -> Value | None:
    return _of_length(name, right, left) if name == "Multiply" else None


def _of_versions(name: str, left: Value, right: Value) -> Value | None:
    """``major * 100 + minor``."""
    if name not in _ARITHMETIC or isinstance(left, Items) or isinstance(right, Items):
        return UNKNOWN
    return releases.computed(_ARITHMETIC[name], left, right)


_BY_LEFT: dict[type, Callable[[str, Any, Value], Value | None]] = {
    Beyond: _of_length,
    Const: _of_constants,
    External: _of_update_ops,
    Items: _of_lists,
    Mapping: _of_dicts,
    PerReplica: _share,
    ScopedVariables: _of_scopes,
    Variables: _of_variables,
    Weight: _of_weight,
    Various: _of_versions,
}
_BY_RIGHT: dict[type, Callable[[str, Value, Any], Value | None]] = {
    Beyond: _times_length,
    Items: _times_list,
    PerReplica: _share_of,
    Variables: _with_variables,
    Weight: _with_weight,
    Various: _of_versions,
}
"""What is made of two values, by the type of one of them; None where the other one decides."""


def _of_tensors(run: Machine, name: str, left: Value, right: Value) -> Value:
    found = [value for value in (left, right) if isinstance(value, TensorValue)]
    if name == "Modulo" and isinstance(left, Const) and isinstance(left.value, str):
        answers.taken(run, (right,))  # a text with a number in it
    if not found:
        return _of_texts(name, left, right)
    for value in found:
        run.uses(value, _of_tensors)
    if name == "Subtract" and _is_step(left, right):
        run.graph.applies_gradients = True
    if name == "MatrixMultiply" and len(found) == 2:
        return tensors.merge(found, tensors.product(found[0].info.shape, found[1].info.shape))
    made = tensors.combine(found, (left, right), bool(run.context.tapes))
    truths = name in _OF_TRUTHS and all(value.info.truths for value in found)
    return TensorValue(replace(made.info, truths=truths), made.node)


def _of_texts(name: str, left: Value, right: Value) -> Value:
    """``name + "_conv"`` and ``"%s_conv" % name``, of a name that is not known."""
    if name == "Add" and all(isinstance(value, Unknown) or _is_text(value) for value in (left, right)):
        return partly.put_together((left, right))
    if name == "Modulo" and isinstance(left, Const) and isinstance(left.value, str):
        listed = sequence(right)
        return partly.filled_in(left.value, [right] if listed is None else listed)
    return UNKNOWN


def _is_text(value: Value) -> TypeGuard[Const]:
    return isinstance(value, Const) and isinstance(value.value, str)


_OF_TRUTHS = ("BitAnd", "BitOr", "BitXor")


def _is_step(left: Value, right: Value) -> bool:
    """Whether a gradient is taken away from something: ``weight - rate * gradient``."""
    return not isinstance(left, Const) and _is_gradient(right) and not _is_gradient(left)


def _is_gradient(value: Value) -> bool:
    return isinstance(value, TensorValue) and bool(gradients_in((value,)))


# -- signs, and, or, not -----------------------------------------------------------------------------------------

_SIGNS: dict[str, Callable[[Any], Any]] = {"Minus": operator.neg, "Plus": operator.pos, "BitInvert": operator.invert}


def unary(run: Machine, node: Any, frame: Frame) -> Value:
    """``-value`` and ``not value``."""
    value = run.evaluate(node.expression, frame)
    kind = type(node.operator).__name__
    if kind == "Not":
        if isinstance(value, Various):
            return releases.computed(operator.not_, value) or UNKNOWN
        known = truth(value)
        if known is None:
            return UNKNOWN
        option, told = (value.option, value.told) if isinstance(value, Const) else ("", ())
        answer = Const(not known, origin_of(value), instead=_other_answer(not known, value), option=option)
        answer = replace(answer, told=(known,) if any(bool(each) != known for each in told) else ())
        return _computed(run, answer, node, [(node.expression, value)], frame)
    if isinstance(value, Beyond) and kind == "Minus" and not value.more and 0 < value.part < 1:
        return Beyond(0, -value.part, value.count)
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        try:
            signed = Const(_SIGNS[kind](value.value), value.origin)
            return _computed(run, signed, node, [(node.expression, value)], frame)
        except TypeError:  # ~0.5
            return UNKNOWN
    return value if isinstance(value, TensorValue) else UNKNOWN


def boolean(run: Machine, node: Any, frame: Frame) -> Value:
    """``left and right``, ``left or right``; what stands behind the answer is not run."""
    parts = []
    is_and = type(node.operator) is cst.And
    while type(node) is cst.BooleanOperation and (type(node.operator) is cst.And) == is_and:
        parts.append(node.right)
        node = node.left
    value = run.evaluate(node, frame)
    known = truth(value)
    for part in reversed(parts):
        if known is not None and known is not is_and:
            # The other side of a branch on it may run for what stands behind, whatever the switch is.
            return replace(value, option="") if isinstance(value, Const) and value.option else value
        other = run.evaluate(part, frame)
        if isinstance(value, Unset) and not is_and and isinstance(other, Const):
            value = soft(other, value.name)
            known = truth(value)
        elif known is not None:
            value, known = other, truth(other)
        elif is_and and truth(other) is False:
            value, known = Const(False), False
        else:
            value = UNKNOWN
    return value


# -- comparisons -------------------------------------------------------------------------------------------------

_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "Equal": operator.eq,
    "NotEqual": operator.ne,
    "LessThan": operator.lt,
    "LessThanEqual": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEqual": operator.ge,
}
_NEVER_NONE = (Choice, Object, Function, TensorValue, Items, Mapping, Bound, Class, Partial, Variables, Dataset)


def comparison(run: Machine, node: Any, frame: Frame) -> Value:
    """``left < middle < right``."""
    return _computed(run, _compared(run, node, frame), node, (), frame)


def _compared(run: Machine, node: Any, frame: Frame) -> Value:
    left = run.evaluate(node.left, frame)
    result: Value = Const(True)
    for target in node.comparisons:
        right = run.evaluate(target.comparator, frame)
        answers.taken(run, (left, right))
        name = type(target.operator).__name__
        one = _compare(name, left, right)
        if one is UNKNOWN and name in _ORDER and len(node.comparisons) == 1:
            return _where_true(name, left, right)
        known = truth(one) if isinstance(one, (Const, Various)) else None
        if known is False or len(node.comparisons) == 1:
            return one
        if known is None or not isinstance(one, Const):
            result = one if known and isinstance(result, (Const, Various)) else UNKNOWN
        elif isinstance(result, Const):
            result = Const(True, origin_of(result, one))
        left = right
    return result


def _where_true(name: str, left: Value, right: Value) -> Value:
    """``row > 0.5``: an array says so of each of its entries; nobody knows what becomes of other tensors.

    In a TF1 graph such a number of a network comes from its normalisations as well; ``==`` compares objects there.
    """
    found = [value for value in (left, right) if isinstance(value, TensorValue)]
    known = all(isinstance(value, (Const, TensorValue)) for value in (left, right)) and bool(found)
    made_of = [event for value in found for event in value.info.made_of]
    of_graph = known and bool(made_of) and all(type(event) is GraphNormalized for event in made_of)
    if of_graph and name not in ("Equal", "NotEqual"):
        return tensors.combine(found, (left, right), True)
    if not known or not all(value.info.kind == "concrete" and value.info.shape for value in found):
        return UNKNOWN
    if made_of:
        return UNKNOWN
    made = tensors.combine(found, (left, right), True)
    return TensorValue(replace(made.info, truths=True), made.node)


def compared(name: str, left: Value, right: Value) -> Value:
    """Return what a function of the module ``operator`` answers."""
    return _compare(next(operand for operand, each in _ORDER.items() if each.__name__ == name), left, right)


def _compare(name: str, left: Value, right: Value) -> Value:
    answer = _compare_known(name, left, right)
    if not isinstance(answer, Const) or not isinstance(answer.value, bool):
        return answer
    for switch, beside in ((left, right), (right, left)):
        if isinstance(switch, Const) and switch.origin == SWITCH:
            return _of_switch(switch, beside, answer)
    option, other = (left, right) if _is_option(left) else (right, left)
    if not isinstance(option, Const) or option.instead is None or _is_option(other):
        return answer
    if isinstance(other, Const):
        answer = replace(answer, option=f"{option.option} {name} {other.value!r}")
    others = (_compare_known(name, *_sides(option, left, right, value)) for value in option.told)
    answer = replace(answer, told=(not answer.value,) if Const(not answer.value) in others else ())
    differs = replace(answer, origin="", instead=(not answer.value,))
    if not answer.value and option.value in OFF:
        differs = replace(answer, origin=SWITCH, option=answer.option or option.option)
    for value in option.instead:
        if _compare_known(name, *_sides(option, left, right, value)) != Const(not answer.value):
            continue
        return differs
    return answer if option.instead else differs


def _sides(option: Const, left: Value, right: Value, value: Any) -> tuple[Value, Value]:
    """Return both sides of a comparison where an option on one of them has another value."""
    return (Const(value), right) if option is left else (left, Const(value))


def _of_switch(switch: Const, other: Value, answer: Const) -> Value:
    """Return what a comparison with a switch that is off answers: that is a switch where it asks if it is on."""
    if isinstance(other, Const) and type(other.value) in (bool, int) and other.value in (0, 1):
        if type(switch.value) is bool or not answer.value:
            return replace(answer, origin=SWITCH, option=switch.option)
    return answer.with_origin("command-line default") if type(switch.value) is int else answer


def _is_option(value: Value) -> bool:
    return isinstance(value, Const) and value.instead is not None


def _other_answer(answer: bool, asked: Value) -> tuple[bool, ...] | None:
    """Return what ``not option`` may be instead."""
    return (not answer,) if _is_option(asked) else None


def _compare_known(name: str, left: Value, right: Value) -> Value:
    if isinstance(left, (Various, Items)) or isinstance(right, (Various, Items)):
        by_version = releases.compared(_BY_VERSION[name], left, right)
        if by_version is not None:
            return by_version
    asked = _QUESTIONS.get(name)
    if asked is not None:
        question, positive = asked
        answer = question(left, right)
        if answer is None:
            return _of_environment(name, left, right)
        return Const(answer == positive)
    if isinstance(left, Const) and isinstance(right, Const):
        try:
            return Const(bool(_ORDER[name](left.value, right.value)), origin_of(left, right))
        except TypeError:
            return UNKNOWN
    if isinstance(left, Counter):
        return _part(name, left, right) or UNKNOWN
    if name in ("Equal", "NotEqual"):
        text, other = (left, right) if isinstance(left, Text) else (right, left)
        equal = _same_text(text, other) if isinstance(text, Text) else _same_type(left, right)
        return UNKNOWN if equal is None else Const(equal == (name == "Equal"))
    return UNKNOWN


def _part(name: str, counter: Counter, limit: Value) -> Numbered | None:
    """Return for which layers of a model a comparison of their number is true: ``i < 100``."""
    end = limit.end or 0 if isinstance(limit, Beyond) else limit.value if isinstance(limit, Const) else None
    if type(end) is not int or name not in _LIMITS or counter.numbers != slice(None):
        return None
    below, more = _LIMITS[name]
    end += more
    if end == 0 or (end < 0) != (isinstance(limit, Beyond) and limit.part == 1):
        return None
    sides = slice(None, end), slice(end, None)
    return Numbered(counter.layer, *(sides if below else sides[::-1]))


_LIMITS = {"LessThan": (True, 0), "LessThanEqual": (True, 1), "GreaterThan": (False, 1), "GreaterThanEqual": (False, 0)}
"""Whether an operator asks for what is below a limit, and by how much that differs from the end of a slice."""

_BY_VERSION: dict[str, Callable[[Any, Any], Any]] = {
    **_ORDER,
    "Is": operator.eq,
    "IsNot": operator.ne,
    "In": lambda item, container: item in container,
    "NotIn": lambda item, container: item not in container,
}


def _same(left: Value, right: Value) -> bool | None:
    """Whether two values are one and the same object, None where that is not known."""
    if isinstance(left, Const) and isinstance(right, Const):
        return left.value is right.value or (left.value == right.value and type(left.value) is type(right.value))
    if isinstance(right, Const) and right.value is None and isinstance(left, _NEVER_NONE):
        return False
    if right == NONE and isinstance(left, External) and is_telling(left.name):
        return False
    if isinstance(left, Class) and isinstance(right, Class):
        return left is right
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Class) and isinstance(other, External) and is_library(other.name):
            return False
    return _same_type(left, right)


def _same_type(left: Value, right: Value) -> bool | None:
    """``type(x) is list``: whether two builtin types, or two classes of layers, are the same."""
    if not (isinstance(left, External) and isinstance(right, External)):
        return None
    layers = class_of_layer(left), class_of_layer(right)
    if all(layers):
        return layers[0] == layers[1]
    types = left.name.startswith(BUILTIN) and right.name.startswith(BUILTIN)
    return left.name == right.name if types else None


def _same_text(text: Text, other: Value) -> bool | None:
    """Whether a text of which parts are known is another value; None where it may be."""
    if not isinstance(other, Const):
        return None
    return None if isinstance(other.value, str) and partly.may_be(text, other.value) else False


def _of_environment(name: str, left: Value, right: Value) -> Value:
    """``"MOMENTUM" in os.environ``: nobody knows."""
    asked = name == "In" and isinstance(right, External) and right.name in ENVIRONMENT
    return Unset(str(left.value)) if asked and isinstance(left, Const) else UNKNOWN


def _is_inside(left: Value, right: Value) -> bool | None:
    """Whether a container holds a constant, a class or a text, None where that is not known."""
    if isinstance(right, Text):
        return partly.holds(right, left.value) if _is_text(left) else None
    if not isinstance(left, Text):
        return _is_entry(left, right)
    others = sequence(right) or [UNKNOWN]
    return False if all(_same_text(left, item) is False for item in others) else None


def _is_entry(left: Value, right: Value) -> bool | None:
    """The same of a constant or a class."""
    if isinstance(left, External):
        same = [_same_type(left, kind) for kind in sequence(right) or (UNKNOWN,)]
        return True if True in same else None if None in same else False
    if not isinstance(left, Const):
        return None
    if isinstance(right, Mapping) and not right.namespace:
        if hashable(left.value) and left.value in right.items:
            return True
        return None if right.open else False
    if isinstance(right, Const) and isinstance(right.value, str) and isinstance(left.value, str):
        return left.value in right.value
    known = sequence(right)
    if known is not None and all(isinstance(item, Const) for item in known):
        return any(isinstance(item, Const) and item.value == left.value for item in known)
    return None


_QUESTIONS: dict[str, tuple[Callable[[Value, Value], bool | None], bool]] = {
    "Is": (_same, True),
    "IsNot": (_same, False),
    "In": (_is_inside, True),
    "NotIn": (_is_inside, False),
}
"""What an operator asks, and whether it is true if the answer is yes."""
