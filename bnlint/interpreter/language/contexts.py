"""``with``: what a context manager changes for the statements in it, be it a library's or the program's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.flow import Attempt
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Manager, Object, Strategy, Suspended, TapeValue, Value
from bnlint.interpreter.language import functions, scoped
from bnlint.interpreter.machine import UNKNOWN_PHASE, Machine
from bnlint.libraries.python import EXPECTS_ERRORS
from bnlint.syntax.words import dotted

T = TypeVar("T")


def within(run: Machine, items: Sequence[Any], node: Any, frame: Frame, body: Callable[[], T]) -> T:
    """Run statements inside of context managers.

    Args:
        run: the interpreter.
        items: the managers that are still to be entered, in order.
        node: the whole statement.
        frame: where it stands.
        body: runs the statements.
    """
    if not items:
        return body()
    value = run.evaluate(items[0].item, frame)

    def inside(entered: Value) -> T:
        if items[0].asname is not None:
            run.assign_target(items[0].asname.name, entered, frame)
        return within(run, items[1:], node, frame, body)

    if isinstance(value, Suspended):
        return _in_generator(run, value, node, frame, inside)
    with ExitStack() as leave:
        if dotted(items[0].item).rpartition(".")[2] in EXPECTS_ERRORS:
            run.nesting.attempts.append(Attempt(None, _NO_PLACE))
            leave.callback(run.nesting.attempts.pop)
        return inside(enter(run, value, node, frame, leave))


_NO_PLACE = (-1, -1)
"""No statement is as deep as this one: of what is tried, nothing is left out."""


def enter(run: Machine, value: Value, node: Any, frame: Frame, leave: ExitStack) -> Value:
    """Return what ``as`` binds.

    Args:
        run: the interpreter.
        value: the manager.
        node: the statement or call that enters it.
        frame: where that stands.
        leave: gets what is to be done at its end.
    """
    if isinstance(value, TapeValue):
        leave.enter_context(run.recording(value.tape))
    elif isinstance(value, Strategy):
        run.nesting.strategies.append(value)
        leave.callback(run.nesting.strategies.__delitem__, -1)
    elif isinstance(value, Manager):
        _ENTERED[value.kind](run, value.content, leave)
    elif isinstance(value, Object) and value.cls is not None:
        enter, leaving = (find_method(value.cls, name) for name in ("__enter__", "__exit__"))
        entered = functions.call_bound(run, enter, value, frame, node) if enter is not None else value
        if leaving is not None:
            nothing = Call(node, frame, [UNKNOWN, UNKNOWN, UNKNOWN])
            leave.callback(functions.call_function, run, leaving, nothing, value)
        return entered
    return value


def _without_phase(run: Machine, content: Any, leave: ExitStack) -> None:
    leave.callback(setattr, run.defaults, "learning_phase", run.defaults.learning_phase)
    run.defaults.learning_phase = UNKNOWN_PHASE


def _without_tapes(run: Machine, content: Any, leave: ExitStack) -> None:
    leave.enter_context(run.untaped())


def _without_graph(run: Machine, content: Any, leave: ExitStack) -> None:
    leave.enter_context(run.graphless())


def _with_arguments(run: Machine, content: Any, leave: ExitStack) -> None:
    run.nesting.arg_scopes.append(scoped.entered(run, content))
    leave.callback(run.nesting.arg_scopes.__delitem__, -1)


def _under_control(run: Machine, content: Any, leave: ExitStack) -> None:
    leave.callback(setattr, run.graph, "control", run.graph.control)
    run.graph.control = (*run.graph.control, content)


def _with_others(run: Machine, content: Any, leave: ExitStack) -> None:
    content.append(leave)
    leave.callback(content.remove, leave)


def _under_name(run: Machine, content: Any, leave: ExitStack) -> None:
    leave.callback(setattr, run.graph, "names", run.graph.names)
    run.graph.names = (*run.graph.names, content)


_ENTERED: dict[str, Callable[[Machine, Any, ExitStack], None]] = {
    "learning phase": _without_phase,
    "stop recording": _without_tapes,
    "no graph": _without_graph,
    "arg scope": _with_arguments,
    "control": _under_control,
    "name": _under_name,
    "stack": _with_others,
}
"""What entering a library's context manager changes, by its kind."""


def _in_generator(run: Machine, suspended: Suspended, node: Any, frame: Frame, inside: Callable[[Value], T]) -> T:
    """Run a ``@contextmanager`` function of the program, and the ``with`` statement's body at each ``yield``."""
    results: list[T] = []
    outer = list(run.context.scopes), list(run.nesting.active), run.nesting.depth

    def at_yield(value: Value) -> None:
        with _back_in(run, outer):
            results.append(inside(value))

    handed = suspended.call
    call = Call(node, frame, handed.args, handed.kwargs, handed.sites, handed.open)
    functions.call_function(run, suspended.function, call, suspended.instance, at_yield=at_yield)
    return results[0] if results else inside(UNKNOWN)


@contextmanager
def _back_in(run: Machine, outer: tuple[Any, Any, int]) -> Iterator[None]:
    """Leave the generator's call for a while: the statements are the caller's."""
    scopes, active, depth = run.context.scopes, run.nesting.active, run.nesting.depth
    run.context.scopes, run.nesting.active, run.nesting.depth = outer
    try:
        yield
    finally:
        run.context.scopes, run.nesting.active, run.nesting.depth = scopes, active, depth
