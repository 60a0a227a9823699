"""Attributes: loading and storing ``value.name``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.frames import Arguments, Frame
from bnlint.interpreter.domain.keras_objects import children, graph_order, refresh, walk
from bnlint.interpreter.domain.store import unsettled
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
    Member,
    Method,
    ModuleValue,
    Node,
    Object,
    Optimizer,
    Optional,
    Parser,
    Partial,
    PerReplica,
    Strategy,
    Super,
    TapeValue,
    TensorValue,
    Value,
    Variables,
)
from bnlint.libraries.aliases import external

if TYPE_CHECKING:
    from bnlint.interpreter.core import Interpreter

_WEIGHT_LISTS = {"trainable_variables", "trainable_weights", "variables", "weights", "_trainable_weights"}
_MAX_PATHS = 256
"""Ways from a class up to its bases that are walked: thirty classes can have a billion."""
_INJECTED = {"layers", "KL", "L", "keras_layers", "tfkl", "kl", "klayers", "tfl", "nn_layers", "_layers", "lyr"}
"""Names under which programs hand ``keras.layers`` around (keras-applications' ``layers`` argument and its kin)."""


def load(run: Interpreter, value: Value, name: str, frame: Frame, node: Any) -> Value:
    """Return ``value.name``."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, Choice):
        return _each_attribute(run, value, name, frame, node)
    if isinstance(value, External):
        if value.name.endswith(".FLAGS"):
            option: Value = run.graph.get("flags", {}).get(name, UNKNOWN)
            return option
        if name == "SyncBatchNormalization" and value.name.startswith("keras"):
            run.emit(ev.ApiUsed(run.site(frame, node), f"{value.name}.{name}"))
        return external(f"{value.name}.{name}")
    if isinstance(value, ModuleValue):
        from bnlint.interpreter.language.imports import member

        return member(run, value, name, "", 0, frame)
    if isinstance(value, Object):
        return _object_attribute(run, value, name, frame, node)
    if name == "__name__" and isinstance(value, (Class, Function)):
        return Const(value.name)
    if isinstance(value, Class):
        found = class_attribute(value, name)
        if isinstance(found, Const) and is_enum(value):
            return Const(Member(value, name, found.value), found.origin)
        if isinstance(found, Function) and found.kind == "class":
            return Bound(found, value)
        return found if found is not None else Method(value, name)
    if isinstance(value, Super):
        return _super_attribute(value, name)
    if isinstance(value, Mapping):
        if value.namespace:
            if name in value.items:
                return value.items[name]
            return Method(value, name) if not value.items.get(name) else UNKNOWN
        return Method(value, name)
    if isinstance(value, TensorValue):
        return _tensor_attribute(value, name)
    if isinstance(value, Strategy):
        if name == "num_replicas_in_sync":
            return Const(1) if value.replicas == 1 else PerReplica(1, value)
        return Method(value, name)
    if isinstance(value, Partial) and name in ("apply", "__call__"):
        return value
    if isinstance(value, (Function, Items, Dataset, Optimizer, TapeValue, Parser, Variables, Partial, Bound)):
        return Method(value, name)
    if isinstance(value, Const) and isinstance(value.value, Member):
        return _of_member(run, value.value, name, frame, node)
    if isinstance(value, Const) and name == "value" and isinstance(value.value, (str, int, float)):
        return value  # no number or string has a ``value``: this is a member of an enum, read as what it stands for
    if isinstance(value, Const) and isinstance(value.value, (str, bytes)):
        return Method(value, name)
    if isinstance(value, Method) and value.name in _LAYERS_INSIDE and name in ("output", "input"):
        return _tensor_inside(value.instance, name)
    if _last_name(_owner(node)) in _INJECTED and _is_layer_name(name):
        return external(f"keras.layers.{name}")
    return UNKNOWN


def is_enum(cls: Class) -> bool:
    """Whether the members of a class are no strings or numbers themselves."""
    others = [base for c in mro(cls) for base in c.bases if not isinstance(base, Class)]
    return bool(others) and all(isinstance(base, External) and base.name == "enum.Enum" for base in others)


def _of_member(run: Interpreter, member: Member, name: str, frame: Frame, node: Any) -> Value:
    if name in ("name", "value"):
        return Const(member.name if name == "name" else member.value)
    found = class_attribute(member.enum, name)
    if isinstance(found, Function):
        bound = Bound(found, Const(member))
        if found.kind != "property":
            return bound
        from bnlint.interpreter.language import calling

        return calling.call(run, bound, Arguments(), node, frame)
    return UNKNOWN


def _each_attribute(run: Interpreter, choice: Choice, name: str, frame: Frame, node: Any) -> Value:
    from bnlint.interpreter.domain.store import join

    values = [load(run, option, name, frame, node) for option in choice.options]
    if all(isinstance(v, Variables) for v in values):
        return Variables(tuple(o for v in values if isinstance(v, Variables) for o in v.owners))
    if all(isinstance(v, (Method, Bound, Choice)) for v in values):
        return Choice(tuple(values))
    joined = values[0]
    for other in values[1:]:
        joined = join(joined, other)
    return joined


def _is_layer_name(name: str) -> bool:
    from bnlint.interpreter.keras.keras_table import LAYERS

    return name in LAYERS or name == "Input"


def _owner(node: Any) -> Any:
    """Return what stands before the dot, or is handed to ``getattr``."""
    return node.args[0].value if isinstance(node, cst.Call) and node.args else getattr(node, "value", None)


def _last_name(node: Any) -> str:
    attr = getattr(node, "attr", None)
    if attr is not None:
        return str(attr.value)
    value = getattr(node, "value", "")
    return value if isinstance(value, str) else ""


def mro(cls: Class) -> list[Class]:
    """Return the class and its bases in the program, in the order of Python: a common base comes after its heirs."""
    found: dict[int, Class] = {}
    stack, walked = [cls], 0
    while stack and walked < _MAX_PATHS:
        walked += 1
        current = stack.pop(0)
        found.pop(id(current), None)
        found[id(current)] = current
        stack = [b for b in current.bases if isinstance(b, Class)] + stack
    return list(found.values())


def class_attribute(cls: Class, name: str) -> Value | None:
    """Return an attribute of a class or its bases."""
    for current in mro(cls):
        if name in current.attrs:
            return current.attrs[name]
    return None


def setter_of(name: str) -> str:
    """Return the name under which a class keeps the setter of its property ``name``."""
    return f"{name}.setter"


def find_method(cls: Class | None, name: str) -> Function | None:
    """Return a method written in the program."""
    found = class_attribute(cls, name) if cls is not None else None
    return found if isinstance(found, Function) else None


def _object_attribute(run: Interpreter, obj: Object, name: str, frame: Frame, node: Any) -> Value:
    if name in obj.attrs and name != "trainable":
        return obj.attrs[name]
    if obj.cls is not None:
        found = class_attribute(obj.cls, name)
        if isinstance(found, Function):
            if name == "call" and obj.layer is not None:
                return Method(obj, name)
            if found.kind == "property":
                from bnlint.interpreter.language import calling

                computed = calling.call_bound(run, found, obj, frame, node)
                if found.cached:
                    run.state.store(obj.attrs, name, computed)
                return computed
            if found.kind == "static":
                return found
            return Bound(found, obj.cls if found.kind == "class" else obj)
        if found is not None:
            return found
    if obj.layer is None:
        unsettled = obj.cls is None or obj.cls.kind == "unknown" or obj.state.get("open")
        if name == "__class__" and obj.cls is not None:
            return obj.cls
        inside = content(obj)
        if name in _WEIGHT_LISTS and obj.cls is not None and obj.cls.kind == "Module" and run.dialect == 2:
            # Only Keras 2 layers are tf.Modules themselves; of Keras 3 layers a tf.Module finds no weights.
            return Variables(tuple(_layers_of_module(obj)))
        if isinstance(inside, Mapping) and obj.cls is not None:
            as_keys = class_attribute(obj.cls, "__getattr__") is not None
            return inside.items[name] if as_keys and name in inside.items else Method(inside, name)
        return Method(obj, name) if unsettled else UNKNOWN
    if name in _WEIGHT_LISTS:
        return Variables((obj,))
    if name in ("updates", "get_updates_for"):
        run.graph["keras updates"] = True
        return UNKNOWN
    if name == "trainable":
        return obj.attrs.get("trainable", Const(True))
    if name in ("layers", "_layers", "submodules"):
        if obj.kind == "application" or name == "submodules":
            return Items([], "list", True, Method(obj, "#some layer"))
        stack = obj.state.get("stack")
        inner = list(stack) if stack is not None else [*_input_layers(obj), *(child for child, _ in children(obj))]
        known = obj.kind in ("sequential", "functional") and "open" not in obj.state or _shows_all(obj)
        return Items(list(inner), "list", not known, Method(obj, "#some layer"))
    if name in ("output", "outputs", "input", "inputs"):
        return _model_tensor(obj, name)
    if name == "__class__":
        return obj.cls if obj.cls is not None else UNKNOWN
    if name in ("gamma", "beta", "kernel", "bias"):
        return Variables((obj,), True)
    if name == "name":
        return _layer_name(obj)
    if name in ("moving_mean", "moving_variance", "history", "metrics", "stop_training", "losses", "shape"):
        return UNKNOWN
    if name == "optimizer":
        return Optimizer()
    if name == "built":
        return UNKNOWN
    return Method(obj, name)


def _input_layers(obj: Object) -> list[Object]:
    """Return the layers of a Functional model's inputs, which ``model.layers`` begins with."""
    if obj.kind != "functional":
        return []
    starts = [node for node, _ in graph_order(obj) if node.obj is None and not node.inputs and not node.joined]
    return [Object(None, "layer", ev.Layer("InputLayer", ev.Site(""))) for _ in starts]


def _shows_all(obj: Object) -> bool:
    """Whether every layer that an instance of the program's class keeps in its attributes is known."""
    if obj.kind != "subclass" or obj.state.get("made up") or obj.state.get("open"):
        return False
    hidden = any(value is UNKNOWN or isinstance(value, (Choice, Optional)) for value in obj.attrs.values())
    return not hidden and all(certain for _, certain in children(obj))


def _layers_of_module(obj: Object) -> list[Object]:
    """Return the layers and models that a ``tf.Module`` finds in its attributes, in nested lists, dicts and modules."""
    found: dict[int, Object] = {}
    stack: list[Value] = list(obj.attrs.values())
    seen = {id(obj)}
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Optional):
            stack.append(value.value)
        elif isinstance(value, Object) and value.layer is not None:
            found[id(value)] = value
        elif isinstance(value, Object) and value.cls is not None and value.cls.kind == "Module":
            stack += value.attrs.values()
        elif isinstance(value, (Items, Mapping)):
            stack += value.items if isinstance(value, Items) else value.items.values()
    return list(found.values())


def _layer_name(obj: Object) -> Value:
    """Return a layer's name: the one given, or the class name in snake case that Keras makes up."""
    given = obj.state.get("config", {}).get("name")
    if given is not None or obj.layer is None or obj.kind != "layer" or obj.cls is not None:
        return given if isinstance(given, Value) else UNKNOWN
    return Const(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", obj.layer.kind).lower())


def _model_tensor(obj: Object, name: str) -> Value:
    key = "outputs" if name.startswith("output") else "inputs"
    nodes = obj.state.get(key)
    if nodes:
        values: list[Value] = [
            TensorValue(n.tensor.info, n) if isinstance(n.tensor, TensorValue) else UNKNOWN for n in nodes
        ]
        return values[0] if len(values) == 1 and not name.endswith("s") else Items(values)
    if obj.kind in ("application", "sequential"):
        from bnlint.interpreter.keras import forward

        value = forward.whole_model_tensor(obj, name.startswith("output"))
        return Items([value]) if name.endswith("s") else value
    return UNKNOWN


_LAYERS_INSIDE = ("#some layer", "#part layer")


def _tensor_inside(model: Value, name: str) -> Value:
    """``base.get_layer("conv4_out").output``: of a library's network the part up to there still has its BN layers."""
    whole = _model_tensor(model, name) if isinstance(model, Object) else UNKNOWN
    if not isinstance(whole, TensorValue) or whole.node is None or not isinstance(model, Object):
        return UNKNOWN
    if name == "input":
        return TensorValue(ev.Tensor("symbolic", None, whole.info.batch_site), whole.node)
    node = whole.node if model.kind == "application" else Node(None, (), joined=(whole.node, Node(None, ())))
    return TensorValue(ev.Tensor("symbolic", None, whole.info.batch_site), node)


def _super_attribute(value: Super, name: str) -> Value:
    cls = value.instance.cls if isinstance(value.instance, Object) else value.instance
    if isinstance(cls, Class):
        order = mro(cls)
        behind = order[order.index(value.cls) + 1 :] if value.cls in order else []
        for cls in behind:
            if name in cls.attrs:
                found = cls.attrs[name]
                if isinstance(found, Function):
                    return Bound(found, value.instance)
                return found
    return Method(value, name)


def _tensor_attribute(value: TensorValue, name: str) -> Value:
    if name == "shape":
        shape = value.info.shape
        if shape is None:
            return UNKNOWN
        return Items([UNKNOWN if d is None else Const(d) for d in shape], "tuple")
    if name == "T":
        shape = value.info.shape
        return TensorValue(ev.Tensor(kind=value.info.kind, shape=shape[::-1] if shape else None))
    if name in ("size", "ndim", "dtype", "name"):
        if name == "ndim" and value.info.shape is not None:
            return Const(len(value.info.shape))
        return UNKNOWN
    return Method(value, name)


def content(value: Value) -> Value:
    """Return the dict behind an instance of a class that is one, the value itself otherwise."""
    if isinstance(value, Object):
        inside: Value = value.state.get("mapping", value)
        return inside
    return value


def forget(run: Interpreter, mapping: Mapping, key: Value) -> None:
    """Run ``del mapping[key]``; where the key is not known any entry may be gone."""
    if isinstance(key, Const) and isinstance(key.value, (str, int, bool)):
        run.state.remove(mapping.items, key.value)
    else:
        unsettle(run, mapping)


def unsettle(run: Interpreter, mapping: Mapping) -> None:
    """Something unknown was written into a dict."""
    for key, value in mapping.items.items():
        run.state.store(mapping.items, key, unsettled(value))
    mapping.open = True


def store(run: Interpreter, owner: Value, name: str, value: Value, frame: Frame, node: Any) -> None:
    """Run ``owner.name = value``."""
    if isinstance(owner, Optional):
        owner = owner.value
    if isinstance(owner, Choice):
        for option in owner.options:
            store(run, option, name, value, frame, node)
        return
    if isinstance(owner, Method) and isinstance(owner.instance, Object) and owner.name.startswith("#"):
        if name == "trainable":
            _set_layers(run, owner.instance, owner.name, value, frame, node)
        return
    if isinstance(owner, Object):
        if name == "trainable" and owner.layer is not None:
            set_trainable(run, owner, value, frame, node)
            return
        if owner.cls is not None:
            setter = class_attribute(owner.cls, setter_of(name))
            if isinstance(setter, Function):
                from bnlint.interpreter.language import calling

                calling.call_bound(run, setter, owner, frame, node, value)
                return
        if owner.layer is not None:
            for inner in _objects(value):
                inner.state.setdefault("owners", []).append(owner)
        run.state.store(owner.attrs, name, value)
    elif isinstance(owner, Class):
        run.state.store(owner.attrs, name, value)
    elif isinstance(owner, Mapping) and owner.namespace:
        run.state.store(owner.items, name, value)
    elif isinstance(owner, ModuleValue):
        run.state.store(owner.module.names, name, value)


def _set_layers(run: Interpreter, model: Object, chosen: str, value: Value, frame: Frame, node: Any) -> None:
    """Set ``trainable`` on layers of a model that a loop selects: all, the BN layers, the others, or who knows."""
    in_branch = bool(run.loop_depths) and run.state.depth > run.loop_depths[-1]
    if chosen == "#some layer" and not in_branch:
        for child, _ in children(model):  # the model's own ``trainable`` stays what it is
            set_trainable(run, child, value, frame, node)
    elif chosen == "#bn layer" and not in_branch:
        for inner, _ in walk(model):
            if inner.layer is not None and inner.layer.is_bn:
                set_trainable(run, inner, value, frame, node)
    elif chosen != "#other layer":
        set_trainable(run, model, value, frame, node, partly=True, sliced=not in_branch)


def _objects(value: Value) -> list[Object]:
    from bnlint.interpreter.domain.keras_objects import objects_in

    return [obj for obj, _ in objects_in(value) if obj.layer is not None]


def set_trainable(
    run: Interpreter,
    owner: Object,
    value: Value,
    frame: Frame,
    node: Any,
    partly: bool = False,
    sliced: bool = False,
) -> None:
    """Set ``trainable`` on a layer and everything inside it, as Keras does.

    Args:
        partly: only some layers inside are meant (an unknown selection): what they are is unknown afterwards.
        sliced: they are some of its layers for certain (``base.layers[100:]``): of the BN layers inside a library
            model some are trainable then, if either those or the others are.
    """
    assert owner.layer is not None
    known = bool(value.value) if isinstance(value, Const) else None
    for inner, _ in walk(owner):
        if partly and inner is owner:
            continue
        old = inner.attrs.get("trainable", Const(True))
        unchanged = isinstance(old, Const) and known is not None and bool(old.value) == known
        new: Value = UNKNOWN if (partly and not unchanged) or known is None else Const(known)
        some = known or (isinstance(old, Const) and bool(old.value))
        if sliced and inner.layer is not None and inner.layer.opaque and some and known is not None:
            new = Const(True)
        run.state.store(inner.attrs, "trainable", new)
    refresh(owner)
    run.emit(
        ev.TrainableSet(
            run.site(frame, node),
            owner.layer,
            None if partly else known,
            certain=run.state.depth == 0 and not partly,
            fitting=run.fitting,
        )
    )


__all__ = ["NONE", "class_attribute", "find_method", "load", "mro", "set_trainable", "store"]
