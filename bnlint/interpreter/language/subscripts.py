"""``value[...]``: entries of containers, and what a slice takes out of them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

import libcst as cst

import bnlint.events as ev
from bnlint.interpreter.domain import releases, states
from bnlint.interpreter.domain.classes import class_attribute, is_enum, member_of, mro
from bnlint.interpreter.domain.containers import (
    UNNAMED,
    any_of,
    content,
    element_of,
    hashable,
    is_grown,
    one_of,
    selected,
)
from bnlint.interpreter.domain.frames import Call, Frame
from bnlint.interpreter.domain.indexing import index, is_newaxis, known_slice
from bnlint.interpreter.domain.joining import either, join
from bnlint.interpreter.domain.keras_objects import walk
from bnlint.interpreter.domain.values import (
    NO_ENTRY,
    UNKNOWN,
    Beyond,
    Class,
    Configuration,
    Const,
    Counter,
    External,
    Items,
    Mapping,
    ModuleValue,
    Object,
    Optional,
    ScopedVariables,
    Selection,
    Single,
    Slice,
    Statistics,
    TensorValue,
    Unknown,
    Value,
    Variables,
    Various,
    Weight,
)
from bnlint.interpreter.language import functions, options
from bnlint.interpreter.language.imports import load_module, member, offered, offered_to_itself
from bnlint.interpreter.language.iterated import entry_of
from bnlint.interpreter.machine import Machine
from bnlint.libraries.numpy import SLICES
from bnlint.libraries.python import MODULE_TABLES
from bnlint.syntax.words import dotted


def subscript(run: Machine, node: Any, frame: Frame) -> Value:
    """Evaluate ``value[...]``."""
    value = run.evaluate(node.value, frame)
    indices = [_index(run, element.slice, frame) for element in node.slice]
    if isinstance(value, Optional):
        value = value.value
    own = entry_of(run, value, indices[0], node, frame)
    if own is not None:
        return own
    value = content(value)
    if value is UNKNOWN and _are_of_array(indices):
        value = TensorValue(ev.Tensor())
    if isinstance(value, TensorValue):
        return index(value, indices, run.site(frame, node))
    if run.returns_state and isinstance(value, Items) and type(node.value) is cst.Call:
        _let_go(value, indices[0], run.site(frame, node))
    if isinstance(value, Configuration):
        run.state.changing(value.model.history).edited = True  # what is taken out of it may be changed
    told = _of_external(run, node, value, indices, frame) if isinstance(value, External) else None
    if told is not None:
        return told
    if isinstance(value, ModuleValue):
        return of_module(run, value, releases.constant(indices[0]), frame)
    if isinstance(value, Mapping) and value.otherwise is not None:
        return _or_made(run, value, releases.constant(indices[0]), node, frame)
    taking = _ENTRIES.get(type(value))
    if taking is None:
        taken = _of_unknown(indices[0], run.site(frame, node))
    else:
        taken = taking(value, releases.constant(indices[0]))
    _note(run, value, indices[0], taken)
    return taken


def _or_made(run: Machine, value: Mapping, key: Value, node: Any, frame: Frame) -> Value:
    """Return an entry of a dict that makes those it has not; of a key that nobody knows, only where it has none."""
    known = isinstance(key, Const) and hashable(key.value)
    if known and isinstance(key, Const) and key.value in value.items:
        return value.items[key.value]
    if value.otherwise is None or value.items and not known:
        return UNKNOWN
    made = functions.call_function(run, value.otherwise, Call(node, frame))
    if known and isinstance(key, Const):
        run.state.store(value.items, key.value, made)
    return made


def _note(run: Machine, value: Value, key: Value, taken: Value) -> None:
    """Note what else follows from ``value[key]``."""
    if not isinstance(key, (Const, Slice)):
        _may_fill(value, taken)
    if isinstance(taken, Object) and is_grown(value):
        run.of_many.add(id(taken))
    if run.returns_state and isinstance(taken, Unknown) and not isinstance(key, Const):
        states.made(taken, value)


def _of_external(run: Machine, node: Any, value: External, indices: list[Value], frame: Frame) -> Value | None:
    """Return an entry of a table of modules, or the slice that NumPy's ``s_`` gives back; None for all else."""
    if value.name in SLICES and len(indices) == 1:
        return indices[0]
    return _module(run, node, releases.constant(indices[0]), frame) if value.name in MODULE_TABLES else None


def _may_fill(value: Value, taken: Value) -> None:
    """``found[kind].append(name)``: whoever asks a table of empty lists for one that nobody knows fills it."""
    entries = value.items.values() if isinstance(value, Mapping) else value.items if isinstance(value, Items) else ()
    for entry in entries:
        if isinstance(entry, Items) and not entry.items and entry.kind == "list" and entry is not taken:
            entry.open = True


def _of_unknown(key: Value, site: ev.Site) -> Value:
    """An entry or a part of what nobody knows."""
    return Single(site) if isinstance(key, Slice) and key.width == 1 else UNKNOWN


def _module(run: Machine, node: Any, key: Value, frame: Frame) -> Value:
    """``sys.modules[name]``, and of ``__name__`` the module itself."""
    written = getattr(node.slice[0].slice, "value", None)
    if type(written) is cst.Name and written.value == "__name__":
        return ModuleValue(frame.module)
    known = isinstance(key, Const) and isinstance(key.value, str)
    return load_module(run, key.value, 0, frame) if known and isinstance(key, Const) else UNKNOWN


def of_module(run: Machine, value: ModuleValue, key: Value, frame: Frame) -> Value:
    """``globals()[name]``, and ``networks.__dict__[name]``, which asks another module as ``getattr`` does."""
    known = isinstance(key, Const) and isinstance(key.value, str)
    if known and isinstance(key, Const):
        return member(run, value, key.value, "", 0, frame)
    if isinstance(key, Const):
        return UNKNOWN
    return offered_to_itself(run, value, frame) if value.module is frame.module else offered(run, value, "", frame)


def _let_go(value: Items, key: Value, site: ev.Site) -> None:
    """``model.stateless_call(...)[0]``: nobody ever gets the other items."""
    if isinstance(key, Const) and type(key.value) is int and abs(key.value) < len(value.items):
        taken = value.items[key.value]
        for item in value.items:
            if item is not taken:
                states.drop(item, site)


def _are_of_array(indices: list[Value]) -> bool:
    """Whether such indices are for arrays only: a new axis, or slices of several axes."""
    return is_newaxis(indices[0]) or (len(indices) > 1 and any(isinstance(index, Slice) for index in indices))


def _index(run: Machine, node: Any, frame: Frame) -> Value:
    if type(node) is not cst.Slice:
        return run.evaluate(node.value, frame)
    lower, upper, step = (
        run.evaluate(part, frame) if part is not None else None for part in (node.lower, node.upper, node.step)
    )
    return Slice(lower, upper, step, _width(run, node.lower, node.upper, frame) if node.step is None else None)


def _width(run: Machine, lower: Any, upper: Any, frame: Frame) -> int | None:
    """Return n for ``k : k + n``, ``k - n : k`` and ``k * n : (k + 1) * n``; else None.

    The last of such slices may be cut short by the end of the array.
    """
    if lower is None or upper is None:
        return None
    if _is(upper, cst.Add):
        distance = upper.right if alike(upper.left, lower) else upper.left if alike(upper.right, lower) else None
    elif _is(lower, cst.Subtract):
        distance = lower.right if alike(lower.left, upper) else None
    elif _is(upper, cst.Multiply) and _is(lower, cst.Multiply) and _is(upper.left, cst.Add):
        one_more = alike(upper.left.left, lower.left) and getattr(upper.left.right, "value", "") == "1"
        distance = upper.right if one_more and alike(upper.right, lower.right) else None
    else:
        return None
    found = run.evaluate(distance, frame) if distance is not None else UNKNOWN
    return found.value if isinstance(found, Const) and type(found.value) is int and found.value > 0 else None


def width_of_numbers(run: Machine, start: Any, stop: Any, frame: Frame) -> int | None:
    """Return how many numbers ``np.arange(k * n, (k + 1) * n)`` holds; None where that is not known.

    Args:
        start: its first argument, as it is written.
        stop: its second one.
    """
    both = type(start) is cst.Arg and type(stop) is cst.Arg and not start.star and not stop.star
    return _width(run, start.value, stop.value, frame) if both else None


def _is(node: Any, operator: type) -> bool:
    return type(node) is cst.BinaryOperation and isinstance(node.operator, operator)


def alike(a: Any, b: Any) -> bool:
    """Whether two names, attributes, entries or numbers are written alike."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (cst.Name, cst.Integer)):
        return bool(a.value == b.value)
    if type(a) is cst.Attribute:
        return bool(a.attr.value == b.attr.value) and alike(a.value, b.value)
    if type(a) is cst.Index:
        return alike(a.value, b.value)
    if type(a) is not cst.Subscript or len(a.slice) != len(b.slice):
        return False
    return alike(a.value, b.value) and all(alike(x.slice, y.slice) for x, y in zip(a.slice, b.slice, strict=True))


def _of_items(value: Items, key: Value) -> Value:
    if isinstance(key, Slice):
        return _part_of_items(value, key)
    if isinstance(key, Const) and type(key.value) is int:
        behind = _last_layers(value)
        if -len(behind) <= key.value < 0:
            return behind[key.value]
        inside = -len(value.items) <= key.value < len(value.items) and (not value.open or key.value >= 0)
        return value.items[key.value] if inside else selected(element_of(value), None)
    if isinstance(key, Counter) and key.layer is None and _is_of_a_library(element_of(value)):
        return selected(element_of(value), key.numbers)
    if value.items and not value.open and all(item is value.items[0] for item in value.items):
        return value.items[0]
    return any_of(value)


def _is_of_a_library(layer: Value) -> bool:
    """Whether a layer is any of a network that holds a library's; what a stretch of another one holds is unknown."""
    if not isinstance(layer, Selection):
        return False
    return any(inner.layer is not None and inner.layer.opaque for inner, _ in walk(layer.model))


def _part_of_items(value: Items, key: Slice) -> Value:
    if isinstance(value.element, Selection):
        key = Slice(_by_length(key.lower), _by_length(key.upper), key.step, key.width)
    taken = known_slice(key)
    if taken is not None and not value.open:
        return Items(value.items[taken], value.kind, grown=value.grown)
    behind = _last_layers(value)
    if taken is not None and taken.start is not None and -len(behind) <= taken.start < 0:
        return Items(list(behind[taken]))
    if value.open and not isinstance(value.element, Selection):
        if taken in _FIRST:
            return Items(value.items[:1] or [any_of(value)])
        if key.width == 1:
            return Items([any_of(value)])
    return Items([], "list", True, selected(element_of(value), taken))


_FIRST = (slice(None, 1), slice(0, 1))
"""What takes the first item of a list."""


def _by_length(end: Value | None) -> Value | None:
    """Return a number for the end of a slice that is calculated from how many layers a network has."""
    return end if not isinstance(end, Beyond) or end.end is None else Const(end.end)


def _last_layers(value: Items) -> tuple[Object, ...]:
    """Return the layers of a model that stand behind those of a library's network, which nobody knows one by one."""
    return value.element.behind if isinstance(value.element, Selection) else ()


def _of_constant(value: Const, key: Value) -> Value:
    """A character, or a part of a text."""
    if isinstance(key, Slice):
        taken = known_slice(key)
        is_text = taken is not None and isinstance(value.value, (str, bytes))
        return Const(value.value[taken]) if is_text else Items([], "list", True)
    if isinstance(value.value, str) and isinstance(key, Const) and type(key.value) is int:
        return Const(value.value[key.value]) if abs(key.value) < len(value.value) else UNKNOWN
    return UNKNOWN


def _of_mapping(value: Mapping, key: Value) -> Value:
    if not value.items and not value.open and not value.namespace:
        return NO_ENTRY
    if isinstance(key, Const) and hashable(key.value):
        return options.of_entry(value, key, value.items.get(key.value, UNKNOWN))
    entries = list(value.items.values())
    if value.open or not entries:
        return _of_unknown_names(value)
    if all(entry == entries[0] for entry in entries):
        return entries[0]
    if all(isinstance(entry, Const) and type(entry.value) is float for entry in entries):
        return either(*entries)
    return UNKNOWN if isinstance(key, Const) else one_of(entries)


def _of_unknown_names(value: Mapping) -> Value:
    """Return one of the layers, or of the weights, that a program keeps under names that nobody knows."""
    entries = [entry.value if isinstance(entry, Optional) else entry for entry in value.items.values()]
    named = any(isinstance(key, str) and key.startswith(UNNAMED) for key in value.items)
    if named and all(isinstance(entry, Weight) for entry in entries):
        return reduce(join, entries)
    return one_of(entries) if named and all(isinstance(entry, Object) for entry in entries) else UNKNOWN


def _of_version(value: Various, key: Value) -> Value:
    return releases.computed(operator.getitem, value, key) or UNKNOWN


def _itself(value: Value, key: Value) -> Value:
    return value


def _of_class(value: Class, key: Value) -> Value:
    """``Task[Batch]`` is the class itself, unless that or the class of classes above it has another meaning for it."""
    keywords = (keyword for above in mro(value) for keyword in getattr(above.node, "keywords", ()))
    metaclass = any(not dotted(keyword.value).endswith("ABCMeta") for keyword in keywords)
    if is_enum(value):
        return member_of(value, str(key.value)) or UNKNOWN if isinstance(key, Const) else UNKNOWN
    own = metaclass or class_attribute(value, "__class_getitem__") is not None
    return UNKNOWN if own else value


_ENTRIES: dict[type, Callable[[Any, Value], Value]] = {
    Class: _of_class,
    Items: _of_items,
    Const: _of_constant,
    Mapping: _of_mapping,
    External: _itself,
    ScopedVariables: _itself,
    Statistics: _itself,
    Variables: _itself,
    Weight: _itself,
    Various: _of_version,
}
"""What an entry of a value is, by the value's type."""
