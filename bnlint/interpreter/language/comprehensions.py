"""Comprehensions and generator expressions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.containers import UNNAMED, distinct, element_of, hashable, is_grown, sequence, truth
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import doubtful
from bnlint.interpreter.domain.tensors import length
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Const,
    Items,
    Mapping,
    Optional,
    ScopedVariables,
    TensorValue,
    TrainableVariables,
    Value,
    Variables,
    Weight,
)
from bnlint.interpreter.language.iterated import iterated
from bnlint.interpreter.language.narrowing import keep
from bnlint.interpreter.machine import Machine
from bnlint.libraries.torch import GRADIENT, PARAMETERS
from bnlint.syntax.words import dotted, words_of

_MAX_UNROLL = 64
"""Items of a known list that are taken one by one."""


def comprehension(run: Machine, node: Any, frame: Frame) -> Value:
    """``[item for ...]``, ``{item for ...}`` and ``(item for ...)``."""
    kind = "set" if type(node) is cst.SetComp else "list"
    inner = Frame(frame.module, {}, frame, frame.function, frame.scope)
    items: list[Value] = []
    owners = None
    if not (run.on_torch and dotted(node.elt).endswith(f".{GRADIENT}")):
        owners = _variables_walked(run, node.for_in, inner) or _trainables_walked(run, node, inner)
        if isinstance(owners, Variables):
            owners = _as_written(run, node, owners, inner)
    if owners is not None:
        return owners

    def one(certain: bool) -> None:
        item = run.evaluate(node.elt, inner)
        items.append(item if certain else doubtful(item))

    complete, grown = _rounds(run, node.for_in, inner, one)
    if kind == "set":
        items = distinct(items)
    if complete:
        return Items(items, kind, grown=grown)
    return Items(items, kind, True, items[0] if items else UNKNOWN)


def dict_comprehension(run: Machine, node: Any, frame: Frame) -> Value:
    """``{key: value for ...}``."""
    inner = Frame(frame.module, {}, frame, frame.function, frame.scope)
    content: dict[Any, Value] = {}
    keys_known = True

    def one(certain: bool) -> None:
        nonlocal keys_known
        key, value = run.evaluate(node.key, inner), run.evaluate(node.value, inner)
        if isinstance(key, Const) and hashable(key.value):
            content[key.value] = value if certain else doubtful(value)
        else:
            keys_known = False
            content[f"{UNNAMED}{len(content)}"] = value

    complete, grown = _rounds(run, node.for_in, inner, one, begins=True)
    return Mapping(content, grown or not (complete and keys_known))


def _variables_walked(run: Machine, clause: Any, frame: Frame) -> Variables | None:
    """``[v for v in model.trainable_variables if ...]``: some of the variables of the same owners."""
    if clause.inner_for_in is not None:
        return _variables_of_each(run, clause, frame)
    if not isinstance(clause.iter, (cst.Attribute, cst.Name)) and not _asks_for_parameters(run, clause.iter):
        return None
    source = run.evaluate(clause.iter, frame)
    if isinstance(source, Variables):
        return replace(source, unknown=source.unknown or bool(clause.ifs))
    return None


def _as_written(run: Machine, node: Any, variables: Variables, frame: Frame) -> Variables:
    """``[v.numpy() for v in variables]``: copies of them, or what else is made of each."""
    clause = node.for_in
    name = dotted(clause.target)
    if clause.inner_for_in is not None or name is not None and dotted(node.elt) == name:
        return variables
    made: Value = UNKNOWN
    if type(node.elt) is cst.Call:
        run.assign_target(clause.target, element_of(variables), frame)
        made = run.evaluate(node.elt, frame)
    copied = isinstance(made, Weight) and made.kept is not None
    return replace(variables, calculated=not copied, kept=made.kept if isinstance(made, Weight) else None)


def _asks_for_parameters(run: Machine, node: Any) -> bool:
    """Whether these are all parameters of a layer or module: ``model.parameters()``."""
    return run.on_torch and type(node) is cst.Call and dotted(node.func).endswith(f".{PARAMETERS}") and not node.args


def _trainables_walked(run: Machine, node: Any, frame: Frame) -> TrainableVariables | ScopedVariables | None:
    """``[v for v in tf.trainable_variables() if ...]``: some of the trainable variables of a graph of TF1."""
    clause = node.for_in
    if clause.inner_for_in is not None or dotted(node.elt) is None or dotted(node.elt) != dotted(clause.target):
        return None
    asks = type(clause.iter) is cst.Call and (dotted(clause.iter.func) or "").endswith(_TRAINABLES)
    if not asks and type(clause.iter) not in (cst.Name, cst.Attribute):
        return None
    source = run.evaluate(clause.iter, frame)
    if not isinstance(source, TrainableVariables) or not source.alone:
        return None
    scope = _scope_asked(run, clause, frame)
    return TrainableVariables() if scope is None else ScopedVariables(scope)


def _scope_asked(run: Machine, clause: Any, frame: Frame) -> str | None:
    """Return the scope for ``if v.name.startswith("target/")``, None for any other condition."""
    test = clause.ifs[0].test if len(clause.ifs) == 1 else None
    if type(test) is not cst.Call or dotted(test.func) != f"{dotted(clause.target)}.name.startswith" or not test.args:
        return None
    begin = run.evaluate(test.args[0].value, frame)
    known = isinstance(begin, Const) and isinstance(begin.value, str)
    return begin.value.strip("/") or None if known and isinstance(begin, Const) else None


_TRAINABLES = "trainable_variables"


def _variables_of_each(run: Machine, clause: Any, frame: Frame) -> Variables | None:
    """``[v for layer in layers for v in layer.trainable_variables]``."""
    found: list[Variables] = []
    known = sequence(iterated(run, run.evaluate(clause.iter, frame), clause.iter, frame))
    for item in (known or [])[:_MAX_UNROLL]:
        run.assign_target(clause.target, item, frame)
        inner = _variables_walked(run, clause.inner_for_in, frame)
        if inner is None:
            return None
        found.append(inner)
    owners = tuple(owner for variables in found for owner in variables.owners)
    return Variables(owners) if owners else None


def _rounds(
    run: Machine, clause: Any, frame: Frame, body: Callable[[bool], None], certain: bool = True, begins: bool = False
) -> tuple[bool, bool]:
    """Run a comprehension; return whether its items are all those there are, and whether they stand for any number.

    Args:
        body: makes one item, given whether that one is there for certain.
        certain: what the clauses around say of that.
        begins: of more items than are known these are run all the same: ``vars(value).items()``.
    """
    source = iterated(run, run.evaluate(clause.iter, frame), clause.iter, frame)
    known = sequence(source)
    if known is not None and len(known) > _MAX_UNROLL:
        known = None
    if isinstance(source, TensorValue) and length(source) == 1:
        known = [element_of(source)]
    before = len(run.nesting.loop_names)
    run.nesting.loop_names.extend(words_of(clause.iter))
    try:
        items = (_known_of(source) if begins else None) or [element_of(source)] if known is None else known
        complete, grown = _each(run, clause, items, frame, body, certain)
    finally:
        del run.nesting.loop_names[before:]
    return known is not None and complete, is_grown(source) or grown


def _known_of(source: Value) -> list[Value] | None:
    """Return those items of a list that are there for certain, None if there are too many."""
    items = source.items if isinstance(source, Items) else []
    return [item for item in items if not isinstance(item, Optional)] if len(items) <= _MAX_UNROLL else None


def _each(
    run: Machine, clause: Any, items: list[Value], frame: Frame, body: Callable[[bool], None], certain: bool
) -> tuple[bool, bool]:
    """Run a comprehension for some items; return the same of what they are made to."""
    complete, grown = True, False
    for item in items:
        run.assign_target(clause.target, item, frame)
        passed = [keep(run, each.test, frame) or truth(run.evaluate(each.test, frame)) for each in clause.ifs]
        if False in passed:
            continue
        sure = certain and None not in passed
        complete = complete and sure
        if clause.inner_for_in is None:
            body(sure)
        else:
            all_inside, more = _rounds(run, clause.inner_for_in, frame, body, sure)
            complete, grown = complete and all_inside, grown or more
    return complete, grown
