"""What is known of the tensors that go into layers: shape, where they come from, who decided their batch size."""

from __future__ import annotations

import ast
import weakref
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from bnlint.events import Layer, Site, Tensor
from bnlint.libraries.keras_layers import DROPPING, FREE, LAYERS, WEIGHTLESS
from bnlint.libraries.schema import Shape
from bnlint.runtime.sites import UserFrame, handed_expression
from bnlint.runtime.sources import positional

Layout = Literal["channels_first", "channels_last"]


@dataclass(frozen=True)
class Tag:
    """Facts that travel with one tensor object."""

    direct: Layer | None = None
    producers: frozenset[Any] | None = None
    layout: Layout | None = None
    batch_site: Site | None = None
    dropped: Layer | None = None
    part: bool | None = None
    maker: Layer | None = None
    fed: frozenset[Any] = frozenset()


Fact = TypeVar("Fact")


class Weak(Generic[Fact]):
    """Facts by object, dropped with the object; tensors cannot be keys of a dictionary."""

    def __init__(self) -> None:
        self._facts: dict[int, tuple[weakref.ref[Any], Fact]] = {}

    def __len__(self) -> int:
        """Return how many objects are known."""
        return len(self._facts)

    def get(self, value: Any) -> Fact | None:
        """Return what is known of an object."""
        found = self._facts.get(id(value))
        return found[1] if found is not None and found[0]() is value else None

    def set(self, value: Any, fact: Fact) -> None:
        """Note something of an object; things that cannot be referred to weakly are left alone."""
        key = id(value)
        try:
            reference = weakref.ref(value, lambda _: self._facts.pop(key, None))
        except TypeError:
            return
        self._facts[key] = (reference, fact)


class Tags(Weak[Tag]):
    """Tags by tensor."""

    def merge(self, tensor: Any, tag: Tag) -> None:
        """Tag a tensor, but keep what is known already of the layer it comes from."""
        known = self.get(tensor)
        if known is None or known.producers is None:
            self.set(tensor, tag)
        elif known.batch_site is None:
            self.set(tensor, replace(known, batch_site=tag.batch_site))

    def made(self, answer: Any, maker: Layer) -> None:
        """Note the model whose answer some tensors or arrays are."""
        for each in flatten(answer):
            self.set(each, replace(self.get(each) or Tag(), maker=maker))


def flatten(value: Any) -> list[Any]:
    """Return the tensors in nested lists, tuples and dictionaries."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in flatten(item)]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in flatten(item)]
    return [] if value is None else [value]


def shape_of(value: Any) -> tuple[int | None, ...] | None:
    """Return a tensor's static shape; None when not even the rank is known."""
    if isinstance(value, (int, float)):
        return ()
    if isinstance(value, (list, tuple)):
        inner = shape_of(value[0]) if value else ()
        return None if inner is None else (len(value), *inner)
    shape = getattr(value, "shape", None)
    if shape is None:
        return None
    try:
        # With TF1 behaviour a TensorShape yields Dimension objects; as_list() gives plain numbers always.
        sizes = shape.as_list() if hasattr(shape, "as_list") else shape
        return tuple(None if d is None else int(d) for d in sizes)
    except (TypeError, ValueError):
        # A TensorShape of unknown rank cannot be iterated.
        return None


def layout_of(layer: Any) -> Layout | None:
    """Return the data format of a layer that has one."""
    value = getattr(layer, "data_format", None)
    if value == "channels_first":
        return "channels_first"
    return "channels_last" if value == "channels_last" else None


def output_tag(layer: Layer, weighted: bool, layout: Layout | None, inputs: list[Tag | None]) -> Tag:
    """Return the tag of a layer's output.

    Args:
        layer: the layer.
        weighted: it has weights, so its output is its own; otherwise the inputs' producers pass through.
        layout: its data format.
        inputs: the tags of its inputs.
    """
    before = frozenset(p for tag in inputs if tag is not None for p in tag.producers or ())
    producers: frozenset[Any] | None
    if weighted or layer.kind == "InputLayer":
        producers = frozenset({layer})
    elif inputs and all(tag is not None and tag.producers is not None for tag in inputs):
        producers = before
    else:
        producers = None
    if layout is None and len(inputs) == 1 and inputs[0] is not None and layer.kind not in _LAYOUT_BREAKERS:
        layout = inputs[0].layout
    batch_site = next((tag.batch_site for tag in inputs if tag is not None and tag.batch_site is not None), None)
    part = next((tag.part for tag in inputs if tag is not None and tag.part is not None), None)
    makers = {tag.maker if tag is not None else None for tag in inputs}
    maker = next(iter(makers)) if len(makers) == 1 else None
    dropped = _dropped(layer, weighted, inputs)
    if weighted:
        return Tag(layer, producers, layout, batch_site, dropped, part, layer, before)
    return Tag(layer, producers, layout, batch_site, dropped, part, maker)


def _dropped(layer: Layer, weighted: bool, inputs: list[Tag | None]) -> Layer | None:
    """Return the Dropout behind a layer's output."""
    if layer.kind in DROPPING:
        return layer
    through = not weighted and layer.kind in WEIGHTLESS and layer.kind not in FREE and len(inputs) == 1
    return inputs[0].dropped if through and inputs[0] is not None else None


_WITHOUT_LAYOUT = (
    *(Shape.PERMUTE, Shape.RESHAPE, Shape.FLAT, Shape.UNITS, Shape.REPEAT),
    *(Shape.EMBED, Shape.RECURRENT, Shape.BIDIRECTIONAL),
)
_LAYOUT_BREAKERS = frozenset(row.name for row in LAYERS if row.shape in _WITHOUT_LAYOUT) | {"Lambda", "TFOpLambda"}
"""Layers whose output may have its channels anywhere; the last two run who knows what."""


def with_batch(tensor: Tensor, batch: int | None, site: Site | None) -> Tensor:
    """Fill in a batch size that the shape leaves open."""
    shape = tensor.shape
    if shape and shape[0] is None and batch is not None:
        shape = (batch, *shape[1:])
    return replace(tensor, shape=shape, batch_site=tensor.batch_site or site)


def single_example(frames: list[UserFrame]) -> Site | None:
    """Return where the first argument of the innermost call gets a batch axis of one.

    ``x[None]``, ``x[np.newaxis, :]``, ``x[:1]``, ``tf.expand_dims(x, 0)``, ``x.reshape(1, -1)``: in the call itself, in
    the one assignment to a local name, or in the call that hands a parameter in.

    Args:
        frames: the user's frames, innermost first.
    """
    call = frames[0].place.call if frames else None
    expression = positional(call, 0) if call is not None else None
    for number, frame in enumerate(frames):
        source = frame.place.source
        if source is not None and isinstance(expression, ast.Name):
            expression = source.assigned_to(expression) or expression
        if expression is None or _makes_one(expression):
            return frame.place.at(expression)
        if not isinstance(expression, ast.Name):
            return None
        expression = handed_expression(frames[number:], expression)
    return None


def _makes_one(expression: ast.expr) -> bool:
    for node in ast.walk(expression):
        if isinstance(node, ast.Subscript) and _keeps_one(node.slice):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("expand_dims", "reshape", "newaxis"):
                return True
    return False


def _keeps_one(index: ast.expr) -> bool:
    first = index.elts[0] if isinstance(index, ast.Tuple) and index.elts else index
    if isinstance(first, ast.Slice):
        ends = [getattr(end, "value", None) if end is not None else 0 for end in (first.lower, first.upper)]
        return ends == [0, 1]
    if isinstance(first, ast.Constant):
        return first.value is None
    return isinstance(first, ast.Attribute) and first.attr == "newaxis"


MAX_OPERATIONS = 500
"""How many operations of a graph are looked at behind one tensor."""


def is_resized(tensor: Any) -> bool:
    """Say whether a graph puts batches together, or cuts one, on the way to a tensor: its size is not the batch's then.

    Args:
        tensor: a tensor of a TensorFlow graph whose first dimension is not known; others never are.
    """
    todo, seen = [getattr(tensor, "op", None)], set[int]()
    while todo and len(seen) < MAX_OPERATIONS:
        operation = todo.pop()
        if operation is None or id(operation) in seen:
            continue
        seen.add(id(operation))
        if _resizes(operation):
            return True
        todo += [source.op for source in operation.inputs]
    return False


def _resizes(operation: Any) -> bool:
    """Say whether an operation changes the first dimension of data (and not of a shape, which is a vector)."""
    kind, inputs = operation.type, list(operation.inputs)
    if kind in ("Split", "SplitV", "ConcatV2"):
        axis = inputs[{"Split": 0, "SplitV": 2, "ConcatV2": -1}[kind]]
        data = inputs[1] if kind == "Split" else inputs[0]
        value = axis.op.node_def.attr["value"].tensor.int_val if axis.op.type == "Const" else ()
        return data.shape.rank not in (0, 1) and list(value)[:1] == [0]
    if kind == "StridedSlice":
        masks = [operation.get_attr(f"{end}_mask") & 1 for end in ("begin", "end", "ellipsis", "new_axis")]
        return inputs[0].shape.rank not in (0, 1) and not (all(masks[:2]) or masks[2] or masks[3])
    return False
