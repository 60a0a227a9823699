"""Output shapes of Keras layers, as far as the rules about batch size and axis need them."""

from __future__ import annotations

from collections.abc import Sequence

import bnlint.events as ev
from bnlint.interpreter.domain import tensors
from bnlint.interpreter.domain.values import Const, Items, Object, TensorValue, Value
from bnlint.interpreter.keras.keras_table import WEIGHTLESS
from bnlint.interpreter.machine import Machine

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
    """Return a layer's data format."""
    default = (
        None if obj.layer is not None and obj.layer.class_name.startswith("Convolution") else run.defaults.data_format
    )
    value = constant(obj, "data_format", default)
    if value is None and isinstance(arg(obj, "data_format"), Const):
        value = default
    return value if value in ("channels_first", "channels_last") else None


def pair(value: Value | None, rank: int, default: int | None) -> list[int | None]:
    """Return a size that is written once or per dimension."""
    if value is None or (isinstance(value, Const) and value.value is None):
        return [default] * rank
    if isinstance(value, Const):
        return [value.value if isinstance(value.value, int) else None] * rank
    if isinstance(value, Items) and len(value.items) == rank and not value.open:
        return [v.value if isinstance(v, Const) and isinstance(v.value, int) else None for v in value.items]
    return [None] * rank


def output(run: Machine, obj: Object, inputs: Sequence[TensorValue]) -> ev.Tensor:
    """Return what comes out of a library layer, kind and shape and origin."""
    info = inputs[0].info
    kind = obj.layer.kind if obj.layer is not None else ""
    merged = tensors.merge(inputs, None).info if len(inputs) > 1 else info
    shape, layout = _shape(run, obj, kind, inputs)
    producers = merged.producers if kind in WEIGHTLESS or kind == "BatchNormalization" else frozenset({id(obj)})
    if kind == "BatchNormalization":
        producers = frozenset({id(obj)})
    return ev.Tensor(
        kind=merged.kind,
        shape=shape,
        batch=info.examples,
        batch_site=info.batch_site,
        layout=layout,
        producers=producers,
        direct=obj.layer,
        per_replica=info.per_replica,
    )


def _shape(
    run: Machine, obj: Object, kind: str, inputs: Sequence[TensorValue]
) -> tuple[Shape | None, ev.Layout | None]:
    info = inputs[0].info
    shape = info.shape
    batch = info.examples
    dims = 3 if "3D" in kind else 2 if "2D" in kind else 1
    if kind.startswith(("Conv", "Separable", "Depthwise", "Deconv")) and "LSTM" not in kind:
        return _convolution(run, obj, kind, dims, shape, batch)
    if "Global" in kind and "Pool" in kind:
        return _global_pool(run, obj, dims, shape, batch)
    if "Pool" in kind:
        return _pool(run, obj, kind, dims, shape)
    if kind == "Dense":
        units = constant(obj, "units", None)
        width = units if isinstance(units, int) else None
        flat = shape is not None and len(shape) == 2
        return (None if not shape else (*shape[:-1], width)), None if flat else info.layout
    if kind == "Flatten":
        total: int | None = 1
        for d in (shape or (None, None))[1:]:
            total = None if d is None or total is None else total * d
        return (batch, total), None
    if kind == "Reshape":
        target = tensors.shape_from(arg(obj, "target_shape"))
        if target is None:
            return None, None
        return (batch, *tensors.filled(target, None if shape is None else shape[1:])), None
    if kind == "Permute":
        dims_arg = tensors.shape_from(arg(obj, "dims"))
        if shape is not None and dims_arg is not None and all(d is not None and 0 < d < len(shape) for d in dims_arg):
            return (shape[0], *(shape[d] for d in dims_arg if d is not None)), None
        return None, None
    if kind == "RepeatVector":
        n = constant(obj, "n", None)
        return (batch, n if isinstance(n, int) else None, shape[-1] if shape else None), None
    if kind.startswith(("UpSampling", "ZeroPadding", "Cropping")):
        return _resize(run, obj, kind, dims, shape), info.layout
    if kind == "Embedding":
        width_value = constant(obj, "output_dim", None)
        return (None if shape is None else (*shape, width_value if isinstance(width_value, int) else None)), None
    if kind in ("LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU"):
        units = constant(obj, "units", None)
        width = units if isinstance(units, int) else None
        sequences = constant(obj, "return_sequences", False)
        if sequences is None:
            return None, None
        return ((batch, shape[1] if shape and len(shape) > 1 else None, width) if sequences else (batch, width)), None
    if kind == "Concatenate":
        shapes = [t.info.shape for t in inputs]
        if all(s is not None and len(s) == len(shapes[0] or ()) for s in shapes) and shapes[0]:
            axis = constant(obj, "axis", -1)
            if isinstance(axis, int) and -len(shapes[0]) <= axis < len(shapes[0]):
                out = list(shapes[0])
                parts = [s[axis] for s in shapes if s is not None]
                out[axis] = None if any(p is None for p in parts) else sum(p for p in parts if p is not None)
                return tuple(out), info.layout
            return tuple([None] * len(shapes[0])), info.layout
        return None, info.layout
    if kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        return tensors.broadcast([t.info.shape for t in inputs]), info.layout
    if kind == "Resizing":
        sizes = [constant(obj, name, None) for name in ("height", "width")]
        if shape is not None and len(shape) == 4:
            height, wide = (s if isinstance(s, int) else None for s in sizes)
            return (shape[0], height, wide, shape[3]), info.layout
        return None, info.layout
    if kind in _KEEPS or kind.startswith(("Random", "Spatial")):
        return shape, info.layout
    return None, None


_KEEPS = frozenset(
    "BatchNormalization LayerNormalization GroupNormalization UnitNormalization Activation ReLU LeakyReLU PReLU ELU "
    "ThresholdedReLU Softmax Dropout AlphaDropout GaussianDropout GaussianNoise ActivityRegularization Masking "
    "InputLayer Rescaling Identity Normalization".split()
)


def _spatial(run: Machine, obj: Object, dims: int, shape: Shape | None) -> tuple[list[int | None], ev.Layout | None]:
    layout = data_format(run, obj)
    if shape is None or len(shape) != dims + 2 or layout is None:
        return [None] * dims, layout
    return list(shape[2:] if layout == "channels_first" else shape[1:-1]), layout


def _assemble(batch: int | None, spatial: list[int | None], channels: int | None, layout: str | None) -> Shape | None:
    if layout is None:
        return None
    return (batch, channels, *spatial) if layout == "channels_first" else (batch, *spatial, channels)


def _channels(shape: Shape | None, dims: int, layout: str | None) -> int | None:
    if shape is None or len(shape) != dims + 2 or layout is None:
        return None
    return shape[1] if layout == "channels_first" else shape[-1]


def _convolution(
    run: Machine, obj: Object, kind: str, dims: int, shape: Shape | None, batch: int | None
) -> tuple[Shape | None, ev.Layout | None]:
    if arg(obj, "data_format") is None and run.defaults.chosen_format is None and _looks_channels_first(shape):
        return (batch, *([None] * (dims + 1))), None
    spatial, layout = _spatial(run, obj, dims, shape)
    filters = constant(obj, "filters", None)
    channels = filters if isinstance(filters, int) else None
    if kind.startswith("Depthwise"):
        multiplier = constant(obj, "depth_multiplier", 1)
        before = _channels(shape, dims, layout)
        channels = before * multiplier if before is not None and isinstance(multiplier, int) else None
    kernel = pair(arg(obj, "kernel_size"), dims, None)
    strides = pair(arg(obj, "strides"), dims, 1)
    if obj.config.get("subsample") is not None:
        strides = [None] * dims
    dilation = pair(arg(obj, "dilation_rate"), dims, 1)
    padding = constant(obj, "padding", "valid")
    transposed = "Transpose" in kind or "Deconv" in kind
    out = [
        _conv_dim(size, k, s, d, padding, transposed)
        for size, k, s, d in zip(spatial, kernel, strides, dilation, strict=True)
    ]
    return _assemble(batch, out, channels, layout), layout


def _looks_channels_first(shape: Shape | None) -> bool:
    """Whether an input of a layer with the default data format is shaped (batch, 1 or 3, height, width).

    Then the program counts on a channels_first default that is set somewhere else (keras.json, another file).
    """
    return (
        shape is not None and len(shape) == 4 and shape[1] in (1, 3) and shape[2] != 1 and shape[3] not in (1, 2, 3, 4)
    )


def _conv_dim(
    size: int | None, kernel: int | None, stride: int | None, dilation: int | None, padding: object, transposed: bool
) -> int | None:
    if size is None or stride is None or not isinstance(padding, str) or stride < 1:
        return None
    mode = padding.lower()
    if transposed:
        if mode == "same":
            return size * stride
        return None if kernel is None else (size - 1) * stride + max(kernel, stride)
    if mode in ("same", "causal"):
        return -(-size // stride)
    if kernel is None or dilation is None or mode != "valid":
        return None
    reach = (kernel - 1) * dilation + 1
    return (size - reach) // stride + 1 if size >= reach else None


def _pool(
    run: Machine, obj: Object, kind: str, dims: int, shape: Shape | None
) -> tuple[Shape | None, ev.Layout | None]:
    spatial, layout = _spatial(run, obj, dims, shape)
    size = pair(arg(obj, "pool_size"), dims, 2)
    strides_arg = arg(obj, "strides")
    default = strides_arg is None or (isinstance(strides_arg, Const) and strides_arg.value is None)
    strides = size if default else pair(strides_arg, dims, None)
    padding = constant(obj, "padding", "valid")
    out = [_conv_dim(n, k, s, 1, padding, False) for n, k, s in zip(spatial, size, strides, strict=True)]
    return _assemble(shape[0] if shape else None, out, _channels(shape, dims, layout), layout), layout


def _global_pool(
    run: Machine, obj: Object, dims: int, shape: Shape | None, batch: int | None
) -> tuple[Shape | None, ev.Layout | None]:
    layout = data_format(run, obj)
    channels = _channels(shape, dims, layout)
    keep = constant(obj, "keepdims", False)
    if keep is None:
        return None, None
    if keep:
        return _assemble(batch, [1] * dims, channels, layout), layout
    return (batch, channels), None


def _resize(run: Machine, obj: Object, kind: str, dims: int, shape: Shape | None) -> Shape | None:
    spatial, layout = _spatial(run, obj, dims, shape)
    if shape is None or layout is None or len(shape) != dims + 2:
        return None
    out: list[int | None] = [None] * dims
    if kind.startswith("UpSampling"):
        sizes = pair(arg(obj, "size"), dims, 2)
        out = [None if n is None or s is None else n * s for n, s in zip(spatial, sizes, strict=True)]
    return _assemble(shape[0], out, _channels(shape, dims, layout), layout)
