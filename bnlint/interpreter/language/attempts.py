"""``try``: what it tries may be there in one Keras only, which decides whether its handlers run."""

from __future__ import annotations

from functools import partial
from typing import Any

import libcst as cst

from bnlint.interpreter.domain.flow import Attempt, Flow, Left, Raised
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.joining import undecided
from bnlint.interpreter.domain.values import UNKNOWN, Value, Various
from bnlint.interpreter.language.skipped import before, note_chosen
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_versions import ALL_EXCEPTIONS
from bnlint.syntax.words import words_of


def try_(run: Machine, node: Any, frame: Frame) -> Flow:
    """``try``, ``except``, ``else`` and ``finally``."""
    flow = _attempt(run, node, frame) if node.handlers else run.block(node.body, frame)
    if node.finalbody is not None:
        run.block(node.finalbody.body, frame)
    return flow


def _attempt(run: Machine, node: Any, frame: Frame) -> Flow:
    """Run the body and the handlers, or the one that runs for certain."""
    attempt = Attempt(_caught(node.handlers), (run.state.depth, run.nesting.depth))
    nesting, begun, returned = run.nesting.copy(), before(frame), len(frame.returns)
    run.nesting.attempts.append(attempt)
    try:
        flow = run.block(node.body, frame)
    except Raised as raised:
        run.nesting = nesting
        handler = next(each for each in node.handlers if Attempt(_caught([each])).handles(raised.kind))
        flow = _handle(run, handler, frame)
        note_chosen(run, frame, begun, node.body, node.orelse)
        return flow
    run.nesting.attempts.remove(attempt)
    undone = begun.names if _is_one_statement(node.body) else {}
    handled: list[Flow] = []
    answered = any(isinstance(value, Various) for value in frame.returns[returned:]) and _is_return(node.body)
    handlers = [
        partial(_goes_on, run, handler, frame, undone, handled)
        for handler in (node.handlers if not (attempt.settled or answered) else ())
    ]
    if flow is Flow.OUT:
        run.state.branches(*handlers, settles=undecided)
        flow = _stays(handled)
    else:
        for each in handlers:
            run.state.branches(each, fall_through=True, settles=undecided)
        if node.orelse is not None and flow is Flow.ON:
            flow = run.block(node.orelse.body, frame)
    if attempt.settled:
        note_chosen(run, frame, begun, *(handler.body for handler in node.handlers))
    return flow


def _stays(handled: list[Flow]) -> Flow:
    """Return where control goes behind a body that has left, unless something is raised in it.

    Args:
        handled: how it leaves each of the handlers.
    """
    inside = [flow for flow in handled if flow is not Flow.OUT]
    return Flow.OUT if not inside else Flow.ON if Flow.ON in inside else inside[0]


def _handle(run: Machine, handler: Any, frame: Frame) -> Flow:
    if handler.name is not None:
        run.assign_target(handler.name.name, UNKNOWN, frame)
    return run.block(handler.body, frame)


def _is_one_statement(body: Any) -> bool:
    """Whether a body is one assignment, which has not happened where something is raised."""
    statement = body.body[0] if len(body.body) == 1 else None
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    return [type(part) for part in statement.body] == [cst.Assign]


def _is_return(body: Any) -> bool:
    """Whether all that a body does is to return something."""
    parts = [part for line in body.body if type(line) is cst.SimpleStatementLine for part in line.body]
    return len(parts) == len(body.body) == 1 and type(parts[0]) is cst.Return


def _goes_on(run: Machine, handler: Any, frame: Frame, undone: dict[str, Value], handled: list[Flow]) -> bool | Left:
    for name, value in undone.items():
        if frame.names.get(name) is not value:
            run.state.store(frame.names, name, value)
    returned = len(frame.returns)
    handled.append(_handle(run, handler, frame))
    return handled[-1].goes_on(len(frame.returns) > returned)


def _caught(handlers: Any) -> frozenset[str] | None:
    """Return the names of the exceptions that handlers handle, None for all."""
    names: set[str] = set()
    for handler in handlers:
        if handler.type is None:
            return None
        kinds = [each.value for each in handler.type.elements] if type(handler.type) is cst.Tuple else [handler.type]
        for kind in kinds:
            words = words_of(kind)
            if not words or words[-1] in ALL_EXCEPTIONS:
                return None
            names.add(words[-1])
    return frozenset(names)
