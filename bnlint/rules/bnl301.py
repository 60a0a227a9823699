"""Momentum outside [0, 1].

## What it does
Reports a momentum below 0 or above 1, percentages such as 99 included.

## Why is this bad?
`moving = momentum * moving + (1 - momentum) * batch` is an average only for a momentum in [0, 1]. Above 1 the moving
statistics diverge and the variance turns negative; below 0 they alternate. Inference then gives NaN.

## Example
```python
BatchNormalization(momentum=99)
```

## Use instead
```python
BatchNormalization(momentum=0.99)
```

## Symptoms
- NaN or infinite values
- Loss fine in training and bad in validation

## Fix safety
Unsafe: a percentage becomes a fraction (99 becomes 0.99), anything else Keras's default 0.99. The moving statistics
change, and with them all results at inference.

## References
- `BatchNormalization.call` in keras/src/layers/normalization/batch_normalization.py
"""

from __future__ import annotations

from collections.abc import Iterator

from bnlint.events import Testimony
from bnlint.rules import arguments
from bnlint.rules.base import Report, Rule


def check(testimony: Testimony) -> Iterator[Report]:
    """Report momentum outside [0, 1]."""
    for number in arguments.numbers(testimony, "momentum", anywhere=True, searched=True):
        least, value = number.ends
        if value < 0 or least > 1:
            better = value / 100 if 50 < value < 100 and number.least is None else _DEFAULT
            yield Report(
                number.site,
                number.message(
                    " is outside [0, 1]: inference returns NaN",
                    number.usual if better == _DEFAULT else f"set {number.name}={better:g}",
                    "the moving statistics diverge in training",
                ),
                remedy=number.set_to(better),
                cause=number.arg.decided_at,
            )


_DEFAULT = 0.99

RULE = Rule("BNL301", "momentum-out-of-range", "momentum outside [0, 1]", check)
