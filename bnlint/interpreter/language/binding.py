"""Names are bound in the scope where the code says so."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Value
from bnlint.interpreter.machine import Machine


def bind(run: Machine, name: str, value: Value, frame: Frame) -> None:
    """Bind a name in the scope where the frame's code binds it."""
    if name in frame.shared:
        run.state.store(frame.module.names, name, value)
        return
    if name in frame.outer_names:
        scope = frame
        while scope.parent is not None and (scope is frame or name not in scope.names):
            scope = scope.parent
        run.state.store(scope.names, name, value)
        return
    run.state.store(frame.names, name, value)
