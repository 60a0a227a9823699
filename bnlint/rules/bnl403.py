"""A bias right before BN does nothing (opt-in).

## What it does
Reports a convolution or dense layer with a bias and no activation whose output goes straight into BN, and nowhere else.
Where a function makes such layers, all that it makes have to go there.

In graphs of TensorFlow 1 too: of `tf.layers`, contrib and slim (where `biases_initializer=None` leaves it out).

## Why is this bad?
BN subtracts the mean, and with it the bias: the parameter costs memory, gets a gradient of zero and never matters.

## Example
```python
x = Conv2D(8, 3)(x)
x = BatchNormalization()(x)
```

## Use instead
```python
x = Conv2D(8, 3, use_bias=False)(x)
x = BatchNormalization()(x)
```

## Symptoms
- A weight never changes

## Fix safety
Unsafe: `use_bias=False` is passed. The model computes the same, but has fewer weights: old checkpoints do not fit, and
the layer's `bias` is None.

## References
- [Batch Normalization, section 3.2](https://arxiv.org/abs/1502.03167)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import GraphNormalized, Layer, LayerCalled, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.libraries.tensorflow1 import BIAS, WITH_NORMALIZER_HOMES
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report layers whose bias BN removes."""
    found: dict[int, tuple[LayerCalled | GraphNormalized, Layer]] = {}
    for call in facts.calls(testimony):
        before = call.input.direct
        is_seen = call.certain
        if call.layer.is_bn and is_seen and before is not None and _has_idle_bias(before):
            found.setdefault(id(before), (call, before))
    for event in facts.graph_normalizers(testimony):
        before = event.input.direct
        if before is not None and _has_idle_bias(before):
            found.setdefault(id(before), (event, before))
    for behind, before in found.values():
        if isinstance(behind, LayerCalled) and behind.layer.opaque:
            continue  # a ready-made or loaded model is not the program's to change
        if any(twin.consumers and id(twin) not in found for twin in before.twins):
            continue  # a function makes layers of both kinds
        if before.class_name.startswith(WITH_NORMALIZER_HOMES):
            yield _report(behind, before, BIAS, "None")
        else:
            yield _report(behind, before, "use_bias", "False")


def _report(event: LayerCalled | GraphNormalized, before: Layer, name: str, value: str) -> Report:
    """Report a layer.

    Args:
        event: the normalisation behind it.
        before: the layer.
        name: the argument that takes its bias away.
        value: what that is to be.
    """
    arg = before.args.get("use_bias")
    return Report(
        arg.site if arg is not None and arg.site is not None else before.site,
        Message(
            f"the bias of this {before.kind} does nothing: BatchNormalization subtracts it",
            f"pass {name}={value}",
            "what is the same for all values of a channel is a part of the mean",
        ),
        ((event.site, "BatchNormalization follows here"),),
        Remedy(
            "unsafe",
            f"pass {name}={value}",
            (PassArgument(before.site, name, value, arg.site if arg is not None else None),),
        ),
    )


def _has_idle_bias(layer: Layer) -> bool:
    if layer.consumers > 1:
        return False
    if not (layer.kind == "Dense" or layer.kind.startswith(("Conv", "Separable", "Depthwise"))) or "LSTM" in layer.kind:
        return False
    bias, activation = layer.args.get("use_bias"), layer.args.get("activation")
    if bias is not None and not (bias.known and bias.value):
        return False
    return activation is None or (activation.known and activation.value in (None, "linear"))


RULE = Rule("BNL403", "bias-before-bn", "a bias right before BN does nothing", check, opt_in=True)
