"""``def`` and ``class``."""

from __future__ import annotations

from typing import Any

from bnlint.interpreter.domain.classes import foreign_bases, mro, setter_of
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.values import Choice, Class, External, Function, Table, Value
from bnlint.interpreter.language import decorators, functions, imports
from bnlint.interpreter.language.binding import bind
from bnlint.interpreter.machine import Machine
from bnlint.libraries.bases import PLAIN, RECORDS, UNKNOWN, kind_below
from bnlint.libraries.decorators import makes_record


def function(run: Machine, node: Any, frame: Frame) -> None:
    """``def``."""
    value = functions.make_function(run, node, node.name.value, frame)
    made = decorators.decorate(run, value, node.decorators, frame)
    bind(run, setter_of(node.name.value) if value.kind == "setter" else node.name.value, made, frame)


def class_(run: Machine, node: Any, frame: Frame) -> None:
    """``class``."""
    bases = [_chosen(run.evaluate(arg.value, frame)) for arg in node.bases if arg.keyword is None and not arg.star]
    made = Class(node, frame.module, node.name.value, bases, Table(), _kind(bases))
    made.dataclass = _is_record(run, made, frame)
    run.read.classes.append(made)
    for base in mro(made)[1:]:
        base.heirs.append(made)
    _read_body(run, made, frame)
    _tell_base(run, made, frame)
    bind(run, node.name.value, made, frame)
    for decorator in node.decorators:
        decorators.run_decorator(run, made, decorator.decorator, frame)


def _read_body(run: Machine, made: Class, frame: Frame) -> None:
    around = frame if frame.function is not None else None
    inside = Frame(frame.module, made.attrs, around)
    run.block(made.node.body, inside)
    for name in list(made.attrs):
        imports.read(run, made.attrs, name)  # it may be a method from another module
    for value in made.attrs.values():
        if isinstance(value, Function) and value.owner is None:
            value.owner = made
            if value.env is inside:
                value.env = around


def _tell_base(run: Machine, made: Class, frame: Frame) -> None:
    """Run ``__init_subclass__`` of the class above, which may keep the new one in a registry."""
    method = next(
        (base.attrs["__init_subclass__"] for base in mro(made)[1:] if "__init_subclass__" in base.attrs), None
    )
    if isinstance(method, Function):
        named = {arg.keyword.value: arg.value for arg in made.node.keywords if arg.keyword is not None}
        told = {name: run.evaluate(value, frame) for name, value in named.items() if name != "metaclass"}
        functions.call_function(run, method, Call(made.node, frame, [], told), made)


def _is_record(run: Machine, made: Class, frame: Frame) -> bool:
    """Whether the class's constructor fills in its annotated names."""
    names = (decorators.name_of(run, decorator.decorator, frame) for decorator in made.node.decorators)
    return any(base.name in RECORDS for base in foreign_bases(made)) or any(map(makes_record, names))


def _chosen(base: Value) -> Value:
    """Return one of the classes that a base may be, where all are of one kind: one that has what the others have."""
    options = base.options if isinstance(base, Choice) else (base,)
    kinds = {_kind_below(option) for option in options}
    if len(kinds) > 1 or UNKNOWN in kinds:
        return base
    classes = [option for option in options if isinstance(option, Class)]
    return next((one for one in classes if all(one in mro(other) for other in classes)), options[0])


def _kind(bases: list[Value]) -> str:
    """Return what a class with these bases is: the first that says something decides."""
    kinds = [_kind_below(base) for base in bases]
    telling = [kind for kind in kinds if kind not in (PLAIN, UNKNOWN)]
    return telling[0] if telling else UNKNOWN if UNKNOWN in kinds else PLAIN


def _kind_below(base: Value) -> str:
    if isinstance(base, Class):
        return base.kind
    return kind_below(base.name) if isinstance(base, External) else UNKNOWN
