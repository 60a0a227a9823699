"""Mutable state with undo, so that both sides of an undecidable branch can be read and then joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, TypeVar

import bnlint.events as ev
from bnlint.interpreter.domain.keras_objects import contains_bn, holds_bn
from bnlint.interpreter.domain.values import (
    RESTORED,
    UNKNOWN,
    Bound,
    Choice,
    Class,
    Const,
    Dataset,
    External,
    Function,
    History,
    Items,
    Mapping,
    Node,
    Object,
    Optimizer,
    Optional,
    Partial,
    Table,
    TensorValue,
    Value,
    Variables,
    serial,
)

Changed = TypeVar("Changed", bound=History)

_MISSING: Any = object()
_MAX_ITEMS = 512
"""Lists longer than this are kept as open: nothing a rule asks needs more."""


class State:
    """Writes to dicts, remembered while a branch is being read."""

    def __init__(self) -> None:
        self._trail: list[tuple[dict[Any, Any], Any, Any]] = []
        self.depth = 0

    def store(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Write one entry."""
        if self.depth:
            self._trail.append((table, key, table.get(key, _MISSING)))
        table[key] = value

    def remove(self, table: dict[Any, Any], key: Any) -> None:
        """Delete one entry, if it is there."""
        if self.depth:
            self._trail.append((table, key, table.get(key, _MISSING)))
        table.pop(key, None)

    def append(self, items: Items, value: Value) -> None:
        """Append to an abstract list."""
        if len(items.items) >= _MAX_ITEMS:
            items.open = True
            return
        if self.depth:
            before = items.items
            self._trail.append((_Slot(items), "items", before))
            items.items = [*before, value]
        else:
            items.items.append(value)

    def changing(self, record: Changed) -> Changed:
        """Return a record whose fields are about to be written."""
        if self.depth:
            fields = _Fields(record)
            self._trail += [(fields, name, getattr(record, name)) for name in record.FIELDS]
        return record

    def replace(self, items: Items, content: list[Value]) -> None:
        """Replace an abstract list's content."""
        if self.depth:
            self._trail.append((_Slot(items), "items", items.items))
        _fill(items, content)

    def branches(self, *sides: Callable[[], bool], fall_through: bool = False) -> list[bool]:
        """Run alternatives from the same state and join what they wrote.

        Args:
            sides: each runs one alternative and says whether control goes on behind it.
            fall_through: none of them may run at all.

        Returns:
            What each side said. Writes of sides that do not go on are dropped.
        """
        mark = len(self._trail)
        begun = serial()
        self.depth += 1
        outcomes: list[dict[tuple[int, Any], tuple[Any, Any, Any]]] = []
        alive: list[bool] = []
        base: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}
        for side in sides:
            goes_on = side()
            written: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}
            for table, key, _ in self._trail[mark:]:
                written[_identity(table), key] = (table, key, _read(table, key))
            for table, key, old in reversed(self._trail[mark:]):
                _write(table, key, old)
                base[_identity(table), key] = (table, key, old)
            del self._trail[mark:]
            alive.append(goes_on)
            if goes_on:
                outcomes.append(written)
        self.depth -= 1
        if fall_through:
            outcomes.append({})
        if not outcomes:
            return alive
        slots = {slot: None for written in outcomes for slot in written}
        for slot in sorted(slots, key=lambda slot: _born(base[slot][0]) <= begun):  # what new objects hold comes first:
            table, key, old = base[slot]  # whether two models may be joined depends on what is inside
            if _born(table) > begun:  # made inside one of the sides: there is nothing older to join with
                values = [written[slot][2] for written in outcomes if slot in written][-1:]
            else:
                values = [written[slot][2] if slot in written else old for written in outcomes]
            merged = values[0]
            for other in values[1:]:
                merged = join(merged, other)
            if self.depth:
                self._trail.append((table, key, old))
            _write(table, key, merged)
        return alive

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Write for good even inside a branch: a module runs once, whatever becomes of the branch that imports it."""
        saved = self._trail, self.depth
        self._trail, self.depth = [], 0
        try:
            yield
        finally:
            self._trail, self.depth = saved

    def widen_after(self, body: Callable[[], None]) -> None:
        """Run a loop's body once for any number of iterations >= 1: what differs from before is blurred."""
        mark = len(self._trail)
        begun = serial()
        self.depth += 1
        body()
        self.depth -= 1
        before: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}
        for table, key, old in reversed(self._trail[mark:]):
            before[_identity(table), key] = (table, key, old)
        if not self.depth:
            del self._trail[mark:]
        for table, key, old in before.values():
            if _born(table) > begun:
                continue
            now = _read(table, key)
            if isinstance(table, _Slot):
                table.target.grown = True
                continue
            blurred = widen(old, now)
            if blurred is not now:
                if self.depth:
                    self._trail.append((table, key, now))
                _write(table, key, blurred)


class _Slot(dict[Any, Any]):
    """Stands for the ``items`` attribute of a list in the trail."""

    def __init__(self, target: Items) -> None:
        super().__init__()
        self.target = target


class _Fields(dict[Any, Any]):
    """Stands for the fields of a record in the trail."""

    def __init__(self, target: History) -> None:
        super().__init__()
        self.target = target


def _born(table: dict[Any, Any]) -> int:
    if isinstance(table, (_Slot, _Fields)):
        return table.target.born
    return table.born if isinstance(table, Table) else -1


def _identity(table: dict[Any, Any]) -> int:
    return id(table.target) if isinstance(table, (_Slot, _Fields)) else id(table)


def _read(table: dict[Any, Any], key: Any) -> Any:
    if isinstance(table, _Fields):
        return getattr(table.target, key)
    return table.target.items if isinstance(table, _Slot) else table.get(key, _MISSING)


def _write(table: dict[Any, Any], key: Any, value: Any) -> None:
    if isinstance(table, _Slot):
        _fill(table.target, value)
    elif isinstance(table, _Fields):
        setattr(table.target, key, value)
    elif value is _MISSING:
        table.pop(key, None)
    else:
        table[key] = value


def _fill(items: Items, content: list[Value]) -> None:
    """Give a list its content. Without a bound, lists that grow in every branch double with every branch."""
    items.open = items.open or len(content) > _MAX_ITEMS
    items.items = content if len(content) <= _MAX_ITEMS else content[:_MAX_ITEMS]


def join(a: Any, b: Any) -> Any:
    """Return what holds of a value that is ``a`` or ``b``.

    None and "not set" give way to the other value as ``Optional``: whoever uses it knows that it is there.
    """
    if a is b:
        return a
    if a is _MISSING or b is _MISSING:
        there = b if a is _MISSING else a
        return _optional(there) if isinstance(there, Value) else there
    if isinstance(a, list) and isinstance(b, list):
        return _join_lists(a, b)
    if not (isinstance(a, Value) and isinstance(b, Value)):
        return a if a == b else None
    if a is RESTORED or b is RESTORED:
        built = b if a is RESTORED else a
        inner = built.value if isinstance(built, Optional) else built
        return built if isinstance(inner, (Object, Choice)) else UNKNOWN
    a, b = (x.value if isinstance(x, Optional) and not isinstance(y, Optional) else x for x, y in ((a, b), (b, a)))
    if isinstance(a, Const) and isinstance(b, Const):
        if a.value == b.value and type(a.value) is type(b.value):
            return a
        if a.value is None or b.value is None:
            return _optional(b if a.value is None else a)
        return UNKNOWN
    if a == Const(None) or b == Const(None):
        return _optional(b if a == Const(None) else a)
    if isinstance(a, TensorValue) and isinstance(b, TensorValue):
        return _join_tensors(a, b)
    if isinstance(a, Items) and isinstance(b, Items) and a.kind == b.kind:
        if len(a.items) == len(b.items):
            items = [join(x, y) for x, y in zip(a.items, b.items, strict=True)]
            return Items(items, a.kind, a.open or b.open, join(a.element, b.element))
        return Items(_join_lists(a.items, b.items)[:_MAX_ITEMS], a.kind, True)
    if isinstance(a, Object) and isinstance(b, Object):
        return _join_objects(a, b)
    if isinstance(a, Choice) or isinstance(b, Choice) or is_factory(a) and is_factory(b):
        return _join_choices(a, b)
    if isinstance(a, Variables) and isinstance(b, Variables):
        same = set(a.owners) == set(b.owners) and a.unknown == b.unknown
        return a if same else Variables(tuple(dict.fromkeys(a.owners + b.owners)), True)
    if isinstance(a, Optimizer) and isinstance(b, Optimizer):
        return a
    if isinstance(a, Dataset) and isinstance(b, Dataset):
        return a if a.batch == b.batch and a.batched == b.batched else Dataset(batched=a.batched and b.batched)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        keys = [k for k in a.items if k in b.items]
        return Mapping({k: join(a.items[k], b.items[k]) for k in keys}, True, a.namespace)
    return a if a == b else UNKNOWN


_MAX_OPTIONS = 6
"""Models or factories that a choice keeps; all of them hold BN or may, so a dropped one only costs its own findings."""


def _join_choices(a: Value, b: Value) -> Value:
    """Models that all hold BN, or callables that make them, stay a choice."""
    options = [*(a.options if isinstance(a, Choice) else (a,))]
    for other in b.options if isinstance(b, Choice) else (b,):
        if any(other is one or other == one for one in options):
            continue
        both = _join_objects(options[0], other)
        if not isinstance(both, Choice) and not (is_factory(options[0]) and is_factory(other)):
            return UNKNOWN
        options.append(other)
    return Choice(tuple(options[:_MAX_OPTIONS])) if len(options) > 1 else options[0]


def is_factory(value: Value) -> bool:
    """Whether calling the value may make a layer or a model: a function or class of the program or of Keras."""
    if isinstance(value, External):
        return value.name.startswith(_LAYER_MODULES) and value.name.rpartition(".")[2][:1].isupper()
    return isinstance(value, (Function, Class, Partial, Bound))


_LAYER_MODULES = ("keras.layers.", "keras.applications.", "tensorflow_addons.layers.")


def _optional(value: Value) -> Value:
    if isinstance(value, Const) and isinstance(value.value, bool):
        return UNKNOWN  # None is a third mode
    return value if isinstance(value, Optional) or value is UNKNOWN or isinstance(value, Const) else Optional(value)


def unsettled(value: Value) -> Value:
    """Return what is left of an entry that something unknown may have replaced: numbers are defaults, flags are not."""
    if isinstance(value, Const):
        is_number = isinstance(value.value, (int, float)) and not isinstance(value.value, bool)
        return Const(value.value, "parameter default") if is_number else UNKNOWN
    return _optional(value)


def doubtful(value: Value) -> Value:
    """Return what is known of an entry that may not be there: models and layers are when they are used, numbers not."""
    return UNKNOWN if isinstance(value, Const) else _optional(value)


def _join_lists(a: list[Any], b: list[Any]) -> list[Any]:
    common = 0
    while common < min(len(a), len(b)) and a[common] is b[common]:
        common += 1
    rest = (a[common:] + b[common:])[: _MAX_ITEMS + 1]  # one too many shows that some are missing
    return a[:common] + [_on_one_side(x) if isinstance(x, Value) else x for x in rest]


def _on_one_side(value: Value) -> Value:
    """Mark an item of a list that only one branch puts there, so that nobody counts on it."""
    return value if isinstance(value, Optional) else Optional(UNKNOWN if isinstance(value, Const) else value)


def _join_objects(a: Value, b: Value) -> Value:
    """Two models that both contain BN surely (or may yet build it) stay a choice; else nothing is known."""
    if not isinstance(a, Object) or not isinstance(b, Object) or a.layer is None or b.layer is None:
        return UNKNOWN
    if holds_bn(a) and holds_bn(b) and a.layer.is_bn == b.layer.is_bn:
        return Choice((a, b))
    if not contains_bn(a) and not contains_bn(b) and a.kind == b.kind == "layer" and a.layer.kind == b.layer.kind:
        return _either(a, b)
    return UNKNOWN


def _either(a: Object, b: Object) -> Object:
    """Return one layer for two of a kind: what they were made with is known where it is the same."""
    x, y = a.config, b.config
    config = {key: join(x[key], y[key]) if key in x and key in y else UNKNOWN for key in {**x, **y}}
    if x.keys() == y.keys() and all(config[key] is x[key] for key in x):
        return a
    history = copy(a.history)
    history.born = serial()
    return Object(None, a.kind, a.layer, dict(a.attrs), config, history, copy(a.known))


def _join_tensors(a: TensorValue, b: TensorValue) -> TensorValue:
    x, y = a.info, b.info
    shape: tuple[int | None, ...] | None = None
    if x.shape is not None and y.shape is not None and len(x.shape) == len(y.shape):
        shape = tuple(i if i == j else None for i, j in zip(x.shape, y.shape, strict=True))
    info = ev.Tensor(
        kind=x.kind if x.kind == y.kind else None,
        shape=shape,
        batch_site=x.batch_site if x.batch_site == y.batch_site else None,
        layout=x.layout if x.layout == y.layout else None,
        producers=x.producers | y.producers if x.producers is not None and y.producers is not None else None,
        direct=x.direct if x.direct is y.direct else None,
        per_replica=x.per_replica if x.per_replica == y.per_replica else None,
    )
    node = a.node if a.node is b.node else None
    if a.node is not None and b.node is not None and node is None:
        node = Node(None, (), joined=(a.node, b.node))
    return TensorValue(info, node)


def widen(before: Any, after: Any) -> Any:
    """Return what holds after any number of iterations, given the value before and after one."""
    if before is after or before is _MISSING:
        return after
    if isinstance(before, Const) and isinstance(after, Const):
        return after if before.value == after.value else UNKNOWN
    if isinstance(before, TensorValue) and isinstance(after, TensorValue):
        blurred = _join_tensors(before, after)
        return TensorValue(blurred.info, after.node)
    return after
