"""Epsilon large enough to flatten the signal, or too small for float16 (opt-in).

## What it does
Reports `epsilon >= 0.1`, and `epsilon < 2.3e-10` where float16 is in use.

## Why is this bad?
The output is divided by `sqrt(variance + epsilon)`: at epsilon 1 a feature of variance 1 keeps a spread of 0.71, one of
variance 0.1 only 0.30. In float16 an epsilon below 2.3e-10 makes outputs infinite at inference for channels that
were constant in training.

## Example
```python
BatchNormalization(epsilon=1.0)
```

## Use instead
```python
BatchNormalization(epsilon=1e-3)
```

## Symptoms
- Output too small or too large at inference
- NaN or infinite values

## Fix safety
Unsafe: epsilon becomes Keras's default 0.001, which changes the layer's output.

## References
- Measured on keras 3.15 and tf_keras 2.21.
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules import arguments
from bnlint.rules.base import Report, Rule

LARGE = 0.1
SMALL_FLOAT16 = 2.3e-10


def check(testimony: Testimony) -> Iterator[Report]:
    """Report epsilon that dominates the variance, or vanishes in float16."""
    for number in arguments.numbers(testimony, "epsilon"):
        value = number.value
        site = number.site
        if value >= LARGE:
            spread = (1 + value) ** -0.5
            yield Report(
                site,
                number.message(
                    " flattens the signal",
                    "set epsilon=0.001, Keras's default",
                    f"it is added to the variance: a feature of variance 1 keeps a spread of {spread:.2f}",
                ),
                remedy=number.set_to(0.001),
                cause=number.arg.decided_at,
            )
        elif 0 < value < SMALL_FLOAT16 and testimony.float16:
            yield Report(
                site,
                number.message(
                    " vanishes in float16: outputs become infinite",
                    "set epsilon=0.001",
                    "at inference, for channels that were constant in training, whose variance is 0",
                ),
                remedy=number.set_to(0.001),
                cause=number.arg.decided_at,
            )


RULE = Rule("BNL312", "epsilon-extreme", "epsilon flattens the signal or vanishes in float16", check, opt_in=True)
