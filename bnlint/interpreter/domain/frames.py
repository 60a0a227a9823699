"""Frames: the local names of a running function, and the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.values import UNKNOWN, Const, Function, Module, Value
from bnlint.libraries.schema import Roles
from bnlint.records import dataclass
from bnlint.syntax.tree import Tree


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
        called: the call that runs the function.
        spine: the program itself runs here, or a function that it only calls (``main()``): what takes too much costs
            one statement.
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
    called: Call | None = None
    spine: bool = False

    @property
    def outside(self) -> Frame:
        """The names of the function around, where these are the names of a comprehension in it."""
        frame = self
        while frame.scope is not None and frame.parent is not None and frame.parent.scope is frame.scope:
            frame = frame.parent
        return frame


@dataclass(slots=True)
class Call:
    """A call that is being followed: where it stands, and its evaluated arguments.

    Args:
        node: its syntax, None where a library makes it.
        frame: the names around it.
        args: positional values; ``open`` when a ``*args`` of unknown length is among them.
        kwargs: keyword values; ``open`` when an unknown ``**kwargs`` is among them.
        sites: the syntax node (or the place elsewhere) of each argument, by position or name.
        laid_over: some keyword values are not known that come from elsewhere, not from a caller: any default may be
            replaced.
        roles: places of the arguments that the effect of a library's function asks for.
        name: the canonical name of that function, or the name of a method.
        grown: a ``*args`` is among them that a loop of unknown length has filled: there may be more like them.
        rest: what each item of a ``*args`` of unknown length is.
    """

    node: Any
    frame: Frame
    args: list[Value] = field(default_factory=list)
    kwargs: dict[str, Value] = field(default_factory=dict)
    sites: dict[int | str, Any] = field(default_factory=dict)
    open: bool = False
    laid_over: bool = False
    roles: Roles = field(default_factory=dict)
    name: str = ""
    grown: bool = False
    rest: Value = UNKNOWN

    def role(self, role: str) -> Value | None:
        """Return an argument by what it is to the called function's effect, None when it is not written."""
        place = self.roles.get(role)
        if place is None:
            return None
        value = self.get(place.position, place.name)
        if value is not None:
            return value
        for name in place.others:
            if name in self.kwargs:
                return self.kwargs[name]
        return None if place.default is None or self.open else Const(place.default)

    def role_written(self, role: str) -> Any:
        """Return the syntax node of such an argument."""
        place = self.roles.get(role)
        if place is None:
            return None
        names = (place.name, *place.others)
        return next((node for name in names if (node := self.written(place.position, name)) is not None), None)

    def get(self, index: int | None, name: str) -> Value | None:
        """Return an argument by name or position, None when it is not written."""
        if name in self.kwargs:
            return self.kwargs[name]
        if index is not None and index < len(self.args):
            return self.args[index]
        return None

    def written(self, index: int | None, name: str) -> Any:
        """Return the syntax node of an argument."""
        if name in self.sites:
            return self.sites[name]
        return self.sites.get(index) if index is not None else None

    def passing(
        self,
        args: list[Value] | None = None,
        kwargs: dict[str, Value] | None = None,
        sites: dict[int | str, Any] | None = None,
        open: bool = False,
        roles: Roles | None = None,
    ) -> Call:
        """Return a call at the same place with other arguments."""
        return Call(self.node, self.frame, args or [], kwargs or {}, sites or {}, open, roles=roles or {})


NOWHERE = Frame(Module("", None, Tree(cst.Module([]), {})), {})
"""Where a library calls something: no line of the program."""
