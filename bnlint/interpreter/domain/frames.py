"""Frames: the local names of a running function, and the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.values import Function, Value
from bnlint.interpreter.program import Module


@dataclass(eq=False)
class Frame:
    """The names of one function call (or of a module, with ``names`` its globals).

    Args:
        module: where the code is written.
        names: local names.
        parent: the enclosing function's frame, for closures.
        function: what runs; None for module and class bodies.
        scope: what the events say of the function.
        returns: values returned so far.
        yields: values yielded so far.
        at_yield: runs what waits for a value of a ``@contextmanager`` function.
    """

    module: Module
    names: dict[str, Value]
    parent: Frame | None = None
    function: Function | None = None
    scope: ev.Scope | None = None
    returns: list[Value] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    at_yield: Callable[[Value], None] | None = None
    shared: set[str] = field(default_factory=set)
    outer_names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Arguments:
    """Evaluated arguments of a call.

    Args:
        args: positional values; ``open`` when a ``*args`` of unknown length is among them.
        kwargs: keyword values; ``open`` when an unknown ``**kwargs`` is among them.
        sites: the syntax node of each argument, by position or name.
        hidden: names that an unknown ``**kwargs`` might add.
    """

    args: list[Value] = field(default_factory=list)
    kwargs: dict[str, Value] = field(default_factory=dict)
    sites: dict[int | str, Any] = field(default_factory=dict)
    open: bool = False

    def get(self, index: int | None, name: str) -> Value | None:
        """Return an argument by name or position, None when it is not written."""
        if name in self.kwargs:
            return self.kwargs[name]
        if index is not None and index < len(self.args):
            return self.args[index]
        return None

    def node(self, index: int | None, name: str) -> Any:
        """Return the syntax node of an argument."""
        if name in self.sites:
            return self.sites[name]
        return self.sites.get(index) if index is not None else None
