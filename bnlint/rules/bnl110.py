"""A BN layer is built anew on each call.

## What it does
Reports the constructor of a BN layer inside a Keras `call`, a training step, a `tf.function` or a loop over batches.

## Why is this bad?
Each call gets fresh weights and fresh moving statistics, so nothing is ever learned; under `fit` or `tf.function`
Keras raises because variables are created inside a traced function. A layer that is built lazily, once
(`if self.bn is None`), is not reported.

## Example
```python
def call(self, x, training=None):
    return keras.layers.BatchNormalization()(x, training=training)
```

## Use instead
```python
def __init__(self):
    super().__init__()
    self.bn = keras.layers.BatchNormalization()

def call(self, x, training=None):
    return self.bn(x, training=training)
```

## Fix safety
No fix: the layer needs a name and a place where it is built once.

## References
- [Making new layers and models](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules import facts
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report constructions that run again and again."""
    for event in facts.built(testimony):
        if event.rebuilt_in is None or event.rebuilt_in == "lazy call":
            continue
        yield Report(
            event.site,
            f"this BatchNormalization is built anew on each {_each(event.rebuilt_in)}, so its statistics start over"
            f"{' (and fit raises)' if event.rebuilt_in == 'call' else ''}: build it once, in __init__ or outside the "
            "loop",
        )


def _each(where: str) -> str:
    return {"call": "call", "step": "step", "tf.function": "trace of the tf.function"}.get(where, "batch")


RULE = Rule("BNL110", "bn-built-on-each-call", "BN layer built anew on each call", check)
