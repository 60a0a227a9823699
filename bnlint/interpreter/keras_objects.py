"""Questions about Keras objects: what is inside, does it contain BN, is it trainable."""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.interpreter.values import Const, Items, Mapping, Node, Object, Optional, Partial, Value

_MAX_DEPTH = 12


def objects_in(value: Value, depth: int = 0) -> Iterator[tuple[Object, bool]]:
    """Yield the objects inside a value, each with whether it is there for certain."""
    if isinstance(value, Object):
        yield value, True
    elif isinstance(value, Optional):
        for inner, _ in objects_in(value.value, depth):
            yield inner, False
    elif depth < 4:
        content: list[Value] = []
        if isinstance(value, Items):
            content = value.items
        elif isinstance(value, Mapping):
            content = list(value.items.values())
        elif isinstance(value, Partial):
            content = [value.function, *value.args, *value.kwargs.values()]
        for item in content:
            yield from objects_in(item, depth + 1)


def graph_nodes(outputs: list[Node]) -> dict[int, tuple[Node, bool]]:
    """Return the nodes of a Functional graph behind its outputs, by id, with whether each is there for certain."""
    found: dict[int, tuple[Node, bool]] = {}
    stack = [(node, True) for node in outputs]
    while stack:
        node, certain = stack.pop()
        seen = found.get(id(node))
        if seen is not None and (seen[1] or not certain):
            continue
        found[id(node)] = (node, certain)
        stack.extend((before, certain) for before in node.inputs)
        if node.joined:
            common = set.intersection(*({*_reach(side)} for side in node.joined))
            for side in node.joined:
                stack.extend((n, certain and id(n) in common) for n in _reach(side).values())
    return found


def _reach(node: Node) -> dict[int, Node]:
    found: dict[int, Node] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if id(current) not in found:
            found[id(current)] = current
            stack.extend(current.inputs)
            stack.extend(current.joined)
    return found


def graph_order(obj: Object) -> list[tuple[Node, bool]]:
    """Return a Functional model's nodes, inputs before outputs."""
    if "order" not in obj.state:
        nodes = graph_nodes(obj.state.get("outputs", []))
        done: dict[int, None] = {}
        order: list[tuple[Node, bool]] = []
        for start in obj.state.get("outputs", []):
            stack = [(start, False)]
            while stack:
                node, ready = stack.pop()
                if id(node) in done:
                    continue
                if ready:
                    done[id(node)] = None
                    order.append(nodes.get(id(node), (node, False)))
                else:
                    stack.append((node, True))
                    stack.extend((before, False) for before in (*node.inputs, *node.joined))
        obj.state["order"] = order
    found: list[tuple[Node, bool]] = obj.state["order"]
    return found


def children(obj: Object) -> Iterator[tuple[Object, bool]]:
    """Yield the layers and models directly inside, each with whether it is there for certain."""
    for entry in obj.state.get("stack", ()):
        yield from objects_in(entry)
    if "outputs" in obj.state:
        for node, certain in graph_order(obj):
            if node.obj is not None:
                yield node.obj, certain
    if obj.layer is not None:
        for name, value in obj.attrs.items():
            if name not in ("optimizer", "loss"):
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


def contains_bn(obj: Object) -> bool:
    """Whether a BN layer is inside for certain."""
    return any(certain and inner.layer is not None and inner.layer.is_bn for inner, certain in walk(obj))


def may_contain_bn(obj: Object) -> bool:
    """Whether a BN layer is inside on some branch."""
    return any(inner.layer is not None and inner.layer.is_bn for inner, _ in walk(obj))


def refresh(obj: Object) -> None:
    """Bring the events' view of what is inside up to date."""
    for current, _ in walk(obj):
        if current.layer is not None:
            known = {id(child) for child in current.layer.children}
            for child, _certain in children(current):
                if child.layer is not None and id(child.layer) not in known and child.layer is not current.layer:
                    known.add(id(child.layer))
                    current.layer.children.append(child.layer)


def trainable(obj: Object) -> bool | None:
    """Return the object's own ``trainable``, None when not known."""
    value = obj.attrs.get("trainable", Const(True))
    return bool(value.value) if isinstance(value, Const) else None
