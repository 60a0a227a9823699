"""``with``: what a context manager changes for the statements in it, be it a library's or the program's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from bnlint.interpreter.domain.frames import Arguments, Frame
from bnlint.interpreter.domain.values import UNKNOWN, Mapping, Object, Strategy, Suspended, TapeValue, Value
from bnlint.interpreter.language import attributes, calling, expressions

if TYPE_CHECKING:
    from bnlint.interpreter.core import Interpreter

T = TypeVar("T")


def within(run: Interpreter, items: Sequence[Any], node: Any, frame: Frame, body: Callable[[], T]) -> T:
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
    value = expressions.evaluate(run, items[0].item, frame)

    def inside(entered: Value) -> T:
        from bnlint.interpreter.language.statements import assign_target

        if items[0].asname is not None:
            assign_target(run, items[0].asname.name, entered, frame)
        return within(run, items[1:], node, frame, body)

    if isinstance(value, Suspended):
        return _in_generator(run, value, node, frame, inside)
    with ExitStack() as leave:
        return inside(_enter(run, value, node, frame, leave))


def _enter(run: Interpreter, value: Value, node: Any, frame: Frame, leave: ExitStack) -> Value:
    """Return what ``as`` binds."""
    if isinstance(value, TapeValue):
        leave.enter_context(run.recording(value.tape))
    elif isinstance(value, Strategy):
        run.strategies.append(value)
        leave.callback(run.strategies.__delitem__, -1)
    elif isinstance(value, Mapping) and value.namespace:
        _enter_namespace(run, value.items, leave)
    elif isinstance(value, Object) and value.cls is not None:
        enter, leaving = (attributes.find_method(value.cls, name) for name in ("__enter__", "__exit__"))
        entered = calling.call_bound(run, enter, value, frame, node) if enter is not None else value
        if leaving is not None:
            nothing = Arguments([UNKNOWN, UNKNOWN, UNKNOWN])
            leave.callback(calling.call_function, run, leaving, nothing, node, frame, value)
        return entered
    return value


def _enter_namespace(run: Interpreter, items: dict[Any, Any], leave: ExitStack) -> None:
    """Enter what the models of library functions make of their calls."""
    if "#phase" in items:
        leave.callback(setattr, run, "learning_phase", run.learning_phase)
        run.learning_phase = run.unknown_phase
    elif "#stop" in items:
        leave.enter_context(run.untaped())
    elif "#arg_scope" in items:
        run.arg_scopes.append(items["#arg_scope"].items)
        leave.callback(run.arg_scopes.__delitem__, -1)
    elif "#control" in items:
        before = run.graph.get("control", ())
        leave.callback(run.graph.__setitem__, "control", before)
        run.graph["control"] = (*before, items["#control"])


def _in_generator(run: Interpreter, suspended: Suspended, node: Any, frame: Frame, inside: Callable[[Value], T]) -> T:
    """Run a ``@contextmanager`` function of the program, and the ``with`` statement's body at each ``yield``."""
    results: list[T] = []
    outer = list(run.scopes), list(run.active), run.depth

    def at_yield(value: Value) -> None:
        with _back_in(run, outer):
            results.append(inside(value))

    function, arguments = suspended.function, suspended.arguments
    calling.call_function(run, function, arguments, node, frame, suspended.instance, at_yield=at_yield)
    return results[0] if results else inside(UNKNOWN)


@contextmanager
def _back_in(run: Interpreter, outer: tuple[Any, Any, int]) -> Iterator[None]:
    """Leave the generator's call for a while: the statements are the caller's."""
    scopes, active, depth = run.scopes, run.active, run.depth
    run.scopes, run.active, run.depth = outer
    try:
        yield
    finally:
        run.scopes, run.active, run.depth = scopes, active, depth
