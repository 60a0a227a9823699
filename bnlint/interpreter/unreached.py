"""Methods that no object of their class comes to: what an object is made for leaves them out."""

from __future__ import annotations

import re

import libcst as cst

from bnlint.interpreter.core import Interpreter
from bnlint.interpreter.domain.values import Class, Function
from bnlint.interpreter.language.parameters import parameter_names
from bnlint.project.code_text import code_of
from bnlint.syntax.words import nodes_in

_BY_NAME = ("getattr(", "globals(", "eval(", "methodcaller", "__dict__", "fire.Fire")
"""What finds methods by names that are worked out."""


def methods(run: Interpreter, cls: Class) -> set[str]:
    """Return the names of methods that only such methods of their own class call as have run without coming to them.

    ``if self.mode == "train": self.add_step()`` comes to nothing where all objects are made to test. That is known
    where all objects are, and where nothing else speaks of the method.

    Args:
        run: the interpreter, which has read all that makes objects.
        cls: the class.
    """
    own = {m.name: m for m in cls.attrs.values() if isinstance(m, Function) and m.owner is cls}
    unread = {name for name, method in own.items() if id(method.node) not in run.read.ran}
    if not unread or not _knows_objects_of(run, cls):
        return set()
    calls = {name: _own_calls(method) for name, method in own.items()}
    begun = {name for name, method in own.items() if id(method.node) in run.read.ended}
    if not any(not unread.isdisjoint(calls[name]) for name in begun):
        return set()
    if any(word in cls.module.text for word in _BY_NAME) or not run.project.knows_all_of(cls.module):
        return set()
    unread = {name for name in unread if not run.project.speaks_of_method(name, cls.module)}
    return _missed(unread, begun, calls, code_of(cls.module.text, strings=True))


def _knows_objects_of(run: Interpreter, cls: Class) -> bool:
    """Whether a class has objects, and nothing is unknown of how they are made."""
    cut_short = {event.site.path for event in run.testimony.unread}
    if cls.heirs or any(run.project.says(path, cls.name) for path in cut_short):
        return False
    all_known = [obj.known for obj in run.read.instances.get(id(cls.node), [])]
    odd = (known.made_up or known.open or known.handed or known.overlaid for known in all_known)
    return bool(all_known) and not any(odd)


def _missed(unread: set[str], begun: set[str], calls: dict[str, list[str]], text: str) -> set[str]:
    """Return those of some methods of which nothing speaks but methods that have run, and others of those.

    Args:
        unread: methods that have not run.
        begun: methods that have.
        calls: the methods of its own object that each of them calls.
        text: the code of the module.
    """
    missed: set[str] = set()
    while True:
        callers = begun | missed
        called = {name for caller in callers for name in calls[caller]}
        new = set[str]()
        for name in (unread - missed) & called:
            calling = sum(calls[caller].count(name) for caller in callers | {name})
            if len(re.findall(rf"\b{name}\b", text)) == 1 + calling:
                new.add(name)
        if not new:
            return missed
        missed |= new


def _own_calls(method: Function) -> list[str]:
    """Return the names of the methods that a method calls of its own object, each as often as it is written."""
    first = next(iter(parameter_names(method)), None)
    if method.kind == "static" or first is None:
        return []
    called = (node.func for node in nodes_in(method.node.body) if type(node) is cst.Call)
    return [
        func.attr.value
        for func in called
        if type(func) is cst.Attribute and type(func.value) is cst.Name and func.value.value == first
    ]
