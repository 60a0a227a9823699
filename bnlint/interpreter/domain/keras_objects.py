"""Questions about Keras objects: what is inside, does it contain BN, is it trainable."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from bnlint.interpreter.domain.classes import find_method
from bnlint.interpreter.domain.values import (
    Choice,
    Const,
    Items,
    Mapping,
    Node,
    Object,
    Optional,
    Statistics,
    Value,
    Variables,
)
from bnlint.libraries.habits import NOT_INSIDE
from bnlint.libraries.keras_layers import WEIGHTED
from bnlint.libraries.keras_models import BUILD

_TRAINABLE = Const(True)
"""What ``trainable`` is unless somebody sets it."""
_HOLDERS = (Object, Optional, Items, Mapping, Choice)


def objects_in(value: Value, depth: int = 0) -> Iterator[tuple[Object, bool]]:
    """Yield the objects inside a value, each with whether it is there for certain."""
    if isinstance(value, Object):
        yield value, True
    elif isinstance(value, Optional):
        for inner, _ in objects_in(value.value, depth):
            yield inner, False
    elif isinstance(value, Choice):  # whoever uses it uses each
        certain = all(isinstance(option, Object) for option in value.options)
        yield from ((option, certain) for option in value.options if isinstance(option, Object))
    elif depth < 4:
        content: list[Value] = []
        if isinstance(value, Items):
            content = value.items
        elif isinstance(value, Mapping):
            content = list(value.items.values())
        for item in content:
            yield from objects_in(item, depth + 1)


def graph_order(obj: Object) -> list[tuple[Node, bool]]:
    """Return a Functional model's nodes, inputs before outputs, with whether each is there for certain."""
    wiring = obj.known.wiring
    if wiring is None:
        return []
    if wiring.order is None:
        order = _inputs_first(wiring.outputs)
        wiring.order = list(zip(order, _certain(order, wiring.outputs), strict=True))
    return wiring.order


def _inputs_first(outputs: list[Node]) -> list[Node]:
    """Return the nodes behind outputs, inputs and alternatives before the nodes that need them."""
    done: dict[int, Node] = {}
    for start in outputs:
        stack = [(start, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in done:
                continue
            if ready:
                done[id(node)] = node
            else:
                stack.append((node, True))
                stack.extend((before, False) for before in (*node.inputs, *node.joined))
    return list(done.values())


def _certain(order: list[Node], outputs: list[Node]) -> list[bool]:
    """Return whether each node is there for certain; of a join that is what stands behind all of its sides.

    Where each side of a join has layers of its own, the program chooses between them: whoever uses it chooses each, and
    what stands behind all of them is read. What only one side has is an option that may stay off.

    Sets of nodes are the bits of an integer: a network in a loop has hundreds of joins, each with most of it behind.

    Args:
        order: the nodes, inputs first.
        outputs: those the model was made with.
    """
    position = {id(node): index for index, node in enumerate(order)}
    layers = sum(1 << index for index, node in enumerate(order) if node.obj is not None)
    behind: list[int] = []
    sure: list[int] = []
    for index, node in enumerate(order):
        inputs = [position[id(before)] for before in node.inputs]
        sides = [position[id(side)] for side in node.joined]
        behind.append(reduce(or_, (behind[before] for before in inputs + sides), 1 << index))
        needed = reduce(or_, (sure[before] for before in inputs), 1 << index)
        if sides:
            shared = reduce(and_, (behind[side] for side in sides))
            each = node.chosen or all(behind[side] & ~shared & layers for side in sides)
            needed |= reduce(or_ if each else and_, (sure[side] for side in sides))
        sure.append(needed)
    certain = reduce(or_, (sure[position[id(node)]] for node in outputs), 0)
    return [bool(certain >> index & 1) for index in range(len(order))]


def children(obj: Object) -> Iterator[tuple[Object, bool]]:
    """Yield the layers and models directly inside, each with whether it is there for certain."""
    for entry in obj.stack:
        yield from objects_in(entry)
    if obj.known.wiring is not None:
        for node, certain in graph_order(obj):
            if node.obj is not None:
                yield node.obj, certain
    for name, value in obj.attrs.items():
        if isinstance(value, _HOLDERS) and name not in NOT_INSIDE:
            for inner, certain in objects_in(value):
                if inner.layer is not None:
                    yield inner, certain


def walk(obj: Object) -> Iterator[tuple[Object, bool]]:
    """Yield an object and everything inside it, each once, with whether it is there for certain."""
    seen: set[int] = set()
    stack = [(obj, True)]
    while stack:
        current, certain = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current, certain
        stack.extend((child, certain and sure) for child, sure in children(current))


def has_weights(obj: Object) -> bool:
    """Whether something inside is a layer of Keras's that has weights."""
    return any(inner.layer is not None and inner.layer.kind in WEIGHTED for inner, _ in walk(obj))


def contains_bn(obj: Object) -> bool:
    """Whether a BN layer is inside for certain."""
    return any(certain and inner.layer is not None and inner.layer.is_bn for inner, certain in walk(obj))


def holds_bn(obj: Object) -> bool:
    """Whether a BN layer is inside for certain, or layers of the program are that have not run their ``build`` yet."""
    return contains_bn(obj) or any(
        certain and not inner.known.built and find_method(inner.cls, BUILD) is not None for inner, certain in walk(obj)
    )


def may_contain_bn(obj: Object) -> bool:
    """Whether a BN layer is inside on some branch."""
    if obj.layer is not None and obj.layer.is_bn:
        return True
    if not obj.stack and obj.known.wiring is None and not any(isinstance(v, _HOLDERS) for v in obj.attrs.values()):
        return False  # most calls are of such a layer
    if not obj.known.has_bn:
        obj.known.has_bn = any(inner.layer is not None and inner.layer.is_bn for inner, _ in walk(obj))
    return obj.known.has_bn


def refresh(obj: Object) -> None:
    """Bring the events' view of what is inside up to date."""
    for current, _ in walk(obj):
        layer = current.layer
        assert layer is not None
        known = {id(child) for child in layer.children}
        for child, _certain in children(current):
            if child.layer is not None and id(child.layer) not in known and child.layer is not layer:
                known.add(id(child.layer))
                layer.children.append(child.layer)


def give_statistics(value: Value, own: bool = False) -> None:
    """Note that the program itself puts moving statistics into the layers in a value, or into those whose they are.

    Args:
        value: the layers, or weights of theirs.
        own: the statistics come from there.
    """
    for owner in _weights_in(value):
        for inner, _ in walk(owner):
            if inner.layer is not None and inner.layer.is_bn:
                inner.layer.given = inner.layer.given or not own
                inner.layer.given_back = inner.layer.given_back or own


def note_loading(value: Value, own: bool) -> None:
    """Note whether what is loaded into the layers in a value an earlier run of the program has saved itself.

    Args:
        value: the layers.
        own: it has, and where it has not there is nothing to load; before the layers are said to have weights.
    """
    for owner in _weights_in(value):
        for inner, _ in walk(owner):
            if inner.layer is not None:
                has_others = (inner.layer.given or inner.layer.pretrained is not False) and not inner.layer.resumed
                inner.layer.resumed = own and not has_others


def _weights_in(value: Value, depth: int = 0) -> Iterator[Object]:
    """Yield the objects whose weights are in a value, or that are in it themselves."""
    if isinstance(value, Statistics) or (isinstance(value, Variables) and value.every):
        yield from value.owners
    elif isinstance(value, Items) and depth < 4:
        for item in (*value.items, value.element):
            yield from _weights_in(item, depth + 1)
    else:
        yield from (obj for obj, _ in objects_in(value))


def trainable(obj: Object, traced: dict[int, Value]) -> bool | None:
    """Return the object's own ``trainable``, None when not known.

    Args:
        obj: a layer or model.
        traced: what the train function that runs knows of it, by ``id``.
    """
    value = traced.get(id(obj)) or own_trainable(obj)
    return bool(value.value) if isinstance(value, Const) else None


def own_trainable(obj: Object) -> Value:
    """Return what ``obj.trainable`` is at this moment."""
    return obj.attrs.get("trainable", _TRAINABLE)


def all_trainable(obj: Object) -> dict[int, Value]:
    """Return ``trainable`` of an object and of everything inside it, by ``id``."""
    return {id(inner): own_trainable(inner) for inner, _ in walk(obj)}
