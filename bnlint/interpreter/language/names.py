"""Names: what they hold where they are read."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import UNKNOWN, External, Value
from bnlint.interpreter.language.imports import read
from bnlint.interpreter.machine import Machine
from bnlint.libraries.python_classes import BUILTIN, BUILTINS


def load_name(run: Machine, name: str, frame: Frame) -> Value | None:
    """Look a name up: local, enclosing functions, module, builtins. None when it is bound nowhere."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names:
            return read(run, scope.names, name)
        scope = scope.parent
    if name in frame.module.names:
        return read(run, frame.module.names, name)
    if name == "__name__":
        return UNKNOWN
    return External(BUILTIN + name) if name in BUILTINS else None
