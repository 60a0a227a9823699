"""Classes of the program: their attributes, in Python's order of bases."""

from __future__ import annotations

from typing import Any

import libcst as cst

from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Class,
    Const,
    External,
    Function,
    Items,
    Mapping,
    Member,
    Object,
    Partial,
    Value,
)
from bnlint.libraries.bases import ENUMS, NORMALISATION, PLAIN, kind_below
from bnlint.libraries.keras_layers import BY_NAME, CLASSES, USED
from bnlint.libraries.keras_models import STEPS
from bnlint.libraries.python_classes import NAMED_TUPLES
from bnlint.libraries.registry import LAYERS_HOME
from bnlint.syntax.words import dotted, nodes_in

_MAX_PATHS = 256
"""Ways from a class up to its bases that are walked: thirty classes can have a billion."""


def mro(cls: Class) -> list[Class]:
    """Return the class and its bases in the program, in the order of Python: a common base comes after its heirs."""
    for base in cls.bases:
        if isinstance(base, Class):
            break
    else:
        return [cls]
    return [each for each in _order(cls) if isinstance(each, Class)]


def _order(cls: Class) -> list[Class | External]:
    """Return the class and its bases, those of libraries among them, in the order of Python."""
    found: dict[int | str, Class | External] = {}
    stack: list[Class | External] = [cls]
    walked = 0
    while stack and walked < _MAX_PATHS:
        walked += 1
        current = stack.pop(0)
        key = current.name if isinstance(current, External) else id(current)
        found.pop(key, None)
        found[key] = current
        if isinstance(current, Class):
            stack = [b for b in current.bases if isinstance(b, (Class, External))] + stack
    return list(found.values())


def class_attribute(cls: Class, name: str) -> Value | None:
    """Return an attribute of a class or its bases."""
    for current in mro(cls):
        if name in current.attrs:
            return None if stands_behind(cls, current, name) else current.attrs[name]
    return None


def stands_behind(cls: Class, mixin: Class, name: str) -> bool:
    """Whether Keras's own method comes before that of a mixin.

    Args:
        cls: the class that has both of them above it.
        mixin: the class of the program.
        name: the method's.
    """
    if name not in STEPS or name == "__init__" or mixin.kind != PLAIN or cls.kind == PLAIN:
        return False
    order = _order(cls)
    kinds = [kind_below(base.name) for base in order[: order.index(mixin)] if isinstance(base, External)]
    return "Model" in kinds or STEPS[name].of == "Layer" and any(kind == "Layer" or kind in CLASSES for kind in kinds)


def is_enum(cls: Class) -> bool:
    """Whether the members of a class are no strings or numbers themselves."""
    others = [base for c in mro(cls) for base in c.bases if not isinstance(base, Class)]
    return bool(others) and all(isinstance(base, External) and base.name in ENUMS for base in others)


def member_of(cls: Class, name: str) -> Const | None:
    """Return the member of an enum that has a name; None where that is none, but a method, or of another class."""
    found = class_attribute(cls, name) if is_enum(cls) else None
    if isinstance(found, Const):
        return Const(Member(cls, name, found.value), found.origin)
    is_one = isinstance(found, _STAND_FOR) or found is UNKNOWN and name.isupper()
    return Const(Member(cls, name, found)) if is_one else None


_STAND_FOR = (Items, Mapping, Object, Partial, External)
"""What a member of an enum may stand for beside constants: functions in its body are methods."""


def setter_of(name: str) -> str:
    """Return the name under which a class keeps the setter of its property ``name``."""
    return f"{name}.setter"


def with_fields(obj: Object, changes: dict[str, Value]) -> Object | None:
    """Return a copy of a record with some fields changed; None where it is none."""
    if obj.cls is None or not obj.cls.dataclass or obj.layer is not None:
        return None
    return Object(obj.cls, obj.kind, attrs={**obj.attrs, **changes})


def as_mapping(obj: Object) -> Mapping | None:
    """Return the fields of a record as a dict; None where it is none."""
    return Mapping(dict(obj.attrs)) if obj.cls is not None and obj.cls.dataclass and obj.layer is None else None


def as_tuple(obj: Object) -> Items | None:
    """Return the fields of a named tuple in their order; None where it is none."""
    named = obj.cls is not None and any(
        each.fields or any(isinstance(base, External) and base.name in NAMED_TUPLES for base in each.bases)
        for each in mro(obj.cls)
    )
    return Items(list(obj.attrs.values()), "tuple") if named and obj.layer is None else None


def find_method(cls: Class | None, name: str) -> Function | None:
    """Return a method written in the program."""
    found = class_attribute(cls, name) if cls is not None else None
    return found if isinstance(found, Function) else None


def inherited_around(cls: Class, own: set[str]) -> list[Function]:
    """Return the inherited methods that use what a class adds, without those that they call themselves.

    A base class has the loop over batches, and its heirs say what the loss is, or which network learns.

    Args:
        cls: the class.
        own: the names of methods and attributes that it adds.
    """
    inherited = {
        name: method
        for base in mro(cls)[1:]
        for name, method in base.attrs.items()
        if isinstance(method, Function) and not name.startswith("__") and class_attribute(cls, name) is method
    }
    asked = {name: _asked_of_self(method) for name, method in inherited.items()}
    found, around = set[str](), {name for name in own if not name.startswith("__")}
    while around:
        around = {name for name, of_self in asked.items() if name not in found and of_self & around}
        found |= around
    inner = set[str]().union(*(asked[name] - {name} for name in found))
    return [inherited[name] for name in inherited if name in found - inner]


def _asked_of_self(method: Function) -> frozenset[str]:
    """Return the names that a method asks of its ``self``; "call" where it calls that."""
    return method.module.tree.tells(method.node, _asked_in)


def _asked_in(method: Any) -> frozenset[str]:
    names = {dotted(node) for node in nodes_in(method) if type(node) in (cst.Attribute, cst.Call)}
    of_self = (name for name in names if name.partition(".")[0] == "self")
    return frozenset("call" if name == "self" else name.split(".")[1] for name in of_self)


def set_on_self(method: Function) -> frozenset[str]:
    """Return the attributes of its ``self`` that a method sets."""
    return method.module.tree.tells(method.node, _set_in)


def _set_in(method: Any) -> frozenset[str]:
    targets = (node.target for node in nodes_in(method) if type(node) in (cst.AssignTarget, cst.AnnAssign))
    names = (dotted(node) for target in targets for node in nodes_in(target) if type(node) is cst.Attribute)
    return frozenset(name.removeprefix("self.") for name in names if name.startswith("self."))


def foreign_bases(cls: Class | None) -> list[External]:
    """Return the classes of libraries that a class of the program inherits from, nearest first."""
    order = mro(cls) if cls is not None else []
    return [base for current in order for base in current.bases if isinstance(base, External)]


def type_of_object(value: Object) -> Value:
    """Return the class of an object."""
    if value.cls is not None:
        return value.cls
    layer = value.layer
    if layer is not None and layer.is_bn:
        return External(f"{LAYERS_HOME}.{layer.class_name if layer.class_name in USED else NORMALISATION}")
    if layer is not None and value.kind == "layer" and layer.kind in USED:
        return External(f"{LAYERS_HOME}.{layer.kind}")
    return _MODELS.get(value.kind, UNKNOWN)


def class_of_layer(value: Value) -> str:
    """Return the name of Keras's class that a value is, "" for anything else."""
    home, _, last = value.name.rpartition(".") if isinstance(value, External) else ("", "", "")
    return BY_NAME[last].kind or last if home == LAYERS_HOME and last in USED else ""


_MODELS = {"sequential": External("keras.Sequential"), "functional": External("keras.src.models.Functional")}
"""The classes of the models that Keras itself makes, by kind."""
