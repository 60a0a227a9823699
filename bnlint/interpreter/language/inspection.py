"""Builtins that ask what a value is, and load or store attributes by name."""

from __future__ import annotations

from collections.abc import Callable

import bnlint.events as ev
from bnlint.interpreter.domain import releases
from bnlint.interpreter.domain.classes import mro, type_of_object
from bnlint.interpreter.domain.containers import one_of
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.names import own_dialect
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    ModuleValue,
    Object,
    Optional,
    Partial,
    TensorValue,
    Value,
    Various,
)
from bnlint.interpreter.language import attributes, texts
from bnlint.interpreter.language.entries import of_attributes, unsettle_attributes
from bnlint.interpreter.language.imports import offered
from bnlint.interpreter.machine import Machine
from bnlint.libraries import bases
from bnlint.libraries.aliases import canonical, is_library
from bnlint.libraries.keras_layers import BY_NAME, positional
from bnlint.libraries.keras_layers import USED as LAYERS
from bnlint.libraries.keras_models import EVERY_LAYER, EVERY_MODEL, SEQUENTIAL, SETTINGS, STATISTICS
from bnlint.libraries.keras_modules import HOLD_FUNCTIONS
from bnlint.libraries.python_classes import BUILTIN, SETTLED_HOMES, TYPES
from bnlint.libraries.registry import LAYERS_HOME
from bnlint.libraries.releases import exists

_CONTAINERS = {"list": list, "tuple": tuple, "set": set}


def isinstance_(run: Machine, call: Call) -> Value:
    """``isinstance(value, classes)``."""
    return _of_classes(call, instance_of)


def issubclass_(run: Machine, call: Call) -> Value:
    """``issubclass(cls, classes)``."""
    return _of_classes(call, _below)


def _of_classes(call: Call, belongs: Callable[[Value, Value], bool | None]) -> Value:
    """Return whether what is asked about belongs to a class, or to one of several."""
    if len(call.args) != 2:
        return UNKNOWN
    asked, wanted = call.args
    answers = [belongs(asked, kind) for kind in (wanted.items if isinstance(wanted, Items) else [wanted])]
    if any(answers):
        return Const(True)
    return UNKNOWN if any(a is None for a in answers) else Const(False)


def _below(cls: Value, kind: Value) -> bool | None:
    """Whether a class is another one, or below it; no library's class is below one of the program."""
    if isinstance(cls, Class) and isinstance(kind, Class):
        return kind in mro(cls)
    if isinstance(cls, External) and isinstance(kind, Class):
        return False if is_library(cls.name) else None
    if isinstance(cls, External) and cls == kind:
        return True
    return None


def instance_of(value: Value, kind: Value) -> bool | None:
    """Return whether a value is an instance of a class, None when not known."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(kind, External) and kind.name.startswith(BUILTIN):
        wanted = TYPES.get(kind.name)
        return None if wanted is None else _of_builtin_type(value, wanted)
    if not isinstance(value, Object):
        return None
    if isinstance(kind, Class):
        return value.cls is not None and kind in mro(value.cls)
    if isinstance(kind, External) and value.layer is not None:
        return _of_keras_class(value, value.layer, kind.name.rpartition(".")[2])
    return None


def _of_keras_class(value: Object, layer: ev.Layer, last: str) -> bool | None:
    """Whether a layer or model is an instance of Keras's class of a name."""
    kind = bases.kind_in_keras(last)
    if kind == bases.NORMALISATION:
        return layer.is_bn
    if last in EVERY_LAYER:
        return True
    if last in EVERY_MODEL:
        return value.kind in _MODELS or layer.kind in EVERY_MODEL
    if last == SEQUENTIAL:
        return value.kind == "sequential"
    if last in LAYERS:
        return layer.kind == last if value.cls is None else _inherits(value.cls, last)
    return None


_MODELS = ("sequential", "functional", "application")
"""Kinds of objects that are models, beside those of the program's own classes."""


def _inherits(cls: Class, name: str) -> bool | None:
    """Whether a class of the program is below Keras's layer of a name."""
    above = [base for each in mro(cls) for base in each.bases if not isinstance(base, Class)]
    foreign = [base.name for base in above if isinstance(base, External)]
    if any(base.rpartition(".")[2] == name for base in foreign):
        return True
    settled = len(foreign) == len(above) and all(base.startswith(SETTLED_HOMES) for base in foreign)
    return False if settled else None


def _of_builtin_type(value: Value, wanted: type) -> bool | None:
    if isinstance(value, Const):
        return isinstance(value.value, wanted)
    if isinstance(value, Items):
        made = _CONTAINERS.get(value.kind)
        return None if made is None else issubclass(made, wanted)
    if isinstance(value, Mapping) and not value.namespace:
        return wanted is dict
    if wanted is str and isinstance(value, TensorValue) and value.info.made_of:
        return False  # what networks answer with is no text
    return False if _has_no_builtin_type(value) else None


def _has_no_builtin_type(value: Value) -> bool:
    """Whether a value is of a type of its own for certain: a tensor whose shape is not known may be a number."""
    if isinstance(value, Object):
        return value.layer is not None
    if isinstance(value, TensorValue):
        return value.info.kind == "symbolic" or value.info.shape is not None
    return isinstance(value, (Function, Bound, Partial, Class, Dataset)) or _is_callable_of_a_library(value)


def _is_callable_of_a_library(value: Value) -> bool:
    """Whether the name is a class's or a known function's: a library's constants may be anything."""
    if not isinstance(value, External):
        return False
    owner, _, last = value.name.rpartition(".")
    return owner in HOLD_FUNCTIONS or (last[:1].isupper() and not last.isupper())


def getattr_(run: Machine, call: Call) -> Value:
    """``getattr(value, name)``."""
    if len(call.args) >= 2 and isinstance(call.args[1], Const) and isinstance(call.args[1].value, str):
        if len(call.args) == 3 and _has(run, call.args[0], call.args[1].value) is False:
            return call.args[2]
        return attributes.load(run, call.args[0], call.args[1].value, call.frame, call.node)
    return _of_unknown_name(run, call) if len(call.args) >= 2 else UNKNOWN


_UNNAMED = "#"
"""What stands around the beginning of a name in the attributes that an object keeps under names that nobody knows."""


def _of_unknown_name(run: Machine, call: Call) -> Value:
    """Return one of the layers, or networks, that an object or a module has under names that begin so."""
    owner = call.args[0]
    if not isinstance(owner, (Object, ModuleValue)):
        return UNKNOWN
    written = call.written(1, "name")
    begin = texts.beginning(run, written, call.frame)
    if isinstance(owner, Object):
        unnamed, is_counted = f"{_UNNAMED}{begin}{_UNNAMED}", texts.counted(run, written, call.frame)
        found = [
            each
            for name, each in owner.attrs.items()
            if name.startswith(unnamed) or _goes_on(name, begin) or is_counted(name)
        ]
        return one_of(found) if found and all(map(_is_layer, found)) else UNKNOWN
    return offered(run, owner, begin, call.frame)


def _goes_on(name: str, begin: str) -> bool:
    """Whether a name is one that a program counts: ``bn7``, ``bn_7`` for "bn"."""
    return begin != "" and name.startswith(begin) and name[len(begin) :].strip("_").isdigit()


def _is_layer(value: Value) -> bool:
    return isinstance(value, (Object, Choice))


def setattr_(run: Machine, call: Call) -> Value:
    """``setattr(owner, name, value)``."""
    if len(call.args) == 3:
        key = call.args[1]
        owner, value = call.args[0], call.args[2]
        if isinstance(key, Const) and isinstance(key.value, str):
            attributes.store(run, owner, key.value, value, call.frame, call.node)
        elif isinstance(owner, Object):
            begin = texts.beginning(run, call.written(1, "name"), call.frame)
            run.state.store(owner.attrs, f"{_UNNAMED}{begin}{_UNNAMED}{len(owner.attrs)}", value)
        if not isinstance(key, Const):
            unsettle_attributes(run, owner)
    return NONE


def bound(run: Machine, call: Call) -> Value:
    """``types.MethodType(function, owner)``."""
    if len(call.args) == 2 and isinstance(call.args[0], Function):
        return Bound(call.args[0], call.args[1])
    return UNKNOWN


def hasattr_(run: Machine, call: Call) -> Value:
    """``hasattr(value, name)``."""
    if len(call.args) == 2 and isinstance(call.args[0], Object):
        key = call.args[1]
        if isinstance(key, Const) and key.value in call.args[0].attrs:
            return Const(True)
    if len(call.args) == 2 and isinstance(call.args[1], Const):
        name = str(call.args[1].value)
        known = _is_callable(call.args[0]) if name == "__call__" else None
        return Const(known) if known is not None else releases.answer(_has(run, call.args[0], name))
    return UNKNOWN


def dir_(run: Machine, call: Call) -> Value:
    """``dir(module)`` of a library, which programs ask for what it has; of settings, their names among others."""
    owner = call.args[0] if len(call.args) == 1 else UNKNOWN
    if isinstance(owner, (Class, Object)):
        own = of_attributes(owner)
        cls = owner if isinstance(owner, Class) else owner.cls
        names = {name: None for each in mro(cls) for name in each.attrs} if cls is not None else {}
        return Items([Const(name) for name in {**names, **(own.items if own is not None else {})}], "list", True)
    return releases.names(lambda name: _has(run, owner, name)) if isinstance(owner, External) else UNKNOWN


def find_spec(run: Machine, call: Call) -> Value:
    """``importlib.util.find_spec(name)``, of a module that one Keras has."""
    asked = call.role("x")
    if not isinstance(asked, Const) or not isinstance(asked.value, str):
        return UNKNOWN
    there = exists(canonical(asked.value), run.dialect)
    return UNKNOWN if there is None else Various("", (asked.value if there else None,))


def globals_(run: Machine, call: Call) -> Value:
    """``globals()``: what it has by name is what the module has."""
    return ModuleValue(call.frame.module)


def callable_(run: Machine, call: Call) -> Value:
    """``callable(value)``."""
    known = _is_callable(call.role("x") or UNKNOWN)
    return UNKNOWN if known is None else Const(known)


def _is_callable(value: Value) -> bool | None:
    """Whether a value can be called, None where that is not known."""
    if isinstance(value, (Bound, Class, Function, Partial)):
        return True
    if isinstance(value, Object):
        return True if value.layer is not None else None
    data = isinstance(value, (Const, Items)) or isinstance(value, Mapping) and not value.namespace
    return False if data else None


def _has(run: Machine, owner: Value, name: str) -> bool | None:
    """Whether something of a library has an attribute, None where that is not known."""
    if isinstance(owner, Object):
        return _of_layer(run, owner, name)
    if not isinstance(owner, External):
        return None
    return exists(canonical(f"{owner.name}.{name}"), own_dialect(owner) or run.dialect)


def _of_layer(run: Machine, owner: Object, name: str) -> bool | None:
    """Whether one of Keras's layers has a setting, or the statistics, of BN; it has statistics when it is built."""
    layer = owner.layer
    row = BY_NAME.get(layer.kind) if layer is not None and owner.kind == "layer" and owner.cls is None else None
    if layer is None or row is None or layer.opaque:
        return None
    if name in SETTINGS:
        return name in positional(row, run.dialect)
    return False if name in STATISTICS and not layer.is_bn else None


def signature(run: Machine, call: Call) -> Value:
    """``inspect.signature(callable)``, of which programs ask the names of the parameters."""
    of = call.role("x")
    owner, _, last = of.name.rpartition(".") if isinstance(of, External) else ("", "", "")
    if last == "__init__":
        owner, _, last = owner.rpartition(".")
    row = BY_NAME.get(last) if owner == LAYERS_HOME else None
    if row is None:
        return UNKNOWN
    other = set(positional(row, 5 - run.dialect))
    names = [name for name in positional(row, run.dialect) if name in other or run.dialect == 3]
    parameters = Mapping(dict.fromkeys(names, UNKNOWN), open=run.dialect == 2)
    args = Items([Const(name) for name in names], open=run.dialect == 2)
    return Mapping({"parameters": parameters, "args": args}, namespace=True)


def type_(run: Machine, call: Call) -> Value:
    """``type(value)``."""
    value = call.args[0] if call.args else UNKNOWN
    if isinstance(value, Object):
        return type_of_object(value)
    name = BUILTIN + _type_name(value)
    return External(name) if name in TYPES else UNKNOWN


def _type_name(value: Value) -> str:
    """Return the name of the builtin type that a value has, "" where that is not known."""
    if isinstance(value, Const):
        return type(value.value).__name__
    if isinstance(value, Items):
        return value.kind
    return "dict" if isinstance(value, Mapping) and not value.namespace else ""


def vars_(run: Machine, call: Call) -> Value:
    """``vars(value)``."""
    value = call.args[0] if call.args else UNKNOWN
    return value if isinstance(value, ModuleValue) else of_attributes(value) or UNKNOWN
