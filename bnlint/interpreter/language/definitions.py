"""``def`` and ``class``."""

from __future__ import annotations

from typing import Any

from bnlint.interpreter.domain.classes import mro, setter_of
from bnlint.interpreter.domain.frames import Frame
from bnlint.interpreter.domain.values import Class, External, Function, Value
from bnlint.interpreter.keras.keras_table import BN_CLASSES, LAYERS
from bnlint.interpreter.language import decorators, functions
from bnlint.interpreter.language.binding import bind
from bnlint.interpreter.machine import Machine
from bnlint.syntax.words import dotted


def function(run: Machine, node: Any, frame: Frame) -> None:
    """``def``."""
    value = functions.make_function(run, node, node.name.value, frame)
    decorators.decorate(run, value, node.decorators, frame)
    bind(run, setter_of(node.name.value) if value.kind == "setter" else node.name.value, value, frame)


_KERAS_BASES = {
    "Model": "Model",
    "Functional": "Model",
    "Network": "Model",
    "Sequential": "Model",
    "Layer": "Layer",
    "Wrapper": "Layer",
    "AbstractRNNCell": "Layer",
    "Callback": "Callback",
    "Sequence": "Sequence",
    "PyDataset": "Sequence",
}


def class_(run: Machine, node: Any, frame: Frame) -> None:
    """``class``."""
    bases = [run.evaluate(arg.value, frame) for arg in node.bases if arg.keyword is None and not arg.star]
    made = Class(node, frame.module, node.name.value, bases, {}, _class_kind(bases))
    made.dataclass = any(_fills_in(dotted(d.decorator)) for d in node.decorators) or any(
        isinstance(base, External) and base.name in _RECORDS for cls in mro(made) for base in cls.bases
    )
    run.read.classes.append(made)
    for base in mro(made)[1:]:
        base.heirs.append(made)
    inner = Frame(frame.module, made.attrs, frame if frame.function is not None else None)
    run.block(node.body, inner)
    for value in made.attrs.values():
        if isinstance(value, Function) and value.owner is None:
            value.owner = made
            value.env = frame if frame.function is not None else None
    bind(run, node.name.value, made, frame)
    for decorator in node.decorators:
        decorators.run_decorator(run, made, decorator.decorator, frame)


_RECORDS = ("typing.NamedTuple", "pydantic.BaseModel", "pydantic.BaseSettings")


def _fills_in(decorator: str) -> bool:
    """Whether a class decorator writes a constructor for the annotated names."""
    return "dataclass" in decorator or decorator in (
        "attr.s",
        "attr.attrs",
        "attr.define",
        "attr.frozen",
        "attrs.define",
        "attrs.frozen",
        "define",
    )


def _class_kind(bases: list[Value]) -> str:
    kinds: list[str] = []
    for base in bases:
        if isinstance(base, Class):
            kinds.append(base.kind)
        elif isinstance(base, External):
            last = base.name.rpartition(".")[2]
            if base.name.startswith(("keras.", "tf1.keras")):
                if last in BN_CLASSES:
                    kinds.append("BatchNormalization")
                else:
                    kinds.append(_KERAS_BASES.get(last, last if last in LAYERS else "unknown"))
            elif base.name in ("tf.Module", "tf1.Module"):
                kinds.append("Module")
            elif base.name.startswith(("builtins.", "abc.", "typing.")):
                kinds.append("plain")
            else:
                kinds.append("unknown")
        else:
            kinds.append("unknown")
    for kind in kinds:
        if kind not in ("plain", "unknown"):
            return kind
    return "unknown" if "unknown" in kinds else "plain"
