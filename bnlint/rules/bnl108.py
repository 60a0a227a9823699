"""``trainable=False`` meets ``training=True``: inference mode wins.

## What it does
Reports a constant `training=True` at the call of a layer or model that is frozen at that moment, and at the call of a
model whose BN layers all are, where nothing uses its value.

## Why is this bad?
Since TensorFlow 2.0 a frozen BN layer always runs in inference mode. `training=True` changes nothing: neither the
batch's statistics are used nor the moving ones updated.

## Example
```python
bn = keras.layers.BatchNormalization(trainable=False)
y = bn(x, training=True)
```

## Use instead
```python
bn = keras.layers.BatchNormalization()
y = bn(x, training=True)
```

## Symptoms
- Freezing or unfreezing has no effect

## Fix safety
Unsafe: `training=True` is dropped. BN layers run in inference mode before and after, but a Dropout layer in the same
model does not. If the layer is meant to learn, unfreeze it instead.

## References
- [BatchNormalization, "About setting layer.trainable = False"](https://keras.io/api/layers/normalization_layers/batch_normalization/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import LayerCalled, Testimony, TrainableSet
from bnlint.results.messages import Message
from bnlint.rules import facts, remedies
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report calls that ask a frozen layer to train."""
    toggled = {id(e.layer) for e in testimony.events if isinstance(e, TrainableSet) and e.value is not False}
    for call in facts.calls(testimony):
        if id(call.layer) in toggled:
            continue
        if not facts.is_constant(call.flag, True) or call.bypass or not call.certain:
            continue
        if call.trainable is not False and not _moves_nothing(call, toggled, testimony):
            continue
        if call.baked_at is not None:
            continue
        inside = [layer for layer in call.layer.walk() if layer.is_bn]
        if inside:
            yield Report(
                call.site,
                Message(
                    "trainable=False wins over training=True: BatchNormalization is in inference mode",
                    "drop training=True, or unfreeze the layer",
                    f"{_what(call)} is frozen (trainable=False), and then in inference mode whatever the flag says",
                ),
                ((inside[0].site, "BatchNormalization built here"),),
                remedies.drop(call.site, call.flag.site, "training=True", "unsafe"),
                call.flag.decided_at,
            )


def _what(call: LayerCalled) -> str:
    called = facts.called_layer(call)
    return called if call.trainable is False else f"all BatchNormalization of {called.partition(' (')[0]}"


def _moves_nothing(call: LayerCalled, toggled: set[int], testimony: Testimony) -> bool:
    """Whether a call is made for the statistics only (its value is dropped), and all BN inside is frozen."""
    if not call.unused_result or call.root.tapes:
        return False
    inside = [leaf for leaf in facts.leaves(testimony) if leaf is not call and any(c is call for c in leaf.chain())]
    return bool(inside) and all(leaf.reason == "frozen" and id(leaf.layer) not in toggled for leaf in inside)


RULE = Rule("BNL108", "frozen-called-in-training-mode", "trainable=False meets training=True", check)
