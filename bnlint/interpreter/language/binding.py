"""Names are bound in the scope where the code says so."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Value
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import names_read


def is_read(name: str, frame: Frame) -> bool:
    """Whether the code around reads a name anywhere; one that other scopes share may be read by them."""
    if name in frame.shared or name in frame.outer_names:
        return True
    function = frame.function
    tree = function.module.tree if function is not None else frame.module.tree
    return name in tree.tells(function.node.body if function is not None else tree.root.body, names_read)


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
