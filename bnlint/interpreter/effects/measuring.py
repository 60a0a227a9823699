"""Gradients that are only looked at: their squares are summed, their norms printed, and no weight is changed by them.

Fisher information, elastic weight consolidation and the watching of gradient norms take gradients of the weights and
train nothing. Where a gradient may go anywhere else, it is taken to be applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import libcst as cst

from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import External
from bnlint.interpreter.language import names
from bnlint.interpreter.machine import Machine
from bnlint.libraries import habits
from bnlint.libraries.python_classes import BUILTIN
from bnlint.syntax.rebinding import Bindings
from bnlint.syntax.words import names_in, nodes_in, parts_of

Fate = Literal["used", "returned", "measured"]

_DEEP = 6
"""Functions through which a gradient is followed to those who get it."""


def is_only_measured(run: Machine, node: Any, frame: Frame) -> bool:
    """Whether what this call gives, a gradient, changes no weight.

    Args:
        run: the interpreter.
        node: the call that takes the gradient.
        frame: the names around it.
    """
    for _ in range(_DEEP):
        fate = _fate(run, node, frame)
        if fate != "returned":
            return fate == "measured"
        call = frame.called
        if call is None or call.open or type(call.node) is not cst.Call:
            return False
        node, frame = call.node, call.frame
    return False


def _fate(run: Machine, node: Any, frame: Frame) -> Fate:
    around = frame.module.tree.root if frame.function is None else frame.function.node
    key = (id(around), id(node))
    if key not in run.read.fates:
        run.read.fates[key] = _Body(run, frame, node, around).fate()
    return run.read.fates[key]


def _is_number(node: Any) -> bool:
    return isinstance(node, (cst.Integer, cst.Float))


class _Body:
    """What becomes of a gradient in one function, or in a module.

    Args:
        run: the interpreter.
        frame: the names there.
        gradient: the call that gives it.
        around: the function or the module.
    """

    def __init__(self, run: Machine, frame: Frame, gradient: Any, around: Any) -> None:
        self.run, self.frame, self.gradient, self.around = run, frame, gradient, around
        self.names: set[str] = set()
        self.places: dict[str, set[int]] = {}
        self.own: frozenset[str] = frozenset()
        self.bindings = Bindings(around)
        self.used = self.returned = self.seen = False

    def fate(self) -> Fate:
        """Return what becomes of the gradient."""
        if type(self.around) is cst.Lambda:
            return "returned" if self.around.body is self.gradient else "used"
        known = -1
        while known < len(self.names) and not self.used:
            known = len(self.names)
            self.holds(self.around.body)
        if self.used or not self.seen:
            return "used"
        return "returned" if self.returned else "measured"

    def holds(self, node: Any) -> bool:
        """Read a part of the body; whether its value holds the gradient."""
        if isinstance(node, (list, tuple)):
            return self._any(node)
        how = _HOW.get(type(node))
        if how is not None:
            return how(self, node)
        return self._any(parts_of(node))

    def _any(self, parts: Iterable[Any]) -> bool:
        """Read all of these; none is left out because an earlier one has answered already."""
        held = [self.holds(part) for part in parts]
        return any(held)

    # -- values ----------------------------------------------------------------------------------------------------

    def name(self, node: Any) -> bool:
        """A name; it holds the gradient no more where it is assigned anew."""
        if node.value not in self.names or node.value in self.own:
            return node.value in self.names
        return not self.bindings.is_renewed(node, self.places[node.value])

    def attribute(self, node: Any) -> bool:
        """``gradient.shape`` holds none."""
        return self.holds(node.value) and node.attr.value not in habits.ABOUT_TENSORS

    def subscript(self, node: Any) -> bool:
        """``gradients[i]``."""
        self.holds(node.slice)
        return self.holds(node.value)

    def binary(self, node: Any) -> bool:
        """A square has no direction any more in which a weight could be changed."""
        left, right = self.holds(node.left), self.holds(node.right)
        if type(node.operator) is cst.Power and type(node.right) is cst.Integer and node.right.value == "2":
            return False
        both = type(node.left) is cst.Name and type(node.right) is cst.Name
        if both and type(node.operator) is cst.Multiply and node.left.value == node.right.value:
            return False
        if type(node.operator) is cst.Subtract and right and not left and not _is_number(node.left):
            self.used = True  # weight - rate * gradient
        return left or right

    def told(self, node: Any) -> bool:
        """Comparisons and texts hold no gradient."""
        for part in parts_of(node):
            self.holds(part)
        return False

    def call(self, node: Any) -> bool:
        """A call."""
        func = node.func
        of_gradient = self.holds(func.value) if type(func) is cst.Attribute else self.holds(func)
        functions = [arg.value for arg in node.args if type(arg.value) is cst.Lambda]
        handed = [self.holds(arg.value) for arg in node.args if arg.value not in functions]
        if node is self.gradient:
            self.seen = True
            return True
        last = getattr(getattr(func, "attr", func), "value", "")
        if not any(handed):
            for function in functions:
                self.inner(function)
            return of_gradient and last not in habits.MEASURES
        if type(func) is cst.Attribute and last in habits.PUTS_IN and not self._is_library(func):
            self._put_into(func.value)
            return False
        if not self._is_library(func) or last.startswith(habits.ASSIGNS):
            return self._use()
        if last in habits.RUNS_FUNCTIONS:
            return self._through(functions)
        return last not in habits.MEASURES

    def _through(self, functions: list[Any]) -> bool:
        if len(functions) != 1:
            return self._use()
        for parameter in functions[0].params.params:
            self._note(parameter.name)
        return self.holds(functions[0].body)

    def _use(self) -> bool:
        self.used = True
        return True

    def _is_library(self, func: Any) -> bool:
        """Whether a function is a library's that does nothing but compute or show."""
        root = func
        while type(root) is cst.Attribute:
            root = root.value
        if type(root) is not cst.Name:
            return False
        value = names.load_name(self.run, root.value, self.frame)
        if value is None or value == External(BUILTIN + root.value):
            return root is func and root.value in habits.BUILTINS | habits.MEASURES
        return isinstance(value, External) and value.name.partition(".")[0] in habits.COMPUTES

    # -- statements ------------------------------------------------------------------------------------------------

    def returns(self, node: Any) -> bool:
        """``return``."""
        self.returned = self.holds(node.value) or self.returned
        return False

    def yields(self, node: Any) -> bool:
        """``yield``."""
        self.used = self.holds(node.value) or self.used
        return False

    def assign(self, node: Any) -> bool:
        """``a = b = value``."""
        held = self.holds(node.value)
        for target in node.targets:
            self._bind(target.target, node.value, held)
        return False

    def assign_one(self, node: Any) -> bool:
        """``a: T = value``, ``a += value``, ``(a := value)``."""
        held = node.value is not None and self.holds(node.value)
        self._bind(node.target, node.value, held)
        return held

    def loop(self, node: Any) -> bool:
        """``for a in values``, and that of a comprehension."""
        held = self.holds(node.iter)
        self._bind_each(node.target, node.iter, held)
        for part in parts_of(node):
            if part is not node.iter and part is not node.target:
                self.holds(part)
        return False

    def comprehension(self, node: Any) -> bool:
        """``[element for a in values]``, which has names of its own."""
        own = frozenset(name for each in _loops(node.for_in) for name in names_in(each.target))
        own -= names_in(node.for_in.iter)
        hidden, around = self.names & own, self.own
        self.names, self.own = self.names - own, around | own
        self.holds(node.for_in)
        held = self._any(part for part in parts_of(node) if part is not node.for_in)
        self.names, self.own = self.names - own | hidden, around
        return held

    def shared(self, node: Any) -> bool:
        """``global a``, ``nonlocal a``: others have the name too."""
        self.used = self.used or any(item.name.value in self.names for item in node.names)
        return False

    def inner(self, node: Any) -> bool:
        """A function or class inside, which may run at any time."""
        if not self.names.isdisjoint(_free(node)):
            self.used = True
        return False

    # -- names -----------------------------------------------------------------------------------------------------

    def _note(self, name: Any) -> None:
        """Note a name that gets the gradient here."""
        self.names.add(name.value)
        self.places.setdefault(name.value, set()).add(id(name))

    def _bind(self, target: Any, value: Any, held: bool) -> None:
        if not held:
            return
        if type(target) is cst.Name:
            self._note(target)
        elif isinstance(target, (cst.Tuple, cst.List)):
            parts = [each.value for each in value.elements] if isinstance(value, (cst.Tuple, cst.List)) else []
            alike = len(parts) == len(target.elements)
            for index, element in enumerate(target.elements):
                part = parts[index] if alike else None
                self._bind(element.value, part, part is None or self.holds(part))
        elif type(target) is cst.Subscript:
            self._put_into(target.value)
        else:
            self.used = True

    def _bind_each(self, target: Any, values: Any, held: bool) -> None:
        """Bind what a loop runs over: of ``zip`` and ``enumerate`` the parts that hold the gradient."""
        pairs = type(values) is cst.Call and type(values.func) is cst.Name and type(target) is cst.Tuple
        if held and pairs and not any(arg.star or arg.keyword for arg in values.args):
            given = [arg.value for arg in values.args]
            if values.func.value == "enumerate" and len(target.elements) == 2:
                self._bind_each(target.elements[1].value, given[0], True)
                return
            if values.func.value == "zip" and len(target.elements) == len(given):
                for element, each in zip(target.elements, given, strict=True):
                    self._bind_each(element.value, each, self.holds(each))
                return
        self._bind(target, None, held)

    def _put_into(self, container: Any) -> None:
        """A list or dictionary gets the gradient; one that was not made here is somebody else's."""
        while type(container) is cst.Subscript:
            container = container.value
        if type(container) is cst.Name and self._is_made_here(container.value):
            self._note(container)
        else:
            self.used = True

    def _is_made_here(self, name: str) -> bool:
        made = [
            statement.value
            for statement in nodes_in(self.around.body)
            if type(statement) is cst.Assign
            and any(type(t.target) is cst.Name and t.target.value == name for t in statement.targets)
        ]
        return bool(made) and all(isinstance(value, _NEW) for value in made)


def _loops(first: Any) -> Iterator[Any]:
    """Yield the loops of a comprehension."""
    while first is not None:
        yield first
        first = first.inner_for_in


_NEW = (cst.List, cst.Dict, cst.ListComp, cst.DictComp, cst.BinaryOperation)
"""What makes a new container, not another name of one."""

_HOW: dict[type, Callable[[_Body, Any], bool]] = {
    cst.Name: _Body.name,
    cst.Attribute: _Body.attribute,
    cst.Subscript: _Body.subscript,
    cst.BinaryOperation: _Body.binary,
    cst.Comparison: _Body.told,
    cst.FormattedString: _Body.told,
    cst.Call: _Body.call,
    cst.Return: _Body.returns,
    cst.Yield: _Body.yields,
    cst.Assign: _Body.assign,
    cst.AnnAssign: _Body.assign_one,
    cst.AugAssign: _Body.assign_one,
    cst.NamedExpr: _Body.assign_one,
    cst.For: _Body.loop,
    cst.CompFor: _Body.loop,
    cst.ListComp: _Body.comprehension,
    cst.SetComp: _Body.comprehension,
    cst.GeneratorExp: _Body.comprehension,
    cst.DictComp: _Body.comprehension,
    cst.Global: _Body.shared,
    cst.Nonlocal: _Body.shared,
    cst.FunctionDef: _Body.inner,
    cst.ClassDef: _Body.inner,
    cst.Lambda: _Body.inner,
}


def _free(node: Any) -> set[str]:
    """Return the names that a function or class reads and does not make itself."""
    read: set[str] = set()
    made: set[str] = set()
    for inner in nodes_in(node):
        if type(inner) is cst.Name:
            read.add(inner.value)
        elif type(inner) is cst.Param:
            made.add(inner.name.value)
        elif isinstance(inner, (cst.Global, cst.Nonlocal)):
            return {each.value for each in nodes_in(node) if type(each) is cst.Name}
        elif isinstance(inner, (cst.AssignTarget, cst.For, cst.CompFor)):
            made.update(each.value for each in nodes_in(inner.target) if type(each) is cst.Name)
    return read - made
