"""Statements: each runs, and says where control goes behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.budget import OutOfBudget, limit_of
from bnlint.interpreter.domain.containers import truth
from bnlint.interpreter.domain.flow import Flow, Raised
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Class,
    External,
    Function,
    Lazy,
    ModuleValue,
    Various,
)
from bnlint.interpreter.language import (
    answers,
    assignment,
    attempts,
    branches,
    contexts,
    definitions,
    imports,
    loops,
)
from bnlint.interpreter.machine import Machine
from bnlint.libraries.python import ENDS
from bnlint.syntax.texts import NOTEBOOK
from bnlint.syntax.words import dotted, texts_in

_LASTING = (Class, External, Function, Lazy, ModuleValue)
"""What a name still holds after a statement that was given up, give or take a second definition."""


def execute(run: Machine, body: Sequence[Any], frame: Frame) -> Flow:
    """Run statements in order."""
    if frame.spine:
        return _spare(run, body, frame)
    for statement in body:
        flow = _statement(run, statement, frame)
        if flow is not Flow.ON:
            return flow
    return Flow.ON


def _spare(run: Machine, body: Sequence[Any], frame: Frame) -> Flow:
    """Run statements; one that takes too much is given up, and with it all that it may have changed.

    Those behind it share what is left: however many of them take too much, the last one is read.
    """
    for number, statement in enumerate(body):
        words = run.read.given_up.get(id(statement))
        if words is not None:
            _forget(words, frame)
            continue
        nesting, depth = run.nesting.copy(), run.state.depth
        try:
            with run.budget.share(len(body) - number):
                flow = _statement(run, statement, frame)
        except (OutOfBudget, RecursionError) as limit:
            if run.budget.is_shared:
                raise
            run.nesting, run.state.depth, run.unused = nesting, depth, False
            run.state.failed = False
            run.budget.open_reserve()
            run.read.given_up[id(statement)] = words = texts_in(statement)
            line = statement.body[0] if type(statement) is cst.SimpleStatementLine else statement
            run.cut_short(limit_of(limit), frame.module.path, line)
            _forget(words, frame)
            continue
        if flow is not Flow.ON:
            return flow
    return Flow.ON


def _forget(words: set[str], frame: Frame) -> None:
    """Whatever a statement speaks of may be anything now."""
    for name in words:
        if name in frame.names and not isinstance(frame.names[name], _LASTING):
            frame.names[name] = UNKNOWN


def _statement(run: Machine, node: Any, frame: Frame) -> Flow:
    run.budget.step()
    # The types themselves are compared: libcst's classes are abstract, which makes `isinstance` ten times slower.
    if type(node) is cst.SimpleStatementLine:
        node = node.body[0]
    handler = _HANDLERS.get(type(node))
    if handler is None:
        return Flow.ON
    try:
        flow = handler(run, node, frame)
    except (OutOfBudget, RecursionError, Raised):
        raise
    except Exception as error:
        _give_up(run, node, frame, error)
        return Flow.ON
    if run.state.failed:
        return _behind_error(run, node, frame)
    return Flow.ON if flow is None else flow


def _behind_error(run: Machine, node: Any, frame: Frame) -> Flow:
    """Return where control goes behind a statement that raises; the cells of a notebook may be run all the same."""
    if frame.function is not None or not frame.module.path.endswith(NOTEBOOK):
        return Flow.OUT
    run.state.failed = False
    _forget(texts_in(node), frame)
    return Flow.ON


def _give_up(run: Machine, node: Any, frame: Frame, error: Exception) -> None:
    """Go on behind a statement at which bnlint itself failed: what it assigns is not known."""
    run.testimony.unread.append(ev.Unread(run.site(frame, node), f"{type(error).__name__}: {error}", failed=True))
    assigned = [each.target for each in getattr(node, "targets", ())] or [getattr(node, "target", None)]
    for target in assigned:
        if type(target) is cst.Name:
            assignment.assign_target(run, target, UNKNOWN, frame)


def block(run: Machine, node: Any, frame: Frame) -> Flow:
    """Run the body of a compound statement."""
    return execute(run, node.body, frame)


# -- of one line -------------------------------------------------------------------------------------------------


def _expression(run: Machine, node: Any, frame: Frame) -> Flow | None:
    if type(node.value) is cst.SimpleString:
        return None
    is_call = type(node.value) is cst.Call
    run.unused = is_call
    if frame.spine:
        run.read.stem = node.value
    value = run.evaluate(node.value, frame)
    run.unused = False
    if frame.function is None and not run.rounds and frame.module.path.endswith(NOTEBOOK):
        answers.echoed(run, value)
    return Flow.OUT if is_call and _is_end(node.value.func) else None


def _is_end(called: Any) -> bool:
    """Whether a call of something ends the program."""
    name = called.value if type(called) is cst.Name else called.attr.value if type(called) is cst.Attribute else ""
    return name in _ENDS and dotted(called) in ENDS


_ENDS = frozenset(name.rpartition(".")[2] for name in ENDS)


def _assign(run: Machine, node: Any, frame: Frame) -> None:
    run.unused = type(node.value) is cst.Call and all(_is_for_nobody(each.target) for each in node.targets)
    value = run.evaluate(node.value, frame)
    run.unused = False
    for target in node.targets:
        assignment.assign_target(run, target.target, value, frame)


def _is_for_nobody(target: Any) -> bool:
    """Whether a name says that nobody reads it: ``_ = model(x, training=True)``."""
    return type(target) is cst.Name and target.value == "_"


def _annotated(run: Machine, node: Any, frame: Frame) -> None:
    if node.value is not None:
        assignment.assign_target(run, node.target, run.evaluate(node.value, frame), frame)


def _return(run: Machine, node: Any, frame: Frame) -> Flow:
    value = NONE if node.value is None else run.evaluate(node.value, frame)
    if not run.state.failed:
        frame.returns.append(value)
    return Flow.OUT


def _raise(run: Machine, node: Any, frame: Frame) -> Flow:
    return Flow.OUT


def _break(run: Machine, node: Any, frame: Frame) -> Flow:
    return Flow.BREAK


def _continue(run: Machine, node: Any, frame: Frame) -> Flow:
    return Flow.CONTINUE


def _global(run: Machine, node: Any, frame: Frame) -> None:
    frame.shared.update(item.name.value for item in node.names)


def _nonlocal(run: Machine, node: Any, frame: Frame) -> None:
    frame.outer_names.update(item.name.value for item in node.names)


def _assert(run: Machine, node: Any, frame: Frame) -> Flow:
    value = run.evaluate(node.test, frame)
    return Flow.OUT if isinstance(value, Various) and truth(value) is False else Flow.ON


def _del(run: Machine, node: Any, frame: Frame) -> None:
    assignment.delete(run, node.target, frame)


# -- of several lines --------------------------------------------------------------------------------------------


def _with(run: Machine, node: Any, frame: Frame) -> Flow:
    return contexts.within(run, node.items, node, frame, lambda: block(run, node.body, frame))


_HANDLERS: dict[type, Callable[[Machine, Any, Frame], Flow | None]] = {
    cst.Expr: _expression,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: assignment.augmented,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Global: _global,
    cst.Nonlocal: _nonlocal,
    cst.Import: imports.run_import,
    cst.ImportFrom: imports.run_import_from,
    cst.Assert: _assert,
    cst.Del: _del,
    cst.If: branches.if_,
    cst.For: loops.for_,
    cst.While: loops.while_,
    cst.With: _with,
    cst.Try: attempts.try_,
    cst.TryStar: attempts.try_,
    cst.Match: branches.match,
    cst.FunctionDef: definitions.function,
    cst.ClassDef: definitions.class_,
}
"""What runs a statement, by its type; None means that control falls through."""
