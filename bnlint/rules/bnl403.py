"""A bias right before BN does nothing (opt-in).

## What it does
Reports a convolution or dense layer with a bias and no activation whose output goes straight into BN.

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

from bnlint.events import Layer, Testimony
from bnlint.fixes.changes import PassArgument, Remedy
from bnlint.results.messages import Message
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report layers whose bias BN removes."""
    for call in facts.calls(testimony):
        before = call.input.direct
        if not call.layer.is_bn or not call.certain or before is None or not _has_idle_bias(before):
            continue
        if call.layer.opaque:
            continue  # a ready-made or loaded model is not the program's to change
        arg = before.args.get("use_bias")
        yield Report(
            arg.site if arg is not None and arg.site is not None else before.site,
            Message(
                f"the bias of this {before.kind} does nothing: BatchNormalization subtracts it",
                "pass use_bias=False",
                "what is the same for all values of a channel is a part of the mean",
            ),
            ((call.site, "BatchNormalization follows here"),),
            Remedy(
                "unsafe",
                "pass use_bias=False",
                (PassArgument(before.site, "use_bias", "False", arg.site if arg is not None else None),),
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
