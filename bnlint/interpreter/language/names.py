"""Names: what they hold where they are read."""

from __future__ import annotations

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import UNKNOWN, External, Lazy, Value
from bnlint.interpreter.language.imports import resolve
from bnlint.interpreter.machine import Machine


def load_name(run: Machine, name: str, frame: Frame) -> Value | None:
    """Look a name up: local, enclosing functions, module, builtins. None when it is bound nowhere."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names:
            return _read(run, scope.names, name)
        scope = scope.parent
    if name in frame.module.names:
        return _read(run, frame.module.names, name)
    if name == "__name__":
        return UNKNOWN
    return External("builtins." + name) if name in _BUILTINS else None


def _read(run: Machine, names: dict[str, Value], name: str) -> Value:
    value = names[name]
    if isinstance(value, Lazy):
        names[name] = UNKNOWN  # a cycle of imports ends here
        value = names[name] = resolve(run, value)
    return value


_BUILTINS = frozenset(
    "len range list tuple dict set int float str bool zip enumerate map filter sorted reversed print isinstance "
    "getattr setattr hasattr slice min max sum abs round iter next super any all type vars object callable issubclass "
    "open".split()
)
