"""Tells somebody when a package is imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from bnlint.runtime.keras_api import import_module

Tell = Callable[[Any], None]

_announced: set[str] = set()


def announce(name: str, tell: Tell) -> None:
    """Have a function called with a package when it is imported; a second call for the same package changes nothing.

    Args:
        name: the package, which is not imported yet.
        tell: the function; it must not raise.
    """
    if name in _announced:
        return
    _announced.add(name)
    if find_spec("wrapt") is not None:  # TensorFlow requires it, and others use its hooks too
        import_module("wrapt").register_post_import_hook(tell, name)
    else:
        sys.meta_path.insert(0, _Finder(name, tell))


class _Finder(MetaPathFinder):
    """Finds one package as the others do, and lets somebody know when it has run."""

    def __init__(self, name: str, tell: Tell) -> None:
        self._name = name
        self._tell = tell
        self._searching = False

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        if fullname != self._name or self._searching:
            return None
        self._searching = True
        try:
            spec = find_spec(fullname)
        finally:
            self._searching = False
        if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
            _tell_after(spec.loader, self._tell)
        return spec


def _tell_after(loader: Loader, tell: Tell) -> None:
    """Let one loader tell; it stays the loader that the package knows of, so its attributes are what they were."""
    original = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        vars(loader).pop("exec_module", None)
        original(module)
        tell(module)

    vars(loader)["exec_module"] = exec_module
