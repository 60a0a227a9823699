"""The axis does not match the data layout.

## What it does
Reports a BN layer whose `axis` is not the channel axis of its input: the default axis after a `channels_first`
convolution, axis 1 after a `channels_last` one, axis 0 (the batch), alone or in a list: those are the axes that keep
statistics of their own, not the axes over which means are taken.

Where all BN of images is given axis 1, the program has to show that they have their channels last: by a layer that asks
for it, by the shape of an image, or by an import of TensorFlow. Else a `keras.json` may say `channels_first`.

## Why is this bad?
BN normalises each entry along `axis` separately. On the wrong axis it normalises per image column instead of per
channel, with as many statistics as the image is wide. `BatchNormalization(0.8)` (a momentum meant by position) is read
as axis 0 by Keras 3 and raises in Keras 2.

## Example
```python
x = Conv2D(8, 3, data_format="channels_first")(x)
x = BatchNormalization()(x)
```

## Use instead
```python
x = BatchNormalization(axis=1)(x)
```

## Symptoms
- Wrong number of statistics

## Fix safety
Unsafe: `axis` becomes the channel axis (-1 for axis 0), so the layer has other weights and old checkpoints do not
fit; a number that stands where the axis belongs gets the keyword `momentum`.

## References
- [BatchNormalization, axis](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from bnlint.events import Arg, GraphNormalized, LayerCalled, Tensor, Testimony
from bnlint.libraries.tensorflow1 import LAYERS_HOME
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report axes that are not the channels."""
    for event in facts.built(testimony):
        arg = event.layer.args.get("axis")
        if arg is None or not arg.known or isinstance(arg.value, bool):
            continue
        if isinstance(arg.value, float):
            if testimony.dialect_of(event.layer) == 2 or not isfinite(arg.value):
                continue  # raises there (BNL501)
            yield Report(
                arg.site or event.site,
                _by_position(arg.value),
                remedy=remedies.as_momentum(event, arg, "unsafe"),
                cause=arg.decided_at,
            )
        elif _holds_the_batch(arg):
            if testimony.dialect_of(event.layer) == 3 and arg.value != 0:
                continue  # a list raises there (BNL501)
            yield Report(
                arg.site or event.site,
                _OF_THE_BATCH,
                remedy=remedies.number(event.layer, "axis", -1),
                cause=arg.decided_at,
            )
    in_doubt = testimony.formats_differ or _is_written_for_channels_first(testimony)
    for call in facts.calls(testimony):
        if in_doubt and call.input.layout == "channels_last":
            continue
        if call.layer.is_bn and call.certain and not call.layer.opaque:
            yield from _check_call(call)
    for normalized in facts.graph_normalizers(testimony, untold=True):
        yield from _check_graph(normalized)


def _is_written_for_channels_first(testimony: Testimony) -> bool:
    """Whether all BN of images is given axis 1, and nothing shows that these have their channels last.

    The default format is the one of the user's ``keras.json`` then, as with Keras on Theano.
    """
    if testimony.format_shown or not testimony.format_assumed:
        return False
    norms = [call for call in facts.leaves(testimony) if call.input.layout == "channels_last" and not call.layer.opaque]
    axes = [
        call.layer.args.get("axis", _LAST) for call in norms if call.input.shape is None or len(call.input.shape) > 3
    ]
    return all(axis.known and axis.value == 1 for axis in axes)


_OF_THE_BATCH = Message(
    "axis 0 is the batch: each example is normalised by itself",
    "use the channel axis (-1, or 1 for channels_first)",
    "the statistics are per position in the batch",
)


def _holds_the_batch(arg: Arg) -> bool:
    """Whether an axis is the batch, or one of several is: all axes but the channels, where those are meant."""
    axes = arg.value if isinstance(arg.value, (list, tuple)) else (arg.value,)
    return arg.known and any(axis == 0 and not isinstance(axis, bool) for axis in axes)


def _by_position(value: float) -> Message:
    return Message(
        f"the first argument is axis: Keras 3 reads {value:g} as axis={int(value)}",
        f"write momentum={value:g} if that is meant",
        "momentum is the second argument of BatchNormalization",
    )


_LAST = Arg(-1, True)
"""The axis of those that are not told."""


def _check_call(call: LayerCalled) -> Iterator[Report]:
    arg = call.layer.args.get("axis", _LAST)
    found = _mismatch(arg, call.input)
    if found is not None:
        message, axis = found
        repair = remedies.number(call.layer, "axis", axis)
        yield Report(arg.site or call.site, message, ((call.site, "called here"),), repair, arg.decided_at)


def _check_graph(normalized: GraphNormalized) -> Iterator[Report]:
    arg = normalized.args.get("axis", _LAST)
    place = arg.site or normalized.site
    if _holds_the_batch(arg):
        yield Report(place, _OF_THE_BATCH, cause=arg.decided_at)
        return
    by_format = not normalized.api.startswith(LAYERS_HOME)
    found = _mismatch(arg, normalized.input)
    if found is not None and not (by_format and normalized.input.shape is None):
        yield Report(place, _BY_FORMAT[found[1]] if by_format else found[0], cause=arg.decided_at)


def _mismatch(arg: Arg, tensor: Tensor) -> tuple[Message, int] | None:
    """Return what is wrong with an axis for a tensor of known layout, and the right one; None where nothing is."""
    axis = arg.value if arg.known else None
    rank = len(tensor.shape) if tensor.shape is not None else None
    if not isinstance(axis, int) or isinstance(axis, bool) or tensor.layout is None or axis == 0:
        return None
    if rank is not None and rank < 3:
        return None
    last = axis == -1 or (rank is not None and axis % rank == rank - 1)
    first = axis == 1 or (rank is not None and axis % rank == 1)
    if tensor.layout == "channels_first":
        return (_COLUMNS, 1) if last else None
    if first:
        return _ROWS, -1
    return (_spatial(axis, rank), -1) if rank is not None and not last else None


_COLUMNS = Message(
    "the input is channels_first, but this normalises the last axis",
    "set axis=1",
    "the last axis holds the image's columns",
)
_ROWS = Message(
    "the input is channels_last, but this normalises axis 1", "set axis=-1", "axis 1 holds the image's rows"
)


_BY_FORMAT = {
    1: replace(_COLUMNS, remedy='set data_format="NCHW"'),
    -1: replace(_ROWS, remedy='set data_format="NHWC"'),
}
"""What to say of contrib and slim, which take a data format, by the right axis."""


def _spatial(axis: int, rank: int) -> Message:
    return Message(
        f"the input is channels_last, but this normalises axis {axis}",
        "set axis=-1",
        f"axis {axis} of {rank} is a spatial one",
    )


RULE = Rule("BNL401", "axis-not-the-channels", "axis does not match the data layout", check)
