"""Output shapes of Keras layers, as far as the rules about batch size and axis need them.

A layer's row in ``bnlint/libraries/keras_layers.py`` names its rule, ``_RULES`` has the function for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.values import Const, Items, Object, TensorValue, Value
from bnlint.interpreter.machine import Machine
from bnlint.libraries.keras_layers import (
    BY_NAME,
    CONVOLVES_IN_KERAS_1,
    DROPPING,
    FREE,
    KERAS_1_CONVOLUTIONS,
    KERAS_1_FORMAT,
    LAST_IN_KERAS_2,
    ORDERINGS,
    WEIGHTLESS,
    positional,
)
from bnlint.libraries.schema import Layer
from bnlint.libraries.schema import Shape as Rule

Shape = tuple[int | None, ...]


def arg(obj: Object, name: str) -> Value | None:
    """Return a constructor argument of a library layer."""
    return obj.config.get(name)


def constant(obj: Object, name: str, default: object) -> object:
    """Return a constructor argument's constant; ``default`` if it was not written; None if it is not known."""
    value = arg(obj, name)
    if value is None:
        return default
    return value.value if isinstance(value, Const) else None


def data_format(run: Machine, obj: Object) -> ev.Layout | None:
    """Return a layer's data format; the program's default is the one at the time when the layer was made."""
    chosen = obj.known.data_format or run.defaults.data_format or run.assumed_format
    default = None if _counts_on_keras_1(obj) else chosen
    written = _written_format(obj)
    if written is None:
        always_last = run.dialect == 2 and obj.layer is not None and obj.layer.kind in LAST_IN_KERAS_2
        value: object = "channels_last" if always_last else default
    elif isinstance(written, Const):
        value = default if written.value in (None, "default") else ORDERINGS.get(written.value, written.value)
    else:
        value = None
    return value if value in ("channels_first", "channels_last") else None


def _written_format(obj: Object) -> Value | None:
    """Return the data format that a layer is given, None for none."""
    written = arg(obj, "data_format")
    return arg(obj, KERAS_1_FORMAT) if written is None else written


def _counts_on_keras_1(obj: Object) -> bool:
    """Whether a layer has a name of Keras 1, and no argument as Keras 2 has them."""
    if obj.layer is None or obj.layer.class_name not in KERAS_1_CONVOLUTIONS:
        return False
    sizes = (arg(obj, "kernel_size"), arg(obj, "strides"))
    return constant(obj, "padding", "") not in ("same", "valid") and not any(isinstance(size, Items) for size in sizes)


def pair(value: Value | None, rank: int, default: int | None) -> list[int | None]:
    """Return a size that is written once or per dimension."""
    if _is_left_out(value):
        return [default] * rank
    if isinstance(value, Const):
        return [value.value if isinstance(value.value, int) else None] * rank
    if isinstance(value, Items) and len(value.items) == rank and not value.open:
        return [v.value if isinstance(v, Const) and isinstance(v.value, int) else None for v in value.items]
    return [None] * rank


def _is_left_out(value: Value | None) -> bool:
    return value is None or (isinstance(value, Const) and value.value is None)


def output(run: Machine, obj: Object, inputs: Sequence[TensorValue]) -> ev.Tensor:
    """Return what comes out of a library layer, kind and shape and origin."""
    info = inputs[0].info
    kind = obj.layer.kind if obj.layer is not None else ""
    merged = tensors.merge(inputs, None).info if len(inputs) > 1 else info
    row = BY_NAME.get(kind, _NO_ROW)
    if info.layout == "channels_last" and not run.defaults.data_format and arg(obj, "data_format") == _FIRST:
        run.testimony.formats_differ = True
    use = _Use(run, obj, row, inputs)
    shape, layout = _RULES[row.shape](use)
    unshown = layout == "channels_last" and row.rank > 1 and not run.testimony.format_shown
    if unshown and "data_format" in positional(row, run.dialect):
        _note_format(use)
    if shape is not None and 0 in shape[1:] and row.shape in _OF_WINDOWS:
        shape = _without_rows(run, info, shape)
    return ev.Tensor(
        kind=merged.kind,
        shape=shape,
        batch=info.examples,
        batch_site=info.batch_site,
        layout=layout,
        producers=merged.producers if kind in WEIGHTLESS else frozenset({id(obj)}),
        direct=obj.layer,
        fed=frozenset() if kind in WEIGHTLESS else merged.producers or frozenset(),
        per_replica=info.per_replica,
        made_of=merged.made_of,
        part=info.part,
        dropped=_dropped(obj, kind, inputs),
        makers=merged.makers,
    )


def _note_format(use: _Use) -> None:
    """Note whether a layer that is read with the channels last shows that this is meant, or only takes the default."""
    said = bool(use.run.defaults.data_format) or not _takes_default_format(use.obj)
    if said or use.input_layout is None and _shows_channels_last(use.shape):
        use.run.testimony.format_shown = True
    else:
        use.run.testimony.format_assumed = True


def _takes_default_format(obj: Object) -> bool:
    written = _written_format(obj)
    return written is None or isinstance(written, Const) and written.value in (None, "default")


_OF_WINDOWS = (Rule.CONVOLUTION, Rule.DEPTHWISE, Rule.POOL, Rule.CROP, Rule.RECURRENT_CONVOLUTION)
"""The rules of layers that leave nothing of an image that is too small."""


def _without_rows(run: Machine, info: ev.Tensor, shape: Shape) -> Shape:
    """Return the shape of what a window leaves that fits nowhere: Keras raises where it builds a graph or trains."""
    if info.shape is not None and 0 not in info.shape and (info.kind == "symbolic" or run.context.driver == "fit"):
        run.fails("ValueError")
    return (shape[0], *(size or None for size in shape[1:]))


def _dropped(obj: Object, kind: str, inputs: Sequence[TensorValue]) -> ev.Layer | None:
    """Return the Dropout behind a layer's output: a sum of it and something else is no such thing."""
    if kind in DROPPING:
        return obj.layer
    through = kind in WEIGHTLESS and kind not in FREE and len(inputs) == 1
    return inputs[0].info.dropped if through else None


_NO_ROW = Layer("")
_FIRST = Const("channels_first")

_Sizes = list[int | None]
_Result = tuple[Shape | None, ev.Layout | None]
"""An output's shape and where its channels are."""


class _Use(NamedTuple):
    """One layer and what it is called on."""

    run: Machine
    obj: Object
    row: Layer
    inputs: Sequence[TensorValue]

    @property
    def shape(self) -> Shape | None:
        """The shape of the (first) input."""
        return self.inputs[0].info.shape

    @property
    def batch(self) -> int | None:
        """The size of the input's first axis."""
        return self.inputs[0].info.examples

    @property
    def input_layout(self) -> ev.Layout | None:
        """Where the input's channels are."""
        return self.inputs[0].info.layout

    @property
    def layout(self) -> ev.Layout | None:
        """The layer's data format; layers that have no such argument count on the channels last."""
        if "data_format" not in positional(self.row, self.run.dialect):
            return "channels_last"
        if self.is_in_doubt:
            return None
        found = data_format(self.run, self.obj)
        unsaid = found is None and _written_format(self.obj) is None and not self.run.defaults.data_format
        return "channels_last" if unsaid and looks_channels_last(self.shape) else found

    @property
    def is_in_doubt(self) -> bool:
        """Whether nobody names the format, and the image is not as Keras's default has it: something else sets it.

        Behind such a layer no size is known, though there are as many as an image has. A map inside a network that
        goes by Keras's default may have any size.
        """
        if _written_format(self.obj) is not None or self.run.defaults.data_format:
            return False
        if self.input_layout == "channels_last":
            return False
        behind = self.input_layout is None and self.shape is not None and len(self.shape) == self.row.rank + 2
        nothing = self.shape is not None and all(size is None for size in self.shape[1:])
        return any(map(_looks_channels_first, (self.shape, self.obj.known.input))) or behind and nothing

    def integer(self, name: str, default: int | None = None) -> int | None:
        """Return a constructor argument that is an integer, None if it is not known to be one."""
        value = constant(self.obj, name, default)
        return value if isinstance(value, int) else None

    def sizes(self, name: str, default: int | None) -> _Sizes:
        """Return a constructor argument that has a value for each spatial dimension."""
        return pair(arg(self.obj, name), self.row.rank, default)

    def image(self) -> tuple[_Sizes, int | None]:
        """Return the input's spatial dimensions and its channels."""
        return _parts(self.shape, self.layout, self.row.rank)


def _parts(shape: Shape | None, layout: ev.Layout | None, rank: int) -> tuple[_Sizes, int | None]:
    if shape is None or len(shape) != rank + 2 or layout is None:
        return [None] * rank, None
    return (list(shape[2:]), shape[1]) if layout == "channels_first" else (list(shape[1:-1]), shape[-1])


def _assemble(batch: int | None, spatial: _Sizes, channels: int | None, layout: ev.Layout | None) -> Shape | None:
    if layout is None:
        return None
    return (batch, channels, *spatial) if layout == "channels_first" else (batch, *spatial, channels)


def _unknown(use: _Use) -> _Result:
    return None, None


def _same(use: _Use) -> _Result:
    return use.shape, use.input_layout


# -- convolutions ------------------------------------------------------------------------------------------------


def _convolution(use: _Use) -> _Result:
    spatial, _ = use.image()
    return _convolved(use, _windows(use, spatial), use.integer("filters"))


def _depthwise(use: _Use) -> _Result:
    spatial, before = use.image()
    multiplier = use.integer("depth_multiplier", 1)
    return _convolved(use, _windows(use, spatial), _times(before, multiplier))


def _transposed(use: _Use) -> _Result:
    spatial, _ = use.image()
    padding, none = constant(use.obj, "padding", "valid"), _is_left_out(arg(use.obj, "output_padding"))
    kernel, strides, dilation = _window(use)
    if use.row.rank == 3 and use.run.dialect == 2:
        dilation = [1, 1, 1]  # Conv3DTranspose of tf_keras 2.21 takes a dilation and does without it
    sizes = zip(spatial, kernel, strides, dilation, use.sizes("output_padding", 0), strict=True)
    return _convolved(use, [_transposed_dim(padding, none, *each) for each in sizes], use.integer("filters"))


def _convolved(use: _Use, spatial: _Sizes, channels: int | None) -> _Result:
    if use.is_in_doubt:
        return (use.batch, *([None] * (use.row.rank + 1))), None
    return _assemble(use.batch, spatial, channels, use.layout), use.layout


def _looks_channels_first(shape: Shape | None) -> bool:
    """Whether an input of a layer with the default data format is shaped (batch, 1 or 3, height, width).

    Then the program counts on a channels_first default that is set somewhere else (keras.json, another file). What is
    as high as it is wide, and has more channels than an image, is a map of few pixels.
    """
    if shape is None or len(shape) != 4 or shape[1] not in (1, 3):
        return False
    return shape[2] not in (1, shape[1]) and shape[3] not in (1, 2, 3, 4)


def looks_channels_last(shape: Shape | None) -> bool:
    """Whether an image can only be (batch, height, width, 1 or 3)."""
    if shape is None or len(shape) != 4 or None in shape[1:]:
        return False
    return shape[3] in (1, 3) and shape[1] not in (1, 2, 3, 4) and shape[2] not in (1, 2, 3, 4)


def _shows_channels_last(shape: Shape | None) -> bool:
    """Whether the input of a network has its channels last, as far as its sizes can show: (height, width, 3) has."""
    if shape is None or len(shape) < 4 or shape[-1] is None:
        return False
    spatial, channels = shape[1:-1], shape[-1]
    known = [size for size in spatial if size is not None]
    if len(known) < len(spatial):
        return channels <= _FEW and all(size > _FEW for size in known)
    return channels < min(known) or len(set(known)) == 1 and channels != known[0]


_FEW = 4
"""So many channels has an image at most."""


def _window(use: _Use) -> tuple[_Sizes, _Sizes, _Sizes]:
    """Return a convolution's kernel size, strides and dilation."""
    strides = use.sizes("strides", 1)
    if any(name in use.obj.config for name in CONVOLVES_IN_KERAS_1):
        strides = [None] * use.row.rank
    return use.sizes("kernel_size", None), strides, use.sizes("dilation_rate", 1)


def _windows(use: _Use, spatial: _Sizes) -> _Sizes:
    """Return how often a convolution's window fits into each dimension."""
    padding = constant(use.obj, "padding", "valid")
    return [_fits(padding, *each) for each in zip(spatial, *_window(use), strict=True)]


def _fits(
    padding: object, size: int | None, kernel: int | None, stride: int | None, dilation: int | None
) -> int | None:
    if size is None or stride is None or not isinstance(padding, str) or stride < 1:
        return None
    mode = padding.lower()
    if mode in ("same", "causal"):
        return -(-size // stride)
    if kernel is None or dilation is None or mode != "valid":
        return None
    reach = (kernel - 1) * dilation + 1
    return (size - reach) // stride + 1 if size >= reach else 0


def _transposed_dim(
    padding: object,
    unpadded: bool,
    size: int | None,
    kernel: int | None,
    stride: int | None,
    dilation: int | None,
    extra: int | None,
) -> int | None:
    """Return a dimension after a transposed convolution.

    Args:
        padding: "same" or "valid".
        unpadded: whether ``output_padding`` was left out: it is chosen so that a strided convolution leads back.
        size: the dimension before.
        kernel: of the window.
        stride: of the window.
        dilation: of the window.
        extra: ``output_padding``.
    """
    if size is None or stride is None or not isinstance(padding, str) or stride < 1:
        return None
    same = padding.lower() == "same"
    if same and unpadded:
        return size * stride
    if kernel is None or dilation is None or extra is None:
        return None
    reach = (kernel - 1) * dilation + 1
    if unpadded:
        return (size - 1) * stride + max(reach, stride)
    return (size - 1) * stride + reach - (2 * (reach // 2) if same else 0) + extra


def _recurrent_convolution(use: _Use) -> _Result:
    sequences = _returns_sequences(use)
    if sequences is None:
        return None, None
    shape = use.shape
    frames = shape[1] if shape and len(shape) > 1 else None
    one_frame = None if shape is None else (shape[0], *shape[2:])
    spatial, _ = _parts(one_frame, use.layout, use.row.rank)
    result = _assemble(use.batch, _windows(use, spatial), use.integer("filters"), use.layout)
    if not sequences:
        return result, use.layout
    return None if result is None else (result[0], frames, *result[1:]), None


# -- pooling -----------------------------------------------------------------------------------------------------


def _pool(use: _Use) -> _Result:
    spatial, channels = use.image()
    size = use.sizes("pool_size", 2)
    strides = size if _is_left_out(arg(use.obj, "strides")) else use.sizes("strides", None)
    padding = constant(use.obj, "padding", "valid")
    out = [_fits(padding, n, k, s, 1) for n, k, s in zip(spatial, size, strides, strict=True)]
    return _assemble(use.batch, out, channels, use.layout), use.layout


def _adaptive_pool(use: _Use) -> _Result:
    _, channels = use.image()
    return _assemble(use.batch, use.sizes("output_size", None), channels, use.layout), use.layout


def _global_pool(use: _Use) -> _Result:
    _, channels = use.image()
    keep = constant(use.obj, "keepdims", False)
    if keep is None:
        return None, None
    if keep:
        return _assemble(use.batch, [1] * use.row.rank, channels, use.layout), use.layout
    return (use.batch, channels), None


# -- sizes of images ---------------------------------------------------------------------------------------------


def _upsample(use: _Use) -> _Result:
    spatial, _ = use.image()
    return _resized(use, [_times(n, factor) for n, factor in zip(spatial, use.sizes("size", 2), strict=True)])


def _pad(use: _Use) -> _Result:
    spatial, _ = use.image()
    margins = _margins(arg(use.obj, "padding"), use.row.rank, 1)
    return _resized(use, [_plus(n, margin) for n, margin in zip(spatial, margins, strict=True)])


def _crop(use: _Use) -> _Result:
    spatial, _ = use.image()
    default = 0 if use.row.rank == 2 else 1  # Cropping2D alone takes nothing away by default
    margins = _margins(arg(use.obj, "cropping"), use.row.rank, default)
    out = [None if margin is None else _plus(n, -margin) for n, margin in zip(spatial, margins, strict=True)]
    return _resized(use, [None if n is None else max(n, 0) for n in out])


def _margins(value: Value | None, rank: int, default: int) -> _Sizes:
    """Return what is added to (or taken from) each dimension at both ends together."""
    if isinstance(value, Items) and not value.open:
        sides = [value] if rank == 1 else value.items
        if len(sides) == rank:
            return [_plus(*pair(side, 2, None)) for side in sides]
    return [_times(n, 2) for n in pair(value, rank, default)]


def _resized(use: _Use, spatial: _Sizes) -> _Result:
    """Return an image of another size; one that is not known stays so, and keeps its layout."""
    _, channels = use.image()
    if use.shape is None or len(use.shape) != use.row.rank + 2:
        return None, use.input_layout
    return _assemble(use.batch, spatial, channels, use.layout), use.input_layout


def _resize(use: _Use) -> _Result:
    """Return an image as high and wide as the arguments say; an image alone has no batch."""
    size = [use.integer("height"), use.integer("width")]
    shape, layout = use.shape, use.layout
    if shape is not None and len(shape) == 3 and layout is not None:
        out = _assemble(None, size, _parts((None, *shape), layout, 2)[1], layout)
        return None if out is None else out[1:], use.input_layout
    return _resized(use, size)


def _times(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a * b


def _plus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


# -- other shapes ------------------------------------------------------------------------------------------------


def _units(use: _Use) -> _Result:
    shape = use.shape
    flat = shape is not None and len(shape) == 2
    return (None if not shape else (*shape[:-1], use.integer("units"))), None if flat else use.input_layout


def _flat(use: _Use) -> _Result:
    total: int | None = 1
    for size in (use.shape or (None, None))[1:]:
        total = _times(total, size)
    return (use.batch, total), None


def _reshape(use: _Use) -> _Result:
    target = tensors.shape_from(arg(use.obj, "target_shape"))
    if target is None:
        return None, None
    return (use.batch, *tensors.filled(target, None if use.shape is None else use.shape[1:])), None


def _permute(use: _Use) -> _Result:
    shape, order = use.shape, tensors.shape_from(arg(use.obj, "dims"))
    if shape is not None and order is not None and all(d is not None and 0 < d < len(shape) for d in order):
        return (shape[0], *(shape[d] for d in order if d is not None)), None
    return None, None


def _repeat(use: _Use) -> _Result:
    return (use.batch, use.integer("n"), use.shape[-1] if use.shape else None), None


def _embed(use: _Use) -> _Result:
    return (None if use.shape is None else (*use.shape, use.integer("output_dim"))), None


def _recurrent(use: _Use) -> _Result:
    sequences = _returns_sequences(use)
    if sequences is None:
        return None, None
    shape, width = use.shape, use.integer("units")
    steps = shape[1] if shape and len(shape) > 1 else None
    return (use.batch, steps, width) if sequences else (use.batch, width), None


def _bidirectional(use: _Use) -> _Result:
    """Return what two recurrent layers make, one of which goes backward; what both return may be put together."""
    inner, merge = use.obj.attrs.get("layer"), constant(use.obj, "merge_mode", "concat")
    row = BY_NAME.get(inner.layer.kind) if isinstance(inner, Object) and inner.layer is not None else None
    known = row is not None and row.shape == Rule.RECURRENT and isinstance(merge, str)
    if not known or not isinstance(inner, Object) or arg(use.obj, "backward_layer") is not None:
        return None, None
    shape, layout = _recurrent(use._replace(obj=inner))
    if shape is None or merge != "concat":
        return shape, layout
    return (*shape[:-1], _times(shape[-1], 2)), layout


def _returns_sequences(use: _Use) -> bool | None:
    """Whether a recurrent layer returns every step; None if that is not known, or it returns more than a tensor."""
    sequences = constant(use.obj, "return_sequences", False)
    other = any(constant(use.obj, name, False) is not False for name in ("return_state", "time_major"))
    return None if sequences is None or other else bool(sequences)


def _concatenate(use: _Use) -> _Result:
    shapes = [tensor.info.shape for tensor in use.inputs]
    first = shapes[0]
    if not first or any(shape is None or len(shape) != len(first) for shape in shapes):
        return None, use.input_layout
    axis = constant(use.obj, "axis", -1)
    if not isinstance(axis, int) or not -len(first) <= axis < len(first):
        return (None,) * len(first), use.input_layout
    out = list(first)
    parts = [shape[axis] for shape in shapes if shape is not None]
    out[axis] = reduce(_plus, parts)
    return tuple(out), use.input_layout


def _broadcast(use: _Use) -> _Result:
    return tensors.broadcast([tensor.info.shape for tensor in use.inputs]), use.input_layout


_RULES: dict[str, Callable[[_Use], _Result]] = {
    Rule.SAME: _same,
    Rule.CONVOLUTION: _convolution,
    Rule.TRANSPOSED: _transposed,
    Rule.DEPTHWISE: _depthwise,
    Rule.POOL: _pool,
    Rule.ADAPTIVE_POOL: _adaptive_pool,
    Rule.GLOBAL_POOL: _global_pool,
    Rule.UNITS: _units,
    Rule.FLAT: _flat,
    Rule.RESHAPE: _reshape,
    Rule.PERMUTE: _permute,
    Rule.REPEAT: _repeat,
    Rule.UPSAMPLE: _upsample,
    Rule.PAD: _pad,
    Rule.CROP: _crop,
    Rule.EMBED: _embed,
    Rule.RECURRENT: _recurrent,
    Rule.BIDIRECTIONAL: _bidirectional,
    Rule.RECURRENT_CONVOLUTION: _recurrent_convolution,
    Rule.CONCATENATE: _concatenate,
    Rule.BROADCAST: _broadcast,
    Rule.RESIZE: _resize,
    Rule.UNKNOWN: _unknown,
}
