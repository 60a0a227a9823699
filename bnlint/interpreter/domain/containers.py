"""What is inside lists, dicts and data sets, as far as it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.joining import is_factory, join, on_one_side
from bnlint.interpreter.domain.values import (
    NONE,
    SWITCH,
    UNKNOWN,
    UPDATE_OPS,
    Choice,
    Const,
    Dataset,
    External,
    Function,
    Items,
    Mapping,
    Member,
    ModuleValue,
    Object,
    Optional,
    ScopedVariables,
    Selection,
    Single,
    Statistics,
    TensorValue,
    Text,
    Value,
    Variables,
    Various,
    Weight,
)

UNNAMED = "?"
"""How the keys begin under which a dict keeps what a program puts there under keys that nobody knows."""


def sequence(value: Value) -> list[Value] | None:
    """Return the items of a value when all are known, else None."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, Items) and not value.open and not any(isinstance(i, Optional) for i in value.items):
        return value.items
    if isinstance(value, Mapping) and not value.open and not value.namespace:
        return [Const(key) for key in value.items]
    if isinstance(value, Const) and isinstance(value.value, str) and len(value.value) <= 64:
        return [Const(char) for char in value.value]
    return [UNKNOWN] if isinstance(value, Single) else None


def layers_perhaps(value: Value) -> list[Value] | None:
    """Return the layers, or tensors of a graph, of a list into which a branch puts some, those as ``Optional``."""
    if isinstance(value, Optional):
        value = value.value
    if not isinstance(value, Items) or not any(isinstance(item, Optional) for item in value.items):
        return None
    return value.items if are_layers(value.items) or all(map(_is_of_graph, value.items)) else None


def are_layers(items: list[Value]) -> bool:
    """Whether all items are layers or models, or pairs that end with one, or may not be there and are."""
    return all(map(_is_layer, items))


def _is_layer(item: Value) -> bool:
    inner = _numbered(item)
    return isinstance(inner, Object) and inner.layer is not None


def _is_of_graph(item: Value) -> bool:
    inner = _numbered(item)
    return isinstance(inner, TensorValue) and inner.node is not None


def _numbered(item: Value) -> Value:
    """Return what is in a list, perhaps, or is the last of a pair there."""
    inner = item.value if isinstance(item, Optional) else item
    return inner.items[-1] if isinstance(inner, Items) and inner.kind == "tuple" and inner.items else inner


def content(value: Value) -> Value:
    """Return the dict or list behind an instance of a class that is one, the value itself otherwise."""
    behind = (value.known.mapping or value.known.listed) if isinstance(value, Object) else None
    return value if behind is None else behind


def is_grown(value: Value) -> bool:
    """Whether each item of a value stands for any number of its kind."""
    return isinstance(value, Items) and value.grown


def element_of(value: Value) -> Value:
    """Return what a loop variable over the value holds, where its items are not known one by one."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, Dataset):
        return tensors.dataset_element(value)
    if isinstance(value, TensorValue):
        return tensors.row(value)
    if isinstance(value, (ScopedVariables, Statistics)):
        return value
    if isinstance(value, Variables):
        return Statistics(value.owners) if value.every else weight_of(value)
    if value == UPDATE_OPS:
        return value  # each may be one of those that count
    if isinstance(value, Items):
        items = [item.value if isinstance(item, Optional) else item for item in value.items]
        if value.element is UNKNOWN and items and all(isinstance(item, Object) for item in items):
            return one_of(items)
        return value.element
    return UNKNOWN


def selected(layer: Value, taken: slice | None) -> Value:
    """Return those of a model's layers that stand in a slice, None for one of which nobody knows; others as they are.

    Args:
        layer: any of the model's layers, or whatever a list holds.
        taken: the slice.
    """
    if not isinstance(layer, Selection) or layer.which != "some" or taken == slice(None):
        return layer
    model = layer.model
    if layer.base is not None and taken is not None and taken.stop is not None and not (taken.start or 0):
        if taken.stop > layer.base.known.layers:
            return layer  # all of that network, and more or less of what stands behind it
        model = layer.base if taken.stop >= 0 or -taken.stop >= len(layer.behind) else model
    return Selection(model, "stretch" if _is_stretch(taken, least_layers(model)) else "part")


_BLOCK, _LAYERS = 8, 86
"""So many layers in a row hold a whole block with its BN; the smallest library network with BN (MobileNet in
`keras.applications`) has that many."""


def least_layers(model: Object) -> int:
    """Return how many layers a library's network, or one around it, has at least."""
    return model.known.layers or _LAYERS


def _is_stretch(taken: slice | None, count: int) -> bool:
    """Whether a slice like `layers[:100]` or `layers[-30:]` takes a block of a library network.

    Args:
        taken: the slice.
        count: how many layers the network has at least.
    """
    return taken is not None and taken.step in (None, 1) and len(range(count)[taken]) >= _BLOCK


def is_update_ops(value: Value) -> bool:
    """Whether a value is (or holds) the UPDATE_OPS collection, or some of it."""
    if isinstance(value, External):
        return value == UPDATE_OPS
    if isinstance(value, Items):
        return any(map(is_update_ops, (*value.items, value.element)))
    if isinstance(value, Mapping):
        return any(map(is_update_ops, value.items.values()))
    return isinstance(value, Optional) and is_update_ops(value.value)


def weight_of(value: Variables) -> Weight:
    """Return one of some trainable variables."""
    site = None if value.listed is None else value.listed.site
    return Weight(value.owners, site, value.calculated, value.kept)


def any_of(value: Value) -> Value:
    """Return what holds of each item of a list of data: records, arrays, numbers."""
    items = value.items if isinstance(value, Items) and not value.open else []
    if not items or len(items) > _MAX_COMPARED or any(is_factory(item) or not _is_data(item) for item in items):
        return element_of(value)
    found = items[0]
    for other in items[1:]:
        found = join(found, other)
    return found


_MAX_COMPARED = 64
"""Longer lists are not compared item by item."""


def _is_data(value: Value) -> bool:
    return isinstance(value, (Const, Items, Mapping, TensorValue))


def one_of(content: Sequence[Value]) -> Value:
    """Return what a table of models, of modules, of factories or of such tables gives for a key that nobody knows."""
    if content and len(content) <= _MAX_COMPARED and all(isinstance(item, Mapping) for item in content):
        return _one_table([item for item in content if isinstance(item, Mapping)])
    there = [item for item in content if item != NONE]
    if not there or not all(is_factory(item) or isinstance(item, (Object, Choice, ModuleValue)) for item in there):
        return UNKNOWN
    found = _any_trainer(there) or there[0]
    for other in there[1:] if found is there[0] else ():
        found = join(found, other)
    found = replace(found, in_turn=True) if isinstance(found, Choice) else found
    return found if len(there) == len(content) or found is UNKNOWN else Optional(found)


def _any_trainer(content: Sequence[Value]) -> Choice | None:
    """Return any of some objects of one class of the program that is no layer: in the end each one has its turn."""
    first = content[0]
    if not isinstance(first, Object) or first.layer is not None or first.cls is None or len(content) < 2:
        return None
    alike = all(isinstance(other, Object) and other.cls is first.cls for other in content)
    return Choice(tuple(content[:_MAX_TURNS])) if alike else None


_MAX_TURNS = 12


def _one_table(tables: Sequence[Mapping]) -> Mapping:
    """Return what holds of each of some tables; who asks for an entry that not all of them have has one that does."""
    found: dict[Any, Value] = {}
    for key in dict.fromkeys(key for table in tables for key in table.items):
        entries = [table.items[key] for table in tables if key in table.items]
        joined: Value = reduce(join, entries)
        found[key] = joined if len(entries) == len(tables) else on_one_side(joined)
    return Mapping(found, True)


def distinct(items: list[Value]) -> list[Value]:
    """Return the values that a set of them holds."""
    kept: dict[Any, Value] = {}
    for item in items:
        known = isinstance(item, Const) and hashable(item.value)
        kept.setdefault(item.value if known and isinstance(item, Const) else item, item)
    return list(kept.values())


def hashable(value: Any) -> bool:
    """Whether a constant may be a key."""
    return isinstance(value, (str, int, float, bool, bytes, type(None), Member))


def truth(value: Value) -> bool | None:
    """Return a value's truth, None when it is not known."""
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Items) and value.counted:
        return bool(value.items)
    if isinstance(value, Mapping) and not value.open and not value.namespace:
        return bool(value.items)
    if isinstance(value, (Function, Object, Text)):
        return True
    if isinstance(value, Various):
        answers = {bool(each) for each in value.values}
        return answers.pop() if len(answers) == 1 else None
    return None


def choice(value: Value) -> bool | None:
    """Return which side of a branch a value takes, None where both may run: a switch is there to be turned on."""
    return None if isinstance(value, Const) and value.origin == SWITCH else truth(value)


def is_printable(value: Value) -> bool:
    """Whether ``str`` of a value is known."""
    return isinstance(value, Const) and type(value.value) in (int, str, bool) and len(str(value.value)) <= 100
