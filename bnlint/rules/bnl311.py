"""Epsilon 0 or negative.

## What it does
Reports `epsilon <= 0`.

## Why is this bad?
Epsilon keeps the division by the batch's standard deviation finite. At 0 a constant feature or a batch of one gives
0/0 = NaN in training; below 0 a small variance gives NaN.

## Example
```python
BatchNormalization(epsilon=0)
```

## Use instead
```python
BatchNormalization(epsilon=1e-3)
```

## Symptoms
- NaN or infinite values

## Fix safety
Unsafe: epsilon becomes Keras's default 0.001, which changes the layer's output.

## References
- `BatchNormalization.call` in keras/src/layers/normalization/batch_normalization.py
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules import arguments
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report epsilon <= 0."""
    for number in arguments.numbers(testimony, "epsilon"):
        value = number.value
        if value <= 0:
            yield Report(
                number.site,
                number.message(
                    ": a constant feature gives NaN",
                    "set epsilon=0.001, Keras's default",
                    "so does a batch of one: the variance is 0 there, and BatchNormalization divides by its root",
                ),
                remedy=number.set_to(0.001),
                cause=number.arg.decided_at,
            )


RULE = Rule("BNL311", "epsilon-not-positive", "epsilon <= 0", check)
