"""Constructing instances of the program's own classes, and what of Keras is behind them."""

from __future__ import annotations

from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain.classes import class_attribute, find_method, foreign_bases, is_enum, mro
from bnlint.interpreter.domain.containers import element_of, is_grown, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.names import own_dialect
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
    Value,
    flag_of,
)
from bnlint.interpreter.keras.layers import argument_site, config_of, note_built, open_bn
from bnlint.interpreter.keras.models import add, fill_functional, note_name
from bnlint.interpreter.language import calling, fields, functions, parameters
from bnlint.interpreter.machine import Constructor, Machine
from bnlint.libraries.keras_layers import BY_NAME, CLASSES, positional
from bnlint.libraries.keras_versions import CONSTRUCTOR, REJECTED_WITH, is_rejected
from bnlint.libraries.python_classes import FIELDS
from bnlint.libraries.tensorflow1 import NORMALIZER_LAYER, OPTIMIZER_ENDING, OPTIMIZER_HOMES
from bnlint.syntax.words import dotted

DICTS = frozenset(("builtins.dict", "collections.OrderedDict", "collections.UserDict"))
LISTS = frozenset(("builtins.list", "collections.UserList", "collections.deque"))


def instantiate(run: Machine, cls: Class, call: Call) -> Value:
    """Construct an instance of a class of the program."""
    dialect = max((own_dialect(base) for base in foreign_bases(cls)), default=0)
    with run.in_keras(dialect or run.dialect):
        return run.made_in(dialect, _construct(run, cls, call))


def _construct(run: Machine, cls: Class, call: Call) -> Value:
    if cls.kind == "BatchNormalization":
        return _own_bn(run, cls, call)
    if is_enum(cls):
        return _member(cls, call)
    graph = _graph_base(cls)
    if graph is not None:
        return run.call_external(graph, call.passing([]) if class_attribute(cls, "__init__") is not None else call)
    obj = _instance(run, cls, call)
    run.read.instances.setdefault(id(cls.node), []).append(obj)
    if run.own is not None:
        run.own.construct(obj, call)  # a constructor of the program's own may do so with other arguments
    around = run.context
    around.constructors.append(Constructor(len(around.scopes), len(around.tapes), run.site(call.frame, call.node)))
    try:
        _initialise(run, obj, cls, call)
    finally:
        around.constructors.pop()
    return obj


def bare(run: Machine, cls: Class, name: str, call: Call) -> Value | None:
    """``cls.__new__(cls)``: an instance of a plain class, whose constructor has not run."""
    if name != "__new__" or call.args[:1] != [cls] or cls.kind != "plain" or is_enum(cls):
        return None
    made = Object(cls, "plain")
    run.read.instances.setdefault(id(cls.node), []).append(made)
    return made


def _graph_base(cls: Class) -> External | None:
    """Return the class of TF1 whose place one of the program takes: an optimizer, or its normalising layer."""
    for base in foreign_bases(cls):
        own = ("minimize",) if base.name.endswith(OPTIMIZER_ENDING) else ("call", "__call__", "apply")
        if base.name == NORMALIZER_LAYER or base.name.startswith(OPTIMIZER_HOMES) and own == ("minimize",):
            return base if all(class_attribute(cls, name) is None for name in own) else None
    return None


def _instance(run: Machine, cls: Class, call: Call) -> Object:
    if cls.kind not in ("Model", "Layer") and cls.kind not in CLASSES:
        obj = Object(cls, "plain")
    else:
        kind = "Model" if cls.kind == "Model" else "Layer"
        layer = ev.Layer(kind, run.site(call.frame, call.node), cls.name, loops=len(run.context.loops))
        _note_own_call(cls, layer)
        obj = Object(cls, "subclass", layer)
        obj.known.builtin = next(iter(foreign_bases(cls)), None)
    if any(base.name in DICTS for base in foreign_bases(cls)):
        obj.known.mapping = _as_dict(run, call)
    elif any(base.name in LISTS for base in foreign_bases(cls)):
        obj.known.listed = _as_list(call) if class_attribute(cls, "__init__") is None else Items([])
    return obj


def fill(run: Machine, obj: Object, call: Call) -> None:
    """Run the constructor of dict or list behind a class of the program (``super().__init__(...)``)."""
    if obj.known.mapping is not None:
        made = _as_dict(run, call)
        obj.known.mapping.items.update(made.items)
        obj.known.mapping.sites.update(made.sites)
        obj.known.mapping.open = made.open
    elif obj.known.listed is not None:
        obj.known.listed = _as_list(call)


def _as_dict(run: Machine, call: Call) -> Mapping:
    """Return what an instance of a subclass of dict holds."""
    made = calling.call_value(run, External("builtins.dict"), call)
    return made if isinstance(made, Mapping) else Mapping({}, True)


def _as_list(call: Call) -> Items:
    """Return what an instance of a subclass of list holds."""
    first = call.get(0, "iterable")
    known = [] if first is None and not call.open else sequence(first or UNKNOWN)
    if known is None:
        return Items([], "list", True, element_of(first or UNKNOWN))
    return Items(list(known), grown=first is not None and is_grown(first))


def _initialise(run: Machine, obj: Object, cls: Class, call: Call) -> None:
    order = mro(cls)
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        functions.call_function(run, made, call, obj, keras_method="__init__" if obj.layer else None)
    elif any(c.dataclass for c in order):
        decorated = next(index for index, c in enumerate(order) if c.dataclass)  # fields below it are not in __init__
        _fill_dataclass(run, obj, order[decorated:], call)
        after = class_attribute(cls, "__post_init__")
        if isinstance(after, Function):
            functions.call_function(run, after, call.passing(), obj)
    elif obj.layer is not None:
        base_init(run, obj, call)


def _note_own_call(cls: Class, layer: ev.Layer) -> None:
    method = find_method(cls, "call")
    if method is not None:
        layer.call_site = ev.Site(method.module.path, node=method.node)
        layer.takes_training = parameters.shows_flag(method)
        layer.flag_hidden = method.hidden


def _member(cls: Class, call: Call) -> Value:
    """Return the member of an enum that stands for a value."""
    wanted = call.get(0, "value")
    for name, value in cls.attrs.items():
        if isinstance(wanted, Const) and isinstance(value, Const) and value.value == wanted.value:
            return Const(Member(cls, name, value.value), wanted.origin)
    return UNKNOWN


def _fill_dataclass(run: Machine, obj: Object, order: list[Class], call: Call) -> None:
    names: list[str] = []
    for cls in reversed(order):
        names.extend(cls.fields)
        for statement in cls.node.body.body if not cls.fields else ():
            lines = statement.body if type(statement) is cst.SimpleStatementLine else ()
            targets = [target for small in lines for target in _fields_in(small)]
            names.extend(target.value for target in targets if type(target) is cst.Name)
    for index, name in enumerate(dict.fromkeys(names)):
        value = call.get(index, name)
        if value is None:
            value = class_attribute(order[0], name)
            value = UNKNOWN if call.laid_over and isinstance(value, Const) else value
        obj.attrs[name] = UNKNOWN if value is None else fields.settled(run, value)


def _fields_in(statement: Any) -> list[Any]:
    """Return what a statement makes fields of a record: what it annotates, and what is given ``attr.ib()``."""
    if type(statement) is cst.AnnAssign:
        return [statement.target]
    if type(statement) is not cst.Assign or type(statement.value) is not cst.Call:
        return []
    says_so = dotted(statement.value.func).rpartition(".")[2] in FIELDS
    return [target.target for target in statement.targets] if says_so else []


def base_init(run: Machine, obj: Object, call: Call) -> None:
    """Run the constructor of the library class behind a subclass (``super().__init__(...)``)."""
    if obj.layer is None:
        return
    trainable = call.kwargs.get("trainable")
    if trainable is not None:
        obj.attrs["trainable"] = trainable
    note_name(obj, call)
    if obj.layer.kind == "Model":
        _init_model(run, obj, call)
    elif obj.layer.kind == "BatchNormalization":
        names = positional(BY_NAME["BatchNormalization"], run.dialect)
        for key, value in config_of(call, names).items():
            obj.layer.args[key] = flag_of(value, argument_site(run, call, names, key))
            if is_rejected(key, run.dialect) and _is_below_keras(obj):
                run.tried(False, REJECTED_WITH[run.dialect])
                arg = obj.layer.args[key]
                run.emit(ev.ApiUsed(arg.site or run.site(call.frame, call.node), CONSTRUCTOR, key, arg))
        if call.open:
            open_bn(obj, obj.layer)


def _is_below_keras(obj: Object) -> bool:
    """Whether the class above those of the program is Keras's own BatchNormalization."""
    above = [base for cls in mro(obj.cls) for base in cls.bases] if obj.cls is not None else []
    return any(isinstance(base, External) and f"{base.name}.__init__" == CONSTRUCTOR for base in above)


def _init_model(run: Machine, obj: Object, call: Call) -> None:
    base = obj.known.builtin
    inputs, outputs = call.get(0, "inputs"), call.get(1, "outputs")
    if isinstance(base, External) and base.name.endswith(".Sequential"):
        obj.kind = "sequential"
        obj.history.stack = []
        stacked = call.get(0, "layers")
        for value in stacked.items if isinstance(stacked, Items) else []:
            add(run, obj, value)
    elif inputs is not None and outputs is not None:
        fill_functional(obj, inputs, outputs)


def _own_bn(run: Machine, cls: Class, call: Call) -> Value:
    """Construct an instance of the program's own subclass of BatchNormalization."""
    layer = ev.Layer("BatchNormalization", run.site(call.frame, call.node), cls.name)
    _note_own_call(cls, layer)
    obj = Object(cls, "layer", layer)
    run.read.instances.setdefault(id(cls.node), []).append(obj)
    made = class_attribute(cls, "__init__")
    if isinstance(made, Function):
        functions.call_function(run, made, call, obj, keras_method="__init__")
    else:
        base_init(run, obj, call)
    note_built(run, layer)
    return obj
