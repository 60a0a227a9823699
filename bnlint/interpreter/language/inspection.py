"""Builtins that ask what a value is, and load or store attributes by name."""

from __future__ import annotations

from bnlint.interpreter.domain.classes import mro
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Class,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    Object,
    Optional,
    Partial,
    TensorValue,
    Value,
)
from bnlint.interpreter.keras.keras_table import BN_CLASSES, LAYERS
from bnlint.interpreter.language import attributes
from bnlint.interpreter.machine import Machine

_BUILTIN_TYPES: dict[str, type] = {
    kind.__name__: kind for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set)
}
_CONTAINERS = {"list": list, "tuple": tuple, "set": set}


def isinstance_(run: Machine, call: Call) -> Value:
    """``isinstance(value, classes)``."""
    if len(call.args) != 2:
        return UNKNOWN
    value, wanted = call.args
    answers = [instance_of(value, kind) for kind in (wanted.items if isinstance(wanted, Items) else [wanted])]
    if any(answers):
        return Const(True)
    return UNKNOWN if any(a is None for a in answers) else Const(False)


def instance_of(value: Value, kind: Value) -> bool | None:
    """Return whether a value is an instance of a class, None when not known."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(kind, External) and kind.name.startswith("builtins."):
        wanted = _BUILTIN_TYPES.get(kind.name.rpartition(".")[2])
        return None if wanted is None else _of_builtin_type(value, wanted)
    if not isinstance(value, Object):
        return None
    if isinstance(kind, Class):
        return value.cls is not None and kind in mro(value.cls)
    if isinstance(kind, External) and value.layer is not None:
        last = kind.name.rpartition(".")[2]
        if last in BN_CLASSES:
            return value.layer.is_bn
        if last == "Layer":
            return True
        if last in ("Model", "Network"):
            return value.kind in ("sequential", "functional", "application") or value.layer.kind == "Model"
        if last == "Sequential":
            return value.kind == "sequential"
        if last in LAYERS:
            return value.layer.kind == last if value.cls is None else _inherits(value.cls, last)
    return None


def _inherits(cls: Class, name: str) -> bool | None:
    """Whether a class of the program is below Keras's layer of a name."""
    bases = [base for each in mro(cls) for base in each.bases if not isinstance(base, Class)]
    foreign = [base.name for base in bases if isinstance(base, External)]
    if any(base.rpartition(".")[2] == name for base in foreign):
        return True
    settled = len(foreign) == len(bases) and all(base.startswith(("keras.", "builtins.", "abc.")) for base in foreign)
    return False if settled else None


def _of_builtin_type(value: Value, wanted: type) -> bool | None:
    if isinstance(value, Const):
        return isinstance(value.value, wanted)
    if isinstance(value, Items):
        made = _CONTAINERS.get(value.kind)
        return None if made is None else issubclass(made, wanted)
    if isinstance(value, Mapping) and not value.namespace:
        return wanted is dict
    if isinstance(value, (Function, Bound, Partial, Class, Dataset)) or _is_callable_of_a_library(value):
        return False
    if isinstance(value, Object) and value.layer is not None:
        return False
    if isinstance(value, TensorValue) and (value.info.kind == "symbolic" or value.info.shape is not None):
        return False
    return None


def _is_callable_of_a_library(value: Value) -> bool:
    """Whether the name is a class's or a known function's: a library's constants may be anything."""
    if not isinstance(value, External):
        return False
    owner, _, last = value.name.rpartition(".")
    return owner in ("tf.nn", "keras.activations", "keras.layers") or (last[:1].isupper() and not last.isupper())


def getattr_(run: Machine, call: Call) -> Value:
    """``getattr(value, name)``."""
    if len(call.args) >= 2 and isinstance(call.args[1], Const) and isinstance(call.args[1].value, str):
        return attributes.load(run, call.args[0], call.args[1].value, call.frame, call.node)
    return UNKNOWN


def setattr_(run: Machine, call: Call) -> Value:
    """``setattr(owner, name, value)``."""
    if len(call.args) == 3:
        key = call.args[1]
        owner, value = call.args[0], call.args[2]
        if isinstance(key, Const) and isinstance(key.value, str):
            attributes.store(run, owner, key.value, value, call.frame, call.node)
        elif isinstance(owner, Object):
            run.state.store(owner.attrs, f"#{len(owner.attrs)}", value)
    return NONE


def hasattr_(run: Machine, call: Call) -> Value:
    """``hasattr(value, name)``."""
    if len(call.args) == 2 and isinstance(call.args[0], Object):
        key = call.args[1]
        if isinstance(key, Const) and key.value in call.args[0].attrs:
            return Const(True)
    return UNKNOWN


def type_(run: Machine, call: Call) -> Value:
    """``type(value)``."""
    value = call.args[0] if call.args else UNKNOWN
    if isinstance(value, Object) and value.cls is not None:
        return value.cls
    if isinstance(value, Object) and value.layer is not None and value.layer.is_bn:
        return External("keras.layers.BatchNormalization")
    if isinstance(value, Const) and type(value.value).__name__ in _BUILTIN_TYPES:
        return External(f"builtins.{type(value.value).__name__}")
    if isinstance(value, Items) and value.kind in _CONTAINERS:
        return External(f"builtins.{value.kind}")
    if isinstance(value, Mapping) and not value.namespace:
        return External("builtins.dict")
    return UNKNOWN


def vars_(run: Machine, call: Call) -> Value:
    """``vars(value)``."""
    value = call.args[0] if call.args else UNKNOWN
    if isinstance(value, Mapping):
        return Mapping(dict(value.items), value.open)
    return UNKNOWN
