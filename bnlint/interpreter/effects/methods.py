"""Library methods of abstract objects: lists, dicts, data sets, tapes, optimizers, models."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.containers import distinct, element_of, is_printable, one_of, sequence
from bnlint.interpreter.domain.frames import Call
from bnlint.interpreter.domain.keras_objects import children
from bnlint.interpreter.domain.store import doubtful
from bnlint.interpreter.domain.values import (
    MAX_TEXT,
    NONE,
    UNKNOWN,
    Configuration,
    Const,
    Dataset,
    Function,
    Items,
    Manager,
    Mapping,
    Method,
    Object,
    Optimizer,
    Optional,
    Parser,
    PerReplica,
    Selection,
    Strategy,
    Super,
    TapeValue,
    TensorValue,
    Value,
    Variables,
    flag_of,
)
from bnlint.interpreter.keras import construct, forward, training
from bnlint.interpreter.language import attributes, calling
from bnlint.interpreter.machine import Machine
from bnlint.interpreter.tensorflow1 import graph1


def call_method(run: Machine, instance: Value, name: str, call: Call) -> Value:
    """Call a library method of an abstract object."""
    handler = _HANDLERS.get(type(instance))
    if handler is None:
        return calling.call_unknown(run, call)
    result = handler(run, instance, name, call)
    if result is None:
        return calling.call_unknown(run, call)
    return result


# -- Keras objects -----------------------------------------------------------------------------------------------


def _object(run: Machine, obj: Object, name: str, call: Call) -> Value | None:
    if obj.layer is None:
        return None
    if name == "compile":
        return training.compiled(run, obj, call)
    if name in training.FIT:
        return training.fit(run, obj, name, call)
    if name in training.PREDICT:
        return training.predict(run, obj, name, call)
    if name == "add" and obj.kind == "sequential":
        value = call.get(0, "layer")
        construct.add(run, obj, value if value is not None else UNKNOWN, call.frame, call.node)
        return NONE
    if name == "pop" and obj.kind == "sequential":
        run.state.changing(obj.history).stack = obj.stack[:-1]
        return NONE
    if name == "__call__":
        return forward.call_object(run, obj, call)
    if name == "call":
        return forward.call_object(run, obj, call, bypass=True)
    if name == "get_layer":
        return _get_layer(obj, call)
    if name in ("load_weights", "set_weights"):
        obj.layer.pretrained = True
        return NONE
    if name in ("get_config", "to_json") and obj.cls is None:
        return Configuration(obj)
    if name in (
        "summary",
        "build",
        "save",
        "save_weights",
        "get_weights",
        "get_config",
        "count_params",
        "reset_states",
    ):
        return UNKNOWN
    if name == "_flatten_layers":
        return Items([], "list", True, Selection(obj, "some"))
    return None


def _get_layer(obj: Object, call: Call) -> Value:
    index = call.get(1, "index")
    name = call.get(0, "name")
    inside = [child for child, _ in children(obj)]
    if isinstance(index, Const) and isinstance(index.value, int) and abs(index.value) < len(inside):
        return inside[index.value]
    if isinstance(name, Const):
        for child in inside:
            written = child.config.get("name")
            if isinstance(written, Const) and written.value == name.value:
                return child
    return Selection(obj, "part")


def _super(run: Machine, value: Super, name: str, call: Call) -> Value | None:
    obj = value.instance
    if not isinstance(obj, Object) or obj.layer is None:
        return NONE if name == "__init__" else None
    if name == "__init__":
        construct.base_init(run, obj, call)
        return NONE
    if name in ("call", "__call__"):
        return forward.super_call(run, obj, call)
    if name == "train_step":
        batch = call.get(0, "data") or UNKNOWN
        training.keras_call(run, obj, training._inputs_only(batch), True, "fit", call.node, call.frame)
        return Mapping({}, True)
    if name in ("test_step", "predict_step"):
        batch = call.get(0, "data") or UNKNOWN
        driver: ev.Driver = "predict" if name == "predict_step" else "evaluate"
        training.keras_call(run, obj, training._inputs_only(batch), False, driver, call.node, call.frame)
        return Mapping({}, True)
    return _object(run, obj, name, call)


# -- containers --------------------------------------------------------------------------------------------------


def _items(run: Machine, value: Items, name: str, call: Call) -> Value | None:
    first = call.get(0, "")
    if name == "append" and first is not None:
        run.state.append(value, first)
        return NONE
    if name == "insert" and len(call.args) > 1:
        at, new = call.args[:2]
        content = list(value.items)
        if isinstance(at, Const) and type(at.value) is int and (0 <= at.value <= len(content) or not value.open):
            content.insert(at.value, new)
            run.state.replace(value, content)
        else:
            _stir(run, value, [new])
        return NONE
    if name == "extend" and first is not None:
        more: list[Value] | None = [first] if isinstance(first, Variables) else sequence(first)
        if more is None:
            if isinstance(first, Items):
                run.state.replace(value, value.items + first.items)
            value.open = True
        else:
            run.state.replace(value, value.items + more)
            value.open = value.open or isinstance(first, Variables)
        return NONE
    if name == "pop":
        if not value.items or value.open:
            return element_of(value)
        index = call.args[0].value if call.args and isinstance(call.args[0], Const) else -1
        if isinstance(index, int) and -len(value.items) <= index < len(value.items):
            content = list(value.items)
            popped = content.pop(index)
            run.state.replace(value, content)
            return popped
        return UNKNOWN
    if name == "copy":
        return Items(list(value.items), value.kind, value.open, value.element, value.grown)
    if name == "reverse":
        run.state.replace(value, value.items[::-1])
        return NONE
    if name == "clear":
        run.state.replace(value, [])
        return NONE
    if name == "sort":
        ordered = in_order(value, call)
        run.state.replace(value, ordered.items)
        value.open = ordered.open
        return NONE
    if name == "remove":
        place = next((i for i, item in enumerate(value.items) if item == first), None)
        if place is not None and not value.open:
            run.state.replace(value, [*value.items[:place], *value.items[place + 1 :]])
        else:
            _stir(run, value)
        return NONE
    if name == "index" and isinstance(first, Const):
        for position, item in enumerate(value.items):
            if isinstance(item, Const) and item.value == first.value:
                return Const(position)
        return UNKNOWN
    if value.kind == "set" and name in ("add", "update", "discard"):
        _change_set(run, value, name, call)
        return NONE
    if name not in _ASKING:
        _stir(run, value)
    return None


_ASKING = frozenset("count index union intersection difference issubset issuperset isdisjoint".split())
"""Methods that leave a list or set as it is."""


def _change_set(run: Machine, value: Items, name: str, call: Call) -> None:
    parts = [call.args] if name == "add" else [sequence(each) for each in call.args]
    more = [item for part in parts for item in part or ()]
    if any(part is None for part in parts) or name == "discard":
        _stir(run, value, more if name == "update" else ())
    else:
        run.state.replace(value, distinct([*value.items, *more]))


def _stir(run: Machine, value: Items, more: Sequence[Value] = ()) -> None:
    """Something was put in or taken out, nobody knows where."""
    run.state.replace(value, [doubtful(item) for item in (*value.items, *more)])
    value.open = True


def in_order(value: Items, call: Call) -> Items:
    """Return a sorted list; where the order is not known nobody can say what is where."""
    constants = [item.value for item in value.items if isinstance(item, Const)]
    reverse = call.kwargs.get("reverse", Const(False))
    if not value.open and len(constants) == len(value.items) and isinstance(reverse, Const):
        if call.kwargs.get("key") is None:
            try:
                ordered = sorted(constants, reverse=bool(reverse.value))
                return Items([Const(item) for item in ordered], grown=value.grown)
            except TypeError:
                pass
    return Items([doubtful(item) for item in value.items], "list", True, value.element)


def _mapping(run: Machine, value: Mapping, name: str, call: Call) -> Value | None:
    first = call.get(0, "key")
    key = first.value if isinstance(first, Const) and isinstance(first.value, (str, int, bool)) else None
    if name in ("get", "pop", "setdefault"):
        default = call.get(1, "default")
        if key is not None and key in value.items:
            found = value.items[key]
            if name == "pop":
                attributes.forget(run, value, Const(key))
            return found.value if isinstance(found, Optional) else found
        if key is not None and not value.open:
            fallback = NONE if default is None else default
            if name == "setdefault":
                run.state.store(value.items, key, fallback)
            return fallback
        if (
            isinstance(default, Const)
            and isinstance(default.value, (int, float))
            and not isinstance(default.value, bool)
        ):
            return Const(default.value, "parameter default")
        if value.items and not value.open and name == "get" and not isinstance(first, Const):
            return one_of(list(value.items.values()))
        return UNKNOWN
    if name == "items":
        pairs: list[Value] = [Items([Const(k), v], "tuple") for k, v in value.items.items()]
        return Items(pairs, "list", value.open)
    if name == "keys":
        return Items([Const(k) for k in value.items], "list", value.open)
    if name == "values":
        return Items(list(value.items.values()), "list", value.open)
    if name == "update":
        other = call.get(0, "")
        if other is not None and not (isinstance(other, Mapping) and not other.open):
            attributes.unsettle(run, value)
        if isinstance(other, Mapping):
            for k, v in other.items.items():
                run.state.store(value.items, k, v)
            value.sites.update(other.sites)
        for k, v in call.kwargs.items():
            run.state.store(value.items, k, v)
        value.sites.update({k: run.site(call.frame, call.sites[k]) for k in call.kwargs if k in call.sites})
        return NONE
    if name == "clear":
        for k in list(value.items):
            run.state.remove(value.items, k)
        return NONE
    if name == "copy":
        return Mapping(dict(value.items), value.open, value.namespace, dict(value.sites))
    if not value.namespace:
        for k, item in value.items.items():
            run.state.store(value.items, k, doubtful(item))
        value.open = True
    return None


def _string(run: Machine, value: Const, name: str, call: Call) -> Value | None:
    plain = [a.value for a in call.args if isinstance(a, Const)]
    safe = ("lower", "upper", "strip", "startswith", "endswith", "replace", "split", "title", "capitalize")
    if isinstance(value.value, str) and name in safe and len(plain) == len(call.args) and not call.kwargs:
        try:
            result = getattr(value.value, name)(*plain)
        except (TypeError, ValueError):
            return UNKNOWN
        if isinstance(result, str) and len(result) > MAX_TEXT:
            return UNKNOWN
        return Items([Const(p) for p in result]) if isinstance(result, list) else Const(result)
    if isinstance(value.value, str) and name == "format" and not call.open:
        return _filled_in(value.value, call)
    return UNKNOWN


_PLAIN_FIELDS = re.compile(r"(?:[^{}]|{{|}}|{\w*})*")
"""A text for ``format`` whose fields have no width: "{:>3000000000}" would ask for gigabytes."""


def _filled_in(template: str, call: Call) -> Value:
    """Return ``template.format(...)`` of known numbers and strings."""
    given = [*call.args, *call.kwargs.values()]
    if not _PLAIN_FIELDS.fullmatch(template) or not all(is_printable(each) for each in given):
        return UNKNOWN
    args = [each.value for each in call.args if isinstance(each, Const)]
    try:
        text = template.format(*args, **{k: v.value for k, v in call.kwargs.items() if isinstance(v, Const)})
    except (ValueError, LookupError):
        return UNKNOWN  # this raises
    return Const(text) if len(text) <= MAX_TEXT else UNKNOWN


# -- tensors and data sets ---------------------------------------------------------------------------------------


def _tensor(run: Machine, value: TensorValue, name: str, call: Call) -> Value:
    if name in ("numpy", "astype", "copy", "assign", "assign_add", "assign_sub", "read_value", "clip", "eval", "round"):
        return TensorValue(replace(value.info, direct=None), value.node)
    if name in ("reshape", "view"):
        handed = call.args
        loose = call.open or not handed
        target = tensors.shape_from(handed[0] if len(handed) == 1 else Items(list(handed), "tuple", loose))
        return tensors.reshaped(value, target, run.site(call.frame, call.node))
    if name in ("mean", "sum", "max", "min", "std", "var", "prod", "all", "any", "argmax"):
        keep = call.kwargs.get("keepdims")
        return tensors.reduced(value, call.get(0, "axis"), isinstance(keep, Const) and bool(keep.value))
    if name == "flatten":
        return tensors.like(value, (None,))
    if name == "get_shape":
        shape = value.info.shape
        return UNKNOWN if shape is None else Items([UNKNOWN if d is None else Const(d) for d in shape], "tuple")
    return tensors.like(value, None)


def _dataset(run: Machine, value: Dataset, name: str, call: Call) -> Value:
    if name in ("batch", "padded_batch", "ragged_batch"):
        return batched(run, value, call)
    if name == "map":
        return _mapped(run, value, call)
    if name in ("shuffle", "prefetch", "cache", "with_options", "apply", "ignore_errors", "snapshot"):
        return value
    if name == "repeat":
        count = call.get(0, "count")
        if isinstance(count, Const) and isinstance(count.value, int) and count.value > 0:
            if value.batched:
                return replace(value, rounds=value.rounds * count.value)
            return replace(value, size=None if value.size is None else value.size * count.value)
        return replace(value, repeated=True, size=None)
    if name in ("take", "skip", "filter", "shard"):
        return replace(value, size=None)
    if name == "unbatch":
        size = None if value.size is None or value.drop else value.size * value.rounds
        return Dataset(tensors.rows(value.element), size=size, repeated=value.repeated)
    if name == "as_numpy_iterator":
        return value
    if name == "enumerate":
        return replace(value, element=Items([UNKNOWN, tensors.dataset_element(value)], "tuple"))
    if name in ("get_next", "next", "__next__"):
        return tensors.dataset_element(value)
    if name in ("element_spec", "cardinality"):
        return UNKNOWN
    calling.run_callbacks(run, call)
    return Dataset(batched=False)


def batched(run: Machine, value: Dataset, call: Call) -> Dataset:
    """``dataset.batch(n, drop_remainder)``."""
    size = call.get(0, "batch_size")
    argument = call.written(0, "batch_size")
    site = run.site(call.frame, argument if argument is not None else call.node)
    drop_value = call.get(1, "drop_remainder")
    drop = isinstance(drop_value, Const) and bool(drop_value.value)
    rows = value.size if drop_value is None or isinstance(drop_value, Const) else None
    per_replica = size.factor if isinstance(size, PerReplica) else None
    batch = flag_of(size, site) if isinstance(size, Const) else ev.Arg(None, False, site)
    if isinstance(size, PerReplica) and size.strategy.replicas is not None:
        batch = ev.Arg(size.factor * size.strategy.replicas, True, site)
    if value.size == 1 and not value.repeated and not value.batched:
        batch = ev.Arg(1, True, site)
    count = batch.value if batch.known and isinstance(batch.value, int) else None
    element = value.element
    inside = UNKNOWN if element is UNKNOWN else tensors.with_batch(element, count, site, per_replica)
    if value.batched:
        return Dataset(UNKNOWN, ev.Arg(None, False, site), rows, True, drop, None)
    if element is UNKNOWN and per_replica is not None:
        inside = tensors.concrete(None, batch=count, batch_site=site, per_replica=per_replica)
    return Dataset(inside, batch, rows, True, drop, per_replica, value.repeated)


def _mapped(run: Machine, value: Dataset, call: Call) -> Dataset:
    function = call.get(0, "map_func")
    element = tensors.dataset_element(value)
    handed = element.items if isinstance(element, Items) and element.kind == "tuple" else [element]
    inner = call.passing(list(handed)) if value.element is not UNKNOWN else call.passing(open=True)
    result: Value = UNKNOWN
    if function is not None and not isinstance(function, Method):
        with run.elsewhere():
            result = calling.call_value(run, function, inner)
    if not tensors.flat(result):
        batch = value.batch.value if value.batch.known else None
        unknown = tensors.concrete(None, batch=batch, batch_site=value.batch.site, per_replica=value.per_replica)
        result = unknown if value.batched else UNKNOWN
    return replace(value, element=result)


# -- training things ---------------------------------------------------------------------------------------------


def _tape(run: Machine, value: TapeValue, name: str, call: Call) -> Value:
    if name in ("gradient", "jacobian", "batch_jacobian"):
        return training.gradient(run, value, call)
    if name == "watched_variables":
        value.seen = [
            event.layer
            for event in run.testimony.events
            if isinstance(event, ev.LayerCalled) and value.tape in event.tapes
        ]
        return value
    if name == "stop_recording":
        return Manager("stop recording")
    if name == "__enter__":
        run.context.tapes.append(value.tape)
        return value
    if name == "__exit__" and value.tape in run.context.tapes:
        run.context.tapes.remove(value.tape)
    return NONE


def _optimizer(run: Machine, value: Optimizer, name: str, call: Call) -> Value:
    if name == "minimize":
        done = training.minimize(run, call)
        if done is not None:
            return done
        return graph1.minimized(run, call.node, call.frame, partly=call.get(2, "var_list") is not None)
    if name in ("apply_gradients", "apply"):
        return graph1.applied(run, value, call.node, call.frame)
    if name == "compute_gradients":
        value.graph = True
        run.graph.computes_all = call.get(1, "var_list") is None
        return UNKNOWN
    return UNKNOWN


def _strategy(run: Machine, value: Strategy, name: str, call: Call) -> Value:
    if name == "scope":
        return value
    if name in ("run", "experimental_run_v2", "experimental_run"):
        return training.run_on_replicas(run, call)
    if name == "experimental_distribute_dataset":
        data = call.get(0, "dataset")
        batch = data.batch.value if isinstance(data, Dataset) and data.batch.known else None
        if isinstance(data, Dataset) and isinstance(batch, int) and data.per_replica is None and value.replicas:
            per = max(1, batch // value.replicas)
            return replace(data, per_replica=per, element=training.shared_out(tensors.dataset_element(data), per))
        return data if data is not None else UNKNOWN
    if name in ("distribute_datasets_from_function", "experimental_distribute_datasets_from_function"):
        function = call.get(0, "dataset_fn")
        made = calling.call_value(run, function or UNKNOWN, call.passing([UNKNOWN]))
        if isinstance(made, Dataset) and made.batch.known and isinstance(made.batch.value, int):
            per = made.batch.value
            return replace(made, per_replica=per, element=training.shared_out(tensors.dataset_element(made), per))
        return made
    if name in ("reduce", "gather"):
        return call.get(1, "value") or UNKNOWN
    calling.run_callbacks(run, call)
    return UNKNOWN


def _parser(run: Machine, value: Parser, name: str, call: Call) -> Value:
    if name == "add_argument":
        _add_option(value, call)
        return UNKNOWN
    if name in ("parse_args", "parse_known_args"):
        content: dict[Any, Value] = {**value.options, **_given_options(value, call)}
        space = Mapping(content, True, namespace=True)
        return Items([space, UNKNOWN], "tuple") if name == "parse_known_args" else space
    if name in ("add_argument_group", "add_mutually_exclusive_group"):
        return value
    if name == "set_defaults":
        for key, item in call.kwargs.items():
            value.options[key] = _soft(item)
        return NONE
    return UNKNOWN


def _given_options(parser: Parser, call: Call) -> dict[str, Value]:
    """Return what an explicit argument list sets."""
    given = call.get(0, "args")
    if given is None or (isinstance(given, Const) and given.value is None):
        return {}
    words = sequence(given)
    if words is None:
        return {}  # sys.argv[1:] and its like: the user's own words, the defaults hold without them
    found: dict[str, Value] = {}
    for index, word in enumerate(words):
        if isinstance(word, Const) and isinstance(word.value, str) and word.value.startswith("--"):
            key, _, inline = word.value[2:].partition("=")
            following = words[index + 1] if index + 1 < len(words) else UNKNOWN
            found[key.replace("-", "_")] = _parsed(Const(inline) if inline else following)
    return found


def _parsed(value: Value) -> Value:
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return UNKNOWN
    for kind in (int, float):
        try:
            return Const(kind(value.value))
        except ValueError:
            continue
    return value


def _soft(value: Value) -> Value:
    return Const(value.value, "command-line default") if isinstance(value, Const) else UNKNOWN


def _add_option(parser: Parser, call: Call) -> None:
    names = [a.value for a in call.args if isinstance(a, Const) and isinstance(a.value, str)]
    long = [n for n in names if n.startswith("--")] or names
    dest = call.kwargs.get("dest")
    if isinstance(dest, Const):
        key = str(dest.value)
    elif long:
        key = long[0].lstrip("-").replace("-", "_")
    else:
        return
    default = call.kwargs.get("default")
    required = call.kwargs.get("required")
    action = call.kwargs.get("action")
    if default is None and isinstance(action, Const) and action.value in ("store_true", "store_false"):
        default = Const(action.value == "store_false")
    positional = bool(names) and not names[0].startswith("-")
    is_required = positional or (isinstance(required, Const) and bool(required.value))
    parser.options[key] = UNKNOWN if default is None or is_required else _soft(default)


def _variables(run: Machine, value: Variables, name: str, call: Call) -> Value:
    return value if name == "copy" else UNKNOWN


def _function(run: Machine, value: Function, name: str, call: Call) -> Value:
    if name in ("get_concrete_function", "python_function"):
        return calling.call_function(run, value, call)
    return UNKNOWN


_HANDLERS: dict[type, Callable[..., Value | None]] = {
    Object: _object,
    Super: _super,
    Items: _items,
    Mapping: _mapping,
    Const: _string,
    TensorValue: _tensor,
    Dataset: _dataset,
    TapeValue: _tape,
    Optimizer: _optimizer,
    Strategy: _strategy,
    Parser: _parser,
    Variables: _variables,
    Function: _function,
}
