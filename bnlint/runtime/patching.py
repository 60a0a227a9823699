"""Replacing attributes of other people's classes and modules, and putting them back."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]
_MISSING = object()


class Patches:
    """A set of replaced attributes that can be undone as a whole."""

    def __init__(self) -> None:
        self._undo: list[tuple[Any, str, Any]] = []
        self._later: list[Callable[[], Any]] = []
        self.aside: Callable[[], bool] | None = None
        """Says whether a replacement is to do as the original and nothing else; for those that are made from now on."""

    def method(self, owner: type, name: str, wrap: Wrap) -> None:
        """Replace a method that a class itself defines; classes that only inherit it are left alone.

        Args:
            owner: the class.
            name: the method.
            wrap: makes the replacement out of the original.
        """
        original = owner.__dict__.get(name)
        if original is None:
            return
        static = isinstance(original, staticmethod)
        function = original.__func__ if static else original
        if not callable(function):
            return
        replacement = disguise(self._where_wanted(wrap(function), function), function)
        self._set(owner, name, staticmethod(replacement) if static else replacement)

    def _where_wanted(self, replacement: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
        aside = self.aside
        if aside is None:
            return replacement

        def choose(*args: Any, **kwargs: Any) -> Any:
            return original(*args, **kwargs) if aside() else replacement(*args, **kwargs)

        return choose

    def setter(self, owner: type, name: str, wrap: Wrap) -> None:
        """Replace the setter of a property that a class itself defines."""
        original = owner.__dict__.get(name)
        if isinstance(original, property) and original.fset is not None:
            self._set(owner, name, original.setter(disguise(wrap(original.fset), original.fset)))

    def function(
        self, original: Callable[..., Any], wrap: Wrap, packages: tuple[str, ...], holders: tuple[Any, ...] = ()
    ) -> None:
        """Replace a module-level function under every name that it is exported by.

        Args:
            original: the function.
            wrap: makes the replacement out of it.
            packages: the top-level packages to search.
            holders: further modules: TensorFlow's lazy ones copy what they load and are not in ``sys.modules``.
        """
        replacement = disguise(wrap(original), original)
        modules = [m for name, m in list(sys.modules.items()) if m is not None and name.split(".", 1)[0] in packages]
        for module in (*modules, *holders):
            for name, value in list(vars(module).items()):
                if value is original:
                    self._set(module, name, replacement)

    def attribute(self, owner: Any, name: str, value: Any) -> None:
        """Replace any attribute.

        Args:
            owner: a class or module.
            name: the attribute.
            value: what takes its place.
        """
        self._set(owner, name, value)

    def later(self, undo: Callable[[], Any]) -> None:
        """Have something else undone with the rest: a hook that its library takes."""
        self._later.append(undo)

    def undo(self) -> None:
        """Put every original back, last one first."""
        while self._later:
            self._later.pop()()
        while self._undo:
            owner, name, original = self._undo.pop()
            if original is _MISSING:
                delattr(owner, name)
            else:
                setattr(owner, name, original)

    def _set(self, owner: Any, name: str, value: Any) -> None:
        self._undo.append((owner, name, vars(owner).get(name, _MISSING)))
        setattr(owner, name, value)


def disguise(replacement: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a replacement look like its original to Keras and AutoGraph.

    Keras reads the signature of ``call`` (Keras 2 without following ``__wrapped__``, hence ``__signature__``).
    AutoGraph would translate our code; ``autograph_info__`` marks it as not to be translated, which is what the
    original's module name already does for the original.
    """
    wrapped: Any = functools.wraps(original)(replacement)
    with contextlib.suppress(TypeError, ValueError):
        wrapped.__signature__ = inspect.signature(original)
    wrapped.autograph_info__ = {}
    return replacement
