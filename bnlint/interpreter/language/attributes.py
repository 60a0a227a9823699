"""Attributes, as Python looks them up: ``value.name`` and ``owner.name = value``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import releases, states
from bnlint.interpreter.domain.classes import class_attribute, find_method, member_of, mro, setter_of, stands_behind
from bnlint.interpreter.domain.containers import content, sequence
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.joining import by_default, join
from bnlint.interpreter.domain.keras_objects import give_statistics, objects_in
from bnlint.interpreter.domain.values import (
    NONE,
    UNKNOWN,
    UPDATE_OPS,
    Bound,
    Choice,
    Class,
    Const,
    External,
    Function,
    Items,
    Mapping,
    Member,
    Method,
    ModuleValue,
    Object,
    Optional,
    Partial,
    Selection,
    Super,
    Table,
    Text,
    Unknown,
    Value,
    Variables,
    Various,
    Weight,
)
from bnlint.interpreter.language import backward, calling, fields, functions
from bnlint.interpreter.language.entries import of_attributes
from bnlint.interpreter.language.imports import member
from bnlint.interpreter.machine import Machine
from bnlint.libraries.flags import FLAG_NAMES
from bnlint.libraries.keras_models import CALL, SETTINGS, STATISTICS, UPDATES
from bnlint.libraries.python_classes import AS_DICTS, COPIES
from bnlint.libraries.tensorflow1 import NORMALIZER_LAYER


def load(run: Machine, value: Value, name: str, frame: Frame, node: Any) -> Value:
    """Return ``value.name``."""
    if name in UPDATES:
        run.graph.reads_keras_updates = True  # of whatever: nobody reads them but to run them
    if isinstance(value, Optional):
        value = value.value
    loader = _LOADERS.get(type(value))
    found = loader(run, value, name, frame, node) if loader is not None else None
    if found is None:
        found = run.load_member(value, name, frame, node)
    return UNKNOWN if found is None else found


def _of_module(run: Machine, value: ModuleValue, name: str, frame: Frame, node: Any) -> Value:
    if name == "__dict__":
        return value  # what it has by name, as of ``globals()``
    if name in OF_NAMESPACE and name not in value.module.names:
        return Method(value, name)
    return member(run, value, name, "", 0, frame)


def _of_object(run: Machine, obj: Object, name: str, frame: Frame, node: Any) -> Value | None:
    if name in obj.attrs and name != "trainable":
        return obj.attrs[name]
    found = class_attribute(obj.cls, name) if obj.cls is not None else None
    if isinstance(found, Function):
        return _of_method(run, obj, name, found, frame, node)
    if isinstance(found, Partial) and found.method and isinstance(found.function, Function):
        return replace(found, function=_of_method(run, obj, name, found.function, frame, node), method=False)
    if found is not None:
        found = fields.settled(run, found)
        return UNKNOWN if obj.known.overlaid and isinstance(found, Const) else found
    if name == "__dict__":
        return of_attributes(obj) or UNKNOWN
    return _of_plain_object(run, obj, name, frame, node) if obj.layer is None else None


def _of_method(run: Machine, obj: Object, name: str, found: Function, frame: Frame, node: Any) -> Value:
    if name == CALL and obj.layer is not None:
        return Method(obj, name)
    if found.kind == "property":
        computed = functions.call_bound(run, found, obj, frame, node)
        if found.cached:
            run.state.store(obj.attrs, name, computed)
        return computed
    if found.kind == "static":
        return found
    return Bound(found, obj.cls if found.kind == "class" and obj.cls is not None else obj)


def _of_plain_object(run: Machine, obj: Object, name: str, frame: Frame, node: Any) -> Value:
    if name == "__class__" and obj.cls is not None:
        return obj.cls
    known = run.load_member(obj, name, frame, node)
    if known is not None:
        return known
    inside = content(obj)
    if isinstance(inside, Mapping) and obj.cls is not None:
        as_keys = class_attribute(obj.cls, "__getattr__") is not None
        return inside.items[name] if as_keys and name in inside.items else Method(inside, name)
    if inside is not obj:
        return Method(inside, name)
    handed_on = _handed_on(run, obj, name, frame, node)
    if handed_on is not UNKNOWN and handed_on != NONE:
        return handed_on
    of_record = name in (*COPIES, *AS_DICTS) and obj.cls is not None and obj.cls.dataclass
    unsettled = obj.cls is None or obj.cls.kind == "unknown" or obj.known.open or of_record
    return Method(obj, name) if unsettled else UNKNOWN


def _handed_on(run: Machine, obj: Object, name: str, frame: Frame, node: Any) -> Value:
    """Return what the ``__getattr__`` of the program gives for an attribute that an object has not."""
    getter = class_attribute(obj.cls, "__getattr__") if obj.cls is not None else None
    if not isinstance(getter, Function) or name.startswith("__"):
        return UNKNOWN
    return functions.call_bound(run, getter, obj, frame, node, Const(name))


def _of_function(run: Machine, value: Function, name: str, frame: Frame, node: Any) -> Value:
    if name in value.attrs:
        return value.attrs[name]
    return Const(value.name) if name == "__name__" else Method(value, name)


def _of_class(run: Machine, value: Class, name: str, frame: Frame, node: Any) -> Value:
    if name == "__name__":
        return Const(value.name)
    if name == "__dict__":
        return of_attributes(value) or UNKNOWN
    found = class_attribute(value, name)
    of_enum = member_of(value, name) if found is not None else None
    if of_enum is not None:
        return of_enum
    if isinstance(found, Function) and found.kind == "class":
        return Bound(found, value)
    return fields.settled(run, found) if found is not None else Method(value, name)


def _of_mapping(run: Machine, value: Mapping, name: str, frame: Frame, node: Any) -> Value:
    if value.namespace and name in value.items:
        return value.items[name]
    if name == "__dict__":
        return of_attributes(value) or UNKNOWN
    return Method(value, name)


def _of_partial(run: Machine, value: Partial, name: str, frame: Frame, node: Any) -> Value:
    if name in UPDATES and value.function == External(f"{NORMALIZER_LAYER}.__call__"):
        run.graph.read_updates(len(run.testimony.events))
        return UPDATE_OPS  # its own; nobody looks for another layer's, which would not be run
    return value if name in ("apply", "__call__") else Method(value, name)


def _of_constant(run: Machine, value: Const, name: str, frame: Frame, node: Any) -> Value | None:
    if isinstance(value.value, Member):
        return _of_member(run, value.value, name, frame, node)
    if name == "value" and isinstance(value.value, (str, int, float)):
        return value  # no number or string has a ``value``: this is a member of an enum, read as what it stands for
    return Method(value, name) if isinstance(value.value, (str, bytes)) else None


def _of_version(run: Machine, value: Various, name: str, frame: Frame, node: Any) -> Value:
    return releases.part(value, name) or Method(value, name)


def _method(run: Machine, value: Value, name: str, frame: Frame, node: Any) -> Value:
    return Method(value, name)


def _of_member(run: Machine, member: Member, name: str, frame: Frame, node: Any) -> Value:
    if name == "name":
        return Const(member.name)
    if name == "value":
        return member.value if isinstance(member.value, Value) else Const(member.value)
    found = class_attribute(member.enum, name)
    if isinstance(found, Function):
        bound = Bound(found, Const(member))
        if found.kind != "property":
            return bound
        return calling.call_value(run, bound, Call(node, frame))
    return _made_of_member(run, member, frame, node).get(name, UNKNOWN)


def _made_of_member(run: Machine, member: Member, frame: Frame, node: Any) -> dict[str, Value]:
    """Return the attributes that a member gets from the ``__init__`` of its class, which is called with its value."""
    constructor = find_method(member.enum, "__init__")
    made = Object(member.enum, "plain")
    if constructor is not None:
        value = member.value if isinstance(member.value, Value) else Const(member.value)
        args = sequence(value) if isinstance(value, Items) and value.kind == "tuple" else [value]
        given = Call(node, frame, args or [], open=args is None)
        calling.call_value(run, Bound(constructor, made), given)
    return made.attrs


OF_NAMESPACE = ("get", "items", "keys", "values")
"""Methods of what a module has by name."""


def _each_attribute(run: Machine, choice: Choice, name: str, frame: Frame, node: Any) -> Value:
    if name == "__dict__" and all(isinstance(each, ModuleValue) for each in choice.options):
        return choice
    every = name in OF_NAMESPACE
    having = [
        each for each in choice.options if every or not isinstance(each, ModuleValue) or name in each.module.names
    ]
    values = [load(run, option, name, frame, node) for option in having]
    if not values:
        return UNKNOWN
    if all(isinstance(v, Variables) for v in values):
        return Variables(tuple(o for v in values if isinstance(v, Variables) for o in v.owners))
    if all(isinstance(v, (Method, Bound, Choice)) for v in values):
        return Choice(tuple(values))
    joined: Value = reduce(join, values)
    return _with_default(joined, values[0]) if choice.by_default else joined


def _with_default(joined: Value, default: Value) -> Value:
    """Return an attribute of what an option chooses: that for its default where the others have something else."""
    chosen: Value = by_default(joined)
    return default if chosen is UNKNOWN else chosen


def _of_super(run: Machine, value: Super, name: str, frame: Frame, node: Any) -> Value:
    cls = value.instance.cls if isinstance(value.instance, Object) else value.instance
    if isinstance(cls, Class):
        order = mro(cls)
        behind = order[order.index(value.cls) + 1 :] if value.cls in order else []
        for above in behind:
            if name in above.attrs and not stands_behind(cls, above, name):
                found = above.attrs[name]
                if isinstance(found, Function):
                    return Bound(found, value.instance)
                return found
    return Method(value, name)


_LOADERS: dict[type, Callable[..., Value | None]] = {
    Choice: _each_attribute,
    ModuleValue: _of_module,
    Object: _of_object,
    Function: _of_function,
    Class: _of_class,
    Super: _of_super,
    Mapping: _of_mapping,
    Partial: _of_partial,
    Const: _of_constant,
    Items: _method,
    Bound: _method,
    Text: _method,
    Various: _of_version,
}


def store(run: Machine, owner: Value, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Run ``owner.name = value``."""
    if isinstance(owner, Optional):
        owner = owner.value
    if run.returns_state and not states.keeps(owner):
        states.escape(value)
    if name in SETTINGS:
        _note_number(run, owner, name)
    storing = _STORES.get(type(owner))
    if storing is not None:
        storing(run, owner, name, value, frame, node)


def _note_number(run: Machine, owner: Value, name: str) -> None:
    """Note that a loop, a ``call`` or a function that calls itself gives layers their momentum."""
    active = run.nesting.active
    walks = bool(run.nesting.for_loops or run.context.calls) or len(set(active)) < len(active)
    if not walks or not run.read.called:
        return
    if isinstance(owner, Unknown):
        run.testimony.numbered_unknown.add(name)
    elif isinstance(owner, Selection) or isinstance(owner, Object) and owner.layer is not None and owner.layer.is_bn:
        run.testimony.numbered.add(name)


def _into_object(run: Machine, owner: Object, name: str, value: Value, frame: Frame, node: Any) -> None:
    if name == "trainable" and owner.layer is not None:
        run.store_trainable(owner, value, frame, node)
        return
    if name == "__dict__" and value is owner and owner.known.mapping is not None:
        _share(run, owner, owner.known.mapping)
        return
    is_norm = owner.layer is not None and owner.layer.is_bn
    if name in SETTINGS and is_norm:
        run.store_number(owner, name, value, frame, node)
        return
    if name in STATISTICS and is_norm and not _is_by_itself(owner, frame):
        give_statistics(owner)
    setter = class_attribute(owner.cls, setter_of(name)) if owner.cls is not None else None
    if isinstance(setter, Function):
        functions.call_bound(run, setter, owner, frame, node, value)
        return
    if owner.layer is not None:
        for inner, _ in objects_in(value):
            if inner.layer is not None:
                inner.known.owners.append(owner)
    if run.testimony.graph_mode and name in FLAG_NAMES:
        _note_flag(run, owner, name, value, frame, node)
    run.state.store(owner.attrs, name, value)


def _share(run: Machine, owner: Object, mapping: Mapping) -> None:
    """``self.__dict__ = self`` in a class below dict: its entries are its attributes from now on."""
    for key, value in mapping.items.items():
        run.state.store(owner.attrs, key, value)
    owner.known.mapping = Mapping(owner.attrs, mapping.open, sites=mapping.sites, of=owner)


def _is_by_itself(owner: Object, frame: Frame) -> bool:
    """Whether a method of an object's own class runs: a layer makes its statistics in ``build``."""
    maker = frame.function.owner if frame.function is not None else None
    return maker is not None and owner.cls is not None and any(cls is maker for cls in mro(owner.cls))


def _note_flag(run: Machine, owner: Object, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Note that an object keeps a plain bool as a training flag: what a graph was built with does not change by it."""
    if isinstance(value, Const) and isinstance(value.value, bool) and isinstance(owner.attrs, Table):
        scopes = tuple(reversed(run.context.scopes))
        run.emit(ev.GraphFlagKept(run.site(frame, node), name, value.value, owner.attrs.born, scopes))


def _into_each(run: Machine, owner: Choice, name: str, value: Value, frame: Frame, node: Any) -> None:
    for option in owner.options:
        store(run, option, name, value, frame, node)


def _into_selected(run: Machine, owner: Selection, name: str, value: Value, frame: Frame, node: Any) -> None:
    run.store_selected(owner, name, value, frame, node)


def _into_function(run: Machine, owner: Function, name: str, value: Value, frame: Frame, node: Any) -> None:
    run.state.store(owner.attrs, name, value)


def _into_class(run: Machine, owner: Class, name: str, value: Value, frame: Frame, node: Any) -> None:
    run.state.store(owner.attrs, name, value)


def _into_namespace(run: Machine, owner: Mapping, name: str, value: Value, frame: Frame, node: Any) -> None:
    if owner.namespace:
        run.state.store(owner.items, name, value)


def _into_module(run: Machine, owner: ModuleValue, name: str, value: Value, frame: Frame, node: Any) -> None:
    run.state.store(owner.module.names, name, value)


_STORES: dict[type, Callable[..., None]] = {
    Object: _into_object,
    Choice: _into_each,
    Selection: _into_selected,
    Function: _into_function,
    Class: _into_class,
    Mapping: _into_namespace,
    ModuleValue: _into_module,
    Weight: backward.stored,
}
