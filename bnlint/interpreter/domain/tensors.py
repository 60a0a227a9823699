"""Tensors: kind, shape and origin through the operations that programs use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import bnlint.events as ev
from bnlint.interpreter.domain.values import (
    UNKNOWN,
    Const,
    Dataset,
    Items,
    Mapping,
    Node,
    Optional,
    Single,
    TensorValue,
    Value,
)

Shape = tuple[int | None, ...]

CONCRETE = TensorValue(ev.Tensor(kind="concrete"))


def concrete(shape: Shape | None = None, **more: Any) -> TensorValue:
    """Return an eager tensor or array of this shape."""
    return TensorValue(ev.Tensor(kind="concrete", shape=shape, **more))


def symbolic(shape: Shape | None, node: Node | None, **more: Any) -> TensorValue:
    """Return a KerasTensor."""
    return TensorValue(ev.Tensor(kind="symbolic", shape=shape, **more), node)


def of_kind(value: Value) -> TensorValue:
    """Return a value as a tensor: unknown values are tensors of unknown kind."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, TensorValue):
        return value
    if isinstance(value, Items):
        shape = literal_shape(value) if value.kind == "list" else None
        inner = flat(value)
        if shape is not None:
            return TensorValue(ev.Tensor("concrete", shape, made_of=made_of(inner)))
        if inner:
            return inner[0] if len(inner) == 1 else merge(inner, None)
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        return concrete(())
    if isinstance(value, Single):
        return of_one(value)
    return TensorValue(ev.Tensor())


def of_one(value: Single) -> TensorValue:
    """Return what a network gets of ``x[i : i + 1]``, of which nothing else is known: a batch of one."""
    return TensorValue(ev.Tensor(batch=1, batch_site=value.site))


def flat(value: Value) -> list[TensorValue]:
    """Return the tensors inside lists, tuples and dicts."""
    if isinstance(value, Optional):
        value = value.value
    if isinstance(value, TensorValue):
        return [value]
    content: Sequence[Value] = ()
    if isinstance(value, Items):
        content = value.items
    elif isinstance(value, Mapping):
        content = list(value.items.values())
    return [tensor for item in content for tensor in flat(item)]


def literal_shape(value: Value) -> Shape | None:
    """Return the shape of nested lists of numbers."""
    if isinstance(value, Const):
        return () if isinstance(value.value, (int, float, bool)) else None
    if isinstance(value, TensorValue):
        return value.info.shape if value.info.kind == "concrete" else None
    if isinstance(value, Items) and value.counted:
        if not value.items:
            return (0,)
        inner = literal_shape(value.items[0])
        return None if inner is None else (len(value.items), *inner)
    return None


def shape_from(value: Value | None) -> Shape | None:
    """Return a shape that is written as a list, tuple or number."""
    if isinstance(value, Const) and isinstance(value.value, int):
        return (value.value,)
    if isinstance(value, Items) and not value.open:
        return tuple(v.value if isinstance(v, Const) and isinstance(v.value, int) else None for v in value.items)
    return None


def filled(target: Shape, dims: Shape | None) -> Shape:
    """Work out the -1 of a target shape.

    Args:
        target: the shape as written.
        dims: the dimensions that are rearranged, None when they are not known.
    """
    if -1 not in target:
        return target
    total = _count(dims) if dims is not None else None
    rest = _count(d for d in target if d != -1)
    fill = total // rest if total is not None and rest else None
    return tuple(fill if d == -1 else d for d in target)


def _count(dims: Iterable[int | None]) -> int | None:
    """Return the number of elements."""
    total = 1
    for d in dims:
        if d is None:
            return None
        total *= d
    return total


def node_of(tensors: Sequence[TensorValue]) -> Node | None:
    """Return the graph node of an operation on these tensors."""
    nodes = tuple(t.node for t in tensors if t.node is not None)
    return nodes[0] if len(nodes) == 1 else Node(None, nodes) if nodes else None


def kind_of(tensors: Sequence[TensorValue]) -> Any:
    """Return the kind of an operation's result."""
    kinds = {t.info.kind for t in tensors}
    if "symbolic" in kinds:
        return "symbolic"
    return "concrete" if kinds == {"concrete"} else None


def merge(tensors: Sequence[TensorValue], shape: Shape | None) -> TensorValue:
    """Return the result of an operation on tensors, with this shape."""
    first = tensors[0].info
    producers: frozenset[Any] | None = frozenset()
    for t in tensors:
        producers = None if producers is None or t.info.producers is None else producers | t.info.producers
    layouts = {t.info.layout for t in tensors if t.info.shape is None or len(t.info.shape) > 1}
    info = ev.Tensor(
        kind=kind_of(tensors),
        shape=shape,
        batch_site=next((t.info.batch_site for t in tensors if t.info.batch_site is not None), None),
        layout=layouts.pop() if len(layouts) == 1 else None,
        producers=producers,
        direct=None,
        per_replica=first.per_replica,
        batch=first.examples,
        made_of=made_of(tensors),
        part=first.part,
        makers=makers_of(tensors, one_batch=True),
    )
    return TensorValue(info, node_of(tensors))


def made_of(tensors: Iterable[TensorValue]) -> frozenset[Any]:
    """Return the calls, tapes and the like that tensors come from."""
    found: frozenset[Any] = frozenset()
    for tensor in tensors:
        found = found | tensor.info.made_of if tensor.info.made_of else found
    return found


def run_updates(values: Iterable[Value]) -> bool:
    """Whether tensors among some values are made from an operation of TF1 that has the UPDATE_OPS run before it."""
    return bool(updates_before(values))


def updates_before(values: Iterable[Value]) -> list[ev.UpdatesFirst]:
    """Return those operations."""
    found = made_of(tensor for value in values for tensor in flat(value))
    return [source for source in found if isinstance(source, ev.UpdatesFirst)]


def makers_of(tensors: Iterable[TensorValue], one_batch: bool = False) -> frozenset[ev.Layer | None]:
    """Return the models whose answers tensors are.

    Args:
        tensors: the tensors.
        one_batch: one tensor is made of all of them: examples beside each other, or one worked into the other.
    """
    each = [tensor.info.makers for tensor in tensors]
    found = frozenset[ev.Layer | None]().union(*each)
    return found | {None} if one_batch and found and frozenset() in each else found


def mixed(value: TensorValue) -> TensorValue:
    """Return a tensor into which something that nobody knows was worked."""
    if not value.info.makers:
        return value
    return TensorValue(replace(value.info, makers=value.info.makers | {None}), value.node)


def made_by(value: Value, layer: ev.Layer) -> Value:
    """Return what comes out of an outermost call of a model, so that it is known wherever it goes."""
    return each(
        value,
        lambda tensor: TensorValue(replace(tensor.info, makers=frozenset((layer,))), tensor.node),
        lambda other: other,
    )


def as_answer(value: Value, call: ev.LayerCalled) -> Value:
    """Return what comes out of an outermost call, so that it is known wherever it goes."""
    if value is UNKNOWN:
        return TensorValue(ev.Tensor(made_of=frozenset((call,))))
    return each(
        value,
        lambda tensor: TensorValue(replace(tensor.info, made_of=tensor.info.made_of | {call}), tensor.node),
        lambda other: other,
    )


def each(value: Value, change: Callable[[TensorValue], Value], others: Callable[[Value], Value]) -> Value:
    """Return a structure of lists, tuples and dicts with its tensors changed.

    Args:
        value: the structure, or a tensor.
        change: what becomes of a tensor.
        others: what becomes of anything else inside.
    """
    if isinstance(value, TensorValue):
        return change(value)
    if isinstance(value, Items):
        element = UNKNOWN if value.element is UNKNOWN else each(value.element, change, others)
        return Items([each(item, change, others) for item in value.items], value.kind, value.open, element)
    if isinstance(value, Mapping):
        content = {key: each(item, change, others) for key, item in value.items.items()}
        return Mapping(content, value.open, value.namespace)
    return others(value)


def rows(value: Value) -> Value:
    """Return a structure of tensors with one entry along the first axis in place of each."""
    return each(value, row, lambda other: UNKNOWN)


def as_concrete(value: Value) -> Value:
    """Return what a layer sees when Keras runs it on such inputs: tensors without a graph, at whatever depth."""
    return each(
        value,
        lambda tensor: TensorValue(replace(tensor.info, kind="concrete")),
        lambda other: CONCRETE if other is UNKNOWN else other,
    )


def combine(tensors: list[TensorValue], operands: Sequence[Value], taped: bool) -> TensorValue:
    """Return the result of an elementwise operation; ``taped`` while a tape records, where no KerasTensor can be."""
    shapes: list[Shape | None] = []
    unknown_operand = False
    for operand in operands:
        if isinstance(operand, Optional):
            operand = operand.value
        if isinstance(operand, TensorValue):
            shapes.append(operand.info.shape)
        elif isinstance(operand, Const):
            shapes.append(())
        else:
            shape = literal_shape(operand)
            unknown_operand = unknown_operand or shape is None
            shapes.append(shape)
    result = _stretched(merge(tensors, broadcast(shapes)), shapes)
    result = mixed(result) if unknown_operand else result
    if unknown_operand and result.info.kind == "concrete" and not taped:
        return TensorValue(replace(result.info, kind=None), result.node)
    return result


def _stretched(result: TensorValue, shapes: Sequence[Shape | None]) -> TensorValue:
    """Return a result of unknown rank without its batch of one, where an operand may have more rows than that."""
    info = result.info
    if info.shape is not None or info.batch != 1 or not any(shape and shape[0] != 1 and shape[1:] for shape in shapes):
        return result
    return TensorValue(replace(info, batch=None, batch_site=None), result.node)


def broadcast(shapes: Sequence[Shape | None]) -> Shape | None:
    """Return the broadcast shape, None when a rank is not known."""
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) < len(shapes):
        return None
    rank = max(map(len, known))
    return tuple(_broadcast_axis([s[axis - rank] for s in known if len(s) >= rank - axis]) for axis in range(rank))


def _broadcast_axis(dims: list[int | None]) -> int | None:
    wide = [d for d in dims if d != 1]
    fixed = [d for d in wide if d is not None]
    return fixed[0] if fixed else None if wide else 1


def product(a: Shape | None, b: Shape | None) -> Shape | None:
    """Return the shape of a matrix product; of an operand that is not known only that it is a matrix."""
    if a is None:
        return None
    if b is None:
        return (*a[:-1], None)
    if not a or not b:
        return a or b  # ``numpy.dot`` multiplies by a number
    if len(b) == 1 or len(a) == 1:
        return a[:-1] if len(b) == 1 else (*b[:-2], b[-1])
    outer = broadcast([a[:-2], b[:-2]])
    return None if outer is None else (*outer, a[-2], b[-1])


def like(value: TensorValue, shape: Shape | None, **changes: Any) -> TensorValue:
    """Return a tensor derived from another one, of another shape."""
    return TensorValue(replace(value.info, shape=shape, batch=value.info.examples, direct=None, **changes), value.node)


def row(value: TensorValue) -> TensorValue:
    """Return one entry along the first axis."""
    shape = value.info.shape
    info = replace(
        value.info, shape=shape[1:] if shape else None, batch=None, batch_site=None, layout=None, direct=None
    )
    return TensorValue(info, value.node)


def unpacked(value: Value) -> Value:
    """Return what each target of ``a, b = value`` holds."""
    if isinstance(value, TensorValue):
        return row(value) if value.info.shape else value
    if isinstance(value, Items) and value.open:
        return value.element
    return UNKNOWN


def dataset_element(value: Dataset) -> Value:
    """Return one element of a data set."""
    element = value.element
    if element is UNKNOWN:
        batch = value.batch.value if value.batched and value.batch.known else None
        element = concrete(None, batch=batch, batch_site=value.batch.site if value.batched else None)
    return parted(element, value.part) if value.batched else element


def parted(value: Value, part: bool) -> Value:
    """Say of a batch whether it is a part of the data, or all of it."""
    return each(value, lambda tensor: TensorValue(replace(tensor.info, part=part), tensor.node), lambda other: other)


def with_batch(value: Value, batch: int | None, site: ev.Site | None, per_replica: int | None = None) -> Value:
    """Add a batch dimension in front of every tensor of a structure."""
    return each(value, lambda tensor: _in_batch(tensor, batch, site, per_replica), lambda other: UNKNOWN)


def _in_batch(tensor: TensorValue, batch: int | None, site: ev.Site | None, per_replica: int | None) -> TensorValue:
    shape = tensor.info.shape
    info = replace(
        tensor.info,
        kind="concrete",
        shape=None if shape is None else (batch, *shape),
        batch=batch,
        batch_site=site,
        per_replica=per_replica,
    )
    return TensorValue(info)


def replace_batch(value: Value, batch: int | None, site: ev.Site | None, per_replica: int | None = None) -> Value:
    """Cut batches of this size from the arrays of a structure."""
    return each(
        value,
        lambda tensor: _in_batch(row(tensor), batch, site, per_replica),
        lambda other: concrete(None, batch=batch, batch_site=site, per_replica=per_replica),
    )


def length(value: Value) -> int | None:
    """Return the number of examples in arrays handed to ``fit``: a list holds one for each input."""
    for tensor in flat(value):
        if tensor.info.examples is not None:
            return tensor.info.examples
    if isinstance(value, Items) and literal_shape(value):
        return len(value.items)
    return None


def reduced(value: TensorValue, axes: Value | None, keepdims: bool) -> TensorValue:
    """Return the result of a reduction."""
    shape = value.info.shape
    whole = axes is None or (isinstance(axes, Const) and axes.value is None)
    if whole and not keepdims:
        return like(value, ())
    if shape is None:
        return like(value, None)
    if whole or axes is None:
        return like(value, (1,) * len(shape))
    gone = _positions(axes, len(shape))
    if gone is None:
        return like(value, None)
    out = tuple(1 if i in gone else d for i, d in enumerate(shape) if keepdims or i not in gone)
    return like(value, out, batch_site=value.info.batch_site if 0 not in gone else None)


def _positions(axes: Value, rank: int) -> set[int] | None:
    """Return the axes that are meant, None where they are not known."""
    wanted = shape_from(axes)
    if wanted is None or None in wanted:
        return None
    return {axis % rank for axis in wanted if axis is not None and rank}


def reshaped(value: TensorValue, target: tuple[int | None, ...] | None, site: ev.Site) -> TensorValue:
    """Return a tensor with another shape; a leading 1 decides a batch of one."""
    if target is None:
        return like(value, None)
    full = filled(target, value.info.shape)
    batch_site = site if full and full[0] == 1 else None
    changed = TensorValue(replace(value.info, shape=full, batch=None, layout=None, batch_site=batch_site, direct=None))
    return TensorValue(changed.info, value.node)
