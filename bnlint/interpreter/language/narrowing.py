"""``if isinstance(layer, BatchNormalization)``: tests that tell the BN layers of a model from the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import selected
from bnlint.interpreter.domain.flow import Flow
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import (
    Choice,
    Class,
    Const,
    Counter,
    External,
    Items,
    Numbered,
    Object,
    Selection,
    Value,
)
from bnlint.interpreter.language.names import load_name
from bnlint.interpreter.machine import AS_BEFORE, Machine
from bnlint.libraries import bases
from bnlint.libraries.habits import NORMALISATION, NORMALISATION_CLASSES
from bnlint.libraries.keras_models import STATISTICS
from bnlint.syntax.words import dotted, identity_asked, words_of

_OF_NORMS = tuple(map(Const, ("momentum", *STATISTICS)))
"""Attributes that no other layer has."""


def narrow(run: Machine, test: Any, frame: Frame, body: Callable[[], Flow], orelse: Callable[[], Flow]) -> bool:
    """Run both sides of a test in a loop over a model's layers, or of which class something is, each for its own.

    Args:
        run: the interpreter.
        test: what is asked.
        frame: where it is asked.
        body: runs the side for which it is true.
        orelse: runs the other one.

    Returns:
        Whether it is such a test; if not, nothing has run.
    """
    told = _told(run, test, frame)
    numbered = _numbered(run, test, frame) if told is None else None
    if told is not None:
        name, layer, positive = told
        norms, others = Selection(layer.model, "norms"), Selection(layer.model, "others")
        sides: tuple[Value, Value] = (norms, others) if positive else (others, norms)
    elif numbered is not None:
        name, sides = numbered
    else:
        return False
    before = frame.names[name] if name in frame.names else load_name(run, name, frame)
    run.state.store(frame.names, name, sides[0])
    flow = body()
    run.state.store(frame.names, name, sides[1])
    other = orelse()
    going_on = [side for side, left in zip(sides, (flow, other), strict=True) if left is Flow.ON]
    run.state.store(frame.names, name, going_on[0] if len(going_on) == 1 else before)
    return True


def picked(run: Machine, test: Any, frame: Frame, answer: bool) -> AbstractContextManager[None]:
    """Read one side of ``if norm is BatchNormalization:``: of several classes those are left that have the answer.

    Args:
        run: the interpreter.
        test: what is asked.
        frame: where it is asked.
        answer: what it is on this side.
    """
    asked = _asked_for_one(test)
    place = _choice(asked[0], frame) if asked is not None else None
    left = _left(place[2], run.evaluate(asked[1], frame), answer is asked[2]) if asked and place is not None else ()
    if place is None or not left:
        return AS_BEFORE
    table, key, _ = place
    return run.state.instead(table, {key: left[0] if len(left) == 1 else Choice(left)})


def _asked_for_one(test: Any) -> tuple[Any, Any, bool] | None:
    """Return what a test compares with a class, the class, and its answer where it is that one; None for others."""
    if type(test) is cst.Call and dotted(test.func) == "issubclass" and len(test.args) == 2:
        return test.args[0].value, test.args[1].value, True
    return identity_asked(test)


def _choice(asked: Any, frame: Frame) -> tuple[dict[Any, Any], str, Choice] | None:
    """Return where one of several values is kept that a test asks for: under a name, or as an object's attribute."""
    table: dict[Any, Any] | None = frame.names
    key = asked.value if type(asked) is cst.Name else ""
    if type(asked) is cst.Attribute and type(asked.value) is cst.Name:
        owner = frame.names.get(asked.value.value)
        table, key = (owner.attrs, asked.attr.value) if isinstance(owner, Object) else (None, "")
    value = table.get(key) if table is not None and key else None
    return (table, key, value) if table is not None and isinstance(value, Choice) else None


def _left(choice: Choice, wanted: Value, same: bool) -> tuple[Value, ...]:
    """Return those of several classes that are one of them, or are not; none where they are no classes."""
    if not all(isinstance(each, (Class, External)) for each in (wanted, *choice.options)):
        return ()
    return tuple(option for option in choice.options if (option == wanted) is same)


def _numbered(run: Machine, test: Any, frame: Frame) -> tuple[str, tuple[Value, Value]] | None:
    """``if i < 100``: return the name of the layer, or its number, that is counted, and what it is on either side."""
    if type(test) is not cst.Comparison or type(test.left) is not cst.Name:
        return None
    counter = frame.names.get(test.left.value)
    part = run.evaluate(test, frame) if isinstance(counter, Counter) else None
    if not isinstance(part, Numbered):
        return None
    if part.layer is None:
        return test.left.value, (Counter(part.true), Counter(part.false))
    names = [name for name, value in frame.names.items() if value is part.layer]
    sides = selected(part.layer, part.true), selected(part.layer, part.false)
    return (names[0], sides) if len(names) == 1 else None


def keep(run: Machine, test: Any, frame: Frame) -> bool:
    """Keep under a name those of a model's layers for which a test holds, if it tells BN layers from the rest.

    Returns:
        Whether it is such a test.
    """
    told = _told(run, test, frame)
    if told is None:
        return False
    name, layer, positive = told
    run.state.store(frame.names, name, Selection(layer.model, "norms" if positive else "others"))
    return True


def _told(run: Machine, test: Any, frame: Frame) -> tuple[str, Selection, bool] | None:
    """Return the name under which a test asks for a model's layers, these, and whether it holds for BN layers."""
    positive = True
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        test, positive = test.expression, False
    name = _tested(run, test, frame)
    layer = load_name(run, name, frame) if name is not None else None
    if name is None or not isinstance(layer, Selection) or layer.which != "some":
        return None
    return name, layer, positive


def _tested(run: Machine, test: Any, frame: Frame) -> str | None:
    """Return the name of what is a BN layer if the test is true, None for other tests."""
    if type(test) is cst.Call:
        return _tested_class(run, test, frame) if type(test.func) is cst.Name else _tested_text(test)
    if type(test) is cst.Comparison and len(test.comparisons) == 1:
        target = test.comparisons[0]
        return _compared_text(test.left, target) or _compared_class(run, test.left, target, frame)
    return None


def _tested_class(run: Machine, test: cst.Call, frame: Frame) -> str | None:
    """``isinstance(layer, (BatchNormalization, ...))`` and ``hasattr(layer, "momentum")``."""
    asked = test.args[0].value if len(test.args) == 2 else None
    if type(test.func) is not cst.Name or type(asked) is not cst.Name:
        return None
    if test.func.value == "hasattr":
        return asked.value if run.evaluate(test.args[1].value, frame) in _OF_NORMS else None
    if test.func.value != "isinstance":
        return None
    wanted = run.evaluate(test.args[1].value, frame)
    kinds = wanted.items if isinstance(wanted, Items) else [wanted]
    return asked.value if any(map(_is_bn_class, kinds)) else None


def _tested_text(test: cst.Call) -> str | None:
    """``layer.name.endswith("_bn")``."""
    if type(test.func) is not cst.Attribute or test.func.attr.value not in ("endswith", "startswith"):
        return None
    return _first_word(test.func.value) if test.args and _speaks_of_bn(test.args[0].value) else None


def _compared_text(left: Any, target: cst.ComparisonTarget) -> str | None:
    """``"bn" in layer.name`` and ``layer.__class__.__name__ == "BatchNormalization"``."""
    text, other = (left, target.comparator) if type(left) is cst.SimpleString else (target.comparator, left)
    asks = type(target.operator) in (cst.In, cst.Equal)
    return _first_word(other) if asks and _speaks_of_bn(text) else None


def _compared_class(run: Machine, left: Any, target: cst.ComparisonTarget, frame: Frame) -> str | None:
    """``type(layer) == BatchNormalization``, ``layer.__class__ in (BatchNormalization, ...)``."""
    if type(left) is cst.Call and len(left.args) == 1 and dotted(left.func) == "type":
        asked = dotted(left.args[0].value)
    else:
        name, _, attribute = dotted(left).rpartition(".")
        asked = name if attribute == "__class__" else ""
    if not asked or "." in asked or type(target.operator) not in (cst.Equal, cst.Is, cst.In):
        return None
    wanted = run.evaluate(target.comparator, frame)
    kinds = wanted.items if isinstance(wanted, Items) else [wanted]
    return asked if any(map(_is_bn_class, kinds)) else None


def _first_word(node: Any) -> str | None:
    words = words_of(node)
    return words[0] if words else None


def _speaks_of_bn(text: Any) -> bool:
    if type(text) is not cst.SimpleString:
        return False
    return text.value.strip("'\"").lower().strip("_") in NORMALISATION


def _is_bn_class(kind: Value) -> bool:
    if isinstance(kind, External):
        return kind.name.endswith(NORMALISATION_CLASSES)
    return isinstance(kind, Class) and kind.kind == bases.NORMALISATION
